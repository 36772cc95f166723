"""What is seen of a notebook: whether it fits a narrow screen, and can be read in the dark theme."""

from __future__ import annotations

import base64
import io
import re

from PIL import Image
from playwright.sync_api import Page

NARROW = 1024  # pixels
LEAST = 4.5  # contrast of text with its ground, WCAG 2.2, 1.4.3
LARGE = 3.0  # of text from 24 pixels, or 18.66 bold
NOT_OURS = {  # colours in code that JupyterLab and Keras choose, and no setting changes; the text's own words carry it
    "rgb(0, 136, 0)": "numbers in code, JupyterLab Light, 4.3",
    "rgb(153, 153, 119)": "brackets in code, JupyterLab Light, 2.7",
    "rgb(64, 128, 128)": "comments in code, JupyterLab Light 4.2 and Dark 3.5",
    "rgb(30, 136, 229)": "names being defined, JupyterLab Dark, 4.4",
    "rgb(0, 135, 255)": "kinds of layer in model.summary(), 3.6",
    "rgb(0, 215, 255)": "the word None in model.summary(), 1.7",
    "rgb(0, 175, 0)": "numbers in model.summary(), 2.9",
}

TOO_WIDE = """() => {
    const wide = box => box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 1;
    const said = box => `${box.scrollWidth} pixels of ${box.clientWidth}`;
    const panel = document.querySelector('.jp-WindowedPanel-outer');
    const found = wide(panel) ? [`the notebook scrolls sideways: ${said(panel)}`] : [];
    document.querySelectorAll('.jp-NotebookPanel .jp-Cell').forEach((cell, place) => {
        for (const [part, area] of [['code or text', '.jp-Cell-inputWrapper'], ['output', '.jp-Cell-outputWrapper']]) {
            const boxes = [...cell.querySelectorAll(`${area}, ${area} *`)].filter(
                box => getComputedStyle(box).overflowX !== 'visible' && wide(box));
            if (boxes.length) found.push(`cell ${place + 1}: its ${part} does not fit, ${said(boxes[0])}`);
        }
    });
    return found;
}"""

CONTRASTS = """root => {
    const parts = text => { const n = (text.match(/[\\d.e-]+/g) || []).map(Number);
        return text.startsWith('color(srgb') ? [n[0]*255, n[1]*255, n[2]*255, n[3] ?? 1] : [n[0], n[1], n[2], n[3] ?? 1]; };
    const over = (top, ground) => [0, 1, 2].map(i => top[i] * top[3] + ground[i] * (1 - top[3])).concat(1);
    const light = colour => { const [r, g, b] = colour.slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const ground = one => { const layers = [];
        for (let at = one; at; at = at.parentElement) {
            const colour = parts(getComputedStyle(at).backgroundColor); layers.push(colour);
            if (colour[3] === 1) break; }
        return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]); };
    root.querySelectorAll('details').forEach(one => { one.open = true; });
    const found = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const one = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
        if (!text || !one.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        if (one.closest('[aria-hidden=true], mjx-assistive-mml, style, script, .cm-announced')) continue;
        const style = getComputedStyle(one), below = ground(one), size = parseFloat(style.fontSize);
        const pair = [light(over(parts(style.color), below)), light(below)].sort((a, b) => a - b);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const cells = [...document.querySelectorAll('.jp-Cell')], cell = one.closest('.jp-Cell');
        found.push({cell: cells.indexOf(cell) + 1, text: text.slice(0, 40), ratio: (pair[1] + 0.05) / (pair[0] + 0.05),
            large, colour: style.color, ground: `rgb(${below.slice(0, 3).map(Math.round)})`,
            prompt: !!one.closest('.jp-InputPrompt, .jp-OutputPrompt'), code: !!one.closest('.cm-content, pre')});
    }
    return found;
}"""


def too_wide(page: Page, height: int = 900) -> list[str]:
    """Make the window narrow and return what does not fit; the window keeps the width."""
    page.set_viewport_size({"width": NARROW, "height": height})
    page.wait_for_timeout(1500)
    return [f"at a width of {NARROW}, {said}" for said in page.evaluate(TOO_WIDE)]


def contrasts(page: Page, root: str = ".jp-NotebookPanel .jp-Notebook") -> list[dict]:
    """Return the contrast of every text that is seen under `root` with its ground; what is folded is unfolded."""
    return page.evaluate(f"({CONTRASTS})(document.querySelector('{root}'))")


def illegible(texts: list[dict]) -> list[str]:
    """Return the texts whose contrast is too low, colour by colour, but for those that are not ours."""
    found: dict[tuple[str, str], list[dict]] = {}
    for text in texts:
        least = LARGE if text["large"] else LEAST
        if text["ratio"] < least and not text["prompt"] and not (text["code"] and text["colour"] in NOT_OURS):
            found.setdefault((text["colour"], text["ground"]), []).append(text)
    return [
        f"{len(some)} texts of {colour} on {ground} have a contrast of {some[0]['ratio']:.2f}; expected {LEAST}. "
        f"The first, in cell {some[0]['cell']}: {some[0]['text']!r}"
        for (colour, ground), some in found.items()
    ]


def is_dark(page: Page) -> bool:
    return page.evaluate("document.body.dataset.jpThemeLight") == "false"


def without_paper(content: dict) -> list[str]:
    """Return the pictures of a notebook that do not bring a light ground of their own."""
    found = []
    for number, one in enumerate(content["cells"], start=1):
        for out in one.get("outputs", []):
            data = out.get("data", {})
            if "image/png" in data and not has_paper(base64.b64decode(data["image/png"])):
                found.append(
                    f"cell {number}: a picture has no light ground; call style.new_axes or facecolor='white'"
                )
            vector = "".join(data.get("image/svg+xml", ""))
            if vector and not re.search(r"<svg[^>]*background(-color)?:\s*white", vector):
                found.append(f"cell {number}: a drawing (SVG) has no white ground")
    return found


def has_paper(picture: bytes) -> bool:
    """Say whether the edge of a PNG is opaque and light, so that dark text on it can be read in any theme."""
    image = Image.open(io.BytesIO(picture)).convert("RGBA")
    across, down = image.width - 1, image.height - 1
    corners = [image.getpixel(at) for at in ((0, 0), (across, 0), (0, down), (across, down))]
    return all(alpha == 255 and min(red, green, blue) >= 235 for red, green, blue, alpha in corners)
