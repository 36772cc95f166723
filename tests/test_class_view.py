"""The class view reads progress files as learners leave them, and believes nothing in them that it need not."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from classroom import class_view
from helpers.checks import store

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def write(path, answers, **more):
    path.parent.mkdir(parents=True, exist_ok=True)
    about = {
        "course": store.COURSE,
        "edition": store.EDITION,
        "format": 1,
        "version": "0.2.0",
        "answers": answers,
    }
    path.write_text(json.dumps({**about, **more}), "utf-8")


def entry(right, tries, minutes=5):
    return {"right": right, "tries": tries, "last": (NOW - timedelta(minutes=minutes)).isoformat()}


def test_what_a_check_writes_is_what_is_shown(tmp_path, monkeypatch):
    """Not a format of our own: `store` itself writes the file."""
    monkeypatch.setenv("COURSE_HOME", str(tmp_path / "ann"))
    monkeypatch.setattr(store, "_session", {})
    for right in (False, False, False, True):
        store.remember("2.1", right)
    for _ in range(4):
        store.remember("2.2", False)
    (one,) = class_view.learners(tmp_path)
    text = class_view.view([one], ["2.1", "2.2", "2.3"], one.last)
    line = next(line for line in text.splitlines() if line.startswith("ann"))
    assert line.split()[:4] == ["ann", "✔", "✘4", "·"]
    assert "0 min ago" in line and line.endswith(one.version) and one.version
    assert class_view.TITLE in text


def test_homes_folders_and_files_are_found(tmp_path):
    write(tmp_path / "ann" / class_view.PLACES[0], {"2.1": entry(True, 1)})
    write(tmp_path / "bob" / class_view.NAME, {"2.1": entry(False, 1)})
    write(tmp_path / "eve.json", {"2.1": entry(False, 9)})
    (tmp_path / "dan").mkdir()
    (tmp_path / "readme.txt").touch()
    found = {one.who: one for one in class_view.learners(tmp_path)}
    assert list(found) == ["ann", "bob", "dan", "eve"] and found["dan"].trouble == "nothing yet"
    text = class_view.view(list(found.values()), ["2.1"], NOW).splitlines()
    assert [line.split() for line in text if line.startswith(("right", "stuck"))] == [
        ["right", "1"],
        ["stuck", "1"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        "[" * 100_000,
        '{"answers": []}',
        json.dumps({"course": "x", "edition": "2", "answers": {}}),
    ],
)
def test_a_file_that_is_no_progress_is_told_and_stops_nothing(tmp_path, content):
    (tmp_path / "ann.json").write_text(content)
    (one,) = class_view.learners(tmp_path)
    assert one.trouble and "ann" in class_view.view([one], ["2.1"], NOW)


def test_entries_that_cannot_be_are_left_out(tmp_path):
    strange = {
        "2.1": {"right": "yes", "tries": 1},
        "2.2": 3,
        "2.3": {"right": True, "tries": 1, "last": "soon"},
    }
    write(
        tmp_path / "ann.json",
        {**strange, "2.4": {"right": False, "tries": True}},
        version="\x1b[2J" + "9" * 99,
    )
    (one,) = class_view.learners(tmp_path)
    assert list(one.answers) == ["2.3"] and one.last is None
    text = class_view.view([one], ["2.1", "2.3"], NOW)
    assert "\x1b" not in text and "9" * 30 not in text


@pytest.mark.skipif(os.name == "nt", reason="no pipes or links of this kind")
def test_links_pipes_and_endless_files_are_not_read(tmp_path):
    write(tmp_path / "secret", {"2.1": entry(True, 1)})  # somebody else's
    homes = tmp_path / "homes"
    for who in ("link", "pipe", "huge"):
        (homes / who).mkdir(parents=True)
    (homes / "link" / class_view.NAME).symlink_to(tmp_path / "secret")
    os.mkfifo(homes / "pipe" / class_view.NAME)
    with (homes / "huge" / class_view.NAME).open("wb") as file:
        file.truncate(class_view.LARGEST + 1)
    found = class_view.learners(homes)
    assert len(found) == 3 and all(one.trouble.startswith("cannot be read") for one in found)
    said = {one.who: one.trouble for one in found}
    assert "reasonable size" in said["huge"] and "plain file" in said["pipe"]


def test_two_versions_in_a_class_are_told(tmp_path):
    write(tmp_path / "ann.json", {})
    write(tmp_path / "bob.json", {}, version="0.1.9")
    text = class_view.view(class_view.learners(tmp_path), ["2.1"], NOW)
    assert "Not all have the same version of the course: 0.2.0 (1), 0.1.9 (1)" in text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min ago"), (119, "119 min ago"), (121, "2 h ago"), (5000, "3 days ago"), (-5, "in future")],
)
def test_ago(minutes, said):
    assert class_view.ago(NOW - timedelta(minutes=minutes), NOW) == said


def test_the_command_says_what_is_missing(tmp_path, monkeypatch, capsys):
    for arguments, said in (
        (["gone"], "gone"),
        ([str(tmp_path)], "no learners"),
        ([str(tmp_path), "--lesson", "77"], "lesson 77"),
    ):
        monkeypatch.setattr("sys.argv", ["class_view", *arguments])
        assert class_view.main() == 1 and said in capsys.readouterr().err
    write(tmp_path / "ann.json", {"2.1": entry(True, 1), "3.1": entry(True, 1)})
    monkeypatch.setattr("sys.argv", ["class_view", str(tmp_path), "--lesson", "02"])
    assert class_view.main() == 0
    shown = capsys.readouterr().out
    assert "2.1" in shown and "3.1" not in shown
