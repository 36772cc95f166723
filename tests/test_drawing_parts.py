"""The pictures of a network's parts: what is where, what is written, what is said."""

from __future__ import annotations

import re

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

import helpers
from helpers.drawing import style
from helpers.drawing.descriptions import description
from helpers.networks import read_activations, read_layers
from tests.pictures import faults, net, texts


def _parts():
    network = net(4, 3, 2, activation="tanh")
    return {
        "weights": lambda **k: helpers.draw_weights(network[0][0], **k),
        "activations": lambda **k: helpers.draw_activations(network, [1.0, 2.0, 0.0, -1.0], **k),
        "inputs": lambda **k: helpers.draw_inputs([[1.0, 2.0], [3.0, 4.0]], **k),
        "images": lambda **k: helpers.draw_inputs(np.arange(128.0).reshape(2, 8, 8), **k),
        "probabilities": lambda **k: helpers.draw_probabilities([0.25, 0.75], ["a", "b"], **k),
        "function": lambda **k: helpers.draw_activation_function("tanh", **k),
        "softmax": lambda **k: helpers.draw_activation_function("softmax", **k),
        "cost": lambda **k: helpers.draw_cost(lambda a, b: a**2 + b**2, [[2, 1], [1, 0.5]], **k),
    }


@pytest.mark.parametrize("name", _parts())
def test_every_part_draws_into_given_axes_and_is_described(name):
    _, axes = plt.subplots(1, 2)
    before = dict(matplotlib.rcParams)
    ax = _parts()[name](ax=axes[1])
    assert ax is axes[1]
    assert not axes[0].has_data()
    assert ax.has_data()
    assert len(description(ax)) > 40
    assert re.search(r"\d", description(ax))
    assert dict(matplotlib.rcParams) == before
    fresh = _parts()[name]()
    assert fresh.figure is not ax.figure
    sizes = [
        text.get_fontsize() for text in [*fresh.texts, *fresh.get_xticklabels(), *fresh.get_yticklabels()]
    ]
    assert min(sizes, default=9) >= 9


def test_weights_heat_map():
    weights = np.array([[0.5, -1.0], [0.0, 2.0], [0.1, 0.1]])
    (layer,) = read_layers([(weights, np.array([3.0, -4.0]), "relu")])[1:]
    ax = helpers.draw_weights(layer, feature_names=["a", "b", "c"])
    assert texts(ax) == ["0.5", "−1", "0", "2", "0.1", "0.1", "3", "−4"]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["a", "b", "c", "bias"]
    low, high = ax.images[0].get_clim()
    assert (low, high) == (-4, 4)
    said = description(ax)
    assert "3 inputs by 2 neurons, from −1 to 2, 17 % below 0" in said
    assert "b has the largest weights" in said
    large = helpers.draw_weights(np.where(np.arange(900).reshape(30, 30) % 3, 1.0, -1.0))
    assert not large.texts
    assert sum(len(one.get_offsets()) for one in large.collections) == 300
    with pytest.raises(ValueError, match="has no weights"):
        helpers.draw_weights(read_layers([3, 1])[0])
    with pytest.raises(ValueError, match=r"\(inputs, units\)"):
        helpers.draw_weights(np.ones((3, 3, 1, 2)))


def test_activation_bars(keras):
    model = keras.Sequential(
        [
            keras.Input((6,)),
            keras.layers.Dense(5, activation="relu", name="h"),
            keras.layers.Dense(1, name="y"),
        ]
    )
    row = np.arange(6.0)
    found = read_activations(model, row)
    ax = helpers.draw_activations(model, row)
    assert np.allclose([bar.get_height() for bar in ax.patches], [*found["h"], *found["y"]])
    one = helpers.draw_activations(model, row, layer="h")
    assert np.allclose([bar.get_height() for bar in one.patches], found["h"])
    assert len(helpers.draw_activations(model, row, layer=0).patches) == 5
    with pytest.raises(ValueError, match="no layer is called 'z'"):
        helpers.draw_activations(model, row, layer="z")
    with pytest.raises(ValueError, match="expected a place"):
        helpers.draw_activations(model, row, layer=7)


def test_inputs():
    import pandas as pd

    frame = pd.DataFrame({"age": [20.0, 40.0], "fare": [7.25, 71.0]})
    ax = helpers.draw_inputs(frame)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["age", "fare"]
    assert texts(ax) == ["20", "40", "7.25", "71"]
    assert "age 20 to 40" in description(ax)
    image = helpers.draw_inputs(np.arange(64.0), image_shape=(8, 8))
    assert len(image.texts) == 64
    assert np.array_equal(image.images[0].get_array(), np.arange(64.0).reshape(8, 8))
    for rows, options, words in (
        (np.zeros((30, 2)), {}, "at most 12"),
        (np.zeros(50), {}, "image_shape"),
        (np.zeros(10), {"image_shape": (3, 3)}, "9 numbers"),
        ([["male"]], {}, "get_dummies"),
        (np.zeros((2, 2)), {"feature_names": ["a"]}, "expected 2"),
    ):
        with pytest.raises(ValueError, match=words):
            helpers.draw_inputs(rows, **options)


def test_probabilities():
    ax = helpers.draw_probabilities([0.2, 0.7, 0.1], ["Adelie", "Gentoo", "Chinstrap"], answer="Adelie")
    assert [bar.get_width() for bar in ax.patches] == [0.2, 0.7, 0.1]
    assert texts(ax) == ["20 %  ← the true class", "70 %", "10 %"]
    assert "Gentoo the largest probability, 70 %, before Adelie with 20 %" in description(ax)
    sigmoid = helpers.draw_probabilities(np.array([[0.83]]), ["died", "survived"])
    assert [bar.get_width() for bar in sigmoid.patches] == pytest.approx([0.17, 0.83])
    assert len(helpers.draw_probabilities(np.full(100, 0.01)).patches) == 20
    for wrong, names, words in (
        ([2.0, -1.0], None, "softmax"),
        ([0.2, 0.2], None, "make 1 together"),
        ([0.5, 0.5], ["a"], "expected 2"),
        (np.full((3, 2), 0.5), None, "one row"),
    ):
        with pytest.raises(ValueError, match=words):
            helpers.draw_probabilities(wrong, names)


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu", "elu", "gelu"])
def test_derivatives_equal_tensorflow(keras, name):
    import tensorflow as tf

    ax = helpers.draw_activation_function(name)
    _, slope = ax.lines[:2]
    x, y = (np.asarray(values, float) for values in slope.get_data())
    kept = np.isfinite(y) & (np.abs(x) > 0.01)
    place = tf.constant(x[kept])
    with tf.GradientTape() as tape:
        tape.watch(place)
        out = keras.activations.get(name)(place)
    exact = tape.gradient(out, place)
    np.testing.assert_allclose(y[kept], exact, atol=2e-3)


def test_functions_say_their_range_and_what_is_wrong():
    assert "Its range: between −1 and 1" in description(helpers.draw_activation_function("tanh"))
    assert "nothing to learn by" in description(helpers.draw_activation_function("step"))
    assert "always make 1" in description(helpers.draw_activation_function("softmax"))
    assert "my" in helpers.draw_activation_function(my).get_title()
    with pytest.raises(ValueError, match="no activation is called 'rulo'"):
        helpers.draw_activation_function("rulo")
    with pytest.raises(ValueError, match=r"np\.where"):
        helpers.draw_activation_function(lambda x: 1 if x > 0 else 0)


def my(x):
    return x / (1 + np.abs(x))


def test_cost_and_its_path():
    def cost(a, b):
        return a**2 + 6 * b**2

    path = [[2.0, 1.5]]
    for _ in range(20):
        a, b = path[-1]
        path.append([a - 0.1 * a, b - 0.6 * b])
    ax = helpers.draw_cost(cost, path)
    assert np.allclose(ax.lines[0].get_xydata(), path)
    assert "the cost falls from 17.5 to" in description(ax)
    away = [[2.0, 1.5 * (-1.3) ** k] for k in range(30)]
    said = description(helpers.draw_cost(cost, away))
    assert "the cost rises" in said
    assert "leaves the picture" in said
    assert "of the steps it rises" in said
    single = helpers.draw_cost(lambda a, b: float(a) ** 2 + float(b) ** 2)
    assert "near w₁ = 0 and w₂ = 0" in description(single)
    with pytest.raises(ValueError, match=r"expected shape \(steps, 2\)"):
        helpers.draw_cost(cost, [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="finite"):
        helpers.draw_cost(lambda a, b: a * np.nan)


# ------------------------------------------------------------------------------ what cannot be right as given


def test_weights_that_are_no_number_are_drawn_and_said():
    weights = np.array([[0.5, np.nan], [-2.0, np.inf]])
    ax = helpers.draw_weights(weights)
    assert texts(ax) == ["0.5", "NaN", "−2", "∞"]
    assert ax.images[0].get_clim() == (-2, 2)
    assert np.ma.getmaskarray(ax.images[0].get_array()).tolist() == [[False, True], [False, True]]
    assert "2 of 4 are no finite number" in description(ax) and "from −2 to 0.5" in description(ax)
    large = np.ones((40, 12))
    large[3, 4] = np.nan
    (crosses, *_) = helpers.draw_weights(large).collections
    assert crosses.get_offsets().tolist() == [[5, 4]]
    assert "4 of 4 are no finite number" in description(helpers.draw_weights(np.full((2, 2), np.nan)))


@pytest.mark.parametrize("kind", ["3d", "polar"])
def test_axes_that_are_not_flat_are_named(kind):
    ax = plt.figure().add_subplot(projection=kind)
    for draw in _parts().values():
        with pytest.raises(TypeError, match=f"projection '{kind}'"):
            draw(ax=ax)


def test_one_text_in_place_of_names_is_named():
    for call in (
        lambda: helpers.draw_weights(np.ones((3, 1)), feature_names="age"),
        lambda: helpers.draw_inputs([1.0, 2.0, 3.0], feature_names="age"),
        lambda: helpers.draw_probabilities([0.5, 0.5], "ab"),
        lambda: helpers.draw_neuron([1.0], [1.0], names="a"),
    ):
        with pytest.raises(TypeError, match="expected a list of names"):
            call()


def shown(ax):
    ax.figure.canvas.draw()
    labels = [*ax.texts, ax.title]
    if ax.axison:
        labels += [*ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label]
    labels += ax.get_legend().get_texts() if ax.get_legend() else []
    return [text for text in labels if text.get_text()]


@pytest.mark.parametrize(
    "draw",
    [
        lambda names: helpers.draw_weights(np.ones((3, 2)), feature_names=names),
        lambda names: helpers.draw_inputs([1.0, 2.0, 3.0], feature_names=names),
        lambda names: helpers.draw_inputs(np.ones((3, 4, 4)), labels=names),
        lambda names: helpers.draw_probabilities([0.2, 0.3, 0.5], names, answer=names[0]),
        lambda names: helpers.draw_neuron([1, 2, 3], [1, 2, 3], names=names),
        lambda names: helpers.draw_points(np.eye(3)[:, :2], [0, 1, 2], classes=names),
        lambda names: helpers.draw_points(np.eye(3)[:, :2], [0, 1, 2], names=names[:2]),
        lambda names: helpers.draw_cost(lambda a, b: a**2 + b**2, names=names[:2]),
    ],
)
def test_dollar_signs_in_names_are_no_maths(draw):
    ax = draw(["$$", r"$\frac{", "$"])
    found = {text.get_text().replace(r"\$", "$") for text in shown(ax)}
    assert any("$$" in text for text in found) and any(r"\frac{" in text for text in found)


@pytest.mark.parametrize("size", [1.0, 1e3, 1e5, 1e8])
def test_numbers_of_any_size_fit_their_places(size):
    random = np.random.default_rng(0)
    wide = ["W" * 30] * 12
    for ax in (
        helpers.draw_weights(size * random.normal(size=(12, 10)), feature_names=wide),
        helpers.draw_inputs(size * random.normal(size=(12, 12)), feature_names=wide, labels=wide),
        helpers.draw_inputs(size * random.normal(size=(4, 12)), feature_names=wide),
        helpers.draw_activations([(size * random.normal(size=(3, 13)), None, "linear")], [1.0, 2.0, 3.0]),
        helpers.draw_neuron(
            size * random.normal(size=4), size * random.normal(size=4), names=wide[:4], bias=size
        ),
    ):
        assert not faults(ax)[1]
        page = ax.figure.bbox
        for text in shown(ax):
            box = text.get_window_extent()
            assert box.x0 >= -1 and box.x1 <= page.width + 1, text.get_text()


def test_the_words_beside_a_full_bar_stay_in_the_picture():
    for names in (["a", "b"], ["W" * 30, "a long name of a class"]):
        ax = helpers.draw_probabilities([1.0, 0.0], names, answer=0)
        for text in shown(ax):
            assert text.get_window_extent().x1 <= ax.figure.bbox.width + 1, text.get_text()


# ------------------------------------------------------------------------------ what the pictures mean


def test_heat_map_is_white_at_zero_whatever_the_weights():
    ax = helpers.draw_weights(np.array([[3.0, 1.0], [2.0, 0.5]]))
    low, high = ax.images[0].get_clim()
    assert low == -high == -3
    middle = ax.images[0].to_rgba(0.0)[:3]
    assert min(middle) > 0.9


def test_the_largest_probability_is_the_coloured_bar():
    from matplotlib.colors import to_hex

    for shares in ([0.2, 0.7, 0.1], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8]):
        ax = helpers.draw_probabilities(shares)
        coloured = [to_hex(bar.get_facecolor()) == style.OUTPUT for bar in ax.patches]
        assert coloured == [share == max(shares) for share in shares]
        bold = [text.get_fontweight() == "bold" for text in ax.texts]
        assert bold == coloured


def test_each_label_stands_over_its_own_image():
    images = np.arange(8)[:, None, None] * np.ones((8, 4, 4)) + 1.0
    labels = [f"n{place + 1}" for place in range(8)]
    ax = helpers.draw_inputs(images, labels=labels)
    sheet = np.asarray(ax.images[0].get_array())
    for text in ax.texts:
        x, y = text.get_position()
        below = sheet[int(np.ceil(y)) : int(np.ceil(y)) + 2, int(x)]
        assert below.tolist() == [int(text.get_text()[1:])] * 2


# ------------------------------------------------------------------------------ what each of them refuses


def image_model():
    import keras

    layers = [keras.layers.Conv2D(2, 3, name="filters"), keras.layers.Flatten(name="flat")]
    return keras.Sequential([keras.Input((4, 4, 1)), *layers])


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (
            lambda: helpers.draw_activations(image_model(), np.ones((4, 4, 1))),
            "none of the layers gives a list",
        ),
        (
            lambda: helpers.draw_activations(image_model(), np.ones((4, 4, 1)), layer="filters"),
            r"numbers of shape \(2, 2, 2\), not a list",
        ),
        (
            lambda: helpers.draw_cost(lambda a, b: a + b, [[np.nan, 1.0], [1.0, 1.0]]),
            "first point is not a finite",
        ),
        (lambda: helpers.draw_cost(lambda a, b: a + b, np.ones((2, 3))), r"received \(2, 3\)"),
        (lambda: helpers.draw_cost(lambda a, b: a + b, np.ones((0, 2))), r"received \(0, 2\)"),
        (lambda: helpers.draw_activation_function(np.sum), r"gave shape \(\) for \(801,\)"),
        (lambda: helpers.draw_inputs(np.ones((2, 2, 2, 2))), r"received \(2, 2, 2, 2\)"),
        (lambda: helpers.draw_inputs(3.0), r"received \(\)"),
        (lambda: helpers.draw_inputs([]), r"received \(1, 0\)"),
        (lambda: helpers.draw_inputs(np.ones((13, 1))), "at most 12 rows can be read, received 13"),
        (lambda: helpers.draw_inputs(np.ones(41)), "at most 40 features can be read, received 41"),
        (lambda: helpers.draw_inputs([1.0, 2.0], labels=["a", "b"]), "expected 1 name, one for each row"),
        (
            lambda: helpers.draw_probabilities([0.5, 0.5], ["a", "b"], answer="c"),
            "one of a and b, received 'c'",
        ),
        (lambda: helpers.draw_probabilities([0.5, 0.5], answer=2), "received 2"),
        (lambda: helpers.draw_probabilities([0.5, 0.5], answer=-1), "received -1"),
        (lambda: helpers.draw_probabilities([]), "probabilities lie between 0 and 1"),
        (lambda: helpers.draw_probabilities([0.5, np.nan]), "probabilities lie between 0 and 1"),
        (lambda: helpers.draw_probabilities([-0.01, 1.0]), "probabilities lie between 0 and 1"),
        (lambda: helpers.draw_probabilities([1.01]), "probabilities lie between 0 and 1"),
        (lambda: helpers.draw_probabilities([0.5, 0.4895]), "these make 0.99"),
        (lambda: helpers.draw_probabilities([0.5, 0.5105]), "these make 1.01"),
        (lambda: helpers.draw_points(np.ones((6, 2)), range(6)), "at most 5 classes, received 6"),
        (lambda: helpers.draw_points(np.ones(4), [0] * 4), r"shape \(n, 2\)"),
        (lambda: helpers.draw_points(np.ones((0, 2)), []), r"shape \(n, 2\)"),
        (lambda: helpers.draw_points([[1.0, np.inf]], [0]), "Drop or fill"),
        (lambda: helpers.draw_points(np.ones((2, 2)), [0, 1], names=["a"]), "expected 2 names"),
        (lambda: helpers.draw_weights(np.ones(3)), r"received \(3,\)"),
        (lambda: helpers.draw_weights(np.ones((0, 3))), r"received \(0, 3\)"),
    ],
)
def test_what_cannot_be_drawn_is_told_why(draw, said):
    with pytest.raises(ValueError, match=said):
        draw()


def test_probabilities_that_miss_1_by_rounding_are_drawn():
    for shares in ([0.5, 0.4905], [0.5, 0.5095], [1 + 5e-7, -5e-7]):
        assert [bar.get_width() for bar in helpers.draw_probabilities(shares).patches] == shares


def test_a_layer_of_keras_is_drawn_with_its_bias_once_it_is_built(keras):
    layer = keras.layers.Dense(2, name="first")
    with pytest.raises(ValueError, match="'first' is not built"):
        helpers.draw_weights(layer)
    layer.build((None, 3))
    layer.set_weights([np.arange(6.0).reshape(3, 2), np.array([-1.0, 7.0])])
    ax = helpers.draw_weights(layer)
    assert texts(ax) == ["0", "1", "2", "3", "4", "5", "−1", "7"]
    assert ax.get_title() == "Weights of first"
    bare = keras.layers.Dense(1, use_bias=False)
    bare.build((None, 2))
    assert len(texts(helpers.draw_weights(bare))) == 2
    with pytest.raises(ValueError, match=r"'flat' \(Flatten\) has no weights"):
        helpers.draw_weights(image_model().layers[1])


def test_weights_known_only_quantised_are_refused():
    class Quantised:
        name, quantization_mode, built = "small", "gptq", True

        def count_params(self):
            return 6

    with pytest.raises(ValueError, match="only quantised"):
        helpers.draw_weights(Quantised())


def test_only_layers_whose_numbers_are_a_list_have_bars(keras):
    layers = [keras.layers.Dense(2, name="table"), keras.layers.Flatten(), keras.layers.Dense(1, name="list")]
    model = keras.Sequential([keras.Input((4, 3)), *layers])
    ax = helpers.draw_activations(model, np.ones((4, 3)))
    assert len(ax.patches) == 1 and description(ax).count("list") == 1 and "table" not in description(ax)


def test_a_place_of_a_layer_counts_from_either_end():
    network = net(2, 3, 1)
    first, last = (helpers.draw_activations(network, [1.0, 2.0], layer=place) for place in (1, -1))
    assert (len(first.patches), len(last.patches)) == (3, 1)
    assert len(helpers.draw_activations(network, [1.0, 2.0], layer=-3).patches) == 2
    for place in (3, -4):
        with pytest.raises(ValueError, match="a place from 0 to 2"):
            helpers.draw_activations(network, [1.0, 2.0], layer=place)


def test_the_true_class_is_found_by_its_name_or_its_number():
    for answer in ("1", 1, np.int64(1)):
        ax = helpers.draw_probabilities([0.5, 0.3, 0.2], answer=answer)
        assert [text for text in texts(ax) if "true class" in text] == ["30 %  ← the true class"]
    by_name = helpers.draw_probabilities([0.7, 0.3], ["1", "0"], answer=1)
    assert description(by_name).endswith("The true class is 1."), "a name before a number"


@pytest.mark.parametrize(("times", "lost"), [(49, 0), (51, 400)])
def test_where_a_part_of_a_function_is_too_steep_it_has_no_slope(times, lost):
    slope = helpers.draw_activation_function(lambda x: times * np.maximum(x, 0)).lines[1].get_ydata()
    assert abs(np.isnan(slope).sum() - lost) <= 2
    whole = helpers.draw_activation_function(lambda x: times * x).lines[1].get_ydata()
    assert np.allclose(whole, times), "steep everywhere is a slope"


def test_a_cost_of_minus_infinity_is_drawn_around():
    with np.errstate(divide="ignore"):
        ax = helpers.draw_cost(lambda a, b: np.log(a**2 + b**2), around=((-1, 1), (-1, 1)))
    levels = ax.collections[0].levels
    assert np.isfinite(levels).all() and (np.diff(levels) > 0).all()


def test_a_title_has_the_courses_size_whatever_was_set():
    with plt.rc_context({"axes.titlesize": 30}):
        ax = plt.figure().add_subplot(title="a title")
    assert style.tidy(ax).title.get_fontsize() == style.TEXT + 1
