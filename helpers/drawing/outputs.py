"""`draw_probabilities`: what a network answers, a bar for each class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import style
from helpers.drawing.descriptions import describe
from helpers.drawing.measure import axes_width, names_beside, text_width
from helpers.drawing.style import TEXT, listed, new_axes, number, tidy


def draw_probabilities(
    probabilities: Any,
    names: Sequence[str] | None = None,
    *,
    answer: str | int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what a network answers: a bar for the probability of each class.

    Args:
        probabilities: shape (classes,), between 0 and 1, together 1; or one number, the output of
            a sigmoid, which is the probability of the second class.
        names: a name for each class; for one number the names of both classes.
        answer: the true class (its name or number), marked with an arrow.
        ax: where to draw; without it a new figure.

    Returns:
        The axes.

    Raises:
        ValueError: if these are no probabilities, or the names do not fit.

    Example:
        >>> ax = draw_probabilities([0.2, 0.7, 0.1], ["Adelie", "Gentoo", "Chinstrap"])
    """
    shares = _as_probabilities(probabilities)
    numbered = [str(i) for i in range(len(shares))]
    names = style.names_for("names", names, numbered, "class")
    true = names.index(str(answer)) if str(answer) in names else answer
    if true is not None and not (isinstance(true, (int, np.integer)) and 0 <= true < len(names)):
        raise ValueError(f"answer: expected one of {listed(names, 12)}, received {answer!r}.")
    shown = np.arange(len(shares)) if len(shares) <= 20 else np.sort(np.argsort(-shares, kind="stable")[:20])
    best = int(shares.argmax())
    ax = new_axes(ax, height=float(np.clip(0.9 + 0.34 * len(shown), 1.6, 7)))
    colours = [style.OUTPUT if i == best else "#8a8a8a" for i in shown]
    bars = ax.barh(np.arange(len(shown)), shares[shown], color=colours, height=0.7)
    written = names_beside(ax, [names[i] for i in shown], [numbered[i] for i in shown])
    reach = 1.12
    for bar, i in zip(bars, shown, strict=True):
        mark = "  ← the true class" if i == true else ""
        text = f"{number(100 * shares[i], 1)} %{mark}"
        weight = "bold" if i == best else "normal"
        y = bar.get_y() + bar.get_height() / 2
        wide = text_width(text, TEXT - 1, weight) + 12
        across = max(axes_width(ax, written) - 40, 2 * wide)  # points from the axis to the right edge
        reach = max(reach, (shares[i] + 0.01) / (1 - wide / across))
        ax.text(shares[i] + 0.01, y, text, va="center", fontsize=TEXT - 1, fontweight=weight)
    ax.set_yticks(np.arange(len(shown)), written)
    reach = reach if true is None else max(reach, 1.32)
    ax.set(xlim=(0, reach), xlabel="probability", xticks=np.linspace(0, 1, 6))
    ax.invert_yaxis()
    text = f"The network gives {names[best]} the largest probability, {number(100 * shares[best], 1)} %"
    second = int(np.argsort(-shares, kind="stable")[1])
    text += f", before {names[second]} with {number(100 * shares[second], 1)} %"
    text += f". The true class is {names[true]}." if true is not None else "."
    if len(shown) < len(shares):
        text += f" Drawn are the 20 largest of {len(shares)} classes."
    return describe(tidy(ax), text)


def _as_probabilities(given: Any) -> np.ndarray:
    shares = np.asarray(given, float)
    if shares.ndim > 1 and shares.shape[0] > 1 and shares.size != shares.shape[0]:
        raise ValueError(
            f"draw_probabilities: expected the probabilities of one row, received shape {shares.shape}. "
            "Take one row, such as probabilities[0]."
        )
    shares = shares.ravel()
    if not shares.size or not np.isfinite(shares).all() or shares.min() < -1e-6 or shares.max() > 1 + 1e-6:
        raise ValueError(
            f"draw_probabilities: probabilities lie between 0 and 1, received {listed(map(number, shares))}. If these "
            "are sums without activation, give the last layer activation='softmax' (one class: 'sigmoid')."
        )
    if shares.size == 1:
        return np.array([1 - shares[0], shares[0]])
    if abs(shares.sum() - 1) > 0.01:
        raise ValueError(
            f"draw_probabilities: the probabilities of all classes make 1 together, these make {number(shares.sum())}. "
            "Pass every class of one row."
        )
    return shares
