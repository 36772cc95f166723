"""Exercise checks: one line that says what it saw, and never an error.

    from helpers import ____, check, progress, use
    check("2.4", neuron)
    neuron = use("2.4", neuron)

The rules and the worked answers are in one module a lesson, `lesson_02` and so on. With the environment
variable COURSE_CHECKS=raise a check raises unless the answer is right: the build of the solved notebooks and
the tests use that.
"""

from __future__ import annotations

import importlib
import importlib.util
import operator
import os
import pkgutil
import re
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

from helpers.checks import store
from helpers.checks.blank import Blank, has_blank
from helpers.checks.judging import Exercise, judge
from helpers.checks.verdicts import Verdict, show

____ = Blank()

__all__ = ["____", "CheckFailed", "check", "exercises", "has_blank", "progress", "use"]

# answers whose check the learner interrupted: `use` does not run them again
_stopped: dict[str, tuple[object, ...]] = {}


class CheckFailed(AssertionError):
    """Raised in place of a verdict that is not "right", where COURSE_CHECKS=raise asks for it."""


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
    _raise_unless_right(verdict)
    if verdict.state != "not answered" and verdict.number:
        store.remember(verdict.number, verdict.state == "right")
    _display(verdict)
    for line in store.news():
        print(line)


def use(number: str, *answers: object) -> Any:
    """Return what the page goes on with: the learner's answers where they are right, else the worked ones.

    One line is displayed that says which. The answers are judged as by `check`, but no try is counted.

    Args:
        number: the exercise, as the lesson numbers it, "2.4".
        answers: the same that `check` was given.

    Returns:
        One answer, or a tuple of them where there are several.

    Raises:
        CheckFailed: only where COURSE_CHECKS is "raise" and the answer is not right.

    Example:
        neuron = use("2.4", neuron)  # → Exercise 2.4: going on with your neuron.
        weights, bias = use("2.5", weights, bias)
    """
    given = answers[0] if len(answers) == 1 else answers
    task = _find(number)
    if task is None:
        _display(_unknown(number))
        return given
    before = _stopped.get(task.number, ())
    if answers and len(before) == len(answers) and all(map(operator.is_, before, answers)):
        verdict = Verdict(task.number, "wrong", f"Exercise {task.number}: its check was stopped.", True)
    else:
        verdict = look_at(number, answers)
    _raise_unless_right(verdict)
    name = f"Exercise {task.number}"
    if verdict.state == "right":
        _display(Verdict(task.number, "going on", f"{name}: going on with your {task.called}."))
        return given
    still = "not answered yet" if verdict.state == "not answered" else "not right yet"
    if task.worked is None:
        _display(Verdict(task.number, "going on", f"{name} is {still}, and there is no worked one."))
        return given
    _display(Verdict(task.number, "going on", f"{name} is {still}: going on with the worked one."))
    return task.worked()


def look_at(number: str, answers: tuple[object, ...]) -> Verdict:
    """Return the verdict on an answer without displaying or remembering it."""
    task = _find(number)
    if task is None:
        return _unknown(number)
    verdict = judge(task, answers)
    if verdict.stopped:
        _stopped[task.number] = answers
    else:
        _stopped.pop(task.number, None)
    return verdict


def progress(lesson: int | str | None = None) -> None:
    """Show which exercises are right so far. It stays on this machine.

    Args:
        lesson: one lesson's number, 2 for lesson 02; None shows all lessons.

    Example:
        progress()
    """
    known = exercises()
    wanted = None if lesson is None else show(lesson).strip("'\" ").lstrip("0")
    by_lesson: dict[str, list[str]] = {}
    for number in known:
        by_lesson.setdefault(number.partition(".")[0], []).append(number)
    if wanted is not None and wanted not in by_lesson:
        print(f"There is no lesson {show(lesson)} with exercises. There are: {', '.join(by_lesson)}.")
        return
    kept = store.load()
    chosen = {one: numbers for one, numbers in by_lesson.items() if wanted in (None, one)}
    for one, numbers in chosen.items():
        print(f"Lesson {int(one):02d}:  {'  '.join(f'{_mark(kept.get(n))} {n}' for n in numbers)}")
    numbers = [number for of_lesson in chosen.values() for number in of_lesson]
    right = sum(kept.get(number, {}).get("right", False) for number in numbers)
    print(f"{right} of {len(numbers)} exercises right. (✔ right, ✘ tried, ○ not answered)")
    if store.trouble():
        print(f"Not kept beyond this session: {store.trouble()}")
    for path in store.set_aside():
        print(f"Set aside, because it could not be read: {path}")
    store.news()  # told with this


def exercises() -> dict[str, Exercise]:
    """Return every exercise of the course by its number, in order."""
    lessons = sorted(name for _, name, _ in pkgutil.iter_modules(__path__) if name.startswith("lesson_"))
    found = {number: task for name in lessons for number, task in _of_module(name).items()}
    return dict(sorted(found.items(), key=lambda pair: [int(part) for part in pair[0].split(".")]))


@cache
def _of_module(name: str) -> dict[str, Exercise]:
    """Return the exercises of one lesson's module: its variables, and what its lists of exercises hold."""
    if importlib.util.find_spec(f"helpers.checks.{name}") is None:
        return {}
    found: list[Exercise] = []
    for value in vars(importlib.import_module(f"helpers.checks.{name}")).values():
        several: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
        found += [one for one in several if isinstance(one, Exercise)]
    return {one.number: one for one in found}


def _find(number: object) -> Exercise | None:
    """Return the exercise of this number, however it is written: "2.1", "02.1", "2,1", 2.1."""
    parts = _parts(number)
    return _of_module(f"lesson_{int(parts[0]):02d}").get(".".join(parts)) if parts else None


def _parts(number: object) -> tuple[str, str] | None:
    found = re.fullmatch(r"\D{0,12}?0*(\d{1,2})\s*[.,:-]\s*0*(\d{1,2})\D?", show(number).strip("'\" "))
    return (found[1], found[2]) if found else None


def _unknown(number: object) -> Verdict:
    """Return what is said of a number that no exercise has: those of its lesson, or the lessons."""
    parts = _parts(number)
    here = _of_module(f"lesson_{int(parts[0]):02d}") if parts else {}
    asked = show(number).strip("'\"")
    if here:
        known = f"Lesson {int(parts[0]):02d} has: {', '.join(here)}."  # type: ignore[index]
    else:
        lessons = sorted({int(known.partition(".")[0]) for known in exercises()})
        known = f'They are numbered by lesson, "2.1"; there are lessons {lessons[0]} to {lessons[-1]}.'
    return Verdict("", "wrong", f"There is no exercise {asked}. {known}")


def _mark(state: dict[str, Any] | None) -> str:
    return "○" if state is None else "✔" if state["right"] else "✘"


def _raise_unless_right(verdict: Verdict) -> None:
    if os.environ.get("COURSE_CHECKS") == "raise" and verdict.state != "right":
        raise CheckFailed(verdict.message)


def _display(verdict: Verdict) -> None:
    """Display a line in a notebook, print it elsewhere."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(verdict)
        return
    from IPython.display import display

    display(verdict)
