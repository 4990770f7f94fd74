"""SimPy and Ciw as oracles: the same people, the same service times, so the same waits, person by person."""

from __future__ import annotations

import numpy as np
import pytest
from textbook import graph, people_at, run, servers, steps_between

ciw = pytest.importorskip("ciw")
simpy = pytest.importorskip("simpy")

SERVICE, COUNT = 7, 3


@pytest.fixture(scope="module")
def arrivals():
    return np.sort(np.random.default_rng(8).integers(0, 1600, 600))


def ours(arrivals):
    visits = run(graph([servers(COUNT, SERVICE, "fixed")]), people_at(arrivals))
    return steps_between(visits.filter(visits["stage"] == "station")) - SERVICE


def test_simpy_gives_the_same_waits(arrivals):
    waits = np.zeros(len(arrivals))
    environment = simpy.Environment()
    desk = simpy.Resource(environment, COUNT)

    def person(number, at):
        yield environment.timeout(at)
        with desk.request() as turn:
            yield turn
            waits[number] = environment.now - at
            yield environment.timeout(SERVICE)

    for number, at in enumerate(arrivals):
        environment.process(person(number, int(at)))
    environment.run()
    assert np.array_equal(np.sort(ours(arrivals)), np.sort(waits))


def test_ciw_gives_the_same_waits(arrivals):
    gaps = np.diff(arrivals, prepend=0).astype(float).tolist()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gaps, float("inf")])],
        service_distributions=[ciw.dists.Deterministic(SERVICE)],
        number_of_servers=[COUNT],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(arrivals), method="Finish")
    waits = np.array([record.waiting_time for record in simulation.get_all_records()])
    assert np.sort(ours(arrivals)) == pytest.approx(np.sort(waits))
