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


def neuron_forgets_return(inputs, weights, bias):
    inputs @ weights + bias > 0  # noqa: B015


def neuron_of_globals(inputs, weights, bias):
    return 1


def update_in_place(weights, bias, row, target):
    error = target - (1 if sum(row * weights) + bias > 0 else 0)
    weights += error * row
    bias += error
    return weights, bias


def update_by_cases(weights, bias, row, target):
    output = 1 if row @ weights + bias > 0 else 0
    if output == target:
        return list(weights), bias
    if target == 1:
        return [weights + row, bias + 1]
    return [weights - row, bias - 1]


def update_wrong_way(weights, bias, row, target):
    error = int(row @ weights + bias > 0) - target
    return weights + error * row, bias + error


def update_without_input(weights, bias, row, target):
    error = target - int(row @ weights + bias > 0)
    return weights + error, bias + error


def update_without_bias(weights, bias, row, target):
    error = target - int(row @ weights + bias > 0)
    return weights + error * row, bias


def update_always(weights, bias, row, target):
    return weights + row, bias + 1


def update_at_zero(weights, bias, row, target):
    error = target - int(row @ weights + bias >= 0)
    return weights + error * row, bias + error


def update_without_step(weights, bias, row, target):
    error = target - (row @ weights + bias)
    return weights + error * row, bias + error


def update_slowly(weights, bias, row, target):
    error = target - int(row @ weights + bias > 0)
    return weights + 0.1 * error * row, bias + 0.1 * error


def update_never(weights, bias, row, target):
    return weights, bias


RIGHT = {
    "2.1": [(-3,), (3 * 1 - 2 * 2 - 4 * 0.5,), (np.array([3, -2, 4]) @ [1, 2, -0.5],), (np.array([[-3.0]]),)],
    "2.2": [(np.array([2.0, 2.0, 0.0]),), ([2, 2, 0],), ((2, 2, 0.0),), (np.array([[2], [2], [0]]),)],
    "2.3": [(12, 4), (12.0, np.int64(4))],
    "2.4": [(neuron_loop,), (neuron_numpy,), (neuron_bool,), (lambda i, w, b: int(sum(i * w) > -b),)],
    "2.5": [
        (np.array([1.0, 1.0]), -1.5),
        ([1, 1], -1),
        ([10, 6], -15),
        (np.array([[0.5], [0.5]]), np.array([-0.7])),
    ],
    "2.6": [(update_in_place,), (update_by_cases,)],
}

WRONG = {
    "2.1": [
        ((5,), "sum of the inputs"),
        ((9,), "without their signs"),
        ((3,), "its sign is not"),
        ((7,), "not the sum of the three products"),
        (([3, -4, -2],), "you gave 3 numbers"),
    ],
    "2.2": [
        (([2, 2],), "3 weights; you gave 2"),
        (([2, 2, 1],), "moves the output by 1"),
        (([0.5, 0.5, 0],), "here they count 0.5 times"),
        (([2, 1, 0],), "1 and 2 times"),
        (([1, 1, 0],), "here they count once"),
        ((np.zeros((2, 2)),), "you gave 4"),
    ],
    "2.3": [
        ((4, 12), "other way round"),
        ((500, 4), "500 is the number of rows"),
        ((13, 4), "counts the species"),
        ((12, 1), "four species"),
        ((11, 4), "12 measurements"),
        ((12, 5), "inputs are right"),
    ],
    "2.4": [
        ((lambda i, w, b: i @ w + b,), "The step is missing"),
        ((lambda i, w, b: i @ w,), "bias and the step are missing"),
        ((lambda i, w, b: int(i @ w > 0),), "the bias changes nothing"),
        ((lambda i, w, b: int(i @ w - b > 0),), "bias is subtracted"),
        ((lambda i, w, b: int(i @ w + b <= 0),), "other way round"),
        ((lambda i, w, b: 1 if i @ w + b > 0 else -1,), "gives −1"),
        ((lambda i, w, b: (i @ w > 0) + b,), "added after the step"),
        ((lambda i, w, b: int(i @ w + b >= 0),), "exactly 0"),
        ((neuron_of_globals,), "for every row"),
        ((lambda i, w, b: i * w + b > 0,), "Multiply, then add up"),
        ((lambda i, w, b: int(i * w + b > 0),), "Multiply, then add up"),
        ((lambda i, w, b: 1 if (i * w + b > 0) else 0,), "Multiply, then add up"),
        ((lambda i, w, b: int(i[0] * w[0] + i[1] * w[1] + i[2] * w[2] + b > 0),), "three inputs only"),
        ((neuron_forgets_return,), "None"),
        ((lambda i, w: 1,), "TypeError"),
        ((1,), "the function neuron itself"),
    ],
    "2.5": [
        (([1, 1], -0.5), "This is OR"),
        (([1, 1], -2), "AND wants it on"),
        (([1, 1], 0), "AND wants it off"),
        (([1, 1, 1], -1.5), "2 weights; you gave 3"),
        (([1, 1], "-1.5"), "the text"),
    ],
    "2.6": [
        ((update_wrong_way,), "wrong way"),
        ((update_without_input,), "Multiply the error by the input"),
        ((update_without_bias,), "The bias should go from"),
        ((update_always,), "already right"),
        ((update_never,), "nothing changed"),
        ((update_at_zero,), "exactly 0"),
        ((update_without_step,), "takes the sum for the output"),
        ((update_slowly,), "No learning rate yet"),
        ((lambda w, b, r, t: w,), "two things back"),
        ((lambda w, b, r, t: (w, "b"),), "the text"),
        ((lambda w, b, r, t: (w[:1], b),), "shape"),
    ],
}
