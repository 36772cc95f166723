"""A class's links and its hub's image are of one tag, and are what `make address` writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from tools import class_links, launch, lessons

FORK = launch.Address("https://github.com/ann-lee/my.course", "main", "0.2.0")
CLASS = class_links.Class("https://hub.school.example:8443/jupyter", "v0.2.0-2027a")


def test_a_link_pulls_the_class_branch_and_opens_the_lesson_where_it_lies():
    link = urlsplit(CLASS.link(FORK, "02_perceptron"))
    assert (link.netloc, link.path) == ("hub.school.example:8443", "/jupyter/hub/user-redirect/git-pull")
    assert parse_qs(link.query) == {
        "repo": ["https://github.com/ann-lee/my.course"],
        "branch": ["class-v0.2.0-2027a"],
        "urlpath": ["lab/tree/my.course/notebooks/02_perceptron.ipynb"],
    }


def test_both_files_are_what_make_address_writes():
    one, values = class_links.read(), class_links.VALUES.read_text("utf-8")
    assert class_links.LINKS.read_text("utf-8") == class_links.links_text(one, launch.read())
    assert class_links.values_text(values, one) == values
    assert yaml.safe_load(values)["singleuser"]["image"]["tag"] == one.tag


def test_each_lesson_has_a_link_with_its_title():
    text = class_links.links_text(CLASS, FORK)
    for source in lessons.sources():
        assert f"lab%2Ftree%2Fmy.course%2Fnotebooks%2F{source.stem}.ipynb" in text
    assert "| 02 | Perceptron walkthrough |" in text


def test_another_class_is_written_and_then_nothing_more(monkeypatch, tmp_path):
    values = tmp_path / "values.yaml"
    values.write_text(class_links.VALUES.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(class_links, "LINKS", tmp_path / "links.md")
    monkeypatch.setattr(class_links, "VALUES", values)
    monkeypatch.setattr(class_links, "read", lambda: CLASS)
    assert class_links.rewrite(FORK) == ["links.md", "values.yaml"]
    assert yaml.safe_load(values.read_text("utf-8"))["singleuser"]["image"]["tag"] == CLASS.tag
    assert class_links.rewrite(FORK) == []
    values.write_text("singleuser: {}\n", "utf-8")
    with pytest.raises(launch.AddressError, match="put it back"):
        class_links.rewrite(FORK)


@pytest.mark.parametrize(("old", "new"), [('hub = "https:', 'hub = "ftp:'), ('hub = "https://', 'hub = "')])
def test_a_hub_that_is_no_address_is_told(tmp_path, old, new):
    text = launch.PROJECT.read_text("utf-8")
    assert old in text
    path = tmp_path / "pyproject.toml"
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(launch.AddressError, match="must be like https://hub"):
        class_links.read(path)


def test_a_class_without_a_tag_has_that_of_the_version(tmp_path):
    text = launch.PROJECT.read_text("utf-8").partition("[tool.course.class]")[0]
    path = tmp_path / "pyproject.toml"
    path.write_text(text, "utf-8")
    assert class_links.read(path).tag == f"v{launch.read().version}"


def test_the_values_hold_a_learner_to_two_gigabytes_and_close_the_hub_itself():
    values = yaml.safe_load(class_links.VALUES.read_text("utf-8"))
    assert values["singleuser"]["memory"] == {"guarantee": "1G", "limit": "2G"}
    assert values["cull"]["enabled"] and values["prePuller"]["hook"]["enabled"]
    assert values["hub"]["allowNamedServers"] is False


@pytest.mark.skipif(not shutil.which("sh"), reason="no shell")
def test_the_script_for_one_machine_can_be_read_by_a_shell_and_finds_what_it_takes_from_here():
    script = launch.ROOT / "classroom" / "tljh.sh"
    assert subprocess.run(["sh", "-n", str(script)]).returncode == 0
    asked = next(line for line in script.read_text("utf-8").splitlines() if line.startswith("python3 -c"))
    done = subprocess.run(
        [sys.executable, "-c", asked.split("'")[1]], cwd=launch.ROOT, capture_output=True, text=True
    )
    assert "jupyterlab==" in done.stdout and "--hash=sha256:" in done.stdout and "pytest==" not in done.stdout
    assert (launch.ROOT / "tools" / "jupyterlab_settings.json").exists()
