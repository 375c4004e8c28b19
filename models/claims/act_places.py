"""Where an act was done: the county or state of the body that acted, the states of a law, an order's level."""

import re

from models.claims.actors import BACK, NamedSoFar
from models.claims.acts import Act
from models.claims.measures import FEDERAL_PLAN, FUNDER
from models.claims.places import Mention
from models.claims.stated import EventKind

PRESIDENT = re.compile(r"\b(?:President|Trump|Biden|Obama|White\s+House|president's)\b")
GOVERNOR = re.compile(r"\bGov\.|\b[Gg]overnor(?:'s)?\b")
_FEDERAL = re.compile(
    r"\b(?:Homeland\s+Security|DHS|ICE|federal|Congress|Justice\s+Department|Washington|Trump)\b|\bU\.S\.|\bRep\."
)
# 'became the latest state to forbid them, joining Ohio and Iowa': the others' laws are older
_COMPANY = re.compile(r"\b(?:joining|join|joins|following|after|like|unlike|alongside)\s+$", re.I)
_SINCE = re.compile(r"\s+(?:since|in)\s+(?:19|20)\d\d")
_PAID_FEDERALLY = re.compile(rf"{FUNDER.pattern}|{FEDERAL_PLAN.pattern}|\bwill\s+be\s+(?:\w+\s+)?reimbursed\b")
_STATE_PAYS = re.compile(
    r"\b[Ss]tate\s+(?:opened|grants?|fund|[Bb]oard)|\b[Tt]he\s+(?:state|[Ll]egislature|[Cc]omptroller)\b|\blawmakers\b"
)
_STATE_BODIES = re.compile(r"\bstate\s+(?:agencies|police|troopers)|\bpredecessor")


def places_of(page: NamedSoFar, text: str, act: Act, named: tuple[Mention, ...]) -> list[str]:
    states = [place for place in named if not place.local]
    home = page.home.state
    if act.kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW):
        elsewhere = "by law" in text and not re.search(r"\b(?:[Bb]ill|[SH]B|hearing)\b", text)
        home = home or page.state or page.recent
        return _law_places(text, act, states) or ([home] if home and not elsewhere else [])
    if act.kind is EventKind.EXECUTIVE_ORDER:
        return [place] if (place := _order_place(page, text, act, states)) else []
    if act.kind is EventKind.FUNDING_PROGRAM:
        if states and 0 <= act.start - states[0].end < 12:
            return [states[0].state]  # 'Florida is offering officers a bonus'
        if _PAID_FEDERALLY.search(text) and not _STATE_PAYS.search(text):
            return ["US"]
        of_home = page.home.sure or _STATE_PAYS.search(text)
        return [states[0].state] if states else [home if home and of_home else "US"]
    if act.kind is EventKind.POLL:
        return [states[0].state if states else (home if page.home.sure and home else "US")]
    place = _local_place(page, text, act, named)
    return [place] if place else []


def _law_places(text: str, act: Act, states: list[Mention]) -> list[str]:
    """The states that a law is of: a list of them, or the nearest one outside brackets."""
    plain = [place for place in states if text[: place.start].count("(") == text[: place.start].count(")")]
    company = next((place.start for place in plain if _COMPANY.search(text[: place.start])), len(text))
    plain = [place for place in plain if place.start < company] or plain
    for position in range(len(plain) - 1):
        run = [plain[position]]
        for place in plain[position + 1 :]:
            if not re.fullmatch(r",?\s*(?:and\s+)?", text[run[-1].end : place.start]):
                break
            run.append(place)
        if len(run) >= 2:
            return [place.state for place in run]
    if re.match(r"\W*(?:Laws|Bills|Bans|Statutes|Similar\s+laws)\b", text) and len(plain) > 1:
        return list(dict.fromkeys(place.state for place in plain))
    subject = [place for place in plain if 0 <= act.start - place.end <= 2]
    if subject:  # 'Florida has required participation since 2022, Georgia since 2024'
        return [
            subject[0].state,
            *(place.state for place in plain if _SINCE.match(text, place.end) and place.start > act.end),
        ]
    before = [place for place in plain if place.end <= act.end + 40]
    return [before[-1].state] if before else [place.state for place in plain[:1]]


def _order_place(page: NamedSoFar, text: str, act: Act, states: list[Mention]) -> str:
    if re.search(r"Executive\s+Order\s+1[34]\d{3}\b", text):
        return "US"  # the presidents' orders of these years bear five digits
    if page.order_place and re.search(r"\b(?:his|her|the)\s+(?:executive\s+)?order", text[: act.end], re.I):
        return page.order_place  # 'In his order the governor, an ally of the president, ...'
    governor = GOVERNOR.search(text)
    if page.figure == "US" and not governor and re.search(r"\b(?:he|his|him)\b", text[: act.end]):
        return "US"
    if PRESIDENT.search(text[: act.end + 60]) and not governor:
        return "US"
    if states:
        return states[0].state
    if governor or _STATE_BODIES.search(text) or not _FEDERAL.search(text):
        return page.home.state
    return "US"


def _local_place(page: NamedSoFar, text: str, act: Act, named: tuple[Mention, ...]) -> str:
    """The county or state of the body that acts: nearest before the act, else after it, else the page's."""
    before = [place for place in named if place.end <= act.start]
    after = [place for place in named if place.start >= act.end and place.start - act.end < 90]
    for place in [*reversed(before), *after]:
        state = (
            place.state
            or next((other.state for other in named if not other.local), "")
            or page.state
            or page.home.state
        )
        if place.local and state:
            return f"{place.local}, {state}"
        if state and not place.local:
            return state
    home = page.state or page.home.state
    if page.local and home and BACK.search(text[max(0, act.start - 120) : act.start]):
        return f"{page.local}, {home}"
    return home
