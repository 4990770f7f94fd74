"""How sentences open that go on speaking of what the one before counted: "of them", "that number", "ce chiffre"."""

from __future__ import annotations

from typing import Final

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.no_quantity import MONTHS

#: How a sentence opens that goes on speaking of what the one before counted.
GOES_ON: Final = plain_pattern(
    rf"^[\"'«“\s•*-]*(?:(?:{MONTHS}) ?[:–-] ?\d|\d{{4}} ?[:–-] ?\d|"
    r"rappelons|il s'agit|(?:according to [^.;]{0,90}, )?(?:the )?(?:sources|estimates) (?:range|vary|suggest|put)|les estimations|"
    r"cela (?:represente|equivaut)|ce qui|this (?:represents|was|is)|"
    r"of (?:them|those|these|that (?:number|total))|among (?:them|those|these)|"
    r"(?:that|this|their) (?:number|figure|total|numbers|tally|count)\b|the (?:number|figure|total|numbers|tally|count)\b(?! of)|"
    r"(?:that|this) (?:is|was|compares|represents|marks)\b|"
    r"(?:that|this|it)'s (?:down|up|a|an|about|nearly|more|less)\b|"
    r"(?:they|it) (?:was|were|had|rose|fell|peaked|jumped|climbed|dropped)\b|most of (?:them|those)|the (?:rest|others|remainder)\b|"
    r"(?:in|au|en|du) (?:the )?(?:mois d\w+ )?\w+,? (?:the number|that number|there were|it was|ils etaient|elles etaient|on en)|"
    r"d'entre eux|(?:parmi|sur) (?:eux|elles|ceux-ci|ce nombre)|de (?:ce nombre|ceux-ci|ces)|"
    r"(?:(?:mais|or|et|toutefois|cependant),? )?(?:(?:au|aux|a|en|dans|pour) (?:l'|le |la )?[\w-]+,? )?"
    r"(?:il|elle|ils|elles) (?:y )?(?:en )?(?:est|sont|etai(?:t|ent)|a|ont|avai(?:t|ent)) (?:\w+ )?"
    r"(?:pass|tripl|doubl|quadrupl|baiss|augment|diminu|bondi|chut|grimp|recul|atte)|"
    r"(?:(?:mais|or|et|toutefois|cependant),? )?"
    r"c(?:e|et|ette) (?:estimation|delai|somme|facture|montant|hausse|baisse|augmentation)\b|"
    r"(?:ce|leur) (?:nombre|chiffre|total)\b|le (?:nombre|chiffre|total)\b(?! d[e'u])|"
    r"ils (?:etaient|sont)\b|elles (?:etaient|sont)\b|(?:la plupart|le reste|les autres)\b|"
    r"un (?:sommet|record)|uniquement|soit\b|a (?:peak|record|high))"
)
