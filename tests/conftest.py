"""What every test runs under: kernels as the build runs them, and no learner's progress touched."""

from __future__ import annotations

import os
import tempfile

import pytest

from tests import figures
from tools.build import kernel_variables

# Kernels that nbval starts inherit this process's variables: the same ones that the build sets.
_home = tempfile.TemporaryDirectory(prefix="course-home-")
os.environ.update(kernel_variables(_home.name, raising=False))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After nbval has run a cell, compare its pictures: nbval does not."""
    result = yield
    if hasattr(item, "cell") and getattr(item, "test_outputs", None) is not None:
        figures.compare(item)
    return result


def pytest_unconfigure():
    _home.cleanup()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give a test a progress folder of its own, and a session that has answered nothing."""
    from helpers.checks import store

    monkeypatch.setenv("COURSE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(store, "_session", {})
    monkeypatch.setattr(store, "_trouble", "")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def close_figures():
    """Leave no figure open from one test to the next."""
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
