"""What a rule asks of an explanation and of the model behind it: real classifiers, networks and functions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, Perceptron

import helpers
from helpers.checks.explanations import PARTS, adds_up, ask, in_log_odds, parts_of, starts_from
from helpers.checks.verdicts import Wrong

RNG = np.random.default_rng(0)
ROWS = pandas.DataFrame(RNG.normal(size=(40, 3)), columns=["a", "b", "c"])
WORDS = np.where(ROWS["a"] + ROWS["b"] > 0, "yes", "no")
CLASSIFIER = LogisticRegression().fit(ROWS, WORDS)


def chances(x):
    return 1 / (1 + np.exp(-np.asarray(x) @ np.array([2.0, 1.0, 0.0])))


def explained(rows: int = 1, **how):
    return helpers.explain(chances, ROWS.to_numpy()[:rows], background=ROWS.to_numpy()[10:], **how)


def parts(values, base, **more):
    """Return what has the three parts of an explanation, with these numbers."""
    names = [f"x{i}" for i in range(np.shape(values)[-1])]
    return SimpleNamespace(**{"values": values, "base_values": base, "feature_names": names, **more})


def refused(work, *arguments) -> str:
    with pytest.raises(Wrong) as said:
        work(*arguments)
    return str(said.value)


# -- what a model answers ------------------------------------------------------------------------------


def test_a_classifier_is_asked_for_the_class_that_is_meant():
    by_name = CLASSIFIER.predict_proba(ROWS)
    np.testing.assert_allclose(ask(CLASSIFIER, ROWS, "no"), by_name[:, 0])
    np.testing.assert_allclose(ask(CLASSIFIER, ROWS, "yes"), by_name[:, 1])
    np.testing.assert_allclose(ask(CLASSIFIER, ROWS), by_name[:, 1])


def test_a_classifier_that_learnt_from_arrays_gets_an_array():
    forest = RandomForestClassifier(5, random_state=0).fit(ROWS.to_numpy("float32"), WORDS == "yes")
    np.testing.assert_allclose(ask(forest, ROWS), forest.predict_proba(ROWS.to_numpy("float32"))[:, 1])


def test_a_function_and_a_network_are_asked():
    import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    np.testing.assert_allclose(
        ask(model, ROWS), model.predict(ROWS.to_numpy("float32"), verbose=0)[:, 0], atol=1e-6
    )
    np.testing.assert_allclose(ask(chances, ROWS), chances(ROWS.to_numpy("float32")))


def test_what_gives_no_probability_is_refused_by_what_it_is():
    assert "LinearRegression predicts any number" in refused(
        ask, LinearRegression().fit(ROWS, ROWS["a"]), ROWS
    )
    assert "answers classes only" in refused(ask, Perceptron().fit(ROWS, WORDS), ROWS)
    assert "you gave" in refused(ask, LogisticRegression, ROWS)
    assert "between −1 and 3" in refused(ask, lambda x: np.linspace(-1, 3, len(x)), ROWS)
    assert "between 0 and 1.5" in refused(ask, lambda x: np.linspace(0, 1.5, len(x)), ROWS)
    assert "0 or 1, and nothing between" in refused(ask, lambda x: (chances(x) > 0.5).astype(int), ROWS)
    assert "shape (40, 3)" in refused(ask, lambda x: x * 0, ROWS)
    assert "shape (3,)" in refused(ask, lambda x: np.zeros(3), ROWS)


# -- the parts of an explanation -----------------------------------------------------------------------


def test_parts_are_read_row_by_row():
    values, base, names = parts_of(parts([[1.0, 2.0], [3.0, 4.0]], 0.5), "it")
    assert values.tolist() == [[1, 2], [3, 4]] and base.tolist() == [0.5, 0.5] and names == ["x0", "x1"]
    assert parts_of(parts([1.0, 2.0], [0.5]), "it")[0].shape == (1, 2)


def test_what_is_no_explanation_is_refused():
    assert "as explain returns it" in refused(parts_of, [1.0, 2.0], "it")
    assert "several outputs" in refused(parts_of, parts(np.zeros((2, 3, 2)), 0.0), "it")
    assert "3 parts a row, 1 names" in refused(
        parts_of, parts([[1.0, 2.0, 3.0]], 0.0, feature_names=["a"]), "it"
    )
    assert "2 base values" in refused(parts_of, parts(np.zeros((3, 2)), [0.0, 1.0]), "it")


def test_the_scale_is_read_from_its_name_and_else_from_the_sums():
    inside, outside = np.array([0.2, 0.9]), np.array([0.2, 1.4])
    for scale in ("probability", "output"):
        assert not in_log_odds(parts([0.0], 0.0, scale=scale), outside)
    assert in_log_odds(parts([0.0], 0.0, scale="log-odds"), inside)
    assert not in_log_odds(parts([0.0], 0.0), inside)
    assert not in_log_odds(parts([0.0], 0.0), inside + 0.101) and in_log_odds(
        parts([0.0], 0.0), inside + 0.103
    )
    assert in_log_odds(parts([0.0], 0.0), outside)
    assert in_log_odds(parts([0.0], 0.0), -outside)


def test_parts_add_up_on_either_scale():
    answers = chances(ROWS.to_numpy()[:4])
    names = ["first", "second", "third", "fourth"]
    adds_up(explained(4), answers, names)
    sums = np.log(answers / (1 - answers))
    adds_up(parts(np.column_stack([sums, 0 * sums]), 0.0, scale="log-odds"), answers, names)
    adds_up(parts(np.column_stack([sums - 3, 0 * sums]), 3.0), answers, names)


def test_parts_that_do_not_add_up_are_refused_with_why():
    answers = chances(ROWS.to_numpy()[:4])
    names = ["first", "second", "third", "fourth"]
    other = parts(np.column_stack([1 - answers, 0 * answers]), 0.0)
    assert "the other answer" in refused(adds_up, other, answers, names)
    moved = parts(np.column_stack([answers[::-1], 0 * answers]), 0.0)
    assert "in their order" in refused(adds_up, moved, answers, names)
    wrong = parts(np.column_stack([answers + [0, 0, 0.01, 0], 0 * answers]), 0.0)
    said = refused(adds_up, wrong, answers, names)
    assert "of third" in said and "another model" in said


def test_an_explanation_starts_from_the_mean_answer_over_its_background():
    background = chances(ROWS.to_numpy()[10:])
    starts_from(explained(), background, "the 30 rows")
    logits = np.log(background / (1 - background))
    in_odds = parts([[0.5, 1.0]], logits.mean(), scale="log-odds")
    starts_from(in_odds, background, "the 30 rows")
    starts_from(in_odds, np.array([1.0, 0.5]), "two rows")  # a chance of 1 has no log-odds to compare with
    starts_from(in_odds, np.array([0.0, 0.5]), "two rows")
    assert "over the 30 rows" in refused(starts_from, explained(), background + 0.02, "the 30 rows")
    assert "over the 30 rows" in refused(
        starts_from, parts([[0.5]], logits.mean() + 0.05, scale="log-odds"), background, "the 30 rows"
    )


# -- to the edges ---------------------------------------------------------------------------------------


def test_two_columns_that_sum_to_1_are_two_classes_and_others_are_not():
    np.testing.assert_allclose(
        ask(lambda x: np.c_[1 - chances(x), chances(x)], ROWS), chances(ROWS.to_numpy("float32"))
    )
    near = np.c_[1 - chances(ROWS), chances(ROWS) + 0.0009]
    np.testing.assert_allclose(ask(lambda x: near, ROWS), near[:, 1])
    assert "shape (40, 2)" in refused(ask, lambda x: near + [0, 0.0005], ROWS)
    assert "shape (40, 2)" in refused(ask, lambda x: near * 0.5, ROWS)
    assert ask(lambda x: near[:, :1], ROWS).shape == (40,)


def test_chances_of_0_and_1_are_chances_and_truth_values_are_not():
    ends = np.linspace(0, 1, 40)
    assert ask(lambda x: ends, ROWS).tolist() == ends.tolist()
    assert ask(lambda x: np.round(ends), ROWS).tolist() == np.round(ends).tolist()
    assert "0 or 1, and nothing between" in refused(ask, lambda x: ends > 0.5, ROWS)
    assert "between −0.1 and 0.9" in refused(ask, lambda x: ends - 0.1, ROWS)
    assert refused(ask, 3, ROWS).endswith("or a function; you gave 3.")


@pytest.mark.parametrize(
    ("sums", "odds"),
    [
        ([0.001, 0.5], False), ([-0.0015, 0.5], False), ([-0.0025, 0.5], True), ([0.5, 0.999], False),
        ([0.5, 1.0015], False), ([0.5, 1.0025], True), ([-3.0, 0.5], True), ([0.5, 3.0], True),
    ],
)  # fmt: skip
def test_sums_a_little_outside_0_to_1_are_still_chances(sums, odds):
    assert in_log_odds(parts([0.0], 0.0), np.array(sums)) is odds
    assert in_log_odds(parts([0.0], 0.0, scale="log-odds"), np.array(sums))


def shifted(answers, by):
    return parts(np.column_stack([answers + by, 0 * answers]), 0.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_parts_may_miss_by_two_thousandths(sign):
    answers, names = np.array([0.3, 0.6]), ["first", "second"]
    adds_up(shifted(answers, [0, sign * 0.0019]), answers, names)
    adds_up(shifted(answers, [sign * 0.0019, 0]), answers, names)
    assert "of second, base value" in refused(adds_up, shifted(answers, [0, sign * 0.0021]), answers, names)
    other = shifted(1 - answers, [0, sign * 0.0019])
    assert "the other answer" in refused(adds_up, other, answers, names)
    far = shifted(1 - answers, [0, sign * 0.0021])
    assert "the other answer" not in refused(adds_up, far, answers, names)


def test_parts_that_miss_by_exactly_so_much_still_add_up():
    adds_up(parts([[PARTS]], 0.0), np.array([0.0]), ["it"])
    assert "the other answer" in refused(adds_up, parts([[PARTS]], 0.0), np.array([1.0]), ["it"])
    turned = parts([[0.9], [0.3], [PARTS]], 0.0)
    assert "in their order" in refused(adds_up, turned, np.array([0.0, 0.3, 0.9]), list("abc"))


def test_what_does_not_add_up_is_told_with_three_decimals():
    said = refused(adds_up, shifted(np.array([0.5]), [0.12345]), np.array([0.1234]), ["it"])
    assert said == (
        "of it, base value and parts add up to 0.623, and the model says 0.123. Was another row, or another model, "
        "explained?"
    )
    answers = np.array([0.1, 0.3, 0.6])
    moved = shifted(answers[::-1], [0, 0.0015, 0])
    assert refused(adds_up, moved, answers, list("abc")).endswith("Do the rows stand in their order?")


@pytest.mark.parametrize("sign", [1, -1])
def test_the_start_may_miss_the_mean_by_twice_that_and_by_its_share(sign):
    background = np.array([0.2, 0.4])
    starts_from(parts([[0.1]], 0.3 + sign * 0.0039), background, "two rows")
    said = refused(starts_from, parts([[0.1]], 0.3 + sign * 0.0041), background, "two rows")
    assert said == (
        f"the explanation starts at {0.304 if sign > 0 else 0.296}, but the model's mean answer over two rows is 0.3. "
        "Was it made against other rows?"
    )
    odds = 1 / (1 + np.exp(-np.array([2.0, 4.0])))
    starts_from(parts([[0.5]], 3 + sign * 0.0119, scale="log-odds"), odds, "two rows")
    refused(starts_from, parts([[0.5]], 3 + sign * 0.0121, scale="log-odds"), odds, "two rows")


@pytest.mark.parametrize(
    ("chance", "compared"), [(9e-7, False), (1.5e-6, True), (1 - 9e-7, False), (1 - 1.5e-6, True)]
)
def test_chances_within_a_millionth_of_0_or_1_are_not_compared_in_log_odds(chance, compared):
    wrong = parts([[0.5]], 50.0, scale="log-odds")
    if compared:
        refused(starts_from, wrong, np.array([chance, 0.5]), "two rows")
    else:
        starts_from(wrong, np.array([chance, 0.5]), "two rows")


def test_parts_have_as_many_names_and_bases_as_they_need():
    values, base, names = parts_of(parts(np.ones((3, 2)), [1.0, 2.0, 3.0], feature_names=["a", 7]), "it")
    assert base.tolist() == [1, 2, 3] and names == ["a", "7"]
    assert refused(parts_of, parts(np.ones((3, 2)), 0.0, feature_names=None), "it") == (
        "it has 2 parts a row, 0 names and 1 base values."
    )
