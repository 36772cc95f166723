"""Picture in words: a text description for every figure, where everybody can reach it.

JupyterLab shows a PNG with no alternative text, and a stored notebook on GitHub has only what is in
its outputs. So a described figure carries its description three times: as `alt` in the output's
metadata (the course's own export writes it into the page), as the figure's plain text (consoles), and as a line
that folds out under the picture (every front end, every screen reader).

A drawing function of the course knows what it draws and writes the description itself. What a lesson
draws with plain matplotlib is read from the figure (`helpers.drawing.reading`).
"""

from __future__ import annotations

import html
from typing import overload

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.drawing.reading import read_axes, read_figure
from helpers.drawing.style import figure_of

_OF_AXES = "_description_in_words"  # the whole description of these axes; empty: to be read
_OF_FIGURE = "_conclusion_in_words"  # what stands before all that is read from this figure
_pending: list[Figure] = []  # described in the running cell, words not yet shown


@overload
def describe(shown: Axes, text: str | None = None) -> Axes: ...
@overload
def describe(shown: Figure | str | None = None, text: str | None = None) -> None: ...
def describe(shown: Axes | Figure | str | None = None, text: str | None = None) -> Axes | None:
    """Give a picture a text description, which appears under it, folded, and as its alternative text.

    Without `text`, titles, labels and data are read from the picture. This happens when the picture is
    shown, so it does not matter where in the cell the line stands, as long as it is before `plt.show()`.
    Describing the same thing again replaces what was said.

    Args:
        shown: the axes or the figure. Without it the current figure is described, and the text may come first:
            `describe("The neuron never gives anything between 0 and 1.")`.
        text: of a figure, what one would conclude from it; this stands before what is read. Of
            axes, their whole description, one to four plain sentences; nothing is read then.

    Returns:
        The axes, where axes were given.

    Raises:
        TypeError: if `shown` is something else.
        ValueError: if the text is empty, or if there is no figure.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> figure, ax = plt.subplots()
        >>> _ = ax.plot([0, 1], [0, 2])
        >>> describe("It rises.")
        >>> description(figure)
        'It rises. A line: from (0, 0) to (1, 2).'
    """
    from helpers import ipython

    if isinstance(shown, str) and text is None:
        shown, text = None, shown
    if text is not None and not (text := " ".join(str(text).split())):
        raise ValueError(
            "describe: the description is empty. Expected a sentence that says what the picture shows, "
            "or no text at all: then the description is read from the picture."
        )
    target = shown
    if target is None:
        import matplotlib.pyplot as plt

        if not plt.get_fignums():
            raise ValueError(
                "describe: there is no figure. Call it after the picture is drawn and before plt.show()."
            )
        target = plt.gcf()
    if isinstance(target, Axes):
        setattr(target, _OF_AXES, text or "")
        figure = figure_of(target)
    elif isinstance(target, Figure):
        figure = target
        setattr(figure, _OF_FIGURE, text or "")
    else:
        raise TypeError(
            f"describe: expected a matplotlib Axes or Figure, received {type(target).__name__}. "
            'For the current figure write: describe("What it shows.")'
        )
    if figure not in _pending:
        _pending.append(figure)
    ipython.install()
    return target if isinstance(target, Axes) else None


def description(shown: Axes | Figure) -> str:
    """Return the description of an axes or of a figure, "" where nothing was said of it.

    Where only axes of a figure are described, and several of them, each description begins with its title.
    """
    if not isinstance(shown, Figure):
        text = getattr(shown, _OF_AXES, None)
        return read_axes(shown) if text == "" else text or ""
    if hasattr(shown, _OF_FIGURE):
        return read_figure(shown, description, conclusion=getattr(shown, _OF_FIGURE))
    said = [(ax.get_title(), description(ax)) for ax in shown.axes if hasattr(ax, _OF_AXES)]
    if len(said) == 1:
        return said[0][1]
    return " ".join(f"{title}: {text}" if title else text for title, text in said)


def words_below(text: str, *, when: str = "") -> dict[str, str]:
    """Return the output that folds out under a picture, by MIME type.

    `<small>` makes it one quiet line: it needs no style, which GitHub takes away, and keeps the
    colour that the page's theme gives to text.

    Args:
        text: the description.
        when: of a picture that can be moved, which of its states the words are of.
    """
    inside, title = html.escape(text, quote=False), f"Picture in words{when}"
    return {
        "text/html": f"<details><summary><small>{title}</small></summary><small>{inside}</small></details>",
        "text/plain": f"{title}: {text}",
    }


def show_pending() -> None:
    """Display the descriptions of the figures described in this cell, each figure once."""
    figures, _pending[:] = list(_pending), []
    if not figures:
        return
    from IPython.display import display

    for figure in figures:
        display(words_below(description(figure)), raw=True)


def forget(figure: Figure) -> None:
    """Do not show this figure's words at the end of the cell (a widget shows them itself)."""
    if figure in _pending:
        _pending.remove(figure)
