"""Whether a page is about the 287(g) program. Near misses - sanctuary lists, bed contracts, other task forces,
hiring, a road numbered 287 - yield neither claims nor events. The words stand in `data/claims/pages.toml`."""

import re

from models.claims.numbers import quantities
from models.claims.pattern_table import pattern_of
from models.claims.text import Sentence

_PROGRAM = pattern_of("pages", "program")
_MODELS = pattern_of("pages", "support types")
_TOGETHER = pattern_of("pages", "ICE")
_LOCAL_WORD = pattern_of("pages", "local officers")
_TIE_WORD = pattern_of("pages", "tie")
_POWERS = pattern_of("pages", "powers")
_NEAR_MISS = pattern_of("pages", "near miss")
_OTHER_SUBJECT = pattern_of("pages", "other task force")
_DISOWNED = pattern_of("pages", "disowned")
_DISOWNED_BEHIND = pattern_of("pages", "disowned behind")
_BANNED = pattern_of("pages", "banned")
_READ = 20_000  # characters of a page that show what it is about


def is_relevant(title: str, folded: str, sentences: list[Sentence]) -> bool:
    """Whether the page is about the program: it names it other than to say what the page is not about, or its
    sentences tie ICE, local officers and agreements together often enough."""
    if _PROGRAM.search(title):
        return True
    read = [sentence.text for sentence in sentences if sentence.start < _READ]
    named = [match for text in read if "287" in text and (match := _PROGRAM.search(text))]
    affirmed = any(map(_affirms, named))
    if affirmed and len(named) >= 2:
        return True
    misses = len(_NEAR_MISS.findall(folded[:_READ])) + 2 * len(_NEAR_MISS.findall(title))
    if affirmed:
        return misses <= 4 + len(folded) // 1_500
    if not named and _OTHER_SUBJECT.search(title):
        return False
    page = f"{title} {folded[:_READ]}"
    if len({match.lower() for match in _MODELS.findall(page)}) < 2 and not (
        _TOGETHER.search(page) and _LOCAL_WORD.search(page)
    ):
        return False
    tied = sum(_ties(text) for text in [title, title, *read])
    tied += 1 if misses == 0 and re.search(r"\bICE\b", title) else 0
    return tied >= 2 + 1.5 * misses


def _ties(text: str) -> int:
    """How firmly one sentence ties local officers to ICE by agreement: 0 to 3."""
    if _MODELS.search(text) or (_POWERS.search(text) and _LOCAL_WORD.search(text) and not _DISOWNED.search(text)):
        return 3
    if _TIE_WORD.search(text) is None:
        return 0
    return 2 if _TOGETHER.search(text) and _LOCAL_WORD.search(text) else 1


def _affirms(named: re.Match[str]) -> bool:
    """Whether a sentence names the program for its own sake: unlike 'the county has no 287(g) agreement'."""
    text = named.string
    before, behind = text[max(0, named.start() - 60) : named.end()], text[named.end() : named.end() + 30]
    disowned = _DISOWNED.search(before) or _DISOWNED_BEHIND.search(behind)
    if disowned is None or _BANNED.search(before + behind):
        return True
    return any(quantity.value > 1 for quantity in quantities(text))
