"""`draw_activations`: what the neurons of a network give for one row, as bars."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import layout, style
from helpers.drawing.descriptions import describe
from helpers.drawing.measure import axes_width, fit_number, fit_text
from helpers.drawing.style import TEXT, listed, new_axes, number, plain_text, tidy
from helpers.networks import read_activations, read_layers


def draw_activations(model: Any, row: Any, *, layer: str | int | None = None, ax: Axes | None = None) -> Axes:
    """Draw what the neurons of a network give for one row, as bars: of one layer, or layer by layer.

    Args:
        model: a built Keras model, or a list of (weights, bias, activation).
        row: the values of one row, shape (features,).
        layer: the name of a layer, or its place in `model.layers`; without it all layers whose
            numbers are a list.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the row does not fit, the layer is unknown, or its numbers are no list.

    Example:
        >>> ax = draw_activations([(np.ones((2, 3)), None, "relu")], [1.0, -2.0])
    """
    layers = {one.name: one for one in read_layers(model)}
    found = read_activations(model, row)
    groups = _pick_groups(model, layers, found, layer)
    ax = new_axes(ax, height=3.4)
    last = [name for name in layers if layers[name].role == "dense"][-1:]
    start, middles = 0.0, []
    count = sum(len(values) for values in groups.values())
    width = (axes_width(ax) - 50) / (count + 1.2 * len(groups))
    for name, values in groups.items():
        step = 1.0 if count <= 60 else 60 / count if len(groups) == 1 else 60 / len(groups) / len(values)
        places = start + step * (np.arange(len(values)) + 0.5)
        is_output = name in last
        ax.bar(
            places,
            values,
            width=0.82 * step,
            color=style.OUTPUT if is_output else style.HIDDEN,
            hatch="//" if is_output else None,
            edgecolor=style.PAPER if len(values) <= 40 else "none",
            label=name,
        )
        if count <= 14:
            for place, value in zip(places, values, strict=True):
                above, side = (2, "bottom") if value >= 0 else (-2, "top")
                ax.annotate(fit_number(value, width, TEXT - 1), (place, value), (0, above), ha="center", va=side,
                            textcoords="offset points", fontsize=TEXT - 1)  # fmt: skip
        middles.append((places[0] + places[-1]) / 2)
        start = places[-1] + step / 2 + max(1.2, 0.04 * min(count, 60))
    kinds = [layers[name].activation or layers[name].kind for name in groups]
    _name_groups(ax, groups, kinds, middles, layer is not None)
    return describe(tidy(ax), _activation_words(groups, kinds))


def _pick_groups(model: Any, layers: dict, found: dict, layer: str | int | None) -> dict[str, np.ndarray]:
    if layer is None:
        found = {
            name: np.atleast_1d(values)
            for name, values in found.items()
            if np.ndim(values) <= 1 and layers[name].role in ("dense", "activation")
        }
        if not found:
            raise ValueError(
                "draw_activations: none of the layers gives a list of numbers. "
                f"The network has {listed(layers, 12)}."
            )
        return found
    name = layer
    if isinstance(layer, (int, np.integer)):
        names = [one.name for one in getattr(model, "layers", [])] or list(layers)
        if not -len(names) <= layer < len(names):
            raise ValueError(f"layer: expected a place from 0 to {len(names) - 1}, received {layer}.")
        name = names[layer]
    if name not in found:
        raise ValueError(f"layer: no layer is called {name!r}. The network has {listed(found, 12)}.")
    values = np.atleast_1d(found[name])
    if values.ndim > 1:
        raise ValueError(
            f"draw_activations: the layer {name!r} gives numbers of shape {values.shape}, not a list. "
            f"Draw one of its pictures: draw_inputs(read_activations(model, row)[{name!r}][..., 0])."
        )
    return {str(name): values}


def _name_groups(ax: Axes, groups: dict, kinds: list[str], middles: list[float], single: bool) -> None:
    ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.set_ylabel("activation")
    ax.margins(y=0.14)
    if single:
        (name, values), *_ = groups.items()
        ax.set_title(f"What {plain_text(layout.short(name, 40))} gives ({kinds[0]})")
        ax.set_xlabel("neuron")
        step = 1.0 if len(values) <= 60 else 60 / len(values)
        named = np.arange(0, len(values), max(1, int(np.ceil(len(values) / 16))))
        ax.set_xticks(step * (named + 0.5), [str(i + 1) for i in named])
        return
    room = (axes_width(ax) - 60) / len(groups) - 6
    names = style.legible(groups, layout.labels("layer ", len(groups)), most=40)
    labels = [
        f"{fit_text(name, room, TEXT - 1)}\n{fit_text(kind, room, TEXT - 1)}"
        for name, kind in zip(names, kinds, strict=True)
    ]
    ax.set_xticks(middles, labels)
    ax.tick_params(axis="x", length=0)


def _activation_words(groups: dict, kinds: list[str]) -> str:
    said = ["What each neuron gives for one row."]
    for (name, values), kind in zip(groups.items(), kinds, strict=True):
        if len(values) <= 8:
            said.append(f"{name} ({kind}): {listed((number(value) for value in values), 8)}.")
        else:
            zero = int((values == 0).sum())
            off = f", {zero} of them exactly 0" if zero else ""
            said.append(
                f"{name} ({kind}): {len(values)} neurons, from {number(values.min())} to {number(values.max())}{off}; "
                f"the largest is neuron {int(values.argmax()) + 1}."
            )
    return " ".join(said)
