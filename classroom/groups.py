"""A control group for one box: so much memory, so many processes, and the kernel holds to it.

Version 1 (a folder each for memory and for processes) and version 2 (one folder) are known. Where no such folder can
be written, as for an ordinary user without delegation, there is no group, and `classroom.box` watches alone.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOUNT = Path("/sys/fs/cgroup")
_count = itertools.count()


@dataclass(frozen=True)
class Group:
    """The folders of a control group; none, where there is no group."""

    folders: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.folders)

    def joining(self) -> list[str]:
        """Return the beginning of a command line: what follows is run in the group."""
        if not self.folders:
            return []
        joined = " && ".join(f'echo $$ > "${at}"' for at in range(1, len(self.folders) + 1))
        files = [str(folder / "cgroup.procs") for folder in self.folders]
        return ["sh", "-c", f'{joined} && shift {len(files)} && exec "$@"', "sh", *files]

    def ended(self) -> str:
        """Return which limit was met, in words, "" if none: the kernel ended a process, or refused to start one."""
        for folder in self.folders:
            if count(folder / "memory.events", "oom_kill") or count(
                folder / "memory.oom_control", "oom_kill"
            ):
                return "too much memory"
            if count(folder / "pids.events", "max"):
                return "too many processes"
        return ""

    def peak(self) -> int:
        """Return the most bytes that the group has held, 0 where the kernel does not say."""
        for folder in self.folders:
            for name in ("memory.peak", "memory.max_usage_in_bytes"):
                with contextlib.suppress(OSError, ValueError):
                    return int((folder / name).read_text())
        return 0


def count(file: Path, name: str) -> int:
    """Return what a group's file counts under a name, 0 where it does not."""
    try:
        words = file.read_text().split()
        return int(dict(zip(words[::2], words[1::2])).get(name, 0))
    except (OSError, ValueError):
        return 0


@contextlib.contextmanager
def made(memory: int, processes: int, *, wanted: bool = True, mount: Path = MOUNT) -> Iterator[Group]:
    """Make a group that may hold `memory` bytes and so many processes; an empty one where that cannot be."""
    group = _make(memory, processes, mount) if wanted else Group()
    try:
        yield group
    finally:
        for folder in group.folders:
            _remove(folder)


def _make(memory: int, processes: int, mount: Path) -> Group:
    name = f"course-{os.getpid()}-{next(_count)}"
    if (mount / "cgroup.controllers").exists():  # version 2
        wanted = {mount / name: {"memory.max": memory, "memory.swap.max": 0, "pids.max": processes}}
    else:
        wanted = {
            mount / "memory" / name: {"memory.limit_in_bytes": memory, "memory.memsw.limit_in_bytes": memory},
            mount / "pids" / name: {"pids.max": processes},
        }
    folders = []
    try:
        for folder, values in wanted.items():
            folder.mkdir()
            folders.append(folder)
            for file, value in values.items():
                if "sw" in file and not (folder / file).exists():
                    continue  # a kernel that does not count swap
                (folder / file).write_text(str(value))
    except OSError:
        for folder in folders:
            _remove(folder)
        return Group()
    return Group(tuple(folders))


def _remove(folder: Path) -> None:
    """Remove a group's folder: not before its last process is gone."""
    for _ in range(100):
        try:
            folder.rmdir()
            return
        except FileNotFoundError:
            return
        except OSError:
            with contextlib.suppress(OSError):
                (folder / "cgroup.kill").write_text("1")
            time.sleep(0.05)
