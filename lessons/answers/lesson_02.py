"""Answers to lesson 02's exercises."""

import numpy as np


def neuron_loop(inputs, weights, bias):
    total = bias
    for value, weight in zip(inputs, weights, strict=True):
        total = total + value * weight
    if total > 0:
        return 1
    return 0


def neuron_numpy(inputs, weights, bias):
    return np.where(np.dot(inputs, weights) + bias > 0, 1.0, 0.0)


def neuron_bool(x, w, b):
    return x @ w + b > 0


def output(weights, bias, row):
    return int(row @ weights + bias > 0)


def update_in_place(weights, bias, row, target):
    error = target - (1 if sum(row * weights) + bias > 0 else 0)
    weights += error * row
    bias += error
    return weights, bias


def update_by_cases(weights, bias, row, target):
    given = output(weights, bias, row)
    if given == target:
        return list(weights), bias
    if target == 1:
        return [weights + row, bias + 1]
    return [weights - row, bias - 1]


def update_column(weights, bias, row, target):
    error = target - output(weights, bias, row)
    return (weights + error * row).reshape(2, 1), np.array([bias + error])


def update_wrong_way(weights, bias, row, target):
    error = output(weights, bias, row) - target
    return weights + error * row, bias + error


def update_unsigned(weights, bias, row, target):
    error = abs(target - output(weights, bias, row))
    return weights + error * row, bias + error


def update_slowly(weights, bias, row, target):
    error = target - output(weights, bias, row)
    return weights + 0.1 * error * row, bias + 0.1 * error


def step(weights, bias, row, target, out=None):
    error = target - (output(weights, bias, row) if out is None else out)
    return weights + error * row, bias + error


def train_mended(rows, targets, epochs):
    weights = np.zeros(2)
    bias = 0.0
    for _ in range(epochs):
        for row, target in zip(rows, targets, strict=True):
            weights, bias = step(weights, bias, row, target)
    return weights, bias


def train_until_right(rows, targets, epochs):
    weights, bias, left = np.ones(2), -1, epochs
    while left and any(
        output(weights, bias, row) != target for row, target in zip(rows, targets, strict=True)
    ):
        for number in range(len(rows)):
            weights, bias = step(weights, bias, rows[number], targets[number])
        left -= 1
    return list(weights), bias


def train_resets_both(rows, targets, epochs):
    for _ in range(epochs):
        weights, bias = np.zeros(2), 0.0
        for row, target in zip(rows, targets, strict=True):
            weights, bias = step(weights, bias, row, target)
    return weights, bias


def train_resets_weights(rows, targets, epochs):
    bias = 0.0
    for _ in range(epochs):
        weights = np.zeros(2)
        for row, target in zip(rows, targets, strict=True):
            weights, bias = step(weights, bias, row, target)
    return weights, bias


def train_in_the_rows(rows, targets, epochs):
    weights = np.zeros(2)
    for _ in range(epochs):
        for row, target in zip(rows, targets, strict=True):
            bias = 0.0
            weights, bias = step(weights, bias, row, target)
    return weights, bias


def train_drops_the_bias(rows, targets, epochs):
    weights, bias = np.zeros(2), 0.0
    for _ in range(epochs):
        for row, target in zip(rows, targets, strict=True):
            weights, _ = step(weights, bias, row, target)
    return weights, bias


def train_drops_the_weights(rows, targets, epochs):
    weights, bias = np.zeros(2), 0.0
    for _ in range(epochs):
        for row, target in zip(rows, targets, strict=True):
            _, bias = step(weights, bias, row, target)
    return weights, bias


def train_once(rows, targets, epochs):
    weights, bias = np.zeros(2), 0.0
    for row, target in zip(rows, targets, strict=True):
        weights, bias = step(weights, bias, row, target)
    return weights, bias


def train_returns_early(rows, targets, epochs):
    weights, bias = np.zeros(2), 0.0
    for _ in range(epochs):
        for row, target in zip(rows, targets, strict=True):
            weights, bias = step(weights, bias, row, target)
        return weights, bias


def train_unset(rows, targets, epochs):
    weights = np.zeros(2)
    for _ in range(epochs):
        for row, target in zip(rows, targets, strict=True):
            weights, bias = step(weights, bias, row, target)  # noqa: F821
    return weights, bias


def train_starts_high(rows, targets, epochs):
    weights = np.zeros(2)
    for _ in range(epochs):
        bias = 1.0
        for row, target in zip(rows, targets, strict=True):
            weights, bias = step(weights, bias, row, target)
    return weights, bias


RIGHT = {
    "2.1": [(-3,), (6 * 1 - 4 * 2 - 2 * 0.5,), (np.array([6, -4, 2]) @ [1, 2, -0.5],), (np.array([[-3.0]]),)],
    "2.2": [("ad",), ("D, a",), (["a", "d"],), ("a and d",)],
    "2.3": [(neuron_loop,), (neuron_numpy,), (neuron_bool,), (lambda i, w, b: int(sum(i * w) > -b),)],
    "2.4": [
        (np.array([1.0, 1.0]), -1.5),
        ([1, 1], -1),
        ([10, 6], -15),
        (np.array([[0.5], [0.5]]), np.array([-0.7])),
    ],
    "2.5": [(-4,), (np.array([2, -1]) @ [-1.5, 0] - 1,), (2 - 4 - 1 - 1.0,)],
    "2.6": [(update_in_place,), (update_by_cases,), (step,)],
    "2.7": [(train_mended,), (train_until_right,)],
    "2.8": [("ac",), ("c, a",), (("a", "c"),)],
}

WRONG = {
    "2.1": [
        ((4,), "sum of the inputs"),
        ((3,), "its sign is not"),
        ((13,), "takes −4 × 2 for +8"),
        ((-1,), "takes 2 × (−0.5) for +1"),
        ((15,), "without their signs"),
        ((-2,), "third input has a product too"),
        ((5,), "The second, −4 × 2, is missing"),
        ((-9,), "The first, 6 × 1, is missing"),
        ((2.5,), "sum of the weights"),
        ((48,), "Add them up"),
        ((10,), "Each input has its own weight"),
        ((7,), "not the sum of the three products"),
    ],
    "2.2": [
        (("a",), "1 more of the others"),
        (("abd",), "in centimetres"),
        (("acd",), "no bird's bill was made deeper"),
    ],
    "2.3": [
        ((lambda i, w, b: i @ w + b,), "The step is missing"),
        ((lambda i, w, b: i @ w,), "bias and the step are missing"),
        ((lambda i, w, b: max(i @ w + b, 0),), "the sum itself where that is above 0"),
        ((lambda i, w, b: int(i @ w > 0),), "the bias changes nothing"),
        ((lambda i, w, b: int(i @ w - b > 0),), "bias is subtracted"),
        ((lambda i, w, b: int(i @ w + b <= 0),), "other way round"),
        ((lambda i, w, b: 1 if i @ w + b > 0 else -1,), "gives −1"),
        ((lambda i, w, b: (i @ w > 0) + b,), "added after the step"),
        ((lambda i, w, b: int(i @ w + b >= 0),), "exactly 0"),
        ((lambda i, w, b: int(i.sum() + b > 0),), "the weights change nothing"),
        ((lambda i, w, b: int(i @ w + b > 1),), "above 1"),
        ((lambda i, w, b: int(i @ w + b > 1e-3),), "should give 1, since the sum with the bias is 0.0001"),
        ((lambda i, w, b: 1,), "for every row"),
        ((lambda i, w, b: i * w + b > 0,), "Multiply, then add up"),
        ((lambda i, w, b: int(i * w + b > 0),), "Multiply, then add up"),
        ((lambda i, w, b: 1 if (i * w + b > 0) else 0,), "Multiply, then add up"),
        ((lambda i, w, b: int(i[0] * w[0] + i[1] * w[1] + i[2] * w[2] + b > 0),), "three inputs only"),
        ((lambda i, w, b: print(i @ w + b > 0),), "None"),
        ((lambda i, w: 1,), "TypeError"),
        ((1,), "the function neuron itself"),
    ],
    "2.4": [
        (([1, 1], -0.5), "This is OR"),
        (([1, 1], -2), "AND wants it on"),
        (([1, 1], -2), "off for all four rows"),
        (([1, 1], 0), "AND wants it off"),
        (([1, 1], 1.5), "sign of the bias turned"),
        (([1, 1], 0.5), "on for all four rows"),
        (([-1, -1], 1.5), "turned round"),
        (([-1, -1], 0.5), "only if both inputs are 0"),
        (([1, 0], -0.5), "the first input alone"),
        (([0, 1], -0.5), "the second input alone"),
        (([1, 1, 1], -1.5), "2 weights; you gave 3"),
        (([1, 1], "-1.5"), "the text"),
    ],
    "2.5": [
        ((-3,), "leaves out the bias"),
        ((8,), "wrong way"),
        ((7,), "wrong way, and leaves out the bias"),
        ((-2,), "squared and taken away too"),
        ((0,), "each number times itself"),
        ((1,), "the bias alone"),
        ((-1,), "its square is 4"),
        ((-6,), "is the change"),
        ((6,), "how much the sum loses"),
        ((2,), "before the correction"),
        ((-5,), "what the weights take away"),
        ((12,), "is not 2 minus"),
    ],
    "2.6": [
        ((update_wrong_way,), "wrong way"),
        ((lambda w, b, x, t: (w + t - output(w, b, x), b + t - output(w, b, x)),), "the error by the input"),
        ((lambda w, b, x, t: (w + (t - output(w, b, x)) * x, b),), "the bias never changes"),
        ((lambda w, b, x, t: (w, b + t - output(w, b, x)),), "the weights never change"),
        ((lambda w, b, x, t: step(w, b, x, t, out=output(w, 0, x)),), "without the bias"),
        ((lambda w, b, x, t: (w + w * (t - output(w, b, x)) * x, b + t - output(w, b, x)),), "without the old weights in it"),
        (
            (lambda w, b, x, t: (w * (t - output(w, b, x)) * x, b + t - output(w, b, x)),),
            "the weights are multiplied by error and row",
        ),
        (
            (lambda w, b, x, t: (w * (t - output(w, b, x)) * x, b * (t - output(w, b, x))),),
            "weights and bias are multiplied by the change",
        ),
        ((lambda w, b, x, t: ((t - output(w, b, x)) * x, t - output(w, b, x)),), "the change alone"),
        ((lambda w, b, x, t: (w + x, b + 1),), "moves after every row"),
        ((lambda w, b, x, t: (w + t * x, b + t),), "moves by the target"),
        ((lambda w, b, x, t: (w + output(w, b, x) * x, b + output(w, b, x)),), "moves by the output"),
        ((update_unsigned,), "without its sign"),
        ((lambda w, b, x, t: (w, b),), "nothing ever changes"),
        ((lambda w, b, x, t: step(w, b, x, t, out=int(x @ w + b >= 0)),), "exactly 0"),
        ((lambda w, b, x, t: step(w, b, x, t, out=x @ w + b),), "takes the sum for the output"),
        ((update_slowly,), "0.1 times the correction"),
        ((lambda w, b, x, t: (w + (2 * t - 1) * x, b + 2 * t - 1),), "right about this row, so nothing"),
        ((lambda w, b, x, t: (step(w, b, x, t)[0], b + 2 * (t - output(w, b, x))),), "the bias is not"),
        ((lambda w, b, x, t: step(w, b, x**2, t, out=output(w, b, x)),), "the weights are not: they move by"),
        ((lambda w, b, x, t: (w + (t - output(w, b, x)) * x**2, b + 2 * t),), "is 1 here"),
        ((lambda w, b, x, t: print(w + x, b + 1),), "lack its return"),
        ((lambda w, b, x, t: step(w, b, x, t)[::-1],), "the bias came first"),
        ((lambda w, b, r, t: w,), "two things back"),
        ((lambda w, b, r, t: (w, "b"),), "the text"),
        ((lambda w, b, r, t: (w[:1], b),), "shape (1,)"),
        ((update_column,), "shape (2, 1)"),
    ],
    "2.7": [
        ((train_resets_both,), "many epochs give the same as one"),
        ((train_resets_weights,), "now the weights are set back"),
        ((train_in_the_rows,), "the bias is set back to 0 for every row"),
        ((train_drops_the_bias,), "returns for the bias is not kept"),
        ((train_drops_the_weights,), "returns for the weights is not kept"),
        ((train_once,), "there is one only"),
        ((train_returns_early,), "many epochs give the same as one"),
        ((train_unset,), "used before they have a value"),
        ((train_starts_high,), "After 100 epochs of"),
        ((lambda rows, targets, epochs: print(train_mended(rows, targets, epochs)),), "lack its return"),
        ((lambda rows, targets, epochs: train_mended(rows, targets, epochs)[0],), "weights, bias"),
        ((train_mended(np.zeros((1, 2)), [0], 1),), "the function train itself"),
        ((lambda rows, targets: 1,), "TypeError"),
    ],
    "2.8": [
        (("a",), "1 more of the others"),
        (("abc",), "with the third input at 0"),
        (("acd",), "with the third input at 1"),
    ],
}
