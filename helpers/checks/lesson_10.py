"""The exercises of lesson 10: what must hold whatever features, split and model were chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.checks import prose
from helpers.checks.answer_types import choice, number, numbers
from helpers.checks.answer_types import function as a_function
from helpers.checks.comparing import close
from helpers.checks.explanations import adds_up, ask, in_log_odds, parts_of, starts_from
from helpers.checks.judging import call, exercise
from helpers.checks.kinds import behaviour, decision
from helpers.checks.verdicts import Wrong, one_line, show
from helpers.writing import listed, plural
from helpers.writing import number as written

if TYPE_CHECKING:
    import pandas

MEASURED = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
COLUMNS = ("species", "island", *MEASURED, "year")  # no two birds of the file agree in all of these
LUCK = 0.001  # how often a coin may reach what a model must
ENOUGH = 300  # of the 333 birds of known sex: fewer are another question than the one asked
OF_A_SPECIES = 5  # birds at least in either part
RULE = "One method counts as ahead of another only if it is ahead in every split tried"


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


def _rows_have(count: int, table: str) -> str:
    return f"{plural(count, 'row')} of {table} {'has' if count == 1 else 'have'}"


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
            f"{plural(unknown, 'row')} of {name} {'are' if unknown > 1 else 'is'} not in the file: values "
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
    if isinstance(answer, pandas.Series | pandas.Index):
        kind = type(answer).__name__
        raise Wrong(
            f"expected {name} as a table; you gave one column ({kind}). Choose rows by it: penguins[…]."
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
def rows(birds: object, unsexed: object) -> str | None:
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
    left = everybody - len(kept)
    return f"{plural(left, 'bird')} of known sex left out: say why, beside the table." if left else None


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
            f"{plural(both, 'bird')} stand{'s' * (both == 1)} in train and in test. A bird that was learnt "
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
    for name, part in (("train", seen), ("test", kept)):
        of_species = part["species"].astype(str).value_counts()
        for species in sorted(set(whole["species"].astype(str))):
            if of_species.get(species, 0) < OF_A_SPECIES:
                raise Wrong(
                    f"{name} has {plural(int(of_species.get(species, 0)), species)}. With fewer than {OF_A_SPECIES} of a "
                    "species it is another question than the one asked: mix the birds before you split."
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
    given = train.copy(), others.copy()
    result = call(lambda: prepare(*given), shown=shown)
    for table, before, name in zip(given, (train, others), ("train", "others"), strict=True):
        if not table.equals(before):
            raise Wrong(
                f"prepare changes the {name} that it is given. Work on a copy: {name} = {name}.copy()."
            )
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
                f"given {len(whole)} birds as {name}, prepare returned {len(part)}. Keep every row, in its order."
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

    return "one table" if isinstance(value, pandas.DataFrame) else show(value)


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


prepare = behaviour(
    "10.3",
    lambda answer: _keeps_the_rules(a_function(answer, "prepare")),
    "Your prepare was tried with one bird alone, with birds twice as large and under new row numbers: what it makes "
    "of a bird depends on that bird and on the training part, on nothing else.",
    names=("prepare",),
)


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
    if _moved(asked, train, others, x_others):
        raise Wrong("the rows of others come back in another order. Keep every bird in its place.")
    name = next(name for name in among if not _same(alone[[name]], among[[name]]))
    raise Wrong(
        f"a bird that comes alone gets {written(float(alone[name].iloc[0]))} in {name}, and among others "
        f"{written(float(among[name].iloc[0]))}. Learn codes, means and deviations from train."
    )


def _moved(asked, train, others, x_others) -> bool:
    """Say whether birds that come alone are found among the others, each once and each in another place."""
    places = []
    for place in (-1, 0, len(others) // 2):
        row = others.iloc[[place]]
        found = np.flatnonzero(_places(_prepared(asked, train, row)[1].to_numpy(float)[0], x_others))
        if len(found) != 1:
            return False
        places.append(int(found[0]))
    return len(set(places)) == len(places)


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
                f"in the prepared {part}, {name} still has a mean of {written(mean, 1)} and a standard deviation of "
                f"{written(deviation, 1)}. Bring the columns to one scale: minus the mean, by the deviation."
            )
    if not any(prepared[name].nunique() > 1 for name in prepared.columns):
        raise Wrong("every column is the same for all birds: there is nothing to tell them apart by.")


# -- the model ----------------------------------------------------------------------------------------


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
    from scipy.stats import binom

    return int(binom.isf(LUCK, rows, share)) + 1


@exercise(
    "10.4",
    "How much a score means, the next step asks: beside a simple model, and over more than one split.",
)
def beyond_luck(model: object, prepare: object, train: object, test: object) -> str:
    seen, kept = _split(train, test)
    asked = a_function(prepare, "prepare")
    x_test = _prepared(asked, seen, kept)[1]
    try:
        _keeps_the_rules(asked)
    except Wrong as wrong:
        raise Wrong(f"prepare is not yet what 10.3 asks for: {wrong}") from wrong
    answers = ask(model, x_test, "male")
    male = np.array(_words(kept["sex"])) == "male"
    right, n = int(((answers > 0.5) == male).sum()), len(male)
    if np.ptp(answers) < 1e-6:
        raise Wrong(f"the model answers {written(answers[0])} for every bird. Was it trained?")
    wanted = least_beyond_luck(n, max(male.mean(), 1 - male.mean()))
    if right == n >= 60:  # of fewer, an honest model may get all
        raise Wrong(
            f"all {n} unseen birds right is too good to be true here. Has the model been fitted on test, too? "
            "Fit it on the training part alone."
        )
    if right >= wanted:
        said = (
            f"{right} of {n} unseen birds right. Guessing reaches {wanted} in less than one of 1000 tries; "
        )
        return said + f"“heavier than the middle of its species is a male” names {_by_weight(seen, kept)}."
    if n - right >= wanted:
        raise Wrong(
            f"{right} of {n} unseen birds right: it is upside down. It gives the probability of female."
        )
    raise Wrong(
        f"{right} of {n} unseen birds right; {wanted} are asked for, which guessing reaches in less than one of 1000 "
        "tries. Look at the features, at the order of the targets, and at how long it trained."
    )


def _by_weight(train: pandas.DataFrame, test: pandas.DataFrame) -> int:
    """Return how many birds of test are named by who says male above the species' median mass in train."""
    middle = train.groupby(train["species"].astype(str))["body_mass_g"].median()
    heavier = test["body_mass_g"] > test["species"].astype(str).map(middle)
    return int((heavier.to_numpy() == (test["sex"] == "male").to_numpy()).sum())


# -- the comparison -----------------------------------------------------------------------------------

WORDS = ("network", "logistic regression", "open")


@exercise(
    "10.5",
    "One rule, and the same as in lesson 08.",
)
def compared(network_scores: object, simple_scores: object, verdict: object) -> str:
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
    if isinstance(verdict, str) and verdict.strip().lower() in ("no difference", "draw", "equal"):
        raise Wrong('splits cannot show that two methods are equal, only that they do not decide: "open".')
    word = choice(verdict, WORDS)
    ahead, behind = int((network > simple).sum()), int((network < simple).sum())
    right = WORDS[0] if ahead == len(network) else WORDS[1] if behind == len(network) else WORDS[2]
    counted = f"the network is ahead in {ahead} of {len(network)} splits, logistic regression in {behind}" + (
        f", level in {len(network) - ahead - behind}"
    ) * (ahead + behind < len(network))
    if word != right:
        raise Wrong(f'{counted}. {RULE}; so it is not "{word}".')
    then = {
        "open": "These splits do not decide, and then the simpler one is taken.",
        "network": "It has earned its place here; whether by as much as it costs to explain is for you to say.",
        "logistic regression": "The simpler one is ahead as well: take it.",
    }
    return f"{counted[0].upper()}{counted[1:]}. {then[word]}"


def _scores(answer: object, name: str) -> np.ndarray:
    values = numbers(answer, what=f"{name} as a list of at least five numbers")
    if values.ndim == 2 and values.shape[1] == 2:
        raise Wrong(f"{name} holds 2 numbers a split. evaluate gives loss and accuracy; keep the accuracy.")
    values = values.reshape(-1)
    if len(values) < 5:
        raise Wrong(f"{name} has {plural(len(values), 'score')}; at least five splits were asked for.")
    if values.min() < 0 or values.max() > 1:
        raise Wrong(
            f"{name} goes from {written(values.min())} to {written(values.max())}. Give shares right, from 0 to 1."
        )
    if values.mean() < 0.4:
        raise Wrong(
            f"the mean of {name} is {written(values.mean())}, less than a coin's 0.5. Are these losses, or shares wrong?"
        )
    if values.mean() < 0.6:
        raise Wrong(
            f"the mean of {name} is {written(values.mean())}, hardly more than a coin's. Do rows and targets fit?"
        )
    return values


# -- the explanation ----------------------------------------------------------------------------------


@exercise(
    "10.6",
    "Every explanation is a comparison. Change the background, and the same answer has other reasons.",
)
def one_bird(model, prepare, train, unsexed, background, row, explanation) -> None:
    asked = a_function(prepare, "prepare")
    seen, others = _prepared(asked, _with_sex(train, "train"), _to_ask(unsexed), "train, unsexed")
    compared = _background(background, seen)
    values, _, _ = parts_of(explanation, "explanation")
    bird = _one_row(row, seen, others)
    if len(values) != 1:
        raise Wrong(f"explanation is of {plural(len(values), 'bird')}. Give explain the one row.")
    adds_up(explanation, ask(model, bird, "male"), ["this bird"])
    starts_from(explanation, ask(model, compared, "male"), "background")


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
            f"background has {plural(len(rows), 'row')}; from fewer than 20 the base value is a matter of luck."
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
        raise Wrong(f"{show(answer)} only says which bird; row is its prepared columns.")
    values = values.reshape(-1)
    if len(values) != len(seen.columns):
        made = plural(len(seen.columns), "column")
        raise Wrong(f"row has {plural(len(values), 'number')}, and prepare makes {made}.")
    if not _places(values, others).any():
        found = "a training bird" if _places(values, seen).any() else "none of the birds of unsexed"
        raise Wrong(
            f"row is {found}. Choose one of unsexed, prepared: _, x_unsexed = prepare(train, unsexed)."
        )
    return pandas.DataFrame([values], columns=seen.columns)


def _places(values: np.ndarray, rows: pandas.DataFrame) -> np.ndarray:
    """Return for each row whether it is these values."""
    return np.isclose(rows.to_numpy(float), values, rtol=1e-5, atol=1e-6).all(axis=1)


@exercise(
    "10.7",
    "The largest in the mean need not be the largest for one bird. Say which of the two you mean.",
)
def all_birds(model, prepare, train, test, explanations, top_feature) -> None:
    seen, kept = _split(train, test)
    x_test = _prepared(a_function(prepare, "prepare"), seen, kept, "train, test")[1]
    values, _, names = parts_of(explanations, "explanations")
    if len(values) != len(x_test):
        raise Wrong(
            f"test has {len(x_test)} birds, and explanations has {len(values)}. Explain every one of them, in its "
            "place: _, x_test = prepare(train, test)."
        )
    birds = [f"bird {name}, row {place} of test" for place, name in enumerate(kept.index)]
    adds_up(explanations, ask(model, x_test, "male"), birds)
    named, sizes = _place(top_feature, names, "top_feature"), np.abs(values).mean(axis=0)
    if sizes[named] < sizes.max() - 1e-9:
        signed = values.mean(axis=0)
        hint = " Take absolute values before the mean." if named == signed.argmax() else ""
        raise Wrong(
            f"the parts of {names[named]} have a mean size of {written(sizes[named], 3)}; those of another feature "
            f"have {written(sizes.max(), 3)}.{hint}"
        )


def _place(given: object, names: list[str], answer: str, where: str = "") -> int:
    """Read an answer as the name of a feature, and return its place."""
    if not isinstance(given, str):
        raise Wrong(f"expected {answer} as a name in quotes; you gave {show(given)}.")
    lower = [name.lower() for name in names]
    if given.strip().lower() not in lower:
        raise Wrong(f"there is no feature {show(given)}{where}. There are: {listed(names, 10)}.")
    return lower.index(given.strip().lower())


# -- the statement ------------------------------------------------------------------------------------


def _stated(explanation: Any, says: object, chance: object, counts_most: object, statement: object) -> str:
    """Compare what is said with the explanation, and count the sentences; a line of its own is one, too."""
    values, base, names = parts_of(explanation, "explanation")
    if len(values) != 1:
        raise Wrong(
            f"explanation is of {len(values)} birds; the statement is about the one of exercise 10.6."
        )
    ends = np.array([base[0] + values[0].sum(), base[0]])
    if in_log_odds(explanation, ends[:1]):
        ends = 1 / (1 + np.exp(-ends))
    male, start = map(float, ends)
    word = choice(says, ("female", "male"))
    if word != ("male" if male > 0.5 else "female"):
        raise Wrong(
            f"base value and parts make a probability of male of {written(male)}, so says is not {word!r}."
        )
    _judge_chance(number(chance, "chance as one number"), male, start)
    place, sizes = _place(counts_most, names, "counts_most", " in explanation"), np.abs(values[0])
    if sizes[place] < sizes.max() - 1e-9:
        hint = " What pulls towards female counts as much: go by size." * int(place == values[0].argmax())
        raise Wrong(
            f"the part of {names[place]} is {written(values[0, place], 3)}; another is {written(sizes.max(), 3)} in "
            f"size.{hint}"
        )
    plain = prose.text_of(statement, "statement as a text in quotes")
    count = prose.sentences(re.sub(r"\n+", ". ", plain), least=3)
    return (
        f"says, chance and counts_most agree with your explanation. The {count} sentences nobody has judged."
    )


def _judge_chance(given: float, male: float, start: float) -> None:
    if abs(given - male) <= 0.01:
        return
    for other, why in (
        (100 * male, "the number is right in per cent. Give it from 0 to 1."),
        (1 - male, "this is the probability of female. Give that of male, which the model is asked for."),
        (start, "this is the base value, where the explanation starts. Add the parts to it."),
        (male - start, "these are the parts together. Add the base value."),
        (np.log(max(male, 1e-12) / max(1 - male, 1e-12)), "this is in log-odds. People know chances."),
    ):
        if abs(given - other) <= 0.01 * max(1.0, abs(other)):
            raise Wrong(f"chance: {why}")
    raise Wrong(f"chance should be {written(male)}, base value and parts together; you gave {show(given)}.")


statement = decision(
    "10.8",
    _stated,
    then="Now ask them the four questions above, and read them beside the three specimens.",
    names=("explanation", "says", "chance", "counts_most", "statement"),
)
