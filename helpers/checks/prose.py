"""What a rule may ask of free prose: its form, never whether it is right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.checks.verdicts import Wrong, show
from helpers.writing import listed, plural


def text_of(answer: object, what: str = "a text in quotes") -> str:
    """Read an answer as a text that is not empty."""
    if not isinstance(answer, str):
        raise Wrong(f"expected {what}; you gave {show(answer)}.")
    if not answer.strip():
        raise Wrong(f"expected {what}; yours is empty.")
    return answer.strip()


def sentences(answer: object, least: int = 1, most: int | None = None) -> int:
    """Return how many sentences a text has; raise Wrong where they are too few or too many."""
    text = text_of(answer)
    text = re.sub(r"(?<=\d)\.(?=\d)|\b(e\.g|i\.e|etc|vs|approx|Dr|Mr|Mrs|St)\.", "", text)
    count = len([one for one in re.split(r"[.!?…]+(?:\s|$|[\"')\]])", text) if re.search(r"\w", one)])
    if count < least:
        raise Wrong(f"expected at least {plural(least, 'sentence')}; yours has {count}.")
    if most is not None and count > most:
        raise Wrong(f"expected at most {plural(most, 'sentence')}; yours has {count}.")
    return count


def names_in(answer: object, options: Sequence[str], count: int, what: str = "name") -> list[str]:
    """Return which of some names an answer holds, in the order of `options`: a text, or a list of names.

    Raises:
        Wrong: if it names another number of them than `count`, or, in a list, something else.
    """
    if isinstance(answer, list | tuple | set | frozenset) and all(isinstance(one, str) for one in answer):
        given = [one.strip().lower() for one in answer]
        strange = [one for one in given if one not in {option.lower() for option in options}]
        if strange:
            raise Wrong(f"there is no {what} {show(strange[0])}. There are: {listed(options, 12)}.")
        found = [option for option in options if option.lower() in given]
    else:
        text = text_of(answer)
        found = [one for one in options if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE)]
    if len(found) != count:
        named = f": {listed(found)}" if found else ""
        raise Wrong(
            f"expected {plural(count, what)} of {listed(options, 12)}; yours has {len(found)}{named}."
        )
    return found
