"""A made-up run for tests of what shows runs: an ensemble's shapes, numbers that mean nothing."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from openasylum.results import Manifest, Run, finish, new_manifest
from openasylum.timeline import first_day_of_month, fiscal_year_label, fiscal_year_of_month, month_number
from openasylum.vocabulary import CHANNELS

BASELINE, ALTERNATIVE = "law-in-force", "us-not-designated"
FIRST, LAST = month_number(date(2025, 1, 1)), month_number(date(2030, 12, 1))
CHANGE = month_number(date(2027, 1, 1))
PROVINCES = {"QC": 0.42, "ON": 0.44, "BC": 0.07, "AB": 0.04, "MB": 0.02, "NS": 0.01}
SHARES = {"land_port": 0.10, "between_ports": 0.02, "airport": 0.28, "inland": 0.55, "undetected": 0.05}
ORGANISATIONS = {
    "IRB": ("federal", 3500.0),
    "CBSA": ("federal", 2100.0),
    "IRCC": ("federal", 1900.0),
    "IFHP": ("federal", 1500.0),
    "RCMP": ("federal", 180.0),
    "provinces": ("provincial", 8200.0),
    "municipalities": ("municipal", 2600.0),
    "taxes": ("all", -2400.0),
}


def manifest(draws: int = 40, seed: int = 7, alternatives: tuple[str, ...] = (ALTERNATIVE,)) -> Manifest:
    """A manifest as a run of ``draws`` draws would have it."""
    title = {"en": "Test assumption", "fr": "Hypothèse d'essai"}
    why = {"en": "Made up for a test.", "fr": "Inventée pour un essai."}
    scenarios: list[dict[str, Any]] = [
        {"id": BASELINE, "title": {"en": "Law in force", "fr": "Loi en vigueur"}}
    ]
    for name in alternatives:
        words = {"en": name.replace("-", " ").capitalize(), "fr": f"Scénario {name}"}
        if name == ALTERNATIVE:
            words = {"en": "U.S. not designated", "fr": "É.-U. non désignés"}
        scenarios.append(
            {"id": name, "title": words, "effective": date(2027, 1, 1), "document": {"id": name}}
        )
    return new_manifest(
        model_version="0.0.0+test",
        scenarios=scenarios,
        horizon=("2025-01", "2030-12"),
        draws=draws,
        seed=seed,
        weight=10.0,
        law_date=date(2026, 7, 23),
        data_vintage="2024-12",
        command=f"openasylum run {' '.join(alternatives)} --draws {draws} --seed {seed}",
        assumptions=[
            {
                "id": f"arrivals.test_{number}",
                "title": {language: f"{words} {number}" for language, words in title.items()},
                "unit": "share",
                "prior": {"kind": "uniform", "low": 0.0, "high": 1.0},
                "interval": (0.05, 0.5, 0.95),
                "grade": "ABCD"[number % 4],
                "why": why,
                "sources": ["https://example.org/made-up"],
            }
            for number in range(12)
        ],
        arguments=[
            {"id": "recovery",
             "title": {"en": "Recovery to the level before 2023", "fr": "Retour au niveau d'avant 2023"},
             "p05": 3740, "p50": 5200, "p95": 6140, "weight": 0.3},
            {"id": "weak", "title": {"en": "Weak response", "fr": "Réaction faible"},
             "p05": 2030, "p50": 3100, "p95": 4740, "weight": 0.2},
        ],
        sources=[
            {"title": "A made-up table", "publisher": "Nobody", "url": "https://example.org"}
        ],
    )  # fmt: skip


def assumptions(draws: int, seed: int) -> pl.DataFrame:
    """Draws of the made-up assumptions: ``draw``, ``id``, ``value``."""
    values = np.random.default_rng(seed).random((draws, 12))
    return pl.DataFrame(
        {
            "draw": np.repeat(np.arange(draws, dtype=np.int32), 12),
            "id": [f"arrivals.test_{number}" for number in range(12)] * draws,
            "value": values.ravel(),
        }
    )


@cache
def run(draws: int = 40, seed: int = 7, alternatives: tuple[str, ...] = (ALTERNATIVE,)) -> Run:
    """A run that is not on disk.

    Assumption 0 drives the response to the change of law; assumption 1 the level.
    """
    return Run(
        manifest(draws, seed, alternatives),
        finish([BASELINE, *alternatives], raw_frames(draws, seed, alternatives)),
    )


def raw_frames(
    draws: int = 40, seed: int = 7, alternatives: tuple[str, ...] = (ALTERNATIVE,)
) -> dict[str, pl.DataFrame]:
    """The frames as an ensemble would hand them over, without differences or quantiles."""
    drawn = assumptions(draws, seed)
    months = np.arange(FIRST, LAST + 1)
    parts = [
        _scenario(
            name, strength, drawn.filter(pl.col("draw") == draw)["value"].to_numpy(), draw, months, seed
        )
        for strength, name in enumerate([BASELINE, *alternatives])
        for draw in range(draws)
    ]
    frames = {
        name: pl.concat([part[name] for part in parts]) for name in ("series", "flows", "ledger", "annual")
    }
    return {**frames, "assumptions": drawn}


def _scenario(
    name: str, strength: int, values: Any, draw: int, months: Any, seed: int
) -> dict[str, pl.DataFrame]:
    noise = np.random.default_rng([seed, draw]).normal(0, 0.05, len(months))
    level = 8000 + 4000 * values[1] + 500 * np.sin((months % 12) / 12 * 2 * np.pi)
    base = np.round(level * np.exp(np.cumsum(noise) * 0.4))
    after = (months >= CHANGE) * strength
    land_factor = 1 + after * (1 + 3.5 * values[0])
    claims = {channel: base * share for channel, share in SHARES.items()}
    claims["land_port"] = claims["land_port"] * (1 + after * 0.5 * values[0])
    claims["between_ports"] = claims["between_ports"] * (1 + after * 25 * values[0])
    claims["undetected"] = claims["undetected"] / land_factor
    claims = {channel: np.round(one) for channel, one in claims.items()}
    total = sum(claims.values())
    returned = np.round((claims["land_port"] * 0.2 + claims["between_ports"] * 0.3) * (after == 0))
    prra = np.round(claims["inland"] * 0.12)
    referred = total - returned - prra
    finalized = np.full(len(months), 6500.0)
    pending = 280000 + np.cumsum(referred - finalized)
    accepted = np.round(finalized * 0.62)
    totals = {
        "claims_made": total, "returned_to_us": returned, "ineligible_to_prra": prra,
        "undetected_entries": claims["undetected"], "referred_to_rpd": referred, "rpd_finalized": finalized,
        "rpd_accepted": accepted, "rpd_pending": pending, "wait_months_p50": pending / finalized,
        "wait_months_p90": pending / finalized * 1.5, "rad_pending": 9000 + np.cumsum(returned * 0 + 40),
        "removed": np.round(total * 0.15), "permanent_residents": np.round(accepted * 0.9),
    }  # fmt: skip
    series = [
        _series(name, draw, measure, "total", "all", months, value) for measure, value in totals.items()
    ]
    series += [_series(name, draw, "claims_made", "channel", key, months, one) for key, one in claims.items()]
    series += [
        _series(name, draw, "claims_made", "province", key, months, np.round(total * share))
        for key, share in PROVINCES.items()
    ]
    ledger = _ledger(name, draw, months, total)
    return {
        "series": pl.concat(series),
        "flows": _flows(
            name, draw, {k: float(v.sum()) for k, v in claims.items()}, returned.sum(), prra.sum()
        ),
        "ledger": ledger,
        "annual": pl.concat([_annual(name, draw, months, totals), _costs(name, draw, ledger)]),
    }


def _series(
    scenario: str, draw: int, measure: str, breakdown: str, category: str, months: Any, value: Any
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "scenario": [scenario] * len(months),
            "draw": np.full(len(months), draw, np.int32),
            "measure": [measure] * len(months),
            "breakdown": [breakdown] * len(months),
            "category": [category] * len(months),
            "month": [first_day_of_month(int(month)) for month in months],
            "value": np.asarray(value, float),
        }
    )


def _flows(scenario: str, draw: int, claims: dict[str, float], returned: float, prra: float) -> pl.DataFrame:
    total = sum(claims.values())
    referred = total - returned - prra
    decided = referred * 0.6
    rows = [(channel, "eligibility", claims[channel]) for channel in CHANNELS]
    rows += [
        ("eligibility", "returned_to_us", returned),
        ("eligibility", "prra", prra),
        ("eligibility", "rpd", referred),
    ]
    rows += [
        ("rpd", "protected", decided * 0.62), ("rpd", "rad", decided * 0.25),
        ("rpd", "withdrawn", decided * 0.13), ("rpd", "still_rpd", referred - decided),
        ("rad", "protected", decided * 0.08), ("rad", "refused", decided * 0.17),
        ("prra", "refused", prra * 0.6), ("prra", "still_prra", prra * 0.4),
    ]  # fmt: skip
    return pl.DataFrame(
        [(scenario, draw, source, target, float(persons)) for source, target, persons in rows],
        schema={
            "scenario": pl.String,
            "draw": pl.Int32,
            "source": pl.String,
            "target": pl.String,
            "persons": pl.Float64,
        },
        orient="row",
    )


def _ledger(scenario: str, draw: int, months: Any, total: Any) -> pl.DataFrame:
    fiscal = np.array([fiscal_year_of_month(int(month)) for month in months])
    rows = [
        (scenario, draw, int(year), organisation, payer, "all", "pbo" if payer == "federal" else "full",
         round(float(total[fiscal == year].sum()) * unit * 100))
        for year in np.unique(fiscal)
        for organisation, (payer, unit) in ORGANISATIONS.items()
    ]  # fmt: skip
    schema = {
        "scenario": pl.String, "draw": pl.Int32, "fiscal_year": pl.Int32, "organisation": pl.String,
        "payer": pl.String, "stage": pl.String, "scope": pl.String, "cents": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _annual(scenario: str, draw: int, months: Any, totals: dict[str, Any]) -> pl.DataFrame:
    years = months // 12
    end_values = {"rpd_pending", "rad_pending", "wait_months_p50", "wait_months_p90"}
    rows = [
        (scenario, draw, measure, str(year),
         float(value[years == year][-1] if measure in end_values else value[years == year].sum()),
         "months" if measure.startswith("wait") else "persons")
        for measure, value in totals.items()
        for year in np.unique(years)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_ANNUAL, orient="row")


def _costs(scenario: str, draw: int, ledger: pl.DataFrame) -> pl.DataFrame:
    rows = [
        (scenario, draw, measure, fiscal_year_label(int(year)), booked["cents"].sum() / 100, "CAD")
        for (year,), part in ledger.group_by("fiscal_year", maintain_order=True)
        for measure, booked in (
            ("cost_federal", part.filter(pl.col("payer") == "federal")),
            ("cost_all_governments", part),
        )
    ]
    return pl.DataFrame(rows, schema=_ANNUAL, orient="row")


_ANNUAL = {
    "scenario": pl.String, "draw": pl.Int32, "measure": pl.String,
    "period": pl.String, "value": pl.Float64, "unit": pl.String,
}  # fmt: skip
