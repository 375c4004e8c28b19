"""Text from outside made fit to show: nothing invisible, nothing endless, only real web links.

Each format does its own escaping (Jinja2's autoescape, json, csv).
"""

import re
import unicodedata
from ipaddress import ip_address
from urllib.parse import urlsplit

# Control characters break headers and XML; format characters reverse or hide text. NBSP and the like stay.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

# The longest agency name ever printed has some 90 characters; a cell can hold 32,767.
MAX_NAME = 120

# A digest of 120 rows must stay under 100 kB; the publisher's own links have some 110 characters.
MAX_LINK = 300


def visible(text: str) -> str:
    """`text` with each invisible character shown as U+FFFD and white space collapsed."""
    if text.isascii() and text.isprintable():
        return text
    spaced = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_invisible(sign) else sign for sign in spaced)


def _is_invisible(sign: str) -> bool:
    """U+FFFE and U+FFFF, and those like them on every plane, are no characters: one of them breaks a whole feed."""
    return unicodedata.category(sign) in _INVISIBLE or ord(sign) & 0xFFFE == 0xFFFE


def short(text: str, longest: int = MAX_NAME) -> str:
    """`text` made visible and cut to `longest` characters, with an ellipsis if it was longer."""
    shown = visible(text)
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def web_link(url: str) -> str:
    """`url` if it is a web address that a page may link, and that leads somewhere from the subscriber's machine too;
    else ''."""
    if not url or len(url) > MAX_LINK or visible(url) != url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and _is_public(parts.hostname or "") else ""


def _is_public(host: str) -> bool:
    """Not 'localhost', 'desk-7', '10.0.0.4' or another name that means nothing outside the sender's network."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".local", ".internal", ".localhost"))


# A sentence begins with a capital, a digit or a quotation mark, ends as sentences do, and has a subject and a verb.
_WHOLE = re.compile(r"""["'\u2018\u201c(]?[^\W_a-z].*[.!?]["'\u2019\u201d)]*""", re.DOTALL)
_FEWEST_WORDS = 5


def quote(sentence: str, longest: int) -> str:
    """A sentence of the news in quotation marks; '' for a fragment, which says nothing by itself."""
    shown = visible(sentence)
    if not _WHOLE.fullmatch(shown) or len(shown.split()) < _FEWEST_WORDS:
        return ""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{short(shown, longest)}\N{RIGHT DOUBLE QUOTATION MARK}"
