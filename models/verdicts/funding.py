"""What the program's funding terms imply for the agencies on a list: a range, with every assumption stated.

The list shows which agencies hold a Task Force agreement, the only ones the terms apply to. It does not show how many
officers they have trained or what they are paid. A number of trained officers that was stated replaces the assumption.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.verdicts.record_view import Statement


@dataclass(frozen=True, slots=True)
class Term:
    """One payment, as announced."""

    name: str
    amount: float  # USD, or a share of the annual salary
    per: str  # 'trained officer', 'agency', 'salary', 'trained officer and quarter'
    source: str
    announced: date
    url: str
    amount_high: float | None = None


@dataclass(frozen=True, slots=True)
class FundingTerms:
    """The terms in force from a day on, and the ranges assumed for what the list does not show."""

    effective: date
    terms: tuple[Term, ...]
    assumptions: Mapping[str, Sequence[float]]  # name -> (low, high)


@dataclass(frozen=True, slots=True)
class Implied:
    """What one term comes to for all agencies of a scope: USD in the first year."""

    term: str
    low: float
    high: float
    assumes: str
    source: str
    announced: date
    url: str


_QUARTERS = 4


def terms_on(stanzas: Sequence[FundingTerms], day: date) -> FundingTerms | None:
    """The terms in force on a day, of `stanzas` in order of date; None before the first."""
    return next((stanza for stanza in reversed(stanzas) if stanza.effective <= day), None)


def implied(terms: FundingTerms, agencies: int, officers: Statement | None = None) -> list[Implied]:
    """What each term implies for `agencies` with a Task Force agreement, then the sum; without `officers`, a range."""
    if officers is not None:
        trained = (officers.value, officers.value)
        said = f"{officers.value:,.0f} trained officers, as {officers.said_by} stated on {officers.said_on}"
    else:
        low_each, high_each = terms.assumptions["officers_per_agency"]
        trained = (agencies * low_each, agencies * high_each)
        said = f"{low_each:g} to {high_each:g} trained officers per agency"
    rows = [_of(term, agencies, trained, said, terms.assumptions) for term in terms.terms]
    total = Implied(
        term="total, first year",
        low=sum(row.low for row in rows),
        high=sum(row.high for row in rows),
        assumes=f"all {agencies:,} agencies with a Task Force agreement take what is offered",
        source="",
        announced=terms.effective,
        url="",
    )
    return [*rows, total]


def _of(
    term: Term, agencies: int, trained: tuple[float, float], said: str, assumptions: Mapping[str, Sequence[float]]
) -> Implied:
    low, high = term.amount, term.amount_high or term.amount
    match term.per:
        case "agency":
            # 'Up to': an agency may claim nothing.
            low, high, assumes = 0, high * agencies, f"from no agency to all {agencies:,} claim it"
        case "trained officer":
            low, high, assumes = low * trained[0], high * trained[1], said
        case "trained officer and quarter":
            # The lowest share of people located earns nothing.
            low, high, assumes = 0, high * trained[1] * _QUARTERS, f"{said}; from no award to the highest each quarter"
        case _:
            name = "salary_and_benefits" if term.amount == 1 else "salary"
            pay, share = assumptions[name], assumptions["share_of_salary_reimbursed"]
            low, high = low * trained[0] * pay[0] * share[0], high * trained[1] * pay[1] * share[1]
            assumes = f"{said}; ${pay[0]:,.0f} to ${pay[1]:,.0f} a year, from no claims at all to everything claimed"
    return Implied(term.name, low, high, assumes, term.source, term.announced, term.url)
