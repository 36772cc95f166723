"""Pictures of the parts of a network: weights, activations, inputs, outputs, functions, costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import layout, style
from helpers.drawing.descriptions import describe
from helpers.drawing.style import TEXT, listed, new_axes, number, tidy
from helpers.networks import FORMULAS, Layer, name_of, read_activations, read_layers

SMALL = 9  # points: the smallest text in a picture


# --------------------------------------------------------------------------------------------- weights


def draw_weights(
    layer: Any,
    *,
    feature_names: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the weights of one layer as a heat map: a row for each input, a column for each neuron.

    The colours have their middle at 0. A small layer has its numbers written in and its bias as a
    last row; in a middling one a dash marks each weight below 0.

    Args:
        layer: a layer of a built Keras model, such as model.layers[0]; a `Layer` from
            `read_layers`; or an array of shape (inputs, units).
        feature_names: a name for each input.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the layer has no weights, or weights that are no table.

    Example:
        >>> ax = draw_weights(np.array([[0.5, -1.0], [0.0, 2.0]]))
    """
    name, weights, bias = _weights_of(layer)
    if feature_names is not None and len(feature_names) != len(weights):
        raise ValueError(
            f"feature_names: expected {len(weights)} names, one for each input, received {len(feature_names)}."
        )
    inputs, units = weights.shape
    names = [layout.label("x", i) for i in range(inputs)] if feature_names is None else list(feature_names)
    small = inputs <= 16 and units <= 10
    cells = np.vstack([weights, bias]) if small and bias is not None else weights
    ax = new_axes(ax, height=float(np.clip(1.3 + 0.32 * len(cells), 2.2, 5.5)))
    largest = float(np.nanmax(np.abs(cells), initial=0.0)) or 1.0
    edges = (0.5, units + 0.5, len(cells) + 0.5, 0.5)  # so that inputs and neurons count from 1
    colours = {"cmap": style.DIVERGING, "vmin": -largest, "vmax": largest}
    image = ax.imshow(cells, aspect="auto", extent=edges, **colours)
    _mark_cells(ax, cells, largest, small)
    if len(cells) > inputs:
        ax.axhline(inputs + 0.5, color=style.INK, linewidth=1.5)
        names = [*names, "bias"]
    _name_rows(ax, names, units)
    ax.set(xlabel="neuron", title=f"Weights of {name}")
    bar = ax.figure.colorbar(image, ax=ax, label="weight")
    bar.ax.tick_params(labelsize=TEXT - 1)
    return describe(tidy(ax), _weight_words(name, weights, bias, names))


def _weights_of(layer: Any) -> tuple[str, np.ndarray, np.ndarray | None]:
    if isinstance(layer, Layer):
        name, weights, bias = layer.name, layer.weights, layer.bias
    elif hasattr(layer, "count_params"):
        if not getattr(layer, "built", True):
            raise ValueError(
                f"draw_weights: the layer {layer.name!r} is not built, so it has no weights. "
                "Put it into a model with an input first."
            )
        name = layer.name
        weights, bias = (getattr(layer, key, None) for key in ("kernel", "bias"))
    else:
        name, weights, bias = "the layer", layer, None
    if weights is None:
        kind = getattr(layer, "kind", type(layer).__name__)
        raise ValueError(
            f"draw_weights: the layer {name!r} ({kind}) has no weights. Expected a layer with neurons, such as Dense; "
            "[layer for layer in read_layers(model) if layer.weights is not None] lists them."
        )
    weights = np.asarray(weights, float)
    if weights.ndim != 2 or not weights.size:
        raise ValueError(
            f"draw_weights: expected weights of shape (inputs, units), received {weights.shape}. "
            "Take one slice of a convolution, for example draw_weights(layer.kernel[:, :, 0, 0])."
        )
    return name, weights, None if bias is None else np.asarray(bias, float).reshape(1, -1)


def _mark_cells(ax: Axes, cells: np.ndarray, largest: float, small: bool) -> None:
    if small:
        for (row, column), value in np.ndenumerate(cells):
            ax.text(
                column + 1,
                row + 1,
                number(value),
                fontsize=TEXT - 1,
                ha="center",
                va="center",
                color=_ink_on(ax.images[0].to_rgba(value)),
            )
        return
    rows, columns = np.nonzero(cells < 0)
    if cells.size <= 2100:
        light = np.abs(cells[rows, columns]) > 0.6 * largest
        for chosen, colour in ((light, style.PAPER), (~light, style.INK)):
            ax.scatter(columns[chosen] + 1, rows[chosen] + 1, marker="_", s=16, color=colour, linewidths=0.9)


def _ink_on(ground: Sequence[float]) -> str:
    """Return black or white, whichever stands out more from a ground (red, green, blue, …); 4.6 : 1 at least."""
    part = np.asarray(ground[:3])
    light = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4) @ (
        0.2126,
        0.7152,
        0.0722,
    )
    return "black" if light > 0.179 else style.PAPER


def _name_rows(ax: Axes, names: list[str], units: int) -> None:
    if len(names) <= 20:
        ax.set_yticks(range(1, len(names) + 1), [layout.short(name, 22) for name in names])
    else:
        ax.set_ylabel("input")
    if units <= 16:
        ax.set_xticks(range(1, units + 1))


def _weight_words(name: str, weights: np.ndarray, bias: np.ndarray | None, names: list[str]) -> str:
    row, column = np.unravel_index(int(np.nanargmax(np.abs(weights))), weights.shape)
    means = np.abs(weights).mean(axis=1)
    strong, weak = int(means.argmax()), int(means.argmin())
    text = (
        f"Heat map of the weights of {name}: {weights.shape[0]} inputs by {weights.shape[1]} neurons, from "
        f"{number(weights.min())} to {number(weights.max())}, {number(100 * (weights < 0).mean(), 0)} % below 0. "
        f"The largest in size, {number(weights[row, column])}, leads from {names[row]} to neuron {column + 1}."
    )
    if len(means) > 1:
        text += (
            f" {names[strong]} has the largest weights (mean size {number(means[strong])}), "
            f"{names[weak]} the smallest ({number(means[weak])})."
        )
    if bias is not None:
        text += f" The bias: {listed((number(value) for value in bias.ravel()), 8)}."
    return text


# ----------------------------------------------------------------------------------------- activations


def draw_activations(
    model: Any,
    row: Any,
    *,
    layer: str | int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what the neurons of a network give for one row, as bars: of one layer, or layer by layer.

    Args:
        model: a built Keras model, or a list of (weights, bias, activation).
        row: the values of one row, shape (features,).
        layer: the name of a layer, or its place in `model.layers`; without it all layers whose
            numbers are a list.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the row does not fit, the layer is unknown, or its numbers are no list.

    Example:
        >>> ax = draw_activations([(np.ones((2, 3)), None, "relu")], [1.0, -2.0])
    """
    layers = {one.name: one for one in read_layers(model)}
    found = read_activations(model, row)
    groups = _pick_groups(model, layers, found, layer)
    ax = new_axes(ax, height=3.4)
    last = [name for name in layers if layers[name].role == "dense"][-1:]
    start, middles = 0.0, []
    count = sum(len(values) for values in groups.values())
    for name, values in groups.items():
        step = 1.0 if count <= 60 else 60 / count if len(groups) == 1 else 60 / len(groups) / len(values)
        places = start + step * (np.arange(len(values)) + 0.5)
        is_output = name in last
        ax.bar(
            places,
            values,
            width=0.82 * step,
            color=style.OUTPUT if is_output else style.HIDDEN,
            hatch="//" if is_output else None,
            edgecolor=style.PAPER if len(values) <= 40 else "none",
            label=name,
        )
        if count <= 14:
            for place, value in zip(places, values, strict=True):
                up = value >= 0
                ax.annotate(
                    number(value),
                    (place, value),
                    (0, 2 if up else -2),
                    textcoords="offset points",
                    ha="center",
                    va="bottom" if up else "top",
                    fontsize=TEXT - 1,
                )
        middles.append((places[0] + places[-1]) / 2)
        start = places[-1] + step / 2 + max(1.2, 0.04 * min(count, 60))
    _name_groups(ax, groups, layers, middles, layer is not None)
    return describe(tidy(ax), _activation_words(groups, layers))


def _pick_groups(model: Any, layers: dict, found: dict, layer: str | int | None) -> dict[str, np.ndarray]:
    if layer is None:
        return {
            name: np.atleast_1d(values)
            for name, values in found.items()
            if np.ndim(values) <= 1 and layers[name].role in ("dense", "activation")
        } or _none_to_draw(layers)
    name = layer
    if isinstance(layer, (int, np.integer)):
        names = [one.name for one in getattr(model, "layers", [])] or list(layers)
        if not -len(names) <= layer < len(names):
            raise ValueError(f"layer: expected a place from 0 to {len(names) - 1}, received {layer}.")
        name = names[layer]
    if name not in found:
        raise ValueError(f"layer: no layer is called {name!r}. The network has {listed(found, 12)}.")
    values = np.atleast_1d(found[name])
    if values.ndim > 1:
        raise ValueError(
            f"draw_activations: the layer {name!r} gives numbers of shape {values.shape}, not a list. "
            f"Draw one of its pictures: draw_inputs(read_activations(model, row)[{name!r}][..., 0])."
        )
    return {name: values}


def _none_to_draw(layers: dict) -> dict:
    raise ValueError(
        f"draw_activations: none of the layers gives a list of numbers. The network has {listed(layers, 12)}."
    )


def _name_groups(ax: Axes, groups: dict, layers: dict, middles: list[float], single: bool) -> None:
    ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.set_ylabel("activation")
    ax.margins(y=0.14)
    if single:
        (name, values), *_ = groups.items()
        ax.set_title(f"What {name} gives ({layers[name].activation or layers[name].kind})")
        ax.set_xlabel("neuron")
        step = 1.0 if len(values) <= 60 else 60 / len(values)
        every = max(1, int(np.ceil(len(values) / 16)))
        ax.set_xticks(
            step * (np.arange(0, len(values), every) + 0.5),
            [str(i + 1) for i in range(0, len(values), every)],
        )
        return
    room = max(6, int(78 / max(len(groups), 1)))
    labels = [
        f"{layout.short(name, room)}\n{layout.short(layers[name].activation or layers[name].kind, room)}"
        for name in groups
    ]
    ax.set_xticks(middles, labels)
    ax.tick_params(axis="x", length=0)


def _activation_words(groups: dict, layers: dict) -> str:
    said = ["What each neuron gives for one row."]
    for name, values in groups.items():
        kind = layers[name].activation or layers[name].kind
        if len(values) <= 8:
            said.append(f"{name} ({kind}): {listed((number(value) for value in values), 8)}.")
        else:
            zero = int((values == 0).sum())
            off = f", {zero} of them exactly 0" if zero else ""
            said.append(
                f"{name} ({kind}): {len(values)} neurons, from {number(values.min())} to {number(values.max())}{off}; "
                f"the largest is neuron {int(values.argmax()) + 1}."
            )
    return " ".join(said)


# ---------------------------------------------------------------------------------- inputs and outputs


def draw_inputs(
    rows: Any,
    *,
    feature_names: Sequence[str] | None = None,
    image_shape: tuple[int, int] | None = None,
    labels: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what goes into a network: rows as a grid of numbers, or images.

    In a grid each feature has its own line. Where there are several rows, a line's colours run from
    its smallest value to its largest.

    Args:
        rows: shape (features,) for one row, (rows, features) for several (at most 12), a pandas
            frame; or images of shape (images, height, width).
        feature_names: a name for each feature; a frame has its own.
        image_shape: (height, width), to draw each row as an image.
        labels: a name for each row or image.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the shape does not fit, or there is more than can be read.

    Example:
        >>> ax = draw_inputs([0.5, 1.0, -2.0], feature_names=["age", "fare", "sex"])
    """
    if feature_names is None and hasattr(rows, "columns"):
        feature_names = [str(name) for name in rows.columns]
    elif feature_names is None and hasattr(rows, "index") and hasattr(rows, "to_numpy"):
        feature_names = [str(name) for name in rows.index]
    values = _as_numbers(rows)
    if values.ndim == 1:
        values = values[None]
    if image_shape is not None:
        values = _as_images(values, image_shape)
    if not 2 <= values.ndim <= 3 or not values.size:
        raise ValueError(
            f"draw_inputs: expected shape (features,), (rows, features) or (images, height, width), "
            f"received {values.shape}."
        )
    if len(values) > 12:
        raise ValueError(f"draw_inputs: at most 12 rows can be read, received {len(values)}. Take rows[:12].")
    if labels is not None and len(labels) != len(values):
        raise ValueError(f"labels: expected {len(values)}, one for each row, received {len(labels)}.")
    if values.ndim == 3:
        return _draw_images(values, labels, ax)
    return _draw_grid(values, feature_names, labels, ax)


def _as_numbers(rows: Any) -> np.ndarray:
    try:
        return np.asarray(rows, float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"draw_inputs: a network takes numbers only, and this holds something else ({error}). "
            "Encode text columns first, for example with pandas.get_dummies."
        ) from None


def _as_images(values: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    height, width = shape
    if values[0].size != height * width:
        raise ValueError(
            f"image_shape: an image of {height} by {width} has {height * width} numbers, and a row has "
            f"{values[0].size}."
        )
    return values.reshape(-1, height, width)


def _draw_images(images: np.ndarray, labels: Sequence[str] | None, ax: Axes | None) -> Axes:
    count, height, width = images.shape
    across = min(count, 6)
    down = int(np.ceil(count / across))
    gap = max(1, width // 8)
    under = gap if labels is None else max(3, round(0.4 * height))  # room for the label of the next line
    sheet = np.full((down * (height + under) - under, across * (width + gap) - gap), np.nan)
    corners = [((i // across) * (height + under), (i % across) * (width + gap)) for i in range(count)]
    for image, (top, left) in zip(images, corners, strict=True):
        sheet[top : top + height, left : left + width] = image
    alone = count == 1
    size = 3.9 if alone else 0.5 + 7 / across * down * height / width
    ax = new_axes(ax, height=float(np.clip(size, 1.5, 6)))
    picture = ax.imshow(sheet, cmap="Greys")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    if alone and images.size <= 100:
        middle = (images.min() + images.max()) / 2
        for (row, column), value in np.ndenumerate(images[0]):
            colour = style.PAPER if value > middle else style.INK
            ax.text(column, row, number(value, 1), fontsize=SMALL, ha="center", va="center", color=colour)
    if alone or labels is None:
        bar = ax.figure.colorbar(picture, ax=ax, label="input value", shrink=0.9)
        bar.ax.tick_params(labelsize=TEXT - 1)
    if labels is not None:
        for text, (top, left) in zip(labels, corners, strict=True):
            ax.text(left + width / 2 - 0.5, top - 0.7, str(text), fontsize=TEXT, ha="center", va="bottom")
    dark = (images > images.mean()).mean()
    named = f" They are labelled {listed(labels, 12)}." if labels is not None else ""
    return describe(
        ax,
        f"{count} {'image' if alone else 'images'} of {height} by {width} points, so {height * width} inputs each, "
        f"with values from {number(images.min())} to {number(images.max())}; {number(100 * dark, 0)} % of the points "
        f"are darker than the mean.{named}",
    )


def _draw_grid(values: np.ndarray, names: Any, labels: Any, ax: Axes | None) -> Axes:
    count, features = values.shape
    if features > 40:
        raise ValueError(
            f"draw_inputs: a grid of at most 40 features can be read, received {features}. For images give "
            "image_shape=(height, width)."
        )
    if names is not None and len(names) != features:
        raise ValueError(f"feature_names: expected {features}, one for each feature, received {len(names)}.")
    names = (
        [layout.label("x", i) for i in range(features)] if names is None else [str(name) for name in names]
    )
    grid = values.T
    low, high = (
        (np.nanmin(grid), np.nanmax(grid))
        if count == 1
        else (np.nanmin(grid, 1, keepdims=True), np.nanmax(grid, 1, keepdims=True))
    )
    share = (grid - low) / np.where(high > low, high - low, 1)
    ax = new_axes(
        ax, width=4.0 if count == 1 else style.WIDTH, height=float(np.clip(0.9 + 0.3 * features, 1.6, 9))
    )
    ax.imshow(share, cmap="Blues", vmin=0, vmax=1.9, aspect="auto")  # light enough for dark text
    for (row, column), value in np.ndenumerate(grid):
        ax.text(
            column, row, number(value), fontsize=TEXT - 1 if count <= 8 else SMALL, ha="center", va="center"
        )
    ax.set_yticks(range(features), [layout.short(name, 24) for name in names])
    ax.set_xticks(range(count), [str(label) for label in labels or range(1, count + 1)])
    ax.set_yticks(np.arange(0.5, features - 1), minor=True)
    ax.set_xticks(np.arange(0.5, count - 1), minor=True)
    ax.grid(which="minor", color=style.PAPER, linewidth=2)
    ax.tick_params(which="both", length=0)
    ax.spines[:].set_visible(False)
    if count > 1 or labels is not None:
        ax.set_xlabel("row")
    else:
        ax.set_xticks([])
    tidy(ax)
    shown = [f"{name} {number(value)}" for name, value in zip(names, grid[:, 0], strict=True)]
    ranges = [
        f"{name} {number(line.min())} to {number(line.max())}" for name, line in zip(names, grid, strict=True)
    ]
    what = (
        f"One row of {features} inputs: {listed(shown, 12)}."
        if count == 1
        else (
            f"{count} rows of {features} inputs, one column each. From smallest to largest: {listed(ranges, 12)}."
        )
    )
    return describe(ax, what)


def draw_probabilities(
    probabilities: Any,
    names: Sequence[str] | None = None,
    *,
    answer: str | int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what a network answers: a bar for the probability of each class.

    Args:
        probabilities: shape (classes,), between 0 and 1, together 1; or one number, the output of
            a sigmoid, which is the probability of the second class.
        names: a name for each class; for one number the names of both classes.
        answer: the true class (its name or number), marked with an arrow.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if these are no probabilities, or the names do not fit.

    Example:
        >>> ax = draw_probabilities([0.2, 0.7, 0.1], ["Adelie", "Gentoo", "Chinstrap"])
    """
    shares = _as_probabilities(probabilities)
    names = [str(i) for i in range(len(shares))] if names is None else [str(name) for name in names]
    if len(names) != len(shares):
        raise ValueError(
            f"names: expected {len(shares)}, one for each class, received {len(names)}: {listed(names)}."
        )
    true = names.index(str(answer)) if str(answer) in names else answer
    if true is not None and not (isinstance(true, (int, np.integer)) and 0 <= true < len(names)):
        raise ValueError(f"answer: expected one of {listed(names, 12)}, received {answer!r}.")
    shown = np.arange(len(shares)) if len(shares) <= 20 else np.sort(np.argsort(-shares, kind="stable")[:20])
    best = int(shares.argmax())
    ax = new_axes(ax, height=float(np.clip(0.9 + 0.34 * len(shown), 1.6, 7)))
    bars = ax.barh(
        np.arange(len(shown)),
        shares[shown],
        color=[style.OUTPUT if i == best else "#8a8a8a" for i in shown],
        height=0.7,
    )
    for bar, i in zip(bars, shown, strict=True):
        mark = "  ← the true class" if i == true else ""
        text = f"{number(100 * shares[i], 1)} %{mark}"
        weight = "bold" if i == best else "normal"
        y = bar.get_y() + bar.get_height() / 2
        ax.text(shares[i] + 0.01, y, text, va="center", fontsize=TEXT - 1, fontweight=weight)
    ax.set_yticks(np.arange(len(shown)), [layout.short(names[i], 26) for i in shown])
    ax.set(xlim=(0, 1.32 if true is not None else 1.12), xlabel="probability", xticks=np.linspace(0, 1, 6))
    ax.invert_yaxis()
    text = f"The network gives {names[best]} the largest probability, {number(100 * shares[best], 1)} %"
    if len(shares) > 1:
        second = int(np.argsort(-shares, kind="stable")[1])
        text += f", before {names[second]} with {number(100 * shares[second], 1)} %"
    text += f". The true class is {names[true]}." if true is not None else "."
    if len(shown) < len(shares):
        text += f" Drawn are the 20 largest of {len(shares)} classes."
    return describe(tidy(ax), text)


def _as_probabilities(given: Any) -> np.ndarray:
    shares = np.asarray(given, float)
    if shares.ndim > 1 and shares.shape[0] > 1 and shares.size != shares.shape[0]:
        raise ValueError(
            f"draw_probabilities: expected the probabilities of one row, received shape {shares.shape}. "
            "Take one row, such as probabilities[0]."
        )
    shares = shares.ravel()
    if not shares.size or not np.isfinite(shares).all() or shares.min() < -1e-6 or shares.max() > 1 + 1e-6:
        raise ValueError(
            f"draw_probabilities: probabilities lie between 0 and 1, received {listed(map(number, shares))}. If these "
            "are sums without activation, give the last layer activation='softmax' (one class: 'sigmoid')."
        )
    if shares.size == 1:
        return np.array([1 - shares[0], shares[0]])
    if abs(shares.sum() - 1) > 0.01:
        raise ValueError(
            f"draw_probabilities: the probabilities of all classes make 1 together, these make {number(shares.sum())}. "
            "Pass every class of one row."
        )
    return shares


# ------------------------------------------------------------------------------------------- functions


_RANGES = {
    "linear": "every number",
    "step": "0 or 1",
    "sigmoid": "between 0 and 1",
    "tanh": "between −1 and 1",
    "relu": "0 and above",
    "softmax": "between 0 and 1",
}


def draw_activation_function(function: Any, *, ax: Axes | None = None) -> Axes:
    """Draw an activation function (solid) with its derivative (dashed) and its range.

    Softmax takes several sums at once: drawn are the three outputs for the sums x, 1 and 0, which
    always make 1 together.

    Args:
        function: "linear", "step", "sigmoid", "tanh", "relu", "softmax", the name of any other
            Keras activation, or a function of an array.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the name is unknown or the function gives no number for each number.

    Example:
        >>> ax = draw_activation_function("relu")
    """
    name = name_of(function)
    apply = FORMULAS[function] if isinstance(function, str) and function in FORMULAS else _find(function)
    ax = new_axes(ax, height=3.1)
    x = np.linspace(-4, 4, 801)
    if name == "softmax":
        return _draw_softmax(ax, x)
    y = _values_of(apply, x, name)
    slope = _slope(apply, x, name)
    _draw_lines(ax, x, y, slope, name)
    within = f"from {number(y.min())} to {number(y.max())} in this picture"
    if FORMULAS.get(name) is apply:
        within = _RANGES[name]
    _finish_function(ax, f"{name}, its range: {within}")
    steep = int(np.nanargmax(np.abs(slope)))
    flat = 100 * np.mean(np.abs(slope) < 0.01)
    text = (
        f"The activation function {name}, for sums from −4 to 4. Its range: {within}; at −4 it gives {number(y[0])}, "
        f"at 0 {number(float(_values_of(apply, np.zeros(1), name)[0]))}, at 4 {number(y[-1])}. "
    )
    if name == "step":
        text += "Its derivative is 0 everywhere but at the jump, where there is none: nothing to learn by."
    elif np.ptp(slope) < 1e-3:
        text += f"Its derivative is {number(slope[0])} everywhere."
    else:
        text += f"Its derivative is steepest near {number(x[steep], 1)}, at {number(slope[steep])}"
        text += f"; over {number(flat, 0)} % of the picture it is flat, nearly 0." if flat >= 1 else "."
    return describe(ax, text)


def _find(function: Any) -> Callable:
    if callable(function):
        return function
    import keras

    try:
        return keras.activations.get(function)
    except (ValueError, TypeError):
        raise ValueError(
            f"draw_activation_function: no activation is called {function!r}. Expected {listed(FORMULAS, 9)}, another "
            "name that Keras knows, such as 'elu', or a function."
        ) from None


def _values_of(apply: Callable, x: np.ndarray, name: str) -> np.ndarray:
    try:
        y = np.asarray(apply(x), float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"draw_activation_function: {name} does not take an array ({error}). Expected a function that gives one "
            "number for each number, written with np or keras.ops: np.where(x > 0, 1, 0), not if x > 0."
        ) from None
    if y.shape != x.shape:
        raise ValueError(
            f"draw_activation_function: {name} gave shape {y.shape} for {x.shape}. Expected one number for each number."
        )
    return y


def _slope(apply: Callable, x: np.ndarray, name: str) -> np.ndarray:
    """Return the derivative: exact for the functions of the course, else by a small difference."""
    exact = {
        "linear": lambda: np.ones_like(x),
        "step": lambda: np.zeros_like(x),
        "sigmoid": lambda: FORMULAS["sigmoid"](x) * (1 - FORMULAS["sigmoid"](x)),
        "tanh": lambda: 1 - np.tanh(x) ** 2,
        "relu": lambda: np.where(x > 0, 1.0, 0.0),
    }
    if name in exact and apply is FORMULAS[name]:
        return exact[name]()
    small = 2e-3
    slope = (_values_of(apply, x + small, name) - _values_of(apply, x - small, name)) / (2 * small)
    jump = np.abs(slope) > 50
    return np.where(jump, np.nan, slope) if jump.any() and not jump.all() else slope


def _draw_lines(ax: Axes, x: np.ndarray, y: np.ndarray, slope: np.ndarray, name: str) -> None:
    def broken(values: np.ndarray) -> np.ndarray:
        jumps = np.flatnonzero(np.abs(np.diff(values)) > 0.4)
        return np.insert(values, jumps + 1, np.nan), np.insert(x, jumps + 1, np.nan)

    for values, colour, line, label in (
        (y, style.INK, "-", "function"),
        (slope, style.VALIDATION, "--", "derivative"),
    ):
        shown, places = broken(values)
        ax.plot(places, shown, line, color=colour, linewidth=2.2, label=label)
    if name == "step":
        ax.plot([0], [0], "o", color=style.INK, markersize=6)
        ax.plot([0], [1], "o", markerfacecolor=style.PAPER, markeredgecolor=style.INK, markersize=6)


def _finish_function(ax: Axes, title: str) -> None:
    ax.axhline(0, color=style.SOFT, linewidth=0.6)
    ax.axvline(0, color=style.SOFT, linewidth=0.6)
    ax.margins(y=0.1)
    ax.set(xlabel="sum that comes in", ylabel="what goes out", title=title)
    ax.legend(fontsize=TEXT - 1, frameon=False, loc="upper left")
    tidy(ax)


def _draw_softmax(ax: Axes, x: np.ndarray) -> Axes:
    sums = np.stack([x, np.ones_like(x), np.zeros_like(x)], axis=1)
    shares = FORMULAS["softmax"](sums)
    looks = (("-", style.INK, "class 1, its sum is x"), (":", style.INPUT, "class 2, sum 1"))
    looks += (("-.", "#117a5b", "class 3, sum 0"),)
    for k, (line, colour, label) in enumerate(looks):
        ax.plot(x, shares[:, k], line, color=colour, linewidth=2.2, label=label)
    slope = shares[:, 0] * (1 - shares[:, 0])
    ax.plot(x, slope, "--", color=style.VALIDATION, linewidth=2.2, label="derivative of class 1")
    _finish_function(ax, "softmax, its range: between 0 and 1, together 1")
    ax.set(ylim=(-0.05, 1.4), yticks=np.linspace(0, 1, 6))
    ax.legend(fontsize=TEXT - 1, frameon=False, loc="upper left", ncols=2)
    at = int(slope.argmax())
    return describe(
        ax,
        "The softmax function on three sums: x, 1 and 0. "
        f"As x goes from −4 to 4, class 1 goes from {number(shares[0, 0])} to {number(shares[-1, 0])}, and classes 2 "
        f"and 3 fall to {number(shares[-1, 1])} and {number(shares[-1, 2])}; the three always make 1. The derivative of "
        f"class 1 is largest, {number(slope[at])}, near x = {number(x[at], 1)}.",
    )


# ------------------------------------------------------------------------------------------------ cost


def draw_cost(
    cost: Callable[[np.ndarray, np.ndarray], np.ndarray],
    path: Any = None,
    *,
    around: tuple[tuple[float, float], tuple[float, float]] | None = None,
    names: tuple[str, str] = ("w₁", "w₂"),
    ax: Axes | None = None,
) -> Axes:
    """Draw the cost over two parameters as contour lines, and the path that was descended on it.

    Args:
        cost: takes two arrays of the same shape, gives the cost at each place.
        path: the parameters after each step, the start included; shape (steps + 1, 2).
        around: ((from, to), (from, to)), the part of the surface drawn; without it what the path
            needs.
        names: what the parameters are called.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if the path has another shape, or the cost gives no finite number.

    Example:
        >>> ax = draw_cost(lambda a, b: a**2 + b**2, [[2, 1], [1, 0.5], [0.5, 0.25]])
    """
    points = _as_path(path)
    (left, right), (low, high) = around or _view(points, cost)
    x, y = np.meshgrid(np.linspace(left, right, 121), np.linspace(low, high, 121))
    heights = _heights(cost, x, y)
    ax = new_axes(ax, height=4.4)
    levels = _levels(heights)
    fill = ax.contourf(x, y, heights, levels=levels, cmap=style.SEQUENTIAL, extend="max")
    ax.contour(x, y, heights, levels=levels, colors=style.PAPER, linewidths=0.6, alpha=0.7)
    digits = 0 if levels[-1] >= 100 else 2 if levels[-1] >= 1 else 4
    bar = ax.figure.colorbar(fill, ax=ax, label="cost", format=lambda value, _: number(value, digits))
    bar.ax.tick_params(labelsize=TEXT - 1)
    ax.set(xlim=(left, right), ylim=(low, high), xlabel=names[0], ylabel=names[1])
    if points is not None:
        _draw_path(ax, points)
    return describe(tidy(ax), _cost_words(cost, points, (x, y, heights), names))


def _as_path(path: Any) -> np.ndarray | None:
    if path is None:
        return None
    points = np.asarray(path, float)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(
            f"path: expected shape (steps, 2), the two parameters after each step, received {points.shape}."
        )
    points = points[np.cumsum(~np.isfinite(points).all(axis=1)) == 0]  # up to where it ran away
    if not len(points):
        raise ValueError("path: its first point is not a finite number.")
    return points


def _view(points: np.ndarray | None, cost: Callable) -> list[tuple[float, float]]:
    """Choose the part of the surface: all of the path, or the first steps of one that ran away."""
    if points is None:
        return [(-2.0, 2.0), (-2.0, 2.0)]
    heights = _heights(cost, points[:, 0], points[:, 1])
    if len(points) > 6 and not heights[-1] <= heights[0]:
        points = points[:6]
    low, high = points.min(axis=0), points.max(axis=0)
    half = max(float((high - low).max()) * 0.65, 1e-3)
    middle = (low + high) / 2
    return [(float(centre - half), float(centre + half)) for centre in middle]


def _heights(cost: Callable, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    try:
        heights = np.asarray(cost(x, y), float)
    except (TypeError, ValueError):
        heights = np.empty(0)
    if heights.shape != x.shape:  # a cost written for two single numbers
        heights = np.asarray(np.vectorize(lambda a, b: np.mean(cost(a, b)), otypes=[float])(x, y))
    if not np.isfinite(heights).any():
        raise ValueError(
            "cost: expected a finite number somewhere, received none. Check for a log of 0 or below."
        )
    return heights


def _levels(heights: np.ndarray) -> np.ndarray:
    """Choose contours that are closer where the surface is low, so that a flat valley shows."""
    low, high = np.nanmin(heights), np.nanpercentile(heights[np.isfinite(heights)], 98)
    if not high > low:
        return np.array([low - 0.5, low + 0.5])
    return low + (high - low) * np.linspace(0, 1, 15) ** 2


def _short(value: float) -> str:
    return number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 4)


def _draw_path(ax: Axes, points: np.ndarray) -> None:
    import matplotlib.patheffects as effects

    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    outside = (points < (left, low)).any(axis=1) | (points > (right, high)).any(axis=1)
    ends = not outside.any()
    if not ends:
        points = points[: int(outside.argmax()) + 1]
    halo = [effects.withStroke(linewidth=3.6, foreground=style.INK)]
    ax.plot(*points.T, "-", color=style.PAPER, linewidth=1.8, path_effects=halo, zorder=3)
    dots = {"color": style.PAPER, "markeredgecolor": style.INK, "linestyle": "none"}
    if len(points) <= 200:
        ax.plot(*points.T, marker="o", markersize=4.5, zorder=4, **dots)
    ax.plot(*points[0], marker="s", markersize=9, zorder=5, label="start", **dots)
    if ends:
        ax.plot(*points[-1], marker="*", markersize=16, zorder=5, label="end", **dots)
    ax.legend(fontsize=TEXT - 1, loc="best", framealpha=0.95)


def _cost_words(cost: Callable, points: np.ndarray | None, surface: tuple, names: tuple[str, str]) -> str:
    x, y, heights = surface
    lowest = np.unravel_index(int(np.nanargmin(heights)), heights.shape)
    text = (
        f"The cost over {names[0]} and {names[1]}: in the part drawn it runs from {_short(heights[lowest])}, near "
        f"{names[0]} = {number(x[lowest])} and {names[1]} = {number(y[lowest])}, to {_short(np.nanmax(heights))}."
    )
    if points is None:
        return text
    along = _heights(cost, points[:, 0], points[:, 1])
    steps = len(points) - 1
    start, end = (f"({number(a)}, {number(b)})" for a, b in (points[0], points[-1]))
    verb = "falls" if along[-1] < along[0] else "rises" if along[-1] > along[0] else "stays"
    text += (
        f" The path takes {steps} {'step' if steps == 1 else 'steps'} from {start} to {end}; the cost {verb} from "
        f"{_short(along[0])} to {_short(along[-1])}."
    )
    (left, right), (low, high) = (x.min(), x.max()), (y.min(), y.max())
    if not (left <= points[-1, 0] <= right and low <= points[-1, 1] <= high):
        text += " It leaves the picture."
    worse = int((np.diff(along) > 0).sum())
    if worse:
        text += f" In {worse} of the steps it rises."
    return text
