"""What nbval leaves open, closed: pictures are compared, and numbers where a tolerance is declared.

A pytest plugin (the conftest.py at the root loads it). nbval runs each cell and compares its texts word for
word. This compares besides:

- **pictures**: as many as stored, of the same size, nearly the same in every pixel. Where they are not, both
  and their difference are saved under build/figures/ and the cell fails. Pictures are byte-identical from run
  to run in the locked environment; the limits below are for a processor that rounds otherwise.
- **the order of outputs**: nbval compares texts and pictures each among themselves.
- **memory**: a notebook's kernel never held more than 1.5 GB, which is what Binder gives (on Linux).
- **numbers, where training may differ from machine to machine or version to version**: a cell whose source
  says `# %% tolerance=0.02 reason="…"` may show numbers that lie that far from the stored ones. All else must
  be the same, word for word.

A picture that cannot be the same everywhere is excepted by name, in its cell's source:
`# %% tags=["figures-differ"] reason="…"`. `make check` lists every exception with its reason.

COURSE_STACK=other says that versions are not the locked ones: pictures are left out, for another matplotlib
draws a pixel otherwise, and so are cells tagged "other-versions-differ", with their reason, which in the locked
environment are compared like all others.
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

LARGEST_RMS = 1.0  # of 255, over a whole picture
LARGEST_TILE_RMS = 4.0  # of 255, over the worst tile of 16 × 16 pixels: less than one letter that is gone
TILE = 16
SAVED = Path(__file__).resolve().parent.parent / "build" / "figures"
MOST_MEMORY = environment.MEMORY * 1e9  # bytes
IGNORED = "nbval-ignore-output"  # nbval's own tag
EXCEPTED = (IGNORED, "figures-differ")
# a number that stands alone: neither the 2 of x2 nor the 64 of float64
NUMBER = re.compile(r"(?<![\w.])[-−+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])")


class OutputDiffersError(AssertionError):
    """A fresh output is not the stored one."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Run a cell by nbval, with its tolerance where it has one; then compare what nbval does not."""
    if not hasattr(item, "cell"):
        return (yield)
    allow(item)
    elsewhere = os.environ.get("COURSE_STACK") == "other"
    if elsewhere and "other-versions-differ" in tags_of(item.cell):
        item.options["check"] = False
    result = yield
    if item.test_outputs is not None:
        compare_order(item)
        if not elsewhere:
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


def tags_of(cell) -> list[str]:
    """Return the tags that a cell's source gave it."""
    return cell.get("metadata", {}).get("tags", [])


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
        return exactly(within(fresh, stored, float(tolerance)), stored, skip_compare)

    item.compare_outputs = compare_outputs


def within(fresh: list, stored: list, tolerance: float) -> list:
    """Return the fresh outputs with each number that is near enough to the stored one replaced by it."""
    outputs = copy.deepcopy(list(fresh))
    for new, old in zip(outputs, stored, strict=False):
        if "text" in new and "text" in old:
            new["text"] = near(new["text"], old["text"], tolerance)
        for kind in ("text/plain", "text/html", "text/markdown"):
            if kind in new.get("data", {}) and kind in old.get("data", {}):
                new["data"][kind] = near(new["data"][kind], old["data"][kind], tolerance)
    return outputs


def near(fresh: str, stored: str, tolerance: float) -> str:
    """Return a text with its numbers replaced by the stored ones they are near to.

    >>> near("AUC 0.81 of 3", "AUC 0.82 of 3", tolerance=0.02)
    'AUC 0.82 of 3'
    >>> near("AUC 0.71", "AUC 0.82", tolerance=0.02)
    'AUC 0.71'
    """
    wanted = NUMBER.findall(stored)
    if len(NUMBER.findall(fresh)) != len(wanted):
        return fresh
    olds = iter(wanted)

    def nearest(found: re.Match[str]) -> str:
        old = next(olds)
        a, b = (float(number.replace("−", "-")) for number in (found[0], old))
        return old if abs(a - b) <= tolerance * (1 + 1e-9) else found[0]

    replaced = NUMBER.sub(nearest, fresh)
    # columns are as wide as their numbers: spaces may differ where a number has a digit or sign more
    same = re.sub(r"\s+", " ", replaced) == re.sub(r"\s+", " ", stored)
    return stored if same else replaced


# ---- order ----------------------------------------------------------------------------------------


def compare_order(item) -> None:
    """Compare which outputs follow which: texts and pictures, by kind.

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
    """Name each output in order, streams put together as nbval does, the live half of a widget left out."""
    found: list[str] = []
    for output in outputs:
        if output["output_type"] == "stream":
            if output["name"] not in found:
                found.append(output["name"])
        elif output["output_type"] == "error":
            found.append("error")
        else:
            found.append("+".join(sorted(kind for kind in output["data"] if "widget" not in kind)))
    return found


# ---- pictures -------------------------------------------------------------------------------------


def pictures(outputs: list) -> list[np.ndarray]:
    """Return the PNGs among a cell's outputs as arrays of shape (height, width, 3)."""
    found = []
    for output in outputs:
        png = output.get("data", {}).get("image/png")
        if png:
            image = Image.open(io.BytesIO(base64.b64decode(png)))
            found.append(np.asarray(image.convert("RGB"), dtype=float))
    return found


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
    for number, (old, new) in enumerate(zip(stored, fresh, strict=True), start=1):
        if old.shape != new.shape:
            said = f"stored {old.shape[1]} × {old.shape[0]} pixels, drawn now {new.shape[1]} × {new.shape[0]}"
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
