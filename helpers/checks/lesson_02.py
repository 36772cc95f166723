"""The rules of lesson 02's exercises."""

from __future__ import annotations

from collections.abc import Callable

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
    switched,
    told,
    vector,
    whole,
)
from helpers.drawing.style import number as shown

BY_HAND = (np.array([3.0, -2.0, 4.0]), np.array([1.0, 2.0, -0.5]))
SEVERAL = "it has one number for each input where it should have one in all. Multiply, then add up: inputs @ weights."
GATE_ROWS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@exercise("2.1", "A negative weight turns an input around: the more of it, the less comes out.")
def by_hand(answer: object) -> None:
    inputs, weights = BY_HAND
    value = number(answer)
    if close(value, inputs @ weights):
        return
    if close(value, inputs.sum()):
        raise Wrong(f"{told(value)} is the sum of the inputs. Multiply each by its weight first.")
    if close(value, np.abs(inputs * weights).sum()):
        raise Wrong(
            f"{told(value)} adds the products without their signs. −2 × 2 is −4, and 4 × (−0.5) is −2."
        )
    if close(value, -(inputs @ weights)):
        raise Wrong("the number is right, its sign is not.")
    products = ", ".join(f"{shown(x)} × {shown(w)}" for x, w in zip(inputs, weights, strict=True))
    raise Wrong(f"{shown(value)} is not the sum of the three products {products}.")


@exercise(
    "2.2",
    "A weight of 0 ignores its input. When a network learns what not to look at, this is what it learns.",
)
def ignore_the_third(answer: object) -> None:
    weights = vector(answer, 3, "weight")
    if not close(weights[2], 0):
        raise Wrong(
            f"the third input still counts. Changing it from 0 to 1 moves the output by {shown(weights[2])}."
        )
    if close(weights[:2], [2, 2]):
        return
    counts = sorted({shown(weight) for weight in weights[:2]})
    here = "once" if counts == ["1"] else f"{' and '.join(counts)} times"
    raise Wrong(
        f"the third input is ignored, good. The other two should count double; here they count {here}."
    )


@exercise("2.3", "The number of rows appears nowhere: the same network serves 50 birds or 50 million.")
def sizes(inputs: object, outputs: object) -> None:
    found = whole(inputs, "a whole number of inputs"), whole(outputs, "a whole number of outputs")
    if found == (12, 4):
        return
    if found == (4, 12):
        raise Wrong("the two are the other way round: features go in, classes come out.")
    if 500 in found:
        raise Wrong(
            "500 is the number of rows. Rows pass through one after the other; each brings its features."
        )
    if found[0] == 13:
        raise Wrong("13 counts the species too. The species is the answer, so it does not go in.")
    if found[0] != 12:
        raise Wrong(f"the network would take {found[0]} inputs, and every bird brings 12 measurements.")
    if found[1] == 1:
        raise Wrong("one output node can tell two classes apart, or give one number. Here are four species.")
    raise Wrong(f"the inputs are right. With {found[1]} output nodes, how would it name one of four species?")


@exercise(
    "2.4",
    "Multiply and add, add the bias, activate: every network of this course is made of these three steps.",
)
def neuron(answer: object) -> None:
    asked = function(answer, "neuron")
    generator = np.random.default_rng(24)
    cases = [(generator.normal(size=n).round(2), generator.normal(size=n).round(2)) for n in (3, 3, 3, 2, 5)]
    cases = [(x, w, float(b)) for (x, w) in cases for b in (0.0, 1.5, -1.5)]
    got = [_one_output(asked, x, w, b) for x, w, b in cases]
    sums = np.array([x @ w for x, w, _ in cases])
    biases = np.array([b for *_, b in cases])
    _not_some_other_function(np.array(got), sums, biases)
    for (x, w, b), value in zip(cases, got, strict=True):
        right = float(x @ w + b > 0)
        if not close(value, right):
            raise Wrong(
                f"neuron({x.tolist()}, {w.tolist()}, {b}) should give {right:.0f}, since the sum with the bias is "
                f"{shown(x @ w + b)}; yours gives {told(value)}."
            )
    at_zero = number(_first(call(asked, np.array([1.0, 1.0]), np.array([1.0, -1.0]), 0.0)))
    if not close(at_zero, 0):
        raise Wrong(
            "where the sum is exactly 0 yours switches on. The step gives 1 above 0, and 0 otherwise."
        )


def _one_output(asked: Callable[..., object], x: np.ndarray, w: np.ndarray, b: float) -> float:
    """Call the learner's neuron and read the one number it should give."""
    with mended(dict.fromkeys(("0-dimensional", "truth value", "size-1 arrays"), SEVERAL)):
        try:
            result = call(asked, x, w, b, shown=f"{x.tolist()}, {w.tolist()}, {b}")
        except Wrong as wrong:
            if isinstance(wrong.__cause__, IndexError) and len(x) < 3:
                raise Wrong(
                    "it works for three inputs only; the exercise asks for any number of them."
                ) from None
            raise
    if np.size(result) == len(x) > 1:
        raise Wrong(SEVERAL)
    return number(_first(result), "one number back")


def _first(value: object) -> object:
    """Take the number out of an array of one."""
    return value.reshape(-1)[0] if isinstance(value, np.ndarray) and value.size == 1 else value


def _not_some_other_function(got: np.ndarray, sums: np.ndarray, biases: np.ndarray) -> None:
    """Name the mistake where the answer is consistently another function of the same sum."""
    right = (sums + biases > 0).astype(float)
    if close(got, right):
        return
    for other, why in (
        (sums + biases, "it gives the sum with the bias, not yet 1 or 0. The step is missing."),
        (sums, "it gives the sum of the products. The bias and the step are missing."),
        (
            (sums > 0).astype(float),
            "the step is there, but the bias changes nothing. Add it before the step.",
        ),
        ((sums - biases > 0).astype(float), "the bias is subtracted. Add it."),
        (1 - right, "1 and 0 are the other way round: above 0 the neuron is on, and that is 1."),
        (np.where(right, 1.0, -1.0), "it gives −1 where the neuron is off. The binary step gives 0."),
        ((sums > 0) + biases, "the bias is added after the step. Add it to the sum, before the step."),
    ):
        if close(got, other):
            raise Wrong(why)
    if len(set(got.tolist())) == 1:
        raise Wrong(
            f"it gives {told(got[0])} for every row that was tried. Does it use the inputs, weights and bias it is given?"
        )


@exercise("2.5", "A weight says how much an input counts; the bias sets how much is enough.")
def and_gate(weights: object, bias: object) -> None:
    w, b = vector(weights, 2, "weight"), number(bias, "one number for the bias")
    outputs = (GATE_ROWS @ w + b > 0).astype(int)
    wanted = GATE_ROWS.all(axis=1).astype(int)
    if np.array_equal(outputs, wanted):
        return
    wrong = int(np.flatnonzero(outputs != wanted)[0])
    total = GATE_ROWS[wrong] @ w + b
    row = ", ".join(shown(value) for value in GATE_ROWS[wrong])
    hint = " This is OR." if np.array_equal(outputs, GATE_ROWS.any(axis=1).astype(int)) else ""
    raise Wrong(switched(f"the inputs {row}", total, "AND", wanted[wrong]) + hint)


@exercise(
    "2.6",
    "Right answers change nothing; only mistakes teach the perceptron.",
)
def update(answer: object) -> None:
    asked = function(answer, "update")
    generator = np.random.default_rng(26)
    cases = []
    for _ in range(12):
        weights, row = generator.normal(size=(2, 2)).round(2)
        bias = round(generator.normal(), 2)
        for target in (0, 1):
            cases.append((weights, bias, row, target))
    cases.append((np.zeros(2), 0.0, np.array([1.0, 2.0]), 0))  # a sum of exactly 0: off, and right
    seen = [(case, _weights_and_bias(call(asked, *case))) for case in cases]
    for (weights, bias, row, target), (new_weights, new_bias) in seen:
        error = target - int(row @ weights + bias > 0)
        if close(new_weights, weights + error * row) and close(new_bias, bias + error):
            continue
        raise Wrong(_why_not(weights, bias, row, target, new_weights, new_bias))


def _weights_and_bias(result: object) -> tuple[np.ndarray, float]:
    """Read what `update` returned: two weights and a bias."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise Wrong(f"expected two things back, return weights, bias; yours returned {told(result)}.")
    return numbers(result[0], (2,), "two weights back"), number(
        _first(result[1]), "one number back for the bias"
    )


def _why_not(weights, bias, row, target, new_weights, new_bias) -> str:
    """Return a sentence on what is wrong with one update."""
    total = row @ weights + bias
    error = target - int(total > 0)
    if close(new_weights, weights + (target - total) * row):
        return "it takes the sum for the output. Make 0 or 1 of it with the step before you subtract it from the target."
    if total == 0:
        return "where the sum is exactly 0 the output is 0; with a target of 0 nothing should change there."
    for rate in (0.1, 0.01):
        if error and close(new_weights, weights + rate * error * row):
            return f"the weights move by {shown(rate)} of the step. No learning rate yet: they move by the whole of it."
    if error == 0:
        return "the neuron was already right about a row, and yours changed the weights or the bias. The error is 0 there."
    if close(new_weights, weights - error * row):
        return "it pulls the wrong way: the weights move away from the target. The error is target − output."
    if close(new_weights, weights) and close(new_bias, bias):
        return f"the neuron was wrong about a row (error {shown(error)}), and nothing changed."
    if close(new_weights, weights + error * row):
        return f"the weights are right. The bias should go from {shown(bias)} to {shown(bias + error)}; yours became {shown(new_bias)}."
    if close(new_weights, weights + error):
        return "every weight moved by the error alone. Multiply the error by the input that the weight belongs to."
    before, after = (", ".join(shown(value) for value in values) for values in (weights, new_weights))
    wanted = ", ".join(shown(value) for value in weights + error * row)
    return f"with an error of {shown(error)}, weights {before} should become {wanted}; yours became {after}."
