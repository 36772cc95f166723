"""The rules of lesson 03's exercises."""

from __future__ import annotations

import numpy as np

from helpers.checks.judging import (
    Wrong,
    call,
    close,
    exercise,
    function,
    mended,
    number,
    numbers,
    rounded,
    switched,
    vector,
    whole,
)
from helpers.drawing.style import number as shown

START, STEPS, BELOW = (-1.0, 1.0), 10, 0.2392  # exercise 4.2, as the lesson states it


@exercise(
    "3.1",
    "Written as inputs @ weights + biases, it takes a table of 500 rows unchanged: `@` does them all at once.",
)
def layer(answer: object) -> None:
    asked = function(answer, "layer")
    generator = np.random.default_rng(31)
    for features, units in ((3, 3), (3, 2), (2, 4), (5, 1), (4, 6)):
        inputs, biases = generator.normal(size=features).round(2), generator.normal(size=units).round(2)
        weights = generator.normal(size=(features, units)).round(2)
        with mended(_LAYER_MENDS):
            result = call(asked, inputs, weights, biases, shown=layer_sizes(features, units))
        got = _outputs(result, units)
        sums = inputs @ weights + biases
        if features == units and close(got, np.maximum(weights @ inputs + biases, 0)):
            raise Wrong(_LAYER_MENDS["core dimension"])
        if not close(got, np.maximum(sums, 0)):
            raise Wrong(_why_no_layer(got, sums, biases))


_LAYER_MENDS = {
    "core dimension": "its @ does not fit. A column of the weights is a neuron, so the inputs stand before the @.",
    "broadcast": "its @ does not fit. A column of the weights is a neuron, so the inputs stand before the @.",
    "truth value": "it asks a whole array of sums for one yes or no, by if or by max. "
    "np.maximum compares number by number.",
}


def layer_sizes(features: int, units: int) -> str:
    return f"{features} inputs, weights of shape ({features}, {units}) and {units} biases"


def _outputs(result: object, units: int) -> np.ndarray:
    """Read what a layer gave: one number a neuron, in a row or in a table of one row."""
    got = numbers(result, what=f"{units} numbers back, one for each neuron")
    if got.size != units:
        raise Wrong(f"expected {units} numbers back, one for each of {units} neurons; yours gave {got.size}.")
    return got.reshape(-1)


def _why_no_layer(got: np.ndarray, sums: np.ndarray, biases: np.ndarray) -> str:
    """Return a sentence on what a layer did instead."""
    for other, why in (
        (sums, "it gives the sums with the biases, negative ones too. The bend to 0, ReLU, is missing."),
        (np.maximum(sums - biases, 0), "the biases change nothing. Add them before the bend."),
        (sums - biases, "it gives the sums alone. Biases and ReLU are missing."),
        (np.maximum(sums - biases, 0) + biases, "the biases are added after the bend. Add them before it."),
        (np.maximum(sums - 2 * biases, 0), "the biases are subtracted. Add them."),
        (
            (sums > 0).astype(float),
            "it gives 1 and 0, which is the step. ReLU leaves positive sums as they are.",
        ),
        (
            np.minimum(sums, 0),
            "it keeps the negative sums and drops the positive ones. Take the maximum with 0.",
        ),
        (np.abs(sums), "it turns negative sums positive. ReLU makes them 0."),
    ):
        if close(got, other):
            return why
    if rounded(got, np.maximum(sums, 0)):
        return "the numbers are rounded. Return them as they are."
    wanted = ", ".join(shown(value) for value in np.maximum(sums, 0))
    return f"for sums of {', '.join(map(shown, sums))} it should give {wanted}; yours gives {', '.join(map(shown, got))}."


@exercise(
    "3.2",
    "Nearly three quarters, 66, sit in the first layer: a network's size is mostly decided where two large layers meet.",
)
def parameters(answer: object) -> None:
    count_parameters(answer, "the others are counted alike")


def count_parameters(answer: object, hint: str) -> None:
    """Judge the number of parameters of a network of the sizes 10, 6, 3 and 1, in 3.2 and in 4.5."""
    what = "a whole number of parameters"
    if close(numbers(answer, what=what).reshape(-1), (66, 21, 4)):
        raise Wrong("those are the three layers. Add them up.")
    count = whole(answer, what)
    if count == 91:
        return
    raise Wrong(
        _COUNTS.get(count, f"{count} is not it. The first layer has 10 × 6 weights + 6 biases; {hint}.")
    )


_COUNTS = {
    81: "81 are the weights. Each of the ten neurons has a bias too.",
    20: "20 counts the nodes. Count the numbers they compute with: weights and biases.",
    10: "10 are the neurons, and each has a bias. The weights are missing.",
    101: "the inputs got biases too. They compute nothing, so they have none.",
    84: "that is one bias for each layer. Each neuron has its own.",
    100: "a bias belongs to the neuron a link ends in, not to the one it starts from.",
    180: "the layers' links are added, not multiplied.",
    190: "the layers' links are added, not multiplied.",
    66: "66 is right for the first layer. Two more follow.",
    87: "the hidden layers are right. The output neuron has weights and a bias too.",
}


@exercise(
    "3.3",
    "That makes three neurons, OR, AND and yours: a network for XOR, its weights set by hand. Descent will find others.",
)
def xor_output(weights: object, bias: object) -> None:
    w, b = vector(weights, 2, "weight"), number(bias, "one number for the bias")
    rows = (("0, 0", (0, 0), 0), ("1, 0", (1, 0), 1), ("1, 1", (1, 1), 0))
    for name, row, wanted in rows:
        total = float(np.dot(row, w) + b)
        if (total > 0) != wanted:
            known = " This computes OR: h₂ is not used yet." if close(w[1], 0) and w[0] > 0 > b else ""
            raise Wrong(switched(f"h₁, h₂ = {name}", total, "XOR", wanted) + known)
