"""What lesson 06 says of Netron holds for the version that the authors have; learners do not get it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tools import lessons

PAGE = lessons.sources("06")[0].read_text("utf-8")


def part_of_netron(name):
    import netron

    return (Path(netron.__file__).parent / name).read_text("utf-8")


def test_no_learner_is_given_netron():
    project = tomllib.loads((lessons.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert not [name for name in project["dependencies"] if name.startswith("netron")]
    assert "not among the course's packages" in PAGE


def test_it_refuses_to_work_after_as_many_days_as_the_page_says():
    (days,) = re.findall(r"if \(days > (\d+)\)", part_of_netron("browser.js"))
    assert f"older than {days} days" in PAGE


def test_it_asks_the_address_that_the_page_names():
    (address,) = re.findall(r"_fetch\('https://([\w.]+)/", part_of_netron("browser.js"))
    assert address in PAGE
