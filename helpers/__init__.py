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

# The public names, each with its module. They stand in __init__.pyi, where editors look for them, and nowhere else.
with open(os.path.join(os.path.dirname(__file__), "__init__.pyi"), encoding="utf-8") as _stub:
    _WHERE = {line.split()[-1]: line.split()[1] for line in _stub if line.startswith("from ")}
_MODULES = frozenset(module.split(".")[1] for module in _WHERE.values())

__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name in _WHERE:
        value = getattr(importlib.import_module(_WHERE[name]), name)
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
