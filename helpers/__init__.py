"""What the lessons import: pictures of networks, exercise checks, data, the set-up check.

Every public name can be taken from here: ``from helpers import draw_network, check``.
Nothing is imported until it is used, so ``import helpers`` costs nothing, and a lesson
that needs only NumPy never waits for TensorFlow.
"""

import importlib
import os

__version__ = "0.2.0"

# Read by TensorFlow when it is first imported. Without oneDNN the last digits of a result do
# not depend on the number of threads; level 3 keeps TensorFlow's start-up notes out of a page.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# The matrix kernels that TensorFlow makes for the processor at hand round otherwise on each kind; without them
# training gives the same weights on all x86 processors, bit for bit.
os.environ.setdefault("TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL", "0")

_HOME = {
    "checks": ("____", "check", "progress", "use"),
    "datasets": (
        "load_digits",
        "load_gates",
        "load_houses",
        "load_penguins",
        "load_titanic",
    ),
    "drawing": (
        "describe",
        "draw_activation_function",
        "draw_activations",
        "draw_boundary",
        "draw_cost",
        "draw_explanation",
        "draw_graph",
        "draw_inputs",
        "draw_network",
        "draw_neuron",
        "draw_points",
        "draw_probabilities",
        "draw_training",
        "draw_weights",
        "explanation_in_words",
    ),
    "descent": ("play_descent",),
    "environment": ("check_environment",),
    "explaining": ("explain",),
    "networks": ("read_activations", "read_layers"),
    "neurons": ("network_backward", "network_forward", "neuron_pass"),
    "playground": ("play_network",),
    "progress_screen": ("show_progress",),
    "training": ("train_together", "training_batches"),
    "widgets": ("play_neuron",),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}
_MODULES = frozenset(_HOME)

__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name in _WHERE:
        value = getattr(importlib.import_module(f"helpers.{_WHERE[name]}"), name)
        globals()[name] = value
        importlib.import_module("helpers.ipython").install()
        return value
    if name in _MODULES:
        return importlib.import_module(f"helpers.{name}")
    raise AttributeError(
        f"helpers has no name {name!r}. It has: {', '.join(__all__)}. "
        "If you have just updated the course, restart the kernel."
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
