"""The agencies of the lists as the news is held against them: on a list, formerly on one, ending, and by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlmodel import Session, col, select

from models.record.asking.lists import placements
from models.record.tables.agreements import Agency, Agreement, Spelling, Stretch
from models.record.tables.changes import ChangeRow
from models.record.tables.lists import Snapshot
from models.verdicts.said_but_listed import FormerAgency, ListedAgency
from models.vocabulary import ChangeKind, ChangeStatus

# A notice of thirty days is usual, so an ending may be reported a month before the list shows it.
_NOTICE = timedelta(days=30)


def listed_agencies(session: Session, snapshot: Snapshot) -> list[ListedAgency]:
    """The agencies of a list under all their names, each with the date of its newest agreement."""
    names = _spellings(session)
    found: dict[str, ListedAgency] = {}
    for placement in placements(session, snapshot):
        row = placement.listing
        before = found.get(placement.agency_id)
        signed = max(filter(None, (row.signed, before.signed if before else None)), default=None)
        name = " ".join(row.agency.split())
        found[placement.agency_id] = ListedAgency(
            placement.agency_id,
            placement.state,
            name,
            row.agency_type,
            row.county,
            signed,
            _names(name, names.get(placement.agency_id, ())),
        )
    return list(found.values())


def former_agencies(session: Session, on: date, present: Iterable[ListedAgency]) -> list[FormerAgency]:
    """The agencies that were listed before the day `on` and are not among those `present`."""
    days: dict[str, tuple[date, date]] = {}
    spans = select(Agreement.agency_id, Stretch).join(Stretch, col(Stretch.agreement_id) == Agreement.id)
    for agency_id, span in session.exec(spans.where(col(Stretch.from_day) <= on)):
        if span.until_day is None or span.until_day > on:  # listed still, if not on this list
            continue
        known = days.get(agency_id, (span.from_day, span.until_day))
        days[agency_id] = min(known[0], span.from_day), max(known[1], span.until_day)
    here = {one.agency_id for one in present}
    names = _spellings(session)
    return [
        FormerAgency(as_listed(one, names), *days[one.id])
        for one in session.exec(select(Agency).order_by(col(Agency.id)))
        if one.id in days and one.id not in here
    ]


def ending_agencies(session: Session, since: date, until: date) -> frozenset[str]:
    """Ids of agencies that have lost an agreement, or may have, from a month before the day `since` on."""
    query = select(ChangeRow.agency_id).where(
        ChangeRow.kind == ChangeKind.AGREEMENT_ENDED,
        ChangeRow.status != ChangeStatus.WITHDRAWN,
        col(ChangeRow.list_date) >= since - _NOTICE,
        col(ChangeRow.list_date) <= until,
    )
    return frozenset(session.exec(query))


def all_agencies(session: Session) -> list[ListedAgency]:
    """Every agency of the record, as last printed."""
    names = _spellings(session)
    return [as_listed(one, names) for one in session.exec(select(Agency).order_by(col(Agency.id)))]


def as_listed(one: Agency, names: Mapping[str, list[str]]) -> ListedAgency:
    spelt = _names(one.name, names.get(one.id, ()))
    return ListedAgency(one.id, one.state, one.name, one.agency_type, one.county, None, spelt)


def _names(name: str, others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, *others)))


def _spellings(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for agency_id, spelling in session.exec(
        select(Spelling.agency_id, Spelling.spelling).order_by(col(Spelling.spelling))
    ):
        found[agency_id].append(" ".join(spelling.split()))
    return found
