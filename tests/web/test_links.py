"""Permanent links: state to address and back, old links, and plain sentences for addresses that are none."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum import facts
from openasylum.errors import UserError
from openasylum.results import model_version
from openasylum.scenario import levers, presets
from openasylum.web.links import State, changes, read_query
from openasylum.web.scenario_text import ScenarioRef, read_ref

#: Links as they were given out, never to be edited: whoever kept one may open it.
OLD_LINKS = {
    "v=1&s=us-not-designated&data=2026-11-20&model=0.1.0%2B1a2b3c4d": ("us-not-designated",),
    "v=1&s=rpd-capacity-plus-25&s=rpd-capacity-minus-25&draws=64": (
        "rpd-capacity-plus-25",
        "rpd-capacity-minus-25",
    ),
    "v=1&s=law-in-force~rpd_capacity=x1.25@2027-01-01&seed=7": (
        "law-in-force~rpd_capacity=x1.25@2027-01-01",
    ),
    "v=1&s=law-in-force~repeal=IRPR%20159.3@2027-01-01": ("law-in-force~repeal=IRPR 159.3@2027-01-01",),
    "v=1&s=law-in-force~amend=IRPR%20159.4(1.1):days:30@2027-01-01": (
        "law-in-force~amend=IRPR 159.4(1.1):days:30@2027-01-01",
    ),
    "v=1&s=us-not-designated~rpd_capacity=90000@2027-01-01..2028-12-31~assume=arrivals.resident_push_share:0.4": (
        "us-not-designated~assume=arrivals.resident_push_share:0.4~rpd_capacity=90000@2027-01-01..2028-12-31",
    ),
}


@pytest.mark.parametrize("link", OLD_LINKS)
def test_old_links_still_open(link: str) -> None:
    assert tuple(ref.text for ref in read_query(link).scenarios) == OLD_LINKS[link]


def test_an_empty_query_is_the_central_question() -> None:
    assert read_query("") == State()
    assert read_query("").scenarios[0].scenario() is presets()["us-not-designated"]


def test_a_lever_in_a_link_is_the_lever_of_a_scenario_file() -> None:
    scenario = read_ref("law-in-force~rpd_capacity=x1.25@2027-01-01").scenario()
    assert scenario.levers == presets()["rpd-capacity-plus-25"].levers


def test_a_repeal_in_a_link_is_the_repeal_of_a_scenario_file() -> None:
    scenario = read_ref("law-in-force~repeal=IRPR 159.3@2027-01-01").scenario()
    assert scenario.law == presets()["us-not-designated"].law


def test_a_lever_moved_stands_in_place_of_the_presets_own() -> None:
    ref = read_ref("rpd-capacity-plus-25").moved("rpd_capacity", "x1.5@2028-01-01")
    (setting,) = ref.scenario().levers
    assert (setting.factor, setting.from_.isoformat()) == (1.5, "2028-01-01")


@pytest.mark.parametrize(
    ("text", "persons", "says"),
    [
        ("law-in-force~rpd_members=50@2027-01-01", 50.0, "+50"),
        ("law-in-force~rad_members=-20@2027-01-01", -20.0, "−20"),
        ("law-in-force~us_protection=200000@2027-01-01", 200_000.0, "200,000 fewer"),
    ],
)
def test_a_lever_moved_by_a_number_of_persons(text: str, persons: float, says: str) -> None:
    scenario = read_ref(text).scenario()
    assert [setting.persons for setting in scenario.levers] == [persons]
    assert scenario.title.en.endswith(says)


def test_titles_of_changes_are_in_their_language() -> None:
    ref = "us-not-designated~repeal=IRPA 101(1)(b.1)@2027-01-01~rpd_capacity=x1.25@2027-01-01"
    title = read_ref(ref).scenario().title
    assert title.fr == (
        "États-Unis non désignés; LIPR 101(1)b.1) abrogé; "
        "Section de la protection des réfugiés\u00a0: décisions par an × 1,25"
    )
    assert "× 1.25" in title.en and "IRPA 101(1)(b.1) repealed" in title.en


def test_a_link_says_exactly_what_changed() -> None:
    assert changes(read_query("")) == []
    assert changes(State().stamped()) == []
    (about_model,) = changes(State(model="0.0.9+00000000", vintage=facts.data_vintage()))
    assert "0.0.9+00000000" in about_model.en and model_version() in about_model.fr
    assert len(changes(State(model="0.0.9+00000000", vintage="1999-01-01"))) == 2


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("s=us-not-designate", "the nearest valid value is us-not-designated"),
        ("s=law-in-force~rpd_capacty=x2@2027-01-01", "the nearest valid value is rpd_capacity"),
        ("s=law-in-force~rpd_capacity=lots@2027-01-01", "moved by a factor"),
        ("s=law-in-force~rpd_capacity=x9@2027-01-01", "the nearest valid value is 4"),
        ("s=law-in-force~rpd_capacity=x2", "after @"),
        ("s=law-in-force~rpd_capacity=x2@2027-02-30", "there is no day 2027-02-30"),
        ("s=law-in-force~rpd_capacity=x2@1999-01-01", "outside the projection"),
        ("s=law-in-force~rpd_capacity=x2@2027-01-01~rpd_capacity=x3@2027-01-01", "moved twice"),
        ("s=law-in-force~repeal=IRPR 999@2027-01-01", "no provision"),
        ("s=law-in-force~amend=IRPR 159.4(1.1):dayz:30@2027-01-01", "the nearest valid value is days"),
        ("s=law-in-force~assume=arrivals.nothing:0.2", "no assumption"),
        ("s=law-in-force~assume=arrivals.resident_push_share:much", "not a number"),
        ("s=law-in-force~" + "~".join(["repeal=IRPR 159.3@2027-01-01"] * 30), "at most 20 changes"),
        ("&".join(f"s={name}" for name in list(presets())[:5]), "at most 4 scenarios"),
        ("draws=many", "draws is a whole number, 1 or more"),
        ("draws=0", "draws is a whole number, 1 or more"),
        ("seed=-1", "seed is a whole number, 0 or more"),
        ("draws=5&draws=6", "draws stands 2 times"),
        ("v=2", "which this version does not know"),
        ("model=<script>", "model is a version"),
        ("colour=red", "no part named 'colour'"),
    ],
)
def test_what_is_no_link_of_ours_gets_one_sentence(query: str, says: str) -> None:
    with pytest.raises(UserError, match=r".") as raised:
        read_query(query)
    assert says in str(raised.value)


def move(lever: str) -> st.SearchStrategy[tuple[str, str, date]]:
    """A lever moved to a factor in its own range, on a day of the projection."""
    allowed = levers()[lever].factor
    factor = st.floats(max(allowed.low, 0.3), min(allowed.high, 3.9)).map(lambda by: f"x{by:.3f}")
    first = presets()["us-not-designated"].law[0].first
    return st.tuples(st.just(lever), factor, st.dates(first, first.replace(year=2030)))


moves = st.sampled_from(sorted(levers())).flatmap(move)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(presets())), st.lists(moves, max_size=3, unique_by=lambda m: m[0])),
        min_size=1,
        max_size=4,
    ),
    st.integers(1, 10**6),
    st.integers(0, 10**12),
)
def test_a_state_is_what_its_link_says(scenarios: list, draws: int, seed: int) -> None:
    refs = []
    for preset, changes_ in scenarios:
        text = "~".join([preset, *(f"{lever}={factor}@{day}" for lever, factor, day in changes_)])
        refs.append(read_ref(text))
    state = State(tuple(dict.fromkeys(refs)), draws, seed).stamped()
    assert read_query(state.query()) == state
    assert read_query(state.query()).query() == state.query()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_address_breaks_the_reader(text: str) -> None:
    for query in (text, f"s={text}", f"s=law-in-force~{text}", f"s=law-in-force~rpd_capacity={text}"):
        with contextlib.suppress(UserError):
            assert isinstance(read_query(query), State)


def test_the_id_of_a_changed_scenario_is_its_content() -> None:
    one = read_ref("law-in-force~rpd_capacity=x2@2027-01-01~us_removals=x2@2027-01-01")
    other = read_ref("law-in-force~us_removals=x2@2027-01-01~rpd_capacity=x2@2027-01-01")
    assert one == other and one.id == other.id != ScenarioRef("law-in-force").id
