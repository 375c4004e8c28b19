"""Two checks that find the publisher's slips in single rows: a signing date that is years off, a link to another
agency's memorandum.

Neither holds a list. Each slip is told once, on the list where it first shows: as a remark on that list, and as a
question to a person with the evidence. The record keeps what is printed.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from models.calendar import day_of
from models.identity.acceptance import Acceptance
from models.identity.known import KnownAgreement
from models.identity.state import RecordState
from models.lists.agency_names import NameRelation, compare_names
from models.lists.changes import Change, change_id
from models.lists.counts import county_key
from models.lists.folding import fold_agency, fold_link, tidy
from models.lists.moa_files import file_day, file_name
from models.lists.resolution import Doubt, Finding, IncomingList, Placement
from models.vocabulary import ChangeKind, counted

# Of 920 new agreements none but a garbled row was first listed more than 87 days after it was signed.
_LISTED_WITHIN_DAYS = 120
# The chance that such a date is right after all: there is no case yet to learn it from. The four files on two agencies
# so far were all slips (Laplace's rule: 1 in 6).
_DATE_IS_RIGHT = 0.5
_LINK_IS_RIGHT = 0.17

# So many rows are named; a link dragged down a column would name fifty.
_NAMED = 5
# Enough letters to know a word of a name in a file's name, where it is often cut: 'FloridaDeptEnvironProtect...'.
_LETTERS_OF_A_WORD = 6


class Slip(NamedTuple):
    finding: Finding
    doubt: Doubt


def slips(state: RecordState, incoming: IncomingList, trial: Acceptance) -> tuple[Slip, ...]:
    """What is new on this list, compared with the state before it."""
    return (*_signed_long_before(state, incoming, trial), *_files_of_two(state, incoming, trial))


# -- a date years off --------------------------------------------------------------------------------------------


def _signed_long_before(state: RecordState, incoming: IncomingList, trial: Acceptance) -> Iterator[Slip]:
    """New agreements whose date lies so far back that the list before should have had them long ago.

    The date is compared with the list before, not with this one: after a gap of a year without lists, an agreement
    signed in that year is not late.
    """
    if state.participating.published_at is None:
        return
    last = day_of(state.participating.published_at)
    for change in trial.changes:
        if change.kind is not ChangeKind.AGREEMENT_ADDED or change.snapshot_id != incoming.snapshot_id:
            continue
        known = trial.draft.agreements[change.agreement_id or ""]
        signed = known.signed
        if signed and (last - signed).days > _LISTED_WITHIN_DAYS and not _may_be_an_earlier_one(trial, known):
            yield _late(incoming, change, signed, _about_the_date(state, known, signed, last))


def _may_be_an_earlier_one(trial: Acceptance, known: KnownAgreement) -> bool:
    """Whether an agreement that is no longer listed has this very date, state and support type: the new row may be
    that agreement under a garbled or a new name, and then the date is right ('Waria-labelon County' for Walton)."""
    return any(not each.listed for each in trial.draft.signed_alike(known))


def _about_the_date(state: RecordState, known: KnownAgreement, signed: date, last: date) -> Iterator[str]:
    yield f"the list of {last} did not have it"
    for application in map(state.applications.__getitem__, state.applications_of.get(known.agency_id, ())):
        if application.support_type == known.support_type:
            yield f"its application was pending since {application.first_listed.date()}"
    if day := file_day(known.moa_url):
        yield f"the name of its MOA file has {'the same day' if day == signed else f'the day {day}'}"


def _late(incoming: IncomingList, change: Change, signed: date, evidence: Iterable[str]) -> Slip:
    listed_on = day_of(incoming.published_at)
    days = counted((listed_on - signed).days, "day")
    who = f"{change.agency} ({change.state}, {change.support_type})"
    sentence = f"row {change.row}: {who} is new, and SIGNED says {signed}, {days} before this list"
    doubt = Doubt(
        id=change_id(incoming.document_sha256, change.agreement_id or "", "signed long before"),
        snapshot_id=incoming.snapshot_id,
        question=f"Was the agreement of {who} signed on {signed}, as printed?",
        assumed="As printed; the date that is meant can be given in data/corrections.csv",
        change_ids=(change.id,),
        confidence=_DATE_IS_RIGHT,
        evidence=(f"first listed on {listed_on}, {days} after that date", *evidence),
    )
    return Slip(Finding("signed long before", False, False, sentence), doubt)


# -- another agency's file ---------------------------------------------------------------------------------------

_Linked = dict[str, tuple[int, Placement]]  # the row of each agreement, by its id


def _files_of_two(state: RecordState, incoming: IncomingList, trial: Acceptance) -> Iterator[Slip]:
    """MOA files on agreements of two agencies, where the list before did not have them so already."""
    last, placements = state.participating.rows, trial.draft.placements
    unchanged = set(map(id, last.values()))  # a row that the last list also had keeps its placement
    fresh = {placed.moa_url for placed in placements.values() if id(placed) not in unchanged}
    links = {fold_link(url) for url in fresh if url}
    several = {link: rows for link, rows in _by_file(placements, links).items() if len(rows) > 1}
    before = _by_file(last, several) if several else {}
    for link, rows in several.items():
        pairs = combinations(sorted(rows.items()), 2)
        clashing = {id_ for (one, a), (other, b) in pairs if _are_two(link, a[1], b[1]) for id_ in (one, other)}
        if not clashing <= before.get(link, {}).keys():
            in_order = sorted(clashing, key=lambda id_: rows[id_][0])
            yield _shared(incoming, link, {id_: rows[id_] for id_ in in_order})


def _by_file(placements: Mapping[int, Placement], links: Container[str]) -> dict[str, _Linked]:
    """The rows of agreements that link each of these files."""
    found: dict[str, _Linked] = {}
    for row, placed in placements.items():
        if not placed.duplicate and (link := fold_link(placed.moa_url)) in links:
            found.setdefault(link, {})[placed.holder] = (row, placed)
    return found


def _are_two(link: str, one: Placement, other: Placement) -> bool:
    """Whether the two rows are surely of agencies that have not signed one memorandum together.

    A sheriff and the county's jail, a department and its division share words of their names, and may share a
    memorandum. Bodies with nothing in common but the county may too, unless the file is named for one of them.
    """
    if one.agency_id == other.agency_id:
        return False
    if one.state != other.state:
        return True
    counties = {county_key(one.listing.county), county_key(other.listing.county)}
    relation = compare_names(*(fold_agency(each.state, each.listing.agency) for each in (one, other))).relation
    if relation is NameRelation.MISSPELLED:  # Walker and Waller, or one county misspelled
        return len(counties) == 2 and "" not in counties
    if relation is not NameRelation.UNRELATED:
        return False
    elsewhere = len(counties) == 2 or counties == {""}
    return elsewhere or _is_named_for(link, one) != _is_named_for(link, other)


def _is_named_for(link: str, placed: Placement) -> bool:
    letters = "".join(filter(str.isalpha, file_name(link).casefold()))
    words = fold_agency(placed.state, placed.listing.agency).naming
    return bool(words) and all(word[:_LETTERS_OF_A_WORD] in letters for word in words)


def _shared(incoming: IncomingList, link: str, rows: _Linked) -> Slip:
    names = {id_: f"{tidy(placed.listing.agency)} ({placed.state})" for id_, (_, placed) in rows.items()}
    shown = [f"row {row} {names[id_]}" for id_, (row, _) in rows.items()][:_NAMED]
    more = f", and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    evidence = [f"row {row}: {names[id_]}, signed {placed.signed}" for id_, (row, placed) in rows.items()][:_NAMED]
    named = [names[id_] for id_, (_, placed) in rows.items() if _is_named_for(link, placed)]
    if len(named) == 1:
        evidence.append(f"the file's name speaks of {named[0]}")
    dated = [names[id_] for id_, (_, placed) in rows.items() if placed.signed and placed.signed == file_day(link)]
    if len(dated) == 1:
        evidence.append(f"the day in the file's name is the signing date of {dated[0]}")
    sentence = f"one MOA file, {file_name(link)}, is linked for several agencies: {', '.join(shown)}{more}"
    doubt = Doubt(
        id=change_id(link, " ".join(sorted(rows)), "one file"),
        snapshot_id=incoming.snapshot_id,
        question=f"Is {file_name(link)} the MOA of each of these: {'; '.join(list(names.values())[:_NAMED])}{more}?",
        assumed="As linked, for each of them",
        change_ids=(),
        confidence=_LINK_IS_RIGHT,
        evidence=tuple(evidence),
    )
    return Slip(Finding("MOA of another agency", False, False, sentence), doubt)
