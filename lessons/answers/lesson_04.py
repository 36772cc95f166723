"""Answers to lesson 04's exercises."""

import math
from types import SimpleNamespace

import numpy as np


def descent(slopes, rate=0.3, ending=None):
    """Return `costs_on_the_way` with these slopes, a function of 2 · misses · inputs."""

    def costs_on_the_way(x, mass, rate=rate, steps=10):
        weights, costs = np.array([-1.0, 1.0]), []
        for _ in range(steps):
            misses = x @ weights - mass
            costs.append(np.mean(misses**2))
            weights = weights - rate * slopes(2 * misses[:, None] * x)
        return ending(costs) if ending else costs

    return costs_on_the_way


def descent_in_place(x, mass, rate=0.3, steps=10):
    weights, costs = np.array([-1.0, 1.0]), []
    for _ in range(steps):
        misses = x @ weights - mass
        costs.append((misses @ misses) / len(x))
        slopes = np.array([np.sum(2 * misses * x[:, 0]), np.sum(2 * misses * x[:, 1])])
        weights -= rate / len(x) * slopes
    return costs


def mean(products):
    return products.mean(axis=0)


def half_cost(x, mass, rate=0.3, steps=10):
    return [cost / 2 for cost in descent(mean)(x, mass)]


def back_matrix(values, weights, by_sums):
    by_weights = values.reshape(-1, 1) @ by_sums.reshape(1, -1)
    return [by_weights, by_sums, by_sums @ weights.T]


def back_loop(values, weights, by_sums):
    by_weights, by_values = np.zeros_like(weights), np.zeros_like(values)
    for i in range(len(values)):
        for j in range(len(by_sums)):
            by_weights[i, j] = values[i] * by_sums[j]
            by_values[i] += weights[i, j] * by_sums[j]
    return by_weights, by_sums, by_values


def trained(hidden, epochs=500, rate=0.5, start=0, targets=(0, 1, 1, 0)):
    """Train as the lesson does."""
    generator = np.random.default_rng([0, start])
    w1, w2 = generator.normal(size=(2, hidden)), generator.normal(size=(hidden, 1))
    b1, b2 = np.zeros(hidden), np.zeros(1)
    for _ in range(epochs):
        for row, target in zip(np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), targets, strict=True):
            values = 1 / (1 + np.exp(-(row @ w1 + b1)))
            by_total = 1 / (1 + np.exp(-(values @ w2 + b2))) - target
            by_sums = (w2 @ by_total) * values * (1 - values)
            w2, b2 = w2 - rate * np.outer(values, by_total), b2 - rate * by_total
            w1, b1 = w1 - rate * np.outer(row, by_sums), b1 - rate * by_sums
    return w1, b1, w2, b2


def stuck(epochs=500, rate=0.5):
    return trained(2, epochs, rate, start=19)


EIGHT = trained(8, start=19)
W1, B1, W2, B2 = EIGHT

RIGHT = {
    "4.1": [(-(3 * np.log(0.6) + 2 * np.log(0.4)) / 5,), (0.67,), (np.array([0.673]),), (-np.log([0.6, 0.6, 0.4, 0.4, 0.6]).mean(),)],
    "4.2": [("falls", "rises"), ("Fall", " rise ")],
    "4.3": [("bc",), ("c, b",), (["b", "c"],), ("B and C",)],
    "4.4": [(2 / 3.17,), (0.63,), (0.6314,), (np.float32(0.631),)],
    "4.5": [(descent(mean),), (descent_in_place,), (descent(lambda p: np.sum(p, axis=0) / len(p), ending=np.array),)],
    "4.6": [(1 * 0.235 * -2 * -0.866,), (0.407,), (0.41,), (0.40711,)],
    "4.7": [(back_matrix,), (back_loop,), (lambda v, w, g: (np.outer(v, g), g, (w * g).sum(axis=1)),)],
    "4.8": [(EIGHT,), (list(trained(4, 1000)),), (trained(2, start=1),)],
}  # fmt: skip

WRONG = {
    "4.1": [
        ((-np.log(0.6),), "the cost of a stormy day"),
        ((-np.log(0.4),), "the cost of a calm day"),
        ((-3 * np.log(0.6) / 5,), "lets calm days cost nothing"),
        ((-2 * np.log(0.4) / 5,), "lets stormy days cost nothing"),
        ((-(np.log(0.6) + np.log(0.4)) / 2,), "as many calm days as stormy ones"),
        ((-(2 * np.log(0.6) + 3 * np.log(0.4)) / 5,), "the other way round"),
        ((-(3 * np.log(0.6) + 2 * np.log(0.4)),), "the sum over the five days"),
        (((3 * np.log(0.6) + 2 * np.log(0.4)) / 5,), "its sign is not"),
        ((-(3 * math.log10(0.6) + 2 * math.log10(0.4)) / 5,), "base 10"),
        ((-(3 * math.log2(0.6) + 2 * math.log2(0.4)) / 5,), "base 2"),
        ((math.log(2),), "always says one half"),
        ((0.24,), "mean squared error"),
        ((0.48,), "mean absolute error"),
        ((0.6**3 * 0.4**2,), "all five days together"),
        ((0.52,), "the mean chance given to what came. Take"),
        ((-math.log(0.52),), "−log of the mean chance"),
        ((0.7,), "0.7 is not it"),
    ],
    "4.2": [
        (("rises", "rises"), "w₂ is right"),
        (("falls", "falls"), "w₁ is right"),
        (("rises", "falls"), "both are the other way round"),
        (("up", "down"), "expected one of 'rises', 'falls'"),
        ((-2.2, 1.4), "in quotes"),
    ],
    "4.3": [
        (("b",), "b follows. 1 more of the others belongs to the answer."),
        (("abc",), "says nothing about a thousand"),
        (("bcd",), "towards darker ground"),
    ],
    "4.4": [
        ((1 / 3.17,), "leaves 0 of the distance"),
        ((3.17 / 2,), "the other way round: 3.17 · rate"),
        ((-2 / 3.17,), "its sign is not"),
        ((2 * 3.17,), "the product 3.17 · rate"),
        ((3.17,), "how the slope grows with the distance"),
        ((0,), "takes no steps"),
        ((0.65,), "as you saw"),
        ((-1,), "what should be left"),
        ((0.6,), "leaves −0.902 of the distance, so it is nearer"),
        ((0.64,), "leaves −1.03 of the distance, so it is further away"),
        ((1.0,), "leaves −2.17"),
        ((-0.3,), "goes uphill"),
    ],
    "4.5": [
        ((descent(lambda p: p.sum(axis=0) / 342),), "With 40 of the birds"),
        ((descent(lambda p: p.sum(axis=0), rate=0.3 / 342),), "342 is the number of these birds only"),
        ((descent(lambda p: p.sum(axis=0), rate=0.001),), "A smaller rate hides it"),
        ((descent(lambda p: p.sum(axis=0), rate=0.01),), "With all 342 birds your ten costs end at"),
        ((descent(lambda p: p.sum(axis=0) / 2),), "the number of weights"),
        ((descent(lambda p: p.mean(axis=0) / 2),), "lost their 2"),
        ((descent(lambda p: -p.mean(axis=0)),), "and now the steps go uphill"),
        ((descent(lambda p: -p.sum(axis=0)),), "their length was not"),
        ((descent(lambda p: p.sum(axis=0) / len(p) ** 2),), "once more"),
        ((descent(lambda p: np.array([p[:, 0].mean(), p[:, 1].sum()])),), "the first slope is mended"),
        ((descent(lambda p: np.array([p[:, 0].sum(), p[:, 1].mean()])),), "the second slope is mended"),
        ((descent(lambda p: np.full(2, p.mean())),), "the mean over both columns"),
        ((descent(lambda p: np.median(p, axis=0)),), "the median is not the mean"),
        ((descent(lambda p: np.sign(p.mean(axis=0))),), "your ten costs end at"),
        ((half_cost,), "the first of the costs has changed"),
        ((descent(mean, ending=lambda costs: None),), "still have its return"),
        ((descent(mean, ending=lambda costs: costs[:9]),), "with all 342 birds: expected 10 costs; yours gave 9"),
        ((descent(mean, ending=lambda costs: costs[-1]),), "yours gave 1"),
        (([1.48, 0.35],), "the function costs_on_the_way itself"),
    ],
    "4.6": [
        ((0.814,), "the slope by the weight from x₂"),
        ((-0.407,), "its sign is not"),
        ((-0.814,), "the weight itself, −2"),
        ((-0.2035,), "leaves out the link from h₂"),
        ((0.2035,), "loses a minus"),
        ((1.732,), "leaves out the sigmoid"),
        ((-0.47,), "ends before the cost"),
        ((0.235,), "the second station alone"),
        ((1.628,), "takes an input of 4"),
        ((-0.866,), "the last station alone"),
        ((-2,), "−2 is the weight"),
        ((1 + 0.235 - 2 - 0.866 + 0.998,), "adds up the four stations"),
        ((0.5,), "0.5 is not the product"),
    ],
    "4.7": [
        ((lambda v, w, g: (np.outer(g, v), g, w @ g),), "lie on their side"),
        ((lambda v, w, g: (np.outer(v, g), g, g @ w),), "yours takes its column"),
        ((lambda v, w, g: (np.outer(v, g), g, w.T @ g),), "yours takes its column"),
        ((lambda v, w, g: (v * g, g, w @ g),), "number by number"),
        ((lambda v, w, g: (-np.outer(v, g), -g, -(w @ g)),), "all slopes have the wrong sign"),
        ((lambda v, w, g: (-np.outer(v, g), g, w @ g),), "by the weights have the wrong sign"),
        ((lambda v, w, g: (np.outer(v, g), -g, w @ g),), "by the biases have the wrong sign"),
        ((lambda v, w, g: (np.outer(v, g), g, -w @ g),), "by the values have the wrong sign"),
        ((lambda v, w, g: (w * g, g, w @ g),), "the weight itself is not in it"),
        ((lambda v, w, g: (np.outer(v, np.ones(len(g))), g, w @ g),), "each input alone"),
        ((lambda v, w, g: (v, g, w @ g),), "layer_back("),
        ((lambda v, w, g: (np.outer(v, g), np.ones(len(g)), w @ g),), "Multiply the two"),
        ((lambda v, w, g: (np.outer(v, g), g.sum(), w @ g),), "keep them apart"),
        ((lambda v, w, g: (np.outer(v, g), 2 * g, w @ g),), "should give"),
        ((lambda v, w, g: (np.outer(v, g), g, w.sum(axis=1)),), "multiplied by its sum's slope"),
        ((lambda v, w, g: (np.outer(v, g), g, w * g),), "along each row"),
        ((lambda v, w, g: (np.outer(v, g), g, v),), "the values themselves came back"),
        ((lambda v, w, g: (np.outer(v, g), g),), "3 things back"),
        ((lambda v, w, g: None,), "Does the function lack its return?"),
        ((lambda v, w, g: (v @ g, g, w @ g),), "does not fit"),
        ((lambda v, w, g: (v[:, None] @ g, g, w @ g),), "as wide as"),
        ((lambda v, w, g: (np.outer(v, g), w @ g, g),), "the last two are the other way round"),
        ((lambda v, w, g: (w @ g, g, np.outer(v, g)),), "the first and the last are the other way round"),
        ((lambda v, w, g: (np.outer(v, g), g, (w @ g) * v * (1 - v)),), "one layer earlier"),
        ((lambda v, w, g: (np.outer(v, g), g, w[:, 0] * g[0]),), "the first neuron only"),
        ((lambda v, w, g: np.array([np.outer(v, g), g, w @ g]),), "three of different shapes"),
        ((lambda v, w, g: (np.outer(v, g), g.reshape(1, -1), w @ g),), "the slopes by the biases come as shape (1, 2)"),
        ((lambda v, w, g: (np.outer(v, g), g, list(w @ g)),), "the slopes by the values come as list"),
        ((lambda v, w, g: (np.outer(v, g).round(2), g, w @ g),), "layer_back("),
    ],
    "4.8": [
        ((stuck(),), "stuck before"),
        ((stuck(3000),), "stuck before"),
        ((trained(8, 1),), "tells no row from another"),
        ((trained(8, 40),), "tells no row from another"),
        ((trained(4, targets=(0, 1, 1, 1)),), "wrong side of one half: 1 of the four"),
        ((trained(4, targets=(1, 0, 0, 1)),), "All four are the other way round"),
        ((trained(8, rate=float("nan")),), "Take a smaller rate"),
        ((trained,), "you gave a function"),
        ((EIGHT[:3],), "expected the network that train returns"),
        (((EIGHT, [0.1]),), "expected the network that train returns"),
        (((W1.T, B1, W2, B2),), "yours are (8, 2)"),
        (((W1, B1, W2.T, B2),), "(1, 8)"),
        (((W2, B2, W1, B1),), "of shapes (2, h)"),
        ((0.02,), "you gave 0.02"),
        ((SimpleNamespace(layers=[]),), "you gave a model of Keras"),
        ((np.array([0.01, 0.99, 0.99, 0.01]),), "expected the network"),
    ],
}  # fmt: skip
