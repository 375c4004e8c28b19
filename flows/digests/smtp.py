"""Sending through a mail relay so that every failure says what became of the message.

A message is *offered* first (the relay accepts sender and recipient) and *handed over* second; in between the caller
reserves the delivery. Each failure says what became of the message and who is to blame: refused for now, refused by the
subscriber's mailbox, blocked by a setting or the relay, the relay is down, or in doubt. Only the relay ever sees the
password.
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from flows.digests.drawing.plain import short
from flows.digests.relay_session import RelaySession, TlsRelaySession, within
from flows.settings import Settings
from models.digests.blame import WANTS_LOGIN, accepts, is_about_mailbox, is_about_sender
from models.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class RelayPatience:
    """Seconds for each step. RFC 5321, 4.5.3.2: five minutes for most answers and ten for the one after the message. A
    relay that needs more than a minute for an early answer is down for our purposes; the last answer is worth its ten
    minutes, since giving up on it leaves a message in doubt. Together they stay below
    `models.digests.deliveries.MAX_RESERVATION`."""

    connect: float = 30
    answer: float = 60
    final_answer: float = 600


# Relays close a session after some hundred messages; opening a new one sooner costs nothing.
MESSAGES_PER_CONNECTION = 100


class RefusedForNowError(DeliveryError):
    """Certainly not delivered; a later attempt may succeed."""


class RefusedError(DeliveryError):
    """Certainly not delivered: the subscriber's address takes no mail, and would take none at another attempt."""


class BlockedError(DeliveryError):
    """Certainly not delivered, and no fault of the subscriber: a setting or the relay has to be corrected."""

    def __init__(self, sentence: str, perhaps_theirs: bool = False) -> None:
        super().__init__(sentence)
        self.perhaps_theirs = perhaps_theirs  # the words are about a mailbox; how the others fared decides


class RelayDownError(DeliveryError):
    """The channel is down: this message was not delivered and no other can be."""


class SenderRefusedError(RelayDownError):
    """The relay takes nothing from our sender: every digest waits until the setting is corrected."""


class InDoubtError(DeliveryError):
    """Handed over, but no answer came: it may have been delivered."""


class Offer(Protocol):
    """A message that the other side is ready to accept."""

    def hand_over(self) -> str:
        """Deliver it and return the other side's answer. Raises RefusedError, RefusedForNowError or InDoubtError."""

    def withdraw(self) -> None:
        """Do not deliver it: another process does. By default there is nothing to undo."""
        return None


class Sender(Protocol):
    """One channel."""

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        """Raises RefusedError, RefusedForNowError or RelayDownError. `name` is unique to the digest."""

    def close(self) -> None:
        """Close what is open; by default nothing is."""
        return None


@dataclass(slots=True)
class SmtpSender(Sender):
    """The mail relay of the settings: STARTTLS or implicit TLS with a verified certificate, login, a rate limit."""

    settings: Settings
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    patience: RelayPatience = RelayPatience()
    _connection: RelaySession | None = None
    _messages: int = 0
    _next_at: float = 0.0

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        self._keep_pace()
        while True:
            used = self._connection is not None
            try:
                return self._introduce(address, payload)
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                self._drop()
                if not used:  # else it had been idle too long: try a new session before the subscriber has to wait
                    raise RefusedForNowError(f"{self._relay}: connection lost before the message was sent") from error

    def _introduce(self, address: str, payload: bytes) -> Offer:
        connection = self._open()
        self._messages += 1
        with within(connection, 2 * self.patience.answer):
            self._expect_sender(connection.mail(self.settings.sender.address))
            self._expect_recipient(connection.rcpt(address), address)
        return _SmtpOffer(self, connection, address, payload)

    def close(self) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()  # every message was answered: nothing is lost
            self._connection = None

    @property
    def _relay(self) -> str:
        return f"mail relay {self.settings.smtp_host}:{self.settings.smtp_port}"

    def _keep_pace(self) -> None:
        wait = self._next_at - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._next_at = max(self.clock(), self._next_at) + 60 / self.settings.messages_per_minute

    def _open(self) -> RelaySession:
        if self._connection is not None and self._messages < MESSAGES_PER_CONNECTION:
            return self._connection
        self.close()
        self._messages = 0
        try:
            self._connection = self._connect()
        except UnicodeError:  # its words would repeat the password
            advice = "use plain ASCII in MOAWATCH_SMTP_USER and MOAWATCH_SMTP_PASSWORD"
            raise RelayDownError(f"{self._relay}: cannot log in; {advice}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise RelayDownError(f"{self._relay}: {_cause(error)}; nothing was sent, all digests wait") from error
        return self._connection

    def _connect(self) -> RelaySession:
        settings, patience = self.settings, self.patience
        if settings.smtp_user and settings.smtp_security == "none":
            raise RelayDownError(f"{self._relay}: refuses to send a password unencrypted; set MOAWATCH_SMTP_SECURITY")
        host, port = settings.smtp_host, settings.smtp_port
        if settings.smtp_security == "tls":
            connection: RelaySession = TlsRelaySession(host, port, timeout=patience.connect, context=self.context)
        else:
            connection = RelaySession(host, port, timeout=patience.connect)
        try:
            with within(connection, 4 * patience.connect):
                if settings.smtp_security == "starttls":
                    connection.starttls(context=self.context)
                if settings.smtp_user:
                    connection.login(settings.smtp_user, settings.smtp_password.get_secret_value())
                connection.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError, UnicodeError):
            connection.close()
            raise
        _wait_at_most(connection, patience.answer)
        if connection.sock is not None:
            # The final dot is sent apart from the message: without this it would wait 40 ms for an ACK.
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _expect_sender(self, answer: tuple[int, bytes]) -> None:
        code, said = self._heard(answer)
        if code >= 500:
            self._refuse_sender(code, said)
        if not accepts(code):
            raise RefusedForNowError(f"{self._relay} refused {self.settings.sender.address} for now: {said}")

    def _refuse_sender(self, code: int, said: str) -> NoReturn:
        login = ", or MOAWATCH_SMTP_USER and MOAWATCH_SMTP_PASSWORD" if code in WANTS_LOGIN else ""
        raise SenderRefusedError(
            f"{self._relay} refused the sender {self.settings.sender.address}: {said}; "
            f"correct MOAWATCH_MAIL_FROM{login}; all digests wait"
        )

    def _expect_recipient(self, answer: tuple[int, bytes], address: str) -> None:
        code, said = self._heard(answer)
        if accepts(code):
            return
        if code < 500:
            raise RefusedForNowError(f"{self._relay} refused {address} for now: {said}")
        if is_about_sender(code, said):  # many relays say so only now
            self._refuse_sender(code, said)
        if is_about_mailbox(code, said, of_message=False):
            raise RefusedError(f"{self._relay} refused {address}: {said}")
        raise BlockedError(f"{self._relay} refused to relay to {address}: {said}")

    def _expect_taken(self, answer: tuple[int, bytes], address: str) -> str:
        """The relay's words after the whole message, if it took it."""
        code, said = self._heard(answer)
        if accepts(code):
            return said
        if code < 500:
            raise RefusedForNowError(f"{self._relay} refused {address} for now: {said}")
        theirs = is_about_mailbox(code, said, of_message=True)
        raise BlockedError(f"{self._relay} refused the message to {address}: {said}", perhaps_theirs=theirs)

    def _heard(self, answer: tuple[int, bytes]) -> tuple[int, str]:
        """The code and what the relay said; a refusal leaves the session ready for the next message."""
        code, words = answer
        if not accepts(code):
            self._forget_message(code)
        return code, _said(code, words)

    def _forget_message(self, code: int) -> None:
        """Make the session ready for the next message; after 421 the relay closes it."""
        if code == 421 or self._connection is None:
            self._drop()
            return
        try:
            self._connection.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()


@dataclass(slots=True)
class _SmtpOffer(Offer):
    sender: SmtpSender
    connection: RelaySession
    address: str
    payload: bytes

    def hand_over(self) -> str:
        # All of it ends before the reservation does.
        with within(self.connection, 2 * self.sender.patience.answer + self.sender.patience.final_answer):
            return self._hand_over()

    def _hand_over(self) -> str:
        connection, sender = self.connection, self.sender
        try:
            code, words = connection.docmd("DATA")
            if code != 354:
                # 2xx would be nonsense here; either way nothing has been handed over.
                sender._expect_taken((code if code >= 400 else 451, words), self.address)
            connection.send(_as_data(self.payload))
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            sender._drop()
            raise RefusedForNowError(f"{sender._relay}: connection lost in the middle of the message") from error
        try:
            _wait_at_most(connection, sender.patience.final_answer)
            connection.send(b".\r\n")  # from here on the relay may have the message
            answer = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            sender._drop()
            raise InDoubtError(f"{sender._relay}: no answer after the message was handed over") from error
        _wait_at_most(connection, sender.patience.answer)
        return sender._expect_taken(answer, self.address)

    def withdraw(self) -> None:
        self.sender._forget_message(0)


def _as_data(payload: bytes) -> bytes:
    """The message as sent, without the final dot: CRLF line ends, leading dots doubled."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", payload)
    stuffed = re.sub(rb"(?m)^\.", b"..", lines)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _wait_at_most(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock is not None:
        connection.sock.settimeout(seconds)


def _cause(error: Exception) -> str:
    """What went wrong, in the relay's or the system's words; never with login data."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"login refused ({error.smtp_code}); check MOAWATCH_SMTP_USER and MOAWATCH_SMTP_PASSWORD"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(error):
        return "it does not offer STARTTLS; set MOAWATCH_SMTP_SECURITY to tls, or to none for a relay on this machine"
    return short(str(error) or type(error).__name__, 200)


def _said(code: int, words: bytes | str) -> str:
    """'550 no such mailbox'."""
    return f"{code} {short(words.decode('utf-8', 'replace') if isinstance(words, bytes) else words, 200)}"
