"""How many, on what day, by which list, and as believed when."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.lists.counts import NATION, Count, Figures, ListCounts, agency_type, tally
from models.lists.resolution import Placement
from models.places.bodies import body_of
from models.record.asking import Row
from models.record.asking.lists import list_in_force, placements
from models.record.tables.agreements import Agency, Agreement
from models.record.tables.lists import CountedList, CountRun, Snapshot
from models.vocabulary import ListKind

_NOTHING = Figures(0, 0, 0, 0, 0)


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
    listed = _in_force(session, ListKind.PARTICIPATING, as_of, known_at)
    if listed is None:
        return []
    applied = _in_force(session, ListKind.PENDING, as_of, known_at)
    waiting = applied.figures if applied else {}
    rows: list[Row] = []
    for slice_ in sorted({(NATION, ""), *_occurring(listed.figures), *_occurring(waiting)}):
        if _is_asked(slice_, by, state):
            scope, support_type = slice_
            pending = waiting.get(slice_, _NOTHING).agreements if applied else None
            head = {"scope": scope, "support_type": support_type or None}
            source = applied[:2] if applied else (None, None)
            rows.append(_row(as_of, listed[:2], head, listed.figures.get(slice_, _NOTHING), pending, source))
    return rows


def _occurring(figures: Mapping[tuple[str, str], Figures]) -> list[tuple[str, str]]:
    return [slice_ for slice_, each in figures.items() if each.rows]


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
    figures: Figures | Count,
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


class _InForce(NamedTuple):
    """The counts of the list in force, by scope and support type ('' for all)."""

    published_on: date
    list_sha256: str
    figures: Mapping[tuple[str, str], Figures]


def _in_force(session: Session, kind: ListKind, as_of: date | None, known_at: datetime | None) -> _InForce | None:
    """None without a list that old."""
    lists = select(CountedList).where(CountedList.kind == kind, *_believed(CountedList, known_at))
    if as_of is not None:
        lists = lists.where(CountedList.day <= as_of)
    newest = session.exec(
        lists.order_by(col(CountedList.published_at).desc(), col(CountedList.snapshot_id).desc()).limit(1)
    ).first()
    if newest is None:
        return None
    return _InForce(newest.published_on, newest.list_sha256, figures_of(session, newest, known_at))


def figures_of(
    session: Session, counted: CountedList, known_at: datetime | None = None
) -> dict[tuple[str, str], Figures]:
    """The figures of one list for the nation and each state, by scope and support type ('' for all)."""
    runs = sa.select(*_RUN).where(
        col(CountRun.kind) == counted.kind,
        col(CountRun.published_at) <= counted.published_at,
        sa.func.length(col(CountRun.scope)) == len(NATION),  # of counties they are FIPS codes
        *_believed(CountRun, known_at),
    )
    if known_at is None:  # the days are those of the runs believed now
        runs = runs.where(col(CountRun.until_day).is_(None) | (col(CountRun.until_day) >= counted.day))
    in_order = session.connection().execute(runs.order_by(col(CountRun.published_at), col(CountRun.snapshot_id)))
    return {(scope, support_type): Figures(*each) for scope, support_type, *each in in_order}


def _believed(table: type[CountedList] | type[CountRun], known_at: datetime | None) -> list[sa.ColumnElement[bool]]:
    if known_at is None:
        return [col(table.superseded_at).is_(None)]
    until = col(table.superseded_at)
    return [col(table.recorded_at) <= known_at, until.is_(None) | (until > known_at)]


_RUN = tuple(col(getattr(CountRun, name)) for name in ("scope", "support_type", *Figures._fields))


def _by_kind_of_agency(session: Session, by: str, as_of: date | None, scope: str) -> list[Row]:
    """One row a kind of agency that the list in force has in the scope."""
    snapshot = list_in_force(session, ListKind.PARTICIPATING, as_of)
    if snapshot is None:
        return []
    waiting = list_in_force(session, ListKind.PENDING, as_of)
    counted = _tallies(_rows(session, snapshot), KINDS_OF_AGENCY[by])
    applied = _tallies(_rows(session, waiting), KINDS_OF_AGENCY[by]) if waiting else None
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


def _rows(session: Session, snapshot: Snapshot) -> list[Placement]:
    """The rows of a list, each in the state of its agreement's agency, where all counts have it."""
    rows = placements(session, snapshot)
    agencies = dict(session.exec(select(Agreement.id, Agreement.agency_id)).all())
    states = dict(session.exec(select(Agency.id, Agency.state)).all())
    counted = ((row, agencies.get(row.agreement_id or "", row.agency_id)) for row in rows)
    return [row._replace(agency_id=agency, state=states[agency]) for row, agency in counted]


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
