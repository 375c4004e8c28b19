"""From what subscribers are owed to their digests: who is due, what each is told, one stored digest for each, sent.

Every digest is a transaction of its own. Its content follows from the journal of changes and from what the subscriber
was told before, so a run that is late, runs twice at once or follows a rebuild repeats nothing and omits nothing.
"""

import zlib
from dataclasses import dataclass, field
from datetime import date, datetime
from secrets import token_hex

from flows.digests.channels import senders
from flows.digests.dispatch import DeliveryReport, send_waiting
from flows.digests.drawing import chat, exports
from flows.digests.drawing.mail import message
from flows.digests.feeds.folder import write_feeds
from flows.digests.scene import read_situation
from flows.seam import TriedItem, failed, is_of_the_record, stated
from flows.settings import Settings
from flows.watchdog import DIGESTS, watched
from flows.world import World
from models.digests.content import DigestContent, LastDigest, Situation
from models.digests.deliveries import DeliveryStatus
from models.digests.owed import Owed
from models.digests.subscriptions import Cadence, Channel, Subscriber, is_due
from models.digests.telling.composing import compose
from models.digests.telling.places import figure_key
from models.digests.telling.threshold import is_reached
from models.links import MailLinks
from models.record.asking import Row
from models.record.asking.digests.deliveries import deliveries
from models.record.asking.digests.owed import Due, JournalEntries, due_to, journal_end
from models.record.asking.digests.place_records import last_changes, place_record
from models.record.asking.runs import failed_items
from models.record.store import Engine, Session, read_session, write_session
from models.record.tables.digests import Digest, SubscriberRow
from models.record.tables.runs import ItemKind
from models.record.writing.digests import ledger
from models.record.writing.digests.subscribers import all_subscribers, outbox_subscriber, subscriber_of
from models.record.writing.failures import clear_failures


@dataclass(slots=True)
class Scene:
    """What all digests of one run have in common."""

    situation: Situation
    settings: Settings
    now: datetime
    entries: JournalEntries = field(default_factory=JournalEntries)


def tell(world: World) -> DeliveryReport:
    """Compose every digest that is due, send every one that is waiting, and update the feeds; one that fails holds up
    no other. Raises RecordError where the record cannot be used."""
    report = DeliveryReport()
    compose_due(world.engine, world.settings, world.clock(), report)
    send_waiting(world.engine, world.settings, senders(world.settings), world.clock, report)
    try:
        with read_session(world.engine) as session:
            write_feeds(session, world.settings)
    except Exception as error:
        if is_of_the_record(error):
            raise
        report.failures.append(stated(error, "feeds"))
    return report


def tell_by_itself(world: World) -> DeliveryReport:
    """The same outside of a run that gathers: a run of its own to the watchdog."""
    with watched(world.engine, DIGESTS, world.clock) as notes:
        report = tell(world)
        notes.failures += report.failures
    return report


def compose_due(engine: Engine, settings: Settings, now: datetime, report: DeliveryReport) -> None:
    """Compose and store what is due, one subscriber after another, including that of the outbox folder."""
    with write_session(engine) as session:
        outbox_subscriber(session, now)
    with read_session(engine) as session:
        scene = Scene(read_situation(session, settings, now), settings, now)
        end = journal_end(session)
        failed_digests = failed_items(session, DIGESTS)
        rows = all_subscribers(session)
    failed_before = {item.item for item in failed_digests}
    for each in rows:
        digest = TriedItem(ItemKind.DIGEST, DIGESTS, str(each.id))
        try:
            if not _may_be_due(each, scene, end):
                continue
            with write_session(engine) as session:
                row = session.get(SubscriberRow, each.id)
                if row is not None and compose_one(session, row, scene) is not None:
                    report.composed += 1
                if digest.name in failed_before:
                    clear_failures(session, ItemKind.DIGEST, [(DIGESTS, digest.name)])
        except Exception as error:
            if is_of_the_record(error):
                raise
            report.failures.append(str(failed(engine, lambda: now, digest, error)))


def _may_be_due(row: SubscriberRow, scene: Scene, end: int) -> bool:
    """A first check outside a transaction: in most runs most subscribers are neither due nor owed anything."""
    if row.paused or not (row.operator or is_due(subscriber_of(row), row.served_at, scene.now)):
        return False
    nothing_new = row.digests > 0 and row.journal_read == end and not (row.news and scene.situation.has_news)
    return not (nothing_new and row.cadence is Cadence.AS_IT_HAPPENS) or row.heartbeat or row.operator


def due_now(session: Session, settings: Settings, now: datetime) -> list[Row]:
    """What a run at `now` would compose and send, without doing either."""
    scene = Scene(read_situation(session, settings, now), settings, now)
    outbox_subscriber(session, now)
    composed = [compose_one(session, row, scene) for row in all_subscribers(session) if not row.paused]
    waiting = deliveries(session, DeliveryStatus.WAITING, limit=None)
    new = {digest.id for digest in composed if digest is not None}
    session.rollback()
    shown = ({name: row[name] for name in ("digest", "to", "channel", "subject")} for row in waiting)
    return [{"step": "compose and send" if row["digest"] in new else "send", **row} for row in shown]


def compose_one(session: Session, row: SubscriberRow, scene: Scene) -> Digest | None:
    """The digest that one subscriber is due, stored; None if it is not the hour or there is nothing to tell.

    It absorbs what was composed before and is still waiting: ten days without a relay end in one digest.
    """
    subscriber = subscriber_of(row)
    before = ledger.last_digest(session, subscriber.id)
    if not (is_due(subscriber, row.served_at, scene.now) or _has_new_trouble(subscriber, scene.situation, before)):
        return None
    row.served_at = scene.now
    end = journal_end(session)
    composed = _composed(session, subscriber, row.journal_read, scene)
    worth = _worth_sending(session, subscriber, composed.content, before)
    if worth and ledger.supersede(session, subscriber.id, scene.now):
        composed = _composed(session, subscriber, row.journal_read, scene)
        # Looked at again: what waited, and what takes it back, may leave nothing to tell.
        worth = _worth_sending(session, subscriber, composed.content, ledger.last_digest(session, subscriber.id))
    if not worth:
        # What is owed stays owed: cosmetic changes, which the next digest counts, or too few for the threshold.
        if not composed.due.owed:
            row.journal_read = end
        return None
    digest = _digest(row, subscriber, composed.content, scene)
    told = (*composed.due.owed, *composed.due.restated, *composed.shown)
    ledger.store(session, digest, told, composed.content.news_ids, scene.now)
    row.journal_read = end
    row.digests = digest.number
    return digest


def preview(session: Session, row: SubscriberRow, scene: Scene, as_of: date | None = None) -> DigestContent:
    """What a digest would tell one subscriber now, or on the day `as_of` from the lists up to then."""
    subscriber = subscriber_of(row)
    return _composed(session, subscriber, ledger.journal_read(session, row, as_of), scene, as_of).content


def _has_new_trouble(subscriber: Subscriber, situation: Situation, before: LastDigest | None) -> bool:
    """Operators hear of problems as they appear and are resolved, whatever their usual hour."""
    told = before.troubles.keys() if before else set()
    return subscriber.operator and not subscriber.paused and {one.key for one in situation.troubles} != told


@dataclass(frozen=True, slots=True)
class Composed:
    """The next digest of a subscriber: what it owes, and the last changes that a first digest shows beside that. These
    count as told, so that whoever saw one hears if it is withdrawn."""

    content: DigestContent
    due: Due
    shown: tuple[Owed, ...]


def _composed(
    session: Session, subscriber: Subscriber, after: int, scene: Scene, as_of: date | None = None
) -> Composed:
    """What the subscriber is owed of the journal after the entry `after`, as the next digest."""
    due = due_to(session, subscriber, after, journal_end(session), scene.entries, as_of)
    before = ledger.last_digest(session, subscriber.id, as_of)
    told_news = ledger.told_news(session, subscriber.id, as_of)
    on = as_of or subscriber.day(scene.now)
    first = before is None
    here = place_record(session, subscriber, first=first, as_of=as_of)
    last = last_changes(session, subscriber, scene.entries, as_of) if first else ()
    content = compose(subscriber, due.owed, scene.situation, before, on, told_news, here, last)
    shown = {item.change_id for portrait in content.portraits for item in portrait.last}
    return Composed(content, due, tuple(Owed(each, None) for each in last if each.change.id in shown))


def _worth_sending(session: Session, subscriber: Subscriber, content: DigestContent, before: LastDigest | None) -> bool:
    """News, a subscriber's first digest, or the short mail that nothing changed."""
    if content.as_of is None:  # before the first list only an operator has something to do
        return bool(content.troubles or content.troubles_over)
    if before is None or (content.has_news and is_reached(subscriber, content)):
        return True
    once_a_day = subscriber.cadence is not Cadence.AS_IT_HAPPENS or before.on != content.on  # or a clock was wrong
    return subscriber.heartbeat and once_a_day and not ledger.is_waiting(session, subscriber.id)


def _digest(row: SubscriberRow, subscriber: Subscriber, content: DigestContent, scene: Scene) -> Digest:
    number = row.digests + 1
    digest_id = f"{subscriber.id}-{number}"
    # With the time in it, since a new record numbers its digests from one again, and with what nobody can guess: who
    # names it in a bounce has seen the message.
    message_id = f"<{digest_id}.{scene.now:%Y%m%d%H%M%S}.{token_hex(6)}@{scene.settings.sender.domain}>"
    return Digest(
        id=digest_id,
        subscriber_id=subscriber.id,
        number=number,
        composed_at=scene.now,
        day=content.on,
        subject=content.subject,
        message_id=message_id,
        payload=zlib.compress(
            _payload(digest_id, subscriber, content, message_id, scene, _links(row, digest_id, scene))
        ),
        journal_from=row.journal_read,
        # What this one tells, so that the next compares itself with nothing else: wishes may change in between.
        figures=({**scene.situation.figures, **scene.situation.by_state} if content.figures else {})
        | {figure_key(each.place, subscriber): each.agreements for each in content.here},
        list_date=content.as_of,
        troubles={one.key: one.sentence for one in (*content.troubles, *content.troubles_lasting)},
        changes=len(content.items),
    )


def _links(row: SubscriberRow, digest_id: str, scene: Scene) -> MailLinks | None:
    """The links of a mail; what goes into the outbox folder has no subscriber who could leave."""
    maker = scene.settings.links
    if maker is None or row.channel is not Channel.MAIL or row.id is None:
        return None
    return maker.of_mail(row.id, row.link_key, row.address, digest_id, scene.now)


def _payload(
    digest_id: str,
    subscriber: Subscriber,
    content: DigestContent,
    message_id: str,
    scene: Scene,
    links: MailLinks | None,
) -> bytes:
    if subscriber.channel is Channel.WEBHOOK:
        return exports.as_json(digest_id, content)
    if subscriber.channel is Channel.CHAT:
        return chat.text(content).encode()
    return message(content, subscriber, message_id, scene.now, links)
