"""The first stage: a sentence with everything in it that the field has a word for, as typed spans with offsets.

The later stages look at spans, never at the letters of a sentence again.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.claims.dates import DateMention, date_mentions
from models.claims.numbers import Quantity, quantities
from models.claims.places import Mention, mentions
from models.claims.text import Sentence
from models.claims.words import phrases_opening, words

# '287(g)' under all its spellings is one word; so are "sheriff's", 'half-dozen' and '1,234.5'.
_TOKEN = re.compile(r"287\s?-?\s?\(?\s?[gG]\b\)?|U\.S\.|[^\W\d_]+(?:['.-][^\W\d_]+)*'?|\d[\d,.]*\d|\d|[^\w\s]")


class Token(NamedTuple):
    """One word or sign; offsets within the sentence."""

    start: int
    end: int
    text: str
    low: str  # in small letters; '287(g)' for all spellings of the program


class Cue(NamedTuple):
    """A word or phrase of `data/claims/words.toml` found in a sentence; offsets within the sentence."""

    kind: str  # the class: 'agreements', 'join', 'nation'
    start: int
    end: int
    first: int  # index of its first token
    last: int  # index after its last token
    word: str
    singular: bool


NO_CUE = Cue("", 0, 0, 0, 0, "", False)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its mentions."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    numbers: tuple[Quantity, ...]
    places: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    cues: tuple[Cue, ...]
    lows: tuple[str, ...]  # the tokens in small letters
    starts: tuple[int, ...]  # of the tokens
    kinds: frozenset[str]  # of the cues
    covering: dict[int, Cue]  # index of a token -> the cue that it belongs to
    bounds: tuple[int, ...]  # the offsets at which one clause ends and another begins

    @property
    def text(self) -> str:
        return self.sentence.text

    def token_at(self, offset: int) -> int:
        """The index of the first token that starts at an offset or after it."""
        return bisect_left(self.starts, offset)

    def word_at(self, index: int) -> str:
        """A word by its index, in small letters; '' before the first and behind the last."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def cue_at(self, index: int) -> Cue | None:
        """The cue that covers a token."""
        return self.covering.get(index)

    def words_in(self, start: int, end: int) -> tuple[str, ...]:
        """The words between two offsets, in small letters."""
        return self.lows[self.token_at(start) : self.token_at(end)]

    def words_ahead(self, index: int, count: int) -> tuple[str, ...]:
        """The last words before a token, in small letters."""
        return self.lows[max(0, index - count) : index]

    def clause_around(self, start: int, end: int) -> tuple[int, int]:
        """The clause around a stretch: from the last boundary before it to the first one behind it."""
        position = bisect_left(self.bounds, end)
        right = self.bounds[position] if position < len(self.bounds) else len(self.text)
        return self.bounds[bisect_right(self.bounds, start) - 1], right

    def tail_end(self, start: int, end: int) -> int:
        """How far what is said behind a number is its own: to the end of its clause or the next number."""
        following = (other.start for other in self.numbers if other.start >= end and other.value != 1)
        return min(self.clause_around(start, end)[1], *following, len(self.text))

    def within(self, start: int, end: int, *kinds: str) -> Iterator[Cue]:
        """The cues of some classes that lie between two offsets, in order."""
        if self.kinds.isdisjoint(kinds):
            return
        for cue in self.cues:
            if cue.start >= end:
                return
            if cue.start >= start and cue.end <= end and cue.kind in kinds:
                yield cue

    def has(self, start: int, end: int, *kinds: str) -> bool:
        return next(self.within(start, end, *kinds), None) is not None


# What stands before the first sentence.
NO_SENTENCE = Marked(Sentence(0, "", -1, False, ""), (), (), (), (), (), (), (), frozenset(), {}, (0, 0))


def marked(sentence: Sentence, reference: date | None) -> Marked:
    """One sentence with its mentions."""
    text = sentence.text
    tokens = tuple(_tokens(text))
    lows = tuple(token.low for token in tokens)
    cues = tuple(_cues(tokens, lows))
    return Marked(
        sentence,
        tokens,
        tuple(quantities(text)),
        mentions(text),
        date_mentions(text, reference),
        cues,
        lows,
        tuple(token.start for token in tokens),
        frozenset(cue.kind for cue in cues),
        {index: cue for cue in cues for index in range(cue.first, cue.last)},
        (0, *_bounds(tokens), len(text)),
    )


# What opens a clause behind a comma.
_CLAUSE_WORDS = words(
    """and but while although though whereas up compared with who which where so yet or including according most down
    nearly many has is was said says noted added"""
)


# What opens a clause that the first comma ends: 'While Colorado forbids agreements, 40 states ...'
_LEADING = words("while although though whereas after")
_LONGEST_ABBREVIATION = 3


def _ends_words(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a full stop ends what is said, other than 'Gov.' or 'Fla.': a small letter may follow."""
    word = tokens[index - 1].text
    return word.islower() and len(word) > _LONGEST_ABBREVIATION and tokens[index + 1].start > tokens[index].end


def _bounds(tokens: tuple[Token, ...]) -> Iterator[int]:
    last = len(tokens) - 1
    leads = bool(tokens) and tokens[0].low in _LEADING
    for index, token in enumerate(tokens):
        low = token.low
        if (
            low in (";", "—", "–", "(", ")")
            or (low == ":" and index < last)
            or (low == "," and index < last and (leads or tokens[index + 1].low in _CLAUSE_WORDS))
            or (low in (".", "!", "?") and 0 < index < last and _ends_words(tokens, index))
            or (low in ("while", "whereas", "although") and index)
        ):
            yield token.start
            leads = False


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        printed = match.group()
        low = printed.lower()
        if low.startswith("287") and "g" in low:
            low = "287(g)"
        yield Token(match.start(), match.end(), printed, low)


def _cues(tokens: tuple[Token, ...], lows: tuple[str, ...]) -> Iterator[Cue]:
    """The longest phrase of the table at each word, none inside another."""
    position = 0
    while position < len(tokens):
        first, end = tokens[position], position + 1
        for phrase, kind, singular in phrases_opening(first.low):
            if lows[position : position + len(phrase)] == phrase:
                end = position + len(phrase)
                if kind != "planned" or not position or not first.text[0].isupper():  # 'since May', 'Will Smith'
                    yield Cue(kind, first.start, tokens[end - 1].end, position, end, " ".join(phrase), singular)
                break
        position = end
