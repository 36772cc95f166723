"""Answers to lesson 05's exercises."""

import numpy as np


def links_loop(layers):
    count = 0
    for layer in layers:
        if layer.weights is not None:
            rows, columns = layer.weights.shape
            count += rows * columns
    return count


def links_by_parameters(layers):
    return np.sum([one.parameters - (0 if one.bias is None else len(one.bias)) for one in layers])


def links_returned_in_the_loop(layers):
    for layer in layers:
        if layer.weights is not None:
            return layer.weights.size


def strongest_loop(weights):
    best = (0, 0)
    for i in range(weights.shape[0]):
        for j in range(weights.shape[1]):
            if abs(weights[i, j]) > abs(weights[best]):
                best = (i, j)
    return best


def strongest_divided(weights):
    place = int(np.argmax(weights**2))
    return [place // weights.shape[1], place % weights.shape[1]]


def image_by_hand(weights, neuron):
    return [[weights[8 * line + column, neuron] for column in range(8)] for line in range(8)]


def never_on_loop(values):
    return [place for place in range(values.shape[1]) if not values[:, place].any()]


RIGHT = {
    "5.1": [(links_loop,), (links_by_parameters,)],
    "5.2": [(strongest_loop,), (strongest_divided,), (lambda w: np.argwhere(abs(w) == abs(w).max())[0],)],
    "5.3": [
        (image_by_hand,),
        (lambda weights, neuron: weights.T[neuron].reshape(8, 8),),
        (lambda weights, neuron: weights.reshape(8, 8, -1)[:, :, neuron],),
    ],
    "5.4": [
        (never_on_loop,),
        (lambda values: np.where(values.max(axis=0) == 0),),
        (lambda values: set(np.flatnonzero(values.sum(axis=0) == 0)),),
    ],
    "5.5": [("B", "A"), ("b", " a ")],
    "5.6": [([3],), ((4,),), (np.array([3]),), (3,), ([3, 1],)],
}

WRONG = {
    "5.1": [
        ((lambda layers: sum(one.parameters for one in layers),), "counts the biases too"),
        (
            (
                lambda layers: sum(
                    one.inputs * one.units for one in layers if one.role in ("dense", "dropout")
                ),
            ),
            "dropout links of its own",
        ),
        ((links_returned_in_the_loop,), "first layer alone"),
        ((lambda layers: layers[-1].weights.size,), "last layer alone"),
        ((lambda layers: sum(one.units for one in layers if one.role != "dropout"),), "counts the nodes"),
        ((lambda layers: sum(one.weights is not None for one in layers),), "counts the layers"),
        ((lambda layers: sum(one.weights.size for one in layers),), "AttributeError"),
        ((28,), "the function count_links itself"),
    ],
    "5.2": [
        ((lambda w: np.unravel_index(np.argmax(w), w.shape),), "finds the largest weight"),
        ((lambda w: np.unravel_index(np.argmin(w), w.shape),), "smallest weight"),
        ((lambda w: np.argmax(np.abs(w)),), "returns one number"),
        ((lambda w: strongest_loop(w)[::-1],), "other way round"),
        ((lambda w: tuple(at + 1 for at in strongest_loop(w)),), "counts from 1"),
        ((lambda w: np.unravel_index(np.argmin(np.abs(w)), w.shape),), "weakest"),
        ((lambda w: (0, 0),), "the strongest of"),
    ],
    "5.3": [
        ((lambda weights, neuron: weights[:, neuron],), "64 weights in a row"),
        ((lambda weights, neuron: weights[:, neuron].reshape(8, 8).T,), "on its side"),
        ((lambda weights, neuron: weights[:, 0].reshape(8, 8),), "gives neuron 0"),
        ((lambda weights, neuron: weights[neuron].reshape(8, 8),), "ValueError"),
        ((lambda weights, neuron: weights[:, neuron].reshape(4, 16),), "shape (4, 16)"),
        ((lambda weights, neuron: np.ones((8, 8)),), "not of the weights"),
    ],
    "5.4": [
        ((lambda values: np.flatnonzero((values == 0).any(axis=0)),), "off for some rows"),
        ((lambda values: np.flatnonzero((values == 0).all(axis=1)),), "wrong axis"),
        ((lambda values: np.flatnonzero(values.any(axis=0)),), "on at least once"),
        ((lambda values: (values == 0).all(axis=0),), "True or False"),
        ((lambda values: (values == 0).all(axis=0).sum(),), "how many there are"),
        ((lambda values: np.array(never_on_loop(values)) + 1,), "counts from 1"),
        ((lambda values: [0],), "never on"),
    ],
    "5.5": [
        (("A", "B"), "other way round"),
        (("C", "A"), "C underfits?"),
        (("B", "C"), "C overfits?"),
        (("A", "A"), "cannot do both"),
        (("B", "D"), "you gave"),
        ((1, 2), "in quotes"),
    ],
    "5.6": [
        (([2],), "two lines"),
        (([1, 1],), "one line"),
        (([2, 2],), "unseen points right"),
        (([8],), "4 are allowed in all"),
        (([],), "no hidden layer"),
        (([0, 3],), "at least 1 neuron"),
        (([1.5],), "whole numbers"),
    ],
}
