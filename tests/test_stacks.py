"""Environments of other versions: made once, kept apart from a broken one, and a failure has its cure."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.test_setup import wheel
from tools import stacks


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Give a test a folder of packages in place of an index, and a place for its environments."""
    wheel(tmp_path)
    monkeypatch.setattr(stacks, "STACKS", tmp_path / "stacks")
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(tmp_path))
    return tmp_path


def test_an_environment_is_made_once_and_anew_for_another_list(index, monkeypatch):
    python = stacks.environment("small", ["tiny==1.0"])
    assert stacks.versions(python) == {"tiny": "1.0"}
    made = (python.parents[1] / "made-of").stat().st_mtime_ns
    assert stacks.environment("small", ["tiny==1.0"]) == python
    assert (python.parents[1] / "made-of").stat().st_mtime_ns == made
    stacks.environment("small", ["tiny>=1.0"])
    assert (python.parents[1] / "made-of").stat().st_mtime_ns != made


def test_a_list_that_cannot_be_is_told_and_is_not_taken_for_finished(index):
    for _ in range(2):
        with pytest.raises(stacks.StackError, match="(?s)do not go together.*mend the list.*tiny"):
            stacks.environment("small", ["tiny==2.0"])


def test_an_index_that_is_not_reached_is_told_with_the_cure(tmp_path, monkeypatch):
    monkeypatch.setattr(stacks, "STACKS", tmp_path / "stacks")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(stacks.StackError, match="index was not reached: check the connection"):
        stacks.environment("small", ["tiny==1.0"])


def test_the_first_python_that_there_is_is_taken():
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = stacks.find_python(("9.9", version))
    assert stacks.version_of(found) == version
    assert stacks.python_of(version) == found
    with pytest.raises(stacks.StackError, match=r"has no Python 9\.9\. Install it"):
        stacks.python_of("9.9")
    assert stacks.find_python(("9.9",)) == stacks.find_python(()) == Path(sys.executable)
