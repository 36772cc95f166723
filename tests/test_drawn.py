"""What stands on each drawing, artist by artist, beside tests/drawn.txt: places, colours, sizes, texts, words.

The other tests say what a drawing must mean. This one notices everything else: a frame that is gone, a text twice as
large, a line in another colour. Where a change is meant, write the file anew and read its difference:

    python -m tests.test_drawn
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Patch
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text

import helpers
from helpers.drawing.descriptions import description
from helpers.drawing.graph import Graph
from tests.pictures import net

STORED = Path(__file__).with_name("drawn.txt")
SMALL, WIDE = net(2, 3, 1, activation="sigmoid"), net(30, 24, 2)
LOST = [(np.array([[1.0, np.nan], [0.0, -np.inf]]), np.array([0.5, -0.5]), "relu")]
MANY_LOST = np.where(np.arange(720).reshape(30, 24) % 50 == 7, np.nan, WIDE[0][0])
ROWS, TARGETS = np.random.default_rng(5).normal(size=(12, 2)), np.arange(12) % 2
MIDDLING, TALL, LONG = net(8, 6, 2, activation="tanh"), net(12, 7, 1), net(2, 70, 3, activation="tanh")
LARGE = [(1e4 * weights, 1e-4 * bias, None) for weights, bias, _ in net(3, 2, 2)]
PLENTY = np.random.default_rng(6).normal(size=(50, 43)).round(3)
DONE = helpers.network_forward(SMALL, [1.0, -2.0])
BACK = helpers.network_backward(DONE, [1.0])
PAST = {
    "loss": [0.9, 0.5, 0.4],
    "val_loss": [0.8, 0.6, 0.7],
    "mae": [0.5, 0.4, 0.3],
    "val_mae": [0.6, 0.5, 0.4],
}


def explanation(rows: int):
    model = lambda x: 1 + x @ np.array([2.0, -1.0, 0.0, 0.5]) + x[:, 0] * x[:, 1]  # noqa: E731
    background = np.random.default_rng(1).normal(size=(20, 4))
    names = ["age", "fare", "class", "a name that is rather long"]
    return helpers.explain(model, background[:rows] + 1, background=background, feature_names=names)


def rare():
    """Explain rows of which one feature is 1 in a single row, and one is constant."""
    rows = np.random.default_rng(4).normal(size=(24, 3))
    rows[:, 1] = np.arange(24) == 7
    rows[:, 2] = 2.0
    model = lambda x: x[:, 0] + 3 * x[:, 1] + x[:, 2]  # noqa: E731
    return helpers.explain(model, rows, background=rows + 0.5)


def estimated():
    model = lambda x: np.tanh(x.sum(axis=1)) + x[:, 0] * x[:, 1]  # noqa: E731
    background = np.random.default_rng(2).normal(size=(10, 18))
    return helpers.explain(model, background[:1] + 1, background=background, orders=4, seed=0)


def crowd():
    """Explain eighty rows with parts that lie on each other."""
    parts = np.column_stack([np.arange(80) // 27, np.arange(80) % 9 / 4]) - 1.0
    names = ["many alike", "some alike"]
    return ranked(values=parts, base_values=np.zeros(80), data=parts[::-1], feature_names=names, error=0.0)


def stairs(x):
    return np.floor(x) + 0.1 * x


def with_dropout():
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((3,), name="rows"),
            layers.Dense(4, activation="relu", name="first"),
            layers.Dropout(0.2, name="drop"),
            layers.Dense(3, activation="relu", name="second"),
            layers.BatchNormalization(name="normal"),
            layers.Dense(2, name="last"),
        ]
    )
    rng = np.random.default_rng(3)
    model.set_weights([np.abs(rng.normal(size=array.shape)) for array in model.get_weights()])
    return model


def on_small_axes(**options):
    """Return axes that are too small for most networks."""
    return plt.subplots(1, 2, figsize=(5, 2.4), dpi=100, **options)[1][1]


def numbers_of(layers, *kinds: str) -> dict:
    """Return some of the numbers of a pass through a network."""
    row = np.linspace(-1, 2, layers[0][0].shape[0])
    every = helpers.network_forward(layers, row).numbers()
    return {kind: every[kind] for kind in kinds}


def ranked(scale: float = 1.0, errors: object = 0.0, **more: object):
    """Return an explanation of four rows whose parts, names and values are as chosen."""
    parts = scale * np.array([[0.5, -0.25, 0.0], [0.1, 0.4, -0.3], [-0.2, 0.3, 0.3], [0.6, 0.6, -0.6]])
    shown = {
        "values": parts,
        "base_values": np.full(4, 2.0 * scale),
        "data": np.array([[1.0, 30, 5], [2, 10, 5], [3, np.nan, 5], [4, 20, 5]]),
        "display_data": None,
        "feature_names": ["cost in $", "b", "a name of a feature that is longer than forty letters"],
        "error": np.broadcast_to(errors, (4, 3)),
        "label": "price",
        "exact": not np.any(errors),
        "how": "an estimate" if np.any(errors) else "exact",
    }
    return SimpleNamespace(**shown | more)


def one_of(found, row: int = 0):
    """Return the explanation of a single row."""
    picked = {"values": found.values[row], "base_values": found.base_values[row], "error": found.error[row]}
    return SimpleNamespace(**vars(found) | picked | {"data": found.data[row]})


def renamed(name: str):
    """Return the layers of a small network, the first dense one with a name of one's own."""
    first, second, *rest = helpers.read_layers(SMALL)
    return [first, replace(second, name=name), *rest]


def without(found, *names: str):
    """Return an explanation that lacks some of its attributes, as one of `shap` does."""
    return SimpleNamespace(**{name: value for name, value in vars(found).items() if name not in names})


def branched():
    import keras
    from keras import layers

    rows = keras.Input((3,), name="rows")
    left = layers.Dense(4, activation="relu", name="left")(rows)
    right = layers.Dropout(0.5, name="right {1|2}")(layers.Dense(4, name="wide")(rows))
    return keras.Model(rows, [layers.Add(name="sum")([left, right]), left * 2.0], name="a <b>")


DRAWN: dict[str, Callable] = {
    "network": lambda: helpers.draw_network([3, 4, 2]),
    "network, weights": lambda: helpers.draw_network(SMALL, weights=True, feature_names=["a", "b"]),
    "network, values": lambda: helpers.draw_network(SMALL, values=DONE.numbers()),
    "network, slopes": lambda: helpers.draw_network(SMALL, values=DONE.numbers(), slopes=BACK),
    "network, contributions": lambda: helpers.draw_network(
        SMALL, values=DONE.numbers(), links="contributions"
    ),
    "network, up to": lambda: helpers.draw_network(SMALL, values=DONE.numbers(), slopes=BACK, upto="hidden"),
    "network, wide": lambda: helpers.draw_network(WIDE),
    "network, lost weights": lambda: helpers.draw_network(LOST),
    "network, described": lambda: helpers.draw_network(
        with_dropout(), describe=True, output_names=["y", "n"]
    ),
    "network, dropout and weights": lambda: helpers.draw_network(with_dropout(), weights=True),
    "weights": lambda: helpers.draw_weights(SMALL[0][0], feature_names=["a", "b"]),
    "weights, many": lambda: helpers.draw_weights(WIDE[0][0]),
    "weights, lost": lambda: helpers.draw_weights(LOST[0][0]),
    "weights, many lost": lambda: helpers.draw_weights(MANY_LOST),
    "weights, a layer's": lambda: helpers.draw_weights(helpers.read_layers(SMALL)[1]),
    "activations, wide": lambda: helpers.draw_activations(WIDE, np.linspace(-1, 1, 30)),
    "activations": lambda: helpers.draw_activations(SMALL, [1.0, -2.0]),
    "inputs": lambda: helpers.draw_inputs(ROWS[:3]),
    "inputs, one row": lambda: helpers.draw_inputs([3.0, -20.5, np.nan], feature_names=["a", "b", "c"]),
    "image": lambda: helpers.draw_inputs(np.arange(16.0), image_shape=(4, 4)),
    "images": lambda: helpers.draw_inputs(np.arange(32.0).reshape(2, 4, 4), labels=["one", "two"]),
    "probabilities": lambda: helpers.draw_probabilities([0.25, 0.7, 0.05], ["a", "b", "c"], answer="a"),
    "probabilities, one number": lambda: helpers.draw_probabilities(0.3, ["no", "yes"]),
    "sigmoid": lambda: helpers.draw_activation_function("sigmoid"),
    "softmax": lambda: helpers.draw_activation_function("softmax"),
    "cost": lambda: helpers.draw_cost(lambda a, b: a**2 + b**2, [[2, 1], [1, 0.5]]),
    "cost, without a path": lambda: helpers.draw_cost(
        lambda a, b: a * b, around=((-1, 1), (0, 2)), bar=False
    ),
    "points": lambda: helpers.draw_points(ROWS, TARGETS, classes=["off", "on"]),
    "boundary": lambda: helpers.draw_boundary(lambda x: x[:, 0] > 0, ROWS, TARGETS),
    "boundary, without a legend": lambda: helpers.draw_boundary(
        lambda x: x[:, 1] > x[:, 0], ROWS, TARGETS, names=["long", "wide"], legend=False
    ),
    "points, three classes": lambda: helpers.draw_points(ROWS, np.arange(12) % 3),
    "neuron": lambda: helpers.draw_neuron([2.0, -1.0, 0.5], [1.0, -3.0, 0.0], bias=-1.5, activation="step"),
    "neuron, long weights": lambda: helpers.draw_neuron([1.0, 2.0], [-123456.789, 98765.4321]),
    "neuron, four figures": lambda: helpers.draw_neuron([1000.0], [1.23456]),
    "neuron, alone": lambda: helpers.draw_neuron([100_000.5], [3.25]),
    "training": lambda: helpers.draw_training(PAST)[0],
    "training, one number": lambda: helpers.draw_training({"loss": [0.9, 0.5, np.nan]})[0],
    "explanation, the largest": lambda: helpers.draw_explanation(explanation(1), top=2),
    "explanation, estimated": lambda: helpers.draw_explanation(estimated()),
    "explanation": lambda: helpers.draw_explanation(explanation(1)),
    "explanation, rows": lambda: helpers.draw_explanation(explanation(6), kind="beeswarm"),
    "explanation, a rare value": lambda: helpers.draw_explanation(rare(), kind="beeswarm"),
    "explanation, bars": lambda: helpers.draw_explanation(explanation(6), kind="bar"),
    "explanation, decision": lambda: helpers.draw_explanation(explanation(1), kind="decision"),
    # more of the same, each for a branch or a border that those above do not reach
    "network, one step": lambda: helpers.draw_network([3, 1]),
    "network, six rows": lambda: helpers.draw_network([6, 1]),
    "network, forty links": lambda: helpers.draw_network([10, 4]),
    "network, two hundred links": lambda: helpers.draw_network([10, 10, 10]),
    "network, four rows of values": lambda: helpers.draw_network(
        net(4, 2), values=numbers_of(net(4, 2), "nodes")
    ),
    "network, six rows of values": lambda: helpers.draw_network(
        net(6, 1), values=numbers_of(net(6, 1), "nodes")
    ),
    "network, forty-eight numbers": lambda: helpers.draw_network(
        net(8, 6), values={"links": [np.ones((8, 6))]}
    ),
    "weights, sixteen neurons": lambda: helpers.draw_weights(PLENTY[:21, :16]),
    "weights, as many marks as there may be": lambda: helpers.draw_weights(PLENTY[:50, :42]),
    "weights, long name": lambda: helpers.draw_weights(renamed("i" * 50)[1]),
    "activations, long names": lambda: helpers.draw_activations(renamed("i" * 50), [1.0, -2.0]),
    "activations, long name": lambda: helpers.draw_activations(
        renamed("i" * 50), [1.0, -2.0], layer="i" * 50
    ),
    "images, high": lambda: helpers.draw_inputs(np.arange(800.0).reshape(2, 40, 10)),
    "image, long name": lambda: helpers.draw_inputs(np.arange(12.0), image_shape=(3, 4), labels=["il" * 35]),
    "probabilities, twenty": lambda: helpers.draw_probabilities(np.full(20, 0.05), answer="19"),
    "cost, round": lambda: helpers.draw_cost(
        lambda a, b: a**2 + b**2, [[3, 4], [4, 3], [5, 0], [0, 5], [-3, 4], [-4, 3], [-5, 0], [3, -4]]
    ),
    "cost, run away in one": lambda: helpers.draw_cost(
        lambda a, b: a**2 + 6 * b**2, [[2.0 * (-1.3) ** k, 1.0] for k in range(7)]
    ),
    "network, few nodes shown": lambda: helpers.draw_network([9, 6, 7], max_nodes=4, describe=True),
    "network, sizes described": lambda: helpers.draw_network([2, 3, 4, 3, 2, 1], describe=True),
    "network, deep": lambda: helpers.draw_network(
        net(2, *[3] * 14, 2, activation="leaky_relu"), weights=True
    ),
    "network, wide with names": lambda: helpers.draw_network(
        WIDE, feature_names=[f"feature {n}" for n in range(30)], output_names=["no", "yes"]
    ),
    "network, wide with weights": lambda: helpers.draw_network(WIDE, weights=True),
    "network, wide with values": lambda: helpers.draw_network(WIDE, values=numbers_of(WIDE, "nodes", "sums")),
    "network, links only": lambda: helpers.draw_network(SMALL, values=numbers_of(SMALL, "links")),
    "network, some links": lambda: helpers.draw_network(
        SMALL, values={"links": [None, SMALL[1][0]], "biases": [[0.5, -0.5, 0.0], None]}
    ),
    "network, sums": lambda: helpers.draw_network(
        SMALL, values=numbers_of(SMALL, "sums", "biases"), feature_names=["a", "b"], describe=True
    ),
    "network, weights and values": lambda: helpers.draw_network(
        SMALL, weights=True, values=numbers_of(SMALL, "nodes", "links"), output_names=["y"]
    ),
    "network, many numbers": lambda: helpers.draw_network(
        MIDDLING, values=numbers_of(MIDDLING, "nodes", "links", "sums")
    ),
    "network, values of many nodes": lambda: helpers.draw_network(
        TALL, values=numbers_of(TALL, "nodes", "biases"), max_nodes=10
    ),
    "network, slopes only": lambda: helpers.draw_network(
        SMALL,
        slopes={"nodes": [None, [0.5, np.nan, -2.0], [0.0]], "links": [None, [[0.5], [np.nan], [-1.0]]]},
    ),
    "network, slopes of sums": lambda: helpers.draw_network(
        SMALL,
        values=numbers_of(SMALL, "nodes", "biases"),
        slopes={"nodes": [[0.1, -0.2], [0.5, np.nan, -2.0], [1.0]], "sums": [[0.0, 0.25, -3.5], [np.nan]]},
    ),
    "network, slopes of many": lambda: helpers.draw_network(
        MIDDLING, slopes=helpers.network_backward(helpers.network_forward(MIDDLING, np.ones(8)), [1.0, 0.0])
    ),
    "network, contributions of some": lambda: helpers.draw_network(
        SMALL, values={"nodes": [None, [1.0, -2.0, 0.5], None]}, links="contributions"
    ),
    "network, lost values": lambda: helpers.draw_network(
        LOST, values={"nodes": [[1.0, np.nan], [np.inf, 0.0]], "links": [LOST[0][0]]}
    ),
    "network, lost and described": lambda: helpers.draw_network(LOST, weights=True, describe=True),
    "network, large numbers": lambda: helpers.draw_network(
        LARGE, values=numbers_of(LARGE, "nodes", "links", "sums", "biases"), weights=True
    ),
    "network, weights of nothing": lambda: helpers.draw_network(
        [(np.zeros((2, 2)), None, None)], weights=True, feature_names=["a", "b"]
    ),
    "network, in small axes": lambda: helpers.draw_network(
        SMALL, weights=True, describe=True, ax=on_small_axes()
    ),
    "network, way back in small axes": lambda: helpers.draw_network(
        SMALL, values=DONE.numbers(), slopes=BACK, ax=on_small_axes()
    ),
    "network, dropout in small axes": lambda: helpers.draw_network(
        with_dropout(),
        values=[[1.0, 2, 3], None, [0.5, -0.5, 0.0], [1.0, -1.0]],
        weights=True,
        ax=on_small_axes(),
    ),
    "network, in axes with room": lambda: helpers.draw_network(
        SMALL, describe=True, ax=plt.subplots(figsize=(12, 8))[1]
    ),
    "network, hundreds": lambda: helpers.draw_network([784, 100, 10]),
    "graph": lambda: helpers.draw_graph(branched()),
    "weights, sixteen by ten": lambda: helpers.draw_weights(PLENTY[:16, :10]),
    "weights, seventeen by ten": lambda: helpers.draw_weights(PLENTY[:17, :10]),
    "weights, sixteen by eleven": lambda: helpers.draw_weights(PLENTY[:16, :11] * 1000),
    "weights, twenty by seventeen": lambda: helpers.draw_weights(PLENTY[:20, :17]),
    "weights, too many for marks": lambda: helpers.draw_weights(PLENTY),
    "weights, too long to be written": lambda: helpers.draw_weights(
        PLENTY[:3, :10] * 1e7, feature_names=["a name " * 6] * 3, ax=on_small_axes()
    ),
    "weights, of nothing": lambda: helpers.draw_weights(np.zeros((1, 2))),
    "activations, of a layer": lambda: helpers.draw_activations(SMALL, [1.0, -2.0], layer="layer 1"),
    "activations, of a large layer": lambda: helpers.draw_activations(LONG, [1.0, -2.0], layer="layer 1"),
    "activations, large layers": lambda: helpers.draw_activations(LONG, [1.0, -2.0]),
    "activations, forty": lambda: helpers.draw_activations([(PLENTY[:2, :40], None, "linear")], [1.0, -2.0]),
    "activations, fourteen": lambda: helpers.draw_activations([(PLENTY[:2, :14], None, "relu")], [1.0, -2.0]),
    "activations, sixty": lambda: helpers.draw_activations(net(2, 33, 27, activation=None), [1.0, -2.0]),
    "inputs, a frame": lambda: helpers.draw_inputs(
        pd.DataFrame({"age": [20.0, np.nan, 33], "fare in $": [7.25, 71.0, 8.5]}),
        labels=["one", "two", "three"],
    ),
    "inputs, a row of a frame": lambda: helpers.draw_inputs(pd.Series({"age": 20.0, "fare": 7.25})),
    "inputs, twelve rows": lambda: helpers.draw_inputs(PLENTY[:12, :6] * 1000),
    "inputs, eight rows": lambda: helpers.draw_inputs(PLENTY[:8, :5], labels=list("abcdefgh")),
    "inputs, forty features": lambda: helpers.draw_inputs(PLENTY[0, :40]),
    "inputs, equal": lambda: helpers.draw_inputs([[2.0, 1.0], [2.0, 3.0]]),
    "inputs, one labelled row": lambda: helpers.draw_inputs([2.0, 1.0], labels=["first"]),
    "images, twelve": lambda: helpers.draw_inputs(np.arange(12 * 16 * 8.0).reshape(12, 16, 8) % 7),
    "images, twelve with labels": lambda: helpers.draw_inputs(
        np.arange(12 * 9.0).reshape(12, 3, 3), labels=[f"a long label {n}" for n in range(12)]
    ),
    "images, high with labels": lambda: helpers.draw_inputs(
        np.arange(700.0).reshape(7, 10, 10), labels=list("abcdefg")
    ),
    "activations, eight": lambda: helpers.draw_activations([(PLENTY[:2, :8], None, "relu")], [1.0, -2.0]),
    "activations, nine": lambda: helpers.draw_activations([(PLENTY[:2, :9], None, "relu")], [1.0, -2.0]),
    "activations, sixteen of a layer": lambda: helpers.draw_activations(
        [(PLENTY[:2, :16], None, "tanh")], [1.0, -2.0], layer=1
    ),
    "activations, seventeen of a layer": lambda: helpers.draw_activations(
        [(PLENTY[:2, :17], None, "tanh")], [1.0, -2.0], layer=1
    ),
    "explanation, of another maker": lambda: helpers.draw_explanation(
        without(one_of(ranked(how="made elsewhere")), "exact", "error", "label", "display_data")
    ),
    "explanation, bars of another maker": lambda: helpers.draw_explanation(
        without(ranked(), "exact", "error", "label", "how", "display_data"), kind="bar"
    ),
    "explanation, thirteen features": lambda: helpers.draw_explanation(
        ranked(values=PLENTY[:4, :13], data=PLENTY[4:8, :13], feature_names=None, error=0.0),
        kind="beeswarm",
        top=13,
    ),
    "explanation, thirteen bars": lambda: helpers.draw_explanation(
        ranked(values=PLENTY[:4, :13], data=None, feature_names=None, error=0.0), kind="bar", top=13
    ),
    "explanation, a constant and its opposite": lambda: helpers.draw_explanation(
        ranked(
            values=np.eye(2), base_values=np.zeros(2), data=np.eye(2), feature_names=["a", "b"], error=0.0
        ),
        kind="beeswarm",
    ),
    "image, large": lambda: helpers.draw_inputs(np.arange(17 * 30.0), image_shape=(17, 30), labels=["all"]),
    "image, ten by ten": lambda: helpers.draw_inputs(np.sqrt(np.arange(100.0)), image_shape=(10, 10)),
    "images, wide": lambda: helpers.draw_inputs(np.arange(2 * 4 * 40.0).reshape(2, 4, 40)),
    "probabilities, many": lambda: helpers.draw_probabilities(np.arange(30) / 435, answer=29),
    "probabilities, the last true": lambda: helpers.draw_probabilities(
        [0.96, 0.03, 0.01], list("abc"), answer="c"
    ),
    "probabilities, in small axes": lambda: helpers.draw_probabilities(
        [0.96, 0.04], ["a long name of a class", "b"], answer=0, ax=on_small_axes()
    ),
    "probabilities, alone": lambda: helpers.draw_probabilities([[0.999], [0.001]]),
    "linear": lambda: helpers.draw_activation_function("linear"),
    "step": lambda: helpers.draw_activation_function("step"),
    "relu": lambda: helpers.draw_activation_function("relu"),
    "a function of one's own": lambda: helpers.draw_activation_function(stairs),
    "a steep function": lambda: helpers.draw_activation_function(lambda x: 100 * x),
    "a bent line": lambda: helpers.draw_activation_function(lambda x: np.maximum(x, 0.005 * x) + 0.3),
    "cost, run away": lambda: helpers.draw_cost(
        lambda a, b: a**2 + 6 * b**2, [[2.0, 1.5 * (-1.3) ** k] for k in range(9)], names=("a in $", "b")
    ),
    "cost, run away soon": lambda: helpers.draw_cost(
        lambda a, b: a**2 + b**2, [[1.0, 1.0], [2, 2], [4, 4], [8, 8], [np.nan, 1], [1, 1]]
    ),
    "cost, outside at last": lambda: helpers.draw_cost(
        lambda a, b: 100 * a**2 + b, [[0.0, 0], [1, 0.5], [3, 0.5], [0.5, 0.5]], around=((-2, 2), (-1, 1))
    ),
    "cost, a point": lambda: helpers.draw_cost(lambda a, b: 0.2 * a**2 + 0.1 * b**2, [[1.0, -1.0]]),
    "cost, level": lambda: helpers.draw_cost(lambda a, b: 0 * a + 0.5, [[1.0, 1.0], [1.5, 1.0]]),
    "cost, of single numbers": lambda: helpers.draw_cost(
        lambda a, b: 5 + max(float(a), float(b)) / 1000, [[0.0, 0.0], [1.0, -0.5]], bar=False
    ),
    "cost, many steps": lambda: helpers.draw_cost(
        lambda a, b: a**2 + 3 * b**2, np.outer(0.97 ** np.arange(202), [1.0, 2.0]) + [[0.0, 0.1]]
    ),
    "cost, two hundred points": lambda: helpers.draw_cost(
        lambda a, b: np.where(a > 0, a, np.nan) + b,
        np.outer(0.97 ** np.arange(200), [1.0, 2.0]),
        around=((-0.5, 1), (0, 3)),
    ),
    "points, twenty of five classes": lambda: helpers.draw_points(
        PLENTY[:20, :2], np.arange(20) % 5, names=["length in $", "w" * 70], ax=on_small_axes()
    ),
    "points, one class": lambda: helpers.draw_points(PLENTY[:30, :2], ["a"] * 30, legend=False),
    "boundary, none": lambda: helpers.draw_boundary(
        lambda x: 0 * x[:, 0], ROWS, TARGETS, classes=["off", "on"]
    ),
    "boundary, of equal numbers": lambda: helpers.draw_boundary(
        lambda x: x[:, :1], [[0.2, 3.0], [0.9, 3.0], [0.6, 3.0]], [0, 1, 0], ax=on_small_axes()
    ),
    "neuron, six inputs": lambda: helpers.draw_neuron(
        [1, 2, 3, 4, 5, 6.5],
        [0, 1, -1, 2, 0, 1],
        bias=0.0,
        activation="sigmoid",
        names=["a", "b in $", "c" * 50, *"def"],
    ),
    "neuron, five inputs": lambda: helpers.draw_neuron([1, 2, 3, 4, 5], [-9, 1, -1, 2, 0], activation="relu"),
    "neuron, three decimals": lambda: helpers.draw_neuron([2.0, -1.0], [1.0, 0.5], activation="sigmoid"),
    "neuron, off": lambda: helpers.draw_neuron([1.0], [-1.0], activation="step"),
    "neuron, linear": lambda: helpers.draw_neuron([400.0, 1], [2.5, 0.5], activation="linear", bias=-0.1234),
    "neuron, large": lambda: helpers.draw_neuron([2000.5, -7e6], [1.25, 3.5], activation="relu", bias=1e9),
    "neuron, without weights": lambda: helpers.draw_neuron([1.0, 2.0], [0.0, 0.0], activation="tanh"),
    "neuron, in small axes": lambda: helpers.draw_neuron(
        [1.0, 2.0], [1.0, -2.0], bias=1.0, activation="tanh", ax=on_small_axes()
    ),
    "training, three numbers": lambda: helpers.draw_training(
        {
            "mae": [3.0, 2, 1],
            "loss": [9.0, 8, np.nan],
            "val_loss": [np.nan] * 3,
            "width": [1.0, 5, 2],
            "val_width": [1, 2, 3],
        }
    )[0],
    "training, one epoch": lambda: helpers.draw_training({"loss": [0.5], "val_loss": [0.6]})[0],
    "training, diverged": lambda: helpers.draw_training(
        {"price_loss": [np.nan, np.inf], "f1": [np.nan, np.nan]}
    )[0],
    "training, validated at times": lambda: helpers.draw_training(
        {
            "f1_score": [[0.1, 0.3], [0.2, 0.4], [0.5, 0.5], [0.3, 0.3]],
            "loss": [4.0, 3, 2, 1],
            "val_f1_score": [[0.2, 0.4], [0.1, 0.3]],
            "val_loss": [3.0, 3],
            "learning_rate": [1.0, 1, 1, 1],
        },
        validation_freq=2,
    )[0],
    "training, validated in listed epochs": lambda: helpers.draw_training(
        {"loss": [4.0, 3, 2, 1, 0.5], "val_loss": [3.0, 2, 2.5]},
        validation_freq=[1, 3, 5],
        axes=on_small_axes(),
    )[0],
    "explanation, chosen": lambda: helpers.draw_explanation(one_of(ranked())),
    "explanation, above one": lambda: helpers.draw_explanation(one_of(ranked(3.0), 3)),
    "explanation, above ten": lambda: helpers.draw_explanation(one_of(ranked(100.0), 2), kind="decision"),
    "explanation, thousands": lambda: helpers.draw_explanation(one_of(ranked(1e5), 1)),
    "explanation, thousands as a path": lambda: helpers.draw_explanation(
        one_of(ranked(-1e5), 3), kind="decision", top=2
    ),
    "explanation, errors": lambda: helpers.draw_explanation(one_of(ranked(errors=[0.1, 0.0, 0.02]), 1)),
    "explanation, errors on a path": lambda: helpers.draw_explanation(
        one_of(ranked(errors=[0.1, 0.0, 0.02])), kind="decision"
    ),
    "explanation, errors of rows": lambda: helpers.draw_explanation(
        ranked(errors=[0.1, 0.0, 0.02]), kind="beeswarm", ax=on_small_axes()
    ),
    "explanation, errors of bars": lambda: helpers.draw_explanation(
        ranked(errors=[0.1, 0.0, 0.02]), kind="bar", top=1
    ),
    "explanation, not exact": lambda: helpers.draw_explanation(
        one_of(ranked(exact=False, how="a path of gradients")), top=1
    ),
    "explanation, groups and texts": lambda: helpers.draw_explanation(
        ranked(groups=(1,), data=np.array([["a", 1.0, 2.0]] * 2 + [["b", 3.0, 4.5]] * 2, dtype=object)),
        kind="beeswarm",
    ),
    "explanation, unknown values": lambda: helpers.draw_explanation(
        ranked(feature_names=None, data=np.array([[np.nan, k, (k - 1) ** 2] for k in range(4)])),
        kind="beeswarm",
    ),
    "explanation, no values": lambda: helpers.draw_explanation(ranked(data=None), kind="beeswarm", top=2),
    "explanation, of nothing": lambda: helpers.draw_explanation(ranked(0.0), kind="beeswarm"),
    "explanation, many rows": lambda: helpers.draw_explanation(crowd(), kind="beeswarm"),
}


def brief(*values: float) -> str:
    return " ".join(f"{float(value):.4g}".replace("-0 ", "0 ") for value in np.ravel(values))


def summary(array: object) -> str:
    """Return the size of an array, its sum, and its first and last numbers."""
    values = np.ma.filled(np.ma.asarray(array, dtype=float), np.nan)
    flat = values.ravel()
    return f"{values.shape} sum {brief(np.nansum(flat))} {brief(*flat[:4])} … {brief(*flat[-2:])}"


def colours(values: object) -> str:
    each = [values] if isinstance(values, str) else np.atleast_2d(values)
    return " ".join(dict.fromkeys(to_hex(value, keep_alpha=True) for value in each))


def line_of(artist: object) -> str:
    """Return what an artist shows, in a line; "" for what shows nothing."""
    if isinstance(artist, Text):
        box = artist.get_bbox_patch()
        look = (artist.get_fontsize(), to_hex(artist.get_color()), artist.get_ha(), artist.get_va())
        more = (artist.get_weight(), brief(artist.get_rotation()), box and colours(box.get_facecolor()))
        where = brief(*artist.get_position(), *(artist.xy if isinstance(artist, Annotation) else ()))
        arrow = getattr(artist, "arrow_patch", None)
        drawn = f" {line_of(arrow)}" if arrow else ""
        return (
            f"text {artist.get_text()!r} at {where} {look} {more}{drawn}"
            if artist.get_text() or arrow
            else ""
        )
    if isinstance(artist, Line2D):
        marks = (artist.get_marker(), artist.get_markersize(), colours(artist.get_markerfacecolor()))
        look = (artist.get_linestyle(), brief(artist.get_linewidth()), colours(artist.get_color()), *marks)
        return f"line {summary(artist.get_xydata())} {look}"
    if isinstance(artist, Patch) and not isinstance(artist, Spine):
        look = (
            colours(artist.get_facecolor()),
            colours(artist.get_edgecolor()),
            brief(artist.get_linewidth()),
        )
        extent = artist.get_path().transformed(artist.get_patch_transform()).get_extents()
        return f"{type(artist).__name__} {brief(extent.extents)} {look} {artist.get_linestyle()}"
    if isinstance(artist, Collection):
        segments = artist.get_segments() if isinstance(artist, LineCollection) else []
        places = np.concatenate(segments) if segments else artist.get_offsets()
        extents = [path.get_extents().extents for path in artist.get_paths()[:1]]
        look = (
            colours(artist.get_facecolor()),
            colours(artist.get_edgecolor()),
            summary(artist.get_linewidth()),
        )
        return f"{type(artist).__name__} {summary(places)} {brief(extents)} {look} {artist.get_clim()}"
    if isinstance(artist, AxesImage):
        return f"image {summary(artist.get_array())} {artist.get_clim()} {artist.cmap.name} {brief(artist.get_extent())}"
    return ""


def look_of(artist: object) -> str:
    """Return what `line_of` leaves out: the order, the transparency, plates behind texts, hatches, edges of marks."""
    look = [type(artist).__name__, artist.get_zorder(), artist.get_alpha(), artist.get_in_layout()]
    look += [[brief(effect._gc.get("linewidth", 0)) for effect in artist.get_path_effects() or ()]]
    if isinstance(artist, Text):
        box = artist.get_bbox_patch()
        look += [artist._linespacing, box and (box.get_boxstyle().pad, box.get_alpha(), box.get_edgecolor())]
        arrow = getattr(artist, "arrow_patch", None)
        look += [artist.anncoords] if isinstance(artist, Annotation) else []
        look += [type(arrow.get_arrowstyle()).__name__, arrow.shrinkA, arrow.shrinkB] if arrow else []
    elif isinstance(artist, Line2D):
        look += [artist.get_markevery(), colours(artist.get_markeredgecolor()), artist.get_markeredgewidth()]
    elif isinstance(artist, Patch):
        style = artist.get_boxstyle() if isinstance(artist, FancyBboxPatch) else None
        look += [artist.get_hatch(), artist.get_fill(), style and (type(style).__name__, vars(style))]
    elif isinstance(artist, Collection):
        dashes = dict.fromkeys(
            f"{brief(start)} {dash and brief(*dash)}" for start, dash in artist.get_linestyle()
        )
        look += [[*dashes], summary(artist.get_sizes()) if hasattr(artist, "get_sizes") else ""]
        places = [path.vertices for path in artist.get_paths()]
        look += [len(places), brief(np.nansum(np.concatenate(places))) if places else ""]
    elif isinstance(artist, AxesImage):
        look += [artist.origin, colours(artist.cmap.get_bad())]
    return " ".join(map(str, look))


def looks_of(ax: Axes) -> Iterator[str]:
    """Yield how the frame, the ticks and the legend of an axes look, then how its artists do."""
    frame = [name for name, spine in ax.spines.items() if spine.get_visible()]
    labels = [(axis.label.get_fontsize(), axis.labelpad) for axis in (ax.xaxis, ax.yaxis)]
    ticks = [axis.get_tick_params() | axis.get_tick_params("minor") for axis in (ax.xaxis, ax.yaxis)]
    minor = [brief(*axis.get_minorticklocs()) for axis in (ax.xaxis, ax.yaxis)]
    sizes = [
        (label.get_fontsize(), label.get_color())
        for axis in (ax.xaxis, ax.yaxis)
        for label in axis.get_ticklabels()[:1]
    ]
    look = (ax.axison, ax.get_aspect(), colours(ax.get_facecolor()), frame, labels, ticks, minor, sizes)
    yield f"frame {brief(*ax.get_position().bounds)} {' '.join(map(str, look))}"
    legend = ax.get_legend()
    if legend:
        entries = [text.get_fontsize() for text in legend.get_texts()]
        plate = (legend.get_frame().get_alpha(), legend.get_frame_on())
        yield f"legend {brief(legend.get_bbox_to_anchor().bounds)} {legend._loc} {legend._ncols} {entries} {plate}"
    shown = [one for one in ax.get_children() if one.get_visible() and line_of(one)]
    yield from (f"{count} look {look}" for look, count in Counter(map(look_of, shown)).items())


def lines_of(ax: Axes) -> Iterator[str]:
    """Yield a line for each artist of an axes, its words, then what stands in axes within it."""
    ticks = [[label.get_text() for label in axis.get_ticklabels()] for axis in (ax.xaxis, ax.yaxis)]
    yield f"axes {brief(*ax.get_xlim(), *ax.get_ylim())} {ax.get_xlabel()!r} {ax.get_ylabel()!r} {ticks}"
    yield f"words {description(ax)}"
    legend = ax.get_legend()
    inside = [*legend.get_texts(), *legend.get_lines(), *legend.get_patches()] if legend else []
    shown = [one for one in [*ax.get_children(), *inside] if one.get_visible() and one is not ax.patch]
    yield from filter(None, map(line_of, shown))
    yield from looks_of(ax)
    for child in ax.child_axes:
        yield from lines_of(child)


def drawn(name: str) -> str:
    """Return all that stands on one drawing."""
    ax = DRAWN[name]()
    if isinstance(ax, Graph):
        return f"== {name}\n{ax.svg}"
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    lines = [line for one in figure.axes for line in lines_of(one)]
    plt.close(figure)
    return f"== {name}: {brief(*figure.get_size_inches())} inches\n" + "\n".join(lines) + "\n"


@pytest.mark.filterwarnings("ignore:draw_.*the axes are small")
@pytest.mark.parametrize("name", DRAWN)
def test_everything_on_a_drawing_is_as_it_was(name):
    stored = dict(zip(DRAWN, STORED.read_text("utf-8").split("\n\n"), strict=True))
    assert drawn(name).rstrip("\n").splitlines() == stored[name].strip("\n").splitlines(), (
        "if this is meant: python -m tests.test_drawn"
    )


if __name__ == "__main__":
    STORED.write_text("\n".join(drawn(name) for name in DRAWN), "utf-8", newline="\n")
