"""What learners answer, and what the check says to it: the wrong answers kept with the checks, judged by them."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib
import inspect
import io
import json
import os
import reprlib
import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

from tools import lessons

ANSWERS = lessons.SOURCES / "answers"
SHOWN = 2  # answers that draw the same sentence


@dataclass(frozen=True)
class Mistake:
    """A sentence of a check, and the wrong answers that draw it, as code."""

    sentence: str
    answers: tuple[str, ...]


def of(lesson: str, made: Path | None = None) -> dict[str, list[Mistake]]:
    """Return the mistakes of each exercise of a lesson.

    Args:
        lesson: its number in two digits.
        made: a folder in which the sentences are remembered as long as neither checks nor answers change; some
            checks train networks.
    """
    file = ANSWERS / f"lesson_{lesson}.py"
    note = made / f"{lesson}.mistakes.json" if made else None
    key = _key(file)
    if note and note.exists():
        kept = json.loads(note.read_text("utf-8"))
        if kept["key"] == key:
            return {
                number: [Mistake(one["sentence"], tuple(one["answers"])) for one in found]
                for number, found in kept["mistakes"].items()
            }
    found = judged(lesson, file)
    if note:
        note.parent.mkdir(parents=True, exist_ok=True)
        kept = {number: [asdict(one) for one in mistakes] for number, mistakes in found.items()}
        note.write_text(json.dumps({"key": key, "mistakes": kept}, ensure_ascii=False), "utf-8")
    return found


def _key(file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes())
    for path in [*sorted((lessons.ROOT / "helpers").rglob("*.py")), Path(__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def judged(lesson: str, file: Path) -> dict[str, list[Mistake]]:
    """Ask the checks about every wrong answer of a lesson; equal sentences become one mistake."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    from helpers.checks import look_at

    module = importlib.import_module(f"lessons.answers.{file.stem}")
    written = as_written(file, module)
    found: dict[str, dict[str, list[str]]] = {}
    for number, answers in module.WRONG.items():
        sentences = found.setdefault(number, {})
        for (answer, _), code in zip(answers, written[number], strict=True):
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                message = look_at(number, answer).message
            sentence = message.removeprefix(f"Exercise {number}: ")
            sentences.setdefault(sentence, []).append(code)
    return {
        number: [Mistake(sentence, tuple(dict.fromkeys(codes))) for sentence, codes in sentences.items()]
        for number, sentences in found.items()
    }


def as_written(file: Path, module: ModuleType) -> dict[str, list[str]]:
    """Return the wrong answers of each exercise as their author wrote them, functions in place of their names.

    Answers that the file computes, in a loop for instance, are shown as Python shows their values.
    """
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    named: dict[str, ast.AST] = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named[node.targets[0].id] = node.value
    table, right = named["WRONG"], named.get("RIGHT")
    for node in ast.walk(right) if right else ():
        if isinstance(node, ast.Name):  # what a right answer names too is not the mistake
            named.pop(node.id, None)
    rows: dict[str, ast.expr] = {}
    if isinstance(table, ast.Dict):
        rows = {
            key.value: value
            for key, value in zip(table.keys, table.values, strict=True)
            if isinstance(key, ast.Constant)
        }
    return {
        number: _column(rows.get(number), [answer for answer, _ in answers], named, text)
        for number, answers in module.WRONG.items()
    }


def _column(row: ast.expr | None, answers: list[tuple], named: dict[str, ast.AST], text: str) -> list[str]:
    """Return the code of each answer to an exercise; what is not written out is shown by its value."""
    pairs = row.elts if isinstance(row, ast.List) else []
    computed = len(answers) - sum(isinstance(pair, ast.Tuple) for pair in pairs)
    codes: list[str | None] = []
    for pair in pairs:
        if isinstance(pair, ast.Tuple):
            codes.append(_code(pair.elts[0], named, text))
        else:
            codes += [None] * computed
            computed = 0
    codes += [None] * (len(answers) - len(codes))
    return [
        ", ".join(map(_shown, answer)) if code is None else code
        for code, answer in zip(codes, answers, strict=True)
    ]


def _shown(value: object) -> str:
    """Return a value as code: a function's own, where it has one, else as Python shows it."""
    if inspect.isfunction(value):
        with contextlib.suppress(OSError, TypeError):
            return textwrap.dedent(inspect.getsource(value)).strip()
    return reprlib.repr(value)


def _code(answer: ast.expr, named: dict[str, ast.AST], text: str) -> str | None:
    """Return an answer, a tuple as `check` takes it, as code: its parts, on lines of their own where one is long.

    None where it is not written out as a tuple.
    """
    if not isinstance(answer, ast.Tuple):
        return None
    parts = [_part(one, named, text) for one in answer.elts]
    between = "\n" if any("\n" in part for part in parts) else ", "
    return between.join(parts)


def _part(node: ast.expr, named: dict[str, ast.AST], text: str) -> str:
    meant = named.get(node.id, node) if isinstance(node, ast.Name) else node
    if not isinstance(meant, ast.FunctionDef | ast.Lambda):
        meant = node  # a table or a model: its name says more than how it was made
    found = ast.get_source_segment(text, meant) or ast.unparse(meant)
    lines = [line.partition("  # noqa")[0].rstrip() for line in found.splitlines()]
    head, rest = lines[0], textwrap.dedent("\n".join(lines[1:]))
    if isinstance(meant, ast.FunctionDef):
        rest = textwrap.indent(rest, "    ")
    return f"{head}\n{rest}" if rest else head
