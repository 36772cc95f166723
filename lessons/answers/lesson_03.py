"""Answers to lesson 03's exercises."""

import math

import numpy as np


def layer_loop(inputs, weights, biases):
    outputs = []
    for unit in range(len(biases)):
        total = biases[unit]
        for place in range(len(inputs)):
            total = total + inputs[place] * weights[place, unit]
        outputs.append(total if total > 0 else 0)
    return outputs


def layer_where(inputs, weights, biases):
    sums = np.dot(inputs, weights) + biases
    return np.where(sums > 0, sums, 0)


def layer_in_place(inputs, weights, biases):
    inputs = inputs[None] @ weights
    inputs += biases
    inputs *= inputs > 0
    return inputs










def layer_if(inputs, weights, biases):
    sums = inputs @ weights + biases
    return sums if sums > 0 else 0






RIGHT = {
    "3.1": [(layer_loop,), (layer_where,), (layer_in_place,), (lambda i, w, b: np.maximum(0, w.T @ i + b),)],
    "3.2": [(91,), (91.0,), (np.int64(66 + 21 + 4),)],
    "3.3": [
        (np.array([1.0, -1.0]), -0.5),
        ([1, -2], -0.5),
        ((6, -9), -3),
        (np.array([[2.0], [-2.5]]), np.array([-1.0])),
    ],
}

WRONG = {
    "3.1": [
        ((lambda i, w, b: i @ w + b,), "ReLU, is missing"),
        ((lambda i, w, b: np.maximum(w @ i + b, 0),), "inputs stand before the @"),
        ((lambda i, w, b: max(i @ w + b, 0),), "np.maximum"),
        ((lambda i, w, b: np.maximum(i @ w, 0),), "biases change nothing"),
        ((lambda i, w, b: i @ w,), "Biases and ReLU are missing"),
        ((lambda i, w, b: np.maximum(i @ w, 0) + b,), "added after the bend"),
        ((lambda i, w, b: np.maximum(i @ w - b, 0),), "biases are subtracted"),
        ((lambda i, w, b: (i @ w + b > 0) * 1,), "which is the step"),
        ((lambda i, w, b: np.minimum(i @ w + b, 0),), "Take the maximum"),
        ((lambda i, w, b: np.abs(i @ w + b),), "turns negative sums positive"),
        ((lambda i, w, b: np.maximum(w @ i + b, 0),), "inputs stand before"),
        ((lambda i, w, b: np.maximum(i @ w + b, 0).sum(),), "3 numbers back, one for each"),
        ((lambda i, w, b: max(i @ w + b, 0),), "number by number"),
        ((lambda i, w, b: None,), "you gave None. A function without return"),
        ((layer_if,), "one yes or no, by if or by max"),
        ((lambda i, w, b: max(i @ w + b, 0),), "one yes or no, by if or by max"),
        ((lambda i, w, b: np.maximum(i @ w + b, 0).round(2),), "the numbers are rounded"),
        (
            (lambda i, w, b: np.maximum(i @ w + b, 0).astype(str),),
            "texts in place of numbers. Leave the quotes away",
        ),
        ((np.array([1.0, 1.0, 0.0]),), "the function layer itself"),
    ],
    "3.2": [
        ((81,), "81 are the weights"),
        ((20,), "20 counts the nodes"),
        ((10,), "10 are the neurons"),
        ((101,), "inputs got biases"),
        ((100,), "the neuron a link ends in"),
        ((180,), "added, not multiplied"),
        ((190,), "added, not multiplied"),
        (([66, 21, 4],), "Add them up"),
        ((None,), "you gave None. A function without return gives None back, and so does print."),
        ((84,), "one bias for each layer"),
        ((66,), "Two more follow"),
        ((87,), "output neuron"),
        ((90,), "counted alike"),
        ((91.5,), "whole number"),
    ],
    "3.3": [
        (([1, 1], -0.5), "XOR wants it off"),
        (([1, 0], -0.5), "This computes OR"),
        (([1, -1], 0.5), "= 0, 0 the sum with the bias is 0.5"),
        (([1, -1], -1), "XOR wants it on"),
        (([-1, 1], -0.5), "XOR wants it on"),
        (([1, -1, 0], -0.5), "2 weights; you gave 3"),
        ((["1", "-1"], -0.5), "texts in place of numbers. Leave the quotes away"),
        ((np.array(["1", "-1"], object), -0.5), "texts in place of numbers. Leave the quotes away"),
    ],
}
