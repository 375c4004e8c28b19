"""The runs of one scope counted again from the listings, by the places where its agencies are now."""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from models.lists.counts import NATION, CountedRow, RunningCounts
from models.record.tables.agreements import Agency, Agreement
from models.record.tables.lists import CountedList, ListingRow
from models.record.writing.lists.count_runs import NOTHING, Run, RunsOfScope, believed_now
from models.vocabulary import ListKind


def recounted(session: Session, kind: ListKind, scope: str) -> RunsOfScope:
    """The runs of the nation, of a state (two letters) or of a county (its FIPS code)."""
    came: dict[datetime, list[CountedRow]] = defaultdict(list)
    went: dict[datetime, list[CountedRow]] = defaultdict(list)
    for valid_from, valid_until, *columns in session.connection().execute(_rows(kind, scope)):
        row = CountedRow(*columns)
        came[valid_from].append(row)
        if valid_until is not None:
            went[valid_until].append(row)
    lists = sa.select(col(CountedList.published_at), col(CountedList.snapshot_id), col(CountedList.day))
    believed = lists.where(believed_now(CountedList), col(CountedList.kind) == kind)
    marks = {at: (id_, day) for at, id_, day in session.connection().execute(believed)}
    runs: RunsOfScope = {}
    running = RunningCounts()
    for at in sorted(came.keys() | went.keys()):
        snapshot_id, day = marks[at]
        for (where, support_type), figures in running.change(came[at], went[at]).items():
            of_type = runs.setdefault(support_type or "", [])
            last = of_type[-1].figures if of_type else NOTHING
            if where == scope and figures != last:
                of_type.append(Run(snapshot_id, at, day, figures))
    return {support_type: each for support_type, each in runs.items() if each}


def _rows(kind: ListKind, scope: str) -> sa.Select[tuple[object, ...]]:
    of_agency = sa.func.coalesce(_AGREEMENT.c.agency_id, _LISTING.c.agency_id)
    in_scope = {2: _AGENCY.c.state == scope, 5: _AGENCY.c.county_fips == scope}[len(scope)]
    columns = (
        _LISTING.c.valid_from, _LISTING.c.valid_until, _AGENCY.c.id, _LISTING.c.support_type, _LISTING.c.duplicate,
        _AGENCY.c.state, _AGENCY.c.county_fips,
    )  # fmt: skip
    return (
        sa.select(*columns)
        .select_from(_LISTING)
        .outerjoin(_AGREEMENT, _AGREEMENT.c.id == _LISTING.c.agreement_id)
        .join(_AGENCY, _AGENCY.c.id == of_agency)
        .where(_LISTING.c.kind == kind, sa.true() if scope == NATION else in_scope)
    )


_LISTING: sa.Table = ListingRow.metadata.tables["listing"]
_AGREEMENT: sa.Table = Agreement.metadata.tables["agreement"]
_AGENCY: sa.Table = Agency.metadata.tables["agency"]
