"""What a stored notebook shows where nothing runs: on GitHub, in VS Code, in a preview.

GitHub draws formulas with its own filter in front of MathJax, VS Code with KaTeX, JupyterLab with MathJax: a
formula passes here only if all three draw it. Large files are not drawn at all or too slowly to read.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from tools import structure

LARGEST_PICTURE = 200_000  # bytes
LARGEST_NOTEBOOK = 2_000_000  # bytes
WIDGET_WORDS = re.compile(r"(?:[A-Z]\w*|interactive)\((?:children=|value=|description=|layout=|\))")

FENCED = r"(?ms:^(?P<fence>```|~~~).*?^(?P=fence)[ ]*$)"
CODE = re.compile(FENCED + r"|(?s:``.+?``)|`[^`\n]+`")
DISPLAY = re.compile(r"(?s)\$\$(.+?)\$\$")
INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]*)(?<!\\)\$(?!\$)")
ENVIRONMENTS = {  # those that MathJax and KaTeX both know inside $$
    *("aligned", "array", "cases", "gathered", "split"),
    *("matrix", "bmatrix", "pmatrix", "smallmatrix", "vmatrix"),
}
REFUSED = {  # what to write instead: the commands
    r"\text{…}": ("operatorname", "DeclareMathOperator", "mbox"),
    "the formula in full": ("newcommand", "renewcommand", "def", "require"),
    "words in the text": ("label", "ref", "eqref"),
    r"\mathbf{…}": ("bm",),
    "a link in the text": ("href",),
    "nothing": ("cssId", "class"),
}


def stored_problems(notebook: NotebookNode, path: Path) -> Iterator[str]:
    """Tell what of a stored notebook would not be seen without running it, or not everywhere."""
    size = path.stat().st_size
    if size > LARGEST_NOTEBOOK:
        yield f"is {size / 1e6:.1f} MB; {LARGEST_NOTEBOOK / 1e6:.0f} MB are the most. Draw fewer or smaller pictures."
    if path.read_text("utf-8") != structure.written(notebook):
        yield "is not written as the build writes it."
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield from (f"cell {cell.id}: {problem}" for problem in structure.cell_problems(cell))
            for output in cell.get("outputs", []):
                yield from (f"cell {cell.id}: {problem}" for problem in output_problems(output))
        else:
            yield from (f"cell {cell.id}: {problem}" for problem in formula_problems(cell.source))


def output_problems(output: NotebookNode) -> Iterator[str]:
    """Tell whether an output is a widget alone, or a picture that is too large."""
    if "data" not in output:
        return
    data = output.data
    still = [kind for kind in data if kind.startswith("image/") or kind == "text/html"]
    said = data.get("text/plain", "")
    if not still and (not data or WIDGET_WORDS.match(said)):
        yield "shows a widget and nothing where it cannot run. Give it a still picture, as helpers.widgets does."
    for kind in still:
        if not kind.startswith("image/"):
            continue
        content = data[kind]
        size = len(content.encode() if kind == "image/svg+xml" else base64.b64decode(content))
        if size > LARGEST_PICTURE:
            yield (
                f"a picture of {size / 1000:.0f} kB; {LARGEST_PICTURE / 1000:.0f} are the most. "
                "Draw less on it, or make the figure smaller."
            )


def formula_problems(text: str) -> Iterator[str]:
    """Tell which formulas of a text are not drawn by JupyterLab, GitHub and VS Code alike."""
    text = CODE.sub("", text)
    for found in DISPLAY.finditer(text):
        yield from _display_problems(text, found)
        yield from _inside_problems(found[1])
    rest = DISPLAY.sub("", text)
    if "$$" in rest:
        yield "a $$ that is not closed. Write $$formula$$."
        return
    for found in INLINE.finditer(rest):
        yield from _inline_problems(rest, found)
        yield from _inside_problems(found[1])
    rest = INLINE.sub("", rest)
    if re.search(r"(?<!\\)\$", rest):
        yield r"a lone $. Close the formula; an amount of money is written \$5, or in words."
    if re.search(r"\\begin\{|\\\[|\\\(", rest):
        yield r"a formula without dollars (\begin, \[ or \( ). Put it between $$ and $$."


def _display_problems(text: str, found: re.Match[str]) -> Iterator[str]:
    """Tell what is wrong with where a $$formula$$ stands."""
    shown = found[0][:30]
    before, after = text[: found.start()], text[found.end() :]
    if not re.search(r"(?:^|\n\n)$", before) or not re.match(r"$|\n\n|\n$", after):
        yield f"{shown!r} is not a paragraph of its own. Leave a blank line before and after, and no indent."
    if re.search(r"\$\$\s*$", before):
        yield f"{shown!r} follows another formula: GitHub shows the last one alone. Put words between them."
    if re.search(r"\n[ \t]*\n", found[1]):
        yield f"{shown!r} has a blank line inside. Take it out."
    if re.search(r"\n[ \t]*(?:[=+*#>-]|\d+[.)])", found[1]):
        yield f"{shown!r} has a line that begins like a heading, list or quote. Move that sign up a line."


def _inline_problems(text: str, found: re.Match[str]) -> Iterator[str]:
    """Tell what is wrong with where a $formula$ begins and ends."""
    inside, after = found[1], text[found.end() : found.end() + 1]
    before = text[found.start() - 1 : found.start()] if found.start() else ""
    if inside != inside.strip() or not inside:
        yield f"{found[0]!r}: no space just inside the dollars."
    if after.isalnum() or before.isalnum():
        yield f"{found[0]!r} touches a letter or a digit: GitHub leaves it as it is. Put a space between."
    if "|" in inside and re.search(r"(?m)^\|.*" + re.escape(found[0]), text):
        yield f"{found[0]!r} has a | inside a table. Write \\vert."


def _inside_problems(formula: str) -> Iterator[str]:
    """Tell which commands of a formula not every front end knows."""
    shown = f"${formula.strip()[:30]}…"
    for name in re.findall(r"\\begin\{(\w+\*?)\}", formula):
        if name not in ENVIRONMENTS:
            yield f"{shown}: \\begin{{{name}}} is not drawn everywhere. Take \\begin{{aligned}} inside $$."
    for instead, names in REFUSED.items():
        for name in re.findall(rf"\\({'|'.join(names)})(?![a-zA-Z])", formula):
            yield f"{shown}: \\{name} is not drawn everywhere. Write {instead}."
    if formula.count("{") - formula.count(r"\{") != formula.count("}") - formula.count(r"\}"):
        yield f"{shown}: braces do not match."
    if re.search(r"<[a-zA-Z/]", formula):
        yield f"{shown}: a < before a letter is taken for HTML. Write \\lt."
