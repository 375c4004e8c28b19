"""When two pages are the same: by address, without what trackers, phones and feeds add to it, or by title."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# Parameters that say where a visitor came from, never which page it is.
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|ref|ref_src|source|src|cmp|cmpid|ito|ns_\w+|smid|"
    r"taid|outputtype|amp|oc|xid|guccounter|share|feedid|partner|via)",
    re.IGNORECASE,
)
_SAME_SITE = re.compile(r"\A(?:www\d?|m|mobile|amp)\.")
_AMP_PATH = re.compile(r"/amp/?\Z|\.amp(?=\.html?\Z)")

_WORD = re.compile(r"[a-z0-9']+")
_PREFIX = re.compile(r"\A(?:update[d]?|breaking|exclusive|watch|corrected|developing)\s*[:|-]\s*", re.IGNORECASE)
_BEFORE_OUTLET = re.compile(r" [-|–—] ")


def address_key(url: str) -> str:
    """The address as it is compared: 'outlet.example/news/a?id=7', without scheme, 'www.', tracking and anchor."""
    try:
        parts = urlsplit(url.strip())
        host = _SAME_SITE.sub("", (parts.hostname or "").casefold())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{port}{_AMP_PATH.sub('', parts.path).rstrip('/')}{query}"


def title_without_outlet(title: str, outlet: str) -> str:
    """The title without ' - Outlet' or ' | Outlet' at its end, removed only if it is that outlet's name."""
    for sign in _BEFORE_OUTLET.finditer(title) if outlet else ():
        tail = title[sign.end() :].strip()
        if sign.start() and (tail.casefold() == outlet.casefold() or words(tail) == words(outlet) != []):
            return title[: sign.start()].rstrip()
    return title


def title_key(title: str, outlet: str) -> str:
    """The title as it is compared: without outlet, 'UPDATE:' and signs. '' if it is too short to tell pages apart."""
    canonical = words(title_without_outlet(_PREFIX.sub("", title.strip()), outlet))
    return " ".join(canonical) if len(canonical) >= 4 else ""


def words(text: str) -> list[str]:
    """The words of a text as they are compared, in small letters."""
    return _WORD.findall(text.casefold().replace("’", "'"))


def content_id(*parts: object) -> str:
    """Sixteen hex digits that are the same for the same parts."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
