"""Colours, markers and sizes that all pictures of the course share.

The same thing has the same colour in every lesson. The hues are those of Okabe and Ito
(https://jfly.uni-koeln.de/color/), darkened where text needs it: they stay apart for colour-blind
readers. Colour is never alone: inputs, hidden nodes and outputs also differ in shape or outline,
classes in marker, training and validation in line style, the sign of a weight in dashes or label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from helpers.writing import listed as listed  # also taken from here
from helpers.writing import number as number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

INK = "#1a1a1a"  # text, outlines
SOFT = "#5c5c5c"  # secondary text; 6.7:1 on white
PAPER = "#ffffff"  # the ground of every picture, so that it is legible in a dark theme too

INPUT = "#0072b2"  # blue
HIDDEN = "#5c5c5c"  # grey
OUTPUT = "#b34d00"  # dark vermilion
POSITIVE = "#c45500"  # orange: a weight or share of a prediction above 0, as in DIVERGING
NEGATIVE = "#4a1486"  # purple: and below 0
SLOPE_UP = "#d6006f"  # deep pink: a slope above 0: where the number rises, the cost rises
SLOPE_DOWN = "#005b4f"  # teal: and below 0, where it falls; neither is a colour of weights
HIDDEN_FILL = "#f3f3f3"
TRAINING = "#1a1a1a"  # drawn as a solid line
VALIDATION = "#b34d00"  # drawn as a dashed line

# blue, vermilion, dark green, greyed mauve, aubergine: apart for all, by depth where not by hue
CLASS_COLOURS = ("#0072b2", "#c1440e", "#00452f", "#7a6670", "#4b1248")
CLASS_MARKERS = ("o", "^", "s", "D", "P")

DIVERGING = "PuOr_r"  # purple below 0, orange above; safe for colour-blind readers, prints in grey by depth
SEQUENTIAL = "cividis"

WIDTH = 7.0  # inches: the width of a notebook's page
DPI = 100
TEXT = 11  # points: as large as the text around it at DPI


def new_axes(ax: Axes | None = None, *, width: float = WIDTH, height: float = 3.6) -> Axes:
    """Return `ax`, or the axes of a new figure of the course's size (inches)."""
    if ax is not None:
        from matplotlib.axes import Axes

        if not isinstance(ax, Axes) or ax.name != "rectilinear":
            kind = (
                f"one with the projection {ax.name!r}, not a flat one"
                if isinstance(ax, Axes)
                else type(ax).__name__
            )
            raise TypeError(
                f"ax: expected a matplotlib Axes, received {kind}. Make one with: figure, ax = plt.subplots()"
            )
        return ax
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots(figsize=(width, height), dpi=DPI, layout="constrained")
    figure.set_facecolor(PAPER)
    return ax


def tidy(ax: Axes) -> Axes:
    """Take away the frame's upper and right line, and set the sizes of the text."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=TEXT - 1, colors=INK)
    for label in (ax.xaxis.label, ax.yaxis.label):
        label.set_fontsize(TEXT)
    ax.title.set_fontsize(TEXT + 1)
    ax.title.set_fontweight("bold")
    return ax


def plain_text(name: object) -> str:
    r"""Return a learner's name as matplotlib writes it letter by letter: two `$` in it make no formula.

    Call it once, where the name goes into a text, label, title or legend; not where it goes into words.

    >>> print(plain_text("price in $, tax in $"))
    price in \$, tax in \$
    """
    return str(name).replace("$", r"\$")


def compact(value: float) -> str:
    """Write a number in little room: three digits that matter, six signs at the most before a power of ten.

    >>> compact(1234.567), compact(-0.0756), compact(-3.1e-7)
    ('1235', '−0.076', '−3e−7')
    """
    value = float(value)
    size = abs(value)
    if not np.isfinite(value):
        return number(value)
    if size >= 99999.5:
        return f"{value:.0e}".replace("e+0", "e").replace("e+", "e").replace("-", "−")
    if 0 < size < 0.0005:
        return f"{value:.0e}".replace("e-0", "e-").replace("-", "−")
    return number(value, 3 if size < 0.1 else 2 if size < 10 else 1 if size < 100 else 0)


def colours_of_signs(below: str, above: str) -> Colormap:
    """Return a colour map from one colour, at the number furthest below 0, over nearly white at 0 to another."""
    from matplotlib.colors import LinearSegmentedColormap, to_rgb

    pale: list[Any] = [tuple(0.75 * part + 0.25 for part in to_rgb(colour)) for colour in (below, above)]
    return LinearSegmentedColormap.from_list("signs", [below, pale[0], "#f7f7f7", pale[1], above])


def figure_of(ax: Axes) -> Figure:
    """Return the figure that holds `ax`, also where `ax` lies in a subfigure."""
    return cast("Figure", ax.get_figure(root=True))


def plural(count: int, noun: str) -> str:
    """Write a count with its noun: '1 input', '1,024 inputs'."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def names_for(argument: str, given: Sequence[Any] | None, instead: Sequence[str], each: str) -> list[str]:
    """Check that names are as many as needed, and return them; where there are none, the labels instead.

    Raises:
        TypeError: for a single text.
        ValueError: for another count.

    Example:
        >>> names_for("feature_names", None, ["x₁", "x₂"], "input")
        ['x₁', 'x₂']
    """
    if given is None:
        return list(instead)
    if isinstance(given, str):
        raise TypeError(
            f"{argument}: expected a list of names, received the text {given!r}. Write [{given!r}]."
        )
    if len(given) != len(instead):
        raise ValueError(
            f"{argument}: expected {plural(len(instead), 'name')}, one for each {each}, received {len(given)}."
        )
    return [str(name) for name in given]


def legible(names: Iterable[object], instead: Sequence[str], *, most: int = 24) -> list[str]:
    """Return names as a picture can write them: shortened, without maths, in signs that the font has.

    A name with signs that the font lacks would be a row of boxes. In its place stands its label, and one
    warning says so; descriptions in words keep the name.

    Args:
        names: any objects.
        instead: a label for each, such as x₁, x₂, ….
        most: letters; what is longer ends in an ellipsis.
    """
    words = [" ".join(str(name).split()) for name in names]
    strange = [name for name in words if not _in_font(name)]
    if strange:
        import warnings

        warnings.warn(
            f"The font {_font_names()} has no signs for {listed(map(repr, strange), 4)}: the picture has their labels "
            "instead. Set another: plt.rcParams['font.family'] = ['DejaVu Sans', 'Noto Sans CJK JP'].",
            stacklevel=3,
        )
    short = (name if len(name) <= most else name[: most - 1] + "…" for name in words)
    return [
        label if name in strange else plain_text(text)
        for name, text, label in zip(words, short, instead, strict=True)
    ]


def _font_names() -> str:
    from matplotlib.font_manager import FontProperties

    return listed(FontProperties(family=[family]).get_name() for family in FontProperties().get_family())


def _in_font(text: str) -> bool:
    """Tell whether matplotlib's fonts, as set now, have every sign of a text."""
    if text.isascii():
        return True
    from matplotlib.font_manager import FontProperties, findfont, get_font

    fonts = [get_font(findfont(FontProperties(family=[family]))) for family in FontProperties().get_family()]
    return all(any(font.get_char_index(ord(sign)) for font in fonts) for sign in text)
