"""Money of the program: for each officer, for each agency, in total. The words stand in `data/claims/money.toml`."""

from models.claims.numbers import Measure, Quantity
from models.claims.pattern_table import patterns_of
from models.claims.readings import Reading, Spot
from models.claims.sizes import TRAINED
from models.claims.stated import Metric, Role, Unit

_MONEY = patterns_of("money")
_SMALLEST_TOTAL = 100_000  # a smaller sum is one body's, even where the text does not name it
_MAX_TOTAL = 5_000_000_000  # estimates for the program end at 2 billion a year; larger sums are ICE's own
_MAX_LOCAL = 50_000_000  # more is no one county's
_MOST_SO_FAR = 5_000_000
_OF_ONE_OFFICE = ("reimbursed it", "check", "billed", "so far", "named got", "repaid")
_MAX_FOR_GEAR = 200_000
_MAX_PER_OFFICER = 20_000
_MAX_TO_OFFICER = 50_000
_MAX_BONUS = 10_000  # of a local officer; ICE's own recruits are offered up to 50,000


def read_funding(spot: Spot) -> list[Reading]:
    """The sums of money of one sentence that belong to the program."""
    sums = [quantity for quantity in spot.quantities if quantity.measure is Measure.MONEY]
    metrics = [_metric(spot, quantity, sums) for quantity in sums]
    # '$1,000 per officer ..., $750 in the next tier and $500 after that'; '$1,000, $750 or $500 per officer'
    for position in range(1, len(sums)):
        if metrics[position] is None and metrics[position - 1] and _parallel(spot, sums[position - 1], sums[position]):
            metrics[position] = metrics[position - 1]
    for position in range(len(sums) - 2, -1, -1):
        if _MONEY["one of a series"].fullmatch(spot.text, sums[position].end, sums[position + 1].start):
            metrics[position] = metrics[position + 1]
    return [
        Reading(metric, quantity, _end(spot.text, quantity), unit=Unit.USD, role=_role(spot, quantity, sums))
        for quantity, metric in zip(sums, metrics, strict=True)
        if metric is not None
    ]


def _around(text: str, quantity: Quantity, sums: list[Quantity]) -> tuple[str, str]:
    """What stands before and after a sum, up to the neighboring sums."""
    left = max((other.end for other in sums if other.end <= quantity.start), default=0)
    right = min((other.start for other in sums if other.start >= quantity.end), default=len(text))
    before = text[max(left, quantity.start - 140) : quantity.start]
    return before, text[quantity.end : min(right, quantity.end + 90)]


def _metric(spot: Spot, quantity: Quantity, sums: list[Quantity]) -> Metric | None:
    value, (before, after) = quantity.value, _around(spot.text, quantity, sums)
    if value == 0 or _is_other_money(value, before, after):
        return None
    if each := _for_each(spot, quantity, after):
        return each
    if _MONEY["costs"].search(before) and not _MONEY["program pays"].search(after) and value < _MAX_LOCAL:
        return None
    if value < _MAX_LOCAL and _goes_to_one_body(value, before, after):
        return Metric.FUNDING_PER_AGENCY
    if _MONEY["an officer gets"].search(before) and value < _MAX_TO_OFFICER:
        return Metric.FUNDING_PER_OFFICER
    return Metric.FUNDING_TOTAL if _is_total(spot, value, before, after) else None


def _is_other_money(value: float, before: str, after: str) -> bool:
    bought = _MONEY["granted"].search(before) or _MONEY["paid back"].search(before)
    return bool(
        _MONEY["cut"].search(before)
        or (_MONEY["own work"].search(before) and _MONEY["foundation"].match(after))
        or (value < _MAX_LOCAL and _MONEY["own spending"].search(before))
        or _MONEY["for ICE"].match(after)
        or _MONEY["other money"].search(f"{before[-60:]} … {'' if bought else after[:55]}")
        or _MONEY["litigation"].search(before)
    )


def _for_each(spot: Spot, quantity: Quantity, after: str) -> Metric | None:
    """What the words right behind a sum say that it is for: 'per officer', 'for each department', 'apiece'."""
    value, per_officer, per_agency = quantity.value, Metric.FUNDING_PER_OFFICER, Metric.FUNDING_PER_AGENCY
    officer, agency = _MONEY["for each officer"].search(after[:60]), _MONEY["for each body"].search(after[:60])
    if officer and agency:
        return per_officer if officer.start() < agency.start() else per_agency
    if _MONEY["bonus"].match(after) and value <= _MAX_BONUS:
        return per_officer
    if _MONEY["each"].match(after) and (shared := _MONEY["each of"].search(spot.text[: quantity.start])):
        return per_officer if shared["officers"] else per_agency
    if _MONEY["for each of the four"].match(after) and value <= _MAX_PER_OFFICER:
        people = spot.before.text and "officers" in spot.before.kinds | spot.marked.kinds
        if people or spot.last.metric in TRAINED:
            return per_officer  # 'a $30,000 check, which is $7,500 for each of the four'
    if officer and value < _MAX_FOR_GEAR:
        return per_agency if value > _MAX_PER_OFFICER else per_officer  # '$60,000 for gear' is a county's
    return per_agency if _MONEY["reimbursed"].match(after) and value < _MOST_SO_FAR else None


def _goes_to_one_body(value: float, before: str, after: str) -> bool:
    paid = any(_MONEY[name].search(before) for name in _OF_ONE_OFFICE)
    wages = _MONEY["paid back"].search(before) and _MONEY["wages"].match(after)
    return bool(
        (value < _MOST_SO_FAR and (paid or wages))
        or _MONEY["for each body"].search(after[:60])
        or _MONEY["a body gets"].search(before)
        or _MONEY["each body gets"].search(before)
    )


def _is_total(spot: Spot, value: float, before: str, after: str) -> bool:
    if not _SMALLEST_TOTAL <= value <= _MAX_TOTAL:
        return False
    own = before.endswith("'s ") and not before.endswith("program's ")
    if _MONEY["own budget"].search(before) or (own and _MONEY["budget"].match(after)):
        return False  # 'the sheriff's $52 million budget'
    if _MONEY["unpaid"].search(before) or _MONEY["unpaid"].search(after):
        return False
    local = value < _MAX_LOCAL and _MONEY["local cost"].search(before[-70:] + after[:50])
    if local and not _MONEY["program pays"].search(spot.text):
        return False
    # A page that told of the program's money before goes on about it.
    about = spot.carried_money or _MONEY["about program"].search(f"{spot.paragraph} {spot.text} {spot.lead_in}")
    return bool(about and (_MONEY["total"].search(before) or _MONEY["total"].search(after)))


def _parallel(spot: Spot, first: Quantity, second: Quantity) -> bool:
    gap = spot.text[first.end : second.start]
    same = _MONEY["the others"].match(gap) or (";" not in gap and _MONEY["parallel"].search(gap))
    return len(gap) < 120 and bool(same)


def _end(text: str, quantity: Quantity) -> int:
    start = quantity.end + 1
    match = _MONEY["for each officer"].match(text, start) or _MONEY["for each body"].match(text, start)
    return match.end() if match else quantity.end


def _role(spot: Spot, quantity: Quantity, sums: list[Quantity]) -> Role | None:
    left, right = spot.marked.clause_around(quantity.start, quantity.end)
    if len(sums) > 1 and _MONEY["from"].search(spot.text, 0, quantity.start):
        return Role.BASELINE
    return Role.PROJECTION if _MONEY["projected"].search(spot.text[left:right]) else None
