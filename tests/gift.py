"""A reader of Moodle's GIFT, written from the format's documentation and apart from the writer in tools/.

It knows what a quiz of multiple choice uses: comments, categories, titles, a format in brackets, one right answer
(=), wrong ones (~), feedback (#), and \\ before a character that is meant as it is; \\n is a new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


class GiftError(Exception):
    """A file that Moodle would refuse."""


def read(text: str) -> tuple[str, list[dict]]:
    """Return the category of a file and its questions, each a dict of title, format, text and answers."""
    category, questions = "", []
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("//")]
    for block in re.split(r"\n(?:[ \t]*\n)+", "\n".join(lines).strip()):
        if block.startswith("$CATEGORY:"):
            category = block.removeprefix("$CATEGORY:").strip()
        elif block.strip():
            questions.append(question(block.strip()))
    return category, questions


def tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each character and whether it is a sign of the format."""
    characters = iter(text)
    for one in characters:
        if one == "\\":
            after = next(characters, None)
            if after is None:
                raise GiftError("a backslash at the end")
            yield ("\n" if after == "n" else after), False
        else:
            yield one, one in "{}~=#:"


def question(block: str) -> dict:
    """Read one question."""
    signs = list(tokens(block))
    title, signs = _title(signs)
    kind = re.match(r"\[(\w+)\]", "".join(one for one, _ in signs))
    if kind:
        signs = signs[kind.end() :]
    opened = [place for place, (one, sign) in enumerate(signs) if sign and one == "{"]
    closed = [place for place, (one, sign) in enumerate(signs) if sign and one == "}"]
    if len(opened) != 1 or len(closed) != 1 or closed[0] != len(signs) - 1:
        raise GiftError(f"expected one pair of braces around the answers: {block[:60]}")
    asked = "".join(one for one, _ in signs[: opened[0]]).strip()
    if any(sign and one in "~=#" for one, sign in signs[: opened[0]]):
        raise GiftError(f"a sign of the format in the question: {block[:60]}")
    return {
        "title": title,
        "format": kind[1] if kind else "moodle",
        "text": asked,
        "answers": list(_answers(signs[opened[0] + 1 : closed[0]])),
    }


def _title(signs: list[tuple[str, bool]]) -> tuple[str, list[tuple[str, bool]]]:
    colon = (":", True)
    if signs[:2] != [colon, colon]:
        return "", signs
    for place in range(2, len(signs) - 1):
        if signs[place : place + 2] == [colon, colon]:
            return "".join(one for one, _ in signs[2:place]), signs[place + 2 :]
    raise GiftError("the title has no end")


def _answers(signs: list[tuple[str, bool]]) -> Iterator[tuple[bool, str, str]]:
    """Yield right or wrong, the text and the feedback of each answer."""
    starts = [place for place, (one, sign) in enumerate(signs) if sign and one in "=~"]
    if not starts or "".join(one for one, _ in signs[: starts[0]]).strip():
        raise GiftError("expected = or ~ before each answer")
    for start, end in zip(starts, [*starts[1:], len(signs)], strict=True):
        part = signs[start + 1 : end]
        marks = [place for place, (one, sign) in enumerate(part) if sign and one == "#"]
        if len(marks) > 1:
            raise GiftError("two feedbacks to one answer")
        at = marks[0] if marks else len(part)
        text = "".join(one for one, _ in part[:at]).strip()
        yield signs[start][0] == "=", text, "".join(one for one, _ in part[at + 1 :]).strip()
