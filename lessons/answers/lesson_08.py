"""Answers to lesson 08's exercises."""

import numpy as np


def cost_by_counting(targets, chances, threshold):
    total = 0
    for target, chance in zip(targets, chances, strict=True):
        if target == 1 and chance <= threshold:
            total += 10
        elif target == 0 and chance > threshold:
            total += 1
    return total


def cost_by_product(targets, chances, threshold):
    said = (chances > threshold).astype(int)
    return float(10 * targets @ (1 - said) + (1 - targets) @ said)


def cost_with_equal(targets, chances, threshold):
    said = chances >= threshold
    return 10 * np.sum((targets == 1) & ~said) + np.sum((targets == 0) & said)


def count_mistakes(targets, chances, threshold):
    return np.sum((chances > threshold) != targets)


RIGHT = {
    "8.1": [(cost_by_counting,), (cost_by_product,)],
    "8.2": [("B", "open"), (" b", "Open")],
}

WRONG = {
    "8.1": [
        ((cost_with_equal,), "not above it"),
        ((lambda t, c, h: cost_by_product(t, c, 0.5),), "always uses 0.5"),
        ((lambda t, c, h: cost_by_product(t, c, h) / len(t),), "asked is the sum"),
        ((count_mistakes,), "each mistake costs 1 here"),
        ((lambda t, c, h: 10 * np.sum((t == 1) & (c <= h)),), "false alarms are not in it"),
        ((lambda t, c, h: np.sum((t == 0) & (c > h)),), "missed, 10 each"),
        ((lambda t, c, h: np.sum((t == 1) & (c <= h)) + 10 * np.sum((t == 0) & (c > h)),), "other way round"),
        ((lambda t, c, h: 10 * count_mistakes(t, c, h),), "each mistake costs 10"),
        ((lambda t, c, h: cost_by_product(1 - t, c, h),), "1 is “yes”"),
        ((lambda t, c, h: cost_by_product(t, -c, -h),), "says “yes” below the threshold"),
        (
            (lambda t, c, h: 10 * np.sum((t == 1) & (c <= h)) - np.sum((t == 0) & (c > h)),),
            "false alarms are subtracted",
        ),
        ((lambda t, c, h: print(cost_by_product(t, c, h)),), "lack its return"),
        ((lambda t, c, h: 10 * (t == 1) * (c <= h) + (t == 0) * (c > h),), "expected one number back"),
        ((lambda t, c, h: 42,), "yours gives 42"),
    ],
    "8.2": [
        (("A", "open"), "every single split"),
        (("A", "C"), "every single split"),
        (("open", "open"), "careful of you"),
        (("open", "D"), "same sign in every split"),
        (("open", "C"), "same sign in every split"),
        (("B", "C"), "goes both ways"),
        (("B", "D"), "three of the five splits"),
        (("C", "open"), "expected one of 'A', 'B', 'open'"),
        (("B", "A"), "expected one of 'C', 'D', 'open'"),
        (("B", "no difference"), "you gave 'no difference'"),
    ],
}
