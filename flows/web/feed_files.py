"""The feeds as the last run wrote them, with what a feed program needs to ask for them again cheaply."""

import stat
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from flows.digests.feeds.folder import FEED_FILE, FOLDER, empty_feed
from flows.settings import Settings

_KINDS = {
    ".atom": "application/atom+xml", ".json": "application/feed+json", ".html": "text/html", ".css": "text/css",
}  # fmt: skip

# A run comes every two hours on a working day; what changed is told by the ETag.
_CACHE = "public, max-age=600"


def feed_files(settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """Answers with a file of the folder, or with 304 where the asker has it already."""
    folder = settings.outbox / FOLDER
    files = StaticFiles(directory=folder, check_dir=False)

    def answer(request: Request) -> Response:
        name = request.path_params["name"] or "index.html"
        if not FEED_FILE.fullmatch(name):
            raise HTTPException(404)
        path = folder / name
        kind = f"{_KINDS[path.suffix]}; charset=utf-8"
        try:
            found = path.lstat()
        except OSError as error:
            empty = empty_feed(name, settings)
            if empty is None:
                raise HTTPException(404) from error
            return Response(empty, media_type=kind, headers={"cache-control": _CACHE})
        if not stat.S_ISREG(found.st_mode):  # a link out of the folder, or a pipe that would keep a thread for ever
            raise HTTPException(404)
        response = files.file_response(path, found, request.scope)
        if response.status_code == 200:
            response.headers["content-type"] = kind
        response.headers["cache-control"] = _CACHE
        return response

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return endpoint
