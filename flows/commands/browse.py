"""The command that shows the record in a browser."""

import signal
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from flows.commands.options import there
from flows.terminal import say

# Datasette's own: whoever has its documentation open finds the page.
PORT = 8001


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: any free one")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 also answers other machines")
@click.option("--open", "open_page", is_flag=True, help="show it in your browser")
@click.pass_context
def browse(context: click.Context, port: int, host: str, open_page: bool) -> None:
    """Show the record in a browser until Ctrl-C: filter it, search it, ask it in SQL, take answers as CSV or JSON.

    It shows a copy of the views: who subscribes, and whatever else is private, is not in it. Start it again to see
    what came since.
    """
    from flows.browsing.metadata import TITLE, metadata, up_to
    from flows.browsing.serving import require_datasette, serve
    from flows.listening import listening
    from models.record.copying.public_copy import copy_views, newest_list_day
    from models.record.store import read_session, require_views

    require_datasette()
    engine = there(context)
    with read_session(engine) as session:
        require_views(session)
        newest = newest_list_day(session)
    with listening("browse", host, port) as listener, tempfile.TemporaryDirectory(prefix="moawatch-browse-") as folder:
        copy = Path(folder) / "record.db"
        copy_views(engine, copy)
        engine.dispose()
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
        address = f"http://{shown}:{listener.getsockname()[1]}/record"

        def ready() -> None:
            say(f"{TITLE}, {up_to(newest)}: {address} (Ctrl-C ends it)")
            if open_page:
                webbrowser.open(address)

        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a service, too, leaves no copy behind
        with suppress(KeyboardInterrupt):
            serve(copy, metadata(newest), listener, ready)
    say("Ended.")
