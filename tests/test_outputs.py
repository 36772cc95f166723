"""The comparison of outputs: numbers within a tolerance, the order of outputs, and named exceptions."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_output

from tests.running import run_nbval
from tools import build, outputs


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


@pytest.mark.parametrize(
    ("stored", "fresh", "same"),
    [
        ("AUC 0.82", "AUC 0.81", True),
        ("AUC 0.82", "AUC 0.79", False),
        ("off by 110 thousand", "off by 111 thousand", False),
        ("part −0.11", "part −0.12", True),
        ("1 of 2", "2 of 2", False),
        ("part −0.11", "part 0.11", False),
        ("loss 0.1\nloss 0.09", "loss 0.1\nloss 0.1", True),
        ("  9.99 |", " 10.0 |", True),
        ("forest 0.82", "boosting 0.82", False),
        ("3 of 5: 0.82", "4 of 5: 0.82", False),
        ("dense_1", "dense_2", False),
        ("a 1", "a 1 2", False),
    ],
)
def test_numbers_within_a_tolerance_are_taken_for_the_stored_ones(stored, fresh, same):
    (found,) = outputs.within([stream(fresh)], [stream(stored)], 0.02)
    assert (found.text == stored) is same


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
    with pytest.raises(outputs.OutputDiffersError, match="stored outputs are"):
        outputs.compare_order(Item([stream("a"), picture("b")], [picture("b"), stream("a")]))


def test_a_cell_that_was_never_run_is_red():
    item = Item([], [])
    item.cell.execution_count = None
    with pytest.raises(outputs.OutputDiffersError, match="never run"):
        outputs.compare_order(item)


def test_an_exception_has_to_be_named():
    with pytest.raises(outputs.OutputDiffersError, match="1 pictures stored, 0 drawn"):
        outputs.compare_pictures(Item([_real_picture()], []))
    outputs.compare_pictures(Item([_real_picture()], [], tags=["figures-differ"], reason="why"))


def _real_picture():
    import base64
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(file, "png")
    return new_output("display_data", data={"image/png": base64.b64encode(file.getvalue()).decode()})


NOTEBOOK_OF_OTHER_VERSIONS = """# %% tags=["other-versions-differ"] reason="why"
print("now")
"""


@pytest.mark.parametrize(("stack", "status"), [("", 1), ("other", 0)])
def test_a_cell_that_differs_on_other_versions_is_compared_on_the_locked_ones(stack, status, tmp_path):
    source = tmp_path / "77_small.py"
    source.write_text(NOTEBOOK_OF_OTHER_VERSIONS, "utf-8")
    made = build.learners(source, folder=tmp_path)
    next(cell for cell in made.cells if "now" in cell.source).outputs[0].text = "then\n"
    ended, said = run_nbval(tmp_path, made, "77_small.ipynb", COURSE_STACK=stack)
    assert ended == status, said[-2000:]
