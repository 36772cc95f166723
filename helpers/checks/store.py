"""What a learner has done so far: kept in one small file on their machine, never sent anywhere.

The file lies in the user's data folder (``platformdirs``), or in the folder that the environment variable
COURSE_HOME names. Each edition of the course has its own, so that an exercise that was renumbered is never taken
for another: `progress.json` is the first edition's and is left alone, the second's is `progress-2.json`::

    {"course": "networks-opened", "edition": "2", "format": 1, "version": "0.2.0",
     "answers": {"2.1": {"right": true, "tries": 3, "last": "2026-11-21T15:34:48+00:00"}}}

What is not understood in it is kept as it is. Where nothing can be written (no home directory, a read-only or full
disk) progress is kept until the kernel stops, and `progress()` says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

COURSE, EDITION, FORMAT = "networks-opened", "2", 1
LOCK_SECONDS = 10.0  # as long does one notebook wait for another; then it writes all the same

Answers = dict[str, dict[str, Any]]

_session: Answers = {}  # what this kernel has seen; the whole truth if no file can be had
_trouble = ""  # why the file could not be used, in words
_news: list[str] = []  # what a learner has not been told yet


class _Damaged(ValueError):
    """The file is not one of this course and edition."""


class _Newer(OSError):
    """The file was written by a later version of the course: not ours to change."""


def folder() -> Path:
    """Return the folder in which progress is kept."""
    named = os.environ.get("COURSE_HOME", "")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir(COURSE, appauthor=False))


def file() -> Path:
    """Return the file in which this edition's progress is kept."""
    return folder() / f"progress-{EDITION}.json"


def load() -> Answers:
    """Return what was kept, by exercise: {"2.1": {"right": True, "tries": 3, "last": "2026-…"}}."""
    global _trouble
    try:
        path = file()
        try:
            data = _read(path)
        except _Damaged:
            with _lock(path):
                data = _read_or_set_aside(path)
    except (OSError, RuntimeError) as error:
        _trouble = _in_words(error)
        data = {}
    return _with_session(data)


def remember(number: str, right: bool) -> None:
    """Count one answer; once right, an exercise stays right. Nothing that fails here stops a lesson."""
    global _trouble
    seen = None
    try:
        path = file()
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path):
            data = _read_or_set_aside(path)
            kept = _with_session(data)
            seen = kept[number] = _session[number] = _one_more(kept.get(number), right)
            _write(path, _updated(data, kept))
        _trouble = ""
    except (OSError, RuntimeError) as error:
        _trouble = _in_words(error)
        if seen is None:
            _session[number] = _one_more(_session.get(number), right)


def trouble() -> str:
    """Return why progress is not being kept, or '' if it is."""
    return _trouble


def news() -> list[str]:
    """Return what a learner has to be told and was not told before."""
    lines = list(_news)
    _news.clear()
    return lines


def set_aside() -> list[Path]:
    """Return the files that could not be read and were kept under another name."""
    with contextlib.suppress(OSError, RuntimeError):
        return sorted(folder().glob(f"progress-{EDITION}.unreadable-*"))
    return []


# -- the file -----------------------------------------------------------------------------------------


def _read(path: Path) -> dict[str, Any]:
    """Return what the file holds, {} where there is none."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise _Damaged from error
    if not isinstance(data, dict) or data.get("course") != COURSE or data.get("edition") != EDITION:
        raise _Damaged
    if isinstance(data.get("format"), int) and data["format"] > FORMAT:
        raise _Newer(f"{path.name} was written by a later version of the course; update this one")
    if not isinstance(data.get("answers"), dict):
        raise _Damaged
    return data


def _read_or_set_aside(path: Path) -> dict[str, Any]:
    """Return what the file holds; one that cannot be read is kept under another name, never overwritten."""
    try:
        return _read(path)
    except _Damaged:
        count = 1
        while (other := path.with_name(f"{path.stem}.unreadable-{count}.json")).exists():
            count += 1
        path.rename(other)
        _news.append(f"Your progress could not be read. It was kept as {other}, and counting begins anew.")
        return {}


def _write(path: Path, data: dict[str, Any]) -> None:
    """Write the file whole or not at all."""
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, suffix=".tmp", delete=False, encoding="utf-8"
    ) as new:
        name = Path(new.name)
        try:
            json.dump(data, new, indent=1, sort_keys=True)
            new.close()
            os.replace(name, path)
        except BaseException:
            new.close()
            name.unlink(missing_ok=True)
            raise


def _updated(data: dict[str, Any], kept: Answers) -> dict[str, Any]:
    """Return the file's content with these answers; what is not understood stays in it."""
    from helpers import __version__

    answers = data.get("answers", {})
    strange = {number: one for number, one in answers.items() if not _sound(one) and number in kept}
    if strange:
        data = {**data, "not_understood": {**data.get("not_understood", {}), **strange}}
    about = {"course": COURSE, "edition": EDITION, "format": FORMAT, "version": __version__}
    return {**data, **about, "answers": {**answers, **kept}}


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Let one kernel at a time read and write the file; the system frees the lock of one that was killed."""
    with path.with_suffix(".lock").open("a") as held:
        until = time.monotonic() + LOCK_SECONDS
        while not _taken(held) and time.monotonic() < until:
            time.sleep(0.01)
        yield  # closing the file frees it


def _taken(held: IO[str]) -> bool:
    """Try to take the lock; True also where the file system has no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            held.seek(0)
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass
    return True


# -- the answers --------------------------------------------------------------------------------------


def _with_session(data: dict[str, Any]) -> Answers:
    """Return the answers in the file that can be read, and what this kernel knows beyond them."""
    kept = {number: one for number, one in data.get("answers", {}).items() if _sound(one)}
    for number, seen in _session.items():
        if number not in kept or seen["tries"] > kept[number]["tries"]:
            kept[number] = {**seen, "right": seen["right"] or kept.get(number, seen)["right"]}
    return kept


def _one_more(seen: dict[str, Any] | None, right: bool) -> dict[str, Any]:
    """Return an exercise's entry with one try more."""
    seen = seen or {"right": False, "tries": 0}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {**seen, "right": seen["right"] or right, "tries": seen["tries"] + 1, "last": now}


def _sound(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("right"), bool) and isinstance(one.get("tries"), int)


def _in_words(error: Exception) -> str:
    return str(error) if isinstance(error, _Newer) else f"{type(error).__name__}: {error}"
