"""A workbook's texts, numbers and links, taken from its XML without any of the readers that are tested."""

import html
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO

from lxml import etree

from flows.sources.ice.links import clean_link, without_addresses
from models.lists.listings import PublishedList

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FIELDS = ("state", "agency", "agency_type", "county", "support_type", "signed_text", "moa", "addendum")
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, IndexError)
_MAX_CELL = 1_000


def cells_not_in(content: bytes, published: PublishedList) -> Iterator[str]:
    """Each cell of a list as read that stands nowhere in the workbook."""
    texts, links = _texts_and_links(content)
    raw = "".join(html.unescape(part.decode()) for part in _parts(content))  # where lxml gives up early
    for row, listing in published.rows.items():
        for name in _FIELDS:
            if getattr(listing, name) not in texts and f">{getattr(listing, name)}<" not in raw:
                yield f"row {row}: {name} {getattr(listing, name)!a} is not in the workbook"
        for url in (listing.moa_url, listing.addendum_url):
            if url and url not in links:
                yield f"row {row}: link {url!a} is not in the workbook"


def _texts_and_links(content: bytes) -> tuple[set[str], set[str]]:
    texts, links = {""}, set[str]()
    for part in _parts(content):
        tree = etree.fromstring(part, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
        for element in tree.iter() if tree is not None else ():
            try:
                tag = element.tag
            except UnicodeDecodeError:  # lxml recovers into names that it cannot tell
                continue
            if not isinstance(tag, str):
                continue
            links.add(clean_link(str(element.get("Target", ""))))
            if re.split("[}:]", tag)[-1] in ("si", "is", "t", "v", "c"):
                whole = "".join(str(piece) for piece in element.itertext())
                texts.update(_ways_to_print(whole))
    links.update(clean_link(text) for text in texts if "://" in text)
    return texts | links, links


def _parts(content: bytes) -> Iterator[bytes]:
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except _DAMAGE:
        return
    for entry in archive.infolist():
        try:
            with archive.open(entry) as packed:
                part = packed.read(5_000_000)
        except _DAMAGE:
            continue
        if part.lstrip()[:1] == b"<":
            # lxml itself cannot tell the name of a tag that is no UTF-8.
            yield part.decode("utf-8", "replace").encode()


def _ways_to_print(text: str) -> Iterator[str]:
    unescaped = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    for each in (text, unescaped, text.strip(), unescaped.strip()):
        yield _CONTROLS.sub("", each)[:_MAX_CELL]
        yield without_addresses(_CONTROLS.sub("", each)[:_MAX_CELL])
    yield from {"1": ["True"], "0": ["False"]}.get(text.strip(), [])
    try:
        number = float(text)
    except ValueError:
        return
    yield str(int(number)) if number.is_integer() else str(number)
    for zero in (datetime(1899, 12, 30), datetime(1904, 1, 1)):
        for part in (number, float(int(number)) if abs(number) < 1e7 else 0.0):
            if abs(part) < 3_000_000:
                yield from _as_days(zero, part)


def _as_days(zero: datetime, number: float) -> Iterator[str]:
    try:
        moment = zero + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return
    yield moment.date().isoformat()
    yield moment.isoformat(" ")
    yield moment.time().isoformat()
