"""One agency: its spellings, agreements, history, and the documents that name it, with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.errors import SettingsError
from models.identity.named_agencies import KnownAgency, agencies_named
from models.lists.folding import fold_agency
from models.lists.searching import Wanted, plain, rank
from models.record.asking import Row
from models.record.asking.changes import changes
from models.record.asking.history.attested import attested
from models.record.asking.lists import numbered_rows
from models.record.tables.agreements import Agency, Agreement, Spelling, Stretch
from models.record.tables.lists import ListingRow, Snapshot
from models.vocabulary import PLACE_NAMES, SnapshotStatus, state_code


def agencies_like(session: Session, text: str) -> list[Agency]:
    """The agency with the id `text`, or the one that has it for a name, or all with a spelling that has its words.

    A name may be followed by its state: 'Lamar County Sheriff, TX'.
    """
    exact = session.get(Agency, text)
    if exact is not None:
        return [exact]
    agencies = {one.id: one for one in session.exec(select(Agency).order_by(col(Agency.id)))}
    spellings = _spellings_by_agency(session)
    named = _agencies_named(text, agencies.values(), spellings)
    if len(named) == 1:
        return [agencies[named[0]]]
    want = Wanted.of(text)
    return [
        one
        for one in agencies.values()
        if any(rank(want, plain(name)) is not None for name in (one.name, *spellings[one.id]))
    ]


def _spellings_by_agency(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for agency_id, spelling in session.exec(select(Spelling.agency_id, Spelling.spelling)):
        found[agency_id].append(spelling)
    return found


def _agencies_named(text: str, agencies: Iterable[Agency], spellings: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of those that the text names with the kind of body; 'lamar county' may look for more than its sheriff."""
    name, state = text, ""
    for said in (text.rpartition(",")[2], text.rpartition(" ")[2]):
        with suppress(SettingsError):
            state = state or state_code(said.strip())
            name = text.removesuffix(said).rstrip(" ,") if name == text else name
    if not fold_agency(state, name).bodies:
        return []
    # 'Virginia State Police' names no other word, and is not West Virginia's; 'Kansas City police' may be Missouri's.
    of_states = [code for code, each in PLACE_NAMES.items() if name.casefold().startswith(each.casefold())]
    state = state or next((code for code in of_states if not fold_agency(code, name).naming), "")
    known = [
        KnownAgency(one.id, one.state, (one.name, *spellings.get(one.id, ())), one.agency_type, one.county)
        for one in agencies
        if state in ("", one.state)
    ]
    states = [state] if state else sorted({one.state for one in known})
    return [found.agency_id for each in states for found in agencies_named(name, each, known)]


def support_types_now(session: Session) -> dict[str, list[str]]:
    """Agency id -> the support types of its agreements on the newest list, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    listed = (
        select(Agreement.agency_id, Agreement.support_type)
        .join(Stretch, col(Stretch.agreement_id) == Agreement.id)
        .where(col(Stretch.until_day).is_(None))
    )
    for agency_id, support_type in session.exec(listed):
        found[agency_id].add(support_type or "unknown")
    return {agency_id: sorted(types) for agency_id, types in found.items()}


def dossier(
    session: Session, agency: Agency, known_at: datetime | None = None, as_of: date | None = None
) -> dict[str, Any]:
    """Everything on record about one agency, from the lists up to the day `as_of` that were seen by `known_at`.

    The history is as believed at `known_at`; its name, attributes and rows are as believed now.
    """
    seen = _lists_seen(session, known_at, as_of)
    named = _printed(session, seen, col(ListingRow.agency_id) == agency.id)
    return {name: getattr(agency, name) for name in ("id", "name", "state", "agency_type", "county")} | {
        "spellings": _spellings(named),
        "agreements": _agreements(session, agency, seen),
        "history": changes(session, agency_id=agency.id, everything=True, known_at=known_at, until=as_of),
        "documents": [_last_row(session, stretch) for stretch in named],
        "attested": attested(session, agency, known_at, as_of),
    }


class _PrintedSpan(NamedTuple):
    """A printed row, the last list seen that has it, and the first one without it."""

    listing: ListingRow
    last: Snapshot
    gone: Snapshot | None


def _lists_seen(session: Session, known_at: datetime | None, as_of: date | None) -> dict[str, Snapshot]:
    """The accepted lists within the limits, by id, in the order of publication."""
    query = select(Snapshot).where(Snapshot.status == SnapshotStatus.ACCEPTED)
    if as_of is not None:
        query = query.where(Snapshot.published_on <= as_of)
    if known_at is not None:
        query = query.where(Snapshot.seen_at <= known_at)
    return {one.id: one for one in session.exec(query.order_by(col(Snapshot.published_at), col(Snapshot.id)))}


def _printed(session: Session, seen: Mapping[str, Snapshot], which: sa.ColumnElement[bool]) -> list[_PrintedSpan]:
    """Rows of the lists seen, in the order in which they came."""
    spans: list[_PrintedSpan] = []
    for listing in session.exec(select(ListingRow).where(which).order_by(col(ListingRow.valid_from))):
        if listing.first_snapshot_id in seen:
            since = [
                one for one in seen.values() if one.kind is listing.kind and one.published_at >= listing.valid_from
            ]
            listed = [one for one in since if listing.valid_until is None or one.published_at < listing.valid_until]
            spans.append(_PrintedSpan(listing, listed[-1], next(iter(since[len(listed) :]), None)))
    return spans


def _spellings(stretches: Sequence[_PrintedSpan]) -> list[Row]:
    """Each name as printed, from the first list with it to the first one without it."""
    spans: dict[str, dict[str, Any]] = {}
    for listing, _, gone in stretches:
        name = listing.agency_printed.strip()
        span = spans.setdefault(name, {"spelling": name, "first_listed": listing.valid_from, "gone_at": None})
        span["gone_at"] = gone.published_at if gone else None
    return list(spans.values())


def _agreements(session: Session, agency: Agency, seen: Mapping[str, Snapshot]) -> list[Row]:
    """The agreements on the lists seen, a row for each unbroken time, under whatever name their rows were printed;
    `listed_until` is the day of the first list without it."""
    signed = session.exec(
        select(Agreement).where(Agreement.agency_id == agency.id).order_by(col(Agreement.first_day), col(Agreement.id))
    )
    rows: list[Row] = []
    for agreement in signed:
        row = {name: getattr(agreement, name) for name in ("id", "signed", "moa_url", "addendum_url")}
        row["support_type"] = agreement.support_type.value if agreement.support_type else None
        printed = _printed(session, seen, col(ListingRow.agreement_id) == agreement.id)
        rows += (row | {"listed_from": start, "listed_until": until} for start, until in _spans(printed, seen))
    return rows


def _spans(stretches: Sequence[_PrintedSpan], seen: Mapping[str, Snapshot]) -> list[tuple[date, date | None]]:
    """The rows of an agreement put together to the times when one of them was listed."""
    spans: list[tuple[date, date | None]] = []
    for listing, _, gone in stretches:
        start, until = seen[listing.first_snapshot_id].published_on, gone.published_on if gone else None
        if spans and (spans[-1][1] is None or start <= spans[-1][1]):
            start, before = spans.pop()
            until = None if None in (before, until) else max(filter(None, (before, until)))
        spans.append((start, until))
    return spans


def _last_row(session: Session, stretch: _PrintedSpan) -> Row:
    """The first and the last list with the row, and its row number on the last one."""
    listing, last = stretch.listing, stretch.last
    return {
        "list_date": last.published_on,
        "kind": listing.kind.value,
        "row": numbered_rows(session, last)[listing.id],
        "agency_printed": listing.agency_printed,
        "support_type_printed": listing.support_type_printed,
        "signed_printed": listing.signed_printed,
        "moa_url": listing.moa_url,
        "first_listed": listing.valid_from,
        "sha256": last.document_sha256,
    }
