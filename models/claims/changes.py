"""Numbers that change, and parts told without a noun: 'from 135', 'to 958', 'it was 72', '326 of them'."""

import re
from itertools import islice

from models.claims.antecedents import BASELINE, bodies_meant, noun_before, officers_meant
from models.claims.bare import BODIES, METRICS, MODELS, Bare, Trigger
from models.claims.clauses import SERIES
from models.claims.scope_cues import OF_A_KIND
from models.claims.sizes import TRAINED
from models.claims.stated import Metric, Role
from models.claims.words import words

_LEADS_TO = words(
    """to at reached hit topped tops exceeds exceeded numbered numbers number surpassed passed past become became
    crossed"""
)
_TELLS = words("was were are is has had have 's it there's")
_SUBJECTS = SERIES | words("program it there that this they ice agency today state")
_SAYS = frozenset({"says", "say", "shows", "show", "showed", "put", "puts"})
_PAGES = words("website site page spreadsheet data records map count tracker")
_MULTIPLIED = frozenset({"double", "triple", "quadruple", "twice", "times"})
_OWES = frozenset({"responsible", "accounted", "accounts", "account"})
# 'four of them said they oppose it': what some say, want or voted is no part of a count
_ONLY_SAY = re.compile(
    r"\s+of\s+(?:them|those|these|whom)\s+(?:have\s+|had\s+)?(?:said|say|told|oppos\w+|support\w*|back|backed|favor\w*|voted?|want\w*|(?:reported|had|have|made)\s+(?:no|none)|"
    r"wonder\w*|worr\w+|refus\w+|declin\w+|objected|spoke|speak|attended|argued)\b"
)
_OF_THOSE = re.compile(r"\b[Oo]f\s+(?:those|these|them),\s+(?:about\s+|nearly\s+|only\s+|just\s+|some\s+)?$")
_TOTALED = words("total brings makes equals get comes account accounts")
_SHARES = words("percent half third quarter fifth tenth majority most thirds quarters rest")
_ASIDE = frozenset({",", "—", "–", "-", "("})
_WHOLE_REACH = 12  # characters of ' of the ' between a part and its whole
_KNOWN = 100
_ARE = words("include includes are were cover come span")
_ANSWER = 5  # tokens of 'A: ICE says around' before the number that answers
_WITH_REACH = 25  # characters of ' with sheriff's offices'
_SHARE_REACH = 12  # tokens before ', about 75,' in which the share of it stands
_THEN = frozenset({"in", "a", "at", "on", "when", "last", "it", "before"})  # '40 more than a month ago'
_TRAINS = frozenset({"trained", "certified", "deputized", "graduated"})
_ADDS = frozenset({"added", "signed", "approved", "adds"})
_DATE_REACH = 8
_CLASSES = frozenset({"class", "group", "team", "cohort"})
_SUBJECT_REACH = 7  # tokens before a number in which its subject stands
_JOINED_REACH = 14  # characters between 'signed' and '32 more'
_PLACE_REACH = 14  # characters between '326 of them' and its place


def change(bare: Bare) -> Trigger | None:
    """'from 135', 'to 958', 'the figure reached 13', 'There are now 1,004', 'up from nine'"""
    low = bare.opener
    if low == "the" and bare.next() in ("mark", "milestone", "threshold"):
        low = bare.opener_before  # 'passed the 1,000 mark'
    if asked := _asked(bare):
        return Trigger("the answer to a question before", 3.0, asked)
    if low == "train" and bare.next() in ("more", "others", "of", "additional", "by", "in"):
        if "would" in bare.marked.words_ahead(bare.position, 4):
            return None
        return Trigger("officers to be trained", 3.5, Metric.OFFICERS_IN_TRAINING, Role.PROJECTION)
    if bare.position == 1 and bare.marked.lows[0] == "the" and bare.next() in _ARE and bare.quantity.value >= _KNOWN:
        return Trigger("the whole that the text is about", 2.0)  # 'The 1,372 include 340 from Florida'
    if low == "of" and bare.opener_before in _CLASSES:
        return _class_of(bare)
    if low in _MULTIPLIED and bare.next() == "that" and bare.next(1) in ("did", "had", "joined"):
        return Trigger("what has multiplied", 2.0, role=Role.BASELINE)  # 'nearly twice the 20 that did in January'
    if not low or not bare.closed:
        return None
    if low == "for" and bare.opener_before in _OWES and _arrests_told(bare):
        return Trigger("whose share of the arrests", 2.5, Metric.ARRESTS, Role.COMPONENT)
    shared = bare.opener_before.startswith("account") and bare.spot.last.metric
    if low == "for" and shared and (bare.earlier or bare.marked.has(0, bare.quantity.start, *BODIES)):
        return Trigger("whose share it is", 1.75, role=Role.COMPONENT)  # 'Universities account for 14.'
    if low in _TRAINS and officers_meant(bare):
        return Trigger("how many it has trained", 3.5, Metric.OFFICERS_TRAINED)
    if low == "in" and _in_after_number(bare):
        return Trigger("in so many states as well", 3.0, Metric.STATES)
    if low in _ADDS and bare.date_behind(_DATE_REACH) and _subject(bare):
        return Trigger(f"'{low}' in a period", 2.0, role=Role.COMPONENT)  # 'ICE added only 40 in May'
    known = bool(bare.earlier) or noun_before(bare) is not None
    if bare.marked.lows[bare.position - 1] in ("now", "today") and known:
        return Trigger("what it is now", 1.75)
    if low in BASELINE or (low in ("with", "to") and bare.opener_before in ("compared", "compares")):
        if not (known or bare.grows or bare.of_series or _subject(bare)):
            return None
        weight = 2.0 if bare.grows or bare.earlier else 1.5
        return Trigger(f"'{low}' opens what a change starts from", weight, role=Role.BASELINE)
    if low == "by" and bare.grows and bare.of_series:
        return Trigger("what a series grew by", 1.75, role=Role.COMPONENT)
    if low in _LEADS_TO:
        moves = (bare.grows or bare.said_before("shrink")) and bool(_subject(bare))
        return Trigger(f"'{low}' opens what a change leads to", 2.0) if known or bare.of_series or moves else None
    return _class_of(bare) if low == "of" else _told(bare, known)


def _arrests_told(bare: Bare) -> bool:
    """'Partners made 10,338 arrests ... County sheriffs were responsible for 2,906.'"""
    paragraph = bare.marked.sentence.paragraph
    return any(each.metric is Metric.ARRESTS and paragraph - each.paragraph <= 1 for each in bare.spot.page.told)


def _asked(bare: Bare) -> Metric | None:
    """'How many agencies are in it? Around 1,150.'"""
    before = bare.spot.before
    if not before.text.endswith("?") or bare.position > _ANSWER or not bare.closed:
        return None
    many = next((index for index, token in enumerate(before.tokens) if token.low == "many"), -1)
    nouns = [cue for cue in before.cues if 0 <= many < cue.first <= many + 4 and cue.kind in METRICS]
    return METRICS[nouns[-1].kind] if nouns and not nouns[-1].singular else None


def _class_of(bare: Bare) -> Trigger | None:
    """'the first class of 32', 'a total of 958'"""
    if bare.opener_before in ("increase", "rise", "jump", "gain") and bare.earlier:
        return Trigger("what it grew by", 1.5, role=Role.COMPONENT)
    if bare.opener_before == "one" and bare.marked.lows[0] in ("it", "that") and (named := _named_last(bare)):
        return Trigger("one of what the sentence before named", 3.0, named)
    if bare.opener_before == "one" and _appositive(bare):
        return Trigger("one of the agreements", 3.0, Metric.AGREEMENTS)
    if bare.opener_before == "one" and bare.marked.has(bare.quantity.end, bare.tail, "join", "agreements", "program"):
        return Trigger("one of those that joined", 3.0, bodies_meant(bare))
    peak = bare.opener_before in ("high", "peak") and any(token.low == "from" for token in islice(bare.ahead(), 8))
    if bare.opener_before in ("total", "number", "count", "tally") or peak:
        return Trigger("a total", 2.0)
    last = bare.earlier[-1] if bare.earlier else None
    the = bare.marked.lows[bare.position - 1] == "the"
    if the and bare.opener_before in (*_SHARES, "%") and (bare.earlier or noun_before(bare)):
        return Trigger("the whole that a share is of", 2.0)  # '25 percent of the 1,372 now'
    if the and last is not None and last.bare and bare.quantity.start - last.quantity.end < _WHOLE_REACH:
        return Trigger("the whole that a part is of", 2.0)  # '180 of the 452 that ICE lists'
    told = bare.spot.last.metric in TRAINED or {"program", "in_training", "trained"} & bare.marked.kinds
    if bare.opener_before not in _CLASSES or not told:
        return None
    left, _ = bare.marked.clause_around(bare.quantity.start, bare.quantity.end)
    done = any(word in bare.marked.text[left : bare.tail].lower() for word in ("graduat", "complet", "finish"))
    return Trigger("a class of so many", 3.0, Metric.OFFICERS_TRAINED if done else Metric.OFFICERS_IN_TRAINING)


def _told(bare: Bare, known: bool) -> Trigger | None:
    """'it was 72', 'ICE lists 900', 'double the 19 it had'"""
    low = bare.opener
    last = bare.spot.last
    if low in ("approved", "accepted") and last.metric is Metric.PENDING and bare.closed:
        return Trigger("those that ICE has approved", 3.0, Metric.AGENCIES)
    if low in ("lists", "counts", "counted", "listed"):
        return Trigger(f"what a list {low}", 1.75)
    apart = last.sentence < bare.spot.index - 1
    if low == "are" and _subject(bare) == "there" and apart and not bare.earlier and bare.next() in ("", "."):
        return None  # 'It is the third sheriff's office in Iowa to join. There are 99.'
    if low in _TELLS and (subject := _subject(bare) or ("the same" if bare.earlier and low.startswith("ha") else "")):
        return Trigger(f"'{subject} {low}' tells the count", 1.75)
    near = bare.marked.words_ahead(bare.position, _SUBJECT_REACH)
    if low in _SAYS and (bare.of_series or not _PAGES.isdisjoint(near)):
        return Trigger("what a list says", 1.75)
    if low == "sent" and officers_meant(bare):
        return Trigger("how many a body sent to the course", 2.0)  # 'Weber County sent nine.'
    if low == "made" and bare.earlier and bare.earlier[-1].metric is Metric.ARRESTS:
        return Trigger("who made how many of them", 2.0, role=Role.COMPONENT)
    if low in _MULTIPLIED and known:
        return Trigger("what has multiplied", 2.0, role=Role.BASELINE)
    if low == "up" and bare.earlier:
        return Trigger("'up' tells what was added", 1.0, role=Role.COMPONENT)
    if low in _TOTALED or (low in ("or", "be", "for") and bare.of_series):
        return Trigger("a total", 1.5)
    return None


def part(bare: Bare) -> Trigger | None:
    """'326 of them in Florida', '45 of those', '70 in blue states', 'half of them, 512', '71 in March'"""
    low = bare.next()
    if low == "of" and _set_number(bare) and (bare.earlier or noun_before(bare)):
        return Trigger("part of a whole told as a number", 2.0, role=Role.COMPONENT)
    kinds = {low, bare.next(1), bare.next(2)} & MODELS
    if low == "for" and (kinds or "jails" in (bare.next(1), bare.next(2))) and bare.earlier and bare.earlier[-1].bare:
        return Trigger("those of a model", 2.0, role=Role.COMPONENT)  # 'seven are for jails and five for task forces'
    if low in ("more", "fewer") and bare.next(1) == "than" and bare.earlier and bare.next(2) in _THEN:
        return Trigger("how many more they are than before", 2.0, role=Role.COMPONENT)
    if _OF_THOSE.search(bare.marked.text, 0, bare.quantity.start) and not bare.marked.has(
        bare.quantity.end, bare.tail, "leave", "outside", "wish", "business", "pending"
    ):
        return Trigger("part of what was counted", 2.0, role=Role.COMPONENT)  # 'Of those, nineteen work in schools'
    if _ONLY_SAY.match(bare.marked.text, bare.quantity.end):
        return None
    if bare.behind.points_back:  # but not 'Commissioners in two of them'
        if bare.opener in ("signed", "hold", "held", "have", "has") and bare.said_before(*BODIES):
            return Trigger("papers that bodies signed or hold", 3.0, Metric.AGREEMENTS, Role.COMPONENT)
        inside = bare.opener in ("in", "of", "from", "at")
        return None if inside else Trigger("part of what was counted", 2.0, role=Role.COMPONENT)
    if low in ("others", "more") and bare.said_before("join") and bare.said_before("law_bodies", "civic_bodies"):
        return Trigger("others that joined as well", 3.0, bodies_meant(bare))
    joined = bare.marked.within(max(0, bare.quantity.start - _JOINED_REACH), bare.quantity.start, "join")
    if low == "more" and next(joined, None) is not None:
        return Trigger("signed besides", 2.0, role=Role.COMPONENT)
    if (low == "in" and bare.next(1) in ("all", "total")) or low in ("altogether", "combined"):
        return Trigger("the sum of them", 1.5)
    if low == "at" and bare.next(2) in ("count", "report", "check", "tally"):
        return Trigger("told by a count", 2.0)
    if _fraction_before(bare):
        return Trigger("a share told as a number", 2.0, role=Role.COMPONENT)
    if bare.opener == "of" and low in ("nationwide", "nationally") and bare.earlier:
        return Trigger("the whole that a part is of", 1.75)
    bodies = bare.marked.within(bare.quantity.end, bare.quantity.end + _WITH_REACH, *BODIES)
    known = bare.earlier or noun_before(bare) or bare.spot.page.told
    held = low == "with" or (low in ("are", "were") and bare.next(1) == "with")
    if held and known and next(bodies, None) is not None:
        return Trigger("agreements with bodies of a kind", 2.0, Metric.AGREEMENTS, Role.COMPONENT)
    if _is_placed(bare) and (bare.earlier or bare.spot.page.told or bare.spot.page.passed):
        return Trigger("a part told by its place", 1.75, role=Role.COMPONENT)
    return _next_item(bare) if bare.earlier else None


def _named_last(bare: Bare) -> Metric | None:
    """'... ended their agreement. It was one of 34.'"""
    nouns = [cue for cue in bare.spot.before.cues if cue.kind in ("agreements", "law_bodies")]
    return METRICS[nouns[-1].kind] if nouns else None


def _appositive(bare: Bare) -> bool:
    """'the agreement, one of 187 in Texas'"""
    one = next(islice(bare.ahead(), 1, 2), None)
    index = bare.marked.token_at(one.start) - 1 if one else 0
    cue = bare.marked.cue_at(index - 1) if index > 0 and bare.marked.lows[index] == "," else None
    return cue is not None and cue.kind == "agreements"


def _set_number(bare: Bare) -> bool:
    """'180 of the 452'"""
    return any(token[:1].isdigit() for token in (bare.next(1), bare.next(2)))


def _next_item(bare: Bare) -> Trigger | None:
    dated = any(0 <= bare.quantity.start - date.end <= 2 for date in bare.marked.dates)  # 'in April 142'
    series = bare.opener in (",", "and", ";", "then", "—") and bare.date_behind(12)  # '71 in March'
    if bare.closed and (dated or series):
        return Trigger("an item of a series by date", 1.5)
    if bare.closed and bare.opener in _ASIDE and bare.quantity.value >= 10:
        return Trigger("set beside a count", 0.75, role=Role.COMPONENT)
    return None


def _is_placed(bare: Bare) -> bool:
    low = bare.next()
    at = 1 if low in ("more", "others", "alone", "elsewhere", "are", "were", "is", "come", "came") else 0
    near = any(0 <= place.start - bare.quantity.end <= _PLACE_REACH for place in bare.marked.places)
    if near and bare.next(at) in ("in", "from", "across"):
        return True
    behind = [bare.next(each) for each in range(at, at + 3)]
    if behind[:2] == ["in", "states"] and behind[2] in OF_A_KIND:
        return True  # '1,100 are in states that Trump won'
    regions = bare.marked.within(bare.quantity.end, bare.tail, "region", "nation", "home")
    return low in ("in", "from") and any(cue.start - bare.quantity.end <= 10 for cue in regions)


def _fraction_before(bare: Bare) -> bool:
    """'Nearly a third of the agreements - 341 - are in Florida', 'about half of them, 76, patrol streets'"""
    sign = next(bare.ahead(), None)
    if sign is None or sign.low not in _ASIDE:
        return False
    index = bare.marked.token_at(sign.start)
    return not _SHARES.isdisjoint(bare.marked.words_ahead(index, _SHARE_REACH))


def _in_after_number(bare: Bare) -> bool:
    """'135 agreements in 20 states; now 1,200 in 40'"""
    told = any(reading.metric is Metric.STATES for reading in bare.earlier) or "states" in bare.spot.before.kinds
    return told and bare.marked.word_at(bare.position - 2)[:1].isdigit()


def _subject(bare: Bare) -> str:
    """The subject of 'it was 135', 'there are 1,004', 'ICE lists 900'; '' where it is none that refers back."""
    near = bare.marked.words_ahead(bare.position, _SUBJECT_REACH)
    return next((low for low in reversed(near) if low in _SUBJECTS), "")
