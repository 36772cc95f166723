"""`make fresh`: the newest versions that the floors allow, everything run on them, and what changed.

For the weekly job of a CI, on any machine: it tells before a learner meets it that a library moved. Nothing
is committed; `make lock` takes new versions in.

    python -m tools.newest [3.12]       on this Python; without a name on the newest that the course supports and
                                        this machine has, for the newest packages leave old Pythons out
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tools import course, lessons, lock, stacks

NEWEST_FIRST = [f"3.{minor}" for minor in range(course.NEWEST[1], course.OLDEST[1] - 1, -1)]
HOLDS_THE_LOCK = "tests/test_setup.py::test_the_environment_that_runs_this_is_what_the_lock_says"  # not here


def floors(*, authors: bool = True) -> list[str]:
    """Return what pyproject.toml asks for, with or without the authors' tools."""
    project = tomllib.loads((lessons.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *(project["optional-dependencies"]["dev"] if authors else ())]


def newest(version: str = "") -> Path:
    """Return the Python of an environment with the newest versions of today.

    Args:
        version: of Python, such as "3.12"; the newest there is without it.

    Raises:
        StackError: if they cannot be resolved or installed.
    """
    base = stacks.python_of(version) if version else stacks.find_python(NEWEST_FIRST)
    asked = stacks.STACKS / "newest.in"
    asked.parent.mkdir(parents=True, exist_ok=True)
    asked.write_text("\n".join(floors()))
    resolved = stacks.uv(
        "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--upgrade", "--python", str(base),
        "--no-config", str(asked),
    )  # fmt: skip
    lines = [line for line in resolved.splitlines() if "==" in line]
    return stacks.environment("newest", lines, base=base)


def changes(python: Path) -> list[str]:
    """Return how the versions of an environment differ from those of the lock, a line each."""
    version = stacks.version_of(python)
    facts = {"python_version": version, "python_full_version": f"{version}.9"}
    pins = [one for one in lock.pinned("author") if lock.holds(one, facts)]
    locked = {one.name: lock.version_of(one) for one in pins}
    found = stacks.versions(python)
    both = sorted(locked.keys() & found.keys())
    lines = [f"{name}: {locked[name]} → {found[name]}" for name in both if found[name] != locked[name]]
    lines += [f"{name}: new, {found[name]}" for name in sorted(found.keys() - locked.keys())]
    return lines


def main() -> int:
    try:
        python = newest(*sys.argv[1:2])
        # as a learner has it: the lessons' helpers know their own version
        here = ["--python", str(python), "--no-deps", "--no-build-isolation", "--editable", str(lessons.ROOT)]
        stacks.uv("pip", "install", "--quiet", *here)
        print(f"Python {stacks.version_of(python)}. Changed since the lock:")
        print("\n".join(f"  {line}" for line in changes(python)) or "  nothing", flush=True)
    except stacks.StackError as error:
        print(error, file=sys.stderr)
        return 1
    variables = {**os.environ, "PYTHONPATH": str(lessons.ROOT), "COURSE_STACK": "other"}
    command = [str(python), "-m", "pytest", "-q", f"--deselect={HOLDS_THE_LOCK}", *sys.argv[2:]]
    status = subprocess.run(command, cwd=lessons.ROOT, env=variables)
    print("Everything still runs." if status.returncode == 0 else "What is red above moved with them.")
    return status.returncode


if __name__ == "__main__":
    sys.exit(main())
