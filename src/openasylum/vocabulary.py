"""The words that several rooms share: channels of arrival, provinces, broad origin groups, with their labels.

Codes are lower-case and stable; labels are English and French. The order of each list is the order of its Polars ``Enum``
and of the integer codes in kernels. Labels name places, never people's legality (contract 10 of the design).
"""

from __future__ import annotations

from typing import Final

#: How a person comes to make a claim. ``undetected`` is entry between ports that nobody recorded, then a claim inland.
CHANNELS: Final = ("land_port", "between_ports", "airport", "inland", "undetected")

CHANNEL_LABELS: Final = {
    "land_port": {"en": "Land port of entry", "fr": "Point d'entrée terrestre"},
    "between_ports": {"en": "Between ports of entry", "fr": "Entre les points d'entrée"},
    "airport": {"en": "Airport", "fr": "Aéroport"},
    "inland": {"en": "Inland office", "fr": "Bureau intérieur"},
    "undetected": {
        "en": "Undetected entry, then inland claim",
        "fr": "Entrée non détectée, puis demande au pays",
    },
}

#: Provinces and territories by their postal abbreviation; ``XX`` is "province of claim not stated".
PROVINCES: Final = ("NL", "PE", "NS", "NB", "QC", "ON", "MB", "SK", "AB", "BC", "YT", "NT", "NU", "XX")

PROVINCE_LABELS: Final = {
    "NL": {"en": "Newfoundland and Labrador", "fr": "Terre-Neuve-et-Labrador"},
    "PE": {"en": "Prince Edward Island", "fr": "Île-du-Prince-Édouard"},
    "NS": {"en": "Nova Scotia", "fr": "Nouvelle-Écosse"},
    "NB": {"en": "New Brunswick", "fr": "Nouveau-Brunswick"},
    "QC": {"en": "Quebec", "fr": "Québec"},
    "ON": {"en": "Ontario", "fr": "Ontario"},
    "MB": {"en": "Manitoba", "fr": "Manitoba"},
    "SK": {"en": "Saskatchewan", "fr": "Saskatchewan"},
    "AB": {"en": "Alberta", "fr": "Alberta"},
    "BC": {"en": "British Columbia", "fr": "Colombie-Britannique"},
    "YT": {"en": "Yukon", "fr": "Yukon"},
    "NT": {"en": "Northwest Territories", "fr": "Territoires du Nord-Ouest"},
    "NU": {"en": "Nunavut", "fr": "Nunavut"},
    "XX": {"en": "Not stated", "fr": "Non précisée"},
}

#: Broad groups of country of origin; the finest grain at which the model speaks of origin.
ORIGIN_GROUPS: Final = (
    "haiti",
    "mexico",
    "other_americas",
    "sub_saharan_africa",
    "middle_east_north_africa",
    "south_asia",
    "east_asia_pacific",
    "europe_central_asia",
)

ORIGIN_GROUP_LABELS: Final = {
    "haiti": {"en": "Haiti", "fr": "Haïti"},
    "mexico": {"en": "Mexico", "fr": "Mexique"},
    "other_americas": {"en": "Rest of the Americas", "fr": "Reste des Amériques"},
    "sub_saharan_africa": {"en": "Sub-Saharan Africa", "fr": "Afrique subsaharienne"},
    "middle_east_north_africa": {
        "en": "Middle East, North Africa and Türkiye",
        "fr": "Moyen-Orient, Afrique du Nord et Türkiye",
    },
    "south_asia": {"en": "South Asia", "fr": "Asie du Sud"},
    "east_asia_pacific": {"en": "East Asia and Pacific", "fr": "Asie de l'Est et Pacifique"},
    "europe_central_asia": {"en": "Europe and Central Asia", "fr": "Europe et Asie centrale"},
}

#: What follows in law for a claim: the ``pathway`` of ``law/schemas/decision.schema.json``.
PATHWAYS: Final = (
    "referred_to_rpd",
    "eligibility_suspended",
    "not_received",
    "returned_to_us",
    "returned_to_country_of_refuge",
    "already_protected",
    "prra",
    "removal_without_prra",
    "remains_with_status",
    "us_asylum_process",
    "returned_to_canada",
    "undetermined",
)
