"""What is kept of a learner's progress: by edition, by several kernels at once, and from broken files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime

import pytest

import helpers
from helpers.checks import check, exercises, look_at, progress, store, use
from helpers.checks.blank import ____

OLD = '{"1.1": {"right": true, "tries": 2}, "6.3": {"right": true, "tries": 1}}'


@pytest.fixture(autouse=True)
def plain(monkeypatch, home):
    """Let checks not raise, and nothing be left to tell."""
    monkeypatch.delenv("COURSE_CHECKS", raising=False)
    monkeypatch.setattr(store, "_news", [])


def kept(home) -> dict:
    return json.loads((home / "progress-2.json").read_text("utf-8"))


def begin(home, content: str) -> None:
    home.mkdir()
    (home / "progress-2.json").write_text(content, "utf-8")


def entry(right=True, tries=1, **more) -> dict:
    return {"right": right, "tries": tries, **more}


def test_progress_is_kept_shown_and_stays_right(home, capsys):
    check("1.1", 41)
    check("1.1", 42)
    check("1.1", 40)  # once right, it stays right
    check("1.2", 5)
    check("2.1", ____)  # a blank is no try
    use("1.2", 5)  # neither is what the page goes on with
    data = kept(home)
    about = {key: data[key] for key in ("course", "edition", "format", "version")}
    assert about == {"course": "networks-opened", "edition": "2", "format": 1, "version": helpers.__version__}
    assert {key: (one["right"], one["tries"]) for key, one in data["answers"].items()} == {
        "1.1": (True, 3),
        "1.2": (False, 1),
    }
    assert all(datetime.fromisoformat(one["last"]).tzinfo for one in data["answers"].values())
    capsys.readouterr()
    progress()
    shown = capsys.readouterr().out
    assert "✔ 1.1  ✘ 1.2  ○ 1.3" in shown
    assert f"1 of {len(exercises())} exercises right" in shown


@pytest.mark.parametrize("lesson", [1, "1", "01", 1.0])
def test_progress_of_one_lesson(lesson, capsys):
    check("1.1", 42)
    capsys.readouterr()
    progress(lesson)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Lesson 01:  ✔ 1.1") and lines[1].startswith("1 of ") and len(lines) == 2


@pytest.mark.parametrize("lesson", [77, "nine", None.__class__, ____, 0, 1.5])
def test_progress_of_an_unknown_lesson_is_one_line(lesson, capsys):
    progress(lesson)
    shown = capsys.readouterr().out
    assert shown.startswith("There is no lesson ") and "There are: 1, 2" in shown and shown.count("\n") == 1


# -- editions -------------------------------------------------------------------------------------------


def test_the_first_editions_file_is_left_alone_and_never_read(home):
    home.mkdir()
    (home / "progress.json").write_text(OLD, "utf-8")
    assert store.load() == {}
    check("1.2", 2)
    assert (home / "progress.json").read_text("utf-8") == OLD
    assert set(kept(home)["answers"]) == {"1.2"}


@pytest.mark.parametrize(
    "foreign",
    [
        OLD,
        '{"course": "networks-opened", "edition": "1", "answers": {"6.3": {"right": true, "tries": 1}}}',
        '{"course": "another", "edition": "2", "answers": {"6.3": {"right": true, "tries": 1}}}',
    ],
)
def test_a_file_of_another_edition_or_course_is_set_aside_not_mixed(foreign, home):
    begin(home, foreign)
    assert store.load() == {}
    assert (home / "progress-2.unreadable-1.json").read_text("utf-8") == foreign


def test_a_file_of_a_later_version_is_not_changed_and_the_learner_is_told(home, capsys):
    later = '{"course": "networks-opened", "edition": "2", "format": 9, "learned": []}'
    begin(home, later)
    check("1.1", 42)
    progress(1)
    shown = capsys.readouterr().out
    assert "✔ 1.1" in shown
    assert (
        "Not kept beyond this session: progress-2.json was written by a later version of the course" in shown
    )
    assert (home / "progress-2.json").read_text("utf-8") == later


# -- broken files ---------------------------------------------------------------------------------------

BROKEN = [
    "{half a fi",
    "[" * 200_000,
    "",
    "3",
    "[]",
    '{"course": "networks-opened", "edition": "2", "answers": []}',
]


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_set_aside_and_the_learner_is_told_once(broken, home, capsys):
    begin(home, broken)
    check("1.1", 42)
    aside = home / "progress-2.unreadable-1.json"
    assert f"could not be read. It was kept as {aside}" in capsys.readouterr().out
    assert aside.read_text("utf-8") == broken
    check("1.1", 42)
    assert str(aside) not in capsys.readouterr().out
    progress()
    assert f"Set aside, because it could not be read: {aside}" in capsys.readouterr().out
    assert kept(home)["answers"]["1.1"]["tries"] == 2


def test_progress_alone_sets_a_broken_file_aside_and_tells(home, capsys):
    begin(home, "{")
    progress(1)
    assert "Set aside" in capsys.readouterr().out
    check("1.1", 42)
    assert capsys.readouterr().out.count("\n") == 1, "told already"


def test_a_second_broken_file_does_not_take_the_place_of_the_first(home):
    begin(home, "first")
    store.load()
    (home / "progress-2.json").write_bytes(b"\xff second")
    store.remember("1.1", True)
    assert (home / "progress-2.unreadable-1.json").read_text("utf-8") == "first"
    assert (home / "progress-2.unreadable-2.json").read_bytes() == b"\xff second"


def test_what_is_not_understood_in_a_sound_file_is_kept(home):
    answers = {"1.1": 3, "1.2": entry(tries=4, note="mine"), "1.3": {"right": "perhaps"}}
    begin(
        home, json.dumps({"course": "networks-opened", "edition": "2", "colour": "red", "answers": answers})
    )
    assert set(store.load()) == {"1.2"}
    check("1.2", 2)
    check("1.1", 42)
    data = kept(home)
    assert data["colour"] == "red" and data["answers"]["1.3"] == {"right": "perhaps"}
    assert data["answers"]["1.2"]["tries"] == 5 and data["answers"]["1.2"]["note"] == "mine"
    assert data["not_understood"] == {"1.1": 3} and data["answers"]["1.1"]["tries"] == 1


# -- where nothing can be written -----------------------------------------------------------------------


def test_where_nothing_can_be_written_the_session_remembers_and_says_so(capsys, monkeypatch):
    monkeypatch.setenv("COURSE_HOME", os.path.join(os.devnull, "here"))
    check("1.1", 42)
    check("1.1", 41)
    progress()
    shown = capsys.readouterr().out
    assert "✔ 1.1" in shown and "Not kept beyond this session" in shown
    assert store.load()["1.1"]["tries"] == 2


def test_what_only_the_session_knew_is_written_once_it_can_be(home, monkeypatch):
    monkeypatch.setenv("COURSE_HOME", os.path.join(os.devnull, "here"))
    check("1.1", 42)
    monkeypatch.setenv("COURSE_HOME", str(home))
    check("1.2", 5)
    assert kept(home)["answers"]["1.1"]["right"] and store.trouble() == ""


def test_a_full_disk_loses_nothing_and_leaves_nothing(home, monkeypatch):
    check("1.1", 42)
    before = (home / "progress-2.json").read_bytes()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.json, "dump", full)
    check("1.2", 2)
    assert (home / "progress-2.json").read_bytes() == before
    assert store.load()["1.2"] == {**store.load()["1.2"], "right": True, "tries": 1}
    assert sorted(path.name for path in home.iterdir()) == ["progress-2.json", "progress-2.lock"]


def test_a_folder_in_its_place_leaves_nothing_behind(home, capsys):
    (home / "progress-2.json").mkdir(parents=True)
    check("1.1", 42)
    progress(1)
    assert "Not kept beyond this session" in capsys.readouterr().out
    assert not list(home.glob("*.tmp")) and not list((home / "progress-2.json").iterdir())


def test_without_a_named_folder_progress_goes_to_the_users_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store.folder().name == "networks-opened"


# -- several kernels ------------------------------------------------------------------------------------


def test_four_kernels_at_once_lose_nothing(home):
    code = (
        "import sys\n"
        "from helpers.checks import store\n"
        "store.LOCK_SECONDS = 600\n"
        "input()\n"  # all begin when the last is there
        "for place in range(60):\n"
        "    store.remember(f'{sys.argv[1]}.{place}', place % 2 == 0)\n"
        "    store.remember('9.9', False)\n"
    )
    kernels = [
        subprocess.Popen([sys.executable, "-c", code, str(one)], stdin=subprocess.PIPE, text=True)
        for one in range(4)
    ]
    for one in kernels:
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.wait() for one in kernels] == [0, 0, 0, 0]
    answers = kept(home)["answers"]
    assert len(answers) == 4 * 60 + 1
    assert answers["9.9"]["tries"] == 4 * 60
    assert sum(one["right"] for one in answers.values()) == 4 * 30
    assert not list(home.glob("*.tmp"))


def test_a_lock_that_is_never_freed_does_not_stop_a_lesson(home, monkeypatch):
    home.mkdir()
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.0)
    with store._lock(store.file()):
        check("1.1", 42)
    assert kept(home)["answers"]["1.1"]["right"]


def test_where_the_file_system_has_no_locks_progress_is_kept_all_the_same(home, monkeypatch):
    if os.name == "nt":
        import msvcrt as system
    else:
        import fcntl as system

    def no_locks(*args):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(system, "locking" if os.name == "nt" else "flock", no_locks)
    check("1.1", 42)
    assert kept(home)["answers"]["1.1"]["right"]


# -- every line of the file -----------------------------------------------------------------------------


def test_the_file_is_made_in_folders_that_are_made_and_is_sorted(home, monkeypatch):
    monkeypatch.setenv("COURSE_HOME", str(home / "a" / "b"))
    check("1.2", 5)
    check("1.1", 42)
    text = (home / "a" / "b" / "progress-2.json").read_text("utf-8")
    assert text.startswith('{\n "answers": {\n  "1.1": {\n   "last": ') and text.endswith('"\n}')
    assert store.set_aside() == [] and store.trouble() == "" and store.news() == []


def test_a_file_without_a_format_or_with_a_strange_one_is_read(home):
    begin(home, "")
    for more in ({}, {"format": 1}, {"format": "one"}):
        about = {"course": "networks-opened", "edition": "2", "answers": {"1.1": entry()}}
        (home / "progress-2.json").write_text(json.dumps({**about, **more}), "utf-8")
        assert store.load() == {"1.1": entry()}
    newer = {**about, "format": 2}
    (home / "progress-2.json").write_text(json.dumps(newer), "utf-8")
    assert store.load() == {} and "later version" in store.trouble()


def test_what_could_not_be_written_is_told_until_it_can(home, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store.json, "dump", full)
        store.remember("1.1", True)
        assert store.trouble() == "OSError: [Errno 28] No space left on device"
    store.remember("1.1", False)
    assert store.trouble() == "" and kept(home)["answers"]["1.1"]["tries"] == 2
    assert kept(home)["answers"]["1.1"]["right"] is True


@pytest.mark.parametrize(
    ("seen", "filed", "known"),
    [
        (entry(False, 3), entry(True, 2), (True, 3)),
        (entry(True, 3), entry(False, 2), (True, 3)),
        (entry(False, 2), entry(True, 2), (True, 2)),
        (entry(True, 1), entry(False, 2), (False, 2)),
        (entry(False, 1), None, (False, 1)),
        (None, entry(True, 2), (True, 2)),
    ],
)
def test_of_session_and_file_the_one_with_more_tries_counts_and_right_stays_right(
    seen, filed, known, monkeypatch
):
    monkeypatch.setattr(store, "_session", {"1.1": seen} if seen else {})
    found = store._with_session({"answers": {"1.1": filed} if filed else {}})["1.1"]
    assert (found["right"], found["tries"]) == known


def test_an_entry_begins_wrong_and_untried():
    first = store._one_more(None, False)
    assert (first["right"], first["tries"]) == (False, 1)
    more = store._one_more({"right": True, "tries": 4, "note": "mine"}, False)
    assert (more["right"], more["tries"], more["note"]) == (True, 5, "mine")
    assert store._one_more(None, True)["right"] is True
    assert (
        not store._sound({"right": 1, "tries": 1})
        and not store._sound({"right": True})
        and not store._sound([])
    )


@pytest.mark.parametrize("number", ["1.1", "01.1", "1,1", 1.1, "Exercise 1.1", "1.01", " 1:1 ", "1-1."])
def test_a_number_is_read_however_it_is_written(number):
    assert look_at(number, (42,)).state == "right"


def test_a_number_that_no_exercise_has_is_told_what_there_is():
    assert look_at("1.99", (1,)).message.startswith("There is no exercise 1.99. Lesson 01 has: 1.1, 1.2")
    last = max(int(number.partition(".")[0]) for number in exercises())
    assert look_at("77.1", (1,)).message == (
        f'There is no exercise 77.1. They are numbered by lesson, "2.1"; there are lessons 1 to {last}.'
    )
    verdict = look_at("what", (1,))
    assert (verdict.number, verdict.state, verdict.stopped) == ("", "wrong", False)
    numbers = [[int(part) for part in number.split(".")] for number in exercises()]
    assert numbers == sorted(numbers)


def test_what_was_tried_of_no_exercise_is_not_kept(home, capsys):
    check("1.99", 3)
    check("1.1", ____)
    assert not home.exists()
    capsys.readouterr()
    progress(2)
    shown = capsys.readouterr().out
    assert (
        shown.startswith("Lesson 02:  ○ 2.1")
        and "\n0 of " in shown
        and "(✔ right, ✘ tried, ○ not answered)" in shown
    )
