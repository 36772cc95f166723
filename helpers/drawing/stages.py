"""What a drawing of a network is made of: a column for each dense layer, and the numbers written on it.

Plain data, without matplotlib: layers are gathered into columns, and what the caller gave is checked and
brought into one form, a list of arrays for each of `KEYS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.drawing import layout
from helpers.drawing.style import listed, names_for
from helpers.layer import Layer
from helpers.neurons import Backward

KEYS = ("nodes", "links", "biases", "sums")  # of columns, of steps between them, of columns but the first


@dataclass(frozen=True)
class Stage:
    """One column of the drawing: an input or dense layer with what follows it before the next.

    Attributes:
        title: what stands over it, such as "hidden 2".
        letter: what its nodes are called, "x", "h" or "y".
        role: "input", "hidden" or "output".
        layer: the input or dense layer.
        activation: the names of its activations, also of those in layers of their own.
        rate: of a dropout behind it.
        normalized: the kind of a normalization behind it.
        parameters: of all its layers.
        names: of its layers, to find their values.
        extra: the layers behind the dense one that have parameters.
    """

    title: str
    letter: str
    role: str
    layer: Layer
    activation: str | None = None
    rate: float | None = None
    normalized: str | None = None
    parameters: int = 0
    names: tuple[str, ...] = ()
    extra: tuple[Layer, ...] = ()

    @property
    def size(self) -> int:
        """How many nodes it has."""
        return int(self.layer.units or 0)

    @property
    def biased(self) -> bool | None:
        """Whether its neurons have a bias; None where its parameters are no weights and biases of its own."""
        weights = (self.layer.inputs or 0) * self.size
        return {weights: False, weights + self.size: True}.get(self.layer.parameters)


def stages_of(layers: Sequence[Layer]) -> list[Stage]:
    """Gather the layers of a chain into columns, from the inputs on."""
    columns: list[Stage] = []
    dense = sum(layer.role == "dense" for layer in layers)
    done = 0
    for layer in layers:
        if layer.role == "input":
            columns.append(Stage("input", "x", "input", layer, names=(layer.name,)))
            continue
        if layer.role == "dense":
            done += 1
            last = done == dense
            title = "output" if last else "hidden" if dense == 2 else f"hidden {done}"
            letter, role = ("y", "output") if last else ("h", "hidden")
            stage = Stage(title, letter, role, layer, layer.activation, parameters=layer.parameters)
            columns.append(replace(stage, names=(layer.name,)))
            continue
        stage = columns[-1]
        changes: dict[str, Any] = {"parameters": stage.parameters + layer.parameters}
        if layer.parameters:
            changes["extra"] = (*stage.extra, layer)
        if layer.role == "dropout":
            changes["rate"] = layer.rate
        else:
            changes["names"] = (*stage.names, layer.name)
        if layer.role == "normalization":
            changes["normalized"] = layer.kind
        if layer.role == "activation":
            plain = stage.activation in (None, "linear")
            changes["activation"] = layer.activation if plain else f"{stage.activation}, {layer.activation}"
        columns[-1] = replace(stage, **changes)
    return columns


def need_weights(stages: Sequence[Stage], why: str) -> None:
    """Refuse a network whose weights are not known."""
    without = [stage.layer for stage in stages[1:] if stage.layer.weights is None]
    if not without:
        return
    if without[0].quantized:
        raise ValueError(
            f"draw_network: {why} needs the weights, and the layer {without[0].name!r} has them only quantised, as "
            f"{without[0].quantized}, a form that is not known here. Draw the model before it is quantised."
        )
    raise ValueError(
        f"draw_network: {why} needs the weights, and this network is only a list of sizes. "
        "Pass a built Keras model or a list of (weights, bias, activation)."
    )


def names_of(stages: Sequence[Stage], features: Any, outputs: Any) -> dict[str, list[str]]:
    """Check the names of inputs and outputs; returned under their roles, "input" and "output"."""
    found, ends = {}, (("feature_names", features, stages[0]), ("output_names", outputs, stages[-1]))
    for argument, names, stage in ends:
        if names is not None:
            instead = layout.labels(stage.letter, stage.size)
            found[stage.role] = names_for(argument, names, instead, stage.role)
    return found


def values_of(values: Any, stages: Sequence[Stage], argument: str = "values") -> dict[str, list]:
    """Bring the ways to give numbers into one: lists of arrays under some of `KEYS`.

    Args:
        values: None; a dict with some of `KEYS`; a dict from layers' names; a list with an array for each
            column; or what `network_backward` returned.
        stages: the columns.
        argument: what the caller calls them.
    """
    if values is None:
        return {}
    if isinstance(values, Backward):
        values = values.numbers()
    if isinstance(values, Mapping):
        if not set(values) <= set(KEYS):
            values = {"nodes": [_named(values, stage) for stage in stages]}
    elif isinstance(values, (list, tuple)):
        values = {"nodes": values}
    else:
        raise TypeError(
            f"{argument}: expected a dict or a list with one array for each layer, received {type(values).__name__}. "
            "For one row of data: values=read_activations(model, row)."
        )
    return {
        key: _fit(f"{argument}[{key!r}]", list(arrays), stages)
        for key, arrays in values.items()
        if arrays is not None
    }


def _named(values: Mapping, stage: Stage) -> Any:
    found = [values[name] for name in stage.names if name in values]
    if not found and stage.role != "input":
        raise ValueError(
            f"values: nothing for the layer {stage.layer.name!r}; received {listed(values)}. Expected the names of the "
            f"network's layers, or the keys {listed(KEYS)}."
        )
    return found[-1] if found else None


def _fit(name: str, arrays: list, stages: Sequence[Stage]) -> list:
    """Bring the arrays of one key into their shapes, or say which does not fit."""
    links = "links" in name
    fits = stages if "nodes" in name else stages[1:]
    if len(arrays) != len(fits):
        each = "column" if "nodes" in name else "column but the first"
        raise ValueError(f"{name}: expected {len(fits)} arrays, one for each {each}, received {len(arrays)}.")
    fitted = []
    for array, stage in zip(arrays, fits, strict=True):
        shape = (stage.layer.inputs or 0, stage.size) if links else (stage.size,)
        if array is not None:
            given = _numbers(name, array, stage)
            if given.size != np.prod(shape):
                raise ValueError(f"{name}: for {stage.title} expected shape {shape}, received {given.shape}.")
            if links and given.shape != shape and given.ndim == 2 and 1 not in shape:
                raise ValueError(
                    f"{name}: for {stage.title} expected shape {shape} (inputs, units), received "
                    f"{given.shape}. Turn it with .T."
                )
            array = given.reshape(shape)
        fitted.append(array)
    return fitted


def _numbers(name: str, array: Any, stage: Stage) -> np.ndarray:
    try:
        return np.asarray(array, float)
    except (TypeError, ValueError):
        raise TypeError(
            f"{name}: for {stage.title} expected numbers, received {str(array)[:60]!r}. Names of the nodes are given "
            "as feature_names and output_names."
        ) from None


def contributions_of(stages: Sequence[Stage], nodes: Sequence | None) -> list[np.ndarray | None]:
    """Return for each link its weight times the value that it carries; None where the values are unknown."""
    need_weights(stages, "links='contributions'")
    if nodes is None:
        raise ValueError(
            "draw_network: links='contributions' needs the values of the nodes. For one row of data: "
            "values=read_activations(model, row)."
        )
    pairs = zip(nodes, stages[1:], strict=False)
    return [None if given is None else given[:, None] * stage.layer.weights for given, stage in pairs]


def slopes_of(slopes: Any, stages: Sequence[Stage], upto: str | None) -> dict[str, list]:
    """Bring slopes into one form; what the way back has not reached yet is None or NaN.

    The way back, from right to left, goes through the value of a node, its sum and its bias, then the
    links that come into it. So a column that is reached has the first three, and its links are reached with
    the column before it.

    Args:
        slopes: as `values_of` takes them.
        stages: the columns.
        upto: the title of the last column reached; None for all.
    """
    found = values_of(slopes, stages, "slopes")
    if upto is None:
        return found
    titles = [stage.title for stage in stages]
    if not slopes or upto not in titles:
        raise ValueError(
            f"upto: expected the title of a column, {listed(map(repr, titles), 12)}, and slopes with it; received {upto!r}."
        )
    reached = titles.index(upto)
    first = {"nodes": reached, "links": reached, "biases": max(reached - 1, 0), "sums": max(reached - 1, 0)}
    return {
        key: [array if place >= first[key] else None for place, array in enumerate(arrays)]
        for key, arrays in found.items()
    }


def count_links(stages: Sequence[Stage], most: int) -> int:
    """Count the links that are drawn where columns have at most `most` nodes."""
    shown = [len(layout.shown_nodes(stage.size, most)[0]) for stage in stages]
    return sum(a * b for a, b in pairwise(shown))
