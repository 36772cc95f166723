"""The interactive pieces, on ipywidgets; where widgets cannot run, a still picture in their place.

What is displayed is one output with several faces: the live widget for a front end that can run it, a
PNG for one that cannot (GitHub, a printed page, a stored notebook), and words for a screen reader.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from helpers.drawing import style
from helpers.drawing.descriptions import description, forget, words_below

if TYPE_CHECKING:
    import ipywidgets


def picture_of(draw: Callable[[], Any]) -> tuple[bytes, str]:
    """Draw, and return the picture as PNG bytes with its description; no figure is left open."""
    import matplotlib.pyplot as plt

    figure = style.figure_of(draw())
    forget(figure)
    file = io.BytesIO()
    figure.savefig(file, format="png", facecolor=style.PAPER, bbox_inches="tight")
    plt.close(figure)
    return file.getvalue(), description(figure)


def show_live(box: Any, still: bytes, words: str) -> None:
    """Display a widget with its still picture and its words behind it.

    Args:
        box: an ipywidgets widget, or None where ipywidgets is missing.
        still: the picture as PNG bytes.
        words: the picture's description.
    """
    from IPython.display import display

    data: dict[str, Any] = {"image/png": base64.b64encode(still).decode("ascii"), "text/plain": words}
    if box is not None:
        data["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": box.model_id,
        }
    display(data, metadata={"image/png": {"alt": words}}, raw=True)
    display(words_below(words, when=", at the start"), raw=True)


def live_picture(still: bytes, words: str) -> tuple[Any, Any, Callable[[bytes, str], None]]:
    """Return a picture and its words as widgets, and a function that shows others in their place.

    Args:
        still: the first picture as PNG bytes.
        words: its description, plain text: what looks like HTML in it is shown as it was typed.
    """
    import ipywidgets

    picture = ipywidgets.Image(format="png", layout={"max_width": "100%"})
    said = ipywidgets.HTML()

    def show(still: bytes, words: str) -> None:
        picture.value, said.value = still, html.escape(words, quote=False)

    show(still, words)
    return picture, said, show


def play_neuron(
    inputs: Sequence[float] = (2.0, -1.0, 0.5),
    weights: Sequence[float] = (1.0, 1.0, 1.0),
    *,
    bias: float = 0.0,
    activation: str = "step",
) -> None:
    """Show a neuron whose inputs, weights, bias and activation function can be moved.

    Args:
        inputs: where the inputs start, at most 4 numbers between −3 and 3.
        weights: where the weights start, as many, between −3 and 3.
        bias: where the bias starts.
        activation: "linear", "step", "sigmoid", "tanh" or "relu".

    Raises:
        ValueError: if inputs and weights are not as many, or are more than 4.

    Example:
        play_neuron([1.0, 0.0], [0.5, -0.5])
    """
    from helpers.drawing.neuron import draw_neuron

    if not 1 <= len(inputs) <= 4 or len(inputs) != len(weights):
        raise ValueError(
            "play_neuron: expected 1 to 4 inputs and one weight for each; "
            f"received {len(inputs)} and {len(weights)}."
        )

    def draw(x: Sequence[float], w: Sequence[float], b: float, name: str) -> tuple[bytes, str]:
        return picture_of(lambda: draw_neuron(x, w, bias=b, activation=name))

    still, words = draw(inputs, weights, bias, activation)
    show_live(_neuron_box(draw, inputs, weights, bias, activation, still, words), still, words)


def _neuron_box(
    draw: Callable,
    inputs: Sequence[float],
    weights: Sequence[float],
    bias: float,
    activation: str,
    still: bytes,
    words: str,
) -> Any:
    """Return the sliders beside the picture, or None where ipywidgets is not installed."""
    try:
        import ipywidgets
    except ImportError:
        return None
    from helpers.drawing.neuron import subscript
    from helpers.neurons import ACTIVATIONS

    def slider(value: float, label: str) -> ipywidgets.FloatSlider:
        return ipywidgets.FloatSlider(
            value=value,
            min=-3,
            max=3,
            step=0.5,
            description=label,
            readout_format=".1f",
            continuous_update=True,
        )

    xs = [slider(value, subscript("x", i)) for i, value in enumerate(inputs, start=1)]
    ws = [slider(value, subscript("w", i)) for i, value in enumerate(weights, start=1)]
    b = slider(bias, "bias")
    choose = ipywidgets.Dropdown(options=list(ACTIVATIONS), value=activation, description="activation")
    picture, said, show = live_picture(still, words)

    def redraw(_change: object) -> None:
        show(*draw([s.value for s in xs], [s.value for s in ws], b.value, choose.value))

    for control in (*xs, *ws, b, choose):
        control.observe(redraw, names="value")
    controls = ipywidgets.HBox(
        [ipywidgets.VBox(xs), ipywidgets.VBox(ws), ipywidgets.VBox([b, choose])],
        layout={"flex_flow": "row wrap"},
    )
    return ipywidgets.VBox([controls, picture, said])
