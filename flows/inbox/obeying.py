"""What is done about the letters of a box: stops are obeyed and confirmed once, hard bounces pause a subscriber.

Everything else is left alone and counted. A letter changes the record in one transaction of its own, behind the seam;
none that was never sent by us, or that comes again, changes anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from flows.digests.drawing.headers import fixed_head, letter
from flows.digests.drawing.templates import templates
from flows.digests.smtp import Sender
from flows.inbox.boxes import Box, BoxedMessage
from flows.inbox.reading import read_letter
from flows.seam import ItemFailedError, SetAsideError, TriedItem, seam, stated
from flows.settings import Settings
from flows.world import Clock
from models.digests.inbox.letters import Letter, Stop, bounce_words, hard_bounces, is_of_the_mailbox, stop_of
from models.digests.subscriptions import Channel
from models.errors import DeliveryError, MailboxError, ReadError
from models.record.asking.digests.deliveries import MailSubscriber, SentDigest, mail_subscribers, sent_digests
from models.record.store import Engine, read_session, write_session
from models.record.tables.runs import ItemKind
from models.record.writing.digests import bounces
from models.record.writing.digests.subscribers import find_subscriber, remove

_SEVEN_BIT = SMTP.clone(cte_type="7bit")


@dataclass(slots=True)
class InboxReport:
    """What one run found in a box."""

    read: int = 0
    stopped: int = 0
    bounced: int = 0  # digests that came back for good
    left_alone: int = 0
    unreadable: int = 0
    remarks: list[str] = field(default_factory=list)  # what an operator wants to know of those
    failures: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """'inbox: 5 read, 1 stop obeyed, 1 bounce, 3 left alone'."""
        parts = [f"{self.read:,} read", f"{self.stopped:,} stop{'' if self.stopped == 1 else 's'} obeyed"]
        parts += [f"{self.bounced:,} bounce{'' if self.bounced == 1 else 's'}", f"{self.left_alone:,} left alone"]
        parts += [f"{self.unreadable:,} unreadable"] if self.unreadable else []
        return f"inbox: {', '.join(parts)}"


# A folder keeps its letters, and those that were obeyed are read again at every run.
_REMARKED_FOR = timedelta(days=1)

# More lines than this say no more than the count does.
_MOST_REMARKS = 20


@dataclass(frozen=True, slots=True)
class Inbox:
    """One run over one box."""

    engine: Engine
    settings: Settings
    senders: Mapping[Channel, Sender]
    clock: Clock
    report: InboxReport
    # Who and what a letter may be about, asked once: most letters of a flood are about neither.
    _subscribed: dict[str, MailSubscriber] = field(default_factory=dict)  # by address
    _sent: dict[str, SentDigest] = field(default_factory=dict)  # by Message-ID

    def read(self, box: Box) -> None:
        """Raises RecordError where the record cannot be used."""
        with read_session(self.engine) as session:
            self._subscribed.update(mail_subscribers(session))
            self._sent.update(sent_digests(session, self.clock()))
        try:
            for message in box.messages():
                self.report.read += 1
                try:
                    obeyed = self._handle(message)
                except ItemFailedError as error:  # the next run tries it again, until it is set aside
                    self.report.failures.append(str(error))
                else:
                    box.settle(message, obeyed)
        except MailboxError as error:
            self.report.failures.append(str(error))
        finally:
            box.close()
            for sender in self.senders.values():
                sender.close()

    def _handle(self, message: BoxedMessage) -> bool:
        """Whether the message was obeyed. Raises ItemFailedError."""
        try:
            read = read_letter(message.content)
        except Exception as error:  # noqa: BLE001 - whatever a message makes the parser raise, the others are read
            self.report.unreadable += 1
            self._remark(f"{message.name}: {error}" if isinstance(error, ReadError) else stated(error, message.name))
            return False
        item = TriedItem(ItemKind.LETTER, "inbox", message.name)
        try:
            obeyed = self._stop(read, item, message.received_at) or self._bounce(read, item)
        except SetAsideError:  # which was told when it failed
            obeyed = False
        self.report.left_alone += not obeyed
        return obeyed

    def _stop(self, read: Letter, item: TriedItem, received_at: datetime) -> bool:
        stop = stop_of(read)
        if stop is None or not self._is_subscribed(stop, received_at):
            return False
        with seam(self.engine, self.clock, item), write_session(self.engine) as session:
            row = find_subscriber(session, Channel.MAIL, stop.address)
            if row is not None:
                remove(session, row)
        del self._subscribed[stop.address.casefold()]
        if row is None:  # another process was faster
            return False
        self.report.stopped += 1
        self._confirm(row.id or 0, row.address)
        return True

    def _is_subscribed(self, stop: Stop, received_at: datetime) -> bool:
        """By this very address: nobody else's wish counts, not even with the number of the subscriber. A letter from
        before they subscribed, perhaps for the second time, was meant then."""
        subscriber = self._subscribed.get(stop.address.casefold())
        if subscriber is None or stop.subscriber_id not in (None, subscriber.id):
            if received_at > self.clock() - _REMARKED_FOR:
                self._remark(f"{stop.address} asks to stop, and is not subscribed by that address")
            return False
        return received_at >= subscriber.since

    def _confirm(self, subscriber_id: int, address: str) -> None:
        """One mail, tried once: a second would be sent to somebody who has left."""
        now, sender = self.clock(), self.settings.sender
        name = f"stopped-{subscriber_id}-{now:%Y%m%d%H%M%S}"
        mail = EmailMessage(policy=_SEVEN_BIT)
        mail.set_content(templates().get_template("stopped.txt.jinja").render(address=address, on=now.date()))
        head = fixed_head("You will get no more digests", f"<{name}@{sender.domain}>", now)
        try:
            self.senders[Channel.MAIL].offer(address, name, letter(head + mail.as_bytes(), sender, address)).hand_over()
        except DeliveryError as error:
            self._remark(f"{address} has left, without a confirmation: {error}")

    def _bounce(self, read: Letter, item: TriedItem) -> bool:
        failed = hard_bounces(read)
        digests = [self._sent[each] for each in read.returned_ids if each in self._sent] if failed else []
        both = ((digest, each) for digest in digests for each in failed if digest.address_key in each.addresses)
        digest, bounce = next(both, (None, None))
        if digest is None or bounce is None:
            return False
        with seam(self.engine, self.clock, item), write_session(self.engine) as session:
            marked = bounces.mark_bounced(
                session, digest.digest_id, bounce_words(bounce), is_of_the_mailbox(bounce), self.clock()
            )
        self.report.bounced += marked
        return marked

    def _remark(self, words: str) -> None:
        if len(self.report.remarks) < _MOST_REMARKS:
            self.report.remarks.append(words)
