"""Which new rows continue agreements whose rows are missing: candidates, weights, pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from models.identity.assignment import assign
from models.identity.changes import doubt_of
from models.identity.evidence import Scales, Weighed
from models.identity.ids import FoldedRow
from models.identity.known import KnownAgreement, PreviousRow
from models.identity.list_context import ListContext
from models.identity.row_matching import RowMatches
from models.lists.listings import Listing

# With more possible pairs of one state and support type, only rows with equal dates are weighed: comparing every name
# with every other would take too long.
_MAX_BY_NAME = 2_500


class MissingAgreement(NamedTuple):
    """An agreement without a row on the incoming list: missing for the first time (0 lists before), or lately."""

    known: KnownAgreement
    previous: PreviousRow
    lists_absent: int


def pair_by_evidence(context: ListContext, matches: RowMatches) -> list[tuple[PreviousRow, FoldedRow, Weighed]]:
    """Move the pairs out of the missing and the new rows of `matches`; pairs too close to call become doubts."""
    draft, new = context.draft, matches.new
    gone = [MissingAgreement(draft.agreements[previous.holder], previous, 0) for previous in matches.missing] + [
        MissingAgreement(known, stand_in_row(known), ending.lists_absent)
        for id_, ending in sorted(draft.endings.items())
        if not (known := draft.agreements[id_]).listed
    ]
    if not gone or not new:
        return []
    alone = len(matches.missing) == len(new) == 1 and not matches.altered and not matches.repeats
    scales = Scales(
        context.before,
        context.rulings,
        draft.names,
        context.incoming,
        context.listed_on,
        context.links,
        context.two_documents,
        nothing_else_changed=alone,
    )
    weighed: dict[tuple[int, int], Weighed] = {}
    for place, other in _candidates(gone, new, context):
        if (found := scales.weigh(*gone[place], new[other])) is not None:
            weighed[place, other] = found
    pairs = assign({pair: found.weight for pair, found in weighed.items() if found.is_accepted})
    places, others = {place for place, _ in pairs}, {other for _, other in pairs}
    context.doubts += (
        doubt_of(context.incoming, gone[place].known, new[other], found, ())
        for (place, other), found in weighed.items()
        if found.is_doubtful and not found.is_accepted and place not in places and other not in others
    )
    matches.take_out(pairs)
    return [(gone[place].previous, new[other], weighed[place, other]) for place, other in pairs]


def stand_in_row(known: KnownAgreement) -> PreviousRow:
    """A row for an agreement that had none on the last list, with the cells that are known of it."""
    listing = Listing("", known.name, known.agency_type, known.county, "", known.signed, known.signed_text, *[""] * 4)
    return PreviousRow(0, listing, known.id, False)


def _candidates(gone: list[MissingAgreement], new: list[FoldedRow], context: ListContext) -> Iterator[tuple[int, int]]:
    """Same state and support type; or the same name in another state; or the same agency with another support type."""
    by_slot: dict[object, list[int]] = defaultdict(list)
    by_name: dict[object, list[int]] = defaultdict(list)
    by_agency: dict[object, list[int]] = defaultdict(list)
    for other, folded in enumerate(new):
        by_slot[folded.state, folded.support_type].append(other)
        by_name[folded.name.key, folded.support_type].append(other)
        by_agency[context.draft.names.agency(folded)].append(other)
    sizes = Counter((missing.known.state, missing.known.support_type) for missing in gone)
    for place, missing in enumerate(gone):
        known = missing.known
        group = (known.state, known.support_type)
        here: Iterable[int] = by_slot[group]
        if sizes[group] * len(by_slot[group]) > _MAX_BY_NAME:
            here = [other for other in here if new[other].signed == known.signed]
        for other in sorted({*here, *by_name[known.key, known.support_type], *by_agency[known.agency_id]}):
            yield place, other
