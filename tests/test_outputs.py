"""The comparison of outputs: numbers within a tolerance, the order of outputs, and named exceptions."""

from __future__ import annotations

import jupytext
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.pngs import a_png
from tests.running import run_nbval
from tools import build, outputs, tolerances


class Item:
    """As much of nbval's item as the comparison reads."""

    name = "Cell 1"

    def __init__(self, stored, fresh, **metadata):
        self.cell = new_code_cell("1", outputs=stored, metadata=metadata, execution_count=1)
        self.test_outputs = fresh


def stream(text):
    return new_output("stream", name="stdout", text=text)


def picture(words):
    return new_output("display_data", data={"text/plain": words, "image/png": ""})


PLAIN = [  # a tolerance of 0.02 for all numbers with a decimal point: stored, fresh, the same
    ("AUC 0.82", "AUC 0.81", True),
    ("AUC 0.82", "AUC 0.79", False),
    ("off by 110 thousand", "off by 111 thousand", False),
    ("part −0.11", "part −0.12", True),
    ("1 of 2", "2 of 2", False),
    ("part −0.11", "part 0.11", False),
    ("loss 0.1\nloss 0.09", "loss 0.1\nloss 0.1", True),
    ("|  9.99 |", "| 10.00 |", True),
    ("|  9.99 |", "|  9.99  |", False),
    ("AUC 0.82\nof 3", "AUC 0.82 of 3", False),
    ("forest 0.82", "boosting 0.82", False),
    ("3 of 5: 0.82", "4 of 5: 0.82", False),
    ("dense_1", "dense_2", False),
    ("version 3.11", "version 3.12", True),
    ("version 3.11.2", "version 3.12.2", False),
    ("a 1", "a 1 2", False),
    ("1.0", "1", True),
    ("1", "1.0", False),
]
NAMED = [  # a tolerance for the numbers after some words
    ("off by 70, mean 71", "off by 71, mean 70", True),
    ("off by 70, mean 71", "off by 72, mean 71", False),
    ("off by 71 on average, 4315 sales", "off by 72 on average, 4315 sales", True),
    ("off by 71 on average, 4315 sales", "off by 71 on average, 4314 sales", False),
    ("off by 4,315", "off by 5,315", False),
    ("off by 4,315", "off by 4,316", False),
    ("off by 7", "off by  7", False),
    ("off by  9", "off by 10", True),
    ("off by: 9-4 70", "off by: 10-4 70", False),
    ("off by: 9-4 70", "off by: 9-5 70", False),
    ("128-64 off by 70", "127-63 off by 70", False),
    ("off by: 9-4 70", "off by: 10-5 70", False),
    ("off by: 9-4 70.1", "off by: 9-4 69.9", True),
    ("3 times off by 7", "4 times off by 7", False),
    ("off by 7\n3", "off by 7\n4", False),
    ("R²  0.87  0.88", "R²  0.88  0.87", True),
    ("R²  0.87", "R²  0.89", False),
    ("cutoff by 7", "cutoff by 8", False),
    ("average 7", "average 7.0", False),
    ("off by 7 R² 0.9", "off by 8 R² 0.89", True),
    ("off by 7 R² 0.9", "off by 7 R² 0.8", False),
    ("off by 70, mean 71", "off by 71, median 70", False),
]


@pytest.mark.parametrize(
    ("tolerance", "stored", "fresh", "same"),
    [*((0.02, *row) for row in PLAIN), *(({"off by": 1, "R²": 0.015, "average": 0}, *row) for row in NAMED)],
)
def test_numbers_within_a_tolerance_are_taken_for_the_stored_ones(tolerance, stored, fresh, same):
    (found,) = outputs.within([stream(fresh)], [stream(stored)], tolerance)
    assert (found.text == stored) is same


@pytest.mark.parametrize(
    ("tolerance", "said"),
    [
        (0.02, ""),
        ({"AUC": 0.02, "of": 0}, ""),
        (0, "a number above 0"),
        (-1, "a number above 0"),
        ("0.02", "a number above 0"),
        ({}, "a number above 0"),
        ({"AUC": -1}, "a number above 0"),
        ({"AUC": 0}, "a number above 0"),
        ({"AUC": "0.1"}, "a number above 0"),
        ({"AUC": 0.02, "loss": 0.1}, "names 'loss', and no number follows"),
    ],
)
def test_a_tolerance_that_allows_nothing_is_refused(tolerance, said):
    cell = new_code_cell("1", outputs=[stream("AUC 0.82 of 3\n")], metadata={"tolerance": tolerance})
    found = "".join(tolerances.problems(cell))
    assert said in found and bool(said) == bool(found)


def test_a_tolerance_comes_out_of_a_source_as_it_was_written():
    source = '# %% tolerance={"off by": 1, "R²": 0.015} reason="Other {versions}, others."\n1\n'
    (cell,) = jupytext.reads(source, fmt="py:percent").cells
    assert cell.metadata == {"tolerance": {"off by": 1, "R²": 0.015}, "reason": "Other {versions}, others."}
    again = jupytext.reads(jupytext.writes(new_notebook(cells=[cell]), fmt="py:percent"), fmt="py:percent")
    assert again.cells[0].metadata == cell.metadata


def test_without_a_tolerance_nothing_is_replaced():
    item = Item([stream("0.82")], [stream("0.81")])
    outputs.allow(item)
    assert not hasattr(item, "compare_outputs")


def test_a_table_keeps_its_tolerance_in_html():
    old, new = ({"text/html": f"<td>{value}</td>", "text/plain": f"a  {value}"} for value in ("0.82", "0.83"))
    (found,) = outputs.within(
        [new_output("display_data", data=new)], [new_output("display_data", data=old)], 0.02
    )
    assert found.data == old


def test_the_order_of_texts_and_pictures_is_compared():
    outputs.compare_order(Item([stream("a"), picture("b")], [stream("a"), picture("b")]))
    result = new_output("execute_result", data=picture("b").data, execution_count=1)
    for other in (
        [picture("b"), stream("a")],
        [stream("a"), result],
        [stream("a"), picture("b"), stream("c")],
    ):
        with pytest.raises(outputs.OutputDiffersError, match="stored outputs are"):
            outputs.compare_order(Item([stream("a"), picture("b")], other))


def test_a_cell_that_was_never_run_is_red():
    item = Item([], [])
    item.cell.execution_count = None
    with pytest.raises(outputs.OutputDiffersError, match="never run"):
        outputs.compare_order(item)


def test_the_live_half_of_a_widget_is_no_difference():
    live = new_output(
        "display_data", data={**picture("b").data, "application/vnd.jupyter.widget-view+json": {}}
    )
    outputs.compare_order(Item([picture("b")], [live]))


def test_a_cell_that_is_not_stored_as_the_build_stores_it_is_red():
    with pytest.raises(outputs.OutputDiffersError, match="Cell 1: wrote the control character"):
        outputs.compare_form(Item([stream("a\rb")], [stream("b")]))


def test_an_exception_has_to_be_named():
    drawn = new_output("display_data", data={"image/png": a_png()})
    with pytest.raises(outputs.OutputDiffersError, match="1 pictures stored, 0 drawn"):
        outputs.compare_pictures(Item([drawn], []))
    outputs.compare_pictures(Item([drawn], [], tags=["figures-differ"], reason="why"))


NOTEBOOK_OF_OTHER_VERSIONS = """# %% tags=["other-versions-differ"] reason="why"
print("now")

# %% tolerance={"mean": 0.02} reason="why"
print("mean 0.50 of", 3)

# %% tolerance={"mean": 0.02} reason="why"
print("mean 0.40 of", 3)
"""


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        ({}, "3 failed, 1 passed"),
        ({"COURSE_MACHINE": "other"}, "2 failed, 2 passed"),
        ({"COURSE_STACK": "other"}, "1 failed, 3 passed"),
    ],
)
def test_what_may_differ_elsewhere_is_compared_in_the_locked_environment(elsewhere, said, tmp_path):
    source = tmp_path / "77_small.py"
    source.write_text(NOTEBOOK_OF_OTHER_VERSIONS, "utf-8")
    made = build.learners(source, folder=tmp_path)
    for old, new in (("now", "then"), ("0.50", "0.51"), ("of 3", "of 4")):
        cell = [cell for cell in made.cells if cell.get("outputs") and old in cell.outputs[0].text][-1]
        cell.outputs[0].text = cell.outputs[0].text.replace(old, new)
    here = {"COURSE_MACHINE": "", "COURSE_STACK": ""}  # wherever these tests run
    _, ended = run_nbval(tmp_path, made, "77_small.ipynb", **{**here, **elsewhere})
    assert said in ended, ended[-2000:]
