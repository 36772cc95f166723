"""The page of a drawing of a network: all texts are measured, then every part has its place."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from helpers.drawing import layout, style
from helpers.drawing.measure import text_size, widest
from helpers.drawing.network_text import Content, key_of, largest_of, layer_lines, line_of, notes_of
from helpers.drawing.stages import count_links
from helpers.drawing.style import compact, plain_text

SMALL = 9  # points: the smallest text in the drawing
MOST_NUMBERS = 48  # more numbers than this on links would lie on each other
LINE = 12.5  # points from one line of small text to the next
BAR = 110  # points: the height of the colour bar
_BELOW_ZERO = "below 0:\ndashed"


@dataclass(frozen=True, eq=False)
class Page:
    """What is drawn and where, for the steps that draw it.

    Attributes:
        content: what is drawn.
        frame: the measures.
        columns: where the nodes stand.
        above: whether a node's name stands over it.
        bar: whether there is a colour bar.
        headings: over each column, its title and the line under it.
        side_by_side: whether the layers are described in columns.
        labels: for each step between columns the centres of the numbers on its links; None for none.
    """

    content: Content
    frame: layout.Frame
    columns: list[layout.Column]
    above: bool
    bar: bool
    headings: list[tuple[str, str]]
    side_by_side: bool
    labels: list[np.ndarray | None] = field(default_factory=list)

    @property
    def half(self) -> float:
        """How far from a node's middle its links end, to the side."""
        return self.frame.node[0] / 2 if self.content.slopes is not None else 0.0

    def links(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Return the lines between each two columns, and the nodes they join."""
        pairs = zip(self.columns, self.columns[1:], strict=False)
        lines, joined = zip(*(layout.place_links(a, b, self.half) for a, b in pairs), strict=True)
        return list(lines), list(joined)

    def write(
        self,
        ax: Axes,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        ground: bool = False,
        **look: Any,
    ) -> None:
        """Write a text at a place, centred on it unless `look` says otherwise."""
        look = {"ha": "center", "va": "center", "color": style.INK, "zorder": 5, **look}
        if ground:
            look["bbox"] = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.9}
        ax.text(x, y, text, fontsize=size * self.frame.scale, **look)


def prepare(ax: Axes | None, content: Content) -> tuple[Axes, Page]:
    """Measure the drawing, make its axes where none are given, and place all parts."""
    size: tuple[float, float | None] = (72 * style.WIDTH, None)
    if ax is not None:
        ax = style.new_axes(ax)
        box, dpi = ax.get_window_extent(), style.figure_of(ax).dpi
        size = (box.width * 72 / dpi, box.height * 72 / dpi)
    drawn = count_links(content.stages, content.most)
    bar = content.strength is not None and (content.shows == "weight" or drawn > MOST_NUMBERS)
    page = _place(content, size, bar)
    for slot in (31.0, 24.0, 20.0):  # nearer nodes before smaller text
        if page.frame.scale < 1 and not content.roomy:
            page = _place(content, size, bar, slot)
    if content.on_links is not None and drawn <= MOST_NUMBERS:
        labels, clear = _place_labels(page, content.on_links)
        if clear or bar:
            page.labels.extend(labels)
        else:  # numbers that would lie on each other: colours say it
            page = _place(content, size, True)
    frame = page.frame
    if ax is None:
        ax = _own_axes(frame)
    elif frame.scale * SMALL < 6:
        need = [(side or 0) / frame.scale / 72 for side in size]
        warnings.warn(
            f"draw_network: the axes are small for this network, so its text is {frame.scale * SMALL:.1f} points high. "
            f"For 9 points they need {max(need[0], 0):.1f} × {need[1]:.1f} inches: plt.subplots(figsize=(…, …)).",
            stacklevel=3,
        )
    ax.set(xlim=(0, frame.width), ylim=(0, frame.height), facecolor=style.PAPER)
    ax.axis("off")
    return ax, page


def _own_axes(frame: layout.Frame) -> Axes:
    """Make a figure that the drawing fills, with a strip on top for a title.

    Everything has its place already, so the figure has no layout engine: one would draw the picture
    twice. (`set_layout_engine("none")` on a figure that had one leaves a stand-in, and draws twice too.)
    """
    import matplotlib.pyplot as plt

    strip = 24
    size = (frame.width / 72, (frame.height + strip) / 72)
    figure = plt.figure(figsize=size, dpi=style.DPI, facecolor=style.PAPER, layout="none")
    return figure.add_axes((0, 0, 1, frame.height / (frame.height + strip)))


# --------------------------------------------------------------------------------------- texts and places


def _place(content: Content, size: tuple[float, float | None], bar: bool, tight: float | None = None) -> Page:
    """Measure all texts and place the columns; `tight` is the most that two nodes may be apart."""
    sizes = [stage.size for stage in content.stages]
    shown = [layout.shown_nodes(count, content.most) for count in sizes]
    rows = max(len(nodes) + bool(hidden) for nodes, hidden in shown)
    node, slot, above = _node_size(content, shown, rows, tight)
    under = max(len(content.notes_under(place, 0)) for place in range(len(sizes)))
    overhang = max(0.0, node[1] / 2 + 4 + LINE * under - slot / 2)
    for headings, side_by_side in _variants(content):
        widths = _column_widths(content, shown, node, headings, side_by_side)
        room = list(layout.columns_width(widths, 12.0))
        room[1] += 18 + bar_width(content) if bar else 0.0
        room[2] = max(room[2], node[0] + 44.0)
        if room[0] + room[1] + room[2] * (len(sizes) - 1) <= size[0]:
            break
    notes = max(len(notes_of(stage)) for stage in content.stages)
    framed = any(stage.rate is not None or stage.normalized for stage in content.stages)
    below = 12 + overhang + (8 + LINE * notes) * bool(notes) + _described_height(content, side_by_side)
    frame = layout.measure_frame(
        rows,
        len(sizes),
        room=(room[0], room[1], room[2]),
        above=_headings_height(headings) + 21 + 8 * framed,
        below=below + 14 * len(key_of(content)) + 4 * bool(key_of(content)),
        slot=slot,
        node=node,
        page=size,
        least=(_least_width(content, side_by_side), bar * (BAR + 64.0)),
    )
    columns = layout.place_columns(
        sizes, left=frame.left, right=frame.right, middle=frame.middle, slot=frame.slot, most=content.most
    )
    return Page(content, frame, columns, above, bar, headings, side_by_side)


def _node_size(
    content: Content, shown: list, rows: int, tight: float | None
) -> tuple[tuple[float, float], float, bool]:
    """Return the width and height of a node, the distance of two, and whether names stand over them."""
    roomy = content.roomy
    steps = ((3, 88), (4, 76), (6, 60), (8, 46)) if roomy else ((3, 54), (6, 44), (10, 31))
    slot = next((float(step) for most, step in steps if rows <= most), 34.0 if roomy else 20.0)
    slot = min(slot, tight or slot)
    above = "nodes" in {**content.values, **(content.slopes or {})} and rows <= 8
    inside = _inside(content, shown)
    side = max(min(36.0 if roomy else 30.0, 0.86 * slot), widest(inside) + (5 if roomy else 1))
    node = (side, side)
    if content.split:
        node = (2 * max(widest(inside), widest(_slopes_inside(content, shown), SMALL, "bold")) + 18, 28.0)
        slot += 12.0 * (rows > 2)
    under = max(len(content.notes_under(place, 0)) for place in range(len(shown)))
    slot = max(
        slot, node[1] * 1.1 if not roomy else node[1] + 2 + 12 * above + (LINE * under + 3) * bool(under)
    )
    return node, slot, above


def _inside(content: Content, shown: list) -> list[str]:
    """Return the texts in the nodes; where there are two, the left ones."""
    found = []
    for (nodes, hidden), stage, given in zip(shown, content.stages, content.in_nodes(), strict=True):
        labelled = nodes if given is not None or not hidden else nodes[[0, -1]]
        found += [layout.label(stage.letter, n) if given is None else compact(given[n]) for n in labelled]
    return found


def _slopes_inside(content: Content, shown: list) -> list[str]:
    pairs = zip(shown, content.nodes_slopes, strict=True)
    return [compact(given[n]) for (nodes, _), given in pairs if given is not None for n in nodes]


def _column_widths(
    content: Content, shown: list, node: tuple[float, float], headings: list, side_by_side: bool
) -> list[tuple[float, float]]:
    """Return how far the texts of each column reach left and right of its middle."""
    found = []
    for place, (stage, (nodes, hidden)) in enumerate(zip(content.stages, shown, strict=True)):
        title, line = headings[place]
        notes = [f"{hidden} more"] if hidden else []
        notes += notes_of(stage) + (layer_lines(stage) if content.describe and side_by_side else [])
        half = max(widest([title], SMALL + 1, "bold"), widest([line, *notes])) / 2
        half = max(half, node[0] / 2 + 6)
        under = [line for n in nodes for line in content.notes_under(place, int(n))]
        if content.slopes is None:
            half = max(half, widest(left for left, _ in under) / 2 + 1)
            reach = [half, half]
        else:
            reach = [max(half, width + 6) for width in under_widths(under)]
        names = content.written_names.get(stage.role, [])
        beside = [names[n] for n in nodes] if names else [layout.label("x", stage.size - 1)]
        if names or (content.roomy and stage.role != "hidden"):
            side = 0 if stage.role == "input" else 1
            reach[side] = max(reach[side], node[0] / 2 + 9 + widest(beside))
        found.append((reach[0] + 3, reach[1] + 3))
    return found


def under_widths(under: list[tuple[str, str]]) -> tuple[float, float]:
    """Return the widths of what stands under nodes, left and right of the middle; the right is bold."""
    return widest(left for left, _ in under), widest((right for _, right in under), SMALL, "bold")


def _variants(content: Content) -> list[tuple[list[tuple[str, str]], bool]]:
    """Return ways to write headings and descriptions, the widest first: the first that fits is taken."""
    one_line, stacked = [], []
    for stage in content.stages:
        name = None if stage.activation is None else plain_text(stage.activation)
        one_line.append((stage.title, f"{stage.size}" if name is None else f"{stage.size} · {name}"))
        broken = "" if name is None else "\n" + name.replace(", ", ",\n").replace("_", "_\n")
        stacked.append((stage.title.replace(" ", "\n"), f"{stage.size}{broken}"))
    few = len(content.stages) <= 4
    return [(one_line, True)] * few + [(one_line, False), (stacked, False)]


def _headings_height(headings: list[tuple[str, str]]) -> float:
    return title_height(headings) + max(text_size(line)[1] for _, line in headings)


def title_height(headings: list[tuple[str, str]]) -> float:
    """Return the height of the highest title."""
    return max(text_size(title, SMALL + 1, "bold")[1] for title, _ in headings)


def _described_height(content: Content, side_by_side: bool) -> float:
    if not content.describe:
        return 0.0
    lines = max(len(layer_lines(stage)) for stage in content.stages) if side_by_side else len(content.stages)
    return LINE * lines + 6


def _least_width(content: Content, side_by_side: bool) -> float:
    texts = [text for _, text in key_of(content)]
    wide = widest(texts) + 40 if texts else 0.0
    if content.describe and not side_by_side:
        wide = max(wide, widest(line_of(stage) for stage in content.stages) + 10)
    return wide


def bar_width(content: Content) -> float:
    """Return the width of the colour bar with its numbers and texts."""
    largest = largest_of(content.strength)
    return max(9 + 5 + widest([compact(-largest)]), widest([content.shows, *_BELOW_ZERO.split("\n")])) + 2


def _place_labels(page: Page, on_links: list) -> tuple[list[np.ndarray | None], bool]:
    """Place the numbers on the links, clear of each other and of what stands at the nodes."""
    found: list[np.ndarray | None] = []
    all_clear = True
    lines, joined = page.links()
    for place, (segments, pairs) in enumerate(zip(lines, joined, strict=True)):
        array = on_links[place]
        if array is None:
            found.append(None)
            continue
        width = widest(compact(array[a, b]) for a, b in pairs) + 4
        inner = _between(segments, (10 if page.half else page.frame.node[0] / 2) + width / 2)
        taken = np.concatenate([_around(page, place), _around(page, place + 1)])
        centres, clear = layout.place_labels(inner, width=width, height=13, taken=taken)
        found.append(centres)
        all_clear &= clear
    return found, all_clear


def _between(segments: np.ndarray, radius: float) -> np.ndarray:
    """Cut the part of each line that lies near a node."""
    step = segments[:, 1] - segments[:, 0]
    share = np.minimum(radius / np.hypot(step[:, 0], step[:, 1]), 0.4)[:, None]
    return np.stack([segments[:, 0] + share * step, segments[:, 1] - share * step], axis=1)


def _around(page: Page, place: int) -> np.ndarray:
    """Return the boxes of a column's nodes and of what is written over and under them; shape (n, 4)."""
    column, (width, height) = page.columns[place], page.frame.node
    boxes = []
    for y, node in zip(column.y, column.nodes, strict=True):
        under = page.content.notes_under(place, int(node))
        top = y + height / 2 + 14 * page.above
        boxes.append((column.x - width / 2, y - height / 2, column.x + width / 2, top))
        if under:
            left, right = under_widths(under)
            left, right = (left / 2, left / 2) if page.content.slopes is None else (left + 5, right + 5)
            boxes.append(
                (column.x - left, y - height / 2 - 3 - LINE * len(under), column.x + right, y - height / 2)
            )
    notes = notes_of(page.content.stages[place])
    if notes:
        half, bottom = widest(notes) / 2, min(box[1] for box in boxes)
        boxes.append((column.x - half, bottom - 8 - LINE * len(notes), column.x + half, bottom))
    return np.array(boxes)
