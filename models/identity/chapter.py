"""The chapter that one list writes in the record: the draft that it is carried into, and what it tells."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from models.calendar import day_of
from models.identity import telling
from models.identity.classes import Columns, Difference
from models.identity.draft import Draft
from models.identity.endings import withdrawn
from models.identity.ids import Reading
from models.identity.known import KnownAgreement
from models.identity.state import RecordState
from models.identity.telling import Told
from models.lists.changes import Change
from models.lists.folding import tidy
from models.lists.resolution import Doubt, ListInHand
from models.lists.rulings import Decision, Rulings
from models.vocabulary import ChangeStatus


@dataclass
class Chapter:
    """One list on its way into the record, with everything that the rules for its rows look at."""

    before: RecordState
    in_hand: ListInHand
    rulings: Rulings
    draft: Draft
    told: dict[str, Change] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def first(self) -> bool:
        """Whether there is no list before: then everything is listed, and nothing has changed."""
        return not self.before.participating.snapshot_id

    @property
    def listed_on(self) -> date:
        return day_of(self.in_hand.published_at)

    @cached_property
    def shared_columns(self) -> frozenset[str]:
        """The columns that this list and the one before it both have."""
        before, now = self.before.participating.columns, self.in_hand.published.columns
        return frozenset({tidy(name).upper() for name in before} & {tidy(name).upper() for name in now})

    @cached_property
    def columns(self) -> Columns:
        return Columns(*(name in self.shared_columns for name in ("COUNTY", "TYPE", "ADDENDUM")))

    def earlier_holder(self, reading: Reading) -> str | None:
        """The agreement in whose slot the row's name stood last on an earlier list."""
        stand = self.before.stands.get(reading.slot)
        return stand.agreement_id if stand else None

    def tell(self, difference: Difference, told: Told) -> Change:
        """Tell a difference, unless a person ruled that it did not happen: then it is told as withdrawn."""
        change = telling.change(self.in_hand, difference, told)
        if self.rulings.verdict(change.id) is Decision.REJECT:
            evidence = (*change.evidence, "ruled that it did not happen")
            change = replace(
                change, status=ChangeStatus.WITHDRAWN, settled_by=self.in_hand.snapshot_id, evidence=evidence
            )
        self.settle(change)
        return change

    def settle(self, change: Change) -> None:
        """Tell a change as it reads now; one that was told before keeps its id."""
        self.told[change.id] = change

    def take_back(self, known: KnownAgreement, because: str) -> None:
        """Withdraw the ending of an agreement that is listed after all."""
        ending = self.draft.endings.get(known.id)
        if ending is not None and ending.change.status is not ChangeStatus.WITHDRAWN:
            change = withdrawn(ending, self.in_hand.snapshot_id, because)
            self.draft.endings[known.id] = replace(ending, change=change, back_on=self.draft.number)
            self.settle(change)
