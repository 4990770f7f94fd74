"""The geometry of the pathway diagram."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.report.charts.drawing import apart
from openasylum.report.charts.sankey_layout import AGAIN, lay_out, without_circles

NAMES = "abcdefg"
FLOWS = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda edge: edge[0] != edge[1]),
    st.floats(0.5, 1e5),
    min_size=1,
    max_size=14,
)


@given(FLOWS)
def test_opening_circles_keeps_every_person_and_leaves_no_circle(flows: dict[tuple[str, str], float]) -> None:
    straight = without_circles(flows)
    assert sum(straight.values()) == pytest.approx(sum(flows.values()))
    for source in NAMES:
        before = sum(persons for edge, persons in flows.items() if edge[0] == source)
        after = sum(persons for edge, persons in straight.items() if edge[0] == source)
        assert after == pytest.approx(before)
    remaining = dict(straight)
    while remaining:  # take away boxes that nothing enters until none is left
        entered = {target for _, target in remaining}
        free = {source for source, _ in remaining} - entered
        assert free, remaining
        remaining = {edge: persons for edge, persons in remaining.items() if edge[0] not in free}


def test_the_thin_flow_of_a_circle_is_the_one_that_ends_in_a_box_of_its_own() -> None:
    flows = {("in", "rpd"): 100.0, ("rpd", "rad"): 40.0, ("rad", "rpd"): 5.0, ("rad", "out"): 35.0}
    assert without_circles(flows) == {
        ("in", "rpd"): 100.0,
        ("rpd", "rad"): 40.0,
        ("rad", f"rpd{AGAIN}"): 5.0,
        ("rad", "out"): 35.0,
    }


@given(FLOWS, st.sets(st.sampled_from(NAMES), max_size=3))
def test_ribbons_stay_in_their_boxes_run_forward_and_boxes_do_not_overlap(
    flows: dict[tuple[str, str], float], ends: set[str]
) -> None:
    sources = {source for source, _ in flows}
    layout = lay_out(flows, sorted(ends - sources))
    slack = 1e-6 * layout.height
    for ribbon in layout.ribbons:
        source, target = layout.boxes[ribbon.source], layout.boxes[ribbon.target]
        assert source.column < target.column
        assert source.top - slack <= ribbon.leaves
        assert ribbon.leaves + ribbon.persons <= source.bottom + slack
        assert target.top - slack <= ribbon.arrives
        assert ribbon.arrives + ribbon.persons <= target.bottom + slack
    for column in range(layout.columns):
        boxes = sorted(
            (box for box in layout.boxes.values() if box.column == column), key=lambda box: box.top
        )
        for above, below in pairwise(boxes):
            assert above.bottom <= below.top + slack
        assert all(-slack <= box.top and box.bottom <= layout.height + slack for box in boxes)
    assert sum(ribbon.persons for ribbon in layout.ribbons) == pytest.approx(sum(flows.values()))


@given(FLOWS)
def test_ribbons_of_a_box_do_not_overlap(flows: dict[tuple[str, str], float]) -> None:
    layout = lay_out(flows)
    for name in layout.boxes:
        for edge, place in (("source", "leaves"), ("target", "arrives")):
            own = sorted((getattr(r, place), r.persons) for r in layout.ribbons if getattr(r, edge) == name)
            for (top, persons), (below, _) in pairwise(own):
                assert top + persons <= below + 1e-6 * layout.height


def test_a_box_is_as_high_as_the_larger_of_what_enters_and_what_leaves() -> None:
    layout = lay_out({("a", "b"): 60.0, ("b", "c"): 20.0, ("b", "d"): 30.0}, last=("c", "d"))
    heights = {name: box.bottom - box.top for name, box in layout.boxes.items()}
    assert heights == pytest.approx({"a": 60.0, "b": 60.0, "c": 20.0, "d": 30.0})


def test_a_layout_like_another_keeps_its_columns_and_order() -> None:
    first = lay_out({("a", "x"): 5.0, ("b", "x"): 9.0, ("b", "y"): 1.0, ("x", "z"): 14.0})
    second = lay_out({("a", "x"): 500.0, ("b", "x"): 1.0, ("x", "z"): 501.0}, like=first)
    for name, box in second.boxes.items():
        assert box.column == first.boxes[name].column
    assert (second.boxes["a"].top < second.boxes["b"].top) == (first.boxes["a"].top < first.boxes["b"].top)


def test_nothing_to_show_is_an_empty_layout() -> None:
    layout = lay_out({})
    assert (layout.boxes, list(layout.ribbons), layout.height) == ({}, [], 0.0)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_labels_are_moved_apart_in_their_order(wanted: list[float]) -> None:
    places = apart(wanted, [20.0] * len(wanted), 300)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    ordered = [places[index] for index in order]
    assert all(below - above >= 20 - 1e-6 for above, below in pairwise(ordered))
    assert max(places) <= 300
