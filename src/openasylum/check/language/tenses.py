"""Words that tell of what was, and of what is."""

from __future__ import annotations

from typing import Final

from openasylum.check.language.folding import plain_pattern

PAST: Final = plain_pattern(
    r"\b(?:was|were|had|applied|did|didn't|used to|until|then|at the time|before|previously|ago|"
    r"had been|stood|reached|totalled|"
    r"etait|etaient|avait|avaient|s'appliquait|s'appliquaient|jusqu'en|a l'epoque|auparavant|"
    r"alors|ete|ont|avant|n'etait)\b|\b\w+ed\b|\b(?!fait|trait|lait)\w{3,}(?:ait|aient)\b"
)
PRESENT: Final = plain_pattern(
    r"\b(?:is|are|has|have|now|currently|today|stands|sits|faces?|applies|costs?|lives?|waits?|takes?|receives?|hosts?|accounts?|accueille|recoit|"
    r"remain|remains|exceeds?|tops|there's|est|sont|"
    r"s'appliquent?|actuellement|aujourd'hui|coutent?|vivent?|attend|attendent|dure|prend|depasse|"
    r"atteint|compte|comptent|se chiffre|s'eleve|maintenant|a present)\b"
)
