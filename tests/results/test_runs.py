"""Finding, comparing and querying past runs; which assumptions matter."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from openasylum.errors import UserError
from openasylum.results import compare_runs, load_run, runs_root, save
from openasylum.results.query import query
from openasylum.results.sensitivity import assumptions_that_matter
from support import made_up_run


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    for seed in (7, 8):
        save(made_up_run.run(5, seed), {}, str(folder))
    return folder


def test_a_run_is_found_by_id_by_its_first_digits_and_by_folder(root: Path) -> None:
    run_id = made_up_run.manifest(5).run_id
    for name in (run_id, run_id[:6], str(root / run_id)):
        assert load_run(name, root).manifest.run_id == run_id


def test_an_unknown_run_names_the_nearest(root: Path) -> None:
    run_id = made_up_run.manifest(5).run_id
    wrong = run_id[:5] + ("0" if run_id[5] != "0" else "1") + run_id[6:]
    with pytest.raises(UserError, match=f"nearest valid value is {run_id}"):
        load_run(wrong, root)
    with pytest.raises(UserError, match="nor any other run"):
        load_run("abc", root / "nowhere")


def test_first_digits_that_two_runs_share_name_them_both(root: Path, tmp_path: Path) -> None:
    run_id = made_up_run.manifest(5).run_id
    for name in (run_id, f"{run_id[:6]}000000"):
        shutil.copytree(root / run_id, tmp_path / name)
    with pytest.raises(UserError, match=f"2 runs begin with '{run_id[:6]}'"):
        load_run(run_id[:6], tmp_path)


def test_the_folder_of_runs_can_be_given_or_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENASYLUM_RUNS", raising=False)
    assert runs_root() == Path("runs")
    monkeypatch.setenv("OPENASYLUM_RUNS", "elsewhere")
    assert runs_root() == Path("elsewhere")
    assert runs_root("here") == Path("here")


def test_comparing_shows_the_inputs_and_the_numbers_that_moved(root: Path) -> None:
    first, second = (load_run(made_up_run.manifest(5, seed).run_id, root) for seed in (7, 8))
    found = compare_runs(first, second)
    assert found.inputs == {"seed": (7, 8)}
    assert found.headline.height == len(first.headline)
    assert (
        found.headline["change"] - (found.headline["p50_second"] - found.headline["p50"])
    ).abs().max() == 0
    assert compare_runs(first, first).headline["change"].abs().max() == 0


def test_sql_reads_the_frames_and_nothing_else(root: Path, tmp_path: Path) -> None:
    run = load_run(made_up_run.manifest(5).run_id, root)
    answer = query(run, "select scenario, count(*) as rows from annual group by scenario order by scenario")
    assert answer.rows() == run.frames["annual"].group_by("scenario").len().sort("scenario").rows()
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for hostile in (
        f"select * from read_csv('{secret}')",
        f"copy annual to '{tmp_path / 'out.csv'}'",
        "set enable_external_access = true",
        "install httpfs",
        "select * from no_such_table",
        "selec 1",
    ):
        with pytest.raises(UserError, match=r"SQL|SELECT"):
            query(run, hostile)
    assert not (tmp_path / "out.csv").exists()


def test_rank_correlation_is_spearmans() -> None:
    """Zar, Biostatistical Analysis (5th ed.), example 19.12: hours and scores of ten students, rs = -0.1758
    (as in the worked example of IQ against hours of television in the article on Spearman's coefficient).
    """
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    drawn = pl.DataFrame({"draw": range(10), "id": ["iq"] * 10, "value": [float(x) for x in iq]})
    answer = pl.DataFrame({"draw": range(10), "value": [float(x) for x in hours]})
    row = assumptions_that_matter(drawn, answer).to_dicts()[0]
    assert row["rank_correlation"] == pytest.approx(-29 / 165)
    assert not row["beyond_chance"]
    assert (row["low"], row["high"]) == (91.5, 112.5)
    assert (row["when_low"], row["when_high"]) == (11.0, 9.0)


def test_what_drives_the_answer_comes_first_and_what_does_not_is_called_chance() -> None:
    run = made_up_run.run(200)
    answer = run.frames["annual"].filter(
        (pl.col("scenario") == "difference")
        & (pl.col("measure") == "claims_made")
        & (pl.col("period") == "2028")
    )
    found = assumptions_that_matter(run.frames["assumptions"], answer)
    assert found["id"][0] == "arrivals.test_0"
    assert found["rank_correlation"][0] > 0.9
    assert set(found.filter("beyond_chance")["id"]) <= {"arrivals.test_0", "arrivals.test_1"}


def test_noise_is_called_more_than_chance_about_as_rarely_as_promised() -> None:
    generator = np.random.default_rng(1)
    alarms = 0
    for _ in range(200):
        values = generator.random((60, 8))
        drawn = pl.DataFrame(
            {
                "draw": np.repeat(np.arange(60), 8),
                "id": [f"x{i}" for i in range(8)] * 60,
                "value": values.ravel(),
            }
        )
        answer = pl.DataFrame({"draw": np.arange(60), "value": generator.random(60)})
        alarms += assumptions_that_matter(drawn, answer)["beyond_chance"].any()
    assert alarms <= 20  # 5 % of 200 is 10; a binomial of that mean exceeds 20 once in a thousand


def test_a_run_with_a_fixed_answer_has_no_assumption_that_matters() -> None:
    drawn = made_up_run.assumptions(20, 1)
    answer = pl.DataFrame({"draw": range(20), "value": [1.0] * 20})
    assert assumptions_that_matter(drawn, answer).is_empty()
    assert assumptions_that_matter(drawn.filter(pl.col("draw") < 5), answer).is_empty()
