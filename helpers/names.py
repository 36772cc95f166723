"""Tells a learner when a variable of theirs takes the place of a function of the course.

In a notebook `check = 5` is no mistake until the next exercise says "'int' object is not callable". So after
each cell the names that came from `helpers` are looked at, and one that is something else now gets one line.
"""

from __future__ import annotations

import sys
from typing import Any

_watched: Any = None  # the shell that is being watched
_before: dict[str, Any] = {}


def watch(names: dict[str, Any]) -> None:
    """Begin to look after these names in a notebook; elsewhere do nothing.

    Args:
        names: the namespace of `helpers`, in which its public names are put when they are first used.
    """
    global _watched
    shell = _shell()
    if shell is None or shell is _watched:
        return
    _watched = shell
    shell.events.register("post_run_cell", lambda *_: _look(shell.user_ns, names))


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _look(seen: dict[str, Any], names: dict[str, Any]) -> None:
    """Say which names were the course's before this cell and are not any more."""
    lost = [name for name, value in _before.items() if name in seen and seen[name] is not value]
    for name in lost:
        kind = type(seen[name]).__name__
        if kind != "module" and not _from_course(seen[name]):
            print(
                f"{name} is now your own variable (of type {kind}), no longer the course's {name}. "
                f"To get that back: from helpers import {name}"
            )
    public = names.get("__all__", ())
    _before.clear()
    _before.update({name: seen[name] for name in public if name in names and seen.get(name) is names[name]})


def _from_course(value: Any) -> bool:
    return str(getattr(value, "__module__", "")).startswith("helpers")
