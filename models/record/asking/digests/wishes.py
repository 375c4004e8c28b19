"""Wishes of subscribers that cannot be met."""

from sqlmodel import Session, col, select

from models.digests.content import Trouble
from models.digests.preferences import county_words
from models.places.tables import counties
from models.record.tables.digests import SubscriberRow


def wish_troubles(session: Session) -> list[Trouble]:
    """One for each subscriber who watches a county that is not in the table of counties."""
    query = select(SubscriberRow.id, SubscriberRow.address, SubscriberRow.counties).order_by(col(SubscriberRow.id))
    troubles = []
    for id_, address, wishes in session.exec(query):
        if unknown := [wish for wish in wishes if wish not in counties()]:
            words = f"subscriber {id_} ({address}) watches {', '.join(map(county_words, unknown))}"
            advice = f"moawatch subscribers edit {id_} --county"
            troubles.append(Trouble(f"wish:{id_}", "a subscriber watches an unknown county", f"{words}: {advice}"))
    return troubles
