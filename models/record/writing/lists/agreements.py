"""Agencies, their spellings and their agreements, as the last list that has them prints them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from models.lists.resolution import Placement
from models.record.tables.agreements import Agency, Agreement, Spelling
from models.record.writing.lists.lists import Mark
from models.record.writing.lists.writing import insert_rows, update_by_id
from models.vocabulary import ListKind


class _Attributes(NamedTuple):
    name: str
    agency_type: str
    county: str


class _Terms(NamedTuple):
    agency_id: str
    signed: date | None
    moa_url: str
    addendum_url: str
    listed_until: date | None


class AgreementTables:
    """What is printed of them now; `flush` writes what differs from the tables."""

    def __init__(self, session: Session) -> None:
        self._agencies = {it.id: _Attributes(it.name, it.agency_type, it.county) for it in session.exec(select(Agency))}
        self._spellings = set(session.exec(select(Spelling.agency_id, Spelling.spelling)).all())
        self._agreements = {
            it.id: _Terms(it.agency_id, it.signed, it.moa_url, it.addendum_url, it.listed_until)
            for it in session.exec(select(Agreement))
        }
        # The columns that never change, of rows that are not in the tables yet; and the ids of rows that differ.
        self._new_agencies: dict[str, dict[str, Any]] = {}
        self._new_spellings: list[dict[str, Any]] = []
        self._new_agreements: dict[str, dict[str, Any]] = {}
        self._altered_agencies: set[str] = set()
        self._altered_agreements: set[str] = set()

    def take(self, fresh: Iterable[Placement], mark: Mark) -> None:
        """The rows that a list brought or altered; where an agency's rows differ, its last row stands for it."""
        for placement in fresh:
            if not placement.duplicate or placement.agency_id not in self._agencies:
                self._take_agency(placement)
            self._take_spelling(placement, mark)
            if placement.agreement_id is not None and not placement.duplicate:
                self._take_agreement(placement.agreement_id, placement, mark)

    def unlist_all_but(self, placements: Iterable[Placement], mark: Mark) -> None:
        """Note the day on which agreements were no longer listed."""
        if mark.kind is not ListKind.PARTICIPATING:
            return
        listed = {placement.agreement_id for placement in placements}
        gone = [id_ for id_, terms in self._agreements.items() if terms.listed_until is None and id_ not in listed]
        self._agreements.update((id_, self._agreements[id_]._replace(listed_until=mark.published_on)) for id_ in gone)
        self._altered_agreements.update(gone)

    def flush(self, session: Session) -> None:
        insert_rows(session, Agency, (row | self._agencies[id_]._asdict() for id_, row in self._new_agencies.items()))
        insert_rows(session, Spelling, self._new_spellings)
        insert_rows(
            session, Agreement, (row | self._agreements[id_]._asdict() for id_, row in self._new_agreements.items())
        )
        known_agencies = self._altered_agencies - self._new_agencies.keys()
        known_agreements = self._altered_agreements - self._new_agreements.keys()
        update_by_id(session, Agency, {id_: self._agencies[id_]._asdict() for id_ in known_agencies})
        update_by_id(session, Agreement, {id_: self._agreements[id_]._asdict() for id_ in known_agreements})
        for written in (
            self._new_agencies, self._new_spellings, self._new_agreements,
            self._altered_agencies, self._altered_agreements,
        ):  # fmt: skip
            written.clear()

    def _take_agency(self, placement: Placement) -> None:
        id_, listing = placement.agency_id, placement.listing
        now = _Attributes(listing.agency.strip(), listing.agency_type.strip(), listing.county.strip())
        if id_ not in self._agencies:
            self._new_agencies[id_] = {"id": id_, "state": placement.state}
        elif self._agencies[id_] != now:
            self._altered_agencies.add(id_)
        self._agencies[id_] = now

    def _take_spelling(self, placement: Placement, mark: Mark) -> None:
        spelling = (placement.agency_id, placement.listing.agency.strip())
        if spelling not in self._spellings:
            self._spellings.add(spelling)
            row = {"agency_id": spelling[0], "spelling": spelling[1], "first_snapshot_id": mark.id}
            self._new_spellings.append(row)

    def _take_agreement(self, id_: str, placement: Placement, mark: Mark) -> None:
        """As printed now; a link once posted stays known when the list loses it."""
        listing, known = placement.listing, self._agreements.get(id_)
        now = _Terms(
            placement.agency_id,
            listing.signed,
            listing.moa_url or (known.moa_url if known else ""),
            listing.addendum_url or (known.addendum_url if known else ""),
            None,
        )
        if known is None:
            self._new_agreements[id_] = {
                "id": id_,
                "support_type": placement.support_type,
                "first_snapshot_id": mark.id,
                "listed_from": mark.published_on,
            }
        elif known != now:
            self._altered_agreements.add(id_)
        self._agreements[id_] = now
