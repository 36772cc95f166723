"""How a model is asked: scikit-learn's, Keras's, pipelines and functions, on which scale, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.explaining import keras_models
from helpers.explaining.game import Answer
from helpers.explaining.tables import Table, dense

Ask = Callable[[Any], np.ndarray]  # (n, columns), array or DataFrame -> (n, outputs), as the model answers


@dataclass(frozen=True)
class Asked:
    """What is explained: one answer of a model, on one scale."""

    answer: Answer
    scale: str  # "probability", "log-odds" or "output"
    label: str
    precision: float  # relative rounding of the answers
    held: list[bool]  # [True] once a probability of 0 or 1 was held away from it


@dataclass(frozen=True)
class _Source:
    """A model that answers, which of its answers are probabilities, and their log-odds where it has them."""

    ask: Ask
    kind: Callable[[int], str]  # "probability", "output" or "decision function", of each answer
    names: list[str]
    log_odds: Callable[[int], Answer | None] = lambda output: None


def ask_model(model: Any, table: Table, output: int, scale: str | None) -> Asked:
    """Return what is to be explained, or say why this model or this scale cannot be.

    Raises:
        TypeError: if the model cannot be asked.
        ValueError: if `output`, `scale` or the table do not fit the model, or it fails when it is asked.
    """
    source = _source(model, table)
    every = source.ask(table.asked_background())
    width = every.shape[1]
    if isinstance(output, bool) or not isinstance(output, (int, np.integer)) or not 0 <= output < width:
        raise ValueError(
            f"output: expected a whole number from 0 to {width - 1}, for the model gives {width} "
            f"answer{'s' * (width > 1)} a row, received {output!r}."
        )
    kind, answers = source.kind(output), every[:, output]
    if scale and kind != "probability" and not (answers.min() >= 0 and answers.max() <= 1):
        raise ValueError(
            f"scale={scale!r} needs a model that answers probabilities. Expected answers from 0 to 1, received "
            f"{answers.min():.3g} to {answers.max():.3g}. Leave scale out to explain the answers as they are."
        )
    chosen = scale or kind
    named = output < len(source.names) and chosen != "output"
    label = f"{chosen} of {source.names[output]}" if named else chosen
    floats = every.dtype if every.dtype.kind == "f" else np.dtype(np.float64)
    precision, held = float(np.finfo(floats).eps), [False]

    def plain(rows: Any) -> np.ndarray:
        return source.ask(rows)[:, output].astype(np.float64)

    def inverted(rows: Any) -> np.ndarray:
        return _log_odds(source.ask(rows), output, held)

    answer = plain
    if chosen == "log-odds":
        answer = _known_log_odds(source, plain, table, output) or inverted
    scale = chosen if chosen in ("probability", "log-odds") else "output"
    return Asked(_finite(answer), scale, label, precision, held)


def _finite(answer: Answer) -> Answer:
    def checked(rows: Any) -> np.ndarray:
        found = answer(rows)
        if not np.isfinite(found).all():
            raise ValueError(
                "the model answers NaN or infinity. Expected finite answers for rows, background and their mixtures. "
                "Fill gaps in the data before, and look at the model's weights."
            )
        return found

    return checked


# ---- log-odds --------------------------------------------------------------------------------------


def _known_log_odds(source: _Source, plain: Answer, table: Table, output: int) -> Answer | None:
    """Return the model's own log-odds if their sigmoid is what the model answers here; else None."""
    found = source.log_odds(output)
    if found is None:
        return None
    for rows in (table.asked_rows(), table.asked_background()):
        log_odds = np.clip(found(rows), -700, 700)
        if np.abs(1 / (1 + np.exp(-log_odds)) - plain(rows)).max() > 1e-5:
            return None
    return found


def _log_odds(probabilities: np.ndarray, output: int, held: list[bool]) -> np.ndarray:
    """Return log(p / (1 − p)). Where all classes are known, 1 − p is the sum of the others: nothing cancels.

    64-bit answers are held 1e-15 away from 0 and 1, which is noted in `held`; 32-bit ones are refused where
    less than about two digits of 1 − p are left.
    """
    p = probabilities[:, output].astype(np.float64)
    others = np.delete(probabilities, output, axis=1).astype(np.float64).sum(axis=1)
    whole = probabilities.shape[1] > 1 and np.abs(p + others - 1).max() < 1e-5
    rest = others if whole else 1 - p
    if probabilities.dtype.itemsize < 8 and probabilities.dtype.kind == "f":
        least = 0.0 if whole else 100 * float(np.finfo(probabilities.dtype).eps)
        if not (p > 0).all() or not (rest > least).all():
            raise ValueError(
                f"scale='log-odds': the model answers {p.min():.3g} to {p.max():.8g} in {probabilities.dtype}, too near "
                "to 0 or 1 for log-odds. Expected probabilities between them. Leave scale out, or explain the "
                "sum before the last sigmoid or softmax: a model that ends there, or a function."
            )
    elif p.min() < 1e-15 or rest.min() < 1e-15:
        held[0] = True
    p, rest = np.maximum(p, 1e-15), np.maximum(rest, 1e-15)
    return np.log(p) - np.log(rest)


# ---- the kinds of model ----------------------------------------------------------------------------


def model_names(model: Any) -> list[str]:
    """Return the names of the columns that a model was fitted with; [] where it has none."""
    try:
        names = getattr(model, "feature_names_in_", None)
    except Exception:  # not fitted yet: asking it will say so
        names = None
    return [] if names is None else [str(name) for name in names]


def wants_types(model: Any) -> bool:
    """Return whether a model may treat column types differently: a pipeline, or one inside a search or a vote."""
    inside: Iterable[Any] = (
        getattr(model, "get_params", dict)().values() if not isinstance(model, type) else ()
    )
    return any(hasattr(each, "steps") for each in (model, *inside))


def _source(model: Any, table: Table) -> _Source:
    if isinstance(model, type):
        raise TypeError(
            f"model: expected a fitted model, received the class {model.__name__}. Make one, and fit it."
        )
    if keras_models.is_keras(model):
        keras_models.check(model, table)
        ask = _guarded(keras_models.asker(model), model)
        return _Source(
            ask,
            lambda output: keras_models.kind_of(model, output),
            [],
            lambda output: keras_models.log_odds_of(model, output),
        )
    if hasattr(model, "predict_proba"):
        return _classifier(model, table)
    if hasattr(model, "predict"):
        return _predictor(model, table)
    if callable(model):
        return _Source(_guarded(model, model), lambda output: "output", [])
    raise TypeError(
        f"model: expected a Keras model, a scikit-learn model or a function of an array, received "
        f"{type(model).__name__}. A function can be: lambda rows: my_model.score(rows)."
    )


def _classifier(model: Any, table: Table) -> _Source:
    shaped = _shaper(model, table)
    ask = _guarded(lambda rows: model.predict_proba(shaped(rows)), model)
    classes = getattr(model, "classes_", [])
    names = [str(name) for each in classes for name in np.ravel(each)]
    binary = len(classes) == 2 and not isinstance(classes, list)
    scores = getattr(model, "decision_function", None)

    def log_odds(output: int) -> Answer | None:
        if scores is None:
            return None
        found = _guarded(lambda rows: scores(shaped(rows)), model)
        if binary:
            return lambda rows: found(rows)[:, 0].astype(np.float64)
        if found(table.asked_background()).shape[1] != len(names):
            return None
        return lambda rows: keras_models.softmax_log_odds(found(rows), output)

    if binary:
        return _Source(lambda rows: ask(rows)[:, 1:], lambda output: "probability", names[1:], log_odds)
    return _Source(ask, lambda output: "probability", names, log_odds)


def _predictor(model: Any, table: Table) -> _Source:
    """Ask a regressor; a classifier without probabilities by its decision function, not by its class numbers."""
    shaped = _shaper(model, table)
    kind = _estimator_type(model)
    if kind in ("classifier", "outlier_detector"):
        if not hasattr(model, "decision_function"):
            raise TypeError(
                f"model: {type(model).__name__} answers classes, without probabilities or a decision function. "
                "Expected numbers that a part of means something. Give a function: "
                f"lambda rows: model.predict(rows) == {np.ravel(getattr(model, 'classes_', 1)).tolist()[-1]!r}."
            )
        classes = [str(name) for name in getattr(model, "classes_", [])]
        ask = _guarded(lambda rows: model.decision_function(shaped(rows)), model)
        classes = classes[1:] if len(classes) == 2 else classes
        pairs = getattr(model, "decision_function_shape", "ovr") == "ovo"  # one answer for each two classes
        return _Source(ask, lambda output: "decision function", [] if pairs else classes)
    if kind == "clusterer":
        raise TypeError(
            f"model: {type(model).__name__} answers numbers of clusters, whose differences mean nothing. Expected an "
            "amount. Give a function, such as the distance to a centre: lambda rows: model.transform(rows)[:, 0]."
        )
    return _Source(_guarded(lambda rows: model.predict(shaped(rows)), model), lambda output: "output", [])


def _estimator_type(model: Any) -> str | None:
    """Return what scikit-learn calls the model ("classifier", "regressor", …); None for others."""
    try:
        from sklearn.utils import get_tags

        return get_tags(model).estimator_type
    except Exception:  # not scikit-learn's, or of an older one
        return getattr(model, "_estimator_type", None)


def _shaper(model: Any, table: Table) -> Callable[[Any], Any]:
    """Return what gives rows the form in which the model was fitted: a DataFrame with its columns in its order."""
    names, count = model_names(model), getattr(model, "n_features_in_", None)
    if table.columns is None or not names:
        if isinstance(count, (int, np.integer)) and count != len(table.names):
            raise ValueError(
                f"rows: the model was fitted on {count} columns, received {len(table.names)}. Expected the columns of "
                "the table it was fitted on, in the same order."
            )
        if not set(names) & set(table.names):  # an array: its columns are in the model's order
            return _framed(names, list(range(len(names))))
    labels = table.columns or table.names
    if sorted(labels) != sorted(names):
        lacking = ", ".join(sorted(set(names) - set(labels))) or "none"
        more = ", ".join(sorted(set(labels) - set(names))) or "none"
        raise ValueError(
            f"rows: the model was fitted on other columns. Lacking: {lacking}; unknown to it: {more}. Expected "
            f"{names}. Take the columns it was fitted on, table[list(model.feature_names_in_)]; other names for "
            "the picture go to feature_names."
        )
    return _framed(names, [labels.index(name) for name in names])


def _framed(names: list[str], places: list[int]) -> Callable[[Any], Any]:
    """Return what makes a DataFrame of rows, its columns named and in this order; nothing to do without names."""
    if not names:
        return lambda rows: rows

    def shaped(rows: Any) -> Any:
        import pandas

        if isinstance(rows, pandas.DataFrame):
            return rows.iloc[:, places]
        return pandas.DataFrame(rows[:, places], columns=names)

    return shaped


# ---- what comes back -------------------------------------------------------------------------------


def _guarded(function: Callable, model: Any) -> Ask:
    """Return the function with its answers as (n, outputs) numbers; its faults are told as its own."""

    def ask(rows: Any) -> np.ndarray:
        try:
            found = function(rows)
        except Exception as error:
            kinds = "a DataFrame" if hasattr(rows, "columns") else f"an array of {rows.dtype}"
            raise ValueError(
                f"the model ({getattr(model, '__name__', type(model).__name__)}) did not answer. It was given {kinds} "
                f"of shape {rows.shape}, and said {type(error).__name__}: {str(error)[:500]}. Expected one answer a row. "
                "Where it takes rows in another form, give a function that makes it: lambda rows: …"
            ) from error
        return _as_numbers(found, len(rows))

    return ask


def _as_numbers(found: Any, rows: int) -> np.ndarray:
    """Return answers as floats (rows, outputs), in the precision they came in."""
    if isinstance(found, list) and found and all(np.ndim(each) == 2 for each in found):
        found = np.concatenate(found, axis=1)  # a classifier of several targets: one array each
    found = np.asarray(dense(found))
    if found.ndim == 0 or len(found) != rows:
        raise ValueError(
            f"the model must answer once a row. Expected {rows} answers, received the shape {found.shape}. "
            "Let it return an array of shape (rows,) or (rows, outputs)."
        )
    if found.dtype.kind != "f":
        try:
            found = found.astype(np.float64)
        except (TypeError, ValueError):
            raise TypeError(
                f"the model answers {np.ravel(found)[0]!r}, which is no number. Expected an amount, such as a probability. "
                f"Give a function: lambda rows: model.predict(rows) == {np.ravel(found)[0]!r}."
            ) from None
    return found.reshape(rows, -1)
