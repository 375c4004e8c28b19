"""Who is named as having said it, by the rows of `data/claims/speakers.toml`."""

import re
from functools import lru_cache

from models.claims.pattern_table import pattern_rows

_NOBODY = frozenset({"he", "she", "it", "they", "who", "an", "a", "the", "as", "that", "this", "which"})


@lru_cache(maxsize=16)  # asked once for each claim of a sentence
def source_of(sentence: str) -> str | None:
    """The speaker, document or office that a sentence names as its source; None where it names none."""
    for row in pattern_rows("speakers").values():
        match = row.pattern.search(sentence)
        if match:
            who = match.groupdict().get("who") or match.groupdict().get("who2") or ""
            who = who.strip(" ,.\"'")
            who = re.sub(r"^(?:As|But|And|In|While|When)\s+", "", who)
            if who and who.lower() not in _NOBODY:
                return who
    return None
