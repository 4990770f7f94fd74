"""Predictions, plans, wishes and opinions: figures that state nothing that could be held against what was."""

from __future__ import annotations

from functools import lru_cache

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_FORETELLS = plain_pattern(
    r"\b(?=[a-z])(?:will|would|could|(?<!in )(?<!since )(?<!of )(?<!last )(?<!until )(?<!and )may(?! (?:of|and|\d|last|this))|might|"
    r"should|expects?|expected|project(?:s|ed|ion|ions)|forecasts?|"
    r"predict\w*|anticipat\w*|estimates? that by|plans? to|aims? to|"
    r"target\w*|goal|by the end of|is set to|are set to|likely to|propos\w+|promis\w+|i think|"
    r"i believe|in my view|we believe|"
    r"pourrait|pourraient|devrait|devraient|sera|seront|serait|prevoi\w+|prevu\w*|projet\w+|"
    r"s'attend\w*|promet\w*|propos\w+|objectif|cible|je pense|je crois|"
    r"a mon avis|d'ici|en voie de|on track to|vont (?:entrer|arriver|demander|venir|passer|se presenter|traverser)|(?:is|are) going to)\b"
)

#: Wishes of whoever speaks, before the figure; who is counted may wish after it ("62% want to cut it", "20,593 people hoping to stay").
_WISHES = plain_pattern(
    r"\b(?:ought to|hope[sd]? (?:for|that)|wish(?:e[sd])? (?:for|that)|call(?:s|ed|ing) (?:for|on)|pledg\w+|vow(?:s|ed)?|urge[sd]|"
    r"want(?:s|ed)? to (?:cut|reduce|limit|cap|raise|increase|lower|bring|see)|"
    r"espere(?:nt)?|esperait|souhait(?:e|ent|ait)|voudrai(?:t|ent)|reclame(?:nt)?|"
    r"veu(?:t|lent) (?:reduire|limiter|plafonner|porter|ramener|accueillir|hausser))\b"
)


def foretells_anywhere(context: Context) -> bool:
    """Whether the sentence speaks anywhere of what is to come."""
    return _foretelling(context.plain)


@lru_cache(maxsize=64)  # asked of every figure of a sentence, and against every measure
def _foretelling(sentence: str) -> bool:
    return _FORETELLS.search(sentence) is not None


@lru_cache(maxsize=64)
def _wishing(sentence: str) -> bool:
    return _WISHES.search(sentence) is not None


def foretells(context: Context, quantity: Quantity) -> bool:
    """Whether the clause of a figure speaks of what is to come or of what someone thinks."""
    foretold, wished = foretells_anywhere(context), _wishing(context.plain)
    if not foretold and not wished:
        return False
    start, end = context.clause(quantity)
    if foretold and _FORETELLS.search(context.plain, start, end):
        return True
    return wished and _WISHES.search(context.plain, start, quantity.start) is not None
