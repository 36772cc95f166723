"""Working copies: a learner works in work/, on copies of the notebooks, and notebooks/ stays as it was fetched.

A copy that somebody has worked in is never written over: a newer lesson is laid beside it. What each copy was
made from stands in work/.made-from.json, as hashes of the lesson's cells, so that a copy that was only run can
be told from one that was worked in. Standard library only.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from tools import keeping, repository

RECORD = ".made-from.json"
NEW = "new"  # the word in the name of a newer lesson beside a copy: 02_perceptron.new.ipynb
EARLIER = "earlier"  # where a copy goes whose lesson has another name now
SHADOWING = ("helpers.py", "helpers") + tuple(  # what Python would take for what the lessons import
    f"{name}.py" for name in ("numpy", "matplotlib", "keras", "tensorflow", "pandas", "shap", "sklearn")
)

Record = dict[
    str, list[dict[str, str]]
]  # the lesson's name: what was laid into work/ for it, the newest last


# -- the lessons, and what was made from them ----------------------------------------------------------


def pristine(root: Path) -> dict[str, bytes]:
    """Return the lessons by name, as they were committed; where there is no git, as they lie there."""
    if repository.is_clone(root):
        found = [path for path in repository.committed_under(root, "notebooks") if path.endswith(".ipynb")]
        return {Path(path).name: repository.git(root, "show", f"HEAD:{path}") for path in found}
    return {path.name: path.read_bytes() for path in sorted((root / "notebooks").glob("*.ipynb"))}


def read_record(root: Path) -> Record:
    """Return what the copies were made from; nothing where that is not known."""
    try:
        record = json.loads((root / "work" / RECORD).read_text("utf-8"))
        return {name: laid for name, laid in record.items() if laid and all("sources" in one for one in laid)}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_record(root: Path, record: Record) -> None:
    path = root / "work" / RECORD
    part = path.with_suffix(".part")
    part.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")
    os.replace(part, path)


def remember(root: Path, name: str, sources: str) -> None:
    """Note which version of a lesson was laid into work/; a copy of a version not noted counts as worked in."""
    record = read_record(root)
    laid = record.setdefault(name, [])
    if not laid or laid[-1]["sources"] != sources:
        laid.append({"sources": sources})
        write_record(root, record)


def copies_of(root: Path, name: str) -> list[Path]:
    """Return the copies of a lesson that are there: its own, and newer ones beside it."""
    stem, ending = Path(name).stem, Path(name).suffix
    beside = re.compile(rf"{re.escape(stem)}\.{NEW}(-\d+)?{re.escape(ending)}")
    found = sorted(path for path in (root / "work").glob("*.ipynb") if beside.fullmatch(path.name))
    own = root / "work" / name
    return [own, *found] if own.exists() else found


def is_untouched(copy: Path, laid: list[dict[str, str]]) -> bool:
    """Say whether a copy's cells are those of a version that was laid; outputs do not count."""
    return keeping.hash_of(copy.read_bytes()) in {one["sources"] for one in laid}


def lay(content: bytes, copy: Path) -> None:
    """Write a copy, whole or not at all."""
    part = copy.with_name(f"{copy.name}.part")
    part.write_bytes(content)
    os.replace(part, copy)


# -- making them, and bringing newer ones --------------------------------------------------------------


def make(root: Path) -> list[str]:
    """Copy each lesson into work/ where it is not there yet; return the names of those that were copied.

    A lesson that was worked in under notebooks/ is copied as it lies there, with the work in it.
    """
    (root / "work").mkdir(exist_ok=True)
    made = []
    for name, content in pristine(root).items():
        copy, lying = root / "work" / name, root / "notebooks" / name
        if not os.path.lexists(copy):
            remember(root, name, keeping.hash_of(content) or "")
            lay(lying.read_bytes() if lying.exists() else content, copy)
            made.append(name)
    return made


def outdated(root: Path) -> list[str]:
    """Return the names of the lessons of which a newer version has come than was laid into work/."""
    record = read_record(root)
    return [
        name
        for name, content in pristine(root).items()
        if name in record and record[name][-1]["sources"] != (keeping.hash_of(content) or "")
    ]


def refresh(root: Path) -> list[str]:
    """Bring newer lessons into work/; return a line for each thing done. Nothing that was worked in is written over."""
    lessons = pristine(root)
    told = retire(root, set(lessons))
    told += [f"work/{name}: a new lesson" for name in make(root)]
    record = read_record(root)
    for name, content in lessons.items():
        laid, newest = record.get(name, []), keeping.hash_of(content) or ""
        if laid and laid[-1]["sources"] == newest:
            continue
        if not any(is_untouched(copy, [{"sources": newest}]) for copy in copies_of(root, name)):
            told.append(bring(root, name, content, laid))
        remember(root, name, newest)
    return told


def bring(root: Path, name: str, content: bytes, laid: list[dict[str, str]]) -> str:
    """Lay the newer version of one lesson: in place of a copy that was not worked in, else beside it."""
    untouched = [copy for copy in copies_of(root, name) if is_untouched(copy, laid)]
    copy = untouched[0] if untouched else keeping.free_name(root / "work" / name, root / "work", NEW)
    lay(content, copy)
    if copy.name == name:
        return f"work/{name}: the newer version (you had not changed a cell)"
    return f"work/{name}: yours, kept as it is. The newer version is beside it: work/{copy.name}"


def retire(root: Path, lessons: set[str]) -> list[str]:
    """Move copies of lessons that the course has no more under that name to work/earlier/; return a line each."""
    record, told = read_record(root), []
    for name in sorted(set(record) - lessons) if lessons else []:
        for copy in copies_of(root, name):
            kept = keeping.move_aside(copy, folder=root / "work" / EARLIER)
            told.append(
                f"work/{copy.name}: the course has no lesson of this name any more. Yours is now "
                f"{kept.relative_to(root).as_posix()}; its exercises may have other numbers today"
            )
        del record[name]
        write_record(root, record)
    return told


# -- before JupyterLab starts --------------------------------------------------------------------------


def shadows(root: Path) -> list[str]:
    """Tell which files of a person's own stand in the way of what the lessons import."""
    return [
        f"{folder}/{name} stands in the way: the lessons' `import {Path(name).stem}` finds it first. "
        "Rename it, then restart the kernel."
        for folder in ("work", "notebooks")
        for name in SHADOWING
        if (root / folder / name).exists()
    ]


def prepare(folder: str) -> None:
    """Make the copies that are missing, and tell in a line each what a learner should know."""
    root = Path(folder)
    make(root)
    newer = outdated(root)
    if newer:
        names = ", ".join(Path(name).stem for name in newer)
        print(
            f"course: there is a newer version of {names}. make update brings it into work/; yours is kept."
        )
    for line in shadows(root):
        print(f"course: {line}")
