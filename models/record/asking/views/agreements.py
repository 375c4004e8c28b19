"""The roster: which agreements there are, or were on a day, or have ended; and when each was on the lists."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, cast

import sqlalchemy as sa
from sqlmodel import Session

from models.record.answers import AgreementAnswer, StretchAnswer
from models.record.asking.lists import list_in_force
from models.record.views.dictionary import views
from models.vocabulary import ListKind, state_code

Status = Literal["listed", "missing", "ended", "superseded", "all"]


class ListOfDay(NamedTuple):
    """The participating list in force at the end of a day."""

    day: date
    sha256: str


def agreements(
    session: Session,
    *,
    as_of: date | None = None,
    status: Status = "listed",
    state: str | None = None,
    county_fips: Collection[str] = (),
    support_type: str | None = None,
    body: str | None = None,
) -> list[AgreementAnswer]:
    """The agreements with that status by the newest list, or those listed at the end of the day `as_of`.

    `status` is listed, missing (an end not confirmed yet), ended, superseded or all; with `as_of` it must stay
    "listed". Every attribute, `status` and `last_day` included, is as known now: an agreement that was listed on
    `as_of` and has ended since says ended. `list_day` and `list_sha256` are those of the list in force then. Sorted
    by state, agency, support type and signing date. No rows also where the record has no list that old.

    Raises ValueError for `as_of` with another status.
    """
    if as_of is not None and status != "listed":
        raise ValueError("as_of gives the agreements listed on that day, whatever became of them")
    source = participating_list(session, as_of)
    if source is None:
        return []
    table = views()["agreements"].table
    query = sa.select(table)
    if as_of is not None:
        stretch = views()["agreement_stretches"].table
        on_the_list = sa.select(stretch.c.agreement_id).where(*_on(stretch, as_of))
        query = query.where(table.c.agreement_id.in_(on_the_list))
    elif status != "all":
        query = query.where(table.c.status == status)
    if county_fips:
        query = query.where(table.c.county_fips.in_(county_fips))
    query = query.where(*_equal(table, state=state and state_code(state), support_type=support_type, body=body))
    listed_by = {"list_day": source.day, "list_sha256": source.sha256}
    rows = [dict(row) | listed_by for row in session.connection().execute(query).mappings()]
    return cast(list[AgreementAnswer], sorted(rows, key=_in_order))


def stretches(
    session: Session,
    *,
    as_of: date | None = None,
    state: str | None = None,
    agency_id: str | None = None,
    agreement_id: str | None = None,
) -> list[StretchAnswer]:
    """Each unbroken time of each agreement on the lists: from `from_day` until before `until_day`, which is None
    while it is listed. `days` counts so far.

    With `as_of` only the stretches in force at the end of that day. Where `began_before_record` is 1, it is not known
    when the stretch began. Sorted by agreement and number.
    """
    table = views()["agreement_stretches"].table
    query = sa.select(table).where(
        *_equal(table, state=state and state_code(state), agency_id=agency_id, agreement_id=agreement_id)
    )
    if as_of is not None:
        query = query.where(*_on(table, as_of))
    rows = [dict(row) for row in session.connection().execute(query).mappings()]
    return cast(list[StretchAnswer], sorted(rows, key=lambda row: (row["agreement_id"], row["number"])))


def participating_list(session: Session, as_of: date | None = None) -> ListOfDay | None:
    """The list in force at the end of the day `as_of` (default: the newest). None if the record has none that old."""
    found = list_in_force(session, ListKind.PARTICIPATING, as_of)
    return ListOfDay(found.published_on, found.document_sha256) if found else None


def _on(stretch: sa.TableClause, day: date) -> Sequence[sa.ColumnElement[bool]]:
    until = stretch.c.until_day
    return stretch.c.from_day <= day, until.is_(None) | (until > day)


def _equal(table: sa.TableClause, **wanted: str | None) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in wanted.items() if value is not None]


def _in_order(row: dict[str, Any]) -> tuple[str, ...]:
    """In Python, since databases differ in how they sort text."""
    return tuple(str(row[name] or "") for name in ("state", "agency", "support_type", "signed", "agreement_id"))
