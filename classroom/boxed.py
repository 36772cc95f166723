"""Inside the box: run a lesson's page with one learner's answers in it, and say what the checks saw.

`classroom.box` starts this as a program of its own. It reads one JSON object (`pages`) and writes one JSON line
per thing that happened:

    {"at": "2.3", "seconds": 60}                                this answer begins, and may take so long
    {"number": "2.3", "state": "wrong", "said": "…", "look": []}  what its check saw; what a person should look at
    {"note": "…"}                                               a cell of the page itself failed
    {"through": true}                                           all was run; {"failed": "…"} why not

A learner's cell is run without its own `check(…)`; the check is then made with what stood between its brackets.
Before it go those of the learner's cells above it that define what it needs (`brought`).
So a `check` that the learner replaced decides nothing. Whoever replaces what lies inside `helpers` decides all,
because answer and check share a process; `look` tells what makes that possible.
"""

from __future__ import annotations

import ast
import builtins
import ctypes
import dis
import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from types import CodeType
from typing import Any

# what an answer may import without anybody looking
ORDINARY = {
    *("collections", "copy", "functools", "itertools", "math", "random", "statistics", "time"),
    *("keras", "matplotlib", "numpy", "pandas", "scipy", "seaborn", "shap", "sklearn", "tensorflow", "tqdm"),
}
NO_CODE = (SyntaxError, ValueError, RecursionError, MemoryError)  # what parsing says to it
LOADS = {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"}
OURS = {"____", "check", "use", "progress"}
DEEP = {
    "__import__",
    "compile",
    "delattr",
    "eval",
    "exec",
    "get_ipython",
    "globals",
    "locals",
    "open",
    "setattr",
}
# what is a door where another module leaves it open, as in `np.x.os`
DOORS = {
    "_getframe",
    "builtins",
    "ctypes",
    "gc",
    "importlib",
    "inspect",
    "modules",
    "os",
    "subprocess",
    "sys",
}


def main() -> None:
    """Run the page that stands on the standard input."""
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: the kernel we start cannot open our files
    task = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")  # this copy is not inherited
    try:
        run(task["cells"], task["limits"], lambda **event: print(json.dumps(event), file=out, flush=True))
        print(json.dumps({"through": True}), file=out, flush=True)
    except Exception as error:  # whatever it is, whoever reads must be told
        print(json.dumps({"failed": f"{type(error).__name__}: {error}"[:500]}), file=out, flush=True)


def run(cells: list[dict[str, str]], limits: dict[str, int], tell: Any) -> None:
    """Run cells in order in one kernel and tell what the checks of the learner's cells see.

    Args:
        cells: each with "source"; a learner's also with its "number", what the page has "instead", and the
            learner's cells "above" it.
        limits: "cell" and "page", seconds for a learner's cell and for one of the page.
        tell: called with the fields of each event.
    """
    from nbclient import NotebookClient
    from nbformat.v4 import new_notebook

    client = NotebookClient(
        new_notebook(),
        kernel_name="python3",
        allow_errors=True,
        interrupt_on_timeout=True,
        store_widget_state=False,
    )
    client.reset_execution_trackers()
    known = set(dir(builtins))  # and the names that the page has given so far
    with client.setup_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        for cell in cells:
            number = cell.get("number")
            names = names_of(cell.get("instead", cell["source"]))
            client.timeout = limits["cell" if number else "page"]
            if number:
                tell(at=number, seconds=client.timeout)
                source, taken = cell["source"], brought(cell["source"], cell["above"], known - names.gives)
                if taken:
                    source = "\n".join(map(plain, [*(cell["above"][at] for at in taken), source]))
                seen = judged(client, number, source)
                if seen["state"] == "failed" or names.gives - names_of(source).gives:
                    outcome(client, cell["instead"])  # the page goes on as if nothing had been answered
                tell(number=number, above=taken, **seen)
            elif error := outcome(client, cell["source"])[1]:
                tell(
                    note=f"a cell of the page failed ({error}): {cell['source'].strip().splitlines()[0][:60]}"
                )
            known |= names.gives


def judged(client: Any, number: str, source: str) -> dict[str, Any]:
    """Run a learner's cell, then its check, and return what was seen."""
    code, asked, look = prepared(source, number)
    if asked is None:
        return {"state": "failed", "said": f'check("{number}", …) cannot be found in the cell', "look": look}
    error = outcome(client, code)[1]
    if error:
        return {"state": "failed", "said": error, "look": look}
    mark = secrets.token_hex(16)  # so that only what is printed now counts
    shown, error = outcome(client, ASK.format(number=number, asked=asked, mark=mark))
    answer = next((line for line in shown.splitlines() if line.startswith(mark)), None)
    if answer is None:
        return {"state": "failed", "said": error or "its check said nothing", "look": look}
    state, said = json.loads(answer.removeprefix(mark))
    return {"state": state, "said": said[:500], "look": look}


ASK = """\
def _asked(answers):
    import builtins, json, sys
    from helpers import checks
    verdict = checks.look_at({number!r}, answers)
    builtins.print({mark!r} + json.dumps([verdict.state, str(verdict)]), file=sys.stdout, flush=True)
_asked(({asked}))
del _asked
"""


def outcome(client: Any, source: str) -> tuple[str, str]:
    """Run code and return what it printed and the error that ended it, "" if none did."""
    from nbclient.exceptions import CellTimeoutError
    from nbformat.v4 import new_code_cell

    cell = new_code_cell(source)
    client.nb.cells = [cell]
    try:
        client.execute_cell(cell, 0)
    except CellTimeoutError:
        return "", "it took too long and was stopped"
    shown = "".join(one.text for one in cell.outputs if one.output_type == "stream" and one.name == "stdout")
    failed = [one for one in cell.outputs if one.output_type == "error"]
    if not failed:
        return shown, ""
    if failed[-1].ename == "KeyboardInterrupt":
        return shown, "it took too long and was stopped"
    return shown, f"{failed[-1].ename}: {failed[-1].evalue}"[:300]


def prepared(source: str, number: str) -> tuple[str, str | None, list[str]]:
    """Return a learner's cell without its check, what the check is given, and what a person should look at.

    Example:
        >>> prepared('output = 7\\ncheck("2.1", output)', "2.1")
        ('output = 7\\nNone', 'output,', [])
    """
    try:
        code = plain(source)
        tree = ast.parse(code)
    except NO_CODE:
        return source, "None,", []  # running it says what is wrong with it
    calls = [one for one in ast.walk(tree) if is_check(one, number)]
    if not calls:
        return code, None, looked_at(tree)
    call = calls[-1]
    asked = "".join(f"{ast.unparse(one)}, " for one in call.args[1:])
    return cut(code, call), asked.rstrip(), looked_at(tree)


@dataclass(frozen=True)
class Names:
    """What a cell does with names.

    Attributes:
        takes: those it needs when it is run.
        late: those that its functions and classes need when they are called.
        gives: those it binds.
        changes: those whose value it changes, by a method or a part of it.
    """

    takes: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()


def brought(source: str, above: list[str], known: set[str]) -> list[int]:
    """Return which of the cells above a cell must run before it: those that define what it needs, and no other.

    Of each name the last cell that gives it, the cells after that which change its value, and what these need.

    Args:
        source: of the cell.
        above: in order.
        known: names that the page gives.

    Example:
        >>> brought('check("2.1", f)', ["a = 1", "def f(): return b", "print(f())", "b = 2"], {"check"})
        [1, 3]
        >>> brought('check("3.1", m)', ["m = [1]", "m = []", "m.append(2)"], {"check"})
        [1, 2]
    """
    cells, names = [names_of(one) for one in above], names_of(source)
    needed = [(name, len(above)) for name in names.takes | names.late - names.gives]
    taken: set[int] = set()
    while needed:
        name, end = needed.pop()
        for at in reversed(range(0 if name in known else end)):
            names = cells[at]
            if name in names.gives | names.changes and at not in taken:
                taken.add(at)
                needed += [(one, at) for one in names.takes] + [(one, len(above)) for one in names.late]
            if name in names.gives:
                break
    return sorted(taken)


def names_of(source: str) -> Names:
    """Return what a cell does with names; nothing for one that is no Python.

    Example:
        >>> names = names_of("total = start\\nfor one in rows: total += one\\nlayers.append(total)")
        >>> sorted(names.takes), sorted(names.gives), sorted(names.changes)
        (['layers', 'rows', 'start'], ['one', 'total'], ['layers'])
    """
    try:
        tree = ast.parse(plain(source))
        code = compile(tree, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except NO_CODE:
        return Names()
    takes, gives = set(), set()
    for step in dis.get_instructions(code):
        if step.opname in LOADS and step.argval not in gives:
            takes.add(step.argval)
        elif step.opname == "STORE_NAME":
            gives.add(step.argval)
    changes = set(map(changed, ast.walk(tree))) - {""}
    return Names(*map(frozenset, (takes, late(code), gives, changes)))


def late(code: CodeType) -> set[str]:
    """Return the names of the page that functions and classes in a code take when they run."""
    found = set()
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= {step.argval for step in dis.get_instructions(inner) if step.opname in LOADS} | late(
                inner
            )
    return found


def changed(node: ast.AST) -> str:
    """Return the name that `name.method(…)`, `name.part = …` or `name[place] = …` changes, else ""."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func
    elif not (isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)):
        return ""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def plain(source: str) -> str:
    """Return a cell as Python, which what IPython adds to it is not."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source).rstrip("\n")


def is_check(node: ast.AST, number: str) -> bool:
    """Say whether this is `check("2.1", …)` of the exercise."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "check"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
        and same_number(node.args[0].value, number)
    )


def same_number(written: object, number: str) -> bool:
    """Say whether "02.1", "2,1" or 2.1 stands for exercise "2.1"."""
    parts = str(written).strip().replace(",", ".").split(".")
    return len(parts) == 2 and [one.strip().lstrip("0") for one in parts] == number.split(".")


def cut(code: str, call: ast.Call) -> str:
    """Return code with None in the place of a call. Python counts columns in bytes."""
    lines = code.encode().splitlines(keepends=True)
    first, last = call.lineno - 1, (call.end_lineno or call.lineno) - 1
    before, after = lines[first][: call.col_offset], lines[last][call.end_col_offset :]
    lines[first : last + 1] = [before + b"None" + after]
    return b"".join(lines).decode()


def looked_at(tree: ast.AST) -> list[str]:
    """Return what in an answer could change a mark, in words: imports, names of ours, a way under the surface."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [
                f"imports {one.name}" for one in node.names if one.name.partition(".")[0] not in ORDINARY
            ]
        elif isinstance(node, ast.ImportFrom):
            plain = (node.module or "").partition(".")[0] in ORDINARY or from_helpers(node)
            found += [] if plain and not node.level else [f"imports from {node.module}"]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del) and node.id in OURS:
            found.append(f"changes {node.id}")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name in OURS:
            found.append(f"changes {node.name}")
        elif isinstance(node, ast.Name) and (node.id in DEEP or node.id.startswith("__")):
            found.append(f"uses {node.id}")
        elif isinstance(node, ast.Attribute) and (node.attr.startswith("__") or node.attr in DOORS):
            found.append(f"uses {node.attr}")
    return sorted(set(found))[:10]


def from_helpers(node: ast.ImportFrom) -> bool:
    """Say whether this imports what lessons import, `from helpers import check`, as itself."""
    return node.module == "helpers" and all(one.asname is None for one in node.names)


if __name__ == "__main__":
    main()
