"""The replication pack: each official figure of cost beside ours, and what ours is made of.

An identity only shows how a source's own figures hang together; beside it stands, where there is one, the
mechanism that would produce them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from openasylum.errors import UserError, nearest
from openasylum.scorecard.replication.result import Replication

__all__ = ["PACK", "Replication", "replicate"]


def _pbo_2018() -> list[Replication]:
    from openasylum.scorecard.replication import cohort_2018, identities, paths

    return [*identities.pbo_2018(), *paths.pbo_2018(), *cohort_2018.replications()]


def _pbo_2018_whole_model() -> list[Replication]:
    from openasylum.scorecard.replication import whole_model

    return whole_model.pbo_2018()


def _pbo_2024() -> list[Replication]:
    from openasylum.scorecard.replication import paths

    return paths.pbo_2024()


def _pbo_2026() -> list[Replication]:
    from openasylum.scorecard.replication import health_path

    return health_path.pbo_2026()


def _refused_claimant_2010() -> list[Replication]:
    from openasylum.scorecard.replication import identities, paths

    return [*identities.refused_claimant_2010(), *paths.refused_claimant_2010()]


def _irb_wait() -> list[Replication]:
    from openasylum.scorecard.replication import projected_waits

    return projected_waits.irb_wait()


def _identities(name: str) -> Callable[[], list[Replication]]:
    def build() -> list[Replication]:
        from openasylum.scorecard.replication import identities

        found: list[Replication] = getattr(identities, name)()
        return found

    return build


#: The published calculations by name, in order of publication.
PACK: Final[Mapping[str, Callable[[], list[Replication]]]] = {
    "refused-claimant-2010": _refused_claimant_2010,
    "pbo-2018": _pbo_2018,
    "pbo-2018-whole-model": _pbo_2018_whole_model,
    "irb-wait": _irb_wait,
    "irb-marginal-cost": _identities("irb_marginal_cost"),
    "uk-2023": _identities("uk_2023"),
    "housing-2024": _identities("housing_2024"),
    "pbo-2024": _pbo_2024,
    "pbo-2026": _pbo_2026,
}


def replicate(names: Iterable[str] = ()) -> dict[str, list[Replication]]:
    """Rebuild the named calculations, or all of them: name -> its figures. Raises ``UserError`` for a name
    that is not in the pack.
    """
    chosen = list(names) or list(PACK)
    for name in chosen:
        if name not in PACK:
            raise UserError(
                f"there is no replication {name!r}",
                f"il n'y a pas de reconstitution « {name} »",
                nearest=nearest(name, PACK),
            )
    return {name: PACK[name]() for name in chosen}
