"""Files of claims that are not as they should be: each line or row is decided or rejected in words, and none is lost."""

from __future__ import annotations

import decimal
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openasylum.errors import UserError
from openasylum.law.batch import csv_blocks
from openasylum.law.batch.files import decide_file
from openasylum.law.batch.tally import Tally

HEADER = "id,claim_date,entry_date,came_from_us,entry_location,claim_place\n"
REST = "2024-01-15,2024-01-15,true,land_port_of_entry,port_of_entry\n"
A, B, C = (f"{name},{REST}" for name in "abc")
DAY = date(2024, 1, 15)


def _decide(
    folder: Path, content: bytes, suffix: str, language: str = "en"
) -> tuple[Tally, list[Any], list[Any]]:
    """The tally, the ids of the claims decided, and the rejects."""
    source = folder / f"claims.{suffix}"
    source.write_bytes(content)
    out, rejects = folder / f"out.{suffix}", folder / "rejects.jsonl"
    tally = decide_file(source, out, rejects, language=language)
    if suffix == "jsonl":
        ids = [json.loads(line)["claim_id"] for line in out.read_text("utf-8").splitlines()]
    else:
        frame = pl.read_csv(out) if suffix == "csv" else pl.read_parquet(out)
        ids = frame["id"].to_list() if "id" in frame.columns else [None] * frame.height
    refused = [json.loads(line) for line in rejects.read_text("utf-8").splitlines()] if tally.rejected else []
    assert (tally.decided, tally.rejected) == (len(ids), len(refused))
    return tally, ids, refused


BAD_LINES = {
    "too many fields": (f"b,{REST.strip()},x\n", "the line has 7 fields where the header has 6", "la ligne a 7 champs"),
    "too few fields": ("b,2024-01-15\n", "the line has 2 fields where the header has 6", "la ligne a 2 champs"),
    "one field": ("b\n", "the line has 1 field where the header has 6", "la ligne a 1 champ alors"),
    "a mark never closed": (f'"b,{REST}', "is never closed", "jamais fermé"),
    "a mark within a cell": (f'b"x,{REST}', "a quotation mark stands within a cell", "au milieu d'une cellule"),
    "two marks within a cell": (f'b"x"y,{REST}', "a quotation mark stands within a cell", "au milieu d'une cellule"),
    "a NUL byte": (f"b\0,{REST}", "has a NUL byte", "octet nul"),
    "the header again": (HEADER, "the header stands here again", "l'en-tête se trouve ici une deuxième fois"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_LINES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_line_that_is_no_row_is_rejected_with_its_line_and_the_others_are_decided(
    tmp_path: Path, name: str, ending: str
) -> None:
    line, english, french = BAD_LINES[name]
    text = (HEADER + A + line + B + C).replace("\n", ending).encode()
    for language, said in (("en", f"line 3: {english}"), ("fr", french)):
        _, ids, refused = _decide(tmp_path, text, "csv", language)
        assert ids == ["a", "b", "c"]
        assert [row["row"] for row in refused] == [2]
        assert said.removeprefix("line 3: ") in refused[0]["reasons"][0]
        assert refused[0]["reasons"][0].startswith("line 3" if language == "en" else "ligne 3")


def test_a_line_in_another_encoding_spoils_itself_only(tmp_path: Path) -> None:
    text = (HEADER + A).encode() + f"é,{REST}".encode("latin-1") + f"é,{REST}".encode()
    _, ids, refused = _decide(tmp_path, text, "csv")
    assert ids == ["a", "é"]
    assert refused == [{"row": 2, "id": None, "reasons": ["line 3: the line is not UTF-8 text."]}]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + A + B,
        "\ufeff" + HEADER + A + B,
        (HEADER + A + B).replace("\n", "\r\n"),
        (HEADER + A + B).removesuffix("\n"),
        HEADER + A + "\n  \n\r\n" + B + "\n",
        HEADER.replace("id", '"id"') + f'"a",{REST}' + f'"b","2024-01-15",{REST.partition(",")[2]}',
        "claim_place,id,claim_date\ninland,a,2024-01-15\ninland,b,\n",
        'id,claim_date,age\na,2024-01-15,""\nb, 2024-01-15 ,\n',
        "id,claim_date,came_from_us\na,2024-01-15, TRUE\nb,2024-01-15,False\n",
    ],
)
def test_what_a_csv_may_look_like(tmp_path: Path, text: str) -> None:
    assert _decide(tmp_path, text.encode(), "csv")[1] == ["a", "b"]


def test_a_quoted_cell_may_hold_commas_marks_and_breaks(tmp_path: Path) -> None:
    text = HEADER + f'"x, ""y""\nz",{REST}' + "short\n" + B
    _, ids, refused = _decide(tmp_path, text.encode(), "csv")
    assert ids == ['x, "y"\nz', "b"]
    assert [row["reasons"][0][:6] for row in refused] == ["line 4"]


def test_bad_lines_keep_their_numbers_from_block_to_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_blocks, "BYTES", 500)
    lines = ["short\n" if number % 7 == 0 else f'"{number}\n",{REST}' if number % 5 == 0 else f"{number},{REST}"
             for number in range(1, 200)]  # fmt: skip
    _, ids, refused = _decide(tmp_path, (HEADER + "".join(lines)).encode(), "csv")
    assert [str(name).strip() for name in ids] == [str(number) for number in range(1, 200) if number % 7]
    assert [row["row"] for row in refused] == list(range(7, 200, 7))
    before = ["".join(lines[: row["row"] - 1]).count("\n") + 2 for row in refused]
    assert [row["reasons"][0].split(":")[0] for row in refused] == [f"line {line}" for line in before]


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ((HEADER + A).replace(",", ";"), "line 1: the columns are parted by a semicolon", "point-virgule"),
        ((HEADER + A).replace(",", "\t"), "line 1: the columns are parted by a tab", "une tabulation"),
        ("id,claim_date,claim_date\n" + A, "line 1, claim_date: this column stands twice", "deux fois"),
        ("i\0d,claim_date\n" + A, "line 1: the header has a NUL byte", "octet nul"),
        ((HEADER + A).replace("\n", "\r"), "line 1: the header is no line of a CSV", "pas une ligne de CSV"),
        ("id,clam_date\n", "the file has no rows", "pas de lignes"),
        ("id,clam_date\na,2024-01-15\n", "clam_date: 'clam_date' is no flat fact", "n'est pas un fait"),
        ("\n", "the file has no rows", "pas de lignes"),
    ],
)
def test_a_csv_that_cannot_be_read_at_all(tmp_path: Path, text: str, english: str, french: str) -> None:
    with pytest.raises(UserError) as caught:
        _decide(tmp_path, text.encode(), "csv")
    assert f"claims.csv{'' if english.startswith('the') else ','}" in caught.value.sentence("en")
    assert english in caught.value.sentence("en")
    assert french in caught.value.sentence("fr")


def test_a_csv_in_utf_16(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not UTF-8 text"):
        _decide(tmp_path, (HEADER + A).encode("utf-16"), "csv")


LINE = '{"id": "a", "claim": {"date": "2024-01-15"}, "entries": []}\n'
BAD_JSON = {
    "cut short": (LINE[:30] + "\n", "not JSON", "pas du JSON"),
    "a key twice": ('{"claim": {"date": "2024-01-15", "date": "2023-01-15"}}\n', "'date' is said twice", "deux fois"),
    "not a number": ('{"claim": {}, "claimant": {"age": NaN}}\n', "NaN is no number", "n'est pas un nombre"),
    "infinite": ('{"claim": {}, "claimant": {"age": 1e999}}\n', "1e999 is no number", "n'est pas un nombre"),
    "huge": (f'{{"claim": {{}}, "claimant": {{"age": {"9" * 6000}}}}}\n', "too large", "trop grand"),
    "large": ('{"claim": {}, "claimant": {"offences": [{"country": "US", "sentence_months": 1e30}]}}\n',
              "claimant.offences[0].sentence_months: this number is too large", "trop grand"),
    "deep": ("[" * 100_000 + "\n", "nested too deep", "imbriqué trop profondément"),
    "in another encoding": ('{"id": "é"}\n', "not UTF-8", "UTF-8"),
    "no object": ("[1, 2]\n", "object", "objet"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_JSON)
def test_a_line_that_is_no_claim_is_rejected_with_its_line(tmp_path: Path, name: str) -> None:
    line, english, french = BAD_JSON[name]
    text = (LINE + "\n   \n").encode() + line.encode("latin-1") + LINE.removesuffix("\n").encode()
    for language, said in (("en", english), ("fr", french)):
        _, ids, refused = _decide(tmp_path, text, "jsonl", language)
        assert ids == ["a", "a"]
        assert [row["line"] for row in refused] == [4]
        assert said in refused[0]["reasons"][0]


def test_half_a_surrogate_pair_goes_through_as_it_came(tmp_path: Path) -> None:
    lines = LINE.replace('"a"', '"\\ud800"') + '{"id": "\\udfff", "clam": 1}\n'
    _, ids, refused = _decide(tmp_path, lines.encode(), "jsonl")
    assert ids == ["\ud800"]
    assert [row["id"] for row in refused] == ["\udfff"]


def test_a_very_long_line(tmp_path: Path) -> None:
    relative = {"relationship": "cousin", "relationship_established": True, "location": "CA"}
    claim = {"id": "a", "claim": {"date": "2024-01-15"}, "entries": [], "relatives": [relative] * 3_000}
    assert _decide(tmp_path, (json.dumps(claim) + "\n").encode(), "jsonl")[1] == ["a"]


def _write(folder: Path, rows: list[dict[str, Any]], schema: pa.Schema | None = None, **how: Any) -> bytes:
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "made.parquet", **how)
    return (folder / "made.parquet").read_bytes()


ENTRY = {"date": DAY, "from": "US", "via": [], "location": "airport", "date_established": True}
CLAIM = {"id": "a", "claim": {"date": DAY, "place": "inland"}, "entries": [ENTRY], "claimant": {"age": 35}}
WORD = pa.dictionary(pa.int8(), pa.string())
DATE_TYPES = [
    *(pa.date32(), pa.date64(), pa.timestamp("us", "America/Toronto")),
    *(pa.timestamp(unit) for unit in ("s", "ms", "us", "ns")),
]


def _outcome(folder: Path, content: bytes) -> list[dict[str, Any]]:
    _decide(folder, content, "parquet")
    return pl.read_parquet(folder / "out.parquet").to_dicts()


@pytest.mark.parametrize("kind", DATE_TYPES, ids=str)
def test_days_of_every_type_are_the_same_days(tmp_path: Path, kind: pa.DataType) -> None:
    """15 January 2024 is before the end of the 14 days that began on the 2nd, and after those that began on the 1st."""
    entries = [{**ENTRY, "date": datetime(2024, 1, day, 12, tzinfo=UTC)} for day in (1, 2, 16)]
    rows = [{**CLAIM, "claim": {**CLAIM["claim"], "date": datetime(2024, 1, 15, 12, tzinfo=UTC)}, "entries": [one]}
            for one in entries]  # fmt: skip
    plain = [{**row, "claim": {"date": DAY, "place": "inland"}, "entries": [{**one, "date": one["date"].date()}]}
             for row, one in zip(rows, entries, strict=True)]  # fmt: skip
    expected = _outcome(tmp_path, _write(tmp_path, plain))
    inner = [pa.field("date", kind), *(pa.field(name, pa.string()) for name in ("from", "location")),
             pa.field("via", pa.list_(pa.string())), pa.field("date_established", pa.bool_())]  # fmt: skip
    schema = pa.schema([
        ("id", pa.string()), ("claim", pa.struct([("date", kind), ("place", pa.string())])),
        ("entries", pa.list_(pa.struct(inner))), ("claimant", pa.struct([("age", pa.int64())])),
    ])  # fmt: skip
    assert _outcome(tmp_path, _write(tmp_path, rows, schema)) == expected
    assert len(expected) == 2  # the third entered after the claim


@pytest.mark.parametrize("word", [pa.large_string(), pa.string_view(), WORD], ids=str)
@pytest.mark.parametrize("coded", [False, True])
def test_words_of_every_type_are_the_same_words(tmp_path: Path, word: pa.DataType, coded: bool) -> None:
    """Also where several row groups have dictionaries of their own."""
    relative = {"relationship": "sister", "location": "CA", "status": "citizen"}
    rows = [{**CLAIM, "id": str(number), "relatives": [relative] * (number % 3),
             "claim": {"date": DAY, "place": "onlin" if number == 5 else ("inland", "online")[number % 2]}}
            for number in range(9)]  # fmt: skip
    views = word == pa.string_view()  # of which Arrow cannot write slices yet
    together = 9 if views else 2
    inner = pa.struct([(name, pa.string() if views else word) for name in relative])
    claim = pa.struct([("date", pa.date32()), ("place", word)])
    schema = pa.schema([("id", pa.string()), ("claim", claim), ("relatives", pa.list_(inner))])
    data = _write(tmp_path, rows, schema, row_group_size=together, use_dictionary=coded)
    _, ids, refused = _decide(tmp_path, data, "parquet")
    assert ids == [str(number) for number in range(9) if number != 5]
    assert [(row["row"], row["id"]) for row in refused] == [(6, "5")]
    assert (
        "claim.place: 'onlin' cannot be read; the nearest valid value is online" in refused[0]["reasons"][0]
    )


@pytest.mark.parametrize("age", [35.0, decimal.Decimal(35), "35", 35])
def test_an_age_of_every_type(tmp_path: Path, age: Any) -> None:
    rows = [{**CLAIM, "claimant": {"age": age}}, {**CLAIM, "claimant": {"age": None}}]
    assert _decide(tmp_path, _write(tmp_path, rows), "parquet")[1] == ["a", "a"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"claimant": {"age": 10**12}}, "claimant.age: 1000000000000 cannot be read"),
        ({"claimant": {"age": -1}}, "age is not from 0 to 130"),
        ({"claimant": {"age": 131}}, "age is not from 0 to 130"),
        ({"claimant": {"nationalities": ["ZZ"]}}, "claimant.nationalities: 'ZZ' cannot be read"),
        ({"claimant": {"accompanied_by": ["fathr"]}}, "the nearest valid value is father"),
        ({"claimant": {"status_in_canada": "permanent_residnt"}}, "the nearest valid value is permanent_resident"),
        ({"entries": [{**ENTRY, "from": "XY"}]}, "entries.from: 'XY' cannot be read"),
        ({"entries": [{**ENTRY, "via": ["FR", "QQ"]}]}, "entries.via: 'QQ' cannot be read"),
        ({"entries": [{**ENTRY, "date": date(2024, 1, 16)}]}, "entry_date is after claim_date"),
        ({"claim": {"date": "15/01/2024"}}, "claim.date: '15/01/2024' cannot be read"),
    ],
)  # fmt: skip
def test_a_row_of_a_nested_table_with_something_that_is_none_is_rejected(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    _, ids, refused = _decide(tmp_path, _write(tmp_path, [{**CLAIM, **change}]), "parquet")
    assert ids == []
    assert said in refused[0]["reasons"][0]


@pytest.mark.parametrize(
    ("claim", "place", "english", "french"),
    [
        ({"date": 20240115}, "claim.date", "Int64 cannot be read as days", "des jours"),
        (
            {"date": DAY, "received_in_person": 1},
            "claim.received_in_person",
            "as true or false",
            "vrai ou faux",
        ),
        ({"date": DAY, "place": b"inland"}, "claim.place", "Binary cannot be read as words", "des mots"),
    ],
)
def test_a_column_of_another_kind_is_refused(
    tmp_path: Path, claim: dict[str, Any], place: str, english: str, french: str
) -> None:
    with pytest.raises(UserError) as caught:
        _decide(tmp_path, _write(tmp_path, [{**CLAIM, "claim": claim}]), "parquet")
    assert caught.value.field == place
    assert english in caught.value.sentence("en")
    assert french in caught.value.sentence("fr")


def test_nulls_are_unknown_and_empty_lists_are_known(tmp_path: Path) -> None:
    """IRPR 159.4: whoever entered by no entry at all did not come from the United States."""
    rows = [{**CLAIM, "entries": entries} for entries in ([ENTRY], None, [None], [])]
    rows += [{**CLAIM, "claim": None}, {**CLAIM, "claimant": None}]
    tally, ids, _ = _decide(tmp_path, _write(tmp_path, rows), "parquet")
    assert (len(ids), tally.rejected) == (6, 0)


def test_what_other_programs_write(tmp_path: Path) -> None:
    rows = [{**CLAIM, "id": str(number)} for number in range(5)]
    expected = _outcome(tmp_path, _write(tmp_path, rows))
    made = tmp_path / "theirs.parquet"
    pl.DataFrame(rows).with_columns(pl.col("id").cast(pl.Categorical)).write_parquet(made, row_group_size=2)
    assert _outcome(tmp_path, made.read_bytes()) == expected
    text = "struct_pack(\"date\" := DATE '2024-01-15', place := 'inland') AS claim, " \
           "[struct_pack(\"date\" := DATE '2024-01-15', \"from\" := 'US', via := []::VARCHAR[], location := 'airport', " \
           "date_established := true)] AS entries, struct_pack(age := 35) AS claimant"  # fmt: skip
    duckdb.sql(f"COPY (SELECT i::VARCHAR AS id, {text} FROM range(5) t(i)) TO '{made}' (FORMAT parquet)")
    assert _outcome(tmp_path, made.read_bytes()) == expected


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    whole = _write(tmp_path, [{**CLAIM, "id": str(number)} for number in range(500)])
    for content in (
        whole[: len(whole) // 2],
        whole[:-200] + b"\0" * 192 + whole[-8:],
        b"PAR1" * 20,
        b"hello",
    ):
        with pytest.raises(UserError) as caught:
            _decide(tmp_path, content, "parquet")
        assert "this is no Parquet file, or a damaged one" in caught.value.sentence("en")
        assert "endommagé" in caught.value.sentence("fr")
