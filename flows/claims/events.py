"""Policy events: an act (`acts`) by a named actor, with its place and date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flows.claims.acts import Act, acts_of
from flows.claims.dates import DateMention, date_mentions
from flows.claims.places import Home, Mention, mentions
from flows.claims.text import Sentence
from models.claims import EventKind, PolicyEvent

_PRESIDENT = re.compile(r"\b(?:President|Trump|Biden|Obama|White\s+House|president's)\b")
_GOVERNOR = re.compile(r"\b(?:Gov\.|Governor|governor|governor's|Governor's)\b")
_FEDERAL = re.compile(r"\b(?:Homeland\s+Security|DHS|ICE|federal|Congress|Justice\s+Department|Washington|U\.S\.|Rep\.|Trump)\b")
_TITLED = r"(?:Sheriff|Undersheriff|Chief|Police\s+Chief|Jailer|Constable|Mayor|Gov\.|Governor|Superintendent|Director|Commissioner|Colonel|Col\.|Rep\.|Sen\.)"
_ACTOR = re.compile(
    rf"\b(?:(?:[A-Z][\w.'-]*\s+){{0,4}}?{_TITLED}(?:'s)?\s+(?:[A-Z][\w.'-]+\s?){{1,4}}|(?:[A-Z][\w.'-]*\s+){{1,4}}(?:County|Parish)(?:'s)?(?:\s+(?:Sheriff's\s+(?:Office|Department)|sheriff's\s+(?:office|department)|Sheriff|sheriff|Jail|jail|Board(?:\s+of\s+\w+)?|Commission\w*|Council|[Dd]eputies|[Cc]ommissioners?))?|"
    r"(?:[A-Z][\w.'-]*\s+){1,4}(?:Police(?:\s+Department)?|Department\s+of\s+(?:[A-Z]\w+(?:\s+and)?\s?){1,4}|Highway\s+Patrol|State\s+Patrol|State\s+Police|State\s+Troopers|City\s+Council|Town\s+Council|Marshal(?:'s\s+Office)?|Constable(?:'s\s+Office)?|University|College)|"
    r"(?:the\s+)?(?:Highway\s+Patrol|State\s+Patrol|State\s+Police|National\s+Guard|Department\s+of\s+(?:[A-Z]\w+(?:\s+and)?\s?){1,4})|University\s+of\s+(?:[A-Z]\w+\s?){1,3}|(?:City|Town|Village|State|Borough)\s+of\s+(?:[A-Z]\w+\s?){1,3}|"
    r"(?:the\s+)?(?:KBI|FDLE|GBI|TBI|DPS|Legislature|General\s+Assembly))"
)
# 'the sheriff', 'the county', 'she': the body that the page named before.
_BACK = re.compile(
    r"\b(?:he|she|they|it|the\s+(?:sheriff|chief|county|office|department|board|council|city|town|jail|agency|select\s+board|commissioners|patrol|police\s+chief|university|supervisors)|"
    r"her\s+office|his\s+office|its\s+sheriff|sheriff's\s+office|select\s+board|board\s+of\s+supervisors|city\s+council|town\s+council|residents|groups|federal\s+government|a\s+town\s+department|lawmakers|police\s+chief)\b",
    re.I,
)
_COUNTED = re.compile(
    r"(?:\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty\S*|thirty\S*|forty\S*|fifty\S*|sixty\S*|dozens?|hundreds?|"
    r"many|several|some|most|all|few|more|other|agencies|departments|sheriffs|universities|states|that|who|which|have\s+not|number)\b)(?:[^.,;]{0,60})$",
    re.I,
)
_DATE_BEFORE_ACT_LIMIT = 90
_TITLE_HEADING = re.compile(r"\b(?:governor|sheriff|chief|council|county|president)\b", re.I)


@dataclass
class _Page:
    home: Home
    reference: date | None
    title: str
    local: str = ""  # the last local body named: 'Lamar County'
    state: str = ""  # its state, where the page gave one
    actor: str | None = None
    ordered_in: int = -1  # the paragraph in which an executive order was last told


def read_events(
    sentences: list[Sentence], home: Home, reference: date | None, title: str
) -> list[PolicyEvent]:
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
    named, dated = mentions(sentence.text), date_mentions(sentence.text, page.reference)
    acts = list(acts_of(sentence.text, before, opens_sums))
    if not acts and page.ordered_in == sentence.paragraph:
        acts = list(_order_of_another_state(sentence.text))
    for act in acts:
        event = _event(page, sentence, act, named, dated)
        if event is not None:
            if act.kind is EventKind.EXECUTIVE_ORDER:
                page.ordered_in = sentence.paragraph
            yield event
    for place in named:
        if place.local:
            page.local, page.state = place.local, place.state or page.home.state
    actor = _ACTOR.search(sentence.text)
    page.actor = actor.group().strip() if actor else page.actor


def _order_of_another_state(text: str) -> Iterator[Act]:
    """'Oklahoma's renews a 2025 directive', after a sentence on a governor's order."""
    opening = mentions(text[:40])
    if opening and opening[0].start <= 24 and text[opening[0].end :].startswith("'s"):
        yield Act(EventKind.EXECUTIVE_ORDER, opening[0].start, min(len(text), opening[0].end + 60))


def _event(
    page: _Page, sentence: Sentence, act: Act, named: list[Mention], dated: list[DateMention]
) -> PolicyEvent | None:
    text = sentence.text
    actor = _actor(page, text, act)
    if act.kind in (EventKind.SIGNED, EventKind.TERMINATED, EventKind.WITHDREW, EventKind.DECLINED) and actor is None:
        return None
    place = _place(page, text, act, named)
    if not place:
        return None
    when = _date(act, dated, text)
    return PolicyEvent(
        act.kind, actor, place, when, act.proposed, text, sentence.start + act.start, sentence.start + act.end
    )


def _actor(page: _Page, text: str, act: Act) -> str | None:
    """The named body before the act, or the one that a pronoun refers to."""
    lead = text[max(0, act.start - 160) : act.start]
    actors = [match for match in _ACTOR.finditer(lead)]
    if actors:
        between = lead[actors[-1].end() :]
        if not (act.kind is EventKind.SIGNED and _COUNTED.search(between)):
            return actors[-1].group().strip()
    if act.kind is EventKind.SIGNED and _COUNTED.search(lead):
        return None
    after = _ACTOR.search(text[act.end : act.end + 80])
    if after:
        return after.group().strip()
    if mentions(lead) and act.kind is not EventKind.SIGNED:
        return text[mentions(lead)[-1].start :][:30].split(",")[0]
    if any(place.local for place in mentions(lead)):
        return next(place.local for place in mentions(lead) if place.local)
    if page.actor and (_BACK.search(lead) or _surname_of(page.actor, lead)):
        return page.actor
    if _BACK.search(lead) and (page.local or page.home.state):
        return page.local or _BACK.search(lead).group()  # type: ignore[union-attr]
    capitalised = re.search(r"(?:^|[\s\"])(?P<who>[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)*)(?:'s)?\s+(?:\w+\s+){0,4}$", lead)
    if capitalised and page.home.state and not re.fullmatch(r"(?:The|In|But|And|ICE|DHS|It|This|That|A|An|As|On|If|None)", capitalised["who"]):
        return capitalised["who"]
    return None


def _surname_of(actor: str, lead: str) -> bool:
    return len(actor.split()) > 1 and re.search(rf"\b{re.escape(actor.split()[-1])}\b", lead) is not None


def _place(page: _Page, text: str, act: Act, named: list[Mention]) -> str:
    states = [place for place in named if not place.local]
    if act.kind is EventKind.EXECUTIVE_ORDER:
        lead = text[: act.end + 60]
        if _PRESIDENT.search(lead) and not (_GOVERNOR.search(text) or re.search(r"\bgovernor", text)):
            return "US"
        if states:
            return states[0].state
        if _GOVERNOR.search(text) or re.search(r"\bstate\s+(?:agencies|police|troopers)|\bpredecessor", text) or not _FEDERAL.search(text):
            return page.home.state or ("US" if _FEDERAL.search(text) else "")
        return "US"
    if act.kind is EventKind.FUNDING_PROGRAM:
        if _FEDERAL.search(text) and not re.search(r"\bstate\s+(?:opened|grants?|fund)", text):
            return "US"
        return states[0].state if states else page.home.state
    if act.kind is EventKind.POLL:
        return states[0].state if states else "US"
    if act.kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW):
        before = [place for place in states if place.end <= act.end + 40]
        return before[-1].state if before else (states[0].state if states else page.home.state)
    return _local_place(page, text, act, named)


def _local_place(page: _Page, text: str, act: Act, named: list[Mention]) -> str:
    """The county or state of the body that acts: nearest before the act, else after it, else the page's."""
    before = [place for place in named if place.end <= act.start]
    after = [place for place in named if place.start >= act.end and place.start - act.end < 90]
    for place in [*reversed(before), *after]:
        state = place.state or next((other.state for other in named if not other.local), "") or page.state or page.home.state
        if place.local and state:
            return f"{place.local}, {state}"
        if state and not place.local:
            return state
    home = page.state or page.home.state
    if page.local and home and _BACK.search(text[max(0, act.start - 120) : act.start]):
        return f"{page.local}, {home}"
    return home


def _date(act: Act, dated: list[DateMention], text: str) -> str | None:
    """The date nearest to the act, after it or before it."""
    near = [
        (min(abs(mention.start - act.end), abs(act.start - mention.end)), mention.iso)
        for mention in dated
        if mention.start - act.end < 120 and act.start - mention.end < _DATE_BEFORE_ACT_LIMIT
    ]
    return min(near)[1] if near else None
