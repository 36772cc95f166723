"""The blank, ``____``: what stands where a learner has not answered yet.

Outside a check a page must run on with its blanks: what is computed with a blank is a blank again, and a blank
counts as False. Where Python insists on a plain number (`int(____)`) it raises BlankError, which says what to do.
Inside a check (`watching`) a blank that a function decides by raises too, so that a half-filled function is told
"not answered yet" and not "it gives 1 for every row".
"""

from __future__ import annotations

import contextlib
import types
from collections.abc import Iterator

import numpy as np

MOST_LOOKED_AT = 100_000  # items of an answer that are searched for a blank


class BlankError(TypeError):
    """A blank was used where there must be a value."""

    def __init__(self) -> None:
        super().__init__("____ is a blank: put your answer in its place, then run the cell again.")


class Watch:
    """Whether a blank stopped something while a check was looking."""

    def __init__(self) -> None:
        self.touched = False


_watches: list[Watch] = []


@contextlib.contextmanager
def watching() -> Iterator[Watch]:
    """Note blanks that are used as plain values, and let the truth of a blank raise."""
    _watches.append(Watch())
    try:
        yield _watches[-1]
    finally:
        _watches.pop()


class Blank:
    """A value that is still missing; what is computed with it is missing too."""

    __array_priority__ = 1000
    __pandas_priority__ = 10_000  # pandas leaves operations to us

    def __repr__(self) -> str:
        return "____"

    def __format__(self, how: str) -> str:
        return "____"

    def __call__(self, *args: object, **kwargs: object) -> Blank:
        return self

    def __getattr__(self, name: str) -> Blank:
        if name.startswith("_"):  # protocols of Python, NumPy and IPython are not ours to answer
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Blank:
        return self

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __round__(self, digits: object = None) -> Blank:
        return self

    def __array_ufunc__(self, ufunc: object, method: str, *inputs: object, **kwargs: object) -> Blank:
        return self

    def __array_function__(self, function: object, kinds: object, args: object, kwargs: object) -> Blank:
        return self

    def __bool__(self) -> bool:
        if _watches:
            _refuse(self)
        return False

    __hash__ = object.__hash__


def _same(self: Blank, *others: object) -> Blank:
    return self


def _refuse(self: Blank, *others: object) -> None:
    for watch in _watches:
        watch.touched = True
    raise BlankError


_ARITHMETIC = [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "divmod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
]
for _name in [
    *_ARITHMETIC,
    *(f"r{name}" for name in _ARITHMETIC),
    *["neg", "pos", "abs", "invert", "lt", "le", "gt", "ge", "eq", "ne"],
]:
    setattr(Blank, f"__{_name}__", _same)
for _name in ("int", "float", "complex", "index", "len", "iter", "contains"):
    setattr(Blank, f"__{_name}__", _refuse)

____ = Blank()


def has_blank(value: object) -> bool:
    """Say whether a value is a blank or holds one, in lists, tuples, sets, dicts, tables and arrays of objects.

    At most MOST_LOOKED_AT items are looked at: nobody writes a longer answer by hand.
    """
    waiting, left = [value], MOST_LOOKED_AT
    while waiting and left > 0:
        one = waiting.pop()
        left -= 1
        if isinstance(one, Blank):
            return True
        waiting.extend(_items(one, left))
    return False


def _items(value: object, most: int) -> list[object]:
    """Return what a container holds, `most` items at most; nothing for what is none."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, set | frozenset):
        value = list(value)
    if isinstance(value, list | tuple):
        return list(value[:most])
    if isinstance(value, str | bytes | int | float) or value is None or isinstance(value, type):
        return []
    if hasattr(value, "dtypes") and hasattr(value, "select_dtypes"):  # a DataFrame
        value = value.select_dtypes("object").to_numpy()
    return list(np.asarray(value).ravel()[:most]) if str(getattr(value, "dtype", "")) == "object" else []


def mentions_blank(function: object) -> bool:
    """Say whether the text of a learner's function still has the name ____ in it."""
    code = getattr(function, "__code__", None)
    waiting = [code] if isinstance(code, types.CodeType) else []
    while waiting:
        one = waiting.pop()
        if "____" in one.co_names or "____" in one.co_freevars:
            return True
        waiting.extend(const for const in one.co_consts if isinstance(const, types.CodeType))
    return False
