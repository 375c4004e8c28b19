"""People arrested under the program, and people who live where it holds."""

import re

from models.claims.numbers import Quantity
from models.claims.phrases import Behind, clause_around
from models.claims.readings import Reading, Reason, Spot
from models.claims.stated import Metric

_ARRESTED_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,4}?(?:people|folks|immigrants|inmates|migrants|men|individuals|persons|suspects|noncitizens|"
    r"aliens|undocumented)\b"
)
_WERE = re.compile(r"\s+(?:in\s+[A-Z]\w+\s+)?(?:(?:were|was|have\s+been|had\s+been|being)\s+)?(?:\w+\s+)?")
_TO_ICE = re.compile(r"\s+(?:over\s+)?(?:to|into|in|for)\s+(?:ICE|immigration|federal|U\.S\.)")
_LIVE = re.compile(r"\s+(?:\w+\s+){0,3}?(?:live|living|reside)\b")
_LARGE = 100_000  # fewer people are a town's population told in passing


def arrested_people(spot: Spot, quantity: Quantity, behind: Behind) -> Reading | None:
    """'arrested at least 84 people', '57 persons processed', 'handed over nine people to ICE': told by the verb."""
    marked = spot.marked
    people = _ARRESTED_AFTER.match(spot.text, quantity.end)
    end = people.end() if people else quantity.end
    left, right = clause_around(marked, quantity.start, end)
    before = list(marked.within(max(left, quantity.start - 40), quantity.start, "arrested"))
    after = next(marked.within(end, min(right, end + 30), "arrested"), None)
    passive = after is not None and _WERE.fullmatch(spot.text[end : after.start]) is not None
    last = spot.page.last()
    told = last is not None and last.metric is Metric.ARRESTS
    if told and passive and people is None and behind.phrase is None and not behind.foreign and quantity.value > 1:
        return Reading(
            Metric.ARRESTS,
            quantity,
            after.end if after else end,
            (Reason("more of the arrests counted before", 3.5),),
            bare=True,
        )
    if quantity.value <= 1 or not (
        (people and (before or passive))
        or (before and not behind.phrase and not behind.foreign and _closes(spot, quantity))
    ):
        return None
    if not people and not passive and behind.phrase is not None:
        return None
    reasons = [Reason(f"'{(before[-1] if before else after or before[0]).word}' is said of people", 1.5)]
    if _TO_ICE.match(spot.text, end) or (after is not None and _TO_ICE.match(spot.text, after.end)):
        reasons.append(Reason("to ICE", 2.0))
    if marked.has(left, right, "officers", "law_bodies", "trained", "agreements") or any(
        cue.word not in ("ice", "dhs", "immigration") for cue in marked.within(0, len(spot.text), "program")
    ):
        reasons.append(Reason("local officers or the program did it", 2.0))
    elif {"he", "she", "we", "they", "deputies"} & {
        token.low for token in marked.tokens[: marked.token_at(quantity.start)]
    }:
        reasons.append(Reason("the page's own body did it", 1.5))
    if marked.has(left, right, "whole_ice") or spot.text[left:].lstrip().startswith("ICE "):
        reasons.append(Reason("ICE did it", -4))
    if told:
        reasons.append(Reason("arrests were counted before", 1.0))
    reading = Reading(Metric.ARRESTS, quantity, end, tuple(reasons))
    return reading if reading.weight >= 3.0 else None


def _closes(spot: Spot, quantity: Quantity) -> bool:
    return re.match(r"\s+(?:in|since|so\s+far|during|last|this)\b|[.,]|$", spot.text[quantity.end :]) is not None


def people_covered(spot: Spot, quantity: Quantity, behind: Behind) -> Reading | None:
    """'Jurisdictions with an agreement are home to about 110 million people'."""
    people = (behind.phrase is not None and behind.phrase.head.kind == "people") or behind.foreign in (
        "residents",
        "inhabitants",
        "americans",
    )
    if quantity.value < _LARGE or not people:
        return None
    end = behind.phrase.end if behind.phrase else quantity.end + 1 + len(behind.foreign)
    home = re.search(
        r"\bhome\s+to\b[^.;]{0,40}$|\bcover(?:s|ing)?\s+(?:\w+\s+){0,3}$|\blive\w*\b[^.;]{0,30}$",
        spot.text[: quantity.start],
    )
    if not (home or _LIVE.match(spot.text, end)) or not {"agreements", "program"} & spot.marked.kinds:
        return None
    if spot.marked.has(0, len(spot.text), "outside"):
        return None
    return Reading(
        Metric.POPULATION, quantity, end, (Reason("people said to live where an agreement is in force", 4.0),)
    )
