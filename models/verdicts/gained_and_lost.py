"""Numbers that are the object of a verb of change: 'Virginia lost two agreements' counts none of those in force.

The verbs are the lists `gain`, `lose` and `lapse` of data/claims/acts/words.toml. Those of having and of signing are
not among them: 'ICE has signed 1,035 agreements' counts all that it has.
"""

import re
from enum import StrEnum
from functools import cache

from models.claims.inflection import forms, verb_lists
from models.claims.stated import Claim


class Flow(StrEnum):
    """Which way a count went."""

    LOST = "what was lost"  # looked for first: 'saw two agreements end' wins none
    GAINED = "what was gained"


# 'Dropped to 31' and 'added up to 1,035' tell what there is, so no 'to' may stand between.
_QUALIFIERS = (
    r"(?:\s+(?:an?|the|its|their|his|her|all|both|net|total|of|at\s+least|about|approximately|around|roughly|some|nearly|"
    r"almost|more|fewer|less|than|over|only|just|exactly|as\s+many\s+as|another|additional|further))*"
)
# The noun between a number and the verb behind it; 'after' and the like open another count's clause.
_NOUNS = (
    r"(?:\s+(?!(?:after|before|since|once|when|while|that|which|who|and|but|though|at|by|to|as|than|or|the|its|their)\b)"
    r"[\w()'’-]+){0,6}?"
)
_BE = r"(?:was|were|been|being|got)(?:\s+\w+ly)?"
# A number in words: only its verb and its noun can be looked for.
_IN_WORDS = r"(?:\w+-\w+|dozens?|hundreds?|thousands?)"


@cache
def _verbs(flow: Flow) -> tuple[str, str, str]:
    """Patterns of the told forms and those in -ing, of the bare forms, and of the participles."""
    lists = verb_lists()
    verbs = [*lists["lose"], *lists["lapse"]] if flow is Flow.LOST else [*lists["gain"]]
    bent = [forms(verb) for verb in verbs]
    told = "|".join(form for each in bent for form in (each["told"], each["ing"]))
    return told, "|".join(each["base"] for each in bent), "|".join(each["part"] for each in bent)


@cache
def _lapses() -> str:
    return "|".join(forms(verb)["past"] for verb in ("end", *verb_lists()["lapse"]))


@cache
def _pattern(flow: Flow, figure: str) -> re.Pattern[str]:
    told, bare, part = _verbs(flow)
    verb = rf"\b(?:{told}|(?:to|will|would|did|could|may|might)\s+(?:{bare}))"
    way = "down" if flow is Flow.LOST else "up"  # 'was down two agreements', but 'signed up two sheriffs'
    ways = [rf"(?:{verb}|\b(?:is|are|was|were|been)\s+{way}){_QUALIFIERS}\s+{figure}"]
    if flow is Flow.LOST:
        ways.append(rf"{figure}{_NOUNS}\s+{_BE}\s+(?:{part})\b")
        ways.append(rf"{figure}{_NOUNS}\s+(?:{_lapses()})\b")
        ways.append(rf"\bs(?:aw|ees?|een|eeing){_QUALIFIERS}\s+{figure}{_NOUNS}\s+(?:{part}|{bare})\b")
    return re.compile("|".join(ways), re.IGNORECASE)


def flow_of(claim: Claim, figure: str | None) -> Flow | None:
    """Which way the claim's number went, None for a stock; `figure` is a pattern of the number as it is written."""
    return next((flow for flow in Flow if _pattern(flow, figure or _IN_WORDS).search(claim.sentence)), None)
