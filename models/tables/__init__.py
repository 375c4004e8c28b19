"""The tables of the record, by subject. They hold facts and know nothing of the rules.

Two sorts stand here. *Kept* tables are written once and never derived: `Document`, `Fetch`, `Sighting`,
`HumanVerdict`, `Article`, `ArticleVersion`, who is told what (`models.tables.digests`), and the journals
`ChangeVersion`, `CountRow` and `VerdictRow` (by their `recorded_at`). All others are *derived* and can be emptied
and filled again from the kept ones with the same content.

The tables of `models.tables.news` and `models.tables.digests` are imported from there: asking for counts needs neither,
and each table costs some 10 ms to declare.
"""

from models.tables.agreements import Agency, Agreement, Spelling
from models.tables.changes import ChangeRow, ChangeVersion
from models.tables.documents import Document, Fetch, Sighting
from models.tables.lists import Checkpoint, CountRow, FindingRow, ListingRow, Snapshot
from models.tables.review import DoubtRow, HumanVerdict

__all__ = [
    "Agency",
    "Agreement",
    "ChangeRow",
    "ChangeVersion",
    "Checkpoint",
    "CountRow",
    "Document",
    "DoubtRow",
    "Fetch",
    "FindingRow",
    "HumanVerdict",
    "ListingRow",
    "Sighting",
    "Snapshot",
    "Spelling",
]
