"""The picture in words: a text description for every figure, where everybody can reach it.

JupyterLab shows a PNG with no alternative text, and a stored notebook on GitHub has only what is in
its outputs. So a described figure carries its description three times: as `alt` in the output's
metadata (the course's own export writes it into the page), as the figure's plain text (consoles), and as a line
that folds out under the picture (every front end, every screen reader).
"""

from __future__ import annotations

import html
import sys

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.drawing.style import figure_of

_ATTRIBUTE = "_description_in_words"
_pending: list[Figure] = []  # described in the running cell, words not yet shown
_connected: set[int] = set()  # ids of the shells that have our formatters


def describe(ax: Axes, text: str) -> Axes:
    """Give the picture in `ax` a text description: what one would conclude from it, with the numbers.

    The words appear under the picture, folded, and in the notebook's output as alternative text.
    Describing the same axes again replaces what was said.

    Args:
        ax: the axes that hold the picture.
        text: one to four plain sentences.

    Returns:
        The same axes.

    Raises:
        ValueError: if the text is empty.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> figure, ax = plt.subplots()
        >>> _ = ax.plot([0, 1], [0, 2])
        >>> _ = describe(ax, "A line that rises from 0 to 2.")
    """
    text = " ".join(str(text).split())
    if not text:
        raise ValueError(
            "describe: the description is empty. Expected a sentence that says what the picture shows."
        )
    setattr(ax, _ATTRIBUTE, text)
    figure = figure_of(ax)
    if figure not in _pending:
        _pending.append(figure)
    _connect()
    return ax


def description(shown: Axes | Figure) -> str:
    """Return what was said of an axes; of a figure, what was said of all its axes in order.

    Where a figure has several described axes with titles, each description begins with its title.
    """
    if not isinstance(shown, Figure):
        return getattr(shown, _ATTRIBUTE, "")
    said = [(ax.get_title(), getattr(ax, _ATTRIBUTE)) for ax in shown.axes if getattr(ax, _ATTRIBUTE, "")]
    if len(said) == 1:
        return said[0][1]
    return " ".join(f"{title}: {text}" if title else text for title, text in said)


def words_below(text: str, *, when: str = "") -> dict[str, str]:
    """Return the output that folds out under a picture, by MIME type.

    Args:
        text: the description.
        when: of a picture that can be moved, which of its states the words are of.
    """
    inside, title = html.escape(text, quote=False), f"Picture in words{when}"
    return {
        "text/html": f"<details><summary>{title}</summary>{inside}</details>",
        "text/plain": f"{title}: {text}",
    }


def _connect() -> None:
    """Hook into the running IPython shell, once; do nothing outside one."""
    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None or id(shell) in _connected or not hasattr(shell, "events"):
        return
    _connected.add(id(shell))
    png = shell.display_formatter.formatters["image/png"]
    try:
        draw = png.lookup_by_type(Figure)
    except KeyError:  # a terminal without an inline backend: there is no PNG to describe
        draw = None
    if draw is not None:
        png.for_type(Figure, lambda figure: _with_alt(draw(figure), figure))
    shell.display_formatter.formatters["text/plain"].for_type(
        Figure, lambda figure, printer, cycle: printer.text(description(figure) or repr(figure))
    )
    # Registered after matplotlib's own hook (a figure exists by now), so the words come below it.
    shell.events.register("post_execute", _show_words)


def _with_alt(drawn, figure: Figure):
    text = description(figure)
    if not text or drawn is None:
        return drawn
    data, metadata = drawn if isinstance(drawn, tuple) else (drawn, {})
    return data, {**metadata, "alt": text}


def _show_words() -> None:
    """Display the words of the figures described in this cell, each figure once."""
    from IPython.display import display

    figures, _pending[:] = list(_pending), []
    for figure in figures:
        display(words_below(description(figure)), raw=True)


def forget(figure: Figure) -> None:
    """Do not show this figure's words at the end of the cell (a widget shows them itself)."""
    if figure in _pending:
        _pending.remove(figure)
