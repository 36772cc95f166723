"""Pages for a class that are not of one lesson: how the course is used, what to park, what to copy, what to report."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tools import lessons
from tools.class_edition import quiz, sections, timetable

WRITTEN = lessons.ROOT / "classroom" / "teaching"
PAGES = {
    "course": "How the course is used, in pairs and groups, and the timetables",
    "install_session": "The install session, the day before",
    "park": "Park this until lesson N",
    "shared_document": "A shared document, to copy",
    "survey": "The survey, before and after",
    "report": "How long it took, and what was asked: a form to send back",
}


def page(name: str) -> str:
    """Return one of PAGES as Markdown: what is written by hand, with what is reckoned put in."""
    if name == "park":
        return park()
    text = (WRITTEN / f"{name}.md").read_text("utf-8")
    if name == "course":
        return text.replace("{{timetables}}", timetable.page())
    made = {"shared_document": shared_lesson, "report": report_lesson}
    if name not in made:
        return text
    return text.replace("{{lessons}}", "\n\n".join(map(made[name], lessons.sources())))


def shared_lesson(source: Path) -> str:
    """Return a lesson's part of the shared document."""
    asked = [f"- {one}:" for section in sections.of(source) for one in section.exercises]
    return (
        f"## {quiz.title(source)}\n\nWhat we guessed, and what came out:\n\n-\n\nExercises: what you tried, and what the "
        "check said\n\n"
        + "\n".join(asked)
        + "\n\nOne sentence that the lesson proved, and one question:\n\n-"
    )


def report_lesson(source: Path) -> str:
    """Return a lesson's part of the form for measured minutes."""
    rows = [
        f"| {section.title} | {', '.join(section.exercises)} | {section.minutes:.0f} | | |"
        for section in sections.of(source)
    ]
    total = sections.minutes(source)
    head = "| section | exercises | reckoned | measured | where they got stuck |\n|---|---|---|---|---|"
    return f"## {quiz.title(source)}: {total} minutes reckoned\n\n{head}\n" + "\n".join(rows)


def parked(path: Path = WRITTEN / "park.toml") -> list[dict[str, str]]:
    """Return the questions to park, each with its lesson, a word of that lesson, and what to say until then."""
    return tomllib.loads(path.read_text("utf-8"))["question"]


def park() -> str:
    """Return the questions to park as Markdown."""
    rows = "\n".join(f"| {one['asks']} | {one['lesson']} | {one['until_then']} |" for one in parked())
    return (
        "# Park this until lesson N\n\nQuestions that come too early, in the words in which learners ask them. Write the "
        "question on the wall with the number of its lesson, give one sentence, and go on; take it down when its lesson "
        f"has answered it.\n\n| question | lesson | until then |\n|---|---|---|\n{rows}\n"
    )


def index(made: list[Path]) -> str:
    """Return the first page of the teacher's edition, with the lessons that were made."""
    listed = "\n".join(f"- [{what}]({name}.md)" for name, what in PAGES.items())
    rows = "\n".join(
        f"| {quiz.title(source)} | {sections.minutes(source)} | [plan, notes, answers]({source.stem}.md) "
        f"| [sheet](quiz/{source.stem[:2]}.md), [answers](quiz/{source.stem[:2]}_answers.md), "
        f"[GIFT](quiz/{source.stem[:2]}.gift) | [page](../solutions/{source.stem}.html), "
        f"[notebook](../solutions/{source.stem}.ipynb) |"
        for source in made
    )
    return (
        "# Neural networks, opened: the teacher's edition\n\nFor you alone: it has every solution. Learners get `learner/`, "
        "and after each lesson its files of `solutions/`. Every page here is also there as Markdown (`.md`), and prints.\n\n"
        f"{listed}\n\n| lesson | minutes | | quiz | to release after it |\n|---|---|---|---|---|\n{rows}\n"
    )


def readme(made: list[Path]) -> str:
    """Return what stands beside the learner's notebooks."""
    rows = "\n".join(
        f"| [{quiz.title(source)}]({source.stem}.ipynb) | {sections.minutes(source)} |" for source in made
    )
    return (
        "# Neural networks, opened\n\nThe lessons, with exercises, hints and checks. Solutions come after each lesson.\n\n"
        f"| lesson | minutes |\n|---|---|\n{rows}\n"
    )
