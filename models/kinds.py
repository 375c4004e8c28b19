"""The words for each kind of change in tables, subject lines, mails and feeds; the README says what each means."""

from enum import StrEnum
from typing import NamedTuple

from models.vocabulary import ChangeKind


class DigestSection(StrEnum):
    """Where a digest tells a change. COSMETIC changes correct how the list is printed, not what was agreed: they are
    recorded and counted, never headlined."""

    BY_STATE = "by state"
    ENDINGS = "endings"
    PENDING = "pending"
    DOCUMENTS = "documents"
    COSMETIC = "cosmetic"


class KindFacts(NamedTuple):
    """The words for one kind of change."""

    short: str  # a word or two for tables and subject lines, to follow a number: '3 renewed'
    phrase: str  # for mails and feeds: 'On Jan 20, 2026 we told you: new agreement.'
    section: DigestSection


# For each section its kinds, in the order of their weight in a subject line: short word, phrase.
_WORDS = {
    DigestSection.BY_STATE: {
        ChangeKind.AGREEMENT_ADDED: ("added", "new agreement"),
        ChangeKind.AGREEMENT_RETURNED: ("back on the list", "agreement back on the list"),
        ChangeKind.AGREEMENT_RENEWED: ("renewed", "agreement renewed"),
        ChangeKind.AGREEMENT_SWITCHED: ("switched", "support type switched"),
        ChangeKind.AGENCY_RENAMED: ("renamed", "agency renamed"),
        ChangeKind.AGENCY_RELABELED: ("relabeled", "listed under another kind of agency"),
    },
    DigestSection.ENDINGS: {ChangeKind.AGREEMENT_ENDED: ("ended", "agreement ended")},
    DigestSection.PENDING: {
        ChangeKind.PENDING_ADDED: ("added", "new pending application"),
        ChangeKind.PENDING_SIGNED: ("signed", "pending application signed"),
        ChangeKind.PENDING_DROPPED: ("no longer listed", "pending application no longer listed"),
    },
    DigestSection.DOCUMENTS: {
        ChangeKind.MOA_POSTED: ("document posted", "agreement document posted"),
        ChangeKind.ADDENDUM_POSTED: ("addendum posted", "addendum posted"),
    },
    DigestSection.COSMETIC: {
        ChangeKind.SIGNING_DATE_CORRECTED: ("signing date", "signing date corrected"),
        ChangeKind.AGENCY_RESPELLED: ("agency spelling", "agency spelling corrected"),
        ChangeKind.STATE_CORRECTED: ("state", "state corrected"),
        ChangeKind.SUPPORT_TYPE_RESPELLED: ("support type spelling", "support type spelling corrected"),
        ChangeKind.AGENCY_TYPE_CORRECTED: ("agency type", "agency type corrected"),
        ChangeKind.COUNTY_CORRECTED: ("county", "county corrected"),
        ChangeKind.DUPLICATE_LISTED: ("duplicate row", "row printed twice"),
        ChangeKind.DUPLICATE_UNLISTED: ("duplicate row removed", "duplicate row removed"),
        ChangeKind.MOA_REPLACED: ("document replaced", "agreement document replaced"),
        ChangeKind.MOA_UNLINKED: ("document link removed", "link to the agreement document removed"),
    },
}

KINDS = {kind: KindFacts(*words, section) for section, kinds in _WORDS.items() for kind, words in kinds.items()}


def kinds_in(section: DigestSection) -> tuple[ChangeKind, ...]:
    """The kinds that a digest tells in `section`, in the order of the table."""
    return tuple(kind for kind, facts in KINDS.items() if facts.section is section)


COSMETIC_KINDS = frozenset(kinds_in(DigestSection.COSMETIC))
