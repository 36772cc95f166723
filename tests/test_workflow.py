"""The GitHub workflows: their syntax, and that they cover what pyproject.toml promises."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from tools import launch, lessons, website

FOLDER = lessons.ROOT / ".github" / "workflows"
WORKFLOW, SITE, CLASS = (FOLDER / f"{name}.yml" for name in ("test", "site", "class"))


def schema_check(path):
    """Check a workflow against GitHub's own schema, which the package carries: nothing is fetched."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    return subprocess.run([*command, str(path)], capture_output=True, encoding="utf-8")


def steps_of(path):
    """Return what the jobs of a workflow do, step by step."""
    return [step for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_its_syntax_is_githubs(path):
    done = schema_check(path)
    assert done.returncode == 0, done.stdout


def test_a_mistake_in_it_is_found(tmp_path):
    broken = tmp_path / "test.yml"
    broken.write_text(WORKFLOW.read_text("utf-8").replace("runs-on:", "run-on:"), "utf-8")
    assert schema_check(broken).returncode == 1


def test_every_python_and_system_of_the_course_is_in_it():
    jobs = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]
    project = tomllib.loads((lessons.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    first, after = map(int, re.findall(r"3\.(\d+)", project["requires-python"]))
    matrix = jobs["test"]["strategy"]["matrix"]
    assert matrix["python"] == [f"3.{minor}" for minor in range(first, after)]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        *((WORKFLOW, target) for target in ("fresh", "luck", "test")),
        *((SITE, target) for target in ("site", "slides")),
        *((CLASS, target) for target in ("class", "test-class", "test-hub")),
    ],
    ids=lambda one: getattr(one, "stem", one),
)
def test_what_it_runs_is_there(path, target):
    assert any(target in step.get("run", "").split() for step in steps_of(path))
    assert re.search(rf"(?m)^{target}:", (lessons.ROOT / "Makefile").read_text("utf-8"))


def test_the_public_site_alone_is_published_and_from_the_branch_that_links_open():
    (uploaded,) = [step for step in steps_of(SITE) if "upload-pages" in step.get("uses", "")]
    assert lessons.ROOT / uploaded["with"]["path"] == website.PUBLIC
    publish = yaml.safe_load(SITE.read_text("utf-8"))["jobs"]["publish"]
    assert f"refs/heads/{launch.read().branch}'" in publish["if"] and publish["needs"] == "build"
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
