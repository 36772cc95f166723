"""A network to play with: points in a plane, a small network, its boundary and its curves.

The network is NumPy, so that fifty epochs take a moment on the learner's own kernel. Its way of learning
is Keras's: binary cross-entropy, minibatches of 32, Adam with the same defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.drawing import style
from helpers.drawing.descriptions import describe, description
from helpers.drawing.points import draw_boundary
from helpers.neurons import Backward, network_backward, network_forward
from helpers.widgets import play

PLAY_ACTIVATIONS = ("tanh", "relu", "sigmoid", "linear")
MOST_LAYERS, MOST_NEURONS = 4, 8
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
BATCH = 32  # rows between two updates
STEP = 50  # epochs between two pictures


# -------------------------------------------------------------------------------------------- the data


@dataclass(frozen=True, eq=False)
class Points:
    """Points of two classes, in two parts.

    Attributes:
        rows: to learn from, shape (n, 2).
        targets: 0 or 1 for each of them, shape (n,).
        unseen_rows: kept back to test, shape (m, 2).
        unseen_targets: shape (m,).
        names: of the two features.
        classes: of the two classes.
    """

    rows: np.ndarray
    targets: np.ndarray
    unseen_rows: np.ndarray
    unseen_targets: np.ndarray
    names: tuple[str, str] = ("x₁", "x₂")
    classes: tuple[str, str] = ("0", "1")


def play_points(data: str, *, seed: int = 0) -> Points:
    """Return points of two classes, half of them to learn from and half kept back.

    Args:
        data: "AND", "OR" or "XOR" (clouds around the four corners), "circles" (a disc in a ring),
            "moons", "spiral", or "penguins" (real: Chinstraps among the others, by their bills).
        seed: of the random numbers, so that the same points come again.

    Raises:
        ValueError: if there are no points of this name.

    Example:
        >>> play_points("circles").rows.shape
        (150, 2)
    """
    if data not in DATA:
        raise ValueError(f"data: expected one of {style.listed(DATA, 9)}, in quotes; received {data!r}.")
    generator = np.random.default_rng(seed)
    rows, targets, *names = DATA[data](generator)
    seen, unseen = np.array_split(generator.permutation(len(rows)), 2)
    if data == "penguins":
        rows = (rows - rows[seen].mean(axis=0)) / rows[seen].std(axis=0)  # as the birds to learn from are
    return Points(rows[seen], targets[seen], rows[unseen], targets[unseen], *names)


def _gate(name: str) -> Callable:
    def cloud(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        from helpers.datasets import load_gates

        gates = load_gates()
        corners = np.repeat(2 * gates["rows"] - 1, 75, axis=0)
        return corners + generator.normal(scale=0.28, size=corners.shape), np.repeat(gates[name], 75)

    return cloud


def _circles(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    targets = np.repeat([1, 0], 150)
    angle = generator.uniform(0, 2 * np.pi, 300)
    radius = np.where(targets == 1, 0.7 * np.sqrt(generator.uniform(size=300)), 1.5)
    rows = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return rows + generator.normal(scale=0.12, size=rows.shape), targets


def _moons(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    targets = np.repeat([0, 1], 150)
    angle = generator.uniform(0, np.pi, 300)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    rows = 1.3 * np.where(targets[:, None] == 0, upper, -upper)
    return rows + generator.normal(scale=0.2, size=rows.shape), targets


def _spiral(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    targets = np.repeat([0, 1], 150)
    along = np.sqrt(generator.uniform(0.02, 1, 300))
    angle = 1.25 * 2 * np.pi * along + np.pi * targets
    rows = 1.8 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return rows + generator.normal(scale=0.05, size=rows.shape), targets


def _penguins(generator: np.random.Generator) -> tuple:
    from helpers.datasets import load_penguins

    birds = load_penguins().dropna(subset=["bill_length_mm"])
    rows = birds[["bill_length_mm", "bill_depth_mm"]].to_numpy()
    targets = (birds["species"] == "Chinstrap").to_numpy().astype(int)
    return rows, targets, ("bill length, scaled", "bill depth, scaled"), ("Adelie, Gentoo", "Chinstrap")


DATA: dict[str, Callable] = {name: _gate(name) for name in ("AND", "OR", "XOR")}
DATA |= {"circles": _circles, "moons": _moons, "spiral": _spiral, "penguins": _penguins}


# ----------------------------------------------------------------------------------------- the network


class PlayNetwork:
    """A network of dense layers with one sigmoid output, which learns to tell two classes apart.

    Attributes:
        layers: (weights, bias, activation) of each layer, weights of shape (inputs, units); the
            output last. `draw_network(network.layers)` draws it.
        activation: of the hidden layers.
        epochs: how many it was trained.
        history: "loss" and "val_loss", the cost after each epoch, on the rows to learn from and on
            the unseen ones.

    Example:
        >>> network = PlayNetwork([3])
        >>> [weights.shape for weights, bias, activation in network.layers]
        [(2, 3), (3, 1)]
    """

    def __init__(
        self, hidden: Sequence[int], *, activation: str = "tanh", inputs: int = 2, seed: int = 0
    ) -> None:
        """Start from random weights, the way Keras does, and biases of 0.

        Args:
            hidden: the neurons of each hidden layer; an empty list for none.
            activation: "tanh", "relu", "sigmoid" or "linear".
            inputs: how many numbers a row has.
            seed: of the weights and of the order of the rows.

        Raises:
            ValueError: if a layer has no neurons, or the activation is unknown or cannot learn.
        """
        if activation not in PLAY_ACTIVATIONS:
            raise ValueError(
                f"activation: expected one of {style.listed(PLAY_ACTIVATIONS)}; received {activation!r}."
            )
        if any(int(units) != units or units < 1 for units in hidden):
            raise ValueError(f"hidden: expected whole numbers of neurons from 1 on, received {list(hidden)}.")
        sizes = [inputs, *map(int, hidden), 1]
        self._generator = np.random.default_rng(seed)
        self.activation = activation
        self.layers = []
        for before, units in pairwise(sizes):
            limit = np.sqrt(6 / (before + units))
            weights = self._generator.uniform(-limit, limit, (before, units))
            self.layers.append((weights, np.zeros(units), activation))
        self.layers[-1] = (*self.layers[-1][:2], "sigmoid")
        self.epochs = 0
        self.history: dict[str, list[float]] = {"loss": [], "val_loss": []}
        self._means = [np.zeros_like(part) for layer in self.layers for part in layer[:2]]
        self._squares = [np.zeros_like(part) for part in self._means]
        self._updates = 0

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """Return the probability of class 1 for each row; rows of shape (n, inputs), result (n,)."""
        return network_forward(self.layers, rows).outputs[:, 0]

    def right(self, rows: np.ndarray, targets: np.ndarray) -> float:
        """Return the share of rows that it gets right, 0 to 1."""
        return float(np.mean((self(rows) >= 0.5) == np.asarray(targets)))

    def train(self, points: Points, epochs: int, *, learning_rate: float = 0.03) -> PlayNetwork:
        """Train in minibatches of 32 with Adam, and keep both costs after each epoch.

        Args:
            points: what to learn from, and what to test on.
            epochs: how often all rows are gone through.
            learning_rate: how far an update goes.

        Returns:
            The network itself.
        """
        for _ in range(epochs):
            order = self._generator.permutation(len(points.rows))
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                done = self._backward(points.rows[batch], points.targets[batch])
                self._update(done.weights, done.biases, learning_rate)
            self.epochs += 1
            self.history["loss"].append(self._backward(points.rows, points.targets).cost)
            self.history["val_loss"].append(self._backward(points.unseen_rows, points.unseen_targets).cost)
        return self

    def _backward(self, rows: np.ndarray, targets: np.ndarray) -> Backward:
        return network_backward(network_forward(self.layers, rows), targets, cost="binary_crossentropy")

    def _update(self, weights: Sequence[Any], biases: Sequence[Any], rate: float) -> None:
        """Take one step of Adam (Kingma and Ba, 2015), with Keras's defaults."""
        self._updates += 1
        size = rate * np.sqrt(1 - 0.999**self._updates) / (1 - 0.9**self._updates)
        parts = [part for layer in self.layers for part in layer[:2]]
        slopes = [slope for pair in zip(weights, biases, strict=True) for slope in pair]
        for part, slope, mean, square in zip(parts, slopes, self._means, self._squares, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            part -= size * mean / (np.sqrt(square) + 1e-7)


# ----------------------------------------------------------------------------------------- the picture


def draw_play(network: PlayNetwork, points: Points, *, axes: Any = None) -> np.ndarray:
    """Draw where a network changes its mind, and beside it its cost, epoch by epoch.

    Args:
        network: a `PlayNetwork`.
        points: what it was trained on.
        axes: two axes to draw in; a new figure if None.

    Returns:
        The two axes, boundary first.
    """
    if axes is None:
        import matplotlib.pyplot as plt

        _, axes = plt.subplots(1, 2, figsize=(style.WIDTH, 3.9), dpi=style.DPI, layout="constrained")
    left, right = axes
    draw_boundary(network, points.rows, points.targets, names=points.names, classes=points.classes, ax=left)
    left.get_legend().remove()  # two markers and two colours; a legend would lie on the points
    share = 100 * network.right(points.unseen_rows, points.unseen_targets)
    left.set_title(f"{share:.0f} % of unseen points right")
    _draw_curves(right, network)
    for ax in axes:
        style.tidy(ax)
    sizes = "-".join(str(len(bias)) for _, bias, _ in network.layers)
    describe(
        left,
        f"A network 2-{sizes} after {network.epochs} epochs. {description(left)} "
        f"Of {len(points.unseen_rows)} unseen points it has {share:.0f} % right.",
    )
    return np.asarray(axes)


def _draw_curves(ax: Any, network: PlayNetwork) -> None:
    count = range(1, network.epochs + 1)
    looks = (("loss", style.TRAINING, "-", "training"), ("val_loss", style.VALIDATION, "--", "unseen"))
    for key, colour, line, label in looks:
        ax.plot(count, network.history[key], line, color=colour, linewidth=2, label=label)
    ax.set(xlabel="epoch", ylabel="loss", title=f"after {network.epochs} epochs")
    ax.set_ylim(0, max([0.75, *network.history["loss"][:1], *network.history["val_loss"][-1:]]))
    if not network.epochs:
        ax.text(0.5, 0.5, "not trained yet", ha="center", transform=ax.transAxes, fontsize=style.TEXT)
        describe(ax, "No epochs yet, so no curves.")
        return
    ax.legend(fontsize=style.TEXT - 1, frameon=False, loc="upper right")
    ends = [style.number(network.history[key][-1]) for key in ("loss", "val_loss")]
    start = style.number(network.history["loss"][0])
    describe(
        ax, f"The cost in training goes from {start} to {ends[0]}; on the unseen points it ends at {ends[1]}."
    )


# ---------------------------------------------------------------------------------------- to play with


def play_network(
    data: str = "circles",
    *,
    layers: int = 1,
    neurons: int = 4,
    activation: str = "tanh",
    learning_rate: float = 0.03,
    epochs: int = 200,
) -> None:
    """Show a network that can be changed and trained: its boundary and its curves move.

    In a running notebook there are controls; where they cannot run, the picture of the network as
    it is given here, trained.

    Args:
        data: "AND", "OR", "XOR", "circles", "moons", "spiral" or "penguins".
        layers: hidden layers, 0 to 4.
        neurons: of each hidden layer, 1 to 8.
        activation: of the hidden layers, "tanh", "relu", "sigmoid" or "linear".
        learning_rate: how far an update goes, 0.001 to 0.3.
        epochs: how long it is trained before the first picture, 0 to 2000.

    Raises:
        ValueError: if a value is outside its range.

    Example:
        play_network("XOR", layers=1, neurons=2)
    """
    for name, value, low, high in (
        ("layers", layers, 0, MOST_LAYERS),
        ("neurons", neurons, 1, MOST_NEURONS),
        ("epochs", epochs, 0, 2000),
    ):
        if isinstance(value, bool) or value != int(value) or not low <= value <= high:
            raise ValueError(f"{name}: expected a whole number from {low} to {high}, received {value!r}.")
    if not RATES[0] <= learning_rate <= RATES[-1]:
        raise ValueError(
            f"learning_rate: expected a number from {RATES[0]} to {RATES[-1]}, received {learning_rate!r}."
        )
    given = (data, int(layers), int(neurons), activation)
    table = _Table()
    table.start(*given)
    table.network.train(table.points, int(epochs), learning_rate=learning_rate)
    play(
        lambda: draw_play(table.network, table.points)[0],
        (),
        lambda redraw: _controls(table, given, learning_rate, redraw),
    )


class _Table:
    """What is being played with: the points and the network as they stand."""

    def start(self, data: str, layers: int, neurons: int, activation: str) -> None:
        self.points = play_points(data)
        self.network = PlayNetwork([neurons] * layers, activation=activation)


def _controls(table: _Table, given: tuple[str, int, int, str], rate: float, redraw: Callable) -> list:
    """Return the controls and the buttons, each in a box."""
    import ipywidgets

    data, layers, neurons, activation = given
    wide: dict[str, Any] = {"style": {"description_width": "8em"}}
    chosen = [
        ipywidgets.Dropdown(options=list(DATA), value=data, description="data", **wide),
        ipywidgets.IntSlider(value=layers, min=0, max=MOST_LAYERS, description="hidden layers", **wide),
        ipywidgets.IntSlider(value=neurons, min=1, max=MOST_NEURONS, description="neurons in each", **wide),
        ipywidgets.Dropdown(options=PLAY_ACTIVATIONS, value=activation, description="activation", **wide),
    ]
    rates = sorted({*RATES, float(rate)})
    speed = ipywidgets.SelectionSlider(options=rates, value=float(rate), description="learning rate", **wide)

    def start(_: object) -> None:
        table.start(*(control.value for control in chosen))
        redraw()

    def train(times: int) -> None:
        for _ in range(times):
            table.network.train(table.points, STEP, learning_rate=speed.value)
            redraw()

    for control in chosen:
        control.observe(start, names="value")
    buttons = []
    for label, action in (
        (f"Train {STEP} epochs", lambda _: train(1)),
        (f"Train {10 * STEP} epochs", lambda _: train(10)),
        ("Start again", start),
    ):
        buttons.append(ipywidgets.Button(description=label))
        buttons[-1].on_click(action)
    return [ipywidgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in ([*chosen, speed], buttons)]
