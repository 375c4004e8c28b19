"""When a number held: the date beside it, the one that its sentence opens with, or one that the page gave before."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from models.claims.clauses import words_before
from models.claims.dates import DateMention, date_mentions
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Role
from models.claims.terms import INAUGURATIONS

_NOT_AS_OF = re.compile(
    r"\b(?:since|starting|beginning|effective|until|before|after|between|from|deadline|launching|"
    r"than\s+in|as\s+in|(?:increase|rise|leap|jump|growth)\s+(?:on|over|from|in)|order\s+of|order\s+on|"
    r"signed\s+on|for)\s+(?:about\s+|the\s+|just\s+|president\s+|donald\s+|trump'?s?\s+|he\s+|his\s+|last\s+)*$",
    re.I,
)
_BEFORE_TERM = re.compile(r"\b(?:before|prior\s+to|until)\b[^,;]{0,40}$", re.I)
_IN_STATES = re.compile(
    r",?\s+(?:in|across)\s+(?:[\w-]+\s+){0,2}[\w-]+\s+states\b"
)  # '135 in 20 states at the start of the year'
_STATED = re.compile(
    r"\b(?:said|announced|released|reported|told|confirmed|posted|published|showed|unveiled|"
    r"according\s+to)\b[^.;]{0,50}$|\b(?:tally|count|statement|analysis|report|figures)\b[^.;]{0,30}$",
    re.I,
)
_AGENCY_SPEAKS = re.compile(
    r"\b(?:the\s+(?:department|agency|government|same\s+statement)|ICE|DHS|it|officials|"
    r"Homeland\s+Security)\b[^.;]{0,25}\b(?:said|says|counts?|put|lists?|statement)\b",
    re.I,
)
FEDERAL_BODY = re.compile(r"\b(?:Department|DHS|ICE|Homeland|government|agency|officials|federal)\b")
_FIELDWORK = re.compile(
    r"\b(?:taken|conducted|fielded|surveyed|interviewed|polled)\b[^.;\n]{0,40}?(?P<first>(?:Jan|Feb|Mar|"
    r"Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2})"
    r"(?:\s?(?:-|–|to|through)\s?(?:[A-Z][a-z]+\.?\s+)?(?P<last>\d{1,2}))?"
)
# Counts that one 'as of' in a page holds for together.
_COUNTED = frozenset(
    {
        Metric.AGENCIES,
        Metric.AGREEMENTS,
        Metric.COUNTIES,
        Metric.STATES,
        Metric.PENDING,
        Metric.PCT_INCREASE,
        Metric.ARRESTS,
        Metric.OFFICERS_TRAINED,
        Metric.OFFICERS_IN_TRAINING,
    }
)
# What a date behind a number dates instead: '40 states since the law came into force in July'.
_OTHER_EVENT = re.compile(r"\b(?:after|since|before|came|introduced|began|created|launched|dates|revived)\b")
# 'under an agreement signed in August, has flagged 94 inmates': the day of the paper
_OF_SIGNING = re.compile(
    r"\b(?:agreement|deal|contract|pact|memorandum|law|[Aa]ct|,)\s+signed\s+(?:(?:in|on|last|this)\s+)?$"
)
_NOT_ITS_DAY = re.compile(rf"{_OF_SIGNING.pattern}|^\W*(?:Since|After|Before|Until)\b[^,]*$")
_OF_BASELINE = re.compile(r"\b(?:up|down)\s+from\s+(?:\w+\s+){0,4}$")  # 'up from just four a year ago'
_BEFORE_THAT = re.compile(r"[^.;,]{0,25}\s+before\s+(?:the\s+|its\s+|that\s+)?[A-Z\w]")
_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.I)
_OPENS = 20  # characters in which a date that opens its sentence stands
_REACH = 90  # characters behind a number in which its date stands
_PAGE_DATE = re.compile(
    r"(?:^|\n)[^\n]{0,40}\b(?:updated?|posted|as\s+of|revised|current\s+as\s+of|data\s+as\s+of|"
    r"last\s+modified)\b:?\s*(?P<rest>[^\n]{4,40})",
    re.I,
)


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


@dataclass
class Calendar:
    """The dates that earlier sentences of a page left behind."""

    page: str | None  # in a line of its own: 'Updated Feb. 20, 2026'
    poll: str | None  # the last day of the interviews
    stated: str | None = None  # when a federal body made the statement that the page reports
    counted: str | None = None  # the last 'as of', which holds until another one is given


class Dated(NamedTuple):
    """The date that a number is given for, why, and whether the number's own sentence gives it."""

    iso: str | None
    why: str
    sure: bool = True


def as_of(reading: Reading, spot: Spot, calendar: Calendar) -> Dated:
    """The date that a number is given for; None where neither sentence nor page states one."""
    if reading.metric is Metric.POLL_PCT and calendar.poll:
        return Dated(calendar.poll, "the last day of the interviews")
    baseline = reading.role is Role.BASELINE or _opens_baseline(reading, spot)
    own = _beside(reading, spot, baseline) or ("" if baseline else _leading(reading, spot))
    if not own and baseline:
        since = next((m.iso for m in spot.marked.dates if _SINCE.search(spot.text[: m.start])), None)
        return Dated(since, "the day since which it has changed" if since else "no date stated")
    if own:
        # A figure of former years told beside the others ('150 at the end of the first term') dates only itself.
        if reading.metric in _COUNTED and len(own) == 10 and not baseline and own >= (calendar.counted or own):
            calendar.counted = None if own in INAUGURATIONS else own
        return Dated(own, "the date beside it or at the head of its sentence")
    if reading.metric not in _COUNTED:
        return Dated(calendar.page, "the page puts the date on all its figures" if calendar.page else "no date stated")
    growing = reading.metric in (Metric.PCT_INCREASE, Metric.AGREEMENTS)
    if calendar.stated and (growing or _AGENCY_SPEAKS.search(spot.text)):
        return Dated(calendar.stated, "the day of the statement that the page reports", sure=False)
    if calendar.page:
        return Dated(calendar.page, "the page puts the date on all its figures")
    if _BEFORE_THAT.match(spot.text, reading.end):
        return Dated(None, "told of the time before something")  # 'There were six in the state before HB 1105.'
    told = calendar.counted
    return Dated(told, "the date of a count before" if told else "no date stated", sure=told is None)


def _opens_baseline(reading: Reading, spot: Spot) -> bool:
    """'up from 135', 'than the 19 of last year', 'compared with two'"""
    ahead = [token.low for token in islice(words_before(spot.marked, reading.quantity), 2)]
    return ahead[:1] in (["from"], ["than"], ["against"], ["versus"]) or ahead[1:] == ["compared"]


def _beside(reading: Reading, spot: Spot, baseline: bool) -> str:
    """The date phrase that belongs to this number: after it before the next number, or right before it."""
    return _behind(reading, spot) or _ahead(reading, spot, baseline)


def _behind(reading: Reading, spot: Spot) -> str:
    text, end = spot.text, reading.end
    if spread := _IN_STATES.match(text, end):
        end = spread.end()
    following = min((q.start for q in spot.quantities if q.start >= end and q.value != 1), default=len(text))
    for mention in spot.marked.dates:
        gap = text[end : mention.start]
        if mention.start < end or len(gap) > _REACH:
            continue
        if mention.start > following or ";" in gap:
            break
        if "," in gap and 0 <= following - mention.end < 4:
            break  # 'in March it was 97, in April 142': the month is the next number's
        if len(mention.iso) == 4 and gap.endswith(" before "):
            return str(int(mention.iso) - 1)  # 'compared with two before 2025'
        if mention.iso in INAUGURATIONS and _BEFORE_TERM.search(gap):
            return mention.iso  # '135 before his inauguration': the count that the term began with
        if not (_NOT_AS_OF.search(gap[-24:]) or _OTHER_EVENT.search(gap)):
            return mention.iso
    return ""


def _ahead(reading: Reading, spot: Spot, baseline: bool) -> str:
    text, start = spot.text, reading.quantity.start
    for mention in reversed(spot.marked.dates):
        gap = text[mention.end : start]
        if mention.end > start:
            continue
        if re.search(r"\bto\s+", gap):
            break  # 'from 135 on the day he took office to 958': the day is the first number's
        if len(gap) < 34 and re.search(r"\bwhen\s+there\s+(?:were|was)\b", gap):
            return mention.iso  # 'since July, when there were five'
        if (
            len(gap) < 14
            and not baseline
            and not _NOT_ITS_DAY.search(text, 0, mention.start)
            and not _NOT_AS_OF.search(text[: mention.start])
        ):
            return mention.iso
    return ""


def _leading(reading: Reading, spot: Spot) -> str:
    """The date that opens the sentence, or that an announcement carries, holds for all its numbers."""
    first = next((each.start for each in spot.quantities if each.value != 1), len(spot.text))
    left, _ = spot.marked.clause_around(reading.quantity.start, reading.end)
    for mention in spot.marked.dates:
        lead = spot.text[: mention.start]
        if mention.start > _OPENS and mention.end <= left and len(mention.iso) == 4:
            continue  # 'Georgia passed a law in 2024, yet the list shows 58'
        if (
            _NOT_AS_OF.search(lead)
            or _OF_SIGNING.search(lead)
            or _OF_BASELINE.search(lead)
            or re.match(r"\W*(?:Since|After|Before|Until)\b[^,]*$", lead)
        ):
            continue
        if mention.end <= first or _STATED.search(lead[-60:]) or re.search(r"\b(?:as\s+of|through)\s+$", lead, re.I):
            return mention.iso
    return ""


def stated_day(text: str, dated: tuple[DateMention, ...]) -> str | None:
    """The day on which a federal body made the statement that a sentence reports."""
    for mention in dated:
        told = _STATED.search(text[max(0, mention.start - 60) : mention.start]) or re.match(
            r"\s+(?:announced|released|said|unveiled|reported)\b", text[mention.end :]
        )
        if len(mention.iso) == 10 and told and FEDERAL_BODY.search(text[: mention.start]):
            return mention.iso
    return None


def poll_day(folded: str, reference: date | None) -> str | None:
    """The last day of a poll's interviews: 'was taken Oct. 9-14'."""
    match = _FIELDWORK.search(folded) if "poll" in folded.lower() else None
    if match is None:
        return None
    dated = date_mentions(match["first"], reference)
    if not dated or len(dated[-1].iso) != 10:
        return None
    last = match["last"] and int(match["last"])
    if last and int(dated[-1].iso[8:]) < last <= 31:
        return f"{dated[-1].iso[:8]}{last:02d}"
    return dated[-1].iso
