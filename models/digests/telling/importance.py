"""What comes first: an ending before a switch, a switch before an addition, and so on to what is hardly news."""

from collections import Counter
from collections.abc import Iterable

from models.digests.content import Item
from models.digests.wording import plural
from models.vocabulary import ChangeKind, ChangeStatus

# One sort of news: a kind of change and whether it is sure.
Sort = tuple[ChangeKind, bool]

_KINDS = (
    ChangeKind.AGREEMENT_SWITCHED, ChangeKind.AGREEMENT_RETURNED, ChangeKind.AGREEMENT_ADDED,
    ChangeKind.AGREEMENT_RENEWED, ChangeKind.AGENCY_RENAMED, ChangeKind.AGENCY_RELABELED, ChangeKind.PENDING_ADDED,
    ChangeKind.PENDING_SIGNED, ChangeKind.PENDING_DROPPED, ChangeKind.MOA_GONE, ChangeKind.MOA_POSTED,
    ChangeKind.ADDENDUM_POSTED,
)  # fmt: skip
_ENDED: Sort = (ChangeKind.AGREEMENT_ENDED, True)
_MISSING: Sort = (ChangeKind.AGREEMENT_ENDED, False)  # nine of ten come back under another spelling or date
_RANKS = {
    sort: rank
    for rank, sort in enumerate(
        (_ENDED, *((kind, True) for kind in _KINDS[:4]), _MISSING, *((kind, True) for kind in _KINDS[4:]))
    )
}

# An ending, a switch, a return or a new agreement.
WEIGHTY = _RANKS[ChangeKind.AGREEMENT_ADDED, True]

# For a subject line and for a sentence; the noun of the first is left out where another number has said it.
_SUBJECT = {
    _ENDED: ("agreement", "ended"), _MISSING: ("agreement", "possibly ended"),
    (ChangeKind.AGREEMENT_SWITCHED, True): ("agreement", "switched"),
    (ChangeKind.AGREEMENT_RETURNED, True): ("agreement", "back on the list"),
    (ChangeKind.AGREEMENT_RENEWED, True): ("agreement", "renewed"),
    (ChangeKind.AGENCY_RENAMED, True): ("agency", "renamed"),
    (ChangeKind.AGENCY_RELABELED, True): ("agreement", "relabeled"),
    (ChangeKind.PENDING_ADDED, True): ("new application", ""),
    (ChangeKind.PENDING_SIGNED, True): ("application", "signed"),
    (ChangeKind.PENDING_DROPPED, True): ("application", "no longer listed"),
    (ChangeKind.MOA_GONE, True): ("document", "gone"),
    (ChangeKind.MOA_POSTED, True): ("document", "posted"),
    (ChangeKind.ADDENDUM_POSTED, True): ("addendum", "posted"),
}  # fmt: skip
_SENTENCE = _SUBJECT | {
    _MISSING: ("agreement", "missing from the list, too soon to confirm an ending"),
    (ChangeKind.AGREEMENT_SWITCHED, True): ("agreement", "switched to another support type"),
    (ChangeKind.AGENCY_RELABELED, True): ("agreement", "listed under another kind of agency"),
    (ChangeKind.PENDING_ADDED, True): ("new pending application", ""),
    (ChangeKind.PENDING_SIGNED, True): ("pending application", "signed"),
    (ChangeKind.PENDING_DROPPED, True): ("pending application", "no longer listed"),
    (ChangeKind.MOA_GONE, True): ("agreement document", "gone"),
    (ChangeKind.MOA_POSTED, True): ("agreement document", "posted"),
}


def sort_of(item: Item) -> Sort:
    suspected = item.kind is ChangeKind.AGREEMENT_ENDED and item.status is ChangeStatus.SUSPECTED
    return item.kind, not suspected


def rank(item: Item) -> int:
    """Its place in the order of importance; cosmetic kinds come last."""
    return _RANKS.get(sort_of(item), len(_RANKS))


def by_sort(items: Iterable[Item]) -> dict[Sort, list[Item]]:
    """The changes of each sort, the most important sort first."""
    sorts: dict[Sort, list[Item]] = {}
    for item in sorted(items, key=rank):
        if sort_of(item) in _RANKS:
            sorts.setdefault(sort_of(item), []).append(item)
    return sorts


def noun_of(sort: Sort) -> str:
    """What a number of this sort counts: 'agreement', 'application', 'agency'."""
    return "agreement" if sort[0] is ChangeKind.AGREEMENT_ADDED else _SUBJECT[sort][0].removeprefix("new ")


def subject_words(sort: Sort, number: int, *, noun_said: bool) -> str:
    """'3 agreements ended', '12 new agreements'; with the noun said '3 ended', '12 new'."""
    if sort[0] is ChangeKind.AGREEMENT_ADDED:
        return f"{number:,} new" if noun_said else plural(number, "new agreement")
    noun, verb = _SUBJECT[sort]
    if noun_said:
        return f"{number:,} {verb or 'new'}"
    return f"{plural(number, noun)} {verb}".strip()


def sentence_words(sort: Sort, number: int) -> str:
    """'1 pending application signed'."""
    if sort[0] is ChangeKind.AGREEMENT_ADDED:
        return plural(number, "new agreement")
    noun, verb = _SENTENCE[sort]
    return f"{plural(number, noun)} {verb}".strip()


def spread(items: Iterable[Item]) -> dict[str, int]:
    """How many of the changes each state has, most first."""
    numbers = Counter(item.state for item in items)
    return dict(sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0])))
