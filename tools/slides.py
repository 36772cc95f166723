"""The slides of each lesson, build/class/slides/: reveal.js by nbconvert, from the cells that a source marks.

    python -m tools.slides [02 ...]        needs the class environment

A slide is a cell with `slideshow={"slide_type": "slide"}` in the source, as the learner's notebook stores it,
under the heading of its section. A picture fills the slide, and its code is one slide further down. The
teacher's notes up to the next slide are speaker's notes: the key S shows them. What the slides need lies beside
them, and a browser asks for nothing else.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbformat.corpus.words import generate_corpus_id as random_cell_id
from nbformat.v4 import new_markdown_cell, new_notebook

from tools import launch, lessons, marks, website

FOLDER = lessons.ROOT / "build" / "class" / "slides"
TEMPLATE = website.HOME / "slides.html.j2"
WIDTH, HEIGHT = 1280, 720  # pixels: the window that a slide must fit
LINES, WORDS = 18, 90  # a longer code, or text, is set smaller
HEADING = re.compile(r"(?m)^#{1,2} (.+)$")


def marked(cell: NotebookNode) -> bool:
    return cell.metadata.get("slideshow", {}).get("slide_type") == "slide"


def deck(teachers: NotebookNode, learners: NotebookNode) -> NotebookNode | None:
    """Return the slides of a lesson as a notebook for nbconvert, or None where the source marks no cell.

    Args:
        teachers: with marks and notes, from `lessons.teachers`.
        learners: as it is stored: what a slide shows, blanks and outputs.
    """
    shown = {cell.id: cell for cell in learners.cells if cell.get("id")}
    title, heading, slides, notes = "", "", [], []
    for cell in teachers.cells:
        text = cell.cell_type == "markdown"
        if "teacher" in marks.tags_of(cell):
            notes.append(cell.source)
            continue
        if text and (found := HEADING.findall(cell.source)):
            heading = found[-1]
            title = title or heading
        if marked(cell) and cell.id in shown:
            slides += _noted(slides, notes) + slide(shown[cell.id], heading)
            notes = []
    if not slides:
        return None
    slides += _noted(slides, notes)
    return new_notebook(cells=slides, metadata={**learners.metadata, "title": title})


def _noted(slides: list[NotebookNode], notes: list[str]) -> list[NotebookNode]:
    """Return the notes for the slide before, if there is one to speak about."""
    return [_cell("\n\n".join(notes), "notes")] if slides and notes else []


def slide(cell: NotebookNode, heading: str) -> list[NotebookNode]:
    """Return a marked cell as one slide, or as two: a picture, and beneath it its code."""
    if cell.cell_type == "markdown":
        text = cell.source.partition(launch.LAUNCH_WORDS)[0]
        dense = "dense" if len(text.split()) > WORDS else ""
        return [_cell(text if HEADING.match(text) else f"## {heading}\n\n{text}", "slide", dense)]
    code = _copy(cell, "-", "small" if cell.source.count("\n") >= LINES else "")
    code.outputs = [output for output in cell.outputs if not _says_a_picture(output)]
    if not any(website.described(output) for output in code.outputs):
        return [_cell(f"## {heading}", "slide"), code]
    picture = _copy(code, "-")
    picture.metadata["transient"] = {"remove_source": True}
    code.outputs = []
    return [_cell(f"## {heading}", "slide"), picture, _cell(f"## {heading}: the code", "subslide"), code]


def _says_a_picture(output: NotebookNode) -> bool:
    """Say whether an output is the fold with a picture's words: on a slide its alt text has them."""
    return output.get("data", {}).get("text/plain", "").startswith("Picture in words")


def _copy(cell: NotebookNode, kind: str, tag: str = "") -> NotebookNode:
    return from_dict({**cell, "id": random_cell_id(), "metadata": _mark(kind, tag)})


def _cell(text: str, kind: str, tag: str = "") -> NotebookNode:
    return new_markdown_cell(text, metadata=_mark(kind, tag))


def _mark(kind: str, tag: str) -> dict:
    return {"slideshow": {"slide_type": kind}, **({"tags": [tag]} if tag else {})}


def page(slides: NotebookNode, stem: str) -> str:
    """Return slides as one page of HTML; what it needs lies in assets/ beside it."""
    from nbconvert import SlidesExporter

    exporter = SlidesExporter(
        template_file=str(TEMPLATE), exclude_input_prompt=True, exclude_output_prompt=True
    )
    resources = {"metadata": {"name": stem}, "slides": {"width": WIDTH, "height": HEIGHT}}
    return exporter.from_notebook_node(slides, resources=resources)[0]


def main() -> int:
    shutil.rmtree(FOLDER / "assets", ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copytree(website.HOME / "vendored" / "reveal", FOLDER / "assets")
    shutil.copy(website.HOME / "vendored" / "mathjax" / "tex-svg.js", FOLDER / "assets")
    shutil.copy(website.HOME / "vendored" / "mathjax" / "LICENSE", FOLDER / "assets" / "LICENSE-MathJax")
    shutil.copy(website.HOME / "slides.css", FOLDER / "assets")
    unmarked = []
    for source in [one for only in sys.argv[1:] or [""] for one in lessons.sources(only)]:
        path = FOLDER / f"{source.stem}.html"
        path.unlink(missing_ok=True)
        learners = lessons.read(lessons.learner_path(source))
        slides = deck(lessons.teachers(source, lessons.filled_in(learners)), learners)
        if slides is None:
            unmarked.append(source.stem[:2])
            continue
        path.write_text(page(slides, source.stem), "utf-8")
        shown = sum(c.metadata.slideshow.slide_type in ("slide", "subslide") for c in slides.cells)
        print(f"{path.relative_to(lessons.ROOT)}: {shown} slides")
    if unmarked:
        print(f"no slides for {', '.join(unmarked)}: their sources mark no cell as a slide (CONTRIBUTING.md)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
