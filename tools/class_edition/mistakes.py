"""What learners answer, and what the check says to it: the wrong answers kept with the checks, judged by them."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib
import io
import json
import os
import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path

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

    written = as_written(file)
    module = importlib.import_module(f"lessons.answers.{file.stem}")
    found: dict[str, dict[str, list[str]]] = {}
    for number, answers in module.WRONG.items():
        sentences = found.setdefault(number, {})
        for (answer, _), code in zip(answers, written[number], strict=True):
            with contextlib.redirect_stdout(io.StringIO()):
                message = look_at(number, answer).message
            sentence = message.removeprefix(f"Exercise {number}: ")
            sentences.setdefault(sentence, []).append(code)
    return {
        number: [Mistake(sentence, tuple(dict.fromkeys(codes))) for sentence, codes in sentences.items()]
        for number, sentences in found.items()
    }


def as_written(file: Path) -> dict[str, list[str]]:
    """Return the wrong answers of each exercise as their author wrote them, names replaced by what they stand for."""
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    named = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    named |= {
        target.id: node.value  # type: ignore[misc]
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    table = named["WRONG"]
    if not isinstance(table, ast.Dict):
        raise lessons.SourceError(f"{file.name}: expected WRONG as a dictionary written out.")
    return {
        ast.literal_eval(key): [_code(pair.elts[0], named, text) for pair in value.elts]  # type: ignore
        for key, value in zip(table.keys, table.values, strict=True)
    }


def _code(answer: ast.expr, named: dict[str, ast.AST], text: str) -> str:
    """Return an answer, a tuple as `check` takes it, as code: its parts, each on lines of its own where it is long."""
    if not isinstance(answer, ast.Tuple):
        return _part(answer, named, text)
    parts = [_part(one, named, text) for one in answer.elts]
    between = "\n" if any("\n" in part for part in parts) else ", "
    return between.join(parts)


def _part(node: ast.expr, named: dict[str, ast.AST], text: str) -> str:
    meant: ast.AST = node
    if isinstance(node, ast.Name) and isinstance(named.get(node.id), ast.AST):
        meant = named[node.id]
        if not isinstance(meant, ast.FunctionDef) and len(ast.get_source_segment(text, meant) or "") > 300:
            meant = node
    found = ast.get_source_segment(text, meant) or ast.unparse(meant)
    lines = [line.partition("  # noqa")[0].rstrip() for line in found.splitlines()]
    head, rest = lines[0], textwrap.dedent("\n".join(lines[1:]))
    if isinstance(meant, ast.FunctionDef):
        rest = textwrap.indent(rest, "    ")
    return f"{head}\n{rest}" if rest else head
