"""``openasylum calibrate``: fit the natural experiments at the land border anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from rich.table import Table

from openasylum.cli.application import FELL_SHORT, OK
from openasylum.cli.command import command
from openasylum.cli.output import console, language, print_json, say

SHOW = typer.Option(False, "--shipped", help="Show the shipped fit; make none.")
OUT = typer.Option(
    None, "--out", metavar="DIR", help="Write posterior.parquet and posterior.yaml to this folder."
)
SEED = typer.Option(0, "--seed", help="Seed of the sampler.")
DRAWS = typer.Option(1500, "--draws", min=100, help="Draws a chain (two chains).")
CHECK = typer.Option(
    0, "--check", metavar="N", min=0, help="Instead: recover parameters from N simulated series."
)
PLOT = typer.Option(
    None, "--plot", metavar="FILE", help="Write the chart of prior and posterior (svg, png, pdf)."
)
JSON = typer.Option(False, "--json", help="Machine output: the manifest.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "calibrate")(_calibrate)


def _calibrate(
    shipped: bool = SHOW,
    out: Path | None = OUT,
    seed: int = SEED,
    draws: int = DRAWS,
    check: int = CHECK,
    plot: Path | None = PLOT,
    as_json: bool = JSON,
) -> int:
    """Fit what each rule at the land border let through, from the monthly counts of 2017 to 2024.

    Bayesian (NUTS), a few minutes; needs the extra: pip install 'openasylum\\[calibrate]'. A fit that has not
    converged is never written, and ends with exit code 1.

    Example: `openasylum calibrate --shipped`
    """
    from openasylum.arrivals.calibration import fit as fits
    from openasylum.arrivals.calibration import posterior

    if shipped:
        _show(posterior.manifest(), as_json, plot)
        return OK
    if check:
        return _recover(check, seed, as_json)
    with console(stderr=True).status(say("Sampling…", "Échantillonnage…")):
        found = fits.run(draws=draws, seed=seed)
    for fault in found.faults:
        console(stderr=True).print(fault)
    if found.faults:
        return FELL_SHORT
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        fits.write(found, out, seed=seed)
    _show(fits.manifest(found, seed=seed), as_json, plot)
    return OK


def _show(manifest: Any, as_json: bool, plot: Path | None) -> None:
    if plot is not None:
        from openasylum.arrivals.calibration.plot import prior_and_posterior

        prior_and_posterior(manifest, str(plot))
    if as_json:
        print_json(manifest)
        return
    table = Table(
        title=say("What each rule let through: prior and posterior", "Ce que chaque règle laissait passer")
    )
    table.add_column(say("parameter", "paramètre"), no_wrap=True)
    for heading in (say("prior", "a priori"), say("posterior", "a posteriori"), "R̂", say("sample", "éch.")):
        table.add_column(heading)
    for name, row in manifest["parameters"].items():
        table.add_row(
            name,
            _three(row.get("prior", [])),
            _three(row["posterior"]),
            str(row.get("r_hat", "")),
            str(row.get("effective_sample", "")),
        )
    console().print(table)
    _show_targets()


def _show_targets() -> None:
    from openasylum.arrivals.calibration.targets import targets

    table = Table(title=say("Published shares beside the shipped fit", "Parts publiées et ajustement fourni"))
    for heading in (
        say("share", "part"),
        say("published", "publiée"),
        say("implied, 5 50 95 %", "impliquée, 5 50 95 %"),
        say("among the counts fitted", "parmi les données ajustées"),
    ):
        table.add_column(heading)
    for target in targets():
        published = (
            f"{target.low:.2g}" if target.low == target.high else f"{target.low:.2g} – {target.high:.2g}"
        )
        fitted = say("yes", "oui") if target.fitted else say("no", "non")
        table.add_row(target.title[language()], published, _three(list(target.implied)), fitted)
    console().print(table)


def _three(quantiles: list[float]) -> str:
    """The 5, 50 and 95 % points."""
    return " ".join(f"{value:,.0f}" if value >= 100 else f"{value:.2g}" for value in quantiles)


def _recover(trials: int, seed: int, as_json: bool) -> int:
    """Ranks of the truth among posterior draws, over simulated series; uniform where the sampler is right."""
    from scipy.stats import kstest

    from openasylum.arrivals.calibration import fit, recovery

    fit.require_extra()
    found = recovery.ranks(trials, seed=seed)
    chances = {name: float(kstest(ranks, "uniform").pvalue) for name, ranks in found.items()}
    if as_json:
        print_json({"ranks": found, "p": chances})
    else:
        for name, chance in chances.items():
            console().print(f"{name}: p = {chance:.3f}")
    return OK if min(chances.values()) > 0.01 / len(chances) else FELL_SHORT
