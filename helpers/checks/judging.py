"""What the rules of the exercises are written with: reading an answer, and saying what is wrong with it.

A rule is a function of the answer. It returns None where the answer is right and raises `Wrong`, with a
sentence to the learner, where it is not. `judge` runs a rule so that nothing a learner passes can
bring an error of ours onto the page.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.blank import has_blank

TOLERANCE = 1e-6  # relative and absolute; float32 answers are compared at FLOAT32
FLOAT32 = 1e-4


class Wrong(Exception):
    """The answer is not right; the message says what is wrong with this one."""


class NotAnswered(Exception):
    """There is still a blank in the answer."""


@dataclass(frozen=True)
class Exercise:
    """One exercise: its number, the rule that judges it, and what a right answer is worth knowing for."""

    number: str
    rule: Callable[..., None]
    praise: str
    answers: int


def exercise(number: str, praise: str) -> Callable[[Callable[..., None]], Exercise]:
    """Make a rule an exercise: ``@exercise("2.1", "…")`` above the rule's function."""

    def wrap(rule: Callable[..., None]) -> Exercise:
        return Exercise(number, rule, praise, rule.__code__.co_argcount)

    return wrap


@dataclass(frozen=True)
class Verdict:
    """What a check saw: `state` is "right", "wrong" or "not answered"; `message` is the whole line."""

    number: str
    state: str
    message: str

    _MARKS = {"right": "✔", "wrong": "✘", "not answered": "○"}
    _COLOURS = {"right": "#117a5b", "wrong": "#c1440e", "not answered": "#808080"}

    def __str__(self) -> str:
        return f"{self._MARKS[self.state]} {self.message}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        import html

        style = f"border-left: 5px solid {self._COLOURS[self.state]}; padding: 2px 10px"
        return {
            "text/plain": str(self),
            "text/html": f'<div style="{style}">{html.escape(str(self), quote=False)}</div>',
        }


def judge(task: Exercise, answers: Sequence[object]) -> Verdict:
    """Judge an answer; never raise, whatever it is."""
    name = f"Exercise {task.number}"
    if len(answers) != task.answers:
        wanted = "1 answer" if task.answers == 1 else f"{task.answers} answers"
        return Verdict(
            task.number, "wrong", f'{name}: check("{task.number}", …) takes {wanted}, {len(answers)} came.'
        )
    try:
        if any(map(has_blank, answers)):
            raise NotAnswered
        with np.errstate(all="ignore"):
            task.rule(*answers)
    except NotAnswered:
        return Verdict(task.number, "not answered", f"{name}: not answered yet.")
    except Wrong as wrong:
        return Verdict(task.number, "wrong", f"{name}: {one_line(wrong)}")
    except Exception as error:  # an answer nobody foresaw: say so, and never show our traceback
        kinds = ", ".join(type(answer).__name__ for answer in answers)
        return Verdict(
            task.number,
            "wrong",
            f"{name}: this answer could not be read ({kinds}): {type(error).__name__}: {one_line(error)}",
        )
    return Verdict(task.number, "right", f"{name}: right. {task.praise}")


def one_line(text: object, longest: int = 300) -> str:
    """Return a text on one line, shortened where it is endless."""
    line = " ".join(str(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def told(value: object) -> str:
    """Return a short way to show an answer back to its author."""
    if isinstance(value, float | np.floating):
        return f"{value:.6g}"
    return one_line(repr(value), 60)


def switched(inputs: str, total: float, gate: str, wanted: bool) -> str:
    """Return how a neuron with a step answers some inputs, and how the gate it should be does."""
    from helpers.drawing.style import number as shown

    return (
        f"for {inputs} the sum with the bias is {shown(total)}, so the neuron is {'on' if total > 0 else 'off'}; "
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
        raise Wrong(f"expected {what}; you gave the text {told(answer)}. Leave the quotes away.")
    try:
        values = np.asarray(answer, dtype=float)
    except (TypeError, ValueError) as error:
        raise Wrong(f"expected {what}; you gave {told(answer)}, which is not made of numbers.") from error
    if _holds_text(answer):
        raise Wrong(
            f"expected {what}; you gave {told(answer)}, texts in place of numbers. Leave the quotes away."
        )
    if not np.all(np.isfinite(values)):
        raise Wrong(f"expected {what}; yours has NaN or infinity in it.")
    if shape is not None and values.shape != shape:
        raise Wrong(f"expected {what}, of shape {shape}; yours has shape {values.shape}.")
    return values


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
    """Read an answer as a whole number; 4.0 is one, 4.5 and True are not."""
    if isinstance(answer, bool | np.bool_):
        raise Wrong(f"expected {what}; you gave {answer}.")
    value = number(answer, what)
    if value != int(value):
        raise Wrong(f"expected {what}; you gave {told(value)}.")
    return int(value)


def choice(answer: object, options: Sequence[str]) -> str:
    """Read an answer as one of some words, in any case and with spaces around."""
    if not isinstance(answer, str):
        raise Wrong(f"expected one of {', '.join(map(repr, options))}, in quotes; you gave {told(answer)}.")
    word = answer.strip().lower()
    if word not in options:
        raise Wrong(f"expected one of {', '.join(map(repr, options))}; you gave {told(answer)}.")
    return word


def close(a: object, b: object, tolerance: float = TOLERANCE) -> bool:
    """Say whether two numbers or arrays agree within the tolerance, relative or absolute."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=tolerance, atol=tolerance))


def function(answer: object, name: str) -> Callable[..., Any]:
    """Read an answer as a function."""
    if isinstance(answer, type) or not callable(answer):
        raise Wrong(f"expected the function {name} itself, without parentheses; you gave {told(answer)}.")
    return answer


def rounded(answer: object, right: object) -> bool:
    """Say whether an answer is the right one, rounded to a few decimals."""
    return any(close(answer, np.round(right, decimals)) for decimals in range(1, 5))


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


def call(answer: Callable[..., Any], *args: object, shown: str = "") -> Any:
    """Call a learner's function on copies, quietly; what it raises becomes the verdict."""
    copies = [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]
    shown = shown or ", ".join(told(arg) for arg in args)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            result = answer(*copies)
    except (KeyboardInterrupt, NotAnswered):
        raise
    except BaseException as error:
        raise Wrong(
            f"your function stopped when it was called with {shown}: {type(error).__name__}: {one_line(error, 150)}"
        ) from error
    if has_blank(result):
        raise NotAnswered
    return result
