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
from helpers.networks import Layer, name_of, read_activations, read_layers, why_no_chain
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
