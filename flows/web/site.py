"""What the handlers of the web part share: its settings, its record, its limits, and how a page is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

from flows.digests.drawing.templates import templates
from flows.settings import Settings
from flows.web.letters import Letters
from flows.web.limits import Rates
from models.links import LinkError, LinkMaker, Purpose, SignedLink, opened, seal
from models.record.store import Engine, Session
from models.record.tables.digests import SubscriberRow


class VoidLinkError(LinkError):
    """A link whose subscription has ended, or that was used and is good for once."""


@dataclass(frozen=True, slots=True)
class Site:
    """The web part."""

    settings: Settings
    engine: Engine
    maker: LinkMaker
    clock: Callable[[], datetime]
    rates: Rates
    letters: Letters

    @property
    def base(self) -> str:
        """What stands before the path of every page: '' or '/moawatch', where the site shares its host."""
        return urlsplit(self.maker.web_url).path

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        template = templates().get_template(f"web/{name}.html.jinja")
        return HTMLResponse(template.render(base=self.base, **values), status)

    def busy(self, status: int, seconds: int) -> HTMLResponse:
        """Come back in so many seconds."""
        page = self.page("busy", status)
        page.headers["Retry-After"] = str(seconds)
        return page

    def open(self, token: str, purpose: Purpose) -> SignedLink:
        """Raises LinkError."""
        return opened(self.maker.secret, token, purpose, self.clock())

    def subscriber(self, session: Session, link: SignedLink) -> SubscriberRow:
        """Whose link it is. Raises VoidLinkError where that subscription has ended."""
        row = session.get(SubscriberRow, link.subscriber_id)
        if row is None or seal(row.link_key, row.address) != link.seal:
            raise VoidLinkError("its subscription has ended")
        return row

    def link(self, row: SubscriberRow, purpose: Purpose, about: str = "") -> SignedLink:
        return SignedLink(purpose, row.id or 0, seal(row.link_key, row.address), self.clock(), about)


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One request, as far as a handler needs it."""

    token: str
    client: str
    fields: Mapping[str, Sequence[str]]  # of the form; empty for GET


def masked(address: str) -> str:
    """'j...@example.org': enough for its owner, too little for whoever else got the mail."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}...@{domain}"
