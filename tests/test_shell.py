"""What the course changes in a running shell: descriptions in the output, and a line where a name is lost."""

from __future__ import annotations

import math

import pytest

import helpers
from helpers import ipython, shadowing


@pytest.fixture(autouse=True)
def nothing_before(monkeypatch):
    monkeypatch.setattr(shadowing, "_before", {})


def told(capsys, **seen) -> str:
    shadowing.tell(seen)
    return capsys.readouterr().out


def test_a_lost_name_is_told_once(capsys):
    assert told(capsys, check=helpers.check, own=1) == ""
    assert told(capsys, check=helpers.check, own=2) == ""
    assert told(capsys, check=5) == (
        "check is now your own variable (of type int), no longer the course's check. "
        "To get that back: from helpers import check\n"
    )
    assert told(capsys, check=6) == "", "told before"


def test_a_name_that_is_gone_a_module_or_the_courses_own_is_not_lost(capsys):
    for after in ({}, {"check": math}, {"check": helpers.use}, {"check": helpers.check}):
        assert told(capsys, check=helpers.check) == ""
        assert told(capsys, **after) == ""


def test_a_name_that_never_was_the_courses_is_not_lost(capsys, monkeypatch):
    monkeypatch.delitem(vars(helpers), "draw_network", raising=False)  # as before its first use
    for value in (5, 6):
        assert told(capsys, draw_network=value, check=value) == ""


@pytest.mark.parametrize(
    ("drawn", "text", "shown"),
    [
        (b"png", "words", (b"png", {"alt": "words"})),
        ((b"png", {"width": 3}), "words", (b"png", {"width": 3, "alt": "words"})),
        (b"png", "", b"png"),
        (None, "words", None),
    ],
)
def test_a_described_picture_carries_its_description(drawn, text, shown):
    described = ipython._with_alt(lambda figure: drawn, lambda figure: text)
    assert described.adds_alt is True and described("figure") == shown


@pytest.fixture
def shell():
    from IPython.core.interactiveshell import InteractiveShell

    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_a_shell_gets_its_hook_and_its_formatters_once(shell, monkeypatch, capsys):
    from matplotlib.figure import Figure

    from helpers.drawing.descriptions import describe

    monkeypatch.setattr(ipython, "_hooked", set())
    before = list(shell.events.callbacks["post_run_cell"])
    formatters = shell.display_formatter.formatters
    formatters["image/png"].for_type(Figure, lambda figure: b"png")
    ipython.install()
    ipython.install()
    assert len(shell.events.callbacks["post_run_cell"]) == len(before) + 1
    figure = Figure()
    assert formatters["image/png"].lookup_by_type(Figure)(figure) == b"png"
    describe(figure.subplots(), "A line falls.")
    text = formatters["text/plain"](figure)
    assert "A line falls." in text
    assert formatters["image/png"].lookup_by_type(Figure)(figure) == (b"png", {"alt": text})
    plain = Figure()
    assert formatters["text/plain"](plain) == repr(plain)
    shell.user_ns["check"] = helpers.check
    shell.run_cell("1")
    shell.run_cell("check = 3")
    assert capsys.readouterr().out.count("check is now your own variable") == 1
