"""What a rule asks of a prepared table: is it one, without gaps or texts, and scaled by the training rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from helpers.checks.comparing import close
from helpers.checks.verdicts import Wrong, show
from helpers.writing import listed, plural


def table_of(
    answer: Any, rows: int | None = None, columns: Sequence[str] | int | None = None, name: str = "your table"
) -> Any:
    """Read an answer as a DataFrame or a two-dimensional array of so many rows and these columns.

    Args:
        answer: what the learner gave.
        rows: how many rows it should have.
        columns: their names, in any order, or how many.
        name: of the answer in a sentence.

    Returns:
        The DataFrame, or the array.

    Raises:
        Wrong: if it is something else; a sentence says what.
    """
    if answer is None:
        raise Wrong(f"expected {name} as a table; you gave None. Does a function lack its return?")
    table = answer if hasattr(answer, "columns") else np.asarray(answer)
    if len(table.shape) != 2:
        kind = "a function" if callable(answer) else show(answer)
        raise Wrong(f"expected {name} as a table of rows and columns; you gave {kind}.")
    if isinstance(columns, int) and table.shape[1] != columns:
        raise Wrong(f"{name} should have {plural(columns, 'column')}; it has {table.shape[1]}.")
    if columns is not None and not isinstance(columns, int) and hasattr(table, "columns"):
        _judge_columns(list(map(str, table.columns)), list(columns), name)
    if rows is not None and len(table) != rows:
        raise Wrong(f"{name} should have {plural(rows, 'row')}; it has {len(table)}.")
    return table


def _judge_columns(found: list[str], wanted: list[str], name: str) -> None:
    lacking, more = [one for one in wanted if one not in found], [one for one in found if one not in wanted]
    if lacking:
        raise Wrong(f"{name} lacks {listed(lacking)}.")
    if more:
        raise Wrong(f"{name} also has {listed(more)}, which should not go in.")


def all_numbers(table: Any, name: str = "your table") -> Any:
    """Return a table that is made of numbers; raise Wrong and name the columns that hold something else."""
    if hasattr(table, "columns"):
        texts = [str(column) for column, kind in table.dtypes.items() if not _is_number(kind)]
        if texts:
            verb = "holds" if len(texts) == 1 else "hold"
            raise Wrong(f"{listed(texts)} of {name} {verb} texts, and a network computes with numbers.")
    elif np.asarray(table).dtype.kind not in "biuf":
        raise Wrong(f"{name} holds something that is no number, and a network computes with numbers.")
    return table


def _is_number(kind: Any) -> bool:
    return getattr(kind, "kind", "O") in "biuf"


def no_gaps(table: Any, name: str = "your table") -> Any:
    """Return a table with a value in every place; raise Wrong and count the gaps."""
    if hasattr(table, "columns"):
        gaps = table.isna().sum()
        told = [f"{column} ({count})" for column, count in gaps.items() if count]
    else:
        count = int(np.isnan(np.asarray(table, float)).sum())
        told = [str(count)] if count else []
    if told:
        raise Wrong(f"{name} still has gaps: {listed(told)}. One NaN makes every weight of a network NaN.")
    return table


def fitted_on_training(scaled: tuple[Any, Any], raw: tuple[Any, Any], tolerance: float = 1e-4) -> None:
    """Raise Wrong unless unseen rows were scaled by the mean and spread of the training rows.

    Args:
        scaled: the learner's training rows and unseen rows, arrays or tables of numbers.
        raw: the same rows as they were, the columns in the same order.
        tolerance: relative and absolute.
    """
    train, unseen = (np.asarray(one, float) for one in raw)
    for rows, got, name in ((train, scaled[0], "the training rows"), (unseen, scaled[1], "the unseen rows")):
        found = np.asarray(got, float)
        if found.shape != rows.shape:
            raise Wrong(f"{name} should keep their shape {rows.shape}; yours have {found.shape}.")
        if _scaled_by(found, rows, train, tolerance):
            continue
        if close(found, rows, tolerance):
            raise Wrong(f"{name} are not scaled: they are as they were.")
        if rows is unseen and _scaled_by(found, rows, unseen, tolerance):
            raise Wrong(f"{name} were scaled by their own mean. Use the training rows' mean for both.")
        if _scaled_by(found, rows, np.concatenate([train, unseen]), tolerance):
            raise Wrong(
                f"{name} were scaled by the mean of all rows: the unseen ones have had a say. Fit on training."
            )
        raise Wrong(f"{name} should have the training rows' mean taken away, and be divided by their spread.")


def _scaled_by(found: np.ndarray, rows: np.ndarray, by: np.ndarray, tolerance: float) -> bool:
    """Say whether rows were scaled by the mean and the spread of others, however the spread is reckoned."""
    return any(
        close(found, (rows - by.mean(axis=0)) / np.where(spread == 0, 1, spread), tolerance)
        for spread in (by.std(axis=0), by.std(axis=0, ddof=1))
    )
