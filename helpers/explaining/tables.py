"""Rows and background as one checked table, and the players: columns, or groups of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Table:
    """Rows and background with the same columns in the same order.

    Attributes:
        rows: (n, columns) of float64; objects where the table holds text, categories or dates.
        background: (m, columns), likewise.
        names: what the columns are called in results and pictures.
        columns: the labels that a DataFrame brought, as strings; None for arrays.
        single: whether one row was given by itself.
        frame: rows above background with the types they came with; None for a table of numbers.
    """

    rows: np.ndarray
    background: np.ndarray
    names: list[str]
    columns: list[str] | None
    single: bool
    frame: pandas.DataFrame | None = None

    def asked_rows(self) -> Any:
        """Return the rows in the form in which the model is asked."""
        return self.rows if self.frame is None else self.frame.iloc[: len(self.rows)]

    def asked_background(self) -> Any:
        """Return the background in the form in which the model is asked."""
        return self.background if self.frame is None else self.frame.iloc[len(self.rows) :]


def read_table(
    rows: Any, background: Any, feature_names: Sequence[str] | None, model_names: list[str], typed: bool
) -> Table:
    """Check rows and background against each other, align their columns by name, and name the columns.

    Args:
        rows: (n, columns) or (columns,).
        background: (m, columns).
        feature_names: one for each column, or None.
        model_names: the names that the model was fitted with, [] where it has none.
        typed: whether the model wants a DataFrame's own column types (a pipeline does).
    """
    rows, background = dense(rows), dense(background)
    single = np.ndim(rows) == 1
    columns, rows, background = _aligned(rows, background)
    frame = _frame_of(rows, background, typed)
    if frame is not None:
        values = frame.to_numpy(dtype=object)
        count = len(values) - len(background)
        rows, background = values[:count], values[count:]
    else:
        rows, background = np.atleast_2d(_numbers(rows, "rows")), _numbers(background, "background")
    if background.ndim != 2 or background.shape[1] != rows.shape[1]:
        raise ValueError(
            f"rows and background differ in columns. Expected the same number, received {rows.shape[1]} in rows "
            f"and the shape {background.shape} of background. Take both from one table, background two-dimensional."
        )
    names = _names(feature_names, columns, model_names, rows.shape[1])
    return Table(rows, background, names, columns, single, frame)


def dense(data: Any) -> Any:
    """Return a sparse matrix as an array; anything else as it is."""
    return data.toarray() if hasattr(data, "toarray") and hasattr(data, "nnz") else data


def _labels(data: Any) -> list[str] | None:
    names = getattr(data, "columns", getattr(data, "index", None))
    if np.ndim(data) == 1 and type(names).__name__ == "RangeIndex":  # a row without names
        return None
    return None if names is None or callable(names) else [str(name) for name in names]


def _aligned(rows: Any, background: Any) -> tuple[list[str] | None, Any, Any]:
    """Return the column labels, and rows and background with the same columns in the rows' order."""
    own, other = _labels(rows), _labels(background)
    if own is None or other is None:
        return own or other, rows, background
    if sorted(own) != sorted(other):
        lacking, more = _listed(set(own) - set(other)), _listed(set(other) - set(own))
        raise ValueError(
            f"rows and background have different columns: background lacks {lacking}, rows lack {more}. Expected "
            "the same names in both. Take both from one table."
        )
    if own != other and len(set(own)) == len(own):
        background = background.iloc[:, [other.index(name) for name in own]]
    return own, rows, background


def _listed(names: set[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names)) or "none"


def _names(given: Sequence[str] | None, columns: list[str] | None, model: list[str], count: int) -> list[str]:
    """Return what the columns are called: as given, as the table says, as the model says, or x1, x2, …"""
    numbered = [f"x{i + 1}" for i in range(count)]
    names = given if given is not None else columns or (model if len(model) == count else numbered)
    names = [str(name) for name in names]
    if len(names) != count or len(set(names)) != len(names):
        raise ValueError(
            f"feature_names: expected {count} different names, one for each column, received "
            f"{len(names)}: {names}. Take them from the table: feature_names=list(table.columns)."
        )
    return names


def _numbers(data: Any, name: str) -> np.ndarray:
    try:
        if hasattr(data, "to_numpy"):  # also nullable columns: a missing value becomes NaN
            numbers = np.asarray(data.to_numpy(dtype=np.float64, na_value=np.nan))
        else:
            numbers = np.asarray(data, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"{name} is not made of numbers ({error}). Expected what the model receives, after encoding. "
            "Explain the encoded columns, and join those of one category with groups={...}; or give a pipeline "
            "that encodes, and DataFrames."
        ) from error
    if numbers.size == 0 or numbers.ndim not in (1, 2):
        shape = "" if numbers.ndim < 3 else (
            " Several inputs, images and sequences are explained flat, by a function that gives them their shape: "
            f"explain(lambda rows: model(rows.reshape(-1, {', '.join(map(str, numbers.shape[1:]))})), "
            "x.reshape(len(x), -1), …)."
        )  # fmt: skip
        raise ValueError(
            f"{name}: expected rows by columns, at least one, received the shape {numbers.shape}. "
            f"One row is x[0] or x[:1].{shape}"
        )
    return numbers


# ---- tables with text, categories or dates ---------------------------------------------------------


def _frame_of(rows: Any, background: Any, typed: bool) -> pandas.DataFrame | None:
    """Return rows above background with their types, where these are needed; None for numbers.

    A table of numbers is asked as an array. The types matter where a column holds text, categories or dates,
    and to a pipeline, which may treat whole numbers and decimals differently.
    """
    if not hasattr(background, "dtypes") or not hasattr(background, "columns"):
        if hasattr(rows, "columns") and not _is_numeric(rows):
            raise TypeError(
                "rows has columns of text, categories or dates, and background is no DataFrame. Expected two "
                "DataFrames with the same columns. Take both from one table."
            )
        return None
    import pandas

    if not isinstance(rows, pandas.DataFrame):
        if np.ndim(rows) > 2 or np.shape(rows)[-1:] != (background.shape[1],):
            return None
        values = np.atleast_2d(np.asarray(rows, dtype=object))
        rows = pandas.DataFrame(values, columns=background.columns)
    if rows.shape[1] != background.shape[1] or not len(rows) or not len(background):
        return None
    floats = all(kind == np.float64 for kind in background.dtypes)
    if _is_numeric(rows) and _is_numeric(background) and (floats or not typed):
        return None
    pieces = [_stacked(rows.iloc[:, i], background.iloc[:, i]) for i in range(rows.shape[1])]
    frame = pandas.concat(pieces, axis=1)
    frame.columns = background.columns
    return frame


def _is_numeric(frame: pandas.DataFrame) -> bool:
    import pandas

    return all(pandas.api.types.is_numeric_dtype(kind) for kind in frame.infer_objects().dtypes)


def _stacked(top: pandas.Series, below: pandas.Series) -> pandas.Series:
    """Return one column of rows above background, in the background's type where the rows' values fit it."""
    import pandas

    if isinstance(below.dtype, pandas.CategoricalDtype):
        kinds = below.cat.categories
        new = [value for value in pandas.unique(top.dropna()) if value not in kinds]
        both = pandas.concat([top.astype(object), below.astype(object)], ignore_index=True)
        return both.astype(pandas.CategoricalDtype(kinds.append(pandas.Index(new, dtype=kinds.dtype)) if new else kinds,
                                                   below.cat.ordered))  # fmt: skip
    if top.dtype != below.dtype:
        try:
            cast = top.astype(below.dtype)
            top = cast if (cast.isna() == top.isna()).all() and (cast.dropna() == top.dropna()).all() else top
        except (TypeError, ValueError):
            pass
    return pandas.concat([top, below], ignore_index=True)


# ---- the players -----------------------------------------------------------------------------------


def players_of(
    names: list[str], groups: Mapping[str, Sequence[str | int]] | None
) -> tuple[list[str], list[list[int]]]:
    """Return the names of what shares the prediction out, and the columns of each, in the order of the columns."""
    owner: dict[int, str] = {}
    for group, columns in (groups or {}).items():
        if isinstance(columns, str) or not len(columns):
            raise ValueError(f"groups: {group!r} needs a list of columns, received {columns!r}. Write "
                             f'groups={{{group!r}: ["column_a", "column_b"]}}.')  # fmt: skip
        for column in columns:
            known = column in names if isinstance(column, str) else 0 <= int(column) < len(names)
            place = names.index(column) if known and isinstance(column, str) else column
            if not known or place in owner:
                trouble = "is in two groups" if known else "is not a column"
                raise ValueError(
                    f"groups: {column!r} of {group!r} {trouble}. Expected each column once, of {names}. "
                    "Take the names from the encoder: encoder.get_feature_names_out()."
                )
            owner[int(place)] = str(group)
    joined: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if place not in owner and name in owner.values():
            raise ValueError(
                f"groups: {name!r} is also the name of a column outside it. Choose another name."
            )
        joined.setdefault(owner.get(place, name), []).append(place)
    return list(joined), list(joined.values())
