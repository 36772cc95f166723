"""The set-up check: on this machine, and on machines that this one plays.

A missing or broken TensorFlow is played by a package of that name earlier on the path, a graphics card by
a program called nvidia-smi: no such machine is at hand. What the report does with them is ours, and real.
"""

from __future__ import annotations

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
