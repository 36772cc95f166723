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
_of_tests = os.path.join(_home.name, "tests")
_of_notebooks = os.path.join(_home.name, "notebooks")
os.environ.update(kernel_variables(_of_notebooks, raising=False))
os.environ.pop("MPLBACKEND", None)  # of whoever runs this: kernels draw inline


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Keep what tests answer out of a notebook's progress: it shows what was answered so far."""
    os.environ["COURSE_HOME"] = _of_notebooks if item.path.suffix == ".ipynb" else _of_tests


def pytest_unconfigure():
    _home.cleanup()


@pytest.fixture(scope="session")
def keras():
    """Import Keras for the tests that need it, and not to collect the others."""
    import keras

    return keras


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
