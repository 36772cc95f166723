"""Time each lesson's notebook from top to bottom, and how much memory its kernel takes at the most.

The targets are those of a learner's patience and of Binder's memory: 40 s for lessons 01 to 05, 90 s for the
later ones, on two cores, and 1.5 GB.
"""

from __future__ import annotations

import sys
import time

from nbformat.v4 import new_code_cell

from tools import build, lessons

SECONDS = {"06": 90, "07": 90, "08": 90}
OTHERWISE = 40
GIGABYTES = 1.5
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


def main() -> int:
    missed = False
    print(f"{'lesson':26}{'seconds':>9}{'at most':>9}{'peak GB':>9}{'at most':>9}")
    for source in lessons.sources():
        seconds, peak = measure(source)
        most = SECONDS.get(source.stem[:2], OTHERWISE)
        missed = missed or seconds > most or peak > GIGABYTES
        print(f"{source.stem:26}{seconds:9.1f}{most:9}{peak:9.2f}{GIGABYTES:9}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
