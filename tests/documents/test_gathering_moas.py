"""The documents that lists link, from their addresses to the record: when they are asked for, and what is kept."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from werkzeug import Response

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from flows.lists.verify import verify
from flows.moas.reading import read_and_hold
from flows.served import is_due
from flows.world import World
from models.documents.asking_again import LinkedFile, in_order
from models.documents.asking_again import is_due as is_file_due
from models.documents.held_against import Held
from models.record.asking.changes import changes
from models.record.asking.moas.linked import moa_sightings
from models.record.store import open_engine, read_session, upgrade, write_session
from models.record.tables.documents import Fetch
from models.record.tables.moas.readings import HeldMoa, MoaPage, MoaReading
from models.record.writing.fetches import note_document
from models.record.writing.moas import note_moa
from tests.support.linked_moas import LINKS, later, linking, moa, run, sheriff
from tests.support.publisher import FakePublisher


def sightings(world: World, of: str = "") -> list[tuple[str, str | None]]:
    with read_session(world.engine) as session:
        found = [(one.link.rpartition("/")[2], one.document_sha256) for one in moa_sightings(session)]
    return [(name, sha256) for name, sha256 in found if name.startswith(of)]


def test_each_linked_document_is_kept_read_and_held_against_its_row(world: World) -> None:
    gathered = run(world)
    assert (gathered.seen, gathered.new, gathered.failures, gathered.remarks) == (4, 3, [], [])
    with read_session(world.engine) as session:
        read = {one.document_sha256: one for one in session.exec(select(MoaReading))}
        held = {one.row_agency.partition(" ")[0]: one for one in session.exec(select(HeldMoa))}
        pages = session.exec(select(MoaPage)).all()
    assert sorted(str(one.agency) for one in read.values()) == [
        "Lamar County Sheriff's Office",
        "Matagorda County Sheriff's Office",
        "None",
    ]
    assert {name: one.held for name, one in held.items()} == {
        "Lamar": Held.AGREES,
        "Ellis": Held.DISAGREES,
        "Hays": Held.ILLEGIBLE,
    }
    assert held["Ellis"].evidence == [
        "the document names Matagorda County Sheriff's Office, TX; the row is Ellis County Sheriff's Office, TX"
    ]
    assert len(pages) == 8, "a picture has no text"
    assert dict(sightings(world))["gone.pdf"] is None


def test_a_document_that_is_gone_is_an_answer_and_no_failure_of_the_source(world: World) -> None:
    run(world)
    with read_session(world.engine) as session:
        assert not is_due(session, linking(world), world.clock())


def test_the_bytes_are_asked_for_again_with_their_validators_and_noted_once(
    world: World, publisher: FakePublisher
) -> None:
    for _ in range(2):
        run(world)
        later(world, 1)
    before = sightings(world)
    publisher.requests.clear()
    run(world)
    assert {request.headers.get("If-None-Match", "").strip('"') for request in publisher.requests} == {
        "lamar.pdf-1",
        "ellis.pdf-1",
        "scan-1",
    }, "the one that is gone was asked for twice, and waits a week now"
    assert sightings(world) == before
    assert [sha256 for name, sha256 in before if name == "gone.pdf"] == [None, None]


def test_replaced_bytes_and_a_document_that_goes_and_returns_are_each_noted(
    world: World, publisher: FakePublisher
) -> None:
    run(world)
    first = dict(sightings(world))["ellis.pdf"]
    for days, content in (
        (1, moa("Ellis County Sheriff's Office")),
        (1, None),
        (8, moa("Ellis County Sheriff's Office")),
    ):
        later(world, days)
        if content is None:
            publisher.answer("/moa/ellis.pdf", Response(status=410))
        else:
            publisher.serve("/moa/ellis.pdf", content)
        run(world)
    second = [sha256 for name, sha256 in sightings(world) if name == "ellis.pdf"]
    assert second[0] == first != second[1] == second[3]
    assert second[2] is None
    with read_session(world.engine) as session:
        held = session.exec(select(HeldMoa).where(HeldMoa.row_agency == "Ellis County Sheriff's Office")).one()
    assert held.held is Held.AGREES


def test_a_run_asks_for_no_more_than_it_may_and_the_next_one_for_the_rest(
    world: World, publisher: FakePublisher
) -> None:
    run(world, most_a_run=3)
    assert len(publisher.requests) == 3
    run(world, most_a_run=3)
    assert len(publisher.requests) == 4


def test_a_host_that_does_not_answer_is_left_alone_after_five(
    world: World, publisher: FakePublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.moas.gather._MOST_FAILURES", 2)
    for link in LINKS.values():
        publisher.answer(f"/moa/{link}", Response(status=403))
    gathered = run(world)
    assert gathered.seen == 2
    assert gathered.failures[0].startswith("2 documents in a row failed")


def test_an_error_page_in_place_of_a_pdf_is_kept_and_said_and_changes_nothing(
    world: World, publisher: FakePublisher
) -> None:
    run(world)
    before = sightings(world, "lamar.pdf")
    page = b"<html>Down for maintenance</html>"
    publisher.serve("/moa/lamar.pdf", page, etag="page-1")
    for _ in range(2):
        later(world, 1)
        gathered = run(world)
        (remark,) = gathered.remarks
        assert "/moa/lamar.pdf: no PDF: expected a PDF" in remark
        assert sightings(world, "lamar.pdf") == before
    assert world.archive.read(hashlib.sha256(page).hexdigest()) == page
    with read_session(world.engine) as session:
        assert [row for row in changes(session, everything=True) if row["kind"] == "moa_replaced"] == []
        errors = [one.error or "" for one in session.exec(select(Fetch)) if one.url.endswith("lamar.pdf")]
        held = {one.row_agency: one.held for one in session.exec(select(HeldMoa))}
    assert ["no PDF" in error for error in errors] == [False, True, True]
    assert held[sheriff("Lamar")] is Held.AGREES


def test_the_pdf_that_returns_after_an_error_page_is_asked_for_with_its_own_validators(
    world: World, publisher: FakePublisher
) -> None:
    run(world)
    before = sightings(world, "lamar.pdf")
    publisher.serve("/moa/lamar.pdf", b"<html>Down for maintenance</html>", etag="page-1")
    later(world, 1)
    run(world)
    publisher.serve("/moa/lamar.pdf", moa(sheriff("Lamar")), etag="lamar.pdf-1")
    later(world, 1)
    publisher.requests.clear()
    assert run(world).remarks == []
    (asked,) = [request for request in publisher.requests if request.path == "/moa/lamar.pdf"]
    assert asked.headers["If-None-Match"].strip('"') == "lamar.pdf-1"
    assert sightings(world, "lamar.pdf") == before


def test_an_error_page_that_an_archive_remembers_is_no_replacement(world: World) -> None:
    run(world)
    page = world.archive.keep(b"<html>Down for maintenance</html>")
    with write_session(world.engine) as session:
        note_document(session, page, 33, world.clock())
        (lamar,) = [one for one in moa_sightings(session) if one.link.endswith("lamar.pdf")]
        later(world, 1)
        note_moa(session, lamar.link, lamar.url, page, world.clock(), "moas")
    assert read_and_hold(world.engine, world.archive, world.clock) == []
    with read_session(world.engine) as session:
        assert [row for row in changes(session, everything=True) if row["kind"] == "moa_replaced"] == []


def test_the_archive_alone_gives_all_of_it_again(world: World, tmp_path: Path) -> None:
    run(world)
    engine = open_engine(f"sqlite:///{tmp_path}/again.db")
    upgrade(engine)
    archive = Archive(str(tmp_path / "again"))
    assert backfill(engine, archive, tmp_path / "archive", world.clock()).failures == ()
    assert read_and_hold(engine, archive, world.clock) == []
    again = replace(world, engine=engine, archive=archive)
    assert sightings(again) == sightings(world)
    assert [one.model_dump() for one in _held(again)] == [one.model_dump() for one in _held(world)]
    engine.dispose()


def test_verify_reminds_an_archive_of_what_a_killed_run_did_not_note_there(world: World, tmp_path: Path) -> None:
    run(world)
    manifest = tmp_path / "archive" / "moas.jsonl"
    whole = manifest.read_text()
    manifest.write_text("")
    assert verify(world.engine, world.archive, world.clock()).damages == ()
    assert sorted(manifest.read_text().split()) == sorted(whole.split())


def _held(world: World) -> list[HeldMoa]:
    with read_session(world.engine) as session:
        return sorted(session.exec(select(HeldMoa)), key=lambda one: one.agreement_id)


NOW = datetime(2026, 1, 1, tzinfo=UTC)


def linked(link: str = "a", first_day: int = 10, seen: float | None = None, tried: float | None = None) -> LinkedFile:
    ago = [None if days is None else NOW - timedelta(days=days) for days in (seen, tried)]
    return LinkedFile(link, link, True, NOW - timedelta(days=first_day), ago[0], ago[1], False)


@pytest.mark.parametrize(
    ("seen", "tried", "due"),
    [(2, 0.9, False), (2, 1, True), (20, 6, False), (20, 7, True), (200, 29, False), (200, 30, True)],
)
def test_an_old_document_is_asked_for_less_often(seen: float, tried: float, due: bool) -> None:
    assert is_file_due(linked(seen=seen, tried=tried), NOW) is due


def test_what_no_list_links_any_more_is_asked_for_until_it_answered() -> None:
    assert not is_file_due(linked(seen=200, tried=100)._replace(listed=False), NOW)
    assert is_file_due(linked(tried=100)._replace(listed=False), NOW)


def test_the_newest_agreements_come_first_then_what_waited_longest() -> None:
    files = [linked("old", 300), linked("new", 2), linked("asked", 100, 200, 40), linked("long ago", 100, 200, 90)]
    assert [file.link for file in in_order(files, NOW)] == ["new", "old", "long ago", "asked"]
