"""Wishes of subscribers that cannot be met."""

from sqlmodel import Session, col, select

from models.digests.health import Trouble
from models.digests.preferences import county_words
from models.places.tables import counties
from models.record.batches import batches
from models.record.tables.agreements import Agency
from models.record.tables.digests import SubscriberRow


def wish_troubles(session: Session) -> list[Trouble]:
    """For each subscriber who watches a county that is not in the table of counties, or an agency that is not on
    record: a rebuild may give it another id, and nothing would ever be told of it."""
    query = select(SubscriberRow.id, SubscriberRow.address, SubscriberRow.counties, SubscriberRow.agencies)
    subscribers = session.exec(query.order_by(col(SubscriberRow.id))).all()
    on_record = _on_record(session, {wish for *_, wishes in subscribers for wish in wishes})
    troubles = []
    for id_, address, in_counties, agencies in subscribers:
        watches, edit = f"subscriber {id_} ({address}) watches", f"moawatch subscribers edit {id_}"
        if unknown := [wish for wish in in_counties if wish not in counties()]:
            words = f"{watches} {', '.join(map(county_words, unknown))}: {edit} --county"
            troubles.append(Trouble(f"wish:{id_}", "a subscriber watches an unknown county", words))
        if gone := [wish for wish in agencies if wish not in on_record]:
            words = f"{watches} {', '.join(gone)}, not on record: {edit} --agency"
            troubles.append(Trouble(f"wish:{id_}:agency", "a subscriber watches an unknown agency", words))
    return troubles


def _on_record(session: Session, agency_ids: set[str]) -> set[str]:
    found: set[str] = set()
    for portion in batches(sorted(agency_ids)):
        found.update(session.exec(select(Agency.id).where(col(Agency.id).in_(portion))))
    return found
