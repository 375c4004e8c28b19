"""What people decided: the two tables that ship, and the rulings in the record."""

from data import DATA
from models.lists.rulings import Rulings, parse_aliases, parse_corrections
from models.record.asking.review import decisions
from models.record.store import Session


def rulings_of(session: Session) -> Rulings:
    return Rulings(
        corrections=parse_corrections((DATA / "corrections.csv").read_text(encoding="utf-8")),
        aliases=parse_aliases((DATA / "aliases.csv").read_text(encoding="utf-8")),
        decisions=decisions(session),
    )
