"""What the tests of pictures share: a back end without windows, small networks, and the texts of a picture."""

from __future__ import annotations

import itertools

import matplotlib
import numpy as np

matplotlib.use("Agg")


def net(*sizes, activation="relu"):
    """Return the layers of a network of these sizes, with drawn weights and biases."""
    random = np.random.default_rng(0)
    return [
        (random.normal(size=pair), random.normal(size=pair[1]), activation) for pair in zip(sizes, sizes[1:])
    ]


def texts(ax):
    return [text.get_text() for text in ax.texts]


def faults(ax):
    """Return the texts that leave a drawing's figure, and pairs that cover each other by more than a pixel."""
    ax.figure.canvas.draw()
    found = [*ax.texts]
    for child in ax.child_axes:
        found += [*child.get_yticklabels(), child.title]
    measured = [(text.get_text(), text.get_window_extent()) for text in found if text.get_text()]
    page = ax.figure.bbox
    cut = [
        text
        for text, box in measured
        if box.x0 < -1 or box.y0 < -1 or box.x1 > page.width + 1 or box.y1 > page.height + 1
    ]
    over = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(measured, 2)
        if min(min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)) > 1
    ]
    return cut, over
