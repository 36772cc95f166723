"""`make bench`: how fast the course's helpers are, as ratios in one run against what one would write instead.

    python -m tools.bench                 everything
    python -m tools.bench drawing         one part: start, lessons, drawing, training, explaining

Each part prints its table and says where a target is missed; the exit status is 1 then. Nothing here is
a test: machines differ, and what must hold is the ratio.
"""

from __future__ import annotations

import importlib
import statistics
import subprocess
import sys
import time

from tools import lessons

TIMES = 7
LONGEST_START = 0.1  # seconds that `import helpers` may take beyond Python's own start


def start() -> int:
    """Time `import helpers` beside Python's own start and beside what the lessons import late."""
    programs = {
        "python alone": "pass",
        "import helpers": "import helpers",
        "import matplotlib.pyplot": "import matplotlib.pyplot",
        "import keras": "import helpers, keras",
    }
    medians = {}
    for name, program in programs.items():
        taken = []
        for _ in range(TIMES if name != "import keras" else 3):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], cwd=lessons.ROOT, check=True, capture_output=True)
            taken.append(time.perf_counter() - started)
        medians[name] = statistics.median(taken)
    alone = medians["python alone"]
    print("Seconds beyond Python's own start, median:")
    for name, seconds in medians.items():
        print(f"  {name:26}{seconds - alone:8.3f}")
    ours = medians["import helpers"] - alone
    print(f"import helpers: {ours:.3f} s (target: {LONGEST_START} or less)")
    return ours > LONGEST_START


def main() -> int:
    parts = sys.argv[1:] or ["start", "lessons", "drawing", "training", "explaining"]
    missed = False
    for part in parts:
        print(f"== {part}", flush=True)
        measure = start if part == "start" else importlib.import_module(f"tools.bench_{part}").main
        missed = bool(measure()) or missed
    return missed


if __name__ == "__main__":
    sys.exit(main())
