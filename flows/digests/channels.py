"""The ways beside the mail relay: files in the outbox folder, a web hook, a chat."""

import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import requests

from flows.digests.drawing.plain import short
from flows.digests.smtp import InDoubtError, Offer, RefusedError, RefusedForNowError, RelayDownError, Sender, SmtpSender
from flows.settings import Settings
from models.digests.subscriptions import Channel

HOOK_SECONDS = 30


def senders(settings: Settings) -> dict[Channel, Sender]:
    """The way to each sort of reader. Without a mail relay, mails go into the outbox folder as files."""
    outbox = OutboxSender(settings.outbox)
    return {
        Channel.OUTBOX: outbox,
        Channel.MAIL: SmtpSender(settings) if settings.smtp_host else outbox,
        Channel.WEBHOOK: WebhookSender(settings),
        Channel.CHAT: ChatSender(settings),
    }


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An offer of a way that has nothing to ask beforehand."""

    act: Callable[[], str]

    def hand_over(self) -> str:
        return self.act()

    def withdraw(self) -> None:
        """Nothing has been begun."""


@dataclass(frozen=True, slots=True)
class OutboxSender:
    """Each digest as `.eml`, and its page beside it as `.html`. A file appears whole or not at all."""

    folder: Path

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        return _Waiting(lambda: self._write(name, payload))

    def close(self) -> None:
        """Files are closed as they are written."""

    def _write(self, name: str, payload: bytes) -> str:
        page = message_from_bytes(payload, policy=default).get_body(("html",))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if page is not None:
                written = write_whole(self.folder / f"{name}.html", page.get_content().encode())
            message = write_whole(self.folder / f"{name}.eml", payload)
        except OSError as error:
            raise RefusedForNowError(
                f"outbox {self.folder}: {error.strerror}; it is written at the next run"
            ) from error
        return f"written to {written if page is not None else message}"


def write_whole(path: Path, content: bytes) -> Path:
    """Put a file in its place in one step, so that nobody ever reads half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """A JSON POST to a target of the settings; its answer decides, and it is not followed elsewhere."""

    settings: Settings

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        url = _target(self.settings, address)
        if urlsplit(url).scheme not in ("http", "https"):
            raise RelayDownError(f"web hook {address}: its target is no http(s) address; correct MOAWATCH_TARGETS")
        return _Waiting(lambda: self._post(address, url, name, payload))

    def close(self) -> None:
        """Each POST has a connection of its own."""

    def _post(self, address: str, url: str, name: str, payload: bytes) -> str:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self.settings.agent,
            "Idempotency-Key": name,
        }
        # The causes are left out of the messages, and not chained: requests puts the address, with its token, in them.
        try:
            answer = requests.post(url, data=payload, headers=headers, timeout=HOOK_SECONDS, allow_redirects=False)
        except (requests.ConnectTimeout, requests.exceptions.SSLError):
            raise RefusedForNowError(f"web hook {address}: no connection") from None
        except requests.ConnectionError as error:
            if "Failed to establish" in str(error) or "NameResolution" in str(error):
                raise RefusedForNowError(f"web hook {address}: no connection") from None
            raise InDoubtError(f"web hook {address}: the connection broke before the answer") from None
        except requests.RequestException:
            raise InDoubtError(f"web hook {address}: no answer within {HOOK_SECONDS} seconds") from None
        said = f"{answer.status_code} {short(answer.reason or '', 80)}"
        if answer.ok and answer.status_code < 300:
            return said
        if answer.status_code in (408, 425, 429) or answer.status_code >= 500:
            raise RefusedForNowError(f"web hook {address}: {said}")
        raise RefusedError(f"web hook {address}: {said}")


@dataclass(frozen=True, slots=True)
class ChatSender:
    """A chat target of the settings, through Apprise. Its answer is yes or no: a no is tried again later."""

    settings: Settings

    def offer(self, address: str, name: str, payload: bytes) -> Offer:
        import apprise  # takes half a second, which nobody without a chat should wait for

        # Apprise logs addresses, with their tokens, when it fails; what it failed at is said here without them.
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
        chat = apprise.Apprise()
        if not chat.add(_target(self.settings, address)):
            raise RelayDownError(f"chat {address}: Apprise does not know such a target; correct MOAWATCH_TARGETS")
        return _Waiting(lambda: self._notify(chat, address, payload))

    def close(self) -> None:
        """Apprise keeps nothing open."""

    def _notify(self, chat: object, address: str, payload: bytes) -> str:
        title, _, text = payload.decode().partition("\n")
        if not chat.notify(title=title, body=text, body_format="text"):  # type: ignore[attr-defined]
            raise RefusedForNowError(f"chat {address}: the message was not taken")
        return "taken"


def _target(settings: Settings, name: str) -> str:
    if name not in settings.targets:
        raise RelayDownError(f"target {name!r}: MOAWATCH_TARGETS does not have it")
    return settings.targets[name].get_secret_value()
