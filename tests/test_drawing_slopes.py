"""The way back and contributions in the drawing of a network: numbers, colours, arrows, the key, the words."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex

from helpers import draw_network, network_backward, network_forward
from helpers.drawing import style
from helpers.drawing.descriptions import description
from helpers.drawing.style import compact
from tests.pictures import texts

SMALL = [
    (np.array([[2.0, -2.0], [-1.0, 2.0]]), np.array([-0.5, -1.5]), "sigmoid"),
    (np.array([[1.0], [-2.0]]), np.array([-1.0]), "sigmoid"),
]
FORWARD = network_forward(SMALL, [1.0, 2.0])
BACKWARD = network_backward(FORWARD, [1.0])


def coloured(ax):
    """Return the links that have a slope or another number, as (start, end, colour, dashes)."""
    (drawn,) = [
        one
        for one in ax.collections
        if isinstance(one, LineCollection)
        and len(one.get_colors()) == len(one.get_segments())
        and to_hex(one.get_colors()[0]) != "#8a8a8a"
    ]
    rows = zip(drawn.get_segments(), drawn.get_colors(), drawn.get_linestyles(), strict=True)
    return [(*segment, to_hex(colour), dashes[1]) for segment, colour, dashes in rows]


def way_back(**options):
    return draw_network(SMALL, values=FORWARD.numbers(), slopes=BACKWARD, **options)


@pytest.mark.parametrize(
    ("values", "slopes", "sign", "near", "far"),
    [(FORWARD.values, BACKWARD.values, "", 10, 60), (FORWARD.sums, BACKWARD.sums, "Σ ", -12, 12)],
    ids=["in each node", "under it"],
)
def test_a_number_has_its_slope_beside_it(values, slopes, sign, near, far):
    said = [(text.get_text(), text.get_position()) for text in way_back().texts]
    for value, slope in zip(
        np.concatenate(values, axis=1)[0], np.concatenate(slopes, axis=1)[0], strict=True
    ):
        places = [at for text, at in said if text == sign + compact(value)]
        beside = [at for text, at in said if text == compact(slope)]
        assert any(near < a - x < far and y == b for x, y in places for a, b in beside)


def test_value_and_slope_stand_left_and_right_of_the_middle_of_their_node():
    said = [(text.get_text(), *text.get_position()) for text in way_back().texts]
    column = next(x for text, x, _ in said if text == "hidden")
    for value, slope in zip(FORWARD.values[1][0], BACKWARD.values[1][0], strict=True):
        left, height = next((x, y) for text, x, y in said if text == compact(value))
        right = next(x for text, x, y in said if text == compact(slope) and y == height)
        assert (left + right) / 2 == pytest.approx(column, abs=0.1)


def test_each_link_has_the_slope_of_its_weight_and_the_colours_of_slopes():
    ax = way_back()
    assert {compact(slope) for array in BACKWARD.weights for slope in array.ravel()} <= set(texts(ax))
    slopes = np.concatenate([array.ravel() for array in BACKWARD.weights])
    found = coloured(ax)
    assert len(found) == 6
    for (_, _, colour, dashes), slope in zip(found, sorted(slopes, key=abs), strict=True):
        assert colour == (style.SLOPE_UP if slope > 0 else style.SLOPE_DOWN)
        assert bool(dashes) == (slope < 0)
    assert not {style.POSITIVE, style.NEGATIVE} & {colour for _, _, colour, _ in found}


def test_arrows_point_from_right_to_left():
    ax = way_back()
    (arrows,) = [one for one in ax.collections if isinstance(one, PolyCollection)]
    tips = [path.vertices for path in arrows.get_paths()]
    assert len(tips) == 6
    for (start, end, _, _), triangle in zip(coloured(ax), tips, strict=True):
        assert np.allclose(triangle[0], start) and start[0] < end[0]
        assert (triangle[1:3, 0] > triangle[0, 0]).all()


@pytest.mark.parametrize(("upto", "columns", "steps"), [("output", 1, 0), ("hidden", 2, 1), ("input", 3, 2)])
def test_the_way_back_is_revealed_station_by_station(upto, columns, steps):
    ax = way_back(upto=upto)
    shown = set(texts(ax))
    values = [{compact(slope) for slope in array[0]} for array in BACKWARD.values]
    sums = [{compact(slope) for slope in array[0]} for array in BACKWARD.sums]
    reached = set().union(*values[3 - columns :], *sums[max(2 - columns, 0) :])
    hidden = set().union(*values[: 3 - columns], *sums[: max(2 - columns, 0)]) - reached
    links = [{compact(slope) for slope in array.ravel()} for array in BACKWARD.weights]
    assert reached | set().union(*links[2 - steps :]) <= shown
    forward = {compact(value) for array in FORWARD.values for value in array[0]}
    assert not (hidden - forward - set().union(*links[2 - steps :])) & shown
    if steps:
        assert len(coloured(ax)) == {1: 2, 2: 6}[steps]


@pytest.mark.parametrize(("upto", "reached"), [("output", 1), ("hidden", 2), ("input", 2)])
def test_a_column_that_is_reached_has_the_slopes_of_its_sums(upto, reached):
    bare = [(weights, None, name) for weights, _, name in SMALL]
    done = network_forward(bare, [1.0, 2.0])
    back = network_backward(done, [1.0])
    ax = draw_network(bare, values=done.numbers(), slopes=back, upto=upto)
    sums = [[compact(slope) for slope in array[0]] for array in back.sums]
    for place, written in enumerate(sums):
        assert (set(written) <= set(texts(ax))) == (place >= 2 - reached)


def test_nan_is_a_slope_not_computed_yet():
    numbers = BACKWARD.numbers()
    numbers["links"] = [np.full((2, 2), np.nan), BACKWARD.weights[1]]
    numbers["nodes"] = [None, [np.nan, np.nan], BACKWARD.values[2][0]]
    ax = draw_network(SMALL, values=FORWARD.numbers(), slopes=numbers)
    assert "NaN" not in texts(ax)
    assert len(coloured(ax)) == 2
    assert "NaN" not in description(ax)


def test_the_key_and_the_words_say_what_is_what():
    ax = way_back()
    key = " ".join(texts(ax))
    for words in (
        "its number, and the slope of the cost",
        "the slope by its weight",
        "cost rises",
        "cost falls",
    ):
        assert words in key
    said = description(ax)
    assert "How fast the cost rises with each of them: input −0.28 and 0.24" in said
    assert (
        "The slope of a weight of largest size is 0.19, from x₂ of input to h₂ of hidden; 4 of 6 are below 0"
        in said
    )


def test_slopes_alone_stand_in_the_nodes():
    ax = draw_network(SMALL, slopes=BACKWARD.numbers())
    assert {compact(slope) for array in BACKWARD.values for slope in array[0]} <= set(texts(ax))
    assert "How fast the cost rises with each node" in description(ax)


def test_contributions_are_weight_times_value():
    ax = draw_network(SMALL, values=FORWARD.numbers(), links="contributions")
    expected = [FORWARD.values[place][0][:, None] * SMALL[place][0] for place in (0, 1)]
    assert {compact(number) for array in expected for number in array.ravel()} <= set(texts(ax))
    for place, sums in enumerate(FORWARD.sums):
        assert np.allclose(expected[place].sum(axis=0) + SMALL[place][1], sums[0])
    found = coloured(ax)
    numbers = sorted(np.concatenate([array.ravel() for array in expected]), key=abs)
    for (_, _, colour, _), number in zip(found, numbers, strict=True):
        assert colour == (style.POSITIVE if number > 0 else style.NEGATIVE)
    assert "its weight times the value it carries" in " ".join(texts(ax))
    assert "The weight × value of largest size is" in description(ax)


def test_contributions_of_a_wide_network_have_a_colour_bar():
    random = np.random.default_rng(0)
    layers = [(random.normal(size=(12, 8)), random.normal(size=8), "tanh")]
    ax = draw_network(
        layers, values=network_forward(layers, random.normal(size=12)).numbers(), links="contributions"
    )
    assert len(ax.child_axes) == 1 and "weight × value" in texts(ax)
