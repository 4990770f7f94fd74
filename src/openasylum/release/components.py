"""What a number depends on, in four parts that can change one by one: data, law, method, posterior draws."""

from __future__ import annotations

from typing import Final, Literal

from openasylum import facts
from openasylum.code_version import digest_of, package_files

Component = Literal["data", "law", "method", "posterior"]
COMPONENTS: Final[tuple[Component, ...]] = ("data", "law", "method", "posterior")
#: Parts of which a bundle holds the files themselves; code is in the wheel.
HELD: Final[tuple[Component, ...]] = ("data", "law", "posterior")

DATA: Final = ("facts/tables/", "facts/figures/", "facts/declarations/", "facts/datapackage.json")
POSTERIOR: Final = ("arrivals/calibration/posterior.",)
#: Rooms and modules on which no number of a run depends.
_FACES: Final = ("scorecard/", "report/", "check/", "release/", "web/", "cli/")

Contents = list[tuple[str, bytes]]


def component_of(name: str) -> Component | None:
    """The part to which a file of the package belongs; None for what only shows or checks numbers. Code is always method."""
    if name.startswith(_FACES):
        return None
    if name.endswith(".py"):
        return "method"
    if name.startswith(DATA):
        return "data"
    if name.startswith(POSTERIOR):
        return "posterior"
    return "law" if name.startswith("law/") else "method"


def contents_of(component: Component) -> Contents:
    """The files of one part, by name; tables laid over the shipped ones are among the data, as CSV."""
    found = [(name, content) for name, content in package_files() if component_of(name) == component]
    laid = facts.current_overlay()
    if component == "data" and laid is not None:
        found += [
            (f"overlay/{name}.csv", frame.write_csv().encode()) for name, frame in sorted(laid.tables.items())
        ]
    return found


def digests() -> dict[str, str]:
    """SHA-256 of each part."""
    return {component: digest_of(contents_of(component)) for component in COMPONENTS}
