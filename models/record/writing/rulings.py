"""What people decide, kept for good."""

from datetime import datetime

from sqlmodel import Session

from models.lists.rulings import Decision
from models.record.tables.review import Ruling


def keep_ruling(session: Session, about: str, decision: Decision, because: str, now: datetime) -> None:
    """Keep one ruling; the next rebuild applies it."""
    session.add(Ruling(about=about, decision=decision, because=because, decided_at=now))
