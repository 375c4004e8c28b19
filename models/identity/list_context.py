"""One incoming list with everything that the rules for its rows look at: the last state, the draft, the changes."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from models.calendar import day_of
from models.documents.linked import DocumentsBehind
from models.identity.changes import Subject, change_of, doubt_about_date
from models.identity.documents import TwoDocuments, contradiction, link_before, two_documents
from models.identity.draft import Draft
from models.identity.ids import FoldedRow
from models.identity.known import KnownAgreement
from models.identity.state import RecordState
from models.identity.transitions import Transition, is_redated
from models.lists.changes import Change
from models.lists.folding import fold_link, tidy
from models.lists.resolution import Doubt, IncomingList
from models.lists.rulings import Decision, Rulings
from models.vocabulary import ChangeStatus


@dataclass
class ListContext:
    """One list on its way into the record."""

    before: RecordState
    incoming: IncomingList
    rulings: Rulings
    documents: DocumentsBehind
    draft: Draft
    told: dict[str, Change] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def first(self) -> bool:
        """Whether this is the first list: its agreements are listed, but nothing has changed."""
        return not self.before.participating.snapshot_id

    @property
    def listed_on(self) -> date:
        return day_of(self.incoming.published_at)

    @property
    def first_listed(self) -> date | None:
        """Since when an agreement that this list brings is listed; nobody knows of those on the first list."""
        return None if self.first else self.listed_on

    @cached_property
    def shared_columns(self) -> frozenset[str]:
        """The columns that this list and the one before it both have."""
        before, now = self.before.participating.columns, self.incoming.published.columns
        return frozenset({tidy(name).upper() for name in before} & {tidy(name).upper() for name in now})

    @cached_property
    def links(self) -> Counter[str]:
        """How many rows of this list have each link."""
        return Counter(fold_link(row.moa_url) for row in self.incoming.published.listings if row.moa_url)

    def two_documents(
        self, known: KnownAgreement, folded: FoldedRow, linked_until: datetime | None = None
    ) -> TwoDocuments | None:
        """The documents behind an agreement and behind a row that may continue it."""
        ending, listed_at = self.draft.endings.get(known.id), self.incoming.published_at
        last = ending.missing_since if ending else self.before.participating.published_at
        return two_documents(self.documents, known, linked_until or last or listed_at, folded, listed_at, self.links)

    def redated_documents(
        self, known: KnownAgreement, folded: FoldedRow, linked_until: datetime | None = None
    ) -> TwoDocuments | None:
        """The same where the row lists another date; None where the agreement never had a link to compare."""
        if not link_before(known) or not is_redated(known, folded):
            return None
        return self.two_documents(known, folded, linked_until)

    def ask_about_date(
        self, known: KnownAgreement, folded: FoldedRow, two: TwoDocuments | None, told: tuple[Change, ...]
    ) -> None:
        """Put before a person a row and a document that contradict each other."""
        if evidence := contradiction(two):
            self.doubts.append(doubt_about_date(self.incoming, known, folded, evidence, told))

    def earlier_holder(self, folded: FoldedRow) -> str | None:
        """The agreement that last held the slot of this row's name."""
        history = self.before.slot_histories.get(folded.slot)
        return history.agreement_id if history else None

    def tell(self, transition: Transition, subject: Subject) -> Change:
        """Record a change; one that a person ruled out is recorded as withdrawn."""
        change = change_of(self.incoming, transition, subject)
        if self.rulings.decision(change.id) is Decision.REJECT:
            phrase = "a person ruled that it did not happen"
            change = change.become(ChangeStatus.WITHDRAWN, self.incoming.snapshot_id, phrase)
        self.record(change)
        return change

    def record(self, change: Change) -> None:
        """Record the current version of a change; an earlier version keeps its id."""
        self.told[change.id] = change

    def withdraw_ending(self, known: KnownAgreement, because: str) -> None:
        """Withdraw the ending of an agreement that is listed after all."""
        ending = self.draft.endings.get(known.id)
        if ending is not None and ending.change.status is not ChangeStatus.WITHDRAWN:
            change = ending.change.become(ChangeStatus.WITHDRAWN, self.incoming.snapshot_id, because)
            self.draft.endings[known.id] = replace(ending, change=change, back_on=self.draft.number)
            self.record(change)
