"""What a user got wrong is said in English and in French: every sentence of the package, and those of the libraries that speak."""

from __future__ import annotations

import ast
import errno
import os
import pickle
import re
import string
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core import PydanticKnownError, core_schema

from openasylum import model_faults
from openasylum.errors import UnusableValue, UserError, unreadable

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "openasylum"

#: What says something to a user, and the place of its English sentence among its arguments; the French one follows.
SPEAKERS = {"UserError": 0, "WorkersDied": 0, "UnusableValue": 0, "Refused": 1, "Fault": 1, "error": 0}

Site = tuple[str, ast.expr, ast.expr | None]


def sites() -> list[Site]:
    """Every call that says something to a user: where, its English and its French argument."""
    found: list[Site] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            name = called.rpartition(".")[2]
            if name not in SPEAKERS or called.startswith(("_log.", "logging.")) or not node.args:
                continue
            said = node.args[SPEAKERS[name] :]
            if any(isinstance(one, ast.Starred) for one in said[:1]):
                continue  # both sentences, handed on together
            where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            found.append((where, said[0], said[1] if len(said) > 1 else None))
    return found


def gaps(sentence: ast.expr) -> set[str]:
    """What is quoted in a sentence: the names in its gaps."""
    return {
        name.id
        for part in ast.walk(sentence)
        if isinstance(part, ast.FormattedValue)
        for name in ast.walk(part.value)
        if isinstance(name, ast.Name)
        if not name.id.startswith("_")
    } - {"number", "str", "ast", "type", "len", "max"}


def words(sentence: ast.expr) -> str:
    """The words of a sentence without what is quoted in it."""
    return " ".join(
        str(part.value)
        for part in ast.walk(sentence)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


SITES = sites()


def test_there_are_sentences_to_look_at() -> None:
    assert len(SITES) > 300


@pytest.mark.parametrize("site", SITES, ids=lambda site: site[0])
def test_a_sentence_has_its_french_twin_that_quotes_the_same(site: Site) -> None:
    where, english, french = site
    assert french is not None and not isinstance(french, ast.Tuple | ast.List), (
        f"{where} says it in English only"
    )
    spoken = (ast.Constant, ast.JoinedStr)
    if isinstance(english, spoken) and isinstance(french, spoken):
        assert words(french) != words(english) and words(french).strip(), where
        assert {_twin(name) for name in gaps(french)} == {_twin(name) for name in gaps(english)}, where


def _twin(name: str) -> str:
    """Names of what is itself said in a language count as one: ``english``/``french``, ``known``/``connus``."""
    pairs = {"french": "english", "connus": "known", "cause": "why", "telle": "such"}
    return pairs.get(name, name)


def test_every_kind_of_error_is_looked_at() -> None:
    kinds = {
        node.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & {*SPEAKERS}
    }
    assert kinds <= {*SPEAKERS}


def test_the_whole_sentence_in_each_language() -> None:
    error = UserError(
        "there is no lever 'x'",
        "il n'y a pas de levier « x »",
        file="a.yaml",
        line=3,
        field="levers[0]",
        nearest="y",
    )
    assert str(error) == "a.yaml, line 3, levers[0]: there is no lever 'x'; the nearest valid value is y."
    assert error.sentence("fr") == (
        "a.yaml, ligne 3, levers[0]\u00a0: il n'y a pas de levier «\u00a0x\u00a0»; "
        "la valeur valide la plus proche est y."
    )
    again = pickle.loads(pickle.dumps(error))
    assert again.sentence("fr") == error.sentence("fr") and str(again) == str(error)


def test_the_reason_of_the_system_is_no_english_in_french() -> None:
    for number in errno.errorcode:
        english, french = unreadable("f", OSError(number, os.strerror(number))).said
        assert english == f"cannot be read: {os.strerror(number)}"
        assert french.startswith("lecture impossible : ") and os.strerror(number) not in french


def test_the_catalogue_of_faults_knows_pydantics_types_and_fills_their_gaps() -> None:
    """A gap in French is a gap of pydantic's own sentence, or is told with it."""
    known = set(typing.get_args(core_schema.ErrorType))
    told = {"expected_tags", "discriminator", "tag", "actual_length", "expected", "expected_schemes"}
    for kind, sentence in model_faults.french().items():
        if kind == "other":
            continue
        assert kind in known, kind
        wanted = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        context = dict.fromkeys(("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length"), 1)
        context |= {"pattern": "p", "field_type": "List", "error": "e", "class_name": "C"} | dict.fromkeys(
            told, "x"
        )
        context |= {"actual_length": 3}
        template = PydanticKnownError(kind, context).message_template  # type: ignore[arg-type]
        assert wanted <= set(re.findall(r"\{(\w+)\}", template)) | told, kind


class Model(BaseModel, extra="forbid"):
    """One field of every kind that our files and requests have."""

    count: int = Field(default=1, ge=1, le=9)
    share: float = Field(default=0.5, gt=0, lt=1)
    word: str = Field(default="ab", min_length=2, max_length=3, pattern="^[a-z]+$")
    names: list[str] = Field(default=["a"], min_length=1, max_length=2)
    kind: typing.Literal["one", "two"] = "one"
    flag: bool = True
    inner: dict[str, int] = {}

    @field_validator("word")
    @classmethod
    def _not_bad(cls, word: str) -> str:
        if word == "bad":
            raise UnusableValue("this word is bad", "ce mot est mauvais")
        return word


@pytest.mark.parametrize(
    ("data", "english", "french"),
    [
        ({"count": 0}, "greater than or equal to 1", "1 ou plus"),
        ({"count": 1.5}, "valid integer", "un nombre entier, sans décimales"),
        ({"count": "x"}, "valid integer", "un nombre entier"),
        ({"share": 1}, "less than 1", "moins de 1"),
        ({"word": "a"}, "at least 2 characters", "au moins 2 caractère"),
        ({"word": "AB"}, "pattern", "de la forme ^[a-z]+$"),
        ({"word": "bad"}, "this word is bad", "ce mot est mauvais"),
        ({"names": []}, "at least 1 item", "au moins 1 élément"),
        ({"names": "a"}, "valid list", "une liste"),
        ({"kind": "three"}, "'one' or 'two'", "'one' ou 'two'"),
        ({"flag": "perhaps"}, "boolean", "vrai ou faux"),
        ({"inner": {"a": "b"}}, "valid integer", "un nombre entier"),
        ({"other": 1}, "not permitted", "n'est pas prévu"),
        ([], "fields and their values", "un objet"),
    ],
)
def test_what_pydantic_finds_in_each_language(data: object, english: str, french: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Model.model_validate(data)
    said = model_faults.said(raised.value.errors(include_url=False)[0])
    assert english in said[0] and french in said[1]
