"""The form in which the build stores a notebook, and no other: keys, metadata, kinds of output, pictures, text.

nbval compares what a cell says. A page can show something else without that: another kernel, an attachment, a
picture with a size or a description of its own, a carriage return over the true words, a comment that tells nbval
to skip the cell. None of it needs a run to be seen: `make check` refuses it, and so does the run.
"""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from PIL import Image

KEYS = {
    "stream": {"output_type", "name", "text"},
    "display_data": {"output_type", "data", "metadata"},
    "execute_result": {"output_type", "data", "metadata", "execution_count"},
    "error": {"output_type", "ename", "evalue", "traceback"},
}
KINDS = {"image/png", "image/svg+xml", "text/html", "text/plain"}
CHUNKS = {b"IHDR", b"tEXt", b"pHYs", b"IDAT", b"IEND"}  # those that matplotlib writes
COLOUR = re.compile(r"\x1b\[[\d;]*m")  # Keras writes the summary of a model with these
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
OF_THE_RUN = ("outputs", "machine")  # what the build notes of its run
NBVALS_COMMENT = re.compile(r"(?i)nbval_\w*|pytest_validate_\w*")


def written(notebook: NotebookNode) -> str:
    """Return the text of a notebook's file: it depends on nothing but the notebook."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def differing(ours: Mapping, theirs: Mapping, but: Collection[str] = ()) -> list[str]:
    """Return the keys that only one of two has, or whose values differ, but for the values of some.

    >>> differing({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None})
    ['b', 'c']
    """
    return sorted(
        key
        for key in ours.keys() | theirs.keys()
        if key not in ours or key not in theirs or (key not in but and ours[key] != theirs[key])
    )


def notebook_problems(wanted: NotebookNode, notebook: NotebookNode) -> Iterator[str]:
    """Tell where a notebook is not what its source makes, its cells and the hashes of its outputs aside."""
    for key in differing(wanted, notebook, but=("cells", "metadata")):
        yield f"its {key} is not what the build writes."
    ours, theirs = dict(wanted.metadata), dict(notebook.metadata)
    if isinstance(theirs.get("course"), dict):
        theirs["course"] = {key: value for key, value in theirs["course"].items() if key not in OF_THE_RUN}
    if keys := differing(ours, theirs):
        yield f"has metadata of its own: {keys}."


def strays(folder: Path, known: Collection[Path]) -> list[Path]:
    """Return the notebooks in a folder and the folders in it that no source makes, JupyterLab's copies aside."""
    found = (path for path in sorted(folder.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts)
    return [path for path in found if path not in known]


# ---- a code cell ----------------------------------------------------------------------------------


def cell_problems(cell: NotebookNode) -> Iterator[str]:
    """Tell what of a code cell and its outputs is not as the build stores it."""
    yield from comment_problems(cell.source)
    yield from stream_problems(cell.outputs)
    for output in cell.outputs:
        yield from key_problems(output, cell.execution_count)
        yield from text_problems(output)
        if "data" in output:
            yield from kind_problems(output.data)
            yield from metadata_problems(output)
            if "image/png" in output.data:
                yield from png_problems(output.data["image/png"])


def comment_problems(source: str) -> Iterator[str]:
    """Tell of comments that nbval obeys: a tag does the same, and has a reason beside it."""
    for found in NBVALS_COMMENT.findall(source):
        yield f"{found} in its code: nbval would not compare it. Take a tag, with its reason."


def stream_problems(outputs: list[NotebookNode]) -> Iterator[str]:
    """Tell of a stream in more than one piece: the build stores one, where it first wrote."""
    names = [output.name for output in outputs if output.output_type == "stream"]
    if len(set(names)) < len(names):
        yield f"wrote to {', '.join(names)}; the build puts what one of them says together."


def key_problems(output: NotebookNode, count: int | None) -> Iterator[str]:
    """Tell of an output that lacks something or holds more, or was counted otherwise than its cell."""
    if keys := sorted(KEYS.get(output.output_type, set()) ^ output.keys()):
        yield f"a {output.output_type} with other keys than the build writes: {keys}."
    if output.get("execution_count", count) != count:
        yield f"a result of run {output.execution_count} in a cell of run {count}."


def kind_problems(data: NotebookNode) -> Iterator[str]:
    """Tell of kinds of output that are not compared, or show as an error where nothing runs."""
    if strange := sorted(data.keys() - KINDS):
        yield f"shows {', '.join(strange)}; only {', '.join(sorted(KINDS))} are stored."


def metadata_problems(output: NotebookNode) -> Iterator[str]:
    """Tell of a picture whose alt text is not its text, which is compared, or that has a size of its own."""
    wanted = {}
    if "image/png" in output.data:
        wanted["image/png"] = {"alt": output.data.get("text/plain", "")}
    if "image/svg+xml" in output.data:
        wanted["image/svg+xml"] = {"isolated": True}
    if output.get("metadata") != wanted:
        found = {key: sorted(value) for key, value in output.get("metadata", {}).items() if value}
        yield (
            f"an output's metadata is not what goes with it: it has {found or 'none'}. "
            "A picture has its description as alt, the same as in text/plain, and nothing else."
        )


def text_problems(output: NotebookNode) -> Iterator[str]:
    """Tell of characters that nobody sees and that change what is seen, such as a carriage return."""
    for text in (output.get("text", ""), *output.get("data", {}).values()):
        if isinstance(text, str) and (found := CONTROL.search(COLOUR.sub("", text))):
            yield f"wrote the control character {found[0]!r}, which hides or moves text."


# ---- pictures -------------------------------------------------------------------------------------


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """Return the chunks of a PNG, name and content.

    Raises:
        ValueError: if it is no PNG, is cut, has a wrong checksum, or goes on after its end.
    """
    found, place = [], 8
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("is no PNG")
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        body, end = png[place + 4 : place + 8 + length], place + 12 + length
        if png[end - 4 : end] != struct.pack(">I", zlib.crc32(body)):
            raise ValueError("is cut or has a wrong checksum")
        found.append((body[:4], body[4:]))
        place = end
    if [name for name, _ in found].index(b"IEND") != len(found) - 1:
        raise ValueError("goes on after its end")
    return found


def header(png: bytes) -> list[tuple[bytes, bytes]]:
    """Return all chunks of a PNG but its pixels."""
    return [chunk for chunk in chunks(png) if chunk[0] != b"IDAT"]


def png_problems(content: str) -> Iterator[str]:
    """Tell of a picture that is damaged, not opaque, or holds what matplotlib does not write."""
    try:
        png = base64.b64decode(content, validate=True)
        strange = {name for name, _ in chunks(png)} - CHUNKS
        lowest, _ = Image.open(io.BytesIO(png)).convert("RGBA").getextrema()[3]
    except (ValueError, TypeError, OSError, SyntaxError) as error:  # Pillow raises all on damaged files
        yield f"a picture that cannot be read: {error}."
        return
    if strange:
        names = ", ".join(sorted(name.decode("latin-1") for name in strange))
        yield f"a picture with {names} in its file: it can show otherwise than its pixels say."
    if lowest < 255:
        yield "a picture that is not opaque: it can vanish on the page's colour."
