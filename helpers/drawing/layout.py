"""Where everything in the drawing of a network goes: pure functions of numbers.

No TensorFlow and no matplotlib here. Lengths are in points (1/72 inch), x to the right, y upwards,
with the origin at the picture's lower left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from helpers.writing import subscript


@dataclass(frozen=True, eq=False)
class Column:
    """The nodes of one layer.

    Attributes:
        x: where the column stands.
        y: where its drawn nodes stand, from the top; shape (nodes drawn,).
        nodes: the numbers (from 0) of the drawn nodes in their layer; shape (nodes drawn,).
        hidden: how many nodes are not drawn.
        gap: where the ellipsis stands; None where every node is drawn.
    """

    x: float
    y: np.ndarray
    nodes: np.ndarray
    hidden: int
    gap: float | None


def shown_nodes(count: int, most: int) -> tuple[np.ndarray, int]:
    """Choose the nodes of a layer that are drawn, and count those that are not.

    A layer of more than `most` nodes shows the first and the last ones, `most` - 1 together: the
    ellipsis takes the place of one node, so no column is higher than `most` nodes.

    Args:
        count: how many nodes the layer has.
        most: how many nodes a column may hold; at least 3.

    Returns:
        The numbers of the drawn nodes from 0 on, and how many are hidden.

    Raises:
        ValueError: if `most` is below 3.

    Example:
        >>> nodes, hidden = shown_nodes(784, 5)
        >>> nodes.tolist(), hidden
        ([0, 1, 782, 783], 780)
    """
    if not isinstance(most, (int, np.integer)) or most < 3:
        raise ValueError(
            f"max_nodes: expected a whole number, at least 3 (a first node, the ellipsis, a last node), received {most!r}."
        )
    if count <= most:
        return np.arange(count), 0
    first = most // 2
    last = most - 1 - first
    return np.concatenate([np.arange(first), np.arange(count - last, count)]), count - first - last


def labelled_nodes(column: Column) -> set[int]:
    """Choose the nodes of a column that carry their label: all, or in a shortened column the ends.

    Of 784 nodes, x₁ … x₈ and x₇₇₈ … x₇₈₄ are drawn: four labels say so, fifteen crowd the picture.

    Returns:
        The numbers of the nodes in their layer, from 0 on.

    Example:
        >>> wide = place_columns([784], left=0, right=0, middle=0, slot=20, most=16)[0]
        >>> sorted(labelled_nodes(wide))
        [0, 7, 777, 783]
    """
    nodes = column.nodes.tolist()
    if not column.hidden:
        return set(nodes)
    jump = int(np.argmax(np.diff(column.nodes) > 1)) if len(nodes) > 1 else 0
    return {nodes[0], nodes[jump], nodes[min(jump + 1, len(nodes) - 1)], nodes[-1]}


def place_columns(
    sizes: Sequence[int], *, left: float, right: float, middle: float, slot: float, most: int
) -> list[Column]:
    """Place one column of nodes for each layer, evenly from `left` to `right`, each about `middle`.

    Args:
        sizes: how many nodes each layer has.
        left: where the first column stands.
        right: where the last column stands.
        middle: the height all columns are centred at.
        slot: the distance of two nodes in a column.
        most: how many nodes a column may hold.

    Returns:
        One `Column` for each size.

    Example:
        >>> column = place_columns([2, 1], left=0, right=100, middle=50, slot=20, most=16)[0]
        >>> column.x, column.y.tolist()
        (0.0, [60.0, 40.0])
    """
    columns = []
    for x, size in zip(np.linspace(left, right, len(sizes)), sizes, strict=True):
        nodes, hidden = shown_nodes(size, most)
        places = np.arange(len(nodes)) + np.where(nodes == np.arange(len(nodes)), 0, 1)
        rows = len(nodes) + bool(hidden)
        y = middle + slot * ((rows - 1) / 2 - places)
        gap = float(middle + slot * ((rows - 1) / 2 - most // 2)) if hidden else None
        columns.append(Column(float(x), y, nodes, hidden, gap))
    return columns


def place_links(start: Column, end: Column, half: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Return the links from every drawn node of one column to every drawn node of the next.

    Args:
        start: the column on the left.
        end: the column on the right.
        half: how far from the middle of a node a link begins and ends, to the side.

    Returns:
        Lines of shape (links, 2, 2), each from (x, y) to (x, y); and the numbers of the nodes they
        join, shape (links, 2): the weight of link k is weights[joined[k, 0], joined[k, 1]].
    """
    source, target = np.meshgrid(np.arange(len(start.y)), np.arange(len(end.y)), indexing="ij")
    source, target = source.ravel(), target.ravel()
    lines = np.empty((source.size, 2, 2))
    lines[:, 0, 0], lines[:, 1, 0] = start.x + half, end.x - half
    lines[:, 0, 1], lines[:, 1, 1] = start.y[source], end.y[target]
    return lines, np.column_stack([start.nodes[source], end.nodes[target]])


def arrow_heads(lines: np.ndarray, length: float = 8.0, width: float = 7.0) -> np.ndarray:
    """Return a triangle at the start of each line, its tip there; shape (lines, 3, 2).

    >>> arrow_heads([[[0, 0], [10, 0]]], length=2, width=2)[0].tolist()
    [[0.0, 0.0], [2.0, 1.0], [2.0, -1.0]]
    """
    lines = np.asarray(lines, float).reshape(-1, 2, 2)
    along = lines[:, 1] - lines[:, 0]
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1)
    foot = lines[:, 0] + length * along
    return np.stack([lines[:, 0], foot + width / 2 * aside, foot - width / 2 * aside], axis=1)


def place_labels(
    lines: np.ndarray, *, width: float, height: float, taken: np.ndarray | None = None
) -> tuple[np.ndarray, bool]:
    """Place one label on each line so that labels keep clear of each other and of the other lines.

    Line after line, each label takes the best place along its line: first clear of all other labels and of
    what else is taken, then off the other lines, then near the line's middle. Four rounds, so that a label
    placed early can make room for one placed late.

    Args:
        lines: shape (lines, 2, 2); a label's centre lies on its line.
        width: of a label.
        height: of a label.
        taken: boxes to be kept clear, shape (n, 4): left, bottom, right, top.

    Returns:
        The centres of the labels, shape (lines, 2), and whether all are clear of each other and of
        what is taken.
    """
    lines = np.asarray(lines, float).reshape(-1, 2, 2)
    shares = np.linspace(0.0, 1.0, 61)
    places = lines[:, None, 0] + shares[None, :, None] * (lines[:, 1] - lines[:, 0])[:, None]
    half = np.array([width, height]) / 2
    taken = np.empty((0, 4)) if taken is None else np.asarray(taken, float).reshape(-1, 4)
    fixed = np.stack([_overlap(place, half, taken) for place in places]) if len(lines) else np.empty((0, 61))
    crossed, away = _others(places, lines, half)
    base = np.minimum(away / (1.6 * height), 1.0) - 0.4 * np.abs(shares - 0.5) - 2.0 * crossed - 40.0 * fixed
    centres = np.full((len(lines), 2), np.inf)
    worst = np.zeros(len(lines), bool)
    for _ in range(4):
        for line in range(len(lines)):
            centres[line] = np.inf
            boxes = np.concatenate([centres - half, centres + half], axis=1)
            on_labels = _overlap(places[line], half, boxes)
            best = int(np.argmax(base[line] - 40.0 * on_labels))
            centres[line] = places[line][best]
            worst[line] = on_labels[best] + fixed[line][best] > 0
    return centres, not worst.any()


def _overlap(places: np.ndarray, half: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return how deep a label at each place lies in the worst of the boxes, as a share of its size; 0 if clear."""
    if not len(boxes):
        return np.zeros(len(places))
    low = np.minimum(places[:, None] + half, boxes[None, :, 2:])
    high = np.maximum(places[:, None] - half, boxes[None, :, :2])
    deep = np.clip((low - high) / (2 * half), 0, 1)
    return deep.min(axis=2).max(axis=1)


def _others(places: np.ndarray, lines: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many other lines run through a label at each place, and how far the nearest is from its middle.

    A line runs through a box if its part within the box's width is within its height somewhere. Both have
    the shape (lines, places).
    """
    start, step = lines[:, 0], lines[:, 1] - lines[:, 0]
    crossed, nearest = np.zeros(places.shape[:2]), np.full(places.shape[:2], 1e9)
    across = np.where(np.abs(step[:, 0]) < 1e-9, 1e-9, step[:, 0])
    for other in range(len(lines)):
        ends = [(places[..., 0] + side * half[0] - start[other, 0]) / across[other] for side in (-1, 1)]
        first, last = np.clip(np.minimum(*ends), 0, 1), np.clip(np.maximum(*ends), 0, 1)
        heights = [start[other, 1] + share * step[other, 1] - places[..., 1] for share in (first, last)]
        inside = (np.minimum(*heights) < half[1]) & (np.maximum(*heights) > -half[1]) & (last > first)
        along = ((places - start[other]) @ step[other]) / max(step[other] @ step[other], 1e-9)
        foot = start[other] + np.clip(along, 0, 1)[..., None] * step[other]
        away = np.linalg.norm(places - foot, axis=-1)
        mine = np.arange(len(lines)) == other
        crossed += inside & ~mine[:, None]
        nearest = np.where(mine[:, None], nearest, np.minimum(nearest, away))
    return crossed, nearest


def short(text: str, most: int) -> str:
    """Shorten a text to `most` letters, with an ellipsis for what is left out.

    >>> short("sqft_living15", 8)
    'sqft_li…'
    """
    text = str(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def label(letter: str, number: int) -> str:
    """Name a node: its letter and its number from 1 on, as a subscript.

    >>> label("x", 783)
    'x₇₈₄'
    """
    return subscript(letter, number + 1)


def labels(letter: str, count: int) -> list[str]:
    """Name so many nodes: labels("x", 2) is ['x₁', 'x₂']."""
    return [label(letter, number) for number in range(count)]


@dataclass(frozen=True)
class Frame:
    """The measures of one drawing, in points.

    Attributes:
        width, height: of the whole picture.
        left, right: where the first and the last column stand.
        middle: the height the columns are centred at.
        slot: the distance of two nodes in a column.
        node: the width and height of a node.
        scale: how much smaller all of it is drawn, to fit the axes it was given; 1 on a page of its own.
    """

    width: float
    height: float
    left: float
    right: float
    middle: float
    slot: float
    node: tuple[float, float]
    scale: float = 1.0


def columns_width(widths: Sequence[tuple[float, float]], links: float) -> tuple[float, float, float]:
    """Return the margin left of the first column's middle, the margin right of the last's, the pitch needed.

    Args:
        widths: for each column, how far its texts reach left and right of its middle.
        links: the least length of a link's part between texts.
    """
    steps = [a[1] + b[0] + links for a, b in pairwise(widths)]
    return widths[0][0], widths[-1][1], max(steps, default=0.0)


def measure_frame(
    rows: int,
    columns: int,
    *,
    room: tuple[float, float, float],
    above: float,
    below: float,
    slot: float,
    node: tuple[float, float],
    page: tuple[float, float | None],
    least: tuple[float, float] = (0.0, 0.0),
) -> Frame:
    """Choose the sizes of a drawing so that its text stays legible.

    Args:
        rows: how many nodes the highest column holds.
        columns: how many columns there are.
        room: the margins left and right, and the pitch of the columns that their texts need.
        above: the space for what is written over the columns.
        below: the space for what is written under them.
        slot: the distance of two nodes in a column.
        node: the width and height of a node.
        page: width and height of the space there is. Without a height it is a page, which grows as
            needed; else all is made smaller where the drawing needs more.
        least: the least width of the picture and height of its columns.

    Returns:
        The measures.
    """
    left, right, pitch = room
    wide = max(left + right + pitch * (columns - 1), least[0])
    high = above + below + max(rows * slot, least[1])
    width, height = page
    scale = 1.0
    if height is None:
        width, height = max(width, wide), high
    else:
        scale = min(1.0, width / wide, height / high)
        width, height = width / scale, height / scale
    return Frame(
        width=float(width),
        height=float(height),
        left=float(left),
        right=float(width - right),
        middle=float(below + (height - above - below) / 2),
        slot=float(slot),
        node=node,
        scale=float(scale),
    )
