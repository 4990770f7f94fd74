"""Documents keep their lines, and faults are told in one sentence with the nearest valid name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from openasylum.documents import dotted, parse_document, read_document, validate
from openasylum.errors import UserError, nearest


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    colour: Literal["red", "blue"]
    size: int = 1


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    parts: list[Inner] = []


def fault(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        validate(Outer, parse_document(text, "thing.yaml"))
    return caught.value


def test_a_wrong_value_is_told_with_line_field_and_nearest() -> None:
    error = fault("name: x\nparts:\n  - colour: red\n  - colour: blu\n")
    assert (error.line, error.field, error.nearest) == (4, "parts[1].colour", "blue")
    assert str(error).startswith("thing.yaml, line 4, parts[1].colour: ")


def test_an_unknown_field_is_told_with_the_nearest_field() -> None:
    error = fault("name: x\nparts:\n  - colour: red\n    sise: 3\n")
    assert (error.line, error.nearest) == (4, "size")


def test_a_misspelt_field_is_told_rather_than_the_one_that_is_missing() -> None:
    error = fault("parts:\n  - color: red\nname: x\n")
    assert (error.line, error.field, error.nearest) == (2, "parts[0].color", "colour")


def test_a_field_missing_beside_an_unlike_one_is_told_as_missing() -> None:
    error = fault("zzz: 1\n")
    assert error.field == "name" and "missing" in str(error)


class Square(BaseModel):
    kind: Literal["square"]


class Circle(BaseModel):
    kind: Literal["circle"]


class Shape(BaseModel):
    shape: Annotated[Square | Circle, Field(discriminator="kind")]


def test_an_unknown_kind_is_told_at_its_own_field() -> None:
    with pytest.raises(UserError) as caught:
        validate(Shape, parse_document("shape:\n  kind: squares\n", "thing.yaml"))
    assert (caught.value.line, caught.value.field, caught.value.nearest) == (2, "shape.kind", "square")
    assert str(caught.value).endswith(
        "should be one of 'square', 'circle' (found 'squares'); the nearest valid value is square."
    )
    with pytest.raises(UserError, match="is required and is missing") as caught:
        validate(Shape, parse_document("shape:\n  side: 3\n", "thing.yaml"))
    assert caught.value.field == "shape.kind"


@pytest.mark.parametrize("text", ["", "- a\n", "5\n"])
def test_what_is_no_mapping_is_told_in_plain_words(text: str) -> None:
    assert fault(text).said[0].startswith("should be fields and their values")


def test_a_missing_field_points_at_its_parent() -> None:
    error = fault("parts:\n  - size: 3\n")
    assert error.field in ("name", "parts[0].colour")


@pytest.mark.parametrize(
    "text", ["a: [1, 2", "a: b: c", "\tx: 1", "a: 1\na: 2", "!!python/object:os.system {}", "a: &x [*x]"]
)
def test_broken_or_dangerous_yaml_is_one_sentence(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_document(text, "bad.yaml")
    assert "\n" not in str(caught.value).strip()


def test_dates_stay_text_and_exponents_are_numbers() -> None:
    assert parse_document("day: 2027-01-01\nsmall: 1e-3").data == {"day": "2027-01-01", "small": 0.001}


def test_a_missing_file_names_its_nearest_sibling(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("a: 1")
    with pytest.raises(UserError) as caught:
        read_document(tmp_path / "scenari.yaml")
    assert caught.value.nearest == str(tmp_path / "scenario.yaml")


@given(st.text(max_size=200))
def test_no_text_escapes_as_anything_but_a_user_error(text: str) -> None:
    try:
        parse_document(text)
    except UserError as error:
        assert str(error)


def test_paths_read_as_people_write_them() -> None:
    assert dotted(("claimant", "relatives", 2, "status")) == "claimant.relatives[2].status"


def test_nearest_ignores_case_and_gives_up_on_nonsense() -> None:
    assert nearest("RPD_capasity", ["rpd_capacity", "rad_capacity"]) == "rpd_capacity"
    assert nearest("zzzz", ["rpd_capacity"]) is None
