"""Quantities in a sentence: a number with its unit, its hedge ("nearly"), its range and what it is per."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from openasylum.check.language.changes_in_words import WORDS_OF_CHANGE, multiples
from openasylum.check.language.folding import WORD, any_of, plain_pattern
from openasylum.check.language.fractions_in_words import DIGITS_OF, WORDS_OF_FRACTIONS, fractions
from openasylum.check.language.no_quantity import is_no_quantity
from openasylum.check.language.numbers import SCALES, WORDS_OF_NUMBERS, Number, numbers, numbers_in_words

#: How a figure was hedged.
HEDGES: Final = ("about", "below", "above", "at_least", "at_most")


@dataclass(slots=True)
class Quantity:
    """A quantity as stated. ``value_to`` closes a range. ``step`` is the worth of the last digit written;
    money is in units of ``currency``, shares are 0 to 1, durations in months. Never changed; no tuple, whose parts take four
    times as long to ask for.
    """

    start: int
    end: int
    dimension: str
    value: float
    step: float
    value_to: float | None = None
    hedge: str | None = None
    currency: str | None = None
    per: str | None = None
    unit_words: str = ""
    bare: bool = False


_MONTHS = {
    "year": 12.0, "annee": 12.0, "an": 12.0, "month": 1.0, "mois": 1.0, "week": 12 / 52.18,
    "semaine": 12 / 52.18, "day": 12 / 365.25, "jour": 12 / 365.25, "hour": 12 / 8766, "heure": 12 / 8766,
}  # fmt: skip
_SCALE = plain_pattern(
    r"[ -]?(?:de )?(hundred thousand|" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")\b(?!')"
)
_PERCENT = plain_pattern(r" ?-?(?:%|per[ -]?cents?\b|percent\b|pct\b|pour ?cent\b|p\. ?(?:100|cent))")
_POINTS = plain_pattern(r"[ -]?(?:percentage[ -]points?|points? de pourcentage|point(?:s)? de %)\b")
_MONEY_AFTER = plain_pattern(
    r" ?(?:de |d')?(?P<money>\$(?: ?(?:ca|us|can|cad|usd)\b)?|(?:canadian |u\.?s\.? |"
    r"american )?dollars?\b(?: canadiens| americains)?"
    r"|cad\b|usd\b|cents?\b(?! of)|€|euros?\b|£|livres? sterling|pounds?\b)"
)
_MONEY_BEFORE = plain_pattern(
    r"(?P<money>(?:\b(?:ca|can|cad|c|cdn|us|usd|a|au)|u\.s\. ?)?\$|€|£|\b(?:cad|usd|eur|gbp)) ?$"
)
_DURATION = plain_pattern(
    r"[ -]?(?:de )?(?:calendar |working |full )?(year|annee|an|month|mois|week|semaine|day|jour|"
    r"hour|heure)s?\b(?P<old>[ -]olds?)?(?! olds?)"
)
_TIMES = plain_pattern(r"[ -]?(?:times|fois(?! plus))\b")
#: How a scale or any of those units opens: most numbers are followed by none.
_UNIT_OPENS = plain_pattern(
    rf"[ -]{{0,2}}(?:[%$€£]|{any_of(['hundred', *SCALES])}\b|"
    + any_of(
        ("de ", "d'", "per", "pct", "pour", "p.", "point", "canadian", "u.s", "us", "american", "dollar", "cad", "cent",
         "euro", "livre", "pound", "times", "fois", "calendar", "working", "full", *_MONTHS)
    )
    + ")"
)  # fmt: skip
_HEDGE_BEFORE = plain_pattern(
    r"(?P<below>nearly|almost|close to|just (?:under|below|shy of)|not quite|presque|pres de|"
    r"quelque peu moins de|un peu moins de|approaching)"
    r"|(?P<no_less>no less than|pas moins de|pas moins d')"
    r"|(?P<at_most>pas plus de|as many as|as much as|up to|at most|no more than|(?<!no )less than|(?<!no )fewer than|under|"
    r"below|a maximum of|moins de|au plus|jusqu'a|tout au plus|maximum de|reaching|"
    r"not exceeding)"
    r"|(?P<above>more than|over|just over|above|upwards of|exceed(?:ed|ing|s)?|in excess of|"
    r"well over|greater than|plus de|plus des|plus du|plus d'|au-dela de|depass\w+|un peu plus de|topp\w+|"
    r"surpass\w+)"
    r"|(?P<at_least>at least|no fewer than|a minimum of|au moins|au minimum|minimum de)"
    r"|(?P<about>about|around|approximately|roughly|some|an estimated|estimated|circa|or so|"
    r"environ|autour de|approximativement|quelque|quelques|estime a|estimes? a|une? (?:bonne )?|"
    r"aux alentours de|de l'ordre de)"
)
_HEDGE = plain_pattern(
    rf"(?:^|[\s(\"«“'])(?:{_HEDGE_BEFORE.pattern})(?: (?:of|the|a|les|des|de|la|le|the estimated|"
    rf"an estimated|some|about|roughly))*[ (]*$"
)
_WORDS = plain_pattern(r"[a-z]+")
#: "Up from 156,014 a year earlier" tells when, not how many a year.
_NO_TIME = r"(?! (?:earlier|before|ago|later|prior|previously|hence)\b)"
#: The words of the hedges, one of which stands in each.
_HEDGE_WORDS = frozenset(
    word
    for word in _WORDS.findall(re.sub(r"\\w\+|\(\?P<\w+>|\(\?:|\\b", " ", _HEDGE_BEFORE.pattern))
    if len(word) > 2
) | {"or", "un", "une", "exceeds", "exceeded", "exceeding", "up"}
_HEDGE_STEM = plain_pattern(r"depass|topp|surpass")
_PER = (
    (
        "person",
        plain_pattern(
            r"(?: dollars?)? ?(?:,? (?:each\b|apiece|a head|per (?:head|person|capita|claimant|claim|"
            r"migrant|individual|asylum|refugee|crosser|applicant|case|immigrant|irregular|border|"
            r"undocumented|illegal)|for (?:each|every)|(?:to process )?(?:each|every) |par (?:personne|"
            r"tete|demandeur|demande|migrant|cas|individu|refugie|immigrant|dossier)|chacun|pour chaque|"
            r"a (?:person|case|claim|claimant|migrant|refugee|crosser|migrante?)\b|by person))"
        ),
    ),
    (
        "day",
        plain_pattern(
            rf",? (?:a|per|each|every|par|chaque) (?:day|night|jour|nuit|nuitee)\b{_NO_TIME}|,? (?:daily|nightly|"
            r"quotidien\w*)\b|/ ?(?:day|night|jour|nuit)"
        ),
    ),
    (
        "month",
        plain_pattern(
            rf",? (?:a|per|each|every|par|chaque) (?:month|mois)\b{_NO_TIME}|,? (?:monthly|mensuel\w*)\b"
        ),
    ),
    ("week", plain_pattern(rf",? (?:a|per|each|every|par|chaque) (?:week|semaine)\b{_NO_TIME}")),
    (
        "year",
        plain_pattern(
            rf",? (?:a|per|each|every|par|chaque) (?:year|an|annee)\b{_NO_TIME}|,? (?:annually|yearly|annuel\w*)\b"
        ),
    ),
)
#: What any of those can begin with.
_PER_OPENS = plain_pattern(
    r"(?: dollars?)?,? ?(?:/|(?:each|apiece|a|per|for|to process|par|pour|chacun|chaque|every|by|daily|nightly|quotidien|"
    r"monthly|mensuel|annually|yearly|annuel))"
)
#: What follows a number of millions that counts nothing ("173 millions dans son budget"), and words of money about it.
_SUM_OF_MONEY = plain_pattern(
    r" ?(?:$|[,.;)]|(?:dans|pour|en|au|aux|a|et|les|ses|ces|leurs|in|for|to|over|on|and|par|per|from)\b)"
)
_SPEAKS_OF_MONEY = plain_pattern(
    r"\b(?:budget\w*|enveloppe\w*|depens\w*|cout\w*|factur\w*|rembours\w*|financ\w*|verse\w*|cost\w*|spen[dt]\w*|funding|"
    r"bill|price|reimburs\w*)\b"
)
#: How a sign or name of money ends.
_ENDS_OF_MONEY = frozenset("$€£drp")
#: What a unit can begin with after a number.
_UNIT_FOLLOWS = " -%$€£¢pkmbcdueft"
_LINK = plain_pattern(
    r" ?(?:-|to|and|a|et|ou|or|up to|jusqu'a|et de|et a|to around|to about|a environ|to over|"
    r"to more than) ?(?=(?:(?:c|ca|us|cad)? ?\$ ?|€|£)?$)"
)
_BETWEEN = plain_pattern(
    r"\b(?:between|entre|ranging from|range(?:s|d)? (?:from|of)|range .{0,20}from|anywhere from|"
    r"from a low of|variant de|varie(?:nt|r)? (?:de|entre)|allant de|vary from|varied from|"
    r"costs? (?:from)|fourchette de|de)\b.{0,12}$"
)
_FROM = plain_pattern(
    r"\b(?:from|de|rose|fell|grew|jump\w*|climb\w*|drop\w*|increas\w*|up|down|pass\w+|hausse|"
    r"baisse)\b[^.;]{0,25}$"
)


#: Words that make a sentence worth reading for quantities, besides digits.
NUMBER_WORDS: Final = frozenset(
    {*WORDS_OF_NUMBERS, *WORDS_OF_FRACTIONS, *WORDS_OF_CHANGE, "thousand", "dozen", "year", "month", "week"}
    | {"mois", "jours", "days", "out"}
) - {"one", "un", "une", "a"}


def quantities(
    plain: str, start: int, end: int, french: bool, spoken: frozenset[str] | None = None
) -> list[Quantity]:
    """The quantities of one sentence (``plain[start:end]``), in order; ranges are joined. ``spoken`` are its words,
    where they are known.
    """
    if spoken is None:
        spoken = frozenset(WORD.findall(plain, start, end))
    found: list[Quantity] = []
    taken = start
    literals = list(numbers(plain, french, start, end))
    if not spoken.isdisjoint(WORDS_OF_NUMBERS):
        literals += numbers_in_words(plain, start, end)
        literals.sort(key=lambda one: one.start)
    shares: list[tuple[int, int, float, float]] = []
    if not spoken.isdisjoint(WORDS_OF_FRACTIONS) or (literals and DIGITS_OF.search(plain, start, end)):
        shares = list(fractions(plain, start, end, spoken))
    for number in literals:
        if number.start < taken or (shares and any(a <= number.start < b for a, b, _, _ in shares)):
            continue
        one = _quantity(plain, number, start, end)
        if one is None:
            continue
        if one.dimension == "count" and one.value >= 1e6 and _is_money(plain, one, start, end):
            one = replace(one, dimension="money", currency="$")
        taken = one.end
        found.append(one)
    joined = _join_ranges(plain, found, start)
    if not spoken.isdisjoint(WORDS_OF_CHANGE):
        joined += _verbs(plain, start, end)
    for a, b, value, step in shares:
        hedge, begin = _hedged(plain, a, start)
        joined.append(Quantity(begin, b, "share", value, step, hedge=hedge))
    if len(joined) > 1:
        joined.sort(key=lambda one: one.start)
    return joined


def _verbs(plain: str, start: int, end: int) -> Iterator[Quantity]:
    """Changes told by a verb: "doubled", "a triplé", "was halved"."""
    for first, last, value in multiples(plain, start, end):
        hedge, begin = _hedged(plain, first, start)
        yield Quantity(begin, last, "ratio", value, 1.0, hedge=hedge, unit_words="change", bare=True)


def _is_money(plain: str, one: Quantity, start: int, end: int) -> bool:
    """Whether millions of nothing named are dollars: "173 millions dans son budget"."""
    bare = _SUM_OF_MONEY.match(plain, one.end, end) is not None
    return bare and _SPEAKS_OF_MONEY.search(plain, start, end) is not None


def _quantity(plain: str, number: Number, start: int, end: int) -> Quantity | None:
    begin, stop, value, step = number.start, number.end, number.value, number.step
    dimension, currency, scaled = "count", None, False
    if is_no_quantity(plain, number, start, end):
        return None
    before = plain[max(start, begin - 8) : begin]
    if before[-2:].strip()[-1:] in _ENDS_OF_MONEY and (match := _MONEY_BEFORE.search(before)):
        dimension, currency = "money", match["money"].strip()
        begin -= len(before) - match.start()
    has_unit = _UNIT_OPENS.match(plain, stop, end) is not None
    if has_unit and (match := _SCALE.match(plain, stop, end)):
        letter = match[1]
        ahead = plain[match.end() : match.end() + 2].lstrip()
        thousands = letter == "k" and match.start(1) == stop  # "92K claims"
        if len(letter) > 1 or thousands or dimension == "money" or ahead.startswith(("$", "€")):
            factor = 10**5 if letter == "hundred thousand" else SCALES[letter]
            value, step, stop, scaled = value * factor, step * factor, match.end(), True
    unit_words = ""
    if has_unit and dimension != "money" and stop < end and plain[stop] in _UNIT_FOLLOWS:
        if match := _POINTS.match(plain, stop, end):
            dimension, value, step, stop = "points", value / 100, step / 100, match.end()
        elif match := _PERCENT.match(plain, stop, end):
            dimension, value, step, stop = "share", value / 100, step / 100, match.end()
        elif match := _MONEY_AFTER.match(plain, stop, end):
            dimension, currency, stop = "money", match["money"].strip(), match.end()
            if currency.startswith("cent"):
                value, step, currency = value / 100, step / 100, "$"
        elif match := _TIMES.match(plain, stop, end):
            dimension, stop = "ratio", match.end()
        elif not scaled and (match := _DURATION.match(plain, stop, end)):
            if match["old"]:
                return None
            months = _MONTHS[match[1]]
            unit_words = match[1]
            dimension, value, step, stop = "duration", value * months, step * months, match.end()
    if number.in_words and dimension == "count" and value < 20 and not scaled:
        return None
    per = _per(plain, stop, end)
    hedge, begin = _hedged(plain, begin, start)
    bare = dimension == "count" and not scaled and value < 100
    return Quantity(begin, stop, dimension, value, step, None, hedge, currency, per, unit_words, bare)


def _per(plain: str, stop: int, end: int) -> str | None:
    if stop >= end or plain[stop] not in " ,/" or _PER_OPENS.match(plain, stop, end) is None:
        return None
    for name, pattern in _PER:
        if match := pattern.match(plain, stop, end):
            after = _per(plain, match.end(), end) if name == "person" else None
            return after if after in ("day", "month") else name
    return None


def _hedged(plain: str, begin: int, start: int) -> tuple[str | None, int]:
    """The hedge before a number, and where it begins; "no less than" is said of the very number, and hedges nothing."""
    offset = max(start, begin - 34)
    lead = plain[offset:begin]
    if _HEDGE_WORDS.isdisjoint(_WORDS.findall(lead)) and not _HEDGE_STEM.search(lead):
        return None, begin
    match = _HEDGE.search(lead)
    if not match:
        return None, begin
    for name in HEDGES:
        if match[name] is not None:
            return name, offset + match.start(name)
    return None, begin


def _join_ranges(plain: str, found: list[Quantity], start: int) -> list[Quantity]:
    joined: list[Quantity] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and before.value_to is None and (pair := _range_of(plain, before, one, start)):
            joined[-1] = pair
        else:
            joined.append(one)
    return joined


def _range_of(plain: str, first: Quantity, second: Quantity, start: int) -> Quantity | None:
    gap = plain[first.end : second.start]
    if len(gap) > 14 or not _LINK.fullmatch(gap):
        return None
    if first.dimension == "money" and second.dimension == "count" and gap == "-":
        worth = 1000 if first.value < second.value / 100 else 1  # "$15-20,000"
        second = replace(second, dimension="money", currency=first.currency)
        first = replace(first, value=first.value * worth, step=first.step * worth)
    if first.dimension != second.dimension:
        if first.dimension != "count" or first.currency:
            return None
        factor = {"share": 0.01, "points": 0.01}.get(second.dimension, 1.0)
        if second.dimension == "duration":
            factor = _MONTHS[second.unit_words]
        first = replace(first, value=first.value * factor, step=first.step * factor)
    lead = plain[max(start, first.start - 30) : first.start]
    between = bool(_BETWEEN.search(lead)) and not re.search(
        r"\b(?:rose|fell|grew|jump|climb|drop|increas|up|down|pass|tripl|doubl|quadrupl|augment|baiss|diminu|chut|bond|grimp|recul|hausse)"
        r"\w*\b[^.;]{0,12}$",
        lead,
    )
    link = gap.strip()
    if link in ("and", "et", "or", "ou") and not between:
        return None
    if link not in ("and", "et", "or", "ou", "-") and not between and _FROM.search(lead):
        return None
    if (
        link in ("a", "to")
        and _told_finely(first)
        and _told_finely(second)
        and lead.endswith(("de ", "from "))
    ):
        return None  # "in Ontario, from 11,915 to 31,820": the ends of a change
    if first.value < second.value / 900 and second.value >= 1e6 and first.value < 1000:
        scale = 1e9 if second.value >= 1e9 else 1e6
        first = replace(first, value=first.value * scale, step=first.step * scale)
    if first.value >= second.value:
        return None
    return replace(
        second,
        start=first.start,
        value=first.value,
        value_to=second.value,
        step=min(first.step, second.step),
        hedge=first.hedge,
        per=second.per,
        currency=second.currency or first.currency,
        bare=False,
    )


def _told_finely(one: Quantity) -> bool:
    """Whether a count is told to four digits, as the ends of no estimate are."""
    return one.dimension == "count" and one.hedge is None and one.value >= 1000 * one.step


def stated(quantities_: list[Quantity]) -> Iterator[Quantity]:
    """Those that state something by themselves: no bare small count."""
    return (one for one in quantities_ if not one.bare)
