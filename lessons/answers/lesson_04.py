"""Answers to lesson 04's exercises."""

import math

import numpy as np








def entropy_loop(outputs, targets):
    total = 0
    for output, target in zip(outputs, targets, strict=True):
        total -= np.log(output) if target == 1 else np.log(1 - output)
    return total / len(targets)


def entropy_where(y, t):
    return np.array([-np.mean(np.log(np.where(t == 1, y, 1 - y)))])


def entropy_guarded(y, t):
    return -np.mean(t * np.log(y + 1e-6) + (1 - t) * np.log(1 - y + 1e-6))


def entropy_if(y, t):
    if t == 1:
        return -np.log(y)
    return -np.log(1 - y)




def back_matrix(values, weights, by_sums):
    by_weights = values.reshape(-1, 1) @ by_sums.reshape(1, -1)
    return [by_weights, by_sums.reshape(1, -1), by_sums @ weights.T]


def back_loop(values, weights, by_sums):
    by_weights, by_values = np.zeros_like(weights), np.zeros_like(values)
    for i in range(len(values)):
        for j in range(len(by_sums)):
            by_weights[i, j] = values[i] * by_sums[j]
            by_values[i] += weights[i, j] * by_sums[j]
    return by_weights, list(by_sums), by_values


RIGHT = {
    "4.1": [(entropy_loop,), (entropy_where,), (entropy_guarded,)],
    "4.2": [(0.4,), (0.342,), (0.36,), (0.5,), (np.array([0.45]),)],
    "4.3": [(back_matrix,), (back_loop,), (lambda v, w, g: (np.outer(v, g), g, (w * g).sum(axis=1)),)],
}

WRONG = {
    "4.1": [
        ((lambda y, t: np.mean(t * np.log(y) + (1 - t) * np.log(1 - y)),), "its sign is not"),
        ((lambda y, t: -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y)),), "sum over the rows"),
        ((lambda y, t: -np.mean(t * np.log(y)),), "second half"),
        ((lambda y, t: -np.mean(t * np.log2(y) + (1 - t) * np.log2(1 - y)),), "base 2"),
        ((lambda y, t: -np.mean(t * np.log10(y) + (1 - t) * np.log10(1 - y)),), "base 10"),
        ((lambda y, t: -np.mean((1 - t) * np.log(y) + t * np.log(1 - y)),), "wrong way round"),
        ((lambda y, t: np.mean((y - t) ** 2),), "squared error"),
        ((lambda y, t: np.mean(np.abs(y - t)),), "absolute error"),
        ((lambda y, t: -np.mean(np.log(y)),), "chance given to the truth"),
        ((lambda y, t: -(t * np.log(y) + (1 - t) * np.log(1 - y)),), "Average them"),
        ((lambda y, t: 0.5,), "yours gives 0.5"),
        ((lambda y, t: np.nan,), "NaN"),
        ((lambda t, y: -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y)),), "a logarithm of 0 was taken"),
        ((lambda y, t: -np.mean(y * np.log(t) + (1 - y) * np.log(1 - t)),), "a logarithm of 0 was taken"),
        ((lambda y, t: -np.mean(np.log(y - t)),), "a logarithm of a number below 0"),
        ((lambda y, t: np.mean(-t * np.log(y) + (1 - t) * np.log(1 - y)),), "reaches the first half only"),
        ((lambda y, t: np.mean(t * np.log(y) - (1 - t) * np.log(1 - y)),), "reaches the second half only"),
        ((lambda y, t: -np.mean((1 - t) * np.log(1 - y)),), "The first half of the formula is missing"),
        ((lambda y, t: -math.log(y),), "math.log takes one number"),
        ((entropy_if,), "if decides once, and there are many targets"),
        ((lambda y, t: entropy_where(y, t).round(3),), "the mean is rounded"),
    ],
    "4.2": [
        ((0.1,), "too small"),
        ((0.3,), "end at 0.239572, not below 0.2392: the rate is too small"),
        ((0.34,), "end at 0.239207, not below 0.2392: the rate is too small, the steps stop short"),
        ((0.525,), "end at 0.239245, not below 0.2392: the rate is a little too large"),
        ((1,), "more than a million"),
        ((0.55,), "a little too large"),
        ((0.6,), "0.2392: the rate is too large, the path jumps across"),
        ((0.62,), "0.2392: the rate is too large, the path jumps across"),
        ((["0.4"],), "texts in place of numbers. Leave the quotes away"),
        ((None,), "so does print"),
        ((0.7,), "the cost rises"),
        ((1e30,), "beyond every number"),
        ((0,), "nowhere"),
        ((-0.1,), "uphill"),
        (([0.3, 0.4],), "2 numbers"),
    ],
    "4.3": [
        ((lambda v, w, g: (np.outer(g, v), g, w @ g),), "lie on their side"),
        ((lambda v, w, g: (np.outer(v, g), g, g @ w),), "yours takes its column"),
        ((lambda v, w, g: (v * g, g, w @ g),), "np.outer makes that table"),
        ((lambda v, w, g: (-np.outer(v, g), g, w @ g),), "wrong sign"),
        ((lambda v, w, g: (w * g, g, w @ g),), "not values[i]"),
        ((lambda v, w, g: (v, g, w @ g),), "table like the weights"),
        ((lambda v, w, g: (np.outer(v, g), np.ones(len(g)), w @ g),), "Multiply the two"),
        ((lambda v, w, g: (np.outer(v, g), g.sum(), w @ g),), "keep them apart"),
        ((lambda v, w, g: (np.outer(v, g), 2 * g, w @ g),), "one to one"),
        ((lambda v, w, g: (np.outer(v, g), g, w.sum(axis=1)),), "multiplied by its sum's slope"),
        ((lambda v, w, g: (np.outer(v, g), g, w * g),), "along each row"),
        ((lambda v, w, g: (np.outer(v, g), g, v),), "added up"),
        ((lambda v, w, g: (np.outer(v, g), g),), "three things back"),
        ((lambda v, w, g: None,), "Does the function lack its return?"),
        ((lambda v, w, g: (v @ g, g, w @ g),), "the slopes by the weights are one number"),
        ((lambda v, w, g: (v[:, None] @ g, g, w @ g),), "as wide as"),
        ((lambda v, w, g: (np.outer(v, g), w @ g, g),), "the last two are the other way round"),
        ((lambda v, w, g: (np.outer(v, g), -g, w @ g),), "by the biases have the wrong sign"),
        ((lambda v, w, g: (np.outer(v, g), g, -w @ g),), "by the values have the wrong sign"),
        ((lambda v, w, g: (np.outer(v, g), g, (w @ g) * v * (1 - v)),), "one layer earlier"),
        ((lambda v, w, g: (np.outer(v, g), g, w[:, 0] * g),), "weights and biases are right"),
        ((lambda v, w, g: (np.outer(v, g), g, w.T @ g),), "yours takes its column"),
        ((lambda v, w, g: np.array([np.outer(v, g), g, w @ g]),), "three of different shapes"),
        ((lambda v, w, g: (np.outer(v, g), g, g @ w),), "yours takes its column"),
    ],
}
