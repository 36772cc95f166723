"""What a stored notebook shows on GitHub and in VS Code: what `make check` refuses, and what it lets pass."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.pngs import a_png
from tools import lessons, stored


def problems(tmp_path, *cells):
    path = tmp_path / "a.ipynb"
    notebook = new_notebook(cells=list(cells))
    lessons.write(notebook, path)
    return list(stored.stored_problems(notebook, path))


def shows(**data):
    kinds = {"png": "image/png", "svg": "image/svg+xml", "text": "text/plain"}
    metadata = {"image/png": {"alt": data.get("text", "")}} if "png" in data else {}
    metadata |= {"image/svg+xml": {"isolated": True}} if "svg" in data else {}
    data = {kinds.get(kind, kind): value for kind, value in data.items()}
    return new_code_cell("1", outputs=[new_output("display_data", data, metadata=metadata)])


def png(size):
    return a_png(before=[(b"tEXt", b"0" * size)])


@pytest.mark.parametrize("source", lessons.sources(), ids=lambda source: source.stem)
def test_every_formula_of_the_course_is_drawn_everywhere(source):
    cells = lessons.learners(source).cells
    assert [p for c in cells if c.cell_type == "markdown" for p in stored.formula_problems(c.source)] == []


@pytest.mark.parametrize(
    "cell",
    [
        shows(text="VBox(children=())"),
        shows(text="interactive(children=(IntSlider(),))"),
        shows(text="IntSlider(value=3)"),
        shows(),
    ],
)
def test_a_widget_alone_is_refused(cell, tmp_path):
    (found,) = problems(tmp_path, cell)
    assert "a still picture" in found


def test_a_widget_with_its_picture_passes(tmp_path):
    cell = shows(png=png(100), text="A neuron with three inputs")
    assert problems(tmp_path, cell, shows(text="(children=1)")) == []


def test_a_large_picture_is_refused_by_its_own_size_not_that_of_its_text(tmp_path):
    assert problems(tmp_path, shows(png=png(190_000)), shows(svg="<svg/>" + " " * 190_000)) == []
    (found,) = problems(tmp_path, shows(png=png(201_000)))
    assert "a picture of 201 kB; 200 are the most" in found
    (found,) = problems(tmp_path, shows(svg="<svg>" + " " * 201_000))
    assert "201 kB" in found


def test_a_large_notebook_is_refused(tmp_path):
    (found,) = problems(tmp_path, new_code_cell("#" * 2_000_001))
    assert "is 2.0 MB; 2 MB are the most" in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("$$a = b", "not closed"),
        ("text\n$$a$$", "a paragraph of its own"),
        ("$$a$$ text", "a paragraph of its own"),
        ("- a\n\n  $$a$$", "a paragraph of its own"),
        ("$$a$$\n\n$$b$$", "GitHub shows the last one alone"),
        ("$$a\n\nb$$", "blank line inside"),
        ("$$a\n= b$$", "begins like a heading"),
        ("$$a\n- b$$", "begins like a heading"),
        ("it costs $5", "a lone $"),
        ("$ a$", "no space just inside"),
        ("is $a$b", "touches a letter"),
        ("| $|a|$ | b |", "inside a table"),
        (r"\begin{align} a \end{align}", "without dollars"),
        (r"so \(a\) is", "without dollars"),
        (r"$$\begin{align} a \end{align}$$", "is not drawn everywhere"),
        (r"$$\operatorname{min} a$$", r"\operatorname is not drawn everywhere"),
        (r"$$\frac{a}{b$$", "braces do not match"),
        ("is $a<b$ so", "taken for HTML"),
    ],
)
def test_a_formula_that_is_not_drawn_everywhere_is_refused(text, said):
    found = list(stored.formula_problems(text))
    assert any(said in problem for problem in found), found


@pytest.mark.parametrize(
    "text",
    [
        "text\n\n$$\\text{output} = \\sum_i x_i \\cdot w_i$$\n\ntext",
        "$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$",
        "so $a_1$, and $b$.",
        r"it costs \$5, or \$6",
        "`$HOME` and\n\n```python\nprint('$$')\n```",
        "$$\\{a\\}$$",
        "$$a$$\n\nand\n\n$$b$$",
    ],
)
def test_a_formula_that_is_drawn_everywhere_passes(text):
    assert list(stored.formula_problems(text)) == []


def test_a_formula_in_a_notebook_is_told_with_its_cell(tmp_path):
    cell = new_markdown_cell("it costs $5", id="a-cell")
    (found,) = problems(tmp_path, cell)
    assert found.startswith("cell a-cell: ")


def test_a_file_that_the_build_did_not_write_is_refused(tmp_path):
    path, notebook = tmp_path / "a.ipynb", new_notebook(cells=[new_markdown_cell("true", id="a")])
    lessons.write(notebook, path)
    text = path.read_text("utf-8")
    for other in (
        text.replace('"id": "a"', '"source": "lie", "id": "a"'),
        text + "\n",
        text.replace("\n ", "\n"),
    ):
        path.write_text(other, "utf-8")
        assert lessons.read(path) == notebook
        assert list(stored.stored_problems(notebook, path)) == ["is not written as the build writes it."]


def test_what_is_wrong_with_an_output_is_told_with_its_cell(tmp_path):
    cell = new_code_cell("1", id="a-cell", outputs=[new_output("stream", name="stdout", text="a\rb")])
    (found,) = problems(tmp_path, cell)
    assert found.startswith("cell a-cell: wrote the control character")
