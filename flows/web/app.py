"""The addresses that the web part answers, and what becomes of a request that fails."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from flows.seam import trace_of
from flows.web.changing import change, health, leave, show_leaving, show_wishes
from flows.web.feed_files import feed_files
from flows.web.guard import Guard
from flows.web.joining import ask, ask_for_links, confirm, show_confirmation, show_form
from flows.web.limits import client_key
from flows.web.site import Site, VoidLinkError, WebRequest
from flows.web.told_digest import show_digest
from models.errors import RecordError
from models.links import ExpiredLinkError, LinkError

Handler = Callable[[Site, WebRequest], Response]

_log = logging.getLogger("moawatch.web")

# The form has some eighty fields, most of them boxes for states.
MOST_FIELDS = 200

STYLE_SECONDS = 3_600


def web_app(site: Site) -> ASGIApp:
    """The whole of it, to be served behind whatever ends TLS."""

    def route(path: str, handler: Handler, method: str) -> Route:
        async def answer(request: Request) -> Response:
            return await _answer(site, request, handler)

        return Route(path, answer, methods=[method])

    @asynccontextmanager
    async def sending(_: Starlette) -> AsyncIterator[None]:
        site.letters.start()
        yield
        await run_in_threadpool(site.letters.stop)

    async def not_there(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return site.page("not_there", status)

    routes = [
        route("/", show_form, "GET"),
        route("/", ask, "POST"),
        route("/links", ask_for_links, "POST"),
        route("/confirm/{token}", show_confirmation, "GET"),
        route("/confirm/{token}", confirm, "POST"),
        route("/change/{token}", show_wishes, "GET"),
        route("/change/{token}", change, "POST"),
        route("/leave/{token}", show_leaving, "GET"),
        route("/leave/{token}", leave, "POST"),
        route("/digest/{token}", show_digest, "GET"),
        Route("/health", lambda request: health(site, _NOTHING)),
        Route("/style.css", _style),
        Route("/feeds", lambda request: RedirectResponse(f"{site.base}/feeds/", 301)),
        Route("/feeds/{name:path}", feed_files(site.settings)),
    ]
    app = Starlette(routes=routes, lifespan=sending, exception_handlers={HTTPException: not_there})
    app.router.redirect_slashes = False  # it would lead to whatever host the request names
    return Guard(app)


_NOTHING = WebRequest("", "", {})


async def _answer(site: Site, request: Request, handler: Handler) -> Response:
    """The handler's page, or one that says why not. Whatever is raised ends here: its words may repeat a link."""
    client = client_key(request.client.host if request.client else "")
    try:
        # What the one click sends may come as any kind of form (RFC 8058, 3.2); its address says all that is meant.
        is_form = request.method == "POST" and handler is not leave
        fields = _fields(await request.body()) if is_form else {}
        asked = WebRequest(request.path_params.get("token", ""), client, fields)
        # Mail programs send their one click from few addresses, and it must always arrive: only bad links count there.
        if handler is not leave and not site.rates.pages.allows(client):
            return site.busy(429, 60)
        return await run_in_threadpool(handler, site, asked)
    except LinkError as error:
        if handler is leave and not site.rates.pages.allows(client):
            return site.busy(429, 60)
        return site.page("bad_link", 410 if isinstance(error, (ExpiredLinkError, VoidLinkError)) else 404, why=error)
    except _UnreadableFormError:
        return site.page("not_there", 400)
    except RecordError as error:
        _log.warning("web: %s", error)
        return site.busy(503, 60)
    except Exception as error:  # noqa: BLE001 - the server would print it, with the address that was asked for
        said = f"{handler.__name__} failed; report it with these lines: {error}\n{trace_of(error)}"
        _log.error("web: %s", said.replace(request.path_params.get("token", "\0"), "..."))
        return site.busy(500, 600)


class _UnreadableFormError(Exception):
    """A form that no browser sends."""


def _fields(body: bytes) -> Mapping[str, Sequence[str]]:
    """The fields of a form, as browsers send it."""
    try:
        return parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise _UnreadableFormError from error


async def _style(_: Request) -> Response:
    style = (resources.files("templates") / "web" / "style.css").read_text("utf-8")
    return Response(style, media_type="text/css", headers={"Cache-Control": f"public, max-age={STYLE_SECONDS}"})
