"""Releases: what was published, by what code, from what tables, and how anyone can check it.

``build(run, target)`` makes a bundle; ``verify(bundle)`` names what is wrong with one; ``compare(bundles)`` says which headline
figures moved between releases, and why, and ``make_steps`` the bundles in between; ``errata()`` is the log of what was found wrong.
"""

from openasylum.release.bundle import Bundle, build, open_bundle
from openasylum.release.compare import Comparison, compare
from openasylum.release.errata import Erratum, errata
from openasylum.release.steps import Steps, make_steps
from openasylum.release.verify import verify

__all__ = [
    "Bundle",
    "Comparison",
    "Erratum",
    "Steps",
    "build",
    "compare",
    "errata",
    "make_steps",
    "open_bundle",
    "verify",
]
