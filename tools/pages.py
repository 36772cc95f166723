"""Pages that are made from the lessons: the README's picture and table, and the glossary.

`make lessons` writes them; `make check` tells where one is not what the lessons make.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

from nbformat import NotebookNode

from tools import launch, lessons, marks

PICTURE = lessons.ROOT / "docs" / "picture.png"
PICTURE_IS = ("02_perceptron", "start: 101 wrong")  # the lesson, and how the picture's description begins
GLOSSARY = lessons.ROOT / "docs" / "glossary.md"
TABLE = ("<!-- lessons: written by make lessons -->", "<!-- /lessons -->")


def write() -> None:
    """Write every page that is made from the lessons."""
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(picture())
    GLOSSARY.write_text(glossary(), "utf-8", newline="\n")
    launch.README.write_text(with_table(launch.README.read_text("utf-8")), "utf-8", newline="\n")


def problems() -> list[str]:
    """Return which page is not what the lessons make."""
    found = []
    try:
        if not PICTURE.exists() or PICTURE.read_bytes() != picture():
            found.append("docs/picture.png is not the lesson's picture. Run: make lessons")
    except lessons.SourceError as error:
        found.append(str(error))
    if not GLOSSARY.exists() or GLOSSARY.read_text("utf-8") != glossary():
        found.append("docs/glossary.md is not what the lessons' terms make. Run: make lessons")
    readme = launch.README.read_text("utf-8")
    try:
        if with_table(readme) != readme:
            found.append("README.md: the table of lessons is not what the lessons say. Run: make lessons")
    except (lessons.SourceError, launch.AddressError) as error:
        found.append(str(error))
    return found


def picture() -> bytes:
    """Return the picture of the README: one that a lesson shows, as its notebook stores it."""
    stem, words = PICTURE_IS
    if not (lessons.NOTEBOOKS / f"{stem}.ipynb").exists():
        raise lessons.SourceError(
            f"{stem}.ipynb, whose picture the README shows, is not there. Run: make lessons"
        )
    for cell in lessons.read(lessons.NOTEBOOKS / f"{stem}.ipynb").cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data and data.get("text/plain", "").startswith(words):
                return base64.b64decode(data["image/png"])
    raise lessons.SourceError(
        f"no picture of {stem} has a description that begins {words!r}: mend PICTURE_IS in tools/pages.py."
    )


def with_table(readme: str) -> str:
    """Return the README's text with its table of lessons as the lessons say."""
    rows = "\n".join(row(source) for source in lessons.sources())
    return launch.put_between(readme, *TABLE, f"| | lesson | minutes | |\n|---|---|---|---|\n{rows}")


def row(source: Path) -> str:
    """Return a lesson's line in the table: number, title, minutes, question."""
    cells = lessons.read_source(source).cells
    first = cells[0].source
    title = re.search(r"# \d\d · (.+)", first)
    question = re.search(r"(?m)^\*\*(.+\?)\*\*$", first)
    if not title or not question:
        raise lessons.SourceError(f"{source.name}: the opening lacks its title or its question.")
    number, name = source.stem[:2], f"notebooks/{source.stem}.ipynb"
    return f"| {number} | [{title[1]}]({name}) | {marks.minutes(cells)} | {question[1]} |"


def texts(source: Path) -> list[NotebookNode]:
    """Return the cells of a lesson whose bold terms count: its texts, without hints and teacher's notes."""
    cells = [cell for cell in lessons.read_source(source).cells if cell.cell_type == "markdown"]
    return [cell for cell in cells if not {"hints", "teacher"} & set(marks.tags_of(cell))]


def terms(source: Path) -> list[marks.Term]:
    """Return the terms that a lesson defines, in order."""
    return [term for cell in texts(source) for term in marks.terms(cell.source)]


def glossary() -> str:
    """Return the glossary: each term with the sentence that defines it, and the lesson it is from."""
    found: dict[str, str] = {}
    for source in lessons.sources():
        place = f"[{source.stem[:2]}](../notebooks/{source.stem}.ipynb)"
        for term in terms(source):
            sentence = re.sub(r"\]\((?!https?:)", "](../notebooks/", marks.FILL.sub("…", term.sentence))
            found.setdefault(term.name, f"**{term.name}** ({place}): {sentence}")
    lines = [found[name] for name in sorted(found, key=str.casefold)]
    head = (
        "# Glossary\n\nEvery term of the course, with the sentence in which it first stands and its lesson.\n"
    )
    return head + "\n" + "\n\n".join(lines) + "\n"
