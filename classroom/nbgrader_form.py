"""nbgrader as an option: its form of a lesson, generated; and its autograder run in the box, a learner a box.

    python -m classroom.nbgrader_form make 02 COURSE      COURSE/source/02/02_perceptron.ipynb and its configuration
    cd COURSE && nbgrader generate_assignment 02          nbgrader's own, harmless: it runs nothing of a learner
    python -m classroom.nbgrader_form grade 02 COURSE     what lies in COURSE/submitted/WHO/02 -> COURSE/grades-02.csv

nbgrader wants answer and test in two cells and knows a cell by its id, in which no point may stand: exercise 2.1
is "ex-2-1" and the test of it "test-2-1". The test asks `helpers` what it thinks of the answer.
"""

from __future__ import annotations

import ast
import csv
import io
import sys
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from classroom import box, boxed, handed_in, judging
from tools import lessons

CONFIG = """\
# answers are blank already: nothing is to be cleared
from nbgrader import preprocessors as p

c = get_config()
c.CourseDirectory.course_id = "course"
c.GenerateAssignment.preprocessors = [
    p.IncludeHeaderFooter, p.LockCells, p.ClearOutput, p.CheckCellMetadata, p.ComputeChecksums, p.SaveCells,
    p.ClearHiddenTests, p.ComputeChecksums, p.CheckCellMetadata,
]
c.ClearSolutions.enforce_metadata = False
c.Execute.timeout = 60
c.Execute.interrupt_on_timeout = True
"""
TEST = """\
{check}
### BEGIN HIDDEN TESTS
from helpers.checks import look_at as _look_at

_seen = _look_at("{number}", ({asked}))
assert _seen.state == "right", _seen.message
### END HIDDEN TESTS"""
GRADE = """\
cp -r "$1" /tmp/course && cd /tmp/course && mkdir -p submitted && cp -r "$2" submitted/
{ nbgrader autograde "$3" --student "$4" --create || true; nbgrader export --to=/tmp/grades.csv; } >/dev/null 2>&1
cat /tmp/grades.csv
"""


def form(source: Path) -> NotebookNode:
    """Return nbgrader's form of a lesson: each exercise as a cell to answer in and a cell that tests it.

    Raises:
        SourceError: if an exercise's check is not the last line of its cell.
    """
    notebook = lessons.learners(source)
    cells = []
    for cell in notebook.cells:
        numbers = handed_in.numbers_in(cell.source) if cell.cell_type == "code" else []
        cells += exercise(cell.source, numbers[0], source.name) if numbers else [cell]
    notebook.cells = cells
    return notebook


def exercise(code: str, number: str, where: str) -> list[NotebookNode]:
    """Return the two cells of an exercise."""
    answer, asked, _ = boxed.prepared(code, number)
    if asked is None or not answer.endswith("\nNone"):
        raise lessons.SourceError(
            f"{where}: the check of exercise {number} is not the last line of its cell."
        )
    check = ast.get_source_segment(code, ast.parse(code).body[-1])
    dashed = number.replace(".", "-")
    test = TEST.format(check=check, number=number, asked=asked)
    return [
        marked(answer.removesuffix("None").rstrip(), f"ex-{dashed}", solution=True),
        marked(test, f"test-{dashed}", grade=True, locked=True, points=1),
    ]


def marked(code: str, name: str, **settings: object) -> NotebookNode:
    """Return a cell with what nbgrader keeps in its metadata."""
    about = {"schema_version": 3, "grade_id": name, "cell_type": "code", "task": False}
    about |= {"grade": False, "solution": False, "locked": False, **settings}
    return new_code_cell(code, id=name, metadata={"nbgrader": about})


def make(lesson: str, course: Path) -> Path:
    """Write a lesson's form and nbgrader's configuration into a course's folder."""
    source = lessons.sources(lesson)[0]
    path = course / "source" / lesson / f"{source.stem}.ipynb"
    lessons.write(form(source), path)
    config = course / "nbgrader_config.py"
    if not config.exists():
        config.write_text(CONFIG, "utf-8")
    return path


def grade(lesson: str, course: Path) -> list[dict[str, str]]:
    """Autograde what was submitted, each learner in a box of their own, and return the rows of nbgrader's export."""
    rows = []
    for handed in sorted((course / "submitted").iterdir()):
        places = (
            course / "source",
            course / "nbgrader_config.py",
            course / "gradebook.db",
            course / "release",
        )
        readable = (*judging.places(), *(place for place in places if place.exists()), handed)
        command = ["sh", "-c", GRADE, "sh", str(course), str(handed), lesson, handed.name]
        try:
            lines = box.Box(readable=readable).lines(command, variables=judging.VARIABLES)
            text, ended = b"\n".join(lines).decode(errors="replace"), "nothing was graded"
        except box.Ended as why:
            text, ended = "", str(why)
        found = [row for row in csv.DictReader(io.StringIO(text)) if row.get("student_id") == handed.name]
        rows += found or [{"student_id": handed.name, "assignment": lesson, "score": "", "notes": ended}]
        print(f"  {judging.plain(handed.name)}: {rows[-1].get('score') or 'not graded'}", flush=True)
    return rows


def write_grades(rows: list[dict[str, str]], path: Path) -> None:
    """Write nbgrader's rows as one CSV."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    """Make the form or grade."""
    what, lesson, course = sys.argv[1:4]
    if what == "make":
        print(make(lesson, Path(course).resolve()))
        return 0
    box.probe(box.Box(readable=judging.places()), [sys.executable, "-c", "import nbgrader"])
    path = Path(course).resolve()
    write_grades(grade(lesson, path), path / f"grades-{lesson}.csv")
    print(path / f"grades-{lesson}.csv")
    return 0


if __name__ == "__main__":
    sys.exit(main())
