"""Cells that a list corrected in the one before it, by column: a few are a publisher at work, many a damaged list."""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date

from models.identity.known import Cells
from models.lists.counts import county_key
from models.lists.folding import fold_agency, fold_state, fold_support_type, tidy

# Where a damaged list shows, in the order of `models.lists.listings.texts`.
CELLS = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED")

Corrected = dict[str, list[tuple[str, str]]]  # column -> before, now

# A person may have relabeled a few rows at the same time.
_NEARLY_ALL = 0.9

# Excel counts days from 1900 or from 1904; a workbook that changes its mind moves every date by so many.
_DAYS_FROM_1900_TO_1904 = 1_462


def is_filled(cell: str) -> bool:
    return cell.strip().upper() not in {"", "#N/A", "#NA", "N/A"}


def corrected(continued: Iterable[tuple[Cells, Cells]]) -> Corrected:
    """The filled cells that now mean something else. Another spelling of a place or a support type means the same, and
    so does a label of the TYPE column that was exchanged as a whole for a new one."""
    found: Corrected = {column: [] for column in CELLS}
    types_before: set[Hashable] = set()
    for was, now in continued:
        for column, before, after in zip(CELLS, was, now, strict=False):
            if column == "TYPE":
                types_before.add(_meaning(column, before))
            both = before != after and is_filled(before) and is_filled(after)
            if both and _meaning(column, before) != _meaning(column, after):
                found[column].append((before, after))
    exchanged = _exchanged(found["TYPE"], types_before)
    found["TYPE"] = [pair for pair in found["TYPE"] if pair not in exchanged]
    return found


def _exchanged(pairs: list[tuple[str, str]], types_before: set[Hashable]) -> set[tuple[str, str]]:
    """Pairs of an old label and the new one that came in its place, in nearly all its rows and in no other's."""
    of_label = Counter(before for before, _ in pairs)
    return {
        (before, after)
        for (before, after), rows in Counter(pairs).items()
        if _meaning("TYPE", after) not in types_before and rows >= _NEARLY_ALL * of_label[before]
    }


def sentence_of(column: str, pairs: list[tuple[str, str]], rows: int) -> str:
    """'SIGNED: 1,843 of 1,850 rows have another date, 1,843 of them later by 1,462 days (...)'."""
    said = f"{column}: {len(pairs):,} of {rows:,} rows say something else than before"
    moved = Counter(days for before, after in pairs if (days := _days_between(before, after)))
    if not moved:
        return said
    days, times = moved.most_common(1)[0]
    if times * 2 < len(pairs):
        return said
    why = " (Excel's two calendars are so far apart)" if abs(days) == _DAYS_FROM_1900_TO_1904 else ""
    direction = "later" if days > 0 else "earlier"
    return f"{said}, {times:,} of them a date that is {abs(days):,} days {direction}{why}"


def _days_between(before: str, after: str) -> int | None:
    try:
        return (date.fromisoformat(after) - date.fromisoformat(before)).days
    except ValueError:
        return None


def _meaning(column: str, printed: str) -> Hashable:
    if column == "STATE":
        return fold_state(printed)
    if column == "LAW ENFORCEMENT AGENCY":
        return fold_agency("", printed).key
    if column == "COUNTY":
        return county_key(printed)
    if column == "SUPPORT TYPE":
        return fold_support_type(printed) or tidy(printed).casefold()
    return tidy(printed).casefold()
