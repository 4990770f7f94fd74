"""Build the documentation site, English and French, with the reference generated from the code, the law and the process map.

python tools/build_site.py          # writes build/site; fails on a link that leads nowhere

The sources are ``docs/`` and pages written here: one of each room's public names, one of each command with its help, one of the stages.
Links inside the site are checked; links to other sites are not, since a build has no need of a network.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import typer

import openasylum
from openasylum.cli.application import build as command_tree
from openasylum.law.citations import cited
from openasylum.pipeline import load_stages
from stage_picture import picture

ROOT = Path(__file__).resolve().parent.parent
STAGED = ROOT / "build" / "site-source"
#: Rooms in the order of the house, with what each is about.
ROOMS = {
    "facts": (
        "Tables and figures, each with its source",
        "Les tableaux et les chiffres, chacun avec sa source",
    ),
    "law": ("The dated rulebook", "Le recueil daté des règles"),
    "population": ("Populations that nobody counts", "Les populations que personne ne compte"),
    "arrivals": ("Who comes, when, by which way", "Qui vient, quand, par quelle voie"),
    "pipeline": ("The stages of a claim", "Les étapes d'une demande"),
    "costs": ("What it costs, and who pays", "Ce que cela coûte, et qui paie"),
    "scenario": (
        "What can be changed, and what is assumed",
        "Ce qui peut être changé, et ce qui est supposé",
    ),
    "simulate": ("One draw of the whole chain", "Un tirage de toute la chaîne"),
    "ensemble": ("Many draws", "De nombreux tirages"),
    "backends": ("Where work is done", "Où le travail se fait"),
    "results": (
        "Runs: immutable, addressed by what they depend on",
        "Les exécutions : immuables, désignées par ce dont elles dépendent",
    ),
    "check": (
        "Texts held against the register and the rulebook",
        "Des textes tenus contre le registre et le recueil des règles",
    ),
    "release": ("Bundles that anyone can verify", "Des lots que quiconque peut vérifier"),
}
#: The order of reading; pages that are not named here follow by name. Titles of sections are translated in mkdocs.yml.
SECTIONS = {
    "Tutorials": ("tutorials", ["first-answer"]),
    "How-to": ("how-to", ["read-a-claim", "check-a-text", "serve", "share-a-run", "choose-an-argument"]),
    "Explanation": (
        "explanation",
        [
            "model",
            "limits",
            "arrivals",
            "population",
            "law",
            "pipeline",
            "costs",
            "foresight",
            "check",
            "check-quality",
        ],
    ),
    "Reference": ("reference", ["commands", "facts", "replication", "mechanism", "promises", "api"]),
}


def main() -> int:
    shutil.rmtree(STAGED, ignore_errors=True)
    shutil.copytree(ROOT / "docs", STAGED)
    write_rooms(STAGED / "reference" / "packages")
    write_commands(STAGED / "reference")
    write_api(STAGED / "reference" / "api.md")
    write_stages(STAGED / "reference")
    part_languages(STAGED / "reference" / "law")
    point_elsewhere(STAGED)
    for page in STAGED.rglob("*.fr.md"):
        page.write_text(french_spaces(page.read_text("utf-8")), "utf-8")
    draw_stages(STAGED / "explanation")
    widen(STAGED)
    return build(navigation(STAGED))


def build(nav: list[Any]) -> int:
    """Have MkDocs write the site; 1 where it warns of anything, such as a link that leads nowhere."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    os.environ |= {"NO_MKDOCS_2_WARNING": "true", "DISABLE_MKDOCS_2_WARNING": "true"}
    from mkdocs.commands.build import build as write_site
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    config = load_config(str(ROOT / "mkdocs.yml"), nav=nav, strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        write_site(config)
    except Abort as stopped:
        print(stopped, file=sys.stderr)
        return 1
    finally:
        config.plugins.on_shutdown()
    return 0


def navigation(folder: Path) -> list[Any]:
    """Home, then the sections in the order of reading, the rulebook and the packages last."""

    def pages(inside: str, first: list[str]) -> list[str]:
        there = sorted(page.stem for page in (folder / inside).glob("*.md") if ".fr" not in page.suffixes)
        index = [name for name in ("index", "README") if name in there]
        others = [name for name in there if name not in first and name not in index]
        return [f"{inside}/{name}.md" for name in [*index, *first, *others]]

    nav: list[Any] = [{"Home": "index.md"}]
    nav += [{title: list[Any](pages(inside, first))} for title, (inside, first) in SECTIONS.items()]
    law = sorted(part.name for part in (folder / "reference" / "law").iterdir() if part.is_dir())
    provisions: list[Any] = pages("reference/law", [])
    for part in law:
        provisions += pages(f"reference/law/{part}", [])
    nav[-1]["Reference"] += [
        {"Law": provisions},
        {"Packages": pages("reference/packages", list(ROOMS))},
    ]
    return nav


def write_rooms(folder: Path) -> None:
    """One page a room: what it exports, with its docstrings."""
    folder.mkdir(parents=True)
    english = ["# Packages", "", "What each room of the house exports, read from the code.", ""]
    french = ["# Modules", "", "Ce qu'offre chaque pièce de la maison, lu dans le code (en anglais).", ""]
    for room, (about, de_quoi) in ROOMS.items():
        english.append(f"* [`openasylum.{room}`]({room}.md): {about}")
        french.append(f"* [`openasylum.{room}`]({room}.md) : {de_quoi}")
        for suffix, what in ((".md", about), (".fr.md", de_quoi)):
            text = f"# openasylum.{room}\n\n{what}.\n\n::: openasylum.{room}\n    options: {{show_root_heading: false}}\n"
            (folder / f"{room}{suffix}").write_text(text, "utf-8")
    (folder / "index.md").write_text("\n".join(english) + "\n", "utf-8")
    (folder / "index.fr.md").write_text("\n".join(french) + "\n", "utf-8")


def write_commands(folder: Path) -> None:
    """Every command with its help, read from the command line itself."""
    version = f"OpenAsylum {openasylum.__version__}"
    tops = {
        "commands.md": [
            "# Commands",
            "",
            f"{version}. Every command takes `--data DIR` and `--lang en|fr`.",
            "",
        ],
        "commands.fr.md": [
            "# Commandes",
            "",
            f"{version}. Chaque commande accepte `--data DOSSIER` et `--lang en|fr` : ce qu'elle affiche est alors en "
            "français. L'aide, reprise ici telle que l'affiche `--help`, est en anglais.",
            "",
        ],
    }
    lines: list[str] = []
    for name, command in leaves(typer.main.get_command(command_tree()), "openasylum"):
        lines += [f"## {name}", "", *_help(command), ""]
    for page, top in tops.items():
        (folder / page).write_text("\n".join([*top, *lines]), "utf-8")


def write_api(page: Path) -> None:
    """Every verb of the API, read from the description that the server gives."""
    from openasylum.web.application import create_application

    described = create_application().openapi()
    lines = ["# API", "", described["info"]["description"], ""]
    for path, methods in described["paths"].items():
        for method, verb in methods.items():
            lines += [f"## {method.upper()} {path}", "", verb.get("description", ""), ""]
            asked = verb.get("parameters", [])
            if asked:
                lines += ["| | in | |", "|---|---|---|"]
            lines += [
                f"| `{one['name']}` | {one['in']} | {one.get('description', '')} |".replace("\n", " ")
                for one in asked
            ] + [""]
    page.write_text("\n".join(lines), encoding="utf-8")


def leaves(command: Any, name: str) -> list[tuple[str, Any]]:
    """Every verb with its full name, groups followed."""
    inside = getattr(command, "commands", None)
    if inside is None:
        return [(name, command)]
    return [leaf for word, one in sorted(inside.items()) for leaf in leaves(one, f"{name} {word}")]


def _help(command: Any) -> list[str]:
    text = (
        " ".join((command.help or "").replace("\n\n", "\x00").split())
        .replace("\x00", "\n\n")
        .replace("\n\n ", "\n\n")
    )
    lines = [text.replace("\\[", "["), "", "| option | default | |", "|---|---|---|"]
    for option in command.params:
        if option.name in ("data", "language", "help"):
            continue
        names = (
            f"`{option.opts[0]}`"
            if option.opts[0].startswith("-")
            else f"`{option.metavar or option.name.upper()}`"
        )
        default = _plain(option.default)
        default = (
            ""
            if default in ("", "None", "False") or callable(option.default) or option.required
            else f"`{default}`"
        )
        words = " ".join(str(getattr(option, "help", "") or "").split()).replace("|", "\\|")
        lines.append(f"| {names} | {default} | {words} |")
    return lines if len(lines) > 4 else lines[:1]


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value))


def write_stages(folder: Path) -> None:
    """The process map, from ``stages.yaml``, in both languages."""
    graph = load_stages()
    for language, (title, about, head, kinds) in _STAGE_WORDS.items():
        names = {stage.id: stage.title[language] for stage in graph.stages}
        lines = [f"# {title}", "", about, "", f"| {head} |", "|---|---|---|---|"]
        for one in graph.stages:
            ways = dict.fromkeys(names[way.to] for way in graph.transitions if way.stage == one.id and way.to)
            lines.append(f"| {names[one.id]} | `{one.id}` | {kinds[one.kind]} | {' · '.join(ways)} |")
        suffix = "" if language == "en" else ".fr"
        (folder / f"stages{suffix}.md").write_text("\n".join(lines) + "\n", "utf-8")


_STAGE_WORDS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "en": (
        "Stages",
        "The stages of Canada's process, as the simulation has them (`stages.yaml`); drawn in [the pipeline](../explanation/pipeline.md).",
        "stage | id | kind | leads to",
        {"delay": "delay", "capacity": "line", "servers": "servers", "fork": "fork", "end": "end"},
    ),
    "fr": (
        "Étapes",
        "Les étapes du processus canadien, telles que simulées (`stages.yaml`) ; "
        "dessinées dans [le parcours d'une demande](../explanation/pipeline.md).",
        "étape | id | genre | mène à",
        {"delay": "délai", "capacity": "file", "servers": "serveurs", "fork": "embranchement", "end": "fin"},
    ),
}

#: Pages whose tables are wider than the text beside a table of contents.
_WIDE = ("reference/replication", "reference/mechanism", "reference/promises", "explanation/foresight")


def widen(folder: Path) -> None:
    """Give wide tables the place of the table of contents."""
    for name in _WIDE:
        for suffix in (".md", ".fr.md"):
            page = folder / f"{name}{suffix}"
            page.write_text("---\nhide: [toc]\n---\n" + page.read_text("utf-8"), "utf-8")


def draw_stages(folder: Path) -> None:
    """The process map drawn: a site without scripts of others shows no Mermaid."""
    graph = load_stages()
    for suffix, language in ((".md", "en"), (".fr.md", "fr")):
        page = folder / f"pipeline{suffix}"
        drawn = f'<div style="overflow-x:auto" tabindex="0">\n{picture(graph, language, graph.file.title[language])}\n</div>'
        text, found = re.subn(
            r"^```mermaid$.*?^```$",
            lambda _, drawn=drawn: drawn,
            page.read_text("utf-8"),
            flags=re.DOTALL | re.MULTILINE,
        )
        assert found == 1, f"{page.name} has no map of the process"
        page.write_text(text, "utf-8")


def part_languages(folder: Path) -> None:
    """The pages of the rulebook hold both languages; on the site each has a page of its own."""
    for page in sorted(folder.rglob("*.md")):
        title, *sections = re.split(r"^## ", page.read_text("utf-8"), flags=re.MULTILINE)
        if len(sections) == 2:
            english, french = (f"{title}## {section}".rstrip() + "\n" for section in sections)
        else:  # the index: "# English / Français", and in each line the same
            english, french = (
                re.sub(r"^(# |- \[.*?\]\(.*?\): )(.+?) / (.+)$", rf"\1\{group}", title, flags=re.MULTILINE)
                for group in (2, 3)
            )
            french = french.replace("Generated by", "Écrit par")
        page.write_text(english, "utf-8")
        page.with_suffix(".fr.md").write_text(_cited_outside_code(french), "utf-8")


def _cited_outside_code(text: str) -> str:
    """French citations everywhere but in code and addresses, and a space before each colon."""
    parts = re.split(r"(`[^`]*`|\]\([^)]*\)|<[^>]*>)", text)
    text = "".join(part if number % 2 else cited(part, "fr") for number, part in enumerate(parts))
    text = re.sub(r"(?<=\*\*|\d\)):(?= )|(?<=\)):(?= [A-ZÀ-Ý])", " :", text)
    for english, french in _PARTS.items():
        text = re.sub(rf"^(# .*|- \[[^\]]*)\b{english}\b", rf"\1{french}", text, flags=re.MULTILINE)
    return text


#: What tells apart two files of one paragraph, in French.
_PARTS = {
    "nationality": "nationalité",
    "place": "lieu",
    "minors": "mineurs",
    "public policy of": "politique d'intérêt public du",
}


#: Code, addresses and tables' rules, whose spaces are their own.
_VERBATIM = re.compile(
    r"(^```.*?^```|`[^`\n]*`|\]\([^)\n]*\)|<[^>\n]*>|^\|[-:| ]+\|$)", re.DOTALL | re.MULTILINE
)


def french_spaces(text: str) -> str:
    """French text with the spaces that do not break: in numbers, before high punctuation and units, inside guillemets."""

    def spaced(part: str) -> str:
        part = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u202f", part)
        part = re.sub(r"(?<=\S) (?=[:;?!»%$])", "\u00a0", part)
        return re.sub(r"« ", "«\u00a0", part)

    parts = _VERBATIM.split(text)
    return "".join(part if number % 2 else spaced(part) for number, part in enumerate(parts))


def point_elsewhere(folder: Path) -> None:
    """Links to files of the repository become their names: the site has no copy of them."""
    for page in folder.rglob("*.md"):
        text = page.read_text()
        changed = re.sub(
            r"\[([^\]]*)\]\((?:\.\./)+(?:src|tests|tools|data|benchmarks|changelog\.d)/[^)\s]*\)", r"\1", text
        )
        if changed != text:
            page.write_text(changed)


if __name__ == "__main__":
    sys.exit(main())
