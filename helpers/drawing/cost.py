"""`draw_cost`: the cost over two parameters, and the path that was descended on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import style
from helpers.drawing.descriptions import describe
from helpers.drawing.style import TEXT, new_axes, number, plain_text, tidy


def draw_cost(
    cost: Callable[[np.ndarray, np.ndarray], np.ndarray],
    path: Any = None,
    *,
    around: tuple[tuple[float, float], tuple[float, float]] | None = None,
    names: tuple[str, str] = ("w₁", "w₂"),
    bar: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw the cost over two parameters as contour lines, and the path that was descended on it.

    Args:
        cost: takes two arrays of the same shape, gives the cost at each place.
        path: the parameters after each step, the start included; shape (steps + 1, 2).
        around: ((from, to), (from, to)), the part of the surface drawn; without it what the path
            needs.
        names: what the parameters are called.
        bar: draw the colour bar, and the legend of the path; panels of one scale need them once.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the path has another shape, or the cost gives no finite number.

    Example:
        >>> ax = draw_cost(lambda a, b: a**2 + b**2, [[2, 1], [1, 0.5], [0.5, 0.25]])
    """
    points = _as_path(path)
    (left, right), (low, high) = around or _view(points, cost)
    x, y = np.meshgrid(np.linspace(left, right, 121), np.linspace(low, high, 121))
    heights = _heights(cost, x, y)
    ax = new_axes(ax, height=4.4)
    levels = _levels(heights)
    fill = ax.contourf(x, y, heights, levels=levels, cmap=style.SEQUENTIAL, extend="max")
    ax.contour(x, y, heights, levels=levels, colors=style.PAPER, linewidths=0.6, alpha=0.7)
    if bar:
        digits = 0 if levels[-1] >= 100 else 2 if levels[-1] >= 1 else 4
        scale = ax.figure.colorbar(fill, ax=ax, label="cost", format=lambda value, _: number(value, digits))
        scale.ax.tick_params(labelsize=TEXT - 1)
    ax.set(xlim=(left, right), ylim=(low, high), xlabel=plain_text(names[0]), ylabel=plain_text(names[1]))
    if points is not None:
        _draw_path(ax, points, legend=bar)
    return describe(tidy(ax), _cost_words(cost, points, (x, y, heights), names))


def _as_path(path: Any) -> np.ndarray | None:
    if path is None:
        return None
    points = np.asarray(path, float)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(
            f"path: expected shape (steps, 2), the two parameters after each step, received {points.shape}."
        )
    points = points[np.cumsum(~np.isfinite(points).all(axis=1)) == 0]  # up to where it ran away
    if not len(points):
        raise ValueError("path: its first point is not a finite number.")
    return points


def _view(points: np.ndarray | None, cost: Callable) -> list[tuple[float, float]]:
    """Choose the part of the surface: all of the path, or the first steps of one that ran away."""
    if points is None:
        return [(-2.0, 2.0), (-2.0, 2.0)]
    heights = _heights(cost, points[:, 0], points[:, 1])
    if len(points) > 6 and not heights[-1] <= heights[0]:
        points = points[:6]
    low, high = points.min(axis=0), points.max(axis=0)
    half = max(float((high - low).max()) * 0.65, 1e-3)
    middle = (low + high) / 2
    return [(float(centre - half), float(centre + half)) for centre in middle]


def _heights(cost: Callable, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    try:
        heights = np.asarray(cost(x, y), float)
    except (TypeError, ValueError):
        heights = np.empty(0)
    if heights.shape != x.shape:  # a cost written for two single numbers
        heights = np.asarray(np.vectorize(lambda a, b: np.mean(cost(a, b)), otypes=[float])(x, y))
    if not np.isfinite(heights).any():
        raise ValueError(
            "cost: expected a finite number somewhere, received none. Check for a log of 0 or below."
        )
    return heights


def _levels(heights: np.ndarray) -> np.ndarray:
    """Choose contours that are closer where the surface is low, so that a flat valley shows."""
    finite = heights[np.isfinite(heights)]  # a cost may be infinite somewhere, as a logarithm of 0 is
    low, high = finite.min(), np.percentile(finite, 98)
    if not high > low:
        return np.array([low - 0.5, low + 0.5])
    return low + (high - low) * np.linspace(0, 1, 15) ** 2


def _short(value: float) -> str:
    return number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4)


def _draw_path(ax: Axes, points: np.ndarray, *, legend: bool) -> None:
    import matplotlib.patheffects as effects

    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    outside = (points < (left, low)).any(axis=1) | (points > (right, high)).any(axis=1)
    ends = not outside.any()
    if not ends:
        points = points[: int(outside.argmax()) + 1]
    halo = [effects.withStroke(linewidth=3.6, foreground=style.INK)]
    ax.plot(*points.T, "-", color=style.PAPER, linewidth=1.8, path_effects=halo, zorder=3)
    dots: dict[str, Any] = {"color": style.PAPER, "markeredgecolor": style.INK, "linestyle": "none"}
    if len(points) <= 200:
        ax.plot(*points.T, marker="o", markersize=4.5, zorder=4, **dots)
    ax.plot(*points[0], marker="s", markersize=9, zorder=5, label="start", **dots)
    if ends and len(points) > 1:
        ax.plot(*points[-1], marker="*", markersize=16, zorder=5, label="end", **dots)
    if legend:
        ax.legend(fontsize=TEXT - 1, loc="best", framealpha=0.95)


def _cost_words(cost: Callable, points: np.ndarray | None, surface: tuple, names: tuple[str, str]) -> str:
    x, y, heights = surface
    lowest = np.unravel_index(int(np.nanargmin(heights)), heights.shape)
    text = (
        f"The cost over {names[0]} and {names[1]}: in the part drawn it runs from {_short(heights[lowest])}, near "
        f"{names[0]} = {number(x[lowest])} and {names[1]} = {number(y[lowest])}, to {_short(np.nanmax(heights))}."
    )
    if points is None:
        return text
    along = _heights(cost, points[:, 0], points[:, 1])
    steps = len(points) - 1
    start, end = (f"({number(a)}, {number(b)})" for a, b in (points[0], points[-1]))
    if not steps:
        return f"{text} The start is {start}, with a cost of {_short(along[0])}."
    verb = "falls" if along[-1] < along[0] else "rises" if along[-1] > along[0] else "stays"
    text += (
        f" The path takes {steps} {'step' if steps == 1 else 'steps'} from {start} to {end}; the cost {verb} from "
        f"{_short(along[0])} to {_short(along[-1])}."
    )
    (left, right), (low, high) = (x.min(), x.max()), (y.min(), y.max())
    if not (left <= points[-1, 0] <= right and low <= points[-1, 1] <= high):
        text += " It leaves the picture."
    worse = int((np.diff(along) > 0).sum())
    if worse:
        text += f" In {worse} of the steps it rises."
    return text
