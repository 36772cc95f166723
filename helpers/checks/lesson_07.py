"""The exercises of lesson 07: their rules, and the worked answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from helpers.checks import models
from helpers.checks.answer_types import function, numbers, whole
from helpers.checks.comparing import alike
from helpers.checks.judging import Exercise, call
from helpers.checks.kinds import behaviour, function_of, value
from helpers.checks.verdicts import NotAnswered, Wrong

# -- 7.1: scale ---------------------------------------------------------------------------------------


def scale(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / deviation, (test - mean) / deviation


def _by_pandas(train, test):
    mean, deviation = train.mean(axis=0), train.std(axis=0, ddof=1)
    return (train - mean) / deviation, (test - mean) / deviation


def _scaled_by(train, test, mean=None, deviation=None):
    """Scale both parts by the mean and the deviation of these rows, or else of both parts together."""
    both = np.vstack([train, test])
    middle = (both if mean is None else mean).mean(axis=0)
    spread = (both if deviation is None else deviation).std(axis=0)
    return (train - middle) / spread, (test - middle) / spread


def _by_both(train, test):  # as the page gives it
    return _scaled_by(train, test)


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
    """Let the rule accept pandas' deviation, which divides by one row fewer, and know the function as it was given."""

    def rule(answer: object) -> None:
        asked, (first, *_) = function(answer, "scale"), _tables()
        try:
            result = call(asked, *first)
        except Wrong:  # told below, with the rest
            result = None
        if alike(result, _by_pandas(*first)):
            return
        if alike(result, _by_both(*first)):
            raise NotAnswered
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
                lambda train, test: _scaled_by(train, test, mean=train),
                "the mean comes from train now; the deviation still comes from both parts together.",
            ),
            (
                lambda train, test: _scaled_by(train, test, deviation=train),
                "the deviation comes from train now; the mean still comes from both parts together.",
            ),
            (
                lambda train, test: (scale(train, test)[0], _by_both(train, test)[1]),
                "the training part is right. The test part is still scaled by both together: take the same mean and "
                "deviation for it.",
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

# -- 7.5: build, compile and fit ------------------------------------------------------------------------

MALE = 6  # the column of the prepared passengers that says it: age, its gap, fare, three numbers, then sex
BETTER = 0.01  # than the rival, in validation loss


def _cross_entropy(targets: np.ndarray, chances: np.ndarray) -> float:
    sure = np.clip(chances, 1e-7, 1 - 1e-7)
    return float(-np.log(np.where(targets == 1, sure, 1 - sure)).mean())


def _passengers(x_train: object, y_train: object) -> tuple[np.ndarray, np.ndarray]:
    """Read the prepared passengers and their targets, of 0 and 1."""
    x, y = numbers(x_train, what="x_train as the page made it"), numbers(y_train, what="y_train")
    if x.ndim != 2 or x.shape[1] != 10 or len(np.unique(x[:, MALE])) != 2:
        raise Wrong(f"expected x_train as the page made it, of 10 columns; yours has shape {x.shape}.")
    if y.size != len(x) or not set(np.unique(y)) <= {0, 1}:
        raise Wrong(f"expected y_train, 0 or 1 for each of {len(x)} rows; yours has shape {y.shape}.")
    return x, y.reshape(-1)


def _rival(x: np.ndarray, y: np.ndarray, first: int) -> float:
    """Return the validation loss of whoever knows the sex alone; validation begins at row `first`."""
    male = x[:, MALE] == x[:, MALE].max()
    women, men = (y[:first][some[:first]].mean() for some in (~male, male))
    return _cross_entropy(y[first:], np.where(male, men, women)[first:])


def _learnt(mine: object, x_train: object, y_train: object) -> str:
    x, y = _passengers(x_train, y_train)
    model = models.trained(models.model_of(mine, 10, 1, name="mine"), "mine")
    if models.loss_of(model) != "binary_crossentropy":
        raise Wrong(
            f"mine was compiled with {models.loss_of(model)}; for yes or no it is binary_crossentropy."
        )
    if models.last_activation(model) == "softmax":
        raise Wrong("softmax over a single output is 1 for everybody. For yes or no it is a sigmoid.")
    past = getattr(getattr(model, "history", None), "history", {}).get("val_loss", [])
    if not past:
        raise Wrong(
            "mine was fitted with no validation part: validation_split=0.3 keeps the last 30 % for it."
        )
    first = int(0.7 * len(x))
    chances, wanted = models.chances(model, x[first:]), _rival(x, y, first) - BETTER
    loss = _cross_entropy(y[first:], chances)
    if loss > wanted:
        turned = _cross_entropy(y[first:], 1 - chances) <= wanted
        raise Wrong(
            f"the validation loss is {loss:.3f}; {wanted:.3f} is wanted. {_cure(wanted, past, turned)}"
        )
    return f"Validation loss {loss:.3f}; {wanted:.3f} was wanted."


def _cure(wanted: float, past: list[float], turned: bool) -> str:
    """Say why a validation loss is too high, by its past."""
    best = int(np.argmin(past))
    if turned:
        return "It says survived where somebody died: were the targets turned round?"
    if past[-1] <= wanted:
        return f"fit itself counts {past[-1]:.3f}: did it validate on other rows than the last 30 %?"
    if past[best] <= wanted:
        return f"After epoch {best + 1} it was {past[best]:.3f}, and has risen since: stop there."
    if best == len(past) - 1:
        return "It still falls: more epochs, or a larger rate?"
    return f"It was lowest, {past[best]:.3f}, after epoch {best + 1}: another size, or another rate?"


by_yourself = behaviour(
    "7.5",
    _learnt,
    "Build, compile, fit: three lines. What the lesson was for is to know what to put into them.",
    names=("mine", "x_train", "y_train"),
)
