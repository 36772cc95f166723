"""The kinds of exercises: six exercises as tables, and each kind's readings and sentences."""

from __future__ import annotations

import dataclasses
from functools import partial

import numpy as np
import pytest

from helpers.checks import exercises, figures, models, prose, tables, verdicts
from helpers.checks.answer_types import number, vector, whole
from helpers.checks.blank import ____
from helpers.checks.comparing import alike, close, in_text
from helpers.checks.judging import Exercise, judge
from helpers.checks.kinds import SuchThat, behaviour, decision, function_of, letters, value
from helpers.checks.verdicts import Wrong
from helpers.writing import number as written

# -- exercises as tables --------------------------------------------------------------------------------

IGNORE = value(
    "2.2",
    np.array([2.0, 2.0, 0.0]),
    "A weight of 0 ignores its input. When a network learns what not to look at, this is what it learns.",
    read=partial(vector, length=3, each="weight"),
    mistakes=[
        (
            lambda weights: not close(weights[2], 0),
            lambda weights: f"the third input still counts: it moves the output by {written(weights[2])}.",
        )
    ],
    otherwise="the third input is ignored, good. The other two should count double; yours are {given}.",
)

ROWS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def gate(weights, bias):
    return (ROWS @ weights + bias > 0).astype(int).tolist()


AND = value(
    "2.5",
    SuchThat(lambda weights, bias: gate(weights, bias) == [0, 0, 0, 1], (np.array([1.0, 1.0]), -1.5)),
    "A weight says how much an input counts; the bias sets how much is enough.",
    read={
        "weights": partial(vector, length=2, each="weight"),
        "bias": partial(number, what="one number for the bias"),
    },
    otherwise=lambda weights, bias: f"for the four rows it gives {gate(weights, bias)}.",
)


def update(weights, bias, row, target):
    error = target - int(row @ weights + bias > 0)
    return weights + error * row, bias + error


def without_bias(weights, bias, row, target):
    error = target - int(row @ weights > 0)
    return weights + error * row, bias + error


def change_alone(weights, bias, row, target):
    after = update(weights, bias, row, target)
    return after[0] - weights, after[1] - bias


def update_cases():
    generator = np.random.default_rng(26)
    cases = []
    for _ in range(12):
        weights, row = generator.normal(size=(2, 2)).round(2)
        bias = round(generator.normal(), 2)
        cases += [(weights, bias, row, target) for target in (0, 1)]
    return cases


UPDATE = function_of(
    "2.6",
    update,
    "Right answers change nothing; only mistakes teach the perceptron.",
    cases=update_cases,
    returns=("the weights", "the bias"),
    mistakes=[
        (lambda w, b, row, t: (w, b), "the neuron was wrong about a row, and nothing changed."),
        (without_bias, "the output is computed without the bias."),
        (change_alone, "these are the changes alone. Add them to the weights and the bias."),
    ],
)

PARAMETERS = value(
    "3.2",
    91,
    "Nearly three quarters, 66, sit in the first layer: a network's size is mostly decided where two large layers meet.",
    read=partial(whole, what="a whole number of parameters"),
    mistakes=[
        ((66, 21, 4), "those are the three layers. Add them up."),
        (81, "{given} are the weights. Each of the ten neurons has a bias too."),
        (lambda count: count in (180, 190), "the layers' links are added, not multiplied."),
        (66, "66 is right for the first layer. Two more follow."),
    ],
    otherwise="{given} is not it. The first layer has 10 × 6 weights + 6 biases; the others are counted alike.",
)


def neuron(inputs, weights, bias):
    return int(inputs @ weights + bias > 0)


SEVERAL = "it has one number for each input where it should have one in all."


def neuron_cases():
    generator = np.random.default_rng(24)
    drawn = [(generator.normal(size=n).round(2), generator.normal(size=n).round(2)) for n in (3, 3, 3, 2, 5)]
    return [
        *((x, w, b) for x, w in drawn for b in (0.0, 1.5, -1.5)),
        (np.ones(2), np.array([1.0, -1.0]), 0.0),
    ]


NEURON = function_of(
    "2.4",
    neuron,
    "Multiply and add, add the bias, activate.",
    cases=neuron_cases,
    mistakes=[
        (lambda x, w, b: x @ w + b, "it gives the sum with the bias, not yet 1 or 0. The step is missing."),
        (lambda x, w, b: x @ w, "it gives the sum of the products. The bias and the step are missing."),
        (
            lambda x, w, b: x @ w > 0,
            "the step is there, but the bias changes nothing. Add it before the step.",
        ),
        (lambda x, w, b: x @ w + b >= 0, "the step gives 1 above 0, and 0 otherwise."),
        (lambda x, w, b: x * w + b > 0, SEVERAL),
        ("truth value", f"{SEVERAL} Multiply, then add up: inputs @ weights."),
        (IndexError, "it works for three inputs only; the exercise asks for any number of them."),
    ],
)

READ = letters(
    "8.3",
    "ad",
    "A curve shows every threshold at once.",
    why={"b": "the curve says nothing about the threshold in use.", "c": "no threshold is marked on it."},
)

FROM_TABLES = (IGNORE, AND, UPDATE, PARAMETERS, NEURON, READ)


def said(task: Exercise, *answers) -> str:
    verdict = judge(task, answers)
    assert verdict.state == "wrong", verdict.message
    return verdict.message


def by_cases(weights, bias, row, target):
    output = 1 if row @ weights + bias > 0 else 0
    if output == target:
        return list(weights), bias
    return [(weights + row if target else weights - row).tolist(), np.array([bias + (1 if target else -1)])]


@pytest.mark.parametrize(
    ("task", "answers"),
    [
        (IGNORE, ([2, 2, 0],)),
        (IGNORE, (np.array([[2], [2], [0]]),)),
        (AND, ([10, 6], -15)),
        (AND, (np.array([[0.5], [0.5]]), np.array([-0.7]))),
        (UPDATE, (by_cases,)),
        (UPDATE, (lambda w, b, r, t: np.array([*update(w, b, r, t)], dtype=object),)),
        (UPDATE, (lambda w, b, r, t: (update(w, b, r, t)[0].reshape(2, 1), update(w, b, r, t)[1]),)),
        (PARAMETERS, (np.int64(91),)),
        (NEURON, (lambda x, w, b: x @ w + b > 0,)),
        (NEURON, (lambda x, w, b: np.array([sum(x * w) > -b], float),)),
    ],
)
def test_table_accepts_right_answers_however_written(task, answers):
    verdict = judge(task, answers)
    assert verdict.state == "right", verdict.message
    assert verdict.message == f"Exercise {task.number}: right. {task.praise}"


@pytest.mark.parametrize(
    ("task", "answers", "sentence"),
    [
        (IGNORE, ([2, 2, 1],), "moves the output by 1"),
        (IGNORE, ([2, 1, 0],), "yours are [2, 1, 0]."),
        (IGNORE, (np.zeros((2, 2)),), "you gave 4"),
        (AND, ([1, 1], -0.5), "for the four rows it gives [0, 1, 1, 1]"),
        (AND, ([1, 1], "-1.5"), "the text"),
        (PARAMETERS, ([66, 21, 4],), "Add them up"),
        (PARAMETERS, (190,), "added, not multiplied"),
        (PARAMETERS, ([91, 91],), "you gave 2 numbers"),
        (PARAMETERS, (91.5,), "a whole number of parameters; you gave 91.5"),
        (PARAMETERS, (1e300,), "you gave 1e+300"),
        (PARAMETERS, (True,), "a whole number of parameters; you gave True"),
        (PARAMETERS, (90,), "90 is not it"),
        (UPDATE, (lambda w, b, r, t: w[0],), "expected 2 things back, the weights and the bias"),
        (UPDATE, (lambda w, b, r, t: None,), "None. Does the function lack its return?"),
        (UPDATE, (lambda w, b, r, t: (w, "b"),), "the bias: expected one number back; yours gave the text"),
        (UPDATE, (lambda w, b, r, t: (w[:1], b),), "the weights: expected 2 numbers back; yours gave 1"),
        (UPDATE, (lambda w, b, r, t: (update(w, b, r, t)[0], b + 3),), "the weights: right in all cases; the bias: not"),
        (NEURON, (lambda x, w, b: 1,), "it gives 1 whatever it is called with"),
        (NEURON, (lambda x, w, b: 1 if x * w + b > 0 else 0,), "Multiply, then add up"),
        (NEURON, (lambda x, w, b: int(x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b > 0),), "three inputs only"),
        (NEURON, (lambda x, w: 1,), "your function stopped when it was called with ["),
        (NEURON, (1,), "the function neuron itself"),
        (NEURON, (lambda x, w, b: "on",), "the text 'on'"),
    ],
)  # fmt: skip
def test_table_says_what_is_wrong(task, answers, sentence):
    assert sentence in said(task, *answers)


@pytest.mark.parametrize("task", [*FROM_TABLES, *exercises().values()], ids=lambda task: task.number)
def test_each_known_mistake_gets_its_own_sentence(task):
    for answers, why in task.mistakes:
        assert why.replace("{given}", in_text(answers[0])) in said(task, *answers)


def test_a_wrong_function_is_told_the_input_what_was_expected_and_what_came():
    message = said(UPDATE, without_bias)
    cases = update_cases()
    first = next(case for case in cases if not alike(without_bias(*case), update(*case)))
    called = f"update({first[0].tolist()}, {first[1]}, {first[2].tolist()}, {first[3]})"
    assert (
        f"the output is computed without the bias. {called} should give {in_text(update(*first))}" in message
    )
    assert message.endswith(f"yours gives {in_text(without_bias(*first))}.")


def test_a_function_that_returns_other_things_for_other_input_is_told_of_the_first():
    message = said(UPDATE, lambda w, b, row, target: None if target else (w, b + 3))
    assert message.startswith("Exercise 2.6: update([") and "yours gives ([" in message


def test_an_error_in_the_first_case_is_not_taken_for_one_of_later_cases():
    message = said(NEURON, lambda x, w, b: x[9])
    assert "three inputs only" not in message and "IndexError" in message


def test_a_mistake_made_in_some_cases_only_is_not_named():
    def sometimes(x, w, b):
        return x @ w if len(x) == 5 else neuron(x, w, b)

    message = said(NEURON, sometimes)
    assert "missing" not in message and "should give" in message


def test_two_mistakes_may_not_share_a_sentence():
    with pytest.raises(ValueError, match=r"9\.1: expected a sentence for each mistake"):
        value("9.1", 1, "", mistakes={2: "no.", 3: "no."})


def test_a_right_answer_among_several_says_how_it_is_read():
    with pytest.raises(ValueError, match=r"9\.1: expected read="):
        value("9.1", SuchThat(bool, 1), "")


def test_a_worked_answer_is_a_copy():
    IGNORE.worked()[:] = 7
    assert judge(IGNORE, (np.array([2.0, 2.0, 0.0]),)).state == "right"
    assert IGNORE.worked().tolist() == [2, 2, 0]


def test_words_are_read_in_any_case_and_offered():
    task = value("9.2", "adam", "yes.", mistakes={"sgd": "it has one rate for all."})
    assert judge(task, (" Adam ",)).state == "right"
    assert "one rate for all" in said(task, "SGD")
    assert "expected one of 'adam', 'sgd'; you gave 'rmsprop'" in said(task, "rmsprop")


@pytest.mark.parametrize("answer", [["1", "2"], "1", np.array(["1", "2"]), [1, "2"]])
def test_numbers_in_quotes_are_named_even_where_numpy_would_read_them(answer):
    task = value("9.3", [1.0, 2.0] if np.size(answer) == 2 else 1.0, "yes.")
    assert "Leave the quotes away" in said(task, answer)


def test_arrays_and_tolerance():
    task = value("9.3", np.eye(2), "yes.", tolerance=0.1)
    assert judge(task, ([[1.05, 0], [0, 0.95]],)).state == "right"
    assert "[[2, 0], [0, 1]] is not it" in said(task, [[2, 0], [0, 1]])
    assert "shape (2, 2)" in said(task, [1, 0, 0, 1])


def test_a_rounded_result_is_named():
    task = function_of("9.4", lambda x: x / 3, "", cases=[(1.0,), (2.0,), (5.0,)])
    assert "rounded" in said(task, lambda x: round(x / 3, 3))
    assert "rounded" not in said(task, lambda x: round(x / 3, 2) if x == 5 else x / 4)


@pytest.mark.parametrize(("digits", "named"), [(0, True), (1, True), (4, True), (5, False)])
def test_rounded_means_none_to_four_decimals(digits, named):
    cases = [(1.23456789,), (2.3456789,), (5.6789123,)]
    task = function_of("9.4", lambda x: x / 3, "", cases=cases)
    assert ("is rounded" in said(task, lambda x: round(x / 3, digits))) is named
    pair = function_of("9.4", lambda x: (x / 3, x / 7), "", cases=cases)
    assert ("is rounded" in said(pair, lambda x: (round(x / 3, digits), round(x / 7, digits)))) is named
    assert "is rounded" not in said(pair, lambda x: (round(x / 3, digits), x / 9)), "only one of two"


@pytest.mark.parametrize("right", [0.0, 1.0, -3.0, 1e6])
@pytest.mark.parametrize("sign", [-1, 1])
def test_an_answer_may_be_off_by_a_millionth_of_itself_and_of_one(right, sign):
    """Both together: at 0 a millionth counts, and of a million one more."""
    most = 1e-6 * (1 + abs(right))
    for off, fits in ((0.9 * most, True), (1.1 * most, False)):
        answer = right + sign * off
        assert close(answer, right) is fits
        assert alike([answer, 1.0], [right, 1.0]) is fits
        assert (judge(value("9.3", right, "yes."), (answer,)).state == "right") is fits
        task = function_of("9.4", lambda x: x + right, "", cases=[(0.0,)])
        assert (judge(task, (lambda x, y=answer: x + y,)).state == "right") is fits


@pytest.mark.parametrize(("off", "fits"), [(0.9, True), (1.1, False)])
def test_scaled_rows_may_be_off_as_float32_is(off, fits):
    train, unseen = scaled(RAW[0])
    by_off = unseen + off * 1e-4 * (1 + np.abs(unseen))
    if fits:
        tables.fitted_on_training((train, by_off), RAW)
    else:
        with pytest.raises(Wrong, match="mean taken away"):
            tables.fitted_on_training((train, by_off), RAW)


@pytest.mark.parametrize(("targets", "share"), [([1, 0], 1.0), ([0, 0], 0.5), ([0, 1], 0.0)])
def test_a_chance_of_one_half_counts_as_the_class_and_just_below_does_not(targets, share):
    assert models.accuracy(np.array(targets), np.array([[0.5], [0.4999]]).reshape(-1)) == share


def test_points_are_compared_to_six_decimals():
    from matplotlib.figure import Figure

    def drawn(off):
        ax = Figure().subplots()
        ax.scatter([1.0, 2.0 + off], [3.0, 4.0])
        return ax

    wanted = [(2.0, 4.0), (1.0, 3.0)]
    figures.draws_points(drawn(4e-7), wanted)
    with pytest.raises(Wrong, match="lie elsewhere"):
        figures.draws_points(drawn(6e-7), wanted)


def test_what_is_too_long_is_refused_and_what_is_as_long_as_allowed_is_read(monkeypatch):
    monkeypatch.setattr("helpers.checks.verdicts.MOST_ITEMS", 5)
    verdicts.refuse_endless([0] * 5)
    with pytest.raises(Wrong, match="a list of 6 things"):
        verdicts.refuse_endless([0] * 6)
    assert verdicts.one_line("a" * 300) == "a" * 300
    assert verdicts.one_line("a" * 301) == "a" * 299 + "…"
    assert verdicts.show(10**15 - 1) == "9" * 15 and verdicts.show(10**15) == "1e+15"


def test_a_warning_of_numpy_is_told_by_its_words():
    def log_cost(outputs, targets):
        return -np.log(np.where(targets == 1, outputs, 1 - outputs)).mean()

    case = (np.array([0.2, 0.9]), np.array([0, 1]))
    task = function_of(
        "9.5", log_cost, "", cases=[case], mistakes=[("divide by zero", "a logarithm of 0 was taken.")]
    )
    assert judge(task, (log_cost,)).state == "right"
    assert "a logarithm of 0 was taken. That was for [0.2, 0.9], [0, 1]." in said(
        task, lambda y, t: -np.log(t).mean()
    )


def test_texts_dicts_and_lists_of_words_are_compared():
    task = function_of("9.6", lambda names: sorted(names)[:2], "", cases=[(["b", "a", "c"],), (["x", "w"],)])
    assert judge(task, (lambda names: tuple(sorted(names)[:2]),)).state == "right"
    message = said(task, lambda names: names[:2])
    assert "should give ['a', 'b']; yours gives ['b', 'a']" in message
    assert alike(np.array([[1.0, 2.0]]), [1, 2]) and not alike(np.array([[1.0, 2.0]]), (1, 2))
    assert alike({"a": 1.0}, {"a": 1}) and not alike({"a": 1.0}, {"b": 1.0}) and not alike("1", 1)


def test_a_functions_arguments_are_copies():
    def spoils(x, w, b):
        x[:] = 0
        return 0

    assert "should give" in said(NEURON, spoils)
    assert judge(NEURON, (neuron,)).state == "right"


# -- letters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", ["ad", "DA", "a, d", "(a) (d)", "A and D", ["a", "d"], {"d", "a"}, ("a.", "d.")]
)
def test_letters_are_read_however_written(answer):
    assert judge(READ, (answer,)).state == "right"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("ab", "a follows. b does not follow: the curve says nothing about the threshold in use. 1 more of the others"),
        ("a", "a follows. 1 more of the others belongs to the answer."),
        ("", "2 of the others belong to the answer."),
        ("abcd", "a and d follow. b does not follow: the curve says nothing about the threshold in use. c does not"),
        ("ae", "there is no e"),
        (7, "expected letters of a, b, c, d in quotes"),
        (["a", 4], "expected letters"),
    ],
)  # fmt: skip
def test_letters_say_why_one_does_not_follow_and_how_many_are_missing(answer, sentence):
    message = said(READ, answer)
    assert sentence in message
    if answer == "a":
        assert "d" not in message.partition("follows.")[0].removeprefix("Exercise 8.3: ")


def test_no_letter_at_all_can_be_right():
    none = letters("9.7", "", "yes.", why={"a": "no.", "b": "neither."})
    assert judge(none, ("",)).state == "right"
    assert "a does not follow: no." in said(none, "a")
    with pytest.raises(ValueError, match="why for the other letters only"):
        letters("9.8", "a", "", why={"a": "no."})


# -- behaviour and decision -----------------------------------------------------------------------------


def test_behaviour_takes_its_steps_in_order_and_says_what_it_saw():
    def seen(answer):
        return f"{answer} rows." if isinstance(answer, int) else None

    task = behaviour(
        "9.9", [seen, (lambda n: n / 2, lambda half: half > 2, "{value} is not above 2.")], "Good."
    )
    assert judge(task, (6,)).message == "Exercise 9.9: right. 6 rows. Good."
    assert said(task, 3) == "Exercise 9.9: 1.5 is not above 2."


def test_a_decision_is_checked_for_its_form_and_never_called_right():
    birds = ("Ada", "Bo", "Cy")
    task = decision(
        "10.7",
        [
            lambda text, names: prose.sentences(text, most=2),
            lambda text, names: f"{', '.join(prose.names_in(names, birds, 2, 'bird'))} named.",
        ],
        names=("advice", "named"),
    )
    verdict = judge(task, ("Test both. Say so.", ["bo", "Ada"]))
    assert verdict.state == "right"
    assert verdict.message == "Exercise 10.7: Ada, Bo named. Now read yours beside the three specimens."
    assert "at most 2 sentences; yours has 3" in said(task, "One. Two! Three?", ["Ada", "Bo"])
    assert "expected 2 birds of Ada, Bo and Cy; yours has 1: Cy" in said(task, "One.", "only Cy")
    assert "there is no bird 'dee'" in said(task, "One.", ["Dee", "Ada"])
    assert "yours is empty" in said(task, " ", ["Ada", "Bo"])


@pytest.mark.parametrize(
    ("text", "count"), [("It is 0.5, e.g. here. So no.", 2), ("Really?! Yes...", 2), ("No", 1)]
)
def test_sentences_are_counted(text, count):
    assert prose.sentences(text) == count


# -- tables ---------------------------------------------------------------------------------------------

RAW = (np.random.default_rng(1).normal(5, 3, (20, 2)), np.random.default_rng(2).normal(4, 2, (8, 2)))


def scaled(by, ddof=0):
    return tuple((rows - by.mean(axis=0)) / by.std(axis=0, ddof=ddof) for rows in RAW)


def test_scaling_by_the_training_rows_is_right_whichever_way_the_spread_is_reckoned():
    for ddof in (0, 1):
        tables.fitted_on_training(scaled(RAW[0], ddof), RAW)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (RAW, "the training rows are not scaled"),
        ((scaled(RAW[0])[0], scaled(RAW[1])[1]), "the unseen rows were scaled by their own mean"),
        (scaled(np.concatenate(RAW)), "the training rows were scaled by the mean of all rows"),
        ((scaled(RAW[0])[0], RAW[1]), "the unseen rows are not scaled"),
        (scaled(RAW[1]), "the training rows should have the training rows' mean taken away"),
        ((scaled(RAW[0])[0][:5], RAW[1]), "should keep their shape (20, 2)"),
        ((scaled(RAW[0])[0] + 1, RAW[1]), "should have the training rows' mean taken away"),
    ],
)
def test_scaling_that_is_wrong_is_named(answer, sentence):
    with pytest.raises(Wrong) as wrong:
        tables.fitted_on_training(answer, RAW)
    assert sentence in str(wrong.value)


def test_tables_are_read_and_their_gaps_texts_and_columns_named():
    import pandas

    table = pandas.DataFrame({"age": [1.0, None], "sex": ["a", "b"]})
    assert tables.table_of(table, rows=2, columns=["sex", "age"]) is table
    for judge_it, sentence in (
        (lambda: tables.no_gaps(table), "gaps: age (1)"),
        (lambda: tables.all_numbers(table), "sex of your table holds texts"),
        (lambda: tables.table_of(table, columns=["age"]), "also has sex"),
        (lambda: tables.table_of(table, columns=["age", "sex", "fare"]), "lacks fare"),
        (lambda: tables.table_of(table, rows=3), "should have 3 rows; it has 2"),
        (lambda: tables.table_of(table, columns=1), "should have 1 column; it has 2"),
        (lambda: tables.table_of(None), "you gave None"),
        (lambda: tables.table_of([1, 2]), "rows and columns; you gave [1, 2]"),
        (lambda: tables.no_gaps(np.array([[np.nan, 1.0]])), "gaps: 1"),
        (lambda: tables.all_numbers(np.array([["a"]])), "no number"),
    ):
        with pytest.raises(Wrong) as wrong:
            judge_it()
        assert sentence in str(wrong.value)
    assert tables.no_gaps(tables.all_numbers(np.eye(2))).shape == (2, 2)


# -- figures --------------------------------------------------------------------------------------------


@pytest.fixture
def drawn():
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    ax.plot([0, 1, 2], [3.0, 1.0, 0.5], label="training")
    ax.plot([0, 1], [5.0, 6.0], "o")
    ax.scatter([2], [7.0])
    ax.set(title="Loss falls", xlabel="epoch", ylabel="loss")
    ax.legend()
    return figure, ax


def test_axes_are_taken_from_whatever_holds_them(drawn):
    import matplotlib.pyplot as plt

    figure, ax = drawn
    assert all(figures.axes_of(one) is ax for one in (ax, figure, drawn, [ax], np.array([[ax]]), ax.lines[0]))
    two = plt.subplots(1, 2)[1]
    assert figures.axes_of(two, 2) == list(two)
    for answer, sentence in (
        (None, "you gave None"),
        (3, "you gave 3"),
        (two, "expected 1 panel; your figure has 2"),
    ):
        with pytest.raises(Wrong, match=sentence):
            figures.axes_of(answer)


def test_what_is_drawn_is_read_back(drawn):
    ax = drawn[1]
    assert figures.labels_of(ax) == {"title": "Loss falls", "x": "epoch", "y": "loss", "legend": "training"}
    assert [y.tolist() for _, y in figures.lines_of(ax)] == [[3.0, 1.0, 0.5]]
    assert figures.points_of(ax).tolist() == [[2, 7], [0, 5], [1, 6]]
    figures.draws_line(ax, [0, 1, 2], [3, 1, 0.5])
    figures.draws_points(ax, [[0, 5], [1, 6], [2, 7]])
    figures.labelled(ax, title="", x="Epoch", y=("cost", "loss"), legend="train")


@pytest.mark.parametrize("lying", [False, True])
def test_bars_are_read_in_their_order(lying):
    import matplotlib.pyplot as plt

    ax = plt.subplots()[1]
    (ax.barh if lying else ax.bar)(["b", "a"], [5.0, 2.0])
    assert figures.bars_of(ax)[0] == ["b", "a"] and figures.bars_of(ax)[1].tolist() == [5, 2]
    figures.draws_bars(ax, [5, 2])
    with pytest.raises(Wrong, match="expected 3 bars"):
        figures.draws_bars(ax, [5, 2, 6])
    with pytest.raises(Wrong, match="one should be 7 long; yours is 2"):
        figures.draws_bars(ax, [5, 7])


@pytest.mark.parametrize(
    ("judge_it", "sentence"),
    [
        (lambda ax: figures.labelled(ax, x="loss", y="epoch"), "other way round"),
        (
            lambda ax: figures.labelled(ax, x="step"),
            "label of the x axis should name the step; it says 'epoch'",
        ),
        (lambda ax: figures.labelled(ax.figure.subplots(), title=""), "the title is missing"),
        (lambda ax: figures.draws_line(ax, [3, 1, 0.5], [0, 1, 2]), "axes swapped"),
        (lambda ax: figures.draws_line(ax, [0, 1, 2], [3, 1, 1]), "does not go through"),
        (lambda ax: figures.draws_line(ax, [0, 1], [3, 1]), "through 2 points; yours has 3"),
        (lambda ax: figures.draws_points(ax, [[5, 0], [6, 1], [7, 2]]), "axes swapped"),
        (lambda ax: figures.draws_points(ax, [[5, 0]]), "expected 1 point"),
        (lambda ax: figures.draws_points(ax, [[0, 5], [1, 6], [2, 8]]), "lie elsewhere"),
    ],
)
def test_a_figure_that_is_wrong_is_told_why(drawn, judge_it, sentence):
    with pytest.raises(Wrong) as wrong:
        judge_it(drawn[1])
    assert sentence in str(wrong.value)


# -- models ---------------------------------------------------------------------------------------------


def network(outputs=1, activation="sigmoid"):
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(outputs, activation=activation)])
    weights = np.array([[4.0] * outputs, [0.0] * outputs])
    model.set_weights([weights, np.zeros(outputs)])
    return model


X = np.array([[1.0, 0.0], [-1.0, 0.0], [2.0, 1.0], [-2.0, 1.0]])
Y = np.array([1, 0, 1, 1])


def test_a_model_is_read_compiled_trained_and_scored():
    import keras

    model = network()
    assert models.model_of(model, 2, 1) is model
    assert models.last_activation(model) == "sigmoid"
    assert models.score(model, X, Y) == 0.75
    assert models.chances(model, X).shape == (4,)
    with pytest.raises(Wrong, match="never compiled: it has no loss to learn by"):
        models.compiled(model, "mine")
    model.compile(optimizer="sgd", loss=keras.losses.BinaryCrossentropy())
    assert models.loss_of(model) == "binary_crossentropy"
    with pytest.raises(Wrong, match="never trained"):
        models.trained(model)
    history = model.fit(X, Y, verbose=0)
    assert models.trained(model) is model
    for answer, sentence in (
        (history, "what fit returned"),
        (keras.Input((2,)), "what flows out of a layer"),
        (keras.layers.Dense(1), "is one layer"),
        (keras.Sequential([keras.layers.Dense(1)]), "not built yet"),
        (None, "it is None. Does a function lack its return?"),
        (3, "it is 3"),
        (network(3), "should give 1 output for each row; here it is 3"),
    ):
        with pytest.raises(Wrong) as wrong:
            models.model_of(answer, 2, 1)
        assert sentence in str(wrong.value)
    with pytest.raises(Wrong, match="should take 5 inputs for each row; here it is 2"):
        models.model_of(model, 5)
    with pytest.raises(Wrong, match=r"numbers from −8\.0 to 8\.0\. A chance lies between 0 and 1"):
        models.chances(network(activation=None), X)


def test_a_network_to_be_trained_is_an_exercise_in_a_few_lines():
    built = []

    def worked():
        built.append(network())
        built[-1].compile(loss="binary_crossentropy")
        return built[-1]

    def seen(model):
        return f"{models.score(model, X, Y) * 100:.0f} of 100 on unseen passengers, 70 for the rule."

    task = behaviour(
        "7.4",
        [
            lambda answer: models.compiled(models.model_of(answer, 2, 1, "mine"), "mine"),
            lambda model: models.chances(model, X),
            (
                lambda model: models.score(model, X, Y),
                lambda right: right > 0.7,
                "{value} right, 0.7 to beat.",
            ),
            seen,
        ],
        "Two points are within chance.",
        worked=worked,
        names=("mine",),
    )
    assert not built, "nothing is built before it is used"
    assert judge(task, (task.worked(),)).message == (
        "Exercise 7.4: right. 75 of 100 on unseen passengers, 70 for the rule. Two points are within chance."
    )
    assert "mine is built but was never compiled" in said(task, network())
    linear, guess = network(activation=None), network()
    guess.set_weights([np.array([[0.0], [0.0]]), np.array([-1.0])])
    for model in (linear, guess):
        model.compile(loss="binary_crossentropy")
    assert "A chance lies between 0 and 1: which activation does that?" in said(task, linear)
    assert said(task, guess) == "Exercise 7.4: 0.25 right, 0.7 to beat."
    assert "what fit returned" not in said(task, 3) and "expected mine to be a Keras model; it is 3" in said(
        task, 3
    )


def test_a_classifier_of_scikit_learn_and_a_regressor_are_scored_too():
    from sklearn.dummy import DummyRegressor
    from sklearn.linear_model import LogisticRegression

    classifier = LogisticRegression().fit(X, Y)
    assert models.score(classifier, X, Y) == classifier.score(X, Y)
    several = LogisticRegression().fit(X, [0, 1, 2, 2])
    assert models.score(several, X, [0, 1, 2, 2]) == several.score(X, [0, 1, 2, 2])
    regressor = DummyRegressor(strategy="constant", constant=1.0).fit(X, Y)
    assert models.score(regressor, X, Y, models.mean_error) == pytest.approx(0.25)


def test_in_every_kind_a_blank_is_not_answered_yet():
    for task in FROM_TABLES:
        assert judge(task, (____,) * task.answers).state == "not answered"


# -- to the edges ---------------------------------------------------------------------------------------


def test_letters_are_read_up_to_a_thousand_signs():
    assert judge(READ, ("ad" + 998 * " ",)).state == "right"
    assert "expected letters" in said(READ, "ad" + 999 * " ")


def test_a_right_answer_among_several_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SuchThat(bool, 1).example = 2


def test_the_error_of_a_later_case_is_told_in_short():
    def falls(x):
        raise IndexError("a" * 500)

    task = function_of(
        "9.4", lambda x: x, "", cases=[(1,), (2,)], mistakes=[(IndexError, "only the first works.")]
    )
    message = said(task, lambda x: x if x == 1 else falls(x))
    assert message.startswith(
        "Exercise 9.4: only the first works. your function stopped when it was called with 2: "
    )
    assert len(message) <= len("Exercise 9.4: only the first works. ") + 200
    assert "only the first works" not in said(task, falls)


def test_a_warning_is_looked_for_only_where_words_of_it_are_known():
    runs = []

    def counted(x):
        runs.append(1)
        return np.log(x)

    plain = function_of("9.5", lambda x: x, "", cases=[(0.0,)])
    said(plain, counted)
    assert len(runs) == 1
    words = function_of(
        "9.5", lambda x: x, "", cases=[(0.0,), (-1.0,)], mistakes=[("invalid value", "a logarithm below 0.")]
    )
    assert "a logarithm below 0. That was for -1." in said(
        words, lambda x: np.log(np.float64(x)) if x else 0.5
    )


def test_the_same_for_every_case_is_named_unless_it_should_be_the_same():
    two = function_of("9.4", lambda x: 2 * x, "", cases=[(1.0,), (2.0,), (3.0,)])
    assert "it gives 2 whatever it is called with" in said(two, lambda x: 2.0)
    assert "whatever" not in said(two, lambda x: 2.0 if x < 3 else 9.0)
    same = function_of("9.4", lambda x: 1.0, "", cases=[(1.0,), (2.0,)])
    assert "whatever" not in said(same, lambda x: 2.0)


def test_all_parts_wrong_names_none_of_them():
    task = function_of("9.4", lambda x: (x, 2 * x), "", cases=[(1.0,), (2.0,)], returns=("one", "two"))
    assert "right in all cases" not in said(task, lambda x: (x + 1, x))
    assert "two: right in all cases; one: not." in said(task, lambda x: (x + 1, 2 * x))
    assert "right in all cases" not in said(task, lambda x: (x, 2 * x) if x == 1 else (7.0, 2 * x + 1))


def test_several_values_are_compared_one_by_one_and_mistakes_named():
    task = value(
        "9.1",
        (1.0, 2.0),
        "yes.",
        read={"a": number, "b": number},
        mistakes={(2.0, 1.0): "{a} and {b} are swapped."},
    )
    assert judge(task, (1.0, 2.0)).state == "right"
    assert said(task, 2.0, 1.0) == "Exercise 9.1: 2 and 1 are swapped."
    assert said(task, 3.0, 2.0) == "Exercise 9.1: 3 and 2 is not it."
    assert "takes 2 answers, 3 came" in said(task, 1.0, 2.0, 3.0)
    assert task.mistakes == (((2.0, 1.0), "{a} and {b} are swapped."),)
