"""The views as their .sql files describe them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

_FOLDER = Path(__file__).parent

_ROW = re.compile(r"^-- (A row .*)$", re.MULTILINE)
_KEY = re.compile(r"^-- key: (.*)$", re.MULTILINE)
# '    agency.name AS agency, -- text: its name as last printed': the type may name a unit, 'integer, days'.
_COLUMN = re.compile(r"AS (\w+),? -- ([^:]+): (.*)$", re.MULTILINE)

_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "text": sa.String,
    "JSON": sa.String,
    "integer": sa.Integer,
    "0 or 1": sa.Integer,
    "number": sa.Float,
    "day": sa.Date,
    "moment": UTCDateTime,
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str  # text, JSON, integer, '0 or 1', number, day, moment
    unit: str  # 'days', '0 to 1', or ''
    meaning: str

    @property
    def sql_type(self) -> sa.types.TypeEngine[Any]:
        return _TYPES[self.type]()


@dataclass(frozen=True, slots=True)
class View:
    name: str
    row_is: str  # a sentence: 'A row is an agreement ...'
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sql: str  # with the macros of `models.record.views.dialects`

    @property
    def table(self) -> sa.TableClause:
        """For queries: with the columns' types, so that days and moments come back as such."""
        return sa.table(self.name, *(sa.column(each.name, each.sql_type) for each in self.columns))


@cache
def views() -> dict[str, View]:
    """By name, in alphabetical order."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.sql"))}


def _read(path: Path) -> View:
    text = path.read_text(encoding="utf-8")
    (row_is,), (key,) = _ROW.findall(text), _KEY.findall(text)
    columns = []
    for name, described, meaning in _COLUMN.findall(text):
        kind, _, unit = described.partition(", ")
        columns.append(Column(name, kind, unit, meaning))
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("-- "))
    return View(path.stem, row_is, tuple(key.split(", ")), tuple(columns), re.sub(r" -- .*$", "", sql, flags=re.M))
