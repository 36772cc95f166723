"""Where everything in the drawing of a network goes: pure functions of numbers.

No TensorFlow and no matplotlib here. Lengths are in points (1/72 inch), x to the right, y upwards,
with the origin at the picture's lower left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LETTER = 5.9  # points: the mean width of a letter at 9 to 10 points
SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


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
    if most < 3:
        raise ValueError(
            f"max_nodes: expected at least 3 (a first node, the ellipsis, a last node), received {most}."
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


def place_links(start: Column, end: Column) -> tuple[np.ndarray, np.ndarray]:
    """Return the links from every drawn node of one column to every drawn node of the next.

    Returns:
        Lines of shape (links, 2, 2), each from (x, y) to (x, y); and the numbers of the nodes they
        join, shape (links, 2): the weight of link k is weights[joined[k, 0], joined[k, 1]].
    """
    source, target = np.meshgrid(np.arange(len(start.y)), np.arange(len(end.y)), indexing="ij")
    source, target = source.ravel(), target.ravel()
    lines = np.empty((source.size, 2, 2))
    lines[:, 0, 0], lines[:, 1, 0] = start.x, end.x
    lines[:, 0, 1], lines[:, 1, 1] = start.y[source], end.y[target]
    return lines, np.column_stack([start.nodes[source], end.nodes[target]])


def place_labels(
    lines: np.ndarray, *, width: float, height: float, taken: np.ndarray | None = None
) -> np.ndarray:
    """Place one label on each line so that labels keep clear of each other.

    Line after line, each label takes the best place along its line: first clear of all other
    labels, then off the other lines, then near the line's middle. Three rounds, so that a label
    placed early can make room for one placed late.

    Args:
        lines: shape (lines, 2, 2).
        width: of a label.
        height: of a label.
        taken: centres that are to be kept clear as well, shape (n, 2).

    Returns:
        The centres of the labels, shape (lines, 2).
    """
    lines = np.asarray(lines, float).reshape(-1, 2, 2)
    shares = np.linspace(0.0, 1.0, 41)
    places = lines[:, None, 0] + shares[None, :, None] * (lines[:, 1] - lines[:, 0])[:, None]
    off_lines = np.minimum(_distance_to_others(places, lines) / (1.6 * height), 1.0)
    base = 1.5 * off_lines - 0.5 * np.abs(shares - 0.5)
    fixed = np.empty((0, 2)) if taken is None else np.asarray(taken, float).reshape(-1, 2)
    centres = np.full((len(lines), 2), np.inf)
    for _ in range(3):
        for line in range(len(lines)):
            centres[line] = np.inf
            others = np.concatenate([fixed, centres])
            apart = np.abs(places[line][:, None] - others[None]) / (width, height)
            clear = np.minimum(apart.max(axis=2).min(axis=1, initial=np.inf), 1.1)
            centres[line] = places[line][int(np.argmax(4 * clear + base[line]))]
    return centres


def _distance_to_others(places: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Return how far each place on a line is from the nearest other line; shape (lines, places)."""
    start, step = lines[:, 0], lines[:, 1] - lines[:, 0]
    length = np.maximum((step**2).sum(axis=1), 1e-12)
    away = places[:, :, None] - start[None, None]
    share = np.clip((away * step).sum(axis=3) / length, 0, 1)
    distance = np.linalg.norm(away - share[..., None] * step, axis=3)
    own = np.arange(len(lines))
    distance[own, :, own] = np.inf
    return distance.min(axis=2, initial=1e9)


def text_width(texts: Sequence[str], *, letter: float = LETTER) -> float:
    """Estimate the width of the widest of some texts, in points."""
    lines = [line for text in texts for line in str(text).split("\n")]
    return letter * max((len(line) for line in lines), default=0)


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
    return letter + str(number + 1).translate(SUBSCRIPT)


@dataclass(frozen=True)
class Frame:
    """The measures of one drawing, in points.

    Attributes:
        width, height: of the whole picture.
        left, right: where the first and the last column stand.
        middle: the height the columns are centred at.
        slot: the distance of two nodes in a column.
        diameter: of a node.
    """

    width: float
    height: float
    left: float
    right: float
    middle: float
    slot: float
    diameter: float


def measure_frame(
    rows: int,
    columns: int,
    *,
    margins: tuple[float, float],
    above: float,
    below: float,
    inside: tuple[float | None, float | None] = (504.0, None),
    roomy: bool = False,
) -> Frame:
    """Choose the sizes of a drawing so that its text stays legible.

    Args:
        rows: how many nodes the highest column holds.
        columns: how many columns there are.
        margins: the space left and right of the outer columns' centres.
        above: the space for what is written over the columns.
        below: the space for what is written under them.
        inside: width and height of the space there is; a height of None is chosen to fit.
        roomy: leave room for numbers around the nodes.

    Returns:
        The measures.
    """
    width, height = inside
    slots = ((3, 88), (4, 76), (6, 60), (8, 46)) if roomy else ((3, 54), (6, 44), (10, 31))
    slot = next((size for most, size in slots if rows <= most), 34 if roomy else 20)
    if height is None:
        height = above + below + rows * slot
    else:
        slot = max(4.0, min(slot, (height - above - below) / rows))
    return Frame(
        width=float(width),
        height=float(height),
        left=float(margins[0]),
        right=float(max(width - margins[1], margins[0] + 10 * (columns - 1))),
        middle=float(below + (height - above - below) / 2),
        slot=float(slot),
        diameter=float(min(36 if roomy else 30, 0.86 * slot)),
    )
