"""`training_batches` means what `fit` on arrays means; progress and curves show what was reported."""

import io
from types import SimpleNamespace

import keras
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import progress_screen, training
from helpers.drawing.descriptions import description
from helpers.drawing.style import TRAINING, VALIDATION
from helpers.drawing.training import best_epoch, better, curve_in_words, draw_training
from helpers.progress_screen import show_progress
from helpers.training import train_together, training_batches

matplotlib.use("Agg")


@pytest.fixture(params=["row by row", "by index"])
def way(request, monkeypatch):
    """Run a test with both ways of shuffling."""
    if request.param == "by index":
        monkeypatch.setattr(training, "_FEW", 0)


def epoch(batches, key="x"):
    """The batches of one epoch, as NumPy."""
    return [
        tf.nest.map_structure(lambda part: part.numpy(), batch)
        for batch in batches["validation_data" if key == "validation" else "x"]
    ]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    rows=st.integers(2, 90),
    batch_size=st.integers(1, 40),
    validation_split=st.sampled_from([0.0, 0.2, 0.25, 0.3, 0.5, 0.9]),
    columns=st.integers(1, 3),
    seed=st.integers(0, 9),
    few=st.sampled_from([0, training._FEW]),
)
def test_training_batches_every_row_once_and_split_as_keras(
    rows, batch_size, validation_split, columns, seed, few
):
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_FEW", few)
        batches = training_batches(x, y, **arguments)
    for _ in range(2):
        found = epoch(batches)
        assert len(found) == batches["steps_per_epoch"] == -(-len(kept) // batch_size)
        assert [len(part) for part, _ in found[:-1]] == [batch_size] * (len(found) - 1)
        together, targets = (np.concatenate(part) for part in zip(*found, strict=True))
        assert sorted(together[:, 0]) == sorted(kept[:, 0])
        assert (targets * columns == together[:, 0] * 10).all()
    assert ("validation_data" in batches) == (validation_split > 0)
    if validation_split:
        inside, answers = (np.concatenate(part) for part in zip(*epoch(batches, "validation"), strict=True))
        assert (inside == x[len(kept) :]).all()
        assert (answers == y[len(kept) :]).all()


def orders(seed=1, rows=60, epochs=2):
    """The order of the rows in each of the first epochs."""
    batches = training_batches(np.arange(float(rows)), np.arange(rows), seed=seed, validation_split=0)
    return [np.concatenate([part for part, _ in epoch(batches)]).tolist() for _ in range(epochs)]


def test_training_batches_order_by_epoch_and_seed(way):
    first = orders(seed=1)
    assert first[0] != first[1]
    assert sorted(first[0]) == sorted(first[1]) == list(range(60))
    assert first == orders(seed=1)
    assert first != orders(seed=2)
    assert orders(seed=0) == orders(seed=0), "0 is a seed"


def test_training_batches_order_ignores_global_seeds(way):
    first = orders()
    for number, seed in (
        (0, keras.utils.set_random_seed),
        (7, keras.utils.set_random_seed),
        (12345, keras.utils.set_random_seed),
        (3, tf.random.set_seed),
    ):
        seed(number)
        assert orders() == first


def test_training_batches_many_rows_follow_numpy(way, monkeypatch):
    monkeypatch.setattr(training, "_FEW", 0)
    expected = [np.random.default_rng([5, number]).permutation(60).tolist() for number in range(3)]
    assert orders(seed=5, epochs=3) == expected


def test_training_batches_leaves_global_generators_alone(way):
    def draws(act):
        keras.utils.set_random_seed(3)
        act()
        numbers = (tf.random.uniform((3,)), np.random.rand(3), keras.random.uniform((2,)))
        return [np.asarray(each).tolist() for each in numbers]

    assert draws(orders) == draws(lambda: None)


def test_training_batches_large_validation_in_pieces(monkeypatch):
    monkeypatch.setattr(training, "_PIECE", 7)
    batches = training_batches(np.arange(60.0), np.arange(60.0))
    assert batches["validation_steps"] == 3
    found = epoch(batches, "validation")
    assert [len(part) for part, _ in found] == [7, 7, 4]
    assert np.concatenate([part for part, _ in found]).tolist() == list(range(42, 60))


def network(outputs=1, last="sigmoid"):
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(outputs, last)]
    )


@pytest.mark.parametrize("steps", [1, 3, 5, 7, 50])
def test_any_steps_per_execution_is_right(steps, way):
    x = np.random.default_rng(0).normal(size=(100, 3)).astype("float32")
    y = x[:, 0]
    batches = training_batches(x, y, batch_size=16)
    assert batches["steps_per_epoch"] == 5
    model = network(last="linear")
    model.compile("sgd", "mse", steps_per_execution=steps, jit_compile=False)
    judged = []  # the validation score by itself, on all of the validation rows

    def judge(epoch, logs):
        judged.append(np.mean((np.asarray(model(x[70:], training=False))[:, 0] - y[70:]) ** 2))

    callbacks = [keras.callbacks.LambdaCallback(on_epoch_end=judge)]
    history = model.fit(**batches, epochs=4, verbose=0, callbacks=callbacks)
    assert int(model.optimizer.iterations) == 4 * 5
    assert np.allclose(history.history["val_loss"], judged, atol=1e-6)
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
        data = {"x": x, "y": y[:, None], "batch_size": 100, "validation_split": 0.3}
        callbacks = [show_progress(live=False)] if fast else []
        data = training_batches(**data) if fast else data
        found.append(model.fit(**data, epochs=5, verbose=0, callbacks=callbacks).history)
    assert list(found[0]) == list(found[1])
    assert draw_training(found[1])[2].get_ylabel() == "f1 score"
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
    assert answers.shape[1:] == np.shape(y)[1:]


@pytest.mark.filterwarnings("error")
def test_fit_warns_of_nothing_and_takes_callbacks():
    batches = training_batches(np.zeros((50, 3)), np.zeros(50))
    model = network()
    model.compile("adam", "mse", steps_per_execution=batches["steps_per_epoch"], jit_compile=False)
    stop = keras.callbacks.EarlyStopping(patience=1)
    model.fit(**batches, epochs=3, verbose=0, callbacks=[stop])
    model.fit(**batches, epochs=3, verbose=0)


def test_fit_equals_plain_fit_bit_for_bit_in_the_same_order(way):
    """Plain `fit`, unshuffled, on the rows in the order that a twin of the batches gives, epoch by epoch."""
    x = np.random.default_rng(0).normal(size=(100, 3))
    y = (x[:, 0] > 0).astype(int)
    fast, plain = network(), network()
    fast.compile("adam", "binary_crossentropy", steps_per_execution=3, jit_compile=False)
    plain.compile("adam", "binary_crossentropy", jit_compile=False)
    plain.set_weights(fast.get_weights())
    batches, twin = (training_batches(x, y, batch_size=16, seed=4) for _ in range(2))
    history = fast.fit(**batches, epochs=3, verbose=0).history
    for number in range(3):
        rows, targets = (np.concatenate(part) for part in zip(*epoch(twin), strict=True))
        judged = (x[70:], y[70:])
        options = {"batch_size": 16, "shuffle": False, "validation_data": judged, "verbose": 0}
        same = plain.fit(rows, targets, **options).history
        assert same["loss"] == [history["loss"][number]]
        assert np.isclose(same["val_loss"], history["val_loss"][number], rtol=1e-6)
    for mine, theirs in zip(fast.get_weights(), plain.get_weights(), strict=True):
        assert (mine == theirs).all()


# ---- afterwards, everything goes on as after plain fit ----

KINDS = {
    "binary": (lambda c: (c > 0).astype(int), 1, "sigmoid", "binary_crossentropy"),
    "mse": (lambda c: c, 1, "linear", "mse"),
    "sparse": (lambda c: np.digitize(c, [-1, 1]), 3, "softmax", "sparse_categorical_crossentropy"),
}
STEPS = {
    "fit arrays": lambda m, x, y, b: m.fit(x, y, verbose=0),
    "fit split": lambda m, x, y, b: m.fit(x, y, validation_split=0.3, verbose=0),
    "evaluate arrays": lambda m, x, y, b: m.evaluate(x, y, verbose=0),
    "evaluate batches": lambda m, x, y, b: m.evaluate(b["validation_data"], verbose=0),
    "evaluate training": lambda m, x, y, b: m.evaluate(b["x"], verbose=0),
    "predict": lambda m, x, y, b: m.predict(x, verbose=0),
    "one batch": lambda m, x, y, b: m.train_on_batch(x[:5], y[:5]),
    "fit batches": lambda m, x, y, b: m.fit(**b, epochs=2, verbose=0),
    "fit shown": lambda m, x, y, b: m.fit(**b, verbose=0, callbacks=[show_progress(b, live=False)]),
}


@pytest.mark.parametrize("start", ["fit batches", "fit shown", "fit arrays"])
@pytest.mark.parametrize("kind", KINDS)
def test_after_fit_arrays_and_batches_are_taken_in_any_order(kind, start):
    targets, outputs, last, loss = KINDS[kind]
    x = np.random.default_rng(0).normal(size=(100, 3))
    y = targets(x[:, 0])
    assert y.shape == (100,)
    batches = training_batches(x, y)
    model = network(outputs, last)
    model.compile("adam", loss, steps_per_execution=batches["steps_per_epoch"], jit_compile=False)
    after = [name for name in STEPS if name != start]
    for name in [start, *after, start]:
        result = STEPS[name](model, x, y, batches)
        if name == "evaluate arrays":
            assert np.isclose(result, model.evaluate(x, y, verbose=0), rtol=1e-6)
        if name == "predict":
            assert result.shape == (100, outputs)


# ---- what plain fit takes as well ----


def two_ended():
    keras.utils.set_random_seed(0)
    a, b = keras.Input((2,), name="a"), keras.Input((1,), name="b")
    flow = keras.layers.Dense(3, "tanh")(keras.layers.Concatenate()([a, b]))
    ends = {name: keras.layers.Dense(1, name=name)(flow) for name in ("price", "size")}
    return keras.Model({"a": a, "b": b}, ends)


def test_several_inputs_and_outputs_and_weights_equal_plain_fit(way):
    """One batch an epoch: the order has no effect, so the numbers must agree with plain `fit`."""
    rng = np.random.default_rng(0)
    x = {"a": rng.normal(size=(40, 2)), "b": rng.normal(size=(40, 1))}
    y = {"price": x["b"][:, 0], "size": x["a"][:, 0]}
    weights = rng.uniform(0, 2, 40)
    found = []
    for fast in (False, True):
        model = two_ended()
        model.compile("adam", "mse", metrics={"price": "mae", "size": "mae"}, jit_compile=False)
        data = {
            "x": x,
            "y": y,
            "sample_weight": dict.fromkeys(y, weights),
            "batch_size": 50,
            "validation_split": 0.3,
        }
        data = training_batches(**data) if fast else data
        found.append(model.fit(**data, epochs=3, verbose=0).history)
    assert set(found[0]) == set(found[1])
    for name in found[0]:
        assert np.allclose(found[0][name], found[1][name], rtol=1e-5), name


@pytest.mark.parametrize("kind", [list, tuple])
def test_inputs_and_outputs_as_lists(kind, way):
    parts = [np.arange(20.0), np.arange(20.0)[:, None] * [1, 2]]
    batches = training_batches(kind(parts), kind([parts[0] * 3, parts[0] * 5]), batch_size=4)
    for (one, two), (three, five) in epoch(batches):
        assert (two == one[:, None] * [1, 2]).all()
        assert (three == one * 3).all() and (five == one * 5).all()


def test_sample_weights_go_with_their_rows_and_equal_plain_fit(way):
    x = np.arange(20.0)
    batches = training_batches(x, x * 2, sample_weight=list(x * 3), batch_size=4)
    for key in ("x", "validation"):
        for rows, targets, weights in epoch(batches, key):
            assert (targets == rows * 2).all() and (weights == rows * 3).all()


def test_class_weights_equal_plain_fit():
    x = np.random.default_rng(0).normal(size=(50, 3))
    y = (x[:, 0] > 0).astype(int)
    found = []
    batches = training_batches(x, y, batch_size=50, validation_split=0)
    for data in (batches, {"x": x, "y": y, "batch_size": 50}):
        model = network()
        model.compile("adam", "binary_crossentropy", jit_compile=False)
        found.append(model.fit(**data, epochs=2, verbose=0, class_weight={0: 1.0, 1: 3.0}).history["loss"])
    assert np.allclose(*found, rtol=1e-6)


def test_validation_data_given_is_used_and_all_rows_train():
    x, aside = np.arange(20.0), np.arange(100.0, 105)
    batches = training_batches(x, x, validation_data=(aside, aside * 2, aside * 3), batch_size=20)
    ((rows, _),) = epoch(batches)
    assert sorted(rows) == x.tolist()
    ((rows, targets, weights),) = epoch(batches, "validation")
    assert (rows == aside).all() and (targets == aside * 2).all() and (weights == aside * 3).all()
    assert batches["validation_steps"] == 1


def test_images_and_sequences_keep_their_shape():
    images = np.zeros((10, 4, 4, 3))
    assert epoch(training_batches(images, np.zeros(10)))[0][0].shape == (7, 4, 4, 3)


def test_whole_numbers_stay_whole():
    ((_, targets),) = epoch(training_batches(np.zeros((8, 2)), np.arange(8) % 3, validation_split=0))
    assert targets.dtype == np.arange(1).dtype


GOOD = np.zeros((10, 2))
GAP, ENDLESS = GOOD.copy(), GOOD.copy()
GAP[3, 1], ENDLESS[4, 0] = np.nan, np.inf
ERRORS = [
    ({"x": GAP}, ValueError, "x has 1 NaN, the first in row 3.*SimpleImputer"),
    ({"x": ENDLESS}, ValueError, "x has 1 infinite, the first in row 4"),
    ({"y": GAP[:, 1]}, ValueError, "y has 1 NaN"),
    ({"y": np.zeros(9)}, ValueError, "received 10 rows of x and 9 rows of y.*same order"),
    ({"x": GOOD[:0], "y": np.zeros(0)}, ValueError, "x is empty"),
    ({"x": GOOD[:, :0]}, ValueError, "x is empty"),
    ({"x": GOOD[:1], "y": np.zeros(1)}, ValueError, "leaves no row for training"),
    ({"validation_split": 1}, ValueError, "less than 1, received 1"),
    ({"validation_split": -0.1}, ValueError, "0 or more"),
    ({"batch_size": 0}, ValueError, "batch_size.*from 1, received 0"),
    ({"batch_size": 2.5}, ValueError, "received 2.5"),
    ({"x": pd.DataFrame({"sex": ["f", "m"]}), "y": [0, 1]}, TypeError, "not numbers: sex.*get_dummies"),
    ({"y": np.array(["a"] * 10)}, TypeError, "y is not made of numbers"),
    ({"y": None}, TypeError, "y is not made of numbers"),
    ({"y": [[1, 2], [3]]}, TypeError, "rows of unequal length"),
    (
        {"y": np.full(10, 1e39)},
        ValueError,
        "y has 10 beyond the range of float32, the first in row 0.*logarithm",
    ),
    ({"y": np.r_[np.zeros(8), 1e39, np.nan]}, ValueError, "1 NaN and 1 beyond.*row 8"),
    ({"validation_split": "0.3"}, TypeError, "share of the rows.*received '0.3'.*0.3"),
    ({"validation_split": None}, TypeError, "received None.*for none 0"),
    ({"validation_split": float("nan")}, ValueError, "received nan"),
    ({"batch_size": None}, TypeError, "received None.*batch_size=32"),
    ({"batch_size": True}, ValueError, "received True"),
    ({"seed": "a"}, TypeError, "seed.*received 'a'.*seed=0"),
    ({"seed": None}, TypeError, "seed.*received None"),
    ({"seed": -1}, ValueError, "seed.*received -1"),
    ({"seed": 0.5}, ValueError, "seed.*received 0.5"),
    ({"sample_weight": np.zeros(9)}, ValueError, "and 9 rows of sample_weight"),
    ({"validation_data": GOOD}, TypeError, "expected .x, y. or .x, y, sample_weight."),
    ({"validation_data": (GOOD, GAP[:, 1])}, ValueError, "validation y has 1 NaN"),
    ({"x": {"a": GOOD, "b": GOOD[:7]}}, ValueError, "10 rows of x.'a'., 7 rows of x.'b'. and 10"),
    ({"x": {"a": GOOD, "b": GAP}}, ValueError, "x.'b'. has 1 NaN"),
    ({"x": {}}, ValueError, "x is empty"),
    ({"x": [*GOOD[:3]], "y": np.zeros(3)}, ValueError, "2 rows of x.0.*several inputs.*np.stack"),
]


@pytest.mark.parametrize(("change", "kind", "message"), ERRORS, ids=range(len(ERRORS)))
def test_errors(change, kind, message):
    with pytest.raises(kind, match=message):
        training_batches(**{"x": GOOD, "y": np.zeros(10), **change})


# ---- progress ----


def fitted(progress, epochs=3, **how):
    x = np.random.default_rng(0).normal(size=(50, 3))
    batches = training_batches(x, x[:, 0])
    model = network(last="linear")
    model.compile("adam", "mse", steps_per_execution=batches["steps_per_epoch"], jit_compile=False)
    return model.fit(**batches, epochs=epochs, verbose=0, callbacks=[progress], **how)


def test_show_progress_unseen_prints_one_line(capsys):
    history = fitted(show_progress(live=False)).history
    assert capsys.readouterr().out == (
        f"epoch 3 of 3 · loss {history['loss'][-1]:.3f} · val_loss {history['val_loss'][-1]:.3f}\n"
    )


@pytest.mark.parametrize(("value", "expected"), [("0", ""), ("1", "terminal"), (None, "terminal")])
def test_show_progress_reads_course_live(monkeypatch, value, expected):
    monkeypatch.setattr("sys.stdout", type("Terminal", (), {"isatty": staticmethod(lambda: True)}))
    if value is None:
        monkeypatch.delenv("COURSE_LIVE", raising=False)
    else:
        monkeypatch.setenv("COURSE_LIVE", value)
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "not read")
    assert progress_screen._front_end() == expected


@pytest.mark.parametrize("wrong", ["a model", [1], 5])
def test_show_progress_refuses_what_is_not_batches(wrong):
    with pytest.raises(TypeError, match="expected what training_batches returned.*show_progress()"):
        show_progress(wrong)
    with pytest.raises(TypeError, match="received Sequential"):
        show_progress(network())


def test_show_progress_refuses_steps_that_are_no_number():
    model = network()
    model.compile("adam", "mse", steps_per_execution="auto")
    with pytest.raises(TypeError, match="steps_per_execution: expected a whole number, received 'auto'"):
        model.fit(np.zeros((4, 3)), np.zeros(4), verbose=0, callbacks=[show_progress(live=False)])


def test_show_progress_leaves_training_and_the_model_alone():
    plain = fitted(keras.callbacks.Callback())
    shown = fitted(show_progress(live=False))
    assert plain.history == shown.history
    for mine, theirs in zip(plain.model.get_weights(), shown.model.get_weights(), strict=True):
        assert (mine == theirs).all()


def test_show_progress_in_a_notebook_renews_line_and_curves(monkeypatch):
    shown = []

    def display(content, **_):
        shown.append(content)
        return SimpleNamespace(update=display)

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr(progress_screen, "_EACH_LINE", -1)
    monkeypatch.setattr(progress_screen, "_EACH_CURVE", -1e9)
    fitted(show_progress(live=True), epochs=4, validation_freq=2)
    lines = [content["text/plain"] for content in shown if isinstance(content, dict)]
    assert [line[:12] for line in lines if line] == [f"epoch {n} of 4" for n in (1, 2, 3, 4, 4)]
    pictures = [content for content in shown if not isinstance(content, dict)]
    assert len(pictures) >= 1
    assert plt.imread(io.BytesIO(pictures[0].data)).shape[1] == 700
    assert "2 in all" in pictures[0].alt
    assert "validation, measured in 1 of them" in pictures[0].alt
    assert "in epoch 2." in pictures[0].alt
    assert plt.get_fignums() == []


# ---- curves ----

HISTORY = {
    "accuracy": [0.5, 0.7, 0.8],
    "loss": [0.7, 0.5, 0.3],
    "val_accuracy": [0.5, 0.65, 0.6],
    "val_loss": [0.7, 0.55, 0.6],
}


def test_draw_training_each_curve_is_its_key():
    axes = draw_training(HISTORY)
    assert [ax.get_ylabel() for ax in axes] == ["loss", "accuracy"]
    for ax in axes:
        training_line, validation_line = ax.lines
        key = ax.get_ylabel()
        assert training_line.get_ydata().tolist() == HISTORY[key]
        assert validation_line.get_ydata().tolist() == HISTORY[f"val_{key}"]
        for line, look, colour in ((training_line, "-", TRAINING), (validation_line, "--", VALIDATION)):
            assert (line.get_linestyle(), line.get_color()) == (look, colour)
            assert line.get_xdata().tolist() == [1, 2, 3]
        entries = zip(ax.get_legend().get_texts(), ax.get_legend().legend_handles, strict=True)
        shown = {text.get_text(): (line.get_color(), line.get_linestyle()) for text, line in entries}
        word = "lowest" if key == "loss" else "highest"
        assert shown == {"training": (TRAINING, "-"), f"validation (dot: {word})": (VALIDATION, "--")}
    assert "Validation is lowest, 0.55, in epoch 2." in description(axes[0])
    assert "Validation is highest, 0.65, in epoch 2." in description(axes[1])


@pytest.mark.parametrize(("name", "values", "expected"), [
    ("loss", [3, 1, 2, 4], 2), ("mae", [3, 1, 2, 4], 2), ("mse", [3, 1, 2, 4], 2), ("price_loss", [3, 1, 2, 4], 2),
    ("mean_absolute_error", [3, 1, 2, 4], 2), ("accuracy", [3, 1, 2, 4], 4), ("auc", [3, 1, 2, 4], 4),
    ("f1_score", [3, 1, 2, 4], 4), ("r2_score", [3, 1, 2, 4], 4), ("mae", [np.nan, 5, 4, np.inf], 3),
    ("auc", [np.inf, 5, 4, np.nan], 2), ("loss", [2, 1, 1, 2], 2), ("width", [3, 1, 2, 4], None),
])  # fmt: skip
def test_draw_training_marks_and_tells_the_best_epoch(name, values, expected):
    axes = draw_training({"loss": [1.0] * 4, name: [1.0] * 4, f"val_{name}": values})
    ax = next(ax for ax in axes if ax.get_ylabel() == name.replace("_", " "))
    marked = [ax.lines[1].get_xdata()[i] for i in ax.lines[1].get_markevery()]
    assert marked == ([] if expected is None else [expected])
    assert ax.lines[0].get_markevery() == []
    assert (f"in epoch {expected}." in description(ax)) == (expected is not None)
    assert ("Validation is" in description(ax)) == (expected is not None)


def test_better_knows_every_metric_and_loss_of_keras():
    """Keras gives its metrics a direction of their own; ours must agree wherever both have one."""
    arguments = {"IoU": {"num_classes": 2, "target_class_ids": [0]}, "MeanIoU": {"num_classes": 2},
                 "OneHotIoU": {"num_classes": 2, "target_class_ids": [0]}, "OneHotMeanIoU": {"num_classes": 2},
                 "MeanRelativeError": {"normalizer": [1.0]}, "PrecisionAtRecall": {"recall": 0.5},
                 "RecallAtPrecision": {"precision": 0.5}, "SensitivityAtSpecificity": {"specificity": 0.5},
                 "SpecificityAtSensitivity": {"sensitivity": 0.5}}  # fmt: skip
    judged = 0
    for kind, one in vars(keras.metrics).items():
        if not isinstance(one, type) or kind in ("Metric", "Mean", "Sum", "MeanMetricWrapper"):
            continue
        metric = one(**arguments.get(kind, {}))
        direction = getattr(metric, "_direction", None)
        if direction in ("up", "down") and kind not in ("FalseNegatives", "FalsePositives"):
            assert better(metric.name) == {"up": "highest", "down": "lowest"}[direction], metric.name
            judged += 1
    assert judged > 20


@pytest.mark.parametrize("freq", [2, 3, [1, 4, 5]])
def test_draw_training_places_validation_where_it_was_measured(freq):
    seen = {}

    def note(epoch, logs):
        if "val_loss" in logs:
            seen[epoch + 1] = logs["val_loss"]

    history = fitted(keras.callbacks.LambdaCallback(on_epoch_end=note), epochs=7, validation_freq=freq)
    given_freq = {"validation_freq": freq} if isinstance(freq, list) else {}
    (ax,) = draw_training(history, **given_freq)
    assert dict(zip(ax.lines[1].get_xdata().tolist(), ax.lines[1].get_ydata().tolist())) == seen
    best = min(seen, key=seen.get)
    assert f"validation, measured in {len(seen)} of them, from" in description(ax)
    assert f"in epoch {best}." in description(ax)
    assert [ax.lines[1].get_xdata()[i] for i in ax.lines[1].get_markevery()] == [best]


def test_draw_training_counts_epochs_as_fit_did():
    history = fitted(keras.callbacks.Callback(), epochs=8, initial_epoch=5)
    (ax,) = draw_training(history)
    assert ax.lines[0].get_xdata().tolist() == [6, 7, 8]


def test_draw_training_asks_when_the_epochs_cannot_be_known():
    history = {"loss": [1.0] * 100, "val_loss": [1.0] * 3}
    with pytest.raises(ValueError, match="val_loss has 3 values for 100 epochs.*validation_freq"):
        draw_training(history)
    with pytest.raises(ValueError, match="val_loss has 3 values"):
        draw_training(history, validation_freq=10)
    (ax,) = draw_training(history, validation_freq=30)
    assert ax.lines[1].get_xdata().tolist() == [30, 60, 90]


def cut(figure):
    """Whether anything that is drawn reaches over the edge of the figure."""
    figure.canvas.draw()
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    return drawn.x0 < 0 or drawn.y0 < 0 or drawn.x1 > width or drawn.y1 > height


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_draw_training_of_a_diverged_training_says_so(bad):
    axes = draw_training({"loss": [bad] * 5, "val_loss": [bad] * 5, "mae": [1.0, 2.0, bad, 4.0, 5.0]})
    assert axes[0].texts[0].get_text() == "no finite number:\nthe training diverged"
    assert "not finite in epoch 1 and later: the training diverged." in description(axes[0])
    assert "mae by epoch, 5 in all: training from 1 to 5, not finite in epoch 3." in description(axes[1])
    assert not axes[1].texts
    assert "Validation is" not in description(axes[0])
    assert not cut(axes[0].figure)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("epochs", [1, 2, 1000])
def test_draw_training_cuts_no_text(epochs):
    rising = np.linspace(1, 12345, epochs)
    history, long = {"loss": rising, "val_loss": rising * 2}, "mean_absolute_percentage_error"
    history |= {long: [1e-7] * epochs, f"val_{long}": [1e9] * epochs}
    assert not cut(draw_training(history)[0].figure)
    _, own = plt.subplots(1, 2, figsize=(10, 4))  # no layout that makes room
    draw_training(history, axes=own)[0].figure.canvas.draw()
    for ax in own:
        for text in ax.get_legend().get_texts():
            box = text.get_window_extent()
            assert ax.bbox.x0 <= box.x0 and box.x1 <= ax.bbox.x1


def test_draw_training_leaves_settings_and_axes_given_alone():
    before = dict(plt.rcParams)
    _, given_axes = plt.subplots(1, 2)
    axes = draw_training(HISTORY, axes=given_axes)
    assert (axes == given_axes).all()
    _, one = plt.subplots()
    assert draw_training({"loss": [1.0]}, axes=one)[0] is one
    assert len(plt.get_fignums()) == 2
    assert dict(plt.rcParams) == before


def test_curve_words_need_no_validation():
    words = curve_in_words("loss", {"training": (np.array([1, 2]), np.array([0.5, 0.25]))})
    assert words == "loss by epoch, 2 in all: training from 0.5 to 0.25."


def test_best_epoch_of_nothing():
    assert best_epoch("loss", (np.arange(2), np.full(2, np.nan))) is None


@pytest.mark.parametrize(
    ("history", "kind", "message"),
    [
        ([1, 2], TypeError, "expected what model.fit returned.*list"),
        ({}, ValueError, "holds no epoch"),
        ({"loss": []}, ValueError, "holds no epoch"),
        ({"val_loss": [1.0]}, ValueError, "holds no epoch"),
        ({"loss": 0.5}, TypeError, "history.'loss'.: expected a list of numbers.*float: 0.5"),
        ({"loss": ["a"]}, TypeError, "history.'loss'.: expected a list of numbers"),
    ],
)
def test_draw_training_errors(history, kind, message):
    with pytest.raises(kind, match=message):
        draw_training(history)


def test_draw_training_wrong_number_of_axes():
    _, ax = plt.subplots()
    with pytest.raises(ValueError, match="axes: expected 2.*received 1"):
        draw_training(HISTORY, axes=ax)


def small_model(seed):
    keras.utils.set_random_seed(seed)
    hidden = keras.layers.Dense(3, "tanh")
    return keras.Sequential([keras.Input((2,)), hidden, keras.layers.Dense(1)])


def test_train_together_trains_each_model_as_alone():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(50, 2)).astype("float32")
    y = x[:, 0] * x[:, 1]
    together, alone = ({"a": [small_model(1)], "b": [small_model(2)]}, [small_model(1), small_model(2)])
    train_together(together, x, y, learning_rate=0.05, epochs=4, batch_size=16, seed=3)
    for model, other in zip(alone, (together["a"][0], together["b"][0]), strict=True):
        before = [weights.copy() for weights in model.get_weights()]
        model.compile(keras.optimizers.Adam(0.05), "mse")
        batches = training_batches(x, y.reshape(-1, 1), batch_size=16, validation_split=0, seed=3)
        model.fit(**batches, epochs=4, verbose=0)
        for was, one, two in zip(before, model.get_weights(), other.get_weights(), strict=True):
            np.testing.assert_allclose(one, two, rtol=1e-4, atol=1e-5)
            assert not np.allclose(was, two)


def test_train_together_takes_one_model_and_leaves_it_uncompiled():
    model = small_model(1)
    before = model.get_weights()[0].copy()
    train_together([model], np.ones((8, 2)), np.arange(8.0), epochs=1)
    assert not np.allclose(before, model.get_weights()[0])
    assert not model.compiled


@pytest.mark.parametrize(
    ("models", "error", "words"),
    [
        ([], ValueError, "at least one model"),
        ([7], TypeError, "received int"),
        ([keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])], ValueError, "(2,) inputs"),
        ([keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)])], ValueError, "one output node"),
    ],
)
def test_train_together_says_what_is_wrong_with_a_model(models, error, words):
    with pytest.raises(error) as raised:
        train_together(models, np.ones((8, 2)), np.ones(8))
    assert words in str(raised.value)


# ---- to the edges ----


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        ({"seed": 2**63}, ValueError, "seed fixes the order.*received 9223372036854775808"),
        ({"seed": True}, ValueError, "seed fixes the order.*received True"),
        ({"batch_size": "a"}, TypeError, "batch_size is the number"),
        ({"validation_split": True}, TypeError, "validation_split is a share.*received True"),
        ({"validation_split": 1e-18}, ValueError, "leaves no row for validation"),
        ({"validation_data": (GOOD,)}, TypeError, "expected .x, y. or .x, y, sample_weight.*received tuple"),
        ({"validation_data": (GOOD,) * 4}, TypeError, "received tuple"),
        ({"x": 3.0, "y": 1.0}, ValueError, r"x is empty.*the shape \(\)"),
        ({"x": []}, ValueError, r"x is empty.*the shape \(0,\)"),
        ({"x": np.r_[np.zeros((8, 2)), [[np.nan, np.inf], [np.nan, 0]]]}, ValueError, "x has 2 NaN and 1 infinite, the first in row 8.*SimpleImputer"),
        ({"x": np.full((10, 2), [0, -1e39])}, ValueError, "x has 10 beyond the range of float32, the first in row 0.*StandardScaler"),
        ({"x": pd.DataFrame({"a": [1.0], "b": ["x"], "c": [None]}), "y": [1]}, TypeError, "not numbers: b, c. Expected"),
    ],
)  # fmt: skip
def test_what_is_just_outside_is_refused(change, kind, message):
    with pytest.raises(kind, match=message):
        training_batches(**{"x": GOOD, "y": np.zeros(10), **change})


def test_the_smallest_and_the_largest_settings_are_taken():
    batches = training_batches(GOOD, np.zeros(10), batch_size=1, seed=2**63 - 1, validation_split=0.85)
    assert batches["steps_per_epoch"] == 1 and len(epoch(batches)) == 1
    assert (
        training_batches(GOOD, np.zeros(10), batch_size=np.int64(4), seed=np.int64(3))["steps_per_epoch"] == 2
    )
    given = training_batches(GOOD, np.zeros(10), validation_data=[GOOD[:3], np.zeros(3)])
    assert [len(rows) for rows, _ in epoch(given, "validation")] == [3]


def test_kinds_of_numbers_are_those_that_fit_sees():
    kinds = {
        "float64": "float32",
        "float16": "float32",
        "bool": "float32",
        "int16": "int16",
        "uint8": "uint8",
    }
    for given_kind, kind in kinds.items():
        ((rows, _),) = epoch(training_batches(np.ones((4, 2), given_kind), np.ones(4), validation_split=0))
        assert rows.dtype == kind, given_kind
    frames = [pd.DataFrame({"a": [1.0, 2.0]}), pd.DataFrame({"b": [3.0, 4.0]})]
    ((parts, _),) = epoch(training_batches(frames, [0, 1], validation_split=0))
    assert [part.shape for part in parts] == [(2, 1), (2, 1)], "a list of tables is several inputs"


def test_up_to_so_many_rows_are_shuffled_row_by_row_and_more_by_index(monkeypatch):
    monkeypatch.setattr(training, "_FEW", 60)
    by_index = {rows: np.random.default_rng([1, 0]).permutation(rows).tolist() for rows in (60, 61)}
    assert orders(rows=60, epochs=1)[0] != by_index[60]
    assert orders(rows=61, epochs=1)[0] == by_index[61]


def test_the_order_of_a_seed_is_the_same_on_every_machine():
    assert orders(seed=1, rows=8) == [[2, 4, 1, 0, 5, 7, 6, 3], [3, 6, 7, 0, 5, 2, 1, 4]]


def test_batches_know_how_many_they_are_and_are_not_tuned(way):
    batches = training_batches(np.zeros((50, 2)), np.zeros(50), batch_size=16)
    assert int(batches["x"].cardinality()) == 3 and int(batches["validation_data"].cardinality()) == 1
    assert batches["shuffle"] is False
    for part in (batches["x"], batches["validation_data"]):
        options = part.options()
        assert options.autotune.enabled is False and options.threading.private_threadpool_size == 1
        assert options.experimental_optimization.apply_default_optimizations is False


def test_as_much_validation_as_fits_is_one_piece(monkeypatch):
    monkeypatch.setattr(training, "_PIECE", 18)
    assert training_batches(np.arange(60.0), np.arange(60.0))["validation_steps"] == 1
    monkeypatch.setattr(training, "_PIECE", 17)
    batches = training_batches(np.arange(60.0), np.arange(60.0))
    assert batches["validation_steps"] == 2 and int(batches["validation_data"].cardinality()) == 2


def test_squared_errors_are_added_over_the_models_of_each_row():
    found = training._sum_of_squares(np.array([[1.0], [2.0]]), np.array([[0.0, 3.0], [2.0, 2.0]]))
    assert np.asarray(found).tolist() == [5, 0]


def test_training_together_is_silent(capsys):
    train_together([small_model(1), small_model(2)], np.ones((8, 2)), np.ones(8), epochs=1)
    assert capsys.readouterr() == ("", "")


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress_screen, "time", clock)
    return clock


def test_a_line_in_a_terminal_is_written_over_four_times_a_second(clock, capsys):
    screen = progress_screen._Screen("terminal", True)
    assert screen.curves is False
    for after, shown in ((0.25, False), (0.26, True), (0.5, False), (0.52, True), (0.77, False)):
        clock.now = 100 + after
        screen.show(lambda after=after: f"at {after}", {"loss": ([1, 2], [0.5, 0.4])})
        assert capsys.readouterr().out == (f"\rat {after}\x1b[K" if shown else "")
    screen.close("done")
    assert capsys.readouterr().out == "\rdone\x1b[K\n"


def test_where_nobody_looks_on_only_the_last_line_is_printed(clock, capsys):
    screen = progress_screen._Screen("", True)
    clock.now += 1000
    screen.show(lambda: "now", {"loss": ([1, 2], [0.5, 0.4])})
    screen.close("done")
    assert capsys.readouterr().out == "done\n" and screen.curves is False


@pytest.mark.parametrize(("cost", "pause"), [(0.1, 1.5), (0.5, 5.0)])
def test_curves_take_a_tenth_of_the_time_at_most(cost, pause, clock, monkeypatch):
    screen = progress_screen._Screen("notebook", True)
    drawn = []

    def draw(measured):
        drawn.append(clock.now)
        clock.now += cost

    monkeypatch.setattr(screen, "_draw", draw)
    monkeypatch.setattr(screen, "_write", lambda text: None)

    def look(now, epochs=2):
        clock.now = now
        screen.show(str, {"loss": ([1] * epochs, [0.5] * epochs)})
        return len(drawn)

    assert look(101.5) == 0 and look(101.6, epochs=1) == 0, "one epoch is no curve"
    assert look(102.0) == 1
    assert look(102.0 + pause - 0.01) == 1 and look(102.0 + pause + 0.01) == 2
    assert progress_screen._Screen("notebook", False).curves is False


def test_in_a_notebook_the_line_is_shown_once_then_renewed_and_the_curves_go(monkeypatch, clock):
    from helpers.drawing import descriptions

    before = list(descriptions._pending)
    shown = []

    def display(content, **how):
        shown.append((content, how))
        return SimpleNamespace(
            update=lambda content, **how: shown.append((content, {"renewed": True, **how}))
        )

    monkeypatch.setattr("IPython.display.display", display)
    screen = progress_screen._Screen("notebook", True)
    measured = {"loss": ([1, 2], [0.5, 0.4])}
    for now in (102.0, 110.0):
        clock.now = now
        screen.show(lambda: "line", measured)
    screen.close("last")
    ways = [
        (how.get("renewed", False), how.get("raw", False), how.get("display_id", False)) for _, how in shown
    ]
    first, again = (False, True, True), (True, True, False)
    assert ways == [first, (False, False, True), again, (True, False, False), again, again]
    assert [shown[place][0] for place in (0, 2, 4, 5)] == [
        {"text/plain": "line"}, {"text/plain": "line"}, {"text/plain": ""}, {"text/plain": "last"}
    ]  # fmt: skip
    assert plt.get_fignums() == [] and shown[1][0].alt.startswith("loss by epoch, 2 in all")
    assert descriptions._pending == before, "the words of a live picture are not shown again"


def test_progress_of_one_epoch_and_of_none(capsys):
    progress = show_progress(live=False)
    progress.set_model(network())
    progress.set_params({"epochs": 2})
    progress.on_train_begin()
    progress.on_train_end()
    assert capsys.readouterr().out == "", "nothing was measured"
    progress.on_epoch_end(0, {"loss": 0.5, "f1_score": np.array([0.2, 0.4])})
    progress.on_train_end()
    assert capsys.readouterr().out == "epoch 1 of 2 · loss 0.500 · f1_score 0.300\n"
    progress.on_epoch_end(1, None)
    assert progress.measured["f1_score"] == ([1], [pytest.approx(0.3)])


@pytest.mark.parametrize(("live", "kind"), [(True, "notebook"), (False, "")])
def test_whether_somebody_looks_on_can_be_said(live, kind):
    progress = show_progress(live=live, curves=False)
    progress.set_model(network())
    progress.on_train_begin()
    assert (progress.screen.kind, progress.screen.curves) == (kind, False)


def test_a_shell_with_a_kernel_is_a_notebook(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.delenv("COURSE_LIVE", raising=False)
    monkeypatch.setattr("sys.stdout", type("Pipe", (), {"isatty": staticmethod(lambda: False)}))
    assert progress_screen._front_end() == ""
    shell = InteractiveShell.instance()
    try:
        assert progress_screen._front_end() == ""
        shell.kernel = "a kernel"
        assert progress_screen._front_end() == "notebook"
    finally:
        InteractiveShell.clear_instance()
