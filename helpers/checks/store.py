"""What a learner has done so far: kept in one small file on their machine, never sent anywhere.

The file lies in the user's data folder (``platformdirs``), or in the folder that the environment
variable COURSE_HOME names. Where nothing can be written (no home directory, a read-only or full disk)
progress is kept until the kernel stops, and `progress()` says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

_session: dict[str, dict[str, Any]] = {}  # what this kernel has seen; the whole truth if no file can be had
_trouble = ""  # why the file could not be used, in words


def folder() -> Path:
    """Return the folder in which progress is kept."""
    named = os.environ.get("COURSE_HOME", "")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("networks-opened", appauthor=False))


def load() -> dict[str, dict[str, Any]]:
    """Return what was kept, by exercise: {"2.1": {"right": True, "tries": 3}}."""
    global _trouble
    try:
        path = folder() / "progress.json"
        kept = json.loads(path.read_text("utf-8"))
        kept = {str(key): value for key, value in kept.items() if _sound(value)}
    except FileNotFoundError:
        kept = {}
    except (ValueError, AttributeError):
        _set_aside(path)
        kept = {}
    except (OSError, RuntimeError) as error:
        _trouble = f"{type(error).__name__}: {error}"
        kept = {}
    for number, seen in _session.items():
        if number not in kept or seen["tries"] > kept[number]["tries"]:
            kept[number] = seen
    return kept


def remember(number: str, right: bool) -> None:
    """Count one answer; once right, an exercise stays right. Nothing that fails here stops a lesson."""
    global _trouble
    kept = load()
    seen = kept.get(number, {"right": False, "tries": 0})
    kept[number] = _session[number] = {"right": seen["right"] or right, "tries": seen["tries"] + 1}
    try:
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=place, suffix=".tmp", delete=False, encoding="utf-8"
        ) as file:
            json.dump(kept, file, indent=1, sort_keys=True)
        os.replace(file.name, place / "progress.json")  # whole or not at all
        _trouble = ""
    except (OSError, RuntimeError) as error:
        _trouble = f"{type(error).__name__}: {error}"


def trouble() -> str:
    """Return why progress is not being kept, or '' if it is."""
    return _trouble


def _sound(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("right"), bool)
        and isinstance(value.get("tries"), int)
    )


def _set_aside(path: Path) -> None:
    """Keep a file that cannot be read under another name, so that nothing is lost."""
    with contextlib.suppress(OSError):
        path.replace(path.with_suffix(".unreadable"))
