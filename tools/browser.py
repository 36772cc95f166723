"""`make test-browser`: JupyterLab as a learner meets it, in a real Chromium.

Serves a copy of the course as `make lab` does, opens every notebook, chooses Run All Cells, waits, and reads
back what was saved. Fails on an error in a cell, on a cell that did not run, and on any request that
leaves the machine. Screenshots stay under build/browser/.

    python -m tools.browser [02 ...]        needs Chromium: on Debian, apt install chromium
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

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


def chromium() -> str:
    """Return the path of Chromium, or stop with the way to get it."""
    for name in PLACES:
        if found := shutil.which(name):
            return found
    sys.exit("No Chromium was found. On Debian or Ubuntu: sudo apt install chromium. Then run this again.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serve(root: Path) -> Iterator[str]:
    """Serve a copy of the course as `make lab` does, on a free port; yield its address."""
    port = free_port()
    extra = [f"--port={port}", "--no-browser", "--IdentityProvider.token="]
    variables = {**os.environ, "COURSE_HOME": str(root / "home"), "JUPYTER_CONFIG_DIR": str(root / "config")}
    log = (root / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, *course.lab_command(extra, root)],
        cwd=root,
        env=variables,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/api/status", timeout=2).close()
                break
            time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def ask(address: str, path: str) -> object:
    with urllib.request.urlopen(f"{address}/api/{path}", timeout=20) as answer:
        return json.load(answer)


def run_all(page: Page, address: str, name: str) -> dict:
    """Open a notebook, Run All Cells, wait until the kernel rests, save, and return what was saved."""
    page.goto(f"{address}/lab/tree/notebooks/{name}?reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
    wait_for(
        lambda: any(s["path"].endswith(name) and s["kernel"] for s in ask(address, "sessions")), "a kernel"
    )
    page.wait_for_timeout(1500)
    page.click(".lm-MenuBar-itemLabel:text-is('Run')")
    page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
    wait_for(
        lambda: page.locator(".jp-InputArea-prompt:text('[*]')").count() == 0 and is_idle(address, name), name
    )
    page.wait_for_timeout(1000)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2500)
    return ask(address, f"contents/notebooks/{name}")["content"]


def is_idle(address: str, name: str) -> bool:
    """Say whether this notebook's kernel has run something and rests now, twice in a row."""
    states = []
    for _ in range(3):
        session = next(s for s in ask(address, "sessions") if s["path"].endswith(name))
        states.append(session["kernel"]["execution_state"] == "idle")
        time.sleep(0.7)
    return all(states)


def wait_for(true, what: str) -> None:
    until = time.monotonic() + SECONDS
    while not true():
        if time.monotonic() > until:
            sys.exit(f"{what}: not there after {SECONDS} s")
        time.sleep(0.5)


def problems(content: dict) -> list[str]:
    """Return what went wrong in a notebook that was run."""
    found = []
    for number, cell in enumerate(content["cells"], start=1):
        if cell["cell_type"] != "code":
            continue
        if not cell["execution_count"]:
            found.append(f"cell {number} did not run")
        found += [
            f"cell {number}: {out['ename']}: {out['evalue']}"
            for out in cell["outputs"]
            if out["output_type"] == "error"
        ]
        found += [
            f"cell {number} wrote to stderr: {out['text']}"
            for out in cell["outputs"]
            if out.get("name") == "stderr"
        ]
    return found


def shoot(page: Page, name: str) -> None:
    """Keep pictures of the notebook, a screen at a time."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    stem = name.removesuffix(".ipynb")
    page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
    for screen in range(40):
        page.wait_for_timeout(400)
        page.screenshot(path=SHOTS / f"{stem}-{screen:02d}.png")
        moved = page.evaluate(
            "(() => { const p = document.querySelector('.jp-WindowedPanel-outer'); const before = p.scrollTop;"
            "p.scrollTop += p.clientHeight - 60; return p.scrollTop > before; })()"
        )
        if not moved:
            break


def main() -> int:
    program = chromium()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(
            lessons.NOTEBOOKS, root / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
        with serve(root) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=QUIET)
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            outside: list[str] = []
            page.on(
                "request",
                lambda r: (
                    outside.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None
                ),
            )
            for source in lessons.sources():
                if sys.argv[1:] and source.stem[:2] not in sys.argv[1:]:
                    continue
                name = f"{source.stem}.ipynb"
                started = time.monotonic()
                found = problems(run_all(page, address, name))
                shoot(page, name)
                found += [f"asked for {url}" for url in outside if not url.startswith("ws://127.0.0.1")]
                outside.clear()
                failed = failed or bool(found)
                print(
                    f"{name}: {'; '.join(found) or 'no error'} ({time.monotonic() - started:.0f} s)",
                    flush=True,
                )
            browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(main())
