"""A notebook whose stored outputs are not what it shows turns the run red: proved on changed copies.

First with nbval itself, end to end, on copies of lesson 02. Then with many changes drawn over all notebooks:
each is judged by the comparisons that nbval and tools.outputs make, without running the cells again, for the
run of the notebooks in the same `make test` proves that fresh outputs are the stored ones. COURSE_SEED=7
draws other changes; a change that passes is told with its seed.
"""

from __future__ import annotations

import base64
import copy
import io
import os
import random
import re

import numpy as np
import pytest
from nbval.plugin import IPyNbFile, coalesce_streams
from PIL import Image

from tests.running import run_nbval
from tools import build, check, lessons, outputs

SEED = os.environ.get("COURSE_SEED", "0")
DRAWN = 30  # changes for each notebook: 240 in the whole course
PICTURES_TOO = {"COURSE_STACK": ""}  # whatever versions this runs on
PERCEPTRON = lessons.learner_path(lessons.sources("02")[0])


def verdict(folder, notebook, **variables):
    """Return the exit status of nbval on a notebook, and what it said."""
    return run_nbval(folder, notebook, PERCEPTRON.name, **variables)


@pytest.fixture
def notebook():
    return copy.deepcopy(lessons.read(PERCEPTRON))


def output_with(notebook, text):
    return next(
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if text in str(output)
    )


def test_untouched_it_is_green(notebook, tmp_path):
    status, said = verdict(tmp_path, notebook)
    assert status == 0, said[-3000:]


def test_one_flipped_digit_is_red(notebook, tmp_path):
    output = output_with(notebook, "[16, 5, 3, 0]")
    output.text = output.text.replace("16", "17")
    status, said = verdict(tmp_path, notebook)
    assert status == 1 and "[17, 5, 3, 0]" in said


def repaint(output, change):
    """Replace a stored picture by a changed one."""
    image = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGB")
    pixels = change(np.asarray(image).copy())
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    output.data["image/png"] = base64.b64encode(file.getvalue()).decode()


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


@pytest.mark.parametrize("change", [other_colour, other_label, other_size])
def test_one_changed_picture_is_red(change, notebook, tmp_path):
    repaint(output_with(notebook, "image/png"), change)
    status, said = verdict(tmp_path, notebook, **PICTURES_TOO)
    assert status == 1 and "picture 1:" in said, said[-2000:]


def test_a_dropped_picture_is_red(notebook, tmp_path):
    cell = next(cell for cell in notebook.cells if "image/png" in str(cell.get("outputs", "")))
    cell.outputs = [output for output in cell.outputs if "image/png" not in output.get("data", {})]
    status, said = verdict(tmp_path, notebook)
    assert status == 1


def test_one_cell_edited_by_hand_is_red(notebook, tmp_path):
    cell = next(cell for cell in notebook.cells if "weights = np.ones(3)" in cell.source)
    cell.source = cell.source.replace("np.ones(3)", "np.zeros(3)")
    status, said = verdict(tmp_path, notebook)
    assert status == 1 and "sum: 0.0" in said


# ---- drawn over all notebooks --------------------------------------------------------------------------


def compared(notebook):
    """Return the code cells whose outputs are compared: all but the named exceptions."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and not set(outputs.tags_of(cell)) & set(outputs.EXCEPTED)
    ]


def shown(notebook):
    """Return (cell, holder, key) of every text in the outputs that are compared."""
    places = []
    for cell in compared(notebook):
        for output in cell.outputs:
            if "text" in output:
                places.append((cell, output, "text"))
            kinds = [key for key in output.get("data", {}) if key.startswith(("text/", "image/svg"))]
            places += [(cell, output.data, key) for key in kinds]
    return places


def replaced(holder, key, found, new):
    text = holder[key]
    holder[key] = text[: found.start()] + new + text[found.end() :]


def a_digit(rng, notebook):
    """Change one digit; where numbers have a tolerance, a whole number, by more than that."""
    places = [(cell, holder, key) for cell, holder, key in shown(notebook) if re.search(r"\d", holder[key])]
    cell, holder, key = rng.choice(places)
    pattern = outputs.NUMBER if cell.metadata.get("tolerance") else re.compile(r"\d")
    found = rng.choice(list(pattern.finditer(holder[key])))
    if cell.metadata.get("tolerance"):
        new = f"{float(found[0].replace('−', '-')) + 3 * cell.metadata['tolerance']:.3f}"
    else:
        new = rng.choice([digit for digit in "0123456789" if digit != found[0]])
    replaced(holder, key, found, new)
    return f"{found[0]} became {new} in {cell.id}"


def a_word(rng, notebook):
    """Change one word of an output, or of the page's own text."""
    texts = [(cell, cell, "source") for cell in notebook.cells if cell.cell_type == "markdown"]
    texts += shown(notebook)
    texts = [text for text in texts if re.search(r"[^\W\d_]{3,}", text[1][text[2]])]
    cell, holder, key = rng.choice(texts)
    found = rng.choice(list(re.finditer(r"[^\W\d_]{3,}", holder[key])))
    replaced(holder, key, found, found[0][1:] + found[0][0] + "x")
    return f"{found[0]!r} was changed in {cell.id}"


def drawn_pictures(notebook):
    return [
        (cell, output)
        for cell in compared(notebook)
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def a_picture(rng, notebook):
    """Recolour what is drawn, wipe out a part that shows something, or shift the picture."""
    cell, output = rng.choice(drawn_pictures(notebook))

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

    changes = {"wiped": wiped, "recoloured": recoloured, "shifted": lambda pixels: np.roll(pixels, 3, axis=1)}
    name = rng.choice(sorted(changes))
    repaint(output, changes[name])
    return f"a picture of {cell.id} was {name}"


def a_source(rng, notebook):
    cell = rng.choice([cell for cell in notebook.cells if cell.cell_type == "code"])
    place = rng.randrange(len(cell.source))
    cell.source = cell.source[:place] + "#" + cell.source[place:]
    return f"a # was put into {cell.id} at {place}"


def an_output_less(rng, notebook):
    cell = rng.choice([cell for cell in compared(notebook) if cell.outputs])
    cell.outputs.pop(rng.randrange(len(cell.outputs)))
    return f"{cell.id} lost an output"


def a_cell_less(rng, notebook):
    cell = notebook.cells.pop(rng.randrange(len(notebook.cells)))
    return f"{cell.id} was dropped"


CHANGES = (a_digit, a_word, a_picture, a_source, an_output_less, a_cell_less)


def items_of(request, path):
    """Return nbval's own item of each code cell, by the cell's id; no kernel is started."""
    collected = IPyNbFile.from_parent(request.session, path=path)
    return {item.cell.id: item for item in collected.collect()}


def caught(item, notebook, source):
    """Say whether `make check` or the comparison of outputs is red on a changed notebook."""
    if list(check.differences(source, notebook)) or list(check.unexecuted(notebook)):
        return True
    return any(output_differs(item[cell.id], cell) for cell in notebook.cells if cell.id in item)


def output_differs(item, changed):
    """Judge a changed cell as its run does: what is stored in `item` stands for what it shows now."""
    fresh = copy.deepcopy(item.cell.outputs)
    if changed.outputs == fresh or outputs.IGNORED in outputs.tags_of(changed):
        return False
    judged = copy.copy(item)
    judged.cell, judged.test_outputs = changed, fresh
    outputs.allow(judged)
    try:
        outputs.compare_order(judged)
        outputs.compare_pictures(judged)
    except outputs.OutputDiffersError:
        return True
    return not judged.compare_outputs(
        coalesce_streams(fresh), coalesce_streams(copy.deepcopy(changed.outputs))
    )


def passed(request, source, seed, kinds=CHANGES, draws=DRAWN):
    """Draw changes of one notebook, one at a time, and return those that nothing caught."""
    path = lessons.learner_path(source)
    stored, wanted = lessons.read(path), lessons.learners(source)
    rng, items = random.Random(f"{seed}-{source.stem}"), items_of(request, path)
    unseen = []
    for draw in range(draws):
        notebook = copy.deepcopy(stored)
        said = kinds[draw % len(kinds)](rng, notebook)
        notebook.metadata["course"]["outputs"] = lessons.outputs_hash(notebook)  # the hand covers its trace
        if not caught(items, notebook, wanted):
            unseen.append(f"{said} (COURSE_SEED={seed})")
    return unseen


@pytest.fixture(autouse=True)
def no_pictures_saved(monkeypatch, tmp_path):
    monkeypatch.setattr(outputs, "SAVED", tmp_path)
    monkeypatch.setattr(outputs, "save", lambda *of: "nowhere")


@pytest.mark.parametrize("source", lessons.sources(), ids=lambda source: source.stem)
def test_every_drawn_change_is_caught(source, request):
    assert passed(request, source, SEED) == []


@pytest.mark.parametrize(
    ("off", "kind"),
    [
        (("check", "differences", lambda *of: []), a_source),
        (("check", "differences", lambda *of: []), a_cell_less),
        (("outputs", "compare_pictures", lambda item: None), a_picture),
        (("nbval", "compare_outputs", lambda *of, **more: True), a_digit),
        (("nbval", "compare_outputs", lambda *of, **more: True), a_word),
    ],
    ids=lambda one: one.__name__ if callable(one) else f"{one[0]}.{one[1]} off",
)
def test_with_a_detector_switched_off_changes_pass(off, kind, request, monkeypatch):
    from nbval.plugin import IPyNbCell

    module, name, instead = off
    monkeypatch.setattr({"check": check, "outputs": outputs, "nbval": IPyNbCell}[module], name, instead)
    assert passed(request, lessons.sources("02")[0], SEED, kinds=(kind,), draws=6)


def test_the_same_seed_draws_the_same_changes():
    def drawn(seed):
        rng, notebook = random.Random(seed), lessons.read(PERCEPTRON)
        return [change(rng, notebook) for change in CHANGES]

    assert drawn("3") == drawn("3") != drawn("4")


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
    status, said = verdict(tmp_path, made, **PICTURES_TOO)
    assert status == 1 and "picture 1:" in said, said[-2000:]
