"""Other environments beside the locked one: made once, kept under build/stacks/, found again by their contents."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import lessons

STACKS = lessons.ROOT / "build" / "stacks"


class StackError(Exception):
    """An environment could not be made; the message says which and what pip's successor said."""


def uv(*arguments: str, **more) -> str:
    """Run uv, which resolves and installs, and return what it prints.

    Raises:
        StackError: with its last lines, where it fails.
    """
    program = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if program is None:
        raise StackError("uv is not installed here. Run: make test (it sets up the authors' tools).")
    done = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=False, **more)
    if done.returncode:
        said = "\n".join(done.stderr.strip().splitlines()[-12:])
        raise StackError(f"uv {arguments[0]} failed. Is the package index within reach?\n{said}")
    return done.stdout


def environment(name: str, requirements: Sequence[str]) -> Path:
    """Return the Python of an environment that holds exactly these requirements and what they need.

    It is made with the Python that runs this. The same requirements give the same environment; others
    under the same name take its place.

    Args:
        name: of its folder.
        requirements: lines as pip knows them.

    Raises:
        StackError: if it cannot be made.
    """
    wanted = hashlib.sha256("\n".join([sys.version, *requirements]).encode()).hexdigest()
    folder = STACKS / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "made-of"
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    uv("venv", "--quiet", "--python", sys.executable, str(folder))
    # no configuration: what pyproject.toml holds fast for the lock does not hold here
    uv("pip", "install", "--quiet", "--no-config", "--python", str(python), *requirements)
    stamp.write_text(wanted)
    return python


def versions(python: Path) -> dict[str, str]:
    """Return the packages of an environment: name -> version."""
    lines = uv("pip", "freeze", "--python", str(python)).splitlines()
    return dict(line.split("==", 1) for line in lines if "==" in line)
