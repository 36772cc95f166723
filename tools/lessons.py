"""From a lesson's source to its notebooks: what is written once becomes what each reader needs.

A source is a solved py:percent file. An exercise is told by three marks:

    #: weights = ____              what the learner sees instead of the lines up to `#: end`
    weights = np.array([2, 2, 0])
    #: end

    # %% [markdown] tags=["hints"]     the cell after it: each bullet becomes a hint that folds out,
    # - What does a weight of 0 do?    and a last paragraph, `Why: …`, goes with the solution,
    # Why: nothing else forgets.       which is taken from the code above

All other marks, such as `{{expression}}` and `tags=["proof"]`, are in `tools.marks`.

    learners(source)   the page with blanks: no proofs, no teacher's notes, no marks
    solved(source)     the answers stand, and the proofs run: `make test` and `make luck` execute it
    teachers(source)   solved, with the teacher's notes and the marks of slides

Two things are in every notebook and in no source, because they depend on where the course lives: a line with
launch links under the opening, and the first code cell, which fetches `helpers` on Colab (`tools.launch`).

This module executes nothing and imports no TensorFlow; `tools.build` runs what it makes.
"""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tools import keeping, launch, marks, structure

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "lessons"
NOTEBOOKS = ROOT / "notebooks"
SOLVED = ROOT / "build" / "solved"
CLAIM = Path(__file__).with_name("claim.py")  # brought along into the solved notebooks

# Lessons written, and held, by the rules of the second edition (tools.rules): breaking one of them is red there,
# and printed elsewhere.
SECOND_EDITION = ("01", "02", "03", "04", "05")

BLANK = re.compile(r"(?ms)^(?P<blank>(?:[ ]*#: (?!end\b)[^\n]+\n)+)(?P<solution>.*?)^[ ]*#: end[ ]*$\n?")
SEED = re.compile(r"(?m)^seed = \d+$")
KEPT_TAGS = ("nbval-ignore-output", "figures-differ", "other-versions-differ", "raises-exception")
KEPT_SETTINGS = ("tolerance", "reason", "long")
NOT_THE_LEARNERS = {"proof", "teacher"}
MADE_HERE = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class SourceError(Exception):
    """A lesson's source breaks a rule of this file; the message names the cell and the cure."""


def sources(only: str = "") -> list[Path]:
    """Return the lessons' sources in order, or those whose name starts with `only`."""
    found = sorted(SOURCES.glob(f"{only}*.py"))
    if not found:
        raise SourceError(f"no lesson starts with {only!r}. There are: {[p.stem for p in sources()]}")
    return found


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def learner_path(source: Path) -> Path:
    return NOTEBOOKS / f"{source.stem}.ipynb"


def is_second_edition(source: Path) -> bool:
    return source.stem[:2] in SECOND_EDITION


def read_source(source: Path) -> NotebookNode:
    """Read a lesson as a notebook of solved cells, marks and all, with stable cell ids."""
    notebook = jupytext.reads(source.read_text("utf-8"), fmt="py:percent")
    notebook.metadata = NotebookNode(MADE_HERE)
    for cell, name in zip(notebook.cells, cell_ids(notebook.cells), strict=True):
        cell.id = name
    return notebook


def cell_ids(cells: list[NotebookNode]) -> list[str]:
    """Return an id for each cell: its heading, and its place under it among the learner's cells.

    So a new cell changes the ids of its own section alone, and a proof or a note those of no learner's cell.
    """
    heading, count, aside, taken, ids = "opening", 0, 0, set(), []
    for cell in cells:
        if NOT_THE_LEARNERS & set(marks.tags_of(cell)):
            aside += 1
            ids.append(f"{heading}-{count}-aside-{aside}")
            continue
        titles = re.findall(r"(?m)^#{1,3} (.+)$", cell.source) if cell.cell_type == "markdown" else []
        if titles and ids:
            name = re.sub(r"[^a-z0-9]+", "-", titles[-1].lower()).strip("-")[:40] or "section"
            heading = next(n for n in (name, *(f"{name}-{i}" for i in range(2, 99))) if n not in taken)
            count = 0
        taken.add(heading)
        count, aside = count + 1, 0
        ids.append(f"{heading}-{count}")
    return ids


def learners(source: Path, filled: dict[str, list[str]] | None = None) -> NotebookNode:
    """Return the learner's notebook of a lesson, not executed: blanks, hints and solutions folded.

    Args:
        source: the lesson.
        filled: the values of the expressions in prose, by cell id; without it they stay as they stand.

    Raises:
        SourceError: if the source breaks a rule.
    """
    notebook = read_source(source)
    taken = marks.minutes(notebook.cells)
    notebook.cells = [cell for cell in notebook.cells if not NOT_THE_LEARNERS & set(marks.tags_of(cell))]
    solution = ""
    for cell in notebook.cells:
        where = f"{source.name}, cell {cell.id}"
        if cell.cell_type == "code":
            _read_mark(cell, where)
            code = marks.EXERCISE.sub("", cell.source) + "\n"
            solution = "\n".join(match["solution"].rstrip() for match in BLANK.finditer(code))
            cell.source = blanked(cell.source)
            if "#:" in cell.source + solution:
                raise SourceError(f"{where}: a `#:` with no `#: end`, or the other way round.")
        elif "hints" in marks.tags_of(cell):
            if not solution:
                raise SourceError(f"{where}: hints must come right after the cell with the exercise.")
            cell.source = folded(cell.source, solution, where)
            solution = ""
        else:
            cell.source = _filled(cell, taken, filled, where)
        _clean(cell)
    notebook = _stamped(notebook, source)
    if filled:
        notebook.metadata["course"]["filled"] = filled
    notebook.metadata["course"]["sources"] = keeping.sources_hash(notebook)
    return notebook


def solved(source: Path, seed: int | None = None, filled: dict[str, list[str]] | None = None) -> NotebookNode:
    """Return the solved notebook of a lesson, not executed: the answers stand, proofs stay, marks are gone.

    Args:
        source: the lesson.
        seed: in place of the one in the lesson's first cell, if it has one; None leaves that.
        filled: as in `learners`.
    """
    notebook = read_source(source)
    taken = marks.minutes(notebook.cells)
    notebook.cells = [cell for cell in notebook.cells if "teacher" not in marks.tags_of(cell)]
    for cell in notebook.cells:
        _solve(cell, taken, filled, source)
        _clean(cell)
    if seed is not None:
        first = code_cells(notebook)[0]
        first.source = SEED.sub(f"seed = {seed}", first.source)
    notebook = _stamped(notebook, source)
    notebook.cells.insert(2, new_code_cell(CLAIM.read_text("utf-8"), id="claim"))
    return notebook


def teachers(source: Path, filled: dict[str, list[str]] | None = None) -> NotebookNode:
    """Return the teacher's notebook of a lesson, not executed: solved, with notes and slides, no proofs."""
    notebook = read_source(source)
    taken = marks.minutes(notebook.cells)
    notebook.cells = [cell for cell in notebook.cells if "proof" not in marks.tags_of(cell)]
    for cell in notebook.cells:
        _solve(cell, taken, filled, source)
        slide, note = cell.metadata.get("slideshow"), "teacher" in marks.tags_of(cell)
        _clean(cell)
        if slide:
            cell.metadata["slideshow"] = slide
        if note:
            cell.metadata["tags"] = ["teacher"]
    return _stamped(notebook, source)


def _solve(cell: NotebookNode, taken: int, filled: dict[str, list[str]] | None, source: Path) -> None:
    """Take the marks out of a cell: a code cell's answers stay, a text's expressions are filled in."""
    if cell.cell_type == "code":
        cell.source = re.sub(r"(?m)^[ ]*#: .*\n?", "", cell.source).rstrip("\n")
    else:
        cell.source = _filled(cell, taken, filled, f"{source.name}, cell {cell.id}")


def draws_by_chance(source: Path) -> bool:
    """Say whether a lesson has a `seed = 0` in its first code cell, from which all its chance comes."""
    return bool(SEED.search(code_cells(read_source(source))[0].source))


def _read_mark(cell: NotebookNode, where: str) -> None:
    """See that the mark of an exercise can be read and is of the exercise that the cell checks."""
    try:
        mark = marks.exercise_of(cell.source)
    except marks.MarkError as error:
        raise SourceError(f"{where}: {error}") from error
    if mark and f'check("{mark.number}"' not in cell.source:
        raise SourceError(f"{where}: its mark says exercise {mark.number}, which it does not check.")


def _filled(cell: NotebookNode, taken: int, filled: dict[str, list[str]] | None, where: str) -> str:
    """Return a markdown cell's text with its expressions filled in."""
    wanted = marks.fills(cell.source)
    values = [f"{{{{{one}}}}}" for one in wanted] if filled is None else filled.get(cell.id, [])
    try:
        return marks.fill(cell.source, values, taken)
    except marks.MarkError as error:
        raise SourceError(f"{where}: {error} Run: make lessons") from error


def blanked(source: str) -> str:
    """Return what the learner sees of a code cell."""
    return BLANK.sub(_blanked, marks.EXERCISE.sub("", source) + "\n").rstrip("\n")


def _blanked(match: re.Match[str]) -> str:
    """Return what the learner sees in place of a solution: its `#:` lines without the mark."""
    return match["blank"].replace("#: ", "")


def folded(text: str, solution: str, where: str) -> str:
    """Return hints and solution as blocks that fold out, in markdown that every front end knows."""
    text, _, why = text.partition("Why:")
    hints = [" ".join(hint.split()) for hint in re.split(r"(?m)^- ", text) if hint.strip()]
    if not hints or not why.strip():
        raise SourceError(f"{where}: expected hints as bullets and a last paragraph that begins `Why:`.")
    blocks = [
        f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
        for number, hint in enumerate(hints, start=1)
    ]
    code = f"```python\n{textwrap.dedent(solution).strip()}\n```"
    why = " ".join(why.split())
    why = why[0].upper() + why[1:]
    blocks.append(f"<details><summary>Solution</summary>\n\n{code}\n\n{why}\n\n</details>")
    return "\n".join(blocks)


def _clean(cell: NotebookNode) -> None:
    tags = [tag for tag in marks.tags_of(cell) if tag in KEPT_TAGS]
    kept = {key: cell.metadata[key] for key in KEPT_SETTINGS if key in cell.metadata}
    cell.metadata = NotebookNode({**({"tags": tags} if tags else {}), **kept})


def _stamped(notebook: NotebookNode, source: Path) -> NotebookNode:
    notebook.metadata["course"] = NotebookNode({"source": f"lessons/{source.name}"})
    return launch.add(notebook, source.stem, launch.read())


def filled_in(notebook: NotebookNode) -> dict[str, list[str]]:
    """Return the values that the build filled into a notebook's prose, by cell id."""
    return notebook.metadata.get("course", {}).get("filled", {})


def worked_in(notebook: NotebookNode) -> bool:
    """Say whether somebody has written in a notebook since it was built; outputs alone do not count."""
    return notebook.metadata.get("course", {}).get("sources") != keeping.sources_hash(notebook)


def outputs_hash(notebook: NotebookNode) -> list[str]:
    """Return a short hash of what each code cell shows: its outputs, pictures included, and execution count."""
    shown = ([cell.get("execution_count"), cell.get("outputs")] for cell in code_cells(notebook))
    return [hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest()[:12] for one in shown]


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as bytes that depend on nothing but its content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.validate(notebook)
    part = path.with_suffix(".part")  # whole or not at all: a full disk leaves the old one
    part.write_text(structure.written(notebook), "utf-8", newline="\n")
    part.replace(path)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)
