"""The state of the agency that a document names: beside its name, or by the ZIP code of its address."""

import re
from collections import Counter
from collections.abc import Sequence

from models.documents.letters import one_line
from models.places.spelling import letters
from models.places.tables import counties_by_name, towns
from models.vocabulary import PLACE_NAMES

# The first three digits of a ZIP code lie in one state, by the Postal Service's list (L002); the few that are shared
# or serve federal bodies alone are left out.
_ZIP_RANGES = {
    "AL": "350-352 354-369", "AK": "995-999", "AZ": "850-865", "AR": "716-729", "CA": "900-961", "CO": "800-816",
    "CT": "060-069", "DE": "197-199", "FL": "320-339 341-349", "GA": "300-319 398-399", "HI": "967-968",
    "ID": "832-838", "IL": "600-629", "IN": "460-479", "IA": "500-528", "KS": "660-679", "KY": "400-427",
    "LA": "700-714", "ME": "039-049", "MD": "206-219", "MA": "010-027", "MI": "480-499", "MN": "550-567",
    "MS": "386-397", "MO": "630-658", "MT": "590-599", "NE": "680-693", "NV": "889-898", "NH": "030-038",
    "NJ": "070-089", "NM": "870-884", "NY": "100-149", "NC": "270-289", "ND": "580-588", "OH": "430-459",
    "OK": "730-749", "OR": "970-979", "PA": "150-196", "PR": "006-007 009-009", "RI": "028-029", "SC": "290-299",
    "SD": "570-577", "TN": "370-385", "TX": "750-799", "UT": "840-847", "VT": "050-059", "VA": "201-201 220-246",
    "WA": "980-994", "WV": "247-268", "WI": "530-549", "WY": "820-831", "VI": "008-008", "GU": "969-969",
}  # fmt: skip

_STATE_OF_ZIP = {
    prefix: state
    for state, ranges in _ZIP_RANGES.items()
    for first, last in (each.split("-") for each in ranges.split())
    for prefix in range(int(first), int(last) + 1)
}

_ALL = sorted((*PLACE_NAMES, *PLACE_NAMES.values()), key=len, reverse=True)
_APPENDED = re.compile(
    r"(?:[,;]|(?<=County)|(?<=Office) of|(?<=Police) of)\s*(?:State of )?"
    rf"(?P<state>{'|'.join(map(re.escape, _ALL))})\.?$"
)
# 'Texas Department of ...', 'FL Fish & Wildlife'; but 'Iowa Colony Police Department' is in Texas.
_LEADING = re.compile(
    rf"^(?:State of )?(?P<state>{'|'.join(map(re.escape, _ALL))})"
    r"(?= (?:Dep(?:artmen)?t|Office of|Bureau|Division|State|Highway|Fish|Game|Gaming|Attorney|Commission"
    r"|National Guard|Public Safety|Law Enforcement|Alcohol|Board|Parks|Wildlife|Agency|Agriculture)\b)"
)
# 'Hamilton County Tennessee Sheriff's Office'; 'Wells Maine Police Department', but not 'Port Washington Police'.
_WITHIN = re.compile(
    rf"(?P<place>.+?),? (?:of )?(?P<state>{'|'.join(map(re.escape, PLACE_NAMES.values()))}),?"
    r"(?= (?:Sheri|Police|Dep(?:artmen)?t\b|Constable|Public Safety|Marshal|Jail|Detention))"
)
_REPRESENTS = re.compile(
    rf"represents .{{0,40}}?\bState of (?P<state>{'|'.join(map(re.escape, PLACE_NAMES.values()))})\b"
)
_CODES = {name: code for code, name in PLACE_NAMES.items()} | {code: code for code in PLACE_NAMES}

# An address in an appendix belongs to whoever was named last before it: 'For the LEA:', 'For ICE:'.
_WHOSE = re.compile(r"\bFor (?:the )?(?P<who>[^:]{2,60}?) ?:")
_ZIP = re.compile(r"(?P<before>\b[A-Za-z1|]{2}\b|[A-Z][a-z]+)[ ,.]{1,3}(?P<zip>\d{5})(?:-\d{4})?(?!\d)")
_FEDERAL = re.compile(r"\bICE\b|[DO]HS|Homeland|Customs")


def without_state(name: str) -> str:
    """'Franklin County Sheriff's Office' of 'Franklin County Sheriff's Office, Alabama'."""
    name = _APPENDED.sub("", name)
    return name.replace(within[0], within["place"]) if (within := _within(name)) else name


def begins_with_state(name: str) -> bool:
    """Whether it is a state's own body: 'Oklahoma Bureau of Narcotics'."""
    return _LEADING.match(name) is not None


def _within(name: str) -> re.Match[str] | None:
    """The state in the middle of a name, behind its county or its town."""
    found = _WITHIN.match(name)
    if found is None:
        return None
    place, state = found["place"], _CODES[found["state"]]
    if place.endswith((" County", " Parish")):
        known = letters(place.rpartition(" ")[0]) in counties_by_name().get(state, {})
    else:
        known = letters(place.casefold().removeprefix("city of ").removeprefix("town of ")) in towns(state)
    return found if known else None


def state_named(spellings: Sequence[str], pages: Sequence[str], by_ocr: bool = False) -> tuple[str | None, str]:
    """The state and what shows it, for an agency named in these spellings; None where nothing does, or two states are
    shown. A ZIP code that OCR read counts only beside the state's name."""
    by_name = {
        _CODES[match["state"]]
        for name in spellings
        for search in (_APPENDED.search, _LEADING.search, _within)
        if (match := search(name))
    }
    if by_name:
        state = by_name.pop()
        return (None, "") if by_name else (state, f"its name says {PLACE_NAMES[state]}")
    if match := _REPRESENTS.search(one_line(" ".join(pages[:2]))):
        return _CODES[match["state"]], f"it represents the State of {match['state']}"
    found = Counter(state for page in pages for state in _addresses(one_line(page), by_ocr))
    if len(found) != 1:
        return None, ""
    state = next(iter(found))
    return state, f"its address has a ZIP code of {PLACE_NAMES[state]}"


def _addresses(text: str, by_ocr: bool) -> list[str]:
    """The states of the agency's own addresses on one page."""
    parts = [(match.start(), match["who"]) for match in _WHOSE.finditer(text)]
    found = []
    for match in _ZIP.finditer(text):
        owner = next((who for start, who in reversed(parts) if start < match.start()), "ICE")
        state = _STATE_OF_ZIP.get(int(match["zip"][:3]))
        if state is None or _FEDERAL.search(owner):
            continue
        before = match["before"]
        written = _CODES.get(before.upper() if len(before) == 2 else before)
        # Recognition reads 'MI' as 'Ml'; what it reads as another state decides nothing.
        if written == state or (written is None and not by_ocr):
            found.append(state)
    return found
