"""The slides of each lesson, build/class/slides/: reveal.js by nbconvert, from the cells that a source marks.

    python -m tools.slides [02 ...]        needs the class environment

A slide is a cell with `slideshow={"slide_type": "slide"}` in the source, as the learner's notebook stores it,
under the heading of its section. A picture fills the slide, and its code is one slide further down. The
teacher's notes up to the next slide are speaker's notes: the key S shows them. What the slides need lies beside
them, and a browser asks for nothing else.

`live/` holds the learner's notebooks with the same marks, for slides whose code runs: open one in JupyterLab, Run
All, and press the slide show's button in its toolbar (jupyterlab-rise):

    python tools/course.py run --class -m jupyterlab build/class/slides/live
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbformat.corpus.words import generate_corpus_id as random_cell_id
from nbformat.v4 import new_markdown_cell, new_notebook

from tools import launch, lessons, marks, website

FOLDER = lessons.ROOT / "build" / "class" / "slides"
TEMPLATE = website.HOME / "slides.html.j2"
WIDTH, HEIGHT = 1280, 720  # pixels: the window that a slide must fit
ASSETS = {  # what the slides need: where it is in site/, and its name beside them
    "vendored/reveal/reset.css": "reset.css",
    "vendored/reveal/reveal.css": "reveal.css",
    "vendored/reveal/reveal.js": "reveal.js",
    "vendored/reveal/notes.js": "notes.js",
    "vendored/reveal/LICENSE": "LICENSE-reveal.js",
    "vendored/mathjax/tex-svg.js": "tex-svg.js",
    "vendored/mathjax/LICENSE": "LICENSE-MathJax",
    "slides.css": "slides.css",
}
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|#)[^)]*\)")  # to a page that is not beside the slides
ASIDES = ("Picture in words", "○ Exercise", "→ Exercise")  # how an output begins that is not for a slide
LINES, WORDS = 18, 90  # a longer code, or text, is set smaller
BESIDE = 2  # lines of print that a picture has room for; more go with its code
RISE = {"theme": "white", "scroll": True, "center": False}  # other themes ask for fonts from elsewhere
HEADING = re.compile(r"(?m)^#{1,2} (.+)$")


def marked(cell: NotebookNode) -> bool:
    return cell.metadata.get("slideshow", {}).get("slide_type") == "slide"


def deck(teachers: NotebookNode, learners: NotebookNode) -> NotebookNode | None:
    """Return the slides of a lesson as a notebook for nbconvert, or None where the source marks no cell.

    Args:
        teachers: with marks and notes, from `lessons.teachers`.
        learners: as it is stored: what a slide shows, blanks and outputs.
    """
    slides, notes = [], []
    for cell, shown, heading in _walk(teachers, learners):
        if "teacher" in marks.tags_of(cell):
            notes.append(cell.source)
        elif marked(cell) and shown:
            slides += _noted(slides, notes) + slide(shown, heading)
            notes = []
    slides += _noted(slides, notes)
    if not slides:
        return None
    title = HEADING.search(teachers.cells[0].source)[1]
    return new_notebook(cells=slides, metadata={**learners.metadata, "title": title})


def live(teachers: NotebookNode, learners: NotebookNode) -> NotebookNode:
    """Return the learner's notebook with the marks that jupyterlab-rise reads: slides to run and change."""
    cells = []
    for cell, shown, heading in _walk(teachers, learners):
        if "teacher" in marks.tags_of(cell):
            cells.append(_cell(cell.source, "notes"))
        elif shown and marked(cell) and cell.cell_type == "code":
            cells += [_cell(f"## {heading}", "slide"), _copy(shown, "-")]
        elif shown:
            cells.append(_copy(shown, "slide" if marked(cell) else "skip"))
    return new_notebook(cells=cells, metadata={**learners.metadata, "rise": RISE})


def _walk(
    teachers: NotebookNode, learners: NotebookNode
) -> Iterator[tuple[NotebookNode, NotebookNode | None, str]]:
    """Yield each cell of the teacher's, the learner's cell that it is, and the heading that it stands under."""
    stored = {cell.id: cell for cell in learners.cells if cell.get("id")}
    heading = ""
    for cell in teachers.cells:
        note = "teacher" in marks.tags_of(cell)
        if cell.cell_type == "markdown" and not note and (found := HEADING.findall(cell.source)):
            heading = found[-1]
        yield cell, stored.get(cell.id), heading


def _noted(slides: list[NotebookNode], notes: list[str]) -> list[NotebookNode]:
    """Return the notes for the slide before, if there is one to speak about."""
    return [_cell(LINK.sub(r"\1", "\n\n".join(notes)), "notes")] if slides and notes else []


def slide(cell: NotebookNode, heading: str) -> list[NotebookNode]:
    """Return a marked cell as one slide, or as two: a picture with a line or two of print, and beneath it its code."""
    if cell.cell_type == "markdown":
        text = LINK.sub(r"\1", cell.source.partition(launch.LAUNCH_WORDS)[0])
        dense = "dense" if len(text.split()) > WORDS else ""
        return [_cell(text if HEADING.match(text) else f"## {heading}\n\n{text}", "slide", dense)]
    code = _copy(cell, "-", "small" if cell.source.count("\n") >= LINES else "")
    code.outputs = [output for output in cell.outputs if not _is_aside(output)]
    pictures = [output for output in code.outputs if website.described(output)]
    if not pictures:
        return [_cell(f"## {heading}", "slide"), code]
    picture = _copy(code, "-")
    picture.metadata["transient"] = {"remove_source": True}
    printed = [output for output in code.outputs if output not in pictures]
    if sum(output.get("text", "").count("\n") for output in printed) > BESIDE:
        picture.outputs, code.outputs = pictures, printed
    else:
        code.outputs = []
    return [_cell(f"## {heading}", "slide"), picture, _cell(f"## {heading} (the code)", "subslide"), code]


def _is_aside(output: NotebookNode) -> bool:
    """Say whether an output is not for a slide: a fold with a picture's words, or what a check says to a blank."""
    return output.get("data", {}).get("text/plain", "").startswith(ASIDES)


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


def write(source: Path) -> int:
    """Write a lesson's slides, and its notebook for live slides; return how many slides there are."""
    learners = lessons.read(lessons.learner_path(source))
    teachers = lessons.teachers(source, lessons.filled_in(learners))
    slides = deck(teachers, learners)
    if slides is None:
        return 0
    (FOLDER / f"{source.stem}.html").write_text(page(slides, source.stem), "utf-8")
    lessons.write(live(teachers, learners), FOLDER / "live" / f"{source.stem}.ipynb")
    return sum(cell.metadata["slideshow"]["slide_type"] in ("slide", "subslide") for cell in slides.cells)


def main() -> int:
    if not sys.argv[1:]:
        shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "assets").mkdir(parents=True, exist_ok=True)
    for place, name in ASSETS.items():
        shutil.copy(website.HOME / place, FOLDER / "assets" / name)
    unmarked = []
    for source in [one for only in sys.argv[1:] or [""] for one in lessons.sources(only)]:
        count = write(source)
        if count:
            print(f"{FOLDER.relative_to(lessons.ROOT)}/{source.stem}.html: {count} slides")
        else:
            unmarked.append(source.stem[:2])
    if unmarked:
        print(f"no slides for {', '.join(unmarked)}: their sources mark no cell as a slide (CONTRIBUTING.md)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
