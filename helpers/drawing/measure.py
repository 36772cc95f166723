"""How much room a text takes, as matplotlib's renderer says it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from matplotlib import rcParams

from helpers.drawing import style


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


def widest(texts: Iterable[str], size: float = 9, weight: str = "normal") -> float:
    """Return the width of the widest of some texts, in points; 0 if there is none."""
    return max((text_size(text, size, weight)[0] for text in texts), default=0.0)


@lru_cache(maxsize=4096)
def _size(text: str, size: float, weight: str, family: tuple[str, ...]) -> tuple[float, float]:
    figure, renderer = _page()
    drawn = figure.text(0, 0, text, fontsize=size, fontweight=weight, fontfamily=family)
    box = drawn.get_window_extent(renderer)
    drawn.remove()
    return box.width * 72 / style.DPI, box.height * 72 / style.DPI


@cache
def _page() -> tuple[Any, Any]:
    """Return a figure that is never shown, at the course's resolution, and its renderer."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(dpi=style.DPI)
    return figure, FigureCanvasAgg(figure).get_renderer()
