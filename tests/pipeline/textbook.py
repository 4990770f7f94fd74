"""Queues from the textbook as stage files, their arrivals, and what the simulation says of their waits.

Time is counted in steps, a hundred to a day, so that a long run stays within the calendar.
"""

from __future__ import annotations

import functools
from datetime import date, timedelta

import numpy as np
import polars as pl
import yaml

from openasylum import pipeline
from openasylum.documents import parse_document
from openasylum.pipeline.definition.stage_graph import read_stages

START = date(2000, 1, 1)
TEXT = {"en": "x", "fr": "x"}
STEPS = 100  # a day


def graph(stages, first="station", **top):
    """A checked graph from plain stages, closed by an end called ``out``."""
    ends = [{"id": "out", "kind": "end", "title": TEXT}]
    content = {
        "title": TEXT,
        "first_stage": first,
        "steps_per_day": STEPS,
        **top,
        "stages": [*({"title": TEXT, **stage} for stage in stages), *ends],
    }
    return read_stages(parse_document(yaml.safe_dump(content, sort_keys=False), "textbook.yaml"))


def servers(count, mean, distribution="exponential", **more):
    """A station with so many servers and a service time of that mean, in steps."""
    service = {"distribution": distribution, "mean_days": mean / STEPS}
    service |= {key: more.pop(key) for key in ("shape", "sigma") if key in more}
    return station("servers", "served", servers=count, service=service, **more)


def station(kind, done, **more):
    """The one stage that people pass, and the way out of it."""
    return {"id": "station", "kind": kind, "exits": [{"name": done, "to": "out"}], **more}


@functools.cache
def poisson_arrivals(customers, rate, seed):
    """People who arrive by a Poisson process of so many a step."""
    chance = np.random.default_rng(seed)
    return people_at(np.floor(np.cumsum(chance.exponential(1 / rate, customers))))


def people_at(steps):
    """People who arrive at these steps."""
    moments = (START - date(1970, 1, 1)).days * 86_400_000_000 + np.asarray(steps, np.int64) * (
        86_400_000_000 // STEPS
    )
    return pl.DataFrame(
        {
            "person": np.arange(len(moments), dtype=np.uint64) + np.uint64(1 << 40),
            "enter_date": pl.Series(moments, dtype=pl.Int64).cast(pl.Datetime("us")),
        }
    )


def steps_between(visits):
    """Length of each visit, in steps."""
    return (
        ((visits["date_out"] - visits["date_in"]).dt.total_microseconds() / (86_400e6 / STEPS))
        .round()
        .to_numpy()
    )


def run(stages, people, seed=0, extra=40, values=None, **options):
    """Visits of a run that lasts long enough for everyone to leave."""
    until = people["enter_date"].max().date() + timedelta(days=extra)
    return pipeline.run(stages, people, values or {}, seed=seed, draw=0, start=START, until=until, **options)


def waits_by_service(stages, people, mean, seed=0, stage="station", warm=0.1):
    """Time in the station less the mean service: its mean is the mean wait; in order of arrival, without the
    warm-up.
    """
    visits = run(stages, people, seed).filter(pl.col("stage") == stage)
    return steps_between(visits)[int(warm * visits.height) :] - mean


def interval(values, batches=20):
    """Mean and half-width of its 99 % interval by batch means (t with batches - 1 degrees of freedom; Law
    2014, section 9.5.3).
    """
    from scipy.stats import t

    size = len(values) // batches
    means = values[: size * batches].reshape(batches, size).mean(axis=1)
    return float(means.mean()), float(t.ppf(0.995, batches - 1) * means.std(ddof=1) / np.sqrt(batches))
