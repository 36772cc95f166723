"""Who is where: one table from the learners' own progress files.

    sudo .venv/bin/python -m classroom.class_view /home --lesson 02
    python -m classroom.class_view folder-with-a-file-or-a-folder-a-learner

It runs nothing and changes nothing. What it shows is self-reported: each learner's own file, which its owner can edit.
So it says where a class is and who is stuck, and is no mark; marks come from `classroom.collect`.
"""

from __future__ import annotations

import argparse
import json
import os
import stat
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classroom.judging import plain
from helpers.checks import exercises, store

NAME = f"progress-{store.EDITION}.json"
PLACES = (
    f".local/share/{store.COURSE}/{NAME}",
    NAME,
)  # under a home, or in a folder of its own (COURSE_HOME)
LARGEST = 1_000_000  # bytes; a whole course's progress is some thousand
STUCK = 3  # tries without a right one
TITLE = "Self-reported: from each learner's own file, which its owner can edit. No mark."


@dataclass
class Learner:
    """What a learner's file says; `trouble` says why nothing could be read."""

    who: str
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    version: str = ""
    trouble: str = ""

    @property
    def last(self) -> datetime | None:
        """Return when an answer was last checked."""
        times = [moment(one.get("last")) for one in self.answers.values()]
        return max((one for one in times if one), default=None)


def moment(text: object) -> datetime | None:
    """Return a time as it stands in a progress file, None for what is none."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def bytes_of(path: Path) -> bytes:
    """Return a plain file's content; a learner's file may be a link, a pipe or endless, and root reads this.

    Raises:
        OSError: for anything else than a plain file of a reasonable size.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            raise OSError("no plain file of a reasonable size")
        return file.read(LARGEST)


def learner(who: str, path: Path) -> Learner:
    """Read a learner's progress; what cannot be believed in it is left out."""
    try:
        data = json.loads(bytes_of(path))
        kept = data["answers"].items()
        if data.get("course") != store.COURSE or data.get("edition") != store.EDITION:
            return Learner(who, trouble="of another course or edition")
        answers = {number: one for number, one in kept if sound(one)}
        return Learner(who, answers, plain(data.get("version", ""), 20))
    except FileNotFoundError:
        return Learner(who, trouble="nothing yet")
    except OSError as error:
        return Learner(who, trouble=f"cannot be read: {plain(error.strerror or error)}")
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return Learner(who, trouble="cannot be read: not a progress file")


def sound(one: object) -> bool:
    """Say whether this is what a progress file says of an exercise."""
    return isinstance(one, dict) and isinstance(one.get("right"), bool) and type(one.get("tries")) is int


def learners(place: Path) -> list[Learner]:
    """Return the learners of a folder: a home each, a folder each with the file in it, or a file each."""
    found = []
    for one in sorted(place.iterdir()):
        if one.is_dir():
            path = next((one / name for name in PLACES if os.path.lexists(one / name)), one / PLACES[0])
            found.append(learner(one.name, path))
        elif one.suffix == ".json":
            found.append(learner(one.stem, one))
    return found


def sign(one: dict[str, Any] | None) -> str:
    """Return how an exercise stands: right, tried so often, or not begun."""
    if one is None:
        return "·"
    return "✔" if one["right"] else f"✘{min(one['tries'], 99)}"


def is_stuck(one: dict[str, Any] | None) -> bool:
    return one is not None and not one["right"] and one["tries"] >= STUCK


def view(found: list[Learner], numbers: list[str], now: datetime) -> str:
    """Return the table: a learner a line, an exercise a column, and beneath how the class stands."""
    width = max([len(plain(one.who, 30)) for one in found] + [8])
    lines = [TITLE, "", " ".join([" " * width, *(f"{one:>5}" for one in numbers), " last check  version"])]
    for one in found:
        who = f"{plain(one.who, 30):<{width}}"
        if one.trouble:
            lines.append(f"{who} {one.trouble}")
            continue
        signs = [f"{sign(one.answers.get(number)):>5}" for number in numbers]
        lines.append(" ".join([who, *signs, f" {ago(one.last, now):<11} {one.version}"]))
    count = {words: Counter() for words in ("right", "stuck")}
    for one in found:
        for number in numbers:
            entry = one.answers.get(number)
            count["right"][number] += bool(entry and entry["right"])
            count["stuck"][number] += is_stuck(entry)
    for words, each in count.items():
        lines.append(" ".join([f"{words:<{width}}", *(f"{each[number]:>5}" for number in numbers)]))
    versions = Counter(one.version for one in found if one.version)
    if len(versions) > 1:
        said = ", ".join(f"{version} ({count})" for version, count in versions.most_common())
        lines.append(f"Not all have the same version of the course: {said}")
    return "\n".join(
        [*lines, f"✔ right  ✘3 tried three times  · not begun; stuck: {STUCK} tries or more, none right"]
    )


def ago(then: datetime | None, now: datetime) -> str:
    """Return how long ago something was, roughly.

    Example:
        >>> ago(datetime(2026, 1, 1, 10, tzinfo=UTC), datetime(2026, 1, 1, 10, 7, tzinfo=UTC))
        '7 min ago'
    """
    if then is None:
        return "?"
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 0:
        return "in future"
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"


def main() -> int:
    """Show the table."""
    parser = argparse.ArgumentParser(prog="classroom.class_view", description=__doc__.splitlines()[0])
    parser.add_argument("place", type=Path, help="the folder with the learners' homes, or with their files")
    parser.add_argument("--lesson", help="one lesson's exercises alone: 02")
    known = parser.parse_args()
    numbers = [
        one for one in exercises() if known.lesson in (None, one.split(".")[0], one.split(".")[0].zfill(2))
    ]
    try:
        found = learners(known.place)
    except OSError as error:
        print(f"class_view: {known.place}: {error.strerror}", file=sys.stderr)
        return 1
    if not numbers or not found:
        print(
            f"class_view: no {'learners in ' + str(known.place) if numbers else 'lesson ' + known.lesson}",
            file=sys.stderr,
        )
        return 1
    print(view(found, numbers, datetime.now(UTC)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
