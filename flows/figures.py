"""The figures that ship with the program, each with its source and date: baselines, statements, funding terms."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from data import DATA
from models.claims.stated import Metric, Unit
from models.errors import SettingsError
from models.verdicts.funding import FundingTerms, Term
from models.verdicts.record_view import KnownBaseline, Statement

BASELINES = DATA / "baselines.toml"
FUNDING_TERMS = DATA / "funding_terms.toml"


@lru_cache(maxsize=4)
def known_baselines(path: Path = BASELINES) -> tuple[KnownBaseline, ...]:
    """What growth is measured from. Raises SettingsError where the file is not as it was shipped."""
    try:
        return tuple(KnownBaseline(**row) for row in _read(path)["baseline"])
    except (KeyError, TypeError) as error:
        raise SettingsError(f"figures {path}: a [[baseline]] is incomplete ({error}); correct it") from error


@lru_cache(maxsize=4)
def known_statements(path: Path = BASELINES) -> tuple[Statement, ...]:
    """What officials stated, the funding terms included. Raises SettingsError where the file is not as shipped."""
    try:
        said = [_statement(row) for row in _read(path)["statement"]]
    except (KeyError, ValueError) as error:
        raise SettingsError(f"figures {path}: a [[statement]] is incomplete ({error}); correct it") from error
    terms = [_as_statement(term) for stanza in funding_terms() for term in stanza.terms if term.per in _METRIC_OF_TERM]
    return (*said, *terms)


@lru_cache(maxsize=4)
def funding_terms(path: Path = FUNDING_TERMS) -> tuple[FundingTerms, ...]:
    """The terms of the program's funding, the oldest first. Raises SettingsError as above."""
    try:
        stanzas = [
            FundingTerms(
                effective=stanza["effective"],
                terms=tuple(Term(**term) for term in stanza["term"]),
                assumptions=stanza["assumptions"],
            )
            for stanza in _read(path)["terms"]
        ]
    except (KeyError, TypeError) as error:
        raise SettingsError(f"figures {path}: [[terms]] are incomplete ({error}); correct them") from error
    return tuple(sorted(stanzas, key=lambda stanza: stanza.effective))


def common_figures() -> frozenset[float]:
    """Numbers that everybody who writes about the program uses; they tie no two stories together."""
    figures = {each.value for each in known_statements()}
    figures |= {term.amount for stanza in funding_terms() for term in stanza.terms}
    for baseline in known_baselines():
        figures |= {baseline.agreements, baseline.agencies}
    return frozenset(figures)


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(
        metric=Metric(row["metric"]),
        value=row["value"],
        value_high=row.get("value_high"),
        unit=Unit(row["unit"]) if "unit" in row else None,
        qualifier=row.get("qualifier"),
        scope=row.get("scope", "US"),
        said_by=row["said_by"],
        said_on=row["on"],
        url=row["url"],
        note=row.get("note", ""),
    )


_METRIC_OF_TERM = {
    "trained officer": Metric.FUNDING_PER_OFFICER,
    "trained officer and quarter": Metric.FUNDING_PER_OFFICER,
    "agency": Metric.FUNDING_PER_AGENCY,
}


def _as_statement(term: Term) -> Statement:
    return Statement(
        metric=_METRIC_OF_TERM[term.per],
        value=term.amount,
        value_high=term.amount_high,
        unit=Unit.USD,
        qualifier=None,
        scope="US",
        said_by="DHS",
        said_on=term.announced,
        url=term.url,
        note=term.name,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"figures {path}: cannot be read ({error}); install moawatch again") from error
