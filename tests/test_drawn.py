"""What stands on each drawing, artist by artist, beside tests/drawn.txt: places, colours, sizes, texts, words.

The other tests say what a drawing must mean. This one notices everything else: a frame that is gone, a text twice as
large, a line in another colour. Where a change is meant, write the file anew and read its difference:

    python -m tests.test_drawn
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from matplotlib.text import Annotation, Text

import helpers
from helpers.drawing.descriptions import description
from tests.pictures import net

STORED = Path(__file__).with_name("drawn.txt")
SMALL, WIDE = net(2, 3, 1, activation="sigmoid"), net(30, 24, 2)
LOST = [(np.array([[1.0, np.nan], [0.0, -np.inf]]), np.array([0.5, -0.5]), "relu")]
MANY_LOST = np.where(np.arange(720).reshape(30, 24) % 50 == 7, np.nan, WIDE[0][0])
ROWS, TARGETS = np.random.default_rng(5).normal(size=(12, 2)), np.arange(12) % 2
DONE = helpers.network_forward(SMALL, [1.0, -2.0])
BACK = helpers.network_backward(DONE, [1.0])
PAST = {
    "loss": [0.9, 0.5, 0.4],
    "val_loss": [0.8, 0.6, 0.7],
    "mae": [0.5, 0.4, 0.3],
    "val_mae": [0.6, 0.5, 0.4],
}


def explanation(rows: int):
    model = lambda x: 1 + x @ np.array([2.0, -1.0, 0.0, 0.5]) + x[:, 0] * x[:, 1]  # noqa: E731
    background = np.random.default_rng(1).normal(size=(20, 4))
    names = ["age", "fare", "class", "a name that is rather long"]
    return helpers.explain(model, background[:rows] + 1, background=background, feature_names=names)


def rare():
    """Explain rows of which one feature is 1 in a single row, and one is constant."""
    rows = np.random.default_rng(4).normal(size=(24, 3))
    rows[:, 1] = np.arange(24) == 7
    rows[:, 2] = 2.0
    model = lambda x: x[:, 0] + 3 * x[:, 1] + x[:, 2]  # noqa: E731
    return helpers.explain(model, rows, background=rows + 0.5)


def estimated():
    model = lambda x: np.tanh(x.sum(axis=1)) + x[:, 0] * x[:, 1]  # noqa: E731
    background = np.random.default_rng(2).normal(size=(10, 18))
    return helpers.explain(model, background[:1] + 1, background=background, orders=4, seed=0)


def with_dropout():
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((3,), name="rows"),
            layers.Dense(4, activation="relu", name="first"),
            layers.Dropout(0.2, name="drop"),
            layers.Dense(3, activation="relu", name="second"),
            layers.BatchNormalization(name="normal"),
            layers.Dense(2, name="last"),
        ]
    )
    rng = np.random.default_rng(3)
    model.set_weights([np.abs(rng.normal(size=array.shape)) for array in model.get_weights()])
    return model


DRAWN: dict[str, Callable] = {
    "network": lambda: helpers.draw_network([3, 4, 2]),
    "network, weights": lambda: helpers.draw_network(SMALL, weights=True, feature_names=["a", "b"]),
    "network, values": lambda: helpers.draw_network(SMALL, values=DONE.numbers()),
    "network, slopes": lambda: helpers.draw_network(SMALL, values=DONE.numbers(), slopes=BACK),
    "network, contributions": lambda: helpers.draw_network(
        SMALL, values=DONE.numbers(), links="contributions"
    ),
    "network, up to": lambda: helpers.draw_network(SMALL, values=DONE.numbers(), slopes=BACK, upto="hidden"),
    "network, wide": lambda: helpers.draw_network(WIDE),
    "network, lost weights": lambda: helpers.draw_network(LOST),
    "network, described": lambda: helpers.draw_network(
        with_dropout(), describe=True, output_names=["y", "n"]
    ),
    "network, dropout and weights": lambda: helpers.draw_network(with_dropout(), weights=True),
    "weights": lambda: helpers.draw_weights(SMALL[0][0], feature_names=["a", "b"]),
    "weights, many": lambda: helpers.draw_weights(WIDE[0][0]),
    "weights, lost": lambda: helpers.draw_weights(LOST[0][0]),
    "weights, many lost": lambda: helpers.draw_weights(MANY_LOST),
    "weights, a layer's": lambda: helpers.draw_weights(helpers.read_layers(SMALL)[1]),
    "activations, wide": lambda: helpers.draw_activations(WIDE, np.linspace(-1, 1, 30)),
    "activations": lambda: helpers.draw_activations(SMALL, [1.0, -2.0]),
    "inputs": lambda: helpers.draw_inputs(ROWS[:3]),
    "inputs, one row": lambda: helpers.draw_inputs([3.0, -20.5, np.nan], feature_names=["a", "b", "c"]),
    "image": lambda: helpers.draw_inputs(np.arange(16.0), image_shape=(4, 4)),
    "images": lambda: helpers.draw_inputs(np.arange(32.0).reshape(2, 4, 4), labels=["one", "two"]),
    "probabilities": lambda: helpers.draw_probabilities([0.25, 0.7, 0.05], ["a", "b", "c"], answer="a"),
    "probabilities, one number": lambda: helpers.draw_probabilities(0.3, ["no", "yes"]),
    "sigmoid": lambda: helpers.draw_activation_function("sigmoid"),
    "softmax": lambda: helpers.draw_activation_function("softmax"),
    "cost": lambda: helpers.draw_cost(lambda a, b: a**2 + b**2, [[2, 1], [1, 0.5]]),
    "cost, without a path": lambda: helpers.draw_cost(
        lambda a, b: a * b, around=((-1, 1), (0, 2)), bar=False
    ),
    "points": lambda: helpers.draw_points(ROWS, TARGETS, classes=["off", "on"]),
    "boundary": lambda: helpers.draw_boundary(lambda x: x[:, 0] > 0, ROWS, TARGETS),
    "boundary, without a legend": lambda: helpers.draw_boundary(
        lambda x: x[:, 1] > x[:, 0], ROWS, TARGETS, names=["long", "wide"], legend=False
    ),
    "points, three classes": lambda: helpers.draw_points(ROWS, np.arange(12) % 3),
    "neuron": lambda: helpers.draw_neuron([2.0, -1.0, 0.5], [1.0, -3.0, 0.0], bias=-1.5, activation="step"),
    "neuron, alone": lambda: helpers.draw_neuron([100_000.5], [3.25]),
    "training": lambda: helpers.draw_training(PAST)[0],
    "training, one number": lambda: helpers.draw_training({"loss": [0.9, 0.5, np.nan]})[0],
    "explanation, the largest": lambda: helpers.draw_explanation(explanation(1), top=2),
    "explanation, estimated": lambda: helpers.draw_explanation(estimated()),
    "explanation": lambda: helpers.draw_explanation(explanation(1)),
    "explanation, rows": lambda: helpers.draw_explanation(explanation(6), kind="beeswarm"),
    "explanation, a rare value": lambda: helpers.draw_explanation(rare(), kind="beeswarm"),
    "explanation, bars": lambda: helpers.draw_explanation(explanation(6), kind="bar"),
    "explanation, decision": lambda: helpers.draw_explanation(explanation(1), kind="decision"),
}


def brief(*values: float) -> str:
    return " ".join(f"{float(value):.4g}".replace("-0 ", "0 ") for value in np.ravel(values))


def summary(array: object) -> str:
    """Return the size of an array, its sum, and its first and last numbers."""
    values = np.ma.filled(np.ma.asarray(array, dtype=float), np.nan)
    flat = values.ravel()
    return f"{values.shape} sum {brief(np.nansum(flat))} {brief(*flat[:4])} … {brief(*flat[-2:])}"


def colours(values: object) -> str:
    each = [values] if isinstance(values, str) else np.atleast_2d(values)
    return " ".join(dict.fromkeys(to_hex(value, keep_alpha=True) for value in each))


def line_of(artist: object) -> str:
    """Return what an artist shows, in a line; "" for what shows nothing."""
    if isinstance(artist, Text):
        box = artist.get_bbox_patch()
        look = (artist.get_fontsize(), to_hex(artist.get_color()), artist.get_ha(), artist.get_va())
        more = (artist.get_weight(), brief(artist.get_rotation()), box and colours(box.get_facecolor()))
        where = brief(*artist.get_position(), *(artist.xy if isinstance(artist, Annotation) else ()))
        arrow = getattr(artist, "arrow_patch", None)
        drawn = f" {line_of(arrow)}" if arrow else ""
        return (
            f"text {artist.get_text()!r} at {where} {look} {more}{drawn}"
            if artist.get_text() or arrow
            else ""
        )
    if isinstance(artist, Line2D):
        marks = (artist.get_marker(), artist.get_markersize(), colours(artist.get_markerfacecolor()))
        look = (artist.get_linestyle(), brief(artist.get_linewidth()), colours(artist.get_color()), *marks)
        return f"line {summary(artist.get_xydata())} {look}"
    if isinstance(artist, Patch) and not isinstance(artist, Spine):
        look = (
            colours(artist.get_facecolor()),
            colours(artist.get_edgecolor()),
            brief(artist.get_linewidth()),
        )
        extent = artist.get_path().transformed(artist.get_patch_transform()).get_extents()
        return f"{type(artist).__name__} {brief(extent.extents)} {look} {artist.get_linestyle()}"
    if isinstance(artist, Collection):
        segments = artist.get_segments() if isinstance(artist, LineCollection) else []
        places = np.concatenate(segments) if segments else artist.get_offsets()
        extents = [path.get_extents().extents for path in artist.get_paths()[:1]]
        look = (
            colours(artist.get_facecolor()),
            colours(artist.get_edgecolor()),
            summary(artist.get_linewidth()),
        )
        return f"{type(artist).__name__} {summary(places)} {brief(extents)} {look} {artist.get_clim()}"
    if isinstance(artist, AxesImage):
        return f"image {summary(artist.get_array())} {artist.get_clim()} {artist.cmap.name} {brief(artist.get_extent())}"
    return ""


def lines_of(ax: Axes) -> Iterator[str]:
    """Yield a line for each artist of an axes, its words, then what stands in axes within it."""
    ticks = [[label.get_text() for label in axis.get_ticklabels()] for axis in (ax.xaxis, ax.yaxis)]
    yield f"axes {brief(*ax.get_xlim(), *ax.get_ylim())} {ax.get_xlabel()!r} {ax.get_ylabel()!r} {ticks}"
    yield f"words {description(ax)}"
    legend = ax.get_legend()
    inside = [*legend.get_texts(), *legend.get_lines(), *legend.get_patches()] if legend else []
    shown = [one for one in [*ax.get_children(), *inside] if one.get_visible() and one is not ax.patch]
    yield from filter(None, map(line_of, shown))
    for child in ax.child_axes:
        yield from lines_of(child)


def drawn(name: str) -> str:
    """Return all that stands on one drawing."""
    ax = DRAWN[name]()
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    lines = [line for one in figure.axes for line in lines_of(one)]
    plt.close(figure)
    return f"== {name}: {brief(*figure.get_size_inches())} inches\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", DRAWN)
def test_everything_on_a_drawing_is_as_it_was(name):
    stored = dict(zip(DRAWN, STORED.read_text("utf-8").split("\n\n"), strict=True))
    assert drawn(name).rstrip("\n").splitlines() == stored[name].strip("\n").splitlines(), (
        "if this is meant: python -m tests.test_drawn"
    )


if __name__ == "__main__":
    STORED.write_text("\n".join(drawn(name) for name in DRAWN), "utf-8", newline="\n")
