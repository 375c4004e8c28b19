"""A run's name and its final state say what came, what is held, and what failed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from prefect.runtime import flow_run

from flows.digests.dispatch import DeliveryReport
from flows.lists.backfill import Backfill
from flows.lists.fold import Derivation
from flows.run import Run
from flows.served import Gathered
from flows.story.brought import Brought, changes_by_kind
from flows.story.endings import ending, ending_of_backfill, in_short, name_of_backfill, partly, started_name
from models.vocabulary import SnapshotStatus

GOOD = Gathered("ice", seen=2, new=2)
QUIET = Gathered("ice", seen=2)
BAD = Gathered("gdelt", failures=["HTTP 429 from the server"])
HALF = Gathered("ice", seen=1, failures=["pending list: not a workbook"])
HOLDS = Derivation(1, statuses={"participating-1": SnapshotStatus.HELD})
LIST = Brought(list_date=date(2026, 2, 3), agreements=1412)
HELD = Brought(
    held=(
        {
            "id": "participating-1",
            "kind": "participating",
            "list_date": date(2026, 1, 29),
            "findings": [
                {"check": "rows lost", "passed": False, "sentence": "1,091 of 1,382 agreements are missing"},
                {"check": "headline", "passed": False, "sentence": "the headline says 1,382"},
                {"check": "columns", "passed": True, "sentence": "all columns are there"},
            ],
        },
    )
)


def run(*gathered: Gathered, **others: Any) -> Run:
    return Run(gathered=list(gathered), **others)


@pytest.mark.parametrize(
    ("ran", "found", "kind", "name", "short"),
    [
        (run(QUIET), Brought(), "COMPLETED", "Completed", "nothing new"),
        (run(), Brought(), "COMPLETED", "Completed", "nothing new"),
        (run(GOOD), LIST, "COMPLETED", "Completed", "list of 2026-02-03"),
        (run(Gathered("paper", 5, 3)), Brought(), "COMPLETED", "Completed", "3 articles"),
        (
            run(GOOD, derivation=HOLDS),
            HELD,
            "COMPLETED",
            "Held",
            "held: list of 2026-01-29",
        ),
        (run(GOOD, BAD), LIST, "COMPLETED", "Partly failed", "list of 2026-02-03"),
        (run(HALF), Brought(), "COMPLETED", "Partly failed", "failed"),
        (run(BAD), Brought(), "FAILED", "Failed", "failed"),
        (run(GOOD, broken=["derive: KeyError"]), Brought(), "FAILED", "Failed", "2 articles"),
    ],
)
def test_each_end_has_its_state_and_name(ran: Run, found: Brought, kind: str, name: str, short: str) -> None:
    state = ending(ran, found)
    assert (state.type.value, state.name, in_short(ran, found)) == (kind, name, short)


def test_the_message_tells_the_whole_story() -> None:
    told = DeliveryReport(composed=2, sent=1, waiting=1)
    assert ending(run(GOOD, BAD, told=told), LIST).message == (
        "List of 2026-02-03: 1,412 agreements; no change. 2 new of 2 seen at 2 sources. "
        "Digests: 2 composed, 1 sent, 1 waiting. FAILED: gdelt: HTTP 429 from the server"
    )
    held = ending(run(GOOD, derivation=HOLDS), HELD).message
    assert held == (
        "HELD: participating list of 2026-01-29: 1,091 of 1,382 agreements are missing (and 1 more); "
        "see `moawatch review`. 2 new of 2 seen at 1 source"
    )
    assert ending(run(), Brought()).message == "No source is due"


def test_changes_are_counted_by_kind_the_cosmetic_ones_together() -> None:
    def rows(count: int, kind: str, status: str = "confirmed") -> list[dict[str, str]]:
        return [{"kind": kind, "status": status}] * count

    changed = [*rows(6, "agreement_added"), *rows(1, "pending_signed"), *rows(2, "agency_respelled")]
    changed += [*rows(3, "agreement_ended", "suspected"), *rows(1, "county_corrected")]
    changed += rows(1, "agreement_ended", "withdrawn")
    assert changes_by_kind(tuple(changed)) == (
        "6 added, 1 application signed, 3 missing (unconfirmed), 1 withdrawn, 3 corrected in print"
    )
    assert changes_by_kind(()) == "no change"


def test_a_run_is_named_by_the_publishers_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_run, "parameters", {"now": "2026-07-01T14:10:00Z"}, raising=False)
    assert started_name("track") == "track 2026-07-01 10:10 ET"
    monkeypatch.setattr(flow_run, "parameters", {}, raising=False)
    scheduled = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
    monkeypatch.setattr(flow_run, "scheduled_start_time", scheduled, raising=False)
    assert started_name("digests") == "digests 2026-11-30 22:00 ET"


def test_what_is_done_item_by_item_is_red_only_if_nothing_came_of_it() -> None:
    assert partly("3 lists", [], came=True).name == "Completed"
    state = partly("3 lists", ["a.xlsx: no list"], came=True)
    assert (state.name, state.is_completed(), state.message) == (
        "Partly failed",
        True,
        "3 lists. FAILED: a.xlsx: no list",
    )
    assert partly("0 lists", ["a.xlsx: no list"], came=False).is_failed()


REJECTED = {
    "id": "participating-1",
    "kind": "participating",
    "list_date": date(2013, 4, 2),
    "status": "rejected",
    "why": "18 of 57 agreements missing",
}


@pytest.mark.parametrize(
    ("done", "name", "message"),
    [
        (
            Backfill(
                3,
                2,
                Derivation(2, statuses={"a": SnapshotStatus.ACCEPTED, "b": SnapshotStatus.REJECTED}),
                (),
                (REJECTED,),
            ),
            "Completed",
            "3 files, 2 new documents, 2 lists processed: 1 accepted, 1 rejected. REJECTED: participating list of"
            " 2013-04-02: 18 of 57 agreements missing",
        ),
        (
            Backfill(1, 1, HOLDS, (), (REJECTED | {"status": "held"},)),
            "Held",
            "1 file, 1 new document, 1 list processed: 1 held. HELD: participating list of 2013-04-02: 18 of 57"
            " agreements missing; see `moawatch review` (participating-1)",
        ),
        (
            Backfill(2, 0, Derivation(), ("a.xlsx: an empty file",)),
            "Partly failed",
            "2 files, 0 new documents, 0 lists processed. FAILED: a.xlsx: an empty file",
        ),
        (
            Backfill(1, 0, Derivation(), ("a.xlsx: an empty file",)),
            "Failed",
            "1 file, 0 new documents, 0 lists processed. FAILED: a.xlsx: an empty file",
        ),
    ],
)
def test_a_backfill_ends_with_what_became_of_its_lists(done: Backfill, name: str, message: str) -> None:
    state = ending_of_backfill(done)
    assert (state.name, state.message) == (name, message)


def test_a_backfill_is_named_for_its_source_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        flow_run, "parameters", {"source": "git+https://jane:secret@example.org/lists.git"}, raising=False
    )
    assert name_of_backfill() == "backfill git+https://example.org/lists.git"
