"""Through the command line, as a user would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from openasylum.cli.application import build
from openasylum.errors import UserError
from openasylum.law.questions import in_words
from openasylum.law.schemas import schema

CLAIM = """\
claim: {date: 2024-01-15, place: port_of_entry, received_in_person: true}
entries: [{date: 2024-01-15, from: US, via: [], location: land_port_of_entry}]
claimant:
  nationalities: [CO]
  stateless: false
  former_habitual_residence: []
  age: 35
  marital_status: single
  accompanied_by: []
  parent_or_guardian_in: []
  documents: []
  visa: {canada: required, united_states: required}
  status_in_canada: none
  refugee_protection_conferred: false
  subject_to_removal_order: false
  seeking_reentry: false
  united_states:
    {refused_entry: false, refugee_claim_adjudicated: false, ordered_removed: false, being_returned: false}
  prior_claims_in_canada: []
  claims_elsewhere: []
  protection_elsewhere: []
  inadmissibility: []
  offences: []
relatives: []
"""


def _run(*words: str, stdin: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(build(), list(words), input=stdin, catch_exceptions=False)
    return result.exit_code, result.stdout


def _error(*words: str) -> str:
    command = typer.main.get_command(build())
    with pytest.raises(UserError) as caught:
        command.main(list(words), standalone_mode=False)
    return str(caught.value)


@pytest.fixture
def claim(tmp_path: Path) -> Path:
    path = tmp_path / "claim.yaml"
    path.write_text(CLAIM, encoding="utf-8")
    return path


def test_one_claim_is_explained_in_both_languages(claim: Path) -> None:
    code, english = _run("decide", str(claim))
    assert code == 0
    assert "appear met: IRPA 101(1)(e)" in english
    assert "not legal advice" in english
    _, french = _run("decide", str(claim), "--lang", "fr")
    assert "paraissent remplies : LIPR 101(1)e)" in french
    for text in (english, french):
        assert "you are" not in text.lower()
        assert "vous êtes" not in text.lower()


def test_the_explanation_says_what_would_change_the_answer(claim: Path) -> None:
    _, text = _run("decide", str(claim))
    assert "A family member in Canada is a Canadian citizen" in text
    later = CLAIM.replace("port_of_entry, received", "inland, received").replace(
        "land_port_of_entry", "between_ports_of_entry"
    )
    claim.write_text(later.replace("via: []", "via: [], date_established: true"), encoding="utf-8")
    _, text = _run("decide", str(claim))
    assert "Had the claim been made 14 days later, on 2024-01-29" in text


def test_the_law_of_a_scenario_or_of_a_file_of_amendments(claim: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("- {repeal: IRPR 159.3, from: 2024-01-01}\n", encoding="utf-8")
    code, text = _run("decide", str(claim), "--with", str(policy), "--json")
    data = json.loads(text)
    assert (code, data["outcome"], data["policy_applied"]) == (0, "eligible", True)
    late = CLAIM.replace("2024-01-15", "2029-01-15")
    claim.write_text(late, encoding="utf-8")
    assert json.loads(_run("decide", str(claim), "--json")[1])["outcome"] == "ineligible"
    assert (
        json.loads(_run("decide", str(claim), "--with", "us-not-designated", "--json")[1])["outcome"]
        == "eligible"
    )


def test_an_undetermined_claim_names_what_is_missing_and_exits_with_one(claim: Path) -> None:
    claim.write_text(CLAIM.replace("relatives: []\n", ""), encoding="utf-8")
    code, text = _run("decide", str(claim))
    assert code == 1
    assert "(relatives)" in text


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("marital_status: singel", "marital_status: single", "claimant.marital_status"),
        ("nationalities: [ZZ]", "nationalities: [CO]", "no country 'ZZ'"),
        ("nationality: [CO]", "nationalities: [CO]", "the nearest valid value is nationalities"),
        ("entries: [{date: 2024-01-16", "entries: [{date: 2024-01-15", "is after the claim"),
        ("age: old", "age: 35", "line 7"),
    ],
)
def test_a_mistake_in_a_claim_is_named_with_its_path_and_line(
    claim: Path, wrong: str, right: str, words: str
) -> None:
    claim.write_text(CLAIM.replace(right, wrong), encoding="utf-8")
    assert words in _error("decide", str(claim))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert "empty" in _error("decide", str(empty), "--out", str(tmp_path / "out.jsonl"))
    assert "no such file" in _error(
        "decide", str(tmp_path / "none.parquet"), "--out", str(tmp_path / "out.parquet")
    )
    other = tmp_path / "other.parquet"
    pl.DataFrame({"clam_date": ["2024-01-01"]}).write_parquet(other)
    assert "claim_date" in _error("decide", str(other), "--out", str(tmp_path / "out.parquet"))
    assert not (tmp_path / "out.parquet").exists()
    assert "no such" in _error("decide", str(tmp_path / "claim.yaml"))


def test_a_table_keeps_its_order_and_loses_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "claims.csv", tmp_path / "decisions.csv"
    source.write_text(
        "id,claim_date,entry_date,came_from_us,entry_location,claim_place\n"
        "a,2024-01-15,2024-01-15,true,land_port_of_entry,port_of_entry\n"
        "b,2024-01-15,2024-01-16,true,land_port_of_entry,port_of_entry\n"
        "c,2024-01-15,2024-01-15,yes?,land_port_of_entry,port_of_entry\n"
        "d,2024-01-15,2024-01-15,false,airport,inland\n"
        "e,2024-01-15,2024-01-15,true,land_prt_of_entry,port_of_entry\n",
        encoding="utf-8",
    )
    code, text = _run("decide", str(source), "--out", str(target), "--json")
    assert (code, json.loads(text)["decided"], json.loads(text)["rejected"]) == (1, 2, 3)
    assert pl.read_csv(target)["id"].to_list() == ["a", "d"]
    rejected = [
        json.loads(line) for line in (tmp_path / "decisions.rejects.jsonl").read_text("utf-8").splitlines()
    ]
    assert [(row["id"], row["row"]) for row in rejected] == [("b", 2), ("c", 3), ("e", 5)]
    assert "land_port_of_entry" in rejected[2]["reasons"][0]


def test_json_lines_keep_order_and_ids_and_reject_with_reasons(tmp_path: Path) -> None:
    source, target = tmp_path / "claims.jsonl", tmp_path / "decisions.jsonl"
    lines = [json.dumps({"id": str(n), "claim": {"date": "2024-01-15"}, "entries": []}) for n in range(5)]
    lines[2:2] = ['{"id": "x", "claim": {"date": "2024-02-30"}}', "{oops"]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert _run("decide", str(source), "--out", str(target))[0] == 1
    decisions = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [decision["claim_id"] for decision in decisions] == ["0", "1", "2", "3", "4"]
    rejected = [
        json.loads(line) for line in (tmp_path / "decisions.rejects.jsonl").read_text("utf-8").splitlines()
    ]
    assert [row["line"] for row in rejected] == [3, 4]
    assert "no day 2024-02-30" in rejected[0]["reasons"][0]


def _nested(*claims: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(claims), infer_schema_length=None)


@pytest.mark.parametrize(
    ("frame", "place", "said"),
    [
        (pl.DataFrame({"claim_date": [1, 2]}), "claim_date", "Int64 cannot be read as Date"),
        (pl.DataFrame({"claim_date": ["2024-01-15"], "claim_place": [0]}), "claim_place", "cannot be read as"),
        (pl.DataFrame({"claim_date": ["2024-01-15"], "stateless": [1.0]}), "stateless", "cannot be read as Boolean"),
        (_nested({"claim": {"date": "2024-01-15"}, "relatives": ["sister"]}), "relatives[]", "objects"),
        (_nested({"claim": {"date": "2024-01-15"}, "entries": "x"}), "entries", "lists"),
        (_nested({"claim": {"date": "2024-01-15"}, "relatives": [{"statsu": "citizen"}]}), "relatives[].statsu", "status"),
        (_nested({"claim": {"date": "2024-01-15"}, "claimant": {"age": [3]}}), "claimant.age", "single values"),
        (_nested({"claim": {"dte": "2024-01-15"}}), "claim.dte", "date"),
    ],
)  # fmt: skip
def test_a_parquet_file_of_another_shape_is_refused(
    tmp_path: Path, frame: pl.DataFrame, place: str, said: str
) -> None:
    """Left unread, such a column would be taken for unknown."""
    frame.write_parquet(source := tmp_path / "claims.parquet")
    sentence = _error("decide", str(source), "--out", str(tmp_path / "out.parquet"))
    assert sentence.startswith(f"{source}, {place}: ")
    assert said in sentence
    assert not (tmp_path / "out.parquet").exists()


def test_what_cannot_be_read_in_a_nested_table_is_rejected_with_its_place(tmp_path: Path) -> None:
    moment = {"date": "2024-01-15", "time": "10:00", "timezone": "America/Toronto"}
    entry = {"date": "2024-01-10", "time": "10:00", "timezone": "America/Vancouver", "location": "airport"}
    rows = [
        {"claim": moment, "entries": [entry], "as_of": None},
        {"claim": {**moment, "timezone": "Mars/Base"}, "entries": [entry], "as_of": None},
        {"claim": {**moment, "time": "25:99"}, "entries": [entry], "as_of": None},
        {"claim": {**moment, "date": "soon"}, "entries": [entry], "as_of": None},
        {"claim": moment, "entries": [entry, {**entry, "location": "airprt"}], "as_of": None},
        {"claim": moment, "entries": [entry], "as_of": "2023-01-01"},
    ]
    _nested(*rows).write_parquet(source := tmp_path / "claims.parquet")
    assert _run("decide", str(source), "--out", str(tmp_path / "out.parquet"))[0] == 1
    rejected = [json.loads(line) for line in (tmp_path / "out.rejects.jsonl").read_text("utf-8").splitlines()]
    assert [row["row"] for row in rejected] == [2, 3, 4, 5, 6]
    for row, said in zip(
        rejected, ("Mars/Base", "25:99", "claim.date: 'soon'", "is airport", "as_of"), strict=True
    ):
        assert said in row["reasons"][0]


def test_a_time_zone_that_is_none_spoils_its_own_line_only(tmp_path: Path) -> None:
    source, target = tmp_path / "claims.jsonl", tmp_path / "decisions.jsonl"
    claims = [
        {"claim": {"date": "2024-01-15", "time": "10:00", "timezone": zone}, "entries": []}
        for zone in ("America/Toronto", "America/Toronta")
    ]
    source.write_text("\n".join(json.dumps(claim) for claim in claims) + "\n", encoding="utf-8")
    assert _run("decide", str(source), "--out", str(target))[0] == 1
    reason = json.loads((tmp_path / "decisions.rejects.jsonl").read_text("utf-8"))["reasons"][0]
    assert reason.startswith("claim.timezone: there is no time zone 'America/Toronta'")
    assert "America/Toronto" in reason


def test_an_interview_asks_only_what_matters_and_can_be_taken_up_again(tmp_path: Path) -> None:
    saved = tmp_path / "answers.json"
    first = "2024-03-01\n1\n2024-03-01\nUS\nland_port_of_entry\n1\nquit\n"
    code, text = _run("interview", "--save", str(saved), stdin=first)
    assert code == 1
    assert json.loads(saved.read_text("utf-8"))["entries"][0]["location"] == "land_port_of_entry"
    code, text = _run("interview", "--resume", str(saved), stdin="no\n")
    assert code == 0
    assert "On what day was the claim made" not in text
    assert "IRPA 99(3)" in text  # not made in person: nothing else can change that


@pytest.mark.parametrize(
    ("language", "shown", "reply", "near"),
    [
        ("en", "1. At a land port of entry", "By land or water, between ports of entry", "on the coast"),
        (
            "fr",
            "1. À un point d'entrée terrestre",
            "par terre ou par eau, entre les points d'entrée",
            "sur la côte",
        ),
    ],
)
def test_an_interview_offers_words_and_takes_them(
    tmp_path: Path, language: str, shown: str, reply: str, near: str
) -> None:
    saved = tmp_path / "answers.json"
    given = f"2024-03-01\n1\nUS\n{near[:-1]}x\n{reply}\nquit\n"
    _, text = _run("interview", "--save", str(saved), "--lang", language, stdin=given)
    assert shown in text
    assert near in text  # the nearest answer to one that is none
    assert "between_ports_of_entry" not in text
    assert json.loads(saved.read_text("utf-8"))["entries"][0]["location"] == "between_ports_of_entry"


def test_every_word_that_may_be_answered_is_said_in_both_languages() -> None:
    words = {word for node in _parts(schema("claim")) for word in node.get("enum", ())}
    assert len(words) > 100
    for language in ("en", "fr"):
        assert [word for word in sorted(words) if in_words(word, language) == word] == []


def _parts(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *[part for value in node.values() for part in _parts(value)]]
    return [part for value in node for part in _parts(value)] if isinstance(node, list) else []


def test_an_interview_stores_nothing_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _run("interview", "--lang", "fr", stdin="2024-03-01\nquitter\n")
    assert list(tmp_path.iterdir()) == []


def test_a_ground_that_fails_by_itself_shows_no_exceptions(tmp_path: Path) -> None:
    claim = tmp_path / "claim.yaml"
    claim.write_text(
        "claim: {date: 2024-03-01, place: port_of_entry}\n"
        "entries: [{date: 2024-03-01, from: CO, via: [], location: airport}]\n"
    )
    lines = _run("decide", str(claim))[1].splitlines()
    tree = lines[lines.index("Provisions consulted") :]
    assert any("IRPA 101(1)(e) – Came from a designated country: appears not met" in line for line in tree)
    assert not any("IRPR 159.5(a)" in line or "IRPR 159.4(1)(c)" in line for line in tree)


def test_the_rulebook(tmp_path: Path) -> None:
    code, text = _run("law", "list", "--as-of", "2004-12-28", "--json")
    assert code == 0
    assert "IRPR 159.3" not in [entry["citation"] for entry in json.loads(text)]
    assert _run("law", "show", "IRPR 159.4(1.1)", "--as-of", "2023-03-25")[0] == 0
    assert _run("law", "show", "IRPR 159.4(1.1)", "--as-of", "2023-03-24")[0] == 1
    assert "IRPR 159.3" in _error("law", "show", "IRPR 159.33")
    assert "entry_date – Day of the entry on which the claim is made" in _run("law", "show", "159.4(1.1)")[1]
    assert "IRPA 101(1)(b.2)" in _run("law", "show", "IRPA 101")[1]
    coverage = json.loads(_run("law", "coverage", "--json")[1])
    assert len(coverage["rules"]) == 100
    assert "IRPA 101(1)(e)" in coverage["complete"]


def test_what_many_exceptions_rest_on_is_taken_apart_once(tmp_path: Path) -> None:
    claim = tmp_path / "claim.yaml"
    claim.write_text(
        "claim: {date: 2024-01-20, place: inland}\n"
        "entries: [{date: 2024-01-15, from: US, via: [], location: between_ports_of_entry, date_established: true}]\n"
    )
    told = CliRunner().invoke(build(), ["decide", str(claim)]).output.splitlines()
    for citation in ("IRPR 159.5", "IRPR 159.4(1.1)"):
        lines = [line for line in told if line.strip()[2:].startswith(f"{citation} –")]
        assert sum("taken apart above" not in line for line in lines) == 1, citation
