"""The blank, ``____``: what stands where a learner has not answered yet.

A blank lets the page run on: whatever is done with it gives a blank again, and a check that meets one
says "not answered yet".
"""

from __future__ import annotations


class Blank:
    """A value that is still missing; every operation on it is missing too."""

    __array_priority__ = 1000  # NumPy leaves operations to us
    __array_ufunc__ = None

    def __repr__(self) -> str:
        return "____"

    def __call__(self, *args: object, **kwargs: object) -> Blank:
        return self

    def __getattr__(self, name: str) -> Blank:
        if name.startswith("_"):  # protocols of Python, NumPy and IPython are not ours to answer
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Blank:
        return self

    def __iter__(self):
        raise TypeError("____ is a blank: put your answer in its place, then run the cell again.")

    __hash__ = object.__hash__


def _same(self: Blank, *others: object) -> Blank:
    return self


_ARITHMETIC = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor"]
for _name in [
    *_ARITHMETIC,
    *(f"r{name}" for name in _ARITHMETIC),
    *["neg", "pos", "abs", "invert", "lt", "le", "gt", "ge", "eq", "ne"],
]:
    setattr(Blank, f"__{_name}__", _same)

____ = Blank()


def has_blank(value: object) -> bool:
    """Say whether a value is a blank or holds one, in lists, tuples, dicts and arrays of objects."""
    if isinstance(value, Blank):
        return True
    if isinstance(value, dict):
        return any(map(has_blank, value.values()))
    if isinstance(value, list | tuple | set):
        return any(map(has_blank, value))
    if getattr(value, "dtype", None) is not None and str(value.dtype) == "object":
        return any(map(has_blank, value.ravel().tolist())) if hasattr(value, "ravel") else False
    return False
