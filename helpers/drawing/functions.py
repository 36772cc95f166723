"""`draw_activation_function`: an activation function with its derivative."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import style
from helpers.drawing.descriptions import describe
from helpers.drawing.style import TEXT, listed, new_axes, number, tidy
from helpers.layer import name_of
from helpers.neurons import ACTIVATIONS, LAYER_ACTIVATIONS

_RANGES = {
    "linear": "every number",
    "step": "0 or 1",
    "sigmoid": "between 0 and 1",
    "tanh": "between −1 and 1",
    "relu": "0 and above",
    "softmax": "between 0 and 1",
}


def draw_activation_function(function: Any, *, ax: Axes | None = None) -> Axes:
    """Draw an activation function (solid) with its derivative (dashed) and its range.

    Softmax takes several sums at once: drawn are the three outputs for the sums x, 1 and 0, which
    always make 1 together.

    Args:
        function: "linear", "step", "sigmoid", "tanh", "relu", "softmax", the name of any other
            Keras activation, or a function of an array.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the name is unknown or the function gives no number for each number.

    Example:
        >>> ax = draw_activation_function("relu")
    """
    name = name_of(function)
    apply = _find(function)
    ax = new_axes(ax, height=3.1)
    x = np.linspace(-4, 4, 801)
    if name == "softmax":
        return _draw_softmax(ax, x)
    y = _values_of(apply, x, name)
    slope = _slope(apply, x, name)
    _draw_lines(ax, x, y, slope, name)
    within = f"from {number(y.min())} to {number(y.max())} in this picture"
    if LAYER_ACTIVATIONS.get(name) is apply:
        within = _RANGES[name]
    _finish_function(ax, f"{name}, its range: {within}")
    steep = int(np.nanargmax(np.abs(slope)))
    flat = 100 * np.mean(np.abs(slope) < 0.01)
    text = (
        f"The activation function {name}, for sums from −4 to 4. Its range: {within}; at −4 it gives {number(y[0])}, "
        f"at 0 {number(float(_values_of(apply, np.zeros(1), name)[0]))}, at 4 {number(y[-1])}. "
    )
    if name == "step":
        text += "Its derivative is 0 everywhere but at the jump, where there is none: nothing to learn by."
    elif np.ptp(slope) < 1e-3:
        text += f"Its derivative is {number(slope[0])} everywhere."
    else:
        text += f"Its derivative is steepest near {number(x[steep], 1)}, at {number(slope[steep])}"
        text += f"; over {number(flat, 0)} % of the picture it is flat, nearly 0." if flat >= 1 else "."
    return describe(ax, text)


def _find(function: Any) -> Callable:
    if isinstance(function, str) and function in LAYER_ACTIVATIONS:
        return LAYER_ACTIVATIONS[function]
    if callable(function):
        return function
    import keras

    try:
        return keras.activations.get(function)
    except (ValueError, TypeError):
        raise ValueError(
            f"draw_activation_function: no activation is called {function!r}. Expected {listed(LAYER_ACTIVATIONS, 9)}, another "
            "name that Keras knows, such as 'elu', or a function."
        ) from None


def _values_of(apply: Callable, x: np.ndarray, name: str) -> np.ndarray:
    try:
        y = np.asarray(apply(x), float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"draw_activation_function: {name} does not take an array ({error}). Expected a function that gives one "
            "number for each number, written with np or keras.ops: np.where(x > 0, 1, 0), not if x > 0."
        ) from None
    if y.shape != x.shape:
        raise ValueError(
            f"draw_activation_function: {name} gave shape {y.shape} for {x.shape}. Expected one number for each number."
        )
    return y


def _slope(apply: Callable, x: np.ndarray, name: str) -> np.ndarray:
    """Return the derivative: exact for the functions of the course, else by a small difference."""
    if name in ACTIVATIONS and apply is ACTIVATIONS[name][0]:
        return ACTIVATIONS[name][1](x)
    small = 2e-3
    slope = (_values_of(apply, x + small, name) - _values_of(apply, x - small, name)) / (2 * small)
    jump = np.abs(slope) > 50
    return np.where(jump, np.nan, slope) if jump.any() and not jump.all() else slope


def _draw_lines(ax: Axes, x: np.ndarray, y: np.ndarray, slope: np.ndarray, name: str) -> None:
    looks = ((y, style.INK, "-", "function"), (slope, style.VALIDATION, "--", "derivative"))
    for values, colour, line, label in looks:
        jumps = np.flatnonzero(np.abs(np.diff(values)) > 0.4) + 1
        shown, places = (np.insert(numbers, jumps, np.nan) for numbers in (values, x))
        ax.plot(places, shown, line, color=colour, linewidth=2.2, label=label)
    if name == "step":
        ax.plot([0], [0], "o", color=style.INK, markersize=6)
        ax.plot([0], [1], "o", markerfacecolor=style.PAPER, markeredgecolor=style.INK, markersize=6)


def _finish_function(ax: Axes, title: str) -> None:
    ax.axhline(0, color=style.SOFT, linewidth=0.6)
    ax.axvline(0, color=style.SOFT, linewidth=0.6)
    ax.margins(y=0.1)
    ax.set(xlabel="sum that comes in", ylabel="what goes out", title=title)
    ax.legend(fontsize=TEXT - 1, frameon=False, loc="upper left")
    tidy(ax)


def _draw_softmax(ax: Axes, x: np.ndarray) -> Axes:
    sums = np.stack([x, np.ones_like(x), np.zeros_like(x)], axis=1)
    shares = LAYER_ACTIVATIONS["softmax"](sums)
    looks = (
        ("-", style.INK, "class 1, its sum is x"),
        (":", style.INPUT, "class 2, sum 1"),
        ("-.", "#117a5b", "class 3, sum 0"),
    )
    for k, (line, colour, label) in enumerate(looks):
        ax.plot(x, shares[:, k], line, color=colour, linewidth=2.2, label=label)
    slope = shares[:, 0] * (1 - shares[:, 0])
    ax.plot(x, slope, "--", color=style.VALIDATION, linewidth=2.2, label="derivative of class 1")
    _finish_function(ax, "softmax, its range: between 0 and 1, together 1")
    ax.set(ylim=(-0.05, 1.4), yticks=np.linspace(0, 1, 6))
    ax.legend(fontsize=TEXT - 1, frameon=False, loc="upper left", ncols=2)
    at = int(slope.argmax())
    return describe(
        ax,
        "The softmax function on three sums: x, 1 and 0. "
        f"As x goes from −4 to 4, class 1 goes from {number(shares[0, 0])} to {number(shares[-1, 0])}, and classes 2 "
        f"and 3 fall to {number(shares[-1, 1])} and {number(shares[-1, 2])}; the three always make 1. The derivative of "
        f"class 1 is largest, {number(slope[at])}, near x = {number(x[at], 1)}.",
    )
