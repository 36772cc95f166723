"""What learners handed in: a folder or a zip of notebooks, and from each notebook the cells that answer a lesson.

Nothing is run here, and of a notebook only its JSON is read: Python that nobody has read is parsed in the box alone.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

LARGEST = 50_000_000  # bytes of one notebook; more is no answer to a lesson
MOST = 2000  # files of one zip
ASKS = re.compile(r"""\bcheck\(\s*["']?\D{0,3}?0*(\d{1,2})\s*[.,]\s*0*(\d{1,2})\s*["']?\s*[,)]""")


class NotANotebook(Exception):
    """A file cannot be read as a notebook; the message says why."""


@dataclass(frozen=True)
class Answer:
    """The cell that answers an exercise, and the learner's own cells between the exercise before and it.

    What the cell needs of those above is decided in the box (`boxed.brought`).
    """

    source: str
    above: tuple[str, ...] = ()

    def run(self, above: Iterable[int]) -> str:
        """Return the code that was run: this cell, and before it those of the cells above."""
        return "\n".join([*(self.above[at] for at in above if at < len(self.above)), self.source])


@dataclass
class Handed:
    """What one learner handed in for one lesson.

    Attributes:
        who: the folder it lay in, else the file's name: what an LMS named it by.
        path: of the file, in the folder or zip.
        answers: by exercise.
        notes: what a person may want to know about the file.
    """

    who: str
    path: str
    answers: dict[str, Answer] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A lesson's pristine notebook: its code cells, and which of them asks which exercise."""

    cells: tuple[str, ...]
    asks: dict[str, int]

    @classmethod
    def of(cls, cells: list[str]) -> Page:
        """Find the exercises of a page by their checks."""
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            for number in numbers_in(cell):
                found.setdefault(number, at)
        return cls(tuple(cells), found)


def files(place: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of a folder or a zip, hidden ones and those of a Mac's zip left out.

    Raises:
        NotANotebook: if the place is neither, or the zip is broken.
    """
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            name = path.relative_to(place).as_posix()
            if path.is_file() and not path.is_symlink() and not hidden(name):
                with path.open("rb") as file:
                    yield name, file.read(LARGEST + 1)
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as zipped:
            wanted = [one for one in zipped.infolist() if not one.is_dir() and not hidden(one.filename)]
            for one in wanted[:MOST]:
                with zipped.open(one) as file:
                    yield one.filename, file.read(LARGEST + 1)
    else:
        raise NotANotebook(f"{place} is neither a folder nor a zip: give what the LMS lets you download.")


def hidden(name: str) -> bool:
    """Say whether a path has a part that begins with a point, or is what a Mac adds to a zip."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def text_of(data: bytes) -> str:
    """Return a notebook's text, in whatever encoding an editor has left it."""
    for start, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(start):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def code_cells(data: bytes) -> list[str]:
    """Return the sources of a notebook's code cells.

    Raises:
        NotANotebook: with the reason.
    """
    if len(data) > LARGEST:
        raise NotANotebook(f"more than {LARGEST // 1_000_000} MB")
    if not data.strip():
        raise NotANotebook("an empty file")
    try:
        cells = json.loads(text_of(data))["cells"]
        code = [one["source"] for one in cells if one["cell_type"] == "code"]
        return ["".join(one) if isinstance(one, list) else one + "" for one in code]
    except (ValueError, RecursionError):
        raise NotANotebook("not JSON, so not a whole notebook") from None
    except (KeyError, TypeError):
        raise NotANotebook("JSON, but not of a notebook of version 4") from None


def numbers_in(source: str) -> list[str]:
    """Return the exercises that a cell checks.

    Example:
        >>> numbers_in('check("2.1", output); check("02.3", neuron)')
        ['2.1', '2.3']
    """
    return [f"{lesson}.{number}" for lesson, number in ASKS.findall(source)]


def read(path: str, data: bytes, page: Page) -> Handed:
    """Return what a file answers of a lesson.

    Where two cells answer the same exercise, the last that was changed counts: further down is where people try again.

    Raises:
        NotANotebook: with the reason.
    """
    handed = Handed(who=owners([path])[0], path=path)
    cells = code_cells(data)
    asked = [[number for number in numbers_in(cell) if number in page.asks] for cell in cells]
    for number, at in page.asks.items():
        places = [place for place, numbers in enumerate(asked) if number in numbers]
        changed = [place for place in places if trimmed(cells[place]) != trimmed(page.cells[at])]
        if changed:
            last = changed[-1]
            first = next((n + 1 for n in range(last - 1, -1, -1) if asked[n] and number not in asked[n]), 0)
            handed.answers[number] = Answer(cells[last], learners_own(cells[first:last], page))
        if len(changed) > 1:
            handed.notes.append(f"{number}: {len(changed)} cells answer it, the last one counts")
        if not places:
            handed.notes.append(f"{number}: its cell is not there")
    return handed


def learners_own(cells: list[str], page: Page) -> tuple[str, ...]:
    """Return the cells that are not the page's."""
    ours = {trimmed(one) for one in page.cells}
    return tuple(one for one in cells if trimmed(one) not in ours)


def trimmed(cell: str) -> str:
    """Return a cell without spaces at the ends of its lines and empty lines at its own."""
    return "\n".join(line.rstrip() for line in cell.strip().splitlines())


def collect(place: Path, page: Page) -> list[Handed]:
    """Return what each learner handed in for a lesson; of several notebooks, the one with the most answers."""
    every = [look_into(path, data, page) for path, data in files(place) if path.endswith(".ipynb")]
    best: dict[str, Handed] = {}
    for handed, who in zip(every, owners([one.path for one in every])):
        handed.who = who
        before = best.setdefault(who, handed)
        if before is not handed:
            more, less = sorted((before, handed), key=lambda one: len(one.answers), reverse=True)
            more.notes.append(f"a second file was handed in and not taken: {less.path}")
            best[who] = more
    return [best[who] for who in sorted(best)]


def left_out(paths: Iterable[str]) -> list[str]:
    """Return the files that are no notebooks by their names, of owners of whom there is no notebook either.

    Example:
        >>> left_out(["Ann_1/x.ipynb", "Ann_1/notes.txt", "Bob_2/x.pdf"])
        ['Bob_2/x.pdf']
    """
    paths = list(paths)
    whose = dict(zip(paths, owners(paths)))
    with_notebook = {who for path, who in whose.items() if path.endswith(".ipynb")}
    return [path for path, who in whose.items() if who not in with_notebook]


def look_into(path: str, data: bytes, page: Page) -> Handed:
    """Return what a file answers; of one that is no notebook, nothing and the reason."""
    try:
        return read(path, data, page)
    except NotANotebook as error:
        return Handed(who="", path=path, notes=[f"cannot be read: {error}"])


def owners(paths: list[str]) -> list[str]:
    """Return whose each file is: its folder's name, else its own; a folder around all of them does not count.

    Example:
        >>> owners(["all/Ann_1/x.ipynb", "all/Bob_2/x.ipynb"]), owners(["in/ann.ipynb", "in/bob.ipynb"])
        (['Ann_1', 'Bob_2'], ['ann', 'bob'])
    """
    parts = [PurePosixPath(path).parts for path in paths]
    while len(parts) > 1 and all(len(one) > 1 for one in parts) and len({one[0] for one in parts}) == 1:
        parts = [one[1:] for one in parts]
    return [one[0] if len(one) > 1 else PurePosixPath(one[0]).stem for one in parts]
