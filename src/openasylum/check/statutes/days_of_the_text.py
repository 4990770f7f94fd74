"""Days told from that of the text itself: "on Friday", "since midnight", "la semaine dernière". A weekday may be the one before
or the one to come, so such a day can only bear out the day of an event, never contradict it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from openasylum.check.language.dates import When, month
from openasylum.check.language.folding import plain_pattern
from openasylum.check.meaning.contexts import Context

_WEEKDAYS: Final = {
    name: place
    for place, names in enumerate(
        ("monday lundi", "tuesday mardi", "wednesday mercredi", "thursday jeudi", "friday vendredi", "saturday samedi",
         "sunday dimanche")
    )
    for name in names.split()
}  # fmt: skip

_Span = Callable[[date], tuple[date, date]]


def _days_off(first: int, last: int) -> _Span:
    return lambda day: (day + timedelta(first), day + timedelta(last))


def _last_month(day: date) -> tuple[date, date]:
    return month(*((day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)))


#: What tells a day or some days from that of the text.
_TOLD: Final[tuple[tuple[str, _Span], ...]] = (
    (r"midnight|minuit|12:01|0 ?h ?01|tonight|overnight|ce soir|cette nuit", _days_off(-1, 1)),
    (r"today|this (?:morning|afternoon)|aujourd'hui|ce matin", _days_off(0, 0)),
    (r"yesterday|hier", _days_off(-1, -1)),
    (r"tomorrow|demain", _days_off(1, 1)),
    (r"last week|earlier this week|this week|(?:la )?semaine (?:derniere|passee)|cette semaine", _days_off(-13, 3)),
    (r"last month|(?:le )?mois dernier", _last_month),
    (r"(?:earlier |later )?this month|ce mois-ci", lambda day: month(day.year, day.month)),
)  # fmt: skip
_PATTERNS: Final = tuple((plain_pattern(rf"\b(?:{words})\b"), span) for words, span in _TOLD)
_WEEKDAY = plain_pattern(rf"\b(?:{'|'.join(_WEEKDAYS)})\b")
#: Without one of these words a sentence tells no such day.
_WORDS: Final = frozenset(_WEEKDAYS) | {
    "midnight", "minuit", "12", "01", "tonight", "overnight", "soir", "nuit", "today", "morning", "afternoon", "hui", "matin",
    "yesterday", "hier", "tomorrow", "demain", "week", "semaine", "month", "mois",
}  # fmt: skip


def tells_a_day(context: Context) -> bool:
    """Whether a sentence may tell a day from that of its text, and that is known."""
    return context.published is not None and not context.said.spoken.isdisjoint(_WORDS)


def days_of_the_text(context: Context) -> list[When]:
    """The days that a sentence tells from that of its text; none where that is not known."""
    day = context.published
    if day is None or not tells_a_day(context):
        return []
    found = [
        When(*match.span(), *span(day), "day", relative=True)
        for pattern, span in _PATTERNS
        for match in pattern.finditer(context.plain)
    ]
    for match in _WEEKDAY.finditer(context.plain):
        past = day - timedelta((day.weekday() - _WEEKDAYS[match[0]]) % 7)
        either = (past, past + timedelta(7))
        found.extend(When(*match.span(), one, one, "day", relative=True) for one in either)
    return found
