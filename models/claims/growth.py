"""Growth of the program: percents and multiples. The words stand in `data/claims/growth.toml`."""

from models.claims.numbers import Measure, Quantity
from models.claims.pattern_table import patterns_of
from models.claims.readings import ENOUGH, Reading, Reason, Spot
from models.claims.stated import Metric, Role, Unit

_GROWTH = patterns_of("growth")
_RISES = ("rises by", "apposed", "growth is", "growth from")  # before a percentage


def read_growth(spot: Spot, counted: list[Reading]) -> list[Reading]:
    """The growth readings of one sentence; `counted` are its counts, which a growth may lean on."""
    found = []
    for quantity in spot.quantities:
        if quantity.measure is Measure.PERCENT and _grows(spot.text, quantity):
            unit = Unit.PERCENT
        elif quantity.measure is Measure.MULTIPLE and _multiplies(spot.text, quantity):
            unit = Unit.TIMES
        else:
            continue
        before = [reading for reading in counted if reading.quantity.start < quantity.start]
        left, right = spot.marked.clause_around(quantity.start, quantity.end)
        if before and before[-1].metric is Metric.ARRESTS and not _GROWTH["number of"].search(spot.text[left:right]):
            continue  # arrests grew, not the program
        if _about_program(spot, quantity, counted):
            supposed = _GROWTH["supposed"].search(spot.text[: quantity.start][-30:])
            role, grounds = Role.PROJECTION if supposed else None, (_what_grew(spot, quantity, before),)
            found.append(Reading(Metric.PCT_INCREASE, quantity, quantity.end, grounds, unit=unit, role=role))
    return found


def _what_grew(spot: Spot, quantity: Quantity, counted: list[Reading]) -> Reason:
    """What says that the program grew: its own clause, a count before it in the sentence, else only what is around."""
    left, right = spot.marked.clause_around(quantity.start, quantity.end)
    if _GROWTH["program"].search(spot.text[left:right]):
        return Reason("its clause says what grew", ENOUGH + 3)
    if counted:
        return Reason("it follows a count in its sentence", ENOUGH + 3)
    if _GROWTH["program"].search(spot.text):
        return Reason("another clause of its sentence names what grew", ENOUGH + 1)
    return Reason("only the sentences around it say what grew", ENOUGH + 0.4)


def _grows(text: str, quantity: Quantity) -> bool:
    before, after = text[max(0, quantity.start - 60) : quantity.start], text[quantity.end : quantity.end + 45]
    if quantity.qualifier == "more than":
        before = before.rsplit("more", 1)[0]  # 'has more than 30 percent' tells of no growth
    rise = _GROWTH["rise"].match(after)
    if _GROWTH["of a whole"].match(after) or (_GROWTH["up to or half"].search(before) and not rise):
        return False
    if _GROWTH["down"].search(before[-30:]) and not _GROWTH["up"].search(before[-30:]):
        return False
    by = _GROWTH["by"].search(before) and _GROWTH["rose earlier"].search(text, 0, quantity.start)
    if rise or by or any(_GROWTH[name].search(before) for name in _RISES):
        return True
    computed = _GROWTH["computed"].search(before) and not _GROWTH["share of"].search(text)
    return bool(computed and _GROWTH["program"].search(text))


def _multiplies(text: str, quantity: Quantity) -> bool:
    if "times" in text[quantity.start : quantity.end] and not _GROWTH["over time"].search(text):
        return False  # 'Florida also has four times as many agreements': as another state
    return _GROWTH["planned"].search(text[max(0, quantity.start - 14) : quantity.start]) is None


def _about_program(spot: Spot, quantity: Quantity, counted: list[Reading]) -> bool:
    left, right = spot.marked.clause_around(quantity.start, quantity.end)
    clause = spot.text[left:right]
    if _GROWTH["number of"].search(clause):
        return True
    if _GROWTH["other thing"].search(spot.text[max(left, quantity.start - 90) : min(right, quantity.end + 40)]):
        return False
    if _GROWTH["program"].search(clause) or counted:
        return True
    if _GROWTH["other thing"].search(spot.text):
        return False
    # 'It is a 641% increase': what grew is the program, where the sentence or the count before it speaks of that
    counted_near = spot.sentence.paragraph - spot.last.paragraph <= 1
    return bool(_GROWTH["program"].search(spot.text) or counted_near or spot.page.about)
