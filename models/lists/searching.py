"""Which names a text finds: by its words, in any order, each from its beginning, however they are abbreviated.

'st johns so' finds "Saint John's County Sheriff's Office". Words are compared without case, accents and apostrophes.
Who asks brings the names.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from rapidfuzz import fuzz

from models.lists.folding import fold_agency, short_forms, shortened, single_forms

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_IN_A_DAY = re.compile(r"(?<=\d)-(?=\d)")  # a day is one word, so that '2025-08' begins those of August

# Of a name that run together begins with the text: 'soc' would find every 'Sheriff's Office, C...'.
_SHORTEST_RUN = 4
_WORDS_IN_A_RUN = 4

# Of 100, by rapidfuzz: 'hilsboro' is 80 to 'hillsborough', 'lamarr' 91 to 'lamar'; 'collin' is 77 to 'collier'.
_NEAR = 78


def plain(text: str) -> str:
    """In small letters, without accents and apostrophes, one space between words."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text).replace("\u2019", "'").replace("\u2018", "'")
        text = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    text = _IN_A_DAY.sub("", text)
    return _NOT_A_WORD.sub(" ", text.casefold().replace("'", "").replace("`", "")).strip()


def name_words(state: str, name: str) -> str:
    """All words by which a name may be looked for, in order: as printed, written out, and abbreviated. For an index
    that takes what is typed as it stands; `rank` needs the plain name alone."""
    key = fold_agency(state, name).key
    return " ".join(dict.fromkeys((*plain(name).split(), *key.split(), *short_forms(key))))


class Asked(NamedTuple):
    """A word that is wanted, to be looked for in a text with spaces around each word."""

    begun: str  # ' john': some word begins so
    forms: tuple[str, ...]  # ' saint ', ' st ': itself, its abbreviations, what it abbreviates


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: the words as typed, run together, and the ways to write them."""

    run: str
    ways: tuple[tuple[Asked, ...], ...]

    @classmethod
    def of(cls, text: str) -> "Wanted":
        typed, key = plain(text), fold_agency("", text).key
        ways = (way.split() for way in dict.fromkeys((typed, key, shortened(key))) if way)
        asked = (
            tuple(Asked(f" {word}", tuple(f" {form} " for form in sorted(single_forms(word)))) for word in way)
            for way in ways
        )
        return cls(typed.replace(" ", ""), tuple(asked))


def rank(want: Wanted, words: str) -> int | None:
    """How well a text in `plain` letters answers, the lowest best; None where it does not.

    0: each word is there in full; 1: some are only begun; 2: only run together, as 'desoto' for 'De Soto'. A wish
    without any letter or digit finds nothing.
    """
    text = f" {words} "
    answering = [way for way in want.ways if all(asked.begun in text or _in_full(asked, text) for asked in way)]
    if answering:
        return 0 if any(all(_in_full(asked, text) for asked in way) for way in answering) else 1
    return 2 if _runs_together(want.run, words) else None


def _in_full(asked: Asked, text: str) -> bool:
    return any(form in text for form in asked.forms)


def _runs_together(run: str, words: str) -> bool:
    if len(run) < _SHORTEST_RUN or run not in words.replace(" ", ""):
        return False
    split = words.split()
    return any("".join(split[start : start + _WORDS_IN_A_RUN]).startswith(run) for start in range(len(split)))


def nearest(text: str, names: Mapping[str, str], limit: int = 5) -> list[str]:
    """The keys of the names that `text` may have meant, the nearest first; none where nothing is near.

    Only the words count that tell one agency from another: 'county sheriff' is near to too many.
    """
    meant = fold_agency("", text).naming
    scores = {key: _nearness(meant, plain(name).split()) for key, name in names.items()} if meant else {}
    near = sorted((-score, len(names[key]), key) for key, score in scores.items() if score >= _NEAR)
    return [key for _, _, key in near[:limit]]


def _nearness(meant: Iterable[str], words: Sequence[str]) -> float:
    """From 0 to 100: how like each of the words that are meant its likest word is, on average."""
    return fmean(max((fuzz.ratio(each, word) for word in words), default=0.0) for each in meant)
