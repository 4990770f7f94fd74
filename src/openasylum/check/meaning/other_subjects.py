"""Money that is plainly of another subject: what companies earn and sell, what crops and games are worth. A sentence that tells of
it takes nothing from those on this subject before it.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

_TRADE: Final = (
    "company companies shareholder shareholders investors profit profits revenue revenues sales exports imports earnings harvest "
    "harvests ticket tickets quarterly entreprise entreprises actionnaires investisseurs benefices ventes affaires exportations "
    "importations recolte recoltes billets trimestriels trimestrielles"
)
#: Companies are also paid for beds and flights.
_PAY: Final = (
    "contract contracts paid hotel hotels housing services contrat contrats paye payee payes logement hebergement gouvernement "
    "government ottawa federal federale"
)
_OF_TRADE: Final = frozenset(_TRADE.split())
_OF_PAY: Final = frozenset(_PAY.split())


def of_business(spoken: Set[str]) -> bool:
    """Whether the money that a sentence of these plain words tells of is earned or sold, and not what a government pays."""
    return not _OF_TRADE.isdisjoint(spoken) and _OF_PAY.isdisjoint(spoken)
