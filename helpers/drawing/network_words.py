"""The drawing of a network in words."""

from __future__ import annotations

import numpy as np

from helpers.drawing import layout
from helpers.drawing.network_page import Page
from helpers.drawing.network_text import Content
from helpers.drawing.stages import Stage
from helpers.drawing.style import compact, listed, number, plural


def network_in_words(page: Page) -> str:
    """Say what the drawing shows, with the numbers."""
    content, stages = page.content, page.content.stages
    sizes = "-".join(str(stage.size) for stage in stages)
    hidden = len(stages) - 2
    middle = f"{plural(hidden, 'hidden layer')} and " if hidden else ""
    total = sum(stage.parameters for stage in stages)
    said = [
        f"A network {sizes}: {plural(stages[0].size, 'input')}, {middle}{plural(stages[-1].size, 'output')}, "
        f"each node linked to every node of the next layer; {plural(total, 'parameter')} in all.",
    ]
    layers = [_layer_words(stage) for stage in stages[1:]]
    said.append(f"{'; '.join(layers)}.".capitalize() if len(layers) == 1 else f"{'; '.join(layers)}.")
    for stage in stages:
        if stage.rate is not None:
            share = number(100 * stage.rate, 1)
            said.append(
                f"Dropout: in training each of {stage.title} is set to 0 with a chance of {share} %, in prediction none."
            )
        if stage.normalized:
            said.append(f"{stage.normalized} after {stage.title}.")
    for role, names in content.names.items():
        said.append(f"The {role}s are {listed(names)}.")
    cut = [(c.hidden, s.title) for c, s in zip(page.columns, stages, strict=True) if c.hidden]
    if cut:
        said.append(f"Not drawn: {listed(f'{count} nodes of {title}' for count, title in cut)}.")
    if content.strength is not None:
        said.append(_strength_words(content, content.strength))
    if "nodes" in content.values:
        said.append(_value_words(content, content.values, "The numbers on the nodes"))
    if content.slopes is not None and "nodes" in content.slopes:
        each = "each of them" if content.split else "each node"
        said.append(_value_words(content, content.slopes, f"How fast the cost rises with {each}"))
    return " ".join(part for part in said if part)


def _layer_words(stage: Stage) -> str:
    activation = f", {stage.activation}" if stage.activation else ""
    return (
        f"{stage.title}: {plural(stage.size, 'neuron')}{activation}, {plural(stage.parameters, 'parameter')}"
    )


def _strength_words(content: Content, strength: list) -> str:
    """Say the largest number on the links, how many are below 0 or no number, and which inputs weigh most."""
    known = [(place, array) for place, array in enumerate(strength) if array is not None and array.size]
    every = np.concatenate([array.ravel() for _, array in known] or [np.empty(0)])
    finite, what = every[np.isfinite(every)], content.shows
    what = {"value": "number", "slope": "slope of a weight"}.get(what, what)
    lost = ""
    if finite.size < every.size and content.slopes is None:
        lost = f"{every.size - finite.size} of {every.size} are no finite number (dotted)."
    if not finite.size:
        return lost
    place, array = max(known, key=lambda pair: _sizes(pair[1]).max(initial=0.0))
    source, target = map(int, np.unravel_index(int(_sizes(array).argmax()), array.shape))
    start, end = content.stages[place], content.stages[place + 1]
    text = (
        f"The {what} of largest size is {compact(array[source, target])}, from {layout.label(start.letter, source)} "
        f"of {start.title} to {layout.label(end.letter, target)} of {end.title}; "
        f"{int((finite < 0).sum())} of {finite.size} are below 0 (dashed). {lost}"
    ).strip()
    first = strength[0]
    if what == "weight" and first.shape[0] > 1 and np.isfinite(first).all():
        means = np.abs(first).mean(axis=1)
        names = content.names.get("input") or [layout.label("x", node) for node in range(len(means))]
        strong, weak = int(means.argmax()), int(means.argmin())
        text += (
            f" Of the inputs, {names[strong]} has the largest weights (mean size {compact(means[strong])}), "
            f"{names[weak]} the smallest ({compact(means[weak])})."
        )
    return text


def _sizes(array: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(array), np.abs(array), 0.0)


def _value_words(content: Content, given: dict, begin: str) -> str:
    parts = []
    for stage, array in zip(content.stages, given["nodes"], strict=True):
        if array is not None and not np.isnan(array).all():
            parts.append(f"{stage.title} {listed((compact(value) for value in array), 8)}")
    return f"{begin}: {'; '.join(parts)}." if parts else ""
