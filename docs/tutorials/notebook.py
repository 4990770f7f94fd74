"""The Python API of OpenAsylum, step by step, as a marimo notebook.

pip install marimo
marimo edit docs/tutorials/notebook.py        # or: python docs/tutorials/notebook.py
"""

# ruff: noqa: B018, D103 - a cell ends with what it shows, and its name is its title.

import marimo

app = marimo.App(width="medium", app_title="OpenAsylum")


@app.cell
def language_choice():
    import marimo as mo

    language = mo.ui.radio({"English": "en", "Français": "fr"}, value="English", inline=True)
    language
    return language, mo


@app.cell
def speech(language, mo):
    from openasylum.report.tongue import Tongue

    spoken = language.value
    t = Tongue(spoken)
    # Every text stands in both languages: t(English, French).
    mo.md(
        t(
            """
            # OpenAsylum in Python

            Every number of the model can be had from Python, without the command line. This notebook goes from a
            figure and its source, to the law on one claim, to what a change of law would do, to files you can share.
            Change a cell and everything below it follows.
            """,
            """
            # OpenAsylum en Python

            Chaque nombre du modèle s'obtient en Python, sans la ligne de commande. Ce cahier va d'un chiffre et de sa
            source au droit sur une demande, à l'effet d'un changement de loi, aux fichiers à partager. Modifiez une
            cellule : tout ce qui suit se met à jour.
            """,
        )
    )
    return spoken, t


@app.cell
def one_figure(mo, spoken, t):
    from openasylum import facts

    figure = facts.figure("pbo.2018.average_cost.fy2017_18")
    mo.md(
        t(
            f"""
            ## 1. A figure never travels alone

            {figure.title[spoken]}: **{figure.point:,.0f} {figure.unit}**. Source: {figure.source}, {figure.published}.
            Includes: {figure.includes}. Excludes: {figure.excludes}.
            """,
            f"""
            ## 1. Un chiffre ne voyage jamais seul

            {figure.title[spoken]} : **{figure.point:,.0f} {figure.unit}**. Source : {figure.source}, {figure.published}.
            """,
        )
    )
    return facts, figure


@app.cell
def a_table(facts, mo):
    claims = facts.table("rpd_calibration_series").select(
        "year", "claims_made_IRCC", "rpd_finalized", "pending_year_end", "source"
    )
    mo.ui.table(claims.to_dicts(), selection=None)
    return (claims,)


@app.cell
def one_claim(mo, spoken, t):
    from openasylum import law

    claim = law.check_claim(
        {
            "claim": {
                "date": "2025-07-14",
                "place": "inland",
                "received_in_person": True,
                "decision_date": "2026-04-10",
            },
            "entries": [
                {
                    "date": "2025-07-01",
                    "date_established": True,
                    "from": "US",
                    "via": [],
                    "location": "between_ports_of_entry",
                }
            ],
            "claimant": {
                "nationalities": ["HT"],
                "stateless": False,
                "birth_date": "1990-05-04",
                "refugee_protection_conferred": False,
                "subject_to_removal_order": False,
                "prior_claims_in_canada": [],
                "claims_elsewhere": [],
                "protection_elsewhere": [],
                "inadmissibility": [],
                "offences": [],
            },
            "relatives": [],
        }
    )
    decision = law.decide_claim(claim)
    amended = law.decide_claim(claim, [{"repeal": "IRPR 159.3", "from": "2025-01-01"}])
    words = law.as_markdown(law.explain(decision, spoken))
    mo.vstack(
        [
            mo.md(
                t(
                    "## 2. How the published rules read on one claim\n\nThe same engine reads every simulated claim. "
                    "Nothing here leaves this machine; it informs and is not legal advice.",
                    "## 2. La lecture des règles publiées sur une demande\n\nLe même moteur lit chaque demande simulée. "
                    "Rien ne quitte cette machine; ceci informe et n'est pas un avis juridique.",
                )
            ),
            mo.accordion({t("The reading", "La lecture"): mo.md(words)}),
            mo.md(
                t(
                    f"Under the law: **{decision.data['outcome']}**. If the United States were not designated: "
                    f"**{amended.data['outcome']}**.",
                    f"Selon le droit : **{decision.data['outcome']}**. Si les États-Unis n'étaient pas désignés : "
                    f"**{amended.data['outcome']}**.",
                )
            ),
        ]
    )
    return amended, decision


@app.cell
def rebuilt(mo, spoken, t):
    from openasylum.scorecard.replication import replicate

    rows = [
        {
            t("figure", "chiffre"): one.title[spoken],
            t("published", "publié"): one.published,
            t("ours", "nôtre"): round(one.ours, 2),
            t("kind", "nature"): one.kind,
            t("verdict", "verdict"): one.verdict,
        }
        for found in replicate(["irb-wait", "uk-2023", "housing-2024"]).values()
        for one in found
    ]
    mo.vstack(
        [
            mo.md(t("## 3. Published figures, rebuilt", "## 3. Chiffres publiés, reconstruits")),
            mo.ui.table(rows, selection=None),
        ]
    )
    return (rows,)


@app.cell
def settings(mo, t):
    #: Few draws and few simulated people, so that this takes seconds. For figures to quote: 200 draws, weight 40.
    draws, weight, seed = 2, 1000.0, 20241231
    mo.md(
        t(
            f"""
            ## 4. What a change of law would do

            A scenario amends dated law and moves levers. Here: {draws} draws, one simulated person for {weight:,.0f}
            people. Enough to see how it works, **not** to quote.
            """,
            f"""
            ## 4. Ce que ferait un changement de loi

            Un scénario modifie le droit daté et déplace des leviers. Ici : {draws} tirages, une personne simulée pour
            {weight:,.0f}. Assez pour voir comment cela marche, **pas** pour citer.
            """,
        )
    )
    return draws, seed, weight


@app.cell
def a_run(draws, seed, weight):
    from openasylum.results.produce import produce
    from openasylum.scenario import load_scenario

    scenarios = [load_scenario("law-in-force"), load_scenario("us-not-designated")]
    run = produce(scenarios, draws=draws, seed=seed, weight=weight, backend="serial")
    return run, scenarios


@app.cell
def the_answer(mo, run, spoken):
    from openasylum.report.answer import answers
    from openasylum.report.scene import Scene

    scene = Scene(run, spoken)
    mo.md("\n\n".join([*answers(scene), f"_{scene.provenance()}_"]))
    return (scene,)


@app.cell
def a_chart(mo, run, spoken):
    from openasylum.report.downloads import download

    picture = download(run, spoken, "svg", "fan_claims_made")
    mo.Html(picture.content.decode())
    return download, picture


@app.cell
def numbers(mo, run, t):
    import polars as pl

    from openasylum.results import over_horizon, quantiles

    whole = quantiles(over_horizon(run.frames["annual"])).filter(pl.col("scenario") == "difference")
    mo.vstack(
        [
            mo.md(
                t(
                    "Differences are taken draw by draw: quote these, do not subtract two columns.",
                    "Les écarts sont pris tirage par tirage : citez-les, ne soustrayez pas deux colonnes.",
                )
            ),
            mo.ui.table(
                whole.select("measure", "period", "p05", "p50", "p95", "unit").to_dicts(), selection=None
            ),
        ]
    )
    return (whole,)


@app.cell
def to_share(download, mo, run, spoken, t):
    from openasylum.report.downloads import FORMS

    files = {form: download(run, spoken, form) for form in ("pdf", "xlsx", "csv", "yaml", "py", "bib")}
    mo.vstack(
        [
            mo.md(t("## 5. Files to share", "## 5. Fichiers à partager")),
            *(
                mo.download(
                    one.content, filename=one.name, mimetype=one.media_type, label=FORMS[form].label[spoken]
                )
                for form, one in files.items()
            ),
        ]
    )
    return (files,)


if __name__ == "__main__":
    app.run()
