"""What is made from the course's address: launch links, the README's links, and each notebook's cell for Colab.

The address stands once, in pyproject.toml (`[project.urls] Repository`), beside the branch that links open
(`[tool.course] branch`); the version stands once too, in helpers/__init__.py. `make address` writes all of this anew, and
`make check` tells where something was written for another address.
"""

from __future__ import annotations

import copy
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from helpers import __version__
from tools import keeping

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
README = ROOT / "README.md"
CITATION = ROOT / "CITATION.cff"
FIRST_LESSON = "01_setup"

COLAB_ID = "-colab"  # how the id of the cell for Colab ends
LAUNCH_WORDS = "\n\nWithout installing anything: "
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}  # one line on Colab, and in JupyterLab
COLAB_CELL = """\
# @title On Colab, run this first: it fetches the course's helpers. Elsewhere it does nothing.
import subprocess
import sys

if "google.colab" in sys.modules:
    course = "{repository}"
    places = ({places})
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    tries = (subprocess.run([*pip, f"git+{{course}}@{{at}}"], capture_output=True) for at in places)
    if all(tried.returncode for tried in tries):
        sys.exit(f"The helpers did not come from {{course}}. If that page opens, run this cell again.")
    from helpers import colab

    colab.complete("{version}")"""


class AddressError(Exception):
    """The address in pyproject.toml cannot be used; the message says what is wrong and the cure."""


@dataclass(frozen=True)
class Address:
    """Where the course lives and in which version.

    Attributes:
        repository: the address of the repository on GitHub, with no slash at the end.
        branch: what launch links open.
        version: the version of `helpers`; the tag of version X.Y.Z is vX.Y.Z.
    """

    repository: str
    branch: str
    version: str

    @property
    def slug(self) -> str:
        """Return OWNER/NAME."""
        return self.repository.removeprefix("https://github.com/")

    def colab(self, stem: str) -> str:
        """Return the link that opens a notebook in Colab."""
        branch = quote(self.branch, safe="/")
        return f"https://colab.research.google.com/github/{self.slug}/blob/{branch}/notebooks/{stem}.ipynb"

    def binder(self, stem: str) -> str:
        """Return the link that starts the course on Binder, in JupyterLab, at a notebook."""
        shown = quote(f"lab/tree/notebooks/{stem}.ipynb", safe="")
        return f"https://mybinder.org/v2/gh/{self.slug}/{quote(self.branch, safe='')}?urlpath={shown}"


def read(path: Path = PROJECT) -> Address:
    """Read the address from pyproject.toml.

    Raises:
        AddressError: if a line is missing or is no address on GitHub.
    """
    settings = tomllib.loads(path.read_text("utf-8"))
    try:
        project = settings["project"]
        repository = project["urls"]["Repository"]
        branch = settings["tool"]["course"]["branch"]
    except KeyError as error:
        raise AddressError(
            f"{path.name} lacks {error}: expected [project.urls] with Repository and [tool.course] with branch."
        ) from error
    repository = repository.rstrip("/").removesuffix(".git")
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", repository):
        raise AddressError(
            f"{path.name}: Repository must be like https://github.com/OWNER/NAME, since Binder and Colab "
            f"open such an address. It is {repository!r}: mend that line, then run: make address"
        )
    return Address(repository, branch, __version__)


def colab_cell(address: Address, tag: str = "") -> str:
    """Return the code of the cell that fetches the helpers on Colab.

    Args:
        address: of the course.
        tag: a class's: the helpers come from there and from nowhere else. Without it they come from the version's,
            and where that is not yet there, from the branch.
    """
    places = f'"{tag}",' if tag else f'"v{address.version}", "{address.branch}"'
    return COLAB_CELL.format(repository=address.repository, places=places, version=address.version)


def add(notebook: NotebookNode, stem: str, address: Address) -> NotebookNode:
    """Put the launch line under the opening cell's text and the cell for Colab after it."""
    opening = notebook.cells[0]
    opened = opening.cell_type == "markdown"
    if opened:
        links = f"[on Binder]({address.binder(stem)}), [in Colab]({address.colab(stem)})"
        opening.source += f"{LAUNCH_WORDS}{links}. Both forget what you write: download it."
    notebook.cells.insert(
        int(opened),
        new_code_cell(colab_cell(address), id=f"{stem}{COLAB_ID}", metadata=copy.deepcopy(FOLDED)),
    )
    return notebook


def refreshed(notebook: NotebookNode, wanted: NotebookNode) -> NotebookNode:
    """Return a stored notebook with launch line and Colab cell as wanted, everything else as it was."""
    notebook = copy.deepcopy(notebook)
    as_built = notebook.metadata.get("course", {}).get("sources") == keeping.sources_hash(notebook)
    made = {cell.id: cell.source for cell in wanted.cells[:2]}
    for cell in notebook.cells[:2]:
        source = made.get(cell.get("id"))
        if source is None:
            continue
        text, words, _ = cell.source.partition(LAUNCH_WORDS)
        if cell.id.endswith(COLAB_ID) or (words and text == source.partition(LAUNCH_WORDS)[0]):
            cell.source = source
    if as_built:
        notebook.metadata["course"]["sources"] = keeping.sources_hash(notebook)
    return notebook


def readme_blocks(address: Address) -> dict[str, str]:
    """Return what stands between the README's marks, by the name of the mark."""
    name = address.slug.partition("/")[2]
    return {
        "get": f"```\ngit clone {address.repository}\ncd {name}\n```",
        "links": "\n".join(
            (
                f"[repository]: {address.repository}",
                f"[binder]: {address.binder(FIRST_LESSON)}",
                f"[colab]: {address.colab(FIRST_LESSON)}",
            )
        ),
    }


def citation_text(text: str, address: Address) -> str:
    """Return CITATION.cff with the version of `helpers`."""
    return re.sub(r"(?m)^version: .*$", f"version: {address.version}", text)


def readme_text(text: str, address: Address) -> str:
    """Return the README with everything between its marks written for this address.

    Raises:
        AddressError: if a mark is missing.
    """
    for name, block in readme_blocks(address).items():
        text = put_between(text, f"<!-- {name}: written by make address -->", f"<!-- /{name} -->", block)
    return text


def put_between(text: str, start: str, end: str, block: str) -> str:
    """Return the README's text with a block between two lines of it.

    Raises:
        AddressError: if one of them is missing.
    """
    before, found, rest = text.partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise AddressError(f"README.md lacks the line {start if not found else end!r}: put it back.")
    return f"{before}{start}\n{block}\n{end}{after}"


def rewrite(wanted: dict[Path, str]) -> list[str]:
    """Write the files that do not have their text yet; return the names of those."""
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in changed:
        path.write_text(wanted[path], "utf-8", newline="\n")
    return [path.name for path in changed]
