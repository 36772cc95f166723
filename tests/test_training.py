"""`training_batches` means what `fit` on arrays means; progress and curves show what was reported."""

import io

import keras
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.drawing.descriptions import description
from helpers.training import curve_in_words, draw_training, show_progress, training_batches

matplotlib.use("Agg")


def epoch(batches, key="x"):
    """The batches of one epoch, as NumPy."""
    found = batches["validation_data"] if key == "validation" else batches["x"]
    return [(x.numpy(), y.numpy()) for x, y in found]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    rows=st.integers(2, 90),
    batch_size=st.integers(1, 40),
    validation_split=st.sampled_from([0.0, 0.2, 0.25, 0.3, 0.5, 0.9]),
    columns=st.integers(1, 3),
    seed=st.integers(0, 9),
)
def test_every_row_once_and_the_last_fraction_whole(rows, batch_size, validation_split, columns, seed):
    from keras.src.trainers.data_adapters.array_slicing import train_validation_split

    x = np.arange(rows * columns, dtype=np.float32).reshape(rows, columns)
    y = np.arange(rows) * 10
    arguments = {"batch_size": batch_size, "validation_split": validation_split, "seed": seed}
    try:
        (kept, _), _ = train_validation_split((x, y), validation_split=validation_split or 1e-12)
        kept = x if not validation_split else np.asarray(kept)
    except ValueError:
        if validation_split:
            with pytest.raises(ValueError, match="leaves no row"):
                training_batches(x, y, **arguments)
            return
        kept = x
    batches = training_batches(x, y, **arguments)
    for _ in range(2):
        found = epoch(batches)
        assert len(found) == batches["steps_per_epoch"] == -(-len(kept) // batch_size)
        sizes = [len(part) for part, _ in found]
        assert sizes == [batch_size] * (len(kept) // batch_size) + [len(kept) % batch_size] * bool(
            len(kept) % batch_size
        )
        together, targets = (np.concatenate(part) for part in zip(*found, strict=True))
        assert sorted(together[:, 0]) == sorted(kept[:, 0])
        assert (targets[:, 0] * columns == together[:, 0] * 10).all()
    assert ("validation_data" in batches) == (validation_split > 0)
    if validation_split:
        inside, answers = (np.concatenate(part) for part in zip(*epoch(batches, "validation"), strict=True))
        assert (inside == x[len(kept) :]).all()
        assert (answers[:, 0] == y[len(kept) :]).all()


def test_order_differs_by_epoch_and_is_fixed_by_the_seed():
    x = np.arange(60.0)

    def two(seed):
        batches = training_batches(x, x, seed=seed)
        return [np.concatenate([part for part, _ in epoch(batches)])[:, 0].tolist() for _ in range(2)]

    first = two(1)
    assert first[0] != first[1]
    assert first == two(1)
    assert first != two(2)


def test_large_validation_is_judged_in_pieces_and_whole(monkeypatch):
    from helpers import training

    monkeypatch.setattr(training, "_PIECE", 7)
    batches = training_batches(np.arange(60.0), np.arange(60.0))
    assert batches["validation_steps"] == 3
    found = epoch(batches, "validation")
    assert [len(part) for part, _ in found] == [7, 7, 4]
    assert np.concatenate([part for part, _ in found])[:, 0].tolist() == list(range(42, 60))


def network(outputs=1, last="sigmoid"):
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(outputs, last)]
    )


class Judged(keras.callbacks.Callback):
    """Asks for the validation score by itself, on all of the validation rows."""

    def __init__(self, x, y):
        super().__init__()
        self.x, self.y, self.seen = x, y, []

    def on_epoch_end(self, epoch, logs=None):
        found = np.asarray(self.model(self.x, training=False))[:, 0]
        self.seen.append(float(np.mean((found - self.y) ** 2)))


@pytest.mark.parametrize("steps", [1, 3, 5, 7, 50])
def test_any_steps_per_execution_is_right(steps):
    x = np.random.default_rng(0).normal(size=(100, 3)).astype("float32")
    y = x[:, 0]
    batches = training_batches(x, y, batch_size=16)
    assert batches["steps_per_epoch"] == 5
    model = network(last="linear")
    model.compile("sgd", "mse", steps_per_execution=steps, jit_compile=False)
    judged = Judged(x[70:], y[70:])
    history = model.fit(**batches, epochs=4, verbose=0, callbacks=[judged])
    assert int(model.optimizer.iterations) == 4 * 5
    assert np.allclose(history.history["val_loss"], judged.seen, atol=1e-6)
    assert set(history.history) == {"loss", "val_loss"}


def test_full_batch_training_equals_fit_on_arrays():
    """One batch an epoch leaves the order without effect, so every number must agree."""
    x = np.random.default_rng(0).normal(size=(100, 3))
    y = (x[:, 0] > 0).astype(int)
    found = []
    for fast in (False, True):
        model = network()
        model.compile(
            "adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.F1Score(threshold=0.5)]
        )
        if fast:
            batches = training_batches(x, y, batch_size=100)
            callbacks = [show_progress(batches, live=False)]
            history = model.fit(**batches, epochs=5, verbose=0, callbacks=callbacks)
        else:
            history = model.fit(x, y[:, None], batch_size=100, validation_split=0.3, epochs=5, verbose=0)
        found.append(history.history)
    assert list(found[0]) == list(found[1])
    assert draw_training(found[1])[2].get_ylabel() == "f1 score"
    plt.close("all")
    for name in found[0]:
        assert np.allclose(found[0][name], found[1][name], atol=1e-6), name


@pytest.mark.parametrize(
    ("targets", "outputs", "last", "loss"),
    [
        (lambda c: (c > 0) * 1, 1, "sigmoid", "binary_crossentropy"),
        (lambda c: ((c > 0) * 1)[:, None], 1, "sigmoid", "binary_crossentropy"),
        (lambda c: c > 0, 1, "sigmoid", "binary_crossentropy"),
        (lambda c: np.digitize(c, [-1, 1]), 3, "softmax", "sparse_categorical_crossentropy"),
        (lambda c: np.eye(3)[np.digitize(c, [-1, 1])], 3, "softmax", "categorical_crossentropy"),
        (lambda c: pd.Series(c), 1, "linear", "mae"),
        (lambda c: pd.DataFrame({"price": c}), 1, "linear", "mae"),
        (lambda c: list(c), 1, "linear", "mse"),
    ],
)
@pytest.mark.parametrize("table", [False, True])
def test_kinds_of_targets_and_tables(targets, outputs, last, loss, table):
    x = np.random.default_rng(0).normal(size=(80, 3)) * 2
    y = targets(x[:, 0])
    if table:
        x = pd.DataFrame(x, columns=["a", "b", "c"])
        x["b"] = x["b"] > 0
        x["c"] = x["c"].astype(int)
    model = network(outputs, last)
    batches = training_batches(x, y)
    model.compile("adam", loss, steps_per_execution=batches["steps_per_epoch"], jit_compile=False)
    history = model.fit(**batches, epochs=2, verbose=0)
    assert np.isfinite(history.history["val_loss"]).all()
    inside, answers = epoch(batches)[0]
    assert inside.dtype == np.float32
    assert answers.ndim == 2


@pytest.mark.filterwarnings("error")
def test_fit_warns_of_nothing_and_takes_callbacks():
    batches = training_batches(np.zeros((50, 3)), np.zeros(50))
    model = network()
    model.compile("adam", "mse", steps_per_execution=batches["steps_per_epoch"], jit_compile=False)
    stop = keras.callbacks.EarlyStopping(patience=1)
    model.fit(**batches, epochs=3, verbose=0, callbacks=[stop])
    model.fit(**batches, epochs=3, verbose=0)


GOOD = np.zeros((10, 2))
GAP, ENDLESS = GOOD.copy(), GOOD.copy()
GAP[3, 1], ENDLESS[4, 0] = np.nan, np.inf
ERRORS = [
    ((GAP, np.zeros(10)), {}, ValueError, "x has 1 NaN, the first in row 3.*SimpleImputer"),
    ((ENDLESS, np.zeros(10)), {}, ValueError, "x has 1 infinite, the first in row 4"),
    ((GOOD, GAP[:, 1]), {}, ValueError, "y has 1 NaN"),
    ((GOOD, np.zeros(9)), {}, ValueError, "received 10 rows of x and 9 of y.*same order"),
    ((GOOD[:0], np.zeros(0)), {}, ValueError, "x is empty"),
    ((GOOD[:, :0], np.zeros(10)), {}, ValueError, "x is empty"),
    ((GOOD[:1], np.zeros(1)), {}, ValueError, "leaves no row for training"),
    ((GOOD, np.zeros(10)), {"validation_split": 1}, ValueError, "less than 1, received 1"),
    ((GOOD, np.zeros(10)), {"validation_split": -0.1}, ValueError, "0 or more"),
    ((GOOD, np.zeros(10)), {"batch_size": 0}, ValueError, "batch_size.*from 1, received 0"),
    ((GOOD, np.zeros(10)), {"batch_size": 2.5}, ValueError, "received 2.5"),
    ((pd.DataFrame({"sex": ["f", "m"]}), [0, 1]), {}, TypeError, "not numbers: sex.*get_dummies"),
    ((GOOD, np.array(["a"] * 10)), {}, TypeError, "y is not made of numbers"),
]


@pytest.mark.parametrize(("data", "arguments", "kind", "message"), ERRORS, ids=range(len(ERRORS)))
def test_errors(data, arguments, kind, message):
    with pytest.raises(kind, match=message):
        training_batches(*data, **arguments)


# ---- progress ----


def fitted(progress, epochs=3):
    x = np.random.default_rng(0).normal(size=(50, 3))
    batches = training_batches(x, x[:, 0])
    model = network(last="linear")
    model.compile("adam", "mse", steps_per_execution=batches["steps_per_epoch"], jit_compile=False)
    return model.fit(**batches, epochs=epochs, verbose=0, callbacks=[progress(batches)])


def test_where_nobody_looks_on_one_line_is_printed(capsys):
    history = fitted(lambda batches: show_progress(batches, live=False)).history
    assert capsys.readouterr().out == (
        f"epoch 3 of 3 · loss {history['loss'][-1]:.3f} · val_loss {history['val_loss'][-1]:.3f}\n"
    )


def test_the_step_is_traced_once(monkeypatch):
    traced = []
    usual = keras.Sequential.train_step
    monkeypatch.setattr(
        keras.Sequential, "train_step", lambda self, data: traced.append(1) or usual(self, data)
    )
    fitted(lambda batches: show_progress(batches, live=False))
    assert len(traced) == 1


def test_in_a_notebook_the_line_and_the_curves_are_renewed(monkeypatch):
    from helpers import training

    shown = []

    class Handle:
        def update(self, content, **_):
            shown.append(content)

    def display(content, **_):
        shown.append(content)
        return Handle()

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr(training, "_EACH_LINE", -1)
    monkeypatch.setattr(training, "_EACH_CURVE", -1e9)
    fitted(lambda batches: show_progress(batches, live=True))
    lines = [content["text/plain"] for content in shown if isinstance(content, dict)]
    assert [line[:12] for line in lines if line] == [
        "epoch 1 of 3",
        "epoch 2 of 3",
        "epoch 3 of 3",
        "epoch 3 of 3",
    ]
    pictures = [content for content in shown if not isinstance(content, dict)]
    assert len(pictures) >= 1
    assert plt.imread(io.BytesIO(pictures[0].data)).shape[1] == 700
    assert plt.get_fignums() == []


# ---- curves ----

HISTORY = {
    "accuracy": [0.5, 0.7, 0.8],
    "loss": [0.7, 0.5, 0.3],
    "val_accuracy": [0.5, 0.65, 0.6],
    "val_loss": [0.7, 0.55, 0.6],
}


def test_draw_training():
    axes = draw_training(HISTORY)
    assert [ax.get_ylabel() for ax in axes] == ["loss", "accuracy"]
    solid, dashed = axes[0].lines
    assert solid.get_linestyle() == "-"
    assert dashed.get_linestyle() == "--"
    assert solid.get_xdata().tolist() == [1, 2, 3]
    assert solid.get_ydata().tolist() == HISTORY["loss"]
    assert dashed.get_ydata().tolist() == HISTORY["val_loss"]
    assert {text.get_text() for text in axes[0].texts} == {"training", "validation"}
    assert "Validation is lowest, 0.55, in epoch 2." in description(axes[0])
    assert "Validation is highest, 0.65, in epoch 2." in description(axes[1])
    plt.close("all")


def test_draws_into_the_axes_given_and_leaves_settings_alone():
    before = dict(plt.rcParams)
    _, given_axes = plt.subplots(1, 2)
    axes = draw_training(HISTORY, axes=given_axes)
    assert (axes == given_axes).all()
    _, one = plt.subplots()
    assert draw_training({"loss": [1.0]}, axes=one)[0] is one
    assert len(plt.get_fignums()) == 2
    assert dict(plt.rcParams) == before
    plt.close("all")


def test_curve_words_need_no_validation():
    words = curve_in_words("loss", {"training": np.array([0.5, 0.25])})
    assert words == "loss by epoch, 2 in all: training from 0.5 to 0.25."


@pytest.mark.parametrize(
    ("history", "kind", "message"),
    [
        ([1, 2], TypeError, "expected what model.fit returned.*list"),
        ({}, ValueError, "holds no epoch"),
        ({"loss": []}, ValueError, "holds no epoch"),
    ],
)
def test_drawing_errors(history, kind, message):
    with pytest.raises(kind, match=message):
        draw_training(history)


def test_wrong_number_of_axes():
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match="axes: expected 2.*received 1"):
        draw_training(HISTORY, axes=ax)
    plt.close("all")
