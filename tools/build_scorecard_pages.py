"""Write the pages of the scorecard that take minutes to compute: the replication pack and the queues' mechanism, in both languages.

python tools/build_scorecard_pages.py      # docs/reference/replication.md and mechanism.md (and .fr.md)

The forecasts have their own: ``openasylum backtest foresight --write-page docs/explanation/foresight.md``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from openasylum import facts
from openasylum.code_version import code_version

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
ASK = [sys.executable, "-c", "from openasylum.cli import main; main()"]
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
COMMANDS = {"replication": ["replicate", "--json"], "mechanism": ["backtest", "mechanism", "--json"]}
#: Columns of the tables, where the answer has them.
COLUMNS = (
    *("title", "figure", "measure", "period", "sample", "unit", "published", "observed", "ours", "modelled"),
    *("difference", "error", "bar", "tolerance", "kind", "verdict"),
)


def main(arguments: list[str]) -> int:
    for name, command in COMMANDS.items():
        done = subprocess.run([*ASK, *command], check=False, stdout=subprocess.PIPE)
        rows = json.loads(done.stdout)
        for language, (title, about) in WORDS[name].items():
            suffix = "" if language == "en" else ".fr"
            (FOLDER / f"{name}{suffix}.md").write_text(page(title, about, command, rows, language))
    return 0


def page(title: str, about: str, command: list[str], rows: list[dict[str, Any]], language: str) -> str:
    """One page: the table that the command prints for machines, and what it was made by."""
    names = [column for column in COLUMNS if any(row.get(column) is not None for row in rows)]
    lines = [
        f"# {title}",
        "",
        about,
        "",
        f"`openasylum {' '.join(command)}` · OpenAsylum {code_version()} · {facts.data_vintage()}",
        "",
        f"| {' | '.join(names)} |",
        f"|{'---|' * len(names)}",
        *(f"| {' | '.join(_cell(row.get(name), language) for name in names)} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _cell(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, dict):
        value = value.get(language, "")
    return str(value).replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
