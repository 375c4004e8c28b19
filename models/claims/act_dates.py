"""The day of an act: stated beside it, or the month of the page where the page tells it as news."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.claims.act_phrases import DAYS, count_of, more_dates
from models.claims.act_table import compiled
from models.claims.acts import Act, refers_back
from models.claims.dates import DateMention, date_mentions
from models.claims.named_so_far import NamedSoFar
from models.claims.stated import EventKind
from models.claims.text import Sentence

_AFTER, _BEFORE = 120, 100  # characters behind an act, and before it, in which its date stands
_OPENING = 12  # a date that opens a sentence holds for all of it
_ACROSS = 40  # characters that the border of a clause between an act and a date counts for
_NEWS = 700  # characters of a page that tell what is new
_LEAD = 300  # characters in which a page on laws, orders or money has said what it is about

_LAWS = frozenset({EventKind.BAN_LAW, EventKind.MANDATE_LAW})
_OF_AGENCIES = frozenset({EventKind.SIGNED, EventKind.TERMINATED, EventKind.WITHDREW, EventKind.DECLINED})

_CLAUSE = re.compile(r"[;:—]|,\s(?:which|who|and|but|after|before|while|when|whose)\b")
_YEAR = re.compile(r"\d{4}")
_YEAR_LINE = re.compile(r"\W*((?:19|20)\d\d)\s*[:—–]")
_THE_SAME = compiled(r"[^.;]{0,30}\bthe same (?:day|week|month)\b")  # 'and the police signed the same week'
# The date of something else: when it takes effect, runs out, what came before it.
_OTHER_DAY = compiled(
    r"\b(?:effective|tak(?:es?|ing) effect|beg(?:ins?|inning)|start(?:s|ing)?|expir\w+|runs? out|until|through|"
    r"deadline|due|ends?|scheduled|before|after|following|prior to|dat(?:ed|es|ing) (?:from|back to)|elected|election|"
    r"sworn in|"
    r"office|in force since|next|at (?:the|its|his|her)|as of|fiscal|expected|will be|for|from) "
    r"(?:(?:on|in|at|of|the|early|late|mid|to) ?)*$"
)
# What was done then is no act that is told: 'ended an agreement his predecessor had signed last spring'.
_OF_PAPER = compiled(
    r"\b(?:had|predecessor|he|she|they|it|which|that|was) (?:had |was )?"
    r"(?:mailed|filed|sent|submitted|signed|made|entered|reached|inked|joined)"
    r"(?: (?:on|in|back in|early in|late in))* ?$"
)
# 'a 2019 agreement', 'renews a 2025 directive'
_OLD_PAPER = compiled(
    r" (?:\w+ )?(?:agreement|contract|deal|memorandum|memo|order|directive|policy|pact|arrangement)\b"
)
# 'Oklahoma added five agencies in August, and Idaho State Police became the latest'
_NEXT_CLAUSE = compiled(r";|, (?:and|but|while) (?!(?:then|also|later|has|had|was|is|in|on)\b|\w+ed\b)")
_THEN_AFTER = compiled(r",? (?:(?:about|just|only|some|barely) )?(?:an?|\w+|\d+) (?:days?|weeks?|months?) after\b")
_LATER = compiled(
    r"\W*(?:{bond}|it|out)?\W*(?:(?:about|just|only|some|barely) )?"
    r"(?P<count>an?|\w+|\d+) (?P<unit>days?|weeks?|months?) later\b"
)
_AFTER_IT = compiled(r"(?P<count>\ban?|\b\w+|\b\d+) (?P<unit>days?|weeks?|months?) after\b[^.;]{0,60}$")
_HAS_SAID = compiled(r"\b(?:has|have) (?:\w+ ){0,2}?said\b")  # at some time; 'said' alone is what the page reports
_AHEAD = compiled(r"\b(?:scheduled|slated|due|will|expected|set)\b[^,;.]{0,30}$")
_TAKES_EFFECT = compiled(
    r"\b(?:effect|force|since|from|start(?:ing|s|ed)?|beg(?:inning|ins|an))\b(?: in [\w ]{2,20}?)?(?: (?:on|in))?\W*$"
)
_WILL = compiled(r"(?:will|would|plans?|intends?|is (?:set|preparing|expected)) ")
_OF_A_RECORD = compiled(r"\b(?:obtained|released|published|reviewed|posted|updated|provided)(?: on| in)? $")
_AND_THEN = compiled(r" ?(?:and|but)(?: then| later| has| had)? ")
_DEADLINE = compiled(r"\b(?:by|before|no later than|starting|beginning)(?: on| in)? $")
_DAY_BESIDE = compiled(r"\bday (?:(?P<after>after)|before) (?:[^,.;]{0,40} (?:of|on) )?$")
_OPENED = compiled(r"\bopen(?:s|ed|ing)(?: on| in)? $")
_SPOKE = compiled(r"\b(?:said|says|told (?:\w+ ){1,3}?|confirmed|wrote)(?: on)? ?$")
_SAID = compiled(r"\b(?:said|announc\w+|unveil\w*|told)\b")
_LAW_MADE = compiled(
    r"{law}{far}\b(?:signed|passed|took effect|enacted|approved|became law)\b|"
    r"\b(?:signed|passed|enacted|approved|let) {far}{law}"
)
# Not the news of the day: told of the past, or known before ('the sheriff, who had signed an agreement').
_LONG_AGO = compiled(
    r"\b(?:already|years? ago|once had|previously|used to|in the past|long since|decade|at the time|back then)\b"
)
_BY_OTHERS = compiled(
    r"\b(?:predecessor|former)\b"
)  # 'an agreement signed by her predecessor'; behind an ending it names it

_BACKGROUND = compiled(
    r"(?:\b(?:which|who|that)(?: (?:has|have))?|\b(?:why|how|when) \w+|\bhad)(?: \w+ly| also| already)?\W*$|"
    r"\b(?:since|before|until)\b[^,;]{0,30}$|\b(?:months?|years?|decade) after\b[^,;]{0,40}$"
)
# A bill that a page tells of in the present: 'A bill before the Senate would require ...'
_PENDING_NOW = compiled(r"\b(?:would|is pending|are pending|awaits?|weigh\w*|consider\w*|has a bill|before the)\b")
_DONE = compiled(
    r"\b(?:signed|issued|filed|sued|passed|approved|announced|released|published|said|vetoed|ordered|directed|"
    r"rescinded)\b"
)
# Orders of the president that pages cite by number alone.
_KNOWN_ORDERS = {"14159": "2025-01-20", "13768": "2017-01-25"}
_ORDER_NUMBER = re.compile(r"Executive\s+Order\s+(\d{5})\b")


@dataclass(frozen=True, slots=True)
class Told:
    """The date of an act and what settled it."""

    iso: str | None
    why: str
    stated: bool = True  # False: the day of the news, when somebody spoke of it; a day of its own counts for more


def date_of(act: Act, acts: Sequence[Act], sentence: Sentence, page: NamedSoFar) -> Told:
    """The date of one of the acts of a sentence."""
    text = sentence.text
    if (own := _known_order(act, text)) or (own := _counted_from(act, acts, sentence, page)):
        return own
    known = [_of_that_year(each, text, page) for each in date_mentions(text, page.reference)]
    known += more_dates(text, page.reference)
    if act.kind in _OF_AGENCIES and _WILL.match(
        text, act.start
    ):  # the act is the saying so; 'on Dec. 31' is when it comes into force
        known = [mention for mention in known if mention.end <= act.start]
    fitting = [mention for mention in known if _fits(act, acts, mention, text)]
    opened = act.kind is EventKind.FUNDING_PROGRAM  # a fund dates from its opening, whenever it was announced
    for mention in sorted(
        fitting, key=lambda each: (not (opened and _OPENED.search(text, 0, each.start)), _distance(act, each, text))
    ):
        printed = text[mention.start : mention.end]
        if iso := _past(_of_year(mention, text), page.reference, act.proposed, printed):
            spoken = act.kind in _OF_AGENCIES and _SPOKE.search(text, max(0, mention.start - 30), mention.start)
            return Told(iso, f"'{printed.strip()}' stands beside the act", stated=not spoken)
    if page.law_date and act.kind in _LAWS and refers_back(text):
        return Told(page.law_date, "the day of the law that the sentence refers to")
    if act.kind in _LAWS or (act.kind is EventKind.FUNDING_PROGRAM and not _SAID.search(text)):
        today = page.reference.isoformat() if page.reference else "9999"
        for mention in known:
            if _TAKES_EFFECT.search(text, 0, mention.start) and _distance(act, mention, text) < _AFTER:
                ahead = act.kind in _LAWS and mention.iso > today  # its own day was another
                return Told(None, "it takes effect later") if ahead else Told(mention.iso, "it takes effect then")
    if page.news and act.proposed and act.kind in _LAWS and _PENDING_NOW.search(text):
        return Told(page.news[:4], "the bill waits as the page tells of it", stated=False)
    if act.kind is EventKind.DECLINED and _HAS_SAID.search(text, 0, act.end):
        return Told(None, "it 'has said' so, at no stated time")
    if page.news and act.kind is EventKind.DECLINED and _SAID.search(text) and not _LONG_AGO.search(text):
        return Told(page.news, "the page tells what was said", stated=False)
    if page.news and _is_news(act, sentence, page):
        return Told(page.news, "the page tells it as news", stated=False)
    return Told(None, "no date is told")


def _known_order(act: Act, text: str) -> Told | None:
    number = _ORDER_NUMBER.search(text) if act.kind is EventKind.EXECUTIVE_ORDER else None
    day = _KNOWN_ORDERS.get(number[1]) if number else None
    return Told(day, f"the day of Executive Order {number[1]}") if number and day else None


def _counted_from(act: Act, acts: Sequence[Act], sentence: Sentence, page: NamedSoFar) -> Told | None:
    """'It joined on May 2 and left it a week later', '... two days after Mecklenburg's sheriff did the same'."""
    text = sentence.text
    earlier = [each for each in acts if each.end <= act.start]
    if later := _LATER.match(text, act.end):
        base = date_of(earlier[-1], earlier, sentence, page).iso if earlier else page.last_date
        sign = 1
    elif earlier and (later := _AFTER_IT.search(text, earlier[-1].end, act.start)):
        base, sign = date_of(earlier[-1], earlier, sentence, page).iso, -1
    else:
        return None
    count = 1 if later["count"].lower() in ("a", "an") else count_of(later["count"])
    if not base or not count:
        return None
    if len(base) < len("2025-01-01"):
        return Told(base[:4], f"'{later.group().strip()}' counts from {base}")
    unit = later["unit"].lower().rstrip("s") + "s"
    then = date.fromisoformat(base) + sign * timedelta(days=count * DAYS[unit])
    return Told(then.isoformat(), f"'{later.group().strip()}' counts from {base}")


def law_date_of(text: str, page: NamedSoFar) -> str | None:
    """The day on which a sentence tells that a law was made, for the sentences that go on about it."""
    made = _LAW_MADE.search(text)
    if made is None:
        return None
    known = [each for each in date_mentions(text, page.reference) if not _OLD_PAPER.match(text, each.end)]
    near = [each for each in known if abs(each.start - made.end()) < _AFTER]
    return _past(near[0].iso, page.reference, False, text[near[0].start : near[0].end]) if near else None


def _is_news(act: Act, sentence: Sentence, page: NamedSoFar) -> bool:
    """Whether a page tells an act without a day as what has just happened: in its title or opening."""
    text = sentence.text
    others = _BY_OTHERS.search(text, 0, len(text) if act.kind is EventKind.SIGNED else act.start)
    if _LONG_AGO.search(text) or others or _BACKGROUND.search(text[: act.start]):
        return False
    if act.kind in page.fresh:
        return True
    if act.kind in _OF_AGENCIES:
        return sentence.start + act.start < _NEWS
    return sentence.start + act.start < _LEAD and _DONE.search(text) is not None


def _of_that_year(mention: DateMention, text: str, page: NamedSoFar) -> DateMention:
    """'The sheriff ended it that September': in the year that the page named last."""
    if page.last_year and len(mention.iso) > 4 and text[: mention.start].endswith(("that ", "That ")):
        return replace(mention, iso=page.last_year + mention.iso[4:])
    return mention


def _of_year(mention: DateMention, text: str) -> str:
    """The date in the year that opens the line: '2017: 60 agreements, after an order of Jan. 25'. Counted from where
    the text counts: 'the day after the election of Nov. 4'."""
    if len(mention.iso) == len("2025-11-04") and (beside := _DAY_BESIDE.search(text, 0, mention.start)):
        day = date.fromisoformat(mention.iso) + timedelta(days=1 if beside["after"] else -1)
        return day.isoformat()
    year = _YEAR_LINE.match(text)
    if year and len(mention.iso) > 4 and not _YEAR.search(text[mention.start : mention.end]):
        return f"{year[1]}{mention.iso[4:]}"
    return mention.iso


def _fits(act: Act, acts: Sequence[Act], mention: DateMention, text: str) -> bool:
    """Whether a date may be the act's: near it, nearer than to any other act, and not the day of something else."""
    if text[mention.start : mention.end].endswith("after "):  # 'ten months after they signed it, the office ...'
        return act.start >= mention.end and "," not in text[mention.end : act.start]
    opens = mention.start <= _OPENING
    if not opens and not (mention.start - act.end < _AFTER and act.start - mention.end < _BEFORE):
        return False
    if act.kind in _OF_AGENCIES and mention.start > act.end and _OF_PAPER.search(text, act.end, mention.start):
        return False
    if len(mention.iso) == 4 and _OLD_PAPER.match(text, mention.end):
        return False
    if not opens and mention.end <= act.start and _NEXT_CLAUSE.search(text, mention.end, act.start):
        return False
    if act.kind in _OF_AGENCIES and _OF_A_RECORD.search(text, 0, mention.start):
        return False
    if act.kind in _LAWS and _DEADLINE.search(text, 0, mention.start):
        return False
    since = act.end if mention.start >= act.end else 0
    if _AHEAD.search(text[max(since, mention.start - 45) : mention.start]):
        return False
    if _DAY_BESIDE.search(text, 0, mention.start):
        return True
    within = act.start <= mention.start and mention.end <= act.end
    if not within and _OTHER_DAY.search(text[max(since, mention.start - 30) : mention.start]):
        return False
    if opens or _THE_SAME.match(text, act.end):
        return True
    if _THEN_AFTER.match(text, mention.end) and mention.end <= act.start:
        return False  # 'signed in May, a week after the governor's order': the signing's
    own = _distance(act, mention, text)
    rivals = [other for other in acts if not (other.start >= mention.end and _THEN_AFTER.match(text, mention.end))]
    return all(_distance(other, mention, text) >= own for other in rivals)


def _distance(act: Act, mention: DateMention, text: str) -> int:
    """Characters between, more across clauses; a date behind its verb is nearer than one before the next verb."""
    if mention.start >= act.end:
        between, further = text[act.end : mention.start], 0
    elif mention.end <= act.start:
        between, further = text[mention.end : act.start], 2
        closes = text.startswith(",", mention.end) or _AND_THEN.fullmatch(between)
        if closes and mention.start > _OPENING:
            further = _ACROSS  # 'who ended it in 2021, signed a new one last year'
    else:
        return 0
    return len(between) + further + (_ACROSS if _CLAUSE.search(between) else 0)


def _past(iso: str, reference: date | None, proposed: bool, printed: str) -> str | None:
    """The date; a year earlier where a done act would lie ahead and no year was printed; None where it cannot be."""
    if reference is None or proposed or iso <= reference.isoformat()[: len(iso)]:
        return iso
    return f"{int(iso[:4]) - 1}{iso[4:]}" if len(iso) >= 7 and not _YEAR.search(printed) else None
