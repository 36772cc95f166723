"""The network to play with: its points, its learning against Keras, its picture, its controls."""

from __future__ import annotations

import dataclasses
import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import playground, widgets
from helpers.drawing.descriptions import description
from helpers.playground import PLAY_ACTIVATIONS, PlayNetwork, draw_play, play_network, play_points


@pytest.fixture(autouse=True)
def no_figure_is_left_open():
    before = plt.get_fignums()
    yield
    assert plt.get_fignums() == before


# -- points -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", playground.DATA)
def test_points_are_two_halves_of_two_classes_and_the_same_each_time(data):
    points, again = play_points(data), play_points(data)
    assert abs(len(points.rows) - len(points.unseen_rows)) <= 1
    for rows, targets in ((points.rows, points.targets), (points.unseen_rows, points.unseen_targets)):
        assert rows.shape == (len(targets), 2) and set(targets) == {0, 1}
        assert np.isfinite(rows).all() and np.abs(rows).max() < 4
    assert np.array_equal(points.rows, again.rows)
    assert not np.array_equal(points.rows, play_points(data, seed=1).rows)
    seen = {tuple(row) for row in points.rows}
    if data != "penguins":  # two birds may measure the same
        assert not seen & {tuple(row) for row in points.unseen_rows}


def test_the_gates_say_what_the_gates_say():
    for name, rule in (("AND", np.all), ("OR", np.any)):
        points = play_points(name)
        agree = rule(points.rows > 0, axis=1) == points.targets
        assert agree.mean() > 0.98


def test_penguins_are_scaled_by_the_birds_to_learn_from():
    rows = play_points("penguins").rows
    assert np.allclose(rows.mean(axis=0), 0) and np.allclose(rows.std(axis=0), 1)


def test_unknown_points_are_named():
    with pytest.raises(ValueError, match="expected one of AND, OR.*received 'stars'"):
        play_points("stars")


# -- the network --------------------------------------------------------------------------------------


def in_keras(network: PlayNetwork):
    """Return the same network, built with Keras."""
    import keras

    *hidden, (_, last, _) = network.layers
    model = keras.Sequential([keras.Input((2,))])
    for _, bias, activation in hidden:
        model.add(keras.layers.Dense(len(bias), activation=activation))
    model.add(keras.layers.Dense(len(last), activation="sigmoid"))
    model.set_weights([part for layer in network.layers for part in layer[:2]])
    return model


def learn_in_keras(model, rows, targets, steps: int, learning_rate: float) -> float:
    """Take some steps of Keras's Adam, as many as there are, and return the cost after the last."""
    import keras
    import tensorflow as tf

    optimizer = keras.optimizers.Adam(learning_rate)
    for _ in range(steps + 1):
        with tf.GradientTape() as tape:
            cost = keras.losses.BinaryCrossentropy()(targets[:, None], model(rows))
        if optimizer.iterations < steps:
            optimizer.apply(tape.gradient(cost, model.trainable_variables), model.trainable_variables)
    return float(cost)


@settings(max_examples=12, deadline=None)
@given(
    hidden=st.lists(st.integers(1, 5), max_size=3),
    activation=st.sampled_from(PLAY_ACTIVATIONS),
    seed=st.integers(0, 1000),
)
def test_it_answers_and_learns_as_keras_does(hidden, activation, seed):
    network = PlayNetwork(hidden, activation=activation, seed=seed)
    full = play_points("moons")
    few = playground.Points(full.rows[:20], full.targets[:20], full.unseen_rows, full.unseen_targets)
    model = in_keras(network)
    assert np.allclose(network(few.rows), model(few.rows).numpy()[:, 0], atol=1e-5)
    network.train(few, 5, learning_rate=0.01)  # 20 rows are one batch, so their order does not matter
    cost = learn_in_keras(model, few.rows, few.targets, 5, 0.01)
    assert network.history["loss"][-1] == pytest.approx(cost, abs=1e-4)
    for (weights, bias, _), layer in zip(network.layers, model.layers, strict=True):
        assert np.allclose(weights, layer.kernel.numpy(), atol=1e-3)
        assert np.allclose(bias, layer.bias.numpy(), atol=1e-3)


def test_what_it_can_and_cannot_learn():
    def right(data: str, hidden: list[int]) -> float:
        points = play_points(data)
        return PlayNetwork(hidden).train(points, 400).right(points.unseen_rows, points.unseen_targets)

    assert right("AND", []) > 0.95 and right("OR", []) > 0.95
    assert right("XOR", []) < 0.6 < 0.95 < right("XOR", [4])
    assert right("circles", [2]) < 0.9 < 0.95 < right("circles", [3])
    assert right("spiral", [2]) < 0.85 < 0.95 < right("spiral", [8, 8, 8])


def test_training_is_kept_and_can_go_on():
    points = play_points("circles")
    twice = PlayNetwork([3]).train(points, 20).train(points, 30)
    once = PlayNetwork([3]).train(points, 50)
    assert twice.epochs == once.epochs == len(once.history["loss"]) == len(once.history["val_loss"]) == 50
    assert twice.history == once.history
    assert once.history["loss"][-1] < once.history["loss"][0]


def test_fifty_epochs_take_well_under_a_second():
    from time import process_time

    points, network = play_points("spiral"), PlayNetwork([8] * 4)
    started = process_time()
    network.train(points, 50)
    assert process_time() - started < 0.5


@pytest.mark.parametrize("hidden", [[0], [2.5], [3, -1]])
def test_layers_without_neurons_are_refused(hidden):
    with pytest.raises(ValueError, match="whole numbers of neurons from 1 on"):
        PlayNetwork(hidden)


def test_an_activation_that_cannot_learn_is_refused():
    with pytest.raises(ValueError, match="expected one of tanh, relu.*received 'step'"):
        PlayNetwork([2], activation="step")


# -- the picture --------------------------------------------------------------------------------------


def test_the_picture_has_the_boundary_the_curves_and_words():
    points = play_points("circles")
    network = PlayNetwork([3]).train(points, 150)
    figure, axes = plt.subplots(1, 2)
    left, right = draw_play(network, points, axes=axes)
    assert left is axes[0] and right is axes[1]
    share = f"{100 * network.right(points.unseen_rows, points.unseen_targets):.0f} %"
    assert left.get_title().startswith(share) and right.get_title() == "after 150 epochs"
    training, unseen = right.get_lines()
    assert training.get_ydata().tolist() == network.history["loss"]
    assert unseen.get_ydata().tolist() == network.history["val_loss"]
    assert training.get_linestyle() != unseen.get_linestyle()
    words = description(figure)
    assert "A network 2-3-1 after 150 epochs" in words and share in words
    plt.close(figure)


def test_before_training_there_are_no_curves():
    left, right = draw_play(PlayNetwork([2]), play_points("XOR"))
    assert "not trained yet" in {text.get_text() for text in right.texts}
    assert "No epochs yet" in description(right)
    plt.close(left.figure)


def test_costs_title_and_legend_are_of_the_rows_they_name():
    points = play_points("spiral")
    network = PlayNetwork([4]).train(points, 30)
    parts = {"loss": (points.rows, points.targets), "val_loss": (points.unseen_rows, points.unseen_targets)}
    costs = {}
    for key, (rows, targets) in parts.items():
        outputs = np.clip(network(rows), 1e-7, 1 - 1e-7)
        costs[key] = float(-np.mean(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs)))
        assert network.history[key][-1] == pytest.approx(costs[key])
    assert abs(costs["loss"] - costs["val_loss"]) > 1e-3, "else this test could not tell them apart"
    shares = {key: f"{100 * network.right(*part):.0f} %" for key, part in parts.items()}
    assert shares["loss"] != shares["val_loss"], "else this test could not tell them apart"
    left, right = draw_play(network, points)
    assert left.get_title() == f"{shares['val_loss']} of unseen points right"
    names = [text.get_text() for text in right.get_legend().get_texts()]
    legend = dict(zip(names, right.get_legend().get_lines(), strict=True))
    for key, label in (("loss", "training"), ("val_loss", "unseen")):
        (line,) = [line for line in right.get_lines() if line.get_label() == label]
        assert line.get_ydata().tolist() == network.history[key]
        assert line.get_color() == legend[label].get_color()
    ends = [playground.style.number(network.history[key][-1]) for key in ("loss", "val_loss")]
    assert f"to {ends[0]}; on the unseen points it ends at {ends[1]}" in description(right)
    plt.close(left.figure)


# -- the controls -------------------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch):
    """Return what was displayed: (box, still picture, words)."""
    found = []
    monkeypatch.setattr(widgets, "show_live", lambda *given: found.append(given))
    return found


def test_the_still_picture_is_a_trained_network(shown):
    from PIL import Image

    play_network("circles", layers=1, neurons=4, epochs=100)
    _, still, words = shown[0]
    assert Image.open(io.BytesIO(still)).width > 500
    assert "after 100 epochs" in words and "2-4-1" in words


def test_buttons_train_and_start_again_and_every_control_is_heard(shown):
    play_network("moons", layers=1, neurons=3, activation="relu", learning_rate=0.02, epochs=0)
    box = shown[0][0]
    controls, buttons, picture, said = box.children
    data, layers, neurons, activation, rate = controls.children
    assert [data.value, layers.value, neurons.value] == ["moons", 1, 3]
    assert [activation.value, rate.value] == ["relu", 0.02]
    before = picture.value
    buttons.children[0].click()
    assert picture.value != before and "after 50 epochs" in said.value
    buttons.children[1].click()
    assert "after 550 epochs" in said.value
    rate.value = 0.1  # goes on from where it is
    buttons.children[0].click()
    assert "after 600 epochs" in said.value
    layers.value = 2
    assert "2-3-3-1 after 0 epochs" in said.value
    layers.value, neurons.value, activation.value, data.value = 0, 5, "tanh", "penguins"
    assert "A network 2-1 after 0 epochs" in said.value and "bill length" in said.value
    buttons.children[0].click()
    buttons.children[2].click()
    assert "after 0 epochs" in said.value


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"layers": 5}, "layers: expected a whole number from 0 to 4, received 5"),
        ({"neurons": 0}, "neurons: expected a whole number from 1 to 8"),
        ({"neurons": 2.5}, "received 2.5"),
        ({"epochs": -1}, "epochs: expected"),
        ({"learning_rate": 3}, "learning_rate: expected a number from 0.001 to 0.3, received 3"),
        ({"data": "noise"}, "data: expected one of"),
        ({"activation": "softmax"}, "activation: expected one of"),
    ],
)
def test_what_is_out_of_range_is_named(given, said):
    with pytest.raises(ValueError, match=said):
        play_network(**given)


# -- every number of it -------------------------------------------------------------------------------


def all_of(data):
    points = play_points(data)
    rows = np.concatenate([points.rows, points.unseen_rows])
    targets = np.concatenate([points.targets, points.unseen_targets])
    assert len(points.rows) == len(points.unseen_rows) == 150 and len(rows) == 300
    return rows, targets


@pytest.mark.parametrize(("data", "ones"), [("AND", 75), ("OR", 225), ("XOR", 150)])
def test_a_gate_is_four_clouds_around_its_corners(data, ones):
    rows, targets = all_of(data)
    assert targets.sum() == ones
    for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        cloud = rows[(np.sign(rows) == corner).all(axis=1)]
        assert abs(len(cloud) - 75) <= 1 and cloud.mean(axis=0) == pytest.approx(corner, abs=0.1)
        assert cloud.std(axis=0) == pytest.approx(0.28, abs=0.06)


@pytest.mark.parametrize(
    ("data", "first", "last"),
    [
        ("AND", (0.757, -0.966), (1.216, -0.44)),
        ("circles", (-0.611, 1.373), (0.951, 1.065)),
        ("moons", (-2.059, -0.136), (0.345, -0.99)),
        ("spiral", (0.557, 1.568), (-0.896, 0.914)),
        ("penguins", (0.615, -1.375), (-1.112, 0.733)),
    ],
)
def test_the_points_are_the_same_on_every_machine(data, first, last):
    points = play_points(data)
    assert points.rows[0] == pytest.approx(first, abs=1e-3)
    assert points.unseen_rows[-1] == pytest.approx(last, abs=1e-3)


def test_circles_are_a_disc_in_a_ring():
    rows, targets = all_of("circles")
    radius, angle = np.hypot(*rows.T), np.arctan2(*rows.T)
    assert targets.sum() == 150
    ring, disc = radius[targets == 0], radius[targets == 1]
    assert ring.mean() == pytest.approx(1.5, abs=0.03) and ring.std() == pytest.approx(0.12, abs=0.02)
    assert disc.mean() == pytest.approx(0.7 * 2 / 3, abs=0.04) and disc.max() < 1
    assert np.histogram(angle, 4, (-np.pi, np.pi))[0] == pytest.approx([75] * 4, abs=25)


def test_moons_are_two_half_rings_that_mirror_each_other():
    rows, targets = all_of("moons")
    assert targets.sum() == 150
    for half in (rows[targets == 0], -rows[targets == 1]):
        across, up = half[:, 0] + 0.65, half[:, 1] + 0.325
        assert np.hypot(across, up).mean() == pytest.approx(1.3, abs=0.05)
        assert np.hypot(across, up).std() == pytest.approx(0.2, abs=0.03)
        assert (up > -0.8).all() and across.min() < -1 and across.max() > 1
        assert abs(across.mean()) < 0.2 and up.mean() == pytest.approx(1.3 * 2 / np.pi, abs=0.12)


def test_a_spiral_has_two_arms_of_one_turn_and_a_quarter():
    rows, targets = all_of("spiral")
    assert targets.sum() == 150
    radius = np.hypot(*rows.T)
    angle = 2.5 * np.pi * radius / 1.8 + np.pi * targets
    off = rows - radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    assert np.median(np.hypot(*off.T)) < 0.3
    assert 0.15 < radius.min() < 0.5 and 1.7 < radius.max() < 2
    assert np.mean(radius < 1.8 / np.sqrt(2)) == pytest.approx(0.5, abs=0.07), "as many outside as inside"
    along = radius / 1.8
    across = rows[:, 1] * np.cos(angle) - rows[:, 0] * np.sin(angle)
    spread = across / np.hypot(1, 2.5 * np.pi * along)
    assert spread.std() == pytest.approx(0.05, abs=0.01)


def test_penguins_are_the_chinstraps_among_the_others():
    points = play_points("penguins")
    targets = np.concatenate([points.targets, points.unseen_targets])
    assert (len(targets), targets.sum()) == (342, 68)
    assert points.classes == ("Adelie, Gentoo", "Chinstrap")
    assert points != play_points("penguins"), "arrays are not compared"
    with pytest.raises(dataclasses.FrozenInstanceError):
        points.rows = None


@pytest.mark.parametrize(("hidden", "inputs"), [([200], 2), ([3, 150], 5)])
def test_first_weights_fill_the_range_of_glorot_and_biases_are_0(hidden, inputs):
    network = PlayNetwork(hidden, inputs=inputs)
    sizes = [inputs, *hidden, 1]
    assert [weights.shape for weights, _, _ in network.layers] == list(zip(sizes, sizes[1:]))
    assert [name for _, _, name in network.layers] == ["tanh"] * len(hidden) + ["sigmoid"]
    for (weights, bias, _), before, units in zip(network.layers, sizes, sizes[1:]):
        limit = np.sqrt(6 / (before + units))
        assert not bias.any() and np.abs(weights).max() <= limit
        if weights.size > 100:
            assert weights.min() < -0.95 * limit and weights.max() > 0.95 * limit


def test_one_step_of_adam_where_slopes_are_tiny():
    network = PlayNetwork([])
    (weights, bias, _), tiny = network.layers[0], 1e-7
    before = weights.copy()
    network._update([np.full((2, 1), tiny)], [np.full(1, -tiny)], 0.03)
    step = 0.03 * np.sqrt(0.001) / 0.1 * 0.1 * tiny / (np.sqrt(0.001) * tiny + 1e-7)
    assert before - weights == pytest.approx(np.full((2, 1), step)) and bias == pytest.approx([step])


def test_a_chance_of_one_half_is_class_one():
    network = PlayNetwork([])
    network.layers[0][0][:] = 0
    rows = np.ones((4, 2))
    assert network(rows).tolist() == [0.5] * 4
    assert network.right(rows, [1, 1, 1, 0]) == 0.75 and network.right(rows, np.ones(4)) == 1


def test_the_picture_to_the_last_part():
    style = playground.style
    points = play_points("circles")
    network = PlayNetwork([3]).train(points, 4)
    left, right = draw_play(network, points)
    assert left.figure.get_size_inches() == pytest.approx([style.WIDTH, 3.9]) and left.figure.dpi == style.DPI
    assert (
        left.get_legend() is None
        and not left.spines["top"].get_visible()
        and not right.spines["top"].get_visible()
    )
    for line in right.get_lines():
        assert line.get_xdata().tolist() == [1, 2, 3, 4] and line.get_linewidth() == 2
    assert (right.get_xlabel(), right.get_ylabel()) == ("epoch", "loss")
    legend = right.get_legend()
    assert {text.get_fontsize() for text in legend.get_texts()} == {
        style.TEXT - 1
    } and not legend.get_frame_on()
    loss, unseen = network.history["loss"], network.history["val_loss"]
    number = style.number
    assert loss[0] != loss[-1] and number(loss[0]) != number(loss[-1]), (
        "else the ends could not be told apart"
    )
    assert description(right).startswith(
        f"The cost in training goes from {number(loss[0])} to {number(loss[-1])}; on the unseen points it ends at "
        f"{number(unseen[-1])}."
    )
    assert f"Of {len(points.unseen_rows)} unseen points it has " in description(left)
    assert right.get_ylim() == (0, max(0.75, loss[0], unseen[-1]))
    plt.close(left.figure)


@pytest.mark.parametrize(
    ("loss", "unseen", "top"),
    [([0.5, 0.4], [0.6, 0.5], 0.75), ([2.0, 0.4], [9.0, 0.5], 2.0), ([0.5, 5.0], [0.6, 3.0], 3.0)],
)
def test_the_curves_have_room_for_the_first_cost_and_the_last(loss, unseen, top):
    network = PlayNetwork([])
    network.epochs, network.history = 2, {"loss": loss, "val_loss": unseen}
    _, ax = plt.subplots()
    playground._draw_curves(ax, network)
    assert ax.get_ylim() == (0, top)
    plt.close(ax.figure)


def test_a_network_not_trained_yet_says_so_in_the_middle():
    _, ax = plt.subplots()
    playground._draw_curves(ax, PlayNetwork([2]))
    (text,) = ax.texts
    assert text.get_position() == (0.5, 0.5) and text.get_transform() == ax.transAxes
    assert text.get_fontsize() == playground.style.TEXT and ax.get_legend() is None
    assert ax.get_ylim() == (0, 0.75) and ax.get_title() == "after 0 epochs"
    plt.close(ax.figure)


def test_the_controls_reach_from_the_least_to_the_most(shown):
    play_network("AND", layers=0, neurons=1, learning_rate=0.05, epochs=0)
    controls, buttons, picture, said = shown[0][0].children
    data, layers, neurons, activation, rate = controls.children
    assert (layers.min, layers.max, neurons.min, neurons.max) == (0, 4, 1, 8)
    assert data.options == tuple(playground.DATA) and activation.options == PLAY_ACTIVATIONS
    assert rate.options == (0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.3) and rate.value == 0.05
    assert [one.description for one in buttons.children] == [
        "Train 50 epochs",
        "Train 500 epochs",
        "Start again",
    ]
    before = picture.value
    rate.value = 0.3
    assert picture.value == before, "a rate alone changes nothing yet"


@pytest.mark.parametrize(
    "given",
    [
        {"layers": True}, {"layers": -1}, {"neurons": 9}, {"epochs": 2001}, {"epochs": 1.5}, {"learning_rate": 0.0005},
        {"learning_rate": 0.31}, {"neurons": True},
    ],
)  # fmt: skip
def test_what_is_just_out_of_range_is_refused(given):
    with pytest.raises(ValueError, match=f"{next(iter(given))}: expected a "):
        play_network(**given)


@pytest.mark.parametrize("rate", [0.001, 0.3])
def test_what_is_just_in_range_is_played(rate, shown):
    play_network("OR", layers=4, neurons=8, learning_rate=rate, epochs=1)
    assert "A network 2-8-8-8-8-1 after 1 epochs." in shown[0][2]


# -- widgets ------------------------------------------------------------------------------------------


def test_what_is_shown_live_has_its_picture_and_its_words_behind_it(monkeypatch):
    import IPython.display
    import ipywidgets

    out = []
    monkeypatch.setattr(IPython.display, "display", lambda *given, **how: out.append((given, how)))
    box = ipywidgets.HTML()
    widgets.show_live(box, b"still", "words")
    (data,), how = out[0]
    assert data["application/vnd.jupyter.widget-view+json"] == {
        "version_major": 2, "version_minor": 0, "model_id": box.model_id
    }  # fmt: skip
    assert (data["image/png"], data["text/plain"]) == ("c3RpbGw=", "words")
    assert how == {"metadata": {"image/png": {"alt": "words"}}, "raw": True} and out[1][1] == {"raw": True}


def test_words_are_shown_as_they_were_typed(shown):
    from helpers.drawing.descriptions import _pending, describe

    def draw(text):
        return describe(plt.subplots()[1], text)

    before = list(_pending)
    widgets.play(draw, ("a < 'b'",), lambda redraw: [])
    picture, said = shown[0][0].children
    assert said.value == "a &lt; 'b'" and shown[0][2] == "a < 'b'" and picture.value == shown[0][1]
    assert list(_pending) == before, "a picture that was taken is not shown again below its cell"


def test_every_slider_of_a_neuron_has_its_name_and_its_place(shown):
    widgets.play_neuron([2.0, -1.0], [0.5, 1.0], bias=-2.0, activation="tanh")
    (row, picture, said) = shown[0][0].children
    xs, ws, rest = (column.children for column in row.children)
    assert [(one.description, one.value) for one in (*xs, *ws)] == [
        ("x₁", 2.0), ("x₂", -1.0), ("w₁", 0.5), ("w₂", 1.0)
    ]  # fmt: skip
    assert {(one.min, one.max, one.step) for one in (*xs, *ws, rest[0])} == {(-3, 3, 0.5)}
    assert (rest[0].description, rest[0].value, rest[1].value) == ("bias", -2.0, "tanh")
    assert rest[1].options == ("linear", "step", "sigmoid", "tanh", "relu")
    before = said.value
    ws[1].value = 3.0
    assert said.value != before and "3" in said.value
    widgets.play_neuron([1.0], [1.0])
    widgets.play_neuron([1.0] * 4, [1.0] * 4)
    for inputs, weights in (([], []), ([1.0], [1.0, 2.0])):
        with pytest.raises(ValueError, match="expected 1 to 4 inputs and one weight for each"):
            widgets.play_neuron(inputs, weights)
