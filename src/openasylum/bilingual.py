"""A text in both official languages, and a number and a month as each writes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from openasylum.typography import NARROW, french_spaces


class Text(BaseModel):
    """A text in English and in French, as equals: ``text[language]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    fr: Annotated[str, AfterValidator(french_spaces)]

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}


def number(value: float, language: str, decimals: int = 0, *, signed: bool = False) -> str:
    """ "12,345.6" in English, "12 345,6" in French; a minus sign, not a hyphen; with ``signed``, + too."""
    text = f"{value:{'+' if signed else ''},.{decimals}f}"
    if not text.strip("+-0."):
        text = text.lstrip("+-")
    if language == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return text.replace("-", "−")
