"""Links and anchors: what `make check` finds, and what it leaves alone."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_markdown_cell

from tools import check, lessons, links

README = lessons.ROOT / "README.md"
SECOND = lessons.NOTEBOOKS / "02_perceptron.ipynb"
BACK = "[Back](01_setup.ipynb) [Next](03_deep_networks.ipynb) [All](../README.md)"


def test_the_course_has_no_broken_link():
    assert links.page_problems() == []
    assert {"README.md", "CONTRIBUTING.md", "glossary.md"} <= {page.name for page in links.pages()}


def test_a_broken_link_of_the_readme_stops_make_check(monkeypatch):
    monkeypatch.setattr(links, "broken", lambda text, page: [f"{page.name} leads nowhere"])
    assert "README.md: README.md leads nowhere" in check.readme_problems()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](notebooks/99_none.ipynb)", "leads to no file. Expected one at notebooks/99_none.ipynb"),
        ("![a](docs/none.png)", "leads to no file"),
        ('<img src="docs/none.png" alt="a">', "leads to no file"),
        ("[a][b]\n\n[b]: docs/none.png", "leads to no file"),
        ("[a](../outside.md)", "leads out of the course"),
        ("[a](/notebooks/01_setup.ipynb)", "leads out of the course"),
        ("[a](#no-such-words)", "is no heading there"),
        ("# Some Words\n\n[a](#Some-Words)", "is no heading there"),
        ("[a](notebooks/01_setup.ipynb#no)", "is no heading there"),
        ("[a][nowhere]", "is defined nowhere on the page"),
        ('[a](docs/none.png "a title")', "leads to no file"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(text, said):
    (found,) = links.broken(text, README)
    assert said in found


@pytest.mark.parametrize(
    "text",
    [
        "[a](notebooks/01_setup.ipynb#What-a-GPU-is-for)",
        "[a](docs/picture.png)",
        "# Some Words, here\n\n[a](#some-words-here)",
        '<a id="spot"></a> [a](#spot)',
        "[a][b]\n\n[B]: https://example.org",
        "[a](https://example.org/(x)) [b](mailto:a@example.org)",
        "`[a](none.md)` and\n\n```python\nx[0](none)\n```\n\n<!-- [a](none.md) -->",
        "$$\\big[x](y)$$",
        "[not] a link (nor this)",
    ],
)
def test_what_is_right_or_no_link_passes(text):
    assert list(links.broken(text, README)) == []


def test_a_notebook_that_leads_nowhere_next_is_told():
    assert list(links.notebook_problems(SECOND, [new_markdown_cell(BACK)])) == []
    for name in ("01_setup.ipynb", "03_deep_networks.ipynb", "../README.md"):
        (found,) = links.notebook_problems(SECOND, [new_markdown_cell(BACK.replace(f"({name})", "(#)"))])
        assert f"does not link to {name}" in found


def test_the_first_and_the_last_lesson_have_one_neighbour():
    names = [source.stem for source in lessons.sources()]
    for name, beside in ((names[0], names[1]), (names[-1], names[-2])):
        cell = new_markdown_cell(f"[a]({beside}.ipynb) [All](../README.md)")
        assert list(links.notebook_problems(lessons.NOTEBOOKS / f"{name}.ipynb", [cell])) == []


def test_a_link_in_the_middle_of_a_notebook_is_looked_up_too():
    cells = [new_markdown_cell("[a](02_none.ipynb)"), new_markdown_cell(BACK)]
    (found,) = links.notebook_problems(SECOND, cells)
    assert "leads to no file" in found
