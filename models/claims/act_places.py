"""Where governments, courts and pollsters acted: the states of a law, the level of an order, who pays, who is sued."""

import re

from models.claims.act_table import compiled
from models.claims.acts import Act
from models.claims.named_bodies import NamedBody
from models.claims.named_so_far import GOVERNOR, PRESIDENT, STATE_BODY, NamedSoFar, state_name
from models.claims.places import Mention
from models.claims.stated import EventKind

_FEDERAL = compiled(
    r"\b(?:Department of Homeland Security|DHS|ICE|Homeland Security|federal|Congress|Justice Department|Washington|"
    r"Trump|White House|Beautiful Bill|Rep\.|Sen\.)(?!\w)|\bU\.S\."
)
_FUNDER = compiled(r"{funder}|\breimbursement (?:plan|program|that)\b|\bwill be (?:\w+ )?reimbursed\b")
_STATE_PAYS = compiled(
    r"\bstate (?:opened|grants?|fund|board)|\bthe (?:state|legislature|comptroller)\b|\blawmakers\b|\bspecial session\b"
)
# 'became the latest state to forbid them, joining Ohio and Iowa': the others' laws are older
_GOES_ON = compiled(r"\W*(?:It|The (?:agency|department|program|money|offer|plan|payments?|bonus(?:es)?))\b")
_THE_STATE = compiled(r"\W*The state\b(?!'s)")
_COMPANY = compiled(r"\b(?:joining|join|joins|following|after|like|unlike|alongside|than|from) $")
# 'along with Delaware, whose governor signed a ban last month'
_WHOSE = compiled(r", whose (?:governor|legislature|lawmakers) (?:\w+ly )?$")
_SINCE = compiled(r" (?:since|in) (?:19|20)\d\d")
_LAWS_OF = compiled(r"\W*(?:Laws|Bills|Bans|Statutes|Similar laws|States|Others|Lawmakers|Legislatures|A few)\b")
_BY_LAW = compiled(r"\bby law\b")
_A_BILL = compiled(r"\b(?:Bill|SB|HB|hearing)\b")
_HIS_ORDER = compiled(r"\b(?:his|her|the) (?:executive )?order")
_HE = compiled(r"\b(?:he|his|him)\b")
_SHE_TOO = compiled(r"\W*(?:He|She)\b")
_FEDERAL_ORDER = re.compile(
    r"Executive\s+Order\s+1[34]\d{3}\b"
)  # the presidents' orders of these years bear five digits
_JOINED = re.compile(r",?\s*(?:and\s+|or\s+)?")
_ARTICLE = re.compile(r"^(?:An?|[Tt]he)\s(?=[A-Z])")
_COUNTED_STATES = re.compile(r"\b(?!the\b)[A-Za-z]+\s+(?:other\s+|more\s+)?states\b", re.I)
_POLLSTER = re.compile(r"\b(?:[A-Z][\w/–-]+\s(?:of\s)?){1,6}(?=[Pp]oll|[Ss]urvey)")
_OFFICE_HOLDER = re.compile(
    r"\b(?:President|Gov\.|Governor|Rep\.|Sen\.|Lt\.\sGov\.)\s(?:[A-Z][\w.'-]+\s?){1,3}|\b[Tt]he\s(?:Governor|governor|[Ll]egislature|president)\b"
    r"|\bGeneral\sAssembly\b|\b[Ll]awmakers\b"
)


def places_of(act: Act, text: str, named: tuple[Mention, ...], page: NamedSoFar) -> list[str]:
    """The places of a law, an order, a program or a poll."""
    states = [place for place in named if not place.local]
    home = page.home.state
    if act.states:
        return _with_since(act, text, states)
    match act.kind:
        case EventKind.BAN_LAW | EventKind.MANDATE_LAW:
            if (whose := _WHOSE.search(text, 0, act.start)) and (own := [p for p in states if p.end == whose.start()]):
                return [own[0].state]
            if found := _law_places(text, act, states):
                return found
            if _COUNTED_STATES.search(text):
                return []  # 'six states with such laws'
            local = [place for place in named if place.local and place.state]
            elsewhere = _BY_LAW.search(text) and not _A_BILL.search(text)
            printed = [place.state for place in local if place.printed]
            near = printed[0] if printed else home or page.state or (local[0].state if local else "")
            return [near] if near and not elsewhere else []
        case EventKind.EXECUTIVE_ORDER:
            return [place] if (place := _order_place(text, act, states, page)) else []
        case EventKind.FUNDING_PROGRAM:
            page.payer = _payer(act, text, states, page)
            return [page.payer]
        case EventKind.POLL:
            nation = page.nation_polled
            return [states[0].state if states else (home if page.home.sure and home and not nation else "US")]
        case _:
            return []


def public_actor(act: Act, text: str, place: str) -> str:
    """Who made a law, an order, a program or a poll, as named in the sentence; for laws else the state."""
    if act.states:
        return state_name(place)
    match act.kind:
        case EventKind.FUNDING_PROGRAM:
            # Not the WASHINGTON of a dateline.
            funders = [each for each in _FUNDER.finditer(text) if each.group() != "WASHINGTON"]
            named = next((each for each in reversed(funders) if each.start() < act.end), next(iter(funders), None))
        case EventKind.POLL:
            named = _POLLSTER.search(text)
        case _:
            named = _OFFICE_HOLDER.search(text)
    if named:
        name = _ARTICLE.sub("", named.group().strip()).partition("'s ")[0].removesuffix("'s")
        if name.lower() in ("governor", "the governor") and place != "US":
            return f"governor of {state_name(place)}"
        return {"federal": "federal government", "the president": "president"}.get(name.lower(), name)
    return state_name(place) if act.kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW) else ""


def _with_since(act: Act, text: str, states: list[Mention]) -> list[str]:
    """The states told to do it, and those behind: 'Florida has required it since 2022, Georgia since 2024'."""
    later = [place for place in states if place.start > act.end and _SINCE.match(text, place.end)]
    return list(dict.fromkeys(place.state for place in (*act.states, *later)))


def _law_places(text: str, act: Act, states: list[Mention]) -> list[str]:
    """The states that a law is of: a list of them, or the nearest one outside brackets."""
    plain = [place for place in states if text.count("(", 0, place.start) == text.count(")", 0, place.start)]
    company = next((place.start for place in plain if _COMPANY.search(text[: place.start])), len(text))
    plain = [place for place in plain if place.start < company] or plain
    for position in range(len(plain) - 1):
        run = [plain[position]]
        for place in plain[position + 1 :]:
            if not _JOINED.fullmatch(text[run[-1].end : place.start]):
                break
            run.append(place)
        if len(run) >= 2:
            return [place.state for place in run]
    if _LAWS_OF.match(text) and len(plain) > 1:
        return list(dict.fromkeys(place.state for place in plain))
    before = [place for place in plain if place.end <= act.end + 40]
    return [before[-1].state] if before else [place.state for place in plain[:1]]


def _order_place(text: str, act: Act, states: list[Mention], page: NamedSoFar) -> str:
    if _FEDERAL_ORDER.search(text):
        return "US"
    if page.order_place and _HIS_ORDER.search(text[: act.end]):
        return page.order_place  # 'In his order the governor, an ally of the president, ...'
    governor = GOVERNOR.search(text)
    if page.figure == "state" and not governor and not states and _SHE_TOO.match(text):
        return page.home.state or page.state
    if page.figure == "US" and not governor and _HE.search(text[: act.end]):
        return "US"
    if PRESIDENT.search(text[: act.end + 60]) and not governor:
        return "US"
    if states:
        return states[0].state
    if (
        governor
        or STATE_BODY.search(text)
        or re.search(r"\bstate\s+agencies\b|\bpredecessor", text)
        or not _FEDERAL.search(text)
    ):
        named = page.state and not page.home.sure
        return page.state if named else page.home.state or page.state
    return "US"


def _payer(act: Act, text: str, states: list[Mention], page: NamedSoFar) -> str:
    if states and 0 <= act.start - states[0].end < 12:
        return states[0].state  # 'Florida is offering officers a bonus'
    if page.payer and _GOES_ON.match(text) and not states:
        return page.payer  # 'DHS announced grants. It promised to cover salaries.'
    if _THE_STATE.match(text) and not states and page.state:
        return page.state  # 'Florida's fund is larger. The state set aside $250 million.'
    if _FUNDER.search(text) and not _STATE_PAYS.search(text):
        return "US"
    if states:
        return states[0].state
    return page.home.state if page.home.state and (page.home.sure or _STATE_PAYS.search(text)) else "US"


def polarity(kind: EventKind, words: str) -> EventKind:
    """The kind of a law told by its difference from the one before: 'Georgia's requires an application'."""
    if kind not in (EventKind.BAN_LAW, EventKind.MANDATE_LAW):
        return kind
    if _REQUIRES.search(words):
        return EventKind.MANDATE_LAW
    return EventKind.BAN_LAW if _FORBIDS.search(words) else kind


_THE_SUIT = compiled(r"\b(?:[Tt]he|[Tt]heir|[Hh]is|[Hh]er|[Tt]hat|[Tt]his) (?:\w+ )?{suit}")
_REQUIRES = compiled(r"\b{require.any}")
_FORBIDS = compiled(r"\b{forbid.any}")
# Who sues: an organization, or people that the sentence counts.
_PLAINTIFF = re.compile(
    r"\b(?:[Tt]he\s)?(?P<who>(?:(?:[Aa]|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)\s)?(?:(?!and\b|of\s)[\w'&-]+\s){0,6}?"
    r"(?:ACLU(?:\sof\s[A-Z]\w+)?|Center|Union|Coalition|coalition|groups?|residents|taxpayers|voters|Project|Fund|Council|[Cc]ity|Association|Law|League|"
    r"[Cc]ounty|sheriff|Sheriff(?:\s[A-Z]\w+){0,2}|immigrants|advocates|organizations?|people|man|woman|[Gg]eneral(?:\s[A-Z]\w+){1,2}))(?=\W)"
)
_BY_WHOM = re.compile(r"[^.;]{0,30}?\bby\s(?:the\s)?(?P<who>[A-Z][\w'&-]+(?:\s(?:of\s)?[A-Z][\w'&-]+){0,5})")


def plaintiff(act: Act, text: str) -> str:
    """Who sues, as far as the sentence says so; '' where it does not."""
    if behind := _BY_WHOM.match(text, act.end):
        return behind["who"].strip()
    before = [match["who"] for match in _PLAINTIFF.finditer(text[max(0, act.start - 160) : act.start])]
    return before[-1].strip() if before and not before[-1].islower() else ""


def suit_place(act: Act, text: str, bodies: tuple[NamedBody, ...], page: NamedSoFar) -> str:
    """Whose agreement a suit is about: the local body that the sentence names, else the one that the page is about."""
    local = [body for body in bodies if body.place is not None and body.place.local]
    if ", " in page.suit_place and _THE_SUIT.search(text, max(0, act.start - 12), act.end):
        return page.suit_place
    behind = [body for body in local if body.start >= act.start]
    for body in (*behind, *reversed(local)):
        if body.place is not None and "," in (scope := page.scope(body.place)):
            return scope
    states = [body.place.state for body in bodies if body.place is not None and not body.place.local]
    moved = page.state and page.actor is not None and not page.actor.place.endswith(page.state)
    if (
        page.actor is not None
        and page.actor.place
        and not moved
        and (not states or page.actor.place.endswith(states[-1]))
    ):
        return page.actor.place
    return states[-1] if states else page.state if moved else page.here
