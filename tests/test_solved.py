"""Every lesson solved: the notebook with all answers runs with checks that raise."""

from __future__ import annotations

import pytest

from tools import build, lessons


@pytest.mark.parametrize("source", lessons.sources(), ids=lambda source: source.stem)
def test_the_solved_notebook_runs_and_every_check_is_right(source):
    notebook = build.execute(lessons.solved(source), folder=lessons.NOTEBOOKS, raising=True)
    verdicts = [
        output.data["text/plain"]
        for cell in notebook.cells
        if cell.cell_type == "code" and "check(" in cell.source
        for output in cell.outputs
        if "Exercise" in output.get("data", {}).get("text/plain", "")
    ]
    asked = sum(cell.source.count('check("') for cell in notebook.cells if cell.cell_type == "code")
    assert asked and len(verdicts) == asked
    assert all(verdict.startswith("✔") for verdict in verdicts)
