"""The quantities of a sentence: counts, percents, multiples and sums of money, in digits and in words.

Dates, years, times, votes, ages, hours, statute, bill, order and route numbers are no quantities here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.claims.multiples import MULTIPLE_WORDS, stated_multiples

_TEENS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
UNITS = {word: value for value, word in enumerate(_TEENS)}
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SCALE_SIGNS = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}

_WORD = "|".join([*UNITS, *TENS, *_SCALES])
# At most eight words: 'four hundred and twenty-three thousand five hundred and six' is longer than any claim.
_WORDS = (
    rf"(?:half\s+an?\s+(?:dozen|hundred|thousand|million|billion)\b|a\s+quarter(?:\s+of\s+a|-)?\s?(?:million|billion)\b|(?:(?:{_WORD}|an?)\s+(?:and\s+a\s+half\s+)?)?dozen(?!s)"
    rf"|an?\s+(?:hundred|thousand|million|billion)\b(?:[\s-](?:and\s)?(?:{_WORD})\b){{0,7}}"
    rf"|an?\s+single|(?:{_WORD})\b(?:[\s-](?:and\s)?(?:{_WORD})\b){{0,7}})"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = r"(?:[\s-](?:hundred|thousand|million|billion)\b|(?:k|mn|m|bn|b)\b)"
_DIGITS_SCALED = rf"{_DIGITS}(?:{_SCALE})?"
_NUMBER = rf"(?<![\w.,/#§$-])(?:{_WORDS}|{_DIGITS_SCALED})(?![\w])"
_PERCENT = r"\s?(?:%|per\s?cent\b|percent\b|percentage\s+points?\b|pct\b\.?|p\.c\b\.?)"

_QUALIFIER = (
    r"(?P<qualifier>a little (?:over|more than|under)|just (?:over|under|shy of)|well over|more than|greater than|"
    r"fewer than|less than|not less than|no fewer than|no less than|no more than|at least|at most|as many as|"
    r"as much as|a minimum of|a maximum of|upwards? of|in excess of|close to|north of|up to|a total of|"
    r"somewhere around|nearly|almost|roughly|about|around|approximately|approx\.?|some|over|under|exactly|"
    r"precisely|practically|virtually|only|just|between|round|above|below|another|an additional|an estimated|"
    r"topp(?:ed|ing)|exceed(?:ed|ing|s))"
)
_QUALIFIED = re.compile(rf"\b{_QUALIFIER}\s+(?:the\s+|its\s+|a\s+)?$", re.I)


def _money_pattern(name: str, scale: str = "?", sign: str = r"\$\s?") -> str:
    return rf"(?:US\s?)?{sign}(?P<{name}>{_DIGITS}(?:\s?(?:hundred|thousand|million|billion|mn|bn|k|m|b)\b){scale})"


_FIND = re.compile(
    rf"(?P<money>{_money_pattern('m1')}(?:\s?(?P<link>to|and|-|–|—)\s?"
    rf"(?:{_money_pattern('m2')}|{_money_pattern('m3', scale='', sign='')}))?)|(?P<number>{_NUMBER})",
    re.I,
)
_AFTER_PERCENT = re.compile(_PERCENT, re.I)
_RANGE = re.compile(rf"\s?(?P<link>-|–|to|and|or)\s?(?P<high>(?:{_WORDS}|{_DIGITS_SCALED}))(?![\w])", re.I)
# 'raised from $5 million to $26 million' is a change of one figure, 'awards run from $500 to $1,000' a range.
_RANGING = re.compile(
    r"\b(?:rang\w*|runs?|ran|running|var(?:y|ies|ied|ying)|anywhere|spann?\w*|awards?|grants?)\b[^.;]{0,40}$", re.I
)
_EACH = re.compile(r"\s+(?:for\s+(?:each|every)|per|each|apiece|an?\s+(?:officer|deputy|year)|depending)\b", re.I)
_TWO_NUMBERS = re.compile(
    r"(?P<first>(?!.*\b(?:hundred|thousand|million|billion|dozen)\b.*\band\b)[a-z-]+)\s+and\s+", re.I
)
_DOLLARS = re.compile(r"\s+(?:U\.?S\.?\s+)?dollars\b", re.I)

_DIGIT = re.compile(r"[0-9]")
_CANDIDATE = re.compile(r"\d[\d,.]*|\$|[A-Za-z]+")  # where a quantity may begin
_OPENING_WORDS = frozenset([*UNITS, *TENS, *_SCALES, "dozen", "half", "a", "an", "us"])
_NO_LETTERS = re.compile(r"[^a-z]+")
_NUMBER_WORDS = frozenset([*UNITS, *TENS, *_SCALES, "dozen", "single", "twice", "fold", *MULTIPLE_WORDS])


class Measure(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a sentence; offsets within the sentence, without the qualifier."""

    measure: Measure
    value: float
    high: float | None
    qualifier: str | None
    start: int
    end: int
    in_words: bool = False


# What stands right after a count that is none: '40-hour course', '29-year-old', '7 p.m.', '48 hours'.
_NOT_AFTER = re.compile(
    r"-[a-z]|\s?(?:a\.m|p\.m|o'clock)\b|\s?-?g\b|:\d\d|\s*\([a-z]\)|(?:st|nd|rd|th)\b|\s*U\.?S\.?C\b|/\d|"
    r"\s+(?:hours?|minutes?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|miles?|square\s+miles|pounds?|"
    r"feet|acres|pages?|points?|votes?|stars?|inches|beds|kilos?|gallons|grams|ounces|degrees|tons?|percent|"
    r"per\s?cent|p\.c|degree)\b",
    re.I,
)
_SOME = re.compile(r"-(?:some|odd|plus)\b|\+(?=\s)")  # 'forty-some agencies', '330-plus', '900+'
_MONTH = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|"
_MONTH += r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?|might)"
# What stands right before a number that names something, or belongs to a date.
_NOT_BEFORE = re.compile(
    rf"(?:\b{_MONTH}\s|\b(?:bill|act|order|orders|no\.|nos\.|number\s+no\.|rule|section|sections|sec\.|"
    rf"title|chapter|article|"
    r"proposition|amendment|route|interstate|highway|u\.s\.|hwy\.?|road|exit|phase|district|precinct|troop|division|"
    r"the\s+number|channel|news|form|case|docket|suite|room|page|figure|table|local|post|age|aged|ages|"
    r"since|in\s+fiscal|fiscal|fy|"
    r"[hs]\.?\s?[bfrj]\.?|sb|hb|ab|lb|hf|sf|ld|hr|h\.r\.|s\.|a\.b\.|hcr|scr|i|cr|pub\.\s?l\.|act)\s?|"
    r"[#§]\s?|\b[A-Z]-)$",
    re.I,
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s$", re.I)
_LAST_DAY = 31
_YEAR = re.compile(r"(?:19[5-9]\d|20[0-4]\d)$")
_VOTE = re.compile(
    r"\b(?:vot(?:e[sd]?|ing)|passed|house|senate|approved|council|board|matter|tabled|rejected|ruled|margin)\b", re.I
)


def word_value(words: str) -> float:
    """The value of a number in words: 'five hundred and forty' -> 540. Raises ValueError where it is none."""
    text = re.sub(r"\band\s+a\s+half\b", "", words.lower())
    for share, part_of in (("half", 2), ("quarter", 4)):
        if share in text:  # 'half a dozen', 'a quarter million'
            return next((scale / part_of for word, scale in _SCALES.items() if word in text), 6)
    if text.split()[0] in _SCALES:
        raise ValueError(f"a scale without a number: {words!r}")
    total, part, seen = 0.0, 0.0, False
    for word in re.findall(r"[a-z]+", text):
        if (value := UNITS.get(word, TENS.get(word))) is not None:
            part, seen = part + value, True
        elif word == "hundred":
            part, seen = (part or 1) * 100, True
        elif word in _SCALES:
            total, part, seen = total + (part or 1) * _SCALES[word], 0.0, True
        elif word in ("dozen", "dozens"):
            part, seen = (part or 1) * 12 + (6 if "half" in words.lower() else 0), True
        elif word == "single":
            part, seen = 1, True
    if not seen:
        raise ValueError(f"no number in words: {words!r}")
    return total + part


def digits_value(printed: str) -> float:
    """The value of a number in digits with or without a scale: '1.4 billion', '$7,500', '12k'."""
    match = re.match(rf"\$?\s?({_DIGITS})\s?-?([a-z]*)", printed, re.I)
    if match is None:
        raise ValueError(f"no number in digits: {printed!r}")
    digits = match[1].replace(",", "")
    if len(digits) > 15:
        raise ValueError("more digits than any count has")
    scale = match[2].lower()
    # 1.1 * 1,000,000,000 is 1100000000.0000001 in binary; no stated amount is finer than a cent.
    return round(float(digits) * (_SCALES.get(scale) or _SCALE_SIGNS.get(scale, 1)), 2)


def value_of(printed: str) -> float:
    """The value of a number as printed, in digits or in words."""
    return digits_value(printed) if printed.lstrip("$ ")[:1].isdigit() else word_value(printed)


def quantities(sentence: str) -> Iterator[Quantity]:
    """The quantities of a sentence, in order, without overlaps."""
    if _DIGIT.search(sentence) is None and _NUMBER_WORDS.isdisjoint(_NO_LETTERS.split(sentence.lower())):
        return  # most sentences: nothing to count
    multiples = list(stated_multiples(sentence))
    for start, end, value in multiples:
        yield Quantity(Measure.MULTIPLE, value, None, _qualifier(sentence, start), start, end, True)
    position = 0
    for candidate in _CANDIDATE.finditer(sentence):
        start = candidate.start()
        if start < position or (candidate.group()[0].isalpha() and candidate.group().lower() not in _OPENING_WORDS):
            continue
        match = _FIND.match(sentence, start)
        if match is None or any(first <= start < end for first, end, _ in multiples):
            continue
        position = match.end()
        try:
            quantity = _money(sentence, match) if match["money"] else _plain(sentence, match)
        except ValueError:
            continue  # a run of digits or words that is no number a person would state
        if quantity is not None:
            yield quantity
            position = quantity.end


def _qualifier(sentence: str, start: int) -> str | None:
    match = _QUALIFIED.search(sentence, max(0, start - 30), start)
    return match["qualifier"].lower() if match else None


def _money(sentence: str, match: re.Match[str]) -> Quantity:
    low, start, end = digits_value(match["m1"]), match.start(), match.end()
    upper = match["m2"] or match["m3"] or ""
    high = digits_value(upper) if upper else None
    before, qualifier = sentence[max(0, start - 12) : start].lower(), _qualifier(sentence, start)
    joined = match["link"] != "and" or before.endswith(("between ", "between about "))
    ranging = _RANGING.search(sentence, 0, start) or _EACH.match(sentence, end)
    changed = before.endswith(("from ", "from about ")) and not ranging
    if high is not None and (changed or high <= low or not joined):
        return Quantity(Measure.MONEY, low, None, qualifier, start, match.end("m1"))
    scaled = re.search(r"thousand|illion", upper)
    if high is not None and scaled and not re.search(r"thousand|illion", match["m1"]) and low < 1_000:
        low *= high / digits_value(re.sub(r"[^\d.,]", "", upper))  # '$5-7 million'
    return Quantity(Measure.MONEY, low, high, qualifier, start, end)


def _plain(sentence: str, match: re.Match[str]) -> Quantity | None:
    start, printed = match.start(), match.group()
    if joined := _TWO_NUMBERS.match(printed):
        printed = joined["first"]  # 'have four and nine' are two numbers, 'a hundred and nine' is one
    end = start + len(printed)
    in_words = not printed[0].isdigit()
    if _names_something(sentence, start, end, printed):
        return None
    value, high, qualifier = value_of(printed), None, _qualifier(sentence, start)
    if percent := _AFTER_PERCENT.match(sentence, end):
        return Quantity(Measure.PERCENT, value, None, qualifier, start, percent.end(), in_words)
    if ranged := _RANGE.match(sentence, end):
        high = _upper_end(sentence, start, value, ranged)
        if high is None and ranged["link"] in "-–" and ranged.group()[0] in "-–":
            return None  # 5-2: a vote or a score
        if high is None and _AFTER_PERCENT.match(sentence, ranged.end()):
            # 'a surcharge of 4 to 6 percent': no range where it may be a change, but a percentage all the same
            return Quantity(Measure.PERCENT, value, None, qualifier, start, end, in_words)
        end = ranged.end() if high is not None else end
    if percent := _AFTER_PERCENT.match(sentence, end):
        return Quantity(Measure.PERCENT, value, high, qualifier, start, percent.end(), in_words)
    if some := _SOME.match(sentence, end):
        end = some.end()
    if _NOT_AFTER.match(sentence, end):
        return None
    if dollars := _DOLLARS.match(sentence, end):
        return Quantity(Measure.MONEY, value, high, qualifier, start, dollars.end(), in_words)
    return Quantity(Measure.COUNT, value, high, qualifier, start, end, in_words)


def _names_something(sentence: str, start: int, end: int, printed: str) -> bool:
    before = sentence[max(0, start - 24) : start]
    if _NOT_BEFORE.search(before) and not (printed[0].isdigit() and "," in printed):
        # 'May 1,200' and 'in April 142' are no dates; 'SB 4', 'Route 13', 'Oct. 1' name something.
        day = not printed.isdigit() or int(printed[:6]) <= _LAST_DAY or _YEAR.match(printed) is not None
        if day or _MONTH_BEFORE.search(before) is None:
            return True
    if _YEAR.match(printed) and sentence[end : end + 2] != "-s":
        return True
    telephone = re.match(r"-(\d{3,4})\b(?!-)", sentence[end : end + 6])
    if re.match(r"-\d{3,4}\b", sentence[end : end + 5]) is None or len(printed) > 3:
        return False
    # '866-555-0123' and '555-0123' are called, '456-650 agencies' is a range.
    return telephone is None or not value_of(printed) < int(telephone[1]) <= 3 * value_of(printed)


def _upper_end(sentence: str, start: int, low: float, ranged: re.Match[str]) -> float | None:
    """The upper end of 'between 12,600 and 14,100', '5 to 7', '80-90'; None where it is another number."""
    try:
        high = value_of(ranged["high"])
    except ValueError:
        return None
    before = sentence[max(0, start - 40) : start].lower()
    link = ranged["link"].lower()
    if high <= low or _YEAR.match(ranged["high"]):
        return None
    if link == "and":
        return high if re.search(r"\bbetween\s+(?:about\s+|roughly\s+)?$", before) else None
    if link in ("to", "or"):
        opens = re.fullmatch(r"from\s+(?:about\s+|some\s+)?", before) is not None
        changing = not opens and re.search(r"\b(?:from|up|went|grew|rose|of|increased)\s+(?:\w+\s+)?$", before)
        return high if not changing and high <= 3 * low else None
    return high if not _VOTE.search(before) and high <= 3 * low and high >= 10 else None
