"""The kinds of change: one table with everything that is said about each, wherever it is said."""

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
    """What the program says about one kind of change."""

    happened: str  # a sentence for the README
    short: str  # a word or two for tables and subject lines, to follow a number: '3 renewed'
    phrase: str  # for mails and feeds: 'On Jan 20, 2026 we told you: new agreement.'
    section: DigestSection
    starts_suspected: bool = False  # and is confirmed or withdrawn by later lists


# In the order of their weight in a subject line.
KINDS = {
    ChangeKind.AGREEMENT_ADDED: KindFacts(
        "A new agreement is on the list.", "added", "new agreement", DigestSection.BY_STATE
    ),
    ChangeKind.AGREEMENT_RETURNED: KindFacts(
        "An agreement is listed again after its end was confirmed.",
        "back on the list", "agreement back on the list", DigestSection.BY_STATE,
    ),
    ChangeKind.AGREEMENT_RENEWED: KindFacts(
        "An agreement was signed again: the signing date is new.",
        "renewed", "agreement renewed", DigestSection.BY_STATE,
    ),
    ChangeKind.AGREEMENT_SWITCHED: KindFacts(
        "An agreement changed its support type.", "switched", "support type switched", DigestSection.BY_STATE
    ),
    ChangeKind.AGENCY_RENAMED: KindFacts(
        "The agency has a new name.", "renamed", "agency renamed", DigestSection.BY_STATE
    ),
    ChangeKind.AGENCY_RELABELED: KindFacts(
        "The agreement is listed under another kind of agency: a police department instead of a sheriff's office.",
        "relabeled", "listed under another kind of agency", DigestSection.BY_STATE,
    ),
    ChangeKind.AGREEMENT_ENDED: KindFacts(
        "An agreement is gone from the list. *Suspected* at first; confirmed once it has been missing from 3 accepted "
        "lists over 2 days; withdrawn if it returns or another change explains it.",
        "ended", "agreement ended", DigestSection.ENDINGS, starts_suspected=True,
    ),
    ChangeKind.MOA_POSTED: KindFacts(
        "The list now links the text of the agreement.", "document posted", "agreement document posted",
        DigestSection.DOCUMENTS,
    ),
    ChangeKind.ADDENDUM_POSTED: KindFacts(
        "The list now links an addendum to the agreement.", "addendum posted", "addendum posted",
        DigestSection.DOCUMENTS,
    ),
    ChangeKind.PENDING_ADDED: KindFacts(
        "An agency applied: it is on the pending list.", "added", "new pending application", DigestSection.PENDING
    ),
    ChangeKind.PENDING_SIGNED: KindFacts(
        "A pending application became an agreement.", "signed", "pending application signed", DigestSection.PENDING
    ),
    ChangeKind.PENDING_DROPPED: KindFacts(
        "A pending application is gone from the list, and no agreement was signed.",
        "no longer listed", "pending application no longer listed", DigestSection.PENDING,
    ),
    ChangeKind.SIGNING_DATE_CORRECTED: KindFacts(
        "The printed signing date was corrected.", "signing date", "signing date corrected", DigestSection.COSMETIC
    ),
    ChangeKind.AGENCY_RESPELLED: KindFacts(
        "The agency's name is spelled differently.", "agency spelling", "agency spelling corrected",
        DigestSection.COSMETIC,
    ),
    ChangeKind.STATE_CORRECTED: KindFacts(
        "The printed state was corrected.", "state", "state corrected", DigestSection.COSMETIC
    ),
    ChangeKind.SUPPORT_TYPE_RESPELLED: KindFacts(
        "The support type is spelled differently.", "support type spelling", "support type spelling corrected",
        DigestSection.COSMETIC,
    ),
    ChangeKind.AGENCY_TYPE_CORRECTED: KindFacts(
        "The printed agency type was corrected.", "agency type", "agency type corrected", DigestSection.COSMETIC
    ),
    ChangeKind.COUNTY_CORRECTED: KindFacts(
        "The printed county was corrected.", "county", "county corrected", DigestSection.COSMETIC
    ),
    ChangeKind.DUPLICATE_LISTED: KindFacts(
        "A row is printed twice.", "duplicate row", "row printed twice", DigestSection.COSMETIC
    ),
    ChangeKind.DUPLICATE_UNLISTED: KindFacts(
        "A row that was printed twice is printed once again.", "duplicate row removed", "duplicate row removed",
        DigestSection.COSMETIC,
    ),
    ChangeKind.MOA_REPLACED: KindFacts(
        "The link leads to another file.", "document replaced", "agreement document replaced", DigestSection.COSMETIC
    ),
    ChangeKind.MOA_UNLINKED: KindFacts(
        "The link to the agreement's text is gone.", "document link removed",
        "link to the agreement document removed", DigestSection.COSMETIC,
    ),
}  # fmt: skip


def kinds_in(section: DigestSection) -> tuple[ChangeKind, ...]:
    """The kinds that a digest tells in `section`, in the order of the table."""
    return tuple(kind for kind, facts in KINDS.items() if facts.section is section)


COSMETIC_KINDS = frozenset(kinds_in(DigestSection.COSMETIC))
