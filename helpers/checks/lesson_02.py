"""The exercises of lesson 02: their rules, and the worked answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checks.answer_types import function, number, numbers, vector
from helpers.checks.comparing import close
from helpers.checks.judging import call, exercise, mended, switched
from helpers.checks.kinds import letters, value
from helpers.checks.verdicts import NotAnswered, Wrong, show
from helpers.writing import number as written

GATE_ROWS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SEVERAL = "it has one number for each input where it should have one in all. Multiply, then add up: inputs @ weights."


# -- 2.1, 2.2 -----------------------------------------------------------------------------------------

by_hand = value(
    "2.1",
    -3,
    "A negative weight turns an input around: the more of it, the smaller the sum.",
    mistakes={
        4: "4 is the sum of the inputs. Multiply each by its weight first.",
        3: "the number is right, its sign is not.",
        13: "13 takes −4 × 2 for +8. A negative number times a positive one is negative.",
        -1: "−1 takes 2 × (−0.5) for +1. A positive number times a negative one is negative.",
        15: "15 adds the products without their signs. −4 × 2 is −8, and 2 × (−0.5) is −1.",
        -2: "−2 is the sum of the first two products. The third input has a product too.",
        5: "5 is the sum of the first and the third product. The second, −4 × 2, is missing.",
        -9: "−9 is the sum of the last two products. The first, 6 × 1, is missing.",
        2.5: "2.5 is the sum of the weights. Each of them belongs to an input: multiply the two first.",
        48: "48 multiplies the three products with one another. Add them up.",
        10: "10 multiplies the sum of the inputs by the sum of the weights. Each input has its own weight.",
    },
    otherwise="{given} is not the sum of the three products 6 × 1, −4 × 2 and 2 × (−0.5).",
)

what_weights_say = letters(
    "2.2",
    "ad",
    "A weight compares rows that are equal in all other inputs, in the units in which they were measured.",
    why={
        "b": "with the depth in centimetres its weight would be 200, above the flipper's, and no bird would change. "
        "The size of a weight depends on the unit, so it does not say what matters more.",
        "c": "the data compare birds with one another; no bird's bill was made deeper. "
        "That two things go together does not say that one makes the other.",
    },
)


# -- 2.3: the neuron ----------------------------------------------------------------------------------


def _neuron(inputs, weights, bias):
    return 1 if inputs @ weights + bias > 0 else 0


@exercise(
    "2.3",
    "Multiply and add, add the bias, decide: every network of this course is made of these three steps.",
    worked=lambda: _neuron,
)
def three_steps(neuron: object) -> None:
    asked = function(neuron, "neuron")
    generator = np.random.default_rng(24)
    pairs = [(generator.normal(size=n).round(2), generator.normal(size=n).round(2)) for n in (3, 3, 3, 2, 5)]
    cases = [(x, w, b) for x, w in pairs for b in (0.0, 1.5, -1.5)]
    cases.append((np.ones(2), np.array([1.0, -0.9999]), 0.0))  # a sum barely above 0
    got = np.array([_one_output(asked, *case) for case in cases])
    right = np.array([float(_neuron(*case)) for case in cases])
    wrong = np.flatnonzero(~np.isclose(got, right))
    if wrong.size:
        x, w, b = cases[wrong[0]]
        example = (
            f"neuron({x.tolist()}, {w.tolist()}, {b}) should give {right[wrong[0]]:.0f}, since the sum with the "
            f"bias is {written(x @ w + b, 4)}; yours gives {show(got[wrong[0]])}."
        )
        raise Wrong(" ".join(filter(None, (_other_function(got, cases), example))))
    at_zero = number(_first(call(asked, np.array([1.0, 1.0]), np.array([1.0, -1.0]), 0.0)))
    if not close(at_zero, 0):
        raise Wrong(
            "where the sum is exactly 0 yours switches on: neuron([1, 1], [1, −1], 0) should give 0. "
            "The step gives 1 above 0, and 0 otherwise."
        )


def _one_output(asked: Callable[..., object], x: np.ndarray, w: np.ndarray, b: float) -> float:
    """Call the learner's neuron and read the one number it should give."""
    with mended(dict.fromkeys(("0-dimensional", "truth value", "size-1 arrays"), SEVERAL)):
        try:
            result = call(asked, x, w, b, shown=f"{x.tolist()}, {w.tolist()}, {b}")
        except Wrong as wrong:
            if isinstance(wrong.__cause__, IndexError) and len(x) < 3:
                raise Wrong(
                    f"it works for three inputs only, and stopped with {x.tolist()}. The exercise asks for any number."
                ) from None
            raise
    if np.size(result) == len(x) > 1:
        raise Wrong(SEVERAL)
    return number(_first(result), "one number back")


def _first(value: object) -> object:
    """Take the number out of an array of one."""
    return value.reshape(-1)[0] if isinstance(value, np.ndarray) and value.size == 1 else value


def _other_function(got: np.ndarray, cases: list[tuple[np.ndarray, np.ndarray, float]]) -> str:
    """Return what is wrong where the answers are consistently those of another function; else nothing."""
    sums = np.array([x @ w for x, w, _ in cases])
    biases = np.array([b for *_, b in cases])
    totals = np.array([x.sum() for x, *_ in cases])
    on = (sums + biases > 0).astype(float)
    mistakes = (
        (sums + biases, "it gives the sum with the bias, not yet 1 or 0. The step is missing."),
        (sums, "it gives the sum of the products. The bias and the step are missing."),
        (
            np.maximum(sums + biases, 0),
            "it gives the sum itself where that is above 0. The step gives 1 there.",
        ),
        ((sums > 0) * 1.0, "the step is there, but the bias changes nothing. Add it before the step."),
        ((sums - biases > 0) * 1.0, "the bias is subtracted. Add it."),
        (
            (sums > biases) * 1.0,
            "it asks whether the sum is above the bias. The sum with the bias must be above 0.",
        ),
        (1 - on, "1 and 0 are the other way round: above 0 the neuron is on, and that is 1."),
        (np.where(on, 1.0, -1.0), "it gives −1 where the neuron is off. The binary step gives 0."),
        ((sums > 0) + biases, "the bias is added after the step. Add it to the sum, before the step."),
        ((totals + biases > 0) * 1.0, "the weights change nothing. Each input counts times its weight."),
        ((sums + biases > 1) * 1.0, "it switches on above 1. The binary step switches on above 0."),
        ((sums + biases > 0.5) * 1.0, "it switches on above 0.5. The binary step switches on above 0."),
        (
            np.full(len(got), got[0]),
            f"it gives {show(got[0])} for every row that was tried. Does it use what it is given?",
        ),
    )
    return next((why for other, why in mistakes if close(got, other)), "")


# -- 2.4: AND -----------------------------------------------------------------------------------------


@exercise(
    "2.4",
    "The weights say how much each input adds, the bias how much is not enough: here, what one input alone adds.",
    worked=lambda: (np.array([1.0, 1.0]), -1.5),
)
def and_gate(and_weights: object, and_bias: object) -> None:
    w, b = vector(and_weights, 2, "weight"), number(and_bias, "one number for the bias")
    outputs = (GATE_ROWS @ w + b > 0).astype(int)
    wanted = GATE_ROWS.all(axis=1).astype(int)
    if np.array_equal(outputs, wanted):
        return
    wrong = int(np.flatnonzero(outputs != wanted)[0])
    row = ", ".join(map(written, GATE_ROWS[wrong]))
    hint = _which_gate(outputs, w, b)
    raise Wrong(
        f"{switched(f'the inputs {row}', GATE_ROWS[wrong] @ w + b, 'AND', wanted[wrong])} {hint}".strip()
    )


def _which_gate(outputs: np.ndarray, w: np.ndarray, b: float) -> str:
    """Return what these weights and this bias make instead of AND."""
    if (GATE_ROWS @ w - b > 0).tolist() == [False, False, False, True]:
        return "With the sign of the bias turned it would be AND: what is not enough stands in the bias with a minus."
    made = {
        (0, 1, 1, 1): "This is OR.",
        (1, 1, 1, 0): "This is AND turned round: off only if both inputs are 1.",
        (1, 0, 0, 0): "This is on only if both inputs are 0.",
        (0, 0, 1, 1): "This is the first input alone.",
        (0, 1, 0, 1): "This is the second input alone.",
        (1, 1, 1, 1): "It is on for all four rows: the bias is too large.",
    }
    off = "It is off for all four rows: what the two inputs add is not more than the bias takes away."
    return made.get(tuple(outputs.tolist()), "" if outputs.any() else off)


# -- 2.5, 2.6: the correction -------------------------------------------------------------------------

sum_after = value(
    "2.5",
    -4,
    "Two squares and 1: this bird's sum can only fall. How far, its own numbers say.",
    mistakes={
        -3: "−3 leaves out the bias. It falls by 1 as well.",
        8: "8 goes the wrong way: the sum was above 0 and should not have been, so it must fall.",
        7: "7 goes the wrong way, and leaves out the bias.",
        -2: "−2 takes 4 away. But the second number, −1, is squared and taken away too, and 1 for the bias.",
        0: "0 takes 2 away, the first number. What is taken away is each number times itself, and 1.",
        1: "1 is the change of the bias alone. The weights change too.",
        -1: "−1 would be 3 less. The first number is 2, and its square is 4.",
        -6: "−6 is the change. The sum was 2 before.",
        6: "6 is how much the sum loses. It was 2 before.",
        2: "2 is the sum before the correction. The neuron was wrong, so something changes.",
        -5: "−5 is what the weights take away. The sum was 2 before, and the bias falls as well.",
    },
    otherwise="{given} is not 2 minus the two squares and 1.",
)


def _update(weights, bias, row, target):
    error = target - _neuron(row, weights, bias)
    return weights + error * row, bias + error


@exercise(
    "2.6",
    "Right answers change nothing; only mistakes teach the perceptron.",
    worked=lambda: _update,
)
def correction(update: object) -> None:
    asked = function(update, "update")
    generator = np.random.default_rng(26)
    cases = []
    for _ in range(12):
        weights, row = generator.normal(size=(2, 2)).round(2)
        bias = round(generator.normal(), 2)
        cases += [(weights, bias, row, target) for target in (0, 1)]
    cases.append((np.zeros(2), 0.0, np.array([1.0, 2.0]), 0))  # a sum of exactly 0: off, and right
    got = [_weights_and_bias(call(asked, *case)) for case in cases]
    for case, (new_weights, new_bias) in zip(cases, got, strict=True):
        wanted_weights, wanted_bias = _update(*case)
        if close(new_weights, wanted_weights) and close(new_bias, wanted_bias):
            continue
        weights, bias, row, target = case
        example = (
            f"update({weights.tolist()}, {bias}, {row.tolist()}, {target}) should give "
            f"{_pair(wanted_weights, wanted_bias)}; yours gave {_pair(new_weights, new_bias)}."
        )
        raise Wrong(f"{_other_update(cases, got) or _why_not(case, new_weights, new_bias)} {example}")


def _weights_and_bias(result: object) -> tuple[np.ndarray, float]:
    """Read what `update` returned: two weights and a bias."""
    if result is None:
        raise Wrong("yours returned None. Does the function lack its return? Expected: return weights, bias.")
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise Wrong(f"expected two things back, return weights, bias; yours returned {show(result)}.")
    if np.size(result[0]) == 1 and np.size(result[1]) == 2:
        raise Wrong("the bias came first. Return the weights, then the bias.")
    weights = numbers(result[0], what="two weights back")
    if weights.shape != (2,):
        raise Wrong(
            f"expected the weights back in the shape they came in, (2,); yours have shape {weights.shape}."
        )
    return weights, number(_first(result[1]), "one number back for the bias")


def _pair(weights: np.ndarray, bias: float) -> str:
    return f"{', '.join(map(written, weights))} and {written(bias)}"


def _slips(weights: Any, bias: Any, row: Any, target: Any) -> dict[str, tuple[Any, Any]]:
    """Return by how much each known slip changes weights and bias, with the sentence that names it."""
    total = row @ weights + bias
    error, no_bias, gap = target - int(total > 0), target - int(row @ weights > 0), target - total
    errors = {  # what is taken for the error
        "the output is computed without the bias. Its sum is row @ weights + bias.": no_bias,
        "it takes the sum for the output. Make 0 or 1 of it with the step before you subtract it from the target.": gap,
        "it pulls the wrong way: the error is target − output, and yours is turned round.": -error,
        "it moves after every row, also where the neuron is right. Where output and target agree the error is 0.": 1,
        "it moves by the target, whatever the output was. The error is target − output.": target,
        "it moves by the output. The error is target − output.": target - error,
        "the size of the error is taken without its sign, so the sums can only rise.": abs(error),
        "the new output is computed after the weights have changed, or the step switches on at 0 as well: "
        "at a sum of exactly 0 the neuron is off.": target - int(total >= 0),
    }
    ones, step = np.ones(2), error * row
    return {why: (one * row, one) for why, one in errors.items()} | {
        "the weights are multiplied by the change. Add error times row to them, without the old weights in it.": (
            weights * step,
            error,
        ),
        "the weights are multiplied by error and row. Add error times row to them.": (
            weights * error * row - weights,
            error,
        ),
        "weights and bias are multiplied by the change. Add error times row to the weights, the error to the bias.": (
            weights * error * row - weights,
            bias * error - bias,
        ),
        "it returns the change alone. Add it to the old weights and the old bias.": (
            step - weights,
            error - bias,
        ),
        "every weight moved by the error alone. Multiply the error by the input that the weight belongs to.": (
            error * ones,
            error,
        ),
        "the weights are right, the bias never changes. It moves by the error.": (step, 0),
        "the bias is right, the weights never change. They move by the error times the row.": (
            0 * ones,
            error,
        ),
        "nothing ever changes, though the neuron is wrong about some rows.": (0 * ones, 0),
        "the bias moves by the error times itself. It moves by the error.": (step, error**2),
    }


def _other_update(cases: list[tuple], got: list[tuple[np.ndarray, float]]) -> str:
    """Return the sentence of the slip that gives what came, in all cases; else nothing."""
    tables = [_slips(*case) for case in cases]
    moved = [(after - case[0], bias - case[1]) for case, (after, bias) in zip(cases, got, strict=True)]
    for why in tables[0]:
        if all(
            close(w, table[why][0]) and close(b, table[why][1])
            for table, (w, b) in zip(tables, moved, strict=True)
        ):
            return why
    return ""


def _why_not(case: tuple, new_weights: np.ndarray, new_bias: float) -> str:
    """Return what is wrong with one correction where no slip is made throughout."""
    weights, bias, row, target = case
    error = target - _neuron(row, weights, bias)
    for rate in (0.1, 0.01, 0.5, 2.0):
        if error and close(new_weights, weights + rate * error * row):
            return f"the weights move by {written(rate)} times the correction. They move by the whole of it, once."
    if error == 0:
        return "the neuron was right about this row, so nothing should change."
    if close(new_weights, weights + error * row):
        return f"the weights are right, the bias is not: it moves by the error, {written(error)}."
    if close(new_bias, bias + error):
        return f"the bias is right, the weights are not: they move by the error, {written(error)}, times the row."
    return f"the error is {written(error)} here."


# -- 2.7: the fault -----------------------------------------------------------------------------------

GATES = [
    ("AND", GATE_ROWS, np.array([0, 0, 0, 1])),
    ("OR", GATE_ROWS, np.array([0, 1, 1, 1])),
    ("AND turned round", GATE_ROWS, np.array([1, 1, 1, 0])),
    ("the second input alone", GATE_ROWS, np.array([0, 1, 0, 1])),
]


START = {"weights": np.zeros(2), "bias": 0.0}
BOTH = ("weights", "bias")
PROBE = np.array([[1.5, -2.0], [-1.0, -1.0], [-2.0, 1.0], [0.5, 3.0]])  # rows of all signs
LOOPS = [  # what a loop does with what is learnt, as `_loop` takes it, and what is said of it
    ({"kept": ("weights",)}, "what update returns for the bias is not kept."),
    ({"kept": ("bias",)}, "what update returns for the weights is not kept."),
    ({"each_row": ("bias",)}, "the bias is set back to 0 for every row."),
    ({"each_row": ("weights",)}, "the weights are set back to 0 for every row."),
    ({"each_row": BOTH}, "weights and bias are set back to 0 for every row."),
    ({"each_epoch": ("weights",)}, "now the weights are set back to 0 at the start of each epoch."),
    (
        {"each_epoch": BOTH},
        "many epochs give the same as one: all is set back to 0 each time, or there is one only.",
    ),
]


def _loop(
    rows: np.ndarray,
    targets: np.ndarray,
    epochs: int,
    *,
    each_epoch: tuple[str, ...] = (),
    each_row: tuple[str, ...] = (),
    kept: tuple[str, ...] = BOTH,
) -> tuple[Any, Any]:
    """Train by `_update`; what `each_epoch` and `each_row` name is set back to 0 there."""
    now: dict[str, Any] = dict(START)
    for _ in range(epochs):
        now |= {name: START[name] for name in each_epoch}
        for row, target in zip(rows, targets, strict=True):
            now |= {name: START[name] for name in each_row}
            new = dict(zip(BOTH, _update(*now.values(), row, target), strict=True))
            now |= {name: new[name] for name in kept}
    return now["weights"], now["bias"]


@exercise(
    "2.7",
    "What is learnt must outlive the epoch. Every line looked sensible; only the result was wrong.",
    worked=lambda: _loop,
)
def fault(train: object) -> None:
    asked = function(train, "train")
    for gate, rows, targets in GATES:
        weights, bias = _trained(asked, rows, targets, 100)
        outputs = (rows @ weights + bias > 0).astype(int)
        if np.array_equal(outputs, targets):
            continue
        if _does(asked, {"each_epoch": ("bias",)}):
            raise NotAnswered  # the loop as it was given
        why = next((why for how, why in LOOPS if _does(asked, how)), "")
        wrong = int(np.flatnonzero(outputs != targets)[0])
        row = ", ".join(map(written, rows[wrong]))
        said = switched(f"the inputs {row}", rows[wrong] @ weights + bias, gate, bool(targets[wrong]))
        raise Wrong(f"{why} After 100 epochs of {gate}, {said}".strip())


def _trained(
    asked: Callable[..., object], rows: np.ndarray, targets: np.ndarray, epochs: int
) -> tuple[np.ndarray, float]:
    """Call the learner's loop and read the weights and the bias it returns."""
    unset = (
        "the bias or the weights are used before they have a value. "
        "Set each of them to 0 once, before the first epoch."
    )
    with mended({"UnboundLocalError": unset}):
        result = call(asked, rows, targets, epochs, shown=f"the four rows, their targets, {epochs}")
    return _weights_and_bias(result)


def _does(asked: Callable[..., object], how: dict[str, tuple[str, ...]]) -> bool:
    """Say whether the learner's loop does this with what is learnt."""
    for targets in (np.array([0, 1, 0, 1]), np.array([1, 1, 0, 0])):
        for epochs in (1, 2, 5):
            weights, bias = _trained(asked, PROBE, targets, epochs)
            as_told = _loop(PROBE, targets, epochs, **how)
            if not (close(weights, as_told[0]) and close(bias, as_told[1])):
                return False
    return True


# -- 2.8 ------------------------------------------------------------------------------------------------

three_inputs = letters(
    "2.8",
    "ac",
    "One neuron cuts once. Where the answer must change twice along the way, one cut is not enough.",
    why={
        "b": "with the third input at 0 it is on if exactly one of the other two is 1, and that is XOR.",
        "d": "with the third input at 1 it is on if exactly one of the other two is 1, and that is XOR.",
    },
)
