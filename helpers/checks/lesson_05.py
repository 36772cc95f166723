"""The exercises of lesson 05: their rules, and the worked answers."""

from __future__ import annotations

import contextlib
import inspect
from functools import cache, partial
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.checks import models
from helpers.checks.answer_types import choice, function, numbers, whole
from helpers.checks.comparing import FLOAT32, close
from helpers.checks.judging import call, exercise, mended
from helpers.checks.kinds import letters, value
from helpers.checks.verdicts import NotAnswered, Wrong, show
from helpers.networks import Layer, read_layers
from helpers.writing import number as shown

# -- 5.1 ------------------------------------------------------------------------------------------------

step_slopes = value(
    "5.1",
    (0.0, 0.0, 0.0),
    "Left and right of its jump the step is flat, so no push is answered, whatever the cost would say.",
    mistakes=[
        ((0, 1, 1), "0, 1 and 1 are the outputs. Asked is by how much they change."),
        ((-2, 0.5, 3), "those are the sums themselves. Asked is by how much the output changes."),
        ((1, 1, 1), "1 is the slope of a linear activation. Compare the step of 0.5 with the step of 0.501."),
        ((0, 0.5, 3), "those are the outputs of ReLU. The step gives 0 or 1, and asked is by how much that changes."),
        ((0, 1000, 1000), "1000 would be right if a push crossed the jump at 0. From 0.5 it comes to 0.501."),
        ((1000, 1000, 1000), "1 / 0.001 is the slope where a push crosses the jump. None of these three does."),
        ((0.001, 0.001, 0.001), "0.001 is the push. By how much does the output change?"),
        ((0, 1000, 0), "the push from 0.5 leads to 0.501, away from the jump at 0."),
        ((1000, 0, 0), "the push from −2 leads to −1.999, which is still far below the jump at 0."),
        ((0, 0, 1), "the output for 3 is 1, before the push and after it. How much is the change?"),
        ((-1, 1, 1), "those are the signs of the sums. Asked is by how much the output changes."),
        ((0.1, 0.235, 0.045), "the step has other slopes than the sigmoid of lesson 04."),
    ],
    otherwise="compare the step of each sum with the step of the pushed one: −2 and −1.999, 0.5 and 0.501, 3 and 3.001.",
)  # fmt: skip


# -- 5.2: an activation of one's own --------------------------------------------------------------------


def _leaky(x):
    import keras

    return keras.ops.where(x > 0, x, 0.1 * x)


_leaky.__name__ = "leaky"


@exercise(
    "5.2",
    "Below 0 its slope is 0.1 and not 0, so a neuron that has fallen silent can still find its way back.",
    worked=lambda: _leaky,
)
def own_activation(leaky: object) -> None:
    asked = function(leaky, "leaky")
    sums = np.array([[-4.0, 3.0], [-0.5, 0.0], [0.25, 12.0]], "float32")
    with mended(_LEAKY_MENDS):
        values, slopes = _through_keras(asked, sums)
    right = np.where(sums > 0, sums, 0.1 * sums)
    wrong = np.abs(values - right) > FLOAT32
    if wrong.any():
        x, expected, got = (float(part[wrong][0]) for part in (sums, right, values))
        example = f"A sum of {shown(x)} should become {shown(expected, 3)}; yours becomes {shown(got, 3)}."
        raise Wrong(f"{_other_activation(values, sums)}{example}")
    if slopes is None:
        raise Wrong(
            "the numbers are right, but there is no slope: somewhere the array leaves Keras, as in np.where, a list or "
            "float(). Write it with keras.ops alone."
        )
    away = sums != 0
    if not close(slopes[away], np.where(sums[away] > 0, 1.0, 0.1), FLOAT32):
        raise Wrong("the numbers are right, but the slope is not 1 above 0 and 0.1 below.")


_LEAKY_MENDS = {
    "truth value": "if, and max with it, decides once for a whole array. keras.ops.where decides for each number.",
    "Tidx": "keras.ops.max takes the largest along an axis; its second argument is that axis. "
    "keras.ops.maximum compares two arrays.",
    "missing 1 required positional": "the function should take one argument, the array of sums.",
}


def _through_keras(asked, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Return what an activation gives for these sums, and its derivative there or None."""
    import tensorflow as tf

    given = tf.constant(sums)
    with tf.GradientTape() as tape:
        tape.watch(given)
        result = call(asked, given, shown="an array of 3 rows and 2 columns")
    values = numbers(result, sums.shape, "an array of the shape that went in")
    slopes = tape.gradient(result, given) if tf.is_tensor(result) else None
    return values, None if slopes is None else np.asarray(slopes)


def _other_activation(values: np.ndarray, sums: np.ndarray) -> str:
    """Return what is said of a known mistake, "" of others."""
    mistakes = (
        (np.maximum(sums, 0), "below 0 it gives 0. That is ReLU; there, multiply by 0.1 instead."),
        (sums, "it gives every sum back as it came, which is the linear activation."),
        (0.1 * sums, "it multiplies every sum by 0.1. Above 0 the sum should stay as it is."),
        (np.where(sums > 0, 0.1 * sums, sums), "the two sides are the other way round: 0.1 is for sums that are not above 0."),
        (np.abs(np.where(sums > 0, sums, 0.1 * sums)), "below 0 it gives numbers above 0."),
        (np.where(sums > 0, sums, 0.01 * sums), "below 0 it multiplies by 0.01; 0.1 is wanted."),
        (np.where(sums > 0, sums, 0.2 * sums), "below 0 it multiplies by 0.2, as Keras's own leaky ReLU does unless told otherwise; 0.1 is wanted."),
        (np.where(sums > 0, sums, 0.3 * sums), "below 0 it multiplies by 0.3; 0.1 is wanted."),
        (np.where(sums > 0, 1.0, 0.1), "it gives the slopes, 1 and 0.1. Multiply the sum by them."),
        (np.where(sums > 0, 1.0, 0.1 * sums), "above 0 it gives 1. There the sum should stay as it is."),
        (np.where(sums > 0, sums, 0.1), "below 0 it gives 0.1 itself. Multiply the sum by 0.1."),
        (np.where(sums > 0, sums, sums - 0.1), "below 0 it takes 0.1 away. Multiply by it."),
    )  # fmt: skip
    return next((f"{why} " for other, why in mistakes if close(values, other, FLOAT32)), "")


# -- 5.3: nodes, activation, loss -------------------------------------------------------------------------

_ACTIVATIONS = ("linear", "step", "sigmoid", "tanh", "relu", "softmax", "exponential", "softplus")
_LOSSES = (
    "mse", "mae", "poisson", "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy",
)  # fmt: skip
_SAME = {
    "identity": "linear",
    "none": "linear",
    "exp": "exponential",
    "mean_squared_error": "mse",
    "mean_absolute_error": "mae",
    "meansquarederror": "mse",
    "meanabsoluteerror": "mae",
    "binarycrossentropy": "binary_crossentropy",
    "categoricalcrossentropy": "categorical_crossentropy",
    "sparsecategoricalcrossentropy": "sparse_categorical_crossentropy",
}


@exercise(
    "5.3",
    "The output is the one place where activation and loss follow from the question, not from trying.",
    worked=lambda: (
        (1, "exponential", "poisson"),
        (20, "sigmoid", "binary_crossentropy"),
        (5, "softmax", "categorical_crossentropy"),
        (1, "linear", "mse"),
    ),
)
def outputs(rentals: object, tags: object, votes: object, change: object) -> None:
    for name, answer in zip(_FITS, (rentals, tags, votes, change), strict=True):
        for kind, part in zip(("nodes", "activation", "loss"), _layer(answer, name), strict=True):
            if part not in _FITS[name][kind]:
                why = _UNFIT.get(f"{name} {part}", _UNFIT[f"{name} {kind}"])
                raise Wrong(f"{name}: {why.format(part)}")


_FITS: dict[str, dict[str, tuple[Any, ...]]] = {
    "rentals": {"nodes": (1,), "activation": ("exponential", "softplus"), "loss": ("poisson",)},
    "tags": {"nodes": (20,), "activation": ("sigmoid",), "loss": ("binary_crossentropy",)},
    "votes": {"nodes": (5,), "activation": ("softmax",), "loss": ("categorical_crossentropy",)},
    "change": {"nodes": (1,), "activation": ("linear",), "loss": ("mse", "mae")},
}
_UNFIT = {
    "rentals nodes": "it is one count, so one node; you gave {}.",
    "rentals linear": "a linear output goes below 0, and no station rents −3 bicycles.",
    "rentals relu": "ReLU never goes below 0, but an output that has fallen silent gets no slope.",
    "rentals activation": "{} never says more than 1, and more than one bicycle may go.",
    "rentals loss": "nodes and activation are right. The loss for counts is another one than {}.",
    "tags nodes": "each of the 20 tags is a question of its own, so it has a node; you gave {}.",
    "tags softmax": "softmax shares out one whole. Of a dog and a cat on one photo each would get a half.",
    "tags activation": "20 chances between 0 and 1 are wanted, and {} does not give them.",
    "tags loss": "nodes and activation are right. They are 20 times yes or no, for which {} is not made.",
    "votes nodes": "one node for the share of each of the 5 parties; you gave {}.",
    "votes sigmoid": "five sigmoids might add up to 3. Shares are together 1.",
    "votes activation": "five shares that are together 1 are wanted, and {} does not give them.",
    "votes sparse_categorical_crossentropy": "the sparse loss wants the number of one class. The targets here are shares.",
    "votes loss": "nodes and activation are right. With softmax goes another loss than {}.",
    "change nodes": "it is one number of degrees, so one node; you gave {}.",
    "change softmax": "softmax on a single node always gives 1, whatever the weather.",
    "change tanh": "tanh stays between −1 and 1, and the weather does not.",
    "change sigmoid": "sigmoid stays between 0 and 1, and the weather does not.",
    "change step": "step stays between 0 and 1, and the weather does not.",
    "change activation": "{} never goes below 0, and tomorrow may be colder.",
    "change loss": "nodes and activation are right. {} is no loss for a number that may be below 0.",
}


def _layer(answer: object, name: str) -> tuple[int, str, str]:
    """Read an output, such as (1, "sigmoid", "binary_crossentropy")."""
    expected = f'{name}: expected nodes, activation and loss, such as (3, "tanh", "mse")'
    if not isinstance(answer, tuple | list) or len(answer) != 3:
        raise Wrong(f"{expected}; you gave {show(answer)}.")
    nodes, activation, loss = answer
    if isinstance(nodes, str) and not isinstance(activation, str):
        raise Wrong(f"{expected}: nodes first; you gave {show(answer)}.")
    if _word(activation) in _LOSSES and _word(loss) in _ACTIVATIONS:
        raise Wrong(f"{expected}: the activation comes before the loss; you gave {show(answer)}.")
    try:
        count = whole(nodes, "a whole number of nodes")
        return count, choice(_word(activation), _ACTIVATIONS), choice(_word(loss), _LOSSES)
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong}") from wrong


def _word(given: object) -> object:
    """Return the name of an activation or loss in the words of the table; what has no name as it is."""
    if given is None:
        return "linear"
    if not isinstance(given, str):
        given = getattr(given, "__name__", None) or (
            type(given).__name__ if hasattr(given, "get_config") else given
        )
    return _SAME.get(given.strip().lower(), given.strip().lower()) if isinstance(given, str) else given


# -- 5.4 ------------------------------------------------------------------------------------------------

without_correction = value(
    "5.4",
    2,
    "All inputs are there in prediction, and in training only half of them were. Keras must make up for that.",
    mistakes={
        0.5: "0.5 is the other way round: half are missing in *training*. In prediction all are there.",
        1: "1 is what Keras brings about. Suppose that it did nothing: ten inputs in place of about five.",
        4: "4 is twice too much. Of ten inputs about five stay in training, and ten are there in prediction.",
        0.25: "0.25 drops twice, and in prediction nothing is dropped.",
        1.5: "1.5 adds a half to what was there. But compared with five inputs, ten are how many times as many?",
        0: "0 would mean that nothing comes through. In prediction everything does.",
        5: "5 is how many of ten inputs stay in training. Asked is how the sums compare.",
        10: "10 is how many of ten inputs come through in prediction. Asked is how the sums compare.",
        1.25: "1.25 makes up for a rate of 0.2. Here it is 0.5.",
        -2: "the size is right, but the sums do not change their sign.",
    },
    otherwise="{given} is not it. Of ten inputs of 1 about five come through in training. And in prediction?",
    tolerance=0.01,
)


# -- 5.5: layers that are not chained ---------------------------------------------------------------------


def _build(inputs, hidden, activation, rate):
    from keras import Input, Model, layers

    start = Input((inputs,))
    flow = start
    for neurons in hidden:
        flow = layers.Dense(neurons, activation=activation)(flow)
        flow = layers.Dropout(rate)(flow)
    return Model(start, layers.Dense(1)(flow))


_build.__name__ = "build"

_BUILD_CASES = ((10, [6, 3], "relu", 0.2), (4, [5], "tanh", 0.5), (3, [8, 4, 2], "sigmoid", 0.25))


@exercise(
    "5.5",
    "Keras keeps what lies between the two ends and drops the rest without a word. Counting parameters shows it.",
    worked=lambda: _build,
)
def chained(build: object) -> None:
    import keras

    if isinstance(build, keras.Model):
        raise Wrong("expected the function build itself; you gave a network that it may have returned.")
    asked = function(build, "build")
    with contextlib.suppress(TypeError, ValueError):  # what has no signature is called all the same
        taken, wanted = [*inspect.signature(asked).parameters], ["inputs", "hidden", "activation", "rate"]
        if taken != wanted and sorted(taken) == sorted(wanted):
            raise Wrong(f"build takes {', '.join(wanted)}, in this order; yours takes {', '.join(taken)}.")
    made = []
    for case in _BUILD_CASES:
        with mended(_BUILD_MENDS):
            made.append(call(asked, case[0], list(case[1]), *case[2:]))
    if _still_lost(made):
        raise NotAnswered
    for case, model in zip(_BUILD_CASES, made, strict=True):
        _judge_network(model, *case)


_BUILD_MENDS = {
    "to a shape": "keras.Input wants a shape in parentheses with a comma, also for one number: (inputs,).",
    "Only input tensors may be passed": "a layer was made, and never called. layers.Dropout(rate)(flow) makes it and calls it.",
    "must be KerasTensor": "keras.Model takes the two ends: what keras.Input gave, and what the last layer gave when it was called.",
    "`units`": "Dense takes one size. Go through hidden, one size after the other.",
    "'NoneType' object has no attribute": "model.add gives nothing back. Write model.add(…) alone, without model = in front.",
    "should be unique": "two layers have the same name. Leave the names away; Keras finds some.",
    "missing 1 required positional": "build takes four things: inputs, hidden, activation and rate.",
}


def _still_lost(made: list[Any]) -> bool:
    """Say whether every hidden layer still takes what comes in at the start."""
    import keras

    for (inputs, hidden, _, _), model in zip(_BUILD_CASES, made, strict=True):
        if not isinstance(model, keras.Model) or not model.built:
            return False
        if [weights.shape for weights in model.get_weights()[::2]] != [(inputs, hidden[-1]), (hidden[-1], 1)]:
            return False
    return True


def _judge_network(model: object, inputs: int, hidden: list[int], activation: str, rate: float) -> None:
    called = f"build({inputs}, {hidden}, {activation!r}, {rate})"
    _judge_inputs(model, inputs, called)
    layers = read_layers(model)
    _judge_sums(model, layers, [*hidden, 1], called)
    _judge_dropout(model, layers, (len(hidden), rate), called)
    _judge_outputs(model, layers, activation, called)


def _judge_inputs(model: Any, inputs: int, called: str) -> None:
    """See that it is a network, and one of that many inputs."""
    if model is None:
        raise Wrong(f"{called} gave None. Does the function lack its return?")
    models.model_of(model, name=f"what {called} gives")
    shape, end = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
    if not isinstance(shape, tuple) or not isinstance(end, tuple):
        raise Wrong(
            f"{called} should be built by Sequential or by keras.Model(inputs, outputs), with one input and one "
            "output; a class of your own cannot be read here."
        )
    if len(shape) > 2 and shape[-1] == inputs:
        raise Wrong(
            f"{called}: its Input has the shape {shape[1:]}. The rows are not counted there: (inputs,)."
        )
    if shape != (None, inputs):
        raise Wrong(f"{called} should take {inputs} inputs; yours takes {shape[-1]}.")


def _judge_sums(model, layers: list[Layer], sizes: list[int], called: str) -> None:
    """Compare the sizes of the layers that have weights, and see that they can learn."""
    extra = [layer.kind for layer in layers if layer.parameters and layer.role != "dense"]
    if extra:
        raise Wrong(f"{called} has {extra[0]} in it, which learns as well and was not asked for.")
    kernels = [weights for weights in model.get_weights() if weights.ndim == 2]
    found = [weights.shape[1] for weights in kernels]
    if found != sizes:
        if found == sizes[:-1]:
            raise Wrong(f"{called} has no output layer. After the loop comes a Dense of one unit.")
        raise Wrong(
            f"{called} should have layers of {', '.join(map(str, sizes))} neurons; "
            f"yours has {', '.join(map(str, found)) or 'none'}."
        )
    if len(model.get_weights()) != 2 * len(sizes):
        raise Wrong(f"{called} should have a bias in every neuron; in yours some are missing.")
    if [weights.shape for weights in kernels] != [*pairwise([model.input_shape[-1], *sizes])]:
        raise Wrong(f"{called} has layers of the right sizes, but they lie side by side and not in a row.")
    if not all(np.isfinite(weights).all() for weights in kernels):
        raise Wrong(f"{called} has NaN or infinity among its weights.")
    if not all(np.ptp(weights) > 0 for weights in kernels if weights.size > 1):
        raise Wrong(
            f"{called} begins with weights that are all alike, so all neurons of a layer stay copies."
        )


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
    count, rate = wanted
    dropouts = [layer for layer in layers if layer.kind == "Dropout"]
    uses = sum(layer.uses for layer in dropouts)
    if uses != count:
        raise Wrong(
            f"{called} should have {count} Dropout layers on the way from input to output, one after each hidden "
            f"layer; yours has {uses or 'none'}."
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


def _judge_outputs(model, layers: list[Layer], wanted: str, called: str) -> None:
    """Compare what the network gives, for weights at random, with its activation inside and a plain sum at the end."""
    generator = np.random.default_rng(46)
    weights = [generator.normal(size=weight.shape).astype("float32") for weight in model.get_weights()]
    weights[-2] = -np.abs(weights[-2])  # the sums at the end are below 0
    weights[-1] = np.array([-0.5], "float32")
    rows = generator.normal(size=(20, weights[0].shape[0])).astype("float32")
    model.set_weights(weights)
    got, again = (np.asarray(answer, float) for answer in (model(rows, training=False), model(rows)))
    if not close(got, again):
        raise Wrong(
            f"{called} drops in prediction too. Leave training= away: Keras switches dropout by itself."
        )
    for inside in (wanted, "linear", "relu", "sigmoid", "tanh"):
        for end in ("linear", "relu", "sigmoid", "tanh"):
            if close(got, _forward(rows, weights, inside, end), 1e-3):
                if (inside, end) == (wanted, "linear"):
                    return
                raise Wrong(f"{called} {_told_activations(inside, end, wanted)}")
    found = ", ".join(str(layer.activation) for layer in layers if layer.role in ("dense", "activation"))
    raise Wrong(
        f"{called} has {found}; asked were {wanted} in the hidden layers and linear at the end, each layer upon the one "
        "before and no link past it."
    )


def _told_activations(inside: str, end: str, wanted: str) -> str:
    if inside == wanted:
        return f"has {end} at the output. A linear output was asked for."
    if inside == "linear" and end == wanted:
        return f"has {wanted} at the output and not inside. It is the other way round."
    if inside == "linear":
        return "has no activation inside, so all its layers are one linear layer. Give the hidden ones activation=activation."
    return f"has {inside} inside. Use the activation that it is given."


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


# -- 5.6, 5.7: guesses --------------------------------------------------------------------------------------

_more_or_less = partial(choice, options=("more", "less"))

luck_of_rows = value(
    "5.6",
    ("more", "less"),
    "Which rows were drawn is mostly the larger luck. So compare models on the same rows, and look at the lead.",
    mistakes=[
        (
            ("more", "more"),
            "the score is right. A lead is a difference: what is hard for one network is mostly hard for the other "
            "too, so part of the luck falls out.",
        ),
        (
            ("less", "less"),
            "the lead is right. The three dots of 16-8 in the figure lie closer together than 600 houses can promise.",
        ),
        (
            ("less", "more"),
            "it is the other way round for both: rows are the larger luck, and a difference on the same rows has less.",
        ),
    ],
    read={"score_moves": _more_or_less, "lead_moves": _more_or_less},
)

_NAMES = ("linear", "sigmoid", "tanh", "leaky")
_NOT_A_LINE = {
    "sigmoid": "a sigmoid bends, so its layers are more than one line.",
    "tanh": "tanh bends, so its layers are more than one line.",
    "leaky": "leaky has a kink at 0, so its layers are more than one line.",
}
_same_or_lower = partial(choice, options=("same", "lower"))

which_activation = value(
    "5.7",
    ("linear", "same", "lower"),
    "A factor that all slopes of a weight share drops out in Adam, and stays in plain descent.",
    mistakes=[
        *(
            (
                lambda line, adam, descent, one=one: line == one,
                lambda line, adam, descent, why=why: (
                    f"like the line: {why} Which of the four does not bend at all?"
                ),
            )
            for one, why in _NOT_A_LINE.items()
        ),
        (
            ("linear", "lower", "lower"),
            "the line is right, and so is plain descent. But Adam divides a slope by the size that this weight's "
            "slopes had lately. What does it do with a quarter of the one and a quarter of the other?",
        ),
        (
            ("linear", "same", "same"),
            "the line and Adam are right. Plain descent divides by nothing, so a quarter of a slope makes a quarter "
            "of a step. How far does it get in three epochs?",
        ),
        (
            ("linear", "lower", "same"),
            "the line is right, and the other two are the wrong way round. Which of them divides a slope by the size "
            "that slopes had lately?",
        ),
    ],
    read={
        "like_the_line": partial(choice, options=_NAMES),
        "with_adam": _same_or_lower,
        "with_descent": _same_or_lower,
    },
)


# -- 5.8: beat the forest -----------------------------------------------------------------------------------

AHEAD = 0.015


@cache
def houses_of_the_lesson() -> tuple[np.ndarray, np.ndarray]:
    """Return inputs and targets of the lesson's 4000 houses, standardised as on its page."""
    from helpers.datasets import load_houses

    names = ["sqft_living", "grade", "lat", "long", "yr_built"]
    names += ["sqft_lot", "bedrooms", "bathrooms", "floors", "condition"]
    houses = load_houses().drop_duplicates("id").sample(4000, random_state=0)
    table = houses[names].to_numpy(float)
    price = np.log10(houses["price"].to_numpy()).round(6)
    x, y = ((part - part[:2400].mean(axis=0)) / part[:2400].std(axis=0) for part in (table, price))
    return x, y


@cache
def _rivals() -> tuple[float, float]:
    """Return the R² of forest and boosting on the houses to compare."""
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor

    x, y = houses_of_the_lesson()
    rivals = RandomForestRegressor(random_state=0, n_jobs=2), HistGradientBoostingRegressor(random_state=0)
    forest, boosting = (one.fit(x[:2400], y[:2400]).score(x[2400:3000], y[2400:3000]) for one in rivals)
    return forest, boosting


@cache
def _three_trained() -> tuple[Any, ...]:
    from helpers.training import train_together

    x, y = houses_of_the_lesson()
    networks = tuple(_build(10, [256], "relu", 0.0) for _ in range(3))
    for place, network in enumerate(networks):  # Glorot's weights, the same whatever was drawn before
        draw = np.random.default_rng(place).uniform
        arrays = network.get_weights()
        network.set_weights(
            [one if one.ndim == 1 else draw(-1, 1, one.shape) * (6 / sum(one.shape)) ** 0.5 for one in arrays]
        )
    train_together(networks, x[:2400], y[:2400], learning_rate=0.005, epochs=30)
    return networks


@exercise(
    "5.8",
    "You chose it on these houses, so they flatter it. The locked ones will tell.",
    worked=lambda: [*_three_trained()],
)
def beat_the_forest(mine: object) -> str:
    networks = _networks(mine)
    x, y = houses_of_the_lesson()
    compared = [_r2(network, x[2400:3000], y[2400:3000]) for network in networks]
    learnt = float(np.mean([_r2(network, x[:2400], y[:2400]) for network in networks]))
    mean, (forest, boosting) = float(np.mean(compared)), _rivals()
    said = (
        f"mean R² {mean:.4f}, from {min(compared):.4f} to {max(compared):.4f} over your starts; "
        f"the forest has {forest:.4f}"
    ).replace("-", "−")
    if learnt < 0.2:
        raise Wrong(
            f"{said}. That is about what untrained networks get. Were they trained, on x[learn] and y[learn]?"
        )
    if mean > 0.9:
        raise Wrong(
            f"{said}. That is too good: did your networks learn from the houses to compare? Use x[learn] alone."
        )
    if mean < forest + AHEAD:
        raise Wrong(f"{said}, and {forest + AHEAD:.4f} is wanted. {_what_to_try(compared, learnt)}")
    return f"{said} and boosting {boosting:.4f}."


def _what_to_try(compared: list[float], learnt: float) -> str:
    mean = float(np.mean(compared))
    if np.ptp(compared) > 0.05:
        return "Your starts differ widely, as small networks and large rates do."
    if learnt - mean > 0.055:
        return f"On the houses learnt from it is {learnt:.3f}: overfitting. Fewer epochs, or fewer neurons and layers?"
    if learnt < 0.87:
        return f"On the houses learnt from it is only {learnt:.3f}: more neurons or more epochs?"
    return f"On the houses learnt from it is {learnt:.3f}. Does a smaller rate settle better?"


def _networks(mine: object) -> list[Any]:
    if mine is None:
        raise Wrong(
            "mine is None: train_together trains the networks in place and returns nothing. Build mine first."
        )
    if not isinstance(mine, list | tuple) or len(mine) < 3:
        raise Wrong(f"expected a list of three networks; you gave {show(mine)}.")
    networks = [models.model_of(one, 10, 1, name=f"mine[{place}]") for place, one in enumerate(mine)]
    if len(set(map(id, networks))) < len(networks):
        raise Wrong("mine holds the same network several times. Call build once for each start.")
    return networks


def _r2(network: Any, x: np.ndarray, y: np.ndarray) -> float:
    answers = numbers(np.asarray(network(x, training=False), float), what="a number for each house").reshape(
        -1
    )
    return float(1 - np.mean((y - answers) ** 2) / np.var(y))


# -- 5.9: which file to load --------------------------------------------------------------------------------

which_file = letters(
    "5.9",
    "ad",
    "The question is never how a file looks, but whose code it may call.",
    why={
        "b": "the refusal was the warning, and safe_mode=False runs the stranger's function while loading.",
        "c": "before version 3.11.3 safe mode was silently ignored for .h5 files, and 3.10 is older.",
        "e": "a few words are enough to name what to call, so a small network can do as much harm as a large one.",
    },
)
