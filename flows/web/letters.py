"""The mails that answer a request: confirm, or change and leave. Sent by a thread of their own after the page.

A page must not tell, by its words or by its time, whether an address is subscribed: the record is asked here.
"""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from flows.digests.drawing.headers import fixed_head, letter
from flows.digests.drawing.templates import templates
from flows.digests.smtp import RefusedForNowError, RelayDownError, Sender
from flows.seam import stated
from flows.settings import Settings
from flows.web.wishes import Wishes, confirmation, told
from models.digests.subscriptions import Channel
from models.errors import DeliveryError
from models.links import LinkMaker, Purpose, lasts
from models.record.store import Engine, read_session
from models.record.tables.digests import SubscriberRow
from models.record.writing.digests.subscribers import find_subscriber

# More than an hour's worth (`flows.web.limits.MAILS`) wait only when the relay is down.
MOST_WAITING = 1_000

# Relays that do not know a sender yet ask for a second attempt after some minutes (greylisting).
PAUSES = (60.0, 300.0, 900.0)

_SEVEN_BIT = SMTP.clone(cte_type="7bit")
_log = logging.getLogger("moawatch.web")


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked for a mail to this address. Without wishes: only for links, if it is subscribed."""

    address: str
    wishes: Wishes | None
    number: str  # unique, for the message's id


@dataclass(slots=True)
class Letters:
    """Writes and sends what was asked for, one after another."""

    settings: Settings
    engine: Engine
    maker: LinkMaker
    sender: Sender
    clock: Callable[[], datetime]
    pauses: tuple[float, ...] = PAUSES
    _waiting: list[tuple[float, int, int, Request]] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)
    _thread: threading.Thread | None = None
    _ended: bool = False

    def ask(self, request: Request) -> bool:
        """Take on a request; False where too many wait already."""
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                return False
            self._put(request, 0, time.monotonic())
        return True

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name="letters", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send no more; whoever still waits asks again."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def write(self, request: Request) -> bytes | None:
        """The mail, or None where there is nothing to say."""
        with read_session(self.engine) as session:
            row = find_subscriber(session, Channel.MAIL, request.address)
            if row is None and request.wishes is None:
                return None
            if row is None:
                assert request.wishes is not None
                summary = told(session, request.wishes.preferences)
                return self._confirm(request, request.wishes, summary)
            return self._links(request, row)

    def _confirm(self, request: Request, wishes: Wishes, summary: list[str]) -> bytes:
        link = self.maker.address(confirmation(request.address, wishes, self.clock()))
        values = {"link": link, "summary": summary, "days": lasts(Purpose.CONFIRM).days}
        return self._mail("confirm", "Confirm your moawatch digest", request, values)

    def _links(self, request: Request, row: SubscriberRow) -> bytes:
        assert row.id is not None
        links = self.maker.of_mail(row.id, row.link_key, row.address, "", self.clock())
        values = {"links": links, "paused": row.paused, "days": lasts(Purpose.CHANGE).days}
        return self._mail("links", "Your moawatch digest: change it or leave", request, values)

    def _mail(self, name: str, subject: str, request: Request, values: dict[str, object]) -> bytes:
        mail = EmailMessage(policy=_SEVEN_BIT)
        mail.set_content(templates().get_template(f"web/{name}.txt.jinja").render(values))
        sender = self.settings.sender
        head = fixed_head(subject, f"<{request.number}@{sender.domain}>", self.clock())
        return letter(head + mail.as_bytes(), sender, request.address)

    def _put(self, request: Request, attempt: int, due: float) -> None:
        heapq.heappush(self._waiting, (due, next(self._order), attempt, request))
        self._changed.notify()

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            attempt, request = taken
            try:
                self._send(request)
            except (RefusedForNowError, RelayDownError) as error:
                if attempt < len(self.pauses):
                    with self._changed:
                        self._put(request, attempt + 1, time.monotonic() + self.pauses[attempt])
                else:
                    self._give_up(request, error)
            except Exception as error:  # noqa: BLE001 - one request that breaks holds up no other
                self._give_up(request, error)

    def _next(self) -> tuple[int, Request] | None:
        """The next that is due, when it is; None at the end."""
        with self._changed:
            while not self._ended:
                if not self._waiting:
                    self._rest()
                    continue
                wait = self._waiting[0][0] - time.monotonic()
                if wait <= 0:
                    _, _, attempt, request = heapq.heappop(self._waiting)
                    return attempt, request
                self._changed.wait(wait)
        self.sender.close()
        return None

    def _rest(self) -> None:
        """Wait for a request; a relay would close a session that is idle for long anyway."""
        if not self._changed.wait(5):
            self.sender.close()
            self._changed.wait()

    def _send(self, request: Request) -> None:
        mail = self.write(request)
        if mail is not None:
            self.sender.offer(request.address, request.number, mail).hand_over()

    def _give_up(self, request: Request, error: Exception) -> None:
        """One line without the address: whoever asked is not subscribed, and nothing is kept of them."""
        said = str(error) if isinstance(error, DeliveryError) else stated(error, "mail")
        _log.warning("web: a mail that was asked for was not sent: %s", said.replace(request.address, "..."))
