"""How many, on what day, by which list, and as believed when."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.lists.counts import NATION, Count, ListCounts, agency_type, tally
from models.lists.resolution import Placement
from models.places.bodies import body_of
from models.record.asking import Row
from models.record.asking.lists import list_in_force, placements
from models.record.tables.lists import CountRow
from models.vocabulary import ListKind

_Slices = dict[tuple[str, str], CountRow]


def counts(
    session: Session,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    by: str | None = None,
    state: str | None = None,
) -> list[Row]:
    """Rows `{as_of, list_date, list_sha256, scope, support_type, agreements, agencies, states, territories, pending,
    pending_list_date, pending_list_sha256}`, with `agency_type` or `body` if `by` is "agency-type" or "body".

    The list in force is the last one accepted by the day `as_of` (default: the newest list's day). With `known_at`,
    figures are those believed at that moment. `support_type` None means all of them; `pending` is None if no pending
    list was known. No rows: the record has no list that old.
    """
    if by is not None and by in KINDS_OF_AGENCY:
        return _by_kind_of_agency(session, by, as_of, state or NATION)
    participating = _in_force(session, ListKind.PARTICIPATING, as_of, known_at)
    if not participating:
        return []
    pending = _in_force(session, ListKind.PENDING, as_of, known_at)
    newest, applied = participating[(NATION, "")], pending.get((NATION, ""))
    listed = newest.published_on, newest.list_sha256
    source = (applied.published_on, applied.list_sha256) if applied else (None, None)
    rows: list[Row] = []
    for slice_ in sorted(participating.keys() | pending.keys()):
        if _is_asked(slice_, by, state):
            scope, support_type = slice_
            waiting = (pending[slice_].agreements if slice_ in pending else 0) if pending else None
            head = {"scope": scope, "support_type": support_type or None}
            rows.append(_row(as_of, listed, head, participating.get(slice_, Count()), waiting, source))
    return rows


def _is_asked(slice_: tuple[str, str], by: str | None, state: str | None) -> bool:
    scope, support_type = slice_
    if (support_type != "") != (by == "support-type"):
        return False
    if state is not None:
        return scope == state
    return (scope == NATION) != (by == "state")


def _row(
    as_of: date | None,
    listed: tuple[date, str],
    head: dict[str, Any],
    figures: CountRow | Count,
    waiting: int | None,
    source: tuple[date | None, str | None],
) -> Row:
    """One row, with the list of its figures and the one that `pending` comes from, which is often of another day."""
    return (
        {"as_of": as_of or listed[0], "list_date": listed[0], "list_sha256": listed[1]}
        | head
        | {name: getattr(figures, name) for name in ("agreements", "agencies", "states", "territories")}
        | {"pending": waiting, "pending_list_date": source[0], "pending_list_sha256": source[1]}
    )


def _in_force(session: Session, kind: ListKind, as_of: date | None, known_at: datetime | None) -> _Slices:
    """The counts of the list in force, by scope and support type; empty without one."""
    believed: list[sa.ColumnElement[bool]] = [col(CountRow.kind) == kind]
    if known_at is None:
        believed.append(col(CountRow.superseded_at).is_(None))
    else:
        believed.append(col(CountRow.recorded_at) <= known_at)
        believed.append(col(CountRow.superseded_at).is_(None) | (col(CountRow.superseded_at) > known_at))
    query = select(CountRow.snapshot_id).where(*believed)
    if as_of is not None:
        query = query.where(CountRow.published_on <= as_of)
    newest = session.exec(
        query.order_by(col(CountRow.published_at).desc(), col(CountRow.snapshot_id).desc()).limit(1)
    ).first()
    if newest is None:
        return {}
    rows = session.exec(select(CountRow).where(CountRow.snapshot_id == newest, *believed))
    return {(row.scope, row.support_type): row for row in rows}


def _by_kind_of_agency(session: Session, by: str, as_of: date | None, scope: str) -> list[Row]:
    """One row a kind of agency that the list in force has in the scope."""
    snapshot = list_in_force(session, ListKind.PARTICIPATING, as_of)
    if snapshot is None:
        return []
    waiting = list_in_force(session, ListKind.PENDING, as_of)
    counted = _tallies(placements(session, snapshot), KINDS_OF_AGENCY[by])
    applied = _tallies(placements(session, waiting), KINDS_OF_AGENCY[by]) if waiting else None
    listed = snapshot.published_on, snapshot.document_sha256
    source = (waiting.published_on, waiting.document_sha256) if waiting else (None, None)
    rows: list[Row] = []
    for kind, figures in sorted(counted.items()):
        if not figures.of(scope).rows:
            continue
        head = {"scope": scope, "support_type": None, by.replace("-", "_"): kind}
        pending = None if applied is None else applied[kind].of(scope).agreements if kind in applied else 0
        rows.append(_row(as_of, listed, head, figures.of(scope), pending, source))
    return rows


def _tallies(rows: Iterable[Placement], kind_of: Callable[[Placement], str]) -> dict[str, ListCounts]:
    """The counts of each kind's rows."""
    sorted_out: dict[str, list[Placement]] = {}
    for placement in rows:
        sorted_out.setdefault(kind_of(placement), []).append(placement)
    return {kind: tally(placed) for kind, placed in sorted_out.items()}


def _agency_type(placement: Placement) -> str:
    return agency_type(placement.listing.agency_type).value


def _body(placement: Placement) -> str:
    return body_of(placement.listing.agency, placement.listing.agency_type, placement.state).value


KINDS_OF_AGENCY: Mapping[str, Callable[[Placement], str]] = {"agency-type": _agency_type, "body": _body}
