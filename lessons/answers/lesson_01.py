"""Answers to lesson 01's exercises."""

import numpy as np
import pandas as pd

SHARE = 106 / 216
A, B, C = 1.992, 760.0, 91_200.0


def seconds(a=A, b=B, c=C):
    return ([a, b, c], "c")


RIGHT = {
    "1.1": [(6 * 7,), (42.0,), (np.int64(42),), (np.array([42]),)],
    "1.2": [(2,), (2.0,), (np.int32(2),)],
    "1.3": [(SHARE,), (np.float64(SHARE),), (np.array([SHARE]),), (pd.Series([SHARE]),)],
    "1.4": [("ad",), ("d, a",), ("A and D",), (["a", "d"],)],
    "1.5": [
        seconds(),
        ((A, B, C), "C"),
        (np.array([A, B, C]), ["c"]),
        ([2, 760, 91_000], "c"),
        ([2656 * 1e6 * 25 * 3 / 1e11, 3.8e9 * 2e4 / 1e11, 3.8e9 * 2e4 * 120 / 1e11], "(c)"),
    ],
}

WRONG = {
    "1.1": [
        ((67,), "67 is 6 with a 7"),
        ((76,), "76 is 7 with a 6"),
        ((13,), "13 is 6 + 7"),
        ((-1,), "−1 is 6 − 7"),
        ((1,), "difference"),
        ((6 / 7,), "6 divided by 7"),
        ((7 / 6,), "7 divided by 6"),
        ((6**7,), "6 to the power of 7"),
        ((7**6,), "7 to the power of 6"),
        ((-42,), "its sign"),
        (((6, 7),), "with a comma"),
        ((41.5,), "not 6 times 7"),
        (("6 * 7",), "Leave the quotes away"),
    ],
    "1.2": [
        ((10,), "the changed cell says"),
        ((12,), "had the changed cell been run"),
        ((11,), "a restart and Run All"),
        ((13,), "counts three runs"),
        ((3,), "as a run that adds 1"),
        ((0,), "what `count = 0` sets"),
        ((1,), "has run once"),
        ((8,), "not what `count` holds"),
        ((2.5,), "whole number"),
    ],
    "1.3": [
        ((0.49,), "rounded"),
        ((0.491,), "three digits"),
        ((106,), "how many of them lived"),
        ((216,), "how many there were"),
        ((110 / 216,), "share that died"),
        ((339 / 466,), "share of all women"),
        ((181 / 709,), "all people in third class"),
        ((75 / 493,), "the men in third class"),
        ((139 / 144,), "women in first class"),
        ((94 / 106,), "women in second class"),
        ((500 / 1309,), "share of all passengers. Choose"),
        ((216 / 1309,), "who are women in third class"),
        ((106 / 1309,), "divided by all passengers"),
        ((106 / 466,), "divided by all women"),
        ((106 / 709,), "divided by all in third class"),
        ((106 / 500,), "of the survivors were"),
        ((414 / 959,), "that is |"),
        ((100 * SHARE,), "in per cent. A"),
        ((49,), "in per cent, and rounded"),
        ((0.6,), "is not that share"),
        ((pd.Series([1, 0, 1]),), "expected one number"),
    ],
    "1.4": [
        (("a",), "1 more of the others belongs to the answer"),
        (("abd",), "needs a backend"),
        (("acd",), "reached by another name"),
    ],
    "1.5": [
        (seconds(a=A / 3), "job (a): the way back is missing"),
        (seconds(a=A / 2), "job (a): forward and back are counted as two"),
        (seconds(a=A / 25), "job (a): the rounds are missing"),
        (seconds(a=A / 75), "one answer for each passenger"),
        (seconds(a=A * 20 / 25), "20 rounds of this lesson"),
        (seconds(a=A / 60), "job (a): that is in minutes"),
        (seconds(a=A * 1047 / 1e6), "1047 passengers"),
        (seconds(a=A / 1e6), "for one passenger"),
        (seconds(a=A * 3.8e9 / 2656), "ResNet-50's multiplications"),
        (seconds(a=A * 1e11), "Divide by the speed"),
        (seconds(a=5), "job (a) does not take 5 seconds"),
        (seconds(a=1.9), "job (a) does not take 1.9 seconds"),
        (seconds(b=B * 3), "goes forward only"),
        (seconds(b=B * 120), "that is learning from them"),
        (seconds(b=B * 40), "answers once"),
        (seconds(b=B / 2e4), "job (b): that is one photograph"),
        (seconds(b=B / 60), "job (b): that is in minutes"),
        (seconds(b=B * 100), "1 billion a second"),
        (seconds(c=C / 3), "job (c): the way back is missing"),
        (seconds(c=C * 2 / 3), "counted as two"),
        (seconds(c=C / 40), "job (c): the rounds are missing"),
        (seconds(c=C / 120), "that is one answer for each"),
        (seconds(c=C * 3), "by 3 twice"),
        (seconds(c=C * 90 / 40), "90 rounds of the page"),
        (seconds(c=C * 144), "in 90 rounds"),
        (seconds(c=C * 64), "1.28 million"),
        (seconds(c=C / 3600), "job (c): that is in hours"),
        (seconds(c=C / 86400), "job (c): that is in days"),
        (seconds(c=90_000), "job (c) does not take 90000 seconds"),
        (([A, B], "c"), "expected 3 numbers"),
        (([A, B, C], "bc"), "b does not follow: 760 seconds"),
        (([A, B, C], "abc"), "a does not follow: 2 seconds"),
        (([A, B, C], "b"), "1 of the others belongs to the answer"),
        (([A, B, C], "abx"), "there is no x"),
    ],
}
