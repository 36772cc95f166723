"""A notebook as a page for everybody: exported to HTML, judged by axe-core and by rules of ours.

The export is nbconvert's, offline (no MathJax, no require.js), with a small style of ours on top: nbconvert's
own paints cell numbers and numbers in code too pale, does not underline links, and leaves the pictures' alt
texts out.
"""

from __future__ import annotations

from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from playwright.sync_api import Page

from tools import node

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NOT_OURS: dict[str, str] = {}  # a rule's id, and why what it finds is nbconvert's and cannot be mended here
UNSAID = (
    "No description has been provided for this image",
    "",
    "Image",
)  # what nbconvert writes for no alt text
ICON = '<link rel="icon" href="data:,">'  # else a browser asks for one
STYLE = """<style>
.jp-InputPrompt, .jp-OutputPrompt { color: #595959 !important; opacity: 1 !important; }
.jp-RenderedHTMLCommon a, .jp-RenderedMarkdown a { text-decoration: underline !important; }
summary { min-height: 24px; }
.highlight .c, .highlight .c1 { color: #3d6b6b !important; }
.highlight .m, .highlight .mf, .highlight .mi { color: #006a00 !important; }
.highlight .o, .highlight .ow { color: #8a1fd1 !important; }
pre span[style*="color: #"] { color: inherit !important; } /* the tables of model.summary() */
</style>"""
TEMPLATE = """{% extends "lab/index.html.j2" %}
{% block data_png %}<div class="jp-RenderedImage jp-OutputArea-output">
<img src="data:image/png;base64,{{ output.data['image/png'] | escape_html }}"
alt="{{ output | get_metadata('alt', 'image/png') or '' | escape_html }}"></div>{% endblock %}
{% block data_svg %}<div class="jp-RenderedSVG jp-OutputArea-output">
<img src="data:image/svg+xml;base64,{{ output.data['image/svg+xml'] | text_base64 | escape_html }}"
alt="{{ output.data.get('text/plain', '') | escape_html }}"></div>{% endblock %}
"""


def axe_script() -> str:
    """Return axe-core, of the version in classroom/package-lock.json."""
    return (node.packages() / "axe-core" / "axe.min.js").read_text("utf-8")


def exported(notebook: NotebookNode, title: str) -> str:
    """Return a notebook as one page of HTML that asks for nothing outside itself."""
    exporter = HTMLExporter(mathjax_url="", require_js_url="", jquery_url="", raw_template=TEMPLATE)
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return page.replace("</head>", f"{ICON}{STYLE}</head>", 1)


def judged(page: Page) -> list[str]:
    """Unfold everything on a page and return what axe-core finds against WCAG 2.2 A and AA."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(axe_script())
    options = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
    found = []
    for rule in page.evaluate("options => axe.run(document, options)", options)["violations"]:
        if rule["id"] in NOT_OURS:
            continue
        first = rule["nodes"][0]
        why = " ".join(first["failureSummary"].split()).removeprefix("Fix any of the following: ")
        found.append(
            f"axe {rule['id']}, {len(rule['nodes'])} times ({rule['help']}). The first: "
            f"{first['html'][:120]!r}: {why[:200]} See {rule['helpUrl'].partition('?')[0]}"
        )
    return found


# ---- rules of ours -------------------------------------------------------------------------------------


def structure(html: str) -> list[str]:
    """Return what is wrong with the headings and the figures of an exported notebook."""
    soup = BeautifulSoup(html, "html.parser")
    return headings(soup) + figures(soup)


def headings(soup: BeautifulSoup) -> list[str]:
    """Return where headings are not in order: one h1, first, and no level skipped on the way down."""
    found, before = [], 0
    all_of_them = soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    titles = [heading for heading in all_of_them if heading.name == "h1"]
    if len(titles) != 1 or all_of_them[0].name != "h1":
        found.append(f"expected one title (#), before all other headings; found {len(titles)}")
    for heading in all_of_them:
        level = int(heading.name[1])
        if level > before + 1:
            said = f"a level {before}" if before else "no heading"
            found.append(f"the heading {_text(heading)!r} is of level {level}, after {said}: use one # less")
        before = level
    return found


def figures(soup: BeautifulSoup) -> list[str]:
    """Return the pictures of which no words say what they show."""
    found = []
    for image in soup.find_all("img"):
        alt = " ".join(image.get("alt", "").split())
        if "formula" in image.get("class", []) and alt:
            continue  # a formula says itself, in TeX
        if alt in UNSAID or len(alt.split()) < 3:
            found.append(
                f"{_place(image)}: a picture has no alt text that says what it shows: call describe(ax, …)"
            )
    for drawing in soup.find_all("svg"):
        named = drawing.find(["title", "desc"]) or drawing.get("aria-label")
        if not named and drawing.get("aria-hidden") != "true":
            found.append(f"{_place(drawing)}: a drawing (SVG) has no title that says what it shows")
    return found


def _text(tag) -> str:
    return " ".join(tag.get_text().replace("¶", "").split())


def _place(tag) -> str:
    """Return where a picture stands: the last heading before it, and its cell's number where it has one."""
    heading = tag.find_previous(["h1", "h2", "h3", "h4"])
    prompt = tag.find_previous(class_="jp-InputPrompt")
    number = _text(prompt) if prompt else ""
    return f"under {_text(heading) if heading else 'no heading'!r}, after {number or 'no cell that ran'}"
