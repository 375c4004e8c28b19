"""The questions that people really ask, as SQL on the views: one .sql file a question in data/queries.

`moawatch browse` shows them, and any program that speaks SQLite runs them as they stand. What PostgreSQL says
otherwise, each file tells in its comments.
"""

import re
from dataclasses import dataclass
from functools import cache

from data import DATA

_TITLE = re.compile(r"^-- title: (.*)$", re.MULTILINE)
_QUESTION = re.compile(r"^-- question: (.*)$", re.MULTILINE)
# '-- :state, for example TX: two letters'
_PARAMETER = re.compile(r"^-- :(\w+), for example (.*?): (.*)$", re.MULTILINE)
_ON_POSTGRESQL = re.compile(r"^-- on PostgreSQL: (.*) -> (.*)$", re.MULTILINE)
_NOTE = re.compile(r"^-- (?!title: |question: |on PostgreSQL: |:)(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    example: str
    meaning: str


@dataclass(frozen=True, slots=True)
class AskedQuery:
    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    notes: tuple[str, ...]  # what a reader of the answer must know
    sql: str  # for SQLite, without comments; parameters as :name
    on_postgresql: str

    @property
    def examples(self) -> dict[str, str]:
        return {each.name: each.example for each in self.parameters}


@cache
def asked_queries() -> dict[str, AskedQuery]:
    """By name, in alphabetical order."""
    return {path.stem: _read(path.stem, path.read_text("utf-8")) for path in sorted((DATA / "queries").glob("*.sql"))}


def _read(name: str, text: str) -> AskedQuery:
    (title,), (question,) = _TITLE.findall(text), _QUESTION.findall(text)
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    other = sql
    for here, there in _ON_POSTGRESQL.findall(text):
        other = other.replace(here, there)
    return AskedQuery(
        name=name,
        title=title,
        question=question,
        parameters=tuple(Parameter(*found) for found in _PARAMETER.findall(text)),
        notes=tuple(_NOTE.findall(text)),
        sql=sql,
        on_postgresql=other,
    )
