"""The interview as a trail of answers: the browser sends the whole trail each time, and nothing of it is kept here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from openasylum.errors import UserError
from openasylum.law.amendments import Amendment
from openasylum.law.checks import faults
from openasylum.law.countries import ISO_3166
from openasylum.law.interview import answered, open_questions
from openasylum.law.questions import Answers, answers, question
from openasylum.web.pages.words import Speaker

#: Answers that one trail may hold, and characters of one answer: far beyond any claim.
LONGEST, WIDEST = 300, 400

#: Things of one kind (entries, relatives, documents) that an interview asks about one by one.
MOST_OF_A_KIND = 12

#: A reply that is not one: the person does not know.
UNKNOWN = ""

_CODES = re.compile(r"\s*\((two-letter codes?|codes? à deux lettres)[^)]*\)")


@dataclass(frozen=True)
class Interview:
    """What has been said: (path, reply) in order; what it makes of the claim document; what is still open."""

    trail: tuple[tuple[str, str], ...]
    claim: dict[str, Any]
    open: list[str]

    @property
    def as_text(self) -> str:
        """The trail as the page carries it."""
        return json.dumps(self.trail, ensure_ascii=False, separators=(",", ":"))


def read_trail(text: str) -> tuple[tuple[str, str], ...]:
    """A trail as a page sent it. Raises ``UserError`` where it is none."""
    try:
        found = json.loads(text or "[]")
        trail = tuple((path, reply) for path, reply in found)
    except (ValueError, TypeError) as error:
        raise UserError("this is not a list of answers", "ce n'est pas une liste de réponses") from error
    if len(trail) > LONGEST or not all(
        isinstance(part, str) and len(part) <= WIDEST for step in trail for part in step
    ):
        raise UserError("this is not a list of answers", "ce n'est pas une liste de réponses")
    return trail


def replay(trail: tuple[tuple[str, str], ...], amendments: tuple[Amendment, ...] = ()) -> Interview:
    """The interview after these answers. Raises ``UserError`` for an answer that is none, or that contradicts another."""
    claim: dict[str, Any] = {}
    for path, reply in trail:
        if reply == UNKNOWN:
            continue
        try:
            _check_count(path, reply)
            claim = answered(claim, path, reply)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise UserError("this is not a list of answers", "ce n'est pas une liste de réponses") from error
    wrong = next(iter(faults(claim)), None)
    if wrong is not None:
        raise wrong.error
    unknown = {path for path, reply in trail if reply == UNKNOWN}
    waiting = [path for path in open_questions(claim, amendments) if path not in unknown]
    return Interview(trail, claim, waiting)


def _check_count(path: str, reply: str) -> None:
    if answers(path).kind == "count" and reply.isdigit() and int(reply) > MOST_OF_A_KIND:
        raise UserError(
            f"give a number up to {MOST_OF_A_KIND}",
            f"donnez un nombre d'au plus {MOST_OF_A_KIND}",
            field=path,
        )


def question_text(path: str, language: str) -> str:
    """The question, without its remark about country codes: the page lists countries."""
    return _CODES.sub("", question(path, language))


@dataclass(frozen=True)
class Asked:
    """How a question is put: ``form`` is choose, many, country, countries, date, number or text; ``options`` are values
    with their labels.
    """

    path: str
    text: str
    form: str
    options: list[tuple[str, str]]
    none: bool


def asked(path: str, language: str) -> Asked:
    """How the page puts the question at ``path``."""
    allowed = answers(path)
    form, options = _form(allowed, language)
    return Asked(path, question_text(path, language), form, options, allowed.none)


def _form(allowed: Answers, language: str) -> tuple[str, list[tuple[str, str]]]:
    say = Speaker(language)
    match allowed.kind:
        case "truth" | "truth_of_part":
            return "choose", [("yes", say("claim.yes")), ("no", say("claim.no"))]
        case "word":
            return "choose", _labels(allowed.words, say)
        case "words":
            return "many", _labels(allowed.words, say)
        case "country" | "countries":
            return allowed.kind, [(code, code) for code in country_codes()]
        case "date" | "number":
            return allowed.kind, []
        case "count":
            return "number", []
    return "text", []


def _labels(values: tuple[str, ...], say: Speaker) -> list[tuple[str, str]]:
    return [(value, say(f"claim_value.{value}")) for value in values]


@cache
def country_codes() -> tuple[str, ...]:
    """The codes of countries, the two of the border first."""
    return ("US", "CA", *sorted(ISO_3166 - {"US", "CA"}))


def reply_of(sent: dict[str, list[str]], path: str) -> str:
    """What a form says in answer to ``path``, as ``law.interview.read_answer`` reads it; "" for nothing."""
    allowed = answers(path)
    given = [value.strip() for value in sent.get("answer", []) if value.strip()]
    if allowed.none and ("none" in sent or (allowed.kind in ("countries", "texts") and not given)):
        return "none"
    return ", ".join(given)


def reply_text(path: str, reply: str, language: str) -> str:
    """A reply as people read it."""
    say = Speaker(language)
    if reply == UNKNOWN:
        return say("claim.unknown")
    if answers(path).kind in ("truth", "truth_of_part"):
        return say("claim.yes" if reply == "yes" else "claim.no")
    parts = [part.strip() for part in reply.split(",")]
    return ", ".join(say(f"claim_value.{part}") if say.has(f"claim_value.{part}") else part for part in parts)
