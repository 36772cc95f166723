"""The common kinds of exercises, each written as a table: value, function_of, letters, behaviour, decision.

    value("2.1", -3, "A negative weight turns an input around.", mistakes={5: "5 is the sum of the inputs."})

Each returns an `Exercise`. What none of them fits is a rule of its own, with `@exercise`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from helpers.checks.answer_types import choice, function, number, numbers, vector
from helpers.checks.comparing import TOLERANCE, alike, complaint, finite, in_code, in_text, rounded_alike
from helpers.checks.judging import Exercise, call, mended
from helpers.checks.verdicts import Wrong, one_line, show
from helpers.writing import listed

Reader = Callable[[Any], Any]
Sentence = str | Callable[..., str]
Step = Callable[..., object] | tuple[Callable[..., Any], Callable[[Any], bool], Sentence]


@dataclass(frozen=True)
class SuchThat:
    """A right answer that is not the only one: any for which `test` holds, `example` for instance."""

    test: Callable[..., bool]
    example: Any


# -- value --------------------------------------------------------------------------------------------


def value(
    number: str,
    right: Any,
    praise: str,
    *,
    mistakes: Mapping[Any, Sentence] | Iterable[tuple[Any, Sentence]] = (),
    otherwise: Sentence = "{given} is not it.",
    read: Reader | Mapping[str, Reader] | None = None,
    tolerance: float = TOLERANCE,
) -> Exercise:
    """Make an exercise whose answer is a number, several, an array or a word.

    Args:
        number: of the exercise.
        right: the right answer, a tuple of them where there are several answers, or SuchThat.
        praise: what a right answer is worth knowing for.
        mistakes: wrong answers, or functions of the answers that recognise them, each with a sentence: a text, in
            which {given} (or the answer's name) becomes the answer, or a function of the answers.
        otherwise: the sentence for all other wrong answers.
        read: how the answer is read, such as `answer_types.whole`; where there are several answers, a dict of their
            names and readers. By default a number, an array or a word as `right` is.
        tolerance: relative and absolute, for numbers.

    Raises:
        ValueError: if `right` does not say how an answer is read, or two mistakes share a sentence.

    Example:
        value("3.2", 91, "Most of them sit in the first layer.", mistakes={81: "81 are the weights."})
    """
    table = _table(number, mistakes)
    example = right.example if isinstance(right, SuchThat) else right
    words = [example, *(what for what, _ in table if isinstance(what, str))]
    readers = read if isinstance(read, Mapping) else {"answer": read or _reader(number, right, words)}

    def matches(what: Any, given: Sequence[Any]) -> bool:
        if callable(what):
            return bool(what(*given))
        return all(map(partial(alike, tolerance=tolerance), given, what if len(given) > 1 else [what]))

    def rule(*answers: object) -> None:
        try:
            given = [reader(answer) for reader, answer in zip(readers.values(), answers, strict=True)]
        except Wrong:  # it cannot be read so; perhaps it is a mistake that has a name
            for what, why in table:
                if not callable(what) and matches(what, answers):
                    raise Wrong(_filled(why, answers, readers)) from None
            raise
        if matches(right.test if isinstance(right, SuchThat) else right, given):
            return
        for what, why in table:
            if matches(what, given):
                raise Wrong(_filled(why, given, readers))
        raise Wrong(_filled(otherwise, given, readers))

    known = [(what if len(readers) > 1 else (what,), why) for what, why in table if not callable(what)]
    named = tuple((answers, why) for answers, why in known if isinstance(why, str))
    return Exercise(number, rule, praise, partial(copy.deepcopy, example), tuple(readers), named)


def _table(number: str, mistakes: Any) -> list[tuple[Any, Any]]:
    """Return the mistakes as pairs; no sentence may stand for two of them."""
    table = list(mistakes.items() if isinstance(mistakes, Mapping) else mistakes)
    sentences = [why for _, why in table if isinstance(why, str)]
    twice = {why for why in sentences if sentences.count(why) > 1}
    if twice:
        raise ValueError(f"{number}: expected a sentence for each mistake; two share: {' / '.join(twice)}")
    return table


def _reader(exercise: str, right: Any, words: list[Any]) -> Reader:
    """Return how an answer is read that should be like the right one."""
    if isinstance(right, SuchThat):
        raise ValueError(f"{exercise}: expected read=, which says how an answer is read; received none.")
    if isinstance(right, str):
        return partial(choice, options=sorted(set(words)))
    shape = np.shape(right)
    if len(shape) == 1:
        return partial(vector, length=shape[0], each="number")
    return partial(numbers, shape=shape, what="an array of numbers") if shape else number


def _filled(why: Sentence, given: Sequence[Any], names: Iterable[str]) -> str:
    """Return the sentence with the answers in it."""
    if callable(why):
        return why(*given)
    for name, one in zip(names, given, strict=True):
        why = why.replace(f"{{{name}}}", in_text(one))
    return why.replace("{given}", listed([in_text(one) for one in given]))


# -- function -----------------------------------------------------------------------------------------


def function_of(
    number: str,
    right: Callable[..., Any],
    praise: str,
    *,
    cases: Sequence[tuple[Any, ...]] | Callable[[], Sequence[tuple[Any, ...]]],
    mistakes: Iterable[tuple[Callable[..., Any] | str | type[BaseException], str]] = (),
    returns: Sequence[str] = (),
    tolerance: float = TOLERANCE,
) -> Exercise:
    """Make an exercise whose answer is a function, judged by what it returns.

    A wrong function is told with which input it went wrong, what was expected and what came. A mistake is named
    where the function is the mistaken one in all cases.

    Args:
        number: of the exercise.
        right: the function asked for, under the name it has in the lesson; it is also the worked answer.
        praise: what a right answer is worth knowing for.
        cases: the arguments of each call, or a function that makes them; the first should be an ordinary one.
        mistakes: each with its sentence: another function of the same arguments; words of an error that the
            learner's function raises; or a kind of error that comes in some later case, not in the first.
        returns: the names of the things returned, where they are several: ("weights", "bias").
        tolerance: relative and absolute, for numbers.

    Raises:
        ValueError: if two mistakes share a sentence.

    Example:
        function_of("1.2", double, "…", cases=[(2,), (5,)], mistakes=[(lambda x: x * x, "that is the square.")])
    """
    table = _table(number, mistakes)
    name = right.__name__

    def rule(answer: object) -> None:
        asked = function(answer, name)
        tried = list(cases() if callable(cases) else cases)
        expected = [right(*copy.deepcopy(case)) for case in tried]
        received = [_result(asked, case, table, later=bool(place)) for place, case in enumerate(tried)]
        wrong = [
            place for place in range(len(tried)) if not alike(received[place], expected[place], tolerance)
        ]
        if wrong:
            first = wrong[0]
            example = _example(name, tried[first], expected[first], received[first])
            for other, why in table:
                if callable(other) and not isinstance(other, type) and _is(other, tried, received, tolerance):
                    raise Wrong(f"{why} {example}")
            raise Wrong(_difference(expected, received, first, returns, example))

    known = [((other,), why) for other, why in table if callable(other) and not isinstance(other, type)]
    return Exercise(number, rule, praise, lambda: right, (name,), tuple(known))


def _result(
    asked: Callable[..., Any], case: tuple[Any, ...], table: list[tuple[Any, str]], later: bool
) -> Any:
    """Call the learner's function; an error that the table knows is told by its sentence."""
    shown = in_code(*case) or "no arguments"
    words = {words: why for words, why in table if isinstance(words, str)}
    try:
        with mended(words):
            result = call(asked, *case, shown=shown)
    except Wrong as wrong:
        for kind, why in table:
            if later and isinstance(kind, type) and isinstance(wrong.__cause__, kind):
                raise Wrong(f"{why} {one_line(wrong, 200)}") from None
        raise
    if words and not finite(result):  # NumPy only warned: let it raise, to learn which words it has
        try:
            with np.errstate(divide="raise", invalid="raise"):
                call(asked, *case, shown=shown)
        except Wrong as wrong:
            for found, why in words.items():
                if found in str(wrong):
                    raise Wrong(f"{why} That was for {shown}.") from None
    return result


def _example(name: str, case: tuple[Any, ...], expected: Any, received: Any) -> str:
    return f"{name}({in_code(*case)}) should give {in_text(expected)}; yours gives {in_text(received)}."


def _is(
    other: Callable[..., Any], cases: list[tuple[Any, ...]], received: list[Any], tolerance: float
) -> bool:
    """Say whether the learner's function is this other one, in all cases."""
    try:
        return all(
            alike(one, other(*copy.deepcopy(case)), tolerance)
            for case, one in zip(cases, received, strict=True)
        )
    except Exception:  # the mistaken function does not work for these arguments, and the learner's did
        return False


def _difference(
    expected: list[Any], received: list[Any], first: int, returns: Sequence[str], example: str
) -> str:
    """Return what is wrong with a function that makes no known mistake."""
    unlike = complaint(received[first], expected[first], returns)
    if unlike:
        return f"{unlike} {example}"
    if all(alike(one, received[0]) for one in received) and not all(
        alike(one, expected[0]) for one in expected
    ):
        return f"it gives {in_text(received[0])} whatever it is called with. Does it use what it is given? {example}"
    if all(map(rounded_alike, received, expected)):
        return f"the result is rounded. Return it as it is. {example}"
    readable = not any(map(complaint, received, expected))
    for place, name in enumerate(returns if readable else ()):
        if all(alike(r[place], e[place]) for r, e in zip(received, expected, strict=True)):
            rest = [one for one in returns if one != name]
            return f"{name}: right in all cases; {listed(rest)}: not. {example}"
    return example


# -- letters ------------------------------------------------------------------------------------------


def letters(number: str, right: str, praise: str, *, why: Mapping[str, str]) -> Exercise:
    """Make an exercise whose answer is the letters of the statements that follow.

    Args:
        number: of the exercise.
        right: the letters that follow, "ad"; "" where none does.
        praise: what a right answer is worth knowing for.
        why: for each other letter why it does not follow.

    Raises:
        ValueError: if a letter stands in both, or two letters share a sentence.

    Example:
        letters("5.3", "ad", "…", why={"b": "the curve says nothing about the threshold.", "c": "…"})
    """
    _table(number, why)
    if set(right) & set(why):
        raise ValueError(f"{number}: expected why for the other letters only; received {sorted(why)}.")
    options = sorted({*right, *why})

    def rule(answer: object) -> None:
        given = _letters(answer, options)
        follow = sorted(given & set(right))
        said = [f"{letter} does not follow: {why[letter]}" for letter in sorted(given & set(why))]
        missing = len(set(right)) - len(follow)
        if not said and not missing:
            return
        if follow:
            said.insert(0, f"{listed(follow)} {'follows' if len(follow) == 1 else 'follow'}.")
        if missing:
            more = " more" if follow else ""
            said.append(
                f"{missing}{more} of the others {'belongs' if missing == 1 else 'belong'} to the answer."
            )
        raise Wrong(" ".join(said))

    named = tuple(((letter,), sentence) for letter, sentence in why.items())
    return Exercise(number, rule, praise, lambda: right, ("letters",), named)


def _letters(answer: object, options: list[str]) -> set[str]:
    """Read letters from "ad", "a, d", "A and D", ["a", "d"] and the like."""
    expected = f"expected letters of {', '.join(options)} in quotes, such as {''.join(options[:2])!r}"
    if isinstance(answer, list | tuple | set | frozenset) and all(isinstance(one, str) for one in answer):
        answer = " ".join(answer)
    if not isinstance(answer, str) or len(answer) > 1000:
        raise Wrong(f"{expected}; you gave {show(answer)}.")
    given = set(re.sub(r"\band\b|[^a-z0-9]", "", answer.lower()))
    unknown = sorted(given - set(options))
    if unknown:
        raise Wrong(f"{expected}; you gave {show(answer)}, and there is no {listed(unknown)}.")
    return given


# -- behaviour and decision ---------------------------------------------------------------------------


def behaviour(
    number: str,
    judge: Callable[..., object] | Iterable[Step],
    praise: str,
    *,
    worked: Callable[[], Any] | None = None,
    names: tuple[str, ...] = ("answer",),
) -> Exercise:
    """Make an exercise of what was built, trained, prepared or drawn, judged by how it behaves.

    Args:
        number: of the exercise.
        judge: a rule, or steps that are taken in order until one is not passed. A step is a rule, or a measure of
            the answers, a test of what was measured, and the sentence where it fails: a text, in which {value}
            becomes what was measured, or a function of it. A text that a rule returns is said before the praise.
        praise: what a right answer is worth knowing for.
        worked: makes the worked answer, a tuple where there are several.
        names: of the answers.

    Example:
        behaviour(
            "7.4",
            [lambda model: models.compiled(models.model_of(model, 8, 1)),
             (lambda model: models.score(model, *unseen()), lambda right: right > 0.78, "{value} right, 0.78 to beat.")],
            "…",
            worked=trained,
            names=("mine",),
        )
    """
    return Exercise(number, _steps(judge), praise, worked, names)


def decision(
    number: str,
    form: Callable[..., object] | Iterable[Step],
    *,
    then: str = "Now read yours beside the three specimens.",
    worked: Callable[[], Any] | None = None,
    names: tuple[str, ...] = ("answer",),
) -> Exercise:
    """Make an exercise in free prose: only its form is checked, and it is never called right.

    Args:
        number: of the exercise.
        form: a rule or steps, as for `behaviour`: what can be known of the answer, such as how many sentences it has.
        then: how the learner goes on.
        worked: makes an answer to go on with.
        names: of the answers.

    Example:
        decision("10.7", [lambda text: prose.sentences(text, most=6)], names=("advice",))
    """
    return Exercise(number, _steps(form), then, worked, names, opening="")


def _steps(steps: Callable[..., object] | Iterable[Step]) -> Callable[..., object]:
    """Return the rule that takes these steps."""
    if callable(steps):
        return steps
    taken = list(steps)

    def rule(*answers: object) -> str | None:
        said = []
        for step in taken:
            if callable(step):
                said.append(step(*answers))
                continue
            measure, test, sentence = step
            measured = measure(*answers)
            if not test(measured):
                raise Wrong(_filled(sentence, [measured], ["value"]))
        return " ".join(one for one in said if isinstance(one, str)) or None

    return rule
