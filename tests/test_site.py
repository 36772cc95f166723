"""The web site and the slides before Sphinx and nbconvert see them: whose words are there, and whose are not.

What a browser shows is looked at by `make test-browser`.
"""

from __future__ import annotations

import copy
import json
import re
import runpy
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import editions, launch, lessons, links, marks, slides, website

SOURCES = lessons.sources()
SHORT = 20  # characters; what is shorter may stand elsewhere for a reason of its own


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Return what Sphinx reads to make the public site."""
    folder = tmp_path_factory.mktemp("site")
    website.prepare(folder)
    return folder


def words_of(path: Path) -> str:
    """Return the text of a page; of a notebook, that of its cells and of what they show."""
    if path.suffix != ".ipynb":
        return path.read_text("utf-8")
    shown = []
    for cell in lessons.read(path).cells:
        shown.append(cell.source)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            shown += [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
    return "\n".join(shown)


def pages_of(site: Path) -> dict[str, str]:
    return {path.name: words_of(path) for path in [*site.rglob("*.md"), *site.rglob("*.ipynb")]}


def secrets_of(source: Path) -> list[str]:
    """Return the lines that are a teacher's, and the reasons that go with the solutions of a lesson."""
    found = []
    for cell in lessons.read_source(source).cells:
        if "teacher" in marks.tags_of(cell):
            found += cell.source.splitlines()
        if "hints" in marks.tags_of(cell):
            found.append(
                " ".join(cell.source.partition("Why:")[2].split())[1:]
            )  # its first letter may change
    return [line.strip() for line in found if len(line.strip()) > SHORT]


def picture(alt: str, kind: str = "image/png"):
    return new_output(
        "display_data", {kind: "iVBORw0KGgo=", "text/plain": alt}, metadata={kind: {"alt": alt}}
    )


def saying(text: str):
    return new_output("display_data", {"text/plain": text, "text/html": text})


# ---- editions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_without_solutions_everything_else_stays(source):
    notebook = lessons.read(lessons.learner_path(source))
    before = copy.deepcopy(notebook)
    page = editions.without_solutions(notebook)
    assert notebook == before, "the notebook itself is not changed"
    texts = ["\n".join(cell.source for cell in one.cells) for one in (notebook, page)]
    solutions = texts[0].count("<summary>Solution</summary>")
    assert solutions and "<summary>Solution</summary>" not in texts[1]
    assert texts[1].count("<details>") == texts[0].count("<details>") - solutions
    assert texts[1].count("</details>") == texts[1].count("<details>")
    assert [cell.get("outputs") for cell in page.cells] == [cell.get("outputs") for cell in notebook.cells]
    assert not lessons.worked_in(page)


def test_without_solutions_a_notebook_worked_in_stays_one():
    notebook = lessons.read(lessons.learner_path(SOURCES[0]))
    notebook.cells[-1].source += " mine"
    assert lessons.worked_in(editions.without_solutions(notebook))


def test_no_solution_and_no_word_of_the_teachers_is_on_the_site(site):
    pages = pages_of(site)
    assert len(pages) == len(SOURCES) + 2
    for source in SOURCES:
        secrets = secrets_of(source)
        assert secrets
        for name, text in pages.items():
            assert [line for line in secrets if line in text] == [], f"{name}: from {source.name}"
    for name, text in pages.items():
        assert "<summary>Solution" not in text, name
    assert not (site / "teacher").exists()


# ---- pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_picture_on_the_site_has_its_own_words(source, site):
    page = lessons.read(site / "notebooks" / f"{source.stem}.ipynb")
    for cell in page.cells:
        shows = [
            output for output in cell.get("outputs", []) if {*website.PICTURES} & {*output.get("data", {})}
        ]
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        assert len(shows) == bool(alt), cell.id
        assert not shows or len(alt.split()) > 3, cell.id


def test_two_pictures_in_a_cell_are_refused():
    cell = new_code_cell("show()", outputs=[picture("One line."), picture("Two lines.")])
    with pytest.raises(lessons.SourceError, match="one picture a cell"):
        website.page_of(new_notebook(cells=[cell]), "02_perceptron")


def test_a_page_has_no_cell_for_colab_and_leads_to_the_first_page():
    stem = "02_perceptron"
    cells = [
        new_code_cell("pip", id=f"{stem}-colab"),
        new_markdown_cell("[All lessons](../README.md#lessons)"),
    ]
    page = website.page_of(new_notebook(cells=cells), stem)
    assert [cell.source for cell in page.cells] == ["[All lessons](../index.md#lessons)"]


def test_links_between_the_pages_lead_somewhere(site):
    for path in [*site.rglob("*.md"), *site.rglob("*.ipynb")]:
        for link in links.INLINE.findall(links.NOT_SHOWN.sub(" ", words_of(path))):
            if not links.ELSEWHERE.match(link) and not link.startswith("#"):
                assert (path.parent / link.partition("#")[0]).exists(), f"{path.name}: {link}"


def test_the_first_page_is_filled_in(site):
    text = (site / "index.md").read_text("utf-8")
    assert not re.search(r"\{\{\w|\w\}\}", text)
    description, picture_bytes = website.prediction()
    assert f"![{description}](pictures/prediction.png)" in text
    assert (site / "pictures" / "prediction.png").read_bytes() == picture_bytes
    assert all(f"notebooks/{source.stem}\n" in text for source in SOURCES)
    assert launch.read().binder("01_setup") in text
    with pytest.raises(lessons.SourceError, match="nonsense is none of"):
        website.first_page("{{nonsense}}", launch.read())


def test_facts_of_a_prediction_are_rounded_and_none_is_missing():
    said = (
        "Probability from 0.329, the mean, to 0.736 for this row. Parts: female = 1: +0.398; port = C: −0.004"
    )
    with pytest.raises(lessons.SourceError, match="says nothing of class"):
        website.facts(said)
    assert website.facts(f"{said}; class = 3: −0.109.") == {
        "base": "0.33", "chance": "0.74", "female": "+0.40", "port": "−0.00", "class": "−0.11", "rest": "+0.12"}  # fmt: skip


def test_the_teachers_pages_are_a_build_of_their_own(tmp_path):
    edition, folder = tmp_path / "class", tmp_path / "pages"
    (edition / "teacher" / "quiz").mkdir(parents=True)
    with pytest.raises(lessons.SourceError, match="make class"):
        website.add_teachers(folder, edition)
    (edition / "teacher" / "quiz" / "02.md").write_text("# Quiz", "utf-8")
    cell = new_code_cell("draw()", outputs=[picture("A line through points.")])
    why = new_markdown_cell("<details><summary>Solution</summary>\n\nWhy.\n\n</details>")
    lessons.write(new_notebook(cells=[cell, why]), edition / "solutions" / "02.ipynb")
    lists = website.add_teachers(folder, edition)
    assert "\nteacher/quiz/02\n" in lists and "\nsolutions/02\n" in lists
    assert (folder / "teacher" / "quiz" / "02.md").exists()
    page, reason = lessons.read(folder / "solutions" / "02.ipynb").cells
    assert "Why." in reason.source
    assert page.metadata["mystnb"]["image"]["alt"] == "A line through points."
    assert website.TEACHERS != website.PUBLIC


def test_the_settings_run_nothing_and_launch_what_the_notebooks_launch():
    settings = runpy.run_path(str(website.HOME / "conf.py"))
    assert settings["nb_execution_mode"] == "off" and settings["nb_ipywidgets_js"] == {}
    options, address = settings["html_theme_options"], launch.read()
    assert (options["repository_url"], options["repository_branch"]) == (address.repository, address.branch)
    for link, place in (("colab", address.colab("x")), ("binderhub", address.binder("x"))):
        assert place.startswith(options["launch_buttons"][f"{link}_url"])
    assert (website.HOME / "vendored" / settings["mathjax_path"]).exists()


def test_what_is_vendored_is_small_and_has_its_licence_beside_it():
    folders = list((website.HOME / "vendored").iterdir())
    assert {folder.name for folder in folders} == {"mathjax", "reveal"}
    assert all((folder / "LICENSE").exists() for folder in folders)
    assert sum(path.stat().st_size for folder in folders for path in folder.iterdir()) < 5e6


# ---- slides --------------------------------------------------------------------------------------------


def lesson(*marked: str) -> tuple:
    """Return the teacher's and the learner's notebook of a small lesson; `marked` are the ids of its slides."""
    cells = {
        "opening": new_markdown_cell(
            "# 02 · One\n\nNeeds [01](01_setup.ipynb).\n\nWithout installing anything: [on Binder](x)"
        ),
        "section": new_markdown_cell("## Two"),
        "plot": new_code_cell("draw()", outputs=[picture("A line."), saying("Picture in words: A line.")]),
        "note": new_markdown_cell("Ask them.", metadata={"tags": ["teacher"]}),
        "exercise": new_code_cell("output = ____", outputs=[saying("○ Exercise 2.1: not answered yet.")]),
    }
    learners, teachers = [], []
    for name, cell in cells.items():
        cell.id = name
        if name != "note":
            learners.append(copy.deepcopy(cell))
        if name == "exercise":
            cell.source = "output = 23"
        if name in marked:
            cell.metadata["slideshow"] = {"slide_type": "slide"}
        teachers.append(cell)
    return new_notebook(cells=teachers), new_notebook(cells=learners)


def test_a_lesson_without_marks_has_no_slides():
    assert slides.deck(*lesson()) is None


def test_a_picture_fills_a_slide_and_its_code_is_beneath_it():
    deck = slides.deck(*lesson("plot"))
    kinds = [cell.metadata["slideshow"]["slide_type"] for cell in deck.cells]
    assert kinds == ["slide", "-", "subslide", "-", "notes"]
    heading, shown, _, code, notes = deck.cells
    assert heading.source == "## Two" and notes.source == "Ask them."
    assert shown.metadata["transient"] == {"remove_source": True}
    assert len(shown.outputs) == 1 and code.outputs == [] and code.source == "draw()"
    assert len({cell.id for cell in deck.cells}) == len(deck.cells)


@pytest.mark.parametrize(("lines", "beneath"), [(2, False), (3, True)])
def test_a_line_or_two_of_print_stay_with_the_picture_and_more_go_with_the_code(lines, beneath):
    teachers, learners = lesson("plot")
    printed = new_output("stream", name="stdout", text="a line\n" * lines)
    next(cell for cell in learners.cells if cell.id == "plot").outputs.append(printed)
    _, shown, _, code, _ = slides.deck(teachers, learners).cells
    assert (printed in code.outputs, printed in shown.outputs) == (beneath, not beneath)
    assert not any(website.described(output) for output in code.outputs)


def test_a_slide_shows_what_the_learner_sees_with_no_launch_links():
    deck = slides.deck(*lesson("opening", "exercise"))
    texts = [cell.source for cell in deck.cells]
    assert deck.cells[-1].outputs == [], "nobody has answered on a slide"
    assert texts == ["# 02 · One\n\nNeeds 01.", "Ask them.", "## Two", "output = ____"]
    assert [cell.metadata["slideshow"]["slide_type"] for cell in deck.cells] == [
        "slide",
        "notes",
        "slide",
        "-",
    ]


def test_the_live_notebook_holds_every_cell_and_skips_what_is_no_slide():
    live = slides.live(*lesson("plot"))
    kinds = [(cell.source, cell.metadata["slideshow"]["slide_type"]) for cell in live.cells]
    assert kinds == [
        ("# 02 · One\n\nNeeds [01](01_setup.ipynb).\n\nWithout installing anything: [on Binder](x)", "skip"),
        ("## Two", "skip"),
        ("## Two", "slide"),
        ("draw()", "-"),
        ("Ask them.", "notes"),
        ("output = ____", "skip"),
    ]


def test_slides_ask_for_nothing_that_is_not_beside_them():
    page = slides.page(slides.deck(*lesson("opening", "plot")), "02_perceptron")
    asked = re.findall(r"<(?:script|link|img)[^>]*?(?:src|href)=\"([^\"]+)\"", page)
    here = {Path(name).name for name in slides.ASSETS}
    assert {one for one in asked if not one.startswith("data:")} == {
        f"assets/{n}" for n in here if "LICENSE" not in n
    }
    assert not re.search(r'<a [^>]*href="(?!https?:|#)', page)
    assert 'alt="A line."' in page and "Ask them." in page and page.count("<section") == 5
    assert all((website.HOME / name).exists() for name in slides.ASSETS)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_each_lesson_has_six_to_ten_slides_and_no_solution_on_them(source):
    learners = lessons.read(lessons.learner_path(source))
    deck = slides.deck(lessons.teachers(source, lessons.filled_in(learners)), learners)
    kinds = [cell.metadata["slideshow"]["slide_type"] for cell in deck.cells]
    assert kinds.count("slide") == source.read_text("utf-8").count(' slideshow={"slide_type": "slide"}')
    assert 6 <= kinds.count("slide") <= 10
    shown = json.dumps(
        [cell.source for cell in deck.cells if cell.metadata["slideshow"]["slide_type"] != "notes"]
    )
    assert "<summary>Solution" not in shown and "<summary>Hint" not in shown
