"""Break drawn lines of `helpers` one at a time, and see whether the unit tests notice.

    python -m tools.mutants 50      draw 50 with seed 0, run what TESTS names for each, write docs/mutants.md
    python -m tools.mutants 50 1    the same with seed 1

A mutant is one small change inside a function: a comparison, a sign, an arithmetic operator, a constant, a condition
turned round, or a statement left out. It is made in a copy of the working tree, so nothing here changes. Stored
notebooks, which would notice many more of them, are not run. Results are kept in build/mutants/ while they come:
started again, it goes on where it stopped.
"""

from __future__ import annotations

import ast
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from tools.lessons import ROOT

PAGE = ROOT / "docs" / "mutants.md"
KEPT = ROOT / "build" / "mutants"
SECONDS = 600  # for one run of tests: a mutant may never end
TESTS = {  # where a module's unit tests are; the first that fits counts
    "checks/blank": "use kinds",
    "checks/__init__": "progress use",
    "checks/store": "progress use",
    "checks/explanations": "explanations",
    "checks/": "answers kinds use",
    "colab": "colab",
    "datasets": "datasets",
    "descent": "descent drawing_parts",
    "drawing/cost": "drawn drawing_sizes descent drawing_parts",
    "drawing/descriptions": "drawn descriptions",
    "drawing/explanation": "drawn explaining",
    "drawing/graph": "drawn drawing_network",
    "drawing/layout": "drawn drawing_sizes drawing_network drawing_text",
    "drawing/measure": "drawn drawing_sizes drawing_text drawing_network",
    "drawing/network": "drawn drawing_sizes drawing_network drawing_slopes drawing_text",
    "drawing/neuron": "drawn drawing_sizes drawing_neuron",
    "drawing/points": "drawn drawing_sizes drawing_neuron",
    "drawing/reading": "drawn descriptions",
    "drawing/stages": "drawn drawing_sizes drawing_network drawing_slopes",
    "drawing/style": "drawn drawing_sizes palette drawing_network",
    "drawing/training": "drawn training",
    "drawing/": "drawn drawing_sizes drawing_parts",
    "environment": "environment",
    "explaining/": "explaining explaining_models",
    "ipython": "shell descriptions",
    "keras_models": "networks training",
    "layer": "networks",
    "networks": "networks",
    "neurons": "neurons networks",
    "playground": "playground",
    "progress_screen": "training",
    "shadowing": "shell",
    "training": "training",
    "widgets": "drawing_neuron descent playground",
    "writing": "answers kinds drawing_network",
}
SAME = {  # drawn changes that change nothing, and why: nothing can notice them
    ("writing.py", "0", "1"): "infinity is above 1 as well",
}
KINDS = {
    "Compare": "comparison",
    "BinOp": "operator",
    "BoolOp": "operator",
    "UnaryOp": "operator",
    "Constant": "constant",
    "statement": "statement",
}
OTHERS = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def changed(node: ast.AST) -> ast.AST | None:
    """Return a broken copy of a node, or None where there is nothing of this kind to break."""
    new = copy.copy(node)
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in OTHERS:
            new.ops = [OTHERS[type(operator)]()]
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator) if type(operator) in OTHERS:
            new.op = OTHERS[type(operator)]()
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            new = operand
        case ast.Constant(value=bool(value)):
            new = ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            new = ast.Constant(2 * value or 1)
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue():
            new = ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            new = ast.Pass()
        case _:
            return None
    return ast.copy_location(new, node)


def places(tree: ast.Module) -> Iterator[ast.AST]:
    """Go through what can be broken inside functions; not in f-strings, whose columns Python 3.11 does not know."""

    def inside(node: ast.AST) -> Iterator[ast.AST]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.keyword) and child.arg == "strict":
                continue  # a guard for lists of one origin: nothing can notice that it is gone
            if not isinstance(child, (ast.JoinedStr, ast.arguments, ast.Assert)):
                if changed(child) is not None:
                    yield child
                yield from inside(child)

    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node in tree.body:
            yield from inside(node)


def broken(text: str, node: ast.AST) -> str:
    """Return a module's text with one node replaced by its broken copy, the lines around it untouched."""
    lines = text.encode().splitlines(keepends=True)
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    new = ast.unparse(changed(node))
    joined = b"".join(lines)
    return (
        joined[:start] + (f"({new})" if isinstance(node, ast.expr) else new).encode() + joined[end:]
    ).decode()


def kind_of(node: ast.AST) -> str:
    """Return what kind of change this is."""
    return KINDS["statement" if isinstance(node, ast.stmt) else type(node).__name__]


def drawn(count: int, seed: int) -> list[dict]:
    """Draw mutants, of each kind as many as of any other. Rules of single lessons are for tests/test_checks.py."""
    every = {}
    for path in sorted((ROOT / "helpers").rglob("*.py")):
        if path.stem.startswith(("lesson_", "__main__")):
            continue
        text = path.read_text("utf-8")
        for node in places(ast.parse(text)):
            every.setdefault(kind_of(node), []).append((path, text, node))
    draw = random.Random(seed)
    of_kind = [draw.sample(every[kind], -(-count // len(every))) for kind in sorted(every)]
    mutants = []
    for path, text, node in [place for row in zip(*of_kind, strict=True) for place in row][:count]:
        mutants.append(
            {
                "file": path.relative_to(ROOT).as_posix(),
                "line": node.lineno,
                "was": " ".join(ast.unparse(node).split())[:60],
                "is": " ".join(ast.unparse(changed(node)).split())[:60],
                "text": broken(text, node),
            }
        )
    return mutants


def tests_of(file: str) -> list[str]:
    """Return the test files of a module, and the module for its docstrings' examples."""
    module = file.removeprefix("helpers/").removesuffix(".py")
    names = next((TESTS[start] for start in TESTS if module.startswith(start)), "public_names")
    return [f"tests/test_{name}.py" for name in names.split()] + [file]


def run(folder: Path, tests: list[str]) -> str:
    """Run test files in a copy of the tree. Return the test that failed, "" where all pass."""
    command = [sys.executable, "-m", "pytest", "-x", "-n0", "-q", "--tb=no", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {SECONDS} s"
    if done.returncode == 0:
        return ""
    named = [line.split()[1] for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return named[0] if named else "an error while tests were collected"


def judge(mutant: dict, folder: Path) -> dict:
    """Put a mutant into the copy, run its tests, and take it out again."""
    path = folder / mutant["file"]
    before = path.read_text("utf-8")
    started = time.monotonic()
    try:
        path.write_text(mutant["text"], "utf-8")
        killer = run(folder, tests_of(mutant["file"]))
    finally:
        path.write_text(before, "utf-8")
    kept = {key: mutant[key] for key in ("file", "line", "was", "is")}
    return {**kept, "killer": killer, "seconds": round(time.monotonic() - started)}


def written(results: list[dict], count: int, seed: int) -> str:
    """Return the page: a line for each mutant."""
    killed = sum(bool(result["killer"]) for result in results)
    text = (
        f"# Mutants\n\n{len(results)} of {count} drawn changes of `helpers` (seed {seed}), each alone; the unit tests of "
        f"its module noticed {killed}.\nStored notebooks, whose pictures are compared pixel by pixel, were not run. Written by "
        f"`python -m tools.mutants {count} {seed}`,\nwhich goes on where it stopped; the lines are those of that day.\n\n"
        "| file | line | was | became | noticed by |\n|---|---|---|---|---|\n"
    )
    for result in results:
        was, new = (f"`{result[key].replace('|', chr(92) + '|')}`" for key in ("was", "is"))
        file = result["file"].removeprefix("helpers/")
        why = SAME.get((file, result["was"], result["is"]), "")
        killer = result["killer"].removeprefix("tests/") or f"**nobody**{': ' * bool(why)}{why}"
        text += f"| {file} | {result['line']} | {was} | {new} | {killer} |\n"
    return text


def main(count: int = 50, seed: int = 0) -> int:
    KEPT.mkdir(parents=True, exist_ok=True)
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "course"
        unwanted = shutil.ignore_patterns(".git", ".venv*", "build", "work", "__pycache__")
        shutil.copytree(ROOT, folder, ignore=unwanted)
        for mutant in drawn(count, seed):
            key = f"{mutant['file']}-{mutant['line']}-{mutant['was']}-{mutant['is']}"
            kept = KEPT / f"{seed}-{zlib.crc32(key.encode())}.json"
            if not kept.exists():
                kept.write_text(json.dumps(judge(mutant, folder)), "utf-8")
            result = json.loads(kept.read_text("utf-8"))
            results.append(result)
            print(f"{result['file']}:{result['line']}: {result['was']} -> {result['is']}: ", end="")
            print(result["killer"] or "NOBODY NOTICED", f"({result['seconds']} s)", flush=True)
            PAGE.write_text(written(results, count, seed), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
