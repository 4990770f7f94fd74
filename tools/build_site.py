"""Build the documentation site, English and French, with the reference generated from the code, the law and the process map.

python tools/build_site.py          # writes build/site; fails on a link that leads nowhere

The sources are ``docs/`` and pages written here: one of each room's public names, one of each command with its help, one of the stages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import typer

import openasylum
from openasylum.cli.application import build as command_tree
from openasylum.pipeline import load_stages

ROOT = Path(__file__).resolve().parent.parent
STAGED = ROOT / "build" / "site-source"
#: Rooms in the order of the house, with what each is about.
ROOMS = {
    "facts": "Tables and figures, each with its source",
    "law": "The dated rulebook",
    "population": "Populations that nobody counts",
    "arrivals": "Who comes, when, by which way",
    "pipeline": "The stages of a claim",
    "costs": "What it costs, and who pays",
    "scenario": "What can be changed, and what is assumed",
    "simulate": "One draw of the whole chain",
    "ensemble": "Many draws",
    "backends": "Where work is done",
    "results": "Runs: immutable, addressed by what they depend on",
    "check": "Texts held against the register and the rulebook",
    "release": "Bundles that anyone can verify",
}


def main() -> int:
    shutil.rmtree(STAGED, ignore_errors=True)
    shutil.copytree(ROOT / "docs", STAGED)
    write_rooms(STAGED / "reference" / "packages")
    write_commands(STAGED / "reference" / "commands.md")
    write_api(STAGED / "reference" / "api.md")
    write_stages(STAGED / "reference")
    point_elsewhere(STAGED)
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--config-file",
        str(ROOT / "mkdocs.yml"),
    ]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "true", "DISABLE_MKDOCS_2_WARNING": "true"}
    return subprocess.run(command, cwd=ROOT, check=False, env=quiet).returncode


def write_rooms(folder: Path) -> None:
    """One page a room: what it exports, with its docstrings."""
    folder.mkdir(parents=True)
    present = [
        room
        for room in ROOMS
        if (ROOT / "src" / "openasylum" / room).is_dir() or (ROOT / f"src/openasylum/{room}.py").is_file()
    ]
    lines = ["# Packages", "", "What each room of the house exports, read from the code.", ""]
    for room in present:
        lines.append(f"* [`openasylum.{room}`]({room}.md): {ROOMS[room]}")
        (folder / f"{room}.md").write_text(
            f"# openasylum.{room}\n\n{ROOMS[room]}.\n\n::: openasylum.{room}\n"
        )
    (folder / "index.md").write_text("\n".join(lines) + "\n")


def write_commands(page: Path) -> None:
    """Every command with its help, read from the command line itself."""
    lines = [
        "# Commands",
        "",
        f"OpenAsylum {openasylum.__version__}. Every command takes `--data DIR` and `--lang en|fr`.",
        "",
    ]
    for name, command in leaves(typer.main.get_command(command_tree()), "openasylum"):
        lines += [f"## {name}", "", *_help(command), ""]
    page.write_text("\n".join(lines))


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
        default = (
            ""
            if option.default is None or callable(option.default) or option.required
            else f"`{_plain(option.default)}`"
        )
        words = " ".join(str(getattr(option, "help", "") or "").split()).replace("|", "\\|")
        lines.append(f"| {names} | {default} | {words} |")
    return lines if len(lines) > 4 else lines[:1]


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value))


def write_stages(folder: Path) -> None:
    """The process map, from ``stages.yaml``, in both languages."""
    words = {
        "en": (
            "Stages",
            "The stages of Canada's process, as the simulation has them (`stages.yaml`).",
            "stage",
            "kind",
            "leads to",
        ),
        "fr": (
            "Étapes",
            "Les étapes du processus canadien, telles que simulées (`stages.yaml`).",
            "étape",
            "genre",
            "mène à",
        ),
    }
    for language, (title, about, stage, kind, leads) in words.items():
        lines = [f"# {title}", "", about, "", f"| {stage} | id | {kind} | {leads} |", "|---|---|---|---|"]
        for one in load_stages().stages:
            ways = ", ".join(
                dict.fromkeys(f"`{way.to}`" for way in getattr(one, "exits", ()) if getattr(way, "to", None))
            )
            lines.append(f"| {one.title[language]} | `{one.id}` | {one.kind} | {ways} |")
        suffix = "" if language == "en" else ".fr"
        (folder / f"stages{suffix}.md").write_text("\n".join(lines) + "\n")


#: A link from a page to a file of the repository that is no page.
_OUTSIDE = re.compile(
    r"\]\((?:\.\./)+((?:src|tests|tools|data|benchmarks|changelog\.d|CITATION|CONTRIBUTING|LICENSE|README)[^)\s]*)\)"
)


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
    assert click
    sys.exit(main())
