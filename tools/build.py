"""Build the notebooks: `make lessons`, or one of them, `make lessons ONLY=02`; `make solved` the solved ones alone.

Each lesson becomes the solved notebook under build/ and the executed learner's notebook in notebooks/. In the
solved one the checks raise and every claim is proved, so that an answer that is not right or a claim that does
not hold stops the build; and what it computes for the numbers in prose must be what the learner's notebook
computes. Nothing is written before both are right. A notebook in which somebody has worked is set aside first. Where
neither code nor an expression in prose has changed since, nothing is run: the page is written anew around the
outputs that are there (`--again` runs it all the same).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tools import keeping, launch, lessons, machine, marks, pages, repository

CELL_TIMEOUT = 300  # seconds; no cell should come near
MADE = lessons.ROOT / "build" / "made"  # what each lesson's notebooks were made from
NOT_OURS = (
    "MPLBACKEND",
    "PYTEST_CURRENT_TEST",
)  # variables of whoever runs this that change what a kernel shows


class BuildError(Exception):
    """A lesson cannot be built; the message says where and what is wrong."""


@dataclass
class Executed:
    """A notebook that was run, and the values of the expressions in its prose, by cell id."""

    notebook: NotebookNode
    filled: dict[str, list[str]] = field(default_factory=dict)


def kernel_variables(home: str, *, raising: bool) -> dict[str, str]:
    """Return the variables under which a notebook's kernel runs, here and under nbval alike."""
    return {
        "COURSE_LIVE": "0",  # no live output: it would differ from run to run
        "COURSE_HOME": home,  # not the author's own progress
        "COURSE_CHECKS": "raise" if raising else "",
    }


def run(notebook: NotebookNode, *, folder: Path, raising: bool, **variables: str) -> Executed:
    """Run a notebook top to bottom in a fresh kernel; evaluate the expressions in its prose where they stand.

    Args:
        notebook: with the expressions still in its prose. It is changed in place.
        folder: the kernel's working directory.
        raising: whether checks raise unless an answer is right.
        **variables: of the environment, besides `kernel_variables`.

    Raises:
        CellExecutionError: if a cell fails.
        BuildError: if an expression in prose cannot be evaluated.
    """
    done = Executed(notebook)
    cells = list(notebook.cells)
    with tempfile.TemporaryDirectory() as home:
        client = NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,
            store_widget_state=False,
            # as under nbval, where ipykernel leaves C-level output alone because pytest runs it
            extra_arguments=["--IPKernelApp.capture_fd_output=False"],
            resources={"metadata": {"path": str(folder)}},
        )
        ours = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
        ours |= kernel_variables(home, raising=raising) | variables
        client.reset_execution_trackers()
        with client.setup_kernel(env=ours):
            for index, cell in enumerate(cells):
                if cell.cell_type == "code":
                    client.execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
                elif wanted := marks.fills(cell.source):
                    done.filled[cell.id] = evaluate(client, wanted, index, f"cell {cell.id}")
                    notebook.cells[index] = cell
    return done


def evaluate(client: NotebookClient, expressions: list[str], index: int, where: str) -> list[str]:
    """Return the values of expressions in a notebook's kernel, as the page writes them."""
    asked = new_code_cell(marks.filler(expressions))
    try:
        client.execute_cell(asked, index, store_history=False)
    except CellExecutionError as error:
        raise BuildError(
            f"{where}: one of {expressions} cannot be filled in: {error.ename}: {error.evalue}"
        ) from None
    client.code_cells_executed -= 1
    values = json.loads("".join(output.get("text", "") for output in asked.outputs))
    if "____" in values:
        raise BuildError(f"{where}: a blank would be filled in. Let the cells above go on with use(…).")
    return [marks.typeset(value) for value in values]


def execute(notebook: NotebookNode, *, folder: Path, raising: bool, **variables: str) -> NotebookNode:
    """Run a notebook as `run` does and return it as it is stored: with its outputs and what identifies them."""
    run(notebook, folder=folder, raising=raising, **variables)
    return finished(notebook)


def finished(notebook: NotebookNode) -> NotebookNode:
    """Bring a notebook that was run into the form in which it is stored."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [_stored(output) for output in cell.outputs]
    notebook.metadata.pop("widgets", None)
    notebook.metadata.update(lessons.MADE_HERE)
    notebook.metadata["course"]["outputs"] = lessons.outputs_hash(notebook)
    notebook.metadata["course"]["machine"] = machine.kind()
    return notebook


def _stored(output: NotebookNode) -> NotebookNode:
    """Leave out the live half of a widget: a stored one would show as an error; its picture stays."""
    if "data" in output:
        output.data.pop("application/vnd.jupyter.widget-view+json", None)
    return output


def learners(source: Path, folder: Path = lessons.NOTEBOOKS) -> NotebookNode:
    """Return a lesson's learner's notebook, executed, with the numbers in its prose filled in."""
    ran = run(lessons.learners(source), folder=folder, raising=False)
    return finished(with_outputs(lessons.learners(source, ran.filled), ran.notebook))


def solved(source: Path, folder: Path = lessons.NOTEBOOKS) -> Executed:
    """Return a lesson's solved notebook, executed: every answer is right, every claim holds."""
    ran = run(lessons.solved(source), folder=folder, raising=True)
    ran.notebook = finished(with_outputs(lessons.solved(source, filled=ran.filled), ran.notebook))
    return ran


def with_outputs(notebook: NotebookNode, ran: NotebookNode) -> NotebookNode:
    """Give a notebook the outputs and counts of one with the same code cells that was run."""
    for cell, done in zip(lessons.code_cells(notebook), lessons.code_cells(ran), strict=True):
        cell.outputs, cell.execution_count = done.outputs, done.execution_count
    return notebook


def key_of(*notebooks: NotebookNode) -> str:
    """Return what decides what these notebooks show: their code, the expressions in their prose, and `helpers`."""
    found = hashlib.sha256((lessons.ROOT / "requirements.lock").read_bytes())
    for notebook in notebooks:
        said = [
            [cell.source, cell.metadata] if cell.cell_type == "code" else marks.fills(cell.source)
            for cell in notebook.cells
        ]
        found.update(json.dumps(said).encode())
    for path in sorted((lessons.ROOT / "helpers").rglob("*")):
        if path.suffix in (".py", ".csv"):
            found.update(path.read_bytes())
    return found.hexdigest()


def refilled(fresh: NotebookNode, old: NotebookNode) -> dict[str, list[str]]:
    """Return the values in an old page's prose by the cell ids of a fresh one, which may have other headings.

    Args:
        fresh: with its expressions still in its prose: those of the old page, in the same order (see `key_of`).
        old: a built notebook.
    """
    known = lessons.filled_in(old)  # by cell id, as JSON sorts them: the page's order is that of its cells
    values = (value for cell in old.cells for value in known.get(cell.id, ()))
    wanted = {cell.id: marks.fills(cell.source) for cell in fresh.cells if cell.cell_type != "code"}
    return {cell: [next(values) for _ in asked] for cell, asked in wanted.items() if asked}


def reused(source: Path, key: str) -> NotebookNode | None:
    """Return the learner's notebook written around the outputs it has, or None where it must be run."""
    note, path = MADE / f"{source.stem}.json", lessons.learner_path(source)
    if not note.exists() or not path.exists():
        return None
    old = lessons.read(path)
    if json.loads(note.read_text("utf-8")) != {"key": key, "outputs": lessons.outputs_hash(old)}:
        return None
    filled = refilled(lessons.learners(source), old)
    return finished(with_outputs(lessons.learners(source, filled), old))


def disagreements(page: NotebookNode, answered: Executed) -> list[str]:
    """Return where the numbers in a page's prose are not those that the solved notebook computes."""
    return [
        f"cell {cell}: its numbers are {answered.filled.get(cell)} in the solved notebook, {values} in the "
        "learner's. Let the cells above go on with use(…)."
        for cell, values in lessons.filled_in(page).items()
        if answered.filled.get(cell) != values
    ]


def build(source: Path, *, again: bool = False) -> None:
    """Build both notebooks of a lesson; a failing cell, answer or claim stops it before anything is written."""
    started, path = time.perf_counter(), lessons.learner_path(source)
    key = key_of(lessons.learners(source), lessons.solved(source))
    page = None if again else reused(source, key)
    if page is None:
        answered, page = solved(source), learners(source)
        if wrong := disagreements(page, answered):
            raise BuildError(f"{source.name}, " + "; ".join(wrong))
        lessons.write(answered.notebook, lessons.SOLVED / path.name)
    keep(path)
    lessons.write(page, path)
    MADE.mkdir(parents=True, exist_ok=True)
    made = {"key": key, "outputs": page.metadata["course"]["outputs"]}
    (MADE / f"{source.stem}.json").write_text(json.dumps(made), "utf-8")
    print(f"notebooks/{path.name}: {time.perf_counter() - started:.1f} s", flush=True)


def build_solved(source: Path) -> None:
    """Build the solved notebook of a lesson alone."""
    answered = solved(source)
    path = lessons.SOLVED / f"{source.stem}.ipynb"
    lessons.write(answered.notebook, path)
    print(path.relative_to(lessons.ROOT), flush=True)


def keep(path: Path) -> None:
    """Set a notebook aside in which somebody has worked, before another is written in its place."""
    if not path.exists():
        return
    relative = path.relative_to(lessons.ROOT).as_posix()
    ours = keeping.is_as_built(path.read_bytes()) or repository.is_as_committed(lessons.ROOT, relative)
    if kept := keeping.set_aside(path, ours, folder=lessons.ROOT / "work"):
        print(f"{path.name} has been worked in: it is kept as {kept.relative_to(lessons.ROOT)}.", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.build", description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="?", default="", help="how the names of the lessons to build begin")
    parser.add_argument(
        "--solved", action="store_true", help="the solved notebooks alone, under build/solved/"
    )
    parser.add_argument("--again", action="store_true", help="run every cell, whatever has changed")
    known = parser.parse_args()
    lessons.NOTEBOOKS.mkdir(exist_ok=True)
    try:
        for source in lessons.sources(known.only):
            build_solved(source) if known.solved else build(source, again=known.again)
        if not known.solved:
            pages.write()
    except (CellExecutionError, BuildError, lessons.SourceError, launch.AddressError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
