"""One learner of the trial at a real browser: log in at the link, wait for the pull, Run All Cells, save."""

from __future__ import annotations

import contextlib
import time
from urllib.parse import urlencode

from playwright.sync_api import Error, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from classroom.hub_learner import FOLDER, Learner
from tools.browser import lab

SECONDS = 1200  # for all of a notebook


def run_all(learner: Learner, link: dict[str, str], lesson: str) -> dict:
    """Open a lesson by its link in Chromium, run all of it, save, and return what the server then has."""
    path = f"{FOLDER}/notebooks/{lesson}.ipynb"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.QUIET)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            enter(page, learner, f"{learner.base}/hub/user-redirect/git-pull?{urlencode(link)}")
            lab.wait_for(lambda: state(learner, path), f"{learner.name}: a kernel at the browser", 300)
            return run_and_save(page, learner, path)
        except (Error, TimeoutError) as error:
            picture = lab.SHOTS / f"hub-{learner.name}.png"
            page.screenshot(path=picture)
            raise learner.fail(f"at the browser: {error} What it saw: {picture}") from error
        finally:
            browser.close()


def enter(page: Page, learner: Learner, address: str) -> None:
    """Open the link, log in where asked, and wait for the notebook; while the hub is away, load the link again."""
    for _ in range(6):
        page.goto(address, timeout=300_000)
        if page.locator("#username_input").count():
            page.fill("#username_input", learner.name)
            page.fill("#password_input", learner.password)
            page.click("#login_submit")  # a hub that is just starting anew may lose it
        with contextlib.suppress(PlaywrightTimeout):
            page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=120_000)
            return
    raise TimeoutError("the notebook never came")


def run_and_save(page: Page, learner: Learner, path: str) -> dict:
    """Choose Run All Cells, wait until every code cell has run, and return the saved notebook."""
    page.wait_for_timeout(2000)
    page.click(".lm-MenuBar-itemLabel:text-is('Run')")
    page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        lab.wait_for(lambda: state(learner, path) == "idle", f"{learner.name}: the end of {path}", SECONDS)
        page.keyboard.press("Escape")
        page.keyboard.press("Control+s")
        page.wait_for_timeout(3000)
        notebook = learner.read(path)
        if all(one["execution_count"] for one in notebook["cells"] if one["cell_type"] == "code"):
            end(learner, path)
            return notebook
    raise learner.fail(f"at the browser not all cells of {path} ran")


def state(learner: Learner, path: str) -> str:
    """Return what the notebook's kernel is doing, "" where it has none."""
    found = [
        one for one in learner.ask("GET", "api/sessions").json() if one["path"] == path and one["kernel"]
    ]
    return found[0]["kernel"]["execution_state"] if found else ""


def end(learner: Learner, path: str) -> None:
    """Stop the notebook's kernel, as somebody does who closes it."""
    for one in learner.ask("GET", "api/sessions").json():
        if one["path"] == path:
            learner.ask("DELETE", f"api/sessions/{one['id']}")
