"""Write the locks anew: every version with its hashes, for all supported platforms.

`requirements.lock` has four sections; `tools/course.py` installs those that an environment needs: course
(everybody), cpu or gpu (the TensorFlow of that machine), authors (what builds and tests).
`requirements-class.lock` has one, class, installed on top of the author's where a site, slides or a class's
server are made: nothing in it is in a learner's environment.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

from tools import course

ROOT = Path(course.ROOT)
COMPILE = ["uv", "pip", "compile", "--quiet"]
COMPILE += ["--universal", "--generate-hashes", "--no-header", "--no-annotate"]
TITLES = {
    "course": "what every learner's environment has",
    "cpu": "TensorFlow where no GPU was asked for",
    "gpu": "TensorFlow with CUDA, instead of the section above, for `make lab GPU=1` on Linux",
    "authors": "what authors add, to build and test the notebooks",
    "class": "what the site, the slides and a class's server add to all but gpu",
}
HEAD = """\
# Written by `make lock`. Not meant for `pip install -r` as a whole: {targets} install
# the sections that the machine needs, with hashes checked.
"""


def compiled(folder: Path, name: str, *options: str) -> list[str]:
    """Return the requirements that uv resolves, one text with its hashes for each."""
    path = folder / name
    subprocess.run([*COMPILE, *options, "pyproject.toml", "-o", str(path)], cwd=ROOT, check=True)
    return re.findall(r"(?m)^\S.*\n(?:    .*\n)*", path.read_text("utf-8"))


def pinned(level: str) -> list[Requirement]:
    """Return what the lock holds for an environment, `name==version` with the marker of its machines.

    Args:
        level: one of `course.SECTIONS`.
    """
    text = course.lock_for(level, course.lock_text(level))
    return [Requirement(line) for line in re.findall(r"(?m)^(\S[^\\\n]*?) \\$", text)]


def holds(requirement: Requirement, facts: dict[str, str] | None = None) -> bool:
    """Say whether a requirement is one on a machine; without `facts` on it, on this one."""
    return requirement.marker is None or requirement.marker.evaluate(facts)


def version_of(requirement: Requirement) -> str:
    """Return the version that a requirement pins."""
    return str(requirement.specifier).removeprefix("==")


def is_tensorflow(block: str) -> bool:
    return re.match(r"tensorflow(-cpu)?==", block) is not None


def write(path: str, targets: str, sections: dict[str, list[str]]) -> None:
    """Write the sections of a lock, each under its title."""
    text = HEAD.format(targets=targets) + "".join(
        f"# == {name}: {TITLES[name]}\n{''.join(blocks)}" for name, blocks in sections.items()
    )
    Path(path).write_text(text, "utf-8", newline="\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = compiled(folder, "base")
        same = ["--constraint", str(folder / "base")]
        dev = compiled(folder, "dev", "--extra", "dev", *same)
        gpu = compiled(folder, "gpu", "--extra", "gpu", *same)
        same = ["--constraint", str(folder / "dev")]
        added = compiled(folder, "class", "--extra", "dev", "--extra", "class", *same)
    sections = {
        "course": [block for block in base if not is_tensorflow(block)],
        "cpu": [block for block in base if is_tensorflow(block)],
        "gpu": [block for block in gpu if block not in base and not block.startswith("tensorflow-cpu")],
        "authors": [block for block in dev if block not in base],
    }
    write(course.LOCK, "`make lab` and `make test`", sections)
    write(
        course.CLASS_LOCK, "`make site` and `make class`", {"class": [one for one in added if one not in dev]}
    )


if __name__ == "__main__":
    main()
