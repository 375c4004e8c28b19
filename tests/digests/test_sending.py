"""Handing over to a real relay with TLS and login: what each failure says of the message, and what it never shows."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from flows.digests.channels import ChatSender, OutboxSender, WebhookSender, senders
from flows.digests.smtp import (
    MESSAGES_PER_CONNECTION,
    BlockedError,
    InDoubtError,
    RefusedError,
    RefusedForNowError,
    RelayDownError,
    SenderRefusedError,
    SmtpSender,
)
from flows.settings import Settings
from models.digests.subscriptions import Channel
from tests.support.mail_relay import HANG_UP, PASSWORD, Relay, relay, settings_for, trusting

PAYLOAD = b"Subject: a digest\r\nFrom: digest@moawatch.example\r\n\r\nFirst line\r\n.hidden dot\r\nlast line\r\n"


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[Relay]:
    with relay(authority) as running:
        yield running


@pytest.fixture
def sender(server: Relay, authority: trustme.CA) -> Iterator[SmtpSender]:
    sender = SmtpSender(settings_for(server), trusting(authority))
    yield sender
    sender.close()


def send(sender: SmtpSender, address: str = "subscriber@example.org") -> str:
    return sender.offer(address, "d1", PAYLOAD).hand_over()


class TestRelay:
    def test_starttls_with_login(self, sender: SmtpSender, server: Relay) -> None:
        assert send(sender) == "250 queued"
        assert server.logins == 1
        assert server.taken == [("subscriber@example.org", PAYLOAD)]

    def test_implicit_tls_with_login(self, authority: trustme.CA) -> None:
        with relay(authority, implicit_tls=True) as server:
            sender = SmtpSender(settings_for(server, smtp_security="tls"), trusting(authority))
            send(sender)
            sender.close()
            assert (server.logins, len(server.taken)) == (1, 1)

    def test_many_messages_share_a_connection_but_not_for_ever(self, sender: SmtpSender, server: Relay) -> None:
        for _ in range(MESSAGES_PER_CONNECTION + 1):
            send(sender)
        assert server.logins == 2
        assert len(server.taken) == MESSAGES_PER_CONNECTION + 1

    def test_a_withdrawn_offer_sends_nothing_and_leaves_the_session_usable(
        self, sender: SmtpSender, server: Relay
    ) -> None:
        sender.offer("subscriber@example.org", "d1", PAYLOAD).withdraw()
        assert server.taken == []
        send(sender)
        assert len(server.taken) == 1

    def test_the_pace_is_kept(self, server: Relay, authority: trustme.CA) -> None:
        waits: list[float] = []
        sender = SmtpSender(
            settings_for(server, messages_per_minute=60), trusting(authority), clock=lambda: 100.0, sleep=waits.append
        )
        for _ in range(3):
            send(sender)
        sender.close()
        assert waits == [pytest.approx(1.0), pytest.approx(2.0)]


class TestTrust:
    def test_an_unknown_certificate_is_not_trusted(self, server: Relay) -> None:
        sender = SmtpSender(settings_for(server))
        with pytest.raises(RelayDownError, match="certificate is not trusted"):
            send(sender)
        assert server.logins == 0

    def test_a_certificate_for_another_name_is_not_trusted(self, authority: trustme.CA) -> None:
        with (
            relay(authority, host="mail.other.example") as server,
            pytest.raises(RelayDownError, match="certificate is not trusted"),
        ):
            send(SmtpSender(settings_for(server), trusting(authority)))

    def test_a_password_never_goes_over_an_open_connection(self, server: Relay) -> None:
        with pytest.raises(RelayDownError, match="refuses to send a password unencrypted"):
            send(SmtpSender(settings_for(server, smtp_security="none")))

    def test_a_wrong_password_is_said_without_being_shown(self, server: Relay, authority: trustme.CA) -> None:
        secret = "Tr0ub4dor&3"
        sender = SmtpSender(settings_for(server, smtp_password=secret), trusting(authority))
        with pytest.raises(RelayDownError, match="login refused") as failure:
            send(sender)
        assert secret not in _all_words(failure.value)

    def test_a_password_outside_ascii_is_one_line_that_does_not_repeat_it(
        self, server: Relay, authority: trustme.CA
    ) -> None:
        sender = SmtpSender(settings_for(server, smtp_password="Geheimnis-Köln"), trusting(authority))
        with pytest.raises(RelayDownError, match="use plain ASCII in MOAWATCH_SMTP_USER") as failure:
            send(sender)
        assert "Geheimnis" not in _all_words(failure.value)

    def test_no_settings_and_no_sender_show_the_password(self, sender: SmtpSender) -> None:
        assert PASSWORD not in repr(sender)
        assert PASSWORD not in sender.settings.model_dump_json()


class TestFailures:
    """Each of the four things that can be true of a message, at each step of the conversation."""

    @pytest.mark.parametrize(
        ("command", "answer", "failure", "taken"),
        [
            ("MAIL", "451 try later", RefusedForNowError, 0),
            ("MAIL", "550 sender not allowed", SenderRefusedError, 0),  # no fault of the subscriber
            ("MAIL", "530 5.7.0 authentication required", SenderRefusedError, 0),
            ("MAIL", "553 5.1.8 bad sender", SenderRefusedError, 0),
            ("MAIL", HANG_UP, RefusedForNowError, 0),
            ("RCPT", "450 greylisted", RefusedForNowError, 0),
            ("RCPT", "421 closing", RefusedForNowError, 0),
            ("RCPT", "550 no such mailbox", RefusedError, 0),
            ("RCPT", "551 not local", RefusedError, 0),
            ("RCPT", "552 mailbox full", RefusedError, 0),
            ("RCPT", "553 5.1.3 no such name", RefusedError, 0),
            ("RCPT", "550 5.1.8 <a@b>: Sender address rejected: Domain not found", SenderRefusedError, 0),
            ("RCPT", "553 <a@b>: Sender address rejected: not owned by user", SenderRefusedError, 0),
            ("RCPT", "530 authentication required", SenderRefusedError, 0),
            ("RCPT", "554 5.7.1 Relay access denied", BlockedError, 0),
            ("RCPT", "550 5.7.1 Unable to relay", BlockedError, 0),
            ("RCPT", HANG_UP, RefusedForNowError, 0),
            ("DATA", "452 disk full", RefusedForNowError, 0),
            ("DATA", "552 too large", BlockedError, 0),
            ("DATA", "550 5.6.0 eight bits", BlockedError, 0),
            ("DATA", "554 rejected for its content", BlockedError, 0),
            ("DATA", HANG_UP, InDoubtError, 1),
        ],
    )
    def test_it_is_known_what_became_of_the_message(
        self, sender: SmtpSender, server: Relay, command: str, answer: str, failure: type[Exception], taken: int
    ) -> None:
        server.answers = lambda step, address: answer if step == command else None
        with pytest.raises(failure):
            send(sender)
        assert len(server.taken) == taken

    @pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
    @pytest.mark.parametrize("answer", ["451 later", "421 closing", "550 never", HANG_UP])
    def test_the_next_subscriber_gets_theirs(
        self, sender: SmtpSender, server: Relay, command: str, answer: str
    ) -> None:
        misbehaving = iter([answer])
        server.answers = lambda step, address: next(misbehaving, None) if step == command else None
        with pytest.raises((RefusedError, BlockedError, SenderRefusedError, RefusedForNowError, InDoubtError)):
            send(sender, "first@example.org")
        assert send(sender, "second@example.org") == "250 queued"
        assert server.taken[-1][0] == "second@example.org"

    def test_a_session_that_stood_idle_too_long_is_begun_anew(self, sender: SmtpSender, server: Relay) -> None:
        send(sender)
        assert sender._connection is not None
        assert sender._connection.sock is not None
        sender._connection.sock.shutdown(socket.SHUT_RDWR)
        assert send(sender) == "250 queued"
        assert server.logins == 2

    def test_no_relay_at_all(self, authority: trustme.CA) -> None:
        with relay(authority) as stopped:
            pass
        with pytest.raises(RelayDownError, match="nothing was sent, all digests wait"):
            send(SmtpSender(settings_for(stopped), trusting(authority)))

    def test_a_relay_without_tls_is_no_relay(self, authority: trustme.CA) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = Relay(port=listening.getsockname()[1])
            listening.settimeout(10)
            sender = SmtpSender(settings_for(server), trusting(authority))

            def greet() -> None:
                connection, _ = listening.accept()
                with connection:
                    connection.sendall(b"220 hello\r\n")
                    connection.recv(1000)
                    connection.sendall(b"250 hello\r\n")
                    connection.recv(1000)

            thread = threading.Thread(target=greet)
            thread.start()
            with pytest.raises(RelayDownError, match="does not offer STARTTLS; set MOAWATCH_SMTP_SECURITY"):
                send(sender)
            thread.join()

    def test_what_the_relay_says_cannot_break_a_line(self, sender: SmtpSender, server: Relay) -> None:
        server.answers = lambda step, address: "550 no\x1b[31m such mailbox" if step == "RCPT" else None
        with pytest.raises(RefusedError) as failure:
            send(sender)
        assert str(failure.value).isprintable()


class TestOutbox:
    MAIL = b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n"

    def test_a_message_becomes_a_mail_and_a_page(self, tmp_path: Path) -> None:
        OutboxSender(tmp_path / "new").offer("outbox", "2026-01-26-1-1", self.MAIL).hand_over()
        assert (tmp_path / "new" / "2026-01-26-1-1.eml").read_bytes() == self.MAIL
        assert (tmp_path / "new" / "2026-01-26-1-1.html").read_text() == "<p>page</p>\n"
        assert len(list((tmp_path / "new").iterdir())) == 2

    def test_a_folder_that_cannot_be_written_is_tried_again_later(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(RefusedForNowError, match="the next run writes it"):
            OutboxSender(tmp_path / "file").offer("outbox", "d", self.MAIL).hand_over()

    def test_without_a_relay_mails_go_into_the_outbox(self, tmp_path: Path) -> None:
        assert isinstance(senders(Settings(outbox=tmp_path))[Channel.MAIL], OutboxSender)
        assert isinstance(senders(Settings(outbox=tmp_path, smtp_host="mail"))[Channel.MAIL], SmtpSender)


class TestWebhook:
    TOKEN = "s3cret-token"

    def hook(self, url: str) -> WebhookSender:
        return WebhookSender(Settings(targets={"desk": url}))

    def test_it_posts_json_with_the_name_of_the_digest(self, httpserver: HTTPServer) -> None:
        seen: list[Request] = []

        def answer(request: Request) -> Response:
            request.get_data()
            seen.append(request)
            return Response(status=204)

        httpserver.expect_request("/hook").respond_with_handler(answer)
        self.hook(httpserver.url_for("/hook")).offer("desk", "d1", b'{"a": 1}').hand_over()
        assert seen[0].get_data() == b'{"a": 1}'
        assert seen[0].headers["Content-Type"] == "application/json"
        assert seen[0].headers["Idempotency-Key"] == "d1"

    @pytest.mark.parametrize(
        ("status", "failure"),
        [
            (400, RefusedError),
            (410, RefusedError),
            (302, RefusedError),
            (429, RefusedForNowError),
            (503, RefusedForNowError),
        ],
    )
    def test_its_answer_decides(self, httpserver: HTTPServer, status: int, failure: type[Exception]) -> None:
        httpserver.expect_request("/hook").respond_with_data("", status=status, headers={"Location": "/elsewhere"})
        with pytest.raises(failure, match=f"web hook desk: {status}"):
            self.hook(httpserver.url_for("/hook")).offer("desk", "d1", b"{}").hand_over()
        assert len(httpserver.log) == 1

    def test_a_closed_port_is_tried_again_and_the_address_is_not_shown(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        with pytest.raises(RefusedForNowError, match="no connection") as failure:
            self.hook(f"http://127.0.0.1:{port}/{self.TOKEN}").offer("desk", "d1", b"{}").hand_over()
        assert self.TOKEN not in _all_words(failure.value)

    def test_a_connection_that_breaks_after_the_request_is_in_doubt(self) -> None:
        import threading

        with socket.create_server(("127.0.0.1", 0)) as listening:

            def swallow() -> None:
                connection, _ = listening.accept()
                connection.recv(10_000)
                connection.close()

            thread = threading.Thread(target=swallow)
            thread.start()
            url = f"http://127.0.0.1:{listening.getsockname()[1]}/{self.TOKEN}"
            with pytest.raises(InDoubtError) as failure:
                self.hook(url).offer("desk", "d1", b"{}").hand_over()
            thread.join()
        assert self.TOKEN not in _all_words(failure.value)

    def test_a_target_that_the_settings_do_not_have(self) -> None:
        with pytest.raises(RelayDownError, match="not in MOAWATCH_TARGETS"):
            self.hook("https://x.example").offer("other", "d1", b"{}")


class TestChat:
    def test_a_chat_gets_title_and_text(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/hook", method="POST").respond_with_data("")
        target = httpserver.url_for("/hook").replace("http://", "json://")
        chat = ChatSender(Settings(targets={"desk": target}))
        assert chat.offer("desk", "d1", b"The title\nThe text").hand_over() == "accepted"
        sent = httpserver.log[0][0].get_json()
        assert (sent["title"], sent["message"]) == ("The title", "The text")

    def test_a_no_is_tried_again_and_the_address_is_not_shown(
        self, httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        httpserver.expect_request("/s3cret", method="POST").respond_with_data("", status=500)
        target = httpserver.url_for("/s3cret").replace("http://", "json://")
        with pytest.raises(RefusedForNowError) as failure:
            ChatSender(Settings(targets={"desk": target})).offer("desk", "d1", b"t\nx").hand_over()
        assert "s3cret" not in _all_words(failure.value)
        assert not [record for record in caplog.records if record.name.startswith("apprise")]


def _all_words(error: BaseException) -> str:
    """The message of an error, of its causes and of what it arose from."""
    words = []
    while True:
        words.append(f"{error} {error.args}")
        below = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if below is None:
            return " ".join(words)
        error = below


def test_the_libraries_are_the_ones_the_senders_were_written_for() -> None:
    assert issubclass(smtplib.SMTPServerDisconnected, OSError)
    assert issubclass(ssl.SSLCertVerificationError, OSError)
    assert issubclass(requests.ConnectTimeout, requests.ConnectionError)
