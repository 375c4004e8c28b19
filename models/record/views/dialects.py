"""The few things that SQLite and PostgreSQL say differently, as macros in the views' SQL."""

from collections.abc import Callable, Mapping

from models.kinds import COSMETIC_KINDS

# Raised when a view or a column goes or changes its meaning; a new one raises nothing.
CONTRACT_VERSION = 1

_CONSTANTS = {
    "CONTRACT_VERSION": str(CONTRACT_VERSION),
    "RECORD_START": "(SELECT min(day) FROM list_day WHERE participating_id IS NOT NULL)",
    "RECORD_END": "(SELECT max(day) FROM list_day)",
    "RECORD_FIRST": (
        "(SELECT snapshot_id FROM counted_list WHERE kind = 'participating' AND superseded_at IS NULL"
        " ORDER BY published_at LIMIT 1)"
    ),
    "PENDING_END": (
        "(SELECT max(day) FROM (SELECT day FROM counted_list WHERE kind = 'pending' AND superseded_at IS NULL"
        " UNION ALL SELECT published_on FROM snapshot WHERE kind = 'pending' AND status = 'unchanged') AS seen)"
    ),
    "COSMETIC_KINDS": ", ".join(f"'{kind}'" for kind in sorted(COSMETIC_KINDS)),
}

_Macros = Mapping[str, Callable[..., str]]

_SQLITE: _Macros = {
    "DAYS": lambda start, end: f"CAST(julianday({end}) - julianday({start}) AS INTEGER)",
    "DAY_BEFORE": lambda day: f"date({day}, '-1 day')",
    "DAY_AFTER": lambda day: f"date({day}, '+1 day')",
    "WEEK": lambda day: f"date({day}, '-6 days', 'weekday 1')",
    "FAR_DAY": lambda: "'9999-12-31'",
    "TEXT_LIST": lambda text, _: f"group_concat({text}, '; ')",
    "FIRST_DAY_OF": lambda days: f"json_extract({days}, '$[0]')",
    "LAST_DAY_OF": lambda days: f"json_extract({days}, '$[#-1]')",
}
_POSTGRESQL: _Macros = {
    "DAYS": lambda start, end: f"(({end}) - ({start}))",
    "DAY_BEFORE": lambda day: f"(({day}) - 1)",
    "DAY_AFTER": lambda day: f"(({day}) + 1)",
    "WEEK": lambda day: f"CAST(date_trunc('week', {day}) AS DATE)",
    "FAR_DAY": lambda: "DATE '9999-12-31'",
    "TEXT_LIST": lambda text, order: f"string_agg({text}, '; ' ORDER BY {order})",
    "FIRST_DAY_OF": lambda days: f"CAST({days} ->> 0 AS DATE)",
    "LAST_DAY_OF": lambda days: f"CAST({days} ->> -1 AS DATE)",
}
MACROS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def in_dialect(sql: str, dialect: str) -> str:
    """The SQL with its macros written out for 'sqlite' or 'postgresql'."""
    for name, written in _CONSTANTS.items():
        sql = sql.replace(name, written)
    for name, macro in MACROS[dialect].items():
        while (start := sql.find(name)) >= 0:
            end, arguments = start + len(name), tuple[str, ...]()
            if sql[end : end + 1] == "(":
                end, arguments = _arguments(sql, end)
            sql = sql[:start] + macro(*arguments) + sql[end:]
    return sql


def _arguments(sql: str, start: int) -> tuple[int, tuple[str, ...]]:
    """Where the call that opens at `start` ends, and its arguments; calls may stand in calls."""
    found, depth, last = [], 0, start + 1
    for at in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[at], 0)
        if (sql[at] == "," and depth == 1) or depth == 0:
            found.append(sql[last:at].strip())
            last = at + 1
        if depth == 0:
            return at + 1, tuple(found)
    raise ValueError(f"no closing parenthesis after {sql[start : start + 40]!r}")
