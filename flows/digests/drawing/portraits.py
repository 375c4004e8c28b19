"""Where things stand in a place, in the sentences of a first digest."""

from dataclasses import dataclass

from flows.digests.drawing.plain import short
from models.digests.content import Item, ListedAgreement, PlaceKind, Portrait
from models.digests.telling.news import number_words
from models.digests.wording import (
    body_words,
    day_words,
    join_words,
    place_name,
    plural,
    type_title,
    upper_first,
    what_happened,
)


@dataclass(frozen=True, slots=True)
class DrawnPortrait:
    """One place: a few sentences, its agencies where they are few, its last changes."""

    heading: str
    sentences: tuple[str, ...]
    agencies: tuple[str, ...]  # 'Paris Police Department: TFM, signed Mar 3, 2025'
    last: tuple[str, ...]  # 'Jan 12, 2026: Paris Police Department (TFM). New agreement.'


def drawn(portrait: Portrait) -> DrawnPortrait:
    now = portrait.now
    agencies = f" of {plural(now.agencies, 'agency')}" if now.agencies and now.agreements else ""
    sentences = [f"{upper_first(number_words(now))}{agencies}."]
    if portrait.by_type:
        types = [f"{number:,} {type_title(kind)}" for kind, number in portrait.by_type]
        sentences.append(f"By support type: {join_words(types)}.")
    if portrait.by_body and not portrait.listed:
        bodies = [f"{number:,} {body_words(body, number)}" for body, number in portrait.by_body]
        sentences.append(f"By sort of agency: {join_words(bodies)}.")
    if portrait.by_state:
        states = [f"{place_name(state)} {number:,}" for state, number in portrait.by_state]
        sentences.append(f"The states with most: {join_words(states)}.")
    if now.pending:
        sentences.insert(1, f"{plural(now.pending, 'pending application')}.")
    return DrawnPortrait(
        heading=upper_first(now.place.name),
        sentences=tuple(sentences),
        agencies=tuple(map(_agreement, portrait.listed)),
        last=tuple(_change(item, now.place.kind is PlaceKind.NATION) for item in portrait.last),
    )


def _agreement(each: ListedAgreement) -> str:
    kind = each.support_type.value if each.support_type else "support type not stated"
    return f"{short(each.agency)}: {kind}" + (f", signed {day_words(each.signed)}" if each.signed else "")


def _change(item: Item, with_state: bool) -> str:
    kind = f" ({item.support_type.value})" if item.support_type else ""
    state = f", {place_name(item.state)}" if with_state else ""
    return f"{day_words(item.list_date)}: {short(item.agency)}{kind}{state}. {what_happened(item)}."
