"""Mail, web archives and other texts with marks: the words of a message, its day, and no marks of quoting or of Markdown."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Final

#: How a message begins: two heads or more.
_HEADS = re.compile(r"(?:[A-Z][A-Za-z-]{1,30}: [^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MESSAGE = re.compile(rb"(?im)^(?:mime-version|content-type):")
_DATED = re.compile(r"(?m)^(?:Date|Sent|Envoyé|Envoy\u00e9 le): (.+)$")
_QUOTED = re.compile(r"(?m)^[ \t]?(?:>[ \t]?)+")
_SIGNATURE = re.compile(r"(?m)^-- ?\n(?:[^\n]*\n?){0,12}\Z")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,300})\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"\n]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,300}?)(?<=\S)\1")
_HEADING = re.compile(r"(?m)^#{1,6} ")
#: A part of a message that is read, the first of these that it has.
_PARTS: Final = ("html", "plain")


def is_message(data: bytes) -> bool:
    """Whether bytes are a saved message or web archive, in the form of the Internet's mail."""
    head = data[:4000]
    return _MESSAGE.search(head) is not None and re.match(rb"[A-Za-z-]{2,40}: ", head) is not None


def body_of(data: bytes) -> tuple[str, date | None]:
    """The words of a saved message, a page of HTML where it has one, and its day."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(_PARTS)
    text = part.get_content() if part is not None else ""
    return text if isinstance(text, str) else "", _day(str(message["date"] or ""))


def without_marks(content: str) -> tuple[str, date | None]:
    """A plain text without the heads, signature and marks of quoting of a message or the marks of Markdown, and the day in its
    heads.
    """
    day = None
    if (heads := _HEADS.match(content)) and re.search(r"(?m)^(?:From|De|Subject|Objet): ", heads[0]):
        dated = _DATED.search(heads[0])
        day = _day(dated[1]) if dated else None
        content = _SIGNATURE.sub("", content[heads.end() :])
    if "\n>" in content or content.startswith(">"):
        content = _QUOTED.sub("", content)
    if "](" in content:
        content = _LINK.sub(r"\1", content)
    if "**" in content or "__" in content:
        content = _STRONG.sub(r"\2", content)
    if "#" in content:
        content = _HEADING.sub("", content)
    return content, day


def _day(written: str) -> date | None:
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError):
        return None
