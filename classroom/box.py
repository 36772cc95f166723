"""A box for code that nobody has read: bubblewrap, a user of its own, and limits that hold.

What runs in it sees the system's programs and the folders it is given, read-only; an empty /tmp; no network but its
own loopback; no other process; no file of anybody. It runs as a user that owns nothing, has no capabilities, and
can make no further namespace. It ends with its limits:

- memory and processes: by a control group where one can be written, else by this process, which looks every tenth
  of a second, sums, and ends the box. In that tenth a program can take some hundred megabytes more.
- time: by this process. Whoever reads the box's lines moves the deadline on.

Where this runs as root the box's user is a number that no account has, another for each box. Where it does not,
the box has this user's number in a user namespace of its own.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from classroom import groups

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("bwrap", "prlimit", "setpriv")
INSTALL = "sudo apt-get install bubblewrap util-linux"
FIRST_USER, USERS = 61184, 4000  # numbers that systemd, too, gives to users without an account
LOOK_EVERY = 0.1  # seconds
MIB = 2**20
WHOLE = "no time was left for the whole"


class BoxError(Exception):
    """There can be no box here; the message says why, and the cure."""


class Ended(Exception):
    """The box was ended; the message says by which limit."""


@dataclass(frozen=True)
class Limits:
    """What a box may take: memory and shared memory in MiB, processes and threads, seconds, what it says in bytes."""

    memory: int = 3000
    scratch: int = 200
    processes: int = 500
    seconds: int = 900
    said: int = 2_000_000


@dataclass
class Box:
    """One command in one box.

    Args:
        limits: what it may take.
        readable: folders and files that it may read, besides the system's programs.
        group: whether to use a control group where one can be had.

    Example:
        >>> list(Box().lines(["echo", "hello"]))  # doctest: +SKIP
        [b'hello']
    """

    limits: Limits = field(default_factory=Limits)
    readable: tuple[Path, ...] = ()
    group: bool = True
    deadline: float = 0.0  # of `time.monotonic`; whoever reads the lines may set it
    peak: int = 0  # MiB, the most that was seen; without a group shared pages count for each process

    def lines(
        self, command: list[str], feed: bytes = b"", variables: dict[str, str] | None = None
    ) -> Iterator[bytes]:
        """Run a command in the box and yield the lines it writes.

        Raises:
            Ended: when a limit is reached; everything in the box is dead then.
            BoxError: if there can be no box here.
        """
        require()
        started = time.monotonic()
        self.deadline = started + self.limits.seconds
        with groups.made(self.limits.memory * MIB, self.limits.processes, wanted=self.group) as group:
            process = subprocess.Popen(
                [*group.joining(), *self.wrapped(command)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**VARIABLES, **(variables or {})},
                start_new_session=True,
            )
            try:
                yield from self._read(process, feed, group, started + self.limits.seconds)
                if why := group.ended():
                    raise Ended(why)
            finally:
                end(process)

    def wrapped(self, command: list[str]) -> list[str]:
        """Return the command line that runs a command in the box."""
        limited = [
            "prlimit",
            f"--nproc={self.limits.processes}",
            "--core=0",
            f"--fsize={self.limits.scratch * MIB}",
        ]
        limited += ["--memlock=65536", "--", *command]
        outer = ["bwrap", *NAMESPACES, *self.places(), "--die-with-parent", "--new-session"]
        if os.geteuid() != 0:
            return [*outer, "--unshare-user", "--disable-userns", "--", *limited]
        user = FIRST_USER + int(time.monotonic_ns() // 1000) % USERS
        as_nobody = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--bounding-set=-all"]
        inner = ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/", "--die-with-parent"]
        return [*outer, "--", *as_nobody, "--inh-caps=-all", *inner, "--", *limited]

    def places(self) -> list[str]:
        """Return what of the file system is in the box."""
        options: list[str] = []
        for name in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"):
            place = Path(name)
            if place.is_symlink():
                options += ["--symlink", os.readlink(place), name]
            elif place.exists():
                options += ["--ro-bind", name, name]
        for name in ("/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives"):
            options += ["--ro-bind-try", name, name]
        scratch = str(self.limits.scratch * MIB)
        writable = ["--perms", "1777", "--size", scratch, "--tmpfs"]
        options += ["--proc", "/proc", "--dev", "/dev"]
        options += [*writable, "/dev/shm", *writable, "/tmp", "--chdir", "/tmp"]
        for place in self.readable:
            for parent in reversed(place.parents[:-1]):
                options += ["--perms", "0755", "--dir", str(parent)]
            options += ["--ro-bind", str(place), str(place)]
        return [*options, "--remount-ro", "/dev", "--remount-ro", "/"]

    def _read(
        self, process: subprocess.Popen, feed: bytes, group: groups.Group, last: float
    ) -> Iterator[bytes]:
        """Feed the process, yield its lines, and look at it every tenth of a second."""
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(feed)
            process.stdin.close()
        buffer, said, looked = b"", 0, 0.0
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            while True:
                if ready.select(LOOK_EVERY):
                    chunk = os.read(process.stdout.fileno(), 65536)
                    if not chunk:
                        return
                    said += len(chunk)
                    *whole, buffer = (buffer + chunk).split(b"\n")
                    yield from whole
                now = time.monotonic()
                if said > self.limits.said:
                    raise Ended("it said too much")
                if now > last:
                    raise Ended(WHOLE)
                if now > self.deadline:
                    raise Ended("it took too long and could not be stopped")
                if now - looked > LOOK_EVERY:
                    looked = now
                    self._look(process.pid, group)

    def _look(self, pid: int, group: groups.Group) -> None:
        """Sum what the processes of the box hold, and end it where that is too much."""
        if why := group.ended():
            raise Ended(why)
        memory = threads = 0
        with contextlib.suppress(psutil.NoSuchProcess):
            for one in psutil.Process(pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    memory += one.memory_info().rss
                    threads += one.num_threads()
        self.peak = max(self.peak, (group.peak() or memory) // MIB)
        if (
            not group and memory > self.limits.memory * MIB
        ):  # a group holds by itself, and counts shared pages once
            raise Ended("too much memory")
        if threads >= self.limits.processes:
            raise Ended("too many processes")


NAMESPACES = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
VARIABLES = {
    "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def end(process: subprocess.Popen) -> None:
    """End a box: with its first process everything in it dies."""
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream.close()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def python_places() -> tuple[Path, ...]:
    """Return the folders of this Python and its environment."""
    found = {Path(one).resolve() for one in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    return tuple(sorted(one for one in found if Path("/usr") not in (one, *one.parents)))


def require() -> None:
    """See that the programs are there.

    Raises:
        BoxError: if one is missing, or this is no Linux.
    """
    if not sys.platform.startswith("linux"):
        raise BoxError(
            "The box is bubblewrap, which is for Linux alone. Use a Linux machine, or one in a virtual one."
        )
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        raise BoxError(
            f"{' and '.join(missing)} not found, so nothing is run. On Debian or Ubuntu: {INSTALL}"
        )


def probe(box: Box, command: list[str]) -> None:
    """Run a harmless command in a box.

    Raises:
        BoxError: if it does not end well; the message holds what was said.
    """
    require()
    done = subprocess.run(
        box.wrapped(command), capture_output=True, text=True, errors="replace", env=VARIABLES
    )
    if done.returncode:
        raise BoxError(
            f"The box does not work here, so nothing is run: {done.stderr.strip()[-400:] or done.returncode}. "
            "As an ordinary user it needs user namespaces (Ubuntu from 24.04 on asks for an AppArmor profile "
            "for bwrap); started as root it does not."
        )
