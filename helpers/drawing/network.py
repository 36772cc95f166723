"""`draw_network`: a network node by node, with its weights, values, slopes or contributions.

What is drawn is gathered in `stages`, where it goes is worked out in `network_page`; links and nodes are
drawn by `network_links` and `network_nodes`, and `network_words` says it in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import descriptions
from helpers.drawing.network_links import draw_links
from helpers.drawing.network_nodes import draw_nodes, write_columns, write_key, write_layers, write_nodes
from helpers.drawing.network_page import prepare
from helpers.drawing.network_text import Content
from helpers.drawing.network_words import network_in_words
from helpers.drawing.stages import (
    Stage,
    contributions_of,
    names_of,
    need_weights,
    slopes_of,
    stages_of,
    values_of,
)
from helpers.networks import read_layers, why_no_chain

LINKS = ("weights", "contributions")


def draw_network(
    model: Any,
    *,
    describe: bool = False,
    weights: bool = False,
    values: Mapping | Sequence | None = None,
    slopes: Any = None,
    upto: str | None = None,
    links: str = "weights",
    max_nodes: int = 16,
    feature_names: Sequence[str] | None = None,
    output_names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network: every node, every link, from the inputs on the left to the outputs on the right.

    Inputs are squares, hidden nodes are circles, outputs are circles with a thick outline. A layer
    with dropout has a dashed frame, a normalized one a dotted frame. Links above 0 are orange; links below
    0 are purple and dashed; the thicker, the further from 0.

    With `slopes` it is the way back: arrows go from right to left, in two colours of their own, and in each
    node stand its value and, after a line, the slope of the cost by it. A key says so.

    Args:
        model: a built Keras model that is a chain of dense, dropout, activation, normalization and
            input layers; or what `read_layers` takes or returns: a NumPy network as a list of
            (weights, bias, activation), or only sizes such as [10, 6, 3, 1].
        describe: write under each layer its name, activation, neurons and parameters.
        weights: colour the links by the trained weights, with a colour bar.
        values: numbers to write on the drawing. What `read_activations` returns; or one array for
            each column, shape (nodes,); or a dict with any of "nodes" (an array for each column),
            "links" (for each step between columns, shape (inputs, units)), "biases" and "sums" (for
            each column but the first, shape (units,)). None in place of an array leaves it out.
        slopes: of the cost by these numbers: what `network_backward` returns, or a dict like that of `values`.
            NaN or None is a slope not computed yet: its place stays blank.
        upto: the title of the last column that the way back has reached, such as "output", "hidden" or
            "input": slopes further left are left out. A column that is reached has the slopes of its nodes,
            sums and biases, and those of the links that leave it.
        links: "weights"; or "contributions", each weight times the value it carries, for which `values` must
            have the nodes.
        max_nodes: columns with more nodes are shortened by an ellipsis that says how many are hidden.
        feature_names: a name for each input.
        output_names: a name for each output.
        ax: where to draw; without it a new figure. Where the drawing needs more room, it is made smaller.

    Returns:
        The axes. Lengths in it are points (1/72 inch), or parts of them where it was made smaller.

    Raises:
        ValueError: if the model is no chain (`draw_graph` draws it), is not built, or names or
            values do not fit it.
        TypeError: if an argument is of another kind.

    Example:
        >>> ax = draw_network([3, 1], feature_names=["age", "fare", "sex"])
    """
    layers = read_layers(model)
    reason = why_no_chain(layers)
    if reason:
        raise ValueError(
            f"draw_network draws a chain of dense layers node by node. This model is no such chain: {reason}. "
            "draw_graph(model) draws it layer by layer."
        )
    stages = stages_of(layers)
    numbers = values_of(values, stages)
    back = None if slopes is None and upto is None else slopes_of(slopes, stages, upto)
    content = Content(
        stages,
        names_of(stages, feature_names, output_names),
        numbers,
        back,
        *_shown_links(stages, numbers, back, (links, weights)),
        most=max_nodes,
        describe=describe,
    )
    ax, page = prepare(ax, content)
    draw_links(ax, page)
    draw_nodes(ax, page)
    write_nodes(ax, page)
    write_columns(ax, page)
    if describe:
        write_layers(ax, page)
    write_key(ax, page)
    for text in ax.texts:
        text.set_in_layout(False)
    return descriptions.describe(ax, network_in_words(page))


def _shown_links(
    stages: list[Stage], numbers: dict[str, list], slopes: dict[str, list] | None, asked: tuple[str, bool]
) -> tuple[str, list | None, list | None]:
    """Choose what the links show: its name, the numbers that colour them, the numbers written on them."""
    links, weights = asked
    if links not in LINKS:
        raise ValueError(f"links: expected 'weights' or 'contributions', received {links!r}.")
    if slopes is not None and (weights or links != "weights"):
        raise ValueError(
            "draw_network: slopes= draws the slopes on the links. Leave out weights=True and links=, or draw twice."
        )
    if slopes is not None:
        return "slope", slopes.get("links"), slopes.get("links")
    if links == "contributions":
        found = contributions_of(stages, numbers.get("nodes"))
        return "weight × value", found, found
    if weights:
        need_weights(stages, "weights=True")
        trained = [np.asarray(stage.layer.weights, float) for stage in stages[1:]]
        return "weight", trained, numbers.get("links")
    return "value", numbers.get("links"), numbers.get("links")
