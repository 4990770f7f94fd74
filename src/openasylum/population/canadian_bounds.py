"""What can be said of the number of people living in Canada without status: an interval, never a point.

The figures that circulate, 20,000 to 500,000, rest on no published method. A Government of Canada brief of
March 2022 ascribes them to "academic sources"; the paper that can be traced (PMC3438485) gives 100,000 to
500,000 from unnamed sources and personal communications, and 20,000 to 50,000 for *Montreal alone*, so the
low end may be a city's figure taken for a country's.

Firmer anchors bound the number from both sides:

* *floor*: people whom the Canada Border Services Agency itself wants for removal and cannot find, less those
  who may have left unrecorded;
* *ceiling*: every overstay that an independent count of expired permits claims (Tal, CIBC), as if nobody had
  left or was waiting for a renewal, plus everyone wanted or being processed for removal;
* *analogue*: the hidden stock per registered foreigner that the dual-source power law gives for Poland, at
  Canada's number of non-permanent residents. It shows an order of magnitude and bounds nothing.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from openasylum import facts
from openasylum.population.assumptions import bounds
from openasylum.population.result import Result, totals

TABLE: Final = "canada_undocumented_and_related"

#: The published figures, by the beginning of their ``item``, and what each rests on.
_CLAIMS: Final = (
    (
        "undocumented population, low",
        "Ascribed to 'academic sources'; no method published",
        "Attribué à des « sources universitaires »; aucune méthode publiée",
    ),
    (
        "undocumented population, high",
        "Ascribed to 'academic sources'; no method published",
        "Attribué à des « sources universitaires »; aucune méthode publiée",
    ),
    (
        "undocumented population, upper",
        "Internal note: 'could be as high as', 'no accurate figures'",
        "Note interne : « pourrait atteindre », « aucun chiffre exact »",
    ),
    (
        "undocumented, low",
        "Unnamed written sources and personal communications",
        "Sources écrites non nommées et communications personnelles",
    ),
    (
        "undocumented, high",
        "Unnamed written sources and personal communications",
        "Sources écrites non nommées et communications personnelles",
    ),
    (
        "undocumented, Montreal low",
        "Montreal alone, same sources; quoted elsewhere for the whole of Canada",
        "Montréal seulement, mêmes sources; cité ailleurs pour tout le Canada",
    ),
    (
        "undocumented, Montreal high",
        "Montreal alone, same sources; quoted elsewhere for the whole of Canada",
        "Montréal seulement, mêmes sources; cité ailleurs pour tout le Canada",
    ),
)


def claims() -> pl.DataFrame:
    """The figures in circulation and what each rests on: columns ``period``, ``item``, ``value``,
    ``rests_on_en``, ``rests_on_fr``.
    """
    rows = []
    for item, english, french in _CLAIMS:
        row = _row(item)
        rows.append((str(row["period"]), str(row["item"]), float(row["value"]), english, french))
    return pl.DataFrame(rows, schema=["period", "item", "value", "rests_on_en", "rests_on_fr"], orient="row")


def anchors() -> pl.DataFrame:
    """What bounds the number: columns ``anchor``, ``role`` (``floor``, ``ceiling`` or ``analogue``), ``low``,
    ``high``, ``en``, ``fr``.

    Low and high of an anchor are its own uncertainty. The floor that counts is the lowest end of the floors,
    the ceiling the highest end of the ceilings.
    """
    least_gone, most_gone = bounds("wanted_already_gone_share")
    warrants = [_value("failed refugee claimants with active warrants"), _value("CBSA removal warrants")]
    in_progress, overstays = _value("CBSA removals in progress"), _value("temporary residents who overstayed")
    ceiling = overstays + max(warrants) + in_progress
    low_share, high_share = polish_share()
    residents = _value("non-permanent residents", last=True)
    rows = [
        (
            "wanted_for_removal",
            "floor",
            min(warrants) * (1 - most_gone),
            max(warrants) * (1 - least_gone),
            "People wanted for removal whom the border agency cannot find, less up to half who may have left",
            "Personnes recherchées en vue d'un renvoi et introuvables, moins jusqu'à la moitié qui seraient "
            "parties",
        ),
        (
            "every_overstay_claimed",
            "ceiling",
            ceiling,
            ceiling,
            "Every expired permit of 2017-2022 counted by CIBC as an overstay, plus everyone wanted or in "
            "the removal process",
            "Tous les permis expirés de 2017 à 2022 comptés par la CIBC comme séjours prolongés, plus toute "
            "personne recherchée ou en voie de renvoi",
        ),
        (
            "polish_hidden_share",
            "analogue",
            low_share * residents,
            high_share * residents,
            "Hidden people per registered foreigner in Poland (2024), at Canada's non-permanent residents",
            "Personnes cachées par étranger inscrit en Pologne (2024), au nombre de résidents non "
            "permanents du Canada",
        ),
    ]
    return pl.DataFrame(rows, schema=["anchor", "role", "low", "high", "en", "fr"], orient="row")


def polish_share() -> tuple[float, float]:
    """Hidden people per registered foreigner in Poland in 2024: the 95 % interval of the published
    dual-source model.
    """
    from openasylum.population.estimators import published
    from openasylum.population.examples import power_law_table

    row = published("power-law").totals.filter(pl.col("cell") == "2024").row(0, named=True)
    registered = power_law_table().filter(pl.col("year") == "2024")["registered"].sum()
    return row["low"] / registered, row["high"] / registered


def canada() -> Result:
    """The interval that the firmer anchors allow, with what is claimed and what bounds it. ``value`` is null:
    no point is defensible.
    """
    bounds_table = anchors()
    low = float(bounds_table.filter(pl.col("role") == "floor")["low"].min())  # type: ignore[arg-type]
    high = float(bounds_table.filter(pl.col("role") == "ceiling")["high"].max())  # type: ignore[arg-type]
    return Result(
        method="canada",
        totals=totals([("Canada", None, low, high, None)]),
        level=None,
        details={"claims": claims(), "anchors": bounds_table},
        caveats=(_NO_POINT,),
    )


def _row(item: str, last: bool = False) -> dict[str, Any]:
    rows = (
        facts.table(TABLE)
        .filter(pl.col("item").str.starts_with(item))
        .sort(pl.col("period").cast(pl.String), maintain_order=True)
    )
    return rows.row(-1 if last else 0, named=True)


def _value(item: str, last: bool = False) -> float:
    return float(_row(item, last)["value"])


_NO_POINT = {
    "en": "No method has been published behind 20,000 to 500,000, so no middle figure can be defended. The "
    "upper end is the largest count in print, not a proof: older overstays and unrecorded entries are not "
    "in it. Canada publishes no exit-linked count of overstays, which alone would narrow this.",
    "fr": "Aucune méthode n'a été publiée derrière les 20 000 à 500 000; aucun chiffre central n'est donc "
    "défendable. La borne supérieure est le plus grand compte imprimé, non une preuve : les séjours "
    "prolongés plus anciens et les entrées non consignées n'y sont pas. Le Canada ne publie aucun compte "
    "des séjours prolongés rapproché des sorties, seul moyen de resserrer l'intervalle.",
}
