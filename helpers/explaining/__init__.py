"""Why this prediction: Shapley values, exact where that can be had, with their errors where not.

The game is always the same: a coalition of features keeps the values of the row, every other feature
takes the value of a background row, and the coalition is worth the model's mean answer over the whole
background. A feature's Shapley value is its fair part of ``answer(row) − mean answer(background)``.

Sources: L. S. Shapley, A value for n-person games, 1953; Strumbelj and Kononenko, Explaining prediction models and
individual predictions with feature contributions, 2014, doi:10.1007/s10115-013-0679-x; Lundberg and Lee, NeurIPS 2017,
arXiv:1705.07874; for trees Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from helpers.explaining import keras_models
from helpers.explaining.game import (
    MOST_EXACT,
    Answer,
    Parts,
    by_coalitions,
    by_orders,
    in_kind,
    standard_error,
)
from helpers.explaining.models import Asked, ask_model, model_names, wants_types
from helpers.explaining.result import Explanation
from helpers.explaining.tables import Table, players_of, read_table
from helpers.explaining.trees import by_trees, is_tree, tree_count, why_not

__all__ = ["Explanation", "explain"]

_CLOSE = 1e-5  # of how far the answers spread: parts are held to that
_TREE_STEPS = 1e8  # trees times answers: beyond, about ten seconds, coalitions give way to the Tree explainer


def explain(
    model: Any,
    rows: Any,
    *,
    background: Any,
    feature_names: Sequence[str] | None = None,
    output: int = 0,
    scale: str | None = None,
    groups: Mapping[str, Sequence[str | int]] | None = None,
    label: str | None = None,
    orders: int = 20,
    seed: int = 0,
) -> Explanation:
    """Share each prediction out among the features: their Shapley values, over all of the background.

    φᵢ = Σ over coalitions S without i of |S|! (d − |S| − 1)! / d! · (v(S ∪ i) − v(S)),
    v(S) = mean over the background of answer(row on S, background elsewhere); Σφ = answer(row) − v(∅).

    Up to 15 features (groups count once) it is exact: every coalition is asked. Where scikit-learn's trees add
    up (a forest, a tree, boosted regression, boosted log-odds), shap's Tree explainer is exact for any number. Beyond,
    the parts are estimated from drawn orders: `.how` then says so and why, `.error` how far off they may be, and the
    pictures show it. What takes more than five seconds shows a line (not where the environment has COURSE_LIVE=0).

    Args:
        model: a Keras model of one input, a scikit-learn model or pipeline, or a function of an array (n, columns).
            A classifier is asked for probabilities, without these for its decision function.
        rows: what to explain: (n, columns), or one row (columns,); array, DataFrame or Series. Columns with names
            are matched by name. Text, categories and gaps go to a pipeline (or a function) as a DataFrame, as they are.
        background: (m, columns), the rows it is compared with, all of which are used; 100 do well.
        feature_names: one for each column; a DataFrame brings its own.
        output: which answer of a model that gives several. A binary classifier gives one, the probability
            of its second class.
        scale: None for what the model answers (classifiers: "probability"), or "log-odds",
            log(p / (1 − p)), of a model that answers probabilities.
        groups: {"port": ["port_C", "port_S"]}: columns explained as one feature. One-hot columns show which
            is on; others, such as {"place": ["lat", "long"]}, show their values.
        label: what the answer is, for the pictures: "price in thousand dollars". Without it the scale.
        orders: how many orders of the features an estimate draws; each is also taken backwards.
        seed: of those draws. NumPy's and Keras's generators are left as they are.

    Returns:
        An `Explanation`: .values (n, features), .base_values (n,), .feature_names, .data; for one row (features,).
        Besides: .how (in words), .exact, .error and .background_error (standard errors, as .values), .base_error,
        .gap, .scale, and .shap, the same in shap's class for shap's own plots.

    Raises:
        TypeError: if data is not numbers or the model cannot be asked.
        ValueError: if shapes, names, `output`, `scale` or `groups` do not fit, or the model fails when asked.

    Example:
        >>> found = explain(lambda x: 2 * x[:, 0] - x[:, 1], [3.0, 1.0], background=[[1.0, 1.0]])
        >>> found.values.tolist(), float(found.base_values)
        ([4.0, 0.0], 1.0)
    """
    _check(scale, orders, seed)
    fitted_on = model_names(model)
    table = read_table(rows, background, feature_names, fitted_on, bool(fitted_on) and wants_types(model))
    names, players = players_of(table.names, groups)
    asked = ask_model(model, table, output, scale)
    start = asked.answer(table.asked_background())
    values = asked.answer(table.asked_rows())
    tolerance = _CLOSE * float(np.ptp(np.r_[start, values])) + 1e-12 * float(np.abs(values).max())
    parts, how, exact = _share_out(model, asked, table, players, (output, tolerance, orders, seed))
    again = float(np.abs(asked.answer(table.asked_rows()) - values).max())
    gap = float(np.abs(start.mean() + parts.values.sum(axis=1) - values).max())
    largest = float(max(np.abs(start).max(), np.abs(values).max(), np.abs(parts.values).max()))
    allowed = max(tolerance, _CLOSE * float(np.abs(parts.values).max())) + 10 * asked.precision * largest
    how, exact, error = _judged(parts, how, exact, (gap, again, allowed))
    if asked.held[0]:
        how += "; probabilities of 0 and 1 are held 1e-15 away, for their log-odds are infinite"
    found = parts._replace(error=error)
    return _explanation(table, names, players, found, start, {
        "label": label or asked.label, "scale": asked.scale, "how": how, "exact": exact, "gap": gap})  # fmt: skip


def _check(scale: Any, orders: Any, seed: Any) -> None:
    if scale not in (None, "probability", "log-odds"):
        raise ValueError(
            f'scale: expected None, "probability" or "log-odds", received {scale!r}. None explains what the '
            "model answers."
        )
    for name, given, least in (("orders", orders, 2), ("seed", seed, 0)):
        if isinstance(given, bool) or not isinstance(given, (int, np.integer)) or given < least:
            raise ValueError(
                f"{name}: expected a whole number from {least}, received {given!r}. Leave it out for "
                f"{20 if name == 'orders' else 0}."
            )


def _share_out(
    model: Any, asked: Asked, table: Table, players: list[list[int]], how: tuple[int, float, int, int]
) -> tuple[Parts, str, bool]:
    """Return the parts (rows, players), how they were found, and whether they are exact."""
    output, tolerance, orders, seed = how
    answer: Answer = asked.answer
    count = f"{len(table.background)} row{'s' * (len(table.background) > 1)} of background"
    few, reason = len(players) <= MOST_EXACT, ""
    if is_tree(model) and all(len(columns) == 1 for columns in players):
        steps = 2.0 ** len(players) * len(table.background) * len(table.rows) * tree_count(model)
        if not few or steps > _TREE_STEPS:
            reason = why_not(model, table, asked.scale)
            found = None if reason else by_trees(model, answer, table, output, tolerance)
            if found is not None:
                return found, f"exact: shap's Tree explainer, {count}", True
            reason = f" (not shap's Tree explainer: {reason or 'it does not answer as the model does'})"
    if keras_models.is_keras(model):
        table = in_kind(table, keras_models.number_kind(model))
    if few:
        found = by_coalitions(answer, table, players)
        return found, f"exact: all {2 ** len(players)} coalitions of {len(players)} features, {count}", True
    found = by_orders(answer, table, players, orders, seed)
    text = (
        f"an estimate: {2 * orders} of the orders of {len(players)} features, {count}, standard error up to "
    )
    return found, text + f"{found.error.max():.1e}{reason}", False


def _judged(
    parts: Parts, how: str, exact: bool, misses: tuple[float, float, float]
) -> tuple[str, bool, np.ndarray]:
    """Return how, exact and the errors, in the light of what the model says of the same rows again."""
    gap, again, allowed = misses
    if not exact:
        how += f", the parts miss the prediction by at most {gap:.1e}"
    if again > allowed:
        how = f"not exact: the model answers the same rows differently each time, by up to {again:.1e}; {how}"
    elif gap > allowed:
        how = f"not exact: the parts miss the prediction by up to {gap:.1e}; {how}"
    else:
        return how, exact, parts.error
    return how, False, np.full(parts.error.shape, np.nan)


# ---- the result ------------------------------------------------------------------------------------


def _explanation(
    table: Table, names: list[str], players: list[list[int]], parts: Parts, start: np.ndarray, known: dict
) -> Explanation:
    """Put the parts together with what the rows have there."""
    numeric = table.rows.dtype != object
    data = np.empty((len(table.rows), len(players)), dtype=table.rows.dtype)
    shown = np.empty(data.shape, dtype=object)
    for place, columns in enumerate(players):
        part = table.rows[:, columns]
        if len(columns) == 1:
            data[:, place] = shown[:, place] = part[:, 0]
        else:
            every = np.concatenate([part, table.background[:, columns]])
            joined = _joined(part, every, [table.names[i] for i in columns], names[place], numeric)
            data[:, place], shown[:, place] = joined
    grouped = frozenset(place for place, columns in enumerate(players) if len(columns) > 1)
    first, rows = 0 if table.single else slice(None), len(table.rows)
    return Explanation(
        values=parts.values[first],
        base_values=np.full(rows, start.mean())[first],
        feature_names=names,
        data=data[first],
        display_data=shown[first] if grouped else None,
        error=parts.error[first],
        background_error=parts.background_error[first],
        base_error=np.full(rows, standard_error(start, 0))[first],
        groups=grouped,
        **known,
    )


def _joined(
    part: np.ndarray, every: np.ndarray, columns: list[str], group: str, numeric: bool
) -> tuple[list, list]:
    """Return a number and a word for each row of columns that are explained as one feature.

    One-hot columns: which of them is on, from 1; 0 where none is, as where the encoder dropped one.
    Other columns have no one number (NaN), and their values, where they are few, are the words.
    """
    from helpers.drawing.explanation import value_in_words
    from helpers.drawing.style import listed

    if numeric and np.isin(every, (0, 1)).all() and every.sum(axis=1).max() <= 1:
        short = [column.removeprefix(group).lstrip("_= ") or column for column in columns]
        words = [f"none of {listed(short, 4)}", *short]
        places = np.where(part.any(axis=1), part.argmax(axis=1) + 1, 0)
        return places.tolist(), [words[place] for place in places]
    few = len(columns) <= 3
    said = [" / ".join(map(value_in_words, row)) if few else f"{len(columns)} columns" for row in part]
    return [np.nan] * len(part), said
