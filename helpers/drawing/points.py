"""Points of two classes in a plane, and the boundary that a model draws between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike

from helpers.drawing import style
from helpers.drawing.descriptions import describe

GRID = 400  # points along each side, on which the boundary is looked for


def draw_points(
    rows: np.ndarray,
    targets: ArrayLike,
    *,
    names: Sequence[str] = ("x₁", "x₂"),
    classes: Sequence[str] | None = None,
    legend: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw rows of two features as points, each class with its colour and its marker.

    Args:
        rows: shape (n, 2).
        targets: the class of each row, shape (n,).
        names: of the two features, with units.
        classes: the name of each class, in the order of their sorted values.
        legend: beside the axes in a new figure, on `ax` where its points leave room; False where a
            figure of several axes has one for all.
        ax: where to draw; a new figure if None.

    Returns:
        The axes, described: how many points each class has and around where they lie.

    Raises:
        ValueError: if the shapes do not fit, or there are more than five classes.
    """
    rows, targets = _checked(rows, targets)
    values = np.unique(targets)
    if len(values) > len(style.CLASS_COLOURS):
        raise ValueError(
            f"targets: expected at most {len(style.CLASS_COLOURS)} classes, received {len(values)}."
        )
    labels = style.names_for("classes", classes, [str(value) for value in values], "class")
    written = style.legible(labels, [str(value) for value in values])
    style.names_for("names", names, ("x₁", "x₂"), "feature")
    beside: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.0, 1.0)} if ax is None else {}
    ax = style.new_axes(ax, height=4.2)
    said = []
    look: dict[str, Any] = {"s": 46 if len(rows) < 20 else 26, "edgecolors": "white", "linewidths": 0.7}
    for index, (value, label) in enumerate(zip(values, labels, strict=True)):
        some = rows[targets == value]
        look |= {"marker": style.CLASS_MARKERS[index], "c": style.CLASS_COLOURS[index]}
        ax.scatter(*some.T, label=written[index], zorder=3, **look)
        x, y = map(style.number, some.mean(axis=0))
        said.append(f"{len(some)} of class {label} around ({x}, {y})")
    across, up = style.legible(names, ("x₁", "x₂"), most=60)
    ax.set(xlabel=across, ylabel=up)
    if legend:
        ax.legend(fontsize=style.TEXT - 1, framealpha=0.9, **{"loc": "best", **beside})
    style.tidy(ax)
    return describe(ax, f"{len(rows)} points over {names[0]} and {names[1]}: {style.listed(said)}.")


def draw_boundary(
    predict: Callable[[np.ndarray], np.ndarray],
    rows: np.ndarray,
    targets: ArrayLike,
    *,
    names: Sequence[str] = ("x₁", "x₂"),
    classes: Sequence[str] | None = None,
    legend: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw points of two classes and the line on which a model changes its mind.

    Args:
        predict: takes rows of shape (m, 2), gives one number a row, shape (m,) or (m, 1);
            0.5 and above counts as class 1.
        rows: shape (n, 2).
        targets: 0 or 1 for each row, shape (n,).
        names: of the two features.
        classes: the names of the two classes.
        legend: as for `draw_points`.
        ax: where to draw; a new figure if None.

    Returns:
        The axes, described: how many points lie on the wrong side.

    Raises:
        ValueError: if the shapes do not fit, or `predict` gives something else than a number a row.
    """
    rows, targets = _checked(rows, targets)
    if not np.isin(targets, (0, 1)).all():
        raise ValueError(f"targets: expected 0 or 1 for each row, found {np.unique(targets).tolist()[:6]}.")
    ax = draw_points(rows, targets, names=names, classes=classes, legend=legend, ax=ax)
    low, high = rows.min(axis=0), rows.max(axis=0)
    edge = np.where(high > low, 0.18 * (high - low), 0.5)
    across, up = (np.linspace(low[i] - edge[i], high[i] + edge[i], GRID) for i in (0, 1))
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    side = decided(predict, grid).reshape(GRID, GRID)
    pale = [tuple(0.82 + 0.18 * part for part in to_rgb(colour)) for colour in style.CLASS_COLOURS[:2]]
    ax.contourf(across, up, side, levels=[-0.5, 0.5, 1.5], colors=pale, zorder=0)
    divided = side.min() != side.max()
    if divided:
        ax.contour(across, up, side, levels=[0.5], colors=style.INK, linewidths=1.8, zorder=2)
    ax.set(xlim=across[[0, -1]], ylim=up[[0, -1]])
    wrong = int(np.sum(decided(predict, rows) != targets))
    drawn = "A boundary divides the plane" if divided else "The whole plane is given to one class"
    points = f"{len(rows)} points over {names[0]} and {names[1]}"
    return describe(ax, f"{drawn}; of {points}, {wrong} {'lies' if wrong == 1 else 'lie'} on the wrong side.")


def decided(predict: Callable[[np.ndarray], np.ndarray], rows: np.ndarray) -> np.ndarray:
    """Return 0 or 1 for each row: whether `predict` gives 0.5 or more."""
    values = np.asarray(predict(rows), dtype=float)
    if values.size != len(rows):
        raise ValueError(
            f"predict: expected one number for each of {len(rows)} rows, received shape {values.shape}. "
            "A model with several outputs: pass lambda rows: model(rows)[:, 1]."
        )
    return (values.reshape(-1) >= 0.5).astype(int)


def _checked(rows: np.ndarray, targets: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    rows, targets = np.asarray(rows, dtype=float), np.asarray(targets).reshape(-1)
    if rows.ndim != 2 or rows.shape[1] != 2 or not len(rows):
        raise ValueError(f"rows: expected shape (n, 2), two features a row; received {rows.shape}.")
    if len(targets) != len(rows):
        raise ValueError(f"targets: expected one for each of {len(rows)} rows, received {len(targets)}.")
    if not np.all(np.isfinite(rows)):
        raise ValueError("rows: expected numbers, found NaN or infinity. Drop or fill those rows first.")
    return rows, targets
