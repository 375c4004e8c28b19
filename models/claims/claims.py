"""The pass over a page: each sentence -> mentions -> readings with evidence -> claims, or silence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from models.claims.choice import evidence_of
from models.claims.clauses import names_program
from models.claims.counts import counts_of
from models.claims.funding import read_funding
from models.claims.growth import read_growth
from models.claims.home import section_of
from models.claims.mentions import NO_SENTENCE, marked
from models.claims.money_grounds import what_for, whose
from models.claims.money_scope import money_scope
from models.claims.named_bodies import surnames
from models.claims.phrases import noun_behind
from models.claims.places import Home, at_home
from models.claims.polls import POLL, asks_the_nation, read_polls
from models.claims.readings import Reading, SoFar, Spot
from models.claims.roles import role_of
from models.claims.scope import Placed, Where, where
from models.claims.sizes import nobodys
from models.claims.sourcing import source_of
from models.claims.stated import COUNTS_PLACES, Baseline, Claim, Metric, Role, Unit
from models.claims.text import Sentence
from models.claims.timing import Calendar, as_of, page_date, poll_day, stated_day
from models.vocabulary import SupportType

# A sentence with more numbers is a table that lost its lines; a page with more is no news.
MAX_QUANTITIES_IN_SENTENCE = 40
MAX_QUANTITIES = 500
_PARAGRAPH_REACH = 600  # characters before a sentence in which a sum of money finds what it is for
_OPENING = 40  # sentences of a page that show whether it keeps to the program
_POLL_REACH = 6  # sentences after a poll is named in which a bare percentage is still its share
_HEADED_BY_YEAR = re.compile(r"\W{0,4}((?:19|20)\d\d)\s*[:—–-]\s")  # '2019: 45 new agreements'
# How a report of a meeting turns to what has nothing to do with the program.
_OTHER_BUSINESS = re.compile(r"\W*(?:In|On)\s+(?:other|unrelated)\s+(?:business|matters?|action|news|items?|topics?)\b")


@dataclass
class _Text:
    """What a page is, and what its sentences leave behind."""

    home: Home
    reference: date | None
    calendar: Calendar
    page: SoFar = field(default_factory=SoFar)
    poll_named: int = 0
    quantities: int = 0
    remarks: list[str] = field(default_factory=list)


def read_claims(
    title: str, folded: str, sentences: list[Sentence], home: Home, reference: date | None
) -> tuple[list[Claim], list[str]]:
    """The claims of a page in order, and remarks on what was not read."""
    text = _Text(home, reference, Calendar(page_date(folded, reference), poll_day(folded, reference)))
    page, claims = text.page, list[Claim]()
    headline = marked(Sentence(0, title, -1, False, ""), reference)
    _note(Spot(headline, -1, page), home)
    page.nation_polled = asks_the_nation(title)
    named = sum("287" in sentence.text for sentence in sentences[:_OPENING])
    page.on_program = named >= 2 or bool({"program", "agreements"} & headline.kinds)
    paragraph = -1
    for index, sentence in enumerate(sentences):
        if index == 0 or (sentence.paragraph != paragraph and not (sentence.bullet or sentence.lead_in)):
            page.before, page.paragraph, page.paragraph_places = NO_SENTENCE, "", []
        text.home = section_of(sentence.text) or (text.home if sentence.paragraph == paragraph else home)
        paragraph = sentence.paragraph
        year = _HEADED_BY_YEAR.match(sentence.text)
        spot = Spot(marked(sentence, date(int(year[1]), 12, 31) if year else reference), index, page)
        claims += _sentence_claims(text, spot)
        _note(spot, text.home)
        if text.quantities > MAX_QUANTITIES:
            text.remarks.append(f"only the first {MAX_QUANTITIES} numbers were read")
            break
    return claims, text.remarks


def _note(spot: Spot, home: Home) -> None:
    """What a sentence leaves behind: its words, its places, and what it named without counting it."""
    page, told = spot.page, spot.marked
    page.before = told
    named = any(cue.word == "the program" for cue in told.cues)
    page.about = named or bool({"program", "agreements", "join"} & told.kinds)
    page.paragraph = f"{page.paragraph} {told.text}"[-_PARAGRAPH_REACH:]
    page.placed = page.placed or bool(told.places)
    placed = [place for each in told.places if (place := at_home(each, home)).state]
    page.paragraph_places += placed
    local = [place for place in placed if place.local]
    if len(local) == 1:
        page.people |= dict.fromkeys(surnames(told.text), local[0])
    if page.told and page.told[-1].sentence == spot.index:
        return
    nouns = [cue for cue in told.cues if cue.kind in _NAMED and (not cue.singular or cue.kind == "agreements")]
    if nouns:
        page.tell(spot.antecedent(_NAMED[nouns[0].kind], counted=False))


_NAMED = {"agreements": Metric.AGREEMENTS, "law_bodies": Metric.AGENCIES, "counties": Metric.COUNTIES}


def _sentence_claims(text: _Text, spot: Spot) -> Iterator[Claim]:
    page, told, paragraph = spot.page, spot.marked, spot.sentence.paragraph
    text.poll_named = _POLL_REACH if POLL.search(told.text) else max(0, text.poll_named - 1)
    page.nation_polled = page.nation_polled or asks_the_nation(told.text)
    text.quantities += len(told.numbers)
    text.calendar.stated = stated_day(told.text, told.dates) or text.calendar.stated
    if not told.numbers:
        return
    if len(told.numbers) > MAX_QUANTITIES_IN_SENTENCE:
        text.remarks.append(f"a stretch of {len(told.numbers)} numbers at character {told.sentence.start} was not read")
        return
    page.sentence_readings = []
    if _OTHER_BUSINESS.match(told.text):
        page.aside = paragraph
    if page.aside == paragraph and not names_program(told):
        return
    counts, foreign = counts_of(spot)
    shares = read_polls(spot, text.poll_named > 0)
    taken = {reading.quantity.start for reading in shares}
    growth = [reading for reading in read_growth(spot, counts) if reading.quantity.start not in taken]
    readings = sorted([*counts, *shares, *growth, *read_funding(spot)], key=lambda reading: reading.quantity.start)
    page.sentence_readings = readings
    placed: Placed = []
    for reading in readings:
        if reading.unit is Unit.USD:
            page.carried_money = money_scope(reading, spot, text.home)
            found = whose(reading, page.carried_money, spot, text.home)
            reading = replace(reading, reasons=what_for(reading, spot))
        else:
            found = where(reading, spot, text.home, placed)
            # 'in the state', on a page that names none
            if not found.scope or (page.placed and nobodys(reading, found.scope, found.reasons)):
                continue
        placed.append((reading, found.scope))
        yield _claim(text, spot, reading, found)
    _leave(spot, [pair for pair in placed if pair[0].unit is None], foreign)


def _leave(spot: Spot, counted: Placed, foreign: bool) -> None:
    """What the next sentence refers to is what a sentence counts first, not the bodies or parts that it adds."""
    page = spot.page
    for reading, scope in counted:
        if reading.metric not in COUNTS_PLACES:
            page.tell(spot.antecedent(reading.metric, scope))
    own = [pair for pair in counted if pair[0].metric in _NAMED.values()]
    parts = len(own) > 1 and own[0][0].role is None and all(pair[0].role is Role.COMPONENT for pair in own[1:])
    if parts or (len(own) > 1 and own[0][0].metric is not own[-1][0].metric):
        page.tell(spot.antecedent(own[0][0].metric, own[0][1]))
    if foreign and not counted:
        page.tell(spot.antecedent(page.left_named, counted=page.left_named is None))


def _claim(text: _Text, spot: Spot, reading: Reading, found: Where) -> Claim:
    quantity = reading.quantity
    dated = as_of(reading, spot, text.calendar)
    played = role_of(reading, spot, dated.iso, text.reference)
    return Claim(
        metric=reading.metric,
        value=float(quantity.value),
        value_high=quantity.high,
        unit=reading.unit,
        qualifier=quantity.qualifier,
        scope=found.scope,
        support_type=_support_type(spot, reading),
        as_of=dated.iso,
        baseline=_baseline(spot, reading),
        source=source_of(spot.text),
        role=played.role,
        sentence=spot.text,
        start=spot.sentence.start + quantity.start,
        end=spot.sentence.start + max(quantity.end, reading.end),
        evidence=evidence_of(reading, found, dated, played),
    )


_MODEL_WORDS = re.compile(
    r"\b(?:(?P<tfm>task[\s-]force|TFM)|(?P<wso>warrant[\s-]service|warrant\s+officer|WSO)|"
    r"(?P<jem>jail[\s-](?:enforcement|based|model)|jails?|JEM))\b",
    re.I,
)
# '173 agreements and jails hold 900 people': what comes then is told of somebody else.
_OTHER_SUBJECT = re.compile(r"\b(?:and|but|while|whereas)\s+(?:the\s+|its\s+|their\s+)?$", re.I)


# In front of a number its model stands close by; behind it comes after the noun: '43 agreements under the task force'.
_WORDS_BEFORE, _WORDS_BEHIND = 30, 45


def _support_type(spot: Spot, reading: Reading) -> SupportType | None:
    if reading.metric not in (Metric.AGREEMENTS, Metric.AGENCIES, Metric.OFFICERS_TRAINED, Metric.PENDING):
        return None
    start, (left, right) = reading.quantity.start, spot.marked.clause_around(reading.quantity.start, reading.end)
    following = min((each.start for each in spot.quantities if each.start >= reading.end), default=right)
    ahead = _model(spot.text, start, min(right, reading.end + _WORDS_BEHIND, following), reading.metric)
    earlier = [each for each in spot.quantities if left <= each.start and each.end <= start]
    if not earlier:
        return _model(spot.text, max(left, start - _WORDS_BEFORE), start, reading.metric) or ahead
    # '154 jail agreements and 777 task force agreements': the words between are those of the number before, unless it
    # has its own in front of it ('jail model: 154 agreements, task force: 777').
    before = earlier[-1]
    between = _model(spot.text, max(before.end, start - _WORDS_BEFORE), start, reading.metric)
    if between and _model(spot.text, max(left, before.start - _WORDS_BEFORE), before.start, reading.metric):
        return between
    names_its_own = reading.end > reading.quantity.end
    return ahead or (None if names_its_own else between)


def _model(text: str, start: int, end: int, metric: Metric) -> SupportType | None:
    """The first support type between two places of a text."""
    for match in _MODEL_WORDS.finditer(text, start, max(start, end)):
        if match["tfm"]:
            return SupportType.TFM
        if match["wso"]:
            return SupportType.WSO
        if _OTHER_SUBJECT.search(text, start, match.start()):
            continue
        if metric is Metric.AGREEMENTS or " " in match.group() or match.group() == "JEM":
            return SupportType.JEM  # a bare 'jail' beside agencies names bodies, not the model
    return None


_SINCE = re.compile(r"\b(?:since|over|than\s+in|from|in)\s+(?:the\s+)?$", re.I)
_STARTED_AT = re.compile(
    r"\b(?:from|(?<!more )(?<!less )(?<!fewer )than|against|versus|compared\s+(?:with|to)|"
    r"(?:double|triple|quadruple|times)\s+the)\s+(?:the\s+|just\s+|only\s+|about\s+)?$",
    re.I,
)


def _baseline(spot: Spot, reading: Reading) -> Baseline | None:
    """What a growth starts from: the count after 'from', or the date after 'since'."""
    if reading.metric is not Metric.PCT_INCREASE:
        return None
    dated = spot.marked.dates
    since = next((mention.iso for mention in dated if _SINCE.search(spot.text[: mention.start])), None)
    for quantity in spot.quantities:
        if quantity is not reading.quantity and _STARTED_AT.search(spot.text[: quantity.start]):
            phrase = noun_behind(spot.marked, quantity).phrase
            when = next((mention.iso for mention in dated if mention.start >= quantity.end), since)
            return Baseline(quantity.value, phrase.head.word if phrase else None, when)
    return Baseline(None, None, since) if since else None
