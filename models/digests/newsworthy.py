"""What of the news is worth telling, each item in a whole sentence of ours with the quote behind it.

Told are numbers that the record shows to be wrong or of something else, dated acts, and agencies that the lists show
otherwise than reported. What is vague, proposed, long past or simply right is left to `moawatch claims` and `events`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from models.claims.stated import ClaimPart, EventKind, Metric, Role
from models.digests.content import NewsItem
from models.digests.wording import day_words, period_words, plain_days, scope_words, upper_first
from models.lists.counts import NATION
from models.verdicts.said_but_listed import Standing
from models.verdicts.values import named_source, noun_of, number
from models.verdicts.ways_of_counting import SPELLINGS, TRUE_WAY, USUAL_SPELLING
from models.vocabulary import VerdictKind

# An act is news for weeks; a report that recalls an older one is none.
_RECENT = timedelta(days=60)

# How much use an item is: what is wrong comes before what is only called by another name.
_WRONG, _AGENCY, _OTHER_COUNT, _LAW = range(4)

# What a number is taken for that helps a reader to know. The others are the number of another day or place, which it is
# by chance or was read so, or hardly differ.
_TELLING_WAYS = frozenset(
    (
        *(way.name for way in (*SPELLINGS, USUAL_SPELLING)),
        "agreements", "agencies", "rows", "rows and header", "states and territories",
    )
)  # fmt: skip
# One or two rows come and go between two looks at a list, and ICE's own counts have the header row in them.
_PETTY = 2

# Parts of a claim that its page must settle before anybody is told that it is wrong. The day may be open: a figure that
# is of another list says so.
_SETTLED = frozenset({ClaimPart.METRIC, ClaimPart.SCOPE, ClaimPart.WHOLE})

_ACTS = {
    EventKind.SIGNED: "signed a 287(g) agreement",
    EventKind.TERMINATED: "ended its 287(g) agreement",
    EventKind.WITHDREW: "withdrew from a 287(g) agreement or an application for one",
    EventKind.DECLINED: "decided against a 287(g) agreement",
}
_LAWS = {
    EventKind.BAN_LAW: "a law that forbids 287(g) agreements was passed, signed or took effect",
    EventKind.MANDATE_LAW: "a law that requires or eases 287(g) agreements was passed, signed or took effect",
    EventKind.EXECUTIVE_ORDER: "an executive order that concerns 287(g) agreements was issued or revoked",
    EventKind.LAWSUIT: "a lawsuit about a 287(g) agreement was filed or moved ahead",
}
_SIGNS = re.compile(r"\b(?:sign(?:s|ed|ing)?|ink(?:s|ed)|entered)\b", re.IGNORECASE)
_APPROVES = re.compile(
    r"\b(?:approv\w+|vot(?:e|es|ed|ing)|authoriz\w+|ratif\w+|back(?:s|ed)|accepted)\b", re.IGNORECASE
)
_GOVERNS = re.compile(
    r"\b(?:council|commission(?:ers?)?|board|supervisors|trustees|alder\w+|select\w+|court|legislat\w+|voters|jury)\b",
    re.I,
)
_PROPER = re.compile(r"\b[A-Z][\w’'-]+")
# 'Marked six months since the state entered it': the day is that of the report.
_RECALLS = re.compile(
    r"\b(?:marked|celebrat\w+|anniversary|(?:weeks|months|years?) (?:since|ago|after|earlier))\b", re.I
)


def news_items(claims: Iterable[Mapping[str, Any]], events: Iterable[Mapping[str, Any]]) -> list[NewsItem]:
    """The items that claims and events of the record make, the most useful and newest first, each once.

    `claims` and `events` are rows as the record answers them, newest first.
    """
    found = [*_of_claims(claims), *_of_events(events)]
    return sorted(found, key=lambda each: each.use)


def of_standing(standing: Standing) -> NewsItem:
    """An agency that the lists show otherwise than reported. Neither need be wrong: lists lag."""
    event, agency = standing.event, standing.agency
    who = agency.agency_id if agency else f"{event.actor}, {event.place}"
    return NewsItem(
        id=_id("standing", event.kind, who, event.day),
        scope=event.place,
        sentence=plain_days(standing.sentence),
        quote=event.sentence,
        outlet=event.outlet,
        url=event.url,
        use=_AGENCY,
        agency_id=agency.agency_id if agency else "",
    )


def _of_claims(rows: Iterable[Mapping[str, Any]]) -> list[NewsItem]:
    same: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        if _is_telling(row):
            key = (row["metric"], row["value"], row["value_high"], row["scope"], row["support_type"], row["verdict"])
            same.setdefault(key, []).append(row)
    return [_of_claim(key, reports) for key, reports in same.items()]


def _is_telling(row: Mapping[str, Any]) -> bool:
    """Whether it is a number of the day that is wrong, contradicts itself or counts something else, surely read."""
    if row["role"] not in (Role.CURRENT, Role.COMPONENT):
        return False
    if any(each["part"] in _SETTLED and not each["sure"] for each in row["evidence"]):
        return False
    if row["metric"] is Metric.PCT_INCREASE:
        return row["verdict"] in (VerdictKind.OFF_BY, VerdictKind.INCONSISTENT)
    if row["metric"] not in TRUE_WAY:
        return False
    return row["verdict"] is VerdictKind.OFF_BY or (
        row["verdict"] is VerdictKind.SUPPORTED_OTHERWISE
        and row["way"] in _TELLING_WAYS
        and (row["list_value"] is None or abs(row["value"] - row["list_value"]) > _PETTY)
    )


def _of_claim(key: tuple[object, ...], reports: Sequence[Mapping[str, Any]]) -> NewsItem:
    first = min(reports, key=_reported)
    outlet = _outlets(reports)
    said_by = named_source(first["said_by"])
    source = f"{said_by}, cited by {outlet}," if said_by else outlet
    said = f"On {day_words(first['published'])}, {source}"
    return NewsItem(
        id=_id("claim", *key),
        scope=first["scope"],
        sentence=f"{said} {_figure(first)}. {plain_days(first['explanation'])}",
        quote=first["sentence"],
        outlet=outlet,
        url=first["url"],
        use=_WRONG if first["verdict"] is VerdictKind.OFF_BY else _OTHER_COUNT,
    )


def _figure(row: Mapping[str, Any]) -> str:
    """'gave 1,168 as the number of agencies nationwide', 'told of a growth of nearly 950%'."""
    values = " to ".join(number(value) for value in (row["value"], row["value_high"]) if value is not None)
    qualifier = f"{row['qualifier']} " if row["qualifier"] and row["value_high"] is None else ""
    if row["metric"] is Metric.PCT_INCREASE:
        return f"told of a growth of {qualifier}{values}{'%' if row['unit'] == '%' else ' times'}"
    where = "nationwide" if row["scope"] == NATION else f"in {scope_words(row['scope'])}"
    return f"gave {qualifier}{values} as the number of {noun_of(row['metric'])} {where}"


def _of_events(rows: Iterable[Mapping[str, Any]]) -> list[NewsItem]:
    same: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        if _is_dated_act(row):
            who = row["agency_id"] or (row["place"], (row["actor"] or "").casefold())
            month = row["date"][: len("2026-01")]
            same.setdefault((row["kind"], who if row["kind"] in _ACTS else row["place"], month), []).append(row)
    return [_of_event(key, reports) for key, reports in same.items()]


def _is_dated_act(row: Mapping[str, Any]) -> bool:
    """Whether it is done, recent, and said by whom or where."""
    if row["proposed"] or row["kind"] not in {**_ACTS, **_LAWS} or (row["kind"] in _ACTS and not _is_known(row)):
        return False
    if _RECALLS.search(row["sentence"]):
        return False
    try:
        day = date.fromisoformat(row["date"] or "")
    except ValueError:
        return False
    published: date = row["published"]
    return published - _RECENT <= day <= published


def _is_known(row: Mapping[str, Any]) -> bool:
    """Whether a reader can tell who did it: not 'Trustees, Michigan' or 'Chief Jo Birch, Delaware'."""
    actor, place = row["actor"] or "", row["place"]
    if not actor:
        return False
    of_the_state = scope_words(place).casefold() in actor.casefold()
    return ", " in place or bool(row["agency_id"]) or of_the_state


def _of_event(key: tuple[object, ...], reports: Sequence[Mapping[str, Any]]) -> NewsItem:
    first = min(reports, key=_reported)
    kind, where, when = first["kind"], scope_words(first["place"]), f"on {period_words(first['date'])}"
    if kind in _ACTS:
        told = f"{_who(first['actor'], first['place'])} {_act(kind, first['actor'], first['sentence'])} {when}"
    else:
        by = f" ({first['actor']})" if first["actor"] and first["actor"] not in where else ""
        told = f"in {where}, {_LAWS[kind]} {when}{by}"
    outlet = _outlets(reports)
    return NewsItem(
        id=_id("act", *key),
        scope=first["place"],
        sentence=f"{upper_first(told)}, {outlet} reported.",
        quote=first["sentence"],
        outlet=outlet,
        url=first["url"],
        use=_AGENCY if kind in _ACTS else _LAW,
        agency_id=first["agency_id"] or "",
    )


def _act(kind: EventKind, actor: str, sentence: str) -> str:
    """What the sentence says of the actor: a council that approves, or an office that is approved, has not signed."""
    if kind is not EventKind.SIGNED:
        return _ACTS[kind]
    last = (_PROPER.findall(actor) or [actor])[-1]
    own = re.split(r"[;.]\s", sentence[max(0, sentence.find(last)) :])[0]
    if _SIGNS.search(own):
        return _ACTS[kind]
    if not _APPROVES.search(own):
        return "joined the 287(g) program"
    return f"{'approved' if _GOVERNS.search(f'{actor} {own}') else 'was approved for'} a 287(g) agreement"


def _who(actor: str, place: str) -> str:
    """'Jo Birch, Milton, Florida,', and no place twice: 'Lamar County Sheriff's Office, Texas,'."""
    where = scope_words(place)
    town, _, state = where.rpartition(", ")
    if actor.casefold() in where.casefold():
        return f"{where}," if town else where
    if not town and state.casefold() in actor.casefold():
        return actor
    return f"{actor}, {state if town and town.casefold() in actor.casefold() else where},"


def _outlets(reports: Sequence[Mapping[str, Any]]) -> str:
    """The first to report it, and how many others."""
    ordered = sorted(reports, key=_reported)
    names = list(dict.fromkeys(row["outlet"] or "a page" for row in ordered))
    if len(names) == 1:
        return str(names[0])
    return f"{names[0]} and {len(names) - 1} other {'outlet' if len(names) == 2 else 'outlets'}"


def _reported(row: Mapping[str, Any]) -> tuple[date, str]:
    return row["published"], row["article_id"]


def _id(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]
