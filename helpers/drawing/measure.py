"""How much room a text takes, as matplotlib's renderer says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties

from helpers.drawing import style
from helpers.drawing.layout import short
from helpers.drawing.style import compact, number, plain_text


def text_size(text: str, size: float = 9, weight: str = "normal") -> tuple[float, float]:
    """Return the width and height of a text, of one line or several, in points.

    Args:
        text: as matplotlib is given it; '' has no size.
        size: of the font, in points.
        weight: "normal" or "bold".

    Example:
        >>> text_size("WWWW")[0] > 3 * text_size("iiii")[0]
        True
    """
    return _size(text, size, weight, tuple(rcParams["font.family"])) if text else (0.0, 0.0)


def text_width(text: str, size: float = 9, weight: str = "normal") -> float:
    """Return the width of a text without maths, in points: of several lines the widest. Quicker than `text_size`."""
    return max(_width(line, size, weight, tuple(rcParams["font.family"])) for line in text.split("\n"))


def widest(texts: Iterable[str], size: float = 9, weight: str = "normal") -> float:
    """Return the width of the widest of some texts, in points; 0 if there is none."""
    return max((text_width(text, size, weight) for text in texts), default=0.0)


def axes_width(ax: Axes, beside: Iterable[str] = (), size: float = 10) -> float:
    """Return about how many points an axes will be wide once the texts beside it have their room."""
    return ax.get_window_extent().width * 72 / style.figure_of(ax).dpi - widest(beside, size)


def fit_number(value: float, width: float, size: float = 9, weight: str = "normal") -> str:
    """Write a number with two decimals, or with as few as fit into a width (points), or as a power of ten."""
    power = f"{value:.0e}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-").replace("-", "−")
    texts = (number(value, 2), number(value, 1), number(value, 0), compact(value))
    return next((text for text in texts if text_width(text, size, weight) <= width), power)


def fit_text(text: str, width: float, size: float = 9) -> str:
    """Shorten a text, as matplotlib is given it, by an ellipsis until it fits into a width (points)."""
    text = text.replace(r"\$", "$")
    most = len(text)
    while most > 1 and text_width(plain_text(short(text, most)), size) > width:
        most -= 1
    return plain_text(short(text, most))


def names_beside(ax: Axes, names: Sequence[str], instead: Sequence[str], share: float = 0.4) -> list[str]:
    """Return names as they are written beside an axes: legible, and over at most a share of its width."""
    most = share * axes_width(ax)
    return [fit_text(name, most, 10) for name in style.legible(names, instead)]


@lru_cache(maxsize=4096)
def _size(text: str, size: float, weight: str, family: tuple[str, ...]) -> tuple[float, float]:
    figure, renderer = _page()
    drawn = figure.text(0, 0, text, fontsize=size, fontweight=weight, fontfamily=family)
    box = drawn.get_window_extent(renderer)
    drawn.remove()
    return float(box.width * 72 / style.DPI), float(box.height * 72 / style.DPI)


@lru_cache(maxsize=8192)
def _width(line: str, size: float, weight: str, family: tuple[str, ...]) -> float:
    if not line:
        return 0.0
    line = line.replace(r"\$", "$")
    return (
        _page()[1].get_text_width_height_descent(line, _font(size, weight, family), False)[0] * 72 / style.DPI
    )


@cache
def _font(size: float, weight: str, family: tuple[str, ...]) -> FontProperties:
    return FontProperties(family=family, size=size, weight=weight)


@cache
def _page() -> tuple[Any, Any]:
    """Return a figure that is never shown, at the course's resolution, and its renderer."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(dpi=style.DPI)
    return figure, FigureCanvasAgg(figure).get_renderer()
