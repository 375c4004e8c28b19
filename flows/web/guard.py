"""What holds for every answer, and for every body before anything reads it."""

import asyncio
import logging

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A form with every state ticked and every field full has some 14,000 bytes.
MAX_BODY = 16_384
BODY_SECONDS = 10.0

_log = logging.getLogger("moawatch.web")

_ALWAYS = {
    # No scripts, no pictures, nothing from elsewhere.
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",  # an address with a link in it is told to nobody
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex",
    "cache-control": "no-store",
}

# What everybody may find, keep and read from elsewhere.
_PUBLIC = ("/feeds/", "/style.css")
_PRIVATE_ONLY = ("x-robots-tag", "cache-control", "cross-origin-resource-policy")


class Guard:
    """Bounds each body, sets the headers, and lets no exception pass: a server prints them with what was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        public = scope["path"].startswith(_PUBLIC)
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                there = {name for name, _ in message["headers"]}
                message["headers"] += [
                    (name.encode(), value.encode())
                    for name, value in _ALWAYS.items()
                    if name.encode() not in there and not (public and name in _PRIVATE_ONLY)
                ]
            await send(message)

        refusal = 0
        try:
            body = await _body(receive) if scope["method"] in ("POST", "PUT", "PATCH") else b""
        except _BodyTooLongError:
            refusal = 413
        except TimeoutError:
            refusal = 408
        except ClientDisconnect:
            return
        if refusal:
            await _plain(send_guarded, refusal)
            return
        try:
            await self.app(scope, _given(body, receive), send_guarded)
        except Exception as error:  # noqa: BLE001 - as above
            _log.error("web: a request failed: %s", type(error).__name__)
            if not started:
                await _plain(send_guarded, 500)


class _BodyTooLongError(Exception):
    """A body that is longer than any of our forms."""


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    async with asyncio.timeout(BODY_SECONDS):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":  # half a form must not be taken for a short one
                raise ClientDisconnect
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > MAX_BODY:
                raise _BodyTooLongError
            if not message.get("more_body", False):
                return b"".join(parts)


def _given(body: bytes, receive: Receive) -> Receive:
    """The body in one piece, then whatever else comes."""
    given = False

    async def receive_body() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_body


async def _plain(send: Send, status: int) -> None:
    words = {408: b"The form took too long to arrive.\n", 413: b"The form is too long.\n"}
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.get(status, b"Something went wrong; try again later.\n")})
