"""Numbers and lists as the course writes them, for pictures, verdicts and texts; needs no other module."""

from __future__ import annotations

import math
from collections.abc import Iterable

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(value: float, digits: int = 2) -> str:
    """Write a number with at most `digits` decimals, a real minus sign and no -0.

    From a million on, and where `digits` is 4 or more also near 0, it is written with a power of ten.

    >>> number(-0.5), number(3.0), number(-0.0001), number(12345678)
    ('−0.5', '3', '0', '1.2e+07')
    """
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value and (abs(value) >= 1e6 or abs(value) < 10**-digits / 2 and digits >= 4):
        text = f"{value:.1e}"
    else:
        text = f"{value:.{digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    return text.replace("-", "−")


def signed(value: float, digits: int = 2) -> str:
    """Write a number as `number` does, with its sign also where it is above 0.

    >>> signed(0.5), signed(-2), signed(0)
    ('+0.5', '−2', '0')
    """
    text = number(value, digits)
    return f"+{text}" if value > 0 and text != "0" else text


def significant(value: float, digits: int = 6) -> str:
    """Write a number with so many significant digits, of any size, with a real minus sign.

    >>> significant(0.1234567), significant(-1e300), significant(10**400)
    ('0.123457', '−1e+300', 'about 10^400')
    """
    try:
        text = f"{float(value):.{digits}g}"
    except OverflowError:  # an int that no float can hold
        return f"{'−' if value < 0 else ''}about 10^{int(math.log10(abs(value)))}"
    return f"−{text[1:]}" if text.startswith("-") else text


def listed(items: Iterable[object], most: int = 6) -> str:
    """Write a list as a sentence does: 'a, b and c'; beyond `most`, 'a, b, … (9 in all)'."""
    words = [str(item) for item in items]
    if len(words) > most:
        return f"{', '.join(words[: most - 1])}, … ({len(words)} in all)"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def plural(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun.

    >>> plural(1, "row"), plural(3, "row"), plural(0, "class", "classes")
    ('1 row', '3 rows', '0 classes')
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def subscript(letter: str, index: int) -> str:
    """Write a letter with a small index.

    >>> subscript("x", 12)
    'x₁₂'
    """
    return letter + str(index).translate(_SUBSCRIPTS)
