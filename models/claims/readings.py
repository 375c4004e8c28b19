"""What the families of the grammar hand on: one number with its metric, before place, date and source are known."""

from dataclasses import dataclass

from models.claims.numbers import Quantity
from models.claims.stated import Metric, Role, Unit
from models.claims.text import Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a sentence and what it counts; offsets within the sentence."""

    metric: Metric
    quantity: Quantity
    end: int  # where the counted noun ends
    unit: Unit | None = None
    role: Role | None = None  # where the words of the family settle it; None: the context decides
    state: str = ""  # the state that a list puts beside the number: 'Texas with 214'
    bare: bool = False  # the noun is left out and carried over from what was counted before


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence with what came before it, as far as a left-out noun may refer to it."""

    sentence: Sentence
    quantities: tuple[Quantity, ...]
    carried: Metric | None  # the metric that the text last counted
    before: str  # the sentence before this one in the same paragraph or list, '' at its start
    carried_scope: str  # the scope of that last count, '' before the first
    paragraph_scope: str  # the one scope of all counts of the paragraph so far, '' where there are several or none
    carried_money: str  # the scope of the last sum of money told, '' before the first
    paragraph: str  # the sentences of the paragraph before this one
    named: Metric | None  # what the page spoke of last without having counted anything yet

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def lead_in(self) -> str:
        return self.sentence.lead_in
