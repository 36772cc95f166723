"""The form in which a notebook is stored: what is refused without a run, and what passes."""

from __future__ import annotations

import base64
import struct
import warnings

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbval.plugin import comment_markers, find_comment_markers

from tests.pngs import a_png, png_of
from tools import check, lessons, structure

WORDS = "Two curves that fall to zero"


def picture(png=None, **metadata):
    metadata = metadata or {"image/png": {"alt": WORDS}}
    return new_output("display_data", {"image/png": png or a_png(), "text/plain": WORDS}, metadata=metadata)


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def problems(*outputs, source="1"):
    cell = new_code_cell(source, execution_count=7)
    cell.outputs = list(outputs)
    return list(structure.cell_problems(cell))


def with_key(output, **keys):
    output.update(keys)
    return output


def test_what_the_build_stores_passes():
    html = new_output("display_data", {"text/html": "<b>a</b>", "text/plain": "a"})
    svg = {"image/svg+xml": "<svg/>", "text/plain": "\x1b[1;38;5;33mDense\x1b[0m"}
    graph = new_output("display_data", svg, metadata={"image/svg+xml": {"isolated": True}})
    result = new_output("execute_result", {"text/plain": "1"}, execution_count=7)
    assert problems(stream("a\tb\n"), stream("c", "stderr"), picture(), html, graph, result) == []


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        ([stream("a"), picture(), stream("b")], "wrote to stdout, stdout"),
        ([stream("a\rb")], r"control character '\r'"),
        ([stream("a\bb")], r"control character '\x08'"),
        ([stream("\x1b[2Ka")], r"control character '\x1b'"),
        ([stream("a\x85b")], r"control character '\x85'"),
        ([new_output("display_data", {"text/html": "a\0"})], r"control character '\x00'"),
        ([new_output("display_data", {"text/latex": "a"})], "shows text/latex; only"),
        ([new_output("display_data", {"application/json": {"a": 1}})], "shows application/json"),
        (
            [new_output("execute_result", {"text/plain": "1"}, execution_count=8)],
            "of run 8 in a cell of run 7",
        ),
        ([with_key(stream("a"), metadata={})], "other keys than the build writes: ['metadata']"),
        ([with_key(picture(), execution_count=7)], "other keys than the build writes: ['execution_count']"),
        ([with_key(picture(), transient={})], "other keys than the build writes: ['transient']"),
        ([picture(more={})], "metadata is not what goes with it"),
        ([picture(**{"image/png": {"alt": WORDS[:-1]}})], "metadata is not what goes with it"),
        ([picture(**{"image/png": {"alt": WORDS, "width": 12}})], "it has {'image/png': ['alt', 'width']}"),
        ([new_output("display_data", {"image/svg+xml": "<svg/>"})], "metadata is not what goes with it"),
        ([picture(a_png(alpha=0))], "not opaque"),
        ([picture(a_png(alpha=254))], "not opaque"),
        ([picture(a_png(before=[(b"gAMA", struct.pack(">I", 9000))]))], "a picture with gAMA"),
        ([picture(a_png(before=[(b"acTL", struct.pack(">II", 1, 0)), (b"eXIf", b"")]))], "with acTL, eXIf"),
        ([picture(a_png()[:-8])], "cannot be read: is cut"),
        ([picture(a_png(after=[(b"IEND", b"")]))], "cannot be read: goes on after its end"),
        ([picture(a_png()[:40] + "!" + a_png()[40:])], "cannot be read"),
        ([picture(base64.b64encode(b"GIF89a").decode())], "cannot be read: is no PNG"),
        ([picture(png_of([(b"IHDR", b"1"), (b"IEND", b"")]))], "cannot be read"),
    ],
)
def test_what_shows_otherwise_than_it_compares_is_refused(outputs, said):
    found = problems(*outputs)
    assert len(found) == 1 and said in found[0], found


@pytest.mark.parametrize("mark", comment_markers)
def test_every_comment_that_nbval_obeys_is_refused(mark):
    for line in (f"# {mark}", f"#{mark}", f"  ##  {mark}  ", f'x = "\u2028# {mark}\u2028"'):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert list(find_comment_markers(f"1\n{line}\n2")), "nbval obeys it"
        (found,) = problems(source=f"1\n{line}\n2")
        assert mark in found
    assert len(problems(source=f"# {mark.lower()}")) == 1


@pytest.mark.parametrize("source", lessons.sources(), ids=lambda source: source.stem)
def test_no_lesson_tells_nbval_to_look_away(source):
    cells = lessons.solved(source).cells + lessons.learners(source).cells
    assert [p for cell in cells for p in structure.comment_problems(cell.source)] == []


def test_keys_that_one_side_lacks_differ_even_where_they_are_empty():
    assert structure.differing({"a": 1, "b": None}, {"a": 1}) == ["b"]
    assert structure.differing({"a": 1, "b": 2}, {"a": 2, "b": 3}, but=("b",)) == ["a"]
    assert structure.differing({"a": 1, "b": 2}, {"a": 1}, but=("b",)) == ["b"], (
        "its value may differ, not be missing"
    )


def test_the_hashes_of_outputs_are_the_only_metadata_that_a_source_does_not_make():
    wanted = new_notebook(metadata={"course": {"source": "a"}, "language_info": {"name": "python"}})
    built = new_notebook(metadata={**wanted.metadata, "course": {"source": "a", "outputs": ["1"]}})
    assert list(structure.notebook_problems(wanted, built)) == []
    built.metadata.course = None
    built.nbformat_minor, built["more"] = 4, 1
    minor, more, course = structure.notebook_problems(wanted, built)
    assert "its more is" in minor and "its nbformat_minor is" in more and "['course']" in course


def test_a_notebook_in_a_folder_of_the_notebooks_is_a_stray(tmp_path):
    for name in ("a.ipynb", "in/a.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert structure.strays(tmp_path, {tmp_path / "a.ipynb"}) == [tmp_path / "in/a.ipynb"]


def test_the_cells_whose_outputs_were_changed_are_named():
    cells = [new_code_cell("1", id=f"cell-{n}", outputs=[stream("a")], execution_count=n) for n in (1, 2, 3)]
    notebook = new_notebook(cells=cells)
    notebook.metadata["course"] = {"outputs": lessons.outputs_hash(notebook)}
    assert list(check.unexecuted(notebook)) == []
    cells[1].outputs[0].text = "b"
    assert list(check.unexecuted(notebook)) == ["cell cell-2: its outputs were changed after it was built."]
    notebook.metadata["course"] = {"outputs": "a hash of all"}
    (found,) = check.unexecuted(notebook)
    assert "does not say what each of its code cells showed" in found
