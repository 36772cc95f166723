"""How far a number may be from the stored one elsewhere: which numbers a cell's source names, and how far.

    # %% tolerance={"forest": 0.015, "boosting": 0.015, "network": 0} reason="…"

On each line of the cell's outputs, the numbers between `forest` and the next of these words, or the end of the
line, may differ by 0.015; those after `network`, and those before the first of these words, not at all. Without
words, `tolerance=0.02` is for all numbers with a decimal point, and whole numbers do not differ. A number within
a name (128-64, x2, float64, 3.11.2, 1,480) is part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode

NUMBER = (
    r"(?P<pad> *)(?<![\w.−-])(?<!\d,)"
    r"(?P<number>[-−+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?![\w−-]|[.,]\d)"
)
TEXTS = ("text/plain", "text/html")


def numbers(text: str, tolerance: float | dict[str, float]) -> Iterator[tuple[re.Match[str], float]]:
    """Yield each number of a text with how far it may differ.

    >>> [(found["number"], allowed) for found, allowed in numbers("1: AUC 0.8 of 3", {"AUC": 0.1, "of": 0})]
    [('1', 0), ('0.8', 0.1), ('3', 0)]
    """
    named = tolerance if isinstance(tolerance, dict) else {}
    words = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(named, key=len, reverse=True))
    allowed = 0
    for found in re.finditer(rf"(?P<words>{words or '(?!)'})|\n|{NUMBER}", text):
        if found["number"] is None:
            allowed = named.get(found[0], 0)
        elif named:
            yield found, allowed
        else:
            yield found, tolerance if "." in found["number"] else 0


def near(fresh: str, stored: str, tolerance: float | dict[str, float]) -> str:
    """Return a text in which the numbers that are near enough to the stored ones are replaced by them.

    >>> near("AUC 0.81 of 3", "AUC 0.82 of 3", 0.02)
    'AUC 0.82 of 3'
    >>> near("AUC 0.71", "AUC 0.82", 0.02)
    'AUC 0.71'
    """
    olds, news = list(numbers(stored, tolerance)), list(numbers(fresh, tolerance))
    if len(olds) != len(news):
        return fresh
    pieces, end = [], 0
    for (new, _), (old, allowed) in zip(news, olds, strict=True):
        pieces += [fresh[end : new.start()], old[0] if _is_near(new, old, allowed) else new[0]]
        end = new.end()
    return "".join(pieces) + fresh[end:]


def _is_near(new: re.Match[str], old: re.Match[str], allowed: float) -> bool:
    a, b = (float(found["number"].replace("−", "-")) for found in (new, old))
    # in a column that is as wide as before, a number with a digit more has a space less before it
    same_place = new["pad"] == old["pad"] or len(new[0]) == len(old[0])
    return allowed > 0 and same_place and abs(a - b) <= allowed * (1 + 1e-9)


def problems(cell: NotebookNode) -> Iterator[str]:
    """Tell of a tolerance that is no amount, or that names words which no number follows."""
    tolerance = cell.metadata.get("tolerance")
    if tolerance is None:
        return
    amounts = list(tolerance.values()) if isinstance(tolerance, dict) else [tolerance]
    if not all(isinstance(amount, (int, float)) and amount >= 0 for amount in amounts) or not any(amounts):
        yield (
            f"its tolerance is {tolerance!r}; a number above 0 is wanted, "
            'or words and how far the numbers after them may differ: {"off by": 1, "of": 0}.'
        )
        return
    texts = [output.get("text", "") for output in cell.outputs]
    texts += [output.get("data", {}).get(kind, "") for output in cell.outputs for kind in TEXTS]
    for words in tolerance if isinstance(tolerance, dict) else ():
        these = {others: others == words for others in tolerance}
        if not any(allowed for text in texts for _, allowed in numbers(text, these)):
            yield f"its tolerance names {words!r}, and no number follows these words."
