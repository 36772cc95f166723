"""The nodes of a network and what stands in, over, under and beside them; headings, descriptions, the key."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from helpers.drawing import layout, style
from helpers.drawing.network_links import DASHED, DOTTED, signs_of
from helpers.drawing.network_page import LINE, SMALL, Page, title_height
from helpers.drawing.network_text import key_of, layer_lines, line_of, notes_of
from helpers.drawing.style import compact

_LOOK = {  # role: marker, outline, width of the outline, fill
    "input": ("s", style.INPUT, 1.3, "#e3f0f8"),
    "hidden": ("o", style.HIDDEN, 1.3, style.HIDDEN_FILL),
    "output": ("o", style.OUTPUT, 3.2, "#fdeee3"),
}


def draw_nodes(ax: Axes, page: Page) -> None:
    """Draw the nodes, one collection for each role, and the frames of dropout and normalization."""
    for role, (marker, outline, thick, fill) in _LOOK.items():
        pairs = zip(page.columns, page.content.stages, strict=True)
        columns = [column for column, stage in pairs if stage.role == role]
        if not columns:
            continue
        x = np.concatenate([np.full(len(column.y), column.x) for column in columns])
        y = np.concatenate([column.y for column in columns])
        thick *= page.frame.scale
        look: dict[str, Any] = {"facecolor": fill, "edgecolor": outline, "linewidth": thick, "zorder": 3}
        if page.content.split:
            _draw_cells(ax, page, role, np.column_stack([x, y]), look)
            continue
        size = (page.frame.scale * (page.frame.node[0] - (1 if marker == "s" else 0))) ** 2
        ax.scatter(x, y, s=size, marker=marker, **look).set_label(role)
    for column, stage in zip(page.columns, page.content.stages, strict=True):
        if stage.rate is not None or stage.normalized:
            dashes = (0, (4, 3)) if stage.rate is not None else (0, (1, 2))
            _draw_frame(ax, page, column, dashes)


def _draw_cells(ax: Axes, page: Page, role: str, centres: np.ndarray, look: dict) -> None:
    """Draw wide nodes of two halves: the value on the left, the slope on the right."""
    width, height = page.frame.node
    corner = 0.0 if role == "input" else height / 2
    for x, y in centres:
        style_ = f"round,pad=0,rounding_size={corner}" if corner else "square,pad=0"
        box = FancyBboxPatch(
            (x - width / 2, y - height / 2), width, height, boxstyle=style_, label=role, **look
        )
        ax.add_patch(box)
        ax.plot([x, x], [y - height / 2 + 5, y + height / 2 - 5], color=style.INK, linewidth=0.8, zorder=4)


def _draw_frame(ax: Axes, page: Page, column: layout.Column, dashes: tuple) -> None:
    across, up = (side / 2 + 4 for side in page.frame.node)
    box = FancyBboxPatch(
        (column.x - across, column.y[-1] - up),
        2 * across,
        column.y[0] - column.y[-1] + 2 * up,
        boxstyle="round,pad=0,rounding_size=8",
        fill=False,
        edgecolor=style.INK,
        linewidth=1.1,
        linestyle=dashes,
        zorder=4,
    )
    ax.add_patch(box)


def write_nodes(ax: Axes, page: Page) -> None:
    """Write a label or numbers into each node, names beside it, what is hidden into the gap."""
    content, (width, height) = page.content, page.frame.node
    for place, (column, stage) in enumerate(zip(page.columns, content.stages, strict=True)):
        given = content.in_nodes()[place]
        names = content.written_names.get(stage.role)
        labelled = layout.labelled_nodes(column)
        for y, node in zip(column.y, column.nodes.tolist(), strict=True):
            name = layout.label(stage.letter, node)
            if given is None and node in labelled:
                page.write(ax, column.x, y, name)
            elif given is not None:
                _write_numbers(ax, page, place, (column.x, y, node))
            if given is not None and page.above:
                page.write(ax, column.x, y + height / 2 + 8, name, color=style.SOFT, ground=True)
            if names or (given is not None and not page.above and stage.role != "hidden"):
                side = -1 if stage.role == "input" else 1
                at = column.x + side * (width / 2 + 7)
                page.write(ax, at, y, names[node] if names else name, ha="right" if side < 0 else "left")
            _write_under(ax, page, place, (column.x, y, node))
        if column.gap is not None:
            more = f"⋮\n{column.hidden} more" if page.frame.slot >= 20 else f"⋮ {column.hidden} more"
            page.write(ax, column.x, column.gap, more, ground=True, linespacing=0.95)


def _write_numbers(ax: Axes, page: Page, place: int, at: tuple[float, float, int]) -> None:
    """Write a node's number into it, or its value and its slope into its halves."""
    x, y, node = at
    content = page.content
    value = content.in_nodes()[place][node]
    if not content.split:
        alone = content.slopes is not None and "nodes" not in content.values
        if not (alone and np.isnan(value)):
            page.write(ax, x, y, compact(value), color=_ink(page, value) if alone else style.INK)
        return
    quarter = page.frame.node[0] / 4
    page.write(ax, x - quarter + 1, y, compact(value))
    slopes = content.nodes_slopes[place]
    if slopes is not None and not np.isnan(slopes[node]):
        page.write(
            ax, x + quarter - 1, y, compact(slopes[node]), color=_ink(page, slopes[node]), weight="bold"
        )


def _ink(page: Page, value: float) -> str:
    below, above = signs_of(page)
    return above if value > 0 else below if value < 0 else style.INK


def _write_under(ax: Axes, page: Page, place: int, at: tuple[float, float, int]) -> None:
    """Write a node's sum and bias under it, and left and right of the middle where they have slopes."""
    x, y, node = at
    y -= page.frame.node[1] / 2 + 8
    for left, right in page.content.notes_under(place, node):
        if page.content.slopes is None:
            page.write(ax, x, y, left, ground=True)
        else:
            page.write(ax, x - 4, y, left, ha="right", ground=True)
            if right:
                slope = -1.0 if right.startswith("−") else float(right != "0")
                page.write(
                    ax, x + 4, y, right, ha="left", ground=True, color=_ink(page, slope), weight="bold"
                )
        y -= LINE


def write_columns(ax: Axes, page: Page) -> None:
    """Write over each column what it is, under it what happens to its numbers."""
    frame = page.frame
    top = frame.height - 3
    under = top - title_height(page.headings) - 3
    for place, (column, stage) in enumerate(zip(page.columns, page.content.stages, strict=True)):
        title, line = page.headings[place]
        page.write(ax, column.x, top, title, size=SMALL + 1, weight="bold", va="top")
        page.write(ax, column.x, under, line, va="top")
        notes = "\n".join(notes_of(stage))
        if notes:
            lines = len(page.content.notes_under(place, 0))
            page.write(ax, column.x, column.y[-1] - frame.node[1] / 2 - 8 - LINE * lines, notes, va="top")


def write_layers(ax: Axes, page: Page) -> None:
    """Write the description of each layer under its column, or, where there are many, line by line."""
    stages = page.content.stages
    key = key_of(page.content)
    bottom = 14 * len(key) + 4 * bool(key)
    if page.side_by_side:
        lines = max(len(layer_lines(stage)) for stage in stages)
        for column, stage in zip(page.columns, stages, strict=True):
            page.write(ax, column.x, bottom + LINE * lines, "\n".join(layer_lines(stage)), va="top")
        return
    for row, stage in enumerate(reversed(stages)):
        page.write(ax, 4, bottom + 2 + LINE * row, line_of(stage), ha="left", va="bottom")


def write_key(ax: Axes, page: Page) -> None:
    """Write what the marks mean, with a sample of each, under the drawing."""
    below, above = signs_of(page)
    looks = {"above": (above, "solid"), "below": (below, DASHED), "lost": (style.INK, DOTTED)}
    for row, (kind, text) in enumerate(reversed(key_of(page.content))):
        y = 8 + 14 * row
        if kind in looks:
            colour, dashes = looks[kind]
            ax.plot([6, 34], [y, y], color=colour, linestyle=dashes, linewidth=2.2 * page.frame.scale)
            if page.content.slopes is not None:
                ax.fill([6, 14, 14], [y, y + 4, y - 4], color=colour, linewidth=0)
        elif kind == "cell":
            ax.add_patch(FancyBboxPatch((6, y - 5), 28, 10, boxstyle="square,pad=0", fill=False, linewidth=1))
            ax.plot([20, 20], [y - 5, y + 5], color=style.INK, linewidth=0.8)
        page.write(ax, 40 if kind else 6, y, text, ha="left")
