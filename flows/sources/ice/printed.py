"""The rows of a table, from a sheet or a page -> a published list, as printed, with remarks for review."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import compress, zip_longest
from operator import attrgetter, itemgetter
from typing import cast

from flows.sources.ice.columns import FIELDS, REQUIRED, HeaderRow, find_columns
from flows.sources.ice.links import clean_link, without_addresses
from models.errors import ReadError
from models.lists.folding import fold_state
from models.lists.listings import Listing, PublishedList
from models.vocabulary import SUPPORT_TYPE_TITLES, ListKind

Cell = object
Links = Mapping[int, Mapping[int, str]]  # index of the column -> row number -> target, as printed

# Section 287(g) became law on that day, so no agreement is older. The list has had typos such as the year 5025; a date
# after the list's own day is left to the rules, which know that day.
_FIRST_DAY, _LAST_DAY = date(1996, 9, 30), date(2099, 12, 31)
# Days since 1899-12-30, the way a spreadsheet stores a date; these are the years 2000 to 2064.
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 60_000
_SERIAL_ZERO = date(1899, 12, 30)
_TEXT_DATES = ("%Y-%m-%d", "%m/%d/%Y")
_MAX_REMARKS = 50  # fifty lines are enough for a list that is wrong in every row
# The longest cell so far has 90 characters. A sheet can hold 32,767, and some ('_x0000_') that no database accepts.
_MAX_CELL = 1_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_KNOWN_SUPPORT = {title.casefold() for title in SUPPORT_TYPE_TITLES.values()}
_KNOWN_SUPPORT |= {support_type.value.casefold() for support_type in SUPPORT_TYPE_TITLES}


def published_list(
    rows: Sequence[Sequence[Cell]], links: Links, name: str, saved_at: datetime | None = None
) -> PublishedList:
    """Read rows of cells, the first one row 1 of the sheet or table; `name` is used in messages only.

    Raises ReadError where no row is a header, or required columns are missing.
    """
    columns = find_columns(rows)
    if columns is None:
        raise ReadError(f"{name}: no row has the columns {', '.join(REQUIRED)}; look at what was published")
    if columns.missing:
        raise ReadError(
            f"{name}: no column {' and no '.join(columns.missing)} among {', '.join(columns.printed)}"
            "; was a header renamed?"
        )
    _refuse_hidden_signing(columns, rows, links, name)
    named, remarks = _listings(columns, rows, links)
    remarks = [*_about_columns(columns, rows), *_about_support_types(named), *remarks]
    if len(remarks) > _MAX_REMARKS:
        remarks = [*remarks[:_MAX_REMARKS], f"and {len(remarks) - _MAX_REMARKS} more remarks"]
    return PublishedList(columns.kind, named, tuple(columns.printed), tuple(remarks), saved_at)


def _refuse_hidden_signing(columns: HeaderRow, rows: Sequence[Sequence[Cell]], links: Links, name: str) -> None:
    """A participating list with SIGNED renamed or dropped must not pass for a pending one."""
    if columns.kind is ListKind.PARTICIPATING:
        return
    body = [row for row in rows[columns.header + 1 :] if any(row)]
    for index, printed in columns.unknown.items():
        dates = sum(signed_as_printed(row[index])[0] is not None for row in body if index < len(row))
        if dates * 2 > len(body):
            raise ReadError(f"{name}: no column SIGNED, but {printed!r} has {dates} dates; was a header renamed?")
    linked = len(links.get(columns.position.get("moa", -1), ()))
    if linked * 2 > len(body):
        raise ReadError(f"{name}: no column SIGNED, but {linked} rows link an MOA; was the column dropped?")


def _listings(columns: HeaderRow, rows: Sequence[Sequence[Cell]], links: Links) -> tuple[dict[int, Listing], list[str]]:
    """Column by column, since nearly every column is all text: ten times as fast as cell by cell."""
    body = rows[columns.header + 1 :]
    numbers = range(columns.header + 2, columns.header + 2 + len(body))
    printed = list(zip_longest(*body, fillvalue=""))  # a row of an HTML table may be short
    no_column = ("",) * len(body)
    found = {field: printed[index] for field, index in columns.position.items() if index < len(printed)}
    texts = {field: _texts(found.get(field, no_column)) for field in FIELDS.values() if field != "signed"}
    signed_cells = found.get("signed", no_column)
    meaning = {cell: signed_as_printed(cell) for cell in set(signed_cells)}
    signed = list(map(meaning.__getitem__, signed_cells))
    moa, moa_urls = _linked(texts["moa"], links.get(columns.position.get("moa", -1), {}), numbers)
    addendum, addendum_urls = _linked(texts["addendum"], links.get(columns.position.get("addendum", -1), {}), numbers)
    listings = zip(
        texts["state"],
        texts["agency"],
        texts["agency_type"],
        texts["county"],
        texts["support_type"],
        map(itemgetter(0), signed),
        map(itemgetter(1), signed),
        moa,
        moa_urls,
        addendum,
        addendum_urls,
        strict=True,
    )
    numbered = zip(numbers, map(Listing._make, listings), strict=True)
    named = dict(compress(numbered, map(str.strip, texts["agency"])))
    remarks = _about_unnamed(named, body, numbers)
    remarks = [*_without_other_rows(named), *remarks]
    return named, [*_about_signing(named, meaning), *remarks]


def _without_other_rows(named: dict[int, Listing]) -> list[str]:
    """Takes out the rows that are no agreement, and says which: the header again, a banner, a sum, a place that is no
    state. A row without its state cannot be anybody's agreement."""
    nowhere = {state for state in {listing.state for listing in named.values()} if not fold_state(state)}
    others = [
        (row, listing)
        for row, listing in named.items()
        if listing.state in nowhere or not (listing.support_type or listing.county or listing.agency_type)
    ]
    remarks = []
    for row, listing in others:
        del named[row]
        agency = without_addresses(listing.agency.strip())[:60]
        if agency.upper() in FIELDS:
            remarks.append(f"left out row {row}: the header again")
        elif listing.state in nowhere:
            remarks.append(f"left out row {row}: STATE {listing.state.strip()[:40]!r} is no state ({agency!r})")
        else:
            remarks.append(f"left out row {row}: nothing but {agency!r}")
    return remarks


def _texts(cells: Sequence[Cell]) -> Sequence[str]:
    distinct = set(cells)  # most columns repeat a few texts many times
    if set(map(type, distinct)) <= {str}:
        texts = cast(Sequence[str], cells)
    else:
        texts = [as_printed(cell) for cell in cells]
        distinct = set(texts)
    distinct_texts = cast(set[str], distinct)
    if max(map(len, distinct_texts), default=0) > _MAX_CELL or _CONTROLS.search("".join(distinct_texts)):
        return [_CONTROLS.sub("", text)[:_MAX_CELL] for text in texts]
    return texts


def _linked(
    texts: Sequence[str], links: Mapping[int, str], numbers: Sequence[int]
) -> tuple[Sequence[str], Sequence[str]]:
    """The cells of one column and their links. One list had bare addresses in its cells instead of 'link'."""
    cleaned = {number: clean_link(link) for number, link in links.items()}
    urls = [cleaned.get(number, "") for number in numbers]
    if not any("://" in text or "@" in text for text in set(texts)):
        return texts, urls
    bare = [clean_link(text) if "://" in text else "" for text in texts]
    return (
        [address or without_addresses(text) for address, text in zip(bare, texts, strict=True)],
        [url or address for url, address in zip(urls, bare, strict=True)],
    )


def _about_signing(listings: Mapping[int, Listing], meaning: Mapping[Cell, tuple[date | None, str]]) -> list[str]:
    """Invalid dates and dates out of range, each with its row."""
    if all(day or not text.strip() for day, text in meaning.values()):
        return []
    remarks = []
    for row, listing in listings.items():
        printed = listing.signed_text.strip()
        if listing.signed is None and printed:
            wrong = "is out of range" if day_in(printed, _TEXT_DATES) else "is not a date"
            remarks.append(f"row {row}: SIGNED {printed[:80]!r} {wrong}")
    return remarks


def _about_unnamed(named: Mapping[int, Listing], body: Sequence[Sequence[Cell]], numbers: Sequence[int]) -> list[str]:
    """Rows with some text but no agency; blank rows need no remark."""
    if len(named) == len(body):
        return []
    remarks = []
    for number, row in zip(numbers, body, strict=True):
        if number in named or not any(row):
            continue
        if words := " | ".join(text for cell in row if (text := as_printed(cell).strip())):
            remarks.append(f"skipped row {number} without an agency: {without_addresses(words)[:80]!r}")
    return remarks


def as_printed(cell: Cell) -> str:
    """A cell as the sheet shows it: calamine returns every number as a float."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


@lru_cache(maxsize=4_096, typed=True)  # consecutive lists repeat their dates; True and 1.0 are printed differently
def signed_as_printed(cell: Cell) -> tuple[date | None, str]:
    """The date in a SIGNED cell, if it holds a possible one, and the cell as text.

    A text counts as a date only in two sure forms, ISO and month/day/year with both slashes: '05/082025' stays text.
    """
    day, text = _day_as_printed(cell)
    return (day if day and _FIRST_DAY <= day <= _LAST_DAY else None), text


def _day_as_printed(cell: Cell) -> tuple[date | None, str]:
    if isinstance(cell, datetime):
        return cell.date(), cell.date().isoformat()
    if isinstance(cell, date):
        return cell, cell.isoformat()
    text = _CONTROLS.sub("", as_printed(cell))[:_MAX_CELL]
    if isinstance(cell, float) and _FIRST_SERIAL <= cell < _LAST_SERIAL:  # a date whose cell lost its number format
        return _SERIAL_ZERO + timedelta(days=int(cell)), text
    return day_in(text.strip(), _TEXT_DATES), text


def day_in(text: str, forms: Sequence[str]) -> date | None:
    """The day that a text is, in the first of strptime's forms that fits it whole; None in none of them."""
    for form in forms:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _about_columns(columns: HeaderRow, rows: Sequence[Sequence[Cell]]) -> list[str]:
    remarks = [f"column {printed!r} is unknown and was not read" for printed in columns.unknown.values()]
    remarks += [f"column {name!r} occurs twice; the first was read" for name in columns.repeated]
    if columns.kind is ListKind.PARTICIPATING and "moa" not in columns.position:
        remarks.append("no column MOA")
    if columns.header:
        remarks.append(f"the header is in row {columns.header + 1}, not row 1")
    for index in columns.empty:
        filled = sum(bool(str(row[index]).strip()) for row in rows[columns.header + 1 :] if index < len(row))
        if filled:
            remarks.append(f"column {index + 1} has no name; its {filled} filled cells were not read")
    return remarks


def _about_support_types(listings: Mapping[int, Listing]) -> list[str]:
    """Support types other than the three: a typo, or a new model."""
    printed = Counter(map(attrgetter("support_type"), listings.values()))
    remarks = []
    for text, count in printed.items():
        if " ".join(text.split()).casefold() not in _KNOWN_SUPPORT:
            first = next(row for row, listing in listings.items() if listing.support_type == text)
            remarks.append(f"support type {text.strip()[:80]!r} is unknown (rows: {count}, first: row {first})")
    return remarks
