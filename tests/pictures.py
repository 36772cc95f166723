"""What the tests of pictures share: a back end without windows, small networks, and the texts of a picture."""

from __future__ import annotations

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
