"""Text from outside made fit to show: nothing invisible, nothing endless, only real web links.

Each format does its own escaping (Jinja2's autoescape, json, csv).
"""

import unicodedata
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
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _INVISIBLE else sign for sign in spaced)


def short(text: str, longest: int = MAX_NAME) -> str:
    """`text` made visible and cut to `longest` characters, with an ellipsis if it was longer."""
    shown = visible(text)
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def web_link(url: str) -> str:
    """`url` if it is a web address that a page may link, else ''."""
    if not url or len(url) > MAX_LINK or visible(url) != url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
