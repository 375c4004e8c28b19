"""The funding terms applied to the list of a day, beside the sums that were claimed."""

from dataclasses import asdict
from datetime import date

from flows.figures import funding_terms, known_statements
from models.claims.stated import Metric
from models.lists.counts import NATION
from models.record.asking import Row
from models.record.asking.counts import counts
from models.record.asking.news.statements import figures
from models.record.store import Session
from models.verdicts.funding import implied, terms_on
from models.verdicts.record_view import Statement
from models.vocabulary import PLACE_NAMES, SupportType


def funding_rows(session: Session, as_of: date | None, today: date, state: str | None) -> tuple[list[Row], str]:
    """Rows `{term, low, high, assumes, source, announced, ...}` in USD, and a title; or no rows, and why."""
    counted = counts(session, as_of=as_of, by="support-type", state=state)
    listed = next((row for row in counted if row["support_type"] == SupportType.TFM), None)
    if listed is None:
        return [], "No agency there had a Task Force agreement on the list of that day."
    day = as_of or today
    terms = terms_on(funding_terms(), day)
    if terms is None:
        return [], f"No funding terms were in force on {day}; the first took effect on {funding_terms()[0].effective}."
    scope = state or NATION
    list_of = {name: listed[name] for name in ("list_date", "list_sha256")}
    shares = implied(terms, listed["agencies"], _officers(session, day, scope))
    rows: list[Row] = [asdict(one) | {"low": round(one.low), "high": round(one.high)} | list_of for one in shares]
    rows += [_claimed_row(row) for row in figures(session, Metric.FUNDING_TOTAL) if row["scope"] == scope]
    place = PLACE_NAMES[state] if state else "the United States"
    agencies = f"{listed['agencies']:,} agencies with a Task Force agreement in {place}"
    return rows, f"{agencies} on the list of {listed['list_date']}"


def _claimed_row(row: Row) -> Row:
    return {
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


def _officers(session: Session, day: date, scope: str) -> Statement | None:
    """The number of trained officers stated last by then; of one day's, an exact one before a rounded one."""
    metric = Metric.OFFICERS_TRAINED
    stated = [
        row
        for row in figures(session, metric, known_statements())
        if row["scope"] == scope and row["stated_on"] <= day and not row["value_high"]
    ]
    last = max(stated, key=lambda row: (row["stated_on"], not row["qualifier"]), default=None)
    if last is None:
        return None
    value, said_by, said_on = last["value"], last["said_by"], last["stated_on"]
    return Statement(metric=metric, value=value, said_by=said_by, said_on=said_on, url=last["url"])
