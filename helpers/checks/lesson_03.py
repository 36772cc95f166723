"""The exercises of lesson 03: their rules, and the worked answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from helpers.checks import models
from helpers.checks.answer_types import function, number, vector
from helpers.checks.comparing import alike, close, complaint, in_text, rounded_alike
from helpers.checks.judging import call, exercise, mended, switched
from helpers.checks.kinds import letters, value
from helpers.checks.verdicts import NotAnswered, Wrong
from helpers.writing import number as written

Layer = Callable[[Any, Any, Any, Callable[[Any], Any]], Any]


# -- 3.1: the third neuron ------------------------------------------------------------------------------

PAIRS = (("0, 0", (0, 0), 0), ("1, 0", (1, 0), 1), ("1, 1", (1, 1), 0))
MADE = {  # what the neuron gives for these pairs, and what it is then
    (0, 1, 1): "This is h₁ alone, so OR. With both switches up, h₂ must speak against the lamp.",
    (0, 0, 1): "This is h₂ alone, so AND: the lamp is on with both switches up only.",
    (0, 0, 0): "It is never on: what h₁ adds is not more than the bias takes away.",
    (1, 1, 1): "It is always on: the bias is too large.",
    (1, 0, 1): "This is the lamp turned round, off where it should be on.",
    (1, 1, 0): "It is on with no switch up as well: the bias must not be above 0.",
    (1, 0, 0): "It is on with no switch up alone.",
}


@exercise(
    "3.1",
    "OR, AND and yours: three neurons make what none of them makes alone.",
    worked=lambda: (np.array([1.0, -1.0]), -0.5),
)
def xor_output(xor_weights: object, xor_bias: object) -> None:
    w, b = vector(xor_weights, 2, "weight"), number(xor_bias, "one number for the bias")
    outputs = _third(w, b)
    if outputs == (0, 1, 0):
        return
    place = next(place for place, pair in enumerate(PAIRS) if outputs[place] != pair[2])
    name, pair, wanted = PAIRS[place]
    said = switched(f"h₁, h₂ = {name}", float(np.dot(pair, w) + b), "the lamp", bool(wanted))
    raise Wrong(f"{said.replace('the lamp wants', 'XOR wants')} {_why_third(outputs, w, b)}".strip())


def _third(w: np.ndarray, b: float) -> tuple[int, ...]:
    """Return what the third neuron gives for the three pairs."""
    return tuple(int(np.dot(pair, w) + b > 0) for _, pair, _ in PAIRS)


def _why_third(outputs: tuple[int, ...], w: np.ndarray, b: float) -> str:
    turned = (
        (_third(w, -b), "With the sign of the bias turned it would work the lamp."),
        (_third(w[::-1], b), "The weights stand the other way round: h₁ comes first."),
        (_third(w * [1, -1], b), "With the sign of h₂'s weight turned it would work the lamp."),
    )
    return next((why for other, why in turned if other == (0, 1, 0)), MADE.get(outputs, ""))


# -- 3.2: the layer -------------------------------------------------------------------------------------


def _step(sums: Any) -> Any:
    return np.where(sums > 0, 1, 0)


def _relu(sums: Any) -> Any:
    return np.maximum(sums, 0)


def _sigmoid(sums: Any) -> Any:
    return 1 / (1 + np.exp(-sums))


_step.__name__, _relu.__name__, _sigmoid.__name__ = "step", "relu", "sigmoid"


def _layer(inputs, weights, biases, activation):
    return activation(inputs @ weights + biases)


SWAPPED = "turned"
SLIPS: tuple[tuple[Layer, str], ...] = (
    (lambda x, w, b, f: x @ w + b, "it gives the sums with the biases. The activation is never called."),
    (lambda x, w, b, f: x @ w, "it gives the sums alone. The biases and the activation are missing."),
    (lambda x, w, b, f: f(x @ w), "the biases change nothing. Add them before the activation."),
    (lambda x, w, b, f: f(x @ w) + b, "the biases are added after the activation. Add them before it."),
    (lambda x, w, b, f: f(x @ w - b), "the biases are subtracted. Add them."),
    (lambda x, w, b, f: f(x @ w.T + b), SWAPPED),
    (lambda x, w, b, f: f(x) @ w + b, "the activation is called on the inputs. It comes last, on the sums."),
    (lambda x, w, b, f: f(f(x @ w + b)), "the activation is called twice. Once is enough."),
    (lambda x, w, b, f: f((x @ w) * b), "the sums are multiplied by the biases. Add them."),
    (
        lambda x, w, b, f: _relu(x @ w + b),
        "it is ReLU whatever activation it is given. Call what stands in activation.",
    ),
    (
        lambda x, w, b, f: _relu(x @ w.T + b),
        "the weights are turned: write inputs @ weights. And it is ReLU whatever activation it is given.",
    ),
    (
        lambda x, w, b, f: _step(x @ w + b),
        "it is the step whatever activation it is given. Call what stands in activation.",
    ),
)
ASKS_ONE = (
    "it asks a whole array of sums for one yes or no, by if or by max. The activation works on all sums at once: "
    "activation(…)."
)
ONE_ROW = (
    "it works for one row, not for a table of 4 rows. inputs @ weights does all rows at once, without a loop."
)
BEFORE = "its @ does not fit. A column of the weights is a neuron, so the inputs stand before the @."


def _layer_cases(sizes: tuple[tuple[int, int], ...]) -> list[tuple[Any, ...]]:
    """Return the arguments of calls, three activations for each pair of inputs and units."""
    generator = np.random.default_rng(32)
    cases = []
    for features, units in sizes:
        for activation in (_relu, _step, _sigmoid):
            inputs, biases, weights = (
                generator.normal(size=shape).round(1) + 0.0 for shape in (features, units, (features, units))
            )
            cases.append((inputs, weights, biases, activation))
    return cases


@exercise(
    "3.2",
    "One row or a million, two neurons or a thousand: a layer is this line.",
    worked=lambda: _layer,
)
def one_line(layer: object) -> None:
    asked = function(layer, "layer")
    for sizes in (((2, 2), (2, 2), (3, 3)), ((2, 3), (3, 1), (4, 2))):
        cases = _layer_cases(sizes)
        _judge_layer(asked, cases, [_called(asked, case) for case in cases])
    table = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [2.0, -1.0]])
    tables = [(table, *case[1:]) for case in _layer_cases(((2, 2), (2, 3)))]
    _judge_layer(asked, tables, [_called(asked, case, rows=True) for case in tables])


def _called(asked: Callable[..., object], case: tuple[Any, ...], *, rows: bool = False) -> Any:
    inputs, weights, biases, activation = case
    given = f"a table of {len(inputs)} rows" if rows else f"{len(inputs)} inputs"
    shown = f"{given}, weights of shape {weights.shape}, {len(biases)} biases and {activation.__name__}"
    mends = {"truth value": ASKS_ONE, "core dimension": BEFORE, "broadcast": BEFORE}
    if rows:
        mends = dict.fromkeys(
            (*mends, "IndexError", "TypeError", "ValueError"), f"{ONE_ROW} It was called with {shown}."
        )
    with mended(mends):
        result = call(asked, *case, shown=shown)
    if result is activation:
        raise Wrong("it returns the activation itself, not what it gives. Call it: activation(…).")
    return result


def _judge_layer(asked: Callable[..., object], cases: list[tuple[Any, ...]], received: list[Any]) -> None:
    expected = [_layer(*case) for case in cases]
    wrong = [p for p in range(len(cases)) if not alike(received[p], expected[p])]
    if not wrong:
        return
    first = wrong[0]
    inputs, weights, biases, activation = cases[first]
    given = ", ".join(in_text(one, 2) for one in (inputs, weights, biases))
    example = (
        f"layer({given}, {activation.__name__}) should give {in_text(expected[first], 3)}; "
        f"yours gives {in_text(received[first], 3)}."
    )
    square = all(len(x) == len(b) for x, _, b, _ in cases)  # there every @ fits, and every slip shows
    for slip, why in SLIPS if square else ():
        if all(map(alike, received, (slip(*case) for case in cases))):
            raise Wrong(f"{_turned(asked, cases[0]) if why is SWAPPED else why} {example}")
    if np.ndim(inputs) == 2:
        raise Wrong(f"{ONE_ROW} {example}")
    if not any(complaint(one, 0.0) for one in received) and np.size(expected[first]) > 1:
        raise Wrong(f"it gives one number for all neurons, where each should have its own. {example}")
    if np.shape(received[first]) == weights.shape:
        raise Wrong(f"it gives every product by itself. @, in place of *, multiplies and adds up. {example}")
    if len(inputs) > 2 and cases[0][0].size == 2:
        raise Wrong(f"it is right for 2 inputs, not for {len(inputs)}. {example}")
    lack = complaint(received[first], expected[first])
    if not lack and all(map(rounded_alike, received, expected)):
        lack = "the numbers are rounded. Return them as they are."
    raise Wrong(f"{lack} {example}".strip())


def _turned(asked: Callable[..., object], case: tuple[Any, ...]) -> str:
    """Say which of two slips it was that swap rows and columns: weights.T, or the weights in front."""
    _, weights, biases, activation = case
    try:
        call(asked, np.ones((5, len(weights))), weights, biases, activation)
    except Wrong:
        return "the weights stand before the @. A column of theirs is a neuron, so the inputs come first."
    return "the table of weights is turned. A column is a neuron already: drop the .T."


# -- 3.3 to 3.6 -----------------------------------------------------------------------------------------

follow_a_row = value(
    "3.3",
    [3, 2, 0, 0, 0],
    "A sum below 0 is where ReLU matters: both neurons of the second layer are silent.",
    mistakes=[
        ([3, 2, -1, -2, 3], "3 and 2 are right, but the second layer has ReLU: what does it make of −1 and −2?"),
        ([3, 2, -1, -2, 0], "3 and 2 are right, but ReLU lets no number below 0 out of the second layer."),
        ([3, 1, 1, 0, 1], "those are the numbers of the drawing. With a bias of −1, h₂ gives 3 − 1."),
        ([3, 2, 1, 0, 1], "the first layer is right. Now h₂ carries 2, so the second layer's first sum is 3 − 2 · 2."),
        ([3, 2, 0, -1, 2], "3, 2 and the first 0 are right. The neuron beside it has a sum of −2, and it has ReLU too."),
        ([3, 2, 0, -1, 0], "3, 2 and the first 0 are right. ReLU lets no −1 out of the second layer."),
        ([3, 3, 0, 0, 0], "h₂ has a bias of −1, so its sum is 3 − 1."),
        ([3, 4, 0, 0, 0], "the bias of h₂ is −1, not 1: its sum is 3 − 1."),
        ([2, 2, 0, 0, 0], "the wrong bias is that of h₂ alone. h₁ has a bias of 0, so it gives 3."),
        ([3, 2, 5, 4, -3], "h₂ was added to h₁. Its links into the second layer have the weight −2."),
        ([3, 2, 7, 6, -5], "h₂ was counted with +2. Its links into the second layer have the weight −2."),
        ([3, 2, 0, 0, 1], "3, 2, 0 and 0 are right. The output is 1 · 0 − 2 · 0."),
        ([3, 2, 0, 0, -1], "3, 2, 0 and 0 are right. The output has a bias of 0."),
        ([0, 0, 0, 0, 0], "three switches are up, so the sums of the first layer are 3 and 3 − 1."),
    ],
    otherwise=lambda five: _first_wrong(five),
)  # fmt: skip


def _first_wrong(five: Any) -> str:
    right = [3, 2, 0, 0, 0]
    place = next(place for place in range(5) if not close(five[place], right[place]))
    where = (
        "h₁ of the first hidden layer adds up three switches, with a bias of 0",
        "h₂ of the first hidden layer adds up three switches, with a bias of −1",
        "the second layer's h₁ has the sum 3 − 2 · 2",
        "the second layer's h₂ has the sum 3 − 2 · 2, and a bias of −1",
        "the output is the second layer's h₁ minus 2 times its h₂",
    )
    before = "" if place == 0 else "what stands before it is right; "
    return f"number {place + 1}, {written(five[place])}, is not it: {before}{where[place]}."


folds_and_bends = value(
    "3.4",
    (6, 63),
    "Six layers of two neurons, and 63 bends. A single layer that counts every switch alike would need a neuron for each of them.",
    mistakes=[
        ((6, 32), "6 folds are right, and 32 are the peaks. Between two peaks lies a valley, and that is a bend too."),
        ((6, 31), "6 folds are right, and 31 are the valleys. The peaks are bends too."),
        ((6, 64), "6 folds are right, but 64 bends are one too many: the valleys lie between the peaks, so they are one fewer."),
        ((6, 65), "6 folds are right, but 65 counts the two ends as well."),
        ((6, 6), "6 folds are right, but each fold bends again all that was folded before it. How many peaks are there after 1, 2, 3 folds?"),
        ((6, 12), "6 folds are right, and 12 are their neurons. Bends multiply: how many peaks are there after 1, 2, 3 folds?"),
        ((6, 16), "6 folds are right, but 16 are the peaks after five of them. Count the sixth, and the valleys."),
        ((5, 31), "these are the numbers for 32 switches. 64 are folded at 32 first."),
        ((5, 63), "63 bends are right, but it takes one fold more. After five, the first of them at 32, the folded number still reaches 2."),
        ((7, 63), "63 bends are right, but 7 folds are one too many: 64 switches are folded at 32 first, not at 64."),
        ((7, 127), "the first fold is at 32, not at 64: the strip is folded in the middle."),
        ((4, 15), "these are the numbers for the sixteen switches of the figure. Go on with 32, and then with 64."),
        ((32, 63), "63 bends are right. 32 is the number of peaks, or the place of the first fold. How many folds are there from 32 down to 1?"),
        ((63, 6), "the two numbers are the other way round: the folds come first."),
        (lambda folds, bends: folds == 6, "6 folds are right. Each doubles the peaks, from 1 on, and between two peaks lies a valley; {bends} bends is not it."),
        (lambda folds, bends: bends == 63, "63 bends are right. But folded at 32, then at half of that, and so on down to 1, it does not take {folds} folds."),
    ],
    otherwise="{folds} folds is not it: the first is at 32, each further one at half of that, the last at 1.",
    read={"folds": number, "bends": number},
)  # fmt: skip


_ONES = np.ones(4)


def _all(weight: float) -> Callable[[np.ndarray, float], bool]:
    """Return what recognises weights that are all this one, whatever the bias is."""
    return lambda w, b: close(w, weight * _ONES)


collapsed = value(
    "3.5",
    (_ONES, -2.0),
    "Three layers and 19 numbers, and all that is left of them is one neuron with 5.",
    mistakes=[
        ((_ONES, 2), "the weights are right, the sign of the bias is not. With no switch up, the second layer gives 4 and 3, and 4 − 2 · 3 is −2."),
        ((_ONES, -3), "the weights are right, but −3 adds up the biases as they stand. Those of a layer are multiplied by the weights behind it."),
        ((_ONES, 0), "the weights are right. But the biases do not vanish: with n = 0 the second layer gives 4 and 3. What is the output?"),
        ((_ONES, -4), "the weights are right, but −4 leaves out the bias −1 of the second layer."),
        ((_ONES, -1), "the weights are right, but −1 is a bias of one layer alone. With n = 0 the second layer gives 4 and 3."),
        (_all(1), "the weights are right. With no switch up it should give −2, not {one_bias}."),
        ((-_ONES, 4), "that is the sum of the second layer's first neuron, 4 − n. The output layer follows: 4 − n − 2 · (3 − n)."),
        ((-_ONES, 3), "that is the sum of the second layer's second neuron, 3 − n. The output takes both: 4 − n − 2 · (3 − n)."),
        ((-_ONES, 2), "all signs are turned round: the output is n − 2, not 2 − n."),
        (_all(-1), "each weight should be 1: 4 − n − 2 · (3 − n) has n − 2 in it, and −2 · (−n) is +2 n."),
        (_all(0), "with weights of 0 the output would not depend on the switches. 4 − n − 2 · (3 − n): what is left of n?"),
        (_all(3), "−2 · (3 − n) is −6 + 2 n, and −n + 2 n is n, not 3 n."),
        (_all(-3), "−2 · (3 − n) is −6 + 2 n: minus times minus is plus."),
        (_all(4), "4 is the number of switches. Each of them has a weight of its own, and n = w · 1 + w · 1 + …, so w is 1."),
        (_all(0.25), "the switches are added, not averaged: each counts 1."),
        (_all(2), "each switch counts 2 in −2 · (3 − n), but −n is there as well."),
        (_all(-2), "−2 are the weights of h₂'s links. Carry n through all three layers."),
        (
            lambda w, b: np.ptp(w) < 1e-6,
            lambda w, b: f"each further switch adds 1 to the output; with your weights it adds {written(w[0])}.",
        ),
    ],
    otherwise=lambda w, b: (
        f"your weights differ from each other, {in_text(w, 2)}. All four switches have the same weights in the first layer."
    ),
    read={
        "one_weights": partial(vector, length=4, each="weight"),
        "one_bias": partial(number, what="one number for the bias"),
    },
)  # fmt: skip

designs = letters(
    "3.6",
    "ac",
    "(a) has 93 and (c) 95. Most parameters sit where two large layers meet.",
    why={
        "b": "it has 7 · 10 = 70 in the hidden layer and 11 · 3 = 33 in the output layer, biases counted.",
        "d": "its 97 parameters fit the device, but one output would put the three classes in an order that they do not have.",
    },
)


# -- 3.7: the corridor in Keras -------------------------------------------------------------------------

CORRIDOR = np.array(list(product((0.0, 1.0), repeat=8)))
IS_UP = CORRIDOR.sum(axis=1)
WEIGHTS = [
    np.ones((8, 2)),
    np.array([0.0, -4.0]),
    np.array([[1.0, 1.0], [-2.0, -2.0]]),
    np.array([0.0, -2.0]),
    np.array([[1.0, 1.0], [-2.0, -2.0]]),
    np.array([0.0, -1.0]),
    np.array([[1.0], [-2.0]]),
    np.array([0.0]),
]


def _corridor() -> Any:
    import keras

    dense = keras.layers.Dense
    folds = [dense(2, "relu") for _ in range(3)]
    model = keras.Sequential([keras.Input((8,)), *folds, dense(1)])
    model.set_weights(WEIGHTS)
    return model


@exercise(
    "3.7",
    "All 256 rows are right. Keras computes what you would compute with a pencil, and each of its layers is the line that you wrote.",
    worked=_corridor,
)
def folded(corridor: Any) -> None:
    model = models.model_of(corridor, 8, 1, "corridor")
    gives = models.predictions(model, CORRIDOR)
    dense = [layer for layer in model.layers if hasattr(layer, "units")]
    right = close(gives, IS_UP % 2, 1e-4)
    if len(dense) < 4:
        raise Wrong(
            f"corridor has {len(dense) - 1} hidden layer{'s' if len(dense) != 2 else ''}; three folds need three."
        )
    if right:
        return
    if [layer.units for layer in dense] != [2, 2, 2, 1]:
        raise Wrong(
            f"its layers have {', '.join(str(layer.units) for layer in dense)} units. A fold takes 2, and the output is 1."
        )
    wrong = int(np.flatnonzero(~np.isclose(gives, IS_UP % 2, atol=1e-4))[0])
    row = ", ".join(f"{one:.0f}" for one in CORRIDOR[wrong])
    example = f"For the switches {row} it gives {written(gives[wrong])}, where the lamp wants {IS_UP[wrong] % 2:.0f}."
    raise Wrong(f"{_why_corridor(model, dense, gives)} {example}".strip())


def _activation(layer: Any) -> str:
    return str(getattr(layer.activation, "__name__", layer.activation))


NAMES = (
    *(f"the {what} the {which} hidden layer" for which in ("first", "second", "third") for what in ("weights into", "biases of")),
    "the weights into the output",
    "the bias of the output",
)  # fmt: skip


def _why_corridor(model: Any, dense: list[Any], gives: np.ndarray) -> str:
    """Say what is unlike three folds: an activation, or the first array that differs."""
    apart = len(model.layers) > len(dense) + 1  # the activations may be layers of their own
    linear = [place for place in range(3) if _activation(dense[place]) != "relu" and not apart]
    if linear == [0, 1, 2]:
        return "no hidden layer has ReLU."
    if linear:
        return f"the {('first', 'second', 'third')[linear[0]]} hidden layer has no ReLU."
    if _activation(dense[3]) != "linear":
        return f"the output goes through {_activation(dense[3])}; it should be linear."
    arrays = [np.asarray(one) for one in model.get_weights()]
    if len(arrays) != 8:
        return f"it has {len(arrays)} arrays of weights and biases, where four layers have eight."
    biases = arrays[1::2]
    if not any(one.any() for one in biases):
        return "all its biases are 0, as before set_weights."
    if [round(float(one[-1]), 4) for one in biases[:3]] == [-1, -2, -4]:
        return "it folds at 1 first and at 4 last. Fold at 4 first: the largest fold takes the whole strip."
    place = next((p for p in range(8) if not close(arrays[p], WEIGHTS[p], 1e-4)), 0)
    if place in (2, 4) and close(arrays[place], WEIGHTS[place].T, 1e-4):
        return f"{NAMES[place]} are turned: a row belongs to an input, a column to a neuron."
    verb = "is" if place == 7 else "are"
    return f"{NAMES[place]} {verb} {in_text(arrays[place], 3)}. {_needed(place)}"


def _needed(place: int) -> str:
    """Say what an array is for, by its place among the eight."""
    if place == 0:
        return "Both neurons count how many switches are up, so each weight is 1."
    if place in (2, 4, 6):
        return "What is passed on is h₁ − 2 · h₂."
    if place == 7:
        return "Nothing is added to h₁ − 2 · h₂."
    fold = (4, 2, 1)[place // 2]
    return f"h₁ passes on what comes in, and h₂ by how much that is more than {fold}."


# -- 3.8: the fault -------------------------------------------------------------------------------------


def _build(features: int, classes: int) -> Any:
    import keras

    dense = keras.layers.Dense
    return keras.Sequential([keras.Input((features,)), dense(8, "relu"), dense(classes)])


@exercise(
    "3.8",
    "As many inputs as features, as many outputs as classes; only the hidden layers are yours to choose.",
    worked=lambda: _build,
)
def fault(build: object) -> None:
    if hasattr(build, "predict"):
        raise Wrong(
            "expected the function build itself, without parentheses; you gave the model that it made."
        )
    asked = function(build, "build")
    built = [(case, _built(asked, *case)) for case in ((4, 3), (6, 2), (3, 5))]
    sizes = [(model.input_shape, model.output_shape) for _, model in built]
    if [(a[-1], b[-1]) for a, b in sizes] == [(classes, features) for (features, classes), _ in built]:
        raise NotAnswered  # as it was given
    for (features, classes), model in built:
        name = f"build({features}, {classes})"
        takes, gives = model.input_shape, model.output_shape
        if len(takes) != 2:
            raise Wrong(
                f"{name} takes tables of shape {takes[1:]} for each row. A row is {features} numbers."
            )
        if (takes[1], gives[1]) == (features, classes):
            continue
        raise Wrong(
            f"{_why_sizes(sizes, takes[1], gives[1], features, classes)} {name} takes {takes[1]} numbers of each row and gives {gives[1]}; it should take {features} and give {classes}."
        )
    if any(sum(hasattr(layer, "units") for layer in model.layers) < 2 for _, model in built):
        raise Wrong("its sizes are right, but the hidden layer is gone. Mend the sizes alone.")


def _built(asked: Callable[..., object], features: int, classes: int) -> Any:
    name = f"build({features}, {classes})"
    tuple_wanted = (
        "keras.Input wants the shape of a row, in parentheses and with a comma: keras.Input((features,))."
    )
    with mended({"cannot convert": tuple_wanted, "is not iterable": tuple_wanted, "convert '": tuple_wanted}):
        result = call(asked, features, classes, shown=f"features={features}, classes={classes}")
    return models.model_of(result, name=f"what {name} gives")


def _why_sizes(sizes: list[Any], takes: int, gives: int, features: int, classes: int) -> str:
    if len(set(sizes)) == 1:
        return "its sizes are fixed, whatever it is called with. Use features and classes."
    if (takes, gives) == (features, features):
        return "the input is mended, the output is not: classes come out."
    if (takes, gives) == (classes, classes):
        return "the output is mended, the input is not: features go in."
    if gives == 1:
        return "one output can say yes or no, or a number. Each of the classes needs an output of its own."
    if gives == 8:
        return "the last layer is the hidden one. An output layer of as many units as classes follows it."
    return "what is known of a row goes in, and what is asked comes out."
