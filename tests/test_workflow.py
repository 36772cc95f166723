"""The GitHub workflow: its syntax, and that it covers what pyproject.toml promises."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from tools import lessons

WORKFLOW = lessons.ROOT / ".github" / "workflows" / "test.yml"


def schema_check(path):
    """Check a workflow against GitHub's own schema, which the package carries: nothing is fetched."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    return subprocess.run([*command, str(path)], capture_output=True, encoding="utf-8")


def test_its_syntax_is_githubs():
    done = schema_check(WORKFLOW)
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


@pytest.mark.parametrize("target", ["fresh", "luck", "test"])
def test_what_it_runs_is_there(target):
    steps = [step.get("run", "") for job in yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"].values()
             for step in job["steps"]]  # fmt: skip
    assert any(target in step.split() for step in steps)
    assert re.search(rf"(?m)^{target}:", (lessons.ROOT / "Makefile").read_text("utf-8"))
