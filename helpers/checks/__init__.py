"""Exercise checks: one line that says what it saw, and never an error.

    from helpers import ____, check, progress
    check("2.1", answer)

The rules are in one module a lesson, `lesson_02` and so on. With the environment variable
COURSE_CHECKS=raise a check raises unless the answer is right: the build of the solved notebooks and
the tests use that.
"""

from __future__ import annotations

import importlib
import os
import pkgutil

from helpers.checks import store
from helpers.checks.blank import Blank, has_blank
from helpers.checks.judging import Exercise, Verdict, judge

____ = Blank()

__all__ = ["____", "CheckFailed", "check", "exercises", "has_blank", "progress"]


class CheckFailed(AssertionError):
    """Raised in place of a verdict that is not "right", where COURSE_CHECKS=raise asks for it."""


def exercises() -> dict[str, Exercise]:
    """Return every exercise of the course by its number, in order."""
    found = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        if module.startswith("lesson_"):
            for value in vars(importlib.import_module(f"helpers.checks.{module}")).values():
                if isinstance(value, Exercise):
                    found[value.number] = value
    return found


def check(number: str, *answers: object) -> None:
    """Check the answer to an exercise and display one line that says what was seen.

    The line says "not answered yet", "right", or what is wrong with this answer. Nothing is raised,
    whatever the answer is.

    Args:
        number: the exercise, as the lesson numbers it, "2.1".
        answers: what the exercise asks for, nearly always one value or one function.

    Raises:
        CheckFailed: only where the environment variable COURSE_CHECKS is "raise".

    Example:
        >>> check("2.1", ____)
        ○ Exercise 2.1: not answered yet.
    """
    verdict = look_at(number, answers)
    if os.environ.get("COURSE_CHECKS") == "raise" and verdict.state != "right":
        raise CheckFailed(verdict.message)
    if verdict.state != "not answered" and verdict.number:
        store.remember(verdict.number, verdict.state == "right")
    _display(verdict)


def look_at(number: str, answers: tuple[object, ...]) -> Verdict:
    """Return the verdict on an answer without displaying or remembering it."""
    known = exercises()
    task = known.get(str(number).strip())
    if task is None:
        return Verdict("", "wrong", f"There is no exercise {number}. There are: {', '.join(known)}.")
    return judge(task, answers)


def progress(lesson: int | None = None) -> None:
    """Show which exercises are right so far. It stays on this machine.

    Args:
        lesson: one lesson's number, 2 for lesson 02; None shows all lessons.

    Raises:
        ValueError: if there is no such lesson.

    Example:
        progress()
    """
    kept = store.load()
    numbers = [n for n in exercises() if lesson is None or n.partition(".")[0] == str(lesson)]
    if not numbers:
        raise ValueError(f"lesson: expected the number of a lesson with exercises; received {lesson!r}.")
    lessons: dict[str, list[str]] = {}
    for number in numbers:
        state = kept.get(number)
        mark = "○" if state is None else "✔" if state["right"] else "✘"
        lessons.setdefault(number.partition(".")[0], []).append(f"{mark} {number}")
    lines = [f"Lesson {int(lesson):02d}:  {'  '.join(marks)}" for lesson, marks in lessons.items()]
    right = sum(state["right"] for number, state in kept.items() if number in numbers)
    lines.append(f"{right} of {len(numbers)} exercises right. (✔ right, ✘ tried, ○ not answered)")
    if store.trouble():
        lines.append(f"Not kept beyond this session: {store.trouble()}")
    print("\n".join(lines))


def _display(verdict: Verdict) -> None:
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(verdict)
        return
    if get_ipython() is None:
        print(verdict)
    else:
        display(verdict)
