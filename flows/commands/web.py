"""The command that serves the pages for subscribers."""

import click

from flows.commands.options import settings_of, there
from flows.terminal import say

PORT = 8287


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: any free one")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 also answers other machines")
@click.option(
    "--proxy", default="127.0.0.1", show_default=True, metavar="ADDRESSES",
    help="whose X-Forwarded-For names the client: what ends TLS in front of this",
)  # fmt: skip
@click.pass_context
def web(context: click.Context, port: int, host: str, proxy: str) -> None:
    """Serve the pages to subscribe, change and leave, each digest as a page, and the feeds, until Ctrl-C.

    Needs MOAWATCH_WEB_URL and MOAWATCH_LINK_SECRET. Put it behind a server that speaks https.
    """
    from flows.listening import listening
    from flows.web.serving import new_site, serve
    from models.record.store import upgrade

    settings = settings_of(context)
    engine = there(context)
    site = new_site(settings, engine)
    upgrade(engine)
    with listening("web", host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}/"
        serve(site, listener, proxy, lambda: say(f"Serving {settings.web_url} on {address} (Ctrl-C ends it)"))
    say("Ended.")
