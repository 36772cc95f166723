"""Answers to lesson 09's exercises."""

import functools
from dataclasses import replace
from itertools import combinations, permutations
from math import factorial

import numpy as np
import pandas as pd

from helpers.explaining import explain


def gain(worth, name, order):
    before = order[: order.index(name)]
    return worth((*before, name)) - worth(before)


def shapley_orders(worth, name, names):
    return np.mean([gain(worth, name, order) for order in permutations(names)])


def shapley_coalitions(worth, name, names):
    others = [other for other in names if other != name]
    total, d = 0.0, len(names)
    for size in range(d):
        weight = factorial(size) * factorial(d - size - 1) / factorial(d)
        for known in combinations(others, size):
            total += weight * (worth([*known, name]) - worth(known))
    return total


def shapley_loop(worth, name, names):
    gains = []
    for order in permutations(names):
        known = set()
        for other in order:
            before = worth(known)
            known = known | {other}
            if other == name:
                gains.append(worth(known) - before)
    return sum(gains) / len(gains)


def shapley_of_coalitions(worth, name, names):
    others = [other for other in names if other != name]
    gains = [
        worth((*known, name)) - worth(known)
        for size in range(len(names))
        for known in combinations(others, size)
    ]
    return np.mean(gains)


def shapley_of_fixed_names(worth, name, names):
    return np.mean([gain(worth, name, order) for order in permutations(("large", "lake", "new"))])


def shapley_last(worth, name, names):
    return worth(names) - worth(tuple(other for other in names if other != name))


def parts_loop(weights, row, background):
    parts = []
    for place in range(len(weights)):
        mean = sum(other[place] for other in background) / len(background)
        parts.append(weights[place] * (row[place] - mean))
    return parts


def top_numpy(names, parts, count):
    places = np.argsort(np.abs(parts))[::-1][:count]
    return [names[place] for place in places]


def top_array(names, parts, count):
    return np.array(names)[np.argsort(-np.abs(np.array(parts)))][:count]


def top_pairs(names, parts, count):
    ranked = sorted(zip(names, parts, strict=True), key=lambda pair: -abs(pair[1]))
    return [name for name, part in ranked[:count]]


def top_sorted(names, parts, count):
    of = dict(zip(names, parts, strict=True))
    return tuple(sorted(of, key=lambda name: abs(of[name]), reverse=True)[:count])


RNG = np.random.default_rng(94)
PASSENGERS = pd.DataFrame(
    {
        "female": RNG.integers(0, 2, 400),
        "class": RNG.integers(1, 4, 400),
        "age": RNG.integers(1, 70, 400),
        "port_Cherbourg": np.arange(400) % 2,
        "port_Southampton": 1 - np.arange(400) % 2,
    },
    dtype=float,
)
PASSENGERS.index += 500  # row 706 is among them
WOMEN = PASSENGERS[PASSENGERS["female"] == 1]
THIRD = PASSENGERS[PASSENGERS["class"] == 3]
FROM_C = PASSENGERS[PASSENGERS["port_Cherbourg"] == 1]
SHE, HE = WOMEN.iloc[3], PASSENGERS[PASSENGERS["female"] == 0].iloc[3]


def chance(rows):
    """A model of five columns, not linear in them."""
    rows = np.asarray(rows, float)
    score = rows @ [2.0, -0.6, -0.01, 0.5, 0.0] + 0.3 * rows[:, 0] * rows[:, 1]
    return 1 / (1 + np.exp(-score))


@functools.cache
def told(row, among, scale=None):
    """Explain one of the rows against some of them, by their names below."""
    rows = {"women": WOMEN, "third": THIRD, "C": FROM_C, "all": PASSENGERS, "few": WOMEN[:20]}[among]
    who = {"she": SHE, "he": HE, "all": PASSENGERS}[row]
    groups = {"port": ["port_Cherbourg", "port_Southampton"]} if among == "C" else None
    return explain(chance, who, background=rows, groups=groups, scale=scale)


MOVED = replace(told("she", "women"), values=told("she", "women").values + [0.1, -0.1, 0, 0, 0])
C_MAN = FROM_C[FROM_C["female"] == 0].iloc[[0]]

RIGHT = {
    "9.1": [(130,), ((3 * 100 + 3 * 160) / 6,), (np.array([130.0]),)],
    "9.2": [(shapley_orders,), (shapley_coalitions,), (shapley_loop,)],
    "9.3": [
        (lambda w, x, b: w * (x - b.mean(axis=0)),),
        (parts_loop,),
        (lambda w, x, b: np.mean(w * (x - b), axis=0),),
    ],
    "9.4": [
        (chance, SHE, WOMEN, "female", told("she", "women")),
        (chance, SHE.to_frame().T, WOMEN[:150], "female", explain(chance, SHE, background=WOMEN[:150])),
        (
            chance,
            C_MAN,
            FROM_C,
            "port",
            explain(
                chance,
                C_MAN.iloc[0],
                background=FROM_C,
                groups={"port": ["port_Cherbourg", "port_Southampton"]},
            ),
        ),
        (chance, SHE, WOMEN, "female", told("she", "women", "log-odds")),
    ],
    "9.5": [(1 / (1 + np.exp(-1)),), (0.73,), (0.731,), (0.7311,)],
    "9.6": [("bd",), (" B, D",), (["d", "b"],)],
    "9.7": [(top_numpy,), (top_array,), (top_pairs,), (top_sorted,)],
}

WRONG = {
    "9.1": [
        ((100,), "comes before large"),
        ((160,), "comes after large"),
        ((180,), "value of large"),
        ((40,), "value of new"),
        ((780,), "sum over the six orders. Take the mean: divide by 6"),
        ((390,), "half of the sum"),
        ((300,), "worth of lake alone"),
        ((350,), "all three"),
        ((350 / 3,), "shares the 350 out equally"),
        ((116.67,), "shares the 350 out equally"),
        ((120,), "counts the 100 more often"),
        ((60,), "something of its own"),
        ((7,), "not the mean"),
        ((130.1,), "not the mean"),
    ],
    "9.2": [
        ((lambda w, n, names: sum(gain(w, n, order) for order in permutations(names)),), "Take their mean"),
        ((shapley_of_coalitions,), "every coalition the same"),
        ((lambda w, n, names: sum(gain(w, n, o) for o in permutations(names)) / 6,), "right for three names"),
        ((shapley_last,), "comes last"),
        ((shapley_of_fixed_names,), "Use the `names` that is given"),
        ((lambda worth, name, names: worth((name,)) - worth(()),), "adds to nothing"),
        ((lambda worth, name, names: worth((name,)),), "worth of the name alone"),
        ((lambda worth, name, names: -shapley_orders(worth, name, names),), "sign is turned"),
        ((lambda worth, name, names: (worth(names) - worth(())) / len(names),), "shares out equally"),
        ((lambda w, n, names: (w((n,)) - w(()) + shapley_last(w, n, names)) / 2,), "first and last only"),
        (
            (lambda w, n, names: np.median([gain(w, n, order) for order in permutations(names)]),),
            "takes the median",
        ),
        (
            (lambda w, n, names: np.mean([w((*o[: o.index(n)], n)) for o in permutations(names)]),),
            "Take off the worth before it came",
        ),
        ((lambda worth, name, names: 130.0,), "it gives 130 whatever"),
        ((lambda worth, name, names: worth(name),), "worth takes a tuple"),
        ((lambda worth, name, names: [1.0, 2.0],), "yours gave 2"),
        ((lambda worth, name, names: None,), "lack its return"),
        ((lambda w, n, names: round(shapley_orders(w, n, names), 1),), "the result is rounded"),
        ((130,), "the function shapley itself"),
    ],
    "9.3": [
        ((lambda w, x, b: w * x,), "Subtract the mean"),
        ((lambda w, x, b: w * (b.mean(axis=0) - x),), "sign is turned"),
        ((lambda w, x, b: x - b.mean(axis=0),), "weights are missing"),
        ((lambda w, x, b: w * x - b.mean(axis=0),), "in parentheses"),
        ((lambda w, x, b: w @ (x - b.mean(axis=0)),), "adds the parts up"),
        ((lambda w, x, b: w * (x - b.mean()),), "one mean of all the background"),
        ((lambda w, x, b: w * (x - b.mean(axis=1)),), "One for each column: axis=0"),
        ((lambda w, x, b: w * (x - b.mean(axis=1, keepdims=True)),), "One mean for each column: axis=0"),
        ((lambda w, x, b: w * (x - np.median(b, axis=0)),), "median"),
        ((lambda w, x, b: w * (x - b[0]),), "first row"),
        ((lambda w, x, b: w * (x - b.sum(axis=0)),), "takes the sum"),
        ((lambda w, x, b: w * (x - b),), "for every row of the background"),
        ((lambda w, x, b: w + x,), "should give"),
    ],
    "9.4": [
        ((chance, SHE, WOMEN[:20], "female", told("she", "few")), "among has 20 rows; take at least 100"),
        ((chance, SHE, PASSENGERS, "female", told("she", "all")), "differ in female: 2 values"),
        ((chance, HE, WOMEN, "female", told("he", "women")), "a difference, so it has a part"),
        ((chance, SHE, WOMEN, "sex", told("she", "women")), "there is no column 'sex'"),
        ((chance, SHE, WOMEN, "female", told("she", "all")), "made against other rows?"),
        ((chance, HE, THIRD, "class", told("she", "third")), "Was another row"),
        ((chance, SHE, WOMEN, "female", told("all", "women")), "mine is of 400 passengers"),
        ((chance, PASSENGERS.loc[706], WOMEN, "female", told("she", "women")), "Choose somebody else"),
        ((chance, WOMEN, WOMEN, "female", told("she", "women")), "Take one passenger"),
        ((chance, 520, WOMEN, "female", told("she", "women")), "somebody as a row"),
        ((chance, SHE[:3], WOMEN, "female", told("she", "women")), "other columns than among"),
        ((chance, SHE, WOMEN.to_numpy(), "female", told("she", "women")), "among as rows of passengers"),
        ((chance, SHE, WOMEN, "female", told("she", "women").values), "as explain returns it"),
        ((chance, SHE, WOMEN, "female", MOVED), "female should have no part, and in mine it has 0.1"),
        (
            (lambda rows: 1 - chance(rows), SHE, WOMEN, "female", told("she", "women")),
            "parts of the other answer",
        ),
    ],
    "9.5": [
        ((1.0,), "in log-odds"),
        ((1.5,), "parts alone"),
        ((73.1,), "per cent"),
        ((0.818,), "base value is missing"),
        ((0.88,), "lost its sign: it is −0.5"),
        ((0.832,), "part of −0.3 has lost its sign"),
        ((0.27,), "the other answer"),
        ((2.718,), "odds"),
        ((0.675,), "twice"),
        ((1.88,), "before the parts were added"),
        ((2.22,), "by itself"),
        ((-0.5,), "no probability"),
        ((0.5,), "not the sigmoid"),
        ((0.74,), "0.74 is not the sigmoid"),
        ((0.72,), "0.72 is not the sigmoid"),
    ],
    "9.6": [
        (("b",), "1 more of the others belongs to the answer"),
        (("abd",), "nobody moved cabin"),
        (("bcd",), "about the world"),
    ],
    "9.7": [
        ((lambda n, p, c: [n[i] for i in np.argsort(-np.array(p))[:c]],), "Go by size: abs"),
        ((lambda n, p, c: [n[i] for i in np.argsort(p)[:c]],), "most negative"),
        ((lambda n, p, c: [n[i] for i in np.argsort(np.abs(p))[:c]],), "smallest parts"),
        ((lambda n, p, c: top_numpy(n, p, c)[::-1],), "smallest first"),
        ((lambda n, p, c: sorted(top_numpy(n, p, c)),), "alphabet"),
        ((lambda n, p, c: top_numpy(n, p, len(n)),), "all the names"),
        ((lambda n, p, c: n[:c],), "as they stand"),
        ((lambda n, p, c: np.argsort(-np.abs(p))[:c],), "names[place]"),
        ((lambda n, p, c: np.array(p)[np.argsort(-np.abs(p))][:c],), "it gives the parts"),
        ((lambda n, p, c: [(n[i], p[i]) for i in np.argsort(-np.abs(p))[:c]],), "pairs"),
        ((lambda n, p, c: [n[0], n[0]],), "should give"),
        ((lambda n, p, c: ", ".join(top_numpy(n, p, c)),), "should give"),
    ],
}
