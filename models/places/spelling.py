"""How place names are compared: by their letters, without case, accents, signs and spaces."""

import re
import unicodedata
from functools import lru_cache

_SIGNS_WITHIN_A_WORD = str.maketrans("", "", "'`\u2018\u2019.")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "twp": "township", "boro": "borough"}


@lru_cache(maxsize=20_000)
def words(printed: str) -> tuple[str, ...]:
    """'St. John\u2019s  County' -> ('saint', 'johns', 'county')."""
    text = printed
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    found = _NOT_A_WORD.sub(" ", text.casefold().translate(_SIGNS_WITHIN_A_WORD)).split()
    return tuple(_ABBREVIATIONS.get(word, word) for word in found)


def letters(printed: str) -> str:
    """'De Kalb' and 'DeKalb' -> 'dekalb': publishers and tables differ in the space."""
    return "".join(words(printed))
