"""Processes that start before there is work for them."""

from __future__ import annotations

from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool

import pytest

from openasylum.backends.ahead import started_ahead

_IMPORTED = "'this' in __import__('sys').modules"


def test_they_import_what_they_will_need_and_end_with_the_block() -> None:
    with started_ahead(2, "this") as ahead:
        assert [one.submit(eval, _IMPORTED).result(timeout=60) for one in ahead] == [True, True]
        assert len({one.submit(eval, "__import__('os').getpid()").result(timeout=60) for one in ahead}) == 2
        under_way = [one.submit(eval, "__import__('time').sleep(60)") for one in ahead]
    for future in under_way:
        with pytest.raises((BrokenProcessPool, CancelledError)):
            future.result(timeout=30)


def test_none_is_started_where_none_is_wanted() -> None:
    with started_ahead(0, "this") as ahead:
        assert ahead == ()


def test_a_module_that_is_not_there_is_left_to_the_work_that_needs_it() -> None:
    with started_ahead(1, "openasylum.no_such_room") as (one,):
        assert one.submit(eval, _IMPORTED).result(timeout=60) is False
