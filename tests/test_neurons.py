"""The neuron and the small network in NumPy against TensorFlow, value and gradient, over drawn networks."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.neurons import (
    ACTIVATIONS,
    COSTS,
    LAYER_ACTIVATIONS,
    activation,
    checked_layers,
    network_backward,
    network_forward,
    neuron_pass,
)

SLOPED = [name for name in ACTIVATIONS if name != "step"]
XOR = [(np.array([[20.0, -20.0], [20.0, -20.0]]), np.array([-10.0, 30.0]), "sigmoid")]
XOR += [(np.array([[20.0], [20.0]]), np.array([-30.0]), "sigmoid")]


def agree(ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape
    assert np.allclose(ours, theirs, rtol=1e-9, atol=1e-9)


def in_tensorflow(name, z):
    import tensorflow as tf

    own = {"linear": tf.identity, "step": lambda z: tf.cast(z > 0, z.dtype)}
    return own[name](z) if name in own else getattr(tf.nn, name)(z)


def cost_in_tensorflow(name, outputs, sums, targets):
    import tensorflow as tf

    if name == "mean_squared_error":
        return tf.reduce_mean((outputs - targets) ** 2)
    if name == "mean_absolute_error":
        return tf.reduce_mean(tf.abs(outputs - targets))
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(targets, sums))


@st.composite
def networks(draw, activations=tuple(SLOPED)):
    """Draw a network, rows for it, and a generator; weights are of a size that trained networks have."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    names = [draw(st.sampled_from(activations)) for _ in sizes[1:]]
    biased = [draw(st.booleans()) for _ in sizes[1:]]
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layers = []
    for before, units, name, has_bias in zip(sizes, sizes[1:], names, biased, strict=False):
        weights = generator.normal(scale=1.5 / np.sqrt(before), size=(before, units))
        layers.append((weights, generator.normal(size=units) if has_bias else None, name))
    return layers, generator.normal(size=(draw(st.integers(1, 6)), sizes[0])), generator


def run_tensorflow(layers, rows, tape=None):
    """Run a network in TensorFlow; return its parameters, and all values and sums, as tensors."""
    import tensorflow as tf

    parameters = [
        (tf.Variable(weights), None if bias is None else tf.Variable(bias)) for weights, bias, _ in layers
    ]
    values, sums = [tf.constant(rows)], []
    if tape is not None:
        tape.watch([values[0], *(each for pair in parameters for each in pair if each is not None)])
    for (weights, bias), (_, _, name) in zip(parameters, layers, strict=True):
        product = values[-1] @ weights
        sums.append(product if bias is None else product + bias)
        values.append(in_tensorflow(name, sums[-1]))
    return parameters, values, sums


# -- one neuron ---------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 8), st.sampled_from(list(ACTIVATIONS)), st.booleans(), st.integers(0, 2**32 - 1))
def test_a_neuron_gives_what_tensorflow_gives(features, name, has_bias, seed):
    generator = np.random.default_rng(seed)
    inputs, weights = generator.normal(size=(2, features))
    bias = float(generator.normal()) if has_bias else None
    done = neuron_pass(inputs, weights, bias=bias, activation=name)
    layer = (weights.reshape(-1, 1), np.array([bias]) if has_bias else None, name)
    _, values, sums = run_tensorflow([layer], inputs[None])
    agree(done.pre_activation, sums[0][0, 0])
    agree(done.output, values[1][0, 0])
    agree(done.products.sum() + (bias or 0.0), done.pre_activation)


@pytest.mark.parametrize(
    ("inputs", "weights"), [([1.0], [1.0, 2.0]), ([], []), ([[1.0, 2.0]], [[1.0, 2.0]]), (1.0, 1.0)]
)
def test_a_neuron_says_which_shapes_do_not_fit(inputs, weights):
    with pytest.raises(ValueError, match="one weight for each input; received shapes"):
        neuron_pass(inputs, weights)


def test_an_unknown_activation_is_answered_with_the_known():
    with pytest.raises(ValueError, match="one of linear, step, sigmoid, tanh, relu; received 'swish'"):
        activation("swish")


def test_sigmoid_overflows_nowhere():
    with np.errstate(all="raise", under="ignore"):
        assert activation("sigmoid")(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


# -- the network, forward -----------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(networks(tuple(ACTIVATIONS)))
def test_forward_keeps_every_number_that_tensorflow_computes(drawn):
    layers, rows, _ = drawn
    done = network_forward(layers, rows)
    _, values, sums = run_tensorflow(layers, rows)
    for ours, theirs in zip([*done.values, *done.sums], [*values, *sums], strict=True):
        agree(ours, theirs)
    agree(done.outputs, values[-1])


def test_forward_of_one_row_is_a_table_of_one_row():
    done = network_forward(XOR, [0.0, 1.0])
    assert [values.shape for values in done.values] == [(1, 2), (1, 2), (1, 1)]
    assert done.outputs.round().tolist() == [[1.0]]


def test_forward_does_not_change_what_it_is_given():
    rows, weights = np.array([[-1.0, 2.0]]), np.array([[1.0], [1.0]])
    network_backward(network_forward([(weights, [0.5], "relu")], rows), [3.0])
    assert rows.tolist() == [[-1.0, 2.0]] and weights.tolist() == [[1.0], [1.0]]


def test_the_numbers_of_a_row_are_what_draw_network_writes():
    from helpers import draw_network

    done = network_forward(XOR, [[0.0, 0.0], [1.0, 0.0]])
    texts = [text.get_text() for text in draw_network(XOR, values=done.numbers(1)).texts]
    assert {"20", "−20", "1", "0", "b −10  Σ 10", "b 30  Σ 10", "b −30  Σ 10"} <= set(texts)
    back = network_backward(done, [0, 0])
    numbers = back.numbers(1)
    assert [array.shape for array in numbers["sums"]] == [(2,), (1,)]
    assert np.array_equal(numbers["sums"][0], back.sums[0][1])


# -- the network, backward ----------------------------------------------------------------------------


@settings(max_examples=120, deadline=None)
@given(networks(), st.sampled_from(list(COSTS)))
def test_every_gradient_is_tensorflows(drawn, cost):
    import tensorflow as tf

    layers, rows, generator = drawn
    if cost == "binary_crossentropy":
        layers[-1] = (*layers[-1][:2], "sigmoid")
    done = network_forward(layers, rows)
    targets = generator.integers(0, 2, size=done.outputs.shape).astype(float)
    back = network_backward(done, targets, cost=cost)
    with tf.GradientTape() as tape:
        parameters, values, sums = run_tensorflow(layers, rows, tape)
        total = cost_in_tensorflow(cost, values[-1], sums[-1], targets)
    inner = values[:-1] if cost == "binary_crossentropy" else values  # there it goes from the sums on
    pairs = [*zip(back.sums, sums, strict=True), *zip(back.values, inner, strict=False)]
    for by_weights, by_bias, (weights, bias) in zip(back.weights, back.biases, parameters, strict=True):
        assert (by_bias is None) == (bias is None)
        pairs += [(by_weights, weights)] + ([] if bias is None else [(by_bias, bias)])
    wanted = tape.gradient(total, [tensor for _, tensor in pairs])
    for (mine, _), gradient in zip(pairs, wanted, strict=True):
        agree(mine, gradient)


@pytest.mark.parametrize("cost", COSTS)
def test_costs_are_keras_losses_of_the_same_name(cost):
    import keras

    generator = np.random.default_rng(0)
    outputs, targets = generator.uniform(0.01, 0.99, (7, 3)), generator.integers(0, 2, (7, 3))
    done = network_forward([(np.eye(3), None, "linear")], outputs)
    loss = float(np.mean(getattr(keras.losses, cost)(targets.astype("float64"), outputs)))
    assert network_backward(done, targets, cost=cost).cost == pytest.approx(loss, abs=1e-6)


def test_the_gradient_by_the_output_under_cross_entropy_is_the_slope_of_the_cost():
    done = network_forward([(np.array([[1.0]]), None, "sigmoid")], [[0.3]])
    output = done.outputs[0, 0]
    back = network_backward(done, [1.0], cost="binary_crossentropy")
    assert back.values[-1][0, 0] == pytest.approx(-1 / output)


def test_a_sigmoid_that_is_sure_and_wrong_still_gets_its_whole_gradient():
    done = network_forward([(np.array([[1.0]]), np.array([0.0]), "sigmoid")], [[800.0], [-800.0]])
    back = network_backward(done, [0, 1], cost="binary_crossentropy")
    assert done.outputs.ravel().tolist() == [1.0, 0.0]
    assert back.sums[0].ravel().tolist() == [0.5, -0.5] and np.isfinite(back.cost)


def test_steps_against_the_gradient_learn_xor():
    rows, targets = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    generator = np.random.default_rng(0)
    layers = [(generator.normal(size=(2, 4)), np.zeros(4), "tanh")]
    layers += [(generator.normal(size=(4, 4)), None, "tanh"), (generator.normal(size=(4, 1)), [0], "sigmoid")]
    for _ in range(400):
        back = network_backward(network_forward(layers, rows), targets, cost="binary_crossentropy")
        steps = zip(layers, back.weights, back.biases, strict=True)
        layers = [
            (weights - by_weights, None if bias is None else bias - by_bias, name)
            for (weights, bias, name), by_weights, by_bias in steps
        ]
    assert (network_forward(layers, rows).outputs.ravel() > 0.5).tolist() == [False, True, True, False]


# -- what is refused, and how -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([], "at least one"),
        ((np.eye(2), None, "relu"), "One layer alone goes into a list"),
        ([(np.ones(2), None, "relu")], r"weights of shape \(inputs, units\)"),
        ([(np.eye(2), [1.0], "relu")], r"received \(2, 2\) and \(1,\)"),
        ([(np.eye(2), None, "relu"), (np.ones((1, 2)), None, "relu")], "If they are turned, use .T"),
        ([(np.eye(2), None, "swish")], "received 'swish'"),
    ],
)
def test_layers_that_do_not_fit_are_named(layers, said):
    with pytest.raises(ValueError, match=said):
        network_forward(layers, [[1.0, 2.0]])


@pytest.mark.parametrize("rows", [[1.0], [[1.0, 2.0, 3.0]], np.ones((2, 2, 2)), 1.0])
def test_rows_that_do_not_fit_are_named(rows):
    with pytest.raises(ValueError, match=r"rows: expected shape \(rows, 2\)"):
        network_forward(XOR, rows)


def test_targets_of_one_dimension_are_never_broadcast():
    done = network_forward(XOR, [[0, 0], [0, 1], [1, 0]])
    same = [network_backward(done, targets).cost for targets in ([0, 1, 1], [[0], [1], [1]])]
    assert same[0] == same[1]
    with pytest.raises(ValueError, match=r"targets: expected shape \(3, 1\).*received \(2,\)"):
        network_backward(done, [0, 1])
    two = network_forward([(np.eye(2), None, "linear")], np.ones((3, 2)))
    with pytest.raises(ValueError, match=r"expected shape \(3, 2\).*received \(2, 3\)"):
        network_backward(two, np.ones((2, 3)))


def test_what_cannot_be_carried_back_is_said():
    for name, cost, said in (
        ("step", "mean_squared_error", "the step is flat"),
        ("softmax", "mean_squared_error", "'softmax', whose slope"),
        (lambda z: z**2, "mean_squared_error", "slope is not known here"),
        (None, "binary_crossentropy", "activation 'sigmoid'"),
        (None, "hinge", "one of mean_squared_error, .*; received 'hinge'"),
    ):
        done = network_forward([(np.eye(2), None, name)], [[1.0, 2.0]])
        with pytest.raises(ValueError, match=said):
            network_backward(done, [[1, 1]], cost=cost)


# -- to the edges ---------------------------------------------------------------------------------------


def test_softmax_takes_one_row_or_many_and_overflows_nowhere():
    softmax = LAYER_ACTIVATIONS["softmax"]
    one = softmax(np.array([1000.0, 1001.0, 999.0]))
    powers = np.exp([-1.0, 0.0, -2.0])
    assert np.allclose(one, powers / powers.sum())
    assert np.allclose(softmax(np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 0.0]])), [one, [1 / 3] * 3])


@pytest.mark.parametrize("outputs", [[[0.5, 1.5]], [[-0.5, 0.5]]])
def test_cross_entropy_refuses_any_output_outside_0_and_1(outputs):
    done = network_forward([(np.eye(2), None, None)], outputs)
    with pytest.raises(ValueError, match=r"received .*activation 'sigmoid'"):
        network_backward(done, [[1, 1]], cost="binary_crossentropy")


def test_targets_may_lie_in_a_row_or_be_turned():
    done = network_forward([(np.eye(2), None, None)], np.zeros((3, 2)))
    flat, table = (network_backward(done, given) for given in (np.arange(6), np.arange(6).reshape(3, 2)))
    assert flat.cost == table.cost == pytest.approx(55 / 6)
    one = network_forward([(np.ones((2, 1)), None, None)], np.zeros((3, 2)))
    assert network_backward(one, [[1, 2, 3]]).cost == network_backward(one, [1, 2, 3]).cost
    with pytest.raises(ValueError, match=r"expected shape \(3, 2\), one for each output; received \(5,\)"):
        network_backward(done, np.arange(5))


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([(np.eye(2), None, None), (np.ones(2), None, None)], r"layer 2: expected weights of shape \(inputs, units\).*received \(2,\) and None\."),
        ([(np.eye(2), None, None), (np.ones((3, 1)), None, None)], r"layer 2: expected weights of shape \(2, units\).*gives 2 numbers; received \(3, 1\)"),
        ([(np.eye(2), None)], "expected a list of"),
        (["a" * 100], r"received \['a{58}\. One layer alone"),
    ],
)  # fmt: skip
def test_the_layer_that_does_not_fit_is_named_by_its_number(layers, said):
    with pytest.raises(ValueError, match=said):
        checked_layers(layers)


def test_layers_are_brought_into_one_form():
    (weights, bias, name), (_, none, _) = checked_layers(
        [[[[1, 2]], [[3], [4]], None], (np.eye(2), None, "relu")]
    )
    assert weights.dtype == float and bias.tolist() == [3, 4] and name == "linear" and none is None


def test_gradients_stand_on_the_row_they_are_of():
    done = network_forward(XOR, [[0.0, 0.0], [1.0, 0.0]])
    back = network_backward(done, [0, 0])
    numbers, forward = back.numbers(1), done.numbers(1)
    for numbered, parts in (
        (numbers["nodes"], back.values),
        (forward["nodes"], done.values),
        (forward["sums"], done.sums),
    ):
        assert all(np.array_equal(one, part[1]) for one, part in zip(numbered, parts, strict=True))
    assert all(np.array_equal(*pair) for pair in zip(numbers["links"], back.weights, strict=True))
    assert all(np.array_equal(*pair) for pair in zip(numbers["biases"], back.biases, strict=True))


def test_what_was_computed_cannot_be_changed_and_is_not_compared():
    made = [neuron_pass([1.0], [2.0]), network_forward(XOR, [0.0, 1.0])]
    made.append(network_backward(made[1], [1.0]))
    for one in made:
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.cost = 1
    again = network_forward(XOR, [0.0, 1.0])
    assert made[1] != again and made[2] != network_backward(again, [1.0])
