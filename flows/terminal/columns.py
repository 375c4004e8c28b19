"""The columns of all tables: how important each is, and whether it may be cut, wrapped or neither.

A column is declared once, here, whichever command prints it. A table that is too wide for its terminal loses columns
from the end of this order.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from models.record.asking import Row


class Shape(Enum):
    """What may happen to a cell that is wider than its column."""

    WHOLE = "whole"  # nothing: half a date, id or number is another one
    NAME = "name"  # it is cut and ends with an ellipsis, so that its row stays a line
    TEXT = "text"  # it is wrapped at words: it is what the reader came for


class Column(NamedTuple):
    """A column as it is laid out."""

    name: str
    shape: Shape
    least: int = 0  # signs that a name or text keeps before its column is left out
    wish: int = 0  # signs up to which it comes before all less important columns, so that its row is one line


# Shorter, and most names of agencies look alike: 'Lamar County Sheriff's…' is 24 signs.
_NAME, _TEXT = 20, 24


def _whole(*names: str) -> list[Column]:
    return [Column(name, Shape.WHOLE) for name in names]


def _named(*names: str, least: int = _NAME) -> list[Column]:
    return [Column(name, Shape.NAME, least) for name in names]


def _text(*names: str, least: int = _TEXT) -> list[Column]:
    return [Column(name, Shape.TEXT, least) for name in names]


# From what a row is useless without to what only a few ask for. A table's first column, which names its rows, and
# columns without any value are ranked by `flows.terminal.tables`.
_IN_ORDER = (
    *_whole("", "id", "digest", "day", "date", "published", "stated_on"),
    *_named("name", least=12),
    *_named("agency", "agency_printed", "names", "spelling", "address", "item", least=24),
    *_text("title", least=30),
    *_text("was", least=18),
    *_whole("page", "form", "revision", "since", "leads_to", "fits", "gone_on"),
    *_text("text", least=30),
    *_whole("what", "state", "kind"),
    *_text("verdict", least=18),
    *_whole("status", "term", "check", "passed", "preference", "step"),
    *_text("claim", "sentence", "explanation", "question", "doubt", "what the record says"),
    Column("rows", Shape.WHOLE),
    Column("why", Shape.TEXT, least=30, wish=70),
    *_text("assumed", "evidence", least=18),
    *_whole("list_date"),
    *_text("last_error", "reason", least=18),
    *_text("receives", "subject"),
    *_whole("metric", "value"),
    *_named("scope", least=12),
    *_named("agency_type", least=16),
    *_whole("support_type", "agreements", "agencies", "low", "high", "listed_from", "listed_until"),
    *_whole("first_listed", "gone_at", "from_day", "until_day", "first_day", "last_day", "row", "support_types_now"),
    *_whole("first_signed", "last_signed"),
    *_whole("as_of", "value_high", "unit", "signed", "last_success", "age_hours", "states", "territories"),
    *_whole("states + territories", "pending", "attempts"),
    *_text("assumes"),
    *_text("what happens", least=16),
    *_named("place", "body", "county", "said_by", "to", "source", least=16),
    *_named("outlet", "outlets", least=16),
    *_whole("paused", "digests", "proposed", "pages"),
    *_named("support_type_printed", "agency_before", "actor", "topics", least=16),
    *_whole("signed_printed", "qualifier", "channel", "confidence"),
    *_text("answer", "changed", "not_read"),
    *_whole("announced", "composed_at", "settled_at", "set_aside_at", "served_at", "maximum_hours"),
    *_whole("agreement_id", "sha256", "captured", "url"),
    *_text("note", "remarks"),
)
_DECLARED = {column.name: (rank, column) for rank, column in enumerate(_IN_ORDER)}


def declared(name: str) -> bool:
    return name in _DECLARED


def column_of(name: str, rows: Iterable[Row]) -> tuple[int, Column]:
    """Its importance (0 is the highest) and its shape. One that is not declared comes last; its values tell what it
    is."""
    if name in _DECLARED:
        return _DECLARED[name]
    whole = name.endswith(("_id", "_url", "_fips")) or all(_is_exact(row.get(name)) for row in rows)
    return len(_DECLARED), Column(name, Shape.WHOLE if whole else Shape.NAME, _NAME)


def _is_exact(value: Any) -> bool:
    return value is None or isinstance(value, (int, float, date))
