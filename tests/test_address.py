"""Where the course lives stands once, and everything written from it is held to it."""

from __future__ import annotations

import copy
import re
import tomllib
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from setuptools.config import expand

import helpers
from tools import address, check, class_links, launch, lessons

HERE = launch.read()
FORK = launch.Address("https://github.com/ann-lee/my.course", "term/2", HERE.version)
SOURCES = lessons.sources()


def written_for(other, monkeypatch):
    """Make pyproject.toml say another address, for the rest of a test."""
    monkeypatch.setattr(launch, "read", lambda: other)


def test_the_version_stands_once_and_everything_else_takes_it_from_there():
    settings = tomllib.loads(launch.PROJECT.read_text("utf-8"))
    assert settings["project"]["dynamic"] == ["version"] and "version" not in settings["project"]
    assert settings["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "helpers.__version__"}
    assert (
        HERE.version == helpers.__version__ == expand.read_attr("helpers.__version__", root_dir=lessons.ROOT)
    )
    citation = launch.CITATION.read_text("utf-8")
    assert yaml.safe_load(citation)["version"] == helpers.__version__
    raised = launch.Address(HERE.repository, HERE.branch, "1.2.3")
    assert yaml.safe_load(launch.citation_text(citation, raised))["version"] == "1.2.3"
    newest = re.search(r"(?m)^## (\S+),", (lessons.ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert newest[1] == helpers.__version__
    environment = yaml.safe_load((lessons.ROOT / "environment.yml").read_text("utf-8"))
    assert (
        "-e ." in environment["dependencies"][-1]["pip"]
    )  # Binder and conda install the course as it lies there
    for path in (*lessons.ROOT.glob("notebooks/*.ipynb"), launch.README):
        named = re.findall(r"colab\.complete\(\W*([\d.]+)|/blob/v([\d.]+)/", path.read_text("utf-8"))
        assert {said for pair in named for said in pair if said} <= {helpers.__version__}, path.name
        assert named or path == launch.README


def test_the_address_stands_in_no_other_file_that_is_written_by_hand():
    by_hand = [
        *SOURCES,
        *lessons.ROOT.glob("helpers/**/*.py"),
        *lessons.ROOT.glob("tools/*.py"),
        *lessons.ROOT.glob("*.yml"),
        lessons.ROOT / "Makefile",
    ]
    assert [path.name for path in by_hand if HERE.slug in path.read_text("utf-8")] == []
    text = launch.README.read_text("utf-8")
    outside = re.sub(r"(?s)<!-- (\w+): written by make address -->.*?<!-- /\1 -->", "", text)
    assert outside != text and HERE.slug not in outside


def test_links_open_a_lesson_in_lab_on_binder_and_the_same_file_in_colab():
    binder = urlsplit(FORK.binder("02_perceptron"))
    assert (binder.netloc, binder.path) == ("mybinder.org", "/v2/gh/ann-lee/my.course/term%2F2")
    assert parse_qs(binder.query) == {"urlpath": ["lab/tree/notebooks/02_perceptron.ipynb"]}
    assert "/" not in binder.query
    colab = (
        "https://colab.research.google.com/github/ann-lee/my.course/blob/term/2/notebooks/02_perceptron.ipynb"
    )
    assert FORK.colab("02_perceptron") == colab


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_what_a_link_opens_is_a_notebook_of_the_course(source):
    opened = re.search(r"urlpath=lab%2Ftree%2F(\S+?)\)", lessons.learners(source).cells[0].source)[1]
    assert lessons.ROOT / opened.replace("%2F", "/") == lessons.learner_path(source)
    assert lessons.learner_path(source).exists()


@pytest.mark.parametrize("make", [lessons.learners, lessons.solved])
def test_every_notebook_has_the_line_and_the_cell(make):
    notebook = make(SOURCES[1])
    opening, first = notebook.cells[:2]
    assert HERE.binder("02_perceptron") in opening.source and HERE.colab("02_perceptron") in opening.source
    assert (first.id, first.cell_type) == ("02_perceptron-colab", "code")
    assert f'"v{HERE.version}", "{HERE.branch}"' in first.source and HERE.repository in first.source
    assert [cell.id for cell in notebook.cells if cell.id != "claim"][2] == "opening-2", (
        "the others keep their ids"
    )
    assert first.metadata == launch.FOLDED, "one line in JupyterLab and on Colab"
    assert sum(line.startswith("#") for line in first.source.splitlines()) == 1


def test_a_notebook_that_opens_with_code_has_the_cell_first(tmp_path):
    source = tmp_path / "77_bare.py"
    source.write_text("# %%\nprint(1)\n", "utf-8")
    made = lessons.learners(source)
    assert [cell.id for cell in made.cells] == ["77_bare-colab", "opening-1"]
    assert made.cells[1].source == "print(1)"


def test_the_readme_leads_to_lesson_01_and_tells_where_to_clone():
    text = launch.README.read_text("utf-8")
    for line in (
        f"[binder]: {HERE.binder('01_setup')}",
        f"[colab]: {HERE.colab('01_setup')}",
        f"git clone {HERE.repository}",
    ):
        assert line in text.splitlines() and line in launch.readme_text(text, HERE).splitlines()
    assert "![Open on Binder](" in text and "![Open in Colab](" in text


def test_a_fork_is_written_without_running_and_make_check_agrees(monkeypatch, tmp_path, capsys):
    notebooks, readme = tmp_path / "notebooks", tmp_path / "README.md"
    notebooks.mkdir()
    readme.write_text(launch.README.read_text("utf-8"), "utf-8")
    stored = lessons.read(lessons.learner_path(SOURCES[1]))
    lessons.write(stored, notebooks / "02_perceptron.ipynb")
    monkeypatch.setattr(launch, "README", readme)
    monkeypatch.setattr(class_links, "LINKS", tmp_path / "links.md")
    monkeypatch.setattr(lessons, "NOTEBOOKS", notebooks)
    written_for(FORK, monkeypatch)
    found = check.check_lesson(SOURCES[1])
    assert len(found) == 2 and all("another address" in line and "make address" in line for line in found)
    assert any("make address" in line and "README" in line for line in check.readme_problems())

    assert address.main() == 0
    assert "README.md, 02_perceptron.ipynb" in capsys.readouterr().out
    fresh = lessons.read(notebooks / "02_perceptron.ipynb")
    assert check.check_lesson(SOURCES[1]) == []
    assert not [line for line in check.readme_problems() if "make address" in line]
    assert lessons.outputs_hash(fresh) == lessons.outputs_hash(stored)
    assert [cell.id for cell in fresh.cells] == [cell.id for cell in stored.cells]
    assert FORK.repository in fresh.cells[1].source and HERE.slug not in str(fresh) + readme.read_text(
        "utf-8"
    )
    before = (notebooks / "02_perceptron.ipynb").read_bytes()
    assert address.main() == 0 and "nothing, all was up to date" in capsys.readouterr().out
    assert (notebooks / "02_perceptron.ipynb").read_bytes() == before


def test_a_text_that_changed_is_not_passed_off_as_an_address(monkeypatch):
    """A rewritten address must not bring a notebook's text up to date without its outputs."""
    wanted = lessons.learners(SOURCES[1])
    stored = copy.deepcopy(wanted)
    stored.cells[0].source = stored.cells[0].source.replace("Two birds", "Four birds")
    stored.cells[2].source += "\nprint()"
    assert launch.refreshed(stored, wanted) == stored


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://github.com/", "https://gitlab.com/", "must be like https://github.com/OWNER/NAME"),
        (HERE.slug, "alone", "must be like https://github.com/OWNER/NAME"),
        ("Repository =", "Home =", "lacks 'Repository'"),
        ("[tool.course]", "[tool.courses]", "lacks 'branch'"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(old, new, said, tmp_path):
    text = launch.PROJECT.read_text("utf-8")
    assert old in text
    path = tmp_path / "pyproject.toml"
    path.write_text(text.replace(old, new), "utf-8")
    tomllib.loads(path.read_text("utf-8"))
    with pytest.raises(launch.AddressError, match=re.escape(said)):
        launch.read(path)


def test_an_address_may_end_in_git_or_a_slash(tmp_path):
    path = tmp_path / "pyproject.toml"
    text = launch.PROJECT.read_text("utf-8")
    for ending in ("/", ".git"):
        path.write_text(text.replace(f'{HERE.slug}"', f'{HERE.slug}{ending}"'), "utf-8")
        assert launch.read(path) == HERE


@pytest.mark.parametrize("line", ["<!-- get: written by make address -->", "<!-- /get -->"])
def test_a_readme_without_its_marks_is_told(line):
    text = launch.README.read_text("utf-8")
    with pytest.raises(launch.AddressError, match=f"lacks the line.*{line}.*put it back"):
        launch.readme_text(text.replace(line, ""), HERE)
