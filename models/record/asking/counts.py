"""How many, on what day, by which list, and as believed when."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.lists.counts import NATION, tally
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
    pending_list_date, pending_list_sha256}`.

    `as_of` is the day asked for (default: the newest list's); the list in force is the last one accepted by
    then. With `known_at`, figures are those believed at that moment. `support_type` None means all of them;
    `pending` is None where no pending list was known. No rows: the record has no list that old.
    """
    participating = _in_force(session, ListKind.PARTICIPATING, as_of, known_at)
    if not participating:
        return []
    pending = _in_force(session, ListKind.PENDING, as_of, known_at)
    if by == "agency-type":
        return _by_agency_type(session, as_of, state or NATION)
    wanted = [slice_ for slice_ in sorted(participating.keys() | pending.keys()) if _asked(slice_, by, state)]
    newest = participating[(NATION, "")]
    applied = pending.get((NATION, ""))
    source = _pending_list(applied.published_on, applied.list_sha256) if applied else _pending_list(None, None)
    return [
        _head(newest, as_of, scope, support_type) | _figures(participating, pending, (scope, support_type)) | source
        for scope, support_type in wanted
    ]


def _asked(slice_: tuple[str, str], by: str | None, state: str | None) -> bool:
    scope, support_type = slice_
    if state is not None and scope != state:
        return False
    if by == "state":
        return support_type == "" and (scope != NATION or state == NATION)
    if by == "support-type":
        return support_type != "" and (state is not None or scope == NATION)
    return support_type == "" and (state is not None or scope == NATION)


def _head(newest: CountRow, as_of: date | None, scope: str, support_type: str) -> dict[str, Any]:
    return {
        "as_of": as_of or newest.published_on,
        "list_date": newest.published_on,
        "list_sha256": newest.list_sha256,
        "scope": scope,
        "support_type": support_type or None,
    }


def _figures(participating: _Slices, pending: _Slices, slice_: tuple[str, str]) -> dict[str, Any]:
    listed = participating.get(slice_)
    applied = pending.get(slice_)
    return {
        "agreements": listed.agreements if listed else 0,
        "agencies": listed.agencies if listed else 0,
        "states": listed.states if listed else 0,
        "territories": listed.territories if listed else 0,
        "pending": (applied.agreements if applied else 0) if pending else None,
    }


def _pending_list(published_on: date | None, sha256: str | None) -> dict[str, Any]:
    """The list that `pending` is from: it is another one than that of the other figures, often of another day."""
    return {"pending_list_date": published_on, "pending_list_sha256": sha256}


def _in_force(session: Session, kind: ListKind, as_of: date | None, known_at: datetime | None) -> _Slices:
    """The counts of the list in force, by scope and support type; empty where there is none."""
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


def _by_agency_type(session: Session, as_of: date | None, scope: str) -> list[Row]:
    snapshot = list_in_force(session, ListKind.PARTICIPATING, as_of)
    assert snapshot is not None, "there are counts only of accepted lists"
    waiting = list_in_force(session, ListKind.PENDING, as_of)
    listed = tally(placements(session, snapshot))
    applied = tally(placements(session, waiting)) if waiting else None
    source = _pending_list(waiting.published_on, waiting.document_sha256) if waiting else _pending_list(None, None)
    types = {agency_type for (where, kind, agency_type), _ in listed if where == scope and kind is None and agency_type}
    rows: list[Row] = []
    for agency_type in sorted(types):
        count = listed.of(scope, None, agency_type)
        rows.append(
            {
                "as_of": as_of or snapshot.published_on,
                "list_date": snapshot.published_on,
                "list_sha256": snapshot.document_sha256,
                "scope": scope,
                "support_type": None,
                "agency_type": agency_type.value,
                "agreements": count.agreements,
                "agencies": count.agencies,
                "states": count.states,
                "territories": count.territories,
                "pending": applied.of(scope, None, agency_type).agreements if applied else None,
            }
            | source
        )
    return rows
