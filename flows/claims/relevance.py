"""Whether a page is about the 287(g) program. Near misses - sanctuary lists, bed contracts, other task forces,
hiring, a road numbered 287 - yield neither claims nor events."""

import re

from flows.claims.text import Sentence

# '287(g)', '287 (g)', '287g', '287-G'; not 'U.S. 287 (G Street)', 'Executive Order 14287'.
_PROGRAM = re.compile(
    r"(?<![\d.])(?<!U\.S\. )(?<!US )(?<!Highway )(?<!Route )(?<!Hwy )(?<!Road )287\s?-?\s?\(?\s?[gG]\b(?!\s+(?:Street|St\.|Avenue))\)?"
)
_PARTNERSHIP = re.compile(
    r"\b(?:ICE|immigration|Immigration\s+and\s+Customs|deportation)\b", re.I
)
_LOCAL_ROLE = re.compile(
    r"\b(?:task\s+force\s+model|jail\s+enforcement\s+model|warrant\s+service\s+officer|"
    r"(?:agreements?|partnerships?|program|contracts?|pacts?|deals?)\b[^.]{0,80}\b(?:local|state|sheriffs?|police|deputies|troopers|officers|agencies|departments)|"
    r"(?:local|state|sheriffs?|police|deputies|troopers|officers|agencies|departments)\b[^.]{0,80}\b(?:agreements?|partner\w*|program|deputi[sz]ed|contracts?|pacts?))\b",
    re.I,
)
_NEAR_MISS = re.compile(
    r"\b(?:sanctuary|detain(?:ees|er\s+bill)|beds?|intergovernmental|IGSA|detention\s+(?:center|contract|space)|per\s+day|marshals|"
    r"hir(?:ed|ing)\s+(?:spree|surge|bonus)|recruit\w*|citizenship|asylum|judges?|border\s+patrol|national\s+guard|know\s+your\s+rights|"
    r"dispatch|mutual\s+aid|drug|DEA|plate\s+readers?)\b",
    re.I,
)
_DISOWNED = re.compile(
    r"\b(?:not|no|never|isn't|aren't|wasn't|doesn't|don't|didn't|neither|without|separate|unrelated|nothing\s+to\s+do|unlike|different\s+from|apart\s+from)\b", re.I
)


def is_relevant(title: str, folded: str, sentences: list[Sentence]) -> bool:
    """Whether the page is about the program: it names it other than to say what the page is not about, or it
    speaks of the agreements of local officers with ICE in more than one sentence."""
    if _PROGRAM.search(title):
        return True
    named = [sentence.text for sentence in sentences if _PROGRAM.search(sentence.text)]
    affirmed = [text for text in named if not _DISOWNED.search(_around_program(text))]
    if affirmed:
        misses = len(_NEAR_MISS.findall(folded[:20_000]))
        return len(named) >= 2 or misses <= 4 + len(folded) // 1_500
    told = sum(
        1 for sentence in sentences if _PARTNERSHIP.search(sentence.text) and _LOCAL_ROLE.search(sentence.text)
    )
    told += 2 if _PARTNERSHIP.search(title) and _LOCAL_ROLE.search(title) else 0
    misses = len(_NEAR_MISS.findall(folded[:20_000]))
    if named:
        return told >= 3 and misses <= 2
    return told >= 2 and misses <= 1


def _around_program(text: str) -> str:
    match = _PROGRAM.search(text)
    return text[max(0, match.start() - 60) : match.end() + 30] if match else text
