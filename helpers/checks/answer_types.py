"""Of which type an answer must be: a number, numbers of a shape, a whole number, a word, a function.

Each function reads an answer as its type, or raises `Wrong` with the sentence that the learner gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from helpers.checks.verdicts import MOST_ITEMS, Wrong, show


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
