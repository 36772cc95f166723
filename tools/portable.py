"""`make test-portable`: every notebook on other machines and other versions, as far as this machine can play them.

Each play runs all notebooks under nbval and compares what they show with what is stored: texts word for word,
numbers within the tolerance their cell declares. Pictures are compared where the versions are the locked ones:
another version of matplotlib draws a pixel otherwise. The table in README.md is written by the run.

    python -m tools.portable [one-thread ...]        the plays to run; all of them without a name
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement

from helpers.colab import COLABS_OWN
from tools import launch, lessons, lock, newest, stacks

README = lessons.ROOT / "README.md"
TABLE = ("<!-- what ran where: written by make test-portable -->", "<!-- end -->")
RUNS_NOTEBOOKS = ["pytest>=9", "pytest-xdist", "nbval>=0.11", "jupytext", "nbclient", "pillow"]

# what the first cell of a notebook brings to Colab, and what runs notebooks here
COLAB = [
    *stacks.COLAB,
    *(line for line in newest.floors(authors=False) if Requirement(line).name not in COLABS_OWN),
    *RUNS_NOTEBOOKS,
]

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1")
TWO_THREADS = dict.fromkeys(ONE_THREAD, "2")
OLDER = {  # x86-64 processors of 2008, 2013: what their libraries would choose
    "nehalem": {
        "OPENBLAS_CORETYPE": "Nehalem",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL",
    },
    "haswell": {
        "OPENBLAS_CORETYPE": "Haswell",
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL",
    },
}


def locked_for(version: str) -> Path:
    """Return another Python with the locked versions.

    Raises:
        StackError: where this machine has no such Python.
    """
    base = stacks.python_of(version)
    lines = [str(one) for one in lock.pinned("author")]
    return stacks.environment(f"python-{version}", lines, base=base)


@dataclass(frozen=True)
class Play:
    """One machine to play.

    Attributes:
        said: what it stands for, in the table.
        python: makes its environment and returns its Python.
        variables: what its kernels run under.
        pictures: whether pictures are compared.
        hard: in a folder with spaces and letters that are not ASCII, with no network.
    """

    said: str
    python: Callable[[], Path] = lambda: Path(sys.executable)  # the locked versions
    variables: dict[str, str] = field(default_factory=dict)
    pictures: bool = True
    hard: bool = False


PLAYS = {
    "one-thread": Play("one thread", variables=ONE_THREAD),
    "two-threads": Play("two threads", variables=TWO_THREADS),
    "nehalem": Play("a processor of 2008: no AVX", variables=OLDER["nehalem"]),
    "haswell": Play("a processor of 2013: AVX2, no AVX-512", variables=OLDER["haswell"]),
    "colab": Play(
        "a stack like Colab's: TensorFlow 2.20, Keras 3.13, NumPy 2.1, matplotlib 3.10",
        python=lambda: stacks.environment("colab", COLAB, base=stacks.find_python(stacks.COLAB_PYTHONS)),
        pictures=False,
    ),
    "python-3.12": Play("Python 3.12", python=lambda: locked_for("3.12")),
    "python-3.13": Play("Python 3.13", python=lambda: locked_for("3.13")),
    "hard": Play(
        "no network, a folder named `Kurs für Anfänger`, a locale that is not UTF-8",
        variables={"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        hard=True,
    ),
    "newest": Play("the newest versions that the floors allow", python=newest.newest, pictures=False),
}


def run(name: str) -> tuple[str, list[str]]:
    """Run all notebooks in one play; return its row of the table, and the cells that differ.

    Raises:
        StackError: if its environment cannot be made.
    """
    play = PLAYS[name]
    python = play.python()
    with tempfile.TemporaryDirectory() as folder:
        report, root = Path(folder) / "report.xml", lessons.ROOT
        prefix: list[str] = []
        if play.hard:
            root, prefix = copy_of_course(Path(folder) / "Kurs für Anfänger"), NO_NETWORK
        variables = {**os.environ, **play.variables, "PYTHONPATH": str(root)}
        if not play.pictures:
            variables["COURSE_STACK"] = "other"
        command = [*prefix, str(python), "-m", "pytest", "-q", "notebooks", f"--junitxml={report}"]
        if play.hard:
            command.append("--numprocesses=0")  # pytest-xdist cannot send such a path under such a locale
        with (lessons.ROOT / "build" / f"portable-{name}.log").open("w") as log:
            subprocess.run(command, cwd=root, env=variables, stdout=log, stderr=log, check=False)
        cells, differ = results(report)
    pictures = "compared" if play.pictures else "not compared"
    verdict = (
        "the same" if cells and not differ else f"{len(differ)} cells differ" if cells else "did not run"
    )
    return f"| {play.said} | {versions_of(python)} | {cells} | {verdict} | {pictures} |", differ or (
        [] if cells else [f"no cell ran: see build/portable-{name}.log"]
    )


# a name space of its own, in which only the machine itself can be reached: kernels are talked to over it
NO_NETWORK = [
    *("unshare", "--user", "--map-root-user", "--net"),
    *("sh", "-c", 'ip link set lo up && exec "$@"', "-"),
]


def copy_of_course(root: Path) -> Path:
    """Copy what running the notebooks needs into a folder, and return it."""
    for name in ("notebooks", "helpers", "lessons", "tools"):
        shutil.copytree(lessons.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(lessons.ROOT / name, root)
    return root


def results(report: Path) -> tuple[int, list[str]]:
    """Return how many cells ran, and the names of those that were not green."""
    if not report.exists():
        return 0, []
    cases = list(xml.parse(report).getroot().iter("testcase"))
    red = [case for case in cases if any(child.tag in ("failure", "error") for child in case)]
    return len(cases), [f"{case.get('classname', '').split('.')[-2]}, {case.get('name')}" for case in red]


def versions_of(python: Path) -> str:
    found = stacks.versions(python)
    tensorflow = found.get("tensorflow-cpu", found.get("tensorflow", "?"))
    said = subprocess.run([str(python), "--version"], capture_output=True, encoding="utf-8").stdout.strip()
    return (
        f"{said}, TensorFlow {tensorflow}, Keras {found.get('keras', '?')}, NumPy {found.get('numpy', '?')}"
    )


def write_table(rows: dict[str, str]) -> None:
    """Put the rows into README.md; a play that was not run this time keeps its row."""
    text = README.read_text("utf-8")
    old = text.partition(TABLE[0])[2].partition(TABLE[1])[0].splitlines()
    rows_of = {line.split("|")[1].strip(): line for line in [*old, *rows.values()] if line.startswith("| ")}
    lines = [rows_of[play.said] for play in PLAYS.values() if play.said in rows_of]
    head = "| played | versions | cells | what they show | pictures |\n|---|---|---|---|---|"
    README.write_text(launch.put_between(text, *TABLE, "\n".join([head, *lines])), "utf-8", newline="\n")


def main() -> int:
    names = sys.argv[1:] or list(PLAYS)
    unknown = [name for name in names if name not in PLAYS]
    if unknown:
        print(f"There is no play {', '.join(unknown)}. There are: {', '.join(PLAYS)}.", file=sys.stderr)
        return 1
    rows: dict[str, str] = {}
    failed = False
    for name in names:
        try:
            rows[name], differ = run(name)
        except stacks.StackError as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
            continue
        print(rows[name], flush=True)
        for cell in differ:
            print(f"    {cell}", flush=True)
        failed = failed or bool(differ)
        write_table(rows)  # after each play: what ran has been run, also if the rest is interrupted
    return failed


if __name__ == "__main__":
    sys.exit(main())
