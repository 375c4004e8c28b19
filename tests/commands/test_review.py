"""What needs a decision, and what a ruling does."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from flows.cli import moawatch
from models.errors import RecordError
from models.lists.rulings import CORRECTIONS_HEADER, Rulings, parse_corrections
from models.record.asking.review import unused_rulings
from models.record.store import open_engine, read_session, write_session
from models.record.tables.review import Ruling
from tests.support.histories import counties_of
from tests.support.workbooks import workbook

STATES = ("TEXAS", "FLORIDA", "GEORGIA")
SAVED = datetime(2025, 6, 2, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to copy, with a record in it: three states, then a list that has only Texas, which is held."""
    folder = tmp_path_factory.mktemp("holding")
    whole = [each for state in STATES for each in counties_of(state)]
    for number, rows in enumerate((whole, whole[1:], counties_of("TEXAS"))):
        saved_at = SAVED + timedelta(days=number)
        (folder / f"participatingAgencies{saved_at:%m%d%Y}am.xlsx").write_bytes(workbook(rows, saved_at=saved_at))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert ask("backfill", str(folder)).exit_code == 0
    return folder


@pytest.fixture
def here(holding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(holding, tmp_path, dirs_exist_ok=True))


def ask(*words: str) -> Result:
    return CliRunner().invoke(moawatch, words, catch_exceptions=False)


def agreements() -> int:
    (row,) = json.loads(ask("counts", "--format", "json").output)
    return int(row["agreements"])


def held() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(ask("review", "--format", "json").output)[0]["held"]
    return found


def test_a_held_list_changes_nothing_and_shows_its_evidence(here: Path) -> None:
    (one,) = held()
    assert agreements() == 35
    assert (one["rows"], one["list_date"]) == (12, "2025-06-04")
    shown = ask("review").output
    assert "HELD" in shown
    assert "FLORIDA" in shown.upper()
    assert "moawatch review release|reject ID" in shown


def test_why_a_list_is_held_is_a_clause_in_lists_and_its_evidence_in_review(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    (line,) = [line for line in ask("lists").output.splitlines() if "held" in line]
    assert line.endswith("  23 of 35 agreements missing; 2 states gone")
    assert "Georgia: 12 rows before, 0 now, 12 agreements missing without explanation" in ask("review").output


def test_a_released_list_counts_from_its_own_day(here: Path) -> None:
    (one,) = held()
    done = ask("review", "release", str(one["id"]), "--because", "the page says so too")
    assert done.exit_code == 0
    assert f"The list {one['id']} is accepted." in done.output
    assert held() == []
    assert agreements() == 12
    gone = json.loads(ask("changes", "--all", "--kind", "agreement_ended", "--format", "json").output)
    assert {row["list_date"] for row in gone} == {"2025-06-03", "2025-06-04"}
    assert len(gone) == 24


def test_a_rejected_list_stays_away_and_survives_a_rebuild(here: Path) -> None:
    (one,) = held()
    done = ask("review", "reject", str(one["id"]), "--because", "an export gone wrong")
    assert f"The list {one['id']} is rejected." in done.output
    assert held() == []
    assert "The same changes as before." in ask("rebuild", "--yes").output
    assert agreements() == 35
    rows = json.loads(ask("lists", "--format", "json").output)
    assert [row["status"] for row in rows] == ["accepted", "accepted", "rejected"]


def test_a_rejected_change_is_withdrawn_under_its_id(here: Path) -> None:
    (change,) = json.loads(ask("changes", "--all", "--kind", "agreement_ended", "--format", "json").output)
    assert change["status"] == "suspected"
    ask("review", "reject", change["id"], "--because", "the sheriff says that it goes on")
    (again,) = json.loads(ask("changes", "--all", "--kind", "agreement_ended", "--format", "json").output)
    assert (again["id"], again["status"]) == (change["id"], "withdrawn")


def test_an_accepted_ending_is_confirmed_at_once(here: Path) -> None:
    (change,) = json.loads(ask("changes", "--all", "--kind", "agreement_ended", "--format", "json").output)
    done = ask("review", "accept", change["id"], "--because", "announced by the sheriff")
    assert (
        "status suspected; evidence missing from the list, the agency is no longer listed; settled by none"
        in " ".join(done.output.split())
    )
    (again,) = json.loads(ask("changes", "--kind", "agreement_ended", "--format", "json").output)
    assert again["id"] == change["id"]


def test_a_ruling_needs_a_reason(here: Path) -> None:
    (one,) = held()
    refused = CliRunner().invoke(moawatch, ["review", "release", str(one["id"])])
    assert refused.exit_code == 2
    assert "--because" in refused.output


def test_an_empty_reason_is_none(here: Path) -> None:
    (one,) = held()
    assert ask("review", "release", str(one["id"]), "--because", " ").exit_code == 2
    assert len(held()) == 1


def test_a_ruling_that_its_subject_cannot_have_is_refused_and_not_kept(here: Path) -> None:
    (one,) = held()
    (change,) = json.loads(ask("changes", "--all", "--format", "json").output)
    refused = ask("review", "same", str(one["id"]), "--because", "a slip")
    assert (refused.exit_code, "is a list; use reject or release" in refused.output) == (2, True)
    refused = ask("review", "release", change["id"], "--because", "a slip")
    assert refused.exit_code == 2
    assert "is a change or a doubt; use accept or distinct or reject or same" in refused.output
    engine = open_engine("sqlite:///moawatch.db")
    with read_session(engine) as session:
        assert session.exec(select(Ruling)).all() == []
    engine.dispose()


def test_a_correction_is_unused_once_the_list_in_force_no_longer_needs_it(here: Path) -> None:
    """Ada County of Texas stands on the first list alone, Boone County on the second one too."""
    rows = "".join(
        f"TEXAS,{county} County Sheriff's Office,COUNTY,{county} County,{county} Parish,misprint,a map,2025-06-05\n"
        for county in ("Ada", "Boone")
    )
    rulings = Rulings(corrections=parse_corrections(f"{','.join(CORRECTIONS_HEADER)}\n{rows}"))
    engine = open_engine("sqlite:///moawatch.db")
    with read_session(engine) as session:
        (unused,) = unused_rulings(session, rulings)
    assert "Ada County Sheriff's Office" in unused
    engine.dispose()


def test_a_correction_of_a_list_that_is_not_on_record_is_not_called_unused(here: Path) -> None:
    row = "TEXAS,Zavala County Sheriff's Office,COUNTY,Ada County,Ada Parish,misprint,a later list,2025-06-05\n"
    rulings = Rulings(corrections=parse_corrections(f"{','.join(CORRECTIONS_HEADER)}\n{row}"))
    engine = open_engine("sqlite:///moawatch.db")
    with read_session(engine) as session:
        assert unused_rulings(session, rulings) == ()
    engine.dispose()


def test_a_ruling_on_a_record_that_is_not_there_makes_no_file(here: Path) -> None:
    with pytest.raises(RecordError, match="does not exist yet"):
        ask("--database", "sqlite:///none.db", "review", "reject", "any", "--because", "a slip")
    assert not (here / "none.db").exists()


def test_a_difference_that_is_not_accepted_leaves_the_record_as_it_was(here: Path) -> None:
    (one,) = held()
    engine = open_engine("sqlite:///moawatch.db")
    with write_session(engine) as session:
        ruling = Ruling(about=str(one["id"]), decision="release", because="kept by hand", decided_at=SAVED)
        session.add(ruling)
    engine.dispose()
    declined = CliRunner().invoke(moawatch, ["rebuild"], input="n\n", catch_exceptions=False)
    assert "25 new, 0 gone, 0 read differently." in declined.output
    assert "Nothing was changed." in declined.output
    assert (agreements(), len(held())) == (35, 1)
    assert "25 new" in ask("rebuild", "--yes").output
    assert (agreements(), held()) == (12, [])


def test_a_rebuild_tells_programs_the_difference_and_keeps_it_only_if_told_to(here: Path) -> None:
    (one,) = held()
    engine = open_engine("sqlite:///moawatch.db")
    with write_session(engine) as session:
        ruling = Ruling(about=str(one["id"]), decision="release", because="kept by hand", decided_at=SAVED)
        session.add(ruling)
    engine.dispose()
    shown = CliRunner().invoke(moawatch, ["rebuild", "--format", "json"], standalone_mode=False)
    assert shown.return_value == 1, "there is a difference, and it was not kept"
    rows = json.loads(shown.stdout)
    assert {row["what"] for row in rows} == {"new"}
    assert {"id", "kind", "agency", "evidence"} <= rows[0].keys()
    assert agreements() == 35
    kept = CliRunner().invoke(moawatch, ["rebuild", "--yes", "--format", "json"], standalone_mode=False)
    kept_rows = json.loads(kept.stdout)
    assert kept.return_value == 0
    assert [row["id"] for row in kept_rows] == [row["id"] for row in rows]
    assert agreements() == 12
    again = CliRunner().invoke(moawatch, ["rebuild", "--format", "csv"], standalone_mode=False)
    assert (again.return_value, again.stdout) == (0, "")
