"""Policy events: an act (`acts`) by a named actor, with its place and date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flows.claims.acts import Act, agency_acts
from flows.claims.dates import DateMention, date_mentions
from flows.claims.measures import FUNDER, law_list, public_acts
from flows.claims.places import Home, Mention, mentions
from flows.claims.text import Sentence
from models.claims import EventKind, PolicyEvent
from models.vocabulary import PLACE_NAMES

_PRESIDENT = re.compile(r"\b(?:President|Trump|Biden|Obama|White\s+House|president's)\b")
_GOVERNOR = re.compile(r"\bGov\.|\b[Gg]overnor(?:'s)?\b")
_FEDERAL = re.compile(
    r"\b(?:Homeland\s+Security|DHS|ICE|federal|Congress|Justice\s+Department|Washington|Trump)\b|\bU\.S\.|"
    r"\bRep\."
)
_TITLED = (
    r"(?:Sheriff|Undersheriff|Chief|Police\s+Chief|Jailer|Constable|Mayor|Gov\.|Governor|Superintendent|"
    r"Director|Commissioner|Colonel|Col\.|Rep\.|Sen\.)"
)
_ACTOR = re.compile(
    rf"\b(?:(?:[A-Z][\w.'-]*\s+){{0,4}}?{_TITLED}(?:'s)?\s+(?:[A-Z][\w.'-]+\s?){{1,4}}|"
    rf"(?:[A-Z][\w.'-]*\s+){{1,4}}(?:County|Parish)(?:'s)?(?:\s+(?:Sheriff's\s+(?:Office|Department)|"
    rf"sheriff's\s+(?:office|department)|Sheriff|sheriff|Jail|jail|Board(?:\s+of\s+\w+)?|Commission\w*|"
    rf"Council|[Dd]eputies|[Cc]ommissioners?))?|"
    r"(?:[A-Z][\w.'-]*\s+){1,4}(?:Police(?:\s+Department)?|"
    r"Department\s+of\s+(?:[A-Z]\w+(?:\s+and)?\s?){1,4}|Highway\s+Patrol|State\s+Patrol|State\s+Police|"
    r"State\s+Troopers|City\s+Council|Town\s+Council|Marshal(?:'s\s+Office)?|Constable(?:'s\s+Office)?|"
    r"University|College)|"
    r"(?:the\s+)?(?:Highway\s+Patrol|State\s+Patrol|State\s+Police|National\s+Guard|"
    r"Department\s+of\s+(?:[A-Z]\w+(?:\s+and)?\s?){1,4})|University\s+of\s+(?:[A-Z]\w+\s?){1,3}|(?:City|"
    r"Town|Village|State|Borough)\s+of\s+(?:[A-Z]\w+\s?){1,3}|"
    r"(?:the\s+)?(?:KBI|FDLE|GBI|TBI|DPS|Legislature|General\s+Assembly))"
)
_STATE_BODIES = re.compile(r"\bstate\s+(?:agencies|police|troopers)|\bpredecessor")
_OFFICE_HOLDER = re.compile(
    r"\b(?:President|Gov\.|Governor|Rep\.|Sen\.|Lt\.\sGov\.)\s(?:[A-Z][\w.'-]+\s?){1,3}|\b[Tt]he\s(?:Governor|governor|[Ll]egislature|president)\b"
    r"|\bGeneral\sAssembly\b|\b[Ll]awmakers\b"
)
_POLLSTER = re.compile(r"\b(?:[A-Z][\w–-]+\s){1,5}(?=[Pp]oll|[Ss]urvey)")
# 'the sheriff', 'the county', 'she', 'we': the body that the page named before, or whose page it is.
_BACK = re.compile(
    r"\b(?:he|she|they|it|I|we|this\s+office|my\s+predecessor|the\s+(?:\w+\s+){0,2}?(?:sheriff|chief|"
    r"county|office|department|board|council|city|town|jail|agency|division|"
    r"commission(?:ers)?|bureau|patrol|university|supervisors|executive|government|borough|mayor)|"
    r"(?:her|his|whose)\s+(?:office|sheriff|(?:town\s+)?board|council)|its\s+sheriff|sheriff's\s+office|"
    r"select\s+board|board\s+of\s+supervisors|city\s+council|town\s+council|residents|groups|"
    r"federal\s+(?:government|officials)|a\s+town\s+department|lawmakers|police\s+chief|"
    r"agreement\s+(?:was|is|signed)|memorandum\s+(?:with|was))\b",
    re.I,
)
_NUMBER = (
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty\S*|thirty\S*|forty\S*|fifty\S*|sixty\S*|"
    r"dozens?|hundreds?|many|several|some|most|all|few|more)"
)
# A count of bodies without names: 'nine universities have signed', 'agencies that joined'.
_COUNTED = re.compile(
    rf"\b{_NUMBER}\s+(?:(?:[\w'()-]+\s+){{0,5}}?(?:agencies|departments|sheriffs|universities|counties|"
    rf"jurisdictions|towns|cities|partners|states)|more|others|of\s+(?:them|those|the|its)|have|"
    rf"had)\b[^.;:]{{0,70}}$"
    r"|\b(?:agencies|sheriffs|departments|counties|states|those|others)\s+(?:that|who|which|have|had|"
    r"now)\b[^.,;]{0,50}$|\b(?:agencies|sheriffs|departments|counties)\s+in\b[^.;]{0,90}$",
    re.I,
)
_DATE_BEFORE_ACT_LIMIT = 90


@dataclass
class _Page:
    home: Home
    reference: date | None
    title: str
    local: str = ""  # the last local body named: 'Lamar County'
    state: str = ""  # its state, where the page gave one
    recent: str = ""  # the state named last, for national pages
    actor: str | None = None
    order_place: str = ""  # of the last executive order told
    ordered_in: int = -1  # the paragraph in which an executive order was last told
    listing: EventKind | None = None  # the kind of law whose states the paragraph lists
    listing_in: int = -1


def read_events(sentences: list[Sentence], home: Home, reference: date | None, title: str) -> list[PolicyEvent]:
    """The events of a page in order, each kind and place once."""
    page = _Page(home, reference, title, local=home.county, state=home.state)
    found: dict[tuple[EventKind, str], PolicyEvent] = {}
    previous: Sentence | None = None
    for position, sentence in enumerate(sentences):
        before = previous.text if previous and previous.paragraph == sentence.paragraph else ""
        following = sentences[position + 1] if position + 1 < len(sentences) else None
        opens_sums = sentence.text.endswith(":") and following is not None and "$" in following.text
        for event in _sentence_events(page, sentence, before, opens_sums):
            found.setdefault((event.kind, event.place), event)
        previous = sentence
    return list(found.values())


def _sentence_events(page: _Page, sentence: Sentence, before: str, opens_sums: bool) -> Iterator[PolicyEvent]:
    text = sentence.text
    named, dated = mentions(text), date_mentions(text, page.reference)
    acts = [*public_acts(text, before, opens_sums), *agency_acts(text, before)]
    if not acts and page.ordered_in == sentence.paragraph:
        acts = list(_order_of_another_state(text))
    heading = law_list(text)
    if heading or page.listing_in != sentence.paragraph:
        page.listing, page.listing_in = heading, sentence.paragraph
    if not acts and page.listing:
        acts = [Act(page.listing, place.start, place.end) for place in named if not place.local]
    for act in acts:
        for event in _events(page, sentence, act, named, dated):
            if act.kind is EventKind.EXECUTIVE_ORDER:
                page.ordered_in, page.order_place = sentence.paragraph, event.place
            yield event
    for place in named:
        page.recent = place.state or page.recent
        if place.local:
            page.local, page.state = place.local, place.state or page.home.state
    actor = _ACTOR.search(text)
    page.actor = actor.group().strip() if actor else page.actor


def _order_of_another_state(text: str) -> Iterator[Act]:
    """'Oklahoma's renews a 2025 directive', after a sentence on a governor's order."""
    opening = mentions(text[:40])
    if opening and opening[0].start <= 24 and text[opening[0].end :].startswith("'s"):
        yield Act(EventKind.EXECUTIVE_ORDER, opening[0].start, min(len(text), opening[0].end + 60))


def _events(
    page: _Page, sentence: Sentence, act: Act, named: tuple[Mention, ...], dated: tuple[DateMention, ...]
) -> Iterator[PolicyEvent]:
    """One event, or one for each of the states that a law's sentence lists."""
    text = sentence.text
    when = _date(act, dated)
    agency_act = act.kind in (EventKind.SIGNED, EventKind.TERMINATED, EventKind.WITHDREW, EventKind.DECLINED)
    actor = _actor(page, text, act, when) if agency_act or act.kind is EventKind.LAWSUIT else None
    if agency_act and actor is None:
        return
    start, end = sentence.start + act.start, sentence.start + act.end
    for place in _places(page, text, act, named):
        yield PolicyEvent(
            act.kind, actor or _public_actor(act, text, place), place, when, act.proposed, text, start, end
        )


def _public_actor(act: Act, text: str, place: str) -> str | None:
    """Who made a law, an order, a program or a poll, as named in the sentence; for laws else the state."""
    pattern = {EventKind.FUNDING_PROGRAM: FUNDER, EventKind.POLL: _POLLSTER}.get(act.kind, _OFFICE_HOLDER)
    named = pattern.search(text)
    if named:
        return named.group().strip()
    return PLACE_NAMES.get(place) if act.kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW) else None


def _actor(page: _Page, text: str, act: Act, when: str | None) -> str | None:
    """The named body before the act, or the one that a pronoun refers to."""
    lead = text[max(0, act.start - 160) : act.start]
    actors = list(_ACTOR.finditer(lead))
    example = actors and re.search(r"\b(?:from|including|such\s+as|like)\s+$", lead[: actors[-1].start()])
    if actors and not example and not (act.kind is EventKind.SIGNED and _COUNTED.search(lead[actors[-1].end() :])):
        return _name_of(actors[-1])
    if act.kind is EventKind.SIGNED and (counted := _COUNTED.search(lead)):
        # 'Eighteen Texas sheriffs joined Monday' is an act on a day, 'nine universities have signed' a count.
        flow = re.search(r"\bof\s+(?:them|those|which)\b", counted.group())
        on_a_day = (
            not flow
            and when is not None
            and len(when) == 10
            and not re.search(r"\b(?:have|has|had|since)\b", counted.group())
        )
        return counted.group().strip() if on_a_day else None
    after = _ACTOR.search(text[act.end : act.end + 80])
    if after:
        return _name_of(after)
    places = mentions(lead)
    local = next((place.local for place in reversed(places) if place.local), None)
    if local:
        return local
    if places and act.kind is not EventKind.SIGNED:
        return lead[places[-1].start : places[-1].end]
    back = _BACK.search(lead)
    if back and back.group().lower().startswith("a ") and act.kind is EventKind.SIGNED:
        return None
    if page.actor and (back or _surname_of(page.actor, lead)):
        return page.actor
    if back and (page.local or page.home.state):
        return page.local or back.group()
    name = re.search(r"(?:^|[\s\"])(?P<who>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)*)(?:'s)?\s+(?:\w+\s+){0,4}$", lead)
    known = (
        page.home.state
        and name
        and not re.fullmatch(
            r"(?:The|In|But|And|ICE|DHS|It|This|That|A|An|As|On|If|None|Since|When|Those|These|More)", name["who"]
        )
    )
    return name["who"] if name and known else None


def _name_of(actor: re.Match[str]) -> str:
    return re.sub(r"^(?:For|In|At|The|But|And|When|After|Since|Among|As|Now|Last|On)\s+", "", actor.group()).strip()


def _surname_of(actor: str, lead: str) -> bool:
    return len(actor.split()) > 1 and re.search(rf"\b{re.escape(actor.split()[-1])}\b", lead) is not None


def _places(page: _Page, text: str, act: Act, named: tuple[Mention, ...]) -> list[str]:
    states = [place for place in named if not place.local]
    home = page.home.state
    if act.kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW):
        elsewhere = re.search(r"\bby\s+law\b", text) is not None
        home = home or page.state or page.recent
        return _law_places(text, act, states) or ([home] if home and not elsewhere else [])
    if act.kind is EventKind.EXECUTIVE_ORDER:
        return [place] if (place := _order_place(page, text, act, states)) else []
    if act.kind is EventKind.FUNDING_PROGRAM:
        if states and 0 <= act.start - states[0].end < 12:
            return [states[0].state]  # 'Florida is offering officers a bonus'
        if FUNDER.search(text) and not re.search(r"\bstate\s+(?:opened|grants?|fund)|\bthe\s+state\b", text):
            return ["US"]
        return [states[0].state] if states else [home or "US"]
    if act.kind is EventKind.POLL:
        return [states[0].state if states else "US"]
    place = _local_place(page, text, act, named)
    return [place] if place else []


def _law_places(text: str, act: Act, states: list[Mention]) -> list[str]:
    """The states that a law is of: a list of them, or the nearest one outside brackets."""
    plain = [place for place in states if text[: place.start].count("(") == text[: place.start].count(")")]
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
    before = [place for place in plain if place.end <= act.end + 40]
    return [before[-1].state] if before else [place.state for place in plain[:1]]


def _order_place(page: _Page, text: str, act: Act, states: list[Mention]) -> str:
    if page.order_place and re.search(r"\b(?:his|her|the)\s+(?:executive\s+)?order", text[: act.end], re.I):
        return page.order_place  # 'In his executive order, Landry, a Trump ally, ...'
    governor = _GOVERNOR.search(text)
    if _PRESIDENT.search(text[: act.end + 60]) and not governor:
        return "US"
    if states:
        return states[0].state
    if governor or _STATE_BODIES.search(text) or not _FEDERAL.search(text):
        return page.home.state
    return "US"


def _local_place(page: _Page, text: str, act: Act, named: tuple[Mention, ...]) -> str:
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
    if page.local and home and _BACK.search(text[max(0, act.start - 120) : act.start]):
        return f"{page.local}, {home}"
    return home


def _date(act: Act, dated: tuple[DateMention, ...]) -> str | None:
    """The date nearest to the act, after it or before it."""
    near = [
        (min(abs(mention.start - act.end), abs(act.start - mention.end)), mention.iso)
        for mention in dated
        if mention.start - act.end < 120 and act.start - mention.end < _DATE_BEFORE_ACT_LIMIT
    ]
    return min(near)[1] if near else None
