"""The pass over a page: each sentence -> mentions -> readings with evidence -> claims, or silence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from models.claims.around import OF_THE_NATION
from models.claims.choice import evidence_of
from models.claims.clauses import names_program
from models.claims.counted import bodies_named, counted_reading, set_of
from models.claims.dates import DateMention
from models.claims.funding import read_funding
from models.claims.growth import read_growth
from models.claims.home import section_of
from models.claims.left_out import left_out_reading
from models.claims.mentions import Marked, marked
from models.claims.money_grounds import what_for, whose
from models.claims.money_scope import money_scope
from models.claims.named_bodies import surnames
from models.claims.numbers import Measure
from models.claims.people import arrested_people, people_covered
from models.claims.phrases import Phrase, noun_behind
from models.claims.places import Home, at_home
from models.claims.polls import POLL, asks_the_nation, read_polls
from models.claims.readings import Antecedent, Reading, SoFar, Spot
from models.claims.roles import role_of
from models.claims.scope import Where, where
from models.claims.sizes import nobodys
from models.claims.sourcing import source_of
from models.claims.stated import Baseline, Claim, Metric, Role, Unit
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
_SHARE = re.compile(
    r"\s+(?:in|out\s+of)\s+(?:every\s+)?(?:(?!(?:19|20)\d\d\b)\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|forty|fifty|hundred)\b"
    r"(?!\s+(?:states|sheriffs|counties))|\s+of\s+every\s+",
    re.I,
)  # 'one in 40', 'four in five', 'nine out of 10'
_ONE_IN = re.compile(r"\bone\s+(?:\w+\s+){0,3}(?:in|out\s+of)\s+(?:every\s+)?$", re.I)
# How a report of a meeting turns to what has nothing to do with the program.
_OTHER_BUSINESS = re.compile(r"\W*(?:In|On)\s+(?:other|unrelated)\s+(?:business|matters?|action|news|items?|topics?)\b")
_OR_SO = re.compile(r"\s+or\s+(?:\d|two|three|four|five|six|fewer\b|less\b|more\b)|-or-", re.I)
_ALL_BUT = re.compile(r"\b(?:all\s+but|except\s+for|except)\s+$", re.I)


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
    claims: list[Claim] = []
    paragraph = -1
    headline = marked(Sentence(0, title, -1, False, ""), reference)
    _note(text.page, headline, -1, home)
    text.page.nation_polled = asks_the_nation(title)
    text.page.before, text.page.paragraph, text.page.paragraph_places = None, "", []
    named = sum("287" in sentence.text for sentence in sentences[:_OPENING])
    text.page.on_program = named >= 2 or bool({"program", "agreements"} & headline.kinds)
    for index, sentence in enumerate(sentences):
        page = text.page
        if sentence.paragraph != paragraph and not (sentence.bullet or sentence.lead_in):
            page.before, page.paragraph, page.paragraph_places = None, "", []
        if sentence.paragraph != paragraph:
            text.home = home
        text.home = section_of(sentence.text) or text.home
        paragraph = sentence.paragraph
        year = _HEADED_BY_YEAR.match(sentence.text)
        told = marked(sentence, date(int(year[1]), 12, 31) if year else reference)
        claims += _sentence_claims(text, told, index)
        _note(page, told, index, text.home)
        if text.quantities > MAX_QUANTITIES:
            text.remarks.append(f"only the first {MAX_QUANTITIES} numbers were read")
            break
    return claims, text.remarks


def _note(page: SoFar, told: Marked, index: int, home: Home) -> None:
    """What a sentence leaves behind: its words, its places, and what it named without counting it."""
    page.before = told
    named = any(cue.word == "the program" for cue in told.cues)
    page.about = named or bool({"program", "agreements", "join"} & told.kinds)
    page.paragraph = f"{page.paragraph} {told.text}"[-_PARAGRAPH_REACH:]
    page.placed = page.placed or bool(told.places)
    local = [placed for place in told.places if place.local and (placed := at_home(place, home)).state]
    if len(local) == 1:
        page.people |= dict.fromkeys(surnames(told.text), local[0])
    page.paragraph_places += [placed for place in told.places if (placed := at_home(place, home)).state]
    if page.told and page.told[-1].sentence == index:
        return
    nouns = [cue for cue in told.cues if cue.kind in _NAMED and (not cue.singular or cue.kind == "agreements")]
    if nouns:
        page.tell(Antecedent(_NAMED[nouns[0].kind], "", index, told.sentence.paragraph, False))


_NAMED = {"agreements": Metric.AGREEMENTS, "law_bodies": Metric.AGENCIES, "counties": Metric.COUNTIES}


def _sentence_claims(text: _Text, told: Marked, index: int) -> Iterator[Claim]:
    text.poll_named = _POLL_REACH if POLL.search(told.text) else max(0, text.poll_named - 1)
    text.page.nation_polled = text.page.nation_polled or asks_the_nation(told.text)
    text.quantities += len(told.numbers)
    text.calendar.stated = stated_day(told.text, told.dates) or text.calendar.stated
    if not told.numbers:
        return
    if len(told.numbers) > MAX_QUANTITIES_IN_SENTENCE:
        text.remarks.append(f"a stretch of {len(told.numbers)} numbers at character {told.sentence.start} was not read")
        return
    page = text.page
    spot = Spot(told, index, page)
    page.sentence_readings = []
    if _OTHER_BUSINESS.match(told.text):
        page.aside = told.sentence.paragraph
    if page.aside == told.sentence.paragraph and not names_program(told):
        return
    counts, foreign = _counts(spot)
    shares = read_polls(spot, text.poll_named > 0)
    taken = {reading.quantity.start for reading in shares}
    growth = [reading for reading in read_growth(spot, counts) if reading.quantity.start not in taken]
    readings = sorted([*counts, *shares, *growth, *read_funding(spot)], key=lambda reading: reading.quantity.start)
    page.sentence_readings = readings
    placed: list[tuple[Reading, str]] = []
    for reading in readings:
        if reading.unit is Unit.USD:
            scope = money_scope(reading, spot, text.home)
            found = whose(reading, scope, spot, text.home)
            reading = replace(reading, reasons=what_for(reading, spot))
            page.carried_money = scope
        else:
            found = where(reading, spot, text.home, placed)
            if not found.scope:
                continue  # 'in the state', on a page that names none
            if page.placed and nobodys(reading, found.scope, found.reasons):
                continue
        placed.append((reading, found.scope))
        yield _claim(text, spot, reading, found)
    counted = [pair for pair in placed if pair[0].unit is None]
    for reading, scope in counted:
        if reading.metric is not Metric.STATES:
            page.tell(Antecedent(reading.metric, scope, index, told.sentence.paragraph, True))
    _lead_last(page, counted, told, index)
    if foreign and not counted:
        page.tell(Antecedent(page.left_named, "", index, told.sentence.paragraph, page.left_named is None))


def _lead_last(page: SoFar, counted: list[tuple[Reading, str]], told: Marked, index: int) -> None:
    """What the next sentence refers to is what a sentence counts first, not the bodies or parts that it adds."""
    own = [pair for pair in counted if pair[0].metric in (Metric.AGENCIES, Metric.AGREEMENTS, Metric.COUNTIES)]
    parts = len(own) > 1 and own[0][0].role is None and all(pair[0].role is Role.COMPONENT for pair in own[1:])
    if parts or (len(own) > 1 and own[0][0].metric is not own[-1][0].metric):
        page.tell(Antecedent(own[0][0].metric, own[0][1], index, told.sentence.paragraph, True))


def _counts(spot: Spot) -> tuple[list[Reading], bool]:
    """The count readings of one sentence in order, and whether the last number counts something outside the field."""
    told = spot.marked
    readings: list[Reading] = []
    inside_until, foreign = 0, False
    passed = spot.page.passed = []
    for quantity in told.numbers:
        if quantity.measure is not Measure.COUNT or quantity.start < inside_until:
            continue
        if _ALL_BUT.search(told.text, max(0, quantity.start - 14), quantity.start):
            aside = noun_behind(told, quantity).phrase
            counts = aside is not None and aside.head.kind == "agreements"  # 'all but one of the state's 12 agreements'
            inside_until = aside.end if aside and not counts else quantity.end
            continue
        if _ONE_IN.search(told.text, max(0, quantity.start - 40), quantity.start):
            continue  # 'one officer in ten'
        if quantity.value <= 10 and (share := _SHARE.match(told.text, quantity.end)):
            inside_until = share.end() + 3
            continue
        if quantity.value <= 5 and quantity.high is not None and " or " in told.text[quantity.start : quantity.end]:
            continue
        if quantity.value <= 5 and (either := _OR_SO.match(told.text, quantity.end)):
            inside_until = either.end() + 3  # 'two or three agreements': no count
            continue
        behind = noun_behind(told, quantity)
        phrase = behind.phrase
        if quantity.value == 1 and phrase and phrase.partitive:
            inside_until = quantity.end
            continue
        people = phrase is None or phrase.head.kind == "people"
        reading = arrested_people(spot, quantity, behind) or people_covered(spot, quantity, behind) if people else None
        if reading is None and phrase:
            reading = counted_reading(spot, quantity, phrase)
        if (
            phrase
            and phrase.of_set
            and phrase.head.kind not in ("agreements", "arrests")
            and not _of_enrolled(told, quantity.end, phrase)
        ):
            inside_until = phrase.end  # '3 of 10 sheriffs' counts three; '340 of 1,370 agreements' counts both
        if reading is None and phrase is None:
            reading = left_out_reading(spot, quantity, behind, readings)
        foreign = reading is None and quantity.value != 1 and (bool(behind.foreign) or phrase is not None)
        if foreign:
            end = phrase.end if phrase else quantity.end
            passed.append((quantity.start, end, set_of(spot, quantity, phrase) if phrase else None))
            spot.page.left_named = bodies_named(spot, quantity, phrase) if phrase else None
        if reading is not None:
            readings.append(reading)
            spot.page.sentence_readings = readings
    return readings, foreign


def _of_enrolled(told: Marked, start: int, phrase: Phrase) -> bool:
    """'690 of the 1,110 partner agencies', '40 of the program's 1,200 agencies', '19 of the 52 agencies that had
    joined': both numbers count."""
    end, behind = phrase.head.start, told.tokens[phrase.head.last : phrase.head.last + 4]
    if behind and behind[0].low in ("that", "which", "who") and told.has(behind[0].start, behind[-1].end, "join"):
        return True
    return told.has(start, end, "join", "program") or any(
        token.low in OF_THE_NATION for token in told.tokens[told.token_at(start) : told.token_at(end)]
    )


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
        baseline=_baseline(spot, reading, spot.marked.dates) if reading.unit in (Unit.PERCENT, Unit.TIMES) else None,
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


def _support_type(spot: Spot, reading: Reading) -> SupportType | None:
    if reading.metric not in (Metric.AGREEMENTS, Metric.AGENCIES, Metric.OFFICERS_TRAINED, Metric.PENDING):
        return None
    left, right = spot.marked.clause_around(reading.quantity.start, reading.end)
    for match in _MODEL_WORDS.finditer(spot.text, max(left, reading.quantity.start - 30), min(right, reading.end + 45)):
        if match["tfm"]:
            return SupportType.TFM
        if match["wso"]:
            return SupportType.WSO
        if reading.metric is Metric.AGREEMENTS or " " in match.group() or match.group() == "JEM":
            return SupportType.JEM  # a bare 'jail' beside agencies names bodies, not the model
    return None


_SINCE = re.compile(r"\b(?:since|over|than\s+in|from|in)\s+(?:the\s+)?$", re.I)
_STARTED_AT = re.compile(
    r"\b(?:from|(?<!more )(?<!less )(?<!fewer )than|against|versus|compared\s+(?:with|to)|"
    r"(?:double|triple|quadruple|times)\s+the)\s+(?:the\s+|just\s+|only\s+|about\s+)?$",
    re.I,
)


def _baseline(spot: Spot, reading: Reading, dated: tuple[DateMention, ...]) -> Baseline | None:
    """What a growth starts from: the count after 'from', or the date after 'since'."""
    if reading.metric is not Metric.PCT_INCREASE:
        return None
    since = next((mention.iso for mention in dated if _SINCE.search(spot.text[: mention.start])), None)
    for quantity in spot.quantities:
        if quantity is not reading.quantity and _STARTED_AT.search(spot.text[: quantity.start]):
            phrase = noun_behind(spot.marked, quantity).phrase
            when = next((mention.iso for mention in dated if mention.start >= quantity.end), since)
            return Baseline(quantity.value, phrase.head.word if phrase else None, when)
    return Baseline(None, None, since) if since else None
