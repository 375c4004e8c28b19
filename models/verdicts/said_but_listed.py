"""News of an agency against the lists: said to have ended but still listed, said to have signed but not listed.

Neither is an error: the list lags behind, an ending takes days of notice, a signature waits for the other side. So
both are told two weeks after the act at the earliest, only if the report dates the act, its own sentence names who did
it, and exactly one agency can be meant (or none, for one that is not listed), and not where the history of the lists or
a later report explains it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.claims.stated import EventKind
from models.identity.named_agencies import KnownAgency, agencies_named, may_be_meant
from models.verdicts.stated_periods import parse_period
from models.vocabulary import PLACE_NAMES, counted

# Half of the signed agreements are listed within 8 days of being pending, most within two weeks.
GRACE = timedelta(days=14)
# After a year, no list will settle it.
MEMORY = timedelta(days=365)

# 'Departments from Lamar County to Milton have signed' names the ends of a range.
_FROM_TO = re.compile(r"\bfrom [A-Z][^.;,]{0,40}? to [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*")
_NAME_WORD = re.compile(r"\b[A-Z][\w.’'-]{2,}")
_OFFICES = frozenset(
    (
        "county", "parish", "borough", "city", "town", "township", "village", "sheriff", "sheriff's", "sheriff’s",
        "office", "department", "police", "chief", "state", "board", "council", "commission", "commissioners",
        "supervisors", "mayor", "the",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """An agency as the lists show it now."""

    agency_id: str
    state: str
    name: str
    agency_type: str  # as printed
    county: str  # as printed
    signed: date | None  # the newest agreement's; None on the pending list
    spellings: tuple[str, ...] = ()  # all names that it was ever printed with, the present one first


@dataclass(frozen=True, slots=True)
class FormerAgency:
    """An agency that was listed and is on neither list now."""

    agency: ListedAgency
    listed_from: date
    gone_since: date


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
    sentence: str = ""  # of the report

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


def said_to_end(
    events: Iterable[ReportedEvent],
    listed: Sequence[ListedAgency],
    list_date: date,
    signings: Sequence[ReportedEvent] = (),
    ending: Collection[str] = frozenset(),
) -> list[Standing]:
    """Agencies that are said to have ended an agreement but are on the list of `list_date`.

    Not told: an agency that signed again, by the list or by a later report of `signings`, or whose id is among those
    `ending`, which have lost an agreement since or may have.
    """
    found = []
    for event in events:
        ends = event.kind in (EventKind.TERMINATED, EventKind.WITHDREW)
        meant = agencies_meant(event, listed) if ends and _is_due(event, list_date) else []
        if len(meant) != 1 or meant[0].agency_id in ending:
            continue
        agency = meant[0]
        # An agreement signed after the reported ending is a new one.
        again = (agency.signed is not None and agency.signed > event.day) or any(
            not other.proposed and other.day > event.day and agencies_meant(other, [agency]) for other in signings
        )
        if not again:
            waited = counted((list_date - event.day).days, "day")
            said = f"{_reported(event)} {agency.name} ({agency.state}) had ended its agreement"
            sentence = f"{said}, but it is still on the list of {list_date}, {waited} later."
            found.append(Standing(event, agency, sentence))
    return found


def said_to_join(
    events: Iterable[ReportedEvent],
    listed: Sequence[ListedAgency],
    pending: Sequence[ListedAgency],
    list_date: date,
    earlier: Sequence[FormerAgency] = (),
    reversals: Sequence[ReportedEvent] = (),
) -> list[Standing]:
    """Agencies that are said to have signed but are on neither list of `list_date`.

    Not told: one that was listed since and is gone (`earlier`; see `left_since`), and one of which a later report of
    `reversals` says that it ended or withdrew.
    """
    present, former = [_known(one) for one in (*listed, *pending)], [_known(one.agency) for one in earlier]
    found = []
    for event in events:
        if event.kind is not EventKind.SIGNED or not _is_due(event, list_date) or not _is_one_place(event):
            continue
        # Any agency that might be meant is reason enough to say nothing.
        if any(may_be_meant(event.actor or "", event.place, known) for known in (present, former)):
            continue
        if any(other.day >= event.day and _same_actor(other, event) for other in reversals):
            continue
        where = f"is on neither the list of {list_date} nor the pending list"
        waited = counted((list_date - event.day).days, "day")
        sentence = f"{_reported(event)} {_who(event)} had joined, but it {where}, {waited} later."
        found.append(Standing(event, None, sentence))
    return found


def left_since(events: Iterable[ReportedEvent], earlier: Sequence[FormerAgency], list_date: date) -> list[Standing]:
    """Agencies that are said to have signed, were listed, and are gone from the list of `list_date`."""
    by_id = {one.agency.agency_id: one for one in earlier}
    found = []
    for event in events:
        meant = agencies_meant(event, [one.agency for one in earlier]) if event.kind is EventKind.SIGNED else []
        if len(meant) == 1 and not event.proposed and _is_due(event, list_date):
            former = by_id[meant[0].agency_id]
            said = f"{_reported(event)} {former.agency.name} ({former.agency.state}) had joined"
            listed = f"it was listed from {former.listed_from} and has been gone since {former.gone_since}"
            found.append(Standing(event, former.agency, f"{said}; {listed}."))
    return found


def _reported(event: ReportedEvent) -> str:
    return f"{event.outlet} reported on {event.reported_on} that"


def _who(event: ReportedEvent) -> str:
    """'Milton police (Milton, FL)', and no place twice: 'Lamar County Sheriff's Office (TX)'."""
    town, _, state = event.place.rpartition(", ")
    if not event.actor:
        return event.place
    return f"{event.actor} ({state if town.casefold() in event.actor.casefold() else event.place})"


def _names_who(event: ReportedEvent) -> bool:
    """Whether the sentence of the report itself names the actor or the place: whom 'it' or 'the department' means was
    settled by another sentence, which is not sure enough to miss anybody on a list."""
    said = _FROM_TO.sub(" ", event.sentence).casefold()
    names = _NAME_WORD.findall(f"{event.actor or ''} {event.place.rpartition(', ')[0]}")
    telling = {word.casefold() for word in names} - _OFFICES
    return not event.sentence or any(word in said for word in telling or {(event.actor or event.place).casefold()})


def _is_one_place(event: ReportedEvent) -> bool:
    return event.place.rpartition(", ")[2] in PLACE_NAMES and ", " in event.place


def _same_actor(one: ReportedEvent, other: ReportedEvent) -> bool:
    return one.place == other.place and (one.actor == other.actor or not one.actor or not other.actor)


def _is_due(event: ReportedEvent, list_date: date) -> bool:
    """Whether it is done, on a day that the report states, and the list had time to follow."""
    is_dated = event.happened is not None and parse_period(event.happened) is not None
    return not event.proposed and is_dated and _names_who(event) and GRACE <= list_date - event.day <= MEMORY


def agencies_meant(event: ReportedEvent, listed: Sequence[ListedAgency]) -> list[ListedAgency]:
    """The listed agencies that the event can be about, by the actor's name and the place."""
    state = event.place.rpartition(", ")[2]
    by_id = {agency.agency_id: agency for agency in listed if agency.state == state}
    named = agencies_named(event.actor or "", event.place, map(_known, by_id.values()))
    return [by_id[each.agency_id] for each in named]


def _known(agency: ListedAgency) -> KnownAgency:
    names = agency.spellings or (agency.name,)
    return KnownAgency(agency.agency_id, agency.state, names, agency.agency_type, agency.county)
