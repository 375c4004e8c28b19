"""Where ICE's list stood since 2006, as web archives know these addresses."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit


class Searched(NamedTuple):
    """An address of the list, or of all files that begin so."""

    address: str
    until: date | None = None  # the last day on which it can have been the list's; None: it still is


# The time after which a page is no list any more is rounded up to the end of the next year: what stands there later is
# told from a list by its bytes.
PAGES = (
    Searched("http://www.ice.gov/partners/287g/Section287_g.htm", date(2010, 12, 31)),
    Searched("http://www.ice.gov/pi/news/factsheets/section287g.htm", date(2011, 12, 31)),
    Searched("http://www.ice.gov/pi/news/factsheets/section287_g.htm", date(2011, 12, 31)),
    Searched("http://www.ice.gov/news/library/factsheets/287g.htm", date(2015, 12, 31)),
    Searched("http://www.ice.gov/factsheets/287g", date(2018, 12, 31)),
    Searched("https://www.ice.gov/287g", date(2022, 12, 31)),
    Searched("https://www.ice.gov/identify-and-arrest/287g"),
)
FOLDERS = (Searched("https://www.ice.gov/doclib/about/offices/ero/287g/*"),)

# Since then the page links workbooks. Its captures of one day differ in their menus, and tell at most where a list is.
WORKBOOKS_SINCE = date(2025, 2, 20)

_LIST_SUFFIX = ".xlsx"


def is_workbook(address: str) -> bool:
    """Whether a file of the folder may be a list: agreements and guides stand there, too."""
    return urlsplit(address).path.lower().endswith(_LIST_SUFFIX)


def to_look_up(link: str) -> str:
    """A link of a page as the address to ask the archive for; '' where the folders have it."""
    path = urlsplit(link).path
    known = any(path.startswith(urlsplit(folder.address).path.rstrip("*")) for folder in FOLDERS)
    return "" if known else link
