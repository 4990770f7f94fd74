"""Numbers that count nothing: years, days of a month, times, sections, bills, dockets, ages, telephones."""

from __future__ import annotations

from typing import Final

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.numbers import Number

MONTHS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|"
    "mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
)
_NAME_BEFORE = plain_pattern(
    r"(?:\b(?:section|sections|sec\.|s\.|ss\.|art\.|article|articles|paragraph|paragraphe|"
    r"para\.|subsection|rule|regle|part|partie|title|"
    r"chapter|chapitre|page|pages|p\.|pp\.|no\.|nos\.|n|number|numero|bill|loi|projet de loi|"
    r"act|route|highway|autoroute|interstate|i|"
    r"hwy|road|flight|vol|table|tableau|figure|annex|annexe|appendix|note|footnote|volume|vol\.|"
    r"issue|item|form|formulaire|"
    r"schedule|docket|resolution|room|suite|unit|apt|box|version|title|chap|c\.|covid|group|"
    r"level|stage|phase|tier|category|"
    r"aged?|age de|ages de|fc|fca|scc|cf|caf|csc|sor|dors|channel|world war|g|air force|motion|"
    r"question|session|parliament|meeting|"
    r"seance|legislature|district|precinct|rank|ranked|day|jour|division|paragraphs|"
    r"recommendation|recommandation|clause|tel|order) ?(?:no\.? ?|# ?|n° ?)?|[#§] ?|"
    r"u\.s\. route )[(\[]?$"
)
_MONTH_BEFORE = plain_pattern(rf"\b(?:{MONTHS})\.? (?:the )?$")
_MONTH_AFTER = plain_pattern(rf"(?:st|nd|rd|th|er)?,? (?:of )?(?:{MONTHS})\b")
_DATE_LIST = plain_pattern(rf" ?(?:-|to|and|et|au|a) ?\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})\b")
_AFTER = plain_pattern(
    r"(?:st|nd|rd|th|er|ere|e|eme|ieme)\b|:\d\d|/\d|-year-olds?| ?(?:a\.m|p\.m|am\b|pm\b|h\b|"
    r"h\d\d|o'clock|heures? du matin)|"
    r"(?: ans\b(?=[ ,]*(?:,|et|\)|$))(?<=[, ]ans))|-\d{3}-\d{4}|[a-z]"
)
_YEAR_NOUN = plain_pattern(
    r" (?:people|persons|claim\w*|asylum (?:claim|seek|applic|request)\w*|refugee\w*(?! (?:reform|system|act|protection|convention))|"
    r"migrant\w*|case\w*|crosse\w*|crossing\w*|"
    r"appeal\w*|decision\w*|individual\w*|"
    r"personne\w*|demand\w*|cas|dossier\w*|interception\w*|new|irregular|removal\w*|renvoi\w*|"
    r"haitian\w*|haitien\w*)"
)
#: "a 2020 decision", "the court's 2021 appeal", "the 2025 claimants", "between 2016 and 2019 claims rose", "In 2019 claims rose".
_OF_YEAR = plain_pattern(
    r"\b(?:an?|the|this|that|one|its|his|her|their|\w+'s|\w+s') $|\b(?:19|20)\d\d (?:and|to|through|et|a) $|"
    r"\b(?:in|since|during|en|depuis) (?:early |late |mid-)?$|"
    r"\b(?:months?|weeks?|days?|half|quarter|part|end|start|beginning|rest|summer|fall|spring|winter|mois|debut|fin|moitie|trimestre|"
    r"ete|automne|printemps|hiver) (?:of |de )?$"
)
#: Lengths, pages and the age of an institution: numbers that measure nothing of this field.
_OTHER_UNIT = plain_pattern(
    r"[ -]?(?:km|kilomet\w+|miles?|milles|met(?:er|re)s?|pages?|feet|foot|acres?|hectares?|degrees?|degres|votes?|"
    r"celsius|kilos?|kg|lit(?:er|re)s?|(?:person|member|seat|bed|room|unit)\b(?= |-))\b(?! ?(?:a|per) (?:day|night))"
    r"|[ -]years?[ -](?:history|existence|career|veteran|mandate|anniversary)|(?:e|eme) anniversaire"
    r"| ans (?:d'(?:histoire|existence|experience)|de carriere)"
)
_URL = plain_pattern(r"(?:https?://|www\.|@|\.(?:com|ca|org|gc|html?))\S*$")


_OLD = plain_pattern(r"[ -](?:year|month|week|day)s?[ -]olds?\b")
_MONEY_FOLLOWS = plain_pattern(r" ?(?:\$|€|£|dollars|%)")
_PEOPLE_FOLLOW = plain_pattern(r" (?:people|persons|claim|asylum|personnes|demand)")
_SCALE_FOLLOWS = plain_pattern(r"(?:k|m|bn|b|million|billion|milliard|percent|md)\b")
_TIME_FOLLOWS = plain_pattern(r"(?::\d\d|/\d|-year-old| ?(?:a\.m|p\.m|o'clock))|-\d{3}-\d{4}|-\d{4}\b")
_CUT_OFF = plain_pattern(r"[)\]]|-\d|\.\d")
_LIST_GOES_ON = plain_pattern(r"\)(?:[,.;]| (?:and|et|en|au|a|in|of|de)\b)")
_SECOND_YEAR = plain_pattern(r"\b(?:19|20)\d\d ?[-/]$")
_THOUSANDS_FOLLOW = plain_pattern(r",\d{3}")
_COMPOUND = plain_pattern(r"\b(?!(?:to|a|mid|pre|post)-)[a-z]{1,6}-$")
_MAY_BE_UNIT = frozenset(" -kmpfahdvclseu")
_PLAIN_END = frozenset(" ,.;:)%$-]\"'»”!?\n/")
_NO_NAME = frozenset("abcdefghijklmnopqrstuvwxyz.#§°(")


def is_no_quantity(plain: str, number: Number, start: int, end: int) -> bool:
    """Whether a number is a name, a date or a label, and so states nothing that could be counted."""
    after = plain[number.end : min(end, number.end + 26)]
    if number.in_words:
        return _OLD.match(after) is not None
    before = plain[max(start, number.start - 26) : number.start]
    length = number.end - number.start
    if number.plain and length > 1 and plain[number.start] == "0":
        return True
    if number.plain and length == 4 and 1900 <= number.value <= 2100:
        money = before.rstrip().endswith(("$", "€", "£")) or _MONEY_FOLLOWS.match(after)
        if not money and (
            not _YEAR_NOUN.match(after) or _MONTH_BEFORE.search(before) or _OF_YEAR.search(before)
        ):
            return True
    if number.plain and number.value <= 31:
        if _MONTH_BEFORE.search(before) and not _PEOPLE_FOLLOW.match(after):
            return True
        if _MONTH_AFTER.match(after) or _DATE_LIST.match(after):
            return True
    follows = after[:1]
    if follows:
        if follows not in _PLAIN_END and _AFTER.match(after):
            return not _SCALE_FOLLOWS.match(after)
        if follows in ":/- " and _TIME_FOLLOWS.match(after):
            return True
        if follows in _MAY_BE_UNIT and _OTHER_UNIT.match(after):
            return True
        if follows in ")]-." and _CUT_OFF.match(after) and _opened(before, after, number):
            return True
    return bool(before) and _labelled(plain, number, before, after, start)


def _opened(before: str, after: str, number: Number) -> bool:
    """Whether the mark that closes after a number was opened before it: a part of a label, or a small count in brackets, but
    for a count of hundreds behind the name of whom or where it counts: "Manitoba (180)".
    """
    if before.endswith(("(", "[")):
        named = number.value >= 100 and before[-3:-2].isalpha() and before.endswith(" (")
        return number.value < 1000 and not (named and _LIST_GOES_ON.match(after))
    return before[-2:-1].isalnum() and before[-1:] in "-/:."


def _labelled(plain: str, number: Number, before: str, after: str, start: int) -> bool:
    """Whether what stands before a number makes it a label: the second year of a span, a section, an address."""
    if (
        before[-1] in "-/ "
        and number.plain
        and _SECOND_YEAR.search(before)
        and not _THOUSANDS_FOLLOW.match(after)
    ):
        return True
    if before[-1] == "-" and _COMPOUND.search(before):
        return True
    if before.rstrip()[-1:] in _NO_NAME and _NAME_BEFORE.search(before):
        return True
    return before[-1] != " " and bool(_URL.search(plain[max(start, number.start - 80) : number.start]))
