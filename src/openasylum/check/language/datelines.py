"""The day of a text that says it in its first lines: "Published July 21, 2017", "OTTAWA, March 3, 2019 —", a date alone."""

from __future__ import annotations

import re
from datetime import date

from openasylum.check.language.dates import When, named_times
from openasylum.check.language.folding import fold, plain_pattern
from openasylum.check.language.no_quantity import MONTHS

#: How far a dateline may stand from the beginning: in characters and in lines that hold something.
REACH, _LINES = 1_500, 12
_LABEL = re.compile(
    r"^[\W_]*(?:first |last |originally )?(?:published|posted|updated|modified|issued|released|created|date|dated|publie\w*|"
    r"publication|mis\w* a jour|mise en ligne|modifie\w*|diffuse\w*|article (?:published|publie)|this article was published)\b"
)
_LITTLE = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:lun|mar|mercre|jeu|vendre|same)di\b|\bdimanche\b|"
    r"\b\d{1,2}(?::\d\d| ?h ?\d\d)?(?: ?[ap]\.?m\.?)?\b|\b(?:e[sd]t|edt|est|et|pt|gmt|utc|at|on|le|a|the|by|for immediate release)\b"
)
_CITY = re.compile(r"^\W*[A-ZÀ-Ý][A-ZÀ-Ý .'’-]{2,30}(?:, [A-Z][\w.]+)?\W*(?:\w+(?:day|di),? )?(?:le )?$")
#: "CBC News · Posted: ", "Par Untel | Publié le ": a label in the middle of a line, after the name of who writes.
_LABEL_WITHIN = re.compile(
    r"[\W_](?:published|posted|updated|publie|mis\w* a jour|mise en ligne)(?: on| le|:)* *(?:\w+,? )?$"
)
#: "Toronto Star, ", "La Presse canadienne, le mardi ": names, then the day at the end of the line.
_NAME = r"(?:[A-ZÀ-Ý][\w.'’-]*|l[ea]s?|d[eu]s?|the|of|and|et|canadienne)"
_NAMES = re.compile(
    r"^(?!.*(?:Agreement|Entente|Accord|Act\b|Loi\b|Bill\b))"
    rf"\W*{_NAME}(?: {_NAME}){{0,6}}, (?:le |on )?(?:\w+(?:day|di),? )?(?:le )?$"
)
_PLACE_ONLY = re.compile(r"\W*(?:[A-ZÀ-Ý][\w.'’-]*(?: [A-ZÀ-Ý][\w.'’-]*){0,2}, )?(?:le |in |en )?")
_DASHED = re.compile(r"^\W{0,3}[–—-]\W")
_AFTER_DASH = re.compile(r"\s(?:[–—|-]|\|)\s*$")
#: "OTTAWA, June 4, 2025 — ", "Montréal, le 21 juillet 2017 - ": a city (in capitals, or with a comma), the day, and a dash.
_CITY_FIRST = (
    r"(?:[A-ZÀ-Ý][A-ZÀ-Ý .'’/-]{2,40}(?:, [A-Z][\w.]+)?[ ,(]{1,3}|"
    r"(?!\w+(?:day|di)\b)[A-ZÀ-Ý][\w.'’/-]+(?: [A-ZÀ-Ý][\w.'’/-]+){0,3}, )"
)
_OPENING = re.compile(
    rf"\W{{0,3}}{_CITY_FIRST}(?:\w+(?:day|di),? )?(?:le )?(?=[\w., ]*\d)[\w., ]{{3,24}}\)?(?: \([\w /-]{{2,30}}\))? ?[–—-]{{1,2}} "
)
#: A day in it, with or without its year.
_DAY = plain_pattern(rf"\b(?:(?:{MONTHS})\.? \d{{1,2}}|\d{{1,2}}(?:er)? (?:{MONTHS}))\b")


def behind_dateline(sentence: str) -> int:
    """Where a sentence begins behind the city and the day that a report opens with: they are of the report, not of what it tells."""
    match = _OPENING.match(sentence)
    if match is None or not _DAY.search(fold(match[0])):
        return 0  # "Lacolle, about 5,000 people - mostly Haitians - crossed"
    return match.end()


def dateline(content: str) -> date | None:
    """The day on which a text says it was written, or None; where it names but a month, its last. A day that a headline merely speaks
    of is none.
    """
    lines = [line for line in content[:REACH].splitlines() if line.strip()][:_LINES]
    found: list[tuple[bool, date]] = []
    months: list[date] = []
    for line in lines:
        plain = fold(line)
        days = [one for one in named_times(plain, 0, len(plain)) if one.grain == "day"]
        if days and len(line) <= 200 and _LABEL_WITHIN.search(plain[: days[0].start]):
            found.append((False, days[0].first))
        elif len(days) == 1 and (labelled := bool(_LABEL.match(plain)), _opens(line, plain, days[0])) != (
            False,
            False,
        ):
            found.append((not labelled, days[0].first))
        elif not days and (month := _month_alone(line, plain)):
            months.append(month)
    if not found and len(months) == 1:
        return months[0]
    return min(found, default=(False, None), key=lambda one: one[0])[1]


def _month_alone(line: str, plain: str) -> date | None:
    """The last day of a month that stands alone on a line, or behind a place: "Ottawa, December 2022"."""
    told = named_times(plain, 0, len(plain)) if len(line) <= 60 else []
    if len(told) != 1 or told[0].grain != "month" or plain[told[0].end :].strip(" ."):
        return None
    return told[0].last if _PLACE_ONLY.fullmatch(line[: told[0].start]) else None


def _opens(line: str, plain: str, day: When) -> bool:
    """Whether a line holds a day and nothing else to speak of, or opens with a city and a day, or ends with one after a
    dash or the names of a paper.
    """
    lead, tail = line[: day.start], plain[day.end :]
    if _CITY.match(lead):
        return True
    if _NAMES.match(lead) and (not re.search(r"\w", tail) or _DASHED.match(tail)):
        return True
    if len(line) <= 140 and not tail.strip(" .") and _AFTER_DASH.search(lead):
        return True
    return not re.search(r"[a-z]{2,}", _LITTLE.sub(" ", f"{plain[: day.start]} {tail}"))
