"""The exercises of lesson 08: their rules, and the worked answers."""

from __future__ import annotations

import numpy as np

from helpers.checks.kinds import function_of, value
from helpers.checks.verdicts import Wrong, show

# -- 8.1: what mistakes cost --------------------------------------------------------------------------


def _mistakes(targets, chances, threshold):
    """Return how many “yes” are missed and how many false alarms there are."""
    said = chances > threshold
    return np.sum((targets == 1) & ~said), np.sum((targets == 0) & said)


def _priced(miss, alarm):
    """Return the function that adds up mistakes at these prices."""
    return lambda *case: np.dot([miss, alarm], _mistakes(*case))


def cost(targets, chances, threshold):
    missed, false_alarms = _mistakes(targets, chances, threshold)
    return 10 * missed + false_alarms


def _at_or_above(targets, chances, threshold):
    return cost(targets, chances, np.nextafter(threshold, 0))


def _cases():
    """Return targets, chances and thresholds; in the last, one chance equals the threshold."""
    generator = np.random.default_rng(65)
    drawn = [
        (generator.integers(0, 2, size=8), generator.uniform(size=8).round(2), threshold)
        for threshold in (0.2, 0.5, 0.7, 0.35)
    ]
    return [*drawn, (np.array([1, 0, 1, 0]), np.array([0.9, 0.1, 0.4, 0.8]), 0.4)]


money = function_of(
    "8.1",
    cost,
    "Whoever sets the prices of the two mistakes sets the threshold. That is a decision of people, not of the network.",
    cases=_cases,
    mistakes=[
        (_priced(1, 10), "the prices are the other way round: a missed “yes” costs 10, a false alarm 1."),
        (_priced(1, 1), "each mistake costs 1 here. A missed “yes” costs 10."),
        (_priced(10, 10), "each mistake costs 10 here. A false alarm costs 1."),
        (_priced(10, 0), "the missed are right; the false alarms are not in it."),
        (_priced(0, 1), "the false alarms are right; the missed, 10 each, are not in it."),
        (_priced(10, -1), "the false alarms are subtracted. They cost too: add them."),
        (lambda t, c, h: cost(t, c, h) / len(t), "this is the mean over the rows; asked is the sum."),
        (
            lambda t, c, h: cost(t, c, 0.5),
            "it always uses 0.5. Use the threshold that the function is given.",
        ),
        (_at_or_above, "a chance that equals the threshold is not above it, so “no” is said there."),
        (lambda t, c, h: cost(1 - t, c, h), "it takes the targets the other way round: 1 is “yes”."),
        (lambda t, c, h: cost(t, 1 - c, 1 - h), "it says “yes” below the threshold. “Yes” is said above it."),
    ],
)

# -- 8.2: two contests --------------------------------------------------------------------------------


def _one_of(*options):
    """Return a reader of one of these words, in any case and with spaces around."""
    known = {option.lower(): option for option in options}

    def read(answer: object) -> str:
        word = answer.strip().lower() if isinstance(answer, str) else None
        if word not in known:
            raise Wrong(
                f"expected one of {', '.join(map(repr, options))}, in quotes; you gave {show(answer)}."
            )
        return known[word]

    return read


contests = value(
    "8.2",
    ("B", "open"),
    "Both methods met the same splits, so a hard split pulls both down. Differences take that out; two clouds of dots do not.",
    read={"first": _one_of("A", "B", "open"), "second": _one_of("C", "D", "open")},
    mistakes=[
        (
            lambda first, second: first == "A",
            "in the first contest B has the higher score in every single split.",
        ),
        (
            ("open", "open"),
            "careful of you, and five splits are few. But the rule asks split by split: the ranges overlap, and yet B is "
            "ahead of A, by .03 or more, in each of the five.",
        ),
        (
            lambda first, second: first == "open",
            "the first has the same sign in every split: B is ahead of A by .03 or more in each of the five.",
        ),
        (
            lambda first, second: second == "D",
            "the first is right. In the second, D is ahead in three of the five splits; the rule asks for all of them.",
        ),
        (
            lambda first, second: second == "C",
            "the first is right. In the second, D − C is .02, −.02, .03, −.04 and .01: it goes both ways, and the mean "
            "is 0.",
        ),
    ],
)
