"""Times that are told by the day of the text, or by a time named before: "last month", "in June", "the month before",
"the first four months of the year", "the same period", "so far this year".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from openasylum.check.language.dates import NAMES_OF_MONTHS, When, month, number_of_month
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.months_of_years import of_their_years
from openasylum.check.language.no_quantity import MONTHS
from openasylum.check.language.parts_of_year import FIRST_MONTHS, QUARTER, first_months, quarter

_LAST_YEAR = plain_pattern(
    r"\b(?:(?P<last>last year|previous year|l'an dernier|l'annee derniere|l'an passe)|"
    r"(?P<next>next year|l'an prochain|l'annee prochaine)|"
    r"(?P<this>this year|cette annee|de l'annee(?! (?:derniere|precedente|prochaine|suivante|\d)))|"
    r"(?P<fiscal>(?:last|past|the previous) fiscal year|(?:dernier exercice|exercice (?:dernier|precedent)))|"
    r"(?P<fiscal_now>this fiscal year|(?:the )?current fiscal year|(?:cet |l' ?)exercice (?:en cours|actuel))|"
    r"(?P<month>last month|le mois dernier|mois dernier|le mois passe|dernier mois(?! de))|"
    r"(?P<end>(?:a la|en) fin (?:de l'|d')annee(?! (?:\d|derniere|precedente|prochaine))))\b"
)
#: Up to which month a text that speaks of the end of the year means the last.
_WINTER = 3
_UP_TO_NOW = plain_pattern(
    r"\b(?:(?:so far|to date) (?:this|in the) (?:calendar )?year|(?:this|calendar) year (?:so far|to date|alone)|"
    r"(?P<last>since the (?:start|beginning) of last year|"
    r"depuis le (?:debut|commencement) de (?:l'annee (?:derniere|precedente)|l'an (?:dernier|passe)))|"
    r"since the (?:start|beginning) of (?:the|this) year|since the new year|"
    r"depuis le (?:debut|commencement) de (?:l'|cette )annee|jusqu'(?:a present|ici) cette annee)\b"
)
_SO_FAR_IN = plain_pattern(r"\bso far in (?P<year>20[0-3]\d)\b")
_SAME_PERIOD = plain_pattern(
    r"\b(?:(?:the|that) (?:same|corresponding) (?:period|time(?: ?(?:frame|period|span))?|(?:\w+ )?months?|span|stretch)|"
    r"(?:the )?same (?:period|months)|"
    r"ceux|celles|those|meme periode|memes (?:\w+ )?mois|meme moment|meme date)(?: \w+){0,2}?"
    r"(?: (?:of|in|de|en|a year|the)? ?(?P<year>20[0-3]\d)|"
    r" (?P<last>last year|a year (?:earlier|before|ago)|the (?:previous|prior) year|the year before|(?:de )?l'an dernier|"
    r"(?:de )?l'annee (?:derniere|precedente|d'avant)|un an plus tot))"
)
_SAME_ALONE = plain_pattern(
    r"\b(?:(?:during|over|in|for|within) (?:the|that) same (?:period|months?|span|time)|"
    r"(?:durant|pendant|au cours de|sur|pour) (?:la|cette) meme periode)\b(?! (?:of|in|de|en|a year|last|the|l'an))"
)
_MONTH_BEFORE = plain_pattern(
    r"\b(?:the (?:month before|previous month|prior month|preceding month)|a month (?:earlier|before)|"
    r"(?:le|au|du) mois (?:precedent|d'avant)|un mois plus tot)\b"
)
_BARE = plain_pattern(
    rf"(?:(?P<lead>\b(?:in|of|since|for|during|from|to|by|until|through|between|last|this|past|and|early|late|mid|than|month|en|de|du|"
    rf"depuis|mois de|mois|et|entre|a|jusqu'en|fin|debut)[ -]|\bd'|^[-•* ]{{0,4}}|\(|"
    rf"(?<=[:,] ))(?P<m>{MONTHS})\b(?P<tail> (?:dernier|passe)\b)?"
    r"(?!\.?(?: of)?,? ?(?:(?:19[89]|20[0-3])\d\b|\d{1,2}\b(?![ ,]\d{3})(?! ?%)))(?! \d{1,2}\b(?![ ,]\d{3})))"
)
#: How many characters one of those begins before its month at most: "jusqu'en mars", "the 31st may".
_BEFORE_MONTH = 10
_BARE_DAY = plain_pattern(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)? (?P<m1>{MONTHS})|(?P<m2>{MONTHS})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b"
    r"(?!,? ?\d{4})(?! ?(?:%|[\d,.]*\d))"
)
_DIGIT = plain_pattern(r"[0-9]")
_SINCE_LEAD = plain_pattern(r"\b(?:since|depuis)[ -]$")
_ENDS = plain_pattern(r"(?<=\w) ?(?:and|to|through|until|et|a|jusqu'en|-) ?$")
#: "mars" and "may" are words too: they are months only after these.
_SURE = frozenset(
    {
        "in",
        "of",
        "since",
        "during",
        "last",
        "this",
        "past",
        "by",
        "en",
        "mois de",
        "depuis",
        "au mois de",
        "month",
        "mois",
    }
)


#: "entre janvier et mars": what is linked to a month is one.
_AFTER_A_MONTH = plain_pattern(rf"\b(?:{MONTHS}) (?:and|et|a|to|through)(?: le mois d[e']| en| in)? ?$")
#: Before "last year" where it is only compared with: "down by half since the same time last year".
_SET_BESIDE = plain_pattern(
    r"\b(?:(?:compared (?:to|with)|than|versus|since|from) (?:at |in |the |this |same |time |period |point )*|"
    r"(?:this|the same|same) (?:time|period|point) )$"
)
#: Between a month and a year that is another's: "4,350 in June, compared to 1,360 in June 2022".
_COMPARED_WITH = plain_pattern(
    r"\b(?:compared (?:to|with)|versus|up from|down from|than|against|contre|comparativement a|par rapport a|qu')"
)


_Way = tuple[
    tuple[frozenset[str], ...],
    re.Pattern[str],
    bool,
    Callable[[re.Match[str], date | None, When | None], When | None],
]


def relative_times(
    plain: str,
    start: int,
    end: int,
    spoken: frozenset[str],
    published: date | None,
    found: Sequence[When],
    before: When | None,
) -> list[When]:
    """The times of one sentence that hang on the day of the text, on those ``found`` in it, or on the one named before.
    What a way to tell a time needs is looked for among the words ``spoken`` first: a sentence tells few.

    Two months that are linked ("from March to June") are one span. What hangs on a day that is not known is left out.
    A time with a year in it ("the same period of 2022") may stand over one that was found there.
    """
    told = _told(_WAYS, plain, start, end, spoken, published, found, before, [])
    if months := spoken & NAMES_OF_MONTHS:
        first = max(start, min(map(plain.find, months)) - _BEFORE_MONTH)
        told += _bare_times(plain, first, end, published, found, told, before)
    for match in () if spoken.isdisjoint(_MONTH) else _MONTH_BEFORE.finditer(plain, start, end):
        one = _month_before(match, _latest_before(match.start(), [*found, *told], before))
        told += [one] if one is not None else []
    told = _spans(plain, of_their_years(plain, sorted(told, key=lambda one: one.start)))
    told = _told(_WAYS_BACK, plain, start, end, spoken, published, found, before, told)
    return sorted(told, key=lambda one: one.start)


def _told(
    ways: tuple[_Way, ...], plain: str, start: int, end: int, spoken: frozenset[str], published: date | None,
    found: Sequence[When], before: When | None, told: list[When],
) -> list[When]:  # fmt: skip
    """Times with those that some ways to tell a time find; a way that covers another takes its place."""
    for needed, pattern, covers, read in ways:
        if any(map(spoken.isdisjoint, needed)):
            continue
        for match in pattern.finditer(plain, start, end):
            rivals = [one for one in (*told, *(() if covers else found)) if _overlap(one, match)]
            if rivals and not covers:
                continue
            plainly = [
                one for one in found if not any(other.start <= one.start < other.end for other in told)
            ]
            one = read(match, published, _latest_before(match.start(), [*plainly, *told], before))
            if one is not None:
                told = [other for other in told if other not in rivals] + [one]
    return told


def _bare_times(
    plain: str,
    start: int,
    end: int,
    published: date | None,
    found: Sequence[When],
    told: Sequence[When],
    before: When | None,
) -> list[When]:
    """The days and months that are named without their year, where no other time stands."""
    bare: list[When] = []
    for match in _BARE_DAY.finditer(plain, start, end) if _DIGIT.search(plain, start, end) else ():
        if not any(_overlap(one, match) for one in (*found, *told, *bare)):
            one = _bare_day(match, published, found)
            bare += [one] if one is not None else []
    for match in _BARE.finditer(plain, start, end):
        if _is_month(match) and not any(_overlap(one, match) for one in (*found, *told, *bare)):
            this_year = [
                one for one in told if one.grain == "year" and not one.beside and one.start < match.start()
            ]
            one = _bare_month(match, published, found, before if not this_year else this_year[-1])
            bare += [one] if one is not None else []
    return bare


def _overlap(one: When, match: re.Match[str]) -> bool:
    return one.start < match.end() and match.start() < one.end


def _latest_before(place: int, named: Sequence[When], before: When | None) -> When | None:
    """The time named last before a place of the sentence, or failing that in the sentences before."""
    earlier = [one for one in named if one.start < place and not one.beside]
    return max(earlier, key=lambda one: one.start, default=before)


def _last_year(match: re.Match[str], published: date | None, _: When | None) -> When | None:
    at = (match.start(), match.end())
    if published is None:  # which year it is is not known: none that is named elsewhere
        return When(*at, date.min, date.min, "unknown", relative=True) if match["last"] else None
    if match["month"]:
        before = published.replace(day=1) - timedelta(days=1)
        return When(*at, before.replace(day=1), before, "month", relative=True)
    if match["fiscal"] or match["fiscal_now"]:
        year = published.year - (published.month < 4) - (match["fiscal"] is not None)
        return When(*at, date(year, 4, 1), date(year + 1, 3, 31), "fiscal_year", relative=True)
    year = published.year + (match["next"] is not None) - (match["last"] is not None)
    beside = match["last"] is not None and _SET_BESIDE.search(match.string, 0, match.start()) is not None
    if match["end"]:  # said in winter, the end of the year is that of the year just over
        year -= published.month <= _WINTER
    return When(*at, date(year, 1, 1), date(year, 12, 31), "year", relative=True, beside=beside)


def _up_to_now(match: re.Match[str], published: date | None, _: When | None) -> When | None:
    if published is None:
        return None
    year = published.year - (match["last"] is not None)
    return When(match.start(), match.end(), date(year, 1, 1), published, "since", relative=True)


def _so_far_in(match: re.Match[str], published: date | None, _: When | None) -> When | None:
    year = int(match["year"])
    last = published if published is not None and published.year == year else date(year, 12, 31)
    return When(match.start(), match.end(), date(year, 1, 1), last, "since", relative=True)


def _same_period(match: re.Match[str], published: date | None, before: When | None) -> When | None:
    if before is None or before.grain not in ("span", "month", "since", "day"):
        return None
    year = int(match["year"]) if match["year"] else before.last.year - 1
    shift = before.last.year - year
    first, last = _in_year(before.first, before.first.year - shift), _in_year(before.last, year)
    if before.grain == "since":
        return When(match.start(), match.end(), first, last, "since", relative=True, beside=True)
    return When(match.start(), match.end(), first, last, before.grain, before.relative, beside=True)


def _same_alone(match: re.Match[str], published: date | None, before: When | None) -> When | None:
    if before is None or before.grain == "unknown":
        return None
    return before._replace(start=match.start(), end=match.end())


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)


_MONTH = frozenset({"month", "mois"})
_YEAR = frozenset({"year", "annee"})
_FIRST = frozenset({"first", "1st", "premier", "premiers", "premiere"})
_SAME = frozenset({"same", "corresponding", "meme", "memes", "ceux", "celles", "those"})
_PART = frozenset({"quarter", "half", "trimestre", "q1", "q2", "q3", "q4"})
#: Words beside that of a length of time by which it is told from the day of the text.
_FROM_NOW = frozenset({
    "last", "previous", "next", "this", "past", "current", "dernier", "derniere", "prochaine", "passe", "cette", "l",
    "precedent", "cours", "actuel", "fin",
})  # fmt: skip
_SO_FAR = frozenset({"far", "date", "alone", "since", "depuis", "present", "ici"})
#: Each way to tell a time: groups of words of each of which it holds one, its pattern, whether it may stand over one that has a year of its
#: own, and how it is read.
_WAYS: tuple[_Way, ...] = (
    ((_PART,), QUARTER, True, quarter),
    ((_FIRST,), FIRST_MONTHS, True, first_months),
    ((frozenset({"far"}),), _SO_FAR_IN, True, _so_far_in),
    ((_YEAR | {"an"}, _SO_FAR), _UP_TO_NOW, False, _up_to_now),
    ((_YEAR | _MONTH | {"an", "exercice"}, _FROM_NOW), _LAST_YEAR, False, _last_year),
)
#: Those that look back to a time named before them, once all others are read.
_WAYS_BACK: tuple[_Way, ...] = (
    ((_SAME,), _SAME_PERIOD, True, _same_period),
    ((_SAME,), _SAME_ALONE, False, _same_alone),
)


def _is_month(match: re.Match[str]) -> bool:
    lead = (match["lead"] or "").strip(" -(•*")
    after = match.string[match.end("m") :]
    opens = match.start() == 0 or match.string.startswith(", ", match.start("m") - 2)
    if not lead and (after.startswith(" · ") or (opens and re.match(r" ?[:–-]? ?\d", after))):
        return True  # a line of a list or a row of a table: "Mars : 644"
    if match["m"] not in ("mars", "may", "mar", "sept", "dec", "mai", "march") or lead in _SURE:
        return True
    return bool(match["tail"]) or _AFTER_A_MONTH.search(match.string[: match.start("m")]) is not None


def _bare_month(
    match: re.Match[str],
    published: date | None,
    found: Sequence[When],
    before: When | None,
) -> When | None:
    """A month without its year: of the year that the sentence names, or of that of the sentence before, or the last one
    before the day of the text.
    """
    number = number_of_month(match["m"])
    anchors = [
        one
        for one in found
        if not one.relative
        and not one.beside
        and one.first.year == one.last.year
        and not _closed_between(match, one)
        and (published is None or not _COMPARED_WITH.search(match.string[match.end() : one.start]))
    ]
    anchor = min(anchors, key=lambda one: abs(one.start - match.start()), default=None)
    if anchor is None and published is None:
        anchor = before if before is not None and before.first.year == before.last.year else None
    elif anchor is None and before is not None and before.last.year < published.year:  # type: ignore[union-attr]
        anchor = (
            before
            if before.first.year == before.last.year
            and (match["lead"] or "").strip() != "last"
            and not match["tail"]
            else None
        )
    last_before = None  # the year of the last such month before the day of the text
    if published is not None:
        same = match["tail"] is not None and number == published.month
        last_before = published.year - (number > published.month or same)
    year = last_before if anchor is None else anchor.last.year
    if year is None:
        return None
    or_year = last_before if anchor is before and last_before != year else None
    at = (match.start("m"), match.end())
    if _SINCE_LEAD.search(match["lead"] or ""):
        last = (
            published if published is not None and published > date(year, number, 1) else date(year, 12, 31)
        )
        return When(*at, date(year, number, 1), last, "since", relative=True)
    return When(*at, *month(year, number), "month", relative=True, or_year=or_year)


def _closed_between(month_told: re.Match[str], one: When) -> bool:
    """Whether a bracket that a month stands in is closed before a year: "(1,921 by September), about 3,550 in 2024"."""
    return one.start > month_told.end() and ")" in month_told.string[month_told.end() : one.start]


def _bare_day(match: re.Match[str], published: date | None, found: Sequence[When]) -> When | None:
    """A day without its year: of the one year that the sentence names, or the last such day before that of the text."""
    number, of_month = int(match["d1"] or match["d2"]), number_of_month(match["m1"] or match["m2"])
    years = {one.first.year for one in found if one.first.year == one.last.year}
    year = years.pop() if len(years) == 1 else published.year if published is not None else None
    if year is None or not 1 <= number <= month(year, of_month)[1].day:
        return None
    day = date(year, of_month, number)
    if not years and published is not None and day > published and not found:
        day = date(year - 1, of_month, min(number, month(year - 1, of_month)[1].day))
    return When(match.start(), match.end(), day, day, "day", relative=True)


def _month_before(match: re.Match[str], before: When | None) -> When | None:
    if before is None or before.grain != "month":
        return None
    last = before.first - timedelta(days=1)
    return When(match.start(), match.end(), last.replace(day=1), last, "month", relative=True, beside=True)


def _spans(plain: str, told: list[When]) -> list[When]:
    """Linked months or days as one span: "between January and March"; "in January and in March" are two."""
    joined: list[When] = []
    for one in told:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.grain == one.grain
            and one.grain in ("month", "day")
            and before.first < one.first
            and not one.beside
        ):
            gap = plain[before.end : one.start]
            lead = plain[max(0, before.start - 9) : before.start]
            opened = re.search(r"\b(?:from|between|de|d'|entre|du|entre le) ?$", lead) is not None
            if re.fullmatch(r" ?(?:to|through|until|a|au|jusqu'en|jusqu'au|-) ?", gap) or (
                opened and re.fullmatch(r" (?:and|et)(?: le)? ", gap)
            ):
                relative, of_one = before.relative and one.relative, before.or_year == one.or_year
                or_year = one.or_year if of_one else None
                joined[-1] = When(
                    before.start, one.end, before.first, one.last, "span", relative, or_year=or_year
                )
                continue
        joined.append(one)
    return joined
