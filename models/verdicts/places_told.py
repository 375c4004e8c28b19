"""What a number of states or territories counts: those of all agencies, those of one kind of them, or others.

'ICE trained officers in 12 states', 'ten states have stayed out' and 'in August, agencies in 22 states signed' count
none of what a list shows, and no table has all verbs that can stand there. So such a number is off only where the words
before it are among the few that say what a list shows.
"""

import re

from models.verdicts.body_kinds import MODEL, KindOfBody, kind_at_end
from models.vocabulary import SupportType

_IN = r"\s+(?:are\s+in\s+force\s+)?(?:in|across|from|throughout|of)\s*"
_QUALIFIER = (
    r"(?:\b(?:about|around|nearly|almost|roughly|some|at\s+least|more\s+than|over|just|only|all|as\s+many\s+as|"
    r"now)\s*)*"
)
_PLACES_BEFORE = r"(?:[\w-]+\s+(?:U\.S\.\s+)?(?:states?|territor(?:y|ies))\s+(?:and|or|plus)\s*)?"
_NUMBER = rf"{_QUALIFIER}{_PLACES_BEFORE}{_QUALIFIER}$"
_IN_SO_MANY = re.compile(rf"{_IN}{_NUMBER}", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.()\n\u2013\u2014]")

_PARTNERS = re.compile(
    r"\b(?:agenc(?:y|ies)|departments|offices|sheriffs|police|forces|jurisdictions|partners|partnerships|agreements|"
    r"memorandums|memoranda|pacts)$",
    re.IGNORECASE,
)
# 'Sessions on the agreements in 12 states', 'lawsuits against agencies in three states'.
_ABOUT = re.compile(
    r"\b(?:on|about|over|against|regarding|concerning|of|for|to|by|from|into)\s+(?:[\w()'’-]+\s+){0,4}[\w()'’-]+$",
    re.IGNORECASE,
)
# 'The program reaches 40 states', 'it is active in 40 states'.
_PROGRAM = re.compile(
    r"\b(?:program|partnership|287\(g\)|it|they)\s+(?:now\s+|already\s+|currently\s+)*(?:reach(?:es)?|"
    r"(?:is|are|runs|works|operates|extends|stretches)(?:\s+(?:now|active|present|in\s+place))*\s+(?:in|across|over|to))"
    rf"\s*{_NUMBER}",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:and|or)\b|&")
# 'Participating police departments in 40 states' is said of all that take part.
_ALL = re.compile(r"\b(?:participating|partner\w*|enrolled)\s+[\w'’ -]+$", re.IGNORECASE)
_MODELS = {"jail": SupportType.JEM, "task": SupportType.TFM, "warrant": SupportType.WSO}
_NOT = re.compile(
    r"\b(?:no|not|none|never|without|out of|ban\w*|bar|barred|refus\w+|declin\w+)\b|n['’]t\b", re.IGNORECASE
)


def counts_those_that_take_part(before: str, sentence: str) -> bool:
    """Whether a number of places with the words `before` it is said of all in which agencies take part."""
    if _NOT.search(sentence):
        return False
    if _PROGRAM.search(before):
        return True
    clause = _clause_of(before)
    return clause is not None and bool(_PARTNERS.search(clause)) and _ABOUT.search(clause) is None


def kind_of_those(before: str) -> KindOfBody | None:
    """The kind of body whose places a number counts: 'sheriffs in 36 states'; None for those of all, or of several."""
    clause = _clause_of(before)
    return None if clause is None or _SEVERAL.search(clause) or _ALL.search(clause) else kind_at_end(clause)


def support_type_of_those(before: str) -> SupportType | None:
    """The support type whose places a number counts: 'task force agreements are in force in 34 states'."""
    clause = _clause_of(before)
    named = MODEL.findall(clause) if clause is not None and not _SEVERAL.search(clause) else []
    return _MODELS[named[0].split()[0].casefold()] if len(named) == 1 else None


def _clause_of(before: str) -> str | None:
    """What stands before 'in 40 states' in its clause."""
    placed = _IN_SO_MANY.search(before)
    return None if placed is None else _CLAUSE.split(before[: placed.start()])[-1].strip()
