"""Who did it: the body named before an act, or the one that a pronoun refers to."""

import re
from dataclasses import dataclass
from datetime import date

from models.claims.acts import Act
from models.claims.measures import FUNDER
from models.claims.places import Home, mentions
from models.claims.stated import EventKind
from models.vocabulary import PLACE_NAMES

_TITLED = (
    r"(?:Sheriff|Undersheriff|Chief|Police\s+Chief|Jailer|Constable|Mayor|Gov\.|Governor|Superintendent|"
    r"Director|Commissioner|Colonel|Col\.|Rep\.|Sen\.)"
)
ACTOR = re.compile(
    rf"\b(?:[Ss]heriffs?\s+(?:of|in|from)\s+(?:[A-Z][\w.]+(?:,\s|\s+and\s+|\s)){{1,4}}[Cc]ount(?:y|ies)|(?:[A-Z][\w.'-]*\s+){{0,4}}?{_TITLED}(?:'s)?\s+(?:[A-Z][\w.'-]+\s?){{1,4}}|"
    rf"(?:[A-Z][\w.'-]*\s+){{1,4}}(?:County|Parish)(?:'s)?(?:\s+(?:Sheriff's\s+(?:Office|Department)|"
    rf"sheriff's\s+(?:office|department)|Sheriff|sheriff|Jail|jail|Board(?:\s+of\s+\w+)?|Commission\w*|"
    rf"Council|[Dd]eputies|[Cc]ommissioners?))?|"
    r"(?:[A-Z][\w.'-]*\s+){1,4}(?:Police(?:\s+Department)?|"
    r"Department\s+of\s+(?:[A-Z]\w+(?:\s+and)?\s?){1,4}|Highway\s+Patrol|State\s+Patrol|State\s+Police|"
    r"State\s+Troopers|Bureau\s+of\s+\w+|City\s+Council|Town\s+Council|Marshal(?:'s\s+Office)?|Constable(?:'s\s+Office)?|"
    r"University|College)|(?:the\s+)?(?:Highway\s+Patrol|State\s+Patrol|State\s+Police|National\s+Guard|"
    r"Department\s+of\s+(?:[A-Z]\w+(?:\s+and)?\s?){1,4})|University\s+of\s+(?:[A-Z]\w+\s?){1,3}|(?:City|"
    r"Town|Village|State|Borough)\s+of\s+(?:[A-Z]\w+\s?){1,3}|"
    r"(?:[A-Z][\w.'-]*(?:,\s+(?:and\s+)?|\s+and\s+|\s+)){2,5}counties|(?:the\s+)?(?:KBI|FDLE|GBI|TBI|DPS|Legislature|General\s+Assembly))"
)
# A sentence without one of these names no body: the long pattern above need not look.
BODY_WORD = re.compile(
    r"Sheriff|sheriff|Chief|Bureau|Jailer|Constable|Mayor|Gov|Superint|Director|Commission|Col|Rep\.|Sen\.|Count|counties|Parish|Police|Patrol|"
    r"Department|State|Council|Marshal|Univers|College|Guard|City|Town|Village|Borough|KBI|FDLE|GBI|TBI|DPS|Legislature|Assembly"
)
_OFFICE_HOLDER = re.compile(
    r"\b(?:President|Gov\.|Governor|Rep\.|Sen\.|Lt\.\sGov\.)\s(?:[A-Z][\w.'-]+\s?){1,3}|\b[Tt]he\s(?:Governor|governor|[Ll]egislature|president)\b"
    r"|\bGeneral\sAssembly\b|\b[Ll]awmakers\b"
)
_POLLSTER = re.compile(r"\b(?:[A-Z][\w–-]+\s){1,5}(?=[Pp]oll|[Ss]urvey)")
# 'the sheriff', 'the county', 'she', 'we': the body that the page named before, or whose page it is.
BACK = re.compile(
    r"\b(?:he|she|they|it|I|we|this\s+office|my\s+predecessor|the\s+(?:\w+\s+){0,2}?(?:sheriff|chief|"
    r"county|office|department|board|council|city|town|jail|agency|division|"
    r"commission(?:ers)?|bureau|patrol|university|supervisors|executive|government|borough|mayor)|"
    r"(?:her|his|whose)\s+(?:office|sheriff|(?:town\s+)?board|council)|its\s+sheriff|sheriff's\s+office|"
    r"select\s+board|trustees|selectmen|aldermen|councilors|board\s+of\s+supervisors|city\s+council|town\s+council|residents|groups|"
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
    rf"\b{_NUMBER}\s+(?:(?:[\w'()-]+\s+){{0,5}}?(?:agencies|departments|sheriffs|universities|counties|accords|agreements|contracts|"
    rf"jurisdictions|towns|cities|partners|states)|more|others|of\s+(?:them|those|the|its)|have|had)\b[^.;:]{{0,70}}$"
    r"|\b(?:agencies|sheriffs|departments|counties|states|those|others)\s+(?:that|who|which|have|had|"
    r"now)\b[^.,;]{0,50}$|\b(?:agencies|sheriffs|departments|counties)\s+in\b[^.;]{0,90}$",
    re.I,
)


@dataclass
class NamedSoFar:
    """What a page has named so far, for the pronouns and left-out places of its next sentences."""

    home: Home
    reference: date | None
    local: str = ""  # the last local body named: 'Lamar County'
    state: str = ""  # its state, where the page gave one
    recent: str = ""  # the state named last, for national pages
    actor: str | None = None
    figure: str = ""  # whom 'he' means: 'US' after a president, 'state' after a governor
    order_place: str = ""  # of the last executive order told
    ordered_in: int = -1  # the paragraph in which an executive order was last told
    listing: EventKind | None = None  # the kind of law whose states the paragraph lists
    listing_in: int = -1


def public_actor(act: Act, text: str, place: str) -> str | None:
    """Who made a law, an order, a program or a poll, as named in the sentence; for laws else the state."""
    pattern = {EventKind.FUNDING_PROGRAM: FUNDER, EventKind.POLL: _POLLSTER}.get(act.kind, _OFFICE_HOLDER)
    named = pattern.search(text)
    if named:
        return named.group().strip()
    return PLACE_NAMES.get(place) if act.kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW) else None


def actor_of(page: NamedSoFar, text: str, act: Act, when: str | None) -> str | None:
    """The named body before the act, or the one that a pronoun refers to."""
    lead = text[max(0, act.start - 160) : act.start]
    actors = list(ACTOR.finditer(lead))
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
    after = ACTOR.search(text[act.end : act.end + 80])
    if after:
        return _name_of(after)
    places = mentions(lead)
    local = next((place.local for place in reversed(places) if place.local), None)
    if local:
        return local
    if places and act.kind is not EventKind.SIGNED:
        return lead[places[-1].start : places[-1].end]
    back = BACK.search(lead)
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
