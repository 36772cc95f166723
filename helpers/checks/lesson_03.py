"""The rules of lesson 03's exercises."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from helpers.checks.judging import (
    Wrong,
    call,
    close,
    exercise,
    function,
    number,
    numbers,
    switched,
    told,
    vector,
    whole,
)
from helpers.drawing.style import number as shown

SIZES = (10, 6, 3, 1)
START, STEPS, BELOW = (-1.0, 1.0), 10, 0.2392  # exercise 3.5, as the lesson states it


@exercise(
    "3.1", "Pass a table of 500 rows in place of one, and it works unchanged: `@` takes them all at once."
)
def layer(answer: object) -> None:
    asked = function(answer, "layer")
    generator = np.random.default_rng(31)
    for features, units in ((3, 3), (3, 2), (2, 4), (5, 1), (4, 6)):
        inputs, biases = generator.normal(size=features).round(2), generator.normal(size=units).round(2)
        weights = generator.normal(size=(features, units)).round(2)
        got = _outputs(
            _called(asked, (inputs, weights, biases), _sizes(features, units), _LAYER_MENDS), units
        )
        sums = inputs @ weights + biases
        if features == units and close(got, np.maximum(weights @ inputs + biases, 0)):
            raise Wrong(_LAYER_MENDS["core dimension"])
        if not close(got, np.maximum(sums, 0)):
            raise Wrong(_why_no_layer(got, sums, biases))


_LAYER_MENDS = {
    "core dimension": "its @ does not fit. A column of the weights is a neuron, so the inputs stand before the @.",
    "broadcast": "its @ does not fit. A column of the weights is a neuron, so the inputs stand before the @.",
    "truth value": "max compares whole arrays and cannot. np.maximum(sums, 0) goes number by number.",
}
_BACK_MENDS = {
    "core dimension": "an @ does not fit. Each value that came in needs one number: its row of weights times "
    "by_sums, added up. Think which of the two stands first.",
    "broadcast": "values * by_sums pairs them one to one, and each value meets each sum. np.outer makes that table.",
}


def _called(asked: Callable, args: tuple, shown: str, mends: dict[str, str]) -> object:
    """Call a learner's function; where NumPy stops it over shapes, say what that means here."""
    try:
        return call(asked, *args, shown=shown)
    except Wrong as wrong:
        for words, mend in mends.items():
            if words in str(wrong):
                raise Wrong(mend) from None
        raise


def _sizes(features: int, units: int) -> str:
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
    wanted = ", ".join(shown(value) for value in np.maximum(sums, 0))
    return f"for sums of {', '.join(map(shown, sums))} it should give {wanted}; yours gives {', '.join(map(shown, got))}."


@exercise(
    "3.2",
    "Nearly three quarters, 66, sit in the first layer: a network's size is mostly decided where two large layers meet.",
)
def parameters(answer: object) -> None:
    count = whole(answer)
    pairs = list(zip(SIZES, SIZES[1:], strict=False))
    weights, biases = sum(a * b for a, b in pairs), sum(b for _, b in pairs)
    if count == weights + biases:
        return
    if count == weights:
        raise Wrong(f"{weights} are the weights. Each neuron has a bias as well.")
    if count in (sum(SIZES), biases):
        raise Wrong(f"{count} counts nodes. Count the numbers they compute with: weights and biases.")
    if count == weights + sum(SIZES):
        raise Wrong("the inputs got biases too. They compute nothing, so they have none.")
    if count == weights + len(pairs):
        raise Wrong("that is one bias for each layer. Each neuron has its own.")
    if count == pairs[0][0] * pairs[0][1] + pairs[0][1]:
        raise Wrong(f"{count} is right for the first layer. Two more follow.")
    if count == weights + biases - (pairs[-1][0] + 1):
        raise Wrong("the hidden layers are right. The output neuron has weights and a bias too.")
    told_layers = ", ".join(f"{a} × {b} weights + {b} biases" for a, b in pairs[:1])
    raise Wrong(f"{count} is not it. The first layer has {told_layers}; the others are counted alike.")


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


@exercise(
    "3.4",
    "Always saying one half costs log 2 = 0.693 a row. A cost above that is worse than a coin.",
)
def cross_entropy(answer: object) -> None:
    asked = function(answer, "cross_entropy")
    generator = np.random.default_rng(34)
    for rows in (4, 4, 5, 7):
        outputs = generator.uniform(0.05, 0.95, size=rows).round(2)
        targets = np.append(generator.integers(0, 2, size=rows - 2), [0, 1])
        right = -np.log(np.where(targets == 1, outputs, 1 - outputs))
        result = call(asked, outputs, targets)
        got = numbers(result, what="one number back")
        if got.size == rows and close(got.reshape(-1), right):
            raise Wrong("each row's cost is right. Average them: one number for all rows.")
        value = number(result, "one number back")
        if not close(value, right.mean()):
            raise Wrong(_why_no_entropy(value, outputs, targets, right))


def _why_no_entropy(value: float, outputs: np.ndarray, targets: np.ndarray, right: np.ndarray) -> str:
    """Return a sentence on what was computed instead."""
    for other, why in (
        (
            -right.mean(),
            "the size is right, its sign is not. A logarithm of a chance is negative, so a minus goes before it.",
        ),
        (right.sum(), "this is the sum over the rows. Take the mean."),
        (
            -(targets * np.log(outputs)).mean(),
            "rows whose target is 0 cost nothing. The second half of the formula is missing.",
        ),
        (
            right.mean() / np.log(2),
            "the size is off by a factor: this is the logarithm to base 2. Take np.log.",
        ),
        (
            right.mean() / np.log(10),
            "the size is off by a factor: this is the logarithm to base 10. Take np.log.",
        ),
        (
            -np.log(np.where(targets == 1, 1 - outputs, outputs)).mean(),
            "the targets are the wrong way round: where t is 1, log y counts.",
        ),
        (((outputs - targets) ** 2).mean(), "this is the squared error."),
        (np.abs(outputs - targets).mean(), "this is the absolute error."),
        (
            -np.log(outputs).mean(),
            "it takes −log of every output. Where the target is 0, the chance given to the truth is 1 − y.",
        ),
    ):
        if close(value, other):
            return why
    return (
        f"for outputs {outputs.tolist()} and targets {targets.tolist()} the mean is {right.mean():.4f}; "
        f"yours gives {told(value)}."
    )


@exercise(
    "3.5",
    "The limit is set by the steepest direction, the progress by the flattest. Optimizers such as Adam mend that.",
)
def learning_rate(answer: object) -> None:
    rate = number(answer, "one learning rate")
    if rate <= 0:
        raise Wrong(f"a learning rate is above 0; {told(rate)} walks {'uphill' if rate else 'nowhere'}.")
    costs = _descend(rate)
    if costs[-1] < BELOW:
        return
    end = f"{costs[-1]:.4f}"
    if not costs[-1] < 1e6:
        end = "more than a million" if np.isfinite(costs[-1]) else "beyond every number"
    if costs[-1] > costs[0]:
        raise Wrong(f"too large: the cost rises from {costs[0]:.3f} to {end}. Every step overshoots.")
    side = (
        "too small: the steps stop short"
        if rate < 0.4
        else "a little too large: the path jumps across the valley"
    )
    raise Wrong(f"with {told(rate)} ten steps end at a cost of {end}. That is {side}.")


@cache
def _penguins() -> tuple[np.ndarray, np.ndarray]:
    from helpers.datasets import load_penguins

    columns = ["bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    table = load_penguins()[columns].dropna().to_numpy()
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    return table[:, :2], table[:, 2]


def _descend(rate: float) -> list[float]:
    """Return the cost at the start and after each of the ten steps, on the lesson's surface."""
    x, mass = _penguins()
    place, costs = np.array(START), []
    for _ in range(STEPS + 1):
        costs.append(float(np.mean((x @ place - mass) ** 2)))
        place = place - rate * 2 * x.T @ (x @ place - mass) / len(x)
    return costs


@exercise(
    "3.6",
    "All slopes of a network cost about two forward passes, however many weights it has. Nudging each weight in turn would cost one pass a weight.",
)
def layer_back(answer: object) -> None:
    asked = function(answer, "layer_back")
    generator = np.random.default_rng(36)
    for features, units in ((2, 3), (3, 3), (4, 1), (3, 2)):
        values, by_sums = generator.normal(size=features).round(2), generator.normal(size=units).round(2)
        weights = generator.normal(size=(features, units)).round(2)
        told_sizes = _sizes(features, units).replace("biases", "slopes")
        result = _called(asked, (values, weights, by_sums), told_sizes, _BACK_MENDS)
        by_weights, by_biases, by_values = _three(result)
        _right_weights(by_weights, np.outer(values, by_sums))
        _right_biases(by_biases, by_sums)
        _right_values(by_values, weights, by_sums)


def _three(result: object) -> list[np.ndarray]:
    if not isinstance(result, tuple | list) or len(result) != 3:
        raise Wrong(
            f"expected three things back, by the weights, the biases and the values; yours returned {told(result)}."
        )
    names = ("the weights", "the biases", "the values")
    return [numbers(part, what=f"slopes by {name}") for part, name in zip(result, names, strict=True)]


def _right_weights(got: np.ndarray, right: np.ndarray) -> None:
    if got.shape == right.shape and close(got, right):
        return
    if got.shape == right.shape[::-1] and close(got, right.T):
        raise Wrong(
            "the slopes by the weights are right, and lie on their side: a row an input, a column a neuron."
        )
    if got.shape != right.shape:
        raise Wrong(
            f"the slopes by the weights should form a table like the weights, of shape {right.shape}; yours has "
            f"shape {got.shape}."
        )
    if close(got, -right):
        raise Wrong("the slopes by the weights have the wrong sign. The step downhill comes later.")
    raise Wrong(
        "the slopes by the weights are not values[i] · by_sums[j]: each weight's input times its sum's slope."
    )


def _right_biases(got: np.ndarray, right: np.ndarray) -> None:
    if got.size == right.size and close(got.reshape(-1), right):
        return
    if got.size == right.size and close(got.reshape(-1), np.ones(right.size)):
        raise Wrong(
            "a bias moves its sum by 1, true; and the sum moves the cost by its slope. Multiply the two."
        )
    if got.size == 1 and close(got.reshape(()), right.sum()):
        raise Wrong(
            "the slopes by the biases were added up. Each neuron has its own bias, so keep them apart."
        )
    raise Wrong("the weights are right. A bias moves its sum one to one, so its slope is that sum's slope.")


def _right_values(got: np.ndarray, weights: np.ndarray, by_sums: np.ndarray) -> None:
    right = weights @ by_sums
    if got.size == right.size and close(got.reshape(-1), right):
        return
    if (
        weights.shape[0] == weights.shape[1]
        and got.size == right.size
        and close(got.reshape(-1), by_sums @ weights)
    ):
        raise Wrong(
            "the way back went through the weights in the forward direction. It is weights @ by_sums."
        )
    if got.size == right.size and close(got.reshape(-1), weights.sum(axis=1)):
        raise Wrong(
            "the slopes by the values add up the weights. Each is first multiplied by its sum's slope."
        )
    if got.shape == weights.shape and close(got, weights * by_sums):
        raise Wrong("each value enters every sum: add up what it does through all of them, along each row.")
    raise Wrong(
        "weights and biases are right. Each value's slope is its weights times the slopes of the sums, added up."
    )
