"""No text of a drawing of a network leaves the figure or covers another: random chains, measured by the renderer."""

from __future__ import annotations

import itertools
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import draw_network
from helpers.drawing.measure import _page, text_size, text_width
from helpers.layer import Layer
from helpers.neurons import network_backward, network_forward
from tests.pictures import faults

NAMES = ("age", "W" * 14, "price in $", "a $100 bill, or $", "sqft_living15", "i", "M" * 24, "Ärger")
ACTIVATIONS = ("relu", "tanh", "tanh_shrink", "squareplus", "log_softmax", "linear")


def chain(seed):
    """Draw a chain of layers at random, as `read_layers` would return it, with its arguments for a drawing."""
    random = np.random.default_rng(seed)
    choose = random.choice
    largest = int(choose([3, 8, 30, 400, 1400]))
    sizes = [int(random.integers(1, largest + 1)) for _ in range(int(random.integers(2, 8)))]
    layers = [Layer("input", "InputLayer", sizes[0], sizes[0], role="input")]

    def behind(units):
        if random.random() < 0.35:
            layers.append(Layer(f"drop {len(layers)}", "Dropout", units, units, role="dropout", rate=0.25))
        if random.random() < 0.2:
            kind = str(choose(["BatchNormalization", "Rescaling"]))
            layers.append(
                Layer(f"n {len(layers)}", kind, units, units, parameters=4 * units, role="normalization")
            )

    behind(sizes[0])
    for place, (inputs, units) in enumerate(itertools.pairwise(sizes), start=1):
        weights = random.normal(scale=10.0 ** random.integers(-3, 3), size=(inputs, units))
        bias = random.normal(size=units) if random.random() < 0.8 else None
        name = str(choose(["layer", "a layer with a very long name", "W" * 20, "$x_1$ and $"])) + f" {place}"
        count = weights.size + (0 if bias is None else units)
        activation = str(choose(ACTIVATIONS))
        layers.append(Layer(name, "Dense", inputs, units, activation, weights, bias, count, "dense"))
        behind(units)
    options = {
        "describe": random.random() < 0.5,
        "weights": random.random() < 0.5,
        "max_nodes": int(choose([3, 8, 16])),
    }
    if sizes[0] < 40 and random.random() < 0.6:
        options["feature_names"] = [str(choose(NAMES)) for _ in range(sizes[0])]
    if sizes[-1] < 40 and random.random() < 0.6:
        options["output_names"] = [str(choose(NAMES)) for _ in range(sizes[-1])]
    if random.random() < 0.5:
        options["values"] = numbers(random, sizes)
    return layers, options


def numbers(random, sizes):
    """Return numbers of many sizes for all nodes, links, biases and sums."""

    def some(*shape):
        return random.normal(size=shape) * 10.0 ** random.integers(-6, 6, size=shape)

    steps = list(itertools.pairwise(sizes))
    return {
        "nodes": [some(size) for size in sizes],
        "links": [some(*step) for step in steps],
        "biases": [some(units) if random.random() < 0.7 else None for _, units in steps],
        "sums": [some(units) for _, units in steps],
    }


@pytest.mark.parametrize("seed", range(44))
def test_draw_network_neither_cuts_nor_covers_a_text(seed):
    layers, options = chain(seed)
    for layer_before, layer in itertools.pairwise(layers):
        object.__setattr__(layer, "comes_from", (layer_before.name,))
        object.__setattr__(layer, "shape_in", (layer.inputs,))
    cut, over = faults(draw_network(layers, **options))
    assert not cut and not over


@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 3, 1), (2, 2), (2, 1), (5, 4, 3, 2), (20, 6, 1)])
@pytest.mark.parametrize("with_values", [True, False])
def test_slopes_and_contributions_neither_cut_nor_cover_a_text(sizes, with_values):
    random = np.random.default_rng(len(sizes))
    layers = [
        (random.normal(size=pair), random.normal(size=pair[1]), "tanh") for pair in itertools.pairwise(sizes)
    ]
    done = network_forward(layers, random.normal(size=sizes[0]))
    back = network_backward(done, np.zeros(done.outputs.shape))
    values = done.numbers() if with_values else None
    for options in ({"slopes": back}, {"slopes": back, "describe": True, "upto": "output"}):
        assert faults(draw_network(layers, values=values, **options)) == ([], [])
    if with_values:
        assert faults(draw_network(layers, values=values, links="contributions")) == ([], [])


@pytest.mark.parametrize("weights", [0.075, 0.067, 0.0001, 1e6, 123.4])
def test_colour_bar_shows_all_digits(weights):
    ax = draw_network([(np.full((300, 40), -weights), None, "relu")], weights=True)
    assert faults(ax) == ([], [])


@pytest.mark.parametrize("sizes", [(1, 1), (2, 1), (2, 2), (2, 2, 1)])
def test_colour_bar_of_the_smallest_networks_is_not_cut(sizes):
    layers = [(-np.ones(pair), None, "relu") for pair in itertools.pairwise(sizes)]
    ax = draw_network(layers, weights=True)
    assert faults(ax) == ([], [])
    assert "below 0:\ndashed" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("layers", [10, 25, 60])
def test_headings_of_deep_networks_stay_apart(layers):
    assert faults(draw_network([3] * layers, describe=True)) == ([], [])


@pytest.mark.parametrize(("width", "height"), [(2, 1.5), (5, 3), (2, 6), (10, 2)])
def test_small_axes_make_the_drawing_smaller(width, height):
    figure = plt.figure(figsize=(width, height))
    ax = figure.add_axes((0, 0, 1, 1))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        draw_network([10, 6, 3, 1], describe=True, ax=ax)
    assert faults(ax) == ([], [])
    small = min(text.get_fontsize() for text in ax.texts) < 6
    assert [str(one.message).startswith("draw_network: the axes are small") for one in said] == [True] * small


def test_names_are_not_maths():
    names = ["$$", r"$\frac{", "cost $x_1$", "plain"]
    ax = draw_network([4, 1], feature_names=names)
    ax.figure.canvas.draw()
    shown = {text.get_text().replace(r"\$", "$") for text in ax.texts}
    assert set(names) <= shown
    widths = {text.get_text(): text.get_window_extent().width for text in ax.texts}
    assert widths[r"cost \$x_1\$"] > widths["plain"] * 2


def test_names_in_signs_the_font_lacks_are_said_once():
    with pytest.warns(UserWarning, match="has no signs for '年龄' and '性別'") as said:
        ax = draw_network([3, 1], feature_names=["年龄", "Größe", "性別"])
    ax.figure.canvas.draw()
    assert len(said) == 1
    shown = [text.get_text() for text in ax.texts]
    assert "Größe" in shown and "年龄" not in shown and shown.count("x₁") == 2


def test_text_size_is_the_renderers():
    figure = plt.figure(dpi=100)
    for text in ("W", "iiii", "two\nlines", "Σ −0.5", "x₁₃₁₇", r"5 \$"):
        box = figure.text(0.5, 0.5, text, fontsize=9).get_window_extent()
        assert text_size(text) == pytest.approx((box.width * 0.72, box.height * 0.72))
        assert text_width(text) == pytest.approx(box.width * 0.72)


def test_measuring_leaves_nothing_on_its_page():
    assert text_width("a text that nobody measured before", 10) > 0
    assert not _page()[0].texts
