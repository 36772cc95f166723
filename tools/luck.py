"""`make luck`: does what the lessons say of their data hold under other seeds?

Every solved lesson is run under ten other seeds, which reach its weights, its splits, its backgrounds and the
order of its rows through the one `seed` in its first cell. Its claims (cells tagged "proof") are not raised but
counted. The table in docs/luck.md says of each claim in how many of ten draws it held.

    python -m tools.luck [02]          one lesson, or all; goes on where it was stopped
    python -m tools.luck --again 02    forgets what is there of it

In a lesson of the second edition a claim that held in fewer than nine draws of ten, and is not marked
`here=True`, is red; so is one that a draw never came to. In the others it is listed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools import build, lessons

SEEDS = tuple(range(1, 11))
ENOUGH = 9  # of ten
KEPT = lessons.ROOT / "build" / "luck"
TABLE = lessons.ROOT / "docs" / "luck.md"
HEAD = """\
# Luck

What the lessons claim of their data, and in how many of {draws} other draws it held: other weights, other rows
kept back, another order of the rows. `here` marks what a lesson says of its own draw alone. The case that a
lesson tells about is the same in every draw. Where nothing is drawn by chance, one run is enough. Written by
`make luck`.
"""


@dataclass(frozen=True)
class Claim:
    """A claim of a lesson, and the seeds under which it held, did not, or was never come to."""

    text: str
    here: bool
    held: tuple[int, ...]
    missed: tuple[int, ...]

    @property
    def is_red(self) -> bool:
        return not self.here and len(self.held) < ENOUGH / 10 * (len(self.held) + len(self.missed))


def seeds_for(source: Path) -> tuple[int, ...]:
    """Return the seeds to ask a lesson under: none where it claims nothing, one where it draws nothing."""
    if "claim(" not in source.read_text("utf-8"):
        return ()
    return SEEDS if lessons.draws_by_chance(source) else SEEDS[:1]


def draw(source: Path, seed: int) -> dict:
    """Run a lesson under one seed; return its claims in order, and where it stopped, if it did."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "claims"
        stopped = ""
        try:
            build.run(
                lessons.solved(source, seed),
                folder=lessons.NOTEBOOKS,
                raising=False,
                COURSE_CLAIMS=str(kept),
            )
        except (build.CellExecutionError, build.BuildError) as error:
            stopped = " ".join(str(error).split())[-300:]
        lines = kept.read_text("utf-8").splitlines() if kept.exists() else []
    return {"claims": [json.loads(line) for line in lines], "stopped": stopped}


def result(source: Path, seed: int) -> dict:
    """Return what is kept of a draw, or draw it now and keep it."""
    path = KEPT / f"{source.stem}-{seed}.json"
    key = build.key_of(lessons.solved(source, seed))
    if path.exists():
        kept = json.loads(path.read_text("utf-8"))
        if kept.get("key") == key:
            return kept
    found = {"key": key, **draw(source, seed)}
    KEPT.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found), "utf-8")
    return found


def claims_of(results: dict[int, dict]) -> list[Claim]:
    """Return each claim of a lesson, in the order in which the draws came to them.

    Args:
        results: what each seed gave. A claim that is asked several times in a draw held if it always did.
    """
    order: dict[str, bool] = {}
    held: dict[str, dict[int, bool]] = {}
    for seed, found in results.items():
        for one in found["claims"]:
            order.setdefault(one["claim"], one["here"])
            before = held.setdefault(one["claim"], {})
            before[seed] = before.get(seed, True) and one["holds"]
    return [
        Claim(
            text,
            here,
            tuple(seed for seed in results if held[text].get(seed)),
            tuple(seed for seed in results if not held[text].get(seed)),
        )
        for text, here in order.items()
    ]


def section(source: Path, results: dict[int, dict]) -> str:
    """Return a lesson's part of the table."""
    title = lessons.read_source(source).cells[0].source.splitlines()[0].removeprefix("# ")
    lines = [
        f"| {one.text.replace('|', '∣')} | {len(one.held)} | {'here' if one.here else ''} |"
        for one in claims_of(results)
    ]
    head = [f"| claim | held, of {len(results)} | |", "|---|---|---|"] if lines else ["Claims nothing."]
    stops = [f"Seed {seed} stopped: `{one['stopped']}`" for seed, one in results.items() if one["stopped"]]
    return "\n\n".join([f"## {title}", "\n".join([*head, *lines]), *stops]) + "\n"


def table(parts: Iterable[str]) -> str:
    return "\n".join([HEAD.format(draws=len(SEEDS)), *parts])


def red(source: Path, results: dict[int, dict]) -> list[str]:
    """Return the claims of a lesson of the second edition that luck refutes, and the draws that stopped."""
    if not lessons.is_second_edition(source):
        return []
    found = [
        f"{source.stem}: “{one.text}” held in {len(one.held)} of {len(results)} draws (not under {one.missed}). "
        "Say it of this draw alone (here=True, and on the page), or take it off the page."
        for one in claims_of(results)
        if one.is_red
    ]
    return found + [
        f"{source.stem}: seed {seed} stopped: {one['stopped']}"
        for seed, one in results.items()
        if one["stopped"]
    ]


def with_sections(old: str, new: dict[str, str]) -> str:
    """Return the table with some lessons' parts replaced and all others as they were."""
    parts = {part.partition(" ")[0]: f"## {part}" for part in old.split("\n## ")[1:]}
    parts |= new
    return table(part.rstrip() + "\n" for _, part in sorted(parts.items()))


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.luck", description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="?", default="", help="how the names of the lessons begin")
    parser.add_argument("--again", action="store_true", help="draw anew what is kept already")
    known = parser.parse_args()
    started, problems, new = time.perf_counter(), [], {}
    sources = lessons.sources(known.only)
    for source in sources:
        results = {}
        seeds = seeds_for(source)
        for seed in seeds:
            if known.again:
                (KEPT / f"{source.stem}-{seed}.json").unlink(missing_ok=True)
            results[seed] = result(source, seed)
            print(f"\r{source.stem}: {len(results)} of {len(seeds)} draws", end="", flush=True)
        print(
            f"\r{source.stem}: {len(results)} of {len(seeds)} draws, {time.perf_counter() - started:.0f} s since the start"
        )
        new[source.stem[:2]] = section(source, results)
        problems += red(source, results)
    TABLE.write_text(
        with_sections(TABLE.read_text("utf-8") if TABLE.exists() else "", new), "utf-8", newline="\n"
    )
    print("\n".join(new.values()))
    for problem in problems:
        print(f"luck: {problem}", file=sys.stderr)
    print(
        f"{TABLE.relative_to(lessons.ROOT)} is written. {(time.perf_counter() - started) / 60:.0f} minutes."
    )
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
