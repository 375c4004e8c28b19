"""What the cage may do: the readers it may call, their time, and the memory they share."""

from collections.abc import Mapping
from typing import NamedTuple

# The largest real list adds 10 MB to the 50 MB of the libraries, a page of 3 MB some 150.
MAX_MEMORY = 400_000_000
MAX_ADDRESSES = 2_000_000_000  # libraries reserve more than they use

# Of processor time: the largest real list needs 0.2 s. By the clock, a busy machine may take so many times as long.
WAITING = 3
_LIST_SECONDS = 20.0
_NEWS_SECONDS = 10.0
_MOA_SECONDS = 10.0  # the longest of 59 needs 0.1 s
_OCR_SECONDS = 60.0  # 14 pages need 10 s; the reader itself begins no page after 40

# A list of 1,500 rows takes 0.3 MB on its way back, a feed of 200 full articles 3 MB.
MAX_RESULT = 32_000_000


class Reader(NamedTuple):
    """A function, and the seconds that it may take."""

    module: str
    name: str
    seconds: float


Readers = Mapping[str, Reader]

READERS: Readers = {
    "document": Reader("flows.sources.eras.document", "read_document", _LIST_SECONDS),
    "saved_at": Reader("flows.sources.ice.workbook_parts", "properties_modified", _LIST_SECONDS),
    "page": Reader("flows.sources.ice.page", "read_page", _LIST_SECONDS),
    "headline": Reader("flows.sources.ice.page", "read_headline", _LIST_SECONDS),
    "feed": Reader("flows.sources.feed", "read_feed", _NEWS_SECONDS),
    "gdelt": Reader("flows.sources.gdelt", "read_gdelt", _NEWS_SECONDS),
    "link_page": Reader("flows.sources.link_page", "read_link_page", _NEWS_SECONDS),
    "article": Reader("flows.sources.article", "read_article", _NEWS_SECONDS),
    "moa": Reader("flows.sources.moa_pages", "read_moa", _MOA_SECONDS),
    "scan": Reader("flows.sources.moa_pages", "read_scan", _OCR_SECONDS),
}
