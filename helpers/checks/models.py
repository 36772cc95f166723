"""What a rule asks of a model: is it one, of which sizes, compiled, trained, and how good on unseen rows.

TensorFlow is imported only where a model is looked at. A model need not be of Keras to be scored: whatever has
`predict` will do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checks.answer_types import numbers
from helpers.checks.verdicts import Wrong, show

Metric = Callable[[np.ndarray, np.ndarray], float]


def model_of(
    answer: Any, inputs: int | None = None, outputs: int | None = None, name: str = "your answer"
) -> Any:
    """Read an answer as a built Keras model of so many inputs and outputs.

    Raises:
        Wrong: if it is something else; a sentence says what.
    """
    import keras

    if isinstance(answer, keras.callbacks.History):
        raise Wrong(f"{name} is what fit returned. The model is what fit was called on.")
    if isinstance(answer, keras.KerasTensor):
        raise Wrong(f"{name} is what flows out of a layer; keras.Model makes a network of the two ends.")
    if isinstance(answer, keras.layers.Layer) and not isinstance(answer, keras.Model):
        raise Wrong(f"{name} is one layer. Put it in keras.Sequential, after keras.Input.")
    if not isinstance(answer, keras.Model):
        lacks = " Does a function lack its return?" if answer is None else ""
        raise Wrong(f"expected {name} to be a Keras model; it is {_kind(answer)}.{lacks}")
    if not answer.built:
        raise Wrong(f"{name} is not built yet: it does not know its inputs. Begin with keras.Input.")
    _judge_size(getattr(answer, "input_shape", None), inputs, name, "take", "input")
    _judge_size(getattr(answer, "output_shape", None), outputs, name, "give", "output")
    return answer


def _kind(answer: object) -> str:
    return "None" if answer is None else "a function" if callable(answer) else show(answer)


def _judge_size(shape: object, wanted: int | None, name: str, verb: str, what: str) -> None:
    if wanted is None:
        return
    if not isinstance(shape, tuple):
        raise Wrong(f"{name} should have one {what}; it has several.")
    if shape[-1] != wanted or len(shape) != 2:
        found = shape[-1] if len(shape) == 2 else f"arrays of shape {shape[1:]}"
        raise Wrong(
            f"{name} should {verb} {wanted} {what}{'s' * (wanted != 1)} for each row; here it is {found}."
        )


def compiled(model: Any, name: str = "your model") -> Any:
    """Return a model that is compiled; raise Wrong for one that is not."""
    if not getattr(model, "compiled", False):
        raise Wrong(f"{name} is built but was never compiled: it has no loss to learn by.")
    return model


def trained(model: Any, name: str = "your model") -> Any:
    """Return a model that made at least one step of training; raise Wrong for one that made none."""
    if int(np.asarray(compiled(model, name).optimizer.iterations)) == 0:
        raise Wrong(f"{name} was never trained: call its fit.")
    return model


def loss_of(model: Any) -> str:
    """Return the name of the loss a model was compiled with, in lower case: "binary_crossentropy"."""
    loss = compiled(model).loss
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", None) or getattr(loss, "name", "")
    return str(name).lower()


def last_activation(model: Any) -> str:
    """Return the name of the activation that a model's output goes through, "linear" where there is none."""
    layer = model.layers[-1]
    activation = getattr(layer, "activation", None)
    if activation is None:
        return type(layer).__name__.lower()
    return str(getattr(activation, "__name__", activation))


def predictions(model: Any, rows: Any) -> np.ndarray:
    """Return what a model answers for these rows, as finite floats: (rows,) or (rows, outputs).

    Keras models are asked by `predict`, others too; a classifier of scikit-learn by `predict_proba`, of two
    classes for the chance of the second.
    """
    if hasattr(model, "predict_proba"):
        answers = np.asarray(model.predict_proba(rows))
        answers = answers[:, 1] if answers.shape[1] == 2 else answers
    else:
        answers = model.predict(rows, verbose=0) if hasattr(model, "optimizer") else model.predict(rows)
    values = numbers(answers, what="a number for each row")
    if len(values) != len(rows):
        raise Wrong(f"expected an answer for each of {len(rows)} rows; your model gives {len(values)}.")
    return values.reshape(len(values)) if values.ndim == 2 and values.shape[1] == 1 else values


def chances(model: Any, rows: Any) -> np.ndarray:
    """Return a model's answers, which must lie between 0 and 1; raise Wrong where they do not."""
    values = predictions(model, rows)
    if values.min() < 0 or values.max() > 1:
        raise Wrong(
            f"your model answers with numbers from {values.min():.1f} to {values.max():.1f}. A chance lies between 0 "
            "and 1: which activation does that?".replace("-", "−")
        )
    return values


def accuracy(targets: np.ndarray, answers: np.ndarray) -> float:
    """Return the share of rows whose class is right: of chances from 0.5 on, of several outputs the largest."""
    targets, answers = np.asarray(targets), np.asarray(answers)
    chosen = answers.argmax(axis=1) if answers.ndim == 2 else (answers >= 0.5).astype(int)
    return float((chosen == targets.reshape(-1)).mean())


def mean_error(targets: np.ndarray, answers: np.ndarray) -> float:
    """Return the mean absolute error."""
    return float(np.abs(np.asarray(targets).reshape(-1) - np.asarray(answers).reshape(-1)).mean())


def score(model: Any, rows: Any, targets: Any, metric: Metric = accuracy) -> float:
    """Return how good a model is on these rows, which it should not have seen."""
    return metric(np.asarray(targets), predictions(model, rows))
