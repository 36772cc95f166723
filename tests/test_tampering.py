"""A notebook whose stored outputs are not what it shows turns the run red: proved on changed copies."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys

import pytest

from tools import lessons

PERCEPTRON = lessons.learner_path(lessons.sources("02")[0])


def verdict(folder, notebook):
    """Run nbval on a notebook as `make test` does and return its exit status and what it said."""
    shutil.copy(lessons.ROOT / "tests" / "conftest.py", folder)
    lessons.write(notebook, folder / "notebooks" / PERCEPTRON.name)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:xdist",
        "notebooks",
    ]
    variables = {**os.environ, "PYTHONPATH": str(lessons.ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", errors="replace"
    )
    return done.returncode, done.stdout


@pytest.fixture
def notebook():
    return copy.deepcopy(lessons.read(PERCEPTRON))


def output_with(notebook, text):
    return next(
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if text in str(output)
    )


def test_untouched_it_is_green(notebook, tmp_path):
    status, said = verdict(tmp_path, notebook)
    assert status == 0, said[-3000:]


def test_one_flipped_digit_is_red(notebook, tmp_path):
    output = output_with(notebook, "[18, 5, 3, 0]")
    output.text = output.text.replace("18", "19")
    status, said = verdict(tmp_path, notebook)
    assert status == 1 and "[19, 5, 3, 0]" in said


def test_one_cell_edited_by_hand_is_red(notebook, tmp_path):
    cell = next(cell for cell in notebook.cells if "weights = np.ones(3)" in cell.source)
    cell.source = cell.source.replace("np.ones(3)", "np.zeros(3)")
    status, said = verdict(tmp_path, notebook)
    assert status == 1 and "sum: 0.0" in said
