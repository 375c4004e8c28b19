"""What web archives have that no plan would: odd rows, odd answers, odd times."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pytest_httpserver import HTTPServer
from sqlmodel import select
from werkzeug import Request, Response

from flows.lists.past.web_archive import backfill_web_archive
from flows.world import World
from models.errors import MoawatchError
from models.record.store import read_session
from models.record.tables.documents import Sighting
from tests.sources.test_former_forms import NAMES_ONLY, SIGNED_DATES
from tests.support.captures import (
    EARLIER_PAGE,
    FIRST,
    PAGE,
    FromFiles,
    Opened,
    captured_lists,
    captured_page,
    captured_pages,
    waiting,
    without_names,
)
from tests.support.web_archive import Archived, FakeWebArchive, Fault


def published(world: World) -> list[datetime]:
    with read_session(world.engine) as session:
        return sorted(session.exec(select(Sighting.published_at)))


def answering(archive: FakeWebArchive, play: Callable[[Request], Response]) -> None:
    """Have the captures played by `play` from now on."""
    archive.server.clear()
    archive.server.expect_request("/cdx/search/cdx").respond_with_handler(archive._index)
    archive.server.expect_request(re.compile("/web/.*")).respond_with_handler(play)


def test_each_form_of_twenty_years_comes_in_as_from_files(opened: Opened, from_files: FromFiles) -> None:
    section = "http://www.ice.gov/partners/287g/Section287_g.htm"
    library = "http://www.ice.gov/news/library/factsheets/287g.htm"
    captures = [
        Archived(section, datetime(2007, 9, 20, 12, tzinfo=UTC), NAMES_ONLY.encode()),
        Archived(library, datetime(2011, 2, 1, 12, tzinfo=UTC), SIGNED_DATES.encode()),
        *captured_pages()[:3],
        *captured_lists(),
    ]
    world, _ = opened(captures)
    assert backfill_web_archive(world, None, None).failures == ()
    assert without_names(world.engine) == without_names(from_files(captures))


def test_one_address_under_all_its_spellings_is_one_page(opened: Opened) -> None:
    spellings = (
        "http://www.ice.gov:80/287g",
        "https://www.ice.gov/287g",
        "http://ice.gov/287g",
        "https://WWW.ICE.GOV/287g",
    )
    days = [FIRST + timedelta(days=number) for number in range(4)]
    world, archive = opened(
        [Archived(each, day, captured_page(n)) for n, (each, day) in enumerate(zip(spellings, days, strict=True))]
    )
    assert backfill_web_archive(world, None, None).failures == ()
    assert published(world) == days
    assert len(archive.plays()) == 4


def test_times_at_which_nothing_can_have_been_captured_are_left_out(opened: Opened) -> None:
    """In the year 2099 its list would be the newest one for as long."""
    before, after = datetime(1995, 12, 31, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
    world, archive = opened([Archived(PAGE, at, captured_page(n)) for n, at in enumerate((before, FIRST, after))])
    done = backfill_web_archive(world, None, None)
    assert published(world) == [FIRST]
    assert done.failures == ("web archive: 2 damaged rows of its index left out",)
    assert len(archive.plays()) == 1


def test_a_revisit_of_bytes_that_came_is_another_sighting_without_another_request(opened: Opened) -> None:
    days = [FIRST + timedelta(days=number) for number in range(3)]
    bytes_of = (0, 2, 0)
    faults = (Fault.NONE, Fault.NONE, Fault.REVISIT)
    world, archive = opened(
        [Archived(PAGE, *each) for each in zip(days, map(captured_page, bytes_of), faults, strict=True)]
    )
    assert backfill_web_archive(world, None, None).failures == ()
    assert published(world) == days
    assert len(archive.plays()) == 2


@pytest.mark.parametrize("fault", [Fault.PACKED, Fault.PACKED_SECRETLY, Fault.NO_STATUS])
def test_it_takes_in_what_is_only_oddly_labeled(opened: Opened, from_files: FromFiles, fault: Fault) -> None:
    captures = captured_pages([fault])[:2]
    world, _ = opened(captures)
    assert backfill_web_archive(world, None, None).failures == ()
    assert without_names(world.engine) == without_names(from_files(captures))


def test_an_error_page_that_was_captured_as_a_page_is_no_list(opened: Opened) -> None:
    gone = b"<title>Page Not Found | ICE</title><h1>We cannot find that page</h1>"
    world, archive = opened([*captured_pages()[:2], Archived(EARLIER_PAGE, FIRST + timedelta(days=40), gone)])
    done = backfill_web_archive(world, None, None)
    assert len(done.failures) == 1
    assert "'Page Not Found | ICE'" in done.failures[0]
    assert done.new == 2
    assert backfill_web_archive(world, None, None).failures == ()
    assert max(archive.plays().values()) == 1, "nor is it asked for again"


@pytest.mark.parametrize("body", ["", "\n"])
def test_an_archive_with_an_empty_index_has_nothing(opened: Opened, body: str) -> None:
    world, archive = opened([])
    archive.index_faults = [Response(body) for _ in range(99)]
    with pytest.raises(MoawatchError, match="has no captures of ICE's lists from the first to today; check the dates"):
        backfill_web_archive(world, None, None)


def in_two_minutes(world: World) -> str:
    return format_datetime((world.clock() + timedelta(seconds=120)).replace(microsecond=0), usegmt=True)


@pytest.mark.parametrize("words", [lambda _: "120", in_two_minutes])
def test_it_stays_away_as_long_as_it_is_asked_to(opened: Opened, words: Callable[[World], str]) -> None:
    world, archive = opened(captured_pages()[:1])
    archive.index_faults = [Response(status=429, headers={"Retry-After": words(world)})]
    slept: list[float] = []
    assert backfill_web_archive(waiting(world, slept), None, None).new == 1
    assert max(slept) == pytest.approx(120, abs=5)


def test_asked_to_stay_away_for_hours_it_ends_the_evening(opened: Opened) -> None:
    world, archive = opened(captured_pages()[:1])
    archive.index_faults = [Response(status=429, headers={"Retry-After": "7200"})]
    slept: list[float] = []
    done = backfill_web_archive(waiting(world, slept), None, None)
    assert done.failures == ("the web archive does not answer (status 429); go on later with the same command",)
    assert max(slept) <= 4
    assert backfill_web_archive(world, None, None).new == 1


def test_connections_that_it_refuses_after_twenty_requests_come_back_after_a_minute(
    opened: Opened, from_files: FromFiles
) -> None:
    captures = captured_pages([Fault.NONE] * 15)
    world, _ = opened([])
    slept: list[float] = []
    with HTTPServer() as server:
        archive = FakeWebArchive(server, captures)

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 21:
                server.stop()
            elif not server.is_running() and seconds > 55:
                server.start()

        server.port = int(archive.url.rpartition(":")[2])  # the same after the minute
        settings = waiting(world, slept, web_archive=archive.url).settings
        done = backfill_web_archive(World(settings, world.engine, world.archive, (), world.clock, sleep), None, None)
    assert done.failures == ()
    assert without_names(world.engine) == without_names(from_files(captures))
    assert sum(seconds > 55 for seconds in slept) == 1


def test_captures_that_never_answer_hold_up_none_after_them(opened: Opened) -> None:
    captures = captured_pages()
    world, archive = opened(captures)
    mute = {each.stamp for each in captures[2:5]}

    def play(request: Request) -> Response:
        is_mute = any(stamp in request.path for stamp in mute)
        return Response("<title>Internet Archive</title>Something went wrong") if is_mute else archive._play(request)

    answering(archive, play)
    done = backfill_web_archive(world, None, None)
    assert done.new == 2
    assert "stopped before the end" in done.failures[-1]
    assert backfill_web_archive(world, None, None).new == 7, "all the others, on the second evening"
