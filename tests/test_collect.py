"""Collecting: what is taken from a notebook, what a box is told, and what comes into the LMS's CSV. Nothing is run here."""

from __future__ import annotations

import ast
import builtins
import doctest
import json
import zipfile
from pathlib import Path

import pytest

from classroom import boxed, class_view, collect, gradebook, groups, handed_in, judging, table

PAGE = handed_in.Page.of(
    [
        "import numpy as np\nfrom helpers import ____, check, use",
        'output = ____\ncheck("2.1", output)',
        'def neuron(inputs, weights, bias):\n    return ____\n\n\ncheck("2.3", neuron)',
        'neuron = use("2.3", neuron)',
        'and_weights = ____\nand_bias = ____\ncheck("2.4", and_weights, and_bias)',
    ]
)


def notebook(*cells: str, **more) -> bytes:
    made = [{"cell_type": "code", "source": one, "metadata": {}, "outputs": []} for one in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def handed(*cells: str) -> handed_in.Handed:
    return handed_in.read("ann/x.ipynb", notebook(*cells), PAGE)


def answers(*cells: str) -> dict[str, str]:
    return {number: one.source for number, one in handed(*cells).answers.items()}


def judge(**sources: str) -> judging.Judged:
    """Judge answers to exercises 2.N, given as _N."""
    return judging.Judge(PAGE).judge(
        {f"2.{name[1:]}": handed_in.Answer(one) for name, one in sources.items()}
    )


def test_every_exercise_of_every_lesson_is_found_in_its_page():
    from helpers.checks import exercises

    found = []
    for path in sorted(collect.NOTEBOOKS.glob("*.ipynb")):
        page = handed_in.Page.of(handed_in.code_cells(path.read_bytes()))
        assert all(path.stem.startswith(f"{int(number.split('.')[0]):02d}") for number in page.asks)
        assert len(set(page.asks.values())) == len(page.asks), "one cell asks one exercise"
        found += page.asks
    assert sorted(found) == sorted(exercises())


def test_cells_are_taken_by_their_check_whatever_else_is_in_the_notebook():
    mine = 'output = -3\ncheck( "02.1",output)'
    assert answers("import os", mine, "print(1)") == {"2.1": mine}
    assert answers("print('check')", 'check("9.9", 1)', "check") == {}


def test_an_untouched_cell_is_no_answer_and_the_last_changed_one_counts():
    blank, first, last = PAGE.cells[1], 'output = 1\ncheck("2.1", output)', 'output = 2\ncheck("2.1", output)'
    assert answers(blank + "  \n\n") == {}
    found = handed(first, last, blank)
    assert found.answers == {"2.1": handed_in.Answer(last, (first,))}
    assert "2.1: 3 cells" not in str(found.notes) and "2.1: 2 cells answer it" in found.notes[0]
    assert "2.3: its cell is not there" in found.notes


def test_two_exercises_in_one_cell_are_both_answered():
    both = 'output = 1\ncheck("2.1", output)\ncheck("2.4", [1, 1], -1.5)'
    assert answers(both) == {"2.1": both, "2.4": both}


def test_the_learners_own_cells_between_two_checks_go_with_the_second():
    start, blank, define, step, *_ = PAGE.cells
    mine, other = "def half(x):\n    return x / 2", "print(half(3))"
    found = handed(
        mine, 'output = 1\ncheck("2.1", output)', start, mine, step + "  \n", other, 'check("2.3", half)'
    )
    assert found.answers["2.1"].above == (mine,)
    assert found.answers["2.3"] == handed_in.Answer('check("2.3", half)', (mine, other))
    below = handed(blank, 'check("2.3", half)', mine)
    assert below.answers["2.3"].above == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_notebooks_in_other_encodings_are_read(encoding):
    text = json.dumps(
        json.loads(notebook('output = "größer"  # é\ncheck("2.1", output)')), ensure_ascii=False
    )
    assert (
        handed_in.read("x.ipynb", text.encode(encoding), PAGE)
        .answers["2.1"]
        .source.startswith('output = "größer"')
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty file"),
        (b"%PDF-1.4", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"cells": 3}', "not of a notebook"),
        (b'{"worksheets": []}', "not of a notebook"),
        (b'{"cells": [{"cell_type": "code", "source": 3}]}', "not of a notebook"),
        (b" " * (handed_in.LARGEST + 1), "more than 50 MB"),
    ],
)
def test_what_is_no_notebook_is_told_with_its_reason(data, why):
    with pytest.raises(handed_in.NotANotebook, match=why):
        handed_in.code_cells(data)


def test_a_zip_is_read_without_being_unpacked(tmp_path):
    place = tmp_path / "in.zip"
    with zipfile.ZipFile(place, "w") as zipped:
        zipped.writestr("Zoë Λ_7_file_/02.ipynb", notebook('output = -3\ncheck("2.1", output)'))
        zipped.writestr("Zoë Λ_7_file_/old.ipynb", notebook())
        zipped.writestr("../../evil.ipynb", b"no")
        zipped.writestr("__MACOSX/._x.ipynb", b"no")
        zipped.writestr("ann/notes.txt", b"no")
        zipped.writestr("bob/02.ipynb", notebook())
    found = {one.who: one for one in handed_in.collect(place, PAGE)}
    assert set(found) == {"Zoë Λ_7_file_", "bob"}
    mine = found["Zoë Λ_7_file_"]
    assert mine.path.endswith("02.ipynb") and list(mine.answers) == ["2.1"]
    assert any("old.ipynb" in note for note in mine.notes)
    assert list(tmp_path.iterdir()) == [place]
    with pytest.raises(handed_in.NotANotebook, match="neither a folder nor a zip"):
        list(handed_in.files(tmp_path / "gone"))


def test_a_folder_of_notebooks_is_a_learner_a_file(tmp_path):
    (tmp_path / "ann.ipynb").write_bytes(notebook('output = -3\ncheck("2.1", output)'))
    (tmp_path / "bob.ipynb").write_bytes(b"broken")
    ann, bob = handed_in.collect(tmp_path, PAGE)
    assert (ann.who, bob.who) == ("ann", "bob") and bob.notes == [
        "cannot be read: not JSON, so not a whole notebook"
    ]


@pytest.mark.parametrize("module", [boxed, class_view, gradebook, handed_in, table])
def test_examples_in_docstrings(module):
    done = doctest.testmod(module)
    assert done.attempted and not done.failed


def test_a_folder_around_all_that_was_handed_in_is_nobody():
    paths = ["in/Ann_1/x.ipynb", "in/Ann_1/y.ipynb", "in/Bob_2/x.ipynb"]
    assert handed_in.owners(paths) == ["Ann_1", "Ann_1", "Bob_2"]
    assert handed_in.owners(["Ann_1/x.ipynb"]) == ["Ann_1"] and handed_in.owners([]) == []


# -- the cell and its check ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "code", "asked"),
    [
        ('output = 7\ncheck("2.1", output)', "output = 7\nNone", "output,"),
        ('größe = 1; check("2.1", größe); print(1)', "größe = 1; None; print(1)", "größe,"),
        ('check(\n    "2.1",\n    1,\n    2,\n)\nx = 1', "None\nx = 1", "1, 2,"),
        ('check("02,1")', "None", ""),
        ('for i in [1]:\n    check("2.1", i)', "for i in [1]:\n    None", "i,"),
        ("x = 'check(\"2.1\", 1)'", "x = 'check(\"2.1\", 1)'", None),
    ],
)
def test_the_check_is_cut_out_of_the_cell(source, code, asked):
    got = boxed.prepared(source, "2.1")
    assert got == (code, asked, [])
    ast.parse(got[0])


DEFINED = "def neuron(i, w, b):\n    return step(i @ w + b)"
STEP = "def step(total):\n    return int(total > 0)"
CHECK = 'check("2.3", neuron)'


@pytest.mark.parametrize(
    ("source", "above", "wanted"),
    [
        (CHECK, [STEP, DEFINED], [0, 1]),
        (CHECK, [DEFINED, STEP], [0, 1]),
        (CHECK, [f"{STEP}\n{DEFINED}", "x = neuron", STEP], [0, 2]),
        ('check("2.1", output)', ["output = 2.0", "output = round(output)"], [0, 1]),
        (f"{DEFINED}\n{CHECK}", [STEP], [0]),
        (f"{STEP}\n{DEFINED}\n{CHECK}", [STEP, DEFINED], []),
        (CHECK, [STEP, DEFINED, STEP, DEFINED, "print(neuron([1], [2], 3))"], [2, 3]),
        (CHECK, ["neuron = nuron", DEFINED + "\nstep = abs"], [1]),
        ('check("2.3", mine)', [STEP, DEFINED, DEFINED.replace("neuron", "mine")], [0, 2]),
        (CHECK, ["while True: pass", "import os; os._exit(0)", "neuron = max"], [2]),
        (CHECK, ["neuron = ["], []),
        (CHECK, ["%%time\nneuron = max", "neuron = min  # %pip", "!ls"], [1]),
        (
            "model.add(2)\ncheck('3.2', model)",
            ["model = []", "model.add(1)", "model[0] = 2", "model"],
            [0, 1, 2],
        ),
        ("x = [y for y in z]\ncheck('2.1', x)", ["y = 1", "x = 2", "z = [3]"], [2]),
        ("output = round(output)\ncheck('2.1', output)", ["output = 2.0", "round = 3"], [0]),
        ("check('2.1', np.sum(known))", ["known = 1", "np = 2", "check = print"], []),
        ("(" * 5000 + ")" * 5000, ["x = 1"], []),
        (CHECK, ["x = " + "(" * 5000 + ")" * 5000, "neuron = max"], [1]),
    ],
)
def test_of_the_cells_above_those_are_taken_that_define_what_is_needed(source, above, wanted):
    assert boxed.brought(source, above, {"check", "np", "known", *dir(builtins)}) == wanted


@pytest.mark.parametrize("lesson", range(1, 11))
def test_every_worked_solution_may_stand_above_its_check_and_a_whole_one_takes_nothing(lesson):
    from tools import lessons

    page, known = collect.page_of(f"{lesson:02d}"), set(dir(builtins))
    solved = {
        number: cell.source
        for cell in lessons.code_cells(lessons.solved(lessons.sources(f"{lesson:02d}")[0]))
        for number in handed_in.numbers_in(cell.source)
    }
    numbers = {at: number for number, at in page.asks.items()}
    for at, cell in enumerate(page.cells):
        names = boxed.names_of(cell)
        if number := numbers.get(at):
            answer, check, asked = solved[number].rpartition(f'check("{number}"')
            assert answer and boxed.brought(check + asked, [answer], known - names.gives) == [0], number
            assert boxed.brought(solved[number], [answer], known - names.gives) == [], number
            assert names.gives <= boxed.names_of(solved[number]).gives, number
        known |= names.gives


def test_a_cell_that_is_no_python_is_left_to_the_kernel_to_refuse():
    assert boxed.prepared('output = (\ncheck("2.1", output)', "2.1")[:2] == (
        'output = (\ncheck("2.1", output)',
        "None,",
    )
    assert boxed.prepared('%matplotlib inline\ncheck("2.1", 1)', "2.1")[1] == "1,"


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from sys import modules",
        "import helpers",
        "from helpers import checks as check",
        "from helpers.checks import judging",
        "check = print",
        "def use(*a): pass",
        "check.__globals__",
        "np.lib.os.system('x')",
        "exec('1')",
        "open('/etc/passwd')",
        "%pip install x",
    ],
)
def test_what_reaches_under_the_surface_is_to_be_looked_at(source):
    assert boxed.prepared(f'{source}\ncheck("2.1", 1)', "2.1")[2]


@pytest.mark.parametrize("lesson", range(1, 11))
def test_no_worked_solution_of_the_course_needs_looking_at(lesson):
    """So the ? stays rare enough to be looked at."""
    from tools import lessons

    for cell in lessons.solved(lessons.sources(f"{lesson:02d}")[0]).cells:
        for number in handed_in.numbers_in(cell.source) if cell.cell_type == "code" else []:
            assert boxed.prepared(cell.source, number)[2] == []


def test_the_page_is_run_as_far_as_the_last_answer():
    cells = judging.Judge(PAGE).cells({"2.1": handed_in.Answer("mine", ("x = 1",))})
    mine = {"number": "2.1", "source": "mine", "instead": PAGE.cells[1], "above": ("x = 1",)}
    assert cells == [{"source": PAGE.cells[0]}, mine]


def test_an_empty_notebook_needs_no_box():
    done = judging.Judge(PAGE).judge({})
    assert {mark.state for mark in done.marks.values()} == {"not answered"}


@pytest.mark.parametrize(
    "line", [b"", b"[1]", b"\xff", b"[" * 100_000, b'{"number": "2.1", "state": "perfect"}', b'{"look": 3}']
)
def test_nothing_that_comes_out_of_a_box_is_believed_unread(line):
    mark = judging.mark_of(judging.read_event(line))
    assert mark.state == "failed"
    mark = judging.mark_of({"state": "right", "said": "\x1b[31m" + "x" * 5000, "look": [{"a": "\x07"}]})
    assert mark.said.isprintable() and len(mark.said) <= 400 and all(one.isprintable() for one in mark.look)


def fake_runs(monkeypatch, *runs):
    """Play the box: each run yields its lines and then ends as told."""
    played = iter(runs)

    def lines(self, command, feed=b"", variables=None):
        asked = [one["number"] for one in json.loads(feed)["cells"] if "number" in one]
        events, why = next(played)(asked)
        yield from (json.dumps(one).encode() for one in events)
        if why:
            raise judging.box.Ended(why)

    monkeypatch.setattr(judging.box.Box, "lines", lines)


def test_an_answer_that_ends_the_box_costs_its_own_mark_alone(monkeypatch):
    def first(asked):
        return [{"at": "2.1"}, {"number": "2.1", "state": "right"}, {"at": "2.3"}], "too much memory"

    def second(asked):
        assert asked == ["2.1", "2.4"]
        return [{"at": n, "number": n, "state": "right"} for n in asked] + [
            {"number": n, "state": "right"} for n in asked
        ] + [{"through": True}], ""

    fake_runs(monkeypatch, first, second)
    done = judge(_1="a", _3="b", _4="c")
    assert [done.marks[n].state for n in ("2.1", "2.3", "2.4")] == ["right", "ended", "right"]
    assert "too much memory" in done.marks["2.3"].said


def test_answers_to_look_at_cannot_forge_the_others(monkeypatch):
    """The others' marks are of a run without them."""

    def with_forger(asked):
        assert asked == ["2.1", "2.3"]
        return [
            {"number": "2.1", "state": "right", "look": ["imports os"]},
            {"number": "2.3", "state": "right"},
            {"through": True},
        ], ""

    def without(asked):
        assert asked == ["2.3"]
        return [{"number": "2.3", "state": "wrong", "said": "no"}, {"through": True}], ""

    fake_runs(monkeypatch, with_forger, without)
    done = judge(_1="a", _3="b")
    assert (done.marks["2.1"].state, done.marks["2.3"].state) == ("right", "wrong")
    assert table.counted(done) == 0 and table.counted(done, trusted=True) == 1


def test_a_box_that_ends_before_any_answer_judges_nothing(monkeypatch):
    fake_runs(monkeypatch, lambda asked: ([], "too much memory"))
    done = judge(_1="a")
    assert done.marks["2.1"].state == "not judged" and "too much memory" in done.notes[-1]


# -- the group ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
def test_a_group_is_told_its_limits_and_removed(tmp_path, version):
    if version == 2:
        (tmp_path / "cgroup.controllers").touch()
    else:
        (tmp_path / "memory").mkdir()
        (tmp_path / "pids").mkdir()
    files_of_memory = {1: "memory.oom_control", 2: "memory.events"}
    with groups.made(5000, 7, mount=tmp_path) as group:
        files = {file.name: file.read_text() for folder in group.folders for file in folder.iterdir()}
        assert files["pids.max"] == "7"
        assert files["memory.max" if version == 2 else "memory.limit_in_bytes"] == "5000"
        assert group.joining()[:2] == ["sh", "-c"] and not group.ended()
        (group.folders[0] / files_of_memory[version]).write_text("low 0\noom_kill 1")
        assert group.ended() == "too much memory"
        (group.folders[-1] / "pids.events").write_text("max 3")
        (group.folders[0] / files_of_memory[version]).unlink()
        assert group.ended() == "too many processes"
        for folder in group.folders:
            for file in folder.iterdir():
                file.unlink()
    assert not any(folder.exists() for folder in group.folders)


def test_where_no_group_can_be_written_there_is_none(tmp_path):
    with groups.made(5000, 7, mount=tmp_path) as group:
        assert not group and group.joining() == []


# -- the table and the gradebook ----------------------------------------------------------------------

MOODLE = (
    "\ufeffIdentifier,Full name,Email address,Grade,Maximum Grade\r\n"
    'Participant 1042,"Lee, Ann",ann@example.org,,10\r\n'
    "Participant 42,Zoë Λ,zoe@example.org,-,10\r\n"
    "Participant 7,Bob,bob@example.org,3,10\r\n"
).encode()
CANVAS = (
    b'Student,ID,SIS Login ID,Section,Lesson 02 (811)\n    Points Possible,,,,10\n"Lee, Ann",1042,ann,A,\n'
    b'"\xc5\x81uk, Zo\xc3\xab",42,zoe,A,\n'
)


def test_one_column_of_the_lms_own_file_is_filled_and_all_else_stays():
    book = gradebook.Gradebook.read(MOODLE)
    assert book.written() == MOODLE
    marks = {
        "Ann Lee_1042_assignsubmission_file_/x.ipynb": "7.5",
        "Zoë Λ_42_assignsubmission_file_/x.ipynb": "6",
        "Bob_7_assignsubmission_file_/x.ipynb": "8",
        "Eve_99_assignsubmission_file_/x.ipynb": "8",
    }
    assert gradebook.best_key(book, marks, "Grade") == "Identifier"
    done = gradebook.fill(book, marks, "Grade", "Identifier")
    wanted = MOODLE.replace(b"ann@example.org,,", b"ann@example.org,7.5,").replace(b"org,-,", b"org,6,")
    assert book.written() == wanted
    assert done.unknown == ["Eve_99_assignsubmission_file_/x.ipynb"]
    assert done.kept == ["Participant 7: has 3, would get 8"]


def test_a_number_in_a_path_is_the_whole_number():
    book = gradebook.Gradebook.read(CANVAS)
    assert book.written() == CANVAS
    marks = {"leeann_LATE_1042_5511_02.ipynb": "8", "ukzoe_42_5512_02.ipynb": "5"}
    key = gradebook.best_key(book, marks, "Lesson 02 (811)")
    assert key == "ID"
    gradebook.fill(book, marks, "Lesson 02 (811)", key)
    assert [row[-1] for row in book.rows] == ["10", "8", "5"]


def test_who_could_be_two_people_gets_no_mark():
    book = gradebook.Gradebook.read(b"Name;Mark\nAnn Lee;\nAnn Lee;\nBob;\n")
    done = gradebook.fill(book, {"Ann Lee_1/x": "1", "Bob_2/x": "2", "Bob_3/x": "3"}, "Mark", "Name")
    assert (
        done.unclear == ["Ann Lee_1/x", "Bob_3/x"]
        and book.written() == b"Name;Mark\nAnn Lee;\nAnn Lee;\nBob;2\n"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no header"),
        (b"one\n", "no header"),
        (b"a,a\n1,2\n", "twice"),
        (b"a,b\n1,2\n", "no column 'Mark'. It has: a, b"),
    ],
)
def test_a_gradebook_that_cannot_be_used_is_told(data, said):
    with pytest.raises(gradebook.GradebookError, match=said):
        gradebook.Gradebook.read(data).column("Mark")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_gradebook_is_written_as_it_was_read(encoding):
    data = '"Name"\t"Mark"\n"Zoë"\t""\n'.encode(encoding)
    assert gradebook.Gradebook.read(data).written() == data


def test_the_table_shows_what_is_to_be_looked_at_and_is_harmless_in_a_spreadsheet():
    done = judging.Judged(
        {"2.1": judging.Mark("right", look=["imports os"]), "2.3": judging.Mark("ended", "memory")}
    )
    done.marks["2.1"].above = [1]
    answer = handed_in.Answer("import os\n  \x1b[2J", ("not_run = 1", "was_run = 2"))
    handed = handed_in.Handed("=cmd()|x\x1b[2J", "p", {"2.1": answer})
    text = table.shown([(handed, done)], ["2.1", "2.3"])
    assert "✔?" in text and "∞" in text and "\x1b" not in text
    assert "'=cmd()" in table.as_csv([(handed, done)], ["2.1", "2.3"])
    details = table.details([(handed, done)])
    assert "      was_run = 2\n      import os" in details and "not_run" not in details
    assert "2.3: ∞ memory" in details and "\x1b" not in details


def test_the_details_say_each_sign_once_and_what_a_name_error_may_mean():
    marks = {
        "2.1": judging.Mark("wrong", "✘ Exercise 2.1: −5 is …"),
        "2.3": judging.Mark("failed", "NameError: 'neuron'"),
    }
    details = table.details([(handed_in.Handed("Ann", "p", {}), judging.Judged(marks))])
    assert "- 2.1: ✘ Exercise 2.1: −5 is …\n" in details
    assert f"NameError: 'neuron'{table.ELSEWHERE}\n" in details and details.count(table.ELSEWHERE) == 1


def test_another_course_than_the_tags_is_refused(monkeypatch):
    monkeypatch.setattr(collect, "git", lambda *arguments: "")
    with pytest.raises(collect.CollectError, match="git fetch --tags"):
        collect.see_to_tag("v9")
    monkeypatch.setattr(
        collect, "git", lambda *arguments: "abc" if arguments[0] == "rev-parse" else "helpers/x.py"
    )
    with pytest.raises(collect.CollectError, match="git worktree add ../class v9"):
        collect.see_to_tag("v9")
    monkeypatch.setattr(collect, "git", lambda *arguments: "abc" if arguments[0] == "rev-parse" else "")
    collect.see_to_tag("v9")


def test_without_bubblewrap_nothing_is_run_and_the_cure_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(judging.box.shutil, "which", lambda name: None)
    monkeypatch.setattr(judging.box.sys, "platform", "linux")
    monkeypatch.setattr("sys.argv", ["collect", "02", str(tmp_path)])
    assert collect.main() == 1
    assert "apt-get install bubblewrap" in capsys.readouterr().err


def test_where_there_can_be_no_box_it_is_said(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(judging.box.sys, "platform", "darwin")
    monkeypatch.setattr("sys.argv", ["collect", "02", str(tmp_path)])
    assert collect.main() == 1 and "for Linux alone" in capsys.readouterr().err


def test_a_lesson_that_is_not_there_is_told(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["collect", "77", str(Path("."))])
    assert collect.main() == 1 and "There are: 01, 02" in capsys.readouterr().err
