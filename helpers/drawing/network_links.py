"""The links of a network: plain, or coloured by a number, with arrows on the way back, and the colour bar."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import Colormap, to_rgba

from helpers.drawing import layout, style
from helpers.drawing.network_page import BAR, SMALL, Page, bar_width
from helpers.drawing.network_text import largest_of
from helpers.drawing.style import compact

GREY = "#8a8a8a"
SOLID, DASHED, DOTTED = "solid", (0, (3, 1.6)), (0, (1, 1.6))  # above 0, below 0, 0 or no number


def draw_links(ax: Axes, page: Page) -> None:
    """Draw all links as one collection; where they have numbers, the largest on top."""
    lines, joined = page.links()
    every = np.concatenate(lines)
    strength = page.content.strength
    if strength is None:
        _draw_plain(ax, page, every)
        return
    numbers = np.concatenate(
        [
            np.full(len(pairs), np.nan) if array is None else array[pairs[:, 0], pairs[:, 1]]
            for array, pairs in zip(strength, joined, strict=True)
        ]
    )
    if page.content.slopes is not None:  # a slope not known yet leaves its link plain
        _draw_plain(ax, page, every[np.isnan(numbers)])
        every, numbers = every[~np.isnan(numbers)], numbers[~np.isnan(numbers)]
    elif any(array is None for array in strength):
        pairs_of = zip(strength, joined, strict=True)
        given = np.concatenate([np.full(len(pairs), array is not None) for array, pairs in pairs_of])
        _draw_plain(ax, page, every[~given])
        every, numbers = every[given], numbers[given]
    order = np.argsort(np.where(np.isfinite(numbers), np.abs(numbers), np.inf), kind="stable")
    if len(every):
        _draw_numbered(ax, page, every[order], numbers[order])
    if page.bar:
        _draw_bar(ax, page)
    _write_numbers(ax, page, joined)


def _draw_plain(ax: Axes, page: Page, every: np.ndarray) -> None:
    thin = 0.9 if len(every) <= 40 else 0.6 if len(every) <= 200 else 0.4
    pen = np.full((len(every), 3, 2), np.nan)  # one path, lifted after each link: half the time of many
    pen[:, :2] = every
    drawn = LineCollection([pen.reshape(-1, 2)], colors=GREY, linewidths=thin * page.frame.scale, zorder=1)
    if len(every):
        ax.add_collection(drawn, autolim=False)


def _draw_numbered(ax: Axes, page: Page, every: np.ndarray, numbers: np.ndarray) -> None:
    """Draw links by colour, thickness and dashes; on the way back with an arrow head on the left."""
    finite = np.isfinite(numbers)
    share = np.where(finite, numbers, 0.0) / largest_of(page.content.strength)
    if page.bar:
        colours = colours_of(page)(0.5 + 0.5 * share)
    else:  # few links, each with its number: the sign gives the colour, so that a small one shows as well
        below, above = signs_of(page)
        colours = np.array([to_rgba(above if s > 0 else below if s < 0 else style.SOFT) for s in share])
    colours[~finite] = to_rgba(style.INK)
    thin = 0.4 if len(every) > 48 else 0.8 if page.bar else 1.0
    dashes = [
        SOLID if s > 0 else DASHED if s < 0 else DOTTED if not (page.bar and ok) else SOLID
        for s, ok in zip(share, finite, strict=True)
    ]
    widths = np.where(finite, thin + 2.4 * np.abs(share), 1.4) * page.frame.scale
    links = LineCollection(list(every), colors=colours, linewidths=widths, linestyles=dashes, zorder=1)
    ax.add_collection(links, autolim=False)
    if page.content.slopes is not None:
        size = 6 + 5 * np.abs(share)[:, None, None]
        heads = layout.arrow_heads(every, 1.0, 1.0)
        heads = heads[:, :1] + size * (heads - heads[:, :1])
        arrows = PolyCollection(heads, facecolors=colours, linewidths=0, zorder=2, label="arrows")
        ax.add_collection(arrows, autolim=False)


def signs_of(page: Page) -> tuple[str, str]:
    """Return the colours of numbers below and above 0: slopes have a pair of their own."""
    if page.content.slopes is not None:
        return style.SLOPE_DOWN, style.SLOPE_UP
    return style.NEGATIVE, style.POSITIVE


def colours_of(page: Page) -> Colormap:
    """Return the colour map of the links where a colour bar stands beside them."""
    return style.colours_of_signs(*signs_of(page))


def _draw_bar(ax: Axes, page: Page) -> None:
    frame, largest = page.frame, largest_of(page.content.strength)
    texts = [compact(tick) for tick in (-largest, 0, largest)]
    left = frame.width - bar_width(page.content)
    place = ax.inset_axes((left, frame.middle - BAR / 2, 9, BAR), transform=ax.transData)
    steps = np.linspace(-largest, largest, 128)
    place.imshow(
        steps[:, None], cmap=colours_of(page), aspect="auto", origin="lower", extent=(0, 1, -largest, largest)
    )
    place.set(xticks=[], yticks=[-largest, 0, largest])
    place.set_yticklabels(texts, fontsize=SMALL * frame.scale)
    place.yaxis.tick_right()
    place.tick_params(length=2, pad=2)
    page.write(ax, left, frame.middle + BAR / 2 + 5, page.content.shows, ha="left", va="bottom")
    page.write(ax, left, frame.middle - BAR / 2 - 7, "below 0:\ndashed", ha="left", va="top")
    place.set_in_layout(False)
    place.set_label("colour bar")


def _write_numbers(ax: Axes, page: Page, joined: list[np.ndarray]) -> None:
    """Write a number on each link; a slope not known yet has none."""
    for centres, pairs, array in zip(page.labels, joined, page.content.on_links or [], strict=False):
        if centres is None:
            continue
        for (x, y), (a, b) in zip(centres, pairs, strict=True):
            if page.content.slopes is None or np.isfinite(array[a, b]):
                page.write(ax, x, y, compact(array[a, b]), ground=True)
