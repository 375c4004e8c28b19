"""Signed links: what a subscriber may do without a password, proved by an HMAC over every part of the link.

A link is for one purpose. It names a subscriber by number and by a seal over the key of that subscription, which is
drawn when it begins and deleted with it: a link is void once its subscriber has left, whoever gets the number next.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from models.errors import MoawatchError

# A link with the longest wishes that the form takes has some 1,500 characters.
MAX_TOKEN = 2_000

# Part of what is signed: raise it if the parts of a link ever mean something else.
_FORM = b"moawatch link 1 "


class Purpose(StrEnum):
    """What a link is good for, and the first part of its address."""

    CONFIRM = "confirm"  # begin a subscription that was asked for
    CHANGE = "change"  # see the wishes, and get a form to change them
    SAVE = "save"  # send that form, once
    LEAVE = "leave"
    DIGEST = "digest"  # read one digest


# How long a link is good for. A mail is found again after months, and must still end what it began; a confirmation
# begins a subscription, and a form changes one.
_LASTS = {
    Purpose.CONFIRM: timedelta(days=3),
    Purpose.CHANGE: timedelta(days=90),
    Purpose.SAVE: timedelta(hours=2),
    Purpose.LEAVE: timedelta(days=3 * 365),
    Purpose.DIGEST: timedelta(days=10 * 365),
}


class LinkError(MoawatchError):
    """A link that is not to be obeyed: forged, cut short, or made for something else."""


class ExpiredLinkError(LinkError):
    """A link that was ours, and is no longer good."""


@dataclass(frozen=True, slots=True)
class SignedLink:
    """What a link says. `about` is the digest, the wishes or the number of the form, by purpose."""

    purpose: Purpose
    subscriber_id: int  # 0 before there is one
    seal: str
    issued: datetime
    about: str = ""


def seal(link_key: str, address: str) -> str:
    """Stands for one subscription of one address, and says nothing of either."""
    return sha256(f"{link_key} {address}".encode()).hexdigest()[:16]


def signed(secret: str, link: SignedLink) -> str:
    """The link as one word for an address."""
    parts = [link.purpose.value, link.subscriber_id, link.seal, int(link.issued.timestamp()), link.about]
    body = _word(json.dumps(parts, separators=(",", ":"), ensure_ascii=True).encode())
    return f"{body}.{_word(_mac(secret, body))}"


def opened(secret: str, token: str, purpose: Purpose, now: datetime) -> SignedLink:
    """What a link says, if we signed it for this purpose. Raises LinkError, or ExpiredLinkError if it is too old."""
    body, dot, mac = token.partition(".")
    if len(token) > MAX_TOKEN or not dot or not token.isascii():
        raise LinkError("not one of our links")
    # Compared as words: bytes could be written in more than one way.
    if not hmac.compare_digest(_word(_mac(secret, body)).encode(), mac.encode()):
        raise LinkError("not one of our links, or cut short")
    made_for, subscriber_id, its_seal, issued, about = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if made_for != purpose:
        raise LinkError("made for something else")
    link = SignedLink(purpose, subscriber_id, its_seal, datetime.fromtimestamp(issued, UTC), about)
    if now - link.issued > _LASTS[purpose]:
        raise ExpiredLinkError("too old")
    return link


def lasts(purpose: Purpose) -> timedelta:
    """How long a link for this purpose is good for."""
    return _LASTS[purpose]


def fingerprint(token: str) -> str:
    """What is kept of a link that was used, so that it is not obeyed again."""
    return sha256(token.encode()).hexdigest()


def _mac(secret: str, body: str) -> bytes:
    return hmac.digest(secret.encode(), _FORM + body.encode(), "sha256")


def _word(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class MailLinks:
    """The links in one mail: whole addresses."""

    digest: str
    change: str
    leave: str


@dataclass(frozen=True, slots=True)
class LinkMaker:
    """Makes the addresses that the web part answers."""

    web_url: str
    secret: str = field(repr=False)

    def address(self, link: SignedLink) -> str:
        return f"{self.web_url}/{link.purpose}/{self.token(link)}"

    def token(self, link: SignedLink) -> str:
        """The signed part alone, for a form."""
        return signed(self.secret, link)

    def of_mail(self, subscriber_id: int, link_key: str, address: str, digest_id: str, at: datetime) -> MailLinks:
        """The links of one digest. Made at the time when it was composed, so that every attempt sends the same."""
        stands_for = seal(link_key, address)
        return MailLinks(
            digest=self.address(SignedLink(Purpose.DIGEST, subscriber_id, stands_for, at, digest_id)),
            change=self.address(SignedLink(Purpose.CHANGE, subscriber_id, stands_for, at)),
            leave=self.leave(subscriber_id, link_key, address, at),
        )

    def leave(self, subscriber_id: int, link_key: str, address: str, at: datetime) -> str:
        return self.address(SignedLink(Purpose.LEAVE, subscriber_id, seal(link_key, address), at))
