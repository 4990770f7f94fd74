"""How a statement is told: as a wish, as a bill, as what was or as what is."""

from __future__ import annotations

from openasylum.check.language.folding import plain_pattern
from openasylum.check.statutes.forms import Told

#: Words that wish, plan, ask or doubt: no statement of what is so.
WISH = plain_pattern(
    r"\b(?:should|ought|wants?|wanted|call(?:s|ed|ing)? (?:for|on)|asks?(?! for (?:asylum|refugee|protection))|asked|asking|urg\w+|"
    r"demand(?:s|ed|ing)|propos\w+|whether|if|wish\w*|hop\w+|"
    r"pressur\w+|push\w*|negotiat\w+|seek(?:s|ing)? to|trying to|talks|suggest\w*|could|would|might|"
    r"pledg\w+|promis\w+|promet\w*|vow\w*|(?:says?|said) (?:he|she|they|it) will|may soon|considering|(?<!action )plans?|reportedly|"
    r"devrait|devraient|veu\w+|voulait|souhait\w+|reclam\w+|exig\w+|demand(?:e|ait|ent) (?:a(?! ete| ou| et)|que|"
    r"l'elargissement)|propos\w+|pourrait|serait|negoci\w+|si)\b"
)
#: "If" and "could" where a rule is told, not a wish.
RULE = plain_pattern(
    r"\bif (?=(?:they|he|she|someone|people|you|caught|crossing|passing|(?:a|the) (?:person|claimant|migrant))\b)|"
    r"\b(?:hop(?:e|es|ed|ing)|seek(?:s|ing)?) (?=to (?:get around|avoid|bypass|circumvent|claim|seek|cross|enter|make|come)\b)|"
    r"\bafter (?:\w+ ){0,3}negotiations?\b|\bapres (?:\w+ ){0,3}negociations?\b|"
    r"\bshould (?=(?:seek|claim|make|apply|file|pursue|present|request|submit|"
    r"have (?:applied|claimed|sought|made|asked))\b[^.;]{0,60}\bfirst\b)|"
    r"\bdevrai(?:t|ent) (?=(?:faire|presenter|demander|deposer)\b[^.;]{0,60}\bpremier\b)|\bwould (?=not (?:apply|be applicable)\b)|"
    r"\bpourrai(?:t|ent) (?=(?:toujours|encore)\b)|"
    r"\bproposed (?=(?:\w+ ){0,3}(?:bill|law|legislation)\b)|\b(?:you|who|they|anyone|someone|people) wants? (?=to\b)|"
    r"\b(?:nouveaux?|nouvelles?) (?:\w+ ){1,4}devrai(?:t|ent)\b|"
    r"\basked (?=to (?:apply|claim|make|seek)\b)|\bcould (?=(?:still|then|now|apply|claim|seek)\b)"
)
#: Words that wish or suppose, where a statement is told by what it names: what else would unsay it is asked of its words.
SUPPOSED = plain_pattern(
    r"\b(?:should|ought|would|could|might|wants?|wanted|call(?:s|ed|ing)? (?:for|on)|urg\w+|demand(?:s|ed|ing)|"
    r"negotiat\w+|talks|whether|propos\w+|pledg\w+|promis\w+|vow\w*|(?:says?|said) (?:he|she|they|it) will|"
    r"veut|veulent|voulait|souhait\w+|reclam\w+|negoci\w+|promet\w*|"
    r"devrait|devraient|pourrait|pourraient|serait|seraient)\b"
)
#: What is told would follow if the Agreement were another: no statement of what it is.
HYPOTHESIS = plain_pattern(
    r"\bif (?:the|this|that) (?:\w+ ){0,3}(?:agreement|pact|deal|treaty|stca|rule)\b[^.;,]{0,60}\b(?:were|was|ended|had)\b|"
    r"\bsi (?:l'entente|l'accord|le pacte|cette entente)\b[^.;,]{0,60}\b(?:etait|avait|prenait|s'appliquait)\b"
)
#: Where another clause ends, whose "would" is not that of what follows.
OTHER_CLAUSE = plain_pattern(r";|, (?:but|mais|whereas|while|tandis que|alors que)\b")
#: Words of a bill that is not law yet.
BILL = plain_pattern(
    r"\b(?:proposed|proposes|proposal|proposing|plans? to|if passed|introduced|tabled|propose\w*|"
    r"depose\w* (?:a ottawa|au parlement|aux communes|par (?:le|la) (?:gouvernement|ministre))|prevoit)\b"
)
#: What a bill would do, where one is spoken of.
CONDITIONAL = plain_pattern(
    r"\b(?:would|serait|seraient|aurai(?:t|ent)|pourrai(?:t|ent)|verrai(?:t|ent)|"
    r"(?:rend|exige|oblige|empeche|limite|permett|impose|interdi|deviend|prive|bloque|restreind|ajoute|entraine|applique|"
    r"prend|fe|vise|tombe|exclu|refuse|perd|passe|obtiend|cesse)rai(?:t|ent))\b|"
    r"\b(?:loi|c-?12|c-?2|mesures?|regles?|texte|changements?|modifications?|dispositions?) (?:\w+ ){0,3}devrai(?:t|ent)\b"
)
#: What makes a time the day of a signature and not of what is said beside it.
SIGNED = plain_pattern(
    r"\b(?:sign\w*|dated?|datee?s?|conclu\w*|adopt\w*|creat\w*|cree\w*|establish\w*|passee?s?|negotiat\w*)\b[^.;,]{0,24}$"
)
#: Words of what was.
_PAST_SENSE = plain_pattern(
    r"\b(?:applied|did not|didn't|used to|until|before(?! (?:it|they|the bill|becoming)\b)|"
    r"previously|prior to|at the time|then|had|was|wasn't|weren't|initially|originally|"
    r"were|covered|allowed|could|"
    r"s'appliquait|s'appliquaient|jusqu'|avant|auparavant|a l'epoque|etait|etaient|avait|avaient|visait|concernait|"
    r"permettait|alors)\b"
)

#: Words of what is.
_NOW = plain_pattern(
    r"\b(?:appl(?:y|ies)|is|are|must|needs?|has|have|doit|covers?|concerns?|does not|doesn't|do not|don't|can|cannot|may|remains?|"
    r"works?|s'appliquent?|vise|concerne|touche|couvre|est|"
    r"sont|peuvent|reste|demeure)\b"
)
#: A verb of the past whose form is that of the present.
_DID_NOT = plain_pattern(r"\bdid(?: not|n't) \w+")
#: Words of what ended.
_ENDED = plain_pattern(
    r"\b(?:until(?! (?:14|fourteen|two weeks))|prior to|used to|jusqu'en|jusqu'au|jusqu'a|auparavant|previously|a l'epoque|at the time)\b"
)


def with_its_verb(told: Told, sentence: str) -> str:
    """The words of a statement with what stands just before them: "are forced to cross between ports"."""
    return sentence[max(0, told.start - (24 if told.loosely else 4)) : told.end]


def in_the_past(words: str, sentence: str) -> bool:
    """Whether a statement speaks of what was: by its own verb, or by "until" and the like beside it."""
    if _ENDED.search(sentence):
        return True
    return bool(_PAST_SENSE.search(sentence)) and not _NOW.search(_DID_NOT.sub("", words))


#: What the time limits of the procedure are for.
_PROCEDURE = plain_pattern(
    r"\b(?:hear(?:s|d|ings?)?|referr(?:al|ed)|appeals?|notices?|forms?|leave|decisions?|audiences?|deferee?s?|appels?|avis|"
    r"formulaires?|autorisation)\b"
)
_BESIDE_LIMIT = 45


def of_procedure(match: Told, plain: str) -> bool:
    """Whether a number of days is told beside a step of the procedure, and so is no limit of the Agreement."""
    return (
        _PROCEDURE.search(plain, max(0, match.start - _BESIDE_LIMIT), match.end + _BESIDE_LIMIT) is not None
    )
