"""A change as the journal keeps it: JSON of the rules' own value, with the date and sha256 of its list beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from models.lists.changes import Change

_CHANGE = TypeAdapter(Change)


def to_json(change: Change, list_date: date, list_sha256: str) -> dict[str, Any]:
    values: dict[str, Any] = _CHANGE.dump_python(change, mode="json")
    return values | {"list_date": list_date.isoformat(), "list_sha256": list_sha256}


def from_json(values: Mapping[str, Any]) -> Change:
    return _CHANGE.validate_python(values)
