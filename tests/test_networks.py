"""What `read_layers` reads of a network, and what it says where it cannot."""

from __future__ import annotations

import operator
import subprocess
import sys
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import helpers  # noqa: F401 - sets how TensorFlow starts
from helpers.networks import Layer, _fit_row, name_of, read_activations, read_layers, why_no_chain
from helpers.neurons import LAYER_ACTIVATIONS


def deep(keras):
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((10,)),
            layers.Dense(6, activation="relu", name="h1"),
            layers.Dropout(0.2, name="drop"),
            layers.Dense(3, activation="tanh", name="h2"),
            layers.Dense(1, activation="sigmoid", name="y"),
        ],
        name="deep",
    )


def test_importing_costs_no_tensorflow():
    code = (
        "import sys, helpers.networks, helpers.drawing.layout, helpers.drawing.network, helpers.drawing.graph; "
        "sys.exit(any(name in sys.modules for name in ('tensorflow', 'keras', 'shap', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_sequential_model_layer_by_layer(keras):
    model = deep(keras)
    layers = read_layers(model)
    assert [layer.kind for layer in layers] == ["InputLayer", "Dense", "Dropout", "Dense", "Dense"]
    assert [layer.name for layer in layers][1:] == ["h1", "drop", "h2", "y"]
    assert [layer.inputs for layer in layers] == [10, 10, 6, 6, 3]
    assert [layer.units for layer in layers] == [10, 6, 6, 3, 1]
    assert [layer.activation for layer in layers] == [None, "relu", None, "tanh", "sigmoid"]
    assert [layer.parameters for layer in layers] == [0, 66, 0, 21, 4]
    assert layers[2].rate == pytest.approx(0.2)
    assert sum(layer.parameters for layer in layers) == model.count_params()
    np.testing.assert_array_equal(layers[1].weights, model.layers[0].get_weights()[0])
    np.testing.assert_array_equal(layers[1].bias, model.layers[0].get_weights()[1])
    assert why_no_chain(layers) == ""


def test_sequential_and_functional_read_alike(keras):
    inputs = keras.Input((10,))
    x = keras.layers.Dense(6, activation="relu", name="h1")(inputs)
    x = keras.layers.Dropout(0.2, name="drop")(x)
    x = keras.layers.Dense(3, activation="tanh", name="h2")(x)
    functional = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid", name="y")(x))
    alike = operator.attrgetter("kind", "inputs", "units", "activation", "parameters", "rate")
    for one, other in zip(read_layers(functional), read_layers(deep(keras)), strict=True):
        assert alike(one) == alike(other)


def test_two_inputs_two_outputs_and_what_feeds_what(keras):
    a, b = keras.Input((2,), name="a"), keras.Input((3,), name="b")
    join = keras.layers.Concatenate(name="join")([a, b])
    shared = keras.layers.Dense(4, name="trunk")(join)
    outs = [keras.layers.Dense(1, name="price")(shared), keras.layers.Dense(5, name="kind")(shared)]
    layers = {layer.name: layer for layer in read_layers(keras.Model([a, b], outs))}
    assert set(layers["join"].comes_from) == {"a", "b"}
    assert layers["join"].inputs == layers["join"].units == 5
    assert layers["price"].comes_from == layers["kind"].comes_from == ("trunk",)
    assert "2 inputs" in why_no_chain(list(layers.values()))


def test_a_shared_layer_is_counted_once(keras):
    layer = keras.layers.Dense(4, name="again")
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layer(layer(inputs)))
    layers = read_layers(model)
    assert [one.uses for one in layers] == [1, 2]
    assert sum(one.parameters for one in layers) == model.count_params() == 20
    assert "used 2 times" in why_no_chain(layers)


def test_a_nested_model_is_opened(keras):
    inner = keras.Sequential([keras.Input((6,)), keras.layers.Dense(3, name="small")], name="inner")
    model = keras.Sequential(
        [keras.Input((10,)), keras.layers.Dense(6, name="big"), inner, keras.layers.Dense(1)]
    )
    layers = read_layers(model)
    assert [layer.name for layer in layers][1:3] == ["big", "inner/small"]
    assert layers[2].comes_from == ("big",)
    assert layers[3].comes_from == ("inner/small",)
    assert sum(layer.parameters for layer in layers) == model.count_params()
    assert why_no_chain(layers) == ""


def test_names_of_activations(keras):
    def step(x):
        return x

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(2),
            layers.Dense(2, activation=step),
            layers.Dense(2, activation=lambda x: x),
            layers.Dense(2, activation=partial(keras.activations.relu, max_value=6)),
            layers.Dense(2, activation=layers.LeakyReLU()),
            layers.ReLU(),
            layers.Activation("gelu"),
        ]
    )
    found = [layer.activation for layer in read_layers(model)]
    assert found == [None, "linear", "step", "custom", "relu", "LeakyReLU", "relu", "gelu"]
    assert name_of(None) == "linear"


def test_layers_without_units(keras):
    model = keras.Sequential(
        [keras.Input((8, 8, 1)), keras.layers.Conv2D(2, 3), keras.layers.Flatten(), keras.layers.Dense(3)]
    )
    layers = read_layers(model)
    assert [layer.units for layer in layers] == [64, 72, 72, 3]
    assert layers[1].weights.shape == (3, 3, 1, 2)
    assert "Conv2D" in why_no_chain(layers)
    open_size = keras.Sequential([keras.Input((None, 4)), keras.layers.LSTM(3), keras.layers.Dense(1)])
    assert read_layers(open_size)[0].units is None


def test_a_model_of_ones_own_class(keras):
    class Mine(keras.Model):
        def __init__(self):
            super().__init__(name="mine")
            self.dense = keras.layers.Dense(2, name="only")

        def call(self, x):
            return self.dense(x)

    model = Mine()
    with pytest.raises(ValueError, match=r"not built.*Call it once on a row"):
        read_layers(model)
    model(np.zeros((1, 3)))
    layers = read_layers(model)
    assert [layer.name for layer in layers] == ["only"] and why_no_chain(layers)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda k: k.Sequential([k.layers.Dense(1)]), ValueError, "keras.Input"),
        (lambda k: k.Sequential(), ValueError, "no layers yet"),
        (lambda k: k.layers.Dense(1), TypeError, "This is one layer"),
        (lambda k: "model.keras", TypeError, "received str"),
        (lambda k: None, TypeError, "received NoneType"),
        (lambda k: k.Model, TypeError, r"the class Model itself.*model = Model\(\.\.\.\)"),
        (lambda k: [], TypeError, "received"),
        (lambda k: [3, 0], ValueError, "at least 1 node"),
        (lambda k: [(np.ones(3), None, "relu")], ValueError, r"shape \(inputs, units\).*received \(3,\)"),
        (lambda k: [(np.ones((3, 2)), np.ones(3), "relu")], ValueError, r"received \(3, 2\) and \(3,\)"),
        (
            lambda k: [(np.ones((3, 2)), None, "relu"), (np.ones((1, 2)), None, "relu")],
            ValueError,
            r"layer before gives 2.*\.T",
        ),
    ],
)
def test_errors_name_the_cure(keras, make, error, words):
    with pytest.raises(error, match=words):
        read_layers(make(keras))


def test_numpy_networks_and_sizes():
    layers = read_layers([(np.ones((3, 2)), np.zeros(2), "tanh"), (np.ones((2, 1)), None, None)])
    assert [(layer.inputs, layer.units, layer.activation, layer.parameters) for layer in layers] == [
        (3, 3, None, 0),
        (3, 2, "tanh", 8),
        (2, 1, "linear", 2),
    ]
    assert read_layers(layers) == layers
    assert [layer.parameters for layer in read_layers([10, 6, 3, 1])] == [0, 66, 21, 4]
    with pytest.raises(AttributeError):
        layers[0].units = 5
    assert isinstance(layers[0], Layer)


@settings(max_examples=12, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=2, max_size=4),
    names=st.lists(st.sampled_from(["linear", "sigmoid", "tanh", "relu", "softmax"]), min_size=3, max_size=3),
    seed=st.integers(0, 2**16),
)
def test_numpy_and_keras_give_the_same_activations(sizes, names, seed):
    import keras

    random = np.random.default_rng(seed)
    model = keras.Sequential([keras.Input((sizes[0],))])
    arrays = []
    for inputs, units, name in zip(sizes, sizes[1:], names, strict=False):
        model.add(keras.layers.Dense(units, activation=name))
        arrays.append((random.normal(size=(inputs, units)), random.normal(size=units), name))
        model.layers[-1].set_weights(arrays[-1][:2])
    row = random.normal(size=sizes[0])
    ours, theirs = read_activations(arrays, row), read_activations(model, row)
    for mine, its in zip(ours.values(), theirs.values(), strict=True):
        np.testing.assert_allclose(mine, its, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(list(theirs.values())[-1], model(row[None].astype("float32"))[0], rtol=1e-6)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.floats(-30, 30), min_size=1, max_size=8),
    st.sampled_from(sorted(set(LAYER_ACTIVATIONS) - {"step"})),
)
def test_formulas_equal_keras(values, name):
    import keras

    x = np.array([values])
    theirs = np.asarray(keras.activations.get(name)(x.astype("float32")))
    np.testing.assert_allclose(LAYER_ACTIVATIONS[name](x), theirs, rtol=1e-5, atol=1e-6)


def test_activations_of_a_nested_model_and_without_dropout(keras):
    inner = keras.Sequential([keras.Input((6,)), keras.layers.Dense(3, name="small")], name="inner")
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(6, name="big"), keras.layers.Dropout(0.5, name="drop"), inner]
    )
    found = read_activations(model, [1.0, 2.0, 3.0, 4.0])
    assert found["inner/small"].shape == (3,)
    np.testing.assert_array_equal(found["big"], found["drop"])
    answer = np.asarray(model(np.array([[1.0, 2, 3, 4]])))[0]
    np.testing.assert_allclose(found["inner/small"], answer, rtol=1e-6)


@pytest.mark.parametrize("row", [[1.0, 2.0], np.zeros((5, 10)), np.zeros((1, 11))])
def test_a_row_that_does_not_fit(keras, row):
    with pytest.raises(ValueError, match=r"expected one row of shape \(10,\)"):
        read_activations(deep(keras), row)


# ------------------------------------------------------------------------- counted once, and turned back


def _tied(k):
    embedding = k.layers.ReversibleEmbedding(20, 8) if hasattr(k.layers, "ReversibleEmbedding") else None
    if embedding is None:
        pytest.skip("this Keras has no layer with tied weights")
    words = k.Input((5,), dtype="int32")
    return k.Model(words, embedding(k.layers.Dense(8)(embedding(words)), reverse=True))


def _shares_a_kernel(k):
    class Back(k.layers.Layer):
        def __init__(self, forth):
            super().__init__(name="back")
            self.forth = forth

        def call(self, x):
            return k.ops.matmul(x, k.ops.transpose(self.forth.kernel))

    forth = k.layers.Dense(3, name="forth")
    inputs = k.Input((4,))
    return k.Model(inputs, Back(forth)(forth(inputs)))


def _own_weights(k):
    class Mine(k.Model):
        def __init__(self):
            super().__init__(name="mine")
            self.net = k.Sequential([k.Input((3,)), k.layers.Dense(2, name="inner")], name="net")
            self.scale = self.add_weight(shape=(7,), name="scale")

        def call(self, x):
            return self.net(x) * k.ops.sum(self.scale)

    model = Mine()
    model(np.zeros((1, 3)))
    return model


def _over_time(k):
    inner = k.Sequential([k.Input((3,)), k.layers.Dense(2)], name="inner")
    inputs = k.Input((5, 3))
    return k.Model(inputs, k.layers.TimeDistributed(inner)(inputs))


@pytest.mark.parametrize("make", [_tied, _shares_a_kernel, _own_weights, _over_time])
def test_parameters_of_all_layers_make_the_models_count(keras, make):
    model = make(keras)
    assert sum(layer.parameters for layer in read_layers(model)) == model.count_params()


def test_a_model_inside_a_model_of_ones_own_class_is_opened(keras):
    layers = {layer.name: layer for layer in read_layers(_own_weights(keras))}
    assert list(layers) == ["net/inner", "mine"]
    assert layers["net/inner"].weights.shape == (3, 2) and layers["mine"].parameters == 7
    assert why_no_chain(list(layers.values()))


def test_what_wraps_a_model_is_one_layer_and_a_calculation_is_none(keras):
    assert [layer.kind for layer in read_layers(_over_time(keras))] == ["InputLayer", "TimeDistributed"]
    inputs = keras.Input((3,))
    roles = [layer.role for layer in read_layers(keras.Model(inputs, keras.layers.Dense(2)(inputs) + 1))]
    assert roles == ["input", "dense", "operation"]


@pytest.mark.parametrize("mode", ["int8", "int4"])
def test_quantised_weights_are_the_weights_they_stand_for(keras, mode):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((16,)), keras.layers.Dense(6, name="h"), keras.layers.Dense(2)])
    before = read_layers(model)[1].weights
    config = keras.quantizers.Int4QuantizationConfig(block_size=-1) if mode == "int4" else None
    model.quantize(mode, config=config)
    after = read_layers(model)[1]
    assert after.quantized == mode and (after.inputs, after.units) == (16, 6)
    step = np.abs(before).max(axis=0) / (127 if mode == "int8" else 7)
    assert np.all(np.abs(after.weights - before) <= 0.51 * step)
    assert sum(layer.parameters for layer in read_layers(model)) == model.count_params()


def test_quantised_weights_of_an_unknown_form_are_refused(keras):
    from helpers import draw_network, draw_weights

    model = keras.Sequential([keras.Input((16,)), keras.layers.Dense(6, name="h")])
    model.quantize("int4", config=keras.quantizers.Int4QuantizationConfig(block_size=4))
    layer = read_layers(model)[1]
    assert layer.weights is None and (layer.inputs, layer.units) == (16, 6)
    for draw, what in (
        (partial(draw_network, weights=True), model),
        (draw_weights, layer),
        (draw_weights, model.layers[0]),
    ):
        with pytest.raises(ValueError, match="'h' has .*quantised.*before it is quantised"):
            draw(what)


def test_a_shared_layer_has_what_it_gave_last(keras):
    layer = keras.layers.Dense(2, name="again")
    inputs = keras.Input((2,))
    model = keras.Model(inputs, layer(layer(inputs)))
    found = read_activations(model, [1.0, -2.0])["again"]
    np.testing.assert_allclose(found, np.asarray(model(np.array([[1.0, -2.0]])))[0], rtol=1e-6)


def test_layers_read_from_keras_run_as_arrays(keras):
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(2, "softmax")]
    )
    row = [1.0, 2.0, -1.0, 0.5]
    given = list(read_activations(read_layers(model), row).values())[-1]
    np.testing.assert_allclose(given, np.asarray(model(np.array([row])))[0], rtol=1e-5)
    with pytest.raises(ValueError, match="layers without weights"):
        read_activations([4, 3, 1], row)


def test_a_function_of_ones_own_runs():
    layers = [(np.array([[2.0]]), None, lambda z: z**2)]
    assert read_activations(layers, [3.0])["layer 1"].tolist() == [36.0]


# --------------------------------------------------------------------------- a layer, and what makes a chain


def test_a_layer_is_plain_data_that_cannot_be_changed():
    first, same = Layer("a", "Dense", 2, 3), Layer("a", "Dense", 2, 3)
    assert repr(first) == (
        "Layer(name='a', kind='Dense', inputs=2, units=3, activation=None, parameters=0, role='other', rate=None, "
        "quantized=None, uses=1)"
    )
    assert first != same, "layers with arrays are not compared number by number"
    with pytest.raises(AttributeError):
        first.uses = 2


def test_activations_get_the_name_they_have():
    def mine(z):
        return z

    class Steep:
        def __call__(self, z):
            return z

    given = [None, "relu", mine, partial(mine), lambda z: z, Steep()]
    assert [name_of(one) for one in given] == ["linear", "relu", "mine", "mine", "custom", "Steep"]


START = Layer("x", "InputLayer", 2, 2, role="input", shape_out=(2,))


def after(name="d", kind="Dense", inputs=2, units=3, comes_from=("x",), shape_in=(2,), role="dense", **more):
    return Layer(name, kind, inputs, units, role=role, comes_from=comes_from, shape_in=shape_in, **more)


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([START, after()], ""),
        ([START, after(), after("e", comes_from=("d",))], ""),
        (
            [
                START,
                after(kind="Rescaling", role="normalization", shape_in=(2, 2)),
                after("e", comes_from=("d",)),
            ],
            "",
        ),
        ([START, after(kind="Flatten", role="reshape", shape_in=(2, 2)), after("e", comes_from=("d",))], ""),
        ([after()], "how its layers connect is unknown"),
        ([], "how its layers connect is unknown"),
        ([START, START, after()], "it has 2 inputs, where a chain has one"),
        ([START], "it has no dense layer, so there are no weighted links to draw"),
        (
            [START, after(kind="LSTM", role="other")],
            "its layer 'd', of the kind LSTM, is not made of single neurons",
        ),
        ([START, after(uses=2)], "its layer 'd' is used 2 times"),
        ([START, after(units=None, shape_out=(None, 3))], "its layer 'd' has an open size (None, 3)"),
        ([after(), START], "its first layer is no input"),
        ([START, after(comes_from=())], "its layer 'd' takes its input from nowhere: it branches"),
        (
            [START, after(), after("e", comes_from=("x", "d"))],
            "its layer 'e' takes its input from x and d: it branches",
        ),
        (
            [START, after(shape_in=(2, 2))],
            "its layer 'd' works on rows of shape (2, 2), not on a list of numbers",
        ),
        (
            [START, after(shape_in=None)],
            "its layer 'd' works on rows of shape None, not on a list of numbers",
        ),
        (
            [START, after(kind="BatchNormalization", role="normalization", shape_in=(2, 2))],
            "its layer 'd' works on rows of shape (2, 2), not on a list of numbers",
        ),
    ],
)
def test_why_layers_are_no_chain(layers, said):
    assert why_no_chain(layers) == said


# -------------------------------------------------------------------------------- arrays, sizes and rows


def test_arrays_and_sizes_are_read_to_the_last_part():
    start, hidden, last = read_layers(
        [(np.ones((3, 2)), np.zeros(2), np.tanh), (np.ones((2, 1)), None, "relu")]
    )
    assert (start.name, start.kind, start.role, start.shape_in, start.shape_out) == (
        "input",
        "InputLayer",
        "input",
        (3,),
        (3,),
    )
    assert (hidden.name, hidden.kind, hidden.role, hidden.activation) == ("layer 1", "Dense", "dense", "tanh")
    assert (hidden.shape_in, hidden.shape_out, hidden.comes_from) == ((3,), (2,), ("input",))
    assert (last.name, last.comes_from, last.bias, last.parameters) == ("layer 2", ("layer 1",), None, 2)
    drawn = read_layers([3, np.int64(2), 1])
    assert [(layer.name, layer.inputs, layer.units, layer.parameters) for layer in drawn] == [
        ("input", 3, 3, 0), ("layer 1", 3, 2, 8), ("layer 2", 2, 1, 3)
    ]  # fmt: skip
    assert all(layer.weights is None and layer.activation is None for layer in drawn)
    assert all(type(layer.units) is int for layer in drawn) and drawn[2].comes_from == ("layer 1",)
    assert [layer.units for layer in read_layers([1, 2])] == [1, 2], "two sizes of 1 or more are enough"


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ([5], TypeError, "two or more sizes"),
        ([3, 2.5], TypeError, r"received \[3, 2.5\]"),
        ([(np.eye(2), None)], TypeError, "a list of"),
        ([3, -1], ValueError, r"at least 1 node; received the sizes \[3, -1\]"),
        (["a" * 200], TypeError, f"received \\['{'a' * 78}\\.$"),
        ("b" * 200, TypeError, f"received str: {'b' * 60}\\. Pass the model itself"),
        (7, TypeError, r"received int\. Pass the model itself"),
    ],
)
def test_what_is_no_network_is_said(given, error, said):
    with pytest.raises(error, match=said):
        read_layers(given)


def test_a_model_without_an_input_is_told_how_to_get_one(keras):
    with pytest.raises(ValueError, match=r"Put keras\.Input.*or call model\.build"):
        read_layers(keras.Sequential([keras.layers.Dense(1)]))
    with pytest.raises(ValueError, match="has no layers yet. Expected at least one"):
        read_layers(keras.Sequential([]))


@pytest.mark.parametrize(
    ("row", "shape", "fitted"),
    [
        ([1, 2], (2,), [[1, 2]]),
        ([[1, 2]], (2,), [[1, 2]]),
        ([1, 2], (None,), [[1, 2]]),
        ([[1, 2], [3, 4]], (2, 2), [[[1, 2], [3, 4]]]),
        ([[1, 2]], (1, 2), [[[1, 2]]]),
        ([1, 2, 3, 4], (2, 2), [[[1, 2], [3, 4]]]),
        (5, (), [5]),
    ],
)
def test_a_row_is_given_the_form_of_the_input(row, shape, fitted):
    assert _fit_row(row, shape).tolist() == fitted


def test_a_row_of_truth_values_or_objects_becomes_numbers():
    for row in (np.array([True, False]), np.array([1, 0], dtype=object)):
        found = _fit_row(row, (2,))
        assert found.dtype == np.float32 and found.tolist() == [[1, 0]]
    assert _fit_row([1, 0], (2,)).dtype == np.array([1]).dtype


@pytest.mark.parametrize(
    ("row", "shape", "said"),
    [
        ([[1, 2], [3, 4]], (2,), r"shape \(2,\), received several rows of shape \(2, 2\)\. Take one"),
        ([1, 2, 3], (2,), r"received shape \(3,\)\. Take one"),
        ([[1, 2, 3]], (2,), r"received shape \(1, 3\)\. Take one"),
        ([1, 2, 3, 4], (2, None), r"received shape \(4,\)\. Take one"),
        ([[1, 2], [3, 4]], (4,), r"received several rows of shape \(2, 2\)"),
        ([[[1, 2]]], (2,), r"received shape \(1, 1, 2\)\. Take one"),
    ],
)
def test_a_row_that_has_another_form_is_refused(row, shape, said):
    with pytest.raises(ValueError, match=said):
        _fit_row(row, shape)


def test_a_model_of_two_inputs_takes_two_rows(keras):
    a, b = keras.Input((2,), name="a"), keras.Input((1,), name="b")
    model = keras.Model([a, b], keras.layers.Concatenate(name="both")([a, b]))
    assert read_activations(model, [[1.0, 2.0], [3.0]])["both"].tolist() == [1, 2, 3]
    with pytest.raises(ValueError, match="takes 2 inputs, received 3 rows"):
        read_activations(model, [[1.0, 2.0], [3.0], [4.0]])


def test_a_model_of_ones_own_class_has_no_known_flow(keras):
    with pytest.raises(ValueError, match="the model 'mine' is a class of its own"):
        read_activations(_own_weights(keras), [1.0, 2.0, 3.0])


# ------------------------------------------------------------------------------------- Keras, to the last part


def test_a_layer_of_keras_keeps_its_shapes_and_where_it_comes_from(keras):
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((4, 2), name="x"),
            layers.Dropout(0.25, name="drop"),
            layers.Flatten(name="flat"),
            layers.Dense(3, use_bias=False, name="d"),
            layers.BatchNormalization(name="norm"),
            layers.Softmax(name="soft"),
        ]
    )
    found = read_layers(model)
    assert [one.role for one in found] == [
        "input",
        "dropout",
        "reshape",
        "dense",
        "normalization",
        "activation",
    ]
    assert [one.comes_from for one in found] == [(), ("x",), ("drop",), ("flat",), ("d",), ("norm",)]
    assert [one.shape_in for one in found] == [(4, 2), (4, 2), (4, 2), (8,), (3,), (3,)]
    assert [one.shape_out for one in found] == [(4, 2), (4, 2), (8,), (3,), (3,), (3,)]
    assert [one.rate for one in found] == [None, 0.25, None, None, None, None]
    assert [one.inputs for one in found] == [8, 8, 8, 8, 3, 3]
    assert [one.parameters for one in found] == [0, 0, 0, 24, 12, 0]
    assert [one.activation for one in found] == [None, None, None, "linear", None, "softmax"]
    assert found[3].bias is None and found[3].weights.shape == (8, 3)
    assert {one.quantized for one in found} == {None} and {one.uses for one in found} == {1}
    assert why_no_chain(found) == ""


def test_a_layer_with_two_inputs_has_no_one_shape(keras):
    a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    model = keras.Model([a, b], keras.layers.Add(name="sum")([a, b]))
    added = read_layers(model)[-1]
    assert added.shape_in is None and added.shape_out == (2,) and (added.inputs, added.units) == (4, 2)
    assert (added.role, added.activation, added.rate) == ("other", None, None)


def test_a_layer_used_three_times_knows_all_that_feeds_it(keras):
    again = keras.layers.Dense(2, name="again")
    a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    model = keras.Model([a, b], keras.layers.Add(name="sum")([again(a), again(b), again(again(a))]))
    layer = next(one for one in read_layers(model) if one.name == "again")
    assert layer.uses == 4 and set(layer.comes_from) == {"a", "b", "again"} and len(layer.comes_from) == 3
    assert layer.parameters == 6


def test_a_rate_belongs_to_dropout_alone_and_ones_own_dense_is_dense(keras):
    class Mine(keras.layers.Dense):
        rate = 0.5

    class Strange(keras.layers.Layer):
        bias = "none"

        def call(self, x):
            return x

    model = keras.Sequential([keras.Input((2,)), Mine(3, name="m"), Strange(name="s")])
    mine, strange = read_layers(model)[1:]
    assert (mine.role, mine.kind, mine.rate, mine.parameters) == ("dense", "Mine", None, 9)
    assert (strange.role, strange.bias, strange.weights) == ("other", None, None)


def test_calculations_that_are_activations_are_told_from_others(keras):
    x = keras.Input((2,))
    found = read_layers(keras.Model(x, keras.ops.abs(keras.ops.tanh(x))))
    assert [(one.role, one.activation) for one in found] == [
        ("input", None),
        ("activation", "tanh"),
        ("operation", None),
    ]


def test_adapted_weights_are_no_longer_those_that_were_quantised(keras):
    model = keras.Sequential([keras.Input((16,)), keras.layers.Dense(6, name="h")])
    model.quantize("int8")
    assert read_layers(model)[1].weights.dtype == np.float32
    model.layers[0].enable_lora(2)
    adapted = read_layers(model)[1]
    assert adapted.weights is None and adapted.units == 6 and adapted.role == "dense"


def test_a_model_of_ones_own_class_holds_models_and_layers(keras):
    class Inner(keras.Model):
        def __init__(self):
            super().__init__(name="inner")
            self.one = keras.layers.Dense(2, name="one")

        def call(self, x):
            return self.one(x)

    class Outer(keras.Model):
        def __init__(self):
            super().__init__(name="outer")
            self.inner, self.last = Inner(), keras.layers.Dense(1, name="last")

        def call(self, x):
            return self.last(self.inner(x))

    model = Outer()
    model(np.zeros((1, 3)))
    found = read_layers(model)
    assert [(one.name, one.inputs, one.units, one.parameters) for one in found] == [
        ("inner/one", 3, 2, 8), ("last", 2, 1, 3)
    ]  # fmt: skip
    assert [one.comes_from for one in found] == [(), ()] and found[0].shape_in is None


def test_activations_of_a_model_twice_nested_have_their_names(keras):
    core = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, name="d")], name="core")
    inner = keras.Sequential([keras.Input((2,)), core, keras.layers.Dense(1, name="e")], name="inner")
    outer = keras.Sequential([keras.Input((2,), name="x"), inner])
    found = read_activations(outer, [1.0, -1.0])
    assert list(found) == ["x", "inner/core/d", "inner/e"]
    assert [layer.comes_from for layer in read_layers(outer)] == [(), ("x",), ("inner/core/d",)]
    np.testing.assert_allclose(found["inner/e"], np.asarray(outer(np.array([[1.0, -1.0]])))[0], rtol=1e-6)
