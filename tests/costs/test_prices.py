"""Price years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.costs.prices import consumer_prices, read_price_year
from openasylum.errors import UserError

YEARS = st.one_of(
    st.integers(2002, 2035).map(str),
    st.integers(2002, 2035).map(lambda year: f"{year}-{(year + 1) % 100:02d}"),
)


@given(amount=st.floats(0.01, 1e9), one=YEARS, other=YEARS, inflation=st.floats(0, 0.1))
def test_converting_there_and_back_gives_the_amount_again(
    amount: float, one: str, other: str, inflation: float
) -> None:
    prices = consumer_prices(inflation)
    assert prices.convert(prices.convert(amount, one, other), other, one) == pytest.approx(amount, rel=1e-12)


def test_published_index() -> None:
    prices = consumer_prices(0.02)
    # Statistics Canada 18-10-0005-01: 2010 116.5, 2017 130.4, 2018 133.4, 2024 160.9.
    assert prices.of("2010") == 116.5
    assert prices.of("2017-18") == pytest.approx((9 * 130.4 + 3 * 133.4) / 12)
    assert prices.of("2026") == pytest.approx(160.9 * 1.02**2)
    assert prices.convert(10262, "2010", "2024") == pytest.approx(14173, abs=1)


@pytest.mark.parametrize("wrong", ["2017-19", "17-18", "FY2018", ""])
def test_what_is_no_price_year_is_refused(wrong: str) -> None:
    with pytest.raises(UserError):
        read_price_year(wrong)


def test_a_year_before_the_table_is_refused() -> None:
    with pytest.raises(UserError, match="no price index for 1990"):
        consumer_prices(0.02).of("1990")
