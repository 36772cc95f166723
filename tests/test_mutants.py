"""The drawn changes: each is one change of a line inside a function, and the tests named for a module are there."""

from __future__ import annotations

import ast
import difflib

import pytest

from tools import mutants


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("a < b", "a >= b"),
        ("a == b", "a != b"),
        ("a + b", "a - b"),
        ("a and b", "a or b"),
        ("-a", "a"),
        ("not a", "a"),
        ("3", "6"),
        ("0", "1"),
        ("True", "False"),
        ("'text'", None),
        ("a", None),
        ("f(a)", None),
    ],
)
def test_an_expression_is_broken_in_one_way_or_not_at_all(code, broken):
    new = mutants.changed(ast.parse(code, mode="eval").body)
    assert (new and ast.unparse(new)) == broken


@pytest.mark.parametrize("code", ["raise Wrong(a)", "a[0] = b", "a += 1", "f(a)", "continue"])
def test_a_statement_is_left_out(code):
    assert isinstance(mutants.changed(ast.parse(code).body[0]), ast.Pass)


def test_nothing_outside_functions_and_no_docstring_default_or_f_string_is_broken():
    tree = ast.parse('MOST = 3\ndef f(a=1):\n    """Say 2 < 3."""\n    return f"{a + 1}" if a > 4 else "b"\n')
    assert [ast.unparse(node) for node in mutants.places(tree)] == ["a > 4", "4"]


def test_what_is_drawn_changes_one_place_and_is_python_and_the_same_each_time():
    drawn = mutants.drawn(40, 7)
    assert [mutant["text"] for mutant in drawn] == [mutant["text"] for mutant in mutants.drawn(40, 7)]
    for mutant in drawn:
        before = (mutants.ROOT / mutant["file"]).read_text("utf-8")
        ast.parse(mutant["text"])
        spans = [tag for tag, *_ in difflib.SequenceMatcher(None, before.split("\n"), mutant["text"].split("\n"),
                                                             autojunk=False).get_opcodes() if tag != "equal"]  # fmt: skip
        assert len(spans) == 1, mutant
        assert not mutant["file"].startswith("helpers/checks/lesson_")


def test_every_module_has_tests_of_its_own():
    for path in (mutants.ROOT / "helpers").rglob("*.py"):
        for name in mutants.tests_of(path.relative_to(mutants.ROOT).as_posix()):
            assert (mutants.ROOT / name).is_file(), name
    page = mutants.written(
        [{"file": "helpers/a.py", "line": 1, "was": "a|b", "is": "b", "killer": ""}], 50, 0
    )
    assert "| a.py | 1 | `a\\|b` | `b` | **nobody** |" in page and "1 of 50" in page and "noticed 0" in page
