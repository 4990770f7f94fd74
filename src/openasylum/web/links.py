"""Permanent links: what a page shows, as the query of its address, and back.

``v=1&s=us-not-designated&s=law-in-force~rpd_capacity=x1.25@2027-01-01&draws=200&seed=20241231&data=…&model=…``: each ``s``
is a scenario, a preset's id and, after ``~``, what is changed in it (``docs/reference/links.md``). A link names the data
and the model that made its numbers, so that whoever opens it later gets the same numbers or is told what changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from openasylum.bilingual import Text
from openasylum.errors import UserError, nearest
from openasylum.web.scenario_text import ScenarioRef, read_ref
from openasylum.web.settings import DRAWS, SEED

VERSION = "1"

#: Scenarios that a page can hold side by side, beside the law in force.
AT_MOST = 4

_NAMES = ("v", "s", "draws", "seed", "data", "model")

#: Characters that stand in a query as they are, for addresses that can be read.
_PLAIN = "~=@:,.()*"


@dataclass(frozen=True)
class State:
    """What a page shows: scenarios, each beside the law in force; draws and seed; the data and the model that made it.

    ``vintage`` and ``model`` are None in an address that somebody typed: then it is about this model and these data.
    """

    scenarios: tuple[ScenarioRef, ...] = (ScenarioRef("us-not-designated"),)
    draws: int = DRAWS
    seed: int = SEED
    vintage: str | None = None
    model: str | None = None

    def query(self) -> str:
        """The canonical query string: the same state is the same text."""
        pairs = [("v", VERSION), *(("s", ref.text) for ref in self.scenarios)]
        if self.draws != DRAWS:
            pairs.append(("draws", str(self.draws)))
        if self.seed != SEED:
            pairs.append(("seed", str(self.seed)))
        if self.vintage is not None:
            pairs.append(("data", self.vintage))
        if self.model is not None:
            pairs.append(("model", self.model))
        return urlencode(pairs, safe=_PLAIN, quote_via=quote)

    def stamped(self) -> State:
        """The same, made with this model and these data: what a share button gives."""
        from openasylum import facts
        from openasylum.results import model_version

        return State(self.scenarios, self.draws, self.seed, facts.data_vintage(), model_version())


def read_query(query: str) -> State:
    """The state that a query string says. An empty one is the central question.

    Raises ``UserError``, one sentence naming the part of the address, for anything that is not a link of ours.
    """
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50) if query else []
    return read_pairs(pairs)


def read_pairs(pairs: Iterable[tuple[str, str]]) -> State:
    """The state that the parts of a query say; parts of other names than ours are an error."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in _NAMES:
            raise UserError(
                f"an address has no part named {name[:40]!r}",
                f"une adresse n'a pas de partie nommée « {name[:40]} »",
                field=name[:40],
                nearest=nearest(name, _NAMES),
            )
        found.setdefault(name, []).append(value)
    for name, values in found.items():
        if name != "s" and len(values) > 1:
            raise UserError(
                f"{name} stands {len(values)} times in this address",
                f"{name} se trouve {len(values)} fois dans cette adresse",
                field=name,
            )
    version = found.get("v", [VERSION])[0]
    if version != VERSION:
        raise UserError(
            f"this link is of form {version[:10]!r}, which this version does not know",
            f"ce lien est de la forme « {version[:10]} », que cette version ne connaît pas",
            field="v",
            nearest=VERSION,
        )
    refs = tuple(dict.fromkeys(read_ref(text) for text in found.get("s", ["us-not-designated"])))
    if len(refs) > AT_MOST:
        raise UserError(
            f"at most {AT_MOST} scenarios stand side by side; this link has {len(refs)}",
            f"au plus {AT_MOST} scénarios se comparent ; ce lien en a {len(refs)}",
            field="s",
        )
    return State(
        refs,
        _whole(found, "draws", DRAWS, 1),
        _whole(found, "seed", SEED, 0),
        _word(found, "data"),
        _word(found, "model"),
    )


def _whole(found: dict[str, list[str]], name: str, default: int, least: int) -> int:
    text = found.get(name, [str(default)])[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and int(text) >= least):
        raise UserError(
            f"{name} is a whole number, {least} or more (found {text[:40]!r})",
            f"{name} est un nombre entier, {least} ou plus (lu : « {text[:40]} »)",
            field=name,
        )
    return int(text)


def _word(found: dict[str, list[str]], name: str) -> str | None:
    text = found.get(name, [""])[0]
    if len(text) > 100 or any(not (letter.isalnum() or letter in "-+._:") for letter in text):
        raise UserError(
            f"{name} is a version as this program writes it (found {text[:40]!r})",
            f"{name} est une version telle que ce programme l'écrit (lu : « {text[:40]} »)",
            field=name,
        )
    return text or None


def changes(state: State) -> list[Text]:
    """What differs between the model and data that made a link and those here; nothing if the numbers are the same."""
    from openasylum import facts
    from openasylum.results import model_version

    said = []
    here = model_version()
    if state.model is not None and state.model != here:
        said.append(
            Text(
                en=f"This link was made with model {state.model}; this is model {here}. Its numbers may differ.",
                fr=f"Ce lien a été fait avec le modèle {state.model}; voici le modèle {here}. Ses chiffres peuvent différer.",
            )
        )
    vintage = facts.data_vintage()
    if state.vintage is not None and state.vintage != vintage:
        said.append(
            Text(
                en=f"This link was made with data {state.vintage}; these are data {vintage}. Its numbers may differ.",
                fr=f"Ce lien a été fait avec les données {state.vintage}; voici les données {vintage}. "
                "Ses chiffres peuvent différer.",
            )
        )
    return said
