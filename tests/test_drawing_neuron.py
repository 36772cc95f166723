"""Pictures of a neuron and of points: layout, labels, numbers, words, errors; the live neuron; the words."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle

from helpers import widgets
from helpers.drawing import style
from helpers.drawing.descriptions import describe, description
from helpers.drawing.neuron import draw_neuron, lay_out_neuron
from helpers.drawing.points import decided, draw_boundary, draw_points
from helpers.neurons import ACTIVATIONS, neuron_pass
from tests.pictures import faults, texts

# -- the neuron ----------------------------------------------------------------------------------------


def test_every_number_stands_on_the_drawing():
    ax = draw_neuron([2.0, -1.0, 0.5], [1.0, -3.0, 0.0], bias=-1.5, activation="step")
    numbers = {"2", "−1", "0.5", "×1", "×(−3)", "×0", "3", "0", "3.5", "bias = −1.5", "1"}
    assert {*numbers, "step", "x₁", "x₃", "Σ", "output"} <= set(texts(ax))
    assert ax.get_title() == "3.5 is above 0: the neuron is on"


def test_the_words_carry_the_numbers():
    ax = draw_neuron([2.0, -1.0], [1.0, 3.0], bias=0.5, activation="relu", names=["age", "fare"])
    assert description(ax) == (
        "A neuron with 2 inputs: age = 2 times 1 gives 2 and fare = −1 times 3 gives −3. "
        "Summed, with the bias of 0.5, that is −0.5, and the relu function makes the output 0 of it."
    )


def test_links_have_the_colour_and_the_dashes_of_their_sign():
    ax = draw_neuron([1, 1, 1], [1, -1, 0])
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--", ":"]
    assert [line.get_color() for line in ax.lines] == [style.POSITIVE, style.NEGATIVE, style.SOFT]


def test_it_draws_where_it_is_told():
    figure, (left, right) = plt.subplots(1, 2)
    assert draw_neuron([1], [1], ax=right) is right
    assert not left.texts and figure.axes == [left, right]


@pytest.mark.parametrize(
    ("features", "bias", "activation"), list(itertools.product(range(1, 9), (True, False), (True, False)))
)
def test_the_layout_keeps_everything_on_the_page_and_apart(features, bias, activation):
    layout = lay_out_neuron(features, bias=bias, activation=activation)
    ys = layout.inputs[:, 1]
    assert layout.inputs.shape == (features, 2)
    assert ys.min() > 0.25 and ys.max() < layout.height - 0.25
    assert features == 1 or np.all(np.diff(ys) < -0.55)
    assert (layout.bias is None) == (not bias) and (layout.activation is None) == (not activation)
    if bias:
        assert layout.bias[1] < layout.height - 0.1 and layout.bias[1] - layout.sum[1] > 0.9
    places = [layout.inputs[0], layout.sum, layout.activation, layout.output]
    xs = [place[0] for place in places if place is not None]
    assert np.all(np.diff(xs) > 0.9) and xs[-1] < 7


@pytest.mark.parametrize("features", [1, 3, 8])
def test_no_text_covers_another(features):
    ax = draw_neuron(
        np.arange(features) * 100.5 + 0.25,
        np.linspace(-2.25, 2, features),
        bias=-6424.8,
        activation="sigmoid",
    )
    assert faults(ax) == ([], [])
    assert all(text.get_fontsize() >= 9 for text in ax.texts)


def test_the_frame_of_the_activation_is_thinner_than_those_of_what_has_a_number():
    *inputs, neuron, activation = draw_neuron([1, 2], [3, 4], activation="relu").patches[:4]
    assert {one.get_linewidth() for one in (*inputs, neuron)} == {2.2}
    assert 1 < activation.get_linewidth() < 2.2


def test_inputs_are_squares_and_the_neuron_a_circle():
    ax = draw_neuron([1, 2], [1, 1])
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    assert len(circles) == 1 and len(ax.patches) >= 3


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        (([1, 2], [1]), {}, "one weight for each input; received shapes (2,) and (1,)"),
        (([], []), {}, "one row of numbers"),
        (
            ([1], [1]),
            {"activation": "gelu"},
            "expected one of linear, step, sigmoid, tanh, relu; received 'gelu'",
        ),
        ((np.ones(9), np.ones(9)), {}, "at most 8 inputs, received 9"),
        (([1, 2], [1, 2]), {"names": ["a"]}, "expected 2 names, one for each input, received 1"),
    ],
)
def test_a_neuron_that_cannot_be_drawn_says_why(args, options, said):
    with pytest.raises(ValueError) as error:
        draw_neuron(*args, **options)
    assert said in str(error.value)


def test_ax_that_is_none_of_matplotlibs_is_told_the_cure():
    with pytest.raises(TypeError, match="expected a matplotlib Axes, received str.*plt.subplots"):
        draw_neuron([1], [1], ax="here")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_pass_keeps_every_number(name):
    done = neuron_pass([1.0, -2.0], [0.5, 0.25], bias=0.1, activation=name)
    assert done.products.tolist() == [0.5, -0.5] and done.pre_activation == pytest.approx(0.1)
    assert done.output == pytest.approx(float(ACTIVATIONS[name][0](np.array(0.1))))


# -- points and boundaries -----------------------------------------------------------------------------

ROWS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def test_classes_differ_in_marker_and_colour():
    ax = draw_points(ROWS, [0, 0, 1, 1], classes=["no", "yes"])
    first, second = ax.collections
    assert not np.array_equal(first.get_facecolor(), second.get_facecolor())
    assert first.get_paths()[0].vertices.shape != second.get_paths()[0].vertices.shape
    assert (
        description(ax)
        == "4 points over x₁ and x₂: 2 of class no around (0, 0.5) and 2 of class yes around (1, 0.5)."
    )


def test_a_legend_stands_beside_the_axes_of_a_new_figure_or_nowhere():
    ax = draw_points(ROWS, [0, 0, 1, 1], classes=["no", "yes"])
    ax.get_figure().canvas.draw()
    assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1
    assert draw_points(ROWS, [0, 0, 1, 1], legend=False).get_legend() is None
    ax = draw_boundary(lambda rows: rows[:, 0], ROWS, [0, 0, 1, 1], legend=False, classes=["no", "yes"])
    assert ax.get_legend() is None
    assert [one.get_label() for one in ax.collections[:2]] == ["no", "yes"]


def test_the_boundary_lies_where_the_model_changes_its_mind():
    ax = draw_boundary(lambda rows: rows[:, 0], ROWS, [0, 1, 1, 1])
    line = [c for c in ax.collections if c.get_paths() and len(c.get_paths()[0].vertices) > 50][-1]
    across = np.concatenate([path.vertices[:, 0] for path in line.get_paths()])
    assert abs(np.median(across) - 0.5) < 0.02
    assert description(ax).endswith("of 4 points over x₁ and x₂, 1 lies on the wrong side.")


def test_one_half_counts_as_class_one():
    near = np.array([[0.4999, 0], [0.5, 0], [0.5001, 0]])
    assert decided(lambda rows: rows[:, 0], near).tolist() == [0, 1, 1]
    ax = draw_boundary(lambda rows: np.full(len(rows), 0.5), ROWS, [0, 1, 1, 1])
    assert description(ax).endswith("1 lies on the wrong side.")


def test_each_half_has_the_colour_of_the_class_it_is_given_to():
    ax = draw_boundary(lambda rows: rows[:, 0], ROWS, [0, 0, 1, 1])
    (halves,) = [ground for ground in ax.collections if ground.get_zorder() == 0]
    for path, fill, side in zip(halves.get_paths(), halves.get_facecolor(), (0, 1), strict=True):
        assert np.all((path.vertices[:, 0] >= 0.49) if side else (path.vertices[:, 0] <= 0.51))
        alike = [np.corrcoef(fill[:3], to_rgb(colour))[0, 1] for colour in style.CLASS_COLOURS[:2]]
        assert int(np.argmax(alike)) == side


def test_a_model_with_one_answer_has_no_boundary():
    ax = draw_boundary(lambda rows: np.zeros((len(rows), 1)), ROWS, [0, 1, 1, 1])
    assert description(ax).startswith("The whole plane is given to one class; of 4 points")


@pytest.mark.parametrize(
    ("rows", "targets", "predict", "said"),
    [
        (np.ones((4, 3)), [0] * 4, None, "expected shape (n, 2)"),
        (ROWS, [0, 1], None, "one for each of 4 rows, received 2"),
        (ROWS * np.nan, [0, 0, 1, 1], None, "Drop or fill"),
        (ROWS, [0, 1, 0, 1], lambda rows: np.ones((len(rows), 2)), "model with several outputs"),
        (ROWS, [0, 1, 2, 3], None, "0 or 1"),
    ],
)
def test_points_that_cannot_be_drawn_say_why(rows, targets, predict, said):
    with pytest.raises(ValueError) as error:
        draw_boundary(predict or (lambda rows: rows[:, 0]), rows, targets)
    assert said in str(error.value)


# -- style and words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.5, "−0.5"),
        (3.0, "3"),
        (-0.0001, "0"),
        (1234.567, "1234.57"),
        (np.nan, "NaN"),
        (-np.inf, "−∞"),
        (2e7, "2.0e+07"),
    ],
)
def test_numbers_are_written_as_people_read_them(value, text):
    assert style.number(value) == text


def test_lists_are_written_as_sentences():
    assert style.listed([1]) == "1" and style.listed([1, 2, 3]) == "1, 2 and 3"
    assert style.listed(range(9)) == "0, 1, 2, 3, 4, … (9 in all)"


def test_a_description_is_replaced():
    figure, (a, b) = plt.subplots(1, 2)
    describe(a, "One.")
    describe(a, "Two.\n   Lines.")
    describe(b, "Three.")
    assert description(figure) == "Two. Lines. Three."


# -- the live neuron -----------------------------------------------------------------------------------


def test_moving_a_slider_changes_picture_and_words(monkeypatch):
    boxes = []
    monkeypatch.setattr(widgets, "show_live", lambda box, still, words: boxes.append((box, still)))
    widgets.play_neuron([2.0, -1.0], [1.0, 1.0], bias=-2.0)
    box, still = boxes[0]
    controls, picture, said = box.children
    bias, choice = controls.children[2].children
    assert picture.value == still and "output 0" in said.value
    bias.value = 0.5
    assert picture.value != still and "output 1" in said.value
    choice.value = "sigmoid"
    assert "sigmoid function makes the output 0.818" in said.value
    assert not plt.get_fignums()


def test_a_live_neuron_of_five_inputs_is_refused_with_what_was_expected():
    with pytest.raises(ValueError, match="expected 1 to 4 inputs and one weight for each; received 5 and 5"):
        widgets.play_neuron([1.0] * 5, [1.0] * 5)
