"""The state of affairs that every digest of a run describes: the record, the sources, the news, the deliveries."""

from dataclasses import replace
from datetime import date, datetime

from flows.digests.health import health, list_sources, source_alerts
from flows.figures import known_baselines
from flows.settings import Settings
from flows.watchdog import RunState
from models.digests.content import Situation
from models.digests.health import HeldList, SourceHealth, Trouble
from models.digests.wording import day_words
from models.record.asking import Row
from models.record.asking.digests.deliveries import delivery_troubles
from models.record.asking.digests.news import add_news
from models.record.asking.digests.situation import situation
from models.record.asking.review import open_doubts
from models.record.asking.runs import failed_items
from models.record.store import Session
from models.record.tables.runs import FailedItem

# Longer times are told in days.
HOURS_TOLD = 72

# What operators are told of runs; what one run failed at, its source says.
_OF_RUNS = {
    RunState.VANISHED: "a run did not come to its end",
    RunState.REPEATED: "the runs fail one after the other",
    RunState.OVERDUE: "the lists are not being fetched",
}


def read_situation(session: Session, settings: Settings, now: datetime, as_of: date | None = None) -> Situation:
    """What there is to say at `now`, or of the lists up to the day `as_of`; the sources' past health is not kept."""
    rows = health(session, settings.sources, now) if as_of is None else []
    found = add_news(situation(session, as_of, known_baselines()), session, as_of or now.date())
    alerts = source_alerts(session, settings.sources) if as_of is None else {}
    of_lists = list_sources(settings.sources)
    sources = tuple(
        SourceHealth(
            row["source"],
            not _is_trouble(row),
            _health_words(row),
            outdated=_outdated_words(row) if row["state"] == "late" and row["source"] in of_lists else "",
        )
        for row in rows
    )
    troubles = [
        alerts.get(row["source"]) or _trouble(row) for row in rows if row["source"] in alerts or _is_trouble(row)
    ]
    troubles += [Trouble(f"held:{held.snapshot_id}", "a list is on hold", _held_words(held)) for held in found.held]
    if doubts := len(open_doubts(session)):
        need = "unclear changes need review"
        troubles.append(Trouble("doubts", need, f"{need} ({doubts}): moawatch review"))
    troubles += [_set_aside(item) for item in failed_items(session) if item.set_aside_at is not None]
    return replace(found, health=sources, troubles=(*troubles, *delivery_troubles(session, now)))


def _held_words(held: HeldList) -> str:
    more = len(held.reasons) - 1
    rest = f", and {more} more {'check' if more == 1 else 'checks'} failed" if more > 0 else ""
    return f"{held.kind} list of {day_words(held.on)} is on hold: {''.join(held.reasons[:1])}{rest}; moawatch review"


def _health_words(row: Row) -> str:
    if row["state"] in ("stale", *_OF_RUNS) or (row["state"] == "failing" and row["last_success"] is None):
        return str(row["last_error"])
    words = "never fetched yet"
    if row["last_success"] is not None:
        words = f"last fetched {day_words(row['last_success'])} at {row['last_success']:%H:%M} UTC"
    if row["state"] == "late":
        words += f", {_span(row['age_hours'])} ago; the limit is {_span(row['maximum_hours'])}"
    if row["state"] != "ok" and row["last_error"]:
        words += f"; last error: {row['last_error']}"
    return words


def _outdated_words(row: Row) -> str:
    """For people who know of no sources and no limits."""
    ago = f"{day_words(row['last_success'])}, {_span(row['age_hours'])} ago"
    return f"ICE's lists were last read on {ago}: later changes are not in this digest."


def _trouble(row: Row) -> Trouble:
    return Trouble(f"source:{row['source']}", _headline(row), f"{row['source']}: {_health_words(row)}")


def _headline(row: Row) -> str:
    return _OF_RUNS.get(row["state"], "one source is not responding")


def _set_aside(item: FailedItem) -> Trouble:
    words = f"set aside after {item.attempts} attempts: {item.sentence}; moawatch review"
    return Trouble(f"set aside:{item.id}", "something cannot be read and is set aside", words)


def _span(hours: float) -> str:
    """'40 hours', '4 days'."""
    return f"{hours:.0f} hours" if hours <= HOURS_TOLD else f"{hours / 24:,.0f} days"


def _is_trouble(row: Row) -> bool:
    """A source that is overdue, no longer changes, or was never fetched. Which failure is told sooner, `alert` says."""
    return row["state"] in ("late", "stale", *_OF_RUNS) or (row["state"] == "never" and row["last_error"] is not None)
