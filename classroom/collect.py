"""Collect a class's notebooks: what was handed in for a lesson, judged in a box, as a table and in the LMS's own CSV.

    make collect LESSON=02 FROM=handed-in.zip
    make collect LESSON=02 FROM=handed-in.zip CSV=from-the-lms.csv COLUMN="Lesson 02"

Of each notebook only the cells that answer an exercise are taken: the one with its check, and those of the learner's
above it that define what it needs. They go into this checkout's own notebook of the lesson, so run it on the tag that
the class works with (`--tag` sees to that). What comes out lies in build/collected/.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from classroom import box, gradebook, handed_in, judging, table

NOTEBOOKS = box.ROOT / "notebooks"
OUT = box.ROOT / "build" / "collected"


class CollectError(Exception):
    """What was asked for cannot be done; the message says why, and the cure."""


def page_of(lesson: str) -> handed_in.Page:
    """Return a lesson's pristine page.

    Raises:
        CollectError: if there is no such lesson, or it has no exercises.
    """
    found = sorted(NOTEBOOKS.glob(f"{lesson}*.ipynb"))
    if len(found) != 1:
        there = ", ".join(path.stem[:2] for path in sorted(NOTEBOOKS.glob("*.ipynb")))
        raise CollectError(f"There is no one lesson {lesson!r}. There are: {there}")
    page = handed_in.Page.of(handed_in.code_cells(found[0].read_bytes()))
    if not page.asks:
        raise CollectError(f"{found[0].name} has no exercises.")
    return page


def git(*arguments: str) -> str:
    """Return what git says in the course's folder, "" where it fails."""
    done = subprocess.run(["git", *arguments], cwd=box.ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def see_to_tag(tag: str) -> None:
    """See that notebooks and helpers are those of the class's tag.

    Raises:
        CollectError: if they are not.
    """
    wanted = git("rev-parse", "--verify", "--quiet", f"{tag}^{{commit}}")
    if not wanted:
        raise CollectError(f"There is no tag {tag!r} here. Fetch it: git fetch --tags")
    differs = git("diff", "--name-only", tag, "--", "helpers", "notebooks")
    if differs or git("status", "--porcelain", "--", "helpers", "notebooks"):
        raise CollectError(
            f"notebooks/ or helpers/ are not those of {tag}, so marks would be of another course. "
            f"Use a folder of its own: git worktree add ../class {tag}"
        )


def arguments() -> argparse.ArgumentParser:
    """Return what the command line understands."""
    parser = argparse.ArgumentParser(prog="classroom.collect", description=__doc__.splitlines()[0])
    parser.add_argument("lesson", help="how the lesson's file begins: 02")
    parser.add_argument(
        "place", type=Path, help="the LMS's zip, or a folder with a notebook or a folder a learner"
    )
    parser.add_argument("--csv", type=Path, help="the CSV that the LMS exported; a filled copy is written")
    parser.add_argument("--column", help="its column to fill")
    parser.add_argument(
        "--key", help="its column that is in the names of what was handed in; found if not given"
    )
    parser.add_argument("--points", type=float, help="how many points all exercises are; else their number")
    parser.add_argument("--tag", help="the class's tag: stop if this is another course")
    parser.add_argument("--trust", action="store_true", help="count what should be looked at, too")
    parser.add_argument("--cell", type=int, default=60, help="seconds for a cell")
    parser.add_argument("--whole", type=int, default=900, help="seconds for a notebook")
    parser.add_argument("--memory", type=int, default=3000, help="MiB for a notebook")
    return parser


def run(known: argparse.Namespace) -> None:
    """Collect what the command line says."""
    page = page_of(known.lesson)
    if known.tag:
        see_to_tag(known.tag)
    if known.csv and not known.column:
        book = gradebook.read(known.csv)
        raise CollectError(
            f"Say which column to fill, with make COLUMN=…, else --column=…: {', '.join(book.header)}"
        )
    if known.csv:
        gradebook.read(known.csv).column(known.column)  # said now, not after an hour
    limits = box.Limits(memory=known.memory, seconds=known.whole)
    judge = judging.Judge(page, limits, cell=known.cell)
    try_box()
    course = git("describe", "--tags", "--always", "--dirty") or "not a git checkout"
    print(f"Lesson {known.lesson}, {len(page.asks)} exercises, course {course}")
    found = []
    for handed in handed_in.collect(known.place, page):
        found.append((handed, judge.judge(handed.answers)))
        print(f"  {judging.plain(handed.who, 60)}: {table.counted(found[-1][1])}", flush=True)
    if not found:
        raise CollectError(f"There is no notebook in {known.place}.")
    others = handed_in.left_out(path for path, _ in handed_in.files(known.place))
    if others:
        print(f"Handed in, but no .ipynb: {'; '.join(map(judging.plain, others))}")
    write(known, page, found)


def try_box() -> None:
    """See that a box can be had and that what a lesson needs can be read in it."""
    tried = "import helpers.checks, nbclient, ipykernel"
    box.probe(
        box.Box(readable=judging.places()), ["env", f"PYTHONPATH={box.ROOT}", sys.executable, "-c", tried]
    )


def write(known: argparse.Namespace, page: handed_in.Page, found: table.Class) -> None:
    """Show the table, and write it, what was said, and the filled CSV."""
    numbers = list(page.asks)
    print(table.shown(found, numbers, trusted=known.trust))
    folder = OUT / known.lesson
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "table.csv").write_text(
        table.as_csv(found, numbers, trusted=known.trust), "utf-8-sig", newline=""
    )
    (folder / "details.md").write_text(table.details(found), "utf-8")
    print(f"Written: {folder}/table.csv and details.md (what each check said)")
    waiting = [handed.who for handed, judged in found if any(mark.look for mark in judged.marks.values())]
    if waiting and not known.trust:
        print(
            f"Look at the answers with a ? in details.md; they do not count yet: {', '.join(map(judging.plain, waiting))}"
        )
    if known.csv:
        fill(known, len(numbers), found, folder / known.csv.name)


def fill(known: argparse.Namespace, of: int, found: table.Class, path: Path) -> None:
    """Write a copy of the LMS's CSV with one column filled, and say what could not be."""
    book = gradebook.read(known.csv)
    marks = {
        handed.path: table.points(table.counted(judged, trusted=known.trust), of, known.points)
        for handed, judged in found
    }
    key = known.key or gradebook.best_key(book, marks, known.column)
    done = gradebook.fill(book, marks, known.column, key)
    path.write_bytes(book.written())
    print(f"Written: {path}, column {known.column!r}, {len(done.by_row)} of {len(marks)} found by {key!r}")
    for words, which in (
        ("no row is theirs", done.unknown),
        ("not clear whose it is, or handed in twice", done.unclear),
        ("had another mark, which was kept", done.kept),
    ):
        if which:
            print(f"  {words}: {'; '.join(map(judging.plain, which))}")


def main() -> int:
    """Collect; say in one line what went wrong, and the cure."""
    try:
        run(arguments().parse_args())
    except (CollectError, box.BoxError, gradebook.GradebookError, handed_in.NotANotebook, OSError) as error:
        print(f"collect: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
