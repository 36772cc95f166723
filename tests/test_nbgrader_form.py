"""nbgrader's form of a lesson: an exercise is a cell to answer in and a cell that tests it. nbgrader itself is not run."""

from __future__ import annotations

import ast

import pytest

from classroom import handed_in, nbgrader_form
from helpers.checks import exercises
from tools import lessons


@pytest.fixture(scope="module")
def cells():
    return [cell for source in lessons.sources() for cell in nbgrader_form.form(source).cells]


def test_each_exercise_of_each_lesson_can_be_answered_and_is_tested(cells):
    marked = {cell.id: cell for cell in cells if "nbgrader" in cell.metadata}
    dashed = [number.replace(".", "-") for number in exercises()]
    assert sorted(marked) == sorted([f"ex-{one}" for one in dashed] + [f"test-{one}" for one in dashed])
    for name, cell in marked.items():
        about = cell.metadata["nbgrader"]
        assert (about["grade_id"], about["solution"], about["grade"]) == (
            name,
            name[0] == "e",
            name[0] == "t",
        )
        assert "." not in name, "nbgrader takes no point in an id"
        ast.parse(cell.source)


def test_answers_and_tests_are_parted(cells):
    for cell in cells:
        if cell.id.startswith("ex-"):
            assert not handed_in.numbers_in(cell.source)
        if cell.id.startswith("test-"):
            assert handed_in.numbers_in(cell.source) == [cell.id.removeprefix("test-").replace("-", ".")]
            shown, hidden = cell.source.split("### BEGIN HIDDEN TESTS")
            assert "assert" not in shown and hidden.rstrip().endswith("### END HIDDEN TESTS")


@pytest.mark.parametrize(("answer", "right"), [("output = -7", False), (None, True)])
def test_the_hidden_test_asks_the_check(answer, right):
    code = 'output = ____\ncheck("2.1", output)'
    test = nbgrader_form.exercise(code, "2.1", "a lesson")[1].source
    names = {"output": exercises()["2.1"].worked(), "check": lambda *answers: None}
    exec(answer or "pass", names)
    if right:
        exec(test, names)
    else:
        with pytest.raises(AssertionError, match="Exercise 2.1"):
            exec(test, names)


def test_a_check_that_is_not_the_last_line_is_told():
    with pytest.raises(lessons.SourceError, match="exercise 2.1 is not the last line"):
        nbgrader_form.exercise('check("2.1", 3)\nprint()', "2.1", "02_perceptron.py")


def test_the_form_and_a_configuration_are_written_once(tmp_path):
    path = nbgrader_form.make("02", tmp_path)
    assert path == tmp_path / "source" / "02" / "02_perceptron.ipynb"
    config = tmp_path / "nbgrader_config.py"
    config.write_text("mine")
    nbgrader_form.make("02", tmp_path)
    assert config.read_text() == "mine"
    assert lessons.read(path).cells
