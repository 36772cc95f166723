"""A lesson in sections: how long each takes, what it asks and introduces, and whether a class may skip it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tools import lessons, marks, pages

OPENING, CLOSING = "Opening", ("What you can do now", "Questions")
CUTS = lessons.ROOT / "classroom" / "teaching" / "cuts.toml"
NOT_COUNTED = {"hints", "proof", "teacher"}
HEADING = re.compile(r"(?m)^(?=## )")
ASKED = re.compile(r'\bcheck\("([\d.]+)"')
USED = re.compile(r'\buse\("([\d.]+)"')


@dataclass
class Section:
    """A section of a lesson.

    Attributes:
        title: its heading.
        minutes: reckoned by the rule of `tools.marks`, not rounded.
        exercises: the numbers of the exercises in it.
        uses: the numbers of the exercises whose answers its cells go on with.
        terms: the terms that it defines.
        skip: why a class may skip it, "" where it may not.
        rank: which of the sections that may be skipped goes first: the lowest.
        text: what a reader sees of it, code left out.
    """

    title: str
    minutes: float = 0.0
    exercises: list[str] = field(default_factory=list)
    uses: set[str] = field(default_factory=set)
    terms: list[str] = field(default_factory=list)
    skip: str = ""
    rank: int = 0
    text: str = ""

    @property
    def frame(self) -> bool:
        """Say whether it is the lesson's opening or belongs to its closing: never left out."""
        return self.title == OPENING or self.title in CLOSING


@cache
def of(source: Path) -> tuple[Section, ...]:
    """Return the sections of a lesson in order, the opening first."""
    found = [Section(OPENING)]
    known = {term.name for term in pages.terms(source)}
    for cell in lessons.read_source(source).cells:
        if NOT_COUNTED & set(marks.tags_of(cell)):
            continue
        if cell.cell_type == "code":
            found[-1].minutes += marks.code_minutes(cell.source) * marks.PAUSES
            found[-1].exercises += ASKED.findall(cell.source)
            found[-1].uses |= set(USED.findall(cell.source))
            continue
        for part in HEADING.split(cell.source):
            if part.startswith("## "):
                found.append(Section(part.splitlines()[0][3:].strip()))
            words = len(marks.SUMMARY.sub(" ", part).split())
            found[-1].minutes += words / marks.WORDS_A_MINUTE * marks.PAUSES
            found[-1].terms += [term.name for term in marks.terms(part) if term.name in known]
            found[-1].text += part
    _mark_cuts(found, source)
    return tuple(found)


@cache
def minutes(source: Path) -> int:
    """Return the minutes that a lesson says."""
    return marks.minutes(lessons.read_source(source).cells)


def cuts(path: Path = CUTS) -> dict[str, dict[str, str]]:
    """Return what the course's authors would leave out of each lesson, in their order, each with its reason."""
    return tomllib.loads(path.read_text("utf-8"))


def _mark_cuts(found: list[Section], source: Path) -> None:
    """Say of each section whether it may be skipped: as classroom/ says of this lesson, else as its text shows.

    Raises:
        SourceError: if classroom/ names a section that the lesson has not.
    """
    titles = {section.title: section for section in found}
    chosen = cuts().get(source.stem[:2])
    if chosen is None:
        for place, section in enumerate(found):
            section.skip, section.rank = _why_skip(place, found, source), len(found) - place
        return
    for rank, (title, why) in enumerate(chosen.items()):
        if title not in titles:
            raise lessons.SourceError(
                f"{CUTS.name}: {source.stem} has no section {title!r}. It has: {[*titles]}"
            )
        titles[title].skip, titles[title].rank = why, rank


def _why_skip(place: int, found: list[Section], source: Path) -> str:
    """Return why a section may be skipped: none of its words or answers comes back, and nothing is asked in it alone."""
    section, later = found[place], found[place + 1 :]
    recurs = [name for name in section.terms if any(name in other.text for other in later)]
    used = any(set(section.exercises) & other.uses for other in later)
    if section.frame or recurs or used:
        return ""
    if not section.exercises:
        return "no exercise, and none of its terms comes back in this lesson"
    tests = tested(source)
    others = {
        one
        for other in found
        if other is not section
        for number in other.exercises
        for one in tests.get(number, ())
    }
    here = {one for number in section.exercises for one in tests.get(number, ())}
    return "its objectives are tested elsewhere too" if here and here <= others else ""


@cache
def tested(source: Path) -> dict[str, tuple[int, ...]]:
    """Return the objectives (from 1) that each exercise of a lesson tests."""
    return {mark.number: mark.objectives for mark in marks.exercises(lessons.read_source(source).cells)}


def stops(sections: tuple[Section, ...], minutes: int) -> list[int]:
    """Return where a class with so many minutes a meeting stops: the place of each meeting's last section.

    A section that is longer than a meeting stands in one of its own.
    """
    found, clock = [], 0.0
    for place, section in enumerate(sections):
        if clock and clock + section.minutes > minutes:
            found.append(place - 1)
            clock = 0.0
        clock += section.minutes
    return [*found, len(sections) - 1]
