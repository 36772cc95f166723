"""The bundled data is what the docstrings, and helpers/data/DATA.md, say of it."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers import datasets

FILES = sorted(datasets._SHA256)


@pytest.mark.parametrize("name", FILES)
def test_file_has_the_hash_in_the_code_and_in_the_provenance(name):
    page = (datasets._FOLDER / "DATA.md").read_text(encoding="utf-8")
    written = re.search(rf"`{re.escape(name)}`.*?`([0-9a-f]{{64}})`", page).group(1)
    assert hashlib.sha256((datasets._FOLDER / name).read_bytes()).hexdigest() == written
    assert datasets._SHA256[name] == written


def test_every_bundled_file_is_checked():
    assert sorted(path.name for path in datasets._FOLDER.glob("*.csv")) == FILES


@pytest.mark.parametrize(
    ("load", "row", "terms"),
    [
        (datasets.load_titanic, "Titanic", "Vanderbilt University Department of Biostatistics"),
        (datasets.load_houses, "King County houses", "CC0"),
        (datasets.load_penguins, "Penguins", "CC0"),
        (datasets.load_digits, "Digits", "CC BY 4.0"),
    ],
)
def test_docstring_and_provenance_name_the_same_terms(load, row, terms):
    page = (datasets._FOLDER / "DATA.md").read_text(encoding="utf-8")
    found = re.search(rf"(?m)^\| {row} \|.*$", page[page.index("## Who gave them") :])[0]
    source = load.__doc__.partition("Source:")[2]
    assert terms in found and terms in " ".join(source.split())
    assert all(doi in found for doi in re.findall(r"doi:(\S+?)[;,]", source))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "_FOLDER", tmp_path)
    return tmp_path


LOADERS = {
    "titanic3.csv": datasets.load_titanic,
    "king_county_houses.csv": datasets.load_houses,
    "penguins.csv": datasets.load_penguins,
}


@pytest.mark.parametrize("name", FILES)
def test_missing_file_says_so_with_the_cure(folder, name):
    with pytest.raises(FileNotFoundError, match=f"{name} cannot be read.*No such file") as caught:
        LOADERS[name]()
    assert f"git checkout -- helpers/data/{name}" in str(caught.value)
    assert "pip install --force-reinstall" in str(caught.value)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_changed_file_says_so_with_the_cure(folder, name):
    content = (Path(datasets.__file__).parent / "data" / name).read_bytes()
    (folder / name).write_bytes(content.replace(b"1", b"2", 1))
    with pytest.raises(ValueError, match="is not the file the course was written with") as caught:
        LOADERS[name]()
    assert datasets._SHA256[name][:12] in str(caught.value)
    assert f"git checkout -- helpers/data/{name}" in str(caught.value)


def test_windows_line_ends_are_not_a_change(folder):
    content = (Path(datasets.__file__).parent / "data" / "penguins.csv").read_bytes()
    (folder / "penguins.csv").write_bytes(content.replace(b"\n", b"\r\n"))
    assert len(datasets.load_penguins()) == 344


def missing(frame):
    counts = frame.isna().sum()
    return counts[counts > 0].to_dict()


def test_titanic():
    frame = datasets.load_titanic()
    assert frame.shape == (1309, 14)
    assert missing(frame) == {
        "age": 263,
        "fare": 1,
        "cabin": 1014,
        "embarked": 2,
        "boat": 823,
        "body": 1188,
        "home.dest": 564,
    }
    assert (frame["survived"] == 0).sum() == 809
    assert frame["sex"].cat.categories.tolist() == ["female", "male"]
    assert frame["embarked"].cat.categories.tolist() == ["C", "Q", "S"]
    assert frame["pclass"].dtype.kind == frame["survived"].dtype.kind == "i"
    assert frame["age"].dtype.kind == frame["fare"].dtype.kind == "f"
    assert (frame["fare"] == 0).sum() == 17
    assert round(frame["fare"].max()) == 512
    known = frame["cabin"].notna()
    assert round(frame["survived"][known].mean(), 2) == 0.65
    assert round(frame["survived"][~known].mean(), 2) == 0.30


def test_titanic_leak():
    from sklearn.metrics import roc_auc_score

    frame = datasets.load_titanic()
    told = frame["boat"].notna().astype(int) - frame["body"].notna().astype(int)
    assert abs(roc_auc_score(frame["survived"], told) - 0.969) < 0.02


def test_houses():
    frame = datasets.load_houses()
    assert frame.shape == (21613, 21)
    assert missing(frame) == {}
    assert (frame["sqft_above"] + frame["sqft_basement"] == frame["sqft_living"]).all()
    assert frame["id"].duplicated().sum() == 177
    assert frame["price"].min() == 75_000
    assert frame["price"].max() == 7_700_000
    assert round(frame["price"].skew(), 1) == 4.0
    assert (frame["bedrooms"] == 0).sum() == 13
    assert frame["sqft_living"][frame["bedrooms"] == 33].tolist() == [1620]
    assert round((frame["yr_renovated"] == 0).mean(), 2) == 0.96
    assert round((frame["sqft_basement"] == 0).mean(), 2) == 0.61
    assert frame["waterfront"].dtype == bool
    assert frame["date"].dtype.kind == "M"
    assert str(frame["date"].min())[:10] == "2014-05-02"
    assert len(frame["zipcode"].cat.categories) == 70


def test_penguins():
    frame = datasets.load_penguins()
    assert frame.shape == (344, 8)
    measured = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    assert missing(frame) == dict.fromkeys(measured, 2) | {"sex": 11}
    assert frame[measured].isna().all(axis=1).sum() == 2
    assert frame["species"].value_counts().to_dict() == {"Adelie": 152, "Gentoo": 124, "Chinstrap": 68}
    assert frame.groupby("species", observed=True)["island"].nunique().to_dict() == {
        "Adelie": 3,
        "Chinstrap": 1,
        "Gentoo": 1,
    }


def test_digits():
    images, digits = datasets.load_digits()
    assert images.shape == (1797, 8, 8)
    assert (images.min(), images.max()) == (0, 16)
    assert digits.dtype == np.int64
    assert np.bincount(digits).min() == 174


def test_gates():
    gates = datasets.load_gates()
    assert set(gates) == {"rows", "AND", "OR", "XOR"}
    assert gates["rows"].dtype == np.float64
    for (first, second), *answers in zip(*gates.values(), strict=True):
        assert answers == [first and second, first or second, first != second]
    gates["rows"][0] = 9
    assert datasets.load_gates()["rows"][0].tolist() == [0, 0]


def test_each_load_is_a_new_frame():
    first = datasets.load_penguins()
    first.loc[0, "body_mass_g"] = -1
    assert datasets.load_penguins().loc[0, "body_mass_g"] > 0


def test_importing_and_the_gates_load_nothing_heavy():
    code = (
        "import sys; from helpers import datasets; datasets.load_gates(); "
        "print([m for m in ('pandas', 'sklearn', 'tensorflow', 'matplotlib', 'shap') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
