"""Running what a learner wrote: quietly, on copies, and so that it can be stopped."""

from __future__ import annotations

import contextlib
import copy
import io
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from helpers.checks.blank import BlankError, has_blank
from helpers.checks.verdicts import NotAnswered, Stopped, Wrong, one_line, refuse_endless, show

MOST_WRITES = 200_000  # what a function may print during one check; a line is two writes


class _PrintsTooMuch(BaseException):
    """A learner's function prints without end; no Exception, so that its own `except` does not swallow it."""


class _Sink(io.TextIOBase):
    """Takes what is printed and drops it, up to MOST_WRITES."""

    def __init__(self) -> None:
        self.writes = 0

    def write(self, text: str) -> int:
        self.writes += 1
        if self.writes > MOST_WRITES:
            raise _PrintsTooMuch
        return len(text)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep prints, warnings, log records, displays and figures of a learner's function off the page."""
    level, figures, sink = logging.root.manager.disable, _figures(), _Sink()
    logging.disable(logging.CRITICAL)
    try:
        with (
            contextlib.redirect_stdout(sink),
            contextlib.redirect_stderr(sink),
            warnings.catch_warnings(),
            _no_display(),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        for number in _figures() - figures:
            sys.modules["matplotlib.pyplot"].close(number)


def _figures() -> set[int]:
    """Return the numbers of the open figures."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot is not None else set()


def _no_display() -> contextlib.AbstractContextManager[object]:
    """Return what keeps `display` silent; where there is no notebook there is nothing to silence."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        return contextlib.nullcontext()
    from IPython.utils.capture import capture_output

    return capture_output(stdout=False, stderr=False, display=True)


def call(answer: Callable[..., Any], *args: object, shown: str = "") -> Any:
    """Call a learner's function on copies, quietly; what it raises becomes the verdict.

    Args:
        answer: the function.
        *args: what it is called with; arrays, tables, lists and dicts are copied.
        shown: how the verdict names these arguments.

    Raises:
        Wrong: if the function raises, or leaves Python; `__cause__` is its error.
        Stopped: if the learner interrupts it.
        NotAnswered: if it meets or returns a blank.
    """
    shown = shown or ", ".join(show(arg) for arg in args)
    try:
        with quiet():
            result = answer(*map(_copied, args))
    except NotAnswered:
        raise
    except BlankError:
        raise NotAnswered from None
    except KeyboardInterrupt:
        raise Stopped(
            f"your function was still running with {shown} when you stopped it. Does its loop ever end?"
        ) from None
    except _PrintsTooMuch:
        raise Wrong(
            f"your function prints without end when it is called with {shown}. What counts is what it returns."
        ) from None
    except BaseException as error:
        raise Wrong(
            f"your function stopped when it was called with {shown}: {type(error).__name__}: {one_line(error, 150)}"
        ) from error
    if has_blank(result):
        raise NotAnswered
    refuse_endless(result, "your function returned")
    return result


def _copied(arg: object) -> object:
    if isinstance(arg, list | dict | set):
        return copy.deepcopy(arg)
    if isinstance(arg, np.ndarray) or type(arg).__module__.partition(".")[0] == "pandas":
        return arg.copy()  # type: ignore[attr-defined]
    return arg
