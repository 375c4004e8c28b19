"""The sentence of each kind of verdict, put together from parts that fit every number, unit, place and qualifier."""

from collections.abc import Sequence
from dataclasses import replace

from models.claims.stated import COUNTS_PLACES, Claim, Metric
from models.verdicts.holding.parts import NamedPart, count_of_part
from models.verdicts.holding.readings import (
    ANOTHER_DATE,
    BESIDE,
    BY_JUDGMENT,
    ListReading,
    ListReadings,
    is_of_another_place,
)
from models.verdicts.holding.together import Explained, Together
from models.verdicts.record_view import ListOnDate, ListsOfPeriod
from models.verdicts.stated_numbers import Fit, closely, tightly
from models.verdicts.stated_periods import Period
from models.verdicts.values import Verdict, compared, in_place, number, on_list, shown_scope, stated, units
from models.verdicts.ways_of_counting import ALL_TYPES, SPELLINGS, USUAL_SPELLING, counted, true_count
from models.vocabulary import VerdictKind

ALL_BODIES = "all kinds of bodies"

_OF_SPELLINGS = frozenset(way.name for way in SPELLINGS)


def of_reading(claim: Claim, found: ListReadings) -> Verdict | None:
    """The verdict that the closest reading gives; None if nothing fits."""
    closest = found.closest
    if closest is None:
        return None
    reasons = (f"closest: {closest.words}", *_odds(claim, found))
    if closest.own:
        return _in_own_unit(claim, closest, reasons)
    each, way = closest.each, closest.found
    own = true_count(claim, each.count())
    apart = in_place(claim) if is_of_another_place(closest) else ""
    whole = f"{number(own)} {units(claim, own)}{apart}" if own is not None else ""
    if way.way in (BY_JUDGMENT, BESIDE):
        sentence = f"{_counts(claim, each, way.value)}, {compared(claim, way.value)}"
        if way.way == BY_JUDGMENT:
            sentence += "; how many depends on which spellings count as one agency"
    elif way.way in _OF_SPELLINGS:
        sentence = f"{_is_the_number_of(claim, closest)}; the list has {whole}"
        if claim.metric is Metric.AGENCIES:
            sentence += " under one name each"
    else:
        sentence = _is_the_number_of(claim, closest)
        if own is not None and own != way.value:
            sentence += f"; the list has {whole}"
    return on_list(VerdictKind.SUPPORTED_OTHERWISE, f"{sentence}.", each, own, way=way.way, reasons=reasons)


def of_part(claim: Claim, part: NamedPart, each: ListOnDate, value: int) -> Verdict:
    """A part that the list shows just so, or but for one or two."""
    sentence = f"The list of {each.published_on} counts {number(value)} {_part(claim, part, value)}{in_place(claim)}"
    reasons = (f"counted on the list: {_part(claim, part, 2)}",)
    if not tightly(claim.value, claim.value_high, claim.qualifier, value):
        sentence += f", {compared(claim, value)}"
        return on_list(VerdictKind.SUPPORTED_OTHERWISE, f"{sentence}.", each, value, way=BESIDE, reasons=reasons)
    if value != claim.value:
        sentence += f", which fits '{stated(claim)}'"
    return on_list(VerdictKind.SUPPORTED, f"{sentence}.", each, value, reasons=reasons)


def of_all_bodies(claim: Claim, part: NamedPart, of_all: Verdict, closest: ListReading) -> Verdict:
    """`of_all`, the verdict on a number as that of all bodies, for a text that names only one kind: '39 sheriffs' are
    not 39 agencies of every kind, so it never stands as said, and the kind's own count is told."""
    if part.kind is None:
        return of_all
    each, count = closest.each, count_of_part(claim, part, closest.each)
    among = f"; it does not show how many of these are {part.kind.noun}"
    if count is not None:
        among = f"; of these, {number(count)} {'is' if count == 1 else 'are'} {_part(claim, part, count)}"
    if not closest.own:
        return replace(of_all, sentence=f"{of_all.sentence.removesuffix('.')}{among}.")
    total = closest.found.value
    sentence = f"The list of {each.published_on} counts {number(total)} {units(claim, total)} of every kind"
    sentence += f"{in_place(claim)}{among}."
    return on_list(VerdictKind.SUPPORTED_OTHERWISE, sentence, each, count, way=ALL_BODIES, reasons=of_all.reasons)


def of_growth_of_stock(claim: Claim, start: ListOnDate, end: ListOnDate, before: int, after: int) -> Verdict:
    """What is new, as the difference of two lists."""
    gained = after - before
    between = f"From the list of {start.published_on} to that of {end.published_on}"
    numbers = f"by {number(gained)}, from {number(before)} to {number(after)}"
    sentence = f"{between}, the number of {units(claim, 2)}{in_place(claim)} grew {numbers}"
    if gained != claim.value:
        sentence += f", which fits '{stated(claim)}'"
    reasons = ("the difference of two lists",)
    return on_list(VerdictKind.SUPPORTED, f"{sentence}.", end, gained, reasons=reasons)


def of_endings(claim: Claim, start: ListOnDate, end: ListOnDate) -> Verdict:
    """What was lost, as the endings between two lists."""
    ended = int(claim.value)
    between = f"Between the lists of {start.published_on} and {end.published_on}"
    sentence = f"{between}, {number(ended)} {units(claim, ended)}{in_place(claim)} ended."
    return on_list(VerdictKind.SUPPORTED, sentence, end, ended, reasons=("endings that later lists confirmed",))


def of_unmatched_part(claim: Claim, part: NamedPart, each: ListOnDate, value: int | None) -> Verdict:
    """A part that the list cannot count, or not as the text does."""
    whole = true_count(claim, each.count())
    if value is not None:
        shown = f"shows {number(value)} {_part(claim, part, value)}{in_place(claim)}"
        sentence = f"The list of {each.published_on} {shown}, but the text may count them in another way"
    elif whole is None:
        sentence = f"The list of {each.published_on} does not show counts for {shown_scope(claim)}"
    else:
        total = f"{number(whole)} {units(claim, whole)}{in_place(claim)}"
        sentence = f"This counts {part.words}, which the list does not show; it has {total} on {each.published_on}"
    reasons = (f"read as a part: {part.words}",)
    return on_list(VerdictKind.NOT_CHECKABLE, f"{sentence}.", each, whole if value is None else value, reasons=reasons)


def of_together(claim: Claim, explained: Explained, together: Together) -> Verdict:
    """One of the figures that a list explains together."""
    each, found = together.each, explained.found
    others = len(together.members) - 1
    figures = f"This and {others} other {'figure' if others == 1 else 'figures'} of the text"
    sentence = f"{figures} are those of the list of {each.published_on}"
    whole = f"{number(explained.own)} {units(claim, explained.own)}{in_place(claim)}"
    way: str | None = None
    if found.value == explained.own:
        sentence += f", which counts {whole}"
        way = None if together.in_force else ANOTHER_DATE
    elif found.way == USUAL_SPELLING.name:
        count = counted(claim, each.count(), claim.support_type)
        missed = count.rows - found.value if count else 0
        rows = "row" if missed == 1 else "rows"
        sentence += f", counted so that {missed} {rows} with a stray space or a typo in the state "
        sentence += f"{'is' if missed == 1 else 'are'} missed; the list has {whole}"
        way = found.way
    else:
        sentence += f", where {number(found.value)} is the number of {found.phrase}{in_place(claim)}; it has {whole}"
        way = found.way
    kind = VerdictKind.SUPPORTED if way is None else VerdictKind.SUPPORTED_OTHERWISE
    reasons = (
        f"explained together: {others + 1} figures on one of {together.tried} lists",
        f"chance of that: {_chance(together.chance)}",
        *((f"next best: {together.runner_up}",) if together.runner_up else ()),
    )
    return on_list(kind, f"{sentence}.", each, explained.own, way=way, reasons=reasons)


def of_vague_time(claim: Claim, period: Period, lowest: int, highest: int) -> Verdict:
    """A small number for a long time, in which the count changed."""
    span = f"the lists of that time count {number(lowest)} to {number(highest)} {units(claim, 2)}{in_place(claim)}"
    return Verdict(VerdictKind.NOT_CHECKABLE, f"The text gives no day closer than {period.words}; {span}.")


def without_list(claim: Claim, siblings: Sequence[Claim], own: ListsOfPeriod, period: Period) -> Verdict:
    """Nothing near explains it, and a list that would may be missing from the record."""
    last = own.reference
    count = true_count(claim, last.count()) if last is not None else None
    if last is not None and count is not None and (own.certain or own.within):
        may_be_missing = "a later one" if own.following is None else "one of the days between"
        sentence = f"{_counts(claim, last, count)}, but {may_be_missing} may be missing from the record"
    else:
        sentence = f"The record holds no list close enough to {period.words} to compare"
        if last is not None:
            sentence += f"; the last one before that is from {last.published_on}"
    beside = next((each for each in siblings if _confirms(each, claim)), None)
    if beside is not None:
        sentence += f"; {stated(claim)} agrees with the {stated(beside)} in the same text"
    return Verdict(VerdictKind.NO_LIST, sentence + ".")


def _in_own_unit(claim: Claim, closest: ListReading, reasons: tuple[str, ...]) -> Verdict:
    found = closest.found.value
    sentence = _counts(claim, closest.each, found)
    match closest.fit:
        case Fit.ROUNDED | Fit.WIDE:
            sentence += f", which fits '{stated(claim)}'"
        case Fit.LOOSE:
            sentence += f": '{stated(claim)}' is true, but far from that number"
    return on_list(VerdictKind.SUPPORTED, f"{sentence}.", closest.each, found, reasons=reasons)


def _counts(claim: Claim, each: ListOnDate, found: int) -> str:
    return f"The list of {each.published_on} counts {number(found)} {units(claim, found)}{in_place(claim)}"


def _is_the_number_of(claim: Claim, reading: ListReading) -> str:
    found = reading.found
    figure = stated(claim)
    if found.value != claim.value or claim.qualifier:
        figure = f"{number(found.value)}, {'next to' if reading.fit is None else 'which fits'} '{figure}',"
    where = in_place(claim)
    if is_of_another_place(reading):
        where = in_place(replace(claim, support_type=None)) if found.way == ALL_TYPES else ""
    return f"On the list of {reading.each.published_on}, {figure} is the number of {found.phrase}{where}"


def _part(claim: Claim, part: NamedPart, count: float) -> str:
    """'sheriff's offices', 'agreements signed since 2025-01-20' for what is counted of a part."""
    nouns = units(claim, count)
    if part.kind is not None:
        of_kind = part.kind.one if count == 1 else part.kind.noun
        joined = "with" if claim.metric in COUNTS_PLACES else "of"
        nouns = of_kind if claim.metric is Metric.AGENCIES else f"{nouns} {joined} {part.kind.noun}"
    if part.signed is None:
        return nouns
    with_one = f"{nouns} that signed" if claim.metric is Metric.AGENCIES else f"{nouns} signed"
    first, last = part.signed.first, part.signed.last
    return f"{with_one} on {first}" if first == last else f"{with_one} from {first} to {last}"


def _odds(claim: Claim, found: ListReadings) -> tuple[str, ...]:
    """How many numbers were tried, the next best, and how likely one of them fits by chance."""
    told = [f"numbers tried: {found.tried}; chance that one of them fits: {_chance(found.by_chance(claim))}"]
    if found.runner_up is not None:
        told.append(f"next best: {found.runner_up.words}")
    return tuple(told)


def _chance(share: float) -> str:
    """'1 in 40'."""
    return f"1 in {round(1 / share):,}" if 0 < share < 0.5 else "even or more"


def _confirms(sibling: Claim, claim: Claim) -> bool:
    """Whether a more exact number of the same thing, in the same text, fits the claim."""
    same = (sibling.metric, sibling.scope, sibling.support_type) == (claim.metric, claim.scope, claim.support_type)
    if not same or sibling.qualifier or not claim.qualifier or sibling.role is not claim.role:
        return False
    return closely(claim.value, claim.value_high, claim.qualifier, sibling.value)
