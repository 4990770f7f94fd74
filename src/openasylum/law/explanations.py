"""A decision explained to a person: which conditions appear met, not met or unknown, on which facts and
dates.

In English or French, as plain text, Markdown or JSON. The words are data, in ``words.yaml``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from openasylum.documents import shipped
from openasylum.law.calendar import month_later
from openasylum.law.citations import cited
from openasylum.law.counterfactual import Change, changes
from openasylum.law.decisions import Decision
from openasylum.law.flat_facts import flat_facts
from openasylum.law.questions import question
from openasylum.law.reading import Reading, flag_texts
from openasylum.law.trace import trace

_SYMBOLS = {"true": "●", "false": "○", "unknown": "?", "not_in_force": "–"}


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """``words.yaml``."""
    return dict(shipped("openasylum.law", "words.yaml").data)


def explain(decision: Decision, language: str = "en") -> dict[str, Any]:
    """The explanation as data: a summary, and sections of a heading and lines; a line is text and a depth.

    ``language`` is ``"en"`` or ``"fr"``. ``as_text`` and ``as_markdown`` write it out.
    """
    reading = decision.reading
    data = decision.data
    say = _Speaker(language)
    law = f"{say('headings', 'law')} {data.get('law_as_of', '?')}"
    if reading.plan.book.amendments:
        law += f", {say('headings', 'amended')}{'; '.join(a.sentence for a in reading.plan.book.amendments)}"
    sections = [
        (
            "possible",
            [(_titled(reading, g["citation"], language), 0) for g in data["possible_grounds"]]
            if data["outcome"] == "undetermined"
            else [],
        ),
        ("missing", [(f"{question(path, language)} ({path})", 0) for path in data["missing"]]),
        ("exceptions", [(_titled(reading, e["citation"], language), 0) for e in data["exceptions"]]),
        ("dates", [(line, 0) for line in _dates(reading, say)]),
        ("consulted", list(_tree(reading, data.get("trace") or trace(reading), say))),
        ("consequences", [(_consequence(key, value, say), 0) for key, value in data["consequences"].items()]),
        ("relief", [(citation, 0) for citation in data["discretionary_relief"]]),
        ("flags", [(flag_texts()[flag][language], 0) for flag in data["flags"]]),
        ("changes", [(_change(change, language, say), 0) for change in changes(reading)]),
    ]
    return {
        "summary": cited(_summary(data, reading, say), language),
        "follows": _follows(data["pathway"], reading, say),
        "law": cited(law, language),
        "sections": [
            {
                "heading": say("headings", key),
                "key": key,
                "lines": [{"text": cited(text, language), "depth": depth} for text, depth in lines],
            }
            for key, lines in sections
            if lines
        ],
        "notice": say("headings", "notice"),
    }


class _Speaker:
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, part: str, key: Any, **values: Any) -> str:
        entry = words()[part].get(key)
        return str(key) if entry is None else entry[self.language].format(**values)


def _summary(data: dict[str, Any], reading: Reading, say: _Speaker) -> str:
    south = reading.fact("direction") == "southbound" and data["outcome"] in ("eligible", "ineligible")
    grounds = ", ".join(_titled(reading, g["citation"], say.language) for g in data["grounds"])
    return say("outcomes", f"southbound_{data['outcome']}" if south else data["outcome"], grounds=grounds)


def _follows(pathway: str, reading: Reading, say: _Speaker) -> str:
    referred = pathway == "referred_to_rpd" and reading.fact("stage") != "not_referred"
    return say("pathways", "referred_already" if referred else pathway)


def _titled(reading: Reading, citation: str, language: str) -> str:
    provision = reading.plan.book.provisions.get(citation)
    return citation if provision is None else f"{citation} – {getattr(provision.title, language)}"


def _decided(reading: Reading, citation: str, language: str) -> str:
    """A citation with what a provision says where it is met; where its title does not say that."""
    provision = reading.plan.book.provisions[citation]
    if provision.decides is None:
        return _titled(reading, citation, language)
    return f"{citation} – {getattr(provision.decides, language)}"


def _dates(reading: Reading, say: _Speaker) -> list[str]:
    claimed, entered = reading.ends("claim_date"), reading.ends("entry_date")
    lines = []
    if claimed and entered:
        lines.append(say("sentences", "entry", entry=entered, claim=claimed, days=(claimed - entered).days))
    first = reading.ends("first_entry_date")
    if first and claimed and reading.in_force("IRPA 101(1)(b.1)"):
        years, cutoff = (reading.number("IRPA 101(1)(b.1)", name) for name in ("years", "cutoff"))
        last = month_later(first, round(12 * years))
        lines.append(say("sentences", "first_entry", first=first, cutoff=cutoff, last=last))
    return lines


def _tree(reading: Reading, consulted: list[dict[str, Any]], say: _Speaker) -> Any:
    """Every ground; below it, what it rests on, as far as it was in play; what many rest on is taken apart once."""
    waiting, told = [(node, 0) for node in consulted], set()
    colon = say("headings", "colon")
    while waiting:
        node, depth = waiting.pop(0)
        below = _below(reading, node, depth)
        again = bool(below) and node["citation"] in told
        facts = f"; {say('headings', 'facts')}{colon}{', '.join(node['facts'])}" if node["facts"] else ""
        above = f" ({say('headings', 'above')})" if again else ""
        title = _decided(reading, node["citation"], say.language)
        yield (
            f"{_SYMBOLS[node['result']]} {title}{colon}{say('results', node['result'])}{facts}{above}",
            depth,
        )
        if below:
            told.add(node["citation"])
        waiting = [(child, depth + 1) for child in below if not again] + waiting


def _below(reading: Reading, node: dict[str, Any], depth: int) -> list[dict[str, Any]]:
    """What a provision rests on, where that made a difference."""
    if node["result"] not in ("true", "unknown") and not (depth == 0 and node["result"] == "false"):
        return []
    below = [child for child in node.get("children", ()) if depth == 0 or child["result"] != "not_in_force"]
    return [child for child in below if _in_play(reading, child, below, node["result"])]


def _in_play(reading: Reading, node: dict[str, Any], siblings: list[dict[str, Any]], found: str) -> bool:
    """Exceptions are shown only where the ground reaches the claim: not below one that fails by itself, where what is
    unknown does not matter either; and those that are not met, only where the place of entry is within the ground.
    """
    kinds = reading.plan.book.provisions
    scopes = [one for one in siblings if kinds[one["citation"]].kind == "scope"]
    exceptions = [one for one in siblings if kinds[one["citation"]].kind == "exception"]
    if found == "false" and exceptions and not any(one["result"] == "true" for one in exceptions):
        return node not in exceptions and node["result"] != "unknown"
    reached = not scopes or any(one["result"] in ("true", "unknown") for one in scopes)
    return reached or node not in exceptions or node["result"] in ("true", "unknown")


def _consequence(key: str, value: Any, say: _Speaker) -> str:
    texts = [say("values", item if isinstance(item, str) else bool(item)) for item in
             (value if isinstance(value, list) else [value])]  # fmt: skip
    return f"{say('consequences', key)}{say('headings', 'colon')}{', '.join(texts)}"


def _change(change: Change, language: str, say: _Speaker) -> str:
    outcome = f"{say('sentences', f'short_{change.outcome}')}. {say('pathways', change.pathway)}"
    if change.days:
        which = "earlier" if change.days < 0 else "later"
        which = f"one_{which}" if abs(change.days) == 1 else which
        return say("sentences", which, days=abs(change.days), day=change.value, outcome=outcome)
    fact = flat_facts()[change.fact].meaning[language]
    return say("sentences", "were_true" if change.value else "were_false", fact=fact, outcome=outcome)


def as_text(explanation: dict[str, Any]) -> str:
    """Plain text."""
    lines = [explanation["summary"], explanation["follows"], explanation["law"]]
    for section in explanation["sections"]:
        lines += ["", section["heading"]]
        lines += [f"  {'  ' * line['depth']}{line['text']}" for line in section["lines"]]
    return "\n".join([*lines, "", explanation["notice"], ""])


def as_markdown(explanation: dict[str, Any]) -> str:
    """Markdown."""
    lines = [f"**{explanation['summary']}** {explanation['follows']}", "", explanation["law"]]
    for section in explanation["sections"]:
        lines += ["", f"## {section['heading']}", ""]
        lines += [f"{'  ' * line['depth']}- {line['text']}" for line in section["lines"]]
    return "\n".join([*lines, "", f"*{explanation['notice']}*", ""])
