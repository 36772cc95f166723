"""Time each lesson's notebook from top to bottom, and how much memory its kernel takes at the most.

The targets are those of a learner's patience and of Binder's memory: 40 s for lessons 01 to 05, 90 s for the
later ones, on two cores, and 1.5 GB. The exit status is 1 where one is missed.

    python -m tools.bench_lessons [02]        all lessons, or one
"""

from __future__ import annotations

import sys
import time

from nbformat.v4 import new_code_cell

from helpers import environment
from tools import build, lessons

SECONDS = dict.fromkeys(("06", "07", "08", "09", "10"), 90)
OTHERWISE = 40
GIGABYTES = environment.MEMORY
PEAK = "import resource, sys\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def measure(source) -> tuple[float, float]:
    """Run a learner's notebook in a fresh kernel; return seconds, and the kernel's peak memory in GB."""
    notebook = lessons.learners(source)
    notebook.cells.append(new_code_cell(PEAK))
    started = time.perf_counter()
    build.execute(notebook, folder=lessons.NOTEBOOKS, raising=False)
    seconds = time.perf_counter() - started
    kilobytes = int(notebook.cells[-1].outputs[0].text)
    return seconds, kilobytes / (1e9 if sys.platform == "darwin" else 1e6)


def main(only: str = "") -> int:
    missed = []
    print(f"{'lesson':26}{'seconds':>9}{'at most':>9}{'peak GB':>9}{'at most':>9}")
    for source in lessons.sources(only):
        seconds, peak = measure(source)
        most = SECONDS.get(source.stem[:2], OTHERWISE)
        print(f"{source.stem:26}{seconds:9.1f}{most:9}{peak:9.2f}{GIGABYTES:9}", flush=True)
        missed += misses(source.stem, seconds, most, peak)
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return bool(missed)


def misses(lesson: str, seconds: float, most: float, peak: float) -> list[str]:
    """Return what a lesson misses, with what to do about it."""
    found = []
    if seconds > most:
        found.append(
            f"{lesson} took {seconds:.0f} s; {most} are the most. Train on less, or for fewer epochs."
        )
    if peak > GIGABYTES:
        found.append(
            f"{lesson} took {peak:.2f} GB of memory; {GIGABYTES} are the most, since Binder ends a kernel that "
            "takes its 2 GB. Keep fewer models and arrays at a time."
        )
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
