"""Answers to lesson 01's exercises."""

import numpy as np


def in_steps(images, height, width, channels):
    numbers = images * height * width * channels
    return numbers * 4 / 1e6


def as_array(images, height, width, channels):
    return np.array([np.prod([images, height, width, channels]) * 4 / 1e6])


RIGHT = {
    "1.1": [(6 * 7,), (42.0,), (np.int64(42),), (np.array([42]),)],
    "1.2": [(2,), (2.0,), (np.int32(2),)],
    "1.3": [
        (in_steps,),
        (as_array,),
        (lambda images, height, width, channels: images * height * width * channels / 250_000,),
    ],
}

WRONG = {
    "1.1": [
        ((67,), "67 is 6 with a 7"),
        ((13,), "13 is 6 + 7"),
        ((41.5,), "not 6 times 7"),
        (("42",), "the text '42'"),
    ],
    "1.2": [
        ((5,), "without the restart"),
        ((3,), "from before the restart"),
        ((2.5,), "whole number"),
        ((True,), "True"),
    ],
    "1.3": [
        ((lambda n, h, w, c: n * h * w * c / 1e6,), "4 bytes"),
        ((lambda n, h, w, c: n * h * w * c * 4,), "gives bytes"),
        ((lambda n, h, w, c: n * h * w * c * 8 / 1e6,), "8 bytes"),
        ((lambda n, h, w, c: n * h * w * c * 4 / 2**20,), "2**20"),
        ((lambda n, h, w, c: n * h * w * c * 4 / 1e3,), "kilobytes"),
        ((lambda n, h, w, c: n * h * 4 / 1e6,), "should be"),
        ((lambda n, h, w, c: n * h * w * 4 / 1e6,), "channels are forgotten"),
        ((lambda n, h, w, c: h * w * c * 4 / 1e6,), "one image"),
        ((lambda n, h, w, c: n * h * w * c * 32 / 1e6,), "counts bits"),
        ((lambda n: n,), "TypeError"),
        ((in_steps(1000, 64, 64, 3),), "the function megabytes itself"),
    ],
}
