"""Answers to lesson 08's exercises: other features, splits and models than the lesson's own."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit, train_test_split
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder

from helpers.datasets import load_penguins

PENGUINS = load_penguins()
MEASURED = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
BIRDS = PENGUINS[PENGUINS["sex"].notna()]
UNSEXED = PENGUINS[PENGUINS["sex"].isna() & PENGUINS["body_mass_g"].notna()]
RENUMBERED = PENGUINS.dropna().reset_index(drop=True)
TRAIN, TEST = train_test_split(BIRDS, test_size=0.25, random_state=0, stratify=BIRDS["sex"])
FIRST, SECOND = next(StratifiedShuffleSplit(1, test_size=0.4, random_state=1).split(BIRDS, BIRDS["sex"]))
FEW, MANY = BIRDS.iloc[FIRST], BIRDS.iloc[SECOND]
HALF = RENUMBERED.groupby("sex", observed=True).sample(frac=0.2, random_state=3)


def prepare(train, others):
    means, deviations = train[MEASURED].mean(), train[MEASURED].std()
    prepared = []
    for rows in (train, others):
        columns = (rows[MEASURED] - means) / deviations
        for name in sorted(train["species"].unique()):
            columns[f"species_{name}"] = (rows["species"] == name).astype(float)
        prepared.append(columns)
    return prepared


def prepare_by_sklearn(train, others):
    columns = make_column_transformer(
        (MinMaxScaler(), [*MEASURED, "year"]),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["species", "island"]),
    ).set_output(transform="pandas")
    return columns.fit_transform(train), columns.transform(others)


def prepare_by_dummies(train, others):
    def encode(rows):
        return pd.get_dummies((rows[["bill_depth_mm", "species"]]), columns=["species"])

    x_train, x_others = encode(train), encode(others)
    mean, deviation = x_train["bill_depth_mm"].mean(), x_train["bill_depth_mm"].std()
    for x in (x_train, x_others):
        x["bill_depth_mm"] = (x["bill_depth_mm"] - mean) / deviation
    return x_train, x_others.reindex(columns=x_train.columns, fill_value=False)


def prepare_on_both(train, others):
    both = pd.concat([train, others])[MEASURED]
    return tuple((rows[MEASURED] - both.mean()) / both.std() for rows in (train, others))


def prepare_each_alone(train, others):
    return tuple(
        (rows[MEASURED] - rows[MEASURED].mean()) / (rows[MEASURED].std().fillna(0) + 1e-9)
        for rows in (train, others)
    )


def prepare_from_outside(train, others):
    return tuple(
        (rows[MEASURED] - BIRDS[MEASURED].mean()) / BIRDS[MEASURED].std() for rows in (train, others)
    )


def prepare_with_sex(train, others):
    x_train, x_others = prepare(train, others)
    return x_train.assign(male=train["sex"] == "male"), x_others.assign(male=others["sex"] == "male")


def prepare_with_sex_by_map(train, others):
    codes = {"female": 0.0, "male": 1.0}
    return tuple(
        x.assign(code=rows["sex"].map(codes).astype(float))
        for x, rows in zip(prepare(train, others), (train, others), strict=True)
    )


def prepare_drops_gaps(train, others):
    return prepare(train.dropna(), others.dropna())


def prepare_odd_columns(train, others):
    x_train, x_others = prepare(train, others)
    return x_train, x_others.drop(columns="species_Chinstrap")


X_TRAIN, X_TEST = prepare(TRAIN, TEST)
X_UNSEXED = prepare(TRAIN, UNSEXED)[1]
MALE = (TRAIN["sex"] == "male").to_numpy()
LOGISTIC = LogisticRegression().fit(X_TRAIN, MALE)
BY_WORDS = LogisticRegression().fit(X_TRAIN, TRAIN["sex"].astype(str))
FOREST = RandomForestClassifier(20, random_state=0).fit(
    prepare_by_sklearn(FEW, MANY)[0], FEW["sex"].astype(str)
)
KNOWS_ALL = RandomForestClassifier(30, random_state=0, bootstrap=False).fit(
    np.vstack([X_TRAIN, X_TEST]), np.concatenate([TRAIN["sex"] == "male", TEST["sex"] == "male"])
)


def by_hand(rows):
    return 1 / (1 + np.exp(-(np.asarray(rows) @ LOGISTIC.coef_[0] + LOGISTIC.intercept_[0])))


class LikeKeras:
    """What a check asks of a Keras network: `layers`, and `predict`, quietly."""

    layers = ()

    def predict(self, rows, verbose="auto"):
        assert verbose == 0
        return by_hand(rows)[:, None].astype("float32")


WEIGHTS = LOGISTIC.coef_[0]


def linear_parts(rows, background, scale="log-odds", names=None):
    """The closed form of the log-odds: an explanation of which every part is known."""
    values = WEIGHTS * (np.asarray(rows) - np.asarray(background).mean(axis=0))
    base = float(np.asarray(background).mean(axis=0) @ WEIGHTS + LOGISTIC.intercept_[0])
    many = np.ndim(rows) > 1
    return SimpleNamespace(
        values=values,
        base_values=np.full(len(rows), base) if many else base,
        feature_names=names or list(X_TRAIN.columns),
        scale=scale,
    )


def from_probability(rows, background):
    """Parts of the probability, shared in proportion: only their sum matters here."""
    found = linear_parts(rows, background)
    base = float(by_hand(background).mean())
    change = by_hand(rows) - base
    found.values = (np.atleast_2d(found.values).T / np.atleast_2d(found.values).sum(axis=1) * change).T
    found.base_values, found.scale = base, None
    return found


BIRD = X_UNSEXED.loc[268]
ONE = linear_parts(BIRD, X_TRAIN)
ALL = linear_parts(X_TEST, X_TRAIN)
MEANS = np.abs(ALL.values).mean(axis=0)
SHARED = from_probability(X_TEST, X_TRAIN)
TOP, LAST = X_TRAIN.columns[MEANS.argmax()], X_TRAIN.columns[MEANS.argmin()]
BY_ONE = linear_parts(X_TEST, X_TRAIN[:1])  # compared with a light bird: mass has the largest signed mean


def told(values, base, names):
    return SimpleNamespace(
        values=np.array(values), base_values=base, feature_names=names, scale="probability"
    )


FEMALE = told([-0.3, 0.1, 0.05], 0.5, ["bill_depth_mm", "body_mass_g", "species"])
MALES = told([[0.05, 0.3]], [0.5], ["flipper length", "species_Gentoo"])
IN_ODDS = SimpleNamespace(
    values=np.array([0.1, 0.4]), base_values=0.2, feature_names=["a", "body_mass_g"], scale="log-odds"
)

GOOD = (
    "The model takes this bird for a female, with 65 in 100. "
    "What counts most is its bill, which is shallow. "
    "It does not say whether this is right."
)

NETWORK = [0.90, 0.93, 0.88, 0.92, 0.91]
SIMPLE = [0.91, 0.92, 0.90, 0.90, 0.92]
AHEAD = [0.95, 0.97, 0.95, 0.95, 0.96]

RIGHT = {
    "8.1": [
        (BIRDS, UNSEXED),
        (RENUMBERED, UNSEXED.reset_index(drop=True)),
        (PENGUINS.dropna(subset=["sex"]).sample(frac=1, random_state=0).astype({"sex": str}), UNSEXED),
        (BIRDS[BIRDS["body_mass_g"] < 6200], PENGUINS[~PENGUINS.index.isin([*BIRDS.index, 3, 271])]),
    ],
    "8.2": [(BIRDS, TRAIN, TEST), (BIRDS, FEW, MANY), (RENUMBERED, RENUMBERED.drop(HALF.index), HALF)],
    "8.3": [(prepare,), (prepare_by_sklearn,), (prepare_by_dummies,)],
    "8.4": [
        (LOGISTIC, prepare, TRAIN, TEST),
        (BY_WORDS, prepare, TRAIN, TEST),
        (by_hand, prepare, TRAIN, TEST),
        (LikeKeras(), prepare, TRAIN, TEST),
        (FOREST, prepare_by_sklearn, FEW, MANY),
    ],
    "8.5": [
        (NETWORK, SIMPLE, "no difference"),
        (np.array(AHEAD), tuple(SIMPLE), " Network"),
        (SIMPLE, AHEAD, "logistic regression"),
        ([0.90, 0.91, 0.90, 0.91, 0.90, 0.92], [0.90, 0.90, 0.90, 0.91, 0.91, 0.90], "no difference"),
    ],
    "8.6": [
        (LOGISTIC, X_TRAIN, X_TRAIN, BIRD, ONE),
        (by_hand, X_TRAIN, X_TRAIN.to_numpy()[:100], BIRD.to_numpy(), linear_parts(BIRD, X_TRAIN[:100])),
        (
            LikeKeras(),
            X_TRAIN,
            X_TRAIN[::3],
            X_UNSEXED.loc[[8]],
            linear_parts(X_UNSEXED.loc[[8]], X_TRAIN[::3], None),
        ),
        (LOGISTIC, X_TRAIN, X_TRAIN[:50], BIRD, from_probability(BIRD, X_TRAIN[:50])),
    ],
    "8.7": [
        (LOGISTIC, X_TEST, ALL, TOP),
        (by_hand, X_TEST, ALL, f" {TOP.upper()} "),
        (LikeKeras(), X_TEST, SHARED, SHARED.feature_names[np.abs(SHARED.values).mean(axis=0).argmax()]),
    ],
    "8.8": [
        (FEMALE, GOOD),
        (
            MALES,
            "It's a male (p = 0.85). It is a Gentoo, e.g. large! Why males are large, nobody learns from this.",
        ),
        (
            IN_ODDS,
            "Male is the answer… Its mass matters most. What causes it, that isn't said.",
        ),
        (FEMALE, GOOD.replace("its bill, which is shallow", "`bill_depth_mm`")),
    ],
}

WRONG = {
    "8.1": [
        ((PENGUINS, UNSEXED), "11 rows of birds have no sex"),
        ((PENGUINS.assign(sex=PENGUINS["sex"].fillna("male")), UNSEXED), "a sex that the file does not know"),
        ((BIRDS, PENGUINS[PENGUINS["sex"].isna()]), "2 rows of unsexed have no measurements"),
        ((BIRDS, PENGUINS), "have a known sex"),
        ((BIRDS, UNSEXED[:4]), "9 birds were measured"),
        ((BIRDS[:200], UNSEXED), "200 of the 333"),
        ((BIRDS.assign(sex="male"), UNSEXED), "not those of the file"),
        ((BIRDS.drop(columns="year"), UNSEXED), "lacks the column year"),
        ((pd.concat([BIRDS, BIRDS[:3]]), UNSEXED), "3 birds stand in birds more than once"),
        ((BIRDS.assign(body_mass_g=BIRDS["body_mass_g"] / 1000), UNSEXED), "values were changed"),
        ((BIRDS.to_numpy(), UNSEXED), "you gave ndarray"),
    ],
    "8.2": [
        ((BIRDS, BIRDS, TEST), "84 birds stand in train and in test"),
        ((BIRDS, TEST, TRAIN), "other way round"),
        ((BIRDS, TRAIN[:-5], TEST), "5 of the 333 birds are in neither"),
        ((BIRDS, BIRDS.sort_values("sex")[:250], BIRDS.sort_values("sex")[250:]), "Stratify by sex"),
        ((BIRDS, *train_test_split(BIRDS, test_size=0.05, random_state=0)), "between 15 and 50 %"),
        ((TRAIN, TRAIN, TEST), "are not in birds"),
        ((BIRDS, TRAIN, TEST["sex"]), "as a table"),
    ],
    "8.3": [
        ((prepare_on_both,), "the prepared train changes"),
        ((prepare_each_alone,), "comes alone"),
        ((prepare_from_outside,), "called with other training birds"),
        ((prepare_with_sex,), "the answer is among the features"),
        ((prepare_with_sex_by_map,), "the answer is among the features"),
        ((prepare_drops_gaps,), "without a sex it does not work"),
        ((prepare_odd_columns,), "differ in columns (species_Chinstrap)"),
        ((lambda train, others: (train, others),), "not numbers: species, island and sex"),
        (
            (lambda train, others: (train[MEASURED], others[MEASURED]),),
            "still has a mean",
        ),
        ((lambda train, others: prepare(train, others)[0],), "one table"),
        ((lambda train, others: [x.to_numpy() for x in prepare(train, others)],), "columns have no names"),
        ((lambda train, others: [x / 0 for x in prepare(train, others)],), "NaN or infinity"),
        ((lambda train: train,), "TypeError"),
        ((lambda train, others: None,), "None"),
    ],
    "8.4": [
        ((lambda rows: np.full(len(rows), 0.5), prepare, TRAIN, TEST), "for every bird"),
        ((lambda rows: 1 - by_hand(rows), prepare, TRAIN, TEST), "upside down"),
        ((lambda rows: by_hand(rows)[::-1], prepare, TRAIN, TEST), "57 are asked for"),
        ((lambda rows: 3 * by_hand(rows), prepare, TRAIN, TEST), "from 0 to 1"),
        ((lambda rows: by_hand(rows)[:5], prepare, TRAIN, TEST), "one number a row"),
        ((lambda rows: np.hstack([rows, rows]), prepare, TRAIN, TEST), "one number a row"),
        ((KNOWS_ALL, prepare, TRAIN, TEST), "too good to be true"),
        ((LOGISTIC, prepare, BIRDS, TEST), "in train and in test"),
        ((LOGISTIC, prepare_by_sklearn, TRAIN, TEST), "stopped when it was called"),
        ((LogisticRegression(), prepare, TRAIN, TEST), "not fitted"),
        ((LogisticRegression, prepare, TRAIN, TEST), "a trained Keras network"),
    ],
    "8.5": [
        ((NETWORK, SIMPLE, "network"), 'By the rule that is "no difference"'),
        ((AHEAD, SIMPLE, "no difference"), 'that is "network"'),
        ((NETWORK, NETWORK, "no difference"), "scored twice"),
        ((NETWORK[:3], SIMPLE[:3], "no difference"), "at least five"),
        ((NETWORK, [*SIMPLE, 0.9], "no difference"), "one of each"),
        (([0.9] * 5, SIMPLE, "no difference"), "another one each time"),
        (([100 * s for s in NETWORK], SIMPLE, "network"), "from 0 to 1"),
        (([s - 0.4 for s in NETWORK], SIMPLE, "network"), "a coin's"),
        ((NETWORK, SIMPLE, "equal"), "expected one of"),
    ],
    "8.6": [
        ((LOGISTIC, X_TRAIN, X_TEST, BIRD, ONE), "are not training birds"),
        ((LOGISTIC, X_TRAIN, X_TRAIN[:10], BIRD, ONE), "less than 20"),
        ((LOGISTIC, X_TRAIN, TRAIN[MEASURED], BIRD, ONE), "different columns"),
        ((LOGISTIC, X_TRAIN, X_TRAIN[:50], BIRD, ONE), "starts at"),
        ((LOGISTIC, X_TRAIN, X_TRAIN, X_UNSEXED.loc[8], ONE), "Was another bird"),
        ((LOGISTIC, X_TRAIN, X_TRAIN, X_TRAIN.iloc[0], ONE), "a training bird"),
        ((LOGISTIC, X_TRAIN, X_TRAIN, X_UNSEXED, ONE), "row has 9 birds"),
        ((LOGISTIC, X_TRAIN, X_TRAIN, UNSEXED.loc[268, MEASURED], ONE), "not the columns of x_train"),
        ((LOGISTIC, X_TRAIN, X_TRAIN, BIRD, ALL), "is of 84 birds"),
        ((LOGISTIC, X_TRAIN, X_TRAIN, BIRD, ONE.values), "as explain returns it"),
    ],
    "8.7": [
        ((LOGISTIC, X_TEST, ALL, LAST), "mean size"),
        ((LOGISTIC, X_TEST, BY_ONE, "body_mass_g"), "absolute values"),
        ((LOGISTIC, X_TEST, ALL, "bill"), "there is no feature"),
        ((LOGISTIC, X_TEST, ALL, 1), "a name in quotes"),
        ((LOGISTIC, X_TEST, ONE, TOP), "Explain every one"),
        ((LOGISTIC, X_TEST[::-1], ALL, TOP), "Was another bird"),
        ((LOGISTIC, TEST, ALL, TOP), "not numbers"),
    ],
    "8.8": [
        ((FEMALE, "It is a female."), "yours is 1"),
        ((FEMALE, GOOD + " So it is."), "yours are 4"),
        ((FEMALE, GOOD.replace("female", "male")), "your statement says male"),
        ((FEMALE, GOOD.replace("a female", "small")), "female or male"),
        ((FEMALE, GOOD.replace("its bill, which is shallow", "its mass")), "bill_depth_mm"),
        ((FEMALE, GOOD.replace("does not say whether this is right", "says much")), "does not say"),
        ((ALL, GOOD), "is of 84 birds"),
        ((FEMALE, ["a", "b", "c"]), "a text in quotes"),
    ],
}
