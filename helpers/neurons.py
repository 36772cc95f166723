"""A neuron and a small network in NumPy, every intermediate value kept so that it can be drawn.

A neuron multiplies each input by its weight, adds the products and a bias, and passes the sum through
its activation function: f(Σ(xᵢ·wᵢ) + b). The names are Keras's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Array = np.ndarray


def _sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ), written so that no large power overflows."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


# name: (the function of the pre-activation z, its derivative as a function of z)
ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "linear": (lambda z: z * 1.0, lambda z: np.ones_like(z, dtype=float)),
    "step": (lambda z: np.where(z > 0, 1.0, 0.0), lambda z: np.zeros_like(z, dtype=float)),
    "sigmoid": (_sigmoid, lambda z: _sigmoid(z) * (1.0 - _sigmoid(z))),
    "tanh": (np.tanh, lambda z: 1.0 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z: np.where(z > 0, 1.0, 0.0)),
}


def activation(name: str) -> Callable[[Array], Array]:
    """Return the activation function of this name.

    Raises:
        ValueError: if there is none of this name; the message lists those there are.
    """
    if name not in ACTIVATIONS:
        raise ValueError(
            f"activation: expected one of {', '.join(ACTIVATIONS)}; received {name!r}. "
            "To use a function of your own, call it on the pre-activation yourself."
        )
    return ACTIVATIONS[name][0]


@dataclass(frozen=True)
class Pass:
    """Everything that happened while a neuron looked at one row.

    Attributes:
        inputs: the row, shape (features,).
        weights: shape (features,).
        bias: added to the sum; None where the neuron has none.
        products: each input times its weight, shape (features,).
        pre_activation: the sum of the products, plus the bias.
        activation: the name of the activation function.
        output: what the neuron gives.
    """

    inputs: Array
    weights: Array
    bias: float | None
    products: Array
    pre_activation: float
    activation: str
    output: float


def neuron_pass(
    inputs: Sequence[float],
    weights: Sequence[float],
    *,
    bias: float | None = None,
    activation: str = "linear",
) -> Pass:
    """Compute one neuron on one row, f(Σ(xᵢ·wᵢ) + b), keeping every number on the way.

    Args:
        inputs: one row, shape (features,).
        weights: one weight an input, shape (features,).
        bias: added to the sum; None for a neuron without one.
        activation: "linear", "step", "sigmoid", "tanh" or "relu".

    Returns:
        A `Pass`.

    Raises:
        ValueError: if inputs and weights are not as many numbers, or the activation is unknown.

    Example:
        >>> neuron_pass([2.0, -1.0, 0.5], [1, 1, 1]).output
        1.5
    """
    x, w = (np.asarray(values, dtype=float) for values in (inputs, weights))
    if x.ndim != 1 or x.shape != w.shape or x.size == 0:
        raise ValueError(
            "inputs and weights: expected one row of numbers each, one weight for each input; "
            f"received shapes {x.shape} and {w.shape}."
        )
    function = _named(activation)
    products = x * w
    z = float(products.sum() + (bias or 0.0))
    return Pass(
        x, w, None if bias is None else float(bias), products, z, activation, float(function(np.array(z)))
    )


_named = activation
