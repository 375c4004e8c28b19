"""Which kind of change each difference is between an agreement and the row that continues it."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.identity.agency_names import NameRelation, compare_names
from models.identity.ids import FoldedRow
from models.identity.known import Cells, KnownAgreement
from models.lists.counts import agency_type, county_key
from models.lists.folding import AgencyName, fold_agency, fold_link, tidy
from models.vocabulary import ChangeKind, counted

# The date of one agreement is corrected by a day or a few weeks, mostly when its MOA is posted; by up to ten weeks
# if no MOA was linked before. If another file was linked before, by a month at most.
_REDATED_WITHIN = timedelta(days=30)
_REDATED_UNLINKED_WITHIN = timedelta(days=90)

# A renewal is listed soon after it is signed: nine in ten agreements are listed within three weeks of signing,
# nearly all within two months.
_JUST_SIGNED = timedelta(days=60)


_RENAMINGS = {
    NameRelation.EQUAL: ChangeKind.AGENCY_RESPELLED,
    NameRelation.REORDERED: ChangeKind.AGENCY_RENAMED,
    NameRelation.MISSPELLED: ChangeKind.AGENCY_RESPELLED,
    NameRelation.REWORDED: ChangeKind.AGENCY_RENAMED,
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One difference, as a kind of change; `attribute` goes into the change's id."""

    kind: ChangeKind
    attribute: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedColumns:
    """Which optional columns both lists have: a missing column is not a column of emptied cells."""

    county: bool
    agency_type: bool
    addendum: bool


def differences(
    before: KnownAgreement, printed: Cells, now: FoldedRow, columns: SharedColumns, listed_on: date
) -> tuple[Transition, ...]:
    """How the row differs from the agreement. `printed` are the agreement's cells on the last list; an empty state
    or support type there is not compared."""
    state, agency, kind, county, support_type, *_ = printed
    found = [
        _state(before, state or now.meant.state, now),
        _name(before, agency, now),
        _support_type(before, support_type or now.meant.support_type, now),
        _signed(before, now, listed_on),
        _county(county, now) if columns.county else None,
        _agency_type(kind, now) if columns.agency_type else None,
        _moa(before, now),
        _addendum(before, now) if columns.addendum else None,
    ]
    return tuple(filter(None, found))


def _state(before: KnownAgreement, printed: str, now: FoldedRow) -> Transition | None:
    if printed == now.meant.state:
        return None
    if before.state != now.state:
        phrase = f"state: {printed.strip()!r} before, {now.meant.state.strip()!r} now"
    else:
        phrase = f"state printed as {printed!r} before, {now.meant.state!r} now"
    return Transition(ChangeKind.STATE_CORRECTED, "state", (phrase,))


def _name(before: KnownAgreement, printed: str, now: FoldedRow) -> Transition | None:
    if printed == now.meant.agency:
        return None
    if tidy(printed) == tidy(now.meant.agency):
        return Transition(ChangeKind.AGENCY_RESPELLED, "name", ("only spacing differs",))
    name = fold_agency(before.state, printed)
    return Transition(kind_of_renaming(name, now.name), "name", (compare_names(name, now.name).phrase,))


def kind_of_renaming(before: AgencyName, now: AgencyName) -> ChangeKind:
    """The kind for another spelling, other words for the same body, or another body."""
    return _RENAMINGS.get(compare_names(before, now).relation, ChangeKind.AGENCY_RELABELED)


def _support_type(before: KnownAgreement, printed: str, now: FoldedRow) -> Transition | None:
    if before.support_type != now.support_type and before.support_type and now.support_type:
        return Transition(ChangeKind.AGREEMENT_SWITCHED, "support type", ("same agency, different support type",))
    if printed == now.meant.support_type:
        return None
    phrase = f"support type printed as {printed!r} before, {now.meant.support_type!r} now"
    return Transition(ChangeKind.SUPPORT_TYPE_RESPELLED, "support type", (phrase,))


def _signed(before: KnownAgreement, now: FoldedRow, listed_on: date) -> Transition | None:
    if tidy(before.signed_text) == tidy(now.meant.signed_text):
        return None
    kind, phrase = redating(before, now, listed_on)
    return Transition(kind, "signed", (phrase,))


def redating(before: KnownAgreement, now: FoldedRow, listed_on: date) -> tuple[ChangeKind, str]:
    """Whether another date in the same slot is a correction or a newly signed agreement, and why."""
    if before.signed is None or now.signed is None:
        return (
            ChangeKind.SIGNING_DATE_CORRECTED,
            f"date printed as {before.signed_text!r} before, {now.meant.signed_text!r} now",
        )
    days = (now.signed - before.signed).days
    corrected = ChangeKind.SIGNING_DATE_CORRECTED
    same_file = bool(before.moa_url) and fold_link(before.moa_url) == fold_link(now.listing.moa_url)
    if days < 0:
        return corrected, f"dated {counted(-days, 'day')} earlier; a renewal is always dated later"
    if days <= (_REDATED_WITHIN if before.moa_url else _REDATED_UNLINKED_WITHIN).days:
        return corrected, f"dated {counted(days, 'day')} later"
    if (before.signed.month, before.signed.day) == (now.signed.month, now.signed.day):
        return corrected, "same day and month, different year"
    if same_file:
        return corrected, "same MOA file"
    if not before.moa_url and now.listing.moa_url:
        return corrected, "corrected when the MOA was linked"
    if not timedelta(0) <= listed_on - now.signed <= _JUST_SIGNED:
        return corrected, "the new date is not recent enough for a new agreement"
    return ChangeKind.AGREEMENT_RENEWED, f"signed again {counted(days, 'day')} later"


def _county(printed: str, now: FoldedRow) -> Transition | None:
    if county_key(printed) == now.county:
        return None
    phrase = f"county: {_shown(printed)} before, {_shown(now.meant.county)} now"
    return Transition(ChangeKind.COUNTY_CORRECTED, "county", (phrase,))


def _agency_type(printed: str, now: FoldedRow) -> Transition | None:
    if agency_type(printed) == agency_type(now.meant.agency_type):
        return None
    phrase = f"type: {_shown(printed)} before, {_shown(now.meant.agency_type)} now"
    return Transition(ChangeKind.AGENCY_TYPE_CORRECTED, "type", (phrase,))


def _shown(cell: str) -> str:
    return repr(tidy(cell)) if cell.strip() else "empty"


def _moa(before: KnownAgreement, now: FoldedRow) -> Transition | None:
    was, is_now = fold_link(before.moa_url), fold_link(now.listing.moa_url)
    if was == is_now:
        return None
    if not is_now:
        return Transition(ChangeKind.MOA_UNLINKED, "moa", ("the MOA is no longer linked",))
    if was:
        return Transition(ChangeKind.MOA_REPLACED, "moa", ("a different MOA file is linked",))
    if is_now in map(fold_link, before.earlier_moa_urls):
        return Transition(ChangeKind.MOA_REPLACED, "moa", ("an earlier MOA file is linked again",))
    return Transition(ChangeKind.MOA_POSTED, "moa", ("the MOA is linked for the first time",))


def _addendum(before: KnownAgreement, now: FoldedRow) -> Transition | None:
    is_now = fold_link(now.listing.addendum_url)
    if not is_now or is_now == fold_link(before.addendum_url):
        return None
    phrase = "a different addendum is linked" if before.addendum_url else "an addendum is linked for the first time"
    return Transition(ChangeKind.ADDENDUM_POSTED, "addendum", (phrase,))
