"""The web site, the slides and a class's pages in a real Chromium: each alone on the machine, at every width.

    python -m tools.browser.site [02 ...]             after make site and make slides
    python -m tools.browser.site --class [02 ...]     the class's pages too, after make class

Of the site: no request outside, no error in a script, axe-core in the light and in the dark, nothing wider than
a phone, every formula drawn, every picture there, a search that finds. Of the slides: no request outside, no
error, every slide within its window. Of a class's pages, the teacher's and the solutions: as of the site, in
their one theme; and nothing wider than a sheet of paper.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, sync_playwright

from tools import lessons, slides, website
from tools.browser import accessible, lab
from tools.class_edition.__main__ import CLASS

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 1000}
SHEET = {"width": 680, "height": 1009}  # A4 within its margins: 180 x 267 mm at 96 pixels an inch
WINDOW = {"width": slides.WIDTH, "height": slides.HEIGHT}
WORD, LESSON = "perceptron", "02_perceptron"  # what a reader looks for, and where it must be found
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth, found = [];
    if (document.documentElement.scrollWidth > room) found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} pixels of ${room}`);
    const scrolls = one => { for (let at = one; at && at !== document.body; at = at.parentElement)
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)) return true;
        return false; };
    document.querySelectorAll('main img, main p, main li, main pre, main table, main mjx-container, main h1, main h2').forEach(one => {
        const box = one.getBoundingClientRect();
        if (box.width && box.right > room + 1 && !scrolls(one)) found.push(`${one.tagName} ends at ${Math.round(box.right)} of ${room}: ${one.textContent.slice(0, 40)}`);
    });
    return found; }"""
MISSING = (
    """() => [...document.images].filter(one => !one.complete || !one.naturalWidth).map(one => one.src)"""
)
RAW = """() => [...document.querySelectorAll('.math')].filter(one => !one.querySelector('mjx-container')).map(one => one.textContent)"""
GO_TO = (
    """number => { const at = Reveal.getIndices(Reveal.getSlides()[number]); Reveal.slide(at.h, at.v); }"""
)
SLIDE = """() => {
    const slide = Reveal.getCurrentSlide(), found = [], size = Reveal.getConfig();
    const scale = Reveal.getScale(), edge = document.querySelector('.slides').getBoundingClientRect();
    for (const one of [slide, ...slide.querySelectorAll('*:not(aside.notes, aside.notes *, mjx-assistive-mml, mjx-assistive-mml *, svg *)')]) {
        const box = one.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        found.push([(box.bottom - edge.top) / scale - size.height, (edge.top - box.top) / scale,
            (box.right - edge.left) / scale - size.width, (edge.left - box.left) / scale].map(Math.round));
    }
    return [0, 1, 2, 3].map(side => Math.max(...found.map(one => one[side]))); }"""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *said) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page."""
    lab.SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=lab.SHOTS / f"{name}.png", full_page=True)


def watched(browser: Browser, address: str, size: dict[str, int]) -> lab.Watched:
    """Return a page that also tells what its scripts write to the console as an error."""
    one = lab.Watched(browser, address, **size)
    one.page.on(
        "console",
        lambda said: said.type == "error" and one.wrong.append(f"an error on the console: {said.text}"),
    )
    return one


# ---- the site ------------------------------------------------------------------------------------------


def set_theme(page: Page, theme: str) -> None:
    """Choose the light or the dark theme, as the button at the top does."""
    page.evaluate(
        "theme => { document.documentElement.dataset.mode = theme; document.documentElement.dataset.theme = theme; }",
        theme,
    )


def settled(page: Page) -> None:
    """Wait until the formulas of a page are drawn."""
    page.wait_for_load_state("networkidle")
    if page.locator(".math").count():
        page.wait_for_function("window.MathJax && MathJax.startup && MathJax.startup.promise")
        page.evaluate("MathJax.startup.promise.then(() => null)")


def look_at_page(browser: Browser, address: str, path: str) -> list[str]:
    """Return what is wrong with a page of the site."""
    name = path.replace("/", "-").removesuffix(".html")
    seen = watched(browser, address, DESK)
    page = seen.page
    page.goto(f"{address}/{path}")
    settled(page)
    found = [f"a picture is not there: {one}" for one in page.evaluate(MISSING)]
    found += [f"a formula is not drawn: {one}" for one in page.evaluate(RAW)]
    if article := BeautifulSoup(page.content(), "html.parser").find("article"):  # the search page has none
        found += accessible.figures(article)
    for theme in ("light", "dark"):
        set_theme(page, theme)
        shoot(page, f"site-{name}-{theme}")
        found += [f"in the {theme}, {said}" for said in accessible.judged(page)]
    set_theme(page, "light")
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(300)
    found += [f"on a phone, {said}" for said in page.evaluate(TOO_WIDE)]
    shoot(page, f"site-{name}-phone")
    page.close()
    return found + seen.wrong


def search(browser: Browser, address: str) -> list[str]:
    """Look for a word as a reader does; return what is wrong with what is found."""
    seen = watched(browser, address, DESK)
    seen.page.goto(f"{address}/search.html?q={WORD}")
    seen.page.wait_for_function(
        "document.querySelector('#search-results .search-summary, #search-results p')"
    )
    with contextlib.suppress(Exception):
        seen.page.wait_for_selector(f"#search-results a[href*='{LESSON}']", timeout=20_000)
    seen.page.wait_for_timeout(500)
    shoot(seen.page, "site-search")
    links = [link.get_attribute("href") for link in seen.page.locator("#search-results a").all()]
    seen.page.close()
    if not any(LESSON in link for link in links):
        return [f"a search for {WORD!r} does not find {LESSON}; it finds {links}", *seen.wrong]
    return seen.wrong


# ---- slides --------------------------------------------------------------------------------------------


def look_at_slides(browser: Browser, address: str, name: str) -> list[str]:
    """Return what is wrong with the slides of a lesson: one look at each."""
    seen = watched(browser, address, WINDOW)
    page = seen.page
    page.goto(f"{address}/{name}")
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.wait_for_load_state("networkidle")
    found = [f"a picture is not there: {one}" for one in page.evaluate(MISSING)]
    for number in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate(GO_TO, number)
        page.wait_for_timeout(300)
        shoot(page, f"slides-{name.removesuffix('.html')}-{number + 1:02}")
        sides = dict(zip(("below", "above", "right", "left"), page.evaluate(SLIDE), strict=True))
        found += [
            f"slide {number + 1}: {pixels} pixels too far {side} of {slides.WIDTH} x {slides.HEIGHT}"
            for side, pixels in sides.items()
            if pixels > 1
        ]
        found += [f"slide {number + 1}: {said}" for said in accessible.judged(page)]
    page.close()
    return found + seen.wrong


# ---- a class's pages -----------------------------------------------------------------------------------


def class_pages() -> list[Path]:
    """Return the teacher's pages and the solutions."""
    return sorted(page for part in ("teacher", "solutions") for page in (CLASS / part).rglob("*.html"))


def look_at_class_page(browser: Browser, address: str, path: str) -> list[str]:
    """Return what is wrong with one of a class's pages, on a screen, on a phone and on paper."""
    name = "class-" + path.replace("/", "-").removesuffix(".html")
    seen = watched(browser, address, DESK)
    page = seen.page
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    html = page.content()
    found = [f"a picture is not there: {one}" for one in page.evaluate(MISSING)]
    found += accessible.judged(page) + accessible.structure(html)
    shoot(page, name)
    for size, media, where in ((PHONE, "screen", "on a phone"), (SHEET, "print", "on paper")):
        page.set_viewport_size(size)
        page.emulate_media(media=media)
        page.wait_for_timeout(300)
        found += [f"{where}, {said}" for said in page.evaluate(TOO_WIDE)]
        shoot(page, f"{name}-{media}" if media == "print" else f"{name}-phone")
    page.close()
    return found + seen.wrong


# ---- all of it -----------------------------------------------------------------------------------------


def problems(
    browser: Browser, only: list[str], *, of_class: bool = False
) -> Iterator[tuple[str, list[str], float]]:
    """Yield the name of each page and set of slides, what is wrong with it and the seconds it took."""
    chosen = tuple(only) or ("",)
    with serve(website.PUBLIC) as address:
        found = (path.relative_to(website.PUBLIC) for path in website.PUBLIC.rglob("*.html"))
        names = sorted(path.as_posix() for path in found if not path.parts[0].startswith("_"))
        for name in names:
            if only and not Path(name).name.startswith(chosen):
                continue
            yield timed(f"site {name}", look_at_page, browser, address, name)
        yield timed("site, search", search, browser, address)
    with serve(slides.FOLDER) as address:
        for path in sorted(slides.FOLDER.glob("*.html")):
            if path.name.startswith(chosen):
                yield timed(f"slides {path.name}", look_at_slides, browser, address, path.name)
    if of_class:
        with serve(CLASS) as address:
            for path in class_pages():
                if path.name.startswith(chosen):
                    name = path.relative_to(CLASS).as_posix()
                    yield timed(f"class {name}", look_at_class_page, browser, address, name)


def timed(name: str, look, *arguments) -> tuple[str, list[str], float]:
    """Look, and return what was found with the name and the seconds."""
    started = time.monotonic()
    return name, look(*arguments), time.monotonic() - started


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools.browser.site", description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="*", help="how the names of the pages begin")
    parser.add_argument("--class", action="store_true", dest="of_class", help="look at a class's pages too")
    known = parser.parse_args()
    program = lab.chromium()
    accessible.axe_script()
    made = {website.PUBLIC: "make site", slides.FOLDER: "make slides"}
    if known.of_class:
        made |= {CLASS / "teacher": "make class", CLASS / "solutions": "make class"}
    for folder, cure in made.items():
        if not folder.exists():
            sys.exit(f"{folder.relative_to(lessons.ROOT)} is not there. Run: {cure}")
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=lab.QUIET)
        for name, found, seconds in problems(browser, known.only, of_class=known.of_class):
            failed |= lab.report(name, found, seconds)
        browser.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
