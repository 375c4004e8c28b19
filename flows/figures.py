"""The figures that ship with the program, each with its source and date. SettingsError if their file is damaged."""

import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from data import DATA
from models.claims.stated import Metric, Unit
from models.errors import SettingsError
from models.verdicts.funding import FundingTerms, Term
from models.verdicts.record_view import KnownBaseline, Statement

_Figure = TypeVar("_Figure")

_METRIC_OF_TERM = {
    "trained officer": Metric.FUNDING_PER_OFFICER,
    "trained officer and quarter": Metric.FUNDING_PER_OFFICER,
    "agency": Metric.FUNDING_PER_AGENCY,
}


@cache
def known_baselines() -> tuple[KnownBaseline, ...]:
    """What growth is measured from."""
    return _shipped("baselines.toml", "baseline", lambda row: KnownBaseline(**row))


@cache
def known_statements() -> tuple[Statement, ...]:
    """What officials stated, including the funding terms that are a sum per officer or agency."""
    stated = _shipped("baselines.toml", "statement", _statement)
    terms = (term for stanza in funding_terms() for term in stanza.terms)
    return (*stated, *(_as_statement(term) for term in terms if term.per in _METRIC_OF_TERM))


@cache
def funding_terms() -> tuple[FundingTerms, ...]:
    """The terms of the program's funding, oldest first."""
    return tuple(sorted(_shipped("funding_terms.toml", "terms", _terms), key=lambda terms: terms.effective))


def common_figures() -> set[float]:
    """Numbers that everybody who writes about the program uses; sharing one makes no two articles one story."""
    figures = {each.value for each in known_statements()}
    figures |= {term.amount for stanza in funding_terms() for term in stanza.terms}
    return figures.union(*((each.agreements, each.agencies) for each in known_baselines()))


def _statement(row: dict[str, Any]) -> Statement:
    unit = Unit(row["unit"]) if "unit" in row else None
    return Statement(**row | {"metric": Metric(row["metric"]), "unit": unit})


def _terms(stanza: dict[str, Any]) -> FundingTerms:
    terms = tuple(Term(**term) for term in stanza["term"])
    return FundingTerms(stanza["effective"], terms, stanza["assumptions"])


def _as_statement(term: Term) -> Statement:
    return Statement(
        metric=_METRIC_OF_TERM[term.per],
        value=term.amount,
        value_high=term.amount_high,
        unit=Unit.USD,
        said_by="DHS",
        said_on=term.announced,
        url=term.url,
        note=term.name,
    )


def _shipped(name: str, stanza: str, read: Callable[[dict[str, Any]], _Figure]) -> tuple[_Figure, ...]:
    """Each [[stanza]] of the file `name`, as `read` makes it."""
    path = DATA / name
    try:
        return tuple(read(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))[stanza])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"figures {path}: cannot read [[{stanza}]] ({error}); install moawatch again") from error
