"""What a subscriber is owed, and the state of the record -> the content of one digest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from models.digests.content import (
    FIGURES,
    DigestContent,
    Figure,
    Growth,
    Item,
    LastDigest,
    NewsItem,
    PlaceFigure,
    PlaceRecord,
    Situation,
)
from models.digests.health import Trouble
from models.digests.mapped import StateMap, state_maps
from models.digests.owed import JournalEntry, Owed
from models.digests.subscriptions import Subscriber, concerns_scope
from models.digests.telling.headline import subject
from models.digests.telling.importance import rank
from models.digests.telling.places import asked_for, named_places, places_now
from models.digests.telling.portraits import portraits
from models.digests.telling.top_line import top_line
from models.digests.wording import place_name
from models.kinds import COSMETIC_KINDS, KINDS, DigestSection
from models.lists.counts import NATION, growth_percent
from models.vocabulary import PLACE_NAMES, ChangeKind, ChangeStatus

# What concerns a reader of one state in a week; `moawatch claims` and `events` have the rest.
MOST_NEWS = 5

# What `Item` repeats of an entry in the journal, and of its change.
_OF_ENTRY = ("state", "version", "status", "county", "county_fips", "body", "moa_url", "list_date", "list_sha256")
_OF_CHANGE = (
    "kind", "state_before", "agency_id", "agency", "agency_before", "support_type", "support_type_before",
    "signed", "signed_before", "row",
)  # fmt: skip


NO_PLACE_RECORD = PlaceRecord()


def compose(
    subscriber: Subscriber,
    owed: Sequence[Owed],
    situation: Situation,
    before: LastDigest | None,
    on: date,
    told_news: frozenset[str] = frozenset(),
    on_record: PlaceRecord = NO_PLACE_RECORD,
    last: Sequence[JournalEntry] = (),
) -> DigestContent:
    """The digest of `on` (the subscriber's day) for one subscriber.

    `owed` is all that `models.digests.owed` found; `before` is the subscriber's last digest, None for the first one;
    `told_news` are the ids of the news that this subscriber was told before; `on_record` is what
    the record has of the places asked for, and `last` their last changes, for a first digest.
    """
    items = sorted((_item(each, before) for each in owed if _told_by_name(each)), key=_order)
    corrections = tuple(item for item in items if _is_correction(item))
    sections = defaultdict[DigestSection, list[Item]](list)
    for item in items:
        if not (item.filled_in or _is_correction(item)):
            sections[KINDS[item.kind].section].append(item)
    endings = sections[DigestSection.ENDINGS]
    told_here = {each.entry.change.id for each in owed}
    history = [_item(Owed(each, None), None) for each in last if each.change.id not in told_here]
    troubles, lasting, over = _troubles(subscriber, situation, before)
    here = places_now(subscriber, on_record, situation, before) if situation.as_of else ()
    country = subscriber.everywhere or subscriber.nation
    content = DigestContent(
        subject="",
        top_line="",
        on=on,
        as_of=situation.as_of,
        since=before.on if before else None,
        since_list=before.list_date if before else None,
        watching=named_places(asked_for(subscriber, on_record)),
        watched_states=subscriber.watched_states,
        here=here,
        portraits=portraits(subscriber, here, on_record, history, first=before is None),
        figures=_figures(situation, before) if country else (),
        growth=_growth(situation) if country else (),
        places=_places(situation, before) if country else (),
        series=situation.series if country else (),
        maps=_maps(subscriber, situation, before),
        corrections=corrections,
        changed=tuple(sections[DigestSection.BY_STATE]),
        endings_confirmed=tuple(item for item in endings if item.status is ChangeStatus.CONFIRMED),
        endings_suspected=tuple(item for item in endings if item.status is ChangeStatus.SUSPECTED),
        documents=tuple(sections[DigestSection.DOCUMENTS]),
        pending=tuple(sections[DigestSection.PENDING]),
        filled_in=tuple(item for item in items if item.filled_in),
        cosmetic=_cosmetic(owed),
        news=_news_for(subscriber, situation.news, told_news),
        held=situation.held,
        health=situation.health if subscriber.operator else (),
        outdated=() if subscriber.operator else tuple(each.outdated for each in situation.health if each.outdated),
        troubles=troubles,
        troubles_lasting=lasting,
        troubles_over=over,
        lists=situation.lists,
    )
    return replace(content, subject=subject(content), top_line=top_line(content))


def _news_for(subscriber: Subscriber, news: Iterable[NewsItem], told_news: frozenset[str]) -> tuple[NewsItem, ...]:
    """The most useful of the news that concerns this subscriber and was not told before; whoever watches the whole
    country is told of the country first."""
    new = [each for each in news if each.id not in told_news and concerns_scope(subscriber, each.scope, each.agency_id)]
    return tuple(sorted(new, key=lambda each: (subscriber.everywhere and each.scope != NATION, each.use))[:MOST_NEWS])


def _told_by_name(each: Owed) -> bool:
    """Cosmetic changes are only counted, unless they correct something that was told by name."""
    return not each.entry.cosmetic or (each.told is not None and each.told.kind not in COSMETIC_KINDS)


def _item(each: Owed, before: LastDigest | None) -> Item:
    entry, told = each.entry, each.told
    # What was only counted, or has been withdrawn since, no longer holds: there is nothing to correct.
    if told and (told.kind in COSMETIC_KINDS or told.status is ChangeStatus.WITHDRAWN):
        told = None
    # From a list older than the last digest's: a backfill must not read as today's news.
    history = bool(entry.late and before and before.list_date and entry.list_date < before.list_date)
    return Item(
        change_id=entry.change.id,
        in_counties=tuple(sorted(entry.in_counties)),
        filled_in=told is None and history,
        told_kind=told.kind if told else None,
        told_status=told.status if told else None,
        told_on=told.on if told else None,
        **{name: getattr(entry, name) for name in _OF_ENTRY},
        **{name: getattr(entry.change, name) for name in _OF_CHANGE},
    )


def _is_correction(item: Item) -> bool:
    """Whether this item corrects what was told. To confirm an ending told as suspected is no correction."""
    told = (item.told_kind, item.told_status)
    confirms = item.status is ChangeStatus.CONFIRMED and told == (item.kind, ChangeStatus.SUSPECTED)
    return item.told_kind is not None and not confirms


def _order(item: Item) -> tuple[str, int, str, str, str, str]:
    named = (item.agency.casefold(), item.support_type or "", item.kind, item.change_id)
    return (place_name(item.state), rank(item), *named)


def _figures(situation: Situation, before: LastDigest | None) -> tuple[Figure, ...]:
    told = before.figures if before else {}
    now = [(label, situation.figures[label]) for label in FIGURES if label in situation.figures]
    return tuple(Figure(label, value, value - told[label] if label in told else None) for label, value in now)


def _maps(subscriber: Subscriber, situation: Situation, before: LastDigest | None) -> tuple[StateMap, ...]:
    since, told_list = (before.on, before.list_date) if before else (None, None)
    return state_maps(subscriber, situation.mapped, situation.as_of, since=since, told_list=told_list)


def _places(situation: Situation, before: LastDigest | None) -> tuple[PlaceFigure, ...]:
    """Every place with an agreement, and those that had one in the last digest, if that told of the country."""
    figures = before.figures if before and "agreements" in before.figures else None
    told = {place: number for place, number in (figures or {}).items() if place in PLACE_NAMES}
    now = situation.by_state
    return tuple(
        PlaceFigure(place, now.get(place, 0), None if figures is None else now.get(place, 0) - told.get(place, 0))
        for place in sorted({*now, *told})
    )


def _growth(situation: Situation) -> tuple[Growth, ...]:
    now = situation.figures.get("agreements")
    starts = [(each.words, each.agreements) for each in situation.baselines]
    return tuple(Growth(label, start, growth_percent(start, now)) for label, start in starts if now is not None)


def _cosmetic(owed: Iterable[Owed]) -> tuple[tuple[ChangeKind, int], ...]:
    counted = Counter(each.entry.change.kind for each in owed if not _told_by_name(each))
    return tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))


def _troubles(
    subscriber: Subscriber, situation: Situation, before: LastDigest | None
) -> tuple[tuple[Trouble, ...], tuple[Trouble, ...], tuple[str, ...]]:
    """The problems that are new since the last digest, those that continue, and the sentences of resolved ones."""
    if not subscriber.operator:
        return (), (), ()
    told = before.troubles if before else {}
    new = tuple(trouble for trouble in situation.troubles if trouble.key not in told)
    lasting = tuple(trouble for trouble in situation.troubles if trouble.key in told)
    present = {trouble.key for trouble in situation.troubles}
    return new, lasting, tuple(sentence for key, sentence in told.items() if key not in present)
