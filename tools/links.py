"""Links and anchors, looked up in the course's own files: no request leaves the machine.

In notebooks, in the README and in every other page of text: a relative link must lead to a file of the
course, an anchor to a heading or an id there, a link by name (`[text][name]`) to a line that defines it. And
each notebook's last cell must link to its neighbours and to the README. Addresses on the web are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from nbformat import NotebookNode

from tools import lessons
from tools.stored import CODE, FENCED

ROOT = lessons.ROOT
HOME = ROOT / "notebooks"
ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|//")  # https:, mailto:, attachment:, data:
NOT_SHOWN = re.compile(CODE.pattern + r"|(?s:<!--.*?-->|\$\$.+?\$\$)")
INLINE = re.compile(r"\]\(\s*<?([^()<>\s]*(?:\([^()\s]*\)[^()<>\s]*)*)>?(?:\s+\"[^\"]*\")?\s*\)")
BY_NAME = re.compile(r"\]\[([^\]\n]+)\]")
DEFINED = re.compile(r"(?m)^[ ]{0,3}\[([^\]\n]+)\]:\s*<?(\S+?)>?(?:\s|$)")
IN_HTML = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)=[\"']([^\"']+)")


def pages() -> list[Path]:
    """Return the course's pages of text that are no notebooks."""
    return [
        page for where in ("*.md", "docs/**/*.md", "helpers/**/*.md") for page in sorted(ROOT.glob(where))
    ]


def page_problems() -> list[str]:
    """Return the broken links of all pages that are no notebooks, each with the cure."""
    return [
        f"{page.relative_to(ROOT)}: {problem}"
        for page in pages()
        for problem in broken(page.read_text("utf-8"), page)
    ]


def notebook_problems(path: Path, cells: list[NotebookNode]) -> Iterator[str]:
    """Tell of a notebook's broken links, and of the neighbours it does not lead to.

    Args:
        path: the notebook; its name says which neighbours it has. Its links count as from notebooks/,
            wherever it lies now.
        cells: its cells.
    """
    here = HOME / path.name
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    yield from broken(text, here)
    names = [source.stem for source in lessons.sources()]
    if path.stem not in names:
        return
    at = names.index(path.stem)
    wanted = [f"{name}.ipynb" for name in (*names[max(at - 1, 0) : at], *names[at + 1 : at + 2])]
    found = {link.partition("#")[0] for link in links_in(cells[-1].source)}
    for name in (*wanted, "../README.md"):
        if name not in found:
            yield f"the last cell does not link to {name}. Put such a link there: [words]({name})."


def links_in(text: str) -> list[str]:
    """Return where the links, pictures and definitions of a page lead."""
    text = shown(text)
    defined = [target for _, target in DEFINED.findall(text)]
    return INLINE.findall(text) + IN_HTML.findall(text) + defined


def shown(text: str) -> str:
    """Return a page's text without code, comments and formulas, in which a bracket is no link."""
    return NOT_SHOWN.sub("", text)


def broken(text: str, page: Path) -> Iterator[str]:
    """Tell which links of a page lead nowhere, what was expected, and the cure."""
    names = {name.lower() for name, _ in DEFINED.findall(text)}
    for name in BY_NAME.findall(shown(text)):
        if name.lower() not in names:
            yield f"the link [{name}] is defined nowhere on the page. Add a line: [{name}]: address."
    for link in links_in(text):
        if ELSEWHERE.match(link):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / unquote(target)).resolve() if target else page
        if link.startswith("/") or not file.is_relative_to(ROOT):
            yield f"the link {link!r} leads out of the course. Write it relative to this file."
        elif not file.exists() and file != page:
            yield f"the link {link!r} leads to no file. Expected one at {file.relative_to(ROOT)}: mend the link."
        elif anchor and unquote(anchor) not in (anchors_of(text, page) if file == page else anchors(file)):
            yield f"the anchor of {link!r} is no heading there. Take a heading's words with - for spaces."


@cache
def anchors(file: Path) -> frozenset[str]:
    """Return the anchors of a file of the course."""
    if file.suffix == ".ipynb":
        cells = lessons.read(file).cells
        text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    else:
        text = file.read_text("utf-8") if file.is_file() else ""
    return anchors_of(text, file)


def anchors_of(text: str, file: Path) -> frozenset[str]:
    """Return the anchors of a page: its headings, as GitHub and JupyterLab name them, and its ids.

    A notebook's heading keeps its letters (`#What-a-GPU-is-for`); on GitHub's other pages they are small
    and without signs (`#what-a-gpu-is-for`).
    """
    visible = re.sub(FENCED, "", text)
    found = set(re.findall(r"<\w+\b[^>]*?\b(?:id|name)=[\"']([^\"']+)", visible))
    for heading in re.findall(r"(?m)^#{1,6}\s+(.+?)\s*#*\s*$", visible):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`]", r"\1", heading)
        if file.suffix == ".ipynb":
            found.add(words.replace(" ", "-"))
        else:
            found.add(re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-"))
    return frozenset(found)
