"""The channels other than mail: files in the outbox folder, a web hook, a chat."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import requests

from flows.digests.drawing.pictures import alone, pictures_of
from flows.digests.drawing.plain import short
from flows.digests.smtp import InDoubtError, Offer, RefusedError, RefusedForNowError, RelayDownError, Sender, SmtpSender
from flows.settings import Settings
from flows.whole_file import write_whole
from models.digests.subscriptions import Channel

HOOK_SECONDS = 30


def senders(settings: Settings) -> dict[Channel, Sender]:
    """A sender for each channel. Without a mail relay, mails go into the outbox folder as files."""
    outbox = OutboxSender(settings.outbox)
    return {
        Channel.OUTBOX: outbox,
        Channel.MAIL: SmtpSender(settings) if settings.smtp_host else outbox,
        Channel.WEBHOOK: WebhookSender(settings),
        Channel.CHAT: ChatSender(settings),
    }


@dataclass(frozen=True, slots=True)
class _DirectOffer(Offer):
    """An offer on a channel that needs no negotiation beforehand."""

    act: Callable[[], str]

    def hand_over(self) -> str:
        return self.act()


@dataclass(frozen=True, slots=True)
class OutboxSender(Sender):
    """Each digest as `.eml`, with its page as `.html`. A file appears whole or not at all."""

    folder: Path

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        return _DirectOffer(lambda: self._write(name, payload))

    def _write(self, name: str, payload: bytes) -> str:
        mail = message_from_bytes(payload, policy=default)
        page = mail.get_body(("html",))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if page is not None:
                written = write_whole(
                    self.folder / f"{name}.html", alone(page.get_content(), pictures_of(mail)).encode()
                )
            message = write_whole(self.folder / f"{name}.eml", payload)
        except OSError as error:
            raise RefusedForNowError(f"outbox {self.folder}: {error.strerror}; the next run writes it") from error
        return f"written to {written if page is not None else message}"


@dataclass(frozen=True, slots=True)
class WebhookSender(Sender):
    """A JSON POST to a target of the settings; redirects are not followed."""

    settings: Settings

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        url = _target(self.settings, address)
        if urlsplit(url).scheme not in ("http", "https"):
            raise RelayDownError(f"web hook {address}: its target is not an http(s) address; correct MOAWATCH_TARGETS")
        return _DirectOffer(lambda: self._post(address, url, name, payload))

    def _post(self, address: str, url: str, name: str, payload: bytes) -> str:
        headers = {"Content-Type": "application/json", "User-Agent": self.settings.agent, "Idempotency-Key": name}
        # The causes are neither shown nor chained: requests puts the address, with its token, in them.
        try:
            answer = requests.post(url, data=payload, headers=headers, timeout=HOOK_SECONDS, allow_redirects=False)
        except requests.ConnectionError as error:
            never_connected = isinstance(error, (requests.ConnectTimeout, requests.exceptions.SSLError))
            if never_connected or "Failed to establish" in str(error) or "NameResolution" in str(error):
                raise RefusedForNowError(f"web hook {address}: no connection") from None
            raise InDoubtError(f"web hook {address}: the connection broke before an answer came") from None
        except requests.RequestException:
            raise InDoubtError(f"web hook {address}: no answer within {HOOK_SECONDS} seconds") from None
        said = f"{answer.status_code} {short(answer.reason or '', 80)}"
        if answer.ok and answer.status_code < 300:
            return said
        if answer.status_code in (408, 425, 429) or answer.status_code >= 500:
            raise RefusedForNowError(f"web hook {address}: {said}")
        raise RefusedError(f"web hook {address}: {said}")


@dataclass(frozen=True, slots=True)
class ChatSender(Sender):
    """A chat target of the settings, through Apprise, which answers yes or no: a no is tried again later."""

    settings: Settings

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        import apprise  # takes half a second, which only a chat is worth

        # When it fails, Apprise logs addresses with their tokens; our own message has none.
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
        chat = apprise.Apprise()
        if not chat.add(_target(self.settings, address)):
            raise RelayDownError(f"chat {address}: Apprise does not know this kind of target; correct MOAWATCH_TARGETS")
        return _DirectOffer(lambda: self._notify(chat, address, payload))

    def _notify(self, chat: object, address: str, payload: bytes) -> str:
        title, _, text = payload.decode().partition("\n")
        if not chat.notify(title=title, body=text, body_format="text"):  # type: ignore[attr-defined]
            raise RefusedForNowError(f"chat {address}: the message was not accepted")
        return "accepted"


def _target(settings: Settings, name: str) -> str:
    if name not in settings.targets:
        raise RelayDownError(f"target {name!r}: not in MOAWATCH_TARGETS")
    return settings.targets[name].get_secret_value()
