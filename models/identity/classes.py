"""Which kind of change each difference is between an agreement as it stood and the row that continues it."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.identity.ids import Reading
from models.identity.known import Cells, KnownAgreement
from models.identity.naming import Relation, relation
from models.lists.counts import agency_type, county_key
from models.lists.folding import AgencyName, fold_agency, fold_link, tidy
from models.vocabulary import ChangeKind

# The same instrument is re-dated by a day or some weeks, mostly when its MOA posts; by up to ten weeks was seen where
# no MOA was linked. Where another file stood before, a month is the most.
_REDATED_WITHIN = timedelta(days=30)
_REDATED_UNLINKED_WITHIN = timedelta(days=90)

# A renewal has just been signed when it is listed: nine in ten agreements are listed within three weeks of
# signing, nearly all within two months.
_JUST_SIGNED = timedelta(days=60)


_RENAMINGS = {
    Relation.EQUAL: ChangeKind.AGENCY_RESPELLED,
    Relation.REORDERED: ChangeKind.AGENCY_RENAMED,
    Relation.MISSPELLED: ChangeKind.AGENCY_RESPELLED,
    Relation.REWORDED: ChangeKind.AGENCY_RENAMED,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, as a kind of change; `attribute` goes into the change's id."""

    kind: ChangeKind
    attribute: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which of the optional columns both lists have: a missing column is not a column of emptied cells."""

    county: bool
    agency_type: bool
    addendum: bool


def differences(
    before: KnownAgreement, printed: Cells, now: Reading, columns: Columns, listed_on: date
) -> tuple[Difference, ...]:
    """What the row says otherwise than the agreement did. `printed` are the agreement's cells on the last list;
    an empty state or support type there means that nothing can be compared."""
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
    return tuple(difference for difference in found if difference)


def _state(before: KnownAgreement, printed: str, now: Reading) -> Difference | None:
    if printed == now.meant.state:
        return None
    if before.state != now.state:
        phrase = f"state {printed.strip()!r} before, {now.meant.state.strip()!r} now"
    else:
        phrase = f"the state's name printed {printed!r} before, {now.meant.state!r} now"
    return Difference(ChangeKind.STATE_CORRECTED, "state", (phrase,))


def _name(before: KnownAgreement, printed: str, now: Reading) -> Difference | None:
    if printed == now.meant.agency:
        return None
    if tidy(printed) == tidy(now.meant.agency):
        return Difference(ChangeKind.AGENCY_RESPELLED, "name", ("only white space differs",))
    name = fold_agency(before.state, printed)
    return Difference(kind_of_renaming(name, now.name), "name", (relation(name, now.name).phrase,))


def kind_of_renaming(before: AgencyName, now: AgencyName) -> ChangeKind:
    """Another spelling, other words for the same body, or another body."""
    return _RENAMINGS.get(relation(before, now).relation, ChangeKind.AGENCY_RELABELED)


def _support_type(before: KnownAgreement, printed: str, now: Reading) -> Difference | None:
    if before.support_type != now.support_type and before.support_type and now.support_type:
        return Difference(ChangeKind.AGREEMENT_SWITCHED, "support type", ("same agency, another support type",))
    if printed == now.meant.support_type:
        return None
    phrase = f"support type printed {printed!r} before, {now.meant.support_type!r} now"
    return Difference(ChangeKind.SUPPORT_TYPE_RESPELLED, "support type", (phrase,))


def _signed(before: KnownAgreement, now: Reading, listed_on: date) -> Difference | None:
    if tidy(before.signed_text) == tidy(now.meant.signed_text):
        return None
    kind, phrase = redating(before, now, listed_on)
    return Difference(kind, "signed", (phrase,))


def redating(before: KnownAgreement, now: Reading, listed_on: date) -> tuple[ChangeKind, str]:
    """Whether another date in the same slot corrects the date or tells of a newly signed agreement."""
    if before.signed is None or now.signed is None:
        return (
            ChangeKind.SIGNING_DATE_CORRECTED,
            f"date printed {before.signed_text!r} before, {now.meant.signed_text!r} now",
        )
    days = (now.signed - before.signed).days
    corrected = ChangeKind.SIGNING_DATE_CORRECTED
    same_file = bool(before.moa_url) and fold_link(before.moa_url) == fold_link(now.listing.moa_url)
    if days < 0:
        return corrected, f"dated {-days} days earlier: an agreement is not renewed backwards"
    if days <= (_REDATED_WITHIN if before.moa_url else _REDATED_UNLINKED_WITHIN).days:
        return corrected, f"dated {days} days later"
    if (before.signed.month, before.signed.day) == (now.signed.month, now.signed.day):
        return corrected, "same day and month of another year"
    if same_file:
        return corrected, "same MOA file"
    if not before.moa_url and now.listing.moa_url:
        return corrected, "the date was put right when the MOA was linked"
    if not timedelta(0) <= listed_on - now.signed <= _JUST_SIGNED:
        return corrected, "the new date is not that of an agreement just signed"
    return ChangeKind.AGREEMENT_RENEWED, f"signed again {days} days later"


def _county(printed: str, now: Reading) -> Difference | None:
    if county_key(printed) == now.county:
        return None
    phrase = f"county {_shown(printed)} before, {_shown(now.meant.county)} now"
    return Difference(ChangeKind.COUNTY_CORRECTED, "county", (phrase,))


def _agency_type(printed: str, now: Reading) -> Difference | None:
    if agency_type(printed) == agency_type(now.meant.agency_type):
        return None
    phrase = f"type {_shown(printed)} before, {_shown(now.meant.agency_type)} now"
    return Difference(ChangeKind.AGENCY_TYPE_CORRECTED, "type", (phrase,))


def _shown(cell: str) -> str:
    return repr(tidy(cell)) if cell.strip() else "empty"


def _moa(before: KnownAgreement, now: Reading) -> Difference | None:
    was, is_now = fold_link(before.moa_url), fold_link(now.listing.moa_url)
    if was == is_now:
        return None
    if not is_now:
        return Difference(ChangeKind.MOA_UNLINKED, "moa", ("the MOA is linked no more",))
    if was:
        return Difference(ChangeKind.MOA_REPLACED, "moa", ("another MOA file is linked",))
    if is_now in map(fold_link, before.earlier_moa_urls):
        return Difference(ChangeKind.MOA_REPLACED, "moa", ("a MOA file that was linked before is linked again",))
    return Difference(ChangeKind.MOA_POSTED, "moa", ("the MOA is linked for the first time",))


def _addendum(before: KnownAgreement, now: Reading) -> Difference | None:
    is_now = fold_link(now.listing.addendum_url)
    if not is_now or is_now == fold_link(before.addendum_url):
        return None
    phrase = "another addendum is linked" if before.addendum_url else "an addendum is linked for the first time"
    return Difference(ChangeKind.ADDENDUM_POSTED, "addendum", (phrase,))
