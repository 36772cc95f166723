"""`make check`: every notebook is its source's, was executed whole, and keeps the rules of a page.

Runs nothing and imports no TensorFlow, so it answers in seconds. What the outputs say is verified by
`make test`, which executes every notebook.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from tools import launch, lessons, links, stored, structure, tolerances

LONGEST_CODE = 25  # lines of a cell
WIDEST_CODE = 104  # characters of a line: what fits beside JupyterLab's file list on a laptop
LONGEST_PROSE = 12  # lines of markdown between two code cells, folded parts not counted
MOST_EXCEPTIONS = 3  # outputs in the whole course that are not compared
MACHINE = re.compile(r"(/home/|/root/|/Users/|/tmp/|/opt/|[A-Z]:\\Users\\)[\w.-]*|https?://(localhost|127\.)")


def check_lesson(source: Path, notebook_path: Path | None = None) -> list[str]:
    """Return what is wrong with one lesson, a line each; an empty list when nothing is."""
    path = notebook_path or lessons.learner_path(source)
    rebuild = f"Run: make lessons ONLY={source.stem[:2]}"
    if not path.exists():
        return [f"{source.name} has no notebook. {rebuild}"]
    try:
        wanted = lessons.learners(source)
    except (lessons.SourceError, launch.AddressError) as error:
        return [str(error)]
    notebook = lessons.read(path)
    here = launch.refreshed(notebook, wanted)
    problems = [
        *(f"{problem} Run: make address" for problem in written_for_another_address(here, notebook)),
        *(f"{problem} {rebuild}" for problem in differences(wanted, here)),
        *(f"{problem} {rebuild}" for problem in unexecuted(notebook)),
        *outputs_that_do_not_belong(notebook),
        *pictures_without_words(notebook),
        *stored.stored_problems(notebook, path),
        *(
            f"{problem} Mend lessons/{source.name}."
            for problem in links.notebook_problems(path, notebook.cells)
        ),
        *(f"{problem} Mend lessons/{source.name}." for problem in page_rules(notebook, source.stem[:2])),
    ]
    return [f"{path.name}: {problem}" for problem in problems]


def written_for_another_address(here: NotebookNode, notebook: NotebookNode) -> Iterator[str]:
    """Tell which cells were made for another address, branch or version than pyproject.toml's."""
    for ours, theirs in zip(here.cells, notebook.cells, strict=True):
        if ours.source != theirs.source:
            yield f"cell {ours.id}: was written for another address or version than pyproject.toml says."


def differences(wanted: NotebookNode, notebook: NotebookNode) -> Iterator[str]:
    """Tell where a notebook is not what its source makes, outputs aside."""
    if len(wanted.cells) != len(notebook.cells):
        yield f"has {len(notebook.cells)} cells, its source makes {len(wanted.cells)}."
        return
    for ours, theirs in zip(wanted.cells, notebook.cells, strict=True):
        for key in structure.differing(ours, theirs, but=("outputs", "execution_count")):
            yield f"cell {ours.id}: its {key.replace('_', ' ')} is not its source's."
    yield from structure.notebook_problems(wanted, notebook)


def unexecuted(notebook: NotebookNode) -> Iterator[str]:
    """Tell which code cells were not run, in order and once, and whether outputs were changed since."""
    counts = [cell.get("execution_count") for cell in notebook.cells if cell.cell_type == "code"]
    if counts != list(range(1, len(counts) + 1)):
        yield f"was not executed once from top to bottom: its execution counts are {counts}."
    built, now = notebook.metadata.get("course", {}).get("outputs", []), lessons.outputs_hash(notebook)
    if len(built) != len(now):
        yield "does not say what each of its code cells showed when it was built."
        return
    for cell, hash_then, hash_now in zip(code_cells(notebook), built, now, strict=True):
        if hash_then != hash_now:
            yield f"cell {cell.id}: its outputs were changed after it was built."


def outputs_that_do_not_belong(notebook: NotebookNode) -> Iterator[str]:
    """Tell of errors, warnings and paths of a machine among the stored outputs."""
    for cell in code_cells(notebook):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
                yield f"cell {cell.id}: stored an error, {output.ename}."
            if output.get("name") == "stderr":
                yield f"cell {cell.id}: wrote to stderr: {output.text[:80]!r}."
            found = MACHINE.search(said(output))
            if found:
                yield f"cell {cell.id}: shows a path of the machine it was built on, {found[0]!r}."


def pictures_without_words(notebook: NotebookNode) -> Iterator[str]:
    """Tell which pictures have no text description."""
    for cell in code_cells(notebook):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" not in data and "image/svg+xml" not in data:
                continue
            words = data.get("text/plain", "")  # and its alt text: tools.structure
            if len(words) < 20 or words.startswith("<"):
                yield f"cell {cell.id}: has a picture with no text description. Use helpers.describe(ax, …)."
        pictures = sum("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
        folded = sum("Picture in words" in said(output) for output in cell.get("outputs", []))
        if pictures > folded:
            yield f"cell {cell.id}: shows {pictures} pictures and {folded} descriptions. Use helpers.describe."


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
    yield from prose_rules(notebook)


def cell_rules(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type != "code":
        return
    lines = cell.source.splitlines()
    if len(lines) > LONGEST_CODE:
        yield f"cell {cell.id}: {len(lines)} lines of code; {LONGEST_CODE} are the most."
    if max(map(len, lines), default=0) > WIDEST_CODE:
        yield f"cell {cell.id}: a line of {max(map(len, lines))} characters; {WIDEST_CODE} are the most."
    if any(line.rstrip().endswith(";") for line in lines):
        yield f"cell {cell.id}: a trailing ';' does not keep an output out. Assign it."
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
        open_text = re.sub(r"(?s)<details>.*?</details>", "", cell.source)
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


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def said(output: NotebookNode) -> str:
    """Return all text of an output."""
    data = output.get("data", {})
    texts = [
        output.get("text", ""),
        *(v for k, v in data.items() if isinstance(v, str) and not k.startswith("image/")),
    ]
    return "\n".join(texts)


def exceptions() -> tuple[list[str], list[str]]:
    """Return the cells whose output is not compared, and those whose numbers have a tolerance, with reasons."""
    not_compared, tolerated = [], []
    for source in lessons.sources():
        path = lessons.learner_path(source)
        for cell in code_cells(lessons.read(path)) if path.exists() else []:
            line = f"{path.name}, cell {cell.id}: {cell.metadata.get('reason', '')}"
            if cell.metadata.get("tags"):
                not_compared.append(line)
            if cell.metadata.get("tolerance"):
                tolerated.append(f"{line} (numbers within {cell.metadata.tolerance})")
    return not_compared, tolerated


def readme_problems() -> list[str]:
    """Return where the README is not what the lessons are: its picture, and its table of lessons."""
    problems = []
    try:
        wanted = lessons.readme_picture()
        if not lessons.README_PICTURE.exists() or lessons.README_PICTURE.read_bytes() != wanted:
            problems.append("docs/picture.png is not the lesson's picture. Run: make lessons")
    except lessons.SourceError as error:
        problems.append(str(error))
    readme = launch.README.read_text("utf-8")
    try:
        if launch.readme_text(readme, launch.read()) != readme:
            problems.append(
                "README.md: its links are not of the address in pyproject.toml. Run: make address"
            )
    except launch.AddressError as error:
        problems.append(str(error))
    problems += links.page_problems()
    for source in lessons.sources():
        first = lessons.read_source(source).cells[0].source
        title = re.search(r"# \d\d · (.+)", first)
        question, minutes = re.search(r"(?m)^\*\*(.+\?)\*\*$", first), re.search(r"\b(\d+) minutes", first)
        if title and question and minutes:
            row = f"| {source.stem[:2]} | [{title[1]}](notebooks/{source.stem}.ipynb) | {minutes[1]} | {question[1]} |"
            if row not in readme:
                problems.append(f"README.md: the table of lessons lacks this line: {row}")
    return problems


def main() -> int:
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        found = lessons.sources(only)
    except lessons.SourceError as error:
        print(error, file=sys.stderr)
        return 1
    problems = [problem for source in found for problem in check_lesson(source)]
    not_compared, tolerated = exceptions()
    if not only:
        known = {lessons.learner_path(source) for source in found}
        problems += [
            f"{path.name}: comes from no source. Notebooks are built from lessons/; move it there or delete it."
            for path in structure.strays(lessons.NOTEBOOKS, known)
        ]
        problems += readme_problems()
        if len(not_compared) > MOST_EXCEPTIONS:
            problems.append(f"{len(not_compared)} outputs are not compared; {MOST_EXCEPTIONS} are the most.")
    for problem in problems:
        print(f"check: {problem}", file=sys.stderr)
    if not problems:
        print(f"check: {len(found)} lessons, their notebooks are theirs. Outputs not compared:")
        print("\n".join(f"  {line}" for line in not_compared) or "  none")
        print("Outputs whose numbers may differ a little:")
        print("\n".join(f"  {line}" for line in tolerated) or "  none")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
