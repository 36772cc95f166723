"""Unix users for the trial of a hub: made for it, and gone after it; and what each of them takes of the machine."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

NAME = "course-trial-"
ENTERED = "COURSE_TRIAL_ENTERED"


class UsersError(Exception):
    """No users can be made here; the message says why, and the cure."""


@contextlib.contextmanager
def made(count: int, homes: Path) -> Iterator[list[str]]:
    """Make so many users, each with a home that is theirs alone; end their processes and remove them at the end.

    Raises:
        UsersError: if that cannot be done here.
    """
    if os.geteuid() != 0 or not shutil.which("useradd"):
        raise UsersError(
            "The trial makes a Unix user for each learner, so it needs root and useradd: sudo make test-hub"
        )
    left = [one.pw_name for one in pwd.getpwall() if one.pw_name.startswith(NAME)]
    for name in left:  # of a trial that was killed
        remove(name)
    names = [f"{NAME}{number:02d}" for number in range(1, count + 1)]
    try:
        for name in names:
            command = [
                "useradd",
                "--create-home",
                "--home-dir",
                str(homes / name),
                "--shell",
                "/bin/sh",
                name,
            ]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                raise UsersError(f"useradd: {done.stderr.strip()}")
            (homes / name).chmod(0o700)
        yield names
    finally:
        for name in names:
            remove(name)


def remove(name: str) -> None:
    """End a user's processes and remove the user; the home lies in the trial's folder, which goes as a whole."""
    with contextlib.suppress(KeyError):
        uid = pwd.getpwnam(name).pw_uid
        for one in processes(uid):
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        time.sleep(0.1)
        subprocess.run(["userdel", "--force", name], capture_output=True)


def processes(uid: int) -> list[psutil.Process]:
    """Return a user's processes."""
    found = psutil.process_iter(["uids"])
    return [one for one in found if one.info["uids"] and one.info["uids"].real == uid]


def taken(name: str) -> dict[str, float]:
    """Return what a user's processes take: MB of their own, their share of what is shared, resident; CPU seconds."""
    sums = {"own": 0.0, "share": 0.0, "resident": 0.0, "cpu": 0.0}
    for one in processes(pwd.getpwnam(name).pw_uid):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            memory, times = one.memory_full_info(), one.cpu_times()
            for key, value in (("own", memory.uss), ("share", memory.pss), ("resident", memory.rss)):
                sums[key] += value / 1e6
            sums["cpu"] += times.user + times.system
    return sums


def see_to_python() -> None:
    """See that other users can start this Python; where a closed folder is in the way, open it for the trial alone.

    A Python below /root, say, is closed to learners. The trial then starts anew where that folder shows only what
    leads to the Python (a mount namespace of its own); nothing outside sees a change.

    Raises:
        UsersError: if that does not help.
    """
    tried = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    tried += ["sh", "-c", 'exec "$0" -c pass', sys.executable]  # setpriv itself may still look anywhere
    if subprocess.run(tried, capture_output=True, cwd="/").returncode == 0:
        return
    closed = sorted({top_closed(Path(one).resolve()) for one in (sys.prefix, sys.base_prefix)} - {None})
    if os.environ.get(ENTERED) or not closed:
        raise UsersError(
            f"Other users cannot start {sys.executable}. Put course and Python where all may read them."
        )
    steps = ["set -e"]
    for folder in closed:
        inside = [
            Path(one).resolve()
            for one in (sys.prefix, sys.base_prefix)
            if folder in Path(one).resolve().parents
        ]
        held = [f"/tmp/course-hold-{os.getpid()}-{at}" for at, _ in enumerate(inside)]
        steps += [f"mkdir {at}; mount --bind {place} {at}" for at, place in zip(held, inside)]
        steps.append(f"mount -t tmpfs -o mode=755 tmpfs {folder}")
        steps += [
            f"mkdir -p {place}; mount --move {at} {place}; rmdir {at}" for at, place in zip(held, inside)
        ]
    command = [sys.executable, "-m", "classroom.hub_trial", *sys.argv[1:]]
    steps.append('exec "$@"')
    os.environ[ENTERED] = "1"
    os.execvp("unshare", ["unshare", "--mount", "sh", "-c", "\n".join(steps), "sh", *command])


def top_closed(path: Path) -> Path | None:
    """Return the topmost folder above a path that others cannot enter."""
    for folder in reversed(path.parents):
        if not folder.stat().st_mode & 0o001:
            return folder
    return None
