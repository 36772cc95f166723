"""What must not be in anything that learners get: solutions, their reasons, and a teacher's words."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path

from tools import lessons, marks
from tools.class_edition import exercises

TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
NO_WORDS = re.compile(r"(?s)<style.*?</style>|<script.*?</script>")
LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]+\)")
PICTURE = re.compile(r"data:[\w/+.-]+;base64,[\w+/=]+")


@cache
def of(source: Path) -> tuple[str, ...]:
    """Return the secrets of a lesson, each as `plain` writes it: solutions as they stand, reasons and notes by the sentence."""
    said: list[str] = []
    for cell in lessons.read_source(source).cells:
        if "teacher" in marks.tags_of(cell):
            said += _pieces(cell.source)
        elif "hints" in marks.tags_of(cell):
            said += _pieces(cell.source.partition("Why:")[2])
    said += solutions(source)
    return tuple(one for one in dict.fromkeys(plain(text) for text in said) if len(one) > 5)


def solutions(source: Path) -> list[str]:
    """Return the worked answers of a lesson, as code."""
    return [
        exercises.solution(cell.source)
        for cell in lessons.read_source(source).cells
        if cell.cell_type == "code" and 'check("' in cell.source
    ]


def _pieces(text: str) -> list[str]:
    """Return the sentences of a text that are long enough to be told, cut at expressions that are filled in."""
    sentences = re.split(r"(?<=[.?!])\s+|\{\{.+?\}\}", text)
    return [one for one in sentences if len(one.split()) >= 6]


def plain(text: str) -> str:
    """Return a text in small letters, without Markdown's marks and with single spaces: a page and a source compare."""
    return " ".join(re.sub(r"[*`_\\]", "", LINK.sub(r"\1", text)).casefold().split())


def words_of(path: Path) -> str:
    """Return all that a notebook or a page says, outputs included, as `plain` writes it."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join(_strings(json.loads(text)))
    elif path.suffix == ".html":
        text = html.unescape(TAG.sub("", PICTURE.sub("", NO_WORDS.sub(" ", text))))
    return plain(text)


def _strings(node: object) -> list[str]:
    """Return all texts in a notebook's JSON; pictures in it are left out."""
    if isinstance(node, dict):
        return [one for key, value in node.items() if key != "image/png" for one in _strings(value)]
    if isinstance(node, list):
        if all(isinstance(one, str) for one in node):
            return ["".join(node)]
        return [one for value in node for one in _strings(value)]
    return [node] if isinstance(node, str) else []


def told_in(path: Path, source: Path) -> list[str]:
    """Return the secrets of a lesson that a notebook or page tells."""
    words = words_of(path)
    return [one for one in of(source) if one in words]
