"""The copy that is browsed: all that the views show, and nothing private."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.errors import RecordError
from models.record.copying.public_copy import BEHIND_THEM, UNWRITTEN, copy_views, links, newest_list_day
from models.record.store import open_engine, read_session
from models.record.views.dictionary import views
from tests.support.watched_record import PRIVATE_ADDRESS, fill_watched_record


@pytest.fixture(scope="module")
def file(watched: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of a filled record, once from each database."""
    copied = tmp_path_factory.mktemp("copied") / "copy.db"
    copy_views(watched, copied)
    return copied


@pytest.fixture
def copy(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        yield connection


def test_no_address_of_a_subscriber_is_in_the_file(watched: sa.Engine, file: Path) -> None:
    with watched.connect() as connection:
        assert PRIVATE_ADDRESS in connection.execute(sa.text("SELECT address FROM subscriber")).scalars().all()
    content = file.read_bytes()
    assert PRIVATE_ADDRESS.encode() not in content
    assert b"quiet.person" not in content


def test_the_file_holds_the_views_and_what_two_of_them_are_made_of(copy: sqlite3.Connection) -> None:
    tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    full_text = {name for name in tables if name.startswith(("agencies_words", "stories_words"))}
    assert tables - full_text == (views().keys() - set(UNWRITTEN)) | set(BEHIND_THEM)
    assert {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'view'")} == set(UNWRITTEN)


def test_each_view_has_the_rows_of_the_record(copy: sqlite3.Connection, watched: sa.Engine) -> None:
    with watched.connect() as connection:
        for name, view in views().items():
            keys = ", ".join(view.key)
            there = connection.execute(sa.text(f"SELECT {keys} FROM {name}")).all()
            here = copy.execute(f"SELECT {keys} FROM {name}").fetchall()
            assert sorted(map(str, here)) == sorted(str(tuple(map(_plain, row))) for row in there), name
            assert here or name == "sources", name
            assert [column[0] for column in copy.execute(f"SELECT * FROM {name}").description] == [
                column.name for column in view.columns
            ]


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, type(None))) else str(value)


def test_the_links_lead_to_keys() -> None:
    assert links(views()["changes"])["agency_id"] == "agencies"
    assert links(views()["agreements"])["replaced_by"] == "agreements"
    assert links(views()["county_neighbors"])["neighbor_fips"] == "counties"
    for view in views().values():
        assert all(len(views()[target].key) == 1 for target in links(view).values())
        assert view.name not in {links(view).get(name) for name in view.key[:1] if len(view.key) == 1}


@pytest.mark.parametrize(
    "words", ["milton pd", "Milton police", "ada sheriff's", "adda", "georgia ada", "so ada", "police milton"]
)
def test_agencies_are_found_by_any_spelling_and_abbreviation(copy: sqlite3.Connection, words: str) -> None:
    quoted = " ".join(f'"{word}"' for word in words.split())  # as Datasette puts it
    found = copy.execute(
        "SELECT agency FROM agencies WHERE rowid IN (SELECT rowid FROM agencies_words WHERE agencies_words MATCH ?)",
        [quoted],
    ).fetchall()
    assert found


def test_stories_are_found_by_what_their_sentences_say(copy: sqlite3.Connection) -> None:
    for word in ("sheriffs", "ledger", "dona", "forty", "declined"):
        assert copy.execute("SELECT rowid FROM stories_words WHERE stories_words MATCH ?", [word]).fetchall(), word


def test_a_record_that_can_only_be_read_is_copied(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill_watched_record(sqlite_record, tmp_path / "filling")
    reading = open_engine(f"sqlite:///file:{tmp_path}/record.db?mode=ro&uri=true")
    copy_views(reading, tmp_path / "copy.db")
    reading.dispose()
    assert sqlite3.connect(tmp_path / "copy.db").execute("SELECT count(*) FROM agreements").fetchone() > (30,)


def test_an_empty_record_is_copied_too(record: sa.Engine, tmp_path: Path) -> None:
    copy_views(record, tmp_path / "copy.db")
    with read_session(record) as session:
        assert newest_list_day(session) is None
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT count(*) FROM agreements").fetchone() == (0,)
    assert copy.execute("SELECT count(*) FROM counties").fetchone() > (3_000,)


def test_a_newer_pending_list_makes_the_agreements_no_newer(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    fill_watched_record(sqlite_record, tmp_path / "filling")
    with sqlite_record.begin() as connection:
        ((newest,),) = connection.execute(sa.text("SELECT max(day) FROM lists WHERE kind = 'participating'"))
        connection.execute(sa.text("INSERT INTO list_day (day, pending_id) VALUES ('2031-01-01', NULL)"))
    with read_session(sqlite_record) as session:
        assert str(newest_list_day(session)) == newest


def test_a_copy_that_cannot_be_made_is_one_line(sqlite_record: sa.Engine, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="unable to open"):
        copy_views(sqlite_record, tmp_path / "nowhere" / "copy.db")
    with sqlite_record.begin() as connection:
        connection.execute(sa.text("DROP TABLE county_neighbor"))
    with pytest.raises(RecordError, match="a table of this schema is missing"):
        copy_views(sqlite_record, tmp_path / "copy.db")
