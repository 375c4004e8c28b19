"""Telling readers: who is due, what they are owed, one composed and stored digest for each, and off it goes.

Every reader's digest is a transaction of its own. What it tells follows from the journal of changes and from what
the reader was told before, so a run that comes late, twice at once or after a rebuild tells nothing twice and leaves
nothing out.
"""

import zlib
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session

from flows.digests.channels import senders
from flows.digests.dispatch import Told, send_waiting
from flows.digests.drawing import chat, webhook
from flows.digests.drawing import feed as atom
from flows.digests.drawing.mail import Envelope, message, render
from flows.digests.scene import read_situation
from flows.settings import Settings
from flows.world import World
from models.digests.composing import compose
from models.digests.content import Before, DigestContent, Situation
from models.digests.deliveries import DeliveryStatus
from models.digests.subscriptions import Cadence, Channel, Subscriber, is_due
from models.errors import DeliveryError
from models.record.asking import Row
from models.record.asking.digests.deliveries import deliveries
from models.record.asking.digests.owed import Due, Readings, due_to, journal_end
from models.record.store import read_session, write_session
from models.record.tables.digests import Digest, SubscriberRow
from models.record.writing.digests import ledger
from models.record.writing.digests.subscribers import everyone, outbox_reader, subscriber_of


@dataclass(slots=True)
class Scene:
    """What all digests of one run have in common."""

    situation: Situation
    settings: Settings
    now: datetime
    readings: Readings = field(default_factory=Readings)


def tell(world: World) -> Told:
    """Compose every digest that is due, hand over every one that waits, and bring the feed up to date."""
    told = Told()
    compose_due(world.engine, world.settings, world.clock(), told)
    send_waiting(world.engine, world.settings, senders(world.settings), world.clock, told)
    try:
        with read_session(world.engine) as session:
            atom.write_feed(session, world.settings)
    except DeliveryError as error:
        told.failures.append(str(error))
    return told


def compose_due(engine: sa.Engine, settings: Settings, now: datetime, told: Told) -> None:
    """Compose and store what is due, one reader after the other, the reader of the outbox folder among them."""
    with write_session(engine) as session:
        outbox_reader(session, now)
    with read_session(engine) as session:
        scene = Scene(read_situation(session, settings, now), settings, now)
        end = journal_end(session)
        ids = [row.id for row in everyone(session) if _may_be_due(row, scene, end)]
    for subscriber_id in ids:
        with write_session(engine) as session:
            row = session.get(SubscriberRow, subscriber_id)
            if row is not None and compose_one(session, row, scene) is not None:
                told.composed += 1


def _may_be_due(row: SubscriberRow, scene: Scene, end: int) -> bool:
    """A first look without a transaction: most runs find most readers neither due nor owed anything."""
    if row.paused or not (row.operator or is_due(subscriber_of(row), row.served_at, scene.now)):
        return False
    nothing_new = row.digests > 0 and row.journal_read == end and not (row.news and scene.situation.has_news)
    return not (nothing_new and row.cadence is Cadence.AS_IT_HAPPENS) or row.heartbeat or row.operator


def due_now(session: Session, settings: Settings, now: datetime) -> list[Row]:
    """What a run at `now` would compose and hand over, without doing either."""
    scene = Scene(read_situation(session, settings, now), settings, now)
    outbox_reader(session, now)
    composed = [compose_one(session, row, scene) for row in everyone(session) if not row.paused]
    rows = [
        {"digest": row["digest"], "to": row["to"], "channel": row["channel"], "subject": row["subject"]}
        for row in deliveries(session, DeliveryStatus.WAITING, None, limit=None)
    ]
    new = {digest.id for digest in composed if digest is not None}
    session.rollback()
    return [{"step": "compose and send" if row["digest"] in new else "send", **row} for row in rows]


def compose_one(session: Session, row: SubscriberRow, scene: Scene) -> Digest | None:
    """The digest that one reader is due, stored; None where it is not the hour or there is nothing to tell.

    What was composed before and has not left yet is taken back into it: after ten days without a relay a reader gets
    one digest.
    """
    subscriber = subscriber_of(row)
    before = ledger.before(session, subscriber.id)
    if not (is_due(subscriber, row.served_at, scene.now) or _has_new_trouble(subscriber, scene.situation, before)):
        return None
    row.served_at = scene.now
    end = journal_end(session)
    due = due_to(session, subscriber, row.journal_read, end, scene.readings)
    content = _content(session, subscriber, due, before, scene)
    if not _worth_sending(session, subscriber, content, before):
        if not due.owed:  # else there are corrections of the writing, which the next digest counts
            row.journal_read = end
        return None
    if ledger.supersede(session, subscriber.id, scene.now):
        before = ledger.before(session, subscriber.id)
        due = due_to(session, subscriber, row.journal_read, end, scene.readings)
        content = _content(session, subscriber, due, before, scene)
    digest = _digest(row, subscriber, content, end, scene)
    ledger.store(session, digest, (*due.owed, *due.restated), content.news_ids, scene.now)
    row.journal_read = end
    row.digests = digest.number
    return digest


def preview(session: Session, row: SubscriberRow, scene: Scene, as_of: date | None = None) -> DigestContent:
    """What a digest of this moment would tell one reader; or one of the day `as_of`, from the lists up to then."""
    subscriber = subscriber_of(row)
    after = ledger.journal_read(session, row, as_of)
    due = due_to(session, subscriber, after, journal_end(session), scene.readings, as_of)
    return _content(session, subscriber, due, ledger.before(session, subscriber.id, as_of), scene, as_of)


def _has_new_trouble(subscriber: Subscriber, situation: Situation, before: Before | None) -> bool:
    """Operators are told of troubles as they come and go, whatever hour they asked for otherwise."""
    told = before.troubles.keys() if before else set()
    return subscriber.operator and not subscriber.paused and {one.key for one in situation.troubles} != told


def _content(
    session: Session,
    subscriber: Subscriber,
    due: Due,
    before: Before | None,
    scene: Scene,
    as_of: date | None = None,
) -> DigestContent:
    told_news = ledger.told_news(session, subscriber.id, as_of)
    return compose(subscriber, due.owed, scene.situation, before, as_of or subscriber.day(scene.now), told_news)


def _worth_sending(session: Session, subscriber: Subscriber, content: DigestContent, before: Before | None) -> bool:
    """News; a reader's first digest, which says where things stand; or the word that nothing has happened."""
    if content.has_news:
        return True
    if content.as_of is None:
        return False
    if before is None:
        return True
    once_a_day = subscriber.cadence is not Cadence.AS_IT_HAPPENS or before.on < content.on
    return subscriber.heartbeat and once_a_day and not ledger.is_waiting(session, subscriber.id)


def _digest(row: SubscriberRow, subscriber: Subscriber, content: DigestContent, end: int, scene: Scene) -> Digest:
    number = row.digests + 1
    digest_id = f"{subscriber.id}-{number}"
    domain = scene.settings.mail_from.rpartition("@")[2]
    # With the moment in it, since a record that is begun anew counts from one again.
    message_id = f"<{digest_id}.{scene.now:%Y%m%d%H%M%S}@{domain}>"
    envelope = Envelope(scene.settings.mail_from, subscriber.address, message_id, scene.now, subscriber.id)
    return Digest(
        id=digest_id,
        subscriber_id=subscriber.id,
        number=number,
        composed_at=scene.now,
        day=content.on,
        subject=content.subject,
        message_id=message_id,
        payload=zlib.compress(_payload(digest_id, subscriber, content, envelope)),
        journal_from=row.journal_read,
        journal_to=end,
        figures={**scene.situation.figures, **scene.situation.by_state},
        list_date=content.as_of,
        troubles={one.key: one.sentence for one in (*content.troubles, *content.troubles_lasting)},
        changes=len(content.items),
    )


def _payload(digest_id: str, subscriber: Subscriber, content: DigestContent, envelope: Envelope) -> bytes:
    if subscriber.channel is Channel.WEBHOOK:
        return webhook.body(digest_id, content)
    if subscriber.channel is Channel.CHAT:
        return chat.text(content).encode()
    return message(content, render(content, subscriber), envelope).as_bytes()
