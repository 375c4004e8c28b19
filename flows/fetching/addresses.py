"""Where a link may lead: nothing on the public web may send us to machines on our own network."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urljoin, urlsplit, urlunsplit

Resolve = Callable[[str], Sequence[str]]  # host name -> its addresses; none for an unknown name


def resolved(host: str) -> Sequence[str]:
    """The addresses of a host, as this machine sees them."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def leads_inside(link: str, found_on: str, resolve: Resolve) -> bool:
    """Whether a link on a public page, or its redirect, points to a private or loopback address.

    A publisher at a private address was configured by the operator and may link its neighbors. A name that does not
    resolve passes: behind a proxy, which resolves names itself, none does.
    """
    target, origin = urlsplit(link).hostname or "", urlsplit(found_on).hostname or ""
    return target != origin and _is_private(target, resolve) and not _is_private(origin, resolve)


def is_web_address(url: str) -> bool:
    """Whether a text is an http or https URL that names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # 'https://[', 'http://host:port'
        return False


def joined(url: str, link: str) -> str:
    """A link found at `url` as an absolute address; '' where it is not one."""
    try:
        return urljoin(url, link)
    except ValueError:  # 'https://['
        return ""


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine by its usual names, without resolving anything."""
    host = urlsplit(url).hostname or ""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def without_user(url: str) -> str:
    """The URL without user name and password, fit to be shown and stored."""
    try:
        parts = urlsplit(url)
    except ValueError:  # not a web address, and refused as such
        return url
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _is_private(host: str, resolve: Resolve) -> bool:
    literal = _address(host)
    addresses = [literal] if literal else [_address(text) for text in resolve(host)]
    return any(address is not None and not _is_public(address) for address in addresses)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast
