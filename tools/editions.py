"""Editions of a learner's notebook: the same page, for somebody else.

`without_solutions` is what the public site shows and what a class hands out: exercises and hints, and the
worked solutions left out.
"""

from __future__ import annotations

import copy
import re

from nbformat import NotebookNode

from tools import keeping

SOLUTION = re.compile(r"(?ms)\n?^<details><summary>Solution</summary>.*?^</details>[ ]*$")


def without_solutions(notebook: NotebookNode) -> NotebookNode:
    """Return a learner's notebook without its folded solutions; hints, cells and outputs stay as they are.

    Args:
        notebook: as `tools.lessons.learners` or `tools.lessons.read` returns it. It is not changed.

    Example:
        >>> from nbformat.v4 import new_markdown_cell, new_notebook
        >>> hint = "<details><summary>Hint 1</summary>\\n\\nAdd up.\\n\\n</details>"
        >>> solution = "<details><summary>Solution</summary>\\n\\n1 + 1\\n\\n</details>"
        >>> cell = new_markdown_cell(hint + "\\n" + solution)
        >>> without_solutions(new_notebook(cells=[cell])).cells[0].source == hint
        True
    """
    notebook = copy.deepcopy(notebook)
    course = notebook.metadata.get("course", {})
    as_built = "sources" in course and course["sources"] == keeping.sources_hash(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = SOLUTION.sub("", cell.source)
    if as_built:  # so that a copy nobody has written in is still told apart
        course["sources"] = keeping.sources_hash(notebook)
    return notebook
