"""The set-up and GPU check: what this machine has, what the course needs, and a cure for each gap.

TensorFlow is tried in a process of its own. So a build that cannot be imported, or one that kills its
process (a processor it was not made for), becomes a line of the report and not the end of the lesson.
"""

from __future__ import annotations

import html
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any

PYTHON = ((3, 11), (3, 13))  # oldest and newest supported
SUPPORTED = {  # package: oldest version the lessons are right on; a test holds it to pyproject.toml
    "tensorflow": "2.20",
    "keras": "3.13",
    "numpy": "2.1",
    "matplotlib": "3.10",
    "shap": "0.51",
    "pandas": "2.2",
    "scikit-learn": "1.6",
    "ipywidgets": "7.7.1",
    "jupyterlab": "4.4",
}
MEMORY = 1.5  # GB free that the largest lesson takes
DISK = 0.5  # GB free for saved models and logs
OLDEST_DRIVER = 525  # NVIDIA driver that CUDA 12 needs: NVIDIA CUDA Compatibility guide, table 2
_TOO_OLD = "driver version is insufficient"  # CUDA's own words
PROBE_SECONDS = 180
MATRIX = 1024  # rows and columns of the timed product
_READ: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", "errors": "replace"}

_PROBE = """
import json, sys, time
facts = {"devices": [], "cuda_build": False, "cuda_version": "", "version": "", "error": ""}
try:
    import tensorflow as tf
    facts["version"] = str(tf.__version__)
    facts["cuda_build"] = bool(tf.test.is_built_with_cuda())
    facts["cuda_version"] = str(tf.sysconfig.get_build_info().get("cuda_version", ""))
    size = int(sys.argv[1])
    for device in tf.config.list_logical_devices():
        if device.device_type not in ("CPU", "GPU"):
            continue
        with tf.device(device.name):
            matrix = tf.random.stateless_uniform((size, size), seed=(1, 2))
            tf.linalg.matmul(matrix, matrix).numpy()  # the first call prepares
            started = time.perf_counter()
            tf.linalg.matmul(matrix, matrix).numpy()
            seconds = time.perf_counter() - started
        facts["devices"].append([device.device_type, device.name, seconds])
except BaseException as error:
    facts["error"] = type(error).__name__ + ": " + str(error)
print("\\n#facts " + json.dumps(facts))
"""


@dataclass(frozen=True)
class Row:
    """One line of the report.

    Attributes:
        what: what was looked at.
        found: what there is.
        expected: what the course supports or needs.
        status: "ok", "note" (worth knowing, nothing to do for this course) or "wrong".
        cure: what to do about it; empty where nothing is to be done.
    """

    what: str
    found: str
    expected: str
    status: str = "ok"
    cure: str = ""


@dataclass(frozen=True)
class Report:
    """The set-up check's result: a table in a notebook, text with `print`, and `.ok` for a program."""

    rows: tuple[Row, ...]

    @property
    def ok(self) -> bool:
        """True where nothing is wrong. A missing GPU is not wrong."""
        return all(row.status != "wrong" for row in self.rows)

    @property
    def summary(self) -> str:
        wrong = sum(row.status == "wrong" for row in self.rows)
        if not wrong:
            return "Everything the course needs is here."
        return f"{wrong} {'line needs' if wrong == 1 else 'lines need'} mending: the cure stands beside it."

    def __str__(self) -> str:
        marks = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}
        width = max(len(row.what) for row in self.rows)
        lines = []
        for row in self.rows:
            lines.append(f"{marks[row.status]}  {row.what:<{width}}  {row.found}  (expected: {row.expected})")
            if row.cure:
                lines.append(f"{'':<{width + 9}}-> {row.cure}")
        return "\n".join([*lines, "", self.summary])

    def _repr_html_(self) -> str:
        marks = {"ok": "✔\u00a0ok", "note": "○\u00a0note", "wrong": "✘\u00a0wrong"}
        cures = any(row.cure for row in self.rows)
        heads = ["", "What", "Found", "Expected", *(["What to do"] if cures else [])]
        lines = [
            [marks[row.status], row.what, row.found, row.expected, *([row.cure] if cures else [])]
            for row in self.rows
        ]
        head = "".join(f'<th style="text-align:left">{text}</th>' for text in heads)
        cells = [[f'<td style="text-align:left">{html.escape(text)}</td>' for text in line] for line in lines]
        body = "".join(f"<tr>{''.join(line)}</tr>" for line in cells)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{self.summary}</p>"


def check_environment() -> Report:
    """Look at Python, the packages, the devices, memory and disk; return a report with cures.

    Takes up to half a minute, most of it TensorFlow's start. Never raises because something is
    missing, broken or too old: that is what the report is for.

    Returns:
        A `Report`. It prints as a table, and has `.ok` and `.rows`.

    Example:
        report = check_environment()
        print(report)
        report.ok
    """
    facts = probe_tensorflow()
    rows = (python_row(), *package_rows(facts), *device_rows(facts), memory_row(), disk_row(), graphviz_row())
    return Report(rows)


def probe_tensorflow() -> dict:
    """Import TensorFlow in a process of its own and return what it says of itself.

    Returns:
        "version", "error" ('' if it imports), "cuda_build", "cuda_version", "devices" as
        [type, name, seconds of a matrix product], "stderr".
    """
    command = [sys.executable, "-c", _PROBE, str(MATRIX)]
    facts = {"devices": [], "cuda_build": False, "cuda_version": "", "version": "", "error": "", "stderr": ""}
    variables = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "0", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, timeout=PROBE_SECONDS, env=variables, **_READ)
    except subprocess.TimeoutExpired:
        return {**facts, "error": f"no answer in {PROBE_SECONDS} s"}
    except OSError as error:
        return {**facts, "error": f"{type(error).__name__}: {error}"}
    _, found, said = done.stdout.rpartition("#facts ")
    if not found:
        return {**facts, "error": f"the process ended with status {done.returncode}", "stderr": done.stderr}
    return {**facts, **json.loads(said), "stderr": done.stderr}


def python_row() -> Row:
    version = tuple(sys.version_info[:2])
    good = PYTHON[0] <= version <= PYTHON[1]
    return Row(
        "Python",
        platform.python_version(),
        "3.11 to 3.13",
        "ok" if good else "wrong",
        "" if good else "Install Python 3.12, delete the folder .venv, and run make lab again.",
    )


def package_rows(facts: dict) -> Iterator[Row]:
    for name, oldest in SUPPORTED.items():
        if name == "jupyterlab" and on_colab():
            continue  # Colab has a front end of its own
        found = installed(name)
        expected = f"{oldest} or newer"
        if name == "tensorflow" and facts["error"]:
            yield tensorflow_row(found, expected, facts)
        elif not found:
            yield Row(name, "not installed", expected, "wrong", cure_for(name))
        elif as_numbers(found) < as_numbers(oldest):
            yield Row(name, found, expected, "wrong", cure_for(name))
        else:
            yield Row(name, found, expected)


def tensorflow_row(found: str, expected: str, facts: dict) -> Row:
    """Return the line for a TensorFlow that is missing or does not import."""
    error = " ".join(facts["error"].split())[:160]
    if not found and ("ModuleNotFoundError" in error or "No module named" in error):
        return Row("tensorflow", "not installed", expected, "wrong", cure_for("tensorflow"))
    if "ended with status" in error:
        cure = (
            "TensorFlow's own code stopped the process; most often the processor is too old for it (no AVX). "
            "Open the course on Binder or Colab: see README.md."
        )
    elif sys.platform == "win32" and "DLL" in error:
        cure = "Install Microsoft's Visual C++ Redistributable (x64), restart, and check again."
    else:
        cure = "Delete the folder .venv and run make lab again; it installs TensorFlow anew."
    return Row("tensorflow", f"{found or 'installed'}, but does not import: {error}", expected, "wrong", cure)


def on_colab() -> bool:
    return "google.colab" in sys.modules


def cure_for(name: str) -> str:
    if on_colab():
        return f"Run: %pip install --upgrade {name}, then Runtime > Restart session."
    return "Run make lab again: it installs what requirements.lock says."


def installed(name: str) -> str:
    """Return a package's version, '' if it is not installed. TensorFlow has several names."""
    others = ("tensorflow-cpu", "tensorflow-macos", "tf-nightly") if name == "tensorflow" else ()
    for known in (name, *others):
        try:
            return metadata.version(known)
        except metadata.PackageNotFoundError:
            continue
    return ""


def as_numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers to compare: '2.21.0rc1' is (2, 21, 0)."""
    numbers = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)


def device_rows(facts: dict) -> Iterator[Row]:
    """Tell which devices TensorFlow sees, how fast each is, and why a GPU is not among them."""
    for kind, name, seconds in facts["devices"]:
        shown = name.rpartition("device:")[2] or kind
        speed = f"{MATRIX} × {MATRIX} matrix product in {seconds * 1000:.1f} ms"
        yield Row(f"device {shown}", speed, "one CPU is enough")
    if facts["version"]:
        cuda = f"yes, CUDA {facts['cuda_version']}".rstrip()
        build = cuda if facts["cuda_build"] else "no, made for the CPU"
        yield Row("TensorFlow built for CUDA", build, "either")
    yield gpu_row(facts)


def gpu_row(facts: dict) -> Row:
    """Return the line about the GPU: what the machine has beside what TensorFlow sees."""
    expected = "not needed by any lesson"
    seen = [name for kind, name, _ in facts["devices"] if kind == "GPU"]
    card, driver = nvidia_card()
    if seen:
        return Row("GPU", card or f"{len(seen)} seen by TensorFlow", expected)
    if not card:
        return Row("GPU", "none found", expected)
    found = f"{card}, driver {driver or 'unknown'}; not seen by TensorFlow"
    if facts["error"]:
        return Row("GPU", found, expected, "note", "Mend TensorFlow first.")
    if not facts["cuda_build"]:
        wsl = "On Windows, CUDA needs WSL2: there," if sys.platform == "win32" else "If you want the GPU:"
        cure = f"This TensorFlow has no CUDA. {wsl} make lab GPU=1."
    elif driver and as_numbers(driver)[:1] < (OLDEST_DRIVER,) or _TOO_OLD in facts["stderr"]:
        cure = (
            f"The driver is too old for CUDA 12: install NVIDIA driver {OLDEST_DRIVER} or newer and restart."
        )
    else:
        cure = "CUDA's libraries were not found. If you want the GPU: delete .venv-gpu, then make lab GPU=1."
    return Row("GPU", found, expected, "note", cure)


def nvidia_card() -> tuple[str, str]:
    """Return name and driver version of the first NVIDIA card, as nvidia-smi tells them; '' if none."""
    tool = shutil.which("nvidia-smi")
    if not tool:
        return "", ""
    try:
        query = [tool, "--query-gpu=name,driver_version", "--format=csv,noheader"]
        done = subprocess.run(query, timeout=20, **_READ)
    except (OSError, subprocess.TimeoutExpired):
        return "", ""
    if done.returncode or not done.stdout.strip():
        return "", ""
    name, _, driver = done.stdout.splitlines()[0].partition(",")
    return name.strip(), driver.strip()


def memory_row() -> Row:
    """Return the line about free memory; in a container, what its limit leaves."""
    expected = f"{MEMORY} GB free"
    try:
        import psutil

        free, total = psutil.virtual_memory().available, psutil.virtual_memory().total
    except ImportError:
        return Row("memory", "cannot be told (psutil is missing)", expected, "note")
    limit, used = container_memory()
    if limit and limit < total:
        free, total = min(free, limit - used), limit
    good = free / 1e9 >= MEMORY
    return Row(
        "memory",
        f"{free / 1e9:.1f} GB free of {total / 1e9:.1f} GB",
        expected,
        "ok" if good else "wrong",
        "" if good else "Close other programs and other notebooks' kernels (Kernel > Shut Down All Kernels).",
    )


def container_memory() -> tuple[int, int]:
    """Return a Linux container's memory limit and use in bytes; zeros where there is none."""
    for limit, used in (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ):
        try:
            with open(limit, encoding="ascii") as a, open(used, encoding="ascii") as b:
                return int(a.read()), int(b.read())
        except (OSError, ValueError):
            continue
    return 0, 0


def disk_row() -> Row:
    try:
        free = shutil.disk_usage(os.getcwd()).free / 1e9
    except OSError as error:
        return Row("free disk", f"cannot be told ({error})", f"{DISK} GB", "note")
    good = free >= DISK
    cure = "" if good else "Free some disk: saved models and notebooks would be lost."
    return Row("free disk", f"{free:.1f} GB", f"{DISK} GB", "ok" if good else "wrong", cure)


def graphviz_row() -> Row:
    if shutil.which("dot"):
        return Row("graphviz", "found", "not needed")
    return Row("graphviz", "not found: pictures of graphs are drawn without it", "not needed")
