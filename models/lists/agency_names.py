"""How two agency names compare: another spelling, other words for the same body, or another body.

Digits decide first ('Precinct 2' is not 'Precinct 6'). A typo changes a word, not its place; a rewording keeps all
words that name the agency; another body shares the place but not the kind of office. Names that share one word and
differ in another ('Lake Wales', 'Lake Placid') are two agencies.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from models.lists.folding import AgencyName
from models.vocabulary import counted

# At most three typos, and one for every two letters of the words that differ: 'Freeborn' was printed 'Freedom',
# 'Brookford' 'Brookfield'; 'Bay' and 'Clay' or 'Lee' and 'Levy' are further apart. The evidence weighs how much a
# typo proves: 'Walker' and 'Waller' are one letter apart and two counties.
_MAX_SLIPS = 3
_LETTERS_PER_SLIP = 2

# Within a longer name a word may be spelled differently: 'agriculture' and 'agricultural' are one.
_LETTERS_PER_SLIP_IN_A_WORD = 4

# The names of a state's own bodies have no naming words; they are one if they share most of their words.
_LEAST_SHARED = 0.6


class NameRelation(IntEnum):
    """From the closest to the farthest."""

    EQUAL = 0
    REORDERED = 1  # the same words, in another order or with the state's name in front
    MISSPELLED = 2  # the same words, with typos
    REWORDED = 3  # all naming words and the kind of body are shared
    OTHER_BODY = 4  # all naming words are shared, the kind of body is not
    PARTLY = 5  # one name has more naming words than the other
    UNRELATED = 6
    NUMBERED_OTHERWISE = 7  # certainly two agencies


@dataclass(frozen=True, slots=True)
class NameComparison:
    relation: NameRelation
    phrase: str
    slips: int = 0  # letters that differ, if the relation is MISSPELLED


@lru_cache(maxsize=50_000)
def compare_names(one: AgencyName, other: AgencyName) -> NameComparison:
    """How two folded names compare; symmetric."""
    if one.key == other.key:
        return NameComparison(NameRelation.EQUAL, "equal after folding")
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return NameComparison(NameRelation.NUMBERED_OTHERWISE, "different numbers")
    if one.core == other.core:
        return NameComparison(NameRelation.REORDERED, "same words in another order")
    slips = _slips(one, other)
    if slips:
        phrase = f"names differ by {counted(slips, 'letter')}, numbers equal"
        return NameComparison(NameRelation.MISSPELLED, phrase, slips)
    return NameComparison(*_by_words(one, other))


def _slips(one: AgencyName, other: AgencyName) -> int:
    """How many letters differ if the words are the same except for typos; 0 if they are not."""
    joined, other_joined = one.key.replace(" ", ""), other.key.replace(" ", "")
    distance = OSA.distance(joined, other_joined, score_cutoff=_MAX_SLIPS)
    if distance > _MAX_SLIPS:
        return 0
    letters = min(len("".join(one.words - other.words)), len("".join(other.words - one.words)))
    return max(1, distance) if distance * _LETTERS_PER_SLIP <= letters else 0


def _by_words(one: AgencyName, other: AgencyName) -> tuple[NameRelation, str]:
    if one.naming and other.naming:
        alone, other_alone = _unshared(one.naming, other.naming)
        words = ", ".join(sorted(one.naming - alone))
        if not words:
            return NameRelation.UNRELATED, "different names"
        if alone and other_alone:
            return NameRelation.UNRELATED, f"both named {words}, but differ in another word"
        if alone or other_alone:
            return NameRelation.PARTLY, f"both named {words}, one with more words"
    else:
        shared = one.core & other.core
        words = ", ".join(sorted(shared))
        if one.naming or other.naming:
            # 'University of Florida' names itself by the state, the University of North Florida does not.
            phrase = f"both {words}, but only one has a name of its own" if words else "few words in common"
            return NameRelation.PARTLY, phrase
        if len(shared) < _LEAST_SHARED * len(one.core | other.core):
            return NameRelation.UNRELATED, "few words in common"
    if one.forms and other.forms and not one.forms & other.forms:
        return NameRelation.PARTLY, f"both named {words}, but different kinds of place"
    if one.bodies <= other.bodies or other.bodies <= one.bodies:
        return NameRelation.REWORDED, f"shared name: {words}"
    return NameRelation.OTHER_BODY, f"shared name, different kind of body: {words}"


def _unshared(naming: frozenset[str], other: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that only one name has, allowing for typos within a word."""
    alone, other_alone = set(naming - other), set(other - naming)
    for word in sorted(alone):
        for twin in sorted(other_alone):
            if OSA.distance(word, twin) * _LETTERS_PER_SLIP_IN_A_WORD <= min(len(word), len(twin)):
                alone.discard(word)
                other_alone.discard(twin)
                break
    return frozenset(alone), frozenset(other_alone)
