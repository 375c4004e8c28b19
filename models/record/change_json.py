"""A change as the journal keeps it: JSON of the rules' own value, with the date and sha256 of its list beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from models.lists.changes import Change

_CHANGE = TypeAdapter(Change)

# Written only where they say something: journals are older than these fields, and a change that has neither has not
# changed.
_LATER_FIELDS = ("agreement_before", "application_id")


def to_json(change: Change, list_date: date, list_sha256: str) -> dict[str, Any]:
    values: dict[str, Any] = _CHANGE.dump_python(change, mode="json")
    for name in _LATER_FIELDS:
        if values[name] is None:
            del values[name]
    return values | {"list_date": list_date.isoformat(), "list_sha256": list_sha256}


def from_json(values: Mapping[str, Any]) -> Change:
    return _CHANGE.validate_python(values)
