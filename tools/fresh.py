"""`make fresh`: the newest versions that the floors allow, everything run on them, and what changed.

For the weekly job of a CI, on any machine: it tells before a learner meets it that a library moved. Nothing
is committed; `make lock` takes new versions in.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tools import lessons, stacks

LOCK = lessons.ROOT / "requirements.lock"
HOLDS_THE_LOCK = "tests/test_setup.py::test_the_environment_that_runs_this_is_what_the_lock_says"  # not here


def floors() -> list[str]:
    """Return what pyproject.toml asks for, the authors' tools with it."""
    project = tomllib.loads((lessons.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["dev"]]


def newest() -> Path:
    """Return the Python of an environment with the newest versions of today.

    Raises:
        StackError: if they cannot be resolved or installed.
    """
    asked = stacks.STACKS / "newest.in"
    asked.parent.mkdir(parents=True, exist_ok=True)
    asked.write_text("\n".join(floors()))
    resolved = stacks.uv(
        "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--upgrade", "--python", sys.executable,
        "--no-config", str(asked),
    )  # fmt: skip
    return stacks.environment("newest", [line for line in resolved.splitlines() if "==" in line])


def changes(python: Path) -> list[str]:
    """Return how the versions of an environment differ from those of the lock, a line each."""
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", LOCK.read_text("utf-8")):
        locked.setdefault(name, []).append(version)  # more than one where Pythons differ
    found = stacks.versions(python)
    both = sorted(locked.keys() & found.keys())
    lines = [
        f"{name}: {' or '.join(locked[name])} → {found[name]}"
        for name in both
        if found[name] not in locked[name]
    ]
    lines += [f"{name}: new, {found[name]}" for name in sorted(found.keys() - locked.keys())]
    return lines


def main() -> int:
    try:
        python = newest()
        print("Changed since the lock:")
        print("\n".join(f"  {line}" for line in changes(python)) or "  nothing", flush=True)
    except stacks.StackError as error:
        print(error, file=sys.stderr)
        return 1
    variables = {**os.environ, "PYTHONPATH": str(lessons.ROOT), "COURSE_STACK": "other"}
    status = subprocess.run(
        [str(python), "-m", "pytest", "-q", *sys.argv[1:]], cwd=lessons.ROOT, env=variables
    )
    print("Everything still runs." if status.returncode == 0 else "What is red above moved with them.")
    return status.returncode


if __name__ == "__main__":
    sys.exit(main())
