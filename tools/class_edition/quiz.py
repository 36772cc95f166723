r"""Quizzes: multiple choice written by hand in classroom/quizzes/, as a sheet, its answers, and Moodle's GIFT.

    [[question]]
    tests = "compute by hand what a neuron adds up"
    asks = "Inputs 1 and 2, weights 3 and −1, bias −1, binary step. What does the neuron give?"
    right = ["0", "the sum is 3 − 2 − 1 = 0, and 0 is not above 0."]
    wrong = [["1", "that would need a sum above 0."], ["−1", "…"], ["2", "…"]]

GIFT is described in Moodle's documentation, "GIFT format": in a text ~ = # { } : and the backslash are escaped.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools import lessons, pages

QUIZZES = lessons.ROOT / "classroom" / "quizzes"
COURSE = "Neural networks, opened"
LETTERS = "abcdef"
SPECIAL = re.compile(r"([\\~=#{}:])")


class QuizError(Exception):
    """A quiz cannot be read; the message names the question and what was expected."""


@dataclass(frozen=True)
class Option:
    """An answer to choose, why it is right or wrong, and which of the two."""

    text: str
    why: str
    right: bool


@dataclass(frozen=True)
class Question:
    """A question with one right option, which is the first.

    Attributes:
        name: the lesson's number and its place in the quiz, "02.1".
        asks: the question.
        tests: what the lesson wants its learners to be able to do.
        options: the right one first.
    """

    name: str
    asks: str
    tests: str
    options: tuple[Option, ...]

    def shuffled(self) -> list[Option]:
        """Return the options in an order that does not tell which is right, and is the same each time."""
        return sorted(self.options, key=lambda one: hashlib.sha256((self.name + one.text).encode()).digest())


def read(path: Path) -> list[Question]:
    """Read the quiz of a lesson.

    Raises:
        QuizError: if a question lacks something, or two of its options are the same.
    """
    found = []
    for place, one in enumerate(tomllib.loads(path.read_text("utf-8"))["question"], start=1):
        name = f"{path.stem}.{place}"
        if set(one) != {"tests", "asks", "right", "wrong"}:
            raise QuizError(
                f"{path.name}, {name}: expected tests, asks, right and wrong; it has {sorted(one)}."
            )
        options = [Option(*one["right"], True), *(Option(*wrong, False) for wrong in one["wrong"])]
        if len({option.text for option in options}) != len(options) or len(options) < 3:
            raise QuizError(f"{path.name}, {name}: expected three options or more, no two the same.")
        found.append(Question(name, one["asks"], one["tests"], tuple(options)))
    return found


@cache
def title(source: Path) -> str:
    """Return a lesson's title."""
    row = re.search(r"\[(.+?)\]", pages.row(source))
    return f"{source.stem[:2]} {row[1] if row else source.stem}"


# ---- Moodle ------------------------------------------------------------------------------------------


def gift(questions: list[Question], heading: str) -> str:
    """Return questions in Moodle's GIFT, in a category of their own; the texts are Markdown."""
    lines = [f"$CATEGORY: {COURSE}/{heading.replace('/', '//')}"]
    for one in questions:
        options = "\n".join(
            f"  {'=' if option.right else '~'}{escaped(option.text)}#{escaped(option.why)}"
            for option in one.options
        )
        lines.append(
            f"// tests: {one.tests}\n::{escaped(one.name)}::[markdown]{escaped(one.asks)} {{\n{options}\n}}"
        )
    return "\n\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""Return a text as GIFT writes it.

    >>> print(escaped("x[:, 1] = {2}"))
    x[\:, 1] \= \{2\}
    """
    return SPECIAL.sub(r"\\\1", text.strip()).replace("\n", r"\n")


# ---- paper -------------------------------------------------------------------------------------------


def sheet(questions: list[Question], heading: str) -> str:
    """Return the sheet that learners fill in, as Markdown."""
    parts = [
        f"# Quiz: {heading}",
        'Name: <span class="line">&nbsp;</span>',
        "One answer to each question is right.",
    ]
    for number, one in enumerate(questions, start=1):
        options = "  \n".join(
            f"☐ ({letter}) {option.text}" for letter, option in zip(LETTERS, one.shuffled(), strict=False)
        )
        parts.append(f"**{number}.** {one.asks}\n\n{options}")
    return "\n\n".join(parts) + "\n"


def answers(questions: list[Question], heading: str) -> str:
    """Return the answers to the sheet, with a reason for each option, as Markdown."""
    key = ", ".join(
        f"{number} {letter}"
        for number, one in enumerate(questions, start=1)
        for letter, option in zip(LETTERS, one.shuffled(), strict=False)
        if option.right
    )
    parts = [f"# Quiz: {heading}, the answers", f"**Key:** {key}"]
    for number, one in enumerate(questions, start=1):
        options = "\n".join(
            f"- ({letter}) {'**right**' if option.right else 'wrong'}: {option.text} ({option.why.rstrip('.')})"
            for letter, option in zip(LETTERS, one.shuffled(), strict=False)
        )
        parts.append(f"**{number}.** {one.asks}\n\n*Tests: {one.tests}.*\n\n{options}")
    return "\n\n".join(parts) + "\n"
