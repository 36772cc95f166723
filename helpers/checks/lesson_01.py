"""The rules of lesson 01's exercises."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from helpers.checks.judging import Wrong, call, close, exercise, function, number, told, whole


@exercise("1.1", "The check read what is in `answer`, not how you wrote it: 6 * 7 is as right as 42.")
def first_check(answer: object) -> None:
    value = number(answer)
    if close(value, 67):
        raise Wrong("67 is 6 with a 7 behind it. Multiply the two: 6 * 7.")
    if close(value, 13):
        raise Wrong("13 is 6 + 7. The product is wanted: 6 * 7.")
    if not close(value, 42):
        raise Wrong(f"{told(value)} is not 6 times 7.")


@exercise(
    "1.2", "After a restart nothing is remembered, so the count starts anew: what counts is what ran since."
)
def after_restart(answer: object) -> None:
    value = whole(answer)
    if value == 5:
        raise Wrong(
            "5 would be right without the restart. A restart forgets `count`, the first cell sets it to 0."
        )
    if value in (3, 4):
        raise Wrong(f"{value} counts runs from before the restart. Only what ran after it counts.")
    if value != 2:
        raise Wrong(
            f"{value} is not what `count` holds. After the restart: set to 0, then the second cell twice."
        )


@exercise(
    "1.3", "1000 small images fill 49 MB; photographs are a hundred times larger, and then memory decides."
)
def megabytes(answer: object) -> None:
    asked = function(answer, "megabytes")
    cases = [(1000, 64, 64, 3), (1, 10, 20, 1), (7, 8, 8, 1)]
    results = [(case, _one_number(asked, case), np.prod(case) * 4 / 1e6) for case in cases]
    for factor, why in (
        (8, "it counts bits. float32 takes 32 bits, which are 4 bytes."),
        (1 / 4, "it counts numbers, not bytes. Each number takes 4 bytes."),
        (2, "it counts 8 bytes a number. float32 takes 4."),
        (1e6, "it gives bytes. Divide by a million for megabytes."),
        (1e3, "it gives kilobytes. A megabyte is a million bytes."),
        (1e6 / 2**20, "it divides by 2**20. This exercise counts a megabyte as a million bytes."),
    ):
        if all(close(got, right * factor) for _, got, right in results):
            raise Wrong(f"close: {why}")
    for kept, why in (
        ((0, 1, 2), "the colour channels are forgotten: a pixel of 3 channels is 3 numbers."),
        ((1, 2, 3), "it counts one image. Multiply by how many there are."),
    ):
        if all(close(got, np.prod([case[i] for i in kept]) * 4 / 1e6) for case, got, _ in results):
            raise Wrong(f"close: {why}")
    for case, got, right in results:
        if not close(got, right):
            raise Wrong(f"for megabytes{case} yours gives {told(got)}; it should be {told(float(right))}.")


def _one_number(asked: Callable[..., object], case: tuple[int, ...]) -> float:
    return number(call(asked, *case), "one number back")
