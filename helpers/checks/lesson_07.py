"""The rules of lesson 07's exercises."""

from __future__ import annotations

import numpy as np

from helpers.checks.judging import (
    Wrong,
    call,
    close,
    exercise,
    function,
    number,
    numbers,
    told,
    whole,
)
from helpers.drawing.style import number as shown

LOOSE = 1e-4  # a small constant against division by zero is no mistake


@exercise(
    "7.1",
    "Scaled so, the test part has no mean of exactly 0, and should not: its rows did not choose the scale.",
)
def scale(answer: object) -> None:
    asked = function(answer, "scale")
    generator = np.random.default_rng(61)
    train = generator.normal([10, -3, 0.5], [2, 30, 0.1], size=(9, 3)).round(3)
    test = generator.normal([14, 9, 0.6], [3, 10, 0.2], size=(4, 3)).round(3)
    result = call(asked, train, test, shown="9 training rows and 4 test rows")
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise Wrong(
            f"expected two arrays back, the scaled train and the scaled test; yours returned {told(result)}."
        )
    got = (
        numbers(result[0], (9, 3), "the training part back, scaled"),
        numbers(result[1], (4, 3), "the test part back, scaled"),
    )
    for ddof in (0, 1):  # NumPy's deviation or pandas's: either
        mean, deviation = train.mean(axis=0), train.std(axis=0, ddof=ddof)
        if close(got[0], (train - mean) / deviation) and close(got[1], (test - mean) / deviation):
            return
    raise Wrong(_scaled_how(*got, train, test))


def _scaled_how(got_train: np.ndarray, got_test: np.ndarray, train: np.ndarray, test: np.ndarray) -> str:
    """Return a sentence on how a wrong pair of arrays was scaled."""
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    both = np.vstack([train, test])
    if close(got_train, train) and close(got_test, test):
        return "both parts came back as they went in. Subtract the mean, then divide by the deviation."
    if close(got_train, (train - both.mean(axis=0)) / both.std(axis=0)):
        return "mean and deviation come from both parts together, so the test rows leak into the scale. Take them from train."
    if close(got_train, (train - train.mean()) / train.std()):
        return "there is one mean for all columns. Each column needs its own: axis=0."
    if close(got_train, train - mean):
        return "the means are taken away, good. Now divide by the training columns' deviations."
    if close(got_train, train - mean / deviation):
        return "the division comes first here. Parentheses: (train − mean) / deviation."
    if close(got_train, (train - train.min(axis=0)) / np.ptp(train, axis=0)):
        return "these are scaled from 0 to 1 by the smallest and largest value. Asked are mean and deviation: one outlier would squeeze the rest."
    if not close(got_train, (train - mean) / deviation):
        return (
            f"the first training column should have mean 0 and deviation 1; yours has mean "
            f"{shown(got_train[:, 0].mean())} and deviation {shown(got_train[:, 0].std())}."
        )
    if close(got_test, (test - test.mean(axis=0)) / test.std(axis=0)):
        return "the test part is scaled by its own mean and deviation. Use those of train: a single new row has no deviation of its own."
    if close(got_test, test):
        return "the training part is right; the test part came back unscaled."
    return "the training part is right. Scale the test part with the very same means and deviations."


@exercise(
    "7.2",
    "In batches of 64 it would be 1100: every row is still seen 100 times, but the weights move half as often.",
)
def updates(answer: object) -> None:
    if close(number(answer, "a whole number of updates"), 2187.5):
        raise Wrong("an update cannot be taken in part: round up within each epoch, then times 100.")
    value = whole(answer, "a whole number of updates")
    if value == 2200:
        return
    known = {
        22: "22 is one epoch. There are 100 of them.",
        2100: "the last 28 rows of an epoch are a batch too, a smaller one: round up, 22 an epoch.",
        2187: "an update cannot be taken in part: round up within each epoch, then times 100.",
        2188: "an update cannot be taken in part: round up within each epoch, then times 100.",
        3200: "that is for all 1000 rows. 30 % of them are for validation, and no update is made on them.",
        3100: "that is for all 1000 rows, and rounded down. 700 rows are left to learn from.",
        3125: "that is for all 1000 rows. 30 % of them are for validation, and no update is made on them.",
        1000: "that is for the 300 validation rows. The other 700 teach.",
        700: "700 is the number of rows in an epoch. How many batches of 32 are they?",
        70000: "the weights are not updated after each row, but after each batch of 32.",
    }
    raise Wrong(
        known.get(value, f"{value} does not fit. Rows to learn from, divided by 32, rounded up, times 100.")
    )


@exercise(
    "7.3",
    "F1 is the harmonic mean: with a precision of 1 and a recall of .01 it is .02, where the plain mean would say .5.",
)
def f1_by_hand(answer: object) -> None:
    asked = function(answer, "f1_by_hand")
    got, wanted, others = [], [], {why: [] for why in _other_scores(np.ones(2, int), np.ones(2, int))}
    for targets, answers in _yes_and_no(63):
        got.append(number(call(asked, targets, answers, shown=f"{targets.tolist()}, {answers.tolist()}")))
        both = np.sum(targets * answers)
        wanted.append(2 * both / (targets.sum() + answers.sum()))
        for why, value in _other_scores(targets, answers).items():
            others[why].append(value)
    if close(got, wanted, LOOSE):
        return
    for why, values in others.items():
        if close(got, values, LOOSE):
            raise Wrong(why)
    case = int(np.argmax(np.abs(np.array(got) - wanted)))
    targets, answers = (part.tolist() for part in list(_yes_and_no(63))[case])
    raise Wrong(
        f"for the targets {targets} and the answers {answers} F1 is {shown(wanted[case], 3)}; yours gives {shown(got[case], 3)}."
    )


def _yes_and_no(seed: int):
    """Yield pairs of targets and answers, arrays of 0 and 1 with one TP, one miss and one false alarm at least."""
    generator = np.random.default_rng(seed)
    for rows in (6, 9, 12, 15, 18):
        targets, answers = generator.integers(0, 2, size=(2, rows))
        targets[:4], answers[:4] = [1, 1, 0, 0], [1, 0, 1, 0]
        yield targets, answers


def _other_scores(targets: np.ndarray, answers: np.ndarray) -> dict[str, float]:
    """Return what else one might have computed, by what is then to be said."""
    both = np.sum(targets * answers)
    precision, recall = both / answers.sum(), both / targets.sum()
    either = np.sum((targets + answers) > 0)
    turned = np.sum((1 - targets) * (1 - answers))
    return {
        "this is the accuracy. It counts rightly said “no” too, and F1 never does.": np.mean(
            targets == answers
        ),
        "this is the precision. Recall is missing, and then the two are joined.": precision,
        "this is the recall. Precision is missing, and then the two are joined.": recall,
        "this is the plain mean of precision and recall. F1 is 2 · precision · recall / (precision + recall).": (
            precision + recall
        )
        / 2,
        "the factor 2 is missing: yours is half of F1.": precision * recall / (precision + recall),
        "this is precision · recall alone. Divide by their sum, and times 2.": precision * recall,
        "this is the F1 of “no”. TP is where target and answer are both 1.": 2
        * turned
        / max((1 - targets).sum() + (1 - answers).sum(), 1),
        "this is the share of all that either side called yes; F1 counts TP twice.": both / either,
        "this is the number of TP. It is the first step.": float(both),
    }


@exercise(
    "7.4",
    "Too little patience stops at the first bump; too much only costs time, since the best weights are kept anyway.",
)
def stopping(stops_after: object, kept: object) -> None:
    stop = whole(stops_after, "a whole number, the epoch after which it stops")
    best = whole(kept, "a whole number, the epoch whose weights are kept")
    if (stop, best) == (7, 5):
        return
    if (stop, best) == (5, 7):
        raise Wrong("the two are the other way round: first where it stops, then which epoch is kept.")
    if (stop, best) in ((6, 4), (7, 4)):
        raise Wrong("counted from 0? The exercise counts epochs from 1.")
    if stop == 8:
        raise Wrong("epoch 8 never happens: by then two epochs in a row have not beaten the best.")
    if stop == 4:
        raise Wrong(
            "after epoch 4 only one epoch has failed to improve; a patience of 2 allows for one more."
        )
    if stop == 6:
        raise Wrong(
            "after epoch 6 only one epoch in a row has failed to improve, since epoch 5 was a new best."
        )
    if stop != 7:
        raise Wrong(
            f"it does not stop after epoch {stop}. Look for two epochs in a row that do not beat the best so far."
        )
    if best == 8:
        raise Wrong("the stop is right. Epoch 8 was never trained, so its weights do not exist.")
    if best == 7:
        raise Wrong("the stop is right. Epoch 7 is the last, not the best: restore_best_weights goes back.")
    raise Wrong(f"the stop is right. Up to it, epoch {best} does not have the lowest loss.")
