"""The exercises of lesson 07: their rules, and the worked answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from helpers.checks.comparing import alike
from helpers.checks.judging import Exercise, call, function, whole
from helpers.checks.kinds import function_of, value
from helpers.checks.verdicts import Wrong

# -- 7.1: scale ---------------------------------------------------------------------------------------


def scale(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / deviation, (test - mean) / deviation


def _by_pandas(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0, ddof=1)
    return (train - mean) / deviation, (test - mean) / deviation


def _by_both(train, test):
    both = np.vstack([train, test])
    return tuple((part - both.mean(axis=0)) / both.std(axis=0) for part in (train, test))


def _from_0_to_1(train, test):
    lowest, span = train.min(axis=0), np.ptp(train, axis=0)
    return (train - lowest) / span, (test - lowest) / span


def _tables():
    """Return two pairs of training and test rows; the first is short enough to be written out."""
    generator = np.random.default_rng(61)
    return [
        (
            generator.normal([10, -3], [2, 30], size=(3, 2)).round(1),
            generator.normal([14, 9], [3, 10], size=(3, 2)).round(1),
        ),
        (
            generator.normal([10, -3, 0.5], [2, 30, 0.1], size=(9, 3)).round(3),
            generator.normal([14, 9, 0.6], [3, 10, 0.2], size=(4, 3)).round(3),
        ),
    ]


def _either_deviation(task: Exercise) -> Exercise:
    """Let the rule accept pandas' deviation, which divides by one row fewer, beside NumPy's."""

    def rule(answer: object) -> None:
        asked, (first, *_) = function(answer, "scale"), _tables()
        try:
            if alike(call(asked, *first), _by_pandas(*first)):
                return
        except Wrong:  # told below, with the rest
            pass
        task.rule(answer)

    return replace(task, rule=rule)


scaled = _either_deviation(
    function_of(
        "7.1",
        scale,
        "Scaled so, the test part has no mean of exactly 0, and should not: its rows did not choose the scale.",
        cases=_tables,
        returns=("the training part", "the test part"),
        mistakes=[
            (
                lambda train, test: (train, test),
                "both parts came back as they went in. Subtract the mean, then divide by the deviation.",
            ),
            (
                lambda train, test: (scale(train, test)[0], scale(test, test)[0]),
                "the test part is scaled by its own mean and deviation. Use those of train: a single new row has no "
                "deviation of its own.",
            ),
            (
                _by_both,
                "mean and deviation come from both parts together, so the test rows leak into the scale. Take them from "
                "train.",
            ),
            (
                lambda train, test: (scale(train, test)[0], test),
                "the test part came back unscaled. (Or was train overwritten before its mean was taken?)",
            ),
            (
                lambda train, test: tuple((part - train.mean()) / train.std() for part in (train, test)),
                "there is one mean for all columns. Each column needs its own: axis=0.",
            ),
            (
                lambda train, test: tuple(part - train.mean(axis=0) for part in (train, test)),
                "the means are taken away, good. Now divide by the training columns' deviations.",
            ),
            (
                lambda train, test: tuple(part / train.std(axis=0) for part in (train, test)),
                "it divides by the deviations, good. Subtract the means before.",
            ),
            (
                lambda train, test: tuple(
                    part - train.mean(axis=0) / train.std(axis=0) for part in (train, test)
                ),
                "the division comes first here. Parentheses: (train − mean) / deviation.",
            ),
            (
                lambda train, test: tuple(
                    (part - train.mean(axis=0)) / train.var(axis=0) for part in (train, test)
                ),
                "it divides by the variance, which is the deviation squared.",
            ),
            (
                lambda train, test: scale(train, test)[::-1],
                "the two parts came back the other way round: the training part first.",
            ),
            (
                lambda train, test: scale(test, train)[::-1],
                "mean and deviation come from the test part. Take those of train, for both.",
            ),
            (
                _from_0_to_1,
                "these are scaled from 0 to 1 by the smallest and largest value. Asked are mean and deviation: one "
                "outlier would squeeze the rest.",
            ),
        ],
    )
)

# -- 7.2: updates -------------------------------------------------------------------------------------

updates = value(
    "7.2",
    2200,
    "In batches of 64 it would be 1100: every row is still seen 100 times, but the weights move half as often.",
    read={"updates": lambda answer: whole(answer, "a whole number of updates")},
    mistakes={
        22: "22 is one epoch. There are 100 of them.",
        2100: "the last 28 rows of an epoch are a batch too, a smaller one: round up, 22 an epoch.",
        2187.5: "an update cannot be taken in part: round up within each epoch, then times 100.",
        2187: "2187 is rounded down once, at the end. Each epoch has a last, smaller batch: round up within each epoch.",
        2188: "2188 is rounded up once, at the end. Each epoch has a last, smaller batch: round up within each epoch.",
        21.875: "21.875 is one epoch, not rounded. The last, smaller batch is an update too, and there are 100 epochs.",
        3200: "3200 is for all 1000 rows. 30 % of them are for validation, and no update is made on them.",
        3100: "3100 is for all 1000 rows, and rounded down. 700 rows are left to learn from.",
        3125: "3125 is for all 1000 rows, and not rounded up. 700 rows are left to learn from.",
        1000: "1000 is for the 300 validation rows. The other 700 teach.",
        700: "700 is the number of rows in an epoch. How many batches of 32 are they?",
        70000: "the weights are not updated after each row, but after each batch of 32.",
    },
    otherwise="{given} does not fit. Rows to learn from, divided by 32, rounded up, times 100.",
)

# -- 7.3: F1 ------------------------------------------------------------------------------------------

LOOSE = 1e-5  # a small constant against division by zero is no mistake; four decimals are one


def _precision(targets, answers):
    return np.sum(targets * answers) / np.sum(answers)


def _recall(targets, answers):
    return np.sum(targets * answers) / np.sum(targets)


def f1_by_hand(targets, answers):
    precision, recall = _precision(targets, answers), _recall(targets, answers)
    return 2 * precision * recall / (precision + recall)


def _yes_and_no():
    """Return pairs of targets and answers, arrays of 0 and 1 with at least one TP, one miss and one false alarm."""
    generator = np.random.default_rng(63)
    cases = []
    for rows in (6, 9, 12, 15, 18):
        targets, answers = generator.integers(0, 2, size=(2, rows))
        targets[:4], answers[:4] = [1, 1, 0, 0], [1, 0, 1, 0]
        cases.append((targets, answers))
    return cases


f1 = function_of(
    "7.3",
    f1_by_hand,
    "F1 is the harmonic mean: with a precision of 1 and a recall of .01 it is .02, where the plain mean would say .5.",
    cases=_yes_and_no,
    tolerance=LOOSE,
    mistakes=[
        (
            lambda t, a: np.mean(t == a),
            "this is the accuracy. It counts rightly said “no” too, and F1 never does.",
        ),
        (_precision, "this is the precision. Recall is missing, and then the two are joined."),
        (_recall, "this is the recall. Precision is missing, and then the two are joined."),
        (
            lambda t, a: (_precision(t, a) + _recall(t, a)) / 2,
            "this is the plain mean of precision and recall. F1 is 2 · precision · recall / (precision + recall).",
        ),
        (lambda t, a: f1_by_hand(t, a) / 2, "the factor 2 is missing: yours is half of F1."),
        (
            lambda t, a: _precision(t, a) * _recall(t, a),
            "this is precision · recall alone. Divide by their sum, and times 2.",
        ),
        (
            lambda t, a: 2 * _precision(t, a) * _recall(t, a),
            "this is 2 · precision · recall. Divide by the sum of the two.",
        ),
        (
            lambda t, a: f1_by_hand(1 - t, 1 - a),
            "this is the F1 of “no”. TP is where target and answer are both 1.",
        ),
        (
            lambda t, a: np.sum(t * a) / np.sum(t + a > 0),
            "this is the share of all that either side called yes; F1 counts TP twice.",
        ),
        (lambda t, a: np.sum(t * a), "this is the number of TP. It is the first step."),
    ],
)

# -- 7.4: early stopping ------------------------------------------------------------------------------

patience = value(
    "7.4",
    (7, 5),
    "Too little patience stops at the first bump; too much only costs time, since the best weights are kept anyway.",
    read={
        "stops_after": lambda answer: whole(answer, "a whole number, the epoch after which it stops"),
        "kept": lambda answer: whole(answer, "a whole number, the epoch whose weights are kept"),
    },
    mistakes=[
        ((5, 7), "the two are the other way round: first where it stops, then which epoch is kept."),
        (
            lambda stop, best: (stop, best) in ((6, 4), (7, 4)),
            "counted from 0? The exercise counts epochs from 1.",
        ),
        (
            lambda stop, best: stop == 8,
            "epoch 8 never happens: by then two epochs in a row have not beaten the best.",
        ),
        (
            lambda stop, best: stop == 4,
            "after epoch 4 only one epoch has failed to improve; a patience of 2 allows for one more.",
        ),
        (
            lambda stop, best: stop == 5,
            "epoch 5 is a new best, so nothing stops there. It is waited for two epochs in a row that are not.",
        ),
        (
            lambda stop, best: stop == 6,
            "after epoch 6 only one epoch in a row has failed to improve, since epoch 5 was a new best.",
        ),
        (
            lambda stop, best: stop != 7,
            "it does not stop after epoch {stops_after}. Look for two epochs in a row that do not beat the best so far.",
        ),
        (
            lambda stop, best: best == 8,
            "the stop is right. Epoch 8 was never trained, so its weights do not exist.",
        ),
        (
            lambda stop, best: best == 7,
            "the stop is right. Epoch 7 is the last, not the best: restore_best_weights goes back.",
        ),
    ],
    otherwise="the stop is right. Up to it, epoch {kept} does not have the lowest loss.",
)
