"""The rules of lesson 09's exercises."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import permutations

import numpy as np

from helpers.checks.judging import Wrong, call, choice, close, exercise, function, number, numbers, told
from helpers.drawing.style import number as shown

NAMES = ("large", "lake", "new", "quiet")


@exercise("9.1", "What two features earn together, 60 here, each gets half of.")
def lake_by_hand(answer: object) -> None:
    value = number(answer)
    if close(value, 130):
        return
    for other, why in (
        (
            100,
            "100 is what lake adds where it comes before large. In three of the six orders it comes after.",
        ),
        (
            160,
            "160 is what lake adds where it comes after large. In three of the six orders it comes before.",
        ),
        (180, "180 is the value of large. Look at what lake added."),
        (780, "780 is the sum over the six orders. Take the mean: divide by 6."),
        (300, "300 is the worth of lake alone. Its gain is what it adds to the 200 of nothing."),
        (350, "350 is what all three features share."),
        (60, "60 is what large and lake bring together. Each has something of its own besides."),
    ):
        if close(value, other):
            raise Wrong(why)
    raise Wrong(f"{shown(value)} is not the mean of what lake added in the six orders.")


@exercise("9.2", "This is the whole method. All that a library adds is speed.")
def shapley(answer: object) -> None:
    asked = function(answer, "shapley")
    generator = np.random.default_rng(72)
    games = [(_game(generator, count), NAMES[:count]) for count in (3, 3, 2, 4)]
    cases = [(worth, name, names) for worth, names in games for name in names]
    got = np.array([_value(asked, *case) for case in cases])
    for kind, why in _OTHERS.items():
        other = np.array([_OTHER_MEANS[kind](*case) for case in cases])
        if close(got, other):
            if kind == "right":
                return
            raise Wrong(why)
    right = np.array([_shapley(*case) for case in cases])
    if close(got[:6], right[:6]):
        raise Wrong(
            "it is right for three names, not for two or four. Take the orders of `names`, and as many as there are."
        )
    wrong = next(place for place, value in enumerate(got) if not close(value, right[place]))
    raise Wrong(
        f"for {told(cases[wrong][1])} among {len(cases[wrong][2])} names it gives {told(got[wrong])}; the mean of "
        f"its gains is {told(right[wrong])}. Are the worth and the names used that it is given?"
    )


def _game(generator: np.random.Generator, count: int) -> Callable[[Iterable[str]], float]:
    """Return the worth of every coalition of so many names, drawn by chance; of nothing too."""
    worths = generator.integers(-50, 200, size=2**count).astype(float)

    def worth(known: Iterable[str]) -> float:
        known = () if known is None else known
        unknown = [name for name in known if name not in NAMES]
        if isinstance(known, str) or unknown:
            raise ValueError(f"worth takes a tuple of names, such as ('large',); it was given {told(known)}")
        absent = [name for name in known if name not in NAMES[:count]]
        if absent:
            raise ValueError(
                f"{absent[0]!r} is none of the names of this game. Use the `names` that is given."
            )
        return float(worths[sum(2 ** NAMES.index(name) for name in set(known))])

    return worth


def _value(asked: Callable[..., object], worth: Callable, name: str, names: tuple[str, ...]) -> float:
    shown_call = f"a worth, {name!r}, {names!r}"
    return number(call(asked, worth, name, names, shown=shown_call), "one number back")


def _gains(worth: Callable, name: str, names: tuple[str, ...]) -> np.ndarray:
    orders = list(permutations(names))
    before = [order[: order.index(name)] for order in orders]
    return np.array([worth((*known, name)) - worth(known) for known in before])


def _shapley(worth: Callable, name: str, names: tuple[str, ...]) -> float:
    return float(_gains(worth, name, names).mean())


def _same_for_each_coalition(worth: Callable, name: str, names: tuple[str, ...]) -> float:
    before = {frozenset(order[: order.index(name)]) for order in permutations(names)}
    return float(np.mean([worth((*known, name)) - worth(tuple(known)) for known in before]))


_OTHER_MEANS = {
    "right": _shapley,
    "sum": lambda worth, name, names: float(_gains(worth, name, names).sum()),
    "sign": lambda worth, name, names: -_shapley(worth, name, names),
    "coalitions": _same_for_each_coalition,
    "first": lambda worth, name, names: worth((name,)) - worth(()),
    "last": lambda worth, name, names: worth(names) - worth(tuple(n for n in names if n != name)),
    "alone": lambda worth, name, names: worth((name,)),
    "share": lambda worth, name, names: (worth(names) - worth(())) / len(names),
}
_OTHERS = {
    "right": "",
    "sum": "it adds the gains up over the orders. Take their mean.",
    "sign": "its sign is turned: a gain is the worth with the name minus the worth without it.",
    "coalitions": "it counts every coalition the same. Count every order the same: "
    "coalitions of one name or all but one then weigh more.",
    "first": "it takes only what the name adds to nothing. Take the mean over all orders.",
    "last": "it takes only what the name adds when it comes last. Take the mean over all orders.",
    "alone": "it gives the worth of the name alone. Take what the name adds, in each order, and the mean of that.",
    "share": "it shares out equally. Names that add more should get more: take the mean of the gains.",
}


@exercise("9.3", "A feature at the background's mean gets 0, however large its weight is.")
def linear_parts(answer: object) -> None:
    asked = function(answer, "linear_parts")
    generator = np.random.default_rng(73)
    sizes = ((3, 3), (3, 9), (5, 9), (2, 9))  # square first: there axis=1 gives an answer to judge
    for features, rows in sizes:
        weights, row = generator.normal(size=(2, features)).round(2)
        background = (3 * generator.exponential(size=(rows, features)) + np.arange(features)).round(2)
        _linear_case(asked, weights, row, background)


def _linear_case(asked: Callable[..., object], weights, row, background) -> None:
    features = len(weights)
    size = f"weights and a row of {features} and a background of {background.shape}"
    found = call(asked, weights, row, background, shown=size)
    found = numbers(found, what=f"{features} parts back").reshape(-1)
    mean, of_rows = background.mean(axis=0), background.mean(axis=1, keepdims=True)
    right = weights * (row - mean)
    if close(found, right):
        return
    for other, why in (
        (weights * row, "it multiplies weight and value. Subtract the mean of the background from the value first."),
        (-right, "its sign is turned: the value minus the mean, not the mean minus the value."),
        (row - mean, "the weights are missing: multiply each distance from the mean by its weight."),
        (weights * row - mean, "the mean is subtracted after the weight. Put row − mean in parentheses."),
        (right.sum(), "it adds the parts up. Return them one by one, one for each feature."),
        (weights * (row - background.mean()), "it takes one mean of all the background. Take one for each column, axis=0."),
        (weights * (row - of_rows[:features, 0]), "it takes one mean for each row. One mean for each column: axis=0."),
        (weights * (row - of_rows), "it takes one mean for each row. One mean for each column: axis=0."),
        (weights * (row - np.median(background, axis=0)), "it takes the median of each column. The mean is asked for."),
        (weights * (row - background[0]), "it compares with the first row of the background. Compare with the mean of all."),
    ):  # fmt: skip
        if close(found, np.reshape(other, -1)):
            raise Wrong(why)
    if found.size != features:
        raise Wrong(f"expected one part for each of {features} features; yours gives {found.size}.")
    raise Wrong(
        f"for weights {told(weights.tolist())} and distances from the mean {told((row - mean).round(2).tolist())} it "
        f"should give {told(right.round(2).tolist())}; yours gives {told(found.round(2).tolist())}."
    )


@exercise("9.4", "Add on the scale of the parts, and turn the sum into a probability once, at the end.")
def to_probability(answer: object) -> None:
    value, total = number(answer), 1.0
    sigmoid = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
    if abs(value - sigmoid(total)) < 0.006:
        return
    parts = np.array([1.2, -0.3, 0.6])
    for other, why in (
        (total, "1 is the sum, in log-odds. The sigmoid makes a probability of it."),
        (100 * sigmoid(total), "the number is right in per cent. A probability lies between 0 and 1."),
        (sigmoid(parts.sum()), "the base value is missing: add it to the parts before the sigmoid."),
        (sigmoid(-total), "this is the probability of the other answer: 1 minus it is asked for."),
        (np.exp(total), "these are the odds, p / (1 − p). A probability lies between 0 and 1."),
        (sigmoid(sigmoid(total)), "the sigmoid was taken twice, as in the plot that is wrong."),
        (sigmoid(-0.5) + parts.sum(), "the base value went through the sigmoid before the parts were added. Add first."),
        (sigmoid(-0.5) + sigmoid(parts).sum(), "each went through the sigmoid by itself. Add first."),
    ):  # fmt: skip
        if abs(value - other) < 0.006 * max(1, abs(other)):
            raise Wrong(why)
    if not 0 <= value <= 1:
        raise Wrong(f"{told(value)} is no probability: it does not lie between 0 and 1.")
    raise Wrong(f"{told(value)} is not the sigmoid of the base value and the parts together.")


@exercise(
    "9.5",
    "It names the model, the comparison and the direction: the three things that every such sentence needs.",
)
def what_follows(answer: object) -> None:
    chosen = choice(answer, ("a", "b", "c"))
    if chosen == "a":
        raise Wrong(
            "a says what would have happened to her. The explanation says what the network answered; nobody moved cabin."
        )
    if chosen == "c":
        raise Wrong(
            "c may be true, but it is about the world. The explanation is about the network; "
            "that class caused anything, it cannot show."
        )


@exercise("9.6", "A page that shows only what pulls up hides half of the reasons.")
def top(answer: object) -> None:
    asked = function(answer, "top")
    words = ["place", "grade", "view", "age", "lot", "floors"]
    for parts, count in (
        ([20.0, -50.0, 5.0, 30.0], 2),
        ([-3.0, 1.0, -8.0, 7.5, 0.0, 2.0], 3),
        ([1.0, 2.0, -3.0], 3),
        ([0.1, -0.3, 0.2, 0.25, -0.05], 1),
    ):
        _top_case(asked, words[: len(parts)], np.array(parts), count)


def _top_case(asked: Callable[..., object], names: list[str], parts: np.ndarray, count: int) -> None:
    listed = [shown(part) for part in parts]
    size = f"{count} of the parts {', '.join(listed)}"
    found = _words(call(asked, list(names), parts, count, shown=size))
    order = np.argsort(-np.abs(parts))
    pick = lambda places: [names[place] for place in places]  # noqa: E731
    right = pick(order[:count])
    if found == right:
        return
    for other, why in (
        (pick(np.argsort(-parts)[:count]), "it goes by value, so what pulls down comes last. Go by size: abs."),
        (pick(np.argsort(parts)[:count]), "it takes the most negative parts. Go by size, abs, the largest first."),
        (pick(order[::-1][:count]), "it takes the smallest parts. The largest should come first."),
        (pick(order[:count][::-1]), "these are the right names, the smallest first. The largest should come first."),
        (pick(order), f"it gives all the names. Only {count} {'was' if count == 1 else 'were'} asked for."),
        (names[:count], "it takes the first names as they stand. Rank them by the size of their parts."),
    ):  # fmt: skip
        if found == other:
            raise Wrong(why)
    if sorted(found) == sorted(right):
        raise Wrong("these are the right names, not in the right order: the largest part first.")
    raise Wrong(f"of {', '.join(names)} with the parts {', '.join(listed)}, the top {count} should be "
                f"{', '.join(right)}; yours gives {told(found)}.")  # fmt: skip


def _words(result: object) -> list[str]:
    """Read what `top` returned: names."""
    if result is None:
        raise Wrong("expected a list of names back; yours returned None. Does it lack its return?")
    if isinstance(result, str):
        return [result]
    try:
        items = list(result)  # type: ignore[call-overload]
    except Exception:
        raise Wrong(f"expected a list of names back; yours returned {told(result)}.") from None
    if items and all(isinstance(item, tuple | list) and len(item) == 2 for item in items):
        raise Wrong("it gives pairs of name and part. Only the names are asked for.")
    if items and all(isinstance(item, int | float | np.number) for item in items):
        raise Wrong("it gives numbers. The names are asked for: names[place] for each place.")
    if not all(isinstance(item, str) for item in items):
        raise Wrong(f"expected a list of names back; yours returned {told(result)}.")
    return [str(item) for item in items]
