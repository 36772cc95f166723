"""Build the notebooks: `make lessons`, or one of them, `make lessons ONLY=02`.

Each lesson becomes the executed learner's notebook in notebooks/ and the solved one under build/. In
the solved one the checks raise, so that a worked solution that is not right stops the build.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from tools import lessons

CELL_TIMEOUT = 300  # seconds; no cell should come near


def kernel_variables(home: str, *, raising: bool) -> dict[str, str]:
    """Return the variables under which a notebook's kernel runs, here and under nbval alike."""
    return {
        "COURSE_LIVE": "0",  # no live output: it would differ from run to run
        "COURSE_HOME": home,  # not the author's own progress
        "COURSE_CHECKS": "raise" if raising else "",
    }


def execute(notebook: NotebookNode, *, folder: Path, raising: bool) -> NotebookNode:
    """Run a notebook top to bottom in a fresh kernel and return it with its outputs."""
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
        before = dict(os.environ)
        os.environ.update(kernel_variables(home, raising=raising))
        try:
            client.execute()
        finally:
            os.environ.clear()
            os.environ.update(before)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [_stored(output) for output in cell.outputs]
    notebook.metadata.pop("widgets", None)
    notebook.metadata.update(lessons.MADE_HERE)
    notebook.metadata["course"]["outputs"] = lessons.outputs_hash(notebook)
    return notebook


def _stored(output: NotebookNode) -> NotebookNode:
    """Leave out the live half of a widget: a stored one would show as an error; its picture stays."""
    if "data" in output:
        output.data.pop("application/vnd.jupyter.widget-view+json", None)
    return output


def build(source: Path) -> None:
    """Build both notebooks of a lesson; a failing cell stops it with the cell and the error."""
    for make, path, raising in (
        (lessons.learners, lessons.learner_path(source), False),
        (lessons.solved, lessons.SOLVED / f"{source.stem}.ipynb", True),
    ):
        started = time.perf_counter()
        notebook = execute(make(source), folder=lessons.NOTEBOOKS, raising=raising)
        lessons.write(notebook, path)
        print(f"{path.relative_to(lessons.ROOT)}: {time.perf_counter() - started:.1f} s", flush=True)


def main() -> int:
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    lessons.NOTEBOOKS.mkdir(exist_ok=True)
    try:
        for source in lessons.sources(only):
            build(source)
        lessons.README_PICTURE.parent.mkdir(exist_ok=True)
        lessons.README_PICTURE.write_bytes(lessons.readme_picture())
    except (CellExecutionError, lessons.SourceError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
