"""What is written on a drawing of a network: numbers, notes, descriptions and the key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.drawing import layout, style
from helpers.drawing.stages import Stage
from helpers.drawing.style import compact, number, plain_text, plural


@dataclass(frozen=True, eq=False)
class Content:
    """What is to be drawn.

    Attributes:
        stages: the columns.
        names: of the inputs and outputs, as they were given, under their roles.
        values: lists of arrays under "nodes", "links", "biases", "sums".
        slopes: the same for the slopes; None where it is not the way back that is drawn.
        shows: what the links show, such as "weight".
        strength: the numbers that colour the links, an array for each step between columns; or None.
        on_links: the numbers written on them; or None.
        most: how many nodes a column may hold.
        describe: whether each layer is described.
    """

    stages: list[Stage]
    names: dict[str, list[str]]
    values: dict[str, list]
    slopes: dict[str, list] | None
    shows: str
    strength: list | None
    on_links: list | None
    most: int = 16
    describe: bool = False

    @cached_property
    def written_names(self) -> dict[str, list[str]]:
        """The names as the picture writes them."""
        letters = {"input": "x", "output": "y"}
        return {
            role: style.legible(names, layout.labels(letters[role], len(names)))
            for role, names in self.names.items()
        }

    @property
    def roomy(self) -> bool:
        """Whether numbers stand at the nodes and links."""
        return bool(self.values or self.slopes)

    @property
    def split(self) -> bool:
        """Whether each node shows two numbers, its value and its slope."""
        return self.slopes is not None and "nodes" in self.values and "nodes" in self.slopes

    @property
    def nodes_slopes(self) -> list:
        """The slopes in the nodes, right of their values: an array or None for each column."""
        return (self.slopes or {})["nodes"]

    def in_nodes(self) -> list:
        """Return the numbers in the nodes, the only or the left ones: an array or None for each column."""
        given = self.values if "nodes" in self.values else self.slopes or {}
        return given.get("nodes") or [None] * len(self.stages)

    def notes_under(self, place: int, node: int) -> list[tuple[str, str]]:
        """Return what stands under a node, line by line: its sum and bias, left and right of the middle.

        Where there are no slopes it is one line, all of it on the left.
        """
        if place == 0:
            return []
        if self.slopes is None:
            kinds = (("biases", "b"), ("sums", "Σ"))
            said = [
                f"{sign} {compact(v[node])}"
                for key, sign in kinds
                if (v := self._of(self.values, key, place)) is not None
            ]
            return [("  ".join(said), "")] if said else []
        lines = []
        for key, sign in (("sums", "Σ"), ("biases", "b")):
            value, slope = (self._of(given, key, place) for given in (self.values, self.slopes))
            if value is not None or slope is not None:
                left = f"{sign} {compact(value[node])}" if value is not None else sign
                lines.append((left, "" if slope is None or np.isnan(slope[node]) else compact(slope[node])))
        return lines

    @staticmethod
    def _of(given: dict, key: str, place: int) -> np.ndarray | None:
        return given[key][place - 1] if key in given else None


def notes_of(stage: Stage) -> list[str]:
    """Say what happens to a column's numbers before they go on."""
    notes = []
    if stage.normalized:
        notes.append("rescaled" if stage.normalized == "Rescaling" else "normalized")
    if stage.rate is not None:
        notes += ["in training each is", "set to 0 with a", f"chance of {number(100 * stage.rate, 1)} %"]
    return notes


def layer_lines(stage: Stage) -> list[str]:
    """Describe one layer, line by line: 5 neurons, each: 4 weights + 1 bias, together 25 parameters."""
    name = plain_text(layout.short(stage.layer.name, 22))
    if stage.role == "input":
        lines = [name, plural(stage.size, "number"), "of one row"]
    else:
        lines = [name, plain_text(stage.activation or "any activation")]
        together = plural(stage.layer.parameters, "parameter")
        if stage.biased is None:
            lines += [f"{plural(stage.size, 'neuron')},", together]
        else:
            bias = " + 1 bias" if stage.biased else ""
            lines.append(f"{plural(stage.size, 'neuron')}{', each' if stage.size > 1 else ''}:")
            lines += [f"{plural(stage.layer.inputs or 0, 'weight')}{bias},", f"together {together}"]
    return lines + [f"{layer.kind}: {plural(layer.parameters, 'parameter')}" for layer in stage.extra]


def line_of(stage: Stage) -> str:
    """Describe one layer in one line."""
    name, *rest = layer_lines(stage)
    text = f"{stage.title}:  {name} · " + " · ".join(rest)
    return text.replace(": · ", ": ").replace(", · ", ", ").replace(" · of", " of")


def key_of(content: Content) -> list[tuple[str, str]]:
    """Say what the marks mean where they are not the usual ones: a sample's kind, and its text."""
    key = []
    if content.slopes is not None:
        if content.split:
            key.append(
                ("cell", "in each node and under it: its number, and the slope of the cost by that number")
            )
        else:
            key.append(("", "In each node stands the slope of the cost by its value."))
        key.append(
            ("above", "on a link: the slope by its weight; above 0: if the weight rises, the cost rises")
        )
        key.append(("below", "below 0: if the weight rises, the cost falls"))
    elif content.shows == "weight × value":
        key.append(
            ("above", "on a link: its weight times the value it carries; above 0 it pushes the sum up")
        )
        key.append(("below", "below 0 it pushes the sum down"))
    numbers = [array for array in content.strength or [] if array is not None]
    lost = any(not np.isfinite(array).all() for array in numbers)
    if lost and content.slopes is None:
        key.append(("lost", f"a {content.shows} that is no finite number"))
    return key


def largest_of(arrays: list | None) -> float:
    """Return the largest size of the finite numbers in some arrays; 1 where there is none."""
    sizes = [
        np.abs(array[np.isfinite(array)]).max(initial=0.0) for array in arrays or () if array is not None
    ]
    return float(max(sizes, default=0.0)) or 1.0
