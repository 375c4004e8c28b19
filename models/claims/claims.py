"""The grammar's one pass over a page: each sentence -> readings -> claims with place, date, source and role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from models.claims.carried import first_metric, leading
from models.claims.counts import read_counts
from models.claims.dates import DateMention, date_mentions
from models.claims.funding import read_funding
from models.claims.growth import read_growth
from models.claims.lexicon import MODEL_WORDS
from models.claims.nationwide import SERIES, is_nationwide
from models.claims.numbers import quantities
from models.claims.phrases import clause_around, noun_after
from models.claims.places import NATION, Home
from models.claims.polls import POLL, read_polls
from models.claims.readings import Reading, Spot
from models.claims.scope import scope_of
from models.claims.sourcing import source_of
from models.claims.stated import Baseline, Claim, Metric, Unit
from models.claims.text import Sentence
from models.claims.timing import FEDERAL_BODY, Calendar, as_of, page_date, poll_day, role_of, stated_day
from models.vocabulary import SupportType

# A sentence with more numbers is a table that lost its lines; a page with more is no news.
MAX_QUANTITIES_IN_SENTENCE = 40
MAX_QUANTITIES = 500
_PEOPLE = (Metric.ARRESTS, Metric.OFFICERS_TRAINED)
_SINCE = re.compile(r"\b(?:since|over|than\s+in|from|in)\s+(?:the\s+)?$", re.I)
_STARTED_AT = re.compile(
    r"\b(?:from|(?<!more )(?<!less )(?<!fewer )than|against|versus|compared\s+(?:with|to)|"
    r"(?:double|triple|quadruple|times)\s+the)\s+(?:the\s+|just\s+|only\s+|about\s+)?$",
    re.I,
)
_OF_THE_PROGRAM = re.compile(
    r"\b(?:analysis|list|data|records|number|count|tally|spreadsheet)\s+of\s+|\bagreements\s+that\b", re.I
)
_HEADED_BY_YEAR = re.compile(r"\W{0,4}((?:19|20)\d\d)\s*[:—–-]\s")  # '2019: 45 new agreements'
_PARAGRAPH_REACH = 600  # characters before a sentence in which 'there' finds its place
_POLL_REACH = 6  # sentences after a poll is named in which a bare percentage is still its share


@dataclass
class _Text:
    """What the sentences read so far leave behind for the next ones."""

    home: Home
    reference: date | None
    calendar: Calendar
    carried: Metric | None = None
    carried_scope: str = ""
    counted_in: int = -1  # the offset of the last sentence that counted bodies or agreements
    named: Metric | None = None  # what the page spoke of last without counting it: 'such agreements'
    carried_money: str = ""
    told: str = ""  # the sentences of the paragraph so far
    paragraph: int = -1
    people: Metric | None = None  # arrests or trained officers, where the paragraph's last number counted them
    paragraph_scopes: set[str] = field(default_factory=set)
    poll_named: int = 0
    quantities: int = 0
    remarks: list[str] = field(default_factory=list)


def read_claims(
    folded: str, sentences: list[Sentence], home: Home, reference: date | None
) -> tuple[list[Claim], list[str]]:
    """The claims of a page in order, and remarks on what was not read."""
    page = _Text(home, reference, Calendar(page_date(folded, reference), poll_day(folded, reference)))
    claims: list[Claim] = []
    previous: Sentence | None = None
    for sentence in sentences:
        before = previous.text if previous and previous.paragraph == sentence.paragraph else ""
        page.told = page.told if before else ""
        claims += _sentence_claims(page, sentence, before)
        _note_topic(page, sentence)
        page.told = f"{page.told} {sentence.text}"[-_PARAGRAPH_REACH:]
        if page.quantities > MAX_QUANTITIES:
            page.remarks.append(f"only the first {MAX_QUANTITIES} numbers were read")
            break
        previous = sentence
    return claims, page.remarks


def _sentence_claims(page: _Text, sentence: Sentence, before: str) -> Iterator[Claim]:
    page.poll_named = _POLL_REACH if POLL.search(sentence.text) else max(0, page.poll_named - 1)
    numbers = tuple(quantities(sentence.text))
    page.quantities += len(numbers)
    year = _HEADED_BY_YEAR.match(sentence.text)
    dated: tuple[DateMention, ...] = ()
    if numbers or FEDERAL_BODY.search(sentence.text):
        dated = date_mentions(sentence.text, date(int(year[1]), 12, 31) if year else page.reference)
        page.calendar.stated = stated_day(sentence.text, dated) or page.calendar.stated
    if not numbers:
        return
    if len(numbers) > MAX_QUANTITIES_IN_SENTENCE:
        page.remarks.append(f"a stretch of {len(numbers)} numbers at character {sentence.start} was not read")
        return
    if page.paragraph != sentence.paragraph:
        page.paragraph, page.paragraph_scopes, page.people = sentence.paragraph, set(), None
    paragraph_scope = next(iter(page.paragraph_scopes)) if len(page.paragraph_scopes) == 1 else ""
    spot = Spot(
        sentence=sentence,
        quantities=numbers,
        carried=page.people or page.carried,
        named=page.named,
        before=before,
        carried_scope=page.carried_scope,
        paragraph_scope=paragraph_scope,
        carried_money=page.carried_money,
        paragraph=page.told,
    )
    readings = _readings(spot, page.poll_named > 0)
    placed: list[tuple[Reading, str]] = []
    nationwide = is_nationwide(spot, readings, page.home.state)
    for reading in readings:
        scope = NATION if nationwide and reading.metric in SERIES else scope_of(reading, spot, page.home, placed)
        placed.append((reading, scope))
        yield _claim(page, spot, reading, scope, dated)
        if reading.unit is Unit.USD:
            page.carried_money = scope
        if reading.unit is None:
            page.paragraph_scopes.update([scope] if reading.metric in _PEOPLE else [])
            page.people = reading.metric if reading.metric in _PEOPLE else None
    _remember(page, spot, placed)


def _note_topic(page: _Text, sentence: Sentence) -> None:
    """What a sentence spoke of without counting it: an analysis of agreements, of which the next one counts 1,487."""
    if page.counted_in == sentence.start:
        return
    told = first_metric(sentence.text)
    page.named = told or page.named
    if told and page.carried is not None and told is not page.carried and _OF_THE_PROGRAM.search(sentence.text):
        page.carried = told


def _remember(page: _Text, spot: Spot, placed: list[tuple[Reading, str]]) -> None:
    """What the next sentences may refer to without a noun."""
    counts = [pair for pair in placed if pair[0].metric in (Metric.AGENCIES, Metric.AGREEMENTS, Metric.COUNTIES)]
    if not counts:
        waiting = [scope for reading, scope in placed if reading.metric is Metric.PENDING]
        page.carried_scope = waiting[-1] if waiting else page.carried_scope
        return
    lead = leading(spot.text, [reading for reading, _ in counts])
    page.counted_in = spot.sentence.start
    page.carried, page.carried_scope = lead.metric, next(scope for reading, scope in counts if reading is lead)
    page.paragraph_scopes.update(scope for _, scope in counts)


def _readings(spot: Spot, in_poll: bool) -> list[Reading]:
    counts = read_counts(spot)
    shares = read_polls(spot, in_poll)
    taken = {reading.quantity.start for reading in shares}
    growth = [reading for reading in read_growth(spot, counts) if reading.quantity.start not in taken]
    return sorted([*counts, *shares, *growth, *read_funding(spot)], key=lambda reading: reading.quantity.start)


def _claim(page: _Text, spot: Spot, reading: Reading, scope: str, dated: tuple[DateMention, ...]) -> Claim:
    quantity = reading.quantity
    when = as_of(reading, spot, dated, page.calendar)
    role = role_of(reading, spot, when, page.reference)
    return Claim(
        metric=reading.metric,
        value=float(quantity.value),
        value_high=quantity.high,
        unit=reading.unit,
        qualifier=quantity.qualifier,
        scope=scope,
        support_type=_support_type(spot, reading),
        as_of=when,
        baseline=_baseline(spot, reading, dated) if reading.unit in (Unit.PERCENT, Unit.TIMES) else None,
        source=source_of(spot.text),
        role=role,
        sentence=spot.text,
        start=spot.sentence.start + quantity.start,
        end=spot.sentence.start + max(quantity.end, reading.end),
    )


def _support_type(spot: Spot, reading: Reading) -> SupportType | None:
    if reading.metric not in (Metric.AGREEMENTS, Metric.AGENCIES, Metric.OFFICERS_TRAINED, Metric.PENDING):
        return None
    left, right = clause_around(spot.text, reading.quantity.start, reading.end)
    for match in MODEL_WORDS.finditer(spot.text, max(left, reading.quantity.start - 30), min(right, reading.end + 45)):
        if match["tfm"]:
            return SupportType.TFM
        if match["wso"]:
            return SupportType.WSO
        if reading.metric is Metric.AGREEMENTS or " " in match.group() or match.group() == "JEM":
            return SupportType.JEM  # a bare 'jail' beside agencies names bodies, not the model
    return None


def _baseline(spot: Spot, reading: Reading, dated: tuple[DateMention, ...]) -> Baseline | None:
    """What a growth starts from: the count after 'from', or the date after 'since'."""
    if reading.metric is not Metric.PCT_INCREASE:
        return None
    since = next((mention.iso for mention in dated if _SINCE.search(spot.text[: mention.start])), None)
    for quantity in spot.quantities:
        if quantity is not reading.quantity and _STARTED_AT.search(spot.text[: quantity.start]):
            phrase = noun_after(spot.text, quantity)
            when = next((mention.iso for mention in dated if mention.start >= quantity.end), since)
            return Baseline(quantity.value, phrase.head if phrase else None, when)
    return Baseline(None, None, since) if since else None
