"""What people decided: the two shipped tables, and the rulings in the record."""

from sqlmodel import Session, col, select

from data import DATA
from models.lists.rulings import Decision, Rulings, parse_aliases, parse_corrections
from models.record.tables.review import HumanVerdict


def rulings_of(session: Session) -> Rulings:
    verdicts = session.exec(select(HumanVerdict).order_by(col(HumanVerdict.id)))
    return Rulings(
        corrections=parse_corrections((DATA / "corrections.csv").read_text(encoding="utf-8")),
        aliases=parse_aliases((DATA / "aliases.csv").read_text(encoding="utf-8")),
        verdicts=tuple((verdict.about, Decision(verdict.decision)) for verdict in verdicts),
    )
