"""A verdict, and how its sentence words a number, a unit and a place."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.claims.stated import COUNTS_PLACES, Claim, Metric, Unit
from models.verdicts.record_view import ListOnDate, Statement
from models.verdicts.ways_of_counting import counts_both
from models.vocabulary import PLACE_NAMES, VerdictKind, under_model


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the record says of one claim."""

    kind: VerdictKind
    sentence: str  # plain English, complete in itself
    list_date: date | None = None  # of the list that it rests on
    list_sha256: str | None = None  # None also if it rests on a known baseline
    list_value: float | None = None  # the record's own number for what the claim counts
    difference: float | None = None  # the stated number minus the record's own, if it is off
    way: str | None = None  # the way of counting, the unit or the date that explains the number
    computed: tuple[float, float, float] | None = None  # from, to and percent, for a growth
    said_before: tuple[Statement, ...] = ()  # earlier statements of the same figure, oldest first
    reasons: tuple[str, ...] = ()  # what decided it, and the next best explanation


def on_list(
    kind: VerdictKind, sentence: str, each: ListOnDate | None, list_value: float | None = None, **more: Any
) -> Verdict:
    """A verdict that rests on a list, or on a known baseline if `each` is None."""
    on, sha256 = (each.published_on, each.sha256) if each else (None, None)
    return Verdict(kind, sentence, on, sha256, list_value, **more)


_UNITS = {
    Metric.AGENCIES: ("agency", "agencies"),
    Metric.AGREEMENTS: ("agreement", "agreements"),
    Metric.STATES: ("state", "states"),
    Metric.TERRITORIES: ("territory", "territories"),
    Metric.COUNTIES: ("county", "counties"),
    Metric.PENDING: ("pending application", "pending applications"),
}


def number(value: float) -> str:
    """As a newspaper prints it: 1,168 and 7.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def stated(claim: Claim | Statement) -> str:
    """The figure as the text gives it: 'more than 1,100', '950%', '$1,400,000,000 to $2,000,000,000'."""
    before = "$" if claim.unit is Unit.USD else ""
    after = {Unit.PERCENT: "%", Unit.TIMES: " times"}.get(claim.unit, "") if claim.unit else ""
    figures = [f"{before}{number(value)}" for value in (claim.value, claim.value_high) if value is not None]
    qualifier = f"{claim.qualifier} " if claim.qualifier and claim.value_high is None else ""
    return f"{qualifier}{' to '.join(figures)}{after}"


# What a qualifier makes of the number is told in its place: '31 additional ones', not 'an additional 31'.
_ADDITIONAL = frozenset({"another", "an additional", "additional", "more", "a further", "further"})
# A longer source, or one with a figure in it, is no name but words of the sentence that were taken for one.
_IS_NAME = re.compile(r"[^\d\n]{1,60}")


def as_stated(claim: Claim) -> str:
    """The figure as what another number is compared with: '911 stated', 'stated "nearly 911"', '31 additional ones
    stated'; whoever said it is named, so that somebody who only cites it is not charged with it."""
    by = f" by {name}" if (name := named_source(claim.source)) else ""
    qualifier = " ".join((claim.qualifier or "").casefold().split())
    if qualifier in _ADDITIONAL and claim.value_high is None:
        return f"{number(claim.value)} additional ones stated{by}"
    if not qualifier or claim.value_high is not None:
        return f"{stated(claim)} stated{by}"
    return f"'{stated(claim)}' stated{by}"


def named_source(source: str | None) -> str:
    """Who is named as having said it; '' for words of the sentence that were taken for a name."""
    return source if source and _IS_NAME.fullmatch(source) else ""


def compared(claim: Claim, found: float) -> str:
    """How a number found differs from the one stated: '23 fewer than the 31 stated'."""
    nearest = nearest_stated(claim, found)
    gap = f"{number(abs(nearest - found))} {'more' if found > nearest else 'fewer'}"
    return f"{gap} than the {as_stated(claim)}"


def nearest_stated(claim: Claim, found: float) -> float:
    """The end of a stated range that is nearer."""
    return claim.value if claim.value_high is None or found < claim.value else claim.value_high


def units(claim: Claim, count: float) -> str:
    """The noun for what the claim counts, singular for one."""
    if counts_both(claim):
        return "states and territories"
    return _UNITS[claim.metric][count != 1]


def noun_of(metric: Metric) -> str:
    """The noun for many of what a metric counts."""
    return _UNITS[metric][1]


def shown_scope(claim: Claim) -> str:
    """The claim's place in words: 'Texas', 'Lamar County, TX', 'that region'."""
    if claim.scope in ("", "region"):
        return "that region"
    return " and ".join(PLACE_NAMES.get(scope, scope) for scope in claim.scope.split("+"))


def in_place(claim: Claim) -> str:
    """' in Texas under the Task Force Model', '' for the nation and all support types."""
    scopes = [PLACE_NAMES.get(scope, scope) for scope in claim.scope.split("+")]
    listed = " and ".join(filter(None, [", ".join(scopes[:-1]), scopes[-1]]))
    place = "" if claim.scope == "US" or claim.metric in COUNTS_PLACES else f" in {listed}"
    return place + (under_model(claim.support_type) if claim.support_type else "")
