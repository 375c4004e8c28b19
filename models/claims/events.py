"""Policy events: the acts of a page, each with its actor, place and date; none where actor or place is missing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from models.claims.act_bodies import bodies_of
from models.claims.act_dates import Told, date_of, law_date_of
from models.claims.act_places import places_of, plaintiff, polarity, public_actor, suit_place
from models.claims.act_table import compiled
from models.claims.actor_names import remember
from models.claims.actors import actors_of, counted_subject, items_of, named_after
from models.claims.acts import Act, acts_of
from models.claims.dates import date_mentions
from models.claims.gazetteer import states_with
from models.claims.home import section_of
from models.claims.named_bodies import NamedBody
from models.claims.named_so_far import GOVERNOR, PRESIDENT, Actor, NamedSoFar
from models.claims.places import Home, Mention, mentions
from models.claims.polls import asks_the_nation
from models.claims.stated import EventKind, PolicyEvent
from models.claims.text import Sentence

AGENCY_ACTS = frozenset({EventKind.SIGNED, EventKind.TERMINATED, EventKind.WITHDREW, EventKind.DECLINED})
_REMEMBERED = 2  # sentences for which 'it would forbid them' is about a bill
_OPENING = 60  # sentences in which a page has said where it is
_FIRST_COUNTIES = 3  # that a page names and that settle its state
_SHORT_LIVED = 45  # days; officers are hardly trained by then
_BANS_OR_MANDATES = re.compile(r"\b(?:(?P<ban>bans?|prohibitions?)|mandates?|requirements?)\b")
_DELEGATE = re.compile(r"Del\.\s[A-Z][a-z]+\s[A-Z][a-z]")  # 'Del. Kathy Tran' is of Virginia or Maryland
_ONE_OF_THEM = re.compile(
    r"\W*(?:(?:One|Both|Another) of (?:the|those|these) (?:bills|laws|measures)|(?:One|The other) [a-z]+s)\b"
)
_WASHINGTON = re.compile(
    r"\bWashington(?='s?\s(?:Legislature|governor|Keep|Senate|House)|\s(?:Gov\.|Governor|lawmakers|legislators|sheriffs|counties|law\b))"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CAPITAL = re.compile(r"[A-Z]\w")
_LAW_REACH = 20  # characters behind 'have similar' in which the law is named
_GOES_ON = ("The ", "They ", "Those ", "These ")
# 'Bans.', 'States that prohibit 287(g) agreements:': what follows is a list of states with such laws
_LAW_LIST = compiled(
    r"^\W*(?:states (?:that|which|with) )?(?:(?:laws? )?(?P<ban>bans?|banning|prohibit\w*|forbid\w*)|"
    r"(?P<mandate>mandates?|mandating|requir\w+))\b[^.:]{0,50}[.:]"
)


def read_events(
    title: str, sentences: list[Sentence], home: Home, reference: date | None, news: str | None, town: str = ""
) -> list[PolicyEvent]:
    """The events of a page in order, each kind and place once; `news` is its month of publication, `town` its town."""
    if not home.state and (only := _only_state(title, sentences)):
        home = Home(only, home.county, False)
    page = NamedSoFar(home, reference, news, town=town, local=home.county, state=home.state)
    page.nation_polled = asks_the_nation(title)
    page.fresh = frozenset(act.kind for act in acts_of(title, title, mentions(title)) if act.kind)
    reader = _EventReader(page)
    found: dict[tuple[EventKind, str], tuple[PolicyEvent, Told]] = {}
    for position, sentence in enumerate(sentences):
        earlier = sentences[max(0, position - _REMEMBERED) : position]
        before = " ".join(each.text for each in earlier) or title
        for event, told in reader.read(sentence, before):
            known, known_told = found.setdefault((event.kind, event.place), (event, told))
            better = told.stated and not known_told.stated and not _is_older(told, known_told)
            if told.iso and (known_told.iso is None or better):
                reasons = (*known.reasons[:-1], event.reasons[-1])
                found[event.kind, event.place] = (replace(known, date=told.iso, reasons=reasons), told)
    events = {key: _of_only_law(event, page) for key, (event, _) in found.items()}
    _join_suits(events)
    return [_short_lived(event, events) for event in events.values()]


def _is_older(told: Told, news: Told) -> bool:
    """Whether a day is of another act, long before the news: 'has renewed its contract', which it 'signed in 2012'."""
    return told.iso is not None and news.iso is not None and int(news.iso[:4]) - int(told.iso[:4]) > 1


def _places(text: str) -> tuple[Mention, ...]:
    """The places of a sentence, with Washington where its government is told to act."""
    named = [place for place in mentions(text) if not _DELEGATE.match(text, place.start)]
    for match in _WASHINGTON.finditer(text):
        if not any(place.start <= match.start() < place.end for place in named):
            named.append(Mention(match.start(), match.start() + len("Washington"), "WA", ""))
    return tuple(sorted(named, key=lambda place: place.start))


def _only_state(title: str, sentences: list[Sentence]) -> str:
    """The one state that a page without a home names by states, counties and towns; else the one that has the counties
    it names first; '' where that settles nothing."""
    texts = (title, *(each.text for each in sentences[:_OPENING]))
    places = [place for text in texts for place in mentions(text)]
    named = {place.state for place in places if place.state and place.printed}
    counties = dict.fromkeys(place.local for place in places if place.local and not place.printed)
    having = [states_with(county) for county in counties if states_with(county)][:_FIRST_COUNTIES]
    common = frozenset.intersection(*having) if having else frozenset()
    if len(named) != 1 or (common and not named & common):
        named = set(common & named or common)  # 'Surry County' on a page that names the two Carolinas
    return named.pop() if len(named) == 1 else ""


def _short_lived(event: PolicyEvent, events: dict[tuple[EventKind, str], PolicyEvent]) -> PolicyEvent:
    """An agreement that ends within weeks of its signing was taken back, not terminated."""
    signed = events.get((EventKind.SIGNED, event.place))
    if event.kind is not EventKind.TERMINATED or signed is None or not (signed.date and event.date):
        return event
    if len(signed.date) < 10 or len(event.date) < 10:
        return event
    days = (date.fromisoformat(event.date) - date.fromisoformat(signed.date)).days
    if not 0 <= days <= _SHORT_LIVED:
        return event
    return replace(event, kind=EventKind.WITHDREW, reasons=(*event.reasons, f"kind: signed {days} days before"))


def _of_only_law(event: PolicyEvent, page: NamedSoFar) -> PolicyEvent:
    """A law without a day has the only one on which the page says that a law of its state was made."""
    if event.date or event.proposed or event.kind not in (EventKind.BAN_LAW, EventKind.MANDATE_LAW):
        return event
    days = [day for day, state in page.law_dates if state == event.place]
    if len(days) != 1:
        return event
    return replace(event, date=days[0], reasons=(*event.reasons[:-1], "date: the only day of a law on the page"))


def _join_suits(events: dict[tuple[EventKind, str], PolicyEvent]) -> None:
    """'A Louisiana sheriff was sued', then 'the complaint' with the parish: one suit, there and on the first day."""
    suits = [key for key in events if key[0] is EventKind.LAWSUIT]
    for key in suits:
        local = [other for other in suits if other[1].endswith(f", {key[1]}")]
        if len(local) == 1:
            vague, exact = events.pop(key), events[local[0]]
            events[local[0]] = replace(
                exact, actor=exact.actor or vague.actor, date=vague.date or exact.date, reasons=vague.reasons
            )


class _EventReader:
    """Reads one sentence after the other, with what the page has named so far."""

    def __init__(self, page: NamedSoFar) -> None:
        self.page = page
        self.home = page.home
        self.counted: tuple[Act, Told] | None = None  # an act of bodies that were only counted: names may follow
        self.listing: tuple[EventKind, int] | None = None  # the kind of law whose states a paragraph lists
        self.paragraph = -1

    def read(self, sentence: Sentence, before: str) -> Iterator[tuple[PolicyEvent, Told]]:
        page, text = self.page, sentence.text
        goes_on = sentence.paragraph == self.paragraph or sentence.lead_in or text.lstrip().startswith(_GOES_ON)
        self.counted = self.counted if goes_on else None
        if sentence.paragraph != self.paragraph:
            page.home = self.home
        page.home = section_of(text) or page.home
        self.paragraph = sentence.paragraph
        page.nation_polled = page.nation_polled or asks_the_nation(text)
        named = _places(text)
        acts = acts_of(text, before, named)
        acting = bool(acts) or self.counted is not None
        bodies = bodies_of(sentence, page, acting) if _CAPITAL.search(text) else ()
        if acts:
            yield from self._acts(sentence, acts, named, bodies)
        else:
            yield from self._names(sentence, bodies)
            yield from self._listed_laws(sentence, named)
        remember(bodies, page)
        page.last_year = next(reversed(_YEAR.findall(text)), page.last_year)
        if made := law_date_of(text, page):
            page.law_date = made
            page.law_dates.add((made, next((place.state for place in named if place.state), self.home.state)))
        if GOVERNOR.search(text) or PRESIDENT.search(text):
            page.figure = "state" if GOVERNOR.search(text) else "US"

    def _acts(
        self, sentence: Sentence, acts: list[Act], named: tuple[Mention, ...], bodies: tuple[NamedBody, ...]
    ) -> Iterator[tuple[PolicyEvent, Told]]:
        page, text = self.page, sentence.text
        for act in acts:
            if act.law and act.proposed and page.law_date and _ONE_OF_THEM.match(text):
                act = replace(act, proposed=False)
            told = date_of(act, acts, sentence, page)
            kind = act.kind
            if kind is None:
                # 'Cecil County did the same': after an act of an agency, unless a state is the subject
                if act.law and not act.states:
                    page.last_kind = page.last_law  # 'New Mexico's act also bars ...', whatever was told between
                elif not act.states and page.last_kind not in AGENCY_ACTS:
                    continue
                if page.last_kind is None:
                    continue
                last = _law_named(text[act.start : act.end + _LAW_REACH]) if act.states else page.last_kind
                last = last or (page.last_law if act.law and page.last_law else page.last_kind)
                if act.states and last in AGENCY_ACTS:
                    continue  # after 'the sheriff signed it', 'Ohio did the same' tells no law
                kind = polarity(last, text[act.start : act.end])
                act = replace(act, kind=kind, proposed=page.last_proposed and act.proposed)
                if told.iso is None and (kind is EventKind.EXECUTIVE_ORDER or not act.states):
                    told = Told(page.last_date, "as the act before it")
            actors = self._actors(act, kind, text, named, bodies, told)
            for actor in actors:
                if actor.place:
                    yield _event(act, kind, actor, told, sentence), told
            if kind in (EventKind.BAN_LAW, EventKind.MANDATE_LAW):
                page.last_law = kind
            dated_before = page.last_date if act is not acts[0] else None
            page.last_kind, page.last_date, page.last_proposed = kind, told.iso or dated_before, act.proposed

    def _actors(
        self,
        act: Act,
        kind: EventKind,
        text: str,
        named: tuple[Mention, ...],
        bodies: tuple[NamedBody, ...],
        told: Told,
    ) -> list[Actor]:
        """Who acted where: an agency for itself, a government for its state, a court for the place of the agreement."""
        page = self.page
        match kind:
            case EventKind.LAWSUIT:
                page.suit_place = suit_place(act, text, bodies, page)
                return [Actor(plaintiff(act, text), page.suit_place, "the sentence")]
            case EventKind.SIGNED | EventKind.TERMINATED | EventKind.WITHDREW | EventKind.DECLINED:
                actors = actors_of(act, text, bodies, page) or _counted_on_a_day(act, text, named, told)
                self.counted = None if actors else (act, told)
                return actors
            case _:
                places = places_of(act, text, named, page)
                if kind is EventKind.EXECUTIVE_ORDER and places:
                    page.order_place = places[-1]
                return [Actor(public_actor(act, text, place), place, "the sentence") for place in places]

    def _names(self, sentence: Sentence, bodies: tuple[NamedBody, ...]) -> Iterator[tuple[PolicyEvent, Told]]:
        """The bodies that a sentence names, or an item of a list, after one that only counted them."""
        if self.counted is None or not bodies:
            return
        act, told = self.counted
        text = sentence.text
        actors = items_of(bodies, self.page) if sentence.lead_in else named_after(text, bodies, self.page)
        if sentence.lead_in and len(days := list(date_mentions(text, self.page.reference))) == 1:
            told = Told(days[0].iso, "the date of its line")
        for actor in actors:
            if act.kind is not None and actor.place:
                yield _event(replace(act, start=0, end=len(text)), act.kind, actor, told, sentence), told

    def _listed_laws(self, sentence: Sentence, named: tuple[Mention, ...]) -> Iterator[tuple[PolicyEvent, Told]]:
        """The states under a heading such as 'Bans:'."""
        if heading := _LAW_LIST.match(sentence.text):
            self.listing = (EventKind.BAN_LAW if heading["ban"] else EventKind.MANDATE_LAW, sentence.paragraph)
        if self.listing is None or self.listing[1] != sentence.paragraph:
            return
        kind = self.listing[0]
        for place in named:
            if not place.local:
                act = Act(kind, place.start, place.end, False, "a list of laws")
                told = date_of(act, [act], sentence, self.page)
                yield _event(act, kind, Actor("", place.state, "the list"), told, sentence), told


def _law_named(words: str) -> EventKind | None:
    """'have similar bans': the kind that the words themselves name; None where they name none."""
    named = _BANS_OR_MANDATES.search(words)
    if named is None:
        return None
    return EventKind.BAN_LAW if named["ban"] else EventKind.MANDATE_LAW


def _counted_on_a_day(act: Act, text: str, named: tuple[Mention, ...], told: Told) -> list[Actor]:
    """'Eighteen Texas sheriffs joined on Monday' is an act; 'nine universities have signed' is a count."""
    state = next((place.state for place in named if not place.local and place.end <= act.start), "")
    counted = counted_subject(act, text)
    if counted and state and told.iso and len(told.iso) == 10:
        return [Actor(counted, state, "a count of bodies that acted on one day")]
    return []


def _event(act: Act, kind: EventKind, actor: Actor, told: Told, sentence: Sentence) -> PolicyEvent:
    return PolicyEvent(
        kind,
        actor.name or None,
        actor.place,
        told.iso,
        act.proposed,
        sentence.text,
        sentence.start + act.start,
        sentence.start + act.end,
        (f"act: {act.row}", f"actor: {actor.why}", f"date: {told.why}"),
    )
