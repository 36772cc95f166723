"""Sums and means of scikit-learn's trees by shap's Tree explainer, held to the answers of the model.

Sources: Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9, for trees; shap's own code compares values with
thresholds as 32-bit floats and counts the nodes of a tree in 16 bits. So values and thresholds are replaced
by their ranks, which 32 bits hold exactly, and larger trees are not given to it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.explaining.game import Answer, Parts
from helpers.explaining.tables import Table

MOST_NODES = 32_767  # of one tree
_MEANS = ("DecisionTree", "ExtraTree", "RandomForest")  # their answers are means of leaves
_BLOCKS = 50  # of the background, for its standard error
_MIXTURES = 200  # of rows and background, whose answers must be the model's


def is_tree(model: Any) -> bool:
    """Return whether this is a tree, a forest or boosting of scikit-learn."""
    kind = type(model)
    return kind.__module__.startswith("sklearn.") and (
        kind.__name__.startswith(_MEANS) or "GradientBoosting" in kind.__name__
    )


def tree_count(model: Any) -> int:
    """Return how many trees are asked for one answer."""
    return len(_nodes(model))


def _nodes(model: Any) -> list[int]:
    if hasattr(model, "_predictors"):  # histogram boosting
        return [len(tree.nodes) for step in model._predictors for tree in step]
    if hasattr(model, "tree_"):
        return [model.tree_.node_count]
    return [tree.tree_.node_count for tree in np.ravel(model.estimators_)]


def why_not(model: Any, table: Table, scale: str) -> str:
    """Say why the Tree explainer is not used; "" where it can be tried."""
    boosted, classifies = "GradientBoosting" in type(model).__name__, hasattr(model, "classes_")
    if table.frame is not None or np.isnan(table.rows).any() or np.isnan(table.background).any():
        return "the table has gaps or columns that are not numbers"
    if boosted and classifies and scale != "log-odds":
        return 'trees of boosting add up in log-odds only, scale="log-odds"'
    if boosted and classifies and len(model.classes_) > 2:
        return "log-odds of more than two classes are no sum of trees"
    if not boosted and scale == "log-odds":
        return "log-odds of a mean of trees are no sum of trees"
    if classifies and isinstance(model.classes_, list):
        return "the model has several targets"
    largest = max(_nodes(model), default=0)
    if largest > MOST_NODES:
        return f"a tree has {largest} nodes, more than the {MOST_NODES} that it can hold"
    return ""


def by_trees(model: Any, answer: Answer, table: Table, output: int, tolerance: float) -> Parts | None:
    """Return the parts of single columns by shap's Tree explainer; None where it does not answer as the model."""
    import shap

    try:
        masker = shap.maskers.Independent(table.background, max_samples=len(table.background))
        explainer = shap.TreeExplainer(
            model, masker, feature_perturbation="interventional", model_output="raw"
        )
        rows, background = _ranked(explainer.model, table)
        classes = getattr(model, "classes_", ())
        column = output + (len(classes) == 2 and explainer.model.num_outputs == 2)
        if not _answers_alike(explainer, answer, table, (rows, background), column, tolerance):
            return None
        blocks = np.array_split(background, min(len(background), _BLOCKS))
        parts = np.array([_of_block(explainer, rows, block, column) for block in blocks])
    except Exception:  # a kind of tree, or of loss, that this version of shap does not know
        return None
    shares = np.array([len(block) for block in blocks]) / len(background)
    values = np.tensordot(shares, parts, axes=1)
    spread = np.full(values.shape, np.nan)
    if len(blocks) > 1:
        spread = np.sqrt(np.tensordot(shares, (parts - values) ** 2, axes=1) / (len(blocks) - 1))
    gaps = answer(table.background).mean() + values.sum(axis=1) - answer(table.rows)
    return Parts(values, np.zeros(values.shape), spread) if np.abs(gaps).max() <= tolerance else None


def _ranked(ensemble: Any, table: Table) -> tuple[np.ndarray, np.ndarray]:
    """Replace the thresholds of shap's trees by their ranks; return rows and background by theirs.

    With k thresholds of a feature below x, x ≤ threshold j is k ≤ j.
    """
    inner, features = ensemble.children_left >= 0, ensemble.features
    thresholds = np.array(ensemble.thresholds, dtype=np.float64)
    given = [data.astype(ensemble.input_dtype).astype(np.float64) for data in (table.rows, table.background)]
    coded = [np.zeros(data.shape) for data in given]
    for feature in range(table.rows.shape[1]):
        here = inner & (features == feature)
        levels, ensemble.thresholds[here] = np.unique(thresholds[here], return_inverse=True)
        for data, code in zip(given, coded, strict=True):
            code[:, feature] = np.searchsorted(levels, data[:, feature], side="left")
    return coded[0], coded[1]


def _answers_alike(
    explainer: Any, answer: Answer, table: Table, coded: tuple, column: int, tolerance: float
) -> bool:
    """Ask model and shap's trees about mixtures of rows and background: they must say the same."""
    rng = np.random.default_rng(0)
    row, other = (rng.integers(0, len(data), _MIXTURES) for data in (table.rows, table.background))
    kept = rng.random((_MIXTURES, table.rows.shape[1])) < rng.random((_MIXTURES, 1))
    ours = answer(np.where(kept, table.rows[row], table.background[other]))
    theirs = np.asarray(explainer.model.predict(np.where(kept, coded[0][row], coded[1][other])))
    theirs = theirs.reshape(_MIXTURES, -1)[:, column]
    return bool(np.abs(ours - theirs).max() <= tolerance)


def _of_block(explainer: Any, rows: np.ndarray, block: np.ndarray, column: int) -> np.ndarray:
    """Return the parts (rows, features) compared with some rows of background."""
    explainer.data, explainer.data_missing = block, np.isnan(block)
    values = np.asarray(explainer.shap_values(rows, check_additivity=False), dtype=np.float64)
    return values[:, :, column] if values.ndim == 3 else values
