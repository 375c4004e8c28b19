"""When two addresses are the same page: the address without what trackers, phones and feeds put on it."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from models.news.stories import canonical_title

# Parameters that say where a reader came from, never which page it is.
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|ref|ref_src|source|src|cmp|cmpid|ito|ns_\w+|smid|"
    r"taid|outputtype|amp|oc|xid|guccounter|share|feedid|partner|via)",
    re.IGNORECASE,
)
_SAME_SITE = re.compile(r"\A(?:www\d?|m|mobile|amp)\.")
_AMP_PATH = re.compile(r"/amp/?\Z|\.amp(?=\.html?\Z)")


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


def title_key(title: str, outlet: str) -> str:
    """The canonical title, for pages whose address is not known; '' where it is too short to tell pages apart."""
    words = canonical_title(title, outlet)
    return words if len(words.split()) >= 4 else ""


def content_id(*parts: object) -> str:
    """Sixteen hex digits that stay the same however often the parts are read again."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
