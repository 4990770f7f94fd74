"""A user's own CSV: read as meant, and every fault named by file, line and field."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from openasylum.errors import UserError
from openasylum.population import estimate, methods, read_table
from openasylum.population.catalogue import labels
from openasylum.population.result import TOTALS


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("separator", [",", ";"])
def test_commas_and_semicolons(tmp_path: Path, separator: str) -> None:
    text = "captures;gender\n1;f\n2;m\n\n".replace(";", separator)
    table = read_table(written(tmp_path, "\ufeff" + text), methods()["capture-recapture"])
    assert table.to_dict(as_series=False) == {"captures": [1.0, 2.0], "gender": ["f", "m"]}


FAULTS = [
    (
        "residual",
        "cell,foreign_born,legal_flow,deaths,emigration,nonimmigrants\nA,9,5,1,1,1\nA,9,5,1,1,1\n",
        ", line 3, cell: 'A' stands here twice.",
    ),
    ("stock-flow", "year,entries\n2010,5\n2010,5\n", ", line 3, year: '2010' stands here twice."),
    ("stock-flow", "year,entries\n2010,\n", ", line 2, entries: this cell is empty."),
    (
        "capture-recapture",
        "capture,sex\n1,f\n",
        ", line 1, captures: the column 'captures' is missing; the nearest valid value is capture.",
    ),
    ("capture-recapture", "captures\n1\n0\n", ", line 3, captures: '0' is not a whole number, 1 or more."),
    (
        "capture-recapture",
        "captures\n1\n1.5\n",
        ", line 3, captures: '1.5' is not a whole number, 1 or more.",
    ),
    ("multiple-systems", "A,B,count\n1,0,5\n1,2,5\n", ", line 3, B: '2' is not 0 or 1."),
    ("multiple-systems", "A,B,count\n1,0,-5\n", ", line 2, count: '-5' is not a whole number, 0 or more."),
    (
        "power-law",
        "found,found_by_second_source,registered\n1,2,many\n",
        ", line 2, registered: 'many' is not a whole",
    ),
    ("residual", "cell,foreign_born\na,1\n", ", line 1, legal_flow: the column 'legal_flow' is missing."),
    ("multiple-systems", "A,B,count\n1,0\n", ", line 2: this row has 2 cells and the header 3."),
    ("multiple-systems", "A,A,count\n1,0,3\n", ", line 1, A: two columns have the same name."),
    ("multiple-systems", "A,B,count\n", ": the table has a header and no rows."),
    ("multiple-systems", "", ": the file is empty."),
    ("capture-recapture", "captures,sex\n1,\n", ", line 2, sex: this cell is empty."),
    ("stock-flow", "year,entries\n2020,inf\n", ", line 2, entries: 'inf' is not a number, 0 or more."),
]


@pytest.mark.parametrize(("method", "text", "sentence"), FAULTS)
def test_faults_are_said_with_their_place(tmp_path: Path, method: str, text: str, sentence: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UserError) as fault:
        read_table(path, methods()[method])
    assert str(fault.value).startswith(f"{path}{sentence}")


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, "A,B,count\n")
    with pytest.raises(UserError, match=r"no such file.*mine\.csv"):
        read_table(tmp_path / "mime.csv", methods()["multiple-systems"])
    assert path.exists()


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xff\xfe\x00A")
    with pytest.raises(UserError, match="not UTF-8"):
        read_table(path, methods()["ratio"])


def test_unknown_estimators_are_said() -> None:
    with pytest.raises(UserError, match="nearest valid value is ratio"):
        estimate("ration", pl.DataFrame())


def test_everything_has_both_languages() -> None:
    for method in methods().values():
        assert method.title.en and method.title.fr and method.says.en and method.says.fr
    assert set(TOTALS) <= set(labels())
