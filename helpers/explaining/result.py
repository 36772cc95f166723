"""What `explain` returns: the parts, their errors, and what they were made of."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import shap

_BY_ROW = ("values", "base_values", "data", "display_data", "error", "background_error", "base_error")


@dataclass(eq=False, repr=False)
class Explanation:
    """Shapley values of some rows, or of one. A single row has no first axis.

    Attributes:
        values: (rows, features), the parts, in units of the answer; base value and parts add up to the answer.
        base_values: (rows,), the model's mean answer over the background; the same for every row.
        feature_names: one for each feature; a group has its own.
        data: (rows, features), what the rows have there; a number for one-hot groups, NaN for other groups.
        display_data: what the pictures write instead of `data`, or None.
        how: in words, how the values were found.
        exact: False for an estimate, and where the model contradicts itself; `how` says why.
        error: (rows, features), standard error of an estimate: 0 where exact, NaN where it is not known.
        background_error: (rows, features), standard error that comes from the background being a sample of the
            rows one wants to compare with; NaN with one background row.
        base_error: (rows,), the same of the base value.
        gap: how far base value and parts are from the answer at most, in units of the answer.
        scale: "probability", "log-odds" or "output".
        label: what the answer is called in pictures.
        groups: places of the features that are made of several columns.
    """

    values: np.ndarray
    base_values: Any
    feature_names: list[str]
    data: np.ndarray
    display_data: np.ndarray | None = None
    how: str = ""
    exact: bool = True
    error: Any = 0.0
    background_error: Any = np.nan
    base_error: Any = np.nan
    gap: float = 0.0
    scale: str = "output"
    label: str = "output"
    groups: frozenset[int] = field(default_factory=frozenset)

    def __len__(self) -> int:
        """Return the number of rows; of a single row the number of its features."""
        return len(self.values)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of `values`."""
        return self.values.shape

    def __getitem__(self, rows: Any) -> Explanation:
        """Return the same of some rows: ``explanation[0]``, ``explanation[:5]``, ``explanation[mask]``."""
        if self.values.ndim != 2 or isinstance(rows, (tuple, str)):
            alone = self.values.ndim == 1
            of = "one row; .values has a number for each feature" if alone else "rows and features"
            raise IndexError(
                f"explanation[…] takes rows of many, received {rows!r} for {of}. Features are taken from the arrays: "
                "explanation.values[:, 0]; by name from shap's class: explanation.shap[:, 'age']."
            )
        taken = {name: getattr(self, name) for name in _BY_ROW}
        taken = {name: each if np.ndim(each) == 0 else np.asarray(each)[rows] for name, each in taken.items()}
        taken["display_data"] = None if self.display_data is None else taken["display_data"]
        return replace(self, **taken)

    @property
    def shap(self) -> shap.Explanation:
        """The same as a `shap.Explanation`, for shap's own plots: ``shap.plots.waterfall(explanation.shap)``."""
        import shap

        return shap.Explanation(
            self.values,
            base_values=self.base_values,
            data=self.data,
            display_data=self.display_data,
            feature_names=self.feature_names,
        )

    def __repr__(self) -> str:
        """Show the parts and how they were found."""
        shown = [f".{each.name} =\n{getattr(self, each.name)!r}" for each in fields(self)[:4]]
        return "\n\n".join([f"Explanation of the {self.label}, {self.how}.", *shown])
