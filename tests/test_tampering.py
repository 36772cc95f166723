"""A notebook whose stored outputs are not what it shows turns the run red: proved on changed copies.

First with nbval itself, end to end, on copies of lesson 02. Then with many changes drawn over all notebooks:
each is judged by `make check` and by the comparisons that nbval and tools.outputs make, without running the cells
again, for the run of the notebooks in the same `make test` proves that fresh outputs are the stored ones.
COURSE_SEED=7 draws other changes; a change that passes is told with its seed.
"""

from __future__ import annotations

import base64
import copy
import io
import os
import random
import re
import struct

import numpy as np
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, coalesce_streams, comment_markers
from PIL import Image

from tests.pngs import chunks_of_pixels, png_of
from tests.running import output_with, run_nbval
from tools import build, check, keeping, lessons, marks, outputs, structure, tolerances

SEED = os.environ.get("COURSE_SEED", "0")
DRAWS = 5  # of each kind of change, for each notebook
PICTURES_TOO = {"COURSE_STACK": ""}  # whatever versions this runs on
PERCEPTRON = lessons.learner_path(lessons.sources("02")[0])


def chunks_of(output):
    return dict(structure.chunks(base64.b64decode(output.data["image/png"])))


def repaint(output, change=lambda pixels: pixels, alpha=255):
    """Replace a stored picture by a changed one; all but its pixels stays as matplotlib wrote it."""
    image = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGB")
    pixels = change(np.asarray(image).copy())
    written = chunks_of_pixels(pixels, alpha)
    output.data["image/png"] = png_of({**chunks_of(output), **written}.items())


def other_colour(pixels):
    """Paint what is blue in another blue, as a changed palette would."""
    blue = (pixels[..., 2].astype(int) - pixels[..., 0]) > 80
    pixels[blue] = [90, 60, 200]
    return pixels


def other_label(pixels):
    """Wipe out the title's last digit and write another, as a swapped label would."""
    height, width, _ = pixels.shape
    title = pixels[:22]
    dark = np.flatnonzero((title.sum(axis=2) < 200).any(axis=0))
    pixels[:22, dark[-1] - 8 : dark[-1] + 2] = 255
    return pixels


def other_size(pixels):
    return pixels[:, :-3]


def flipped(notebook):
    output = output_with(notebook, "[16, 5, 3, 0]")
    output.text = output.text.replace("16", "17")


def pictureless(notebook):
    cell = next(cell for cell in notebook.cells if "image/png" in str(cell.get("outputs", "")))
    cell.outputs = [output for output in cell.outputs if "image/png" not in output.get("data", {})]


def edited(notebook):
    cell = next(cell for cell in notebook.cells if "weights = np.ones(3)" in cell.source)
    cell.source = cell.source.replace("np.ones(3)", "np.zeros(3)")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda notebook: None, ""),
        (flipped, "[17, 5, 3, 0]"),
        (lambda notebook: repaint(output_with(notebook, "image/png"), other_colour), "picture 1:"),
        (lambda notebook: repaint(output_with(notebook, "image/png"), other_label), "picture 1:"),
        (lambda notebook: repaint(output_with(notebook, "image/png"), other_size), "picture 1:"),
        (pictureless, "failed"),
        (edited, "sum: 0.0"),
    ],
    ids=["untouched", "digit", "colour", "label", "size", "no picture", "source"],
)
def test_one_change_is_red_and_none_is_green(change, said, tmp_path):
    notebook = lessons.read(PERCEPTRON)
    change(notebook)
    status, ended = run_nbval(tmp_path, notebook, PERCEPTRON.name, **PICTURES_TOO if said else {})
    assert status == bool(said) and said in ended, ended[-3000:]


# ---- drawn over all notebooks --------------------------------------------------------------------------


def of(places):
    """Mark a kind of change with what it changes: a function of a notebook that returns (cell, …) of each place."""

    def marked(kind):
        kind.places = places
        return kind

    return marked


def drawn(kind, rng, notebook):
    """Make one change of a kind; return its kind and cell, or nothing where a notebook has none of what it changes."""
    places = kind.places(notebook)
    if not places:
        return ""
    cell, *where = rng.choice(places)
    kind(rng, cell, *where)
    return f"{kind.__name__} in {cell.id}"


def compared(notebook):
    """Return the code cells whose outputs are compared: all but the named exceptions."""
    return [
        cell for cell in lessons.code_cells(notebook) if not set(marks.tags_of(cell)) & set(outputs.EXCEPTED)
    ]


def outputs_that(holds):
    """Return the places of every output that is compared and holds something: (cell, output)."""
    return lambda notebook: [
        (cell, output) for cell in compared(notebook) for output in cell.outputs if holds(output)
    ]


PICTURES = outputs_that(lambda output: "image/png" in output.get("data", {}))
STREAMS = outputs_that(lambda output: output.output_type == "stream" and len(output.text) > 1)
DISPLAYS = outputs_that(lambda output: output.output_type == "display_data")
LETTERS = r"[^\W\d_]{3,}"


def texts(cells, pattern):
    """Return (cell, holder, key) of every text in the outputs of cells in which a pattern stands."""
    places = []
    for cell in cells:
        for output in cell.outputs:
            if "text" in output:
                places.append((cell, output, "text"))
            kinds = [key for key in output.get("data", {}) if key.startswith(("text/", "image/svg"))]
            places += [(cell, output.data, key) for key in kinds]
    return [place for place in places if re.search(pattern, place[1][place[2]])]


def replaced(holder, key, found, new):
    text = holder[key]
    holder[key] = text[: found.start()] + new + text[found.end() :]


def other_digit(rng, digit):
    return rng.choice([other for other in "0123456789" if other != digit])


@of(lambda notebook: texts(compared(notebook), r"\d"))
def a_digit(rng, cell, holder, key):
    found = rng.choice(list(re.finditer(r"\d", holder[key])))
    replaced(holder, key, found, other_digit(rng, found[0]))


def words_of(notebook):
    """Return the places of an output's words, and of the page's own."""
    pages = [(cell, cell, "source") for cell in notebook.cells if cell.cell_type == "markdown"]
    return [page for page in pages if re.search(LETTERS, page[0].source)] + texts(compared(notebook), LETTERS)


@of(words_of)
def a_word(rng, cell, holder, key):
    found = rng.choice(list(re.finditer(LETTERS, holder[key])))
    replaced(holder, key, found, found[0][1:] + found[0][0] + "x")


@of(PICTURES)
def a_picture(rng, cell, output):
    """Recolour what is drawn, wipe out a part that shows something, or shift the picture."""

    def wiped(pixels):
        ink = np.argwhere(pixels.min(axis=2) < 120)
        y, x = ink[rng.randrange(len(ink))]
        pixels[max(0, y - 8) : y + 8, max(0, x - 14) : x + 14] = [255, 255, 255]
        return pixels

    def recoloured(pixels):
        drawn = np.ptp(pixels.astype(int), axis=2) > 60
        drawn = drawn if drawn.any() else pixels.min(axis=2) < 120
        pixels[drawn] = np.roll(255 - pixels[drawn], 1, axis=1)
        return pixels

    repaint(output, rng.choice([wiped, recoloured, lambda pixels: np.roll(pixels, 3, axis=1)]))


@of(lambda notebook: [(cell,) for cell in lessons.code_cells(notebook)])
def a_source(rng, cell):
    place = rng.randrange(len(cell.source))
    cell.source = cell.source[:place] + "#" + cell.source[place:]


@of(outputs_that(lambda output: True))
def an_output_less(rng, cell, output):
    cell.outputs.remove(output)


@of(lambda notebook: [(cell, notebook.cells) for cell in notebook.cells])
def a_cell_less(rng, cell, cells):
    cells.remove(cell)


@of(PICTURES)
def an_alt_text(rng, cell, output):
    output.metadata = rng.choice([{}, {"image/png": {}}, {"image/png": {"alt": "A cat that sits on a mat."}}])


@of(PICTURES)
def a_size(rng, cell, output):
    output.metadata["image/png"][rng.choice(["width", "height", "unconfined"])] = rng.randrange(1, 600)


@of(PICTURES)
def an_invisible_picture(rng, cell, output):
    repaint(output, alpha=rng.choice([0, 20, 254]))


@of(PICTURES)
def a_chunk(rng, cell, output):
    """Make a picture brighter, or give it a second frame, by what stands beside its pixels."""
    header, *rest = structure.chunks(base64.b64decode(output.data["image/png"]))
    beside = rng.choice([(b"gAMA", struct.pack(">I", 9000)), (b"acTL", struct.pack(">II", 1, 0))])
    output.data["image/png"] = png_of([header, beside, *rest])


@of(PICTURES)
def a_resolution(rng, cell, output):
    """Have a picture printed in another shape."""
    taller = struct.pack(">IIB", 3937, rng.randrange(30, 3000), 1)
    output.data["image/png"] = png_of({**chunks_of(output), b"pHYs": taller}.items())


@of(STREAMS)
def a_carriage_return(rng, cell, output):
    output.text = re.sub(r"(?m)^(?=.)", "another truth \r", output.text)


@of(STREAMS)
def a_cut_stream(rng, cell, output):
    """Move the last part of what was printed behind what follows it."""
    place = rng.randrange(1, len(output.text))
    cell.outputs.append(copy.deepcopy(output))
    cell.outputs[-1].text, output.text = output.text[place:], output.text[:place]


@of(outputs_that(lambda output: "data" in output))
def a_dead_widget(rng, cell, output):
    dead = {"model_id": "0", "version_major": 2, "version_minor": 0}
    output.data["application/vnd.jupyter.widget-view+json"] = dead


@of(DISPLAYS)
def a_kind_of_output(rng, cell, output):
    output.output_type, output.execution_count = "execute_result", cell.execution_count


@of(DISPLAYS)
def a_key_of_an_output(rng, cell, output):
    output[rng.choice(["prompt_number", "execution_count", "name", "traceback"])] = (
        999  # all that nbval skips
    )


@of(lambda notebook: [(notebook.cells[0], notebook)])
def a_kernel(rng, cell, notebook):
    """Change what a notebook says of itself."""
    spec = notebook.metadata.kernelspec
    changes = [
        lambda: spec.update(name="evil"),
        lambda: spec.update(name="ir", display_name="R", language="R"),
        lambda: notebook.metadata.pop("kernelspec"),
        lambda: notebook.metadata.language_info.update(name="R"),
        lambda: notebook.metadata.course.update(more=1),
        lambda: notebook.metadata.update(widgets={}),
        lambda: notebook.update(nbformat_minor=4),
        lambda: notebook.update(beside=None),
    ]
    rng.choice(changes)()


@of(lambda notebook: [(cell,) for cell in notebook.cells])
def a_key_of_a_cell(rng, cell):
    cell[rng.choice(["attachments", "collapsed", "metadata"])] = {"jupyter": {"source_hidden": True}}


@of(lambda notebook: [(cell,) for cell in lessons.code_cells(notebook)])
def a_silenced_cell(rng, cell):
    """Tell nbval, as an author could, to skip a cell."""
    mark = rng.choice([mark for mark in comment_markers if mark != "NBVAL_CHECK_OUTPUT"])
    cell.source = rng.choice(["# ", "#", "##   ", "\t# "]) + mark + "\n" + cell.source


CHANGES = (
    *(a_digit, a_word, a_picture, a_source, an_output_less, a_cell_less),
    *(an_alt_text, a_size, an_invisible_picture, a_chunk, a_resolution),
    *(a_carriage_return, a_cut_stream, a_dead_widget, a_kind_of_output, a_key_of_an_output),
    *(a_kernel, a_key_of_a_cell, a_silenced_cell),
)
BY_THE_AUTHOR = (a_silenced_cell,)  # made in the source as well


def source_with(wanted, notebook):
    """Return what the source would make if its author had written a notebook's cells."""
    theirs = copy.deepcopy(wanted)
    for cell, changed in zip(theirs.cells, notebook.cells, strict=True):
        cell.source = changed.source
    theirs.metadata["course"]["sources"] = keeping.sources_hash(theirs)
    return theirs


def items_of(request, path):
    """Return nbval's own item of each code cell, by the cell's id; no kernel is started."""
    collected = IPyNbFile.from_parent(request.session, path=path)
    return {item.cell.id: item for item in collected.collect()}


def caught(items, notebook, source, elsewhere=False):
    """Say whether `make check` or the comparison of outputs is red on a changed notebook."""
    if list(check.differences(source, notebook)) or list(check.unexecuted(notebook)):
        return True
    changed = [cell for cell in lessons.code_cells(notebook) if cell != items[cell.id].cell]
    return any(
        list(structure.cell_problems(cell)) or output_differs(items[cell.id], cell, elsewhere)
        for cell in changed
    )


def output_differs(item, changed, elsewhere):
    """Judge a changed cell as its run does: what is stored in `item` stands for what it shows now."""
    fresh = copy.deepcopy(item.cell.outputs)
    if changed.outputs == fresh or outputs.IGNORED in marks.tags_of(changed):
        return False
    judged = copy.copy(item)
    judged.cell, judged.test_outputs = changed, fresh
    if elsewhere:
        outputs.allow(judged)
    try:
        outputs.compare_order(judged)
        outputs.compare_pictures(judged)
    except outputs.OutputDiffersError:
        return True
    return not judged.compare_outputs(
        coalesce_streams(fresh), coalesce_streams(copy.deepcopy(changed.outputs))
    )


def passed(request, source, seed, kinds=CHANGES, elsewhere=False):
    """Draw changes of one notebook, one at a time, and return those that nothing caught."""
    path = lessons.learner_path(source)
    stored = lessons.read(path)
    wanted = lessons.learners(source, lessons.filled_in(stored))
    rng, items = random.Random(f"{seed}-{source.stem}"), items_of(request, path)
    unseen = []
    for kind in kinds * DRAWS:
        notebook = copy.deepcopy(stored)
        if not (said := drawn(kind, rng, notebook)):
            continue
        notebook.metadata["course"]["outputs"] = lessons.outputs_hash(notebook)  # the hand covers its traces
        notebook.metadata["course"]["sources"] = keeping.sources_hash(notebook)
        source_makes = source_with(wanted, notebook) if kind in BY_THE_AUTHOR else wanted
        if not caught(items, notebook, source_makes, elsewhere):
            unseen.append(f"{said} (COURSE_SEED={seed})")
    return unseen


@pytest.fixture(autouse=True)
def no_pictures_saved(monkeypatch, tmp_path):
    monkeypatch.setattr(outputs, "SAVED", tmp_path)
    monkeypatch.setattr(outputs, "save", lambda *of: "nowhere")


@pytest.mark.parametrize("source", lessons.sources(), ids=lambda source: source.stem)
def test_every_drawn_change_is_caught(source, request):
    assert passed(request, source, SEED) == []


def nothing(*of, **more):
    return []


ORDER = (outputs, "compare_order", nothing)
TEXTS = (IPyNbCell, "compare_outputs", lambda *of, **more: True)
PNGS = (structure, "png_problems", nothing)


@pytest.mark.parametrize(
    ("kind", "off"),
    [
        (a_source, [(check, "differences", nothing)]),
        (a_cell_less, [(check, "differences", nothing)]),
        (a_key_of_a_cell, [(check, "differences", nothing)]),
        (a_picture, [(outputs, "compare_pictures", nothing)]),
        (a_digit, [TEXTS]),
        (a_word, [TEXTS]),
        (an_alt_text, [(structure, "metadata_problems", nothing)]),
        (a_size, [(structure, "metadata_problems", nothing)]),
        (an_invisible_picture, [PNGS]),
        (a_chunk, [PNGS, (structure, "header", nothing)]),
        (a_resolution, [(structure, "header", nothing)]),
        (a_carriage_return, [(structure, "text_problems", nothing)]),
        (a_cut_stream, [(structure, "stream_problems", nothing), ORDER]),
        (a_dead_widget, [(structure, "kind_problems", nothing)]),
        (a_kind_of_output, [ORDER]),
        (a_key_of_an_output, [(structure, "key_problems", nothing)]),
        (a_kernel, [(structure, "notebook_problems", nothing)]),
        (a_silenced_cell, [(structure, "comment_problems", nothing)]),
    ],
    ids=lambda one: one.__name__ if callable(one) else " and ".join(f"{name} off" for _, name, _ in one),
)
def test_with_a_detector_switched_off_changes_pass(kind, off, request, monkeypatch):
    assert passed(request, lessons.sources("02")[0], SEED, kinds=(kind,)) == []
    for module, name, instead in off:
        monkeypatch.setattr(module, name, instead)
    assert passed(request, lessons.sources("02")[0], SEED, kinds=(kind,))


numbers = tolerances.numbers


def tolerant(notebook):
    """Return the cells whose numbers may differ a little elsewhere."""
    return [cell for cell in compared(notebook) if cell.metadata.get("tolerance")]


@of(lambda notebook: texts(tolerant(notebook), r"\d"))
def a_number_elsewhere(rng, cell, holder, key):
    """Where tolerances hold: change a digit that no tolerance names, or a number by more than its own."""
    digit = rng.choice(list(re.finditer(r"\d", holder[key])))
    for found, allowed in numbers(holder[key], cell.metadata.tolerance):
        if allowed and found.start() <= digit.start() < found.end():
            value = float(found["number"].replace("−", "-"))
            return replaced(holder, key, found, f"{found['pad']}{value + 3 * allowed:.3f}")
    return replaced(holder, key, digit, other_digit(rng, digit[0]))


TOLERANT = [source for source in lessons.sources() if tolerant(lessons.learners(source))]


@pytest.mark.parametrize("source", TOLERANT, ids=lambda source: source.stem)
def test_elsewhere_no_number_may_move_but_those_named(source, request, monkeypatch):
    drawn = {"kinds": (a_number_elsewhere,) * 20, "elsewhere": True}
    assert passed(request, source, SEED, **drawn) == []
    monkeypatch.setattr(tolerances, "numbers", lambda *of: ((found, 1e9) for found, _ in numbers(*of)))
    assert passed(request, source, SEED, **drawn), "the detector switched off"


def test_the_same_seed_draws_the_same_changes():
    def changed(seed):
        rng, notebook = random.Random(seed), lessons.read(PERCEPTRON)
        return [drawn(change, rng, notebook) for change in CHANGES], notebook

    assert changed("3") == changed("3") != changed("4")


UNSEEDED = """# %%
import numpy as np
from helpers import describe
from matplotlib import pyplot as plt

# %%
figure, ax = plt.subplots()
ax.scatter(*np.random.rand(2, 30))
describe(ax, "Thirty points that are elsewhere in every run")
plt.show()
"""


def test_an_unseeded_plot_is_red(tmp_path):
    source = tmp_path / "77_unseeded.py"
    source.write_text(UNSEEDED, "utf-8")
    (tmp_path / "notebooks").mkdir()
    made = build.learners(source, folder=tmp_path)
    status, said = run_nbval(tmp_path, made, "77_unseeded.ipynb", **PICTURES_TOO)
    assert status == 1 and "picture 1:" in said, said[-2000:]
