"""Judging an answer by its exercise's rule.

A rule is a function of the answers. Where they are right it may return a sentence on what it saw; where they are
not right it raises `Wrong` with a sentence to the learner. `judge` runs a rule so that nothing a learner passes
can bring an error of ours onto the page. Exercises of the common kinds need no rule of their own: see `kinds`.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from helpers.checks.blank import BlankError, has_blank, mentions_blank, watching
from helpers.checks.running import call as call
from helpers.checks.running import quiet
from helpers.checks.verdicts import NotAnswered as NotAnswered
from helpers.checks.verdicts import Stopped, Verdict, Wrong, one_line, refuse_endless
from helpers.writing import listed
from helpers.writing import number as written


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes:
        number: as the lesson numbers it, "2.1".
        rule: the function that judges the answers.
        praise: what a right answer is worth knowing for.
        worked: makes the worked answer, a tuple of them where there are several; None where there is none. It is
            called by `use` alone, so a model is neither built nor trained before (`functools.cache` it where that
            takes long).
        names: what `use` calls the answers, ("weights", "bias"); else the names of the rule's parameters.
        mistakes: known wrong answers, each a tuple as `check` takes it, with what is said of it.
        opening: what a verdict on a right answer begins with.
    """

    number: str
    rule: Callable[..., object]
    praise: str
    worked: Callable[[], Any] | None = None
    names: tuple[str, ...] = ()
    mistakes: tuple[tuple[tuple[object, ...], str], ...] = ()
    opening: str = "right."

    @cached_property
    def answers(self) -> int:
        """How many answers the exercise takes."""
        return len(self.names) or len(_required(self.rule))

    @cached_property
    def called(self) -> str:
        """What the answers are called in a sentence: "neuron", "weights and bias"."""
        return listed(self.names or _required(self.rule))


def _required(rule: Callable[..., object]) -> list[str]:
    """Return the names of the parameters that a rule must be given."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(rule).parameters.values()
    return [one.name for one in parameters if one.kind in kinds and one.default is one.empty]


def exercise(
    number: str, praise: str, *, worked: Callable[[], Any] | None = None, names: tuple[str, ...] = ()
) -> Callable[[Callable[..., object]], Exercise]:
    """Make a rule an exercise: ``@exercise("2.1", "…", worked=lambda: -3)`` above the rule's function."""

    def wrap(rule: Callable[..., object]) -> Exercise:
        return Exercise(number, rule, praise, worked, names)

    return wrap


def judge(task: Exercise, answers: Sequence[object]) -> Verdict:
    """Judge an answer; never raise, whatever it is."""
    name = f"Exercise {task.number}"
    if len(answers) != task.answers:
        wanted = "1 answer" if task.answers == 1 else f"{task.answers} answers"
        line = f'{name}: check("{task.number}", …) takes {wanted}, {len(answers)} came.'
        return Verdict(task.number, "wrong", line)
    with watching() as blanks:
        state, line, stopped = _judged(task, answers)
        if state != "right" and (blanks.touched or any(map(_still_blank, answers))):
            state, line, stopped = _NOT_ANSWERED
    return Verdict(task.number, state, f"{name}: {line}", stopped)


_NOT_ANSWERED = ("not answered", "not answered yet.", False)


def _judged(task: Exercise, answers: Sequence[object]) -> tuple[str, str, bool]:
    """Run the rule; return the state, what is said, and whether the learner interrupted it."""
    try:
        with quiet(), np.errstate(all="ignore"):
            if any(map(has_blank, answers)):
                raise NotAnswered
            for answer in answers:
                refuse_endless(answer)
            found = task.rule(*answers)
        parts = (task.opening, found, task.praise)
        return "right", " ".join(part for part in parts if isinstance(part, str) and part), False
    except (NotAnswered, BlankError):
        return _NOT_ANSWERED
    except Wrong as wrong:
        return "wrong", one_line(wrong, 450), isinstance(wrong, Stopped)
    except KeyboardInterrupt:
        return "wrong", "the check was still at work when you stopped it.", True
    except BaseException as error:  # an answer nobody foresaw: say so, and never show our traceback
        kinds = ", ".join(type(answer).__name__ for answer in answers)
        said = f"this answer could not be read ({kinds}): {type(error).__name__}: {one_line(error)}"
        return "wrong", said, False


def _still_blank(answer: object) -> bool:
    """Say whether a function still has ____ in its text; never raise."""
    try:
        return mentions_blank(answer)
    except BaseException:
        return False


def switched(inputs: str, total: float, gate: str, wanted: bool) -> str:
    """Return how a neuron with a step answers some inputs, and how the gate it should be does."""
    return (
        f"for {inputs} the sum with the bias is {written(total)}, so the neuron is {'on' if total > 0 else 'off'}; "
        f"{gate} wants it {'on' if wanted else 'off'}."
    )


@contextlib.contextmanager
def mended(mends: dict[str, str]) -> Iterator[None]:
    """Where a verdict holds some words, such as those of an error, say what that means here instead.

    {name} in a sentence becomes the name that Python did not find.
    """
    try:
        yield
    except Wrong as wrong:
        for words, mend in mends.items():
            if words in str(wrong):
                raise Wrong(mend.replace("{name}", getattr(wrong.__cause__, "name", None) or "it")) from None
        raise
