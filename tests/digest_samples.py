"""Readings, subscribers and a situation to compose digests from, made by hand."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from models.changes import Change
from models.telling import Reading
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType

LIST_SHA256 = hashlib.sha256(b"a list").hexdigest()
LIST_DATE = date(2026, 1, 26)

ENDING = Change(
    id="c0ffee000001",
    kind=ChangeKind.AGREEMENT_ENDED,
    status=ChangeStatus.CONFIRMED,
    list_kind=ListKind.PARTICIPATING,
    snapshot_id="participating-20260126",
    settled_by=None,
    state="TX",
    state_before=None,
    agency_id="tx-lamar-sheriff",
    agency="Lamar County Sheriff's Office",
    agency_before=None,
    agreement_id="tx-lamar-sheriff-tfm",
    support_type=SupportType.TFM,
    support_type_before=None,
    signed=date(2025, 3, 3),
    signed_before=None,
    row=17,
    confidence=1.0,
    evidence=(),
)
ADDITION = replace(ENDING, id="c0ffee000002", kind=ChangeKind.AGREEMENT_ADDED)


def reading(change: Change = ADDITION, /, **fields: Any) -> Reading:
    """The first reading of `change`, unless `fields` say otherwise; fields of the change itself go in as well."""
    own = {name: fields.pop(name) for name in tuple(fields) if name in Change.__dataclass_fields__}
    given: dict[str, Any] = {
        "version": 1, "sequence": 1, "dropped": False, "late": False,
        "list_date": LIST_DATE, "list_sha256": LIST_SHA256,
        "county": "Lamar County", "moa_url": "https://www.ice.gov/doclib/287g/lamar.pdf",
    }  # fmt: skip
    return Reading(change=replace(change, **own), **(given | fields))
