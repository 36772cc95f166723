"""For everybody: headings in order, words for every picture, pictures with a paper of their own; no browser needed.

`make test-browser` has axe-core judge the same export; here are the rules of ours, and that each of them sees
what it is there for.
"""

from __future__ import annotations

import base64
import io
import re

import nbformat
import pytest
from PIL import Image

from helpers.checks import look_at
from tools import lessons
from tools.browser import accessible, hands, looks

SOURCES = lessons.sources()


def page(*cells) -> str:
    """Return the export of a small notebook."""
    return accessible.exported(nbformat.v4.new_notebook(cells=list(cells)), "small")


def text(source: str):
    return nbformat.v4.new_markdown_cell(source)


def picture(colour=(255, 255, 255, 255), alt: str | None = None, kind: str = "image/png"):
    """Return a cell that shows a picture of one colour."""
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), colour).save(file, "png")
    data = {kind: base64.b64encode(file.getvalue()).decode()}
    if kind == "image/svg+xml":
        data = {kind: '<svg xmlns="http://www.w3.org/2000/svg"></svg>', "text/plain": alt or ""}
    out = nbformat.v4.new_output("display_data", data, metadata={kind: {"alt": alt}} if alt else {})
    return nbformat.v4.new_code_cell("show()", outputs=[out], execution_count=1)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_notebook_has_headings_in_order_and_words_for_every_picture(source):
    notebook = lessons.read(lessons.learner_path(source))
    html = accessible.exported(notebook, source.stem)
    assert accessible.structure(html) == []
    assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=.https?:", html), "a request outside"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_picture_brings_its_paper(source):
    assert looks.without_paper(lessons.read(lessons.learner_path(source))) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([text("# One"), text("# Two")], "expected one title (#), before all other headings; found 2"),
        ([text("## Two")], "found 0"),
        ([text("## Two"), text("# One")], "before all other headings"),
        ([text("# One\n## Two\n#### Four")], "'Four' is of level 4, after a level 2"),
        ([text("# One"), picture()], "under 'One', after In [1]:: a picture has no alt text"),
        ([text("# One"), picture(alt="Image")], "no alt text"),
        ([text("# One"), picture(kind="image/svg+xml")], "no alt text"),
        ([text('# One\n\n<svg width="9"></svg>')], "has no title"),
        ([text("# One\n\n![](picture.png)")], "no alt text"),
    ],
)
def test_what_is_out_of_order_or_without_words_is_named(cells, said):
    assert any(said in found for found in accessible.structure(page(*cells)))


def test_what_is_in_order_passes():
    cells = [text("# One\n## Two\n### Three\n## Two"), picture(alt="A white square of 8 points.")]
    cells.append(picture(alt="The graph of a model: 3 layers.", kind="image/svg+xml"))
    html = page(*cells)
    assert accessible.structure(html) == []
    assert 'alt="A white square of 8 points."' in html and 'alt="The graph of a model: 3 layers."' in html


@pytest.mark.parametrize(
    "colour", [(255, 255, 255, 0), (0, 0, 0, 255), (255, 255, 255, 128), (90, 90, 90, 255)]
)
def test_a_picture_without_a_light_ground_is_named(colour):
    content = nbformat.v4.new_notebook(cells=[text("# One"), picture(colour)])
    assert looks.without_paper(content) == [
        "cell 2: a picture has no light ground; call style.new_axes or facecolor='white'"
    ]


def test_a_drawing_without_a_white_ground_is_named():
    content = nbformat.v4.new_notebook(cells=[picture(kind="image/svg+xml")])
    assert looks.without_paper(content) == ["cell 1: a drawing (SVG) has no white ground"]


def test_low_contrast_is_told_by_colour_with_the_first_text():
    dim = {"cell": 3, "text": "dim", "ratio": 4.4, "large": False, "prompt": False, "code": False}
    dim |= {"colour": "rgb(1, 2, 3)", "ground": "rgb(9,9,9)"}
    assert looks.illegible([dim, dim]) == [
        "2 texts of rgb(1, 2, 3) on rgb(9,9,9) have a contrast of 4.40; expected 4.5. The first, in cell 3: 'dim'"
    ]
    excused = next(iter(looks.NOT_OURS))
    for better in ({"ratio": 4.5}, {"large": True}, {"prompt": True}, {"code": True, "colour": excused}):
        assert looks.illegible([dim | better]) == []
    assert looks.illegible([dim | {"colour": excused}]) != []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_what_the_browser_types_into_an_exercise_is_judged_as_it_expects(source):
    _, number, wrong, said, right = hands.typed_answers(
        source.stem, lessons.read(lessons.learner_path(source))
    )
    for cell, expected in ((wrong, said), (right, "right.")):
        names = re.findall(r"\w+", cell.rpartition("check(")[2])[2:]
        found: dict = {}
        exec(cell.rpartition("check(")[0], found)  # the cell up to its check
        assert expected in look_at(number, tuple(found[name] for name in names if name in found)).message


def test_words_are_those_a_reader_sees():
    assert hands.words("```python\nx = total[0]\n```\nSee [this](there.ipynb), $y = mx$.") == [
        "total",
        "See",
        "this",
    ]
