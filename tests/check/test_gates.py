"""What is asked before a pattern is tried never keeps it from what it would find: texts are made from the patterns themselves."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openasylum.check.language import dates, fractions_in_words, quantities, relative_dates, years_apart
from openasylum.check.language.folding import words

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 '-.,/$%€£()"
UNITS = (
    quantities._SCALE,
    quantities._PERCENT,
    quantities._POINTS,
    quantities._MONEY_AFTER,
    quantities._TIMES,
    quantities._DURATION,
)
WAYS = [*relative_dates._WAYS, *relative_dates._WAYS_BACK]
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def made_of(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    """Plain texts in which a pattern is found from the first character to the last."""
    return st.from_regex(pattern, fullmatch=True, alphabet=LETTERS)


@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.pattern[:20])
def test_every_unit_opens_as_units_do(unit: re.Pattern[str]) -> None:
    @quick
    @given(made_of(unit))
    def opens(follows: str) -> None:
        assert quantities._UNIT_OPENS.match(follows)

    opens()


@quick
@given(made_of(quantities._HEDGE_BEFORE))
def test_every_hedge_has_one_of_its_words(hedge: str) -> None:
    spoken = quantities._WORDS.findall(hedge)
    assert not quantities._HEDGE_WORDS.isdisjoint(spoken) or quantities._HEDGE_STEM.search(hedge)


@pytest.mark.parametrize("way", WAYS, ids=lambda one: one[3].__name__)
def test_every_way_to_tell_a_time_has_the_words_it_needs(way: relative_dates._Way) -> None:
    needed, pattern, _, _ = way

    @quick
    @given(made_of(pattern))
    def needs(told: str) -> None:
        assert all(not group.isdisjoint(words(told)) for group in needed)

    needs()


@quick
@given(made_of(years_apart._APART))
def test_that_year_has_the_words_it_needs(told: str) -> None:
    assert all(not group.isdisjoint(words(told)) for group in years_apart._WORDS)


@quick
@given(made_of(dates._NAMED))
def test_a_time_begins_close_before_its_year(told: str) -> None:
    year = dates.SOME_YEAR.search(told)
    assert year is not None
    assert year.start() <= dates._BEFORE_YEAR


@pytest.mark.parametrize("pattern", [relative_dates._BARE, relative_dates._BARE_DAY], ids=["month", "day"])
def test_a_month_without_its_year_begins_close_before_its_name(pattern: re.Pattern[str]) -> None:
    @quick
    @given(made_of(pattern))
    def begins(told: str) -> None:
        first = min(told.find(name) for name in dates.NAMES_OF_MONTHS.intersection(words(told)))
        assert first <= relative_dates._BEFORE_MONTH

    begins()


@quick
@given(made_of(fractions_in_words._OF))
def test_a_fraction_of_two_numbers_is_of_several(told: str) -> None:
    found = list(fractions_in_words.fractions(told, 0, len(told), frozenset(words(told))))
    several = not fractions_in_words._SEVERAL.isdisjoint(words(told)) or re.search(r"\d", told)
    assert several or not found
