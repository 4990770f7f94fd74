"""``openasylum calibrate``: fit the natural experiments at the land border anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from openasylum.cli._tables import table
from openasylum.cli.application import FELL_SHORT, OK
from openasylum.cli.command import command
from openasylum.cli.output import console, language, number, print_json, say

if TYPE_CHECKING:
    import polars as pl

SHOW = typer.Option(False, "--shipped", help="Show the shipped fit; make none.")
OUT = typer.Option(
    None, "--out", metavar="DIR", help="Write posterior.parquet and posterior.yaml to this folder."
)
SEED = typer.Option(0, "--seed", help="Seed of the sampler.")
DRAWS = typer.Option(1500, "--draws", min=100, help="Draws a chain (two chains).")
CHECK = typer.Option(
    0,
    "--check",
    metavar="N",
    min=0,
    help="Instead: recover known parameters from N simulated series; with --out kept in recovery.csv, and taken up "
    "again where it stopped.",
)
NESTED = typer.Option(
    False, "--nested", help="Instead: hold a nest of crossing seen and unseen against the logit (minutes)."
)
PLOT = typer.Option(
    None,
    "--plot",
    metavar="FILE",
    help="Write the chart of prior and posterior, or of ranks (svg, png, pdf).",
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
    nested: bool = NESTED,
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
        return _recover(check, out, as_json, plot)
    if nested:
        return _hold_nests(as_json)
    with console(stderr=True).status(say("Sampling…", "Échantillonnage…")):
        found = fits.run(draws=draws, seed=seed)
    for english, french in found.faults_in_both():
        console(stderr=True).print(say(english, french))
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
    from openasylum.arrivals.calibration import recovery

    title = say("What each rule let through: prior and posterior", "Ce que chaque règle laissait passer")
    headings = say("parameter|prior|posterior|R̂|sample", "paramètre|a priori|a posteriori|R̂|éch.").split("|")
    rows = [
        (
            name,
            _three(row.get("prior", [])),
            _three(row["posterior"]),
            str(row.get("r_hat", "")),
            str(row.get("effective_sample", "")),
        )
        for name, row in manifest["parameters"].items()
    ]
    console().print(table(headings, rows, (3, 4), title=title))
    _show_targets()
    _show_shift()
    _show_recovery(recovery.shipped())


def _show_targets() -> None:
    from openasylum.arrivals.calibration.targets import targets

    title = say("Published shares beside the shipped fit", "Parts publiées et ajustement fourni")
    headings = say(
        "share|published|implied, 5 50 95 %|among the counts fitted",
        "part|publiée|impliquée, 5 50 95 %|parmi les données ajustées",
    ).split("|")
    rows = []
    for target in targets():
        published = (
            f"{target.low:.2g}" if target.low == target.high else f"{target.low:.2g} – {target.high:.2g}"
        )
        fitted = say("yes", "oui") if target.fitted else say("no", "non")
        rows.append((target.title[language()], published, _three(list(target.implied)), fitted))
    console().print(table(headings, rows, title=title))


def _show_shift() -> None:
    """The shift to airports and inland offices, which the counts do not tell."""
    from openasylum.arrivals.calibration.elsewhere import shift
    from openasylum.scenario.assumptions import assumption

    seen = shift()
    low, _, high = (float(value) for value in assumption("arrivals.substitution").interval())
    console().print(
        say(
            f"Crossings stopped: {number(seen.stopped)} a month. Airport and inland claims rose by {number(seen.rise[0])} to "
            f"{number(seen.rise[2])} a month over their forecast (80 %), so the counts do not say how many of them had been "
            f"stopped; of four nationalities at most {number(100 * seen.ceiling)} % came by any other way. The share stays a "
            f"prior: {number(100 * low)} to {number(100 * high)} %.",
            f"Entrées arrêtées : {number(seen.stopped)} par mois. Les demandes aux aéroports et à l'intérieur ont dépassé leur "
            f"prévision de {number(seen.rise[0])} à {number(seen.rise[2])} par mois (80 %) ; les décomptes ne disent donc pas "
            f"combien venaient de ces personnes ; de quatre nationalités, {number(100 * seen.ceiling)} % au plus sont venus "
            f"par une autre voie. La part reste a priori : de {number(100 * low)} à {number(100 * high)} %.",
        )
    )


def _three(quantiles: list[float]) -> str:
    """The 5, 50 and 95 % points."""
    return " ".join(f"{value:,.0f}" if value >= 100 else f"{value:.2g}" for value in quantiles)


def _recover(trials: int, folder: Path | None, as_json: bool, plot: Path | None) -> int:
    """Ranks of the known value among posterior draws, over simulated counts; uniform where the sampler is right."""
    import polars as pl

    from openasylum.arrivals.calibration import fit, recovery

    fit.require_extra()
    if plot is not None:
        from openasylum.arrivals.calibration.plot import recovery_ranks
    ranks = pl.DataFrame()
    steps = recovery.made(range(trials)) if folder is None else recovery.extend(folder, trials)
    with console(stderr=True).status(say("Recovering…", "Épreuve de recouvrement…")) as status:
        for ranks in steps:
            status.update(say(f"{ranks.height} of {trials} trials", f"{ranks.height} essais sur {trials}"))
    if plot is not None:
        recovery_ranks(ranks, str(plot))
    if as_json:
        print_json(
            {
                "trials": ranks.height,
                "of": recovery.KEPT,
                "ranks": ranks.to_dict(as_series=False),
                "p": recovery.departures(ranks),
            }
        )
    else:
        _show_recovery(ranks)
    return OK if recovery.uniform(ranks) else FELL_SHORT


def _hold_nests(as_json: bool) -> int:
    """What the counts say of a nest of crossing seen and unseen, likeness by likeness."""
    from dataclasses import asdict

    from openasylum.arrivals.calibration import fit
    from openasylum.arrivals.calibration import nested as nests

    fit.require_extra()
    with console(stderr=True).status(say("Integrating…", "Intégration…")):
        found = list(nests.verdicts())
    if as_json:
        print_json([asdict(one) for one in found])
        return OK
    headings = say(
        "likeness (1: logit)|log evidence|2024 left out|since March 2023 left out",
        "ressemblance (1 : logit)|log-évidence|2024 retiré|depuis mars 2023 retiré",
    ).split("|")
    rows = [[number(each, 1) for each in (one.likeness, one.evidence, *one.scores.values())] for one in found]
    title = say("Crossing seen and unseen as a nest", "Entrées détectées ou non, en un nid")
    console().print(table(headings, rows, range(4), title=title))
    return OK


def _show_recovery(ranks: pl.DataFrame) -> None:
    from openasylum.arrivals.calibration import recovery

    chances = recovery.departures(ranks)
    least = min(chances, key=lambda name: chances[name])
    uniform = recovery.uniform(ranks)
    console().print(
        say(
            f"Recovery of known parameters in {ranks.height} simulated trials: ranks "
            f"{'uniform' if uniform else 'not uniform'}, smallest p of {len(chances)} {chances[least]:.3f} ({least}).",
            f"Paramètres connus, {ranks.height} essais simulés : rangs {'uniformes' if uniform else 'non uniformes'}, "
            f"plus petit p des {len(chances)} : {number(chances[least], 3)} ({least}).",
        )
    )
