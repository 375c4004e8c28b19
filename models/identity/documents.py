"""What the documents behind two rows say of whether these are one agreement: the same bytes, whom they name, when they
were signed.

A document that is another agency's by its own words proves nothing of the row that links it: wrong links happen. What
is illegible is unknown, but the same bytes are the same document, be it a scan without text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from models.documents.held_against import Held, LinkingRow, held_against
from models.documents.linked import DocumentsBehind, LedTo
from models.identity.ids import FoldedRow
from models.identity.known import KnownAgreement
from models.lists.folding import fold_link
from models.vocabulary import ChangeKind

# A single day may be misread by recognition; two are a reading.
_DAYS_OF_A_READING = 2

Piece = tuple[float, str]  # a weight, and the phrase for the evidence


class RowAndDocument(NamedTuple):
    """A row, and the document that its link led to."""

    row: LinkingRow
    document: LedTo | None

    @property
    def sha256(self) -> str:
        return self.document.sha256 if self.document else ""

    @property
    def days(self) -> tuple[date, ...]:
        return self.document.facts.signed if self.document and self.document.facts else ()

    @property
    def is_well_dated(self) -> bool:
        """Whether its days are a reading, or one of them is the day that the row lists, too."""
        return len(self.days) >= _DAYS_OF_A_READING or self.row.signed in self.days

    def names(self, row: LinkingRow) -> bool:
        """Whether the document clearly names the agency of a row."""
        return self._held(row._replace(signed=None, support_type=None)) is Held.AGREES

    @property
    def is_of_another(self) -> bool:
        """Whether the document is clearly another agency's or of another support type than its row says."""
        return self._held(self.row._replace(signed=None)) is Held.DISAGREES

    @property
    def is_of_another_day(self) -> bool:
        return not self.is_of_another and self._held(self.row) is Held.DISAGREES

    def _held(self, row: LinkingRow) -> Held | None:
        # Without the text of its pages a document disagrees rather too often, which makes these rules the more silent.
        facts = self.document.facts if self.document else None
        return held_against(row, facts, ()).held if facts else None


@dataclass(frozen=True, slots=True)
class TwoDocuments:
    """An agreement and a row that may continue it, each with its document; of two links that are not one."""

    before: RowAndDocument
    now: RowAndDocument
    listed_at: datetime  # when the list of the row was published
    is_shared: bool  # whether other rows of that list lead to the second document too

    @property
    def are_one(self) -> bool:
        return bool(self.now.sha256) and self.before.sha256 == self.now.sha256

    @property
    def fit(self) -> bool:
        """Whether nothing that they say of agency and support type speaks against their rows."""
        return not (self.before.is_of_another or self.now.is_of_another)

    @property
    def bear_on_the_date(self) -> bool:
        """Whether the row lists a later date than the agreement, and both documents are known and fit."""
        was, now = self.before.row.signed, self.now.row.signed
        is_later = was is not None and now is not None and was < now
        return is_later and bool(self.before.sha256 and self.now.sha256) and self.fit

    @property
    def is_kept(self) -> bool:
        """Whether the row surely has the document of the agreement. Seen only after the second link was listed, the
        first may lead on to a new one; so its days must then be those of the agreement. A document behind several rows,
        such as an empty form, must name the agency."""
        if not self.are_one or (self.is_shared and not self.now.names(self.now.row)):
            return False
        was, now, days = self.before.row.signed, self.now.row.signed, self.before.days
        if was is None or now is None or _all_nearer(days, now, was):
            return False
        document = self.before.document
        return document is not None and (document.seen_at < self.listed_at or _all_nearer(days, was, now))

    @property
    def second_is_later(self) -> bool:
        """Whether the second document was signed after the first, each by the agency and about the day of its row."""
        was, now, days, later = self.before.row.signed, self.now.row.signed, self.before.days, self.now.days
        if self.are_one or was is None or now is None or not (self.before.is_well_dated and self.now.is_well_dated):
            return False
        in_turn = max(days) < min(later) and _all_nearer(days, was, now) and _all_nearer(later, now, was)
        return in_turn and all(each.names(each.row) for each in (self.before, self.now))


def two_documents(
    documents: DocumentsBehind,
    known: KnownAgreement,
    linked_until: datetime,
    folded: FoldedRow,
    listed_at: datetime,
    links: Mapping[str, int],
) -> TwoDocuments | None:
    """What the links of an agreement and of a row led to; None where the row has no link, or the agreement's. `links`:
    how many rows of the list have each."""
    was, is_now = fold_link(link_before(known)), fold_link(folded.meant.moa_url)
    if not is_now or was == is_now:
        return None
    meant, document = folded.meant, documents.led_to(is_now, listed_at)
    now = LinkingRow(folded.state, meant.agency, meant.agency_type, folded.support_type, folded.signed)
    before = LinkingRow(known.state, known.name, known.agency_type, known.support_type, known.signed)
    return TwoDocuments(
        RowAndDocument(before, documents.led_to(was, linked_until) if was else None),
        RowAndDocument(now, document),
        listed_at,
        is_shared=document is not None and sum(links.get(link, 0) for link in document.links) > 1,
    )


def link_before(known: KnownAgreement) -> str:
    """The last link of an agreement, also where its row has lost it."""
    return known.moa_url or next(reversed(known.earlier_moa_urls), "")


def _all_nearer(days: tuple[date, ...], to: date, than: date) -> bool:
    return bool(days) and all(abs((day - to).days) < abs((day - than).days) for day in days)


# -- one agreement or two --------------------------------------------------------------------------------------------


def weighed_documents(two: TwoDocuments) -> Piece | None:
    """The weight of what the documents say; None where they say nothing."""
    before, now = two.before, two.now
    if now.names(before.row) and not now.names(now.row) and not two.is_shared:
        return 3.0, f"its document, sha256 {now.sha256}, names {before.row.agency}"
    if not two.are_one:
        return _two(before, now) if before.sha256 and now.sha256 else None
    if not two.fit:
        return 0.0, "both addresses lead to one document, which does not fit its row"
    return None if two.is_shared else (4.0, f"the same document, sha256 {now.sha256}")


def _two(before: RowAndDocument, now: RowAndDocument) -> Piece | None:
    """Two documents: each of its own agency, or signed on days of its own."""
    if before.names(before.row) and now.names(now.row) and not before.names(now.row) and not now.names(before.row):
        return -8.0, f"two documents, of {before.row.agency} and of {now.row.agency}"
    clear = min(len(before.days), len(now.days)) >= _DAYS_OF_A_READING and not set(before.days) & set(now.days)
    if clear and not (before.is_of_another or now.is_of_another):
        return -3.0, f"two documents, signed on {before.days[-1]} and on {now.days[-1]}"
    return None


# -- signed again, or a date corrected -------------------------------------------------------------------------------


def redated_by_documents(two: TwoDocuments | None) -> tuple[ChangeKind, str] | None:
    """What another, later date in the same slot is by the documents; None where they leave it open."""
    if two is None or not two.bear_on_the_date:
        return None
    before, now = two.before, two.now
    if two.second_is_later:
        phrase = f"another document, sha256 {now.sha256}, signed on {now.days[-1]}; the one before, sha256"
        return ChangeKind.AGREEMENT_RENEWED, f"{phrase} {before.sha256}, on {before.days[-1]}"
    if two.is_kept and not now.is_of_another_day:
        return ChangeKind.SIGNING_DATE_CORRECTED, f"the same document, sha256 {now.sha256}"
    return None


def contradiction(two: TwoDocuments | None) -> tuple[str, ...]:
    """Both readings, where the later date of a row is far from the days of its document, which was linked before or was
    signed before the one that was."""
    if two is None or not two.bear_on_the_date:
        return ()
    before, now = two.before, two.now
    listed = f"the row lists {now.row.signed}, {before.row.signed} before"
    if two.is_kept and now.is_of_another_day:
        return listed, f"the document, sha256 {now.sha256}, was linked before and signed on {now.days[-1]}"
    if min(len(before.days), len(now.days)) >= _DAYS_OF_A_READING and max(now.days) < min(before.days):
        earlier = f"the one before, sha256 {before.sha256}, on {before.days[-1]}"
        return listed, f"the document, sha256 {now.sha256}, was signed on {now.days[-1]}, {earlier}"
    return ()
