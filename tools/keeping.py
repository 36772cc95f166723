"""What a person wrote is kept: a file is set aside under a name that nothing else has.

Standard library only. `tools.updating` uses it before it brings a newer course, `tools.build` before it writes
a notebook.
"""

from __future__ import annotations

import datetime
import filecmp
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

WORK = Path(__file__).resolve().parent.parent / "work"


def sources_hash(notebook: Mapping[str, Any]) -> str:
    """Return a hash of what stands in a notebook's cells; outputs, counts and metadata do not count.

    Args:
        notebook: as JSON gives it, or nbformat.
    """
    cells = [[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def hash_of(content: bytes) -> str | None:
    """Return the hash of a notebook file's sources, or None where it is not a notebook that can be read."""
    try:
        return sources_hash(json.loads(content.decode("utf-8")))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def is_as_built(content: bytes) -> bool:
    """Say whether a notebook's cells are those that the build wrote.

    The build writes their hash into the notebook, as `metadata.course.sources`. A notebook without one, or
    that cannot be read, is not.
    """
    try:
        notebook = json.loads(content.decode("utf-8"))
        return notebook["metadata"]["course"]["sources"] == sources_hash(notebook)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def names_for(path: Path, folder: Path, word: str) -> Iterator[Path]:
    """Yield names in a folder for a file that is put there: 02.word.ipynb, 02.word-2.ipynb, and so on."""
    for number in itertools.count(1):
        ending = word if number == 1 else f"{word}-{number}"
        yield folder / f"{path.stem}.{ending}{path.suffix}"


def free_name(path: Path, folder: Path, word: str) -> Path:
    """Return the first of these names that nothing has."""
    return next(name for name in names_for(path, folder, word) if not os.path.lexists(name))


def mine() -> str:
    """Return the word that marks what is a person's own: mine-2026-11-21."""
    return f"mine-{datetime.date.today().isoformat()}"


def copy_whole(path: Path, target: Path) -> None:
    """Copy a file so that it is there whole or not at all."""
    part = target.with_name(f"{target.name}.part")
    shutil.copy2(path, part, follow_symlinks=False)
    os.replace(part, target)


def set_aside(path: Path, is_ours: bool, *, folder: Path = WORK) -> Path | None:
    """Keep a copy of a file that is about to be written over; the file itself stays as it is.

    Args:
        path: what is about to be written over.
        is_ours: whether it is as the course made it, so that nothing of a person's is in it.
        folder: where the copy goes; it is made if need be.

    Returns:
        Where the copy is, or None where there was nothing to keep. A file that has been set aside before,
        and not changed since, is not copied again.

    Example:
        >>> set_aside(Path("no such notebook.ipynb"), is_ours=False) is None
        True
    """
    if is_ours or not os.path.lexists(path):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for name in names_for(path, folder, mine()):
        if not os.path.lexists(name):
            copy_whole(path, name)
            return name
        if name.is_file() and path.is_file() and filecmp.cmp(path, name, shallow=False):
            return name
    raise AssertionError("names_for never ends")


def move_aside(path: Path, *, folder: Path, word: str = "") -> Path:
    """Move a file or folder to a name that nothing has, its own if that is free; return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / path.name
    target = own if not word and not os.path.lexists(own) else free_name(path, folder, word or mine())
    shutil.move(path, target)
    return target
