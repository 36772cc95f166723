"""Gradient descent to play with: the path down a cost, for a learning rate chosen by a slider."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.drawing import style
from helpers.drawing.descriptions import describe, description
from helpers.widgets import play, redraw_when_moved

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
MOST_STEPS = 50


def path_down(
    gradient: Callable[[np.ndarray], Any], start: Sequence[float], learning_rate: float, steps: int
) -> np.ndarray:
    """Return the places that gradient descent visits, w ← w − learning_rate · gradient(w).

    Args:
        gradient: takes the parameters, shape (n,), gives the slope of the cost along each.
        start: the first place, shape (n,).
        learning_rate: above 0.
        steps: how often to step.

    Returns:
        Shape (steps + 1, n), the start included; shorter where the steps grew beyond all numbers.

    Example:
        >>> path_down(lambda w: 2 * w, [1.0, 2.0], 0.25, 2).tolist()
        [[1.0, 2.0], [0.5, 1.0], [0.25, 0.5]]
    """
    path = [np.asarray(start, dtype=float)]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            place = path[-1] - learning_rate * np.asarray(gradient(path[-1]), dtype=float)
            if not np.isfinite(place).all():
                break
            path.append(place)
    return np.array(path)


def play_descent(
    cost: Callable[[np.ndarray, np.ndarray], np.ndarray],
    gradient: Callable[[np.ndarray], Any],
    start: Sequence[float],
    *,
    learning_rate: float = 0.1,
    steps: int = 10,
    around: tuple[tuple[float, float], tuple[float, float]] | None = None,
    names: tuple[str, str] = ("w₁", "w₂"),
) -> None:
    """Show gradient descent on a cost of two parameters, with sliders for learning rate and steps.

    Where sliders cannot run, the picture of `learning_rate` and `steps` stands in their place.

    Args:
        cost: takes two arrays of the same shape, gives the cost at each place.
        gradient: takes the two parameters, shape (2,), gives the slope of the cost along each.
        start: where the descent begins, two numbers.
        learning_rate: where the slider begins, above 0.
        steps: how many steps are drawn at first, from 1 to 50.
        around: ((from, to), (from, to)), the part of the surface drawn; without it what the path of
            the first picture needs.
        names: what the parameters are called.

    Raises:
        ValueError: if the start is not two numbers, the learning rate not above 0, or the steps out
            of range.

    Example:
        play_descent(lambda a, b: a**2 + b**2, lambda w: 2 * w, [2.0, 1.0])
    """
    _check(start, learning_rate, steps)

    def draw(rate: float, count: int) -> Axes:
        return _draw(cost, path_down(gradient, start, rate, count), rate, around, names)

    play(draw, (learning_rate, steps), lambda redraw: _controls(learning_rate, steps, redraw))


def _check(start: Sequence[float], learning_rate: float, steps: int) -> None:
    if np.shape(start) != (2,) or not np.isfinite(np.asarray(start, dtype=float)).all():
        raise ValueError(f"start: expected two numbers, the parameters to begin with; received {start!r}.")
    if not 0 < learning_rate < np.inf:
        raise ValueError(
            f"learning_rate: expected a number above 0, for example 0.1; received {learning_rate!r}."
        )
    if not 1 <= steps <= MOST_STEPS:
        raise ValueError(f"steps: expected a whole number from 1 to {MOST_STEPS}; received {steps!r}.")


def _draw(cost: Callable, path: np.ndarray, rate: float, around: Any, names: tuple[str, str]) -> Axes:
    from helpers.drawing.cost import draw_cost

    ax = draw_cost(cost, path, around=around, names=names)
    if 1 / 3 < np.ptp(ax.get_xlim()) / np.ptp(ax.get_ylim()) < 3:
        ax.set_aspect("equal")  # so that a step crosses the lines of equal cost at right angles
    first, last = (float(np.mean(cost(*place))) for place in (path[0], path[-1]))
    count = f"{len(path) - 1} {'step' if len(path) == 2 else 'steps'}"
    ends = f"the cost goes from {style.number(first, 4)} to {style.number(last, 4)}"
    ax.set_title(f"Learning rate {rate:g}, {count}:\n{ends}", fontsize=style.TEXT + 1, fontweight="bold")
    return describe(ax, f"Gradient descent with a learning rate of {rate:g}. {description(ax)}")


def _controls(learning_rate: float, steps: int, redraw: Callable) -> list:
    import ipywidgets

    rates = [(f"{value:g}", value) for value in sorted({*RATES, float(learning_rate)})]
    wide = {"description_width": "90px"}
    rate = ipywidgets.SelectionSlider(
        options=rates, value=float(learning_rate), description="learning rate", style=wide
    )
    count = ipywidgets.IntSlider(value=steps, min=1, max=MOST_STEPS, description="steps", style=wide)
    redraw_when_moved([rate, count], redraw)
    return [ipywidgets.HBox([rate, count], layout={"flex_flow": "row wrap"})]
