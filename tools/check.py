"""`make check`: every notebook is its source's, was executed whole, and keeps the rules of a page.

Runs nothing and imports no TensorFlow, so it answers in seconds. What the outputs say is verified by
`make test`, which executes every notebook.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from tools import launch, lessons, links, pages, rules, stored, structure

WORKED_IN = (
    "Somebody has worked in it: make update sets that aside, and checks are for notebooks as they came."
)
MOST_EXCEPTIONS = 3  # outputs in the whole course that are not compared
MACHINE = re.compile(r"(/home/|/root/|/Users/|/tmp/|/opt/|[A-Z]:\\Users\\)[\w.-]*|https?://(localhost|127\.)")


def check_lesson(source: Path, notebook_path: Path | None = None) -> list[str]:
    """Return what is wrong with one lesson, a line each; an empty list when nothing is."""
    path = notebook_path or lessons.learner_path(source)
    rebuild = f"Run: make lessons ONLY={source.stem[:2]}"
    if not path.exists():
        return [f"{source.name} has no notebook. {rebuild}"]
    notebook = lessons.read(path)
    if lessons.worked_in(notebook):
        rebuild = WORKED_IN
    try:
        wanted = lessons.learners(source, lessons.filled_in(notebook))
    except (lessons.SourceError, launch.AddressError) as error:
        return [str(error)]
    here = launch.refreshed(notebook, wanted)
    mend = f"Mend lessons/{source.name}."
    found: list[tuple[Iterable[str], str]] = [
        (written_for_another_address(here, notebook), "Run: make address"),
        (differences(wanted, here), rebuild),
        (unexecuted(notebook), rebuild),
        (outputs_that_do_not_belong(notebook), ""),
        (pictures_without_words(notebook), ""),
        (stored.stored_problems(notebook, path), ""),
        (links.notebook_problems(path, notebook.cells), mend),
        (rules.page_rules(notebook, source.stem[:2]), mend),
        (edition_problems(source, notebook, red=True), mend),
    ]
    return [f"{path.name}: {problem} {cure}".rstrip() for problems, cure in found for problem in problems]


def edition_problems(source: Path, notebook: NotebookNode, *, red: bool) -> list[str]:
    """Return which rules of the second edition a lesson breaks, if they are red for it, or if they are not."""
    if lessons.is_second_edition(source) != red:
        return []
    return list(rules.edition_rules(source, notebook))


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
    counts = [cell.get("execution_count") for cell in lessons.code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"was not executed once from top to bottom: its execution counts are {counts}."
    built, now = notebook.metadata.get("course", {}).get("outputs", []), lessons.outputs_hash(notebook)
    if len(built) != len(now):
        yield "does not say what each of its code cells showed when it was built."
        return
    for cell, hash_then, hash_now in zip(lessons.code_cells(notebook), built, now, strict=True):
        if hash_then != hash_now:
            yield f"cell {cell.id}: its outputs were changed after it was built."


def outputs_that_do_not_belong(notebook: NotebookNode) -> Iterator[str]:
    """Tell of errors, warnings and paths of a machine among the stored outputs."""
    for cell in lessons.code_cells(notebook):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
                yield f"cell {cell.id}: stored an error, {output.ename}."
            if output.get("name") == "stderr":
                yield f"cell {cell.id}: wrote to stderr: {output.text[:80]!r}."
            found = MACHINE.search(rules.output_text(output))
            if found:
                yield f"cell {cell.id}: shows a path of the machine it was built on, {found[0]!r}."


def pictures_without_words(notebook: NotebookNode) -> Iterator[str]:
    """Tell which pictures have no text description."""
    for cell in lessons.code_cells(notebook):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" not in data and "image/svg+xml" not in data:
                continue
            words = data.get("text/plain", "")  # and its alt text: tools.structure
            if len(words) < 20 or words.startswith("<"):
                yield f"cell {cell.id}: has a picture with no text description. Use helpers.describe(ax, …)."
        pictures = sum("image/png" in output.get("data", {}) for output in cell.get("outputs", []))
        folded = sum("Picture in words" in rules.output_text(output) for output in cell.get("outputs", []))
        if pictures > folded:
            yield f"cell {cell.id}: shows {pictures} pictures and {folded} descriptions. Use helpers.describe."


def exceptions() -> tuple[list[str], list[str]]:
    """Return the cells whose output is not compared, and those whose numbers have a tolerance, with reasons."""
    not_compared, tolerated = [], []
    for source in lessons.sources():
        path = lessons.learner_path(source)
        for cell in lessons.code_cells(lessons.read(path)) if path.exists() else []:
            line = f"{path.name}, cell {cell.id}: {cell.metadata.get('reason', '')}"
            if cell.metadata.get("tags"):
                not_compared.append(line)
            if cell.metadata.get("tolerance"):
                tolerated.append(f"{line} (numbers within {cell.metadata.tolerance})")
    return not_compared, tolerated


def readme_problems() -> list[str]:
    """Return where the pages beside the lessons are not what the lessons are, or have broken links."""
    problems = pages.problems()
    readme = launch.README.read_text("utf-8")
    try:
        if launch.readme_text(readme, launch.read()) != readme:
            problems.append(
                "README.md: its links are not of the address in pyproject.toml. Run: make address"
            )
    except launch.AddressError as error:
        problems.append(str(error))
    return problems + links.page_problems()


def printed(only: str) -> list[str]:
    """Return how many rules of the second edition each lesson breaks that is not held to them yet."""
    lines = []
    for source in lessons.sources(only):
        path = lessons.learner_path(source)
        found = edition_problems(source, lessons.read(path), red=False) if path.exists() else []
        if found:
            lines.append(f"{source.stem}: {len(found)}, such as: {found[0]}")
            lines += [f"  {line}" for line in found] if only else []
    return lines


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
        print("Rules of the second edition, broken where they are not red yet:")
        print("\n".join(f"  {line}" for line in printed(only)) or "  none")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
