"""The curves of a training: loss and metrics by epoch."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.drawing import style
from helpers.drawing.descriptions import describe

# (epochs, values) of one side, "training" or "validation"
Side = tuple[np.ndarray, np.ndarray]

# words in the name of a quantity that say which way is better; Keras's own names and their short forms
_LOWER = re.compile(
    r"loss|error|err|crossentropy|entropy|divergence|deviance|hinge|poisson|logcosh|cosh|false"
    r"|mae|mse|rmse|msle|mape|kld|nll"
)
_HIGHER = re.compile(
    r"accuracy|acc|auc|f1|fbeta|score|r2|precision|recall|iou|io|similarity|correlation|sensitivity|specificity|true"
)
_LOOKS = {"training": (style.TRAINING, "-"), "validation": (style.VALIDATION, "--")}


def draw_training(
    history: Any, *, validation_freq: int | Iterable[int] | None = None, axes: Any = None
) -> np.ndarray:
    """Draw loss and metrics by epoch, training solid, validation dashed, with a dot in its best epoch.

    Args:
        history: what `fit` returned, its `.history`, or a dictionary of lists, one number an epoch.
        validation_freq: what `fit` was given under this name: validation was measured every so many epochs,
            or in the epochs listed. None: found from the number of values, where that is enough.
        axes: as many axes as there are quantities (the loss and each metric), or None for a new figure.

    Returns:
        A one-dimensional array of matplotlib Axes, the loss first, each described in words.

    Raises:
        TypeError: if the history is not one.
        ValueError: if it is empty, if the number of axes is not that of the quantities, or if it cannot be
            known in which epochs validation was measured.

    Example:
        >>> axes = draw_training({"loss": [0.7, 0.5], "val_loss": [0.7, 0.6]})
        >>> axes[0].get_ylabel()
        'loss'
    """
    return draw_measured(_measured(history, validation_freq), axes=axes)


def draw_measured(measured: Mapping[str, tuple[Any, Any]], *, axes: Any = None) -> np.ndarray:
    """Draw what was measured in which epochs: {"loss": (epochs, values), "val_loss": ...}."""
    curves = _curves(measured)
    axes = _axes_for(list(curves), axes)
    for ax, (name, sides) in zip(axes, curves.items(), strict=True):
        _draw_curve(ax, name, sides)
        describe(ax, curve_in_words(name, sides))
    return axes


def better(name: str) -> str:
    """Return which values of a quantity are better: "lowest", "highest", or "" where its name does not say.

    >>> better("val_mae"), better("f1_score"), better("price_loss"), better("width")
    ('lowest', 'highest', 'lowest', '')
    """
    words = re.split(r"[^a-z0-9]+", name.lower())
    ways = {"lowest": _LOWER, "highest": _HIGHER}
    return next((way for way, known in ways.items() if any(map(known.fullmatch, words))), "")


def _is_loss(name: str) -> bool:
    return name == "loss" or name.endswith("_loss")


def best_epoch(name: str, side: Side) -> int | None:
    """Return the index of the first best value, or None where there is none or the name does not say."""
    values = side[1]
    which = better(name)
    if not which or not np.isfinite(values).any():
        return None
    finite = np.where(np.isfinite(values), values, np.nan)
    return int(np.nanargmin(finite) if which == "lowest" else np.nanargmax(finite))


def _measured(history: Any, validation_freq: int | Iterable[int] | None) -> dict[str, Side]:
    """Return {"loss": (epochs, values), "val_loss": ...} of a History or a dictionary."""
    numbered = getattr(history, "epoch", None)
    history = getattr(history, "history", history)
    if not isinstance(history, dict):
        raise TypeError(
            "history: expected what model.fit returned, or its .history, received "
            f"{type(history).__name__}. Keep it with: history = model.fit(...)"
        )
    values = {name: _by_epoch(name, each) for name, each in history.items()}
    training = [name for name in values if not name.startswith("val_")]
    if not training or not all(map(len, values.values())):
        raise ValueError(
            f"the history holds no epoch. Expected numbers under 'loss', received the keys {list(history)}. "
            "Train for one epoch at least."
        )
    longest = max(len(values[name]) for name in training)
    epochs = np.arange(1, longest + 1)
    if numbered is not None and len(numbered) == longest:
        epochs = np.asarray(numbered) + 1
    found = {name: (epochs[: len(each)], each) for name, each in values.items()}
    for name in values:
        if name.startswith("val_"):
            found[name] = (_validated(epochs, name, len(values[name]), validation_freq), values[name])
    return found


def _validated(epochs: np.ndarray, name: str, count: int, freq: int | Iterable[int] | None) -> np.ndarray:
    """Return the epochs in which validation was measured, as Keras chooses them."""
    if freq is None:
        if count == len(epochs):
            return epochs
        fitting = [every for every in range(2, epochs[-1] + 1) if np.sum(epochs % every == 0) == count]
        freq = fitting[0] if len(fitting) == 1 else []
    chosen = epochs % freq == 0 if isinstance(freq, int | np.integer) else np.isin(epochs, list(freq))
    if chosen.sum() != count:
        raise ValueError(
            f"{name} has {count} values for {len(epochs)} epochs. Expected one an epoch, or to know in which "
            "epochs it was measured. Pass what fit was given: draw_training(history, validation_freq=...)"
        )
    return epochs[chosen]


def _by_epoch(name: str, values: Any) -> np.ndarray:
    """Return one number an epoch; of a metric with one a class (F1Score), their mean."""
    try:
        return np.asarray(values, dtype=float).reshape(len(values), -1).mean(axis=1)
    except (TypeError, ValueError) as error:
        if hasattr(values, "__len__") and not len(values):
            return np.empty(0)
        raise TypeError(
            f"history[{name!r}]: expected a list of numbers, one an epoch, received "
            f"{type(values).__name__}: {str(values)[:40]}. Take it from model.fit."
        ) from error


def _curves(measured: Mapping[str, tuple[Any, Any]]) -> dict[str, dict[str, Side]]:
    """Return {"loss": {"training": (epochs, values), "validation": ...}, ...}, the loss first."""
    names = [name for name in measured if not name.startswith("val_") and name != "learning_rate"]
    names.sort(key=lambda name: name != "loss")
    marks = {"training": "", "validation": "val_"}
    return {
        name: {
            side: (np.asarray(measured[mark + name][0]), np.asarray(measured[mark + name][1], dtype=float))
            for side, mark in marks.items()
            if mark + name in measured
        }
        for name in names
    }


def _axes_for(names: list[str], axes: Any) -> np.ndarray:
    if axes is None:
        import matplotlib.pyplot as plt

        columns = min(2, len(names))
        lines = math.ceil(len(names) / columns)
        size = (style.WIDTH, 3.1 * lines)
        figure, grid = plt.subplots(
            lines, columns, figsize=size, dpi=style.DPI, layout="constrained", squeeze=False
        )
        figure.set_facecolor(style.PAPER)
        for spare in grid.ravel()[len(names) :]:
            spare.remove()
        return grid.ravel()[: len(names)]
    axes = np.atleast_1d(np.asarray(axes, dtype=object)).ravel()
    if len(axes) != len(names):
        raise ValueError(
            f"axes: expected {len(names)}, one for each of {', '.join(names)}, received {len(axes)}. "
            f"Make them with: figure, axes = plt.subplots(1, {len(names)})"
        )
    return axes


def _draw_curve(ax: Axes, name: str, sides: dict[str, Side]) -> None:
    for side, (epochs, values) in sides.items():
        colour, dashes = _LOOKS[side]
        best = best_epoch(name, (epochs, values)) if side == "validation" and len(values) > 1 else None
        dots = [best] if best is not None else [0] if len(values) == 1 else []
        label = side if best is None else f"{side} (dot: {better(name)})"
        ax.plot(epochs, values, color=colour, linestyle=dashes, linewidth=1.8, label=label,
                marker="o", markersize=6, markevery=dots)  # fmt: skip
    if not any(np.isfinite(values).any() for _, values in sides.values()):
        first, last = next(iter(sides.values()))[0][[0, -1]]
        ax.set(xlim=(first - 0.5, last + 0.5), yticks=[])
        text = "no finite number" + (":\nthe training diverged" if _is_loss(name) else "")
        ax.text(0.5, 0.5, text, transform=ax.transAxes, ha="center",
                va="center", fontsize=style.TEXT - 1, color=style.INK)  # fmt: skip
    else:
        ax.legend(frameon=False, fontsize=style.TEXT - 1)
    ax.set_xlabel("epoch")
    ax.set_ylabel(name.replace("_", " "))
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    style.tidy(ax)


def curve_in_words(name: str, sides: dict[str, Side]) -> str:
    """Say what the curves of one quantity show: from where to where, and where validation was best.

    Args:
        name: "loss" or the metric's name.
        sides: "training" and, where there is one, "validation": its (epochs, values).

    Returns:
        One to three sentences.
    """
    total = len(next(iter(sides.values()))[0])
    said: list[str] = []
    for side, (epochs, values) in sides.items():
        start = f"{name.replace('_', ' ')} by epoch, {total} in all: " if not said else ""
        some = f", measured in {len(values)} of them," if len(values) < total else ""
        ends = f"from {style.number(values[0], 3)} to {style.number(values[-1], 3)}"
        lost = np.flatnonzero(~np.isfinite(values))
        if len(lost):
            ends += f", not finite in epoch {epochs[lost[0]]}{' and later' if len(lost) > 1 else ''}"
            ends += ": the training diverged" if _is_loss(name) else ""
        said.append(f"{start}{side}{some} {ends}.")
    best = best_epoch(name, sides["validation"]) if "validation" in sides else None
    if best is not None:
        epochs, values = sides["validation"]
        said.append(
            f"Validation is {better(name)}, {style.number(values[best], 3)}, in epoch {epochs[best]}."
        )
    return " ".join(said)
