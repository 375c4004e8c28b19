"""A socket for a page that one of our commands serves."""

import socket

from models.errors import SettingsError


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
