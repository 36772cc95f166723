"""From a lesson's source to its notebooks: what is written once becomes two notebooks.

A source is a solved py:percent file. Three marks of ours, and nothing else, tell an exercise:

    #: weights = ____              what the learner sees instead of the lines up to `#: end`
    weights = np.array([2, 2, 0])
    #: end

    # %% [markdown] tags=["hints"]     the cell after it: each bullet becomes a hint that folds out,
    # - What does a weight of 0 do?    and a last paragraph, `Why: …`, goes with the solution,
    # Why: nothing else forgets.       which is taken from the code above

Two things are in every notebook and in no source, because they depend on where the course lives: a line with
launch links under the opening, and the first code cell, which fetches `helpers` on Colab (`tools.launch`).

A line of a solution that begins with `assert` proves what its `Why` says of the author's answer: the solved
notebook runs it, the solution that a learner unfolds leaves it out.

This module executes nothing and imports no TensorFlow; `tools.build` runs what it makes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import textwrap
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from tools import launch, structure

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "lessons"
NOTEBOOKS = ROOT / "notebooks"
SOLVED = ROOT / "build" / "solved"

PROOF = re.compile(r"(?m)^[ ]*assert .*\n?")
BLANK = re.compile(r"(?ms)^(?P<blank>(?:[ ]*#: (?!end\b)[^\n]+\n)+)(?P<solution>.*?)^[ ]*#: end[ ]*$\n?")
README_PICTURE = ROOT / "docs" / "picture.png"
README_SHOWS = ("02_perceptron", "start: 107 wrong")  # the lesson, and how the picture's words begin
KEPT_TAGS = ("nbval-ignore-output", "figures-differ", "other-versions-differ", "raises-exception")
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


def learner_path(source: Path) -> Path:
    return NOTEBOOKS / f"{source.stem}.ipynb"


def read_source(source: Path) -> NotebookNode:
    """Read a lesson as a notebook of solved cells, with stable cell ids."""
    notebook = jupytext.reads(source.read_text("utf-8"), fmt="py:percent")
    notebook.metadata = NotebookNode(MADE_HERE)
    for index, cell in enumerate(notebook.cells, start=1):
        cell.id = f"{source.stem}-{index:02d}"
    return notebook


def learners(source: Path) -> NotebookNode:
    """Return the learner's notebook of a lesson, not executed: blanks, hints and solutions folded."""
    notebook = read_source(source)
    solution = ""
    for cell in notebook.cells:
        where = f"{source.name}, cell {cell.id}"
        if cell.cell_type == "code":
            solution = "\n".join(match["solution"].rstrip() for match in BLANK.finditer(cell.source + "\n"))
            cell.source = BLANK.sub(_blanked, cell.source + "\n").rstrip("\n")
            solution = PROOF.sub("", solution)
            if "#:" in cell.source + solution:
                raise SourceError(f"{where}: a `#:` with no `#: end`, or the other way round.")
        elif "hints" in cell.metadata.get("tags", ()):
            if not solution:
                raise SourceError(f"{where}: hints must come right after the cell with the exercise.")
            cell.source = folded(cell.source, solution, where)
            solution = ""
        _clean(cell)
    return _stamped(notebook, source)


def solved(source: Path) -> NotebookNode:
    """Return the solved notebook of a lesson, not executed: the answers stand, the marks are gone."""
    notebook = read_source(source)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = re.sub(r"(?m)^[ ]*#: .*\n?", "", cell.source).rstrip("\n")
        _clean(cell)
    return _stamped(notebook, source)


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
    tags = [tag for tag in cell.metadata.get("tags", []) if tag in KEPT_TAGS]
    kept = {key: cell.metadata[key] for key in ("tolerance", "reason") if key in cell.metadata}
    cell.metadata = NotebookNode({**({"tags": tags} if tags else {}), **kept})


def _stamped(notebook: NotebookNode, source: Path) -> NotebookNode:
    notebook.metadata["course"] = NotebookNode({"source": f"lessons/{source.name}"})
    return launch.add(notebook, source.stem, launch.read())


def outputs_hash(notebook: NotebookNode) -> list[str]:
    """Return a short hash of what each code cell shows: its outputs, pictures included, and execution count."""
    shown = (
        [cell.get("execution_count"), cell.get("outputs")]
        for cell in notebook.cells
        if cell.cell_type == "code"
    )
    return [hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest()[:12] for one in shown]


def readme_picture() -> bytes:
    """Return the picture of the README: one that a lesson shows, as its notebook stores it."""
    stem, words = README_SHOWS
    if not (NOTEBOOKS / f"{stem}.ipynb").exists():
        raise SourceError(f"{stem}.ipynb, whose picture the README shows, is not there. Run: make lessons")
    for cell in read(NOTEBOOKS / f"{stem}.ipynb").cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data and data.get("text/plain", "").startswith(words):
                return base64.b64decode(data["image/png"])
    raise SourceError(
        f"no picture of {stem} has words that begin {words!r}: mend README_SHOWS in tools/lessons.py."
    )


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as bytes that depend on nothing but its content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.validate(notebook)
    part = path.with_suffix(".part")  # whole or not at all: a full disk leaves the old one
    part.write_text(structure.written(notebook), "utf-8", newline="\n")
    part.replace(path)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)
