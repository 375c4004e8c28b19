"""Texts from outside, made fit to be shown: nothing invisible, nothing endless, no link that is none.

Escaping is the business of each format (Jinja2's autoescape, json, csv); what is done here is needed by all of them.
"""

import unicodedata
from urllib.parse import urlsplit

# Control characters break headers and XML; format characters turn text around or hide it. NBSP and the like stay.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

# The longest names of agencies ever printed have some 90 characters; a cell can hold 32,767.
MAX_NAME = 120

# A digest of 120 rows must stay under 100 kB; the publisher's own links have some 110 characters.
MAX_LINK = 300


def visible(text: str) -> str:
    """`text` with each invisible character shown as U+FFFD and white space closed up."""
    if text.isascii() and text.isprintable():
        return text
    spaced = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _INVISIBLE else sign for sign in spaced)


def short(text: str, longest: int = MAX_NAME) -> str:
    """`text` made visible and cut to `longest` characters, with an ellipsis where something was cut."""
    shown = visible(text)
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def web_link(url: str) -> str:
    """`url` where it is a web address that a page may link, else ''."""
    if not url or len(url) > MAX_LINK or visible(url) != url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
