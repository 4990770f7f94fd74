"""``openasylum law``: the rulebook, provision by provision."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import typer

from openasylum.cli import output
from openasylum.cli._options import JSON
from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import say

if TYPE_CHECKING:
    from openasylum.law.provisions import Provision

AS_OF = typer.Option(
    None, "--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="Only as in force on this day."
)


def register(root: typer.Typer) -> None:
    """Add the ``law`` verbs."""
    app = typer.Typer(
        help="The dated rulebook: every provision, its days in force, its words as encoded.",
        no_args_is_help=True,
    )
    root.add_typer(app, name="law")
    command(app, "list")(list_provisions)
    command(app)(show)
    command(app)(coverage)


def list_provisions(as_of: datetime = AS_OF, as_json: bool = JSON) -> None:
    """List the provisions, in the statute's own order.

    Example: `openasylum law list --as-of 2023-03-24`
    """
    from openasylum.law.provisions import provisions

    day = None if as_of is None else as_of.date()
    found = [provision for provision in provisions().values() if day is None or provision.holds(day)]
    if as_json:
        output.print_json([provision.record() for provision in found])
        return
    _print_list(found)


def _periods(provision: Provision) -> str:
    texts = []
    for period in provision.in_force:
        if period.first is None:
            texts.append(say("not in force", "pas en vigueur"))
        else:
            texts.append(f"{period.first} – {period.last}" if period.last else f"{period.first} –")
    return ", ".join(texts)


def show(
    citation: str = typer.Argument(..., metavar="CITATION", help="Such as 'IRPR 159.4(1.1)'."),
    as_of: datetime = AS_OF,
    as_json: bool = JSON,
) -> int:
    """Show one provision: its days, what it asks, what it leads to, its source. With --as-of, whether it
    holds that day. Of a section such as 'IRPA 101', list the parts.

    Example: `openasylum law show "IRPA 101(1)(e)" --as-of 2023-03-25`
    """
    from openasylum.law.provisions import named

    found = named(citation)
    day = None if as_of is None else as_of.date()
    holds = day is None or any(each.holds(day) for each in found)
    if as_json:
        records = [each.record(day) for each in found]
        output.print_json(records[0] if len(records) == 1 else records)
    elif len(found) == 1:
        _print_provision(found[0], day, holds)
    else:
        _print_list(found)
    return int(not holds)


def _print_list(found: list[Provision]) -> None:
    from openasylum.law.citations import cited

    rows = [
        (cited(each.citation, output.language()), _periods(each), getattr(each.title, output.language()))
        for each in found
    ]
    output.console().print(
        table(say("citation|in force|title", "référence|en vigueur|titre").split("|"), rows)
    )


def _status(status: str) -> str:
    """How much of a provision is encoded, in words."""
    words = {"complete": ("complete", "complet"), "partial": ("partial", "partiel")}
    return say(*words.get(status, ("not encoded", "non encodée")))


def _print_provision(provision: Provision, day: date | None, holds: bool) -> None:
    from openasylum.law.citations import cited

    language = output.language()
    read_at = {
        "claim": ("the claim", "la demande"),
        "entry": ("the entry", "l'entrée"),
        "decision": ("the decision", "la décision"),
    }
    lines: list[tuple[str, str | None]] = [
        (cited(provision.citation, language), getattr(provision.title, language)),
        (say("in force", "en vigueur"), _periods(provision) + ("" if provision.start_verified else " (~)")),
        (say("read at", "lu au jour de"), say(*read_at[provision.read_at])),
    ]
    if day is not None:
        lines.append(
            (str(day), say("in force", "en vigueur") if holds else say("not in force", "pas en vigueur"))
        )
    if provision.claims_from:
        lines.append((say("claims made from", "demandes faites depuis"), str(provision.claims_from)))
    if provision.to:
        lines.append((say("applies to", "s'applique à"), cited(provision.to, language)))
    if provision.within:
        lines.append((say("within", "dans le cadre de"), cited(provision.within, language)))
    for name, value in provision.parameters.items():
        lines.append((name, ", ".join(value) if isinstance(value, list) else str(value)))
    if provision.when not in ("True", "False"):
        lines.append((say("condition", "condition"), provision.when))
    lines += [(say("condition", "condition") + f" {p.first}", p.when) for p in provision.in_force if p.when]
    lines += _asked(provision.citation)
    if provision.note:
        lines.append(("note", cited(getattr(provision.note, language), language)))
    lines += [
        ("source", provision.source),
        (say("verified", "vérifié"), f"{provision.verified_on} ({provision.verification})"),
        (say("encoded", "encodage"), _status(provision.status)),
    ]
    colon = say(": ", " : ")
    for name, text in lines:
        print(name if text is None else f"{name}{colon}{text}".rstrip())


def _asked(citation: str) -> list[tuple[str, str | None]]:
    """The facts that a condition names, each in a sentence, and the provisions that it rests on; a line of its own each."""
    from openasylum.law.citations import cited
    from openasylum.law.flat_facts import flat_facts
    from openasylum.law.provisions import provision
    from openasylum.law.reading import full_plan
    from openasylum.law.trace import branch

    language = output.language()
    found = branch(full_plan().plan.book, citation)
    facts = [f"{name} – {flat_facts()[name].meaning[language]}" for name in found.facts]
    others = [
        f"{each} – {getattr(provision(each).title, language)}"
        for each in [child.citation for child in found.children]
    ]
    lines: list[tuple[str, str | None]] = []
    for heading, texts in (
        (say("facts asked for", "faits demandés"), facts),
        (say("rests on", "repose sur"), others),
    ):
        lines += [(heading, "")] if texts else []
        lines += [(f"  {cited(text, language)}", None) for text in texts]
    return lines


def coverage(as_json: bool = JSON) -> int:
    """List which provisions are complete, partial or not encoded, and how many rules they hold.

    Exit code 1: some provision is not complete.

    Example: `openasylum law coverage`
    """
    from openasylum.law.provisions import provisions

    by_status: dict[str, list[str]] = {"complete": [], "partial": [], "not_encoded": []}
    for provision in provisions().values():
        by_status[provision.status].append(provision.citation)
    rules = sorted({rule for provision in provisions().values() for rule in provision.rules})
    whole = int(bool(by_status["partial"] or by_status["not_encoded"]))
    if as_json:
        output.print_json({**by_status, "rules": rules})
        return whole
    words = {
        "complete": say("complete", "complètes"),
        "partial": say("partial", "partielles"),
        "not_encoded": say("not encoded", "non encodées"),
    }
    rows = [
        (words[status], str(len(citations)), "" if status == "complete" else ", ".join(citations))
        for status, citations in by_status.items()
    ]
    output.console().print(table(say("status|provisions|", "état|dispositions|").split("|"), rows, (1,)))
    print(
        say(
            f"{len(rules)} rules of the list have their provision.",
            f"{len(rules)} règles de la liste ont leur disposition.",
        )
    )
    return whole
