"""What a record holds, for comparing two: every derived table without what tells only when and how it was filled."""

import json
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from models.record.asking.agencies import agencies_like, dossier
from models.record.asking.changes import changes
from models.record.asking.counts import counts
from models.record.asking.lists import lists
from models.record.store import read_session
from models.record.tables.agreements import Agency, Agreement, ApplicationRow, Spelling, Stretch
from models.record.tables.changes import ChangeRow
from models.record.tables.lists import (
    Attestation,
    CountedList,
    CountRun,
    FindingRow,
    ListDay,
    ListingRow,
    RowNumber,
    RowShift,
    Snapshot,
)
from models.record.tables.moas.readings import HeldMoa, LinkedMoa
from models.record.tables.review import DoubtRow

_JOURNALS = (CountedList, CountRun)
_TABLES = (
    Snapshot, FindingRow, ListingRow, RowNumber, RowShift, ListDay, Agency, Spelling, Agreement, Stretch,
    ApplicationRow, ChangeRow, DoubtRow, Attestation, LinkedMoa, HeldMoa, *_JOURNALS,
)  # fmt: skip
_OF_THE_FILLING = {"recorded_at", "superseded_at", "sighting_id", "seen_at", "source", "version"}


def contents(engine: sa.Engine) -> dict[str, list[str]]:
    """Table name -> its rows as sorted JSON."""
    with read_session(engine) as session:
        found = {}
        for table in _TABLES:
            query = select(table)
            if table in _JOURNALS:
                query = query.where(col(table.superseded_at).is_(None))
            rows = (row.model_dump(mode="python", exclude=_OF_THE_FILLING) for row in session.exec(query))
            found[str(table.__tablename__)] = sorted(_as_json(row) for row in rows)
        return found


def answers(engine: sa.Engine) -> str:
    """The JSON that the asking commands print."""
    with read_session(engine) as session:
        rows: list[Any] = [counts(session, by=by) for by in (None, "state", "support-type", "agency-type", "body")]
        rows += [changes(session, everything=True), lists(session)]
        rows += [dossier(session, one) for one in agencies_like(session, "County")]
    return _as_json(_without(rows))


def _as_json(row: Any) -> str:
    return json.dumps(
        row, default=lambda value: value.hex() if isinstance(value, bytes) else str(value), sort_keys=True
    )


def _without(value: Any) -> Any:
    if isinstance(value, list):
        return [_without(item) for item in value]
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k not in _OF_THE_FILLING | {"captured"}}
    return value
