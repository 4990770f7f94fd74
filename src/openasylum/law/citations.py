"""Citations of Canadian law as French texts write them: "LIPR 101(1)b.1)" for "IRPA 101(1)(b.1)"."""

from __future__ import annotations

import re

#: Short titles of what is cited; the French ones are those of the Act, the Regulations and the Agreement themselves.
_TITLES = {
    "IRPA": "LIPR",
    "IRPR": "RIPR",
    "STCA Additional Protocol": "Protocole additionnel à l'ETPS",
    "STCA": "ETPS",
}

_SHORT = re.compile(rf"\b({'|'.join(_TITLES)})\b")

#: A section, its subsections in figures, and a paragraph in one letter, which French closes but does not open.
_PARAGRAPH = re.compile(r"\b((?:LIPR|RIPR) \d+(?:\.\d+)*(?:\(\d+(?:\.\d+)*\))*)\(([a-z](?:\.\d+)?)\)")

_PUBLIC_POLICY = re.compile(r"\(public policy of (\S+)\)")

#: Words that tell apart the parts of a provision that have no number of their own.
_PARTS = {
    "nationality": "nationalité",
    "place": "lieu",
    "minors": "mineurs",
    "land port": "port terrestre",
    "between ports": "entre les points d'entrée",
    "in transit": "en transit",
}

_PART = re.compile(rf"(\)|\d{{4}}-\d\d-\d\d) ({'|'.join(_PARTS)})\b")

_STATUTE = re.compile(r"\bSC (\d{4}) c\. ([\w-]+) (ss?)\. (\d+)(?:-(\d+))?")


def cited(text: str, language: str) -> str:
    """A text with its citations in the form of the language; English is as it stands."""
    if language != "fr":
        return text
    text = _SHORT.sub(lambda found: _TITLES[found[1]], text)
    text = _STATUTE.sub(_statute, text)
    text = _PART.sub(lambda found: f"{found[1]} {_PARTS[found[2]]}", text)
    text = _PUBLIC_POLICY.sub(r"(politique d'intérêt public du \1)", text)
    return _PARAGRAPH.sub(r"\1\2)", text)


def _statute(found: re.Match[str]) -> str:
    last = f" à {found[5]}" if found[5] else ""
    return f"LC {found[1]}, ch. {found[2]}, art. {found[4]}{last}"
