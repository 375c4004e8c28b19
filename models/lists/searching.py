"""Which names a text finds: by its words, in any order, each from its beginning, however they are abbreviated.

'st johns co so' finds "Saint John's County Sheriff's Office". Words are compared without case, accents and
apostrophes. Pure: who asks brings the names.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from models.lists.folding import fold_agency, short_forms

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """In small letters, without accents and apostrophes, one space between words."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text).replace("\u2019", "'").replace("\u2018", "'")
        text = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NOT_A_WORD.sub(" ", text.casefold().replace("'", "").replace("`", "")).strip()


@lru_cache(maxsize=50_000)
def name_words(state: str, name: str) -> str:
    """All words by which a name may be looked for, in order: as printed, written out, and abbreviated."""
    key = fold_agency(state, name).key
    return " ".join(dict.fromkeys((*plain(name).split(), *key.split(), *short_forms(key))))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: the words as typed, and as folding writes them out."""

    typed: tuple[str, ...]
    written_out: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.typed)


def wanted(text: str) -> Wanted:
    """Raises nothing: a text without any letter or digit wants no word and finds nothing."""
    return Wanted(tuple(plain(text).split()), tuple(fold_agency("", text).key.split()))


def rank(want: Wanted, words: str) -> int | None:
    """How well the words that a name is looked for by answer, the lowest best; None where they do not.

    0: each word is there in full; 1: some are only begun; 2: only run together, as 'desoto' for 'De Soto'.
    """
    if not want.typed:
        return None
    split = words.split()
    for asked in (want.typed, want.written_out):
        if set(asked) <= set(split):
            return 0
    for asked in (want.typed, want.written_out):
        if all(any(word.startswith(each) for word in split) for each in asked):
            return 1
    return 2 if _run_together(want.joined, split) else None


_SHORTEST_RUN = 4  # 'soc' would find every 'Sheriff's Office, C...'


def _run_together(joined: str, words: Iterable[str]) -> bool:
    split = list(words)
    return len(joined) >= _SHORTEST_RUN and any(
        "".join(split[start : start + 4]).startswith(joined) for start in range(len(split))
    )
