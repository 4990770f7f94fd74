"""Events in a text, each held against its day: the nearest time that a sentence names beside its words."""

from __future__ import annotations

from datetime import date

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.showing import day as shown_day
from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import bits
from openasylum.check.statutes.days_of_the_text import days_of_the_text
from openasylum.check.statutes.forms import Event, Told
from openasylum.check.statutes.judged import Judged, provisions_of
from openasylum.check.statutes.manner import SIGNED, WISH

#: What makes a time before the words of an event the time of something else: "after the attacks of 11 September 2001".
_AFTERMATH = plain_pattern(r"\b(?:after|following|since|apres|suite aux?|a la suite d\w+) (?:\w+ ){1,6}$")

#: A time that only points back.
_POINTED_AT = plain_pattern(r"\b(?:that|the same|cette|la meme|ce) ")

#: What stands before a day that something happened on.
_DATED = plain_pattern(
    r"(?:^|[,(:-]|\b(?:on|in|of|since|from|until|dated|early|late|mid|le|en|du|au|depuis|debut|fin|days?|jours?)) ?$"
)

#: What parts a clause from the next.
_PARTED = plain_pattern(
    r"[,;:](?! when\b)|\((?![a-z]{2,6}\))|(?<!\([a-z]{2})(?<!\([a-z]{3})(?<!\([a-z]{4})\)|"
    r" (?:that|which|who|qui|que|dont) | and (?!the (?:united states|u\.s)|canad|washington|ottawa)| et (?!les etats|le canada)"
)


def date_of(event: Event, match: Told, context: Context) -> Judged | None:
    """The nearest time to the words of the event, within its sentence and not beyond another figure of time."""
    times = [*context.times, *days_of_the_text(context)]
    named = [one for one in times if not one.relative or one.grain in ("since", "day", "month")]
    named = [one for one in named if one.grain in ("year", "month", "day", "since")]
    if not named:
        return None
    days = [event.day, *event.or_days]
    nearest = min(
        named,
        key=lambda one: (_parted(one, match, context), not _in_reach(one, match, days), _gap(one, match)),
    )
    gap, opens = _gap(nearest, match), nearest.start < 16
    last = _end_of(nearest)
    right = any(nearest.first <= one <= last for one in days)
    far = (event.far or right) and not _parted(nearest, match, context)
    reach = 110 if far else 40
    if gap > ((260 if right else 140) if opens else reach) or WISH.search(
        context.plain[max(0, match.start - 30) : match.start]
    ):
        return None
    if not right and not _is_its_day(event, nearest, match, context):
        return None
    if (
        event.to_the_day_unless
        and nearest.grain != "day"
        and not context.around_bits & bits(event.to_the_day_unless)
    ):
        return None
    if not right and (gap > reach or (event.differs_if and context.named.isdisjoint(event.differs_if))):
        return None
    day = next((one for one in days if nearest.first <= one <= last), event.day) if event.far else event.day
    told = Bilingual(
        en=f"{event.title.en} {'' if event.date_after else 'on '}{shown_day(day, 'en')}.",
        fr=f"{event.title.fr} le {shown_day(day, 'fr')}.",
    )
    start, end = min(match.start, nearest.start), max(match.end, nearest.end)
    return Judged(
        start,
        end,
        event.id,
        "date",
        "agrees" if right else "differs",
        told,
        provisions_of(event.provisions),
        nearest,
    )


def _is_its_day(event: Event, one: When, match: Told, context: Context) -> bool:
    """Whether a time that is not the day of an event is given as its day all the same: "took effect in 2005", not "after the
    attacks of 2001" nor "set aside the court's 2020 decision".
    """
    lead = context.plain[: one.start]
    if points_back(one, context.plain) or (one.relative and one.grain != "since"):
        return False
    if context.around_bits & bits(event.differs_unless):
        return False
    if not event.date_after and (_AFTERMATH.search(lead) or (event.court and SIGNED.search(lead))):
        return False
    return event.date_after or _DATED.search(lead) is not None


def points_back(when: When, plain: str) -> bool:
    """Whether a time is "that year": which one it means is not certain enough to gainsay it."""
    return _POINTED_AT.search(plain, when.start, when.end) is not None


def _gap(one: When, match: Told) -> int:
    return min(abs(one.start - match.end), abs(match.start - one.end))


def _parted(one: When, match: Told, context: Context) -> bool:
    """Whether a mark or a word that parts clauses stands between a time and the words of an event."""
    first, last = (match.end, one.start) if one.start >= match.end else (one.end, match.start)
    return _PARTED.search(context.plain, first, max(first, last)) is not None


def _end_of(one: When) -> date:
    return one.last if one.grain != "since" else date(one.first.year, 12, 31)


def _in_reach(one: When, match: Told, days: list[date]) -> bool:
    """Whether a time close to the words of an event is its day: in a sentence of several days, the one that is meant."""
    return (_gap(one, match) <= 60 or one.start < 16) and any(
        one.first <= day <= _end_of(one) for day in days
    )
