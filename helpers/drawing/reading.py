"""Read an ordinary matplotlib figure: what it shows, in sentences, from its titles, labels and data.

Numbers have three significant digits and are rounded before they are compared, so that rounding errors
of the last bits never change a word. Nothing in the figure is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib import dates, ticker
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import LineCollection, PathCollection, PolyCollection, QuadMesh
from matplotlib.colors import to_rgba
from matplotlib.container import BarContainer, ErrorbarContainer, StemContainer
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.lines import AxLine, Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

from helpers.writing import listed, number, plural

MOST_POINTS = 6  # as many are listed one by one
MOST_BARS = 20
MOST_CELLS = 36  # of an image
MOST_LINES = 4  # without a name; more are summed up
MOST_TEXTS = 12
STYLES = {"-": "solid", "--": "dashed", "-.": "dash-dotted", ":": "dotted"}
_DATES = (dates.DateFormatter, dates.AutoDateFormatter, dates.ConciseDateFormatter)
SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


# ----------------------------------------------------------------------------------- numbers and names


def brief(value: float) -> str:
    """Write a number with three significant digits; whole numbers below 100,000 exactly.

    >>> brief(0.1 + 0.2), brief(-1912.0), brief(17024), brief(3.8e9), brief(-1e-7)
    ('0.3', '−1912', '17,024', '3.8 billion', '−1e−07')
    """
    value = float(f"{value:.10g}")
    if not np.isfinite(value):
        return "NaN" if np.isnan(value) else "∞" if value > 0 else "−∞"
    if value != int(value) or abs(value) >= 100_000:
        value = float(f"{value:.3g}")
    if 1e6 <= abs(value) < 1e15:
        size, word = next(pair for pair in SIZES if abs(value) >= pair[0])
        text = f"{value / size:.3g} {word}"
    elif 1000 <= abs(value) < 1e6:
        text = f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.0f}"
    else:
        text = f"{value:.3g}"
    return "0" if text == "-0" else text.replace("-", "−")


def plain(text: object) -> str:
    r"""Return a label as it is read: on one line, a formula without its dollars, braces and backslashes.

    >>> plain("weight $w_{1}$"), plain(r"slope $\alpha$"), plain(r"price (\$)")
    ('weight w_1', 'slope alpha', 'price ($)')
    """
    text = " ".join(str(text).split())
    pieces = re.split(r"(?<!\\)\$", text)
    if len(pieces) % 2:  # an even number of dollars: each second piece is a formula
        pieces[1::2] = [re.sub(r"[{}]|\\(?=[A-Za-z])", "", piece) for piece in pieces[1::2]]
        text = "".join(pieces)
    return text.replace(r"\$", "$")


def without_noise(values: Any, *, log: bool = False) -> np.ndarray:
    """Return numbers rounded to ten digits, of the largest of them or, for a logarithmic axis, of each."""
    values = np.ma.filled(np.ma.asarray(values).astype(float), np.nan)
    sizes = np.abs(values[np.isfinite(values)])
    if not sizes.size or not sizes.max():
        return values
    if log:
        return np.vectorize(lambda value: float(f"{value:.10g}"), otypes=[float])(values)
    return np.round(values / sizes.max(), 10) * sizes.max()


def _centre(*places: np.ndarray) -> str:
    """Write the mean of x and of y as a place."""
    means = [brief(without_noise([*values, np.mean(values)])[-1]) for values in places]
    return f"({', '.join(means)})"


class _Scale:
    """One axis: what its numbers are called."""

    def __init__(self, letter: str, axis: Any) -> None:
        formatter = axis.get_major_formatter()
        self.letter, self.label = letter, plain(axis.get_label().get_text())
        self.log = axis.get_scale() == "log"
        self.dates = isinstance(formatter, _DATES)
        self.names: dict[float, str] = {}
        if isinstance(formatter, (ticker.FixedFormatter, ticker.FuncFormatter, StrCategoryFormatter)):
            places = axis.get_majorticklocs()
            texts = map(plain, formatter.format_ticks(places))
            self.names = {float(place): text for place, text in zip(places, texts, strict=False) if text}

    def name(self, value: float, *, within: float = 1e-6) -> str:
        """Return the name of a place: its tick's label, its date, or its number."""
        near = min(self.names, key=lambda place: abs(place - value), default=None)
        if near is not None and abs(near - value) <= within:
            return self.names[near]
        if self.dates:
            day = dates.num2date(round(value * 1440) / 1440 + 0.5 / 1440)  # to the minute
            return day.strftime("%Y-%m-%d" if day.hour == day.minute == 0 else "%Y-%m-%d %H:%M")
        return brief(value)

    def at(self, value: float) -> str:
        """Return a place with what is counted there: "epoch 3"; "x = 3" where the label is no short name."""
        name = self.name(value)
        if self.dates or name in self.names.values():
            return name
        short = re.fullmatch(r"[\w ]{1,20}", self.label)
        return f"{self.label} {name}" if short else f"{self.letter} = {name}"

    def span(self, values: np.ndarray) -> str:
        low, high = values.min(), values.max()
        if low < high and self.name(low) == self.name(high):  # far from 0, as longitudes are
            decimals = max(0, 1 - int(np.floor(np.log10(high - low))))
            return f"{number(low, decimals)} to {number(high, decimals)}"
        return f"{self.name(low)} to {self.name(high)}"


class _Panel:
    """An axes with the names of its two scales."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.x, self.y = _Scale("x", ax.xaxis), _Scale("y", ax.yaxis)

    def points(self, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray, int]:
        """Return the points that are numbers, without noise, and how many are not."""
        x, y = without_noise(x, log=self.x.log), without_noise(y, log=self.y.log)
        kept = np.isfinite(x) & np.isfinite(y)
        return x[kept], y[kept], int(len(x) - kept.sum())

    def place(self, x: float, y: float) -> str:
        return f"({self.x.name(x)}, {self.y.name(y)})"


def _named(artist: Any) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else plain(label)


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!", "…")) else f"{text}."


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# ------------------------------------------------------------------------------------ figure and panels


def read_figure(figure: Figure, read: Callable[[Axes], str] | None = None, *, conclusion: str = "") -> str:
    """Return what a figure shows, panel by panel.

    Args:
        figure: any figure.
        read: gives the words of an axes, or "" where this module shall read it.
        conclusion: stands first.

    Returns:
        Sentences on one line.
    """
    panels = [
        (plain(group[0].get_title()), (read and read(group[0])) or _read_group(group))
        for group in _panels(figure)
    ]
    said = [conclusion, plain(figure.get_suptitle())]
    if len(panels) == 1:
        said += panels[0]
    elif panels and (images := _images_alike(figure)):
        said.append(images)
    elif panels:
        said.append(f"{len(panels)} panels")
        for number, (title, text) in enumerate(panels, start=1):
            said.append(f"Panel {number}: {_sentence(title)} {text}" if title else f"Panel {number}: {text}")
    else:
        said.append("An empty picture: nothing is drawn")
    return " ".join(dict.fromkeys(map(_sentence, filter(None, said))))  # a title that is the conclusion: once


def read_axes(ax: Axes) -> str:
    """Return what one axes shows; its title is left to whoever puts the panels together."""
    panel = _Panel(ax)
    said: list[str] = []
    for part in (_bars, _lines, _collections, _patches, _images, _texts, _legend):
        try:
            said += part(panel)
        except Exception:  # a kind of artist that nobody thought of must not cost the learner the picture
            said.append("Something in it could not be read")
    return " ".join(map(_sentence, [*_axis_words(panel), *(said or ["Nothing is drawn"])]))


def _panels(figure: Figure) -> list[list[Axes]]:
    """Return the visible axes, those that share a place (a second y axis) together, without colour bars."""
    mapped: list[Any] = [item for ax in figure.axes for item in (*ax.images, *ax.collections)]
    bars = {item.colorbar.ax for item in mapped if getattr(item, "colorbar", None) is not None}
    places: dict[tuple, list[Axes]] = {}
    for ax in figure.axes:
        if ax.get_visible() and ax not in bars and ax.get_label() != "<colorbar>":
            places.setdefault(tuple(np.round(ax.get_position().bounds, 6)), []).append(ax)
    return list(places.values())


def _read_group(group: Sequence[Axes]) -> str:
    first, *others = map(read_axes, group)
    insets = [read_axes(inset) for ax in group for inset in ax.child_axes if isinstance(inset, Axes)]
    seconds = [f"With a second axis: {other}" for other in others]
    return " ".join([first, *seconds, *(f"With a smaller picture in it: {inset}" for inset in insets)])


def _images_alike(figure: Figure) -> str:
    """Sum up a figure of many panels that are nothing but images of one size; "" for any other."""
    axes: list[Any] = [group[0] for group in _panels(figure)]
    alike = all(len(ax.images) == 1 and not (ax.lines or ax.patches or ax.collections) for ax in axes)
    if len(axes) < 4 or not alike or len({ax.images[0].get_array().shape for ax in axes}) > 1:
        return ""
    arrays = [without_noise(ax.images[0].get_array()) for ax in axes]
    titles = [plain(ax.get_title()) or str(number) for number, ax in enumerate(axes, start=1)]
    ranges = [
        f"{title}: {_range(array).removeprefix('from ')}" for title, array in zip(titles, arrays, strict=True)
    ]
    return f"{len(axes)} images of {_size(arrays[0])}, their values by title: {'; '.join(ranges)}"


def _axis_words(panel: _Panel) -> Iterator[str]:
    if not panel.ax.axison:
        return
    said = []
    for scale in (panel.x, panel.y):
        label = scale.label or ("its numbers" if scale.log else "")
        if label:
            said.append(f"along {scale.letter}: {label}{', on a logarithmic scale' if scale.log else ''}")
    if said:
        yield _upper("; ".join(said))


# ------------------------------------------------------------------------------------------------ lines


def _lines(panel: _Panel) -> Iterator[str]:
    names = {line: _named(line) for line in panel.ax.lines}
    for container in panel.ax.containers:
        if isinstance(container, (ErrorbarContainer, StemContainer)):
            caps = [container[2]] if isinstance(container, StemContainer) else container[1] or ()
            names = {line: name for line, name in names.items() if line not in caps}
            if container[0] is not None:
                names[container[0]] = _named(container)
    drawn = [line for line in names if line.get_visible() and np.size(line.get_xdata(orig=False))]
    styles = {line.get_linestyle() for line in drawn if not _is_dots(line)}
    nameless: dict[Any, list[Line2D]] = {}
    for line in drawn:
        if not (names[line] or _is_rule(panel, line) or _row_words(panel, line)):
            nameless.setdefault((_is_dots(line), line.get_linestyle()), []).append(line)
    many = [group for group in nameless.values() if len(group) > MOST_LINES]
    for line in drawn:
        if not any(line in group for group in many):
            yield _line_words(panel, line, names[line], styled=len(styles) > 1)
    for group in many:
        yield _many_lines(panel, group)


def _is_dots(line: Line2D) -> bool:
    return str(line.get_linestyle()).lower() in ("none", "", " ")


def _is_rule(panel: _Panel, line: Line2D) -> bool:
    """Tell whether a line runs through the whole picture, as axhline's and axline's do."""
    through = line.get_transform().contains_branch_seperately(panel.ax.transData)
    return isinstance(line, AxLine) or through in ((True, False), (False, True))


def _row_words(panel: _Panel, line: Line2D) -> str:
    """Return the words of dots that all stand at one labelled tick, "" for any other line."""
    x, y, _ = panel.points(*line.get_data(orig=False))
    for row, at, other, values in ((panel.y, y, panel.x, x), (panel.x, x, panel.y, y)):
        if _is_dots(line) and len(set(at)) == 1 and at[0] in row.names:
            ends = f"{len(values)} points from {other.span(values)}"
            listing = ends if len(values) > MOST_POINTS else listed(map(other.name, values))
            return f"{row.names[at[0]]}: {listing}"
    return ""


def _line_words(panel: _Panel, line: Line2D, name: str, *, styled: bool) -> str:
    if _is_rule(panel, line):
        return _rule_words(panel, line, name)
    if not name and (row := _row_words(panel, line)):
        return _upper(row)
    x, y, missing = panel.points(*line.get_data(orig=False))
    gap = f" ({missing} of {len(x) + missing} values are missing)" if missing else ""
    if _is_dots(line) or len(x) == 1:
        subject, thing = f"{name}: " if name else "", "open point" if _is_open(line) else "point"
        return _upper(f"{subject}{_cloud(panel, x, y, thing)}{gap}" if len(x) else f"{subject}no values{gap}")
    look = f"{STYLES.get(str(line.get_linestyle()), 'dashed')} " if styled else ""
    subject = f"{_upper(f'{look}line')} {name}" if name else f"A {look}line"
    return f"{subject}: {_curve(panel, x, y)}{gap}" if len(x) else f"{subject}: no values{gap}"


def _rule_words(panel: _Panel, line: Any, name: str) -> str:
    end = f": {name}" if name else ""
    if isinstance(line, AxLine):
        one, two, slope = line.get_xy1() or (0, 0), line.get_xy2(), line.get_slope()
        where = f" and {panel.place(*two)}" if two is not None else f" with a slope of {brief(slope)}"
        return f"A straight line through {panel.place(one[0], one[1])}{where}{end}"
    along_x, _ = line.get_transform().contains_branch_seperately(panel.ax.transData)
    if along_x:
        return f"A vertical line at {panel.x.at(line.get_xdata(orig=False)[0])}{end}"
    return f"A horizontal line at {panel.y.at(line.get_ydata(orig=False)[0])}{end}"


def _curve(panel: _Panel, x: np.ndarray, y: np.ndarray) -> str:
    """Say how a line runs: level, rising, falling, up and down, or as a path in the plane."""
    if len(x) == 2:
        return f"from {panel.place(x[0], y[0])} to {panel.place(x[1], y[1])}"
    if len(x) < MOST_POINTS:
        return f"through {listed(map(panel.place, x, y))}"
    size = f"{len(x)} points, "
    if np.any(np.diff(x) < 0):
        ends = f"from {panel.place(x[0], y[0])} to {panel.place(x[-1], y[-1])}"
        return f"{size}a path {ends}, within x {panel.x.span(x)} and y {panel.y.span(y)}"
    if np.all(y == y[0]):
        return f"{size}level at {panel.y.name(y[0])} from {panel.x.at(x[0])} to {panel.x.at(x[-1])}"
    ends = f"{_value(panel, x, y, 0)} to {_value(panel, x, y, -1)}"
    steps = np.diff(y)
    if np.all(steps >= 0) or np.all(steps <= 0):
        middle = np.sqrt(x[0] * x[-1]) if panel.x.log and x[0] > 0 else (x[0] + x[-1]) / 2
        half = _value(panel, x, y, int(np.abs(x - middle).argmin()))
        return f"{size}{'rises' if y[-1] > y[0] else 'falls'} from {ends}; in the middle it is {half}"
    extremes = [
        f"{word} {_value(panel, x, y, int(place))}"
        for word, place in (("lowest", y.argmin()), ("highest", y.argmax()))
        if y[place] not in (y[0], y[-1])
    ]
    inner = f"; {' and '.join(extremes)}" if extremes else "; up and down between them"
    return f"{size}goes from {ends}{inner}"


def _value(panel: _Panel, x: np.ndarray, y: np.ndarray, place: int) -> str:
    return f"{panel.y.name(y[place])} at {panel.x.at(x[place])}"


def _is_open(line: Line2D) -> bool:
    """Tell whether a marker is a ring: empty or white inside, with an outline."""
    inside, edge = (to_rgba(colour) for colour in (line.get_markerfacecolor(), line.get_markeredgecolor()))
    return inside != edge and (not inside[3] or inside[:3] == (1, 1, 1))


def _cloud(panel: _Panel, x: np.ndarray, y: np.ndarray, thing: str = "point") -> str:
    """Say where points lie: one by one if they are few, else their range and centre."""
    if len(x) <= MOST_POINTS:
        return f"{plural(len(x), thing)} at {listed(map(panel.place, x, y))}"
    centre = "" if panel.x.dates else f", centre {_centre(x, y)}"
    return f"{plural(len(x), thing)}, x from {panel.x.span(x)}, y from {panel.y.span(y)}{centre}"


def _many_lines(panel: _Panel, lines: Sequence[Line2D]) -> str:
    """Sum up lines without names that look the same."""
    data = [panel.points(*line.get_data(orig=False))[:2] for line in lines]
    data = [(x, y) for x, y in data if len(x)]
    if not data:
        return f"{len(lines)} lines without values"
    if _is_dots(lines[0]):
        x, y = map(np.concatenate, zip(*data, strict=True))
        return _cloud(panel, x, y)
    first, last = (np.array([y[place] for _, y in data]) for place in (0, -1))
    look = STYLES.get(str(lines[0].get_linestyle()), "dashed")
    return f"{len(data)} {look} lines: they begin at {panel.y.span(first)} and end at {panel.y.span(last)}"


# ------------------------------------------------------------------------------------------------- bars


def _bars(panel: _Panel) -> Iterator[str]:
    for container in panel.ax.containers:
        if isinstance(container, BarContainer) and len(container.patches):
            yield f"{f'Bars {_named(container)}'.strip()}: {_bar_words(panel, container)}"


def _bar_words(panel: _Panel, container: BarContainer) -> str:
    boxes = np.array([bar.get_bbox().get_points() for bar in container.patches])  # (bars, corner, xy)
    scales = (panel.x, panel.y)
    along, up = (1, 0) if container.orientation == "horizontal" else (0, 1)
    scale, values = scales[along], scales[up]
    low, high = np.sort(boxes[:, :, along], axis=1).T
    base, top = boxes[:, 0, up], without_noise(boxes[:, 1, up], log=values.log)
    if len(top) > 4 and not scale.names and np.allclose(low[1:], high[:-1]):
        return _histogram(scale, without_noise(low), without_noise(high), top)
    names = [scale.name(place, within=0.5) for place in (low + high) / 2]
    if len(top) > MOST_BARS:
        least, most = int(np.nanargmin(top)), int(np.nanargmax(top))
        ends = f"lowest {brief(top[least])} at {names[least]}, highest {brief(top[most])} at {names[most]}"
        return f"{len(top)}, from {names[0]} to {names[-1]}; {ends}"
    heights = [
        f"from {brief(start)} to {brief(end)}" if start and not values.log else brief(end)
        for start, end in zip(base, top, strict=True)
    ]
    placed = _placed(panel)
    said = []
    for name, height, end in zip(names, heights, _bar_ends(container), strict=True):
        # what bar_label wrote at the bar's end
        label = next((text for text, place in placed if place is not None and np.allclose(place, end)), "")
        said.append(f"{name} {height}" + (f" ({label})" if label and label != height else ""))
    return "; ".join(said)


def _histogram(scale: _Scale, low: np.ndarray, high: np.ndarray, counts: np.ndarray) -> str:
    most = int(np.nanargmax(counts))
    edges = f"from {scale.at(low[0])} to {brief(high[-1])}"
    return (
        f"{len(counts)} side by side {edges}; the highest, {brief(counts[most])}, from "
        f"{brief(low[most])} to {brief(high[most])}; all together {brief(counts.sum())}"
    )


def _bar_ends(container: BarContainer) -> list[tuple[float, float]]:
    boxes = [bar.get_bbox() for bar in container.patches]
    if container.orientation != "horizontal":
        return [((box.x0 + box.x1) / 2, box.y1) for box in boxes]
    return [(box.x1, (box.y0 + box.y1) / 2) for box in boxes]


# --------------------------------------------------------------------------- points, areas, images, texts


def _collections(panel: _Panel) -> Iterator[str]:
    shown: list[Any] = [item for item in panel.ax.collections if item.get_visible()]
    parts = {part for box in panel.ax.containers if isinstance(box, ErrorbarContainer) for part in box[2]}
    rest: Counter[str] = Counter()
    for item in shown:
        name = _named(item)
        named = f" named {name}" if name else ""
        if isinstance(item, PathCollection):
            if np.any(item.get_sizes()):
                yield from _scatter(panel, item, name)
        elif isinstance(item, ContourSet):
            kind = "Coloured areas between the levels" if item.filled else "Contour lines at"
            yield f"{kind} {listed(map(brief, item.levels), MOST_TEXTS)}{_colours(item)}"
        elif isinstance(item, QuadMesh):
            array = np.asarray(item.get_array())
            yield f"A heat map{named} of {_size(array)}, values {_range(array)}{_colours(item)}"
        elif isinstance(item, PolyCollection):
            every = (np.asarray(path.vertices) for path in item.get_paths())
            corners = [each for each in every if len(each)]
            x, y, _ = panel.points(*np.concatenate(corners or [np.empty((0, 2))]).T)
            place = f", x from {panel.x.span(x)}, y from {panel.y.span(y)}" if corners else ""
            yield f"{'A shaded' if corners else 'An empty'} area{named}{place}"
        elif item in parts:
            rest["error bar"] += len(item.get_segments())
        elif isinstance(item, LineCollection):
            rest["short line"] += len(item.get_segments())
        else:
            rest["more shape"] += 1
    yield from (f"With {plural(number, thing)}" for thing, number in rest.items())


def _scatter(panel: _Panel, item: PathCollection, name: str) -> Iterator[str]:
    offsets = np.ma.filled(np.ma.asarray(item.get_offsets()).astype(float), np.nan).reshape(-1, 2)
    x, y, missing = panel.points(*offsets.T)
    gap = f" ({missing} are missing)" if missing else ""
    if len(x) or name or missing:
        words = f"{_cloud(panel, x, y)}{gap}{_colours(item, values=True)}" if len(x) else f"no points{gap}"
        yield _upper(f"{name}: {words}" if name else words)


def _colours(item: Any, *, values: bool = False) -> str:
    """Say what the colours mean: the colour bar's label, and for points the range of their values."""
    array, bar = item.get_array(), getattr(item, "colorbar", None)
    label = plain(bar.ax.get_ylabel() or bar.ax.get_xlabel()) if bar is not None else ""
    if array is None or not (values or label):
        return ""
    return f", coloured by {label or 'a value'}" + (f" {_range(np.asarray(array))}" if values else "")


def _patches(panel: _Panel) -> Iterator[str]:
    bars = {bar for box in panel.ax.containers if isinstance(box, BarContainer) for bar in box.patches}
    rest = 0
    for patch in panel.ax.patches:
        if patch in bars or not patch.get_visible():
            continue
        name = f": {label}" if (label := _named(patch)) else ""
        x, y = patch.get_data_transform().contains_branch_seperately(panel.ax.transData)
        if isinstance(patch, Rectangle) and x != y:
            scale, ends = (
                (panel.x, patch.get_bbox().intervalx) if x else (panel.y, patch.get_bbox().intervaly)
            )
            yield f"A shaded band, {scale.letter} from {scale.span(ends)}{name}"
        elif isinstance(patch, Rectangle) and x and y:
            (left, low), (right, high) = patch.get_bbox().get_points()
            yield f"A rectangle from {panel.place(left, low)} to {panel.place(right, high)}{name}"
        elif name:
            yield f"A shape{name}"
        else:
            rest += 1
    if rest:
        yield f"With {plural(rest, 'more shape')}"


def _size(array: np.ndarray) -> str:
    rows, columns = array.shape[:2]
    return f"{rows} row{'s' * (rows != 1)} by {columns} column{'s' * (columns != 1)}"


def _range(array: np.ndarray) -> str:
    values = without_noise(array)
    values = values[np.isfinite(values)]
    if not values.size:
        return "all missing"
    low, high = values.min(), values.max()
    return f"all {brief(low)}" if low == high else f"from {brief(low)} to {brief(high)}"


def _images(panel: _Panel) -> Iterator[str]:
    shown = [image for image in panel.ax.images if image.get_visible() and image.get_array() is not None]
    return (_image_words(panel, image) for image in shown)


def _image_words(panel: _Panel, image: Any) -> str:
    given = image.get_array()
    if given.ndim == 3:
        return f"A colour image of {_size(given)}"
    array = without_noise(given)
    said = f"An image of {_size(array)}, values {_range(array)}{_colours(image)}"
    rows = [f"row {panel.y.name(row) if panel.y.names else row + 1}" for row in range(len(array))]
    columns = [panel.x.name(column) if panel.x.names else f"{column + 1}" for column in range(array.shape[1])]
    if array.size <= MOST_CELLS:
        lines = (f"{name}: {', '.join(map(brief, row))}" for name, row in zip(rows, array, strict=True))
        return f"{said}. {_upper('; '.join([f'columns: {listed(columns, MOST_CELLS)}', *lines]))}"
    if not np.isfinite(array).any() or np.nanmin(array) == np.nanmax(array):
        return said
    ends = (np.unravel_index(find(array), array.shape) for find in (np.nanargmin, np.nanargmax))
    lowest, highest = (f"{rows[row]}, column {columns[column]}" for row, column in ends)
    return f"{said}; lowest at {lowest}; highest at {highest}"


def _texts(panel: _Panel) -> Iterator[str]:
    """Read the texts in a picture, but not those that only repeat a bar's or an image's numbers."""
    bars = [box for box in panel.ax.containers if isinstance(box, BarContainer)]
    ends = [end for box in bars for end in _bar_ends(box)]
    images: list[Any] = list(panel.ax.images)
    cells = max((np.prod(image.get_array().shape[:2]) for image in images), default=0)
    placed = [
        (text, at)
        for text, at in _placed(panel)
        if at is None or not any(np.allclose(at, end) for end in ends)
    ]
    if not placed or 0 < cells <= len(placed):
        return
    counted = Counter(text for text, _ in placed)
    if len(placed) <= MOST_TEXTS:
        yield "Written in it: " + "; ".join(
            f"“{text}”" + (f" at {panel.place(*place)}" if place is not None else "")
            for text, place in placed
        )
    elif len(counted) <= MOST_TEXTS:
        yield f"{len(placed)} texts: " + "; ".join(_heaps(panel, placed))
    else:
        yield f"{len(placed)} texts, among them {listed(counted)}"


def _placed(panel: _Panel) -> list[tuple[str, tuple[float, float] | None]]:
    """Return the texts of a picture, each with its place."""
    shown = [text for text in panel.ax.texts if text.get_visible() and text.get_text().strip()]
    return [(plain(text.get_text()), _place_of(panel, text)) for text in shown]


def _place_of(panel: _Panel, text: Text) -> tuple[float, float] | None:
    """Return where a text stands or points to, in the numbers of the axes; None for a fixed place."""
    if isinstance(text, Annotation):
        if text.xycoords != "data":
            return None
        x, y = text.xy
    elif text.get_transform().contains_branch_seperately(panel.ax.transData) == (True, True):
        x, y = text.get_position()
    else:
        return None
    return float(panel.ax.convert_xunits(x)), float(panel.ax.convert_yunits(y))


def _heaps(panel: _Panel, placed: Iterable[tuple[str, tuple[float, float] | None]]) -> Iterator[str]:
    """Count equal texts, and say around where they stand."""
    heaps: dict[str, list] = {}
    for text, place in placed:
        heaps.setdefault(text, []).append((np.nan, np.nan) if place is None else place)
    for text, places in sorted(heaps.items()):
        x, y = np.transpose(places)
        around = f" around {_centre(x, y)}" if np.isfinite(x).all() else ""
        yield f"“{text}” {len(places)} times{around}"


def _legend(panel: _Panel) -> Iterator[str]:
    """Read what a legend says beyond the names that were given already."""
    legend = panel.ax.get_legend()
    if legend is None or not legend.get_visible():
        return
    given = {_named(item) for item in (*panel.ax.get_children(), *panel.ax.containers)}
    texts = [text for entry in legend.get_texts() if (text := plain(entry.get_text())) not in given]
    if texts:
        title = plain(legend.get_title().get_text())
        yield f"Legend{f', {title}' if title else ''}: {listed(texts, MOST_TEXTS)}"
