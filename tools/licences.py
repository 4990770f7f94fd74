"""Write docs/reference/licences.md: the licence of every locked dependency, of every file by others, and of every table.

python tools/licences.py            # writes the page
python tools/licences.py --check    # fails where the page is not what it would write, or a licence is not one that we may ship beside

Licences are read from the metadata of the installed packages, so the environment must hold what the locks hold.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

import lock
from openasylum import facts

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "licences.md"
#: Tables of the files by others that the package holds, each beside its files with their licences.
EMBEDDED = [
    ROOT / "src" / "openasylum" / part / "README.md" for part in ("web/static/vendor", "report/fonts")
]
#: Forms in which fonts and scripts of others come.
BY_OTHERS = (".ttf", ".otf", ".woff", ".woff2", ".min.js", ".min.css")
#: Licences under which a dependency may be used beside Apache-2.0 code that is not linked into it.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|Zlib|HPND|Unlicense|CC0|LGPL|EUPL|AGPL|0BSD|Public Domain|OFL|Artistic",
    re.IGNORECASE,
)
#: Packages whose metadata name no licence, leave a choice, or that are for other systems only; read at the index.
BY_HAND = {
    "axe-playwright-python": "MIT AND MPL-2.0",
    "cffi": "MIT-0", "ciw": "MIT", "colorama": "BSD-3-Clause", "ezodf": "MIT", "httpx2-jsfetch": "BSD-3-Clause",
    "pycparser": "BSD-3-Clause", "text-unidecode": "Artistic-1.0-Perl", "trove-classifiers": "Apache-2.0", "wheel": "MIT",
}  # fmt: skip
#: Under a licence whose terms reach those who pass the library on: for tests and benchmarks only, never a dependency of the package.
NEVER_RUN = re.compile(r"A?GPL|EUPL", re.IGNORECASE)


def main(arguments: list[str]) -> int:
    written, faults = page()
    for fault in faults:
        print(fault, file=sys.stderr)
    if arguments == ["--check"]:
        if PAGE.read_text() != written:
            print("docs/reference/licences.md is not current: run python tools/licences.py", file=sys.stderr)
            return 1
        return 1 if faults else 0
    PAGE.write_text(written)
    return 1 if faults else 0


def page() -> tuple[str, list[str]]:
    """The page, and what is wrong with what it lists."""
    run, dev = (lock.pins(lock.FOLDER / f"{name}.txt") for name in ("run", "dev"))
    installed = {lock.normal(one.metadata["Name"]): one for one in distributions()}
    names = {
        name: licence_of(installed[name]) if name in installed else BY_HAND.get(name, "")
        for name in sorted({*run, *dev})
    }
    faults = [
        f"{name}: not installed, or its licence is not known" for name, text in names.items() if not text
    ]
    faults += [f"{name}: {text}" for name, text in names.items() if text and not ALLOWED.search(text)]
    faults += [
        f"{name} is under {text} and may not be a dependency of the package"
        for name, text in names.items()
        if name in run and NEVER_RUN.search(text) and "LGPL" not in text
    ]
    faults += [f"{name}: not named in the README.md beside it" for name in _unnamed()]
    lines = [
        "# Licences",
        "",
        "Written by `python tools/licences.py` from the metadata of the packages; checked by `make lint`.",
        "OpenAsylum's own code is under Apache-2.0.",
        "",
        "## What the package runs with",
        "",
        *_table({name: (run[name], names[name]) for name in run}),
        "",
        "## Fonts and scripts inside the package",
        "",
        "Each stands beside the text of its licence.",
        "",
        "| file | what | version, package | licence |",
        "|---|---|---|---|",
        *(row for table in EMBEDDED for row in table.read_text().splitlines() if row.startswith("| `")),
        "",
        "## What tests, benchmarks and the documentation use besides",
        "",
        *_table({name: (dev[name], names[name]) for name in dev if name not in run}),
        "",
        "## Tables",
        "",
        "| licence | sources | what it asks |",
        "|---|---|---|",
        *(
            f"| {_linked(row['title'], row['url'])} | {row['sources']} | {row['asks']} |"
            for row in facts.licences().iter_rows(named=True)
        ),
        "",
        "`openasylum facts list` names the sources of each table.",
        "",
    ]
    return "\n".join(lines), faults


def licence_of(package: Distribution) -> str:
    """The licence that a package states: its SPDX expression, its classifier, or its own short words."""
    metadata = package.metadata
    name = lock.normal(metadata["Name"])
    if name in BY_HAND:
        return BY_HAND[name]
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classes = [
        line.rsplit(" :: ", 1)[1]
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    own = " ".join(str(metadata.get("License") or "").split())
    found = ", ".join(one for one in classes if one != "OSI Approved") or own
    return found if len(found) <= 60 else found[:57] + "…"


def _unnamed() -> list[str]:
    """Fonts and scripts inside the package that no table of ``EMBEDDED`` names."""
    rows = [line for table in EMBEDDED for line in table.read_text().splitlines() if line.startswith("| `")]
    patterns = [row.split("`")[1] for row in rows]
    found = [path for path in sorted((ROOT / "src").rglob("*")) if path.name.endswith(BY_OTHERS)]
    return [path.name for path in found if not any(path.match(pattern) for pattern in patterns)]


def _linked(title: str, url: str | None) -> str:
    return f"[{title}]({url})" if url else title


def _table(rows: dict[str, tuple[str, str]]) -> list[str]:
    return [
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {name} | {version} | {text} |" for name, (version, text) in rows.items()),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
