"""The command line: the same verbs, words and numbers as every other face. No model logic lives here.

One module per verb. Each has ``register(root)``, which adds its commands; what is heavy to import is imported inside the
command, so that ``openasylum --help`` answers at once.
"""

from __future__ import annotations

from openasylum.cli.application import main

__all__ = ["main"]
