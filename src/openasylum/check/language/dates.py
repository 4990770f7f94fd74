"""Days, months, years, fiscal years and spans of time that a sentence names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.no_quantity import MONTHS

_NUMBER_OF_MONTH: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier", "february feb fevrier", "march mar mars", "april apr avril", "may mai", "june jun juin",
            "july jul juillet", "august aug aout", "september sep sept septembre", "october oct octobre",
            "november nov novembre", "december dec decembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


#: The names of the months, as plain words.
NAMES_OF_MONTHS: Final = frozenset(_NUMBER_OF_MONTH)


class When(NamedTuple):
    """A time that is named: where it stands, its first and last day, its grain ("day", "month", "year",
    "fiscal_year", "span", "since"), and whether it was read from the day of the text ("last year"). ``beside``: told
    only to compare with ("the month before"). ``or_year``: the year it may be of as well, where it names none: that of the text,
    beside that of the sentence before.
    """

    start: int
    end: int
    first: date
    last: date
    grain: str
    relative: bool = False
    beside: bool = False
    or_year: int | None = None

    @property
    def in_the_other_year(self) -> When:
        """The same months of the other year that it may be of."""
        assert self.or_year is not None
        (first, _), (_, last) = month(self.or_year, self.first.month), month(self.or_year, self.last.month)
        return self._replace(first=first, last=last, or_year=None)

    @property
    def shown(self) -> str:
        """As a period is written: 2022, 2022-07, 2022-07-01, FY2017-18, or first/last."""
        if self.grain == "year":
            return str(self.first.year)
        if self.grain == "month":
            return f"{self.first:%Y-%m}"
        if self.grain == "day":
            return self.first.isoformat()
        if self.grain == "fiscal_year":
            return f"FY{self.first.year}-{self.last.year % 100:02d}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


_Y = r"(?:19[89]\d|20[0-3]\d)"
#: What every time that is named with its year holds.
SOME_YEAR: Final = plain_pattern(r"(?:19[89]|20[0-3])\d")
_DAY_FIRST = rf"(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)? (?P<m1>{MONTHS})\.?,? (?P<y1>{_Y})"
_MONTH_FIRST = rf"(?P<m2>{MONTHS})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>{_Y})"
_MONTH_YEAR = rf"(?P<m3>{MONTHS})\.?(?: of)?,? (?P<y3>{_Y})"
#: As the heads of rows tell it: "2019 October · ".
_YEAR_FIRST = rf"(?P<y8>{_Y}) (?P<m8>{MONTHS})(?= · )"
_ISO = rf"(?P<y4>{_Y})-(?P<m4>0[1-9]|1[0-2])(?:-(?P<d4>[0-3]\d))?(?!\d)"
_FISCAL = (
    rf"(?:(?:fiscal(?: year)?|fy|exercice(?: financier)?) ?)?(?P<y5>{_Y}) ?[-/] ?(?P<z5>{_Y}|"
    rf"\d\d)(?!\d|-\d|,\d)"
)
_FISCAL_ENDED = rf"(?:fiscal(?: year)?|fy|exercice) ?(?P<y6>{_Y})"
_YEAR = rf"(?P<y7>{_Y})(?![\d,]\d|-\d|\.\d)(?! ?(?:\$|%|people|persons|claimants|asylum|personnes|d'entre)|(?<=, \d\d\d\d) l'ont\b)"
_BARE_MONTH = plain_pattern(
    rf"\b(?:in|of|since|for|during|from|to|by|until|en|de|d'|depuis|mois de|et|and) ?({MONTHS})\b|"
    rf"^(?!may\b|mai\b|mars\b|march\b)({MONTHS})\b"
)
_EARLY = (
    r"(?P<part>early|mid-?|late|end of|the end of|beginning of|start of|debut|fin|mi-|"
    r"(?:la )?fin de|(?:le )?debut de) ?(?:in )?"
)
_NAMED = plain_pattern(
    rf"(?:(?<![\w$£€.,/-])|(?<=[0-9]{{4}}-)(?=[a-z]))(?:{_DAY_FIRST}|{_MONTH_FIRST}|{_MONTH_YEAR}|{_YEAR_FIRST}|{_ISO}|{_FISCAL}|{_FISCAL_ENDED}|{_YEAR})"
)
#: How many characters a time begins before its year at most: "exercice financier 2019-2020".
_BEFORE_YEAR: Final = 20
_HALF = plain_pattern(
    r"(?:(?P<first>first|premiers?)|(?P<mid>second)) (?:(?P<n>six|three|eight|nine|ten|two|four|"
    r"five|seven|eleven|\d{1,2}) (?:months?|mois)|half|semestre) (?:of|de|in) $"
)
_NINE: Final = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
}
_MONTHS_TO = plain_pattern(
    r"\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) months (?:to|"
    r"ending|ended|through|up to)(?: in)? $"
)
_DATED_MONTH = plain_pattern(
    rf"\b(?:(?P<f>\d{{1,2}})(?:er)? )?(?P<m>{MONTHS})\.?(?: (?P<d>\d{{1,2}})(?:st|nd|rd|th)?)?,? (?:and|to|-|through|until|et en|et|"
    rf"a|au|jusqu'en|jusqu'au)(?: the| le| la)?(?: mois d[e']| (?:early|mid|late|end of|debut|mi|fin)(?: de)?)? ?-?$"
)
_LINK = plain_pattern(
    r" ?(?:-|to|through|until|till|and|a|et|et en|and in|au|jusqu'en|jusqu'a|to the end of|and the end of|"
    r"et la fin de|to early|to late|to mid) ?(?:le |the )?$"
)
_OPENS = plain_pattern(
    r"\b(?:from|between|since|de|entre|depuis|du)\b(?: (?:the (?:start|beginning|end) of|early|"
    r"late|le|la fin de|le debut de))? ?$"
)
_SINCE = plain_pattern(
    r"\b(?:since|depuis|starting in|beginning in|began in|begun in|debute en|commence en|a partir de)\b"
    r"(?: at least)?(?: (?:the (?:start|beginning|"
    r"end|spring|summer|fall|winter) of|early|late|mid|le|la fin de|le debut de|fin|"
    r"debut))? ?-?$"
)
#: After a time that is named as the last of its kind, and then spoken of itself: "the lowest since June 2017, when 884 were".
_AT_WHICH = plain_pattern(
    r",? (?:when|during which|in which|(?:mois|annee|moment) (?:durant|pendant) lequel|"
    r"(?:mois|annee|moment)? ?(?:ou|au cours d(?:uquel|e laquelle)))\b"
)
#: Before a year that is only compared with: "an increase of 57% compared to 2022".
_COMPARED = plain_pattern(
    r"\b(?:compared (?:to|with)|versus|relative to|up from|down from|more than in|than in|par rapport a|comparativement a)"
    r"(?: (?:the year|all of|only))? ?$"
)
_UNTIL = plain_pattern(r"\b(?:until|before|up to|prior to|jusqu'en|jusqu'au|avant|avant le)\b ?$")


def named_times(plain: str, start: int, end: int) -> list[When]:
    """The times that one sentence names with their year, in order and not yet linked."""
    year = SOME_YEAR.search(plain, start, end)
    if year is None:
        return []
    first = max(start, year.start() - _BEFORE_YEAR)
    return [one for match in _NAMED.finditer(plain, first, end) if (one := _named(match))]


def _named(match: re.Match[str]) -> When | None:
    at = (match.start(), match.end())
    try:
        for d, m, y in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
            if match[d]:
                day = date(int(match[y]), _NUMBER_OF_MONTH[match[m]], int(match[d]))
                return When(*at, day, day, "day")
        if match["m3"]:
            return When(*at, *month(int(match["y3"]), _NUMBER_OF_MONTH[match["m3"]]), "month")
        if match["m8"]:
            return When(*at, *month(int(match["y8"]), _NUMBER_OF_MONTH[match["m8"]]), "month")
        if match["y4"]:
            year, number = int(match["y4"]), int(match["m4"])
            if match["d4"]:
                day = date(year, number, int(match["d4"]))
                return When(*at, day, day, "day")
            if match.string[match.start() + 4] == "-" and number == (year + 1) % 100:
                return When(*at, date(year, 4, 1), date(year + 1, 3, 31), "fiscal_year")
            return When(*at, *month(year, number), "month")
        if match["y5"]:
            first, written = int(match["y5"]), match["z5"]
            last = int(written) if len(written) == 4 else first // 100 * 100 + int(written)
            if last == first + 1:
                return When(*at, date(first, 4, 1), date(last, 3, 31), "fiscal_year")
            if first < last <= first + 40:
                return When(*at, date(first, 1, 1), date(last, 12, 31), "span")
            return None
        if match["y6"]:
            year = int(match["y6"])
            return When(*at, date(year - 1, 10, 1), date(year, 9, 30), "us_fiscal_year")
        year = int(match["y7"])
        return When(*at, date(year, 1, 1), date(year, 12, 31), "year")
    except ValueError:
        return None


def named_months(words: str) -> frozenset[int]:
    """The months that plain words name: "in August", "en août", "December brought"; "may" and "mars" only after a word of time."""
    return frozenset(_NUMBER_OF_MONTH[match[1] or match[2]] for match in _BARE_MONTH.finditer(words))


def number_of_month(name: str) -> int:
    """The number of a month by its plain name."""
    return _NUMBER_OF_MONTH[name]


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    after = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), after - timedelta(days=1)


def whole_year(year: int) -> When:
    """A calendar year that the words do not name."""
    return When(0, 0, date(year, 1, 1), date(year, 12, 31), "year", relative=True)


def a_year_earlier(when: When) -> When:
    """The same days of the year before, as a time that is only compared with."""
    first, last = (day.replace(year=day.year - 1, day=min(day.day, 28)) for day in (when.first, when.last))
    last = month(last.year, last.month)[1] if when.last == month(when.last.year, when.last.month)[1] else last
    return when._replace(first=first, last=last, relative=True, beside=True)


def linked(plain: str, start: int, found: list[When], today: date) -> list[When]:
    """Times in their order; two that are linked ("from 2017 to 2022") become one span."""
    joined: list[When] = []
    for one in found:
        lead = plain[max(start, one.start - 30) : one.start]
        before = joined[-1] if joined else None
        gap = plain[before.end : one.start] if before else ""
        if before and before.grain != "span" and _LINK.fullmatch(gap) and before.first <= one.last:
            opened = bool(_OPENS.search(plain[max(start, before.start - 26) : before.start]))
            if opened or one.grain == before.grain == "year" or not re.search(r"\b(?:and|et)\b", gap):
                joined[-1] = When(before.start, one.end, before.first, one.last, "span")
                continue
        if one.grain in ("month", "day") and (match := _DATED_MONTH.search(lead)):
            number = _NUMBER_OF_MONTH[match["m"]]
            first = date(one.first.year, number, min(int(match["f"] or match["d"] or 1), 28))
            if first <= one.last:
                one = When(one.start - len(lead) + match.start(), one.end, first, one.last, "span")
        elif one.grain in ("month", "day") and (match := _MONTHS_TO.search(lead)):
            length = int(match["n"]) if match["n"].isdigit() else _NINE.get(match["n"], 12)
            number = one.last.year * 12 + one.last.month - length
            one = When(one.start, one.end, date(number // 12, number % 12 + 1, 1), one.last, "span")
        elif one.grain == "year" and (match := _HALF.search(lead)):
            length = int(match["n"]) if (match["n"] or "").isdigit() else _NINE.get(match["n"] or "six", 6)
            if match["first"] and length <= 12:
                one = When(one.start, one.end, one.first, month(one.first.year, length)[1], "span")
        elif _SINCE.search(lead) and not _AT_WHICH.match(plain, one.end):
            one = When(one.start, one.end, one.first, today, "since", relative=True)
        elif one.grain == "year" and _COMPARED.search(lead):
            one = one._replace(beside=True)
        joined.append(one)
    return joined
