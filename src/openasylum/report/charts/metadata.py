"""What a picture is, inside its file: title, description and metadata of an SVG, texts of a PNG."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import escape

from openasylum.report.charts.drawing import Chart
from openasylum.report.colophon import colophon
from openasylum.report.scene import Scene
from openasylum.results import measures

_SIGNATURE = b"\x89PNG\r\n\x1a\n"

#: Dublin Core names of what a colophon holds, where it has one.
_DUBLIN_CORE = {
    "title": "title",
    "source": "source",
    "language": "language",
    "run_id": "identifier",
    "provenance": "provenance",
}


def about(scene: Scene, chart: Chart) -> dict[str, str]:
    """The colophon of a chart: that of the run, with what is counted in the measure that it draws."""
    drawn = chart.id.removeprefix("fan_").removeprefix("drivers_")
    own = colophon(scene, [drawn] if drawn in measures() else ["claims_made"])
    return own | {"title": chart.title, "description": chart.summary}


def svg_with(svg: str, title: str, summary: str, about: Mapping[str, str]) -> str:
    """An SVG as a file of its own: ``<title>``, ``<desc>`` and ``<metadata>`` (Dublin Core, RDF) right after its root."""
    rows = "".join(
        f"<dc:{_DUBLIN_CORE[name]}>{escape(text)}</dc:{_DUBLIN_CORE[name]}>"
        for name, text in about.items()
        if name in _DUBLIN_CORE
    )
    rows += "".join(
        f"<dc:description>{escape(f'{name}: {text}')}</dc:description>" for name, text in about.items()
    )
    inside = (
        f"<title>{escape(title)}</title><desc>{escape(summary)}</desc>"
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">{rows}</rdf:Description></rdf:RDF>'
        "</metadata>"
    )
    return re.sub(r"^(<svg [^>]*>)", lambda root: root.group(1) + inside, svg, count=1)


def png_with(png: bytes, texts: Mapping[str, str]) -> bytes:
    """A PNG with a text for each key (``iTXt`` chunks, PNG specification section 11.3.3.4), before its image."""
    assert png.startswith(_SIGNATURE)
    header = len(_SIGNATURE) + 12 + struct.unpack(">I", png[8:12])[0]
    chunks = b"".join(_chunk(b"iTXt", _international(key, text)) for key, text in texts.items())
    return png[:header] + chunks + png[header:]


def png_texts(png: bytes) -> dict[str, str]:
    """The texts inside a PNG, by key."""
    found, at = {}, len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"iTXt":
            key, rest = content.split(b"\0", 1)
            found[key.decode("latin-1")] = rest[2:].split(b"\0", 2)[2].decode()
        at += 12 + length
    return found


def _international(key: str, text: str) -> bytes:
    """Keyword, not compressed, no language, no translated keyword, text."""
    return key.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
