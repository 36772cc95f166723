"""Measure `fit` on `training_batches` beside `fit` on arrays, with a plain NumPy network as the floor.

Run with ``python -m tools.bench_training``. Medians of CPU seconds; compile and fit together; the network is
10-6-3-1 with dropout, batch 32, 70/30. At 100,000 rows 3 epochs are run and no more, and the table says so.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

import numpy as np

import helpers  # noqa: F401 - sets how TensorFlow starts, before it does, as in the lessons

SEEDS = (1, 2, 3)


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


def on_arrays(x, y, epochs: int, seed: int) -> tuple[float, float]:
    """Return (CPU seconds, last validation loss) of the usual way."""
    model = network(seed)
    start = time.process_time()
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, batch_size=32, validation_split=0.3, epochs=epochs, verbose=0)
    return time.process_time() - start, history.history["val_loss"][-1]


def on_batches(x, y, epochs: int, seed: int) -> tuple[float, float]:
    """Return (CPU seconds, last validation loss) of the lessons' way."""
    from helpers.training import show_progress, training_batches

    model = network(seed)
    start = time.process_time()
    batches = training_batches(x, y, seed=seed)
    model.compile(
        optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"],
        steps_per_execution=batches["steps_per_epoch"], jit_compile=False,
    )  # fmt: skip
    history = model.fit(**batches, epochs=epochs, verbose=0, callbacks=[show_progress(batches)])
    return time.process_time() - start, history.history["val_loss"][-1]


def in_numpy(x, y, epochs: int, seed: int) -> tuple[float, float]:
    """Return (CPU seconds, last validation loss) of the same network, written in NumPy, with Adam."""
    start, rng = time.process_time(), np.random.default_rng(seed)
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
        for begin in range(0, rows, 32):
            step += 1
            batch = order[begin : begin + 32]
            rate = 0.001 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
            for i, slope in enumerate(_slopes(weights, x[batch], y[batch], rng)):
                first[i] += 0.1 * (slope - first[i])
                second[i] += 0.001 * (slope * slope - second[i])
                weights[i] -= rate * first[i] / (np.sqrt(second[i]) + 1e-7)
        answer = np.clip(_forward(weights, x[rows:], None)[0][-1], 1e-7, 1 - 1e-7)
        loss = -np.mean(np.where(y[rows:] > 0, np.log(answer), np.log(1 - answer)))
    return time.process_time() - start, float(loss)


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


def measure(way: Callable, rows: int, epochs: int) -> tuple[float, list[float]]:
    """Return the median of the CPU seconds, and the last losses, over the seeds."""
    found = []
    for seed in SEEDS:
        gc.collect()  # what an earlier run left over is not this one's work
        found.append(way(*data(rows), epochs, seed))
    return statistics.median(cost for cost, _ in found), [loss for _, loss in found]


def main() -> None:
    """Print CPU seconds, ratios and final losses at 1000 and at 100,000 rows."""
    on_arrays(*data(200), 1, 0), on_batches(*data(200), 1, 0)  # the first use loads TensorFlow's kernels
    for rows, epochs, target in ((1000, 100, 5), (100_000, 3, 1)):
        print(
            f"Compile and fit, {rows:,} rows × 10, {epochs} epochs, CPU seconds, median of {len(SEEDS)} seeds"
        )
        floor, floor_loss = measure(in_numpy, rows, epochs)
        ours, our_loss = measure(on_batches, rows, epochs)
        usual, usual_loss = measure(on_arrays, rows, epochs)
        print(f"{'':42s} seconds  × NumPy  last validation loss")
        for name, cost, losses in (
            ("the same network in plain NumPy", floor, floor_loss),
            ("fit(**training_batches(x, y))", ours, our_loss),
            ("fit(x, y), the usual way", usual, usual_loss),
        ):
            print(f"{name:42s} {cost:7.2f}  {cost / floor:7.1f}  {min(losses):.3f} to {max(losses):.3f}")
        ratio = usual / ours
        print(
            f"fit on batches is {ratio:.1f} times faster; target {target}: {'met' if ratio >= target else 'NOT MET'}\n"
        )


if __name__ == "__main__":
    main()
