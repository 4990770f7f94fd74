"""``openasylum interview``: questions one at a time, only those that can still change the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from openasylum.cli import output
from openasylum.cli.command import command
from openasylum.cli.output import say

SAVE = typer.Option(None, "--save", help="Keep the answers in this file; without it nothing is stored.")
RESUME = typer.Option(None, "--resume", help="Go on from a file of answers, or from any claim.")
SOUTHBOUND = typer.Option(False, "--southbound", help="Asylum sought in the United States.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "interview")(interview)


def interview(
    save: Path = SAVE,
    resume: Path = RESUME,
    change: str = typer.Option(None, "--with", metavar="SCENARIO|FILE", help="Read under a scenario's law."),
    southbound: bool = SOUTHBOUND,
) -> int:
    """Ask only for the facts that can still change the answer, then explain it.

    Answer "?" for a fact that is not known, "quit" to leave. Nothing leaves this machine, and nothing is
    stored unless asked.

    Example: `openasylum interview --lang fr --save answers.json`
    """
    from openasylum import law
    from openasylum.cli.decide import _amendments
    from openasylum.documents import read_document
    from openasylum.law.interview import open_questions

    claim: dict[str, Any] = {"direction": "southbound"} if southbound else {}
    if resume is not None:
        document = read_document(resume)
        claim = dict(document.data or {})
        if "date" in claim.get("claim", {}):
            law.check_claim(claim, document)
    amendments = _amendments(change)
    unknown: set[str] = set()
    asked = 0
    while waiting := [path for path in open_questions(claim, amendments) if path not in unknown]:
        asked += 1
        reply = _ask(waiting[0], asked, len(waiting))
        if reply is None:
            break
        if reply == "?":
            unknown.add(waiting[0])
            continue
        before, claim = claim, _with_answer(claim, waiting[0], reply)
        if claim is before:  # refused, and asked again under the same number
            asked -= 1
        elif save is not None:
            _store(save, claim)
    if "date" not in claim.get("claim", {}):
        print(
            say(
                "Nothing can be said without the day of the claim.",
                "Rien ne peut être dit sans le jour de la demande.",
            )
        )
        return 1
    decision = law.decide_claim(claim, amendments)
    print()
    print(law.as_text(law.explain(decision, output.language())), end="")
    return int(decision.outcome == "undetermined")


def _ask(path: str, asked: int, waiting: int) -> str | None:
    from openasylum.law.questions import answers, in_words, question

    allowed = answers(path)
    left = say(
        f"question {asked}, at least {waiting} open", f"question {asked}, au moins {waiting} en suspens"
    )
    print(f"\n[{left}] {question(path, output.language())}")
    for number, word in enumerate(allowed.words, start=1):
        print(f"  {number}. {in_words(word, output.language())}")
    hints = {
        "truth": say("yes/no", "oui/non"),
        "truth_of_part": say("yes/no", "oui/non"),
        "date": say("as 2024-01-15", "comme 2024-01-15"),
        "count": say("a number, 0 for none", "un nombre, 0 pour aucun"),
        "word": say("a number or the words", "un numéro ou les mots"),
    }
    other = say("none is possible", "« aucun » est possible") if allowed.none else ""
    hint = hints.get(allowed.kind, other)
    try:
        reply = input(f"  {hint} > ").strip()
    except EOFError:
        return None
    return None if reply.casefold() in ("quit", "exit", "quitter", "q") else reply or "?"


def _with_answer(claim: dict[str, Any], path: str, reply: str) -> dict[str, Any]:
    from openasylum.errors import UserError
    from openasylum.law.checks import faults
    from openasylum.law.interview import answered

    try:
        changed = answered(claim, path, reply)
    except UserError as error:
        print(f"  {error.sentence(output.language())}")
        return claim
    wrong = next((fault for fault in faults(changed)), None)
    if wrong is not None:
        print(f"  {wrong.error.sentence(output.language())}")
        return claim
    return changed


def _store(path: Path, claim: dict[str, Any]) -> None:
    import json
    import os

    from openasylum.errors import unwritable

    aside = path.with_name(f".{path.name}.part")
    try:
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # for the owner alone
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(json.dumps(claim, ensure_ascii=False, indent=2) + "\n")
        aside.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
