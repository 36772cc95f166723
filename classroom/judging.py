"""One learner's answers, judged: the page is run in a box, and again without an answer that ended it.

Answers that a person should look at (they import something unusual, or reach into `helpers`) could forge the marks of
the others. So the others are judged in a run of their own, without them.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from classroom import box
from classroom.handed_in import Answer, Page

RUNNER = Path(__file__).with_name("boxed.py")
STATES = ("right", "wrong", "not answered", "failed")
VARIABLES = {"PYTHONPATH": str(box.ROOT), "COURSE_HOME": "/tmp/progress", "COURSE_LIVE": "0", "TERM": "dumb"}
GRACE = 15  # seconds that an interrupted cell has to stop
MOST_RUNS = 6


@dataclass
class Mark:
    """What the check of one exercise saw.

    Attributes:
        state: "right", "wrong", "not answered", "failed" (it raised), "ended" (the box was ended), "not judged".
        said: in words.
        look: what a person should look at before the mark counts.
        above: which of the learner's cells above the answer were run with it.
    """

    state: str
    said: str = ""
    look: list[str] = field(default_factory=list)
    above: list[int] = field(default_factory=list)


@dataclass
class Judged:
    """A learner's marks by exercise, what else was seen, the seconds it took and the largest memory seen (MiB)."""

    marks: dict[str, Mark]
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak: int = 0


@dataclass(frozen=True)
class Judge:
    """How answers are judged: the page, the box's limits, seconds for a cell of a learner and one of the page."""

    page: Page
    limits: box.Limits = field(default_factory=box.Limits)
    cell: int = 60
    page_cell: int = 300
    group: bool = True

    def judge(self, answers: dict[str, Answer]) -> Judged:
        """Judge a learner's answers."""
        done = Judged({number: Mark("not answered") for number in self.page.asks})
        started, left = time.monotonic(), dict(answers)
        self._run_until_through(left, done, started)
        suspicious = [number for number in left if done.marks[number].look]
        if suspicious:
            ordinary = {number: one for number, one in left.items() if number not in suspicious}
            self._run_until_through(ordinary, done, started)
        done.seconds = time.monotonic() - started
        return done

    def _run_until_through(self, answers: dict[str, Answer], done: Judged, started: float) -> None:
        """Run the page; where an answer ends the box, run it again without that answer."""
        for _ in range(MOST_RUNS):
            for number in answers:
                done.marks[number] = Mark("not judged", look=done.marks[number].look)
            if not answers:
                return
            ended = self._run(answers, done, started)
            if ended is None:
                return
            number, why = ended
            if number in answers:
                del answers[number]
                done.marks[number] = Mark("ended", f"its run was ended: {why}", done.marks[number].look)
            if number not in done.marks or why == box.WHOLE:
                break
        done.notes.append(f"not all could be judged: {why}")

    def _run(self, answers: dict[str, Answer], done: Judged, started: float) -> tuple[str, str] | None:
        """Run the page once. Return the answer that was running when the box was ended, and why; None if it was not."""
        left = self.limits.seconds - (time.monotonic() - started)
        limits = box.Limits(**{**vars(self.limits), "seconds": max(1, int(left))})
        boxed = box.Box(limits, places(), self.group)
        at, notes = "", []
        task = {"cells": self.cells(answers), "limits": {"cell": self.cell, "page": self.page_cell}}
        through = "it stopped"
        try:
            for line in boxed.lines(
                [sys.executable, "-P", str(RUNNER)], json.dumps(task).encode(), VARIABLES
            ):
                event = read_event(line)
                if event.get("at") in answers:
                    at = event["at"]
                    boxed.deadline = time.monotonic() + self.cell * 2 + GRACE
                elif event.get("number") in answers:
                    done.marks[event["number"]] = mark_of(event)
                    boxed.deadline = time.monotonic() + limits.seconds
                elif "note" in event and len(notes) < 5:
                    notes.append(plain(event["note"]))
                elif "failed" in event:
                    through = plain(event["failed"])
                elif event.get("through") is True:
                    through = ""
        except box.Ended as why:
            through = str(why)
        done.peak = max(done.peak, boxed.peak)
        done.notes += [one for one in notes if one not in done.notes]
        return (at, through) if through else None

    def cells(self, answers: dict[str, Answer]) -> list[dict]:
        """Return what is run: the page as far as its last answered exercise, with the learner's cells in it."""
        by_place = {self.page.asks[number]: number for number in answers}
        last = max(by_place)
        found = []
        for at, source in enumerate(self.page.cells[: last + 1]):
            number = by_place.get(at)
            if number:
                found.append({"number": number, "instead": source, **vars(answers[number])})
            else:
                found.append({"source": source})
        return found


def places() -> tuple[Path, ...]:
    """Return what a lesson needs in the box: Python, its packages, `helpers`, and the program that runs the page."""
    return (*box.python_places(), box.ROOT / "helpers", RUNNER)


def read_event(line: bytes) -> dict:
    """Return what the runner told, {} for a line that cannot be its."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def mark_of(event: dict) -> Mark:
    """Return the mark that the runner told; nothing in it is believed that cannot be one."""
    state, look, above = event.get("state"), event.get("look"), event.get("above")
    look = [plain(one) for one in look[:10]] if isinstance(look, list) else []
    above = [one for one in above if isinstance(one, int)] if isinstance(above, list) else []
    if state not in STATES:
        return Mark("failed", "its check said something that no check says", look)
    return Mark(state, plain(event.get("said", "")), look, above)


def plain(text: object, longest: int = 400) -> str:
    """Return text in one line, with nothing that could steer a terminal."""
    return printable(" ".join(str(text)[: 2 * longest].split()))[:longest]


def printable(line: str) -> str:
    """Return a line without what could steer a terminal or turn its letters around."""
    return "".join(one if one.isprintable() else "�" for one in line)
