"""Pictures of neurons, networks and what they learn.

Every function is ``draw_x(data, ..., *, ax=None) -> Axes``: it draws into `ax`, or into a new figure
of the page's width, and gives the picture a description in words made from the data. None of
them trains, calls ``show`` or changes matplotlib's settings.
"""

import importlib

_HOME = {
    "activations": ("draw_activations",),
    "cost": ("draw_cost",),
    "descriptions": ("describe",),
    "explanation": ("draw_explanation", "explanation_in_words"),
    "functions": ("draw_activation_function",),
    "graph": ("draw_graph",),
    "inputs": ("draw_inputs",),
    "network": ("draw_network",),
    "neuron": ("draw_neuron",),
    "outputs": ("draw_probabilities",),
    "points": ("draw_boundary", "draw_points"),
    "training": ("draw_training",),
    "weights": ("draw_weights",),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name in _WHERE:
        return getattr(importlib.import_module(f"helpers.drawing.{_WHERE[name]}"), name)
    raise AttributeError(f"helpers.drawing has no name {name!r}. It has: {', '.join(__all__)}.")
