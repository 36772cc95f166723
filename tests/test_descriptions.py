"""Text descriptions: what is read from a figure, what an author adds, how it reaches a notebook."""

from __future__ import annotations

import datetime
import html

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from nbformat.v4 import new_code_cell, new_notebook

from helpers import descent, ipython, widgets
from helpers.drawing import descriptions, reading, style
from helpers.drawing.descriptions import describe, description, words_below
from helpers.drawing.neuron import draw_neuron


@pytest.fixture(autouse=True)
def none_pending():
    yield
    descriptions._pending.clear()


def read(draw) -> str:
    """Return what is read from one axes after `draw(ax)`."""
    ax = Figure().subplots()
    draw(ax)
    return reading.read_axes(ax)


# -- numbers and labels --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1912, "1912"),
        (17024, "17,024"),
        (17024.4, "17,000"),
        (123456, "123,000"),
        (-0.012345, "−0.0123"),
        (999_999_999, "1 billion"),
        (2.5e6, "2.5 million"),
        (1e-7, "1e−07"),
        (-0.0, "0"),
        (np.nan, "NaN"),
        (-np.inf, "−∞"),
        (np.inf, "∞"),
        (999.6, "1000"),
        (1000, "1000"),
        (9999, "9999"),
        (10_000, "10,000"),
        (-99_999, "−99,999"),
        (100_499, "100,000"),
        (999_400, "999,000"),
        (999_600, "1 million"),
        (1e12, "1 trillion"),
        (2e12, "2 trillion"),
        (9.99e14, "999 trillion"),
        (1e15, "1e+15"),
        (12.0, "12"),
        (1 / 3, "0.333"),
    ],
)
def test_brief_number(value, text):
    assert reading.brief(value) == text


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("two\nlines", "two lines"),
        ("$x_{12}$ in cm", "x_12 in cm"),
        (r"$\alpha$", "alpha"),
        ("price ($)", "price ($)"),
        (style.plain_text("cost $x_$"), "cost $x_$"),
        ("a < b & <b>", "a < b & <b>"),
    ],
)
def test_plain_label(label, text):
    assert reading.plain(label) == text


@pytest.mark.parametrize("name", ["cost $x_$", "a_{$", "price ($) and tax ($)", r"\$", "plain"])
def test_plain_text_is_drawn_as_typed(name):
    figure, ax = plt.subplots()
    text = ax.text(0, 0, style.plain_text(name))
    figure.canvas.draw()
    shown, formula = text._preprocess_math(text.get_text())
    assert (shown, bool(formula)) == (name, False)


# -- each kind of artist -------------------------------------------------------------------------------

X = np.linspace(0, 10, 11)
DAYS = [datetime.date(2024, 1, 1) + datetime.timedelta(day) for day in range(10)]
TABLE = np.array([[1.0, 2.0], [3.0, 4.5]])
MAP = np.arange(64.0).reshape(8, 8)


def scores(ax):
    ax.plot([0.8, 0.9], [0, 0], "o")
    ax.plot(np.linspace(0.1, 0.7, 7), [1] * 7, "o")
    ax.set_yticks([0, 1], ["forest", "linear"])


def labelled_bars(ax):
    bars = ax.barh(["small", "large"], [3, 3.8e9])
    ax.set_xscale("log")
    ax.bar_label(bars, ["3", "GPT"])


def heat_map(ax):
    image = ax.imshow(TABLE)
    ax.set_yticks([0, 1], ["mass", "bill"])
    ax.figure.colorbar(image, label="weight")
    for row, column in np.ndindex(2, 2):
        ax.text(column, row, str(TABLE[row, column]))


def error_bars(ax):
    ax.errorbar([1, 2], [3, 4], yerr=[0.1, 0.2], fmt="o", capsize=3, label="mean")


def stems(ax):
    ax.stem([1, 2], [3, 4], label="parts")


def digits(ax):
    for place in range(14):
        ax.text(place % 2, 5, str(place % 2))


def seeds(ax):
    for seed in range(6):
        ax.plot(X, X + seed, "-" if seed < 5 else "--")


def ring(ax):
    ax.plot(0, 0, "o", color="black")
    ax.plot(0, 1, "o", color="black", markerfacecolor="white")


def legend_by_hand(ax):
    ax.plot(X, X, label="one")
    ax.legend([*ax.lines, *ax.lines], ["one", "dead"], title="state")


KINDS = {
    "rising": (lambda ax: ax.plot(X, 2 * X), "A line: 11 points, rises from 0 at x = 0 to 20 at x = 10; in the middle it is 10 at x = 5."),
    "falling": (
        lambda ax: (ax.plot(X, -X, label="loss"), ax.set(xlabel="epoch")),
        "Along x: epoch. Line loss: 11 points, falls from 0 at epoch 0 to −10 at epoch 10; in the middle it is −5 at epoch 5.",
    ),
    "falling with a plateau": (
        lambda ax: ax.plot([5, 4, 4, 3, 2, 1, 0]),
        "A line: 7 points, falls from 5 at x = 0 to 0 at x = 6; in the middle it is 3 at x = 3.",
    ),
    "level": (lambda ax: ax.plot(X, X * 0 + 0.5), "A line: 11 points, level at 0.5 from x = 0 to x = 10."),
    "bowl": (
        lambda ax: ax.plot(X, (X - 3) ** 2),
        "A line: 11 points, goes from 9 at x = 0 to 49 at x = 10; lowest 0 at x = 3.",
    ),
    "wave": (
        lambda ax: ax.plot(X, [0, 2, 0, -2, 0, 0, 0, 0, 0, 0, 0]),
        "A line: 11 points, goes from 0 at x = 0 to 0 at x = 10; lowest −2 at x = 3 and highest 2 at x = 1.",
    ),
    "two points": (lambda ax: ax.plot([0, 1], [0, 2]), "A line: from (0, 0) to (1, 2)."),
    "few points": (lambda ax: ax.plot([3, 1, 4]), "A line: through (0, 3), (1, 1) and (2, 4)."),
    "path": (
        lambda ax: ax.plot(np.cos(X), np.round(np.sin(X), 3)),
        "A line: 11 points, a path from (1, 0) to (−0.839, −0.544), within x −0.99 to 1 and y −0.959 to 0.989.",
    ),
    "styles": (
        lambda ax: (ax.plot([0, 1], [0, 1], label="training"), ax.plot([0, 1], [1, 2], "--", label="unseen")),
        "Solid line training: from (0, 0) to (1, 1). Dashed line unseen: from (0, 1) to (1, 2).",
    ),
    "dots": (lambda ax: ax.plot([1, 2], [3, 4], "o", label="best"), "Best: 2 points at (1, 3) and (2, 4)."),
    "ring": (ring, "1 point at (0, 0). 1 open point at (0, 1)."),
    "rows of dots": (scores, "Forest: 0.8 and 0.9. Linear: 7 points from 0.1 to 0.7."),
    "many lines": (
        seeds,
        "A dashed line: 11 points, rises from 5 at x = 0 to 15 at x = 10; in the middle it is 10 at x = 5. "
        "5 solid lines: they begin at 0 to 4 and end at 10 to 14.",
    ),
    "rules": (
        lambda ax: (ax.axhline(0.5), ax.axvline(2, label="start"), ax.axline((0, 0), slope=2)),
        "A horizontal line at y = 0.5. A vertical line at x = 2: start. A straight line through (0, 0) with a slope of 2.",
    ),
    "missing": (
        lambda ax: ax.plot([0, np.nan, 2, 3]),
        "A line: through (0, 0), (2, 2) and (3, 3) (1 of 4 values are missing).",
    ),
    "all missing": (lambda ax: ax.plot([np.nan, np.nan]), "A line: no values (2 of 2 values are missing)."),
    "masked": (
        lambda ax: ax.plot(np.ma.array([1.0, 2, 3], mask=[0, 1, 0])),
        "A line: from (0, 1) to (2, 3) (1 of 3 values are missing).",
    ),
    "logarithmic": (
        lambda ax: ax.loglog(10.0 ** np.arange(-8, 3), 10.0 ** np.arange(-8, 3)),
        "Along x: its numbers, on a logarithmic scale; along y: its numbers, on a logarithmic scale. A line: "
        "11 points, rises from 1e−08 at x = 1e−08 to 100 at x = 100; in the middle it is 0.001 at x = 0.001.",
    ),
    "dates": (
        lambda ax: ax.plot(DAYS, [0, 1, 2, 3, 4, 5, 4, 3, 2, 0]),
        "A line: 10 points, goes from 0 at 2024-01-01 to 0 at 2024-01-10; highest 5 at 2024-01-06.",
    ),
    "categories": (
        lambda ax: ax.plot(list("abcdefg"), [1, 4, 2, 7, 3, 2, 2]),
        "A line: 7 points, goes from 1 at a to 2 at g; highest 7 at d.",
    ),
    "bars": (lambda ax: ax.bar(["no", "yes"], [3, -1.5]), "Bars: no 3; yes −1.5."),
    "bars on a logarithmic axis": (
        labelled_bars,
        "Along x: its numbers, on a logarithmic scale. Bars: small 3; large 3.8 billion (GPT).",
    ),
    "bars beside each other": (
        lambda ax: (
            ax.bar([-0.2, 0.8], [1, 2], 0.4, label="men"),
            ax.bar([0.2, 1.2], [3, 4], 0.4, label="women"),
            ax.set_xticks([0, 1], ["died", "lived"]),
        ),
        "Bars men: died 1; lived 2. Bars women: died 3; lived 4.",
    ),
    "floating bars": (lambda ax: ax.bar([1, 2], [2, 3], bottom=[0, 2]), "Bars: 1 2; 2 from 2 to 5."),
    "many bars": (
        lambda ax: ax.bar(range(40), np.arange(40) % 39),
        "Bars: 40, from 0 to 39; lowest 0 at 0, highest 38 at 38.",
    ),
    "histogram": (
        lambda ax: (ax.hist([0, 1, 1, 2, 3, 5], bins=5), ax.set_xlabel("error")),
        "Along x: error. Bars: 5 side by side from error 0 to 5; the highest, 2, from 1 to 2; all together 6.",
    ),
    "far from 0": (
        lambda ax: ax.scatter(-122.5 + 0.07 * X, X),
        "11 points, x from −122.5 to −121.8, y from 0 to 10, centre (−122, 5).",
    ),
    "few scattered": (lambda ax: ax.scatter([1, 2], [3, 4]), "2 points at (1, 3) and (2, 4)."),
    "scattered": (
        lambda ax: (ax.scatter(X, X, label="Gentoo"), ax.scatter(X, [*X[1:], np.nan], c=X)),
        "Gentoo: 11 points, x from 0 to 10, y from 0 to 10, centre (5, 5). "
        "10 points, x from 0 to 9, y from 1 to 10, centre (4.5, 5.5) (1 are missing), coloured by a value from 0 to 10.",
    ),
    "invisible": (lambda ax: ax.scatter(X, X, s=0), "Nothing is drawn."),
    "table": (
        heat_map,
        "An image of 2 rows by 2 columns, values from 1 to 4.5, coloured by weight. "
        "Columns: 1 and 2; row mass: 1, 2; row bill: 3, 4.5.",
    ),
    "map": (
        lambda ax: ax.imshow(MAP),
        "An image of 8 rows by 8 columns, values from 0 to 63; lowest at row 1, column 1; highest at row 8, column 8.",
    ),
    "photograph": (lambda ax: ax.imshow(np.zeros((4, 5, 3))), "A colour image of 4 rows by 5 columns."),
    "mesh": (lambda ax: ax.pcolormesh(MAP), "A heat map of 8 rows by 8 columns, values from 0 to 63."),
    "contours": (lambda ax: ax.contour(MAP, levels=[10, 20]), "Contour lines at 10 and 20."),
    "filled contours": (
        lambda ax: ax.contourf(MAP, levels=[10, 20, 30]),
        "Coloured areas between the levels 10, 20 and 30.",
    ),
    "area": (
        lambda ax: ax.fill_between([1, 2], [0, 1], [3, 4], label="range"),
        "A shaded area named range, x from 1 to 2, y from 0 to 4.",
    ),
    "bands": (
        lambda ax: (ax.axvspan(1, 2, label="plateau"), ax.axhspan(4, 3)),
        "A shaded band, x from 1 to 2: plateau. A shaded band, y from 3 to 4.",
    ),
    "error bars": (error_bars, "Mean: 2 points at (1, 3) and (2, 4). With 2 error bars."),
    "stems": (stems, "Parts: 2 points at (1, 3) and (2, 4). With 2 short lines."),
    "texts": (
        lambda ax: (ax.text(1, 2, "here $x_1$"), ax.annotate("top", (3, 4), xytext=(0, 9), textcoords="offset points"),
                    ax.text(0.5, 0.5, "corner", transform=ax.transAxes)),
        "Written in it: “here x_1” at (1, 2); “top” at (3, 4); “corner”.",
    ),
    "a text at a category": (
        lambda ax: (ax.bar(["no", "yes"], [3, 1]), ax.annotate("rare", ("yes", 2))),
        "Bars: no 3; yes 1. Written in it: “rare” at (yes, 2).",
    ),
    "many texts": (digits, "14 texts: “0” 7 times around (0, 5); “1” 7 times around (1, 5)."),
    "legend": (
        legend_by_hand,
        "Line one: 11 points, rises from 0 at x = 0 to 10 at x = 10; in the middle it is 5 at x = 5. Legend, state: dead.",
    ),
    "labels with signs": (
        lambda ax: (ax.plot([0, 1], [0, 1], label="a < b"), ax.set(xlabel="price\nin $", ylabel="$y_2$")),
        "Along x: price in $; along y: y_2. Line a < b: from (0, 0) to (1, 1).",
    ),
    "empty": (lambda ax: None, "Nothing is drawn."),
    "empty line": (lambda ax: ax.plot([], [], label="later"), "Nothing is drawn."),
}  # fmt: skip
BORDERS = {  # what stands on either side of a number in the module, and artists that are rare
    "shapes": (
        lambda ax: (
            ax.add_patch(Circle((1, 1), 2)),
            ax.add_patch(Circle((3, 1), 2, label="_own")),
            ax.add_patch(Circle((5, 1), 2, label="island")),
            ax.add_patch(Circle((9, 1), 2, visible=False)),
            ax.add_patch(Rectangle((1, 2), 3, 4, label="house")),
            ax.add_patch(Rectangle((0, 0), 1, 1, transform=ax.transAxes)),
        ),
        "A shape: island. A rectangle from (1, 2) to (4, 6): house. With 3 more shapes.",
    ),
    "a horizontal histogram": (
        lambda ax: ax.hist(
            [0, 1, 1, 2, 3, 5, 5.5, 6, 7, 9], bins=[0, 2, 4, 6, 8, 10], orientation="horizontal"
        ),
        "Bars: 5 side by side from y = 0 to 10; the highest, 3, from 0 to 2; all together 10.",
    ),
    "four bars side by side": (
        lambda ax: ax.bar([0.5, 1.5, 2.5, 3.5], [1, 2, 3, 4], width=1),
        "Bars: 0.5 1; 1.5 2; 2.5 3; 3.5 4.",
    ),
    "five bars apart": (
        lambda ax: ax.bar([0.5, 1.5, 2.5, 3.5, 4.5], [1, 2, 3, 4, 5], width=0.9),
        "Bars: 0.5 1; 1.5 2; 2.5 3; 3.5 4; 4.5 5.",
    ),
    "twenty bars": (
        lambda ax: ax.bar(range(20), np.arange(20)),
        "Bars: 0 0; 1 1; 2 2; 3 3; 4 4; 5 5; 6 6; 7 7; 8 8; 9 9; 10 10; 11 11; 12 12; 13 13; 14 14; 15 15; 16 16; 17 17; 18 18; 19 19.",
    ),
    "twenty-one bars": (
        lambda ax: ax.barh(range(21), np.arange(21) % 20),
        "Bars: 21, from 0 to 20; lowest 0 at 0, highest 19 at 19.",
    ),
    "bars with labels": (
        lambda ax: ax.bar_label(ax.bar(["a", "b"], [1.5, 2]), ["1.5", "two"]),
        "Bars: a 1.5; b 2 (two).",
    ),
    "bars standing on others": (
        lambda ax: ax.barh(["a", "b"], [2, 3], left=[0, -1.5]),
        "Bars: a 2; b from −1.5 to 1.5.",
    ),
    "bars from 1 on a logarithmic axis": (
        lambda ax: (ax.bar(["a", "b"], [10, 100], bottom=[1, 1]), ax.set_yscale("log")),
        "Along y: its numbers, on a logarithmic scale. Bars: a 11; b 101.",
    ),
    "hidden things": (
        lambda ax: (
            ax.plot([0, 1], [0, 1], visible=False),
            ax.scatter([1], [1], visible=False),
            ax.imshow(TABLE, visible=False),
            ax.text(0, 0, "no", visible=False),
            ax.text(0, 0, " "),
            ax.legend([ax.lines[0]], ["gone"]).set_visible(False),
        ),
        "Nothing is drawn.",
    ),
    "no axes around it": (
        lambda ax: (ax.plot([0, 1], [0, 2]), ax.set_xlabel("time"), ax.axis("off")),
        "A line: from (0, 0) to (1, 2).",
    ),
    "four lines without names": (
        lambda ax: [ax.plot([0, 1], [seed, seed + 1]) for seed in range(4)],
        "A line: from (0, 0) to (1, 1). A line: from (0, 1) to (1, 2). A line: from (0, 2) to (1, 3). A line: from (0, 3) to (1, 4).",
    ),
    "many dots without names": (
        lambda ax: [ax.plot([0, 1], [seed, seed + 1], "o") for seed in range(5)],
        "10 points, x from 0 to 1, y from 0 to 5, centre (0.5, 2.5).",
    ),
    "many empty lines": (
        lambda ax: [ax.plot([0, 1], [np.nan, np.nan]) for seed in range(5)],
        "5 lines without values.",
    ),
    "many lines, some empty": (
        lambda ax: [ax.plot([0, 1], [seed, np.nan if seed == 2 else -seed], ":") for seed in range(5)],
        "5 dotted lines: they begin at 0 to 4 and end at −4 to 2.",
    ),
    "one point of a line": (lambda ax: ax.plot([1], [2]), "1 point at (1, 2)."),
    "six dots": (
        lambda ax: ax.plot(X[:6], X[:6] ** 2, "o"),
        "6 points at (0, 0), (1, 1), (2, 4), (3, 9), (4, 16) and (5, 25).",
    ),
    "seven dots": (
        lambda ax: ax.plot(X[:7], X[:7] ** 2, "o", label="squares"),
        "Squares: 7 points, x from 0 to 6, y from 0 to 36, centre (3, 13).",
    ),
    "five points": (
        lambda ax: ax.plot(X[:5], X[:5] % 2),
        "A line: through (0, 0), (1, 1), (2, 0), (3, 1) and (4, 0).",
    ),
    "six points": (
        lambda ax: ax.plot(X[:6], X[:6] % 2),
        "A line: 6 points, goes from 0 at x = 0 to 1 at x = 5; up and down between them.",
    ),
    "level and up": (
        lambda ax: ax.plot(X, np.maximum(X, 5)),
        "A line: 11 points, rises from 5 at x = 0 to 10 at x = 10; in the middle it is 5 at x = 5.",
    ),
    "not quite level": (
        lambda ax: ax.plot(X, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]),
        "A line: 11 points, goes from 0 at x = 0 to 0 at x = 10; highest 1 at x = 1.",
    ),
    "between its ends": (
        lambda ax: ax.plot(X, [0, 2, 1, 3, 2, 4, 3, 5, 4, 6, 7]),
        "A line: 11 points, goes from 0 at x = 0 to 7 at x = 10; up and down between them.",
    ),
    "unlike steps": (
        lambda ax: ax.plot(X**2, X),
        "A line: 11 points, rises from 0 at x = 0 to 10 at x = 100; in the middle it is 7 at x = 49.",
    ),
    "logarithmic in y": (
        lambda ax: ax.semilogy(X, 10.0**X),
        "Along y: its numbers, on a logarithmic scale. A line: 11 points, rises from 1 at x = 0 to 10 billion at x = 10; in the middle it is 100,000 at x = 5.",
    ),
    "an empty ring": (
        lambda ax: ax.plot(0, 0, "o", markerfacecolor="none", label="_none"),
        "1 open point at (0, 0).",
    ),
    "white without an edge": (lambda ax: ax.plot(0, 0, "o", color="white"), "1 point at (0, 0)."),
    "rows of six dots": (
        lambda ax: (
            ax.plot(X[:6], [1] * 6, "o"),
            ax.plot([0] * 2, [3, 4], "o"),
            ax.set_xticks([0], ["null"]),
            ax.set_yticks([1], ["one"]),
        ),
        "One: null, 1, 2, 3, 4 and 5. Null: 3 and 4.",
    ),
    "a line through two points": (
        lambda ax: ax.axline((0, 1), (2, 5), label="fit"),
        "A straight line through (0, 1) and (2, 5): fit.",
    ),
    "rules over a labelled axis": (
        lambda ax: (
            ax.axvline(3),
            ax.axhline(1, label="limit"),
            ax.set(xlabel="epoch", ylabel="price (in dollars)"),
        ),
        "Along x: epoch; along y: price (in dollars). A vertical line at epoch 3. A horizontal line at y = 1: limit.",
    ),
    "named ticks": (
        lambda ax: (ax.axvline(1), ax.axvline(2), ax.set_xticks([1, 3], ["start", ""])),
        "A vertical line at start. A vertical line at x = 2.",
    ),
    "times of the day": (
        lambda ax: (
            ax.plot([datetime.datetime(2024, 1, 1, 6, 30), datetime.datetime(2024, 1, 2)], [0, 1]),
            ax.axvline(datetime.datetime(2024, 1, 1, 12)),
        ),
        "A line: from (2024-01-01 06:30, 0) to (2024-01-02, 1). A vertical line at 2024-01-01 12:00.",
    ),
    "scattered over days": (
        lambda ax: ax.scatter(DAYS, range(10)),
        "10 points, x from 2024-01-01 to 2024-01-10, y from 0 to 9.",
    ),
    "far from 0 by little": (
        lambda ax: ax.scatter(1000.5 + 0.0003 * X, 52000 + X),
        "11 points, x from 1000.5 to 1000.503, y from 52,000 to 52,010, centre (1000, 52,005).",
    ),
    "scattered with a colour bar": (
        lambda ax: ax.figure.colorbar(
            ax.scatter(X, X, c=X, label="towns"), label="height", orientation="horizontal"
        ),
        "Towns: 11 points, x from 0 to 10, y from 0 to 10, centre (5, 5), coloured by height from 0 to 10.",
    ),
    "scattered nowhere": (
        lambda ax: (
            ax.scatter([], []),
            ax.scatter([np.nan], [1], label="lost"),
            ax.scatter([], [], label="none yet"),
            ax.scatter([np.nan], [1]),
        ),
        "Lost: no points (1 are missing). None yet: no points. No points (1 are missing).",
    ),
    "six scattered": (
        lambda ax: ax.scatter(X[:6], X[:6]),
        "6 points at (0, 0), (1, 1), (2, 2), (3, 3), (4, 4) and (5, 5).",
    ),
    "an empty area": (lambda ax: ax.fill_between([], [], label="later"), "An empty area named later."),
    "short lines": (lambda ax: (ax.vlines([1, 2, 3], 0, 1), ax.hlines(0, 0, 1)), "With 4 short lines."),
    "other shapes": (
        lambda ax: ax.add_collection(EllipseCollection([1, 2], [1, 2], [0, 0], offsets=[(0, 0), (1, 1)])),
        "With 1 more shape.",
    ),
    "error bars alone": (
        lambda ax: ax.errorbar([1, 2], [3, 4], xerr=[1, 1], yerr=[1, 2], fmt="none", capsize=2),
        "With 4 error bars.",
    ),
    "a mesh with its colour bar": (
        lambda ax: ax.figure.colorbar(ax.pcolormesh(TABLE, label="table"), label="cost"),
        "A heat map named table of 2 rows by 2 columns, values from 1 to 4.5, coloured by cost.",
    ),
    "contours with a colour bar": (
        lambda ax: ax.figure.colorbar(ax.contourf(MAP, levels=np.arange(0, 65, 4)), label="cost"),
        "Coloured areas between the levels 0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, … (17 in all), coloured by cost.",
    ),
    "no number in an image": (
        lambda ax: ax.imshow(np.full((7, 7), np.nan)),
        "An image of 7 rows by 7 columns, values all missing.",
    ),
    "one number in an image": (
        lambda ax: ax.imshow(np.full((7, 7), 3.0)),
        "An image of 7 rows by 7 columns, values all 3.",
    ),
    "six by six": (
        lambda ax: ax.imshow(MAP[:6, :6]),
        "An image of 6 rows by 6 columns, values from 0 to 45. Columns: 1, 2, 3, 4, 5 and 6; row 1: 0, 1, 2, 3, 4, 5; row 2: 8, 9, 10, 11, 12, 13; row 3: 16, 17, 18, 19, 20, 21; row 4: 24, 25, 26, 27, 28, 29; row 5: 32, 33, 34, 35, 36, 37; row 6: 40, 41, 42, 43, 44, 45.",
    ),
    "thirty-seven cells": (
        lambda ax: (ax.imshow(np.arange(37.0)[None]), ax.set_yticks([0], ["all"])),
        "An image of 1 row by 37 columns, values from 0 to 36; lowest at row all, column 1; highest at row all, column 37.",
    ),
    "a named image": (
        lambda ax: (
            ax.imshow(MAP),
            ax.set_xticks(range(8), list("abcdefgh")),
            ax.set_yticks(range(8), list("stuvwxyz")),
        ),
        "An image of 8 rows by 8 columns, values from 0 to 63; lowest at row s, column a; highest at row z, column h.",
    ),
    "texts on each cell": (
        lambda ax: (ax.imshow(TABLE), [ax.text(k % 2, k // 2, "n") for k in range(4)]),
        "An image of 2 rows by 2 columns, values from 1 to 4.5. Columns: 1 and 2; row 1: 1, 2; row 2: 3, 4.5.",
    ),
    "texts on some cells": (
        lambda ax: (ax.imshow(TABLE), [ax.text(k % 2, k // 2, "n") for k in range(3)]),
        "An image of 2 rows by 2 columns, values from 1 to 4.5. Columns: 1 and 2; row 1: 1, 2; row 2: 3, 4.5. Written in it: “n” at (0, 0); “n” at (1, 0); “n” at (0, 1).",
    ),
    "twelve texts": (
        lambda ax: [ax.text(k, 0, "ab"[k % 2]) for k in range(12)],
        "Written in it: “a” at (0, 0); “b” at (1, 0); “a” at (2, 0); “b” at (3, 0); “a” at (4, 0); “b” at (5, 0); “a” at (6, 0); “b” at (7, 0); “a” at (8, 0); “b” at (9, 0); “a” at (10, 0); “b” at (11, 0).",
    ),
    "twelve words thirteen times": (
        lambda ax: [ax.text(k, 2 * k, "abcdefghijkl"[k % 12]) for k in range(13)],
        "13 texts: “a” 2 times around (6, 12); “b” 1 times around (1, 2); “c” 1 times around (2, 4); “d” 1 times around (3, 6); “e” 1 times around (4, 8); “f” 1 times around (5, 10); “g” 1 times around (6, 12); “h” 1 times around (7, 14); “i” 1 times around (8, 16); “j” 1 times around (9, 18); “k” 1 times around (10, 20); “l” 1 times around (11, 22).",
    ),
    "thirteen words": (
        lambda ax: [ax.text(k, 0, "abcdefghijklm"[k]) for k in range(13)],
        "13 texts, among them a, b, c, d, e, … (13 in all).",
    ),
    "many texts in a corner": (
        lambda ax: [ax.text(0, k / 20, "ab"[k % 2], transform=ax.transAxes) for k in range(14)],
        "14 texts: “a” 7 times; “b” 7 times.",
    ),
    "a note on the frame": (
        lambda ax: ax.annotate("corner", (1, 1), xycoords="axes fraction"),
        "Written in it: “corner”.",
    ),
    "a legend by hand without a title": (
        lambda ax: ax.legend([Circle((0, 0)), Circle((0, 0))], ["one", "two"]),
        "Legend: one and two.",
    ),
    "a legend that repeats": (
        lambda ax: (ax.plot([0, 1], [0, 1], label="one"), ax.bar(["a"], [1], label="two"), ax.legend()),
        "Bars two: a 1. Line one: from (a, 0) to (1, 1).",
    ),
}
KINDS |= BORDERS


@pytest.mark.parametrize("kind", KINDS)
def test_reading_each_kind(kind):
    draw, expected = KINDS[kind]
    assert read(draw) == expected


def test_reading_does_not_see_rounding_errors():
    noise = 1e-15 * np.array([1, -1] * 5 + [1])
    for draw in (
        lambda ax, e: ax.plot(X + e, 0.5 + e),
        lambda ax, e: ax.plot(np.linspace(-1, 1, 10), np.linspace(-1, 1, 10) + e[:10]),
        lambda ax, e: ax.plot(np.linspace(0.1, 0.7, 8) + e[:8], X[:8]),
        lambda ax, e: ax.semilogy(X, 1e-8 * (1 + e)),
        lambda ax, e: ax.scatter(X, X - X.mean() + e),
        lambda ax, e: ax.bar(X, 0.1 * X + e),
        lambda ax, e: ax.imshow(np.outer(X, X) + e),
        lambda ax, e: ax.loglog(X + 1, (X + 1) ** 2 * (1 + e)),
    ):
        said = {read(lambda ax, e=e, draw=draw: draw(ax, e)) for e in (noise, -noise, 0 * noise)}
        assert len(said) == 1, said


def test_reading_an_artist_that_fails_keeps_the_rest(monkeypatch):
    def fails(panel):
        raise RuntimeError

    monkeypatch.setattr(reading, "_lines", fails)
    assert read(lambda ax: (ax.plot(X), ax.bar([1], [2]))) == "Bars: 1 2. Something in it could not be read."


@pytest.mark.parametrize("projection", ["polar", "3d"])
def test_reading_other_axes_never_fails(projection):
    figure, ax = plt.subplots(subplot_kw={"projection": projection})
    ax.plot(*[X] * (3 if projection == "3d" else 2))
    assert "11 points" in reading.read_figure(figure)


def test_reading_changes_nothing():
    figure, ax = plt.subplots()
    labelled_bars(ax)
    figure.canvas.draw()
    before = bytes(figure.canvas.buffer_rgba())
    reading.read_figure(figure)
    figure.canvas.draw()
    assert bytes(figure.canvas.buffer_rgba()) == before


# -- figures -------------------------------------------------------------------------------------------


def test_figure_panel_by_panel():
    figure, (left, right) = plt.subplots(1, 2)
    figure.suptitle("Both fall")
    left.plot([1, 0])
    left.set_title("A\n(plain)")
    right.bar(["x"], [2])
    assert reading.read_figure(figure) == (
        "Both fall. 2 panels. Panel 1: A (plain). A line: from (0, 1) to (1, 0). Panel 2: Bars: x 2."
    )


FURTHER = {
    "With a second axis": lambda ax: ax.twinx(),
    "With a smaller picture in it": lambda ax: ax.inset_axes((0.5, 0.5, 0.4, 0.4)),
}


@pytest.mark.parametrize("said", FURTHER)
def test_figure_axes_on_axes_are_no_panel(said):
    figure, ax = plt.subplots()
    ax.plot([0, 1])
    FURTHER[said](ax).plot([5, 4])
    one, other = "A line: from (0, 0) to (1, 1).", "A line: from (0, 5) to (1, 4)."
    assert reading.read_figure(figure) == f"{one} {said}: {other}"


def test_figure_colour_bars_of_three_kinds_are_no_panels():
    def in_its_own_axes(figure, ax):
        figure.colorbar(ax.imshow(TABLE), cax=figure.add_axes((0.9, 0.1, 0.05, 0.8)))

    def of_no_picture(figure, ax):
        figure.colorbar(plt.cm.ScalarMappable(), ax=ax)

    for draw in (lambda figure, ax: heat_map(ax), in_its_own_axes, of_no_picture):
        figure, ax = plt.subplots()
        draw(figure, ax)
        assert "panel" not in reading.read_figure(figure).lower()


def test_figure_of_images_alike_is_summed_up():
    figure, axes = plt.subplots(2, 2)
    for place, ax in enumerate(axes.flat):
        ax.imshow(place * MAP)
        ax.set_title(place)
    assert reading.read_figure(figure) == (
        "4 images of 8 rows by 8 columns, their values by title: 0: all 0; 1: 0 to 63; 2: 0 to 126; 3: 0 to 189."
    )


@pytest.mark.parametrize(
    ("change", "panels"),
    [
        (lambda axes: axes[3].remove(), 3),
        (lambda axes: axes[3].plot([0, 1]), 4),
        (lambda axes: axes[3].add_patch(Circle((1, 1))), 4),
        (lambda axes: axes[3].scatter([1], [1]), 4),
        (lambda axes: axes[3].imshow(MAP[:2]), 4),
        (lambda axes: axes[3].images[0].set_data(MAP[:2]), 4),
        (lambda axes: axes[3].set_visible(False), 3),
    ],
)
def test_figure_of_images_with_something_else_is_read_panel_by_panel(change, panels):
    figure, axes = plt.subplots(2, 2)
    for ax in axes.flat:
        ax.imshow(MAP)
    assert reading.read_figure(figure).startswith(
        "4 images of 8 rows by 8 columns, their values by title: 1: 0 to 63"
    )
    change(axes.flat)
    assert reading.read_figure(figure).startswith(f"{panels} panels. Panel 1: An image of 8 rows")


def test_figure_with_a_second_axis_and_words_of_its_own():
    figure, (left, right) = plt.subplots(1, 2)
    left.set_title("Why?")
    left.plot([0, 1])
    right.plot([0, 2])
    said = reading.read_figure(figure, lambda ax: "My words." if ax is right else "", conclusion="It rises!")
    assert said == ("It rises! 2 panels. Panel 1: Why? A line: from (0, 0) to (1, 1). Panel 2: My words.")


def test_figure_with_nothing():
    assert reading.read_figure(plt.figure()) == "An empty picture: nothing is drawn."


# -- describe ------------------------------------------------------------------------------------------


def test_describe_the_current_figure_reads_it_when_shown():
    figure, ax = plt.subplots()
    assert describe() is None
    ax.plot([0, 1], [0, 2])
    ax.set_title("It rises")
    assert description(figure) == "It rises. A line: from (0, 0) to (1, 2)."


@pytest.mark.parametrize(
    "give", [lambda f, t: describe(t), lambda f, t: describe(f, t), lambda f, t: describe(text=t)]
)
def test_describe_puts_the_conclusion_first(give):
    figure, ax = plt.subplots()
    ax.plot([0, 1], [0, 2])
    give(figure, "Up\n it goes")
    assert description(figure) == "Up it goes. A line: from (0, 0) to (1, 2)."
    describe("Other.")
    assert description(figure).startswith("Other. A line"), "replaced"


def test_describe_says_a_title_that_is_the_conclusion_once():
    figure, ax = plt.subplots()
    ax.set_title("It rises")
    describe("It rises.")
    assert description(figure) == "It rises. Nothing is drawn."


def test_describe_axes_takes_the_text_as_the_whole_description():
    figure, (left, right) = plt.subplots(1, 2)
    left.plot([0, 1])
    right.plot([0, 1])
    assert describe(left, "All of it.") is left
    assert description(figure) == description(left) == "All of it."
    assert describe(right) is right
    assert description(right) == "A line: from (0, 0) to (1, 1)."


def test_describe_keeps_the_words_of_drawing_functions():
    figure, (left, right) = plt.subplots(1, 2)
    draw_neuron([1.0], [2.0], ax=left)
    right.plot([0, 1])
    own = description(left)
    describe("One neuron.")
    assert own and description(figure).startswith("One neuron. 2 panels. Panel 1: ")
    assert own in description(figure) and description(figure).endswith(
        "Panel 2: A line: from (0, 0) to (1, 1)."
    )


def test_describe_without_a_figure_or_with_something_else_says_the_cure():
    with pytest.raises(ValueError, match=r"there is no figure. Call it .* before plt.show"):
        describe("Something.")
    assert not plt.get_fignums(), "none was made"
    with pytest.raises(TypeError, match="expected a matplotlib Axes or Figure, received list"):
        describe([1], "Text.")
    plt.figure()
    with pytest.raises(ValueError, match="description is empty"):
        describe(" ")


# -- in a notebook -------------------------------------------------------------------------------------


def executed(tmp_path, *sources):
    from tools import build

    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notebook.metadata["course"] = nbformat.NotebookNode()
    build.execute(notebook, folder=tmp_path, raising=False)
    return [cell.outputs for cell in notebook.cells]


def test_a_kernel_shows_what_was_read_with_and_without_show(tmp_path):
    first = "import matplotlib.pyplot as plt\nfrom helpers import describe\n"
    drawn = "plt.plot([0, 1], [0, 2], label='a < b')\n"
    shown, flushed, none, retina = executed(
        tmp_path,
        f"{first}figure, ax = plt.subplots()\ndescribe('Up.')\n{drawn}plt.show()\nprint('after')",
        f"_ = {drawn}describe('Up.')",
        "_ = plt.plot([1, 2])",
        f"%config InlineBackend.figure_formats = ['retina']\n_ = {drawn}describe('Up.')",
    )
    expected = "Up. Line a < b: from (0, 0) to (1, 2)."
    pictures = [
        [out for out in cell if "image/png" in out.get("data", {})] for cell in (shown, flushed, retina)
    ]
    for (picture,) in pictures:
        assert picture.metadata["image/png"]["alt"] == picture.data["text/plain"] == expected
    for cell in (shown, flushed, retina):
        assert cell[-1].data == words_below(expected), "the words come last"
    assert retina[0].metadata["image/png"]["width"] > 0, "what matplotlib said of the picture is kept"
    assert "Picture in words" not in str(none) and "alt" not in str(none[0].metadata)


def test_a_kernel_hooks_once_and_tells_a_lost_name(tmp_path):
    *_, counted, lost = executed(
        tmp_path,
        "import matplotlib.pyplot as plt\nfrom helpers import describe, check",
        "plt.plot([1, 2])\ndescribe()\ndescribe()\nplt.show()",
        "hooks = get_ipython().events.callbacks['post_run_cell']\n"
        "print(sum('helpers' in hook.__module__ for hook in hooks))",
        "check = 5",
    )
    assert counted[0].text == "1\n"
    assert "check is now your own variable (of type int)" in lost[0].text


def test_install_outside_ipython_does_nothing(monkeypatch):
    monkeypatch.delitem(__import__("sys").modules, "IPython", raising=False)
    ipython.install()


def test_install_in_a_terminal_without_png(monkeypatch):
    """A shell whose PNG formatter knows no Figure: the plain text is ours, nothing else is touched."""
    from IPython.core.formatters import DisplayFormatter

    formatters = DisplayFormatter().formatters
    ipython._replace_formatters(formatters)
    figure, ax = plt.subplots()
    describe(ax, "A description.")
    assert formatters["text/plain"](figure) == "A description."
    with pytest.raises(KeyError):
        formatters["image/png"].lookup_by_type(Figure)


def test_what_is_pending_is_displayed_once_and_what_is_forgotten_never(monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **options: shown.append((data, options)))
    first, second, third = (plt.subplots()[1] for _ in range(3))
    for ax, text in ((first, "One."), (second, "Two."), (third, "Three."), (first, "Once more.")):
        describe(ax, text)
    descriptions.forget(second.figure)
    descriptions.forget(second.figure)
    descriptions.show_pending()
    descriptions.show_pending()
    assert shown == [(words_below("Once more."), {"raw": True}), (words_below("Three."), {"raw": True})]


def test_descriptions_of_several_axes_begin_with_their_titles():
    figure, axes = plt.subplots(1, 3)
    axes[0].set_title("Left")
    describe(axes[0], "One.")
    describe(axes[2], "Two.")
    assert description(figure) == "Left: One. Two."
    assert description(axes[1]) == "" and description(plt.figure()) == ""


def test_words_below_fold_out_and_are_escaped_and_unstyled():
    assert words_below("5 < 6 & more") == {
        "text/html": "<details><summary><small>Picture in words</small></summary>"
        "<small>5 &lt; 6 &amp; more</small></details>",
        "text/plain": "Picture in words: 5 < 6 & more",
    }


# -- widgets -------------------------------------------------------------------------------------------

TAG = "<img src=x onerror=alert(1)>"


def test_names_show_as_typed_in_the_live_words(monkeypatch):
    boxes = []
    monkeypatch.setattr(widgets, "show_live", lambda box, still, words: boxes.append((box, words)))
    descent.play_descent(lambda a, b: a**2 + b**2, lambda w: 2 * w, [2.0, 1.0], names=("a<b", TAG))
    box, words = boxes[0]
    said = box.children[-1]
    assert TAG in words and "a<b" in words
    assert html.unescape(said.value) == words and "<" not in said.value
    box.children[0].children[1].value = 3
    assert "a&lt;b" in said.value and "<" not in said.value


def test_axes_in_one_place_but_for_rounding_are_one_panel():
    figure = plt.figure()
    first, second = figure.add_axes((0.1, 0.1, 0.8, 0.8)), figure.add_axes((0.1 + 1e-9, 0.1, 0.8, 0.8))
    assert reading._panels(figure) == [[first, second]]
