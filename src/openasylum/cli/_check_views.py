"""How a check is printed in a terminal."""

from __future__ import annotations

from openasylum.check import (
    GROUP_LABELS,
    KIND_LABELS,
    VERDICT_LABELS,
    VERDICTS,
    Finding,
    Group,
    Report,
    by_text,
)
from openasylum.check.figures.showing import amount
from openasylum.cli import output
from openasylum.cli.output import say
from openasylum.errors import UserError, nearest

_COLOURS = {
    "agrees": "green",
    "agrees_rounded": "green",
    "was_so_has_changed": "blue",
    "another_thing": "dark_orange",
    "differs": "red",
    "disputed": "magenta",
    "not_in_register": "bright_black",
}


def chosen(only: str | None) -> tuple[str, ...]:
    """The verdicts to show. Raises ``UserError`` for one that is none."""
    if only is None:
        return VERDICTS
    named = tuple(part.strip() for part in only.split(",") if part.strip())
    for one in named:
        if one not in VERDICTS:
            raise UserError(
                f"there is no verdict {one!r}",
                f"il n'y a pas de verdict « {one} »",
                field="--only",
                nearest=nearest(one, VERDICTS),
            )
    return named


def print_report(report: Report, wanted: tuple[str, ...]) -> None:
    """The findings text by text, then how the texts compare, then the counts."""
    console = output.console()
    language = output.language()
    for number, text in enumerate(report.texts):
        console.print(f"[bold]{_plain(text.name)}[/bold]", soft_wrap=True)
        found = report.of(number)
        shown = [one for one in found if one.verdict in wanted]
        if not found:
            console.print(
                say("  Nothing found to hold against the register.", "  Rien à comparer au registre.")
            )
        elif not shown:
            console.print(say("  Nothing with such a verdict.", "  Rien qui ait un tel verdict."))
        for one in shown:
            _print_finding(one, language)
    if report.comparison:
        _print_comparison(report, language)
    counts = report.counts()
    parts = [
        f"{VERDICT_LABELS[name][language]}{say(':', ' :')} {counts[name]}"
        for name in VERDICTS
        if counts[name]
    ]
    console.print(" · ".join(parts) or say("No statement found.", "Aucun énoncé relevé."), soft_wrap=True)


def _print_finding(one: Finding, language: str) -> None:
    console = output.console()
    label = VERDICT_LABELS[one.verdict][language]
    quoted = say(" (in a quotation)", " (dans une citation)") if one.in_quotation else ""
    kind = KIND_LABELS[one.kind][language]
    words = " ".join(one.quoted.split())
    console.print(
        f"  [{_COLOURS[one.verdict]}]{label}[/] · {kind} · {_quoted(words)}{quoted}", soft_wrap=True
    )
    console.print(f"    {_plain(one.reason[language])}", soft_wrap=True)
    for ours in one.ours[:4]:
        where = " · ".join(
            part
            for part in (
                ours.shown[language],
                ours.source,
                ours.second_hand(language),
                ours.address(language),
            )
            if part
        )
        console.print(f"    [bright_black]{_plain(where)}[/]", soft_wrap=True)


def _print_comparison(report: Report, language: str) -> None:
    console = output.console()
    assert report.comparison is not None
    console.print(f"[bold]{say('The texts together', 'Les textes ensemble')}[/bold]")
    for kind in GROUP_LABELS:
        gathered = [one for one in report.comparison.groups if one.kind == kind]
        if kind == "only":
            _print_only(report, gathered)
        elif gathered:
            console.print(f"  {GROUP_LABELS[kind][language]}")
            for one in gathered:
                console.print(f"    {_group(report, one)}", soft_wrap=True)
    for passage in report.comparison.passages:
        text, start, end = passage.first
        words = " ".join(report.texts[text].content[start:end].split())
        names = " / ".join(_plain(report.texts[place[0]].name) for place in (passage.first, passage.second))
        alike = say("nearly the same passage", "passage presque identique")
        console.print(
            f"  {amount(round(passage.alike, 2), 'share', language)} {alike} ({names}){say(':', ' :')} {_quoted(words[:160])}",
            soft_wrap=True,
        )


def _group(report: Report, group: Group) -> str:
    """What each text says of one thing, and which say nothing of it."""
    parts = []
    for number, told in by_text(report, group).items():
        name = f"{_plain(report.texts[number].name)}{say(':', ' :')}"
        if told:
            parts.append(
                f"{name} {', '.join(_quoted(words) for words in dict.fromkeys(one.quoted for _, one in told))}"
            )
        else:
            parts.append(f"{name} –")
    return " · ".join(parts)


def _print_only(report: Report, gathered: list[Group]) -> None:
    """What each text alone says, text by text."""
    for number, text in enumerate(report.texts):
        alone = [report.findings[one.findings[0]] for one in gathered]
        told = dict.fromkeys(_quoted(" ".join(one.quoted.split())) for one in alone if one.text == number)
        if told:
            output.console().print(
                f"  {say('only in', 'seulement dans')} {_plain(text.name)}{say(':', ' :')} {' · '.join(told)}",
                soft_wrap=True,
            )


def _quoted(words: str) -> str:
    """Words of a text, in the quotation marks of the language."""
    return say(f"“{_plain(words)}”", f"« {_plain(words)} »")


def _plain(words: str) -> str:
    """Words as they are: square brackets are no markup."""
    return words.replace("[", r"\[")
