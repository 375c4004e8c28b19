"""What is set aside is shown with its reason, and a person has it tried again or leaves it at that."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from flows.cli import moawatch
from flows.digests.scene import read_situation
from flows.settings import load
from models.errors import RecordError
from models.record.store import open_engine, read_session, write_session
from models.record.tables.runs import ItemKind
from models.record.writing.failures import MAX_ATTEMPTS, fail_attempt

NOW = datetime(2026, 2, 3, 15, tzinfo=UTC)
URL = "http://www..example.com/story"
SAID = f"ledger: article: {URL}: LocationParseError: label empty or too long; not foreseen"


@pytest.fixture
def here(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """A folder with a record in which an article of a source was set aside."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nname = "ledger"\nkind = "feed"\ntitle = "x"\nurl = "https://ledger.example/feed"\n'
        "due_every_hours = 2\nmax_age_hours = 96\n"
    )
    monkeypatch.setenv("MOAWATCH_SOURCES", "sources.toml")
    shutil.copy(sqlite_template, "moawatch.db")
    engine = open_engine("sqlite:///moawatch.db")
    for _ in range(MAX_ATTEMPTS):
        fail(engine)
    return engine


def fail(engine: sa.Engine) -> None:
    with write_session(engine) as session:
        fail_attempt(session, ItemKind.ARTICLE, "ledger", URL, SAID, "Traceback: here", NOW)


def ask(*words: str) -> Result:
    return CliRunner().invoke(moawatch, words, catch_exceptions=False, standalone_mode=False)


def failed() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(ask("review", "--format", "json").output)[0]["failed"]
    return found


def state() -> tuple[str, str | None]:
    (row,) = json.loads(ask("status", "--format", "json").output)["sources"]
    return row["state"], row["last_error"]


def test_review_shows_it_with_its_reason_and_status_its_source(here: sa.Engine) -> None:
    (row,) = failed()
    assert (row["kind"], row["source"], row["item"], row["attempts"]) == ("article", "ledger", URL, 3)
    assert (row["reason"], row["trace"]) == (SAID, "Traceback: here")
    shown = " ".join(ask("review").output.split())
    assert "Set aside" in shown
    assert "moawatch review retry ID" in shown
    assert ask("status").return_value == 1
    assert json.loads(ask("status", "--format", "json").output)["sources"][0]["last_error"] == (
        f"set aside after 3 attempts (moawatch review): {SAID}"
    )
    here.dispose()


def test_retry_forgets_the_attempts(here: sa.Engine) -> None:
    done = ask("review", "retry", str(failed()[0]["id"]))
    assert done.output == f"The next run tries again: ledger: article {URL}\n"
    assert failed() == []
    assert state() == ("never", None)
    here.dispose()


def test_what_is_left_at_that_is_told_no_more(here: sa.Engine) -> None:
    assert ask("review", "leave", str(failed()[0]["id"])).output == f"Left aside: ledger: article {URL}\n"
    assert failed() == []
    fail(here)
    assert failed() == []
    here.dispose()


@pytest.mark.parametrize("command", ["retry", "leave"])
def test_an_unknown_id_is_one_line(here: sa.Engine, command: str) -> None:
    with pytest.raises(RecordError, match="nothing set aside has the id 'nothing'; see `moawatch review`"):
        ask("review", command, "nothing")
    here.dispose()


def test_the_operator_is_told_once_and_only_while_it_is_set_aside(here: sa.Engine) -> None:
    def told() -> list[tuple[str, str]]:
        with read_session(here) as session:
            troubles = read_situation(session, load(sources="sources.toml"), NOW).troubles
        return [(one.headline, one.sentence) for one in troubles if one.key.startswith("set aside:")]

    sentence = f"set aside after 3 attempts: {SAID}; moawatch review"
    assert told() == [("something cannot be read and is set aside", sentence)]
    ask("review", "leave", str(failed()[0]["id"]))
    assert told() == []
    here.dispose()
