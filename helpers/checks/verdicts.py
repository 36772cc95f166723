"""What a check says: the verdict, the reasons for it, and how an answer is shown back to its author."""

from __future__ import annotations

import re
import reprlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers import writing

MOST_ITEMS = 1_000_000  # a longer list is refused before it is read


class Wrong(Exception):
    """The answer is not right; the message says what is wrong with this one."""


class Stopped(Wrong):
    """The learner interrupted their own function while a check ran it."""


class NotAnswered(Exception):
    """There is still a blank in the answer."""


@dataclass(frozen=True)
class Verdict:
    """What a check saw, or with what `use` goes on.

    Attributes:
        number: of the exercise, "" where there is no such exercise.
        state: "right", "wrong", "not answered" or "going on".
        message: the whole line.
        stopped: whether the learner interrupted the check.
    """

    number: str
    state: str
    message: str
    stopped: bool = False

    _MARKS = {"right": "✔", "wrong": "✘", "not answered": "○", "going on": "→"}
    _COLOURS = {"right": "#117a5b", "wrong": "#c1440e", "not answered": "#808080", "going on": "#808080"}

    def __str__(self) -> str:
        return f"{self._MARKS[self.state]} {self.message}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        import html

        style = f"border-left: 5px solid {self._COLOURS[self.state]}; padding: 2px 10px"
        return {
            "text/plain": str(self),
            "text/html": f'<div style="{style}">{html.escape(str(self), quote=False)}</div>',
        }


def one_line(text: object, longest: int = 300) -> str:
    """Return a text on one line, shortened where it is long; never raise."""
    try:
        line = " ".join(str(text)[: 10 * longest].split())
    except BaseException as error:  # an error or an answer whose own __str__ raises
        line = f"(no text: {type(error).__name__})"
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def refuse_endless(value: object, whose: str = "you gave") -> None:
    """Raise Wrong for a container that would take seconds to read: no exercise asks for so much."""
    if isinstance(value, list | tuple | set | frozenset | dict) and len(value) > MOST_ITEMS:
        raise Wrong(
            f"{whose} a {type(value).__name__} of {len(value)} things, more than any exercise asks for."
        )


class _Repr(reprlib.Repr):
    """Python's way to write a value, without the names of NumPy's number types and without endless parts."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdict = self.maxarray = 60
        self.maxstring = self.maxother = self.maxlong = 200

    def repr1(self, value: Any, level: int) -> str:
        return super().repr1(value.item() if isinstance(value, np.generic) else value, level)


def show(value: object, longest: int = 60) -> str:
    """Return a short way to show an answer back to its author; never raise, whatever the answer is.

    >>> show(-0.5), show(10**300), show([1, 2]), show("a")
    ('−0.5', '1e+300', '[1, 2]', "'a'")
    """
    try:
        if isinstance(value, float | np.floating):
            return writing.significant(value)  # type: ignore[arg-type]
        if isinstance(value, int | np.integer) and not isinstance(value, bool):
            whole = int(value)
            return writing.significant(whole) if abs(whole) >= 10**15 else str(whole).replace("-", "−")
        return one_line(re.sub(" at 0x[0-9A-Fa-f]+", "", _Repr().repr(value)), longest)
    except BaseException:
        return f"something of type {type(value).__name__}"
