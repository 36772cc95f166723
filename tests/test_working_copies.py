"""A learner's work is safe: working copies, `make update` with real git repositories, files set aside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import course, keeping, repository, updating, working_copies

ROOT = Path(course.ROOT)
ANSWER = "weights = [2.0, 2.0, 0.0]  # MY ANSWER"


def notebook(*sources, shown=None):
    """Return a small notebook as bytes; `shown` is what its cells printed when they were run."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{place}",
            "metadata": {},
            "source": source.splitlines(keepends=True),
            "execution_count": place if shown else None,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": [shown]}] if shown else [],
        }
        for place, source in enumerate(sources, start=1)
    ]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(whole, indent=1) + "\n").encode()


FIRST = {
    "notebooks/01_setup.ipynb": notebook("import helpers", "number = 1"),
    "notebooks/02_perceptron.ipynb": notebook("import numpy", "weights = ____"),
    "notebooks/04_model_design.ipynb": notebook("layers = ____"),
    "helpers/__init__.py": b"version = 1\n",
    "pyproject.toml": b'version = "0.1.0"\n',
    ".gitignore": b"work/\n*.log\n",
}
SECOND = {  # every lesson is changed, one has another name, one is new
    "notebooks/01_setup.ipynb": notebook("import helpers", "number = 2"),
    "notebooks/02_perceptron.ipynb": notebook("import numpy", "weights = ____", "print(weights)"),
    "notebooks/04_model_design.ipynb": None,
    "notebooks/05_model_design.ipynb": notebook("layers = ____  # 05"),
    "helpers/__init__.py": b"version = 2\n",
    "pyproject.toml": b'version = "0.2.0"\n',
    "classroom/guide.md": b"For teachers.\n",
}


def git(folder, *arguments):
    return repository.text(folder, *arguments)


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def publish(author, files, message):
    """Commit files as the course's authors do, and push."""
    write(author, files)
    git(author, "add", "--all")
    git(author, "commit", "--quiet", "-m", message)
    git(author, "push", "--quiet", "origin", "main")


@pytest.fixture(autouse=True)
def plain_git(monkeypatch, tmp_path):
    """Keep this machine's settings of git, and those of a hook that runs the tests, out of them."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "0")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")


@pytest.fixture
def author(tmp_path):
    """Return the authors' clone of a small course, published in its first version."""
    bare, folder = tmp_path / "course.git", tmp_path / "author"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    git(tmp_path, "clone", "--quiet", str(bare), str(folder))
    git(folder, "switch", "--quiet", "--orphan", "main")
    publish(folder, FIRST, "first")
    return folder


@pytest.fixture
def learner(author, tmp_path):
    """Return a learner's clone, in a folder with a space and an accent."""
    folder = tmp_path / "mon cours d'été"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "course.git"), str(folder))
    return folder


def files_in(folder):
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def holding(folder, words):
    """Return the files in which these words stand."""
    return {name for name in files_in(folder) if words.encode() in (folder / name).read_bytes()}


def cells(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]


def is_clean(folder):
    return not git(folder, "status", "--porcelain")


# -- working copies ------------------------------------------------------------------------------------


def test_make_copies_each_lesson_once_and_never_writes_over_one(learner):
    names = ["01_setup.ipynb", "02_perceptron.ipynb", "04_model_design.ipynb"]
    assert working_copies.make(learner) == names
    work = learner / "work"
    assert (work / names[1]).read_bytes() == FIRST["notebooks/02_perceptron.ipynb"]
    (work / names[1]).write_bytes(notebook(ANSWER))
    (work / names[2]).unlink()
    (work / "my own.ipynb").write_bytes(notebook("mine"))
    assert working_copies.make(learner) == names[2:], "a copy that was deleted comes anew"
    assert cells(work / names[1]) == [ANSWER] and cells(work / "my own.ipynb") == ["mine"]
    assert is_clean(learner), "git does not see work/"


def test_make_takes_along_what_was_done_in_notebooks_and_leaves_out_what_is_no_lesson(learner):
    write(learner, {"notebooks/02_perceptron.ipynb": notebook(ANSWER)})
    write(learner, {"notebooks/Untitled.ipynb": notebook("x")})
    working_copies.make(learner)
    assert cells(learner / "work" / "02_perceptron.ipynb") == [ANSWER]
    assert not (learner / "work" / "Untitled.ipynb").exists()


def test_what_a_copy_was_made_from_is_kept(learner):
    working_copies.make(learner)
    record = json.loads((learner / "work" / ".made-from.json").read_text("utf-8"))
    pristine = keeping.hash_of(FIRST["notebooks/01_setup.ipynb"])
    assert record["01_setup.ipynb"] == [{"sources": pristine}]


def test_sources_hash_counts_cells_and_not_outputs():
    plain, run = notebook("a", "b"), notebook("a", "b", shown="2")
    assert keeping.hash_of(plain) == keeping.hash_of(run) is not None
    assert keeping.hash_of(plain) == keeping.hash_of(plain.replace(b'"source": [', b'"source": ["",'))
    different = (plain, notebook("ab"), notebook("a", "c"), notebook("b", "a"))
    assert len({keeping.hash_of(one) for one in different}) == 4
    for damaged in (b"", b"{}", b"[1]", b"<<<<<<< HEAD", b"\xff", b"[" * 100_000):
        assert keeping.hash_of(damaged) is None


def test_lab_and_setup_make_the_copies_before_anything_starts(monkeypatch):
    done = []
    monkeypatch.setattr(course, "set_up", lambda level: done.append(f"set up {level}"))
    monkeypatch.setattr(working_copies, "prepare", lambda root: done.append("copies"))
    monkeypatch.setattr(course, "in_environment", lambda level, arguments: done.append(arguments[1]) or 0)
    for arguments, wanted in {
        ("lab",): ["set up learner", "copies", "jupyterlab"],
        ("setup",): ["set up learner", "copies"],
        ("copies",): ["copies"],  # an environment of one's own, with conda
        ("run", "x", "y"): ["set up author", "y"],
    }.items():
        done.clear()
        assert course.main(list(arguments)) == 0
        assert done == wanted, arguments


def test_prepare_tells_of_newer_lessons_and_of_files_in_the_way(learner, capsys):
    working_copies.prepare(str(learner))
    assert capsys.readouterr().out == ""
    write(learner, {"work/helpers.py": b"", "notebooks/numpy.py": b"", "work/keras/model": b""})
    (learner / "work" / "earlier").mkdir()
    working_copies.prepare(str(learner))
    said = capsys.readouterr().out.splitlines()
    assert [line.split(" stands")[0] for line in said] == [
        "course: work/helpers.py",
        "course: notebooks/numpy.py",
    ]
    assert "Rename it" in said[0]
    (learner / "work" / "helpers.py").unlink()
    (learner / "work" / "helpers").mkdir()
    assert working_copies.shadows(learner)[0].startswith("work/helpers stands in the way")


def test_a_pull_by_hand_is_told_and_update_brings_the_copies_along(author, learner, capsys):
    working_copies.make(learner)
    publish(author, SECOND, "second")
    git(learner, "pull", "--quiet", "--ff-only")
    working_copies.prepare(str(learner))
    assert "a newer version of 01_setup, 02_perceptron. make update" in capsys.readouterr().out
    assert cells(learner / "work" / "01_setup.ipynb")[1] == "number = 1"
    assert updating.update(str(learner)) == 0
    assert cells(learner / "work" / "01_setup.ipynb")[1] == "number = 2"
    working_copies.prepare(str(learner))
    assert "course:" not in capsys.readouterr().out


# -- make update ---------------------------------------------------------------------------------------


def test_update_replaces_untouched_copies_and_lays_new_ones_beside_those_worked_in(author, learner, capsys):
    working_copies.make(learner)
    write(learner, {"work/01_setup.ipynb": notebook("import helpers", "number = 1", shown="run")})
    write(learner, {"work/02_perceptron.ipynb": notebook("import numpy", ANSWER)})
    publish(author, SECOND, "second")
    assert updating.update(str(learner)) == 0
    said, work = capsys.readouterr().out, learner / "work"
    assert (work / "01_setup.ipynb").read_bytes() == SECOND["notebooks/01_setup.ipynb"]
    assert cells(work / "02_perceptron.ipynb") == ["import numpy", ANSWER]
    assert (work / "02_perceptron.new.ipynb").read_bytes() == SECOND["notebooks/02_perceptron.ipynb"]
    assert (work / "05_model_design.ipynb").read_bytes() == SECOND["notebooks/05_model_design.ipynb"]
    assert "beside it: work/02_perceptron.new.ipynb" in said and "05_model_design.ipynb: a new lesson" in said
    assert "The course is now that of 20" in said
    before = {name: (learner / name).read_bytes() for name in files_in(learner)}
    assert updating.update(str(learner)) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["The course is the newest there is."]
    assert before == {name: (learner / name).read_bytes() for name in files_in(learner)}


def test_update_replaces_a_new_copy_that_nobody_worked_in_and_keeps_one_that_somebody_did(author, learner):
    working_copies.make(learner)
    work, lesson = learner / "work", "notebooks/02_perceptron.ipynb"
    write(learner, {"work/02_perceptron.ipynb": notebook(ANSWER)})
    for version in ("second", "third"):
        publish(author, {lesson: notebook(version)}, version)
        updating.update(str(learner))
        assert cells(work / "02_perceptron.new.ipynb") == [version]
    (work / "02_perceptron.new.ipynb").write_bytes(notebook("third", "and mine"))
    publish(author, {lesson: notebook("fourth")}, "fourth")
    updating.update(str(learner))
    assert cells(work / "02_perceptron.new.ipynb") == ["third", "and mine"]
    assert cells(work / "02_perceptron.new-2.ipynb") == ["fourth"]
    (work / "02_perceptron.new-2.ipynb").unlink()
    updating.update(str(learner))
    assert not (work / "02_perceptron.new-2.ipynb").exists(), "deleted by the learner: not laid again"
    assert cells(work / "02_perceptron.ipynb") == [ANSWER]


def test_update_moves_the_copy_of_a_renamed_lesson_and_says_so(author, learner, capsys):
    working_copies.make(learner)
    work, name = learner / "work", "04_model_design.ipynb"
    write(learner, {f"work/{name}": notebook(ANSWER), f"work/earlier/{name}": b"older"})
    write(learner, {f"notebooks/{name}": notebook("worked here too")})
    publish(author, SECOND, "second")
    updating.update(str(learner))
    (kept,) = set((work / "earlier").iterdir()) - {work / "earlier" / name}
    (mine,) = work.glob("04_model_design.mine-*.ipynb")
    assert cells(kept) == [ANSWER] and cells(mine) == ["worked here too"]
    assert (work / "earlier" / name).read_bytes() == b"older"
    assert not (work / name).exists() and not (learner / "notebooks" / name).exists()
    said = capsys.readouterr().out
    assert f"work/earlier/{kept.name}" in said and f"work/{mine.name}" in said
    assert is_clean(learner)
    kept.rename(work / name)
    updating.update(str(learner))
    assert cells(work / name) == [ANSWER], "moved back by the learner: it stays"


def test_update_sets_aside_what_was_changed_in_tracked_files_twice_on_a_day(author, learner, capsys):
    for number, version in enumerate(("second", "third"), start=1):
        lesson, module = "notebooks/02_perceptron.ipynb", "helpers/__init__.py"
        write(learner, {lesson: notebook(f"{ANSWER} {version}"), module: f"mine = {number}\n".encode()})
        publish(author, {lesson: notebook(version), module: version.encode()}, version)
        assert updating.update(str(learner)) == 0
        assert cells(learner / lesson) == [version] and is_clean(learner)
    said = capsys.readouterr().out
    for version, number in (("second", 1), ("third", 2)):
        (kept,) = holding(learner, f"{ANSWER} {version}")
        assert kept.startswith("work/02_perceptron.mine-") and kept in said
        (other,) = holding(learner, f"mine = {number}")
        assert other.startswith("work/set-aside/helpers/__init__.mine-") and other in said


def test_update_leaves_a_change_that_is_not_in_the_way(author, learner):
    write(
        learner, {"pyproject.toml": b'version = "of my own"\n', "notebooks/01_setup.ipynb": notebook(ANSWER)}
    )
    publish(author, {"helpers/__init__.py": b"version = 2\n"}, "second")
    updating.update(str(learner))
    assert (learner / "pyproject.toml").read_bytes() == b'version = "of my own"\n'
    assert len(list((learner / "work").glob("01_setup.mine-*"))) == 1, (
        "whoever worked in notebooks/ goes on in work/"
    )
    assert (learner / "notebooks" / "01_setup.ipynb").read_bytes() == FIRST["notebooks/01_setup.ipynb"]


def test_update_restores_a_notebook_that_was_only_run_and_one_that_was_deleted(author, learner):
    run = notebook("import numpy", "weights = ____", shown="NameError")
    write(learner, {"notebooks/02_perceptron.ipynb": run, "notebooks/01_setup.ipynb": None})
    publish(author, SECOND, "second")
    updating.update(str(learner))
    assert not list((learner / "work").glob("*.mine-*")) and is_clean(learner)
    assert (learner / "notebooks" / "01_setup.ipynb").read_bytes() == SECOND["notebooks/01_setup.ipynb"]


def test_update_moves_files_out_of_the_way_that_git_does_not_know(author, learner):
    write(learner, {"notebooks/05_model_design.ipynb": notebook(ANSWER), "classroom": b"a file of mine"})
    write(learner, {"notes.log/mine.txt": b"ignored, in a folder", "staged.md": b"staged"})
    git(learner, "add", "staged.md")
    publish(author, {**SECOND, "staged.md": b"theirs", "notes.log": b"theirs"}, "second")
    git(author, "add", "--force", "notes.log")
    publish(author, {"x": b""}, "third")
    assert updating.update(str(learner)) == 0
    assert (learner / "classroom" / "guide.md").read_bytes() == b"For teachers.\n"
    for words in (ANSWER, "a file of mine", "ignored, in a folder", "staged"):
        kept = {name for name in holding(learner, words) if name.startswith("work/")}
        assert len(kept) == 1, words
    assert (learner / "staged.md").read_bytes() == (learner / "notes.log").read_bytes() == b"theirs"
    assert is_clean(learner)


def test_update_ends_a_stash_that_left_marks_in_a_notebook(author, learner):
    write(learner, {"notebooks/02_perceptron.ipynb": notebook("import numpy", ANSWER)})
    git(learner, "stash")
    publish(author, {"notebooks/02_perceptron.ipynb": notebook("import numpy", "theirs")}, "second")
    git(learner, "pull", "--quiet", "--ff-only")
    with pytest.raises(repository.GitError):
        git(learner, "stash", "pop")
    assert b"<<<<<<<" in (learner / "notebooks" / "02_perceptron.ipynb").read_bytes()
    publish(author, SECOND, "third")
    updating.update(str(learner))
    assert is_clean(learner) and any(name.startswith("work/") for name in holding(learner, ANSWER))


@pytest.mark.parametrize(
    "lost", ["", "{", "[]", '{"02_perceptron.ipynb": [1]}', '{"02_perceptron.ipynb": []}']
)
def test_update_keeps_a_copy_whose_record_is_damaged(author, learner, lost):
    working_copies.make(learner)
    write(learner, {"work/02_perceptron.ipynb": notebook(ANSWER), "work/.made-from.json": lost.encode()})
    working_copies.prepare(str(learner))
    publish(author, SECOND, "second")
    updating.update(str(learner))
    assert cells(learner / "work" / "02_perceptron.ipynb") == [ANSWER]
    assert cells(learner / "work" / "02_perceptron.new.ipynb")[2] == "print(weights)"


# -- an update that is ended, or refused ---------------------------------------------------------------

MINE = {  # what a learner may have written, wherever it stands
    "work/01_setup.ipynb": notebook("mine in work 01"),
    "work/04_model_design.ipynb": notebook("mine in work 04"),
    "notebooks/02_perceptron.ipynb": notebook("mine in notebooks 02"),
    "notebooks/04_model_design.ipynb": notebook("mine in notebooks 04"),
    "notebooks/05_model_design.ipynb": notebook("mine, which git does not know"),
    "helpers/__init__.py": b"mine in helpers",
}
WORDS = ("work 01", "work 04", "notebooks 02", "notebooks 04", "git does not know", "in helpers")


class Killed(BaseException):
    """What ends a process here at a step of the test's choice."""


@pytest.fixture
def killed_at(monkeypatch):
    """Return a function that lets a number of steps happen and kills at the next; None kills at none."""
    left: list = [None]
    # a kill before git reads is one after what was written before
    writing = {"fetch", "checkout", "rm", "merge"}
    whole = [(repository, "git"), (os, "replace"), (shutil, "move")]
    whole += [(Path, "write_bytes"), (Path, "write_text")]

    def step(do):
        def counted(*arguments, **keywords):
            if left[0] is not None and (do is not git_itself or writing & set(arguments[1:3])):
                left[0] -= 1
                if left[0] < 0:
                    raise Killed
            return do(*arguments, **keywords)

        return counted

    def kill_at(steps):
        left[0] = steps

    git_itself = repository.git
    for owner, name in whole:
        monkeypatch.setattr(owner, name, step(getattr(owner, name)))
    return kill_at


def test_update_killed_at_any_step_loses_nothing_and_goes_on(author, learner, tmp_path, killed_at, capsys):
    working_copies.make(learner)
    write(learner, MINE)
    publish(author, SECOND, "second")
    steps = 0
    while True:
        again = tmp_path / f"killed after {steps}"
        shutil.copytree(learner, again)
        killed_at(steps)
        try:
            updating.update(str(again))
            ended = False
        except Killed:
            ended = True
        killed_at(None)
        assert all(holding(again, words) for words in WORDS), f"lost after {steps} steps"
        updating.update(str(again))
        assert is_clean(again), f"not done going on after {steps}"
        assert all(holding(again, words) for words in WORDS), f"lost going on after {steps}"
        lesson = "notebooks/02_perceptron.ipynb"
        assert (again / lesson).read_bytes() == SECOND[lesson]
        copies = [cells(path) for path in (again / "work").glob("*.ipynb")]
        newest = cells(again / "notebooks" / "01_setup.ipynb")
        assert copies.count(newest) == 1, f"the new 01 not once after {steps} steps"
        shutil.rmtree(again, ignore_errors=True)  # on Windows, git's own files cannot be removed so
        if not ended:
            break
        steps += 1
    assert steps > 20, f"only {steps} steps were ended"


def test_update_without_the_network_changes_nothing_and_is_one_line(author, learner, tmp_path):
    write(learner, MINE)
    before = {name: (learner / name).read_bytes() for name in files_in(learner)}
    (tmp_path / "course.git").rename(tmp_path / "gone.git")
    with pytest.raises(course.Stop, match=r"was not reached|there is none") as stopped:
        updating.update(str(learner))
    assert "Nothing was changed" in str(stopped.value) and "\n" not in str(stopped.value)
    assert before == {name: (learner / name).read_bytes() for name in files_in(learner)}


def own_commit(learner):
    write(learner, {"helpers/__init__.py": b"my commit"})
    git(learner, "commit", "--quiet", "--all", "-m", "mine")


def merge_begun(learner):
    own_commit(learner)
    with pytest.raises(repository.GitError):
        git(learner, "pull", "--quiet", "--no-rebase", "--no-edit")


REFUSED = {
    "commits of its own": (own_commit, "You have commits of your own.*git pull --rebase"),
    "a merge begun": (merge_begun, "git merge --abort"),
    "on no branch": (lambda learner: git(learner, "checkout", "--quiet", "--detach"), "git switch main"),
    "a lock": (lambda learner: (learner / ".git" / "index.lock").touch(), "delete the file .git/index.lock"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_update_that_git_refuses_is_one_line_with_the_cure_and_loses_nothing(author, learner, case):
    happened, cure = REFUSED[case]
    publish(author, SECOND, "second")
    happened(learner)
    write(learner, {"notebooks/02_perceptron.ipynb": notebook(ANSWER)})
    with pytest.raises(course.Stop, match=cure) as stopped:
        updating.update(str(learner))
    assert "\n" not in str(stopped.value)
    assert holding(learner, ANSWER)


def test_update_of_commits_that_the_course_does_not_have_yet_is_the_newest(learner, capsys):
    own_commit(learner)
    assert updating.update(str(learner)) == 0
    assert "The course is the newest there is." in capsys.readouterr().out


def test_a_course_without_git_has_working_copies_and_no_update(learner, tmp_path):
    (learner / ".git").rename(tmp_path / "no git here")
    working_copies.make(learner)
    write(learner, {"work/02_perceptron.ipynb": notebook(ANSWER)})
    write(learner, {name: content for name, content in SECOND.items() if content and "04" not in name})
    with pytest.raises(course.Stop, match="did not come with git clone.*copy your folder work/"):
        updating.update(str(learner))
    assert cells(learner / "work" / "02_perceptron.ipynb") == [ANSWER]
    assert cells(learner / "work" / "02_perceptron.new.ipynb")[2] == "print(weights)"
    assert cells(learner / "work" / "01_setup.ipynb")[1] == "number = 2"


def test_a_download_inside_another_repository_is_not_taken_for_a_clone(tmp_path):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "course").mkdir()
    write(tmp_path / "course", FIRST)
    assert repository.is_clone(tmp_path) and not repository.is_clone(tmp_path / "course")
    assert working_copies.make(tmp_path / "course")[0] == "01_setup.ipynb"


def test_update_in_a_hook_of_another_repository_keeps_to_the_course(author, learner, monkeypatch):
    publish(author, SECOND, "second")
    monkeypatch.setenv("GIT_DIR", str(author / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(author / ".git" / "index"))
    updating.update(str(learner))
    assert (learner / "helpers" / "__init__.py").read_bytes() == b"version = 2\n"


def test_update_from_the_command_line_needs_no_environment(author, learner):
    files = {f"tools/{path.name}": path.read_bytes() for path in (ROOT / "tools").glob("*.py")}
    publish(author, files, "tools")
    git(learner, "pull", "--quiet", "--ff-only")
    write(learner, MINE)
    publish(author, SECOND, "second")
    command = [sys.executable, "tools/course.py", "update"]
    done = subprocess.run(command, cwd=learner, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "notebooks/02_perceptron.ipynb: you had changed it. Yours is now work/" in done.stdout
    assert not (learner / ".venv").exists() and all(holding(learner, words) for words in WORDS)
    git(learner, "remote", "set-url", "origin", str(learner / "nowhere"))
    done = subprocess.run(command, cwd=learner, capture_output=True, encoding="utf-8")
    assert done.returncode == 1 and done.stderr.startswith("course: ") and done.stderr.count("\n") == 1


# -- setting aside -------------------------------------------------------------------------------------


def test_set_aside_keeps_what_is_a_persons_under_a_name_that_nothing_has(tmp_path):
    path, work = tmp_path / "02_perceptron.ipynb", tmp_path / "work"
    assert keeping.set_aside(path, is_ours=False, folder=work) is None, "there is no such file"
    path.write_bytes(b"ours")
    assert keeping.set_aside(path, is_ours=True, folder=work) is None and not work.exists()
    kept = []
    for content in (b"one", b"two", b"two", b"one", b"three"):
        path.write_bytes(content)
        kept.append(keeping.set_aside(path, is_ours=False, folder=work))
        assert kept[-1].read_bytes() == path.read_bytes() == content
    one, two, same, again, three = (name.name for name in kept)
    assert same == two and again == one and len({one, two, three}) == 3
    assert one.startswith("02_perceptron.mine-20") and one.endswith(".ipynb")
    assert two == one.replace(".ipynb", "-2.ipynb") and three == one.replace(".ipynb", "-3.ipynb")
    assert {path.name for path in work.iterdir()} == {one, two, three}, "and no half a copy"


def test_is_as_built_goes_by_the_hash_that_the_build_wrote():
    built = json.loads(notebook("a", "b"))
    built["metadata"]["course"] = {"sources": keeping.sources_hash(built)}
    run = json.loads(notebook("a", "b", shown="2")) | {"metadata": built["metadata"]}
    worked = json.loads(notebook("a", ANSWER)) | {"metadata": built["metadata"]}
    said = [keeping.is_as_built(json.dumps(one).encode()) for one in (built, run, worked)]
    assert said == [True, True, False]
    assert not any(keeping.is_as_built(one) for one in (notebook("a"), b"", b"[]", b'{"metadata": null}'))


def test_is_as_committed_tells_a_notebook_that_was_run_from_one_that_was_worked_in(learner):
    path = "notebooks/02_perceptron.ipynb"
    assert repository.is_as_committed(learner, path)
    write(learner, {path: notebook("import numpy", "weights = ____", shown="run")})
    assert repository.is_as_committed(learner, path)
    for content in (notebook("import numpy", ANSWER), b"damaged", None):
        write(learner, {path: content})
        assert not repository.is_as_committed(learner, path)
    write(learner, {"notebooks/Untitled.ipynb": notebook("x")})
    assert not repository.is_as_committed(learner, "notebooks/Untitled.ipynb")
