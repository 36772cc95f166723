"""What every test and every notebook runs under: kernels as the build runs them, no learner's progress touched."""

from __future__ import annotations

import os
import sys
import tempfile

import pytest

from tools.build import kernel_variables

pytest_plugins = ["tools.outputs"]

# Kernels that nbval starts inherit this process's variables: the same ones that the build sets.
_home = tempfile.TemporaryDirectory(prefix="course-home-")
os.environ.update(kernel_variables(_home.name, raising=False))
os.environ.pop("MPLBACKEND", None)  # of whoever runs this: kernels draw inline


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
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
