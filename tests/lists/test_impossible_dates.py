"""A date that cannot be, from the workbook to the agreement in the record, and the correction that puts it right."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.fetching.archive import Archive
from flows.lists import fold
from flows.lists.backfill import backfill
from models.lists.rulings import Correction, Rulings
from models.record.asking.agencies import agencies_like, dossier
from models.record.store import read_session
from tests.support.workbooks import printed_row, workbook

ADA = "Ada County Sheriff's Office"
MEANT = Correction("TEXAS", ADA, "SIGNED", "2026-06-10", "2025-06-10", "a year off", "the MOA", date(2025, 7, 1))


def listed(folder: Path, signed: date) -> Path:
    folder.mkdir()
    rows = [printed_row(ADA, SIGNED=signed), printed_row("Boone County Sheriff's Office", SIGNED=date(2025, 3, 1))]
    (folder / "list.xlsx").write_bytes(workbook(rows, saved_at=datetime(2025, 6, 11, 15, tzinfo=UTC)))
    return folder


@pytest.mark.parametrize(
    ("corrections", "signed"), [((), None), ((MEANT,), date(2025, 6, 10))], ids=["as printed", "corrected"]
)
def test_an_agreement_has_a_date_only_where_one_is_possible_or_given_by_a_correction(
    record: sa.Engine,
    tmp_path: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    corrections: tuple[Correction, ...],
    signed: date | None,
) -> None:
    monkeypatch.setattr(fold, "rulings_of", lambda _: Rulings(corrections))
    monkeypatch.setattr("flows.lists.derive.rulings_of", lambda _: Rulings(corrections))
    backfill(record, Archive(f"{tmp_path}/archive"), listed(tmp_path / "lists", date(2026, 6, 10)), now)
    with read_session(record) as session:
        (ada,) = agencies_like(session, ADA)
        known = dossier(session, ada)
    assert [each["signed"] for each in known["agreements"]] == [signed]
    assert {each["signed_printed"] for each in known["documents"]} == {"2026-06-10"}
