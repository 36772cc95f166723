"""The rules of lesson 10's exercises: what must hold whatever features, split and model were chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from math import comb, isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.checks.judging import (
    NotAnswered,
    Wrong,
    call,
    choice,
    close,
    exercise,
    numbers,
    one_line,
    told,
)
from helpers.checks.judging import function as a_function
from helpers.drawing.style import listed
from helpers.drawing.style import number as shown

if TYPE_CHECKING:
    import pandas

MEASURED = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
COLUMNS = ("species", "island", *MEASURED, "year")  # no two birds of the file agree in all of these
LUCK = 0.001  # how often a coin may reach what a model must
ENOUGH = 300  # of the 333 birds of known sex: fewer are another question than the one asked
PARTS = 2e-3  # how far the parts of a probability may be from summing: single precision, and estimates
WORDS = {  # which words name a feature whose column's name holds the key: one of each group, from its beginning
    "flipper": (("flipper", "wing"),),
    "mass": (("mass", "heavy", "light", "weigh", "heav", "kg", "gram"),),
    "depth": (
        ("bill", "beak"),
        ("deep", "depth", "shallow", "thick", "thin", "flat", "high", "height", "low", "slim", "narrow"),
    ),
    "length": (("bill", "beak"), ("long", "short", "length")),
    "species": (("species", "kind", "adelie", "chinstrap", "gentoo"),),
    "island": (("island", "biscoe", "dream", "torgersen"),),
    "year": (("year", "season", "2007", "2008", "2009"),),
}
PART = "flipper|wing|mass|weight|body|species|island"  # of what a word is said, where it is not the bill
NEGATION = (
    r"\b(not|no|none|nor|nobody|never|nothing|cannot|neither|without|unknown|uncertain|unclear|unsure|unable|silent|open|"
    r"(only|merely) (about|for|how|what|the model|shows?|says?|tells?))\b|n['’]t\b"
)
LIMIT = (
    r"\b(caus\w*|why|what makes|makes?|made|because|reasons?|proves?|proof|prov\w+|right|wrong|true|truth|correct\w*|"
    r"certain\w*|sure|mistake\w*|errs?|errors?|reliab\w*|trust\w*|other|others|elsewhere|outside|all|every\w*|always|new|"
    r"today|islands?|years?|seasons?|colon\w+|places?|chang\w*|would|if|whether|how|correlat\w*|depend\w*|blood|nature|"
    r"really|actual\w*)\b"
)
BOAST = (  # a denial that promises: no limit
    r"(?<!not )\b(without|no|beyond) (any |all )?(doubts?|mistakes?|errors?)\b|"
    r"\b(never|not|cannot be|can['’]t be|isn['’]t) (wrong|mistaken|in doubt)\b"
)
NO_LIMIT = (  # a denial that praises the model or the feature
    r"\bno(?:t any)? other(?: \w+)? (?:is|was|has|had|counts?|counted|matters?|mattered)\b|"
    r"\bothers?(?: \w+)? (?:do|does|did|is|are|was|were)(?: not|n['’]t) (?:matter|count|as|so|important)\b|"
    r"\b(?:do|does|did|will)(?: not|n['’]t) (?:make (?:any )?(?:errors?|mistakes?)|err|fail)\b"
)
TELLS = (
    r"(?:say|said|tell|told|show|explain|prove|guarantee|consider|know|describe|imply|implie|conclude|replace|"
    r"(?<!the )mean)(?:s|n|d|ed)?\b"
)
SILENT = (  # it does not say, it says nothing, it may be wrong, it only describes
    rf"(?:\b(?:not|nothing|cannot|never|little|nobody)\b|n['’]t\b)(?: \w+){{0,4}} {TELLS}|"
    rf"\b{TELLS}(?: \w+){{0,2}} (?:nothing|little|nobody)\b|"
    r"\b(?:may|might|could|can) (?:still |also )?(?:be (?:wrong|mistaken)|err)\b|"
    r"\b(?:ignores?|leaves? out|(?:no|not a|n['’]t a) guarantee)\b|\bonly (?:describes?|explains?|reports?)\b"
)
DOUBT = r"(?:\bnot|n['’]t|\bfar from|\bun)(?: \w+){0,2} ?(?:sure|certain)\b"
SEX = r"(?:an? |the |any |most |other )*(?:fe)?males?\b"
DENIED = rf"\b(?:not|nor|neither)(?: say| call it| take it for)? {SEX}(?: n?or {SEX})?"
COMPARED = (  # where a sex is named, and the bird is not said to be of it
    rf"\b(?:unlike|than|(?<!looks )(?<!more )like|as \w+ as|instead of) {SEX}|\b(?:fe)?male(?:['’]s\b|s['’])|"
    rf"\b{SEX} (?:or|and) {SEX}|\b(?:probability|chance|likelihood)(?: (?:of|for|being|to be))* {SEX}|"
    rf"\b(?:speaks?|counts?|points?|push(?:es)?|pulls?) (?:for|to|towards?) {SEX}|[^.!?]*\?"
)


# -- tables of birds ----------------------------------------------------------------------------------


@cache
def _sexes() -> dict[tuple, str]:
    """Return the sex of every bird of the file, "" where it is not known, by what else is known of it."""
    from helpers.datasets import load_penguins

    penguins = load_penguins()
    return dict(zip(_keys(penguins), _words(penguins["sex"]), strict=True))


def _keys(table: pandas.DataFrame) -> list[tuple]:
    """Return what identifies each row: all it holds but the sex, whatever its index is."""
    columns = [[_cell(value) for value in table[name].tolist()] for name in COLUMNS]
    return list(zip(*columns, strict=True))


def _cell(value: object) -> object:
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)
    return None if isnan(found) else round(found, 6)


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' * (count != 1)}"


def _rows_have(count: int, table: str) -> str:
    return f"{_many(count, 'row')} of {table} {'has' if count == 1 else 'have'}"


def _known(table: pandas.DataFrame) -> list[str]:
    """Return the sex of each row as the file has it, "" where it has none."""
    return [_sexes()[key] for key in _keys(table)]


def _words(column: pandas.Series) -> list[str]:
    """Return the sexes as words, "" for a missing one."""
    return [word if isinstance(word, str) else "" for word in column.astype(object).tolist()]


def _table(answer: object, name: str) -> pandas.DataFrame:
    """Read an answer as a table of rows of the penguins' file."""
    frame = _frame(answer, name)
    missing = [column for column in (*COLUMNS, "sex") if column not in frame.columns]
    if missing:
        raise Wrong(
            f"{name} lacks the column{'s' * (len(missing) > 1)} {listed(missing)}. Keep all columns for now; "
            "features are chosen in prepare."
        )
    unknown = sum(key not in _sexes() for key in _keys(frame))
    if unknown:
        raise Wrong(
            f"{_many(unknown, 'row')} of {name} {'are' if unknown > 1 else 'is'} not in the file: values "
            "were changed, filled in or scaled. Take rows as they are; prepare does the rest."
        )
    if len(set(_keys(frame))) < len(frame):
        raise Wrong(f"{len(frame) - len(set(_keys(frame)))} birds stand in {name} more than once.")
    return frame


def _frame(answer: object, name: str) -> pandas.DataFrame:
    import pandas

    if isinstance(answer, pandas.DataFrame):
        if not len(answer):
            raise Wrong(f"{name} has no rows.")
        return answer
    if answer is None:
        raise Wrong(
            f"expected {name} as a table (a DataFrame); you gave None. Does a function lack its return?"
        )
    kind = (
        "the text" if isinstance(answer, str) else "a function" if callable(answer) else type(answer).__name__
    )
    shape = f" of shape {answer.shape}" if isinstance(answer, np.ndarray) else ""
    raise Wrong(f"expected {name} as a table (a DataFrame); you gave {kind}{shape}.")


def _with_sex(answer: object, name: str) -> pandas.DataFrame:
    """Read an answer as a table of birds whose sex the file knows, and in which it stands as the file has it."""
    frame = _table(answer, name)
    sexes = _words(frame["sex"])
    known = _known(frame)
    filled = sum(not there and bool(word) for word, there in zip(sexes, known, strict=True))
    if filled:
        raise Wrong(
            f"{filled} birds of {name} have a sex that the file does not know. A target that was filled in "
            "teaches and tests a guess."
        )
    gaps = sum(not there for there in known)
    if gaps:
        raise Wrong(f"{_rows_have(gaps, name)} no sex. With no target a row can neither teach nor test.")
    if sexes != known:
        raise Wrong(
            f'the sexes in {name} are not those of the file. Leave the column as it is: "female", "male".'
        )
    return frame


@exercise(
    "10.1",
    "A row may be useless for learning and still be the reason for the whole work: the nine you set aside are "
    "the birds somebody wants to know about.",
)
def rows(birds: object, unsexed: object) -> None:
    if not any(_known(_table(birds, "birds"))) and any(_known(_table(unsexed, "unsexed"))):
        raise Wrong("birds has no bird of known sex, and unsexed has them. Are the two the other way round?")
    kept = _with_sex(birds, "birds")
    everybody = sum(bool(sex) for sex in _sexes().values())
    if len(kept) < ENOUGH:
        raise Wrong(
            f"{len(kept)} of the {everybody} birds of known sex are in birds. Which were dropped, and what for? "
            "Only the sex needs to be known."
        )
    _to_ask(unsexed)


def _to_ask(answer: object) -> pandas.DataFrame:
    """Read the birds that were measured and whose sex nobody knows."""
    asked = _table(answer, "unsexed")
    with_sex = sum(map(bool, _known(asked)))
    if with_sex:
        raise Wrong(f"{with_sex} birds in unsexed have a known sex; there is nothing to ask about them.")
    empty = int(asked[list(MEASURED)].isna().any(axis=1).sum())
    if empty:
        raise Wrong(f"{_rows_have(empty, 'unsexed')} no measurements: what should a model answer from?")
    filled = sum(word.lower() not in ("", "nan", "none", "<na>") for word in _words(asked["sex"]))
    if filled:
        raise Wrong(f"{_rows_have(filled, 'unsexed')} a sex filled in. Leave the gap.")
    wanted = sum(not sex and key[2] is not None for key, sex in _sexes().items())
    if len(asked) != wanted:
        raise Wrong(f"{wanted} birds were measured and have no sex; unsexed has {len(asked)}.")
    return asked


def _split(train: object, test: object) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Read the two parts, and refuse a bird that stands in both."""
    parts = _with_sex(train, "train"), _with_sex(test, "test")
    both = len(set(_keys(parts[0])) & set(_keys(parts[1])))
    if both:
        raise Wrong(
            f"{_many(both, 'bird')} stand{'s' * (both == 1)} in train and in test. A bird that was learnt "
            "from is not unseen."
        )
    return parts


@exercise(
    "10.2",
    "The test part is spent by looking: whatever is chosen after seeing its score was chosen with its help.",
)
def split(birds: object, train: object, test: object) -> None:
    whole = _with_sex(birds, "birds")
    seen, kept = _split(train, test)
    if len(kept) > len(seen) + 1:  # half of an odd number is rounded up
        raise Wrong(f"test has {len(kept)} birds and train {len(seen)}. Are the two the other way round?")
    strangers = (set(_keys(seen)) | set(_keys(kept))) - set(_keys(whole))
    if strangers:
        raise Wrong(f"{len(strangers)} birds in train or test are not in birds.")
    lost = len(whole) - len(seen) - len(kept)
    if lost:
        raise Wrong(f"{lost} of the {len(whole)} birds are in neither part.")
    share = len(kept) / len(whole)
    if not 0.145 <= share <= 0.505:
        raise Wrong(f"test holds {share:.0%} of the birds; between 15 and 50 % were asked for.")
    females = [_words(part["sex"]).count("female") / len(part) for part in (seen, kept)]
    if abs(females[0] - females[1]) > 0.02:
        raise Wrong(
            f"{females[0]:.1%} of train are females and {females[1]:.1%} of test. Stratify by sex: the two should "
            "agree within 2 points."
        )


# -- prepare ------------------------------------------------------------------------------------------


class _Gaps(Wrong):
    """A prepared table has NaN or infinity in some columns."""

    def __init__(self, table: str, columns: list[str]) -> None:
        self.columns = listed(columns, 4)
        super().__init__(
            f"{table} has NaN or infinity in {self.columns}. A network would answer NaN to every row."
        )


@cache
def _trial() -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Return birds of known sex in two parts, on which a learner's `prepare` is tried."""
    from helpers.datasets import load_penguins

    birds = load_penguins().dropna(subset=["sex"])
    order = np.random.default_rng(83).permutation(len(birds))
    return birds.iloc[order[:240]], birds.iloc[order[240:]]


def _prepared(
    prepare: Callable[..., Any],
    train: pandas.DataFrame,
    others: pandas.DataFrame,
    shown: str = "train, others",
) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Call a learner's `prepare` on copies, and read the two tables of numbers it should return."""
    result = call(prepare, train.copy(), others.copy(), shown=shown)
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise Wrong(
            f"prepare should return two tables, return x_train, x_others; yours returned {_brief(result)}."
            + " Does prepare lack its return?" * (result is None)
        )
    x_train, x_others = (
        _numbers_of(part, what)
        for part, what in zip(result, ("prepared train", "prepared others"), strict=True)
    )
    for part, whole, name in ((x_train, train, "train"), (x_others, others, "others")):
        if len(part) != len(whole):
            raise Wrong(
                f"of {len(whole)} rows of {name}, prepare returned {len(part)}. Keep every row, in its order."
            )
    _same_columns(x_train, x_others, train)
    return x_train, x_others


def _same_columns(x_train: pandas.DataFrame, x_others: pandas.DataFrame, train: pandas.DataFrame) -> None:
    if list(x_train.columns) == list(x_others.columns):
        return
    targets = _the_sex_itself(x_train.drop(columns=x_others.columns, errors="ignore"), train)
    if targets:
        raise Wrong(
            f"{targets[0]} stands in the prepared train alone and is the sex itself: the target. Keep it out of the "
            "features."
        )
    odd = sorted({*map(str, x_train.columns)} ^ {*map(str, x_others.columns)})
    raise Wrong(
        f"the two prepared tables differ in columns ({listed(odd, 4) or 'their order'}). "
        "Encode others by the categories of train."
    )


def _the_sex_itself(prepared: pandas.DataFrame, birds: pandas.DataFrame) -> list[str]:
    """Return which prepared columns are the birds' sex, by whatever two numbers."""
    male = (birds["sex"] == "male").to_numpy(float)[:, None]
    return [str(name) for name in prepared if _made_of(prepared[name].to_numpy(float), male)]


def _brief(value: object) -> str:
    import pandas

    return "one table" if isinstance(value, pandas.DataFrame) else told(value)


def _numbers_of(answer: object, name: str) -> pandas.DataFrame:
    """Read an answer as a table of finite numbers, with named columns."""
    if isinstance(answer, np.ndarray):
        raise Wrong(
            f"{name} is an array, whose columns have no names; the explanation will need them. "
            "Return a DataFrame: import pandas as pd, then pd.DataFrame(array, columns=names, index=rows.index)."
        )
    frame = _frame(answer, name)
    odd = [str(column) for column in frame.columns if not _of_numbers(frame[column])]
    coded = [
        name for name in odd if frame[name].dtype == "category" and _of_numbers(frame[name].cat.categories)
    ]
    if coded:
        raise Wrong(
            f"{coded[0]} holds numbers, but as the type category; .astype(float) makes them count as such."
        )
    if odd:
        raise Wrong(
            f"{name} has columns that are not numbers: {listed(odd, 4)}. Encode them, or leave them out."
        )
    gaps = [str(column) for column in frame.columns if not np.isfinite(frame[column].to_numpy(float)).all()]
    if gaps:
        raise _Gaps(name, gaps)
    if not len(frame.columns):
        raise Wrong(f"{name} has no columns.")
    return frame


def _of_numbers(column: Any) -> bool:
    return column.dtype.kind in "biuf"


def _same(one: pandas.DataFrame, other: pandas.DataFrame) -> bool:
    return list(one.columns) == list(other.columns) and np.allclose(
        one.to_numpy(float), other.to_numpy(float), rtol=1e-6, atol=1e-9
    )


@exercise(
    "10.3",
    "Your prepare was tried with one bird alone, with birds twice as large and under new row numbers: what it makes "
    "of a bird depends on that bird and on the training part, on nothing else.",
)
def prepare(answer: object) -> None:
    _keeps_the_rules(a_function(answer, "prepare"))


def _keeps_the_rules(asked: Callable[..., Any]) -> None:
    """Try a learner's `prepare` on birds of ours, and refuse what lets the answer or the test part in."""
    train, others = _trial()
    x_train, x_others = _prepared(asked, train, others)
    if not all(map(_same, _prepared(asked, train, others), (x_train, x_others))):
        raise Wrong(
            "called twice with the same two tables, it returns different ones: something in it is left to chance. "
            "Does it shuffle a table?"
        )
    _without_the_sex(asked, train, others, (x_train, x_others))
    larger = others.assign(**{name: others[name] * 2 for name in MEASURED})
    if not _same(_prepared(asked, train, larger)[0], x_train):
        raise Wrong(
            "when the birds of others are made twice as large, the prepared train changes. It must learn its means, "
            "deviations and categories from train alone."
        )
    _by_train_alone(asked, train, others, x_others)
    _keeps_the_order(asked, train)
    _without_the_row_number(asked, train, others, x_others)
    _on_one_scale(x_train, "train")
    _on_one_scale(x_others, "others")
    _scaled_by_train(asked, train, others, x_others)


def _by_train_alone(asked, train, others, x_others) -> None:
    """Refuse a prepare that makes something else of a bird when it comes without the others."""
    try:
        alone = _prepared(asked, train, others.iloc[-1:], "train and one bird")[1]
    except _Gaps as gaps:
        raise Wrong(
            f"given one bird alone, it makes NaN of {gaps.columns}: a single bird has no deviation and no range. Scale "
            "others by the numbers of train."
        ) from gaps
    among = x_others.iloc[-1:]
    if _same(alone, among):
        return
    if _places(alone.to_numpy(float)[0], x_others).sum() == 1:
        raise Wrong("the rows of others come back in another order. Keep every bird in its place.")
    name = next(name for name in among if not _same(alone[[name]], among[[name]]))
    raise Wrong(
        f"a bird that comes alone gets {shown(float(alone[name].iloc[0]))} in {name}, and among others "
        f"{shown(float(among[name].iloc[0]))}. Learn codes, means and deviations from train."
    )


def _keeps_the_order(asked, train) -> None:
    """Refuse a prepare that moves the rows of train: the targets, which it does not return, would stay."""
    try:
        one, other = _prepared(asked, train, train, "train twice")
    except Wrong:  # a prepare that tells the two by their row numbers
        return
    if not _same(one, other) and close(*(np.sort(table.to_numpy(float), axis=0) for table in (one, other))):
        raise Wrong(
            "called with the same birds as train and as others, it returns them in two orders. Keep each row in its "
            "place: the targets keep theirs."
        )


def _without_the_sex(asked, train, others, prepared) -> None:
    """Refuse a prepare that uses the sex of the birds it prepares, or cannot do without it."""
    x_train, x_others = prepared
    kinds = others["sex"].cat.categories
    exchanged = others["sex"].cat.rename_categories({"female": "male", "male": "female"})
    swapped = others.assign(sex=exchanged.cat.set_categories(kinds))
    nobody = others.assign(sex=others["sex"].where([False] * len(others)))
    leak = "the answer is among the features: changing a bird's sex changes what prepare makes of it. Leave sex out."
    if not _same(_prepared(asked, train, swapped)[1], x_others):
        raise Wrong(leak)
    try:
        without = _prepared(asked, train, nobody, "train, and birds without a sex")[1]
    except Wrong as wrong:
        raise Wrong(f"for birds without a sex it does not work: {one_line(wrong, 200)}") from wrong
    if not _same(without, x_others):
        raise Wrong(leak)
    targets = _the_sex_itself(x_train, train)
    if targets:
        raise Wrong(f"in the prepared train, {targets[0]} is the sex itself: the answer. Leave it out.")


def _without_the_row_number(asked, train, others, x_others) -> None:
    """Refuse a prepare to which a row's number or place says something, be it by a table outside."""
    order = np.random.default_rng(5).permutation(len(others))
    moved = others.iloc[order].set_axis(range(20_000, 20_000 + len(others)))
    renumbered = train.set_axis(range(10_000, 10_000 + len(train)))
    try:
        same = _same(_prepared(asked, renumbered, moved)[1], x_others.iloc[order])
    except Wrong as wrong:
        raise Wrong(
            f"for birds with other row numbers it does not work: {one_line(wrong, 150)} Make each bird's features of "
            "what train and others hold."
        ) from wrong
    if not same:
        raise Wrong(
            "a bird's row number, or its place, changes what prepare makes of it. The order of the file, or a table "
            "outside, is not a measurement: leave it out."
        )


def _scaled_by_train(asked, train, others, x_others) -> None:
    """Refuse measurements that are scaled by the same numbers whatever train is: all birds', or fixed ones."""
    stretched = train.assign(**{name: train[name] * 1.5 for name in MEASURED})
    again = _prepared(asked, stretched, others, "train with larger birds, others")[1]
    one_species = (others["species"] == others["species"].iloc[0]).to_numpy()
    measures = others.loc[one_species, list(MEASURED)].to_numpy(float)
    for name in x_others.columns.intersection(again.columns):
        scaled = _made_of(x_others.loc[one_species, name].to_numpy(float), measures)
        if scaled and _same(again[[name]], x_others[[name]]):
            raise Wrong(
                f"called with other training birds, it scales {name} by the same numbers. Take means and deviations "
                "from the train that it is given, not from a table outside or from fixed units."
            )


def _made_of(column: np.ndarray, measures: np.ndarray) -> bool:
    """Say whether a column is nothing but a weighted sum of others, (rows, columns), and a constant."""
    terms = np.column_stack([measures, np.ones(len(measures))])
    rest = column - terms @ np.linalg.lstsq(terms, column, rcond=None)[0]
    return bool(column.std() > 1e-9 and rest.std() < 1e-3 * column.std())


def _on_one_scale(prepared: pandas.DataFrame, part: str) -> None:
    for name in prepared.columns:
        mean, deviation = float(prepared[name].mean()), float(prepared[name].std(ddof=0))
        if abs(mean) > 5 or deviation > 5:
            raise Wrong(
                f"in the prepared {part}, {name} still has a mean of {shown(mean, 1)} and a standard deviation of "
                f"{shown(deviation, 1)}. Bring the columns to one scale: minus the mean, by the deviation."
            )
    if not any(prepared[name].nunique() > 1 for name in prepared.columns):
        raise Wrong("every column is the same for all birds: there is nothing to tell them apart by.")


# -- the model ----------------------------------------------------------------------------------------


def _ask(model: Any, rows: pandas.DataFrame) -> np.ndarray:
    """Return what a model of any kind answers: one probability of male for each row."""
    if isinstance(model, type) or not any(
        hasattr(model, way) for way in ("predict_proba", "predict", "__call__")
    ):
        raise Wrong(
            f"expected model: a trained Keras network, a scikit-learn classifier or a function; you gave {told(model)}."
        )
    array = rows.to_numpy("float32")
    if hasattr(model, "predict_proba"):
        found = call(
            lambda: model.predict_proba(rows if hasattr(model, "feature_names_in_") else array), shown="rows"
        )
    elif hasattr(model, "predict") and hasattr(model, "layers"):
        found = call(lambda: model.predict(array, verbose=0), shown="rows")
    elif callable(model):
        found = call(lambda: model(array), shown="an array of rows")
    elif _is_a_regressor(model):
        raise Wrong(
            f"{type(model).__name__} predicts any number, no probability. Take a classifier with predict_proba."
        )
    else:
        raise Wrong(
            "this model answers classes only. A probability is needed: a classifier with predict_proba."
        )
    raw, found = found, numbers(found, what="one probability for each row")
    if found.ndim == 2 and found.shape[1] == 2 and np.allclose(found.sum(axis=1), 1, atol=1e-3):
        found = found[:, _column_of_male(model)]
    if found.shape not in ((len(rows),), (len(rows), 1)):
        raise Wrong(
            f"for {len(rows)} rows the model answers in the shape {found.shape}; one number a row is needed."
        )
    if found.min() < 0 or found.max() > 1:
        raise Wrong(
            f"the model answers between {shown(found.min())} and {shown(found.max())}. A probability lies from 0 to 1: "
            "a sigmoid at the end makes one."
        )
    if np.asarray(raw).dtype.kind in "biu":
        raise Wrong(
            "the model answers 0 or 1, and nothing between. Return the probability before it is cut at 0.5."
        )
    return found.reshape(-1)


def _is_a_regressor(model: Any) -> bool:
    from sklearn.base import BaseEstimator, is_regressor

    return isinstance(model, BaseEstimator) and is_regressor(model)


def _column_of_male(model: Any) -> int:
    classes = [str(name) for name in np.ravel(getattr(model, "classes_", []))]
    return classes.index("male") if "male" in classes else 1


def least_beyond_luck(rows: int, share: float = 0.5) -> int:
    """Return how many of `rows` must be right, so that guessing gets there in less than 1 of 1000 tries.

    P(X ≥ k) < 0.001 for X binomial with `rows` tries, each right with the probability `share`.

    Args:
        rows: how many are judged.
        share: of the commoner class, which who always names it gets right.

    Returns:
        k, at most rows + 1.

    Example:
        >>> least_beyond_luck(84)
        57
    """
    chance = 0.0
    for right in range(rows, -1, -1):
        chance += comb(rows, right) * share**right * (1 - share) ** (rows - right)
        if chance >= LUCK:
            return right + 1
    return 0


@exercise(
    "10.4",
    "Beyond luck is where a score begins to mean something. How much it means, the next step asks: beside a "
    "simple model, and over more than one split.",
)
def model(answer: object, prepare: object, train: object, test: object) -> None:
    seen, kept = _split(train, test)
    asked = a_function(prepare, "prepare")
    x_test = _prepared(asked, seen, kept)[1]
    try:
        _keeps_the_rules(asked)
    except Wrong as wrong:
        raise Wrong(f"prepare is not yet what 10.3 asks for: {wrong}") from wrong
    answers = _ask(answer, x_test)
    male = np.array(_words(kept["sex"])) == "male"
    right, n = int(((answers > 0.5) == male).sum()), len(male)
    if np.ptp(answers) < 1e-6:
        raise Wrong(f"the model answers {shown(answers[0])} for every bird. Was it trained?")
    wanted = least_beyond_luck(n, max(male.mean(), 1 - male.mean()))
    _has_not_seen_the_test(answer, asked, (seen, kept), answers)
    if right == n >= 60:  # of fewer, an honest model may get all
        raise Wrong(
            f"all {n} unseen birds right is too good to be true here. Has the model been fitted on test, too? "
            "Fit it on the training part alone."
        )
    if right >= wanted:
        return
    if n - right >= wanted:
        raise Wrong(
            f"{right} of {n} unseen birds right: it is upside down. It gives the probability of female."
        )
    raise Wrong(
        f"{right} of {n} unseen birds right; {wanted} are asked for, which guessing reaches in less than one of 1000 "
        "tries. Look at the features, at the order of the targets, and at how long it trained."
    )


def _has_not_seen_the_test(model: Any, asked: Callable[..., Any], parts: tuple, answers: np.ndarray) -> None:
    """Refuse a scikit-learn model that answers as its like that was fitted on the test part, too or alone."""
    import warnings

    import pandas

    model = getattr(model, "best_estimator_", model)
    if not hasattr(model, "get_params") or len(getattr(model, "classes_", ())) != 2:
        return
    seen, kept = parts
    both, male = pandas.concat(parts), _column_of_male(model)

    def fitted_on(rows: pandas.DataFrame, scaled_by: pandas.DataFrame) -> np.ndarray:
        from sklearn.base import clone

        x = _prepared(asked, scaled_by, rows)[1]
        is_male = np.array(_words(rows["sex"])) == "male"
        target = np.where(is_male, model.classes_[male], model.classes_[1 - male])
        again = clone(model).fit(x if hasattr(model, "feature_names_in_") else x.to_numpy(), target)
        return _ask(again, _prepared(asked, seen, kept)[1])

    state = np.random.get_state()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if close(answers, fitted_on(seen, seen)):
                return
            as_both, as_test = (
                any(close(answers, fitted_on(rows, scaled_by)) for scaled_by in (seen, rows))
                for rows in (both, kept)
            )
    except Exception:  # a model that cannot be fitted again so: nothing is known
        return
    finally:
        np.random.set_state(state)
    if as_both:
        raise Wrong(
            "the same model fitted on train and test answers just so, and fitted on train alone it does not: it has "
            "seen the test birds. Fit it on the training part alone."
        )
    if as_test:
        raise Wrong(
            "fitted on test alone, the same model answers just so: it has learnt from the birds it is judged by. "
            "Fit it on train."
        )


@exercise(
    "10.5",
    "A draw is a result, too: then these splits show no reason to prefer the model that is harder to explain.",
)
def compared(network_scores: object, simple_scores: object, verdict: object) -> None:
    network, simple = (
        _scores(scores, name)
        for scores, name in ((network_scores, "network_scores"), (simple_scores, "simple_scores"))
    )
    if len(network) != len(simple):
        raise Wrong(
            f"there are {len(network)} scores of the network and {len(simple)} of the logistic regression. Each split "
            "gives one of each."
        )
    if network_scores is simple_scores:
        raise Wrong("network_scores and simple_scores are one and the same list. Give each model its own.")
    if not np.ptp(network) and not np.ptp(simple):
        raise Wrong(
            f"all {len(network)} splits gave the same two scores. Is it another split each time? If so, add some."
        )
    word = choice(verdict, ("network", "logistic regression", "no difference"))
    differences = network - simple
    mean, deviation = differences.mean(), differences.std(ddof=1)
    if differences.std() <= abs(mean) <= deviation:  # between the two ways to divide: either verdict
        return
    right = "no difference" if abs(mean) <= deviation else "network" if mean > 0 else "logistic regression"
    if word == right:
        return
    found = f"the mean of the differences, network minus logistic regression, is {shown(mean, 3)}"
    if "no difference" in (word, right):
        found += f", their standard deviation {shown(deviation, 3)}: which lies further from 0?"
    else:
        found += ": which of the two is ahead?"
    raise Wrong(f'{found} By the rule it is not "{word}".')


def _scores(answer: object, name: str) -> np.ndarray:
    values = numbers(answer, what=f"{name} as a list of at least five numbers")
    if values.ndim == 2 and values.shape[1] == 2:
        raise Wrong(f"{name} holds 2 numbers a split. evaluate gives loss and accuracy; keep the accuracy.")
    values = values.reshape(-1)
    if len(values) < 5:
        raise Wrong(f"{name} has {_many(len(values), 'score')}; at least five splits were asked for.")
    if values.min() < 0 or values.max() > 1:
        raise Wrong(
            f"{name} goes from {shown(values.min())} to {shown(values.max())}. Give shares right, from 0 to 1."
        )
    if values.mean() < 0.4:
        raise Wrong(
            f"the mean of {name} is {shown(values.mean())}, less than a coin's 0.5. Are these losses, or shares wrong?"
        )
    if values.mean() < 0.6:
        raise Wrong(
            f"the mean of {name} is {shown(values.mean())}, hardly more than a coin's. Do rows and targets fit?"
        )
    return values


# -- the explanation ----------------------------------------------------------------------------------


def _parts_of(explanation: Any, name: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Read an explanation as parts (rows, features), base values (rows,) and names."""
    if not all(hasattr(explanation, part) for part in ("values", "base_values", "feature_names")):
        raise Wrong(f"expected {name} as explain returns it; you gave {told(explanation)}.")
    values = numbers(explanation.values, what=f"the parts in {name}")
    if values.ndim == 3:
        raise Wrong(f"{name} is of several outputs. Take one: explain(…, output=1).")
    values = np.atleast_2d(values)
    base = numbers(explanation.base_values, what=f"the base value of {name}").reshape(-1)
    names = [str(feature) for feature in explanation.feature_names or []]
    if len(names) != values.shape[1] or base.size not in (1, len(values)):
        raise Wrong(
            f"{name} has {values.shape[1]} parts a row, {len(names)} names and {base.size} base values."
        )
    return values, np.broadcast_to(base, (len(values),)), names


def _in_log_odds(explanation: Any, sums: np.ndarray) -> bool:
    scale = getattr(explanation, "scale", None)
    probable = sums.min() > -PARTS and sums.max() < 1 + PARTS
    return scale == "log-odds" or (scale not in ("probability", "output") and not probable)


def _that_sum(
    explanation: Any, values: np.ndarray, base: np.ndarray, answers: np.ndarray, birds: Sequence[str]
) -> None:
    """Refuse parts that do not add up to the model's probabilities of these birds, on whichever scale they are."""
    sums = base + values.sum(axis=1)
    if _in_log_odds(explanation, sums):
        sums = 1 / (1 + np.exp(-sums))
    gaps = np.abs(sums - answers)
    worst = int(gaps.argmax())
    if gaps[worst] <= PARTS:
        return
    if np.abs(sums - (1 - answers)).max() <= PARTS:
        raise Wrong("these are the parts of female, and the model is asked for male: explain(…, output=1).")
    moved = len(sums) > 1 and np.abs(np.sort(sums) - np.sort(answers)).max() <= PARTS
    raise Wrong(
        f"of {birds[worst]}, base value and parts add up to {shown(sums[worst], 3)}, and the model says "
        f"{shown(answers[worst], 3)}. "
        + ("Are the birds in test's order?" if moved else "Was another bird, or another model, explained?")
    )


@exercise(
    "10.6",
    "Every explanation is a comparison. Change the background, and the same answer has other reasons.",
)
def one_bird(
    model: object,
    prepare: object,
    train: object,
    unsexed: object,
    background: object,
    row: object,
    explanation: object,
) -> None:
    asked = a_function(prepare, "prepare")
    seen, others = _prepared(asked, _with_sex(train, "train"), _to_ask(unsexed), "train, unsexed")
    compared = _background(background, seen)
    answers = _ask(model, _one_row(row, seen, others))
    values, base, _ = _parts_of(explanation, "explanation")
    if len(values) != 1:
        raise Wrong(f"explanation is of {_many(len(values), 'bird')}. Give explain the one row.")
    _that_sum(explanation, values, base, answers, ["this bird"])
    start = _ask(model, compared)
    if _in_log_odds(explanation, base + values.sum(axis=1)):
        if start.min() < 1e-6 or start.max() > 1 - 1e-6:  # there a float's last digits are whole log-odds
            return
        start = np.log(start) - np.log1p(-start)
    if abs(start.mean() - base[0]) > 2 * PARTS * max(1, abs(start.mean())):
        raise Wrong(
            f"the explanation starts at {shown(base[0], 3)}, but the model's mean answer over background is "
            f"{shown(start.mean(), 3)}. Was it made against other rows?"
        )


def _background(answer: object, seen: pandas.DataFrame) -> pandas.DataFrame:
    """Read the background: training birds as they were prepared, at least 20 of them."""
    if isinstance(answer, np.ndarray) and answer.ndim == 2 and answer.shape[1] == seen.shape[1]:
        import pandas

        answer = pandas.DataFrame(answer, columns=seen.columns)
    rows = _numbers_of(answer, "background")
    if list(rows.columns) != list(seen.columns):
        raise Wrong("background has not the columns that prepare makes of train. Take its rows from there.")
    if len(rows) < 20:
        raise Wrong(
            f"background has {_many(len(rows), 'row')}; from fewer than 20 the base value is a matter of luck."
        )
    known = {tuple(row) for row in seen.to_numpy("float32").tolist()}
    strangers = sum(tuple(row) not in known for row in rows.to_numpy("float32").tolist())
    if strangers:
        raise Wrong(
            f"{strangers} of the {len(rows)} rows of background are not training birds. Take them from "
            "x_train, _ = prepare(train, unsexed)."
        )
    return rows


def _one_row(answer: object, seen: pandas.DataFrame, others: pandas.DataFrame) -> pandas.DataFrame:
    """Read one bird of unsexed as it was prepared, from a Series, a table of one row or an array."""
    import pandas

    if isinstance(answer, pandas.DataFrame) and len(answer) != 1:
        raise Wrong(f"row has {len(answer)} birds. Take one of them: x_unsexed.iloc[0].")
    if isinstance(answer, pandas.Series | pandas.DataFrame):
        names = list(answer.index if isinstance(answer, pandas.Series) else answer.columns)
        if names != list(seen.columns):
            raise Wrong("row has not the columns that prepare makes. Take it from prepare(train, unsexed).")
    values = numbers(answer, what="row as one prepared bird")
    if not values.ndim:
        raise Wrong(f"{told(answer)} only says which bird; row is its prepared columns.")
    values = values.reshape(-1)
    if len(values) != len(seen.columns):
        made = _many(len(seen.columns), "column")
        raise Wrong(f"row has {_many(len(values), 'number')}, and prepare makes {made}.")
    if not _is_in(values, others):
        found = "a training bird" if _is_in(values, seen) else "none of the birds of unsexed"
        raise Wrong(
            f"row is {found}. Choose one of unsexed, prepared: _, x_unsexed = prepare(train, unsexed)."
        )
    return pandas.DataFrame([values], columns=seen.columns)


def _is_in(values: np.ndarray, rows: pandas.DataFrame) -> bool:
    return bool(_places(values, rows).any())


def _places(values: np.ndarray, rows: pandas.DataFrame) -> np.ndarray:
    """Return for each row whether it is these values."""
    return np.isclose(rows.to_numpy(float), values, rtol=1e-5, atol=1e-6).all(axis=1)


@exercise(
    "10.7",
    "The largest in the mean need not be the largest for one bird. Say which of the two you mean.",
)
def all_birds(
    model: object, prepare: object, train: object, test: object, explanations: object, top_feature: object
) -> None:
    seen, kept = _split(train, test)
    x_test = _prepared(a_function(prepare, "prepare"), seen, kept, "train, test")[1]
    values, base, names = _parts_of(explanations, "explanations")
    if len(values) != len(x_test):
        raise Wrong(
            f"test has {len(x_test)} birds, and explanations has {len(values)}. Explain every one of them, in its "
            "place: _, x_test = prepare(train, test)."
        )
    birds = [f"bird {name}, row {place} of test" for place, name in enumerate(kept.index)]
    _that_sum(explanations, values, base, _ask(model, x_test), birds)
    if not isinstance(top_feature, str):
        raise Wrong(f"expected top_feature as a name in quotes; you gave {told(top_feature)}.")
    lower = [name.lower() for name in names]
    if top_feature.strip().lower() not in lower:
        raise Wrong(f"there is no feature {told(top_feature)}. There are: {listed(names, 10)}.")
    sizes = np.abs(values).mean(axis=0)
    named = lower.index(top_feature.strip().lower())
    if sizes[named] < sizes.max() - 1e-9:
        signed = values.mean(axis=0)
        hint = " Take absolute values before the mean." if named == signed.argmax() else ""
        raise Wrong(
            f"the parts of {names[named]} have a mean size of {shown(sizes[named], 3)}; those of another feature "
            f"have {shown(sizes.max(), 3)}.{hint}"
        )


# -- the statement ------------------------------------------------------------------------------------


@exercise(
    "10.8",
    "The words are there. Whether they are true and plain, only a reader can tell: the table below asks what "
    "this check cannot.",
)
def statement(explanation: object, text: object) -> None:
    values, base, names = _parts_of(explanation, "explanation")
    if len(values) != 1:
        raise Wrong(
            f"explanation is of {len(values)} birds; the statement is about the one of exercise 10.6."
        )
    if not isinstance(text, str):
        raise Wrong(f"expected statement as a text in quotes; you gave {told(text)}.")
    if "____" in text:
        raise NotAnswered
    sentences = _sentences(text)
    if len(sentences) != 3:
        raise Wrong(f"three sentences were asked for, each with its full stop; yours has {len(sentences)}.")
    total = base + values.sum(axis=1)
    middle = 0 if _in_log_odds(explanation, total) else 0.5
    _names_the_sex(text, "male" if total[0] > middle else "female")
    top = names[int(np.abs(values[0]).argmax())]
    words = _words_for(top)
    if top.lower() not in text.lower() and not any(_has_words(sentence, words) for sentence in sentences):
        would_do = ", with ".join(" or ".join(group[:3]) for group in words) or top
        raise Wrong(
            f"the feature that counted most for this bird is {top}. No sentence names it; words that would do: "
            f"{would_do}."
        )
    if not any(map(_is_a_limit, sentences)):
        boast = re.search(BOAST, text, re.I)
        raise Wrong(
            (f'"{boast[0]}" promises, and ' if boast else "")
            + "no sentence says what the explanation does not say. Does it tell causes? Whether this answer is right? "
            "What holds for other birds?"
        )


def _sentences(text: str) -> list[str]:
    """Split a text into sentences; a full stop that shortens a word ends none."""
    text = re.sub(r"\b(e\.\s?g|i\.\s?e|approx|vs|ca|cf)\.(?=\s+\S)", r"\1", text, flags=re.I)
    text = re.sub(r"\b(no|nr|etc)\.(?=\s+[\d(a-z])", r"\1", text, flags=re.I)
    return [part for part in re.split(r"(?<=[.!?…])[\"'”’)]*\s+", text.strip()) if re.search(r"\w{2}", part)]


def _names_the_sex(text: str, said: str) -> None:
    """Refuse a statement whose first sex is another; "unlike a male's" and "not a male" do not say male."""
    plain = re.sub(DENIED, " ", " ".join(text.split()), flags=re.I)
    claimed = _sexes_in(re.sub(COMPARED, " ", plain, flags=re.I))
    if claimed and claimed[0] != said:
        raise Wrong(f"the model says {said} of this bird; your statement first says {claimed[0]}.")
    if not claimed and said not in _sexes_in(plain):
        raise Wrong("no sentence says outright what the model takes this bird for: female or male.")


def _sexes_in(text: str) -> list[str]:
    return re.findall(r"\b(?:fe)?male(?=s?\b)", text.lower())


def _words_for(feature: str) -> tuple[tuple[str, ...], ...]:
    """Return the words by which a text may name a feature, one of each group; of a strange one its own."""
    plain = re.sub(r"[\W_]+", " ", feature.lower())
    for stem, words in WORDS.items():
        if stem in plain:
            return words
    return tuple((word,) for word in plain.split() if len(word) > 2)


def _has_words(sentence: str, words: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether a sentence holds a word of each group; of two groups, with no other part of a bird between."""
    sentence = sentence.replace("_", " ")
    groups = [rf"\b(?:{'|'.join(map(re.escape, group))})\w*" for group in words]
    if len(groups) == 2:
        one, other = groups
        word = rf"(?:\W+(?!{PART})\w+)"
        pair = rf"{one}{word}*?\W+{other}|{other}{word}{{0,4}}?\W+{one}"  # "its bill … is deep", "the depth of its bill"
        return bool(re.search(pair, sentence, re.I))
    return bool(groups) and all(re.search(group, sentence, re.I) for group in groups)


def _is_a_limit(sentence: str) -> bool:
    bare = re.sub(f"{BOAST}|{DENIED}|{NO_LIMIT}", " ", sentence, flags=re.I)
    if re.search(SILENT, bare, re.I):
        return True
    if _sexes_in(bare):  # "female, but not sure" is the answer, not what it leaves open
        bare = re.sub(DOUBT, " ", bare, flags=re.I)
    return bool(re.search(NEGATION, bare, re.I) and re.search(LIMIT, bare, re.I))
