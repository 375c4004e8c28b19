"""What the functions of `models.record` give: a dictionary a row, with these keys.

Days are `datetime.date`, the publisher's (US Eastern); moments are `datetime` in UTC; a yes or no is 1 or 0; FIPS codes
are text with their zeros; None is unknown, or not yet. `pandas.DataFrame(rows)` takes them as they are.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict


class AgreementAnswer(TypedDict):
    """A row of the view `agreements`, and the list that says so."""

    agreement_id: str
    agency_id: str
    agency: str
    state: str
    state_fips: str | None
    county_fips: str | None
    county: str | None
    body: str
    agency_type: str | None
    support_type: str | None
    signed: date | None
    status: str
    first_day: date
    days_to_list: int | None
    last_day: date | None
    days_listed: int
    stretches: int
    began_before_record: int
    application_id: str | None
    days_pending: int | None
    moa_url: str | None
    moa_since: date | None
    addendum_url: str | None
    replaces: str | None
    replaced_by: str | None
    replaced_how: str | None
    first_list_sha256: str
    first_row: int
    list_day: date
    list_sha256: str


class StretchAnswer(TypedDict):
    """A row of the view `agreement_stretches`."""

    agreement_id: str
    number: int
    agency_id: str
    agency: str
    state: str
    state_fips: str | None
    county_fips: str | None
    body: str
    support_type: str | None
    signed: date | None
    from_day: date
    until_day: date | None
    days: int
    began_before_record: int


class AgencyAnswer(TypedDict):
    """A row of the view `agencies`."""

    agency_id: str
    agency: str
    state: str
    state_fips: str | None
    county_fips: str | None
    county: str | None
    county_printed: str | None
    county_found_by: str
    agency_type: str | None
    body: str
    spellings: int
    agreements_now: int
    agreements_ever: int
    jem: int
    tfm: int
    wso: int
    first_day: date
    last_day: date | None


class AgencyFile(TypedDict):
    """Everything on record about one agency."""

    id: str
    name: str
    state: str
    agency_type: str
    county: str
    spellings: Sequence[Mapping[str, Any]]
    agreements: Sequence[Mapping[str, Any]]
    history: Sequence[Mapping[str, Any]]
    documents: Sequence[Mapping[str, Any]]
    attested: Sequence[Mapping[str, Any]]  # lists of names alone that name it, as those of 2007 and 2008


class CountAnswer(TypedDict):
    """Counts of one list. `support_type` None is all of them; `pending` None: no pending list is known."""

    as_of: date
    list_date: date
    list_sha256: str
    scope: str
    support_type: str | None
    agency_type: NotRequired[str]
    agreements: int
    agencies: int
    states: int
    territories: int
    pending: int | None
    pending_list_date: date | None
    pending_list_sha256: str | None


class DayAnswer(TypedDict):
    """A row of the view `daily_counts`."""

    day: date
    scope: str
    scope_kind: str
    support_type: str
    agreements: int
    agencies: int
    states: int
    territories: int
    pending: int | None
    list_id: str
    list_sha256: str


class ChangeAnswer(TypedDict):
    """A change as told; the README lists the kinds."""

    id: str
    kind: str
    status: str
    list_date: date
    state: str
    agency: str
    agency_before: str | None
    support_type: str | None
    support_type_before: str | None
    signed: date | None
    signed_before: date | None
    state_before: str | None
    list_kind: str
    agency_id: str
    agreement_id: str | None
    agreement_before: str | None
    application_id: str | None
    row: int | None
    confidence: float
    evidence: Sequence[str]
    settled_by: str | None
    snapshot_id: str
    list_sha256: str
    recorded_at: datetime
