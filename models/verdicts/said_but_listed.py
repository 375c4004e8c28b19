"""News of an agency against the lists: said to have ended and still listed, said to have joined and not listed.

Neither is an error of anybody: a list lags behind, an ending takes thirty days of notice, a signature waits for the
other side. So it is told only after days of grace, and only where exactly one agency can be meant.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.claims.stated import EventKind
from models.lists.counts import AgencyType, agency_type, county_key
from models.verdicts.stated_periods import parse_period
from models.vocabulary import PLACE_NAMES

# Half of the signed agreements are listed within 8 days of having been pending; several lists come out in a week.
GRACE = timedelta(days=10)
# After a year nobody waits for the list any more.
MEMORY = timedelta(days=365)

_ENDING = frozenset({EventKind.TERMINATED, EventKind.WITHDREW})

# Words that say what sort of body or person an actor is, not which one.
_KINDS_OF_BODY = (
    "the a of and for in county parish city town township village borough sheriff sheriffs sheriff's office offices "
    "police department departments dept pd so state division bureau agency board commission commissioners council "
    "public safety law enforcement chief mayor supervisors"
)
_GENERIC = frozenset(_KINDS_OF_BODY.split())
_WORDS = re.compile(r"[a-z0-9']+")
_POLICE = re.compile(r"\b(police|chief|mayor|city|town|village|borough|council)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """An agency as the lists show it now."""

    agency_id: str
    state: str
    name: str
    agency_type: str  # as printed
    county: str  # as printed
    signed: date | None  # the newest agreement's; None on the pending list


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """A policy event with the page that reported it."""

    id: str
    kind: EventKind
    actor: str | None
    place: str
    happened: str | None
    proposed: bool
    reported_on: date
    outlet: str
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency that is reported to have done one thing while the list shows another."""

    event: ReportedEvent
    agency: ListedAgency | None  # None where it is not listed
    day: date  # of the act, as far as it is known
    sentence: str


def said_to_end(events: Iterable[ReportedEvent], listed: Sequence[ListedAgency], list_date: date) -> list[Standing]:
    """Agencies that are said to have ended an agreement and stand on the list of `list_date` none the less."""
    found = []
    for event in events:
        day = _day(event)
        if event.kind not in _ENDING or event.proposed or not GRACE <= list_date - day <= MEMORY:
            continue
        meant = agencies_meant(event, listed)
        # An agreement signed after the reported ending is a new one.
        if len(meant) == 1 and (meant[0].signed is None or meant[0].signed <= day):
            sentence = (
                f"{meant[0].name} ({meant[0].state}) was said to have ended its agreement "
                f"({event.outlet}, {event.reported_on}) and is on the list of {list_date}."
            )
            found.append(Standing(event, meant[0], day, sentence))
    return found


def said_to_join(
    events: Iterable[ReportedEvent], listed: Sequence[ListedAgency], pending: Sequence[ListedAgency], list_date: date
) -> list[Standing]:
    """Agencies that are said to have signed and stand on neither list of `list_date`."""
    found = []
    for event in events:
        day = _day(event)
        if event.kind is not EventKind.SIGNED or event.proposed or not GRACE <= list_date - day <= MEMORY:
            continue
        # Whatever can be meant is enough to keep silent, on both lists.
        if not _is_one_place(event.place) or agencies_meant(event, [*listed, *pending]):
            continue
        who = event.actor or event.place
        said = f"{who} ({event.place}) was said to have signed ({event.outlet}, {event.reported_on})"
        sentence = f"{said} and is neither on the list of {list_date} nor on the pending list."
        found.append(Standing(event, None, day, sentence))
    return found


def agencies_meant(event: ReportedEvent, listed: Sequence[ListedAgency]) -> list[ListedAgency]:
    """The listed agencies that the event can be about, by place and by the words of the actor's name."""
    name, _, state = event.place.rpartition(", ")
    state = state if state in PLACE_NAMES else event.place
    here = [agency for agency in listed if agency.state == state]
    named = _naming(event.actor or "")
    by_actor = [agency for agency in here if named and named <= _naming(agency.name)]
    if not name:
        return by_actor
    place = county_key(name)
    if name.casefold().endswith(("county", "parish")):
        in_place = [agency for agency in here if _is_of_county(agency, place)]
    else:
        in_place = [agency for agency in here if _naming(name) and _naming(name) <= _naming(agency.name)]
    exact = [agency for agency in in_place if agency in by_actor]
    if exact:
        return exact
    # 'Sheriff Jo Aster' of a county with a sheriff's office and a town's police on the list means the former.
    wanted = AgencyType.MUNICIPALITY if _POLICE.search(event.actor or "") else AgencyType.COUNTY
    of_kind = [agency for agency in in_place if agency_type(agency.agency_type) is wanted]
    return of_kind or in_place


def _is_of_county(agency: ListedAgency, place: str) -> bool:
    if county_key(agency.county):
        return county_key(agency.county) == place
    return county_key(agency.name).startswith(f"{place} ") and "county" in agency.name.casefold()


def _naming(text: str) -> set[str]:
    return set(_WORDS.findall(text.casefold().replace("’", "'"))) - _GENERIC


def _is_one_place(place: str) -> bool:
    return ", " in place and place.rpartition(", ")[2] in PLACE_NAMES


def _day(event: ReportedEvent) -> date:
    bounds = parse_period(event.happened) if event.happened else None
    return min(bounds[1], event.reported_on) if bounds else event.reported_on
