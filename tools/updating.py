"""`make update`: fetch the newest course, and keep everything that the person changed.

The order makes it safe: fetch, which touches no file; set aside what a person changed and the update would
write over; only then let git write. Killed anywhere in between, all of it is still there, and running it again
goes on. Standard library only.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from tools import keeping, repository, working_copies
from tools.course import Stop
from tools.repository import GitError

SET_ASIDE = "set-aside"  # the folder in work/ for what is not a notebook
CURES = (
    (r"^git: not found", "git is not installed: it fetches newer versions. Install it and run this again."),
    (
        r"Could not resolve|unable to access|[Tt]imed out|Connection|Could not read from remote",
        "The course's address was not reached. Check the network and run this again. Nothing was changed.",
    ),
    (
        r"Authentication failed|could not read Username|not found|does not appear to be a git repository",
        "At the address that this clone has for the course there is none, or not for you. Nothing was changed. "
        "See it with: git remote -v",
    ),
    (
        r"index\.lock",
        "Another git is at work in this folder, or one was killed. If none is running, delete the file "
        ".git/index.lock and run this again.",
    ),
    (
        r"dubious ownership",
        "This folder belongs to somebody else, so git leaves it alone. Clone the course into a folder of your own.",
    ),
    (
        r"[Uu]nable to (unlink|create|write)|Permission denied|No space left|Disk quota",
        "A file of the course could not be written. Close JupyterLab, see that there is disk left, and run this "
        "again.",
    ),
)


def cure_for(said: str) -> str:
    """Turn what git said into one line with the cure."""
    last = said.splitlines()[-1] if said else "nothing"
    otherwise = f"git could not update the course; what you wrote is kept. It said: {last}"
    return next((cure for pattern, cure in CURES if re.search(pattern, said)), otherwise)


def update(folder: str) -> int:
    """Bring the newest course; tell, a line each, what became of what the person had changed."""
    root = Path(folder)
    if not (root / ".git").exists():
        tell(working_copies.refresh(root))
        raise Stop(
            "This folder did not come with git clone, so nothing newer can be fetched into it. Download the course "
            "anew, and copy your folder work/ into the new one: make update there brings the lessons in it along."
        )
    try:
        target = newest(root)
        if target:
            clear_the_way(root, target)
            repository.git(root, "merge", "--ff-only", "--quiet", target)
            day = repository.text(root, "show", "-s", "--format=%cd", "--date=short", "HEAD")
            tell([f"The course is now that of {day}."])
        else:
            tell(["The course is the newest there is."])
        tell(working_copies.refresh(root))
    except GitError as error:
        raise Stop(cure_for(str(error))) from error
    return 0


def tell(lines: list[str]) -> None:
    for line in lines:
        print(line, flush=True)


def newest(root: Path) -> str:
    """Fetch, and return the commit that the course should go to, or nothing where it is there already."""
    tell(["Looking for a newer version."])
    if repository.has(root, "MERGE_HEAD"):
        raise Stop("A merge was begun in this folder and not finished. End it with: git merge --abort")
    repository.text(root, "rev-parse", "HEAD")
    if not repository.has(root, "@{upstream}"):
        raise Stop("This clone is on no branch that has a newer course. Go back to it with: git switch main")
    repository.git(root, "fetch", "--quiet")
    target = repository.text(root, "rev-parse", "@{upstream}")
    if repository.is_ancestor(root, target, "HEAD"):
        return ""
    if not repository.is_ancestor(root, "HEAD", target):
        raise Stop(
            "You have commits of your own, and the course has new ones. Nothing was changed. To have both: "
            "git pull --rebase"
        )
    return target


# -- what is in the way --------------------------------------------------------------------------------


def clear_the_way(root: Path, target: str) -> None:
    """Set aside what a person changed where the update will write, and anything changed under notebooks/."""
    coming = set(repository.incoming(root, target))
    for path in repository.changed(root):
        if path in coming or path.startswith("notebooks/"):
            restore(root, path)
    for path in obstacles(root, coming):
        kept = keeping.move_aside(root / path, folder=place_for(root, path), word=keeping.mine())
        tell([line_for(root, path, kept)])


def restore(root: Path, path: str) -> None:
    """Bring a tracked file back to what was committed, after what a person made of it was set aside."""
    here, was = root / path, repository.committed(root, path)
    if was is None:  # added with git add: from now on a file that git does not know
        repository.git(root, "--literal-pathspecs", "rm", "--cached", "--force", "--quiet", "--", path)
        return
    if here.is_dir() and not here.is_symlink():
        kept = keeping.move_aside(here, folder=place_for(root, path), word=keeping.mine())
    else:
        kept = keeping.set_aside(here, repository.is_as_committed(root, path), folder=place_for(root, path))
    if kept:
        tell([line_for(root, path, kept)])
    repository.git(root, "--literal-pathspecs", "checkout", "--quiet", "HEAD", "--", path)


def obstacles(root: Path, coming: set[str]) -> list[str]:
    """Return what git does not know and what lies where the update will write, ignored files included."""
    tracked = repository.tracked(root)
    found = set()
    for path in coming - tracked:
        for place in [*reversed(PurePosixPath(path).parents)][1:] + [PurePosixPath(path)]:
            here, name = root / place, place.as_posix()
            if here.is_dir() and not here.is_symlink() and name != path:
                continue
            holds_tracked = any(one == name or one.startswith(f"{name}/") for one in tracked)
            if os.path.lexists(here) and not holds_tracked:
                found.add(name)
            break
    return sorted(found)


def place_for(root: Path, path: str) -> Path:
    """Return where a file is set aside: a lesson in work/, where it runs; another below, by its folder."""
    if path.startswith("notebooks/") and path.endswith(".ipynb"):
        return root / "work"
    return root / "work" / SET_ASIDE / PurePosixPath(path).parent


def line_for(root: Path, path: str, kept: Path) -> str:
    return f"{path}: you had changed it. Yours is now {kept.relative_to(root).as_posix()}"
