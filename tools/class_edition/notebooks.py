"""The notebooks of a class: without solutions, to hand out; and solved, to release after the lesson."""

from __future__ import annotations

import base64
import re
import shutil
from pathlib import Path

from nbformat import NotebookNode

from tools import build, class_links, editions, keeping, launch, lessons, marks
from tools.browser import accessible
from tools.class_edition import printed

OUTSIDE = re.compile(r"\]\(\.\./(?!README\.md)([^)#]+)")
PRINT = """<style>
@media print {
  .jp-InputPrompt, .jp-OutputPrompt { display: none; }
  .jp-Notebook pre { white-space: pre-wrap !important; overflow-wrap: anywhere; }
  h1, h2, h3 { break-after: avoid; }
  img, pre { break-inside: avoid; }
}
</style>"""


def built(source: Path) -> NotebookNode:
    """Return a lesson's committed notebook, if it is what the lesson makes today.

    Raises:
        SourceError: if it is not.
    """
    path = lessons.learner_path(source)
    cure = f"Run: make lessons ONLY={source.stem[:2]}"
    if not path.exists():
        raise lessons.SourceError(f"notebooks/{path.name} is not there. {cure}")
    notebook = lessons.read(path)
    wanted = lessons.learners(source, lessons.filled_in(notebook))
    if [cell.source for cell in wanted.cells] != [cell.source for cell in notebook.cells]:
        raise lessons.SourceError(f"notebooks/{path.name} is not what lessons/{source.name} makes. {cure}")
    return notebook


def learners(source: Path) -> NotebookNode:
    """Return a lesson's notebook for learners: hints but no solutions, its outputs as in notebooks/."""
    return handed_out(editions.without_solutions(built(source)))


def handed_out(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without links to the public course, where the solutions fold out; on Colab of the class's tag."""
    opening, address, tag = notebook.cells[0], launch.read(), class_links.read().tag
    opening.source = opening.source.partition(launch.LAUNCH_WORDS)[0]
    for cell in notebook.cells:
        if cell.id.endswith(launch.COLAB_ID) and tag != f"v{address.version}":
            cell.source = launch.colab_cell(address, tag)
        elif cell.cell_type == "markdown":
            cell.source = OUTSIDE.sub(r"](\1", cell.source).replace("](../README.md", "](README.md")
    notebook.metadata["course"]["sources"] = keeping.sources_hash(notebook)
    return notebook


def brought(source: Path) -> list[Path]:
    """Return the files of the course that a lesson's page shows or links, besides the README."""
    return [lessons.ROOT / found for found in sorted(set(OUTSIDE.findall(source.read_text("utf-8"))))]


def write_learners(source: Path, folder: Path) -> Path:
    """Write a lesson's notebook for learners, and the files it needs beside it."""
    path = folder / f"{source.stem}.ipynb"
    lessons.write(learners(source), path)
    for file in brought(source):
        target = folder / file.relative_to(lessons.ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return path


# ---- solutions ---------------------------------------------------------------------------------------


def released(source: Path, filled: dict[str, list[str]] | None = None) -> NotebookNode:
    """Return a lesson's solved notebook for learners, not executed: no notes, no proofs, a reason by each answer."""
    hints = {cell.id for cell in lessons.read_source(source).cells if "hints" in marks.tags_of(cell)}
    notebook = lessons.teachers(source, filled)
    notebook.cells = [cell for cell in notebook.cells if "teacher" not in marks.tags_of(cell)]
    for cell in notebook.cells:
        cell.metadata.pop("slideshow", None)
        if cell.id in hints:
            why = " ".join(cell.source.partition("Why:")[2].split())
            cell.source = f"**Why:** {why[:1].upper()}{why[1:]}"
    return handed_out(notebook)


def write_solutions(source: Path, folder: Path, made: Path) -> Path:
    """Write a lesson's solved notebook, executed, and its page; it is run only where its code has changed.

    Args:
        source: the lesson.
        folder: where the two files go.
        made: the folder that remembers what they were made from.
    """
    path, note = folder / f"{source.stem}.ipynb", made / f"{source.stem}.solutions"
    key = build.key_of(released(source))
    if path.exists() and note.exists() and note.read_text("utf-8") == key:
        old = lessons.read(path)
        filled = build.refilled(released(source), old)
        notebook = build.with_outputs(released(source, filled), old)
    else:
        ran = build.run(released(source), folder=lessons.NOTEBOOKS, raising=True)
        filled = ran.filled
        notebook = build.with_outputs(released(source, filled), ran.notebook)
    notebook.metadata["course"]["filled"] = filled
    lessons.write(build.finished(notebook), path)
    path.with_suffix(".html").write_text(as_page(notebook, source.stem), "utf-8", newline="\n")
    made.mkdir(parents=True, exist_ok=True)
    note.write_text(key, "utf-8")
    return path


def as_page(notebook: NotebookNode, title: str) -> str:
    """Return a notebook as a page that asks for nothing outside: formulas drawn, all that folds unfolded."""
    notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith(launch.COLAB_ID)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = printed.with_formulas(cell.source).replace("<details>", "<details open>")
            cell.source = _with_pictures(text)
    page = accessible.exported(notebook, title)
    page = re.sub(r'href="(\d\d_\w+)\.ipynb', r'href="\1.html', page)
    return page.replace("</head>", f"{PRINT}</head>", 1)


def _with_pictures(text: str) -> str:
    """Put the course's own pictures into a page's text."""

    def embedded(found: re.Match[str]) -> str:
        data = base64.b64encode((lessons.ROOT / found[1]).read_bytes()).decode()
        return f"](data:image/png;base64,{data})"

    return re.sub(r"\]\((docs/[\w/.-]+\.png)\)", embedded, text)
