"""The teacher's table: who got what right, what to look at, and what each check said."""

from __future__ import annotations

import csv
import io

from classroom.handed_in import Handed
from classroom.judging import Judged, plain, printable

SIGNS = {"right": "✔", "wrong": "✘", "not answered": "○", "failed": "!", "ended": "∞", "not judged": "–"}
LEGEND = (
    "✔ right  ✘ wrong  ○ not answered  ! raised an error  ∞ was ended  – not judged  ? look before it counts"
)
ELSEWHERE = " (made in another cell, perhaps, which was not taken: look into the notebook)"

Class = list[tuple[Handed, Judged]]


def counted(judged: Judged, *, trusted: bool = False) -> int:
    """Return how many exercises count as right: those a person must look at only where they are trusted."""
    return sum(one.state == "right" and (trusted or not one.look) for one in judged.marks.values())


def points(right: int, of: int, most: float | None) -> str:
    """Return a mark as an LMS takes it: the number right, or its share of the most that can be had.

    Example:
        >>> points(6, 8, None), points(6, 8, 10), points(5, 8, 100)
        ('6', '7.5', '62.5')
    """
    mark = right if most is None else right / of * most
    return f"{mark:.2f}".rstrip("0").rstrip(".")


def shown(found: Class, numbers: list[str], *, trusted: bool = False) -> str:
    """Return the table as text."""
    width = max([len(plain(handed.who, 40)) for handed, _ in found], default=4)
    lines = [" ".join([" " * width, *(f"{number:>5}" for number in numbers), "right", "    s"])]
    for handed, judged in found:
        signs = [sign(judged, number) for number in numbers]
        who = plain(handed.who, 40)
        end = f"{counted(judged, trusted=trusted):5} {judged.seconds:5.0f}"
        lines.append(" ".join([f"{who:<{width}}", *(f"{one:>5}" for one in signs), end]))
    return "\n".join([*lines, LEGEND])


def sign(judged: Judged, number: str) -> str:
    """Return the sign of one mark."""
    mark = judged.marks[number]
    return SIGNS[mark.state] + ("?" if mark.look else "")


def as_csv(found: Class, numbers: list[str], *, trusted: bool = False) -> str:
    """Return the table as CSV, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["who", "file", *numbers, "right", "look at", "notes"])
    for handed, judged in found:
        look = "; ".join(f"{n}: {', '.join(mark.look)}" for n, mark in judged.marks.items() if mark.look)
        states = [judged.marks[number].state for number in numbers]
        row = [handed.who, handed.path, *states, counted(judged, trusted=trusted), look]
        writer.writerow([harmless(one) for one in [*row, "; ".join(handed.notes + judged.notes)]])
    return out.getvalue()


def harmless(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = plain(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def details(found: Class) -> str:
    """Return what each check said of what is not right, and the code of answers to look at, as Markdown."""
    lines = ["# What the checks said", ""]
    for handed, judged in found:
        lines += [
            f"## {plain(handed.who)}",
            "",
            *(f"- {plain(note)}" for note in handed.notes + judged.notes),
        ]
        for number, mark in judged.marks.items():
            if mark.state in ("right", "not answered") and not mark.look:
                continue
            said = mark.said.removeprefix(f"{SIGNS[mark.state]} ") or mark.state
            lines.append(f"- {number}: {SIGNS[mark.state]} {said}{ELSEWHERE if 'NameError' in said else ''}")
            if mark.look:
                code = handed.answers[number].run(mark.above).splitlines()[:60]
                shown = "\n".join("      " + printable(line)[:200] for line in code)
                lines += [f"  look at it, it {', '.join(mark.look)}:", "", shown, ""]
        lines.append("")
    return "\n".join(lines)
