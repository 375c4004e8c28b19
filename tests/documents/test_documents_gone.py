"""A document that is gone from its address while the list still links it: told once it is sure, withdrawn if it is
there again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Response

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.moas.reading import read_and_hold
from flows.world import World
from models.documents.links.byte_changes import byte_changes
from models.documents.links.spans import LinkSpan, PublishedAt
from models.documents.links.stays import SeenAt
from models.record.asking.changes import changes
from models.record.asking.moas.linked import moa_sightings
from models.record.store import open_engine, read_session, upgrade, write_session
from models.record.tables.moas.sightings import MoaSighting
from models.record.writing.moas import note_remembered_moas
from models.vocabulary import SupportType
from tests.support.linked_moas import later, list_with, moa, run, same_after_a_rebuild, sheriff
from tests.support.publisher import FakePublisher

GONE = Response(status=410)


def gone(world: World) -> list[tuple[str, Sequence[str]]]:
    with read_session(world.engine) as session:
        found = [row for row in changes(session, everything=True) if row["kind"] == "moa_gone"]
    return [(str(row["status"]), row["evidence"]) for row in found]


def test_it_is_told_after_a_second_answer_and_withdrawn_when_it_returns(world: World, publisher: FakePublisher) -> None:
    run(world)
    later(world, 1)
    publisher.answer("/moa/lamar.pdf", GONE)
    run(world)
    assert gone(world) == [], "a site in trouble answers so, too"
    later(world, 0.5)
    run(world)
    assert gone(world) == []
    later(world, 0.5)
    run(world)
    [(status, evidence)] = gone(world)
    assert status == "confirmed"
    assert evidence[0] == "nothing is at the address: 404 or 410 on 2025-06-03 and 2025-06-04"
    assert same_after_a_rebuild(world)
    later(world, 7)
    publisher.serve("/moa/lamar.pdf", moa(sheriff("Lamar")))
    run(world)
    [(status, evidence)] = gone(world)
    assert (status, evidence[-1]) == ("withdrawn", "a document is there again, seen 2025-06-11")
    assert same_after_a_rebuild(world)


def test_a_document_that_the_list_has_dropped_meanwhile_is_not_told_as_gone(
    world: World, publisher: FakePublisher, tmp_path: Path
) -> None:
    run(world)
    later(world, 2)
    publisher.answer("/moa/lamar.pdf", GONE)
    run(world)
    list_with(world, tmp_path, 2.5, "")
    later(world, 7)
    run(world)
    assert gone(world) == []


def test_the_archive_alone_tells_it_too(world: World, publisher: FakePublisher, tmp_path: Path) -> None:
    run(world)
    publisher.answer("/moa/lamar.pdf", GONE)
    for _ in range(2):
        later(world, 1)
        run(world)
    engine = open_engine(f"sqlite:///{tmp_path}/again.db")
    upgrade(engine)
    archive = Archive(str(tmp_path / "again"))
    assert backfill(engine, archive, tmp_path / "archive", world.clock()).failures == ()
    assert read_and_hold(engine, archive, world.clock) == []
    with read_session(engine) as here, read_session(world.engine) as there:
        again, before = (changes(each, everything=True) for each in (here, there))
    assert [{**row, "recorded_at": None} for row in again] == [{**row, "recorded_at": None} for row in before]
    assert gone(world)
    engine.dispose()


DAY = datetime(2025, 6, 2, tzinfo=UTC)
SPAN = LinkSpan("a", "TX-lamar", "TX", "Lamar", SupportType.TFM, "link", "", False, DAY, None)


def seen_on(*days: tuple[float, str | None]) -> list[SeenAt]:
    return [SeenAt("link", DAY + timedelta(days=day), sha256) for day, sha256 in days]


@given(
    st.lists(
        st.tuples(st.integers(0, 40).map(lambda half: half / 2), st.sampled_from(["a", "b", None])),
        unique_by=lambda each: each[0],
    ),
    st.randoms(),
)
def test_the_order_in_which_answers_become_known_makes_no_difference(
    days: list[tuple[float, str | None]], shuffled: Random
) -> None:
    lists = [PublishedAt(DAY, "list")]
    known = seen_on(*days)
    told = byte_changes([], [SPAN], known, lists)
    shuffled.shuffle(known)
    assert byte_changes([], [SPAN], known, lists) == told
    assert len({change.id for change in told}) == len(told)


def test_each_time_that_it_goes_is_a_change_of_its_own() -> None:
    seen = seen_on((0, "a"), (1, None), (2, None), (3, "a"), (4, None), (4.5, "a"), (6, None), (7, None))
    first, second = byte_changes([], [SPAN], seen, [PublishedAt(DAY, "list")])
    assert (first.status, second.status) == ("withdrawn", "confirmed")
    assert first.id != second.id


def test_an_answer_that_becomes_known_late_takes_back_what_it_refutes(world: World, publisher: FakePublisher) -> None:
    run(world)
    publisher.answer("/moa/lamar.pdf", GONE)
    for _ in range(2):
        later(world, 1)
        run(world)
    assert gone(world)
    with write_session(world.engine) as session:
        first = next(one for one in moa_sightings(session) if one.link.endswith("lamar.pdf"))
        between = {"id": None, "seen_at": first.seen_at + timedelta(days=1.5)}
        note_remembered_moas(session, [MoaSighting(**first.model_dump() | between)])
    assert read_and_hold(world.engine, world.archive, world.clock) == []
    assert gone(world) == []
    assert same_after_a_rebuild(world)
