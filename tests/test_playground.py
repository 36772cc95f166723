"""The network to play with: its points, its learning against Keras, its picture, its controls."""

from __future__ import annotations

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
