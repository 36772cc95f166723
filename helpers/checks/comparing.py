"""Comparing what a learner's function returned with what it should, and writing both down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from helpers.checks.answer_types import numbers
from helpers.checks.verdicts import Wrong, show
from helpers.writing import listed, significant

TOLERANCE = 1e-6  # relative and absolute; float32 answers are compared at FLOAT32
FLOAT32 = 1e-4
MOST_SHOWN = 12  # numbers of an array that are written out


def close(a: object, b: object, tolerance: float = TOLERANCE) -> bool:
    """Say whether two numbers or arrays agree within the tolerance, relative or absolute."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=tolerance, atol=tolerance))


def alike(received: object, expected: object, tolerance: float = TOLERANCE) -> bool:
    """Say whether two results are the same: numbers within the tolerance, texts, or tuples of them.

    A row of numbers may also be a table of one row or of one column. Never raises on its account of `received`.
    """
    if isinstance(expected, str) or expected is None:
        return isinstance(received, type(expected)) and received == expected
    if isinstance(received, str | dict) or received is None:
        return isinstance(expected, dict) and isinstance(received, dict) and _same_entries(received, expected)
    if isinstance(received, bool | np.bool_) and not isinstance(expected, int | float | np.number | np.bool_):
        return False
    if isinstance(expected, tuple) or isinstance(expected, list) and not _numeric(expected):
        parts = _parts(received)
        return (
            parts is not None
            and len(parts) == len(expected)
            and all(alike(part, one, tolerance) for part, one in zip(parts, expected, strict=True))
        )
    if not (_numeric(received) and _numeric(expected)):
        return False
    a, b = np.asarray(received, float), np.asarray(expected, float)
    if a.size == b.size and max(a.shape, default=1) == a.size and max(b.shape, default=1) == b.size:
        a, b = a.reshape(-1), b.reshape(-1)
    return close(a, b, tolerance)


def rounded_alike(received: object, expected: object) -> bool:
    """Say whether a result is the expected one, rounded to a few decimals."""
    if isinstance(expected, tuple):
        parts = _parts(received) or ()
        return len(parts) == len(expected) and all(map(rounded_alike, parts, expected))
    if not (_numeric(received) and _numeric(expected)):
        return False
    return any(alike(received, np.round(np.asarray(expected, float), digits)) for digits in range(5))


def complaint(received: object, expected: object, names: Sequence[str] = ()) -> str:
    """Return what is wrong with the form of a result, or "" where it could be the expected one."""
    if received is None and expected is not None:
        return "yours returned None. Does the function lack its return? print gives nothing back."
    if isinstance(expected, tuple):
        parts = _parts(received)
        things = f"{len(expected)} things back{f', {listed(names)}' if names else ''}"
        if parts is None or len(parts) != len(expected):
            return f"expected {things}; yours returned {in_text(received)}."
        named = names or [f"number {place + 1} of them" for place in range(len(parts))]
        said = [
            f"{name}: {lack}"
            for name, part, one in zip(named, parts, expected, strict=True)
            if (lack := complaint(part, one))
        ]
        return said[0] if said else ""
    return _numbers_complaint(received, expected) if _numeric(expected) else ""


def _numbers_complaint(received: object, expected: Any) -> str:
    shape = np.shape(expected)
    what = "one number back" if not shape else f"an array of shape {shape} back"
    if len(shape) == 1:
        what = f"{shape[0]} numbers back"
    try:
        values = numbers(received, what=what)
    except Wrong as wrong:
        return str(wrong).replace("you gave", "yours gave")
    if values.size != int(np.prod(shape)):
        return f"expected {what}; yours gave {values.size}."
    flat = values.ndim <= 1 or max(values.shape) == values.size
    if values.shape != shape and not (flat and len(shape) <= 1):
        return f"expected {what}; yours has shape {values.shape}."
    return ""


def in_text(value: object, digits: int = 4) -> str:
    """Write an argument or a result for a sentence: numbers with few digits, large arrays by their shape."""
    if isinstance(value, tuple):
        return f"({', '.join(in_text(one, digits) for one in value)}{',' if len(value) == 1 else ''})"
    if isinstance(value, np.ndarray | list) and np.size(_array(value)) > 0 and _numeric(value):
        array = _array(value)
        return _nested(array, digits) if array.size <= MOST_SHOWN else f"an array of shape {array.shape}"
    if isinstance(value, float | np.floating):
        return significant(float(value), digits)
    if callable(value):
        return getattr(value, "__name__", "a function")
    return show(value)


def in_code(*arguments: object) -> str:
    """Write arguments as a learner can copy them into a call: with Python's minus and more digits."""
    return ", ".join(in_text(argument, 6).replace("−", "-") for argument in arguments)


def _nested(array: np.ndarray, digits: int) -> str:
    if array.ndim == 0:
        return significant(float(array), digits)
    return f"[{', '.join(_nested(part, digits) for part in array)}]"


def _array(value: object) -> np.ndarray:
    try:
        return np.asarray(value)
    except ValueError:  # parts of different lengths
        return np.array([])


def _numeric(value: object) -> bool:
    """Say whether a value is a number or made of numbers alone; NaN and infinity are numbers here."""
    if isinstance(value, int | float | np.number | np.bool_):
        return True
    try:
        array = np.asarray(value)
        if array.dtype == object:
            return all(isinstance(one, int | float | np.number) for one in array.flat)
        return array.dtype.kind in "biuf"
    except Exception:
        return False


def finite(value: object) -> bool:
    """Say whether a result has neither NaN nor infinity among its numbers."""
    return not _numeric(value) or bool(np.all(np.isfinite(np.asarray(value, float))))


def _parts(received: object) -> list[Any] | None:
    """Return the things that were returned together."""
    if isinstance(received, tuple | list):
        return list(received)
    if isinstance(received, np.ndarray) and received.ndim:
        return list(received)
    return None


def _same_entries(received: dict[Any, Any], expected: dict[Any, Any]) -> bool:
    return received.keys() == expected.keys() and all(alike(received[key], expected[key]) for key in expected)
