"""Build the data package of ``openasylum.facts`` from ``data/raw``: ``python tools/build_facts.py
[--check]``.

With ``--check`` nothing is written: exit code 1 where a rebuild would give other bytes than those in the
tree.
"""

from __future__ import annotations

import argparse
import filecmp
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from openasylum.errors import UserError  # noqa: E402
from openasylum.facts.build import build_package  # noqa: E402

SHIPPED = ROOT / "src" / "openasylum" / "facts"


def built_files(root: Path) -> set[str]:
    """The files of a package, by their path in it."""
    return {"datapackage.json", *(str(file.relative_to(root)) for file in root.glob("tables/*.parquet"))}


def main() -> int:
    """Build, or check. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the data package from data/raw.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where a rebuild gives other bytes"
    )
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch)
        try:
            build_package(ROOT / "data" / "raw", built)
        except UserError as error:
            print(error, file=sys.stderr)
            return 2
        new, old = built_files(built), built_files(SHIPPED)
        _, changed, missing = filecmp.cmpfiles(built, SHIPPED, sorted(new), shallow=False)
        stale = sorted({*changed, *missing, *(old - new)})
        if check:
            for name in stale:
                print(
                    f"{name} is not what data/raw and the declarations give; run tools/build_facts.py",
                    file=sys.stderr,
                )
            return 1 if stale else 0
        for name in sorted(old - new):
            (SHIPPED / name).unlink()
        for name in stale:
            if name in new:
                (SHIPPED / name).parent.mkdir(parents=True, exist_ok=True)
                (SHIPPED / name).write_bytes((built / name).read_bytes())
        size = sum((SHIPPED / name).stat().st_size for name in new)
        print(f"{len(new) - 1} tables, {size / 1e6:.2f} MB, {len(stale)} files changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
