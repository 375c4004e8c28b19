"""Runs of figures in their table: appended by the newest list, or counted again from the listings and replaced."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from models.lists.counts import ALL_TYPES, NATION, CountedRow, Figures, RunningCounts, scope_kind
from models.record.batches import MAX_VARIABLES, batches
from models.record.tables.agreements import Agency, Agreement
from models.record.tables.lists import CountedList, CountRun, ListingRow
from models.record.writing.lists.writing import insert_rows, table_of, update_rows
from models.vocabulary import ListKind

NOTHING = Figures(0, 0, 0, 0, 0)


class Slice(NamedTuple):
    """What a run counts."""

    kind: ListKind
    scope: str
    support_type: str  # or `ALL_TYPES`


class SliceRun(NamedTuple):
    """The figures of a slice from one list on."""

    snapshot_id: str
    published_at: datetime
    from_day: date
    figures: Figures


Runs = dict[Slice, list[SliceRun]]  # in the order of the lists

# For more scopes all rows are read: a statement names each twice, and carries some 900 values.
_FEW_SCOPES = MAX_VARIABLES // 2 - 1

_KEY = (*Slice._fields, "snapshot_id")
_COLUMNS = (*_KEY, "from_day", "until_day", *Figures._fields)


def believed_now(table: type[Any]) -> sa.ColumnElement[bool]:
    return col(table.superseded_at).is_(None)


def supersede(session: Session, table: type[SQLModel], keys: Iterable[dict[str, Any]], now: datetime) -> None:
    """The record no longer believes the rows of these keys; what it began to believe only now, it never did."""
    keys, target = list(keys), table_of(table)
    if not keys:
        return
    these = (target.c[name] == sa.bindparam(f"of_{name}") for name in keys[0])
    never = sa.delete(target).where(believed_now(table), target.c.recorded_at == now, *these)
    session.connection().execute(never, [{f"of_{name}": value for name, value in key.items()} for key in keys])
    outdated = [key | {"superseded_at": now} for key in keys]
    update_rows(session, table, outdated, tuple(keys[0]), believed_now(table))


def open_figures(session: Session, kind: ListKind, scopes: Iterable[str]) -> Iterator[tuple[Slice, Figures]]:
    """The figures in force."""
    open_runs = _runs().where(col(CountRun.until_day).is_(None), col(CountRun.kind) == kind)
    for portion in batches(scopes):
        for row in session.connection().execute(open_runs.where(col(CountRun.scope).in_(portion))):
            yield Slice(*row[:3]), Figures(*row[-len(Figures._fields) :])


def append_runs(session: Session, runs: Runs, now: datetime) -> None:
    """Each closes the run before it."""
    closed = [slice_._asdict() | {"until_day": each[0].from_day} for slice_, each in runs.items()]
    update_rows(session, CountRun, closed, Slice._fields, believed_now(CountRun), col(CountRun.until_day).is_(None))
    insert_rows(session, CountRun, _rows(runs, now).values())


def replace_runs(session: Session, runs: Runs, now: datetime, scopes: Collection[str] | None = None) -> None:
    """Make these all the runs of the scopes (default: of all); those that the record believed and that differ are
    superseded."""
    derived = _rows(runs, now)
    believed = {tuple(row[: len(_KEY)]): row._mapping for row in _believed(session, scopes)}
    both = believed.keys() & derived.keys()
    same = {key for key in both if not _differ(believed[key], derived[key], Figures._fields)}
    redated = [key for key in same if _differ(believed[key], derived[key], ("from_day", "until_day"))]
    outdated = believed.keys() - same
    supersede(session, CountRun, (dict(zip(_KEY, key, strict=True)) for key in outdated), now)
    days = [{name: derived[key][name] for name in (*_KEY, "from_day", "until_day")} for key in redated]
    update_rows(session, CountRun, days, _KEY, believed_now(CountRun))
    insert_rows(session, CountRun, (row for key, row in derived.items() if key not in same))


def recounted(session: Session, scopes: Collection[str]) -> Runs:
    """The runs of these scopes counted again from the listings, which must be written."""
    runs: Runs = defaultdict(list)
    for kind in ListKind:
        lists = sa.select(*(col(getattr(CountedList, name)) for name in ("published_at", "snapshot_id", "day")))
        believed = lists.where(believed_now(CountedList), col(CountedList.kind) == kind)
        marks = {at: (id_, day) for at, id_, day in session.connection().execute(believed)}
        came, went, running = defaultdict(list), defaultdict(list), RunningCounts()
        for valid_from, valid_until, *columns in _listed_in(session, kind, scopes):
            came[valid_from].append(CountedRow(*columns))
            if valid_until is not None:
                went[valid_until].append(CountedRow(*columns))
        for at in sorted(came.keys() | went.keys()):
            for (scope, support_type), figures in running.change(came[at], went[at]).items():
                of_slice = runs[Slice(kind, scope, support_type or ALL_TYPES)] if scope in scopes else []
                if figures != (of_slice[-1].figures if of_slice else NOTHING):
                    snapshot_id, day = marks[at]
                    of_slice.append(SliceRun(snapshot_id, at, day, figures))
    return {slice_: each for slice_, each in runs.items() if each}


def _listed_in(session: Session, kind: ListKind, scopes: Collection[str]) -> Iterator[sa.Row[Any]]:
    """The rows, from when until when each was listed, whose agreement's agency is in one of the scopes."""
    listing, agreement, agency = table_of(ListingRow), table_of(Agreement), table_of(Agency)
    columns = (
        listing.c.valid_from, listing.c.valid_until, listing.c.agency_id, listing.c.support_type, listing.c.duplicate,
        agency.c.state, agency.c.county_fips,
    )  # fmt: skip
    rows = (
        sa.select(*columns)
        .select_from(listing)
        .outerjoin(agreement, agreement.c.id == listing.c.agreement_id)
        .join(agency, agency.c.id == sa.func.coalesce(agreement.c.agency_id, listing.c.agency_id))
        .where(listing.c.kind == kind)
    )
    if NATION not in scopes and len(scopes) <= _FEW_SCOPES:
        rows = rows.where(agency.c.state.in_(scopes) | agency.c.county_fips.in_(scopes))
    yield from session.connection().execute(rows)


def _runs() -> sa.Select[Any]:
    return sa.select(*(col(getattr(CountRun, name)) for name in _COLUMNS)).where(believed_now(CountRun))


def _believed(session: Session, scopes: Collection[str] | None) -> Iterator[sa.Row[Any]]:
    if scopes is None:
        yield from session.connection().execute(_runs())
    for portion in batches(scopes or ()):
        yield from session.connection().execute(_runs().where(col(CountRun.scope).in_(portion)))


def _differ(old: Any, new: dict[str, Any], names: Iterable[str]) -> bool:
    return any(old[name] != new[name] for name in names)


def _rows(runs: Runs, now: datetime) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows of the table by their keys; a run ends on the day on which the next one begins."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for slice_, each in runs.items():
        ends: list[date | None] = [run.from_day for run in each[1:]]
        for run, until_day in zip(each, [*ends, None], strict=True):
            rows[*slice_, run.snapshot_id] = {
                **slice_._asdict(),
                "scope_kind": scope_kind(slice_.scope),
                "snapshot_id": run.snapshot_id,
                "recorded_at": now,
                "superseded_at": None,
                "published_at": run.published_at,
                "from_day": run.from_day,
                "until_day": until_day,
                **run.figures._asdict(),
            }
    return rows
