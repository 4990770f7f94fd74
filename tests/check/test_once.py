"""What is worked out once is worked out when first asked for, for each thing by itself."""

from __future__ import annotations

from openasylum.check.language.once import once


class _Counted:
    def __init__(self, worth: int) -> None:
        self.worth, self.asked = worth, 0

    @once
    def twice(self) -> int:
        """Twice its worth."""
        self.asked += 1
        return 2 * self.worth


def test_it_is_worked_out_when_first_asked_for_and_never_again() -> None:
    one, other = _Counted(1), _Counted(2)
    assert (one.asked, one.twice, one.twice, other.twice) == (0, 2, 2, 4)
    assert (one.asked, other.asked) == (1, 1)


def test_it_is_told_as_it_was_written() -> None:
    assert isinstance(_Counted.twice, once)
    assert _Counted.twice.__doc__ == "Twice its worth."
