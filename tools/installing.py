"""pip, run for somebody who waits: under the person's network settings alone, told as it goes, its failures cured.

Standard library only: `tools.course` uses this before there is an environment.
"""

from __future__ import annotations

import ast
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

# pip's settings that say how packages are reached. They count; any other (user, target, constraint, …) would
# make an environment other than the lock's, or none.
NETWORK = {
    *("index-url", "extra-index-url", "no-index", "find-links", "trusted-host"),
    *("proxy", "cert", "client-cert", "keyring-provider", "use-feature", "use-deprecated"),
    *("cache-dir", "no-cache-dir", "timeout", "default-timeout", "retries", "resume-retries"),
}
RUN_AGAIN = "Run this again; it goes on where it stopped."
CURES = (  # the first that fits: what is special stands before what is general
    (
        r"Disk quota exceeded|\bEDQUOT\b",
        "Your disk quota is used up. Free some space, or move the course to where you have more, and run this again.",
    ),
    (
        r"No space left on device|not enough space",
        f"The disk is full. Free some space. {RUN_AGAIN}",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A downloaded package is not the one the course was tested with (its hash differs). "
        "Run this again; if it stays so, a proxy or mirror alters downloads: ask whoever runs it.",
    ),
    (
        r"\b407\b.*Proxy|Tunnel connection failed: 407",
        "The proxy wants a name and a password. Set HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT and run this again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|certificate verify failed",
        "The certificate of the package index is not trusted here: often a proxy or virus scanner opens the "
        "connection, or the clock is wrong. Set PIP_CERT to the certificate file of your network (ask whoever runs "
        "it) and run this again.",
    ),
    (
        r"ConnectionResetError|Connection reset|RemoteDisconnected|IncompleteRead|Connection broken",
        f"The connection broke while packages were downloaded. {RUN_AGAIN}",
    ),
    (
        r"NewConnectionError|Temporary failure|Name or service not known|getaddrinfo failed|unreachable"
        r"|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Connection refused|from versions: none",
        "No package could be downloaded: the network or the package index was not reached. "
        "Check the connection (and the proxy, if there is one) and run this again.",
    ),
    (
        r"WinError 32|WinError 5\b",
        "A file of the environment is in use. Close JupyterLab and every window of the course, and run this again.",
    ),
    (
        r"Permission denied|Read-only file system",
        "The course's folder cannot be written to. Copy it to a folder of your own and run this there.",
    ),
    (
        r"Configuration file (could not be loaded|contains)",
        "pip's configuration file cannot be read. See which with: python3 -m pip config debug. Mend it and run "
        "this again.",
    ),
    (
        r"MemoryError|Cannot allocate memory",
        f"Memory ran out. Close other programs. {RUN_AGAIN}",
    ),
)


def cure_for(log: str, code: int = 1) -> str:
    """Turn the end of pip's log, and pip's exit status, into one line with the cure."""
    for pattern, cure in CURES:
        if re.search(pattern, log):
            return cure
    if code < 0 or code in (128 + 9, 128 + 15):
        return f"The set-up was ended from outside: memory ran out, or somebody ended it. {RUN_AGAIN}"
    return (
        "Setting up failed, and the reason is not one we know. "
        "Run this again; if it stays so, delete the folder .venv and run it once more."
    )


# -- the person's settings -----------------------------------------------------------------------------


def pip_variables(python: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables under which pip installs the lock here and nowhere else.

    What pip's variables and its configuration files say of the network is passed on as variables; the files
    themselves are not read again.

    Args:
        python: the environment's.
        variables: of this process.
    """
    plain = {}
    for name, value in variables.items():
        of_pip, setting = name.upper().startswith("PIP_"), name[len("PIP_") :].lower().replace("_", "-")
        # pip takes an empty one for none
        if not of_pip or setting == "config-file" or (setting in NETWORK and value):
            plain[name] = value
    listed = subprocess.run(
        [python, "-m", "pip", "config", "list"],
        env={**plain, "PIP_USER": "0", "PIP_QUIET": "0"},  # both change what it lists
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if listed.returncode:  # a file that cannot be read: pip says so when it installs
        return plain
    fixed = {"PIP_CONFIG_FILE": os.devnull, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    return {**network_settings(listed.stdout), **plain, **fixed}


def network_settings(listed: str) -> dict[str, str]:
    """Return the network settings that `pip config list` lists, as variables.

    Example:
        >>> network_settings("global.user='true'\\nglobal.index-url='https://mirror/simple'")
        {'PIP_INDEX_URL': 'https://mirror/simple'}
    """
    found = {}
    for section in ("global", "install"):  # pip's order: the later one counts
        for key, value in re.findall(rf"(?m)^{section}\.([\w-]+)=(.*)$", listed):
            if key in NETWORK:
                found["PIP_" + key.upper().replace("-", "_")] = ast.literal_eval(value)
    return found


# -- running it ----------------------------------------------------------------------------------------


def run(
    command: list[str], log: TextIO, *, cwd: str, env: Mapping[str, str], progress: Progress | None = None
) -> tuple[int, str]:
    """Run a command, its output in the log and its progress told; return its exit status and what it said."""
    said: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env=dict(env),
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in lines_of(process.stdout):
            if line:
                said.append(line)
                log.write(line)
                log.flush()
            if progress:
                progress.heard(line)
    if progress:
        progress.close()
    return process.returncode, "".join(said)


def lines_of(stream: TextIO, every: float = 1.0):
    """Yield a stream's lines, and an empty one whenever nothing came for `every` seconds."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=every)
        except queue.Empty:
            yield ""
            continue
        if line is None:
            return
        yield line


class Progress:
    """Tells what pip is doing: on a terminal one line that changes, elsewhere a line now and then.

    Args:
        total: how many packages the requirements name.
        count: how many packages the environment has now.
        out: where it is told.
        clock: seconds, as time.monotonic() counts them.
    """

    EVERY = 20  # packages to a line, where there is no terminal
    SILENCE = 10.0  # seconds after which a line comes all the same

    def __init__(
        self,
        total: int,
        count: Callable[[], int],
        out: TextIO,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.count, self.out, self.clock = total, count, out, clock
        self.met: set[str] = set()
        self.doing = "looking at what is needed"
        self.before, self.installing = 0, False
        self.live = out.isatty()
        self.last = clock()

    @classmethod
    def of(cls, requirements: str, count: Callable[[], int]) -> Progress:
        """Return the progress of installing a requirements file, told on stdout."""
        named = re.findall(r"(?m)^[\w.-]+==", Path(requirements).read_text("utf-8"))
        return cls(len(named), count, sys.stdout)

    def heard(self, line: str) -> None:
        """Take a line of pip's; an empty one means that it is silent."""
        package = re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line)
        file = re.match(
            r"(?:Processing|  Downloading|  Using cached) (?:\S*/)?([\w.]+)-\S+(?: \(([\d.]+ \w*B)\))?", line
        )
        if line.startswith("Ignoring "):
            self.total -= 1
        elif package or file:
            self.fetching((package or file)[1].replace("_", "-"), file[2] if file else None)
        elif line.startswith("Installing collected packages"):
            self.total, self.installing, self.before = line.count(",") + 1, True, self.count()
            self.say(due=True)
        else:
            self.say()

    def fetching(self, name: str, size: str | None) -> None:
        """Count a package that pip has come to, once, and tell of it."""
        due = name not in self.met and len(self.met) % self.EVERY == self.EVERY - 1
        self.met.add(name)
        self.doing = f"fetching {len(self.met)} of {self.total}: {name}" + (f" ({size})" if size else "")
        self.say(due)

    def say(self, due: bool = False) -> None:
        """Tell what is being done now, if it is time to."""
        silent = self.clock() - self.last
        text = self.doing
        if self.installing:
            done = self.count() - self.before
            text = f"installing {done} of {self.total}" if done else f"installing {self.total} packages"
        if self.live:
            width = shutil.get_terminal_size().columns - 3
            self.out.write(f"\r  {text[:width]:<{width}}")
        elif due or silent >= self.SILENCE:
            self.out.write(f"  {text}\n")
        else:
            return
        self.last = self.clock()
        self.out.flush()

    def close(self) -> None:
        """Clear the line that changes."""
        if self.live:
            self.out.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")
            self.out.flush()
