"""A backfill takes the past from wherever it is kept, and says what became of each list."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import moawatch
from flows.fetching.history.paced_requests import WEB_ARCHIVE
from flows.lists.past.choosing import backfill_from, check_source
from models.errors import MoawatchError
from tests.support import histories
from tests.support.captures import Opened, captured_lists


def folder(saved: Path) -> str:
    return str(saved)


def one_file(saved: Path) -> str:
    return str(saved / "participatingAgencies06022025am.xlsx")


def repository(saved: Path) -> str:
    git = ["git", "-C", str(saved), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=x"]):
        subprocess.run([*git, *words], check=True)
    return f"git+{saved}"


def web_archive(_: Path) -> str:
    return WEB_ARCHIVE


@pytest.mark.parametrize(("kept", "files"), [(folder, 12), (one_file, 1), (repository, 12), (web_archive, 6)])
def test_one_source_says_of_which_kind_it_is(
    opened: Opened, tmp_path: Path, kept: Callable[[Path], str], files: int
) -> None:
    world, _ = opened(captured_lists())
    source = kept(histories.save(tmp_path / "saved"))
    check_source(source, None, None)
    done = backfill_from(world, source)
    assert (done.files, done.new, sum(done.statuses.values()), done.failures) == (files, files, files, ())


@pytest.mark.parametrize(
    ("source", "since", "until", "said"),
    [
        (" ", None, None, "name what to add"),
        ("nowhere", None, None, "'nowhere' does not exist; give a path as this machine sees it"),
        ("https://user:word@www.ice.gov/x", None, None, "^https://www.ice.gov/x: no archive of documents; name a path"),
        ("gti+https://x.example/y.git", None, None, "no archive of documents; name a path, s3://BUCKET/PREFIX, git"),
        ("ftp://x.example/y", None, None, "no archive of documents"),
        ("git+mirror", date(2020, 1, 1), None, "only the web archive can be limited to days"),
        (WEB_ARCHIVE, date(2020, 1, 2), date(2020, 1, 1), "the first day, 2020-01-02, is after the last, 2020-01-01"),
    ],
)
def test_a_source_that_cannot_be_meant_is_refused(
    source: str, since: date | None, until: date | None, said: str
) -> None:
    with pytest.raises(MoawatchError, match=said):
        check_source(source, since, until)


@pytest.fixture
def backfilled(tmp_path: Path, sqlite_template: Path) -> Callable[..., str]:
    """What the command says that takes in a history in which one list is rejected."""
    shutil.copy(sqlite_template, tmp_path / "record.db")
    saved = histories.save(tmp_path / "saved")
    (saved / "menu.html").write_text("<title>Menu</title>")

    def run(*words: str) -> str:
        environment = {"MOAWATCH_ARCHIVE": str(tmp_path / "archive"), "COLUMNS": "80"}
        database = ["--database", f"sqlite:///{tmp_path}/record.db"]
        done = CliRunner().invoke(
            moawatch, [*database, "backfill", str(saved), *words], env=environment, standalone_mode=False
        )
        assert done.return_value == 1, "the menu is no list"
        return done.stdout

    return run


def test_its_last_lines_say_what_became_of_the_lists(backfilled: Callable[..., str]) -> None:
    assert backfilled().splitlines() == [
        "13 files, 12 new documents, 12 lists processed",
        "11 accepted, 1 rejected",
        "REJECTED: participating list of 2025-06-09: 12 of 37 agreements missing; Texas",
        "gone",
    ]


def test_a_program_has_the_same_as_json(backfilled: Callable[..., str]) -> None:
    said = json.loads(backfilled("--format", "json"))
    (left_out,) = said.pop("not_accepted")
    (failure,) = said.pop("failures")
    assert failure.startswith("menu.html: ")
    assert left_out.pop("id").startswith("participating-20250609T")
    assert left_out == {
        "list_date": "2025-06-09",
        "kind": "participating",
        "status": "rejected",
        "why": "12 of 37 agreements missing; Texas gone",
    }
    assert said == {"files": 13, "new_documents": 12, "lists": 12, "rebuilt": False} | {
        "accepted": 11, "unchanged": 0, "held": 0, "rejected": 1, "attesting": 0
    }  # fmt: skip
