"""The links in a subscriber's mail: to read the digest on the web, to change what it is about, and to leave."""

from dataclasses import dataclass
from datetime import datetime

from flows.settings import Settings
from models.digests.links import Purpose, SignedLink, seal, signed


@dataclass(frozen=True, slots=True)
class MailLinks:
    """Whole addresses."""

    digest: str
    change: str
    leave: str


@dataclass(frozen=True, slots=True)
class LinkMaker:
    """Makes the addresses that `moawatch web` answers."""

    web_url: str
    secret: str

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


def link_maker(settings: Settings) -> LinkMaker | None:
    """None where no web part is set up: mails then have no links, and replies are the way to leave."""
    secret = settings.link_secret.get_secret_value()
    return LinkMaker(settings.web_url, secret) if settings.web_url and secret else None
