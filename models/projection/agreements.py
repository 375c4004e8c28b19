"""Agencies, their spellings and their agreements, as the last list that has them prints them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select, update

from models.projection.lists import Mark
from models.projection.writing import in_portions, insert_rows, update_by_id, update_rows
from models.resolution import Placement
from models.tables import Agency, Agreement, Spelling


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
    def __init__(self, session: Session) -> None:
        self._agencies = {it.id: _Attributes(it.name, it.agency_type, it.county) for it in session.exec(select(Agency))}
        self._spellings = set(session.exec(select(Spelling.agency_id, Spelling.spelling)).all())
        self._agreements = {
            it.id: _Terms(it.agency_id, it.signed, it.moa_url, it.addendum_url, it.listed_until)
            for it in session.exec(select(Agreement))
        }

    def write(self, session: Session, fresh: Iterable[Placement], mark: Mark) -> None:
        """The rows that a list brought or altered; where an agency's rows differ, its last row stands for it."""
        placed = list(fresh)
        self._write_agencies(session, placed)
        self._write_spellings(session, placed, mark)
        self._write_agreements(session, placed, mark)

    def unlist_all_but(self, session: Session, placements: Iterable[Placement], on: date) -> None:
        """Note the day on which agreements were no longer listed."""
        listed = {placement.agreement_id for placement in placements}
        gone = [id_ for id_, terms in self._agreements.items() if terms.listed_until is None and id_ not in listed]
        for id_ in gone:
            self._agreements[id_] = self._agreements[id_]._replace(listed_until=on)
        for ids in in_portions(gone):
            update_rows(session, update(Agreement).where(col(Agreement.id).in_(ids)), listed_until=on)

    def _write_agencies(self, session: Session, placed: list[Placement]) -> None:
        last = {one.agency_id: one for one in placed if not one.duplicate or one.agency_id not in self._agencies}
        altered = {
            id_: _attributes(one)._asdict()
            for id_, one in last.items()
            if id_ in self._agencies and self._agencies[id_] != _attributes(one)
        }
        insert_rows(session, Agency, [_agency_row(one) for id_, one in last.items() if id_ not in self._agencies])
        update_by_id(session, Agency, altered)
        self._agencies.update((id_, _attributes(one)) for id_, one in last.items())

    def _write_spellings(self, session: Session, placed: list[Placement], mark: Mark) -> None:
        fresh = dict.fromkeys(
            spelling
            for one in placed
            if (spelling := (one.agency_id, one.listing.agency.strip())) not in self._spellings
        )
        self._spellings.update(fresh)
        insert_rows(
            session,
            Spelling,
            [{"agency_id": id_, "spelling": name, "first_snapshot_id": mark.id} for id_, name in fresh],
        )

    def _write_agreements(self, session: Session, placed: list[Placement], mark: Mark) -> None:
        terms = {
            one.agreement_id: (one, self._terms(one.agreement_id, one))
            for one in placed
            if one.agreement_id is not None and not one.duplicate
        }
        fresh = [_agreement_row(one, mark) for id_, (one, _) in terms.items() if id_ not in self._agreements]
        altered = {
            id_: now._asdict()
            for id_, (_, now) in terms.items()
            if id_ in self._agreements and self._agreements[id_] != now
        }
        insert_rows(session, Agreement, fresh)
        update_by_id(session, Agreement, altered)
        self._agreements.update((id_, now) for id_, (_, now) in terms.items())

    def _terms(self, agreement_id: str, placement: Placement) -> _Terms:
        """As printed now; a link once posted stays known when the list loses it."""
        listing, known = placement.listing, self._agreements.get(agreement_id)
        return _Terms(
            placement.agency_id,
            listing.signed,
            listing.moa_url or (known.moa_url if known else ""),
            listing.addendum_url or (known.addendum_url if known else ""),
            None,
        )


def _attributes(placement: Placement) -> _Attributes:
    listing = placement.listing
    return _Attributes(listing.agency.strip(), listing.agency_type.strip(), listing.county.strip())


def _agency_row(placement: Placement) -> dict[str, Any]:
    return {"id": placement.agency_id, "state": placement.state} | _attributes(placement)._asdict()


def _agreement_row(placement: Placement, mark: Mark) -> dict[str, Any]:
    listing = placement.listing
    return {
        "id": placement.agreement_id,
        "agency_id": placement.agency_id,
        "support_type": placement.support_type,
        "signed": listing.signed,
        "moa_url": listing.moa_url,
        "addendum_url": listing.addendum_url,
        "first_snapshot_id": mark.id,
        "listed_from": mark.published_on,
        "listed_until": None,
    }
