"""What a page shows of other pages and of its site: related stories, most read, banners, buttons to share. Left out, since what
they state is not stated by the text.
"""

from __future__ import annotations

import re
from typing import Any, Final

#: Words of the class, id or role of such an element.
_NAMES: Final = (
    "related recommended recommendations readmore trending newsletter cookie cookies onetrust gdpr sidebar breadcrumb breadcrumbs "
    "menu navigation navbar advert advertisement promo promos teaser teasers share sharing social comments disqus paywall "
    "contentinfo complementary banner skiplink popular outbrain taboola"
)
_NAMED: Final = frozenset(_NAMES.split())
_PAIRS: Final = (
    "most-read",
    "most-popular",
    "read-more",
    "read-next",
    "also-read",
    "plus-lus",
    "lire-aussi",
    "a-lire",
    "site-footer",
    "page-footer",
)
_WORDS = re.compile(r"[a-z]+")
#: An element that holds more than this of the words of a page is the text, whatever it is called.
_MOST: Final = 0.3
#: How a line begins that only leads to another page.
_LEADS = re.compile(
    r"\W*(?:read (?:more|also|next)|more (?:on|from)|related|watch|listen|see also|also read|story continues|"
    r"(?:à|a) (?:lire|voir|écouter)(?: aussi| également)?|lire aussi|lisez aussi|voir aussi|sur le même sujet)\b",
    re.IGNORECASE,
)
_LINES: Final = ("p", "li", "h2", "h3", "h4", "h5", "h6", "div")
#: A line of a list or a heading that is a link of so many words or more is the title of another page.
_TITLE: Final = 5


def without_other_pages(root: Any) -> None:
    """Take those elements out of a page."""
    length = len(root.text_content())
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element is root or element.getparent() is None:
            continue
        named = _is_named(element) and element.tag not in ("html", "body", "main", "article")
        if (named and len(element.text_content()) <= _MOST * length) or (
            element.tag in _LINES and _only_leads(element)
        ):
            element.drop_tree()


def _is_named(element: Any) -> bool:
    called = " ".join(element.get(name) or "" for name in ("id", "class", "role")).lower()
    if not called.strip():
        return False
    return not _NAMED.isdisjoint(_WORDS.findall(called)) or any(pair in called for pair in _PAIRS)


def _only_leads(element: Any) -> bool:
    """Whether a line is nothing but a link to another page."""
    links = [child for child in element if child.tag == "a"] or element.xpath(
        "./strong/a | ./em/a | ./b/a | ./span/a"
    )
    if not links:
        return False
    said = " ".join(element.text_content().split())
    linked = " ".join(" ".join(one.text_content().split()) for one in links)
    if len(linked) < 0.9 * len(said):
        return _LEADS.match(said) is not None and len(linked) >= 0.6 * len(said)
    return _LEADS.match(said) is not None or (element.tag not in ("p", "div") and len(said.split()) >= _TITLE)
