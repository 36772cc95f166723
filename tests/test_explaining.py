"""Shapley values against brute force in float64, the closed form, and what trains afterwards."""

import functools
import itertools
import math
import warnings

import keras
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from helpers.drawing.descriptions import description
from helpers.drawing.explanation import draw_explanation, explanation_in_words
from helpers.drawing.style import NEGATIVE, POSITIVE, TEXT
from helpers.explaining import explain, keras_models

matplotlib.use("Agg")
FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def brute_force(answer, row, background, players=None):
    """The definition, one coalition after the other: no matrix, no batch, float64."""
    players = players or [[i] for i in range(len(row))]

    def worth(coalition):
        mixed = np.array(background, dtype=np.float64)
        for player in coalition:
            mixed[:, players[player]] = row[players[player]]
        return float(np.mean(answer(mixed)))

    known = {
        s: worth(s) for k in range(len(players) + 1) for s in itertools.combinations(range(len(players)), k)
    }
    values = []
    for i in range(len(players)):
        others = [s for s in known if i not in s]
        fair = [
            math.factorial(len(s)) * math.factorial(len(players) - len(s) - 1) / math.factorial(len(players))
            for s in others
        ]
        gain = [known[tuple(sorted((*s, i)))] - known[s] for s in others]
        values.append(float(np.dot(fair, gain)))
    return np.array(values), known[()]


def agrees(found, answer, rows, background, tolerance=1e-5, players=None):
    """Compare with brute force: to 1e-5 of the largest part of each row."""
    for row, parts in zip(np.atleast_2d(rows), np.atleast_2d(found.values), strict=True):
        truth, base = brute_force(answer, row, background, players)
        assert np.abs(parts - truth).max() <= tolerance * np.abs(truth).max(), found.how
        assert np.ravel(found.base_values)[0] == pytest.approx(base, rel=1e-5, abs=1e-6)


def in_float64(model):
    """The network in NumPy, in float64, from its weights: not Keras asked again."""
    erf = np.vectorize(math.erf)
    known = {
        "linear": lambda z: z,
        "relu": lambda z: np.maximum(z, 0),
        "gelu": lambda z: z * 0.5 * (1 + erf(z / math.sqrt(2))),
        "leaky_relu": lambda z: np.where(z > 0, z, 0.2 * z),
        "silu": lambda z: z / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    }

    def answer(rows):
        for layer in model.layers:
            weights = [np.asarray(w, np.float64) for w in layer.get_weights()]
            if isinstance(layer, keras.layers.Dense):
                rows = known[layer.activation.__name__](rows @ weights[0] + weights[1])
            elif isinstance(layer, keras.layers.BatchNormalization):
                gamma, beta, mean, variance = weights
                rows = (rows - mean) / np.sqrt(variance + layer.epsilon) * gamma + beta
        return rows

    return answer


def through(inputs, layers):
    """Return the functional model of layers that follow each other."""
    return keras.Model(inputs, functools.reduce(lambda found, layer: layer(found), layers, inputs))


def network(features, activation, outputs, *, functional=False, seed=0, last="linear"):
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((features,))
    hidden = [
        keras.layers.Dense(5, activation),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(3, activation),
        keras.layers.Dense(outputs, last),
    ]
    model = through(inputs, hidden) if functional else keras.Sequential([inputs, *hidden])
    rng = np.random.default_rng(seed)
    mean, variance = rng.normal(size=5), rng.uniform(0.5, 2, 5)
    normal = next(layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization))
    normal.set_weights([*normal.get_weights()[:2], mean, variance])
    return model


@FEW
@given(
    features=st.integers(1, 10),
    activation=st.sampled_from(["relu", "gelu", "leaky_relu", "silu", "tanh"]),
    outputs=st.integers(1, 3),
    functional=st.booleans(),
    seed=st.integers(0, 999),
)
def test_networks_against_brute_force(features, activation, outputs, functional, seed):
    model = network(features, activation, outputs, functional=functional, seed=seed)
    rng = np.random.default_rng(seed)
    row, background = rng.normal(size=features), rng.normal(size=(6, features))
    output = seed % outputs
    found = explain(model, row, background=background, output=output)
    agrees(found, lambda rows: in_float64(model)(rows)[:, output], row, background)
    assert abs(found.base_values + found.values.sum() - in_float64(model)(row[None])[0, output]) < 1e-5
    assert found.exact
    assert found.gap < 1e-5


@pytest.mark.parametrize("plain", [0, 10**9], ids=["compiled", "plain"])
@pytest.mark.parametrize("activation", ["relu", "gelu", "leaky_relu", "silu", "tanh"])
def test_each_activation_compiled_or_plain(monkeypatch, activation, plain):
    monkeypatch.setattr(keras_models, "_PLAIN", plain)
    monkeypatch.setattr(keras_models, "MOST_ROWS", 64)  # many small pieces
    model, rng = network(4, activation, 2, seed=3), np.random.default_rng(3)
    rows, background = rng.normal(size=(3, 4)), rng.normal(size=(7, 4))
    found = explain(model, rows, background=background, output=1)
    agrees(found, lambda x: in_float64(model)(x)[:, 1], rows, background)


@FEW
@given(features=st.integers(1, 12), seed=st.integers(0, 999))
def test_closed_form_on_linear_models(features, seed):
    rng = np.random.default_rng(seed)
    weights, bias = rng.normal(size=(features, 1)), rng.normal(size=1)
    model = keras.Sequential([keras.Input((features,)), keras.layers.Dense(1)])
    model.set_weights([weights, bias])
    rows, background = rng.normal(size=(2, features)), rng.normal(size=(9, features))
    found = explain(model, rows, background=background)
    assert np.abs(found.values - (rows - background.mean(axis=0)) * weights[:, 0]).max() < 1e-5


def test_a_layer_that_cannot_be_compiled_is_asked_plainly(monkeypatch):
    class Eager(keras.layers.Layer):
        def call(self, inputs):
            return keras.ops.convert_to_tensor(inputs.numpy() * 2)

        def compute_output_spec(self, inputs):
            return keras.KerasTensor(inputs.shape, inputs.dtype)

    monkeypatch.setattr(keras_models, "_PLAIN", 0)
    inputs = keras.Input((2,))
    found = explain(keras.Model(inputs, Eager()(inputs)), [[1.0, 5.0]], background=[[0.0, 0.0]])
    assert np.allclose(found.values, [[2, 0]])


def test_several_heads_and_a_custom_step():
    inputs = keras.Input((3,))
    step = keras.layers.Lambda(lambda z: keras.ops.cast(z > 0, "float32"))(keras.layers.Dense(2)(inputs))
    model = keras.Model(inputs, [keras.layers.Dense(1)(inputs), step])
    rng = np.random.default_rng(0)
    row, background = rng.normal(size=3), rng.normal(size=(5, 3))
    kernel, bias = model.layers[1].get_weights()
    for output in (1, 2):
        found = explain(model, row, background=background, output=output)
        agrees(found, lambda x, o=output: (x @ kernel + bias)[:, o - 1] > 0, row, background)


def test_groups_are_one_player():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {"age": rng.normal(size=30), "port_C": 0.0, "fare": rng.normal(size=30), "port_S": 0.0}
    )
    port = rng.integers(0, 3, 30)
    table["port_C"], table["port_S"] = (port == 1) * 1.0, (port == 2) * 1.0

    def answer(x):
        return x[:, 0] * x[:, 1] + x[:, 2] * (1 + x[:, 3])

    found = explain(answer, table[:4], background=table, groups={"port": ["port_C", "port_S"]})
    assert found.feature_names == ["age", "port", "fare"]
    agrees(found, answer, table.to_numpy()[:4], table.to_numpy(), 1e-9, [[0], [1, 3], [2]])
    assert found.display_data[:, 1].tolist() == [["none of C and S", "C", "S"][place] for place in port[:4]]
    by_place = explain(answer, table[:1], background=table, groups={"port": [1, 3]})
    assert np.allclose(by_place.values, found.values[:1])
    ax = draw_explanation(found[0])
    assert f"port = {['none of C and S', 'C', 'S'][port[0]]}" in [t.get_text() for t in ax.get_yticklabels()]


def test_a_group_that_is_not_one_hot_shows_its_values_and_has_no_colour():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {"lat": rng.normal(47, 1, 30), "long": rng.normal(-122, 1, 30), "size": rng.normal(size=30)}
    )
    place = {"place": ["lat", "long"]}
    found = explain(lambda x: x.sum(axis=1), table, background=table, groups=place, label="price in dollars")
    lat, long = table.iloc[3][["lat", "long"]]
    assert found.display_data[3, 0] == " / ".join(
        f"{value:.2f}".rstrip("0").rstrip(".") for value in (lat, abs(long))
    ).replace("/ ", "/ −")
    assert np.isnan(found.data[:, 0]).all()
    ax = draw_explanation(found, kind="beeswarm")
    place_of = [label.get_text() for label in ax.get_yticklabels()].index("place")
    assert ax.collections[place_of].get_array() is None, "neither low nor high: grey"
    assert ax.collections[1 - place_of].get_array() is not None
    assert "size: from" in description(ax) and "high ones +" in description(ax)
    assert "part of the price in dollars" in ax.get_xlabel()
    assert draw_explanation(found[0]).get_xlabel() == "price in dollars"


def test_numbers_have_decimals_by_the_largest_part():
    def written(scale):
        found = explain(lambda x: scale * x[:, 0] + x[:, 1], [3.0, 0.12345], background=[[1.0, 0.0]])
        return [text.get_text() for text in draw_explanation(found).texts]

    assert written(100) == ["+200", "0", "base 100", "prediction 300"]
    assert written(1) == ["+2.00", "+0.12", "base 1.00", "prediction 3.12"]
    assert "+540,088" in written(270044)


def test_beyond_fifteen_features_it_says_that_it_estimates():
    rng = np.random.default_rng(0)
    weights = rng.normal(size=17)
    rows, background = rng.normal(size=(2, 17)), rng.normal(size=(20, 17))
    found = explain(lambda x: x @ weights + x[:, 0] * x[:, 1], rows, background=background)
    assert not found.exact
    assert "estimate" in found.how
    assert f"{found.gap:.1e}" in found.how
    assert found.gap < 1e-6
    linear = (rows - background.mean(axis=0)) * weights
    assert np.abs(found.values - linear)[:, 2:].max() < 1e-9
    ax = draw_explanation(found[0], kind="decision")
    assert "estimate" in ax.get_title(loc="left")
    assert "estimate" in description(ax)
    fifteen = explain(lambda x: x @ weights[:15], rows[:1, :15], background=background[:, :15])
    assert fifteen.exact


def test_the_background_is_used_whole():
    background = np.r_[np.zeros(150), np.ones(50)][:, None]
    found = explain(lambda x: x[:, 0], [[1.0]], background=background)
    assert found.base_values[0] == pytest.approx(0.25)


def train(seed=0):
    x = np.random.default_rng(seed).normal(size=(40, 3))
    model = network(3, "relu", 1, seed=seed)
    model.compile("adam", "mse")
    return model, model.fit(x, x[:, 0], epochs=2, verbose=0).history["loss"]


def test_training_works_after_explaining_and_after_a_failure():
    from tensorflow.python.eager import execute

    before = execute.record_gradient
    model, losses = train()
    explain(model, np.ones((1, 3)), background=np.zeros((2, 3)))
    inputs = keras.Input((3,))
    failing = keras.Model(inputs, keras.layers.Lambda(lambda z: z / (z - z))(inputs))
    with pytest.raises(ValueError, match="NaN or infinity"):
        explain(failing, np.ones((1, 3)), background=np.zeros((2, 3)))
    assert execute.record_gradient is before
    assert train()[1] == losses


def test_shap_draws_it():
    import shap

    found = explain(lambda x: x[:, 0] * x[:, 1], np.eye(4, 3), background=np.zeros((3, 3)))
    plots = {shap.plots.waterfall: found[0].shap, shap.plots.beeswarm: found.shap, shap.plots.bar: found.shap}
    for draw, what in plots.items():
        draw(what, show=False)


GOOD = {"rows": np.ones((2, 3)), "background": np.zeros((4, 3))}
WRONG = [
    ({"output": 1}, ValueError, "output: expected a whole number from 0 to 0"),
    ({"output": True}, ValueError, "output: expected"),
    ({"scale": "logit"}, ValueError, "scale: expected None"),
    ({"scale": "log-odds"}, ValueError, "needs a model that answers probabilities"),
    ({"background": np.zeros((4, 2))}, ValueError, "differ in columns"),
    ({"background": np.zeros(3)}, ValueError, "differ in columns"),
    ({"rows": np.ones((2, 3, 1))}, ValueError, "rows: expected rows by columns"),
    ({"rows": np.ones((0, 3))}, ValueError, "rows: expected rows by columns"),
    ({"rows": [["a", "b", "c"]]}, TypeError, "rows is not made of numbers"),
    ({"feature_names": ["a", "b"]}, ValueError, "expected 3 different names"),
    ({"feature_names": ["a", "a", "b"]}, ValueError, "expected 3 different names"),
    ({"groups": {"g": ["z"]}}, ValueError, "is not a column"),
    ({"groups": {"g": [0], "h": [0]}}, ValueError, "is in two groups"),
    ({"groups": {"g": "x1"}}, ValueError, "needs a list of columns"),
    ({"groups": {"x3": [0, 1]}}, ValueError, "is also the name of a column"),
    ({"model": 3}, TypeError, "model: expected a Keras model"),
    ({"model": lambda x: 1.0}, ValueError, "must answer once a row"),
    ({"model": lambda x: x[:, 0] * np.nan}, ValueError, "answers NaN or infinity"),
]


@pytest.mark.parametrize(("change", "kind", "message"), WRONG, ids=[message for *_, message in WRONG])
def test_errors(change, kind, message):
    arguments = {"model": lambda x: x.sum(axis=1) * 9 - 3, **GOOD, **change}
    with pytest.raises(kind, match=message):
        explain(arguments.pop("model"), arguments.pop("rows"), **arguments)


# ---- pictures ----


@pytest.fixture
def many():
    rng = np.random.default_rng(0)
    names = ["age", "fare", "class", "sex", "port"]
    rows, background = rng.normal(size=(30, 5)), rng.normal(size=(20, 5))
    weights = [1, -2, 0.5, 0.1, 0]
    return explain(
        lambda x: x @ weights + x[:, 0] * x[:, 1], rows, background=background, feature_names=names
    )


@pytest.mark.parametrize("kind", ["waterfall", "decision", "beeswarm", "bar"])
def test_draws_into_the_axes_given(many, kind):
    _, ax = plt.subplots()
    before = dict(plt.rcParams)
    shown = many[0] if kind in ("waterfall", "decision") else many
    assert draw_explanation(shown, kind=kind, top=3, ax=ax) is ax
    assert plt.get_fignums() == [1]
    assert dict(plt.rcParams) == before
    labels = [tick.get_text() for tick in ax.get_yticklabels()]
    assert len(labels) == 4
    assert labels[-1] == "2 other features"
    order = np.argsort(-np.abs(np.atleast_2d(shown.values)).mean(axis=0))
    assert all(labels[i].startswith(many.feature_names[order[i]]) for i in range(3))
    assert "output" in ax.get_xlabel()
    assert many.feature_names[order[0]] in description(ax)


def test_waterfall_goes_from_base_to_prediction(many):
    ax = draw_explanation(many[0])
    bars = sorted(ax.patches, key=lambda bar: -bar.get_y())
    base = many[0].base_values
    for bar, size in zip(bars, np.array(sorted(many[0].values, key=abs)), strict=True):
        assert bar.get_x() == pytest.approx(base)
        assert bar.get_width() == pytest.approx(size)
        assert bool(bar.get_hatch()) == (size < 0)
        base += size
    assert base == pytest.approx(many[0].base_values + many[0].values.sum())


def test_waterfall_colours_say_the_sign(many):
    """A bar that raises the prediction is POSITIVE, one that lowers it NEGATIVE."""
    signs = set()
    for one in (many[0], many[1], many[2]):
        for bar in draw_explanation(one).patches:
            if abs(bar.get_width()) < 1e-9:  # the weight of one feature is 0
                continue
            assert to_hex(bar.get_facecolor()) == (POSITIVE if bar.get_width() > 0 else NEGATIVE)
            signs.add(bar.get_width() > 0)
    assert signs == {True, False}


@pytest.mark.parametrize("top", [1, 2, 3])
@pytest.mark.parametrize("kind", ["waterfall", "decision", "beeswarm", "bar"])
def test_rest_of_the_features_is_the_sum_of_all_others(many, top, kind):
    shown = many[2] if kind in ("waterfall", "decision") else many
    ax = draw_explanation(shown, kind=kind, top=top)
    values = np.atleast_2d(shown.values)
    rest = values[:, np.argsort(-np.abs(values).mean(axis=0))[top:]].sum(axis=1)
    if kind == "waterfall":
        assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(values.sum())
        assert max(ax.patches, key=lambda bar: bar.get_y()).get_width() == pytest.approx(rest[0])
    elif kind == "decision":
        path = ax.lines[0].get_xdata()
        assert path[1] - path[0] == pytest.approx(rest[0])
    elif kind == "bar":
        assert ax.patches[-1].get_width() == pytest.approx(np.abs(rest).mean())
    else:
        assert np.asarray(ax.collections[-1].get_offsets()[:, 0]) == pytest.approx(rest)
    words = explanation_in_words(shown, kind=kind, top=top)
    assert f"{5 - top} other features" in words


def test_beeswarm_bar_says_which_colour_is_low(many):
    """A row with a high value of the feature has the colour that the bar calls high, and the words agree."""
    ax = draw_explanation(many, kind="beeswarm")
    dots, bar = ax.collections[0], next(other for other in ax.figure.axes if other is not ax)
    first = np.argmax(np.abs(many.values).mean(axis=0))
    marks = dict(zip([label.get_text() for label in bar.get_yticklabels()], bar.get_yticks(), strict=True))
    high, low = (
        dots.to_rgba(dots.get_array())[place(many.data[:, first])] for place in (np.argmax, np.argmin)
    )
    assert np.allclose(high, dots.to_rgba(marks["high"]))
    assert np.allclose(low, dots.to_rgba(marks["low"]))
    assert many.feature_names[first] == "fare", "whose weight is -2"
    assert "low values +" in description(ax).split(";")[0] and "high ones −" in description(ax).split(";")[0]


@pytest.fixture
def estimated():
    rng = np.random.default_rng(0)
    rows, background = rng.normal(size=(4, 17)), rng.normal(size=(9, 17))
    return explain(
        lambda x: np.maximum(x.sum(axis=1), 0) ** 3, rows, background=background, label="cost in $"
    )


def error_bars(ax):
    """The half lengths and the middles of the error bars in a picture."""
    lines = [line for each in ax.containers if hasattr(each, "has_xerr") for line in each[2]]
    ends = np.concatenate([[segment[:, 0] for segment in line.get_segments()] for line in lines])
    return (ends[:, 1] - ends[:, 0]) / 2, ends.mean(axis=1)


@pytest.mark.parametrize("kind", ["waterfall", "decision"])
def test_estimates_are_drawn_with_two_standard_errors(estimated, kind):
    one = estimated[0]
    ax = draw_explanation(one, kind=kind, top=17)
    half, middle = error_bars(ax)
    order = np.argsort(-np.abs(one.values))
    order = order if kind == "waterfall" else order[::-1]
    assert half == pytest.approx(2 * one.error[order])
    ends = one.base_values + np.cumsum(one.values[np.argsort(np.abs(one.values))])
    assert middle == pytest.approx(ends[::-1] if kind == "waterfall" else ends)
    assert "± 2 standard errors" in ax.get_title(loc="left")
    largest = np.argmax(np.abs(one.values))
    assert f"± {2 * one.error[largest]:.2f}" in explanation_in_words(one)
    assert error_bars(draw_explanation(one, kind=kind, top=2))[0].max() == pytest.approx(
        2 * np.linalg.norm(np.delete(one.error, np.argsort(-np.abs(one.values))[:2]))
    )


@pytest.mark.parametrize("kind", ["beeswarm", "bar"])
def test_estimates_of_many_rows_are_drawn_with_two_standard_errors(estimated, kind):
    half, _ = error_bars(draw_explanation(estimated, kind=kind, top=17))
    order = np.argsort(-np.abs(estimated.values).mean(axis=0))
    errors = estimated.error[:, order]
    assert half == pytest.approx(2 * (errors.mean(axis=0) if kind == "bar" else errors.T.ravel()))


def test_exact_parts_have_no_error_bars(many):
    pairs = explain(lambda x: x.sum(axis=1) ** 2, np.ones(17), background=np.eye(2, 17))
    assert not pairs.exact and pairs.error.max() < 1e-9, "an order and its reverse get pairs right"
    assert "±" not in description(draw_explanation(pairs))
    for kind, shown in (("waterfall", many[0]), ("decision", many[0]), ("beeswarm", many), ("bar", many)):
        ax = draw_explanation(shown, kind=kind)
        assert not [each for each in ax.containers if hasattr(each, "has_xerr")]
        assert "±" not in description(ax) and not ax.get_title(loc="left")


def test_a_model_that_contradicts_itself_is_not_drawn_as_an_estimate():
    rng = np.random.default_rng(0)
    found = explain(lambda x: rng.normal(size=len(x)), [1.0, 2.0], background=[[0.0, 0.0]])
    ax = draw_explanation(found)
    assert ax.get_title(loc="left") == "not exact, see explanation.how"
    assert "not exact: the model answers the same rows differently" in description(ax)


@pytest.mark.parametrize("kind", ["waterfall", "beeswarm"])
def test_names_are_drawn_letter_by_letter(kind):
    names = ["$$", r"cost $x_1$", "价格", "W" * 200, r"$\frac{"]
    table = pd.DataFrame(np.random.default_rng(0).normal(size=(6, 5)), columns=names)
    rows = table if kind == "beeswarm" else table.iloc[0]
    found = explain(lambda x: x.sum(axis=1), rows, background=table, label="price in $ and $")
    ax = draw_explanation(found, kind=kind)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the font has no Chinese letters
        ax.figure.canvas.draw()
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert r"\$\$" in [label.split(" = ")[0] for label in shown]
    assert r"price in \$ and \$" in ax.get_xlabel()
    assert max(map(len, shown)) < 60
    assert "W" * 200 in description(ax) and "cost $x_1$" in description(ax)


def test_text_and_dates_are_drawn_as_they_are():
    table = pd.DataFrame(
        {"town": ["Ely", "Bath", "Ely"], "day": pd.to_datetime(["2020-01-01"] * 3), "size": [1.0, 2, 3]}
    )
    found = explain(lambda t: (t["town"] == "Ely") * 1.0 + t["size"], table, background=table)
    labels = [label.get_text() for label in draw_explanation(found[0]).get_yticklabels()]
    assert "town = Ely" in labels and "size = 1" in labels and any("2020-01-01" in label for label in labels)
    dots = draw_explanation(found, kind="beeswarm").collections
    order = np.argsort(-np.abs(found.values).mean(axis=0), kind="stable")
    names = [found.feature_names[place] for place in order]
    assert [each.get_array() is None for each in dots] == [name != "size" for name in names]


def test_decision_bar_and_beeswarm_show_the_values(many):
    path = draw_explanation(many[0], kind="decision").lines[0].get_xdata()
    assert path[0] == pytest.approx(many[0].base_values)
    assert path[-1] == pytest.approx(many[0].base_values + many[0].values.sum())
    sizes = [bar.get_width() for bar in draw_explanation(many, kind="bar").patches]
    assert sizes == pytest.approx(sorted(np.abs(many.values).mean(axis=0), reverse=True))
    dots = draw_explanation(many, kind="beeswarm").collections
    first = np.argmax(np.abs(many.values).mean(axis=0))
    assert np.allclose(dots[0].get_offsets()[:, 0], many.values[:, first])
    assert np.abs(dots[0].get_offsets()[:, 1]).max() < 0.5


def test_scale_is_on_the_axis():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, "sigmoid")])
    rows, background = np.ones((1, 2)), np.zeros((2, 2))
    for scale, shown in ((None, "probability"), ("log-odds", "log-odds")):
        found = explain(model, rows, background=background, scale=scale)
        ax = draw_explanation(found)
        assert ax.get_xlabel() == shown
        end = [line.get_xdata()[0] for line in ax.lines][-1]
        truth = float(np.asarray(model(rows))[0, 0])
        assert end == pytest.approx(math.log(truth / (1 - truth)) if scale else truth, abs=1e-5)


def test_words_are_from_the_data():
    found = explain(lambda x: 2 * x[:, 0] - x[:, 1], [3.0, 2.0], background=[[1.0, 1.0]])
    assert explanation_in_words(found) == (
        "Output from 1.00, the mean of the background, to 4.00 for this row. Parts: x1 = 3: +4.00; x2 = 2: −1.00."
    )


@pytest.mark.parametrize(
    ("rows", "arguments", "message"),
    [
        (2, {"kind": "force"}, "kind: expected one of"),
        (2, {"kind": "waterfall"}, "waterfall draws one row"),
        (1, {"kind": "beeswarm"}, "beeswarm draws many rows"),
        (1, {"top": 0}, "top: expected a whole number"),
    ],
)
def test_drawing_errors(many, rows, arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_explanation(many[:rows], **arguments)


def test_several_outputs_are_refused():
    import shap

    with pytest.raises(ValueError, match="several outputs"):
        draw_explanation(shap.Explanation(np.ones((2, 3, 2)), base_values=np.ones((2, 2))))


def test_the_pictures_of_an_explanation_write_small_and_name_the_colours():
    rows = np.random.default_rng(3).normal(size=(20, 3))
    found = explain(lambda x: x @ [1.0, -2.0, 0.5], rows, background=rows)
    for kind in ("waterfall", "decision"):
        ax = draw_explanation(found[0], kind=kind)
        assert {text.get_fontsize() for text in ax.texts} == {TEXT - 1}, kind
    ax = draw_explanation(found, kind="beeswarm")
    (bar,) = [one for one in ax.figure.axes if one is not ax]
    assert bar.get_ylabel() == "value of the feature"
    assert [label.get_text() for label in bar.get_yticklabels()] == ["low", "high"]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (9_999.4, 0, "9999"),
        (10_000, 0, "10,000"),
        (-10_000.25, 2, "−10,000.25"),
        (999_999_999_999, 0, "999,999,999,999"),
        (1e12, 0, "1.0e+12"),
        (np.nan, 3, "NaN"),
        (-0.0004, 3, "0.000"),
        (-0.0006, 3, "−0.001"),
    ],
)
def test_amounts(value, digits, text):
    from helpers.drawing.explanation import _amount

    assert _amount(value, digits) == text
