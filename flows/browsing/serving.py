"""Serves the copy until somebody ends it."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import templates
from flows.listening import serve_until_ended
from models.errors import SettingsError

# A question that takes longer is cut off. Those on the queries' pages take a fiftieth of it; one over every county on
# every day of five years takes about a second.
_LONGEST_MS = 3_000
_SETTINGS = {
    "sql_time_limit_ms": _LONGEST_MS,
    "facet_time_limit_ms": 1_000,
    "suggest_facets": False,  # the useful ones are given; looking for others is most of a page's time
    "max_returned_rows": 10_000,
    "default_cache_ttl": 0,  # the next start shows another record at the same address
}

TEMPLATES = Path(templates.__file__).parent / "browse"


def require_datasette() -> None:
    """Raises SettingsError where the optional part is not installed."""
    try:
        import datasette  # noqa: F401 - asked for early, before the copy is made
    except ImportError as error:
        raise SettingsError(
            "browse: needs Datasette, which is an optional part; install it with `pip install 'moawatch[browse]'`"
        ) from error


def serve(file: Path, metadata: dict[str, Any], listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve the file as the database `record`, and call `ready` when it answers. Ends by Ctrl-C (KeyboardInterrupt)."""
    import uvicorn
    from datasette.app import Datasette
    from datasette.plugins import pm

    from flows.browsing import pages

    if not pm.is_registered(pages):
        pm.register(pages)
    site = Datasette(
        immutables=[str(file)],
        metadata=metadata,
        settings=_SETTINGS,
        template_dir=str(TEMPLATES),
        static_mounts=[("moawatch", str(TEMPLATES / "static"))],
    )
    # With Rich at hand it prints hundreds of lines of local variables for each page that is not found.
    pm.get_plugin("datasette.handle_exception").rich = None
    server = uvicorn.Server(uvicorn.Config(site.app(), log_level="warning", lifespan="on"))
    serve_until_ended(server, listener, ready)
