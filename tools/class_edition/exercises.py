"""What a lesson asks: its exercises with hints, solutions and reasons, and its closing questions with their answers."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from tools import lessons, marks

TITLE = re.compile(r"\*\*Exercise (\d+\.\d+)\*\*")
QUESTION = re.compile(r"(?s)<details><summary>(.+?)</summary>\s*(.+?)\s*</details>")
WITHIN = re.compile(r"\[([^\]]+)\]\((?:\d\d_\w+\.ipynb|\.\./README\.md)[^)]*\)")


@dataclass(frozen=True)
class Exercise:
    """An exercise as a teacher needs it.

    Attributes:
        number: "2.4".
        kind: as its mark says.
        objectives: the bullets of the opening, from 1, that it tests.
        text: what it asks.
        hints: in order.
        seen: the code that the learner finds.
        solution: the worked answer, code.
        why: the reason that goes with it.
    """

    number: str
    kind: str
    objectives: tuple[int, ...]
    text: str
    hints: tuple[str, ...]
    seen: str
    solution: str
    why: str


def of(source: Path, filled: dict[str, list[str]]) -> list[Exercise]:
    """Return the exercises of a lesson in order.

    Args:
        source: the lesson.
        filled: the values of the expressions in its prose, by cell id.
    """
    texts = {cell.id: cell.source for cell in lessons.teachers(source, filled).cells}
    found: list[Exercise] = []
    asked, seen, code, mark = "", "", "", None
    for cell in lessons.read_source(source).cells:
        tags = marks.tags_of(cell)
        if cell.cell_type == "code" and 'check("' in cell.source:
            seen = lessons.blanked(cell.source)
            code, mark = solution(cell.source), marks.exercise_of(cell.source)
        elif "hints" in tags:
            number = TITLE.search(asked)
            hints, _, why = texts[cell.id].partition("Why:")
            bullets = tuple(" ".join(one.split()) for one in re.split(r"(?m)^- ", hints) if one.strip())
            found.append(
                Exercise(
                    number[1] if number else "",
                    mark.kind if mark else marks.UNMARKED,
                    mark.objectives if mark else (),
                    alone(TITLE.sub("", asked).strip()),
                    tuple(alone(one) for one in bullets),
                    seen,
                    code,
                    alone(" ".join(why.split())),
                )
            )
        elif cell.cell_type == "markdown" and TITLE.search(cell.source):
            asked = texts[cell.id][texts[cell.id].index("**Exercise ") :]
    return found


def solution(source: str) -> str:
    """Return what stands in place of the blanks of an exercise's cell."""
    code = marks.EXERCISE.sub("", source) + "\n"
    found = (match["solution"].rstrip() for match in lessons.BLANK.finditer(code))
    return textwrap.dedent("\n".join(found)).strip()


def questions(source: Path, filled: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return the closing questions of a lesson, each with its answer."""
    text = "\n".join(
        cell.source for cell in lessons.teachers(source, filled).cells if cell.cell_type == "markdown"
    )
    _, _, closing = text.partition("\n## Questions")
    if not closing and text.startswith("## Questions"):
        closing = text
    return [(alone(asked), alone(answer)) for asked, answer in QUESTION.findall(closing)]


def alone(text: str) -> str:
    """Return a lesson's text without its links to other notebooks, which are not beside a teacher's page."""
    return WITHIN.sub(r"\1", text)
