"""Every exercise: blank, wrong in several ways, right in several writings, and nonsense of all sorts."""

from __future__ import annotations

import importlib
import itertools
import re

import numpy as np
import pytest

from helpers.checks import CheckFailed, check, exercises, look_at
from helpers.checks.blank import ____
from tools import lessons

ALL = exercises()
NUMBERS = sorted({number.partition(".")[0] for number in ALL}, key=int)
ANSWERS = {n: importlib.import_module(f"lessons.answers.lesson_{int(n):02d}") for n in NUMBERS}
RIGHT = {number: found for module in ANSWERS.values() for number, found in module.RIGHT.items()}
WRONG = {number: found for module in ANSWERS.values() for number, found in module.WRONG.items()}


def raises(*args, **kwargs):
    raise RuntimeError("no\nanswer <b>here</b>")


def leaves(*args, **kwargs):
    raise SystemExit("bye")


class Hostile:
    def __repr__(self):
        raise ValueError("no repr")

    def __array__(self, dtype=None, copy=None):
        raise ValueError("no array")


NONSENSE = [
    None,
    "nonsense",
    "",
    float("nan"),
    float("inf"),
    [],
    {},
    {"a": 1},
    [None, None, None],
    ["a", "b", "c"],
    np.array([]),
    np.zeros((2, 3, 4)),
    np.array([np.nan, 1.0, 2.0]),
    object(),
    Hostile(),
    int,
    raises,
    leaves,
    lambda *args: None,
    lambda *args: "text",
    lambda *args: np.nan,
    lambda *args: np.zeros((3, 3)),
    10**400,
    1j,
    [[1, 2], [3]],
]


def test_every_exercise_has_answers_and_every_answer_an_exercise():
    assert set(RIGHT) == set(ALL) == set(WRONG)


def test_every_exercise_stands_once_in_its_lesson_and_every_check_in_a_lesson_is_known():
    for source in lessons.sources():
        text = source.read_text("utf-8")
        asked = re.findall(r'check\("([\d.]+)"', text)
        named = re.findall(r"\*\*Exercise ([\d.]+)\*\*", text)
        lesson = str(int(source.stem[:2]))
        assert asked == named == [number for number in ALL if number.partition(".")[0] == lesson]


@pytest.mark.parametrize("number", ALL)
def test_a_blank_is_not_answered_yet(number):
    verdict = look_at(number, (____,) * ALL[number].answers)
    assert verdict.state == "not answered"
    assert verdict.message == f"Exercise {number}: not answered yet."


@pytest.mark.parametrize("number", ALL)
def test_a_function_that_returns_a_blank_is_not_answered_or_refused(number):
    verdict = look_at(number, (lambda *args: ____,) * ALL[number].answers)
    assert verdict.state in ("not answered", "wrong")


@pytest.mark.parametrize(("number", "answer"), [(n, a) for n, found in RIGHT.items() for a in found])
def test_right_in_every_writing(number, answer):
    verdict = look_at(number, answer)
    assert verdict.state == "right", verdict.message
    assert verdict.message.startswith(f"Exercise {number}: {ALL[number].opening}")
    assert verdict.message.endswith(ALL[number].praise)


@pytest.mark.parametrize(("number", "answer", "said"), [(n, a, s) for n, f in WRONG.items() for a, s in f])
def test_wrong_and_what_is_wrong(number, answer, said):
    verdict = look_at(number, answer)
    assert verdict.state == "wrong"
    assert said in verdict.message, verdict.message


def test_at_least_two_right_and_two_wrong_answers_each():
    assert all(len(RIGHT[number]) >= 2 and len(WRONG[number]) >= 2 for number in ALL)


@pytest.mark.parametrize("number", ALL)
def test_nonsense_gets_one_line_and_no_error(number):
    for place, nonsense in itertools.product(range(ALL[number].answers), NONSENSE):
        answer = [*RIGHT[number][0]]
        answer[place] = nonsense
        verdict = look_at(number, tuple(answer))
        assert verdict.state == "wrong", verdict.message
        assert "\n" not in verdict.message and len(verdict.message) < 500
        assert "<b>" not in verdict._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("number", ALL)
def test_too_many_answers_and_none(number):
    for answer in ((), (1,) * (ALL[number].answers + 1)):
        verdict = look_at(number, answer)
        assert verdict.state == "wrong" and "takes" in verdict.message


def test_an_answer_is_not_changed_by_its_check():
    weights = np.array([1.0, 1.0])
    look_at("2.4", (weights, -1.5))
    assert weights.tolist() == [1.0, 1.0]


def test_check_of_an_unknown_exercise_names_those_of_its_lesson_or_the_lessons(home, capsys):
    check("1.9", 1)
    check("99.1", 1)
    of_lesson, of_course = capsys.readouterr().out.splitlines()
    assert "There is no exercise 1.9. Lesson 01 has: 1.1, 1.2" in of_lesson and "2.1" not in of_lesson
    assert f"there are lessons 1 to {NUMBERS[-1]}." in of_course
    assert not home.exists()


@pytest.mark.parametrize("written", ["1.1", "01.1", "1,1", " 1.1 ", 1.1, "1.01", "Exercise 1.1", "1-1"])
def test_check_reads_a_number_however_it_is_written(written):
    assert look_at(written, (42,)).state == "right"


def test_check_prints_one_line_and_never_raises(home, capsys, monkeypatch):
    monkeypatch.delenv("COURSE_CHECKS", raising=False)
    for answer in (____, 41, 42, None):
        assert check("1.1", answer) is None
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines] == ["○", "✘", "✔", "✘"]


@pytest.mark.parametrize("answer", [____, 41])
def test_raising_checks_raise_for_all_but_right(answer, home, monkeypatch):
    monkeypatch.setenv("COURSE_CHECKS", "raise")
    with pytest.raises(CheckFailed, match="Exercise 1.1"):
        check("1.1", answer)
    check("1.1", 42)


def test_tolerance_is_finite_on_both_sides():
    from helpers.checks.comparing import close

    assert close(1.0, 1.0 + 1e-7) and not close(1.0, 1.001)
    assert close(1e6, 1e6 + 0.5) and not close(1e6, 1e6 + 5)
