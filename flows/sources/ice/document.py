"""A document's bytes -> the list in it. The bytes decide what it is, not the name or the HTTP status."""

import hashlib
from dataclasses import replace

from flows.sources.ice.table import read_table
from flows.sources.ice.workbook import read_workbook
from flows.sources.ice.workbook_parts import ZIP_MAGIC
from models.errors import ReadError
from models.lists.listings import PublishedList
from models.vocabulary import ListKind

_OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
_PDF_MAGIC = b"%PDF"
_LFS_MAGIC = b"version https://git-lfs"
# Office puts a workbook with a password into the container of the old format, as a stream of this name.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_document(content: bytes, file_name: str | None = None) -> PublishedList:
    """The published list in a workbook or in a page's table.

    `file_name` is used in messages, and for a remark where it names another list than the columns.
    Raises ReadError where the content is neither, or has no list.
    """
    name = file_name or f"document {hashlib.sha256(content).hexdigest()[:12]}"
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise ReadError(f"{name}: an empty file; fetch it again")
    if content.startswith(ZIP_MAGIC):
        published = read_workbook(content, name)
    elif start.startswith(b"<"):
        published = read_table(content, name)
    elif start.startswith(_LFS_MAGIC):
        raise ReadError(f"{name}: a Git LFS pointer, not the file itself; get the file with `git lfs pull`")
    elif start.startswith(_OLD_EXCEL_MAGIC) and _ENCRYPTED in content:
        raise ReadError(f"{name}: protected by a password; ask the publisher for a file without one")
    elif start.startswith((_OLD_EXCEL_MAGIC, _PDF_MAGIC)):
        found = "a PDF" if start.startswith(_PDF_MAGIC) else "an old Excel file (.xls)"
        raise ReadError(f"{name}: {found}; expected an .xlsx workbook or an HTML page; look at what was published")
    else:
        raise ReadError(f"{name}: neither an .xlsx workbook nor an HTML page; look at what was published")
    promised = _kind_by_name(file_name or "")
    if promised and promised is not published.kind:
        remark = f"the file name says {promised.value} but the columns say {published.kind.value}; used the columns"
        published = replace(published, remarks=(remark, *published.remarks))
    return published


def _kind_by_name(file_name: str) -> ListKind | None:
    said = [kind for kind in ListKind if kind.value in file_name.casefold()]
    return said[0] if len(said) == 1 else None
