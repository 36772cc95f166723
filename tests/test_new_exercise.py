"""The skeleton of a new exercise: three files, the next number, nothing else changed."""

from __future__ import annotations

import ast
import shutil

import pytest

from tools import lessons, new_exercise


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Return a copy of lesson 02's source, with its rules and answers beside it as in the course."""
    for name in ("lessons/02_perceptron.py", "lessons/answers/lesson_02.py", "helpers/checks/lesson_02.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(lessons.ROOT / name, tmp_path / name)
    monkeypatch.setattr(lessons, "ROOT", tmp_path)
    monkeypatch.setattr(lessons, "SOURCES", tmp_path / "lessons")
    return tmp_path / "lessons" / "02_perceptron.py"


@pytest.mark.parametrize("kind", sorted(new_exercise.RULES))
def test_a_skeleton_has_the_next_number_in_all_three_files(kind, copied):
    before = copied.read_text("utf-8")
    number = new_exercise.next_number(before, 2)
    changed = [path.read_text("utf-8") for path in new_exercise.write(copied, kind)]
    assert all(f'"{number}"' in text and "TODO" in text for text in changed)
    for text in changed:
        ast.parse(text)
    page = changed[0]
    assert page.index(f"**Exercise {number}**") < page.index("## What you can do now")
    assert new_exercise.next_number(page, 2) != number
    assert f"import {kind}" in changed[1] or f", {kind}" in changed[1] or f"    {kind},\n" in changed[1]


def test_a_lesson_without_a_closing_is_refused(copied):
    copied.write_text(copied.read_text("utf-8").replace("What you can do now", "Done"), "utf-8")
    with pytest.raises(lessons.SourceError, match="expected a cell that begins '## What you can do now'"):
        new_exercise.write(copied, "value")
