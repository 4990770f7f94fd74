"""Whether a value is of another time than the one that a text names."""

from __future__ import annotations

from datetime import date
from typing import Final

from openasylum.check.figures.measures import Measure
from openasylum.check.figures.observations import Observation
from openasylum.check.language.dates import When
from openasylum.check.language.folding import fold, plain_pattern

#: How many days a value that is one of a kind may lie from the time named, where that may be the time of a report and has none of its
#: own; and how many where it is not.
_SINCE_THEN, _BESIDE = 730, 45
#: And how many days a level may lie from the month of which it is told, or from the report that tells it.
_COUNTED_BEFORE, _REPORTED_AFTER = 100, 800


def of_another_time(one: Observation, when: When, measure: Measure, has_its_own: bool, plain: str) -> bool:
    """Whether a value is of a time that shares nothing with the one named, nor was it printed then, where the sentence tells of
    a report. Where we have a value of the time named, or of a flow, any other time is another; else it must be years away from a
    report, of a level some months.
    """
    if one.grain == "undated":
        return False
    if of_another_budget(one, when, plain):
        return True
    apart = max((one.first - when.last).days, (when.first - one.last).days)
    reported = tells_of_a_print(plain, when)
    if one.grain == when.grain and not reported and when.grain in _YEARS:
        return apart > 0
    if measure.moves:  # what is told of a month may have been counted some before
        return apart > (_REPORTED_AFTER if reported else _COUNTED_BEFORE)
    if measure.adds and when.grain == one.grain == "month":
        return apart > 0  # what was counted in a month is not told of the month in which it was printed
    if reported and one.published is not None and one.published.year == when.first.year:
        return False
    if measure.adds and when.grain == "year" and one.first < when.first and (one.last - one.first).days > 500:
        return True  # a sum over years
    if has_its_own or measure.adds:
        return apart > 0
    return apart > (_SINCE_THEN if reported else _BESIDE)


#: Words that tell of what was written or said, whose day is no day of what was counted.
_OF_A_PRINT: Final = plain_pattern(
    r"\b(?:said|says|told|tells|wrote|writes|according|as of|report\w*|estimat\w*|announc\w*|publi(?:sh|e|c|a)\w*|releas\w*|"
    r"project(?:s|ed|ion|ions)|forecast\w*|expect\w*|stud(?:y|ies)|survey\w*|audit\w*|data|figures|statistics|show\w*|"
    r"found|peg\w*|put|calculat\w*|budget\w*|dit|disait|selon|d'apres|rapport\w*|estim\w*|annonc\w*|etude\w*|sondage\w*|"
    r"donnees|chiffres|statistiques|prev\w*|montr\w*|calcul\w*|chiffr\w*|evalu\w*)\b"
)


#: Between the time of a report and what tells of it: "in 2018, the PBO estimated" at the beginning of a sentence, "a 2018 report",
#: "said in 2018"; but "in 2018-19, according to the PBO" is the time of what was counted.
_OPENING_SAID, _THEN_SAID = plain_pattern(r"[^;:\"]{0,50}"), plain_pattern(r"[^,;:\"]{0,25}")
_SAID_THEN = plain_pattern(r"[^,;:\"]{0,40}")
#: How far from its beginning a sentence names the time that opens it.
_OPENING: Final = 12


def tells_of_a_print(plain: str, when: When) -> bool:
    """Whether a time may be that of a report or a saying: "the PBO estimated in 2018 that …"."""
    then_said = _OPENING_SAID if when.start <= _OPENING else _THEN_SAID
    return any(
        then_said.fullmatch(plain, when.end, said.start())
        if said.start() >= when.end
        else _SAID_THEN.fullmatch(plain, said.end(), when.start)
        for said in _OF_A_PRINT.finditer(plain, max(0, when.start - 60), when.end + 70)
    )


#: Grains of which a value is of one or of another.
_YEARS: Final = frozenset({"year", "fiscal_year", "us_fiscal_year"})
_A_BUDGET: Final = plain_pattern(r"\bbudget (?:of |de )?$")
_OF_BUDGET: Final = plain_pattern(r"\bbudget (20[0-9]{2})\b")


def of_another_budget(one: Observation, when: When, plain: str) -> bool:
    """Whether a figure is of the budget of one year, and the text names another's: "Budget 2019 set aside …"."""
    if not one.figure or not _A_BUDGET.search(plain, max(0, when.start - 12), when.start):
        return False
    found = _OF_BUDGET.search(fold(str(one.row.title["en"])))
    return found is not None and int(found[1]) != when.first.year


#: Before a year at whose end or beginning a level is told.
_END: Final = plain_pattern(r"\b(?:(?:end|close) of|(?:a )?la fin de|fin) ?(?:the (?:year )?|l'annee |de )?$")
_BEGINNING: Final = plain_pattern(
    r"\b(?:(?:beginning|start) of|early in|(?:au )?debut de|debut) ?(?:the (?:year )?|l'annee |de )?$"
)


def of_its_end(when: When, plain: str) -> When:
    """The month of which a level is told by a year: "at the end of 2025" is December, and no other month of 2025."""
    if when.grain != "year":
        return when
    before = max(0, when.start - 24)
    if _END.search(plain, before, when.start):
        return when._replace(first=date(when.last.year, 12, 1), grain="month")
    if _BEGINNING.search(plain, before, when.start):
        return when._replace(last=date(when.first.year, 1, 31), grain="month")
    return when
