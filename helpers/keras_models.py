"""Reading Keras models: their layers, what feeds what, and what flows through for one row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from helpers.layer import Layer, name_of

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


def graph_of(model: Any) -> Any:
    """Return Keras's record of which layer feeds which; None for a model that keeps none."""
    graph = getattr(model, "_functional", None) or model
    return graph if getattr(graph, "_nodes_by_depth", None) else None


def layers_of(model: Any) -> list[Layer]:
    """Read a built Keras model: its layers, the weights that belong to none of them last."""
    counted: set[int] = set()
    graph = graph_of(model)
    found: dict[str, tuple[Any, Layer]] = {}
    if graph is None:
        _read_own_class(model, "", found, counted)
    else:
        _read_graph(graph, "", None, found, counted)
    own = _count_new(model.weights, counted)
    if own:
        found[model.name] = (model, Layer(model.name, type(model).__name__, None, None, parameters=own))
    return [layer for _, layer in found.values()]


def _nodes(graph: Any) -> list[Any]:
    depths = graph._nodes_by_depth
    return [node for depth in sorted(depths, reverse=True) for node in depths[depth]]


def _read_graph(
    graph: Any, prefix: str, entering: list | None, found: dict, counted: set[int]
) -> list[tuple[str, ...]]:
    """Add the layers of a graph to `found`; return which layers give each of its outputs.

    `entering` says which layers feed each input; None for the outermost graph. `counted` holds the weights
    that have been counted, by identity.
    """
    source: dict[int, tuple[str, ...]] = {}
    if entering is not None:
        source.update({id(tensor): names for tensor, names in zip(graph.inputs, entering, strict=False)})
    for node in _nodes(graph):
        operation, name = node.operation, prefix + node.operation.name
        parents = [source.get(id(tensor), ()) for tensor in node.arguments.keras_tensors]
        inner = graph_of(operation)
        if node.is_input and entering is not None:
            continue
        if inner is not None:
            given = _read_graph(inner, f"{name}/", parents, found, counted)
        else:
            comes_from = tuple(dict.fromkeys(parent for names in parents for parent in names))
            _note(found, name, comes_from, node, counted)
            given = [(name,)] * len(node.outputs)
        source.update({id(tensor): names for tensor, names in zip(node.outputs, given, strict=False)})
    return [source.get(id(tensor), ()) for tensor in graph.outputs]


def _note(found: dict, name: str, comes_from: tuple[str, ...], node: Any, counted: set[int]) -> None:
    """Put one call of a layer into `found`; a second call only adds to what is known."""
    operation = node.operation
    if name in found:
        layer = found[name][1]
        together = tuple(dict.fromkeys((*layer.comes_from, *comes_from)))
        found[name] = (operation, replace(layer, uses=layer.uses + 1, comes_from=together))
        return
    entering = [tuple(tensor.shape[1:]) for tensor in node.arguments.keras_tensors]
    leaving = [tuple(tensor.shape[1:]) for tensor in node.outputs]
    if node.is_input:
        entering = leaving
    found[name] = (operation, _layer(operation, name, (entering, leaving), comes_from, counted))


def _read_own_class(model: Any, prefix: str, found: dict, counted: set[int]) -> None:
    """Read a model of the learner's own class: its layers, not how they connect."""
    for layer in model.layers:
        name = prefix + layer.name
        inner = graph_of(layer)
        if inner is not None:
            _read_graph(inner, f"{name}/", [], found, counted)
        elif hasattr(layer, "layers"):
            _read_own_class(layer, f"{name}/", found, counted)
        else:
            found[name] = (layer, _layer(layer, name, ([], []), (), counted))


def _layer(
    operation: Any, name: str, shapes: tuple[list, list], comes_from: tuple[str, ...], counted: set[int]
) -> Layer:
    entering, leaving = shapes
    weights, bias = kernel_of(operation), _array(operation, "bias")
    role = _role(operation)
    inputs, units = _count(entering), _count(leaving)
    if role == "dense" and weights is not None:
        inputs, units = weights.shape
    elif role == "dense":
        units = int(operation.units)
    rate = getattr(operation, "rate", None)
    return Layer(
        name=name,
        kind=type(operation).__name__,
        inputs=inputs,
        units=units,
        activation=_activation(operation, role),
        weights=weights,
        bias=bias,
        parameters=_count_new(getattr(operation, "weights", []), counted),
        role=role,
        rate=float(rate) if role == "dropout" and rate is not None else None,
        shape_in=entering[0] if len(entering) == 1 else None,
        shape_out=leaving[0] if len(leaving) == 1 else None,
        comes_from=comes_from,
        quantized=getattr(operation, "quantization_mode", None),
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


def kernel_of(layer: Any) -> np.ndarray | None:
    """Return a layer's weights; None where it has none, or has them only in a form that is not known here.

    A quantised layer holds whole numbers and, for each neuron, a scale: weight = number / scale.
    """
    if getattr(layer, "quantization_mode", None) in (None, "float8"):
        return _array(layer, "kernel")
    numbers, scale = _array(layer, "kernel"), _array(layer, "kernel_scale")
    known = layer.quantization_mode in ("int8", "int4") and not layer.lora_enabled and _role(layer) == "dense"
    if not known or numbers is None or scale is None or scale.shape != numbers.shape[1:]:
        return None
    return numbers.astype("float32") / scale


def _count_new(variables: Any, counted: set[int]) -> int:
    """Count the numbers in those variables that were not counted before."""
    new = [variable for variable in variables if id(variable) not in counted]
    counted.update(map(id, new))
    return sum(int(np.prod(variable.shape, dtype=int)) for variable in new)


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
    return "other" if hasattr(operation, "weights") else "operation"


def _activation(operation: Any, role: str) -> str | None:
    activation = getattr(operation, "activation", None)
    if activation is None:
        return type(operation).__name__.lower() if role == "activation" else None
    return name_of(activation)


def run_graph(graph: Any, rows: list, prefix: str, found: dict[str, np.ndarray]) -> None:
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
        inner = graph_of(node.operation)
        if inner is not None:
            run_graph(
                inner, [value[id(tensor)] for tensor in node.arguments.keras_tensors], f"{name}/", found
            )
        elif node.outputs:
            found[name] = np.asarray(value[id(node.outputs[0])])[0]
