"""Measure `fit` on `training_batches` beside `fit` on arrays, from 1000 to a million rows.

Run with ``python -m tools.bench_training``. Medians over seeds; making the batches, compile and fit together;
the network is 10-6-3-1 with dropout, 70/30. Judged are ratios of CPU seconds of one run, so that another
program on the machine does not decide. A plain NumPy network shows the floor where there are 1000 rows.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

import numpy as np

import helpers  # noqa: F401 - sets how TensorFlow starts, before it does, as in the lessons

SEEDS = (1, 2, 3)
# rows, batch size, epochs, how many times less CPU time than plain fit we want
SIZES = ((1000, 32, 100, 5), (10_000, 32, 10, 1), (100_000, 1024, 3, 1), (1_000_000, 4096, 3, 1))


def data(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs and 0/1 targets of which the first input tells a good part."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(rows, 10)).astype("float32")
    return x, (x[:, 0] + rng.normal(size=rows) > 0).astype("float32")


def network(seed: int):
    """Return a new 10-6-3-1 network with dropout."""
    import keras

    keras.utils.set_random_seed(seed)
    hidden = [keras.layers.Dense(6, "relu"), keras.layers.Dropout(0.2), keras.layers.Dense(3, "relu")]
    return keras.Sequential(
        [keras.Input((10,)), *hidden, keras.layers.Dropout(0.2), keras.layers.Dense(1, "sigmoid")]
    )


def on_arrays(x, y, batch_size: int, epochs: int, seed: int) -> tuple[float, float, float]:
    """Return (CPU seconds, seconds, last validation loss) of the usual way."""
    model = network(seed)
    cpu, clock = time.process_time(), time.perf_counter()
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, batch_size=batch_size, validation_split=0.3, epochs=epochs, verbose=0)
    return time.process_time() - cpu, time.perf_counter() - clock, history.history["val_loss"][-1]


def on_batches(x, y, batch_size: int, epochs: int, seed: int) -> tuple[float, float, float]:
    """Return (CPU seconds, seconds, last validation loss) of the lessons' way."""
    from helpers.training import training_batches

    model = network(seed)
    cpu, clock = time.process_time(), time.perf_counter()
    batches = training_batches(x, y, batch_size=batch_size, seed=seed)
    model.compile(
        optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"],
        steps_per_execution=batches["steps_per_epoch"], jit_compile=False,
    )  # fmt: skip
    model.optimizer.build(model.trainable_variables)  # not within the first step: Keras would trace it twice
    history = model.fit(**batches, epochs=epochs, verbose=0)
    return time.process_time() - cpu, time.perf_counter() - clock, history.history["val_loss"][-1]


def in_numpy(x, y, batch_size: int, epochs: int, seed: int) -> tuple[float, float, float]:
    """Return (CPU seconds, seconds, last validation loss) of the same network, written in NumPy, with Adam."""
    cpu, clock, rng = time.process_time(), time.perf_counter(), np.random.default_rng(seed)
    rows, y = int(len(x) * 0.7), y[:, None]
    sizes = (10, 6, 3, 1)
    weights = []
    for before, after in zip(sizes[:-1], sizes[1:], strict=True):
        bound = np.sqrt(6 / (before + after))
        weights += [rng.uniform(-bound, bound, (before, after)).astype("float32"), np.zeros(after, "float32")]
    first, second = ([np.zeros_like(w) for w in weights] for _ in range(2))
    step = 0
    for _ in range(epochs):
        order = rng.permutation(rows)
        for begin in range(0, rows, batch_size):
            step += 1
            batch = order[begin : begin + batch_size]
            rate = 0.001 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            for i, slope in enumerate(_slopes(weights, x[batch], y[batch], rng)):
                first[i] += 0.1 * (slope - first[i])
                second[i] += 0.001 * (slope * slope - second[i])
                weights[i] -= rate * first[i] / (np.sqrt(second[i]) + 1e-7)
        answer = np.clip(_forward(weights, x[rows:], None)[0][-1], 1e-7, 1 - 1e-7)
        loss = -np.mean(np.where(y[rows:] > 0, np.log(answer), np.log(1 - answer)))
    return time.process_time() - cpu, time.perf_counter() - clock, float(loss)


def _forward(weights, x, rng):
    values, kept = [x], []
    for i in range(0, len(weights), 2):
        found = values[-1] @ weights[i] + weights[i + 1]
        if i == len(weights) - 2:
            values.append(1 / (1 + np.exp(-found)))
            break
        found = np.maximum(found, 0)
        kept.append(
            1.0 if rng is None else (rng.random(found.shape, dtype="float32") > 0.2) * np.float32(1.25)
        )
        values.append(found * kept[-1])
    return values, kept


def _slopes(weights, x, y, rng):
    values, kept = _forward(weights, x, rng)
    slope, slopes = (values[-1] - y) / len(x), []
    for i in range(len(weights) - 2, -1, -2):
        slopes = [values[i // 2].T @ slope, slope.sum(axis=0), *slopes]
        if i:
            slope = (slope @ weights[i].T) * (values[i // 2] > 0) * kept[i // 2 - 1]
    return slopes


def measure(way: Callable, rows: int, batch_size: int, epochs: int) -> tuple[float, float, list[float]]:
    """Return the medians of CPU seconds and of seconds, and the last losses, over the seeds."""
    runs = []
    for seed in SEEDS:
        gc.collect()  # what an earlier run left over is not this one's work
        runs.append(way(*data(rows), batch_size, epochs, seed))
    cpu, clock, losses = zip(*runs, strict=True)
    return statistics.median(cpu), statistics.median(clock), list(losses)


def main() -> None:
    """Print seconds, ratios and final losses for each size."""
    on_arrays(*data(200), 32, 1, 0), on_batches(*data(200), 32, 1, 0)  # first use loads TensorFlow's kernels
    for rows, batch_size, epochs, target in SIZES:
        print(f"{rows:,} rows × 10, batches of {batch_size}, {epochs} epochs, median of {len(SEEDS)} seeds")
        print(f"{'':36s} CPU seconds  seconds  last validation loss")
        ways = {"fit(**training_batches(x, y))": on_batches, "fit(x, y), the usual way": on_arrays}
        if rows == 1000:
            ways["the same network in plain NumPy"] = in_numpy
        costs = {}
        for name, way in ways.items():
            cpu, clock, losses = measure(way, rows, batch_size, epochs)
            costs[way] = cpu
            print(f"{name:36s} {cpu:11.2f}  {clock:7.2f}  {min(losses):.3f} to {max(losses):.3f}")
        ratio = costs[on_arrays] / costs[on_batches]
        print(
            f"usual way / batches: {ratio:.1f}; target {target}: {'met' if ratio >= target else 'NOT MET'}\n"
        )


if __name__ == "__main__":
    main()
