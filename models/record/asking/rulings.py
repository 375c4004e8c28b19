"""What people decided: the two tables that ship, and the rulings in the record."""

from sqlmodel import Session, col, select

from data import DATA
from models.lists.rulings import Decision, Rulings, parse_aliases, parse_corrections
from models.record.tables.review import Ruling


def rulings_of(session: Session) -> Rulings:
    rulings = session.exec(select(Ruling).order_by(col(Ruling.id)))
    return Rulings(
        corrections=parse_corrections((DATA / "corrections.csv").read_text(encoding="utf-8")),
        aliases=parse_aliases((DATA / "aliases.csv").read_text(encoding="utf-8")),
        decisions=tuple((one.about, Decision(one.decision)) for one in rulings),
    )
