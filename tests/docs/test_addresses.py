"""Addresses of sources: well formed, and each in one spelling. Whether a page is still there needs a network, and is not asked here."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from openasylum import facts

ROOT = Path(__file__).resolve().parents[2]
_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?(/\S*)?")


def written() -> set[str]:
    """Every address of a page of the documentation, of a provision, an assumption, a figure or a source."""
    files = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("src/openasylum/**/*.yaml"), ROOT / "README.md"]
    texts = [file.read_text(encoding="utf-8") for file in files]
    found = {match for text in texts for match in re.findall(r"https?://[^\s<>\"'`)\]}|…]+", text)}
    return {address.rstrip(".,;:") for address in found}


def of_sources() -> set[str]:
    return {address for address in facts.table("sources")["url"].to_list() if address is not None}


@pytest.mark.parametrize("addresses", [written, of_sources])
def test_every_address_is_well_formed(addresses: object) -> None:
    assert callable(addresses)
    assert [address for address in addresses() if not _ADDRESS.fullmatch(address)] == []


def test_no_page_is_named_in_two_spellings() -> None:
    """Scheme, "www.", letter case of the host, a closing stroke and %-coding make no other page."""
    spellings = defaultdict(set)
    for address in written() | of_sources():
        parts = urlsplit(address)
        host = parts.netloc.lower().removeprefix("www.")
        spellings[host, unquote(parts.path).rstrip("/"), parts.query, parts.fragment].add(address)
    assert [sorted(several) for several in spellings.values() if len(several) > 1] == []
