"""Numbers whose noun is left out: 'seven joined in July', 'from 135 to 958', 'Texas with 214', 'two are pending'.

Two things are weighed: how surely the words around the number say that something of the field is counted (the trigger),
and what there is to refer to (the antecedent).
"""

import re
from collections.abc import Callable

from models.claims.antecedents import antecedent_of, noun_after
from models.claims.bare import Bare, Trigger
from models.claims.beside import bracket, cell, kind_item, label, list_item, model_item, paired
from models.claims.changes import change, part
from models.claims.clauses import denied
from models.claims.mentions import Marked
from models.claims.numbers import Quantity
from models.claims.phrases import Behind
from models.claims.predicates import predicate
from models.claims.readings import MAX_STATES, Reading, Reason, Spot
from models.claims.sizes import PEOPLE
from models.claims.stated import Metric, Role

_ENOUGH = 2.5  # a trigger and an antecedent are two things that fit, so that less of each suffices
_MOST = 5_000  # the program had 1,400 agreements in early 2026; a larger bare number counts something else
_MOST_PEOPLE = 40_000
# A trigger of this weight needs nothing to refer to: less where it names what is counted.
_CERTAIN, _NAMED = 4, 3
# 'ICE itself reported 3,300 over that stretch': no local officers' arrests
_BY_ICE_ITSELF = re.compile(r"\bICE(?:'s\s+own|\s+itself|\s+alone|\s+agents|\s+officers)\b[^.;]{0,60}$")
_HAVE_NOT = re.compile(r"[^.;]{0,30}?\s(?:haven't|hasn't|have\s+not|has\s+not|have\s+yet\s+to|has\s+yet\s+to)\b")
# 'the police in Coffee Springs, a department of two': its officers
_SIZE_OF = re.compile(
    r"\b(?:department|force|office|staff|squad|crew|team|detail|village|town|township|city|borough|suburb|community|"
    r"county)\s+of\s+(?:about\s+|just\s+|only\s+|some\s+)?$",
    re.I,
)
# '56 agencies, up from one a year ago': elsewhere 'one' is a pronoun
_ONE_BEFORE = re.compile(r"\b(?:up\s+from|compared\s+(?:with|to)|versus)\s+(?:just\s+|only\s+)?$")
_OF_SET = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty(?:-\w+)?)\s+of\s+$", re.I
)
_VETO_REACH = 60  # characters before a number in which 'ban' or 'require' applies to it

# The most particular first: what it finds is the last word.
_TRIGGERS: tuple[Callable[[Bare], Trigger | None], ...] = (
    cell, bracket, label, model_item, paired, list_item, kind_item, predicate, change, part,
)  # fmt: skip


def left_out_reading(spot: Spot, quantity: Quantity, behind: Behind, earlier: list[Reading]) -> Reading | None:
    """What a number without a noun counts; None where trigger and antecedent together are too weak."""
    if behind.foreign or quantity.value < 1 or _is_denied(spot.marked, quantity):
        return None
    if quantity.value < 2 and not (earlier and _ONE_BEFORE.search(spot.text, 0, quantity.start)):
        return None
    left, _ = spot.marked.clause_around(quantity.start, quantity.end)
    if spot.marked.has(max(left, quantity.start - _VETO_REACH), quantity.start, "outside", "wish", "business"):
        return None
    if _OF_SET.search(spot.text, 0, quantity.start) or _SIZE_OF.search(spot.text, 0, quantity.start):
        return None
    if _HAVE_NOT.match(spot.text, quantity.end):
        return None  # 'About a third of agencies, 190 or so in those states, haven't reported an arrest'
    bare = Bare(spot, quantity, behind, tuple(earlier))
    trigger = next((found for find in _TRIGGERS if (found := find(bare)) is not None), None)
    return _reading(bare, trigger) if trigger is not None and trigger.weight > 0 else None


def _reading(bare: Bare, trigger: Trigger) -> Reading | None:
    antecedent, reason = antecedent_of(bare)
    if trigger.metric is None and reason is None and (trigger.place is not None or bare.of_series):
        antecedent, reason = noun_after(bare)
    certain = trigger.weight >= (_CERTAIN if trigger.metric is None else _NAMED)
    if antecedent is not None and antecedent.metric is None and not certain:
        return None
    metric = trigger.metric or (antecedent.metric if antecedent else None)
    if metric is None or not _fits(metric, bare.quantity.value):
        return None
    part = trigger.metric is None and trigger.role is Role.COMPONENT and bare.earlier
    aside = bare.opener in (",", "—", "–", "(", "including")  # 'ICE had 37 applications pending, 14 of them from Texas'
    if metric is Metric.PENDING and part and not aside:
        return None  # 'Four had applied; ICE has taken three of them': no longer pending
    if metric is Metric.ARRESTS and _BY_ICE_ITSELF.search(bare.marked.text, 0, bare.quantity.start):
        return None
    reasons = [Reason(trigger.why, trigger.weight)]
    if trigger.metric is None and reason is not None:
        reasons.append(reason)
    elif antecedent is not None and antecedent.metric is not None:
        reasons.append(Reason("the text has counted the program", 1.0))
    end = trigger.end or bare.quantity.end
    reading = Reading(metric, bare.quantity, end, tuple(reasons), None, trigger.role, trigger.place, bare=True)
    return reading if reading.weight >= _ENOUGH else None


def _is_denied(marked: Marked, quantity: Quantity) -> bool:
    """'I will not make it 12'"""
    # 'no fewer than 12' is no denial
    return quantity.qualifier is None and denied(marked.words_ahead(marked.token_at(quantity.start), 4))


def _fits(metric: Metric, value: float) -> bool:
    if metric is Metric.STATES:
        return value <= MAX_STATES
    return value <= (_MOST_PEOPLE if metric in PEOPLE else _MOST)
