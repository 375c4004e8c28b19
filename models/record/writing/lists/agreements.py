"""Agencies, their spellings and their agreements, as last printed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from sqlmodel import Session, SQLModel, select

from models.lists.resolution import Placement
from models.record.tables.agreements import Agency, Agreement, Spelling
from models.record.writing.lists.lists import ListMark
from models.record.writing.lists.writing import insert_rows, update_by_id
from models.vocabulary import ListKind, SupportType


class _AgencyColumns(NamedTuple):
    id: str
    state: str
    name: str
    agency_type: str
    county: str


class _AgreementColumns(NamedTuple):
    id: str
    agency_id: str
    support_type: SupportType | None
    signed: date | None
    moa_url: str
    addendum_url: str
    first_snapshot_id: str
    listed_from: date
    listed_until: date | None


_Columns = TypeVar("_Columns", _AgencyColumns, _AgreementColumns)


class AgreementTables:
    """Mirrors the three tables; `flush` writes the rows that are new or altered."""

    def __init__(self, session: Session) -> None:
        self._agencies = _stored(session, Agency, _AgencyColumns)
        self._agreements = _stored(session, Agreement, _AgreementColumns)
        self._spellings = set(session.exec(select(Spelling.agency_id, Spelling.spelling)).all())
        self._in_tables = dict(self._agencies), dict(self._agreements)
        self._new_spellings: list[dict[str, str]] = []

    def take(self, fresh: Iterable[Placement], mark: ListMark) -> None:
        """The rows that a list added or altered. If an agency's rows differ, the last one counts."""
        for placement in fresh:
            id_, listing = placement.agency_id, placement.listing
            name = listing.agency.strip()
            known = self._agencies.get(id_)
            if known is None or not placement.duplicate:
                state = known.state if known else placement.state
                agency = _AgencyColumns(id_, state, name, listing.agency_type.strip(), listing.county.strip())
                self._agencies[id_] = agency
            if (id_, name) not in self._spellings:
                self._spellings.add((id_, name))
                self._new_spellings.append({"agency_id": id_, "spelling": name, "first_snapshot_id": mark.id})
            if placement.agreement_id is not None and not placement.duplicate:
                self._agreements[placement.agreement_id] = self._agreement(placement.agreement_id, placement, mark)

    def unlist_all_but(self, placements: Iterable[Placement], mark: ListMark) -> None:
        """Note the first day on which agreements were no longer listed."""
        if mark.kind is not ListKind.PARTICIPATING:
            return
        listed = {placement.agreement_id for placement in placements}
        gone = [it for it in self._agreements.values() if it.listed_until is None and it.id not in listed]
        self._agreements.update((it.id, it._replace(listed_until=mark.published_on)) for it in gone)

    def flush(self, session: Session) -> None:
        agencies, agreements = self._in_tables
        _write(session, Agency, self._agencies, agencies)
        insert_rows(session, Spelling, self._new_spellings)
        _write(session, Agreement, self._agreements, agreements)
        self._in_tables = dict(self._agencies), dict(self._agreements)
        self._new_spellings.clear()

    def _agreement(self, id_: str, placement: Placement, mark: ListMark) -> _AgreementColumns:
        """As printed now; a link stays known when the list loses it."""
        listing, known = placement.listing, self._agreements.get(id_)
        return _AgreementColumns(
            id=id_,
            agency_id=placement.agency_id,
            support_type=known.support_type if known else placement.support_type,
            signed=listing.signed,
            moa_url=listing.moa_url or (known.moa_url if known else ""),
            addendum_url=listing.addendum_url or (known.addendum_url if known else ""),
            first_snapshot_id=known.first_snapshot_id if known else mark.id,
            listed_from=known.listed_from if known else mark.published_on,
            listed_until=None,
        )


def _stored(session: Session, table: type[SQLModel], columns: type[_Columns]) -> dict[str, _Columns]:
    rows = session.exec(select(*(getattr(table, name) for name in columns._fields)))
    return {row[0]: columns._make(row) for row in rows}


def _write(
    session: Session, table: type[SQLModel], now: Mapping[str, _Columns], in_table: Mapping[str, _Columns]
) -> None:
    insert_rows(session, table, (row._asdict() for id_, row in now.items() if id_ not in in_table))
    altered = (row for id_, row in now.items() if id_ in in_table and in_table[id_] != row)
    update_by_id(session, table, {row.id: row._asdict() for row in altered})
