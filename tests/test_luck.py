"""`make luck`: claims asked again under other seeds, counted, written down; red where luck refutes them."""

from __future__ import annotations

import sys

import pytest

from tests.test_lessons import SMALL
from tools import build, lessons, luck

LUCKY = SMALL.replace(
    'claim("twice the value is two", double == 2)',
    'claim("always", True)\nclaim("only of this draw", seed == 0, here=True)\nclaim("of even seeds", seed % 2 == 0)',
)


@pytest.fixture
def lucky(tmp_path, monkeypatch):
    source = tmp_path / "77_small.py"
    source.write_text(LUCKY, "utf-8")
    monkeypatch.setattr(luck, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(luck, "TABLE", tmp_path / "luck.md")
    monkeypatch.setattr(luck, "SEEDS", (1, 2, 3))
    monkeypatch.setattr(lessons, "ROOT", tmp_path)
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(lessons, "sources", lambda only="": [source])
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "requirements.lock").write_text("")
    return source


def asked(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["luck", *arguments])
    return luck.main()


def test_claims_are_counted_and_written_down(lucky, monkeypatch, capsys):
    assert asked(monkeypatch) == 0, "a first-edition lesson is listed, not red"
    table = luck.TABLE.read_text("utf-8")
    assert "| always | 3 |  |" in table
    assert "| only of this draw | 0 | here |" in table
    assert "| of even seeds | 1 |  |" in table
    assert "77_small: 3 of 3 draws" in capsys.readouterr().out


def test_in_the_second_edition_a_claim_that_luck_refutes_is_red(lucky, monkeypatch, capsys):
    monkeypatch.setattr(lessons, "SECOND_EDITION", ("77",))
    assert asked(monkeypatch) == 1
    said = capsys.readouterr().err
    assert "“of even seeds” held in 1 of 3 draws (not under (1, 3))" in said
    assert "always" not in said and "only of this draw" not in said


def test_a_draw_is_kept_and_not_drawn_again_until_the_lesson_changes(lucky, monkeypatch):
    asked(monkeypatch)
    monkeypatch.setattr(luck, "draw", lambda source, seed: pytest.fail("drawn again"))
    asked(monkeypatch)
    lucky.write_text(LUCKY.replace("value = 1", "value = 1.0"), "utf-8")
    with pytest.raises(pytest.fail.Exception, match="drawn again"):
        asked(monkeypatch)


def test_a_draw_that_stops_is_told(lucky, monkeypatch, capsys):
    monkeypatch.setattr(lessons, "SECOND_EDITION", ("77",))
    lucky.write_text(
        LUCKY.replace("value = 1\n", "value = 1\nif seed == 2:\n    raise ValueError('no luck')\n"), "utf-8"
    )
    assert asked(monkeypatch) == 1
    assert "seed 2 stopped" in capsys.readouterr().err and "no luck" in luck.TABLE.read_text("utf-8")


def test_one_lesson_anew_leaves_the_others_in_the_table():
    old = luck.table(["## 01 · One\n\nClaims nothing.\n", "## 02 · Two\n\nold\n"])
    new = luck.with_sections(old, {"02": "## 02 · Two\n\nnew\n"})
    assert "## 01 · One" in new and "new" in new and "old" not in new


def test_a_lesson_without_chance_is_run_once(lucky, monkeypatch, capsys):
    text = LUCKY.replace("seed = 0\n", "").replace("the seed {{seed - 3}}, ", "").replace("seed", "value")
    lucky.write_text(text, "utf-8")
    asked(monkeypatch)
    assert "77_small: 1 of 1 draws" in capsys.readouterr().out


def test_a_lesson_that_claims_nothing_is_not_run(lucky, monkeypatch, capsys):
    lucky.write_text(LUCKY.replace("claim(", "print("), "utf-8")
    monkeypatch.setattr(luck, "draw", lambda source, seed: pytest.fail("run for nothing"))
    assert asked(monkeypatch) == 0
    assert "Claims nothing." in luck.TABLE.read_text("utf-8")


def test_without_luck_a_claim_that_does_not_hold_raises(lucky, tmp_path):
    with pytest.raises(build.CellExecutionError, match="does not hold: only of this draw"):
        lucky.write_text(LUCKY.replace("seed = 0", "seed = 1"), "utf-8")
        build.solved(lucky, folder=lessons.NOTEBOOKS)


DRAWING = [source for source in lessons.sources() if lessons.draws_by_chance(source)]


@pytest.mark.parametrize("source", DRAWING, ids=lambda source: source.stem)
def test_every_lesson_that_draws_can_be_given_another_seed(source):
    reseeded = lessons.solved(source, 7)
    assert sum(cell.source.count("\nseed = 7") for cell in reseeded.cells) == 1
