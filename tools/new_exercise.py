"""Write the skeleton of a new exercise: in the lesson, in its rules, and in the answers that tests try.

    python -m tools.new_exercise 02 value          kinds: value, function_of, letters, behaviour

It gets the lesson's next number, stands before the lesson's closing, and is filled in by hand: everything that
wants words begins with TODO, and `make check` and the tests are red until it has them.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from tools import lessons

CLOSING = re.compile(r"(?m)^# %% \[markdown\].*\n# ## What you can do now")
RULES = {
    "value": """\
{name} = value(
    "{number}",
    0,
    "TODO: what a right answer is worth knowing for.",
    mistakes={{1: "TODO: the sentence that names the mistake behind 1."}},
)
""",
    "function_of": """\
def {name}(x):
    return x


_{name} = function_of(
    "{number}",
    {name},
    "TODO: what a right answer is worth knowing for.",
    cases=[(1.0,), (-2.0,)],
    mistakes=[(lambda x: -x, "TODO: the sentence that names this mistake.")],
)
""",
    "letters": """\
{name} = letters(
    "{number}",
    "a",
    "TODO: what a right answer is worth knowing for.",
    why={{"b": "TODO: why b does not follow."}},
)
""",
    "behaviour": """\
{name} = behaviour(
    "{number}",
    lambda answer: None if answer else "TODO: what is missing.",
    "TODO: what a right answer is worth knowing for.",
    worked=lambda: True,
)
""",
}
MARKS = {"value": "compute", "function_of": "write", "letters": "read", "behaviour": "do"}
ANSWERS = {
    "value": ("[(0,), (0.0,)]", '[((1,), "TODO"), ((2,), "2 is not it")]'),
    "function_of": (
        "[(lambda x: x,), (lambda x: x + 0,)]",
        '[((lambda x: -x,), "TODO"), ((lambda x: 7.0,), "7")]',
    ),
    "letters": ('[("a",), (" A ",)]', '[(("b",), "TODO"), (("ab",), "TODO")]'),
    "behaviour": ("[(True,), (1,)]", '[((False,), "TODO"), ((0,), "TODO")]'),
}
LESSON = """\
# %% [markdown]
# **Exercise {number}** TODO: the question. Store the answer in `{name}`.

# %%
#: exercise {number} kind={mark} objective=1
#: {name} = ____
{name} = {solution}
#: end
check("{number}", {name})

# %% [markdown] tags=["hints"]
# - TODO: a hint.
# Why: TODO: the reason.

"""
SOLUTIONS = {"value": "0", "function_of": "lambda x: x", "letters": '"a"', "behaviour": "True"}


def next_number(text: str, lesson: int) -> str:
    """Return the number after a lesson's last exercise."""
    taken = [int(one) for one in re.findall(rf'check\("{lesson}\.(\d+)"', text)]
    return f"{lesson}.{max(taken, default=0) + 1}"


def put_in(text: str, new: str) -> str:
    """Return a lesson's source with something new right before its closing."""
    found = CLOSING.search(text)
    if found is None:
        raise lessons.SourceError("expected a cell that begins '## What you can do now'; there is none.")
    return text[: found.start()] + new + text[found.start() :]


def with_answers(text: str, number: str, kind: str) -> str:
    """Return an answers' file with the exercise's entries at the end of RIGHT and of WRONG."""
    for table, answers in zip(("RIGHT", "WRONG"), ANSWERS[kind], strict=True):
        start = text.index(f"{table} = {{")
        end = text.index("\n}", start) + 1
        text = f'{text[:end]}    "{number}": {answers},\n{text[end:]}'
    return text


def write(source: Path, kind: str) -> list[Path]:
    """Write the three skeletons; return the files that were changed."""
    lesson = source.stem[:2]
    rules = lessons.ROOT / "helpers" / "checks" / f"lesson_{lesson}.py"
    answers = lessons.SOURCES / "answers" / f"lesson_{lesson}.py"
    text = source.read_text("utf-8")
    number = next_number(text, int(lesson))
    how = {"number": number, "name": f"answer_{number.replace('.', '_')}", "mark": MARKS[kind]}
    page = LESSON.format(solution=SOLUTIONS[kind], **how)
    rule = rules.read_text("utf-8").rstrip() + "\n\n\n" + RULES[kind].format(**how)
    if not re.search(rf"(?m)^from helpers.checks.kinds import .*\b{kind}\b", rule):
        rule = rule.replace("\nfrom helpers", f"\nfrom helpers.checks.kinds import {kind}\nfrom helpers", 1)
    changed = {
        source: put_in(text, page),
        rules: rule,
        answers: with_answers(answers.read_text("utf-8"), number, kind),
    }
    for path, new in changed.items():
        path.write_text(new, "utf-8", newline="\n")
    return list(changed)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.new_exercise", description=__doc__.splitlines()[0])
    parser.add_argument("lesson", help="how the lesson's name begins, 02")
    parser.add_argument("kind", choices=sorted(RULES))
    known = parser.parse_args()
    try:
        (source,) = lessons.sources(known.lesson)
        changed = write(source, known.kind)
    except (lessons.SourceError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(
        "Written; fill in every TODO in:", *(path.relative_to(lessons.ROOT) for path in changed), sep="\n  "
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
