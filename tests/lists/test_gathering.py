"""One source, from its page to the record: what is noted, and what bad input gets."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
import sqlalchemy as sa
from pytest_httpserver import HTTPServer
from sqlmodel import select
from werkzeug import Response

from flows.lists.derive import derive
from flows.lists.gather import ListSteps, gather
from flows.run import PLAIN
from flows.served import Gathered, is_due, served
from flows.settings import load
from flows.sources.registry import IcePageSource, Source
from flows.world import World, open_world
from models.record.asking.counts import counts
from models.record.asking.lists import lists
from models.record.store import read_session
from models.record.tables.documents import Document, Fetch, Sighting
from tests.support import hostile_contents
from tests.support.histories import applications, counties_of
from tests.support.publisher import FakePublisher, cut_off
from tests.support.workbooks import PENDING, printed_row, workbook, zipped

PAGE = "/identify-and-arrest/287g"
PARTICIPATING = "/doclib/participatingAgencies06022025am.xlsx"
PENDING_PATH = "/doclib/pendingAgencies06022025am.xlsx"
SAVED = datetime(2025, 6, 2, 13, tzinfo=UTC)

Counties = Callable[[], bytes]


class Clock:
    """Time that passes when a test says so."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def publisher(httpserver: HTTPServer) -> FakePublisher:
    publisher = FakePublisher(httpserver)
    publisher.robots()
    publisher.serve(PAGE, page_linking(PARTICIPATING, PENDING_PATH), etag="page-1")
    publisher.serve(PARTICIPATING, participating(), etag="list-1", last_modified=SAVED)
    publisher.serve(PENDING_PATH, workbook(applications()[0], PENDING, saved_at=SAVED), etag="pending-1")
    return publisher


@pytest.fixture
def source(publisher: FakePublisher) -> IcePageSource:
    return IcePageSource(name="ice", title="The page", url=publisher.url(PAGE), due_every_hours=2, max_age_hours=96)


@pytest.fixture
def world(tmp_path: Path, source: IcePageSource, sqlite_template: Path) -> World:
    shutil.copy(sqlite_template, tmp_path / "record.db")
    registry = tmp_path / "sources.toml"
    registry.write_text(
        f'[[source]]\nname = "ice"\nkind = "ice_page"\ntitle = "The page"\nurl = "{source.url}"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
    )
    settings = load(
        database=f"sqlite:///{tmp_path}/record.db", archive=str(tmp_path / "archive"), sources=str(registry)
    )
    return open_world(settings, clock=Clock(SAVED + timedelta(hours=1)), sleep=lambda _: None)


def participating() -> bytes:
    return workbook([*counties_of("TEXAS"), *counties_of("OHIO")], saved_at=SAVED)


def page_linking(*paths: str) -> bytes:
    words = {PARTICIPATING: "Participating Agencies", PENDING_PATH: "Pending Agencies"}
    links = "".join(f'<p><a href="{path}">View 287(g) {words.get(path, "Agencies")}</a></p>' for path in paths)
    return f"<html><title>287(g)</title><body><h1>287(g)</h1>{links}</body></html>".encode()


def run(world: World, source: IcePageSource) -> Gathered:
    gathered = gather(world, source, ListSteps())
    derive(world.engine, world.archive, world.clock())
    return gathered


def agreements(world: World) -> int:
    with read_session(world.engine) as session:
        rows = counts(session)
    return int(rows[0]["agreements"]) if rows else 0


def fetches(world: World) -> list[Fetch]:
    with read_session(world.engine) as session:
        return list(session.exec(select(Fetch).order_by(sa.text("id"))))


def test_the_page_and_both_lists_are_fetched_noted_and_counted(world: World, source: IcePageSource) -> None:
    gathered = run(world, source)
    assert (gathered.seen, gathered.new, gathered.failures) == (2, 2, [])
    with read_session(world.engine) as session:
        row = counts(session)[0]
    assert (row["agreements"], row["states"], row["pending"]) == (24, 2, 1)
    assert [(fetch.status, fetch.noted, fetch.error) for fetch in fetches(world)] == [(200, True, None)] * 3


def test_a_list_and_its_page_are_read_once_from_fetching_to_the_record(
    world: World, source: IcePageSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_again(*_: object) -> NoReturn:
        raise AssertionError("read a second time")

    gather(world, source)
    monkeypatch.setattr("flows.lists.documents.begin_document", read_again)
    monkeypatch.setattr("flows.lists.documents.read_headline", read_again)
    assert derive(world.engine, world.archive, world.clock(), in_hand=world.in_hand).lists == 2
    assert world.in_hand.lists == {}, "what is derived is let go"
    assert agreements(world) == 24


def test_every_kind_of_source_has_its_way_of_gathering() -> None:
    assert {kind.__name__ for kind in PLAIN.gather} == {kind.__name__ for kind in Source.__subclasses__()}


def test_what_has_not_changed_is_a_304_and_no_new_list(world: World, source: IcePageSource) -> None:
    run(world, source)
    again = run(world, source)
    assert (again.seen, again.new) == (2, 0)
    assert [fetch.status for fetch in fetches(world)[3:]] == [304] * 3
    with read_session(world.engine) as session:
        assert len(lists(session)) == 2


def test_the_same_bytes_without_validators_are_no_new_list(
    world: World, source: IcePageSource, publisher: FakePublisher
) -> None:
    content = participating()
    publisher.answer(PARTICIPATING, Response(content))
    run(world, source)
    assert run(world, source).new == 0


def test_a_list_served_again_after_another_is_the_newest(
    world: World, source: IcePageSource, publisher: FakePublisher
) -> None:
    """A to B to A: the publisher worked from an older copy."""
    first = participating()
    one_more = [*counties_of("TEXAS"), *counties_of("OHIO"), *counties_of("IOWA")[:1]]
    second = workbook(one_more, saved_at=SAVED + timedelta(hours=2))
    clock = world.clock
    assert isinstance(clock, Clock)
    seen = []
    for content in (first, second, first):
        publisher.answer(PARTICIPATING, Response(content))
        run(world, source)
        seen.append(agreements(world))
        clock.now += timedelta(days=1)
    assert seen == [24, 25, 24]
    with read_session(world.engine) as session:
        dated = [row["dated_by"] for row in lists(session) if row["kind"] == "participating"]
    assert dated == ["workbook properties", "workbook properties", "seen"]


def test_a_source_is_due_after_its_time_or_after_a_failure(
    world: World, source: IcePageSource, publisher: FakePublisher
) -> None:
    clock = world.clock
    assert isinstance(clock, Clock)

    def due() -> bool:
        with read_session(world.engine) as session:
            return is_due(session, source, clock())

    assert due()
    run(world, source)
    assert not due()
    clock.now += timedelta(hours=2)
    assert due()
    publisher.answer(PARTICIPATING, Response("gone", status=404))
    run(world, source)
    assert due()


def test_a_run_killed_after_fetching_finds_its_list_again(world: World, source: IcePageSource) -> None:
    """The bytes are there and the validators too; a 304 must not mean that the list was noted."""

    class PulledPlugError(BaseException):
        pass

    def pull(*_: object) -> NoReturn:
        raise PulledPlugError

    steps = ListSteps(fetch_list=lambda world, source, page, link: pull(served(world, source.name, link.url)))
    with pytest.raises(PulledPlugError):
        gather(world, source, steps)
    assert run(world, source).new == 2
    assert agreements(world) == 24


def test_a_run_killed_after_noting_does_not_note_twice(world: World, source: IcePageSource) -> None:
    """The list waits for its snapshot; served again, it is no older copy republished."""
    gather(world, source, ListSteps())
    assert run(world, source).new == 0
    with read_session(world.engine) as session:
        assert len(session.exec(select(Sighting)).all()) == 2


def bomb() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": b" " * 120_000_000})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(Response(b"<html>Access Denied</html>"), "participatingAgencies0602", id="block-page-200"),
        pytest.param(Response(participating()[:3000]), "participatingAgencies06022025am.xlsx", id="truncated"),
        pytest.param(Response(b""), "an empty file", id="empty"),
        pytest.param(Response(bomb()), "participatingAgencies06022025am.xlsx", id="zip-bomb"),
        pytest.param(
            Response(workbook(counties_of("TEXAS"), ("STATE", "MOA"))), "(?i)law enforcement agency", id="no-columns"
        ),
        pytest.param(
            Response(workbook([{"STATE": "TEXAS", "BODY": "x"}], ("STATE", "BODY", "SUPPORT TYPE", "SIGNED"))),
            "(?i)law enforcement agency",
            id="header-renamed",
        ),
        pytest.param(Response("forbidden", status=403), "403", id="403"),
        pytest.param(Response("not found", status=404), "404", id="404"),
        pytest.param(Response("slow down", status=429, headers={"Retry-After": "1"}), "429", id="429"),
        pytest.param(Response("broken", status=503), "503", id="503"),
        pytest.param(cut_off(participating()[:2000], 50_000), "(?i)cut|connection", id="cut-in-the-middle"),
    ],
)
def test_bad_input_is_one_line_and_leaves_the_record_alone(
    world: World, source: IcePageSource, publisher: FakePublisher, answer: Response, said: str
) -> None:
    run(world, source)
    publisher.answer(PARTICIPATING, answer)
    gathered = run(world, source)
    assert len(gathered.failures) == 1
    assert "\n" not in gathered.failures[0]
    assert re.search(said, gathered.failures[0])
    assert agreements(world) == 24
    assert gathered.seen == 1, "the pending list is still taken in"
    refused = next(fetch for fetch in reversed(fetches(world)) if fetch.error)
    assert refused.error
    if refused.bytes:
        assert refused.document_sha256 is not None
        assert len(world.archive.read(refused.document_sha256)) == refused.bytes


def test_the_two_lists_swapped_are_read_as_what_they_are(
    world: World, source: IcePageSource, publisher: FakePublisher
) -> None:
    publisher.answer(PARTICIPATING, Response(workbook(applications()[0], PENDING, saved_at=SAVED)))
    publisher.answer(PENDING_PATH, Response(participating()))
    gathered = run(world, source)
    assert gathered.failures == []
    assert gathered.remarks == [
        "pending list: the file name says participating but the columns say pending; used the columns",
        "participating list: the file name says pending but the columns say participating; used the columns",
    ]
    assert agreements(world) == 24
    with read_session(world.engine) as session:
        remarks = [remark for row in lists(session) for remark in row["remarks"]]
    assert sum("used the columns" in remark for remark in remarks) == 2


def test_a_list_is_dated_by_its_file_where_the_page_says_another_day(
    world: World, source: IcePageSource, publisher: FakePublisher
) -> None:
    foot = b"<footer>Last Reviewed/Updated: <time>05/20/2025</time></footer>"
    publisher.serve(PAGE, page_linking(PARTICIPATING, PENDING_PATH) + foot, etag="page-2")
    run(world, source)
    with read_session(world.engine) as session:
        assert {(row["list_date"], row["dated_by"]) for row in lists(session)} == {
            (SAVED.date(), "workbook properties")
        }


def test_what_is_unknown_on_a_list_is_told_once_when_it_is_new(
    world: World, source: IcePageSource, publisher: FakePublisher
) -> None:
    rows = [*counties_of("TEXAS"), printed_row("Elm Police Department", "OHIO", **{"SUPPORT TYPE": "Desk Duty Model"})]
    publisher.answer(PARTICIPATING, Response(workbook(rows, saved_at=SAVED)))
    told = "participating list: support type 'Desk Duty Model' is unknown (rows: 1, first: row 14)"
    assert run(world, source).remarks == [told]
    assert run(world, source).remarks == []


@pytest.mark.parametrize(
    "links",
    [(), ("/doclib/participatingAgenciesX.xlsx", "/doclib/participatingAgenciesY.xlsx")],
    ids=["no-links", "two-candidates"],
)
def test_a_page_that_does_not_say_which_list_is_a_stated_failure(
    world: World, source: IcePageSource, publisher: FakePublisher, links: tuple[str, ...]
) -> None:
    publisher.answer(PAGE, Response(page_linking(*links)))
    (failure,) = run(world, source).failures
    assert "participating list" in failure
    with read_session(world.engine) as session:
        assert session.exec(select(Sighting)).all() == []
        assert len(session.exec(select(Document)).all()) == 1, "the page's bytes are kept"


@pytest.mark.parametrize("name", ["shared_string_a_thousand_times", "bomb", "two_visible_lists", "encrypted"])
def test_a_hostile_list_is_one_line_and_the_other_list_is_noted(
    world: World, source: IcePageSource, publisher: FakePublisher, name: str
) -> None:
    hostile = hostile_contents.content(f"workbook_{name}")
    publisher.serve(PARTICIPATING, hostile)
    gathered = gather(world, source)
    (failure,) = gathered.failures
    assert failure.startswith("participatingAgencies06022025am.xlsx: ")
    assert failure.isprintable()
    assert (gathered.seen, gathered.new) == (1, 1)
    assert hostile in [world.archive.read(sha256) for sha256 in kept(world)]


def kept(world: World) -> list[str]:
    with read_session(world.engine) as session:
        return [sha256 for sha256 in session.exec(select(Fetch.document_sha256)) if sha256]
