"""How an answer is read, compared and shown back: the small functions that the rules of exercises stand on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from helpers import writing
from helpers.checks import figures, models, prose, running, tables
from helpers.checks.answer_types import _size, choice, function, number, numbers, vector, whole
from helpers.checks.blank import ____
from helpers.checks.comparing import alike, close, complaint, finite, in_code, in_text, rounded_alike
from helpers.checks.judging import exercise, judge, mended, switched
from helpers.checks.running import call
from helpers.checks.verdicts import NotAnswered, Verdict, Wrong, one_line, show


def refused(work, *given, **how) -> str:
    with pytest.raises(Wrong) as wrong:
        work(*given, **how)
    return str(wrong.value)


# -- of which type an answer is -------------------------------------------------------------------------


def test_one_number_is_read_from_whatever_holds_one():
    for answer in (3, 3.0, [3], np.array([[3.0]]), np.float32(3), "3".__len__() * 3):
        assert number(answer) == 3.0
    assert refused(number, [1, 2], "a rate") == "expected a rate; you gave 2 numbers."
    assert refused(number, []) == "expected one number; you gave 0 numbers."


class Tensor:
    """What can be called and is an array too, as a layer's variable may be."""

    def __call__(self):
        return 1

    def __array__(self, dtype=None, copy=None):
        return np.array([1.0, 2.0])


def test_numbers_are_read_and_what_is_none_is_named():
    assert numbers(Tensor()).tolist() == [1, 2]
    assert numbers(np.array([1, 2], dtype=object)).tolist() == [1, 2]
    assert numbers([[1, 2]], (1, 2)).shape == (1, 2)
    assert refused(numbers, None).startswith("expected numbers; you gave None. A function without return")
    assert "you gave a function. Call it" in refused(numbers, len)
    assert "Leave the quotes away" in refused(numbers, "5")
    assert "texts in place of numbers" in refused(numbers, np.array(["1", 2], dtype=object))
    assert "not made of numbers. Put list(…) around it." in refused(numbers, iter([1]))
    assert refused(numbers, ["a", []]).endswith("which is not made of numbers.")
    assert "NaN or infinity" in refused(numbers, [1, np.inf])
    assert (
        refused(numbers, [1, 2], (2, 1), "a column")
        == "expected a column, of shape (2, 1); yours has shape (2,)."
    )


def test_the_size_of_nested_lists_is_guessed_from_their_first_parts_eight_deep():
    assert (_size([[1, 2, 3]] * 4), _size(7), _size([]), _size([[]]), _size(np.ones(5))) == (12, 1, 1, 1, 5)
    nest = 1
    for _ in range(10):
        nest = [nest, nest]
    assert _size(nest) == 2**8


@pytest.mark.parametrize("answer", [[1, 2, 3], [[1], [2], [3]], [[1, 2, 3]], (1, 2, 3)])
def test_a_vector_may_be_a_row_or_a_column(answer):
    assert vector(answer, 3, "weight").tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("answer", "length"), [([1, 2], 3), (5, 1), ([[[1, 2, 3]]], 3), ([[1, 2], [3, 4]], 4)]
)
def test_what_is_no_vector_of_this_length_is_refused(answer, length):
    said = refused(vector, answer, length, "weight")
    assert said == f"expected {length} weights; you gave {np.size(answer)}."


def test_a_whole_number_is_below_a_quadrillion():
    assert whole(4.0) == 4 and whole(-(10**15) + 1) == 1 - 10**15 and isinstance(whole(4.0), int)
    for answer in (4.5, 1e15, -1e15, 1.5e15, True, np.False_):
        assert refused(whole, answer).startswith("expected a whole number; you gave ")


def test_a_word_is_one_of_those_offered_and_a_function_is_no_class():
    assert choice(" Up ", ["up", "down"]) == "up"
    assert refused(choice, 3, ["up", "down"]) == "expected one of 'up', 'down', in quotes; you gave 3."
    assert function(len, "f") is len
    for answer in (int, 3):
        assert "the function f itself, without parentheses" in refused(function, answer, "f")


# -- whether two results are the same -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("a", "a"),
        (None, None),
        (True, 1),
        (np.True_, 1.0),
        (5.0, [5.0]),
        ([5.0], 5.0),
        ([[5.0]], 5.0),
        ([[1], [2]], [1, 2]),
        ([1, 2], np.array([[1, 2]])),
        ([1, "a"], (1, "a")),
        ((1, "a"), [1, "a"]),
        ({"a": [1, 2]}, {"a": np.array([1.0, 2.0])}),
        ([[1, 2], [3, 4]], np.array([[1.0, 2], [3, 4]])),
    ],
)
def test_what_is_alike(received, expected):
    assert alike(received, expected)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("a", "b"),
        ("None", None),
        (0, None),
        (None, 0),
        ("1", 1),
        ({"a": 1}, 1),
        (1, {"a": 1}),
        ({"a": 1, "b": 2}, {"a": 1}),
        (True, [1.0]),
        ([1, 2, 3, 4], [[1, 2], [3, 4]]),
        ([[1, 2], [3, 4]], [1, 2, 3, 4]),
        ([1, 2], [1, 2, 3]),
        ([1, "a"], (1, "b")),
        ([1, "a", 2], (1, "a")),
        (3, (3, 3)),
        (len, 1),
        ([1, 2], [2, 1]),
    ],
)
def test_what_is_not_alike(received, expected):
    assert not alike(received, expected)


def test_the_tolerance_of_parts_is_that_of_the_whole():
    assert alike((1.05, [2.0]), (1.0, [2.05]), 0.1) and not alike((1.05, [2.0]), (1.0, [2.05]), 0.001)
    assert not close([1, 2], [[1, 2]]) and not close([1.0], [1.0, 1.0])


def test_rounded_results_are_of_the_same_kind():
    assert rounded_alike((0.33, 0.1429), (1 / 3, 1 / 7)) and rounded_alike(
        np.array([0.3, 0.1]), (1 / 3, 1 / 7)
    )
    assert not rounded_alike((0.33,), (1 / 3, 1 / 7)) and not rounded_alike(0.33, (1 / 3, 1 / 7))
    assert not rounded_alike("0.33", 1 / 3) and not rounded_alike(0.33, "0.33")


@pytest.mark.parametrize(
    ("received", "expected", "said"),
    [
        (1.0, 2.0, ""),
        (None, None, ""),
        ("x", "y", ""),
        ([[1.0]], 2.0, ""),
        ([[1], [2]], np.ones(2), ""),
        (np.ones((2, 2)), np.zeros((2, 2)), ""),
        ((1, 2), (3, 4), ""),
        (None, 1, "yours returned None. Does the function lack its return? print gives nothing back."),
        ([1, 2], 1.0, "expected one number back; yours gave 2."),
        ([1, 2, 3], np.ones(2), "expected 2 numbers back; yours gave 3."),
        (np.ones((2, 2)), np.ones(4), "expected 4 numbers back; yours has shape (2, 2)."),
        (np.ones(4), np.ones((2, 2)), "expected an array of shape (2, 2) back; yours has shape (4,)."),
        (np.ones(3), np.ones((2, 2)), "expected an array of shape (2, 2) back; yours gave 3."),
        ("1", 1.0, "expected one number back; yours gave the text '1'. Leave the quotes away."),
        (5, (1, 2), "expected 2 things back; yours returned 5."),
        ((1, 2, 3), (1, 2), "expected 2 things back; yours returned (1, 2, 3)."),
        ((1, [2, 3]), (1, 2), "number 2 of them: expected one number back; yours gave 2."),
        (([1, 2], "a"), (1, 2), "number 1 of them: expected one number back; yours gave 2."),
    ],
)
def test_what_is_wrong_with_the_form_of_a_result(received, expected, said):
    assert complaint(received, expected) == said


def test_things_that_have_names_are_called_by_them():
    said = complaint(3, (1, 2), ("weights", "bias"))
    assert said == "expected 2 things back, weights and bias; yours returned 3."
    assert complaint((1, "b"), (1, 2), ("weights", "bias")).startswith("bias: expected one number back")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1,), "(1,)"),
        ((1, 2.0), "(1, 2)"),
        ([1, 2.5], "[1, 2.5]"),
        (np.array(2.5), "2.5"),
        (np.arange(12), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]"),
        (np.arange(13), "an array of shape (13,)"),
        ([[1], [2]], "[[1], [2]]"),
        ([], "[]"),
        (["a"], "['a']"),
        ([[1], [2, 3]], "[[1], [2, 3]]"),
        (-0.123456, "−0.1235"),
        (np.float32(0.5), "0.5"),
        (len, "len"),
        (Tensor(), "a function"),
        ("a", "'a'"),
        (-3, "−3"),
    ],
)
def test_values_are_written_for_a_sentence(value, text):
    assert in_text(value) == text


def test_arguments_are_written_to_be_copied():
    assert in_code(-0.123456789, [1.23456789], 3) == "-0.123457, [1.23457], 3"
    assert in_text(0.123456789, 6) == "0.123457"


def test_what_is_finite():
    assert finite([1, 2]) and finite("a") and finite(np.array([1, 2], dtype=object)) and finite({"a": np.nan})
    assert not finite([1, np.nan]) and not finite(-np.inf) and not finite(np.array([np.nan, 1], dtype=object))


# -- what is said ---------------------------------------------------------------------------------------


def test_a_verdict_is_one_line_with_a_mark():
    verdict = Verdict("2.1", "wrong", "a < 'b'")
    assert not verdict.stopped and str(verdict) == "✘ a < 'b'"
    assert verdict._repr_mimebundle_() == {
        "text/plain": "✘ a < 'b'",
        "text/html": "<div style=\"border-left: 5px solid #c1440e; padding: 2px 10px\">✘ a &lt; 'b'</div>",
    }
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.state = "right"


def test_a_text_is_cut_to_ten_times_its_line_before_it_is_read():
    assert one_line("a" + 49 * " " + "b", 5) == "a"
    assert one_line("a" + 48 * " " + "b", 5) == "a b"


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset, lambda items: dict.fromkeys(items, 0)])
def test_sixty_things_are_shown_and_no_more(kind):
    assert "..." not in show(kind(range(60)), 10_000) and "59" in show(kind(range(60)), 10_000)
    assert "..." in show(kind(range(61)), 10_000)


def test_two_hundred_letters_are_shown_and_no_more():
    assert show("a" * 198, 10_000) == repr("a" * 198) and "..." in show("a" * 199, 10_000)

    class Long:
        def __repr__(self):
            return "b" * self.letters

    some = Long()
    some.letters = 200
    assert show(some, 10_000) == "b" * 200
    some.letters = 201
    assert "..." in show(some, 10_000)


def test_what_is_shown_names_no_place_in_memory():
    assert " at 0x" not in show(lambda x: x, 1000) and "<lambda>" in show(lambda x: x, 1000)
    assert show(np.int64(-3)) == "−3" and show(-(10**15)) == "−1e+15" and show(1 - 10**15) == "−" + "9" * 15


# -- judging --------------------------------------------------------------------------------------------


def test_a_long_complaint_is_cut_and_what_is_not_foreseen_is_told():
    def rule(answer):
        raise Wrong("a" * 1000)

    assert len(judge(exercise("9.1", "")(rule), (1,)).message) == len("Exercise 9.1: ") + 450
    verdict = judge(exercise("9.1", "")(lambda answer: 1 / 0), (1,))
    assert (
        verdict.message
        == "Exercise 9.1: this answer could not be read (int): ZeroDivisionError: division by zero"
    )
    assert verdict.state == "wrong" and not verdict.stopped


def test_too_many_answers_and_too_few_are_counted():
    one = exercise("9.1", "")(lambda answer: None)
    two = exercise("9.2", "")(lambda weights, bias: None)
    assert judge(one, (1, 2)).message == 'Exercise 9.1: check("9.1", …) takes 1 answer, 2 came.'
    assert judge(two, (1,)).message == 'Exercise 9.2: check("9.2", …) takes 2 answers, 1 came.'
    assert judge(one, ()).state == "wrong" and not judge(one, ()).stopped


def test_a_sentence_that_the_rule_returns_stands_before_the_praise():
    made = exercise("9.1", "Good.")(lambda answer: "Seen.")
    assert judge(made, (1,)).message == "Exercise 9.1: right. Seen. Good."
    silent = exercise("9.1", "")(lambda answer: 3)
    assert judge(silent, (1,)).message == "Exercise 9.1: right."
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.praise = "Bad."


def test_a_rule_says_how_many_answers_it_needs():
    def rule(weights, bias, rate=0.1, *more, by=1):
        return None

    made = exercise("9.1", "")(rule)
    assert (made.answers, made.called) == (2, "weights and bias")
    named = exercise("9.1", "", names=("a", "b", "c"))(rule)
    assert (named.answers, named.called) == (3, "a, b and c")


def test_a_switched_neuron_is_described():
    assert switched("0 and 1", 0.0, "AND", True) == (
        "for 0 and 1 the sum with the bias is 0, so the neuron is off; AND wants it on."
    )
    assert "is 0.5, so the neuron is on; AND wants it off." in switched("", 0.5, "AND", False)


def test_the_words_of_an_error_are_mended_with_the_name_that_lacks():
    def raised(error):
        with mended({"not defined": "define {name} first.", "by zero": "no zeros."}):
            call(error)

    assert refused(raised, lambda: unknown) == "define unknown first."  # noqa: F821
    assert refused(raised, lambda: 1 / 0) == "no zeros."
    assert "ValueError: other" in refused(
        raised, lambda: int.__call__ and (_ for _ in ()).throw(ValueError("other"))
    )


def test_a_function_that_fails_is_told_in_short_with_its_arguments():
    def fails(*given):
        raise ValueError("a" * 500)

    said = refused(call, fails, 1, [2])
    assert said == f"your function stopped when it was called with 1, [2]: ValueError: {'a' * 149}…"
    assert refused(call, fails, 1, shown="that").startswith(
        "your function stopped when it was called with that: "
    )


def test_a_function_that_meets_a_blank_in_another_is_not_answered():
    with pytest.raises(NotAnswered):
        call(lambda: call(lambda: ____))
    with pytest.raises(NotAnswered):
        call(lambda: int(____))


def test_what_is_printed_is_dropped_up_to_the_most(monkeypatch):
    monkeypatch.setattr(running, "MOST_WRITES", 3)
    sink = running._Sink()
    assert [sink.write("ab") for _ in range(3)] == [2, 2, 2]
    with pytest.raises(running._PrintsTooMuch):
        sink.write("ab")


def test_sets_are_copied_and_what_cannot_change_is_not():
    kept, thing = {1}, object()
    assert call(lambda one: one.add(2) or one, kept) == {1, 2} and kept == {1}
    assert call(lambda one: one, thing) is thing


# -- models ---------------------------------------------------------------------------------------------


class Says:
    """A model of no library, which answers what it is told to."""

    def __init__(self, answers):
        self.answers = np.asarray(answers)

    def predict(self, rows):
        return self.answers


FOUR = np.zeros((4, 2))


def test_answers_of_any_model_are_one_number_for_each_row():
    assert models.predictions(Says([[1], [2], [3], [4]]), FOUR).tolist() == [1, 2, 3, 4]
    assert models.predictions(Says(np.ones((4, 3))), FOUR).shape == (4, 3)
    assert "of 4 rows; your model gives 3" in refused(models.predictions, Says([1, 2, 3]), FOUR)
    assert models.chances(Says([0, 1, 0.5, 1.0]), FOUR).tolist() == [0, 1, 0.5, 1]
    assert "from 0.0 to 1.5. A chance" in refused(models.chances, Says([0, 1, 1.5, 0]), FOUR)
    assert "from −0.5 to 1.0. A chance" in refused(models.chances, Says([0, 1, -0.5, 0]), FOUR)


def test_errors_and_shares_take_columns_too():
    assert models.accuracy([[1], [0]], [0.5, 0.6]) == 0.5
    assert models.accuracy([2, 0], [[0.1, 0.2, 0.7], [0.1, 0.8, 0.1]]) == 0.5
    assert models.mean_error([[1], [2]], [[2.0], [4.0]]) == 1.5


def test_a_model_of_keras_is_asked_in_silence(keras, capsys):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    assert models.predictions(model, FOUR).shape == (4,)
    assert capsys.readouterr().out == ""


def test_the_end_and_the_loss_of_a_model_have_names(keras):
    def ends(*last, **how):
        model = keras.Sequential([keras.Input((2,)), *last])
        model.compile(**how)
        return model

    layers = keras.layers
    model = ends(layers.Dense(2), loss="mse")
    assert models.last_activation(model) == "linear" and models.loss_of(model) == "mse"
    model = ends(layers.Dense(2), layers.Softmax(), loss=keras.losses.MeanSquaredError())
    assert models.last_activation(model) == "softmax" and models.loss_of(model) == "mean_squared_error"
    model = ends(layers.Dense(2, "tanh"), loss=keras.losses.mean_absolute_error)
    assert models.last_activation(model) == "tanh" and models.loss_of(model) == "mean_absolute_error"


def test_a_model_of_other_sizes_is_told_which(keras):
    a, b = keras.Input((2,)), keras.Input((3,))
    dense = keras.layers.Dense(1)(keras.layers.Concatenate()([a, b]))
    assert (
        refused(models.model_of, keras.Model([a, b], dense), 2)
        == "your answer should have one input; it has several."
    )
    assert models.model_of(keras.Model([a, b], dense), outputs=1)
    image = keras.Sequential([keras.Input((2, 3)), keras.layers.Dense(1)])
    assert refused(models.model_of, image, 3, name="mine") == (
        "mine should take 3 inputs for each row; here it is arrays of shape (2, 3)."
    )
    narrow = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    assert (
        refused(models.model_of, narrow, 2) == "your answer should take 2 inputs for each row; here it is 1."
    )
    assert (
        refused(models.model_of, narrow, None, 3)
        == "your answer should give 3 outputs for each row; here it is 1."
    )
    assert "it is a function." in refused(models.model_of, lambda: 1)
    assert refused(models.model_of, None).endswith("it is None. Does a function lack its return?")
    assert "lack its return" not in refused(models.model_of, 3)


# -- tables ---------------------------------------------------------------------------------------------


def test_a_column_that_does_not_vary_is_only_shifted():
    train, unseen = np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([[2.0, 8.0], [2.0, 8.0]])
    scaled = np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 3.0], [0.0, 3.0]])
    tables.fitted_on_training(scaled, (train, unseen))
    said = refused(
        tables.fitted_on_training, (scaled[0], np.array([[0.0, 1.5], [0.0, 1.5]])), (train, unseen)
    )
    assert said.startswith("the unseen rows should have the training rows' mean taken away")


def test_tables_are_judged_by_rows_columns_and_kinds():
    import pandas

    table = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": ["x", "y"], "d": [True, None]})
    assert (
        refused(tables.all_numbers, table)
        == "b, c and d of your table hold texts, and a network computes with numbers."
    )
    assert tables.all_numbers(table[["a"]]).shape == (2, 1)
    assert refused(tables.no_gaps, table) == (
        "your table still has gaps: d (1). One NaN makes every weight of a network NaN."
    )
    assert tables.no_gaps(table[["a"]]).shape == (2, 1)
    assert tables.table_of(np.ones((3, 2)), 3, ["a", "b"]).shape == (3, 2), "an array has no names to judge"
    assert tables.table_of(table, 2, 4) is table
    assert "you gave a function" in refused(tables.table_of, len)
    assert refused(tables.table_of, np.ones((2, 2)), 1) == "your table should have 1 row; it has 2."
    assert "you gave" in refused(tables.table_of, np.ones((2, 2, 2)))


# -- figures --------------------------------------------------------------------------------------------


@pytest.fixture
def ax():
    import matplotlib.pyplot as plt

    return plt.subplots()[1]


def test_a_colour_bar_is_no_panel_and_a_figure_speaks_for_its_axes(ax):
    figure = ax.figure
    shown = ax.scatter([1, 2], [3, 4], c=[0, 1])
    figure.colorbar(shown)
    assert len(figure.axes) == 2 and figures.axes_of(figure) is ax
    assert figures.axes_of((figure, ax)) is ax and figures.axes_of([figure, ax]) is ax
    assert figures.axes_of([ax, ax], 2) == [ax, ax]
    assert figures.axes_of((ax, ax), 2) == [ax, ax], "two of them are no figure with axes"
    assert figures.axes_of([ax] * 99, 99) == [ax] * 99
    assert "you gave" in refused(figures.axes_of, [ax] * 100, 100)
    assert "you gave a function" in refused(figures.axes_of, len)
    assert refused(figures.axes_of, [ax], 2) == "expected 2 panels; your figure has 1."


@pytest.mark.parametrize("place", ["left", "center", "right"])
def test_a_title_is_read_wherever_it_stands(ax, place):
    ax.set_title("Loss", loc=place)
    assert figures.labels_of(ax) == {"title": "Loss", "x": "", "y": "", "legend": ""}


def test_labels_are_judged_by_their_words(ax):
    ax.set(xlabel="epoch", ylabel="loss")
    for words in ({"x": ""}, {"x": "epoch"}, {"x": "EPOCH", "y": ("cost", "loss")}, {"x": "", "y": "loss"}):
        assert figures.labelled(ax, **words) is ax
    assert refused(figures.labelled, ax, y=("cost", "error")) == (
        "the label of the y axis should name the cost or error; it says 'loss'."
    )
    assert refused(figures.labelled, ax, x=("a", "loss"), y=("b", "epoch")).endswith("the other way round.")
    assert "should name the loss" in refused(figures.labelled, ax, x="loss", y="loss")
    assert "should name the loss" in refused(figures.labelled, ax, x="loss", y="cost")
    assert "should name the a" in refused(figures.labelled, ax, x="a", y="epoch")
    assert refused(figures.labelled, ax, legend="") == "the legend is missing."
    ax.set_title("  ")
    assert refused(figures.labelled, ax, title="") == "the title is missing."


def test_markers_without_a_line_are_points_and_a_line_is_none(ax):
    ax.plot([1], [2], "o")
    ax.plot([3], [4], linestyle=" ", marker="x")
    ax.plot([5, 6], [7, 8], marker="o")
    ax.plot([9], [9], linestyle="", marker="")
    assert figures.points_of(ax).tolist() == [[1, 2], [3, 4]]
    assert [x.tolist() for x, _ in figures.lines_of(ax)] == [[5, 6]]


def test_nothing_drawn_has_no_points_lines_or_bars(ax):
    assert figures.points_of(ax).shape == (0, 2) and figures.lines_of(ax) == []
    assert figures.bars_of(ax)[0] == [] and figures.bars_of(ax)[1].tolist() == []
    assert refused(figures.draws_line, ax, [1], [2]) == "the line is missing: no line is drawn."
    assert refused(figures.draws_points, ax, [[1, 2]]) == "expected 1 point for the points; yours draws 0."
    assert figures.draws_points(ax, np.empty((0, 2))) is ax


def test_a_line_is_judged_among_others_by_its_points(ax):
    ax.plot([0, 1, 2], [1, 1, 1])
    ax.plot([0, 1], [5.0, 6.25])
    assert figures.draws_line(ax, [0, 1], [5.0, 6.25]) is ax
    assert refused(figures.draws_line, ax, [5.0, 6.25], [0, 1], "the loss").startswith(
        "the loss is drawn with its axes swapped"
    )
    assert refused(figures.draws_line, ax, [0, 1], [5, 7]) == (
        "the line does not go through the points it should, the first of them (0, 5)."
    )
    assert (
        refused(figures.draws_line, ax, range(4), range(4))
        == "the line should go through 4 points; yours has 3."
    )
    assert "does not go through" in refused(figures.draws_line, ax, [0, 2], [5.0, 6.25])


@pytest.mark.parametrize("lying", [False, True])
def test_bars_are_named_by_the_ticks_in_their_middle(ax, lying):
    draw = ax.barh if lying else ax.bar
    draw([2.0, 1.0], [5.0, 3.0], 0.4)
    draw([4.0], [7.0], align="edge")
    (ax.set_yticks if lying else ax.set_xticks)([1.0, 2.0, 4.4], ["one", "two", "four"])
    names, lengths = figures.bars_of(ax)
    assert names == ["one", "two", "four"] and lengths.tolist() == [3, 5, 7]
    assert figures.draws_bars(ax, [3, 5, 7]) is ax and figures.draws_bars(ax, [7, 5, 3]) is ax
    assert (
        refused(figures.draws_bars, ax, [5, 3, 7]) == "the bars have the right lengths, but in another order."
    )
    assert refused(figures.draws_bars, ax, [3, 5.5, 9]) == "the bars: one should be 9 long; yours is 7."
    assert refused(figures.draws_bars, ax, [3, 5]) == "expected 2 bars for the bars; yours draws 3."
    (ax.set_yticks if lying else ax.set_xticks)([1.0, 2.002], ["one", "two"])
    assert figures.bars_of(ax)[0] == ["one", "", ""]


# -- prose ----------------------------------------------------------------------------------------------


def test_a_text_is_read_without_spaces_around():
    assert prose.text_of("  a b ") == "a b"
    assert refused(prose.text_of, 3, "advice") == "expected advice; you gave 3."
    assert refused(prose.text_of, " \n") == "expected a text in quotes; yours is empty."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A. B! C? D…", 4),
        ("At 3.14 m. Dr. X, Mrs. Y etc. came.", 2),
        ('He said "Go." Then (so.) we went.', 3),
        ("...", 0),
    ],
)
def test_sentences_end_where_they_end(text, count):
    assert prose.sentences(text, least=0) == count


def test_too_few_and_too_many_sentences_are_told():
    assert prose.sentences("A. B.", 2, 2) == 2
    assert refused(prose.sentences, "A. B.", 3) == "expected at least 3 sentences; yours has 2."
    assert refused(prose.sentences, "...") == "expected at least 1 sentence; yours has 0."
    assert refused(prose.sentences, "A. B.", most=1) == "expected at most 1 sentence; yours has 2."
    assert refused(prose.sentences, "A.", most=0) == "expected at most 0 sentences; yours has 1."


def test_names_are_found_as_whole_words_and_counted():
    options = ["age", "fare", "port"]
    assert prose.names_in("FARE, then age.", options, 2) == ["age", "fare"]
    assert prose.names_in({" Port ", "age"}, options, 2) == ["age", "port"]
    assert refused(prose.names_in, "the ages, transport", options, 1) == (
        "expected 1 name of age, fare and port; yours has 0."
    )
    assert refused(prose.names_in, ["age", "port"], options, 1).endswith("yours has 2: age and port.")
    assert "there is no name 'sex'. There are: age, fare and port." in refused(
        prose.names_in, ["sex"], options, 1
    )
    many = [f"n{i}" for i in range(13)]
    assert "(13 in all)" in refused(prose.names_in, ["x"], many, 1) and "(13 in all)" in refused(
        prose.names_in, "x", many, 1
    )
    assert "in all" not in refused(prose.names_in, "x", many[:12], 1) + refused(
        prose.names_in, ["x"], many[:12], 1
    )
    assert "expected a text in quotes" in refused(prose.names_in, ["age", 3], options, 1)


# -- numbers and lists in words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (999_999, 2, "999999"), (1e6, 2, "1.0e+06"), (-1e6, 2, "−1.0e+06"), (0, 4, "0"), (4e-5, 4, "4.0e−05"),
        (5e-5, 4, "0.0001"), (4e-4, 3, "0"), (-4e-5, 4, "−4.0e−05"), (1e-9, 8, "1.0e−09"), (100, 0, "100"),
        (1.50, 2, "1.5"), (-0.001, 2, "0"), (np.nan, 2, "NaN"), (np.inf, 2, "∞"), (-np.inf, 2, "−∞"), (0.6, 0, "1"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_a_page_has_them(value, digits, text):
    assert writing.number(value, digits) == text


def test_signs_and_significant_digits_are_written():
    assert [writing.signed(value) for value in (0.5, -0.5, 0.001, -0.001, 0, np.inf)] == [
        "+0.5",
        "−0.5",
        "0",
        "0",
        "0",
        "+∞",
    ]
    assert (
        writing.significant(-0.00012345678) == "−0.000123457"
        and writing.significant(1234567.0, 3) == "1.23e+06"
    )
    assert (writing.significant(10**400), writing.significant(-(10**350))) == (
        "about 10^400",
        "−about 10^350",
    )


def test_lists_and_counts_are_written():
    given = ["a", "b", "c", "d", "e", "f", "g"]
    assert [writing.listed(given[:count]) for count in (0, 1, 2, 3)] == ["", "a", "a and b", "a, b and c"]
    assert (
        writing.listed(given[:6]) == "a, b, c, d, e and f"
        and writing.listed(given) == "a, b, c, d, e, … (7 in all)"
    )
    assert writing.listed(given, 2) == "a, … (7 in all)"
    assert [writing.plural(count, "row") for count in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert writing.plural(2, "class", "classes") == "2 classes" and writing.subscript("w", 10) == "w₁₀"
