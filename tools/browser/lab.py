"""JupyterLab in a browser: started as `make lab` does, a notebook opened, run, saved, photographed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tools import course, lessons

SHOTS = lessons.ROOT / "build" / "browser"
SECONDS = 240  # for one notebook
PLACES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
PANEL = ".jp-WindowedPanel-outer"
SETTINGS = "lab/api/settings/@jupyterlab"


def chromium() -> str:
    """Return the path of Chromium, or stop with the way to get it."""
    for name in PLACES:
        if found := shutil.which(name):
            return found
    sys.exit(
        "No Chromium was found. On Debian or Ubuntu: sudo apt install chromium. Elsewhere install Chromium or "
        "Chrome so that the command chromium or google-chrome starts it. Then run this again."
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings_folder(root: Path) -> Path:
    """Write the course's settings of JupyterLab where a fresh installation has them."""
    folder = root / "settings"
    folder.mkdir(exist_ok=True)
    shutil.copy(lessons.ROOT / "tools" / "jupyterlab_settings.json", folder / "overrides.json")
    return folder


@contextlib.contextmanager
def serve(root: Path) -> Iterator[str]:
    """Serve a copy of the course as `make lab` does, on a free port; yield its address."""
    port = free_port()
    extra = [
        f"--port={port}",
        "--no-browser",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
    ]
    extra += [f"--LabApp.app_settings_dir={settings_folder(root)}"]
    own = {"COURSE_HOME": "home", "JUPYTER_CONFIG_DIR": "config", "JUPYTERLAB_SETTINGS_DIR": "chosen"}
    variables = {**os.environ, **{name: str(root / folder) for name, folder in own.items()}}
    command = [sys.executable, *course.lab_command(extra, root)]
    address = f"http://127.0.0.1:{port}"
    with (root / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=root, env=variables, stdout=log, stderr=subprocess.STDOUT)
        try:
            for _ in range(120):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{address}/api/status", timeout=2).close()
                    break
                time.sleep(0.5)
            # saved here by the keyboard; a second save at the same moment brings up a dialog
            choose(address, "docmanager-extension:plugin", {"autosave": False})
            yield address
        finally:
            server.terminate()
            server.wait(20)


def ask(address: str, path: str, *, method: str = "GET", content: object = None) -> object:
    """Ask the server something over its own interface, and return what it answers."""
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(f"{address}/{path}", data=body, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read() or "null")


def set_theme(address: str, theme: str) -> None:
    """Choose a theme as the Settings menu does; pages opened from now on have it."""
    choose(address, "apputils-extension:themes", {"theme": theme})


def choose(address: str, where: str, settings: dict) -> None:
    """Choose settings of JupyterLab, by the name of the part that they belong to."""
    ask(address, f"{SETTINGS}/{where}", method="PUT", content={"raw": json.dumps(settings)})


def session_of(address: str, name: str) -> dict | None:
    """Return the session of a notebook that has a kernel."""
    return next((s for s in ask(address, "api/sessions") if s["path"].endswith(name) and s["kernel"]), None)


def end_session(address: str, name: str) -> None:
    """Stop a notebook's kernel, which takes its memory with it."""
    if session := session_of(address, name):
        ask(address, f"api/sessions/{session['id']}", method="DELETE")


class Watched:
    """A page, and what went wrong in it: requests to elsewhere, dialogs, errors in its scripts."""

    def __init__(self, browser: Browser, address: str, width: int = 1280, height: int = 1000) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.address = address
        self.wrong: list[str] = []
        self.page.on("request", self._look_at)
        self.page.on("pageerror", lambda error: self.wrong.append(f"an error in the page: {error}"))
        self.page.on("dialog", self._refuse)

    def _look_at(self, request) -> None:
        here = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(here):
            self.wrong.append(f"asked for {request.url}, which is outside this machine")

    def _refuse(self, dialog) -> None:
        self.wrong.append(f"a dialog came up: {dialog.message}")
        dialog.dismiss()

    def found(self) -> list[str]:
        """Return what went wrong, JupyterLab's own dialogs included."""
        dialogs = self.page.locator(".jp-Dialog").all_inner_texts()
        return self.wrong + [f"a dialog stands open: {' '.join(text.split())}" for text in dialogs]


def wait_for(true: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
    """Wait until something is true; stop with what was waited for if it never is."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"{what}: not there after {seconds:.0f} s")
        time.sleep(0.3)


def open_notebook(page: Page, address: str, name: str) -> None:
    """Open a notebook in a fresh workspace, with a kernel, ready for hands."""
    page.goto(f"{address}/lab/tree/notebooks/{name}?reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
    wait_for(lambda: session_of(address, name), f"a kernel for {name}", 60)
    page.wait_for_timeout(1500)


def run_all(page: Page, address: str, name: str, look: Callable[[], None] = lambda: None) -> dict:
    """Run All Cells of an open notebook, wait until the kernel rests, save, and return what was saved."""
    page.click(".lm-MenuBar-itemLabel:text-is('Run')")
    page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")

    def done() -> bool:
        look()
        waiting = page.locator(".jp-InputArea-prompt:text('[*]')").count()
        return not waiting and is_idle(address, name)

    wait_for(done, f"the end of {name}")
    page.wait_for_timeout(1000)
    return save(page, address, name)


def save(page: Page, address: str, name: str) -> dict:
    """Save the notebook by the keyboard, and return what was saved."""
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2000)
    return ask(address, f"api/contents/notebooks/{name}")["content"]


def is_idle(address: str, name: str) -> bool:
    """Say whether this notebook's kernel rests, three times in a row."""
    for _ in range(3):
        session = session_of(address, name)
        if not session or session["kernel"]["execution_state"] != "idle":
            return False
        time.sleep(0.5)
    return True


def cell(page: Page, place: int) -> Locator:
    """Return the cell at a place, counted from 0, scrolled into view."""
    found = page.locator(".jp-NotebookPanel .jp-Cell").nth(place)
    found.evaluate("cell => cell.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    return found


def problems(content: dict) -> list[str]:
    """Return what went wrong in a notebook that was run."""
    found = []
    for number, one in enumerate(content["cells"], start=1):
        if one["cell_type"] != "code":
            continue
        if not one["execution_count"]:
            found.append(f"cell {number} did not run")
        for out in one["outputs"]:
            if out["output_type"] == "error":
                found.append(f"cell {number}: {out['ename']}: {out['evalue']}")
            if out.get("name") == "stderr":
                found.append(f"cell {number} wrote to stderr: {out['text']}")
    return found


def problems_of_progress(content: dict, seen: set[str]) -> list[str]:
    """Return whether a training that shows its progress was seen at one line only, or at none."""
    calls = [one for one in content["cells"] if "show_progress(" in "".join(one["source"])]
    if any(one["cell_type"] == "code" for one in calls) and len(seen) < 2:
        return [f"show_progress: its line was to change while the network trains; seen: {sorted(seen)}"]
    return []


def shoot(page: Page, stem: str) -> None:
    """Keep pictures of the notebook, a screen at a time."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for old in SHOTS.glob(f"{stem}-[0-9]*.png"):
        old.unlink()
    page.evaluate(f"document.querySelector('{PANEL}').scrollTop = 0")
    for screen in range(60):
        page.wait_for_timeout(300)
        page.screenshot(path=SHOTS / f"{stem}-{screen:02d}.png")
        moved = page.evaluate(
            f"(() => {{ const p = document.querySelector('{PANEL}'); const before = p.scrollTop;"
            "p.scrollTop += p.clientHeight - 60; return p.scrollTop > before; })()"
        )
        if not moved:
            break


def report(name: str, found: list[str], seconds: float) -> bool:
    """Print what was found wrong with one page; return whether anything was."""
    told = "".join(f"\n  - {said}" for said in found) or " nothing wrong"
    print(f"{name} ({seconds:.0f} s):{told}", flush=True)
    return bool(found)
