"""`draw_neuron`: one neuron on one row, every number where it arises."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from helpers.drawing import style
from helpers.drawing.descriptions import describe
from helpers.drawing.layout import labels
from helpers.drawing.measure import fit_number, fit_text, text_width, widest
from helpers.drawing.style import number
from helpers.neurons import Pass, neuron_pass

MOST_INPUTS = 8
INCH = 72  # points
MOST_NAME = 1.3  # inches


@dataclass(frozen=True)
class NeuronLayout:
    """Where the parts of the drawing lie, in inches from the lower left corner."""

    inputs: np.ndarray  # (features, 2), centres
    bias: tuple[float, float] | None
    sum: tuple[float, float]
    activation: tuple[float, float] | None
    output: tuple[float, float]
    height: float


def lay_out_neuron(features: int, *, bias: bool, activation: bool, names: float = 0.0) -> NeuronLayout:
    """Place the parts of a neuron with so many inputs; pure arithmetic, 7 inches wide.

    Args:
        features: how many inputs.
        bias: whether it has one.
        activation: whether its activation is drawn.
        names: how wide the names of the inputs are, in inches, at most `MOST_NAME`.
    """
    gap = 0.85 if features <= 5 else 0.62
    top = gap * (features - 1) / 2
    middle = max(top, 0.6) + 0.55 + (0.25 if bias else 0.0)
    ys = middle + top - gap * np.arange(features)
    inputs = np.column_stack([np.full(features, max(1.15, names + 0.55)), ys])
    at = (4.05 if activation else 4.6, middle)
    lift = max(top, 0.75) + 0.35
    return NeuronLayout(
        inputs=inputs,
        bias=(at[0], middle + lift) if bias else None,
        sum=at,
        activation=(5.3, middle) if activation else None,
        output=(6.25, middle),
        height=middle + max(top + 0.45, lift + 0.4 if bias else 0.0, 0.9),
    )


def draw_neuron(
    inputs: Sequence[float],
    weights: Sequence[float],
    *,
    bias: float | None = None,
    activation: str | None = None,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one neuron on one row of data, f(Σ(xᵢ·wᵢ) + b), with every number on it.

    Inputs are blue squares, the neuron a circle with the sum in it, the activation function a rounded
    box. A link is as thick as its weight is large; a negative weight is dashed, a weight of 0 dotted.

    Args:
        inputs: one row, shape (features,), at most 8.
        weights: one weight an input, shape (features,).
        bias: drawn entering from above; None leaves it out.
        activation: "linear", "step", "sigmoid", "tanh" or "relu"; None leaves the box out.
        names: one name an input, in place of x₁, x₂, ….
        ax: where to draw; a new figure of the page's width if None.

    Returns:
        The axes. Their description says what the neuron computed.

    Raises:
        ValueError: if the lengths differ, there are more than 8 inputs, or the activation is unknown.

    Example:
        >>> ax = draw_neuron([2.0, -1.0, 0.5], [1, 1, 1])
        >>> ax.get_title()
        'The neuron adds up to 1.5'
    """
    done = neuron_pass(inputs, weights, bias=bias, activation=activation or "linear")
    if done.inputs.size > MOST_INPUTS:
        raise ValueError(
            f"draw_neuron: expected at most {MOST_INPUTS} inputs, received {done.inputs.size}. "
            "Draw some of them, or use draw_network for a picture without numbers."
        )
    instead = labels("x", done.inputs.size)
    names = style.names_for("names", names, instead, "input")
    size = style.TEXT + 1
    shown = [fit_text(name, INCH * MOST_NAME, size) for name in style.legible(names, instead, most=40)]
    kinds = {"bias": bias is not None, "activation": activation is not None}
    layout = lay_out_neuron(done.inputs.size, **kinds, names=widest(shown, size) / INCH)
    given = ax is not None
    ax = style.new_axes(ax, height=layout.height)
    _draw_links(ax, layout, done)
    _draw_nodes(ax, layout, done, shown)
    _draw_output(ax, layout, done)
    if given:
        _shrink(ax, layout)
    ax.set(xlim=(0, 7), ylim=(0, layout.height), aspect="equal")
    ax.axis("off")
    ax.set_title(_title(done, activation), fontsize=style.TEXT + 1, fontweight="bold")
    return describe(ax, in_words(done, names, activation))


def _shrink(ax: Axes, layout: NeuronLayout) -> None:
    """Make texts and lines smaller where the axes that were given are smaller than a page."""
    box, dpi = ax.get_window_extent(), style.figure_of(ax).dpi
    scale = min(1.0, box.width / dpi / 7, box.height / dpi / layout.height)
    for text in ax.texts:
        text.set_fontsize(float(text.get_fontsize()) * scale)
    drawn: list[Any] = [*ax.lines, *ax.patches]
    for line in drawn:
        line.set_linewidth(line.get_linewidth() * scale)
    if scale * style.TEXT < 6:
        warnings.warn(
            f"draw_neuron: the axes are small, so its text is {scale * style.TEXT:.1f} points high. "
            f"A neuron needs about 7 × {layout.height:.1f} inches.",
            stacklevel=3,
        )


def _title(done: Pass, activation: str | None) -> str:
    if activation in (None, "linear"):
        return f"The neuron adds up to {number(done.output, 2 if abs(done.output) < 1000 else 0)}"
    if activation == "step":
        return f"{number(done.pre_activation)} is {'above' if done.output else 'not above'} 0: the neuron is {'on' if done.output else 'off'}"
    name = "ReLU" if activation == "relu" else activation
    return f"{name[0].upper()}{name[1:]} turns {number(done.pre_activation)} into {number(done.output, 3)}"


def _draw_links(ax: Axes, layout: NeuronLayout, done: Pass) -> None:
    largest = max(np.abs(done.weights).max(), 1e-9)
    decimals = 2 if np.abs(done.products).max() < 1000 else 0  # the same on all links
    for (x, y), weight, product in zip(layout.inputs, done.weights, done.products, strict=True):
        dashes = ":" if weight == 0 else "-" if weight > 0 else "--"
        colour = style.SOFT if weight == 0 else style.POSITIVE if weight > 0 else style.NEGATIVE
        ends = np.array([[x + 0.36, y], [layout.sum[0] - 0.48, _entry(layout, y)]])
        ax.plot(*ends.T, dashes, color=colour, lw=1.2 + 2.3 * abs(weight) / largest, zorder=1)
        room = 0.44 * INCH * (ends[1, 0] - ends[0, 0]) - 5  # as far apart as the two texts are
        times = fit_number(weight, room - (20 if weight < 0 else 8), style.TEXT)
        times = f"×({times})" if weight < 0 else f"×{times}"
        value = fit_number(product if decimals else round(product), room, style.TEXT)
        for where, text in ((0.3, times), (0.74, value)):
            ground = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5}
            at = ends[0] + where * (ends[1] - ends[0])
            _write(ax, at, text, fontsize=style.TEXT, color=style.INK, bbox=ground, zorder=2)


def _write(ax: Axes, at: Sequence[float] | np.ndarray, text: str, **look: Any) -> None:
    """Write a text at a place, in the middle of it unless `look` says otherwise."""
    x, y = at
    ax.text(x, y, text, **{"ha": "center", "va": "center", "fontsize": style.TEXT + 1, **look})


def _entry(layout: NeuronLayout, y: float) -> float:
    """Return the height at which a link from height `y` meets the circle."""
    reach = np.abs(layout.inputs[:, 1] - layout.sum[1]).max() or 1.0
    return layout.sum[1] + 0.3 * (y - layout.sum[1]) / reach


def _draw_nodes(ax: Axes, layout: NeuronLayout, done: Pass, names: Sequence[str]) -> None:
    size = style.TEXT + 1
    for (x, y), value, name in zip(layout.inputs, done.inputs, names, strict=True):
        look: dict[str, Any] = {"boxstyle": "square,pad=0", "fc": "white", "ec": style.INPUT, "lw": 2.2}
        ax.add_patch(FancyBboxPatch((x - 0.33, y - 0.25), 0.66, 0.5, **look))
        _write(ax, (x, y), fit_number(value, 44, size))
        _write(ax, (x - 0.45, y), name, ha="right", color=style.INPUT)
    x, y = layout.sum
    ax.add_patch(Circle(layout.sum, 0.48, fc="white", ec=style.OUTPUT, lw=2.2, zorder=3))
    _write(ax, (x, y + 0.16), "Σ", color=style.SOFT, zorder=4)
    _write(ax, (x, y - 0.14), fit_number(done.pre_activation, 60, size), zorder=4)
    if layout.bias is not None and done.bias is not None:
        x, y = layout.bias
        _arrow(ax, (x, y - 0.17), (x, layout.sum[1] + 0.5))
        _write(ax, (x, y), f"bias = {number(done.bias)}")


def _draw_output(ax: Axes, layout: NeuronLayout, done: Pass) -> None:
    size = style.TEXT + 1
    start = layout.sum[0] + 0.5
    if layout.activation is not None:
        x, y = layout.activation
        _arrow(ax, (start, y), (x - 0.5, y))
        round_ = "round,pad=0.04,rounding_size=0.2"
        look: dict[str, Any] = {"boxstyle": round_, "fc": "white", "ec": style.OUTPUT, "lw": 1.6}
        ax.add_patch(FancyBboxPatch((x - 0.42, y - 0.24), 0.84, 0.48, **look))
        _write(ax, (x, y), done.activation, fontsize=style.TEXT)
        start = x + 0.48
    x, y = layout.output
    _arrow(ax, (start, y), (x - 0.08, y))
    exact, room = number(done.output, 3), 0.72 * INCH
    fits = text_width(exact, size + 3, "bold") <= room
    shown = exact if fits else fit_number(done.output, room, size + 3, "bold")
    _write(ax, (x, y), shown, ha="left", fontsize=size + 3, fontweight="bold", color=style.OUTPUT)
    _write(ax, (x, y - 0.32), "output", ha="left", fontsize=style.TEXT, color=style.SOFT)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    look = {"arrowstyle": "-|>", "color": style.INK, "lw": 1.4, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=look)


def in_words(done: Pass, names: Sequence[str], activation: str | None) -> str:
    """Return what a neuron did with one row, as two sentences with the numbers."""
    parts = [
        f"{name} = {number(value)} times {number(weight)} gives {number(product)}"
        for name, value, weight, product in zip(names, done.inputs, done.weights, done.products, strict=True)
    ]
    total = f"Summed{f', with the bias of {number(done.bias)},' if done.bias is not None else ''} that is {number(done.pre_activation)}"
    if activation is None:
        end = "and this sum is the output."
    else:
        end = f"and the {activation} function makes the output {number(done.output, 3)} of it."
    return f"A neuron with {len(parts)} {'input' if len(parts) == 1 else 'inputs'}: {style.listed(parts, 9)}. {total}, {end}"
