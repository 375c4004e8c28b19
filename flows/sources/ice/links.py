"""Where a hyperlink in a published list points, without what others wrapped around it."""

import re
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit, urlunsplit

# A wrapper inside a wrapper was seen (a SafeLink saved by the web archive); more than a few is an attack.
_MAX_WRAPPERS = 5

_MAX_LINK = 4_000  # a SafeLink has some 600 characters; browsers give up at 2,000

# 'chrome-extension://efaidnbm.../https:/www.ice.gov/...': the link was copied out of a browser's PDF viewer.
_PDF_VIEWER = re.compile(r"chrome-extension://[a-p]{32}/", re.IGNORECASE)
# 'https://web.archive.org/web/20250219163339/https://www.ice.gov/...', with or without host and 'id_' flag.
_WEB_ARCHIVE = re.compile(r"(?:https?://web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:)", re.IGNORECASE)
_SLASHES = re.compile(r"(https?):/+", re.IGNORECASE)
_SAFE_LINKS = "safelinks.protection.outlook.com"
# Controls and halves of a pair: no database takes them, and no server has them in an address.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s@/|<>\"']+(?:@|%40)[^\s@/|<>\"']+\.[A-Za-z]{2,}", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """The text without e-mail addresses: SafeLinks contain staff addresses, which must not be stored."""
    return _ADDRESS.sub("", text) if "@" in text or "%40" in text else text


@lru_cache(maxsize=16_384)  # consecutive lists repeat almost all of their links
def clean_link(printed: str) -> str:
    """The address behind a printed link: unwrapped, http or https, without any e-mail address.

    One in five MOA links is an Outlook SafeLink with a staff address in its parameters. '' where the rest is not a web
    address (mailto:, javascript:, a bare path).
    """
    link = printed.strip() if len(printed) <= _MAX_LINK else ""
    for _ in range(_MAX_WRAPPERS):
        unwrapped = _unwrapped(link)
        if unwrapped == link:
            return _web_address(link)
        link = unwrapped
    return ""


def _unwrapped(link: str) -> str:
    link = _PDF_VIEWER.sub("", link, count=1) if _PDF_VIEWER.match(link) else link
    link = link[archived.end() :] if (archived := _WEB_ARCHIVE.match(link)) else link
    link = _SLASHES.sub(r"\1://", link, count=1) if _SLASHES.match(link) else link
    try:
        parts = urlsplit(link)
        if (parts.hostname or "").endswith(_SAFE_LINKS):
            return parse_qs(parts.query).get("url", [""])[0].strip()
    except ValueError:  # 'https://[' and the like
        return ""
    return link


def _web_address(link: str) -> str:
    if _UNFIT.search(link):
        return ""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    # ICE's site answers on https only, and its lists link the same file both ways: one file, one address.
    scheme = "https" if host == "ice.gov" or host.endswith(".ice.gov") else parts.scheme
    _, _, authority = parts.netloc.rpartition("@")
    kept = [part if without_addresses(part) == part else "" for part in (parts.query, parts.fragment)]
    return urlunsplit((scheme, authority, without_addresses(parts.path), *kept))
