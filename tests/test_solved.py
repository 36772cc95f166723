"""Every lesson solved: the notebook with all answers runs, with checks that raise and claims that are proved."""

from __future__ import annotations

import pytest

from tools import build, lessons


@pytest.mark.parametrize("source", lessons.sources(), ids=lambda source: source.stem)
def test_the_solved_notebook_runs_and_every_check_is_right(source):
    done = build.solved(source)
    code = lessons.code_cells(done.notebook)
    verdicts = [
        output.data["text/plain"]
        for cell in code
        if "check(" in cell.source
        for output in cell.outputs
        if output.get("data", {}).get("text/plain", "").startswith(("✔ Exercise", "✘ Exercise", "○ Exercise"))
    ]
    asked = sum(cell.source.count('check("') for cell in code)
    assert asked and len(verdicts) == asked
    assert all(verdict.startswith("✔") for verdict in verdicts)
    page = lessons.read(lessons.learner_path(source))
    assert build.disagreements(page, done) == [], "a number in prose is not what the lesson computes"
