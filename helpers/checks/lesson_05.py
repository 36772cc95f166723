"""The rules of lesson 05's exercises."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from helpers.checks.judging import Wrong, call, choice, exercise, function, numbers, told, whole
from helpers.drawing.style import listed
from helpers.drawing.style import number as shown
from helpers.networks import Layer, read_layers


def _network(sizes: list[int], *, bias: bool = True) -> list[Layer]:
    """Return the layers of a network of these sizes, with weights, and dropout after the first hidden layer."""
    generator = np.random.default_rng(sum(sizes))
    arrays = [
        (generator.normal(size=(before, units)), np.zeros(units) if bias else None, "relu")
        for before, units in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    layers = read_layers(arrays)
    layers.insert(2, Layer("dropout", "Dropout", sizes[1], sizes[1], role="dropout", rate=0.2))
    return layers


@exercise("5.1", "Links grow with the product of two layers: both twice as wide means four times as many.")
def count_links(answer: object) -> None:
    asked = function(answer, "count_links")
    for sizes in ([4, 4, 3], [3, 1], [10, 6, 3, 1], [64, 16, 10]):
        layers = _network(sizes)
        links = sum(layer.weights.size for layer in layers if layer.weights is not None)
        got = whole(call(asked, layers, shown=f"a network {_said(sizes)}"), "one whole number back")
        if got == links:
            continue
        others = (
            (sum(layer.parameters for layer in layers), "it counts the biases too. A bias is no link."),
            (links + sizes[1] ** 2, "it gives dropout links of its own. It has no weights."),
            (layers[-1].weights.size, "it counts the last layer alone. Add all layers up."),
            (
                layers[1].weights.size,
                "it counts the first layer alone. Does the return stand inside the loop?",
            ),
            (sum(sizes), "it counts the nodes. From each node a link goes to every node of the next layer."),
            (len(sizes) - 1, "it counts the layers with weights. Count the weights in them: .size."),
        )
        for other, why in others:
            if got == other:
                raise Wrong(f"for a network {_said(sizes)} {why}")
        raise Wrong(f"a network {_said(sizes)} has {links} links; yours says {got}.")


def _said(sizes: list[int]) -> str:
    return "-".join(map(str, sizes))


@exercise(
    "5.2",
    "Strong is not yet important: a weight says how much the sum changes for each unit of its input, and some inputs hardly vary.",
)
def strongest(answer: object) -> None:
    asked = function(answer, "strongest")
    below = np.array([[0.5, 0.1, 2.0], [-3.0, 1.0, 0.0]])
    generator = np.random.default_rng(52)
    for weights in (
        below,
        -below,
        *(generator.normal(size=shape).round(2) for shape in ((4, 4), (5, 3), (2, 7))),
    ):
        got = _pair(call(asked, weights, shown=f"weights of shape {weights.shape}"), weights.shape)
        right = _place(np.abs(weights))
        if got == right:
            continue
        if got == (right[0] + 1, right[1] + 1):
            raise Wrong(
                "it counts from 1. The first input and the first neuron are 0 here, as everywhere in Python."
            )
        value, found = weights[right], weights[got] if _inside(got, weights.shape) else None
        if got == _place(weights):
            raise Wrong(
                f"it finds the largest weight, {shown(found)}. {shown(value)} is further from 0: a link below 0 can be "
                "the strongest too."
            )
        if got == _place(-weights):
            raise Wrong(f"it finds the smallest weight, {shown(found)}. {shown(value)} is further from 0.")
        if got == _place(-np.abs(weights)):
            raise Wrong(f"it finds the weakest link, {shown(found)}. Look for the one furthest from 0.")
        if got == right[::-1]:
            raise Wrong(
                "the two are the other way round: first the input (the line), then the neuron (the column)."
            )
        raise Wrong(
            f"the strongest of {told(weights.tolist())} is {shown(value)}, at {right}; yours says {got}."
        )


def _place(weights: np.ndarray) -> tuple[int, int]:
    row, column = np.unravel_index(int(np.argmax(weights)), weights.shape)
    return int(row), int(column)


def _inside(place: tuple[int, int], shape: tuple[int, int]) -> bool:
    return all(0 <= at < size for at, size in zip(place, shape, strict=True))


def _pair(result: object, shape: tuple[int, int]) -> tuple[int, int]:
    """Read what `strongest` returned: two whole numbers."""
    values = numbers(result, what="two numbers back, return input, neuron").reshape(-1)
    if values.size == 1:
        raise Wrong(
            f"it returns one number, {shown(values[0])}. np.argmax counts through all {shape[0]} × {shape[1]} weights; "
            "np.unravel_index(place, weights.shape) makes two places of it."
        )
    if values.size != 2:
        raise Wrong(f"expected two numbers back, return input, neuron; yours returned {values.size}.")
    return whole(values[0]), whole(values[1])


@exercise("5.3", "An image is nothing new to a dense layer: it never knew which pixels were neighbours.")
def as_image(answer: object) -> None:
    asked = function(answer, "as_image")
    generator = np.random.default_rng(53)
    for neurons, neuron in ((16, 3), (10, 0), (64, 9)):
        weights = generator.normal(size=(64, neurons))
        column = weights[:, neuron]
        got = numbers(
            call(asked, weights, neuron, shown="weights of 64 inputs"), what="an image of 8 × 8 back"
        )
        if got.shape == (64,):
            raise Wrong("it gives 64 weights in a row. Make 8 lines of 8 of them: .reshape(8, 8).")
        if got.shape != (8, 8):
            raise Wrong(f"expected an image of shape (8, 8) back; yours has shape {got.shape}.")
        if np.allclose(got, column.reshape(8, 8)):
            continue
        if np.allclose(got, column.reshape(8, 8).T):
            raise Wrong(
                "the image lies on its side. The weights go line by line, so leave out the transposing."
            )
        if neurons == 64 and np.allclose(got, weights[neuron].reshape(8, 8)):
            raise Wrong(
                "it takes the line of one input, weights[neuron]. A neuron is a column, weights[:, neuron]."
            )
        other = [k for k in range(neurons) if np.allclose(got, weights[:, k].reshape(8, 8))]
        if other:
            raise Wrong(
                f"asked for neuron {neuron} it gives neuron {other[0]}. Use the neuron it is given, counted from 0."
            )
        raise Wrong(f"it is an image of 8 × 8, but not of the weights that lead into neuron {neuron}.")


@exercise(
    "5.4",
    "Fewer dead ones come with a smaller learning rate, or an activation that leaks, such as leaky_relu.",
)
def never_on(answer: object) -> None:
    asked = function(answer, "never_on")
    cases = [
        np.array(
            [[0.0] * 4, [1.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0], [0.0] * 4]
        ),  # tells all mistakes apart
        np.array([[0.0, 1.5, 0.0, 0.0, 3.0], [0.5, 0.0, 0.0, 0.0, 1.0], [0.0, 2.0, 0.0, 0.0, 0.1]]),
        np.array([[1.0, 2.0], [0.5, 0.0]]),
        np.array([[0.0, 2.0, 0.0, 1.0]] * 3 + [[0.0, 0.0, 0.0, 4.0]] * 4),
    ]
    for values in cases:
        off = np.all(values == 0, axis=0)
        result = call(asked, values, shown=f"values of shape {values.shape}")
        result = sorted(result) if isinstance(result, set) else result
        result = result[0] if isinstance(result, tuple) and len(result) == 1 else result  # of np.where
        got = numbers(result, what="the places of the neurons back").reshape(-1)
        _not_other_places(got, values, off)


def _not_other_places(got: np.ndarray, values: np.ndarray, off: np.ndarray) -> None:
    right = np.flatnonzero(off)
    if np.array_equal(np.sort(got), right):
        return
    for other, why in (
        (
            np.flatnonzero(np.all(values == 0, axis=1)),
            "it looks along the wrong axis: at rows, not at neurons.",
        ),
        (
            np.flatnonzero(np.any(values == 0, axis=0)),
            "it names neurons that were off for some rows. Off for all of them is asked.",
        ),
        (np.flatnonzero(~off), "it names the neurons that were on at least once. The others are asked."),
        (np.array([off.sum()]), "it returns how many there are. Return which ones: np.flatnonzero."),
        (right + 1, "it counts from 1. The first neuron is 0 here."),
        (
            off.astype(float),
            "it returns True or False for each neuron. np.flatnonzero gives the places of the True ones.",
        ),
    ):
        if got.shape == other.shape and np.array_equal(got, other):
            raise Wrong(why)
    wanted = listed(right) if right.size else "none"
    found = listed(shown(value) for value in got) if got.size else "none"
    raise Wrong(f"of the values {told(values.tolist())} neuron {wanted} is never on; yours names {found}.")


@exercise("5.5", "One curve shows neither: it takes the two together, training beside validation.")
def fits(underfits: object, overfits: object) -> None:
    found = choice(underfits, ("a", "b", "c")), choice(overfits, ("a", "b", "c"))
    if found == ("b", "a"):
        return
    if found == ("a", "b"):
        raise Wrong("the two are the other way round. Overfitting is where the dashed line rises again.")
    if found[0] == found[1]:
        raise Wrong(
            f"{found[0].upper()} cannot do both: one learnt too little, the other too much of its own birds."
        )
    if found[0] == "c" or found[1] == "c":
        which = "underfits" if found[0] == "c" else "overfits"
        raise Wrong(f"C {which}? Its dashed line does not rise: both lie low and are level at the end.")


@exercise(
    "5.6",
    "One neuron fewer and the fence has a gap: sometimes a network fails because it cannot, not because it has not learnt.",
)
def close_around(answer: object) -> None:
    sizes = [
        whole(size, "whole numbers of neurons")
        for size in numbers(answer, what="a list such as [2]").reshape(-1)
    ]
    if not sizes:
        raise Wrong("an empty list has no hidden layer: one straight line, and a disc on neither side of it.")
    if min(sizes) < 1:
        raise Wrong(f"a layer has at least 1 neuron; yours are {sizes}.")
    if sum(sizes) > 4:
        raise Wrong(f"{_said_list(sizes)} has {sum(sizes)} hidden neurons. 4 are allowed in all.")
    shares = _shares(tuple(sizes))
    if np.median(shares) >= 0.95:
        return
    lines = "one line" if sizes[0] == 1 else "two lines" if sizes[0] == 2 else f"{sizes[0]} lines"
    often = f"from {100 * min(shares):.0f} to {100 * max(shares):.0f}"
    raise Wrong(
        f"{_said_list(sizes)} was trained from three different starts and gets {often} % of the unseen points right. Its "
        f"first layer draws {lines}."
    )


def _said_list(sizes: list[int]) -> str:
    return f"[{', '.join(map(str, sizes))}]"


@lru_cache(maxsize=32)
def _shares(sizes: tuple[int, ...]) -> tuple[float, ...]:
    """Train the playground's network on its circles, from three starts."""
    from helpers.playground import PlayNetwork, play_points

    points = play_points("circles")
    networks = [PlayNetwork(sizes, seed=seed).train(points, 400) for seed in range(3)]
    return tuple(network.right(points.unseen_rows, points.unseen_targets) for network in networks)
