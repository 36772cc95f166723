"""The class's edition: what learners get tells no solution, and what teachers get is what the lessons and checks say."""

from __future__ import annotations

import ast
import html
import importlib
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import gift
from tools import class_links, launch, lessons, marks, rules, website
from tools.class_edition import (
    __main__,
    exercises,
    forms,
    lesson_page,
    mistakes,
    notebooks,
    printed,
    quiz,
    secrets,
    sections,
    timetable,
)

SOURCES = lessons.sources()
EACH = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
SECOND = SOURCES[1]
OUTSIDE = re.compile(r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=.https?:|@import|url\(.?https?:")


@cache
def built(source):
    return notebooks.built(source)


@cache
def filled(source):
    return lessons.filled_in(built(source))


@cache
def folder():
    return Path(tempfile.mkdtemp(prefix="class-"))


@cache
def handed_out(source):
    """Return the file of a lesson's notebook for learners."""
    return notebooks.write_learners(source, folder())


@pytest.fixture(scope="module", autouse=True)
def cleared():
    yield
    shutil.rmtree(folder())


def page_of(notebook, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(notebooks.as_page(notebook, "page"), "utf-8")
    return page


# ---- learners --------------------------------------------------------------------------------------


@EACH
def test_the_learners_edition_has_the_cells_and_outputs_of_the_tested_notebook(source):
    ours, tested = lessons.read(handed_out(source)), built(source)
    for mine, theirs in zip(ours.cells, tested.cells, strict=True):
        if mine.cell_type == "code":
            assert mine == theirs
        else:
            assert mine.source.count("<summary>Hint") == theirs.source.count("<summary>Hint")
            assert "<summary>Solution" not in mine.source
    assert "mybinder.org" not in ours.cells[0].source
    assert not lessons.worked_in(ours)
    nbformat.validate(ours)


@EACH
def test_no_solution_and_no_teachers_word_is_in_the_learners_edition(source):
    assert secrets.told_in(handed_out(source), source) == []


def test_no_solution_and_no_teachers_word_is_on_the_public_site(tmp_path):
    website.prepare(tmp_path / "site")
    pages = [*tmp_path.rglob("*.md"), *tmp_path.rglob("*.ipynb")]
    assert len(pages) > len(SOURCES)
    assert not [
        (page.name, told) for page in pages for source in SOURCES if (told := secrets.told_in(page, source))
    ]


@EACH
def test_every_solution_counts_as_a_secret_and_is_seen_where_it_is_told(source):
    asked = [secrets.plain(one.solution) for one in exercises.of(source, filled(source))]
    assert asked and set(asked) <= set(secrets.of(source)) and len(secrets.of(source)) > len(asked)
    assert set(asked) <= set(secrets.told_in(lessons.learner_path(source), source))


def test_secrets_are_seen_on_a_page_too(tmp_path):
    told = page_of(lessons.read(lessons.learner_path(SECOND)), tmp_path)
    seen = set(secrets.told_in(told, SECOND))
    assert {secrets.plain(one.solution) for one in exercises.of(SECOND, filled(SECOND))} <= seen
    assert any("the sum loses 4, 1 and 1" in one for one in seen)
    assert secrets.told_in(page_of(lessons.read(handed_out(SECOND)), tmp_path), SECOND) == []
    note = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(
                "Ask for a *show of hands* on A and B before anybody scrolls, and write the numbers on the board. So."
            )
        ]
    )
    assert len(secrets.told_in(page_of(note, tmp_path), SECOND)) == 1


@EACH
def test_the_files_that_a_learners_notebook_shows_are_brought_along(source):
    notebook = lessons.read(handed_out(source))
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    links = [one for one in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in one]
    beside = {f"{one.stem}.ipynb" for one in SOURCES} | {"README.md"}
    assert [one for one in links if one not in beside and not (folder() / one).exists()] == []


def test_a_notebook_that_is_not_its_lessons_is_refused(tmp_path, monkeypatch):
    text = SECOND.read_text("utf-8").replace("The simplest machine", "The simplest device")
    changed = tmp_path / SECOND.name
    changed.write_text(text, "utf-8")
    with pytest.raises(lessons.SourceError, match=r"Run: make lessons ONLY=02"):
        notebooks.learners(changed)


# ---- solutions -------------------------------------------------------------------------------------


@EACH
def test_the_released_solutions_have_every_answer_and_reason_and_nothing_of_the_teachers(source):
    notebook = notebooks.released(source, filled(source))
    text = "\n".join(cell.source for cell in notebook.cells)
    for one in exercises.of(source, filled(source)):
        assert secrets.plain(one.solution) in secrets.plain(text)
        assert one.why.split(maxsplit=1)[1] in exercises.alone(text)
    for mark in ("claim(", "#: ", "{{", "Why: "):
        assert mark not in text.replace("**Why:** ", "")
    notes = [cell.source for cell in lessons.read_source(source).cells if "teacher" in marks.tags_of(cell)]
    assert not [note for note in notes if note in text]


def test_a_page_of_solutions_asks_for_nothing_outside_and_draws_its_formulas():
    cells = [
        nbformat.v4.new_markdown_cell("# One\n\n$$x_i \\ge \\Big(1\\Big)$$\n\n`$HOME` and $n$"),
        nbformat.v4.new_markdown_cell("<details><summary>Q?</summary>\n\nA.\n\n</details>"),
    ]
    page = notebooks.as_page(nbformat.v4.new_notebook(cells=cells), "one")
    assert not OUTSIDE.search(page)
    assert page.count('class="formula"') == 3 and "$HOME" in page and "<details open" in page


@EACH
def test_every_formula_of_a_lesson_can_be_drawn(source):
    text = "\n".join(
        cell.source for cell in lessons.read_source(source).cells if cell.cell_type == "markdown"
    )
    assert not printed.FORMULA.search(
        re.sub(r"<img[^>]*>", "", printed.CODE.sub("", printed.with_formulas(text)))
    )


# ---- the plan --------------------------------------------------------------------------------------


@EACH
def test_the_sections_minutes_add_up_to_the_lessons(source):
    whole = sum(section.minutes for section in sections.of(source))
    assert -1e-9 <= marks.minutes(lessons.read_source(source).cells) - whole < 5


@EACH
def test_every_exercise_stands_in_one_section(source):
    asked = [one for section in sections.of(source) for one in section.exercises]
    assert asked == re.findall(r'check\("([\d.]+)"', source.read_text("utf-8"))


@pytest.mark.parametrize("minutes", [45, 90])
@EACH
def test_a_class_stops_at_the_end_of_a_section_and_in_time(source, minutes):
    whole = sections.of(source)
    places = sections.stops(whole, minutes)
    assert places == sorted(set(places)) and places[-1] == len(whole) - 1
    first = 0
    for place in places:
        took = sum(section.minutes for section in whole[first : place + 1])
        assert took <= minutes or place == first
        first = place + 1


def test_a_cut_that_no_lesson_has_is_told(monkeypatch):
    monkeypatch.setattr(sections, "cuts", lambda: {"02": {"Nobody": "why"}})
    sections.of.cache_clear()
    with pytest.raises(lessons.SourceError, match="02_perceptron has no section 'Nobody'"):
        sections.of(SECOND)
    sections.of.cache_clear()


# ---- timetables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("set_up", [0, timetable.SET_UP])
def test_no_block_is_too_long_and_every_lesson_has_its_place(set_up):
    tables = timetable.read(set_up=set_up)
    assert [(len(one.blocks), one.block_minutes) for one in tables] == [(5, 90), (10, 45), (8, 90)]
    for table in tables:
        for number, block in enumerate(table.blocks):
            lost = set_up if number == 0 else 0
            assert block.parts and block.minutes + lost <= table.block_minutes <= timetable.LONGEST
        taught = [part for block in table.blocks for part in block.parts]
        assert {part.lesson for part in taught} | set(table.elsewhere) == {one.stem[:2] for one in SOURCES}
        assert not {part.lesson for part in taught} & set(table.elsewhere)
        for source in SOURCES:
            if source.stem[:2] not in table.elsewhere:
                here = [part.section for part in taught + table.home if part.lesson == source.stem[:2]]
                assert sorted(map(id, here)) == sorted(map(id, sections.of(source)))


def test_setting_up_sends_more_home_and_the_frame_of_a_lesson_stays():
    for table, late in zip(timetable.read(), timetable.read(set_up=timetable.SET_UP), strict=True):
        assert len(late.home) >= len(table.home)
        assert not [part for part in table.home + late.home if part.section.frame]


def test_a_workshop_has_a_break_after_every_block():
    (table,) = [one for one in timetable.read() if one.blocks[0].start is not None]
    for block, after in zip(table.blocks, table.blocks[1:], strict=False):
        if block.day == after.day:
            assert after.start - (block.start + table.block_minutes) >= 15
    assert {block.day for block in table.blocks} == {1, 2}


def test_what_may_be_skipped_leaves_first_and_in_its_order():
    parts = [timetable.Part("02", section) for section in sections.of(SECOND)]
    order = [part.section.title for part in timetable.leaving(parts)]
    assert order[: len(sections.cuts()["02"])] == [*sections.cuts()["02"]]
    assert order[-1] == "One threshold, by eye" and "Opening" not in order


def test_on_colab_a_class_gets_the_helpers_of_its_tag(monkeypatch):
    def fetched() -> str:
        return next(
            one.source for one in notebooks.learners(SECOND).cells if one.id.endswith(launch.COLAB_ID)
        )

    address = launch.read()
    assert fetched() == launch.colab_cell(address)
    own = class_links.Class("https://hub.example.org", "v0.2.0-2027a")
    monkeypatch.setattr(class_links, "read", lambda: own)
    assert 'places = ("v0.2.0-2027a",)' in fetched() and f'"{address.branch}"' not in fetched()
    ast.parse(fetched())


# ---- the teacher's page ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def second():
    """Return the teacher's page of lesson 02, and the mistakes on it."""
    told = mistakes.of("02")
    return lesson_page.page(SECOND, filled(SECOND), told), told


def test_each_wrong_answer_stands_beside_what_its_check_says(second):
    page, told = second
    wrong = importlib.import_module("lessons.answers.lesson_02").WRONG
    for number, answers in wrong.items():
        said = " ".join(one.sentence for one in told[number])
        assert all(piece in said for _, piece in answers)
    row = "<tr><td><pre>4</pre></td><td>4 is the sum of the inputs. Multiply each by its weight first.</td></tr>"
    assert row in page
    assert "<pre>[1, 1], -0.5</pre>" in page
    assert "error = output(weights, bias, row) - target" in page


def test_answers_that_draw_one_sentence_share_a_row(second):
    _, told = second
    (one,) = [one for one in told["2.3"] if "Multiply, then add up" in one.sentence]
    assert len(one.answers) == 3


def test_a_table_leaves_out_what_says_nothing_new_and_examples_in_numbers():
    told = [
        mistakes.Mistake("a follows. 1 more follows.", ("'a'",)),
        mistakes.Mistake("b does not follow: no. 1 more follows.", ("'b'",)),
        mistakes.Mistake("a follows. b does not follow: no.", ("'ab'",)),
        mistakes.Mistake("Add. f([1.5], 2) should give 0, since so; yours gives 1.", ("f",)),
        mistakes.Mistake("On at 0: f([1], 2) should give 0. So.", ("g",)),
    ]
    shown = [(one.sentence, one.answers) for one in lesson_page.telling(told)]
    assert shown == [
        ("a follows. 1 more follows.", ("'a'",)),
        ("b does not follow: no. 1 more follows.", ("'b'",)),
        ("Add.", ("f",)),
        ("On at 0: f([1], 2) should give 0. So.", ("g",)),
    ]


def test_where_a_fault_is_to_be_found_the_teacher_sees_the_faulty_code(second):
    page, _ = second
    _, _, found = page.partition("### Exercise 2.7")
    seen, _, mended = found.partition("Mended:")
    assert "They see:" in seen and seen.index("for epoch in range(epochs):") < seen.index("bias = 0.0")
    assert "weights, bias = np.zeros(2), 0.0" in mended and page.count("They see:") == 1


def test_answers_that_a_file_computes_are_shown_by_their_values(tmp_path):
    file = tmp_path / "lesson_77.py"
    file.write_text(
        'WRONG = {"1": [((1 + 1,), "a"), *[((n,), "b") for n in (7, 8)], (("z",), "c"), (tuple([3, 4]), "d")]}\n'
    )
    spec = importlib.util.spec_from_file_location("lesson_77", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert mistakes.as_written(file, module) == {"1": ["1 + 1", "7", "8", '"z"', "3, 4"]}


def test_the_teachers_page_has_notes_exercises_and_questions(second):
    page, _ = second
    assert page.count("### Exercise ") == page.count(": what they will answer, and what to say") == 8
    assert "Ask for a show of hands on A and B" in page and "{{" not in page and "#: " not in page
    asked = exercises.questions(SECOND, filled(SECOND))
    assert len(asked) >= 2 and all(question in page and answer in page for question, answer in asked)
    assert all(
        goal in page
        for goal in rules.bullets(lessons.learners(SECOND, filled(SECOND)).cells[0].source, "You will")
    )


def test_remembered_mistakes_are_judged_again_when_checks_or_answers_change(tmp_path, monkeypatch):
    first = mistakes.of("02", tmp_path)
    monkeypatch.setattr(mistakes, "judged", lambda lesson, file: {})
    assert mistakes.of("02", tmp_path) == first
    monkeypatch.setattr(mistakes, "_key", lambda file: "another")
    assert mistakes.of("02", tmp_path) == {}


@EACH
def test_every_kind_of_exercise_has_a_form_in_class(source):
    assert {one.kind for one in marks.exercises(lessons.read_source(source).cells)} <= set(lesson_page.FORMS)


# ---- the quiz --------------------------------------------------------------------------------------


@EACH
def test_the_quiz_is_read_back_from_gift_as_it_was_written(source):
    asked = quiz.read(quiz.QUIZZES / f"{source.stem[:2]}.toml")
    category, found = gift.read(quiz.gift(asked, quiz.title(source)))
    assert category == f"{quiz.COURSE}/{quiz.title(source)}"
    assert [one["title"] for one in found] == [one.name for one in asked]
    for one, theirs in zip(asked, found, strict=True):
        assert (theirs["format"], theirs["text"]) == ("markdown", one.asks)
        assert theirs["answers"] == [(option.right, option.text, option.why) for option in one.options]


TEXTS = st.text(st.sampled_from("ab ~=#{}:\\/\"'`[]$−é1\n"), min_size=1).filter(
    lambda text: text == text.strip() and not text.startswith("[")
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=7, max_size=7, unique=True))
def test_no_sign_in_a_text_is_taken_for_one_of_the_format(texts):
    asks, *rest = texts
    options = tuple(quiz.Option(rest[n], rest[n + 3], n == 0) for n in range(3))
    _, (found,) = gift.read(quiz.gift([quiz.Question("02.1", asks, "x", options)], "02"))
    assert found["text"] == asks
    assert found["answers"] == [(option.right, option.text, option.why) for option in options]


@EACH
def test_a_lessons_quiz_has_four_to_six_questions_of_four_options(source):
    asked = quiz.read(quiz.QUIZZES / f"{source.stem[:2]}.toml")
    assert 4 <= len(asked) <= 6
    for one in asked:
        assert len(one.options) == 4 and [option.right for option in one.options] == [True] + 3 * [False]
        assert all(option.text and option.why for option in one.options)


@EACH
def test_a_question_tests_what_the_lesson_is_for(source):
    if not lessons.is_second_edition(source):
        return
    goals = {
        one.replace("`", "") for one in rules.bullets(lessons.read_source(source).cells[0].source, "You will")
    }
    asked = quiz.read(quiz.QUIZZES / f"{source.stem[:2]}.toml")
    assert {one.tests for one in asked} <= goals


def test_the_place_of_an_option_does_not_tell_which_is_right():
    asked = [one for source in SOURCES for one in quiz.read(quiz.QUIZZES / f"{source.stem[:2]}.toml")]
    places = [[option.right for option in one.shuffled()].index(True) for one in asked]
    assert all(8 <= places.count(place) <= 22 for place in range(4)), places


def test_sheet_and_key_agree_and_the_sheet_tells_nothing():
    asked = quiz.read(quiz.QUIZZES / "02.toml")
    sheet, key = quiz.sheet(asked, "02"), quiz.answers(asked, "02")
    letters = dict(re.findall(r"(\d) ([a-d])", key.partition("**Key:**")[2].splitlines()[0]))
    for number, one in enumerate(asked, start=1):
        part = sheet.partition(f"**{number}.**")[2].partition(f"**{number + 1}.**")[0]
        assert f"({letters[str(number)]}) {one.options[0].text}" in part
        assert not [option.why for option in one.options if option.why in sheet]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("tests =", "test =", "expected tests, asks, right"), ('["1",', '["0",', "no two the same")],
)
def test_a_quiz_that_cannot_be_read_says_why(old, new, said, tmp_path):
    path = tmp_path / "02.toml"
    path.write_text((quiz.QUIZZES / "02.toml").read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(quiz.QuizError, match=f"02.1: .*{said}"):
        quiz.read(path)


# ---- all pages -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write lesson 02 and the pages of the course into a folder."""
    folder = tmp_path_factory.mktemp("class")
    __main__.write_lesson(SECOND, folder, solutions=False)
    __main__.write_pages(folder)
    return folder


def test_every_page_is_one_file_that_asks_for_nothing_outside(written):
    pages = list((written / "teacher").rglob("*.html"))
    assert len(pages) == 3 + len(forms.PAGES) + 1
    for page in pages:
        text = page.read_text("utf-8")
        assert not OUTSIDE.search(text) and "<script" not in text
        assert "{{" not in text and text.count("<h1>") >= 1 and '<html lang="en">' in text
        assert page.with_suffix(".md").exists()


def test_links_between_pages_lead_somewhere(written):
    others = "|".join(f"{one.stem}|{one.stem[:2]}(?:_answers)?" for one in SOURCES if one != SECOND)
    for page in [*(written / "teacher").rglob("*.html"), *(written / "teacher").rglob("*.md")]:
        for link in re.findall(r'<a href="([^"#]+)"|\]\(([^)#\s]+)\)', page.read_text("utf-8")):
            link = "".join(link)
            assert page.suffix == ".md" or not link.endswith(".md")
            if "://" in link or re.search(rf"(?:{others})\.\w+$|^\.\./solutions/", link):
                continue
            assert (page.parent / html.unescape(link)).exists(), (page.name, link)


def test_the_forms_list_every_section_and_exercise():
    report, shared = forms.page("report"), forms.page("shared_document")
    for source in SOURCES:
        for section in sections.of(source):
            assert f"| {section.title} |" in report
            assert all(f"- {number}:" in shared for number in section.exercises)


@pytest.mark.parametrize("row", forms.parked(), ids=lambda row: row["asks"][:30])
def test_a_parked_question_is_answered_in_its_lesson(row):
    (source,) = lessons.sources(row["lesson"])
    assert row["word"] in source.read_text("utf-8")
    assert row["asks"] in forms.park() and row["until_then"] in forms.park()


def test_code_in_a_table_keeps_its_signs():
    table = lesson_page._mistakes("1.1", [mistakes.Mistake("it is <b>", ("a < b\n\nc & d",))])
    body = printed.body(table)
    assert "a &lt; b\nc &amp; d" in body and "It is &lt;b&gt;" in body and body.count("<table") == 1
