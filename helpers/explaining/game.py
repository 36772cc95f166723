"""The game: what coalitions of features are worth, and each feature's fair part of it.

A coalition keeps the row's values, all other features take those of a background row. Every part is first
found for each background row alone; their mean is the Shapley value, their spread says how far it depends
on which rows the background happens to hold.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from math import factorial
from typing import Any, NamedTuple

import numpy as np

from helpers.explaining.tables import Table

MOST_EXACT = 15  # features: 2^15 coalitions, each asked on all of the background
MOST_ROWS = 32_768  # rows in one call of the model: bounds the memory at a few hundred MB
_HELD = 4_194_304  # parts held at a time, one for each row, feature and background row
_PATIENCE = 5.0  # seconds before a line shows how far it is

Answer = Callable[[Any], np.ndarray]  # (n, columns), array or DataFrame -> (n,) float64


class Parts(NamedTuple):
    """Shapley values (rows, features) and their standard errors.

    `error` comes from the orders that were drawn (0 where none was), `background_error` from the background
    being a sample (NaN with one row of it).
    """

    values: np.ndarray
    error: np.ndarray
    background_error: np.ndarray


def standard_error(sample: np.ndarray, axis: int) -> np.ndarray:
    """Return the standard error of the mean along an axis; NaN where there is one value only."""
    count = sample.shape[axis]
    if count < 2:
        return np.full(sample.mean(axis=axis).shape, np.nan)
    return sample.std(axis=axis, ddof=1) / np.sqrt(count)


@cache
def _weights(features: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all coalitions, (2^d, d) of booleans, and A, (d, 2^d), with φ = A @ v (Shapley 1953)."""
    coalitions = (np.arange(2**features)[:, None] >> np.arange(features)) & 1 == 1
    sizes = coalitions.sum(axis=1)
    fair = [factorial(s) * factorial(features - s - 1) / factorial(features) for s in range(features)]
    joins, leaves = np.array([0.0, *fair])[sizes], np.array([*fair, 0.0])[sizes]
    return coalitions, np.where(coalitions.T, joins, -leaves)


def by_coalitions(answer: Answer, table: Table, players: list[list[int]]) -> Parts:
    """Ask every coalition in a few large calls, and weigh what each is worth: exact."""
    return _played(answer, table, players, *_weights(len(players)))


def by_orders(answer: Answer, table: Table, players: list[list[int]], orders: int, seed: int) -> Parts:
    """Estimate from drawn orders, each taken forwards and backwards (Strumbelj and Kononenko 2014).

    The same orders serve every row. Two directions of one order are averaged first: the orders are then
    independent, and the standard error is theirs.
    """
    from scipy.sparse import csc_array

    rng, size = np.random.default_rng(seed), len(players)
    drawn = [rng.permutation(size) for _ in range(orders)]
    known: dict[bytes, int] = {}
    changes: list[tuple[int, int, float]] = []  # part, coalition, weight

    def place_of(mask: np.ndarray) -> int:
        return known.setdefault(mask.tobytes(), len(known))

    for place, order in enumerate(drawn):
        for direction in (order, order[::-1]):
            mask = np.zeros(size, dtype=bool)
            before = place_of(mask)
            for player in direction:
                mask[player] = True
                after = place_of(mask)
                part = place * size + player
                changes += [(part, after, 0.5), (part, before, -0.5)]
                before = after
    part, coalition, weight = zip(*changes, strict=True)
    matrix = csc_array((weight, (part, coalition)), shape=(orders * size, len(known)))
    coalitions = np.array([np.frombuffer(mask, dtype=bool) for mask in known])
    return _played(answer, table, players, coalitions, matrix, orders)


def _played(
    answer: Answer,
    table: Table,
    players: list[list[int]],
    coalitions: np.ndarray,
    matrix: Any,
    orders: int = 1,
) -> Parts:
    """Play the coalitions for all rows; `matrix` (orders · d, coalitions) turns worths into parts."""
    count, size, rows, every = len(table.background), len(players), len(table.rows), matrix.shape[0]
    found = Parts(*(np.empty((rows, size)) for _ in range(3)))
    with _progress(rows * len(coalitions) * count) as line:
        block = max(1, _HELD // (every * count))
        for start in range(0, rows, block):
            places = range(start, min(start + block, rows))
            parts = np.zeros((len(places), every, count))
            for part, place, answers in _answers(answer, table, players, coalitions, places):
                parts[place - start] += _weighed(matrix[:, part], answers)
                line.update(answers.size)
            each = parts.reshape(len(places), orders, size, count)
            here = slice(start, start + len(places))
            found.values[here] = each.mean(axis=(1, 3))
            found.error[here] = standard_error(each.mean(axis=3), axis=1) if orders > 1 else 0.0
            found.background_error[here] = standard_error(each.mean(axis=1), axis=2)
    return found


def _weighed(matrix: Any, answers: np.ndarray) -> np.ndarray:
    """Return ``matrix @ answers``, without the threads of NumPy's own: on a busy machine they wait for each other."""
    if isinstance(matrix, np.ndarray):
        return np.einsum("pc,cb->pb", matrix, answers)
    return matrix @ answers


def _progress(total: int) -> Any:
    """Return a line that appears after some seconds and goes when it is done; none where COURSE_LIVE is 0."""
    from tqdm import tqdm  # no widget: its state would be stored in the notebook

    look: dict[str, Any] = {"desc": "explain", "unit": "answer", "unit_scale": True, "leave": False}
    return tqdm(total=total, delay=_PATIENCE, disable=os.environ.get("COURSE_LIVE") == "0", **look)


def _answers(
    answer: Answer, table: Table, players: list[list[int]], coalitions: np.ndarray, places: range
) -> Iterator[tuple[slice, int, np.ndarray]]:
    """Yield (slice of the coalitions, place of the row, answers (coalitions, background)), in pieces that fit."""
    owner = np.empty(table.rows.shape[1], dtype=int)
    for player, columns in enumerate(players):
        owner[columns] = player
    count = len(table.background)
    step = max(1, MOST_ROWS * 16 // (count * max(16, len(owner))))  # wide rows: fewer of them
    mixtures = _mixed_numbers if table.frame is None else _mixed_frames
    for start in range(0, len(coalitions), step):
        part = slice(start, start + step)
        kept = coalitions[part][:, owner]
        for place, mixed in mixtures(table, kept, places):
            yield part, place, answer(mixed).reshape(len(kept), count)


def _mixed_numbers(table: Table, kept: np.ndarray, places: range) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each row's mixtures with the background, (coalitions · background, columns)."""
    others = np.ascontiguousarray(np.where(kept[:, None, :], 0, table.background))
    mixed = np.empty_like(others)
    for place in places:
        np.add(others, np.where(kept, table.rows[place], 0)[:, None, :], out=mixed)  # 0 + x is x
        yield place, mixed.reshape(-1, mixed.shape[2])


def _mixed_frames(table: Table, kept: np.ndarray, places: range) -> Iterator[tuple[int, Any]]:
    """Yield the same as DataFrames, each column in its own type."""
    import pandas

    frame: Any = table.frame
    below = len(table.rows) + np.arange(len(table.background))
    columns = [frame.iloc[:, i] for i in range(frame.shape[1])]
    for place in places:
        taken = np.where(kept[:, None, :], place, below[:, None]).reshape(-1, len(columns))
        mixed = {
            i: pandas.Series(column.array.take(taken[:, i]), dtype=column.dtype)
            for i, column in enumerate(columns)
        }
        mixed = pandas.DataFrame(mixed)
        mixed.columns = frame.columns
        yield place, mixed


def in_kind(table: Table, kind: Any) -> Table:
    """Return the table in the kind of number in which the model computes, so that nothing is cast twice."""
    return replace(table, rows=table.rows.astype(kind), background=table.background.astype(kind))
