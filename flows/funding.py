"""The funding terms applied to the list of a day, beside the sums that were claimed."""

from datetime import date

from sqlmodel import Session

from flows.known_figures import funding_terms, known_statements
from models.claims import Metric
from models.counts import NATION
from models.funding import implied, terms_on
from models.questions import Row
from models.questions.counts import counts
from models.questions.news import figures
from models.vocabulary import SupportType


def funding_rows(session: Session, as_of: date | None, today: date, state: str | None) -> tuple[list[Row], str]:
    """Rows `{term, low, high, assumes, source, announced, ...}` in USD, and a title; no rows, and why, where none."""
    counted = counts(session, as_of=as_of, by="support-type", state=state)
    listed = next((row for row in counted if row["support_type"] == SupportType.TFM), None)
    if listed is None:
        return [], "No list of that day has an agency with a Task Force agreement there."
    day = as_of or today
    terms = terms_on(funding_terms(), day)
    if terms is None:
        first = funding_terms()[0].effective
        return [], f"No funding terms were in force on {day}; the first begin on {first}."
    scope = state or NATION
    rows: list[Row] = [
        {
            "term": row.name,
            "low": round(row.low),
            "high": round(row.high),
            "assumes": row.assumes,
            "source": row.source,
            "announced": row.announced,
            "url": row.url,
            "list_date": listed["list_date"],
            "list_sha256": listed["list_sha256"],
        }
        for row in implied(terms, listed["agencies"], _officers(session, day, scope))
    ]
    claimed = [row for row in figures(session, Metric.FUNDING_TOTAL) if row["scope"] == scope]
    rows += [
        {
            "term": "claimed",
            "low": round(row["value"]),
            "high": round(row["value_high"] or row["value"]),
            "assumes": f"{row['qualifier'] or ''} as stated by {row['said_by']}".strip(),
            "source": row["outlet"],
            "announced": row["stated_on"],
            "url": row["url"],
            "list_date": None,
            "list_sha256": None,
        }
        for row in claimed
    ]
    place = state or "the United States"
    title = (
        f"{listed['agencies']:,} agencies with a Task Force agreement in {place} on the list of {listed['list_date']}"
    )
    return rows, title


def _officers(session: Session, day: date, scope: str) -> float | None:
    """The number of trained officers stated last by then."""
    stated = [
        row["value"]
        for row in figures(session, Metric.OFFICERS_TRAINED, known_statements())
        if row["scope"] == scope and row["stated_on"] <= day and not row["value_high"]
    ]
    return stated[-1] if stated else None
