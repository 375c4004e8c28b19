"""One agency as the lists of a day gave it, and as the record knew it at a moment."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists.backfill import backfill
from models.record.asking.agencies import agencies_like, dossier
from models.record.store import read_session
from tests.support import histories

KNOX = "FL-knox-county-sheriff"  # leaves with the list of 5 June
ADA = "TX-ada-county-sheriff"  # misspelled on the lists of 4 and 5 June


@pytest.fixture
def learned_late(record: sa.Engine, tmp_path: Path, now: datetime) -> sa.Engine:
    """A record that had the lists of 2 and 3 June at `now`, and the others a day later."""
    archive = Archive(str(tmp_path / "archive"))
    names = list(histories.files())
    backfill(record, archive, histories.save(tmp_path / "early", names[:4]), now)
    backfill(record, archive, histories.save(tmp_path / "late", names), now + timedelta(days=1))
    return record


def one(record: sa.Engine, agency: str, **when: Any) -> dict[str, Any]:
    with read_session(record) as session:
        (found,) = agencies_like(session, agency)
        return dossier(session, found, **when)


def listed_until(record: sa.Engine, **when: Any) -> date | None:
    (agreement,) = one(record, KNOX, **when)["agreements"]
    until: date | None = agreement["listed_until"]
    return until


def test_an_agreement_is_listed_until_the_first_list_without_it(learned_late: sa.Engine) -> None:
    assert listed_until(learned_late) == date(2025, 6, 5)
    assert listed_until(learned_late, as_of=date(2025, 6, 5)) == date(2025, 6, 5)


def test_as_of_a_day_nothing_is_said_of_what_came_later(learned_late: sa.Engine) -> None:
    assert listed_until(learned_late, as_of=date(2025, 6, 4)) is None
    day = one(learned_late, ADA, as_of=date(2025, 6, 3))
    assert [(each["spelling"], each["gone_at"]) for each in day["spellings"]] == [("Ada County Sheriff's Office", None)]
    assert [each["list_date"] for each in day["documents"]] == [date(2025, 6, 3)]
    assert one(learned_late, ADA, as_of=date(2025, 6, 1))["agreements"] == []


def test_known_at_a_moment_the_lists_seen_later_say_nothing(learned_late: sa.Engine, now: datetime) -> None:
    assert listed_until(learned_late, known_at=now) is None
    then = one(learned_late, ADA, known_at=now)
    assert [each["spelling"] for each in then["spellings"]] == ["Ada County Sheriff's Office"]
    assert {each["list_date"] for each in then["documents"]} == {date(2025, 6, 3)}
    assert listed_until(learned_late, known_at=now + timedelta(days=1)) == date(2025, 6, 5)
    assert one(learned_late, ADA, known_at=now - timedelta(days=1))["documents"] == []


def test_an_agency_is_found_by_the_name_that_somebody_gives_it(learned_late: sa.Engine) -> None:
    with read_session(learned_late) as session:
        for words in (
            "Knox County Sheriff’s Department, FL",
            "knox county sheriff florida",
            "Sheriff of Knox County, FL",
        ):
            assert [each.id for each in agencies_like(session, words)] == [KNOX], words
        assert KNOX in [each.id for each in agencies_like(session, "knox county")]
        assert agencies_like(session, "Knox County Sheriff, VT") == []
