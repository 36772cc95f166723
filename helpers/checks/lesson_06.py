"""The rules of lesson 06's exercises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from helpers.checks.judging import call, close, exercise, function, mended, numbers, whole
from helpers.checks.kinds import function_of, value
from helpers.checks.verdicts import Wrong, show
from helpers.networks import Layer, read_layers
from helpers.writing import listed
from helpers.writing import number as shown

Reasons = Sequence[tuple[object, str]]  # what a wrong answer gives, and the sentence for it


# -- 6.1 ----------------------------------------------------------------------------------------------

_NO_WEIGHTS = "one of the layers it was given has no weights: there .weights is None"
_LINK_MENDS = {
    "'NoneType' object has no attribute": f"{_NO_WEIGHTS}, and None has no {{name}}. Leave such layers out.",
    "'NoneType' object is not": f"{_NO_WEIGHTS}. Leave such layers out.",
    "'NoneType' has no len": f"{_NO_WEIGHTS}, and None has no length. Leave such layers out.",
    "truth value of an array": "it asks a whole array of weights for one yes or no. Ask only whether .weights is None.",
    "'Layer' object has no attribute": "it asks a layer for .{name}, and these layers are not Keras's but plain data, as "
    "read_layers gives it. Their weights are in .weights.",
    "object is not callable": "it calls a value as if it were a function, as in .size(). Leave the parentheses after it "
    "away.",
    "'list' object has no attribute 'sum'": "it asks a list for .sum. A list has none; Python's own sum takes one.",
    "'list' object has no attribute": "it asks the whole list for .{name}, and a list has none. Go through it layer by "
    "layer.",
}


def _network(sizes: list[int]) -> list[Layer]:
    """Return the layers of a network of these sizes, with weights, and dropout after the first hidden layer."""
    generator = np.random.default_rng(sum(sizes))
    arrays = [
        (generator.normal(size=(before, units)), np.zeros(units), "relu") for before, units in pairwise(sizes)
    ]
    arrays[0][0][0, 0] = 0  # is a weight too
    layers = read_layers(arrays)
    if len(sizes) > 2:
        layers.insert(2, Layer("dropout", "Dropout", sizes[1], sizes[1], role="dropout", rate=0.2))
    return layers


@exercise("6.1", "Links grow with the product of two layers: both twice as wide means four times as many.")
def count_links(answer: object) -> None:
    asked = function(answer, "count_links")
    for sizes in ([4, 4, 3], [10, 6, 3, 1], [64, 16, 10], [3, 1]):
        layers = _network(sizes)
        each = [before * units for before, units in pairwise(sizes)]
        network = f"a network {'-'.join(map(str, sizes))}"
        with mended(_LINK_MENDS):
            result = call(asked, layers, shown=f"the layers of {network}")
        got = _link_count(result, layers, each, network)
        if got == sum(each):
            continue
        over = f", {got - sum(each)} too many" if got > sum(each) else ""
        for other, why in _miscounts(layers, sizes, each):
            if got == other:
                raise Wrong(f"for {network} it gives {got}{over}: {why}")
        raise Wrong(f"{network} has {sum(each)} links, {' + '.join(map(str, each))}; yours gives {got}.")


def _link_count(result: object, layers: list[Layer], each: list[int], network: str) -> int:
    """Read what `count_links` returned: one whole number."""
    values = numbers(result, what="one whole number back").reshape(-1)
    if values.size > 1 and values[values != 0].tolist() == each:
        raise Wrong(f"it gives {listed(each)}, the links of each layer by itself. Add them up.")
    total = sum(layer.weights.sum() for layer in layers if layer.weights is not None)
    if values.size == 1 and close(values[0], total):
        raise Wrong(f"for {network} it gives {shown(total)}, the weights added up. Count them instead.")
    return whole(result, "one whole number back")


def _miscounts(layers: list[Layer], sizes: list[int], each: list[int]) -> Reasons:
    """Return the numbers that a wrong way of counting gives, the likelier way first, and what to say to it."""
    weighted = [layer for layer in layers if layer.weights is not None]
    links, others = sum(each), len(layers) - len(weighted)
    return (
        (sum(layer.parameters for layer in layers), "it counts the biases too. A bias is no link."),
        (sum(sizes[1:]), "it counts the biases alone, or the neurons. Each weight is a link."),
        (links + sizes[1] ** 2, "it gives the dropout links of its own, and dropout has no weights."),
        (
            sum(layer.inputs * layer.units for layer in layers),
            "it multiplies in every layer, also in the input and the dropout, which have no weights.",
        ),
        (links + others, "it counts 1 for each layer whose .weights is None."),
        (
            sum(np.count_nonzero(layer.weights) for layer in weighted),
            "it leaves out a weight that is 0. It is a weight all the same.",
        ),
        (
            0,
            "its first layer is the input, which has no weights. Does the function stop there, by a return or break "
            "inside the loop?",
        ),
        (
            each[-1],
            "that is the last layer alone. Is the count set anew for each layer, where it should grow?",
        ),
        (
            each[0],
            "that is the first layer with weights alone. Is a later one left out, or does the return stand inside the "
            "loop?",
        ),
        (sum(sizes), "those are its nodes. From each of them a link goes to every node of the next layer."),
        (
            sum(sum(layer.weights.shape) for layer in weighted),
            "it adds up nodes, or lines and columns of weights. Weights of shape (4, 3) are 12 numbers, not 7.",
        ),
        (
            sum(sizes[:-1]),
            "it counts the lines of each array of weights, one for each input. Count all numbers in it.",
        ),
        (len(weighted), "it counts the layers that have weights. Count the weights in them."),
        (len(layers), "it counts the layers. Count the weights in them."),
        (28, "the same as for 4-4-3. Count the layers that it is given, not those of the page's model."),
    )


# -- 6.2 ----------------------------------------------------------------------------------------------


def _place(weights):
    row, column = np.unravel_index(int(np.argmax(weights)), weights.shape)
    return int(row), int(column)


def strongest(weights):
    return _place(np.abs(weights))


def _weights() -> list[tuple[np.ndarray]]:
    """Return arrays in which no weight equals a place, so that the one is never taken for the other."""
    below = np.array([[0.5, 0.4, 1.6], [-2.4, 0.3, 1.1]])
    generator = np.random.default_rng(52)
    drawn = (generator.normal(size=shape).round(2) for shape in ((4, 4), (5, 3), (2, 7)))
    return [(below,), (-below,), *((weights,) for weights in drawn)]


strongest_link = function_of(
    "6.2",
    strongest,
    "Strong is not yet important: a weight says how much the sum changes for each unit of its input, and some inputs hardly vary.",
    cases=_weights,
    returns=("the place of the input", "the place of the neuron"),
    mistakes=[
        (
            _place,
            "it finds the largest weight. A link below 0 can be the strongest too: look how far from 0 it is.",
        ),
        (lambda w: _place(-w), "it finds the smallest weight. Strong is far from 0, on either side."),
        (lambda w: _place(-np.abs(w)), "it finds the weakest link. Look for the one furthest from 0."),
        (
            lambda w: strongest(w)[::-1],
            "the two are the other way round: first the input (the line), then the neuron (the column).",
        ),
        (
            lambda w: tuple(place + 1 for place in strongest(w)),
            "it counts from 1. The first input and the first neuron are 0 here, as everywhere in Python.",
        ),
        (
            lambda w: np.argmax(np.abs(w)),
            "it returns one number, which counts through all weights line by line. Two places are asked.",
        ),
        (
            lambda w: np.argmax(w),
            "it returns one number, which counts through all weights to the largest. Two places are asked, and of the "
            "weight furthest from 0.",
        ),
        (
            lambda w: np.abs(w).max(),
            "it returns how strong the link is. Asked is where it stands: input and neuron.",
        ),
        (
            lambda w: w.max(),
            "it returns the largest weight itself. Asked is where the strongest link stands: input and neuron.",
        ),
        (
            lambda w: w.min(),
            "it returns the smallest weight itself. Asked is where the strongest link stands: input and neuron.",
        ),
        (
            lambda w: w[strongest(w)],
            "it returns the strongest weight itself. Asked is where it stands: input and neuron.",
        ),
        (
            lambda w: strongest(w)[0],
            "it returns the place of the input alone. That of the neuron is missing.",
        ),
        (
            lambda w: strongest(w)[1],
            "it returns the place of the neuron alone. That of the input is missing.",
        ),
        (
            lambda w: np.argmax(np.abs(w), axis=0),
            "it gives a line for each column. Asked is one link: its line and its column.",
        ),
        (
            lambda w: np.argmax(np.abs(w), axis=1),
            "it gives a column for each line. Asked is one link: its line and its column.",
        ),
        (
            lambda w: np.argmax(w, axis=1),
            "it gives the largest of each line. Asked is one link, the one furthest from 0: its line and its column.",
        ),
    ],
)


# -- 6.3 ----------------------------------------------------------------------------------------------


@exercise("6.3", "An image is nothing new to a dense layer: it never knew which pixels were neighbours.")
def as_image(answer: object) -> None:
    asked = function(answer, "as_image")
    generator = np.random.default_rng(53)
    for neurons, neuron in ((64, 5), (16, 3), (10, 0)):  # the square one first: it takes a line for a column
        weights = generator.normal(size=(64, neurons))
        mends = {
            f"cannot reshape array of size {weights.size} ": f"it reshapes all {weights.size} weights at once. "
            f"An image has 64: take those of neuron {neuron} first.",
            "cannot reshape array of size 64 ": "it has 64 weights in hand, and asks for a shape that holds another "
            "number of them. How many lines of how many pixels has an image?",
            "object is not subscriptable": "it takes the two in the wrong order: first come the weights, then the place "
            "of the neuron.",
        }
        with mended(mends):
            result = call(
                asked, weights, neuron, shown=f"weights of shape {weights.shape} and neuron {neuron}"
            )
        if type(result).__name__ in ("AxesImage", "Axes", "Figure"):
            raise Wrong("it draws the image. Return its 8 × 8 numbers; to draw them comes next.")
        got = numbers(result, what="an image of 8 × 8 numbers back")
        if close(got.reshape(-1), weights[neuron]):
            raise Wrong(
                f"it shows the 64 weights that leave input {neuron}, a line of the array. Those that lead into a neuron "
                "are a column."
            )
        if got.shape != (8, 8):
            raise Wrong(_not_an_image(got, weights, neuron))
        if not close(got, weights[:, neuron].reshape(8, 8)):
            raise Wrong(_not_this_image(got, weights, neuron))


def _not_an_image(got: np.ndarray, weights: np.ndarray, neuron: int) -> str:
    """Say what is wrong with a shape."""
    if close(got.reshape(-1), weights[:, neuron]):
        return f"the 64 weights of neuron {neuron} are right, but lie in the shape {got.shape}. An image has 8 lines of 8."
    if got.size == weights.size:
        return f"it gives all {weights.shape[1]} neurons back, in the shape {got.shape}. One was asked for, neuron {neuron}."
    return f"it gives an array of shape {got.shape}. An image of 8 × 8 has the shape (8, 8)."


def _not_this_image(got: np.ndarray, weights: np.ndarray, neuron: int) -> str:
    """Say what is wrong with an image of the right shape."""
    right = weights[:, neuron].reshape(8, 8)
    for other, why in (
        (
            right.T,
            'lines and columns of the image are swapped, as by .T or order="F". The pixels go line by line, and so does '
            "reshape.",
        ),
        (right[::-1], "the image is upside down. Keep the order of the lines; imshow puts the first on top."),
        (right[:, ::-1], "the image is mirrored, left to right. Keep the order of the pixels."),
        (right[::-1, ::-1], "the image is upside down: the weights come in reverse. Keep their order."),
        (-right, "the signs are turned. Return the weights as they are."),
        (np.abs(right), "the weights below 0 have lost their sign. Return them as they are."),
    ):
        if close(got, other):
            return why
    if np.allclose(got, right, rtol=0, atol=0.06):
        return "the places are right, but the weights are rounded. Return them as they are."
    factor = float((got * right).sum() / (right**2).sum())
    if close(got, factor * right):
        return f"the places are right, but every weight is multiplied by {shown(factor, 3)}. Return them as they are."
    for other in range(weights.shape[1]):
        if close(got.reshape(-1), weights[:, other]):
            return (
                f"asked for neuron {neuron} it shows neuron {other}. Neurons are counted from 0, and the place is the "
                "second argument."
            )
    places = np.argwhere(np.isclose(weights, got[0, 0]))
    where = f", the weight from input {places[0][0]} to neuron {places[0][1]}" if len(places) == 1 else ""
    return (
        f"its first pixel is {shown(got[0, 0])}{where}; it should be {shown(right[0, 0])}, the weight from input 0 to "
        f"neuron {neuron}."
    )


# -- 6.4 ----------------------------------------------------------------------------------------------


@exercise(
    "6.4",
    "Fewer dead ones come with a smaller learning rate, or an activation that leaks, such as leaky_relu.",
)
def never_on(answer: object) -> None:
    asked = function(answer, "never_on")
    apart = np.zeros((4, 5))  # tells all mistakes apart: 0 and 4 are never on, 3 nearly
    apart[1, 1], apart[2, 2], apart[1, 3] = 1, 2, 0.001
    cases = [
        apart,
        np.array([[0.0, 1.5, 0.0, 0.0, 3.0], [0.5, 0.0, 0.0, 0.0, 1.0], [0.0, 2.0, 0.0, 0.0, 0.1]]),
        np.array([[1.0, 2.0], [0.5, 0.0]]),
        np.array([[0.0, 2.0, 0.0, 1.0]] * 3 + [[0.0, 0.0, 0.0, 4.0]] * 4),
    ]
    for values in cases:
        result = call(asked, values, shown=f"values of shape {values.shape}")
        result = sorted(result) if isinstance(result, set) else result
        _judge_places(_places(result, values), values)


def _places(result: object, values: np.ndarray) -> np.ndarray:
    """Read what `never_on` returned: places, in a row or in what np.where gives."""
    got = numbers(result, what="the places of the neurons back")
    if np.asarray(result).dtype == bool:
        said = "True or False for each neuron" if got.ndim else str(result)
        raise Wrong(f"it returns {said}. Asked are the places of the neurons that are never on.")
    if got.ndim > 1 and got.size > values.shape[1]:
        raise Wrong(f"it gives an array of shape {got.shape}. Asked are the places of neurons, in a row.")
    return got.reshape(-1)


def _judge_places(got: np.ndarray, values: np.ndarray) -> None:
    """Refuse places other than those of the neurons that are 0 in every row."""
    off = np.all(values == 0, axis=0)
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
        (np.array([off.sum()]), f"it returns how many there are, {off.sum()}. Asked is which ones."),
        (right + 1, "it counts from 1. The first neuron is 0 here."),
        (off, "it returns 1 or 0 for each neuron. Asked are the places of those with 1."),
    ):
        if np.array_equal(got, other):
            raise Wrong(why)
    raise Wrong(_not_these_places(got, values, right))


def _not_these_places(got: np.ndarray, values: np.ndarray, right: np.ndarray) -> str:
    """Say which neurons are missed, or named for nothing."""
    rows, neurons = values.shape
    named, dead = set(got.tolist()), set(right.tolist())
    if named == dead:
        return "the neurons are right, but some are named more than once. Name each of them once."
    if named and named < dead:
        missed = sorted(dead - named)
        are = "are" if len(missed) > 1 else "is"
        return f"it finds {_neurons(sorted(named))}, and misses {_neurons(missed)}, which {are} 0 in all {rows} rows too."
    on = [place for place in range(neurons) if place in named - dead]
    if on:
        return (
            f"it names neuron {on[0]}, which gave {shown(values[:, on[0]].max(), 3)} for one row. One row is enough to "
            "be on."
        )
    wanted = (
        f"{_neurons(right)} {'are' if len(right) > 1 else 'is'} never on"
        if dead
        else "each is on at least once"
    )
    found = listed(shown(place) for place in got) or "none"
    return f"of {neurons} neurons in {rows} rows {wanted}; yours names {found}."


def _neurons(places: Iterable[float]) -> str:
    names = [shown(place) for place in places]
    return f"{'neurons' if len(names) > 1 else 'neuron'} {listed(names)}"


# -- 6.5 and 6.6 --------------------------------------------------------------------------------------


def _letter(answer: object) -> str:
    """Read an answer as the letter of a network; "network B" and "b." are B."""
    text = answer.upper() if isinstance(answer, str) else ""
    words = [word for word in re.findall(r"\w+", text) if word not in ("THE", "NETWORK", "MODEL")]
    if len(words) != 1 or words[0] not in ("A", "B", "C"):
        raise Wrong(f'expected a letter in quotes, "A", "B" or "C"; you gave {show(answer)}.')
    return words[0]


fits = value(
    "6.5",
    ("B", "A"),
    "One curve shows neither: it takes the two together, training beside validation.",
    read={"underfits": _letter, "overfits": _letter},
    mistakes=[
        (("A", "B"), "the two are the other way round. Overfitting is where the dashed line rises again."),
        (("C", "C"), "C does neither: both lines are low and level."),
        (
            lambda underfits, overfits: underfits == "C",
            "C underfits? Both its lines lie low and are level at the end.",
        ),
        (
            lambda underfits, overfits: overfits == "C",
            "C overfits? Its dashed line does not rise at the end.",
        ),
    ],
    otherwise="one network cannot do both: underfitting is learning too little, overfitting learning one's own birds by heart.",
)


@exercise(
    "6.6",
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
        raise Wrong(f"{sizes} has {sum(sizes)} hidden neurons. 4 are allowed in all.")
    shares = _shares(tuple(sizes))
    if sum(share >= 0.95 for share in shares) >= 2:
        return
    lines = {1: "one line", 2: "two lines"}.get(sizes[0], f"{sizes[0]} lines")
    percents = listed(int(100 * share + 1e-9) for share in shares)  # down: 94.7 is not 95
    raise Wrong(
        f"{sizes}, trained from three starts, gets {percents} % of the unseen points right; 95 are asked "
        f"from two of them. Its first layer draws {lines}."
    )


@lru_cache(maxsize=32)
def _shares(sizes: tuple[int, ...]) -> tuple[float, ...]:
    """Train the playground's network on its circles, from three starts."""
    from helpers.playground import PlayNetwork, play_points

    points = play_points("circles")
    networks = [PlayNetwork(sizes, seed=seed).train(points, 400) for seed in range(3)]
    return tuple(network.right(points.unseen_rows, points.unseen_targets) for network in networks)


# -- 6.7 ----------------------------------------------------------------------------------------------


def _moved_most(row, weights):
    return np.abs(row[:, np.newaxis] * weights).argmax(axis=0)


_moved_most.__name__ = "moved_most"


def _rows_and_weights() -> list[tuple[np.ndarray, np.ndarray]]:
    """Return rows and weights for which no two mistakes give the same places."""
    generator = np.random.default_rng(68)
    first = np.array([0.1, -2.0, 1.0]), np.array([[5.0, -1.0], [-1.0, 0.5], [1.5, 0.2]])
    drawn = [
        (generator.normal(size=inputs).round(1), generator.normal(size=(inputs, units)).round(1))
        for inputs, units in ((4, 4), (6, 3), (3, 5))
    ]
    return [first, *drawn]


moved_most = function_of(
    "6.7",
    _moved_most,
    "Thickness is one factor of the product, the input is the other. Lesson 09 follows such products through a whole network.",
    cases=_rows_and_weights,
    mistakes=[
        (
            lambda row, weights: np.abs(weights).argmax(axis=0),
            "these are the strongest weights. What an input adds is its weight times its value.",
        ),
        (
            lambda row, weights: (row[:, np.newaxis] * weights).argmax(axis=0),
            "it finds what moves each sum furthest up. Down counts too: np.abs.",
        ),
        (
            lambda row, weights: (row[:, np.newaxis] * weights).argmin(axis=0),
            "it finds what moves each sum furthest down. Up counts too: np.abs.",
        ),
        (
            lambda row, weights: (np.abs(row)[:, np.newaxis] * weights).argmax(axis=0),
            "only the inputs have lost their sign. Take np.abs of the product.",
        ),
        (
            lambda row, weights: (row[:, np.newaxis] * np.abs(weights)).argmax(axis=0),
            "only the weights have lost their sign. Take np.abs of the product.",
        ),
        (
            lambda row, weights: np.full(weights.shape[1], np.abs(row).argmax()),
            "this is the input furthest from 0, the same for every neuron. Its weight counts too.",
        ),
        (
            lambda row, weights: np.abs(row[:, np.newaxis] * weights).argmax(axis=1),
            "it gives for each input the neuron that it moves most. Asked is for each neuron the input: axis=0.",
        ),
        (
            lambda row, weights: np.abs(row[:, np.newaxis] * weights).argmin(axis=0),
            "it finds the inputs that move each sum least.",
        ),
        (
            lambda row, weights: np.abs(row[:, np.newaxis] * weights).argmax(axis=0) + 1,
            "it counts from 1. The first input is 0 here.",
        ),
        (
            lambda row, weights: np.abs(row[:, np.newaxis] * weights).max(axis=0),
            "it returns how far the sums are moved. Asked is by which input: argmax in place of max.",
        ),
        (
            lambda row, weights: np.abs(row[:, np.newaxis] * weights).argmax(),
            "it returns one number, which counts through the whole table. argmax(axis=0) gives one for each neuron.",
        ),
        (
            lambda row, weights: row @ weights,
            "these are the sums. Before adding up, look which product is the largest.",
        ),
        (
            "could not be broadcast together",
            "row and weights do not line up: make a column of the row, row[:, np.newaxis].",
        ),
    ],
)
