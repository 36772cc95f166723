"""The rules of lesson 08's exercises."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from helpers.checks.judging import (
    Wrong,
    call,
    choice,
    close,
    exercise,
    function,
    number,
    told,
)
from helpers.drawing.style import number as shown

LOOSE = 1e-4  # a small constant against division by zero is no mistake


@exercise(
    "8.1",
    "Whoever sets the prices of the two mistakes sets the threshold. That is a decision of people, not of the network.",
)
def cost(answer: object) -> None:
    asked = function(answer, "cost")
    cases = list(_chances())
    got = [
        number(
            call(asked, *case, shown=f"{case[0].tolist()}, {case[1].tolist()}, {case[2]}"), "one number back"
        )
        for case in cases
    ]
    counted = np.array([_mistakes(*case) for case in cases], float)
    misses, alarms = counted[:, 0], counted[:, 1]
    if close(got, 10 * misses + alarms):
        return
    rows = np.array([len(case[0]) for case in cases])
    for other, why in (
        (
            misses + 10 * alarms,
            "the prices are the other way round: a missed “yes” costs 10, a false alarm 1.",
        ),
        (misses + alarms, "each mistake costs 1 here. A missed “yes” costs 10."),
        (10 * misses, "the missed are right; the false alarms are not in it."),
        (alarms, "the false alarms are right; the missed, 10 each, are not in it."),
        ((10 * misses + alarms) / rows, "this is the mean over the rows; asked is the sum."),
    ):
        if close(got, other):
            raise Wrong(why)
    always_half = np.array([_mistakes(targets, chances, 0.5) for targets, chances, _ in cases]) @ [10, 1]
    if close(got, always_half):
        raise Wrong("it always uses 0.5. Use the threshold that the function is given.")
    raise Wrong(_at_one_threshold(asked, cases, got, counted))


def _at_one_threshold(asked: Callable, cases: list, got: list[float], counted: np.ndarray) -> str:
    """Return a sentence on one case that came out wrong; a chance that equals the threshold first."""
    wanted = counted @ [10, 1]
    clear = [i for i, (_, chances, threshold) in enumerate(cases) if not np.any(chances == threshold)]
    if close(np.array(got)[clear], wanted[clear]):
        return "a chance that equals the threshold is not above it, so “no” is said there."
    case = next(i for i in clear if not close(got[i], wanted[i]))
    missed, alarms = (int(count) for count in counted[case])
    return (
        f"at the threshold {cases[case][2]}, for the targets {cases[case][0].tolist()} and the chances "
        f"{cases[case][1].tolist()}, {missed} missed and {alarms} false alarms cost {shown(wanted[case])}; "
        f"yours gives {told(got[case])}."
    )


def _chances():
    """Yield targets, chances and thresholds; in the last, one chance equals the threshold."""
    generator = np.random.default_rng(65)
    for threshold in (0.2, 0.5, 0.7, 0.35):
        targets = generator.integers(0, 2, size=8)
        yield targets, generator.uniform(size=8).round(2), threshold
    yield np.array([1, 0, 1, 0]), np.array([0.9, 0.1, 0.4, 0.8]), 0.4


def _mistakes(targets: np.ndarray, chances: np.ndarray, threshold: float) -> tuple[int, int]:
    said = chances > threshold
    return int(np.sum((targets == 1) & ~said)), int(np.sum((targets == 0) & said))


@exercise(
    "8.2",
    "Both methods met the same splits, so a hard split pulls both down. Differences take that out; two clouds of dots do not.",
)
def contests(first: object, second: object) -> None:
    a_or_b, c_or_d = choice(first, ("a", "b", "open")), choice(second, ("c", "d", "open"))
    if (a_or_b, c_or_d) == ("b", "open"):
        return
    if a_or_b == "a":
        raise Wrong("in the first contest B has the higher score in every single split.")
    if a_or_b == "open":
        raise Wrong(
            "the ranges overlap, but the splits are the same: B is ahead of A by .01 in each of the five."
        )
    raise Wrong(
        "the first is right. In the second, D − C is .02, −.02, .03, −.04 and .01: "
        "it goes both ways, and the mean is 0."
    )
