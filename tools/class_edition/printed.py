"""From Markdown to one page of HTML that prints and asks for nothing outside itself: style and formulas are in it."""

from __future__ import annotations

import base64
import html
import io
import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

STYLE = Path(__file__).with_name("printed.css")
FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|(?<![\\$\w])\$(?P<inline>[^$\n`]+?)\$(?![\w$])", re.DOTALL)
BESIDE = re.compile(r"(\]\((?:quiz/)?\w+)\.md\)")
CODE = re.compile(r"(?s)(```.*?```|`[^`\n]+`)")
# what matplotlib's mathtext calls otherwise, or does without
TEX = {r"\\[Bb]igg?(?![a-z])": "", r"\\ge(?![a-z])": r"\\geq", r"\\le(?![a-z])": r"\\leq"}
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
{style}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def page(markdown: str) -> str:
    """Return Markdown as a page; its title is its first heading.

    Args:
        markdown: with tables, formulas between dollar signs, and HTML where Markdown has no means.
    """
    title = re.search(r"(?m)^# (.+)$", markdown)
    words = html.escape(title[1]) if title else "Neural networks, opened"
    return PAGE.format(title=words, style=STYLE.read_text("utf-8"), body=body(markdown))


def body(markdown: str) -> str:
    """Return Markdown as HTML, its formulas drawn."""
    return _parser().render(markdown)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")

    def drawn(tex: str, options: dict[str, bool]) -> str:
        return formula(tex, block=options["display_mode"])

    return parser.use(dollarmath_plugin, double_inline=True, allow_digits=False, renderer=drawn)


def with_formulas(markdown: str) -> str:
    """Return Markdown with each formula as a drawing, for whoever else renders it; code stays as it is."""
    parts = CODE.split(markdown)
    for place in range(0, len(parts), 2):
        parts[place] = FORMULA.sub(
            lambda found: formula(found["block"] or found["inline"], block=bool(found["block"])), parts[place]
        )
    return "".join(parts)


@cache
def formula(tex: str, *, block: bool = False) -> str:
    """Return a formula in TeX as a drawing in HTML, with the TeX as its words."""
    from matplotlib import mathtext, rc_context

    ours = tex.strip()
    for theirs, name in TEX.items():
        ours = re.sub(theirs, name, ours)
    file = io.BytesIO()
    with rc_context({"svg.hashsalt": "formula", "mathtext.fontset": "dejavuserif"}):
        depth = mathtext.math_to_image(f"${ours}$", file, format="svg", dpi=72)
    drawing = re.sub(r"(?s)<metadata>.*?</metadata>", "", file.getvalue().decode())
    height = float(re.search(r'height="([\d.]+)pt"', drawing)[1])  # type: ignore[index]
    data = base64.b64encode(drawing.encode()).decode()
    style = "" if block else f' style="vertical-align:-{depth / 12:.2f}em"'
    size = f'height="{height * 96 / 72:.0f}"'
    image = f'<img class="formula" {size}{style} alt="{html.escape(tex.strip())}" src="data:image/svg+xml;base64,{data}">'
    return f'<p class="formula">{image}</p>\n' if block else image


def write(path: Path, markdown: str) -> None:
    """Write a page twice: as Markdown, and as HTML beside it, each with links to its own kind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".md").write_text(markdown, "utf-8", newline="\n")
    path.with_suffix(".html").write_text(page(BESIDE.sub(r"\1.html)", markdown)), "utf-8", newline="\n")
