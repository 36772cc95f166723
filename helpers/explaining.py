"""Why this prediction: Shapley values, exact where that can be had, and their pictures.

The game is always the same: a coalition of features keeps the values of the row, every other feature
takes the value of a background row, and the coalition is worth the model's mean answer over the whole
background. A feature's Shapley value is its fair part of ``answer(row) − mean answer(background)``.

Sources: L. S. Shapley, A value for n-person games, 1953; Lundberg and Lee, NeurIPS 2017, arXiv:1705.07874;
for trees Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import factorial
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import shap
    from matplotlib.axes import Axes

MOST_EXACT = 15  # features: 2^15 coalitions, each asked on all of the background
_CALL = 131_072  # rows in one call of the model: bounds the memory at a few hundred MB
_PLAIN = 12  # calls of a Keras model before it is worth compiling them
_GAP = 1e-5  # a tree explanation whose parts miss the prediction by more is done again by coalitions
_ROUNDS = 20  # of orders and reversed orders, in an estimate

Answer = Callable[[np.ndarray], np.ndarray]  # (n, columns) -> (n,) float64


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
) -> shap.Explanation:
    """Share each prediction out among the features: their Shapley values, over all of the background.

    φᵢ = Σ over coalitions S without i of |S|! (d − |S| − 1)! / d! · (v(S ∪ i) − v(S)),
    v(S) = mean over the background of answer(row on S, background elsewhere); Σφ = answer(row) − v(∅).

    Up to 15 features (groups count once) it is exact: every coalition is asked. Where scikit-learn's trees add
    up (a forest, a tree, boosted regression, boosted log-odds), shap's Tree explainer is exact for any number. Beyond,
    shap's Permutation explainer estimates: `.how` then says so, and the pictures do.

    Args:
        model: a Keras model of one input, a scikit-learn model, or a function of an array (n, columns).
        rows: what to explain: (n, columns), or one row (columns,); array, DataFrame or Series of numbers.
        background: (m, columns), the rows it is compared with, all of which are used; 100 do well.
        feature_names: one for each column; a DataFrame brings its own.
        output: which answer of a model that gives several. A binary classifier gives one, the probability
            of its second class.
        scale: None for what the model answers (classifiers: "probability"), or "log-odds",
            log(p / (1 − p)), of a model that answers probabilities.
        groups: {"port": ["port_C", "port_S"]}: columns explained as one feature. One-hot columns show which
            is on; others, such as {"place": ["lat", "long"]}, show their values.
        label: what the answer is, for the pictures: "price in thousand dollars". Without it the scale.

    Returns:
        A `shap.Explanation` (all plots of shap take it): values (n, features), base_values (n,), data; for
        one row (features,). Besides: .exact, .how (in words), .gap (how far the parts are from
        summing to the answer), .scale ("probability", "log-odds" or "output").

    Raises:
        TypeError: if data is not numbers or the model cannot be asked.
        ValueError: if shapes, names, `output`, `scale` or `groups` do not fit.

    Example:
        >>> found = explain(lambda x: 2 * x[:, 0] - x[:, 1], [3.0, 1.0], background=[[1.0, 1.0]])
        >>> found.values.tolist(), float(found.base_values)
        ([4.0, 0.0], 1.0)
    """
    table = _table(rows, background, feature_names)
    table = replace(table, kind=np.float32) if _is_keras(model) else table
    if scale not in (None, "probability", "log-odds"):
        raise ValueError(
            f'scale: expected None, "probability" or "log-odds", received {scale!r}. None explains what the '
            "model answers."
        )
    names, players = _players(table.names, groups)
    answer, told, found = _answer_of(model, output, scale, table)
    asked = answer(table.rows)
    base = float(answer(table.background).mean())
    values, how, exact = _share_out(model, answer, table, players, (output, told))
    gap = float(np.abs(base + values.sum(axis=1) - asked).max())
    if not exact:
        how += f", the parts miss the prediction by at most {gap:.1e}"
    return _explanation(table, names, players, values, base, (label or found, told, how, exact, gap))


@dataclass(frozen=True)
class _Table:
    """Rows and background as arrays of floats, with what is known of them."""

    rows: np.ndarray
    background: np.ndarray
    names: list[str]
    single: bool
    kind: type = np.float64  # what the model is asked in: float32 for Keras, which casts anyway


def _numbers(data: Any, name: str) -> np.ndarray:
    try:
        numbers = np.asarray(data, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"{name} is not made of numbers ({error}). Expected what the model receives, after encoding. "
            "Explain the encoded columns, and join those of one category with groups={...}."
        ) from error
    if numbers.size == 0 or numbers.ndim not in (1, 2):
        raise ValueError(
            f"{name}: expected rows by columns, at least one, received the shape {numbers.shape}. "
            "One row is x[0] or x[:1]."
        )
    return numbers


def _table(rows: Any, background: Any, feature_names: Sequence[str] | None) -> _Table:
    """Check rows and background against each other, and find the names of the columns."""
    own = [getattr(data, "columns", getattr(data, "index", None)) for data in (rows, background)]
    own = [None if names is None or callable(names) else [str(name) for name in names] for names in own]
    if own[0] is not None and own[1] is not None and own[0] != own[1]:
        raise ValueError(
            f"rows and background have different columns. Expected the same in the same order, received "
            f"{own[0]} and {own[1]}. Take both from one table."
        )
    single = np.ndim(rows) == 1
    rows, background = np.atleast_2d(_numbers(rows, "rows")), _numbers(background, "background")
    if background.ndim != 2 or background.shape[1] != rows.shape[1]:
        raise ValueError(
            f"rows and background differ in columns. Expected the same number, received {rows.shape[1]} in rows "
            f"and the shape {background.shape} of background. Take both from one table, background two-dimensional."
        )
    names = feature_names if feature_names is not None else own[0] or own[1]
    names = [f"x{i + 1}" for i in range(rows.shape[1])] if names is None else [str(name) for name in names]
    if len(names) != rows.shape[1] or len(set(names)) != len(names):
        raise ValueError(
            f"feature_names: expected {rows.shape[1]} different names, one for each column, received "
            f"{len(names)}: {names}. Take them from the table: feature_names=list(table.columns)."
        )
    return _Table(rows, background, names, single)


def _players(
    names: list[str], groups: Mapping[str, Sequence[str | int]] | None
) -> tuple[list[str], list[list[int]]]:
    """Return the names of what shares the prediction out, and the columns of each, in the order of the columns."""
    owner: dict[int, str] = {}
    for group, columns in (groups or {}).items():
        if isinstance(columns, str) or not len(columns):
            raise ValueError(f"groups: {group!r} needs a list of columns, received {columns!r}. Write "
                             f'groups={{{group!r}: ["column_a", "column_b"]}}.')  # fmt: skip
        for column in columns:
            known = column in names if isinstance(column, str) else 0 <= int(column) < len(names)
            place = names.index(column) if known and isinstance(column, str) else column
            if not known or place in owner:
                trouble = "is in two groups" if known else "is not a column"
                raise ValueError(
                    f"groups: {column!r} of {group!r} {trouble}. Expected each column once, of {names}. "
                    "Take the names from the encoder: encoder.get_feature_names_out()."
                )
            owner[int(place)] = str(group)
    joined: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if place not in owner and name in owner.values():
            raise ValueError(
                f"groups: {name!r} is also the name of a column outside it. Choose another name."
            )
        joined.setdefault(owner.get(place, name), []).append(place)
    return list(joined), list(joined.values())


# ---- what is asked -------------------------------------------------------------------------------


def _answer_of(model: Any, output: int, scale: str | None, table: _Table) -> tuple[Answer, str, str]:
    """Return the function to explain, its scale ("probability", "log-odds", "output"), and its name."""
    ask, probabilities, names = _asker(model, table)
    width = ask(table.background[:1]).shape[1]
    if isinstance(output, bool) or not isinstance(output, (int, np.integer)) or not 0 <= output < width:
        raise ValueError(
            f"output: expected a whole number from 0 to {width - 1}, for the model gives {width} "
            f"answer{'s' * (width > 1)} a row, received {output!r}."
        )
    if scale and not probabilities:
        first = ask(table.background)[:, output]
        if first.min() < 0 or first.max() > 1:
            raise ValueError(
                f"scale={scale!r} needs a model that answers probabilities. Expected answers from 0 to 1, received "
                f"{first.min():.3g} to {first.max():.3g}. Leave scale out to explain the answers as they are."
            )
    told = scale or ("probability" if probabilities else "output")
    label = told if told == "output" else f"{told} of {names[output]}" if names else told

    def answer(rows: np.ndarray) -> np.ndarray:
        found = ask(rows)[:, output].astype(np.float64)
        if told == "log-odds":
            found = _log_odds(found)
        if not np.isfinite(found).all():
            raise ValueError(
                "the model answers NaN or infinity. Expected finite answers for rows, background and their mixtures. "
                "Fill gaps in the data before, and look at the model's weights."
            )
        return found

    exact_logit = _keras_logit(model, ask) if told == "log-odds" else None
    if exact_logit is not None:
        return (lambda rows: exact_logit(rows)[:, output].astype(np.float64)), told, label
    return answer, told, label


def _log_odds(probability: np.ndarray) -> np.ndarray:
    """Return log(p / (1 − p)); p is held 1e-15 away from 0 and 1, or the logarithm would be infinite."""
    held = np.clip(probability, 1e-15, 1 - 1e-15)
    return np.log(held) - np.log1p(-held)


def _is_keras(model: Any) -> bool:
    return any(kind.__module__.startswith("keras.") for kind in type(model).__mro__) and hasattr(
        model, "layers"
    )


def _asker(model: Any, table: _Table) -> tuple[Answer, bool, list[str]]:
    """Return (n, columns) -> (n, outputs), whether the answers are probabilities, and what each is of."""
    if _is_keras(model):
        last = getattr(model.layers[-1] if model.layers else None, "activation", None)
        return _keras_asker(model), getattr(last, "__name__", "") in ("sigmoid", "softmax"), []
    if hasattr(model, "predict_proba"):
        classes = [str(name) for name in getattr(model, "classes_", [])]
        binary = len(classes) == 2
        ask = _array_asker(model.predict_proba, model, table)
        return ((lambda rows: ask(rows)[:, 1:]) if binary else ask), True, classes[1:] if binary else classes
    if hasattr(model, "predict"):
        return _array_asker(model.predict, model, table), False, []
    if callable(model):
        return _array_asker(model, model, table), False, []
    raise TypeError(
        f"model: expected a Keras model, a scikit-learn model or a function of an array, received "
        f"{type(model).__name__}. A function can be: lambda rows: my_model.score(rows)."
    )


def _keras_asker(model: Any) -> Answer:
    """Ask a Keras model by a plain call, compiled where there is much to ask: no dropout, no `predict`."""
    calls = [0]

    def plain(rows: np.ndarray):
        return model(rows, training=False)

    compiled = cache(lambda columns: _compiled(plain, columns))

    def ask(rows: np.ndarray) -> np.ndarray:
        parts = []
        for start in range(0, len(rows), _CALL):
            calls[0] += 1
            piece = rows[start : start + _CALL].astype(np.float32, copy=False)
            found = (compiled(rows.shape[1]) if calls[0] > _PLAIN else plain)(piece)
            heads = list(found.values()) if isinstance(found, dict) else found
            heads = heads if isinstance(heads, (list, tuple)) else [heads]
            parts.append(np.concatenate([np.asarray(head).reshape(len(head), -1) for head in heads], axis=1))
        return np.concatenate(parts)

    return ask


def _compiled(plain: Callable, columns: int) -> Callable:
    """Return the call as one graph, traced for any number of rows; as it is where it cannot be traced."""
    import tensorflow as tf

    function = tf.function(plain, input_signature=[tf.TensorSpec((None, columns), tf.float32)])
    try:
        function.get_concrete_function()
    except Exception:  # a layer that only runs eagerly: the plain call is as right, and slower
        return plain
    return lambda rows: function(tf.constant(rows))


def _keras_logit(model: Any, ask: Answer) -> Answer | None:
    """Return the sum before a last sigmoid, which does not saturate as its answer does; or None."""
    if not _is_keras(model) or not model.layers:
        return None
    last = model.layers[-1]
    if getattr(getattr(last, "activation", None), "__name__", "") != "sigmoid" or not hasattr(last, "kernel"):
        return None
    import keras

    if (
        len(model.outputs) != 1
        or len(model.inputs) != 1
        or not isinstance(last, keras.layers.Dense)
        or last.kernel.ndim != 2
    ):
        return None
    before = _keras_asker(keras.Model(model.inputs[0], last.input))
    kernel, bias = (
        np.asarray(last.kernel, np.float64),
        0.0 if last.bias is None else np.asarray(last.bias, np.float64),
    )
    return lambda rows: before(rows) @ kernel + bias


def _array_asker(function: Callable, model: Any, table: _Table) -> Answer:
    """Ask a function of an array; a scikit-learn model fitted on a DataFrame gets one back."""
    named = list(getattr(model, "feature_names_in_", []))
    if named and set(named) != set(table.names):
        named = named if len(named) == len(table.names) else []

    def ask(rows: np.ndarray) -> np.ndarray:
        asked = rows
        if named:
            import pandas

            asked = pandas.DataFrame(rows, columns=named)
        found = np.asarray(function(asked))
        if found.ndim == 0 or len(found) != len(rows):
            raise ValueError(
                f"the model must answer once a row. Expected {len(rows)} answers, received the shape {found.shape}. "
                "Let it return an array of shape (rows,) or (rows, outputs)."
            )
        return found.reshape(len(rows), -1)

    return ask


# ---- how it is shared out ------------------------------------------------------------------------


def _share_out(
    model: Any, answer: Answer, table: _Table, players: list[list[int]], told: tuple[int, str]
) -> tuple[np.ndarray, str, bool]:
    """Return the Shapley values (rows, players), how they were found, and whether they are exact."""
    alone = all(len(columns) == 1 for columns in players)
    values = _by_trees(model, answer, table, told) if alone else None
    count = f"{len(table.background)} row{'s' * (len(table.background) > 1)} of background"
    if values is not None:
        return values, f"exact: shap's Tree explainer, {count}", True
    if len(players) <= MOST_EXACT:
        how = f"exact: all {2 ** len(players)} coalitions of {len(players)} features, {count}"
        return _by_coalitions(answer, table, players), how, True
    values, spread = _by_orders(answer, table, players)
    how = f"an estimate: {2 * _ROUNDS} of the orders of {len(players)} features, {count}, standard error up to {spread:.1e}"
    return values, how, False


@cache
def _weights(features: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all coalitions, (2^d, d) of booleans, and A, (d, 2^d), with φ = A @ v."""
    coalitions = (np.arange(2**features)[:, None] >> np.arange(features)) & 1 == 1
    sizes = coalitions.sum(axis=1)
    fair = [factorial(s) * factorial(features - s - 1) / factorial(features) for s in range(features)]
    joins, leaves = np.array([0.0, *fair])[sizes], np.array([*fair, 0.0])[sizes]
    return coalitions, np.where(coalitions.T, joins, -leaves)


def _by_coalitions(answer: Answer, table: _Table, players: list[list[int]]) -> np.ndarray:
    """Ask all coalitions of a row in a few large calls, and weigh what they are worth: φ = A @ v."""
    coalitions, matrix = _weights(len(players))
    worth = np.empty((len(table.rows), len(coalitions)))
    for part, found in _worths(answer, table, players, coalitions):
        worth[:, part] = found
    return worth @ matrix.T


def _worths(answer: Answer, table: _Table, players: list[list[int]], coalitions: np.ndarray):
    """Yield (slice of the coalitions, what each is worth to each row), in pieces that fit the memory."""
    owner = np.empty(table.rows.shape[1], dtype=int)
    for player, columns in enumerate(players):
        owner[columns] = player
    rows, background = table.rows.astype(table.kind), table.background.astype(table.kind)
    step = max(1, _CALL * 16 // (len(background) * max(16, rows.shape[1])))  # wide rows: fewer of them
    for start in range(0, len(coalitions), step):
        part = slice(start, start + step)
        kept = coalitions[part][:, owner]
        others = np.ascontiguousarray(np.where(kept[:, None, :], 0, background))
        mixed = np.empty_like(others)
        found = np.empty((len(table.rows), len(kept)))
        for i, row in enumerate(rows):
            np.add(others, np.where(kept, row, 0)[:, None, :], out=mixed)  # 0 + x is x
            found[i] = answer(mixed.reshape(-1, mixed.shape[2])).reshape(len(kept), -1).mean(axis=1)
        yield part, found


def _by_orders(answer: Answer, table: _Table, players: list[list[int]]) -> tuple[np.ndarray, float]:
    """Estimate by shap's Permutation explainer, which plays each row's game of coalitions."""
    import shap

    values, spread = [], 0.0
    for row in table.rows:
        one = replace(table, rows=row[None])

        def game(masks: np.ndarray, one: _Table = one) -> np.ndarray:
            return np.concatenate(
                [worth[0] for _, worth in _worths(answer, one, players, np.asarray(masks) > 0.5)]
            )

        size = len(players)
        explainer = shap.PermutationExplainer(game, np.zeros((1, size)), seed=0)
        found = explainer(
            np.ones((1, size)), max_evals=_ROUNDS * (2 * size + 1), error_bounds=True, silent=True
        )
        values.append(found.values[0])
        spread = max(spread, float(np.max(found.error_std)))
    return np.array(values), spread


def _by_trees(model: Any, answer: Answer, table: _Table, told: tuple[int, str]) -> np.ndarray | None:
    """Return what shap's Tree explainer finds where it is exact: sums and means of trees; else None."""
    if not type(model).__module__.startswith("sklearn."):
        return None
    kind, (output, scale) = type(model).__name__, told
    means = ("DecisionTree", "ExtraTree", "RandomForest")
    adds = kind.startswith(means) and scale != "log-odds"
    adds |= "GradientBoosting" in kind and (kind.endswith("Regressor") or scale == "log-odds")
    if not adds or (kind.endswith("Regressor") and np.ndim(getattr(model, "n_outputs_", 1)) and output):
        return None
    import shap

    masker = shap.maskers.Independent(table.background, max_samples=len(table.background))
    try:
        explainer = shap.TreeExplainer(
            model, masker, feature_perturbation="interventional", model_output="raw"
        )
        values = np.asarray(explainer.shap_values(table.rows, check_additivity=False), dtype=np.float64)
    except Exception:  # a kind of tree, or of loss, that this version of shap does not know: ask coalitions
        return None
    if values.ndim == 3:
        column = output + (values.shape[2] == 2 and kind.endswith("Classifier"))
        values = values[:, :, column]
    gaps = answer(table.background).mean() + values.sum(axis=1) - answer(table.rows)
    return values if np.abs(gaps).max() < _GAP else None


@cache
def _explanation_class() -> type:
    """Return shap's class, with what `explain` says of a result kept when a row of it is taken."""
    import shap

    class Explanation(shap.Explanation):
        label, scale, how, exact, gap = "output", "output", "", True, 0.0
        groups: frozenset[str] = frozenset()  # names of features made of several columns

        def said(self, *said) -> Explanation:
            self.label, self.scale, self.how, self.exact, self.gap, self.groups = said
            return self

        def __getitem__(self, item):
            taken = super().__getitem__(item)
            taken.__class__ = type(self)
            return taken.said(self.label, self.scale, self.how, self.exact, self.gap, self.groups)

    return Explanation


def _explanation(table: _Table, names: list[str], players: list[list[int]], values, base: float, said: tuple):
    """Put the result into shap's own class, with what else is known of it."""
    data = np.empty((len(table.rows), len(players)))
    shown = np.empty(data.shape, dtype=object)
    for place, columns in enumerate(players):
        part = table.rows[:, columns]
        if len(columns) == 1:
            data[:, place] = shown[:, place] = part[:, 0]
        else:
            every = np.concatenate([part, table.background[:, columns]])
            data[:, place], shown[:, place] = _joined(
                part, every, [table.names[i] for i in columns], names[place]
            )
    first = 0 if table.single else slice(None)
    grouped = [name for name, columns in zip(names, players, strict=True) if len(columns) > 1]
    found = _explanation_class()(
        values[first],
        base_values=np.full(len(values), base)[first],
        data=data[first],
        display_data=shown[first] if grouped else None,
        feature_names=names,
    )
    return found.said(*said, frozenset(grouped))


def _joined(part: np.ndarray, every: np.ndarray, columns: list[str], group: str) -> tuple[list, list]:
    """Return a number and a word for each row of columns that are explained as one feature.

    One-hot columns: which of them is on, from 1; 0 where none is, as where the encoder dropped one.
    Other columns have no one number (NaN), and their values, where they are few, are the words.
    """
    from helpers.drawing.style import listed

    if np.isin(every, (0, 1)).all() and every.sum(axis=1).max() <= 1:
        short = [_short(column, group) for column in columns]
        words = [f"none of {listed(short, 4)}", *short]
        places = np.where(part.any(axis=1), part.argmax(axis=1) + 1, 0)
        return places.tolist(), [words[place] for place in places]
    said = [" / ".join(map(_told, row)) if len(columns) <= 3 else f"{len(columns)} columns" for row in part]
    return [np.nan] * len(part), said


def _short(column: str, group: str) -> str:
    """Return "C" for the column "embarked_C" of the group "embarked"."""
    rest = column.removeprefix(group).lstrip("_= ")
    return rest or column


# ---- pictures ------------------------------------------------------------------------------------

_PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}  # lines stop behind numbers
_FOR_ONE, _FOR_MANY = ("waterfall", "decision"), ("beeswarm", "bar")


def draw_explanation(
    explanation: shap.Explanation, *, kind: str = "waterfall", top: int = 10, ax: Axes | None = None
) -> Axes:
    """Draw an explanation, on the scale it was made on: a probability as such, log-odds as log-odds.

    Args:
        explanation: from `explain`, or any `shap.Explanation` of one output.
        kind: "waterfall" (each part from the base value to the prediction) or "decision" (the same as a
            path) for one row; "beeswarm" (each row's part, a dot) or "bar" (the mean size) for many.
        top: how many features are drawn; the others are put together into one line.
        ax: where to draw, or None for a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the kind is unknown, top is not 1 or more, or the explanation has not as many rows
            as the kind needs, or has several outputs.

    Example:
        >>> found = explain(lambda x: 2 * x[:, 0] - x[:, 1], [3.0, 1.0], background=[[1.0, 1.0]])
        >>> draw_explanation(found).get_xlabel()
        'output'
    """
    from helpers.drawing.descriptions import describe
    from helpers.drawing.style import new_axes

    values = _shown_values(explanation, kind, top)
    kept, parts, names = _ranked(values, explanation, kind, top)
    ax = new_axes(ax, height=1.5 + 0.34 * len(names))
    draw = {"waterfall": _waterfall, "decision": _decision, "beeswarm": _beeswarm, "bar": _bar}[kind]
    draw(ax, parts, names, explanation, kept)
    _finish(ax, names, explanation, kind)
    return describe(ax, explanation_in_words(explanation, kind=kind, top=top))


def explanation_in_words(explanation: shap.Explanation, *, kind: str = "waterfall", top: int = 3) -> str:
    """Say what a picture of an explanation shows: the base, the prediction, the largest parts.

    Args:
        explanation: from `explain`, or any `shap.Explanation` of one output.
        kind: as in `draw_explanation`.
        top: how many features are named.

    Returns:
        Two or three sentences.
    """
    from helpers.drawing.style import listed

    values = _shown_values(explanation, kind, top)
    kept, parts, names = _ranked(values, explanation, kind, top)
    label, how = getattr(explanation, "label", "output"), getattr(explanation, "how", "")
    digits = _decimals(parts)
    if kind in _FOR_ONE:
        base = float(np.ravel(explanation.base_values)[0])
        each = [f"{name}: {_signed(part, digits)}" for name, part in zip(names, parts[0], strict=True)]
        said = (
            f"{label[0].upper()}{label[1:]} from {_amount(base, digits)}, the mean of the background, to "
            f"{_amount(base + values.sum(), digits)} for this row. Parts: {'; '.join(each[:12])}."
        )
    elif kind == "bar":
        sizes = np.abs(parts).mean(axis=0)
        each = [f"{name} {_amount(size, digits)}" for name, size in zip(names, sizes, strict=True)]
        said = f"Parts of the {label} in {len(values)} rows, mean size: {listed(each, 12)}."
    else:
        each = _swarm_words(explanation, kept, parts, names, digits)
        said = f"Parts of the {label} in {len(values)} rows, a dot each. {'; '.join(each[:12])}."
    return said + (f" This is {how}." if how and not explanation.exact else "")


def _swarm_words(explanation, kept, parts: np.ndarray, names: list[str], digits: int) -> list[str]:
    """Say of each feature in a beeswarm how far its parts reach, and where low and high values lie."""
    said = []
    for place, name in enumerate(names):
        part = parts[:, place]
        text = f"{name}: from {_amount(part.min(), digits)} to {_amount(part.max(), digits)}"
        ranks = _ranks_of(explanation, kept, place)
        if ranks is not None and (ranks < 0.5).any() and (ranks > 0.5).any():
            low, high = part[ranks < 0.5], part[ranks > 0.5]
            text += f", low values {_signed(low.mean(), digits)} on average, high ones {_signed(high.mean(), digits)}"
        said.append(text)
    return said


def _shown_values(explanation: shap.Explanation, kind: str, top: int) -> np.ndarray:
    """Return the values as (rows, features), or say why this picture cannot be drawn of them."""
    if kind not in _FOR_ONE + _FOR_MANY:
        raise ValueError(
            f"kind: expected one of {', '.join(_FOR_ONE + _FOR_MANY)}, received {kind!r}. "
            "For one row take waterfall, for many beeswarm."
        )
    if isinstance(top, bool) or not isinstance(top, (int, np.integer)) or top < 1:
        raise ValueError(f"top: expected a whole number from 1, received {top!r}. Leave it out for 10.")
    values = np.asarray(explanation.values, dtype=float)
    if values.ndim > 2:
        raise ValueError(
            f"the explanation has several outputs. Expected (rows, features), received the shape {values.shape}. "
            "Take one output first: explanation[..., 1]."
        )
    values = np.atleast_2d(values)
    if kind in _FOR_ONE and len(values) != 1:
        raise ValueError(
            f"{kind} draws one row. Expected an explanation of one, received {len(values)}. "
            'Take one: explanation[0], or draw all with kind="beeswarm".'
        )
    if kind in _FOR_MANY and len(values) < 2:
        raise ValueError(
            f'{kind} draws many rows. Expected two or more, received one. For one take kind="waterfall".'
        )
    return values


def _ranked(values: np.ndarray, explanation: shap.Explanation, kind: str, top: int):
    """Return which features are drawn, largest first, their parts (the rest summed last), their names."""
    order = np.argsort(-np.abs(values).mean(axis=0), kind="stable")
    names = explanation.feature_names
    names = [f"x{i + 1}" for i in range(values.shape[1])] if names is None else [str(name) for name in names]
    kept = order if len(order) <= top else order[:top]
    rest = order[len(kept) :]
    labels = [names[i] for i in kept]
    if kind in _FOR_ONE:
        labels = [
            f"{names[i]} = {_value(explanation, i)}" if _value(explanation, i) else names[i] for i in kept
        ]
    parts = values[:, kept]
    if len(rest):
        parts = np.column_stack([parts, values[:, rest].sum(axis=1)])
        labels.append(f"{len(rest)} other feature{'s' * (len(rest) > 1)}")
    return kept, parts, labels


def _value(explanation: shap.Explanation, feature: int) -> str:
    data = explanation.display_data if explanation.display_data is not None else explanation.data
    if data is None:
        return ""
    found = np.atleast_2d(np.asarray(data, dtype=object))[0, feature]
    return found if isinstance(found, str) else _told(found)


def _decimals(parts: np.ndarray) -> int:
    """Choose how many decimals a picture's numbers have, from its largest part: 0.123, 1.23, 12.3, 540,088."""
    largest = float(np.abs(parts).max(initial=0.0))
    return 3 if largest < 1 else 2 if largest < 10 else 1 if largest < 100 else 0


def _amount(value: float, digits: int) -> str:
    """Write a part or an end with so many decimals, large ones in groups of three.

    >>> _amount(0.11, 3), _amount(-540088.14, 0), _amount(-0.0001, 3)
    ('0.110', '−540,088', '0.000')
    """
    from helpers.drawing.style import number

    value = float(value)
    if not np.isfinite(value) or abs(value) >= 1e12:
        return number(value, digits)
    text = f"{value:,.{digits}f}" if abs(value) >= 10_000 else f"{value:.{digits}f}"
    text = text.lstrip("-") if not float(text.replace(",", "")) else text
    return text.replace("-", "−")


def _told(value: float) -> str:
    """Write a feature's value: at most two decimals, none that say nothing.

    >>> _told(1960.0), _told(14.4542), _told(540088)
    ('1960', '14.45', '540,088')
    """
    from helpers.drawing.style import number

    return _amount(value, 0) if 10_000 <= abs(float(value)) < 1e12 else number(value, 2)


def _signed(part: float, digits: int) -> str:
    written = _amount(part, digits)
    return written if part < 0 or not float(written.replace(",", "")) else f"+{written}"


def _waterfall(ax: Axes, parts: np.ndarray, names: list[str], explanation, kept) -> None:
    """Draw each part as a bar from where the one below it ended; the smallest at the bottom."""
    from helpers.drawing.style import INK, NEGATIVE, PAPER, POSITIVE, SOFT, TEXT

    base, digits = float(np.ravel(explanation.base_values)[0]), _decimals(parts)
    sizes = parts[0]
    ends = base + np.cumsum(sizes[::-1])[::-1]
    starts = ends - sizes
    for place, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        ax.barh(place, size, left=start, height=0.66, edgecolor=PAPER, linewidth=0.6,
                color=POSITIVE if size >= 0 else NEGATIVE, hatch=None if size >= 0 else "///")  # fmt: skip
        ax.annotate(_signed(size, digits), (max(start, start + size), place), (4, 0), textcoords="offset points",
                    va="center", color=INK, fontsize=TEXT - 1, bbox=_PLATE)  # fmt: skip
        if place:
            ax.plot([ends[place]] * 2, [place - 0.67, place + 0.33], color=SOFT, linewidth=0.8)
    _mark_ends(ax, base, base + sizes.sum(), len(names), digits)


def _decision(ax: Axes, parts: np.ndarray, names: list[str], explanation, kept) -> None:
    """Draw the path from the base value, at the bottom, to the prediction, at the top."""
    from helpers.drawing.style import INK, TEXT

    base, digits = float(np.ravel(explanation.base_values)[0]), _decimals(parts)
    path = base + np.concatenate([[0], np.cumsum(parts[0][::-1])])
    heights = np.arange(len(names), -1, -1) - 0.5
    ax.plot(path, heights, color=INK, linewidth=2.2, marker="o", markersize=5)
    for size, before, after, height in zip(parts[0][::-1], path[:-1], path[1:], heights[1:], strict=True):
        ax.annotate(_signed(size, digits), (max(before, after), height + 0.5), (8, 0), textcoords="offset points",
                    va="center", color=INK, fontsize=TEXT - 1, bbox=_PLATE)  # fmt: skip
    _mark_ends(ax, base, path[-1], len(names), digits)


def _mark_ends(ax: Axes, base: float, prediction: float, count: int, digits: int) -> None:
    """Mark the base value below the features and the prediction above them."""
    from helpers.drawing.style import INK, SOFT, TEXT

    ax.axvline(base, color=SOFT, linestyle=":", linewidth=1.1, zorder=0)
    ax.axvline(prediction, color=INK, linestyle="--", linewidth=1.1, zorder=0)
    ax.use_sticky_edges = False  # or the bars' feet would lie on the frame
    ax.margins(x=0.16)
    ax.autoscale_view(scaley=False)
    middle = np.mean(ax.get_xlim())
    for value, word, height in ((base, "base", count - 0.1), (prediction, "prediction", -0.9)):
        side = "left" if value < middle else "right"
        ax.annotate(f"{word} {_amount(value, digits)}", (value, height), (4 if side == "left" else -4, 0), ha=side, va="center",
                    textcoords="offset points", color=INK, fontsize=TEXT - 1, bbox=_PLATE)  # fmt: skip
    ax.set_ylim(count + 0.3, -1.3)


def _beeswarm(ax: Axes, parts: np.ndarray, names: list[str], explanation, kept) -> None:
    """Draw each row's part as a dot, dark for a low value of the feature and bright for a high one.

    Categories, and columns explained as one, are neither low nor high: their dots are grey.
    """
    from helpers.drawing.style import SEQUENTIAL, SOFT, TEXT, figure_of

    told = False
    ax.axvline(0, color=SOFT, linewidth=0.9, zorder=0)
    for place in range(len(names)):
        colours = _ranks_of(explanation, kept, place)
        heights = place + _swarm(parts[:, place], np.ptp(parts) or 1.0)
        look = (
            {"c": colours, "cmap": SEQUENTIAL, "vmin": 0, "vmax": 1}
            if colours is not None
            else {"color": SOFT}
        )
        drawn = ax.scatter(parts[:, place], heights, s=14, linewidths=0.25, edgecolors=SOFT, **look)
        if colours is not None and not told:
            told = True
            bar = figure_of(ax).colorbar(drawn, ax=ax, ticks=[0, 1], aspect=30, pad=0.02)
            bar.ax.set_yticklabels(["low", "high"], fontsize=TEXT - 1)
            bar.set_label("value of the feature", fontsize=TEXT - 1, labelpad=-18)
            bar.outline.set_visible(False)
    ax.set_ylim(len(names) - 0.4, -0.6)


def _is_group(explanation, feature: int) -> bool:
    names, groups = explanation.feature_names, getattr(explanation, "groups", ())
    return names is not None and str(names[feature]) in groups


def _ranks_of(explanation, kept, place: int) -> np.ndarray | None:
    """Return the ranks of what the rows have in a drawn feature; None where it is neither low nor high."""
    if explanation.data is None or place >= len(kept) or _is_group(explanation, kept[place]):
        return None
    return _ranks(np.asarray(explanation.data, dtype=float)[:, kept[place]])


def _ranks(column: np.ndarray) -> np.ndarray:
    """Return each value's place between the 5th and the 95th percentile, 0 to 1; .5 where all are equal."""
    low, high = np.nanpercentile(column, [5, 95])
    if high <= low:
        low, high = np.nanmin(column), np.nanmax(column)
    return np.full(len(column), 0.5) if high <= low else np.clip((column - low) / (high - low), 0, 1)


def _swarm(values: np.ndarray, width: float) -> np.ndarray:
    """Return heights, within ±.4, that set dots of nearly the same value beside each other."""
    bins = np.round(values / width * 90).astype(int)
    heights = np.zeros(len(values))
    for found in np.unique(bins):
        inside = np.flatnonzero(bins == found)
        steps = (np.arange(len(inside)) + 1) // 2 * np.where(np.arange(len(inside)) % 2, 1, -1)
        heights[inside] = steps * min(0.09, 0.8 / max(len(inside), 1))
    return heights


def _bar(ax: Axes, parts: np.ndarray, names: list[str], explanation, kept) -> None:
    """Draw the mean size of each feature's part."""
    from helpers.drawing.style import HIDDEN, INK, TEXT

    sizes = np.abs(parts).mean(axis=0)
    ax.barh(range(len(names)), sizes, height=0.66, color=HIDDEN)
    for place, size in enumerate(sizes):
        ax.annotate(_amount(size, _decimals(parts)), (size, place), (4, 0), textcoords="offset points", va="center", color=INK,
                    fontsize=TEXT - 1)  # fmt: skip
    ax.margins(x=0.12)
    ax.set_ylim(len(names) - 0.4, -0.6)


def _finish(ax: Axes, names: list[str], explanation, kind: str) -> None:
    from helpers.drawing.style import SOFT, TEXT, tidy

    ax.set_yticks(range(len(names)), names)
    label = getattr(explanation, "label", "output")
    ax.set_xlabel(label if kind in _FOR_ONE else f"mean size of the part of the {label}" if kind == "bar"
                  else f"part of the {label}")  # fmt: skip
    tidy(ax)
    ax.tick_params(axis="y", length=0)
    if not getattr(explanation, "exact", True):
        ax.set_title("an estimate: see explanation.how", fontsize=TEXT - 1, color=SOFT, loc="left")
