"""What the course changes in a running IPython shell: all of it, in one place.

`install` is called when the first public name is taken from `helpers`, and by `describe`. It has four effects:

1. after each cell, a line where a variable of the learner's has taken the place of a function of the course
   (`helpers.shadowing`);
2. after each cell, the descriptions of the figures that were described in it (`helpers.drawing.descriptions`);
3. a described figure's PNG carries its description as `alt` in the output's metadata;
4. a described figure's plain text is its description.

The last two are put in place by `describe` alone: before it there is no figure, and setting up matplotlib's
inline back end, or changing its format, throws away what stood there before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

_hooked: set[int] = set()  # ids of the shells that have our hooks


def install() -> None:
    """Hook into the running shell, each hook once; do nothing outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or not hasattr(shell, "events"):
        return
    if id(shell) not in _hooked:
        _hooked.add(id(shell))
        # After matplotlib's own hook, which is a "post_execute" and shows the figures of the cell.
        shell.events.register("post_run_cell", lambda *_: _after_cell(shell))
    if "helpers.drawing.descriptions" in sys.modules:
        _replace_formatters(shell.display_formatter.formatters)


def _after_cell(shell: Any) -> None:
    from helpers import shadowing

    descriptions = sys.modules.get("helpers.drawing.descriptions")
    if descriptions is not None:
        descriptions.show_pending()
    shadowing.tell(shell.user_ns)


def _replace_formatters(formatters: Any) -> None:
    """Give a described figure its alternative text and its plain text, unless that is done."""
    from matplotlib.figure import Figure

    from helpers.drawing.descriptions import description

    def plain(figure: Figure, printer: Any, _cycle: bool) -> None:
        printer.text(description(figure) or repr(figure))

    formatters["text/plain"].for_type(Figure, plain)
    try:
        draw = formatters["image/png"].lookup_by_type(Figure)
    except KeyError:  # a terminal without an inline back end: there is no PNG to describe
        return
    if not getattr(draw, "adds_alt", False):
        formatters["image/png"].for_type(Figure, _with_alt(draw, description))


def _with_alt(draw: Callable, description: Callable) -> Callable:
    """Return matplotlib's function that draws a PNG, with the description put into its metadata."""

    def described(figure: Any) -> Any:
        drawn, text = draw(figure), description(figure)
        if not text or drawn is None:
            return drawn
        data, metadata = drawn if isinstance(drawn, tuple) else (drawn, {})
        return data, {**metadata, "alt": text}

    described.adds_alt = True  # type: ignore[attr-defined]  # a mark, so that it is wrapped once
    return described
