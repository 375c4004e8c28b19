"""The kinds of change: one table with everything that is said about each, wherever it is said."""

from enum import StrEnum
from typing import NamedTuple

from models.vocabulary import ChangeKind, ChangeStatus


class DigestSection(StrEnum):
    """Where a digest tells a change. COSMETIC changes correct how the list is printed, not what was agreed: they are
    recorded and counted, never headlined."""

    BY_STATE = "by state"
    ENDINGS = "endings"
    PENDING = "pending"
    DOCUMENTS = "documents"
    COSMETIC = "cosmetic"


class KindFacts(NamedTuple):
    """What the program says about one kind of change."""

    happened: str  # a sentence for the README
    short: str  # a word or two for tables and subject lines, to follow a number: '3 renewed'
    phrase: str  # for mails and feeds: 'On Jan 20, 2026 we told you: new agreement.'
    section: DigestSection
    starts_suspected: bool  # and is confirmed or withdrawn by later lists


# For each section its kinds, in the order of their weight in a subject line: sentence, short word, phrase.
_WORDS = {
    DigestSection.BY_STATE: {
        ChangeKind.AGREEMENT_ADDED: ("A new agreement is on the list.", "added", "new agreement"),
        ChangeKind.AGREEMENT_RETURNED: (
            "An agreement is listed again after its end was confirmed.",
            "back on the list", "agreement back on the list",
        ),
        ChangeKind.AGREEMENT_RENEWED: (
            "An agreement was signed again: the signing date is new.", "renewed", "agreement renewed",
        ),
        ChangeKind.AGREEMENT_SWITCHED: ("An agreement changed its support type.", "switched", "support type switched"),
        ChangeKind.AGENCY_RENAMED: ("The agency has a new name.", "renamed", "agency renamed"),
        ChangeKind.AGENCY_RELABELED: (
            "The agreement is listed under another kind of agency, such as a police department.",
            "relabeled", "listed under another kind of agency",
        ),
    },
    DigestSection.ENDINGS: {
        ChangeKind.AGREEMENT_ENDED: (
            "An agreement is gone from the list. *Suspected* at first; confirmed once it has been missing from 3 "
            "accepted lists and for 2 days; withdrawn if it returns or another change explains it.",
            "ended", "agreement ended",
        ),
    },
    DigestSection.PENDING: {
        ChangeKind.PENDING_ADDED: ("An agency applied: it is on the pending list.", "added", "new pending application"),
        ChangeKind.PENDING_SIGNED: (
            "A pending application became an agreement.", "signed", "pending application signed",
        ),
        ChangeKind.PENDING_DROPPED: (
            "A pending application is gone from the list, and no agreement was signed.",
            "no longer listed", "pending application no longer listed",
        ),
    },
    DigestSection.DOCUMENTS: {
        ChangeKind.MOA_POSTED: (
            "The list now links the text of the agreement. *Suspected* while nothing is at the address, withdrawn if "
            "nothing is there a day later either; confirmed once it is.",
            "document posted", "agreement document posted",
        ),
        ChangeKind.ADDENDUM_POSTED: (
            "The list now links an addendum to the agreement. Suspected and withdrawn as above.",
            "addendum posted", "addendum posted",
        ),
        ChangeKind.MOA_GONE: (
            "The agreement's text is gone from its address though the list still links it: two answers, a day or more "
            "apart, said so. Withdrawn if a document is there again.",
            "document gone", "agreement document gone from its address",
        ),
    },
    DigestSection.COSMETIC: {
        ChangeKind.SIGNING_DATE_CORRECTED: (
            "The printed signing date was corrected.", "signing date", "signing date corrected",
        ),
        ChangeKind.AGENCY_RESPELLED: (
            "The agency's name is spelled differently.", "agency spelling", "agency spelling corrected",
        ),
        ChangeKind.STATE_CORRECTED: ("The printed state was corrected.", "state", "state corrected"),
        ChangeKind.SUPPORT_TYPE_RESPELLED: (
            "The support type is spelled differently.", "support type spelling", "support type spelling corrected",
        ),
        ChangeKind.AGENCY_TYPE_CORRECTED: (
            "The printed agency type was corrected.", "agency type", "agency type corrected",
        ),
        ChangeKind.COUNTY_CORRECTED: ("The printed county was corrected.", "county", "county corrected"),
        ChangeKind.DUPLICATE_LISTED: ("A row is printed twice.", "duplicate row", "row printed twice"),
        ChangeKind.DUPLICATE_UNLISTED: (
            "A row that was printed twice is printed once again.", "duplicate row removed", "duplicate row removed",
        ),
        ChangeKind.MOA_REPLACED: (
            "The link leads to another file, or the file behind it is another.",
            "document replaced", "agreement document replaced",
        ),
        ChangeKind.MOA_UNLINKED: (
            "The link to the agreement's text is gone, and no other link of the agreement leads to the same file.",
            "document link removed", "link to the agreement document removed",
        ),
    },
}  # fmt: skip

# What is missing from one list may be back on the next.
_SUSPECTED_FIRST = frozenset({ChangeKind.AGREEMENT_ENDED, ChangeKind.PENDING_DROPPED})

KINDS = {
    kind: KindFacts(*words, section, starts_suspected=kind in _SUSPECTED_FIRST)
    for section, kinds in _WORDS.items()
    for kind, words in kinds.items()
}


def kinds_in(section: DigestSection) -> tuple[ChangeKind, ...]:
    """The kinds that a digest tells in `section`, in the order of the table."""
    return tuple(kind for kind, facts in KINDS.items() if facts.section is section)


def first_status(kind: ChangeKind) -> ChangeStatus:
    """How sure the record is of a change when one list shows it."""
    return ChangeStatus.SUSPECTED if KINDS[kind].starts_suspected else ChangeStatus.CONFIRMED


COSMETIC_KINDS = frozenset(kinds_in(DigestSection.COSMETIC))
