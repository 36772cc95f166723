"""How large things are drawn, and where: texts as large as they were measured, marks that can be told apart."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import FancyBboxPatch

from helpers import (
    draw_activations,
    draw_cost,
    draw_inputs,
    draw_network,
    draw_neuron,
    draw_points,
    draw_weights,
    network_backward,
    network_forward,
)
from helpers.drawing import activations, inputs, layout, network_page, neuron, style, weights
from helpers.drawing.measure import fit_number, fit_text, text_size, text_width, widest
from tests.pictures import net

RANDOM = np.random.default_rng(3)
ROW = [0.123456, -12.3456, 1234.56, -0.5]
DRAWN = {
    "weights": (weights, lambda: draw_weights(RANDOM.normal(size=(4, 6)) * 1000)),
    "activations": (activations, lambda: draw_activations(net(4, 6, 2, activation="linear"), ROW)),
    "inputs": (inputs, lambda: draw_inputs([ROW, ROW[::-1]])),
    "images": (inputs, lambda: draw_inputs(RANDOM.random((3, 4, 4)), labels=["a long label " * 3] * 3)),
    "neuron": (neuron, lambda: draw_neuron(ROW, [1.23456, -98765.4321, 0.001, 3])),
}


def box(text):
    return text.get_window_extent(text.figure.canvas.get_renderer())


@pytest.mark.parametrize("name", DRAWN)
def test_a_text_is_written_as_large_as_it_was_measured(name, monkeypatch):
    module, draw = DRAWN[name]
    measured = []
    for function in ("fit_number", "fit_text"):
        fit = getattr(module, function, None)
        if fit is not None:

            def noted(value, width, size, *more, fit=fit):
                measured.append((fit(value, width, size, *more), size))
                return measured[-1][0]

            monkeypatch.setattr(module, function, noted)
    ax = draw()
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    sizes = {text.get_text().strip("×()"): text.get_fontsize() for text in [*ticks, *ax.texts]}
    found = [(text, size) for text, size in measured if text in sizes and size == sizes[text]]
    assert found
    wrong = {text: size for text, size in measured if text in sizes and (text, sizes[text]) not in measured}
    assert not wrong


def test_the_sheet_of_images_fills_its_figure_and_a_grid_keeps_its_names():
    ax = draw_inputs(RANDOM.random((12, 8, 8)))
    ax.figure.canvas.draw()
    assert ax.get_window_extent().height > 0.6 * ax.figure.bbox.height
    bar = ax.figure.axes[1]
    assert {label.get_fontsize() for label in bar.get_yticklabels()} == {style.TEXT - 1}
    grid = draw_inputs([ROW, ROW], feature_names=["age", "fare", "class", "sex"])
    assert [label.get_text() for label in grid.get_yticklabels()] == ["age", "fare", "class", "sex"]
    assert grid.get_yticks(minor=True).tolist() == [0.5, 1.5, 2.5]


def test_cells_of_weights_stand_at_whole_numbers_from_1():
    ax = draw_weights(RANDOM.normal(size=(3, 2)))
    assert tuple(ax.images[0].get_extent()) == (0.5, 2.5, 3.5, 0.5)
    assert [text.get_position() for text in ax.texts] == [(x, y) for y in (1, 2, 3) for x in (1, 2)]


def test_a_neurons_links_grow_with_the_weight_and_carry_their_texts_without_overlap():
    ax = draw_neuron([1.0, 1.0, 1.0], [0.0, 1.0, -2.0])
    widths = [line.get_linewidth() for line in ax.lines[:3]]
    assert widths == sorted(widths) and 2.5 < widths[2] / widths[0] < 3.5
    ax = draw_neuron([12345.678, -0.00012345], [-12345.678, -0.98765432])
    ax.figure.canvas.draw()
    for link in ax.lines[:2]:
        (x0, x1), (y0, y1) = link.get_data()
        on = [
            text
            for text in ax.texts
            if x0 < text.get_position()[0] < x1
            and np.isclose(np.interp(text.get_position()[0], [x0, x1], [y0, y1]), text.get_position()[1])
        ]
        assert len(on) == 2
        left, right = sorted(map(box, on), key=lambda one: one.x0)
        assert left.x1 < right.x0, "the weight and the product"
        assert np.allclose([(text.get_position()[0] - x0) / (x1 - x0) for text in on], [0.3, 0.74])


def test_dots_are_larger_where_they_are_few_and_a_path_has_ends_that_stand_out():
    few = draw_points(RANDOM.normal(size=(10, 2)), [0, 1] * 5).collections[0].get_sizes()[0]
    many = draw_points(RANDOM.normal(size=(40, 2)), [0, 1] * 20).collections[0].get_sizes()[0]
    assert 1.5 * many < few < 2.5 * many
    ax = draw_cost(lambda a, b: a**2 + b**2, [[2, 1], [1, 0.5], [0.5, 0.2]])
    dot, start, end = (line.get_markersize() for line in ax.lines[1:])
    assert dot < start < end < 2 * start


def way_back():
    layers = net(2, 3, 1, activation="sigmoid")
    forward = network_forward(layers, [1.0, 2.0])
    return draw_network(layers, values=forward.numbers(), slopes=network_backward(forward, [1.0]))


def test_the_samples_of_the_key_stand_at_their_words():
    ax = way_back()
    (sample,) = [one for one in ax.patches if isinstance(one, FancyBboxPatch) and one.get_x() == 6]
    middle = sample.get_y() + sample.get_height() / 2
    assert middle in [text.get_position()[1] for text in ax.texts if text.get_position()[0] == 40]
    divider = next(line for line in ax.lines if list(line.get_xdata()) == [20, 20])
    assert list(divider.get_ydata()) == pytest.approx([sample.get_y(), sample.get_y() + sample.get_height()])


def test_descriptions_of_layers_stand_above_the_key_and_a_line_apart():
    ax = draw_network(net(2, 3, 3, 2, 2, 1), describe=True)
    lines = [text for text in ax.texts if text.get_position()[0] == 4]
    heights = sorted(text.get_position()[1] for text in lines)
    assert len(heights) == 6 and np.allclose(np.diff(heights), 12.5)
    assert heights[0] == 2, "no key: just above the edge"


def test_what_stands_under_a_node_begins_just_below_it():
    ax = way_back()
    hidden = [text for text in ax.texts if text.get_text().startswith(("Σ", "b "))]
    assert hidden
    cells = [one for one in ax.patches if isinstance(one, FancyBboxPatch) and one.get_label() == "hidden"]
    for cell in cells:
        below = [
            cell.get_y() - text.get_position()[1]
            for text in hidden
            if abs(text.get_position()[0] + 4 - (cell.get_x() + cell.get_width() / 2)) < 1
            and text.get_position()[1] < cell.get_y()
        ]
        assert min(below) == pytest.approx(8)


def test_a_measured_width_is_the_drawn_one():
    ax = draw_neuron([1.0], [1.0])
    ax.figure.canvas.draw()
    (times,) = [text for text in ax.texts if text.get_text() == "×1"]
    assert text_width("×1", style.TEXT) == pytest.approx(box(times).width * 72 / ax.figure.dpi, abs=1.5)


def test_a_number_is_written_with_as_many_decimals_as_fit():
    for text in ("1234.57", "1234.6", "1235"):
        assert fit_number(1234.567, text_width(text)) == text, "just wide enough"
    assert fit_number(1234.567, text_width("1235") - 1) == "1e3"
    assert fit_number(-0.00012345, 1) == "−1e−4" and fit_number(1e12, 1) == "1e12"


def test_a_text_is_shortened_until_it_fits():
    text = "a long name"
    assert fit_text(text, text_width(text)) == text
    assert fit_text(text, text_width("a long n…")) == "a long n…"
    assert fit_text(text, 0) == "…"
    assert fit_text(r"\$\$", text_width("$$")) == r"\$\$", "a sign that is no maths is one letter wide"


def test_a_text_of_several_lines_is_as_wide_as_its_widest_and_as_high_as_all():
    assert text_width("a\nwide\nb") == text_width("wide") and text_width("") == 0
    assert text_size("") == (0, 0) and widest([]) == 0 and widest(["a", "wide"]) == text_width("wide")
    one, two = text_size("wide"), text_size("wide\nwide")
    assert two[0] == one[0] and two[1] > 1.8 * one[1]
    assert text_width("wide", 18) == pytest.approx(2 * text_width("wide", 9), rel=0.1)
    assert text_width("wide", 9, "bold") > text_width("wide", 9)
    assert text_size("wide")[0] == pytest.approx(text_width("wide"), rel=0.05)


def test_shortening_begins_above_the_number_of_letters():
    assert layout.short("abcd", 4) == "abcd" and layout.short("abcde", 4) == "abc…"
    nodes, hidden = layout.shown_nodes(16, 16)
    assert nodes.tolist() == list(range(16)) and hidden == 0


@pytest.mark.parametrize(
    "draw",
    [
        lambda **k: draw_neuron([1.0], [1.0], **k),
        lambda **k: draw_network([3, 1], **k),
    ],
)
def test_a_warning_of_small_axes_points_at_the_line_that_gave_them(draw):
    ax = plt.figure(figsize=(1, 1)).add_subplot()
    with pytest.warns(UserWarning, match="axes are small") as found:
        draw(ax=ax)
    assert [one.filename for one in found] == [__file__]


def test_a_warning_of_signs_that_the_font_lacks_points_at_the_drawing_line():
    with pytest.warns(UserWarning, match="has no signs for") as found:
        draw_neuron([1.0], [1.0], names=["\u65e5\u672c"])
    assert [one.filename for one in found] == [__file__]


# -- where things go, as numbers ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "crossed", "nearest"),
    [
        ((5.0, 0.0), 1, 0.0),
        ((5.0, 0.9), 1, 0.9),
        ((5.0, -0.9), 1, 0.9),
        ((5.0, 1.1), 0, 1.1),
        ((5.0, -1.1), 0, 1.1),
        ((11.9, 0.0), 1, 1.9),
        ((12.1, 0.0), 0, 2.1),
        ((20.0, 0.0), 0, 10.0),
        ((-1.9, 0.0), 1, 1.9),
        ((-4.0, 3.0), 0, 5.0),
    ],
)
def test_a_line_runs_through_a_label_or_past_it(place, crossed, nearest):
    lines = np.array([[[0.0, 0.0], [10.0, 0.0]], [[0.0, 50.0], [10.0, 50.0]]])
    places = np.array([[(5.0, 0.0)], [place]])
    through, away = layout._others(places, lines, np.array([2.0, 1.0]))
    assert through[1, 0] == crossed and away[1, 0] == pytest.approx(nearest)
    assert through[0, 0] == 0 and away[0, 0] == 50, "not its own line"


@pytest.mark.parametrize(("x", "crossed"), [(3.1, 1), (5.0, 1), (6.9, 1), (2.9, 0), (7.1, 0)])
def test_an_upright_line_runs_through_a_label(x, crossed):
    lines = np.array([[[5.0, -10.0], [5.0, 10.0]], [[0.0, 50.0], [10.0, 50.0]]])
    through, away = layout._others(np.array([[(0.0, 0.0)], [(x, 0.0)]]), lines, np.array([2.0, 1.0]))
    assert through[1, 0] == crossed and away[1, 0] == pytest.approx(abs(x - 5))


def test_two_labels_overlap_by_a_share_of_their_size():
    half = np.array([2.0, 1.0])
    boxes = np.array([[1.0, -1.0, 5.0, 1.0], [30.0, 30.0, 34.0, 32.0]])
    places = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 1.5], [-1.0, 0.0], [32.0, 30.0], [60.0, 60.0]])
    assert layout._overlap(places, half, boxes).tolist() == [0.25, 1.0, 0.25, 0.0, 0.5, 0.0]
    assert layout._overlap(places, half, np.empty((0, 4))).tolist() == [0.0] * 6


def test_columns_are_as_far_apart_as_the_widest_two_need():
    assert layout.columns_width([(1, 2), (3, 4), (5, 6)], 10) == (1, 6, 19)
    assert layout.columns_width([(1, 2)], 10) == (1, 2, 0)


def test_a_page_grows_and_given_axes_make_the_drawing_smaller():
    given = {"room": (10, 20, 100), "above": 5, "below": 7, "slot": 20, "node": (15, 15)}

    def measured(page, **more):
        frame = layout.measure_frame(3, 3, **given | more, page=page)
        return (frame.width, frame.height, frame.left, frame.right, frame.middle, frame.scale)

    assert measured((200, None)) == (230, 72, 10, 210, 37, 1)
    assert measured((300, None)) == (300, 72, 10, 280, 37, 1)
    assert measured((200, None), least=(250, 90)) == (250, 102, 10, 230, 52, 1)
    assert measured((115, 72)) == (230, 144, 10, 210, 73, 0.5)
    assert measured((460, 36)) == (920, 72, 10, 900, 37, 0.5)
    assert measured((460, 144)) == (460, 144, 10, 440, 73, 1)


def test_numbers_on_links_keep_away_from_nodes_but_not_from_most_of_a_short_link():
    segments = np.array([[[0.0, 0.0], [10.0, 0.0]], [[0.0, 0.0], [6.0, 8.0]]])
    near, far = (network_page._between(segments, radius) for radius in (1.0, 100.0))
    assert np.allclose(near, [[[1, 0], [9, 0]], [[0.6, 0.8], [5.4, 7.2]]])
    assert np.allclose(far[0], [[4, 0], [6, 0]])


def test_where_an_arrow_begins_it_has_its_tip():
    heads = layout.arrow_heads([[[0, 0], [0, 10]], [[1, 1], [1, 1]]], length=4, width=2)
    assert heads[0].tolist() == [[0, 0], [-1, 4], [1, 4]]
    assert np.isfinite(heads).all()
    assert layout.arrow_heads([[[0, 0], [10, 0]]])[0].tolist() == [[0, 0], [8, 3.5], [8, -3.5]]
