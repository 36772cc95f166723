"""What a network is made of, as plain data: `read_layers` for Keras models and for NumPy arrays.

Reading is apart from drawing: what is read here needs neither TensorFlow nor matplotlib any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from helpers import keras_models
from helpers.layer import Layer, name_of, why_no_chain
from helpers.neurons import checked_layers, network_forward

__all__ = ["Layer", "name_of", "read_activations", "read_layers", "why_no_chain"]


def read_layers(model: Any) -> list[Layer]:
    """Return what a network is made of, layer by layer from the input on.

    A Sequential or functional model inside a model is opened: its layers are listed under "model/layer".
    What wraps a model, such as TimeDistributed, and a model of your own class inside another stay one
    layer. A layer that the model uses several times is listed once, with `uses` above 1, and weights that
    two layers share count for the first; weights of the model itself come last, under the model's name. So
    parameters add up to `model.count_params()`. Weights stored as whole numbers (quantised) are turned
    back into the weights they stand for; where that is not known here, `weights` is None.

    Args:
        model: any Keras 3 model, `Sequential` or functional or your own class; or a NumPy network:
            a list of (weights, bias, activation) with weights of shape (inputs, units), bias of
            shape (units,) or None, activation a name, a function or None; or only the sizes of
            its layers, such as [10, 6, 3, 1]. A list of `Layer` is returned as it is.

    Returns:
        One `Layer` for each layer, the input layers included.

    Raises:
        ValueError: for a model without a known input, or arrays whose shapes do not fit together.
        TypeError: for anything that is no network.

    Example:
        >>> weights, bias = np.ones((3, 1)), np.zeros(1)
        >>> [layer.kind for layer in read_layers([(weights, bias, "sigmoid")])]
        ['InputLayer', 'Dense']
    """
    if isinstance(model, (list, tuple)):
        return _read_list(list(model))
    if isinstance(model, type):
        raise TypeError(
            f"read_layers: expected a model, received the class {model.__name__} itself. Make a model of it first: "
            f"model = {model.__name__}(...)."
        )
    if not (hasattr(model, "layers") and hasattr(model, "count_params")):
        raise TypeError(
            f"read_layers: expected a Keras model or a list of (weights, bias, activation), "
            f"received {type(model).__name__}{f': {model[:60]}' if isinstance(model, str) else ''}. "
            + (
                "This is one layer: put it into keras.Sequential([keras.Input((features,)), layer])."
                if hasattr(model, "count_params")
                else "Pass the model itself, for example read_layers(model)."
            )
        )
    _require_built(model)
    return keras_models.layers_of(model)


def read_activations(model: Any, row: Any) -> dict[str, np.ndarray]:
    """Return what every layer gives for one row, by the layer's name.

    The model predicts: dropout is off. This is what flows through the drawing of the network.

    Args:
        model: a built Keras model, or a list of (weights, bias, activation).
        row: the values of one row, shape (features,) or (1, features) or the model's input shape;
            for several inputs a list of such rows.

    Returns:
        For each layer its numbers without the batch: a dense layer gives shape (units,). A layer that
        the model uses several times has what it gave last.

    Raises:
        ValueError: if the row does not fit the model's input.

    Example:
        >>> read_activations([(np.ones((2, 1)), None, "linear")], [1.0, 2.0])["layer 1"]
        array([3.])
    """
    layers = read_layers(model)
    if isinstance(model, (list, tuple)):
        return _run_arrays(model, layers, row)
    graph = keras_models.graph_of(model)
    if graph is None:
        raise ValueError(
            f"read_activations: the model {model.name!r} is a class of its own, and which layer feeds which "
            "is known only to its call(). Expected a Sequential or functional model."
        )
    given = row if len(graph.inputs) > 1 else [row]
    if len(given) != len(graph.inputs):
        raise ValueError(
            f"read_activations: the model takes {len(graph.inputs)} inputs, received {len(given)} rows. "
            "Pass a list with one row for each input."
        )
    rows = [_fit_row(values, tensor.shape[1:]) for values, tensor in zip(given, graph.inputs, strict=True)]
    found: dict[str, np.ndarray] = {}
    keras_models.run_graph(graph, rows, "", found)
    return {layer.name: found[layer.name] for layer in layers if layer.name in found}


def _require_built(model: Any) -> None:
    import keras

    if isinstance(model, keras.Sequential) and not model.layers:
        raise ValueError(
            f"read_layers: the model {model.name!r} has no layers yet. Expected at least one. "
            "Add them: keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])."
        )
    if not model.built:
        cure = (
            "Put keras.Input((features,)) first in its list of layers, or call model.build((None, features))."
            if isinstance(model, keras.Sequential)
            else "Call it once on a row of data: model(x[:1])."
        )
        raise ValueError(
            f"read_layers: the model {model.name!r} is not built: how many inputs it has is not known yet, so it has "
            f"no weights. Expected a built model. {cure}"
        )


def _read_list(items: list) -> list[Layer]:
    if items and all(isinstance(item, Layer) for item in items):
        return items
    if len(items) > 1 and all(isinstance(item, (int, np.integer)) for item in items):
        if min(items) < 1:
            raise ValueError(f"read_layers: a layer has at least 1 node; received the sizes {items}.")
        layers = [_array_input(int(items[0]))]
        for number, (inputs, units) in enumerate(pairwise(items), start=1):
            layers.append(_array_layer(number, None, None, None, (int(inputs), int(units)), layers[-1].name))
        return layers
    if not items or not all(isinstance(item, (list, tuple)) and len(item) == 3 for item in items):
        raise TypeError(
            "read_layers: expected a list of (weights, bias, activation), one for each layer, or of two or more "
            f"sizes such as [3, 2, 1]; received {str(items)[:80]}."
        )
    layers = []
    for number, (weights, bias, activation) in enumerate(checked_layers(items), start=1):
        if not layers:
            layers.append(_array_input(weights.shape[0]))
        layers.append(_array_layer(number, weights, bias, activation, weights.shape, layers[-1].name))
    return layers


def _array_input(size: int) -> Layer:
    return Layer("input", "InputLayer", size, size, role="input", shape_in=(size,), shape_out=(size,))


def _array_layer(
    number: int, weights: Any, bias: Any, activation: Any, shape: tuple[int, int], before: str
) -> Layer:
    inputs, units = shape
    biases = units if weights is None or bias is not None else 0
    return Layer(
        name=f"layer {number}",
        kind="Dense",
        inputs=inputs,
        units=units,
        activation=None if weights is None and activation is None else name_of(activation),
        weights=weights,
        bias=bias,
        parameters=inputs * units + biases,
        role="dense",
        shape_in=(inputs,),
        shape_out=(units,),
        comes_from=(before,),
    )


def _fit_row(values: Any, shape: Sequence[int | None]) -> np.ndarray:
    row = np.asarray(values)
    if row.dtype == object or row.dtype == bool:
        row = row.astype("float32")
    expected = tuple(shape)
    for candidate in (row, row[None]):
        one = candidate.ndim == len(expected) + 1 and candidate.shape[0] == 1
        if one and all(size in (None, got) for size, got in zip(expected, candidate.shape[1:], strict=True)):
            return candidate
    if (
        row.ndim == 1
        and None not in expected
        and row.size == np.prod([size or 0 for size in expected], dtype=int)
    ):
        return row.reshape(1, *expected)
    one = "several rows" if row.ndim == len(expected) + 1 and row.shape[0] > 1 else f"shape {row.shape}"
    raise ValueError(
        f"The row does not fit the network: expected one row of shape {expected}, received {one}"
        f"{' of shape ' + str(row.shape) if one == 'several rows' else ''}. Take one row, such as x_test[0]."
    )


def _run_arrays(model: Sequence[Any], layers: list[Layer], row: Any) -> dict[str, np.ndarray]:
    """Run one row through arrays; given as `Layer`, they must all be dense."""
    dense = layers[1:]
    if any(layer.role != "dense" or layer.weights is None for layer in dense):
        raise ValueError(
            "read_activations: this list has layers without weights. Expected a list of (weights, bias, activation), "
            "or the Keras model itself."
        )
    if isinstance(model[0], Layer):
        model = [(layer.weights, layer.bias, layer.activation) for layer in dense]
    values = network_forward(model, _fit_row(row, (layers[0].units,))).values
    return {layer.name: column[0] for layer, column in zip(layers, values, strict=True)}
