"""A row folded for comparison, and the readable ids of agencies and agreements.

The slot (state, folded name, support type) is the natural key of these lists: each occurs once on a list, except for
a few repeated rows. Date, link, county and type are attributes with a history.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from itertools import chain, count

from models.identity.known import Cells
from models.lists.changes import change_id
from models.lists.counts import county_key
from models.lists.folding import AgencyName, fold_agency, fold_state, fold_support_type
from models.lists.listings import Listing, texts
from models.lists.rulings import Rulings
from models.vocabulary import SupportType

UNKNOWN_PLACE = "XX"  # in an id, for a printed state that is not a known place


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """A row, folded. `listing` is as printed; all other fields have the corrections applied."""

    row: int
    listing: Listing
    state: str
    support_type: SupportType | None
    name: AgencyName
    county: str
    signed: date | None
    meant: Listing

    @property
    def cells(self) -> Cells:
        return texts(self.listing)

    @property
    def slot(self) -> str:
        return slot(self.state, self.name.key, self.support_type)

    @property
    def place(self) -> str:
        return place(self.state, self.name.key)


def place(state: str, key: str) -> str:
    return f"{state}|{key}"


def slot(state: str, key: str, support_type: SupportType | None) -> str:
    return f"{state}|{key}|{support_type or ''}"


def signing(state: str, support_type: SupportType | None, signed: date | None) -> str:
    return f"{state}|{support_type or ''}|{signed or ''}"


def fold_row(row: int, listing: Listing, rulings: Rulings) -> FoldedRow:
    meant = rulings.correct(listing) if rulings.corrections else listing
    state = fold_state(meant.state)
    return FoldedRow(
        row=row,
        listing=listing,
        state=state,
        support_type=fold_support_type(meant.support_type),
        name=fold_agency(state, meant.agency),
        county=county_key(meant.county),
        signed=meant.signed,
        meant=meant,
    )


def agency_id(state: str, key: str, taken: Container[str]) -> str:
    """`NC-alamance-county-sheriff`; a number is added if another agency has that id."""
    return _free(f"{state or UNKNOWN_PLACE}-{'-'.join(key.split()) or 'unnamed'}", taken)


def agreement_id(agency: str, support_type: SupportType | None, signed: date | None, taken: Container[str]) -> str:
    """`NC-alamance-county-sheriff/JEM/2020-06-09`: the agency and the first date printed for it."""
    return _free(f"{agency}/{support_type or 'unknown'}/{signed.isoformat() if signed else 'undated'}", taken)


def application_id(agency: str, support_type: SupportType | None, first_listed: date, taken: Container[str]) -> str:
    """`TX-bee-county-sheriff/TFM/pending-2026-01-09`: the agency and the first day it was pending."""
    return _free(f"{agency}/{support_type or 'unknown'}/pending-{first_listed.isoformat()}", taken)


def _free(wanted: str, taken: Container[str]) -> str:
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(id_ for id_ in chain([wanted], numbered) if id_ not in taken)


def pair_id(document_sha256: str, agreement: str, row_slot: str) -> str:
    """The id of the question whether a row is an agreement; a ruling on it names this id."""
    return change_id(document_sha256, f"{agreement} {row_slot}", "paired")
