"""Policy events: an act (`acts`) by a named actor, with its place and date."""

from collections.abc import Iterator
from datetime import date

from models.claims.act_places import GOVERNOR, PRESIDENT, places_of
from models.claims.actors import ACTOR, BODY_WORD, NamedSoFar, actor_of, public_actor
from models.claims.acts import Act, agency_acts
from models.claims.dates import DateMention, date_mentions
from models.claims.measures import law_list, public_acts
from models.claims.places import Home, Mention, mentions
from models.claims.stated import EventKind, PolicyEvent
from models.claims.text import Sentence

_DATE_BEFORE_ACT_LIMIT = 90


def read_events(sentences: list[Sentence], home: Home, reference: date | None) -> list[PolicyEvent]:
    """The events of a page in order, each kind and place once."""
    page = NamedSoFar(home, reference, local=home.county, state=home.state)
    found: dict[tuple[EventKind, str], PolicyEvent] = {}
    previous: Sentence | None = None
    for position, sentence in enumerate(sentences):
        near = previous and (previous.paragraph == sentence.paragraph or " similar " in sentence.text)
        before = previous.text if previous and near else ""
        following = sentences[position + 1] if position + 1 < len(sentences) else None
        opens_sums = sentence.text.endswith(":") and following is not None and "$" in following.text
        for event in _sentence_events(page, sentence, before, opens_sums):
            found.setdefault((event.kind, event.place), event)
        previous = sentence
    return list(found.values())


def _sentence_events(page: NamedSoFar, sentence: Sentence, before: str, opens_sums: bool) -> Iterator[PolicyEvent]:
    text = sentence.text
    named = mentions(text)
    acts = [*public_acts(text, before, opens_sums), *agency_acts(text, before)]
    if not acts and page.ordered_in == sentence.paragraph:
        acts = list(_order_of_another_state(text))
    heading = law_list(text)
    if heading or page.listing_in != sentence.paragraph:
        page.listing, page.listing_in = heading, sentence.paragraph
    if not acts and page.listing:
        acts = [Act(page.listing, place.start, place.end) for place in named if not place.local]
    dated = date_mentions(text, page.reference) if acts else ()
    for act in acts:
        for event in _events(page, sentence, act, named, dated):
            if act.kind is EventKind.EXECUTIVE_ORDER:
                page.ordered_in, page.order_place = sentence.paragraph, event.place
            yield event
    for place in named:
        page.recent = place.state or page.recent
        if place.local:
            page.local, page.state = place.local, place.state or page.home.state
    if GOVERNOR.search(text) or PRESIDENT.search(text):
        page.figure = "state" if GOVERNOR.search(text) else "US"
    actor = ACTOR.search(text) if BODY_WORD.search(text) else None
    page.actor = actor.group().strip() if actor else page.actor


def _order_of_another_state(text: str) -> Iterator[Act]:
    """'Utah's goes further', after a sentence on a governor's order."""
    opening = mentions(text[:40])
    if opening and opening[0].start <= 24 and text[opening[0].end :].startswith("'s"):
        yield Act(EventKind.EXECUTIVE_ORDER, opening[0].start, min(len(text), opening[0].end + 60))


def _events(
    page: NamedSoFar, sentence: Sentence, act: Act, named: tuple[Mention, ...], dated: tuple[DateMention, ...]
) -> Iterator[PolicyEvent]:
    """One event, or one for each of the states that a law's sentence lists."""
    text = sentence.text
    when = _date(act, dated)
    agency_act = act.kind in (EventKind.SIGNED, EventKind.TERMINATED, EventKind.WITHDREW, EventKind.DECLINED)
    actor = actor_of(page, text, act, when) if agency_act or act.kind is EventKind.LAWSUIT else None
    if agency_act and actor is None:
        return
    start, end = sentence.start + act.start, sentence.start + act.end
    for place in places_of(page, text, act, named):
        yield PolicyEvent(
            act.kind, actor or public_actor(act, text, place), place, when, act.proposed, text, start, end
        )


def _date(act: Act, dated: tuple[DateMention, ...]) -> str | None:
    """The date nearest to the act, after it or before it."""
    near = [
        (min(abs(mention.start - act.end), abs(act.start - mention.end)), mention.iso)
        for mention in dated
        if mention.start - act.end < 120 and act.start - mention.end < _DATE_BEFORE_ACT_LIMIT
    ]
    return min(near)[1] if near else None
