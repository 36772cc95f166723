"""The live gradient descent: its path, its still picture, its sliders."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import descent, draw_cost, widgets
from helpers.descent import path_down, play_descent
from helpers.drawing.descriptions import description


def bowl(a, b):
    return a**2 + 4 * b**2


def slope(w):
    return np.array([2 * w[0], 8 * w[1]])


@pytest.fixture
def shown(monkeypatch):
    """Catch what is displayed."""
    import IPython.display

    out = []
    monkeypatch.setattr(IPython.display, "display", lambda *args, **kwargs: out.append((args, kwargs)))
    return out


def test_the_path_is_the_formula():
    path = path_down(slope, [2.0, 1.0], 0.1, 12)
    steps = np.arange(13)
    assert np.allclose(path[:, 0], 2 * 0.8**steps) and np.allclose(path[:, 1], 0.2**steps)


def test_a_path_that_runs_away_ends_before_infinity():
    path = path_down(slope, [2.0, 1.0], 1e30, 50)
    assert 1 < len(path) < 51 and np.isfinite(path).all()


def test_there_is_a_still_picture_with_words_behind_the_sliders(shown):
    play_descent(bowl, slope, [2.0, 1.0], learning_rate=0.1, steps=5)
    (data,), options = shown[0]
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert data["image/png"].startswith("iVBOR")
    words = options["metadata"]["image/png"]["alt"]
    assert words == data["text/plain"] and "Picture in words" in shown[1][0][0]["text/html"]
    assert words.startswith("Gradient descent with a learning rate of 0.1.")
    assert "takes 5 steps from (2, 1)" in words and "falls from 8 to 0.43" in words
    assert not plt.get_fignums(), "no figure is left open"


@pytest.fixture
def boxes(monkeypatch):
    """Catch the widgets that would be displayed, with their still pictures."""
    found = []
    monkeypatch.setattr(widgets, "show_live", lambda box, still, words: found.append((box, still)))
    return found


def test_moving_a_slider_changes_picture_and_words(boxes):
    play_descent(bowl, slope, [2.0, 1.0], learning_rate=0.15, steps=5, around=((-3, 3), (-3, 3)))
    box, still = boxes[0]
    controls, picture, said = box.children
    rate, steps = controls.children
    assert picture.value == still and (rate.value, steps.value) == (0.15, 5)
    rate.value = 0.3
    assert picture.value != still and "of the steps it rises" in said.value
    steps.value = 1
    assert "takes 1 step " in said.value
    assert not plt.get_fignums()


def test_every_rate_of_the_slider_draws(boxes):
    play_descent(bowl, slope, [2.0, 1.0], steps=50, around=((-3, 3), (-3, 3)))
    controls, _, said = boxes[0][0].children
    for value in descent.RATES:
        controls.children[0].value = value
        assert f"learning rate of {value:g}." in said.value


def test_without_ipywidgets_the_still_picture_remains(shown, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    play_descent(bowl, slope, [2.0, 1.0])
    (data,), _ = shown[0]
    assert "image/png" in data and "application/vnd.jupyter.widget-view+json" not in data


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": [1.0]}, "two numbers"),
        ({"start": [1.0, np.nan]}, "two numbers"),
        ({"learning_rate": 0}, "above 0"),
        ({"learning_rate": -0.1}, "above 0"),
        ({"learning_rate": np.nan}, "above 0"),
        ({"steps": 0}, "from 1 to 50; received 0"),
        ({"steps": 51}, "from 1 to 50; received 51"),
    ],
)
def test_what_does_not_fit_is_named(given, said):
    with pytest.raises(ValueError, match=said):
        play_descent(bowl, slope, **{"start": [2.0, 1.0], **given})


def test_cost_without_bar_and_with_a_start_alone():
    def height(a, b):
        return a**2 + b**2

    with_bar, without = (draw_cost(height, [[2, 1], [1, 0.5]], bar=bar) for bar in (True, False))
    assert [len(one.figure.axes) for one in (with_bar, without)] == [2, 1]
    assert with_bar.get_legend() is not None and without.get_legend() is None
    alone = draw_cost(height, [[2, 1]])
    assert [text.get_text() for text in alone.get_legend().get_texts()] == ["start"]
    assert "The start is (2, 1), with a cost of 5." in description(alone)


@pytest.mark.parametrize(
    ("around", "aspect"),
    [
        (((-3, 3), (-3, 3)), 1.0),
        (((-4, 4), (-3, 3)), 1.0),
        (((-9, 9), (-2, 2)), "auto"),
        (((-2, 2), (-9, 9)), "auto"),
    ],
)
def test_both_axes_have_one_scale_where_the_page_allows_it(around, aspect):
    ax = descent._draw(bowl, path_down(slope, [1.0, 1.0], 0.1, 1), 0.1, around, ("a", "b"))
    assert ax.get_aspect() == aspect


@pytest.mark.parametrize(("steps", "said"), [(1, "1 step:"), (2, "2 steps:")])
def test_the_title_tells_rate_steps_and_both_costs(steps, said):
    path = path_down(slope, [2.0, 1.0], 0.1, steps)
    ax = descent._draw(bowl, path, 0.1, ((-3, 3), (-3, 3)), ("a", "b"))
    last = bowl(*path[-1])
    assert ax.get_title() == f"Learning rate 0.1, {said}\nthe cost goes from 8 to {round(last, 4):g}"
    assert ax.title.get_fontsize() == descent.style.TEXT + 1
    assert description(ax).startswith("Gradient descent with a learning rate of 0.1. ")


def test_sliders_begin_where_they_are_told_and_know_their_ends(boxes):
    play_descent(bowl, slope, [2.0, 1.0], learning_rate=0.15, steps=7)
    rate, steps = boxes[0][0].children[0].children
    assert (steps.min, steps.max, steps.value) == (1, 50, 7)
    values = [value for _, value in rate.options]
    assert values == sorted({*descent.RATES, 0.15}) and rate.value == 0.15
    assert [label for label, _ in rate.options][:4] == ["0.01", "0.02", "0.05", "0.1"]


def test_one_step_and_fifty_are_allowed(boxes):
    for steps in (1, 50):
        play_descent(bowl, slope, [2.0, 1.0], steps=steps)
    assert len(boxes) == 2
    with pytest.raises(ValueError, match="above 0"):
        play_descent(bowl, slope, [2.0, 1.0], learning_rate=np.inf)
