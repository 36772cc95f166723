"""Setting up: one lock for all platforms, nothing drifts, nothing is done twice, every failure has a cure."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from helpers import environment
from tools import course, lock

ROOT = Path(course.ROOT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

MACHINES = {
    "Linux x86-64": {
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "platform_system": "Linux",
        "os_name": "posix",
    },
    "Linux aarch64": {
        "sys_platform": "linux",
        "platform_machine": "aarch64",
        "platform_system": "Linux",
        "os_name": "posix",
    },
    "macOS arm64": {
        "sys_platform": "darwin",
        "platform_machine": "arm64",
        "platform_system": "Darwin",
        "os_name": "posix",
    },
    "Windows": {
        "sys_platform": "win32",
        "platform_machine": "AMD64",
        "platform_system": "Windows",
        "os_name": "nt",
    },
}
PYTHONS = ("3.11", "3.12", "3.13")


def locked(level, machine, python):
    """Return the versions that an environment of this level gets on this machine, by name."""
    facts = {**MACHINES[machine], "python_version": python, "python_full_version": f"{python}.9"}
    found = {}
    for requirement in lock.pinned(level):
        if lock.holds(requirement, facts):
            assert requirement.name not in found, f"{requirement.name} twice on {machine}, {python}"
            found[requirement.name] = lock.version_of(requirement)
    return found


def named(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(("machine", "python"), list(itertools.product(MACHINES, PYTHONS)))
def test_the_lock_serves_every_machine_with_every_floor(machine, python):
    facts = {**MACHINES[machine], "python_version": python, "extra": ""}
    found = locked("learner", machine, python)
    for line in PROJECT["dependencies"]:
        wanted = Requirement(line)
        if lock.holds(wanted, facts):
            assert wanted.specifier.contains(found[named(wanted.name)]), line
    kind = "tensorflow-cpu" if machine in ("Linux x86-64", "Windows") else "tensorflow"
    assert [name for name in found if re.fullmatch("tensorflow(-cpu)?", name)] == [kind]
    assert not {"jupytext", "pytest", "nbval"} & set(found), "authors' tools are not a learner's"


@pytest.mark.parametrize("python", PYTHONS)
def test_authors_get_the_same_versions_and_their_tools_besides(python):
    learner, author = (locked(level, "Linux x86-64", python) for level in ("learner", "author"))
    assert learner.items() <= author.items()
    for line in PROJECT["optional-dependencies"]["dev"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(author[named(wanted.name)]), line


@pytest.mark.parametrize("python", PYTHONS)
def test_a_gpu_environment_takes_cuda_and_the_same_tensorflow(python):
    learner, gpu = (locked(level, "Linux x86-64", python) for level in ("learner", "gpu"))
    assert gpu["tensorflow"] == learner["tensorflow-cpu"] and "tensorflow-cpu" not in gpu
    assert any(name.startswith("nvidia-cudnn") for name in gpu)


def test_every_locked_package_has_hashes_and_no_address():
    blocks = re.findall(r"(?m)^\w\S*==\S+.*\n(?:    .*\n)*", LOCK)
    assert len(blocks) > 150
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?://|file:", LOCK)


def test_environment_yml_holds_the_locked_versions_of_what_the_course_needs():
    recipe = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *_, with_pip = recipe["dependencies"]
    *pins, local = with_pip["pip"]
    assert local == "-e ." and recipe["name"] == PROJECT["name"]
    python = next(item for item in recipe["dependencies"] if str(item).startswith("python="))
    version = python.partition("=")[2]
    assert version in PYTHONS
    for machine in MACHINES:
        facts = {**MACHINES[machine], "python_version": version, "extra": ""}
        found = locked("learner", machine, version)
        pinned = {
            named(pin.name): lock.version_of(pin) for pin in map(Requirement, pins) if lock.holds(pin, facts)
        }
        needed = {
            named(item.name) for item in map(Requirement, PROJECT["dependencies"]) if lock.holds(item, facts)
        }
        assert set(pinned) == needed
        assert pinned.items() <= found.items()


def test_the_check_supports_what_pyproject_and_the_set_up_do():
    floors = {
        item.name: str(item.specifier).removeprefix(">=")
        for item in map(Requirement, PROJECT["dependencies"])
    }
    assert all(floors[name] == oldest for name, oldest in environment.SUPPORTED.items())
    assert environment.PYTHON == (course.OLDEST, course.NEWEST)
    assert PROJECT["requires-python"] == ">=3.11,<3.14"


def test_the_environment_that_runs_this_is_what_the_lock_says():
    from importlib import metadata

    machine = {"linux": "Linux x86-64", "darwin": "macOS arm64", "win32": "Windows"}[sys.platform]
    if sys.platform == "linux" and "aarch64" in os.uname().machine:
        machine = "Linux aarch64"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    for name, version in locked("author", machine, python).items():
        if name not in ("soupsieve",):  # its marker names a patch version of Python
            assert Version(metadata.version(name)) == Version(version), name


# -- doing it ------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path):
    """Return a copy of what a set-up reads, in a folder with a space and an accent."""
    folder = tmp_path / "mon cours d'été"
    (folder / "tools").mkdir(parents=True)
    for name in (
        "pyproject.toml",
        "requirements.lock",
        "tools/course.py",
        "tools/jupyterlab_settings.json",
        "README.md",
    ):
        shutil.copy(ROOT / name, folder / name)
    return folder


def set_up(folder, **variables):
    """Run `course.py setup` with pip cut off from every index but what `variables` name."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.run(
        [sys.executable, "tools/course.py", "setup"],
        cwd=folder,
        env={**clean, "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0", **variables},
        capture_output=True,
        encoding="utf-8",
    )


def test_no_network_is_one_line_with_the_cure(copy):
    done = set_up(copy, PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert done.returncode == 1
    assert "the network or the package index was not reached" in done.stderr
    assert "Check the connection" in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def wheel(folder, name="tiny"):
    """Write a wheel of nothing and return its hash."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_package_with_another_hash_is_refused(copy, tmp_path):
    wheel(tmp_path)
    (copy / "requirements.lock").write_text(
        f"# == course: x\ntiny==1.0 \\\n    --hash=sha256:{'0' * 64}\n# == cpu: x\n# == gpu: x\n# == authors: x\n"
    )
    done = set_up(copy, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.returncode == 1 and "its hash differs" in done.stderr


def test_a_second_call_does_no_work(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "is_ready", lambda level: True)
    monkeypatch.setattr(
        course.subprocess, "call", lambda *a, **k: pytest.fail("a second call did set-up work")
    )
    course.set_up("learner")


def test_ready_means_this_lock_this_place_and_enough(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "folder_of", lambda level: str(tmp_path))
    monkeypatch.setattr(course, "environment_python", lambda level: sys.executable)
    assert not course.is_ready("learner")
    (tmp_path / "course-stamp").write_text(course.stamp_of("author"), "utf-8")
    assert course.is_ready("learner") and course.is_ready("author")
    (tmp_path / "course-stamp").write_text(course.stamp_of("learner"), "utf-8")
    assert course.is_ready("learner") and not course.is_ready("author")
    (tmp_path / "course-stamp").write_text("another lock", "utf-8")
    assert not course.is_ready("learner")


def test_a_python_that_is_too_old_or_too_new_names_those_that_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in ((3, 10, 2), (3, 14, 0), (2, 7, 18)):
        monkeypatch.setattr(course.sys, "version_info", version)
        with pytest.raises(
            course.Stop, match=r"is not supported: the course needs Python 3\.11, 3\.12 or 3\.13"
        ):
            course.find_python()


def test_an_old_python_can_read_course_py_far_enough_to_say_so():
    old = [path for minor in (6, 7, 8, 9, 10) if (path := shutil.which(f"python3.{minor}"))]
    for path in old:  # on a machine without one, the test above stands alone
        program = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())"
        assert subprocess.call([path, "-c", program, str(ROOT / "tools" / "course.py")]) in (0, 127)
    source = (ROOT / "tools" / "course.py").read_text("utf-8")
    compile(source, "course.py", "exec", flags=0, dont_inherit=True)
    assert not re.search(r"\bf\"|\bf'|:=|match ", source)


def test_a_full_disk_is_told_before_anything_is_written(monkeypatch):
    usage = shutil.disk_usage(ROOT)._replace(free=10**9)
    monkeypatch.setattr(course.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(course.Stop, match=r"Not enough disk: setting up needs 4 GB, 1\.0 GB are free"):
        course.check_machine("learner")


@pytest.mark.parametrize(
    ("log", "cure"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full",
        ),
        ("[Errno 13] Permission denied: '/course/.venv'", "a folder of your own"),
        ("[Errno 30] Read-only file system: '/course/build'", "a folder of your own"),
        ("something else", "not one we know"),
    ],
)
def test_what_pip_says_becomes_a_cure(log, cure):
    assert cure in course.cure_for(log)


def test_an_intel_mac_and_a_gpu_off_linux_are_told_what_there_is(monkeypatch):
    monkeypatch.setattr(course.sys, "platform", "darwin")
    monkeypatch.setattr(course.platform, "machine", lambda: "x86_64")
    with pytest.raises(course.Stop, match="Intel processor"):
        course.check_machine("learner")
    monkeypatch.setattr(course.platform, "machine", lambda: "arm64")
    with pytest.raises(course.Stop, match="for Linux alone"):
        course.check_machine("gpu")


def test_lab_asks_the_network_for_nothing_and_keeps_jupytext_out():
    command = course.lab_command()
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert "--ServerApp.jpserver_extensions=jupytext=False" in command
