"""Figures are verified too: nbval compares every output but pictures, this compares those.

For each cell that nbval ran, the stored pictures and the fresh ones must be as many, of the same size, and
nearly the same in every pixel. Where they are not, both and their difference are saved under
build/figures/ and the cell fails. Pictures are byte-identical from run to run in the locked environment; the
tolerance is for a processor that rounds otherwise.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
from PIL import Image

LARGEST_RMS = 2.0  # of 255, over a whole picture; a swapped label or colour is above 3 in its own tile
LARGEST_TILE_RMS = 12.0  # of 255, over the worst tile of 32 × 32 pixels
TILE = 32
SAVED = Path(__file__).resolve().parent.parent / "build" / "figures"


class FigureDiffersError(AssertionError):
    """A fresh picture is not the stored one."""


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
    height, width = (side // TILE * TILE for side in squared.shape)
    tiles = squared[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE).mean(axis=(1, 3))
    return float(np.sqrt(squared.mean())), float(np.sqrt(tiles.max(initial=0.0)))


def compare(item) -> None:
    """Compare the pictures of a cell that nbval has just run with those it has stored.

    Raises:
        FigureDiffersError: with what differs and where the pictures were saved.
    """
    tags = item.cell.get("metadata", {}).get("tags", [])
    if "nbval-ignore-output" in tags:
        return
    stored, fresh = pictures(item.cell.get("outputs", [])), pictures(item.test_outputs)
    if len(stored) != len(fresh):
        raise FigureDiffersError(f"{item.name}: {len(stored)} pictures stored, {len(fresh)} drawn now.")
    for number, (old, new) in enumerate(zip(stored, fresh, strict=True), start=1):
        if old.shape != new.shape:
            said = f"stored {old.shape[1]} × {old.shape[0]} pixels, drawn now {new.shape[1]} × {new.shape[0]}"
        else:
            whole, tile = difference(old, new)
            if whole <= LARGEST_RMS and tile <= LARGEST_TILE_RMS:
                continue
            said = f"RMS {whole:.1f} over all (at most {LARGEST_RMS}), {tile:.1f} in the worst tile"
        raise FigureDiffersError(
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
