"""Time the drawing of a network against the usual ways: make bench, or python -m tools.bench_drawing.

Each way draws the same Keras models and saves a PNG. Printed are medians, in seconds, and how many
times as long as `draw_network` each way takes. The usual way, one artist for each node and link, is run
once where it takes long.
"""

from __future__ import annotations

import io
import os
import shutil
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("MPLBACKEND", "Agg")

import helpers  # noqa: F401 - sets how TensorFlow starts
from helpers import draw_graph, draw_network

SIZES = ((3, 1), (10, 6, 3, 1), (64, 32, 16, 1), (784, 128, 64, 10))
TIMES = 7
LONG = 5.0  # seconds: what takes longer is not repeated


def build(sizes: tuple[int, ...]) -> Any:
    """Return a Keras model with dense layers of these sizes."""
    import keras

    keras.utils.set_random_seed(0)
    layers = [keras.layers.Dense(units, activation="relu") for units in sizes[1:]]
    return keras.Sequential([keras.Input((sizes[0],)), *layers])


def save(figure: Any) -> None:
    """Save a figure as PNG at the course's resolution, and close it."""
    import matplotlib.pyplot as plt

    figure.savefig(io.BytesIO(), format="png", dpi=100)
    plt.close(figure)


def by_collections(model: Any) -> None:
    """The course's way."""
    save(draw_network(model).figure)


def by_collections_weighted(model: Any) -> None:
    """The course's way, links coloured by weight."""
    save(draw_network(model, weights=True).figure)


def by_artists(model: Any) -> None:
    """The usual way: a circle for each node and a line for each link."""
    import matplotlib.pyplot as plt

    sizes = [model.input_shape[1], *(layer.units for layer in model.layers)]
    figure, ax = plt.subplots(figsize=(7, 6.6), dpi=100)
    ax.axis("off")
    places = [[(x, 1 - (i + 0.5) / size) for i in range(size)] for x, size in enumerate(sizes)]
    for start, end in pairwise(places):
        for a in start:
            for b in end:
                ax.add_artist(plt.Line2D([a[0], b[0]], [a[1], b[1]], color="grey", linewidth=0.5))
    for column in places:
        for place in column:
            ax.add_artist(plt.Circle(place, 0.02, facecolor="white", edgecolor="black", zorder=4))
    ax.set(xlim=(-0.5, len(sizes) - 0.5), ylim=(0, 1))
    save(figure)


def by_visualkeras(model: Any, **options: Any) -> None:
    """visualkeras, its graph view: the layered view stops with an error on Keras 3.

    By itself it draws ten nodes of a layer and the input as one block.
    """
    import visualkeras

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        visualkeras.graph_view(model, **options).save(io.BytesIO(), format="PNG")


def by_visualkeras_all(model: Any) -> None:
    """visualkeras with as many nodes of a layer as `draw_network`; input nodes fail on Keras 3."""
    by_visualkeras(model, ellipsize_after=16)


def by_plot_model(model: Any) -> None:
    """Keras's own picture, one box for each layer; needs graphviz's program `dot`."""
    import tempfile

    import keras

    with tempfile.TemporaryDirectory() as folder:
        keras.utils.plot_model(model, to_file=f"{folder}/model.png", show_shapes=True)


def by_draw_graph(model: Any) -> None:
    """The same boxes by `draw_graph`, as SVG, with graphviz as WebAssembly."""
    draw_graph(model, engine="wasm")


def measure(draw: Callable[[Any], None], model: Any) -> float:
    """Return the median time of a drawing in seconds; once drawn beforehand, so that imports do not count."""
    taken = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        draw(model)
        taken.append(time.perf_counter() - start)
        if taken[-1] > LONG:
            return taken[-1]
    return statistics.median(taken[1:])


def main() -> int:
    """Print the table; return 1 where a target is missed."""
    ways: dict[str, Callable[[Any], None]] = {
        "draw_network": by_collections,
        "draw_network, weights": by_collections_weighted,
        "one artist a link": by_artists,
        "visualkeras, 10 nodes": by_visualkeras,
        "visualkeras, 16 nodes": by_visualkeras_all,
    }
    if shutil.which("dot"):
        ways["plot_model"] = by_plot_model
    else:
        print(
            "plot_model needs the program dot, which is not on this machine: draw_graph stands for it (SVG)."
        )
    ways["draw_graph"] = by_draw_graph
    models = {"-".join(map(str, sizes)): build(sizes) for sizes in SIZES}
    print("Seconds to a saved picture, median; in brackets, times draw_network.")
    print("".join([f"{'':24}", *(f"{name:>20}" for name in models)]))
    table: dict[str, list[float]] = {}
    for way, draw in ways.items():
        table[way] = [measure(draw, model) for model in models.values()]
        cells = (
            f"{taken:.3f} ({taken / ours:.3g}×)"
            for taken, ours in zip(table[way], table["draw_network"], strict=True)
        )
        print("".join([f"{way:24}", *(f"{cell:>20}" for cell in cells)]), flush=True)
    ours = table["draw_network"][-1]
    others = ("visualkeras, 10 nodes", "visualkeras, 16 nodes", "plot_model")
    fastest = min(taken[-1] for way, taken in table.items() if way in others)
    same = ours / table["visualkeras, 16 nodes"][-1]
    times, against = table["one artist a link"][-1] / ours, ours / fastest
    print(f"At {list(models)[-1]}: {times:.0f} times faster than one artist a link (target: 100 or more);")
    print(f"{against:.2f} times the time of the fastest other that saves a PNG (target: 3 or less),")
    print(f"{same:.2f} times that of visualkeras where it draws as many nodes of a layer.")
    return 0 if times >= 100 and against <= 3 else 1


if __name__ == "__main__":
    sys.exit(main())
