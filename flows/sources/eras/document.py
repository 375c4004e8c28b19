"""A document's bytes -> the list in it, in whatever form ICE published it since 2006."""

import hashlib
import re

from flows.sources.eras.names_only import read_names_only
from flows.sources.eras.signed_dates import read_signed_dates
from flows.sources.ice import document
from flows.sources.ice.table import refuse_no_page_of_ices
from flows.sources.soup import tree
from models.lists.listings import PublishedList

# The former forms are read where a page has their words; the others take no time for it.
_SIGNED_DATES = re.compile(rb"dates?(?:\s|&nbsp;|<[^>]{0,99}>){1,9}signed", re.IGNORECASE)
_AS_OF = re.compile(rb"(?:as\s+of|updated)", re.IGNORECASE)


def read_document(content: bytes, file_name: str | None = None) -> PublishedList:
    """The published list in a workbook or in a page. `file_name` is used in messages and remarks.

    Raises ReadError where the content is neither, or has no list.
    """
    if not content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return document.read_document(content, file_name)
    name = file_name or f"document {hashlib.sha256(content).hexdigest()[:12]}"
    if _SIGNED_DATES.search(content):
        refuse_no_page_of_ices(name, content)
        if published := read_signed_dates(tree(content), name):
            return published
    if _AS_OF.search(content) and b"SUPPORT TYPE" not in content.upper():
        refuse_no_page_of_ices(name, content)
        if published := read_names_only(tree(content)):
            return published
    return document.read_document(content, file_name)
