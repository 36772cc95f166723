"""What a rule asks of a drawn figure: its axes, labels, lines, bars and points."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.checks.comparing import alike
from helpers.checks.verdicts import Wrong, show
from helpers.writing import listed, plural


def axes_of(answer: Any, panels: int = 1) -> Any:
    """Read an answer as so many axes: given as Axes, Figure, an array or a list of Axes, or (figure, axes).

    Returns:
        The Axes where one panel is asked for, else a list of them.

    Raises:
        Wrong: if it is something else; a sentence says what.
    """
    found = _axes(answer)
    if not found:
        kind = "None" if answer is None else "a function" if callable(answer) else show(answer)
        raise Wrong(
            f"expected the axes you drew in; you gave {kind}. They come from figure, ax = plt.subplots()."
        )
    if len(found) != panels:
        raise Wrong(f"expected {plural(panels, 'panel')}; your figure has {len(found)}.")
    return found[0] if panels == 1 else found


def _axes(answer: Any) -> list[Any]:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    if isinstance(answer, Axes):
        return [answer]
    if isinstance(answer, FigureBase):
        return [ax for ax in answer.axes if not _is_colour_bar(ax)]  # type: ignore[union-attr]
    if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[0], FigureBase):
        return _axes(answer[1])
    if isinstance(answer, np.ndarray | list | tuple):
        flat = np.asarray(answer, dtype=object).ravel().tolist()
        if flat and isinstance(flat[0], FigureBase):
            flat = flat[:1]
        return [ax for one in flat for ax in _axes(one)] if len(flat) < 100 else []
    owner = getattr(answer, "axes", None)  # an artist, as plot and bar return them
    return [owner] if isinstance(owner, Axes) else []


def _is_colour_bar(ax: Any) -> bool:
    return ax.get_label() == "<colorbar>"


def labels_of(ax: Any) -> dict[str, str]:
    """Return what is written around the axes: "title", "x", "y", and "legend" with commas between."""
    legend = ax.get_legend()
    return {
        "title": ax.get_title() or ax.get_title("left") or ax.get_title("right"),
        "x": ax.get_xlabel(),
        "y": ax.get_ylabel(),
        "legend": ", ".join(text.get_text() for text in legend.get_texts()) if legend else "",
    }


def labelled(ax: Any, **words: str | tuple[str, ...]) -> Any:
    """Return axes that are labelled; raise Wrong where a label lacks, or has none of the words it should have.

    Args:
        ax: the axes.
        **words: for "title", "x", "y" or "legend" a word, or several of which one is enough; "" for any.

    Example:
        labelled(ax, title="", x="epoch", y=("loss", "cost"))
    """
    found = labels_of(ax)
    swapped = _labels_swapped(found, words)
    for place, wanted in words.items():
        several = (wanted,) if isinstance(wanted, str) else wanted
        named = {"title": "title", "x": "label of the x axis", "y": "label of the y axis"}.get(place, place)
        if not found[place].strip():
            raise Wrong(f"the {named} is missing.")
        if swapped:
            raise Wrong("the labels of the two axes are the other way round.")
        if not any(word.lower() in found[place].lower() for word in several):
            raise Wrong(f"the {named} should name the {listed(several).replace(' and ', ' or ')}; it says "
                        f"{show(found[place])}.")  # fmt: skip
    return ax


def _labels_swapped(found: dict[str, str], words: dict[str, Any]) -> bool:
    if not words.get("x") or not words.get("y"):
        return False

    def says(place: str, wanted: Any) -> bool:
        several = (wanted,) if isinstance(wanted, str) else wanted
        return any(word.lower() in found[place].lower() for word in several)

    right = says("x", words["x"]) or says("y", words["y"])
    return not right and says("x", words["y"]) and says("y", words["x"])


def lines_of(ax: Any) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the x and y of each line that is drawn as one; markers without a line are points."""
    lines = [line for line in ax.get_lines() if line.get_linestyle() not in ("None", "", " ")]
    return [(np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)) for line in lines]


def bars_of(ax: Any) -> tuple[list[str], np.ndarray]:
    """Return the names under the bars, as the ticks have them, and the bars' lengths, in the order of their places."""
    from matplotlib.container import BarContainer

    names, places, lengths = [], [], []
    for bars in (one for one in ax.containers if isinstance(one, BarContainer)):
        lying = bars.orientation == "horizontal"
        ticks = (ax.get_yticks(), ax.get_yticklabels()) if lying else (ax.get_xticks(), ax.get_xticklabels())
        by_place = {round(float(tick), 3): label.get_text() for tick, label in zip(*ticks, strict=True)}
        for bar in bars.patches:
            middle = bar.get_y() + bar.get_height() / 2 if lying else bar.get_x() + bar.get_width() / 2
            places.append(middle)
            names.append(by_place.get(round(float(middle), 3), ""))
            lengths.append(bar.get_width() if lying else bar.get_height())
    order = np.argsort(places, kind="stable")
    return [names[place] for place in order], np.asarray(lengths, float)[order]


def points_of(ax: Any) -> np.ndarray:
    """Return the points, (n, 2), of scatter and of plot with markers alone."""
    from matplotlib.collections import PathCollection

    found = [
        np.asarray(one.get_offsets(), float) for one in ax.collections if isinstance(one, PathCollection)
    ]
    found += [
        np.column_stack([line.get_xdata(), line.get_ydata()]).astype(float)
        for line in ax.get_lines()
        if line.get_linestyle() in ("None", "", " ") and line.get_marker() not in ("None", "", None)
    ]
    return np.concatenate(found) if found else np.empty((0, 2))


def draws_line(ax: Any, x: Any, y: Any, what: str = "the line") -> Any:
    """Return axes on which this line is drawn; raise Wrong where it is not, or with its axes swapped."""
    lines = lines_of(ax)
    if not lines:
        raise Wrong(f"{what} is missing: no line is drawn.")
    if any(alike(one, x) and alike(other, y) for one, other in lines):
        return ax
    if any(alike(one, y) and alike(other, x) for one, other in lines):
        raise Wrong(f"{what} is drawn with its axes swapped: what goes across stands on the y axis.")
    if any(len(one) != len(x) for one, _ in lines) and not any(len(one) == len(x) for one, _ in lines):
        raise Wrong(f"{what} should go through {plural(len(x), 'point')}; yours has {len(lines[0][0])}.")
    raise Wrong(
        f"{what} does not go through the points it should, the first of them ({x[0]:.4g}, {y[0]:.4g})."
    )


def draws_points(ax: Any, points: Any, what: str = "the points") -> Any:
    """Return axes on which these points, (n, 2), are drawn in any order; raise Wrong where they are not."""
    wanted, found = np.asarray(points, float), points_of(ax)
    if len(found) != len(wanted):
        raise Wrong(f"expected {plural(len(wanted), 'point')} for {what}; yours draws {len(found)}.")
    if _as_set(found) == _as_set(wanted):
        return ax
    if _as_set(found[:, ::-1]) == _as_set(wanted):
        raise Wrong(f"{what} are drawn with their axes swapped.")
    raise Wrong(f"there are as many points as there should be, but {what} lie elsewhere.")


def draws_bars(ax: Any, lengths: Any, what: str = "the bars") -> Any:
    """Return axes on which bars of these lengths are drawn, from left to right or from below; else raise Wrong."""
    wanted, found = np.asarray(lengths, float), bars_of(ax)[1]
    if len(found) != len(wanted):
        raise Wrong(f"expected {plural(len(wanted), 'bar')} for {what}; yours draws {len(found)}.")
    if alike(found, wanted) or alike(found[::-1], wanted):
        return ax
    if alike(np.sort(found), np.sort(wanted)):
        raise Wrong(f"{what} have the right lengths, but in another order.")
    place = int(np.argmax(np.abs(found - wanted)))
    raise Wrong(f"{what}: one should be {wanted[place]:.4g} long; yours is {found[place]:.4g}.")


def _as_set(points: np.ndarray) -> list[tuple[float, float]]:
    return sorted((round(float(x), 6), round(float(y), 6)) for x, y in points)
