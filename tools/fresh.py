"""`make fresh`: the newest versions that the floors allow, everything run on them, and what changed.

For the weekly job of a CI, on any machine: it tells before a learner meets it that a library moved. Nothing
is committed; `make lock` takes new versions in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tools import lessons, lock, stacks

HOLDS_THE_LOCK = "tests/test_setup.py::test_the_environment_that_runs_this_is_what_the_lock_says"  # not here


def floors(*, authors: bool = True) -> list[str]:
    """Return what pyproject.toml asks for, with or without the authors' tools."""
    project = tomllib.loads((lessons.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *(project["optional-dependencies"]["dev"] if authors else ())]


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
    locked = {one.name: lock.version_of(one) for one in filter(lock.holds, lock.pinned("author"))}
    found = stacks.versions(python)
    both = sorted(locked.keys() & found.keys())
    lines = [f"{name}: {locked[name]} → {found[name]}" for name in both if found[name] != locked[name]]
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
