"""Losses that a sentence tells so plainly that nothing in it can narrow, deny or move them.

A support of a loss rests on a number of one or two, which is right by chance for many a place and time. So every word
of the sentence must be one of those with which agreements in a whole state or the nation end: 'Florida police lost two
agreements', 'North Florida lost two', 'officials denied that Florida lost two' and 'lost two agreements with hospitals'
each have one that is not.
"""

import re
from functools import cache

from models.claims.inflection import forms, verb_lists
from models.claims.stated import Claim
from models.claims.words import words
from models.lists.counts import NATION
from models.vocabulary import PLACE_NAMES, SupportType

# Those that only rest may come back: no list shows them as ended.
_RESTING = frozenset({"suspend", "pause", "freeze", "halt", "shelve", "deactivate"})

_PLAIN = words(
    """a an the its has have had was were been being also already since in during on of this last past week month year
    state saw see seen seeing only just two ice ice's s nationwide national nationally country nation u.s program
    agreement agreements memorandum memorandums memoranda moa moas 287 g task force jail enforcement model models
    warrant service officer under total ended end ending ends according to list lists record"""
)
_NATION = re.compile(r"\b(?:nation(?:wide|al|ally)?|country|U\.S|ICE|program)\b")
_WORD = re.compile(r"[^\W\d_][\w.'’]*\w|[^\W\d_]|\d[\d,]*")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b\.?")
# 'Since last May' is of this year or the one before.
_OPEN_MONTH = re.compile(r"\blast\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE)
_MODELS = {
    SupportType.TFM: re.compile(r"\btask\s+force\b", re.IGNORECASE),
    SupportType.JEM: re.compile(r"\bjail\b", re.IGNORECASE),
    SupportType.WSO: re.compile(r"\bwarrant\b", re.IGNORECASE),
}
_OFFICIAL_NAMES = re.compile(r"\b(?:Immigration and Customs Enforcement|United States)\b")


def is_plain_loss(claim: Claim, figure: str | None) -> bool:
    """Whether its sentence tells of nothing but so many agreements that ended in its place; `figure` is a pattern of
    the number as it is written."""
    scopes = claim.scope.split("+")
    if claim.value < 1 or figure is None or not all(scope == NATION or scope in PLACE_NAMES for scope in scopes):
        return False
    rest = _OFFICIAL_NAMES.sub(" ICE ", claim.sentence)
    for scope in scopes:
        name = rf"\b{re.escape(PLACE_NAMES.get(scope, ''))}\b(?:['’]s?)?" if scope != NATION else _NATION.pattern
        if not re.search(name, rest):
            return False
        rest = re.sub(name, " ", rest) if scope != NATION else rest
    if len(_MONTH.findall(rest)) > 1 or _OPEN_MONTH.search(rest):
        return False
    named = {model for model, phrase in _MODELS.items() if phrase.search(rest)}
    if named != ({claim.support_type} if claim.support_type else set()):
        return False
    rest = _MONTH.sub(" ", re.sub(figure, " ", rest, flags=re.IGNORECASE))
    return all(_is_plain(word.casefold()) for word in _WORD.findall(rest))


def _is_plain(word: str) -> bool:
    # Days and years; another number beside the figure would be of other agreements.
    is_date = word.isdecimal() and (int(word) <= 31 or len(word) == len("2025"))
    return is_date or word in _PLAIN or word in _verbs()


@cache
def _verbs() -> frozenset[str]:
    """The single words that say 'lost', 'ended' or 'expired' of an agreement."""
    lists = verb_lists()
    named = {verb for name in ("lose", "lapse") for verb in lists[name]}
    bent = (forms(verb) for verb in named if re.split(r"[/ ]", verb)[0] not in _RESTING)
    return frozenset(word for each in bent for form in each.values() for word in re.findall(r"[a-z]+", form))
