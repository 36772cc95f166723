"""`use`, the blank on the page and inside a check, and functions that print, warn, loop or leave."""

from __future__ import annotations

import contextlib
import logging
import math
import signal
import subprocess
import sys
import warnings

import numpy as np
import pytest

from helpers import checks
from helpers.checks import CheckFailed, check, exercises, look_at, store, use
from helpers.checks.answer_types import numbers
from helpers.checks.blank import Blank, BlankError, ____, has_blank, mentions_blank
from helpers.checks.judging import exercise, judge
from helpers.checks.kinds import behaviour
from helpers.checks.running import call, quiet
from helpers.checks.verdicts import Wrong, one_line, show
from tests.test_kinds import AND, FROM_TABLES, IGNORE, NEURON, UPDATE, neuron


@pytest.fixture
def lesson(monkeypatch, home):
    """Let lesson 02 have the exercises of test_kinds, and one without a worked answer."""
    monkeypatch.delenv("COURSE_CHECKS", raising=False)
    monkeypatch.setattr(checks, "_stopped", {})
    bare = behaviour("2.7", lambda answer: None if answer == 1 else numbers(answer, (2,)) and None, "")
    known = {task.number: task for task in (IGNORE, NEURON, AND, UPDATE, bare)}
    monkeypatch.setattr(checks, "_of_module", lambda name: known if name == "lesson_02" else {})
    return home


@pytest.fixture
def shell():
    """Run as in a notebook: with IPython's shell."""
    from IPython.core.interactiveshell import InteractiveShell

    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


# -- use ------------------------------------------------------------------------------------------------


def mine(x, w, b):
    return 1.0 if sum(x * w) + b > 0 else 0.0


@pytest.mark.parametrize(
    ("number", "answers", "goes_on", "line"),
    [
        ("2.4", (mine,), mine, "→ Exercise 2.4: going on with your neuron."),
        ("2.4", (____,), neuron, "→ Exercise 2.4 is not answered yet: going on with the worked one."),
        (
            "2.4",
            (lambda *a: ____,),
            neuron,
            "→ Exercise 2.4 is not answered yet: going on with the worked one.",
        ),
        ("2.4", (3,), neuron, "→ Exercise 2.4 is not right yet: going on with the worked one."),
        ("2.4", (), neuron, "→ Exercise 2.4 is not right yet: going on with the worked one."),
        ("2.7", (1,), 1, "→ Exercise 2.7: going on with your answer."),
        ("2.7", (5,), 5, "→ Exercise 2.7 is not right yet, and there is no worked one."),
        ("2.9", (5,), 5, "✘ There is no exercise 2.9. Lesson 02 has: 2.2, 2.4, 2.5, 2.6, 2.7."),
    ],
)
def test_use_goes_on_with_the_right_one_and_says_which(number, answers, goes_on, line, lesson, capsys):
    assert use(number, *answers) is goes_on
    assert capsys.readouterr().out == f"{line}\n"
    assert not lesson.exists(), "no try is counted"


def test_use_returns_a_tuple_where_there_are_several_answers(lesson, capsys):
    weights, bias = use("2.5", [1, 1], -1)
    assert (weights, bias) == ([1, 1], -1)
    for answers in ((____, -1), ([1, 1], ____), (____, ____), ([1, 1], 0)):
        weights, bias = use("2.5", *answers)
        assert (weights.tolist(), bias) == ([1, 1], -1.5)
    assert "going on with your weights and bias." in capsys.readouterr().out


def test_use_raises_in_the_solved_notebook_unless_the_answer_is_right(lesson, monkeypatch):
    monkeypatch.setenv("COURSE_CHECKS", "raise")
    assert use("2.4", mine) is mine
    for answer in (____, 3):
        with pytest.raises(CheckFailed, match="Exercise 2.4"):
            use("2.4", answer)


def test_use_displays_a_line_like_a_verdict_in_a_notebook(lesson, shell):
    from IPython.utils.capture import capture_output

    shell.user_ns.update(use=use, neuron=mine)
    with capture_output() as shown:
        shell.run_cell("neuron = use('2.4', neuron)")
    assert shell.user_ns["neuron"] is mine
    assert shown.outputs[0].data["text/plain"] == "→ Exercise 2.4: going on with your neuron."
    assert "border-left" in shown.outputs[0].data["text/html"]


def test_every_worked_answer_of_the_course_is_right():
    for task in (*FROM_TABLES, *exercises().values()):
        if task.worked is not None:
            worked = task.worked()
            verdict = judge(task, worked if task.answers > 1 else (worked,))
            assert verdict.state == "right", verdict.message


def test_a_check_imports_its_own_lesson_and_no_matplotlib():
    code = (
        "import sys; from helpers import check; check('1.1', 42); "
        "print([m for m in ('matplotlib', 'pandas', 'tensorflow', 'IPython', 'helpers.checks.lesson_02') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_exercise_counts_the_answers_its_rule_must_have():
    def rule(one, two, *more, three=3):
        return None

    made = exercise("9.1", "", worked=lambda: (1, 2))(rule)
    assert made.answers == 2 and made.called == "one and two"


def test_a_list_of_exercises_in_a_lesson_is_found(monkeypatch):
    import types

    module = types.ModuleType("helpers.checks.lesson_97")
    module.EXERCISES = [AND, NEURON]
    module.ONE = IGNORE
    monkeypatch.setattr(checks.importlib, "import_module", lambda name: module)
    monkeypatch.setattr(checks.importlib.util, "find_spec", lambda name: module)
    assert set(checks._of_module.__wrapped__("lesson_97")) == {"2.2", "2.4", "2.5"}


# -- the blank on the page ------------------------------------------------------------------------------


def test_what_is_computed_with_a_blank_is_a_blank():
    import pandas

    array = np.ones(3)
    for computed in (
        ____ + 1,
        2 * ____,
        -____,
        ____ @ array,
        array @ ____,
        array * ____,
        array > ____,
        ____ > 0,
        ____(3),
        ____.mean(),
        ____[0],
        round(____, 2),
        divmod(____, 2),
        max(____, 0),
        np.maximum(____, 0),
        np.maximum(array + ____, 0),
        np.log(____),
        np.mean(____),
        np.where(____, 1, 0),
        pandas.Series([1.0, 2.0]) * ____,
        pandas.DataFrame({"a": [1.0]}) + ____,
    ):
        assert isinstance(computed, Blank)
    assert repr(____) == f"{____:.2f}" == "____"


def test_a_page_with_blanks_runs_on():
    weights = np.zeros(2)
    weights += ____
    assert isinstance(weights, Blank)
    taken = "yes" if np.ones(2) @ np.ones(2) + ____ > 0 else "no"
    while ____:
        raise AssertionError("a loop over a blank never begins")
    ____[0] = 3
    assert taken == "no" and not ____


@pytest.mark.parametrize(
    "read",
    [
        int,
        float,
        complex,
        list,
        len,
        math.sqrt,
        range,
        lambda x: 3 in x,
        lambda x: [1, 2][x],
    ],
)
def test_where_a_plain_value_must_be_a_blank_says_what_to_do(read):
    with pytest.raises(BlankError, match="____ is a blank: put your answer in its place"):
        read(____)


@pytest.mark.parametrize(
    "value", [____, [1, ____], (____,), {"a": ____}, np.array([____, 1.0]), [[0, [____]]], {1, ____}]
)
def test_blanks_are_found_where_they_hide(value):
    assert has_blank(value)


def test_blanks_are_found_in_tables_and_in_endless_containers_the_search_ends():
    import pandas

    assert has_blank(pandas.DataFrame({"a": [1, 2], "b": [____, "x"]}))
    assert has_blank(pandas.Series([____, 1]))
    endless = [1]
    endless.append(endless)
    assert not has_blank(endless)


@pytest.mark.parametrize(
    "value", [1, [1, 2], np.ones(3), None, "____", np.array(["a"], dtype=object), object]
)
def test_what_is_no_blank_is_not_taken_for_one(value):
    assert not has_blank(value)


# -- half-filled answers --------------------------------------------------------------------------------


def nested(x, w, b):
    return (lambda total: 1 if total > ____ else 0)(x @ w)


def swallows(x, w, b):
    try:
        return int(x @ w + ____)
    except TypeError:
        return 7


@pytest.mark.parametrize(
    "half",
    [
        lambda x, w, b: 1 if x @ w + ____ > 0 else 0,
        lambda x, w, b: np.maximum(x @ w + ____, 0),
        lambda x, w, b: np.log(____),
        lambda x, w, b: int(x @ w + ____),
        lambda x, w, b: float(____),
        lambda x, w, b: round(____, 2),
        lambda x, w, b: max(____, 0),
        lambda x, w, b: math.exp(____),
        lambda x, w, b: sum(____),
        lambda x, w, b: [v * ____ for v in x],
        lambda x, w, b: np.array([1.0, ____]) > 0,
        lambda x, w, b: "on" if ____ else "off",
        lambda x, w, b: {"a": 1}[____],
        lambda x, w, b: x @ w if len(x) > 99 else (____ and 5),
        nested,
        swallows,
    ],
)
def test_a_half_filled_function_is_not_answered_yet(half):
    assert judge(NEURON, (half,)).message == "Exercise 2.4: not answered yet."


def test_a_function_that_calls_a_half_filled_one_is_not_answered_yet():
    def total(x, w):
        return x @ w if ____ else 0

    assert not mentions_blank(mine)
    assert judge(NEURON, (lambda x, w, b: total(x, w),)).state == "not answered"
    assert judge(NEURON, (lambda x, w, b: swallows(x, w, b),)).state == "not answered"


def test_a_right_answer_is_right_although_a_blank_is_left_beside_it():
    def finished(x, w, b):
        return mine(x, w, b)
        return ____

    assert judge(NEURON, (finished,)).state == "right"


def test_tensorflow_and_a_blank_are_not_answered_yet():
    import tensorflow as tf

    for half in (
        lambda x, w, b: tf.maximum(tf.constant(x) @ ____, 0),
        lambda x, w, b: tf.nn.relu(____),
        lambda x, w, b: tf.reduce_sum(tf.constant(x) * ____),
    ):
        assert judge(NEURON, (half,)).state == "not answered"


# -- functions that misbehave ---------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def interruptible():
    """Let SIGINT interrupt also where the shell that started the tests ignores it, as for a background job."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def loops(x, w, b):
    while True:
        signal.raise_signal(signal.SIGINT)


def test_an_interrupted_function_gets_one_line_and_use_does_not_run_it_again(lesson, capsys):
    runs = []

    def endless(x, w, b):
        runs.append(1)
        loops(x, w, b)

    check("2.4", endless)
    line = capsys.readouterr().out
    assert line.startswith("✘ Exercise 2.4: your function was still running with [")
    assert "when you stopped it" in line and line.count("\n") == 1
    assert use("2.4", endless) is neuron and len(runs) == 1
    check("2.4", endless)
    assert len(runs) == 2, "check looks again"
    assert "not right yet" in capsys.readouterr().out


def test_what_was_stopped_once_and_then_was_right_is_gone_on_with(lesson, capsys):
    runs = []

    def once(x, w, b):
        runs.append(1)
        return loops(x, w, b) if len(runs) == 1 else mine(x, w, b)

    check("2.4", once)
    assert "when you stopped it" in capsys.readouterr().out
    check("2.4", once)
    assert use("2.4", once) is once


def test_use_itself_can_be_interrupted(lesson, capsys):
    assert use("2.4", loops) is neuron
    assert "is not right yet: going on with the worked one" in capsys.readouterr().out


def test_a_rule_that_is_interrupted_says_so():
    def slow(answer):
        raise KeyboardInterrupt

    verdict = judge(exercise("9.1", "")(slow), (1,))
    assert (
        verdict.message == "Exercise 9.1: the check was still at work when you stopped it."
        and verdict.stopped
    )


class Leaves(Exception):
    def __str__(self):
        raise SystemExit("bye")


class Hostile:
    def __repr__(self):
        raise SystemExit("bye")

    def __array__(self, dtype=None, copy=None):
        raise SystemExit("bye")


class Speechless:
    def __array__(self, dtype=None, copy=None):
        raise Leaves


@pytest.mark.parametrize("answer", [Hostile(), Speechless(), [Hostile()], Leaves(), {"a": Hostile()}])
def test_what_leaves_python_does_not_leave_a_check(answer, lesson):
    for number, answers in (("2.2", (answer,)), ("2.4", (lambda *a: answer,)), ("2.5", (answer, 1))):
        verdict = look_at(number, answers)
        assert verdict.state == "wrong" and "\n" not in verdict.message


def test_a_function_that_leaves_or_raises_the_unspeakable_is_told():
    def leaves(*args):
        raise SystemExit("bye")

    def unspeakable(*args):
        raise Leaves

    assert "SystemExit: bye" in judge(NEURON, (leaves,)).message
    assert "Leaves: (no text: SystemExit)" in judge(NEURON, (unspeakable,)).message


def test_nothing_a_function_says_is_shown(capsys, recwarn, caplog, lesson):
    def loud(x, w, b):
        print("out")
        print("err", file=sys.stderr)
        warnings.warn("warned", stacklevel=1)
        logging.getLogger("mine").error("logged")
        np.log(np.array([-1.0]))
        return mine(x, w, b)

    check("2.4", loud)
    shown = capsys.readouterr()
    assert shown.out.startswith("✔") and shown.out.count("\n") == 1 and shown.err == ""
    assert not recwarn.list and not caplog.records
    logging.getLogger("mine").error("again")
    assert caplog.messages == ["again"], "afterwards everything is as before"


def test_nothing_a_function_displays_or_draws_is_shown(shell):
    import matplotlib.pyplot as plt
    from IPython.display import display
    from IPython.utils.capture import capture_output

    kept = plt.figure()

    def draws(x, w, b):
        plt.figure()
        display("here")
        return mine(x, w, b)

    with capture_output() as shown:
        assert judge(NEURON, (draws,)).state == "right"
    assert not shown.outputs
    assert plt.get_fignums() == [kept.number]


def test_a_function_that_prints_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("helpers.checks.running.MOST_WRITES", 100)

    def prints(x, w, b):
        for _ in range(1000):
            with contextlib.suppress(Exception):
                print("line")
        return mine(x, w, b)

    assert "your function prints without end when it is called with" in judge(NEURON, (prints,)).message


def test_a_function_that_asks_is_not_waited_for():
    message = judge(NEURON, (lambda x, w, b: input("weights?"),)).message
    assert "EOFError: nobody is asked during a check" in message


def test_a_huge_answer_is_refused_before_it_is_read(monkeypatch):
    read = []
    monkeypatch.setattr(np, "asarray", lambda *a, **k: read.append(1))
    for huge in ([1.0] * 2_000_000, [[1.0] * 2000] * 2000, range(10**9)):
        with pytest.raises(Wrong, match="expected numbers; you gave"):
            numbers(huge)
    assert not read


def test_a_huge_array_is_refused_too():
    assert "you gave 30000000 numbers" in judge(IGNORE, (np.zeros(30_000_000, "uint8"),)).message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e300, "1e+300"),
        (10**300, "1e+300"),
        (10**400, "about 10^400"),
        (-3, "−3"),
        (True, "True"),
        (np.float32(0.5), "0.5"),
        ([np.float64(1.5), np.int64(2)], "[1.5, 2]"),
        ("a" * 10**7, f"'{'a' * 58}…"),
        (float("nan"), "nan"),
    ],
)
def test_an_answer_is_shown_back_in_short(value, text):
    assert show(value) == text


def test_an_integer_that_python_does_not_write_is_shown_all_the_same():
    assert show(-(10**5000)) == "−about 10^5000"


def test_a_long_text_is_cut_before_it_is_joined():
    assert one_line("word " * 10**6, 20) == "word word word word…"


def test_call_copies_what_a_function_could_change():
    import pandas

    given = [np.ones(2), [1, [2]], {"a": [1]}, pandas.DataFrame({"a": [1.0]})]

    def spoils(array, several, entries, table):
        array[:] = 7
        several[1].append(7)
        entries["a"].append(7)
        table.loc[0, "a"] = 7

    call(spoils, *given)
    assert given[0].tolist() == [1, 1] and given[1:3] == [[1, [2]], {"a": [1]}] and given[3].loc[0, "a"] == 1


def test_quiet_restores_what_it_silenced_after_an_error():
    before = (sys.stdout, sys.stderr, input, logging.root.manager.disable)
    with pytest.raises(ValueError, match="mine"), quiet():
        raise ValueError("mine")
    assert (sys.stdout, sys.stderr, input, logging.root.manager.disable) == before


def test_checks_reads_a_float_or_junk_for_a_number(lesson):
    assert look_at(2.4, (mine,)).state == "right"
    for junk in (None, mine, [1], "", "2", "a.b", "1" * 10**6, ____, Hostile()):
        assert look_at(junk, (1,)).message.startswith("There is no exercise ")
    assert store.load() == {}


def test_a_list_without_end_is_refused_whatever_reads_it():
    asked = exercise("9.1", "")(lambda answer: [one + 1 for one in answer] and None)
    assert "you gave a list of 2000000 things" in judge(asked, ([1] * 2_000_000,)).message
    assert (
        "your function returned a list of 2000000 things"
        in judge(NEURON, (lambda *a: [1] * 2_000_000,)).message
    )


def test_a_blank_is_searched_for_among_so_many_things(monkeypatch):
    monkeypatch.setattr("helpers.checks.blank.MOST_LOOKED_AT", 5)
    assert has_blank([1, 2, 3, ____]) and not has_blank([1, 2, 3, 4, ____]) and has_blank([____, 1, 2, 3])
    assert has_blank([[1, 2], [3, ____]]) and not has_blank([[____, 2], [3, 4]])
    assert has_blank(np.array([1, 2, 3, ____])) and not has_blank(np.array([1, 2, 3, 4, ____]))


def test_a_blank_is_noted_by_every_check_that_looks():
    from helpers.checks.blank import watching

    with watching() as outer, watching() as inner:
        assert not outer.touched and not inner.touched
        with pytest.raises(BlankError):
            bool(____)
        assert outer.touched and inner.touched
    assert not ____
    with watching() as later:
        assert not later.touched
