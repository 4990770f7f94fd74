"""YAML and JSON documents that remember their line numbers, checked against a pydantic model at the boundary."""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from openasylum import model_faults
from openasylum.bilingual import number
from openasylum.errors import UserError, nearest, no_such_file, not_utf8, unreadable

Model = TypeVar("Model", bound=BaseModel)
FieldPath = tuple[Hashable, ...]


@dataclass(frozen=True)
class Document:
    """Plain data (dicts, lists, scalars), the file it came from, and the line of every field by its path."""

    data: Any
    file: str
    lines: dict[FieldPath, int] = field(default_factory=dict)

    def line_of(self, path: FieldPath) -> int | None:
        """The line (1-based) of the field at ``path``, or of the nearest field above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def error(self, english: str, french: str, path: FieldPath, near: str | None = None) -> UserError:
        """A ``UserError`` that points at ``path``."""
        line, field = self.line_of(path), dotted(path)
        return UserError(english, french, file=self.file, line=line, field=field, nearest=near)


def dotted(path: FieldPath) -> str:
    """("levers", "rpd", 0) -> "levers.rpd[0]"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that leaves dates as text, so that the schema, not the parser, says what a date is."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# YAML 1.1 reads "1e-3" as text; read it as the number that anyone means.
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+$"),
    list("-+0123456789"),
)


#: More than any document of ours; references that multiply (``*a`` of ``*b`` of …) end here.
FIELDS_AT_MOST = 500_000

#: What PyYAML's constructors raise for a value that is not of its explicit tag (``!!timestamp nonsense``).
_CONSTRUCTORS_FAIL_WITH = (AttributeError, TypeError, LookupError, ArithmeticError)


def parse_document(text: str, file: str = "") -> Document:
    """Parse YAML (of which JSON is a subset). Raises ``UserError`` with the line of a syntax error or a
    repeated key.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        lines: dict[FieldPath, int] = {}
        if node is None:
            return Document(None, file, lines)
        _index_lines(node, (), lines, file)
        return Document(loader.construct_document(node), file, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise _not_yaml(error.problem or error.context, file, line) from error
    except RecursionError as error:
        raise UserError(
            "not valid YAML: it contains itself, or goes too deep",
            "ce n'est pas du YAML valide : il se contient lui-même, ou s'emboîte trop profondément",
            file=file,
        ) from error
    except (yaml.YAMLError, ValueError, *_CONSTRUCTORS_FAIL_WITH) as error:
        raise _not_yaml(error, file) from error


def _not_yaml(why: object, file: str, line: int | None = None) -> UserError:
    """The parser speaks English only: what it says often is said in French, the rest stands in quotation marks."""
    cause = _PARSER_IN_FRENCH.get(str(why), f"« {why} »")
    return UserError(f"not valid YAML: {why}", f"ce n'est pas du YAML valide : {cause}", file=file, line=line)


_PARSER_IN_FRENCH = {
    "did not find expected node content": "il manque une valeur",
    "did not find expected key": "il manque une clé, ou le retrait n'est pas le bon",
    "did not find expected '-' indicator": "il manque un tiret, ou le retrait n'est pas le bon",
    "did not find expected ',' or '}'": "il manque une virgule ou une accolade",
    "did not find expected ',' or ']'": "il manque une virgule ou un crochet",
    "could not find expected ':'": "il manque un deux-points",
    "mapping values are not allowed in this context": "un deux-points est de trop ici, ou le retrait n'est pas le bon",
    "block sequence entries are not allowed in this context": "un tiret est de trop ici, ou le retrait n'est pas le bon",
    "found character that cannot start any token": "une valeur ne peut pas commencer par ce caractère",
    "found unexpected end of stream": "le document s'arrête trop tôt",
    "found unknown escape character": "une barre oblique inverse est de trop",
    "found a tab character that violates indentation": "le retrait se fait par des espaces, non par une tabulation",
    "found undefined alias": "ce nom d'ancre n'est pas défini",
    "control characters are not allowed": "les caractères de commande ne sont pas permis",
}


def _index_lines(node: yaml.Node, path: FieldPath, lines: dict[FieldPath, int], file: str) -> None:
    lines[path] = node.start_mark.line + 1
    if len(lines) > FIELDS_AT_MOST:
        raise UserError(
            f"a document of more than {FIELDS_AT_MOST:,} fields is not read",
            f"un document de plus de {number(FIELDS_AT_MOST, 'fr')} champs n'est pas lu",
            file=file,
        )
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise UserError(
                    "a list or a mapping cannot be the name of a field",
                    "une liste ou un objet ne peut pas être le nom d'un champ",
                    file=file,
                    line=key.start_mark.line + 1,
                    field=dotted(path),
                )
            if key.value in seen:
                raise UserError(
                    "the same key stands here twice",
                    "la même clé se trouve ici deux fois",
                    file=file,
                    line=key.start_mark.line + 1,
                    field=dotted((*path, key.value)),
                )
            seen.add(key.value)
            _index_lines(value, (*path, key.value), lines, file)
            lines[(*path, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            _index_lines(value, (*path, position), lines, file)


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``over`` laid over ``under``, mapping by mapping; neither is changed."""
    found = copy.deepcopy(dict(under))
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = merged(found[key], value) if both else copy.deepcopy(value)
    return found


def read_document(path: Path) -> Document:
    """Read and parse a YAML or JSON file. Raises ``UserError`` where it is missing, unreadable or not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        siblings = [str(p) for p in path.parent.glob("*")] if path.parent.is_dir() else []
        close = difflib.get_close_matches(str(path), siblings, n=1)
        raise no_such_file(path, close[0] if close else None) from error
    except UnicodeDecodeError as error:
        raise not_utf8(path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    return parse_document(text, str(path))


def shipped(package: str, name: str) -> Document:
    """A document that lies in ``package``, beside the code that reads it."""
    file = f"{package.removeprefix('openasylum.').replace('.', '/')}/{name}"
    return parse_document(files(package).joinpath(name).read_text(encoding="utf-8"), file)


def validate(model: type[Model], document: Document, at: FieldPath = (), context: Any = None) -> Model:
    """The document (or the part at path ``at``) as ``model``, whose validators see ``context``.

    Raises ``UserError`` for the first fault, with its line, its field, and the nearest valid name or value.
    """
    data = document.data
    for step in at:
        data = data[step]
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        fault = _most_telling(error.errors(include_url=False))
        path = (*at, *_place(data, (*fault["loc"], *_inside(fault))))
        raise document.error(*_said(fault), path, _nearest_valid(fault, model)) from error


def _most_telling(faults: Sequence[Any]) -> Any:
    """The first fault; but of a field that is missing beside one whose name is unknown, the latter: it is most likely the
    missing one, misspelt.
    """
    first = faults[0]
    if first["type"] == "missing":
        for fault in faults:
            beside = fault["type"] == "extra_forbidden" and fault["loc"][:-1] == first["loc"][:-1]
            if beside and nearest(fault["loc"][-1], [first["loc"][-1]]):
                return fault
    return first


def _place(data: Any, location: FieldPath) -> FieldPath:
    """The path of a fault in the document. Pydantic also names the member of a union that it tried; that is
    no field.
    """
    path: list[Hashable] = []
    rest = list(location)
    member_named = False
    while rest:
        step = rest.pop(0)
        if isinstance(data, dict):
            if not member_named and step == data.get("kind") and rest and (rest[0] in data or len(rest) == 1):
                member_named = True
                continue
            member_named = False
            if step not in data and rest:
                continue
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        else:
            continue
        path.append(step)
    return tuple(path)


#: What pydantic says of a value whose kind, told by one of its fields, there is not, or is not told.
_UNKNOWN_KIND = ("union_tag_invalid", "union_tag_not_found")


def _inside(fault: Any) -> FieldPath:
    """Where in a value that was validated as a whole its fault is."""
    context = fault.get("ctx", {})
    if fault["type"] in _UNKNOWN_KIND:
        return (context["discriminator"].strip("'"),)
    return getattr(context.get("error"), "inside", ())


def _said(fault: Any) -> tuple[str, str]:
    if fault["type"] == "extra_forbidden":
        name = fault["loc"][-1]
        return f"there is no field named {name!r} here", f"il n'y a pas ici de champ « {name} »"
    if fault["type"] in ("missing", "union_tag_not_found"):
        return "this field is required and is missing", "ce champ est obligatoire et il manque"
    english, french = model_faults.said(fault)
    found = fault["input"]
    for step in _inside(fault):
        found = found[step]
    return f"{english} (found {found!r})", f"{french} (lu : {found!r})"


def _nearest_valid(fault: Any, model: type[BaseModel]) -> str | None:
    if fault["type"] == "extra_forbidden":
        names = _field_names(model)
        return nearest(fault["loc"][-1], names[0] if len(fault["loc"]) == 1 else names[1])
    if fault["type"] in ("literal_error", "enum"):
        return nearest(fault["input"], _quoted(fault["ctx"]["expected"]))
    if fault["type"] == "union_tag_invalid":
        return nearest(fault["ctx"]["tag"], _quoted(fault["ctx"]["expected_tags"]))
    return getattr(fault.get("ctx", {}).get("error"), "nearest", None)


def _quoted(words: object) -> list[str]:
    """The words that stand between quotation marks in a list of pydantic's."""
    return re.findall(r"'([^']+)'", str(words))


@cache
def _field_names(model: type[BaseModel]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields at the top of the model, and those of every model inside it: where a name is wrong, the
    right one is there.
    """
    schema = TypeAdapter(model).json_schema()
    inner = {name for part in schema.get("$defs", {}).values() for name in part.get("properties", {})}
    return tuple(schema.get("properties", {})), tuple(sorted(inner))
