"""Answers to lesson 06's exercises."""

import numpy as np
from sklearn.metrics import f1_score, fbeta_score, precision_score, recall_score
from sklearn.preprocessing import MinMaxScaler, StandardScaler


def scale_by_library(train, test):
    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def scale_by_columns(train, test):
    new_train, new_test = train.copy(), test.copy()
    for column in range(train.shape[1]):
        mean, deviation = np.mean(train[:, column]), np.std(train[:, column], ddof=1)
        new_train[:, column] = (train[:, column] - mean) / deviation
        new_test[:, column] = (test[:, column] - mean) / deviation
    return [new_train, new_test]


def scale_each(train, test):
    return tuple((part - part.mean(axis=0)) / part.std(axis=0) for part in (train, test))


def scale_together(train, test):
    both = np.vstack([train, test])
    return tuple((part - both.mean(axis=0)) / both.std(axis=0) for part in (train, test))


def scale_all_columns_alike(train, test):
    return (train - train.mean()) / train.std(), (test - train.mean()) / train.std()


def scale_to_one(train, test):
    scaler = MinMaxScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def centre(train, test):
    return train - train.mean(axis=0), test - train.mean(axis=0)


def scale_without_parentheses(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    return train - mean / deviation, test - mean / deviation


def scale_train_alone(train, test):
    return (train - train.mean(axis=0)) / train.std(axis=0), test


def f1_by_counting(targets, answers):
    hit = missed = alarm = 0
    for target, answer in zip(targets, answers, strict=True):
        hit += target == 1 and answer == 1
        missed += target == 1 and answer == 0
        alarm += target == 0 and answer == 1
    return 2 * hit / (2 * hit + missed + alarm)


def f1_guarded(targets, answers):
    both = (targets & answers).sum()
    precision, recall = both / (answers.sum() + 1e-7), both / (targets.sum() + 1e-7)
    return np.array([2 * precision * recall / (precision + recall + 1e-7)])


def f1_by_mean(targets, answers):
    return (precision_score(targets, answers) + recall_score(targets, answers)) / 2


def f1_halved(targets, answers):
    return f1_score(targets, answers) / 2


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


def cost_turned(targets, chances, threshold):
    return cost_by_product(1 - targets, 1 - chances, 1 - threshold)


def cost_mean(targets, chances, threshold):
    return cost_by_product(targets, chances, threshold) / len(targets)


def count_mistakes(targets, chances, threshold):
    return np.sum((chances > threshold) != targets)


RIGHT = {
    "6.1": [(scale_by_library,), (scale_by_columns,)],
    "6.2": [(2200,), (-(-700 // 32) * 100,), (np.ceil(700 / 32) * 100,)],
    "6.3": [(f1_by_counting,), (f1_guarded,), (f1_score,)],
    "6.4": [(7, 5), (7.0, np.int64(5))],
    "6.5": [(cost_by_counting,), (cost_by_product,)],
    "6.6": [("B", "open"), (" b", "Open")],
}

WRONG = {
    "6.1": [
        ((scale_each,), "its own mean and deviation"),
        ((scale_together,), "leak into the scale"),
        ((scale_all_columns_alike,), "axis=0"),
        ((scale_to_one,), "from 0 to 1"),
        ((centre,), "Now divide"),
        ((scale_without_parentheses,), "Parentheses"),
        ((scale_train_alone,), "came back unscaled"),
        ((lambda train, test: (train, test),), "as they went in"),
        ((lambda train, test: train,), "two arrays back"),
        ((lambda train, test: (train * 2, test),), "mean 0 and deviation 1"),
    ],
    "6.2": [
        ((22,), "one epoch"),
        ((2100,), "round up"),
        ((2188,), "in part"),
        ((700 / 32 * 100,), "round up within each epoch"),
        ((1000 * 0.7 / 32 * 100,), "round up within each epoch"),
        ((21.875,), "expected a whole number"),
        ((3200,), "for validation"),
        ((70000,), "after each batch"),
        ((5,), "does not fit"),
    ],
    "6.3": [
        ((lambda t, a: np.mean(t == a),), "accuracy"),
        ((precision_score,), "this is the precision"),
        ((recall_score,), "this is the recall"),
        ((f1_by_mean,), "plain mean"),
        ((f1_halved,), "factor 2"),
        ((lambda t, a: np.sum(t * a),), "number of TP"),
        ((lambda t, a: np.sum(t & a) / np.sum(t | a),), "TP twice"),
        ((lambda t, a: fbeta_score(t, a, beta=2),), "yours gives"),
        ((lambda t, a: f1_score(1 - t, 1 - a),), "F1 of “no”"),
    ],
    "6.4": [
        ((5, 7), "other way round"),
        ((8, 8), "never happens"),
        ((4, 3), "one more"),
        ((6, 5), "new best"),
        ((6, 4), "from 0"),
        ((7, 7), "not the best"),
        ((7, 8), "do not exist"),
        ((7, 3), "lowest loss"),
        ((2, 1), "does not stop after epoch 2"),
    ],
    "6.5": [
        ((cost_with_equal,), "not above it"),
        ((cost_at_half,), "always uses 0.5"),
        ((cost_mean,), "asked is the sum"),
        ((count_mistakes,), "each mistake costs 1"),
        ((lambda t, c, h: 10 * np.sum((t == 1) & (c <= h)),), "false alarms are not in it"),
        ((lambda t, c, h: np.sum((t == 0) & (c > h)),), "missed, 10 each"),
        ((lambda t, c, h: np.sum((t == 1) & (c <= h)) + 10 * np.sum((t == 0) & (c > h)),), "other way round"),
        ((lambda t, c, h: 42,), "yours gives 42"),
    ],
    "6.6": [
        (("A", "open"), "every single split"),
        (("open", "open"), "splits are the same"),
        (("B", "C"), "goes both ways"),
        (("B", "D"), "goes both ways"),
        (("C", "open"), "expected one of"),
    ],
}
