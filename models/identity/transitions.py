"""Which kind of change each difference is between an agreement and the row that continues it."""

from datetime import date, timedelta
from typing import NamedTuple

from models.identity.documents import TwoDocuments, redated_by_documents
from models.identity.ids import FoldedRow
from models.identity.known import Cells, KnownAgreement
from models.lists.agency_names import NameRelation, compare_names
from models.lists.counts import agency_type, county_key
from models.lists.folding import AgencyName, fold_agency, fold_link, tidy
from models.lists.moa_files import file_day
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


_Difference = tuple[ChangeKind, str]  # with the phrase for its evidence


class Transition(NamedTuple):
    """One difference, as a kind of change; `attribute` goes into the change's id."""

    kind: ChangeKind
    attribute: str
    evidence: tuple[str, ...]


def differences(
    before: KnownAgreement,
    cells: Cells,
    now: FoldedRow,
    shared_columns: frozenset[str],
    listed_on: date,
    two: TwoDocuments | None,
) -> tuple[Transition, ...]:
    """How the row differs from the agreement. `cells` are the agreement's on the last list, with the corrections
    applied as in the row; an empty state or support type there is not compared. Neither is a column that only one of
    the two lists has: a missing column is not a column of emptied cells."""
    state, agency, kind, county, support_type, *_ = cells
    meant = now.meant
    found = {
        "state": _state(before, state or meant.state, now),
        "name": _name(before, agency, now),
        "support type": _support_type(before, support_type or meant.support_type, now),
        "signed": redating(before, now, listed_on, two) if is_redated(before, now) else None,
    }
    if "COUNTY" in shared_columns and county_key(county) != now.county:
        found["county"] = _corrected(ChangeKind.COUNTY_CORRECTED, "county", county, meant.county)
    if "TYPE" in shared_columns and agency_type(kind) != agency_type(meant.agency_type):
        found["type"] = _corrected(ChangeKind.AGENCY_TYPE_CORRECTED, "type", kind, meant.agency_type)
    found["moa"] = _moa(before, now)
    if "ADDENDUM" in shared_columns:
        found["addendum"] = _addendum(before, now)
    return tuple(Transition(each[0], attribute, (each[1],)) for attribute, each in found.items() if each)


def _state(before: KnownAgreement, printed: str, now: FoldedRow) -> _Difference | None:
    meant = now.meant.state
    if printed == meant:
        return None
    if before.state != now.state:
        return ChangeKind.STATE_CORRECTED, f"state: {printed.strip()!r} before, {meant.strip()!r} now"
    return ChangeKind.STATE_CORRECTED, f"state printed as {printed!r} before, {meant!r} now"


def _name(before: KnownAgreement, printed: str, now: FoldedRow) -> _Difference | None:
    if printed == now.meant.agency:
        return None
    if tidy(printed) == tidy(now.meant.agency):
        return ChangeKind.AGENCY_RESPELLED, "only spacing differs"
    name = fold_agency(before.state, printed)
    return kind_of_renaming(name, now.name), compare_names(name, now.name).phrase


def kind_of_renaming(before: AgencyName, now: AgencyName) -> ChangeKind:
    """The kind for another spelling, other words for the same body, or another body."""
    return _RENAMINGS.get(compare_names(before, now).relation, ChangeKind.AGENCY_RELABELED)


def _support_type(before: KnownAgreement, printed: str, now: FoldedRow) -> _Difference | None:
    if before.support_type != now.support_type and before.support_type and now.support_type:
        return ChangeKind.AGREEMENT_SWITCHED, "same agency, different support type"
    if printed == now.meant.support_type:
        return None
    phrase = f"support type printed as {printed!r} before, {now.meant.support_type!r} now"
    return ChangeKind.SUPPORT_TYPE_RESPELLED, phrase


def is_redated(before: KnownAgreement, now: FoldedRow) -> bool:
    return tidy(before.signed_text) != tidy(now.meant.signed_text)


def redating(before: KnownAgreement, now: FoldedRow, listed_on: date, two: TwoDocuments | None) -> _Difference:
    """Whether another date in the same slot is a correction or a newly signed agreement, and why."""
    corrected = ChangeKind.SIGNING_DATE_CORRECTED
    if before.signed is None or now.signed is None:
        return corrected, f"date printed as {before.signed_text!r} before, {now.meant.signed_text!r} now"
    days = (now.signed - before.signed).days
    if days < 0:
        return corrected, f"dated {counted(-days, 'day')} earlier; a renewal is always dated later"
    if (told := redated_by_documents(two)) is not None:
        return told
    linked_before = before.moa_url or before.earlier_moa_urls
    if days <= (_REDATED_WITHIN if linked_before else _REDATED_UNLINKED_WITHIN).days:
        return corrected, f"dated {counted(days, 'day')} later"
    if before.first_listed and now.signed <= before.first_listed:
        return corrected, f"listed since {before.first_listed}; a renewal is signed later than that"
    if _brings_its_own_file(before, now):
        return ChangeKind.AGREEMENT_RENEWED, f"signed again {counted(days, 'day')} later; its own MOA file is linked"
    if (before.signed.month, before.signed.day) == (now.signed.month, now.signed.day):
        return corrected, "same day and month, different year"
    if before.moa_url and fold_link(before.moa_url) == fold_link(now.meant.moa_url):
        return corrected, "same MOA file"
    if not before.moa_url and now.meant.moa_url:
        return corrected, "corrected when the MOA was linked"
    if not timedelta(0) <= listed_on - now.signed <= _JUST_SIGNED:
        return corrected, "the new date is not recent enough for a new agreement"
    return ChangeKind.AGREEMENT_RENEWED, f"signed again {counted(days, 'day')} later"


def _brings_its_own_file(before: KnownAgreement, now: FoldedRow) -> bool:
    """Whether the file linked now carries the new date in its name, and those linked before do not: two documents.
    So a renewal is known that is listed months later (Knox, Tennessee: signed in June 2020, listed in April 2021)."""
    file = now.meant.moa_url
    earlier = {url for url in (before.moa_url, *before.earlier_moa_urls) if url and fold_link(url) != fold_link(file)}
    return bool(earlier) and file_day(file) == now.signed and now.signed not in map(file_day, earlier)


def _corrected(kind: ChangeKind, what: str, printed: str, meant: str) -> _Difference:
    before, now = (repr(tidy(cell)) if cell.strip() else "empty" for cell in (printed, meant))
    return kind, f"{what}: {before} before, {now} now"


def _moa(before: KnownAgreement, now: FoldedRow) -> _Difference | None:
    was, is_now = fold_link(before.moa_url), fold_link(now.meant.moa_url)
    if was == is_now:
        return None
    if not is_now:
        return ChangeKind.MOA_UNLINKED, "the MOA is no longer linked"
    if was:
        return ChangeKind.MOA_REPLACED, "a different MOA file is linked"
    if is_now in map(fold_link, before.earlier_moa_urls):
        return ChangeKind.MOA_REPLACED, "an earlier MOA file is linked again"
    return ChangeKind.MOA_POSTED, "the MOA is linked for the first time"


def _addendum(before: KnownAgreement, now: FoldedRow) -> _Difference | None:
    is_now = fold_link(now.listing.addendum_url)
    if not is_now or is_now == fold_link(before.addendum_url):
        return None
    phrase = "a different addendum is linked" if before.addendum_url else "an addendum is linked for the first time"
    return ChangeKind.ADDENDUM_POSTED, phrase
