"""Several texts on one event: what they share, what one adds, drops or rounds, where they disagree, and which
passages are nearly the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from openasylum.bilingual import Text as Bilingual
from openasylum.check.comparison.rivals import CONTRARY, Rivals, stance, without_figures
from openasylum.check.comparison.shingles import LENGTH, Shingles
from openasylum.check.figures.word_match import stems
from openasylum.check.findings import Comparison, Finding, Passage, Shared
from openasylum.check.language.folding import fold, words
from openasylum.check.texts.segments import Sentence, sentences
from openasylum.check.texts.text import Text

#: How alike two sentences are (0 to 100) to be one passage, and how alike without their figures to speak of one thing.
ALIKE, SAME_SUBJECT = 82.0, 84.0
#: How far two numbers may lie apart, in proportion, for one to be the other rounded.
ROUNDED = 0.06


def compare(texts: Sequence[Text], findings: Sequence[Finding]) -> Comparison:
    """How several texts stand to each other, pair by pair in the order given."""
    of: dict[int, list[int]] = defaultdict(list)
    for place, finding in enumerate(findings):
        of[finding.text].append(place)
    statements: list[Shared] = []
    passages: list[Passage] = []
    for first, second in combinations(range(len(texts)), 2):
        statements += _pair(first, second, of[first], of[second], findings, texts)
        passages += near_duplicates(first, texts[first].content, second, texts[second].content)
    return Comparison(tuple(statements), tuple(passages))


def _pair(
    first: int,
    second: int,
    of_first: list[int],
    of_second: list[int],
    findings: Sequence[Finding],
    texts: Sequence[Text],
) -> Iterator[Shared]:
    left = Rivals(findings, of_second)
    for one in of_first:
        best: tuple[int, str] | None = None
        for other in left.of(findings[one]):
            how = _relation(findings[one], findings[other])
            if how and (best is None or _ORDER[how] < _ORDER[best[1]]):
                best = (other, how)
            if how == "same":
                break
        if best is None:
            note = _note("dropped", findings[one], None, texts[first].name, texts[second].name)
            yield Shared("dropped", (first,), (one,), note)
            continue
        left.drop(best[0])
        note = _note(best[1], findings[one], findings[best[0]], texts[first].name, texts[second].name)
        yield Shared(best[1], (first, second), (one, best[0]), note)
    for other in left.left:
        yield Shared(
            "added",
            (second,),
            (other,),
            _note("added", findings[other], None, texts[second].name, texts[first].name),
        )


_ORDER = {"same": 0, "rounded": 1, "disagree": 2}


def _relation(one: Finding, other: Finding) -> str | None:
    if stance(one) != stance(other) and {stance(one), stance(other)} in CONTRARY:
        return "disagree"
    if one.kind != other.kind:
        return None
    if one.kind in ("law", "date"):
        if one.measure != other.measure:
            return None
        return "same" if one.verdict == other.verdict else "disagree"
    if one.value is None or other.value is None:
        return None
    about_one_thing = _one_subject(one, other)
    if not about_one_thing:
        return None
    if (one.value_to is None) != (other.value_to is None):
        return None
    gap = max(abs(one.value - other.value), abs((one.value_to or 0) - (other.value_to or 0)))
    top = max(abs(one.value_to or one.value), abs(other.value_to or other.value), 1e-12)
    if gap <= 1e-9 * top:
        return "same"
    one_time_and_place = one.period == other.period and one.period is not None and _same_place(one, other)
    of_one_entry = bool(one.ours and other.ours and one.ours[0].id == other.ours[0].id)
    if gap <= ROUNDED * top and (
        of_one_entry
        or about_one_thing == "words"
        or (one_time_and_place and "agrees_rounded" in (one.verdict, other.verdict))
    ):
        return "rounded"
    if one_time_and_place or (one.period == other.period and about_one_thing == "words"):
        return "disagree"
    return None


def _same_place(one: Finding, other: Finding) -> bool:
    return bool(one.ours and other.ours and one.ours[0].geography == other.ours[0].geography)


def _one_subject(one: Finding, other: Finding) -> str | None:
    """Whether two figures are of one thing: of one measure, of one entry, or in one sentence but for the figures."""
    if one.measure is not None and one.measure == other.measure:
        return "measure"
    if one.value == other.value:
        shared = _stems(one) & _stems(other)
        return "number" if len(shared) >= 2 else None
    alike = fuzz.ratio(without_figures(one.sentence), without_figures(other.sentence))
    return "words" if alike >= SAME_SUBJECT else None


@lru_cache(maxsize=20_000)
def _stems_of(sentence: str) -> frozenset[str]:
    return stems(re.findall(r"[a-z]+", fold(sentence)))


def _stems(one: Finding) -> frozenset[str]:
    return _stems_of(one.sentence)


def _note(kind: str, one: Finding, other: Finding | None, name: str, other_name: str) -> Bilingual:
    quoted, against = one.quoted, other.quoted if other else ""
    told = {
        "same": (f"Both say “{quoted}”.", f"Les deux disent « {quoted} »."),
        "rounded": (
            f"{name} says “{quoted}”, {other_name} “{against}”: one is the other rounded.",
            f"{name} dit « {quoted} », {other_name} « {against} » : l'un arrondit l'autre.",
        ),
        "disagree": (
            f"{name} says “{quoted}”, {other_name} “{against}”: they disagree.",
            f"{name} dit « {quoted} », {other_name} « {against} » : ils se contredisent.",
        ),
        "added": (f"Only {name} says “{quoted}”.", f"Seul {name} dit « {quoted} »."),
        "dropped": (f"Only {name} says “{quoted}”.", f"Seul {name} dit « {quoted} »."),
    }[kind]
    return Bilingual(en=told[0], fr=told[1])


def near_duplicates(first: int, one: str, second: int, other: str) -> Iterator[Passage]:
    """Sentences of two texts that are nearly the same, neighbours joined into one passage."""
    theirs: dict[str, Sentence] = {}
    for sentence, spoken in _with_words(other):
        theirs.setdefault(spoken, sentence)  # of sentences in the very same words, the first
    index = Shingles(theirs)
    matched: list[tuple[Sentence, Sentence, float]] = []
    for sentence, spoken in _with_words(one):
        for candidate in index.most_like(spoken):
            alike = fuzz.ratio(spoken, candidate)
            if alike >= ALIKE:
                matched.append((sentence, theirs[candidate], alike))
                break
    yield from _joined(first, second, matched)


def _with_words(content: str) -> Iterator[tuple[Sentence, str]]:
    """The sentences that are long enough to be told from others, with their words."""
    plain = fold(content)
    for one in sentences(content):
        spoken = words(plain[one.start : one.end])
        if len(spoken) >= LENGTH + 2:
            yield one, " ".join(spoken)


def _joined(first: int, second: int, matched: list[tuple[Sentence, Sentence, float]]) -> Iterator[Passage]:
    run: list[tuple[Sentence, Sentence, float]] = []
    for pair in matched:
        if run and not (
            0 <= pair[0].start - run[-1][0].end <= 4 and 0 <= pair[1].start - run[-1][1].end <= 4
        ):
            yield _passage(first, second, run)
            run = []
        run.append(pair)
    if run:
        yield _passage(first, second, run)


def _passage(first: int, second: int, run: list[tuple[Sentence, Sentence, float]]) -> Passage:
    alike = sum(one[2] for one in run) / len(run) / 100
    return Passage(
        (first, run[0][0].start, run[-1][0].end), (second, run[0][1].start, run[-1][1].end), round(alike, 3)
    )
