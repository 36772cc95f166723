"""Answers to lesson 09's exercises."""

from itertools import combinations, permutations
from math import factorial

import numpy as np


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


def shapley_sum(worth, name, names):
    return sum(gain(worth, name, order) for order in permutations(names))


def shapley_of_coalitions(worth, name, names):
    others = [other for other in names if other != name]
    gains = [
        worth((*known, name)) - worth(known)
        for size in range(len(names))
        for known in combinations(others, size)
    ]
    return np.mean(gains)


def shapley_for_three(worth, name, names):
    return sum(gain(worth, name, order) for order in permutations(names)) / 6


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


RIGHT = {
    "9.1": [(130,), ((3 * 100 + 3 * 160) / 6,), (np.array([130.0]),)],
    "9.2": [(shapley_orders,), (shapley_coalitions,), (shapley_loop,)],
    "9.3": [
        (lambda w, x, b: w * (x - b.mean(axis=0)),),
        (parts_loop,),
        (lambda w, x, b: np.mean(w * (x - b), axis=0),),
    ],
    "9.4": [(1 / (1 + np.exp(-1)),), (0.73,), (0.731,)],
    "9.5": [("b",), (" B ",)],
    "9.6": [(top_numpy,), (top_array,), (top_pairs,), (top_sorted,)],
}

WRONG = {
    "9.1": [
        ((100,), "comes before large"),
        ((160,), "comes after large"),
        ((180,), "value of large"),
        ((780,), "divide by 6"),
        ((300,), "worth of lake alone"),
        ((350,), "all three"),
        ((60,), "something of its own"),
        ((7,), "not the mean"),
    ],
    "9.2": [
        ((shapley_sum,), "Take their mean"),
        ((shapley_of_coalitions,), "every coalition the same"),
        ((shapley_for_three,), "right for three names"),
        ((shapley_last,), "comes last"),
        ((shapley_of_fixed_names,), "Use the `names` that is given"),
        ((lambda worth, name, names: worth((name,)) - worth(()),), "adds to nothing"),
        ((lambda worth, name, names: worth((name,)),), "worth of the name alone"),
        ((lambda worth, name, names: -shapley_orders(worth, name, names),), "sign is turned"),
        ((lambda worth, name, names: (worth(names) - worth(())) / len(names),), "shares out equally"),
        ((lambda worth, name, names: 130.0,), "among 3 names it gives"),
        ((lambda worth, name, names: worth(name),), "worth takes a tuple"),
        ((lambda worth, name, names: [1.0, 2.0],), "you gave 2 numbers"),
        ((130,), "the function shapley itself"),
    ],
    "9.3": [
        ((lambda w, x, b: w * x,), "Subtract the mean"),
        ((lambda w, x, b: w * (b.mean(axis=0) - x),), "sign is turned"),
        ((lambda w, x, b: x - b.mean(axis=0),), "weights are missing"),
        ((lambda w, x, b: w * x - b.mean(axis=0),), "in parentheses"),
        ((lambda w, x, b: w @ (x - b.mean(axis=0)),), "adds the parts up"),
        ((lambda w, x, b: w * (x - b.mean()),), "axis=0"),
        ((lambda w, x, b: w * (x - b.mean(axis=1)),), "One mean for each column: axis=0"),
        ((lambda w, x, b: w * (x - b.mean(axis=1, keepdims=True)),), "One mean for each column: axis=0"),
        ((lambda w, x, b: w * (x - np.median(b, axis=0)),), "median"),
        ((lambda w, x, b: w * (x - b[0]),), "first row"),
        ((lambda w, x, b: w * (x - b),), "expected one part for each"),
        ((lambda w, x, b: w + x,), "it should give"),
    ],
    "9.4": [
        ((1.0,), "in log-odds"),
        ((73.1,), "per cent"),
        ((0.818,), "base value is missing"),
        ((0.27,), "the other answer"),
        ((2.718,), "odds"),
        ((0.675,), "twice"),
        ((1.88,), "before the parts were added"),
        ((-0.5,), "no probability"),
        ((0.5,), "not the sigmoid"),
    ],
    "9.5": [(("a",), "nobody moved cabin"), (("c",), "about the world"), (("d",), "expected one of")],
    "9.6": [
        ((lambda n, p, c: [n[i] for i in np.argsort(-np.array(p))[:c]],), "Go by size: abs"),
        ((lambda n, p, c: [n[i] for i in np.argsort(p)[:c]],), "most negative"),
        ((lambda n, p, c: [n[i] for i in np.argsort(np.abs(p))[:c]],), "smallest parts"),
        ((lambda n, p, c: top_numpy(n, p, c)[::-1],), "smallest first"),
        ((lambda n, p, c: top_numpy(n, p, len(n)),), "all the names"),
        ((lambda n, p, c: n[:c],), "as they stand"),
        ((lambda n, p, c: np.argsort(-np.abs(p))[:c],), "names[place]"),
        ((lambda n, p, c: [(n[0], p[0])],), "pairs"),
        ((lambda n, p, c: [n[0], n[0]],), "should be"),
    ],
}
