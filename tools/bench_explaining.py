"""Measure `explain` beside the usual ways: 100 rows × 10 features, background 100, a small network.

Run with ``python -m tools.bench_explaining``. Medians of several runs, wall-clock; what would take minutes
is done on few rows and scaled up, and the table says so.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

import numpy as np

ROWS, FEATURES, BACKGROUND, FEW = 100, 10, 100, 2


def seconds(work: Callable[[], object], *, times: int = 3) -> float:
    """Return the median of the wall-clock seconds of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def network():
    """Return the small network that is explained."""
    import keras

    keras.utils.set_random_seed(1)
    layers = [keras.layers.Dense(6, "relu"), keras.layers.Dense(3, "relu"), keras.layers.Dense(1, "sigmoid")]
    return keras.Sequential([keras.Input((FEATURES,)), *layers])


def in_numpy(model) -> Callable[[np.ndarray], np.ndarray]:
    """Return the same network as plain NumPy: the floor of what asking it costs."""
    weights = [np.asarray(weight, np.float32) for weight in model.get_weights()]

    def answer(rows: np.ndarray) -> np.ndarray:
        hidden = rows.astype(np.float32, copy=False)
        for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
            hidden = np.maximum(hidden @ kernel + bias, 0)
        return 1 / (1 + np.exp(-(hidden @ weights[-2] + weights[-1])))

    return answer


def main() -> None:
    """Print seconds, the ratio to `explain`, and the largest difference from it."""
    os.environ["COURSE_LIVE"] = "0"  # no progress lines in between
    import shap

    from helpers.explaining import explain

    model, rng = network(), np.random.default_rng(0)
    rows, background = rng.normal(size=(ROWS, FEATURES)), rng.normal(size=(BACKGROUND, FEATURES))
    masker = shap.maskers.Independent(background.astype("float32"), max_samples=BACKGROUND)
    ours = explain(model, rows, background=background).values

    def exact(function: Callable, count: int = ROWS) -> np.ndarray:
        found = shap.ExactExplainer(function, masker)(rows[:count].astype("float32"), silent=True)
        return found.values.reshape(count, FEATURES)

    plain = seconds(lambda: exact(lambda x: np.asarray(model(x, training=False))))
    asked = in_numpy(model)
    slow = seconds(lambda: exact(lambda x: model.predict(x, verbose=0), FEW), times=1) * ROWS / FEW
    gap_plain = np.abs(exact(lambda x: np.asarray(model(x, training=False)), FEW) - ours[:FEW]).max()
    own = seconds(lambda: explain(model, rows, background=background))
    floor = seconds(lambda: explain(asked, rows, background=background))
    print(f"Explaining {ROWS} rows × {FEATURES} features exactly, background {BACKGROUND}")
    print(f"{'':58s} seconds  × explain")
    for name, value in (
        ("explain, the same network as a NumPy function (the floor)", floor),
        ("explain", own),
        ("shap's Exact on a plain call of the model", plain),
        (f"shap's Exact on model.predict ({FEW} rows × {ROWS // FEW}: extrapolated)", slow),
    ):
        print(f"{name:58s} {value:7.2f}  {value / own:8.1f}")
    print(f"Largest difference from shap's Exact, {FEW} rows: {gap_plain:.0e}")
    print(
        f"Targets: 50 times faster than Exact on predict: {'met' if slow >= 50 * own else 'NOT MET'};",
        end=" ",
    )
    print(f"2 times faster than Exact on a plain call: {'met' if plain >= 2 * own else 'NOT MET'}.")


if __name__ == "__main__":
    main()
