"""A neuron and a small network in NumPy, every intermediate value kept so that it can be drawn.

A neuron multiplies each input by its weight, adds the products and a bias, and passes the sum through
its activation function: f(Σ(xᵢ·wᵢ) + b). The names are Keras's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

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


def _softmax(z: Array) -> Array:
    """eᶻ of each output, divided by their sum; the largest z is taken off first, so nothing overflows."""
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


# What a whole layer may use: softmax takes all sums of a row together, so it has no derivative for each alone.
LAYER_ACTIVATIONS = {**{name: function for name, (function, _) in ACTIVATIONS.items()}, "softmax": _softmax}


def activation(name: str) -> Callable[[Array], Array]:
    """Return the activation function of one neuron, by its name.

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


# -- a network of them --------------------------------------------------------------------------------


_EDGE = 1e-7  # outputs are kept this far from 0 and 1 before a logarithm is taken, as Keras does


def _inside(outputs: Array) -> Array:
    return np.clip(outputs, _EDGE, 1.0 - _EDGE)


def _cross_entropy(outputs: Array, targets: Array) -> Array:
    given = _inside(outputs)
    return -(targets * np.log(given) + (1.0 - targets) * np.log(1.0 - given))


def _cross_entropy_slope(outputs: Array, targets: Array) -> Array:
    given = _inside(outputs)
    return (given - targets) / (given * (1.0 - given))


# name: (the cost of each output y with its target t, its derivative by y). The cost is their mean.
COSTS: dict[str, tuple[Callable[[Array, Array], Array], Callable[[Array, Array], Array]]] = {
    "mean_squared_error": (lambda y, t: (y - t) ** 2, lambda y, t: 2.0 * (y - t)),
    "mean_absolute_error": (lambda y, t: np.abs(y - t), lambda y, t: np.sign(y - t)),
    "binary_crossentropy": (_cross_entropy, _cross_entropy_slope),
}


@dataclass(frozen=True, eq=False)
class Forward:
    """Everything that happened while a network looked at some rows.

    Attributes:
        layers: the network, a list of (weights, bias, activation).
        values: what each column of nodes holds, the inputs first; each of shape (rows, nodes).
        sums: the pre-activations of each layer; each of shape (rows, units).
    """

    layers: list[tuple[Array, Array | None, str | Callable]]
    values: list[Array]
    sums: list[Array]

    @property
    def outputs(self) -> Array:
        """What the network answers, shape (rows, outputs)."""
        return self.values[-1]

    def numbers(self, row: int = 0) -> dict[str, list]:
        """Return one row's numbers as `draw_network(layers, values=...)` takes them."""
        return {
            "nodes": [values[row] for values in self.values],
            "links": [weights for weights, _, _ in self.layers],
            "biases": [bias for _, bias, _ in self.layers],
            "sums": [sums[row] for sums in self.sums],
        }


@dataclass(frozen=True, eq=False)
class Backward:
    """Every gradient of the cost: how much it rises when a number in the network rises by a little.

    Attributes:
        cost: the mean over all rows and outputs.
        values: by each node's value, the inputs first; each of shape (rows, nodes).
        sums: by each pre-activation; each of shape (rows, units).
        weights: by each weight, one array a layer, shape (inputs, units), over all rows together.
        biases: by each bias, shape (units,); None for a layer without one.
    """

    cost: float
    values: list[Array]
    sums: list[Array]
    weights: list[Array]
    biases: list[Array | None]

    def numbers(self, row: int = 0) -> dict[str, list]:
        """Return the gradients as `draw_network(layers, slopes=...)` takes them.

        On nodes and sums stand the gradients of one row, on links and biases those of all rows together.
        """
        return {
            "nodes": [values[row] for values in self.values],
            "links": list(self.weights),
            "biases": list(self.biases),
            "sums": [sums[row] for sums in self.sums],
        }


def network_forward(layers: Sequence, rows: ArrayLike) -> Forward:
    """Send rows through a network, f(values @ weights + bias) layer after layer, keeping every number.

    Args:
        layers: a list of (weights, bias, activation), one for each layer: weights of shape
            (inputs, units), bias of shape (units,) or None, activation "linear", "step", "sigmoid",
            "tanh", "relu", "softmax", or a function of the sums, shape (rows, units).
        rows: shape (rows, features), or (features,) for one row.

    Returns:
        A `Forward`: `.outputs`, and all `.values` and `.sums` on the way.

    Raises:
        ValueError: if shapes do not fit together, or an activation is unknown.

    Example:
        >>> layers = [(np.eye(2), None, "relu"), (np.ones((2, 1)), np.array([0.5]), "linear")]
        >>> network_forward(layers, [[1.0, -1.0]]).outputs.tolist()
        [[1.5]]
    """
    layers = checked_layers(layers)
    functions = [_layer_activation(given) for _, _, given in layers]
    values = np.asarray(rows, dtype=float)
    values = values.reshape(1, -1) if values.ndim == 1 else values
    if values.ndim != 2 or values.shape[1] != layers[0][0].shape[0]:
        raise ValueError(
            f"rows: expected shape (rows, {layers[0][0].shape[0]}), as many numbers a row as the first layer has "
            f"inputs; received {np.shape(rows)}."
        )
    everything, sums = [values], []
    for (weights, bias, _), function in zip(layers, functions, strict=True):
        sums.append(everything[-1] @ weights + (0.0 if bias is None else bias))
        everything.append(np.asarray(function(sums[-1]), dtype=float))
    return Forward(layers, everything, sums)


def network_backward(done: Forward, targets: ArrayLike, *, cost: str = "mean_squared_error") -> Backward:
    """Carry the cost back through a network, layer by layer, by the chain rule, keeping every gradient.

    For each layer, from the last to the first, with C the cost and s = values @ weights + bias:
    dC/ds = dC/df(s) · f'(s); dC/dweights = valuesᵀ @ dC/ds; dC/dbias = Σ dC/ds over the rows;
    dC/dvalues = dC/ds @ weightsᵀ, which is where the layer before goes on.

    Args:
        done: what `network_forward` returned.
        targets: what the outputs should be, shape (rows, outputs), or (rows,) for one output.
        cost: "mean_squared_error", "mean_absolute_error" or "binary_crossentropy" (outputs between
            0 and 1).

    Returns:
        A `Backward`. Where the absolute error or ReLU has a corner, its gradient there is 0.

    Raises:
        ValueError: if the targets do not fit, the cost is unknown, or a layer's activation has no
            slope here: the step, softmax, a function of your own.

    Example:
        >>> done = network_forward([(np.array([[2.0]]), None, "linear")], [[3.0]])
        >>> network_backward(done, [5.0]).weights[0].tolist()
        [[6.0]]

    Source: Rumelhart, Hinton and Williams 1986, doi:10.1038/323533a0.
    """
    targets = _checked_targets(targets, done.outputs.shape)
    total, slope = _checked_cost(cost, done)
    by_values = [slope(done.outputs, targets) / targets.size]
    by_sums: list[Array] = []
    by_weights: list[Array] = []
    by_biases: list[Array | None] = []
    for place in range(len(done.layers) - 1, -1, -1):
        weights, bias, name = done.layers[place]
        by_sum = by_values[0] * ACTIVATIONS[str(name)][1](done.sums[place])
        if not by_sums and (name, cost) == ("sigmoid", "binary_crossentropy"):
            by_sum = (done.outputs - targets) / targets.size  # the same; apart it is 0 · ∞ at 0 and 1
        by_sums.insert(0, by_sum)
        by_weights.insert(0, done.values[place].T @ by_sum)
        by_biases.insert(0, None if bias is None else by_sum.sum(axis=0))
        by_values.insert(0, by_sum @ weights.T)
    return Backward(float(total(done.outputs, targets).mean()), by_values, by_sums, by_weights, by_biases)


def _layer_activation(given: str | Callable) -> Callable[[Array], Array]:
    if callable(given):
        return given
    if given not in LAYER_ACTIVATIONS:
        raise ValueError(
            f"activation: expected one of {', '.join(LAYER_ACTIVATIONS)}, or a function of the sums; received {given!r}."
        )
    return LAYER_ACTIVATIONS[given]


def checked_layers(layers: Sequence) -> list[tuple[Array, Array | None, str | Callable]]:
    """Bring every layer into the same form, and say which does not fit; activations are not looked at."""
    if not len(layers) or any(not isinstance(layer, list | tuple) or len(layer) != 3 for layer in layers):
        raise ValueError(
            "layers: expected a list of (weights, bias, activation), at least one; received "
            f"{str(layers)[:60]}. One layer alone goes into a list as well: [(weights, bias, activation)]."
        )
    found = []
    for number, (weights, bias, name) in enumerate(layers, start=1):
        weights = np.asarray(weights, dtype=float)
        bias = None if bias is None else np.asarray(bias, dtype=float).reshape(-1)
        if weights.ndim != 2 or (bias is not None and bias.size != weights.shape[1]):
            raise ValueError(
                f"layer {number}: expected weights of shape (inputs, units) and a bias of shape (units,) or None; "
                f"received {weights.shape} and {None if bias is None else bias.shape}."
            )
        found.append((weights, bias, "linear" if name is None else name))
    for number, (before, after) in enumerate(pairwise(found), start=2):
        if before[0].shape[1] != after[0].shape[0]:
            raise ValueError(
                f"layer {number}: expected weights of shape ({before[0].shape[1]}, units), since the layer before "
                f"gives {before[0].shape[1]} numbers; received {after[0].shape}. If they are turned, use .T."
            )
    return found


def _checked_targets(targets: ArrayLike, shape: tuple[int, ...]) -> Array:
    given = np.asarray(targets, dtype=float)
    if given.shape == shape:
        return given
    # (rows,) against (rows, 1) would broadcast to (rows, rows) and give a wrong cost with no error
    if given.size != shape[0] * shape[1] or (given.ndim > 1 and 1 not in shape):
        raise ValueError(f"targets: expected shape {shape}, one for each output; received {given.shape}.")
    return given.reshape(shape)


def _checked_cost(cost: str, done: Forward) -> tuple[Callable, Callable]:
    if cost not in COSTS:
        raise ValueError(f"cost: expected one of {', '.join(COSTS)}; received {cost!r}.")
    flat = [name for _, _, name in done.layers if name != "step" and name not in ACTIVATIONS]
    if flat:
        raise ValueError(
            f"network_backward: expected layers with the activation linear, sigmoid, tanh or relu; received {flat[0]!r}, "
            "whose slope is not known here. A model in Keras can have any: tf.GradientTape finds its slopes."
        )
    if any(name == "step" for _, _, name in done.layers):
        raise ValueError(
            "network_backward: the step is flat on both sides, so its gradient is 0 and no layer before it would "
            "learn. Expected linear, sigmoid, tanh or relu. Its smooth relative is the sigmoid."
        )
    if cost == "binary_crossentropy" and not np.all((done.outputs >= 0) & (done.outputs <= 1)):
        raise ValueError(
            f"binary_crossentropy: expected outputs between 0 and 1; received {done.outputs.min():.3g} to "
            f"{done.outputs.max():.3g}. Give the last layer the activation 'sigmoid'."
        )
    return COSTS[cost]
