"""The palette, computed: it stands out from the paper, and its series stay apart for colour-blind readers.

Contrast is WCAG 2.2's: 4.5 : 1 for text (1.4.3), 3 : 1 for marks and where neighbours touch (1.4.11). Seeing
without one kind of cone is simulated in linear RGB: protanopia and deuteranopia by Machado, Oliveira and
Fernandes (2009, https://doi.org/10.1109/TVCG.2009.113, severity 1), tritanopia by Brettel, Viénot and Mollon
(1997, https://doi.org/10.1364/JOSAA.14.002647, in the form of libDaltonLens), for which the first is only
approximate. Colours differ by CIEDE2000: 1 is just seen side by side, 10 is seen at a glance.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers import (
    draw_activation_function,
    draw_activations,
    draw_boundary,
    draw_explanation,
    draw_network,
    draw_neuron,
    draw_points,
    draw_probabilities,
    draw_training,
    draw_weights,
)
from helpers.checks.judging import Verdict
from helpers.drawing import style
from helpers.explaining import explain

TEXT, MARK = 4.5, 3.0  # contrast
APART = 10.0  # CIEDE2000
NETWORK = [(np.array([[1.0, -2.0], [0.5, 1.5]]), np.array([0.0, 1.0]), "relu"), ([[1.0], [2.0]], [0.0], None)]

MACHADO = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
BRETTEL = (  # tritanopia: two half-planes of colours, and what divides them
    ((1.01277, 0.13548, -0.14826), (-0.01243, 0.86812, 0.14431), (0.07589, 0.80500, 0.11911)),
    ((0.93678, 0.18979, -0.12657), (0.06154, 0.81526, 0.12320), (-0.37562, 1.12767, 0.24796)),
    (0.03901, -0.02788, -0.01113),
)
VISIONS = ("all cones", "protanopia", "deuteranopia", "tritanopia")
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


# ---- computing with colours ----------------------------------------------------------------------------


def linear(colour) -> np.ndarray:
    """Return a colour's red, green and blue as amounts of light, 0 to 1."""
    part = np.array(to_rgb(colour))
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one, other) -> float:
    """Return the contrast of two colours as WCAG defines it, 1 to 21."""
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def seen(colour, vision: str) -> np.ndarray:
    """Return a colour as CIELAB, as somebody with this vision sees it."""
    light = linear(colour)
    if vision in MACHADO:
        light = np.array(MACHADO[vision]) @ light
    elif vision == "tritanopia":
        first, second, divide = map(np.array, BRETTEL)
        light = (first if divide @ light >= 0 else second) @ light
    part = TO_XYZ @ np.clip(light, 0, 1) / (0.95047, 1.0, 1.08883)
    f = np.where(part > (6 / 29) ** 3, np.cbrt(part), part / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one, other) -> float:
    """Return the difference of two CIELAB colours, as Sharma, Wu and Dalal (2005) write CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    a1, a2 = (a * (1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25**7))) for a in (a1, a2))
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    if turn == -180:
        turn = h2 - h1
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + h2) / 2
    if c1 * c2 and abs(h1 - h2) > 180:
        hue += 180 if h1 + h2 < 360 else -180
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    across = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(size * np.cos(np.radians(times * hue + shift)) for size, times, shift in waves)
    light = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    deep, round_ = (c2 - c1) / (1 + 0.045 * chroma), across / (1 + 0.015 * chroma * t)
    bend = -2 * np.sqrt(chroma**7 / (chroma**7 + 25**7))
    bend *= np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    return float(np.sqrt(light**2 + deep**2 + round_**2 + bend * deep * round_))


def apart(one, other) -> tuple[float, str]:
    """Return the smallest difference of two colours over all visions, and whose it is."""
    return min((ciede2000(seen(one, vision), seen(other, vision)), vision) for vision in VISIONS)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # from the table of Sharma, Wu and Dalal (2005)
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_difference_is_the_published_one(one, other, expected):
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_the_simulations_confuse_what_each_reader_confuses_and_leave_grey_alone():
    for vision in VISIONS:
        assert ciede2000(seen("#808080", vision), seen("#808080", "all cones")) < 1
    red_and_olive = ("#c1440e", "#7a5c00")
    assert ciede2000(*(seen(colour, "all cones") for colour in red_and_olive)) > 20
    assert ciede2000(*(seen(colour, "protanopia") for colour in red_and_olive)) < 1
    blue_and_green = ("#0072b2", "#117a5b")
    assert ciede2000(*(seen(colour, "all cones") for colour in blue_and_green)) > 30
    assert ciede2000(*(seen(colour, "tritanopia") for colour in blue_and_green)) < 5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


# ---- the palette on paper --------------------------------------------------------------------------------


TEXTS = ("INK", "SOFT", "INPUT", "HIDDEN", "OUTPUT", "POSITIVE", "NEGATIVE", "SLOPE_UP", "SLOPE_DOWN")


@pytest.mark.parametrize(
    "colour", [*(getattr(style, name) for name in (*TEXTS, "TRAINING", "VALIDATION")), *style.CLASS_COLOURS]
)
def test_colours_are_legible_on_paper(colour):
    assert contrast(colour, style.PAPER) >= TEXT


@pytest.mark.parametrize("state", ["right", "wrong", "not answered", "going on"])
def test_the_bar_beside_a_verdict_shows_on_white_and_in_the_dark(state):
    for ground in ("#ffffff", "#111111"):  # JupyterLab's own grounds, light and dark
        assert contrast(Verdict._COLOURS[state], ground) >= MARK


def deepens(colours):
    """Assert that a map of two signs gets darker from its middle to both ends."""
    for sign in (-1, 1):
        depth = [seen(colours(0.5 + sign * size / 2), "all cones")[0] for size in np.linspace(0, 1, 21)]
        assert np.all(np.diff(depth) < 0)


def test_the_ends_of_the_diverging_map_stay_apart_and_deepen_from_the_middle():
    colours = colormaps[style.DIVERGING]
    for size in np.linspace(0.4, 1, 7):
        pair = [colours(0.5 + sign * size / 2) for sign in (-1, 1)]
        assert apart(*pair)[0] >= APART, size
    deepens(colours)


@pytest.mark.parametrize(
    ("below", "above", "least"), [("NEGATIVE", "POSITIVE", 0.4), ("SLOPE_DOWN", "SLOPE_UP", 0.6)]
)
def test_the_maps_of_links_end_in_their_colours_and_deepen_from_the_middle(below, above, least):
    ends = [getattr(style, name) for name in (below, above)]
    colours = style.colours_of_signs(*ends)
    assert [to_hex(colours(part)) for part in (0.0, 1.0)] == ends
    for size in np.linspace(least, 1, 7):  # the sign of smaller ones is told by dashes
        assert apart(colours(0.5 - size / 2), colours(0.5 + size / 2))[0] >= APART, size
    deepens(colours)


def test_slopes_are_not_taken_for_weights_nor_told_by_hue_alone():
    for slope in (style.SLOPE_UP, style.SLOPE_DOWN):
        assert ciede2000(seen(slope, "all cones"), seen(style.POSITIVE, "all cones")) >= 20
        assert ciede2000(seen(slope, "all cones"), seen(style.NEGATIVE, "all cones")) >= 20
    light = [seen(colour, "all cones")[0] for colour in (style.SLOPE_UP, style.SLOPE_DOWN)]
    assert abs(light[0] - light[1]) >= 10, "apart in a grey print as well"


@pytest.mark.parametrize("vision", VISIONS)
def test_the_sequential_map_rises_in_lightness_for_everybody(vision):
    colours = colormaps[style.SEQUENTIAL]
    assert np.all(np.diff([seen(colours(part), vision)[0] for part in np.linspace(0, 1, 33)]) > 0)


def test_a_path_with_its_dark_rim_shows_on_every_height_of_a_cost():
    colours = colormaps[style.SEQUENTIAL]
    for part in np.linspace(0, 1, 65):
        assert max(contrast(colours(part), edge) for edge in (style.PAPER, style.INK)) >= MARK


# ---- real drawings ---------------------------------------------------------------------------------------


class Series(NamedTuple):
    """One series of a drawing: what it is, its colour, and what else tells it from the others."""

    name: str
    colour: str
    mark: object


def series(names, drawn, colour_of: str, mark_of) -> list[Series]:
    """Return artists as series: a name for each, its colour as hexadecimal, and its second mark."""
    found = []
    for name, one in zip(names, drawn, strict=True):
        colour = getattr(one, colour_of)()
        if not isinstance(colour, str):
            colour = np.ravel(colour)[:4]  # a collection has one for each dot
        found.append(Series(name, to_hex(colour), mark_of(one)))
    return found


def lines(ax) -> list[Series]:
    """Return the curves of a drawing that have a name."""
    named = [line for line in ax.lines if not line.get_label().startswith("_")]
    return series([line.get_label() for line in named], named, "get_color", Line2D.get_linestyle)


def shape_of(dots) -> bytes:
    return dots.get_paths()[0].vertices.tobytes()


def classes() -> list[Series]:
    dots = draw_points(np.arange(20.0).reshape(10, 2), [0, 1, 2, 3, 4] * 2).collections
    return series("01234", dots, "get_facecolor", shape_of)


def roles() -> list[Series]:
    """Return inputs, hidden nodes and outputs of a network: their outlines, and shape with thickness."""
    kinds = ("input", "hidden", "output")
    found = [nodes for nodes in draw_network(NETWORK).collections if nodes.get_label() in kinds]
    return series(kinds, found, "get_edgecolor", lambda one: (shape_of(one), float(one.get_linewidth()[0])))


def signs() -> list[Series]:
    """Return a neuron's links: above 0, below 0 and 0."""
    links = draw_neuron([1.0, 1.0, 1.0], [2.0, -2.0, 0.0]).lines
    return series(("above 0", "below 0", "0"), links, "get_color", Line2D.get_linestyle)


def network_signs(**options) -> list[Series]:
    """Return the links above and below 0 of a network drawn with its weights, or with slopes."""
    ax = draw_network([(np.array([[2.0], [-2.0]]), None, None)], **options)
    links = next(one for one in ax.collections if len(one.get_linestyles()) == 2)
    rows = zip(("one end", "other end"), links.get_colors(), links.get_linestyles(), strict=True)
    return [Series(name, to_hex(colour), str(dashes)) for name, colour, dashes in rows]


def bars() -> list[Series]:
    """Return hidden and output neurons as bars."""
    groups = draw_activations(NETWORK, [1.0, 1.0]).containers
    return series(("hidden", "output"), [group[0] for group in groups], "get_facecolor", Patch.get_hatch)


def explained():
    found = explain(lambda x: 2 * x[:, 0] - x[:, 1], [3.0, 3.0], background=[[1.0, 1.0]])
    return draw_explanation(found)


def shares() -> list[Series]:
    """Return the bars of an explanation: what raises the prediction, and what lowers it."""
    return series(("bar 0", "bar 1"), explained().patches, "get_facecolor", Patch.get_hatch)


def ends() -> list[Series]:
    """Return the lines at the base value and at the prediction."""
    upright = [line for line in explained().lines if line.get_linestyle() in (":", "--")]
    return series(("base", "prediction"), upright, "get_color", Line2D.get_linestyle)


def answers() -> list[Series]:
    """Return the bar of the largest probability and another; the largest has bold words besides."""
    ax = draw_probabilities([0.2, 0.7, 0.1])
    weights = {bar: text.get_fontweight() for bar, text in zip(ax.patches, ax.texts, strict=True)}
    return series(("class 0", "class 1"), ax.patches[:2], "get_facecolor", weights.get)


PICTURES = {
    "classes": classes,
    "network": roles,
    "weights of a neuron": signs,
    "weights of a network": lambda: network_signs(weights=True),
    "slopes of a network": lambda: network_signs(slopes={"links": [[[1.0], [-1.0]]]}),
    "activations": bars,
    "training": lambda: lines(draw_training({"loss": [0.7, 0.5], "val_loss": [0.7, 0.6]})[0]),
    "activation function": lambda: lines(draw_activation_function("sigmoid")),
    "softmax": lambda: lines(draw_activation_function("softmax")),
    "explanation": shares,
    "ends of an explanation": ends,
    "probabilities": answers,
}
BY_MARK = {  # too near in colour for one vision: here the second mark is what tells them apart
    ("softmax", "class 2, sum 1", "class 3, sum 0"): "tritanopia",
}


@pytest.mark.parametrize("picture", PICTURES)
def test_every_series_shows_on_paper_apart_for_every_reader_and_not_by_colour_alone(picture):
    found = PICTURES[picture]()
    assert len(found) >= 2
    for one in found:
        assert contrast(one.colour, style.PAPER) >= MARK, one
    for one, other in itertools.combinations(found, 2):
        assert one.mark != other.mark, (one.name, other.name)
        difference, vision = apart(one.colour, other.colour)
        known = BY_MARK.get((picture, one.name, other.name))
        assert difference >= APART or vision == known, (one, other, difference, vision)


def test_two_halves_of_a_plane_are_parted_by_a_line_that_shows_on_both():
    ax = draw_boundary(lambda rows: rows[:, 0], np.array([[0.0, 0.0], [1.0, 1.0]]), [0, 1])
    fills = [ground for ground in ax.collections if ground.get_zorder() == 0][0].get_facecolor()
    line = next(c for c in ax.collections if c.get_zorder() == 2)
    for fill in fills:
        assert contrast(to_hex(line.get_edgecolor()[0]), to_hex(fill)) >= MARK
        for colour in style.CLASS_COLOURS[:2]:
            assert contrast(colour, to_hex(fill)) >= MARK


def test_numbers_in_a_heat_map_are_legible_on_their_cells():
    values = np.linspace(-1, 1, 81).reshape(9, 9)
    ax = draw_weights(values)
    colours = colormaps[style.DIVERGING]
    for text, value in zip(ax.texts, values.ravel(), strict=True):
        assert contrast(text.get_color(), colours(0.5 + value / 2)) >= TEXT, value
