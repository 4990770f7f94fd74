"""Is this a claim document? The schema's answer, and what no schema can say: days that cannot be, countries
that are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from zoneinfo import available_timezones

from openasylum.documents import Document, dotted
from openasylum.errors import UserError, nearest
from openasylum.law.countries import ISO_3166
from openasylum.law.entry_times import is_zone
from openasylum.law.schemas import written_out

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError


class Fault(NamedTuple):
    """One thing wrong with a document: where, what, and the nearest valid value."""

    path: tuple[Any, ...]
    english: str
    french: str
    near: str | None = None

    @property
    def error(self) -> UserError:
        """The same as an error of the user's."""
        return UserError(self.english, self.french, field=dotted(self.path), nearest=self.near)

    @property
    def sentence(self) -> str:
        """For a rejects file."""
        return str(self.error)


def check_claim(claim: Any, document: Document | None = None) -> Mapping[str, Any]:
    """``claim`` itself, if it is a claim document. Raises ``UserError`` for the first fault, with its line
    and path.
    """
    for fault in faults(claim):
        place = document or Document(claim, "")
        raise place.error(fault.english, fault.french, fault.path, fault.near)
    assert isinstance(claim, Mapping)
    return claim


def faults(claim: Any) -> Iterator[Fault]:
    """Everything wrong with a claim document, the schema's faults first."""
    found = False
    for error in _validator().iter_errors(claim):
        found = True
        yield _fault(error)
    if not found:
        yield from _impossible_days(claim)
        yield from _unknown_countries(claim, ())
        yield from _unknown_zones(claim)
        yield from _too_large(claim, ())


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(written_out("claim"))


def _fault(error: ValidationError) -> Fault:
    while error.context:  # inside oneOf: the branch that got furthest says it best
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    path = tuple(error.absolute_path)
    asked: Any = error.validator_value
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        schema_here: Any = error.schema
        known = list(schema_here.get("properties", {}))
        odd = next(key for key in list(instance) if key not in known)
        return Fault(
            (*path, odd),
            f"there is no field named {odd!r} here",
            f"il n'y a pas ici de champ « {odd} »",
            nearest(odd, known),
        )
    if error.validator == "enum":
        words = [str(word) for word in asked]
        return Fault(
            path,
            f"{instance!r} is not one of {', '.join(words)}",
            f"{instance!r} n'est pas l'un de {', '.join(words)}",
            nearest(instance, words),
        )
    if error.validator == "type":
        return Fault(
            path,
            f"this should be {_KINDS.get(asked, _ANOTHER)[0]} (found {_shown(instance)})",
            f"il faut ici {_KINDS.get(asked, _ANOTHER)[1]} (lu : {_shown(instance)})",
        )
    if error.validator == "pattern":
        example = next((form for pattern, form in _FORMS.items() if pattern in asked), None)
        such = "" if example is None else f", such as {example}"
        telle = "" if example is None else f", comme {example}"
        return Fault(
            path,
            f"{_shown(instance)} is not written in the form that this field has{such}",
            f"{_shown(instance)} n'est pas écrit sous la forme de ce champ{telle}",
            nearest(instance, sorted(ISO_3166)) if example == _FORMS["[A-Z]{2}"] else None,
        )
    return Fault(path, error.message, "cette valeur ne convient pas à ce champ")


def _days(claim: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every date of the document, with its path."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), claim)]
    while waiting:
        path, part = waiting.pop(0)
        if isinstance(part, Mapping):
            waiting += [((*path, key), value) for key, value in part.items()]
        elif isinstance(part, list):
            waiting += [((*path, position), value) for position, value in enumerate(part)]
        elif isinstance(part, str) and len(part) == 10 and part[4] == part[7] == "-" and part[:4].isdigit():
            yield path, part


def _impossible_days(claim: Mapping[str, Any]) -> Iterator[Fault]:
    for path, text in _days(claim):
        try:
            date.fromisoformat(text)
        except ValueError:
            yield Fault(path, f"there is no day {text}", f"il n'y a pas de jour {text}")
            return
    # ISO dates compare as text.
    for path, first, one, second, other in _in_order(claim):
        if first and second and first > second:
            yield Fault(
                path,
                f"{_EVENTS[one][0]} ({first}) is after {_EVENTS[other][0]} ({second})",
                f"{_EVENTS[one][1]} ({first}) est après {_EVENTS[other][1]} ({second})",
            )


#: A path, the earlier day and its event, the later day and its event.
_Pair: TypeAlias = tuple[tuple[Any, ...], str | None, str, str | None, str]


def _in_order(claim: Mapping[str, Any]) -> list[_Pair]:
    """Days of which one cannot be after the other."""
    about, person = claim.get("claim", {}), claim.get("claimant", {})
    claimed, born = about.get("date"), person.get("birth_date")
    entries = [
        (("entries", i, "date"), entry.get("date")) for i, entry in enumerate(claim.get("entries", ()))
    ]
    return [
        *[(at, entered, "entry", claimed, "claim") for at, entered in entries],
        *[(("claimant", "birth_date"), born, "birth", entered, "entry") for _, entered in entries],
        *[(at, before, "earlier", after, "next") for (at, before), (_, after) in pairwise(entries)],
        (("claimant", "birth_date"), born, "birth", claimed, "claim"),
        (("claim", "decision_date"), claimed, "claim", about.get("decision_date"), "decision"),
        (("as_of",), claimed, "claim", claim.get("as_of"), "asked"),
        *_in_order_in_lists(claim, claimed),
        *_in_order_at_the_board(claim.get("proceedings", {}), claimed),
    ]


def _in_order_in_lists(claim: Mapping[str, Any], claimed: str | None) -> Iterator[_Pair]:
    for number, relative in enumerate(claim.get("relatives", ())):
        yield ("relatives", number, "birth_date"), relative.get("birth_date"), "relative", claimed, "claim"
    person = claim.get("claimant", {})
    for number, prior in enumerate(person.get("prior_claims_in_canada", ())):
        at, made = ("claimant", "prior_claims_in_canada", number), prior.get("date")
        yield (*at, "date"), made, "prior", claimed, "claim"
        yield (*at, "decided_on"), made, "prior", prior.get("decided_on"), "prior_decided"
    for number, held in enumerate(person.get("documents", ())):
        place = ("claimant", "documents", number, "valid_until")
        yield place, held.get("valid_from"), "valid_from", held.get("valid_until"), "valid_until"


def _in_order_at_the_board(proceedings: Mapping[str, Any], claimed: str | None) -> Iterator[_Pair]:
    referred, by_rpd, by_rad = (
        proceedings.get(key) for key in ("referred_on", "rpd_decision_date", "rad_decision_date")
    )
    yield ("proceedings", "referred_on"), claimed, "claim", referred, "referred"
    yield ("proceedings", "rpd_decision_date"), claimed, "claim", by_rpd, "by_rpd"
    yield ("proceedings", "rpd_decision_date"), referred, "referred", by_rpd, "by_rpd"
    yield ("proceedings", "rad_decision_date"), by_rpd, "by_rpd", by_rad, "by_rad"


#: Days of a claim that have an order, as a sentence names them.
_EVENTS: Final = {
    "entry": ("the entry", "l'entrée"),
    "birth": ("the birth", "la naissance"),
    "earlier": ("an earlier entry", "une entrée antérieure"),
    "next": ("the next entry", "l'entrée suivante"),
    "claim": ("the claim", "la demande"),
    "decision": ("the decision", "la décision"),
    "asked": ("the day that is asked about", "le jour dont il est question"),
    "relative": ("the birth of the relative", "la naissance du proche"),
    "prior": ("the earlier claim", "la demande antérieure"),
    "prior_decided": ("the decision on it", "la décision qui la concerne"),
    "valid_from": ("the first day of the document", "le premier jour du document"),
    "valid_until": ("its last day", "son dernier jour"),
    "referred": ("the referral to the Board", "le renvoi à la Commission"),
    "by_rpd": ("the decision of the RPD", "la décision de la SPR"),
    "by_rad": ("the decision of the RAD", "la décision de la SAR"),
}

#: The schema's names of kinds, in words.
_KINDS: Final = {
    "string": ("a text", "un texte"),
    "object": ("an object (fields and their values)", "un objet (des champs et leurs valeurs)"),
    "array": ("a list", "une liste"),
    "boolean": ("true or false", "vrai ou faux (true, false)"),
    "integer": ("a whole number", "un nombre entier"),
    "number": ("a number", "un nombre"),
}
_ANOTHER: Final = ("another kind of value", "une autre sorte de valeur")

#: A part of each pattern of the schema, and an example of what it asks for.
_FORMS: Final = {
    "[A-Z]{2}": "HT",
    r"\d{4}-": "2024-01-15",
    "[01]": "14:05",
    "[A-Za-z_]+(/": "America/Toronto",
    "3[4-9]": "34(1)(f)",
    "IRPA|": "IRPA 101(1)(e)",
}


def _shown(value: Any) -> str:
    """A value as a sentence shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST: Final = 80


def _unknown_zones(claim: Mapping[str, Any]) -> Iterator[Fault]:
    """Time zones that are none."""
    parts: list[tuple[tuple[Any, ...], Any]] = [(("claim",), claim.get("claim", {}))]
    parts += [(("entries", at), entry) for at, entry in enumerate(claim.get("entries", ()))]
    for path, part in parts:
        zone = part.get("timezone")
        if zone is not None and not is_zone(zone):
            yield Fault(
                (*path, "timezone"),
                f"there is no time zone {zone!r}",
                f"il n'y a pas de fuseau horaire « {zone} »",
                nearest(zone, sorted(available_timezones())),
            )


def _too_large(part: Any, path: tuple[Any, ...]) -> Iterator[Fault]:
    """Numbers that no term or age comes near, and that the engine has no room for."""
    if isinstance(part, Mapping | list):
        for key, value in part.items() if isinstance(part, Mapping) else enumerate(part):
            yield from _too_large(value, (*path, key))
    elif isinstance(part, int | float) and part > _LARGEST:
        yield Fault(path, "this number is too large", "ce nombre est trop grand", f"{_LARGEST}")


#: The largest number that the engine has room for.
_LARGEST: Final = 2**31 - 1


def _unknown_countries(part: Any, path: tuple[Any, ...]) -> Iterator[Fault]:
    """Values in the fields that hold a country."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in _COUNTRY_FIELDS:
                for at, code in _codes(value, (*path, key)):
                    if isinstance(code, str) and len(code) == 2 and code not in ISO_3166:
                        yield Fault(
                            at,
                            f"there is no country {code!r}",
                            f"il n'y a pas de pays « {code} »",
                            nearest(code, sorted(ISO_3166)),
                        )
            else:
                yield from _unknown_countries(value, (*path, key))
    elif isinstance(part, list):
        for position, value in enumerate(part):
            yield from _unknown_countries(value, (*path, position))


_COUNTRY_FIELDS = frozenset(
    (
        "from",
        "via",
        "nationalities",
        "former_habitual_residence",
        "parent_or_guardian_in",
        "issuer",
        "country",
    )
)


def _codes(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, list):
        for position, code in enumerate(value):
            yield (*path, position), code
    else:
        yield path, value
