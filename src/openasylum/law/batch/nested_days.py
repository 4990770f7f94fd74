"""Days of nested claims: the day whose law is read, and what had happened by then with a review or a risk assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.law.flat_facts import NEVER
from openasylum.law.flatten import DAYS_TO_APPLY, known_rows
from openasylum.law.gates.columns import Numbers
from openasylum.law.gates.planes import Planes, Truth, pack
from openasylum.timeline import day_number

_NEVER: Final = day_number(NEVER)


@dataclass(frozen=True)
class _Days:
    """Days, and in which rows they are known."""

    values: NDArray[np.int32]
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, column: Numbers | None, height: int) -> _Days:
        if column is None:
            return cls(np.zeros(height, dtype=np.int32), np.zeros(height, dtype=np.bool_))
        return cls(column.values, known_rows(column))

    def otherwise(self, other: _Days) -> _Days:
        """These days where they are known, else the others."""
        if self.known.all():
            return self
        return _Days(np.where(self.known, self.values, other.values), self.known | other.known)

    def only(self, rows: NDArray[np.bool_]) -> _Days:
        return _Days(self.values, self.known & rows)

    def column(self) -> Numbers:
        return Numbers(self.values, None if self.known.all() else pack(self.known))


def with_days_of_law(
    truths: dict[str, Truth], numbers: dict[str, Numbers], height: int
) -> tuple[dict[str, Truth], dict[str, Numbers]]:
    """The facts of nested claims with the day whose law is read, and with what had happened by then.

    A claim that is known to be still undecided (a ``decision_date`` of 9999-12-31) has no day of decision, and is read
    under the law of its own day. What starts with "_" serves here alone, and is dropped.
    """
    truths, numbers = dict(truths), dict(numbers)
    if "claim_date" in numbers:
        claimed, decided = (_Days.of(numbers.get(name), height) for name in ("claim_date", "decision_date"))
        undecided = decided.known & (decided.values == _NEVER)
        decision = decided.only(~undecided).otherwise(claimed)
        stated = _Days.of(numbers.get("law_date"), height)
        numbers["law_date"] = stated.otherwise(decision).column()
        numbers["decision_date"] = decision.only(~undecided).column()
    elif "decision_date" in numbers:
        decided = _Days.of(numbers["decision_date"], height)
        numbers["decision_date"] = decided.only(decided.values != _NEVER).column()
    acted = [_Days.of(numbers[name], height) for name in ("_heard", "_allowed") if name in numbers]
    if acted:
        days = [np.where(day.known, day.values, np.int32(_NEVER)) for day in acted]
        numbers["rpd_heard_or_allowed_on"] = Numbers(np.minimum.reduce(days), None)
    if "_sought" in numbers:
        sought = _Days.of(numbers["_sought"], height)
        happened = sought.values != _NEVER
        truths["leave_sought"] = Planes(pack(happened & sought.known), pack(~happened & sought.known))
    if "law_date" in numbers and {"_notified", "_applied", "_decided"} & set(numbers):
        risk, decided_on = _risk_assessment(numbers, height)
        truths |= risk
        numbers["risk_assessment_decided_on"] = decided_on
    return truths, {name: column for name, column in numbers.items() if not name.startswith("_")}


def _risk_assessment(numbers: dict[str, Numbers], height: int) -> tuple[dict[str, Truth], Numbers]:
    """Whether a risk assessment is pending, stays the removal, and when it was decided, on the day of the law."""
    law = _Days.of(numbers["law_date"], height)
    notified, applied, decided = (
        _Days.of(numbers.get(name), height) for name in ("_notified", "_applied", "_decided")
    )

    def by_then(days: _Days) -> NDArray[np.bool_]:
        return days.known & law.known & (days.values <= law.values)

    asked, over = by_then(applied), by_then(decided)
    in_time = by_then(notified) & (law.values <= notified.values.astype(np.int64) + DAYS_TO_APPLY)
    stays = in_time | (notified.known & (notified.values < _NEVER) & asked)
    truths: dict[str, Truth] = {
        "risk_assessment_pending": Planes(pack(asked & ~over)),
        "risk_assessment_stay": Planes(pack(~over & stays)),
    }
    return truths, decided.only(over).column()
