"""Serving pages from one of our commands: the socket, and the server until somebody ends it."""

import asyncio
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from models.errors import SettingsError

if TYPE_CHECKING:
    import uvicorn


def listening(command: str, host: str, port: int) -> socket.socket:
    """A socket on the address. Raises SettingsError where another program holds it, or nobody may."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = str(getattr(error, "strerror", None) or error).partition(" (while ")[0]
        raise SettingsError(f"{command}: {host} port {port}: {why.lower()}; choose another with --port") from error
    # Head and body of an answer are sent apart: without this each page would wait 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve_until_ended(server: "uvicorn.Server", listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on the socket, and call `ready` when the server answers. Ends by Ctrl-C (KeyboardInterrupt)."""

    async def run() -> None:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        if server.started:
            ready()
        await serving

    asyncio.run(run())
