"""What the second stage makes of a number: candidates with their evidence, and what was counted before."""

from dataclasses import dataclass, field

from models.claims.mentions import NO_SENTENCE, Marked
from models.claims.numbers import Quantity
from models.claims.places import Mention
from models.claims.stated import Metric, Role, Unit
from models.claims.text import Sentence

# A reading is told from this weight on.
ENOUGH = 3.0
MAX_STATES = 56  # with the territories and the District of Columbia


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence, and how heavily it weighs for (or against) a reading."""

    why: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a sentence and what it may count; offsets within the sentence."""

    metric: Metric
    quantity: Quantity
    end: int  # where the counted noun ends
    reasons: tuple[Reason, ...] = ()
    unit: Unit | None = None
    role: Role | None = None  # where the words settle it; None: the context decides
    place: Mention | None = None  # the place that a list puts beside the number: 'Texas with 214'
    bare: bool = False  # the noun is left out and taken over from what was counted before

    @property
    def weight(self) -> float:
        return sum(reason.weight for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What was counted or named before, for a number without a noun to refer to."""

    metric: Metric | None  # None: something outside the field, so that a number behind it counts that as well
    scope: str  # '' where nothing was counted yet
    sentence: int  # index of its sentence
    paragraph: int
    counted: bool  # False: named without a number ('an analysis of agreements')


NO_ANTECEDENT = Antecedent(None, "", -9, -9, False)


@dataclass
class SoFar:
    """What the sentences read so far leave behind for the next ones."""

    told: list[Antecedent] = field(default_factory=list)  # the last one last
    on_program: bool = False  # the title or several sentences name it: the page keeps to the program
    about: bool = False  # the sentence before, or the title, names the program
    before: Marked = NO_SENTENCE  # the sentence before this one in the same paragraph or list
    paragraph: str = ""  # the sentences of the paragraph so far
    paragraph_places: list[Mention] = field(default_factory=list)  # named in them, with a state
    people: dict[str, Mention] = field(default_factory=dict)  # the places that officials act for, by surname
    placed: bool = False  # a place was named
    nation_polled: bool = False  # a poll asked Americans, not the people of a state
    aside: int = -1  # the paragraph that tells of other business
    carried_money: str = ""  # the scope of the last sum of money told
    sentence_readings: list[Reading] = field(default_factory=list)  # of the sentence at hand
    # Its numbers that are no claims: where they and their nouns stand, and what they are a set of; None for something
    # outside the field.
    passed: list[tuple[int, int, Metric | None]] = field(default_factory=list)
    left_named: Metric | None = None  # what the last of them leaves for the next sentence to refer to

    @property
    def paragraph_states(self) -> list[str]:
        return [place.state for place in self.paragraph_places if place.state]

    def tell(self, antecedent: Antecedent) -> None:
        self.told.append(antecedent)
        del self.told[:-_REMEMBERED]

    def last(self, *, counted_only: bool = True) -> Antecedent:
        """The last of the page that counts in the field."""
        own = (each for each in reversed(self.told) if each.metric and (each.counted or not counted_only))
        return next(own, NO_ANTECEDENT)


_REMEMBERED = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence with what came before it."""

    marked: Marked
    index: int
    page: SoFar

    @property
    def text(self) -> str:
        return self.marked.text

    @property
    def sentence(self) -> Sentence:
        return self.marked.sentence

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.marked.numbers

    @property
    def last(self) -> Antecedent:
        """What the text last counted."""
        return self.page.last()

    @property
    def carried_money(self) -> str:
        return self.page.carried_money

    @property
    def paragraph(self) -> str:
        return self.page.paragraph

    @property
    def before(self) -> Marked:
        """The sentence before this one in the same paragraph or list."""
        return self.page.before

    @property
    def lead_in(self) -> str:
        return self.marked.sentence.lead_in

    def antecedent(self, metric: Metric | None, scope: str = "", *, counted: bool = True) -> Antecedent:
        """What the sentence leaves for a later number to refer to."""
        return Antecedent(metric, scope, self.index, self.sentence.paragraph, counted)
