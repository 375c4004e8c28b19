"""How two names of agencies are related: one spelling of the other, other words for it, or another body.

Digits decide first ('Precinct 2' is not 'Precinct 6'). A slip of the hand changes a word, not its place; other
words share what names the agency; another body shares the place but not the sort of office.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from models.folding import AgencyName

# One slip for every three letters, three at most: 'Freeborn' was printed 'Freedom', 'Brookford' 'Brookfield'.
# How much such a slip proves is for the evidence to weigh: 'Walker' and 'Waller' are one slip apart as well.
_LETTERS_PER_SLIP = 3
_MOST_SLIPS = 3


class Relation(IntEnum):
    """From the closest to the farthest."""

    EQUAL = 0
    MISSPELLED = 1  # the same words but for slips of the hand
    REWORDED = 2  # the words that name it are shared, and so is the sort of body
    OTHER_BODY = 3  # the same place, another sort of body
    UNRELATED = 4
    NUMBERED_OTHERWISE = 5  # certainly two


@dataclass(frozen=True, slots=True)
class Related:
    relation: Relation
    slips: int  # letters that differ, where the relation is MISSPELLED
    shared: frozenset[str]  # the naming words in common
    phrase: str


@lru_cache(maxsize=50_000)
def relation(one: AgencyName, other: AgencyName) -> Related:
    """How two folded names are related; symmetric."""
    if one.key == other.key:
        return Related(Relation.EQUAL, 0, one.naming, "equal after folding")
    if one.numbers != other.numbers:
        return Related(Relation.NUMBERED_OTHERWISE, 0, frozenset(), "numbered otherwise")
    slips = _slips(one, other)
    if slips is not None:
        phrase = f"name distance {slips}, digits equal" if slips else "the same words in another order"
        return Related(Relation.MISSPELLED, slips, one.naming & other.naming, phrase)
    shared = _shared(one.naming, other.naming)
    if not shared:
        return Related(Relation.UNRELATED, 0, shared, "no naming word in common")
    words = ", ".join(sorted(shared))
    if one.bodies == other.bodies or (
        one.bodies and other.bodies and (one.bodies <= other.bodies or other.bodies <= one.bodies)
    ):
        return Related(Relation.REWORDED, 0, shared, f"shared naming words: {words}")
    return Related(Relation.OTHER_BODY, 0, shared, f"same place, another body: {words}")


def _slips(one: AgencyName, other: AgencyName) -> int | None:
    """How many letters differ where the words are the same but for slips; None where they are not."""
    if one.words == other.words:
        return 0
    joined, other_joined = one.key.replace(" ", ""), other.key.replace(" ", "")
    most = _MOST_SLIPS
    distance = OSA.distance(joined, other_joined, score_cutoff=most)
    if distance > most:
        return None
    mine = sorted(one.words - other.words)
    theirs = sorted(other.words - one.words)
    letters = min(len("".join(mine)), len("".join(theirs)))
    return distance if distance * _LETTERS_PER_SLIP <= letters else None


def _shared(naming: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Words in common, slips forgiven: 'aggricultural' and 'agriculture' share one."""
    shared = set(naming & other)
    for word in naming - other:
        for candidate in other - naming:
            distance = OSA.distance(word, candidate, score_cutoff=_MOST_SLIPS)
            if distance * (_LETTERS_PER_SLIP + 1) <= min(len(word), len(candidate)):
                shared.add(min(word, candidate))
    return frozenset(shared)
