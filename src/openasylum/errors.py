"""What a user got wrong, said in one plain sentence, in English and in French."""

from __future__ import annotations

import errno
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from openasylum.typography import french_spaces


class UserError(Exception):
    """Input that cannot be used. The command line prints it and exits with code 2.

    ``english`` and ``french`` are one plain sentence; ``file``, ``line`` (1-based) and ``field`` (dotted path inside the
    document) say where; ``nearest`` is the nearest valid value, if there is one. Which of the two is shown is decided where it
    is shown: ``sentence(language)``.
    """

    def __init__(
        self,
        english: str,
        french: str,
        *,
        file: object = None,
        line: int | None = None,
        field: str | None = None,
        nearest: str | None = None,
    ) -> None:
        super().__init__(english, french)
        self.file = None if file is None else str(file)
        self.line = line
        self.field = field
        self.nearest = nearest

    @property
    def said(self) -> tuple[str, str]:
        """What is wrong, in English and in French, without the place and the nearest value."""
        english, french = self.args
        return english, french

    @property
    def message(self) -> str:
        """What is wrong, in English, without the place and the nearest value."""
        return self.said[0]

    def sentence(self, language: str = "en") -> str:
        """The whole sentence: place, what is wrong, nearest value."""
        french = language == "fr"
        parts = [
            self.file,
            None if self.line is None else f"{'ligne' if french else 'line'} {self.line}",
            self.field,
        ]
        place = ", ".join(part for part in parts if part)
        sentence = self.said[french].rstrip(".")
        if self.nearest:
            near = "la valeur valide la plus proche est" if french else "the nearest valid value is"
            sentence = f"{sentence}; {near} {self.nearest}"
        line = _one_line(f"{place}{' :' if french else ':'} {sentence}." if place else f"{sentence}.")
        return french_spaces(line) if french else line

    def __str__(self) -> str:
        return self.sentence()


class UnusableValue(ValueError):
    """What the validator of a pydantic model raises: a ``ValueError`` in both languages; ``inside`` the value that was
    validated, the path of the part at fault; ``nearest`` the valid value that it was most likely meant to be.
    """

    def __init__(self, english: str, french: str, nearest: str | None = None) -> None:
        super().__init__(english)
        self.french = french
        self.nearest = nearest
        self.inside: tuple[Hashable, ...] = ()


@contextmanager
def inside(*steps: Hashable) -> Iterator[None]:
    """An ``UnusableValue`` that is raised in here is of the part at the path ``steps``."""
    try:
        yield
    except UnusableValue as error:
        error.inside = (*steps, *error.inside)
        raise


def said_by(error: ValueError) -> tuple[str, str]:
    """What a ``ValueError`` says, in English and in French; of those that are not ours only that the value does not do."""
    return str(error), getattr(error, "french", "cette valeur ne convient pas ici")


def no_such_file(file: object, nearest: str | None = None) -> UserError:
    """A file that is not there."""
    return UserError("there is no such file", "ce fichier n'existe pas", file=file, nearest=nearest)


def not_utf8(file: object) -> UserError:
    """A file that is no text in UTF-8."""
    return UserError("not UTF-8 text", "ce n'est pas du texte en UTF-8", file=file)


def unreadable(file: object, error: OSError) -> UserError:
    """A file that the system does not let us read, and why."""
    english, french = reason(error)
    return UserError(f"cannot be read: {english}", f"lecture impossible : {french}", file=file)


def unwritable(file: object, error: OSError) -> UserError:
    """A file that the system does not let us write, and why."""
    english, french = reason(error)
    return UserError(f"cannot be written: {english}", f"écriture impossible : {french}", file=file)


def reason(error: OSError) -> tuple[str, str]:
    """The system's reason in its own words, and in French."""
    english = error.strerror or str(error)
    number = error.errno
    return english, _REASONS.get(
        number, f"erreur n° {number} du système"
    ) if number else "le système s'y oppose"


_REASONS = {
    errno.EACCES: "permission refusée",
    errno.EPERM: "opération non permise",
    errno.ENOENT: "aucun fichier ni dossier de ce nom",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un fichier se trouve là où il faudrait un dossier",
    errno.EEXIST: "il existe déjà",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota du disque est dépassé",
    errno.EFBIG: "le fichier est trop gros",
    errno.EROFS: "le système de fichiers est en lecture seule",
    errno.EBUSY: "il est occupé",
    errno.EIO: "erreur d'entrée-sortie",
    errno.ELOOP: "trop de liens symboliques",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENFILE: "trop de fichiers ouverts",
    errno.EINVAL: "argument non valide",
    errno.EPIPE: "le lecteur a fermé le tube",
    errno.EADDRINUSE: "l'adresse est déjà utilisée",
    errno.EADDRNOTAVAIL: "l'adresse n'est pas celle de cette machine",
    errno.ECONNREFUSED: "connexion refusée",
}

#: A sentence may quote what was given; more than this of it helps nobody.
_LONGEST = 800


def _one_line(sentence: str) -> str:
    """On one line, without characters that a terminal would obey; the middle left out where it is very long."""
    plain = "".join(letter if letter.isprintable() else " " for letter in sentence)
    plain = " ".join(plain.split())
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST // 2]} … {plain[-_LONGEST // 2 :]}"


def nearest(word: object, candidates: Iterable[str]) -> str | None:
    """The candidate most like ``word``, or None where nothing is at all like it."""
    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    close = get_close_matches(str(word).casefold(), by_folded, n=1, cutoff=0.4)
    return by_folded[close[0]] if close else None
