"""What Typer says of a command line that it cannot read, in both languages. It speaks English only, so French goes by patterns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from openasylum import model_faults
from openasylum.cli import _help

if TYPE_CHECKING:
    import typer

#: Typer's sentences, and the same in French with what their gaps hold.
_FRENCH: Final = {
    r"No such option: (\S+)": r"Il n'y a pas d'option {0}",
    r"No such command ('.*')": r"Il n'y a pas de commande {0}",
    r"Missing command": r"Il manque une commande",
    r"Missing argument ('.*')": r"Il manque l'argument {argument}",
    r"Missing option ('.*')": r"Il manque l'option {0}",
    r"Got unexpected extra argument\(s\) \((.*)\)": r"Arguments en trop : {0}",
    r"Option ('.*') requires an argument": r"L'option {0} a besoin d'une valeur",
    r"Option ('.*') requires (\d+) arguments": r"L'option {0} a besoin de {1} valeurs",
    r"Option ('.*') does not take a value": r"L'option {0} ne prend pas de valeur",
    r"(?:Value error, )?('.*') is not one of (.*)": r"{0} n'est pas l'un de {1}",
    r"(?:Value error, )?('.*') does not match the formats? .*": r"{0} n'est pas un jour comme 2024-03-25",
    r"Value ('.*') is not a valid \w+": r"{0} n'est pas une valeur valide",
    r"\w+ ('.*') does not exist": r"{0} n'existe pas",
    r"\w+ ('.*') is a directory": r"{0} est un dossier",
    r"\w+ ('.*') is a file": r"{0} est un fichier",
    r"\w+ ('.*') is not (?:readable|writable)": r"{0} n'est pas accessible",
}

_INVALID: Final = re.compile(
    r"Invalid value(?: for (?P<what>'.*?'(?: / '.*?')*)(?: \(env var: '.*?'\))?)?: (?P<why>.*)", re.DOTALL
)
_NEAR: Final = re.compile(
    r"(?P<rest>.*?)[. ]*(?:Did you mean (?P<near>.*?)\?|\(Possible options: (?P<some>.*)\))"
)


def sentence(error: typer.TyperException, language: str) -> str:
    """One sentence, and where help is."""
    said = " ".join(str(error.format_message()).split())
    near = _NEAR.fullmatch(said)
    rest = near["rest"] if near else said.rstrip(".")
    invalid = _INVALID.fullmatch(rest)
    if language != "fr":
        if invalid is not None and invalid["what"]:
            rest = f"Unusable value for {invalid['what']}: {_reason(error, 0) or _plain(invalid['why'])}"
        suggested = f". Did you mean {near['near'] or near['some']}?" if near else "."
        return f"{rest}{suggested} See {_page(error)}."
    if invalid is not None:
        why = _reason(error, 1) or _translated(invalid["why"])
        what = invalid["what"] and _help.stand_in(invalid["what"])
        rest = f"Valeur inutilisable pour {what} : {why}" if what else why
    else:
        rest = _translated(rest)
    suggested = f" ; peut-être {near['near'] or near['some']}" if near else ""
    return f"{rest}{suggested}. Voir {_page(error)}."


def _page(error: typer.TyperException) -> str:
    """What to type for the help of the command in which the error is."""
    context = getattr(error, "ctx", None)
    verbs = context.command_path.partition(" ")[2] if context is not None else ""
    return " ".join(part for part in ("openasylum", verbs, "--help") if part)


def _plain(why: str) -> str:
    """English without the words of the library: of a day, what a day looks like."""
    why = why.removeprefix("Value error, ")
    return re.sub(r"^('.*') does not match the formats? .*$", r"\1 is not a day such as 2024-03-25", why)


def _translated(said: str) -> str:
    for english, french in _FRENCH.items():
        found = re.fullmatch(english, said)
        if found is not None:
            return french.format(*found.groups(), argument=_help.stand_in(found[found.lastindex or 0]))
    return said


def _reason(error: BaseException | None, language: int) -> str | None:
    """What pydantic found, where that is the cause: in English (0) or in French (1)."""
    from pydantic import ValidationError

    while error is not None and not isinstance(error, ValidationError):
        error = error.__cause__ or error.__context__
    if error is None:
        return None
    fault: Any = error.errors()[0]
    if fault["type"] == "value_error":
        return None
    return model_faults.said(fault)[language].partition(", unable to parse")[0]
