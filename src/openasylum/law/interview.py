"""An interview: asks only for the facts that can still change the answer, one at a time.

The document itself is the whole state, so an interview can be left and taken up again from a file. Nothing is
stored here.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from openasylum.errors import UserError, nearest
from openasylum.law.amendments import Amendment
from openasylum.law.countries import ISO_3166
from openasylum.law.decisions import Decision, decide_claim
from openasylum.law.missing import missing_facts
from openasylum.law.questions import Answers, answers, in_words, place
from openasylum.law.reading import read_claims

_YES: Final = frozenset(("yes", "y", "true", "oui", "o", "vrai"))
_NO: Final = frozenset(("no", "n", "false", "non", "faux"))
_NONE: Final = frozenset(("none", "never", "aucun", "aucune", "jamais", "personne", "-"))
#: "no" to a question for countries is an answer, where NO is Norway.
_NOT_NORWAY: Final = frozenset(("no", "No", "non", "Non"))

#: First asked: the day says which law applies, and where the person entered decides
#: most.
_FIRST: Final = ("claim.date", "entries")
#: Then, of an entry, whence and where: for most people that makes the rest of it immaterial.
_OF_ENTRY: Final = ("from", "location", "via", "date")
#: Last: few people come back after the United States turned them away.
_LAST: Final = ("claimant.seeking_reentry", "claimant.united_states")


def open_questions(claim: Mapping[str, Any], amendments: tuple[Amendment, ...] = ()) -> list[str]:
    """The paths that can still change the answer, the next to ask first; [] when the case is settled, and what follows."""
    if "date" not in claim.get("claim", {}) and "as_of" not in claim:
        return ["claim.date"]
    reading = read_claims([claim], amendments)[0]
    missing = missing_facts(reading) if "undetermined" in (reading.outcome, reading.pathway) else []
    things: dict[str, int] = {}
    for number, path in enumerate(missing):
        things.setdefault(_thing(path), number)
    return sorted(missing, key=lambda path: (*_precedence(path), things[_thing(path)], place(path)))


def _thing(path: str) -> str:
    """The relative, the document, the earlier claim ... that a path is about; the path itself where it is none."""
    return path[: path.rindex("]")] if "]" in path else path


def _precedence(path: str) -> tuple[bool, bool, int, bool]:
    field = path.rpartition(".")[2]
    of_entry = _OF_ENTRY.index(field) if field in _OF_ENTRY else len(_OF_ENTRY)
    entry = path.startswith("entries")
    return path not in _FIRST, not entry, of_entry if entry else 0, path.startswith(_LAST)


def decision_of(claim: Mapping[str, Any], amendments: tuple[Amendment, ...] = ()) -> Decision:
    """The decision on what has been said so far."""
    return decide_claim(claim, amendments)


def answered(claim: Mapping[str, Any], path: str, text: str) -> dict[str, Any]:
    """``claim`` with the answer to ``path`` written in. Raises ``UserError`` where it is none."""
    whole = copy.deepcopy(dict(claim))
    *above, last = _steps(path)
    part: Any = whole
    for step, after in zip(above, [*above[1:], last][: len(above)], strict=True):
        if isinstance(step, int):
            part = part[step]
        else:
            part = part.setdefault(step, [] if isinstance(after, int) else {})
    part[last] = read_answer(path, text)
    return whole


def read_answer(path: str, text: str) -> Any:
    """An answer as typed, in English or French, as the value of the claim format. Raises ``UserError`` where
    it is none.
    """
    allowed = answers(path)
    word = text.strip()
    if allowed.none and (word.casefold() in _NONE or word in _NOT_NORWAY):
        return [] if allowed.kind in ("words", "countries", "texts") else None
    if allowed.kind == "truth_of_part":
        return {} if _truth(word) else None
    if allowed.kind == "count":
        return [{} for _ in range(0 if word.casefold() in _NONE else _number(word))]
    if allowed.kind in ("words", "countries", "texts"):
        return [_one(allowed, item) for item in re.split(r"[,;]\s*|\s{1,}(?=[A-Z]{2}\b)", word) if item]
    return _one(allowed, word)


#: What is said of an answer that is none.
_SAYS: Final = {
    "country": {
        "en": "there is no country {word!r}; give its two letters, such as HT",
        "fr": "il n'y a pas de pays « {word} »; donnez ses deux lettres, comme HT",
    },
    "truth": {"en": "answer yes or no; found {word!r}", "fr": "répondez par oui ou non; lu : « {word} »"},
    "word": {"en": "{word!r} is not one of {words}", "fr": "« {word} » n'est pas l'un de : {words}"},
    "date": {
        "en": "write the day as 2024-01-15 (found {word!r})",
        "fr": "écrivez le jour comme 2024-01-15 (lu : « {word} »)",
    },
    "number": {
        "en": "give a whole number (found {word!r})",
        "fr": "donnez un nombre entier (lu : « {word} »)",
    },
}


def _refused(kind: str, word: str, near: str | None = None, words: Sequence[str] = ()) -> UserError:
    english, french = (
        _SAYS[kind][language].format(word=word, words="; ".join(in_words(one, language) for one in words))
        for language in ("en", "fr")
    )
    return UserError(english, french, nearest=near)


def _one(allowed: Answers, word: str) -> Any:
    match allowed.kind:
        case "truth":
            return _truth(word)
        case "word" | "words":
            return _word(allowed, word)
        case "country" | "countries":
            if word.upper() not in ISO_3166:
                raise _refused("country", word)
            return word.upper()
        case "date":
            return _day(word)
        case "number":
            return _number(word)
    return word


def _truth(word: str) -> bool:
    if word.casefold() in _YES | _NO:
        return word.casefold() in _YES
    raise _refused("truth", word)


def _word(allowed: Answers, word: str) -> str:
    if word.isdigit() and 1 <= int(word) <= len(allowed.words):
        return allowed.words[int(word) - 1]
    folded = word.casefold().replace(" ", "_").replace("-", "_")
    if folded in allowed.words or word in allowed.words:
        return word if word in allowed.words else folded
    said = {in_words(one, language).casefold(): one for one in allowed.words for language in ("en", "fr")}
    if word.casefold() in said:
        return said[word.casefold()]
    raise _refused("word", word, nearest(word.casefold(), said), allowed.words)


def _day(word: str) -> str:
    try:
        return date.fromisoformat(word).isoformat()
    except ValueError as error:
        raise _refused("date", word) from error


def _number(word: str) -> int:
    if not word.isdigit():
        raise _refused("number", word)
    return int(word)


def _steps(path: str) -> list[Any]:
    steps = [step for step in re.split(r"\.|(\[\d+\])", path) if step]
    return [int(step[1:-1]) if step.startswith("[") else step for step in steps]
