"""Running nbval from a test as `make test` does: in a folder of its own, with the course's plugin."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools import lessons


def run_nbval(folder, notebook, name, **variables):
    """Run nbval on one notebook in an otherwise empty folder.

    Args:
        folder: where; the course's conftest.py and the notebook are put there.
        notebook: with what it should show.
        name: of the notebook's file.
        **variables: of the environment, besides this process's own.

    Returns:
        pytest's exit status, and what it said.
    """
    shutil.copy(lessons.ROOT / "conftest.py", folder)
    lessons.write(notebook, folder / "notebooks" / name)
    options = ["-q", "--nbval", "--nbval-current-env", "-p", "no:xdist"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "notebooks"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(lessons.ROOT), **variables},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, done.stdout


def output_with(notebook, text):
    """Return the first output of a notebook in which a text stands."""
    outputs = (output for cell in lessons.code_cells(notebook) for output in cell.outputs)
    return next(output for output in outputs if text in str(output))
