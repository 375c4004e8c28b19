"""`moawatch browse` as people run it: every page answers, nothing private does, and it ends cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests
from click.testing import CliRunner

from flows.browsing.metadata import TITLE
from flows.cli import moawatch
from models.record.copying.public_copy import BEHIND_THEM, UNWRITTEN
from models.record.views.dictionary import views
from models.record.views.queries import asked_queries
from tests.support.browser import Browser, running_browser
from tests.support.fresh_records import fresh_sqlite
from tests.support.paths import PICTURES
from tests.support.watched_record import PRIVATE_ADDRESS, fill_watched_record

# A busy machine needs a while to import and to copy.
SECONDS = 60


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> str:
    folder = tmp_path_factory.mktemp("watched")
    with fresh_sqlite(sqlite_template, folder) as engine:
        fill_watched_record(engine, folder)
    return f"sqlite:///{folder}/record.db"


@contextmanager
def browsing(database: str, folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command as a process of its own, and the address that it says."""
    process = subprocess.Popen(
        [Path(sys.executable).parent / "moawatch", "--database", database, "browse", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"TMPDIR": str(folder)},
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/record", said)
        assert found, said + process.stdout.read()
        yield process, found[0]
    finally:
        process.kill()
        process.wait(SECONDS)
        process.stdout.close()


@pytest.fixture(scope="module")
def site(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with browsing(database, tmp_path_factory.mktemp("copies")) as (_, address):
        yield address


@pytest.fixture(scope="module")
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False  # no proxy between us and the loopback
        yield session


def test_the_first_page_leads_to_every_view_and_query(site: str, web: requests.Session) -> None:
    page = web.get(site, timeout=SECONDS)
    assert page.status_code == 200
    assert page.text.count(TITLE.replace("'", "&#39;"))
    for name in (*views(), *asked_queries()):
        assert f'href="/record/{name}' in page.text, name
    for query in asked_queries().values():
        assert query.question.replace("'", "&#39;") in page.text
    for hidden in BEHIND_THEM:
        assert f'href="/record/{hidden}"' not in page.text


@pytest.mark.parametrize("name", views())
def test_each_view_has_a_page_that_says_what_its_columns_mean(site: str, web: requests.Session, name: str) -> None:
    page = web.get(f"{site}/{name}", timeout=SECONDS)
    assert page.status_code == 200
    assert views()[name].row_is.replace("`", "").replace("'", "&#39;") in page.text
    assert page.text.count("<dt>") >= len(views()[name].columns)
    rows = web.get(f"{site}/{name}.json?_shape=array", timeout=SECONDS).json()
    assert rows or name == "sources"


@pytest.mark.parametrize("name", asked_queries())
def test_each_query_answers_its_example(site: str, web: requests.Session, name: str) -> None:
    query = asked_queries()[name]
    page = web.get(f"{site}/{name}?{urlencode(query.examples)}", timeout=SECONDS)
    assert page.status_code == 200
    assert query.title.replace("'", "&#39;") in page.text
    answered = web.get(f"{site}/{name}.json?{urlencode(query.examples)}", timeout=SECONDS).json()
    assert answered["error"] is None
    assert answered["query_ms"] < SECONDS * 1_000


def test_a_query_without_its_words_answers_too(site: str, web: requests.Session) -> None:
    answered = web.get(f"{site}/new_in_a_month.json?month=2025-06&_shape=array", timeout=SECONDS).json()
    assert {"GA", "OH"} <= {row["state"] for row in answered}
    empty = web.get(f"{site}/all_endings.json?_shape=array", timeout=SECONDS).json()
    assert [row["state"] for row in empty] == ["FL"]


def test_keys_lead_to_what_they_name(site: str, web: requests.Session) -> None:
    page = web.get(f"{site}/agreements", timeout=SECONDS).text
    link = re.search(r'<a href="(/record/agencies/[^"]+)">Milton Police Department</a>', page)
    assert link
    row = web.get(site.removesuffix("/record") + link[1], timeout=SECONDS)
    assert "from agency_id in changes" in row.text
    answer = web.get(f"{site}/all_endings?state=", timeout=SECONDS).text
    assert re.search(r'<a href="/record/agencies/FL[^"]+">FL-knox-county-sheriff</a>', answer)


def test_agencies_and_stories_are_searched(site: str, web: requests.Session) -> None:
    agencies = web.get(f"{site}/agencies.json?_search=milton+pd&_shape=array", timeout=SECONDS).json()
    assert [row["agency"] for row in agencies] == ["Milton Police Department"]
    stories = web.get(f"{site}/stories.json?_search=dona&_shape=array", timeout=SECONDS).json()
    assert [row["title"] for row in stories] == ["Sheriffs sign up"]


def test_facets_count_what_people_filter_by(site: str, web: requests.Session) -> None:
    facets = web.get(f"{site}/agreements.json", timeout=SECONDS).json()["facet_results"]
    assert {"state", "support_type", "body", "status"} <= facets.keys()


def test_own_sql_is_answered(site: str, web: requests.Session) -> None:
    answered = web.get(f"{site}.json?sql=select+count(*)+as+n+from+agreements&_shape=array", timeout=SECONDS).json()
    assert answered[0]["n"] > 30


SPYING = (
    "select address from subscriber",
    "select * from delivery",
    "select sql from sqlite_master where name = 'subscriber'",
    "attach 'record.db' as there",
    "select readfile('record.db')",
    "pragma database_list",
)


@pytest.mark.parametrize("sql", SPYING)
def test_no_sql_reaches_a_subscriber(site: str, web: requests.Session, sql: str) -> None:
    answered = web.get(f"{site}.json", params={"sql": sql, "_shape": "objects"}, timeout=SECONDS)
    assert PRIVATE_ADDRESS not in answered.text
    assert not answered.ok or answered.json()["rows"] == []


@pytest.mark.parametrize("table", [*BEHIND_THEM, "agencies_words", "agencies_words_content"])
def test_what_stands_behind_the_views_has_no_page(site: str, web: requests.Session, table: str) -> None:
    assert web.get(f"{site}/{table}", timeout=SECONDS).status_code == 403


@pytest.mark.parametrize("path", ["/record/subscriber", "/record/delivery", "/moawatch", "/_internal"])
def test_what_is_private_has_no_page(site: str, web: requests.Session, path: str) -> None:
    assert web.get(site.removesuffix("/record") + path, timeout=SECONDS).status_code in (403, 404)


def test_the_download_holds_no_address(site: str, web: requests.Session) -> None:
    whole = web.get(f"{site}.db", timeout=SECONDS)
    assert whole.content.startswith(b"SQLite format 3")
    assert PRIVATE_ADDRESS.encode() not in whole.content


def test_two_views_that_are_not_written_out_answer_when_asked_narrowly(site: str, web: requests.Session) -> None:
    assert set(UNWRITTEN) == {"daily_counts", "list_rows"}
    day = web.get(f"{site}/daily_counts.json?day=2025-06-04&scope=US&support_type=all&_shape=array", timeout=SECONDS)
    assert [row["agreements"] for row in day.json()] == [37]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_asked_and_leaves_no_copy(
    database: str, web: requests.Session, tmp_path: Path, ending: signal.Signals
) -> None:
    with browsing(database, tmp_path) as (process, address):
        assert list(tmp_path.iterdir())
        web.get(address + "/nothing", timeout=SECONDS)  # a page that is not found is no news on the terminal
        process.send_signal(ending)
        assert process.wait(SECONDS) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "Ended.\n"
        assert list(tmp_path.iterdir()) == []


def refused(*words: str) -> str:
    """What the command says when it cannot start."""
    done = CliRunner().invoke(moawatch, list(words), standalone_mode=False)
    assert done.exception is not None
    return str(done.exception)


def test_a_port_that_is_taken_is_one_line(database: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refused("--database", database, "browse", "--port", port)
    assert said == f"browse: 127.0.0.1 port {port}: address already in use; choose another with --port"


def test_without_datasette_it_says_what_to_install(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasette", None)
    assert "pip install 'moawatch[browse]'" in refused("--database", database, "browse")


def test_a_record_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert "does not exist yet" in refused("--database", f"sqlite:///{tmp_path}/none.db", "browse")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_browser() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "path"),
    [("index", ""), ("view", "/agreements"), ("query", "/all_endings?state=")],
)
def test_the_pages_need_nothing_from_outside(browser: Browser, site: str, name: str, path: str) -> None:
    shown = browser.show(site + path, PICTURES / f"browse-{name}.png", width=1200)
    assert all(url.startswith("http://127.0.0.1:") for url in shown.requested)
    assert shown.content_width == 1200
