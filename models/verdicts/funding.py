"""What the funding terms of the program imply for the agencies on a list: a range, with every assumption said.

The list tells which agencies hold a Task Force agreement, the only ones that the terms are for; it does not tell how
many officers they have trained, nor what they are paid. Where the number of trained officers was stated, it is used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is paid, as announced."""

    name: str
    amount: float  # USD, or a share of the annual salary
    per: str  # 'trained officer', 'agency', 'salary', 'trained officer and quarter'
    once: bool  # paid once; else every year
    wording: str
    source: str
    announced: date
    url: str
    amount_high: float | None = None


@dataclass(frozen=True, slots=True)
class FundingTerms:
    """The terms in force from a day on, and the ranges assumed for what no list tells."""

    effective: date
    terms: tuple[Term, ...]
    assumptions: Mapping[str, Sequence[float]]  # name -> (low, high)


@dataclass(frozen=True, slots=True)
class StatedOfficers:
    """How many officers are trained, as somebody stated it."""

    number: float
    said_by: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Implied:
    """What one term comes to for all agencies of a scope: USD in the first year."""

    name: str
    low: float
    high: float
    wording: str
    assumes: str
    source: str
    announced: date
    url: str


_QUARTERS = 4


def terms_on(stanzas: Sequence[FundingTerms], day: date) -> FundingTerms | None:
    """The terms in force on a day; None before the first."""
    in_force = [stanza for stanza in stanzas if stanza.effective <= day]
    return in_force[-1] if in_force else None


def implied(terms: FundingTerms, agencies: int, officers: StatedOfficers | None = None) -> list[Implied]:
    """What each term implies for `agencies` with a Task Force agreement, and their sum last.

    Without a stated number of trained officers, the assumed range per agency is used.
    """
    low_each, high_each = terms.assumptions["officers_per_agency"]
    if officers is not None:
        trained = (officers.number, officers.number)
        said = f"{officers.number:,.0f} trained officers, as {officers.said_by} stated on {officers.said_on}"
    else:
        trained = (agencies * low_each, agencies * high_each)
        said = f"{low_each:g} to {high_each:g} trained officers per agency"
    rows = [_of(term, agencies, trained, said, terms.assumptions) for term in terms.terms]
    total = Implied(
        name="together, in the first year",
        low=sum(row.low for row in rows),
        high=sum(row.high for row in rows),
        wording="",
        assumes=f"{agencies:,} agencies with a Task Force agreement take what is offered",
        source="",
        announced=terms.effective,
        url="",
    )
    return [*rows, total]


def _of(
    term: Term, agencies: int, trained: tuple[float, float], said: str, assumptions: Mapping[str, Sequence[float]]
) -> Implied:
    low = high = term.amount
    if term.amount_high is not None:
        high = term.amount_high
    match term.per:
        case "agency":
            # 'Up to': an agency may ask for nothing.
            low, high, assumes = 0, high * agencies, f"up to all of {agencies:,} agencies ask for it"
        case "trained officer":
            low, high, assumes = low * trained[0], high * trained[1], said
        case "trained officer and quarter":
            # The lowest share of people located earns nothing.
            low, high, assumes = 0, high * trained[1] * _QUARTERS, f"{said}; from no award to the highest each quarter"
        case _:
            name = "salary_and_benefits" if term.amount == 1 else "salary"
            pay, share = assumptions[name], assumptions["share_of_salary_reimbursed"]
            low, high = low * trained[0] * pay[0] * share[0], high * trained[1] * pay[1] * share[1]
            assumes = f"{said}; ${pay[0]:,.0f} to ${pay[1]:,.0f} a year, from none to all of it asked for"
    return Implied(term.name, low, high, term.wording, assumes, term.source, term.announced, term.url)
