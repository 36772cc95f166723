"""Setting up: one lock for all platforms, nothing drifts, nothing is done twice, every failure has a cure."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import itertools
import json
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
from tools import course, installing, lock, node

ROOT = Path(course.ROOT)
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]
LOCK = course.lock_text("class")  # all of it: the course's, and what a class adds

NAMES = ("sys_platform", "platform_machine", "platform_system", "os_name")
MACHINES = {
    "Linux x86-64": dict(zip(NAMES, ("linux", "x86_64", "Linux", "posix"), strict=True)),
    "Linux aarch64": dict(zip(NAMES, ("linux", "aarch64", "Linux", "posix"), strict=True)),
    "macOS arm64": dict(zip(NAMES, ("darwin", "arm64", "Darwin", "posix"), strict=True)),
    "Windows": dict(zip(NAMES, ("win32", "AMD64", "Windows", "nt"), strict=True)),
}
PYTHONS = ("3.11", "3.12", "3.13")


def facts_of(machine, python):
    return {**MACHINES[machine], "python_version": python, "python_full_version": f"{python}.9", "extra": ""}


def locked(level, machine, python):
    """Return the versions that an environment of this level gets on this machine, by name."""
    found = {}
    for requirement in lock.pinned(level):
        if lock.holds(requirement, facts_of(machine, python)):
            assert requirement.name not in found, f"{requirement.name} twice on {machine}, {python}"
            found[requirement.name] = lock.version_of(requirement)
    return found


def named(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(lines, machine, python):
    """Return those of pyproject's requirements that are for a machine, by name."""
    asked = map(Requirement, lines)
    return {named(one.name): one for one in asked if lock.holds(one, facts_of(machine, python))}


EVERYWHERE = pytest.mark.parametrize(("machine", "python"), list(itertools.product(MACHINES, PYTHONS)))


@EVERYWHERE
def test_the_lock_serves_every_machine_with_every_floor(machine, python):
    found = locked("learner", machine, python)
    for name, floor in wanted(PROJECT["dependencies"], machine, python).items():
        assert floor.specifier.contains(found[name]), floor
    kind = "tensorflow-cpu" if machine in ("Linux x86-64", "Windows") else "tensorflow"
    assert [name for name in found if re.fullmatch("tensorflow(-cpu)?", name)] == [kind]
    assert not {"jupytext", "pytest", "nbval"} & set(found), "authors' tools are not a learner's"


@EVERYWHERE
@pytest.mark.parametrize(
    ("level", "below", "extra"), [("author", "learner", "dev"), ("class", "author", "class")]
)
def test_authors_and_classes_get_the_same_versions_and_their_tools_besides(
    level, below, extra, machine, python
):
    more, less = (locked(one, machine, python) for one in (level, below))
    assert less.items() <= more.items()
    for name, floor in wanted(PROJECT["optional-dependencies"][extra], machine, python).items():
        assert floor.specifier.contains(more[name]), floor
        assert level != "class" or name not in less, "what a class needs is in no other environment"


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


def test_what_comes_from_npm_has_hashes_and_no_address():
    locked = json.loads((ROOT / "classroom" / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = json.loads((ROOT / "classroom" / "package.json").read_text("utf-8"))["dependencies"]
    assert locked.pop("")["dependencies"] == wanted
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())
    assert not any("resolved" in package for package in locked.values())


def test_without_npm_one_line_says_what_installs_it(monkeypatch, tmp_path):
    monkeypatch.setattr(node, "FOLDER", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="sudo apt install nodejs npm"):
        node.packages()
    for name in node.FILES:
        shutil.copy(node.WANTED / name, tmp_path)
    assert not node.is_ready(), "npm was stopped on its way"
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / ".package-lock.json").touch()
    assert node.packages() == tmp_path / "node_modules"
    (tmp_path / "package-lock.json").write_text("another")
    assert not node.is_ready()


def test_environment_yml_holds_the_locked_versions_of_what_the_course_needs():
    recipe = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *_, with_pip = recipe["dependencies"]
    *pins, local = with_pip["pip"]
    assert local == "-e ." and recipe["name"] == PROJECT["name"]
    python = next(item for item in recipe["dependencies"] if str(item).startswith("python="))
    version = python.partition("=")[2]
    assert version in PYTHONS
    for machine in MACHINES:
        pinned = {name: lock.version_of(pin) for name, pin in wanted(pins, machine, version).items()}
        assert set(pinned) == set(wanted(PROJECT["dependencies"], machine, version))
        assert pinned.items() <= locked("learner", machine, version).items()


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
    names = ("pyproject.toml", "requirements.lock", "README.md", "LICENSE", "LICENSE-TEXT")
    scripts = [*(ROOT / "tools").glob("*.py"), ROOT / "tools" / "jupyterlab_settings.json"]
    for path in [*(ROOT / name for name in names), *scripts]:
        shutil.copy(path, folder / path.relative_to(ROOT))
    for package in SETTINGS["tool"]["setuptools"]["packages"]:
        (folder / package.replace(".", "/")).mkdir(parents=True)
        (folder / package.replace(".", "/") / "__init__.py").touch()
    shutil.copy(ROOT / "helpers" / "__init__.py", folder / "helpers")  # the version stands there
    return folder


def set_up(folder, *, python=sys.executable, what=("setup",), **variables):
    """Run `course.py` with pip cut off from every index but what `variables` name."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    clean.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # as a learner's machine: Python 2.7 leaves a .pyc beside each file
    return subprocess.run(
        [python, "tools/course.py", *what],
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


def wheel(folder, name="tiny", version="1.0"):
    """Write a wheel of one line of code and return its hash."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "number = 1\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{about}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{about}/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lock_of(*hashed):
    """Return a lock of a few packages, for every machine."""
    pins = "".join(f"{pin} \\\n    --hash=sha256:{value}\n" for pin, value in hashed)
    return f"# == course: x\n{pins}# == cpu: x\n# == gpu: x\n# == authors: x\n"


def test_a_package_with_another_hash_is_refused(copy, tmp_path):
    wheel(tmp_path)
    (copy / "requirements.lock").write_text(lock_of(("tiny==1.0", "0" * 64)))
    done = set_up(copy, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))
    assert done.returncode == 1 and "its hash differs" in done.stderr


# -- a whole set-up, of two small packages -------------------------------------------------------------

HOSTILE = """\
[global]
user = true
quiet = 3
require-hashes = true
no-index = true
find-links = {wheels}
[install]
target = {other}/target
prefix = {other}/prefix
root = {other}/root
dry-run = true
constraint = {other}/none.txt
"""


@pytest.fixture
def small(copy, tmp_path):
    """Return a copy of the course whose lock is two small packages, and what a foreign machine sets for pip."""
    wheels, other = tmp_path / "wheels", tmp_path / "other"
    for folder in (wheels, other / "path" / "pip"):
        folder.mkdir(parents=True)
    (other / "path" / "pip" / "__init__.py").write_text("raise SystemExit('somebody else\\'s pip')")
    build_wheel(wheels)
    found = next(wheels.glob("setuptools-*.whl"))
    pin = "setuptools==" + found.name.split("-")[1], hashlib.sha256(found.read_bytes()).hexdigest()
    (copy / "requirements.lock").write_text(lock_of(("tiny==1.0", wheel(wheels)), pin))
    (tmp_path / "pip.conf").write_text(HOSTILE.format(wheels=wheels, other=other))
    foreign = {"USER": "1", "DRY_RUN": "1", "REQUIRE_HASHES": "1", "CONFIG_FILE": tmp_path / "pip.conf"}
    foreign |= {"TARGET": other / "t", "PREFIX": other / "p", "CONSTRAINT": other / "none.txt"}
    variables = {f"PIP_{name}": str(value) for name, value in foreign.items()}
    variables |= {"PYTHONPATH": str(other / "path"), "PYTHONHOME": sys.base_prefix, "MPLBACKEND": "Agg"}
    return copy, variables


def build_wheel(folder):
    """Put the installed setuptools back into a wheel: a new environment needs it to install `helpers`."""
    from importlib import metadata

    installed = metadata.distribution("setuptools")
    path = folder / f"setuptools-{installed.version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in installed.files:
            if "__pycache__" not in file.parts and not str(file).startswith(".."):
                archive.write(file.locate(), str(file))


def installed_in(folder):
    return {path.name for path in (folder / ".venv").glob("[lL]ib/**/site-packages/*")}


def test_set_up_goes_where_it_should_whatever_the_machine_sets_for_pip_and_python(small, tmp_path):
    copy, foreign = small
    base = sys._base_executable  # PYTHONHOME would lead a virtual environment's Python astray
    done = set_up(copy, python=base, what=("run", "-c", "import os, tiny; print(os.environ)"), **foreign)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"tiny.py", "tiny-1.0.dist-info"} <= installed_in(copy)
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["path"]
    variables = ast.literal_eval(re.search(r"environ\((.*)\)", done.stdout)[1])
    assert not {"PYTHONPATH", "PYTHONHOME", "MPLBACKEND"} & set(variables)
    assert "installing 2 packages" in done.stdout and len(done.stdout.splitlines()) < 10

    for name in ("tiny.py", "tiny-1.0.dist-info"):  # the code of a package is gone, then all of it
        (site,) = (copy / ".venv").glob("[lL]ib/**/site-packages")
        shutil.rmtree(site / name) if name.endswith("info") else (site / name).unlink()
        again = set_up(copy, python=base, what=("run", "-c", "import tiny; print(tiny.number)"), **foreign)
        assert again.stdout.startswith("Bringing the set-up to what the course needs now")
        assert again.stdout.endswith("\n1\n"), again.stderr
    third = set_up(copy, python=base, what=("run", "-c", "print(2)"), **foreign)
    assert third.stdout == "2\n"


def test_the_network_settings_of_a_person_count_and_no_others(tmp_path):
    (tmp_path / "pip.conf").write_text(
        "[global]\nindex-url = https://mirror/simple\nextra-index-url =\n  https://a\n  https://b\n"
        "user = true\nquiet = 3\n[install]\nproxy = http://proxy:8080\nno-deps = true\n"
    )
    given = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "PIP_CERT": "/cert.pem", "PIP_USER": "1"}
    given |= {"HOME": "/h", "PIP_PROXY": "http://other:1", "PIP_NO_INDEX": "", "PATH": os.environ["PATH"]}
    found = installing.pip_variables(sys.executable, given)
    assert {name: value for name, value in found.items() if name.startswith("PIP_")} == {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "https://mirror/simple",
        "PIP_EXTRA_INDEX_URL": "\nhttps://a\nhttps://b",
        "PIP_CERT": "/cert.pem",
        "PIP_PROXY": "http://other:1",
    }
    assert found["HOME"] == "/h"


def test_a_configuration_of_pip_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "pip.conf").write_text("index-url = https://mirror/simple\n")  # no section
    given = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "PATH": os.environ["PATH"], "PIP_USER": "1"}
    found = installing.pip_variables(sys.executable, given)
    assert found == {name: value for name, value in given.items() if name != "PIP_USER"}
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "none"]
    code, said = installing.run(pip, io.StringIO(), cwd=str(tmp_path), env=found)
    assert code and "pip's configuration file cannot be read" in installing.cure_for(said, code)


@pytest.mark.parametrize("red", ["", "ruff check", "ruff format", "mypy", "tools.check", "pytest"])
def test_make_test_stops_at_the_first_gate_that_is_not_clean(red, monkeypatch):
    ran = []

    def run(level, arguments):
        ran.append(" ".join(arguments[1:3]).removesuffix(" -k"))
        return 3 if ran[-1] == red else 0

    monkeypatch.setattr(course, "set_up", lambda level: None)
    monkeypatch.setattr(course, "in_environment", run)
    assert course.main(["test", "-k", "kinds"]) == (3 if red else 0)
    gates = ["ruff check", "ruff format", "mypy", "tools.check", "pytest"]
    assert ran == (gates[: gates.index(red) + 1] if red else gates)


def test_a_second_call_does_no_work(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "is_ready", lambda level: True)
    monkeypatch.setattr(course, "check_machine", lambda level: pytest.fail("a second call did set-up work"))
    course.set_up("learner")


def test_ready_means_this_lock_this_place_and_enough(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "folder_of", lambda level: str(tmp_path))
    monkeypatch.setattr(course, "environment_python", lambda level: sys.executable)
    assert not course.is_ready("learner")
    (tmp_path / "course-stamp").write_text(course.stamp_of("author"), "utf-8")
    assert not course.is_ready("author"), "what it holds is not known"
    (tmp_path / "lib" / "python3.11" / "site-packages" / "numpy-2.4.6.dist-info").mkdir(parents=True)
    (tmp_path / "course-installed").write_text("numpy.dist-info", "utf-8")
    assert course.is_ready("learner") and course.is_ready("author")
    (tmp_path / "course-stamp").write_text(course.stamp_of("learner"), "utf-8")
    assert course.is_ready("learner") and not course.is_ready("author")
    (tmp_path / "course-stamp").write_text("another lock", "utf-8")
    assert not course.is_ready("learner")


def test_ready_notices_a_lost_package_and_minds_no_other_version(monkeypatch, tmp_path):
    site = tmp_path / "[1]" / "lib" / "python3.12" / "site-packages"  # what glob would read as a pattern
    for name in ("numpy", "numpy-2.4.6.dist-info", "__pycache__", "~umpy"):
        (site / name).mkdir(parents=True)
    monkeypatch.setattr(course, "folder_of", lambda level: str(tmp_path / "[1]"))
    assert course.entries("learner") == {"numpy", "numpy.dist-info"}
    (tmp_path / "[1]" / "course-installed").write_text("\n".join(course.entries("learner")), "utf-8")
    (site / "numpy-2.4.6.dist-info").rename(site / "numpy-2.5.0.dist-info")
    assert course.lost("learner") == set()
    (site / "numpy").rmdir()
    assert course.lost("learner") == {"numpy"}


# -- Pythons that cannot run the course ----------------------------------------------------------------


def test_a_python_that_is_too_old_or_too_new_names_those_that_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(course, "ROOT", str(tmp_path))
    for version in ((3, 10, 2), (3, 14, 0), (2, 7, 18)):
        monkeypatch.setattr(course.sys, "version_info", version)
        with pytest.raises(
            course.Stop, match=r"is not supported: the course needs Python 3\.11, 3\.12 or 3\.13"
        ):
            course.find_python()


def old_pythons():
    """Return the Pythons of this machine that are too old, 2.7 first."""
    names = ("python2.7", *(f"python3.{minor}" for minor in range(6, 11)))
    pyenv = Path.home() / ".pyenv" / "versions"
    found = [*map(shutil.which, names), *map(str, sorted(pyenv.glob("[23].*/bin/python")))]
    asked = {path: answer(path, "import sys; print(sys.version_info < (3, 11))") for path in found if path}
    return [path for path, said in asked.items() if said == "True"]


def answer(python, program):
    return subprocess.run([python, "-c", program], capture_output=True, text=True).stdout.strip()


def test_an_old_python_says_that_it_is_too_old_or_takes_another(copy, tmp_path):
    for path in old_pythons():  # on a machine without one, the test below stands alone
        done = set_up(copy, python=path, PATH=str(tmp_path))
        assert done.returncode == 1 and len(done.stderr.splitlines()) == 1, f"{path}: {done.stderr}"
        assert "is not supported: the course needs Python 3.11" in done.stderr
        (tmp_path / "bin").mkdir(exist_ok=True)
        other = tmp_path / "bin" / "python3.12"
        other.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        other.chmod(0o755)
        done = set_up(copy, python=path, what=("update",), PATH=f"{other.parent}:/bin")
        assert "did not come with git clone" in done.stderr, f"{path}: {done.stderr}"
        other.unlink()


def test_course_py_holds_no_syntax_that_python_2_lacks():
    source = (ROOT / "tools" / "course.py").read_bytes()
    assert source.isascii(), "without a coding line, Python 2 reads ASCII alone"
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match)
    newer += (ast.Nonlocal, ast.AsyncFunctionDef, ast.Starred)
    for part in ast.walk(ast.parse(source)):
        assert not isinstance(part, newer) or is_argument(part, source), ast.unparse(part)
        assert not (isinstance(part, ast.Raise) and part.cause), f"raise … from: {ast.unparse(part)}"
        if isinstance(part, ast.FunctionDef):
            everything = [*part.args.args, *part.args.posonlyargs, *part.args.kwonlyargs]
            assert not part.returns and not any(one.annotation for one in everything), part.name
            assert not part.args.posonlyargs and not part.args.kwonlyargs, part.name
    top = [part for part in ast.parse(source).body if isinstance(part, ast.ImportFrom)]
    assert not top, "tools are imported inside functions, by a supported Python"


def is_argument(part, source):
    """Say whether a star stands in a call, f(*values), which Python 2 has too."""
    calls = [call for call in ast.walk(ast.parse(source)) if isinstance(call, ast.Call)]
    return any(ast.dump(part) == ast.dump(argument) for call in calls for argument in call.args[-1:])


# -- what goes wrong, and the cure ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "free", "said"),
    [
        (0, 1.0e9, r"Not enough disk: setting up needs 3\.5 GB, 1\.0 GB are free"),
        (2_700_000_000, 0.7e9, r"needs 0\.8 GB"),  # what is there needs the rest alone
        (2_700_000_000, 0.9e9, ""),
    ],
)
def test_a_full_disk_is_told_before_anything_is_written(there, free, said, monkeypatch, tmp_path):
    monkeypatch.setattr(course, "folder_of", lambda level: str(tmp_path))
    with (tmp_path / "packages").open("wb") as file:
        file.truncate(there)  # takes no disk here
    usage = shutil.disk_usage(ROOT)._replace(free=free)
    monkeypatch.setattr(course.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(course.Stop, match=said) if said else contextlib.nullcontext():
        course.check_machine("learner")


@pytest.mark.parametrize(
    ("log", "cure"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full",
        ),
        ("[Errno 122] Disk quota exceeded: '/course/.venv'", "Your disk quota is used up"),
        ("[Errno 13] Permission denied: '/course/.venv'", "a folder of your own"),
        ("[Errno 30] Read-only file system: '/course/build'", "a folder of your own"),
        (
            "connection broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 "
            "Proxy Authentication Required'))'\nERROR: No matching distribution (from versions: none)",
            "The proxy wants a name and a password",
        ),
        (
            "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))",
            "Set PIP_CERT",
        ),
        (
            "ProtocolError('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))\n"
            "ERROR: Could not find a version (from versions: none)",
            "The connection broke",
        ),
        ("something else", "not one we know. Run this again"),
    ],
)
def test_what_pip_says_becomes_a_cure(log, cure):
    said = installing.cure_for(log)
    assert cure in said and "\n" not in said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals: an exit status says nothing there")
def test_a_step_that_is_killed_is_run_again(tmp_path):
    program = "import os, signal; print('fetching', flush=True); os.kill(os.getpid(), signal.SIGTERM)"
    log = io.StringIO()
    code, said = installing.run(
        [sys.executable, "-c", program], log, cwd=str(tmp_path), env=os.environ, progress=None
    )
    assert said == log.getvalue() == "fetching\n"
    assert "Run this again; it goes on where it stopped" in installing.cure_for(said, code)
    assert "ended from outside" in installing.cure_for("", 137)


PIP_SAYS = """\
Ignoring colorama: markers 'sys_platform == "win32"' don't match your environment
Collecting absl-py==2.5.1 (from -r requirements.txt (line 1))
  Downloading absl_py-2.5.1-py3-none-any.whl (135 kB)
Processing /opt/six-1.17.0-py2.py3-none-any.whl (from -r requirements.txt (line 2))
Requirement already satisfied: numpy==2.4.6 in /course/.venv
"""


class Told(io.StringIO):
    """A place to tell progress, on a terminal or not; and a clock that a test turns."""

    def __init__(self, terminal=False):
        super().__init__()
        self.terminal, self.now = terminal, 0.0

    def isatty(self):
        return self.terminal


def test_progress_names_the_package_and_how_many_there_are(tmp_path):
    (tmp_path / "r.txt").write_text("a==1 \\\n    --hash=sha256:0\nb==1\nc==1\nd==1\n")
    assert installing.Progress.of(str(tmp_path / "r.txt"), lambda: 0).total == 4
    told, had = Told(terminal=True), [7]
    progress = installing.Progress(4, lambda: had[0], told, lambda: told.now)
    for line in PIP_SAYS.splitlines(keepends=True):
        progress.heard(line)
    shown = [part.strip() for part in told.getvalue().split("\r")]
    assert {"fetching 1 of 3: absl-py (135 kB)", "fetching 2 of 3: six"} < set(shown)
    assert shown[-1] == "fetching 3 of 3: numpy"
    progress.heard("Installing collected packages: absl-py, six\n")
    had[0] = 8
    progress.heard("")
    assert told.getvalue().split("\r")[-1].strip() == "installing 1 of 2"
    progress.close()
    assert told.getvalue().split("\r")[-1] == ""


def test_progress_without_a_terminal_is_a_line_now_and_then():
    told = Told()
    progress = installing.Progress(100, lambda: 0, told, lambda: told.now)
    for number in range(100):
        progress.heard(f"Collecting package{number}==1\n")
        progress.heard(f"  Downloading package{number}-1-py3-none-any.whl (1 kB)\n")
    assert told.getvalue().splitlines() == [
        f"  fetching {number} of 100: package{number - 1}" for number in (20, 40, 60, 80, 100)
    ]
    for told.now in range(1, 31):  # pip is silent for half a minute, a large package
        progress.heard("")
    assert told.getvalue().splitlines()[5:] == ["  fetching 100 of 100: package99 (1 kB)"] * 3


def test_an_intel_mac_and_a_gpu_off_linux_are_told_what_there_is(monkeypatch):
    monkeypatch.setattr(course.sys, "platform", "darwin")
    monkeypatch.setattr(course.platform, "machine", lambda: "x86_64")
    with pytest.raises(course.Stop, match="Intel processor"):
        course.check_machine("learner")
    monkeypatch.setattr(course.platform, "machine", lambda: "arm64")
    with pytest.raises(course.Stop, match="for Linux alone"):
        course.check_machine("gpu")


def test_lab_opens_a_working_copy_asks_the_network_for_nothing_and_keeps_jupytext_out():
    command = course.lab_command()
    assert "--LabApp.default_url=/lab/tree/work/01_setup.ipynb" in command
    assert (ROOT / "notebooks" / "01_setup.ipynb").exists()
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert "--ServerApp.jpserver_extensions=jupytext=False" in command
