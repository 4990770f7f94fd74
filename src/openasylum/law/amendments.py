"""Amendments: changes to the law as data, in the form of ``schemas/policy.schema.json`` or in the short form
of scenarios.

Short forms::

    - {repeal: IRPR 159.3, from: 2027-01-01}
    - {suspend: IRPR 159.3, from: 2027-03-01, until: 2027-05-31}
    - {enact: Gazette I 2026-06-20, from: 2027-01-01}
    - {amend: IRPR 159.4(1.1), parameter: days, value: 30, from: 2027-01-01}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openasylum.bilingual import Text
from openasylum.documents import Document, FieldPath
from openasylum.errors import UserError, nearest
from openasylum.law.provisions import Period, Provision, provisions

CHANGES: Final = ("repeal", "suspend", "enact", "amend")
_FIELDS: Final = (
    "provision",
    "change",
    "from",
    "until",
    "parameter",
    "value",
    "basis",
    "when",
    "to",
    "title",
    "kind",
)


@dataclass(frozen=True)
class Amendment:
    """One change. It applies to claims made from ``first`` to ``last`` inclusive (None = without end).

    ``when`` (an extension of the public form) is the condition of a provision that the amendment itself
    writes, ``to`` the ground that it is an exception to or, with ``kind: scope``, that it brings more claims
    under.
    """

    provision: str
    change: str
    first: date
    last: date | None = None
    parameter: str | None = None
    value: Any = None
    basis: str | None = None
    when: str | None = None
    to: str | None = None
    title: str | None = None
    kind: str | None = None

    @property
    def sentence(self) -> str:
        """What it does, in a few words."""
        text = f"{self.change} {self.provision}"
        if self.parameter:
            text += f", {self.parameter} = {self.value}"
        text += f", from {self.first}"
        return text if self.last is None else f"{text} until {self.last}"

    def as_data(self) -> dict[str, Any]:
        """The long form, as in ``policy.schema.json``."""
        data = {
            "provision": self.provision,
            "change": self.change,
            "from": self.first.isoformat(),
            "until": None if self.last is None else self.last.isoformat(),
            "parameter": self.parameter,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "basis": self.basis,
            "when": self.when,
            "to": self.to,
            "title": self.title,
            "kind": self.kind,
        }
        return {key: value for key, value in data.items() if value is not None}

    def as_provision(self) -> Provision:
        """The provision that this amendment writes, in force only as enacted."""
        title = self.title or self.provision
        return Provision(
            citation=self.provision,
            title=Text(en=title, fr=title),
            kind="scope" if self.kind == "scope" else "exception",
            in_force=(Period.model_validate({"from": None}),),
            to=self.to,
            when=self.when or "True",
            source="amendment",
            verification="M",
        )


def covers(citation: str, encoded: str) -> bool:
    """Whether a change to ``citation`` touches the provision ``encoded``: itself, one of its paragraphs, or a
    part of it that has no number of its own (``8 CFR 208.30(e)(6) land port``).
    """
    return encoded == citation or encoded.startswith((f"{citation}(", f"{citation} "))


def parse_amendments(
    data: Any, document: Document | None = None, at: FieldPath = ()
) -> tuple[Amendment, ...]:
    """A list of changes, in the long or the short form, as amendments.

    ``document`` and ``at`` say where ``data`` stands, so that an error can name file and line. Raises
    ``UserError`` for an unknown provision (with the nearest valid citation), change, field, parameter or
    date.
    """
    place = document or Document(data, "")
    if data is None:
        return ()
    if not isinstance(data, list):
        raise place.error("amendments are a list of changes", "les modifications forment une liste", at)
    return tuple(_parse(item, place, (*at, position)) for position, item in enumerate(data))


#: Fields that hold one word or sentence.
_WORDS: Final = ("parameter", "basis", "when", "to", "kind")


def _parse(item: Any, place: Document, at: FieldPath) -> Amendment:
    if not isinstance(item, dict):
        raise place.error(
            "a change is a mapping such as {repeal: IRPR 159.3, from: 2027-01-01}",
            "une modification est un objet comme {repeal: IRPR 159.3, from: 2027-01-01}",
            at,
        )
    item = dict(item)
    short = [change for change in CHANGES if change in item]
    if len(short) > 1:
        raise place.error(
            f"one change does one thing; this one does {' and '.join(short)}",
            f"une modification fait une seule chose ; celle-ci fait {' et '.join(short)}",
            at,
        )
    if short:
        item["change"], item["provision"] = short[0], item.pop(short[0])
    for key in item:
        if key not in _FIELDS:
            raise place.error(
                f"there is no field named {key!r} here",
                f"il n'y a pas ici de champ « {key} »",
                (*at, key),
                nearest(key, (*_FIELDS, *CHANGES)),
            )
    if item.get("change") not in CHANGES:
        raise place.error(
            f"a change is one of {', '.join(CHANGES)}",
            f"une modification est l'une de {', '.join(CHANGES)}",
            (*at, "change"),
            nearest(item.get("change"), CHANGES),
        )
    field_of_provision = (*at, short[0] if short else "provision")
    for key in _WORDS:
        if not isinstance(item.get(key), str | None):
            raise place.error(
                f"{key} is a word (found {item[key]!r})", f"{key} est un mot (lu : {item[key]!r})", (*at, key)
            )
    amendment = Amendment(
        provision=_citation(item, place, field_of_provision),
        change=item["change"],
        first=_day(item.get("from"), place, (*at, "from")),
        last=None if item.get("until") is None else _day(item["until"], place, (*at, "until")),
        value=tuple(item["value"]) if isinstance(item.get("value"), list) else item.get("value"),
        **{key: item.get(key) for key in ("parameter", "basis", "when", "to", "title", "kind")},
    )
    _check(amendment, place, at)
    return amendment


def _citation(item: dict[str, Any], place: Document, at: FieldPath) -> str:
    citation = str(item.get("provision"))
    whole = item.get("change") != "amend" and any(covers(citation, encoded) for encoded in provisions())
    if citation not in provisions() and not whole and item.get("when") is None:
        near = nearest(citation, provisions())
        raise place.error(
            f"there is no provision {citation!r} in the rulebook",
            f"il n'y a pas de disposition « {citation} » dans le recueil",
            at,
            near,
        )
    return citation


def _day(value: Any, place: Document, at: FieldPath) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise place.error(
            f"a day is written as 2027-01-01 (found {value!r})",
            f"un jour s'écrit comme 2027-01-01 (lu : {value!r})",
            at,
        ) from error


def _check(amendment: Amendment, place: Document, at: FieldPath) -> None:
    if amendment.last is not None and amendment.last < amendment.first:
        raise place.error(
            f"until {amendment.last} is before from {amendment.first}",
            f"until {amendment.last} est avant from {amendment.first}",
            (*at, "until"),
        )
    if amendment.change == "suspend" and amendment.last is None:
        raise place.error(
            "a suspension needs a last day", "une suspension a besoin d'un dernier jour", (*at, "until")
        )
    if amendment.change != "amend":
        return
    known = provisions()[amendment.provision].parameters
    if amendment.parameter not in known:
        allowed = ", ".join(known)
        raise place.error(
            f"{amendment.provision} has no number of that name to amend (it has: {allowed or 'none'})",
            f"{amendment.provision} n'a pas de nombre de ce nom à modifier (il y a : {allowed or 'aucun'})",
            (*at, "parameter"),
            nearest(amendment.parameter, known),
        )
    _check_value(amendment, known[amendment.parameter], place, (*at, "value"))


def _check_value(amendment: Amendment, current: Any, place: Document, at: FieldPath) -> None:
    value = amendment.value
    if amendment.parameter == "cutoff":
        _day(value, place, at)
    elif isinstance(current, list):
        if not isinstance(value, tuple) or not all(isinstance(word, str) for word in value):
            raise place.error("this parameter is a list of words", "ce paramètre est une liste de mots", at)
    elif isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise place.error(
            f"{amendment.parameter} is a number, zero or more (found {value!r})",
            f"{amendment.parameter} est un nombre, zéro ou plus (lu : {value!r})",
            at,
        )
    elif amendment.parameter == "years" and (value * 12) % 1:
        raise place.error(
            "years must come to whole months, such as 0.5 or 2",
            "les années doivent donner des mois entiers, comme 0.5 ou 2",
            at,
        )


#: Numbers and lists that only a claim with its relatives and earlier claims can be read by: flat facts already say
#: who is family, and which country shares information.
_OF_LISTS: Final = frozenset((("IRPR 159.1", "relationships"), ("IRPA 101(1)(c.1)", "countries")))


def refuse_for_flat_facts(amendments: Sequence[Amendment]) -> None:
    """Raise ``UserError`` for a change that flat facts could not show, rather than leave it without effect."""
    for amendment in amendments:
        if (amendment.provision, amendment.parameter) in _OF_LISTS:
            raise UserError(
                f"flat facts already say who is a family member and which country shares information, so "
                f"“{amendment.sentence}” could have no effect on them; give claims with their relatives and "
                f"earlier claims (claim.schema.json, as JSON Lines or nested Parquet)",
                "les faits à plat disent déjà qui est membre de la famille et quel pays échange "
                f"des renseignements, si bien que « {amendment.sentence} » resterait sans effet ; "
                "donnez des demandes avec leurs parents et leurs demandes antérieures "
                "(claim.schema.json, en JSON Lines ou en Parquet imbriqué)",
                field=amendment.parameter,
            )


def as_amendments(amendments: Sequence[Amendment] | Sequence[dict[str, Any]] | Any) -> tuple[Amendment, ...]:
    """Amendments given as such, or as plain data in either form."""
    if all(isinstance(item, Amendment) for item in amendments):
        return tuple(amendments)
    return parse_amendments(list(amendments))


__all__ = ["CHANGES", "Amendment", "UserError", "as_amendments", "parse_amendments"]
