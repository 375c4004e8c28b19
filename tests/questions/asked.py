"""The questions as they are asked: one file of SQL each, the same on both databases."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.record import ask
from models.record.store import Session

SQL = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "sql").glob("*.sql"))}

Answer = list[tuple[Any, ...]]


def sql_of(number: int) -> str:
    (found,) = (sql for name, sql in SQL.items() if name.startswith(f"{number:02}_"))
    return found


def answer(record: Session, number: int, **values: Any) -> Answer:
    """The rows of question `number`: plain numbers and texts, days as YYYY-MM-DD."""
    sql = sql_of(number)
    wanted = {name: value for name, value in values.items() if re.search(rf":{name}\b", sql)}
    return [tuple(map(_plain, row.values())) for row in ask(record, sql, **wanted)]


def in_any_order(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    return sorted(json.dumps(row) for row in rows)


def columns(rows: Answer, *numbers: int) -> list[Any]:
    """Some columns of each row, from 0; of a single one, its values."""
    return [row[numbers[0]] if len(numbers) == 1 else tuple(row[number] for number in numbers) for row in rows]


def found(rows: Answer) -> Mapping[Any, Any]:
    """Rows of two columns as a dictionary."""
    return dict(rows)


def _plain(value: Any) -> Any:
    if isinstance(value, (float, Decimal)):
        return int(value) if value == int(value) else round(float(value), 4)
    return value.isoformat() if isinstance(value, date) else value
