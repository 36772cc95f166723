"""What nbval leaves open, closed: pictures, the kind and order of outputs, and numbers that may differ a little.

A pytest plugin (the conftest.py at the root loads it). nbval runs each cell and compares its texts word for
word. This compares besides:

- **pictures**: as many as stored, byte for byte, as they are in the locked environment; for a processor that
  rounds otherwise, of the same size and nearly the same in every pixel. Where they are not, both and their
  difference are saved under build/figures/ and the cell fails.
- **the kind and order of outputs**: nbval compares texts and pictures each among themselves.
- **the form of what is stored** (`tools.structure`).
- **memory**: a notebook's kernel never held more than 1.5 GB, which is what Binder gives (on Linux).

A picture that cannot be the same everywhere is excepted by name, in its cell's source:
`# %% tags=["figures-differ"] reason="…"`. `make check` lists every exception with its reason.

With the locked versions numbers are compared digit for digit. Elsewhere they may differ as far as their cell's
source names them, `# %% tolerance={"off by": 1} reason="…"` (`tools.tolerances`):

- COURSE_STACK=other says that versions are not the locked ones. Then pictures are left out too, for another
  matplotlib draws a pixel otherwise, and cells tagged "other-versions-differ", with their reason.
- COURSE_MACHINE=other says that the processor is of a kind for which TensorFlow rounds otherwise. So it is
  taken for one where a notebook was built on another kind of processor (`tools.machine`) than this.
"""

from __future__ import annotations

import base64
import copy
import io
import os
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers import environment
from tools import machine, structure, tolerances
from tools.marks import tags_of

LARGEST_RMS = 1.0  # of 255, over a whole picture
LARGEST_TILE_RMS = 4.0  # of 255, over the worst tile of 16 × 16 pixels: less than one letter that is gone
TILE = 16
SAVED = Path(__file__).resolve().parent.parent / "build" / "figures"
MOST_MEMORY = environment.MEMORY * 1e9  # bytes
IGNORED = "nbval-ignore-output"  # nbval's own tag
EXCEPTED = (IGNORED, "figures-differ")


class OutputDiffersError(AssertionError):
    """A fresh output is not the stored one."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Run a cell by nbval, with its tolerance where it has one and may; then compare what nbval does not."""
    if not hasattr(item, "cell"):
        return (yield)
    other_versions = os.environ.get("COURSE_STACK") == "other"
    if other_versions or on_another_machine(item):
        allow(item)
    if other_versions and "other-versions-differ" in tags_of(item.cell):
        item.options["check"] = False
    result = yield
    if item.test_outputs is not None:
        compare_form(item)
        compare_order(item)
        if not other_versions:
            compare_pictures(item)
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """After a notebook's last cell, look how much memory its kernel ever held."""
    if not hasattr(item, "cell") or (nextitem is not None and nextitem.parent is item.parent):
        return
    held = peak_memory(item.parent.kernel)
    item.user_properties.append(("peak memory in MB", round(held / 1e6)))
    if held > MOST_MEMORY:
        raise OutputDiffersError(
            f"{item.parent.name}: its kernel held {held / 1e9:.2f} GB; {environment.MEMORY} are the most."
        )


def on_another_machine(item) -> bool:
    """Say whether a cell's notebook was built on another kind of processor than this; COURSE_MACHINE overrules."""
    said = os.environ.get("COURSE_MACHINE")
    if said:
        return said == "other"
    return item.parent.nb.metadata.get("course", {}).get("machine") != machine.kind()


def peak_memory(kernel) -> float:
    """Return the most bytes that a running kernel ever held; 0 where the system does not tell."""
    if sys.platform != "linux" or kernel is None or not kernel.is_alive():
        return 0.0
    status = Path(f"/proc/{kernel.km.provisioner.pid}/status").read_text()
    return float(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


# ---- numbers --------------------------------------------------------------------------------------


def allow(item) -> None:
    """Let nbval's comparison of this cell take numbers within the cell's tolerance for the stored ones."""
    tolerance = item.cell.get("metadata", {}).get("tolerance")
    if not tolerance:
        return
    exactly = item.compare_outputs

    def compare_outputs(fresh, stored, skip_compare=None):
        return exactly(within(fresh, stored, tolerance), stored, skip_compare)

    item.compare_outputs = compare_outputs


def within(fresh: list, stored: list, tolerance: float | dict[str, float]) -> list:
    """Return the fresh outputs with each number that is near enough to the stored one replaced by it."""
    outputs = copy.deepcopy(list(fresh))
    for new, old in zip(outputs, stored, strict=False):
        for ours, theirs in ((new, old), (new.get("data", {}), old.get("data", {}))):
            for kind in ("text", *tolerances.TEXTS):
                if kind in ours and kind in theirs:
                    ours[kind] = tolerances.near(ours[kind], theirs[kind], tolerance)
    return outputs


# ---- form and order -------------------------------------------------------------------------------


def compare_form(item) -> None:
    """Look whether a cell and its outputs are stored as the build stores them.

    Raises:
        OutputDiffersError: with what is not.
    """
    if problems := list(structure.cell_problems(item.cell)):
        raise OutputDiffersError(f"{item.name}: " + " ".join(problems))


def compare_order(item) -> None:
    """Compare which outputs follow which: streams, displays and results, by what they hold.

    Raises:
        OutputDiffersError: with both orders.
    """
    if IGNORED in tags_of(item.cell):
        return
    if item.cell.get("execution_count") is None:
        raise OutputDiffersError(f"{item.name}: was never run when the notebook was stored.")
    stored, fresh = (kinds(outputs) for outputs in (item.cell.get("outputs", []), item.test_outputs))
    if stored != fresh:
        raise OutputDiffersError(f"{item.name}: stored outputs are {stored}, they come as {fresh} now.")


def kinds(outputs: list) -> list[str]:
    """Name each output in order, the live half of a widget left out."""
    return [
        output.get("name")
        or " ".join([output["output_type"], *sorted(k for k in output.get("data", ()) if "widget" not in k)])
        for output in outputs
    ]


# ---- pictures -------------------------------------------------------------------------------------


def pictures(outputs: list) -> list[bytes]:
    """Return the PNGs among a cell's outputs."""
    found = (output.get("data", {}).get("image/png") for output in outputs)
    return [base64.b64decode(png) for png in found if png]


def pixels(png: bytes) -> np.ndarray:
    """Return a PNG as an array of shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def difference(stored: np.ndarray, fresh: np.ndarray) -> tuple[float, float]:
    """Return the RMS difference of two pictures of one size, over all and over the worst tile."""
    squared = ((stored - fresh) ** 2).mean(axis=2)
    high, wide = (-side % TILE for side in squared.shape)
    whole = np.pad(squared, ((0, high), (0, wide)))  # the last tiles are filled up, not left out
    height, width = whole.shape
    tiles = whole.reshape(height // TILE, TILE, width // TILE, TILE).mean(axis=(1, 3))
    return float(np.sqrt(squared.mean())), float(np.sqrt(tiles.max(initial=0.0)))


def compare_pictures(item) -> None:
    """Compare the pictures of a cell that nbval has just run with those it has stored.

    Raises:
        OutputDiffersError: with what differs and where the pictures were saved.
    """
    if set(EXCEPTED) & set(tags_of(item.cell)):
        return
    stored, fresh = pictures(item.cell.get("outputs", [])), pictures(item.test_outputs)
    if len(stored) != len(fresh):
        raise OutputDiffersError(f"{item.name}: {len(stored)} pictures stored, {len(fresh)} drawn now.")
    for number, (stored_png, fresh_png) in enumerate(zip(stored, fresh, strict=True), start=1):
        if stored_png == fresh_png:
            continue
        old, new = pixels(stored_png), pixels(fresh_png)
        if old.shape != new.shape:
            said = f"stored {old.shape[1]} × {old.shape[0]} pixels, drawn now {new.shape[1]} × {new.shape[0]}"
        elif structure.header(stored_png) != structure.header(fresh_png):
            said = "its file says otherwise how it is printed, or what wrote it"
        else:
            whole, tile = difference(old, new)
            if whole <= LARGEST_RMS and tile <= LARGEST_TILE_RMS:
                continue
            said = f"RMS {whole:.1f} over all (at most {LARGEST_RMS}), {tile:.1f} in the worst tile"
        raise OutputDiffersError(
            f"{item.name}: picture {number}: {said}. See {save(item, number, old, new)}."
        )


def save(item, number: int, old: np.ndarray, new: np.ndarray) -> str:
    """Save both pictures and, where they have one size, their difference; return the folder."""
    folder = SAVED / item.parent.name.replace(".ipynb", "") / f"{item.name.replace(' ', '-')}-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(old.astype("uint8")).save(folder / "stored.png")
    Image.fromarray(new.astype("uint8")).save(folder / "fresh.png")
    if old.shape == new.shape:
        Image.fromarray(np.clip(255 - 4 * np.abs(old - new), 0, 255).astype("uint8")).save(
            folder / "difference.png"
        )
    return f"build/figures/{folder.relative_to(SAVED)}"
