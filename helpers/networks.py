"""What a network is made of, as plain data: `read_layers` for Keras models and for NumPy arrays.

Reading is apart from drawing: what is read here needs neither TensorFlow nor matplotlib any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

# A chain of these can be drawn node by node. Everything else is "other".
CHAIN_ROLES = frozenset({"input", "dense", "dropout", "activation", "normalization", "reshape"})

_ACTIVATION_LAYERS = ["Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"]
_DROPOUT_LAYERS = ["Dropout", "AlphaDropout", "GaussianDropout"]
_NORMALIZATION_LAYERS = [
    "BatchNormalization",
    "LayerNormalization",
    "GroupNormalization",
    "UnitNormalization",
    "RMSNormalization",
    "Normalization",
    "Rescaling",
]
_RESHAPE_LAYERS = ["Flatten", "Reshape", "Identity", "ActivityRegularization"]
_ACTIVATION_OPS = [
    "Relu",
    "Relu6",
    "Sigmoid",
    "Softplus",
    "Softsign",
    "Tanh",
    "Silu",
    "Gelu",
    "Elu",
    "Selu",
    "Softmax",
    "LeakyRelu",
]


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of a network, as plain data.

    Attributes:
        name: the layer's name; inside a nested model "model/layer".
        kind: the class, such as "Dense", "Dropout", "InputLayer".
        inputs: how many numbers of one row come in (None if the shape leaves it open).
        units: how many numbers of one row come out: for a dense layer its neurons.
        activation: the activation's name; None where a layer has none.
        weights: the kernel; for a dense layer shape (inputs, units). None where there is none.
        bias: shape (units,), or None.
        parameters: how many numbers the layer holds. All layers together make the model's count.
        role: "input", "dense", "dropout", "activation", "normalization", "reshape" or "other".
        rate: for dropout, the share of numbers set to 0 in training.
        shape_in: the shape of one row coming in, without the batch; None if unknown or several.
        shape_out: the shape of one row coming out.
        comes_from: the names of the layers whose outputs come in.
        uses: how often the model calls the layer; more than 1 means it is shared.
    """

    name: str
    kind: str
    inputs: int | None
    units: int | None
    activation: str | None = None
    weights: np.ndarray | None = field(default=None, repr=False)
    bias: np.ndarray | None = field(default=None, repr=False)
    parameters: int = 0
    role: str = "other"
    rate: float | None = None
    shape_in: tuple | None = field(default=None, repr=False)
    shape_out: tuple | None = field(default=None, repr=False)
    comes_from: tuple[str, ...] = field(default=(), repr=False)
    uses: int = 1


def read_layers(model: Any) -> list[Layer]:
    """Return what a network is made of, layer by layer from the input on.

    A model inside a model is opened: its layers are listed under "model/layer". A layer that the
    model uses several times is listed once, with `uses` above 1, so that parameters add up.

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
    if not (hasattr(model, "layers") and hasattr(model, "count_params")):
        raise TypeError(
            f"read_layers: expected a Keras model or a list of (weights, bias, activation), "
            f"received {_said(model)}. "
            + (
                "This is one layer: put it into keras.Sequential([keras.Input((features,)), layer])."
                if hasattr(model, "count_params")
                else "Pass the model itself, for example read_layers(model)."
            )
        )
    _require_built(model)
    graph = _graph(model)
    if graph is None:
        return _read_without_graph(model)
    found: dict[str, tuple[Any, Layer]] = {}
    _read_graph(graph, "", None, found)
    return [layer for _, layer in found.values()]


def why_no_chain(layers: Sequence[Layer]) -> str:
    """Say why these layers cannot be drawn as columns of nodes; '' if they can.

    Example:
        >>> why_no_chain(read_layers([3, 2, 1]))
        ''
    """
    if sum(layer.role == "input" for layer in layers) != 1:
        count = sum(layer.role == "input" for layer in layers)
        return (
            f"it has {count} inputs, where a chain has one" if count else "how its layers connect is unknown"
        )
    before = None
    for layer in layers:
        reason = _why_no_link(before, layer)
        if reason:
            return reason
        before = layer
    if all(layer.role != "dense" for layer in layers):
        return "it has no dense layer, so there are no weighted links to draw"
    return ""


def read_activations(model: Any, row: Any) -> dict[str, np.ndarray]:
    """Return what every layer gives for one row, by the layer's name.

    The model predicts: dropout is off. This is what flows through the drawing of the network.

    Args:
        model: a built Keras model, or a list of (weights, bias, activation).
        row: the values of one row, shape (features,) or (1, features) or the model's input shape;
            for several inputs a list of such rows.

    Returns:
        For each layer its numbers without the batch: a dense layer gives shape (units,).

    Raises:
        ValueError: if the row does not fit the model's input.

    Example:
        >>> read_activations([(np.ones((2, 1)), None, "linear")], [1.0, 2.0])["layer 1"]
        array([3.])
    """
    layers = read_layers(model)
    if isinstance(model, (list, tuple)):
        return _run_arrays(model, layers, row)
    graph = _graph(model)
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
    _run_graph(graph, rows, "", found)
    return {layer.name: found[layer.name] for layer in layers if layer.name in found}


# ---------------------------------------------------------------------------- activation functions


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(x / 2))  # the same number as 1 / (1 + exp(-x)), and never overflows


def _softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


FORMULAS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda x: np.asarray(x, float),
    "step": lambda x: np.where(np.asarray(x) > 0, 1.0, 0.0),
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0.0),
    "softmax": _softmax,
}


# ------------------------------------------------------------------------------- reading Keras models


def _said(thing: Any) -> str:
    return f"{type(thing).__name__}: {str(thing)[:60]}" if isinstance(thing, str) else type(thing).__name__


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


def _graph(model: Any) -> Any:
    """Return Keras's record of which layer feeds which; None for a model that keeps none."""
    graph = getattr(model, "_functional", None) or model
    return graph if getattr(graph, "_nodes_by_depth", None) else None


def _nodes(graph: Any) -> list[Any]:
    depths = graph._nodes_by_depth
    return [node for depth in sorted(depths, reverse=True) for node in depths[depth]]


def _read_graph(graph: Any, prefix: str, entering: list | None, found: dict) -> list[tuple[str, ...]]:
    """Add the layers of a graph to `found`; return which layers give each of its outputs."""
    source: dict[int, tuple[str, ...]] = {}
    if entering is not None:
        source.update({id(tensor): names for tensor, names in zip(graph.inputs, entering, strict=False)})
    for node in _nodes(graph):
        operation, name = node.operation, prefix + node.operation.name
        parents = [source.get(id(tensor), ()) for tensor in node.arguments.keras_tensors]
        inner = _graph(operation)
        if node.is_input and entering is not None:
            continue
        if inner is not None:
            given = _read_graph(inner, f"{name}/", parents, found)
        else:
            comes_from = tuple(dict.fromkeys(parent for names in parents for parent in names))
            _note(found, name, operation, comes_from, node)
            given = [(name,)] * len(node.outputs)
        source.update({id(tensor): names for tensor, names in zip(node.outputs, given, strict=False)})
    return [source.get(id(tensor), ()) for tensor in graph.outputs]


def _note(found: dict, name: str, operation: Any, comes_from: tuple[str, ...], node: Any) -> None:
    """Put one call of a layer into `found`; a second call only adds to what is known."""
    if name in found:
        layer = found[name][1]
        together = tuple(dict.fromkeys((*layer.comes_from, *comes_from)))
        found[name] = (operation, replace(layer, uses=layer.uses + 1, comes_from=together))
        return
    entering = [tuple(tensor.shape[1:]) for tensor in node.arguments.keras_tensors]
    leaving = [tuple(tensor.shape[1:]) for tensor in node.outputs]
    if node.is_input:
        entering = leaving
    found[name] = (operation, _layer(operation, name, entering, leaving, comes_from))


def _read_without_graph(model: Any) -> list[Layer]:
    """Read a model of the learner's own class: its layers, not how they connect."""
    return [_layer(layer, layer.name, [], [], ()) for layer in model.layers]


def _layer(operation: Any, name: str, entering: list, leaving: list, comes_from: tuple[str, ...]) -> Layer:
    weights, bias = (_array(operation, key) for key in ("kernel", "bias"))
    role = _role(operation)
    inputs, units = _count(entering), _count(leaving)
    if role == "dense" and weights is not None:
        inputs, units = weights.shape
    rate = getattr(operation, "rate", None)
    return Layer(
        name=name,
        kind=type(operation).__name__,
        inputs=inputs,
        units=units,
        activation=_activation(operation, role),
        weights=weights,
        bias=bias,
        parameters=_parameters(operation),
        role=role,
        rate=float(rate) if role == "dropout" and rate is not None else None,
        shape_in=entering[0] if len(entering) == 1 else None,
        shape_out=leaving[0] if len(leaving) == 1 else None,
        comes_from=comes_from,
    )


def _count(shapes: list[tuple]) -> int | None:
    sizes = [size for shape in shapes for size in shape]
    if not shapes or any(size is None for size in sizes):
        return None
    return int(sum(np.prod(shape, dtype=int) for shape in shapes))


def _array(operation: Any, key: str) -> np.ndarray | None:
    variable = getattr(operation, key, None)
    if variable is None or not hasattr(variable, "shape"):
        return None
    return np.asarray(variable)


def _parameters(operation: Any) -> int:
    try:
        return int(operation.count_params())
    except (AttributeError, ValueError):  # an operation that is no layer; a layer that is not built
        return 0


def _role(operation: Any) -> str:
    """Say what a layer does in a chain; a learner's subclass of Dense is a dense layer too."""
    kinds = [cls.__name__ for cls in type(operation).__mro__ if cls.__module__.startswith("keras.")]
    tables = (
        ("input", ["InputLayer"]),
        ("dense", ["Dense"]),
        ("dropout", _DROPOUT_LAYERS),
        ("activation", [*_ACTIVATION_LAYERS, *_ACTIVATION_OPS]),
        ("normalization", _NORMALIZATION_LAYERS),
        ("reshape", _RESHAPE_LAYERS),
    )
    for role, names in tables:
        if any(kind in names for kind in kinds):
            return role
    return "other"


def _activation(operation: Any, role: str) -> str | None:
    activation = getattr(operation, "activation", None)
    if activation is None:
        return type(operation).__name__.lower() if role == "activation" else None
    return name_of(activation)


def name_of(function: Any) -> str:
    """Return the name of an activation: of a name, a function, a Keras layer, or a `lambda`."""
    if function is None:
        return "linear"
    if isinstance(function, str):
        return function
    function = getattr(function, "func", function)  # functools.partial
    name = getattr(function, "__name__", "") or type(function).__name__
    return "custom" if name == "<lambda>" else name


# ------------------------------------------------------------------------------ reading NumPy networks


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
    layers: list[Layer] = []
    for number, (weights, bias, activation) in enumerate(items, start=1):
        weights = np.asarray(weights, float)
        bias = None if bias is None else np.asarray(bias, float).reshape(-1)
        _check_arrays(number, weights, bias, layers[-1].units if layers else None)
        if not layers:
            layers.append(_array_input(weights.shape[0]))
        layers.append(_array_layer(number, weights, bias, activation, weights.shape, layers[-1].name))
    return layers


def _check_arrays(number: int, weights: np.ndarray, bias: np.ndarray | None, before: int | None) -> None:
    if weights.ndim != 2:
        raise ValueError(
            f"read_layers: the weights of layer {number}: expected shape (inputs, units), received {weights.shape}. "
            "For one neuron use weights.reshape(-1, 1)."
        )
    if before is not None and weights.shape[0] != before:
        raise ValueError(
            f"read_layers: layer {number} takes {weights.shape[0]} inputs, and the layer before gives {before}. "
            f"Expected weights of shape ({before}, units), received {weights.shape}; if they are turned, use .T."
        )
    if bias is not None and bias.size != weights.shape[1]:
        raise ValueError(
            f"read_layers: the bias of layer {number}: expected {weights.shape[1]} numbers, one for each neuron, "
            f"received {bias.size}."
        )


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


# ------------------------------------------------------------------------------------- running a row


def _fit_row(values: Any, shape: Sequence[int | None]) -> np.ndarray:
    row = np.asarray(values)
    if row.dtype == object or row.dtype == bool:
        row = row.astype("float32")
    expected = tuple(shape)
    for candidate in (row, row[None]):
        one = candidate.ndim == len(expected) + 1 and candidate.shape[0] == 1
        if one and all(size in (None, got) for size, got in zip(expected, candidate.shape[1:], strict=True)):
            return candidate
    if row.ndim == 1 and None not in expected and row.size == np.prod(expected, dtype=int):
        return row.reshape(1, *expected)
    one = "several rows" if row.ndim == len(expected) + 1 and row.shape[0] > 1 else f"shape {row.shape}"
    raise ValueError(
        f"The row does not fit the network: expected one row of shape {expected}, received {one}"
        f"{' of shape ' + str(row.shape) if one == 'several rows' else ''}. Take one row, such as x_test[0]."
    )


def _run_graph(graph: Any, rows: list, prefix: str, found: dict[str, np.ndarray]) -> None:
    import keras

    nodes = [node for node in _nodes(graph) if not node.is_input]
    tensors = [tensor for node in nodes for tensor in node.outputs]
    probe = keras.Model(graph.inputs, tensors, name="probe")
    given = probe(rows, training=False)
    given = given if isinstance(given, (list, tuple)) else [given]
    value = {id(tensor): row for tensor, row in zip(graph.inputs, rows, strict=True)}
    value.update({id(tensor): result for tensor, result in zip(tensors, given, strict=True)})
    for node in _nodes(graph):
        name = prefix + node.operation.name
        inner = _graph(node.operation)
        if inner is not None:
            _run_graph(
                inner, [value[id(tensor)] for tensor in node.arguments.keras_tensors], f"{name}/", found
            )
        elif node.outputs:
            found[name] = np.asarray(value[id(node.outputs[0])])[0]


def _run_arrays(model: Sequence, layers: list[Layer], row: Any) -> dict[str, np.ndarray]:
    if any(layer.role == "dense" and layer.weights is None for layer in layers):
        raise ValueError("read_activations: the network is only a list of sizes. Expected weights as well.")
    values = _fit_row(row, (layers[0].units,)).astype(float)[0]
    found = {layers[0].name: values}
    for number, layer in enumerate(layers[1:]):
        sums = values @ layer.weights + (0 if layer.bias is None else layer.bias)
        given = model[number][2] if isinstance(model[number], (list, tuple)) else layer.activation
        function = given if callable(given) else FORMULAS.get(name_of(given))
        if function is None:
            raise ValueError(
                f"read_activations: no formula for the activation {given!r}. Expected a function or one of "
                f"{', '.join(FORMULAS)}."
            )
        values = np.asarray(function(sums), float)
        found[layer.name] = values
    return found


def _why_no_link(before: Layer | None, layer: Layer) -> str:
    """Say why `layer` does not continue the chain that ends in `before`; '' if it does."""
    if layer.role not in CHAIN_ROLES:
        return f"its layer {layer.name!r} is a {layer.kind}, which is not made of single neurons"
    if layer.uses > 1:
        return f"its layer {layer.name!r} is used {layer.uses} times"
    if layer.units is None:
        return f"its layer {layer.name!r} has an open size {layer.shape_out}"
    if before is None:
        return "" if layer.role == "input" else "its first layer is no input"
    if layer.comes_from != (before.name,):
        return f"its layer {layer.name!r} takes its input from {' and '.join(layer.comes_from) or 'nowhere'}: it branches"
    alone = len(layer.shape_in or ()) == 1 or layer.kind == "Rescaling"
    if layer.role in ("dense", "normalization") and not alone:
        return f"its layer {layer.name!r} works on rows of shape {layer.shape_in}, not on a list of numbers"
    return ""
