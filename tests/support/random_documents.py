"""Random claim documents, drawn from the claim schema itself: every field, every word, much left out."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from openasylum.law.checks import faults
from openasylum.law.schemas import schema

TURNS = [
    "2004-12-29",
    "2009-07-23",
    "2012-12-15",
    "2019-06-21",
    "2020-06-24",
    "2023-03-25",
    "2025-06-03",
    "2026-03-26",
]
COUNTRIES = ["US", "CA", "CO", "MX", "GB", "PR"]
PARAGRAPHS = {
    "security": "34(1)(f)", "human_or_international_rights": "35(1)(c)", "serious_criminality": "36(1)(a)",
    "organized_criminality": "37(1)(a)",
}  # fmt: skip


def random_documents(count: int, seed: int, said: float = 0.9) -> list[dict[str, Any]]:
    """``count`` documents without a fault; each field is said with probability ``said``."""
    draw = random.Random(seed)
    found: list[dict[str, Any]] = []
    while len(found) < count:
        document = _value(schema("claim"), draw, said, "")
        document.pop("id", None)
        _in_order(document, draw)
        if next(iter(faults(document)), None) is None:
            found.append(document)
    return found


def _value(part: dict[str, Any], draw: random.Random, said: float, name: str) -> Any:
    definitions = schema("claim")["$defs"]
    if "$ref" in part:
        return _value(definitions[part["$ref"].split("/")[-1]], draw, said, name)
    if "oneOf" in part:
        return _value(draw.choice(part["oneOf"]), draw, said, name)
    if "enum" in part:
        usual = {"direction": "northbound", "stage": "not_referred", "nature": "ordinary"}.get(name)
        return usual if usual and draw.random() < 0.8 else draw.choice(part["enum"])
    match part["type"]:
        case "object":
            return {
                key: _value(inner, draw, said, key)
                for key, inner in part["properties"].items()
                if draw.random() < (said if key != "proceedings" else 0.2)
            }
        case "array":
            items = [_value(part["items"], draw, said, name) for _ in range(draw.choice([0, 0, 0, 1, 2]))]
            return list(dict.fromkeys(items)) if items and isinstance(items[0], str) else items
        case "boolean":
            return draw.random() < (0.9 if name in ("received_in_person", "date_established") else 0.15)
        case "integer" | "number":
            return draw.choice([0, 9, 10, 17, 18, 24, 40])
        case "null":
            return None
    return _text(part, draw, name)


def _text(part: dict[str, Any], draw: random.Random, name: str) -> str:
    if part.get("format") == "date":
        near = date.fromisoformat(draw.choice(TURNS)) + timedelta(days=draw.randint(-30, 500))
        return near.isoformat()
    if name == "timezone":
        return draw.choice(["America/Toronto", "America/Vancouver"])
    if name == "time":
        return draw.choice(["00:00:30", "12:00", "22:30"])
    if name == "paragraph":
        return draw.choice(list(PARAGRAPHS.values()))
    if name == "ineligible_under":
        return draw.choice(["IRPA 101(1)(e)", "IRPA 101(1)(c)"])
    return draw.choice(COUNTRIES)


def _in_order(document: dict[str, Any], draw: random.Random) -> None:
    """Births before entries, entries before the claim, the claim before its decision."""
    about, person = document.get("claim", {}), document.get("claimant", {})
    entries = document.get("entries") or []
    claimed = about.get("date")
    if claimed:
        days = sorted(draw.choice([0, 3, 13, 14, 40, 366, 367, 900]) for entry in entries if "date" in entry)
        dated = [entry for entry in entries if "date" in entry]
        for entry, back in zip(dated, reversed(days), strict=True):
            entry["date"] = (date.fromisoformat(claimed) - timedelta(days=back)).isoformat()
        for part, key in ((about, "decision_date"), (document, "as_of")):
            if part.get(key):
                later = timedelta(days=draw.choice([0, 1, 30, 400]))
                part[key] = (date.fromisoformat(claimed) + later).isoformat()
    if "birth_date" in person:
        person["birth_date"] = draw.choice(["1990-05-04", "2000-02-29", "2002-01-01", "2001-06-15"])
    for item in person.get("inadmissibility", ()):
        if "paragraph" in item and item.get("ground") in PARAGRAPHS:
            item["paragraph"] = PARAGRAPHS[item["ground"]]
        elif "paragraph" in item:
            item["paragraph"] = "41(a)"
