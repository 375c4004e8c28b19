"""Whether the record is whole: what its database says of itself, and the documents that it relies on."""

from collections import Counter

from sqlmodel import Session, select

from models.record.tables.documents import Document

# A damaged file has thousands of faults; a few are enough to know.
_MAX_FAULTS = 5


def relied_on(session: Session) -> list[str]:
    """The sha256 of every document that the record has."""
    return sorted(session.exec(select(Document.sha256)))


def faults(session: Session) -> list[str]:
    """What SQLite finds wrong in its own file. PostgreSQL checks its pages and its foreign keys as it goes."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return []
    said = connection.exec_driver_sql(f"PRAGMA integrity_check({_MAX_FAULTS})").scalars().all()
    found = [" ".join(str(each).split()) for each in said if each != "ok"]
    orphans = Counter((table, parent) for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"))
    return found + [
        f"rows of the table {table} whose {parent} is not there: {number:,}"
        for (table, parent), number in sorted(orphans.items())
    ]
