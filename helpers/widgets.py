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
from helpers.neurons import ACTIVATIONS
from helpers.writing import subscript

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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


def play(draw: Callable[..., Axes], values: Sequence[Any], controls: Callable[[Callable], list]) -> None:
    """Display a picture with controls above it; where widgets cannot run, the still picture alone.

    Args:
        draw: returns the axes of the picture; takes `values`.
        values: of the first picture.
        controls: takes a function that draws the picture anew, of other values, and returns the widgets.
    """
    still, words = picture_of(lambda: draw(*values))
    try:
        import ipywidgets
    except ImportError:
        show_live(None, still, words)
        return
    picture, said = ipywidgets.Image(format="png", layout={"max_width": "100%"}), ipywidgets.HTML()

    def show(still: bytes, words: str) -> None:
        picture.value, said.value = still, html.escape(words, quote=False)  # shown as it was typed

    show(still, words)
    above = controls(lambda *values: show(*picture_of(lambda: draw(*values))))
    show_live(ipywidgets.VBox([*above, picture, said]), still, words)


def redraw_when_moved(controls: Sequence[Any], redraw: Callable) -> None:
    """Draw the picture of all controls' values anew when one of them is moved."""
    for control in controls:
        control.observe(lambda _: redraw(*(each.value for each in controls)), names="value")


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

    count = len(inputs)

    def draw(*values: Any) -> Axes:
        *numbers, bias, activation = values
        return draw_neuron(numbers[:count], numbers[count:], bias=bias, activation=activation)

    def controls(redraw: Callable) -> list:
        import ipywidgets

        def slider(value: float, label: str) -> ipywidgets.FloatSlider:
            look = {"min": -3, "max": 3, "step": 0.5, "readout_format": ".1f"}
            return ipywidgets.FloatSlider(value=value, description=label, **look)

        xs = [slider(value, subscript("x", i)) for i, value in enumerate(inputs, start=1)]
        ws = [slider(value, subscript("w", i)) for i, value in enumerate(weights, start=1)]
        b = slider(bias, "bias")
        choose = ipywidgets.Dropdown(options=list(ACTIVATIONS), value=activation, description="activation")
        redraw_when_moved([*xs, *ws, b, choose], redraw)
        columns = [ipywidgets.VBox(column) for column in (xs, ws, [b, choose])]
        return [ipywidgets.HBox(columns, layout={"flex_flow": "row wrap"})]

    play(draw, (*inputs, *weights, bias, activation), controls)
