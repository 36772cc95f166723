"""`draw_inputs`: what goes into a network, as a grid of numbers or as images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import layout, style
from helpers.drawing.descriptions import describe
from helpers.drawing.measure import axes_width, fit_number, fit_text, names_beside
from helpers.drawing.style import TEXT, listed, new_axes, number, tidy

SMALL = 9  # points: the smallest text in a picture


def draw_inputs(
    rows: Any,
    *,
    feature_names: Sequence[str] | None = None,
    image_shape: tuple[int, int] | None = None,
    labels: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what goes into a network: rows as a grid of numbers, or images.

    In a grid each feature has its own line. Where there are several rows, a line's colours run from
    its smallest value to its largest.

    Args:
        rows: shape (features,) for one row, (rows, features) for several (at most 12), a pandas
            frame; or images of shape (images, height, width).
        feature_names: a name for each feature; a frame has its own.
        image_shape: (height, width), to draw each row as an image.
        labels: a name for each row or image.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the shape does not fit, or there is more than can be read.

    Example:
        >>> ax = draw_inputs([0.5, 1.0, -2.0], feature_names=["age", "fare", "sex"])
    """
    if feature_names is None and hasattr(rows, "columns"):
        feature_names = [str(name) for name in rows.columns]
    elif feature_names is None and hasattr(rows, "index") and hasattr(rows, "to_numpy"):
        feature_names = [str(name) for name in rows.index]
    values = _as_numbers(rows)
    if values.ndim == 1:
        values = values[None]
    if image_shape is not None:
        values = _as_images(values, image_shape)
    if not 2 <= values.ndim <= 3 or not values.size:
        raise ValueError(
            f"draw_inputs: expected shape (features,), (rows, features) or (images, height, width), "
            f"received {values.shape}."
        )
    if len(values) > 12:
        raise ValueError(f"draw_inputs: at most 12 rows can be read, received {len(values)}. Take rows[:12].")
    if labels is not None:
        labels = style.names_for("labels", labels, [str(row + 1) for row in range(len(values))], "row")
    if values.ndim == 3:
        return _draw_images(values, labels, ax)
    return _draw_grid(values, feature_names, labels, ax)


def _as_numbers(rows: Any) -> np.ndarray:
    try:
        return np.asarray(rows, float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"draw_inputs: a network takes numbers only, and this holds something else ({error}). "
            "Encode text columns first, for example with pandas.get_dummies."
        ) from None


def _as_images(values: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    height, width = shape
    if values[0].size != height * width:
        raise ValueError(
            f"image_shape: an image of {height} by {width} has {height * width} numbers, and a row has "
            f"{values[0].size}."
        )
    return values.reshape(-1, height, width)


def _draw_images(images: np.ndarray, labels: Sequence[str] | None, ax: Axes | None) -> Axes:
    count, height, width = images.shape
    across = min(count, 6)
    down = int(np.ceil(count / across))
    gap = max(1, width // 8)
    under = gap if labels is None else max(3, round(0.4 * height))  # room for the label of the next line
    sheet = np.full((down * (height + under) - under, across * (width + gap) - gap), np.nan)
    corners = [((i // across) * (height + under), (i % across) * (width + gap)) for i in range(count)]
    for image, (top, left) in zip(images, corners, strict=True):
        sheet[top : top + height, left : left + width] = image
    alone = count == 1
    size = 3.9 if alone else 0.5 + 7 / across * down * height / width
    ax = new_axes(ax, height=float(np.clip(size, 1.5, 6)))
    picture = ax.imshow(sheet, cmap="Greys")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    if alone and images.size <= 100:
        middle = (images.min() + images.max()) / 2
        for (row, column), value in np.ndenumerate(images[0]):
            colour = style.PAPER if value > middle else style.INK
            ax.text(column, row, number(value, 1), fontsize=SMALL, ha="center", va="center", color=colour)
    if alone or labels is None:
        bar = ax.figure.colorbar(picture, ax=ax, label="input value", shrink=0.9)
        bar.ax.tick_params(labelsize=TEXT - 1)
    if labels is not None:
        room = axes_width(ax) / across * width / (width + gap)
        shown = style.legible(labels, [str(image + 1) for image in range(count)], most=60)
        for text, (top, left) in zip((fit_text(text, room, TEXT) for text in shown), corners, strict=True):
            ax.text(left + width / 2 - 0.5, top - 0.7, text, fontsize=TEXT, ha="center", va="bottom")
    dark = (images > images.mean()).mean()
    named = f" They are labelled {listed(labels, 12)}." if labels is not None else ""
    return describe(
        ax,
        f"{count} {'image' if alone else 'images'} of {height} by {width} points, so {height * width} inputs each, "
        f"with values from {number(images.min())} to {number(images.max())}; {number(100 * dark, 0)} % of the points "
        f"are darker than the mean.{named}",
    )


def _draw_grid(values: np.ndarray, names: Any, labels: Any, ax: Axes | None) -> Axes:
    count, features = values.shape
    if features > 40:
        raise ValueError(
            f"draw_inputs: a grid of at most 40 features can be read, received {features}. For images give "
            "image_shape=(height, width)."
        )
    names = style.names_for("feature_names", names, layout.labels("x", features), "feature")
    grid = values.T
    axis = None if count == 1 else 1  # one row: all its features together; several: each feature by itself
    low, high = np.nanmin(grid, axis, keepdims=True), np.nanmax(grid, axis, keepdims=True)
    share = (grid - low) / np.where(high > low, high - low, 1)
    ax = new_axes(
        ax, width=4.0 if count == 1 else style.WIDTH, height=float(np.clip(0.9 + 0.3 * features, 1.6, 9))
    )
    ax.imshow(share, cmap="Blues", vmin=0, vmax=1.9, aspect="auto")  # light enough for dark text
    written = names_beside(ax, names, layout.labels("x", features), share=0.3)
    width, size = (axes_width(ax, written) - 20) / count - 1, TEXT - 1 if count <= 8 else SMALL
    for (row, column), value in np.ndenumerate(grid):
        ax.text(column, row, fit_number(value, width, size), fontsize=size, ha="center", va="center")
    ax.set_yticks(range(features), written)
    numbered = [str(row + 1) for row in range(count)]
    ax.set_xticks(
        range(count),
        [fit_text(name, width, TEXT - 1) for name in style.legible(labels or numbered, numbered)],
    )
    ax.set_yticks(np.arange(0.5, features - 1), minor=True)
    ax.set_xticks(np.arange(0.5, count - 1), minor=True)
    ax.grid(which="minor", color=style.PAPER, linewidth=2)
    ax.tick_params(which="both", length=0)
    ax.spines[:].set_visible(False)
    if count > 1 or labels is not None:
        ax.set_xlabel("row")
    else:
        ax.set_xticks([])
    lines = list(zip(names, grid, strict=True))
    if count == 1:
        shown = [f"{name} {number(line[0])}" for name, line in lines]
        what = f"One row of {features} inputs: {listed(shown, 12)}."
    else:
        ranges = [f"{name} {number(line.min())} to {number(line.max())}" for name, line in lines]
        what = f"{count} rows of {features} inputs, one column each. From smallest to largest: {listed(ranges, 12)}."
    return describe(tidy(ax), what)
