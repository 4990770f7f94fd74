"""Faults of a stage file or of a file of arrivals: one sentence with file, line and field, exit code 2, no
traceback.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from openasylum.errors import UserError
from openasylum.pipeline import load_stages
from openasylum.pipeline.definition.quantity_forms import parse_quantity

GOOD = """\
title: {en: One office, fr: Un bureau}
first_stage: office
stages:
  - id: office
    kind: capacity
    title: {en: Office, fr: Bureau}
    capacity: {per_year: 365}
    exits:
      - {name: accepted, to: done, share: 0.4}
      - {name: refused, to: done, share: 0.6}
  - {id: done, kind: end, title: {en: Done, fr: Fini}}
"""

FAULTS = {
    "a stage that cannot be left": ("to: done, share: 0.6", "to: office, share: 0.6", None, None),
    "nowhere": ("- {name: refused, to: done", "- {name: refused, to: dome", 10, "done"),
    "shares that do not add up": ("share: 0.6", "share: 0.5", 8, None),
    "a share above one": ("share: 0.6", "share: 1.6", 10, None),
    "a negative capacity": ("per_year: 365", "per_year: -1", 7, None),
    "two kinds of capacity": ("{per_year: 365}", "{per_year: 365, follows_intake: {base: 3}}", 7, None),
    "a date that does not exist": ("{per_year: 365}", "{per_year: [{from: 2025-02-30, value: 5}]}", 7, None),
    "a date further down that does not exist": (
        "{per_year: 365}",
        "{per_year: [\n      {from: 2025-02-03, value: 5},\n      {from: 2025-02-30, value: 5}]}",
        9,
        None,
    ),
    "a number of a product that is none": (
        "{per_year: 365}",
        "{per_year: {product: [\n      2,\n      {by: origin, values: {haiti: 1}, otherwise: two}]}}",
        9,
        None,
    ),
    "a quota open by halves": ("{per_year: 365}", "{quota: 365, open: 0.5}", 7, None),
    "a quota below zero": ("{per_year: 365}", "{quota: -365}", 7, None),
    "dates that do not rise": (
        "{per_year: 365}",
        "{per_year: [{from: 2025-02-03, value: 5}, {from: 2025-02-01, value: 5}]}",
        7,
        None,
    ),
    "an unknown field": ("kind: capacity", "kind: capacity\n    capcity: 3", 6, "capacity"),
    "an unknown kind": ("kind: capacity", "kind: capazity", 5, "capacity"),
    "an unknown first stage": ("first_stage: office", "first_stage: offise", 2, "office"),
    "an observed table that is none": (
        "{per_year: 365}",
        "{per_year: {observed: rpd_funded_capacty}}",
        7,
        "rpd_funded_capacity",
    ),
    "an unknown origin": (
        "per_year: 365}",
        "per_year: {by: origin, values: {hayti: 3}, otherwise: 2}}",
        7,
        "haiti",
    ),
    "an unknown pathway": ("share: 0.4}", "pathways: [prrra]}", 9, "prra"),
    "the same id twice": ("{id: done, kind: end", "{id: office, kind: end", 11, None),
    "an exit of the same name": ("name: refused", "name: accepted", 10, None),
    "a number without end": ("per_year: 365", "per_year: .inf", 7, None),
    "no number": ("per_year: 365", "per_year: .nan", 7, None),
    "a capacity that differs by group": (
        "per_year: 365}",
        "per_year: {by: origin, values: {haiti: 3}, otherwise: 2}}",
        7,
        None,
    ),
    "more than open": ("per_year: 365", "per_year: 365, open: 2", 7, None),
    "an end that comes first": ("first_stage: office", "first_stage: done", 2, None),
    "a line of the same name": (
        "    exits:",
        "    streams: [{name: a, when: {origin: [haiti]}}, {name: a}]\n    exits:",
        8,
        None,
    ),
    "a line for nobody in particular": (
        "    exits:",
        "    streams: [{name: a, when: {}}, {name: b}]\n    exits:",
        8,
        None,
    ),
    "a priority out of all bounds": (
        "    exits:",
        "    streams: [{name: a, priority: 99999999999999999999}]\n    exits:",
        8,
        None,
    ),
    "waits that do not rise": (
        "    exits:",
        "    hazards:\n      - {name: gone, to: done, per_year: 1, by_wait: [{from_days: 9, factor: 2}, {from_days: 3, factor: 2}]}\n"
        "    exits:",
        9,
        None,
    ),
    "a change of law without pathways": ("    exits:", "    redetermined_as: office\n    exits:", 8, None),
    "an erlang time without phases": (
        "kind: capacity\n    title: {en: Office, fr: Bureau}\n    capacity: {per_year: 365}",
        "kind: delay\n    title: {en: Office, fr: Bureau}\n    takes: {distribution: erlang, mean_days: 3}",
        7,
        None,
    ),
    "a misspelt field": ("capacity: {per_year: 365}", "capasity: {per_year: 365}", 7, "capacity"),
    "lines for more than everybody": (
        "    exits:",
        "    streams: [{name: a, when: {share: 0.7}}, {name: b, when: {share: 0.5}}, {name: c}]\n    exits:",
        8,
        None,
    ),
    "half a server": (
        "kind: capacity\n    title: {en: Office, fr: Bureau}\n    capacity: {per_year: 365}",
        "kind: servers\n    title: {en: Office, fr: Bureau}\n    servers: 1.5\n    service: {distribution: fixed, mean_days: 3}",
        7,
        None,
    ),
}


def written(tmp_path, text):
    path = tmp_path / "stages.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_good_file_is_good(tmp_path):
    assert load_stages(written(tmp_path, GOOD)).inside == ("office",)


@pytest.mark.parametrize("fault", [name for name in FAULTS if FAULTS[name][2] is not None])
def test_a_fault_is_named_with_line_and_nearest(tmp_path, fault):
    before, after, line, nearest = FAULTS[fault]
    assert before in GOOD
    with pytest.raises(UserError) as found:
        load_stages(written(tmp_path, GOOD.replace(before, after, 1)))
    assert found.value.line == line, str(found.value)
    assert nearest is None or found.value.nearest == nearest, str(found.value)


def test_the_field_is_the_part_at_fault(tmp_path):
    dated = "{per_year: {sum: [1, [{from: 2025-02-03, value: 5}, {from: 2025-02-30, value: 5}]]}}"
    with pytest.raises(UserError) as found:
        load_stages(written(tmp_path, GOOD.replace("{per_year: 365}", dated)))
    assert found.value.field == "stages[0].capacity.per_year.sum[1][1].from"
    assert "(found '2025-02-30')" in str(found.value)


def test_a_stage_that_cannot_be_left(tmp_path):
    text = GOOD.replace("to: done, share: 0.4", "to: office, share: 0.4").replace(
        "to: done, share: 0.6", "to: office, share: 0.6"
    )
    with pytest.raises(UserError, match="cannot be left") as found:
        load_stages(written(tmp_path, text))
    assert found.value.line == 4


def test_a_cycle_without_service(tmp_path):
    fork = (
        "  - {id: a, kind: fork, title: {en: A, fr: A}, "
        "exits: [{name: x, to: b, share: 0.5}, {name: y, to: done}]}\n"
        "  - {id: b, kind: fork, title: {en: B, fr: B}, exits: [{name: z, to: a}]}\n"
    )
    with pytest.raises(UserError, match="nobody ever waits") as found:
        load_stages(written(tmp_path, GOOD + fork))
    assert found.value.line == 12


def test_canada_is_well_formed():
    graph = load_stages()
    assert {
        "eligibility",
        "rpd",
        "rad",
        "federal_court_leave",
        "prra",
        "removal",
        "permanent_residence",
    } <= set(graph.inside)
    assert {"returned_to_us", "removed", "permanent_resident", "withdrawn"} <= set(graph.ends)


def command(*words):
    code = "import sys; from openasylum.cli import main; sys.argv[0] = 'openasylum'; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "pipeline", *map(str, words)], capture_output=True, text=True
    )


ARRIVALS = {
    "out of order": ("date\n2025-01-02\n2025-01-01\n", "line 3", "before the row above"),
    "no such date": ("date\n2025-01-02\n2025-02-30\n", "line 3", "not a date that exists"),
    "before the start": ("date\n2024-12-31\n", "line 2", "before the start"),
    "not a count": ("date,count\n2025-01-02,many\n", "line 2", "whole number"),
    "no date": ("day\n2025-01-02\n", "line 1", "no column 'day'"),
    "unknown stage": ("date,stage\n2025-01-02,ofice\n", "line 2", "nearest valid value is office"),
    "an end": ("date,stage\n2025-01-02,done\n", "line 2", "that people can come to"),
    "more cells than columns": ("date,count\n2025-01-02,1,2\n", "line 2", "3 cells"),
    "a column twice": ("date,count,count\n2025-01-02,1,2\n", "line 1", "stands there twice"),
    "a superscript": ("date,count\n2025-01-02,²\n", "line 2", "whole number"),
    "more people than there are": ("date,count\n2025-01-02,9999999999\n", "count", "are not read"),
    "nobody": ("date,count\n2025-01-02,0\n", "arrivals.csv", "no arrival"),
    "semicolons": ("date;count\n2025-01-02;1\n", "line 1", "separated by ';'; a comma is needed"),
    "tabs": ("date\tcount\n2025-01-02\t1\n", "line 1", "a comma is needed"),
    "a time zone": ("date\n2025-01-02T10:00Z\n", "line 2", "time zone"),
}


@pytest.mark.parametrize("fault", ARRIVALS)
def test_a_fault_in_the_arrivals_is_named(tmp_path, fault):
    from datetime import date

    from openasylum.pipeline.arrivals_file import read_arrivals

    text, place, says = ARRIVALS[fault]
    path = tmp_path / "arrivals.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as found:
        read_arrivals(path, load_stages(written(tmp_path, GOOD)), date(2025, 1, 1))
    assert place in str(found.value), str(found.value)
    assert says in str(found.value), str(found.value)


def test_arrivals_that_are_no_text_are_told_in_plain_words(tmp_path):
    from openasylum.pipeline.arrivals_file import read_arrivals

    path = tmp_path / "arrivals.csv"
    for data in ("date,count\n".encode("utf-16"), "date,file\n2025-01-02,Émile\n".encode("latin-1")):
        path.write_bytes(data)
        with pytest.raises(UserError, match="not UTF-8 text"):
            read_arrivals(path, load_stages(written(tmp_path, GOOD)))


def test_the_command_reports_each_stage_and_refuses_faults(tmp_path):
    import json

    stages, arrivals = written(tmp_path, GOOD), tmp_path / "arrivals.csv"
    arrivals.write_text("date,count\n2025-01-01,10\n2025-01-05,3\n", encoding="utf-8")
    good = command(stages, "--arrivals", arrivals, "--until", "2025-01-31", "--json")
    assert good.returncode == 0, good.stderr
    (row,) = json.loads(good.stdout)
    assert row["stage"] == "office" and row["arrivals"] == 13 and row["completions"] == 13
    # One a day: ten on the first day wait 0 to 9 days, three more take their turn behind them.
    assert row["mean_wait"] == pytest.approx((sum(range(10)) + 6 + 7 + 8) / 13, abs=0.6)
    stages.write_text(GOOD.replace("per_year: 365", "per_year: -1"), encoding="utf-8")
    bad = command(stages, "--arrivals", arrivals)
    assert bad.returncode == 2 and "line 7" in bad.stderr and "Traceback" not in bad.stderr


def test_a_number_that_goes_wrong_in_the_run_is_named_with_its_line(tmp_path):
    from datetime import date

    from openasylum.pipeline.plan import make_process

    for number, says in (
        ("{complement: 2}", "negative"),
        ("{assumption: pipeline.rpd_document_days}", "pipeline.rpd_documents_days"),
    ):
        graph = load_stages(written(tmp_path, GOOD.replace("365", number)))
        days = {"start": date(2025, 1, 1), "until": date(2025, 1, 2)}
        with pytest.raises(UserError, match=says) as found:
            make_process(graph, {"pipeline.rpd_documents_days": 45.0}, seed=0, draw=0, **days)
        assert found.value.line == 7 and found.value.field == "stages[0].capacity.per_year"


def test_a_step_is_fine_enough_for_the_shortest_service(tmp_path):
    before = "kind: capacity\n    title: {en: Office, fr: Bureau}\n    capacity: {per_year: 365}"
    assert before in GOOD
    for mean, steps in ((0.5, 40), (3, 7), (10, 1), (1e-9, 1440)):
        desk = (
            "kind: servers\n    title: {en: Office, fr: Bureau}\n    servers: 1\n"
            f"    service: {{distribution: exponential, mean_days: {mean}}}"
        )
        text = GOOD.replace(before, desk)
        assert load_stages(written(tmp_path, text)).steps_per_day == steps
        assert load_stages(written(tmp_path, "steps_per_day: 3\n" + text)).steps_per_day == 3
    assert load_stages(written(tmp_path, GOOD)).steps_per_day == 1


@pytest.mark.parametrize("values", [None, "many", [1, 2]])
def test_values_by_group_that_are_no_table_are_refused(values: object) -> None:
    with pytest.raises(ValueError, match="by: origin"):
        parse_quantity({"by": "origin", "values": values, "otherwise": 1})


def test_a_number_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="308 digits"):
        parse_quantity(10**400)
