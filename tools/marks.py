"""The marks in a lesson's source that say more than the page: what an exercise is for, numbers to fill in, terms.

    #: exercise 2.4 kind=write objective=3     in an exercise's code cell: what it asks for and which bullet
                                               of "You will" it tests (several: objective=1,3)
    {{mistakes}} or {{share:.2f}}              in prose: an expression that the build evaluates where it stands,
                                               formatted as in an f-string. {{minutes}} is the lesson's minutes.
                                               {{1958}}, a literal, is a number that was given
    tags=["proof"]                             an author's code cell, in which claims are proved
    tags=["teacher"]                           a note for whoever teaches
    slideshow={"slide_type": "slide"}          a cell that is a slide
    long="reason"                              why a code cell has more lines than the rule allows
    **term**                                   the first time a term is used: it goes into the glossary

This module reads text and executes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

KINDS = {"compute": 2, "predict": 1, "read": 3, "write": 5, "find": 5, "do": 8, "explain": 8}  # minutes
UNMARKED = "write"  # the kind of an exercise that does not say

WORDS_A_MINUTE = 150
SECONDS_A_LINE = 6  # of code that is neither blank nor comment
MINUTES_A_FIGURE = 0.5
PAUSES = 1.2  # people stop to think, and go back
LONGEST_TERM = 4  # words; what is longer and bold is an emphasis
MINUTES = "minutes"  # the one name in {{…}} that the build knows without a kernel

EXERCISE = re.compile(r"(?m)^[ ]*#: exercise (?P<number>\d+\.\d+)(?P<settings>(?: \w+=[\w,]+)*)[ ]*\n?")
FILL = re.compile(r"\{\{(.+?)\}\}")
FIGURE = re.compile(r"\bplt\.show\(\)|\bplay_\w+\(|\bdraw_graph\(")
FOLDED = re.compile(r"(?s)<details>.*?</details>")
SUMMARY = re.compile(r"</?(?:details|summary)>")
BOLD = re.compile(r"(?<![\w*])\*\*(?!\s)([^*\n]+?)(?<!\s)\*\*(?![\w*])")
NO_TERM = re.compile(r"[:.?!\d]$")  # a run-in, an exercise's number, a whole sentence
NOT_PROSE = re.compile(r"(?s)```.*?```|`[^`\n]+`|\$\$.+?\$\$|\$[^$\n]+\$|\]\([^)]*\)")


class MarkError(Exception):
    """A mark cannot be read; the message says which and what was expected."""


@dataclass(frozen=True)
class Exercise:
    """What an exercise's mark says: its number, its kind, and the objectives (from 1) that it tests."""

    number: str
    kind: str
    objectives: tuple[int, ...]


@dataclass(frozen=True)
class Term:
    """A term and the sentence that defines it."""

    name: str
    sentence: str


def tags_of(cell: NotebookNode) -> tuple[str, ...]:
    return tuple(cell.metadata.get("tags", ()))


def exercise_of(source: str) -> Exercise | None:
    """Read the mark of the exercise in a code cell's source; None where there is none.

    Raises:
        MarkError: if its kind or its objectives cannot be read.
    """
    found = EXERCISE.search(source)
    if found is None:
        return None
    settings = dict(pair.split("=", 1) for pair in found["settings"].split())
    kind, objectives = settings.pop("kind", ""), settings.pop("objective", "")
    if settings or kind not in KINDS or not re.fullmatch(r"\d+(,\d+)*", objectives):
        raise MarkError(
            f"expected `#: exercise 2.4 kind=write objective=3`, kind one of {', '.join(KINDS)}; "
            f"received `{found[0].strip()}`."
        )
    return Exercise(found["number"], kind, tuple(int(one) for one in objectives.split(",")))


def exercises(cells: list[NotebookNode]) -> list[Exercise]:
    """Return the marks of all exercises of a lesson, in order."""
    found = (exercise_of(cell.source) for cell in cells if cell.cell_type == "code")
    return [one for one in found if one is not None]


def minutes(cells: list[NotebookNode]) -> int:
    """Return how many minutes a lesson takes, rounded up to five.

    Args:
        cells: of the source: hints, proofs and teacher's notes are left out here.
    """
    total = 0.0
    for cell in cells:
        if {"hints", "proof", "teacher"} & set(tags_of(cell)):
            continue
        if cell.cell_type == "code":
            total += code_minutes(cell.source)
        else:
            total += len(SUMMARY.sub(" ", cell.source).split()) / WORDS_A_MINUTE
    return int(-(-total * PAUSES // 5) * 5)


def code_minutes(source: str) -> float:
    """Return the minutes of one code cell: reading it, looking at its figures, doing its exercises."""
    mark = exercise_of(source)
    asked = source.count('check("')
    kind = mark.kind if mark else UNMARKED
    lines = [line for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]
    read = len(lines) * SECONDS_A_LINE / 60 + len(FIGURE.findall(source)) * MINUTES_A_FIGURE
    return asked * KINDS[kind] if asked else read


# ---- numbers in prose, filled in -------------------------------------------------------------------


def fills(text: str) -> list[str]:
    """Return the expressions that a markdown cell wants filled in by a kernel, in order."""
    return [found for found in FILL.findall(text) if found.strip() != MINUTES]


def fill(text: str, values: list[str], lesson_minutes: int) -> str:
    """Return a markdown cell's text with values in place of its expressions.

    Raises:
        MarkError: if there are not as many values as expressions.
    """
    wanted = fills(text)
    if len(values) != len(wanted):
        raise MarkError(f"expected {len(wanted)} values for {wanted}, received {len(values)}.")
    left = iter(values)
    return FILL.sub(lambda found: str(lesson_minutes) if found[1].strip() == MINUTES else next(left), text)


def filler(expressions: list[str]) -> str:
    """Return the code that prints the values of these expressions as JSON, formatted as in an f-string."""
    values = ", ".join(f'f"""{{{expression}}}"""' for expression in expressions)
    return f"print(__import__('json').dumps([{values}]))"


def typeset(value: str) -> str:
    """Return a value as the page writes it: a minus sign in front of a number, not a hyphen."""
    return re.sub(r"(?<![\w.])-(?=\.?\d)", "−", value)


# ---- terms -----------------------------------------------------------------------------------------


def terms(text: str) -> Iterator[Term]:
    """Return the terms that a markdown cell defines: what is bold, short and no run-in, number or sentence."""
    for paragraph in re.split(r"\n\s*\n", FOLDED.sub("", text)):
        if paragraph.lstrip().startswith(("#", "|")):
            continue
        flat = " ".join(paragraph.split())
        for found in BOLD.finditer(flat):
            if not NO_TERM.search(found[1]) and len(found[1].split()) <= LONGEST_TERM:
                yield Term(found[1], sentence_around(flat, found.start()))


def sentence_around(text: str, place: int) -> str:
    """Return the sentence of a paragraph that stands at a place, without its bold marks."""
    ends = [match.end() for match in re.finditer(r"[.?!][\"')*]*(?=\s+[A-ZΑ-Ω\"'(*`])|:(?=\s)", text)]
    start = max((end for end in ends if end <= place), default=0)
    stop = min((end for end in ends if end > place and text[end - 1] != ":"), default=len(text))
    return text[start:stop].replace("**", "").strip()


def prose(text: str) -> str:
    """Return a markdown cell's running words: no code, no formulas, no addresses, no folds."""
    return NOT_PROSE.sub(" ", FOLDED.sub(" ", text))
