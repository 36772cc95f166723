"""The rules of a page: what `make check` holds each lesson to.

`page_rules` hold everywhere. `edition_rules` are those of the second edition: red for the lessons that
`lessons.SECOND_EDITION` names, printed for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from tools import lessons, marks, pages, tolerances

LONGEST_CODE = {True: 12, False: 25}  # lines of a cell, second edition or not
WIDEST_CODE = 104  # characters of a line: what fits beside JupyterLab's file list on a laptop
LONGEST_PROSE = 12  # lines of markdown between two code cells in the first edition, folded parts not counted
MOST_CELLS = 8  # code cells without an exercise
MOST_MINUTES = {
    "01": 35,
    "02": 75,
    "03": 65,
    "04": 80,
    "05": 80,
    "06": 80,
    "07": 80,
    "08": 75,
    "09": 80,
    "10": 180,
}

NUMBER = re.compile(r"(?<![\w.,−\-/·–])[−-]?\d[\d,]*(?:\.\d+)?(?![\w/]|[.,]\d)|(?<![\w.])\.\d+(?!\w)")
IN_TEXT = re.compile(r"[−-]?(?:\d[\d,]*)?\.?\d+(?:e[-+]?\d+)?")
NAMED = re.compile(
    r"(?i)\b(?:lessons?|exercises?|hint|figure|step|python|version)\s+[\d.]+(?:\s*(?:and|to|,|or)\s*[\d.]+)*"
)
SMALL = {0.0, 1.0, 2.0}  # counted in words of any text


# ---- everywhere ------------------------------------------------------------------------------------


def page_rules(notebook: NotebookNode, number: str) -> Iterator[str]:
    """Tell which rules of a page are broken: opening, closing, lengths, semicolons, reasons."""
    first, last = notebook.cells[0].source, notebook.cells[-1].source
    if not re.match(rf"# {number} · \S", first):
        yield f"the first cell does not begin with the title, '# {number} · …'."
    if not re.search(r"(?m)^\*\*.+\?\*\*$", first):
        yield "the first cell has no question in bold on a line of its own."
    promised = bullets(first, "You will")
    if not 3 <= len(promised) <= 5:
        yield f"the first cell promises {len(promised)} things under 'You will'; three to five are wanted."
    if not re.search(r"\b\d+ minutes\b", first):
        yield "the first cell does not say how many minutes the lesson takes."
    close = "\n".join(cell.source for cell in notebook.cells[-4:] if cell.cell_type == "markdown")
    done = bullets(close, "You can now")
    if len(done) != len(promised):
        yield f"the close lists {len(done)} things under 'You can now'; the opening promised {len(promised)}."
    if "Next" not in last:
        yield "the last cell does not name the next step."
    for cell in notebook.cells:
        yield from cell_rules(cell)
    if number not in lessons.SECOND_EDITION:
        yield from prose_rules(notebook)


def cell_rules(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type != "code":
        return
    lines = cell.source.splitlines()
    if len(lines) > LONGEST_CODE[False]:
        yield f"cell {cell.id}: {len(lines)} lines of code; {LONGEST_CODE[False]} are the most."
    if max(map(len, lines), default=0) > WIDEST_CODE:
        yield f"cell {cell.id}: a line of {max(map(len, lines))} characters; {WIDEST_CODE} are the most."
    if any(line.rstrip().endswith(";") for line in lines):
        yield f"cell {cell.id}: a trailing ';' does not keep an output out. Assign it."
    if re.search(r"(?m)^[ ]*assert\b", cell.source):
        yield f"cell {cell.id}: an assert on the learner's page. Make it a claim in a cell tagged proof."
    tags, tolerance = cell.metadata.get("tags"), cell.metadata.get("tolerance")
    if (tags or tolerance is not None) and not str(cell.metadata.get("reason", "")).strip():
        what = f"tagged {tags}" if tags else f"has a tolerance of {tolerance}"
        yield f'cell {cell.id}: {what} with no reason beside it (reason="…").'
    yield from (f"cell {cell.id}: {problem}" for problem in tolerances.problems(cell))


def prose_rules(notebook: NotebookNode) -> Iterator[str]:
    """Tell where more than a board's worth of prose stands between two code cells."""
    lines = 0
    for cell in notebook.cells[1:-3]:
        if cell.cell_type == "code":
            lines = 0
            continue
        open_text = marks.FOLDED.sub("", cell.source)
        lines += sum(bool(line.strip()) for line in open_text.splitlines())
        if lines > LONGEST_PROSE:
            yield f"cell {cell.id}: {lines} lines of prose since the last code; {LONGEST_PROSE} are the most."
            return


def bullets(text: str, heading: str) -> list[str]:
    """Return the bullets of the list right after a line that contains `heading`."""
    _, found, rest = text.partition(heading)
    if not found:
        return []
    listed = re.match(r"[^\n]*\n+((?:- [^\n]*\n?(?:  [^\n]*\n?)*)+)", rest)
    return re.findall(r"(?m)^- (.+)", listed[1]) if listed else []


# ---- of the second edition -------------------------------------------------------------------------


def edition_rules(source: Path, notebook: NotebookNode) -> Iterator[str]:
    """Tell which rules of the second edition a lesson breaks.

    Args:
        source: the lesson.
        notebook: its learner's notebook, executed.
    """
    cells = lessons.read_source(source).cells
    yield from minutes_rule(source, cells)
    yield from length_rule(notebook)
    yield from exercise_rules(cells)
    yield from term_rules(source)
    yield from number_rules(cells, notebook)


def minutes_rule(source: Path, cells: list[NotebookNode]) -> Iterator[str]:
    number = source.stem[:2]
    taken, most = marks.minutes(cells), MOST_MINUTES[number]
    if taken > most:
        yield f"takes {taken} minutes; {most} are the most."
    if "{{minutes}} minutes" not in cells[0].source:
        yield "the opening does not say `{{minutes}} minutes`, which the build fills in."


def length_rule(notebook: NotebookNode) -> Iterator[str]:
    """Tell which code cells of the learner's page are too long; the one for Colab is folded away."""
    most = LONGEST_CODE[True]
    for cell in notebook.cells:
        if cell.cell_type != "code" or cell.metadata.get("cellView") == "form":
            continue
        count = len(cell.source.splitlines())
        if count > most and not str(cell.metadata.get("long", "")).strip():
            yield f'cell {cell.id}: {count} lines of code; {most} are the most without a reason (long="…").'


def exercise_rules(cells: list[NotebookNode]) -> Iterator[str]:
    """Tell which exercise has no mark, which objective no exercise, and where there is none for too long."""
    promised = len(bullets(cells[0].source, "You will"))
    tested: set[int] = set()
    since, told = 0, False
    for cell in cells:
        if cell.cell_type != "code" or lessons.NOT_THE_LEARNERS & set(marks.tags_of(cell)):
            continue
        if 'check("' in cell.source:
            mark = marks.exercise_of(cell.source)
            if mark is None:
                yield f"cell {cell.id}: its exercise says neither kind nor objective (#: exercise N.N kind=… objective=…)."
            else:
                tested |= set(mark.objectives)
            since, told = 0, False
        else:
            since += 1
        if since > MOST_CELLS and not told:
            told = True
            yield f"cell {cell.id}: more than {MOST_CELLS} code cells without an exercise."
    for objective in range(1, promised + 1):
        if objective not in tested:
            yield f"objective {objective} of the opening has no exercise."
    for objective in sorted(tested - set(range(1, promised + 1))):
        yield f"an exercise names objective {objective}; the opening has {promised}."


def term_rules(source: Path) -> Iterator[str]:
    """Tell which term is defined twice among the lessons of this edition, or used before it is defined."""
    before: dict[str, str] = {}
    used = ""
    for other in lessons.sources():
        if not lessons.is_second_edition(other) and other != source:
            continue
        for cell in pages.texts(other):
            text = marks.prose(cell.source)
            for term in marks.terms(cell.source):
                name = term.name.casefold()
                earlier = used + text.partition(f"**{term.name}**")[0]
                if other == source and name in before:
                    yield f"cell {cell.id}: **{term.name}** is defined a second time (first in {before[name]})."
                elif other == source and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", earlier.casefold()):
                    yield f"cell {cell.id}: **{term.name}** is used before it is defined here."
                before.setdefault(name, f"{other.stem[:2]}, cell {cell.id}")
            used += "\n" + text
        if other == source:
            return


def number_rules(cells: list[NotebookNode], notebook: NotebookNode) -> Iterator[str]:
    """Tell which numbers in prose nothing holds.

    Held is a number that was filled in, that stands in code or output above, in the code that follows, or in a
    proof of the lesson.
    """
    outputs = {cell.id: cell.get("outputs", []) for cell in notebook.cells}
    proofs = " ".join(cell.source for cell in cells if "proof" in marks.tags_of(cell))
    held = values_in(proofs) | SMALL
    for index, cell in enumerate(cells):
        tags = set(marks.tags_of(cell))
        if cell.cell_type == "code":
            held |= values_in(cell.source)
            for output in outputs.get(cell.id, []):
                held |= values_in(output_text(output))
        elif not {"hints", "teacher"} & tags:
            following = next((later.source for later in cells[index:] if later.cell_type == "code"), "")
            yield from loose_numbers(cell, held | values_in(following))


def loose_numbers(cell: NotebookNode, held: set[float]) -> Iterator[str]:
    text = NAMED.sub(" ", marks.prose(marks.FILL.sub(" ", re.sub(r"(?m)^#.*$", " ", cell.source))))
    text = re.sub(r"(?m)^\s*\d+\.\s", " ", text)  # a numbered list
    for found in NUMBER.finditer(text):
        value = value_of(found[0])
        if not any(agrees(value, found[0], one) for one in held):
            around = " ".join(text[max(0, found.start() - 30) : found.end() + 20].split())
            yield f"cell {cell.id}: nothing holds the number {found[0].strip()} in “{around}”."


def agrees(value: float, written: str, held: float) -> bool:
    """Say whether a number in prose is a held one, or that one rounded to the digits written, or in per cent."""
    decimals = len(written.partition(".")[2])
    return any(round(abs(one), decimals) == abs(value) for one in (held, held * 100))


def values_in(text: str) -> set[float]:
    """Return all numbers of a text."""
    found = set()
    for one in IN_TEXT.findall(text.replace("_", "")):
        try:
            found.add(value_of(one))
        except ValueError:
            continue
    return found


def value_of(written: str) -> float:
    return float(written.replace("−", "-").replace(",", "").rstrip("."))


def output_text(output: NotebookNode) -> str:
    """Return all text of an output."""
    data = output.get("data", {})
    kept = (v for k, v in data.items() if isinstance(v, str) and not k.startswith("image/"))
    return "\n".join([output.get("text", ""), *kept])
