"""Decisions on eligibility and later notices of it: IRPA 100(1) and 104(1), and the days on which they are given."""

from __future__ import annotations

from datetime import date

from openasylum.law.reading import Reading


def notices(reading: Reading) -> list[str]:
    """The notices of IRPA 104(1) that an officer can give of a claim already referred."""
    if reading.fact("stage") == "not_referred":
        return []
    book = reading.plan.book
    given = []
    for citation in book.of_kind("notice"):
        reaches = book.provisions[citation].reaches
        if reading.met(citation) and (not reaches or set(reaches) & set(reading.grounds)):
            given.append(citation)
    return given


def decided(reading: Reading) -> date | None:
    """The day on which eligibility was decided; None where it is unknown or still open."""
    return reading.ends("decision_date")


def noticed(reading: Reading) -> date | None:
    """The day of notice that the claim is ineligible. A decision that referred the claim, or that was made before a
    ground had become law, was another one: notice of this one is given on the day that is asked about.
    """
    day, law, referred = decided(reading), reading.law_date, reading.ends("referred_on")
    if day is None or law is None or law <= day:
        return day
    by_notice = bool(notices(reading)) and referred is not None and day <= referred
    made_since = any(_became_law_after(reading, ground, day) for ground in reading.grounds)
    return law if by_notice or made_since else day


def _became_law_after(reading: Reading, citation: str, day: date) -> bool:
    """Whether a ground that is read at the decision was not yet in force on ``day``."""
    ground = reading.plan.book.provisions[citation]
    begun = any(period.first is not None and period.first <= day for period in ground.in_force)
    return ground.read_at == "decision" and not begun
