"""The teacher's page of a lesson: plan, notes, exercises with what learners answer, and the closing questions."""

from __future__ import annotations

import html
import re
from pathlib import Path

from tools import lessons, marks, rules
from tools.class_edition import exercises, sections
from tools.class_edition.exercises import Exercise, alone
from tools.class_edition.mistakes import ANSWERS, SHOWN, Mistake
from tools.class_edition.timetable import clock

MEETINGS = (45, 90)
SHORT = 24  # characters of an answer that fits a narrow column
EXAMPLE = re.compile(
    r"(?<=[.?!]) \w+\(.* should give .*$"
)  # what a check adds for one learner: a call with numbers
TABLES = (
    "Each table has the answers to which the check says something of its own. Where it goes on with an example in numbers "
    "(“… should give …; yours gives …”), that is left out here."
)
FORMS = {
    "compute": "Each alone with a pencil; then compare with a neighbour, and only then type.",
    "predict": "A vote by hands before the cell is run. Where the class is divided, two minutes in pairs, and a second vote.",
    "read": "Groups of three or four: each defends or attacks one letter, then the group decides.",
    "write": "In pairs at one keyboard: one types, the other reads aloud what the check says. Change places at the next exercise.",
    "find": "In pairs, first without running anything: where would you look?",
    "do": "In pairs. Two pairs that are done compare what they chose, not whether it is right.",
    "explain": "Each writes alone; neighbours exchange what they wrote and mark it by the three specimens.",
}


def page(source: Path, filled: dict[str, list[str]], mistakes: dict[str, list[Mistake]]) -> str:
    """Return the teacher's page of a lesson as Markdown.

    Args:
        source: the lesson.
        filled: the values of the expressions in its prose.
        mistakes: of each exercise, as `mistakes.of` returns them.
    """
    opening = lessons.teachers(source, filled).cells[0].source
    title = re.search(r"(?m)^# (.+)$", opening)
    question = re.search(r"(?m)^\*\*(.+\?)\*\*$", opening)
    goals = rules.bullets(opening, "You will")
    parts = [
        f"# {title[1] if title else source.stem}: the teacher's page",
        f"*{question[1]}*" if question else "",
        _goals(goals),
        _plan(source),
        _notes(source, filled),
        "## Exercises: solutions, and what they will answer",
        TABLES if any(mistakes.values()) else "",
        _short(source, mistakes),
        *(_exercise(one, goals, mistakes.get(one.number, [])) for one in exercises.of(source, filled)),
        _questions(source, filled),
        f"A quiz on this lesson: [the sheet](quiz/{source.stem[:2]}.md), [its answers](quiz/{source.stem[:2]}_answers.md) "
        f"and, for Moodle, [GIFT](quiz/{source.stem[:2]}.gift).",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _goals(goals: list[str]) -> str:
    lines = "\n".join(f"{number}. {goal}" for number, goal in enumerate(goals, start=1))
    return f"Learners will\n\n{lines}"


def _plan(source: Path) -> str:
    """Return the table of sections with a running clock, and where to stop."""
    known = {mark.number: mark.kind for mark in marks.exercises(lessons.read_source(source).cells)}
    whole = sections.of(source)
    rows, at = [], 0.0
    for section in whole:
        asked = ", ".join(f"{number} ({known.get(number, '?')})" for number in section.exercises)
        terms = ", ".join(section.terms)
        skip = f"yes: {section.skip}" if section.skip else ""
        rows.append(
            f"| {clock(round(at))} | {section.minutes:.0f} | {section.title} | {asked} | {terms} | {skip} |"
        )
        at += section.minutes
    head = "| clock | min | section | exercises | new terms | may be skipped |\n|---|---|---|---|---|---|"
    lines = "\n".join(f"- {_stops(whole, minutes)}" for minutes in MEETINGS)
    return (
        f"## Plan: {sections.minutes(source)} minutes\n\nReckoned from the page, for one reader "
        "at a time; a class was not measured yet. What is skipped is run all the same, unread: where an answer is missing, "
        f"the worked one steps in.\n\n{head}\n" + "\n".join(rows) + f"\n\n{lines}"
    )


def _stops(whole: tuple[sections.Section, ...], minutes: int) -> str:
    places = sections.stops(whole, minutes)
    if len(places) == 1:
        over = minutes - round(sum(section.minutes for section in whole))
        return f"In a class of {minutes} minutes: to the end; {over} are left for the recap, votes and talk."
    said, first = [], 0
    for number, place in enumerate(places, start=1):
        took = sum(section.minutes for section in whole[first : place + 1])
        where = "the end" if place == len(whole) - 1 else f"after “{whole[place].title}”"
        said.append(f"{number}. {where} ({took:.0f} min)")
        first = place + 1
    return f"In classes of {minutes} minutes stop at: {'; '.join(said)}."


def _notes(source: Path, filled: dict[str, list[str]]) -> str:
    """Return the notes for the teacher, each with the section it belongs to."""
    found, heading = [], sections.OPENING
    for cell in lessons.teachers(source, filled).cells:
        if "teacher" in marks.tags_of(cell):
            found.append(f"**{heading}{'' if heading[-1] in '?!' else '.'}** {alone(cell.source)}")
        elif cell.cell_type == "markdown":
            titles = re.findall(r"(?m)^## (.+)$", cell.source)
            heading = titles[-1] if titles else heading
    return "## Notes\n\n" + "\n\n".join(found) if found else ""


def _exercise(one: Exercise, goals: list[str], mistakes: list[Mistake]) -> str:
    tests = "; ".join(f"{number}. {goals[number - 1]}" for number in one.objectives if number <= len(goals))
    return "\n\n".join(
        part
        for part in (
            f"### Exercise {one.number}",
            f"*{one.kind}, {_minutes(marks.KINDS[one.kind])}" + (f"; tests {tests}*" if tests else "*"),
            one.text,
            f"They see:\n\n```python\n{one.seen}\n```\n\nMended:" if one.kind == "find" else "",
            f"```python\n{one.solution}\n```",
            f"**Why:** {one.why[:1].upper()}{one.why[1:]}",
            "**Hints they have:** "
            + " ".join(f"({place}) {hint}" for place, hint in enumerate(one.hints, 1)),
            f"**In class:** {FORMS[one.kind]}",
            _mistakes(one.number, mistakes),
        )
        if part
    )


def _opened(sentence: str) -> str:
    """Return a sentence with a capital, unless it begins with a name of code."""
    begins = re.match(r"[a-z]{2,}(?=[ ,])", sentence)
    return sentence[0].upper() + sentence[1:] if begins else sentence


def _minutes(number: int) -> str:
    return "1 minute" if number == 1 else f"{number} minutes"


def _short(source: Path, mistakes: dict[str, list[Mistake]]) -> str:
    """Say which names in the wrong answers are not a learner's, but of the file that keeps these answers."""
    file = ANSWERS / f"lesson_{source.stem[:2]}.py"
    shown = "\n".join(code for told in mistakes.values() for one in told for code in one.answers[:SHOWN])
    names = [
        f"`{name}`"
        for name in re.findall(r"(?m)^def (\w+)", file.read_text("utf-8"))
        if re.search(rf"(?<![.\w])(?<!def ){name}\b", shown)
    ]
    if not names:
        return ""
    return (
        f"In the tables of answers {', '.join(names)} are short for what a learner would write at length; they stand in "
        f"`lessons/answers/{file.name}`."
    )


def telling(mistakes: list[Mistake]) -> list[Mistake]:
    """Return the mistakes whose sentences say something that those before did not; without a check's examples."""
    found: list[Mistake] = []
    known: set[str] = set()
    for one in mistakes:
        sentence = EXAMPLE.sub("", one.sentence)
        parts = set(re.split(r"(?<=[.?!]) (?=[A-Za-z0-9])", sentence))
        if not parts <= known:
            found.append(Mistake(sentence, one.answers))
        known |= parts
    return found


def _mistakes(number: str, mistakes: list[Mistake]) -> str:
    """Return the table of wrong answers, each with what the check says."""
    mistakes = telling(mistakes)
    if not mistakes:
        return ""
    rows = "\n".join(
        f"<tr><td>{''.join(f'<pre>{_escaped(code)}</pre>' for code in one.answers[:SHOWN])}</td>"
        f"<td>{_escaped(_opened(one.sentence))}</td></tr>"
        for one in mistakes
    )
    short = max(len(code) for one in mistakes for code in one.answers[:SHOWN]) <= SHORT
    return (
        f"#### {number}: what they will answer, and what to say\n\n"
        f'<table class="mistakes{" short" if short else ""}"><colgroup><col><col></colgroup>\n'
        "<thead><tr><th>they answer</th><th>the check says, and so may you</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _escaped(text: str) -> str:
    """Escape for HTML; an empty line would end the table for Markdown."""
    return re.sub(r"\n\s*\n", "\n", html.escape(text, quote=False))


def _questions(source: Path, filled: dict[str, list[str]]) -> str:
    asked = exercises.questions(source, filled)
    if not asked:
        return ""
    return "## The closing questions\n\n" + "\n\n".join(f"**{one}**\n\n{answer}" for one, answer in asked)
