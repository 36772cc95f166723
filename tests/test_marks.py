"""The marks in a source: what they become for each reader, and that none of them reaches the learner's page."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.test_lessons import SMALL
from tools import build, check, lessons, marks, pages, rules

MARKED = (
    SMALL.replace("#: double = ____", "#: exercise 77.1 kind=compute objective=1,3\n#: double = ____")
    .replace("double = value * 2\n#: end\n", 'double = value * 2\n#: end\ncheck("77.1", double)\n')
    .replace("import ____\n", "import ____\n\ncheck = print  # there is no rule of a lesson 77\n")
    .replace(
        "# %% [markdown]\n# ## What you can do now",
        '# %% [markdown] slideshow={"slide_type": "slide"}\n# ## What you can do now',
    )
)


@pytest.fixture
def marked(tmp_path):
    source = tmp_path / "77_small.py"
    source.write_text(MARKED, "utf-8")
    return source


@pytest.fixture
def built(marked, tmp_path):
    """Return a function that builds the learner's page, with something of its source replaced."""

    def made(old="", new=""):
        assert old in MARKED
        marked.write_text(MARKED.replace(old, new), "utf-8")
        return build.learners(marked, folder=tmp_path)

    return made


def text_of(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def test_the_learner_sees_no_mark_and_numbers_filled_in_where_they_stand(built):
    page = built()
    for mark in ("claim(", "Let the class guess", "kind=", "{{", "#:", "twice the value is two"):
        assert mark not in text_of(page)
    assert not any("slideshow" in cell.metadata for cell in page.cells)
    assert not {"proof", "teacher"} & {tag for cell in page.cells for tag in marks.tags_of(cell)}
    assert "The value is 1.00, the seed −3, in 1958." in text_of(page)
    assert list(lessons.filled_in(page).values()) == [["1.00", "−3", "1958"]]
    counts = [cell.execution_count for cell in lessons.code_cells(page)]
    assert counts == list(range(1, len(counts) + 1)), "filling in leaves no gap"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{value:.2f}}", "{{nobody}}", "cell opening-3: .*nobody.* cannot be filled in: NameError"),
        (
            "# ## Questions",
            "# ## Questions\n#\n# Twice is {{double}}.",
            r"a blank would be filled in. Let the cells above go on with use",
        ),
    ],
)
def test_what_cannot_be_filled_in_stops_the_build_with_the_cell(old, new, said, built):
    with pytest.raises(build.BuildError, match=said):
        built(old, new)


def test_the_solved_notebook_proves_its_claims(marked, tmp_path):
    done = build.solved(marked, folder=tmp_path)
    assert "twice the value is two" in text_of(done.notebook) and "Let the class" not in text_of(
        done.notebook
    )
    marked.write_text(MARKED.replace("double == 2)", "double == 3)"), "utf-8")
    with pytest.raises(
        build.CellExecutionError, match="A claim of this lesson does not hold: twice the value"
    ):
        build.solved(marked, folder=tmp_path)


def test_a_number_that_differs_from_the_solved_notebooks_is_told(built, marked, tmp_path):
    page, done = built(), build.solved(marked, folder=tmp_path)
    assert build.disagreements(page, done) == []
    page.metadata["course"]["filled"]["opening-3"][0] = "1.01"
    (found,) = build.disagreements(page, done)
    assert "opening-3" in found and "1.01" in found


def test_the_teacher_gets_notes_solutions_and_slides_but_no_proofs(marked):
    notebook = lessons.teachers(marked)
    assert "Let the class guess first." in text_of(notebook) and "double = value * 2" in text_of(notebook)
    assert "claim(" not in text_of(notebook)
    assert [
        cell.metadata["slideshow"]["slide_type"] for cell in notebook.cells if "slideshow" in cell.metadata
    ] == ["slide"]


@pytest.mark.parametrize("source", lessons.sources(), ids=lambda source: source.stem)
def test_no_lessons_page_shows_a_mark(source):
    page = text_of(lessons.read(lessons.learner_path(source)))
    notes = [cell.source for cell in lessons.read_source(source).cells if "teacher" in marks.tags_of(cell)]
    assert not [mark for mark in ("claim(", "#: ", "{{", "tags=[") if mark in page]
    assert not [note for note in notes if note in page]


# ---- exercises -------------------------------------------------------------------------------------


def test_an_exercises_mark_is_read():
    mark = marks.exercise_of("#: exercise 2.4 kind=write objective=3,4\nx = 1")
    assert mark == marks.Exercise("2.4", "write", (3, 4))
    assert marks.exercise_of("x = 1") is None


@pytest.mark.parametrize("mark", ["kind=dance objective=1", "kind=write", "kind=write objective=a", "of=2"])
def test_a_mark_that_cannot_be_read_says_what_was_expected(mark):
    with pytest.raises(marks.MarkError, match="expected `#: exercise 2.4 kind=write objective=3`"):
        marks.exercise_of(f"#: exercise 2.4 {mark}")


def test_a_mark_of_another_exercise_is_refused(marked):
    marked.write_text(MARKED.replace("exercise 77.1 kind", "exercise 77.2 kind"), "utf-8")
    with pytest.raises(lessons.SourceError, match="its mark says exercise 77.2, which it does not check"):
        lessons.learners(marked)


# ---- minutes ---------------------------------------------------------------------------------------


def test_minutes_by_hand():
    words = new_markdown_cell("word " * 300)  # 2 minutes
    code = new_code_cell(
        "# a comment\n\n" + "x = 1\n" * 10 + "plt.show()"
    )  # 11 lines, 1.1 minutes; a figure .5
    asked = new_code_cell('#: exercise 1.1 kind=do objective=1\nx = 1\ncheck("1.1", x)')  # 8
    hints = new_markdown_cell("word " * 3000, metadata={"tags": ["hints"]})
    assert marks.minutes([words, code, asked, hints]) == 15  # 1.2 × 11.6 = 13.92, up to the next five


def test_the_opening_says_the_computed_minutes(marked):
    cells = lessons.read_source(marked).cells
    assert f"{marks.minutes(cells)} minutes. Needs nothing." in lessons.learners(marked).cells[0].source


# ---- terms -----------------------------------------------------------------------------------------


def test_bold_terms_are_told_from_other_bold():
    text = "**Keep:** a word. **Exercise 2.1** asks. The **bias** moves it. **All is well.** It *is* **three words long** here."
    assert [term.name for term in marks.terms(text)] == ["bias", "three words long"]
    assert [term.sentence for term in marks.terms(text)] == [
        "The bias moves it.",
        "It *is* three words long here.",
    ]


def test_every_term_stands_once_in_the_glossary():
    text = pages.glossary()
    names = [
        line.partition("**")[2].partition("**")[0] for line in text.splitlines() if line.startswith("**")
    ]
    assert len(names) == len({name.casefold() for name in names}) > 50
    assert names == sorted(names, key=str.casefold)


# ---- the rules of the second edition ---------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch, marked, built):
    """Return a function that tells which rules the page breaks, as the one lesson of the second edition."""
    monkeypatch.setitem(rules.MOST_MINUTES, "77", 20)
    monkeypatch.setattr(lessons, "SECOND_EDITION", ("77",))
    monkeypatch.setattr(lessons, "sources", lambda only="": [marked])
    return lambda *change: "\n".join(rules.edition_rules(marked, built(*change)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# {{minutes}} minutes", "# 5 minutes", "does not say `{{minutes}} minutes`"),
        ("# ## Questions", "# ## Questions\n#\n# " + "word " * 3000, "minutes; 20 are the most"),
        ('print("value", value)', "value\n" * 12, "lines of code; 12 are the most"),
        (
            'print("value", value)',
            "value\n" + "\n# %%\nvalue\n" * 8,
            "more than 8 code cells without an exercise",
        ),
        ("objective=1,3", "objective=1", "objective 3 of the opening has no exercise"),
        ("objective=1,3", "objective=1,4", "names objective 4; the opening has 3"),
        ("## Questions", "## Questions\n#\n# A **seed** is one.", "**seed** is used before it is defined"),
        ("## Questions", "## Questions\n#\n# A **bit**. A **bit** is.", "**bit** is defined a second time"),
        ("## Questions", "## Questions\n#\n# It took 4711 steps.", "nothing holds the number 4711"),
    ],
)
def test_a_page_that_breaks_a_rule_of_the_second_edition_is_told(old, new, said, broken):
    assert said in broken(old, new)


def test_a_long_cell_may_say_why(broken):
    long = "1\n" * 12
    assert "lines of code" not in broken("# %%\nfrom helpers", f'# %% long="in full"\n{long}from helpers')


@pytest.mark.parametrize(
    "held",
    [
        "It took {{4711}} steps.",
        "It took 4711 steps.\n\n# %%\nsteps = 4711",
        "It is so in lesson 04 and exercise 3.2.",
        "The code says `4711`, the formula $4711$.",
    ],
)
def test_a_number_that_something_holds_is_not_told(held, broken):
    assert "nothing holds" not in broken("# ## Questions", f"# ## Questions\n#\n# {held}\n")


def test_the_page_with_all_marks_breaks_no_rule_but_what_it_must(broken):
    assert broken() == "objective 2 of the opening has no exercise."


def test_the_rules_are_red_for_the_second_edition_alone(built, marked, monkeypatch, broken):
    page = built()
    for edition, red in ((("77",), True), ((), False)):
        monkeypatch.setattr(lessons, "SECOND_EDITION", edition)
        assert check.edition_problems(marked, page, red=red)
        assert not check.edition_problems(marked, page, red=not red)


# ---- building again --------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(marked, tmp_path, monkeypatch):
    """Build into a folder of the test's own; return how often a kernel was started."""
    for name, place in (("NOTEBOOKS", "notebooks"), ("SOLVED", "solved")):
        (tmp_path / place).mkdir()
        monkeypatch.setattr(lessons, name, tmp_path / place)
    monkeypatch.setattr(build, "MADE", tmp_path / "made")
    monkeypatch.setattr(lessons, "ROOT", tmp_path)
    (tmp_path / "requirements.lock").write_text("")
    started, run = [], build.run

    def counted(notebook, **how):
        started.append(notebook)
        return run(notebook, **how | {"folder": tmp_path})

    monkeypatch.setattr(build, "run", counted)
    return started


def test_new_prose_is_written_around_the_outputs_without_a_run(marked, elsewhere):
    build.build(marked)
    before = lessons.read(lessons.learner_path(marked))
    assert len(elsewhere) == 2
    marked.write_text(
        MARKED.replace("Double it.", "Make it twice as large.").replace("# ## Questions", "# ## Quiz")
    )
    build.build(marked)
    after = lessons.read(lessons.learner_path(marked))
    assert len(elsewhere) == 2 and "Make it twice as large. The value is 1.00" in text_of(after)
    assert lessons.outputs_hash(before) == lessons.outputs_hash(after)


def test_numbers_stay_in_their_places_where_only_prose_is_new(marked, elsewhere):
    """Twelve cells of one heading: their ids do not sort as the cells stand."""
    many = "".join(
        f"\n# %% [markdown]\n# Number {{{{{number}}}}}.\n\n# %%\npass\n" for number in range(101, 113)
    )
    source = MARKED.replace(
        "\n# %% [markdown]\n# ## Questions", f"{many}\n# %% [markdown]\n# ## Questions", 1
    )
    assert source != MARKED
    for text in (source, source.replace("Double it.", "Make it twice as large.")):
        marked.write_text(text, "utf-8")
        build.build(marked)
        page = text_of(lessons.read(lessons.learner_path(marked)))
        assert re.findall(r"Number (\d+)", page) == [str(number) for number in range(101, 113)]
    assert len(elsewhere) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [("value = 1\n", "value = 3 - 2\n"), ("{{value:.2f}}", "{{value:.3f}}"), ("double == 2", "double < 3")],
    ids=["code", "an expression in prose", "a proof"],
)
def test_new_code_expressions_and_proofs_are_run(old, new, marked, elsewhere):
    build.build(marked)
    marked.write_text(MARKED.replace(old, new), "utf-8")
    build.build(marked)
    assert len(elsewhere) == 4


def test_released_solutions_keep_their_numbers_under_a_new_heading(marked, elsewhere, tmp_path):
    from tools.class_edition import notebooks

    headed = MARKED.replace("# **Exercise 77.1**", "# ## Doubling\n#\n# **Exercise 77.1**")
    assert headed != MARKED
    for text in (MARKED, headed):
        marked.write_text(text, "utf-8")
        path = notebooks.write_solutions(marked, tmp_path / "out", tmp_path / "made")
        assert "The value is 1.00, the seed −3, in 1958." in text_of(lessons.read(path))
    assert len(elsewhere) == 1


def test_nothing_is_written_where_an_answer_is_wrong(marked, elsewhere):
    marked.write_text(MARKED.replace("double = value * 2", "double = value * 3"), "utf-8")
    with pytest.raises(build.CellExecutionError, match="twice the value is two"):
        build.build(marked)
    assert not lessons.learner_path(marked).exists() and not list(lessons.SOLVED.iterdir())


def test_what_somebody_wrote_in_a_notebook_is_set_aside(marked, elsewhere, tmp_path, monkeypatch, capsys):
    build.build(marked)
    path = lessons.learner_path(marked)
    for answer in ("double = 2  # MINE", "double = 2.0  # MINE AGAIN"):
        mine = lessons.read(path)
        mine.cells[5].source = answer
        lessons.write(mine, path)
        build.build(marked)
    kept = sorted((tmp_path / "work").glob("*.ipynb"), key=lambda path: path.stat().st_mtime_ns)
    assert ["MINE AGAIN" in one.read_text("utf-8") for one in kept] == [False, True]
    assert "MINE" in kept[0].read_text("utf-8") and "MINE" not in path.read_text("utf-8")
    assert f"has been worked in: it is kept as work/{kept[1].name}" in capsys.readouterr().out


def test_run_all_and_save_alone_is_no_work_to_keep(marked, elsewhere):
    build.build(marked)
    notebook = lessons.read(lessons.learner_path(marked))
    notebook.cells[2].outputs = []
    assert not lessons.worked_in(notebook)
