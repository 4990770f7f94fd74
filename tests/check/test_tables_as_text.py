"""Tables in documents: a cell is read with the head of its column."""

from __future__ import annotations

from check.scoring import AS_OF
from openasylum.check import check_texts
from openasylum.check.texts.html_text import read_html
from openasylum.check.texts.tables_as_text import lines_of

PAGE = """<html lang="en"><body><article><p>Counts at the border by year.</p><table>
<caption>People intercepted between ports of entry</caption>
<tr><th>Year</th><th>RCMP interceptions between ports of entry</th></tr>
<tr><td>2017</td><td>20,593</td></tr><tr><td>2018</td><td>{}</td></tr></table></article></body></html>"""


def verdicts(page: str) -> dict[str, str]:
    report = check_texts([read_html(page, "page")], as_of=AS_OF)
    return {one.quoted: one.verdict for one in report.findings}


def test_a_cell_is_of_the_head_of_its_column_and_of_its_row() -> None:
    assert verdicts(PAGE.format("19,419")) == {"20,593": "agrees", "19,419": "agrees"}
    assert verdicts(PAGE.format("31,000"))["31,000"] == "differs"


def test_rows_become_lines() -> None:
    rows = [["Year", "Claims"], ["2019", "64,177"], ["", ""], ["2020", "23,775"]]
    assert lines_of(rows) == ["Year · Claims", "Year 2019 · Claims 64,177", "Year 2020 · Claims 23,775"]


def test_a_table_without_heads_keeps_its_cells() -> None:
    assert lines_of([["Quebec", "18,836"], ["Manitoba", "1,018"]]) == ["Quebec · 18,836", "Manitoba · 1,018"]
    assert lines_of([]) == []


def test_years_may_be_heads() -> None:
    rows = [["", "2017", "2018"], ["RCMP interceptions", "20,593", "19,419"]]
    assert lines_of(rows)[1] == "RCMP interceptions · 2017 20,593 · 2018 19,419"
