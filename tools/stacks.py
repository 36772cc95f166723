"""Other environments beside the locked one: made once, kept under build/stacks/, found again by their contents."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools import lessons

STACKS = lessons.ROOT / "build" / "stacks"
UNREACHED = ("error sending request", "Failed to fetch", "dns error", "Request failed after", "timed out")

COLAB = [  # as of August 2026, where two packages and their dependencies decide what a lesson shows
    "tensorflow==2.20.*",
    "keras==3.13.2",
    "numpy==2.1.3",
    "matplotlib==3.10.0",
    "pandas==2.2.3",
    "scikit-learn==1.6.1",
    "scipy==1.16.*",
    # Colab has 0.52, which needs Python 3.12; where this machine has none, the oldest that the course supports
    "shap==0.52.*; python_version >= '3.12'",
    "shap==0.51.*; python_version < '3.12'",
    "ipywidgets==7.7.1",
    "ipython==7.34.0",
    "ipykernel==6.17.1",
    "notebook==6.5.7",  # no JupyterLab on Colab
    "pydot>=3",
    "psutil",
    "pip==24.1.2",
]
COLAB_PYTHONS = ("3.13", "3.12")  # Colab's own, then the one before


class StackError(Exception):
    """An environment could not be made; the message says which, why, and the cure."""


def uv(*arguments: str, **more) -> str:
    """Run uv, which resolves and installs, and return what it prints.

    Raises:
        StackError: with the cure and its last lines, where it fails.
    """
    program = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if program is None:
        raise StackError("uv is not installed here. Run: make test (it sets up the authors' tools).")
    done = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=False, **more)
    if done.returncode:
        said = "\n".join(done.stderr.strip().splitlines()[-12:])
        if any(words in done.stderr for words in UNREACHED):
            cure = (
                "The package index was not reached: check the connection (and the proxy, if there is one) "
                "and run this again."
            )
        else:
            cure = "The packages asked for do not go together, or the index lacks one: mend the list."
        raise StackError(f"uv {arguments[0]} failed. {cure}\n{said}")
    return done.stdout


def environment(name: str, requirements: Sequence[str], *, base: Path | None = None) -> Path:
    """Return the Python of an environment that holds exactly these requirements and what they need.

    The same requirements give the same environment; others under the same name take its place.

    Args:
        name: of its folder.
        requirements: lines as pip knows them.
        base: the Python it is made of, from `find_python` or `python_of`; without it the one that runs this.

    Raises:
        StackError: if it cannot be made.
    """
    base = base or Path(sys.executable)
    wanted = hashlib.sha256("\n".join([sys.version, str(base), *requirements]).encode()).hexdigest()
    folder = STACKS / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "made-of"
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    uv("venv", "--quiet", "--python", str(base), str(folder))
    try:
        # no configuration: what pyproject.toml holds fast for the lock does not hold here
        uv("pip", "install", "--quiet", "--no-config", "--python", str(python), *requirements)
    except StackError:
        if not installed_by_pip(python, requirements):  # which may know an index that uv does not
            raise
    stamp.write_text(wanted)
    return python


def installed_by_pip(python: Path, requirements: Sequence[str]) -> bool:
    """Install by pip, as the course's own set-up does, and say whether it could."""
    commands = (
        [str(python), "-m", "ensurepip"],
        [str(python), "-m", "pip", "install", "--quiet", *requirements],
    )
    return all(subprocess.run(command, capture_output=True).returncode == 0 for command in commands)


def python_of(version: str) -> Path:
    """Return the Python of this version.

    Raises:
        StackError: where this machine has none.
    """
    found = find_python([version])
    if version_of(found) != version:
        raise StackError(f"This machine has no Python {version}. Install it, or name another.")
    return found


def find_python(versions: Sequence[str]) -> Path:
    """Return the first of these Pythons that this machine has and that works, else the one that runs this."""
    away = tempfile.gettempdir()  # from the constraints of the course's pyproject.toml
    for version in versions:
        found: list[str] = []
        with contextlib.suppress(StackError):  # it is not where uv looks
            found.append(uv("python", "find", "--no-python-downloads", version, cwd=away).strip())
        # pyenv keeps its Pythons off the PATH
        home = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
        found += [str(path) for path in sorted(home.glob(f"versions/{version}.*/bin/python{version}"))]
        for path in found:
            if subprocess.run([path, "-c", "import ssl, sqlite3, venv"], capture_output=True).returncode == 0:
                return Path(path)
    return Path(sys.executable)


def version_of(python: Path) -> str:
    """Return the version of a Python, such as "3.12"."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", program], capture_output=True, encoding="utf-8").stdout.strip()


def versions(python: Path) -> dict[str, str]:
    """Return the packages of an environment: name -> version."""
    lines = uv("pip", "freeze", "--python", str(python)).splitlines()
    return dict(line.split("==", 1) for line in lines if "==" in line)
