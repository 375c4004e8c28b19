"""Letters in a mailbox over IMAP: only peeked at, marked when they were obeyed, and passed over by the next run."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import trustme
from pydantic import SecretStr

from flows.digests.channels import OutboxSender
from flows.inbox.boxes import KEYWORD, ImapBox
from flows.inbox.obeying import Inbox, InboxReport
from flows.inbox.reading import MAX_BYTES
from flows.settings import Settings
from models.digests.subscriptions import Channel
from models.errors import MailboxError
from models.record.store import read_session
from models.record.writing.digests.subscribers import all_subscribers
from tests.support.digest_record import FIRST_DAY, subscribe
from tests.support.imap_server import HOST, PASSWORD, USER, ImapServer, imap_server
from tests.support.letters import reply
from tests.support.mail_relay import trusting

JANE = "jane@example.org"


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[ImapServer]:
    with imap_server(authority) as running:
        yield running


@pytest.fixture
def settings(server: ImapServer, tmp_path: Path) -> Settings:
    return settings_for(server, tmp_path)


def settings_for(server: ImapServer, outbox: Path, **changed: Any) -> Settings:
    values: dict[str, Any] = {
        "imap_host": HOST, "imap_port": server.port, "imap_user": USER, "imap_password": SecretStr(PASSWORD),
        "outbox": outbox,
    }  # fmt: skip
    return Settings(**(values | changed))


def read(record: sa.Engine, settings: Settings, authority: trustme.CA) -> InboxReport:
    report = InboxReport()
    senders = {Channel.MAIL: OutboxSender(settings.outbox)}
    Inbox(record, settings, senders, lambda: FIRST_DAY, report).read(ImapBox(settings, trusting(authority)))
    return report


def contents_of(box: ImapBox) -> list[bytes]:
    try:
        return [message.content for message in box.messages()]
    finally:
        box.close()


def test_a_stop_is_obeyed_and_marked_as_read_and_the_rest_stays_unread(
    sqlite_record: sa.Engine, server: ImapServer, settings: Settings, authority: trustme.CA
) -> None:
    subscribe(sqlite_record, JANE)
    server.deliver(reply("joe@example.org", "hello"), reply(JANE, "stop"), b"")
    report = read(sqlite_record, settings, authority)
    assert report.sentence == "inbox: 3 read, 1 stop obeyed, 0 bounces, 2 left alone"
    assert [each.flags for each in server.box.values()] == [{KEYWORD}, {KEYWORD, "\\Seen"}, {KEYWORD}]
    with read_session(sqlite_record) as session:
        assert all_subscribers(session) == []
    (confirmation,) = settings.outbox.glob("*.eml")
    assert f"To: {JANE}\r\n".encode() in confirmation.read_bytes()
    assert read(sqlite_record, settings, authority).read == 0


def test_a_server_without_keywords_is_asked_for_what_nobody_has_read(
    sqlite_record: sa.Engine, server: ImapServer, settings: Settings, authority: trustme.CA
) -> None:
    subscribe(sqlite_record, JANE)
    server.keywords = False
    server.deliver(reply("joe@example.org", "hello"), reply(JANE, "stop"))
    assert read(sqlite_record, settings, authority).stopped == 1
    assert [each.flags for each in server.box.values()] == [set(), {"\\Seen"}]
    assert read(sqlite_record, settings, authority).read == 1


def test_a_stop_from_before_they_subscribed_again_is_left_alone(
    sqlite_record: sa.Engine, server: ImapServer, settings: Settings, authority: trustme.CA
) -> None:
    subscribe(sqlite_record, JANE, FIRST_DAY)  # at 15:00 UTC
    server.deliver(reply(JANE, "stop"), received="05-Jan-2026 09:59:59 -0500")
    assert read(sqlite_record, settings, authority).stopped == 0
    server.deliver(reply(JANE, "stop"), received="05-Jan-2026 10:00:01 -0500")
    assert read(sqlite_record, settings, authority).stopped == 1


def test_a_message_that_is_too_large_is_not_fetched_whole(
    sqlite_record: sa.Engine, server: ImapServer, settings: Settings, authority: trustme.CA
) -> None:
    server.deliver(reply(JANE, "stop") + b"x" * MAX_BYTES)
    report = read(sqlite_record, settings, authority)
    assert (report.read, report.unreadable) == (1, 1)
    assert f"UID FETCH 1 (BODY.PEEK[]<0.{MAX_BYTES + 1}>)" in server.asked


def test_nothing_is_sent_to_a_server_that_is_not_trusted(settings: Settings, server: ImapServer) -> None:
    with pytest.raises(MailboxError, match="its certificate is not trusted"):
        contents_of(ImapBox(settings))
    assert server.asked == []


@pytest.mark.parametrize("password", ["wrong", "pässword", "two\r\nlines"])
def test_a_refused_login_says_what_to_check_and_not_the_password(
    server: ImapServer, tmp_path: Path, authority: trustme.CA, password: str
) -> None:
    settings = settings_for(server, tmp_path, imap_password=SecretStr(password))
    with pytest.raises(MailboxError, match="login refused; check MOAWATCH_IMAP_USER") as refusal:
        contents_of(ImapBox(settings, trusting(authority)))
    assert password not in str(refusal.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"imap_host": ""}, "no mailbox is set; set MOAWATCH_IMAP_HOST"),
        ({"imap_port": 1}, "Connection refused; the next run tries again"),
        ({"imap_mailbox": "Junk"}, "check MOAWATCH_IMAP_MAILBOX"),
    ],
)
def test_what_cannot_be_reached_says_what_to_correct(
    server: ImapServer, tmp_path: Path, authority: trustme.CA, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(MailboxError, match=said):
        contents_of(ImapBox(settings_for(server, tmp_path, **changed), trusting(authority)))


def test_a_connection_that_breaks_leaves_what_was_obeyed_as_it_is(
    sqlite_record: sa.Engine, server: ImapServer, settings: Settings, authority: trustme.CA
) -> None:
    subscribe(sqlite_record, JANE)
    server.deliver(reply(JANE, "stop"), reply("joe@example.org", "hello"))
    server.silent_after = "UID STORE"
    broken = read(sqlite_record, settings, authority)
    assert (broken.stopped, broken.failures[0].endswith("the next run goes on")) == (1, True)
    server.silent_after = ""
    report = read(sqlite_record, settings, authority)
    assert (report.read, report.stopped) == (2, 0)
    assert len(list(settings.outbox.glob("*.eml"))) == 1, "confirmed once"


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH"])
def test_a_server_that_drips_is_cut_off(
    server: ImapServer, settings: Settings, authority: trustme.CA, command: str
) -> None:
    server.deliver(reply(JANE, "stop"))
    server.drips_at = command
    began = time.monotonic()
    with pytest.raises(MailboxError):
        contents_of(ImapBox(settings, trusting(authority), answer_seconds=0.3))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH"])
def test_a_server_that_floods_is_cut_off(
    server: ImapServer, settings: Settings, authority: trustme.CA, command: str
) -> None:
    server.deliver(reply(JANE, "stop"))
    server.floods_at = command
    with pytest.raises(MailboxError):
        contents_of(ImapBox(settings, trusting(authority)))


def test_no_room_is_made_for_a_message_that_the_server_says_is_endless(
    sqlite_record: sa.Engine, server: ImapServer, settings: Settings, authority: trustme.CA
) -> None:
    server.deliver(reply(JANE, "stop"))
    server.claimed = 99_999_999_999
    (failure,) = read(sqlite_record, settings, authority).failures
    assert "its answer is longer than 4,000,000 bytes; the next run goes on" in failure


@pytest.mark.parametrize("received", ["01-Jan-0000 00:00:00 +0000", "31-Foo-2026 00:00:00 +0000", "yesterday"])
def test_a_message_of_no_time_that_there_is_holds_up_no_other(
    sqlite_record: sa.Engine, server: ImapServer, settings: Settings, authority: trustme.CA, received: str
) -> None:
    subscribe(sqlite_record, JANE)
    server.deliver(reply("joe@example.org", "stop"), received=received)
    server.deliver(reply(JANE, "stop"))
    report = read(sqlite_record, settings, authority)
    assert (report.read, report.stopped, report.failures) == (1, 1, [])
