"""What the rules of the exercises are written with: reading an answer, and judging it.

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
from helpers.checks.verdicts import MOST_ITEMS, Stopped, Verdict, Wrong, one_line, refuse_endless, show
from helpers.checks.verdicts import NotAnswered as NotAnswered
from helpers.writing import listed
from helpers.writing import number as written

TOLERANCE = 1e-6  # relative and absolute; float32 answers are compared at FLOAT32
FLOAT32 = 1e-4


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


# -- reading answers ----------------------------------------------------------------------------------


def number(answer: object, what: str = "one number") -> float:
    """Read an answer as one finite number, from a number, a string-free scalar or an array of one."""
    values = numbers(answer, what=what)
    if values.size != 1:
        raise Wrong(f"expected {what}; you gave {values.size} numbers.")
    return float(values.reshape(-1)[0])


def numbers(answer: object, shape: tuple[int, ...] | None = None, what: str = "numbers") -> np.ndarray:
    """Read an answer as an array of finite floats, of this shape if one is given."""
    if answer is None:
        raise Wrong(
            f"expected {what}; you gave None. A function without return gives None back, and so does print."
        )
    if callable(answer) and not hasattr(answer, "__array__"):
        raise Wrong(f"expected {what}; you gave a function. Call it, with its arguments in parentheses.")
    if isinstance(answer, str):
        raise Wrong(f"expected {what}; you gave the text {show(answer)}. Leave the quotes away.")
    if _size(answer) > MOST_ITEMS:
        raise Wrong(f"expected {what}; you gave {_size(answer)} numbers.")
    try:
        values = np.asarray(answer, dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        cure = " Put list(…) around it." if hasattr(answer, "__next__") else ""
        raise Wrong(
            f"expected {what}; you gave {show(answer)}, which is not made of numbers.{cure}"
        ) from error
    if _holds_text(answer):
        raise Wrong(
            f"expected {what}; you gave {show(answer)}, texts in place of numbers. Leave the quotes away."
        )
    if not np.all(np.isfinite(values)):
        raise Wrong(f"expected {what}; yours has NaN or infinity in it.")
    if shape is not None and values.shape != shape:
        raise Wrong(f"expected {what}, of shape {shape}; yours has shape {values.shape}.")
    return values


def _size(answer: object) -> int:
    """Return about how many numbers an answer holds, without reading them."""
    size = getattr(answer, "size", None)
    if isinstance(size, int):
        return size
    count = 1
    for _ in range(8):  # nested lists, taken to be as long as their first ones
        if not isinstance(answer, list | tuple | range) or not answer:
            break
        count, answer = count * len(answer), answer[0]
    return count


def _holds_text(answer: object) -> bool:
    """Say whether what NumPy reads as numbers was written in quotes."""
    values = np.asarray(answer)
    return (
        values.dtype.kind in "US" or values.dtype == object and any(isinstance(v, str) for v in values.flat)
    )


def vector(answer: object, length: int, each: str) -> np.ndarray:
    """Read an answer as `length` numbers in a row; a row or column matrix is taken for one."""
    values = numbers(answer, what=f"{length} {each}s")
    if values.size != length or values.ndim > 2 or max(values.shape, default=0) != length:
        raise Wrong(f"expected {length} {each}s; you gave {values.size}.")
    return values.reshape(-1)


def whole(answer: object, what: str = "a whole number") -> int:
    """Read an answer as a whole number; 4.0 is one, 4.5, True and 1e300 are not."""
    if isinstance(answer, bool | np.bool_):
        raise Wrong(f"expected {what}; you gave {answer}.")
    value = number(answer, what)
    if value != int(value) or abs(value) >= 1e15:
        raise Wrong(f"expected {what}; you gave {show(value)}.")
    return int(value)


def choice(answer: object, options: Sequence[str]) -> str:
    """Read an answer as one of some words, in any case and with spaces around."""
    expected = f"expected one of {', '.join(map(repr, options))}"
    if not isinstance(answer, str):
        raise Wrong(f"{expected}, in quotes; you gave {show(answer)}.")
    word = answer.strip().lower()
    if word not in options:
        raise Wrong(f"{expected}; you gave {show(answer)}.")
    return word


def function(answer: object, name: str) -> Callable[..., Any]:
    """Read an answer as a function."""
    if isinstance(answer, type) or not callable(answer):
        raise Wrong(f"expected the function {name} itself, without parentheses; you gave {show(answer)}.")
    return answer


# -- comparing ----------------------------------------------------------------------------------------


def close(a: object, b: object, tolerance: float = TOLERANCE) -> bool:
    """Say whether two numbers or arrays agree within the tolerance, relative or absolute."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=tolerance, atol=tolerance))


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
