"""`make site`: the course as a web site, offline, from the stored notebooks; nothing is executed.

    python -m tools.website             the public site, build/site/
    python -m tools.website --teacher   with the teacher's pages and the solutions of build/class/, build/class/site/

Needs the class environment: python tools/course.py run --class -m tools.website

`prepare` writes what Sphinx reads: the learner's notebooks without solutions, each picture with its description,
and the first page, site/index.md, with its numbers and pictures filled in from the lessons.
"""

from __future__ import annotations

import argparse
import base64
import copy
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from tools import editions, launch, lessons, pages

ROOT = lessons.ROOT
HOME = ROOT / "site"
PUBLIC = ROOT / "build" / "site"
TEACHERS = ROOT / "build" / "class" / "site"
EDITION = ROOT / "build" / "class"  # what `make class` wrote
PAGES = ROOT / "build" / "site-pages"  # what Sphinx reads, and what it remembers
PREDICTION = ("09", "Probability of survival from")  # a lesson, and how the picture's description begins
PARTS = ("female", "port", "class")  # of the prediction: the first page names them
README = re.compile(r"\]\((\.\./)?README\.md")  # as notebooks link to it, and a class's
PICTURES = ("image/png", "image/svg+xml")


# ---- notebooks -----------------------------------------------------------------------------------------


def described(output: NotebookNode) -> str:
    """Return the description that comes with an output's picture, or nothing where it shows none."""
    for kind in PICTURES:
        if kind in output.get("data", {}):
            said = output.get("metadata", {}).get(kind, {}).get("alt") or output["data"].get("text/plain", "")
            return " ".join(said.removeprefix("Picture in words: ").split())
    return ""


def pictures(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Yield the description of every picture of a notebook, and the output that shows it."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if said := described(output):
                yield said, output


def page_of(notebook: NotebookNode, stem: str) -> NotebookNode:
    """Return a notebook as a site shows it: no cell for Colab, links to the site's pages, pictures described.

    Raises:
        lessons.SourceError: if a cell shows two pictures, since myst-nb takes one description a cell.
    """
    page = copy.deepcopy(notebook)
    page.cells = [cell for cell in page.cells if cell.get("id") != f"{stem}{launch.COLAB_ID}"]
    for cell in page.cells:
        cell.source = README.sub("](../index.md", cell.source)
        said = [words for words in map(described, cell.get("outputs", [])) if words]
        if len(said) > 1:
            raise lessons.SourceError(
                f"{stem}, cell {cell.id}: one picture a cell, or they share one alt text."
            )
        if said:
            cell.metadata["mystnb"] = {"image": {"alt": said[0]}}
    return page


# ---- the first page ------------------------------------------------------------------------------------


def facts(description: str) -> dict[str, str]:
    """Return what the first page says of the prediction that it explains, by name, to two digits.

    The rest is what the parts that the page does not name add up to.

    Args:
        description: of the picture that `draw_explanation` drew.

    Raises:
        lessons.SourceError: if a number is not in it.
    """
    number = r"\d+\.\d+"
    wanted = {"base": rf"from ({number})", "chance": rf" to ({number}) for"}
    wanted |= {part: rf"\b{part} = [^:]+: ([+−]{number})" for part in PARTS}
    found = {name: re.search(pattern, description) for name, pattern in wanted.items()}
    if missing := [name for name, match in found.items() if match is None]:
        raise lessons.SourceError(
            f"site/index.md explains a prediction by {', '.join(wanted)}, and the picture of lesson "
            f"{PREDICTION[0]} says nothing of {', '.join(missing)}. It says: {description!r}"
        )
    values = {name: float(match[1].replace("−", "-")) for name, match in found.items()}
    values["rest"] = values["chance"] - values["base"] - sum(values[part] for part in PARTS)
    signs = {name: "" if name in ("base", "chance") else "+" for name in values}
    return {name: f"{value:{signs[name]}.2f}".replace("-", "−") for name, value in values.items()}


def prediction() -> tuple[str, bytes]:
    """Return the description and the picture of the prediction that the first page explains."""
    lesson, words = PREDICTION
    (source,) = lessons.sources(lesson)
    for said, output in pictures(lessons.read(lessons.learner_path(source))):
        if said.startswith(words):
            return said, base64.b64decode(output["data"]["image/png"])
    raise lessons.SourceError(
        f"no picture of lesson {lesson} has a description that begins {words!r}: mend PREDICTION in "
        "tools/website.py, and what site/index.md says of it."
    )


def table() -> str:
    """Return the README's table of lessons."""
    start, end = pages.TABLE
    return pages.with_table(f"{start}{end}").removeprefix(f"{start}\n").removesuffix(f"\n{end}")


def first_page(text: str, address: launch.Address) -> str:
    """Return the first page with its `{{names}}` filled in from the lessons and the course's address.

    Raises:
        lessons.SourceError: if a name is none of those.
    """
    description, _ = prediction()
    readme = launch.README.read_text("utf-8")
    values = {
        **facts(description),
        "description": description,
        "picture": re.search(r"!\[([^\]]+)\]\(docs/picture\.png\)", readme)[1],
        "repository": address.repository,
        "name": address.slug.partition("/")[2],
        "binder": address.binder(launch.FIRST_LESSON),
        "colab": address.colab(launch.FIRST_LESSON),
        "lessons": table(),
        "contents": "\n".join(f"notebooks/{source.stem}" for source in lessons.sources()),
    }
    names = re.findall(r"\{\{(\w+)\}\}", text)
    if unknown := sorted(set(names) - set(values)):
        raise lessons.SourceError(f"site/index.md: {', '.join(unknown)} is none of {', '.join(values)}.")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], text)


# ---- the build -----------------------------------------------------------------------------------------


def prepare(folder: Path, edition: Path | None = None) -> None:
    """Write what Sphinx reads into an empty folder.

    Args:
        folder: where to.
        edition: what `make class` wrote; None for the public site, which has nothing of it.
    """
    for name in ("notebooks", "docs", "pictures", "static"):
        (folder / name).mkdir(parents=True)
    for source in lessons.sources():
        notebook = editions.without_solutions(lessons.read(lessons.learner_path(source)))
        lessons.write(page_of(notebook, source.stem), folder / "notebooks" / f"{source.stem}.ipynb")
    shutil.copy(ROOT / "docs" / "netron.png", folder / "docs")
    text = first_page((HOME / "index.md").read_text("utf-8"), launch.read())
    if edition:
        text += add_teachers(folder, edition)
    (folder / "index.md").write_text(text, "utf-8")
    glossary = pages.GLOSSARY.read_text("utf-8").replace("](../notebooks/", "](notebooks/")
    (folder / "glossary.md").write_text(glossary, "utf-8")
    shutil.copy(HOME / "conf.py", folder)
    for name in ("style.css", "accessible.js", "favicon.svg"):
        shutil.copy(HOME / name, folder / "static")
    shutil.copytree(HOME / "vendored" / "mathjax", folder / "static" / "mathjax")
    shutil.copy(pages.PICTURE, folder / "pictures")
    (folder / "pictures" / "prediction.png").write_bytes(prediction()[1])


def add_teachers(folder: Path, edition: Path) -> str:
    """Lay the teacher's pages and the solutions among the others; return their lists for the first page.

    Raises:
        lessons.SourceError: if there are none.
    """
    lists = ""
    for name, kind, caption in (
        ("teacher", "*.md", "For the teacher"),
        ("solutions", "*.ipynb", "Solutions"),
    ):
        found = sorted((edition / name).rglob(kind))
        if not found:
            raise lessons.SourceError(f"{edition / name} holds no pages. Run: make class")
        shutil.copytree(edition / name, folder / name)
        if (folder / "docs").exists():  # a class's notebooks have their pictures beside them
            shutil.copytree(folder / "docs", folder / name / "docs", dirs_exist_ok=True)
        for path in (folder / name).rglob("*.ipynb"):
            lessons.write(page_of(lessons.read(path), path.stem), path)
        pages_of_it = "\n".join(path.relative_to(edition).with_suffix("").as_posix() for path in found)
        lists += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages_of_it}\n```\n"
    return lists


def build(target: Path, edition: Path | None = None) -> int:
    """Build a site anew, any warning an error; return Sphinx's exit status."""
    from sphinx.cmd.build import build_main

    source = PAGES / target.parent.name  # one for each of the two sites
    for folder in (source, target):
        shutil.rmtree(folder, ignore_errors=True)
    prepare(source, edition)
    quiet = ["--quiet", "--fail-on-warning", "--keep-going", "--doctree-dir", str(PAGES / "doctrees")]
    done = build_main([*quiet, "--fresh-env", "--builder", "html", str(source), str(target)])
    if not done:
        (target / ".nojekyll").touch()  # GitHub Pages leaves folders like _static out without it
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(f"{target.relative_to(ROOT)}: {len(list(target.rglob('*.html')))} pages, {size / 1e6:.0f} MB")
    return done


def main() -> int:
    parser = argparse.ArgumentParser(prog="website", description="The course as a web site.")
    parser.add_argument("--teacher", action="store_true", help="with the teacher's pages, never to publish")
    known = parser.parse_args()
    try:
        return build(TEACHERS, EDITION) if known.teacher else build(PUBLIC)
    except lessons.SourceError as error:
        print(f"site: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
