"""Which pages of news tell the same story: copies, editions, versions and rewrites.

The text decides, not the title or the feed's id: copies of a wire report have other titles and outlets, and feeds
repeat an item under another id. Dozens of unrelated reports quote the same official figures, so only uncommon numbers
tie two texts together. When in doubt, two stories stay two: listing one story twice is a smaller error than merging
two into one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

from models.claims.numbers import TENS, UNITS
from models.news.article_identity import words

# Texts written independently hardly ever share a run of this many words.
_RUN = 5
# Trimmed and lightly edited copies keep more than this share of the shorter text's runs; editions of a wire report
# keep half; independent texts share a few hundredths (quotes, boilerplate).
_COPY, _EDITION, _RELATED_WORDING = 0.8, 0.4, 0.1
# Texts with fewer runs are teasers: copies of them look like common phrases.
_FEWEST_RUNS = 25
# To find pairs worth comparing, one run in four is enough in a long text; two of those in common make a pair.
_SAMPLE, _MANY_RUNS, _FEWEST_SHARED = 4, 150, 2

# A number in this many stories or fewer is uncommon; the figures of a press release appear in many more.
_RARE_IN = 3
# Three uncommon numbers are no coincidence, nor are two exact figures of 100 or more, which count double; fewer need
# some shared wording as well.
_ENOUGH_WEIGHT, _ENOUGH_BESIDE_WORDING = 3, 1
_EXACT_FROM = 100
# A rewrite carries most of the uncommon numbers; a report that cites the same source carries some.
_SHARE_OF_NUMBERS = 0.5
# Smaller numbers are ages, votes, times and list items.
_SMALLEST = 10
_YEARS = range(1990, 2050)
_SECTION = 287

# A rewrite follows within weeks; the same figures a quarter later are history.
_SPAN_DAYS = 30

_NEVER = datetime.max.replace(tzinfo=UTC)

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
# Comparing words takes the square of their number.
_MAX_SENTENCE = 150
_WORDED = UNITS | TENS
_SMALL = [word for word, value in UNITS.items() if 0 < value < 10]
_WORDED_NUMBER = re.compile(rf"\b(?:({'|'.join(TENS)})-({'|'.join(_SMALL)})|({'|'.join(_WORDED)}))\b")


class StoryRelation(StrEnum):
    """How a page is related to the first page of its story."""

    FIRST = "first"
    COPY = "copy"  # the same words, whole or trimmed
    VERSION = "version"  # another version of the page at the same address
    EDITION = "edition"  # another day's report with much of the same wording; each is right for its date
    REWRITE = "rewrite"  # other words around the same uncommon numbers


# Two pages, by their numbers, and how the later belongs to the earlier.
_Related = dict[tuple[int, int], StoryRelation]


@dataclass(frozen=True, slots=True)
class StoryText:
    """One page of news as compared."""

    id: str
    address: str  # canonical
    title: str
    published: datetime | None
    text: str


class Member(NamedTuple):
    """A page in a story."""

    text_id: str
    relation: StoryRelation


def group_stories(texts: Sequence[StoryText], common: Collection[float] = ()) -> list[list[Member]]:
    """The stories among `texts`, each with its earliest page first. `common` are figures that everybody quotes."""
    ordered = sorted(texts, key=lambda each: (each.published or _NEVER, each.id))
    runs = [_runs(each.text) for each in ordered]
    related = _copies(ordered, runs)
    related |= _rewrites(ordered, runs, related, common)
    leader = list(range(len(ordered)))
    for one, other in sorted(related):
        # Each page points to the earliest one it is related to.
        leader[other] = min(leader[other], leader[one])
    ties: dict[int, list[StoryRelation]] = defaultdict(list)
    for pair, relation in related.items():
        for number in pair:
            ties[number].append(relation)
    groups: dict[int, list[Member]] = defaultdict(list)
    for number, text in enumerate(ordered):
        first = leader[number]
        while leader[first] != first:
            first = leader[first]
        relation = StoryRelation.FIRST
        if first != number:  # related to the first page if the two were compared, else to the closest of the story
            relation = related.get((first, number)) or min(ties[number], key=list(StoryRelation).index)
        groups[first].append(Member(text.id, relation))
    return [members for _, members in sorted(groups.items())]


def changed_numbers(before: str, after: str) -> list[tuple[str, str]]:
    """The numbers that differ between two versions of a page, as printed: [('Sixteen', 'Fourteen'), ('39', '38')].

    It compares only sentences that occur in one of the two versions, each with its counterpart in order.
    """
    old, new = _sentences(before), _sentences(after)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    pairs = zip((each for each in old if each in gone), (each for each in new if each in come), strict=False)
    return [change for was, now in pairs for change in _changed_in_sentence(_tokens(was), _tokens(now))]


def _changed_in_sentence(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    was_said, now_said = ([word.casefold() for word in side] for side in (old, new))
    changed: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was_said, now_said, autojunk=False).get_opcodes():
        if tag == "replace":
            pairs = zip(filter(numbers_in, old[i1:i2]), filter(numbers_in, new[j1:j2]), strict=False)
            changed += [(was, now) for was, now in pairs if was != now]
    return changed


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def numbers_in(text: str) -> set[float]:
    """Every number of a text, in digits or in words up to ninety-nine."""
    found = {float(match.replace(",", "")) for match in _NUMBER.findall(text)}
    for tens, units, single in _WORDED_NUMBER.findall(text.casefold()):
        found.add(float(_WORDED[single] if single else _WORDED[tens] + _WORDED[units]))
    return found


def _copies(texts: Sequence[StoryText], runs: Sequence[frozenset[int]]) -> _Related:
    related = {}
    for one, other in _sharing(runs, texts):
        share = _containment(runs[one], runs[other])
        if texts[one].address and texts[one].address == texts[other].address:
            related[one, other] = StoryRelation.VERSION
        elif share >= _EDITION and min(len(runs[one]), len(runs[other])) >= _FEWEST_RUNS:
            related[one, other] = StoryRelation.COPY if share >= _COPY else StoryRelation.EDITION
    return related


def _rewrites(
    texts: Sequence[StoryText], runs: Sequence[frozenset[int]], related: _Related, common: Collection[float]
) -> _Related:
    """Pairs that share uncommon numbers; the copies of one story count as one text that has a number."""
    copies = {other for _, other in related}
    numbers = [_telling(text, common) for text in texts]
    stories = Counter(value for n, values in enumerate(numbers) if n not in copies for value in values)
    rare = [{value for value in values if stories[value] <= _RARE_IN} for values in numbers]
    holders = defaultdict(list)
    for n, values in enumerate(rare):
        for value in values if n not in copies else ():  # a copy belongs to its story already
            holders[value].append(n)
    pairs = {pair for holding in holders.values() for pair in combinations(holding, 2)} - related.keys()
    found = {}
    for one, other in pairs:
        shared = rare[one] & rare[other]
        wording = _containment(runs[one], runs[other]) >= _RELATED_WORDING
        weight = sum(1 + (value >= _EXACT_FROM and value % 10 != 0) for value in shared)
        enough = weight >= (_ENOUGH_BESIDE_WORDING if wording else _ENOUGH_WEIGHT)
        most_of_it = len(shared) > _SHARE_OF_NUMBERS * min(len(rare[one]), len(rare[other]))
        if enough and most_of_it and _near(texts[one], texts[other]):
            found[one, other] = StoryRelation.REWRITE
    return found


def _telling(text: StoryText, common: Collection[float]) -> set[float]:
    """The numbers that may tie a text to another: neither small, nor a year, nor quoted by everybody."""
    numbers = numbers_in(f"{text.title}\n{text.text}") - {_SECTION, *_YEARS, *common}
    return {value for value in numbers if value >= _SMALLEST}


def _near(one: StoryText, other: StoryText) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= _SPAN_DAYS


def _sharing(runs: Sequence[frozenset[int]], texts: Sequence[StoryText]) -> Iterable[tuple[int, int]]:
    """Pairs worth comparing: those with several runs of words, or the address, in common.

    Each text with a run is paired with the first one that has it and the one before, not with all others: a report in
    a hundred outlets makes two hundred pairs, not five thousand.
    """
    first: dict[object, int] = {}
    last: dict[object, int] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for number, each in enumerate(runs):
        address = texts[number].address
        sample = [run for run in each if run % _SAMPLE == 0] if len(each) > _MANY_RUNS else each
        for key, weight in [*((run, 1) for run in sample), *([(address, _FEWEST_SHARED)] if address else [])]:
            if key in first:
                for pair in {(first[key], number), (last[key], number)}:
                    shared[pair] += weight
            else:
                first[key] = number
            last[key] = number
    return sorted(pair for pair, weight in shared.items() if weight >= _FEWEST_SHARED)


def _runs(text: str) -> frozenset[int]:
    said = words(text)
    return frozenset(crc32(" ".join(said[n : n + _RUN]).encode()) for n in range(len(said) - _RUN + 1))


def _containment(one: frozenset[int], other: frozenset[int]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _tokens(text: str) -> list[str]:
    """The words and numbers of a sentence, up to `_MAX_SENTENCE`."""
    return re.findall(r"\d[\d,.]*\d|\d|[A-Za-z]+(?:-[a-z]+)*", text)[:_MAX_SENTENCE]
