"""A number without a noun, and what stands around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.claims.clauses import is_series, words_before
from models.claims.mentions import Cue, Marked, Token
from models.claims.numbers import Measure, Quantity
from models.claims.phrases import Behind
from models.claims.places import Mention
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Role
from models.claims.words import words

SIGNS = frozenset(".,;:)—–|!?-")
# What may stand behind a number that ends its phrase.
_CLOSING = words(
    """in on at by as when a now last this nationwide nationally statewide and to today since under so or across from
    before after during earlier later while it they with ago that which but through until among for just there mark
    milestone threshold"""
)
# What stands between a place, a model or a label and the number that belongs to it.
LINKS = words("with has had have at : , — – - ( is got counts 's | lists to for")
METRICS = {
    "law_bodies": Metric.AGENCIES,
    "civic_bodies": Metric.AGENCIES,
    "agreements": Metric.AGREEMENTS,
    "counties": Metric.COUNTIES,
    "officers": Metric.OFFICERS_TRAINED,
    "arrests": Metric.ARRESTS,
    "applications": Metric.PENDING,
    "states": Metric.STATES,
}
_OWNERS = frozenset({"the", "its", "their", "those", "our", "these"})


def metric_of(noun: Cue) -> Metric:
    """What a noun of the field counts."""
    return Metric.OFFICERS_IN_TRAINING if noun.word.startswith("trainee") else METRICS[noun.kind]


BODIES = ("law_bodies", "civic_bodies", "counties")
ONES = frozenset({"one", "them", "it", "such"})  # what a body holds where the agreement was named before
MODELS = frozenset({"task", "warrant", "jail", "tfm", "wso", "jem"})  # the first words of the models' names


@dataclass(frozen=True, slots=True)
class Trigger:
    """What the words around a number say: that it counts, and perhaps what, as which part and where."""

    why: str
    weight: float  # 0: the words say that it counts nothing of the field
    metric: Metric | None = None  # None: whatever it refers to
    role: Role | None = None
    place: Mention | None = None
    end: int = 0  # behind the words that belong to the claim; 0: behind the number


@dataclass(frozen=True, slots=True)
class Bare:
    """A number without a noun of its own."""

    spot: Spot
    quantity: Quantity
    behind: Behind
    earlier: tuple[Reading, ...]  # the readings of the sentence before it

    @property
    def marked(self) -> Marked:
        return self.spot.marked

    @property
    def position(self) -> int:
        """The index of its first token."""
        return self.marked.token_at(self.quantity.start)

    def ahead(self) -> Iterator[Token]:
        """The words before the number, the nearest first, without those that only weaken it."""
        return words_before(self.marked, self.quantity)

    @property
    def opener(self) -> str:
        """The word before the number: 'from', 'to', 'were'; '' at the start."""
        return next((token.low for token in self.ahead()), "")

    @property
    def opener_before(self) -> str:
        """The word before the opener."""
        found = next(self.ahead(), None)
        return self.marked.word_at(self.marked.token_at(found.start) - 1) if found else ""

    def next(self, count: int = 0) -> str:
        """The word behind the number; '' at the end."""
        return self.marked.word_at(self.marked.token_at(self.quantity.end) + count)

    @property
    def whole(self) -> Quantity | None:
        """The set that it is a part of: '57 of 95, have agreements', 'Sixteen of the 82 now have one'."""
        later = (each for each in self.marked.numbers if each.start >= self.quantity.end)
        following = next(later, None)
        between = self.marked.text[self.quantity.end : following.start].split() if following else []
        return following if between[:1] == ["of"] and set(between[1:]) <= _OWNERS else None

    @property
    def tail(self) -> int:
        """How far what is said behind the number is its own."""
        end = self.whole.end if self.whole else self.quantity.end
        return self.marked.tail_end(self.quantity.start, end)

    @property
    def closed(self) -> bool:
        """Whether the number ends its phrase."""
        low = self.next()
        ago = self.next(1) in ("weeks", "months", "years", "days", "year", "month", "week")  # '958 two weeks earlier'
        return not low or low in SIGNS or low in _CLOSING or ago or self.date_behind(1)

    def said_before(self, *kinds: str) -> bool:
        return self.marked.has(0, self.quantity.start, *kinds)

    def date_behind(self, reach: int) -> bool:
        """'71 in March', '36 in 2015'"""
        return any(0 <= date.start - self.quantity.end <= reach for date in self.marked.dates)

    @property
    def of_series(self) -> bool:
        """'the number rose to 12'"""
        return is_series(self.marked, self.quantity)

    @property
    def grows(self) -> bool:
        """Whether the sentence tells of growth."""
        return "grow" in self.marked.kinds or any(
            each.measure in (Measure.PERCENT, Measure.MULTIPLE) for each in self.marked.numbers
        )
