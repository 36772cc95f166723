"""The rules of lesson 04's exercises."""

from __future__ import annotations

import contextlib
import io

import numpy as np

from helpers.checks.judging import (
    FLOAT32,
    Wrong,
    call,
    choice,
    close,
    exercise,
    function,
    number,
    numbers,
    told,
    whole,
)
from helpers.drawing.style import number as shown

ACTIVATIONS = ("linear", "step", "sigmoid", "tanh", "relu", "softmax")


@exercise(
    "4.1",
    "Below 0 its gradient is 0.1 and not 0, so a neuron that has fallen silent can still find its way back.",
)
def leaky(answer: object) -> None:
    asked = function(answer, "leaky")
    sums = np.array([[-4.0, 3.0], [-0.5, 0.0], [0.25, 12.0]], "float32")
    try:
        values, slopes = _through_keras(asked, sums)
    except Wrong as wrong:
        if "truth value" in str(wrong):
            raise Wrong(
                "if decides once, for one number; an array has many. keras.ops.where decides for each."
            ) from None
        raise
    _not_some_other_activation(values, sums)
    for x, value in zip(sums.ravel(), values.ravel(), strict=True):
        right = x if x > 0 else 0.1 * x
        if not close(value, right, FLOAT32):
            raise Wrong(
                f"a sum of {shown(x)} should become {shown(right, 3)}; yours becomes {shown(value, 3)}."
            )
    if slopes is None:
        raise Wrong(
            "the numbers are right, but there is no gradient: NumPy leaves Keras's reckoning. "
            "Write keras.ops in place of np."
        )
    away = sums != 0
    if not close(slopes[away], np.where(sums[away] > 0, 1.0, 0.1), FLOAT32):
        raise Wrong("the numbers are right, but the gradient is not 1 above 0 and 0.1 below.")


def _through_keras(asked, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Return what an activation gives for these sums, and its derivative there or None."""
    import tensorflow as tf

    given = tf.constant(sums)
    with tf.GradientTape() as tape:
        tape.watch(given)
        result = call(asked, given, shown="an array of 3 rows and 2 columns")
    values = numbers(result, sums.shape, "as many numbers back as went in")
    if not tf.is_tensor(result):
        return values, None
    slopes = tape.gradient(result, given)
    return values, None if slopes is None else np.asarray(slopes)


def _not_some_other_activation(values: np.ndarray, sums: np.ndarray) -> None:
    for other, why in (
        (np.maximum(sums, 0), "below 0 it gives 0. That is ReLU; there, multiply by 0.1 instead."),
        (sums, "it gives every sum back as it came, which is the linear activation."),
        (0.1 * sums, "it multiplies every sum by 0.1. Above 0 the sum should stay as it is."),
        (np.where(sums > 0, 0.1 * sums, sums), "the two sides are the other way round: 0.1 is for sums that are not above 0."),
        (np.abs(np.where(sums > 0, sums, 0.1 * sums)), "below 0 it gives numbers above 0. 0.1 times −4 is −0.4."),
        (np.where(sums > 0, sums, 0.01 * sums), "below 0 it multiplies by 0.01; 0.1 is wanted."),
        (np.where(sums > 0, sums, 0.2 * sums), "below 0 it multiplies by 0.2, as Keras's own leaky ReLU does unless told otherwise; 0.1 is wanted."),
        (np.where(sums > 0, sums, 0.3 * sums), "below 0 it multiplies by 0.3; 0.1 is wanted."),
        (np.where(sums > 0, 1.0, 0.1 * sums), "above 0 it gives 1. There the sum should stay as it is."),
        (np.where(sums > 0, sums, 0.1), "below 0 it gives 0.1 itself. Multiply the sum by 0.1."),
    ):  # fmt: skip
        if close(values, other, FLOAT32):
            raise Wrong(why)


@exercise(
    "4.2", "The output is the one place where the activation follows from the question, not from trying."
)
def outputs(temperature: object, sells: object, digit: object) -> None:
    _regression(*_layer(temperature, "temperature"))
    _binary(*_layer(sells, "sells"))
    _classes(*_layer(digit, "digit"))


def _layer(answer: object, name: str) -> tuple[int, str]:
    """Read an output layer, such as (1, "sigmoid")."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise Wrong(f'{name}: expected nodes and a name, such as (3, "tanh"); you gave {told(answer)}.')
    nodes, activation = answer
    if isinstance(nodes, str) and not isinstance(activation, str):
        raise Wrong(
            f'{name}: nodes first, then the activation, such as (3, "tanh"); you gave {told(answer)}.'
        )
    try:
        nodes = whole(nodes, "a whole number of nodes")
        return nodes, "linear" if activation is None else choice(activation, ACTIVATIONS)
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong}") from wrong


def _regression(nodes: int, activation: str) -> None:
    if nodes != 1:
        raise Wrong(f"temperature: it is one number, so one node; you gave {nodes}.")
    if activation == "relu":
        raise Wrong("temperature: ReLU never goes below 0, and winters do.")
    if activation == "softmax":
        raise Wrong(
            "temperature: softmax on a single node always gives 1. This network would never say anything else."
        )
    if activation != "linear":
        top = "−1 and 1" if activation == "tanh" else "0 and 1"
        raise Wrong(f"temperature: {activation} stays between {top}, and a temperature does not.")


def _binary(nodes: int, activation: str) -> None:
    if (nodes, activation) == (2, "softmax"):
        raise Wrong("sells: two nodes with softmax would work. But one is enough: what is not yes is no.")
    if nodes != 1:
        raise Wrong(f"sells: yes or no needs one node, how much 'yes'; you gave {nodes}.")
    if activation == "softmax":
        raise Wrong("sells: softmax on a single node always gives 1, so the answer would always be yes.")
    if activation == "step":
        raise Wrong("sells: a step gives yes or no, but it has no gradient to learn by.")
    if activation != "sigmoid":
        raise Wrong(f"sells: a probability lies between 0 and 1, and {activation} leaves that range.")


def _classes(nodes: int, activation: str) -> None:
    if nodes == 9:
        raise Wrong("digit: 0 is a digit too, so from 0 to 9 there are ten.")
    if nodes != 10:
        raise Wrong(f"digit: one node for each of the ten digits; you gave {nodes}.")
    if activation == "sigmoid":
        raise Wrong(
            "digit: ten sigmoids answer ten questions, each for itself. A picture shows one digit: share out one whole."
        )
    if activation != "softmax":
        raise Wrong(f"digit: ten shares that are together 1 are wanted, and {activation} does not give them.")


@exercise("4.3", "Because training makes up for what is missing, prediction needs no correction at all.")
def dropped(in_training: object, in_prediction: object) -> None:
    training = number(in_training, "one number for training")
    prediction = number(in_prediction, "one number for prediction")
    for wrong, why in (
        (3.0, "those that stay make up for those that are dropped, as 1 became 1.25 above."),
        (
            2.25,
            "it was multiplied by 0.75. Those that stay must give more, to make up for those that are dropped.",
        ),
        (12.0, "it was divided by 0.25, the share that is dropped. Divide by the share that stays."),
        (3.75, "1.25 belongs to a rate of 0.2. At 0.25 another share stays."),
        (0.0, "0 is what the dropped ones pass on. Asked for are those that stay."),
    ):
        if close(training, wrong):
            raise Wrong(f"training: {why}")
    if not close(training, 4.0):
        raise Wrong(f"training: {shown(training)} is not 3 divided by the share that stays.")
    if close(prediction, 3.0):
        return
    if close(prediction, 4.0):
        raise Wrong("training is right. In prediction nothing is dropped, so nothing has to be made up for.")
    if close(prediction, 2.25):
        raise Wrong(
            "training is right. Prediction needs no 0.75 any more: the division in training has seen to that."
        )
    raise Wrong(
        f"training is right. In prediction dropout passes on what comes in; you gave {shown(prediction)}."
    )


@exercise(
    "4.4",
    "The rule looks at the columns alone. How many rows there are and how hard the task is, it never asks.",
)
def rule_of_thumb(answer: object) -> None:
    asked = function(answer, "rule_of_thumb")
    inputs = np.array([10, 3, 20, 30, 12, 100, 18])
    sizes = np.array([_two_sizes(call(asked, int(count))) for count in inputs])
    exact = np.stack([(inputs + 1) / 2, (inputs + 1) / 4], axis=1)
    if np.all(np.abs(sizes - exact) <= 0.5 + 1e-9) and np.all(sizes == np.floor(sizes)):
        return
    halves = np.stack([inputs / 2, inputs / 4], axis=1)
    unclosed = np.stack([inputs + 1 / 2, inputs + 1 / 4], axis=1)
    got = f"for 10 inputs yours gives {shown(sizes[0, 0])} and {shown(sizes[0, 1])}"
    for other, why in (
        (exact, "There are no half neurons: round both."),
        (np.floor(exact), "That cuts the decimals off; 2.75 is nearer to 3."),
        (np.round(halves), "The output is missing: it is inputs + 1 that is divided."),
        (np.round(exact[:, ::-1]), "The larger layer comes first."),
        (np.round(unclosed), "Without parentheses only the 1 is divided: (inputs + 1) / 2."),
        (np.tile([6.0, 3.0], (len(inputs), 1)), "That is right, but it gives the same for 20 inputs."),
    ):
        if close(sizes, other):
            raise Wrong(f"{got}. {why}")
    first = int(np.flatnonzero(np.abs(sizes - exact).max(axis=1) > 0.5)[:1].sum())
    raise Wrong(
        f"for {inputs[first]} inputs yours gives {shown(sizes[first, 0])} and {shown(sizes[first, 1])}; "
        f"to be rounded are {shown(exact[first, 0])} and {shown(exact[first, 1])}."
    )


def _two_sizes(result: object) -> np.ndarray:
    sizes = numbers(result, what="two sizes back").reshape(-1)
    if sizes.size != 2:
        raise Wrong(f"expected two sizes back, for 10 inputs 6 and 3; yours returned {told(result)}.")
    return sizes


@exercise(
    "4.5",
    "Nearly three quarters of them sit in the first layer: the inputs, not the depth, make a small network large.",
)
def count(answer: object) -> None:
    parameters = whole(answer, "a whole number of parameters")
    if parameters == 91:
        return
    for wrong, why in (
        (81, "81 are the weights. Each of the ten neurons has a bias too."),
        (20, "20 counts the nodes. A parameter sits on each link, and one in each neuron."),
        (10, "10 are the neurons, and each has a bias. The weights are missing."),
        (66, "66 is right for the first hidden layer. Two more layers follow."),
        (87, "87 is right for the two hidden layers. The output has parameters too."),
        (101, "the inputs have no biases: nothing is added up in them."),
    ):
        if parameters == wrong:
            raise Wrong(why)
    raise Wrong(f"{parameters} is not the sum of the three layers, each (inputs + 1) × neurons.")


@exercise(
    "4.6",
    "A loop writes any chain of layers, however deep. Only where the flow branches must each branch be named.",
)
def build(answer: object) -> None:
    asked = function(answer, "build")
    for inputs, hidden, rate in ((10, [6, 3], 0.2), (4, [5], 0.5), (3, [8, 4, 2], 0.25)):
        model = call(asked, inputs, list(hidden), rate)
        _judge_network(model, (inputs, hidden, rate))


def _judge_network(model: object, wanted: tuple[int, list[int], float]) -> None:
    import keras

    inputs, hidden, rate = wanted
    called = f"build({inputs}, {hidden}, {rate})"
    if model is None:
        raise Wrong(f"{called} gave None. Does the function lack its return?")
    if not isinstance(model, keras.Model):
        raise Wrong(f"{called} should return a network; yours returned {told(type(model).__name__)}.")
    if not model.built or not isinstance(getattr(model, "output_shape", None), tuple):
        raise Wrong(f"{called} gave a network that is not built yet. Begin with keras.Input(({inputs},)).")
    if model.input_shape != (None, inputs):
        raise Wrong(f"{called} should take {inputs} inputs; yours takes {model.input_shape[-1]}.")
    _judge_sums(model, [*hidden, 1], called)
    _judge_dropout(model, hidden, rate, called)
    _judge_outputs(model, called)


def _judge_sums(model, sizes: list[int], called: str) -> None:
    """Compare the sizes of the layers that have weights."""
    shapes = [weights.shape for weights in model.get_weights() if weights.ndim == 2]
    found = [shape[1] for shape in shapes]
    if found == sizes:
        if len(model.get_weights()) != 2 * len(sizes):
            raise Wrong(f"{called} should have a bias in every neuron; in yours some are missing.")
        return
    if found == sizes[:-1]:
        raise Wrong(f"{called} has no output layer. After the loop comes a Dense of one unit.")
    raise Wrong(f"{called} should have layers of {_row(sizes)} neurons; yours has {_row(found) or 'none'}.")


def _row(sizes: list[int]) -> str:
    return ", ".join(map(str, sizes))


def _judge_dropout(model, hidden: list[int], rate: float, called: str) -> None:
    import keras

    kinds = (keras.layers.Dense, keras.layers.Dropout)
    chain = [layer for layer in model.layers if isinstance(layer, kinds)]
    dropouts = [layer for layer in chain if isinstance(layer, keras.layers.Dropout)]
    if len(dropouts) != len(hidden):
        raise Wrong(
            f"{called} should have {len(hidden)} Dropout layers, one after each hidden layer; yours has {len(dropouts)}."
        )
    if any(not close(layer.rate, rate) for layer in dropouts):
        raise Wrong(
            f"{called} should drop a share of {rate}; yours drops {shown(dropouts[0].rate)}. Use the rate it is given."
        )
    if isinstance(chain[-1], keras.layers.Dropout):
        raise Wrong(
            f"{called} drops its own output, since the last layer is a Dropout. The output comes last."
        )
    if isinstance(chain[0], keras.layers.Dropout):
        raise Wrong(
            f"{called} drops inputs: a Dropout stands before the first hidden layer. It belongs after it."
        )
    if any(
        isinstance(a, kinds[1]) and isinstance(b, kinds[1]) for a, b in zip(chain, chain[1:], strict=False)
    ):
        raise Wrong(f"{called} has two Dropout layers in a row. One belongs after each hidden layer.")


def _judge_outputs(model, called: str) -> None:
    """Compare what the network gives, for weights at random, with ReLU inside and a plain sum at the end."""
    generator = np.random.default_rng(46)
    weights = [generator.normal(size=weight.shape).astype("float32") for weight in model.get_weights()]
    weights[-2], weights[-1] = (
        -np.abs(weights[-2]),
        np.array([-0.5], "float32"),
    )  # the sums at the end are below 0
    rows = generator.normal(size=(20, weights[0].shape[0])).astype("float32")
    model.set_weights(weights)
    with contextlib.redirect_stdout(io.StringIO()):
        got = np.asarray(model(rows, training=False), float)
    for inside, end, why in (
        ("relu", "linear", ""),
        ("relu", "relu", "a ReLU at the output, which never goes below 0. The output is linear."),
        ("relu", "sigmoid", "a sigmoid at the output. A linear output was asked for."),
        ("linear", "linear", "no activation inside, so all its layers are one linear layer. Give the hidden ones activation='relu'."),
        ("linear", "relu", "the ReLU at the output and not inside. It is the other way round."),
        ("sigmoid", "linear", "a sigmoid inside. ReLU was asked for."),
        ("tanh", "linear", "tanh inside. ReLU was asked for."),
    ):  # fmt: skip
        if close(got, _forward(rows, weights, inside, end), 1e-3):
            if why:
                raise Wrong(f"{called} has {why}")
            return
    raise Wrong(f"{called} has the right layers, but not ReLU in every hidden one and a linear output.")


def _forward(rows: np.ndarray, weights: list[np.ndarray], inside: str, end: str) -> np.ndarray:
    apply = {
        "relu": lambda z: np.maximum(z, 0),
        "linear": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
    }
    for place in range(0, len(weights), 2):
        name = end if place == len(weights) - 2 else inside
        rows = apply[name](rows.astype(float) @ weights[place] + weights[place + 1])
    return rows
