"""What a rule asks of an explanation: is it one, and do its parts add up to what the model answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.checks.answer_types import numbers
from helpers.checks.judging import call
from helpers.checks.verdicts import Wrong, show
from helpers.writing import number as written

if TYPE_CHECKING:
    import pandas

PARTS = 2e-3  # how far the parts of a probability may be from summing: single precision, and estimates


def ask(model: Any, rows: pandas.DataFrame, yes: str = "") -> np.ndarray:
    """Return what a model of any kind answers: one probability for each row.

    Args:
        model: a Keras network, a classifier of scikit-learn, or a function of an array.
        rows: what it is asked.
        yes: the class whose probability is meant, where the model's classes have names; else its second.
    """
    if isinstance(model, type) or not any(
        hasattr(model, way) for way in ("predict_proba", "predict", "__call__")
    ):
        raise Wrong(
            f"expected model: a trained Keras network, a scikit-learn classifier or a function; you gave {show(model)}."
        )
    array = rows.to_numpy("float32")
    if hasattr(model, "predict_proba"):
        found = call(
            lambda: model.predict_proba(rows if hasattr(model, "feature_names_in_") else array), shown="rows"
        )
    elif hasattr(model, "predict") and hasattr(model, "layers"):
        found = call(lambda: model.predict(array, verbose=0), shown="rows")
    elif callable(model):
        found = call(lambda: model(array), shown="an array of rows")
    elif _is_a_regressor(model):
        raise Wrong(
            f"{type(model).__name__} predicts any number, no probability. Take a classifier with predict_proba."
        )
    else:
        raise Wrong(
            "this model answers classes only. A probability is needed: a classifier with predict_proba."
        )
    raw, found = found, numbers(found, what="one probability for each row")
    if found.ndim == 2 and found.shape[1] == 2 and np.allclose(found.sum(axis=1), 1, atol=1e-3):
        found = found[:, _column_of(model, yes)]
    if found.shape not in ((len(rows),), (len(rows), 1)):
        raise Wrong(
            f"for {len(rows)} rows the model answers in the shape {found.shape}; one number a row is needed."
        )
    if found.min() < 0 or found.max() > 1:
        raise Wrong(
            f"the model answers between {written(found.min())} and {written(found.max())}. A probability lies from 0 to 1: "
            "a sigmoid at the end makes one."
        )
    if np.asarray(raw).dtype.kind in "biu":
        raise Wrong(
            "the model answers 0 or 1, and nothing between. Return the probability before it is cut at 0.5."
        )
    return found.reshape(-1)


def _is_a_regressor(model: Any) -> bool:
    from sklearn.base import BaseEstimator, is_regressor

    return isinstance(model, BaseEstimator) and is_regressor(model)


def _column_of(model: Any, yes: str) -> int:
    classes = [str(name) for name in np.ravel(getattr(model, "classes_", []))]
    return classes.index(yes) if yes in classes else 1


def parts_of(explanation: Any, name: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Read an explanation as parts (rows, features), base values (rows,) and names."""
    if not all(hasattr(explanation, part) for part in ("values", "base_values", "feature_names")):
        raise Wrong(f"expected {name} as explain returns it; you gave {show(explanation)}.")
    values = numbers(explanation.values, what=f"the parts in {name}")
    if values.ndim == 3:
        raise Wrong(f"{name} is of several outputs. Take one: explain(…, output=1).")
    values = np.atleast_2d(values)
    base = numbers(explanation.base_values, what=f"the base value of {name}").reshape(-1)
    names = [str(feature) for feature in explanation.feature_names or []]
    if len(names) != values.shape[1] or base.size not in (1, len(values)):
        raise Wrong(
            f"{name} has {values.shape[1]} parts a row, {len(names)} names and {base.size} base values."
        )
    return values, np.broadcast_to(base, (len(values),)), names


def in_log_odds(explanation: Any, sums: np.ndarray) -> bool:
    """Say whether an explanation is of log-odds, from its scale or from what its parts add up to."""
    scale = getattr(explanation, "scale", None)
    probable = sums.min() > -PARTS and sums.max() < 1 + PARTS
    return scale == "log-odds" or (scale not in ("probability", "output") and not probable)


def adds_up(explanation: Any, answers: np.ndarray, rows: Sequence[str]) -> None:
    """Refuse parts that do not add up to the model's probabilities, on whichever scale they are.

    Args:
        explanation: as `explain` returns it.
        answers: the model's, one for each row.
        rows: what each row is called in a sentence.
    """
    values, base, _ = parts_of(explanation, "explanation")
    sums = base + values.sum(axis=1)
    if in_log_odds(explanation, sums):
        sums = 1 / (1 + np.exp(-sums))
    gaps = np.abs(sums - answers)
    worst = int(gaps.argmax())
    if gaps[worst] <= PARTS:
        return
    if np.abs(sums - (1 - answers)).max() <= PARTS:
        raise Wrong(
            "these are the parts of the other answer, 1 minus the one asked for: explain(…, output=1)."
        )
    moved = len(sums) > 1 and np.abs(np.sort(sums) - np.sort(answers)).max() <= PARTS
    raise Wrong(
        f"of {rows[worst]}, base value and parts add up to {written(sums[worst], 3)}, and the model says "
        f"{written(answers[worst], 3)}. "
        + ("Do the rows stand in their order?" if moved else "Was another row, or another model, explained?")
    )


def starts_from(explanation: Any, answers: np.ndarray, background: str) -> None:
    """Refuse an explanation whose base value is not the model's mean answer over the background.

    Args:
        explanation: of one row.
        answers: the model's, one for each row of the background.
        background: what it is called in a sentence.
    """
    values, base, _ = parts_of(explanation, "explanation")
    if in_log_odds(explanation, base + values.sum(axis=1)):
        if answers.min() < 1e-6 or answers.max() > 1 - 1e-6:  # there a float's last digits are whole log-odds
            return
        answers = np.log(answers) - np.log1p(-answers)
    mean = float(answers.mean())
    if abs(mean - base[0]) > 2 * PARTS * max(1, abs(mean)):
        raise Wrong(
            f"the explanation starts at {written(base[0], 3)}, but the model's mean answer over {background} is "
            f"{written(mean, 3)}. Was it made against other rows?"
        )
