"""What a text states about the program: numeric claims and dated policy events, as frozen values.

A claim follows the noun that the text prints, not the truth: '958 police departments' is 958 agencies,
although 958 is the official number of agreements. The verdicts point that out.

Offsets count Unicode characters of `ArticleText.text`, end exclusive. Dates are ISO texts as precise as they
were stated: YYYY, YYYY-MM or YYYY-MM-DD.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import SupportType


class Metric(StrEnum):
    """What a claim counts."""

    AGENCIES = "agencies"
    AGREEMENTS = "agreements"
    STATES = "states"  # that take part; its scope is always US
    TERRITORIES = "territories"  # likewise
    COUNTIES = "counties"  # only where the text counts counties or parishes
    PENDING = "pending"  # applications or agreements that wait for approval
    OFFICERS_TRAINED = "officers_trained"
    OFFICERS_IN_TRAINING = "officers_in_training"
    PCT_INCREASE = "pct_increase"  # growth of the program, unit % or x
    FUNDING_PER_OFFICER = "funding_per_officer"
    FUNDING_PER_AGENCY = "funding_per_agency"
    FUNDING_TOTAL = "funding_total"
    ARRESTS = "arrests"  # under the program only
    POPULATION = "population"  # people who live where an agreement is in force
    POLL_PCT = "poll_pct"
    OTHER = "other"  # about the program, but nothing that the record or another statement could settle


COUNTS_PLACES = frozenset({Metric.STATES, Metric.TERRITORIES})


class Unit(StrEnum):
    """What a value is measured in; counts have no unit."""

    USD = "USD"
    PERCENT = "%"
    TIMES = "x"  # as printed: doubled is 2, fivefold is 5
    HOURS = "hours"


class Role(StrEnum):
    """The part a number plays in its sentence."""

    CURRENT = "current"
    COMPONENT = "component"  # part of a total: an item of a list, or what is new in a period
    BASELINE = "baseline"  # what a growth is measured from
    HISTORICAL = "historical"
    PROJECTION = "projection"


class EventKind(StrEnum):
    """A dated or datable act by a named actor."""

    SIGNED = "signed"
    TERMINATED = "terminated"
    WITHDREW = "withdrew"
    DECLINED = "declined"
    EXECUTIVE_ORDER = "executive_order"
    BAN_LAW = "ban_law"
    MANDATE_LAW = "mandate_law"
    FUNDING_PROGRAM = "funding_program"
    LAWSUIT = "lawsuit"
    POLL = "poll"


class ClaimPart(StrEnum):
    """A part of a claim that is decided by itself, each with its own evidence."""

    METRIC = "metric"
    SCOPE = "scope"
    DATE = "date"
    WHOLE = "whole"  # whether the number is the whole, a part of it, a flow or a baseline: its role


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why one part of a claim was read as it was."""

    part: ClaimPart
    chosen: str  # the reading that won: 'TX', 'agreements', 'component'
    reasons: tuple[str, ...]  # what spoke for it, the heaviest first: 'the title names Texas'
    runner_up: str = ""  # the next best reading; '' where there was none
    sure: bool = True  # False: the runner-up is too close to tell


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The readable text of one page of news."""

    title: str
    text: str
    published: str | None  # ISO date-time, date or month; None where the page does not say
    outlet: str
    url: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a growth is measured from, as far as the text states it."""

    value: float | None
    what: str | None  # the noun of the value, or the words for the starting point
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that somebody stated about the program."""

    metric: Metric
    value: float
    value_high: float | None  # the upper end of a range
    unit: Unit | None
    qualifier: str | None  # 'nearly', 'more than', ... as printed
    scope: str  # 'US', 'TX', 'Lamar County, TX', 'Town, ST', several states 'IA+KS', or 'region'
    support_type: SupportType | None
    as_of: str | None  # None: no date stated; the publication date is then the best there is
    baseline: Baseline | None
    source: str | None  # who is named as having said it
    role: Role
    sentence: str  # the sentence it stands in, verbatim
    start: int  # of the words that make the claim
    end: int
    evidence: tuple[Grounds, ...] = ()  # at most one for each part

    @property
    def uncertain(self) -> frozenset[ClaimPart]:
        """The parts that the text does not settle: a verdict must not rest on them."""
        return frozenset(each.part for each in self.evidence if not each.sure)


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """An act that changes, or is meant to change, who takes part in the program."""

    kind: EventKind
    actor: str | None
    place: str  # as a claim's scope; several states 'CA;OR'
    date: str | None
    proposed: bool  # a bill, an application or a threat: not done yet, or it failed
    sentence: str
    start: int
    end: int
    reasons: tuple[str, ...] = ()  # the row that found the act, and what decided its actor and its date


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything one text states.

    `relevant` is whether it is about the program at all; where it is not, there are no claims and no events.
    `remarks` say what was not read, such as the end of a very long text.
    """

    relevant: bool
    claims: tuple[Claim, ...]
    events: tuple[PolicyEvent, ...]
    remarks: tuple[str, ...] = ()
