"""A scenario in one line of text: a preset's id and, after ``~``, what is changed in it.

========================================  ==========================================================
``rpd_capacity=x1.25@2027-01-01``         a lever moved by a factor, from a day on
``rpd_capacity=90000@2027-01-01..2028-12-31``  a lever moved to a number a year, until a day
``rpd_members=50@2027-01-01``             a lever moved by a number of persons, where it takes no number a year
``repeal=IRPR 159.3@2027-01-01``          a provision repealed; likewise ``suspend`` and ``enact``
``amend=IRPR 159.4(1.1):days:30@2027-01-01``   a number of a provision changed (a list: words with ``,``)
``assume=arrivals.resident_push_share:0.4``    an assumption set to a value
========================================  ==========================================================

A lever moved here stands in place of the preset's own setting of it; law is amended after the preset's own amendments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from openasylum.documents import Document
from openasylum.errors import UserError, nearest
from openasylum.report.tongue import LANGUAGES
from openasylum.scenario import LAW_IN_FORCE, Scenario, levers, presets, read_scenario
from openasylum.web.scenario_titles import title_of

#: Changes in one scenario.
AT_MOST = 20

_WORDS = ("repeal", "suspend", "enact", "amend", "assume")

_SPAN = re.compile(
    r"(?P<what>[^@]*)@(?P<first>\d{4}-\d{2}-\d{2})(?:\.\.(?P<last>\d{4}-\d{2}-\d{2}))?", re.ASCII
)
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?", re.ASCII)


@dataclass(frozen=True)
class ScenarioRef:
    """A preset and the changes to it, each ``(key, value)`` in the form above, sorted by key."""

    preset: str = LAW_IN_FORCE
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The line of text, canonical."""
        return "~".join((self.preset, *(f"{key}={value}" for key, value in self.changes)))

    @property
    def id(self) -> str:
        """The scenario's id: the preset's own, with a hash of the changes if there are any."""
        if not self.changes:
            return self.preset
        return f"{self.preset}-{sha256(self.text.encode()).hexdigest()[:8]}"

    def scenario(self) -> Scenario:
        """The scenario, checked. Raises ``UserError`` as ``scenario.read_scenario`` does."""
        return _scenario(self)

    def moved(self, lever: str, value: str) -> ScenarioRef:
        """The same with one lever moved, ``value`` in the form above."""
        return read_ref("~".join((self._without(lever).text, f"{lever}={value}")))

    def _without(self, key: str) -> ScenarioRef:
        return ScenarioRef(self.preset, tuple(change for change in self.changes if change[0] != key))


def read_ref(text: str) -> ScenarioRef:
    """The scenario that a line of text names; it is checked whole, so its ``scenario()`` will do.

    Raises ``UserError`` for an unknown preset, lever, provision or assumption (with the nearest), a value out of range, or
    a date that is none.
    """
    preset, *parts = text.split("~")
    if preset not in presets():
        raise UserError(
            f"there is no scenario {preset[:60]!r}",
            f"il n'y a pas de scénario « {preset[:60]} »",
            field="s",
            nearest=nearest(preset[:60], presets()),
        )
    if len(parts) > AT_MOST:
        raise UserError(
            f"a scenario takes at most {AT_MOST} changes; this one has {len(parts)}",
            f"un scénario prend au plus {AT_MOST} changements ; celui-ci en a {len(parts)}",
            field="s",
        )
    changes = []
    for part in parts:
        key, sign, value = part.partition("=")
        if not sign or key not in (*levers(), *_WORDS):
            raise UserError(
                f"{part[:60]!r} is no change to a scenario",
                f"« {part[:60]} » n'est pas un changement d'un scénario",
                field="s",
                nearest=nearest(key[:60], (*levers(), *_WORDS)),
            )
        changes.append((key, value))
    moved = [key for key, _ in changes if key in levers()]
    if len(set(moved)) < len(moved):
        twice = next(key for key in moved if moved.count(key) > 1)
        raise UserError(
            f"{twice} is moved twice in one scenario",
            f"{twice} est déplacé deux fois dans un scénario",
            field="s",
        )
    ref = ScenarioRef(preset, tuple(sorted(set(changes))))
    ref.scenario()
    return ref


@lru_cache(maxsize=512)
def _scenario(ref: ScenarioRef) -> Scenario:
    base = presets()[ref.preset]
    if not ref.changes:
        return base
    source = dict(base.source)
    moved = {key for key, _ in ref.changes}
    law = list(source.get("law", []))
    settings = [setting for setting in source.get("levers", []) if setting["lever"] not in moved]
    assumptions = dict(source.get("assumptions", {}))
    for key, value in ref.changes:
        if key == "assume":
            name, _, number = value.partition(":")
            assumptions[name] = _value(number)
        elif key in _WORDS:
            law.append(_amendment(key, value))
        else:
            settings.append(_setting(key, value))
    source |= {"id": ref.id, "mirror": None, "law": law, "levers": settings, "assumptions": assumptions}
    source["title"] = {language: title_of(base, ref.changes, language) for language in LANGUAGES}
    return read_scenario(Document(source, ""))


def _setting(lever: str, value: str) -> dict[str, Any]:
    what, span = _split(lever, value)
    number = what.removeprefix("x")
    if not _NUMBER.fullmatch(number):
        raise UserError(
            f"a lever is moved by a factor, such as x1.25, or to a number a year, such as 90000 (found {what[:40]!r})",
            "un levier se déplace par un facteur, comme x1.25, ou vers un nombre par an, comme "
            f"90000 (lu : « {what[:40]} »)",
            field=lever,
        )
    by_number = "persons" if levers()[lever].persons else "per_year"
    return {"lever": lever, "factor" if what.startswith("x") else by_number: float(number), **span}


def _amendment(change: str, value: str) -> dict[str, Any]:
    what, span = _split(change, value)
    if change != "amend":
        return {change: what, **span}
    citation, _, rest = what.partition(":")
    parameter, _, number = rest.partition(":")
    return {"amend": citation, "parameter": parameter, "value": _value(number, lists=True), **span}


def _split(field: str, value: str) -> tuple[str, dict[str, str]]:
    match = _SPAN.fullmatch(value)
    if match is None:
        raise UserError(
            f"a change says its first day after @, as @2027-01-01, and its last after .. (found {value[:60]!r})",
            "un changement dit son premier jour après @, comme @2027-01-01, et son dernier après "
            f".. (lu : « {value[:60]} »)",
            field=field,
        )
    for name in ("first", "last"):
        _checked_day(match[name], field)
    span = {"from": match["first"]}
    if match["last"]:
        span["until"] = match["last"]
    return match["what"], span


def _checked_day(text: str | None, field: str) -> None:
    try:
        date.fromisoformat(text or "2027-01-01")
    except ValueError:
        raise UserError(f"there is no day {text}", f"il n'y a pas de jour {text}", field=field) from None


def _value(text: str, lists: bool = False) -> Any:
    if lists and "," in text:
        return [word for word in text.split(",") if word]
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
