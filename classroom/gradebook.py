"""An LMS's own exported CSV with one column filled, and nothing else changed.

No column's name is known here: what Moodle, Canvas and others write differs by version and language. The file that is
given says what its columns are called; `key` says which of them tells learners apart in what was handed in.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


class GradebookError(Exception):
    """A gradebook cannot be used so; the message says why, and the cure."""


@dataclass
class Gradebook:
    """A CSV as it was read: its header and rows, and how they were written."""

    header: list[str]
    rows: list[list[str]]
    encoding: str = "utf-8"
    delimiter: str = ","
    ending: str = "\r\n"
    quoted: bool = False

    @classmethod
    def read(cls, data: bytes) -> Gradebook:
        """Read a CSV, whichever of the usual ways it is written in.

        Raises:
            GradebookError: if there is no header, or a column's name stands there twice.
        """
        text, encoding = decoded(data)
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        if not rows or len(rows[0]) < 2:
            raise GradebookError(
                "The gradebook has no header of several columns: give the CSV that the LMS exports."
            )
        twice = [name for name, count in Counter(rows[0]).items() if name and count > 1]
        if twice:
            raise GradebookError(f"The gradebook has the column {twice[0]!r} twice: rename one of them.")
        filled = [cell for row in rows for cell in row]
        quoted = text.count('"') >= 2 * len(filled)
        ending = "\r\n" if "\r\n" in text else "\n"
        return cls(rows[0], rows[1:], encoding, delimiter, ending, quoted)

    def written(self) -> bytes:
        """Return the file's bytes, written as it was."""
        out = io.StringIO(newline="")
        how = csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.ending, quoting=how).writerows(
            [self.header, *self.rows]
        )
        return out.getvalue().encode(self.encoding)

    def column(self, name: str) -> int:
        """Return a column's place.

        Raises:
            GradebookError: if there is none of this name; the message lists those there are.
        """
        if name not in self.header:
            raise GradebookError(f"The gradebook has no column {name!r}. It has: {', '.join(self.header)}")
        return self.header.index(name)


@dataclass
class Filled:
    """What was filled: path handed in by row, those with no row, those of several rows, rows that had a mark already."""

    by_row: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def decoded(data: bytes) -> tuple[str, str]:
    """Return a CSV's text and its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), "utf-16"
    for encoding in ("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252", "latin-1"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes every byte")


def words(text: str) -> set[str]:
    """Return the words and numbers of a text, in small letters.

    Example:
        >>> sorted(words("Ann Lee_1042_assignsubmission_file"))
        ['1042', 'ann', 'assignsubmission', 'file', 'lee']
    """
    return {one for one in re.split(r"[\W_]+", text.casefold()) if one}


def matches(value: str, path: str) -> bool:
    """Say whether what stands in the key's column names the learner of a path.

    A number in it decides where there is one ("Participant 1042"); else all its words must be in the path.
    """
    there = words(path)
    numbers = {one for one in words(value) if one.isdigit()}
    return bool(value.strip()) and (numbers or words(value)) <= there


def fill(book: Gradebook, marks: Mapping[str, str], column: str, key: str) -> Filled:
    """Fill a column with marks, in place.

    A mark that stands there already and is another one is kept, and told.

    Args:
        book: the gradebook.
        marks: what to write, by the path that was handed in.
        column: the column to fill.
        key: the column whose values are in the paths.

    Raises:
        GradebookError: if the gradebook has no such column.
    """
    to, by = book.column(column), book.column(key)
    done = Filled()
    for path, mark in marks.items():
        found = [at for at, row in enumerate(book.rows) if len(row) > max(to, by) and matches(row[by], path)]
        if len(found) != 1:
            (done.unclear if found else done.unknown).append(path)
            continue
        row = book.rows[found[0]]
        if found[0] in done.by_row:
            done.unclear.append(path)
        elif row[to].strip() not in ("", "-", mark):
            done.kept.append(f"{row[by]}: has {row[to]}, would get {mark}")
        else:
            done.by_row[found[0]] = path
            row[to] = mark
    return done


def best_key(book: Gradebook, paths: Iterable[str], column: str) -> str:
    """Return the column whose values tell the learners of these paths apart best.

    Example:
        >>> best_key(Gradebook(["Name", "Mark"], [["Ann Lee", "7"]]), ["Ann Lee_1042/x.ipynb"], "Mark")
        'Name'

    Raises:
        GradebookError: if none does for any path.
    """
    paths, to = list(paths), book.column(column)
    unfilled = [[*row[:to], "", *row[to + 1 :]] if len(row) > to else row for row in book.rows]
    counts = {}  # of learners found, whether they have a mark already or not
    for name in book.header:
        if name and name != column:
            copy = Gradebook(book.header, [list(row) for row in unfilled])
            counts[name] = len(fill(copy, dict.fromkeys(paths, ""), column, name).by_row)
    best = max(counts, key=counts.__getitem__, default="")
    if not counts.get(best):
        raise GradebookError(
            "No column of the gradebook has something that is in the names of what was handed in. "
            f"It has: {', '.join(book.header)}. Handed in, for example: {paths[0] if paths else 'nothing'}"
        )
    return best


def read(path: Path) -> Gradebook:
    """Read a gradebook's file."""
    return Gradebook.read(path.read_bytes())
