"""Parts of a list that a text names: one kind of body, what was signed in a period, some of a number told before.

A part is held against the same part of the list. Where the list cannot count it, the claim stays open: 'nine
universities' is no number of agencies, and '513 new agreements' none of those in force.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.claims.stated import COUNTS_PLACES, Claim, Metric, Role
from models.lists.counts import NATION
from models.verdicts.body_kinds import LONGEST_NOUN, MODEL, KindOfBody, kind_of_holder, kind_of_noun
from models.verdicts.gained_and_lost import Flow, flow_of
from models.verdicts.holding.signing_periods import signing_period, without_asides
from models.verdicts.places_told import counts_those_that_take_part, kind_of_those, support_type_of_those
from models.verdicts.plain_losses import is_plain_loss
from models.verdicts.record_view import AgreementOnList, ListOnDate
from models.verdicts.stated_periods import Period
from models.verdicts.ways_of_counting import counts_both
from models.vocabulary import PLACE_NAMES, STATE_NAMES, TERRITORY_NAMES

Among = Callable[[AgreementOnList], bool]

_PLACES = {Metric.STATES: STATE_NAMES, Metric.TERRITORIES: TERRITORY_NAMES}


# Words that make a number count one kind of agency, wherever they stand in its sentence.
_SOME_KIND = re.compile(
    r"\b(sheriff\w*|universit\w+|colleges?|campus\w*|schools?|towns?|cit(?:y|ies)|boroughs?|villages?|municipal\w*|"
    r"constables?|marshals?|troopers?|jails?|prisons?|state agenc\w+|parks?|rangers?|wildlife|"
    r"mid-?size\w*|small\w*|large\w*|rural|urban|tribal|active|inactive)\b",
    re.IGNORECASE,
)
_POLICE = re.compile(r"\bpolice\b", re.IGNORECASE)
# Words that make it count what is new or additional.
_NEW_WORDS = (
    r"others?(?! states?)|more(?! than)|new|newly|add(?:ed|ing|s)|additional|another|further|"
    r"so far this|recently|dat(?:e|es|ed|ing) (?:from|to|back)|renewed|expired|ended|withdr\w+|"
    r"sign(?:ed|ing) (?:on|in|up|this|last|during|between|after|under|since)|"
    r"(?:in|over|during|within) (?:just |only |barely )?(?:the |a )?(?:last|past|previous|first|single|span)|"
    r"(?:last|this|past) (?:week|month)|in (?:just )?\w+ (?:days|weeks|months)|"
    r"(?:a|per|each|every) (?:day|week|month|quarter|year)(?! (?:earlier|ago|before|later|after|or))|"
    r"in (?:some|most|many|several) (?:weeks|months)"
)
_NEW = re.compile(rf"\b(?:{_NEW_WORDS})\b", re.IGNORECASE)
# All that take part have joined at some time, and 'since' may go with a growth beside the number.
_FLOW = re.compile(rf"\b(?:{_NEW_WORDS}|since|join(?:ed|ing|s)?)\b", re.IGNORECASE)
# 'ICE signed 100 agreements in August' counts what was signed then; 'has signed 100 agreements' all of them.
_SIGN = r"\b(?:sign(?:ed|s|ing)?|approv\w+|ink(?:ed|s)|finaliz\w+|entered into|struck|reached)\b"
_THEN = (
    r"\b(?:in|during|since|between|through|on|last|this|over)\s+(?:the (?:last|past|first)|early|mid|late|last|this|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b|May\b|20\d\d\b|(?:week|month|year|spring|summer|fall|"
    r"winter)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_SIGNED_THEN = re.compile(rf"{_SIGN}[^.;]{{0,80}}?{_THEN}|{_THEN}[^.;]{{0,60}}?{_SIGN}", re.IGNORECASE)
# '71 of the agencies', '1,120 of those agreements'; 'Of those, 340 follow it': some of those told before.
_OF_THEM = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:of|among)\s+(?:those|these|them|the|its|their|which|whom)\b", re.IGNORECASE
)
_THOSE_BEFORE = re.compile(r"\b(?:of|among) (?:those|these|them|which|whom)\W+(?:\w+\W+){0,4}$", re.IGNORECASE)
# 'Eight of Maryland's sheriffs', 'three of the state's 10': some of all there are, not of those that take part.
_OF_A_PLACE = re.compile(r"\s+(?:\w+\s+){0,2}?of\s+(?:the\s+)?(?:state|country|nation|commonwealth|[A-Z]\w+)['’]s?\s")
_OF_SO_MANY = re.compile(r"\s+(?:\w+\s+){0,2}?of\s+(?:\w+\s+){0,2}?(?P<all>\d[\d,]*)\b")

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part that the text names; `kind` and `signed` are what a list can count of it, as far as it can."""

    words: str  # completes 'this counts ...'
    kind: KindOfBody | None = None
    is_new: bool = False
    signed: Period | None = None
    ended: Period | None = None
    may_be_all: bool = False  # writers use such words of the whole, too
    flow: Flow | None = None  # gained or lost, so never what is in force

    @property
    def is_countable(self) -> bool:
        return self.kind is not None or self.signed is not None

    @property
    def is_kind_alone(self) -> bool:
        """Whether it is a part by its noun only, so that it cannot be more than the whole."""
        return self.kind is not None and not self.is_new


def named_part(claim: Claim, siblings: Sequence[Claim], day: date) -> NamedPart | None:
    """The part that the claim counts, None where it counts the whole of its place and support type."""
    figure = _figure_of(claim)
    if flow := flow_of(claim, figure):
        when = signing_period(claim, day)
        if flow is Flow.LOST:
            return NamedPart(flow.value, is_new=True, ended=when if is_plain_loss(claim, figure) else None, flow=flow)
        return NamedPart(flow.value, _kind_of(claim) if when else None, is_new=True, signed=when, flow=flow)
    if claim.metric in COUNTS_PLACES:
        kind = kind_of_those(_before(claim))
        return NamedPart(f"only those with {kind.noun}", kind) if kind is not None else None
    kind = _kind_of(claim)
    may_be_all = claim.role is Role.CURRENT
    if claim.metric is Metric.PENDING:
        # '33 more applications are pending' are those that wait beside the agreements.
        may_be_all = may_be_all and kind is not None and kind.may_mean_all
        return NamedPart(f"only {kind.noun}", kind, may_be_all=may_be_all) if kind is not None else None
    if kind is None and claim.support_type is None and _is_of_those_before(claim, siblings):
        signed = signing_period(claim, day) if _may_be_new(claim) else None
        return NamedPart("only a part of a larger number", is_new=True, signed=signed, may_be_all=True)
    if _may_be_new(claim) and _is_new(claim):
        signed = signing_period(claim, day)
        return NamedPart("what is new or additional", kind, is_new=True, signed=signed, may_be_all=may_be_all)
    if kind is not None:
        return NamedPart(f"only {kind.noun}", kind, may_be_all=may_be_all and kind.may_mean_all)
    if claim.role is Role.COMPONENT and claim.support_type is None and not is_whole_of_its_place(claim, siblings):
        return NamedPart("only a part of a larger number")
    return None


def may_be_a_part(claim: Claim) -> bool:
    """Whether some word of the sentence may narrow what is counted, though nothing says that it does."""
    words = claim.sentence
    local = claim.scope != NATION
    if claim.metric in COUNTS_PLACES:  # of those that 'join since', the states are all the same those that take part
        return bool(_SOME_KIND.search(words) or _POLICE.search(words) or MODEL.search(words))
    return bool(_SOME_KIND.search(words) or _may_be_new(claim) or (local and _POLICE.search(words)))


def is_whole_of_its_place(claim: Claim, siblings: Sequence[Claim]) -> bool:
    """'Florida (342), Texas (296)' are parts of a nationwide total, but each is the whole of its state."""
    if claim.scope == NATION:
        return False
    of_metric = [each for each in siblings if each.metric is claim.metric]
    return any(each.scope == NATION or (each.scope in PLACE_NAMES and each.scope != claim.scope) for each in of_metric)


def count_of_part(claim: Claim, part: NamedPart, each: ListOnDate) -> int | None:
    """How many of the part the list shows; None where it cannot tell."""
    scopes = claim.scope.split("+")
    countable = (Metric.AGENCIES, Metric.AGREEMENTS, Metric.STATES, Metric.TERRITORIES)
    if each.agreements is None or not part.is_countable or claim.metric not in countable:
        return None
    rows = each.agreements()
    if rows is None:
        return None
    if not all(scope == NATION or scope in PLACE_NAMES for scope in scopes):
        return None
    found = [
        one
        for one in rows
        if (NATION in scopes or one.state in scopes)
        and claim.support_type in (None, one.support_type)
        and (part.kind is None or part.kind.counts(one))
        and (part.signed is None or (one.signed is not None and part.signed.first <= one.signed <= part.signed.last))
    ]
    if claim.metric in COUNTS_PLACES:
        counted = PLACE_NAMES if counts_both(claim) else _PLACES[claim.metric]
        return len({one.state for one in found} & counted.keys())
    return len(found) if claim.metric is Metric.AGREEMENTS else len({one.agency_id for one in found})


def with_support_type(claim: Claim) -> Claim:
    """A number of places with the support type that its noun names: 'task force agreements in 34 states'."""
    if claim.metric not in COUNTS_PLACES or claim.support_type is not None:
        return claim
    return replace(claim, support_type=support_type_of_those(_before(claim)))


def tells_of_those_that_take_part(claim: Claim) -> bool:
    """Whether a number of places is said of all in which agencies take part, and of no single time."""
    words = without_asides(claim.sentence)
    then = _NEW.search(words) or _SIGNED_THEN.search(words)
    return not then and counts_those_that_take_part(_before(claim), claim.sentence)


def _before(claim: Claim) -> str:
    """The words of its sentence before the number."""
    found = place_of(claim)
    return claim.sentence[: found[0]] if found else ""


def _may_be_new(claim: Claim) -> bool:
    words = without_asides(claim.sentence)
    return bool(_FLOW.search(words) or _SIGNED_THEN.search(words))


def _is_new(claim: Claim) -> bool:
    """Whether the flow is of what is counted: the role says so, or the words stand by the number."""
    words = without_asides(claim.sentence)
    by_words = _NEW.search(_around(claim, words)) or _SIGNED_THEN.search(words)
    return claim.role is Role.COMPONENT or bool(by_words)


def _is_of_those_before(claim: Claim, siblings: Sequence[Claim]) -> bool:
    """Whether it counts some of those that the text has counted, not of all that there are."""
    found = place_of(claim)
    if found is None:
        return False
    behind = claim.sentence[found[1] :]
    if _OF_A_PLACE.match(behind):
        return False
    if so_many := _OF_SO_MANY.match(behind):
        total = float(so_many["all"].replace(",", ""))
        return any(each.value == total and each.metric is claim.metric for each in siblings)
    return bool(_OF_THEM.match(behind) or _THOSE_BEFORE.search(claim.sentence, 0, found[0]))


def _kind_of(claim: Claim) -> KindOfBody | None:
    """The kind of body that the noun behind the number names, or that is said to hold so many agreements."""
    found = place_of(claim)
    if found is None:
        return None
    before, behind = claim.sentence[: found[0]], claim.sentence[found[1] :]
    named = kind_of_noun(behind)
    return kind_of_holder(before, behind) if named is None and claim.metric is Metric.AGREEMENTS else named


def _around(claim: Claim, words: str) -> str:
    """Of the words of its sentence, the number with those just before and behind it."""
    found = place_of(claim)
    if found is None:
        return words
    return words[max(0, found[0] - LONGEST_NOUN // 2) : found[1] + LONGEST_NOUN]


def place_of(claim: Claim) -> tuple[int, int] | None:
    """Where the number stands in its sentence; None if it is written in some other way."""
    figure = _figure_of(claim)
    found = re.search(figure, claim.sentence, re.I) if figure else None
    return found.span() if found else None


def _figure_of(claim: Claim) -> str | None:
    """A pattern of the number as it is written in digits or, a small one, in a word; None where it is in neither."""
    value = claim.value
    if not float(value).is_integer():
        return None
    forms = [f"{value:,.0f}", f"{value:.0f}"]
    if value < len(_SMALL):
        forms.append(_SMALL[int(value)])
    figure = rf"(?<![\w,.])(?:{'|'.join(map(re.escape, forms))})(?![\w]|,\d|\.\d)"
    return figure if re.search(figure, claim.sentence, re.I) else None
