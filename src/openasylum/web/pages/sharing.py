"""How a result travels: its permanent link, files, a frame for another page, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from openasylum.report.tongue import Language, Tongue
from openasylum.results import Manifest
from openasylum.web import links
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.words import Speaker


@dataclass(frozen=True)
class Shared:
    """Texts to copy and addresses to follow; ``link`` is without a host: the page adds its own."""

    link: str
    files: list[tuple[str, str]]
    embed: str
    citation: str
    bibtex: str


#: Forms in which a result can be taken away; those of ``report.downloads``.
FORMS = ("pdf", "xlsx", "csv", "parquet", "png", "svg", "yaml", "py", "bib", "zip")


def _file(form: str, query: str, measure: str, language: str) -> str:
    """The address of a file; pictures are of the measure that the page shows."""
    chosen = f"&chosen=fan_{measure}" if form in ("png", "svg") else ""
    return f"/api/v1/downloads/{form}?{query}&lang={language}{chosen}"


def shared(state: links.State, manifest: Manifest, measure: str, language: Language, origin: str) -> Shared:
    """Everything the share section holds."""
    stamped = state.stamped().query()
    say = Speaker(language)
    title = say("shell.name")
    tagline = say("shell.tagline")
    what = ", ".join(one.title[language] for one in manifest.scenarios)
    version, run = manifest.model_version, manifest.run_id
    day = Tongue(language).day(datetime.now(UTC).date())
    asked = {"en": "accessed", "fr": "consulté le"}[language]
    frame = f"/{language}/embed/{measure}?{stamped}"
    return Shared(
        link=f"{BY_ID['answer'].path(language)}?{stamped}&measure={measure}",
        files=[(say(f"files.{form}"), _file(form, stamped, measure, language)) for form in FORMS],
        embed=f'<iframe src="{origin}{frame}" title="{what}" width="760" height="560"></iframe>',
        citation=f"{title}. {tagline}. {what}. {version}, {run}. {asked} {day}.",
        bibtex=(
            f"@software{{openasylum_{run},\n  author = {{{{The OpenAsylum contributors}}}},\n"
            f"  title = {{{title}: {what}}},\n  version = {{{version}}},\n  year = {{{datetime.now(UTC).year}}},\n"
            f"  note = {{run {run}, data {manifest.data_vintage}}}\n}}"
        ),
    )
