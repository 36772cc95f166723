"""A notebook whose stored outputs are not what it shows turns the run red: proved on changed copies."""

from __future__ import annotations

import base64
import copy
import io
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

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


def repaint(output, change):
    """Replace a stored picture by a changed one."""
    image = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGB")
    pixels = change(np.asarray(image).copy())
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    output.data["image/png"] = base64.b64encode(file.getvalue()).decode()


def other_colour(pixels):
    """Paint what is blue in another blue, as a changed palette would."""
    blue = (pixels[..., 2].astype(int) - pixels[..., 0]) > 80
    pixels[blue] = [90, 60, 200]
    return pixels


def other_label(pixels):
    """Wipe out the title's last digit and write another, as a swapped label would."""
    height, width, _ = pixels.shape
    title = pixels[:22]
    dark = np.flatnonzero((title.sum(axis=2) < 200).any(axis=0))
    pixels[:22, dark[-1] - 8 : dark[-1] + 2] = 255
    return pixels


def other_size(pixels):
    return pixels[:, :-3]


@pytest.mark.parametrize("change", [other_colour, other_label, other_size])
def test_one_changed_picture_is_red(change, notebook, tmp_path):
    repaint(output_with(notebook, "image/png"), change)
    status, said = verdict(tmp_path, notebook)
    assert status == 1 and "picture 1:" in said, said[-2000:]


def test_a_dropped_picture_is_red(notebook, tmp_path):
    cell = next(cell for cell in notebook.cells if "image/png" in str(cell.get("outputs", "")))
    cell.outputs = [output for output in cell.outputs if "image/png" not in output.get("data", {})]
    status, said = verdict(tmp_path, notebook)
    assert status == 1


def test_one_cell_edited_by_hand_is_red(notebook, tmp_path):
    cell = next(cell for cell in notebook.cells if "weights = np.ones(3)" in cell.source)
    cell.source = cell.source.replace("np.ones(3)", "np.zeros(3)")
    status, said = verdict(tmp_path, notebook)
    assert status == 1 and "sum: 0.0" in said
