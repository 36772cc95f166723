"""One layer of a network as plain data, and whether layers make a chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# A chain of these can be drawn node by node. Everything else is "other" or an "operation".
CHAIN_ROLES = frozenset({"input", "dense", "dropout", "activation", "normalization", "reshape"})


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
        parameters: how many numbers the layer holds, shared ones counted once: all layers together make
            the model's count.
        role: "input", "dense", "dropout", "activation", "normalization", "reshape", "operation" (a
            calculation that is no layer, such as x + 1) or "other".
        rate: for dropout, the share of numbers set to 0 in training.
        shape_in: the shape of one row coming in, without the batch; None if unknown or several.
        shape_out: the shape of one row coming out.
        comes_from: the names of the layers whose outputs come in.
        quantized: the form its weights are stored in, such as "int8"; None for ordinary ones.
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
    quantized: str | None = None
    uses: int = 1


def name_of(function: Any) -> str:
    """Return the name of an activation: of a name, a function, a Keras layer, or a `lambda`."""
    if function is None:
        return "linear"
    if isinstance(function, str):
        return function
    function = getattr(function, "func", function)  # functools.partial
    name = getattr(function, "__name__", "") or type(function).__name__
    return "custom" if name == "<lambda>" else name


def why_no_chain(layers: Sequence[Layer]) -> str:
    """Say why these layers cannot be drawn as columns of nodes; '' if they can.

    Example:
        >>> why_no_chain([Layer("x", "InputLayer", 2, 2, role="input")])
        'it has no dense layer, so there are no weighted links to draw'
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


def _why_no_link(before: Layer | None, layer: Layer) -> str:
    """Say why `layer` does not continue the chain that ends in `before`; '' if it does."""
    if layer.role not in CHAIN_ROLES:
        return f"its layer {layer.name!r}, of the kind {layer.kind}, is not made of single neurons"
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
