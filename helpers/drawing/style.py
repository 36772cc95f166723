"""Colours, markers and sizes that all pictures of the course share.

The same thing has the same colour in every lesson. The hues are those of Okabe and Ito
(https://jfly.uni-koeln.de/color/), darkened where text needs it: they stay apart for colour-blind
readers. Colour is never alone: inputs, hidden nodes and outputs also differ in shape or outline,
classes in marker, training and validation in line style, the sign of a weight in dashes or label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.writing import listed as listed  # also taken from here
from helpers.writing import number as number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1a1a1a"  # text, outlines
SOFT = "#5c5c5c"  # secondary text; 6.7:1 on white
PAPER = "#ffffff"  # the ground of every picture, so that it is legible in a dark theme too

INPUT = "#0072b2"  # blue
HIDDEN = "#5c5c5c"  # grey
OUTPUT = "#b34d00"  # dark vermilion
POSITIVE = "#b35806"  # orange: a weight, gradient or share of a prediction above 0, as in DIVERGING
NEGATIVE = "#4a1486"  # purple: and below 0
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

        if not isinstance(ax, Axes):
            raise TypeError(
                f"ax: expected a matplotlib Axes, received {type(ax).__name__}. "
                "Make one with: figure, ax = plt.subplots()"
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


def figure_of(ax: Axes) -> Figure:
    """Return the figure that holds `ax`, also where `ax` lies in a subfigure."""
    return ax.get_figure(root=True)
