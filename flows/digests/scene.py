"""The state of affairs that every digest of a run describes: the record's, the sources', the news', the ledger's."""

import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session, col, select

from data import DATA
from flows.digests.health import health
from flows.settings import Settings
from models.digests.content import Baseline, HeldList, Situation, SourceHealth, Trouble
from models.digests.deliveries import DeliveryStatus
from models.digests.wording import day_words
from models.record.asking import Row
from models.record.asking.digests.news import digest_news
from models.record.asking.digests.situation import situation
from models.record.asking.review import open_doubts
from models.record.tables.digests import Delivery, Digest, SubscriberRow

# Longer times are told in days.
HOURS_TOLD = 72

# Relays that refuse for now take the message within hours; after a day a person should look.
MAX_WAIT = timedelta(days=1)

_ARRIVED = (DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT)


def read_situation(session: Session, settings: Settings, now: datetime, as_of: date | None = None) -> Situation:
    """What there is to say at `now`, or of the lists up to the day `as_of`: how the sources did then is not kept."""
    sources = health(session, settings.sources, now) if as_of is None else []
    found = situation(session, as_of, baselines())
    news = digest_news(session, as_of or now.date())
    return replace(
        found,
        claims=news.claims,
        acts=news.acts,
        still_listed=news.still_listed,
        not_listed=news.not_listed,
        health=tuple(SourceHealth(row["source"], not _is_trouble(row), _health_words(row)) for row in sources),
        troubles=(
            *(
                Trouble(f"source:{row['source']}", "a source is silent", f"{row['source']}: {_health_words(row)}")
                for row in sources
                if _is_trouble(row)
            ),
            *(Trouble(f"held:{held.snapshot_id}", "a list is held", _held_words(held)) for held in found.held),
            *_doubt_trouble(session),
            *_delivery_troubles(session),
            *_waiting_trouble(session, now),
        ),
    )


@lru_cache(maxsize=1)
def baselines() -> tuple[Baseline, ...]:
    """The earlier states of the program that ship with it."""
    shipped = tomllib.loads((DATA / "baselines.toml").read_text("utf-8"))
    return tuple(
        Baseline(label=entry["words"], on=entry["on"], agreements=entry["agreements"], source=entry["source"])
        for entry in shipped["baseline"]
    )


def _held_words(held: HeldList) -> str:
    more = len(held.reasons) - 1
    rest = f", and {more} more checks failed" if more > 0 else ""
    return f"{held.kind} list of {held.on} is held: {held.reasons[0] if held.reasons else ''}{rest}; moawatch review"


def _health_words(row: Row) -> str:
    if row["state"] == "stale":
        return str(row["last_error"])
    if row["last_success"] is None:
        return f"never fetched yet; last error: {row['last_error']}" if row["last_error"] else "never fetched yet"
    words = f"last fetched {day_words(row['last_success'])} at {row['last_success']:%H:%M} UTC"
    if row["state"] == "late":
        words += f", {_span(row['age_hours'])} ago; it should be at most {_span(row['maximum_hours'])}"
    if row["state"] != "ok" and row["last_error"]:
        words += f"; last error: {row['last_error']}"
    return words


def _span(hours: float) -> str:
    """'40 hours', '4 days'."""
    return f"{hours:.0f} hours" if hours <= HOURS_TOLD else f"{hours / 24:,.0f} days"


def _is_trouble(row: Row) -> bool:
    """A source that is older than it may be, stands still, or never came. One failed attempt is no trouble yet."""
    return row["state"] in ("late", "stale") or (row["state"] == "never" and row["last_error"] is not None)


def _doubt_trouble(session: Session) -> list[Trouble]:
    doubts = len(open_doubts(session))
    if not doubts:
        return []
    return [Trouble("doubts", "questions for a person", f"questions wait for a person ({doubts}): moawatch review")]


def _delivery_troubles(session: Session) -> list[Trouble]:
    """Readers whose last digest was refused for good or is in doubt: over when a later one arrives."""
    last = select(Digest.id).where(Digest.subscriber_id == SubscriberRow.id, Digest.number == SubscriberRow.digests)
    rows = session.exec(
        select(SubscriberRow, Delivery)
        .join(Delivery, col(Delivery.subscriber_id) == SubscriberRow.id)
        .where(
            col(Delivery.digest_id).in_(last.correlate(SubscriberRow)),
            col(Delivery.status).in_([DeliveryStatus.REFUSED, DeliveryStatus.IN_DOUBT]),
        )
        .order_by(col(SubscriberRow.id))
    )
    return [_delivery_trouble(reader, delivery) for reader, delivery in rows]


def _waiting_trouble(session: Session, now: datetime) -> list[Trouble]:
    """Readers who have been reached by nothing for longer than a greylisting relay asks for: the way is blocked."""
    waits = select(Delivery.subscriber_id).where(Delivery.status == DeliveryStatus.WAITING)
    arrived = (
        select(sa.func.coalesce(sa.func.max(Digest.number), 0))
        .join(Delivery, col(Delivery.digest_id) == Digest.id)
        .where(Digest.subscriber_id == SubscriberRow.id, col(Delivery.status).in_(_ARRIVED))
        .correlate(SubscriberRow)
        .scalar_subquery()
    )
    readers = session.exec(
        select(SubscriberRow.id)
        .join(Digest, col(Digest.subscriber_id) == SubscriberRow.id)
        .where(
            col(SubscriberRow.id).in_(waits),
            col(SubscriberRow.paused).is_(False),
            Digest.number > arrived,
            Digest.composed_at <= now - MAX_WAIT,
        )
        .distinct()
    ).all()
    if not readers:
        return []
    words = f"readers not reached for a day or more ({len(readers)}): moawatch digest deliveries --status waiting"
    return [Trouble("waiting", "digests cannot be handed over", words)]


def _delivery_trouble(reader: SubscriberRow, delivery: Delivery) -> Trouble:
    if delivery.status is DeliveryStatus.IN_DOUBT:
        settle = f"if it did not arrive: moawatch digest resend {delivery.digest_id}"
        words = f"digest {delivery.digest_id} to {reader.address} is in doubt; {settle}"
        return Trouble(f"in doubt:{delivery.digest_id}", "a digest is in doubt", words)
    paused = "; paused, no more is sent" if reader.paused else ""
    return Trouble(f"refused:{delivery.digest_id}", "a digest was refused", f"{delivery.answer}{paused}")
