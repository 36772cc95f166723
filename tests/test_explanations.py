"""What a rule asks of an explanation and of the model behind it: real classifiers, networks and functions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, Perceptron

import helpers
from helpers.checks.explanations import adds_up, ask, in_log_odds, parts_of, starts_from
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
