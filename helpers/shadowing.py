"""Tells a learner when a variable of theirs takes the place of a function of the course.

In a notebook `check = 5` is no mistake until the next exercise says "'int' object is not callable". So after
each cell the names that came from `helpers` are looked at, and one that is something else now gets one line.
"""

from __future__ import annotations

from typing import Any

import helpers

_before: dict[str, Any] = {}


def tell(seen: dict[str, Any]) -> None:
    """Say which names were the course's before this cell and are not any more.

    Args:
        seen: the learner's variables by name.
    """
    lost = [name for name, value in _before.items() if name in seen and seen[name] is not value]
    for name in lost:
        kind = type(seen[name]).__name__
        if kind != "module" and not _from_course(seen[name]):
            print(
                f"{name} is now your own variable (of type {kind}), no longer the course's {name}. "
                f"To get that back: from helpers import {name}"
            )
    used = vars(helpers)  # a public name is put there when it is first used
    _before.clear()
    _before.update(
        {name: seen[name] for name in helpers.__all__ if name in used and seen.get(name) is used[name]}
    )


def _from_course(value: Any) -> bool:
    return str(getattr(value, "__module__", "")).startswith("helpers")
