"""The rules of lesson 04's exercises."""

from __future__ import annotations

from functools import cache

import numpy as np

from helpers.checks.judging import (
    FLOAT32,
    Wrong,
    call,
    close,
    exercise,
    function,
    mended,
    number,
    numbers,
    rounded,
    told,
)
from helpers.checks.networks import layer_sizes

START, STEPS, BELOW = (-1.0, 1.0), 10, 0.2392  # exercise 4.2, as the lesson states it


@exercise(
    "4.1",
    "Always saying one half costs log 2 = 0.693 a row. A cost above that is worse than a coin.",
)
def cross_entropy(answer: object) -> None:
    asked = function(answer, "cross_entropy")
    generator = np.random.default_rng(34)
    for rows in (4, 4, 5, 7):
        outputs = generator.uniform(0.05, 0.95, size=rows).round(2)
        targets = np.append(generator.integers(0, 2, size=rows - 2), [0, 1])
        right = -np.log(np.where(targets == 1, outputs, 1 - outputs))
        with mended(_ENTROPY_MENDS), np.errstate(divide="raise", invalid="raise"):
            result = call(asked, outputs, targets)
        got = numbers(result, what="one number back")
        if got.size == rows and close(got.reshape(-1), right, FLOAT32):
            raise Wrong("each row's cost is right. Average them: one number for all rows.")
        value = number(result, "one number back")
        if not close(value, right.mean(), FLOAT32):
            raise Wrong(_why_no_entropy(value, outputs, targets, right))


_ENTROPY_MENDS = {
    "divide by zero encountered in log": "a logarithm of 0 was taken. Targets are 0 or 1; the logarithms are of "
    "the outputs.",
    "invalid value encountered in log": "a logarithm of a number below 0 was taken. Take it of the chance that "
    "was given to the truth.",
    "converted to Python scalars": "math.log takes one number, and outputs holds many. np.log takes them all.",
    "truth value": "if decides once, and there are many targets. The formula needs no if.",
}


def _why_no_entropy(value: float, outputs: np.ndarray, targets: np.ndarray, right: np.ndarray) -> str:
    """Return a sentence on what was computed instead."""
    ones, zeros = right @ targets / right.size, right @ (1 - targets) / right.size  # the formula's two halves
    for other, why in (
        (
            -right.mean(),
            "the size is right, its sign is not. A logarithm of a chance is negative, so a minus goes before it.",
        ),
        (right.sum(), "this is the sum over the rows. Take the mean."),
        (ones, "rows whose target is 0 cost nothing. The second half of the formula is missing."),
        (zeros, "rows whose target is 1 cost nothing. The first half of the formula is missing."),
        (ones - zeros, "the minus reaches the first half only. Both halves need it."),
        (zeros - ones, "the minus reaches the second half only. Both halves need it."),
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
        if close(value, other, FLOAT32):
            return why
    if rounded(value, right.mean()):
        return "the mean is rounded. Return it as it is."
    return (
        f"for outputs {outputs.tolist()} and targets {targets.tolist()} the mean is {right.mean():.4f}; "
        f"yours gives {told(value)}."
    )


@exercise(
    "4.2",
    "The limit is set by the steepest direction, the progress by the flattest. Optimizers such as Adam mend that.",
)
def learning_rate(answer: object) -> None:
    rate = number(answer, "one learning rate")
    if rate <= 0:
        raise Wrong(f"a learning rate is above 0; {told(rate)} walks {'uphill' if rate else 'nowhere'}.")
    costs = _descend(rate)
    if costs[-1] < BELOW:
        return
    end = costs[-1]
    if not end <= costs[0]:
        many = "more than a million" if np.isfinite(end) else "beyond every number"
        end = f"{end:.4f}" if end < 1e6 else many
        raise Wrong(f"too large: the cost rises from {costs[0]:.3f} to {end}. Every step overshoots.")
    side = "too small, the steps stop short"
    if rate > 0.4:
        side = f"{'a little ' if end < 0.25 else ''}too large, the path jumps across the valley"
    raise Wrong(f"with {told(rate)} ten steps end at {told(end)}, not below {BELOW}: the rate is {side}.")


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
    "4.3",
    "All slopes of a network cost about two forward passes, however many weights it has. Nudging each weight in turn would cost one pass a weight.",
)
def layer_back(answer: object) -> None:
    asked = function(answer, "layer_back")
    generator = np.random.default_rng(36)
    for features, units in ((3, 3), (2, 3), (4, 1), (3, 2)):  # square first: there every @ fits
        values, by_sums = generator.normal(size=features).round(2), generator.normal(size=units).round(2)
        weights = generator.normal(size=(features, units)).round(2)
        with mended(_BACK_MENDS):
            result = call(
                asked,
                values,
                weights,
                by_sums,
                shown=layer_sizes(features, units).replace("biases", "slopes"),
            )
        by_weights, by_biases, by_values = _three(result)
        _right_weights(by_weights, values, by_sums)
        if _same(by_biases, weights @ by_sums) and _same(by_values, by_sums):
            raise Wrong("the last two are the other way round: first by the biases, then by the values.")
        _right_biases(by_biases, by_sums)
        _right_values(by_values, values, weights, by_sums)


_BACK_MENDS = {
    "inhomogeneous": "one array cannot hold three of different shapes. Return them with commas between.",
    "core dimension": "an @ does not fit: what stands on its left must be as wide as what stands on its right is high.",
}


def _same(got: np.ndarray, right: np.ndarray) -> bool:
    """Say whether these are the same numbers, in a row or in a column."""
    return got.size == right.size and close(got.reshape(-1), right)


def _three(result: object) -> list[np.ndarray]:
    if not isinstance(result, tuple | list) or len(result) != 3:
        lacks = " Does the function lack its return?" if result is None else ""
        raise Wrong(
            f"expected three things back, by the weights, the biases and the values; yours returned {told(result)}.{lacks}"
        )
    names = ("the weights", "the biases", "the values")
    return [numbers(part, what=f"slopes by {name}") for part, name in zip(result, names, strict=True)]


def _not_downhill(got: np.ndarray, right: np.ndarray, name: str) -> None:
    if close(got, -right):
        raise Wrong(f"the slopes by the {name} have the wrong sign. The step downhill comes later.")


def _right_weights(got: np.ndarray, values: np.ndarray, by_sums: np.ndarray) -> None:
    right = np.outer(values, by_sums)
    if close(got, right):
        return
    if close(got, right.T):
        raise Wrong(
            "the slopes by the weights are right, and lie on their side: a row an input, a column a neuron."
        )
    if got.size == 1 < right.size:
        raise Wrong(
            "the slopes by the weights are one number; there is one for each pair of a value and a sum."
        )
    if len(values) == len(by_sums) and _same(got, values * by_sums):
        raise Wrong(
            "values * by_sums pairs them one to one, and each value meets each sum. np.outer makes that table."
        )
    if got.shape != right.shape:
        raise Wrong(
            f"the slopes by the weights should form a table like the weights, of shape {right.shape}; yours has "
            f"shape {got.shape}."
        )
    _not_downhill(got, right, "weights")
    raise Wrong(
        "the slopes by the weights are not values[i] · by_sums[j]: each weight's input times its sum's slope."
    )


def _right_biases(got: np.ndarray, right: np.ndarray) -> None:
    if _same(got, right):
        return
    if _same(got, np.ones(right.size)):
        raise Wrong(
            "a bias moves its sum by 1, true; and the sum moves the cost by its slope. Multiply the two."
        )
    if _same(got, right.sum(keepdims=True)):
        raise Wrong(
            "the slopes by the biases were added up. Each neuron has its own bias, so keep them apart."
        )
    _not_downhill(got.reshape(-1), right, "biases")
    raise Wrong("the weights are right. A bias moves its sum one to one, so its slope is that sum's slope.")


def _right_values(got: np.ndarray, values: np.ndarray, weights: np.ndarray, by_sums: np.ndarray) -> None:
    right = weights @ by_sums
    if _same(got, right):
        return
    if len(values) == len(by_sums) and _same(got, by_sums @ weights):
        raise Wrong("each value's slope needs its own row of the weights; yours takes its column.")
    if _same(got, right * values * (1 - values)):
        raise Wrong(
            "you went on to the sums one layer earlier. Asked are the slopes by the values, before "
            "values · (1 − values)."
        )
    if _same(got, weights.sum(axis=1)):
        raise Wrong(
            "the slopes by the values add up the weights. Each is first multiplied by its sum's slope."
        )
    if close(got, weights * by_sums):
        raise Wrong("each value enters every sum: add up what it does through all of them, along each row.")
    _not_downhill(got.reshape(-1), right, "values")
    raise Wrong(
        "weights and biases are right. Each value's slope is its weights times the slopes of the sums, added up."
    )
