"""Answers to lesson 10's exercises: other features, splits and models than the lesson's own."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, OneHotEncoder
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from helpers.datasets import load_penguins
from helpers.explaining import explain

PENGUINS = load_penguins()
MEASURED = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
BIRDS = PENGUINS[PENGUINS["sex"].notna()]
UNSEXED = PENGUINS[PENGUINS["sex"].isna() & PENGUINS["body_mass_g"].notna()]
OUTSIDE = (BIRDS["sex"] == "male").where(BIRDS["year"] > 2007, 0.5)  # a table beside, by row number
RENUMBERED = PENGUINS.dropna().reset_index(drop=True)
TRAIN, TEST = train_test_split(BIRDS, test_size=0.25, random_state=0, stratify=BIRDS["sex"])
FIRST, SECOND = next(StratifiedShuffleSplit(1, test_size=0.4, random_state=1).split(BIRDS, BIRDS["sex"]))
FEW, MANY = BIRDS.iloc[FIRST], BIRDS.iloc[SECOND]
EQUAL = train_test_split(BIRDS, test_size=0.5, stratify=BIRDS["sex"], random_state=0)  # of 333: 166 and 167
BY_SPECIES = train_test_split(BIRDS, test_size=0.25, stratify=BIRDS["species"], random_state=4)
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


def both(make):
    """A prepare that does the same to either table; `make` is given the table and train."""
    return lambda train, others: (make(train, train), make(others, train))


def standard(rows, by):
    return (rows[MEASURED] - by[MEASURED].mean()) / by[MEASURED].std()


odd_rows = both(lambda rows, train: pd.DataFrame({"odd": rows.index % 2}, index=rows.index))


def prepare_odd_columns(train, others):
    x_train, x_others = prepare(train, others)
    return x_train, x_others.drop(columns="species_Chinstrap")


def prepare_within_species(train, others, by=None):
    by = train if by is None else by
    groups = by.groupby("species", observed=True)[MEASURED]
    means, deviations = groups.mean(), groups.std()

    def scaled(rows):
        kind = rows["species"].astype(str)
        values = (rows[MEASURED].to_numpy() - means.loc[kind].to_numpy()) / deviations.loc[kind].to_numpy()
        return pd.DataFrame(values, columns=MEASURED)

    return scaled(train), scaled(others)


def prepare_few(train, others):
    return tuple(x.drop(columns=["bill_length_mm", "flipper_length_mm"]) for x in prepare(train, others))


def with_more(**more):
    """The lesson's prepare with columns more, each a function of the rows."""

    def add(rows, train):
        columns = {name: make(rows).astype(float) for name, make in more.items()}
        return prepare(train, rows)[1].assign(**columns)

    return both(add)


def coded(encode):
    """A prepare whose species are coded by a function of the column, each table's for itself."""
    return both(lambda rows, train: standard(rows, train).assign(species=encode(rows["species"])))


def prepare_train_only(train, others):
    return prepare(train, others)[0], others[MEASURED].join(prepare(train, others)[1].filter(like="species"))


def own_range(measures):
    return (measures - measures.min()) / (measures.max() - measures.min())


def shuffled(rows, seed=7):
    return rows.sample(frac=1, random_state=seed)


def by_row_numbers(train, others):
    together = pd.get_dummies(pd.concat([train, others])["species"], dtype=float)
    return together.loc[train.index], together.loc[others.index]


def target_in_train(train, others):
    x_train, x_others = prepare(train, others)
    return x_train.assign(male=train["sex"] == "male"), x_others


def sex_for_train(train, others):
    x_train, x_others = prepare(train, others)
    return x_train.assign(code=train["sex"] == "male"), x_others.assign(code=0.5)


def prepare_in_place(train, others):
    train.drop(columns="sex", inplace=True)
    return prepare(train, others)


def prepare_all_dummies(train, others):
    x_train, x_others = pd.get_dummies(train), pd.get_dummies(others)
    scaled = [*MEASURED, "year"]
    mean, deviation = x_train[scaled].mean(), x_train[scaled].std()
    for x in (x_train, x_others):
        x[scaled] = (x[scaled] - mean) / deviation
    return x_train, x_others


CODES = {"Adelie": 0, "Chinstrap": 1, "Gentoo": 2}


def shares_of_males(rows, train):
    """Each species by the share of males in train: what train says, and not the bird's own sex."""
    shares = (train["sex"] == "male").groupby(train["species"], observed=True).mean()
    return rows["species"].astype(str).map(shares).astype(float)


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


TREE = DecisionTreeClassifier(random_state=0).fit(X_TRAIN, MALE)  # fully grown: its probabilities are 0 and 1
IN_MIND = RandomForestClassifier(8, random_state=1).fit(X_TRAIN, MALE)
SURE = LogisticRegression(C=1e9, max_iter=2000).fit(20 * X_TRAIN, MALE)


def lucky_split():
    """A small test part of which an honest model gets every bird right: one seed of 150 or so is so lucky."""
    some, rest = train_test_split(BIRDS, test_size=0.15, stratify=BIRDS["sex"], random_state=15)
    x_some, x_rest = prepare(some, rest)
    found = LogisticRegression().fit(x_some, some["sex"] == "male")
    assert (found.predict(x_rest) == (rest["sex"] == "male")).all()
    return found, prepare, some, rest


def by_hand(rows):
    return 1 / (1 + np.exp(-(np.asarray(rows) @ LOGISTIC.coef_[0] + LOGISTIC.intercept_[0])))


class LikeKeras:
    """What a check asks of a Keras network: `layers`, and `predict`, quietly."""

    layers = ()

    def predict(self, rows, verbose="auto"):
        assert verbose == 0
        return by_hand(rows)[:, None].astype("float32")


def by_half(rows):
    """Another model, which is never as sure."""
    return (by_hand(rows) + 0.5) / 2


WORST = TEST.index[np.abs(by_hand(X_TEST) - by_half(X_TEST)).argmax()]
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
FEW_TRAIN, FEW_UNSEXED = prepare_few(TRAIN, UNSEXED)
BY_FEW = LogisticRegression().fit(FEW_TRAIN, MALE)
TWINS = pd.concat([TRAIN, UNSEXED.loc[[268]].assign(sex="male")])  # for a row that equals a training bird's


class Softmax(LikeKeras):
    """A network of two outputs, female and male."""

    def predict(self, rows, verbose="auto"):
        male = super().predict(rows, verbose)
        return np.hstack([1 - male, male])


def of_female(found):
    """The explanation of the other output: all parts with the other sign."""
    return SimpleNamespace(
        values=-found.values,
        base_values=1 - found.base_values,
        feature_names=found.feature_names,
        scale="probability",
    )


BY_ONE = linear_parts(X_TEST, X_TRAIN[:1])  # compared with a light bird: mass has the largest signed mean


TABLES = prepare, TRAIN, UNSEXED
TOP_SHARED = SHARED.feature_names[np.abs(SHARED.values).mean(axis=0).argmax()]
FORESTS = explain(IN_MIND, X_TEST[:], background=X_TRAIN[::5], scale="log-odds")


def sure(rows):
    """A model whose every answer lies at 0 or 1."""
    return np.clip(SURE.predict_proba(20 * pd.DataFrame(rows, columns=X_TRAIN.columns))[:, 1], 0, 1)


def told(values, base, names):
    return SimpleNamespace(
        values=np.array(values), base_values=base, feature_names=names, scale="probability"
    )


FEMALE = told([-0.3, 0.1, 0.05], 0.5, ["bill_depth_mm", "body_mass_g", "species"])
MALES = told([[0.05, 0.3]], [0.5], ["flipper length", "species_Gentoo"])
IN_ODDS = SimpleNamespace(
    values=np.array([0.1, 0.4]), base_values=0.2, feature_names=["a", "body_mass_g"], scale="log-odds"
)
TIGHT = told([-0.3, 0.2, -0.25], 0.6, ["bill_depth_mm", "body_mass_g", "species"])

GOOD = (
    "The model takes this bird for a female, with 35 in 100 for male. "
    "What counts most is its bill, which is shallow. "
    "It does not say whether this is right."
)
LETTER = (
    "Dear Dr. Gorman, the model says female. It went by the bill\nAsk a biologist before you rely on this"
)

NETWORK = [0.90, 0.93, 0.88, 0.92, 0.91]
SIMPLE = [0.91, 0.92, 0.90, 0.90, 0.92]
AHEAD = [0.95, 0.97, 0.95, 0.95, 0.96]
NEARLY = [0.95, 0.97, 0.95, 0.90, 0.96]  # level in one split

RIGHT = {
    "10.1": [
        (BIRDS, UNSEXED),
        (RENUMBERED, UNSEXED.reset_index(drop=True)),
        (PENGUINS.dropna(subset=["sex"]).sample(frac=1, random_state=0).astype({"sex": str}), UNSEXED),
        (BIRDS[BIRDS["body_mass_g"] < 6200], PENGUINS[~PENGUINS.index.isin([*BIRDS.index, 3, 271])]),
    ],
    "10.2": [
        (BIRDS, TRAIN, TEST),
        (BIRDS, FEW, MANY),
        (BIRDS, *EQUAL),
        (RENUMBERED, RENUMBERED.drop(HALF.index), HALF),
    ],
    "10.3": [
        (prepare,),
        (prepare_by_sklearn,),
        (prepare_by_dummies,),
        (prepare_within_species,),
        (both(lambda rows, train: rows[MEASURED] / train[MEASURED].max()),),
        (with_more(year=lambda rows: rows["year"] - 2008, heavy=lambda rows: rows["body_mass_g"] >= 4300),),
        (with_more(slender=lambda rows: rows["bill_length_mm"] / rows["bill_depth_mm"]),),
        (both(lambda rows, train: prepare(train, rows)[1].assign(share=shares_of_males(rows, train))),),
        (coded(lambda species: species.map(CODES).astype(float)),),
        (by_row_numbers,),
    ],
    "10.4": [
        (LOGISTIC, prepare, TRAIN, TEST),
        (BY_WORDS, prepare, TRAIN, TEST),
        (by_hand, prepare, TRAIN, TEST),
        (LikeKeras(), prepare, TRAIN, TEST),
        (FOREST, prepare_by_sklearn, FEW, MANY),
        (IN_MIND, prepare, TRAIN, TEST),
        (Softmax(), prepare, TRAIN, TEST),
        (TREE, prepare, TRAIN, TEST),
        (lambda rows: TREE.predict_proba(pd.DataFrame(rows, columns=X_TRAIN.columns)), prepare, TRAIN, TEST),
        lucky_split(),
    ],
    "10.5": [
        (NETWORK, SIMPLE, "open"),
        (np.array(AHEAD), tuple(SIMPLE), " Network"),
        (SIMPLE, AHEAD, "logistic regression"),
        (NEARLY, SIMPLE, "open"),
        (NETWORK, list(NETWORK), "open"),
        (NETWORK, [0.9] * 5, "Open"),
    ],
    "10.6": [
        (LOGISTIC, *TABLES, X_TRAIN, BIRD, ONE),
        (by_hand, *TABLES, X_TRAIN.to_numpy()[:100], BIRD.to_numpy(), linear_parts(BIRD, X_TRAIN[:100])),
        (
            LikeKeras(),
            *TABLES,
            X_TRAIN[::3],
            X_UNSEXED.loc[[8]],
            linear_parts(X_UNSEXED.loc[[8]], X_TRAIN[::3], None),
        ),
        (LOGISTIC, *TABLES, X_TRAIN[:50], BIRD, from_probability(BIRD, X_TRAIN[:50])),
        (
            BY_FEW,
            prepare_few,
            TRAIN,
            UNSEXED,
            FEW_TRAIN,
            FEW_UNSEXED.loc[268],
            explain(BY_FEW, FEW_UNSEXED.loc[268], background=FEW_TRAIN),
        ),
        *(
            (model, *TABLES, X_TRAIN, row, explain(model, row, background=X_TRAIN, scale="log-odds"))
            for model, row in ((IN_MIND, BIRD), (sure, BIRD))
        ),
    ],
    "10.7": [
        (LOGISTIC, prepare, TRAIN, TEST, ALL, TOP),
        (by_hand, prepare, TRAIN, TEST, ALL, f" {TOP.upper()} "),
        (LikeKeras(), prepare, TRAIN, TEST, SHARED, TOP_SHARED),
        (
            IN_MIND,
            prepare,
            TRAIN,
            TEST,
            FORESTS,
            FORESTS.feature_names[np.abs(FORESTS.values).mean(0).argmax()],
        ),
    ],
    "10.8": [
        (FEMALE, "female", 0.35, "bill_depth_mm", GOOD),
        (FEMALE, "Female", 0.345, " Bill_Depth_mm", LETTER),
        (IN_ODDS, "male", 0.668, "body_mass_g", "It is a male. Its mass counts most. Why, it does not say."),
        (MALES, "male", 0.85, "species_Gentoo", "A first line\nA second one\nA third one, and no full stop"),
        (TIGHT, "female", 0.25, "bill_depth_mm", GOOD),
    ],
}

WRONG = {
    "10.1": [
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
        ((UNSEXED, BIRDS), "birds has no bird of known sex, and unsexed has them. Are the two the other way"),
        ((PENGUINS["sex"].notna(), UNSEXED), "one column (Series). Choose rows by it: penguins[…]"),
        ((BIRDS.index, UNSEXED), "one column (Index)"),
        ((BIRDS, UNSEXED.assign(sex="unknown")), "9 rows of unsexed have a sex filled in. Leave the gap"),
    ],
    "10.2": [
        ((BIRDS, BIRDS, TEST), "84 birds stand in train and in test"),
        ((BIRDS, TEST, TRAIN), "other way round"),
        ((BIRDS, TRAIN[:-5], TEST), "5 of the 333 birds are in neither"),
        ((BIRDS, BIRDS.sort_values("sex")[:250], BIRDS.sort_values("sex")[250:]), "Stratify by sex"),
        ((BIRDS, *train_test_split(BIRDS, test_size=0.05, random_state=0)), "between 15 and 50 %"),
        ((TRAIN, TRAIN, TEST), "are not in birds"),
        ((BIRDS, TRAIN, TEST["sex"]), "as a table"),
        ((BIRDS, BIRDS.iloc[:250], BIRDS.iloc[250:]), "train has 0 Chinstraps"),
        ((BIRDS, *BY_SPECIES), "49.0% of train are females and 51.2% of test"),
    ],
    "10.3": [
        ((lambda a, b: (standard(a, pd.concat([a, b])), standard(b, pd.concat([a, b]))),), "train changes"),
        (
            (both(lambda r, t: (r[MEASURED] - r[MEASURED].mean()) / (r[MEASURED].std().fillna(0) + 1e-9)),),
            "comes alone",
        ),
        ((both(lambda rows, train: standard(rows, BIRDS)),), "called with other training birds"),
        ((with_more(male=lambda rows: rows["sex"] == "male"),), "the answer is among the features"),
        (
            (with_more(code=lambda rows: rows["sex"].map({"female": 0.0, "male": 1.0})),),
            "the answer is among the features",
        ),
        ((lambda train, others: prepare(train.dropna(), others.dropna()),), "without a sex it does not work"),
        ((prepare_odd_columns,), "differ in columns (species_Chinstrap)"),
        ((lambda train, others: (train, others),), "not numbers: species, island and sex"),
        (
            (lambda train, others: (train[MEASURED], others[MEASURED]),),
            "still has a mean",
        ),
        ((lambda train, others: prepare(train, others)[0],), "one table"),
        ((lambda train, others: [x.to_numpy() for x in prepare(train, others)],), "columns have no names"),
        ((lambda train, others: [x / 0 for x in prepare(train, others)],), "NaN or infinity"),
        ((odd_rows,), "row number, or its place"),
        ((with_more(place=lambda rows: pd.Series(np.arange(len(rows)) % 2, rows.index)),), "or its place"),
        (
            (with_more(code=lambda rows: BIRDS["sex"].reindex(rows.index) == "male"),),
            "code is the sex itself",
        ),
        ((with_more(code=lambda rows: OUTSIDE.reindex(rows.index)),), "other row numbers it does not work"),
        ((sex_for_train,), "code is the sex itself"),
        ((prepare_train_only,), "in the prepared others"),
        (
            (with_more(body_mass_g=lambda rows: rows["body_mass_g"].sub(BIRDS["body_mass_g"].mean()) / 800),),
            "scales body_mass_g by the same numbers",
        ),
        ((lambda train, others: prepare_within_species(train, others, BIRDS),), "by the same numbers"),
        ((lambda train, others: [rows[MEASURED[:2]] / 20 for rows in (train, others)],), "fixed units"),
        ((lambda train: train,), "TypeError"),
        ((lambda train, others: None,), "yours returned None. Does prepare lack its return?"),
        ((lambda train, others: prepare(shuffled(train), others),), "returns them in two orders"),
        (
            (lambda train, others: prepare(train, shuffled(others)),),
            "the rows of others come back in another order",
        ),
        (
            (lambda train, others: prepare(shuffled(train), shuffled(others)),),
            "the rows of others come back in another order",
        ),
        (
            (lambda train, others: prepare(shuffled(train, None), others),),
            "called twice with the same two tables, it returns different ones",
        ),
        ((lambda a, b: prepare(a.drop_duplicates("body_mass_g"), b),), "given 240 birds as train, prepare"),
        ((both(lambda rows, train: rows[[]]),), "prepared train has no columns"),
        ((both(lambda rows, train: pd.DataFrame({"one": 1.0}, rows.index)),), "the same for all birds"),
        ((with_more(known=lambda rows: rows["sex"].notna()),), "the answer is among the features"),
        ((prepare_in_place,), "changes the train that it is given"),
        ((both(lambda rows, train: rows[MEASURED].rank(pct=True)),), "a bird that comes alone gets"),
        ((both(lambda rows, train: standard(rows, rows)),), "one bird alone, it makes NaN of bill_length_mm"),
        ((both(lambda rows, train: own_range(rows[MEASURED])),), "has no deviation and no range"),
        ((prepare_all_dummies,), "the answer is among the features"),
        ((target_in_train,), "male stands in the prepared train alone and is the sex itself"),
        (
            (coded(lambda species: LabelEncoder().fit_transform(species)),),
            "a bird that comes alone gets 0 in species, and among others 1. Learn codes",
        ),
        (
            (coded(lambda species: pd.factorize(species)[0]),),
            "a bird that comes alone gets 0 in species, and among others 2. Learn codes",
        ),
        (
            (coded(lambda species: species.map(CODES)),),
            "species holds numbers, but as the type category; .astype(float)",
        ),
    ],
    "10.4": [
        ((lambda rows: np.full(len(rows), 0.5), prepare, TRAIN, TEST), "for every bird"),
        ((lambda rows: 1 - by_hand(rows), prepare, TRAIN, TEST), "upside down"),
        ((lambda rows: by_hand(rows)[::-1], prepare, TRAIN, TEST), "57 are asked for"),
        ((lambda rows: 3 * by_hand(rows), prepare, TRAIN, TEST), "from 0 to 1"),
        ((lambda rows: by_hand(rows)[:5], prepare, TRAIN, TEST), "one number a row"),
        ((lambda rows: np.hstack([rows, rows]), prepare, TRAIN, TEST), "one number a row"),
        ((lambda rows: KNOWS_ALL.predict_proba(rows)[:, 1], prepare, TRAIN, TEST), "too good to be true"),
        (
            (lambda rows: np.ravel(rows) * 1.0, odd_rows, TRAIN, TEST),
            "prepare is not yet what 10.3 asks for: a bird's row",
        ),
        ((LOGISTIC, prepare, BIRDS, TEST), "in train and in test"),
        ((LOGISTIC, prepare_by_sklearn, TRAIN, TEST), "stopped when it was called"),
        ((LogisticRegression(), prepare, TRAIN, TEST), "not fitted"),
        ((LogisticRegression, prepare, TRAIN, TEST), "a trained Keras network"),
        (
            (LinearRegression().fit(X_TRAIN, MALE), prepare, TRAIN, TEST),
            "LinearRegression predicts any number, no probability",
        ),
        (
            (RandomForestRegressor(5, random_state=0).fit(X_TRAIN, MALE), prepare, TRAIN, TEST),
            "RandomForestRegressor predicts any number",
        ),
        ((LinearSVC().fit(X_TRAIN, MALE), prepare, TRAIN, TEST), "answers classes only"),
        (
            (GaussianNB().fit(X_TRAIN, MALE), prepare, TRAIN, TEST),
            "56 of 84 unseen birds right; 57 are asked for, which guessing reaches in less than one of 1000 tries",
        ),
        ((lambda rows: by_hand(rows) > 0.5, prepare, TRAIN, TEST), "0 or 1, and nothing between"),
        (
            (lambda rows: [int(p > 0.5) for p in by_hand(rows)], prepare, TRAIN, TEST),
            "before it is cut at 0.5",
        ),
        ((LogisticRegression().fit(X_TRAIN.to_numpy(), MALE).predict, prepare, TRAIN, TEST), "cut at 0.5"),
    ],
    "10.5": [
        (
            (NETWORK, SIMPLE, "network"),
            "ahead in 2 of 5 splits, logistic regression in 3. One method counts as",
        ),
        ((AHEAD, SIMPLE, "open"), "is ahead in 5 of 5 splits, logistic regression in 0. One method"),
        ((NEARLY, SIMPLE, "network"), "ahead in 4 of 5 splits, logistic regression in 0, level in 1"),
        ((AHEAD, SIMPLE, "logistic regression"), 'so it is not "logistic regression"'),
        ((NETWORK, SIMPLE, "no difference"), "cannot show that two methods are equal"),
        ((NETWORK, SIMPLE, "draw"), 'only that they do not decide: "open"'),
        ((NETWORK, NETWORK, "open"), "one and the same list"),
        ((NETWORK[:3], SIMPLE[:3], "open"), "at least five"),
        ((NETWORK, [*SIMPLE, 0.9], "open"), "one of each"),
        (([0.9] * 5, [0.8] * 5, "network"), "another split each time"),
        (([100 * s for s in NETWORK], SIMPLE, "network"), "from 0 to 1"),
        (([s - 0.4 for s in NETWORK], SIMPLE, "network"), "a coin's"),
        (
            ([0.3, 0.2, 0.25, 0.3, 0.3], SIMPLE, "network"),
            "the mean of network_scores is 0.27, less than a coin's 0.5. Are these losses, or shares wrong?",
        ),
        (([[0.3, s] for s in NETWORK], SIMPLE, "open"), "network_scores holds 2 numbers a split"),
        (
            ([[0.3, s] for s in NETWORK], [[0.3, s] for s in SIMPLE], "open"),
            "evaluate gives loss and accuracy; keep the accuracy",
        ),
        ((NETWORK[0], SIMPLE[0], "open"), "network_scores has 1 score;"),
        ((NETWORK, SIMPLE, "simple"), "expected one of"),
    ],
    "10.6": [
        ((LOGISTIC, *TABLES, X_TEST, BIRD, ONE), "are not training birds"),
        ((LOGISTIC, *TABLES, X_TRAIN[:10], BIRD, ONE), "background has 10 rows; from fewer than 20"),
        ((LOGISTIC, *TABLES, X_TRAIN[:1], BIRD, ONE), "background has 1 row;"),
        ((LOGISTIC, *TABLES, TRAIN[MEASURED], BIRD, ONE), "not the columns"),
        ((LOGISTIC, *TABLES, X_TRAIN[:50], BIRD, ONE), "starts at"),
        ((LOGISTIC, *TABLES, X_TRAIN[:50], BIRD, from_probability(BIRD, X_TRAIN)), "starts at"),
        ((LOGISTIC, *TABLES, X_TRAIN, X_UNSEXED.loc[8], ONE), "Was another row"),
        ((LOGISTIC, *TABLES, X_TRAIN, X_TRAIN.iloc[0], ONE), "a training bird"),
        ((LOGISTIC, *TABLES, X_TRAIN, X_TEST.iloc[0], ONE), "none of the birds of unsexed"),
        (
            (LOGISTIC, prepare, TRAIN, TEST, X_TRAIN, X_TEST.iloc[0], ONE),
            "84 birds in unsexed have a known sex",
        ),
        ((LOGISTIC, *TABLES, X_TRAIN, X_UNSEXED, ONE), "row has 9 birds"),
        ((LOGISTIC, *TABLES, X_TRAIN, UNSEXED.loc[268, MEASURED], ONE), "not the columns"),
        ((LOGISTIC, *TABLES, X_TRAIN, BIRD, ALL), "is of 84 birds"),
        (
            (LOGISTIC, *TABLES, X_TRAIN, BIRD, linear_parts(X_UNSEXED, X_TRAIN)),
            "explanation is of 9 birds. Give explain the one row",
        ),
        ((LOGISTIC, *TABLES, X_TRAIN, 268, ONE), "268 only says which bird; row is its prepared columns"),
        ((LOGISTIC, *TABLES, X_TRAIN, [268], ONE), "row has 1 number, and prepare makes 7 columns"),
        ((LOGISTIC, *TABLES, X_TRAIN, BIRD, ONE.values), "as explain returns it"),
        (
            (Softmax(), *TABLES, X_TRAIN, BIRD, of_female(from_probability(BIRD, X_TRAIN))),
            "the parts of the other answer",
        ),
    ],
    "10.7": [
        ((LOGISTIC, prepare, TRAIN, TEST, ALL, LAST), "mean size"),
        ((LOGISTIC, prepare, TRAIN, TEST, BY_ONE, "body_mass_g"), "absolute values"),
        ((LOGISTIC, prepare, TRAIN, TEST, ALL, "bill"), "there is no feature"),
        ((LOGISTIC, prepare, TRAIN, TEST, ALL, 1), "a name in quotes"),
        ((LOGISTIC, prepare, TRAIN, TEST, ONE, TOP), "Explain every one"),
        ((LOGISTIC, prepare, TRAIN, TEST, linear_parts(X_TRAIN, X_TRAIN), TOP), "Explain every one"),
        ((LOGISTIC, prepare, TRAIN, TEST[::-1], ALL, TOP), "Do the rows stand in their order?"),
        ((by_half, prepare, TRAIN, TEST, ALL, TOP), "Was another row, or another model, explained?"),
        (
            (by_half, prepare, TRAIN, TEST, ALL, TOP),
            f"of bird {WORST}, row {list(TEST.index).index(WORST)} of test",
        ),
        ((LOGISTIC, prepare, BIRDS, TEST, ALL, TOP), "in train and in test"),
    ],
    "10.8": [
        ((FEMALE, "male", 0.35, "bill_depth_mm", GOOD), "so says is not 'male'"),
        ((IN_ODDS, "female", 0.668, "body_mass_g", GOOD), "so says is not 'female'"),
        ((told([[[0.1, 0.2]]], 0.5, ["a"]), "male", 0.6, "a", GOOD), "explanation is of several outputs"),
        ((told([0.1, 0.2], 0.5, ["a"]), "male", 0.8, "a", GOOD), "2 parts a row, 1 names and 1 base values"),
        ((FEMALE, "small", 0.35, "bill_depth_mm", GOOD), "expected one of 'female', 'male'"),
        ((FEMALE, "female", 35, "bill_depth_mm", GOOD), "right in per cent"),
        ((FEMALE, "female", 0.65, "bill_depth_mm", GOOD), "the probability of female"),
        ((FEMALE, "female", 0.5, "bill_depth_mm", GOOD), "this is the base value"),
        ((FEMALE, "female", -0.15, "bill_depth_mm", GOOD), "the parts together. Add the base value"),
        ((FEMALE, "female", 0.37, "bill_depth_mm", GOOD), "chance should be 0.35"),
        ((IN_ODDS, "male", 0.7, "body_mass_g", GOOD), "in log-odds. People know chances"),
        ((FEMALE, "female", 0.35, "body_mass_g", GOOD), "counts as much: go by size"),
        ((FEMALE, "female", 0.35, "species", GOOD), "the part of species is 0.05; another is 0.3"),
        ((FEMALE, "female", 0.35, "bill", GOOD), "there is no feature 'bill'"),
        ((FEMALE, "female", 0.35, 0, GOOD), "counts_most as a name in quotes"),
        ((ALL, "female", 0.35, "bill_depth_mm", GOOD), "is of 84 birds"),
        ((FEMALE, "female", 0.35, "bill_depth_mm", "It is a female."), "at least 3 sentences; yours has 1"),
        ((FEMALE, "female", 0.35, "bill_depth_mm", ["a", "b", "c"]), "a text in quotes"),
    ],
}
