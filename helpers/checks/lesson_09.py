"""The exercises of lesson 09: their rules, and the worked answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import permutations
from typing import Any

import numpy as np

from helpers.checks import explanations
from helpers.checks.judging import exercise
from helpers.checks.kinds import function_of, letters, value
from helpers.checks.tables import table_of
from helpers.checks.verdicts import Wrong, show
from helpers.writing import listed, plural
from helpers.writing import number as written

TWO_DECIMALS = 0.0025  # relative and absolute: 0.73 passes for 0.731, 0.74 does not


# -- 9.1 ------------------------------------------------------------------------------------------------

lake_by_hand = value(
    "9.1",
    130,
    "What two features earn together, 60 here, each gets half of.",
    mistakes={
        100: "100 is what lake adds where it comes before large. In three of the six orders it comes after.",
        160: "160 is what lake adds where it comes after large. In three of the six orders it comes before.",
        120: "120 counts the 100 more often than the 160. Each comes in three of the six orders.",
        180: "180 is the value of large. Look at what lake added.",
        40: "40 is the value of new. Look at what lake added.",
        780: "780 is the sum over the six orders. Take the mean: divide by 6.",
        390: "390 is half of the sum over the six orders. Take the mean: divide by 6.",
        300: "300 is the worth of lake alone. Its gain is what it adds to the 200 of nothing.",
        350: "350 is what all three features share.",
        350 / 3: "116.67 shares the 350 out equally. Lake gets the mean of what it added, and that is more.",
        60: "60 is what large and lake bring together. Each has something of its own besides.",
    },
    otherwise="{given} is not the mean of what lake added in the six orders.",
    tolerance=1e-4,
)


# -- 9.2: the Shapley value -----------------------------------------------------------------------------

NAMES = ("large", "lake", "new", "quiet")


def _game(generator: np.random.Generator, count: int) -> Callable[[Iterable[str]], float]:
    """Return the worth of every coalition of so many names, drawn by chance; of nothing too."""
    worths = generator.integers(-50, 200, size=2**count).astype(float)

    def worth(known: Iterable[str]) -> float:
        known = () if known is None else known
        unknown = [name for name in known if name not in NAMES]
        if isinstance(known, str) or unknown:
            raise ValueError(f"worth takes a tuple of names, such as ('large',); it was given {show(known)}")
        absent = [name for name in known if name not in NAMES[:count]]
        if absent:
            raise ValueError(
                f"{absent[0]!r} is none of the names of this game. Use the `names` that is given."
            )
        return float(worths[sum(2 ** NAMES.index(name) for name in set(known))])

    return worth


def _games() -> list[tuple[Any, ...]]:
    generator = np.random.default_rng(72)
    games = [(_game(generator, count), NAMES[:count]) for count in (3, 3, 2, 4)]
    return [(worth, name, names) for worth, names in games for name in names]


def _gains(worth: Callable, name: str, names: tuple[str, ...]) -> np.ndarray:
    orders = list(permutations(names))
    before = [order[: order.index(name)] for order in orders]
    return np.array([worth((*known, name)) - worth(known) for known in before])


def shapley(worth, name, names):
    """The worked answer."""
    return float(_gains(worth, name, names).mean())


def _each_coalition_once(worth, name, names):
    before = {frozenset(order[: order.index(name)]) for order in permutations(names)}
    return float(np.mean([worth((*known, name)) - worth(tuple(known)) for known in before]))


def _first(worth, name, names):
    return worth((name,)) - worth(())


def _last(worth, name, names):
    return worth(names) - worth(tuple(one for one in names if one != name))


def _from_start(worth, name, names):
    """What is there once the name has come, without taking off what was there before."""
    orders = permutations(names)
    return float(np.mean([worth((*order[: order.index(name)], name)) for order in orders]))


own_shapley = function_of(
    "9.2",
    shapley,
    "This is the whole method. All that a library adds is speed.",
    cases=_games,
    mistakes=[
        (lambda w, n, all_: float(_gains(w, n, all_).sum()), "it adds the gains up over the orders. Take their mean."),
        (lambda w, n, all_: float(_gains(w, n, all_).sum() / 6), "it is right for three names, not for two or four: "
         "it divides by 6, and there are as many orders as `permutations(names)` gives."),
        (lambda w, n, all_: -shapley(w, n, all_),
         "its sign is turned: a gain is the worth with the name minus the worth without it."),
        (_each_coalition_once, "it counts every coalition the same. Count every order the same: coalitions of one "
         "name or all but one then weigh more."),
        (_first, "it takes only what the name adds to nothing. Take the mean over all orders."),
        (_last, "it takes only what the name adds when it comes last. Take the mean over all orders."),
        (lambda w, n, all_: (_first(w, n, all_) + _last(w, n, all_)) / 2,
         "it takes the mean of first and last only. In other orders some names come before and some after."),
        (lambda w, n, all_: float(np.median(_gains(w, n, all_))),
         "it takes the median of the gains. The mean is what adds up."),
        (lambda w, n, all_: w((n,)),
         "it gives the worth of the name alone. Take what the name adds, in each order, and the mean of that."),
        (_from_start, "it takes the worth once the name has come. Take off the worth before it came."),
        (lambda w, n, all_: (w(all_) - w(())) / len(all_),
         "it shares out equally. Names that add more should get more: take the mean of the gains."),
    ],
)  # fmt: skip


# -- 9.3: the closed form -------------------------------------------------------------------------------


def linear_parts(weights, row, background):
    """The worked answer."""
    return weights * (row - background.mean(axis=0))


def _neurons() -> list[tuple[Any, ...]]:
    generator = np.random.default_rng(73)
    cases = []
    for features, rows in (
        (3, 3),
        (3, 9),
        (5, 9),
        (2, 9),
    ):  # square first: there axis=1 gives an answer to judge
        weights, row = generator.normal(size=(2, features)).round(2)
        background = 3 * generator.exponential(size=(rows, features)) + np.arange(features)
        cases.append((weights, row, background.round(2)))
    return cases


own_linear_parts = function_of(
    "9.3",
    linear_parts,
    "A feature at the background's mean gets 0, however large its weight is.",
    cases=_neurons,
    mistakes=[
        (lambda w, x, b: w * x,
         "it multiplies weight and value. Subtract the mean of the background from the value first."),
        (lambda w, x, b: -linear_parts(w, x, b),
         "its sign is turned: the value minus the mean, not the mean minus the value."),
        (lambda w, x, b: x - b.mean(axis=0),
         "the weights are missing: multiply each distance from the mean by its weight."),
        (lambda w, x, b: w * x - b.mean(axis=0),
         "the mean is subtracted after the weight. Put row − mean in parentheses."),
        (lambda w, x, b: linear_parts(w, x, b).sum(),
         "it adds the parts up. Return them one by one, one for each feature."),
        (lambda w, x, b: w * (x - b.mean()),
         "it takes one mean of all the background. Take one for each column, axis=0."),
        (ValueError, "with other sizes it stops. Does it take a mean for each row, axis=1? One for each column: axis=0."),
        (lambda w, x, b: w * (x - b.mean(axis=1, keepdims=True)),
         "it takes one mean for each row. One mean for each column: axis=0."),
        (lambda w, x, b: w * (x - b), "it gives parts for every row of the background. Take the background's mean first."),
        (lambda w, x, b: w * (x - np.median(b, axis=0)), "it takes the median of each column. The mean is asked for."),
        (lambda w, x, b: w * (x - b[0]),
         "it compares with the first row of the background. Compare with the mean of all."),
        (lambda w, x, b: w * (x - b.sum(axis=0)), "it takes the sum of each column. The mean is asked for."),
    ],
)  # fmt: skip


# -- 9.4: an explanation of one's own ---------------------------------------------------------------------

HERS = 706  # the row of Maria Caram
FEWEST = 100  # rows of background


def _passenger(row: object, columns: list[str]) -> Any:
    """Read one passenger, a row of the table or a table of one row, as a table of one row."""
    import pandas

    if isinstance(row, pandas.Series):
        row = row.to_frame().T
    if not isinstance(row, pandas.DataFrame):
        raise Wrong(f"expected somebody as a row of passengers, passengers.loc[…]; you gave {show(row)}.")
    if len(row) != 1:
        raise Wrong(f"somebody has {plural(len(row), 'row')}. Take one passenger.")
    if sorted(map(str, row.columns)) != sorted(columns):
        raise Wrong("somebody has other columns than among. Take both from passengers.")
    if list(row.index) == [HERS]:
        raise Wrong("this is Maria Caram, who has been explained. Choose somebody else.")
    return row[columns]


def _shared(shared: object, row: Any, rows: Any) -> list[str]:
    """Return the columns of what row and background are said to share; refuse what they do not share."""
    names = list(map(str, rows.columns))
    if not isinstance(shared, str):
        raise Wrong(f"expected shared as a column's name in quotes; you gave {show(shared)}.")
    columns = [name for name in names if name == shared] or [n for n in names if n.startswith(f"{shared}_")]
    if not columns:
        raise Wrong(f"there is no column {show(shared)}. There are: {listed(names, 10)}.")
    for name in columns:
        if rows[name].nunique() > 1:
            raise Wrong(
                f"the rows of among differ in {name}: {rows[name].nunique()} values. Choose rows that are all alike in it."
            )
        if float(rows[name].iloc[0]) != float(row[name].iloc[0]):
            raise Wrong(
                f"all of among have {written(rows[name].iloc[0])} in {name}, and your passenger has "
                f"{written(row[name].iloc[0])}: a difference, so it has a part."
            )
    return columns


@exercise("9.4", "What row and background share explains nothing, however much the model uses it.")
def own_explanation(network: object, somebody: object, among: object, shared: object, mine: object) -> str:
    import pandas

    if not isinstance(among, pandas.DataFrame):
        raise Wrong(f"expected among as rows of passengers, a table; you gave {show(among)}.")
    rows = table_of(among, name="among")
    if len(rows) < FEWEST:
        raise Wrong(
            f"among has {plural(len(rows), 'row')}; take at least {FEWEST}, or luck decides the base value."
        )
    row = _passenger(somebody, list(map(str, rows.columns)))
    columns = _shared(shared, row, rows)
    values, _, names = explanations.parts_of(mine, "mine")
    if len(values) != 1:
        raise Wrong(f"mine is of {plural(len(values), 'passenger')}. Give explain the one row.")
    explanations.adds_up(mine, explanations.ask(network, row), ["your passenger"])
    explanations.starts_from(mine, explanations.ask(network, rows), "among")
    places = [names.index(one) for one in {shared, *columns} if one in names]
    left = max((abs(values[0, place]) for place in places), default=0.0)
    if left > explanations.PARTS:
        raise Wrong(
            f"{shared} should have no part, and in mine it has {written(left, 3)}. Was it made against other rows?"
        )
    largest = int(np.abs(values[0]).argmax())
    return f"{shared} has no part; {names[largest]} has the largest, {written(values[0, largest])}."


# -- 9.5, 9.6 -------------------------------------------------------------------------------------------


def _sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, float)))


PARTS = np.array([1.2, -0.3, 0.6])

to_probability = value(
    "9.5",
    float(_sigmoid(-0.5 + PARTS.sum())),
    "Add on the scale of the parts, and turn the sum into a probability once, at the end.",
    mistakes=[
        (1.0, "1 is the sum, in log-odds. The sigmoid makes a probability of it."),
        (1.5, "1.5 is the sum of the parts alone. The base value is missing, and the sigmoid."),
        (float(100 * _sigmoid(1.0)), "the number is right in per cent. A probability lies between 0 and 1."),
        (float(_sigmoid(1.5)), "the base value is missing: add it to the parts before the sigmoid."),
        (float(_sigmoid(2.0)), "the base value has lost its sign: it is −0.5."),
        (float(_sigmoid(1.6)), "the part of −0.3 has lost its sign."),
        (float(_sigmoid(-1.0)), "this is the probability of the other answer: 1 minus it is asked for."),
        (float(np.exp(1.0)), "these are the odds, p / (1 − p). A probability lies between 0 and 1."),
        (float(_sigmoid(_sigmoid(1.0))), "the sigmoid was taken twice."),
        (
            float(_sigmoid(-0.5) + PARTS.sum()),
            "the base value went through the sigmoid before the parts were added. Add first.",
        ),
        (
            float(_sigmoid(-0.5) + _sigmoid(PARTS).sum()),
            "each number went through the sigmoid by itself. Add first.",
        ),
        (
            lambda given: not 0 <= given <= 1,
            "{given} is no probability: it does not lie between 0 and 1.",
        ),
    ],
    otherwise="{given} is not the sigmoid of the base value and the parts together, to two decimals.",
    tolerance=TWO_DECIMALS,
)

what_follows = letters(
    "9.6",
    "bd",
    "They name the model, the comparison and the direction: the three things that every such sentence needs.",
    why={
        "a": "it says what would have happened to her. The explanation says what the network answered; "
        "nobody moved cabin.",
        "c": "it may be true, but it is about the world. The explanation is about the network; "
        "that class caused anything, it cannot show.",
    },
)


# -- 9.7: the largest parts -------------------------------------------------------------------------------


def _named(places: Callable[[np.ndarray], np.ndarray]) -> Callable[..., list[str]]:
    """Return the function that names the first of the places that `places` makes of the parts."""
    return lambda names, parts, count: [names[place] for place in places(parts)[:count]]


def top(names, parts, count):
    """The worked answer."""
    return [names[place] for place in np.argsort(-np.abs(parts))[:count]]


def _lists() -> list[tuple[Any, ...]]:
    words = ["place", "grade", "view", "age", "lot", "floors"]
    cases = (
        ([20.0, -50.0, 5.0, 30.0], 2),
        ([-3.0, 1.0, -8.0, 7.5, 0.0, 2.0], 3),
        ([1.0, 2.0, -3.0], 3),
        ([0.1, -0.3, 0.2, 0.25, -0.05], 1),
    )
    return [(words[: len(parts)], np.array(parts), count) for parts, count in cases]


own_top = function_of(
    "9.7",
    top,
    "A page that shows only what pulls up hides half of the reasons.",
    cases=_lists,
    mistakes=[
        (_named(lambda p: np.argsort(-p)), "it goes by value, so what pulls down comes last. Go by size: abs."),
        (_named(lambda p: np.argsort(p)), "it takes the most negative parts. Go by size, abs, the largest first."),
        (_named(lambda p: np.argsort(np.abs(p))), "it takes the smallest parts. The largest should come first."),
        (lambda names, parts, count: top(names, parts, count)[::-1],
         "these are the right names, the smallest first. The largest should come first."),
        (lambda names, parts, count: sorted(top(names, parts, count)),
         "these are the right names, in the order of the alphabet. The largest part should come first."),
        (lambda names, parts, count: top(names, parts, len(names)), "it gives all the names. Only the first `count` were asked for."),
        (lambda names, parts, count: names[:count], "it takes the first names as they stand. Rank them by the size of their parts."),
        (lambda names, parts, count: np.argsort(-np.abs(parts))[:count],
         "it gives places. The names are asked for: names[place] for each place."),
        (lambda names, parts, count: parts[np.argsort(-np.abs(parts))][:count], "it gives the parts. Their names are asked for."),
        (lambda names, parts, count: [(names[place], parts[place]) for place in np.argsort(-np.abs(parts))[:count]],
         "it gives pairs of name and part. Only the names are asked for."),
    ],
)  # fmt: skip
