"""A class's links, a lesson each, and the image of its hub: `make address` writes both from pyproject.toml.

A link pulls the branch `class-TAG`, which begins at the class's tag and gets nothing but new files. It does not pull
the tag itself: nbgitpuller clones a tag, and fails when the same link is clicked again (tried with 1.3.0).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from helpers import __version__
from tools import launch, lessons

LINKS = launch.ROOT / "classroom" / "links.md"
VALUES = launch.ROOT / "classroom" / "z2jh-values.yaml"
TAG = re.compile(r"(?m)^(?P<before> *tag: ).*(?P<after>  # written by make address)$")
TITLE = re.compile(r"(?m)^# # (.+)$")


@dataclass(frozen=True)
class Class:
    """A class: its hub's address, and the tag that its notebooks and its hub's helpers are of."""

    hub: str
    tag: str

    @property
    def branch(self) -> str:
        """Return the branch that its links pull."""
        return f"class-{self.tag}"

    def link(self, address: launch.Address, stem: str) -> str:
        """Return the link that opens a lesson on the class's hub."""
        folder = address.slug.partition("/")[2]
        shown = f"lab/tree/{folder}/notebooks/{stem}.ipynb"
        asked = {"repo": address.repository, "branch": self.branch, "urlpath": shown}
        return f"{self.hub}/hub/user-redirect/git-pull?{urlencode(asked, quote_via=quote, safe='')}"


def read(path: Path = launch.PROJECT) -> Class:
    """Read the class from pyproject.toml; without a tag of its own it is that of the version.

    Raises:
        AddressError: if the hub's address is none.
    """
    settings = tomllib.loads(path.read_text("utf-8"))
    told = settings["tool"]["course"].get("class", {})
    hub = told.get("hub", "https://hub.example.org").rstrip("/")
    if not re.fullmatch(r"https?://[\w.:-]+(/[\w./~-]*)?", hub):
        raise launch.AddressError(
            f"{path.name}: [tool.course.class] hub must be like https://hub.example.org. It is {hub!r}."
        )
    return Class(hub, told.get("tag", f"v{__version__}"))


def links_text(one: Class, address: launch.Address) -> str:
    """Return the page with a class's links."""
    lines = [
        "# Links for a class",
        "",
        "Written by `make address`, from `[tool.course.class]` in `pyproject.toml`. Give learners these, one a lesson:",
        f"each logs them in on {one.hub}, brings the course from the branch `{one.branch}`, and opens the lesson.",
        "",
        "| | lesson | link |",
        "|---|---|---|",
    ]
    for source in lessons.sources():
        title = TITLE.search(source.read_text("utf-8"))
        name = title[1].partition(" · ")[2] or title[1] if title else source.stem
        lines.append(f"| {source.stem[:2]} | {name} | <{one.link(address, source.stem)}> |")
    return "\n".join(lines) + "\n"


def values_text(text: str, one: Class) -> str:
    """Return the values for Kubernetes with the class's tag in them.

    Raises:
        AddressError: if the line is missing.
    """
    if not TAG.search(text):
        raise launch.AddressError(
            f"{VALUES.name} lacks the line `tag: …  # written by make address`: put it back."
        )
    return TAG.sub(rf'\g<before>"{one.tag}"\g<after>', text)


def rewrite(address: launch.Address) -> list[str]:
    """Bring both files up to date; return the names of those changed."""
    one = read()
    values = values_text(VALUES.read_text("utf-8"), one)
    return launch.rewrite({LINKS: links_text(one, address), VALUES: values})
