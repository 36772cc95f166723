"""From source to notebook: what is blanked, folded, stamped; and everything that `make check` refuses."""

from __future__ import annotations

import copy
import re
import subprocess
import sys

import pytest

from tests.running import output_with
from tools import build, check, lessons

SOURCES = lessons.sources()
EXERCISE = "# **Exercise 77.1** Double it. The value is {{value:.2f}}, the seed {{seed - 3}}, in {{1958}}."

SMALL = """# %% [markdown]
# # 77 · Small
#
# **What is small?**
#
# You will
#
# - see one
# - see two
# - see three
#
# {{minutes}} minutes. Needs nothing.

# %%
from helpers import ____

seed = 0
value = 1
print("value", value)

# %% [markdown]
# **Exercise 77.1** Double it. The value is {{value:.2f}}, the seed {{seed - 3}}, in {{1958}}.

# %%
#: double = ____
double = value * 2
#: end


def twice(x):
    #: return ____
    total = x + x
    return total
    #: end


# %% [markdown] tags=["hints"]
# - Twice is times
#   two.
# - Or plus itself.
# Why: both are
# the same.

# %% tags=["proof"]
claim("twice the value is two", double == 2)

# %% [markdown] tags=["teacher"]
# Let the class guess first.

# %% [markdown]
# ## What you can do now
#
# You can now
#
# - see one
# - see two
# - see three

# %% [markdown]
# ## Questions

# %% [markdown]
# **Next:** nothing.
"""


@pytest.fixture
def small(tmp_path):
    source = tmp_path / "77_small.py"
    source.write_text(SMALL, "utf-8")
    return source


def code(notebook):
    return [cell.source for cell in lessons.code_cells(notebook)]


def test_the_learner_gets_blanks(small):
    blanked = code(lessons.learners(small))[2]
    assert blanked == "double = ____\n\n\ndef twice(x):\n    return ____"


def test_the_solved_notebook_keeps_the_answers_and_loses_the_marks(small):
    kept = code(lessons.solved(small))[3]
    assert "double = value * 2" in kept and "return total" in kept and "#:" not in kept and "____" not in kept


def test_hints_and_solution_fold_out_in_plain_markdown(small):
    text = lessons.learners(small).cells[5].source
    assert re.findall(r"<summary>(.*?)</summary>", text) == ["Hint 1", "Hint 2", "Solution"]
    assert "Twice is times two." in text
    assert "```python\ndouble = value * 2\n" in text and "Both are the same." in text
    assert text.count("<details>") == text.count("</details>") == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("#: end\n\n\ndef", "\n\ndef", "no `#: end`"),
        ("# - Twice is times\n#   two.\n# - Or plus itself.\n", "", "expected hints as bullets"),
        ("# Why: both are\n# the same.", "#", "begins `Why:`"),
        ("    #: return ____\n", "", "no `#: end`"),
    ],
)
def test_a_source_that_breaks_the_rules_is_refused_with_the_cell(small, old, new, said):
    assert old in SMALL
    small.write_text(SMALL.replace(old, new), "utf-8")
    with pytest.raises(lessons.SourceError, match=re.escape(said)):
        lessons.learners(small)


def test_an_unknown_lesson_names_the_known():
    with pytest.raises(lessons.SourceError, match="01_setup"):
        lessons.sources("zz")


def test_building_twice_gives_the_same_bytes(small, tmp_path):
    written = []
    for name in ("a.ipynb", "b.ipynb"):
        notebook = build.learners(small, folder=tmp_path)
        lessons.write(notebook, tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert check.check_lesson(small, tmp_path / "a.ipynb") == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_notebook_is_its_sources(source):
    assert check.check_lesson(source) == []


def test_check_runs_without_tensorflow():
    program = (
        "import sys; from tools import check; status = check.main();"
        "print('tensorflow' in sys.modules or 'keras' in sys.modules); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=lessons.ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "False"


# -- what `make check` refuses -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def committed():
    return lessons.read(lessons.learner_path(SOURCES[1]))


def problems(tmp_path, notebook):
    path = tmp_path / "02_perceptron.ipynb"
    lessons.write(notebook, path)
    return check.check_lesson(SOURCES[1], path)


ELSEWHERE = "for another address or version than pyproject.toml says. Run: make address"


def edit(place, old, new):
    """Return a change of the text of one cell."""

    def change(notebook):
        cell = notebook.cells[place]
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def flip_digit(notebook):
    output = output_with(notebook, "sum: 1.5")
    output.text = output.text.replace("1.5", "1.6")


def drop_output(notebook):
    next(cell for cell in notebook.cells if cell.get("outputs")).outputs.clear()


def change_picture(notebook):
    output = output_with(notebook, "image/png")
    output.data["image/png"] = output.data["image/png"][:-30] + "A" * 30


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (edit(2, "import", "import  "), "its source is not its source's"),
        (edit(0, "Two birds", "Four birds"), "its source is not its source's"),
        (edit(0, "mybinder.org", "binder.example.org"), ELSEWHERE),
        (edit(1, "import sys", "import sys, os"), ELSEWHERE),
        (lambda notebook: notebook.cells.pop(5), "cells, its source makes"),
        (lambda notebook: notebook.cells[2].update(id="other"), "its id is not"),
        (lambda notebook: notebook.cells[1].update(execution_count=None), "not executed once from top to"),
        (flip_digit, "changed after it was built"),
        (change_picture, "changed after it was built"),
        (drop_output, "changed after it was built"),
        (lambda notebook: notebook.metadata.update(widgets={"state": {}}), "metadata of its own"),
    ],
)
def test_a_notebook_edited_by_hand_is_refused(change, said, committed, tmp_path):
    notebook = copy.deepcopy(committed)
    assert problems(tmp_path, notebook) == []
    change(notebook)
    assert any(said in problem for problem in problems(tmp_path, notebook))


def refused(small, tmp_path, old, new):
    """Build the small lesson with a change to its source; return what is refused."""
    assert old in SMALL
    small.write_text(SMALL.replace(old, new), "utf-8")
    lessons.write(build.learners(small, folder=tmp_path), tmp_path / "77_small.ipynb")
    return "\n".join(check.check_lesson(small, tmp_path / "77_small.ipynb"))


PICTURE = """import matplotlib.pyplot as plt
figure, ax = plt.subplots()
plt.show()
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# # 77 · Small", "# # Small", "does not begin with the title"),
        ("# **What is small?**", "# What is small?", "no question in bold"),
        ("# - see three\n#\n# {{", "#\n# {{", "promises 2 things"),
        ("# {{minutes}} minutes", "# Some time", "how many minutes"),
        ("# You can now", "# Done", "lists 0 things"),
        ("# **Next:** nothing.", "# The end.", "does not name the next step"),
        ('print("value", value)', "value;", "a trailing ';'"),
        ('print("value", value)', PICTURE, "no text description"),
        ('print("value", value)', "import ipywidgets\nipywidgets.IntSlider()", "nothing where it cannot run"),
        (EXERCISE, "# It costs $5.", "a lone $"),
        (EXERCISE, "# See [it](none.ipynb).", "leads to no file"),
        ("# %%\nfrom helpers", '# %% tags=["nbval-ignore-output"]\nfrom helpers', "no reason beside it"),
        ("# %%\nfrom helpers", "# %% tolerance=0.01\nfrom helpers", "tolerance of 0.01 with no reason"),
        ("# %%\nfrom helpers", '# %% tolerance=-1 reason="why"\nfrom helpers', "a number above 0"),
        ("value = 1\n", "value = 1\n" + "value\n" * 30, "25 are the most"),
        ("value = 1\n", f"value = 1  # {'long ' * 30}\n", "104 are the most"),
        ('print("value", value)', "import sys; print('x', file=sys.stderr)", "wrote to stderr"),
        ('print("value", value)', "print('/home/' + 'ann')", "a path of the machine"),
        (EXERCISE, "# a\n#\n" * 14, "lines of prose"),
    ],
)
def test_a_page_that_breaks_a_rule_is_refused(old, new, said, small, tmp_path):
    assert said in refused(small, tmp_path, old, new)


def test_more_than_three_outputs_not_compared_are_too_many(monkeypatch, capsys):
    monkeypatch.setattr(check, "exceptions", lambda: (["one", "two", "three", "four"], []))
    monkeypatch.setattr(sys, "argv", ["check"])
    assert check.main() == 1
    assert "4 outputs are not compared; 3 are the most" in capsys.readouterr().err


def test_a_notebook_without_a_source_is_refused(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(lessons, "SOURCES", tmp_path / "src")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "77_small.py").write_text(SMALL, "utf-8")
    (tmp_path / "99_stray.ipynb").write_text("{}", "utf-8")
    monkeypatch.setattr(sys, "argv", ["check"])
    assert check.main() == 1
    said = capsys.readouterr().err
    assert "99_stray.ipynb: comes from no source" in said and "77_small.py has no notebook" in said
