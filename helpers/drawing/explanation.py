"""Pictures of an explanation: each part from the base value to the prediction, or the parts of many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from helpers.drawing import style
from helpers.drawing.descriptions import describe
from helpers.drawing.layout import short
from helpers.drawing.style import INK, PAPER, SOFT, TEXT, listed, new_axes, number, plain_text, tidy

if TYPE_CHECKING:
    from helpers.explaining import Explanation

_PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}  # lines stop behind numbers
_FOR_ONE, _FOR_MANY = ("waterfall", "decision"), ("beeswarm", "bar")
_LONGEST = 40  # letters of a name in a picture; the description has all


def draw_explanation(
    explanation: Explanation, *, kind: str = "waterfall", top: int = 10, ax: Axes | None = None
) -> Axes:
    """Draw an explanation, on the scale it was made on: a probability as such, log-odds as log-odds.

    Where the parts are estimated, a thin line over each shows two standard errors to either side.

    Args:
        explanation: from `explain`, or any `shap.Explanation` of one output.
        kind: "waterfall" (each part from the base value to the prediction) or "decision" (the same as a
            path) for one row; "beeswarm" (each row's part, a dot) or "bar" (the mean size) for many.
        top: how many features are drawn; the others are put together into one line.
        ax: where to draw, or None for a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the kind is unknown, top is not 1 or more, or the explanation has not as many rows
            as the kind needs, or has several outputs.

    Example:
        >>> from helpers import explain
        >>> found = explain(lambda x: 2 * x[:, 0] - x[:, 1], [3.0, 1.0], background=[[1.0, 1.0]])
        >>> draw_explanation(found).get_xlabel()
        'output'
    """
    shown = _ranked(explanation, kind, top)
    ax = new_axes(ax, height=1.5 + 0.34 * len(shown.names))
    draw = {"waterfall": _waterfall, "decision": _decision, "beeswarm": _beeswarm, "bar": _bar}[kind]
    draw(ax, shown, explanation)
    _finish(ax, shown, explanation, kind)
    return describe(ax, explanation_in_words(explanation, kind=kind, top=top))


def explanation_in_words(explanation: Explanation, *, kind: str = "waterfall", top: int = 3) -> str:
    """Say what a picture of an explanation shows: the base, the prediction, the largest parts.

    Args:
        explanation: from `explain`, or any `shap.Explanation` of one output.
        kind: as in `draw_explanation`.
        top: how many features are named.

    Returns:
        Two or three sentences.
    """
    shown = _ranked(explanation, kind, top)
    parts, names, base, digits = shown.parts, shown.names, shown.base, shown.digits
    label, how = getattr(explanation, "label", "output"), getattr(explanation, "how", "")
    if kind in _FOR_ONE:
        errors = [f" ± {_amount(2 * error, digits)}" if error > 0 else "" for error in shown.errors[0]]
        each = [f"{name}: {_signed(part, digits)}{error}"
                for name, part, error in zip(names, parts[0], errors, strict=True)]  # fmt: skip
        said = (
            f"{label[0].upper()}{label[1:]} from {_amount(base, digits)}, the mean of the background, to "
            f"{_amount(base + parts.sum(), digits)} for this row. Parts: {'; '.join(each[:12])}."
        )
    elif kind == "bar":
        sizes = np.abs(parts).mean(axis=0)
        each = [f"{name} {_amount(size, digits)}" for name, size in zip(names, sizes, strict=True)]
        said = f"Parts of the {label} in {len(parts)} rows, mean size: {listed(each, 12)}."
    else:
        each = _swarm_words(explanation, shown)
        said = f"Parts of the {label} in {len(parts)} rows, a dot each. {'; '.join(each[:12])}."
    return said + (f" This is {how}." if how and not getattr(explanation, "exact", True) else "")


def _swarm_words(explanation: Explanation, shown: _Shown) -> list[str]:
    """Say of each feature in a beeswarm how far its parts reach, and where low and high values lie."""
    said, digits = [], shown.digits
    for place, name in enumerate(shown.names):
        part = shown.parts[:, place]
        text = f"{name}: from {_amount(part.min(), digits)} to {_amount(part.max(), digits)}"
        ranks = _ranks_of(explanation, shown, place)
        if ranks is not None and (ranks < 0.5).any() and (ranks > 0.5).any():
            low, high = part[ranks < 0.5], part[ranks > 0.5]
            text += f", low values {_signed(low.mean(), digits)} on average, high ones {_signed(high.mean(), digits)}"
        said.append(text)
    return said


def _shown_values(explanation: Explanation, kind: str, top: int) -> np.ndarray:
    """Return the values as (rows, features), or say why this picture cannot be drawn of them."""
    if kind not in _FOR_ONE + _FOR_MANY:
        raise ValueError(
            f"kind: expected one of {', '.join(_FOR_ONE + _FOR_MANY)}, received {kind!r}. "
            "For one row take waterfall, for many beeswarm."
        )
    if isinstance(top, bool) or not isinstance(top, (int, np.integer)) or top < 1:
        raise ValueError(f"top: expected a whole number from 1, received {top!r}. Leave it out for 10.")
    values = np.asarray(explanation.values, dtype=float)
    if values.ndim > 2:
        raise ValueError(
            f"the explanation has several outputs. Expected (rows, features), received the shape {values.shape}. "
            "Take one output first: explanation[..., 1]."
        )
    values = np.atleast_2d(values)
    if kind in _FOR_ONE and len(values) != 1:
        raise ValueError(
            f"{kind} draws one row. Expected an explanation of one, received {len(values)}. "
            'Take one: explanation[0], or draw all with kind="beeswarm".'
        )
    if kind in _FOR_MANY and len(values) < 2:
        raise ValueError(
            f'{kind} draws many rows. Expected two or more, received one. For one take kind="waterfall".'
        )
    return values


class _Shown(NamedTuple):
    """What is drawn: the largest features, then the sum of the rest."""

    kept: np.ndarray  # places of the features drawn by themselves, largest first
    parts: np.ndarray  # (rows, drawn)
    errors: (
        np.ndarray
    )  # (rows, drawn), standard errors; a sum has the root of their squares: they offset each other
    names: list[str]
    digits: int  # how many decimals its numbers have, by the largest part: 0.123, 1.23, 12.3, 540,088
    base: float


def _ranked(explanation: Explanation, kind: str, top: int) -> _Shown:
    """Choose the features that are drawn by themselves, and sum up the others."""
    values = _shown_values(explanation, kind, top)
    errors = np.nan_to_num(np.broadcast_to(np.atleast_2d(getattr(explanation, "error", 0.0)), values.shape))
    errors = np.where(errors > 1e-9 * np.abs(values).max(initial=0.0), errors, 0.0)  # less is rounding
    order = np.argsort(-np.abs(values).mean(axis=0), kind="stable")
    kept, rest = order[:top], order[top:]
    names = explanation.feature_names
    names = [f"x{i + 1}" if names is None else str(names[i]) for i in kept]
    shown = getattr(explanation, "display_data", None)
    shown = explanation.data if shown is None else shown
    if kind in _FOR_ONE and shown is not None:
        row = np.atleast_2d(np.asarray(shown, dtype=object))[0]
        values_of = [value_in_words(row[i]) for i in kept]
        names = [f"{name} = {value}" if value else name for name, value in zip(names, values_of, strict=True)]
    parts, errors_of = values[:, kept], errors[:, kept]
    if len(rest):
        parts = np.column_stack([parts, values[:, rest].sum(axis=1)])
        errors_of = np.column_stack([errors_of, np.sqrt((errors[:, rest] ** 2).sum(axis=1))])
        names.append(f"{len(rest)} other feature{'s' * (len(rest) > 1)}")
    largest = float(np.abs(parts).max(initial=0.0))
    digits = 3 if largest < 1 else 2 if largest < 10 else 1 if largest < 100 else 0
    base = float(np.ravel(explanation.base_values)[0]) if kind in _FOR_ONE else 0.0
    return _Shown(kept, parts, errors_of, names, digits, base)


def _amount(value: float, digits: int) -> str:
    """Write a part or an end with so many decimals, large ones in groups of three.

    >>> _amount(0.11, 3), _amount(-540088.14, 0), _amount(-0.0001, 3)
    ('0.110', '−540,088', '0.000')
    """
    value = float(value)
    if not np.isfinite(value) or abs(value) >= 1e12:
        return number(value, digits)
    text = f"{value:,.{digits}f}" if abs(value) >= 10_000 else f"{value:.{digits}f}"
    text = text.lstrip("-") if not float(text.replace(",", "")) else text
    return text.replace("-", "−")


def value_in_words(value: Any) -> str:
    """Write a feature's value: a number with at most two decimals, none that say nothing; text as it is.

    >>> value_in_words(1960.0), value_in_words(14.4542), value_in_words(540088), value_in_words("Cherbourg")
    ('1960', '14.45', '540,088', 'Cherbourg')
    """
    if isinstance(value, str) or not np.isscalar(value):
        return str(value)
    size = float(value)  # type: ignore[arg-type]  # np.isscalar is no guard that mypy knows
    return _amount(size, 0) if 10_000 <= abs(size) < 1e12 else number(size, 2)


def _signed(part: float, digits: int) -> str:
    written = _amount(part, digits)
    return written if part < 0 or not float(written.replace(",", "")) else f"+{written}"


def _waterfall(ax: Axes, shown: _Shown, explanation: Explanation) -> None:
    """Draw each part as a bar from where the one below it ended; the smallest at the bottom."""
    base, digits, sizes = shown.base, shown.digits, shown.parts[0]
    ends = base + np.cumsum(sizes[::-1])[::-1]
    starts = ends - sizes
    for place, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        ax.barh(place, size, left=start, height=0.66, edgecolor=PAPER, linewidth=0.6,
                color=style.POSITIVE if size >= 0 else style.NEGATIVE, hatch=None if size >= 0 else "///")  # fmt: skip
        right = max(start, start + size + 2 * shown.errors[0, place])
        _note(ax, _signed(size, digits), (right, place), 4)
        if place:
            ax.plot([ends[place]] * 2, [place - 0.67, place + 0.33], color=SOFT, linewidth=0.8)
    _draw_errors(ax, ends, np.arange(len(sizes)), shown.errors[0])
    _mark_ends(ax, base, base + sizes.sum(), len(sizes), digits)


def _decision(ax: Axes, shown: _Shown, explanation: Explanation) -> None:
    """Draw the path from the base value, at the bottom, to the prediction, at the top."""
    base, digits = shown.base, shown.digits
    sizes, errors = shown.parts[0][::-1], shown.errors[0][::-1]
    path = base + np.concatenate([[0], np.cumsum(sizes)])
    heights = np.arange(len(sizes), -1, -1) - 0.5
    ax.plot(path, heights, color=INK, linewidth=2.2, marker="o", markersize=5)
    for place, size in enumerate(sizes):
        right = max(path[place], path[place + 1] + 2 * errors[place])
        _note(ax, _signed(size, digits), (right, heights[place + 1] + 0.5), 8)
    _draw_errors(ax, path[1:], heights[1:], errors)
    _mark_ends(ax, base, path[-1], len(sizes), digits)


def _note(ax: Axes, text: str, at: tuple[float, float], points: float, side: str = "left") -> None:
    """Write a number beside a place, so many points away, on a plate that stops the lines behind it."""
    ax.annotate(text, at, (points, 0), textcoords="offset points", ha=side, va="center", color=INK,
                fontsize=TEXT - 1, bbox=_PLATE)  # fmt: skip


def _draw_errors(
    ax: Axes, at: np.ndarray, heights: np.ndarray, errors: np.ndarray, faint: bool = False
) -> None:
    """Draw two standard errors to either side of each part that has one; faint ones behind many dots."""
    known = np.asarray(errors) > 0
    if not known.any():
        return
    look: dict[str, Any] = {"elinewidth": 0.5, "ecolor": SOFT, "alpha": 0.4, "zorder": 0.5} if faint else {
        "elinewidth": 1, "ecolor": INK, "capsize": 3}  # fmt: skip
    drawn = ax.errorbar(at[known], heights[known], xerr=2 * errors[known], fmt="none", **look)
    for line in [] if faint else (*drawn[1], *drawn[2]):  # a light edge, to be seen on a dark bar
        line.set_path_effects([withStroke(linewidth=2.5, foreground=PAPER)])


def _mark_ends(ax: Axes, base: float, prediction: float, count: int, digits: int) -> None:
    """Mark the base value below the features and the prediction above them."""
    ax.axvline(base, color=SOFT, linestyle=":", linewidth=1.1, zorder=0)
    ax.axvline(prediction, color=INK, linestyle="--", linewidth=1.1, zorder=0)
    ax.use_sticky_edges = False  # or the bars' feet would lie on the frame
    ax.margins(x=0.16)
    ax.autoscale_view(scaley=False)
    middle = np.mean(ax.get_xlim())
    for value, word, height in ((base, "base", count - 0.1), (prediction, "prediction", -0.9)):
        side = "left" if value < middle else "right"
        _note(ax, f"{word} {_amount(value, digits)}", (value, height), 4 if side == "left" else -4, side)
    ax.set_ylim(count + 0.3, -1.3)


def _beeswarm(ax: Axes, shown: _Shown, explanation: Explanation) -> None:
    """Draw each row's part as a dot, dark for a low value of the feature and bright for a high one.

    Categories, and columns explained as one, are neither low nor high: their dots are grey.
    """
    coloured = []
    ax.axvline(0, color=SOFT, linewidth=0.9, zorder=0)
    for place in range(len(shown.names)):
        part, colours = shown.parts[:, place], _ranks_of(explanation, shown, place)
        heights = place + _swarm(part, np.ptp(shown.parts) or 1.0)
        look: dict[str, Any] = {"color": SOFT}
        if colours is not None:
            look = {"c": colours, "cmap": style.SEQUENTIAL, "vmin": 0, "vmax": 1}
        drawn = ax.scatter(part, heights, s=14, linewidths=0.25, edgecolors=SOFT, **look)
        coloured += [drawn] if colours is not None else []
        _draw_errors(ax, part, heights, shown.errors[:, place], faint=True)
    if coloured:
        bar = style.figure_of(ax).colorbar(coloured[0], ax=ax, ticks=[0, 1], aspect=30, pad=0.02)
        bar.ax.set_yticklabels(["low", "high"], fontsize=TEXT - 1)
        bar.set_label("value of the feature", fontsize=TEXT - 1, labelpad=-18)
        bar.outline.set_visible(False)
    ax.set_ylim(len(shown.names) - 0.4, -0.6)


def _ranks_of(explanation: Explanation, shown: _Shown, place: int) -> np.ndarray | None:
    """Return the place of each row's value of a drawn feature between the 5th and the 95th percentile, 0 to 1.

    It is .5 where all values are equal, None where a feature is neither low nor high.
    """
    if explanation.data is None or place >= len(shown.kept):
        return None
    feature = shown.kept[place]
    if feature in getattr(explanation, "groups", ()):
        return None
    try:
        column = np.asarray(explanation.data)[:, feature].astype(float)
    except (TypeError, ValueError):  # text
        return None
    if np.isnan(column).all():
        return None
    low, high = np.nanpercentile(column, [5, 95])
    if high <= low:
        low, high = np.nanmin(column), np.nanmax(column)
    return np.full(len(column), 0.5) if high <= low else np.clip((column - low) / (high - low), 0, 1)


def _swarm(values: np.ndarray, width: float) -> np.ndarray:
    """Return heights, within ±.4, that set dots of nearly the same value beside each other."""
    bins = np.round(values / width * 90).astype(int)
    heights = np.zeros(len(values))
    for found in np.unique(bins):
        inside = np.flatnonzero(bins == found)
        steps = (np.arange(len(inside)) + 1) // 2 * np.where(np.arange(len(inside)) % 2, 1, -1)
        heights[inside] = steps * min(0.09, 0.8 / max(len(inside), 1))
    return heights


def _bar(ax: Axes, shown: _Shown, explanation: Explanation) -> None:
    """Draw the mean size of each feature's part."""
    sizes, errors = np.abs(shown.parts).mean(axis=0), shown.errors.mean(axis=0)
    places = np.arange(len(sizes))
    ax.barh(places, sizes, height=0.66, color=style.HIDDEN)
    for place, size in enumerate(sizes):
        ax.annotate(_amount(size, shown.digits), (size + 2 * errors[place], place), (4, 0),
                    textcoords="offset points", va="center", color=INK, fontsize=TEXT - 1)  # fmt: skip
    _draw_errors(ax, sizes, places, errors)
    ax.margins(x=0.12)
    ax.set_ylim(len(sizes) - 0.4, -0.6)


def _finish(ax: Axes, shown: _Shown, explanation: Explanation, kind: str) -> None:
    ax.set_yticks(range(len(shown.names)), [plain_text(short(name, _LONGEST)) for name in shown.names])
    label = plain_text(getattr(explanation, "label", "output"))
    ax.set_xlabel(label if kind in _FOR_ONE else f"mean size of the part of the {label}" if kind == "bar"
                  else f"part of the {label}")  # fmt: skip
    tidy(ax)
    ax.tick_params(axis="y", length=0)
    if not getattr(explanation, "exact", True):
        lines = "an estimate: the lines are ± 2 standard errors" if (shown.errors > 0).any() else ""
        title = lines or ("an estimate" if explanation.how.startswith("an estimate") else "not exact")
        ax.set_title(f"{title}, see explanation.how", fontsize=TEXT - 1, color=SOFT, loc="left")
