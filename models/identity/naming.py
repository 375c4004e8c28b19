"""How two names of agencies are related: one spelling of the other, other words for it, or another body.

Digits decide first ('Precinct 2' is not 'Precinct 6'). A slip of the hand changes a word, not its place; other
words share all that names the agency; another body shares the place but not the sort of office. Names that share
a word and differ in another ('Lake Wales', 'Lake Placid') are two.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from models.lists.folding import AgencyName

# Three slips at most and one for every two letters of the words that differ: 'Freeborn' was printed 'Freedom',
# 'Brookford' 'Brookfield'; 'Bay' and 'Clay' or 'Lee' and 'Levy' are more apart than that. How much a slip proves
# is for the evidence to weigh: 'Walker' and 'Waller' are one slip apart and two counties.
_MAX_SLIPS = 3
_LETTERS_PER_SLIP = 2

# Within a longer name a word may be spelt otherwise: 'agriculture' and 'agricultural' are one.
_LETTERS_PER_SLIP_IN_A_WORD = 4

# Names of a state's own bodies have no naming words; they are one where most of their words are.
_MAX_WORDS = 0.6


class Relation(IntEnum):
    """From the closest to the farthest."""

    EQUAL = 0
    REORDERED = 1  # the same words, in another order or with the state's name put in front
    MISSPELLED = 2  # the same words but for slips of the hand
    REWORDED = 3  # all naming words are shared, and the sort of body
    OTHER_BODY = 4  # all naming words are shared, the sort of body is not
    PARTLY = 5  # one name has naming words more than the other
    UNRELATED = 6
    NUMBERED_OTHERWISE = 7  # certainly two


@dataclass(frozen=True, slots=True)
class Related:
    relation: Relation
    slips: int  # letters that differ, where the relation is MISSPELLED
    phrase: str


@lru_cache(maxsize=50_000)
def relation(one: AgencyName, other: AgencyName) -> Related:
    """How two folded names are related; symmetric."""
    if one.key == other.key:
        return Related(Relation.EQUAL, 0, "equal after folding")
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return Related(Relation.NUMBERED_OTHERWISE, 0, "numbered otherwise")
    if one.core == other.core:
        return Related(Relation.REORDERED, 0, "the same words in another order")
    slips = _slips(one, other)
    if slips:
        return Related(Relation.MISSPELLED, slips, f"name distance {slips}, digits equal")
    return _by_words(one, other)


def _slips(one: AgencyName, other: AgencyName) -> int:
    """How many letters differ where the words are the same but for slips; 0 where they are not."""
    joined, other_joined = one.key.replace(" ", ""), other.key.replace(" ", "")
    distance = OSA.distance(joined, other_joined, score_cutoff=_MAX_SLIPS)
    if distance > _MAX_SLIPS:
        return 0
    letters = min(len("".join(one.words - other.words)), len("".join(other.words - one.words)))
    return max(1, distance) if distance * _LETTERS_PER_SLIP <= letters else 0


def _by_words(one: AgencyName, other: AgencyName) -> Related:
    if one.naming and other.naming:
        alone, other_alone = _unshared(one.naming, other.naming)
        shared = one.naming - alone
        words = ", ".join(sorted(shared))
        if not shared or (alone and other_alone):
            return Related(
                Relation.UNRELATED, 0, f"both named {words}, and otherwise" if shared else "other naming words"
            )
        if alone or other_alone:
            return Related(Relation.PARTLY, 0, f"both named {words}, one with more words")
    else:
        words = ", ".join(sorted(one.core & other.core))
        if one.naming or other.naming:
            # 'University of Florida' names itself by the state, the University of North Florida does not.
            return Related(
                Relation.PARTLY, 0, f"both {words}, one with a name of its own" if words else "few words in common"
            )
        if len(one.core & other.core) < _MAX_WORDS * len(one.core | other.core):
            return Related(Relation.UNRELATED, 0, "few words in common")
    if one.forms and other.forms and not one.forms & other.forms:
        return Related(Relation.PARTLY, 0, f"both named {words}, another sort of place")
    if one.bodies <= other.bodies or other.bodies <= one.bodies:
        return Related(Relation.REWORDED, 0, f"shared naming words: {words}")
    return Related(Relation.OTHER_BODY, 0, f"same naming words, another body: {words}")


def _unshared(naming: frozenset[str], other: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that only one name has, slips within a word forgiven."""
    alone, other_alone = set(naming - other), set(other - naming)
    for word in sorted(alone):
        for candidate in sorted(other_alone):
            distance = OSA.distance(word, candidate)
            if distance * _LETTERS_PER_SLIP_IN_A_WORD <= min(len(word), len(candidate)):
                alone.discard(word)
                other_alone.discard(candidate)
                break
    return frozenset(alone), frozenset(other_alone)
