"""What a learner's hands do in a notebook: move a widget, answer an exercise, unfold a hint."""

from __future__ import annotations

import hashlib
import importlib
import re

from playwright.sync_api import Locator, Page

from tools.browser.lab import cell, is_idle, wait_for

PATIENCE = 30  # seconds in which a picture follows a hand
WIDGET = re.compile(r"(?m)^play_\w+\(")
BLANK = re.compile(r"(?m)^(?P<name>\w+) = ____$")
IMAGE = "async image => Array.from(new Uint8Array(await (await fetch(image.src)).arrayBuffer()))"


# ---- widgets -------------------------------------------------------------------------------------------


def widgets(content: dict) -> list[int]:
    """Return the places of the cells that show a widget: those that call play_…."""
    return [
        place
        for place, one in enumerate(content["cells"])
        if one["cell_type"] == "code" and WIDGET.search("".join(one["source"]))
    ]


def bytes_of(shown: Locator) -> str:
    """Return what identifies the picture that a widget shows now."""
    return hashlib.sha256(bytes(shown.locator("img.widget-image").evaluate(IMAGE))).hexdigest()


def changes(shown: Locator, before: str, seconds: float = PATIENCE) -> bool:
    """Say whether the picture becomes another within the time."""
    try:
        wait_for(lambda: bytes_of(shown) != before, "another picture", seconds)
    except TimeoutError:
        return False
    return True


def calm(page: Page, address: str, name: str, shown: Locator) -> str:
    """Wait until the kernel rests and the picture stays, and return the picture."""
    seen: list[str] = []

    def resting() -> bool:
        seen.append(bytes_of(shown) if is_idle(address, name) else "")
        return len(seen) > 2 and seen[-1] != "" and len(set(seen[-3:])) == 1

    wait_for(resting, "a picture that rests after the hand has left", 4 * PATIENCE)
    return seen[-1]


def play(page: Page, address: str, name: str, content: dict) -> list[str]:
    """Drive every widget of a notebook by keyboard and mouse; return what did not answer."""
    found = []
    for place in widgets(content):
        shown = cell(page, place)
        where = f"cell {place + 1}, the widget:"
        if not shown.locator("img.widget-image").count():
            found.append(f"{where} there is none; a still picture stands in its place")
            continue
        found += [f"{where} {said}" for said in turn_all(page, address, name, shown)]
        found += [f"{where} {said}" for said in drag(page, address, name, shown)]
        for error in shown.locator("[data-mime-type$='stderr'], [data-mime-type$='error']").all_inner_texts():
            found.append(f"{where} an error stands under it: {error[:200]}")
    return found


def turn_all(page: Page, address: str, name: str, shown: Locator) -> list[str]:
    """Turn each control once, by keyboard; each must change the picture, if need be with the first button."""
    found = []
    buttons = shown.locator("button.jupyter-button")
    for kind, turn in (("[role=slider]", turn_slider), ("select", turn_choice)):
        controls = shown.locator(kind)
        for place in range(controls.count()):
            control = controls.nth(place)
            before = bytes_of(shown)
            turn(page, control)
            if changes(shown, before, 3 if buttons.count() else PATIENCE):
                continue
            if buttons.count():
                buttons.first.click()
            if not buttons.count() or not changes(shown, before):
                found.append(f"its picture does not follow {label_of(control)!r}")
            calm(page, address, name, shown)
    for place in range(buttons.count()):
        before = calm(page, address, name, shown)
        buttons.nth(place).focus()
        page.keyboard.press("Enter")
        if not changes(shown, before):
            found.append(f"its picture does not follow the button {buttons.nth(place).inner_text()!r}")
    return found


def turn_slider(page: Page, handle: Locator) -> None:
    """Move a slider one step by an arrow key, downwards where it stands at its end."""
    at, end = (float(handle.get_attribute(f"aria-value{part}")) for part in ("now", "max"))
    handle.focus()
    page.keyboard.press("ArrowLeft" if at >= end else "ArrowRight")


def turn_choice(page: Page, choice: Locator) -> None:
    """Take the next choice of a list, or the first where it stands at its last."""
    choice.evaluate("list => list.focus()")
    at, count = choice.evaluate("list => [list.selectedIndex, list.options.length]")
    choice.select_option(index=(at + 1) % count)


def label_of(control: Locator) -> str:
    """Return what is written beside a control."""
    return control.evaluate(
        "one => one.closest('.widget-inline-hbox')?.querySelector('.widget-label')?.textContent ?? one.className"
    )


def drag(page: Page, address: str, name: str, shown: Locator) -> list[str]:
    """Drag the first slider across by mouse; the picture must change, come to rest, and be the slider's own."""
    handle = shown.locator("[role=slider]").first
    before = calm(page, address, name, shown)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    rail = shown.locator(".slider-container").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    target = rail["x"] + rail["width"] * (0.25 if x > rail["x"] + rail["width"] / 2 else 0.75)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(x + (target - x) * step / 20, y)
        page.wait_for_timeout(25)
    page.mouse.up()
    if shown.locator("button.jupyter-button").count():
        shown.locator("button.jupyter-button").first.click()
    if not changes(shown, before):
        return [f"its picture does not follow the mouse on {label_of(handle)!r}"]
    rest = calm(page, address, name, shown)
    if shown.locator("button.jupyter-button").count():
        return []  # trained once more, it would be another network
    handle.focus()
    page.keyboard.press("ArrowLeft")
    left = changes(shown, rest)
    page.keyboard.press("ArrowRight")
    if not left or calm(page, address, name, shown) != rest:
        return ["after dragging, the picture at rest is not that of where the slider stands"]
    return []


# ---- exercises -----------------------------------------------------------------------------------------


def is_plain(value: object) -> bool:
    """Say whether a value can be typed as it is written: numbers, texts, lists of them."""
    if isinstance(value, (list, tuple)):
        return all(map(is_plain, value))
    return type(value) in (int, float, str)


def typed_answers(stem: str, content: dict) -> tuple[int, str, str, str, str] | None:
    """Return where an exercise is whose answers can be typed: (place, number, wrong, what it says, right)."""
    answers = importlib.import_module(f"lessons.answers.lesson_{stem[:2]}")
    for place, one in enumerate(content["cells"]):
        source = "".join(one["source"])
        asked = re.search(r'check\("([\d.]+)"', source)
        blanks = [match["name"] for match in BLANK.finditer(source)]
        if one["cell_type"] != "code" or not asked or not blanks:
            continue
        number = asked[1]
        wrong = next(((a, said) for a, said in answers.WRONG[number] if fits(a, blanks)), None)
        right = next((a for a in answers.RIGHT[number] if fits(a, blanks)), None)
        if wrong and right:
            return place, number, filled(source, wrong[0]), wrong[1], filled(source, right)
    return None


def fits(answer: tuple, blanks: list[str]) -> bool:
    return len(answer) == len(blanks) and is_plain(answer)


def filled(source: str, answer: tuple) -> str:
    """Return a cell with its blanks filled in, in order."""
    values = iter(answer)
    return BLANK.sub(lambda match: f"{match['name']} = {next(values)!r}", source)


def answer(page: Page, address: str, name: str, content: dict) -> list[str]:
    """Answer an exercise wrongly, then rightly, by typing into its cell; return what the verdicts lack."""
    chosen = typed_answers(name, content)
    if chosen is None:
        return []
    place, number, wrong, said, right = chosen
    found = []
    for text, mark, expected in ((wrong, "✘", said), (right, "✔", f"Exercise {number}: right.")):
        verdict = type_and_run(page, address, name, place, text)
        if mark not in verdict or expected not in verdict:
            found.append(
                f"exercise {number}, answered {text!r}: expected {mark} … {expected!r}, read {verdict!r}"
            )
    return found


def type_and_run(page: Page, address: str, name: str, place: int, text: str) -> str:
    """Type a cell anew and run it by Shift+Enter; return what stands under it then."""
    shown = cell(page, place)
    before = shown.locator(".jp-InputArea-prompt").first.inner_text()
    shown.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Shift+Enter")
    prompt = shown.locator(".jp-InputArea-prompt").first
    wait_for(
        lambda: prompt.inner_text() not in (before, "[*]:") and is_idle(address, name), "a verdict", PATIENCE
    )
    return " ".join(shown.locator(".jp-OutputArea-output").all_inner_texts())


# ---- what folds out ------------------------------------------------------------------------------------


def unfold(page: Page, content: dict) -> list[str]:
    """Unfold the first hint and the first solution of a notebook; return what does not show its text."""
    found = []
    for title in ("Hint 1", "Solution"):
        opening = f"<details><summary>{title}</summary>"
        places = [i for i, one in enumerate(content["cells"]) if opening in "".join(one["source"])]
        if not places:
            found.append(f"no cell has {opening}")
            continue
        source = "".join(content["cells"][places[0]]["source"])
        wanted = words(source.partition(opening)[2].partition("</details>")[0])
        block = (
            cell(page, places[0]).locator("details", has=page.locator(f"summary:text-is('{title}')")).first
        )
        if block.evaluate("one => one.open"):
            found.append(f"cell {places[0] + 1}: {title} stands open before it is asked for")
        block.locator("summary").click()
        page.wait_for_timeout(300)
        shown = words(block.inner_text())
        if not set(wanted) <= set(shown):
            missing = [word for word in wanted if word not in shown]
            found.append(f"cell {places[0] + 1}: {title} unfolds, but these words do not show: {missing[:8]}")
    return found


def words(text: str) -> list[str]:
    """Return the words of a text that a reader sees whatever the markup: letters, three or more."""
    text = re.sub(r"(?m)^```\w*$|\$[^$]*\$|\]\([^)]*\)", " ", text)
    return re.findall(r"[^\W\d_]{3,}", text)
