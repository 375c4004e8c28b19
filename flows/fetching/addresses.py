"""Where a link may lead: nothing on the public web may send us to machines on our own network."""

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
import urllib3

Resolve = Callable[[str], Sequence[str]]  # host name -> its addresses; none for an unknown name

_MAX_LENGTH = 2_000  # characters; the longest link of a feed has some 600, and an index of PostgreSQL takes 2,700

# What no address holds and no database of text takes.
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# They carry an IPv4 address inside, and lead to a machine of our own network if that does.
_CARRIERS = IPv6Network("64:ff9b::/96"), IPv6Network("::/96")  # NAT64, which IPv6-only machines need; IPv4-compatible
# Gateways and local uses that Python's `is_global` lets pass: 6to4, Teredo, local NAT64, site-local.
_NOT_PUBLIC = tuple(IPv6Network(net) for net in ("2002::/16", "2001::/32", "64:ff9b:1::/48", "fec0::/10"))


def web_address(text: str) -> str | None:
    """The one spelling of a web address by which it is checked, asked and recorded; None where it is none.

    Parsed by the libraries that connect: another parser sees another host in 'http://127.0.0.1\\@example.org/'.
    """
    text = text.strip()
    if len(text) > _MAX_LENGTH or _NO_TEXT.search(text):
        return None
    prepared = requests.PreparedRequest()
    try:
        if urllib3.util.parse_url(text).port == 0:
            return None  # which would be left out, as if none was given
        prepared.prepare_url(text, None)
        url = prepared.url or ""
        connected, parts = urllib3.util.parse_url(url), urlsplit(url)
        (parts.hostname or "").encode("idna")  # as the socket will; 'www..example.com' has no such form
        agreed = parts.hostname and parts.hostname == (connected.host or "").strip("[]").lower()
        sound = agreed and parts.scheme in ("http", "https")
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError):  # among them UnicodeError
        return None
    return url if sound and len(url) <= _MAX_LENGTH else None


def is_web_address(url: str) -> bool:
    """Whether a text is an http or https URL that names a host."""
    return web_address(url) is not None


def resolved(host: str) -> Sequence[str]:
    """The addresses of a host, as this machine sees them."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, ValueError):
        return []


def leads_inside(link: str, found_on: str, resolve: Resolve) -> bool:
    """Whether a link on a public page, or its redirect, points to a private or loopback address.

    A publisher at a private address was configured by the operator and may link its neighbors. A name that does not
    resolve passes: behind a proxy, which resolves names itself, none does.
    """
    return is_inside(link, resolve) and not is_inside(found_on, resolve)


def links_itself_here(link: str, found_on: str) -> bool:
    """Whether a publisher on this machine links to itself: its name needs no look-up, so nobody can redirect it."""
    return is_loopback(found_on) and urlsplit(link).hostname == urlsplit(found_on).hostname


def is_inside(url: str, resolve: Resolve) -> bool:
    """Whether the host of a URL has an address on our own network, as far as its name tells."""
    host = urlsplit(url).hostname or ""
    return any(is_private(address) for address in ([host] if _address(host) or not host else resolve(host)))


def is_private(text: str) -> bool:
    """Whether an address is none of the public internet: loopback, private, link-local, multicast and their like."""
    address = _address(text)
    if address is None:
        return False
    if isinstance(address, IPv6Address) and any(address in network for network in _NOT_PUBLIC):
        return True
    return not address.is_global or address.is_multicast or address.is_reserved


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
    """The URL without user name and password."""
    try:
        parts = urlsplit(url)
    except ValueError:  # not a web address, and refused as such
        return re.sub(r"//[^/?#]*@", "//", url)
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def shown(url: str) -> str:
    """The URL without its password, fit to be printed and stored, whatever somebody wrote there."""
    letters = without_user(url)[:_MAX_LENGTH]
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in letters)[:_MAX_LENGTH]


def without_secrets(address: str) -> str:
    """The address of a repository or a store, fit to be shown and kept: services take a token as the user, or in the
    query. People forget the 'https://' before it."""
    bare = re.split(r"[?#]" if "://" in address else r"\?", address, maxsplit=1)[0]
    return shown(bare if "://" in bare else re.sub(r"^[^/]*@", "", bare))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text is, or the IPv4 address that it carries."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    if any(address in network for network in _CARRIERS) and int(address) > 1:  # '::' and '::1' are their own
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address
