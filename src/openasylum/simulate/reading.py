"""The law reads each claimant's facts: once when the claim is decided, and again when the law changes while it waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from openasylum import law
from openasylum.vocabulary import PATHWAYS

PATHWAY = pl.Enum(PATHWAYS)


def read_law(claimants: pl.DataFrame, amendments: Sequence[law.Amendment], until: date) -> pl.DataFrame:
    """``claimants`` with ``pathway``, ``redetermined_on`` and ``redetermined_pathway`` (null where nothing changes).

    Each claim is read on the day it is made. On every later day up to ``until`` on which the law itself changes, claims that had been
    referred are read again, as claims still before the RPD (IRPA 104(1)): whoever is reached then leaves the RPD's queue on that day,
    if the RPD has not decided by then.
    """
    if claimants.is_empty():
        return claimants.with_columns(
            pathway=pl.lit(None, PATHWAY),
            redetermined_on=pl.lit(None, pl.Date),
            redetermined_pathway=pl.lit(None, PATHWAY),
        )
    facts = law.fill_known(claimants.with_columns(decision_date=pl.col("claim_date")))
    read = claimants.with_columns(pathway=law.decide(facts, amendments=amendments)["pathway"]).with_columns(
        redetermined_on=pl.lit(None, pl.Date), redetermined_pathway=pl.lit(None, PATHWAY)
    )
    first = claimants.select(pl.col("claim_date").min()).item()
    for day in law.commencements(amendments, after=first, before=until):
        read = _read_again(read, facts, amendments, day)
    return read


def _read_again(
    read: pl.DataFrame, facts: pl.DataFrame, amendments: Sequence[law.Amendment], day: date
) -> pl.DataFrame:
    reached = (
        (read["claim_date"] < day)
        & (read["pathway"] == "referred_to_rpd")
        & read["redetermined_on"].is_null()
    )
    if not reached.any():
        return read
    later = facts.filter(reached).with_columns(
        decision_date=pl.lit(day), stage=pl.lit("before_rpd", facts.schema["stage"])
    )
    again = pl.Series("again", [None], read.schema["pathway"]).new_from_index(0, read.height)
    again = again.scatter(reached.arg_true(), law.decide(later, amendments=amendments)["pathway"])
    changed = again.is_not_null() & (again != "referred_to_rpd")
    return read.with_columns(
        redetermined_on=pl.when(changed).then(pl.lit(day)).otherwise(pl.col("redetermined_on")),
        redetermined_pathway=pl.when(changed).then(again).otherwise(pl.col("redetermined_pathway")),
    )
