"""The model: a demand to cross that wanders, and what each rule lets through.

    log demand[t]  random walk, Student t steps (surges), with a season
    log ports[t]   random walk, small normal steps: those who use ports under any rule
    crossings[t] ~ NB(demand (ports_only * reopening + closed * kept + protocol * still))
    ports[t]     ~ NB(ports (1 - closed + closed * port_kept) + demand * protocol * turned)
    hidden       ~ NB(sum of demand (unseen_before * (1 - protocol) + unseen * protocol))

NB is the negative binomial with mean and concentration. Priors are written where they are used. Counts that
are rounded contribute the sum of the probabilities of the counts they can stand for. Needs the extra
``calibrate`` (NumPyro); nothing here is imported by the rest of the package.
"""

# mypy: ignore-errors
from __future__ import annotations

import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import logsumexp

from openasylum.arrivals.calibration.data import ROUNDING, Counts

#: Parameters that are kept and shipped, in order.
PARAMETERS = (
    "step_demand",
    "step_ports",
    "months_to_answer",
    "kept_while_closed",
    "ports_kept_while_closed",
    "still_crossing",
    "turned_to_ports",
    "unseen_before",
    "unseen",
    "concentration_crossings",
    "concentration_ports",
    "concentration_hidden",
)


def priors() -> dict[str, dist.Distribution]:
    """The prior of each parameter."""
    return {
        # Monthly steps: crossings have doubled or halved in a month, claims at ports move by a tenth.
        "step_demand": dist.LogNormal(jnp.log(0.12), 0.5),
        "step_ports": dist.LogNormal(jnp.log(0.08), 0.4),
        # November 2021: from weeks to half a year.
        "months_to_answer": dist.LogNormal(jnp.log(1.5), 0.6),
        # A border closed to claimants lets few through; ports stayed open to those who met an exception.
        "kept_while_closed": dist.Beta(1.0, 20.0),
        "ports_kept_while_closed": dist.Beta(2.0, 3.0),
        # After the Protocol: between nobody and a good part of the demand.
        "still_crossing": dist.Beta(1.0, 30.0),
        "turned_to_ports": dist.Beta(1.2, 8.0),
        "unseen_before": dist.Beta(1.0, 30.0),
        "unseen": dist.Beta(1.2, 15.0),
        "concentration_crossings": dist.LogNormal(jnp.log(50.0), 1.0),
        "concentration_ports": dist.LogNormal(jnp.log(50.0), 1.0),
        "concentration_hidden": dist.LogNormal(jnp.log(20.0), 1.0),
    }


def model(counts: Counts, *, observe: bool = True) -> None:
    """The joint distribution; with ``observe=False`` the counts are drawn (for simulation-based
    calibration).
    """
    p = {name: numpyro.sample(name, prior) for name, prior in priors().items()}
    months = counts.months
    season = numpyro.sample("season", dist.Normal(0.0, 0.12).expand([12]))
    # Sampled level by level, not step by step: the counts say more of each level.
    surges = dist.StudentT(4.0, 0.0, p["step_demand"])
    level = numpyro.sample("level", _Walk(dist.Normal(jnp.log(700.0), 0.7), surges, months))
    steps = dist.Normal(0.0, p["step_ports"])
    use = numpyro.sample("port_level", _Walk(dist.Normal(jnp.log(400.0), 0.5), steps, months))
    seasonal = jnp.exp(level + (season - season.mean())[jnp.arange(months) % 12])
    ports = jnp.exp(use)

    answered = jnp.where(
        jnp.isinf(counts.reopened),
        1.0,
        1.0 - jnp.exp(-jnp.where(jnp.isinf(counts.reopened), 0.0, counts.reopened) / p["months_to_answer"]),
    )
    through = (
        counts.ports_only * answered
        + counts.closed * p["kept_while_closed"]
        + counts.protocol * p["still_crossing"]
    )
    at_ports = ports * (1.0 - counts.closed * (1.0 - p["ports_kept_while_closed"]))
    at_ports = at_ports + seasonal * counts.protocol * p["turned_to_ports"]
    unseen = p["unseen_before"] * (1.0 - counts.protocol) + p["unseen"] * counts.protocol
    hidden = counts.periods @ (seasonal * unseen)

    _exact("crossings", seasonal * through, p["concentration_crossings"], counts.crossings, observe)
    _exact("hidden", hidden, p["concentration_hidden"], counts.hidden, observe)
    if observe:
        numpyro.factor("ports", _rounded(at_ports, p["concentration_ports"], counts.ports))
    else:
        numpyro.sample("ports", dist.NegativeBinomial2(at_ports, p["concentration_ports"]))


class _Walk(dist.Distribution):
    """A random walk with any distribution of its steps."""

    support = dist.constraints.real_vector
    reparametrized_params = ()
    pytree_data_fields = ("start", "step")
    pytree_aux_fields = ("months",)

    def __init__(self, start: dist.Distribution, step: dist.Distribution, months: int) -> None:
        self.start, self.step, self.months = start, step, months
        super().__init__(batch_shape=(), event_shape=(months,))

    def sample(self, key: jax.Array, sample_shape: tuple[int, ...] = ()) -> jax.Array:
        first, rest = jax.random.split(key)
        begin = self.start.sample(first, sample_shape)[..., None]
        steps = self.step.sample(rest, (*sample_shape, self.months - 1))
        return jnp.concatenate([begin, begin + jnp.cumsum(steps, axis=-1)], axis=-1)

    def log_prob(self, value: jax.Array) -> jax.Array:
        steps = self.step.log_prob(jnp.diff(value, axis=-1)).sum(axis=-1)
        return self.start.log_prob(value[..., 0]) + steps


def beginning(counts: Counts) -> dict[str, jax.Array]:
    """Where the chains start: the levels that the counts suggest, straight through the months that hide
    them.
    """
    month = jnp.arange(counts.months)
    clear = jnp.asarray(counts.ports_only > 0.99) & (jnp.asarray(counts.crossings) > 0)
    seen = jnp.log(jnp.asarray(counts.crossings, dtype=float) + 1.0)
    level = jnp.interp(month, month[clear], seen[clear])
    open_ports = jnp.asarray(counts.closed == 0) & jnp.asarray(counts.protocol == 0)
    use = jnp.interp(
        month, month[open_ports], jnp.log(jnp.asarray(counts.ports, dtype=float) + 1.0)[open_ports]
    )
    return {
        "level": level,
        "port_level": use,
        "season": jnp.zeros(12),
        "step_demand": 0.15,
        "step_ports": 0.1,
        "months_to_answer": 1.5,
        "kept_while_closed": 0.04,
        "ports_kept_while_closed": 0.4,
        "still_crossing": 0.015,
        "turned_to_ports": 0.1,
        "unseen_before": 0.02,
        "unseen": 0.07,
        "concentration_crossings": 50.0,
        "concentration_ports": 50.0,
        "concentration_hidden": 20.0,
    }


def _exact(name: str, mean: jax.Array, concentration: jax.Array, seen: jax.Array, observe: bool) -> None:
    numpyro.sample(name, dist.NegativeBinomial2(mean + 0.01, concentration), obs=seen if observe else None)


def _rounded(mean: jax.Array, concentration: jax.Array, seen: jax.Array) -> jax.Array:
    """Log probability that each count lies within ``ROUNDING`` of what is printed."""
    near = jnp.maximum(jnp.asarray(seen)[:, None] + jnp.arange(-ROUNDING, ROUNDING + 1), 0)
    logs = dist.NegativeBinomial2(mean[:, None], concentration).log_prob(near)
    return logsumexp(logs, axis=1).sum()
