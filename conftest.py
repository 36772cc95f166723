"""What every test and every notebook runs under: kernels as the build runs them, no learner's progress touched."""

from __future__ import annotations

import glob
import os
import sys
import tempfile

import pytest

from tools.build import kernel_variables

pytest_plugins = ["tools.outputs"]

# Kernels that nbval starts inherit this process's variables: the same ones that the build sets. Their progress
# folder stays empty, whatever tests answer in the same process: a notebook shows what was answered so far.
_home = tempfile.TemporaryDirectory(prefix="course-home-")
_of_tests = os.path.join(_home.name, "tests")
_of_notebooks = os.path.join(_home.name, "notebooks")
os.environ.update(kernel_variables(_of_notebooks, raising=False))
os.environ.pop("MPLBACKEND", None)  # of whoever runs this: kernels draw inline


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
def no_notebooks_progress(monkeypatch):
    """Keep what a test answers out of the notebooks' progress folder."""
    monkeypatch.setenv("COURSE_HOME", _of_tests)
    yield
    kept = glob.glob("progress*", root_dir=_of_notebooks)
    assert not kept, f"a fixture of this module left {kept} in the notebooks' progress folder"


@pytest.fixture(autouse=True)
def close_figures():
    """Leave no figure open from one test to the next."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
