"""The clause that a number stands in, what is said behind it, and the words before it."""

from collections.abc import Iterable, Iterator

from models.claims.mentions import Marked, Token
from models.claims.numbers import Quantity
from models.claims.words import words


def denied(ahead: Iterable[str]) -> bool:
    """Whether the words before a verb or a number deny it."""
    return any(low in ("not", "never") or low.endswith("n't") for low in ahead)


_VERBS_BEHIND = words(
    """have has had are were is was will hold holds take takes took participate participated joined signed now do did
    remain belong work cooperate agreed entered"""
)


def past_aside(marked: Marked, index: int) -> int:
    """The token at which a sentence goes on behind an aside: '340 agencies - every sheriff among them - take part'."""
    opener = marked.word_at(index)
    closer = {"—": "—", "–": "–", ",": ",", "(": ")"}.get(opener)
    if closer is None:
        return index
    for position in range(index + 1, min(index + 24, len(marked.tokens) - 1)):
        if marked.lows[position] == closer and (closer != "," or marked.word_at(position + 1) in _VERBS_BEHIND):
            return position + 1
    return index


# Words that only weaken a number; its qualifier ('more than', 'up to') is known to it.
_WEAK = words(
    """about roughly some nearly almost over just only around approximately another under a mere scant record barely an
    estimated now already currently still the exactly precisely then all whopping modest meager paltry"""
)
# Qualifiers that say what happened to the number.
_TELLING = ("topp", "exceed", "another", "an additional")


def words_before(marked: Marked, quantity: Quantity) -> Iterator[Token]:
    """The words in front of a number, the nearest first, without those that only weaken it."""
    index = marked.token_at(quantity.start) - 1
    qualifier = quantity.qualifier or ""
    if qualifier and not qualifier.startswith(_TELLING):
        index -= len(qualifier.split())
    for position in range(index, -1, -1):
        if marked.lows[position] not in _WEAK:
            yield marked.tokens[position]


SERIES = words("number figure total count tally roster list rolls sum ranks network enrollment membership")


def is_series(marked: Marked, quantity: Quantity) -> bool:
    """Whether the clause speaks of a number that changes: 'the roster has gone from 36 agencies'."""
    left, _ = marked.clause_around(quantity.start, quantity.end)
    return any(token.low in SERIES for token in marked.tokens[marked.token_at(left) : marked.token_at(quantity.start)])


# Who runs the program is no proof that a sentence is about it: 'officers who met with ICE'.
_ONLY_ICE = frozenset({"ice", "immigration", "dhs", "homeland security", "immigration enforcement"})


def names_program(marked: Marked, start: int = 0, end: int | None = None) -> bool:
    """Whether a stretch names the program itself, not only the agency that runs it."""
    stretch = marked.within(start, len(marked.text) if end is None else end, "program")
    return any(cue.word not in _ONLY_ICE for cue in stretch)
