"""The public names: they stand in helpers/__init__.pyi alone, and an editor finds each there."""

from __future__ import annotations

import importlib
import inspect
import tomllib
from pathlib import Path

import jedi
import pytest

import helpers

FOLDER = Path(helpers.__file__).parent
ROOT = FOLDER.parent


def script(code):
    """Return what an editor knows of a piece of code, without running anything of it."""
    return jedi.Script(code, project=jedi.Project(ROOT, load_unsafe_extensions=False))


def test_an_editor_completes_every_public_name():
    found = {each.name for each in script("from helpers import ").complete()}
    assert set(helpers.__all__) - found <= {"____"}  # a name that begins with _ is not offered
    assert [each.name for each in script("import helpers\nhelpers.draw_net").complete()] == ["draw_network"]


@pytest.mark.parametrize("name", [name for name in helpers.__all__ if name != "____"])
def test_an_editor_shows_the_arguments_and_the_docstring_of_each(name):
    code = f"from helpers import {name}\n{name}("
    function = getattr(helpers, name)
    for signature in script(code).get_signatures():
        assert [each.name for each in signature.params] == list(inspect.signature(function).parameters)
    (found,) = script(code).help(2, 1)
    assert inspect.getdoc(function).splitlines()[0] in found.docstring()


def test_each_name_is_taken_from_the_module_that_defines_it():
    for name in helpers.__all__:
        value = getattr(helpers, name)
        assert value.__module__ == helpers._WHERE[name] or helpers._WHERE[name] == "helpers.checks"
        assert value is getattr(importlib.import_module(helpers._WHERE[name]), name)


def test_the_package_says_that_it_has_types_and_carries_the_stub():
    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    assert all((FOLDER / name).is_file() for name in data["helpers"])
    assert set(data["helpers"]) == {"__init__.pyi", "py.typed"}
