"""Tables of patterns that are no acts: what a page is about, who said it, what was polled, what a sum
is for, how growth and arrests are told, what a date dates.

A row is a name, a pattern over the macros of `data/claims/acts/words.toml`, and a sentence in which it must be found
(`fires`) and one in which it must not (`silent`); the tests read both.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from data import DATA
from models.claims.act_table import compiled, compiled_exactly

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
    content = tomllib.loads((DATA / "claims" / f"{table}.toml").read_text(encoding="utf-8"))
    return {each["name"]: _row(table, each) for each in content["row"]}


def pattern_of(table: str, name: str) -> re.Pattern[str]:
    return pattern_rows(table)[name].pattern


def patterns_of(table: str) -> dict[str, re.Pattern[str]]:
    return {name: row.pattern for name, row in pattern_rows(table).items()}


def _row(table: str, each: dict[str, Any]) -> PatternRow:
    if unknown := each.keys() - _FIELDS:
        raise ValueError(f"data/claims/{table}.toml: row {each.get('name')!r} has the unknown field {min(unknown)!r}")
    # Case counts where it tells a name: 'ICE' from ice, 'the Sheriff' from any.
    build = compiled_exactly if each.get("exact") else compiled
    return PatternRow(each["name"], build(each["pattern"]), each.get("least", 2), each["fires"], each["silent"])
