"""What a scenario with changes is called, in both languages: its preset's title and each change in words."""

from __future__ import annotations

from openasylum.law.citations import cited
from openasylum.report.numbers import amount, change
from openasylum.report.tongue import Language
from openasylum.scenario import LAW_IN_FORCE, Scenario, levers, register
from openasylum.web.pages.words import Speaker


def title_of(base: Scenario, changes: tuple[tuple[str, str], ...], language: Language) -> str:
    """The title of ``base`` (none for the law in force) and of every change, "key", "value" as links write them."""
    parts = [] if base.id == LAW_IN_FORCE else [base.title[language]]
    return "; ".join([*parts, *(_change(key, value, language) for key, value in changes)])


def _change(key: str, value: str, language: Language) -> str:
    say, what = Speaker(language), value.partition("@")[0]
    if key in levers():
        return _moved(key, what, say)
    if key == "assume":
        name, _, set_to = what.partition(":")
        title = register()[name].title[language] if name in register() else name
        return say("scenarios.titled.assume", what=title, value=_number(set_to, language))
    citation, *rest = what.split(":")
    value = " = ".join(rest[:1] + [_number(one, language) for one in rest[1:]])
    return say(f"scenarios.titled.{key}", what=cited(citation, language), value=value)


def _moved(lever: str, what: str, say: Speaker) -> str:
    """The lever and how far it is moved: "× 1.25", ": 90,000", "+50"; in words of its own where a number means less."""
    title, language = levers()[lever].title[say.language], say.language
    if what.startswith("x"):
        return f"{title} × {_number(what.removeprefix('x'), language)}"
    number, own = float(what), f"lever.{lever}.moved"
    if say.has(own):
        return f"{title} {say(own, number=amount(number, 'persons', language))}"
    if levers()[lever].persons:
        return f"{title} {change(number, 'persons', language)}"
    return say("scenarios.titled.per_year", what=title, number=amount(number, "persons", language))


def _number(text: str, language: str) -> str:
    try:
        return amount(float(text), "number", language)
    except ValueError:
        return text
