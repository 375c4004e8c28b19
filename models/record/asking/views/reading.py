"""The record for a program of your own, opened for reading alone; `models.record` has an example.

Each function gives dictionaries, described in `models.record.answers`; `data/README.md` describes the views behind
them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import RecordError
from models.record.answers import AgencyAnswer, AgencyFile, ChangeAnswer, CountAnswer, DayAnswer
from models.record.asking.agencies import agencies_like, dossier
from models.record.asking.changes import changes as changes_told
from models.record.asking.counts import counts as counts_at
from models.record.store import open_engine, read_session, require_views
from models.record.urls import file_of
from models.record.views.dictionary import views
from models.vocabulary import ChangeKind

# PostgreSQL would otherwise show each query what was committed just before it.
_READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}

# More candidates than a sentence can name.
_MOST_NAMED = 5


@contextmanager
def open_record(where: str | Path) -> Iterator[Session]:
    """The record in a file, or at a database URL (sqlite:///FILE, postgresql://...). Nothing can be written to it.

    All that is asked before it is closed is answered from one state of the record, even while lists come in.
    Raises RecordError where there is none, or one of another version of moawatch.
    """
    url = str(where) if "://" in str(where) else f"sqlite:///{where}"
    engine = open_engine(url)
    file = file_of(engine.url)
    if file is not None and not file.exists():
        raise RecordError(f"record {file} does not exist; make it with `moawatch run` or `moawatch backfill`")
    try:
        with read_session(engine) as record:
            record.connection().exec_driver_sql(_READ_ONLY[engine.dialect.name])
            require_views(record)
            yield record
    finally:
        engine.dispose()


def agencies(record: Session, *, state: str | None = None, body: str | None = None) -> list[AgencyAnswer]:
    """Every agency that has or had an agreement, as last printed; `agreements_now` is 0 where it has none now.

    `state` is two letters; `body` one of sheriff, police, constable, corrections, prosecutor, campus, marshal,
    state_police, other. Sorted by id.
    """
    table = views()["agencies"].table
    wanted = {"state": state, "body": body}
    rows = _rows(record, sa.select(table).where(*(table.c[k] == v for k, v in wanted.items() if v is not None)))
    return cast(list[AgencyAnswer], sorted(rows, key=lambda row: str(row["agency_id"])))


def agency(record: Session, text: str) -> AgencyFile:
    """One agency by its id, or by words of any of its names: spellings, agreements, history, and documents with rows.

    Raises RecordError where no agency has them, or more than one.
    """
    found = agencies_like(record, text)
    if len(found) != 1:
        named = ": " + ", ".join(each.id for each in found[:_MOST_NAMED]) if found else ""
        more = " ..." if len(found) > _MOST_NAMED else ""
        raise RecordError(f"{len(found) or 'no'} agencies match {text!r}{named}{more}")
    return cast(AgencyFile, dossier(record, found[0]))


def daily_counts(
    record: Session,
    *,
    scope: str = "US",
    support_type: str = "all",
    since: date | None = None,
    until: date | None = None,
) -> list[DayAnswer]:
    """The counts at the end of each day, `since` and `until` included: one row a day, in their order.

    `scope` is "US", a state's two letters or a county's FIPS code; `support_type` is "all", "JEM", "TFM" or "WSO".
    A day without a row had nothing to count. Between two lists the older one is in force.
    """
    table = views()["daily_counts"].table
    query = sa.select(table).where(table.c.scope == scope, table.c.support_type == support_type)
    query = query.where(table.c.day >= since) if since else query
    query = query.where(table.c.day <= until) if until else query
    return cast(list[DayAnswer], sorted(_rows(record, query), key=lambda row: row["day"]))


def changes(
    record: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    state: str | None = None,
    kind: str | None = None,
    everything: bool = False,
    known_at: datetime | None = None,
) -> list[ChangeAnswer]:
    """What changed, by the day of the first list that shows it, `since` and `until` included.

    Confirmed changes of what was agreed; with `everything` also suspected, withdrawn and cosmetic ones. `kind` is one
    of the README's. `known_at` (UTC) gives them as the record had them then. Raises ValueError for an unknown kind.
    """
    found = changes_told(
        record,
        since=since,
        until=until,
        state=state,
        kind=ChangeKind(kind) if kind else None,
        everything=everything,
        known_at=known_at,
    )
    return cast(list[ChangeAnswer], found)


Grouping = Literal["state", "support-type", "agency-type"]


def counts(
    record: Session, *, as_of: date | None = None, by: Grouping | None = None, state: str | None = None
) -> list[CountAnswer]:
    """How many agreements, agencies, states, territories and pending applications at the end of a day (default: by the
    newest list), each row with the lists that say so.

    One row, or one for each state, support type or type of agency. No rows: the record has no list that old.
    """
    return cast(list[CountAnswer], counts_at(record, as_of=as_of, by=by, state=state))


def ask(record: Session, sql: str, /, **values: Any) -> list[Mapping[str, Any]]:
    """The rows of a query in SQL; `:name` in it stands for a value.

    Of the views, whose columns are described in `data/README.md`. Give days as `date`; SQLite returns them as text,
    YYYY-MM-DD.
    Raises RecordError where the database cannot run it.
    """
    try:
        return _rows(record, sa.text(sql).bindparams(**values))
    except sa.exc.StatementError as error:  # a mistake in the SQL, a name without its value
        raise RecordError(f"query: {error.orig or error}") from error


def _rows(record: Session, query: sa.Executable) -> list[Mapping[str, Any]]:
    return [dict(row) for row in record.connection().execute(query).mappings()]
