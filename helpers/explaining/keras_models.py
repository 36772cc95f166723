"""How a Keras model is asked: by plain calls, and for log-odds before its last sigmoid or softmax."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from helpers.explaining.game import MOST_ROWS
from helpers.explaining.tables import Table

_PLAIN = 12  # calls of a model before it is worth compiling them


def is_keras(model: Any) -> bool:
    """Return whether this is a Keras model, found without importing Keras."""
    own = any(kind.__module__.startswith("keras.") for kind in type(model).__mro__)
    return own and hasattr(model, "layers")


def number_kind(model: Any) -> np.dtype:
    """Return the kind of number that a model takes: 32-bit, unless it was built for 64."""
    inputs = getattr(model, "inputs", None) or [None]
    kind = str(getattr(inputs[0], "dtype", "float32"))
    return np.dtype(kind if kind == "float64" else "float32")


def check(model: Any, table: Table) -> None:
    """Refuse a model that has no weights yet, takes several inputs or more than rows by columns."""
    if table.frame is not None:
        raise TypeError(
            "rows is not made of numbers. Expected what the network receives, after encoding. Explain the encoded "
            "columns, and join those of one category with groups={...}."
        )
    if not getattr(model, "built", True):
        raise ValueError(
            "model: this network has no weights yet, an explanation would be of random ones. Expected a trained "
            "model. Begin it with keras.Input((columns,)), and train or load it."
        )
    inputs = getattr(model, "inputs", None)
    if not inputs:  # a subclassed model: its call says what does not fit
        return
    shapes = [tuple(each.shape) for each in inputs]
    if len(inputs) > 1 or len(shapes[0]) != 2:
        sizes = [int(np.prod([size or 1 for size in shape[1:]])) for shape in shapes]
        cuts = np.cumsum([0, *sizes])
        parts = [
            f"rows[:, {start}:{end}]"
            + (f".reshape(-1, {', '.join(map(str, shape[1:]))})" if len(shape) > 2 else "")
            for start, end, shape in zip(cuts[:-1], cuts[1:], shapes, strict=True)
        ]
        form = f"[{', '.join(parts)}]" if len(parts) > 1 else parts[0]
        raise ValueError(
            f"model: it takes {len(inputs)} input{'s' * (len(inputs) > 1)} of shape "
            f"{', '.join(map(str, shapes))}. Expected one input, a list of numbers for each row. Lay them side by side, "
            f"flat, and give a function that takes them apart: explain(lambda rows: model({form}), rows, …)."
        )
    if shapes[0][1] not in (None, table.rows.shape[1]):
        raise ValueError(
            f"rows: the network takes {shapes[0][1]} columns, received {table.rows.shape[1]}. Expected the columns it "
            "was trained on, in the same order."
        )


def asker(model: Any) -> Callable[[np.ndarray], np.ndarray]:
    """Return (n, columns) -> (n, outputs) by plain calls of a model: no dropout, no `predict`."""
    return _by_calls(lambda rows: model(rows, training=False), number_kind(model))


def _by_calls(plain: Callable, kind: np.dtype) -> Callable[[np.ndarray], np.ndarray]:
    """Ask in pieces that fit the memory, compiled where there is much to ask."""
    import keras

    calls = [0]
    compiled = cache(lambda columns: _compiled(plain, columns, kind))

    def ask(rows: np.ndarray) -> np.ndarray:
        parts = []
        for start in range(0, len(rows), MOST_ROWS):
            calls[0] += 1
            piece = rows[start : start + MOST_ROWS].astype(kind, copy=False)
            found = (compiled(rows.shape[1]) if calls[0] > _PLAIN else plain)(piece)
            heads = [np.asarray(head) for head in keras.tree.flatten(found)]
            parts.append(np.concatenate([head.reshape(len(head), -1) for head in heads], axis=1))
        return np.concatenate(parts)

    return ask


def _compiled(plain: Callable, columns: int, kind: np.dtype) -> Callable:
    """Return the call as one graph, traced for any number of rows; as it is where it cannot be traced."""
    import keras

    if keras.backend.backend() != "tensorflow":
        return plain
    import tensorflow as tf

    function = tf.function(plain, input_signature=[tf.TensorSpec((None, columns), kind)])
    try:
        function.get_concrete_function()
    except Exception:  # a layer that only runs eagerly: the plain call is as right, and slower
        return plain
    return lambda rows: function(tf.constant(rows))


# ---- what the answer is made by --------------------------------------------------------------------


def kind_of(model: Any, output: int) -> str:
    """Return "probability" where a sigmoid or softmax makes this answer, the last step of all; else "output"."""
    end = _end(model, output)
    return "output" if end is None else "probability"


def log_odds_of(model: Any, output: int) -> Callable[[np.ndarray], np.ndarray] | None:
    """Return what the last sigmoid or softmax is given, as log-odds, (n, columns) -> (n,); None without one.

    These do not saturate as the answers do, whose 32 bits are 1 from log-odds of 17 on.
    """
    import keras

    end = _end(model, output)
    if end is None:
        return None
    operation, name, before, place = end
    found = _by_calls(before, number_kind(model))
    kernel: np.ndarray | None = None
    bias: np.ndarray | float = 0.0
    if not isinstance(operation, keras.layers.Activation) and hasattr(operation, "kernel"):
        if not isinstance(operation, keras.layers.Dense) or np.ndim(operation.kernel) != 2:
            return None
        kernel = np.asarray(operation.kernel, np.float64)
        bias = 0.0 if operation.bias is None else np.asarray(operation.bias, np.float64)

    def sums(rows: np.ndarray) -> np.ndarray:
        given = found(rows)
        return given @ kernel + bias if kernel is not None else given.astype(np.float64)

    if name == "sigmoid":
        return lambda rows: sums(rows)[:, place]
    return lambda rows: softmax_log_odds(sums(rows), place)


def softmax_log_odds(sums: np.ndarray, output: int) -> np.ndarray:
    """Return log(p / (1 − p)) of softmax(sums), (n, classes): z_k − log Σ over the others of exp(z)."""
    sums = np.asarray(sums, dtype=np.float64)
    others = np.delete(sums, output, axis=1)
    largest = others.max(axis=1)
    return sums[:, output] - largest - np.log(np.exp(others - largest[:, None]).sum(axis=1))


def _end(model: Any, output: int) -> tuple[Any, str, Callable, int] | None:
    """Return the operation that makes an answer, "sigmoid" or "softmax", a call of all before it, and its place."""
    heads = getattr(model, "outputs", None)
    if not heads or len(getattr(model, "inputs", None) or []) != 1:
        return None
    for head in heads:
        width = int(np.prod([size or 1 for size in head.shape[1:]]))
        if output < width:
            break
        output -= width
    else:
        return None
    found = _last(model, head)
    if found is None or len(head.shape) != 2 or found[1] == "softmax" and head.shape[1] < 2:
        return None
    return *found, output


def _last(model: Any, head: Any) -> tuple[Any, str, Callable] | None:
    """Follow the output's tensor to what made it, into models inside the model."""
    import keras

    operation, node, _ = head._keras_history
    nodes = getattr(operation, "_inbound_nodes", [])
    if node >= len(nodes) or len(nodes[node].input_tensors) != 1:
        return None
    step = keras.Model(model.inputs[0], nodes[node].input_tensors[0])

    def before(rows: Any) -> Any:
        return step(rows, training=False)

    if is_keras(operation):
        outputs = getattr(operation, "outputs", None) or []
        inner = _last(operation, outputs[0]) if len(outputs) == 1 else None
        if inner is None:
            return None
        last, name, further = inner
        return last, name, lambda rows: further(before(rows))
    squashing = _squashes(operation)
    return None if squashing is None else (operation, squashing, before)


def _squashes(operation: Any) -> str | None:
    """Return "sigmoid" or "softmax" where this is what an operation does last."""
    import keras

    if isinstance(operation, (keras.layers.Dense, keras.layers.Activation, keras.layers.EinsumDense)):
        known = {keras.activations.sigmoid: "sigmoid", keras.activations.softmax: "softmax"}
        return known.get(operation.activation)
    own = type(operation).__module__.startswith("keras.")  # the layer, or the operation of keras.ops
    kind = type(operation).__name__ if own else ""
    if kind == "Softmax":
        return "softmax" if operation.axis == -1 else None
    return "sigmoid" if kind == "Sigmoid" else None
