"""PNG files for tests, chunk by chunk: https://www.w3.org/TR/png-3/#5DataRep."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np


def png_of(chunks):
    """Return the base64 text of a PNG with these chunks, (name, content) each."""
    parts = [
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    ]
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(parts)).decode()


def chunks_of_pixels(pixels, alpha=255):
    """Return the chunks that hold pixels of shape (height, width, 3), with one alpha for all."""
    height, width, _ = pixels.shape
    pixels = np.dstack([pixels, np.full((height, width), alpha, dtype="uint8")])
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    return {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0),
        b"IDAT": zlib.compress(rows, level=1),
    }


def a_png(alpha=255, before=(), after=()):
    """Return the base64 text of a small white PNG, with chunks before and after its pixels."""
    header, pixels = chunks_of_pixels(np.full((4, 6, 3), 255, dtype="uint8"), alpha).items()
    return png_of([header, *before, pixels, *after, (b"IEND", b"")])
