"""`moawatch changes`: people see the last days first, programs everything."""

import csv
import io
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import moawatch
from tests.support.histories import counties_of
from tests.support.workbooks import PENDING, workbook


@pytest.fixture(scope="module")
def five_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to copy: a record of five lists of two months, one newcomer a list."""
    folder = tmp_path_factory.mktemp("five_lists")
    rows = [each for state in ("TEXAS", "FLORIDA") for each in counties_of(state)]
    for number, day in enumerate(("0401", "0415", "0504", "0505", "0603")):
        saved_at = datetime(2025, int(day[:2]), int(day[2:]), 14, tzinfo=UTC)
        listed = rows[: len(rows) - 4 + number]
        (folder / f"participatingAgencies{day}2025am.xlsx").write_bytes(workbook(listed, saved_at=saved_at))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(moawatch, ["backfill", str(folder)]).exit_code == 0
    return folder


@pytest.fixture
def here(five_lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(five_lists, tmp_path, dirs_exist_ok=True))


def shown(*words: str) -> str:
    done = CliRunner().invoke(moawatch, ["changes", *words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def days(output: str) -> list[str]:
    return [line[:10] for line in output.splitlines() if line.startswith("2025-")]


def test_the_table_shows_thirty_days_to_the_newest_list_and_says_so(here: Path) -> None:
    output = shown()
    assert days(output) == ["2025-05-05", "2025-06-03"], "May 5 is the first of thirty days, May 4 the 31st"
    assert "Shown: the 30 days to 2025-06-03; --since DAY or --all for more\n" in output


@pytest.mark.parametrize("words", [("--all",), ("--since", "2025-04-01")], ids=" ".join)
def test_more_is_shown_where_it_is_asked_for_and_nothing_is_said_of_days(here: Path, words: tuple[str, ...]) -> None:
    output = shown(*words)
    assert days(output) == ["2025-04-15", "2025-05-04", "2025-05-05", "2025-06-03"]
    assert "30 days" not in output


def test_all_since_a_day_is_from_that_day_on(here: Path) -> None:
    assert days(shown("--all", "--since", "2025-05-05")) == ["2025-05-05", "2025-06-03"]


def test_programs_get_all_time(here: Path) -> None:
    assert len(json.loads(shown("--format", "json"))) == 4
    assert len(list(csv.DictReader(io.StringIO(shown("--format", "csv"))))) == 4


def test_until_a_day_are_the_thirty_days_to_the_newest_list_by_then(here: Path) -> None:
    output = shown("--until", "2025-05-03")
    assert days(output) == ["2025-04-15"]
    assert "Shown: the 30 days to 2025-04-15; " in output


def test_no_change_in_those_days_does_not_sound_like_none_ever(here: Path) -> None:
    said = "No changes in the 30 days to 2025-06-03; --since DAY or --all for more\n"
    assert shown("--kind", "agreement_ended") == said
    assert shown("--kind", "agreement_ended", "--all") == "No changes.\n"


def test_where_no_list_is_as_late_as_the_day_asked_for_that_is_said(here: Path) -> None:
    assert shown("--since", "2025-07-01") == "No changes on record: the newest participating list is of 2025-06-03.\n"


def test_a_pending_list_that_is_newer_is_shown_too_and_said(here: Path) -> None:
    for day, count in ((10, 1), (20, 2)):
        applied = workbook(counties_of("OHIO")[:count], PENDING, saved_at=datetime(2025, 7, day, 14, tzinfo=UTC))
        (here / f"pendingAgencies07{day}2025am.xlsx").write_bytes(applied)
    CliRunner().invoke(moawatch, ["backfill", str(here)])
    output = shown()
    assert "2025-07-20" in days(output)
    assert "Shown: the 30 days to 2025-06-03, and later; " in output


def test_lists_say_which_days_they_show_also_where_none_is_left_of_a_kind(here: Path) -> None:
    def lists(*words: str) -> str:
        return CliRunner().invoke(moawatch, ["lists", *words], catch_exceptions=False).output

    assert days(lists()) == ["2025-05-05", "2025-06-03"]
    assert "Shown: the 30 days to 2025-06-03; --since DAY or --all for more\n" in lists()
    assert "30 days" not in lists("--all")
    assert lists("--kind", "pending") == "No lists in the 30 days to 2025-06-03; --since DAY or --all for more\n"
    assert lists("--kind", "pending", "--all") == "No lists.\n"


def test_a_held_list_after_the_newest_is_shown_too_and_said(here: Path) -> None:
    cut = workbook(counties_of("TEXAS")[:3], saved_at=datetime(2025, 6, 5, 14, tzinfo=UTC))
    (here / "participatingAgencies06052025am.xlsx").write_bytes(cut)
    CliRunner().invoke(moawatch, ["backfill", str(here)])
    output = CliRunner().invoke(moawatch, ["lists"], catch_exceptions=False).output
    assert days(output) == ["2025-05-05", "2025-06-03", "2025-06-05"]
    assert "Shown: the 30 days to 2025-06-03, and later; " in output


def test_a_record_without_lists_has_no_days(sqlite_template: Path) -> None:
    asked = CliRunner().invoke(moawatch, ["--database", f"sqlite:///{sqlite_template}", "changes"])
    assert asked.output == "No changes.\n"
