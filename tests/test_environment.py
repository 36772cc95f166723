"""The set-up check: on this machine, and on machines that this one plays.

A missing or broken TensorFlow is played by a package of that name earlier on the path, a graphics card by
a program called nvidia-smi: no such machine is at hand. What the report does with them is ours, and real.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import environment
from helpers.environment import Report, Row, check_environment

ROOT = Path(environment.__file__).parent.parent


def row(report, what):
    return next(row for row in report.rows if row.what == what)


@pytest.fixture(scope="module")
def report():
    return check_environment()


def test_this_machine_is_right(report):
    assert report.ok, str(report)
    assert row(report, "Python").found.startswith(f"{sys.version_info.major}.{sys.version_info.minor}")
    assert "matrix product in" in row(report, "device CPU:0").found
    assert {"memory", "free disk", "graphviz", "GPU", "TensorFlow built for CUDA"} <= {
        r.what for r in report.rows
    }
    assert set(environment.SUPPORTED) <= {r.what for r in report.rows}


def test_the_table_and_the_text_say_the_same(report):
    for r in report.rows:
        assert r.what in str(report) and r.found in str(report)
        assert r.what in report._repr_html_()
    assert report.summary in report._repr_html_() and report.summary in str(report)


def test_it_prints_from_the_command_line():
    done = subprocess.run([sys.executable, "-m", "helpers"], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    assert done.stdout.rstrip().endswith("Everything the course needs is here.")


def play_tensorflow(monkeypatch, tmp_path, body):
    """Put a package called tensorflow before the real one."""
    package = tmp_path / "tensorflow"
    package.mkdir()
    (package / "__init__.py").write_text(body)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def play_card(monkeypatch, tmp_path, driver="470.82", status=0):
    """Put a program called nvidia-smi on the path, which tells of a card."""
    tool = tmp_path / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\necho 'NVIDIA Tesla T4, {driver}'\nexit {status}\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


TENSORFLOW = """
class _Any:
    def __getattr__(self, name): return _Any()
    def __call__(self, *a, **k): return _Any()
    def __enter__(self): return self
    def __exit__(self, *a): return False
    def __iter__(self): return iter(())
random = linalg = _Any()
device = _Any()
__version__ = "2.21.0"
class _D:
    def __init__(self, kind): self.device_type, self.name = kind, "/device:%s:0" % kind
class config:
    list_logical_devices = staticmethod(lambda: [_D(kind) for kind in {devices!r}])
class test:
    is_built_with_cuda = staticmethod(lambda: {cuda!r})
class sysconfig:
    get_build_info = staticmethod(lambda: {{"cuda_version": "12.5.1"}} if {cuda!r} else {{}})
import sys
sys.stderr.write({stderr!r})
"""


def test_tensorflow_missing(monkeypatch):
    error = "ModuleNotFoundError: No module named 'tensorflow'"
    facts = {"devices": [], "version": "", "error": error, "stderr": ""}
    monkeypatch.setattr(environment, "installed", lambda name: "" if name == "tensorflow" else "99.0")
    monkeypatch.setattr(environment, "probe_tensorflow", lambda: facts)
    report = check_environment()
    assert not report.ok
    cure = "Run make lab again: it installs what requirements.lock says."
    assert row(report, "tensorflow") == Row("tensorflow", "not installed", "2.20 or newer", "wrong", cure)
    assert "1 line needs mending" in report.summary
    assert "What to do" in report._repr_html_()


@pytest.mark.parametrize(
    ("body", "found", "cure"),
    [
        (
            "raise ImportError('libfoo.so.1: no file')",
            "does not import: ImportError: libfoo.so.1",
            "make lab again",
        ),
        ("import os; os.abort()", "ended with status", "Binder or Colab"),
        ("import time; time.sleep(60)", "no answer in 1 s", "make lab again"),
    ],
)
def test_tensorflow_that_does_not_import_kills_its_process_or_hangs(body, found, cure, monkeypatch, tmp_path):
    play_tensorflow(monkeypatch, tmp_path, body)
    if "sleep" in body:
        monkeypatch.setattr(environment, "PROBE_SECONDS", 1)
    line = row(check_environment(), "tensorflow")
    assert line.status == "wrong" and found in line.found and cure in line.cure


def test_a_card_and_a_build_without_cuda(monkeypatch, tmp_path):
    play_tensorflow(monkeypatch, tmp_path, TENSORFLOW.format(devices=["CPU"], cuda=False, stderr=""))
    play_card(monkeypatch, tmp_path, driver="550.54")
    report = check_environment()
    found = row(report, "GPU")
    assert report.ok, "a GPU that is not seen is not wrong"
    assert (
        found.status == "note"
        and "Tesla T4, driver 550.54; not seen" in found.found
        and "GPU=1" in found.cure
    )
    assert row(report, "TensorFlow built for CUDA").found == "no, made for the CPU"


@pytest.mark.parametrize(
    ("driver", "stderr"),
    [("470.82", ""), ("550.54", "CUDA driver version is insufficient for CUDA runtime version")],
)
def test_a_card_whose_driver_is_too_old(driver, stderr, monkeypatch, tmp_path):
    play_tensorflow(monkeypatch, tmp_path, TENSORFLOW.format(devices=["CPU"], cuda=True, stderr=stderr))
    play_card(monkeypatch, tmp_path, driver=driver)
    found = row(check_environment(), "GPU")
    assert found.status == "note" and "driver is too old" in found.cure and "525" in found.cure


def test_a_card_and_cuda_whose_libraries_are_missing(monkeypatch, tmp_path):
    play_tensorflow(monkeypatch, tmp_path, TENSORFLOW.format(devices=["CPU"], cuda=True, stderr=""))
    play_card(monkeypatch, tmp_path, driver="550.54")
    assert "libraries were not found" in row(check_environment(), "GPU").cure


def test_a_card_that_is_seen_is_timed(monkeypatch, tmp_path):
    play_tensorflow(monkeypatch, tmp_path, TENSORFLOW.format(devices=["CPU", "GPU"], cuda=True, stderr=""))
    play_card(monkeypatch, tmp_path, driver="550.54")
    report = check_environment()
    assert row(report, "GPU") == Row("GPU", "NVIDIA Tesla T4", "not needed by any lesson")
    assert "matrix product in" in row(report, "device GPU:0").found
    assert row(report, "TensorFlow built for CUDA").found == "yes, CUDA 12.5.1"


def test_a_broken_nvidia_smi_is_no_card(monkeypatch, tmp_path):
    play_card(monkeypatch, tmp_path, status=9)
    assert environment.nvidia_card() == ("", "")


def test_packages_missing_and_too_old(monkeypatch):
    real = environment.installed
    versions = {"shap": "", "numpy": "1.26.4"}
    monkeypatch.setattr(environment, "installed", lambda name: versions.get(name, real(name)))
    rows = list(environment.package_rows({"error": ""}))
    found = {r.what: r for r in rows}
    assert (found["shap"].found, found["shap"].status) == ("not installed", "wrong")
    assert (found["numpy"].found, found["numpy"].status) == ("1.26.4", "wrong")
    assert all(found[name].cure for name in versions)


def test_versions_compare_as_numbers():
    assert environment.as_numbers("2.21.0rc1") == (2, 21, 0)
    assert environment.as_numbers("2.9") < environment.as_numbers("2.20")
    assert environment.as_numbers("7.7.1") <= environment.as_numbers("8.1")


@pytest.mark.parametrize(("free", "status"), [(10**9, "wrong"), (4 * 10**9, "ok")])
def test_memory_is_what_a_containers_limit_leaves(free, status, monkeypatch):
    monkeypatch.setattr(environment, "container_memory", lambda: (6 * 10**9, 6 * 10**9 - free))
    found = environment.memory_row()
    assert found.status == status and f"{free / 1e9:.1f} GB free of 6.0 GB" in found.found


def test_a_full_disk_is_wrong(monkeypatch):
    usage = environment.shutil.disk_usage(os.curdir)._replace(free=10**8)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: usage)
    assert environment.disk_row().status == "wrong" and environment.disk_row().cure


def test_a_report_escapes_what_it_shows():
    assert "<b>" not in Report((Row("a", "<b>", "c"),))._repr_html_()


def test_importing_helpers_brings_nothing_heavy():
    program = (
        "import sys, helpers, helpers.environment, helpers.checks, json;"
        "print(json.dumps([m for m in ('tensorflow','keras','pandas','sklearn','shap','matplotlib') if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert json.loads(done.stdout) == []


def test_every_public_name_is_there_and_an_unknown_one_is_told():
    import helpers

    for name in helpers.__all__:
        assert getattr(helpers, name) is not None
    with pytest.raises(AttributeError, match="It has: ____, check"):
        _ = helpers.nothing_of_this_name
    assert set(helpers.__all__) <= set(dir(helpers))


# -- each line alone ------------------------------------------------------------------------------------

FACTS = {
    "devices": [],
    "cuda_build": True,
    "cuda_version": "12.5",
    "version": "2.21",
    "error": "",
    "stderr": "",
}


def facts(**more):
    return {**FACTS, **more}


def test_a_report_as_text_and_as_a_table_letter_by_letter():
    report = Report(
        (Row("CPU", "a", "b"), Row("memory", "c", "d", "wrong", "Do e."), Row("x", "f", "g", "wrong"))
    )
    assert str(report) == (
        "ok     CPU     a  (expected: b)\n"
        "WRONG  memory  c  (expected: d)\n"
        "               -> Do e.\n"
        "WRONG  x       f  (expected: g)\n"
        "\n"
        "2 lines need mending: the cure stands beside it."
    )
    table = report._repr_html_()
    assert table.count("<th ") == 5 and table.count("<td ") == 15 and table.count("<tr>") == 4
    assert table.count("✘\u00a0wrong") == 2 and ">Do e.</td>" in table
    without = Report((Row("CPU", "a", "b", "note"),))._repr_html_()
    assert without.count("<th ") == 4 and without.count("<td ") == 4 and "What to do" not in without
    assert "○\u00a0note" in without


def test_a_note_is_not_wrong_and_rows_cannot_be_changed():
    report = Report((Row("a", "b", "c", "note"), Row("a", "b", "c")))
    assert report.ok and report.summary == "Everything the course needs is here."
    assert Row("a", "b", "c") == Row("a", "b", "c", "ok", "")
    for thing, name in ((report, "rows"), (report.rows[0], "what")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, name, ())


@pytest.mark.parametrize(
    ("version", "status"),
    [((3, 10, 9), "wrong"), ((3, 11, 0), "ok"), ((3, 13, 2), "ok"), ((3, 14, 0), "wrong")],
)
def test_pythons_from_the_oldest_to_the_newest_supported(version, status):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "version_info", (*version, "final", 0))
        found = environment.python_row()
    assert found.status == status and bool(found.cure) == (status == "wrong")


def test_what_a_probe_without_an_answer_returns(monkeypatch, tmp_path):
    play_tensorflow(monkeypatch, tmp_path, "import os; os._exit(7)")
    found = environment.probe_tensorflow()
    empty = {"devices": [], "cuda_build": False, "cuda_version": "", "version": ""}
    assert found == {**empty, "error": "the process ended with status 7", "stderr": ""}
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    error = environment.probe_tensorflow().pop("error")
    assert error.startswith("FileNotFoundError: ")


def test_on_colab_no_jupyterlab_is_asked_for_and_the_cure_is_pip(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", sys)
    monkeypatch.setattr(environment, "installed", lambda name: environment.SUPPORTED[name])
    found = list(environment.package_rows(facts()))
    assert {r.what for r in found} == set(environment.SUPPORTED) - {"jupyterlab"}
    assert {r.status for r in found} == {"ok"}, "the oldest version is enough"
    assert environment.cure_for("shap").startswith("Run: %pip install --upgrade shap")


@pytest.mark.parametrize(
    ("found", "error", "said"),
    [
        ("", "ModuleNotFoundError: tensorflow", "not installed"),
        ("", "ImportError: No module named tensorflow", "not installed"),
        (
            "2.21",
            "ModuleNotFoundError: No module named 'numpy'",
            "2.21, but does not import: ModuleNotFoundError",
        ),
        ("", "ImportError: DLL load failed", "installed, but does not import: ImportError: DLL load failed"),
        ("2.21", "a" * 170, f"2.21, but does not import: {'a' * 160}"),
    ],
)
def test_what_is_said_of_a_tensorflow_that_fails(found, error, said):
    line = environment.tensorflow_row(found, "2.20 or newer", facts(error=error))
    assert line.found.startswith(said) and line.status == "wrong"
    assert len(line.found) <= len("2.21, but does not import: ") + 160
    assert "Delete the folder .venv" in line.cure or found == "" and "requirements.lock" in line.cure


@pytest.mark.parametrize(
    ("platform", "cure"), [("win32", "Visual C++"), ("linux", "Delete the folder .venv")]
)
def test_a_missing_dll_is_cured_on_windows_alone(platform, cure, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    assert cure in environment.tensorflow_row("2.21", "", facts(error="ImportError: DLL load failed")).cure
    other = environment.tensorflow_row("2.21", "", facts(error="ImportError: broken"))
    assert "Delete the folder .venv" in other.cure


def test_tensorflow_is_known_by_its_other_names(monkeypatch):
    def version(name):
        if name == "tf-nightly":
            return "2.22"
        raise environment.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(environment.metadata, "version", version)
    assert environment.installed("tensorflow") == "2.22" and environment.installed("keras") == ""


def test_a_version_ends_where_its_numbers_end():
    assert environment.as_numbers("2.21.dev3.1") == (2, 21)
    assert environment.as_numbers("") == ()


def test_devices_are_named_and_timed_in_milliseconds():
    found = list(environment.device_rows(facts(devices=[["CPU", "/device:CPU:0", 0.0123], ["XPU", "", 2.0]])))
    assert found[0] == Row("device CPU:0", "1024 × 1024 matrix product in 12.3 ms", "one CPU is enough")
    assert found[1].what == "device XPU" and "in 2000.0 ms" in found[1].found
    assert found[2].found == "yes, CUDA 12.5"
    assert [r.what for r in environment.device_rows(facts(version=""))] == ["GPU"]
    assert next(iter(environment.device_rows(facts(cuda_version="")))).found == "yes, CUDA"


@pytest.mark.parametrize(
    ("card", "more", "found", "cure"),
    [
        (("", ""), {}, "none found", ""),
        (("", ""), {"devices": [["GPU", "", 1.0], ["CPU", "", 1.0]]}, "1 seen by TensorFlow", ""),
        (("T4", "525.1"), {}, "T4, driver 525.1; not seen by TensorFlow", "libraries were not found"),
        (("T4", "524.9"), {}, "T4, driver 524.9; not seen by TensorFlow", "driver is too old"),
        (("T4", ""), {}, "T4, driver unknown; not seen by TensorFlow", "libraries were not found"),
        (("T4", ""), {"error": "broken"}, "T4, driver unknown; not seen", "Mend TensorFlow first."),
        (
            ("T4", "600"),
            {"cuda_build": False},
            "T4, driver 600; not seen",
            "If you want the GPU: make lab GPU=1.",
        ),
    ],
)
def test_what_is_said_of_a_graphics_card(card, more, found, cure, monkeypatch):
    monkeypatch.setattr(environment, "nvidia_card", lambda: card)
    line = environment.gpu_row(facts(**more))
    assert line.found.startswith(found) and cure in line.cure and bool(line.cure) == bool(cure)
    assert line.status == ("note" if cure else "ok")


def test_on_windows_cuda_needs_wsl(monkeypatch):
    monkeypatch.setattr(environment, "nvidia_card", lambda: ("T4", "600"))
    monkeypatch.setattr(sys, "platform", "win32")
    assert "CUDA needs WSL2: there, make lab GPU=1." in environment.gpu_row(facts(cuda_build=False)).cure


def test_of_two_cards_the_first_is_told_and_silence_is_none(monkeypatch, tmp_path):
    play_card(monkeypatch, tmp_path, driver="550.54'; echo 'Another, 1.0")
    assert environment.nvidia_card() == ("NVIDIA Tesla T4", "550.54")
    (tmp_path / "nvidia-smi").write_text("#!/bin/sh\nexit 0\n")
    assert environment.nvidia_card() == ("", "")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert environment.nvidia_card() == ("", "")


def test_memory_is_the_machines_where_no_container_limits_it(monkeypatch):
    import psutil

    total = psutil.virtual_memory().total
    for limit in (0, 2**62):
        monkeypatch.setattr(environment, "container_memory", lambda limit=limit: (limit, 0))
        found = environment.memory_row()
        assert found.found.endswith(f"of {total / 1e9:.1f} GB") and not found.found.startswith("0.0 ")
    monkeypatch.setattr(environment, "container_memory", lambda: (10**10, 10**10 - 1_500_000_000))
    exact = environment.memory_row()
    assert (exact.found, exact.expected, exact.status) == ("1.5 GB free of 10.0 GB", "1.5 GB free", "ok")
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert environment.memory_row().status == "note"


def test_a_containers_limit_is_read_from_either_version_of_its_files(monkeypatch, tmp_path):
    def inside(path, **how):
        return open(tmp_path / path.removeprefix("/sys/fs/cgroup/").replace("/", "-"), **how)

    monkeypatch.setattr(environment, "open", inside, raising=False)
    assert environment.container_memory() == (0, 0)
    (tmp_path / "memory-memory.limit_in_bytes").write_text("700\n")
    (tmp_path / "memory-memory.usage_in_bytes").write_text("50\n")
    assert environment.container_memory() == (700, 50)
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("20\n")
    assert environment.container_memory() == (700, 50), "no limit in the newer files"
    (tmp_path / "memory.max").write_text("900\n")
    assert environment.container_memory() == (900, 20)


@pytest.mark.parametrize(
    ("free", "found", "status"),
    [(499_000_000, "0.5 GB", "wrong"), (5 * 10**8, "0.5 GB", "ok"), (2 * 10**9, "2.0 GB", "ok")],
)
def test_free_disk_is_told_in_gigabytes(free, found, status, monkeypatch):
    usage = environment.shutil.disk_usage(os.curdir)._replace(free=free)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: usage)
    line = environment.disk_row()
    assert (line.found, line.expected, line.status) == (found, "0.5 GB", status)
    assert bool(line.cure) == (status == "wrong")


def test_the_disk_of_a_folder_that_is_gone_cannot_be_told(monkeypatch, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    line = environment.disk_row()
    assert line.status == "note" and line.found.startswith("cannot be told (")


def test_graphviz_is_found_on_the_path_and_not_needed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert environment.graphviz_row().found.startswith("not found")
    (tmp_path / "dot").write_text("#!/bin/sh\n")
    (tmp_path / "dot").chmod(0o755)
    assert environment.graphviz_row().found == "found"
