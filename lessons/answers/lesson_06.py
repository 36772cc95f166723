"""Answers to lesson 06's exercises."""

import numpy as np


def links_loop(layers):
    count = 0
    for layer in layers:
        if layer.weights is not None:
            rows, columns = layer.weights.shape
            count += rows * columns
    return count


def links_by_parameters(layers):
    return np.sum([one.parameters - (0 if one.bias is None else len(one.bias)) for one in layers])


def links_returned_in_the_loop(layers):
    for layer in layers:
        if layer.weights is not None:
            return layer.weights.size


def links_break_at_the_input(layers):
    count = 0
    for layer in layers:
        if layer.weights is None:
            break
        count += layer.weights.size
    return count


def links_unequal_none(layers):
    return sum(one.weights.size for one in layers if one.weights != None)  # noqa: E711


def links_set_anew(layers):
    for layer in layers:
        if layer.weights is not None:
            count = layer.weights.size
    return count


def sum_over_weights(of_one):
    """Return an answer to 5.1 that adds up something of each layer with weights."""
    return lambda layers: sum(of_one(layer) for layer in layers if layer.weights is not None)


def image_by_hand(weights, neuron):
    return [[weights[8 * line + column, neuron] for column in range(8)] for line in range(8)]


def image_drawn(weights, neuron):
    from matplotlib.figure import Figure

    return Figure().add_subplot().imshow(weights[:, neuron].reshape(8, 8))


def image_changed(change):
    """Return an answer to 5.3 that changes the right image."""
    return lambda weights, neuron: change(weights[:, neuron].reshape(8, 8))


VALUES = np.zeros((20, 6))  # of 20 digits; neurons 1 and 4 are never on
VALUES[:, 0], VALUES[:5, 2], VALUES[:13, 3], VALUES[3, 5] = 2.0, 0.5, 3.0, 0.001
ON = np.array([1, 0, 0.25, 0.65, 0, 0.05])


def bars(lengths, title="never on: 1 and 4", x="neuron", y="% of digits", lying=False):
    """Return the axes of a drawing of these bars."""
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    (ax.barh if lying else ax.bar)(range(len(lengths)), lengths)
    ax.set(title=title, xlabel=x, ylabel=y)
    return ax


def a_line(lengths):
    from matplotlib.figure import Figure

    ax = Figure().add_subplot(xlabel="neuron", ylabel="%", title="1 and 4")
    ax.plot(lengths)
    return ax


def moved_most_loop(row, weights):
    places = []
    for neuron in range(weights.shape[1]):
        sizes = [abs(value * weight) for value, weight in zip(row, weights[:, neuron], strict=True)]
        places.append(sizes.index(max(sizes)))
    return places


def moved_by(change):
    """Return an answer to 6.7 that makes something else of the products."""
    return lambda row, weights: change(row[:, np.newaxis] * weights)


RIGHT = {
    "6.1": [(links_loop,), (links_by_parameters,)],
    "6.2": [
        (["Adelie", "Gentoo", "Chinstrap", "Gentoo"], "Adelie"),
        (("adelie", " Gentoo", "CHINSTRAP", "gentoo"), "adelie "),
        ("Adelie, Gentoo, Chinstrap, Gentoo", "Adelie"),
    ],
    "6.3": [
        (image_by_hand,),
        (lambda weights, neuron: weights.T[neuron].reshape(8, 8),),
        (lambda weights, neuron: weights.reshape(8, 8, -1)[:, :, neuron],),
    ],
    "6.4": [
        (bars(100 * ON), VALUES),
        (bars(ON, title="Neurons 1 and 4 of 6 are dead", x="Neuron, from 0", y="share"), VALUES),
        (bars(100 * ON).figure, VALUES),
    ],
    "6.5": [("B", "A"), ("b", " a "), ("network B", "A."), ("The network b", "model 'A'")],
    "6.6": [([3],), ((4,),), (np.array([3]),), (3,), ([3, 1],)],
    "6.7": [
        (moved_most_loop,),
        (lambda row, weights: np.argmax(np.abs(weights.T * row), axis=1),),
        (lambda row, weights: ((weights.T * row) ** 2).argmax(axis=1).tolist(),),
    ],
}

WRONG = {
    "6.1": [
        (
            (lambda layers: sum(one.parameters for one in layers),),
            "for a network 4-4-3 it gives 35, 7 too many: it counts the biases too",
        ),
        (
            (
                lambda layers: sum(
                    one.inputs * one.units for one in layers if one.role in ("dense", "dropout")
                ),
            ),
            "16 too many: it gives the dropout links of its own",
        ),
        ((links_returned_in_the_loop,), "first layer with weights alone"),
        ((lambda layers: links_loop(layers[:-1]),), "Is a later one left out"),
        ((lambda layers: layers[-1].weights.size,), "last layer alone"),
        (
            (links_set_anew,),
            "for a network 4-4-3 it gives 12: that is the last layer alone. Is the count set anew",
        ),
        (
            (lambda layers: sum(one.units for one in layers if one.role != "dropout"),),
            "it gives 11: those are its nodes",
        ),
        ((lambda layers: sum(one.units for one in layers),), "it gives 15: it adds up nodes"),
        ((sum_over_weights(lambda one: sum(one.weights.shape)),), "lines and columns of weights"),
        (
            (lambda layers: sum(one.weights is not None for one in layers),),
            "counts the layers that have weights",
        ),
        ((lambda layers: len(layers),), "it gives 4: it counts the layers. Count the weights"),
        (
            (lambda layers: sum(one.weights.size for one in layers),),
            "None has no size. Leave such layers out",
        ),
        (
            (lambda layers: sum(len(one.weights) for one in layers),),
            "None has no length. Leave such layers out",
        ),
        (
            (lambda layers: [row for one in layers for row in one.weights],),
            ".weights is None. Leave such layers out",
        ),
        ((lambda layers: sum(one.weights.size for one in layers if one.weights),), "for one yes or no"),
        ((links_unequal_none,), "for one yes or no"),
        ((lambda layers: sum(one.kernel.size for one in layers),), "asks a layer for .kernel"),
        ((lambda layers: sum(one.get_weights()[0].size for one in layers),), "asks a layer for .get_weights"),
        ((sum_over_weights(lambda one: one.weights.size()),), "as in .size(). Leave the parentheses"),
        ((lambda layers: layers.weights.size,), "asks the whole list for .weights"),
        ((lambda layers: [one.units for one in layers].sum(),), "asks a list for .sum"),
        ((lambda layers: 28,), "for a network 10-6-3-1 it gives 28: the same as for 4-4-3"),
        ((links_break_at_the_input,), "it gives 0: its first layer is the input"),
        ((sum_over_weights(lambda one: len(one.weights)),), "it gives 8: it counts the lines of each array"),
        ((lambda layers: sum(one.inputs * one.units for one in layers),), "it multiplies in every layer"),
        ((sum_over_weights(lambda one: one.weights.sum()),), "the weights added up. Count them instead"),
        ((sum_over_weights(lambda one: np.count_nonzero(one.weights)),), "it leaves out a weight that is 0"),
        ((sum_over_weights(lambda one: one.units),), "it counts the biases alone"),
        (
            (lambda layers: [one.weights.size for one in layers if one.weights is not None],),
            "it gives 16 and 12, the links of each layer by itself",
        ),
        ((lambda layers: [np.size(one.weights) - (one.weights is None) for one in layers],), "by itself"),
        (
            (lambda layers: sum(np.size(one.weights) for one in layers),),
            "2 too many: it counts 1 for each layer",
        ),
        (
            (lambda layers: layers[1].weights.size + layers[3].weights.size,),
            "a network 10-6-3-1 has 81 links, 60 + 18 + 3; yours gives 78",
        ),
        ((28,), "the function count_links itself"),
    ],
    "6.2": [
        ((["Gentoo", "Adelie", "Gentoo", "Adelie"], "Chinstrap"), "neurons of the training above"),
        ((["Gentoo", "Adelie", "Adelie", "Adelie"], "Adelie"), "is most nearly silent"),
        ((["Adelie"] * 4, "Adelie"), "all four the same?"),
        ((["Chinstrap", "Gentoo", "Adelie", "Gentoo"], "Adelie"), "h₁ does not wait for Chinstrap"),
        ((["Adelie", "Chinstrap", "Chinstrap", "Gentoo"], "Adelie"), "it gives 0, 0.08 and 3.43 on average"),
        ((["Adelie", "Gentoo", "Gentoo", "Gentoo"], "Adelie"), "h₃ does not wait for Gentoo"),
        ((["Adelie", "Gentoo", "Chinstrap", "Adelie"], "Adelie"), "h₄ does not wait for Adelie"),
        (
            (["Adelie", "Gentoo", "Chinstrap", "Gentoo"], "Chinstrap"),
            "Chinstrap was silence in the training above",
        ),
        ((["Adelie", "Gentoo", "Chinstrap", "Gentoo"], "Gentoo"), "the smallest bias"),
        ((["Adelie", "Gentoo", "Chinstrap"], "Adelie"), "a list of four species"),
        (([0, 2, 1, 2], "Adelie"), "in quotes; you gave 0"),
        ((["Adelie", "Gentoo", "Chinstrap", "Gentoo"], 0.9), "in quotes; you gave 0.9"),
        ((["Adelie", "Gentoo", "Chinstrap", "silence"], "Adelie"), "you gave 'silence'"),
    ],
    "6.3": [
        ((lambda weights, neuron: weights[:, neuron],), "neuron 5 are right, but lie in the shape (64,)"),
        ((lambda weights, neuron: weights[:, neuron].reshape(4, 16),), "but lie in the shape (4, 16)"),
        ((lambda weights, neuron: weights[neuron].reshape(8, 8),), "the 64 weights that leave input 5"),
        ((lambda weights, neuron: weights[neuron],), "the 64 weights that leave input 5"),
        ((lambda weights, neuron: weights.reshape(8, 8),), "reshapes all 4096 weights at once"),
        ((lambda weights, neuron: weights[:, neuron].reshape(28, 28),), "it has 64 weights in hand"),
        ((lambda neuron, weights: weights[:, neuron].reshape(8, 8),), "the two in the wrong order"),
        ((image_drawn,), "it draws the image"),
        (
            (lambda weights, neuron: weights.reshape(-1, 8, 8),),
            "all 64 neurons back, in the shape (64, 8, 8)",
        ),
        ((lambda weights, neuron: weights[:, :8].T,), "it gives an array of shape (8, 64)"),
        ((lambda weights, neuron: weights.reshape(-1, 8, 8)[neuron],), "the 64 weights that leave input 5"),
        ((image_changed(lambda image: image.T),), "lines and columns of the image are swapped"),
        (
            (lambda weights, neuron: weights[:, neuron].reshape((8, 8), order="F"),),
            "lines and columns of the image",
        ),
        ((image_changed(lambda image: image[::-1]),), "upside down. Keep the order of the lines"),
        ((image_changed(np.fliplr),), "the image is mirrored"),
        ((image_changed(lambda image: image[::-1, ::-1]),), "the weights come in reverse"),
        ((image_changed(lambda image: -image),), "the signs are turned"),
        ((image_changed(np.abs),), "have lost their sign"),
        ((image_changed(lambda image: image.round(2)),), "the weights are rounded"),
        ((image_changed(lambda image: 0.275 * image),), "multiplied by 0.275"),
        ((lambda weights, neuron: weights[:, neuron - 1].reshape(8, 8),), "for neuron 5 it shows neuron 4"),
        ((lambda weights, neuron: weights[:, 0].reshape(8, 8),), "for neuron 5 it shows neuron 0"),
        (
            (lambda weights, neuron: weights[neuron - 1].reshape(8, 8),),
            "the weight from input 4 to neuron 0; it should",
        ),
        ((lambda weights, neuron: np.ones((8, 8)),), "its first pixel is 1; it should be"),
    ],
    "6.4": [
        ((bars(100 - 100 * ON), VALUES), "for which a neuron is off"),
        ((bars(VALUES.mean(axis=0)), VALUES), "these are the mean outputs"),
        ((bars(VALUES.max(axis=0)), VALUES), "these are the largest outputs"),
        ((bars(20 * ON), VALUES), "these are counts of 20 digits"),
        ((bars((VALUES > 0).mean(axis=1)), VALUES), "there is a bar for each digit"),
        ((bars(100 * np.sort(ON)), VALUES), "right lengths, but in another order"),
        ((bars(100 * ON[:5]), VALUES), "expected 6 bars for the shares of digits; yours draws 5"),
        ((bars(100 * np.round(ON)), VALUES), "the shares of digits: one should be"),
        ((a_line(100 * ON), VALUES), "expected 6 bars for the shares of digits; yours draws 0"),
        ((bars(100 * ON, title=""), VALUES), "the title is missing"),
        ((bars(100 * ON, x=""), VALUES), "the label of the x axis is missing"),
        ((bars(100 * ON, y=""), VALUES), "the label of the y axis is missing"),
        ((bars(100 * ON, x="place"), VALUES), "should name the neuron; it says"),
        ((bars(100 * ON, title="Two of six are dead"), VALUES), "1 is not in it"),
        ((bars(100 * ON, title="Neurons 2 and 5 are dead"), VALUES), "counted from 0; 1 is not in it"),
        ((100 * ON, VALUES), "expected the axes you drew in"),
        ((bars(100 * ON), VALUES[0]), "of shape (digits, neurons); yours has shape (6,)"),
    ],
    "6.5": [
        (("A", "B"), "other way round"),
        (("C", "A"), "C underfits? Both its lines lie low"),
        (("C", "B"), "C underfits? Both its lines lie low"),
        (("B", "C"), "C overfits? Its dashed line does not rise"),
        (("C", "C"), "C does neither: both lines are low"),
        (("A", "A"), "one network cannot do both"),
        (("B", "b."), "one network cannot do both"),
        (("B", "D"), "you gave 'D'"),
        (("B", "A or C"), "you gave 'A or C'"),
        ((1, 2), 'a letter in quotes, "A", "B" or "C"; you gave 1'),
    ],
    "6.6": [
        (([2],), "two lines"),
        (([1],), "gets 66, 66 and 66 % of the unseen points right"),
        (([1, 1],), "one line"),
        (([2, 2],), "gets 96, 87 and 89 % of the unseen points right; 95 are asked from two of them"),
        (([8],), "4 are allowed in all"),
        (([],), "no hidden layer"),
        (([0, 3],), "at least 1 neuron"),
        (([1.5],), "whole numbers"),
    ],
    "6.7": [
        ((lambda row, weights: np.abs(weights).argmax(axis=0),), "these are the strongest weights"),
        ((moved_by(lambda products: products.argmax(axis=0)),), "furthest up. Down counts too"),
        ((moved_by(lambda products: products.argmin(axis=0)),), "furthest down. Up counts too"),
        ((moved_by(lambda products: np.abs(products).argmax(axis=1)),), "axis=0"),
        ((moved_by(lambda products: np.abs(products).argmin(axis=0)),), "each sum least"),
        ((moved_by(lambda products: np.abs(products).argmax(axis=0) + 1),), "counts from 1"),
        ((moved_by(lambda products: np.abs(products).max(axis=0)),), "how far the sums are moved"),
        ((moved_by(lambda products: np.abs(products).argmax()),), "counts through the whole table"),
        ((moved_by(lambda products: products.sum(axis=0)),), "these are the sums"),
        ((lambda row, weights: np.abs(row * weights).argmax(axis=0),), "do not line up"),
        (
            (lambda row, weights: [np.abs(row).argmax()] * weights.shape[1],),
            "furthest from 0, the same for every neuron",
        ),
        (
            (lambda row, weights: (np.abs(row)[:, np.newaxis] * weights).argmax(axis=0),),
            "only the inputs have lost their sign",
        ),
        (
            (lambda row, weights: (row[:, np.newaxis] * np.abs(weights)).argmax(axis=0),),
            "only the weights have lost their sign",
        ),
        ((lambda row, weights: [0] * weights.shape[1],), "should give [1, 1]; yours gives [0, 0]"),
        ((lambda row, weights: print(row),), "lack its return"),
    ],
}
