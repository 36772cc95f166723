"""The exercises of lesson 04: their rules, and the worked answers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from helpers.checks.answer_types import choice, function, vector
from helpers.checks.answer_types import numbers as read_numbers
from helpers.checks.comparing import alike, close
from helpers.checks.judging import Exercise, call, exercise
from helpers.checks.kinds import function_of, letters, value
from helpers.checks.verdicts import NotAnswered, Wrong, show
from helpers.writing import significant

TWO_DECIMALS = 0.0025  # relative and absolute: 0.67 passes for 0.673, 0.68 does not


# -- 4.1, 4.2, 4.3, 4.4 -------------------------------------------------------------------------------

know_nothing = value(
    "4.1",
    -(3 * np.log(0.6) + 2 * np.log(0.4)) / 5,
    "Cy is behind Ann with 0.415 and ahead of Bo with 0.933: one broken promise cost Bo more than knowing nothing cost Cy. "
    "Such a rival belongs beside every score.",
    mistakes={
        0.511: "0.511 is −log 0.6, the cost of a stormy day. On a calm day Cy gave 0.4 to what came.",
        0.916: "0.916 is −log 0.4, the cost of a calm day. On a stormy day Cy gave 0.6 to what came.",
        0.307: "0.307 lets calm days cost nothing. There Cy gave 0.4 to what came, and that costs −log 0.4.",
        0.367: "0.367 lets stormy days cost nothing. There Cy gave 0.6 to what came, and that costs −log 0.6.",
        0.714: "0.714 is the mean of the two costs, as if there were as many calm days as stormy ones.",
        0.754: "0.754 takes two stormy days and three calm ones. It was the other way round.",
        3.365: "3.365 is the sum over the five days. Take the mean.",
        -0.673: "the size is right, its sign is not. A logarithm of a chance is below 0, so a minus goes before it.",
        0.292: "0.292 is right in logarithms to base 10. Take the natural one, np.log.",
        0.971: "0.971 is right in logarithms to base 2. Take the natural one, np.log.",
        0.693: "0.693 is −log 0.5, as for somebody who always says one half. Cy says 0.6.",
        0.24: "0.24 is the mean squared error. Cross-entropy takes −log of the chance given to what came.",
        0.48: "0.48 is the mean absolute error. Cross-entropy takes −log of the chance given to what came.",
        0.0346: "0.0346 is the chance that Cy gave to all five days together. Take −log of each day's, and the mean.",
        0.52: "0.52 is the mean chance given to what came. Take −log of each day's chance first, then the mean.",
        0.654: "0.654 is −log of the mean chance. Take −log of each day's chance first, then the mean.",
    },
    otherwise="{given} is not it. Three days cost −log 0.6 each and two cost −log 0.4 each; take the mean.",
    tolerance=TWO_DECIMALS,
)


def _direction(answer: object) -> str:
    """Read "rises" or "falls", also without the s."""
    words = {"rise": "rises", "fall": "falls"}
    given = words.get(answer.strip().lower(), answer) if isinstance(answer, str) else answer
    return choice(given, ["rises", "falls"])


which_way = value(
    "4.2",
    ("falls", "rises"),
    "The slope by w₁ is below 0, the one by w₂ above. The next cells measure by how much.",
    mistakes=[
        (("rises", "rises"), "w₂ is right. A larger w₁ is a step to the right: is it darker there?"),
        (("falls", "falls"), "w₁ is right. A larger w₂ is a step up on the map: is it darker there?"),
        (
            ("rises", "falls"),
            "both are the other way round. Dark is low, and the square is the place to start from.",
        ),
    ],
    read={"larger_w1": _direction, "larger_w2": _direction},
)

three_paths = letters(
    "4.3",
    "bc",
    "A step is the rate times the gradient: in a flat valley it is short at any rate, and where it is steep a large "
    "rate carries it too far.",
    why={
        "a": "ten steps have not come down, and that says nothing about a thousand. They all lead downhill, and "
        "nothing is in their way.",
        "d": "the first step of 0.65 sets off towards darker ground, as that of 0.3 does. "
        "It is too long, so that it ends beyond the bottom.",
    },
)


def _leaves(rate: float) -> str:
    left = 1 - 3.17 * rate
    if abs(left) > 1:
        what = "is further away than before" if left < 0 else "goes uphill"
    else:
        what = "is nearer than before"
    return f"with {significant(rate, 4)} a step leaves {significant(left, 3)} of the distance, so it {what}. Wanted is −1."


largest_rate = value(
    "4.4",
    2 / 3.17,
    "Below this rate descent comes to rest in this valley, above it climbs. A real network has very many such "
    "directions, and its steepest one sets the limit.",
    mistakes={
        0.315: "1/3.17 leaves 0 of the distance: one step lands on the valley's floor line. Wanted is −1.",
        1.585: "1.585 is 3.17/2. It is the other way round: 3.17 · rate should be 2.",
        -0.631: "the size is right, its sign is not. A rate below 0 would walk uphill.",
        6.34: "6.34 is 2 · 3.17. What has to be 2 is the product 3.17 · rate.",
        3.17: "3.17 says how the slope grows with the distance. Asked is the rate.",
        0.0: "a rate of 0 takes no steps, and leaves 1 of the distance. Wanted is −1.",
        0.65: "0.65 leaves −1.06 of the distance, as you saw: a bit too much. Which rate leaves −1?",
        -1.0: "−1 is what should be left of the distance. Asked is the rate that leaves it.",
    },
    otherwise=_leaves,
    tolerance=TWO_DECIMALS,
)


# -- 4.5: a sum in place of a mean ----------------------------------------------------------------------


def _costs(x, mass, slopes, rate=0.3, steps=10):
    """Return the costs on the way down, with slopes as a function of the misses, the inputs and the table."""
    weights, costs = np.array([-1.0, 1.0]), []
    for _ in range(steps):
        misses = x @ weights - mass
        costs.append(np.mean(misses**2))
        weights = weights - rate * slopes(2 * misses[:, None] * x)
    return np.array(costs)


def _mean(products):
    return products.mean(axis=0)


def _worked_costs(x, mass, rate=0.3, steps=10):
    return list(_costs(x, mass, _mean, rate, steps))


@cache
def _tables() -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Return the penguins, forty of them, and a table of other rows, each with the words for it."""
    from helpers.datasets import load_penguins

    columns = ["bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    birds = load_penguins()[columns].dropna().to_numpy()
    birds = (birds - birds.mean(axis=0)) / birds.std(axis=0)
    generator = np.random.default_rng(45)
    others = generator.normal(size=(1000, 2))
    targets = others @ np.array([0.5, -0.25]) + generator.normal(scale=0.1, size=1000)
    return [
        ("all 342 birds", birds[:, :2], birds[:, 2]),
        ("40 of the birds", birds[::9, :2][:40], birds[::9, 2][:40]),
        ("1000 rows of another table", others, targets),
    ]


_COST_MISTAKES = (
    (lambda p: p.sum(axis=0) / 342, "342 is the number of these birds only. Divide by the number of rows that came."),
    (lambda p: p.sum(axis=0) / 2, "2 is the number of weights. The sum is over the rows: divide by their number."),
    (lambda p: p.mean(axis=0) / 2, "the slopes lost their 2. It is not the fault; the squares bring it."),
    (lambda p: p.sum(axis=0) / 2 / len(p) ** 2, "the sum is divided twice by the number of rows."),
    (lambda p: p.sum(axis=0) / len(p) ** 2, "the mean is divided by the number of rows once more."),
    (lambda p: -p.mean(axis=0), "the mean is right, and now the steps go uphill. The step is minus rate times slope."),
    (lambda p: -p.sum(axis=0), "the steps go uphill now. Their direction was right, their length was not."),
    (lambda p: np.array([p[:, 0].mean(), p[:, 1].sum()]), "the first slope is mended, the second is not yet."),
    (lambda p: np.array([p[:, 0].sum(), p[:, 1].mean()]), "the second slope is mended, the first is not yet."),
    (lambda p: np.full(2, p.mean()), "both slopes are now the mean over both columns. Each weight has a column of its own."),
    (lambda p: np.median(p, axis=0), "the median is not the mean, and it is no slope of this cost."),
)  # fmt: skip


@exercise(
    "4.5",
    "With the mean, a good rate does not depend on how many rows there are. A cost that climbs has a rate that is too "
    "large, or slopes that are.",
    worked=lambda: _worked_costs,
)
def mended_descent(costs_on_the_way: object) -> None:
    asked = function(costs_on_the_way, "costs_on_the_way")
    received = [_ten_costs(asked, *table) for table in _tables()]
    if all(map(close, received, _expected(_mean))):
        return
    if all(map(close, received, _expected(lambda products: products.sum(axis=0)))):
        raise NotAnswered
    for slopes, why in _COST_MISTAKES:
        if all(map(close, received, _expected(slopes))):
            raise Wrong(f"{why} {_how_it_went(received)}")
    if not close([got[0] for got in received], [right[0] for right in _expected(_mean)]):
        raise Wrong(
            f"the first of the costs has changed as well; that line was right. {_how_it_went(received)}"
        )
    if received[0][-1] < received[0][0]:
        raise Wrong(
            f"the cost falls with 342 birds, but the fault is still there. {_how_it_went(received)} "
            "A smaller rate hides it for one number of rows."
        )
    raise Wrong(_how_it_went(received))


def _expected(slopes) -> list[np.ndarray]:
    return [_costs(x, mass, slopes) for _, x, mass in _tables()]


def _ten_costs(asked, words: str, x: np.ndarray, mass: np.ndarray) -> np.ndarray:
    result = call(asked, x, mass, shown=words)
    if result is None:
        raise Wrong("yours returned None. Does the function still have its return?")
    try:
        return vector(result, 10, "cost")
    except Wrong as wrong:
        raise Wrong(f"with {words}: {str(wrong).replace('you gave', 'yours gave')}") from None


def _how_it_went(received: list[np.ndarray]) -> str:
    """Tell of the first table where the costs differ how they end, and how they should."""
    compared = zip(_tables(), received, _expected(_mean), strict=True)
    words, got, right = next(
        (words, got, right) for (words, *_), got, right in compared if not close(got, right)
    )
    return f"With {words} your ten costs end at {significant(got[-1], 4)}, and should end at {significant(right[-1], 4)}."


# -- 4.6 ----------------------------------------------------------------------------------------------

other_weight = value(
    "4.6",
    0.407099,
    "Only the first station differs, x₁ is 1 and x₂ is 2. Everything behind it is shared, and backpropagation lives "
    "on that.",
    mistakes={
        0.814: "0.814 is the slope by the weight from x₂. Here the first station multiplies by x₁, which is 1.",
        -0.407: "the size is right, its sign is not: the two factors −2 and −0.866 make one above 0.",
        -0.814: "−0.814 multiplies by the weight itself, −2, at the first station. A push of it is multiplied by x₁.",
        -0.2035: "−0.204 leaves out the link from h₂ to the output, which multiplies by −2.",
        0.2035: "0.204 leaves out the link to the output, −2, and loses a minus.",
        1.732: "1.732 leaves out the sigmoid of h₂, which multiplies by 0.235.",
        -0.47: "−0.47 ends before the cost. The last station multiplies by −0.866.",
        0.235: "0.235 is the second station alone.",
        1.628: "1.628 takes an input of 4. x₁ is 1.",
        -0.866: "−0.866 is the slope by the output's sum, the last station alone.",
        -2.0: "−2 is the weight. Asked is how the cost answers to a push of it.",
        -0.633: "−0.633 adds up the four stations. A push is multiplied at each of them.",
    },
    otherwise="{given} is not the product of the four stations. From the weight into the sum a push is multiplied by "
    "x₁; the other three are in the table.",
    tolerance=TWO_DECIMALS,
)


# -- 4.7: one layer's way back ----------------------------------------------------------------------------


def layer_back(values, weights, by_sums):
    """The worked answer."""
    return np.outer(values, by_sums), by_sums, weights @ by_sums


def _cases() -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    generator = np.random.default_rng(36)
    shapes = ((2, 2), (2, 3), (4, 1), (3, 2))  # square first: there every @ fits
    return [
        (generator.normal(size=n).round(2), generator.normal(size=(n, m)).round(2), generator.normal(size=m).round(2))
        for n, m in shapes
    ]  # fmt: skip


_PARTS = ("the slopes by the weights", "the slopes by the biases", "the slopes by the values")
_WAY_BACK_MISTAKES = (
    (lambda v, w, g: (np.outer(g, v), g, w @ g), "the slopes by the weights lie on their side: a row an input, a column a neuron."),
    (lambda v, w, g: (w * g, g, w @ g), "the slope by a weight is its input times the slope of its sum; the weight itself is not in it."),
    (lambda v, w, g: (np.outer(v, np.ones(len(g))), g, w @ g), "each input alone is not yet the slope by a weight: multiply it by the slope of the sum."),
    (lambda v, w, g: (-np.outer(v, g), -g, -(w @ g)), "all slopes have the wrong sign. The step downhill comes later."),
    (lambda v, w, g: (-np.outer(v, g), g, w @ g), "the slopes by the weights have the wrong sign."),
    (lambda v, w, g: (np.outer(v, g), -g, w @ g), "the slopes by the biases have the wrong sign."),
    (lambda v, w, g: (np.outer(v, g), g, -(w @ g)), "the slopes by the values have the wrong sign."),
    (lambda v, w, g: (np.outer(v, g), np.ones(len(g)), w @ g), "a bias moves its sum by 1, true; and the sum moves the cost by its slope. Multiply the two."),
    (lambda v, w, g: (np.outer(v, g), g.sum(), w @ g), "the slopes by the biases were added up. Each neuron has its own bias, so keep them apart."),
    (lambda v, w, g: (np.outer(v, g), w @ g, g), "the last two are the other way round: first by the biases, then by the values."),
    (lambda v, w, g: (w @ g, g, np.outer(v, g)), "the first and the last are the other way round: first by the weights, last by the values."),
    (lambda v, w, g: (np.outer(v, g), g, w.sum(axis=1)), "the slopes by the values add up the weights. Each is first multiplied by its sum's slope."),
    (lambda v, w, g: (np.outer(v, g), g, w * g), "each value enters every sum: add up what it does through all of them, along each row."),
    (lambda v, w, g: (np.outer(v, g), g, (w @ g) * v * (1 - v)), "you went on through the sigmoid one layer earlier. Asked are the slopes by the values, before value · (1 − value)."),
    (lambda v, w, g: (np.outer(v, g), g, w[:, 0] * g[0]), "the slopes by the values look at the first neuron only. `w2` had one column; here there may be more."),
    (lambda v, w, g: (np.outer(v, g), g, v), "the values themselves came back. Asked is how the cost answers to each of them."),
    ("inhomogeneous", "one array cannot hold three of different shapes. Return them with commas between."),
    ("core dimension", "an @ does not fit: what stands on its left must be as wide as what stands on its right is high."),
    ("could not be broadcast", "two arrays of different lengths were multiplied number by number. np.outer multiplies each with each."),
)  # fmt: skip


def _way_back() -> Exercise:
    """Make exercise 4.7: the slopes are right, and they are plain arrays, so that `train` can use them."""
    task = function_of(
        "4.7",
        layer_back,
        "The walk back through a whole network is this function, layer by layer, with the sigmoid's slope between.",
        cases=_cases,
        mistakes=_WAY_BACK_MISTAKES,
        returns=_PARTS,
    )

    def rule(answer: object) -> None:
        _not_transposed(answer)
        task.rule(answer)
        for case in _cases():
            for name, got, right in zip(_PARTS, call(answer, *case), layer_back(*case), strict=True):  # type: ignore[arg-type]
                if not isinstance(got, np.ndarray) or got.shape != right.shape:
                    kind = f"shape {np.shape(got)}" if isinstance(got, np.ndarray) else type(got).__name__
                    raise Wrong(
                        f"all numbers are right, but {name} come as {kind}. Training subtracts them from the weights "
                        f"and biases, so return an array of shape {right.shape}."
                    )

    return replace(task, rule=rule)


def _not_transposed(answer: object) -> None:
    """Name `by_sums @ weights`, which fits only where a layer has as many neurons as inputs."""
    (values, weights, by_sums), *_ = _cases()
    try:
        result: Any = call(function(answer, "layer_back"), values, weights, by_sums)
    except Wrong:
        return  # the rule calls it again, and names the error
    if alike(result, (np.outer(values, by_sums), by_sums, by_sums @ weights)):
        raise Wrong(
            "the slopes by the values: each value needs its own row of the weights, and yours takes its column. "
            f"For a layer of 2 inputs and 2 neurons the first should be {significant((weights @ by_sums)[0], 4)}; yours is "
            f"{significant(np.ravel(result[2])[0], 4)}."
        )


way_back = _way_back()


# -- 4.8: XOR learnt ----------------------------------------------------------------------------------

_ROWS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
_XOR = np.array([0, 1, 1, 0])


def _by_hand() -> tuple[np.ndarray, ...]:
    """Return a network that knows XOR: one hidden neuron is OR, the other "not both"."""
    return (
        np.array([[20.0, -20.0], [20.0, -20.0]]),
        np.array([-10.0, 30.0]),
        np.array([[20.0], [20.0]]),
        np.array([-30.0]),
    )


@exercise(
    "4.8",
    "More hidden neurons mean more lines to choose from. The next cell counts how often that helps.",
    worked=_by_hand,
)
def learnt(mine: object) -> str:
    w1, b1, w2, b2 = _network(mine)
    chances = _sigmoid(_sigmoid(_ROWS @ w1 + b1) @ w2 + b2)[:, 0]
    cost = float(np.mean(-np.log(np.clip(np.where(_XOR == 1, chances, 1 - chances), 1e-300, 1))))
    said = ", ".join(significant(one, 2) for one in chances)
    wrong = np.flatnonzero((chances >= 0.5) != _XOR)
    what = f"mine answers {said} where XOR is 0, 1, 1, 0; its cost is {cost:.2f}."
    if np.ptp(chances) < 0.2:
        raise Wrong(f"{what} It tells no row from another yet: more epochs, or a larger rate?")
    if len(wrong) and w1.shape[1] == 2 and cost < 0.55:
        raise Wrong(f"{what} That is where two hidden neurons were stuck before. What else can you change?")
    if len(wrong) == 4:
        raise Wrong(f"{what} All four are the other way round. Were the targets turned?")
    if len(wrong):
        raise Wrong(f"{what} On the wrong side of one half: {len(wrong)} of the four.")
    with_two = (
        ", with only two hidden neurons: your other settings led another way down" if w1.shape[1] == 2 else ""
    )
    return f"All four rows are right and the cost is {cost:.2f}{with_two}."


def _sigmoid(total: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(total, -500, 500)))


def _network(answer: object) -> list[np.ndarray]:
    """Read a network as `train` returns it: w1, b1, w2, b2."""
    expected = "expected the network that train returns, w1, b1, w2 and b2"
    if callable(answer) and not hasattr(answer, "layers"):
        raise Wrong(f"{expected}; you gave a function. Call it: mine = train(hidden=…, start=stuck[-1]).")
    if hasattr(answer, "layers"):
        raise Wrong(f"{expected}; you gave a model of Keras. Here your own code should learn it.")
    if not isinstance(answer, tuple | list) or len(answer) != 4:
        raise Wrong(f"{expected}; you gave {show(answer)}.")
    arrays = []
    for name, part in zip(("w1", "b1", "w2", "b2"), answer, strict=True):
        if isinstance(part, np.ndarray) and part.dtype.kind == "f" and not np.isfinite(part).all():
            raise Wrong(f"{name} has NaN or infinity in it: the steps grew without end. Take a smaller rate.")
        arrays.append(read_numbers(part, what=f"{name} as an array of numbers"))
    w1, b1, w2, b2 = arrays
    hidden = w1.shape[-1] if w1.ndim == 2 else 0
    if w1.shape != (2, hidden) or b1.shape != (hidden,) or w2.shape != (hidden, 1) or b2.size != 1:
        shapes = ", ".join(str(part.shape) for part in arrays)
        raise Wrong(f"{expected}, of shapes (2, h), (h,), (h, 1), (1,); yours are {shapes}.")
    return arrays
