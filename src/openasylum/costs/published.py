"""The published figures that the unit costs must meet, by id in the figure register, in dollars and
persons.
"""

from __future__ import annotations

from typing import Final

from openasylum import facts

#: What a figure's unit is worth in dollars or persons; a unit begins with one of these words.
_SCALES: Final = {"CAD million": 1e6, "CAD billion": 1e9, "percent": 0.01}


def amount(figure_id: str) -> float:
    """A figure of the register as a plain number: dollars (not millions), shares (not percent), persons; the
    middle of an interval.
    """
    figure = facts.figure(figure_id)
    scale = next((scale for unit, scale in _SCALES.items() if figure.unit.startswith(unit)), 1.0)
    return figure.point * scale


class Costing2018:
    """What the PBO published on 29 November 2018 of people who crossed between ports in 2017-18, in dollars
    per person.

    ``other_than_health`` and ``health`` are arithmetic on the totals (``docs/explanation/costs.md``).
    """

    @property
    def persons(self) -> float:
        """The cohort: 23,755 people; the projections of the two later years carry the same number."""
        return amount("pbo.2018.cohort_size")

    def average(self, cohort: str) -> float:
        """Average cost per person of a cohort ("2017_18", "2018_19", "2019_20"), dollars."""
        return amount(f"pbo.2018.average_cost.fy{cohort}")

    def total(self, cohort: str) -> float:
        """Total variable cost of a cohort ("2017_18", "2018_19", "2019_20"), dollars."""
        return amount(f"pbo.2018.total_cost.fy{cohort}")

    def health_total(self, cohort: str) -> float:
        """The Interim Federal Health Program (IFHP) within that total, dollars."""
        return amount(f"pbo.2018.ifhp_cost.fy{cohort}")

    @property
    def other_than_health(self) -> float:
        """What is not IFHP, the same in all three cohorts: (340.2 M - 48.8 M) / 23,755."""
        return (self.total("2017_18") - self.health_total("2017_18")) / self.persons

    def health(self, cohort: str = "2017_18") -> float:
        """IFHP per person of a cohort: 48.8 M, 76.4 M, 104.5 M over 23,755."""
        return self.health_total(cohort) / self.persons

    @property
    def lowest(self) -> float:
        """The cheapest path: accepted at the first hearing."""
        return amount("pbo.2018.lowest_path.fy2017_18")

    @property
    def highest(self) -> float:
        """The dearest path: refused, every recourse used, removed."""
        return amount("pbo.2018.highest_path.fy2017_18")


COSTING_2018: Final = Costing2018()
