"""Which language a text is in: English, French, or one that is refused plainly."""

from __future__ import annotations

import re
from typing import Final

from openasylum.errors import UserError

_COMMON: Final = {
    "en": "the of and to in is that for it was on are with as at be this have from or by were has "
    "not their which they who been more than its he she will would when about you we people "
    "all had said",
    "fr": "le la les de des du et à un une en est que qui pour dans par sur au aux avec ne pas ce "
    "cette ces il elle ils sont ont été plus se son sa ses leur mais ou comme d l qu n s c "
    "elles était selon",
    "es": "de la en a no se el los las del y que es una por con para como pero más su sus al lo fue está son este "
    "esta entre cuando hay también sobre",
    "de": "der die und das den dem ein eine ist nicht mit von zu auf für sich auch als wird wurde "
    "haben werden bei oder nach einer einen im",
    "it": "la in e il che di gli una per non con del della sono è dei nel alla più anche come ha nella delle "
    "questo stato si da",
    "pt": "de os das dos que é uma para com não por mais como foi ao na no em são seu sua pelo ou também",
    "nl": "het een van en is dat op te zijn voor met niet aan er om ook als door maar bij nog uit",
    "ht": "yo nan pou ak ki te sou se pa gen kote moun li mwen ou nou kap tankou ap men fè peyi",
}
_SETS: Final = {name: frozenset(words.split()) for name, words in _COMMON.items()}
_NAMES: Final = {
    "es": ("Spanish", "l'espagnol"),
    "de": ("German", "l'allemand"),
    "it": ("Italian", "l'italien"),
    "pt": ("Portuguese", "le portugais"),
    "nl": ("Dutch", "le néerlandais"),
    "ht": ("Haitian Creole", "le créole haïtien"),
}
#: Words of one of the two languages that are none of the other.
_OWN: Final = {
    "en": "the of and to in is that for it was are with as at be this have from by were has not which they been "
    "asylum claims people their who will",
    "fr": "le la les des du et à un une est que qui pour dans par sur au aux avec ne pas ce cette ces ils ont été "
    "asile demandes personnes sont leur",
}
_ONLY: Final = {name: frozenset(words.split()) for name, words in _OWN.items()}
_WORD = re.compile(r"[^\W\d_]+")
_READ = 20_000


def language_of(content: str, name: str) -> str:
    """ "en" or "fr", by the commonest words of the first pages. Raises ``UserError`` for a text in another language."""
    words = [word.lower() for word in _WORD.findall(content[:_READ])]
    if not words:
        return "en"
    scores = {language: sum(word in common for word in words) for language, common in _SETS.items()}
    best = max(scores, key=lambda language: scores[language])
    latin = sum(word[0] < "ɐ" for word in words)
    if latin < 0.6 * len(words):
        raise UserError(
            "this text is in neither English nor French: its letters are not Latin",
            "ce texte n'est ni en anglais ni en français : ses lettres ne sont pas latines",
            file=name,
        )
    if (
        best not in ("en", "fr")
        and len(words) >= 12
        and scores[best] > 1.25 * max(scores["en"], scores["fr"])
        and scores[best] >= 3
    ):
        raise UserError(
            f"this text is in neither English nor French: it reads as {_NAMES[best][0]}",
            f"ce texte n'est ni en anglais ni en français : il se lit comme {_NAMES[best][1]}",
            file=name,
        )
    if len(words) >= 40 and max(scores["en"], scores["fr"]) < 0.08 * len(words):
        raise UserError(
            "this text is in neither English nor French",
            "ce texte n'est ni en anglais ni en français",
            file=name,
        )
    return "fr" if scores["fr"] > scores["en"] else "en"


def tongue_of(sentence: str, before: str) -> str:
    """The language of a sentence of a text that may pass from one to the other: that of what stands before it, unless its
    own words plainly say otherwise.
    """
    said = _WORD.findall(sentence.lower())
    heard = {language: sum(word in only for word in said) for language, only in _ONLY.items()}
    other = "fr" if before == "en" else "en"
    plainly = heard[other] >= 3 and heard[other] > 3 * heard[before]
    return other if plainly or (heard[other] == 2 and not heard[before]) else before


def mostly(sentence: str) -> str:
    """The language of a sentence by itself: "fr" where more of its words are French alone than English alone."""
    said = _WORD.findall(sentence.lower())
    heard = {language: sum(word in only for word in said) for language, only in _ONLY.items()}
    return "fr" if heard["fr"] > heard["en"] else "en"
