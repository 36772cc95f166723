"""What `explain` makes of models and tables as people have them: right, or refused with a cure."""

import dataclasses
import os
import warnings

import keras
import numpy as np
import pandas as pd
import pytest
from sklearn import cluster, compose, ensemble, impute, linear_model, pipeline, preprocessing, svm, tree

import helpers.explaining as explaining
from helpers.explaining import explain, game, keras_models, models, tables, trees
from tests.test_explaining import agrees, brute_force, in_float64, network, through


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# ---- columns -----------------------------------------------------------------------------------------


@pytest.fixture
def named(rng):
    table = pd.DataFrame({"a": rng.normal(size=50), "b": rng.normal(size=50)})
    return table, linear_model.LinearRegression().fit(table, 10 * table["a"])


def test_explain_aligns_columns_by_name(named, recwarn):
    table, model = named
    turned = table[["b", "a"]]
    found = explain(model, turned.iloc[:1], background=turned)
    assert found.feature_names == ["b", "a"]
    assert found.values[0] == pytest.approx([0, 10 * (table["a"][0] - table["a"].mean())], abs=1e-9)
    assert found.base_values + found.values.sum() == pytest.approx(model.predict(table.iloc[:1]))
    assert not [each for each in recwarn if "feature names" in str(each.message)]


def test_explain_aligns_the_background_with_the_rows(named):
    table, model = named
    for rows in (table.iloc[:2], table.iloc[0]):
        one = explain(model, rows, background=table)
        assert np.allclose(one.values, explain(model, rows, background=table[["b", "a"]]).values)


def test_explain_aligns_an_array_by_feature_names(named):
    table, model = named
    turned = table[["b", "a"]].to_numpy()
    found = explain(model, turned[:1], background=turned, feature_names=["b", "a"])
    assert found.values[0, 0] == pytest.approx(0, abs=1e-9)
    by_place = explain(model, table.to_numpy()[:1], background=table.to_numpy())
    assert by_place.feature_names == ["a", "b"]
    shown = explain(model, table.to_numpy()[:1], background=table.to_numpy(), feature_names=["age", "pay"])
    assert np.allclose(shown.values, by_place.values)


def test_explain_refuses_columns_the_model_does_not_know(named):
    table, model = named
    other = table.rename(columns={"a": "x"})
    array, extra = table.to_numpy(), {"feature_names": ["x", "a"]}
    for rows, background, options, message in (
        (other, other, {}, r"Lacking: a; unknown to it: x\. .*table\[list"),
        (table[["a"]], table[["a"]], {}, "Lacking: b; unknown to it: none"),
        (array, array, extra, "fitted on other columns"),
        (table, table.rename(columns={"b": "x"}), {}, "background lacks 'b', rows lack 'x'"),
        (np.ones((1, 3)), np.zeros((2, 3)), {}, "fitted on 2 columns, received 3"),
    ):
        with pytest.raises(ValueError, match=message):
            explain(model, rows, background=background, **options)


# ---- trees -------------------------------------------------------------------------------------------

DATA = {
    "normal": lambda z: z,
    "whole numbers": lambda z: np.round(5 * z),
    "cents": lambda z: np.round(10 * np.exp(z), 2),
    "six decimals": lambda z: np.round(47.5 + z / 10, 6),
    "unix times": lambda z: np.round(1.7e9 + 1e4 * z),
}
KINDS = {
    "tree": tree.DecisionTreeRegressor(max_depth=6, random_state=0),
    "extra tree": tree.ExtraTreeRegressor(random_state=0),
    "tree of classes": tree.DecisionTreeClassifier(random_state=0),
    "forest": ensemble.RandomForestRegressor(8, random_state=0),
    "extra trees": ensemble.ExtraTreesRegressor(8, random_state=0),
    "forest of classes": ensemble.RandomForestClassifier(8, random_state=0),
    "boosting": ensemble.GradientBoostingRegressor(n_estimators=8, random_state=0),
    "boosting a quantile": ensemble.GradientBoostingRegressor(
        loss="quantile", n_estimators=8, random_state=0
    ),
    "boosting classes": ensemble.GradientBoostingClassifier(n_estimators=8, random_state=0),
    "histogram boosting": ensemble.HistGradientBoostingRegressor(max_iter=8, max_bins=20),
    "histogram boosting classes": ensemble.HistGradientBoostingClassifier(max_iter=8, max_bins=20),
}


@pytest.mark.parametrize(
    ("data", "by_shap"), [*((data, True) for data in DATA), ("cents", False), ("unix times", False)]
)
def test_explain_trees_against_brute_force(data, by_shap, rng, monkeypatch):
    z = rng.normal(size=(300, 4))
    x, y = DATA[data](z), 1000 + 100 * (z[:, 0] * z[:, 1] + np.sin(z[:, 2]))
    if by_shap:
        monkeypatch.setattr(explaining, "_TREE_STEPS", 0)
    for name, kind in KINDS.items():
        classes = hasattr(kind, "predict_proba")
        model = kind.fit(x, y > np.median(y) if classes else y)
        boosted = classes and "boosting" in name

        def answer(rows, model=model, classes=classes, boosted=boosted):
            p = model.predict_proba(rows)[:, 1] if classes else model.predict(rows)
            return np.log(p / (1 - p)) if boosted else p

        found = explain(model, x[100:102], background=x[:25], scale="log-odds" if boosted else None)
        assert found.exact, name
        assert ("Tree explainer" in found.how) == by_shap, f"{name}: {found.how}"
        agrees(found, answer, x[100:102], x[:25])


def test_explain_a_tree_of_several_targets_and_classes(rng, monkeypatch):
    monkeypatch.setattr(explaining, "_TREE_STEPS", 0)
    x = np.round(rng.normal(size=(200, 4)), 1)
    y = np.c_[x[:, 0] * x[:, 1], 100 * x[:, 2] + x[:, 1]]
    model = tree.DecisionTreeRegressor(max_depth=5).fit(x, y)
    for output in (0, 1):
        found = explain(model, x[:2], background=x[:20], output=output)
        assert "Tree explainer" in found.how
        agrees(found, lambda rows, o=output: model.predict(rows)[:, o], x[:2], x[:20])
    forest = ensemble.RandomForestClassifier(5).fit(x, np.digitize(y[:, 1], [-50, 50]))
    found = explain(forest, x[:2], background=x[:20], output=2)
    assert "Tree explainer" in found.how
    agrees(found, lambda rows: forest.predict_proba(rows)[:, 2], x[:2], x[:20])


def test_explain_does_not_give_shap_a_tree_of_more_than_32767_nodes(rng, monkeypatch):
    monkeypatch.setattr(explaining, "_TREE_STEPS", 0)
    monkeypatch.setattr(explaining, "by_trees", None)
    x = rng.normal(size=(17_000, 2))
    model = tree.DecisionTreeRegressor(random_state=0).fit(x, rng.normal(size=17_000))
    assert model.tree_.node_count > trees.MOST_NODES
    found = explain(model, x[:2], background=x[:20])
    assert found.exact and "4 coalitions" in found.how
    agrees(found, model.predict, x[:2], x[:20])
    monkeypatch.setattr(explaining, "MOST_EXACT", 1)
    found = explain(model, x[:2], background=x[:20])
    assert not found.exact and "33999 nodes, more than the 32767" in found.how


@pytest.mark.parametrize("size", [1e-6, 1.0, 5e5, 1e9])
def test_explain_answers_of_any_size_by_trees(size, rng):
    x = rng.normal(size=(200, 17))
    y = size * (3 + x[:, 0] + x[:, 1] * x[:, 2])
    for model in (ensemble.RandomForestRegressor(5), ensemble.GradientBoostingRegressor(n_estimators=9),
                  ensemble.HistGradientBoostingRegressor(max_iter=9)):  # fmt: skip
        found = explain(model.fit(x, y), x[:3], background=x[:50])
        assert found.exact and "Tree explainer" in found.how
        assert found.gap < 1e-5 * np.ptp(y)
        assert (found.error == 0).all() and (found.background_error[:, 0] > 0).all()


def test_explain_says_why_it_does_not_use_the_tree_explainer(rng):
    x = rng.normal(size=(80, 16))
    boosting = ensemble.GradientBoostingClassifier(n_estimators=3).fit(x, x[:, 0] > 0)
    found = explain(boosting, x[:1], background=x[:5])
    assert not found.exact and 'add up in log-odds only, scale="log-odds"' in found.how
    assert explain(boosting, x[:1], background=x[:5], scale="log-odds").exact
    gaps = np.where(x > 2, np.nan, x)
    found = explain(ensemble.RandomForestRegressor(3).fit(gaps, x[:, 0]), gaps[:1], background=gaps[:5])
    assert not found.exact and "gaps" in found.how
    first = ensemble.GradientBoostingRegressor(n_estimators=3, init=linear_model.LinearRegression())
    found = explain(first.fit(x, x[:, 0]), x[:1], background=x[:5])
    assert not found.exact and "does not answer as the model does" in found.how


# ---- networks: which scale, and log-odds ---------------------------------------------------------------


def dense(units, activation=None, *, name=None):
    return keras.layers.Dense(units, activation, name=name, bias_initializer="normal")


def in_numpy(layer, rows):
    return rows @ np.asarray(layer.kernel, np.float64) + np.asarray(layer.bias, np.float64)


def log_odds_agree(model, truth, rng, output=0, tolerance=1e-5):
    """Compare the log-odds of drawn rows with brute force; return the rows and their background."""
    rows, background = rng.normal(size=(2, 3)), rng.normal(size=(6, 3))
    found = explain(model, rows, background=background, output=output, scale="log-odds")
    assert found.exact and found.gap < 1e-3 and found.scale == "log-odds"
    agrees(found, truth, rows, background, tolerance)
    return rows, background


def softmax_log_odds(z, output):
    others = np.delete(z, output, axis=1)
    top = others.max(axis=1)
    return z[:, output] - top - np.log(np.exp(others - top[:, None]).sum(axis=1))


def inside(*layers):
    return keras.Sequential([keras.Input((3,)), *layers])


ENDS = {
    "sigmoid": lambda last: [last, keras.layers.Activation("sigmoid")],
    "sigmoid of keras.ops": lambda last: [last, keras.ops.sigmoid],
    "softmax": lambda last: [last, keras.layers.Activation("softmax")],
    "softmax layer": lambda last: [last, keras.layers.Softmax()],
    "softmax of keras.ops": lambda last: [last, keras.ops.softmax],
    "nested": lambda last: [inside(last, keras.layers.Activation("sigmoid"))],
    "softmax nested twice": lambda last: [inside(inside(last, keras.layers.Softmax()))],
}


@pytest.mark.parametrize("saturated", [False, True], ids=["", "saturated"])
@pytest.mark.parametrize("end", ENDS)
def test_explain_log_odds_from_what_the_last_step_is_given(end, saturated, rng):
    keras.utils.set_random_seed(0)
    last = dense(3)
    model = through(keras.Input((3,)), ENDS[end](last))
    if saturated:
        last.set_weights([40 * rng.normal(size=(3, 3)), rng.normal(size=3)])

    def truth(x):
        z = in_numpy(last, x)
        return softmax_log_odds(z, 1) if "softmax" in end else z[:, 1]

    rows, background = log_odds_agree(model, truth, rng, output=1)
    assert explain(model, rows, background=background, output=1).scale == "probability"


@pytest.mark.parametrize("activation", ["sigmoid", "softmax"])
def test_explain_log_odds_of_a_last_dense_layer(activation, rng):
    last = dense(2, activation)
    model = inside(last)
    last.set_weights([30 * rng.normal(size=(3, 2)), rng.normal(size=2)])

    def truth(x):
        z = in_numpy(last, x)
        return z[:, 0] - (z[:, 1] if activation == "softmax" else 0)

    log_odds_agree(model, truth, rng)


def test_explain_log_odds_after_one_minus_a_sigmoid(rng):
    inputs, last = keras.Input((3,)), dense(1, "sigmoid")
    model = keras.Model(inputs, 1 - last(inputs))
    rows, background = log_odds_agree(model, lambda x: -in_numpy(last, x)[:, 0], rng)
    assert explain(model, rows, background=background).scale == "output"


def test_explain_log_odds_of_a_layer_that_two_models_share(rng):
    inputs, shared, first, second = keras.Input((3,)), dense(1, "sigmoid"), dense(4, "tanh"), dense(4, "tanh")
    one, other = (keras.Model(inputs, shared(layer(inputs))) for layer in (first, second))
    shared.set_weights([60 * rng.normal(size=(4, 1)), np.zeros(1)])
    for model, layer in ((one, first), (other, second)):
        log_odds_agree(model, lambda x, at=layer: in_numpy(shared, np.tanh(in_numpy(at, x)))[:, 0], rng)


def test_explain_log_odds_of_one_of_several_heads(rng):
    inputs, one, two = keras.Input((3,)), dense(2), dense(1, "sigmoid")
    model = keras.Model(inputs, [one(inputs), two(inputs)])
    rows, background = log_odds_agree(model, lambda x: in_numpy(two, x)[:, 0], rng, output=2)
    scales = [explain(model, rows, background=background, output=i).scale for i in range(3)]
    assert scales == ["output", "output", "probability"]


@pytest.mark.parametrize("times", [5, 100])
def test_explain_calls_only_a_real_last_sigmoid_a_probability(times, rng):
    inputs = keras.Input((3,))
    for end in (dense(1)(dense(3, "sigmoid")(inputs)), dense(1, "sigmoid")(inputs)):
        model = keras.Model(inputs, times * end)
        assert explain(model, rng.normal(size=3), background=rng.normal(size=(4, 3))).scale == "output"


class Sub(keras.Model):
    def __init__(self, activation="sigmoid"):
        super().__init__()
        self.last = dense(1, activation)

    def call(self, rows):
        return self.last(rows)


def test_explain_a_subclassed_model(rng):
    model, rows, background = Sub(), rng.normal(size=(2, 3)), rng.normal(size=(5, 3))
    with pytest.raises(ValueError, match="no weights yet"):
        explain(model, rows, background=background)
    model(rows)
    log_odds_agree(model, lambda x: in_numpy(model.last, x)[:, 0], rng, tolerance=1e-4)
    model.last.set_weights([np.full((3, 1), 60.0), np.zeros(1)])
    with pytest.raises(ValueError, match="too near to 0 or 1 for log-odds"):
        explain(model, rows, background=background, scale="log-odds")


def test_explain_log_odds_of_a_function_of_a_saturated_network(rng):
    last = dense(1, "sigmoid")
    model = keras.Sequential([keras.Input((2,)), last])
    last.set_weights([np.full((2, 1), 8.0), np.zeros(1)])
    with pytest.raises(ValueError, match="before the last sigmoid"):
        explain(lambda x: model(x).numpy(), [[1.0, 1.0]], background=[[0.0, 0.0]], scale="log-odds")


def test_explain_log_odds_of_scikit_learn_do_not_saturate(rng):
    x = rng.normal(size=(60, 3))
    for y in (x[:, 0] > 0, np.digitize(x[:, 0] + x[:, 1], [-0.5, 0.5])):
        model = linear_model.LogisticRegression(C=1e9, max_iter=5000).fit(x, y)
        found = explain(model, 9 * x[:1], background=x[:5], scale="log-odds")
        scores = model.decision_function(9 * x[:1])
        truth = scores if scores.ndim == 1 else softmax_log_odds(scores, 0)
        assert found.base_values + found.values.sum() == pytest.approx(truth, rel=1e-6)


def test_explain_says_that_it_holds_probabilities_of_0_and_1(rng):
    x = rng.normal(size=(40, 2))
    model = tree.DecisionTreeClassifier().fit(x, x[:, 0] > 0)
    assert "held 1e-15 away" in explain(model, x[:2], background=x[:5], scale="log-odds").how
    assert "held" not in explain(model, x[:2], background=x[:5]).how


def test_explain_a_network_of_64_bits(rng):
    inputs = keras.Input((2,), dtype="float64")
    layer = keras.layers.Dense(1, dtype="float64")
    model = keras.Model(inputs, layer(inputs))
    rows, background = 1.7e9 + rng.normal(size=(2, 2)), 1.7e9 + rng.normal(size=(3, 2))
    found = explain(model, rows, background=background)
    truth = (rows - background.mean(axis=0)) * np.asarray(layer.kernel)[:, 0]
    assert found.values == pytest.approx(truth, rel=1e-6, abs=1e-6)


# ---- models that cannot be asked -------------------------------------------------------------------------


def test_explain_refuses_a_sequential_without_weights():
    model = keras.Sequential([keras.layers.Dense(2)])
    with pytest.raises(ValueError, match=r"no weights yet.*Begin it with keras.Input"):
        explain(model, np.ones((1, 3)), background=np.zeros((2, 3)))
    assert not model.built


def test_explain_does_not_call_a_random_model_exact(rng):
    def jumping(x):
        return x[:, 0] + rng.normal(size=len(x))

    found = explain(jumping, np.ones((1, 3)), background=np.zeros((4, 3)))
    assert not found.exact and found.how.startswith("not exact: the model answers the same rows differently")
    assert np.isnan(found.error).all()
    calls = []

    def drifting(x):  # answers large questions otherwise than small ones
        calls.append(len(x))
        return x[:, 0] * (1 + (len(x) > 9))

    found = explain(drifting, np.ones((1, 3)), background=np.arange(12.0).reshape(4, 3))
    assert not found.exact and "not exact: the parts miss the prediction by up to 3.5e+00" in found.how


@pytest.mark.parametrize(
    ("inputs", "cure"),
    [
        ([(2,), (3,)], r"model\(\[rows\[:, 0:2\], rows\[:, 2:5\]\]\)"),
        ([(4, 4, 1)], r"rows\[:, 0:16\].reshape\(-1, 4, 4, 1\)"),
    ],
)
def test_explain_refuses_several_inputs_and_images_with_a_cure(inputs, cure, rng):
    given = [keras.Input(shape) for shape in inputs]
    flat = [keras.layers.Flatten()(each) for each in given]
    model = keras.Model(given, dense(1)(keras.layers.Concatenate()(flat) if len(flat) > 1 else flat[0]))
    with pytest.raises(ValueError, match=cure):
        explain(model, np.ones((1, 5)), background=np.zeros((2, 5)))
    if len(given) > 1:
        apart = lambda rows: model([rows[:, 0:2], rows[:, 2:5]])  # noqa: E731
        assert explain(apart, np.ones((1, 5)), background=np.zeros((2, 5))).exact
    with pytest.raises(ValueError, match=r"reshape\(-1, 4, 4\)"):
        explain(model, np.ones((2, 4, 4)), background=np.zeros((2, 4, 4)))


def test_explain_refuses_other_columns_than_the_network_takes():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    with pytest.raises(ValueError, match="takes 3 columns, received 2"):
        explain(model, np.ones((1, 2)), background=np.zeros((2, 2)))
    with pytest.raises(TypeError, match="not made of numbers"):
        table = pd.DataFrame({"a": ["x", "y"], "b": 1.0, "c": 2.0})
        explain(model, table, background=table)


@pytest.mark.parametrize(
    "kind", [svm.SVC, svm.LinearSVC, linear_model.Perceptron, linear_model.RidgeClassifier]
)
@pytest.mark.parametrize("labels", [(0, 10, 20), ("no", "perhaps", "yes"), ("no", "yes")])
def test_explain_classifiers_by_their_decision_function(kind, labels, rng):
    x = rng.normal(size=(60, 3))
    model = kind().fit(x, np.array(labels)[np.digitize(x[:, 0], [-0.3, 0.3][: len(labels) - 1])])
    found = explain(model, x[:2], background=x[:9], output=len(labels) - 2)

    def answer(rows):
        scores = model.decision_function(rows)
        return scores[:, 1] if scores.ndim > 1 else scores

    agrees(found, answer, x[:2], x[:9])
    assert found.label == f"decision function of {labels[1]}"
    assert found.scale == "output"


def test_explain_pairs_of_classes_and_several_targets(rng):
    x = rng.normal(size=(60, 3))
    three = np.digitize(x[:, 0], [-0.3, 0.3])
    model = svm.SVC(decision_function_shape="ovo").fit(x, three)
    found = explain(model, x[:2], background=x[:9], output=2)
    agrees(found, lambda rows: model.decision_function(rows)[:, 2], x[:2], x[:9])
    assert found.label == "decision function"
    forest = ensemble.RandomForestClassifier(5).fit(x, np.c_[x[:, 1] > 0, three])
    found = explain(forest, x[:2], background=x[:9], output=4)  # 2 classes of the first target, then 3
    agrees(found, lambda rows: forest.predict_proba(rows)[1][:, 2], x[:2], x[:9])


class Votes:
    """A classifier that only knows classes, and no scikit-learn."""

    _estimator_type, classes_ = "classifier", np.array(["no", "yes"])

    def predict(self, rows):
        return np.where(rows[:, 0] > 0, "yes", "no")


class Booster:
    """Takes its own kind of table, as XGBoost's does."""

    def predict(self, rows):
        raise TypeError("Expecting data to be a DMatrix object")


def test_explain_tells_a_models_own_fault_as_the_models(rng):
    x = rng.normal(size=(30, 3)).astype(np.float32)
    with pytest.raises(TypeError, match=r"Give a function: lambda rows: model.predict\(rows\) == 'yes'"):
        explain(Votes(), x[:1], background=x)
    found = explain(lambda rows: Votes().predict(rows) == "yes", x[:1], background=x)
    assert found.exact and found.base_values == pytest.approx((x[:, 0] > 0).mean())
    with pytest.raises(TypeError, match="which is no number"):
        explain(Votes().predict, x[:1], background=x)
    with pytest.raises(ValueError, match=r"Booster\) did not answer. It was given an array of float64 of shape \(30, 3\), "
                                         "and said TypeError: Expecting data to be a DMatrix"):  # fmt: skip
        explain(Booster(), x[:1], background=x)
    with pytest.raises(TypeError, match="numbers of clusters"):
        explain(cluster.KMeans(2).fit(x), x[:1], background=x)
    with pytest.raises(TypeError, match="received the class LinearRegression"):
        explain(linear_model.LinearRegression, x[:1], background=x)
    with pytest.raises(ValueError, match="NotFittedError"):
        explain(linear_model.LinearRegression(), x[:1], background=x)


# ---- pipelines and tables as they are --------------------------------------------------------------------


@pytest.fixture
def people(rng):
    table = pd.DataFrame({
        "age": np.where(rng.random(60) < 0.2, np.nan, rng.normal(40, 9, 60)),
        "port": pd.Series(rng.choice(["Cherbourg", "Queenstown", None], 60), dtype=object),
        "class": pd.Categorical(rng.choice(["first", "third"], 60)),
        "kin": rng.integers(0, 4, 60),
    })  # fmt: skip
    return table, (table["age"].fillna(40) > 38) & (table["class"] == "first") | (table["kin"] > 2)


def encoder():
    words = pipeline.make_pipeline(
        impute.SimpleImputer(strategy="most_frequent", missing_values=None), preprocessing.OneHotEncoder()
    )
    return compose.make_column_transformer(
        (impute.SimpleImputer(), ["age"]),
        (words, ["port"]),
        (preprocessing.OneHotEncoder(), ["class"]),
        (preprocessing.FunctionTransformer(lambda kin: pd.get_dummies(kin["kin"].astype(str)).reindex(
            columns=["0", "1", "2", "3"], fill_value=0) * 1.0), ["kin"]),
        sparse_threshold=1.0,
    )  # fmt: skip


def by_frames(model, row, background):
    """The definition on DataFrames, column by column."""

    names = list(background.columns)

    def worth(kept):
        mixed = background.copy()
        for name in names:
            if kept[names.index(name)]:
                mixed[name] = pd.Series([row[name]] * len(mixed), mixed.index, background[name].dtype)
        return model.predict_proba(mixed)[:, 1].mean()

    ones = np.ones(len(names))
    return brute_force(lambda coalitions: [worth(kept) for kept in coalitions], ones, 0 * ones[None])


def test_explain_a_pipeline_on_the_table_as_it_is(people):
    table, alive = people
    forest = ensemble.RandomForestClassifier(9, random_state=0)
    model = pipeline.make_pipeline(encoder(), forest).fit(table, alive)
    background = table.iloc[10:25]
    found = explain(model, table.iloc[:3], background=background)
    assert found.exact and found.feature_names == ["age", "port", "class", "kin"]
    for i in range(3):
        truth, base = by_frames(model, table.iloc[i], background)
        assert found.values[i] == pytest.approx(truth, abs=1e-9)
        assert found.base_values[i] == pytest.approx(base)
    assert found.data[0, 2] == table["class"][0]
    single = explain(model, table.iloc[1], background=background)
    assert single.values == pytest.approx(found.values[1])
    turned = explain(model, table.iloc[:3][["kin", "age", "class", "port"]], background=background)
    assert turned.values[:, [1, 3, 2, 0]] == pytest.approx(found.values)
    joined = explain(model, table.iloc[:3], background=background, groups={"journey": ["port", "class"]})
    assert joined.values[:, 0].shape == (3,) and " / " in joined.display_data[0, 1]


def test_explain_a_pipeline_on_whole_numbers_as_they_are(people):
    table, alive = people
    kin = table[["kin"]].assign(more=table["kin"][::-1].to_numpy())
    model = pipeline.make_pipeline(
        preprocessing.FunctionTransformer(lambda x: x.astype(str)),  # "3", and of a float "3.0"
        preprocessing.OneHotEncoder(),
        linear_model.LogisticRegression(),
    )
    votes = ensemble.VotingClassifier([("one", model)], voting="soft")
    for each in (model.fit(kin, alive), votes.fit(kin, alive)):
        found = explain(each, kin.iloc[:2], background=kin)
        said = each.predict_proba(kin.iloc[:2])[:, 1]
        assert found.base_values + found.values.sum(axis=1) == pytest.approx(said)


def test_explain_histogram_boosting_on_categories(people):
    table, alive = people
    table = table[["age", "class", "kin"]]
    model = ensemble.HistGradientBoostingClassifier(max_iter=5, min_samples_leaf=3).fit(table, alive)
    background = table.iloc[5:20]
    found = explain(model, table.iloc[:2], background=background)
    for i in range(2):
        assert found.values[i] == pytest.approx(by_frames(model, table.iloc[i], background)[0], abs=1e-9)


def test_explain_gives_a_function_the_table_where_it_holds_text(people):
    table, _ = people
    answer = lambda t: (t["port"] == "Cherbourg") * 2.0 + t["kin"]  # noqa: E731
    found = explain(answer, table.iloc[:2], background=table.iloc[5:20])
    assert found.exact and np.abs(found.values[:, [0, 2]]).max() < 1e-12


def test_explain_takes_sparse_rows_and_nullable_columns(rng):
    from scipy.sparse import csr_array

    x = np.round(rng.normal(size=(20, 3)))
    model = linear_model.LinearRegression().fit(x, x[:, 0] - x[:, 1])
    plain = explain(model, x[:2], background=x).values
    assert np.allclose(explain(model, csr_array(x[:2]), background=csr_array(x)).values, plain)
    assert np.allclose(explain(lambda r: csr_array(r), x[:2], background=x).values[:, 1:], 0)
    table = pd.DataFrame(x).astype("Int64")
    assert np.allclose(explain(model, table.iloc[:2], background=table).values, plain)


# ---- estimates, errors, generators, progress ----------------------------------------------------------------


def test_explain_leaves_the_global_generators_alone(rng):
    x = rng.normal(size=(20, 17))
    model = network(17, "relu", 1)
    for asked in (model, ensemble.RandomForestRegressor(3, random_state=0).fit(x, x[:, 0])):
        drawn = []
        for explains in (False, True):
            np.random.seed(3)
            keras.utils.set_random_seed(3)
            if explains:
                explain(asked, x[:1], background=x)
            weights = keras.layers.Dense(2)(x[:1]).numpy().tolist()
            drawn.append([np.random.rand(), float(keras.random.uniform(())), weights])
        assert drawn[0] == drawn[1]


def test_explain_estimates_with_a_standard_error(rng, monkeypatch):
    monkeypatch.setattr(explaining, "MOST_EXACT", 3)
    covered, errors = [], {10: [], 160: []}
    for draw in range(12):
        weights, pairs = rng.normal(size=8), rng.normal(size=(8, 8))

        def answer(x, weights=weights, pairs=pairs):
            return np.maximum(x @ weights + np.einsum("ni,ij,nj->n", x, pairs, x), 0)

        row, background = rng.normal(size=8), rng.normal(size=(5, 8))
        truth, _ = brute_force(answer, row, background)
        for orders in errors:
            found = explain(answer, row, background=background, orders=orders, seed=draw)
            assert not found.exact and found.how.startswith(f"an estimate: {2 * orders} of the orders")
            assert found.error.shape == found.values.shape
            errors[orders].append(found.error.mean())
        covered += (np.abs(found.values - truth) <= 2 * found.error + 1e-9).tolist()
    assert np.mean(covered) >= 0.9
    assert np.mean(errors[10]) / np.mean(errors[160]) == pytest.approx(4, rel=0.25), "falls with the root"
    same = [explain(answer, row, background=background, seed=seed).values for seed in (1, 1, 2)]
    assert (same[0] == same[1]).all() and not (same[0] == same[2]).all()


@pytest.mark.parametrize("many", [False, True], ids=["coalitions", "orders"])
def test_explain_the_error_of_a_background_that_is_a_sample(many, rng, monkeypatch):
    if many:
        monkeypatch.setattr(explaining, "MOST_EXACT", 1)

    def answer(x):
        return x[:, 0] * x[:, 1] + np.abs(x[:, 2])

    row = np.array([1.0, 2.0, 0.5])
    found = [explain(answer, row, background=rng.exponential(size=(30, 3))) for _ in range(300)]
    values = np.array([each.values for each in found])
    said = np.array([each.background_error for each in found]).mean(axis=0)
    assert said == pytest.approx(values.std(axis=0), rel=0.15)
    bases = np.array([each.base_values for each in found])
    assert np.mean([each.base_error for each in found]) == pytest.approx(bases.std(), rel=0.15)
    assert np.isnan(explain(answer, row, background=[[1.0, 1.0, 1.0]]).background_error).all()


def test_explain_in_blocks_of_rows_is_the_same(rng, monkeypatch):
    x = rng.normal(size=(7, 4))
    whole = explain(lambda r: r[:, 0] * r[:, 1] * r[:, 2], x, background=x)
    monkeypatch.setattr(game, "_HELD", 60)
    monkeypatch.setattr(game, "MOST_ROWS", 2)
    parts = explain(lambda r: r[:, 0] * r[:, 1] * r[:, 2], x, background=x)
    assert np.allclose(whole.values, parts.values)
    assert np.allclose(whole.background_error, parts.background_error)


@pytest.mark.parametrize(("live", "shown"), [("1", True), ("0", False)])
def test_explain_shows_a_line_for_what_takes_long(live, shown, capfd, monkeypatch):
    monkeypatch.setattr(game, "_PATIENCE", 0.0)
    monkeypatch.setenv("COURSE_LIVE", live)
    explain(lambda x: x[:, 0], np.ones((1, 3)), background=np.zeros((2, 3)))
    assert ("explain" in capfd.readouterr().err) == shown


def test_explain_many_columns_in_little_memory(rng):
    found = explain(lambda x: x @ np.arange(300.0), np.ones(300), background=np.zeros((2, 300)), orders=3)
    assert found.values == pytest.approx(np.arange(300.0))
    assert found.error.max() < 1e-9


@pytest.mark.parametrize(("given", "message"), [
    ({"orders": 1}, "orders: expected a whole number from 2"),
    ({"orders": 2.5}, "orders: expected"),
    ({"seed": "a"}, "seed: expected a whole number from 0"),
])  # fmt: skip
def test_explain_refuses_orders_and_seeds_that_are_none(given, message):
    with pytest.raises(ValueError, match=message):
        explain(lambda x: x[:, 0], [1.0], background=[[0.0]], **given)


def test_explanation_takes_rows(rng):
    found = explain(
        lambda x: x @ [1.0, 2.0], rng.normal(size=(5, 2)), background=np.zeros((3, 2)), label="price"
    )
    assert len(found) == 5 and found.shape == (5, 2)
    for item, rows in ((slice(1, 3), 2), (np.arange(5) > 2, 2), ([0, 4], 2)):
        taken = found[item]
        assert len(taken) == rows and np.allclose(taken.values, found.values[item])
        assert taken.error.shape == taken.values.shape and taken.label == "price"
    assert found[-1].values.shape == (2,) and np.ndim(found[-1].base_values) == 0
    assert type(found.shap).__module__.startswith("shap")
    assert found.shap[:, "x2"].values == pytest.approx(found.values[:, 1])
    with pytest.raises(IndexError, match=r"explanation.shap\["):
        found[:, 0]
    with pytest.raises(IndexError, match="one row"):
        found[0][0]
    assert "exact: all 4 coalitions" in repr(found)


# ---- drawn models --------------------------------------------------------------------------------------------


def drawn_model(rng, x, y):
    """One of many kinds of model, with its answers in float64 by another way where it is a network."""
    choice, seed = rng.integers(0, 12), int(rng.integers(0, 1000))
    if choice < 4:
        activation = rng.choice(["relu", "gelu", "leaky_relu", "silu", "tanh"])
        last = rng.choice(["linear", "sigmoid"])
        model = network(x.shape[1], activation, 2, functional=bool(rng.integers(0, 2)), seed=seed, last=last)
        return model, 1, lambda rows: in_float64(model)(rows)[:, 1]
    kinds = [
        tree.DecisionTreeRegressor(random_state=seed),
        ensemble.RandomForestRegressor(5, random_state=seed),
        ensemble.GradientBoostingRegressor(n_estimators=5, random_state=seed),
        ensemble.HistGradientBoostingRegressor(max_iter=5),
        pipeline.make_pipeline(preprocessing.StandardScaler(), svm.SVR()),
        ensemble.RandomForestClassifier(5, random_state=seed),
        pipeline.make_pipeline(
            preprocessing.PolynomialFeatures(2), linear_model.LogisticRegression(max_iter=3000)
        ),
        svm.SVC(),
    ]
    model = kinds[choice - 4]
    if choice < 9:
        return model.fit(x, y), 0, model.predict
    model.fit(x, y > np.median(y))
    if choice == 11:
        return model, 0, model.decision_function
    return model, 0, lambda rows: model.predict_proba(rows)[:, 1]


def test_explain_drawn_models_against_brute_force(monkeypatch):
    """Exact to 1e-5 of the largest part, or an estimate whose two standard errors hold the truth."""
    count = int(os.environ.get("COURSE_DRAWN", "40"))
    exact, covered = 0, []
    for draw in range(count):
        rng = np.random.default_rng(draw)
        x = rng.normal(size=(80, rng.integers(1, 9)))
        if rng.integers(0, 2):
            x = np.round(x, 1)
        y = 10 ** rng.uniform(-2, 5) * (np.sin(x.sum(axis=1)) + x[:, 0] * x[:, -1])
        model, output, answer = drawn_model(rng, x, y)
        monkeypatch.setattr(explaining, "MOST_EXACT", 15 if draw % 4 else 2)  # every fourth is estimated
        monkeypatch.setattr(explaining, "_TREE_STEPS", 0 if draw % 2 else 1e8)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = explain(model, x[0], background=x[1:8], output=output)
            truth, base = brute_force(answer, x[0], x[1:8])
        close = np.abs(found.values - truth) <= 1e-5 * np.abs(truth).max() + 1e-12 * abs(base)
        if found.exact:
            exact += 1
            assert close.all(), (draw, type(model).__name__, found.how)
        else:
            for seed in range(4):  # the same question four times: chance is averaged out
                found = explain(model, x[0], background=x[1:8], output=output, seed=seed)
                assert found.how.startswith("an estimate")
                covered += (close | (np.abs(found.values - truth) <= 2 * found.error)).tolist()
    assert exact >= count / 2 and len(covered) >= count / 4
    assert np.mean(covered) >= 0.9


def test_keras_models_are_compiled_only_for_tensorflow(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    assert keras_models._compiled(len, 3, np.dtype("float32")) is len


# ---- each rule by itself, to its edges ---------------------------------------------------------------


def late(first, offset, kind=np.float64):
    """A function that answers as `first` does, and one row, when it is asked the second time, by `offset` more."""
    alone = []

    def answer(x):
        found = np.asarray(first(x), dtype=kind)
        if len(x) == 1:
            alone.append(1)
            found = found + kind(offset) * (len(alone) == 2)
        return found

    return answer


@pytest.mark.parametrize(
    ("first", "kind", "row", "background", "allowed"),
    [
        (lambda x: 0 * x[:, 0] + 1e6, np.float32, [1.0, 1.0], [[0.0, 0.0]] * 3, 10 * 1.1920929e-07 * 1e6),
        (lambda x: 0 * x[:, 0] + 1e6, np.float64, [1.0, 1.0], [[0.0, 0.0]] * 3, 1e-6),
        (lambda x: x[:, 0], np.float64, [1.0, 1.0], [[0.0, 0.0], [1.0, 0.0]], 1e-5),
        (lambda x: x[:, 0] - x[:, 1], np.float64, [100.0, 100.0], [[0.0, 0.0]] * 2, 1e-3),
    ],
)
def test_how_far_answers_may_differ_each_time(first, kind, row, background, allowed):
    for part, exact in ((0.9, True), (1.2, False)):
        found = explain(late(first, part * allowed, kind), row, background=background)
        assert found.exact is exact, found.how
        assert ("differently each time" in found.how) is not exact


def test_the_smallest_orders_and_seeds_are_taken_and_smaller_ones_refused():
    for given in ({"orders": 2}, {"seed": 0}, {"orders": np.int64(3)}, {"scale": "probability"}):
        assert explain(lambda x: x[:, 0], [1.0], background=[[0.0]], **given).exact
    for given in ({"orders": True}, {"seed": -1}, {"seed": False}, {"orders": 0}, {"output": -1}):
        with pytest.raises(ValueError, match=f"{next(iter(given))}: expected a whole number"):
            explain(lambda x: x[:, 0], [1.0], background=[[0.0]], **given)


def test_beyond_so_many_steps_trees_go_to_the_tree_explainer(rng, monkeypatch):
    x = rng.normal(size=(60, 3))
    model = ensemble.RandomForestRegressor(4, random_state=0).fit(x, x[:, 0])
    assert trees.tree_count(model) == 4
    steps = 2**3 * 5 * 2 * 4
    for most, said in (
        (steps, "exact: all 8 coalitions of 3 features, 5 rows of background"),
        (steps - 1, "Tree explainer"),
    ):
        monkeypatch.setattr(explaining, "_TREE_STEPS", most)
        assert said in explain(model, x[:2], background=x[:5]).how
    groups = {"both": ["x1", "x2"]}
    assert "4 coalitions of 2" in explain(model, x[:2], background=x[:5], groups=groups).how, (
        "no single columns"
    )


def test_trees_are_counted_and_known():
    x = np.arange(20.0).reshape(10, 2)
    one = tree.DecisionTreeRegressor(max_depth=1).fit(x, x[:, 0])
    assert trees.tree_count(one) == 1 and trees._nodes(one) == [3]
    boosted = ensemble.HistGradientBoostingRegressor(max_iter=3, min_samples_leaf=2).fit(x, x[:, 0])
    assert trees.tree_count(boosted) == 3
    assert (
        trees.is_tree(one) and trees.is_tree(boosted) and not trees.is_tree(linear_model.LinearRegression())
    )
    assert not trees.is_tree(type("RandomForest", (), {})())


def test_why_trees_are_not_given_to_the_tree_explainer(rng):
    x = rng.normal(size=(60, 2))
    three = np.digitize(x[:, 0], [-0.3, 0.3])
    table = tables.read_table(x[:2], x[:9], None, [], False)
    forest, boosting = ensemble.RandomForestClassifier(2), ensemble.GradientBoostingClassifier(n_estimators=2)
    assert trees.why_not(forest.fit(x, three), table, "probability") == ""
    assert "log-odds of a mean of trees" in trees.why_not(forest, table, "log-odds")
    assert "more than two classes" in trees.why_not(boosting.fit(x, three), table, "log-odds")
    assert trees.why_not(boosting.fit(x, three > 0), table, "log-odds") == ""
    assert 'scale="log-odds"' in trees.why_not(boosting, table, "probability")
    several = ensemble.RandomForestClassifier(2).fit(x, np.c_[three, three])
    assert trees.why_not(several, table, "probability") == "the model has several targets"
    for rows, background in (([[np.nan, 1.0]], x[:2]), (x[:2], [[1.0, np.nan]])):
        gaps = tables.read_table(np.array(rows), np.array(background), None, [], False)
        assert "gaps" in trees.why_not(forest.fit(x, three), gaps, "probability")


def test_the_error_of_a_background_by_trees_is_that_by_coalitions(rng, monkeypatch):
    x = rng.normal(size=(120, 3))
    model = ensemble.RandomForestRegressor(4, random_state=0).fit(x, x[:, 0] * x[:, 1])
    by_coalitions = explain(model, x[:2], background=x[:30])
    one = explain(model, x[:2], background=x[:1])
    monkeypatch.setattr(explaining, "_TREE_STEPS", 0)
    by_trees = explain(model, x[:2], background=x[:30])
    assert "Tree explainer" in by_trees.how and "coalitions" in by_coalitions.how
    assert by_trees.background_error == pytest.approx(by_coalitions.background_error, rel=1e-6)
    assert np.isnan(one.background_error).all()
    assert np.isnan(explain(model, x[:2], background=x[:1]).background_error).all()
    monkeypatch.setattr(trees, "_BLOCKS", 7)
    uneven = explain(model, x[:2], background=x[:30])  # blocks of 5 and of 4 rows
    assert uneven.values == pytest.approx(by_coalitions.values, abs=1e-7)


def test_a_group_is_in_words_what_its_columns_are():
    def words(table, columns):
        names = [f"g_{i}" for i in range(columns)]
        frame = pd.DataFrame(np.asarray(table, float), columns=names)
        found = explain(lambda x: x.sum(axis=1), frame, background=frame, groups={"g": names})
        return found.data[:, 0].tolist(), found.display_data[:, 0].tolist()

    assert words([[0, 1, 0], [0, 0, 0], [1, 0, 0]], 3) == ([2, 0, 1], ["1", "none of 0, 1 and 2", "0"])
    assert words(np.eye(5)[[0]] * 0, 5)[1] == ["none of 0, 1, 2, … (5 in all)"]
    assert words([[1, 1], [0, 1]], 2)[1] == ["1 / 1", "0 / 1"], "both are on: no one-hot columns"
    assert words([[2, 0], [0, 1]], 2)[1] == ["2 / 0", "0 / 1"]
    numbers, said = words([[2, 0, 3]], 3)
    assert np.isnan(numbers).all() and said == ["2 / 0 / 3"]
    assert words([[2, 0, 3, 4]], 4)[1] == ["4 columns"]


def test_a_group_is_one_hot_only_where_the_background_is_too():
    found = explain(
        lambda x: x.sum(axis=1), [[0.0, 1.0]], background=[[1.0, 1.0]], groups={"g": ["x1", "x2"]}
    )
    assert found.display_data.tolist() == [["0 / 1"]] and found.groups == {0}
    single = explain(lambda x: x[:, 0] + x[:, 1], [2.0, 3.0], background=[[1.0, 1.0], [3.0, 1.0]])
    assert single.display_data is None and single.groups == frozenset()
    assert single.data.tolist() == [2, 3] and single.base_values == 3.0
    assert single.base_error == pytest.approx(np.std([2, 4], ddof=1) / np.sqrt(2))


def test_the_standard_error_of_a_mean():
    sample = np.array([[1.0, 3.0, 5.0], [2.0, 2.0, 2.0]])
    assert game.standard_error(sample, 1) == pytest.approx([2 / np.sqrt(3), 0])
    assert game.standard_error(sample, 0) == pytest.approx([0.5, 0.5, 1.5])
    assert np.isnan(game.standard_error(sample[:1], 0)).all() and game.standard_error(
        sample[:1], 0
    ).shape == (3,)


@pytest.mark.parametrize(
    ("columns", "most", "sizes"),
    [
        (3, 32, [32]),
        (3, 16, [16, 16]),
        (3, 2, [4] * 8),
        (4, 48, [48, 16]),
        (20, 32, [24, 8]),
        (32, 32, [16, 16]),
    ],
)
def test_a_model_is_asked_in_pieces_that_fit(columns, most, sizes, monkeypatch):
    monkeypatch.setattr(game, "MOST_ROWS", most)
    asked = []

    def answer(x):
        asked.append(len(x))
        return x[:, 0]

    groups = {"g": list(range(2, columns))} if columns > 4 else None
    explain(answer, np.ones((1, columns)), background=np.zeros((4, columns)), groups=groups)
    assert asked[3:-1] == sizes, "after background and row, before the row again"


@pytest.mark.parametrize(
    ("held", "order"), [(6, [1, 1, 2, 2, 3, 3]), (12, [1, 2, 1, 2, 3, 3]), (1, [1, 1, 2, 2, 3, 3])]
)
def test_rows_are_held_in_blocks(held, order, monkeypatch):
    monkeypatch.setattr(game, "_HELD", held)
    monkeypatch.setattr(game, "MOST_ROWS", 6)
    asked = []

    def answer(x):
        asked.append(x.max())
        return x[:, 0]

    rows = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    explain(answer, rows, background=np.zeros((3, 2)))
    assert len(asked) == 4 + 6
    later = [place for place in asked[3:-1] if place]  # every second piece has the row in it
    assert [int(place) for place in later] == order


def test_the_line_of_what_takes_long_appears_late_and_goes(monkeypatch):
    monkeypatch.delenv("COURSE_LIVE", raising=False)
    with game._progress(12) as line:
        assert (line.total, line.delay, line.leave, line.unit_scale, line.disable) == (
            12,
            5.0,
            False,
            True,
            False,
        )


def test_the_line_counts_every_answer_that_is_asked_for(monkeypatch):
    monkeypatch.delenv("COURSE_LIVE", raising=False)
    lines, line = [], game._progress
    monkeypatch.setattr(game, "_progress", lambda total: lines.append(line(total)) or lines[0])
    explain(lambda x: x[:, 0], np.ones((3, 2)), background=np.zeros((5, 2)))
    assert [(one.total, one.n) for one in lines] == [(3 * 4 * 5, 3 * 4 * 5)]


# ---- log-odds ----------------------------------------------------------------------------------------


def log_odds(table, output=0):
    held = [False]
    return models._log_odds(np.asarray(table), output, held).tolist(), held[0]


def test_log_odds_of_64_bits_are_held_away_from_infinity():
    found, held = log_odds([[0.0], [0.5], [1.0], [5e-16]])
    assert held and found == pytest.approx([np.log(1e-15), 0, -np.log(1e-15), np.log(1e-15)])
    found, held = log_odds([[1.5e-15], [0.5]])
    assert not held and found == pytest.approx([np.log(1.5e-15), 0])
    assert log_odds([[1 - 4e-15]])[1] is False and log_odds([[1.0]])[1] is True


def test_log_odds_of_all_classes_are_taken_against_the_sum_of_the_others():
    found, _ = log_odds([[1e-20, 0.3, 0.7], [0.5, 0.25, 0.25]], output=1)
    assert found == pytest.approx([np.log(0.3 / 0.7), np.log(1 / 3)])
    assert log_odds([[0.5, 0.5 + 9e-6]])[0][0] == pytest.approx(-1.8e-5, rel=1e-3)
    assert log_odds([[0.5, 0.5 + 1.5e-5]])[0] == [0.0], "these do not sum to 1: against 1 − p"
    assert log_odds([[0.5, 0.2]])[0] == [0.0]


def test_log_odds_of_32_bits_need_two_digits_or_all_classes():
    assert log_odds(np.float32([[1 - 1.4e-5]]))[0] == pytest.approx([np.log(1 / 1.4e-5)], rel=1e-2)
    for table in ([[1 - 1.0e-5]], [[0.0]], [[0.0, 1.0]], [[1.0, 0.0]]):
        with pytest.raises(ValueError, match="too near to 0 or 1"):
            log_odds(np.float32(table))
    assert log_odds(np.float32([[1e-8, 1.0], [1.0, 1e-8]]))[0] == pytest.approx(
        [np.log(1e-8), -np.log(1e-8)], rel=1e-5
    )


class Scored:
    """A classifier whose score is off its chances by so much."""

    classes_ = np.array(["no", "yes"])

    def __init__(self, off, steep=1.0):
        self.off, self.steep = off, steep

    def decision_function(self, rows):
        return self.steep * rows[:, 0] + self.off

    def predict_proba(self, rows):
        z = np.clip(self.steep * rows[:, 0], -30, 30)
        return np.c_[1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z))]


@pytest.mark.parametrize(
    ("off", "known"), [(3.6e-5, True), (4.8e-5, False), (-3.6e-5, True), (-4.8e-5, False)]
)
def test_scores_are_log_odds_where_they_give_the_chances_to_a_hundred_thousandth(off, known):
    found = explain(Scored(off), [0.0], background=[[0.0]], scale="log-odds")
    assert found.base_values == pytest.approx(off if known else 0, abs=1e-9)
    assert (found.label, found.scale) == ("log-odds of yes", "log-odds")
    assert explain(Scored(off), [0.0], background=[[0.0]]).label == "probability of yes"


def test_scores_of_any_size_are_log_odds_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = explain(Scored(0.0, 1000.0), [-1.0], background=[[1.0]], scale="log-odds")
    assert found.values.tolist() == [-2000]


def test_answers_from_0_to_1_may_be_taken_for_chances():
    found = explain(lambda x: x[:, 0], [1.0], background=[[0.0]], scale="probability")
    assert (found.scale, found.label) == ("probability", "probability")
    for row in (1.5, -0.5):
        with pytest.raises(ValueError, match="needs a model that answers probabilities"):
            explain(lambda x: x[:, 0], [0.5], background=[[row], [0.5]], scale="log-odds")


# ---- networks ----------------------------------------------------------------------------------------


def test_a_network_is_compiled_after_twelve_calls():
    runs = []

    def plain(rows):
        runs.append(len(rows))
        return rows[:, :1] * 2

    ask = keras_models._by_calls(plain, np.dtype("float32"))
    for call in range(15):
        assert ask(np.ones((3, 2))).tolist() == [[2]] * 3
        assert len(runs) == min(call + 1, 13), "the thirteenth is the trace"


def test_log_odds_of_a_last_layer_without_a_bias_and_of_one_class(rng):
    last = keras.layers.Dense(2, "sigmoid", use_bias=False)
    model = inside(last)
    log_odds_agree(model, lambda x: (x @ np.asarray(last.kernel, np.float64))[:, 1], rng, output=1)
    rows = rng.normal(size=(4, 3))
    alone = inside(dense(1, "softmax"))
    assert explain(alone, rows[:1], background=rows).scale == "output", "it is 1 whatever comes"
    turned = inside(dense(2), keras.layers.Softmax(axis=1))
    assert explain(turned, rows[:1], background=rows).scale == "output"
    einsum = inside(keras.layers.EinsumDense("ab,bc->ac", 2, activation="sigmoid"))
    assert explain(einsum, rows[:1], background=rows).scale == "probability"
    found = explain(einsum, rows[:1], background=rows, scale="log-odds")
    given = rows[0] @ np.asarray(einsum.layers[0].kernel)[:, 0]
    assert found.base_values + found.values.sum() == pytest.approx(given, abs=1e-4)


def test_a_network_of_any_number_of_columns_is_asked(rng):
    inputs = keras.Input((None,))
    model = keras.Model(inputs, keras.ops.sum(inputs, axis=1, keepdims=True))
    found = explain(model, [1.0, 2.0], background=[[0.0, 0.0]])
    assert found.values == pytest.approx([1, 2])
    assert keras_models.number_kind(model) == np.float32 and not keras_models.is_keras(keras.layers.Dense(1))


def test_several_heads_are_one_table(rng):
    inputs = keras.Input((3,))
    model = keras.Model(inputs, [dense(2)(inputs), keras.layers.Reshape((2, 2))(dense(4)(inputs))])
    rows = rng.normal(size=(5, 3))
    assert keras_models.asker(model)(rows).shape == (5, 6)
    with pytest.raises(ValueError, match="from 0 to 5, for the model gives 6 answers a row, received 6"):
        explain(model, rows[0], background=rows, output=6)


# ---- tables ------------------------------------------------------------------------------------------


def test_columns_have_the_names_they_are_given_or_numbers():
    plain = tables.read_table([1.0, 2.0], [[0.0, 0.0]], None, [], False)
    assert plain.names == ["x1", "x2"] and plain.single and plain.columns is None and plain.frame is None
    assert tables.read_table([[1.0, 2.0]], [[0.0, 0.0]], None, ["a", "b"], False).names == ["a", "b"]
    assert tables.read_table([[1.0, 2.0]], [[0.0, 0.0]], None, ["a"], False).names == ["x1", "x2"]
    assert tables.read_table([[1.0, 2.0]], [[0.0, 0.0]], ["c", 4], ["a", "b"], False).names == ["c", "4"]
    assert not tables.read_table([[1.0, 2.0]], [[0.0, 0.0]], None, [], False).single


def test_a_row_of_a_table_and_a_row_without_names():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})
    assert tables.read_table(frame.iloc[0], frame, None, [], False).names == ["a", "b"]
    assert tables.read_table(pd.Series([1.0, 2.0]), frame, None, [], False).names == ["a", "b"]
    assert tables.read_table([1.0, 2.0], frame, None, [], False).background.shape == (2, 2)


def test_groups_are_named_by_their_columns_names_or_places():
    assert tables.players_of(["a", "b", "c"], None) == (["a", "b", "c"], [[0], [1], [2]])
    assert tables.players_of(["a", "b", "c"], {"g": ["c", 0]}) == (["g", "b"], [[0, 2], [1]])
    for groups, said in (
        ({"g": [3]}, "3 of 'g' is not a column"),
        ({"g": [-1]}, "-1 of 'g' is not a column"),
        ({"g": []}, "needs a list of columns"),
        ({"g": ["a", 0]}, "0 of 'g' is in two groups"),
        ({"b": ["a"]}, "'b' is also the name of a column"),
    ):
        with pytest.raises(ValueError, match=said):
            tables.players_of(["a", "b", "c"], groups)
    assert tables.players_of(["a", "b"], {"a": ["a", "b"]}) == (["a"], [[0, 1]])


def test_rows_of_text_need_a_table_behind_them():
    rows = pd.DataFrame({"a": ["x"], "b": [1.0]})
    with pytest.raises(TypeError, match="background is no DataFrame"):
        explain(lambda t: t["b"], rows, background=[["x", 1.0]])


def test_new_categories_of_the_rows_are_taken_in():
    background = pd.Series(pd.Categorical(["low", "high"], ["low", "high"], ordered=True))
    both = tables._stacked(pd.Series(["mid", None, "low"]), background)
    assert both.tolist()[0] == "mid" and both.isna().tolist() == [False, True, False, False, False]
    assert both.dtype.categories.tolist() == ["low", "high", "mid"] and both.dtype.ordered
    known = tables._stacked(pd.Series(["high"]), background)
    assert known.dtype == background.dtype


def test_rows_take_the_type_of_the_background_where_they_fit():
    whole = pd.Series([1, 2], dtype="int64")
    assert tables._stacked(pd.Series([3.0]), whole).dtype == "int64"
    assert tables._stacked(pd.Series([3.5]), whole).tolist() == [3.5, 1, 2]
    assert tables._stacked(pd.Series(["x"]), whole).tolist() == ["x", 1, 2]
    assert tables._stacked(pd.Series(["3"]), pd.Series([1.0])).tolist() == ["3", 1.0]
    assert tables._stacked(pd.Series([None], dtype=object), pd.Series([1.0])).dtype == float


def test_an_explanation_is_not_compared_and_knows_its_defaults():
    plain = explaining.Explanation(np.ones(2), 0.0, ["a", "b"], np.ones(2))
    assert (plain.exact, plain.error, plain.gap, plain.how) == (
        True,
        0.0,
        0.0,
        "",
    ) and plain.groups == frozenset()
    assert np.isnan(plain.background_error) and np.isnan(plain.base_error)
    assert plain != explaining.Explanation(np.ones(2), 0.0, ["a", "b"], np.ones(2))
    assert repr(plain).count(" =\n") == 4 and ".data =" in repr(plain) and ".display_data" not in repr(plain)
    many = explaining.Explanation(np.ones((3, 2)), 0.5, ["a", "b"], np.ones((3, 2)))[1:]
    assert len(many) == 2 and many.base_values == 0.5 and many.display_data is None and many.error == 0.0
    words = np.array([["x"], ["y"]], dtype=object)
    shown = explaining.Explanation(np.ones((2, 1)), np.zeros(2), ["a"], np.ones((2, 1)), display_data=words)
    assert shown[1].display_data.tolist() == ["y"]


def test_what_was_read_of_a_table_or_a_model_cannot_be_changed():
    table = tables.read_table([1.0, 2.0], [[0.0, 0.0]], None, [], False)
    asked = models.ask_model(lambda x: x[:, 0], table, 0, None)
    source = models._source(lambda x: x[:, 0], table)
    for one in (table, asked, source):
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.names = []
    assert (asked.scale, asked.label, asked.precision, asked.held) == (
        "output",
        "output",
        np.finfo(float).eps,
        [False],
    )


def test_the_form_that_a_model_was_fitted_on_is_kept(rng):
    x = rng.normal(size=(20, 3))
    named = linear_model.LinearRegression().fit(pd.DataFrame(x, columns=["a", "b", "c"]), x[:, 0])
    assert models.model_names(named) == ["a", "b", "c"] and models.model_names(len) == []
    assert not models.wants_types(named) and not models.wants_types(linear_model.LinearRegression)
    assert models.wants_types(pipeline.make_pipeline(named))
    assert models._estimator_type(named) == "regressor" and models._estimator_type(Votes()) == "classifier"
    assert models._estimator_type(len) is None
    table = tables.read_table(x[:1], x, ["a", "q", "r"], [], False)
    with pytest.raises(ValueError, match=r"Lacking: b, c; unknown to it: q, r\."):
        models._shaper(named, table)


def test_outliers_are_told_by_their_decision_function(rng):
    x = rng.normal(size=(40, 2))
    forest = ensemble.IsolationForest(n_estimators=5, random_state=0).fit(x)
    found = explain(forest, x[:1], background=x[:5])
    assert found.base_values + found.values.sum() == pytest.approx(forest.decision_function(x[:1]))
    assert found.label == "decision function"


def test_answers_are_rows_by_outputs_in_the_precision_they_came_in():
    assert (
        models._as_numbers([1, 2], 2).tolist() == [[1], [2]] and models._as_numbers([1, 2], 2).dtype == float
    )
    assert models._as_numbers(np.ones((2, 3), "float32"), 2).dtype == np.float32
    assert models._as_numbers([np.zeros((2, 2)), np.ones((2, 1))], 2).tolist() == [[0, 0, 1]] * 2
    assert models._as_numbers(np.ones((2, 2, 2)), 2).shape == (2, 4)
    for found in (5.0, [1.0], np.ones((3, 1)), []):
        with pytest.raises(ValueError, match="Expected 2 answers, received the shape"):
            models._as_numbers(found, 2)
