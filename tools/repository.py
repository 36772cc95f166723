"""The course as a clone of a git repository: what was committed, what a newer version brings.

Standard library only; git itself is asked for everything.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tools import keeping

# Set where git runs us (a hook); they would lead to another repository than the course's.
ELSEWHERE = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"),
)


class GitError(Exception):
    """git refused; the message is what it said."""


def git(root: Path, *arguments: str) -> bytes:
    """Run a git command in the course's folder and return what it printed."""
    variables = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, env={**variables, "LC_ALL": "C"}, capture_output=True
        )
    except FileNotFoundError:
        raise GitError("git: not found") from None
    if done.returncode:
        raise GitError((done.stderr or done.stdout).decode("utf-8", "replace").strip())
    return done.stdout


def text(root: Path, *arguments: str) -> str:
    """Run a git command and return the line it printed."""
    return git(root, *arguments).decode("utf-8", "surrogateescape").strip()


def paths(root: Path, *arguments: str) -> list[str]:
    """Run a git command that prints paths, with -z, and return them."""
    return os.fsdecode(git(root, *arguments)).split("\0")[:-1]


def is_clone(root: Path) -> bool:
    """Say whether the course's folder is the top of a clone, and git is there to ask."""
    try:
        return text(root, "rev-parse", "--is-inside-work-tree", "--show-prefix") == "true"
    except GitError:
        return False


def succeeds(root: Path, *arguments: str) -> bool:
    """Run a git command that answers by its exit status, and return whether it succeeded."""
    try:
        git(root, *arguments)
    except GitError:
        return False
    return True


def has(root: Path, revision: str) -> bool:
    """Say whether there is a commit of this name."""
    return succeeds(root, "rev-parse", "--quiet", "--verify", revision)


def committed(root: Path, path: str) -> bytes | None:
    """Return a file as it was committed last, or None where it was not."""
    try:
        return git(root, "show", f"HEAD:{path}")
    except GitError:
        return None


def is_as_committed(root: Path, path: str) -> bool:
    """Say whether a notebook has the cells that were committed, so that it was run at the most."""
    here, was = root / path, committed(root, path)
    if was is None or not path.endswith(".ipynb") or not here.is_file():
        return False
    sources = keeping.hash_of(here.read_bytes())
    return sources is not None and sources == keeping.hash_of(was)


def committed_under(root: Path, folder: str) -> list[str]:
    """Return the paths of the files that were committed in a folder."""
    return paths(root, "ls-tree", "-z", "--name-only", "HEAD", f"{folder}/")


def changed(root: Path) -> list[str]:
    """Return the paths of tracked files that are not as they were committed, staged ones included."""
    names = ["diff", "--name-only", "--no-renames", "-z"]
    return sorted({*paths(root, *names, "HEAD"), *paths(root, *names, "--cached", "HEAD")})


def incoming(root: Path, target: str) -> list[str]:
    """Return the paths of the files in which a newer commit differs."""
    return paths(root, "diff", "--name-only", "--no-renames", "-z", "HEAD", target)


def tracked(root: Path) -> set[str]:
    """Return the paths of all tracked files."""
    return set(paths(root, "ls-files", "-z"))


def is_ancestor(root: Path, older: str, newer: str) -> bool:
    """Say whether a commit is among those that led to another."""
    return succeeds(root, "merge-base", "--is-ancestor", older, newer)
