"""When a number held, and the part it plays: as-of date, role, baseline."""

import re
from datetime import date

from flows.claims.dates import DateMention, date_mentions
from flows.claims.phrases import clause_around
from flows.claims.readings import Reading, Spot
from models.claims import Metric, Role

_NOT_AS_OF = re.compile(
    r"\b(?:since|starting|beginning|effective|until|before|after|between|from|deadline|launching|by\s+the\s+deadline|for)\s+(?:about\s+|the\s+|just\s+)?$", re.I
)
_STATED = re.compile(
    r"\b(?:said|announced|released|reported|told|confirmed|posted|published|showed|unveiled|according\s+to)\b[^.;]{0,50}$|"
    r"\b(?:tally|count|statement|analysis|report|figures)\b[^.;]{0,30}$",
    re.I,
)
_AGENCY_SPEAKS = re.compile(
    r"\b(?:the\s+(?:department|agency|government|same\s+statement)|ICE|DHS|it|officials|Homeland\s+Security)\b[^.;]{0,25}\b(?:said|says|counts?|put|lists?|statement)\b", re.I
)
_FLOW = re.compile(r"\b(?:new|added|joined|approved|signed\s+on|additional)\b", re.I)
_ONCE = re.compile(r"\b(?:once\s+had|used\s+to|had\s+been|previously|formerly|at\s+the\s+time|back\s+in|under\s+(?:Obama|Biden)|first\s+term|were\s+active)\b", re.I)
_PLANNED = re.compile(r"\b(?:goal|will|would|could|plans?\s+to|expect(?:s|ed)?|aim(?:s|ing)?|target|to\s+be|hopes?|projected|estimate)\b", re.I)
_BASELINE = re.compile(r"\b(?:up\s+from|from\s+(?:just\s+|only\s+)?|against|compared\s+(?:with|to)|versus|than(?:\s+the)?)\s+(?:about\s+|the\s+|roughly\s+|some\s+)?$", re.I)
_DURING_BIDEN = re.compile(r"\b(?:during|under|in)\s+(?:the\s+)?(?:\w+\s+){0,3}Biden\b|\bbefore\s+(?:Trump|the\s+president)\b", re.I)
_PAGE_DATE = re.compile(r"(?:^|\n)[^\n]{0,40}\b(?:updated?|as\s+of|revised|current\s+as\s+of|data\s+as\s+of|last\s+modified)\b:?\s*(?P<rest>[^\n]{4,40})", re.I)


def page_date(folded: str, reference: date | None) -> str | None:
    """The date that a page puts on all its figures, in a line of its own: 'Page last updated 8/29/25'."""
    for stretch in (folded[:400], folded[-400:]):
        for line in stretch.split("\n"):
            if len(line) > 90:
                continue
            match = _PAGE_DATE.match(line)
            dated = date_mentions(line, reference) if match else []
            if dated:
                return dated[0].iso
    return None


def as_of(reading: Reading, spot: Spot, dated: list[DateMention], stated: str | None, page: str | None) -> str | None:
    """The date that a number is given for; None where neither sentence nor page states one."""
    own = _own_date(reading, spot, dated)
    if own:
        return own
    if reading.metric is Metric.STATES and re.search(r"\bby\b|\bsince\b", spot.text) is None and stated is None and page is None:
        leading = _leading(reading, spot, dated)
        return leading
    leading = _leading(reading, spot, dated)
    if leading:
        return leading
    if stated and (_AGENCY_SPEAKS.search(spot.text) or reading.metric in (Metric.PCT_INCREASE, Metric.AGREEMENTS)):
        return stated
    return page if reading.role not in (Role.BASELINE, Role.HISTORICAL) else None


def _own_date(reading: Reading, spot: Spot, dated: list[DateMention]) -> str | None:
    """The date phrase that belongs to this number: after it before the next number, or right before it."""
    start, end = reading.quantity.start, reading.end
    others = [q.start for q in spot.quantities if q.start >= end] or [len(spot.text)]
    for mention in dated:
        if mention.start < end or mention.start - end > 90:
            continue
        blocked = any(end <= other < mention.start for other in others)
        lead = spot.text[max(end, mention.start - 22) : mention.start]
        if blocked or ";" in spot.text[end : mention.start]:
            break
        if _NOT_AS_OF.search(lead):
            continue
        return mention.iso
    before = [mention for mention in dated if mention.end <= start and start - mention.end < 14]
    if before and not _NOT_AS_OF.search(spot.text[: before[-1].start]):
        return before[-1].iso
    return None


def _leading(reading: Reading, spot: Spot, dated: list[DateMention]) -> str | None:
    """The date that opens the sentence, or that its announcement carries, holds for all its numbers."""
    for mention in dated:
        if mention.end > reading.quantity.start:
            lead = spot.text[: mention.start]
            if _STATED.search(lead) and reading.role is not Role.BASELINE:
                return mention.iso
            continue
        lead = spot.text[: mention.start]
        if _NOT_AS_OF.search(lead):
            continue
        if reading.role is Role.BASELINE:
            continue
        return mention.iso
    return None


def stated_day(text: str, dated: list[DateMention]) -> str | None:
    """The day on which a federal body made the statement that a sentence reports."""
    for mention in dated:
        if len(mention.iso) == 10 and _STATED.search(text[max(0, mention.start - 60) : mention.start]):
            if re.search(r"\b(?:Department|DHS|ICE|Homeland|government|agency|officials|federal)\b", text[: mention.start]):
                return mention.iso
    return None


def role_of(reading: Reading, spot: Spot, as_of_date: str | None, reference: date | None) -> Role:
    """The part of the number, from the words around it."""
    if reading.role is not None:
        return reading.role
    text, quantity = spot.text, reading.quantity
    left, right = clause_around(text, quantity.start, reading.end)
    clause, before = text[left:right], text[max(0, quantity.start - 40) : quantity.start]
    if _BASELINE.search(before) or _DURING_BIDEN.search(clause):
        return Role.BASELINE
    if reading.metric is Metric.OFFICERS_IN_TRAINING and re.search(r"\bwill\b|\bto\s+be\b", clause):
        return Role.PROJECTION
    if _PLANNED.search(clause) and not re.search(r"\bsaid\b", clause) and reading.metric not in (Metric.PENDING,):
        return Role.PROJECTION
    if reference is not None and as_of_date and int(as_of_date[:4]) < reference.year - (1 if reference.month < 3 else 0):
        return Role.HISTORICAL
    if _ONCE.search(clause):
        return Role.HISTORICAL
    if re.match(r"\s+(?:of\s+(?:those|these|them|the)|new|more|additional)\b", text[quantity.end :]) or _FLOW.search(
        text[quantity.start : reading.end]
    ):
        return Role.COMPONENT
    return Role.CURRENT
