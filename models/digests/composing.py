"""What a reader is owed, and the state of the record -> the content of one digest. No clock, no record, no format."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from models.digests.content import (
    Before,
    CheckedClaim,
    DigestContent,
    Discrepancy,
    Figure,
    Growth,
    Item,
    PlaceFigure,
    ReportedAct,
    Situation,
    StateNews,
    Trouble,
)
from models.digests.headline import subject, top_line
from models.digests.owed import Owed
from models.digests.subscriptions import Subscriber, wants_scope
from models.digests.wording import place_name, watched_words
from models.lists.counts import growth_percent
from models.vocabulary import COSMETIC_KINDS, ChangeKind, ChangeStatus

News = TypeVar("News", CheckedClaim, ReportedAct, Discrepancy)

FIGURES = ("agreements", "agencies", "states", "territories", "pending")
DOCUMENT_KINDS = frozenset({ChangeKind.MOA_POSTED, ChangeKind.ADDENDUM_POSTED})
PENDING_KINDS = frozenset({ChangeKind.PENDING_ADDED, ChangeKind.PENDING_SIGNED, ChangeKind.PENDING_DROPPED})

# Within a state: what is new first, then what goes on in another form, then names.
_BY_STATE = (
    ChangeKind.AGREEMENT_ADDED,
    ChangeKind.AGREEMENT_RETURNED,
    ChangeKind.AGREEMENT_RENEWED,
    ChangeKind.AGREEMENT_SWITCHED,
    ChangeKind.AGENCY_RENAMED,
    ChangeKind.AGENCY_RELABELED,
)
_ORDER = {kind: place for place, kind in enumerate((*_BY_STATE, *sorted(ChangeKind)))}


def compose(
    subscriber: Subscriber,
    owed: Sequence[Owed],
    situation: Situation,
    before: Before | None,
    on: date,
    told_news: frozenset[str] = frozenset(),
) -> DigestContent:
    """The digest of `on` (the reader's day) for one reader.

    `owed` is all that `models.digests.owed` found; `before` is what the reader's last digest said, None for the first
    one; `told_news` are the ids of claims, acts and discrepancies that this reader was told before.
    """
    items = sorted((_item(each, before) for each in owed if _told_by_name(each)), key=_reading_order)
    fresh = [item for item in items if not (_is_correction(item) or item.filled_in)]
    endings = [item for item in fresh if item.kind is ChangeKind.AGREEMENT_ENDED]
    troubles, lasting, over = _troubles(subscriber, situation, before)
    content = DigestContent(
        subject="",
        top_line="",
        on=on,
        as_of=situation.as_of,
        since=before.on if before else None,
        watching=watched_words(subscriber),
        watched_states=subscriber.watched_states,
        figures=_figures(situation, before),
        growth=_growth(situation),
        places=_places(situation, before),
        series=situation.series,
        corrections=tuple(item for item in items if _is_correction(item)),
        by_state=_by_state([item for item in fresh if item.kind in _BY_STATE], situation, before),
        endings_confirmed=tuple(item for item in endings if item.status is ChangeStatus.CONFIRMED),
        endings_suspected=tuple(item for item in endings if item.status is ChangeStatus.SUSPECTED),
        documents=tuple(item for item in fresh if item.kind in DOCUMENT_KINDS),
        pending=tuple(item for item in fresh if item.kind in PENDING_KINDS),
        filled_in=tuple(item for item in items if item.filled_in),
        cosmetic=_cosmetic(owed),
        acts=_fresh(subscriber, situation.acts, told_news),
        claims=_fresh(subscriber, situation.claims, told_news),
        still_listed=_fresh(subscriber, situation.still_listed, told_news),
        not_listed=_fresh(subscriber, situation.not_listed, told_news),
        lasting=_lasting(subscriber, (*situation.still_listed, *situation.not_listed), told_news),
        held=situation.held,
        health=situation.health,
        troubles=troubles,
        troubles_lasting=lasting,
        troubles_over=over,
        lists=situation.lists,
    )
    return replace(content, subject=subject(content), top_line=top_line(content))


def _fresh(subscriber: Subscriber, news: Iterable[News], told_news: frozenset[str]) -> tuple[News, ...]:
    return tuple(one for one in news if one.id not in told_news and wants_scope(subscriber, one.scope))


def _lasting(subscriber: Subscriber, news: Iterable[News], told_news: frozenset[str]) -> tuple[News, ...]:
    return tuple(one for one in news if one.id in told_news and wants_scope(subscriber, one.scope))


def _told_by_name(each: Owed) -> bool:
    """Corrections of the writing are only counted, save where they unmake something that was told by name."""
    return not each.reading.cosmetic or (each.told is not None and each.told.kind not in COSMETIC_KINDS)


def _item(each: Owed, before: Before | None) -> Item:
    reading, change = each.reading, each.reading.change
    # What was only counted, or has been withdrawn since, stands no longer: there is nothing to correct.
    told = each.told
    if told and (told.kind in COSMETIC_KINDS or told.status is ChangeStatus.WITHDRAWN):
        told = None
    return Item(
        change_id=change.id,
        version=reading.version,
        kind=change.kind,
        status=ChangeStatus.WITHDRAWN if reading.withdrawn else change.status,
        state=change.state,
        state_before=change.state_before,
        agency=change.agency,
        agency_before=change.agency_before,
        county=reading.county,
        support_type=change.support_type,
        support_type_before=change.support_type_before,
        signed=change.signed,
        signed_before=change.signed_before,
        moa_url=reading.moa_url,
        list_date=reading.list_date,
        list_sha256=reading.list_sha256,
        row=change.row,
        filled_in=told is None and _is_history(each, before),
        told_kind=told.kind if told else None,
        told_status=told.status if told else None,
        told_on=told.on if told else None,
    )


def _is_history(each: Owed, before: Before | None) -> bool:
    """Whether a reading comes from a list that is older than the one of the reader's last digest: a backfill of old
    lists must not read as news of today."""
    return bool(each.reading.late and before and before.list_date and each.reading.list_date < before.list_date)


def _is_correction(item: Item) -> bool:
    """Whether this item unmakes what was told. An ending told as suspected and confirmed now is no correction."""
    if item.told_kind is None:
        return False
    confirms = (
        item.kind is item.told_kind
        and item.told_status is ChangeStatus.SUSPECTED
        and item.status is ChangeStatus.CONFIRMED
    )
    return not confirms


def _reading_order(item: Item) -> tuple[str, int, str, str, str]:
    return (place_name(item.state), _ORDER[item.kind], item.agency.casefold(), item.support_type or "", item.change_id)


def _figures(situation: Situation, before: Before | None) -> tuple[Figure, ...]:
    told = before.figures if before else {}
    return tuple(
        Figure(label, situation.figures[label], situation.figures[label] - told[label] if label in told else None)
        for label in FIGURES
        if label in situation.figures
    )


def _places(situation: Situation, before: Before | None) -> tuple[PlaceFigure, ...]:
    """Every place with an agreement, and those that had one in the last digest."""
    told = {place: number for place, number in before.figures.items() if place.isupper()} if before else None
    places = sorted({*situation.by_state, *(told or {})})
    return tuple(
        PlaceFigure(
            place,
            situation.by_state.get(place, 0),
            None if told is None else situation.by_state.get(place, 0) - told.get(place, 0),
        )
        for place in places
    )


def _by_state(items: Iterable[Item], situation: Situation, before: Before | None) -> tuple[StateNews, ...]:
    figures = {figure.place: figure for figure in _places(situation, before)}
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.state].append(item)
    return tuple(
        StateNews(figures.get(state) or PlaceFigure(state, 0, None), tuple(members))
        for state, members in groups.items()
    )


def _growth(situation: Situation) -> tuple[Growth, ...]:
    now = situation.figures.get("agreements")
    if now is None:
        return ()
    return tuple(
        Growth(baseline.label, baseline.agreements, growth_percent(baseline.agreements, now))
        for baseline in situation.baselines
    )


def _cosmetic(owed: Iterable[Owed]) -> tuple[tuple[ChangeKind, int], ...]:
    counted = Counter(each.reading.change.kind for each in owed if each.reading.cosmetic and not _told_by_name(each))
    return tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))


def _troubles(
    subscriber: Subscriber, situation: Situation, before: Before | None
) -> tuple[tuple[Trouble, ...], tuple[Trouble, ...], tuple[str, ...]]:
    """The troubles that came since the last digest, those that last, and the sentences of those that are over."""
    if not subscriber.operator:
        return (), (), ()
    told = before.troubles if before else {}
    present = {trouble.key for trouble in situation.troubles}
    return (
        tuple(trouble for trouble in situation.troubles if trouble.key not in told),
        tuple(trouble for trouble in situation.troubles if trouble.key in told),
        tuple(sentence for key, sentence in told.items() if key not in present),
    )
