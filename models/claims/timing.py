"""When a number held: the date beside it, the one that its sentence opens with, or one that the page gave before. The
words stand in `data/claims/timing.toml`."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from models.claims.clauses import words_before
from models.claims.dates import DateMention, date_mentions
from models.claims.pattern_table import patterns_of
from models.claims.readings import Reading, Spot
from models.claims.stated import Metric, Role
from models.claims.terms import INAUGURATIONS

_TOLD = patterns_of("timing")
# Counts that one 'as of' in a page holds for together: all that the record could have on a day.
_ALONE = frozenset(
    {Metric.FUNDING_PER_OFFICER, Metric.FUNDING_PER_AGENCY, Metric.FUNDING_TOTAL, Metric.POPULATION, Metric.POLL_PCT}
)
_OPENS = 20  # characters in which a date that opens its sentence stands
_REACH = 90  # characters behind a number in which its date stands


def page_date(folded: str, reference: date | None) -> str | None:
    """The date that a page puts on all its figures, in a line of its own: 'Page last updated 8/29/25'."""
    for stretch in (folded[:400], folded[-400:]):
        for line in stretch.split("\n"):
            if len(line) > 90:
                continue
            match = _TOLD["page date"].match(line)
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
        since = next((m.iso for m in spot.marked.dates if _TOLD["since"].search(spot.text[: m.start])), None)
        return Dated(since, "the day since which it has changed" if since else "no date stated")
    if own:
        # A figure of former years told beside the others ('150 at the end of the first term') dates only itself.
        if reading.metric not in _ALONE and len(own) == 10 and not baseline and own >= (calendar.counted or own):
            calendar.counted = None if own in INAUGURATIONS else own
        return Dated(own, "the date beside it or at the head of its sentence")
    if reading.metric in _ALONE:
        return Dated(calendar.page, "the page puts the date on all its figures" if calendar.page else "no date stated")
    growing = reading.metric in (Metric.PCT_INCREASE, Metric.AGREEMENTS)
    if calendar.stated and (growing or _TOLD["agency speaks"].search(spot.text)):
        return Dated(calendar.stated, "the day of the statement that the page reports", sure=False)
    if calendar.page:
        return Dated(calendar.page, "the page puts the date on all its figures")
    if _TOLD["before that"].match(spot.text, reading.end):
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
    if spread := _TOLD["in states"].match(text, end):
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
        if mention.iso in INAUGURATIONS and _TOLD["before a term"].search(gap):
            return mention.iso  # '135 before his inauguration': the count that the term began with
        if not (_TOLD["not as of"].search(gap[-24:]) or _TOLD["other event"].search(gap)):
            return mention.iso
    return ""


def _ahead(reading: Reading, spot: Spot, baseline: bool) -> str:
    text, start = spot.text, reading.quantity.start
    for mention in reversed(spot.marked.dates):
        gap = text[mention.end : start]
        if mention.end > start:
            continue
        if _TOLD["to"].search(gap):
            break  # 'from 135 on the day he took office to 958': the day is the first number's
        if len(gap) < 34 and _TOLD["when there were"].search(gap):
            return mention.iso  # 'since July, when there were five'
        if len(gap) < 14 and not baseline and not _dates_else(text[: mention.start]):
            return mention.iso
    return ""


def _dates_else(lead: str) -> bool:
    """Whether the words before a date say that it is that of something else: 'since', 'an agreement signed in'."""
    return any(_TOLD[name].search(lead) for name in ("not as of", "of a signing", "since opens"))


def _leading(reading: Reading, spot: Spot) -> str:
    """The date that opens the sentence, or that an announcement carries, holds for all its numbers."""
    first = next((each.start for each in spot.quantities if each.value != 1), len(spot.text))
    left, _ = spot.marked.clause_around(reading.quantity.start, reading.end)
    for mention in spot.marked.dates:
        lead = spot.text[: mention.start]
        if mention.start > _OPENS and mention.end <= left and len(mention.iso) == 4:
            continue  # 'Georgia passed a law in 2024, yet the list shows 58'
        if _dates_else(lead) or _TOLD["of a baseline"].search(lead):
            continue
        if mention.end <= first or _TOLD["stated"].search(lead[-60:]) or _TOLD["as of"].search(lead):
            return mention.iso
    return ""


def stated_day(text: str, dated: tuple[DateMention, ...]) -> str | None:
    """The day on which a federal body made the statement that a sentence reports."""
    for mention in dated:
        before = _TOLD["stated"].search(text[max(0, mention.start - 60) : mention.start])
        told = before or _TOLD["stated behind"].match(text, mention.end)
        if len(mention.iso) == 10 and told and _TOLD["federal body"].search(text[: mention.start]):
            return mention.iso
    return None


def poll_day(folded: str, reference: date | None) -> str | None:
    """The last day of a poll's interviews: 'was taken Oct. 9-14'."""
    match = _TOLD["interviews"].search(folded) if "poll" in folded.lower() else None
    if match is None:
        return None
    dated = date_mentions(match["first"], reference)
    if not dated or len(dated[-1].iso) != 10:
        return None
    last = match["last"] and int(match["last"])
    if last and int(dated[-1].iso[8:]) < last <= 31:
        return f"{dated[-1].iso[:8]}{last:02d}"
    return dated[-1].iso
