"""`make test-hub`: a real JupyterHub with ten learners at once, each a Unix user of their own; figures per learner.

    make test-hub                 ten learners
    make test-hub LEARNERS=3      three

Each learner logs in, follows a lesson's link, runs all of 02 and 03, and answers an exercise; what the cells show is
compared with what the course's own notebooks show. In between the hub is restarted. Then each tries to read another's
files. One of them sits at a real browser (Playwright, Chromium), the others speak HTTP as a browser does. All of it is
on this machine's loopback; it ends by itself, and takes users and files away with it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import requests

from classroom import class_view, hub_browser, hub_users
from classroom.hub_learner import FOLDER, Kernel, Learner, TrialError, printed

ROOT = Path(__file__).resolve().parent.parent
BRANCH = "class-trial"
LESSONS = ("02_perceptron", "03_deep_networks")
ANSWERED = "2.1"
MINUTES = 40  # after so long all of it ends


class Trial:
    """A hub on this machine, its proxy, and a git server with the course, in a folder of their own."""

    def __init__(self, folder: Path, users: list[str]) -> None:
        self.folder, self.users = folder, users
        self.ports = free_ports(4)
        self.password, self.token = secrets.token_hex(8), secrets.token_hex(16)
        self.base = f"http://127.0.0.1:{self.ports[0]}"
        self.running: dict[str, subprocess.Popen] = {}

    def start(self, name: str, command: list[str], **variables: str) -> None:
        """Start a server; what it says goes to a file."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **variables},
                start_new_session=True,
            )

    def stop(self, name: str) -> None:
        """End a server: politely, and after ten seconds not."""
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def start_hub(self) -> None:
        """Start the hub and wait until it answers."""
        told = {
            "folder": str(self.folder),
            "port": self.ports[0],
            "hub_port": self.ports[1],
            "proxy_port": self.ports[2],
            "token": self.token,
            "password": self.password,
            "users": self.users,
            "python": sys.executable,
            "variables": {"PYTHONPATH": str(self.folder / "helpers"), "COURSE_LIVE": "0"},
        }
        config = str(Path(__file__).with_name("hub_config.py"))
        self.start("hub", [sys.executable, "-m", "jupyterhub", "-f", config], COURSE_TRIAL=json.dumps(told))
        self.wait(f"{self.base}/hub/health")

    def start_others(self, proxy: Path) -> None:
        """Start the proxy and the git server."""
        where = [f"--ip=127.0.0.1 --port={self.ports[0]} --api-ip=127.0.0.1 --api-port={self.ports[2]}"]
        where += [
            f"--default-target=http://127.0.0.1:{self.ports[1]} --error-target=http://127.0.0.1:{self.ports[1]}/hub/error"
        ]
        self.start("proxy", [str(proxy), *" ".join(where).split()], CONFIGPROXY_AUTH_TOKEN=self.token)
        git = [
            "git",
            "daemon",
            "--reuseaddr",
            "--export-all",
            "--listen=127.0.0.1",
            f"--port={self.ports[3]}",
        ]
        self.start("git", [*git, f"--base-path={self.folder}", str(self.folder)])

    def wait(self, address: str, seconds: int = 120) -> None:
        """Wait until an address answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(requests.RequestException):
                if requests.get(address, timeout=5).status_code == 200:
                    return
            if self.running["hub"].poll() is not None:
                break
            time.sleep(0.5)
        said = (self.folder / "hub.log").read_text(errors="replace")[-1500:]
        raise TrialError(f"The hub does not answer at {address}. It said: {said}")

    def link(self, lesson: str) -> dict[str, str]:
        """Return what stands in the link that opens a lesson."""
        repository = f"git://127.0.0.1:{self.ports[3]}/repository.git"
        shown = f"lab/tree/{FOLDER}/notebooks/{lesson}.ipynb"
        return {"repo": repository, "branch": BRANCH, "targetpath": FOLDER, "urlpath": shown}


def free_ports(count: int) -> list[int]:
    """Return ports of the loopback that nobody uses."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


def copy_course(folder: Path) -> None:
    """Put the committed course where learners pull it, and its helpers where a class's image has them."""
    git = ["git", "-c", "safe.directory=*"]
    subprocess.run(
        [*git, "clone", "-q", "--bare", "--no-hardlinks", str(ROOT), str(folder / "repository.git")],
        check=True,
    )
    subprocess.run([*git, "-C", str(folder / "repository.git"), "branch", BRANCH], check=True)
    packed = subprocess.run(
        [*git, "-C", str(ROOT), "archive", "HEAD", "helpers"], check=True, capture_output=True
    )
    (folder / "helpers").mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder / "helpers")], input=packed.stdout, check=True)


@contextlib.contextmanager
def trial(count: int, proxy: Path) -> Iterator[Trial]:
    """Start all that a trial needs, and end it."""
    folder = Path(tempfile.mkdtemp(prefix="course-trial-"))
    folder.chmod(0o755)
    (folder / "home").mkdir()
    try:
        with hub_users.made(count, folder / "home") as users:
            copy_course(folder)
            one = Trial(folder, users)
            try:
                one.start_others(proxy)
                one.start_hub()
                yield one
            except TrialError:
                print((folder / "hub.log").read_text(errors="replace")[-3000:], file=sys.stderr)
                raise
            finally:
                for name in list(one.running):
                    one.stop(name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# -- what a learner does ------------------------------------------------------------------------------


def come_in(learner: Learner, link: dict[str, str]) -> None:
    """Log in and pull; and click the link a second time, as people do."""
    learner.timed("login", learner.log_in)
    learner.timed("pull", learner.pull, link)
    learner.timed("again", learner.pull, link)


def run_and_look(learner: Learner, lesson: str, link: dict[str, str]) -> None:
    """Run all of a lesson and compare what each cell prints with the course's own notebook."""
    if learner.at_browser and lesson == LESSONS[0]:
        notebook = learner.timed(lesson[:2], hub_browser.run_all, learner, link, lesson)
    else:
        notebook = learner.timed(lesson[:2], learner.run_all, f"{FOLDER}/notebooks/{lesson}.ipynb")
    stored = json.loads((ROOT / "notebooks" / f"{lesson}.ipynb").read_text("utf-8"))
    for mine, wanted in zip(notebook["cells"], stored["cells"], strict=True):
        if mine["cell_type"] != "code" or "nbval-ignore-output" in wanted["metadata"].get("tags", []):
            continue
        got, should = (without_addresses(printed(one["outputs"])) for one in (mine, wanted))
        if got != should:
            raise learner.fail(
                f"{lesson}, cell {wanted['id']} shows {got[:200]!r}, should show {should[:200]!r}"
            )


def without_addresses(text: str) -> str:
    """Return what a cell shows without what no two runs share: places in memory."""
    return re.sub(r"0x[0-9a-f]+", "0x", text)


def answer(learner: Learner) -> None:
    """Answer an exercise in the notebook and see the verdict."""
    from helpers.checks import exercises

    path = f"{FOLDER}/notebooks/{LESSONS[0]}.ipynb"
    notebook = learner.read(path)
    cell = next(one for one in notebook["cells"] if f'check("{ANSWERED}"' in "".join(one["source"]))
    cell["source"] = f'output = {float(exercises()[ANSWERED].worked())}\ncheck("{ANSWERED}", output)'
    with Kernel(learner, path) as kernel:
        kernel.run("from helpers import check")
        cell["outputs"] = kernel.run(cell["source"])
    if f"✔ Exercise {ANSWERED}: right" not in printed(cell["outputs"]):
        raise learner.fail(f"the right answer got {printed(cell['outputs'])!r}")
    learner.save(path, notebook)


def try_to_read(learner: Learner, other: str, homes: Path) -> None:
    """Try to read another learner's files: from a kernel, and through the hub."""
    code = (
        f"import os, pathlib\nhome = pathlib.Path({str(homes / other)!r})\nseen = []\n"
        "for path in (home, home / '.local', home / 'course' / 'notebooks'):\n"
        "    try:\n        seen.append(os.listdir(path))\n    except PermissionError:\n        pass\n"
        "print(os.getuid(), 'read:', seen)"
    )
    with Kernel(learner, f"{FOLDER}/notebooks/{LESSONS[0]}.ipynb") as kernel:
        said = printed(kernel.run(code))
    if not said.strip().endswith("read: []") or said.startswith("0 "):
        raise learner.fail(f"could read the files of {other}: {said}")
    through = learner.ask("GET", "api/contents/", of=other)
    if through.status_code == 200 and "content" in through.text:
        raise learner.fail(f"could read the files of {other} through the hub")


def see_kept(learner: Learner) -> None:
    """Log in anew and see that the answer and what it showed are there."""
    again = Learner(learner.name, learner.password, learner.base)
    again.log_in()
    notebook = again.read(f"{FOLDER}/notebooks/{LESSONS[0]}.ipynb")
    shown = "".join(printed(one["outputs"]) for one in notebook["cells"] if one["cell_type"] == "code")
    if f"✔ Exercise {ANSWERED}: right" not in shown:
        raise learner.fail("the answer is gone")


def see_class(homes: Path) -> None:
    """Show the class view, and see that the answers are in it."""
    found = class_view.learners(homes)
    print(class_view.view(found, [ANSWERED, "2.2"], datetime.now(UTC)))
    if not all(entry.answers.get(ANSWERED, {}).get("right") for entry in found):
        raise TrialError("The class view does not show the answers.")


# -- the whole ----------------------------------------------------------------------------------------


def all_at_once(learners: list[Learner], work: Callable[..., None], *arguments: object) -> None:
    """Let all learners do the same at the same time; the first trouble of any is raised."""
    with pool(len(learners)) as threads:
        for done in [threads.submit(work, one, *arguments) for one in learners]:
            done.result()


@contextlib.contextmanager
def pool(count: int) -> Iterator[ThreadPoolExecutor]:
    """Lend threads. At trouble nobody waits for them: the servers end, and with them what the threads wait for."""
    threads = ThreadPoolExecutor(count)
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def restart_hub_while(one: Trial, work: Callable[[], None]) -> None:
    """Do something, and restart the hub in the middle of it."""
    with pool(1) as threads:
        going_on = threads.submit(work)
        time.sleep(8)
        one.stop("hub")
        one.start_hub()
        print(f"The hub was restarted{'' if going_on.done() else ' while they worked'}.", flush=True)
        going_on.result()


def run(count: int, browser: bool, proxy: Path) -> None:
    """Hold the trial."""
    with trial(count, proxy) as one:
        learners = [Learner(name, one.password, one.base) for name in one.users]
        learners[0].at_browser = browser
        watch = Watch(one.users)
        with watch:
            all_at_once(learners, come_in, one.link(LESSONS[0]))
            print(f"{count} learners are in and have pulled, twice.", flush=True)
            restart_hub_while(
                one, lambda: all_at_once(learners, run_and_look, LESSONS[0], one.link(LESSONS[0]))
            )
            all_at_once(learners, run_and_look, LESSONS[1], one.link(LESSONS[1]))
            print("All ran 02 and 03; every cell showed what the course's notebooks show.", flush=True)
            all_at_once(learners, answer)
        for at, learner in enumerate(learners):
            try_to_read(learner, one.users[at - 1], one.folder / "home")
        print("Nobody could read another's files.", flush=True)
        all_at_once(learners, see_kept)
        print("After logging in anew all answers are there. The class view:", flush=True)
        see_class(one.folder / "home")
        print(figures(learners, watch))


class Watch(threading.Thread):
    """Keeps the most that each learner's processes held, looking every three seconds."""

    def __init__(self, users: list[str]) -> None:
        super().__init__(daemon=True)
        self.most = {name: dict.fromkeys(("own", "share", "resident", "cpu"), 0.0) for name in users}
        self.together, self.over = 0.0, threading.Event()

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.join(20)

    def run(self) -> None:
        while not self.over.wait(3):
            now = {name: hub_users.taken(name) for name in self.most}
            self.together = max(self.together, sum(one["share"] for one in now.values()))
            for name, one in now.items():
                self.most[name] = {key: max(value, one[key]) for key, value in self.most[name].items()}


def figures(learners: list[Learner], watch: Watch) -> str:
    """Return what it took: seconds and memory per learner."""
    steps = list(learners[0].seconds)
    lines = [
        "",
        "| learner | " + " | ".join(f"{one}, s" for one in steps) + " | own MB | share MB | resident MB |",
    ]
    lines.append("|---" * (len(steps) + 4) + "|")
    for one in learners:
        most = watch.most[one.name]
        cells = [f"{one.seconds[step]:.0f}" for step in steps]
        cells += [f"{most[key]:.0f}" for key in ("own", "share", "resident")]
        lines.append(f"| {one.name.removeprefix(hub_users.NAME)} | " + " | ".join(cells) + " |")
    lines.append(f"All together at most {watch.together:.0f} MB, on {os.cpu_count()} cores.")
    return "\n".join(lines)


def proxy_program() -> Path:
    """Return configurable-http-proxy: that of the course's own npm packages, else one that is installed."""
    with contextlib.suppress(ImportError):
        from tools import node

        return node.packages() / ".bin" / "configurable-http-proxy"
    found = shutil.which("configurable-http-proxy")
    if not found:
        raise hub_users.UsersError(
            "configurable-http-proxy is missing: npm install -g configurable-http-proxy"
        )
    return Path(found)


def main() -> int:
    """Hold the trial; say in one line what went wrong."""
    parser = argparse.ArgumentParser(prog="classroom.hub_trial", description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=10)
    parser.add_argument("--no-browser", action="store_true", help="nobody sits at a real browser")
    parser.add_argument("--proxy", type=Path, help="where configurable-http-proxy is")
    known = parser.parse_args()
    if known.learners < 2:
        parser.error("two learners at least: one tries to read the other's files")
    signal.signal(
        signal.SIGALRM, lambda *_: sys.exit(f"hub_trial: not through after {MINUTES} minutes; ended")
    )
    signal.alarm(MINUTES * 60)
    try:
        if os.geteuid() == 0:
            hub_users.see_to_python()
        run(known.learners, not known.no_browser, known.proxy or proxy_program())
    except (TrialError, hub_users.UsersError) as error:
        print(f"hub_trial: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
