"""What goes wrong on a learner's machine ends in a clear line and loses nothing.

Real kernels run here, on small pieces of the lessons. The whole course with no network, in a folder with
spaces and letters that are not ASCII, under a locale that is not UTF-8, is a play of `make test-portable`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from tools import lessons

PERCEPTRON = lessons.learner_path(lessons.sources("02")[0])
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="folders and limits of this kind are Linux's")
TRAIN = """
import helpers, keras, numpy as np
from helpers import check, progress, show_progress, training_batches
check("2.1", -3.0)
keras.utils.set_random_seed(0)
x = np.random.default_rng(0).normal(size=(1000, 10)); y = (x[:, 0] > 0).astype(int)
model = keras.Sequential([keras.Input((10,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
print("training begins", flush=True)
history = model.fit(**training_batches(x, y), epochs=EPOCHS, verbose=0)
print("trained", len(history.history["loss"]))
"""


class Kernel:
    """A real kernel: `run` returns what a cell printed and showed, as text, errors with it."""

    def __init__(self, cwd, prefix=(), **variables):
        self.manager = KernelManager(kernel_name="python3")
        command = self.manager.format_kernel_cmd
        if prefix:
            self.manager.format_kernel_cmd = lambda **more: [*prefix, *command(**more)]
        variables = {"PYTHONPATH": str(lessons.ROOT), "COURSE_CHECKS": "", **variables}
        env = {**os.environ, **variables}
        self.manager.start_kernel(
            cwd=str(cwd), env={key: value for key, value in env.items() if value is not None}
        )
        self.connect()

    def connect(self):
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code, timeout=120):
        found = []
        self.client.execute_interactive(code, output_hook=lambda m: found.append(said(m)), timeout=timeout)
        return re.sub(r"\x1b\[[0-9;]*m", "", "".join(found))

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def said(message):
    content = message["content"]
    return (
        {
            "stream": lambda: content["text"],
            "display_data": lambda: str(content["data"].get("text/plain", "")) + "\n",
            "execute_result": lambda: str(content["data"].get("text/plain", "")) + "\n",
            "error": lambda: f"{content['ename']}: {content['evalue']}\n" + "\n".join(content["traceback"]),
        }.get(message["msg_type"], str)()
        if message["msg_type"] not in ("status", "execute_input")
        else ""
    )


@pytest.fixture
def kernel(tmp_path):
    started = []

    def start(cwd=tmp_path, **more):
        more.setdefault("COURSE_HOME", str(tmp_path / "home"))
        started.append(Kernel(cwd, **more))
        return started[-1]

    yield start
    for one in started:
        one.stop()


def code_cells(path=PERCEPTRON):
    return lessons.code_cells(lessons.read(path))


def printed(cell):
    """Return what a stored cell prints and shows, as `Kernel.run` gives it."""
    texts = [
        output.get("text") or str(output.get("data", {}).get("text/plain", "")) + "\n"
        for output in cell.outputs
    ]
    return re.sub(r"\x1b\[[0-9;]*m", "", "".join(texts))


def shows(kernel, cells):
    """Run cells and return those that do not show what is stored; where an exercise waits, nothing is answered."""
    return [cell.id for cell in cells if kernel.run(cell.source) != printed(cell)]


# ---- where the course lies ---------------------------------------------------------------------------


@LINUX
def test_a_course_folder_that_cannot_be_written_is_no_trouble(kernel, tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    folder.chmod(0o555)
    # root may write anywhere; without these two rights it is a user like others
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if drop and shutil.which("setpriv") is None:
        pytest.fail("this test needs setpriv, of the package util-linux, when it is run by root")
    one = kernel(cwd=folder, prefix=drop)
    assert "PermissionError" in one.run("open('x', 'w')"), "the folder is read-only indeed"
    assert shows(one, code_cells()[:12]) == []
    assert "right" in one.run('check("2.1", -3.0)')


@LINUX
def test_with_no_home_directory_the_lesson_runs_and_progress_says_what_it_is_kept_in(kernel, tmp_path):
    one = kernel(
        COURSE_HOME=None,
        HOME="/proc/nowhere",
        XDG_DATA_HOME=None,
        IPYTHONDIR=str(tmp_path / "ipython"),
        MPLCONFIGDIR=str(tmp_path / "mpl"),
        JUPYTER_RUNTIME_DIR=str(tmp_path),
    )
    assert shows(one, code_cells()[:12]) == []
    one.run('check("2.1", -3.0)')
    told = one.run("from helpers import progress\nprogress(2)")
    assert "1 of" in told and "Not kept beyond this session" in told


@LINUX
def test_a_full_disk_keeps_what_was_kept_and_the_session_goes_on(kernel, tmp_path):
    one = kernel()
    one.run("from helpers import check, progress\nimport numpy as np")
    one.run('check("2.1", -3.0)')
    kept = (tmp_path / "home" / "progress-2.json").read_text()
    # no file may grow any more: what a full disk does to a write
    one.run("import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))")
    assert "right" in one.run('check("2.1", -3.0)')
    assert "Not kept beyond this session" in one.run("progress(2)")
    assert (tmp_path / "home" / "progress-2.json").read_text() == kept


def test_a_notebook_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "a.ipynb"
    lessons.write(lessons.read(PERCEPTRON), target)
    before = target.read_bytes()

    def full(self, *of, **more):
        with self.open("w") as file:
            file.write("{")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        lessons.write(lessons.read(PERCEPTRON), target)
    assert target.read_bytes() == before


def test_a_kernel_in_another_folder_with_spaces_and_other_letters(kernel, tmp_path):
    folder = tmp_path / "Kurs für Anfänger – 神経網"
    folder.mkdir()
    one = kernel(cwd=folder, COURSE_HOME=str(folder / "Fortschritt á"))
    assert shows(one, code_cells()[:12]) == []
    one.run('check("2.1", -3.0)')
    assert (folder / "Fortschritt á" / "progress-2.json").exists()


@LINUX
def test_under_a_locale_that_is_not_utf8(kernel):
    one = kernel(LC_ALL="C", LANG=None, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "ascii" in one.run("import locale; print(locale.getpreferredencoding().lower())").replace(
        "ansi_x3.4-1968", "ascii"
    )
    assert shows(one, code_cells()[:12]) == []
    assert "penguins" in one.run("from helpers import load_penguins\nprint('penguins', len(load_penguins()))")


# ---- what is missing ---------------------------------------------------------------------------------


def test_without_graphviz_the_graph_is_drawn_all_the_same(monkeypatch):
    import keras

    from helpers import draw_graph

    monkeypatch.setenv("PATH", "")
    assert shutil.which("dot") is None
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)], name="small")
    assert draw_graph(model).svg.startswith("<svg")


def test_tensorflow_that_does_not_import_is_told_with_its_cure(kernel, tmp_path):
    (tmp_path / "broken" / "tensorflow").mkdir(parents=True)
    (tmp_path / "broken" / "tensorflow" / "__init__.py").write_text("raise ImportError('DLL load failed')\n")
    one = kernel(PYTHONPATH=os.pathsep.join([str(tmp_path / "broken"), str(lessons.ROOT)]))
    told = one.run("from helpers import check_environment\nprint(check_environment())")
    assert "DLL load failed" in told and "Traceback" not in told
    assert "2.1: right" in one.run(
        "import numpy as np\nfrom helpers import check\ncheck('2.1', -3.0)"
    ).replace("Exercise ", ""), "what needs no TensorFlow goes on"


# ---- what a learner does -----------------------------------------------------------------------------


def test_a_kernel_killed_in_training_is_started_again_and_goes_on(kernel, tmp_path):
    one = kernel()
    one.client.execute(TRAIN.replace("EPOCHS", "100_000"))
    until = time.monotonic() + 120
    while time.monotonic() < until:
        message = one.client.get_iopub_msg(timeout=120)
        if "training begins" in str(message["content"].get("text", "")):
            break
    time.sleep(1)
    os.kill(one.manager.provisioner.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    one.client.stop_channels()
    one.manager.restart_kernel(now=True)
    one.connect()
    assert "trained 3" in one.run(TRAIN.replace("EPOCHS", "3"))
    assert "1 of" in one.run("progress(2)"), "the exercise that was right before is right still"


def test_a_variable_that_takes_a_helpers_name_is_told_and_can_be_undone(kernel):
    one = kernel()
    one.run("import numpy as np\nfrom helpers import check, describe")
    told = one.run("check = 5")
    assert "check is now your own variable (of type int)" in told
    assert "from helpers import check" in told
    assert one.run("x = 1") == "", "told once"
    assert one.run("from helpers import check") == ""
    assert "right" in one.run('check("2.1", -3.0)')
    assert one.run("other = check") == ""


def test_cells_out_of_order_raise_name_errors_of_the_learners_own_and_break_nothing(kernel):
    one = kernel()
    cells = code_cells()[:14]
    for cell in reversed(cells):
        told = one.run(cell.source)
        if "Traceback" in told:
            assert "NameError" in told and "helpers/" not in told.split("NameError")[-1]
    again = [one.run(cell.source) for cell in cells]
    assert [cell.id for cell, text in zip(cells, again, strict=True) if text != printed(cell)] == []


def test_a_notebook_run_twice_in_one_kernel_shows_the_same_twice(kernel):
    one = kernel()
    cells = code_cells()
    assert shows(one, cells) == []
    assert shows(one, cells) == []
