"""Which row of the last list each incoming row continues, as far as names alone can tell.

Unchanged rows are found by their cells. The others are matched by slot, then by what is known of names: a spelling
already printed for the agency, or one that held the slot of a missing agreement (an older copy published again). The
pairing weighs evidence for the rest.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from models.identity.assignment import each_once
from models.identity.draft import Names
from models.identity.ids import FoldedRow, fold_row
from models.identity.known import Application, KnownAgreement, PreviousRow
from models.lists.listings import Listing, by_content
from models.lists.resolution import Placement
from models.lists.rulings import Rulings
from models.vocabulary import SupportType

_Key = TypeVar("_Key")


@dataclass(slots=True)
class RowMatches:
    """One list matched to the last one. Every incoming row is in exactly one of the first four."""

    unchanged: dict[int, Placement] = field(default_factory=dict)  # by their row numbers now
    altered: list[tuple[PreviousRow, FoldedRow]] = field(default_factory=list)
    repeats: list[tuple[str, FoldedRow]] = field(default_factory=list)  # another row of an agreement matched above
    new: list[FoldedRow] = field(default_factory=list)
    missing: list[PreviousRow] = field(default_factory=list)  # of agreements without any row now
    removed: list[PreviousRow] = field(default_factory=list)  # of agreements that keep another row

    def take_out(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Take the places of paired rows out of the missing and the new rows."""
        missing, new = dict(pairs).keys(), {other for _, other in pairs}
        self.missing = [previous for place, previous in enumerate(self.missing) if place not in missing]
        self.new = [folded for other, folded in enumerate(self.new) if other not in new]


class RowSplit(NamedTuple):
    """Which rows of a list the last one has letter for letter, by their row numbers."""

    unchanged: dict[int, int]  # now -> before
    fresh: list[int]  # rows of the list that the last one lacks
    vacant: list[int]  # rows of the last list that this one lacks


def split_rows(last: Mapping[int, Placement], rows: Mapping[int, Listing]) -> RowSplit:
    """Compare the cells of two lists, whatever the order of their rows."""
    before = by_content([placement.listing for placement in last.values()], last)
    now = by_content(tuple(rows.values()), rows)
    unchanged = {row: before[cells] for cells, row in now.items() if cells in before}
    stayed = set(unchanged.values())
    return RowSplit(
        unchanged, [row for row in now.values() if row not in unchanged], [row for row in last if row not in stayed]
    )


def match_rows(
    last: Mapping[int, Placement],
    rows: Mapping[int, Listing],
    names: Names,
    holders: Mapping[str, KnownAgreement] | Mapping[str, Application],
    earlier_holder: Callable[[FoldedRow], str | None],
    rulings: Rulings,
) -> RowMatches:
    """Match the rows of a list to those of the last one, whatever their order.

    `holders` are the agreements (or applications) by id; `earlier_holder` says which of them last held a row's slot.
    """
    split = split_rows(last, rows)
    matches = RowMatches({row: last[before] for row, before in split.unchanged.items()})
    vacant = [PreviousRow(row, last[row].listing, last[row].holder, last[row].duplicate) for row in split.vacant]
    fresh = [fold_row(row, rows[row], rulings) for row in split.fresh]
    fresh.sort(key=lambda folded: (folded.slot, folded.cells))
    folded_before = {previous.row: fold_row(previous.row, previous.listing, rulings) for previous in vacant}

    def agency_and_model(folded: FoldedRow) -> tuple[str, SupportType | None] | None:
        agency = names.agency(folded)
        return (agency, folded.support_type) if agency else None

    def match(key_before: Callable[[PreviousRow], _Key | None], key_now: Callable[[FoldedRow], _Key | None]) -> None:
        nonlocal vacant, fresh
        if vacant and fresh:
            vacant, fresh = _matched(vacant, fresh, key_before, key_now, folded_before, matches)

    match(lambda previous: folded_before[previous.row].slot, lambda folded: folded.slot)
    match(lambda previous: agency_and_model(folded_before[previous.row]), agency_and_model)
    match(lambda previous: previous.holder, earlier_holder)
    if vacant or fresh:
        _sort_out(holders, names, vacant, fresh, matches)
    return matches


def _matched(
    vacant: list[PreviousRow],
    fresh: list[FoldedRow],
    key_before: Callable[[PreviousRow], _Key | None],
    key_now: Callable[[FoldedRow], _Key | None],
    folded_before: Mapping[int, FoldedRow],
    matches: RowMatches,
) -> tuple[list[PreviousRow], list[FoldedRow]]:
    """Match rows with equal keys, the closest first; return the unmatched rows of both lists."""
    by_key: dict[_Key | None, list[PreviousRow]] = defaultdict(list)
    for previous in vacant:
        if (key := key_before(previous)) is not None:
            by_key[key].append(previous)
    closest = sorted(
        (_distance(folded_before[previous.row], folded), previous.duplicate, previous.cells, previous.row, place)
        for place, folded in enumerate(fresh)
        for previous in by_key.get(key_now(folded), ())
    )
    place_of = each_once((row, place) for *_, row, place in closest)
    previous_at = {previous.row: previous for previous in vacant}
    matches.altered += ((previous_at[row], fresh[place]) for row, place in place_of.items())
    placed = set(place_of.values())
    return (
        [previous for previous in vacant if previous.row not in place_of],
        [folded for place, folded in enumerate(fresh) if place not in placed],
    )


def _distance(before: FoldedRow, now: FoldedRow) -> tuple[bool, bool, int]:
    """Same date first, then the same link, then the nearest date."""
    days = abs((before.signed - now.signed).days) if before.signed and now.signed else 1_000_000
    return before.meant.signed_text != now.meant.signed_text, before.meant.moa_url != now.meant.moa_url, days


def _sort_out(
    holders: Mapping[str, KnownAgreement] | Mapping[str, Application],
    names: Names,
    vacant: list[PreviousRow],
    fresh: list[FoldedRow],
    matches: RowMatches,
) -> None:
    """Rows beside another row of their agreement are repeats; the rest is new, or missing."""
    agencies = [names.agency(folded) for folded in fresh]
    concerned = {*agencies, *(holders[previous.holder].agency_id for previous in vacant)}
    matched = {placement.holder for placement in matches.unchanged.values() if placement.agency_id in concerned}
    matched |= {previous.holder for previous, _ in matches.altered}
    missing: dict[str, PreviousRow] = {}
    # An agreement that lost several rows is missing once, represented by its own row.
    for previous in sorted(vacant, key=lambda previous: (previous.duplicate, previous.cells, previous.row)):
        if previous.holder not in matched:
            missing.setdefault(previous.holder, previous)
    matches.missing = list(missing.values())
    represented = {previous.row for previous in matches.missing}
    gone = [previous for previous in vacant if previous.row not in represented]
    matches.removed = sorted(gone, key=lambda previous: previous.holder not in matched)
    listed: dict[tuple[str | None, SupportType | None], str] = {}
    for id_ in matched:
        slot = (holders[id_].agency_id, holders[id_].support_type)
        listed[slot] = min(id_, listed.get(slot, id_))
    for folded, agency in zip(fresh, agencies, strict=True):
        if holder := listed.get((agency, folded.support_type)):
            matches.repeats.append((holder, folded))
        else:
            matches.new.append(folded)
