"""`make test-browser`: run every check of a real browser on the notebooks, and say what is wrong with each.

    python -m tools.browser [02 ...]        needs Chromium: on Debian, apt install chromium

Serves a copy of the course as `make lab` does. In each notebook: Run All, no error, no dialog, no request that
leaves the machine; every widget driven by keyboard and mouse; an exercise answered wrongly, then rightly; a
hint and a solution unfolded; everything within a window of 1024 pixels; legible in the dark theme. Then
the notebook as HTML, judged by axe-core. Screenshots stay under build/browser/.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools import lessons
from tools.browser import accessible, hands, lab, looks

DARK, LIGHT = "JupyterLab Dark", "JupyterLab Light"


def in_the_light(browser: Browser, address: str, stem: str) -> tuple[list[str], dict]:
    """Run a notebook and do in it what a learner does; return what went wrong, and the notebook as run."""
    name = f"{stem}.ipynb"
    watched = lab.Watched(browser, address)
    page, seen = watched.page, set()
    lab.open_notebook(page, address, name)
    content = lab.run_all(page, address, name, lambda: seen.update(live_lines(page)))
    found = lab.problems(content) + lab.problems_of_progress(content, seen)
    lab.shoot(page, stem)
    for part in (hands.play, hands.answer):
        found += attempt(part, page, address, name, content)
    found += attempt(hands.unfold, page, content)
    lab.save(page, address, name)
    found += looks.too_wide(page)
    lab.shoot(page, f"{stem}-narrow")
    found += looks.illegible(looks.contrasts(page))
    found += watched.found()
    page.close()
    return found, content


def live_lines(page) -> list[str]:
    """Return the lines that show how far a training is, as they stand now."""
    texts = page.locator(".jp-OutputArea-output", has_text="epoch ").all_text_contents()
    return [line for text in texts for line in re.findall(r"epoch \d+ of \d+", text)]


def attempt(part, *arguments) -> list[str]:
    """Do one part; where the browser waits in vain, that is what is wrong."""
    try:
        return part(*arguments)
    except Exception as error:
        return [f"{part.__name__}: {type(error).__name__}: {str(error).strip().splitlines()[0]}"]


def in_the_dark(browser: Browser, address: str, stem: str, content: dict) -> list[str]:
    """Open a notebook that has run in the dark theme; return what cannot be read."""
    lab.set_theme(address, DARK)
    watched = lab.Watched(browser, address)
    try:
        lab.open_notebook(watched.page, address, f"{stem}.ipynb")
        watched.page.wait_for_timeout(2000)
        if not looks.is_dark(watched.page):
            return ["the dark theme did not come: its contrast was not measured"]
        lab.shoot(watched.page, f"{stem}-dark")
        found = looks.illegible(looks.contrasts(watched.page)) + looks.without_paper(content)
        return [f"in the dark theme, {said}" for said in found + watched.found()]
    finally:
        lab.set_theme(address, LIGHT)
        watched.page.close()


def as_a_page(browser: Browser, stem: str, folder: Path) -> list[str]:
    """Export a stored notebook and return what keeps somebody from reading it."""
    notebook = lessons.read(lessons.NOTEBOOKS / f"{stem}.ipynb")
    html = accessible.exported(notebook, stem)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{stem}.html").write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    try:
        page.goto((folder / f"{stem}.html").as_uri())
        return [f"as HTML, {said}" for said in accessible.judged(page) + accessible.structure(html)]
    finally:
        page.close()


def look_at(browser: Browser, address: str, stem: str) -> list[str]:
    """Return everything that is wrong with one notebook."""
    try:
        found, content = in_the_light(browser, address, stem)
        found += in_the_dark(browser, address, stem, content)
    except TimeoutError as error:
        found = [str(error)]
    finally:
        lab.end_session(address, f"{stem}.ipynb")
    return found + as_a_page(browser, stem, lab.SHOTS)


def main() -> int:
    program = lab.chromium()
    accessible.axe_script()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(
            lessons.NOTEBOOKS, root / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
        with lab.serve(root) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=lab.QUIET)
            for source in lessons.sources():
                if sys.argv[1:] and source.stem[:2] not in sys.argv[1:]:
                    continue
                started = time.monotonic()
                found = look_at(browser, address, source.stem)
                failed |= lab.report(source.stem, found, time.monotonic() - started)
            browser.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
