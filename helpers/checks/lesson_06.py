"""The rules of lesson 06's exercises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from helpers.checks import figures
from helpers.checks.answer_types import choice, function, numbers, whole
from helpers.checks.comparing import close
from helpers.checks.judging import call, exercise, mended
from helpers.checks.kinds import behaviour, function_of, value
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

_SPECIES = ("Adelie", "Chinstrap", "Gentoo")
_LOUDEST = ("Adelie", "Gentoo", "Chinstrap", "Gentoo")
_COLUMNS = ("2.12, 0.07 and 0", "0, 0.08 and 3.43", "0.03, 2.20 and 0.13", "0, 0 and 3.64")


def _one_species(answer: object) -> str:
    """Read an answer as the name of a species, in any case."""
    return choice(answer, [name.lower() for name in _SPECIES]).capitalize()


def _four_species(answer: object) -> str:
    """Read an answer as four species, one for each neuron."""
    parts = answer.split(",") if isinstance(answer, str) else answer
    if not isinstance(parts, list | tuple | np.ndarray) or len(parts) != 4:
        raise Wrong(f"expected a list of four species, one for each neuron; you gave {show(answer)}.")
    return ", ".join(map(_one_species, parts))


def _not_loudest(waits_for: str, _: str) -> str:
    """Name the first neuron that waits for another species."""
    given = waits_for.split(", ")
    first = next(place for place in range(4) if given[place] != _LOUDEST[place])
    return f"h{'₁₂₃₄'[first]} does not wait for {given[first]}: from Adelie to Gentoo it gives {_COLUMNS[first]} on average."


waits = value(
    "6.2",
    (", ".join(_LOUDEST), "Adelie"),
    "The same birds and as good an answer, and yet another way to share the work out.",
    read={"wait_for": _four_species, "silence": _one_species},
    mistakes=[
        (
            lambda waits_for, silence: waits_for == "Gentoo, Adelie, Gentoo, Adelie",
            "these are the neurons of the training above. This is another one, and a neuron's place means nothing.",
        ),
        (
            lambda waits_for, silence: waits_for.startswith("Gentoo, Adelie, Adelie"),
            "these are the species for which each neuron is most nearly silent. Asked is the one for which it is loudest.",
        ),
        (
            lambda waits_for, silence: len(set(waits_for.split(", "))) == 1,
            "all four the same? Each column has a largest number of its own.",
        ),
        (lambda waits_for, silence: waits_for != ", ".join(_LOUDEST), _not_loudest),
        (
            lambda waits_for, silence: silence == "Chinstrap",
            "the neurons are right. But Chinstrap was silence in the training above; here another bias is the largest.",
        ),
        (
            lambda waits_for, silence: silence == "Gentoo",
            "the neurons are right. Gentoo has two neurons and the smallest bias: where they are silent it is said last.",
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


def _shows_the_dead(ax: object, values: object) -> None:
    given = numbers(values, what="values as the page made them")
    if given.ndim != 2 or min(given.shape) < 2:
        raise Wrong(f"expected values of shape (digits, neurons); yours has shape {given.shape}.")
    drawn, share = figures.axes_of(ax), (given > 0).mean(axis=0)
    lengths = figures.bars_of(drawn)[1]
    for other, why in (
        (1 - share, "these are the digits for which a neuron is off. Asked is for how many it is on."),
        (
            given.mean(axis=0),
            "these are the mean outputs. Asked is for how many digits a neuron is on: values > 0.",
        ),
        (
            given.max(axis=0),
            "these are the largest outputs. Asked is for how many digits a neuron is on: values > 0.",
        ),
        (len(given) * share, f"these are counts of {len(given)} digits. Divide by their number: per cent."),
        ((given > 0).mean(axis=1), "there is a bar for each digit. One for each neuron is asked: axis=0."),
    ):
        if len(lengths) == len(other) and (close(lengths, other) or close(lengths, 100 * other)):
            raise Wrong(why)
    is_share = not len(lengths) or lengths.max() <= 1
    figures.draws_bars(drawn, share if is_share else 100 * share, "the shares of digits")
    figures.labelled(drawn, title="", x="neuron", y="")
    title = figures.labels_of(drawn)["title"]
    lacking = [str(one) for one in np.flatnonzero(share == 0) if str(one) not in re.findall(r"\d+", title)]
    if lacking:
        raise Wrong(
            f"the title should name the neurons that are never on, counted from 0; {lacking[0]} is not in it."
        )


the_dead = behaviour(
    "6.4",
    _shows_the_dead,
    "Fewer dead ones come with a smaller learning rate, or an activation that leaks, such as leaky_relu.",
    names=("ax", "values"),
)


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
