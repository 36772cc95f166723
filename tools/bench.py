"""`make bench`: how fast the course's helpers are, as ratios in one run against what one would write instead.

    python -m tools.bench                 everything
    python -m tools.bench drawing         one part: start, lessons, drawing, training, explaining

Each part prints its table and says where a target is missed; the exit status is 1 then. Nothing here is
a test: machines differ, and what must hold is the ratio.
"""

from __future__ import annotations

import functools
import gc
import io
import os
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

import helpers
from tools import bench_lessons, lessons

TIMES, LONG = 7, 5.0  # runs of which the median counts; seconds: what takes longer is not repeated
LONGEST_START = 0.1  # seconds that `import helpers` may take beyond Python's own start
SIZES = ((3, 1), (10, 6, 3, 1), (64, 32, 16, 1), (784, 128, 64, 10))  # networks that are drawn
# rows, batch size, epochs, how many times less CPU time than plain fit we want
TRAININGS = ((1000, 32, 100, 5), (10_000, 32, 10, 1), (100_000, 1024, 3, 1), (1_000_000, 4096, 3, 1))
ROWS, FEATURES, FEW = 100, 10, 2  # explained, with as many rows of background; FEW where it takes minutes


def seconds(work: Callable, *arguments: Any, times: int = TIMES) -> float:
    """Return the median of the wall-clock seconds of some runs, after one that does not count."""
    taken = []
    for run in range(times + 1):
        started = time.perf_counter()
        work(*arguments)
        taken.append(time.perf_counter() - started)
        if run and taken[-1] > LONG:
            return taken[-1]
    return statistics.median(taken[1:])


def target(what: str, value: float, *, least: float = 0, most: float = float("inf")) -> bool:
    """Print a value beside its target, and return whether it is missed."""
    missed = not least <= value <= most
    wanted = f"{least:g} or more" if least else f"{most:g} or less"
    print(f"{what}: {value:.3g} (target: {wanted}){': MISSED' if missed else ''}", flush=True)
    return missed


def network(*sizes: int, last: str = "relu", dropout: float = 0, seed: int = 0) -> Any:
    """Return a Keras model with dense layers of these sizes, the inputs first."""
    import keras

    keras.utils.set_random_seed(seed)
    layers: list = [keras.Input((sizes[0],))]
    for units in sizes[1:-1]:
        layers += [keras.layers.Dense(units, "relu"), *([keras.layers.Dropout(dropout)] if dropout else ())]
    return keras.Sequential([*layers, keras.layers.Dense(sizes[-1], last)])


# ---- start -----------------------------------------------------------------------------------------


def start() -> bool:
    """Time `import helpers` beside Python's own start and beside what the lessons import late."""
    medians = {}
    for program in ("pass", "import helpers", "import matplotlib.pyplot", "import helpers, keras"):
        command = [sys.executable, "-c", program]
        run = functools.partial(subprocess.run, cwd=lessons.ROOT, check=True, capture_output=True)
        medians[program] = seconds(run, command)
        print(f"{program:26}{medians[program]:8.3f} s", flush=True)
    ours = medians["import helpers"] - medians["pass"]
    return target("import helpers, seconds beyond Python's own start", ours, most=LONGEST_START)


# ---- drawing ---------------------------------------------------------------------------------------


def save(figure: Any) -> None:
    """Save a figure as PNG at the course's resolution, and close it."""
    import matplotlib.pyplot as plt

    figure.savefig(io.BytesIO(), format="png", dpi=100)
    plt.close(figure)


def by_artists(model: Any) -> None:
    """Draw in the usual way: a circle for each node and a line for each link."""
    import matplotlib.pyplot as plt

    sizes = [model.input_shape[1], *(layer.units for layer in model.layers)]
    figure, ax = plt.subplots(figsize=(7, 6.6), dpi=100)
    ax.axis("off")
    places = [[(x, 1 - (i + 0.5) / size) for i in range(size)] for x, size in enumerate(sizes)]
    for here, there in pairwise(places):
        for a in here:
            for b in there:
                ax.add_artist(plt.Line2D([a[0], b[0]], [a[1], b[1]], color="grey", linewidth=0.5))
    for column in places:
        for place in column:
            ax.add_artist(plt.Circle(place, 0.02, facecolor="white", edgecolor="black", zorder=4))
    ax.set(xlim=(-0.5, len(sizes) - 0.5), ylim=(0, 1))
    save(figure)


def by_visualkeras(model: Any, **options: Any) -> None:
    """Draw by visualkeras's graph view, the one that takes Keras 3; by itself it draws ten nodes of a layer."""
    import visualkeras

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        visualkeras.graph_view(model, **options).save(io.BytesIO(), format="PNG")


def drawing() -> bool:
    """Time the drawing of a network, saved as PNG, against the usual ways."""
    os.environ["MPLBACKEND"] = "Agg"
    ways: dict[str, Callable[[Any], None]] = {
        "draw_network": lambda model: save(helpers.draw_network(model).figure),
        "draw_network, weights": lambda model: save(helpers.draw_network(model, weights=True).figure),
        "one artist a link": by_artists,
        "visualkeras, 10 nodes": by_visualkeras,
        "visualkeras, 16 nodes": lambda model: by_visualkeras(model, ellipsize_after=16),  # as draw_network
    }
    models = {"-".join(map(str, sizes)): network(*sizes) for sizes in SIZES}
    print(f"{'seconds to a saved picture':26}" + "".join(f"{name:>16}" for name in models))
    last = {}
    for way, draw in ways.items():
        taken = [seconds(draw, model) for model in models.values()]
        print(f"{way:26}" + "".join(f"{one:16.3f}" for one in taken), flush=True)
        last[way] = taken[-1]
    ours = last["draw_network"]
    fastest = min(taken for way, taken in last.items() if way.startswith("visualkeras"))
    slow = target("one artist a link / draw_network", last["one artist a link"] / ours, least=100)
    return target("draw_network / the faster visualkeras", ours / fastest, most=3) or slow


# ---- training --------------------------------------------------------------------------------------


def fit(rows: int, batch_size: int, epochs: int, seed: int, *, batched: bool) -> tuple[float, float]:
    """Train a 10-6-3-1 network, 70/30, and return (CPU seconds, last validation loss).

    Making the batches, compile and fit are timed together; CPU seconds, so that no other program decides.
    """
    rng = np.random.default_rng(0)
    x = rng.normal(size=(rows, 10)).astype("float32")
    y = (x[:, 0] + rng.normal(size=rows) > 0).astype("float32")
    model = network(10, 6, 3, 1, last="sigmoid", dropout=0.2, seed=seed)
    how: dict[str, Any] = {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]}
    gc.collect()  # what an earlier run left over is not this one's work
    started = time.process_time()
    if batched:
        given = helpers.training_batches(x, y, batch_size=batch_size, seed=seed)
        model.compile(**how, steps_per_execution=given["steps_per_epoch"], jit_compile=False)
        model.optimizer.build(model.trainable_variables)  # not in the first step: Keras would trace it twice
    else:
        given = {"x": x, "y": y, "batch_size": batch_size, "validation_split": 0.3}
        model.compile(**how)
    history = model.fit(**given, epochs=epochs, verbose=0)
    return time.process_time() - started, history.history["val_loss"][-1]


def training() -> bool:
    """Compare `fit` on `training_batches` with `fit` on arrays, from 1000 to a million rows."""
    fit(200, 32, 1, 0, batched=False), fit(200, 32, 1, 0, batched=True)  # the first use loads TensorFlow
    missed = False
    for rows, batch_size, epochs, least in TRAININGS:
        cpu = []
        for name, batched in (("fit(x, y)", False), ("fit(**training_batches(x, y))", True)):
            runs = [fit(rows, batch_size, epochs, seed, batched=batched) for seed in (1, 2, 3)]
            taken, losses = zip(*runs, strict=True)
            cpu.append(statistics.median(taken))
            print(f"{name:30}{cpu[-1]:8.2f} CPU s, validation loss {min(losses):.3f} to {max(losses):.3f}")
        what = f"{rows:,} rows, batches of {batch_size}, {epochs} epochs, how many times less CPU time"
        missed = target(what, cpu[0] / cpu[1], least=least) or missed
    return missed


# ---- explaining ------------------------------------------------------------------------------------


def explaining() -> bool:
    """Compare `explain` with shap's Exact on a plain call of the model, and on `model.predict`."""
    os.environ["COURSE_LIVE"] = "0"  # no progress lines in between
    import shap

    model, rng = network(FEATURES, 6, 3, 1, last="sigmoid", seed=1), np.random.default_rng(0)
    rows, background = rng.normal(size=(2, ROWS, FEATURES)).astype("float32")
    masker = shap.maskers.Independent(background, max_samples=ROWS)

    def exact(function: Callable, count: int = ROWS) -> np.ndarray:
        return shap.ExactExplainer(function, masker)(rows[:count], silent=True).values.reshape(count, -1)

    def called(x: np.ndarray) -> np.ndarray:
        return np.asarray(model(x, training=False))

    ours = helpers.explain(model, rows, background=background).values
    own = seconds(lambda: helpers.explain(model, rows, background=background), times=3)
    plain = seconds(lambda: exact(called), times=3)
    slow = seconds(lambda: exact(lambda x: model.predict(x, verbose=0), FEW), times=1) * ROWS / FEW
    print(f"{ROWS} rows × {FEATURES} features, background {ROWS}: explain {own:.2f} s; Exact on a call")
    print(f"{plain:.2f} s, on predict {slow:.0f} s (from {FEW} rows)")
    missed = target("shap's Exact on a plain call / explain", plain / own, least=2)
    missed = target("shap's Exact on predict / explain", slow / own, least=50) or missed
    return target("largest difference from Exact", abs(exact(called) - ours).max(), most=1e-5) or missed


def main() -> bool:
    parts = {"start": start, "lessons": bench_lessons.main, "drawing": drawing}
    parts |= {"training": training, "explaining": explaining}
    missed = []
    for part in sys.argv[1:] or parts:
        print(f"== {part}", flush=True)
        missed.append(parts[part]())
    return any(missed)


if __name__ == "__main__":
    sys.exit(main())
