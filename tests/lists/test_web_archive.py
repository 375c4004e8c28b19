"""What a web archive has comes into the record as the files would have, whatever the archive does, and politely."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlmodel import select
from werkzeug import Request, Response

from flows.cli import moawatch
from flows.fetching.archive import Archive
from flows.lists.backfill import Backfill, backfill
from flows.lists.past.web_archive import backfill_web_archive
from flows.world import World, open_world
from models.errors import MoawatchError
from models.record.store import read_session
from models.record.tables.documents import Capture, Fetch, Sighting
from tests.support import histories
from tests.support.captures import (
    EARLIER_PAGE,
    FIRST,
    FOLDER,
    PAGE,
    FromFiles,
    Opened,
    captured_lists,
    captured_page,
    captured_pages,
    waiting,
    without_names,
)
from tests.support.publisher import cut_off
from tests.support.web_archive import LOST, Archived, Fault


def add(world: World, since: date | None = None, until: date | None = None) -> Backfill:
    return backfill_web_archive(world, since, until)


def keeping(number: int) -> Callable[[Archive, bytes], str]:
    """The archive's `keep`, until a person stops the program after so many documents."""
    keep = Archive.keep
    kept: list[bytes] = []

    def until_stopped(archive: Archive, content: bytes) -> str:
        if len(kept) == number:
            raise KeyboardInterrupt
        kept.append(content)
        return keep(archive, content)

    return until_stopped


def sightings(world: World) -> list[Sighting]:
    with read_session(world.engine) as session:
        return list(session.exec(select(Sighting).order_by(sa.text("published_at"))))


def test_pages_and_lists_give_the_record_of_the_files(opened: Opened, from_files: FromFiles) -> None:
    captures = [*captured_pages(), *captured_lists()]
    world, archive = opened(captures)
    done = add(world)
    assert (done.files, done.new, done.failures) == (18, 18, ())
    assert {one.seen_at for one in sightings(world)} == {each.at for each in captures}, "each was seen when captured"
    assert without_names(world.engine) == without_names(from_files(captures))
    assert set(archive.plays().values()) == {1}


def test_a_faulty_archive_gives_what_it_has(opened: Opened, from_files: FromFiles) -> None:
    captures = captured_pages([*Fault])
    world, archive = opened(captures)
    archive.page_rows, archive.damaged_rows = 3, 1
    archive.index_faults = [
        Response(status=429, headers={"Retry-After": "0"}),
        Response("<title>Internet Archive</title>"),
        Response(f"{captures[0].row}\n{captures[1].row[:30]}"),
    ]
    done = add(world)
    assert without_names(world.engine) == without_names(from_files([one for one in captures if one.fault not in LOST]))
    said = [each.partition(": ")[2] for each in done.failures]
    assert sorted(said) == [
        "5 damaged rows of its index left out",
        "a capture of status 301, not of a list",
        "the web archive cannot play it",
        "the web archive cannot play it",
        "the web archive has no capture of it",
        "the web archive played 20191227120000; left out",
        "the web archive played a time that cannot be read; left out",
    ]
    assert max(archive.plays().values()) == 2, "once more after a fault that passes"


def test_a_second_evening_asks_for_nothing_that_came_or_that_cannot_be_had(opened: Opened) -> None:
    world, archive = opened(captured_pages([*Fault]))
    add(world)
    archive.asked.clear()
    done = add(world)
    assert (done.new, done.derivation.lists) == (0, 0)
    assert archive.asked == [], "its index is kept for the evening"


def test_a_stopped_evening_goes_on_where_it_stopped(
    opened: Opened, from_files: FromFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures = [*captured_pages(), *captured_lists()]
    world, archive = opened(captures)
    archive.page_rows = 5
    for number in (0, 1, 2, 3, 5, 8, 11):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(Archive, "keep", keeping(number))
            add(world)
    assert add(world).failures == ()
    again = [count - 1 for count in archive.plays().values() if count > 1]
    assert sum(again) <= 7, "at most the one that was in flight"
    assert without_names(world.engine) == without_names(from_files(captures))


def test_bytes_that_the_archive_has_are_not_asked_for(opened: Opened, tmp_path: Path) -> None:
    world, archive = opened(
        [*captured_lists(), Archived(PAGE, FIRST, captured_page(0)), Archived(EARLIER_PAGE, FIRST, captured_page(0))]
    )
    backfill(world.engine, world.archive, histories.save(tmp_path / "saved"), datetime(2026, 2, 3, tzinfo=UTC))
    assert add(world).new == 1
    assert len(archive.plays()) == 1, "the page, once, under either of its addresses"


def test_a_page_that_came_back_as_it_was_is_another_sighting_without_another_request(opened: Opened) -> None:
    days = [FIRST + timedelta(days=number) for number in range(4)]
    world, archive = opened([Archived(PAGE, day, captured_page(n)) for day, n in zip(days, (0, 2, 0, 0), strict=True)])
    add(world)
    assert [one.published_at for one in sightings(world)] == days[:3]
    assert len(archive.plays()) == 2


def test_lists_under_addresses_that_only_a_page_tells_are_found_and_served_anew(opened: Opened) -> None:
    link = "https://www.ice.gov/file-download/download/public/208496"
    html = f'<title>287(g)</title><a href="{link}">View 287(g) Participating Agencies</a>'.encode()
    lists = [content for name, content in histories.files().items() if name.startswith("part")][:2]
    at = datetime(2025, 6, 10, tzinfo=UTC)
    captures = [Archived(PAGE, at + timedelta(minutes=number), html + b" " * number) for number in range(5)]
    captures += [Archived(link, at + timedelta(days=number), content) for number, content in enumerate(lists, 1)]
    world, archive = opened(captures)
    assert add(world).failures == ()
    assert [one.dated_by for one in sightings(world)] == ["workbook properties"] * 2
    assert len(archive.plays()) == 3, "one page of the day is enough to know where its list is"


@pytest.mark.parametrize("endless", ["the same key", "new keys, the same rows", "new keys, new rows"])
def test_an_index_without_end_is_left_for_its_address_alone(opened: Opened, endless: str) -> None:
    captures = captured_pages()
    world, archive = opened(captures)
    asked: list[int] = []

    def index(request: Request) -> Response:
        if EARLIER_PAGE.removeprefix("https://") not in request.args["url"]:
            return archive._index(request)
        asked.append(len(asked))
        one = captures[0]
        moment = one.at + timedelta(seconds=len(asked) if endless == "new keys, new rows" else 0)
        key = "x" if endless == "the same key" else str(len(asked))
        return Response(f"{Archived(one.address, moment, one.content).row}\n\n{key}\n")

    archive.server.clear()
    archive.server.expect_request("/cdx/search/cdx").respond_with_handler(index)
    archive.server.expect_request(re.compile("/web/.*")).respond_with_handler(archive._play)
    done = add(world)
    (told,) = done.failures
    assert told.startswith(f"captures of {EARLIER_PAGE}: the web archive does not end (its index ")
    assert len(asked) == (200 if endless == "new keys, new rows" else 2)
    assert done.new == 6, "the captures of the other address"


def test_a_row_with_an_impossible_time_is_left_out_alone(opened: Opened) -> None:
    captures = captured_pages()
    world, archive = opened(captures)
    impossible = captures[3].row.replace(captures[3].stamp, "20219913002027")
    archive.extra_rows = [impossible]
    done = add(world)
    assert done.new == 12
    assert [each for each in done.failures if "damaged" not in each] == []
    assert "damaged rows of its index left out" in done.failures[0]


def test_bytes_unlike_those_of_the_index_are_taken_in_and_told(opened: Opened) -> None:
    world, _ = opened(captured_pages([Fault.PACKED, Fault.REVISIT, Fault.PACKED_SECRETLY]))
    said: list[str] = []
    done = backfill_web_archive(world, None, None, say=said.append)
    assert (done.new, done.failures) == (12, ())
    assert said[-1].startswith("Of 2 captures the bytes are not those of the archive's index")


def test_a_capture_of_another_time_than_was_asked_gives_no_list(opened: Opened) -> None:
    world, _ = opened(captured_pages([Fault.NONE, Fault.OTHER_TIME]))
    done = add(world)
    assert done.new == 11
    assert done.failures == (f"{EARLIER_PAGE} at 20190331120000: the web archive played 20190401120000; left out",)


def test_what_is_no_list_is_told_and_kept(opened: Opened) -> None:
    block = b"<title>Access Denied</title><p>Reference 18"
    captures = [Archived(PAGE, FIRST + timedelta(days=number), block + bytes([48 + number])) for number in range(5)]
    world, _ = opened([*captures, Archived(FOLDER + "guide.pdf", FIRST, b"%PDF-1.7"), *captured_pages()[:1]])
    done = add(world)
    assert len(done.failures) == 5
    assert all("'Access Denied'" in each for each in done.failures)
    assert (done.files, done.new) == (6, 1)
    with read_session(world.engine) as session:
        rows = session.exec(select(Capture)).all()
    assert all(row.document_sha256 and world.archive.read(row.document_sha256) for row in rows)


def test_only_the_asked_for_days_are_looked_at(opened: Opened) -> None:
    world, _ = opened(captured_pages())
    second, fourth = (FIRST + timedelta(days=30 * number) for number in (1, 3))
    assert add(world, second.date(), fourth.date()).new == 3


def test_days_without_captures_are_refused(opened: Opened) -> None:
    world, _ = opened(captured_pages())
    with pytest.raises(MoawatchError, match=r"has no captures of ICE's lists from 2001-01-01 to 2001-02-01; check"):
        add(world, date(2001, 1, 1), date(2001, 2, 1))


def test_an_archive_that_stops_answering_ends_the_evening_with_what_came(
    opened: Opened,
) -> None:
    world, archive = opened(captured_pages())
    play = archive._play
    answers: list[int] = []

    def tired(request: object) -> Response:
        answers.append(1)
        return play(request) if len(answers) <= 3 else Response(status=503)  # type: ignore[arg-type]

    archive.server.clear()
    archive.server.expect_request("/cdx/search/cdx").respond_with_handler(archive._index)
    archive.server.expect_request(re.compile("/web/.*")).respond_with_handler(tired)
    done = add(world)
    assert done.derivation.lists == 3
    assert "stopped before the end: the web archive does not answer (status 503)" in done.failures[-1]
    assert len(answers) == 3 + 3 * 4


def test_it_is_asked_once_in_a_pause_and_left_in_quiet_when_it_asks_for_that(opened: Opened) -> None:
    world, archive = opened(captured_pages([Fault.NONE, Fault.BUSY_ONCE]))
    slept: list[float] = []
    world = World(
        world.settings.model_copy(update={"web_archive_pause": 4.0}),
        world.engine, world.archive, (), world.clock, slept.append,
    )  # fmt: skip
    add(world)
    assert len(slept) == len(archive.asked) + 1
    assert sorted(slept)[0] > 3.5
    assert max(slept) > 55, "after 429"


def test_it_says_at_the_first_failure_when_it_asks_again(opened: Opened) -> None:
    world, archive = opened(captured_pages())
    archive.index_faults = [Response(status=503) for _ in range(2)]
    slept: list[float] = []
    said: list[str] = []
    backfill_web_archive(waiting(world, slept), None, None, say=said.append)
    assert said[0] == "The web archive does not answer (status 503); asked again in 60 s."
    assert sum(each.startswith("The web archive does not answer") for each in said) == 1
    assert max(slept) > 60, "it waited longer after the second"


def test_without_a_network_it_fails_at_once(opened: Opened) -> None:
    world, _ = opened(captured_pages())
    slept: list[float] = []
    nowhere = waiting(world, slept, web_archive="http://archive.invalid")
    done = backfill_web_archive(nowhere, None, None)
    assert done.failures == (
        "the web archive does not answer (host name not found); go on later with the same command",
    )
    assert max(slept) <= 4


def test_the_archives_time_between_requests_is_kept(opened: Opened) -> None:
    world, archive = opened(captured_pages())
    world = open_world(world.settings.model_copy(update={"web_archive_pause": 0.03}))
    add(world)
    assert min(later - earlier for (earlier, _), (later, _) in pairwise(archive.asked)) >= 0.03


def test_endless_answers_are_bounded(opened: Opened) -> None:
    world, _ = opened([Archived(PAGE, FIRST, b"<table>" + b"x" * 30_000_000), *captured_pages()[1:2]])
    done = add(world)
    assert done.new == 1
    assert "more than 25,000,000 bytes" in " ".join(done.failures)


def test_each_request_is_on_record(opened: Opened) -> None:
    world, archive = opened(captured_pages([Fault.CUT_ONCE]))
    archive.index_faults = [cut_off(b"com", 99)]
    add(world)
    with read_session(world.engine) as session:
        fetches = session.exec(select(Fetch)).all()
    assert len(fetches) == len(archive.asked)
    assert {each.source for each in fetches} == {"web archive"}
    assert all(each.url.startswith("https://web.archive.org/") for each in fetches)
    assert sum(each.error is not None for each in fetches) == 2


def test_the_command_says_what_it_will_take(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, archive = opened(captured_pages())
    for name, value in (
        ("DATABASE", f"sqlite:///{tmp_path}/record.db"), ("ARCHIVE", f"{tmp_path}/archive"),
        ("WEB_ARCHIVE", archive.url), ("WEB_ARCHIVE_PAUSE", "0.001"),
    ):  # fmt: skip
        monkeypatch.setenv(f"MOAWATCH_{name}", value)
    done = CliRunner().invoke(moawatch, ["backfill", "--web-archive", "--to", "2019-12-31"])
    assert done.exit_code == 0
    assert "11 captures, 11 to fetch at one request in 0.001 s: about 1 min." in done.output
    assert "11 files, 11 new documents, 11 lists processed" in done.output
    done = CliRunner().invoke(moawatch, ["backfill", "--web-archive"])
    assert "12 captures, 1 to fetch" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name what to add: a PATH, or --web-archive"),
        (["lists", "--web-archive"], "name what to add: a PATH, or --web-archive"),
        (["lists", "--from", "2020-01-01"], "only the web archive can be limited to days"),
        (
            ["--web-archive", "--from", "2020-01-02", "--to", "2020-01-01"],
            "the first day, 2020-01-02, is after the last, 2020-01-01",
        ),
    ],
)
def test_a_command_that_cannot_be_meant_is_refused(words: list[str], said: str) -> None:
    done = CliRunner().invoke(moawatch, ["backfill", *words])
    assert done.exit_code == 2
    assert said in done.output
