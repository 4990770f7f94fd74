"""Write the pages of the scorecard that take minutes to compute: the replication pack and the queues' mechanism, in both languages.

python tools/build_scorecard_pages.py               # docs/reference/replication.md and mechanism.md (and .fr.md)
python tools/build_scorecard_pages.py replication   # one of them

The forecasts have their own: ``openasylum backtest foresight --write-page docs/explanation/foresight.md``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openasylum import facts
from openasylum.bilingual import number
from openasylum.code_version import code_version
from openasylum.web.pages.scorecard_page import measure_title, unit_label
from openasylum.web.pages.words import Speaker

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
ASK = [sys.executable, "-c", "from openasylum.cli import main; main()"]
COMMANDS = {"replication": ["replicate", "--json"], "mechanism": ["backtest", "mechanism", "--json"]}
WORDS = {
    "replication": {
        "en": (
            "Official figures rebuilt",
            "Published official calculations, rebuilt from their own inputs: theirs, ours, and the difference.",
        ),
        "fr": (
            "Chiffres officiels reconstruits",
            "Des calculs officiels publiés, refaits à partir de leurs propres données : les leurs, les nôtres, l'écart.",
        ),
    },
    "mechanism": {
        "en": (
            "The queues, scored",
            "Fed true intake and funded capacity, does the process give the published backlog, flows and outcomes?",
        ),
        "fr": (
            "Les files d'attente, notées",
            "Avec les vraies entrées et la capacité financée, le processus redonne-t-il les stocks et les flux publiés ?",
        ),
    },
}
#: Headings that the application has no word for.
HEADINGS = {"unit": {"en": "Unit", "fr": "Unité"}, "sample": {"en": "Sample", "fr": "Échantillon"}}
#: Columns: the heading (a word of the scorecard in the application), and what a row says under it.
Column = tuple[str, Callable[[dict[str, Any], Speaker], str]]


def main(arguments: list[str]) -> int:
    for name in arguments or COMMANDS:
        done = subprocess.run([*ASK, *COMMANDS[name]], check=False, stdout=subprocess.PIPE)
        rows = json.loads(done.stdout)
        for language in ("en", "fr"):
            suffix = "" if language == "en" else ".fr"
            (FOLDER / f"{name}{suffix}.md").write_text(page(name, rows, language), encoding="utf-8")
    return 0


def page(name: str, rows: list[dict[str, Any]], language: str) -> str:
    """One page: the table that the command prints for machines, in words, and what it was made by."""
    say = Speaker(language)
    title, about = WORDS[name][language]
    judged = [row["verdict"] for row in rows if row["verdict"] != "none"]
    columns = COLUMNS[name]
    rows = sorted(
        rows, key=lambda row: row["verdict"] != "missed"
    )  # as in the application: what was missed first
    lines = [
        f"# {title}",
        "",
        f"{about} {say(f'scorecard.{name}_text')}",
        "",
        say("scorecard.counted", met=judged.count("met"), of=len(judged))
        + f" · `openasylum {' '.join(COMMANDS[name])}` · OpenAsylum {code_version()} · {facts.data_vintage()}",
        "",
        f"| {' | '.join(_heading(heading, say) for heading, _ in columns)} |",
        f"|{'---|' * len(columns)}",
        *(f"| {' | '.join(_cell(tell(row, say)) for _, tell in columns)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _heading(name: str, say: Speaker) -> str:
    return HEADINGS[name][say.language] if name in HEADINGS else say(f"scorecard.{name}")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _amount(value: float | None, say: Speaker, signed: bool = False) -> str:
    """A number with as many decimals as its size asks for."""
    if value is None:
        return ""
    decimals = 0 if abs(value) >= 1000 or float(value).is_integer() else 1 if abs(value) >= 100 else 2
    return number(value, say.language, decimals, signed=signed)


def _gap(row: dict[str, Any], name: str, say: Speaker) -> str:
    """An error or a bar of the mechanism: a share is shown in per cent."""
    value = row.get(name)
    if value is None:
        return ""
    if row["unit"] == "share":
        return number(100 * value, say.language, 1, signed=name == "error") + (
            "\u00a0%" if say.language == "fr" else "%"
        )
    return f"{_amount(value, say, signed=name == 'error')} {say('scorecard.units.' + row['unit'])}"


def _period(period: str, say: Speaker) -> str:
    """A year, months, or "2017-12 for 2022-12": said on one day of another."""
    return period.replace(" for ", " pour ") if say.language == "fr" else period


def _verdict(row: dict[str, Any], say: Speaker) -> str:
    word = say(f"scorecard.{row['verdict']}")
    return f"**{word}**" if row["verdict"] == "missed" else word


COLUMNS: dict[str, list[Column]] = {
    "replication": [
        ("figure", lambda row, say: f"{row['title'][say.language]} (`{row['figure']}`)"),
        ("published", lambda row, say: _amount(row["published"], say)),
        ("ours", lambda row, say: _amount(row["ours"], say)),
        ("error", lambda row, say: _amount(row["difference"], say, signed=True)),
        ("bar", lambda row, say: _amount(row["tolerance"], say)),
        ("unit", lambda row, say: unit_label(row["unit"], say)),
        ("nature", lambda row, say: say(f"scorecard.kind.{row['kind']}")),
        ("verdict", _verdict),
    ],
    "mechanism": [
        ("measure", lambda row, say: measure_title(row["measure"], say)),
        ("period", lambda row, say: _period(str(row["period"]), say)),
        ("sample", lambda row, say: say(f"scorecard.{row['sample']}")),
        ("observed", lambda row, say: _amount(row["observed"], say)),
        ("modelled", lambda row, say: _amount(row["modelled"], say)),
        ("error", lambda row, say: _gap(row, "error", say)),
        ("bar", lambda row, say: _gap(row, "tolerance", say)),
        ("verdict", _verdict),
    ],
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
