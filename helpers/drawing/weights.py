"""`draw_weights`: the weights of one layer as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes

from helpers.drawing import layout, style
from helpers.drawing.descriptions import describe
from helpers.drawing.measure import axes_width, fit_number, names_beside, text_width
from helpers.drawing.style import TEXT, listed, new_axes, number, plain_text, tidy
from helpers.keras_models import kernel_of
from helpers.layer import Layer

_LOST = "#c4c4c4"  # a weight that is no finite number


def draw_weights(layer: Any, *, feature_names: Sequence[str] | None = None, ax: Axes | None = None) -> Axes:
    """Draw the weights of one layer as a heat map: a row for each input, a column for each neuron.

    The colours have their middle at 0. A small layer has its numbers written in and its bias as a
    last row; in a middling one a dash marks each weight below 0. A weight that is no finite number is grey
    and crossed.

    Args:
        layer: a layer of a built Keras model, such as model.layers[0]; a `Layer` from
            `read_layers`; or an array of shape (inputs, units).
        feature_names: a name for each input.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the layer has no weights, or weights that are no table, or only quantised ones
            whose form is not known here.

    Example:
        >>> ax = draw_weights(np.array([[0.5, -1.0], [0.0, 2.0]]))
    """
    name, weights, bias = _weights_of(layer)
    inputs, units = weights.shape
    names = style.names_for("feature_names", feature_names, layout.labels("x", inputs), "input")
    small = inputs <= 16 and units <= 10
    cells = np.vstack([weights, bias]) if small and bias is not None else weights
    ax = new_axes(ax, height=float(np.clip(1.3 + 0.32 * len(cells), 2.2, 5.5)))
    finite = np.isfinite(cells)
    largest = float(np.abs(cells[finite]).max(initial=0.0)) or 1.0
    edges = (0.5, units + 0.5, len(cells) + 0.5, 0.5)  # so that inputs and neurons count from 1
    look: dict[str, Any] = {"cmap": colormaps[style.DIVERGING].with_extremes(bad=_LOST), "aspect": "auto"}
    image = ax.imshow(np.where(finite, cells, np.nan), extent=edges, vmin=-largest, vmax=largest, **look)
    rows = names_beside(ax, names, layout.labels("x", inputs))
    _mark_cells(ax, cells, largest, (axes_width(ax, rows) - 90) / units if small else None)
    if len(cells) > inputs:
        ax.axhline(inputs + 0.5, color=style.INK, linewidth=1.5)
        rows.append("bias")
    _name_rows(ax, rows, units)
    ax.set(xlabel="neuron", title=f"Weights of {plain_text(layout.short(name, 40))}")
    bar = ax.figure.colorbar(image, ax=ax, label="weight")
    bar.ax.tick_params(labelsize=TEXT - 1)
    return describe(tidy(ax), _weight_words(name, weights, bias, names))


def _weights_of(layer: Any) -> tuple[str, np.ndarray, np.ndarray | None]:
    if isinstance(layer, Layer):
        name, weights, bias = layer.name, layer.weights, layer.bias
    elif hasattr(layer, "count_params"):
        if not getattr(layer, "built", True):
            raise ValueError(
                f"draw_weights: the layer {layer.name!r} is not built, so it has no weights. "
                "Put it into a model with an input first."
            )
        name = layer.name
        weights, bias = kernel_of(layer), getattr(layer, "bias", None)
    else:
        name, weights, bias = "the layer", layer, None
    if weights is None and getattr(layer, "quantized", getattr(layer, "quantization_mode", None)):
        raise ValueError(
            f"draw_weights: the layer {name!r} has its weights only quantised, in a form that is not known here. "
            "Draw it before it is quantised."
        )
    if weights is None:
        kind = getattr(layer, "kind", type(layer).__name__)
        raise ValueError(
            f"draw_weights: the layer {name!r} ({kind}) has no weights. Expected a layer with neurons, such as Dense; "
            "[layer for layer in read_layers(model) if layer.weights is not None] lists them."
        )
    weights = np.asarray(weights, float)
    if weights.ndim != 2 or not weights.size:
        raise ValueError(
            f"draw_weights: expected weights of shape (inputs, units), received {weights.shape}. "
            "Take one slice of a convolution, for example draw_weights(layer.kernel[:, :, 0, 0])."
        )
    return name, weights, None if bias is None else np.asarray(bias, float).reshape(1, -1)


def _mark_cells(ax: Axes, cells: np.ndarray, largest: float, width: float | None) -> None:
    """Write a number into each cell, `width` points wide, if all fit; else, or without a width, mark those below 0."""
    if width is not None and max(text_width(fit_number(v, width, 10), 10) for v in cells.ravel()) <= width:
        for (row, column), value in np.ndenumerate(cells):
            ink = _ink_on(ax.images[0].to_rgba(np.asarray(value if np.isfinite(value) else np.nan)))
            text = fit_number(value, width, TEXT - 1)
            ax.text(column + 1, row + 1, text, fontsize=TEXT - 1, ha="center", va="center", color=ink)
        return
    rows, columns = np.nonzero(~np.isfinite(cells))
    ax.scatter(columns + 1, rows + 1, marker="x", s=16, color=style.INK, linewidths=0.9)
    rows, columns = np.nonzero((cells < 0) & np.isfinite(cells))
    if cells.size <= 2100:
        light = np.abs(cells[rows, columns]) > 0.6 * largest
        for chosen, colour in ((light, style.PAPER), (~light, style.INK)):
            ax.scatter(columns[chosen] + 1, rows[chosen] + 1, marker="_", s=16, color=colour, linewidths=0.9)


def _ink_on(ground: Sequence[float] | np.ndarray) -> str:
    """Return black or white, whichever stands out more from a ground (red, green, blue, …); 4.6 : 1 at least."""
    part = np.asarray(ground[:3])
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return "black" if linear @ (0.2126, 0.7152, 0.0722) > 0.179 else style.PAPER


def _name_rows(ax: Axes, names: list[str], units: int) -> None:
    if len(names) <= 20:
        ax.set_yticks(range(1, len(names) + 1), names)
    else:
        ax.set_ylabel("input")
    if units <= 16:
        ax.set_xticks(range(1, units + 1))


def _weight_words(name: str, weights: np.ndarray, bias: np.ndarray | None, names: list[str]) -> str:
    finite = np.isfinite(weights)
    sizes = np.where(finite, np.abs(weights), 0.0)
    begin = f"Heat map of the weights of {name}: {weights.shape[0]} inputs by {weights.shape[1]} neurons"
    count = int((~finite).sum())
    lost = f" {count} of {weights.size} are no finite number (crossed)." if count else ""
    if not finite.any():
        return f"{begin}.{lost}"
    row, column = np.unravel_index(int(sizes.argmax()), weights.shape)
    known = weights[finite]
    text = (
        f"{begin}, from {number(known.min())} to {number(known.max())}, "
        f"{number(100 * (known < 0).mean(), 0)} % below 0.{lost} "
        f"The largest in size, {number(weights[row, column])}, leads from {names[row]} to neuron {column + 1}."
    )
    if len(weights) > 1 and not count:
        means = sizes.mean(axis=1)
        strong, weak = int(means.argmax()), int(means.argmin())
        text += (
            f" {names[strong]} has the largest weights (mean size {number(means[strong])}), "
            f"{names[weak]} the smallest ({number(means[weak])})."
        )
    if bias is not None:
        text += f" The bias: {listed((number(value) for value in bias.ravel()), 8)}."
    return text
