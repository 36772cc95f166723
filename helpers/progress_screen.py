"""How far the training is, while a network trains: one line, and live curves in a notebook."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from numbers import Integral
from typing import Any

import numpy as np

_EACH_LINE, _EACH_CURVE = 0.25, 1.5  # seconds between two updates of the line, of the curves


def show_progress(
    batches: dict[str, Any] | None = None, *, curves: bool = True, live: bool | None = None
) -> Any:
    """Return a Keras callback that says on one line how far the training is, with live curves beneath.

    In a notebook the line and the curves (of what `fit` has reported so far) are renewed while the
    network trains; at the end one line stays. In a terminal the line is written over; where nobody looks on
    (a script, a test, COURSE_LIVE=0 in the environment) only the last line is printed. Use it with
    ``verbose=0``.

    Args:
        batches: what `training_batches` returned, or None. It has no effect; older notebooks pass it.
        curves: draw live curves where the front end can show them.
        live: True or False to say whether somebody looks on; None finds out.

    Returns:
        A `keras.callbacks.Callback`.

    Raises:
        TypeError: if `batches` is something else; when training starts, if the model was compiled with a
            `steps_per_execution` that is not a whole number.

    Example:
        model.fit(**batches, epochs=100, verbose=0, callbacks=[show_progress()])
    """
    if batches is not None and not isinstance(batches, dict):
        raise TypeError(
            "batches: expected what training_batches returned, or nothing, received "
            f"{type(batches).__name__}. Write show_progress(): Keras tells it the model."
        )
    import keras

    class Progress(keras.callbacks.Callback):
        def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
            steps = getattr(self.model, "steps_per_execution", 1)
            if not isinstance(steps, Integral):
                raise TypeError(
                    f"steps_per_execution: expected a whole number, received {steps!r}. Write "
                    'model.compile(..., steps_per_execution=batches["steps_per_epoch"]), or leave it out.'
                )
            self.screen = _Screen(_front_end() if live is None else "notebook" if live else "", curves)
            self.measured: dict[str, tuple[list[int], list[float]]] = {}

        def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
            self.done = epoch + 1
            for name, value in (logs or {}).items():
                epochs, values = self.measured.setdefault(name, ([], []))
                epochs.append(self.done)
                values.append(float(np.mean(value)))  # F1Score: one a class
            self.screen.show(self._line, self.measured)

        def _line(self) -> str:
            values = " · ".join(f"{name} {values[-1]:.3f}" for name, (_, values) in self.measured.items())
            return f"epoch {self.done} of {self.params['epochs']} · {values}"

        def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
            if self.measured:
                self.screen.close(self._line())

    return Progress()


def _front_end() -> str:
    """Return "notebook", "terminal", or "" where nobody looks on while it trains (scripts, tests, builds)."""
    if os.environ.get("COURSE_LIVE") == "0":
        return ""
    if "IPython" in sys.modules:
        from IPython import get_ipython

        if hasattr(get_ipython(), "kernel"):
            return "notebook"
    return "terminal" if sys.stdout.isatty() else ""


class _Screen:
    """One line, and curves where they can be shown, renewed no oftener than is worth its time."""

    def __init__(self, kind: str, curves: bool):
        self.kind, self.curves = kind, curves and kind == "notebook"
        self.line_at = self.curve_at = time.monotonic()
        self.line = self.picture = None

    def show(self, line: Callable[[], str], measured: dict[str, tuple[list, list]]) -> None:
        """Renew the line and the curves if it is time; `measured` is (epochs, values) by name."""
        now = time.monotonic()
        if self.kind and now - self.line_at > _EACH_LINE:
            self.line_at = now
            self._write(line())
        if self.curves and now - self.curve_at > _EACH_CURVE and len(measured["loss"][0]) > 1:
            self._draw(measured)
            cost = time.monotonic() - now
            self.curve_at = now + max(0, 10 * cost - _EACH_CURVE)  # a tenth of the time at most

    def _write(self, text: str) -> None:
        if self.kind == "terminal":
            print(f"\r{text}\x1b[K", end="", flush=True)
            return
        from IPython.display import display

        content = {"text/plain": text}
        if self.line is None:
            self.line = display(content, raw=True, display_id=True)
        else:
            self.line.update(content, raw=True)

    def _draw(self, measured: dict[str, tuple[list, list]]) -> None:
        import io

        import matplotlib.pyplot as plt
        from IPython.display import Image, display

        from helpers.drawing.descriptions import description, forget
        from helpers.drawing.training import draw_measured

        figure = draw_measured(measured)[0].figure
        stream = io.BytesIO()
        figure.savefig(stream, format="png")
        said = description(figure)
        forget(figure)
        plt.close(figure)
        content = Image(stream.getvalue(), alt=said)
        if self.picture is None:
            self.picture = display(content, display_id=True)
        else:
            self.picture.update(content)

    def close(self, line: str) -> None:
        """Take the curves away and leave the last line."""
        if self.picture is not None:
            self.picture.update({"text/plain": ""}, raw=True)
        if self.kind == "notebook":
            self._write(line)
        else:
            print(f"\r{line}\x1b[K" if self.kind else line)
