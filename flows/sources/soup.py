"""An HTML document as a tree: decoded as its server says, and the address that its links start from."""

from bs4 import BeautifulSoup
from bs4.element import Tag

from flows.fetching.addresses import is_web_address, joined

# A byte order mark says more surely than any header what the bytes are.
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def decoded(body: bytes, charset: str | None) -> str | bytes:
    """The text by the charset of the HTTP header, which wins over the document's own, as in browsers. The bytes where
    there is none or they are no such text: the document's own charset then counts."""
    if not charset or body.startswith(_MARKS):
        return body
    try:
        return body.decode(charset)
    except (LookupError, ValueError):
        return body


def tree(body: bytes, charset: str | None = None) -> BeautifulSoup:
    """The document as a tree."""
    page = decoded(body, charset)
    try:
        return BeautifulSoup(page, "lxml")
    except ValueError:  # the document names a charset that is no name at all
        return BeautifulSoup(body.decode("utf-8", "replace"), "lxml")


def base_address(page: BeautifulSoup, url: str) -> str:
    """What relative links on a page start from: its `<base href>`, else its own address."""
    base = page.find("base", href=True)
    address = joined(url, str(base["href"]).strip()) if isinstance(base, Tag) else ""
    return address if is_web_address(address) else url
