"""Tables of patterns that are no acts: what a page is about, who said it, what was polled, what a sum
is for, how growth and arrests are told, what a date dates.

A row is a name, a pattern over the macros of `data/claims/acts/words.toml`, and a sentence in which it must be found
(`fires`) and one in which it must not (`silent`); the tests read both.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.claims.act_table import compiled, compiled_exactly
from models.claims.table_files import read_table, row_in

_FIELDS = frozenset({"name", "pattern", "exact", "least", "reason", "fires", "silent"})
TABLES = ("topics", "pages", "speakers", "polls", "money", "growth", "arrests", "timing")


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One row; `least` is how often a topic's words must occur in a long text."""

    name: str
    pattern: re.Pattern[str]
    least: int
    fires: str
    silent: str


@cache
def pattern_rows(table: str) -> dict[str, PatternRow]:
    """The rows of `data/claims/<table>.toml` by name, in its order."""
    found: dict[str, PatternRow] = {}
    for each in read_table(f"{table}.toml")["row"]:
        with row_in(f"{table}.toml", each):
            found[each["name"]] = _row(each)
    return found


def pattern_of(table: str, name: str) -> re.Pattern[str]:
    return pattern_rows(table)[name].pattern


def patterns_of(table: str) -> dict[str, re.Pattern[str]]:
    return {name: row.pattern for name, row in pattern_rows(table).items()}


def _row(each: dict[str, Any]) -> PatternRow:
    if unknown := each.keys() - _FIELDS:
        raise ValueError(f"has the unknown field {min(unknown)!r}")
    # Case counts where it tells a name: 'ICE' from ice, 'the Sheriff' from any.
    build = compiled_exactly if each.get("exact") else compiled
    return PatternRow(each["name"], build(each["pattern"]), each.get("least", 2), each["fires"], each["silent"])
