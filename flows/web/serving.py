"""Serves the web part until somebody ends it."""

import asyncio
import logging
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from flows.digests.channels import senders
from flows.listening import serve_until_ended
from flows.settings import Settings
from flows.web.app import web_app
from flows.web.letters import Letters
from flows.web.limits import new_rates
from flows.web.site import Site
from flows.world import utc_now
from models.digests.subscriptions import Channel
from models.errors import SettingsError
from models.record.store import Engine

# What one small machine answers at once; more than that are told to come back.
MOST_AT_ONCE = 100
MAX_HEAD = 16_384

# Each of those at once is somebody's, and uvicorn waits for ever for a client that never ends its request or never
# reads its answer: a hundred phones that lost their network would keep everybody out. A form has its own ten seconds.
HEAD_SECONDS = 10.0
ANSWER_SECONDS = 60.0


def new_site(settings: Settings, engine: Engine) -> Site:
    """Raises SettingsError where a setting is missing without which no link can be made."""
    maker = settings.links
    if maker is None:
        missing = "MOAWATCH_LINK_SECRET" if settings.web_url else "MOAWATCH_WEB_URL"
        how = "`openssl rand -hex 32` makes one" if settings.web_url else "the address at which people reach this"
        raise SettingsError(f"web: {missing} is not set, and the links in mails need it; set it ({how})")
    letters = Letters(settings, engine, maker, senders(settings)[Channel.MAIL], utc_now)
    return Site(settings, engine, maker, utc_now, new_rates(time.monotonic), letters)


class _BoundedConnection(H11Protocol):
    """A connection whose client is let go where it takes too long to ask, or to take its answer."""

    _ends: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self._end_in(HEAD_SECONDS)

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._end_in(ANSWER_SECONDS)

    def on_response_complete(self) -> None:
        self._end_in(HEAD_SECONDS)  # of the next one, which may be here already
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._ends is not None:
            self._ends.cancel()
        super().connection_lost(exc)

    def _end_in(self, seconds: float) -> None:
        if self._ends is not None:
            self._ends.cancel()
        self._ends = self.loop.call_later(seconds, self.transport.abort)


def server_of(site: Site, proxy: str) -> uvicorn.Server:
    """What serves the site. It writes no log of who asked for what: every link would be in it."""
    config = uvicorn.Config(
        web_app(site),
        http=_BoundedConnection,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=proxy,
        limit_concurrency=MOST_AT_ONCE,
        h11_max_incomplete_event_size=MAX_HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
        lifespan="on",
        ws="none",
    )
    return uvicorn.Server(config)


def serve(site: Site, listener: socket.socket, proxy: str, ready: Callable[[], None]) -> None:
    """Serve, and call `ready` when it answers. Ends by Ctrl-C or SIGTERM, after the answers that are under way."""
    logging.basicConfig(level=logging.WARNING, format="moawatch: %(message)s")
    server = server_of(site, proxy)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn hands it on once it has ended
    with suppress(KeyboardInterrupt):
        serve_until_ended(server, listener, ready)
