"""Answers to lesson 07's exercises."""

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


def both(scaled):
    """Return an answer to 7.1 that does the same to either part."""
    return lambda train, test: (scaled(train, train), scaled(test, train))


def scale_together(train, test):
    both = np.vstack([train, test])
    return tuple((part - both.mean(axis=0)) / both.std(axis=0) for part in (train, test))


def scale_to_one(train, test):
    scaler = MinMaxScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def f1_by_counting(targets, answers):
    hit = missed = alarm = 0
    for target, answer in zip(targets, answers, strict=True):
        hit += target == 1 and answer == 1
        missed += target == 1 and answer == 0
        alarm += target == 0 and answer == 1
    return 2 * hit / (2 * hit + missed + alarm)


def scale_overwritten(train, test):
    train -= train.mean(axis=0)
    train /= train.std(axis=0)
    return train, (test - train.mean(axis=0)) / train.std(axis=0)


def f1_guarded(targets, answers, small=1e-6):
    both = (targets & answers).sum()
    precision, recall = both / (answers.sum() + small), both / (targets.sum() + small)
    return np.array([2 * precision * recall / (precision + recall + small)])


RIGHT = {
    "7.1": [(scale_by_library,), (scale_by_columns,)],
    "7.2": [(2200,), (-(-700 // 32) * 100,), (np.ceil(700 / 32) * 100,)],
    "7.3": [(f1_by_counting,), (f1_guarded,), (f1_score,)],
    "7.4": [(7, 5), (7.0, np.int64(5))],
}

WRONG = {
    "7.1": [
        ((both(lambda part, train: (part - part.mean(axis=0)) / part.std(axis=0)),), "by its own mean"),
        ((scale_together,), "leak into the scale"),
        ((both(lambda part, train: (part - train.mean()) / train.std()),), "axis=0"),
        ((scale_to_one,), "from 0 to 1"),
        ((both(lambda part, train: part - train.mean(axis=0)),), "Now divide"),
        ((both(lambda part, train: part - train.mean(axis=0) / train.std(axis=0)),), "Parentheses"),
        ((lambda train, test: (scale_by_library(train, test)[0], test),), "came back unscaled"),
        ((lambda train, test: (train, test),), "as they went in"),
        ((scale_overwritten,), "was train overwritten"),
        ((both(lambda part, train: (part - train.mean(axis=0)) / train.var(axis=0)),), "by the variance"),
        ((both(lambda part, train: part / train.std(axis=0)),), "Subtract the means before"),
        (
            (lambda train, test: tuple(part.round(2) for part in scale_by_library(train, test)),),
            "the result is rounded",
        ),
        ((both(lambda part, train: (part.T - part.mean(axis=1)).T),), "scale([["),
        (
            (lambda train, test: scale_by_library(train, test)[::-1],),
            "the other way round: the training part",
        ),
        ((lambda train, test: scale_by_library(test, train)[::-1],), "come from the test part"),
        ((lambda train, test: scale_by_library(train, test)[1],), "expected 2 things back"),
        ((lambda train, test: train,), "expected 2 things back"),
        ((lambda train, test: None,), "lack its return"),
        ((lambda train, test: (train * 2, test),), "should give"),
    ],
    "7.2": [
        ((22,), "one epoch"),
        ((2100,), "round up"),
        ((2188,), "rounded up once, at the end"),
        ((700 / 32 * 100,), "round up within each epoch"),
        ((1000 * 0.7 / 32 * 100,), "round up within each epoch"),
        ((21.875,), "one epoch, not rounded"),
        ((2187,), "rounded down once, at the end"),
        ((21,), "does not fit"),
        ((3200,), "for validation"),
        ((3100,), "and rounded down. 700 rows"),
        ((3125,), "not rounded up. 700 rows"),
        ((1000,), "300 validation rows"),
        ((700,), "number of rows in an epoch"),
        ((70000,), "after each batch"),
        ((5,), "does not fit"),
    ],
    "7.3": [
        ((lambda t, a: np.mean(t == a),), "accuracy"),
        ((precision_score,), "this is the precision"),
        ((recall_score,), "this is the recall"),
        ((lambda t, a: (precision_score(t, a) + recall_score(t, a)) / 2,), "plain mean"),
        ((lambda t, a: f1_score(t, a) / 2,), "factor 2"),
        ((lambda t, a: np.sum(t * a),), "number of TP"),
        ((lambda t, a: np.sum(t & a) / np.sum(t | a),), "TP twice"),
        ((lambda t, a: precision_score(t, a) * recall_score(t, a),), "precision · recall alone"),
        ((lambda t, a: 2 * precision_score(t, a) * recall_score(t, a),), "Divide by the sum of the two"),
        ((lambda t, a: round(f1_score(t, a), 4),), "the result is rounded"),
        ((lambda t, a: f1_guarded(t, a, 1e-3),), "yours gives"),
        ((lambda t, a: fbeta_score(t, a, beta=2),), "yours gives"),
        ((lambda t, a: f1_score(1 - t, 1 - a),), "F1 of “no”"),
    ],
    "7.4": [
        ((5, 7), "other way round"),
        ((8, 8), "never happens"),
        ((4, 3), "one more"),
        ((6, 5), "new best"),
        ((6, 4), "from 0"),
        ((7, 7), "not the best"),
        ((7, 8), "do not exist"),
        ((7, 3), "lowest loss"),
        ((5, 5), "epoch 5 is a new best"),
        ((7, 6), "epoch 6 does not have the lowest loss"),
        ((2, 1), "does not stop after epoch 2"),
    ],
}
