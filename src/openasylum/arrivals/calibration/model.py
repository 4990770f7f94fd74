"""The model: a demand to cross that wanders, and a choice of way under each rule.

    log demand[t]  random walk, Student t steps (surges), with a season: crossings a month, were they heard
    log ports[t]   random walk, normal steps: those who use ports under any rule
    market[t]      = demand[t] / share who cross under the Agreement at ports only (``choice``)
    crossings[t] ~ NB(market (ports_only * known * between + closed * between_c + protocol * between_p))
    ports[t]     ~ NB(ports * open + market (port, less what ports have from it anyway))
    hidden       ~ NB(sum of market * undetected)

The shares of each way are ``choice.mixed_shares`` under the law of the month. ``known`` is how far word of a way
that opened has spread. NB is the negative binomial with mean and concentration. Priors are written where they are
used. Counts that are rounded contribute the sum of the probabilities of the counts they can stand for. Needs the
extra ``calibrate`` (NumPyro); nothing here is imported by the rest of the package.
"""

# mypy: ignore-errors
from __future__ import annotations

import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import logsumexp

from openasylum.arrivals import choice
from openasylum.arrivals.calibration.data import ROUNDING, Counts

#: Parameters that are kept and shipped, in order.
PARAMETERS = (
    "step_demand",
    "step_ports",
    "months_to_answer",
    *choice.PARAMETERS,
    "ports_kept_while_closed",
    "concentration_crossings",
    "concentration_ports",
    "concentration_hidden",
)


def priors() -> dict[str, dist.Distribution]:
    """The prior of each parameter."""
    return {
        # Monthly steps: crossings have doubled or halved in a month, claims at ports move by a tenth.
        "step_demand": dist.LogNormal(jnp.log(0.15), 0.5),
        "step_ports": dist.LogNormal(jnp.log(0.12), 0.5),
        # November 2021: from days to a few months.
        "months_to_answer": dist.LogNormal(jnp.log(0.7), 0.8),
        # Utilities against not coming: a way that is heard draws from a quarter to nine tenths of the market, ...
        "way_port": dist.Normal(0.5, 1.0),
        "way_between": dist.Normal(0.5, 1.0),
        # ... paying to cross unseen a few in a hundred.
        "way_undetected": dist.Normal(-3.0, 1.0),
        # Being returned, or a closed border, leaves from one in ten to one in a thousand.
        "lost_where_returned": dist.LogNormal(jnp.log(4.5), 0.3),
        "lost_while_closed": dist.LogNormal(jnp.log(4.5), 0.3),
        # Nearly nothing: those who meet an exception may have used a port already, or not.
        "exception_share": dist.Beta(1.0, 2.0),
        "ports_kept_while_closed": dist.Beta(2.0, 3.0),
        "concentration_crossings": dist.LogNormal(jnp.log(50.0), 1.0),
        "concentration_ports": dist.LogNormal(jnp.log(50.0), 1.0),
        "concentration_hidden": dist.LogNormal(jnp.log(20.0), 1.0),
    }


def model(counts: Counts, *, observe: bool = True, likeness: float = 1.0) -> None:
    """The joint distribution; with ``observe=False`` the counts are drawn (for simulation-based calibration).
    ``likeness`` is that of crossing seen and unseen (``choice.shares``; ``nested``).
    """
    p = {name: numpyro.sample(name, prior) for name, prior in priors().items()}
    months = counts.months
    season = numpyro.sample("season", dist.Normal(0.0, 0.12).expand([12]))
    # Sampled level by level, not step by step: the counts say more of each level.
    surges = dist.StudentT(4.0, 0.0, p["step_demand"])
    level = numpyro.sample("level", _Walk(dist.Normal(jnp.log(700.0), 0.7), surges, months))
    steps = dist.Normal(0.0, p["step_ports"])
    use = numpyro.sample("port_level", _Walk(dist.Normal(jnp.log(400.0), 0.5), steps, months))

    at_ports_only, closed, protocol = (
        choice.mixed_shares(p, *law, array_module=jnp, likeness=likeness)
        for law in (choice.AGREEMENT_AT_PORTS, choice.CLOSED, choice.PROTOCOL)
    )
    market = jnp.exp(level + (season - season.mean())[jnp.arange(months) % 12]) / at_ports_only[1]
    since = jnp.where(jnp.isinf(counts.reopened), 0.0, counts.reopened)
    known = jnp.where(jnp.isinf(counts.reopened), 1.0, 1.0 - jnp.exp(-since / p["months_to_answer"]))
    between = (
        counts.ports_only * known * at_ports_only[1]
        + counts.closed * closed[1]
        + counts.protocol * protocol[1]
    )
    kept = 1.0 - counts.closed * (1.0 - p["ports_kept_while_closed"])
    # What the Protocol adds at ports: those who meet an exception and would have crossed.
    at_ports = jnp.exp(use) * kept + market * counts.protocol * (protocol[0] - at_ports_only[0])
    unseen = counts.ports_only * at_ports_only[2] + counts.closed * closed[2] + counts.protocol * protocol[2]
    hidden = counts.periods @ (market * unseen)

    _exact("crossings", market * between, p["concentration_crossings"], counts.crossings, observe)
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
        "way_port": 0.5,
        "way_between": 0.8,
        "way_undetected": -3.0,
        "lost_where_returned": 4.5,
        "lost_while_closed": 4.5,
        "exception_share": 0.15,
        "ports_kept_while_closed": 0.5,
        "concentration_crossings": 50.0,
        "concentration_ports": 50.0,
        "concentration_hidden": 20.0,
    }


def _exact(name: str, mean: jax.Array, concentration: jax.Array, seen: jax.Array, observe: bool) -> None:
    numpyro.sample(name, dist.NegativeBinomial2(mean + 0.01, concentration), obs=seen if observe else None)


def _rounded(mean: jax.Array, concentration: jax.Array, seen: jax.Array) -> jax.Array:
    """Log probability that each count lies within ``ROUNDING`` of what is printed: that of the least such count, and
    of each after it by the ratio of neighbouring probabilities, which is far quicker.
    """
    seen = jnp.asarray(seen, dtype=float)
    least = jnp.maximum(seen - ROUNDING, 0.0)
    first = dist.NegativeBinomial2(mean, concentration).log_prob(least)
    before = least[:, None] + jnp.arange(2 * ROUNDING)
    odds = jnp.log(mean / (mean + concentration))[:, None]
    ratios = jnp.log(before + concentration) - jnp.log(before + 1.0) + odds
    logs = jnp.concatenate([first[:, None], first[:, None] + jnp.cumsum(ratios, axis=1)], axis=1)
    inside = least[:, None] + jnp.arange(2 * ROUNDING + 1) <= seen[:, None] + ROUNDING
    return logsumexp(jnp.where(inside, logs, -jnp.inf), axis=1).sum()
