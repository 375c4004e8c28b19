"""The places that a subscriber asked for, by name, with what the newest list counts there."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from models.digests.content import (
    Item,
    LastDigest,
    ListedAgreement,
    Place,
    PlaceCount,
    PlaceKind,
    PlaceNow,
    PlaceRecord,
    Situation,
)
from models.digests.subscriptions import Subscriber
from models.digests.wording import body_words, join_words, place_name, type_title
from models.lists.counts import ALL_TYPES, NATION
from models.places.tables import counties
from models.vocabulary import TERRITORY_NAMES

UNITED_STATES = Place(PlaceKind.NATION, NATION, "the United States", "", "the country")

# What a county's name ends in -> what a sentence calls it.
_NOUNS = ("Parish", "Borough", "Municipality", "Municipio", "Island", "District", "city")

# Leaves room for what is new.
MAX_NAME_IN_SUBJECT = 40

# A masthead of more names is no longer read.
MAX_NAMED = 3


def state_place(letters: str) -> Place:
    name = place_name(letters)
    noun = "the territory" if letters in TERRITORY_NAMES else "the district" if letters == "DC" else "the state"
    return Place(PlaceKind.STATE, letters, name, name, noun)


def county_place(fips: str) -> Place:
    """A county of the reference tables. A code that they do not have is shown as it is, so that nothing is hidden."""
    county = counties().get(fips)
    if county is None:
        return Place(PlaceKind.COUNTY, fips, f"county {fips}", f"county {fips}", "the county")
    noun = next((f"the {word.lower()}" for word in _NOUNS if county.name.endswith(f" {word}")), "the county")
    name, state = county.name.replace(" city", " City"), county.state
    return Place(PlaceKind.COUNTY, fips, f"{name}, {place_name(state)}", f"{name}, {state}", noun)


def agency_place(id_: str, on_record: PlaceRecord) -> Place:
    """An agency by its last printed name; in a subject without invisible characters and cut. Of one that is not on
    record, perhaps under another id since a rebuild, it must not read as if its agreements had ended."""
    printed, state = on_record.agencies.get(id_, f"{id_} (not on record)"), id_.partition("-")[0]
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in printed).split())
    cut = name if len(name) <= MAX_NAME_IN_SUBJECT else f"{name[:MAX_NAME_IN_SUBJECT].rstrip()}…"
    return Place(PlaceKind.AGENCY, id_, f"{name}, {place_name(state)}", f"{cut}, {state}", "it")


def asked_for(subscriber: Subscriber, on_record: PlaceRecord) -> tuple[Place, ...]:
    """Every place that the subscriber asked for, the smallest kind first, each kind in the order of its names."""
    if subscriber.everywhere:
        return (UNITED_STATES,)
    agencies = (agency_place(id_, on_record) for id_ in subscriber.agencies)
    groups = (agencies, map(county_place, subscriber.counties), map(state_place, subscriber.states))
    return tuple(place for group in groups for place in sorted(group, key=lambda place: place.name))


def to_compare_with(subscriber: Subscriber) -> tuple[Place, ...]:
    """The states of the counties asked for, and the nation; no more states than a sentence holds."""
    if subscriber.everywhere:
        return ()
    states = sorted({county_state(fips) for fips in subscriber.counties} - subscriber.states - {""})
    around = [state_place(letters) for letters in states] if len(states) <= MAX_NAMED else []
    return (*around, *([UNITED_STATES] if subscriber.nation else []))


def county_state(fips: str) -> str:
    county = counties().get(fips)
    return county.state if county else ""


def named_places(places: Iterable[Place]) -> str:
    """'Lamar County, Texas; Polk County, Florida; and 4 more'; '' for the whole country."""
    names = [place.name for place in places if place.kind is not PlaceKind.NATION]
    if len(names) <= MAX_NAMED:
        return "; ".join(names)
    return "; ".join([*names[: MAX_NAMED - 1], f"and {len(names) - MAX_NAMED + 1} more"])


def is_in(item: Item, place: Place) -> bool:
    """Whether a change is one of this place. A move from one state to another belongs to both."""
    if place.kind is PlaceKind.NATION:
        return True
    if place.kind is PlaceKind.STATE:
        return place.key in (item.state, item.state_before)
    if place.kind is PlaceKind.AGENCY:
        return place.key == item.agency_id
    # Of an agency whose county is not known, the counties are those that it may be in: it is in no county's number.
    return item.county_fips is not None and place.key in item.in_counties


def home(item: Item, asked: Iterable[Place]) -> Place:
    """The smallest of the places asked for that a change is in. Of the nation its state; of a county that cannot be
    told, its state with that remark."""
    asked = tuple(asked)
    state = state_place(item.state)
    if UNITED_STATES in asked:
        return state
    unclear = replace(state, name=f"{state.name}, county unclear", short=f"{state.short}, county unclear")
    return next((place for place in asked if is_in(item, place)), unclear)


def figure_key(place: Place, subscriber: Subscriber) -> str:
    """Under which name a digest keeps the number of a place, for the next one to compare with: agreements of other
    support types or bodies are another number."""
    restriction = "+".join(sorted([*subscriber.support_types, *subscriber.bodies]))
    if place.kind is PlaceKind.NATION and not restriction:
        return "agreements"  # one of `FIGURES`
    return f"{place.key} {restriction}".strip()


def of_what(subscriber: Subscriber) -> str:
    """'agreements', 'Task Force Model agreements', 'agreements of sheriffs'."""
    types = join_words([type_title(each) for each in sorted(subscriber.support_types)])
    bodies = join_words([body_words(each, 2) for each in sorted(subscriber.bodies)])
    return " ".join(filter(None, (types, "agreements", f"of {bodies}" if bodies else "")))


def places_now(
    subscriber: Subscriber, on_record: PlaceRecord, situation: Situation, before: LastDigest | None
) -> tuple[PlaceNow, ...]:
    """The places asked for and those to compare them with, as the newest list has them."""
    told = before.figures if before else {}

    def now(place: Place, context: bool) -> PlaceNow:
        count = _count(place, subscriber, on_record, situation)
        key = figure_key(place, subscriber)
        return PlaceNow(
            place=place,
            context=context,
            agreements=count.agreements,
            of_what=of_what(subscriber),
            agencies=_agencies(place, count),
            pending=_pending(place, subscriber, on_record, situation),
            change=count.agreements - told[key] if key in told else None,
        )

    asked = [now(place, False) for place in asked_for(subscriber, on_record)]
    # Of a body the record counts only what it was asked to read: the places around would need every row of the list.
    around = [] if subscriber.bodies else [now(place, True) for place in to_compare_with(subscriber)]
    return (*asked, *around)


def listed_in(place: Place, subscriber: Subscriber, on_record: PlaceRecord) -> list[ListedAgreement]:
    """The agreements of the roster in a place, of the support types and bodies asked for."""
    return [
        each
        for each in on_record.roster
        if _WHERE[place.kind](each, place.key)
        and (not subscriber.support_types or each.support_type in subscriber.support_types)
        and (not subscriber.bodies or each.body in subscriber.bodies)
    ]


_WHERE: dict[PlaceKind, Callable[[ListedAgreement, str], bool]] = {
    PlaceKind.AGENCY: lambda each, key: each.agency_id == key,
    PlaceKind.COUNTY: lambda each, key: each.county_fips == key,
    PlaceKind.STATE: lambda each, key: each.state == key,
    PlaceKind.NATION: lambda each, key: True,
}


def _count(place: Place, subscriber: Subscriber, on_record: PlaceRecord, situation: Situation) -> PlaceCount:
    if place.kind is PlaceKind.AGENCY or subscriber.bodies:
        listed = listed_in(place, subscriber, on_record)
        return PlaceCount(len(listed), len({each.agency_id for each in listed}))
    if not subscriber.support_types:
        return on_record.counts.get((place.key, ALL_TYPES)) or _in_common(place, situation)
    counts = [on_record.counts.get((place.key, each), PlaceCount(0, 0)) for each in subscriber.support_types]
    return PlaceCount(sum(each.agreements for each in counts), counts[0].agencies if len(counts) == 1 else None)


def _agencies(place: Place, count: PlaceCount) -> int | None:
    if place.kind is PlaceKind.AGENCY:
        return None
    return count.agencies if count.agreements else 0


def _in_common(place: Place, situation: Situation) -> PlaceCount:
    """What every digest of a run knows of a place."""
    if place.kind is PlaceKind.NATION:
        return PlaceCount(situation.figures.get("agreements", 0), situation.figures.get("agencies"))
    return PlaceCount(situation.by_state.get(place.key, 0), None)


def _pending(place: Place, subscriber: Subscriber, on_record: PlaceRecord, situation: Situation) -> int | None:
    """Applications; None where the restriction or the record does not let them be counted."""
    if subscriber.support_types or subscriber.bodies or place.kind is PlaceKind.AGENCY:
        return None
    if "pending" not in situation.figures:
        return None
    if place.kind is PlaceKind.NATION:
        return situation.figures["pending"]
    return on_record.pending.get(place.key, 0)
