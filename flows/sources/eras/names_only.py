"""The lists of 2007 and 2008: agencies by state, without support types and dates.

'Signed MOAs as of 9-19-07' stood over 28 names, 'updated 3-10-08' over 41. Such a list says that an agency took part.
It cannot say by which agreement, so that none begins or ends by it.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup

from models.lists.listings import NAMES_ONLY, Listing, PublishedList
from models.vocabulary import PLACE_NAMES, ListKind

_TITLE = re.compile(
    r"(?:\bMOAs?\b|\bagreements?\b|\bmemorand(?:um|ums|a)\b[\w\s]{0,30})[^\n]{0,60}?"
    r"\b(?:as\s+of|updated)\s*:?\s*(\d{1,2}[-/]\d{1,2}[-/]\d{2,4})",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\bupdated\s*:?\s*(\d{1,2}[-/]\d{1,2}[-/]\d{2,4})", re.IGNORECASE)
_STATES = {name.upper() for name in PLACE_NAMES.values()} | PLACE_NAMES.keys()
_STATE_FIRST = re.compile(r"([A-Za-z .]{2,30}?)\s*(?::|-|\u2013|\u2014)\s+(.+)")
_BODY = re.compile(
    r"\b(?:sheriff|police|departments?|dept|corrections?|public safety|highway patrol|troopers|detention|constable)\b",
    re.IGNORECASE,
)
# A name has no verb: 'The Sheriff was trained by ICE' is prose about one.
_PROSE = re.compile(r"\b(?:is|are|was|were|has|have|will|who|which|that|by|with|under|signed)\b|[.!?]\s", re.IGNORECASE)
_MAX_NAME = 90
_MAX_OTHERS = 4  # lines in a row that are neither state nor agency: the list is over
_LEAST_AGENCIES, _LEAST_STATES = 5, 2
_MAX_AGENCIES = 500


def read_names_only(page: BeautifulSoup) -> PublishedList | None:
    """The agencies under such a title; None where the page has no such list."""
    lines = [" ".join(line.split()) for line in page.get_text("\n").splitlines()]
    text = "\n".join(filter(None, lines))
    title = _TITLE.search(text) or _UPDATED.search(text)
    if title is None:
        return None
    rest = text[title.end() :].splitlines()
    # 'Updated' may stand under the list.
    found = list(_agencies(rest)) or list(_agencies(text[: title.start()].splitlines()))
    if len(found) < _LEAST_AGENCIES or len({state for state, _ in found}) < _LEAST_STATES:
        return None
    rows = {
        number: Listing(state, agency, "", "", "", None, "", "", "", "", "")
        for number, (state, agency) in enumerate(found[:_MAX_AGENCIES], 2)
    }
    remark = f"names only, by its title of {title[1]}: no agreement begins or ends by this list"
    return PublishedList(ListKind.PARTICIPATING, rows, NAMES_ONLY, (remark,))


def _agencies(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each agency with the state that it stands under, until other words follow."""
    state, begun, others = "", False, 0
    for line in lines:
        printed, rest = _state_first(line)
        state = printed or state
        names = [each.strip(" *\u2022\u00b7-") for each in re.split(r"[;\u2022]", rest)]
        named = [each for each in names if state and _is_agency(each)]
        if named:
            begun, others = True, 0
            yield from ((state, each) for each in named)
        elif not printed and len(line) > 3:
            others += 1
            if begun and others > _MAX_OTHERS:
                return


def _state_first(line: str) -> tuple[str, str]:
    """The state at the head of a line, and what follows; ('', line) where there is none."""
    bare = re.sub(r"[\s*\d()]+$", "", line)
    if bare.strip(" :").upper() in _STATES:
        return bare.strip(" :"), ""
    led = _STATE_FIRST.fullmatch(line)
    if led and led[1].strip().upper() in _STATES:
        return led[1].strip(), led[2]
    return "", line


def _is_agency(text: str) -> bool:
    return bool(3 < len(text) <= _MAX_NAME and _BODY.search(text) and not _PROSE.search(text))
