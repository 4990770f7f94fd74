"""What the keys of a ledger are called: organisations, payers, stages, fiscal years."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

from openasylum import pipeline
from openasylum.documents import parse_document
from openasylum.timeline import fiscal_year_label


@cache
def _labels() -> dict[str, Any]:
    source = files("openasylum.costs").joinpath("labels.yaml")
    found: dict[str, Any] = parse_document(source.read_text(encoding="utf-8"), "costs/labels.yaml").data
    return found


def organisation_label(code: str, form: Literal["name", "short"] = "name") -> dict[str, str]:
    """The name of an organisation in both languages; of one that is not listed, its code."""
    found: dict[str, str] = _labels()["organisations"].get(code, {}).get(form, {"en": code, "fr": code})
    return found


def payer_label(code: str) -> dict[str, str]:
    """The name of a payer in both languages."""
    found: dict[str, str] = _labels()["payers"][code]
    return found


def key_label(by: str, key: object, form: Literal["name", "short"] = "name") -> dict[str, str]:
    """What a key of a breakdown (``organisation``, ``stage``, ``payer``, ``year``) is called, in both
    languages.
    """
    if by == "year":
        return dict.fromkeys(("en", "fr"), fiscal_year_label(int(str(key))))
    if by == "organisation":
        return organisation_label(str(key), form)
    if by == "payer":
        return payer_label(str(key))
    title = pipeline.load_stages().stage(str(key)).title
    return {"en": title.en, "fr": title.fr}
