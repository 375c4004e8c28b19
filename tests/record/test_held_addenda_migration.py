"""What came of holding agreements before addenda were held too stays, as what it was: of the agreement."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from sqlmodel import select

from models.documents.held_against import Held, LinkedAs
from models.record.store import migration_config, open_engine, read_session, upgrade, write_session
from models.record.tables.moas.readings import HeldMoa

SHA256 = "5f" * 32


def test_each_held_document_is_of_the_agreement_and_an_addendum_can_stand_beside_it(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/record.db")
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        connection.execute(sa.text(f"INSERT INTO document VALUES ('{SHA256}', 1, '2026-02-03')"))
        connection.execute(
            sa.text(
                "INSERT INTO held_moa (agreement_id, id, link, document_sha256, rules, row_state, row_agency, held,"
                f" evidence) VALUES ('a', 'q', 'l', '{SHA256}', 2, 'TX', 'Lamar', 'disagrees', '[]')"
            )
        )
    upgrade(engine)
    with write_session(engine) as session:
        (kept,) = session.exec(select(HeldMoa)).all()
        assert (kept.what, kept.held, kept.id) == (LinkedAs.AGREEMENT, Held.DISAGREES, "q")
        session.add(HeldMoa(**kept.model_dump() | {"what": LinkedAs.ADDENDUM, "id": "r"}))
    with read_session(engine) as session:
        assert {one.id for one in session.exec(select(HeldMoa))} == {"q", "r"}
    engine.dispose()
