"""The web part as it runs: a real server on a loopback port, a real mail relay behind it, and somebody who clicks."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa
import trustme
from sqlmodel import SQLModel, select

from flows.digests.channels import OutboxSender
from flows.digests.compose import compose_due
from flows.digests.dispatch import DeliveryReport, send_waiting
from flows.digests.smtp import SmtpSender
from flows.listening import listening
from flows.settings import Settings
from flows.web.letters import Letters
from flows.web.serving import new_site, server_of
from flows.web.site import Site
from models.digests.subscriptions import Channel
from models.record.store import read_session
from models.record.tables.digests import SubscriberRow
from tests.support.mail_relay import Relay, settings_for, trusting

SECONDS = 30
SECRET = "not to be guessed, and long enough for that"
NOON = datetime(2026, 1, 6, 17, tzinfo=UTC)


@dataclass(slots=True)
class RunningSite:
    """The site, its relay, and a clock that a test sets."""

    site: Site
    relay: Relay
    authority: trustme.CA
    now: datetime = NOON
    web: requests.Session = field(default_factory=requests.Session)

    @property
    def url(self) -> str:
        return self.site.maker.web_url

    @property
    def engine(self) -> sa.Engine:
        return self.site.engine

    def get(self, where: str, /, **headers: str) -> requests.Response:
        return self.web.get(self._whole(where), timeout=SECONDS, headers=headers)

    def post(self, where: str, /, **fields: Any) -> requests.Response:
        return self.web.post(self._whole(where), data=fields, timeout=SECONDS)

    def _whole(self, address: str) -> str:
        return address if address.startswith("http") else f"{self.url}{address}"

    def mail(self, number: int = 1) -> EmailMessage:
        """The mail with this number that the relay took, once it has."""
        deadline = time.monotonic() + SECONDS
        while len(self.relay.taken) < number and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(self.relay.taken) >= number, "no mail came"
        parsed = message_from_bytes(self.relay.taken[number - 1][1], policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def subscribers(self) -> list[SubscriberRow]:
        with read_session(self.engine) as session:
            return [row for row in session.exec(select(SubscriberRow)) if row.channel is Channel.MAIL]

    def run_digests(self, later: timedelta = timedelta(0)) -> DeliveryReport:
        """What a scheduled run does for subscribers."""
        now, told = self.now + later, DeliveryReport()
        settings = self.site.settings
        compose_due(self.engine, settings, now, told)
        smtp = SmtpSender(settings, trusting(self.authority))
        ways = {Channel.MAIL: smtp, Channel.OUTBOX: OutboxSender(settings.outbox)}
        send_waiting(self.engine, settings, ways, lambda: now, told)
        return told


def web_settings(relay: Relay, folder: Path, url: str) -> Settings:
    return settings_for(relay, outbox=folder / "outbox", web_url=url, link_secret=SECRET)


@contextmanager
def running_site(engine: sa.Engine, relay: Relay, authority: trustme.CA, folder: Path) -> Iterator[RunningSite]:
    with listening("web", "127.0.0.1", 0) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = web_settings(relay, folder, url)
        running = RunningSite(new_site(settings, engine), relay, authority)
        running.web.trust_env = False  # no proxy between us and the loopback
        sender = SmtpSender(settings, trusting(authority))
        letters = Letters(settings, engine, running.site.maker, sender, lambda: running.now, pauses=(0.05, 0.05))
        running.site = replace(running.site, letters=letters, clock=lambda: running.now)
        server = server_of(running.site, "127.0.0.1")
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + SECONDS
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.005)
        try:
            yield running
        finally:
            running.web.close()
            server.should_exit = True
            thread.join(SECONDS)


def link_in(mail: EmailMessage, purpose: str) -> str:
    """The one link for this purpose in the text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    (link,) = set(re.findall(rf"https?://\S+/{purpose}/\S+", part.get_content()))
    return str(link)


def one_click(mail: EmailMessage) -> str:
    """Where a mail program sends its one click."""
    found = re.match(r"<(https?://[^>]+)>", "".join(str(mail["List-Unsubscribe"]).split()))
    assert found is not None
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return found[1]


def hidden_form(page: str) -> str:
    """The signed part of a form."""
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def all_rows(engine: sa.Engine) -> dict[str, list[str]]:
    """Every row of every table, to compare the record before and after."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in SQLModel.metadata.sorted_tables
        }
