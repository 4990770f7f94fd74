"""Published shares beside what the fit implies of them: what was held out and what was fitted, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openasylum.arrivals.calibration import posterior
from openasylum.bilingual import Text


@dataclass(frozen=True)
class Target:
    """A published value or range (``low`` to ``high``), what the posterior implies (5, 50, 95 %), and whether the
    figure was among the counts that were fitted.
    """

    id: str
    title: Text
    low: float
    high: float
    implied: tuple[float, float, float]
    fitted: bool

    @property
    def met(self) -> bool:
        """Whether the implied interval and the published range have a value in common."""
        return self.implied[0] <= self.high and self.implied[2] >= self.low


def targets() -> list[Target]:
    """The published shares of which the fitted choice speaks.

    Sources: CBSA, 25 March to 2 April 2023 (54 of 198 who crossed between ports met an exception); CBSA, April to
    September 2023 (1,921 claims after clandestine entry; interceptions of about 50 a month); IRCC, claimants by
    citizenship (five nationalities that crossed: 32,550 claims in all channels in 2022, 16,855 in 2024, so at most
    about a third of those whom the Protocol stopped came by any other way).
    """
    draws = posterior.draws()

    def implied(name: str) -> tuple[float, float, float]:
        low, middle, high = np.quantile(draws[name].to_numpy(), [0.05, 0.5, 0.95])
        return float(low), float(middle), float(high)

    per_interception = (draws["unseen"] / draws["still_crossing"]).to_numpy()
    low, middle, high = (float(value) for value in np.quantile(per_interception, [0.05, 0.5, 0.95]))
    return [
        Target(
            "exceptions_between_ports",
            Text(
                en="Of those who crossed between ports under the Protocol, who met an exception (first nine days)",
                fr="Part des personnes entrées ailleurs sous le Protocole qui étaient visées par une exception (neuf premiers jours)",
            ),
            54 / 198,
            54 / 198,
            implied("exceptions_between_ports"),
            fitted=False,
        ),
        Target(
            "stayed_in_a_land_way",
            Text(
                en="Of those whom the Protocol stopped, who came by another way by land (at most a third by any way)",
                fr="Part des personnes arrêtées par le Protocole venues par une autre voie terrestre (un tiers au plus, toutes voies)",
            ),
            0.0,
            1 / 3,
            implied("stayed_in_a_land_way"),
            fitted=False,
        ),
        Target(
            "claims_per_interception",
            Text(
                en="Claims after undetected entry for each interception, April to September 2023",
                fr="Demandes après une entrée non détectée par interception, avril à septembre 2023",
            ),
            1921 / 300,
            1921 / 286,
            (low, middle, high),
            fitted=True,
        ),
    ]
