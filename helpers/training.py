"""Training data fed the fast way, progress while a network trains, and its curves afterwards.

`fit` on arrays builds its input pipeline anew for every epoch, and on small data that, not the
arithmetic, is what one waits for. `training_batches` builds one plain pipeline, once.
"""

from __future__ import annotations

import math
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PIECE = 8192  # rows of validation judged in one go: bounds the memory, changes no result
_EACH_LINE, _EACH_CURVE = 0.25, 1.5  # seconds between two updates of the line, of the curves


def training_batches(
    x: Any, y: Any, *, batch_size: int = 32, validation_split: float = 0.3, seed: int = 0
) -> dict[str, Any]:
    """Prepare what `model.fit` takes, so that it trains several times faster than on arrays.

    It means what ``fit(x, y, batch_size=..., validation_split=..., shuffle=True)`` means: the last
    ⌊n · validation_split⌋ or so rows are kept for validation, each other row is used once an epoch, in
    a new order each epoch, in ⌈rows / batch_size⌉ batches, the last of which may be smaller. The
    validation part is judged whole after every epoch.

    Most of the speed comes with ``compile(..., steps_per_execution=batches["steps_per_epoch"],
    jit_compile=False)``: one call into TensorFlow an epoch. Any other number is right too, and slower.

    Args:
        x: inputs, n rows first: an array or a DataFrame of numbers.
        y: targets, n rows: shape (n,), (n, 1) or (n, classes).
        batch_size: rows in a batch.
        validation_split: share of the rows, the last ones, kept for validation; 0 for none.
        seed: fixes the order of the rows.

    Returns:
        The arguments of `fit`: "x", "validation_data" (repeatable `tf.data.Dataset`s of batches),
        "steps_per_epoch", "validation_steps" and "shuffle" (False: the data shuffles itself).

    Raises:
        TypeError: if the data holds something that is not a number.
        ValueError: if it is empty, has NaN or infinity, if x and y differ in length, if the split
            leaves a part without rows, or an argument is out of range.

    Example:
        batches = training_batches(np.zeros((1000, 10)), np.zeros(1000))
        model.compile("adam", "mse", steps_per_execution=batches["steps_per_epoch"])
        history = model.fit(**batches, epochs=100)

    Source: tensorflow.org/guide/data_performance; keras.io/api/models/model_training_apis.
    """
    _check_settings(batch_size, validation_split)
    x, y = _numbers(x, "x"), _numbers(y, "y")
    rows = _split_at(x, y, validation_split)
    import tensorflow as tf

    shuffled = tf.data.Dataset.from_tensor_slices((x[:rows], y[:rows]))
    shuffled = shuffled.shuffle(rows, seed=seed, reshuffle_each_iteration=True).batch(batch_size)
    batches = {
        "x": _plain(shuffled),
        "steps_per_epoch": math.ceil(rows / batch_size),
        "shuffle": False,
    }
    if rows < len(x):
        kept = tf.data.Dataset.from_tensors((x[rows:], y[rows:]))
        steps = math.ceil((len(x) - rows) / _PIECE)
        if steps > 1:
            kept = kept.rebatch(_PIECE).apply(tf.data.experimental.assert_cardinality(steps))
        batches |= {"validation_data": _plain(kept), "validation_steps": steps}
    return batches


def _plain(dataset):
    """Return the dataset without what only pays on large pipelines: tuning, rewriting, shared threads."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False
    options.experimental_optimization.apply_default_optimizations = False
    options.threading.private_threadpool_size = 1
    return dataset.with_options(options)


def _check_settings(batch_size: int, validation_split: float) -> None:
    if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)) or batch_size < 1:
        raise ValueError(
            f"batch_size is the number of rows in a batch. Expected a whole number from 1, received "
            f"{batch_size!r}. Start from batch_size=32."
        )
    if not 0 <= validation_split < 1:
        raise ValueError(
            f"validation_split is a share of the rows. Expected 0 or more and less than 1, received "
            f"{validation_split!r}. For 30 % of the rows write validation_split=0.3."
        )


def _numbers(data: Any, name: str) -> np.ndarray:
    """Return the data as fit would see it: float32 or whole numbers, two axes or more; refuse the rest."""
    if hasattr(data, "columns"):
        wrong = [str(c) for c, kind in data.dtypes.items() if getattr(kind, "kind", "O") not in "biuf"]
        if wrong:
            raise TypeError(
                f"{name} has columns that are not numbers: {', '.join(wrong)}. Expected numbers only. "
                "Encode categories first (pandas.get_dummies or OneHotEncoder), or leave the column out."
            )
        data = data.astype("float32")
    data = np.asarray(data)
    if data.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} is not made of numbers. Expected an array of numbers, received the type {data.dtype}. "
            "Encode categories first; rows of unequal length do not make an array."
        )
    if data.ndim == 0 or data.size == 0:
        raise ValueError(
            f"{name} is empty. Expected at least two rows, received the shape {data.shape}. "
            "Look at what was filtered out before."
        )
    _refuse_gaps(data, name)
    data = data.astype(np.float32) if data.dtype.kind in "bf" else data
    return data[:, None] if data.ndim == 1 else data


def _refuse_gaps(data: np.ndarray, name: str) -> None:
    if data.dtype.kind != "f" or np.isfinite(data).all():
        return
    wrong = ~np.isfinite(data)
    what = " and ".join(
        f"{count} {kind}"
        for kind, count in (("NaN", np.isnan(data).sum()), ("infinite", np.isinf(data).sum()))
        if count
    )
    row = int(np.argwhere(wrong)[0][0])
    raise ValueError(
        f"{name} has {what}, the first in row {row}. Expected finite numbers: one NaN turns every weight "
        "to NaN. Fill the gaps with a value learnt from the training rows (SimpleImputer), or leave "
        "those rows out."
    )


def _split_at(x: np.ndarray, y: np.ndarray, validation_split: float) -> int:
    """Return how many rows train, as Keras counts them."""
    if len(x) != len(y):
        raise ValueError(
            f"x and y differ in length. Expected one target a row, received {len(x)} rows of x and "
            f"{len(y)} of y. Make both from the same rows, in the same order."
        )
    rows = math.floor(len(x) * (1 - validation_split))
    if rows == 0 or (validation_split and rows == len(x)):
        part = "training" if rows == 0 else "validation"
        raise ValueError(
            f"the split leaves no row for {part}. Expected at least one, received {len(x)} rows and "
            f"validation_split={validation_split}. Use more rows or another share."
        )
    return rows


def show_progress(batches: dict[str, Any] | None = None, *, curves: bool = True, live: bool | None = None):
    """Return a Keras callback that says on one line how far the training is, with live curves beneath.

    In a notebook the line and the curves (of what `fit` has reported so far) are renewed while the
    network trains; at the end one line stays. In a terminal the line is written over; where nobody looks on
    (a script, a test) only the last line is printed. Use it with ``verbose=0``.

    Given the batches, it also lets the optimizer and the metrics make their variables before the first
    step: Keras then traces the step once and not twice, and starts about a third of a second sooner.

    Args:
        batches: what `training_batches` returned, or None.
        curves: draw live curves where the front end can show them.
        live: True or False to say whether somebody looks on; None finds out.

    Returns:
        A `keras.callbacks.Callback`.

    Example:
        model.fit(**batches, epochs=100, verbose=0, callbacks=[show_progress(batches)])
    """
    import keras

    class Progress(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            _make_variables(self.model, batches)
            self.judges = _judge_in_steps(self.model, batches)
            self.screen = _Screen(_front_end() if live is None else "notebook" if live else "", curves)
            self.history = {}

        def on_epoch_end(self, epoch, logs=None):
            for name, value in (logs or {}).items():
                self.history.setdefault(name, []).append(float(np.mean(value)))  # F1Score: one a class
            self.done = epoch + 1
            self.screen.show(self._line, self.history)

        def _line(self):
            values = " · ".join(f"{name} {values[-1]:.3f}" for name, values in self.history.items())
            return f"epoch {self.done} of {self.params['epochs']} · {values}"

        def on_train_end(self, logs=None):
            if self.judges:
                self.model.test_function = None  # Keras makes its own when it is next asked
            if self.history:
                self.screen.close(self._line())

    return Progress()


def _make_variables(model, batches: dict[str, Any] | None) -> None:
    """Let the optimizer and the metrics of a built model with one output make their variables."""
    if not batches or not model.built or model.optimizer.built:
        return
    shape = getattr(model, "output_shape", None)
    if not isinstance(shape, tuple) or any(not isinstance(size, int) for size in shape[1:]):
        return
    spec = batches["x"].element_spec[1]
    targets = np.zeros((1, *spec.shape[1:]), spec.dtype.as_numpy_dtype)
    model.optimizer.build(model.trainable_variables)
    model.compute_metrics(None, targets, np.zeros((1, *shape[1:]), "float32"))


def _judge_in_steps(model, batches: dict[str, Any] | None) -> bool:
    """Let the validation after each epoch run its one step, without the loop Keras would trace around it.

    It is what Keras does itself with data that is no `tf.data.Dataset`: up to `steps_per_execution` steps,
    one by one, until the data ends. So it is right for other data too, should training be interrupted.
    """
    import keras

    ours = type(model).make_test_function is keras.Model.make_test_function
    if not batches or model.test_function is not None or model.run_eagerly or not ours:
        return False
    import tensorflow as tf

    one_step = tf.function(model.test_step, reduce_retracing=True)

    def judge(iterator):
        logs = one_step(next(iterator))  # no data at all: StopIteration, as Keras expects
        for _ in range(model.steps_per_execution - 1):
            try:
                logs = one_step(next(iterator))
            except StopIteration:
                break
        return logs

    model.test_function = judge
    return True


def _front_end() -> str:
    """Return "notebook", "terminal", or "" where nobody looks on while it trains (scripts, tests, builds)."""
    if "PYTEST_CURRENT_TEST" in os.environ:  # set by nbval and by our build: both must give one output
        return ""
    if "IPython" in sys.modules:
        from IPython import get_ipython

        if hasattr(get_ipython(), "kernel"):
            return "notebook"
    return "terminal" if sys.stdout.isatty() else ""


class _Screen:
    """One line, and curves where they can be shown, renewed no oftener than is worth its time."""

    def __init__(self, kind: str, curves: bool):
        self.kind, self.curves = kind, curves and kind == "notebook"
        self.line_at = self.curve_at = time.monotonic()
        self.line = self.picture = None

    def show(self, line, history: dict[str, list[float]]) -> None:
        now = time.monotonic()
        if self.kind and now - self.line_at > _EACH_LINE:
            self.line_at = now
            self._write(line())
        if self.curves and now - self.curve_at > _EACH_CURVE and len(history["loss"]) > 1:
            self._draw(history)
            cost = time.monotonic() - now
            self.curve_at = now + max(0, 10 * cost - _EACH_CURVE)  # a tenth of the time at most

    def _write(self, text: str) -> None:
        if self.kind == "terminal":
            print(f"\r{text}\x1b[K", end="", flush=True)
            return
        from IPython.display import display

        content = {"text/plain": text}
        if self.line is None:
            self.line = display(content, raw=True, display_id=True)
        else:
            self.line.update(content, raw=True)

    def _draw(self, history: dict[str, list[float]]) -> None:
        import io

        from IPython.display import Image, display

        from helpers.drawing.descriptions import description, forget

        figure = draw_training(history)[0].figure
        stream = io.BytesIO()
        figure.savefig(stream, format="png")
        said = description(figure)
        forget(figure)
        _close(figure)
        content = Image(stream.getvalue(), alt=said)
        if self.picture is None:
            self.picture = display(content, display_id=True)
        else:
            self.picture.update(content)

    def close(self, line: str) -> None:
        if self.picture is not None:
            self.picture.update({"text/plain": ""}, raw=True)
        if self.kind == "notebook":
            self._write(line)
        else:
            print(f"\r{line}\x1b[K" if self.kind else line)


def _close(figure) -> None:
    import matplotlib.pyplot as plt

    plt.close(figure)


def draw_training(history: Any, *, axes: Any = None) -> np.ndarray:
    """Draw loss and metrics by epoch, training solid beside validation dashed.

    Args:
        history: what `fit` returned, its `.history`, or a dictionary of lists, one number an epoch.
        axes: as many axes as there are quantities (the loss and each metric), or None for a new figure.

    Returns:
        A one-dimensional array of matplotlib Axes, the loss first.

    Raises:
        TypeError: if the history is not one.
        ValueError: if it is empty, or the number of axes is not that of the quantities.

    Example:
        >>> axes = draw_training({"loss": [0.7, 0.5], "val_loss": [0.7, 0.6]})
        >>> axes[0].get_ylabel()
        'loss'
    """
    from helpers.drawing.descriptions import describe

    curves = _curves(history)
    axes = _axes_for(list(curves), axes)
    for ax, (name, parts) in zip(axes, curves.items(), strict=True):
        _draw_curve(ax, name, parts)
        describe(ax, curve_in_words(name, parts))
    return axes


def _curves(history: Any) -> dict[str, dict[str, np.ndarray]]:
    """Return {"loss": {"training": values, "validation": values}, ...}, the loss first."""
    history = getattr(history, "history", history)
    if not isinstance(history, dict):
        raise TypeError(
            "history: expected what model.fit returned, or its .history, received "
            f"{type(history).__name__}. Keep it with: history = model.fit(...)"
        )
    names = [name for name in history if not name.startswith("val_") and name != "learning_rate"]
    if not names or not all(len(values) for values in history.values()):
        raise ValueError(
            f"the history holds no epoch. Expected numbers under 'loss', received the keys {list(history)}. "
            "Train for one epoch at least."
        )
    names.sort(key=lambda name: name != "loss")
    sides = {"training": "", "validation": "val_"}
    return {
        name: {
            side: _by_epoch(history[mark + name]) for side, mark in sides.items() if mark + name in history
        }
        for name in names
    }


def _by_epoch(values: Any) -> np.ndarray:
    """Return one number an epoch; of a metric with one a class (F1Score), their mean."""
    return np.asarray(values, dtype=float).reshape(len(values), -1).mean(axis=1)


def _axes_for(names: list[str], axes: Any) -> np.ndarray:
    from helpers.drawing.style import DPI, PAPER, WIDTH

    if axes is None:
        import matplotlib.pyplot as plt

        columns = min(2, len(names))
        lines = math.ceil(len(names) / columns)
        figure, grid = plt.subplots(
            lines, columns, figsize=(WIDTH, 3.1 * lines), dpi=DPI, layout="constrained", squeeze=False
        )
        figure.set_facecolor(PAPER)
        for spare in grid.ravel()[len(names) :]:
            spare.remove()
        return grid.ravel()[: len(names)]
    axes = np.atleast_1d(np.asarray(axes, dtype=object)).ravel()
    if len(axes) != len(names):
        raise ValueError(
            f"axes: expected {len(names)}, one for each of {', '.join(names)}, received {len(axes)}. "
            f"Make them with: figure, axes = plt.subplots(1, {len(names)})"
        )
    return axes


def _draw_curve(ax: Axes, name: str, parts: dict[str, np.ndarray]) -> None:
    from matplotlib.ticker import MaxNLocator

    from helpers.drawing.style import TEXT, TRAINING, VALIDATION, tidy

    looks = {"training": (TRAINING, "-"), "validation": (VALIDATION, "--")}
    ends = []
    for side, values in parts.items():
        colour, dashes = looks[side]
        epochs = np.arange(1, len(values) + 1)
        ax.plot(epochs, values, color=colour, linestyle=dashes, linewidth=1.8, label=side,
                marker="o" if len(values) == 1 else None)  # fmt: skip
        ends.append((values[np.isfinite(values)][-1] if np.isfinite(values).any() else 0.0, side, colour))
    ends.sort()
    close = len(ends) == 2 and ends[1][0] - ends[0][0] < 0.09 * np.ptp(ax.get_ylim())
    for place, (value, side, colour) in enumerate(ends):
        shift = (place * 2 - 1) * 7 if close else 0
        ax.annotate(side, (epochs[-1], value), (5, shift), textcoords="offset points", va="center",
                    color=colour, fontsize=TEXT - 1, annotation_clip=False)  # fmt: skip
    ax.set_xlabel("epoch")
    ax.set_ylabel(name.replace("_", " "))
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    tidy(ax)


def curve_in_words(name: str, parts: dict[str, np.ndarray]) -> str:
    """Say what the curves of one quantity show: from where to where, and where validation was best.

    Args:
        name: "loss" or the metric's name.
        parts: "training" and, where there is one, "validation": one value an epoch.

    Returns:
        One to three sentences.
    """
    from helpers.drawing.style import number

    said = []
    name = name.replace("_", " ")
    for side, values in parts.items():
        start = f"{name} by epoch, {len(values)} in all: " if not said else ""
        said.append(f"{start}{side} from {number(values[0], 3)} to {number(values[-1], 3)}.")
    if "validation" in parts and np.isfinite(parts["validation"]).any():
        values = parts["validation"]
        falls = "loss" in name or "error" in name or name in ("mae", "mse", "rmse")
        best = int(np.nanargmin(values) if falls else np.nanargmax(values))
        said.append(
            f"Validation is {'lowest' if falls else 'highest'}, {number(values[best], 3)}, in epoch {best + 1}."
        )
    return " ".join(said)
