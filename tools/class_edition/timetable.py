"""Timetables: which sections of the lessons fill which block, reckoned from their minutes, and what goes home.

Which lessons a block takes is chosen by hand, in classroom/teaching/timetables.toml. What of them fits is reckoned:
first goes what may be skipped (see `sections`), then what stands at the end; a lesson's opening and closing stay.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tools import lessons
from tools.class_edition import sections
from tools.class_edition.sections import Section

CHOSEN = lessons.ROOT / "classroom" / "teaching" / "timetables.toml"
SET_UP = 30  # minutes that setting up takes where it was not done before
LONGEST = 90  # minutes without a break


@dataclass(frozen=True)
class Part:
    """A section in a timetable, and the lesson it is from."""

    lesson: str
    section: Section


@dataclass
class Block:
    """Minutes without a break: sections of lessons, then the recap.

    Attributes:
        capacity: minutes for the lessons' sections.
        recap: minutes at the end.
        day: from 1; 0 where each block has a day of its own.
        start: minutes after midnight; None where the timetable has no clock.
        parts: in order.
    """

    capacity: float
    recap: int
    day: int = 0
    start: int | None = None
    parts: list[Part] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        """Return how many minutes it takes, the recap included."""
        return sum(part.section.minutes for part in self.parts) + self.recap


@dataclass
class Timetable:
    """One way through the course.

    Attributes:
        name: what it is called.
        block_minutes: how long a block may be.
        about: a sentence by hand.
        blocks: in order.
        home: sections that are left to read at home.
        elsewhere: whole lessons that no block takes, each with what becomes of it.
    """

    name: str
    block_minutes: int
    about: str
    blocks: list[Block] = field(default_factory=list)
    home: list[Part] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)


def read(path: Path = CHOSEN, *, set_up: int = 0) -> list[Timetable]:
    """Return the timetables, reckoned.

    Args:
        path: what was chosen by hand.
        set_up: minutes that the first block loses.
    """
    chosen = tomllib.loads(path.read_text("utf-8"))["timetable"]
    return [_reckoned(one, set_up) for one in chosen]


def _reckoned(chosen: dict, set_up: int) -> Timetable:
    table = Timetable(chosen["name"], chosen["minutes"], chosen["about"], elsewhere=chosen["elsewhere"])
    clocks = [(day, start) for day, starts in enumerate(chosen.get("days", []), start=1) for start in starts]
    for group in chosen["group"]:
        blocks = []
        for _ in range(group["blocks"]):
            place = len(table.blocks) + len(blocks)
            lost = set_up if place == 0 else 0
            block = Block(chosen["minutes"] - chosen["recap"] - lost, chosen["recap"])
            if clocks:
                block.day, block.start = clocks[place][0], _minutes_of(clocks[place][1])
            blocks.append(block)
        table.home += fill(blocks, group["lessons"])
        table.blocks += blocks
    return table


def _minutes_of(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def fill(blocks: list[Block], numbers: list[str]) -> list[Part]:
    """Put as much of some lessons into blocks as they hold; return what is left for home, in order."""
    parts = [
        Part(number, section) for number in numbers for section in sections.of(lessons.sources(number)[0])
    ]
    left: list[Part] = []
    for part in leaving(parts):
        if packed(blocks, [one for one in parts if one not in left]):
            break
        left.append(part)
    packed(blocks, [one for one in parts if one not in left])
    return [one for one in parts if one in left]


def leaving(parts: list[Part]) -> list[Part]:
    """Return the sections in the order in which they leave a block that is too full."""
    free = sorted((one for one in parts if one.section.skip), key=lambda one: one.section.rank)
    end = [one for one in reversed(parts) if not one.section.frame and not one.section.skip]
    return [*free, *end]


def packed(blocks: list[Block], parts: list[Part]) -> bool:
    """Put parts into blocks in order; say whether all of them went in."""
    for block in blocks:
        block.parts = []
    waiting = iter(blocks)
    block = next(waiting)
    for part in parts:
        while block.minutes - block.recap + part.section.minutes > block.capacity + 1e-9:
            after = next(waiting, None)
            if after is None:
                return False
            block = after
        block.parts.append(part)
    return True


# ---- as a page ---------------------------------------------------------------------------------------


def page() -> str:
    """Return all timetables as Markdown, each with what changes where setting up eats half an hour."""
    found = []
    for table, late in zip(read(), read(set_up=SET_UP), strict=True):
        found.append(
            f"### {table.name}\n\n{table.about}\n\n{_rows(table)}\n\n{_left_out(table)}\n\n{_late(table, late)}"
        )
    return "\n\n".join(found) + "\n"


def _rows(table: Timetable) -> str:
    rows = ["| block | minutes | what |", "|---|---|---|"]
    for number, block in enumerate(table.blocks, start=1):
        when = f"{number}"
        if block.start is not None:
            end = block.start + round(block.minutes)
            when += f'<br><span class="clock">day {block.day}, {clock(block.start)} to {clock(end)}</span>'
        rows.append(
            f"| {when} | {round(block.minutes)} | {_what(block.parts)}; then the recap ({block.recap}) |"
        )
    return "\n".join(rows)


def clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _what(parts: list[Part]) -> str:
    """Return the sections by lesson: all of it, or which."""
    said = []
    for number in dict.fromkeys(part.lesson for part in parts):
        here = [part.section for part in parts if part.lesson == number]
        whole = sections.of(lessons.sources(number)[0])
        if len(here) == len(whole):
            said.append(f"**{number}**, all of it")
        else:
            said.append(f"**{number}**: {' · '.join(one.title for one in here)}")
    return "; ".join(said)


def _left_out(table: Timetable) -> str:
    lines = ["Not in class:", ""]
    lines += [f"- to read and do at home, from {one}" for one in _by_lesson(table.home)]
    lines += [f"- **{number}**, the whole lesson: {what}" for number, what in sorted(table.elsewhere.items())]
    return "\n".join(lines)


def _by_lesson(parts: list[Part]) -> list[str]:
    """Return sections in words, a text for each lesson."""
    found = []
    for number in dict.fromkeys(part.lesson for part in parts):
        said = (_gone(part.section) for part in parts if part.lesson == number)
        found.append(f"**{number}**: {'; '.join(said)}")
    return found


def _gone(section: Section) -> str:
    asked = f", with {', '.join(section.exercises)}" if section.exercises else ""
    return f"{section.title} ({section.minutes:.0f} min{asked})"


def _late(table: Timetable, late: Timetable) -> str:
    """Return what else goes home where setting up eats half an hour of the first block."""
    more = [part for part in late.home if part not in table.home]
    if not more:
        return (
            f"**Where setting up eats {SET_UP} minutes** of block 1: nothing else goes, the block has room."
        )
    said = "; ".join(_by_lesson(more))
    return f"**Where setting up eats {SET_UP} minutes** of block 1, these go home too, from {said}."
