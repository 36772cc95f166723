"""Binder, as far as it can be told without its machines: repo2docker takes the repository, and in which steps.

The image is not built here: that takes a container engine and a network. `--no-build` prints the Dockerfile.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from helpers import environment
from tools import bench_lessons, lessons, outputs


@pytest.fixture(scope="module")
def dockerfile():
    """Return what repo2docker makes of the repository."""
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=lessons.ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_environment_yml_is_what_it_goes_by_and_its_python_is_the_one_named(dockerfile):
    named = re.search(r"python=(3\.\d+)", (lessons.ROOT / "environment.yml").read_text("utf-8"))[1]
    assert '--file "environment.yml"' in dockerfile
    assert f"py-{named}-" in dockerfile.replace("-2d", "-").replace("-2e", ".")


def test_the_repository_is_there_before_its_package_is_installed(dockerfile):
    """`-e .` in environment.yml installs `helpers`: the files must have been copied by then."""
    assert dockerfile.index("COPY --chown") < dockerfile.index("src/ ${REPO_DIR}/")
    assert dockerfile.index("src/ ${REPO_DIR}/") < dockerfile.index('--file "environment.yml"')


def test_nothing_else_is_asked_for(dockerfile):
    """No system packages, no script after the build: what there is, environment.yml says."""
    assert not (lessons.ROOT / "binder").exists() and not (lessons.ROOT / ".binder").exists()
    others = ("apt.txt", "postBuild", "start", "requirements.txt", "runtime.txt", "Dockerfile", "setup.py")
    assert [name for name in others if (lessons.ROOT / name).exists()] == []


def test_a_lesson_that_takes_more_memory_than_binder_has_is_a_miss():
    assert bench_lessons.misses("07_training", 10, 90, 1.4) == []
    (found,) = bench_lessons.misses("07_training", 10, 90, 1.6)
    assert "07_training took 1.60 GB of memory; 1.5 are the most" in found
    (found,) = bench_lessons.misses("07_training", 95, 90, 1.4)
    assert "took 95 s; 90 are the most" in found


def test_memory_is_held_to_what_the_set_up_check_asks_for():
    assert bench_lessons.GIGABYTES == outputs.MOST_MEMORY / 1e9 == environment.MEMORY == 1.5
