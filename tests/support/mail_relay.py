"""A real mail relay on a loopback port, with TLS and login, that can be told to misbehave."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr

from flows.settings import Settings

# aiosmtpd warns of an attribute of its own at every login.
logging.getLogger("mail.log").setLevel(logging.ERROR)

USER = "moawatch"
PASSWORD = "correct horse"
HOST = "127.0.0.1"


@dataclass(slots=True)
class Relay:
    """Takes every message, unless `answers` says otherwise for a command and an address.

    An answer is the relay's words ('550 no such mailbox'), or `HANG_UP` to break the connection instead. 'DATA' is the
    answer after the message: `HANG_UP` then breaks the connection after the message was taken, `LOSE` before.
    """

    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    logins: int = 0
    sessions: int = 0
    answers: Callable[[str, str], str | None] = lambda command, address: None

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer(server, "MAIL", address) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self._answer(server, "RCPT", address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        refusal = self.answers("DATA", address)
        if refusal is None or refusal == HANG_UP:
            assert isinstance(envelope.original_content, bytes)
            self.taken.append((address, envelope.original_content))
        if refusal in (HANG_UP, LOSE):
            _hang_up(server)
        return refusal or "250 queued"

    def _answer(self, server: SMTP, command: str, address: str) -> str | None:
        answer = self.answers(command, address)
        if answer == HANG_UP:
            _hang_up(server)
        return answer


HANG_UP = "hang up"
LOSE = "lose it and hang up"


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@contextmanager
def relay(authority: trustme.CA, *, implicit_tls: bool = False, host: str = HOST) -> Iterator[Relay]:
    """The relay while it runs. Without implicit TLS it demands STARTTLS; either way it demands a login."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    handler = Relay()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
        handler.logins += right
        return AuthResult(success=right, handled=False)

    options: dict[str, Any] = {"authenticator": authenticate, "auth_required": True, "server_hostname": HOST}
    if implicit_tls:
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        options |= {"tls_context": context, "require_starttls": True}
    with socket.create_server((HOST, 0)) as found:  # aiosmtpd wants to be told a port
        handler.port = found.getsockname()[1]
    controller = Controller(handler, hostname=HOST, port=handler.port, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def settings_for(relay_: Relay, **changed: Any) -> Settings:
    values: dict[str, Any] = {
        "smtp_host": HOST,
        "smtp_port": relay_.port,
        "smtp_user": USER,
        "smtp_password": SecretStr(PASSWORD),
        "mail_from": "digest@moawatch.example",
        "messages_per_minute": 1_000_000,
    }
    return Settings(**(values | changed))


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """The client's side: verifies as always, and trusts this authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context
