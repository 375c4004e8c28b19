"""The numbers of one sentence that count something of the field, each with what it counts."""

import re

from models.claims.around import OF_THE_NATION
from models.claims.counted import bodies_named, counted_reading, set_of
from models.claims.left_out import left_out_reading
from models.claims.mentions import Marked
from models.claims.numbers import Measure, Quantity
from models.claims.people import arrested_people, people_covered
from models.claims.phrases import Phrase, noun_behind
from models.claims.readings import Reading, Spot

_SHARE = re.compile(
    r"\s+(?:in|out\s+of)\s+(?:every\s+)?(?:(?!(?:19|20)\d\d\b)\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|forty|fifty|hundred)\b"
    r"(?!\s+(?:states|sheriffs|counties))|\s+of\s+every\s+",
    re.I,
)  # 'one in 40', 'four in five', 'nine out of 10'
_ONE_IN = re.compile(r"\bone\s+(?:\w+\s+){0,3}(?:in|out\s+of)\s+(?:every\s+)?$", re.I)
_OR_SO = re.compile(r"\s+or\s+(?:\d|two|three|four|five|six|fewer\b|less\b|more\b)|-or-", re.I)
_ALL_BUT = re.compile(r"\b(?:all\s+but|except\s+for|except)\s+$", re.I)


def counts_of(spot: Spot) -> tuple[list[Reading], bool]:
    """The count readings of one sentence in order, and whether the last number counts something outside the field."""
    told, page = spot.marked, spot.page
    readings: list[Reading] = []
    inside_until, foreign = 0, False
    page.passed = []
    for quantity in told.numbers:
        if quantity.measure is not Measure.COUNT or quantity.start < inside_until:
            continue
        if passed := _passed_until(told, quantity):
            inside_until = passed
            continue
        behind = noun_behind(told, quantity)
        phrase = behind.phrase
        if quantity.value == 1 and phrase and phrase.partitive:
            continue
        people = phrase is None or phrase.head.kind == "people"
        reading = arrested_people(spot, quantity, behind) or people_covered(spot, quantity, behind) if people else None
        if reading is None and phrase:
            reading = counted_reading(spot, quantity, phrase)
        if phrase and phrase.of_set and not _counts_both(told, quantity.end, phrase):
            inside_until = phrase.end  # '3 of 10 sheriffs' counts three
        if reading is None and phrase is None:
            reading = left_out_reading(spot, quantity, behind, readings)
        foreign = reading is None and quantity.value != 1 and (bool(behind.foreign) or phrase is not None)
        if foreign:
            end = phrase.end if phrase else quantity.end
            page.passed.append((quantity.start, end, set_of(spot, quantity, phrase) if phrase else None))
            page.left_named = bodies_named(spot, quantity, phrase) if phrase else None
        if reading is not None:
            readings.append(reading)
            page.sentence_readings = readings
    return readings, foreign


def _passed_until(told: Marked, quantity: Quantity) -> int:
    """Where what is no count ends: 'all but two sheriffs', 'one officer in ten', 'two or three'; 0 for a count."""
    text, start, end = told.text, quantity.start, quantity.end
    if _ALL_BUT.search(text, max(0, start - 14), start):
        aside = noun_behind(told, quantity).phrase
        counts = aside is not None and aside.head.kind == "agreements"  # 'all but one of the state's 12 agreements'
        return aside.end if aside and not counts else end
    if _ONE_IN.search(text, max(0, start - 40), start):
        return end
    if quantity.value <= 10 and (share := _SHARE.match(text, end)):
        return share.end() + 3
    if quantity.value <= 5 and quantity.high is not None and " or " in text[start:end]:
        return end
    either = _OR_SO.match(text, end) if quantity.value <= 5 else None
    return either.end() + 3 if either else 0


def _counts_both(told: Marked, start: int, phrase: Phrase) -> bool:
    """'340 of 1,370 agreements', '690 of the 1,110 partner agencies', '40 of the program's 1,200 agencies', '19 of the
    52 agencies that had joined': both numbers count."""
    if phrase.head.kind in ("agreements", "arrests"):
        return True
    end, behind = phrase.head.start, told.tokens[phrase.head.last : phrase.head.last + 4]
    if behind and behind[0].low in ("that", "which", "who") and told.has(behind[0].start, behind[-1].end, "join"):
        return True
    return told.has(start, end, "join", "program") or not OF_THE_NATION.isdisjoint(told.words_in(start, end))
