"""JournalEntries, subscribers and a situation to compose digests from, made by hand."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from models.digests.content import DigestContent, LastDigest, ListUsed, NewsItem, Situation
from models.digests.health import HeldList, SourceHealth, Trouble
from models.digests.owed import JournalEntry, LastTold, Owed
from models.digests.subscriptions import Subscriber
from models.digests.telling.composing import compose
from models.lists.changes import Change
from models.places.bodies import Body
from models.verdicts.record_view import KnownBaseline
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType

LIST_SHA256 = hashlib.sha256(b"a list").hexdigest()
LIST_DATE = date(2026, 1, 26)

ENDING = Change(
    id="c0ffee000001",
    kind=ChangeKind.AGREEMENT_ENDED,
    status=ChangeStatus.CONFIRMED,
    list_kind=ListKind.PARTICIPATING,
    snapshot_id="participating-20260126",
    settled_by=None,
    state="TX",
    state_before=None,
    agency_id="tx-lamar-sheriff",
    agency="Lamar County Sheriff's Office",
    agency_before=None,
    agreement_id="tx-lamar-sheriff-tfm",
    support_type=SupportType.TFM,
    support_type_before=None,
    signed=date(2025, 3, 3),
    signed_before=None,
    row=17,
    confidence=1.0,
    evidence=(),
)
ADDITION = replace(ENDING, id="c0ffee000002", kind=ChangeKind.AGREEMENT_ADDED)


def entry(change: Change = ADDITION, /, **fields: Any) -> JournalEntry:
    """The first entry of `change`, unless `fields` say otherwise; fields of the change itself go in as well."""
    own = {name: fields.pop(name) for name in tuple(fields) if name in Change.__dataclass_fields__}
    given: dict[str, Any] = {
        "version": 1, "dropped": False, "late": False,
        "list_date": LIST_DATE, "list_sha256": LIST_SHA256,
        "county": "Lamar County", "county_fips": "48277", "body": Body.SHERIFF, "moa_url": "https://www.ice.gov/doclib/287g/lamar.pdf",
    }  # fmt: skip
    return JournalEntry(change=replace(change, **own), **(given | fields))


BEFORE = LastDigest(
    on=date(2026, 1, 23),
    figures={
        "agreements": 1361, "agencies": 1105, "states": 39, "territories": 2, "pending": 20,
        "FL": 341, "TX": 276, "TN": 63, "PA": 54, "AL": 49, "GU": 1,
    },
    troubles={},
)  # fmt: skip

BASELINE = KnownBaseline(
    words="January 2025", on=date(2025, 1, 20), list_date=date(2025, 1, 10), agreements=135, agencies=117, states=21,
    source="the page's table", url="",
)  # fmt: skip

SITUATION = Situation(
    figures={"agreements": 1372, "agencies": 1115, "states": 39, "territories": 2, "pending": 18},
    by_state={"FL": 341, "TX": 287, "TN": 63, "PA": 54, "AL": 49, "GU": 1},
    series=(*((date(2025, month, 1), 135 + 100 * month) for month in range(1, 13)), (LIST_DATE, 1372)),
    baselines=(
        BASELINE,
        replace(BASELINE, words="January 2021", on=date(2021, 1, 13), agreements=150),
    ),
    lists=(
        ListUsed(ListKind.PARTICIPATING, LIST_DATE, LIST_SHA256, 1372),
        ListUsed(ListKind.PENDING, date(2026, 1, 22), hashlib.sha256(b"pending").hexdigest(), 18),
    ),
    health=(SourceHealth("ICE 287(g) page", True, "last fetched Jan 26, 2026 at 11:40 UTC"),),
)


def owed(*entries: JournalEntry, told: LastTold | None = None) -> list[Owed]:
    return [Owed(each, told) for each in entries]


def told_as(what: JournalEntry, on: date = date(2026, 1, 20)) -> LastTold:
    """What a subscriber knows who was told this entry."""
    status = ChangeStatus.WITHDRAWN if what.withdrawn else what.change.status
    return LastTold(what.change.kind, status, what.said, on)


def additions(number: int, state: str = "TX", **fields: Any) -> list[JournalEntry]:
    """That many new agreements of as many agencies in one state."""
    return [
        entry(
            id=f"{state}{place:010}",
            **(
                {"state": state, "agency": f"{state} County {place} Sheriff's Office", "agency_id": f"{state}-{place}"}
                | fields
            ),
        )
        for place in range(number)
    ]


NUMBER = NewsItem(
    "claim-1", "US",
    "On Jan 25, 2026, Gazette gave 1,115 as the number of agencies nationwide. The list of Jan 24, 2026 counts 1,147.",
    "There are 1,115 departments in it.", "Gazette and 2 other outlets", "https://news.example/1", 0,
)  # fmt: skip
ACT = NewsItem(
    "act-1", "Milton, FL",
    "Milton council, Milton, Florida, decided against a 287(g) agreement on Jan 20, 2026, Herald reported.",
    "The council voted against it.", "Herald", "https://news.example/2", 1,
)  # fmt: skip
STILL_LISTED = NewsItem(
    "still-1", "GA",
    "Walker County Sheriff's Office (GA) was reported to have ended its agreement (Gazette, Jan 12, 2026) but is on "
    "the list of Jan 26, 2026, 14 days later.",
    "The sheriff ended it.", "Gazette", "https://news.example/3", 1,
)  # fmt: skip
TOLD_BEFORE = replace(STILL_LISTED, id="still-2", sentence="Pickens County Sheriff's Office was told before.")


def full_digest() -> DigestContent:
    """One of everything that a digest can hold."""
    situation = replace(
        SITUATION,
        held=(HeldList("held-1", ListKind.PARTICIPATING, date(2026, 1, 25), LIST_SHA256, ("Florida: now 0",)),),
        health=(*SITUATION.health, SourceHealth("ICE pending list", False, "last fetched 2026-01-17")),
        troubles=(Trouble("source:pending", "one source is not responding", "Pending: last fetched 2026-01-17"),),
        news=(NUMBER, ACT, STILL_LISTED, TOLD_BEFORE),
    )  # fmt: skip
    suspected = entry(ENDING, id="susp", state="GA", status=ChangeStatus.SUSPECTED)
    withdrawn = entry(ENDING, id="gone", state="LA", dropped=True)
    kinds = [entry(id=f"kind{place}", kind=kind) for place, kind in enumerate(ChangeKind)]
    due = [*owed(*additions(4), *additions(3, "FL"), *kinds, suspected), *owed(withdrawn, told=told_as(suspected))]
    subscriber = Subscriber(id=7, address="subscriber@example.org", operator=True)
    before = replace(BEFORE, troubles={"source:old": "ICE 287(g) page: no answer"})
    return compose(subscriber, due, situation, before, LIST_DATE, told_news=frozenset({TOLD_BEFORE.id}))
