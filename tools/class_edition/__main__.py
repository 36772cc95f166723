"""What a class needs, into build/class/: `make class`, or of one lesson, `make class ONLY=02`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from tools import build, lessons
from tools.class_edition import forms, lesson_page, mistakes, notebooks, printed, quiz

CLASS = lessons.ROOT / "build" / "class"
MADE = lessons.ROOT / "build" / "made" / "class"  # what is remembered between two runs


def write_lesson(source: Path, folder: Path, *, solutions: bool = True) -> None:
    """Write all that a class needs of one lesson."""
    number, page = source.stem[:2], notebooks.built(source)
    notebooks.write_learners(source, folder / "learner")
    told = mistakes.of(number, MADE)
    teacher = folder / "teacher"
    printed.write(teacher / source.stem, lesson_page.page(source, lessons.filled_in(page), told))
    write_quiz(source, teacher / "quiz")
    if solutions:
        notebooks.write_solutions(source, folder / "solutions", MADE)


def write_quiz(source: Path, folder: Path) -> None:
    """Write a lesson's quiz: for Moodle, on paper, and its answers."""
    number, heading = source.stem[:2], quiz.title(source)
    asked = quiz.read(quiz.QUIZZES / f"{number}.toml")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.gift").write_text(quiz.gift(asked, heading), "utf-8", newline="\n")
    printed.write(folder / number, quiz.sheet(asked, heading))
    printed.write(folder / f"{number}_answers", quiz.answers(asked, heading))


def write_pages(folder: Path) -> None:
    """Write the pages that are not of one lesson; they list the lessons that were made, now or before."""
    made = [one for one in lessons.sources() if (folder / "teacher" / f"{one.stem}.html").exists()]
    for name in forms.PAGES:
        printed.write(folder / "teacher" / name, forms.page(name))
    printed.write(folder / "teacher" / "index", forms.index(made))
    (folder / "learner").mkdir(parents=True, exist_ok=True)
    (folder / "learner" / "README.md").write_text(forms.readme(made), "utf-8", newline="\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.class_edition", description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="?", default="", help="how the names of the lessons begin")
    parser.add_argument(
        "--no-solutions", action="store_true", help="leave out the solved notebooks, which are run"
    )
    known = parser.parse_args()
    try:
        for source in lessons.sources(known.only):
            started = time.perf_counter()
            write_lesson(source, CLASS, solutions=not known.no_solutions)
            print(f"{source.stem}: {time.perf_counter() - started:.1f} s", flush=True)
        write_pages(CLASS)
    except (CellExecutionError, build.BuildError, lessons.SourceError, quiz.QuizError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print(f"The teacher's edition begins at {CLASS.relative_to(lessons.ROOT)}/teacher/index.html.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
