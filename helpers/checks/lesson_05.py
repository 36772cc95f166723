"""The rules of lesson 05's exercises."""

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
    mended,
    number,
    numbers,
    told,
    whole,
)
from helpers.checks.networks import count_parameters
from helpers.drawing.style import number as shown
from helpers.networks import Layer, read_layers

ACTIVATIONS = ("linear", "step", "sigmoid", "tanh", "relu", "softmax")


@exercise(
    "5.1",
    "Below 0 its gradient is 0.1 and not 0, so a neuron that has fallen silent can still find its way back.",
)
def leaky(answer: object) -> None:
    asked = function(answer, "leaky")
    sums = np.array([[-4.0, 3.0], [-0.5, 0.0], [0.25, 12.0]], "float32")
    with mended(_LEAKY_MENDS):
        values, slopes = _through_keras(asked, sums)
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


_LEAKY_MENDS = {
    "truth value": "if, and max with it, decides once for a whole array. keras.ops.where decides for each number.",
    "Tidx": "keras.ops.max takes the largest along an axis; its second argument is that axis. "
    "keras.ops.maximum compares two arrays.",
}


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
        (np.where(sums > 0, 1.0, 0.1), "it gives the slopes, 1 and 0.1. Multiply the sum by them."),
        (np.where(sums > 0, 1.0, 0.1 * sums), "above 0 it gives 1. There the sum should stay as it is."),
        (np.where(sums > 0, sums, 0.1), "below 0 it gives 0.1 itself. Multiply the sum by 0.1."),
    ):  # fmt: skip
        if close(values, other, FLOAT32):
            raise Wrong(why)


@exercise(
    "5.2", "The output is the one place where the activation follows from the question, not from trying."
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


@exercise("5.3", "Because training makes up for what is missing, prediction needs no correction at all.")
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
        (0.75, "0.75 is the share that stays. What do the neurons that stay pass on?"),
        (4 / 3, "that is what a 1 becomes; these neurons give 3."),
    ):
        if abs(training - wrong) < 0.005:
            raise Wrong(f"training: {why}")
    if not abs(training - 4) < 0.02:
        raise Wrong(
            "training: where a fifth was missing, 1 became 1.25. Here a quarter is missing, and "
            f"{shown(training)} does not make up for it."
        )
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
    "5.4",
    "The rule looks at the columns alone. How many rows there are and how hard the task is, it never asks.",
)
def rule_of_thumb(answer: object) -> None:
    asked = function(answer, "rule_of_thumb")
    inputs = np.array([10, 3, 20, 30, 12, 100, 18])
    with mended(_ROUND_MENDS):
        sizes = np.array([_two_sizes(call(asked, int(count))) for count in inputs])
    exact = np.stack([(inputs + 1) / 2, (inputs + 1) / 4], axis=1)
    wrong = ((np.abs(sizes - exact) > 0.5 + 1e-9) | (sizes != np.floor(sizes))).any(axis=1)
    if not wrong.any():
        return
    if close(sizes, np.tile([6.0, 3.0], (len(inputs), 1))):
        raise Wrong("for 10 inputs yours gives 6 and 3. That is right, but it gives the same for 20 inputs.")
    halves = np.stack([inputs / 2, inputs / 4], axis=1)
    unclosed = np.stack([inputs + 1 / 2, inputs + 1 / 4], axis=1)
    first = wrong.argmax()
    got = f"for {inputs[first]} inputs yours gives {shown(sizes[first, 0])} and {shown(sizes[first, 1])}"
    for other, why in (
        (exact, "There are no half neurons: round both."),
        (np.floor(exact), "That cuts the decimals off; 2.75 is nearer to 3."),
        (np.ceil(exact), "That rounds up; 5.25 is nearer to 5."),
        (halves, "The output is missing: it is inputs + 1 that is divided."),
        (exact[:, ::-1], "The larger layer comes first."),
        (unclosed, "Without parentheses only the 1 is divided: (inputs + 1) / 2."),
    ):
        if close(sizes, other) or close(sizes, np.round(other)):
            raise Wrong(f"{got}. {why}")
    raise Wrong(f"{got}; to be rounded are {shown(exact[first, 0])} and {shown(exact[first, 1])}.")


_ROUND_MENDS = {
    "cannot be interpreted as an integer": "round takes one number; its second argument counts decimals. "
    "Round each size by itself.",
}


def _two_sizes(result: object) -> np.ndarray:
    sizes = numbers(result, what="two sizes back").reshape(-1)
    if sizes.size != 2:
        raise Wrong(f"expected two sizes back, for 10 inputs 6 and 3; yours returned {told(result)}.")
    return sizes


@exercise(
    "5.5",
    "Nearly three quarters of them sit in the first layer: the inputs, not the depth, make a small network large.",
)
def count(answer: object) -> None:
    count_parameters(answer, "dropout has nothing to learn")


@exercise(
    "5.6",
    "A loop writes any chain of layers, however deep. Only where the flow branches must each branch be named.",
)
def build(answer: object) -> None:
    asked = function(answer, "build")
    for inputs, hidden, rate in ((10, [6, 3], 0.2), (4, [5], 0.5), (3, [8, 4, 2], 0.25)):
        with mended(_BUILD_MENDS):
            model = call(asked, inputs, list(hidden), rate)
        _judge_network(model, (inputs, hidden, rate))


_BUILD_MENDS = {"to a shape": "keras.Input wants a shape in parentheses with a comma, also for one number."}


def _judge_network(model: object, wanted: tuple[int, list[int], float]) -> None:
    inputs, hidden, rate = wanted
    called = f"build({inputs}, {hidden}, {rate})"
    _judge_inputs(model, inputs, called)
    layers = read_layers(model)
    _judge_sums(model, layers, [*hidden, 1], called)
    _judge_dropout(model, layers, (len(hidden), rate), called)
    _judge_outputs(model, layers, called)


def _judge_inputs(model: object, inputs: int, called: str) -> None:
    """See that it is a network, and one of that many inputs."""
    import keras

    if model is None:
        raise Wrong(f"{called} gave None. Does the function lack its return?")
    if not isinstance(model, keras.Model):
        flows = isinstance(model, keras.KerasTensor)
        mend = " That is what flows out; keras.Model makes a network of the two ends." if flows else ""
        raise Wrong(f"{called} should return a network; yours returned {told(type(model).__name__)}.{mend}")
    if not model.built:
        raise Wrong(f"{called} gave a network that is not built yet. Begin with keras.Input((inputs,)).")
    shape, end = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
    if not isinstance(shape, tuple) or not isinstance(end, tuple):
        raise Wrong(
            f"{called} should go one way from one input to one output, as Sequential and keras.Model do."
        )
    if len(shape) > 2 and shape[-1] == inputs:
        raise Wrong(
            f"{called}: its Input has the shape {shape[1:]}. The rows are not counted there: (inputs,)."
        )
    if shape != (None, inputs):
        raise Wrong(f"{called} should take {inputs} inputs; yours takes {shape[-1]}.")


def _judge_sums(model, layers: list[Layer], sizes: list[int], called: str) -> None:
    """Compare the sizes of the layers that have weights."""
    extra = [layer.kind for layer in layers if layer.parameters and layer.role != "dense"]
    if extra:
        raise Wrong(f"{called} has {extra[0]} in it, which learns as well and was not asked for.")
    found = [weights.shape[1] for weights in model.get_weights() if weights.ndim == 2]
    if found == sizes:
        if len(model.get_weights()) != 2 * len(sizes):
            raise Wrong(f"{called} should have a bias in every neuron; in yours some are missing.")
        return
    if found == sizes[:-1]:
        raise Wrong(f"{called} has no output layer. After the loop comes a Dense of one unit.")
    raise Wrong(f"{called} should have layers of {_row(sizes)} neurons; yours has {_row(found) or 'none'}.")


def _row(sizes: list[int]) -> str:
    return ", ".join(map(str, sizes))


def _origins(layer: Layer, layers: list[Layer]) -> list[Layer]:
    """Return the inputs, dense or dropout layers whose numbers come into a layer, past any activation."""
    found = []
    for before in layers:
        if before.name in layer.comes_from:
            if before.role in ("input", "dense", "dropout"):
                found.append(before)
            elif before is not layer:
                found += _origins(before, layers)
    return found


def _judge_dropout(model, layers: list[Layer], wanted: tuple[int, float], called: str) -> None:
    import keras

    count, rate = wanted
    dropouts = [layer for layer in layers if layer.kind == "Dropout"]
    uses = sum(layer.uses for layer in dropouts)
    if uses != count:
        lost = ""
        if not uses and not isinstance(model, keras.Sequential):
            lost = " A layer counts if what it gives is passed on."
        raise Wrong(
            f"{called} should have {count} Dropout layers, one after each hidden layer; yours has {uses}.{lost}"
        )
    for layer in dropouts:
        if not close(layer.rate, rate):
            raise Wrong(
                f"{called} should drop a share of {rate}; yours drops {shown(layer.rate)}. Use the rate it is given."
            )
    dense = [layer.name for layer in layers if layer.role == "dense"]
    origins = [origin for layer in dropouts for origin in _origins(layer, layers)]
    if any(origin.name == dense[-1] for origin in origins):
        raise Wrong(
            f"{called} drops its own output, since the last layer is a Dropout. The output comes last."
        )
    if any(origin.role == "input" for origin in origins):
        raise Wrong(
            f"{called} drops inputs: a Dropout stands before the first hidden layer. It belongs after it."
        )
    if any(origin.role == "dropout" for origin in origins):
        raise Wrong(f"{called} has two Dropout layers in a row. One belongs after each hidden layer.")


def _judge_outputs(model, layers: list[Layer], called: str) -> None:
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
    raise Wrong(
        f"{called} has {', '.join(_activations(layers))}; asked were ReLU in the hidden layers and linear at the end."
    )


def _activations(layers: list[Layer]) -> list[str]:
    """Name each dense layer's activation, be it its own or that of a layer behind it."""
    names = []
    for dense in (layer for layer in layers if layer.role == "dense"):
        behind = [
            layer.activation
            for layer in layers
            if layer.role == "activation" and dense.name in layer.comes_from
        ]
        names.append(behind[0] if behind and dense.activation == "linear" else dense.activation)
    return names


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
