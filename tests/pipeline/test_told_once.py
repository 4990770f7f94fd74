"""Exits as a share of the rest, and numbers told once and used by name: the same process as told at length, and their faults."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from openasylum.errors import UserError
from openasylum.pipeline import load_stages, run
from openasylum.pipeline.counts import run_counts

START, UNTIL = date(2025, 1, 1), date(2025, 12, 31)

AT_LENGTH = """\
title: {en: One office, fr: Un bureau}
first_stage: office
stages:
  - id: office
    kind: capacity
    title: {en: Office, fr: Bureau}
    capacity: {per_year: 3652.5}
    exits:
      - {name: abandoned, to: done, share: {product: [0.5, [{from: 2024-01-01, value: 0.5}, {from: 2025-07-01, value: 0.25}], 0.5]}}
      - {name: withdrawn, to: done, share: {product: [0.5, [{from: 2024-01-01, value: 0.5}, {from: 2025-07-01, value: 0.25}], 0.25]}}
      - name: accepted
        to: done
        share: {product: [0.5, {complement: {product: [0.375, [{from: 2024-01-01, value: 0.5}, {from: 2025-07-01, value: 0.25}]]}}]}
      - {name: rejected, to: done}
  - {id: done, kind: end, title: {en: Done, fr: Fini}}
"""

TOLD_ONCE = """\
title: {en: One office, fr: Un bureau}
first_stage: office
numbers:
  step: [{from: 2024-01-01, value: 0.5}, {from: 2025-07-01, value: 0.25}]
  closed: {product: [0.5, {number: step}]}
stages:
  - id: office
    kind: capacity
    title: {en: Office, fr: Bureau}
    capacity: {per_year: 3652.5}
    exits:
      - {name: abandoned, to: done, share: {product: [{number: closed}, 0.5]}}
      - {name: accepted, to: done, share_of_rest: 0.5}
      - {name: withdrawn, to: done, share: {product: [{number: closed}, 0.25]}}
      - {name: rejected, to: done}
  - {id: done, kind: end, title: {en: Done, fr: Fini}}
"""


def graph(tmp_path, text):
    path = tmp_path / "stages.yaml"
    path.write_text(text, encoding="utf-8")
    return load_stages(path)


def people():
    days = [START + timedelta(days=k // 10) for k in range(3000)]
    return pl.DataFrame({"person": range(3000), "enter_date": days}, schema_overrides={"person": pl.UInt64})


def in_the_order_of(text, first, second):
    """The text with two of its lines in each other's place."""
    lines = text.splitlines(keepends=True)
    i, j = (next(k for k, line in enumerate(lines) if f"name: {name}" in line) for name in (first, second))
    lines[i], lines[j] = lines[j], lines[i]
    return "".join(lines)


def test_a_share_of_the_rest_is_the_share_told_at_length(tmp_path):
    """Halves and quarters are exact in binary, so both give the same visits, person by person."""
    told = in_the_order_of(TOLD_ONCE, "accepted", "withdrawn")
    options = {"seed": 5, "draw": 0, "start": START, "until": UNTIL}
    one, other = (run(graph(tmp_path, text), people(), {}, **options) for text in (AT_LENGTH, told))
    assert one.equals(other)
    counted = run_counts(graph(tmp_path, told), people(), [{}], start=START, until=UNTIL, days_per_step=1)
    # By hand, of the claims decided before July: 12.5 and 6.25 % closed, and half of the other 81.25 % accepted; after, half of
    # those closed.
    assert counted.flow("office", "accepted")[0, 100] == pytest.approx(10 * 0.8125 / 2)
    assert counted.flow("office", "withdrawn")[0, 100] == pytest.approx(10 * 0.0625)
    assert counted.flow("office", "accepted")[0, 200] == pytest.approx(10 * 0.90625 / 2)


def test_the_rest_is_what_all_plain_shares_leave_wherever_they_stand(tmp_path):
    here, there = (
        run_counts(graph(tmp_path, text), people(), [{}], start=START, until=UNTIL)
        for text in (TOLD_ONCE, in_the_order_of(TOLD_ONCE, "accepted", "withdrawn"))
    )
    for name in ("abandoned", "withdrawn", "accepted", "rejected"):
        assert here.flow("office", name).sum() == pytest.approx(there.flow("office", name).sum())


def test_shares_of_the_rest_may_take_all_of_it(tmp_path):
    text = TOLD_ONCE.replace("{name: rejected, to: done}", "{name: rejected, to: done, share_of_rest: 0.5}")
    plain, all_of_it = (
        run_counts(graph(tmp_path, each), people(), [{}], start=START, until=UNTIL)
        for each in (TOLD_ONCE, text)
    )
    assert all_of_it.flows == pytest.approx(plain.flows)


def test_canada_tells_the_closures_of_2025_once():
    from openasylum.pipeline.definition.number_checks import located
    from openasylum.pipeline.definition.quantities import Assumed

    uses = {
        id(part)
        for _, quantity in located(load_stages().file)
        for part in quantity.parts()
        if part == Assumed("pipeline.rpd_closed_after_2024")
    }
    assert len(uses) == 1


ACCEPTED = "{name: accepted, to: done, share_of_rest: 0.5}"
REJECTED = "{name: rejected, to: done}"
STEP = "step: [{from: 2024-01-01, value: 0.5}, {from: 2025-07-01, value: 0.25}]"
CLOSED = "closed: {product: [0.5, {number: step}]}"

#: (before, after, line, nearest, English, French).
FAULTS = {
    "a share and a share of the rest": (
        ACCEPTED,
        "{name: accepted, to: done, share: 0.2, share_of_rest: 0.5}",
        (13, None, "not both", "non les deux"),
    ),
    "a share of the rest above one": (
        ACCEPTED,
        ACCEPTED.replace("0.5", "1.5"),
        (13, None, "between 0 and 1", "entre 0 et 1"),
    ),
    "shares of the rest above one in sum": (
        REJECTED,
        REJECTED.replace("}", ", share_of_rest: 0.75}"),
        (11, None, "shares of the rest of the exits add up to 1.25", "parts du reste des sorties est 1.25"),
    ),
    "shares of the rest that leave some": (
        REJECTED,
        REJECTED.replace("}", ", share_of_rest: 0.25}"),
        (11, None, "add up to 0.75, not to 1", "est 0.75, et non 1"),
    ),
    "a share of the rest by pathway": (
        REJECTED,
        "{name: rejected, to: done, pathways: [prra]}",
        (12, None, "cannot be mixed", "ne peuvent pas se mêler"),
    ),
    "a name that there is not": (
        "{product: [{number: closed}, 0.5]}",
        "{product: [{number: clsed}, 0.5]}",
        (
            12,
            "closed",
            "no number is told under the name 'clsed'",
            "aucun nombre n'est donné plus haut sous le nom",
        ),
    ),
    "a name that stands further down": (
        CLOSED,
        "closed: {product: [0.5, {number: later}]}\n  later: 0.5",
        (5, "step", "above", "plus haut"),
    ),
    "a number told by itself": (
        CLOSED,
        "closed: {product: [0.5, {number: closed}]}",
        (5, "step", "above", "plus haut"),
    ),
    "a negative number": (STEP, "step: -1", (4, None, "cannot be negative", "ne peut pas être négatif")),
    "a date that there is not": (
        STEP,
        STEP.replace("07-01", "02-30"),
        (4, None, "not a date", "pas une date"),
    ),
    "a share that is none": (STEP, "step: 2", (12, None, "between 0 and 1", "entre 0 et 1")),
    "an observed table that there is not": (
        STEP,
        "step: {observed: rpd_closed_shar}",
        (4, "rpd_closed_share", "no observed table", "pas de tableau observé"),
    ),
    "numbers without names": (
        STEP,
        "- 1",
        (3, None, "names, each with a number", "des noms, chacun avec un nombre"),
    ),
    "a capacity that differs by group": (
        "per_year: 3652.5",
        "per_year: {number: by_origin}",
        (11, None, "cannot differ by group", "ne peut pas varier selon le groupe"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_both_languages_with_its_line(tmp_path, fault):
    before, after, (line, nearest, english, french) = FAULTS[fault]
    assert TOLD_ONCE.count(before) == 1
    text = TOLD_ONCE.replace(before, after)
    if fault == "numbers without names":
        text = text.replace(f"  {CLOSED}\n", "")
    if "by_origin" in after:
        text = text.replace(STEP, "by_origin: {by: origin, values: {haiti: 3}, otherwise: 2}\n  " + STEP)
    with pytest.raises(UserError) as found:
        graph(tmp_path, text)
    assert (found.value.line, found.value.nearest) == (line, nearest), str(found.value)
    assert english in found.value.sentence("en") and french in found.value.sentence("fr")


def test_there_is_no_rest_where_no_exit_has_a_share(tmp_path):
    text = TOLD_ONCE.replace("share: {product", "share_of_rest: {product")
    with pytest.raises(UserError, match="no rest: say share") as found:
        graph(tmp_path, text)
    assert found.value.line == 12 and "pas de reste" in found.value.sentence("fr")


def test_shares_above_one_are_found_where_the_rest_would_hide_it(tmp_path):
    """The exits of the rest cannot make up for plain shares above one, which only the run's own values show."""
    from openasylum.pipeline.plan import make_process

    text = TOLD_ONCE.replace(STEP, "step: {assumption: pipeline.rpd_documents_days}").replace(
        REJECTED, "{name: rejected, to: done, share_of_rest: 0.5}"
    )
    stages = graph(tmp_path, text)
    for value, fine in ((1.0, True), (4.0, False)):
        try:
            make_process(
                stages, {"pipeline.rpd_documents_days": value}, seed=0, draw=0, start=START, until=UNTIL
            )
        except UserError as error:
            assert not fine and "add up to 1.5000, not to 1" in str(error) and error.line == 11
        else:
            assert fine
