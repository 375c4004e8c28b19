"""A verdict, and how its sentence words a number, a unit and a place."""

from dataclasses import dataclass
from datetime import date

from models.claims.stated import Claim, Metric, Unit
from models.verdicts.record_view import Statement
from models.vocabulary import PLACE_NAMES, SUPPORT_TYPE_TITLES, VerdictKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the record says of one claim."""

    kind: VerdictKind
    sentence: str  # for a reader, complete in itself
    list_date: date | None = None  # of the list that it rests on
    list_sha256: str | None = None  # None also where it rests on a known baseline
    list_value: float | None = None  # the record's own number for what the claim counts
    difference: float | None = None  # stated less the record's own, where it is off
    way: str | None = None  # the way of counting, the unit or the date of which it is true
    computed: tuple[float, float, float] | None = None  # from, to and percent, for a growth
    said_before: tuple[Statement, ...] = ()  # earlier statements of the same figure, oldest first


_UNITS = {
    Metric.AGENCIES: ("agency", "agencies"),
    Metric.AGREEMENTS: ("agreement", "agreements"),
    Metric.STATES: ("state", "states"),
    Metric.COUNTIES: ("county", "counties"),
    Metric.PENDING: ("pending application", "pending applications"),
}


def number(value: float) -> str:
    """As a newspaper prints it: 1,168 and 7.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def stated(claim: Claim | Statement) -> str:
    """The figure as the text gives it: 'more than 1,100', '950%', '$1,400,000,000 to $2,000,000,000'."""
    before, after = ("$", "") if claim.unit is Unit.USD else ("", "")
    if claim.unit is Unit.PERCENT:
        after = "%"
    elif claim.unit is Unit.TIMES:
        after = " times"
    figure = f"{before}{number(claim.value)}"
    if claim.value_high is not None:
        figure += f" to {before}{number(claim.value_high)}"
    qualifier = f"{claim.qualifier} " if claim.qualifier and claim.value_high is None else ""
    return f"{qualifier}{figure}{after}"


def units(claim: Claim, count: float) -> str:
    """The noun for what the claim counts, singular where there is one."""
    return _UNITS[claim.metric][count != 1]


def in_place(claim: Claim) -> str:
    """' in Texas under the Task Force Model', '' for the nation and all support types."""
    scopes = [PLACE_NAMES.get(scope, scope) for scope in claim.scope.split("+")]
    listed = " and ".join(filter(None, [", ".join(scopes[:-1]), scopes[-1]]))
    place = "" if claim.scope == "US" or claim.metric is Metric.STATES else f" in {listed}"
    model = f" under the {SUPPORT_TYPE_TITLES[claim.support_type]}" if claim.support_type else ""
    return place + model
