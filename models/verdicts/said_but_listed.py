"""News of an agency against the lists: said to have ended but still listed, said to have signed but not listed.

Neither is an error: the list lags behind, an ending takes thirty days of notice, a signature waits for the other side.
So both are reported only after a grace period, and only if exactly one agency can be meant.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.claims.stated import EventKind
from models.lists.counts import AgencyType, agency_type, county_key
from models.lists.folding import fold_agency
from models.verdicts.stated_periods import parse_period
from models.vocabulary import PLACE_NAMES

# Half of the signed agreements are listed within 8 days of being pending; ICE publishes several lists a week.
GRACE = timedelta(days=10)
# After a year, no list will settle it.
MEMORY = timedelta(days=365)

# Titles and words for a place that do not say which agency is meant; `fold_agency` knows the words for agencies.
_TITLES = frozenset({"mayor", "chief", "supervisors"})
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

    @property
    def day(self) -> date:
        """The day of the act as far as it is stated, at the latest that of the report."""
        bounds = parse_period(self.happened) if self.happened else None
        return min(bounds[1], self.reported_on) if bounds else self.reported_on


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency that is reported to have done one thing while the list shows another."""

    event: ReportedEvent
    agency: ListedAgency | None  # None if it is not listed
    sentence: str


def said_to_end(events: Iterable[ReportedEvent], listed: Sequence[ListedAgency], list_date: date) -> list[Standing]:
    """Agencies that are said to have ended an agreement but are on the list of `list_date`."""
    found = []
    for event in events:
        ends = event.kind in (EventKind.TERMINATED, EventKind.WITHDREW)
        meant = agencies_meant(event, listed) if ends and _is_due(event, list_date) else []
        # An agreement signed after the reported ending is a new one.
        if len(meant) == 1 and (meant[0].signed is None or meant[0].signed <= event.day):
            said = f"was reported to have ended its agreement ({event.outlet}, {event.reported_on})"
            sentence = f"{meant[0].name} ({meant[0].state}) {said} but is on the list of {list_date}."
            found.append(Standing(event, meant[0], sentence))
    return found


def said_to_join(
    events: Iterable[ReportedEvent], listed: Sequence[ListedAgency], pending: Sequence[ListedAgency], list_date: date
) -> list[Standing]:
    """Agencies that are said to have signed but are on neither list of `list_date`."""
    found = []
    for event in events:
        if event.kind is not EventKind.SIGNED or not _is_due(event, list_date):
            continue
        is_one_place = event.place.rpartition(", ")[2] in PLACE_NAMES and ", " in event.place
        # Any agency on either list that can be meant is reason enough to say nothing.
        if is_one_place and not agencies_meant(event, [*listed, *pending]):
            said = f"was reported to have signed ({event.outlet}, {event.reported_on})"
            where = f"is on neither the list of {list_date} nor the pending list"
            found.append(Standing(event, None, f"{event.actor or event.place} ({event.place}) {said} but {where}."))
    return found


def _is_due(event: ReportedEvent, list_date: date) -> bool:
    return not event.proposed and GRACE <= list_date - event.day <= MEMORY


def agencies_meant(event: ReportedEvent, listed: Sequence[ListedAgency]) -> list[ListedAgency]:
    """The listed agencies that the event can be about, by place and by the words of the actor's name."""
    place, _, state = event.place.rpartition(", ")
    here = [agency for agency in listed if agency.state == (state if state in PLACE_NAMES else event.place)]
    by_actor = [agency for agency in here if _is_named(agency, event.actor or "")]
    if not place:
        return by_actor
    is_county = place.casefold().endswith(("county", "parish"))
    in_place = [one for one in here if (_is_of_county(one, county_key(place)) if is_county else _is_named(one, place))]
    if exact := [agency for agency in in_place if agency in by_actor]:
        return exact
    # 'Sheriff Jo Aster' of a county with a listed sheriff's office and a listed town police means the sheriff's office.
    wanted = AgencyType.MUNICIPALITY if _POLICE.search(event.actor or "") else AgencyType.COUNTY
    of_kind = [agency for agency in in_place if agency_type(agency.agency_type) is wanted]
    return of_kind or in_place


def _is_of_county(agency: ListedAgency, county: str) -> bool:
    if county_key(agency.county):
        return county_key(agency.county) == county
    return county_key(agency.name).startswith(f"{county} ") and "county" in agency.name.casefold()


def _is_named(agency: ListedAgency, words: str) -> bool:
    """Whether the words that name something all occur in the agency's name; a state's own bodies have no such words."""
    said, own = fold_agency(agency.state, words), fold_agency(agency.state, agency.name)
    naming = said.naming - _TITLES
    return naming | set(said.numbers) <= own.naming | set(own.numbers) if naming else said.core == own.core
