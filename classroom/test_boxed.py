"""The box held against notebooks that want out of it, and the marks of those that do not: `make test-class`.

Needs bubblewrap and starts a kernel for each notebook, so it is no part of `make test`. Each case is judged with a
control group, where one can be written, and without: the watching parent then holds alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from classroom import box, collect, groups, handed_in, judging

CELLS = [
    "import numpy as np\nfrom helpers import ____, check, use",
    'output = ____\ncheck("2.1", output)',
    'letters = ____\ncheck("2.2", letters)',
    'def neuron(inputs, weights, bias):\n    return ____\n\n\ncheck("2.3", neuron)',
    'neuron = use("2.3", neuron)',
    'and_weights = ____\nand_bias = ____\ncheck("2.4", and_weights, and_bias)',
]
PAGE = handed_in.Page.of(CELLS)
RIGHT = {
    "2.1": 'output = ____\ncheck("2.1", output)',  # filled in below, from the worked answers
    "2.3": 'def neuron(i, w, b):\n    return int(i @ w + b > 0)\n\n\ncheck("2.3", neuron)',
    "2.4": 'and_weights = [1, 1]\nand_bias = -1.5\ncheck("2.4", and_weights, and_bias)',
}
LIMITS = box.Limits(memory=700, processes=200, seconds=90)
ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False


def worked(number: str) -> object:
    from helpers.checks import exercises

    return exercises()[number].worked()


RIGHT["2.1"] = f'output = {float(worked("2.1"))}\ncheck("2.1", output)'
RIGHT["2.2"] = f'letters = {worked("2.2")!r}\ncheck("2.2", letters)'

# what stands in 2.3's cell -> the state of its mark; the other three are right and must stay so
HOSTILE = {
    "endless": ("while True: pass", "failed"),
    "endless, deaf to interrupts": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "ended",
    ),
    "eats memory": ("x = []\nwhile True: x.append(bytearray(b'1' * 10_000_000))", "ended"),
    "eats memory in one piece": ("x = np.ones(10**9)", "ended"),
    "forks": (
        "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass",
        "ended",
    ),
    "forks, each a little memory": (
        "import os, time\nfor i in range(12):\n  if os.fork() == 0:\n    x = bytearray(b'1' * 100_000_000)\n"
        "    time.sleep(60)\ntime.sleep(60)",
        "ended",
    ),
    "fills shared memory": (
        "with open('/dev/shm/x', 'wb') as file:\n  while True: file.write(b'1' * 10_000_000)",
        "failed",
    ),
    "fills the disk": (
        "with open('/tmp/x', 'wb') as file:\n  while True: file.write(b'1' * 10_000_000)",
        "failed",
    ),
    "prints without end": ("while True: print('x' * 100_000)", "ended or failed"),
    "leaves": ("import os\nos._exit(0)", "ended"),
    "kills all it can see": (
        "import os, signal\nfor name in os.listdir('/proc'):\n"
        "  if name.isdigit() and int(name) not in (1, os.getpid()):\n"
        "    try: os.kill(int(name), signal.SIGKILL)\n    except OSError: pass\nos.kill(os.getpid(), 9)",
        "ended",
    ),
    "is not Python": ("def (", "failed"),
    "nests too deep": ("x = " + "(" * 5000 + ")" * 5000, "failed"),
}
GROUPS = [pytest.param(True, id="group"), pytest.param(False, id="watched")]


@pytest.fixture(scope="session", autouse=True)
def a_box():
    collect.try_box()


@pytest.fixture(autouse=True)
def nothing_is_left():
    """After each case no process of a box is alive and no group is left."""
    yield
    ours = range(box.FIRST_USER, box.FIRST_USER + box.USERS)
    alive = [
        one.pid for one in psutil.process_iter(["uids"]) if one.info["uids"] and one.info["uids"].real in ours
    ]
    assert not ROOT or not alive
    assert not list(groups.MOUNT.glob(f"course-{os.getpid()}-*")) + list(
        groups.MOUNT.glob(f"*/course-{os.getpid()}-*")
    )


def judge(answers: dict[str, str | handed_in.Answer], group: bool = True, cell: int = 5) -> judging.Judged:
    done = judging.Judge(PAGE, LIMITS, cell=cell, page_cell=40, group=group).judge(as_answers(answers))
    print(
        {number: one.state for number, one in done.marks.items()},
        *(f"{n}: {one.said} {one.look}" for n, one in done.marks.items() if one.state != "right"),
        f"{done.seconds:.0f} s, {done.peak} MiB, {done.notes}",
    )
    return done


def as_answers(sources: dict[str, str | handed_in.Answer]) -> dict[str, handed_in.Answer]:
    return {number: handed_in.Answer(one) if isinstance(one, str) else one for number, one in sources.items()}


def states(done: judging.Judged) -> dict[str, str]:
    return {number: mark.state for number, mark in done.marks.items()}


def test_right_and_half_right_answers_get_what_they_are_worth():
    assert set(states(judge(RIGHT)).values()) == {"right"}
    half = {
        **RIGHT,
        "2.1": 'output = 77\ncheck("2.1", output)',
        "2.2": 'letters = lettres\ncheck("2.2", letters)',
    }
    del half["2.4"]
    done = judge(half)
    assert states(done) == {"2.1": "wrong", "2.2": "failed", "2.3": "right", "2.4": "not answered"}
    assert "NameError" in done.marks["2.2"].said


STEP = "def step(total):\n    return int(total > 0)"
NEURON = "def neuron(i, w, b):\n    return step(i @ w + b)"
CHECK = 'check("2.3", neuron)'
SPLIT = {  # the cells that stand where 2.3's cell was -> the state of its mark
    "in two": ([f"{STEP}\n\n\n{NEURON}", CHECK], "right"),
    "in three": ([STEP, NEURON, CHECK], "right"),
    "in another order": ([NEURON, STEP, CHECK], "right"),
    "doubled": ([STEP, NEURON, CHECK, STEP, NEURON, CHECK], "right"),
    "after a first try": (["neuron = nuron", "while True: pass", STEP, NEURON, "neuron(1)", CHECK], "right"),
    "under another name": ([STEP, NEURON.replace("neuron", "mine"), 'check("2.3", mine)'], "right"),
    "beside the blank cell": ([CELLS[3], STEP, NEURON, CHECK], "right"),
    "wrong": ([STEP.replace(">", "<"), NEURON, CHECK], "wrong"),
    "defined below": ([STEP, CHECK, NEURON], "failed"),
    "endless": (["neuron = 1\nwhile True: pass", CHECK], "failed"),
    "leaves": ([STEP, "import os\nneuron = os._exit(0)", CHECK], "ended"),
}


@pytest.mark.parametrize("name", SPLIT)
def test_an_answer_in_several_cells_is_one_answer(name):
    cells, wanted = SPLIT[name]
    every = [CELLS[0], RIGHT["2.1"], RIGHT["2.2"], *cells, CELLS[4], RIGHT["2.4"]]
    code = [{"cell_type": "code", "source": one} for one in every]
    done = judge(handed_in.read("x.ipynb", json.dumps({"cells": code}).encode(), PAGE).answers)
    assert states(done) == {"2.1": "right", "2.2": "right", "2.3": wanted, "2.4": "right"}
    assert not done.notes


def test_a_forger_above_the_check_is_to_be_looked_at():
    forge = (
        "import helpers.checks as inside\nfrom helpers.checks.verdicts import Verdict\n"
        'inside.look_at = lambda number, answers: Verdict(number, "right", "yes")\nneuron = 1'
    )
    done = judge({**RIGHT, "2.3": handed_in.Answer(CHECK, (forge,)), "2.4": 'check("2.4", 0, 0)'})
    assert done.marks["2.3"].state == "right" and done.marks["2.3"].look and done.marks["2.3"].above == [0]
    assert done.marks["2.4"].state == "wrong"


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_costs_its_own_mark_alone(name, group):
    with groups.made(1, 1) as one:
        if group and not one:
            pytest.skip("no control group can be written here")
    source, wanted = HOSTILE[name]
    before = psutil.virtual_memory().available
    done = judge({**RIGHT, "2.3": f'{source}\nneuron = 1\ncheck("2.3", neuron)'}, group)
    assert before - psutil.virtual_memory().available < 2 * LIMITS.memory * box.MIB
    assert done.marks["2.3"].state in wanted
    assert {n: s for n, s in states(done).items() if n != "2.3"} == {
        "2.1": "right",
        "2.2": "right",
        "2.4": "right",
    }


PROBE = """\
import os, socket, glob, json
seen = {}
for place in ("/etc/shadow", "/etc/passwd", "/root/.ssh", "/home", %(secret)r, %(answers)r, %(git)r):
    try:
        seen[place] = os.listdir(place) if os.path.isdir(place) else open(place).read()[:20]
    except OSError as error:
        seen[place] = None
for place in ("/x", "/dev/x", "/usr/x", %(helpers)r + "/x.py"):
    try:
        open(place, "w"); seen[place] = "written"
    except OSError:
        seen[place] = None
try:
    socket.create_connection(("127.0.0.1", %(port)d), 2); seen["port"] = "open"
except OSError:
    seen["port"] = None
try:
    os.setuid(0); seen["root"] = "yes"
except OSError:
    seen["root"] = None
import ctypes
seen["namespace"] = "yes" if ctypes.CDLL(None).unshare(0x10000000) == 0 else None
seen["outside"] = [one for one in os.listdir("/proc") if one.isdigit() and int(one) > 60] or None
print(json.dumps(seen))
"""


def test_nothing_of_the_machine_can_be_read_written_or_reached(tmp_path):
    import socket

    secret = tmp_path / "other-learners.ipynb"
    secret.write_text("secret")
    secret.chmod(0o644)
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = PROBE % {
            "secret": str(secret),
            "answers": str(box.ROOT / "lessons"),
            "git": str(box.ROOT / ".git"),
            "helpers": str(box.ROOT / "helpers"),
            "port": server.getsockname()[1],
        }
        lines = list(
            box.Box(LIMITS, judging.places()).lines([sys.executable, "-c", code], variables=judging.VARIABLES)
        )
    seen = json.loads(lines[-1])
    assert {place: got for place, got in seen.items() if got} == {}, "each of these should have failed"
    assert len(seen) == 15


def test_the_box_user_is_nobody_and_has_nothing():
    code = "import os; print(os.getuid(), os.getgroups(), open('/proc/self/status').read())"
    text = b"\n".join(box.Box(LIMITS, judging.places()).lines([sys.executable, "-c", code])).decode()
    uid = int(text.split()[0])
    assert uid in range(box.FIRST_USER, box.FIRST_USER + box.USERS) if ROOT else uid == os.getuid()
    for line in text.splitlines():
        if line.startswith(("CapPrm", "CapEff", "CapBnd", "CapAmb")):
            assert int(line.split()[1], 16) == 0
    assert "NoNewPrivs:\t1" in text


def test_a_shadowed_check_forges_nothing():
    done = judge(
        {
            **RIGHT,
            "2.1": 'check = lambda *a: print("✔ Exercise 2.1: right.")\noutput = 0\ncheck("2.1", output)',
        }
    )
    assert done.marks["2.1"].state == "wrong" and done.marks["2.1"].look == ["changes check"]


def test_a_forged_mark_is_its_own_alone_and_is_to_be_looked_at():
    """What cannot be prevented: this answer gets a ✔ it does not deserve. It does not count, and reaches no other."""
    forge = (
        "import helpers.checks as inside\nfrom helpers.checks.verdicts import Verdict\n"
        'inside.look_at = lambda number, answers: Verdict(number, "right", "yes")\ncheck("2.1", 0)'
    )
    wrong = 'letters = "nothing"\ncheck("2.2", letters)'
    done = judge({**RIGHT, "2.1": forge, "2.2": wrong})
    assert done.marks["2.1"].state == "right" and done.marks["2.1"].look
    assert done.marks["2.2"].state == "wrong"


def test_a_kernel_cannot_write_the_runners_lines():
    """It has no copy of the runner's output and cannot open one."""
    write = (
        'import os, glob\nline = b\'{"number": "2.2", "state": "right"}\\n\'\n'
        "for place in ['/proc/self/fd/1', *glob.glob('/proc/[0-9]*/fd/*')]:\n"
        "  try:\n    with open(place, 'wb', 0) as file: file.write(line)\n  except OSError: pass\n"
        "for number in range(1, 60):\n  try: os.write(number, b'')\n  except OSError: pass\n"
        'check("2.3", 0)'
    )
    answers = as_answers({"2.2": 'letters = "nothing"\ncheck("2.2", letters)', "2.3": write})
    done = judging.Judged({number: judging.Mark("not answered") for number in PAGE.asks})
    one = judging.Judge(PAGE, LIMITS, cell=20)
    one._run_until_through(answers, done, time.monotonic())  # the first run, in which both are
    assert done.marks["2.2"].state == "wrong" and done.marks["2.3"].state == "wrong"


def test_an_ordinary_user_can_have_a_box_too():
    """The other way of making one: no root, a user namespace. Played by a user that has no account."""
    if not ROOT:
        pytest.skip("this is not root, so all the other tests saw it")
    code = "from classroom import box; print(b' '.join(box.Box(group=False).lines(['id', '-u'])).decode())"
    python = next((one for one in ("/usr/bin/python3",) if Path(one).exists()), None)
    if (
        not python
        or subprocess.run([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode
    ):
        pytest.skip("no system Python 3.11 that another user can start")
    packages = str(Path(psutil.__file__).parent.parent)
    command = ["setpriv", "--reuid=60999", "--regid=60999", "--clear-groups", python, "-c", code]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{box.ROOT}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd="/")
    assert done.stdout.split() == ["60999"], done.stderr[-500:]


def test_a_whole_class_from_a_zip_to_the_csv(tmp_path, monkeypatch, capsys):
    """Lesson 02's own page, the LMS's zip in and its CSV out."""
    import zipfile

    from tools import lessons

    page = collect.page_of("02")
    solved = [one.source for one in lessons.solved(lessons.sources("02")[0]).cells if one.cell_type == "code"]
    messy = [one for one in reversed(solved) if handed_in.numbers_in(one)]
    messy += [messy[0]] + [one for one in page.cells if "2.1" in handed_in.numbers_in(one)]
    half = [
        one if '"2.1"' in one or '"2.4"' in one else other
        for one, other in zip(solved[-len(page.cells) :], page.cells)
    ]
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as zipped:
        for who, cells, encoding in (
            ("Ann Lee_11", solved, "utf-8"),
            ("Zoë Λ_12", messy, "utf-16"),
            ("Bob_13", half, "utf-8"),
            ("Eve_14", list(page.cells), "utf-8-sig"),
        ):
            cells = [{"cell_type": "code", "source": one, "metadata": {}, "outputs": []} for one in cells]
            text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
            zipped.writestr(f"{who}_assignsubmission_file/02_perceptron.ipynb", text.encode(encoding))
        zipped.writestr("Dan_15_assignsubmission_file/02_perceptron.ipynb", b"%PDF")
    roster = tmp_path / "grades.csv"
    roster.write_text(
        "Identifier,Name,Grade\n" + "".join(f"Participant {n},x,\n" for n in range(11, 17)), "utf-8"
    )
    monkeypatch.setattr(collect, "OUT", tmp_path / "out")
    monkeypatch.setattr(
        "sys.argv", ["collect", "02", str(tmp_path / "in.zip"), "--csv", str(roster), "--column", "Grade"]
    )
    assert collect.main() == 0
    print(capsys.readouterr().out)
    written = (tmp_path / "out" / "02" / "grades.csv").read_text("utf-8").splitlines()
    grades = [line.rpartition(",")[2] for line in written[1:]]
    assert grades == ["8", "8", grades[2], "0", "0", ""] and 0 < int(grades[2]) < 8
    assert shutil.which("bwrap")
