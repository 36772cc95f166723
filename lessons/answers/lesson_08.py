"""Answers to lesson 08's exercises."""

import numpy as np
from sklearn.metrics import f1_score, fbeta_score, precision_score, recall_score
from sklearn.preprocessing import MinMaxScaler, StandardScaler




























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


def cost_at_half(targets, chances, threshold):
    return cost_by_product(targets, chances, 0.5)




def cost_mean(targets, chances, threshold):
    return cost_by_product(targets, chances, threshold) / len(targets)


def count_mistakes(targets, chances, threshold):
    return np.sum((chances > threshold) != targets)


RIGHT = {
    "8.1": [(cost_by_counting,), (cost_by_product,)],
    "8.2": [("B", "open"), (" b", "Open")],
}

WRONG = {
    "8.1": [
        ((cost_with_equal,), "not above it"),
        ((cost_at_half,), "always uses 0.5"),
        ((cost_mean,), "asked is the sum"),
        ((count_mistakes,), "each mistake costs 1"),
        ((lambda t, c, h: 10 * np.sum((t == 1) & (c <= h)),), "false alarms are not in it"),
        ((lambda t, c, h: np.sum((t == 0) & (c > h)),), "missed, 10 each"),
        ((lambda t, c, h: np.sum((t == 1) & (c <= h)) + 10 * np.sum((t == 0) & (c > h)),), "other way round"),
        ((lambda t, c, h: 42,), "yours gives 42"),
    ],
    "8.2": [
        (("A", "open"), "every single split"),
        (("open", "open"), "splits are the same"),
        (("B", "C"), "goes both ways"),
        (("B", "D"), "goes both ways"),
        (("C", "open"), "expected one of"),
    ],
}
