"""How fast the law reads: flat facts in memory, nested Parquet to decisions on disk, one claim explained; beside OpenFisca.

    python benchmarks/law.py --out law.json

Each measurement runs in a process of its own, so that its peak memory is its own. OpenFisca-core runs a reduced rule set (the
Agreement, its family exceptions and the two grounds of 2026: 14 inputs) on the same claims; ours runs the whole rulebook.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)
REPEATS = 5


def flat_claims(count: int, seed: int = 1) -> pl.DataFrame:
    """Claims as the simulation has them: dates of their own, most facts seldom so, nothing unknown."""
    from openasylum import law

    draw = np.random.default_rng(seed)
    claimed = draw.integers((FIRST - date(1970, 1, 1)).days, (LAST - date(1970, 1, 1)).days, count).astype(
        np.int32
    )
    # Half claim on the day they enter, a quarter within two weeks, the rest over three years.
    spread = [np.zeros(count, dtype=np.int64), draw.integers(1, 14, count), draw.integers(14, 1100, count)]
    entered = (claimed - np.choose(draw.choice(3, count, p=[0.5, 0.25, 0.25]), spread)).astype(np.int32)
    frame = pl.DataFrame(
        {
            "claim_date": pl.Series(claimed).cast(pl.Date),
            "decision_date": pl.Series((claimed + draw.integers(0, 200, count)).astype(np.int32)).cast(
                pl.Date
            ),
            "entry_date": pl.Series(entered).cast(pl.Date),
            "first_entry_date": pl.Series(entered).cast(pl.Date),
            "age": pl.Series(draw.integers(0, 80, count).astype(np.int16)),
        }
    )
    for name, fact in law.FLAT_FACTS.items():
        if name in frame.columns or fact.default or name == "direction":
            continue
        if fact.dtype == pl.Boolean:
            share = {"came_from_us": 0.5, "received_in_person": 1.0, "entry_date_established": 0.9}.get(
                name, 0.03
            )
            frame = frame.with_columns(pl.Series(name, draw.random(count) < share))
        elif fact.words:
            codes = draw.integers(0, len(fact.words), count).astype(np.uint8)
            frame = frame.with_columns(pl.Series(name, codes).cat.to(fact.dtype))
    return pl.DataFrame(
        law.fill_known(frame).get_columns()
    )  # every column in memory, none a constant to be spread


def nested_claims(count: int) -> pl.DataFrame:
    """The same kind of claims in the nested form, with lists of entries, relatives and earlier claims."""
    draw = np.random.default_rng(2)
    base = 4096
    rows = []
    for number in range(base):
        claimed = date.fromordinal(int(draw.integers(FIRST.toordinal(), LAST.toordinal())))
        entered = date.fromordinal(claimed.toordinal() - int(draw.integers(0, 400)))
        place = str(draw.choice(["land_port_of_entry", "between_ports_of_entry", "airport"]))
        relative = {"relationship": str(draw.choice(["sister", "uncle", "cousin"])), "relationship_established": True,
                    "location": "CA", "status": str(draw.choice(["citizen", "permanent_resident", "visitor"]))}  # fmt: skip
        entry = {"date": entered, "from": "US", "via": [], "location": place, "date_established": True}
        rows.append(
            {
                "id": str(number),
                "claim": {"date": claimed, "place": "port_of_entry" if number % 2 else "inland", "received_in_person": True},
                "entries": [entry],
                "relatives": [relative] * int(draw.integers(0, 3)),
                "claimant": {
                    "nationalities": ["CO"], "stateless": False, "former_habitual_residence": [], "age": 35,
                    "marital_status": "single", "accompanied_by": [], "parent_or_guardian_in": [], "documents": [],
                    "visa": {"canada": "required", "united_states": "required"}, "status_in_canada": "none",
                    "refugee_protection_conferred": False, "subject_to_removal_order": False, "seeking_reentry": False,
                    "united_states": {"refused_entry": False, "ordered_removed": False},
                    "prior_claims_in_canada": [{"outcome": "rejected", "decided_on": entered}] * int(number % 50 == 0),
                    "claims_elsewhere": [{"country": "US", "date": entered, "confirmed_by_information_sharing": True}]
                    * int(number % 20 == 0),
                    "protection_elsewhere": [], "inadmissibility": [], "offences": [],
                },
            }
        )  # fmt: skip
    # The shapes of empty lists come from the rows that fill them.
    block = pl.DataFrame(rows, infer_schema_length=None)
    return pl.concat([block] * -(-count // base)).head(count)


def _best(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _cpu(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Processor seconds of all threads: what the work costs on a machine that is busy with other things."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_flat(count: int) -> dict[str, Any]:
    """``law.decide`` on flat facts in memory, with grounds and exceptions as bit words."""
    from openasylum import law

    facts = flat_claims(count)
    held = _peak()
    seconds, processor = _best(lambda: law.decide(facts)), _cpu(lambda: law.decide(facts))
    return {"claims": count, "seconds": seconds, "million_claims_per_second": count / seconds / 1e6,
            "million_claims_per_processor_second": count / processor / 1e6,
            "megabytes_of_facts": facts.estimated_size("mb"), "peak_megabytes_before": held, "peak_megabytes": _peak(),
            "columns": facts.width}  # fmt: skip


def measure_nested(count: int) -> dict[str, Any]:
    """``openasylum decide`` from nested Parquet, as Polars writes it, to a Parquet of decisions, disk to disk."""
    return _measure_nested(count, lambda claims, path: claims.write_parquet(path))


def measure_nested_coded(count: int) -> dict[str, Any]:
    """The same where words are kept as numbers, as pandas, Arrow, DuckDB and Spark write them."""
    import pyarrow.parquet as pq

    return _measure_nested(
        count, lambda claims, path: pq.write_table(claims.to_arrow(), path, row_group_size=122_880)
    )


def _measure_nested(count: int, write: Callable[[pl.DataFrame, Path], object]) -> dict[str, Any]:
    from openasylum.law.batch.files import decide_file

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "claims.parquet", Path(folder) / "decisions.parquet"
        write(nested_claims(count), source)

        def work() -> None:
            decide_file(source, target, Path(folder) / "rejects.jsonl")

        seconds, processor = _best(work), _cpu(work)
    return {"claims": count, "seconds": seconds, "million_claims_per_second": count / seconds / 1e6,
            "million_claims_per_processor_second": count / processor / 1e6, "peak_megabytes": _peak()}  # fmt: skip


def measure_one(_: int) -> dict[str, Any]:
    """One claim document: checked, decided with its trace, and explained."""
    from openasylum import law

    claim = json.loads(json.dumps(nested_claims(3).to_dicts()[1], default=str))
    claim.pop("id")

    def work() -> None:
        law.as_text(law.explain(law.decide_claim(law.check_claim(claim))))

    return {
        "milliseconds_decided": 1e3 * _best(lambda: law.decide_claim(claim), 50),
        "milliseconds_checked_decided_and_explained": 1e3 * _best(work, 50),
    }


def measure_openfisca(count: int) -> dict[str, Any]:
    """OpenFisca-core on the reduced rule set: all claims on one date, and every claim on its own."""
    sys.path.insert(0, str(Path(__file__).parent))
    import law_openfisca

    facts = flat_claims(count)
    one = _best(lambda: law_openfisca.decide_on_one_date(facts), 3)
    own = _best(lambda: law_openfisca.decide_each_on_its_date(facts), 1)
    return {"claims": count, "distinct_dates": facts["claim_date"].n_unique(),
            "million_claims_per_second_one_date": count / one / 1e6,
            "million_claims_per_second_own_dates": count / own / 1e6, "peak_megabytes": _peak()}  # fmt: skip


MEASURES: dict[str, tuple[Callable[[int], dict[str, Any]], int]] = {
    "flat_1M": (measure_flat, 1_000_000),
    "flat_10M": (measure_flat, 10_000_000),
    "nested_parquet_1M": (measure_nested, 1_000_000),
    "nested_parquet_of_codes_1M": (measure_nested_coded, 1_000_000),
    "one_claim": (measure_one, 1),
    "openfisca_1M": (measure_openfisca, 1_000_000),
}


def main() -> None:
    """Run every measurement in its own process and write them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", choices=list(MEASURES))
    chosen = parser.parse_args()
    if chosen.only:
        work, count = MEASURES[chosen.only]
        print(json.dumps(work(count)))
        return
    results: dict[str, Any] = {"machine": platform.processor() or platform.machine(), "cores": os.cpu_count(),
                               "load_before": os.getloadavg()[0]}  # fmt: skip
    for name in MEASURES:
        done = subprocess.run(
            [sys.executable, __file__, "--only", name], capture_output=True, text=True, check=False
        )
        results[name] = json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr[-400:]}
        print(name, json.dumps(results[name]), file=sys.stderr)
    theirs = results["openfisca_1M"].get("million_claims_per_second_own_dates")
    if theirs:
        results["times_openfisca_own_dates"] = results["flat_1M"]["million_claims_per_second"] / theirs
    text = json.dumps(results, indent=2)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
